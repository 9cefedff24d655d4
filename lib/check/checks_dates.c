/* checks_dates.c - dates: how they are written, whether there is such a day, weekdays, 印发. */
#include "facts.h"

/* In Arabic figures, all of it, without zeros in front; blanks do not count. */
static bool is_plain_date(const char *s, size_t n, od_date date)
{
	char want[40];
	const char *w = od_date_str_zh(date, want);
	size_t m;

	for (size_t at = 0; at < n; at += m) {
		m = od_char_in(s + at, " 　\t");
		if (m)
			continue;
		od_utf8_get(s + at, &m);
		if (strncmp(w, s + at, m) != 0)
			return false;
		w += m;
	}
	return !*w;
}

/* The date of "示例市人民政府办公室　2026年3月5日印发"; its bytes. */
static bool issue_date(const struct od_line *l, size_t *from, size_t *to, od_date *out)
{
	char rest[80];

	*to = od_chomp(l->text, l->n);
	if (!od_ends(l->text, *to, "印发"))
		return false;
	*to = od_chomp(l->text, *to - 6);
	for (*from = 0; *from < *to; (*from)++) {
		if (*to - *from >= sizeof(rest) ||
		    (*from && ((unsigned char)l->text[*from] & 0xc0) == 0x80))
			continue;
		snprintf(rest, sizeof(rest), "%.*s", (int)(*to - *from), l->text + *from);
		if (!od_char_in(rest, " 　\t") && od_is_date_line(rest, strlen(rest), out))
			return true;
	}
	return false;
}

/* date-form: role= date (the default) or issue. */
int od_check_date_form(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n;
	const char *of = od_param_text(r, "role", &n);
	int role = of ? od_role_named(of, n) : OD_LINE_DATE;
	char fix[40];

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t from = 0, to = od_chomp(l->text, l->n);
		od_date d = OD_NODATE;

		if (l->role != role || !od_sees(c, i))
			continue;
		if (role == OD_LINE_ISSUE ? !issue_date(l, &from, &to, &d)
					  : !od_is_date_line(l->text, l->n, &d))
			continue;
		if (!od_date_is(d) || is_plain_date(l->text + from, to - from, d))
			continue;
		if (od_found(c, r, i, from, to, NULL, od_date_str_zh(d, fix), err) < 0)
			return -1;
	}
	return 0;
}

/* 2026年3月 and 26年3月5日: bytes of such a date, or 0. */
static size_t partial_date(const char *s)
{
	size_t y = od_digits(s), at = y + 3, m, d;

	if ((y != 4 && y != 2) || !od_starts(s + y, "年"))
		return 0;
	m = od_digits(s + at);
	if (m < 1 || m > 2 || !od_starts(s + at + m, "月"))
		return 0;
	at += m + 3;
	d = od_digits(s + at);
	if (d == 0)
		return at;
	return y == 2 && od_starts(s + at + d, "日") ? at + d + 3 : 0;
}

