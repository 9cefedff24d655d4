/* fuzz-rule.c - words of any kind as the regime's rules: days of a period, time limits, spans.
 *
 * The input is eight bytes that choose the rhythm, the shift and an instant, then a line for the day and
 * one for the time limit.  What is accepted must be reckoned within the years that dates may have, later
 * from a later instant, and periods must tile the days. */
#include "../../lib/office/rule.h"
#include "fuzz-reader.h"
#include "fuzz-dir.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* --- an office's clock, from a database that is gone when it is read -------------------------------- */

/* Spring and autumn of a year as it may be announced, with 调休, a half day and a day without hours. */
static const struct {
	int month, day;
	bool off;
} days[] = {
	{ 2, 14, false }, { 2, 15, true },   { 2, 16, true }, { 2, 17, true },  { 2, 18, true },
	{ 2, 19, true },  { 2, 20, true },   { 2, 23, true }, { 2, 28, false }, { 9, 20, false },
	{ 9, 25, true },  { 10, 1, true },   { 10, 2, true }, { 10, 5, true },  { 10, 6, true },
	{ 10, 7, true },  { 10, 10, false },
};

static const struct {
	const char *name, *value;
	int month, day;
} hours[] = {
	{ "work_am", "08:30-12:00", 1, 1 },
	{ "work_pm", "14:00-18:00", 1, 1 },
	{ "work_pm", "-", 4, 3 },
	{ "work_pm", "14:00-18:00", 4, 4 },
	{ "work_am", "-", 12, 1 },
	{ "work_pm", "-", 12, 1 },
	{ "work_am", "09:00-12:00", 12, 2 },
	{ "work_pm", "13:30-17:30", 12, 2 },
};

static void fill(struct od_db *db)
{
	const struct od_act act = { "fuzz", NULL, "fuzz", { 1772416800 } };
	struct od_err err = OD_ERR_INIT;
	enum od_change change;

	must(od_begin(db, &act, &err) == 0);
	for (size_t i = 0; i < OD_COUNT(days); i++) {
		struct od_holiday h = { od_ymd(2026, days[i].month, days[i].day), days[i].off,
					NULL };

		must(od_load(db, &od_holiday_type, &h, &change, &err) == 0);
	}
	for (size_t i = 0; i < OD_COUNT(hours); i++) {
		struct od_setting s = { strdup(hours[i].name), strdup(hours[i].value),
					od_ymd(2026, hours[i].month, hours[i].day), OD_NODATE };

		must(od_load(db, &od_setting_type, &s, &change, &err) == 0);
		od_rec_clear(&od_setting_type, &s);
	}
	must(od_commit(db, &err) == 0);
}

static struct od_hours *make_clock(void)
{
	char dir[64], path[80], command[80];
	struct od_err err = OD_ERR_INIT;
	struct od_hours *h;
	struct od_db *db;

	fuzz_dir(dir, sizeof(dir));
	snprintf(path, sizeof(path), "%s/o.db", dir);
	must(od_create(path, &err) == 0);
	db = od_open(path, OD_WRITE, 2000, &err);
	must(db);
	fill(db);
	h = od_hours_load(db, &err);
	must(h);
	od_close(db);
	snprintf(command, sizeof(command), "rm -rf %s/*", dir);
	must(system(command) == 0);
	rmdir(dir);
	return h;
}

/* What is refused is quoted as it is: the readers let nothing but UTF-8 through. */
static void check_refusal(const char *s, const struct od_err *err)
{
	must(err->code == OD_EDATA);
	if (od_utf8_bad(s, strlen(s)) == strlen(s))
		check_message(err);
}

/* --- periods ------------------------------------------------------------------------------------------ */

static bool same_period(const struct od_period *a, const struct od_period *b)
{
	return a->from.days == b->from.days && a->to.days == b->to.days && a->on.days == b->on.days;
}

static void check_day(const struct od_calendar *c, int rhythm, const struct od_on *on, int shift,
		      const struct od_period *p)
{
	bool inside = p->on.days >= p->from.days && p->on.days <= p->to.days;

	if (!od_date_is(p->on)) {
		/* a count of working days that it has not, a day off, or the end of the years */
		must((on && on->workday) || rhythm == OD_RHYTHM_WORKDAY || shift != OD_SHIFT_NONE);
		return;
	}
	must(inside || shift != OD_SHIFT_NONE);
	if (shift == OD_SHIFT_NEXT)
		must(p->on.days >= p->from.days);
	if (shift == OD_SHIFT_PREVIOUS)
		must(p->on.days <= p->to.days);
	if ((on && on->workday) || rhythm == OD_RHYTHM_WORKDAY ||
	    (shift != OD_SHIFT_NONE && rhythm >= OD_RHYTHM_WEEK && rhythm <= OD_RHYTHM_YEAR))
		must(od_is_workday(c, p->on));
}

static void check_period(const struct od_calendar *c, int rhythm, const struct od_on *on, int shift,
			 od_date d)
{
	struct od_period p, other;

	od_period_of(c, rhythm, on, shift, d, &p);
	must(p.from.days <= d.days && d.days <= p.to.days);
	check_day(c, rhythm, on, shift, &p);
	od_period_of(c, rhythm, on, shift, p.from, &other);
	must(p.from.days == d.days || same_period(&p, &other));
	od_period_of(c, rhythm, on, shift, p.to, &other);
	must(p.to.days == d.days || same_period(&p, &other));
	od_period_of(c, rhythm, on, shift, (od_date){ p.to.days + 1 }, &other);
	must(other.from.days == p.to.days + 1);
	od_period_of(c, rhythm, on, shift, (od_date){ p.from.days - 1 }, &other);
	must(other.to.days == p.from.days - 1);
}

