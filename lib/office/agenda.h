/* agenda.h - private to office/: what leaders are engaged in: schedules and receptions as reported, leave as
 * the leave log has it (asked for, approved, or taken). */
#ifndef OD_AGENDA_H
#define OD_AGENDA_H

#include "office.h"

enum engaged { ENGAGED_SCHEDULE, ENGAGED_RECEPTION, ENGAGED_LEAVE, NOT_ENGAGED };

struct engagement {
	int64_t number; /* R; of leave OD_NOINT, and then: */
	int64_t leave;  /* L */
	char *unit, *category, *title, *place, *leaders, *author, *phone, *accompanying;
	od_instant occurred_at, ends_at;
	bool undated, classified, stands, returned;
	/* reckoned */
	int kind;            /* enum engaged */
	od_instant from, to; /* to: given, or by how long such a thing lasts */
	bool given;          /* an end was */
	bool timed;          /* it is known when in the day it is */
};

struct agenda {
	struct engagement *e;
	size_t n;
};

/* What may touch [from, to), added to a. */
int od_agenda_read(struct od_db *db, od_instant from, od_instant to, struct agenda *a,
		   struct od_err *err) OD_MUST_CHECK;
void od_agenda_free(struct agenda *a);
/* Can one person not have both? */
bool od_engagements_clash(const struct engagement *a, const struct engagement *b);

#endif
