/* checks_names.c - what is cited and named: one document under two numbers or titles, one later than this, names of
 * organs written two ways. */
#include <stdlib.h>

#include "consistency.h"

#define CITED_MAX 200
#define TITLE_MAX 1000 /* bytes */

struct cited {                                      /* 《title》（number） */
	size_t line, from, title, number, number_n; /* title: bytes */
	int year;
};
struct cites {
	const struct od_doc *d;
	struct cited *c;
	size_t n;
};

/* --- what is cited --------------------------------------------------------------------------------------------- */

/* "示委发〔2026〕3号" at s: its bytes, or 0; *year. */
static size_t number_at(const char *s, size_t n, int *year)
{
	size_t i = 0, m, open;

	while (i < n && i < 40 && !(m = od_char_in(s + i, "〔[［（("))) {
		if (od_char_in(s + i, "，。；：、》）)《") || (s[i] > 0 && s[i] <= ' '))
			return 0;
		od_utf8_get(s + i, &m);
		i += m;
	}
	if (i >= n || i < 6 || !(open = od_char_in(s + i, "〔[［（(")))
		return 0;
	m = od_digits(s + i + open);
	if (m != 4)
		return 0;
	*year = od_value_of(s + i + open, 4);
	i += open + 4;
	m = od_char_in(s + i, "〕]］）)");
	i += m;
	if (!m)
		return 0;
	m = od_starts(s + i, "第") ? 3 : 0;
	i += m;
	m = od_digits(s + i);
	if (!m || !od_starts(s + i + m, "号"))
		return 0;
	return i + m + 3;
}

/* Where the title that shuts at byte `shut` begins; SIZE_MAX: it does not. */
static size_t title_open(const char *s, size_t shut)
{
	size_t least = shut > TITLE_MAX ? shut - TITLE_MAX : 0;
	int depth = 1;

	while (shut-- > least) {
		if ((s[shut] & 0xff) != 0xe3)
			continue;
		depth += od_starts(s + shut, "》") ? 1 : od_starts(s + shut, "《") ? -1 : 0;
		if (!depth)
			return shut + 3;
	}
	return SIZE_MAX;
}

static bool is_cited_kind(const char *s, size_t shut)
{
	static const char *const ends[] = { "的通知", "的意见", "的决定", "的批复",
					    "的通报", "的函",   "的请示", "的复函" };

	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_ends(s, shut, ends[i]))
			return true;
	return false;
}

/* Titles that have a number behind them, or (numbered: false) those of a kind that has one. */
static void cites_of(struct cites *all, size_t line, bool numbered)
{
	const struct od_line *l = &all->d->line[line];
	const char *end = l->text + l->n, *at = l->text;

	for (; all->n < CITED_MAX && (at = od_find(at, (size_t)(end - at), "》", 3)); at += 3) {
		size_t shut = (size_t)(at - l->text), m = od_char_in(at + 3, "（(");
		struct cited *c = &all->c[all->n];

		if (numbered ? !m : !is_cited_kind(l->text, shut))
			continue;
		*c = (struct cited){ .line = line, .number = shut + 3 + m };
		if (m)
			c->number_n = number_at(l->text + c->number, l->n - c->number, &c->year);
		if (numbered && !c->number_n)
			continue;
		c->from = title_open(l->text, shut);
		if (c->from == SIZE_MAX)
			continue;
		c->title = shut - c->from;
		all->n++;
	}
}

/* Of every line that the rule sees. */
static int cites_all(struct od_checking *c, struct cites *all, bool numbered, struct od_err *err)
{
	uint32_t want = OD_NOTE_TITLE | (numbered ? OD_NOTE_FIGURE : 0);
	const uint32_t *notes = od_notes(c, err);

	if (!notes)
		return -1;
	*all = (struct cites){ .d = c->doc, .c = reallocarray(NULL, CITED_MAX, sizeof(*all->c)) };
	if (!all->c)
		return od_fail_nomem(err);
	for (size_t i = 0; i < c->doc->lines; i++)
		if (od_holds_notes(c, notes, i, want))
			cites_of(all, i, numbered);
	return 0;
}

/* Text without spaces, brackets of one kind: what two writings of the same have in common. */
static void plain(const char *s, size_t n, char *out, size_t room)
{
	size_t k = 0, m;

	for (size_t i = 0; i < n; i += m) {
		od_utf8_get(s + i, &m);
		if (od_char_in(s + i, " 　〈〉《》“”\"") || k + m >= room)
			continue;
		if (od_char_in(s + i, "〔[［（("))
			out[k++] = '(';
		else if (od_char_in(s + i, "〕]］）)"))
			out[k++] = ')';
		else {
			memcpy(out + k, s + i, m);
			k += m;
		}
	}
	out[k] = '\0';
}

static void title_of(const struct cites *all, size_t i, char *out, size_t room)
{
	plain(all->d->line[all->c[i].line].text + all->c[i].from, all->c[i].title, out, room);
}

