/* schedule_text.c - the leaders' schedules as text: a table of one day, a grid of several. */
#include <stdlib.h>

#include "layout.h"
#include "roundup.h"
#include "schedule.h"

/* --- words of the language ------------------------------------------------------------------------- */

void od_day_short(od_date d, const char *between, struct od_buf *b)
{
	static const char *const days[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
					    N_("Fri"), N_("Sat"), N_("Sun") };
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	/* Translators: month and day. */
	od_buf_printf(b, _("%1$02d-%2$02d"), month, day);
	od_buf_puts(b, between);
	od_buf_puts(b, _(days[od_weekday(d) - 1]));
}

void od_schedule_title(const struct od_schedule *s, struct od_buf *b)
{
	od_day_title(s->from, b);
	if (s->to.days > s->from.days) {
		/* Translators: between the first and the last day. */
		od_buf_puts(b, _(" to "));
		od_day_title(s->to, b);
	} else if (s->holiday) {
		od_buf_printf(b, s->off[0] ? _(" (%s)") : _(" (working day in exchange, %s)"),
			      s->holiday);
	}
}

void od_schedule_sum(const struct od_schedule *s, struct od_buf *b)
{
	od_buf_printf(b,
		      _("%1$zu appointments of %2$zu leaders; missing %3$zu, clashing %4$zu, "
			"changed %5$zu."),
		      s->appointments, s->leaders, s->silent, s->clashes, s->changes);
}

static void add_clock(char *buf, size_t room, od_instant t, od_instant start)
{
	int minutes = (t.sec - start.sec) / 60;
	size_t n = strlen(buf);

	snprintf(buf + n, room - n, "%02d:%02d", minutes / 60, minutes % 60);
}

const char *od_schedule_clock(const struct od_schedule *s, size_t i, char buf[static 32])
{
	const struct od_appointment *a = &s->row[i];
	od_instant start = od_date_start(a->day), end = { start.sec + 86400 };
	bool ends = od_instant_is(a->to), before = a->from.sec <= start.sec,
	     after = ends && a->to.sec >= end.sec;

	snprintf(buf, 32, "%s", "");
	if (a->missing)
		return buf;
	if (s->note[i].untimed)
		snprintf(buf, 32, "%s", "-");
	else if (before && after)
		snprintf(buf, 32, "%s", _("all day"));
	else {
		if (a->from.sec >= start.sec)
			add_clock(buf, 32, a->from, start);
		if (ends)
			snprintf(buf + strlen(buf), 32 - strlen(buf), "%s", "-");
		if (ends && a->to.sec <= end.sec)
			add_clock(buf, 32, a->to, start);
	}
	return buf;
}

/* --- cells side by side ------------------------------------------------------------------------------- */

struct cell {
	int at, width; /* of the text: a mark may hang over by two cells */
	const char *s;
};

/* In lines of width, each in the middle of it. */
static void all_centred(struct od_buf *b, int width, const char *s)
{
	while (*s) {
		size_t n = od_wrap(s, width - 2);
		char *part = od_trim(s, n);

		if (!part) {
			b->failed = true;
			return;
		}
		od_centred(b, width, part);
		free(part);
		s += n;
	}
}

/* The next line of a cell behind what the line has. */
static void add_part(struct od_buf *line, struct cell *c)
{
	size_t n = od_wrap(c->s, c->width);
	char *part = od_trim(c->s, n);

	c->s += n;
	if (!part) {
		line->failed = true;
		return;
	}
	if (*part && !line->failed) {
		od_spaces(line, c->at - od_width(line->s ? line->s : ""));
		od_buf_puts(line, part);
	}
	free(part);
}

static bool add_line(struct od_buf *line, struct cell *cells, size_t n)
{
	bool any = false;

	od_buf_reset(line);
	for (size_t i = 0; i < n; i++) {
		any |= *cells[i].s != '\0';
		if (*cells[i].s)
			add_part(line, &cells[i]);
	}
	return any;
}

static void row(struct od_buf *b, struct cell *cells, size_t n)
{
	struct od_buf line = OD_BUF_INIT;

	while (!line.failed && add_line(&line, cells, n)) {
		od_buf_puts(b, line.s);
		od_buf_putc(b, '\n');
	}
	b->failed |= line.failed;
	od_buf_free(&line);
}

