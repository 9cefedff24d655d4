/* date_parse.c - the closed grammar in which people may write days and instants.
 *
 * What is read is first made plain (plain()): white space at the ends goes, a run of it becomes
 * one space, full width becomes ASCII, capitals become small.  The readers below each take one
 * form from the front of that; whatever is left over at the end refuses the whole.  Readers of
 * a form return READ, NO_FORM (this is something else) or -1 (it is this form, but wrong: the
 * message says how). */
#include <stdlib.h>

#include "base.h"
#include "date.h"
#include "text.h"

enum { NO_FORM = 0, READ = 1 };
enum { DAY = 24 * 3600 };

struct scan {
	const char *at;    /* what is still to be read of plain */
	char plain[96];    /* longer than any form */
	const char *typed; /* as it was given, for messages */
	const struct od_when *when;
	struct od_err *err;
};

/* --- making plain, and messages -------------------------------------------------------------- */

static uint32_t plain_char(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFF01 - '!';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Fill sc->plain from sc->typed; false: it is longer than any form. */
static bool plain(struct scan *sc)
{
	const char *s = sc->typed;
	size_t n, put = 0;
	bool space = false;

	for (; *s; s += n) {
		uint32_t c = plain_char(od_utf8_get(s, &n));

		if (od_char_is_space(c)) {
			space = put > 0;
			continue;
		}
		if (put + 1 + n >= sizeof(sc->plain))
			return false;
		if (space)
			sc->plain[put++] = ' ';
		space = false;
		if (c < 0x80) {
			sc->plain[put++] = (char)c;
		} else {
			memcpy(sc->plain + put, s, n);
			put += n;
		}
	}
	sc->plain[put] = '\0';
	sc->at = sc->plain;
	return true;
}

/* What was typed, fit to stand in a message: short, in one line, well-formed. */
struct quote {
	char s[80];
};

static bool is_printable(uint32_t c)
{
	return (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c != 0xFFFD);
}

static const char *quote(const struct scan *sc, struct quote *q)
{
	static const char more[] = "…";
	const char *s = sc->typed;
	size_t n, put = 0, end = 0;

	while (*s && od_char_is_space(od_utf8_get(s, &n)))
		s += n;
	for (; *s; s += n) {
		uint32_t c = od_utf8_get(s, &n);

		if (put + n + sizeof(more) > sizeof(q->s)) {
			memcpy(q->s + end, more, sizeof(more));
			return q->s;
		}
		if (is_printable(c)) {
			memcpy(q->s + put, s, n);
			put += n;
		} else {
			q->s[put++] = '?';
		}
		if (!od_char_is_space(c))
			end = put;
	}
	q->s[end] = '\0';
	return q->s;
}

/* --- small readers --------------------------------------------------------------------------- */

static bool eat(struct scan *sc, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(sc->at, word, n) != 0)
		return false;
	sc->at += n;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_ahead(const struct scan *sc)
{
	size_t n = 0;

	while (is_digit(sc->at[n]))
		n++;
	return n;
}

/* A whole run of least to most digits (at most 9), or nothing is taken. */
static bool eat_number(struct scan *sc, size_t least, size_t most, int *out)
{
	size_t n = digits_ahead(sc);

	if (n < least || n > most)
		return false;
	*out = 0;
	for (; n > 0; n--)
		*out = *out * 10 + (*sc->at++ - '0');
	return true;
}

static int two_digits(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* --- dates ----------------------------------------------------------------------------------- */

static const char *month_name(int month)
{
	static const char *const names[] = { N_("January"), N_("February"), N_("March"),
					     N_("April"),   N_("May"),      N_("June"),
					     N_("July"),    N_("August"),   N_("September"),
					     N_("October"), N_("November"), N_("December") };

	return _(names[month - 1]);
}

static int no_such_month(const struct scan *sc)
{
	struct quote q;

	return od_fail(sc->err, OD_EDATA, _("'%s' is not a day: months are 1 to 12"),
		       quote(sc, &q));
}

static int out_of_years(const struct scan *sc)
{
	struct quote q;

	return od_fail(sc->err, OD_EDATA, _("'%s' is outside the years %d to %d"), quote(sc, &q),
		       OD_FIRST_YEAR, OD_LAST_YEAR);
}

static int full_date(const struct scan *sc, int year, int month, int day, od_date *out)
{
	struct quote q;

	if (year < OD_FIRST_YEAR || year > OD_LAST_YEAR)
		return out_of_years(sc);
	if (month < 1 || month > 12)
		return no_such_month(sc);
	if (day < 1 || day > od_days_in(year, month))
		return od_fail(sc->err, OD_EDATA, _("'%s' is not a day: %s %d has %d"),
			       quote(sc, &q), month_name(month), year, od_days_in(year, month));
	*out = od_ymd(year, month, day);
	return READ;
}

static od_date today(const struct scan *sc)
{
	return sc->when ? od_instant_date(sc->when->now) : OD_NODATE;
}

/* Without a year: the one that puts it nearest to today; of two as near, this year's. */
static int near_date(const struct scan *sc, int month, int day, od_date *out)
{
	static const int leap_year = 2000;
	od_date now = today(sc), best = OD_NODATE;
	int year, m, d;
	struct quote q;

	if (!od_date_in_range(now))
		return NO_FORM;
	if (month < 1 || month > 12)
		return no_such_month(sc);
	if (day < 1 || day > od_days_in(leap_year, month))
		return od_fail(sc->err, OD_EDATA, _("'%s' is not a day: %s has %d"), quote(sc, &q),
			       month_name(month), od_days_in(leap_year, month));
	od_date_split(now, &year, &m, &d);
	for (int i = 0; i < 3; i++) {
		static const int offsets[] = { 0, -1, 1 };
		od_date candidate = od_ymd(year + offsets[i], month, day);

		if (od_date_in_range(candidate) &&
		    (!od_date_is(best) ||
		     abs(candidate.days - now.days) < abs(best.days - now.days)))
			best = candidate;
	}
	if (!od_date_is(best))
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' is not a day of %d, %d or %d; write the year too"),
			       quote(sc, &q), year - 1, year, year + 1);
	*out = best;
	return READ;
}

/* 20261205 */
static int eight_digits(struct scan *sc, od_date *out)
{
	const char *s = sc->at;

	sc->at += 8;
	return full_date(sc, two_digits(s) * 100 + two_digits(s + 2), two_digits(s + 4),
			 two_digits(s + 6), out);
}

/* 2026-12-05, 2026/12/5, 2026.12.5, 2026年12月5日 */
static int with_year(struct scan *sc, od_date *out)
{
	static const struct {
		const char *after_year, *after_month, *after_day;
	} forms[] = {
		{ "-", "-", "" },
		{ "年", "月", "日" },
		{ "/", "/", "" },
		{ ".", ".", "" },
	};
	int year, month, day;

	if (!eat_number(sc, 4, 4, &year))
		return NO_FORM;
	for (size_t i = 0; i < OD_COUNT(forms); i++) {
		if (!eat(sc, forms[i].after_year))
			continue;
		if (eat_number(sc, 1, 2, &month) && eat(sc, forms[i].after_month) &&
		    eat_number(sc, 1, 2, &day) && eat(sc, forms[i].after_day))
			return full_date(sc, year, month, day, out);
		return NO_FORM;
	}
	return NO_FORM;
}

/* 12月5日, 12-05 */
static int without_year(struct scan *sc, od_date *out)
{
	int month, day;

	if (!eat_number(sc, 1, 2, &month))
		return NO_FORM;
	if (eat(sc, "-"))
		return eat_number(sc, 1, 2, &day) ? near_date(sc, month, day, out) : NO_FORM;
	if (eat(sc, "月") && eat_number(sc, 1, 2, &day) && eat(sc, "日"))
		return near_date(sc, month, day, out);
	return NO_FORM;
}

static int days_from_today(const struct scan *sc, int days, od_date *out)
{
	od_date now = today(sc), d;

	if (!od_date_in_range(now))
		return NO_FORM;
	d = (od_date){ now.days + days };
	if (!od_date_in_range(d))
		return out_of_years(sc);
	*out = d;
	return READ;
}

static int workdays_from_today(const struct scan *sc, int days, od_date *out)
{
	struct quote q;
	od_date d;

	if (!od_date_in_range(today(sc)))
		return NO_FORM;
	if (!sc->when->calendar)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' counts working days, and there is no calendar of them here; "
				 "write +3d or 2026-12-05"),
			       quote(sc, &q));
	d = od_workday_add(sc->when->calendar, today(sc), days);
	if (!od_date_in_range(d))
		return out_of_years(sc);
	*out = d;
	return READ;
}