static void number_of(const struct cites *all, size_t i, char *out, size_t room)
{
	plain(all->d->line[all->c[i].line].text + all->c[i].number, all->c[i].number_n, out, room);
}

/* Q05: the same title with another number, and the same number with another title. */
static int two_ways(struct od_checking *c, const struct od_rule *r, const struct cites *all,
		    bool by_title, struct od_err *err)
{
	char t[2][400], n[2][120], what[300];

	for (size_t i = 1; i < all->n; i++) {
		if (!all->c[i].number_n)
			continue;
		title_of(all, i, t[0], sizeof(t[0]));
		number_of(all, i, n[0], sizeof(n[0]));
		for (size_t k = 0; k < i; k++) {
			const struct cited *o = &all->c[k];
			bool title, number;

			if (!o->number_n)
				continue;
			title_of(all, k, t[1], sizeof(t[1]));
			number_of(all, k, n[1], sizeof(n[1]));
			title = !strcmp(t[0], t[1]);
			number = !strcmp(n[0], n[1]);
			if (title == number || title != by_title)
				continue;
			/* a short name and the whole are the same */
			if (number && (strstr(t[0], t[1]) || strstr(t[1], t[0]) ||
				       strlen(t[0]) < 24 || strlen(t[1]) < 24))
				continue;
			/* the same words every year: 《2026年…》, and laws issued anew */
			if (title && (strlen(t[0]) < 24 || !strstr(t[0], "关于")))
				continue;
			snprintf(what, sizeof(what), "%.*s",
				 by_title ? (int)o->number_n
					  : (int)(o->title < 250 ? o->title : 250),
				 c->doc->line[o->line].text + (by_title ? o->number : o->from));
			if (od_found(c, r, all->c[i].line,
				     by_title ? all->c[i].number : all->c[i].from,
				     by_title ? all->c[i].number + all->c[i].number_n
					      : all->c[i].from + all->c[i].title,
				     what, NULL, err) < 0)
				return -1;
			break;
		}
	}
	return 0;
}

int od_check_cited_two_ways(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct cites all;
	size_t n;
	const char *by = od_param_text(r, "by", &n);
	int res;

	if (cites_all(c, &all, true, err) < 0)
		return -1;
	res = two_ways(c, r, &all, !by || n != 6, err);
	free(all.c);
	return res;
}

/* Q02: the first mention of a document of an office without its number. */
int od_check_cited_once(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct cites all;
	char t[2][400];
	int res = cites_all(c, &all, false, err);

	for (size_t i = 0; res == 0 && i < all.n; i++) {
		const struct cited *o = &all.c[i];
		const struct od_line *l = &c->doc->line[o->line];
		bool named = o->number_n > 0;

		if (named || !od_find(l->text + o->from, o->title, "关于", 6))
			continue;
		/* a number in some other way: （以下简称…，示委〔2026〕3号）, or one before the title */
		if (od_find(l->text, l->n, "〔", 3) || od_find(l->text, l->n, "[20", 3) ||
		    od_find(l->text, l->n, "令第", 6))
			continue;
		title_of(&all, i, t[0], sizeof(t[0]));
		for (size_t k = 0; k < i && !named; k++) {
			title_of(&all, k, t[1], sizeof(t[1]));
			named = !strcmp(t[0], t[1]);
		}
		if (!named)
			res = od_found(c, r, o->line, o->from, o->from + o->title, NULL, NULL, err);
	}
	free(all.c);
	return res;
}

/* --- later than this ------------------------------------------------------------------------------------------- */

/* The year of the document: of its date, else of its number. */
static int year_of(const struct od_checking *c)
{
	int year = 0, m, day;

	if (od_date_is(c->doc->date))
		od_date_split(c->doc->date, &year, &m, &day);
	return year;
}

