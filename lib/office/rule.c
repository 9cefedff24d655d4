/* rule.c - when a report is due: the regime's words for days and time limits, and their reckoning.
 *
 * A duty says its day within a period ("workday 3") and its time limit ("end-of-work", "+30d") in
 * words; both are read here, and reckoned with the office's clock (hours.c). */
#include <stdlib.h>

#include "rule.h"

/* --- the words, made plain --------------------------------------------------------------- */

/* What is read by the functions below is first made plain; each takes its form from the front of
 * that, or nothing. */

bool od_plain(struct od_scan *sc, const char *s)
{
	size_t put = 0, n;
	bool space = false;

	for (; *s; s += n) {
		uint32_t c = od_utf8_get(s, &n);

		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFF01 - '!';
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000) {
			space = put > 0;
			continue;
		}
		if (put + 2 + n > sizeof(sc->plain))
			return false;
		if (space)
			sc->plain[put++] = ' ';
		space = false;
		if (c < 0x80)
			sc->plain[put++] = (char)c;
		else
			memcpy(sc->plain + put, s, n);
		put += c < 0x80 ? 0 : n;
	}
	sc->plain[put] = '\0';
	sc->at = sc->plain;
	return put > 0;
}

bool od_eat(struct od_scan *sc, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(sc->at, word, n) != 0)
		return false;
	sc->at += n;
	return true;
}