/* +3d, -3d, +3w */
static int by_count(struct scan *sc, od_date *out)
{
	bool back = *sc->at == '-';
	int n;

	sc->at++;
	if (!eat_number(sc, 1, 6, &n))
		return digits_ahead(sc) > 6 ? out_of_years(sc) : NO_FORM;
	if (eat(sc, "d"))
		return days_from_today(sc, back ? -n : n, out);
	if (!back && eat(sc, "w"))
		return workdays_from_today(sc, n, out);
	return NO_FORM;
}

/* 今天, yesterday ... */
static int by_name(struct scan *sc, od_date *out)
{
	static const struct {
		const char *word;
		int days;
	} words[] = {
		{ "今天", 0 },  { "明天", 1 },  { "后天", 2 },     { "昨天", -1 },
		{ "前天", -2 }, { "today", 0 }, { "tomorrow", 1 }, { "yesterday", -1 },
	};

	for (size_t i = 0; i < OD_COUNT(words); i++) {
		if (eat(sc, words[i].word))
			return days_from_today(sc, words[i].days, out);
	}
	return NO_FORM;
}

static int day_of_week(const struct scan *sc, int weeks, int weekday, od_date *out)
{
	od_date now = today(sc);

	return od_date_is(now) ? days_from_today(sc, 7 * weeks + weekday - od_weekday(now), out)
			       : NO_FORM;
}

