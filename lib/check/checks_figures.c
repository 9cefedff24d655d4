/* checks_figures.c - figures of one sentence against each other: parts and wholes, shares, growth. */
#include <math.h>

#include "consistency.h"

#define AMOUNTS_MAX 64
#define CLAUSE_MAX  240 /* bytes that are looked back and forward */

/* At most so far back from at, but not before from. */
static size_t look_back(const char *s, size_t from, size_t at)
{
	from = at > from + CLAUSE_MAX ? at - CLAUSE_MAX : from;
	while (((unsigned char)s[from] & 0xc0) == 0x80)
		from++;
	return from;
}

/* The bytes of the clause that ends at `at`: from the mark before it. */
static size_t clause_start(const char *s, size_t from, size_t at)
{
	size_t i = at;

	from = look_back(s, from, at);
	while (i > from && ((unsigned char)s[i] & 0xc0) == 0x80)
		i--;
	while (i > from) {
		i--;
		if (((unsigned char)s[i] & 0xc0) != 0x80 && od_char_in(s + i, "，。；：、（,;:("))
			return i + od_char_in(s + i, "，。；：、（,;:(");
	}
	return from;
}

/* Words before a number that make it a change, an average, a rate: nothing that is part of a whole. */
static const char change_words[] =
	"增|减|降|升|比|较|同|高于|低于|高出|人均|户均|平均|每|占|超|达到|新|累计|均|最|上年|去年|约|近|余|完成|"
	"其中|另|率|价|标准|补助|补贴";

static bool is_change(const char *s, size_t from, const struct od_amount *a)
{
	size_t start = clause_start(s, from, a->from);

	return od_holds_any(s + start, a->from - start, change_words);
}

/* --- 其中 ------------------------------------------------------------------------------------------------ */

/* The amount that 其中 at byte `at` speaks of: the one right before it, but for changes between. */
static bool whole_before(const char *s, size_t from, size_t at, struct od_amount *out)
{
	struct od_amount a;
	size_t i = at > from + 4 * CLAUSE_MAX ? at - 4 * CLAUSE_MAX : from;
	bool found = false;

	while (((unsigned char)s[i] & 0xc0) == 0x80)
		i++;
	while (i < at && od_next_amount(s, at, &i, &a)) {
		if (!od_is_quantity(s, &a))
			continue;
		if (is_change(s, from, &a) && found)
			continue;
		*out = a;
		found = true;
	}
	return found;
}

/* Where the list of parts at byte `at` ends: at the first ， behind one of them whose clause has no figure. */
static size_t parts_end(const char *s, size_t at, size_t end)
{
	bool figures = false;

	while (at < end) {
		size_t comma = od_next_char_of(s, end, at, "，；");

		if (od_next_figure(s, comma, at) < comma)
			figures = true;
		else if (figures)
			return at;
		if (od_starts(s + comma, "；"))
			return comma;
		at = comma + 3;
	}
	return end;
}

static int parts_of(struct od_checking *c, const struct od_rule *r, size_t line, size_t from,
		    size_t at, size_t end, struct od_err *err)
{
	const struct od_line *l = &c->doc->line[line];
	struct od_amount whole = { 0 }, a;
	size_t i = at, amounts = 0;
	char what[200];

	if (!whole_before(l->text, from, at, &whole))
		return 0;
	end = parts_end(l->text, at, end);
	while (amounts++ < AMOUNTS_MAX && od_next_amount(l->text, end, &i, &a)) {
		if (!od_same_unit(l->text, &whole, l->text, &a) || !od_is_quantity(l->text, &a) ||
		    is_change(l->text, at + 6, &a) || a.value <= whole.value * 1.0000001)
			continue;
		snprintf(what, sizeof(what), "%.*s”大于“%.*s", (int)(a.to - a.from),
			 l->text + a.from, (int)(whole.to - whole.from), l->text + whole.from);
		return od_found(c, r, line, a.from, a.to, what, NULL, err);
	}
	return 0;
}

