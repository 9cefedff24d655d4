/* slot.h - private to slot*.c: what a slot is before it becomes a record. */
#ifndef OD_SLOT_H
#define OD_SLOT_H

#include "office.h"

/* Who may owe: a dated row of a unit, or of a person with the unit that answers for it. */
struct obligor {
	const char *code;           /* of the person, or of the unit */
	const struct od_unit *unit; /* row of an obligor that is a unit */
	const struct od_person *person;
	od_date from, to; /* OD_NODATE: still */
	uint32_t place;   /* in the office's order */
	uint32_t id;      /* the same for all rows of one code */
};

struct owed {
	const struct od_duty *duty;
	const struct od_override *own; /* the unit's own rule, or NULL */
	const struct obligor *who;
	uint32_t duty_place;
	od_date day, from, to;
	od_instant anchor; /* event: what due counts from */
	od_instant due;
	char letter; /* of ref: E, R, O, L; 0: the day stands for it */
	int64_t ref, event;
	int64_t quota, count;
	int64_t grace; /* seconds */
	int64_t number;
	od_instant received;
	bool returned, omitted;
	od_instant nil_at;
	bool excused;
	const char *reason;
	int64_t urges;
	od_instant urged_first, urged_last;
	int state;
	int64_t late;
};

struct duty_row {
	struct od_duty d;
	bool lapses; /* d.lapse says when */
	struct od_due lapse;
	const struct od_override **own; /* those of this duty */
	size_t n_own;
};

struct od_slots {
	struct od_db *db;
	struct od_slot_query q;
	struct od_hours *hours;
	struct od_unit *unit;
	size_t units;
	struct od_person *person;
	size_t persons;
	struct od_override *override;
	size_t overrides;
	struct duty_row *duty;
	size_t duties;
	struct od_category *category;
	size_t categories;
	struct obligor *who; /* units, then persons */
	struct obligor **unit_by_code, **person_by_code;
	size_t whos;
	struct owed *owed;
	size_t n, room;
	struct od_slot *row;
	size_t rows;
	struct chunk *texts;
	struct od_nameds *named; /* slot_meet.c */
	struct od_tolds *tolds;  /* slot_event.c */
	struct od_gones *gones;  /* slot_leave.c */
	struct od_aways *aways;  /* slot_away.c */
	const struct od_word *kinds, *levels, *ranks;
	int64_t urge_answer; /* seconds */
	bool answers;        /* there are any */
	struct urged {
		const char *slot;
		od_instant at;
	} * urged;
	size_t n_urged;
};

/* Text that lives as long as the slots; NULL: no memory, and *err says so. */
char *od_slots_text(struct od_slots *s, const char *text, size_t n, struct od_err *err);
/* A new slot at the end; borrowed until the next. */
struct owed *od_slots_add(struct od_slots *s, struct od_err *err);
/* The rows of units and persons, of duties and the units' own rules; freed by the third. */
int od_slots_obligors(struct od_slots *s, struct od_err *err);
int od_slots_duties(struct od_slots *s, struct od_err *err);
void od_slots_free_rows(struct od_slots *s);
const struct obligor *od_slots_unit_who(const struct od_slots *s, const char *code, od_date on);
const struct od_unit *od_slots_unit_on(const struct od_slots *s, const char *code, od_date on);
const struct obligor *od_slots_person_who(const struct od_slots *s, const char *code, od_date on);
/* May the slot that is asked for by name be this obligor's? */
bool od_slots_asked(const struct od_slots *s, const struct obligor *who);
/* Does the obligor owe this duty, and is its row valid on that day? */
bool od_slots_owes(const struct od_slots *s, const struct od_duty *d, const struct obligor *who,
		   od_date on);
/* The unit's own rule of a duty on a day, or NULL. */
const struct od_override *od_slots_own(const struct duty_row *d, const struct obligor *who,
				       od_date on);
const char *od_slots_unit(const struct obligor *who); /* code of the unit that answers */
static inline bool od_holds(od_date from, od_date to, od_date on)
{
	return from.days <= on.days && (!od_date_is(to) || to.days >= on.days);
}
static inline bool od_slots_due(const struct od_slots *s, od_instant due)
{
	return od_instant_is(due) && due.sec >= s->q.since.sec && due.sec < s->q.until.sec;
}
/* The day a slot belongs to when it is due at that instant: 24:00 is the day that ends. */
static inline od_date od_due_day(od_instant due)
{
	return od_instant_date((od_instant){ due.sec - 1 });
}

/* The urges that slots of the window may have had. */
int od_slots_urges(struct od_slots *s, struct od_err *err);
/* Answers, urges and states of the slots from first on, which are of one duty; what the query does not
 * ask for goes. */
int od_slots_settle(struct od_slots *s, size_t first, struct od_err *err);
/* All slots of one duty row into s, settled. */
int od_slots_periods(struct od_slots *s, const struct duty_row *d, uint32_t place,
		     struct od_err *err);
/* The reports that meet slots of one duty, which are about, or were received, from one day to another.  meet():
 * the slots from first on, which are of one obligor. */
struct od_meets *od_slots_meets(struct od_slots *s, const struct od_duty *d, od_date from,
				od_date to, struct od_err *err);
int od_slots_meet(struct od_meets *m, size_t first, struct od_err *err);
void od_slots_free_meets(struct od_meets *m);
void od_slots_free_nameds(struct od_nameds *all);
int od_slots_events(struct od_slots *s, const struct duty_row *d, uint32_t place,
		    struct od_err *err);
/* Slots of who is on leave all that time, from first on, which are of one duty about schedules: excused. */
int od_slots_away(struct od_slots *s, size_t first, struct od_err *err);
void od_slots_free_aways(struct od_aways *all);
/* The day of an instant, so many days on, within the years that dates may have. */
od_date od_day_around(od_instant t, int32_t days);
int od_slots_leaves(struct od_slots *s, const struct duty_row *d, uint32_t place,
		    struct od_err *err);
/* A slot that an anchor, a rule and an obligor make, unsettled; *o NULL: there is none. */
int od_slots_owe(struct od_slots *s, const struct duty_row *d, uint32_t place,
		 const struct obligor *who, od_instant anchor, struct owed **o, struct od_err *err);
/* Is it of the leave log? */
static inline bool od_duty_of_leave(const struct od_duty *d)
{
	return d->rhythm == OD_RHYTHM_EVENT && d->anchor >= OD_ANCHOR_DEPARTURE;
}
/* So many days may lie between where a duty's time limits count from, the units' own too, and where they
 * end. */
int32_t od_slots_reach(const struct duty_row *d);
void od_slots_free_tolds(struct od_tolds *all);
void od_slots_free_gones(struct od_gones *all);
int od_slots_omissions(struct od_slots *s, struct od_err *err);
/* The reckoning in words. */
int od_slots_why(const struct od_slots *s, const struct owed *o, struct od_buf *out);
/* "schedule/P012/2026-12-04" */
const char *od_slots_name(const struct owed *o, char *buf, size_t n);

#endif
