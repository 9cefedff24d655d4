/* shape.c - what a line looks like: numbers of documents, dates, ordinals, heads of attachments. */
#include "shape.h"

bool od_ends(const char *s, size_t n, const char *with)
{
	size_t w = strlen(with);

	return n >= w && !memcmp(s + n - w, with, w);
}

/* Sixteen bytes at once: bytes behind the first tell characters apart, the first hardly does. */
typedef unsigned char od_bytes __attribute__((vector_size(16)));

static inline od_bytes equal(const char *s, char c)
{
	od_bytes v, all = (od_bytes){ 0 } + (unsigned char)c;

	memcpy(&v, s, sizeof(v));
	return (od_bytes)(v == all);
}

static inline bool any(od_bytes v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof(half));
	return half[0] | half[1];
}

/* The first of sixteen places from s on where what stands, or NULL. */
static inline const char *find_near(const char *s, const char *what, size_t w)
{
	if (any(equal(s + 1, what[1]) & equal(s + w - 1, what[w - 1])))
		for (size_t k = 0; k < sizeof(od_bytes); k++)
			if (s[k + 1] == what[1] && !memcmp(s + k, what, w))
				return s + k;
	return NULL;
}

const char *od_find(const char *s, size_t n, const char *what, size_t w)
{
	const char *at = NULL, *last;

	if (w < 3 || n < w + sizeof(od_bytes) - 1)
		return memmem(s, n, what, w);
	last = s + n - w - (sizeof(od_bytes) - 1);
	for (; !at && s < last; s += sizeof(od_bytes))
		at = find_near(s, what, w);
	return at ? at : find_near(last, what, w);
}

size_t od_next_char_of(const char *s, size_t n, size_t at, const char *chars)
{
	for (; at + sizeof(od_bytes) + 2 <= n; at += sizeof(od_bytes)) {
		od_bytes hit = { 0 };

		for (const char *c = chars; *c; c += 3)
			hit |= equal(s + at + 1, c[1]) & equal(s + at + 2, c[2]);
		for (size_t k = at; any(hit) && k < at + sizeof(od_bytes); k++)
			if (od_char_in(s + k, chars))
				return k;
	}
	for (; at + 2 < n; at++)
		if (od_char_in(s + at, chars))
			return at;
	return n;
}

bool od_holds_any(const char *s, size_t n, const char *words)
{
	while (*words) {
		size_t w = strcspn(words, "|");

		if (od_find(s, n, words, w))
			return true;
		words += w;
		if (*words)
			words++;
	}
	return false;
}

/* Bytes of the character that begins with this one; it is well-formed. */
static inline size_t char_bytes(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

size_t od_char_in(const char *s, const char *set)
{
	size_t n = char_bytes((unsigned char)*s), m;

	if (!*s)
		return 0;
	for (; *set; set += m) {
		m = char_bytes((unsigned char)*set);
		if (*set == *s && m == n && (n == 1 || !strncmp(s + 1, set + 1, n - 1)))
			return n;
	}
	return 0;
}

size_t od_chomp(const char *s, size_t n)
{
	for (;;) {
		if (n && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == '\r'))
			n--;
		else if (od_ends(s, n, "　"))
			n -= 3;
		else if (od_ends(s, n, "\xc2\xa0"))
			n -= 2;
		else
			return n;
	}
}

size_t od_digits(const char *s)
{
	return strspn(s, "0123456789");
}

static size_t run_of(const char *s, const char *set)
{
	size_t n = 0, m;

	while ((m = od_char_in(s + n, set)))
		n += m;
	return n;
}

size_t od_zh_number(const char *s)
{
	return run_of(s, "一二三四五六七八九十百零〇");
}

static const char opens[] = "〔[（(［【﹝〖", closes[] = "〕]）)］】﹞〗";

