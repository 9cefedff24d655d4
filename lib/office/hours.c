/* hours.c - the office's clock: its calendar and the working hours of each day.
 *
 * Working time between two instants is the difference of two running totals, so that a year costs
 * what a day costs. */
#include <stdlib.h>

#include "rule.h"

struct od_hours {
	struct od_calendar *calendar;
	struct named_day { /* the calendar's rows by day */
		int32_t days;
		bool off;
		int gained;  /* working days by rows before this one, over Monday to Friday */
		size_t name; /* in names */
	} * day;
	size_t days, room;
	struct od_buf names; /* each ends with NUL; at 0 the empty one */
	struct stretch {     /* of days with the same hours, until the next one */
		od_date from;
		struct od_piece part[2]; /* morning, afternoon */
		int64_t workdays;        /* before it, since 1900 */
		int64_t before;          /* working seconds since 1900 */
	} * stretch;
	size_t stretches;
};

static const char *const hour_settings[] = { "work_am", "work_pm" };
static const struct od_piece usual[] = { { 9 * HOUR, 12 * HOUR },
					 { 13 * HOUR + 30 * MINUTE, 17 * HOUR + 30 * MINUTE } };

/* Place of the first row of the calendar not before d. */
static size_t day_at(const struct od_hours *h, od_date d)
{
	size_t low = 0, high = h->days;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (h->day[middle].days < d.days)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct stretch *stretch_of(const struct od_hours *h, od_date d)
{
	size_t low = 0, high = h->stretches;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (h->stretch[middle].from.days <= d.days)
			low = middle;
		else
			high = middle;
	}
	return &h->stretch[low];
}

bool od_in_years(od_date d)
{
	return od_date_is(d) && d.days >= FIRST_DAY && d.days <= LAST_DAY;
}

/* Working days that a row of the calendar and those before it add to Monday to Friday. */
static int gained_with(const struct named_day *d)
{
	bool weekend = od_weekday((od_date){ d->days }) > 5;

	return d->gained + (weekend && !d->off) - (!weekend && d->off);
}

/* Working days before d, counted from 1900-01-01, which was a Monday. */
static int64_t workdays_before(const struct od_hours *h, od_date d)
{
	int32_t n = d.days - FIRST_DAY, rest = n % 7;
	size_t at = day_at(h, d);
	int64_t gained = 0;

	if (at < h->days)
		gained = h->day[at].gained;
	else if (h->days > 0)
		gained = gained_with(&h->day[h->days - 1]);
	return (int64_t)(n / 7) * 5 + (rest < 5 ? rest : 5) + gained;
}

static int worked(const struct stretch *s, int until)
{
	int sum = 0;

	for (int i = 0; i < 2; i++) {
		int to = until < s->part[i].to ? until : s->part[i].to;

		if (to > s->part[i].from)
			sum += to - s->part[i].from;
	}
	return sum;
}

/* Working seconds before an instant, since 1900. */
static int64_t total_at(const struct od_hours *h, od_instant t)
{
	const od_instant first = od_date_start((od_date){ FIRST_DAY }),
			 end = od_date_start((od_date){ LAST_DAY + 1 });
	const struct stretch *s;
	od_date d;
	int64_t sum;

	if (t.sec < first.sec)
		t = first;
	if (t.sec >= end.sec)
		t.sec = end.sec - 1;
	d = od_instant_date(t);
	s = stretch_of(h, d);
	sum = s->before + (workdays_before(h, d) - s->workdays) * worked(s, DAY);
	if (od_is_workday(h->calendar, d))
		sum += worked(s, (int)(t.sec - od_date_start(d).sec));
	return sum;
}

int64_t od_work_seconds(const struct od_hours *h, od_instant from, od_instant to)
{
	return to.sec <= from.sec ? 0 : total_at(h, to) - total_at(h, from);
}

bool od_hours_of(const struct od_hours *h, od_date d, int *start, int *end)
{
	const struct stretch *s = stretch_of(h, d);
	const struct od_piece *am = &s->part[0], *pm = &s->part[1];
	bool morning = am->from < am->to, afternoon = pm->from < pm->to;

	if (!morning && !afternoon)
		return false;
	*start = morning ? am->from : pm->from;
	*end = afternoon ? pm->to : am->to;
	return true;
}