/* A date below the text that lacks its day, or its year's first two figures. */
int od_check_date_whole(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = od_chomp(l->text, l->n);

		if (od_is_main(c, i) && (l->role == OD_LINE_BODY || l->role == OD_LINE_DATE) && n &&
		    partial_date(l->text) == n && od_found(c, r, i, 0, n, NULL, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* 农历2月30日: months of thirty days. */
static bool is_lunar(const struct od_line *l, size_t at)
{
	size_t from = at > 24 ? at - 24 : 0;

	return od_holds_any(l->text + from, at - from, "农历|阴历|夏历");
}

/* 2月30日, 13月: no such day. */
int od_check_date_valid(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_day_at d;
		size_t at = 0;

		while (od_sees(c, i) && od_next_day(l->text, l->n, &at, &d)) {
			bool good = d.month >= 1 && d.month <= 12;

			if (good && d.to > d.from && d.day)
				good = d.day <= days[d.month - 1];
			else if (good)
				good = !od_find(l->text + d.from, d.to - d.from, "日", 3);
			if (good && d.year && d.day)
				good = od_date_is(od_ymd(d.year, d.month, d.day));
			if (!good && is_lunar(l, d.from))
				continue;
			if (!good && od_found(c, r, i, d.from, d.to, NULL, NULL, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* 1 Monday ... 7 Sunday of "（星期三" or "，周三" at s; *n its bytes to the end of the figure,
 * *figure where it is. */
static int weekday_at(const char *s, size_t *figure, size_t *n)
{
	static const char days[] = "一二三四五六日";
	size_t at = od_char_in(s, "（(，,");
	const char *f;

	if (od_starts(s + at, "星期"))
		at += 6;
	else if (od_starts(s + at, "周"))
		at += 3;
	else
		return 0;
	*figure = at;
	*n = at + 3;
	if (od_starts(s + at, "天"))
		return 7;
	f = strlen(s + at) >= 3 ? od_find(days, sizeof(days) - 1, s + at, 3) : NULL;
	/* 周一至周五, 星期五、六: days of many weeks; 周日常: none */
	if (!f || od_char_in(s + at + 3, "常至到—－-～~、和及级度"))
		return 0;
	return (int)(f - days) / 3 + 1;
}

/* Is it that day of the week in this year; where no year is said, in the document's own or in
 * that which puts the day nearest to its date? */
static bool weekday_fits(const struct od_checking *c, const struct od_day_at *d, int weekday,
			 int *right)
{
	int y, m, day;
	od_date date, of = od_date_is(c->doc->date) ? c->doc->date : c->as_of;
	od_date near = OD_NODATE;

	*right = 0;
	if (d->year) {
		date = od_ymd(d->year, d->month, d->day);
		*right = od_date_is(date) ? od_weekday(date) : weekday;
		return *right == weekday;
	}
	if (!od_date_is(of))
		return true;
	od_date_split(of, &y, &m, &day);
	for (int year = y - 1; year <= y + 1; year++) {
		date = od_ymd(year, d->month, d->day);
		if (!od_date_is(date))
			continue;
		if (year == y && od_weekday(date) == weekday)
			return true;
		if (!od_date_is(near) || abs(date.days - of.days) < abs(near.days - of.days))
			near = date;
	}
	return !od_date_is(near) || od_weekday(near) == weekday;
}

int od_check_weekday(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	static const char *const figures[] = { "", "一", "二", "三", "四", "五", "六", "日" };

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_day_at d;
		size_t at = 0, figure, n;
		int said, right;

		while (od_sees(c, i) && od_next_day(l->text, l->n, &at, &d)) {
			said = d.day ? weekday_at(l->text + d.to, &figure, &n) : 0;
			if (!said || weekday_fits(c, &d, said, &right))
				continue;
			if (od_found(c, r, i, d.to + figure, d.to + n, NULL,
				     right ? figures[right] : NULL, err) < 0)
				return -1;
		}
	}
	return 0;
}

int od_check_issue_after(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t from, to;
		od_date d = OD_NODATE;

		if (l->role != OD_LINE_ISSUE || !issue_date(l, &from, &to, &d) || !od_date_is(d))
			continue;
		if (od_date_is(c->doc->date) && d.days < c->doc->date.days)
			return od_found(c, r, i, from, to, NULL, NULL, err);
	}
	return 0;
}

/* "示例市人民政府办公室　2026年3月5日" below the date: without 印发. */
int od_check_issue_word(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t date = od_line_of(c, OD_LINE_DATE, SIZE_MAX), i = od_last_line(c, c->doc->lines);
	const struct od_line *l;
	char fix[40];
	struct od_day_at d;
	size_t at = 0, gap;

	if (date == SIZE_MAX || i == SIZE_MAX || i <= date || c->doc->line[i].role == OD_LINE_ISSUE)
		return 0;
	l = &c->doc->line[i];
	if (l->n > 150 || !od_next_day(l->text, l->n, &at, &d) || !d.year || !d.day ||
	    d.to != od_chomp(l->text, l->n))
		return 0;
	gap = od_chomp(l->text, d.from);
	if (gap == d.from || gap < 9 || od_holds_any(l->text, gap, "。|，|；|：|、|\t") ||
	    !(od_ends(l->text, gap, "室") || od_ends(l->text, gap, "厅") ||
	      od_ends(l->text, gap, "局") || od_ends(l->text, gap, "委员会") ||
	      od_ends(l->text, gap, "部") || od_ends(l->text, gap, "秘书处")))
		return 0;
	snprintf(fix, sizeof(fix), "%.*s印发", (int)(d.to - d.from < 32 ? d.to - d.from : 32),
		 l->text + d.from);
	return od_found(c, r, i, d.from, d.to, NULL, fix, err);
}