/* --- one day -------------------------------------------------------------------------------------------- */

void od_schedule_marks(const struct od_schedule *s, size_t i, struct od_buf *b)
{
	if (s->row[i].clash)
		od_buf_printf(b, _("[%s] "), _("clash"));
	if (s->note[i].changed)
		od_buf_printf(b, _("[%s] "), _("changed"));
}

static void activity(struct od_buf *b, const struct od_schedule *s, size_t i)
{
	const struct od_appointment *a = &s->row[i];

	od_schedule_marks(s, i, b);
	od_buf_puts(b, a->title);
	if (a->place)
		od_buf_printf(b, _(" (%s)"), a->place);
}

static void details(struct od_buf *b, const struct od_schedule *s, size_t i)
{
	const struct od_appointment *a = &s->row[i];
	char number[32];

	if (a->accompanying)
		od_buf_printf(b, _("\nAccompanying: %s"), a->accompanying);
	od_buf_printf(b, "\n%s", s->note[i].unit_short);
	if (a->contact)
		od_buf_printf(b, " %s", a->contact);
	od_buf_printf(b, " %s", od_number_str('R', a->number, number));
}

static void day_row(struct od_buf *b, const struct od_schedule *s, size_t i, bool first,
		    int leader_width, int width)
{
	const struct od_appointment *a = &s->row[i];
	struct od_buf what = OD_BUF_INIT;
	char clock[32];

	if (a->missing) {
		od_buf_puts(&what, od_missing_label(a->missing));
	} else {
		activity(&what, s, i);
		details(&what, s, i);
	}
	if (!what.failed) {
		int at = leader_width + 2, what_at = a->missing ? at : at + 13;
		struct cell cells[] = {
			{ 0, leader_width, first ? a->leader ? a->leader : "-" : "" },
			{ at, 11, od_schedule_clock(s, i, clock) },
			{ what_at, width - what_at - 2, what.s },
		};

		row(b, cells, OD_COUNT(cells));
	}
	b->failed |= what.failed;
	od_buf_free(&what);
}

static int widest_leader(const struct od_schedule *s)
{
	int w = 6;

	for (size_t i = 0; i < s->rows; i++) {
		int n = s->row[i].leader ? od_width(s->row[i].leader) : 1;

		w = n > w ? n : w;
	}
	return w > 12 ? 12 : w;
}

/* The rows of one day, of all leaders. */
static void day_table(struct od_buf *b, const struct od_schedule *s, od_date day, int width)
{
	int leader_width = widest_leader(s);

	for (size_t i = 0, end; i < s->rows; i = end) {
		bool first = true;

		end = od_schedule_group(s, i);
		for (size_t k = i; k < end; k++) {
			if (s->row[k].day.days != day.days)
				continue;
			day_row(b, s, k, first, leader_width, width);
			first = false;
		}
	}
}

/* --- several ---------------------------------------------------------------------------------------------- */

enum { CELL_LEAST = 10 }; /* four characters, and two cells for a mark or as the gap */

static bool day_has(const struct od_schedule *s, od_date day)
{
	for (size_t i = 0; i < s->rows; i++)
		if (s->row[i].day.days == day.days)
			return true;
	return false;
}

static void grid_cell(struct od_buf *b, const struct od_schedule *s, size_t i, size_t end,
		      od_date day, int width)
{
	char clock[32];

	for (; i < end; i++) {
		const struct od_appointment *a = &s->row[i];

		if (a->day.days != day.days)
			continue;
		if (b->n)
			od_buf_putc(b, '\n');
		if (a->missing) {
			od_buf_puts(b, od_missing_label(a->missing));
			continue;
		}
		od_schedule_clock(s, i, clock);
		if (od_width(clock) > width && strlen(clock) == 11) /* 09:00-11:00 */
			od_buf_printf(b, "%.6s\n%s\n", clock, clock + 6);
		else
			od_buf_printf(b, "%s\n", clock);
		activity(b, s, i);
	}
}

