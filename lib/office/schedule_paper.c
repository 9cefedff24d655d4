/* schedule_paper.c - the leaders' schedules as paper, for docx, PDF and mail: a table a day, since a grid of seven days
 * is too wide for A4 upright.  Their text and their page for the intranet are made by schedule_text.c and
 * schedule_page.c. */
#include <stdlib.h>

#include "layout.h"
#include "roundup.h"
#include "schedule.h"

static int block_of(struct od_paper *p, int kind, const struct od_buf *b, struct od_err *err)
{
	return b->failed ? od_fail_nomem(err) : od_paper_block(p, kind, b->s, err);
}

/* --- what came ---------------------------------------------------------------------------------------- */

static void add_activity(struct od_grid *g, const struct od_schedule *s, size_t i)
{
	struct od_buf b = OD_BUF_INIT;

	od_schedule_marks(s, i, &b);
	od_buf_puts(&b, s->row[i].title);
	od_grid_add_of(g, &b);
}

enum {
	CONTACT_WIDTH = 18
}; /* cells that the column has at least: else the name goes below the unit's */

/* "市政府 乐书白", then the telephone; without one the number to look it up by. */
static void put_contact(struct od_buf *b, const struct od_schedule *s, size_t i)
{
	OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;
	const char *contact = s->row[i].contact, *phone = s->note[i].phone;
	size_t n = contact ? strlen(contact) - (phone ? strlen(phone) : 0) : 0;
	char number[32];

	if (n && phone)
		n--; /* the blank between them */
	/* Translators: whom to ask about an activity: the unit that reported it. */
	od_buf_printf(&line, _("Contact: %s"), s->note[i].unit_short);
	od_buf_puts(b, line.s);
	if (n)
		od_buf_printf(&line, " %.*s", (int)n, contact);
	b->failed |= line.failed;
	if (n && !line.failed)
		od_buf_printf(b, "%c%.*s", od_width(line.s) > CONTACT_WIDTH ? '\n' : ' ', (int)n,
			      contact);
	od_buf_printf(b, "\n%s", phone ? phone : od_number_str('R', s->row[i].number, number));
}

/* Who goes along, below it whom to ask: a column of its own would leave the others none. */
static void add_people(struct od_grid *g, const struct od_schedule *s, size_t i)
{
	struct od_buf b = OD_BUF_INIT;

	if (s->row[i].accompanying)
		od_buf_printf(&b, "%s\n", s->row[i].accompanying);
	put_contact(&b, s, i);
	od_grid_add_of(g, &b);
}

/* A leader's name stands in each row: the next page may begin with any. */
static int appointments(struct od_paper *p, const struct od_schedule *s, od_date day,
			struct od_err *err)
{
	const char *const head[] = { _("Leader"), _("Time"), _("Activity"), _("Place"),
				     _("Accompanying, contact") };
	struct od_grid g = { NULL };
	char clock[32];

	od_grid_heads(&g, head, OD_COUNT(head));
	for (size_t i = 0; i < s->rows; i++) {
		const struct od_appointment *a = &s->row[i];

		if (a->day.days != day.days || a->missing)
			continue;
		od_grid_add(&g, a->leader ? a->leader : "-");
		od_grid_add(&g, od_schedule_clock(s, i, clock));
		add_activity(&g, s, i);
		od_grid_add(&g, a->place);
		add_people(&g, s, i);
	}
	return od_grid_put(p, &g, "cclll", err);
}

/* --- of whom nothing came ------------------------------------------------------------------------------- */

static bool is_missing(const struct od_schedule *s, size_t i, od_date day, const char *word)
{
	const struct od_appointment *a = &s->row[i];

	return a->day.days == day.days && a->missing && (!word || !strcmp(a->missing, word));
}

/* "未报：甲、乙" */
static int missing_as(struct od_paper *p, const struct od_schedule *s, size_t first,
		      struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf names = OD_BUF_INIT, line = OD_BUF_INIT;
	const struct od_appointment *a = &s->row[first];

	for (size_t i = first; i < s->rows; i++)
		if (is_missing(s, i, a->day, a->missing))
			od_buf_printf(&names, "%s%s", names.n ? _(", ") : "", s->row[i].leader);
	/* Translators: a label and what follows it. */
	od_buf_printf(&line, _("%1$s: %2$s"), od_missing_label(a->missing), names.s ? names.s : "");
	line.failed |= names.failed;
	return block_of(p, OD_PAPER_TEXT, &line, err);
}

/* A paragraph for each state, in the order in which they come. */
static int missing(struct od_paper *p, const struct od_schedule *s, od_date day, struct od_err *err)
{
	for (size_t i = 0; i < s->rows; i++) {
		bool told = !is_missing(s, i, day, NULL);

		for (size_t k = 0; k < i && !told; k++)
			told = is_missing(s, k, day, s->row[i].missing);
		if (!told && missing_as(p, s, i, err) < 0)
			return -1;
	}
	return 0;
}

/* --- days ----------------------------------------------------------------------------------------------- */

static bool day_has(const struct od_schedule *s, od_date day)
{
	for (size_t i = 0; i < s->rows; i++)
		if (s->row[i].day.days == day.days)
			return true;
	return false;
}

static int day_head(struct od_paper *p, const struct od_schedule *s, od_date day,
		    struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	od_day_title(day, &b);
	if (s->off[day.days - s->from.days])
		od_buf_puts(&b, _(" (day off)"));
	return block_of(p, OD_PAPER_HEAD, &b, err);
}