/* 周五, 星期五, 上周五, 下周一 */
static int by_chinese_weekday(struct scan *sc, od_date *out)
{
	static const struct {
		const char *word;
		int weekday;
	} days[] = { { "一", 1 }, { "二", 2 }, { "三", 3 }, { "四", 4 },
		     { "五", 5 }, { "六", 6 }, { "日", 7 }, { "天", 7 } };
	int weeks = 0;

	if (eat(sc, "上"))
		weeks = -1;
	else if (eat(sc, "下"))
		weeks = 1;
	if (!eat(sc, "周") && !eat(sc, "星期"))
		return NO_FORM;
	for (size_t i = 0; i < OD_COUNT(days); i++) {
		if (eat(sc, days[i].word))
			return day_of_week(sc, weeks, days[i].weekday, out);
	}
	return NO_FORM;
}

/* friday, next monday, last friday */
static int by_english_weekday(struct scan *sc, od_date *out)
{
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday" };
	int weeks = 0;

	if (eat(sc, "last "))
		weeks = -1;
	else if (eat(sc, "next "))
		weeks = 1;
	for (int i = 0; i < 7; i++) {
		if (eat(sc, days[i]))
			return day_of_week(sc, weeks, i + 1, out);
	}
	return NO_FORM;
}

static int by_word(struct scan *sc, od_date *out)
{
	static int (*const readers[])(struct scan *, od_date *) = { by_name, by_chinese_weekday,
								    by_english_weekday };
	const char *start = sc->at;

	for (size_t i = 0; i < OD_COUNT(readers); i++) {
		int r = readers[i](sc, out);

		if (r != NO_FORM)
			return r;
		sc->at = start;
	}
	return NO_FORM;
}

/* A date of any form from the front. */
static int read_date(struct scan *sc, od_date *out)
{
	size_t digits = digits_ahead(sc);

	if (digits == 8)
		return eight_digits(sc, out);
	if (digits == 4)
		return with_year(sc, out);
	if (digits > 0)
		return without_year(sc, out);
	if (*sc->at == '+' || *sc->at == '-')
		return by_count(sc, out);
	return by_word(sc, out);
}

