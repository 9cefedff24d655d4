/* leave_calendar.c - who is away on which days, gathered for a grid, a page and iCalendar. */
#include <stdlib.h>

#include "leave_calendar.h"
#include "roundup.h"

/* --- gathering ------------------------------------------------------------------------------------ */

static int put(char **to, const char *text, struct od_err *err)
{
	if (!text)
		return 0;
	*to = strdup(text);
	return *to ? 0 : od_fail_nomem(err);
}

static int take_day(void *ctx, const char *const *text, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };
	struct od_leave_calendar *c = ctx;
	struct od_calendar_day *d;
	od_date day;

	if (od_date_parse(text[0], &none, &day, err) < 0)
		return -1;
	d = &c->day[day.days - c->from.days];
	free(d->name);
	d->name = NULL;
	return put(&d->name, text[1], err);
}

static int read_days(struct od_db *db, struct od_leave_calendar *c, struct od_err *err)
{
	static const char sql[] = "SELECT date, name FROM holiday WHERE date >= ?1 AND date <= ?2";
	struct od_calendar *calendar = od_calendar_load(db, err);

	c->day = calloc((size_t)od_calendar_days(c), sizeof(*c->day));
	if (calendar && !c->day)
		od_fail_nomem(err);
	for (int i = 0; calendar && c->day && i < od_calendar_days(c); i++) {
		od_date d = { c->from.days + i };

		c->day[i].off = !od_is_workday(calendar, d);
		c->day[i].exchanged = !c->day[i].off && od_weekday(d) > 5;
	}
	od_calendar_free(calendar);
	if (!calendar || !c->day)
		return -1;
	return od_query_each(db, sql, OD_VALS(od_v(c->from), od_v(c->to)), take_day, c, err);
}

static int gather(struct od_db *db, const char *unit, struct od_leave_calendar *c,
		  struct od_err *err)
{
	if (put(&c->office, od_setting(db, "office_name", c->from, _("General Office")), err) < 0 ||
	    (unit && put(&c->unit_name, od_unit_name(db, unit, c->from), err) < 0) ||
	    read_days(db, c, err) < 0)
		return -1;
	return od_absences_read(db, c->from, c->to, c->now, unit, &c->away, err);
}

struct od_leave_calendar *od_leave_calendar_new(struct od_db *db, od_date from, od_date to,
						od_instant now, const char *unit,
						struct od_err *err)
{
	struct od_leave_calendar *c;

	if (to.days < from.days || to.days - from.days >= OD_CALENDAR_DAYS) {
		od_fail(err, OD_EUSAGE, _("a calendar is of 1 to %d days"), OD_CALENDAR_DAYS);
		return NULL;
	}
	c = calloc(1, sizeof(*c));
	if (!c) {
		od_fail_nomem(err);
		return NULL;
	}
	c->from = from;
	c->to = to;
	c->now = now;
	if (gather(db, unit, c, err) == 0)
		return c;
	od_leave_calendar_free(c);
	return NULL;
}

void od_leave_calendar_free(struct od_leave_calendar *c)
{
	if (!c)
		return;
	for (int i = 0; c->day && i < od_calendar_days(c); i++)
		free(c->day[i].name);
	free(c->day);
	free(c->office);
	free(c->unit_name);
	od_absences_free(&c->away);
	free(c);
}

/* --- asking ------------------------------------------------------------------------------------------ */

size_t od_calendar_group(const struct od_leave_calendar *c, size_t i)
{
	size_t end = i + 1;

	while (end < c->away.n && !strcmp(c->away.row[end].a.person, c->away.row[i].a.person))
		end++;
	return end;
}

unsigned int od_calendar_parts(const struct od_leave_calendar *c, size_t i, size_t end, od_date day)
{
	unsigned int parts = 0;

	for (; i < end; i++)
		for (int part = OD_PART_MORNING; part <= OD_PART_EVENING; part++)
			if (c->away.row[i].span.from <= od_part_at(day, part) &&
			    od_part_at(day, part) <= c->away.row[i].span.to)
				parts |= 1u << part;
	return parts;
}

od_date od_calendar_block(const struct od_leave_calendar *c, od_date first, int most)
{
	int year, month, day;
	od_date end;

	if (od_calendar_days(c) <= most)
		return c->to;
	od_date_split(first, &year, &month, &day);
	end = month == 12 ? od_ymd(year + 1, 1, 1) : od_ymd(year, month + 1, 1);
	end.days--;
	if (end.days - first.days >= most)
		end.days = first.days + most - 1;
	return end.days < c->to.days ? end : c->to;
}

/* --- words of the language ---------------------------------------------------------------------------- */

void od_calendar_title(const struct od_leave_calendar *c, struct od_buf *b)
{
	od_day_title(c->from, b);
	if (c->to.days == c->from.days)
		return;
	od_buf_puts(b, _(" to "));
	od_day_title(c->to, b);
}

void od_calendar_sum(const struct od_leave_calendar *c, struct od_buf *b)
{
	size_t persons = 0, overdue = 0;

	for (size_t i = 0, end; i < c->away.n; i = end, persons++)
		end = od_calendar_group(c, i);
	for (size_t i = 0; i < c->away.n; i++)
		overdue += c->away.row[i].a.overdue != OD_NOINT;
	if (c->unit_name)
		od_buf_printf(b, _("%s: "), c->unit_name);
	if (!persons)
		od_buf_puts(b, _("Nobody is away."));
	else
		od_buf_printf(b, _("Persons away: %1$zu; past due to be back: %2$zu."), persons,
			      overdue);
}

void od_calendar_month(od_date d, struct od_buf *b)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	/* Translators: year and month. */
	od_buf_printf(b, _("%1$d-%2$02d"), year, month);
}

void od_calendar_stand_in(const struct od_away *a, struct od_buf *b)
{
	od_buf_puts(b, a->stand_in_name);
	if (a->stand_in_name && a->stand_in_post)
		od_buf_printf(b, _(" (%s)"), a->stand_in_post);
}