int od_eat_one(struct od_scan *sc, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (od_eat(sc, words[i]))
			return (int)i;
	return -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool od_eat_digits(struct od_scan *sc, int *out)
{
	if (!is_digit(*sc->at))
		return false;
	for (*out = 0; is_digit(*sc->at); sc->at++)
		*out = *out >= OD_TOO_LARGE ? OD_TOO_LARGE : *out * 10 + (*sc->at - '0');
	if (*out > OD_TOO_LARGE)
		*out = OD_TOO_LARGE;
	return true;
}

/* Digits, or 一 to 十. */
static bool eat_count(struct od_scan *sc, int *out)
{
	static const char *const chinese[] = { "一", "二", "三", "四", "五",
					       "六", "七", "八", "九", "十" };
	int i;

	if (od_eat_digits(sc, out))
		return true;
	i = od_eat_one(sc, chinese, OD_COUNT(chinese));
	*out = i + 1;
	return i >= 0;
}

/* --- which day of a period --------------------------------------------------------------- */

/* clang-format off */
static const struct rhythm {
	int months, days, workdays; /* the most that "on" may say */
	const char *period;         /* for messages; NULL: no day to choose */
	const char *accepted;
} rhythms[] = {
	[OD_RHYTHM_WEEK] = {
		0, 7, 5, N_("a week"),
		N_("monday to sunday (周一), 1 to 7, last, or workday 1 to 5"),
	},
	[OD_RHYTHM_MONTH] = {
		0, 31, 23, N_("a month"),
		N_("1 to 31, last, -1 (from the end), workday 1 to 23 or workday -1"),
	},
	[OD_RHYTHM_QUARTER] = {
		3, 31, 23, N_("a quarter"),
		N_("2/15 (the 15th of its second month, of 3), last, workday 1 to 23, workday -1"),
	},
	[OD_RHYTHM_HALF_YEAR] = {
		6, 31, 23, N_("a half-year"),
		N_("2/15 (the 15th of its second month, of 6), last, workday 1 to 23, workday -1"),
	},
	[OD_RHYTHM_YEAR] = {
		12, 31, 23, N_("a year"),
		N_("a day that a year has, such as 01-31, last, workday 1 to 23 or workday -1"),
	},
	[OD_RHYTHM_EVENT] = { 0 },
};
/* clang-format on */

/* "2/", "01-" (a year's), 1月, 第2个月, 首月, 末月; nothing is taken if it is none. */
static int eat_month(struct od_scan *sc, int rhythm)
{
	const char *start = sc->at;
	int month;

	if (od_eat(sc, "首月"))
		return 1;
	if (od_eat(sc, "末月"))
		return rhythms[rhythm].months;
	if (od_eat(sc, "第")) {
		if (eat_count(sc, &month) && (od_eat(sc, "个月") || od_eat(sc, "月")))
			return month ? month : OD_TOO_LARGE;
	} else if (od_eat_digits(sc, &month)) {
		bool year = rhythm == OD_RHYTHM_YEAR;

		if (od_eat(sc, "/") || (year && (od_eat(sc, "-") || od_eat(sc, "月"))))
			return month ? month : OD_TOO_LARGE;
	}
	sc->at = start;
	return 0;
}

static bool eat_weekday(struct od_scan *sc, struct od_on *on)
{
	static const char *const names[] = { "monday", "tuesday",  "wednesday", "thursday",
					     "friday", "saturday", "sunday" };
	static const char *const chinese[] = { "一", "二", "三", "四", "五", "六", "日", "天" };
	int i;

	if (od_eat(sc, "周") || od_eat(sc, "星期")) {
		i = od_eat_one(sc, chinese, OD_COUNT(chinese));
		on->day = i < 7 ? i + 1 : 7;
	} else {
		i = od_eat_one(sc, names, OD_COUNT(names));
		on->day = i + 1;
	}
	return i >= 0;
}

static const struct {
	const char *word;
	bool workday;
	int day;
} ends[] = {
	{ "last workday", true, -1 },   { "first workday", true, 1 }, { "last", false, -1 },
	{ "最后一个工作日", true, -1 }, { "末个工作日", true, -1 },   { "首个工作日", true, 1 },
	{ "最后一天", false, -1 },      { "最后一日", false, -1 },    { "末日", false, -1 },
	{ "首日", false, 1 },
};

/* 第3个工作日, 倒数第2个工作日, 第15日, 倒数第2天, 15日 */
static bool eat_ordinal(struct od_scan *sc, struct od_on *on)
{
	static const char *const workdays[] = { "个工作日", "工作日" };
	static const char *const days[] = { "日", "天", "号" };
	bool back = od_eat(sc, "倒数"), ordinal = od_eat(sc, "第");

	if ((back && !ordinal) || !eat_count(sc, &on->day))
		return false;
	if (ordinal && od_eat_one(sc, workdays, OD_COUNT(workdays)) >= 0)
		on->workday = true;
	else if (od_eat_one(sc, days, OD_COUNT(days)) < 0)
		return false;
	if (back)
		on->day = -on->day;
	return true;
}

/* "workday 3", "workday -2", "5", "-1" */
static bool eat_number(struct od_scan *sc, struct od_on *on)
{
	bool back;

	on->workday = od_eat(sc, "workday");
	if (on->workday)
		od_eat(sc, " ");
	back = od_eat(sc, "-");
	if (!od_eat_digits(sc, &on->day))
		return false;
	if (back)
		on->day = -on->day;
	return true;
}

static bool eat_day(struct od_scan *sc, int rhythm, struct od_on *on)
{
	const char *start = sc->at;
	int month = on->month;

	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_eat(sc, ends[i].word)) {
			on->workday = ends[i].workday;
			on->day = ends[i].day;
			return true;
		}
	if (rhythm == OD_RHYTHM_WEEK && eat_weekday(sc, on))
		return true;
	sc->at = start;
	*on = (struct od_on){ .month = month };
	if (eat_number(sc, on) && !*sc->at)
		return true;
	sc->at = start;
	*on = (struct od_on){ .month = month };
	return eat_ordinal(sc, on);
}

/* Can any such period have that day? */
static bool on_can_be(const struct od_on *on, int rhythm)
{
	const struct rhythm *r = &rhythms[rhythm];
	int n = abs(on->day), most = on->workday ? r->workdays : r->days;

	if (rhythm == OD_RHYTHM_YEAR && on->month && on->month <= 12 && !on->workday) {
		static const unsigned char days[] = {
			31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
		};

		most = days[on->month - 1];
	}
	return n >= 1 && n <= most && on->month <= r->months;
}

int od_on_parse(const char *s, int rhythm, struct od_on *out, struct od_err *err)
{
	const struct rhythm *r = &rhythms[rhythm];
	struct od_on on = { 0 };
	struct od_scan sc;

	if (!r->period)
		return od_fail(
			err, OD_EDATA,
			_("'%s': only a week, month, quarter, half-year or year has a day to "
			  "choose; leave it out"),
			s);
	if (od_plain(&sc, s)) {
		on.month = r->months ? eat_month(&sc, rhythm) : 0;
		if (eat_day(&sc, rhythm, &on) && !*sc.at && on_can_be(&on, rhythm)) {
			/* From the first day of the period, or from its last. */
			if (r->months && !on.month && on.day > 0)
				on.month = 1;
			*out = on;
			return 0;
		}
	}
	return od_fail(err, OD_EDATA, _("'%s' can be no day of %s; write %s"), s, _(r->period),
		       _(r->accepted));
}

