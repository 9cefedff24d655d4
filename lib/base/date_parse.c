/* date_parse.c - the forms in which people may write days. */
#include <stdlib.h>

#include "date_scan.h"

static int two_digits(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

static const char *month_name(int month)
{
	static const char *const names[] = { N_("January"), N_("February"), N_("March"),
					     N_("April"),   N_("May"),      N_("June"),
					     N_("July"),    N_("August"),   N_("September"),
					     N_("October"), N_("November"), N_("December") };

	return _(names[month - 1]);
}

static int no_such_month(const struct od_scan *sc)
{
	struct od_quote q;

	return od_fail(sc->err, OD_EDATA, _("'%s' is not a day: months are 1 to 12"),
		       od_scan_quote(sc, &q));
}

int od_scan_out_of_years(const struct od_scan *sc)
{
	struct od_quote q;

	return od_fail(sc->err, OD_EDATA, _("'%s' is outside the years %d to %d"),
		       od_scan_quote(sc, &q), OD_FIRST_YEAR, OD_LAST_YEAR);
}

static int full_date(const struct od_scan *sc, int year, int month, int day, od_date *out)
{
	struct od_quote q;

	if (year < OD_FIRST_YEAR || year > OD_LAST_YEAR)
		return od_scan_out_of_years(sc);
	if (month < 1 || month > 12)
		return no_such_month(sc);
	if (day < 1 || day > od_days_in(year, month))
		return od_fail(sc->err, OD_EDATA, _("'%s' is not a day: %s %d has %d"),
			       od_scan_quote(sc, &q), month_name(month), year,
			       od_days_in(year, month));
	*out = od_ymd(year, month, day);
	return OD_READ_FORM;
}

od_date od_scan_today(const struct od_scan *sc)
{
	return sc->when ? od_instant_date(sc->when->now) : OD_NODATE;
}

/* Without a year: the one that puts it nearest to today; of two as near, this year's. */
static int near_date(const struct od_scan *sc, int month, int day, od_date *out)
{
	static const int leap_year = 2000;
	od_date now = od_scan_today(sc), best = OD_NODATE;
	int year, m, d;
	struct od_quote q;

	if (!od_date_in_range(now))
		return OD_NO_FORM;
	if (month < 1 || month > 12)
		return no_such_month(sc);
	if (day < 1 || day > od_days_in(leap_year, month))
		return od_fail(sc->err, OD_EDATA, _("'%s' is not a day: %s has %d"),
			       od_scan_quote(sc, &q), month_name(month),
			       od_days_in(leap_year, month));
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
			       od_scan_quote(sc, &q), year - 1, year, year + 1);
	*out = best;
	return OD_READ_FORM;
}

/* 20261205 */
static int eight_digits(struct od_scan *sc, od_date *out)
{
	const char *s = sc->at;

	sc->at += 8;
	return full_date(sc, two_digits(s) * 100 + two_digits(s + 2), two_digits(s + 4),
			 two_digits(s + 6), out);
}

/* 2026-12-05, 2026/12/5, 2026.12.5, 2026年12月5日 */
static int with_year(struct od_scan *sc, od_date *out)
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

	if (!od_scan_number(sc, 4, 4, &year))
		return OD_NO_FORM;
	for (size_t i = 0; i < OD_COUNT(forms); i++) {
		if (!od_scan_eat(sc, forms[i].after_year))
			continue;
		if (od_scan_number(sc, 1, 2, &month) && od_scan_eat(sc, forms[i].after_month) &&
		    od_scan_number(sc, 1, 2, &day) && od_scan_eat(sc, forms[i].after_day))
			return full_date(sc, year, month, day, out);
		return OD_NO_FORM;
	}
	return OD_NO_FORM;
}

/* 12月5日, 12-05 */
static int without_year(struct od_scan *sc, od_date *out)
{
	int month, day;

	if (!od_scan_number(sc, 1, 2, &month))
		return OD_NO_FORM;
	if (od_scan_eat(sc, "-"))
		return od_scan_number(sc, 1, 2, &day) ? near_date(sc, month, day, out) : OD_NO_FORM;
	if (od_scan_eat(sc, "月") && od_scan_number(sc, 1, 2, &day) && od_scan_eat(sc, "日"))
		return near_date(sc, month, day, out);
	return OD_NO_FORM;
}

static int days_from_today(const struct od_scan *sc, int days, od_date *out)
{
	od_date now = od_scan_today(sc), d;

	if (!od_date_in_range(now))
		return OD_NO_FORM;
	d = (od_date){ now.days + days };
	if (!od_date_in_range(d))
		return od_scan_out_of_years(sc);
	*out = d;
	return OD_READ_FORM;
}