static void check_on(const struct od_calendar *c, const char *s, int rhythm, int shift, od_date d)
{
	struct od_err err = OD_ERR_INIT;
	struct od_on on = { 0 };

	if (od_on_parse(s, rhythm, &on, &err) < 0) {
		check_refusal(s, &err);
		return;
	}
	must(rhythm >= OD_RHYTHM_WEEK && rhythm <= OD_RHYTHM_YEAR);
	must(on.day != 0 && on.day >= -31 && on.day <= 31 && on.month >= 0 && on.month <= 12);
	check_period(c, rhythm, &on, shift, d);
}

/* --- time limits -------------------------------------------------------------------------------------- */

/* Where a limit of ten years at most cannot lead out of them. */
static bool amid_years(od_instant t)
{
	return t.sec > od_date_start(od_ymd(1920, 1, 1)).sec &&
	       t.sec < od_date_start(od_ymd(2179, 1, 1)).sec;
}

static void check_instant(const struct od_hours *h, const struct od_due *due, od_instant anchor,
			  od_instant at)
{
	const struct od_calendar *c = od_hours_calendar(h);
	od_date day = od_instant_date(at), ended = od_instant_date((od_instant){ at.sec - 1 });
	int64_t from;

	must(od_in_years(day));
	switch (due->unit) {
	case OD_DUE_MINUTES:
		must(at.sec == anchor.sec + due->n * MINUTE);
		return;
	case OD_DUE_WORKDAYS:
		must(od_is_workday(c, day) || od_is_workday(c, ended));
		return;
	default:
		from = od_date_start(od_instant_date(anchor)).sec + due->n * DAY;
		must(at.sec >= from && at.sec <= from + DAY);
	}
}

static void reckon(const struct od_hours *h, const struct od_due *due, od_instant anchor,
		   od_instant later)
{
	od_instant at = od_due_reckon(h, due, anchor, NULL), after;
	struct od_buf why = OD_BUF_INIT;

	must(od_due_reckon(h, due, anchor, &why).sec == at.sec && !why.failed);
	must(od_instant_is(at) || !amid_years(anchor));
	if (od_instant_is(at)) {
		check_instant(h, due, anchor, at);
		must(why.n && od_utf8_bad(why.s, why.n) == why.n);
		after = od_due_reckon(h, due, later, NULL);
		must(!od_instant_is(after) || after.sec >= at.sec);
	}
	od_buf_free(&why);
}

static void check_due(const struct od_hours *h, const char *s, od_instant anchor, od_instant later)
{
	struct od_err err = OD_ERR_INIT;
	struct od_due due = { 0 };

	if (od_due_parse(s, &due, &err) < 0) {
		check_refusal(s, &err);
		return;
	}
	must(due.clock >= 0 && due.clock < DAY);
	must(due.unit != OD_DUE_NOW || due.n == 0);
	reckon(h, &due, anchor, later);
}

static void check_span(const struct od_hours *h, const char *s, od_instant anchor)
{
	struct od_due span = { 0 }, due = { 0 };
	struct od_err err = OD_ERR_INIT;
	od_instant at;

	if (od_span_parse(s, &span, &err) < 0) {
		check_refusal(s, &err);
		return;
	}
	/* A span is a time limit too, and never before where it begins. */
	must(od_due_parse(s, &due, &err) == 0);
	must(span.unit == due.unit && span.n == due.n && span.at == due.at && span.n >= 0);
	at = od_due_reckon(h, &span, anchor, NULL);
	must(!od_instant_is(at) || at.sec >= anchor.sec);
}

/* Working time adds up, and is no more than time. */
static void check_work(const struct od_hours *h, od_instant a, od_instant b)
{
	od_instant middle = { a.sec + (b.sec - a.sec) / 3 };
	int64_t all = od_work_seconds(h, a, b);

	must(all >= 0 && all <= b.sec - a.sec);
	must(all == od_work_seconds(h, a, middle) + od_work_seconds(h, middle, b));
	must(od_work_seconds(h, b, a) == 0);
}

/* --- an input ----------------------------------------------------------------------------------------- */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct od_hours *h;
	const struct od_calendar *c;
	char text[512], *due;
	od_instant anchor, later;
	int rhythm, shift;
	od_date day;
	uint32_t at;

	if (n < 8)
		return 0;
	if (!h)
		h = make_clock();
	c = od_hours_calendar(h);
	rhythm = bytes[0] % (OD_RHYTHM_EVENT + 1);
	shift = bytes[1] % (OD_SHIFT_PREVIOUS + 1);
	memcpy(&at, bytes + 2, sizeof(at));
	day.days = FIRST_DAY + (int32_t)(at % (uint32_t)(LAST_DAY - FIRST_DAY + 1));
	if (bytes[6] & 1) /* often: in the years that have holidays */
		day.days = od_ymd(2026, 1, 1).days + (int32_t)(at % 500);
	anchor.sec =
		od_date_start(day).sec + (bytes[6] * 256 + bytes[7]) * 60 % DAY + bytes[7] % 60;
	later.sec = anchor.sec + (int64_t)bytes[2] * bytes[2] * 600 + bytes[3];
	n = n - 8 < sizeof(text) - 1 ? n - 8 : sizeof(text) - 1;
	memcpy(text, bytes + 8, n);
	text[n] = '\0';
	due = strchr(text, '\n');
	if (due) {
		*due++ = '\0';
		due[strcspn(due, "\n")] = '\0';
	}
	check_period(c, rhythm, NULL, shift, day);
	check_on(c, text, rhythm, shift, day);
	check_due(h, due ? due : text, anchor, later);
	check_span(h, due ? due : text, anchor);
	check_work(h, anchor, later);
	return 0;
}