/* --- time limits ------------------------------------------------------------------------- */

enum { MOST_DAYS = 3660 }; /* no limit is longer than ten years */

static const struct unit {
	const char *word;
	int unit;
	int of; /* so many of od_due.unit */
} units[] = {
	{ "m", OD_DUE_MINUTES, 1 },
	{ "h", OD_DUE_MINUTES, 60 },
	{ "d", OD_DUE_DAYS, 1 },
	{ "w", OD_DUE_WORKDAYS, 1 },
}, chinese_units[] = {
	{ "分钟", OD_DUE_MINUTES, 1 },
	{ "小时", OD_DUE_MINUTES, 60 },
	{ "个小时", OD_DUE_MINUTES, 60 },
	{ "个工作日", OD_DUE_WORKDAYS, 1 },
	{ "工作日", OD_DUE_WORKDAYS, 1 },
	{ "天", OD_DUE_DAYS, 1 },
	{ "日", OD_DUE_DAYS, 1 },
}, days_named[] = { /* .of: the count itself */
	{ "当日", OD_DUE_DAYS, 0 },
	{ "当天", OD_DUE_DAYS, 0 },
	{ "次日", OD_DUE_DAYS, 1 },
	{ "下一个工作日", OD_DUE_WORKDAYS, 1 },
	{ "下一工作日", OD_DUE_WORKDAYS, 1 },
	{ "次一工作日", OD_DUE_WORKDAYS, 1 },
	{ "次工作日", OD_DUE_WORKDAYS, 1 },
};

static const struct unit *eat_unit(struct od_scan *sc, const struct unit *u, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (od_eat(sc, u[i].word))
			return &u[i];
	return NULL;
}

/* +30m, -2w */
static bool eat_signed(struct od_scan *sc, struct od_due *due)
{
	bool back = *sc->at == '-';
	const struct unit *u;
	int n;

	if (!od_eat(sc, "+") && !od_eat(sc, "-"))
		return false;
	if (!od_eat_digits(sc, &n))
		return false;
	u = eat_unit(sc, units, OD_COUNT(units));
	if (!u)
		return false;
	due->unit = u->unit;
	due->n = (int64_t)(back ? -n : n) * u->of;
	return true;
}

/* 30分钟内, 3个工作日, 提前3天, 3个工作日前, 次日 */
static bool eat_chinese_count(struct od_scan *sc, struct od_due *due)
{
	static const char *const within[] = { "以内", "之内", "内", "之后", "以后", "后" };
	const struct unit *u = eat_unit(sc, days_named, OD_COUNT(days_named));
	bool back;
	int n;

	if (u) {
		due->unit = u->unit;
		due->n = u->of;
		return true;
	}
	back = od_eat(sc, "提前");
	if (!eat_count(sc, &n))
		return false;
	u = eat_unit(sc, chinese_units, OD_COUNT(chinese_units));
	if (!u)
		return false;
	if (!back && od_eat_one(sc, within, OD_COUNT(within)) < 0)
		back = od_eat(sc, "之前") || od_eat(sc, "前");
	due->unit = u->unit;
	due->n = (int64_t)(back ? -n : n) * u->of;
	return true;
}

static bool eat_due_count(struct od_scan *sc, struct od_due *due)
{
	const char *start = sc->at;

	if (eat_signed(sc, due))
		return true;
	sc->at = start;
	if (eat_chinese_count(sc, due))
		return true;
	sc->at = start;
	return false;
}

/* 17:30, 下午5点半: as od_instant_parse() reads it after a day. */
static bool clock_of(const char *s, int *seconds)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_err ignored = OD_ERR_INIT;
	od_instant t;

	od_buf_printf(&b, "2000-01-01 %s", s);
	if (!*s || b.failed || od_instant_parse(b.s, NULL, &t, &ignored) < 0)
		return false;
	*seconds = (int)(t.sec - od_date_start(od_ymd(2000, 1, 1)).sec);
	return true;
}

