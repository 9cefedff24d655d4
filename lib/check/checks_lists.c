/* checks_lists.c - lists against their counts: names and as many figures behind 分别, "3个县（…）". */
#include "consistency.h"

#define CLAUSE_MAX 240 /* bytes that are looked back and forward */

/* --- 分别 ----------------------------------------------------------------------------------------------------- */

/* Names divided by 、 and one 和, from..to; 0: it cannot be told. */
static size_t names_in(const char *s, size_t from, size_t to)
{
	size_t n = 1, commas = 0, m;

	for (size_t i = from; i < to; i += m) {
		od_utf8_get(s + i, &m);
		if (od_char_in(s + i, "（）《》“”等各均及与"))
			return 0;
		if (od_starts(s + i, "、")) {
			n++;
			commas++;
		} else if (od_starts(s + i, "和") && i > from) {
			n++;
			/* 甲、乙和丙: the last; 体育和文化、卫生 is not to be told */
			if (od_find(s + i, to - i, "、", 3))
				return 0;
		}
	}
	return commas ? n : 0;
}

/* Numbers of one unit divided by 、 and 和, from..to; 0: something else is among them. */
static size_t values_in(const char *s, size_t from, size_t to)
{
	struct od_amount a, last = { 0 };
	size_t n = 0;

	while (od_next_amount(s, to, &from, &a)) {
		if (n && (!od_same_unit(s, &a, s, &last) || !od_char_in(s + last.to, "、和")))
			return 0;
		n++;
		last = a;
	}
	return n;
}

static bool is_clause_mark(const char *s)
{
	return ((unsigned char)*s & 0xc0) != 0x80 && od_char_in(s, "，。；：（）,;:");
}

/* The 分别 at byte at: names before it in its clause, numbers behind. */
static int apart(struct od_checking *c, const struct od_rule *r, size_t i, size_t at,
		 struct od_err *err)
{
	const struct od_line *l = &c->doc->line[i];
	size_t from = at, end = at + 6, names, values;
	char what[100];

	while (from && at - from < CLAUSE_MAX && !is_clause_mark(l->text + from))
		from--;
	from += from ? od_char_in(l->text + from, "，。；：（）,;:") : 0;
	while (end < l->n && end - at < CLAUSE_MAX && !is_clause_mark(l->text + end))
		end++;
	if (at - from >= CLAUSE_MAX - 6 || end - at >= CLAUSE_MAX || od_starts(l->text + end, "（"))
		return 0;
	names = names_in(l->text, from, at);
	values = names > 1 ? values_in(l->text, at, end) : 0;
	if (values < 2 || names == values)
		return 0;
	snprintf(what, sizeof(what), "前列%zu项，后列%zu个数", names, values);
	return od_found(c, r, i, at, end, what, NULL, err);
}

/* 甲、乙、丙分别增长1%、2%、3%: as many figures as names. */
int od_check_apart(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		const char *at = od_sees_figures(c, notes, i, OD_NOTE_APART) ? l->text : NULL;

		for (; at && (at = od_find(at, (size_t)(l->text + l->n - at), "分别", 6)); at += 6)
			if (apart(c, r, i, (size_t)(at - l->text), err) < 0)
				return -1;
	}
	return notes ? 0 : -1;
}

/* --- counted lists ---------------------------------------------------------------------------------------------- */

/* "3个县（甲县、乙县、丙县）": names between the brackets, or 0 if it is something else. */
static size_t bracketed_names(const char *s, size_t n, size_t *end)
{
	size_t names = 1, i = 3, name = 3, m;

	for (; i < n; i += m) {
		od_utf8_get(s + i, &m);
		if (od_starts(s + i, "）"))
			break;
		if (od_char_in(s + i, "（，。；：等含其0123456789“《各和与及/") || s[i] == '\t')
			return 0;
		if (!od_starts(s + i, "、"))
			continue;
		if (i - name < 6) /* （区、市） */
			return 0;
		names++;
		name = i + 3;
	}
	*end = i;
	return i < n && names > 1 ? names : 0;
}

/* The count right before the bracket at open: "3个县（". */
static bool count_before(const char *s, size_t open, struct od_amount *out)
{
	size_t at = open > 40 ? open - 40 : 0;
	bool found = false;

	while (at < open && ((unsigned char)s[at] & 0xc0) == 0x80)
		at++;
	while (at && s[at - 1] >= '0' && s[at - 1] <= '9')
		at--;
	while (od_next_amount(s, open, &at, out))
		found = out->to <= open && open - out->to < 24 &&
			od_next_char_of(s, open, out->to, "，。；、") == open;
	return found && !out->decimals && out->value >= 2 && out->value <= 40 &&
	       od_is_quantity(s, out) &&
	       od_holds_any(s + out->unit, out->to - out->unit, "个|家|所|位|名|项|种");
}

int od_check_counted(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_amount a;
		size_t open = od_sees_figures(c, notes, i, OD_NOTE_OPEN) ? 0 : l->n, names, end;
		char what[100];

		for (; (open = od_next_char_of(l->text, l->n, open, "（")) < l->n; open += 3) {
			if (od_next_figure(l->text, open, open > 40 ? open - 40 : 0) == open)
				continue;
			names = bracketed_names(l->text + open, l->n - open, &end);
			if (!names || !count_before(l->text, open, &a) || names == (size_t)a.value)
				continue;
			snprintf(what, sizeof(what), "%.*s，括号内列%zu项", (int)(a.to - a.from),
				 l->text + a.from, names);
			if (od_found(c, r, i, a.from, a.to, what, NULL, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}
