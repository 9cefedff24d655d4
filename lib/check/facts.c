/* facts.c - what can be read off a document: names in a list, dates, numbers. */
#include "facts.h"

/* --- names ----------------------------------------------------------------------------------- */

/* Where the names of a line begin: behind 抄送：. */
static size_t label(const struct od_line *l)
{
	static const char *const labels[] = { "抄送", "抄报", "抄发", "主送" };
	size_t m;

	for (size_t i = 0; i < OD_COUNT(labels); i++)
		if (od_starts(l->text, labels[i])) {
			m = od_char_in(l->text + 6, "：:");
			return m ? 6 + m : 0;
		}
	return 0;
}

bool od_next_name(const struct od_line *l, size_t *at, struct od_name *out)
{
	size_t m, from;
	int depth = 0;

	if (*at == 0)
		*at = label(l);
	while (*at < l->n && (m = od_char_in(l->text + *at, "、，,；;。 　\t：:")))
		*at += m;
	from = *at;
	while (*at < l->n) {
		od_utf8_get(l->text + *at, &m);
		if (od_char_in(l->text + *at, "（(〔"))
			depth++;
		else if (od_char_in(l->text + *at, "）)〕"))
			depth -= depth > 0;
		else if (depth == 0 && od_char_in(l->text + *at, "、，,；;。：:\t"))
			break;
		*at += m;
	}
	if (*at <= from)
		return false;
	*out = (struct od_name){ l->text + from, od_chomp(l->text + from, *at - from), from };
	return true;
}

bool od_same_name(const struct od_name *a, const struct od_name *b)
{
	return a->n == b->n && !memcmp(a->s, b->s, a->n);
}

bool od_is_body_name(const char *s, size_t n)
{
	static const char *const ends[] = { "人民政府", "政府",   "党委", "市委", "县委",
					    "区委",     "党工委", "镇委", "乡委", "管委会" };

	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_ends(s, n, ends[i]))
			return true;
	return od_starts(s, "中共") && od_ends(s, n, "委员会");
}

/* A name without blanks, 中共, 中国共产党, 文件; 委员会 is 委. */
static void plain_name(const char *s, size_t n, struct od_buf *out)
{
	static const char *const drop[] = { "中国共产党", "中共", "文件", " ", "　", "员会" };

	for (size_t at = 0, m; at < n; at += m) {
		m = 0;
		for (size_t i = 0; i < OD_COUNT(drop) && !m; i++)
			if (od_starts(s + at, drop[i]) && strlen(drop[i]) <= n - at)
				m = strlen(drop[i]);
		if (m)
			continue;
		od_utf8_get(s + at, &m);
		od_buf_add(out, s + at, m);
	}
}

/* Do the characters of t stand in s, in their order?  卫健委 in 示例市卫生健康委. */
static bool is_short_for(const char *t, const char *s)
{
	size_t n, m;

	for (; *t && *s; s += m) {
		od_utf8_get(s, &m);
		od_utf8_get(t, &n);
		if (n == m && !memcmp(s, t, n))
			t += n;
	}
	return !*t;
}

static bool is_office(const char *s, size_t n)
{
	return od_ends(s, n, "办公室") || od_ends(s, n, "办公厅") || od_ends(s, n, "办");
}

/* One is short for the other (示例市委 and 中共示例市委员会), or is among several; an office is not its
 * body. */
bool od_same_organ(const char *s, size_t n, const char *t, size_t m)
{
	OD_CLEANUP(od_buf_freep) struct od_buf a = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	plain_name(s, n, &a);
	plain_name(t, m, &b);
	if (a.failed || b.failed || !a.n || !b.n)
		return true;
	if (od_ends(a.s, a.n, b.s) || od_ends(b.s, b.n, a.s))
		return true;
	if (!is_short_for(a.s, b.s) && !is_short_for(b.s, a.s))
		return false;
	return is_office(a.s, a.n) == is_office(b.s, b.n) || od_holds_any(a.s, a.n, "等|、");
}

/* --- dates ----------------------------------------------------------------------------------- */

static int small(const char *s, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + s[i] - '0';
	return v;
}

static size_t digits_before(const char *s, size_t at)
{
	size_t n = 0;

	while (n < at && s[at - n - 1] >= '0' && s[at - n - 1] <= '9')
		n++;
	return n;
}

