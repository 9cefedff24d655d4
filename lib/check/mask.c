/* mask.c - what of a line is no prose of its writer's: titles and quotations, addresses, paths,
 * numbers of standards, times and ratios, paragraphs in Latin letters, remarks to the checker. */
#include "engine.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static bool is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static void put(uint8_t *mask, size_t from, size_t to, uint8_t what)
{
	for (size_t i = from; i < to; i++)
		mask[i] |= what;
}

/* What stands between two marks, the marks not; what is not closed goes to the end of the line. */
static void between(const char *s, size_t n, const char *open, const char *shut, uint8_t what,
		    uint8_t *mask)
{
	const char *first = od_find(s, n, open, 3);
	size_t from = 0, depth = 0;

	if (!first)
		return;
	for (size_t i = (size_t)(first - s); i + 2 < n; i++) {
		if ((unsigned char)s[i] != (unsigned char)open[0])
			continue;
		if (!memcmp(s + i, open, 3)) {
			from = depth++ ? from : i + 3;
			i += 2;
		} else if (!memcmp(s + i, shut, 3)) {
			if (depth && --depth == 0)
				put(mask, from, i, what);
			i += 2;
		}
	}
	if (depth)
		put(mask, from, n, what);
}

/* Straight ones, in pairs. */
static void straight(const char *s, size_t n, char mark, uint8_t what, uint8_t *mask)
{
	const char *open = memchr(s, mark, n), *shut;

	while (open) {
		size_t from = (size_t)(open - s) + 1;

		shut = memchr(s + from, mark, n - from);
		if (!shut)
			return;
		put(mask, from, (size_t)(shut - s), what);
		from = (size_t)(shut - s) + 1;
		open = memchr(s + from, mark, n - from);
	}
}

/* Characters of addresses, paths and numbers of standards: letters, digits,
 * ._-/:\@%+~#?&=!,;$'*[] as bits. */
static bool is_address(char c)
{
	static const uint64_t bits[2] = { UINT64_C(0xaffffcfa00000000),
					  UINT64_C(0x47fffffebfffffff) };

	return (unsigned char)c < 0x80 && bits[(unsigned char)c >> 6] >> (c & 63) & 1;
}

/* A run of such characters and what it is: an address, a path, a name of a file. */
static bool is_code(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	size_t slashes = 0;

	if (od_find(s, n, "://", 3) || (n > 4 && !strncasecmp(s, "www.", 4)))
		return true;
	if (at && at > s && memchr(at, '.', n - (size_t)(at - s)))
		return true;
	if (n > 3 && is_letter(s[0]) && s[1] == ':' && (s[2] == '\\' || s[2] == '/'))
		return true;
	for (size_t i = 0; i < n; i++)
		slashes += s[i] == '/' || s[i] == '\\';
	if ((s[0] == '/' || s[0] == '\\' || s[0] == '~') && slashes > 1 && n > 3)
		return true;
	/* a host or a file: letters, a point, letters */
	for (size_t i = 1; i + 2 < n; i++)
		if (s[i] == '.' && is_letter(s[i + 1]) && is_letter(s[i + 2]) &&
		    (is_letter(s[i - 1]) || is_digit(s[i - 1])))
			return true;
	return false;
}

/* 9:30, 16:05:30, 1:500; the run is only digits, : and a decimal point. */
static bool is_time_or_ratio(const char *s, size_t n)
{
	bool colon = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == ':' && i && is_digit(s[i - 1]) && i + 1 < n && is_digit(s[i + 1]))
			colon = true;
		else if (!is_digit(s[i]) && s[i] != '.')
			return false;
	}
	return colon;
}

/* GB/T 9704-2012, ISO 9001:2015, DB31/T 1.1—2020: the bytes at s, or 0. */
static size_t standard(const char *s, size_t n)
{
	size_t i = 0, digits;

	while (i < n && i < 8 && s[i] >= 'A' && s[i] <= 'Z')
		i++;
	if (i < 2 || i > 6)
		return 0;
	while (i < n && i < 12 && is_digit(s[i]) && !strncmp(s, "DB", 2))
		i++;
	if (i + 1 < n && s[i] == '/' && s[i + 1] >= 'A' && s[i + 1] <= 'Z')
		for (i++; i < n && s[i] >= 'A' && s[i] <= 'Z'; i++)
			;
	if (i < n && s[i] == ' ')
		i++;
	digits = i;
	while (i < n && (is_digit(s[i]) || (s[i] == '.' && i + 1 < n && is_digit(s[i + 1]))))
		i++;
	if (i == digits)
		return 0;
	if (n - i > 7 &&
	    (!memcmp(s + i, "—", 3) || !memcmp(s + i, "–", 3) || !memcmp(s + i, "－", 3)))
		i += 3;
	else if (n - i > 4 && (s[i] == '-' || s[i] == ':'))
		i++;
	else
		return i;
	while (i < n && is_digit(s[i]))
		i++;
	return i;
}

