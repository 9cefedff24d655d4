/* text.c - UTF-8, the width of text in terminal cells, and breaking it into lines.
 *
 * Lines are broken as Chinese is set (GB/T 15834 and the usual 避头尾 rules): each character
 * is of a kind, and may_break() says between which kinds a line may end. */
#include <stdlib.h>
#include <utf8proc.h>

#include "base.h"
#include "text.h"

enum { REPLACEMENT = 0xFFFD, HANG = 2 /* cells */ };

/* --- UTF-8 ----------------------------------------------------------------------------------- */

static bool follows(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* Length of the well-formed character at p, 0 if there is none.  Reads no further than the
 * first byte that is wrong, so a NUL is as good an end as left. */
static size_t well_formed(const unsigned char *p, size_t left)
{
	unsigned char a = p[0];

	if (a < 0x80)
		return 1;
	if (a < 0xC2 || a > 0xF4)
		return 0;
	if (left < 2 || !follows(p[1]))
		return 0;
	if (a < 0xE0)
		return 2;
	/* overlong, surrogates, overlong, past U+10FFFF */
	if ((a == 0xE0 && p[1] < 0xA0) || (a == 0xED && p[1] > 0x9F) ||
	    (a == 0xF0 && p[1] < 0x90) || (a == 0xF4 && p[1] > 0x8F))
		return 0;
	if (left < 3 || !follows(p[2]))
		return 0;
	if (a < 0xF0)
		return 3;
	return left >= 4 && follows(p[3]) ? 4 : 0;
}

static bool eight_ascii(const unsigned char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return (word & UINT64_C(0x8080808080808080)) == 0;
}

/* Chinese characters and marks, all but all of them: three bytes whose first is E1 to EF but ED.  Four
 * bytes are read at once; the mask leaves what tells of each whether it begins or follows. */
static bool is_common_three(const unsigned char *p)
{
	static const unsigned char mask[4] = { 0xF0, 0xC0, 0xC0 }, three[4] = { 0xE0, 0x80, 0x80 };
	uint32_t w, m, want;

	memcpy(&w, p, sizeof(w));
	memcpy(&m, mask, sizeof(m));
	memcpy(&want, three, sizeof(want));
	return (w & m) == want && p[0] != 0xE0 && p[0] != 0xED;
}

size_t od_utf8_bad(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t at = 0, length;

	while (at < n) {
		if (p[at] < 0x80) {
			while (n - at >= 8 && eight_ascii(p + at))
				at += 8;
			while (at < n && p[at] < 0x80)
				at++;
			continue;
		}
		while (n - at >= 4 && is_common_three(p + at))
			at += 3;
		if (at == n || p[at] < 0x80)
			continue;
		length = well_formed(p + at, n - at);
		if (length == 0)
			return at;
		at += length;
	}
	return n;
}

/* Length of the character that begins with this byte, by the byte's own word. */
static size_t announced(unsigned char lead)
{
	if (lead >= 0xF0)
		return 4;
	if (lead >= 0xE0)
		return 3;
	return lead >= 0xC0 ? 2 : 1;
}

size_t od_utf8_cut(const char *s, size_t n, size_t max)
{
	size_t end = n < max ? n : max, start = end;

	while (start > 0 && end - start < 3 && follows((unsigned char)s[start - 1]))
		start--;
	return start > 0 && announced((unsigned char)s[start - 1]) > end - start + 1 ? start - 1
										     : end;
}

size_t od_utf8_len(const char *s)
{
	size_t count = 0;

	for (; *s; s++)
		count += !follows((unsigned char)*s);
	return count;
}

static uint32_t decode(const char *s, size_t left, size_t *n)
{
	static const unsigned char lead_bits[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *p = (const unsigned char *)s;
	size_t length = well_formed(p, left);
	uint32_t c = p[0] & lead_bits[length];

	*n = 1;
	if (length == 0)
		return REPLACEMENT;
	*n = length;
	for (size_t i = 1; i < length; i++)
		c = c << 6 | (p[i] & 0x3F);
	return c;
}

uint32_t od_utf8_get(const char *s, size_t *n)
{
	if (*s)
		return decode(s, 4, n);
	*n = 0; /* nobody steps past the end */
	return 0;
}

/* Is there one whose bytes end with the one at s + at?  By the byte that is rarest in them: B7 of U+FDD0 to U+FDEF,
 * BF of the others, which stands last but one. */
static bool is_noncharacter(const unsigned char *s, size_t at)
{
	if (at && s[at] == 0xB7)
		return s[at - 1] == 0xEF && s[at + 1] >= 0x90 && s[at + 1] <= 0xAF;
	if (!at || s[at] != 0xBF || (s[at + 1] & 0xFE) != 0xBE)
		return false;
	return s[at - 1] == 0xEF || (at > 1 && s[at - 2] >= 0xF0 && (s[at - 1] & 0x0F) == 0x0F);
}

size_t od_noncharacter(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t at = 0;
	uint64_t w;

	while (at + 1 < n) {
		if (n - at > sizeof(w)) {
			memcpy(&w, p + at, sizeof(w));
			if (!od_has_byte(w, 0xBF) && !od_has_byte(w, 0xB7)) {
				at += sizeof(w);
				continue;
			}
		}
		for (size_t end = at + sizeof(w); at < end && at + 1 < n; at++)
			if (is_noncharacter(p, at))
				return at - (at > 1 && p[at - 2] >= 0xF0 && p[at] == 0xBF ? 2 : 1);
	}
	return n;
}

void od_characters(char *s)
{
	size_t n = strlen(s), from = od_noncharacter(s, n), to = from;

	while (from < n) {
		size_t length;

		from += announced((unsigned char)s[from]);
		length = od_noncharacter(s + from, n - from);
		memmove(s + to, s + from, length);
		from += length;
		to += length;
	}
	s[to] = '\0';
}

/* --- width ----------------------------------------------------------------------------------- */

/* Not wcwidth(): that knows the locale's ideas, not Unicode's.  Ambiguous characters (“ ” … —)
 * are one cell by utf8proc. */
static int cells_of(uint32_t c)
{
	if (c < 0x7F)
		return c >= 0x20;
	if (c >= 0x4E00 && c <= 0x9FFF)
		return 2;
	if (c >= 0x20000 && c <= 0x3FFFD) /* characters younger than the library's tables too */
		return 2;
	return utf8proc_charwidth((utf8proc_int32_t)c);
}

int od_width(const char *s)
{
	int width = 0;
	size_t n;

	for (; *s; s += n)
		width += cells_of(od_utf8_get(s, &n));
	return width;
}

/* --- lines ----------------------------------------------------------------------------------- */

enum kind {
	NOTHING, /* the beginning of the line */
	SPACE,
	IDEOGRAPH,  /* a line may end before and after it */
	WORD,       /* letters and digits that are not to be torn apart */
	GLUE,       /* neither before nor after */
	OPENING,    /* never last */
	CLOSING,    /* never first; may hang over */
	UNIT,       /* the same, and belongs to the word around it: 50%, it’s */
	SIGN,       /* stays with the number behind it: ￥100 */
	WORD_OPENS, /* ASCII brackets and stops: part of the word they touch */
	WORD_CLOSES,
};

static const struct mark {
	uint32_t c;
	enum kind kind;
} marks[] = {
	/* sorted by c: looked up by halving */
	{ '!', WORD_CLOSES },
	{ '%', UNIT },
	{ '(', WORD_OPENS },
	{ ')', WORD_CLOSES },
	{ ',', WORD_CLOSES },
	{ '.', WORD_CLOSES },
	{ ':', WORD_CLOSES },
	{ ';', WORD_CLOSES },
	{ '?', WORD_CLOSES },
	{ '[', WORD_OPENS },
	{ ']', WORD_CLOSES },
	{ '{', WORD_OPENS },
	{ '}', WORD_CLOSES },
	{ 0xA0, GLUE },
	{ 0xB0 /* ° */, UNIT },
	{ 0xB7 /* · */, CLOSING },
	{ 0x200B, SPACE },
	{ 0x200D, GLUE },
	{ 0x2014 /* — */, CLOSING },
	{ 0x2018 /* ‘ */, OPENING },
	{ 0x2019 /* ’ */, UNIT },
	{ 0x201C /* “ */, OPENING },
	{ 0x201D /* ” */, CLOSING },
	{ 0x2026 /* … */, CLOSING },
	{ 0x202F, GLUE },
	{ 0x2030 /* ‰ */, UNIT },
	{ 0x2032 /* ′ */, UNIT },
	{ 0x2033 /* ″ */, UNIT },
	{ 0x2060, GLUE },
	{ 0x2103 /* ℃ */, UNIT },
	{ 0x3000, SPACE },
	{ 0x3001 /* 、 */, CLOSING },
	{ 0x3002 /* 。 */, CLOSING },
	{ 0x3008 /* 〈 */, OPENING },
	{ 0x3009 /* 〉 */, CLOSING },
	{ 0x300A /* 《 */, OPENING },
	{ 0x300B /* 》 */, CLOSING },
	{ 0x300C /* 「 */, OPENING },
	{ 0x300D /* 」 */, CLOSING },
	{ 0x300E /* 『 */, OPENING },
	{ 0x300F /* 』 */, CLOSING },
	{ 0x3010 /* 【 */, OPENING },
	{ 0x3011 /* 】 */, CLOSING },
	{ 0x3014 /* 〔 */, OPENING },
	{ 0x3015 /* 〕 */, CLOSING },
	{ 0x3016 /* 〖 */, OPENING },
	{ 0x3017 /* 〗 */, CLOSING },
	{ 0xFEFF, GLUE },
	{ 0xFF01 /* ！ */, CLOSING },
	{ 0xFF04 /* ＄ */, SIGN },
	{ 0xFF05 /* ％ */, UNIT },
	{ 0xFF08 /* （ */, OPENING },
	{ 0xFF09 /* ） */, CLOSING },
	{ 0xFF0C /* ， */, CLOSING },
	{ 0xFF0E /* ． */, CLOSING },
	{ 0xFF1A /* ： */, CLOSING },
	{ 0xFF1B /* ； */, CLOSING },
	{ 0xFF1F /* ？ */, CLOSING },
	{ 0xFF3B /* ［ */, OPENING },
	{ 0xFF3D /* ］ */, CLOSING },
	{ 0xFF5B /* ｛ */, OPENING },
	{ 0xFF5D /* ｝ */, CLOSING },
	{ 0xFF5E /* ～ */, CLOSING },
	{ 0xFFE5 /* ￥ */, SIGN },
};

static int by_character(const void *key, const void *row)
{
	uint32_t c = *(const uint32_t *)key, at = ((const struct mark *)row)->c;

	return (c > at) - (c < at);
}

static bool is_wide_letter(uint32_t c)
{
	return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
	       (c >= 0xFF41 && c <= 0xFF5A);
}

static enum kind kind_of(uint32_t c, int cells)
{
	const struct mark *mark;

	if (c >= 0x4E00 && c <= 0x9FFF)
		return IDEOGRAPH;
	mark = bsearch(&c, marks, OD_COUNT(marks), sizeof(marks[0]), by_character);
	if (mark)
		return mark->kind;
	if (od_char_is_space(c))
		return SPACE;
	return cells == 2 && !is_wide_letter(c) ? IDEOGRAPH : WORD;
}

static bool may_not_begin(enum kind c)
{
	return c == CLOSING || c == UNIT;
}

/* May a line end after a and the next begin with b?  spaced: white space lies between. */
static bool may_break(enum kind a, enum kind b, bool spaced)
{
	bool a_in_word = a == WORD || a == WORD_CLOSES || a == UNIT;
	bool b_in_word = b == WORD || b == WORD_OPENS;

	if (may_not_begin(b) || a == OPENING || a == WORD_OPENS || a == GLUE || b == GLUE)
		return false;
	if (spaced)
		return true;
	if (b == WORD_CLOSES || (a == SIGN && b == WORD))
		return false;
	return !(a_in_word && b_in_word);
}

/* A line in the making, up to the character that is looked at. */
struct line {
	int width;
	int cells;  /* of what stands in it, white space at its end not counted */
	int spaces; /* cells of that white space */
	bool spaced;
	enum kind last;   /* of the last character that is not white space */
	size_t good;      /* where it may end, 0: nowhere yet */
	size_t tolerable; /* inside a word, but no mark is torn off */
	size_t forced;    /* between any two characters */
};

/* Note where the line may end now that a character of the kind next stands at the offset at. */
static void note_end(struct line *l, size_t at, enum kind next)
{
	if (at == 0)
		return;
	if (may_break(l->last, next, l->spaced))
		l->good = at;
	if (l->forced > 0 && l->cells > l->width)
		return;
	l->forced = at;
	if (!may_not_begin(next) && next != WORD_CLOSES && l->last != OPENING &&
	    l->last != WORD_OPENS && next != GLUE && l->last != GLUE)
		l->tolerable = at;
}

static bool fits(const struct line *l, enum kind next, int cells)
{
	return l->cells + l->spaces + cells <= l->width + (may_not_begin(next) ? HANG : 0);
}

static size_t best_end(const struct line *l)
{
	if (l->good > 0)
		return l->good;
	return l->tolerable > 0 ? l->tolerable : l->forced;
}

/* White space goes with the line it follows and takes no room there, so that no line begins
 * with what separated two words. */
size_t od_wrap(const char *s, int width)
{
	struct line l = { .width = width };
	size_t at, n;

	for (at = 0; s[at]; at += n) {
		uint32_t c = od_utf8_get(s + at, &n);
		int cells = cells_of(c);
		enum kind next = kind_of(c, cells);

		if (c == '\n')
			return at + n;
		if (next == SPACE) {
			l.spaces += cells;
			l.spaced = true;
			continue;
		}
		if (cells == 0 && next != GLUE && at > 0)
			continue; /* combines with what is before it */
		note_end(&l, at, next);
		if (at > 0 && !fits(&l, next, cells))
			return best_end(&l);
		l.cells += l.spaces + cells;
		l.spaces = 0;
		l.spaced = false;
		l.last = next;
	}
	return at;
}

/* --- white space ----------------------------------------------------------------------------- */

bool od_char_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
	       c == 0x3000 || c == 0xFEFF;
}

static size_t space_at_start(const char *s, size_t n)
{
	size_t at = 0, length;

	while (at < n && od_char_is_space(decode(s + at, n - at, &length)))
		at += length;
	return at;
}

/* Length of s without the white space at its end. */
static size_t without_end(const char *s, size_t n)
{
	while (n > 0) {
		size_t at = n - 1, length;

		while (at > 0 && n - at < 4 && follows((unsigned char)s[at]))
			at--;
		if (!od_char_is_space(decode(s + at, n - at, &length)) || at + length != n)
			break;
		n = at;
	}
	return n;
}

char *od_trim(const char *s, size_t n)
{
	size_t start = space_at_start(s, n);
	size_t length = without_end(s + start, n - start);
	char *copy = malloc(length + 1);

	if (!copy)
		return NULL;
	if (length > 0)
		memcpy(copy, s + start, length);
	copy[length] = '\0';
	return copy;
}
