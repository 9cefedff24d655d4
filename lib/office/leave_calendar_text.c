/* leave_calendar_text.c - the leave calendar as text: persons by days, a mark for each part of a day
 * away; under it who is where and who stands in.
 *
 * Up to seven days have a column that shows morning, afternoon and evening; of more, a day is two
 * cells wide. */
#include <stdlib.h>

#include "layout.h"
#include "leave_calendar.h"
#include "roundup.h"
#include "schedule.h"

enum {
	WIDE_DAYS = 7,
	WIDE_LEAST = 9, /* three marks of two cells, two spaces, and one between the columns */
	WIDE_MOST = 12,
	NARROW = 2,
};

struct grid {
	const struct od_leave_calendar *c;
	int name;         /* cells of the first column, without the gap */
	int each;         /* cells of a day, with the gap */
	bool wide;        /* the parts of a day stand side by side */
	od_date from, to; /* of the block */
};

/* The marks: two cells each. */
static const char *const part_marks[] = { N_("am"), N_("pm"), N_("ev") };

/* One of words separated by spaces. */
static void nth_word(const char *words, int n, char *buf, size_t room)
{
	for (; n > 0 && strchr(words, ' '); n--)
		words = strchr(words, ' ') + 1;
	snprintf(buf, room, "%.*s", (int)strcspn(words, " "), words);
}

static const struct od_calendar_day *day_of(const struct grid *g, od_date d)
{
	return &g->c->day[d.days - g->c->from.days];
}

static void trim_line(struct od_buf *b)
{
	while (b->n && b->s[b->n - 1] == ' ')
		b->s[--b->n] = '\0';
	od_buf_putc(b, '\n');
}

/* --- heads -------------------------------------------------------------------------------------------- */

enum head { HEAD_DATE, HEAD_WEEKDAY, HEAD_NAME, HEAD_TENS, HEAD_ONES, HEAD_INITIAL, HEAD_OFF };

static void head_cell(struct od_buf *b, const struct grid *g, enum head head, od_date d)
{
	static const char *const days[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
					    N_("Fri"), N_("Sat"), N_("Sun") };
	const struct od_calendar_day *of = day_of(g, d);
	int year, month, day;
	char buf[32];

	od_date_split(d, &year, &month, &day);
	switch (head) {
	case HEAD_DATE:
		od_buf_printf(b, _("%1$02d-%2$02d"), month, day);
		return;
	case HEAD_WEEKDAY:
		od_buf_puts(b, _(days[od_weekday(d) - 1]));
		if (of->off || of->exchanged)
			od_buf_printf(b, " %s", of->off ? _("off") : _("work"));
		return;
	case HEAD_NAME:
		od_buf_puts(b, of->name);
		return;
	case HEAD_TENS:
		if (day % 10 == 0 || d.days == g->from.days)
			od_buf_printf(b, day > 9 ? " %d" : "  ", day / 10);
		return;
	case HEAD_ONES:
		od_buf_printf(b, " %d", day % 10);
		return;
	case HEAD_INITIAL:
		/* Translators: Monday to Sunday, each of one or two cells. */
		nth_word(_("M T W T F S S"), od_weekday(d) - 1, buf, sizeof(buf));
		od_right(b, NARROW, buf);
		return;
	case HEAD_OFF:
		/* Translators: a day off, a working weekend; each of one or two cells. */
		if (of->off || of->exchanged)
			od_right(b, NARROW, of->off ? _("-") : _("w"));
		return;
	}
}

static void head_row(struct od_buf *b, const struct grid *g, enum head head)
{
	od_spaces(b, g->name + 2);
	for (od_date d = g->from; d.days <= g->to.days; d.days++) {
		struct od_buf cell = OD_BUF_INIT;

		head_cell(&cell, g, head, d);
		b->failed |= cell.failed;
		od_left(b, g->each, cell.s && !cell.failed ? cell.s : "");
		od_buf_free(&cell);
	}
	trim_line(b);
}

static bool any_name(const struct grid *g)
{
	for (od_date d = g->from; d.days <= g->to.days; d.days++) {
		const char *name = day_of(g, d)->name;

		if (name && od_width(name) < g->each)
			return true;
	}
	return false;
}

