/* ledger.h - private to ledger*.c: the counts of a period. */
#ifndef OD_LEDGER_H
#define OD_LEDGER_H

#include "office.h"

struct od_ledger {
	int by;
	struct od_ledger_row *row;
	size_t n;
	struct od_ledger_row total;
};

/* On time or nothing to report, of what was due: "98.4%"; NULL: nothing was, or no memory. */
char *od_ledger_rate(const struct od_ledger_row *r);

#endif
