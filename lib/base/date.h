/* date.h - private to base/: what reading dates and reckoning with them share. */
#ifndef OD_DATE_H
#define OD_DATE_H

#include "base.h"

enum { OD_FIRST_YEAR = 1900, OD_LAST_YEAR = 2199 }; /* of dates that may be written */

int od_days_in(int year, int month); /* month 1 to 12 */
bool od_date_in_range(od_date d);    /* of those years */

#endif