struct grid {
	int width, leader; /* of the whole; of the first column */
	od_date day[OD_SCHEDULE_DAYS];
	size_t days;
};

static void grid_row(struct od_buf *b, const struct grid *g, const char *leader,
		     struct od_buf *text)
{
	struct cell cells[OD_SCHEDULE_DAYS + 1] = { { 0, g->leader, leader } };
	int each = (g->width - g->leader - 2) / (int)g->days;

	for (size_t i = 0; i < g->days; i++) {
		b->failed |= text[i].failed;
		cells[i + 1] = (struct cell){ g->leader + 2 + (int)i * each, each - 2,
					      text[i].s && !b->failed ? text[i].s : "" };
	}
	row(b, cells, g->days + 1);
	for (size_t i = 0; i < g->days; i++)
		od_buf_reset(&text[i]);
}

static void grid(struct od_buf *b, const struct grid *g, const struct od_schedule *s)
{
	int each = (g->width - g->leader - 2) / (int)g->days;
	struct od_buf text[OD_SCHEDULE_DAYS] = { 0 };

	for (size_t d = 0; d < g->days; d++)
		od_day_short(g->day[d], "\n", &text[d]);
	grid_row(b, g, _("Leader"), text);
	for (size_t i = 0, end; i < s->rows; i = end) {
		end = od_schedule_group(s, i);
		for (size_t d = 0; d < g->days; d++)
			grid_cell(&text[d], s, i, end, g->day[d], each - 2);
		od_buf_putc(b, '\n');
		grid_row(b, g, s->row[i].leader ? s->row[i].leader : "-", text);
	}
	for (size_t d = 0; d < g->days; d++)
		od_buf_free(&text[d]);
}

/* Where a column would be too narrow: the days one after another. */
static void one_by_one(struct od_buf *b, const struct grid *g, const struct od_schedule *s)
{
	for (size_t d = 0; d < g->days; d++) {
		if (d)
			od_buf_putc(b, '\n');
		od_day_title(g->day[d], b);
		od_buf_puts(b, "\n\n");
		day_table(b, s, g->day[d], g->width);
	}
}

static void several(struct od_buf *b, const struct od_schedule *s, int width)
{
	struct grid g = { .width = width, .leader = widest_leader(s) };

	for (od_date d = s->from; d.days <= s->to.days; d.days++)
		if (day_has(s, d))
			g.day[g.days++] = d;
	if (!g.days)
		return;
	if ((width - g.leader - 2) / (int)g.days < CELL_LEAST)
		one_by_one(b, &g, s);
	else
		grid(b, &g, s);
}

/* --- who is away ------------------------------------------------------------------------------------------ */

static void away(struct od_buf *b, const struct od_schedule *s, int width)
{
	if (!s->aways)
		return;
	od_buf_printf(b, _("\nAway (%zu)\n"), s->aways);
	for (size_t i = 0; i < s->aways; i++) {
		struct od_buf line = OD_BUF_INIT;
		char lead[32];

		snprintf(lead, sizeof(lead), "%2zu. ", i + 1);
		od_away_line(&s->away[i], &line);
		od_paragraph_of(b, width, lead, &line);
	}
}

/* --- the whole ------------------------------------------------------------------------------------------------ */

int od_schedule_text(const struct od_schedule *s, int width, struct od_buf *b, struct od_err *err)
{
	struct od_buf title = OD_BUF_INIT, sum = OD_BUF_INIT;

	od_schedule_title(s, &title);
	od_schedule_sum(s, &sum);
	b->failed |= title.failed || sum.failed;
	if (!b->failed) {
		struct cell cell = { 0, width - 2, sum.s };

		all_centred(b, width, s->office);
		all_centred(b, width, s->title);
		all_centred(b, width, title.s);
		od_rule(b, width);
		row(b, &cell, 1);
	}
	od_buf_free(&title);
	od_buf_free(&sum);
	od_buf_putc(b, '\n');
	if (!s->rows)
		od_buf_puts(b, _("Nothing is on file for these days.\n"));
	else if (s->to.days > s->from.days)
		several(b, s, width);
	else
		day_table(b, s, s->from, width);
	away(b, s, width);
	return b->failed ? od_fail_nomem(err) : 0;
}