static int workdays_from_today(const struct od_scan *sc, int days, od_date *out)
{
	struct od_quote q;
	od_date d;

	if (!od_date_in_range(od_scan_today(sc)))
		return OD_NO_FORM;
	if (!sc->when->calendar)
		return od_fail(sc->err, OD_EDATA,
			       _("'%s' counts working days, and there is no calendar of them here; "
				 "write +3d or 2026-12-05"),
			       od_scan_quote(sc, &q));
	d = od_workday_add(sc->when->calendar, od_scan_today(sc), days);
	if (!od_date_in_range(d))
		return od_scan_out_of_years(sc);
	*out = d;
	return OD_READ_FORM;
}

/* +3d, -3d, +3w */
static int by_count(struct od_scan *sc, od_date *out)
{
	bool back = *sc->at == '-';
	int n;

	sc->at++;
	if (!od_scan_number(sc, 1, 6, &n))
		return od_scan_digits(sc) > 6 ? od_scan_out_of_years(sc) : OD_NO_FORM;
	if (od_scan_eat(sc, "d"))
		return days_from_today(sc, back ? -n : n, out);
	if (!back && od_scan_eat(sc, "w"))
		return workdays_from_today(sc, n, out);
	return OD_NO_FORM;
}

/* 今天, yesterday ... */
static int by_name(struct od_scan *sc, od_date *out)
{
	static const struct {
		const char *word;
		int days;
	} words[] = {
		{ "今天", 0 },  { "明天", 1 },  { "后天", 2 },     { "昨天", -1 },
		{ "前天", -2 }, { "today", 0 }, { "tomorrow", 1 }, { "yesterday", -1 },
	};

	for (size_t i = 0; i < OD_COUNT(words); i++) {
		if (od_scan_eat(sc, words[i].word))
			return days_from_today(sc, words[i].days, out);
	}
	return OD_NO_FORM;
}

static int day_of_week(const struct od_scan *sc, int weeks, int weekday, od_date *out)
{
	od_date now = od_scan_today(sc);

	return od_date_is(now) ? days_from_today(sc, 7 * weeks + weekday - od_weekday(now), out)
			       : OD_NO_FORM;
}

/* 周五, 星期五, 上周五, 下周一 */
static int by_chinese_weekday(struct od_scan *sc, od_date *out)
{
	static const struct {
		const char *word;
		int weekday;
	} days[] = { { "一", 1 }, { "二", 2 }, { "三", 3 }, { "四", 4 },
		     { "五", 5 }, { "六", 6 }, { "日", 7 }, { "天", 7 } };
	int weeks = 0;

	if (od_scan_eat(sc, "上"))
		weeks = -1;
	else if (od_scan_eat(sc, "下"))
		weeks = 1;
	if (!od_scan_eat(sc, "周") && !od_scan_eat(sc, "星期"))
		return OD_NO_FORM;
	for (size_t i = 0; i < OD_COUNT(days); i++) {
		if (od_scan_eat(sc, days[i].word))
			return day_of_week(sc, weeks, days[i].weekday, out);
	}
	return OD_NO_FORM;
}

/* friday, next monday, last friday */
static int by_english_weekday(struct od_scan *sc, od_date *out)
{
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday" };
	int weeks = 0;

	if (od_scan_eat(sc, "last "))
		weeks = -1;
	else if (od_scan_eat(sc, "next "))
		weeks = 1;
	for (int i = 0; i < 7; i++) {
		if (od_scan_eat(sc, days[i]))
			return day_of_week(sc, weeks, i + 1, out);
	}
	return OD_NO_FORM;
}

static int by_word(struct od_scan *sc, od_date *out)
{
	static int (*const readers[])(struct od_scan *, od_date *) = { by_name, by_chinese_weekday,
								       by_english_weekday };
	const char *start = sc->at;

	for (size_t i = 0; i < OD_COUNT(readers); i++) {
		int r = readers[i](sc, out);

		if (r != OD_NO_FORM)
			return r;
		sc->at = start;
	}
	return OD_NO_FORM;
}

int od_scan_date(struct od_scan *sc, od_date *out)
{
	size_t digits = od_scan_digits(sc);

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

static int not_a_date(const struct od_scan *sc)
{
	struct od_quote q;

	return od_fail(sc->err, OD_EDATA,
		       _("'%s' is not a date; write 2026-12-05, 12月5日, 今天, +3d, 周五 or "
			 "next monday"),
		       od_scan_quote(sc, &q));
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
	struct od_scan sc = { .typed = s, .when = when, .err = err };
	od_date d;
	int r;

	if (plain_date(s, out))
		return 0;
	if (!od_scan_plain(&sc))
		return not_a_date(&sc);
	r = od_scan_date(&sc, &d);
	if (r < 0)
		return -1;
	if (r == OD_NO_FORM || *sc.at)
		return not_a_date(&sc);
	*out = d;
	return 0;
}
