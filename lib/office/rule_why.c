/* rule_why.c - the reckoning of a time limit in words: days counted, days skipped, hours. */
#include "rule.h"

enum { SPELLED = 12 /* days or runs of days; beyond that, their number */ };

/* Why a day is not worked. */
static const char *reason_of(const struct od_hours *h, od_date d)
{
	const char *name = od_hours_holiday(h, d);

	if (!name)
		return _("weekend");
	return *name ? name : _("holiday");
}

enum group { COUNTED, SWAPPED, SKIPPED };

/* Does a day belong to the group: counted, counted though a weekend, skipped for that reason? */
static bool in_group(const struct od_hours *h, od_date d, enum group g, const char *reason)
{
	bool works = od_is_workday(od_hours_calendar(h), d);

	if (g == SKIPPED)
		return !works && !strcmp(reason_of(h, d), reason);
	return works && (g == COUNTED || od_weekday(d) > 5);
}

static void put_day(struct od_buf *b, od_date anchor, od_date d)
{
	int year, anchors_year, month, day;
	char buf[16];

	od_date_split(anchor, &anchors_year, &month, &day);
	od_date_split(d, &year, &month, &day);
	if (year == anchors_year)
		od_buf_printf(b, "%02d-%02d", month, day);
	else
		od_buf_puts(b, od_date_str(d, buf));
}

/* The days on the way from the anchor (not itself) to the last. */
struct way {
	const struct od_hours *h;
	od_date anchor, last;
	int step;
};

/* One run of days, the first and last of it. */
static void put_run(struct od_buf *b, const struct way *w, od_date first, int n, int *items)
{
	od_date last = { first.days + (n - 1) * w->step };

	for (int i = 0; i < n && n < 4; i++) {
		od_buf_puts(b, (*items)++ ? _(", ") : "");
		put_day(b, w->anchor, (od_date){ first.days + i * w->step });
	}
	if (n < 4)
		return;
	od_buf_puts(b, (*items)++ ? _(", ") : "");
	put_day(b, w->anchor, first);
	od_buf_puts(b, _(" to "));
	put_day(b, w->anchor, last);
}

/* A group's days, or how many they are; false: there are none. */
static bool put_group(struct od_buf *b, const struct way *w, enum group g, const char *reason)
{
	struct od_buf days OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	int n = 0, run = 0, items = 0;
	od_date first = w->anchor;

	for (int32_t d = w->anchor.days + w->step; (w->last.days - d) * w->step >= 0;
	     d += w->step) {
		if (in_group(w->h, (od_date){ d }, g, reason)) {
			first = run++ ? first : (od_date){ d };
			n++;
			continue;
		}
		if (run)
			put_run(&days, w, first, run, &items);
		run = 0;
	}
	if (run)
		put_run(&days, w, first, run, &items);
	if (items > SPELLED)
		od_buf_printf(b, _("%d days"), n);
	else
		od_buf_puts(b, days.s);
	return n > 0;
}

/* "12-05, 12-06 skipped (weekend); 10-01 to 10-07 skipped (国庆节)", in the order they are met. */
static void put_skipped(struct od_buf *b, const struct way *w)
{
	const char *reason[SPELLED];
	size_t n = 0;

	for (int32_t d = w->anchor.days + w->step; (w->last.days - d) * w->step >= 0;
	     d += w->step) {
		const char *why = reason_of(w->h, (od_date){ d });
		size_t i = 0;

		if (od_is_workday(od_hours_calendar(w->h), (od_date){ d }))
			continue;
		while (i < n && strcmp(reason[i], why) != 0)
			i++;
		if (i < n || n == OD_COUNT(reason))
			continue;
		reason[n++] = why;
		od_buf_puts(b, _("; "));
		put_group(b, w, SKIPPED, why);
		od_buf_printf(b, _(" skipped (%s)"), why);
	}
}

static void put_working_days(const struct od_hours *h, od_date anchor, od_date last, int64_t n,
			     struct od_buf *why)
{
	struct way w = { h, anchor, last, n < 0 ? -1 : 1 };
	struct od_buf swapped OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

