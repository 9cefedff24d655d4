/* leave_read.h - private to leave_away.c, leave_balance.c, leave_stats.c and leave_calendar*.c: persons, duties,
 * kinds and leaves read at once, so that nothing is asked for each leave. */
#ifndef OD_LEAVE_READ_H
#define OD_LEAVE_READ_H

#include "leave.h"

struct od_book_kind { /* a dated row */
	char *code, *name;
	bool workdays, annual, private_;
	int64_t sort;
	od_date valid_from;
};

struct od_book_leave {
	int64_t number;
	char *person, *kind;
	od_date from_day;
	int from_part;
	od_date to_day;
	int to_part;
	int reach;
	char *place, *stand_in, *phone;
	int64_t parent;
	bool late;
	int status;
	od_instant returned_at;
	/* reckoned */
	struct od_span span; /* as long as it lasted, or will */
	od_instant due_at;   /* of its return */
	int64_t overdue; /* minutes past due by the duty's clock, of what has not returned; OD_NOINT */
};

struct od_slots;

struct od_book {
	struct od_db *db;
	od_instant now;
	struct od_slots *slots;    /* persons, units, duties and hours, as slots have them */
	od_instant ledger;         /* what was due before is nobody's debt */
	struct od_book_kind *kind; /* by code, then day */
	size_t kinds;
	struct od_book_leave *leave;
	size_t leaves, room;
};

/* Everybody, every kind, no leave yet; begin with a book of zeros and free it whatever comes. */
int od_book_open(struct od_book *b, struct od_db *db, od_instant now,
		 struct od_err *err) OD_MUST_CHECK;
void od_book_free(struct od_book *b);
/* Approved leaves that last on a day of from..to, added. */
int od_book_between(struct od_book *b, od_date from, od_date to, struct od_err *err) OD_MUST_CHECK;
/* All that is or may be taken of annual leave up to a day, and of other kinds since another; requested leaves
 * too; person NULL: everybody's.  By person. */
int od_book_taken(struct od_book *b, const char *person, od_date since, od_date until,
		  struct od_err *err) OD_MUST_CHECK;
/* The approved extension of a leave, or its parent, added at the end: 1, 0 there is none, -1. */
int od_book_next(struct od_book *b, int64_t number, struct od_err *err) OD_MUST_CHECK;
int od_book_one(struct od_book *b, int64_t number, struct od_err *err) OD_MUST_CHECK;
/* The row that holds on a day, else the last before it, else the first; NULL: no such code. */
const struct od_person *od_book_person(const struct od_book *b, const char *code, od_date on);
const struct od_book_kind *od_book_kind(const struct od_book *b, const char *code, od_date on);
/* The name that a unit had on a day; NULL: no such code, or *err says why. */
const char *od_book_unit(const struct od_book *b, const char *code, od_date on, struct od_err *err);
/* Every row of a person, in protocol order. */
size_t od_book_persons(const struct od_book *b, const struct od_person **rows);
int od_book_order(const struct od_person *a, const struct od_person *b);

#endif
