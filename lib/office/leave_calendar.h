/* leave_calendar.h - private to leave_away.c and leave_calendar*.c: absences, and the calendar of them. */
#ifndef OD_LEAVE_CALENDAR_H
#define OD_LEAVE_CALENDAR_H

#include "leave_read.h"

/* One absence: a leave with all its extensions. */
struct od_absence {
	struct od_away a;    /* texts are the book's, but for the unit's name */
	struct od_span span; /* of the whole; of what is past its end and not returned, until now */
	int64_t root;        /* L of the first: stays when it is extended */
	bool private_;
	const struct od_person *who; /* NULL: nobody of that code is on file */
};

struct od_absences {
	struct od_book book;
	struct od_absence *row; /* in the office's order, then by time */
	size_t n;
};

/* Those that hold on a day of from..to; begin with zeros and free it whatever comes. */
int od_absences_read(struct od_db *db, od_date from, od_date to, od_instant now, const char *unit,
		     struct od_absences *out, struct od_err *err) OD_MUST_CHECK;
void od_absences_free(struct od_absences *all);

/* --- the calendar ------------------------------------------------------------------------------ */

enum { OD_CALENDAR_DAYS = 366 }; /* at most */

struct od_leave_calendar {
	od_date from, to;
	od_instant now;
	char *office, *unit_name; /* unit_name NULL: the whole office */
	struct od_absences away;
	struct od_calendar_day {
		bool off, exchanged; /* exchanged: a working weekend by 调休 */
		char *name;          /* the calendar's name of it, or NULL */
	} * day;
};

static inline int od_calendar_days(const struct od_leave_calendar *c)
{
	return c->to.days - c->from.days + 1;
}
/* The absences of one person begin at i: where they end. */
size_t od_calendar_group(const struct od_leave_calendar *c, size_t i);
/* Bits 1 << part of a day that one of the absences i..end takes. */
unsigned int od_calendar_parts(const struct od_leave_calendar *c, size_t i, size_t end,
			       od_date day);
/* Where the block of a grid ends that begins on a day: so many days on at most, and at the end of a month
 * where one block does not hold all. */
od_date od_calendar_block(const struct od_leave_calendar *c, od_date first, int most);
/* "2026年12月7日　星期一 至 2026年12月13日　星期日", and how many are away and past due. */
void od_calendar_title(const struct od_leave_calendar *c, struct od_buf *b);
void od_calendar_sum(const struct od_leave_calendar *c, struct od_buf *b);
/* "2026年12月" */
void od_calendar_month(od_date d, struct od_buf *b);
/* Who stands in, with the post: nothing where nobody does. */
void od_calendar_stand_in(const struct od_away *a, struct od_buf *b);

#endif
