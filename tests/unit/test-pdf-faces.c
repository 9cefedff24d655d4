/* test-pdf-faces.c - the faces that paper is set in: what replaces them is told, what cannot be used is refused. */
#include "pages.h"

struct told {
	struct {
		int role;
		char wished[64], used[64];
		size_t missing;
	} used[OD_PDF_ROLES];
	size_t calls;
};

static void tell(void *ctx, const struct od_pdf_used *u)
{
	struct told *t = ctx;
	size_t i = t->calls++;

	assert_true(i < OD_PDF_ROLES);
	t->used[i].role = u->role;
	t->used[i].missing = u->missing;
	snprintf(t->used[i].wished, sizeof(t->used[i].wished), "%s", u->wished);
	snprintf(t->used[i].used, sizeof(t->used[i].used), "%s", u->used);
}

/* Characters that the first face lacks stand in the text, and are counted once each. */
static void substitution_is_told(void **state)
{
	struct told with = { 0 }, without = { 0 };
	struct od_buf b;
	struct words m;
	struct hand h;

	(void)state;
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, "市委书记到会讲话。");
	b = set(&h.p, false, tell, &without);
	od_buf_free(&b);
	put(&h, OD_PAPER_TEXT, "喆堃镕喆，𠮷㛃\xf4\x8f\xbf\xbd。");
	b = set(&h.p, false, tell, &with);
	od_buf_free(&b);
	assert_int_equal(without.calls, 2); /* body, and the page number's */
	assert_int_equal(without.used[0].role, OD_PDF_BODY);
	assert_string_equal(without.used[0].wished, "仿宋_GB2312");
	assert_int_equal(without.used[0].missing, 0);
	assert_true(with.used[0].missing >= 1); /* nobody has U+10FFFD */
	if (strcmp(with.used[0].used, "FandolFang") == 0)
		assert_int_equal(with.used[0].missing, 6);
	m = measure(&h.p, false);
	assert_true(on_page(&m, 1, "喆堃镕喆，𠮷㛃\xf4\x8f\xbf\xbd。"));
	free(m.w);
}

static void last_resort(void *ctx, const struct od_pdf_used *u)
{
	*(bool *)ctx |= u->role == OD_PDF_BODY && u->resort;
}

/* The paper of one paragraph, where the file of the thin face of the body is another. */
static struct od_buf with_thin(const char *text, const char *file, bool *resort)
{
	static const char name[] = "/usr/share/fonts/truetype/arphic/uming.ttc";
	const char *at = strstr(fonts, name);
	struct od_buf conf = OD_BUF_INIT, b = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	struct od_pdf_opts o = { 0 };
	struct hand h;

	assert_non_null(at);
	od_buf_add(&conf, fonts, at - fonts);
	od_buf_puts(&conf, file);
	od_buf_puts(&conf, at + strlen(name));
	o.fonts = conf.s;
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, text);
	if (od_paper_pdf(&h.p, &o, &b, last_resort, resort, &err) < 0)
		fail_msg("%s", err.msg);
	od_buf_free(&conf);
	return b;
}

/* What 仿宋 lacks comes from a face as thin, if it is there, before any blacker one; what it has does not. */
static void rare_characters_are_as_thin(void **state)
{
	static const char bold[] = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc";
	static const char *const text[] = { "市委书记到会讲话。", "林喆堃到会讲话。" };

	bool resort = false;

	(void)state;
	if (access(bold, R_OK) != 0)
		skip();
	for (size_t i = 0; i < 2; i++) {
		struct od_buf a = with_thin(text[i], "/none", &resort);
		struct od_buf b = with_thin(text[i], bold, &resort);
		bool same = a.n == b.n && memcmp(a.s, b.s, a.n) == 0;

		if (!resort) /* else there is no 仿宋 here */
			assert_int_equal(same, i == 0);
		od_buf_free(&a);
		od_buf_free(&b);
	}
}

static void refused(const char *conf, enum od_code code, const char *message)
{
	struct od_pdf_opts o = { .fonts = conf };
	struct od_buf b = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	struct hand h;

	hand_init(&h);
	put(&h, OD_PAPER_TEXT, "正文。");
	assert_int_equal(od_paper_pdf(&h.p, &o, &b, NULL, NULL, &err), -1);
	assert_int_equal(err.code, code);
	if (message)
		assert_string_equal(err.msg, message);
	od_buf_free(&b);
}

static void bad_fonts_conf(void **state)
{
#define ROLE(r) "<alias><family>" r "</family><prefer><family>仿宋</family></prefer></alias>"
#define ROLES   ROLE("od-body") ROLE("od-head") ROLE("od-subhead") ROLE("od-title")
	static const char none[] = "<fontconfig>" ROLES ROLE("od-numerals") "</fontconfig>";
	static const char text_file[] = "<fontconfig>" ROLES ROLE(
		"od-numerals") "<match><test name=\"family\"><string>仿宋"
			       "</string></test><edit name=\"file\"><string>" SRCDIR
			       "/Makefile</string></edit>"
			       "</match></fontconfig>";
	static const char message[] =
		"no font is there for 'od-body' (wished: 仿宋): install fonts-noto-cjk, or name the "
		"files of your own in fonts.conf";

	(void)state;
	refused("<fontconfig>", OD_EDATA, NULL);
	refused("<fontconfig>" ROLES "</fontconfig>", OD_EDATA,
		"fonts.conf: no family for 'od-numerals'");
	refused(none, OD_EPART, message);
	refused(text_file, OD_EPART, message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(substitution_is_told),
		cmocka_unit_test(rare_characters_are_as_thin),
		cmocka_unit_test(bad_fonts_conf),
	};

	return cmocka_run_group_tests(tests, read_fonts, free_fonts);
}
