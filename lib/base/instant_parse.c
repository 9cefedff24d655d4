/* instant_parse.c - the forms in which people may write instants: a day and what follows it, or a time of day. */
#include "date_scan.h"

enum { DAY = 24 * 3600 };

struct clock {
	int hour, minute, second;
};

/* Part of the day before the hour: which hours it goes with, and what it adds to them.  What
 * may mean two things (上午12点, 晚上12点) is not there. */
static const struct part_of_day {
	const char *word;
	int from, to, add;
} parts_of_day[] = {
	{ "上午", 0, 11, 0 },  { "下午", 1, 11, 12 }, { "下午", 12, 23, 0 },
	{ "晚上", 5, 11, 12 }, { "晚上", 17, 23, 0 },
};

static const char *eat_part_of_day(struct od_scan *sc)
{
	for (size_t i = 0; i < OD_COUNT(parts_of_day); i++) {
		if (od_scan_eat(sc, parts_of_day[i].word))
			return parts_of_day[i].word;
	}
	return NULL;
}

static int apply_part_of_day(const struct od_scan *sc, const char *word, struct clock *c)
{
	struct od_quote q;

	for (size_t i = 0; i < OD_COUNT(parts_of_day); i++) {
		const struct part_of_day *p = &parts_of_day[i];

		if (strcmp(p->word, word) == 0 && c->hour >= p->from && c->hour <= p->to) {
			c->hour += p->add;
			return OD_READ_FORM;
		}
	}
	return od_fail(sc->err, OD_EDATA,
		       _("'%s': which hour %s %d is, is not clear; write the hour from 0 to 23 "
			 "without %s"),
		       od_scan_quote(sc, &q), word, c->hour, word);
}

/* 14:30, 14:30:05: the hour is read, the colon is next. */
static int colon_clock(struct od_scan *sc, struct clock *c)
{
	struct od_quote q;

	if (!od_scan_eat(sc, ":") || !od_scan_number(sc, 2, 2, &c->minute))
		return OD_NO_FORM;
	if (od_scan_eat(sc, ":") && !od_scan_number(sc, 2, 2, &c->second))
		return OD_NO_FORM;
	if ((*sc->at == '.' || *sc->at == ',') && od_is_digit(sc->at[1]))
		return od_fail(sc->err, OD_EDATA,
			       _("'%s': fractions of a second are not kept; write 14:30:05"),
			       od_scan_quote(sc, &q));
	return OD_READ_FORM;
}

/* 14时30分, 14点, 14点30, 9点半: the hour is read. */
static int chinese_clock(struct od_scan *sc, struct clock *c)
{
	if (!od_scan_eat(sc, "时") && !od_scan_eat(sc, "点"))
		return OD_NO_FORM;
	if (od_scan_eat(sc, "半"))
		c->minute = 30;
	else if (od_scan_digits(sc) == 2) /* 分 is often left out, never after one digit */
		return od_scan_number(sc, 2, 2, &c->minute) && (od_scan_eat(sc, "分") || !*sc->at)
			       ? OD_READ_FORM
			       : OD_NO_FORM;
	else if (od_scan_digits(sc) > 0 &&
		 (!od_scan_number(sc, 1, 2, &c->minute) || !od_scan_eat(sc, "分")))
		return OD_NO_FORM;
	return OD_READ_FORM;
}

static int check_clock(const struct od_scan *sc, const struct clock *c)
{
	struct od_quote q;

	if (c->hour == 24 && c->minute == 0 && c->second == 0)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s': for midnight write 00:00 of the day that begins then"),
			       od_scan_quote(sc, &q));
	if (c->hour > 23 || c->minute > 59 || c->second > 59)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' is not a time of day: hours are 0 to 23, minutes and "
				 "seconds 0 to 59"),
			       od_scan_quote(sc, &q));
	return OD_READ_FORM;
}