bool od_is_docno(const char *s, size_t n)
{
	size_t m, at = 0, chars = 0, year;

	n = od_chomp(s, n);
	m = od_char_in(s, "（(");
	if (m && (od_ends(s, n, "）") || od_ends(s, n, ")"))) {
		s += m;
		n -= m + (od_ends(s, n - m, "）") ? 3 : 1);
	}
	if (!od_ends(s, n, "号") || n > 120)
		return false;
	if (od_starts(s, "第") && (m = od_digits(s + 3)) && 3 + m + 3 == n)
		return true;
	for (; at < n && !od_char_in(s + at, opens); at += m, chars++) {
		if (od_char_in(s + at, " ，。《》：；、\t"))
			return false;
		od_utf8_get(s + at, &m);
	}
	if (at >= n || chars < 1 || chars > 24)
		return false;
	at += od_char_in(s + at, opens);
	year = od_digits(s + at);
	at += year;
	m = od_char_in(s + at, closes);
	if (year < 2 || year > 4 || !m)
		return false;
	at += m;
	at += strspn(s + at, " ");
	if (od_starts(s + at, "第"))
		at += 3;
	m = od_digits(s + at);
	return m && at + m + 3 == n;
}

bool od_is_like_docno(const char *s, size_t n)
{
	char whole[128];

	n = od_chomp(s, n);
	if (n + 4 > sizeof(whole))
		return false;
	snprintf(whole, sizeof(whole), "%.*s%s", (int)n, s, od_ends(s, n, "号") ? "" : "号");
	return od_is_docno(whole, strlen(whole));
}

/* --- dates ---------------------------------------------------------------------------------------- */

static const char zh_digits[] = "〇一二三四五六七八九";

/* A Chinese figure at s: 〇 and its look-alikes are 0; -1: none. */
static int zh_digit(const char *s, size_t *n)
{
	int i = 0;
	size_t m;

	*n = od_char_in(s, "〇○零ＯOo０0");
	if (*n)
		return 0;
	for (const char *d = zh_digits; *d; d += m, i++) {
		od_utf8_get(d, &m);
		if (!strncmp(s, d, m)) {
			*n = m;
			return i;
		}
	}
	return -1;
}

/* 十二, 二十, 三十一, 五 */
static int zh_small(const char **s)
{
	size_t n;
	int tens = 0, ones = zh_digit(*s, &n);

	if (ones > 0) {
		*s += n;
		if (!od_starts(*s, "十"))
			return ones;
		tens = ones;
	} else if (od_starts(*s, "十")) {
		tens = 1;
	} else {
		return -1;
	}
	*s += 3;
	ones = zh_digit(*s, &n);
	if (ones > 0)
		*s += n;
	return tens * 10 + (ones > 0 ? ones : 0);
}

static int number_at(const char **s, bool zh)
{
	size_t n = od_digits(*s);
	int v = 0;

	if (zh)
		return zh_small(s);
	if (n < 1 || n > 2)
		return -1;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (*s)[i] - '0';
	*s += n;
	return v;
}

static void skip_blank(const char **s)
{
	size_t n;

	while ((n = od_char_in(*s, " 　")))
		*s += n;
}

static int year_at(const char **s, bool *zh)
{
	size_t n = od_digits(*s);
	int y = 0, d;

	*zh = n == 0;
	if (n == 4) {
		for (size_t i = 0; i < 4; i++)
			y = y * 10 + *(*s)++ - '0';
		return y;
	}
	if (n)
		return -1;
	for (int i = 0; i < 4; i++) {
		d = zh_digit(*s, &n);
		if (d < 0)
			return -1;
		y = y * 10 + d;
		*s += n;
	}
	return y;
}

static bool mark_at(const char **s, const char *mark, const char *other)
{
	size_t n = od_starts(*s, mark) ? strlen(mark) : od_char_in(*s, other);

	*s += n;
	skip_blank(s);
	return n > 0;
}

bool od_is_date_line(const char *s, size_t n, od_date *out)
{
	const char *end = s + od_chomp(s, n);
	bool zh;
	int y, m, d;

	if (n > 64)
		return false;
	y = year_at(&s, &zh);
	skip_blank(&s);
	if (y < 0 || !mark_at(&s, "年", zh ? "" : ".-/．"))
		return false;
	m = number_at(&s, zh);
	skip_blank(&s);
	if (m < 0 || !mark_at(&s, "月", zh ? "" : ".-/．"))
		return false;
	d = number_at(&s, zh);
	skip_blank(&s);
	if (d < 0)
		return false;
	mark_at(&s, "日", "");
	if (s != end)
		return false;
	*out = od_ymd(y, m, d);
	return true;
}