/* Q03: a number with a year that is still to come. */
int od_check_cited_later(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);
	int now = notes ? year_of(c) : 0;

	for (size_t i = 0; now && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		const char *at = od_holds_notes(c, notes, i, OD_NOTE_FIGURE | OD_NOTE_NUMBER)
					 ? l->text
					 : NULL;

		while (at && (at = od_find(at, (size_t)(l->text + l->n - at), "〔", 3))) {
			size_t from = (size_t)(at - l->text);
			int year;

			at += 3;
			if (od_digits(at) != 4 || !od_starts(at + 4, "〕") || !od_digits(at + 7))
				continue;
			year = od_value_of(at, 4);
			if (year > now && year < 2200 &&
			    od_found(c, r, i, from, from + 10, NULL, NULL, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}

/* --- names ------------------------------------------------------------------------------------------------------ */

#define NAMES_MAX 600

struct organ_at {
	size_t line, from, n;
};

/* Back from the end of an organ's name to a mark or a word that cannot be in it. */
static size_t name_start(const char *s, size_t end)
{
	static const char *const stops[] = { "、", "，", "。", "；", "：", "（", "）", "《", "》",
					     "“",  "”",  " ",  "　", "\t", "由", "向", "经", "报",
					     "对", "请", "将", "按", "与", "和", "及", "各", "在",
					     "是", "以", "到", "为", "送", "的" };
	size_t at = end;

	while (at) {
		size_t to = at;

		do
			at--;
		while (at && ((unsigned char)s[at] & 0xc0) == 0x80);
		/* 和 and 与 may be within a name: the first two characters of 发展和改革 */
		for (size_t i = 0; i < OD_COUNT(stops); i++)
			if (od_starts(s + at, stops[i]) &&
			    !(end - to > 12 && end - to <= 27 &&
			      (od_starts(s + at, "和") || od_starts(s + at, "与") ||
			       od_starts(s + at, "及"))))
				return to;
		if (end - at > 60)
			return end;
	}
	return 0;
}

/* Names that end in 局, 委员会, 厅 and have 和 or the like within. */
static size_t organs_in(const struct od_checking *c, const uint32_t *notes, struct organ_at *o)
{
	size_t n = 0;

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t end = notes[i] & OD_NOTE_ORGAN ? 0 : l->n, from;

		while (n < NAMES_MAX &&
		       (end = od_next_char_of(l->text, l->n, end, "局会厅")) < l->n) {
			end += 3;
			if (od_starts(l->text + end - 3, "会") && !od_ends(l->text, end, "委员会"))
				continue;
			from = end > 60 ? end - 60 : 0;
			while (((unsigned char)l->text[from] & 0xc0) == 0x80)
				from++;
			if (od_next_char_of(l->text, end, from, "和与及") >= end)
				continue;
			from = name_start(l->text, end);
			if (end - from >= 24 && od_sees(c, i))
				o[n++] = (struct organ_at){ i, from, end - from };
		}
	}
	return n;
}

/* Are a and b the same but for 和, 与, 及 at one place, or one of them left out there? */
static bool is_other_writing(const char *a, size_t an, const char *b, size_t bn)
{
	size_t p = 0, q = 0, m;
	char x[4] = "", y[4] = "";

	while (p < an && p < bn && a[p] == b[p])
		p++;
	while (p && ((unsigned char)a[p] & 0xc0) == 0x80)
		p--;
	while (q < an - p && q < bn - p && a[an - 1 - q] == b[bn - 1 - q])
		q++;
	while (q && ((unsigned char)a[an - q] & 0xc0) == 0x80)
		q--;
	if (p < 9 || q < 6 || an - p - q > 3 || bn - p - q > 3 || an - p - q + bn - p - q == 0)
		return false;
	memcpy(x, a + p, an - p - q);
	memcpy(y, b + p, bn - p - q);
	m = (*x ? od_char_in(x, "和与及") : 3) + (*y ? od_char_in(y, "和与及") : 3);
	return m == 6;
}

/* Does 与 or 及 stand within a name anywhere?  Mostly not, and then there is nothing to compare. */
static bool has_rare_name(const struct od_checking *c, const uint32_t *notes)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t at = 0, end;

		if (!(notes[i] & OD_NOTE_JOIN) || !(notes[i] & OD_NOTE_ORGAN))
			continue;

		for (; (at = od_next_char_of(l->text, l->n, at, "与及")) < l->n; at += 3) {
			end = at + 45 < l->n ? at + 45 : l->n;
			if (od_next_char_of(l->text, end, at, "局厅委，") < end &&
			    !od_starts(l->text + od_next_char_of(l->text, end, at, "局厅委，"),
				       "，"))
				return true;
		}
	}
	return false;
}

/* 示例市发展和改革委员会, 示例市发展与改革委员会 in one document. */
int od_check_names_two_ways(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);
	struct organ_at *o = reallocarray(NULL, NAMES_MAX, sizeof(*o));
	size_t n = o && notes && has_rare_name(c, notes) ? organs_in(c, notes, o) : 0;
	int res = o ? 0 : od_fail_nomem(err);
	char what[100];

	for (size_t i = 1; i < n && res == 0; i++)
		for (size_t k = 0; k < i; k++) {
			const char *a = c->doc->line[o[i].line].text + o[i].from,
				   *b = c->doc->line[o[k].line].text + o[k].from;
			const struct organ_at *later = &o[i], *first = &o[k];

			if (!is_other_writing(a, o[i].n, b, o[k].n))
				continue;
			if (later->line < first->line ||
			    (later->line == first->line && later->from < first->from)) {
				later = &o[k];
				first = &o[i];
			}
			snprintf(what, sizeof(what), "%.*s", (int)(first->n < 90 ? first->n : 90),
				 c->doc->line[first->line].text + first->from);
			res = od_found(c, r, later->line, later->from, later->from + later->n, what,
				       NULL, err);
			i = res == 0 ? n : i; /* once is enough */
			break;
		}
	free(o);
	return notes ? res : -1;
}