/* All that is left says a time of day. */
static bool eat_time(struct od_scan *sc, struct od_due *due)
{
	static const struct {
		const char *word;
		int at;
	} words[] = {
		{ "end-of-work", OD_AT_WORK_END },     { "下班", OD_AT_WORK_END },
		{ "start-of-work", OD_AT_WORK_START }, { "上班", OD_AT_WORK_START },
		{ "24:00", OD_AT_MIDNIGHT_AFTER },     { "24时", OD_AT_MIDNIGHT_AFTER },
		{ "24点", OD_AT_MIDNIGHT_AFTER },
	};
	static const char *const before[] = { "之前", "以前", "前" };
	size_t n = strlen(sc->at);

	for (size_t i = 0; i < OD_COUNT(before); i++) {
		size_t tail = strlen(before[i]);

		if (n > tail && !strcmp(sc->at + n - tail, before[i])) {
			n -= tail;
			break;
		}
	}
	sc->plain[sc->at - sc->plain + (ptrdiff_t)n] = '\0';
	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (!strcmp(sc->at, words[i].word)) {
			due->at = words[i].at;
			return true;
		}
	due->at = OD_AT_CLOCK;
	return clock_of(sc->at, &due->clock);
}

static bool too_far(const struct od_due *due)
{
	int64_t most = due->unit == OD_DUE_MINUTES ? MOST_DAYS * 24 * 60 : MOST_DAYS;

	return due->n > most || due->n < -most;
}

static int fail_too_far(const char *s, struct od_err *err)
{
	return od_fail(err, OD_EDATA, _("'%s' is too far; a time limit is at most %d days"), s,
		       MOST_DAYS);
}

int od_due_parse(const char *s, struct od_due *out, struct od_err *err)
{
	struct od_due due = { .unit = OD_DUE_NOW };
	bool counted, good = false;
	struct od_scan sc;

	if (od_plain(&sc, s)) {
		counted = eat_due_count(&sc, &due);
		if (counted && too_far(&due))
			return fail_too_far(s, err);
		if (counted && due.unit == OD_DUE_MINUTES && *sc.at == ' ')
			return od_fail(
				err, OD_EDATA,
				_("'%s': minutes and hours run by the clock and take no time "
				  "of day; write +30m, or +1d 09:00"),
				s);
		od_eat(&sc, " ");
		good = counted && !*sc.at;
		if (!good && due.unit != OD_DUE_MINUTES)
			good = eat_time(&sc, &due);
	}
	if (!good)
		return od_fail(
			err, OD_EDATA,
			_("'%s' is no time limit; write 17:30, end-of-work (下班前), "
			  "start-of-work, +30m, +2h, +30d, +3w (working days), or days with a "
			  "time: +1d 09:00, -3w end-of-work"),
			s);
	*out = due;
	return 0;
}

int od_span_parse(const char *s, struct od_due *out, struct od_err *err)
{
	struct od_due due = { .unit = OD_DUE_NOW };
	struct od_scan sc;

	if (!od_plain(&sc, s) || !eat_due_count(&sc, &due) || *sc.at)
		return od_fail(
			err, OD_EDATA,
			_("'%s' is no span of time; write +30m, +2h, +3d or +2w (working days)"),
			s);
	if (strchr(sc.plain, '-') || due.n < 0)
		return od_fail(err, OD_EDATA,
			       _("'%s' goes back; a span goes forward: +30m, +2h, +3d or +2w"), s);
	if (too_far(&due))
		return fail_too_far(s, err);
	*out = due;
	return 0;
}

/* --- reckoning --------------------------------------------------------------------------- */

/* Seconds of the day; 24:00 where a day without hours has no end of work. */
static int time_of(const struct od_hours *h, const struct od_due *due, od_date d)
{
	int start = 0, end = DAY;

	switch (due->at) {
	case OD_AT_CLOCK:
		return due->clock;
	case OD_AT_WORK_END:
		od_hours_of(h, d, &start, &end);
		return end;
	case OD_AT_WORK_START:
		od_hours_of(h, d, &start, &end);
		return start;
	default:
		return DAY;
	}
}

