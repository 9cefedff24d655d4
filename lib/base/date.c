/* date.c - days and instants: arithmetic and the forms in which they are printed. */
#include "base.h"
#include "date.h"

enum { DAY = 24 * 3600 };

/* --- arithmetic ------------------------------------------------------------------------------ */

static bool is_leap(int y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

int od_days_in(int year, int month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

od_date od_ymd(int year, int month, int day)
{
	int y, era, of_era, of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > od_days_in(year, month))
		return OD_NODATE;
	/* Years that begin in March, so that the leap day is the last. */
	y = month > 2 ? year : year - 1;
	era = y / 400;
	of_era = y % 400;
	of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return (od_date){ era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
			  719468 };
}

void od_date_split(od_date d, int *year, int *month, int *day)
{
	int64_t z = (int64_t)d.days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int of_era = (int)(z - era * 146097);
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;

	*day = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)(era * 400) + y + (*month <= 2);
}

int od_weekday(od_date d)
{
	int since_monday = (int)(((int64_t)d.days + 3) % 7); /* 1970-01-01 was a Thursday */

	return (since_monday + 7) % 7 + 1;
}

/* An instant as the office's day and the seconds into it; false: far outside any year. */
static bool split_instant(od_instant t, od_date *day, int *seconds)
{
	int64_t local, days;

	if (t.sec < INT32_MIN * (int64_t)DAY / 2 || t.sec > INT32_MAX * (int64_t)DAY / 2)
		return false;
	local = t.sec + OD_ZONE_SECONDS;
	days = (local >= 0 ? local : local - (DAY - 1)) / DAY;
	day->days = (int32_t)days;
	*seconds = (int)(local - days * DAY);
	return true;
}

od_date od_instant_date(od_instant t)
{
	od_date d;
	int seconds;

	return split_instant(t, &d, &seconds) ? d : OD_NODATE;
}

od_instant od_date_start(od_date d)
{
	if (!od_date_is(d))
		return OD_NOINSTANT;
	return (od_instant){ (int64_t)d.days * DAY - OD_ZONE_SECONDS };
}

bool od_date_in_range(od_date d)
{
	return od_date_is(d) && d.days >= od_ymd(OD_FIRST_YEAR, 1, 1).days &&
	       d.days <= od_ymd(OD_LAST_YEAR, 12, 31).days;
}

/* --- printing -------------------------------------------------------------------------------- */

static char *put_two(char *p, int n)
{
	*p++ = (char)('0' + n / 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

/* By hand: a dump prints some millions of them.  Returns where it ends. */
static char *put_date(char *p, od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	if (year < 0 || year > 9999) { /* only from a damaged file */
		*p++ = '?';
		*p = '\0';
		return p;
	}
	p = put_two(p, year / 100);
	p = put_two(p, year % 100);
	*p++ = '-';
	p = put_two(p, month);
	*p++ = '-';
	p = put_two(p, day);
	*p = '\0';
	return p;
}

const char *od_date_str(od_date d, char buf[static 16])
{
	buf[0] = '\0';
	if (od_date_is(d))
		put_date(buf, d);
	return buf;
}

const char *od_date_str_zh(od_date d, char buf[static 40])
{
	int year, month, day;

	buf[0] = '\0';
	if (!od_date_is(d))
		return buf;
	od_date_split(d, &year, &month, &day);
	snprintf(buf, 40, "%d年%d月%d日", year, month, day);
	return buf;
}

const char *od_instant_str(od_instant t, char buf[static 32])
{
	od_date d;
	int seconds;
	char *p;

	buf[0] = '\0';
	if (!split_instant(t, &d, &seconds))
		return buf;
	p = put_date(buf, d);
	*p++ = 'T';
	p = put_two(p, seconds / 3600);
	*p++ = ':';
	p = put_two(p, seconds / 60 % 60);
	*p++ = ':';
	p = put_two(p, seconds % 60);
	memcpy(p, "+08:00", sizeof("+08:00"));
	return buf;
}

const char *od_instant_str_short(od_instant t, char buf[static 32])
{
	od_date d;
	int seconds;
	char *p;

	buf[0] = '\0';
	if (!split_instant(t, &d, &seconds))
		return buf;
	p = put_date(buf, d);
	if (seconds == 0)
		return buf;
	*p++ = ' ';
	p = put_two(p, seconds / 3600);
	*p++ = ':';
	p = put_two(p, seconds / 60 % 60);
	*p = '\0';
	return buf;
}
