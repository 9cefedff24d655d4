/* roundup.h - the nightly roundup as gathered, for its text and its page. */
#ifndef OD_ROUNDUP_H
#define OD_ROUNDUP_H

#include "office.h"

struct od_section {
	struct od_column column;
	size_t first, n; /* its items, in od_roundup.item */
};

struct od_unit_count {
	char *code, *name;
	int64_t n;
};

struct od_roundup {
	od_date day;
	char *office, *city, *title;
	struct od_section *section;
	size_t sections;
	struct od_item *item; /* by section */
	size_t items;
	struct od_unit_count *unit; /* most first; the next day's schedules not counted */
	size_t units;
	int64_t counted; /* items in all sections but the schedules */
	int64_t urgent, supplements;
	bool workday_known, workday; /* is the day a working day? */
	char *holiday;               /* the calendar's name of the day, or NULL */
};

/* "一", "二" ... in the reader's language; n from 1. */
const char *od_ordinal(size_t n, char buf[static 32]);
/* "2026年12月4日　星期五", in the reader's language. */
void od_day_title(od_date d, struct od_buf *b);

#endif