static int read_clock(struct od_scan *sc, bool colon_only, int *seconds)
{
	struct clock c = { 0, 0, 0 };
	const char *part = colon_only ? NULL : eat_part_of_day(sc);
	int r;

	if (!od_scan_number(sc, 1, 2, &c.hour))
		return OD_NO_FORM;
	if (*sc->at == ':')
		r = colon_clock(sc, &c);
	else
		r = colon_only ? OD_NO_FORM : chinese_clock(sc, &c);
	if (r == OD_READ_FORM)
		r = check_clock(sc, &c);
	if (r == OD_READ_FORM && part)
		r = apply_part_of_day(sc, part, &c);
	*seconds = c.hour * 3600 + c.minute * 60 + c.second;
	return r;
}

/* Z, +08:00, or nothing: the office's. */
static int read_zone(struct od_scan *sc, int *east)
{
	bool west = *sc->at == '-';
	struct od_quote q;
	int hours, minutes;

	*east = OD_ZONE_SECONDS;
	if (*sc->at == '\0')
		return OD_READ_FORM;
	if (od_scan_eat(sc, "z")) {
		*east = 0;
		return OD_READ_FORM;
	}
	if (!od_scan_eat(sc, "+") && !od_scan_eat(sc, "-"))
		return OD_NO_FORM;
	if (!od_scan_number(sc, 2, 2, &hours) || !od_scan_eat(sc, ":") ||
	    !od_scan_number(sc, 2, 2, &minutes))
		return OD_NO_FORM;
	if (hours > 23 || minutes > 59)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' has no such time zone; write +08:00, Z or none"),
			       od_scan_quote(sc, &q));
	*east = (hours * 60 + minutes) * (west ? -60 : 60);
	return OD_READ_FORM;
}

/* A time of day alone is today's. */
static int todays_time(struct od_scan *sc, od_date *d, int *seconds, int *east)
{
	*d = od_scan_today(sc);
	*east = OD_ZONE_SECONDS;
	if (!od_date_in_range(*d))
		return OD_NO_FORM;
	return read_clock(sc, false, seconds);
}

/* What follows the date: nothing, or a time of day. */
static int read_time(struct od_scan *sc, int *seconds, int *east)
{
	int r;

	*seconds = 0;
	*east = OD_ZONE_SECONDS;
	if (*sc->at == '\0')
		return OD_READ_FORM;
	if (!od_scan_eat(sc, "t")) {
		od_scan_eat(sc, " ");
		return read_clock(sc, false, seconds);
	}
	r = read_clock(sc, true, seconds);
	return r == OD_READ_FORM ? read_zone(sc, east) : r;
}

static int not_an_instant(const struct od_scan *sc)
{
	struct od_quote q;

	return od_fail(sc->err, OD_EDATA,
		       _("'%s' is not a date and time; write 2026-12-05 14:30, 12月5日下午2点, "
			 "2026-12-05, now, or 14:30 for today"),
		       od_scan_quote(sc, &q));
}

static bool is_now(const struct od_scan *sc)
{
	return sc->when && od_instant_is(sc->when->now) &&
	       (strcmp(sc->plain, "now") == 0 || strcmp(sc->plain, "现在") == 0);
}

int od_instant_parse(const char *s, const struct od_when *when, od_instant *out, struct od_err *err)
{
	struct od_scan sc = { .typed = s, .when = when, .err = err };
	int r, seconds = 0, east = OD_ZONE_SECONDS;
	od_instant t;
	od_date d;

	if (!od_scan_plain(&sc))
		return not_an_instant(&sc);
	if (is_now(&sc)) {
		*out = when->now;
		return 0;
	}
	r = od_scan_date(&sc, &d);
	if (r == OD_READ_FORM) {
		r = read_time(&sc, &seconds, &east);
	} else if (r == OD_NO_FORM) {
		sc.at = sc.plain;
		r = todays_time(&sc, &d, &seconds, &east);
	}
	if (r < 0)
		return -1;
	if (r == OD_NO_FORM || *sc.at)
		return not_an_instant(&sc);
	t.sec = (int64_t)d.days * DAY + seconds - east;
	if (!od_date_in_range(od_instant_date(t)))
		return od_scan_out_of_years(&sc);
	*out = t;
	return 0;
}