int od_check_parts(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (!od_sees_figures(c, notes, i, OD_NOTE_OF) || !od_find(l->text, l->n, "其中", 6))
			continue;
		for (size_t from = 0, end; from < l->n; from = end) {
			const char *of;

			end = od_sentence_end(l->text, l->n, from);
			of = od_find(l->text + from, end - from, "其中", 6);
			/* two of them: what belongs to which? */
			if (!of || od_find(of + 6, (size_t)(l->text + end - of) - 6, "其中", 6))
				continue;
			if (parts_of(c, r, i, from, (size_t)(of - l->text), end, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}

/* --- a list and its 合计 ----------------------------------------------------------------------------------- */

static size_t total_word(const char *s)
{
	static const char *const words[] = { "合计", "总计", "共计", "共", "总共" };

	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (od_starts(s, words[i]))
			return strlen(words[i]);
	return 0;
}

/* Does a number stand right behind 共 or 计? */
static bool has_total(const char *s, size_t n)
{
	for (size_t at = 0; (at = od_next_figure(s, n, at)) < n; at += od_digits(s + at))
		if (at >= 3 && od_char_in(s + at - 3, "共计"))
			return true;
	return false;
}

/* "甲县12人、乙县13人，共25人": amounts of one unit one after another, then the total right behind 共. */
static int list_total(struct od_checking *c, const struct od_rule *r, size_t line, size_t from,
		      size_t end, struct od_err *err)
{
	const char *s = c->doc->line[line].text;
	struct od_amount a, last = { 0 };
	size_t i = from, parts = 0, word;
	double sum = 0;
	int decimals = 0;
	char what[200], x[48];

	while (i < end && od_next_amount(s, end, &i, &a)) {
		size_t gap = parts ? last.to : look_back(s, from, a.from), sep;

		if (!od_is_quantity(s, &a) || (parts && !od_same_unit(s, &a, s, &last)) ||
		    od_holds_any(s + gap, a.from - gap, change_words)) {
			parts = 0;
			sum = decimals = 0;
			last = a;
			continue;
		}
		sep = parts ? od_char_in(s + last.to, "，、；,") : 0;
		word = sep ? total_word(s + last.to + sep) : 0;
		if (word && last.to + sep + word == a.from) {
			if (parts > 1 &&
			    fabs(sum - a.value) >
				    (decimals || a.decimals
					     ? od_rounding(a.decimals) * (double)(parts + 1)
					     : 0.001)) {
				snprintf(what, sizeof(what), "%.*s，前面各数相加为%s",
					 (int)(a.to - a.from), s + a.from,
					 od_amount_str(sum, decimals, x));
				return od_found(c, r, line, a.from, a.to, what, NULL, err);
			}
			parts = 0;
			sum = decimals = 0;
		} else {
			if (parts && !sep) {
				parts = 0;
				sum = decimals = 0;
			}
			/* 下设3个科室、2个中心: the list must not begin in the middle of another total */
			if (!parts && od_holds_any(s + gap, a.from - gap, "共|合计|总"))
				continue;
			sum += a.value;
			decimals = a.decimals > decimals ? a.decimals : decimals;
			parts++;
		}
		last = a;
	}
	return 0;
}

int od_check_list_total(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (!od_sees_figures(c, notes, i, OD_NOTE_TOTAL) || !has_total(l->text, l->n))
			continue;
		for (size_t from = 0, end; from < l->n; from = end) {
			end = od_sentence_end(l->text, l->n, from);
			if (list_total(c, r, i, from, end, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}

/* --- shares ---------------------------------------------------------------------------------------------- */

/* 占20%、占35%、占50%: three or more shares of one sentence that come to a little over the whole. */
int od_check_shares(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (!od_sees_figures(c, notes, i, OD_NOTE_SHARE | OD_NOTE_PERCENT))
			continue;
		for (size_t from = 0, end; from < l->n; from = end) {
			struct od_amount a, first = { 0 };
			size_t at = from, shares = 0;
			double sum = 0;
			int decimals = 0;
			char what[100], x[48];

			end = od_sentence_end(l->text, l->n, from);
			while (at < end && od_next_amount(l->text, end, &at, &a)) {
				size_t w = a.from >= from + 3 ? a.from - 3 : from;

				if (a.to - a.unit != 1 || l->text[a.unit] != '%' ||
				    !od_starts(l->text + w, "占"))
					continue;
				first = shares ? first : a;
				sum += a.value;
				decimals = a.decimals > decimals ? a.decimals : decimals;
				shares++;
			}
			if (shares < 3 || sum > 110 ||
			    sum <= 100 + od_rounding(decimals) * (double)shares + 1e-6)
				continue;
			snprintf(what, sizeof(what), "%s%%", od_amount_str(sum, decimals, x));
			if (od_found(c, r, i, first.from, first.to, what, NULL, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}

/* 结构……为10.1:43.4:46.4: shares that nearly come to 100. */
int od_check_structure_ratio(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (!od_sees_figures(c, notes, i, OD_NOTE_STRUCTURE) ||
		    !od_find(l->text, l->n, "结构", 6))
			continue;
		for (size_t at = 0; at < l->n;) {
			size_t from = at, n = 0;
			double sum = 0;
			int decimals = 0, d;
			char what[100], x[48];

			for (size_t m; (m = od_digits(l->text + at)) && n < 8; n++) {
				struct od_amount a;
				size_t len = m;

				if (l->text[at + m] == '.')
					len = m + 1 + od_digits(l->text + at + m + 1);
				if (!od_cell_amount(l->text + at, len, &a))
					break;
				d = a.decimals;
				decimals = d > decimals ? d : decimals;
				sum += a.value;
				at += len;
				m = od_char_in(l->text + at, ":：∶");
				if (!m || !od_digits(l->text + at + m)) {
					n++;
					break;
				}
				at += m;
			}
			if (n < 2) {
				at = from + 1 > at ? from + 1 : at;
				continue;
			}
			if (n > 5 || fabs(sum - 100) > 5 ||
			    fabs(sum - 100) <= od_rounding(decimals) * (double)n + 1e-6 ||
			    (n == 2 && !decimals))
				continue;
			snprintf(what, sizeof(what), "%s", od_amount_str(sum, decimals, x));
			if (od_found(c, r, i, from, at, what, NULL, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}

/* --- growth, a share of something --------------------------------------------------------------------------- */

static size_t any_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (od_starts(s, *words))
			return strlen(*words);
	return 0;
}

/* A word of the list that begins within the next clauses of n bytes; what follows it, or 0. */
static size_t word_after(const char *s, size_t n, const char *const *words)
{
	for (size_t i = 0; i < n; i++) {
		size_t m = any_of(s + i, words);

		if (m)
			return i + m;
	}
	return 0;
}

/* 由120个增加到150个，增长25% */
static int growth(struct od_checking *c, const struct od_rule *r, size_t line,
		  const struct od_amount *a, const struct od_amount *b, const struct od_amount *p,
		  struct od_err *err)
{
	static const char *const to[] = { "增加到", "增长到", "提高到", "上升到", "增至", "提高至",
					  "增加至", "减少到", "下降到", "降低到", "减至", "降至",
					  "减少至", "增长至", "上升至", "下降至", NULL };
	static const char *const by[] = { "增长", "增加", "提高", "上升", "下降",
					  "减少", "降低", "增幅", "降幅", NULL };
	const struct od_line *l = &c->doc->line[line];
	const char *s = l->text;
	char what[100], x[48];
	double should, off;

	if (a->from < 3 ||
	    !(od_starts(s + a->from - 3, "由") || od_starts(s + a->from - 3, "从")) ||
	    !od_same_unit(s, a, s, b) || a->value <= 0 || b->from - a->to > 30 ||
	    word_after(s + a->to, b->from - a->to, to) != b->from - a->to)
		return 0;
	if (p->to - p->unit != 1 || s[p->unit] != '%' || p->from - b->to > 24 ||
	    !od_char_in(s + b->to, "，,") || !word_after(s + b->to, p->from - b->to, by) ||
	    od_holds_any(s + b->to, p->from - b->to, "年均|平均|同比|占|率|其中"))
		return 0;
	should = fabs(b->value - a->value) / a->value * 100;
	off = od_rounding(p->decimals) +
	      100 * (od_rounding(a->decimals) * b->value / a->value + od_rounding(b->decimals)) /
		      a->value * (a->decimals || b->decimals || a->value >= 100 ? 1 : 0);
	if (fabs(should - p->value) <= off * 1.05 + 1e-6)
		return 0;
	snprintf(what, sizeof(what), "%s%%",
		 od_amount_str(should, p->decimals ? p->decimals : 1, x));
	return od_found(c, r, line, p->from, p->to, what, NULL, err);
}

/* 完成80万元，占120万元的66.7% */
static int share_of(struct od_checking *c, const struct od_rule *r, size_t line,
		    const struct od_amount *a, const struct od_amount *b, const struct od_amount *p,
		    struct od_err *err)
{
	static const char *const of[] = { "占", "为", NULL };
	const struct od_line *l = &c->doc->line[line];
	const char *s = l->text;
	char what[100], x[48];
	double should, off;

	if (!od_is_quantity(s, a) || !od_same_unit(s, a, s, b) || b->value <= 0 ||
	    b->from - a->to > 36 || !od_char_in(s + a->to, "，,") ||
	    !word_after(s + a->to, b->from - a->to, of))
		return 0;
	if (p->to - p->unit != 1 || s[p->unit] != '%' || p->from - b->to != 3 ||
	    !od_starts(s + b->to, "的"))
		return 0;
	should = a->value / b->value * 100;
	off = od_rounding(p->decimals) +
	      100 * (od_rounding(a->decimals) + od_rounding(b->decimals) * a->value / b->value) /
		      b->value * (a->decimals || b->decimals || b->value >= 100 ? 1 : 0);
	if (fabs(should - p->value) <= off * 1.05 + 1e-6)
		return 0;
	snprintf(what, sizeof(what), "%s%%",
		 od_amount_str(should, p->decimals ? p->decimals : 1, x));
	return od_found(c, r, line, p->from, p->to, what, NULL, err);
}

typedef int three_fn(struct od_checking *c, const struct od_rule *r, size_t line,
		     const struct od_amount *a, const struct od_amount *b,
		     const struct od_amount *p, struct od_err *err);

/* Does one of the characters stand right before a figure? */
static bool before_figure(const char *s, size_t n, const char *chars)
{
	for (size_t at = 0; (at = od_next_char_of(s, n, at, chars)) < n; at += 3)
		if (od_digits(s + at + 3))
			return true;
	return false;
}

/* Three amounts that follow each other, on lines where one of the characters stands right before
 * a figure. */
static int each_three(struct od_checking *c, const struct od_rule *r, three_fn *fn,
		      const char *chars, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_amount a[3];
		size_t at = 0, n = 0;

		if (!od_sees_figures(c, notes, i, OD_NOTE_PERCENT) ||
		    !before_figure(l->text, l->n, chars))
			continue;
		while (at < l->n && od_next_amount(l->text, l->n, &at, &a[2])) {
			n++;
			if (n > 2 && fn(c, r, i, &a[0], &a[1], &a[2], err) < 0)
				return -1;
			a[0] = a[1];
			a[1] = a[2];
		}
	}
	return notes ? 0 : -1;
}

int od_check_growth(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return each_three(c, r, growth, "由从", err);
}

int od_check_share_of(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return each_three(c, r, share_of, "的", err);
}
