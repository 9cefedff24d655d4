/* pattern.c - patterns of rules: PCRE2, UTF, made machine code when first tried (check.c). */
#include "engine.h"

#define PATTERN_MAX 8192 /* bytes */

/* From 10.40 on \p{Han} takes in what Chinese shares with others, 。 and 、 among it; a rule
 * means characters. NULL: no memory. */
static char *of_script(const char *pattern)
{
	static const char han[] = "{Han}";
	struct od_buf b = OD_BUF_INIT;
	char version[64] = "";
	bool shares;

	pcre2_config(PCRE2_CONFIG_VERSION, version);
	shares = strncmp(version, "10.", 3) != 0 || strtol(version + 3, NULL, 10) >= 40;
	od_buf_add(&b, "", 0);
	for (const char *s = pattern; *s; s++) {
		bool here = shares && s[0] == '\\' && (s[1] == 'p' || s[1] == 'P') &&
			    !strncmp(s + 2, han, sizeof(han) - 1);

		od_buf_add(&b, s, here || (s[0] == '\\' && s[1]) ? 2 : 1);
		s += here || (s[0] == '\\' && s[1]);
		if (!here)
			continue;
		od_buf_puts(&b, "{sc:Han}");
		s += sizeof(han) - 1;
	}
	if (!b.failed)
		return b.s;
	od_buf_free(&b);
	return NULL;
}

pcre2_code *od_pattern_compile(const char *pattern, struct od_err *err)
{
	char *own;
	PCRE2_SIZE at = 0;
	int error = 0;
	PCRE2_UCHAR why[256];
	pcre2_code *code;
	size_t n = strlen(pattern);

	if (n > PATTERN_MAX) {
		od_fail(err, OD_EDATA, _("a pattern of more than %d bytes"), PATTERN_MAX);
		return NULL;
	}
	own = of_script(pattern);
	if (!own) {
		od_fail_nomem(err);
		return NULL;
	}
	code = pcre2_compile((PCRE2_SPTR)own, PCRE2_ZERO_TERMINATED,
			     PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &at, NULL);
	free(own);
	if (code)
		return code;
	if (pcre2_get_error_message(error, why, sizeof(why)) < 0)
		why[0] = '\0';
	od_fail(err, OD_EDATA, _("the pattern '%s' is not one: %s (byte %zu)"), pattern,
		(const char *)why, (size_t)at + 1);
	return NULL;
}

/* Does a fix put groups in? */
static bool speaks_of_groups(const char *fix)
{
	for (const char *s = fix; s && *s; s++) {
		if (s[0] == '$' && s[1] >= '0' && s[1] <= '9')
			return true;
		if (s[0] == '$' && s[1] == '$')
			s++;
	}
	return false;
}

uint32_t od_pattern_mark(const pcre2_code *code, const char *fix)
{
	int named = pcre2_substring_number_from_name(code, (PCRE2_SPTR) "mark");
	uint32_t groups = 0;

	if (named > 0)
		return (uint32_t)named;
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	return groups && !speaks_of_groups(fix) ? 1 : 0;
}

void od_pattern_fix(struct od_buf *b, const char *fix, const char *s, pcre2_match_data *md)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(md);
	uint32_t groups = pcre2_get_ovector_count(md);

	for (const char *f = fix; *f; f++) {
		uint32_t g = f[0] == '$' && f[1] >= '0' && f[1] <= '9' ? (uint32_t)(f[1] - '0')
								       : UINT32_MAX;

		if (g != UINT32_MAX) {
			if (g < groups && at[2 * g] != PCRE2_UNSET && at[2 * g + 1] >= at[2 * g])
				od_buf_add(b, s + at[2 * g], at[2 * g + 1] - at[2 * g]);
			f++;
			continue;
		}
		od_buf_putc(b, *f);
		f += f[0] == '$' && f[1] == '$';
	}
}
