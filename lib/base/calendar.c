/* calendar.c - working days: the announced exceptions over Monday to Friday.
 *
 * The rows stand in one array sorted by day: some forty a year, nearly always added in order. */
#include <stdlib.h>

#include "base.h"

struct od_calendar {
	struct row {
		int32_t days;
		bool off;
	} * rows;
	size_t n, room;
	int32_t published; /* the last day of the last row's year */
};

struct od_calendar *od_calendar_new(void)
{
	return calloc(1, sizeof(struct od_calendar));
}

void od_calendar_free(struct od_calendar *c)
{
	if (!c)
		return;
	free(c->rows);
	free(c);
}

/* Place of the first row that is not before d. */
static size_t place_of(const struct od_calendar *c, od_date d)
{
	size_t low = 0, high = c->n;

	if (c->n > 0 && c->rows[c->n - 1].days < d.days)
		return c->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->rows[middle].days < d.days)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct row *row_of(const struct od_calendar *c, od_date d)
{
	size_t at = place_of(c, d);

	return at < c->n && c->rows[at].days == d.days ? &c->rows[at] : NULL;
}

static int make_room(struct od_calendar *c)
{
	size_t room = c->room ? 2 * c->room : 64;
	struct row *rows;

	if (c->n < c->room)
		return 0;
	rows = reallocarray(c->rows, room, sizeof(*rows));
	if (!rows)
		return -1;
	c->rows = rows;
	c->room = room;
	return 0;
}

static int32_t year_end(od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	return od_ymd(year, 12, 31).days;
}

int od_calendar_add(struct od_calendar *c, od_date d, bool off)
{
	size_t at = place_of(c, d);

	if (at < c->n && c->rows[at].days == d.days) {
		c->rows[at].off = off;
		return 0;
	}
	if (make_room(c) < 0)
		return -1;
	memmove(&c->rows[at + 1], &c->rows[at], (c->n - at) * sizeof(*c->rows));
	c->rows[at] = (struct row){ d.days, off };
	c->n++;
	if (c->n == 1 || d.days > c->published)
		c->published = year_end(d);
	return 0;
}

bool od_is_workday(const struct od_calendar *c, od_date d)
{
	const struct row *row = row_of(c, d);

	return row ? !row->off : od_weekday(d) <= 5;
}

/* The nearest working day from d on, d included, in steps of one day; OD_NODATE where the years
 * that dates may have come to an end. */
static od_date seek(const struct od_calendar *c, od_date d, int step)
{
	int32_t first = od_ymd(1900, 1, 1).days, last = od_ymd(2199, 12, 31).days;

	for (; d.days >= first && d.days <= last; d.days += step) {
		if (od_is_workday(c, d))
			return d;
	}
	return OD_NODATE;
}

od_date od_workday_add(const struct od_calendar *c, od_date d, int n)
{
	int step = n < 0 ? -1 : 1;

	if (n == 0)
		return seek(c, d, 1);
	for (; n != 0 && od_date_is(d); n -= step) {
		d.days += step;
		d = seek(c, d, step);
	}
	return d;
}

bool od_calendar_provisional(const struct od_calendar *c, od_date d)
{
	return c->n == 0 || d.days > c->published;
}