const struct od_piece *od_hours_pieces(const struct od_hours *h, od_date d)
{
	return stretch_of(h, d)->part;
}

const char *od_hours_holiday(const struct od_hours *h, od_date d)
{
	size_t at = day_at(h, d);

	return at < h->days && h->day[at].days == d.days ? h->names.s + h->day[at].name : NULL;
}

od_date od_hours_published(const struct od_hours *h)
{
	return h->days ? (od_date){ h->day[h->days - 1].days } : OD_NODATE;
}

const struct od_calendar *od_hours_calendar(const struct od_hours *h)
{
	return h->calendar;
}

/* --- loading it -------------------------------------------------------------------------- */

struct given { /* a row of work_am or work_pm */
	int half;
	od_date from, to;
	struct od_piece piece;
};

static bool read_hour(struct od_scan *sc, int *seconds)
{
	int hour, minute;

	if (!od_eat_digits(sc, &hour) || !od_eat(sc, ":") || !od_eat_digits(sc, &minute))
		return false;
	if (minute > 59 || hour > 24 || (hour == 24 && minute))
		return false;
	*seconds = hour * HOUR + minute * MINUTE;
	return true;
}

/* "09:00-12:00", "-" */
static bool read_piece(const char *s, struct od_piece *p)
{
	static const char *const to[] = { "-", "–", "—", "~", "至" };
	struct od_scan sc;

	*p = (struct od_piece){ 0, 0 };
	if (!od_plain(&sc, s))
		return false;
	if (!strcmp(sc.plain, "-") || !strcmp(sc.plain, "无"))
		return true;
	if (!read_hour(&sc, &p->from))
		return false;
	od_eat(&sc, " ");
	if (od_eat_one(&sc, to, OD_COUNT(to)) < 0)
		return false;
	od_eat(&sc, " ");
	return read_hour(&sc, &p->to) && !*sc.at && p->from < p->to;
}

static int read_given(const struct od_setting *s, struct given *g, struct od_err *err)
{
	char buf[16];

	*g = (struct given){ .half = strcmp(s->name, hour_settings[0]) != 0,
			     .from = s->valid_from,
			     .to = s->valid_to };
	if (read_piece(s->value, &g->piece))
		return 0;
	return od_fail(
		err, OD_ESCHEMA,
		_("setting %s from %s: '%s' is no working hours; write 09:00-12:00, or - for "
		  "none"),
		s->name, od_date_str(s->valid_from, buf), s->value);
}

static int load_given(struct od_db *db, struct given **out, size_t *n, struct od_err *err)
{
	static const char sql[] = "SELECT name, value, valid_from, valid_to FROM setting "
				  "WHERE name IN ('work_am', 'work_pm') ORDER BY valid_from";
	struct od_iter *it = od_query(db, sql, &od_setting_type, OD_NOVALS, err);
	struct od_setting s = { 0 };
	int r = it ? 0 : -1;

	od_rec_init(&od_setting_type, &s);
	while (it && (r = od_iter_next(it, &s, err)) > 0) {
		struct given *more = reallocarray(*out, *n + 1, sizeof(*more));

		if (more)
			*out = more;
		r = more ? read_given(&s, &more[*n], err) : od_fail_nomem(err);
		if (r < 0)
			break;
		++*n;
	}
	od_rec_clear(&od_setting_type, &s);
	od_iter_free(it);
	return r;
}

static int by_day(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	return (x->from.days > y->from.days) - (x->from.days < y->from.days);
}

static int fill_stretch(struct stretch *s, const struct given *g, size_t n, struct od_err *err)
{
	const struct od_piece *am = &s->part[0], *pm = &s->part[1];
	char buf[16];

	memcpy(s->part, usual, sizeof(usual)); /* where nothing is set */
	for (size_t i = 0; i < n; i++)
		if (g[i].from.days <= s->from.days &&
		    (!od_date_is(g[i].to) || g[i].to.days >= s->from.days))
			s->part[g[i].half] = g[i].piece;
	if (am->from < am->to && pm->from < pm->to && pm->from < am->to)
		return od_fail(
			err, OD_ESCHEMA,
			_("settings work_am and work_pm on %s: the afternoon begins before the "
			  "morning ends; set both for the same days"),
			od_date_str(s->from, buf));
	return 0;
}

