/* date_scan.h - private to base/: the closed grammar in which people may write days and instants.
 *
 * What is read is first made plain: white space at the ends goes, a run of it becomes one space,
 * full width becomes ASCII, capitals become small.  The readers each take one form from the front
 * of that; whatever is left over at the end refuses the whole.  Readers of a form return OD_READ_FORM,
 * OD_NO_FORM (this is something else) or -1 (it is this form, but wrong: the message says how). */
#ifndef OD_DATE_SCAN_H
#define OD_DATE_SCAN_H

#include "date.h"

enum { OD_NO_FORM = 0, OD_READ_FORM = 1 };

struct od_scan {
	const char *at;    /* what is still to be read of plain */
	char plain[96];    /* longer than any form */
	const char *typed; /* as it was given, for messages */
	const struct od_when *when;
	struct od_err *err;
};

/* Fill sc->plain from sc->typed; false: it is longer than any form. */
bool od_scan_plain(struct od_scan *sc);
/* What was typed, fit to stand in a message: short, in one line, well-formed. */
struct od_quote {
	char s[80];
};
const char *od_scan_quote(const struct od_scan *sc, struct od_quote *q);

static inline bool od_scan_eat(struct od_scan *sc, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(sc->at, word, n) != 0)
		return false;
	sc->at += n;
	return true;
}

static inline bool od_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline size_t od_scan_digits(const struct od_scan *sc)
{
	size_t n = 0;

	while (od_is_digit(sc->at[n]))
		n++;
	return n;
}

/* A whole run of least to most digits (at most 9), or nothing is taken. */
static inline bool od_scan_number(struct od_scan *sc, size_t least, size_t most, int *out)
{
	size_t n = od_scan_digits(sc);

	if (n < least || n > most)
		return false;
	*out = 0;
	for (; n > 0; n--)
		*out = *out * 10 + (*sc->at++ - '0');
	return true;
}

/* A date of any form from the front (date_parse.c). */
int od_scan_date(struct od_scan *sc, od_date *out);
od_date od_scan_today(const struct od_scan *sc);
int od_scan_out_of_years(const struct od_scan *sc);

#endif