od_instant od_due_reckon(const struct od_hours *h, const struct od_due *due, od_instant anchor,
			 struct od_buf *why)
{
	od_date day = od_instant_is(anchor) ? od_instant_date(anchor) : OD_NODATE;
	od_instant at = anchor;
	int seconds;

	if (!od_in_years(day) || too_far(due))
		return OD_NOINSTANT;
	if (due->unit == OD_DUE_MINUTES)
		at.sec += due->n * MINUTE;
	else if (due->unit == OD_DUE_DAYS)
		day.days += (int32_t)due->n;
	else if (due->unit == OD_DUE_WORKDAYS)
		day = od_workday_add(od_hours_calendar(h), day, (int)due->n);
	if (due->unit == OD_DUE_MINUTES) {
		day = od_instant_date(at);
		seconds = (int)(at.sec - od_date_start(day).sec);
	} else {
		seconds = od_in_years(day) ? time_of(h, due, day) : 0;
		at.sec = od_in_years(day) ? od_date_start(day).sec + seconds : 0;
	}
	if (!od_in_years(day) || !od_in_years(od_instant_date(at)))
		return OD_NOINSTANT;
	if (why)
		od_rule_explain(h, due, anchor, day, seconds, why);
	return at;
}

/* --- periods ----------------------------------------------------------------------------- */

/* First and last day of a month, and of months after it. */
static void months(int year, int month, int n, od_date *from, od_date *to)
{
	int next = month + n;

	*from = od_ymd(year, month, 1);
	*to = next > 12 ? od_ymd(year + 1, next - 12, 1) : od_ymd(year, next, 1);
	to->days--;
}

/* The day among from..to.  A day of the month that this month has not is its last, or from the end
 * its first: the 31st of April is the 30th. */
static od_date day_among(const struct od_calendar *c, const struct od_on *on, od_date from,
			 od_date to)
{
	od_date d;

	if (on->workday) {
		d = on->day > 0 ? od_workday_add(c, (od_date){ from.days - 1 }, on->day)
				: od_workday_add(c, (od_date){ to.days + 1 }, on->day);
		return od_date_is(d) && d.days >= from.days && d.days <= to.days ? d : OD_NODATE;
	}
	d.days = on->day > 0 ? from.days + on->day - 1 : to.days + on->day + 1;
	if (d.days > to.days)
		return to;
	return d.days < from.days ? from : d;
}

static od_date shifted(const struct od_calendar *c, od_date d, int shift)
{
	if (!od_date_is(d) || shift == OD_SHIFT_NONE || od_is_workday(c, d))
		return d;
	return od_workday_add(c, d, shift == OD_SHIFT_NEXT ? 0 : -1);
}

/* A working day is a period of its own, and so is a day off, which has no day to report on. */
void od_period_of(const struct od_calendar *c, int rhythm, const struct od_on *on, int shift,
		  od_date d, struct od_period *out)
{
	static const struct od_on last = { .day = -1 };
	static const int lengths[] = { [OD_RHYTHM_MONTH] = 1,
				       [OD_RHYTHM_QUARTER] = 3,
				       [OD_RHYTHM_HALF_YEAR] = 6,
				       [OD_RHYTHM_YEAR] = 12 };
	od_date from, to;
	int year, month, day, n, first;

	*out = (struct od_period){ d, d, d };
	if (rhythm == OD_RHYTHM_WORKDAY && !od_is_workday(c, d))
		out->on = OD_NODATE;
	if (rhythm < OD_RHYTHM_WEEK || rhythm > OD_RHYTHM_YEAR)
		return;
	if (!on)
		on = &last;
	if (rhythm == OD_RHYTHM_WEEK) {
		out->from.days = d.days - (od_weekday(d) - 1);
		out->to.days = out->from.days + 6;
		out->on = shifted(c, day_among(c, on, out->from, out->to), shift);
		return;
	}
	n = lengths[rhythm];
	od_date_split(d, &year, &month, &day);
	first = (month - 1) / n * n + 1;
	months(year, first, n, &out->from, &out->to);
	months(year, on->month ? first + on->month - 1 : first + n - 1, 1, &from, &to);
	out->on = shifted(c, day_among(c, on, from, to), shift);
}