static void ascii_runs(const char *s, size_t n, uint8_t *mask)
{
	size_t end, len;

	for (size_t i = 0; i < n; i = end) {
		end = i + 1;
		if (!is_address(s[i]))
			continue;
		len = standard(s + i, n - i);
		if (len) {
			put(mask, i, i + len, OD_MASK_CODE);
			end = i + len;
			continue;
		}
		while (end < n && is_address(s[end]))
			end++;
		len = end - i;
		while (len > 1 && strchr(",.;:!?", s[i + len - 1]))
			len--;
		if (is_time_or_ratio(s + i, len))
			put(mask, i, i + len, OD_MASK_FIGURE);
		else if (is_code(s + i, len))
			put(mask, i, i + len, OD_MASK_CODE);
	}
}

/* Fewer than three Chinese characters in ten of all letters, addresses and the like not counted. */
static bool is_latin(const char *s, size_t n, const uint8_t *mask)
{
	size_t letters = 0, wide = 0;

	for (size_t i = 0; i < n; i++) {
		letters += is_letter(s[i]) && !(mask[i] & OD_MASK_CODE);
		wide += (unsigned char)s[i] >= 0xe4 && (unsigned char)s[i] <= 0xe9;
	}
	return letters > 10 && wide * 10 < (letters + wide) * 3;
}

/* Cells of a table that are figures alone. */
static void figures(const char *s, size_t n, uint8_t *mask)
{
	for (size_t from = 0, end; from < n; from = end + 1) {
		const char *tab = memchr(s + from, '\t', n - from);
		bool figure = true;

		end = tab ? (size_t)(tab - s) : n;
		for (size_t i = from; i < end && figure; i++)
			figure = is_digit(s[i]) || strchr(" .,%+-:/", s[i]);
		if (figure)
			put(mask, from, end, OD_MASK_FIGURE);
	}
}

void od_mask(const char *s, size_t n, bool table, uint8_t *mask)
{
	struct od_remark r;

	between(s, n, "《", "》", OD_MASK_TITLE, mask);
	between(s, n, "“", "”", OD_MASK_QUOTE, mask);
	straight(s, n, '"', OD_MASK_QUOTE, mask);
	straight(s, n, '`', OD_MASK_CODE, mask);
	ascii_runs(s, n, mask);
	if (od_remark(s, n, &r))
		put(mask, r.from, r.to, OD_MASK_CODE);
	if (is_latin(s, n, mask))
		put(mask, 0, n, OD_MASK_CODE);
	if (table)
		figures(s, n, mask);
}

/* --- remarks to the checker --------------------------------------------------------------------------------- */

static const struct {
	const char *open, *shut; /* NULL: the end of the line */
} remarks[] = {
	{ "<!--", "-->" }, { "〔", "〕" }, { "【", "】" }, { "//", NULL }, { "#", NULL },
};

static bool blank(const char *s, size_t n)
{
	return strspn(s, " \t") >= n;
}

bool od_remark(const char *s, size_t n, struct od_remark *out)
{
	static const char word[] = "doc-check:";
	const char *at = od_find(s, n, word, sizeof(word) - 1), *end = NULL;
	size_t lead;

	if (!at)
		return false;
	lead = (size_t)(at - s);
	out->word = lead + sizeof(word) - 1;
	while (lead && s[lead - 1] == ' ')
		lead--;
	out->from = 0;
	out->to = out->end = n;
	for (size_t i = 0; i < OD_COUNT(remarks); i++) {
		size_t len = strlen(remarks[i].open);

		if (lead < len || memcmp(s + lead - len, remarks[i].open, len))
			continue;
		out->from = lead - len;
		if (remarks[i].shut)
			end = od_find(at, n - (size_t)(at - s), remarks[i].shut,
				      strlen(remarks[i].shut));
		if (remarks[i].shut && !end)
			return false;
		if (end) {
			out->end = (size_t)(end - s);
			out->to = out->end + strlen(remarks[i].shut);
		}
		lead = 0;
		break;
	}
	if (lead)
		return false;
	out->alone = blank(s, out->from) && blank(s + out->to, n - out->to);
	return true;
}