static void heads(struct od_buf *b, const struct grid *g)
{
	if (g->wide) {
		head_row(b, g, HEAD_DATE);
		head_row(b, g, HEAD_WEEKDAY);
		if (any_name(g))
			head_row(b, g, HEAD_NAME);
		return;
	}
	head_row(b, g, HEAD_TENS);
	head_row(b, g, HEAD_ONES);
	head_row(b, g, HEAD_INITIAL);
	head_row(b, g, HEAD_OFF);
}

/* --- the grid ------------------------------------------------------------------------------------------ */

/* Where somebody is not away: a point in working time, nothing on days off. */
static void wide_cell(struct od_buf *b, const struct grid *g, unsigned int parts, bool off)
{
	for (int part = OD_PART_MORNING; part <= OD_PART_EVENING; part++) {
		if (parts & 1u << part)
			od_left(b, 2, _(part_marks[part]));
		else
			od_left(b, 2, off || part == OD_PART_EVENING ? "" : ".");
		od_spaces(b, part == OD_PART_EVENING ? g->each - 8 : 1);
	}
}

static void narrow_cell(struct od_buf *b, unsigned int parts, bool off)
{
	enum { AM = 1 << OD_PART_MORNING, PM = 1 << OD_PART_AFTERNOON };

	if ((parts & (AM | PM)) == (AM | PM))
		/* Translators: away all day, of two cells. */
		od_left(b, NARROW, _("##"));
	else if (parts)
		od_left(b, NARROW,
			_(part_marks[parts & AM   ? OD_PART_MORNING
				     : parts & PM ? OD_PART_AFTERNOON
						  : OD_PART_EVENING]));
	else
		od_left(b, NARROW, off ? "" : " .");
}

/* What is longer than the column is cut: the full name stands in the list below. */
static void name_cell(struct od_buf *b, const struct grid *g, const char *name)
{
	size_t n = 0, step;
	char *cut = strdup(name);

	if (!cut) {
		b->failed = true;
		return;
	}
	while (cut[n]) {
		char kept;

		od_utf8_get(cut + n, &step);
		kept = cut[n + step];
		cut[n + step] = '\0';
		if (od_width(cut) > g->name) {
			cut[n] = '\0';
			break;
		}
		cut[n + step] = kept;
		n += step;
	}
	od_left(b, g->name + 2, cut);
	free(cut);
}

static void person_row(struct od_buf *b, const struct grid *g, size_t i, size_t end)
{
	name_cell(b, g, g->c->away.row[i].a.person_name);
	for (od_date d = g->from; d.days <= g->to.days; d.days++) {
		unsigned int parts = od_calendar_parts(g->c, i, end, d);

		if (g->wide)
			wide_cell(b, g, parts, day_of(g, d)->off);
		else
			narrow_cell(b, parts, day_of(g, d)->off);
	}
	trim_line(b);
}

static bool away_in(const struct grid *g, size_t i, size_t end)
{
	for (od_date d = g->from; d.days <= g->to.days; d.days++)
		if (od_calendar_parts(g->c, i, end, d))
			return true;
	return false;
}

static void block(struct od_buf *b, const struct grid *g, bool whole)
{
	if (!whole) {
		od_calendar_month(g->from, b);
		od_buf_putc(b, '\n');
	}
	heads(b, g);
	for (size_t i = 0, end; i < g->c->away.n; i = end) {
		end = od_calendar_group(g->c, i);
		if (away_in(g, i, end))
			person_row(b, g, i, end);
	}
	od_buf_putc(b, '\n');
}

static int widest_name(const struct od_leave_calendar *c)
{
	int w = 6;

	for (size_t i = 0; i < c->away.n; i++) {
		int n = od_width(c->away.row[i].a.person_name);

		w = n > w ? n : w;
	}
	return w > 12 ? 12 : w;
}

static void legend(struct od_buf *b, const struct grid *g, int width)
{
	od_paragraph(
		b, width, "",
		g->wide ? _("am, pm, ev: away in the morning, in the afternoon, in the evening")
			: _("##: away all day; am, pm, ev: only in the morning, in the "
			    "afternoon, in the evening; -: day off; w: working weekend"));
	od_buf_putc(b, '\n');
}

