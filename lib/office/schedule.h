/* schedule.h - the leaders' schedules of some days as gathered, for their text, page and paper. */
#ifndef OD_SCHEDULE_H
#define OD_SCHEDULE_H

#include "office.h"

#define OD_SCHEDULE_DAYS 31 /* at most */

/* What a line's record does not say. */
struct od_note {
	size_t rank;       /* of the leader: the same for all of a leader's lines */
	char *unit_short;  /* who reported */
	const char *phone; /* the end of .contact, or NULL */
	bool untimed;      /* no time of day was given */
	bool changed;      /* was written over after it was first filed */
};

struct od_schedule {
	od_date from, to;
	od_instant now; /* as of when */
	char *office, *title;
	struct od_appointment *row; /* by leader, day, time */
	struct od_note *note;       /* one a row */
	size_t rows;                /* of the table */
	struct od_away *away;       /* who is away on these days; .row has one for each behind */
	size_t aways;
	size_t leaders, appointments, silent, clashes, changes;
	bool off[OD_SCHEDULE_DAYS]; /* no working day */
	char *holiday;              /* one day: the calendar's name of it, or NULL */
};

static inline int od_schedule_days(const struct od_schedule *s)
{
	return s->to.days - s->from.days + 1;
}
/* The rows of one leader begin at i: where they end. */
size_t od_schedule_group(const struct od_schedule *s, size_t i);
/* "09:00-11:00" as it falls on the line's day; "-" where no time was given. */
const char *od_schedule_clock(const struct od_schedule *s, size_t i, char buf[static 32]);
/* "[clash] [changed] ": what is said in front of an activity. */
void od_schedule_marks(const struct od_schedule *s, size_t i, struct od_buf *b);
/* .missing in the language in force. */
const char *od_missing_label(const char *missing);
/* "2026年12月5日　星期六", or the first and the last of several days. */
void od_schedule_title(const struct od_schedule *s, struct od_buf *b);
/* How many appointments, leaders, clashes: one line without its newline. */
void od_schedule_sum(const struct od_schedule *s, struct od_buf *b);
/* "12月7日" and "周一", in the reader's language. */
void od_day_short(od_date d, const char *between, struct od_buf *b);

/* --- who is away (schedule_away.c) ------------------------------------------------------------------ */

int od_schedule_read_away(struct od_db *db, struct od_schedule *s, od_instant now,
			  struct od_err *err) OD_MUST_CHECK;
bool od_schedule_is_away(const struct od_schedule *s, const char *person, od_date day,
			 od_instant now);
/* An absence as a record: of a private kind neither kind nor place. */
int od_schedule_put_away(const struct od_schedule *s, const struct od_away *a,
			 struct od_appointment *to, struct od_err *err) OD_MUST_CHECK;

#endif