static int not_a_date(const struct scan *sc)
{
	struct quote q;

	return od_fail(sc->err, OD_EDATA,
		       _("'%s' is not a date; write 2026-12-05, 12月5日, 今天, +3d, 周五 or "
			 "next monday"),
		       quote(sc, &q));
}

/* Nearly every date is one that this program wrote: told at a glance. */
static bool plain_date(const char *s, od_date *out)
{
	static const char form[] = "0000-00-00";
	int n[3] = { 0, 0, 0 }, k = 0;

	for (size_t i = 0; i < sizeof(form); i++) {
		if (form[i] == '0' && s[i] >= '0' && s[i] <= '9')
			n[k] = n[k] * 10 + (s[i] - '0');
		else if (form[i] == '0' || form[i] != s[i])
			return false;
		else
			k++;
	}
	if (n[0] < 1900 || n[0] > 2199 || !od_date_is(od_ymd(n[0], n[1], n[2])))
		return false; /* to be refused with the reason */
	*out = od_ymd(n[0], n[1], n[2]);
	return true;
}

int od_date_parse(const char *s, const struct od_when *when, od_date *out, struct od_err *err)
{
	struct scan sc = { .typed = s, .when = when, .err = err };
	od_date d;
	int r;

	if (plain_date(s, out))
		return 0;
	if (!plain(&sc))
		return not_a_date(&sc);
	r = read_date(&sc, &d);
	if (r < 0)
		return -1;
	if (r == NO_FORM || *sc.at)
		return not_a_date(&sc);
	*out = d;
	return 0;
}

/* --- instants -------------------------------------------------------------------------------- */

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

static const char *eat_part_of_day(struct scan *sc)
{
	for (size_t i = 0; i < OD_COUNT(parts_of_day); i++) {
		if (eat(sc, parts_of_day[i].word))
			return parts_of_day[i].word;
	}
	return NULL;
}

static int apply_part_of_day(const struct scan *sc, const char *word, struct clock *c)
{
	struct quote q;

	for (size_t i = 0; i < OD_COUNT(parts_of_day); i++) {
		const struct part_of_day *p = &parts_of_day[i];

		if (strcmp(p->word, word) == 0 && c->hour >= p->from && c->hour <= p->to) {
			c->hour += p->add;
			return READ;
		}
	}
	return od_fail(sc->err, OD_EDATA,
		       _("'%s': which hour %s %d is, is not clear; write the hour from 0 to 23 "
			 "without %s"),
		       quote(sc, &q), word, c->hour, word);
}

/* 14:30, 14:30:05: the hour is read, the colon is next. */
static int colon_clock(struct scan *sc, struct clock *c)
{
	struct quote q;

	if (!eat(sc, ":") || !eat_number(sc, 2, 2, &c->minute))
		return NO_FORM;
	if (eat(sc, ":") && !eat_number(sc, 2, 2, &c->second))
		return NO_FORM;
	if ((*sc->at == '.' || *sc->at == ',') && is_digit(sc->at[1]))
		return od_fail(sc->err, OD_EDATA,
			       _("'%s': fractions of a second are not kept; write 14:30:05"),
			       quote(sc, &q));
	return READ;
}

/* 14时30分, 14点, 14点30, 9点半: the hour is read. */
static int chinese_clock(struct scan *sc, struct clock *c)
{
	if (!eat(sc, "时") && !eat(sc, "点"))
		return NO_FORM;
	if (eat(sc, "半"))
		c->minute = 30;
	else if (digits_ahead(sc) == 2) /* 分 is often left out, never after one digit */
		return eat_number(sc, 2, 2, &c->minute) && (eat(sc, "分") || !*sc->at) ? READ
										       : NO_FORM;
	else if (digits_ahead(sc) > 0 && (!eat_number(sc, 1, 2, &c->minute) || !eat(sc, "分")))
		return NO_FORM;
	return READ;
}