/* A stretch begins in 1900, and wherever a setting begins or has ended. */
static int build_stretches(struct od_hours *h, const struct given *g, size_t n, struct od_err *err)
{
	h->stretch = calloc(2 * n + 1, sizeof(*h->stretch));
	if (!h->stretch)
		return od_fail_nomem(err);
	h->stretch[h->stretches++].from = (od_date){ FIRST_DAY };
	for (size_t i = 0; i < n; i++) {
		od_date end = { od_date_is(g[i].to) ? g[i].to.days + 1 : g[i].from.days };

		if (od_in_years(g[i].from))
			h->stretch[h->stretches++].from = g[i].from;
		if (od_in_years(end))
			h->stretch[h->stretches++].from = end;
	}
	qsort(h->stretch, h->stretches, sizeof(*h->stretch), by_day);
	for (size_t i = 0; i < h->stretches; i++) {
		struct stretch *s = &h->stretch[i];

		if (fill_stretch(s, g, n, err) < 0)
			return -1;
		s->workdays = workdays_before(h, s->from);
		if (i > 0)
			s->before =
				s[-1].before + (s->workdays - s[-1].workdays) * worked(&s[-1], DAY);
	}
	return 0;
}

/* Days of one holiday stand together and share the name. */
static size_t keep_name(struct od_hours *h, const char *name)
{
	size_t at = h->days ? h->day[h->days - 1].name : 0;

	if (!name)
		return 0;
	if (!h->names.failed && !strcmp(h->names.s + at, name))
		return at;
	at = h->names.n;
	od_buf_add(&h->names, name, strlen(name) + 1);
	return at;
}

static int add_day(struct od_hours *h, const struct od_holiday *row, struct od_err *err)
{
	struct named_day *d;

	if (h->days == h->room) {
		size_t room = h->room ? 2 * h->room : 256;

		d = reallocarray(h->day, room, sizeof(*d));
		if (!d)
			return od_fail_nomem(err);
		h->day = d;
		h->room = room;
	}
	d = &h->day[h->days];
	*d = (struct named_day){ row->date.days, row->off, 0, keep_name(h, row->name) };
	if (h->days > 0)
		d->gained = gained_with(&d[-1]);
	h->days++;
	if (od_calendar_add(h->calendar, row->date, row->off) < 0 || h->names.failed)
		return od_fail_nomem(err);
	return 0;
}

static int load_days(struct od_db *db, struct od_hours *h, struct od_err *err)
{
	struct od_iter *it = od_query(db, od_holiday_kind.all, &od_holiday_type, OD_NOVALS, err);
	struct od_holiday row = { 0 };
	int r = it ? 0 : -1;

	od_rec_init(&od_holiday_type, &row);
	while (it && (r = od_iter_next(it, &row, err)) > 0) {
		r = add_day(h, &row, err);
		if (r < 0)
			break;
	}
	od_rec_clear(&od_holiday_type, &row);
	od_iter_free(it);
	return r;
}

struct od_hours *od_hours_load(struct od_db *db, struct od_err *err)
{
	struct od_hours *h = calloc(1, sizeof(*h));
	struct given *given = NULL;
	size_t n = 0;
	int r = -1;

	if (h)
		h->calendar = od_calendar_new();
	if (h)
		od_buf_putc(&h->names, '\0');
	if (!h || !h->calendar || h->names.failed)
		od_fail_nomem(err);
	else if (load_days(db, h, err) == 0 && load_given(db, &given, &n, err) == 0)
		r = build_stretches(h, given, n, err);
	free(given);
	if (r == 0)
		return h;
	od_hours_free(h);
	return NULL;
}

void od_hours_free(struct od_hours *h)
{
	if (!h)
		return;
	od_calendar_free(h->calendar);
	od_buf_free(&h->names);
	free(h->day);
	free(h->stretch);
	free(h);
}