/* The date round the 月 at month, if it is one in figures. */
static bool day_at(const char *s, size_t n, size_t month, struct od_day_at *out)
{
	size_t m = digits_before(s, month), d = od_digits(s + month + 3), from = month - m, y;

	*out = (struct od_day_at){ 0 };
	if (m < 1 || m > 2)
		return false;
	out->month = small(s + from, m);
	if (from >= 3 && !memcmp(s + from - 3, "年", 3)) {
		y = digits_before(s, from - 3);
		if (y != 4)
			return false;
		from -= 3 + y;
		out->year = small(s + from, y);
	} else if (from && strchr(".-/~", s[from - 1])) {
		return false;
	}
	out->from = from;
	out->to = month + 3;
	if (d >= 1 && d <= 2 && month + 3 + d + 3 <= n && !memcmp(s + month + 3 + d, "日", 3)) {
		out->day = small(s + month + 3, d);
		out->to = month + 3 + d + 3;
		return true;
	}
	return out->year > 0 && d == 0;
}

bool od_next_day(const char *s, size_t n, size_t *at, struct od_day_at *out)
{
	while (*at < n) {
		const char *month = od_find(s + *at, n - *at, "月", 3);

		if (!month)
			break;
		*at = (size_t)(month - s) + 3;
		if (day_at(s, n, (size_t)(month - s), out))
			return true;
	}
	return false;
}

/* --- numbers --------------------------------------------------------------------------------- */

int od_value_of(const char *s, size_t n)
{
	static const char figures[] = "零一二三四五六七八九";
	int v = 0, digit = 0;

	for (size_t at = 0; at < n && v < 100000; at += 3) {
		if (s[at] >= '0' && s[at] <= '9')
			return od_digits(s) <= 6 ? small(s, od_digits(s) < n ? od_digits(s) : n)
						 : 0;
		if (n - at < 3)
			return 0;
		if (!memcmp(s + at, "十", 3)) {
			v += (digit ? digit : 1) * 10;
			digit = 0;
		} else if (!memcmp(s + at, "百", 3)) {
			v += digit * 100;
			digit = 0;
		} else if (!memcmp(s + at, "两", 3)) {
			digit = 2;
		} else if (!memcmp(s + at, "〇", 3)) {
			digit = 0;
		} else {
			const char *f = od_find(figures, sizeof(figures) - 1, s + at, 3);

			if (!f)
				return 0;
			digit = (int)(f - figures) / 3;
		}
	}
	return v + digit;
}

int od_ordinal_of(const struct od_line *l)
{
	size_t number, open;

	if (od_level_of(l->text, &number) == OD_LINE_BODY)
		return 0;
	open = od_char_in(l->text, "（(");
	number = od_zh_number(l->text + open);
	if (!number)
		number = od_digits(l->text + open);
	return od_value_of(l->text + open, number);
}

/* --- lines ----------------------------------------------------------------------------------- */

bool od_holds_of(const char *s, size_t n, const char *words, size_t words_n)
{
	const char *end = words + words_n;

	while (words < end) {
		const char *sep = memchr(words, '|', (size_t)(end - words));
		size_t w = (size_t)((sep ? sep : end) - words);

		if (w && od_find(s, n, words, w))
			return true;
		words += w + 1;
	}
	return false;
}

bool od_part_holds(const struct od_checking *c, int part, uint64_t roles, const char *words,
		   size_t words_n)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (l->n && (part < 0 || l->part == part) && (!roles || roles >> l->role & 1) &&
		    od_holds_of(l->text, l->n, words, words_n))
			return true;
	}
	return false;
}

int od_role_named(const char *s, size_t n)
{
	for (int i = 0; od_line_roles[i].word; i++)
		if (strlen(od_line_roles[i].word) == n && !memcmp(od_line_roles[i].word, s, n))
			return i;
	return -1;
}

size_t od_role_line(const struct od_checking *c, int role, size_t after)
{
	const struct od_doc *d = c->doc;

	if (role != OD_LINE_CC && role != OD_LINE_ISSUE && role != OD_LINE_KEYWORDS)
		return od_line_of(c, role, after);
	for (size_t i = after == SIZE_MAX ? 0 : after + 1; i < d->lines; i++)
		if (d->line[i].role == role && ((size_t)d->line[i].part >= d->parts ||
						d->part[d->line[i].part].kind != OD_PART_EMBEDDED))
			return i;
	return SIZE_MAX;
}

size_t od_title_line(const struct od_checking *c, bool last)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < c->doc->lines; i++) {
		if (!od_is_main(c, i) || c->doc->line[i].role != OD_LINE_TITLE)
			continue;
		if (found == SIZE_MAX || last)
			found = i;
	}
	return found;
}

size_t od_next_line(const struct od_checking *c, size_t i)
{
	for (i++; i < c->doc->lines; i++)
		if (c->doc->line[i].n && c->doc->line[i].role != OD_LINE_PAGE_NO)
			return i;
	return SIZE_MAX;
}

size_t od_last_line(const struct od_checking *c, size_t before)
{
	while (before-- > 0)
		if (c->doc->line[before].n && c->doc->line[before].role != OD_LINE_PAGE_NO)
			return before;
	return SIZE_MAX;
}
