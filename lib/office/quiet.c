/* quiet.c - hours in which nobody is rung up or sent a message: a setting of the regime. */
#include <stdlib.h>

#include "instruction.h"

#define QUIET_DEFAULT "21:00-08:00"

/* Minutes of "08:00" to "24:00"; *s goes behind it.  -1: it is none. */
static int minutes_at(const char **s)
{
	char *end;
	long hour = strtol(*s, &end, 10), minute;

	if (end != *s + 2 || *end != ':' || **s < '0' || **s > '9')
		return -1;
	*s = end + 1;
	minute = strtol(*s, &end, 10);
	if (end != *s + 2 || **s < '0' || **s > '9' || minute > 59 || hour * 60 + minute > 1440)
		return -1;
	*s = end;
	return (int)(hour * 60 + minute);
}

/* A day's part, or over midnight; "-": none. */
int od_quiet_check(struct od_db *db, od_instant now, struct od_err *err)
{
	od_date today = od_instant_date(now);
	const char *text = od_setting(db, "quiet_hours", today, QUIET_DEFAULT), *s = text;
	int at = (int)((now.sec - od_date_start(today).sec) / 60), from, to = -1;
	bool quiet;

	if (!strcmp(text, "-"))
		return 0;
	from = minutes_at(&s);
	if (from >= 0 && *s == '-') {
		s++;
		to = minutes_at(&s);
	}
	if (to < 0 || *s)
		return od_fail(
			err, OD_EDATA,
			_("setting quiet_hours: '%s' is not like 21:00-08:00, or - for none"),
			text);
	quiet = from <= to ? at >= from && at < to : at >= from || at < to;
	if (!quiet)
		return 0;
	return od_fail(err, OD_EDATA,
		       _("it is quiet hours (%s): print notices, wait, or urge again on purpose"),
		       text);
}