static void grid(struct od_buf *b, const struct od_leave_calendar *c, int width)
{
	struct grid g = { .c = c, .name = widest_name(c) };
	int days = od_calendar_days(c), room = width - g.name - 2;

	g.wide = days <= WIDE_DAYS && room / days >= WIDE_LEAST;
	g.each = !g.wide ? NARROW : room / days > WIDE_MOST ? WIDE_MOST : room / days;
	for (g.from = c->from; g.from.days <= c->to.days; g.from.days = g.to.days + 1) {
		g.to = od_calendar_block(c, g.from,
					 g.wide || room < NARROW ? WIDE_DAYS : room / NARROW);
		block(b, &g, g.to.days - g.from.days + 1 == days);
	}
	legend(b, &g, width);
}

/* --- the list -------------------------------------------------------------------------------------------- */

static void absence(struct od_buf *b, const struct od_away *a, int indent, int width)
{
	struct od_buf text = OD_BUF_INIT, when = OD_BUF_INIT, what = OD_BUF_INIT;
	char number[32], lead[32];

	snprintf(lead, sizeof(lead), "%*s", indent, "");
	od_away_when(a, &when);
	od_away_what(a, &what);
	/* Translators: when somebody is away, what for. */
	od_buf_printf(&text, _("%1$s, %2$s"), when.s ? when.s : "", what.s ? what.s : "");
	text.failed |= when.failed || what.failed;
	od_buf_free(&when);
	od_buf_free(&what);
	od_buf_printf(&text, _(" (%s)"), od_number_str('L', a->number, number));
	if (a->status == OD_LEAVE_RETURNED)
		od_buf_puts(&text, _("; back"));
	else
		od_away_due(a, &text);
	if (a->stand_in_name) {
		od_buf_puts(&text, _("\nStand-in: "));
		od_calendar_stand_in(a, &text);
	}
	if (a->phone)
		od_buf_printf(&text, _("\nTelephone while away: %s"), a->phone);
	od_paragraph_of(b, width, lead, &text);
}

static void person(struct od_buf *b, const struct od_leave_calendar *c, size_t i, size_t end,
		   int indent, int width)
{
	const struct od_away *a = &c->away.row[i].a;
	struct od_buf lead = OD_BUF_INIT, what = OD_BUF_INIT;

	od_left(&lead, indent, a->person_name);
	if (od_width(a->person_name) >= indent)
		od_buf_puts(&lead, "  ");
	od_buf_puts(&what, a->post ? a->post : a->unit_name ? "" : "-");
	if (a->unit_name && !c->unit_name)
		od_buf_printf(&what, a->post ? _(" (%s)") : "%s", a->unit_name);
	if (!what.s || !*what.s)
		od_buf_puts(&what, "-");
	b->failed |= lead.failed;
	if (!b->failed)
		od_paragraph_of(b, width, lead.s, &what);
	for (; i < end; i++)
		absence(b, &c->away.row[i].a, indent, width);
	od_buf_free(&lead);
	od_buf_free(&what);
}

static void list(struct od_buf *b, const struct od_leave_calendar *c, int width)
{
	int indent = widest_name(c) + 2;

	for (size_t i = 0, end; i < c->away.n; i = end) {
		end = od_calendar_group(c, i);
		person(b, c, i, end, indent, width);
	}
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

int od_leave_calendar_text(const struct od_leave_calendar *c, int width, struct od_buf *b,
			   struct od_err *err)
{
	struct od_buf title = OD_BUF_INIT, sum = OD_BUF_INIT;

	if (width < 20)
		width = 20;
	od_calendar_title(c, &title);
	od_calendar_sum(c, &sum);
	b->failed |= title.failed || sum.failed;
	if (!b->failed) {
		od_centred(b, width, c->office);
		od_centred(b, width, _("Who is away"));
		od_centred(b, width, title.s);
		od_rule(b, width);
		od_paragraph(b, width, "", sum.s);
		od_buf_putc(b, '\n');
	}
	od_buf_free(&title);
	od_buf_free(&sum);
	if (c->away.n) {
		grid(b, c, width);
		list(b, c, width);
	}
	return b->failed ? od_fail_nomem(err) : 0;
}