	if (n == 0) {
		if (anchor.days == last.days)
			return;
		w.anchor.days--; /* it is itself the first of those skipped */
		put_skipped(why, &w);
		return;
	}
	od_buf_puts(why, _(": "));
	put_group(why, &w, COUNTED, NULL);
	od_buf_puts(why, _(" counted"));
	if (put_group(&swapped, &w, SWAPPED, NULL))
		od_buf_printf(why, _(" (working weekends: %s)"), swapped.s ? swapped.s : "");
	put_skipped(why, &w);
}

static const char *unit_word(const struct od_due *due, int64_t *n)
{
	bool hours = due->unit == OD_DUE_MINUTES && due->n && due->n % 60 == 0;

	*n = due->n < 0 ? -due->n : due->n;
	if (hours)
		*n /= 60;
	if (due->unit == OD_DUE_WORKDAYS)
		return *n == 1 ? _("working day") : _("working days");
	if (due->unit == OD_DUE_DAYS)
		return *n == 1 ? _("day") : _("days");
	if (hours)
		return *n == 1 ? _("hour") : _("hours");
	return *n == 1 ? _("minute") : _("minutes");
}

/* "2026-12-04 14:05:30"; the second only where there is one. */
static void put_instant(struct od_buf *b, od_date d, int seconds)
{
	char buf[16];

	od_buf_printf(b, "%s %02d:%02d", od_date_str(d, buf), seconds / HOUR, seconds / 60 % 60);
	if (seconds % 60)
		od_buf_printf(b, ":%02d", seconds % 60);
}

static void put_head(const struct od_due *due, od_instant anchor, struct od_buf *why)
{
	od_date day = od_instant_date(anchor);
	char buf[16];
	int64_t n;
	const char *word = unit_word(due, &n);

	if (due->unit == OD_DUE_MINUTES)
		put_instant(why, day, (int)(anchor.sec - od_date_start(day).sec));
	else
		od_buf_puts(why, od_date_str(day, buf));
	od_buf_printf(why, " %c %lld %s", due->n < 0 ? '-' : '+', (long long)n, word);
}

/* What is worth saying of a time that the hours of the day gave. */
static const char *note_of(const struct od_hours *h, const struct od_due *due, od_date day)
{
	const struct od_piece *part = od_hours_pieces(h, day);
	bool morning = part[0].from < part[0].to, afternoon = part[1].from < part[1].to;
	bool end = due->at == OD_AT_WORK_END;

	if (due->at != OD_AT_WORK_END && due->at != OD_AT_WORK_START)
		return NULL;
	if (!morning && !afternoon)
		return _("no working hours that day");
	if (!od_is_workday(od_hours_calendar(h), day))
		return end ? _("end of work; a day off, by its usual hours")
			   : _("start of work; a day off, by its usual hours");
	if (end && !afternoon)
		return _("end of work; no hours in the afternoon");
	if (!end && !morning)
		return _("start of work; no hours in the morning");
	return end ? _("end of work") : _("start of work");
}

static void put_provisional(const struct od_hours *h, od_date anchor, od_date last,
			    struct od_buf *why)
{
	od_date published = od_hours_published(h);
	int year, month, day;

	if (!od_calendar_provisional(od_hours_calendar(h), last) &&
	    !od_calendar_provisional(od_hours_calendar(h), anchor))
		return;
	if (!od_date_is(published)) {
		od_buf_puts(why, _("; provisional: the calendar has no holidays"));
		return;
	}
	od_date_split(published, &year, &month, &day);
	od_buf_printf(why, _("; provisional: holidays are published up to %d"), year);
}

/* "2026-12-04 + 3 working days: ... ; due 2026-12-09 17:30 (end of work)" */
void od_rule_explain(const struct od_hours *h, const struct od_due *due, od_instant anchor,
		     od_date day, int seconds, struct od_buf *why)
{
	const char *note = due->unit == OD_DUE_MINUTES ? NULL : note_of(h, due, day);
	od_date from = od_instant_date(anchor);

	if (due->unit != OD_DUE_NOW) {
		put_head(due, anchor, why);
		if (due->unit == OD_DUE_WORKDAYS)
			put_working_days(h, from, day, due->n, why);
		od_buf_puts(why, _("; "));
	}
	od_buf_puts(why, _("due "));
	put_instant(why, day, seconds);
	if (note)
		od_buf_printf(why, _(" (%s)"), note);
	if (due->unit == OD_DUE_WORKDAYS)
		put_provisional(h, from, day, why);
}