bool od_is_part_of_date(const char *s, size_t n)
{
	const char *end = s + od_chomp(s, n);
	bool zh;

	if (n > 48 || year_at(&s, &zh) < 0)
		return false;
	skip_blank(&s);
	if (!mark_at(&s, "年", ""))
		return false;
	number_at(&s, zh);
	skip_blank(&s);
	if (!mark_at(&s, "月", ""))
		return false;
	number_at(&s, zh);
	skip_blank(&s);
	mark_at(&s, "日", "");
	return s == end;
}

/* --- ordinals, brackets, attachments ------------------------------------------------------------------ */

bool od_is_bracketed(const char *s, size_t n)
{
	n = od_chomp(s, n);
	return od_char_in(s, "（(") && (od_ends(s, n, "）") || od_ends(s, n, ")"));
}

int od_level_of(const char *s, size_t *number)
{
	size_t open = od_char_in(s, "（("), n = od_zh_number(s + open), m;
	bool zh = n > 0;

	*number = 0;
	if (!zh)
		n = od_digits(s + open);
	if (!n || n > 12)
		return OD_LINE_BODY;
	if (open) {
		m = od_char_in(s + open + n, "）)");
		if (!m)
			return OD_LINE_BODY;
		*number = open + n + m;
		return zh ? OD_LINE_LEVEL2 : OD_LINE_LEVEL4;
	}
	m = od_char_in(s + n, zh ? "、．." : ".．、");
	if (!m || n > 9 || (!zh && n > 2) || od_digits(s + n + m))
		return OD_LINE_BODY;
	*number = n + m;
	return zh ? OD_LINE_LEVEL1 : OD_LINE_LEVEL3;
}

bool od_is_subhead(const char *s, size_t n)
{
	size_t m;

	n = od_chomp(s, n);
	if (n > 120 || od_is_stopped(s, n))
		return false;
	if (!strncmp(s, "目", 3) && od_ends(s, n, "录") && n <= 18)
		return true;
	if (!od_starts(s, "第"))
		return false;
	m = od_zh_number(s + 3);
	if (!m)
		m = od_digits(s + 3);
	return m && (od_char_in(s + 3 + m, "章节编篇") || od_starts(s + 3 + m, "部分"));
}

/* Bytes of 附件, 附表, 附 at s, and of the ordinal behind it. */
static size_t att_word(const char *s, size_t *ordinal)
{
	static const char *const words[] = { "附件", "附表", "附录", "附" };
	size_t n = 0;

	*ordinal = 0;
	for (size_t i = 0; !n && i < OD_COUNT(words); i++)
		if (od_starts(s, words[i]))
			n = strlen(words[i]);
	if (!n)
		return 0;
	n += strspn(s + n, " ");
	*ordinal = od_digits(s + n);
	if (!*ordinal)
		*ordinal = od_zh_number(s + n);
	return n + *ordinal;
}

bool od_is_att_head(const char *s, size_t n)
{
	size_t ordinal, at = att_word(s, &ordinal);

	n = od_chomp(s, n);
	if (!at)
		return false;
	at += od_char_in(s + at, "：:.．");
	/* 附 alone needs its colon or its number */
	return at == n &&
	       (od_starts(s, "附件") || ordinal || od_ends(s, n, "：") || od_ends(s, n, ":"));
}

bool od_is_att_note(const char *s, size_t n)
{
	size_t ordinal, at = att_word(s, &ordinal), mark;

	n = od_chomp(s, n);
	if (!at || od_is_att_head(s, n) || n > 600)
		return false;
	mark = od_char_in(s + at, ordinal ? "：:.．、" : "：:");
	return mark && at + mark < n;
}

bool od_is_stopped(const char *s, size_t n)
{
	static const char *const marks[] = { "。", "；", "：", "，", "、", "！",
					     "？", ";",  ":",  ",",  "…" };

	n = od_chomp(s, n);
	for (size_t i = 0; i < OD_COUNT(marks); i++)
		if (od_ends(s, n, marks[i]))
			return true;
	return od_ends(s, n, "。”") || od_ends(s, n, "。）");
}
