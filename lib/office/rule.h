/* rule.h - what rule.c, rule_why.c and hours.c share. */
#ifndef OD_RULE_H
#define OD_RULE_H

#include "office.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * 3600 };
/* The years that dates may have, 1900 to 2199, as days: asked of every slot. */
enum { FIRST_DAY = -25567, LAST_DAY = 84005 };

/* --- reading words (rule.c) -------------------------------------------------------------- */

enum { OD_TOO_LARGE = 10000000 }; /* what a number of more digits is read as */

struct od_scan {
	const char *at; /* what is still to be read of plain */
	char plain[96]; /* longer than any form */
};
/* Full width becomes ASCII, capitals small, white space at the ends goes, a run of it is one space;
 * false: nothing is left, or it is longer than any form. */
bool od_plain(struct od_scan *sc, const char *s);
bool od_eat(struct od_scan *sc, const char *word);
/* One of a table of words, the longer before what they begin with; -1: none. */
int od_eat_one(struct od_scan *sc, const char *const *words, size_t n);
bool od_eat_digits(struct od_scan *sc, int *out);

/* --- the office's clock (hours.c) -------------------------------------------------------- */

struct od_piece { /* of a day, in seconds; from == to: none */
	int from, to;
};
bool od_in_years(od_date d); /* those that dates may have */
/* Two: the morning and the afternoon of a day. */
const struct od_piece *od_hours_pieces(const struct od_hours *h, od_date d);
/* The calendar's name of a day ("" where it has none); NULL: it has no row about it. */
const char *od_hours_holiday(const struct od_hours *h, od_date d);
/* The last day that the calendar has a row about, or OD_NODATE. */
od_date od_hours_published(const struct od_hours *h);

/* --- the reckoning in words (rule_why.c) ------------------------------------------------- */

/* That a rule comes from its anchor to seconds after 00:00 of day. */
void od_rule_explain(const struct od_hours *h, const struct od_due *due, od_instant anchor,
		     od_date day, int seconds, struct od_buf *why);

#endif