static int days(struct od_paper *p, const struct od_schedule *s, struct od_err *err)
{
	bool several = s->to.days > s->from.days;

	if (!s->rows)
		return od_paper_prose(p, _("Nothing is on file for these days.\n"), err);
	for (od_date d = s->from; d.days <= s->to.days; d.days++) {
		if (!day_has(s, d))
			continue;
		if ((several && day_head(p, s, d, err) < 0) || appointments(p, s, d, err) < 0 ||
		    missing(p, s, d, err) < 0)
			return -1;
	}
	return 0;
}

/* --- who is away ------------------------------------------------------------------------------------------ */

static int away(struct od_paper *p, const struct od_schedule *s, struct od_err *err)
{
	const char *const head[] = { _("Leader"), _("Post"), _("Time"), _("Leave"), _("Stand-in") };
	OD_CLEANUP(od_buf_freep) struct od_buf title = OD_BUF_INIT;
	struct od_grid g = { NULL };

	if (!s->aways)
		return 0;
	od_buf_printf(&title, _("Away (%zu)"), s->aways);
	if (block_of(p, OD_PAPER_HEAD, &title, err) < 0)
		return -1;
	od_grid_heads(&g, head, OD_COUNT(head));
	for (size_t i = 0; i < s->aways; i++) {
		const struct od_away *a = &s->away[i];
		struct od_buf when = OD_BUF_INIT, what = OD_BUF_INIT;

		od_away_when(a, &when);
		od_away_what(a, &what);
		if (a->status == OD_LEAVE_RETURNED)
			od_buf_puts(&what, _("; back"));
		od_grid_add(&g, a->person_name);
		od_grid_add(&g, a->post);
		od_grid_add_of(&g, &when);
		od_grid_add_of(&g, &what);
		od_grid_add(&g, a->stand_in_name);
	}
	return od_grid_put(p, &g, "cllll", err);
}

/* --- the whole -------------------------------------------------------------------------------------------- */

/* Short enough to stand beside the office's name: "2026年12月7日至12月13日". */
static void put_days(const struct od_schedule *s, struct od_buf *b)
{
	int y[2], m[2], d[2];
	char text[64];

	od_date_split(s->from, &y[0], &m[0], &d[0]);
	od_date_split(s->to, &y[1], &m[1], &d[1]);
	if (s->from.days == s->to.days)
		od_buf_puts(b, od_day_words(s->from, text));
	else if (y[0] == y[1])
		/* Translators: year, month, day of the first day; month, day of the last. */
		od_buf_printf(b, _("%1$d-%2$02d-%3$02d to %4$02d-%5$02d"), y[0], m[0], d[0], m[1],
			      d[1]);
	else
		/* Translators: year, month, day of the first and of the last day. */
		od_buf_printf(b, _("%1$d-%2$02d-%3$02d to %4$d-%5$02d-%6$02d"), y[0], m[0], d[0],
			      y[1], m[1], d[1]);
}

static int front(struct od_paper *p, const struct od_schedule *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep)
	struct od_buf date = OD_BUF_INIT, span = OD_BUF_INIT, title = OD_BUF_INIT,
		      office = OD_BUF_INIT, name = OD_BUF_INIT;
	bool several = s->to.days > s->from.days;
	char text[64];

	put_days(s, &span);
	if (several)
		od_buf_puts(&date, span.s);
	else
		od_day_title(s->from, &date);
	od_buf_printf(&title, "%s %s", s->title, span.s ? span.s : "");
	/* Translators: the office that edits a publication. */
	od_buf_printf(&office, _("edited by %s"), s->office);
	od_buf_printf(&name, "schedule/%s", od_date_str(s->from, text));
	if (several)
		od_buf_printf(&name, "/%s", od_date_str(s->to, text));
	if (date.failed || span.failed || title.failed || office.failed || name.failed)
		return od_fail_nomem(err);
	p->at = s->now;
	return od_paper_set(&p->masthead, s->title, err) < 0 ||
			       od_paper_set(&p->date, date.s, err) < 0 ||
			       od_paper_set(&p->title, title.s, err) < 0 ||
			       od_paper_set(&p->office, office.s, err) < 0 ||
			       od_paper_set(&p->name, name.s, err) < 0
		       ? -1
		       : 0;
}

/* What day it is, if it is a special one, and how much there is of it. */
static int sum_up(struct od_paper *p, const struct od_schedule *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	if (s->holiday)
		/* Translators: the calendar's name of the day. */
		od_buf_printf(&b,
			      s->off[0] ? _("Holiday: %s. ") : _("Working day in exchange, %s. "),
			      s->holiday);
	od_schedule_sum(s, &b);
	return block_of(p, OD_PAPER_TEXT, &b, err);
}

/* Schedules change; two papers of a day are told apart by it. */
static int as_of(struct od_paper *p, const struct od_schedule *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	od_date day = od_instant_date(s->now);
	int minutes = (int)((s->now.sec - od_date_start(day).sec) / 60);
	char text[64];

	/* Translators: day, time of day. */
	od_buf_printf(&b, _("(as of %1$s, %2$02d:%3$02d)"), od_day_words(day, text), minutes / 60,
		      minutes % 60);
	return block_of(p, OD_PAPER_SOURCE, &b, err);
}

struct od_paper *od_schedule_paper(const struct od_schedule *s, struct od_err *err)
{
	struct od_paper *p = od_paper_new(err);

	if (p && front(p, s, err) == 0 && sum_up(p, s, err) == 0 && days(p, s, err) == 0 &&
	    away(p, s, err) == 0 && as_of(p, s, err) == 0)
		return p;
	od_paper_free(p);
	return NULL;
}