static int check_clock(const struct scan *sc, const struct clock *c)
{
	struct quote q;

	if (c->hour == 24 && c->minute == 0 && c->second == 0)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s': for midnight write 00:00 of the day that begins then"),
			       quote(sc, &q));
	if (c->hour > 23 || c->minute > 59 || c->second > 59)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' is not a time of day: hours are 0 to 23, minutes and "
				 "seconds 0 to 59"),
			       quote(sc, &q));
	return READ;
}

static int read_clock(struct scan *sc, bool colon_only, int *seconds)
{
	struct clock c = { 0, 0, 0 };
	const char *part = colon_only ? NULL : eat_part_of_day(sc);
	int r;

	if (!eat_number(sc, 1, 2, &c.hour))
		return NO_FORM;
	if (*sc->at == ':')
		r = colon_clock(sc, &c);
	else
		r = colon_only ? NO_FORM : chinese_clock(sc, &c);
	if (r == READ)
		r = check_clock(sc, &c);
	if (r == READ && part)
		r = apply_part_of_day(sc, part, &c);
	*seconds = c.hour * 3600 + c.minute * 60 + c.second;
	return r;
}

/* Z, +08:00, or nothing: the office's. */
static int read_zone(struct scan *sc, int *east)
{
	bool west = *sc->at == '-';
	struct quote q;
	int hours, minutes;

	*east = OD_ZONE_SECONDS;
	if (*sc->at == '\0')
		return READ;
	if (eat(sc, "z")) {
		*east = 0;
		return READ;
	}
	if (!eat(sc, "+") && !eat(sc, "-"))
		return NO_FORM;
	if (!eat_number(sc, 2, 2, &hours) || !eat(sc, ":") || !eat_number(sc, 2, 2, &minutes))
		return NO_FORM;
	if (hours > 23 || minutes > 59)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' has no such time zone; write +08:00, Z or none"),
			       quote(sc, &q));
	*east = (hours * 60 + minutes) * (west ? -60 : 60);
	return READ;
}

/* A time of day alone is today's. */
static int todays_time(struct scan *sc, od_date *d, int *seconds, int *east)
{
	*d = today(sc);
	*east = OD_ZONE_SECONDS;
	if (!od_date_in_range(*d))
		return NO_FORM;
	return read_clock(sc, false, seconds);
}

/* What follows the date: nothing, or a time of day. */
static int read_time(struct scan *sc, int *seconds, int *east)
{
	int r;

	*seconds = 0;
	*east = OD_ZONE_SECONDS;
	if (*sc->at == '\0')
		return READ;
	if (!eat(sc, "t")) {
		eat(sc, " ");
		return read_clock(sc, false, seconds);
	}
	r = read_clock(sc, true, seconds);
	return r == READ ? read_zone(sc, east) : r;
}

static int not_an_instant(const struct scan *sc)
{
	struct quote q;

	return od_fail(sc->err, OD_EDATA,
		       _("'%s' is not a date and time; write 2026-12-05 14:30, 12月5日下午2点, "
			 "2026-12-05, now, or 14:30 for today"),
		       quote(sc, &q));
}

static bool is_now(const struct scan *sc)
{
	return sc->when && od_instant_is(sc->when->now) &&
	       (strcmp(sc->plain, "now") == 0 || strcmp(sc->plain, "现在") == 0);
}

int od_instant_parse(const char *s, const struct od_when *when, od_instant *out, struct od_err *err)
{
	struct scan sc = { .typed = s, .when = when, .err = err };
	int r, seconds = 0, east = OD_ZONE_SECONDS;
	od_instant t;
	od_date d;

	if (!plain(&sc))
		return not_an_instant(&sc);
	if (is_now(&sc)) {
		*out = when->now;
		return 0;
	}
	r = read_date(&sc, &d);
	if (r == READ) {
		r = read_time(&sc, &seconds, &east);
	} else if (r == NO_FORM) {
		sc.at = sc.plain;
		r = todays_time(&sc, &d, &seconds, &east);
	}
	if (r < 0)
		return -1;
	if (r == NO_FORM || *sc.at)
		return not_an_instant(&sc);
	t.sec = (int64_t)d.days * DAY + seconds - east;
	if (!od_date_in_range(od_instant_date(t)))
		return out_of_years(&sc);
	*out = t;
	return 0;
}
