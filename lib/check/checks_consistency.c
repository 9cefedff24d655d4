/* checks_consistency.c - a text against itself: days and hours against each other, paragraphs, sentences and
 * headings that stand there twice.  Sums are in checks_sums.c and checks_figures.c, names in checks_names.c. */
#include <stdlib.h>

#include "consistency.h"

/* --- from later than to ------------------------------------------------------------------------------------------ */

/* Bytes between two days of a range: 至, a dash, with a day of the week or an hour before it; 0: it is none. */
static size_t range_mark(const char *s)
{
	size_t at = 0, m;

	if (od_char_in(s, "（(")) {
		while (s[at] && !od_char_in(s + at, "）)\n") && at < 24) {
			od_utf8_get(s + at, &m);
			at += m;
		}
		at += od_char_in(s + at, "）)");
	}
	m = od_char_in(s + at, "至到—－～~-–");
	while (m && od_starts(s + at + m, "—"))
		m += 3;
	if (m)
		return at + m;
	return od_starts(s + at, "起至") ? at + 6 : 0;
}

/* "8日" at s, the second day of "5月10日至8日": bytes. */
static size_t bare_day(const char *s, int *day)
{
	size_t m = od_digits(s);

	if (m < 1 || m > 2 || !od_starts(s + m, "日"))
		return 0;
	*day = od_value_of(s, m);
	return m + 3;
}

static bool goes_back(const struct od_day_at *a, const struct od_day_at *b)
{
	int y = a->year ? a->year : b->year, y2 = b->year ? b->year : a->year;

	/* 11月15日至3月15日: the winter */
	if (!b->year && a->month != b->month)
		return false;
	if (a->year && b->year && y != y2)
		return y > y2;
	if (a->month != b->month)
		return a->year && b->year && a->month > b->month;
	return a->day && b->day && a->day > b->day;
}

static int days(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_day_at a, b;
		size_t at = od_holds_notes(c, notes, i, OD_NOTE_FIGURE | OD_NOTE_MONTH) ? 0 : l->n;

		while (od_next_day(l->text, l->n, &at, &a)) {
			size_t to = a.to + range_mark(l->text + a.to), next = to, m;

			if (to == a.to || (a.from && od_starts(l->text + a.from - 1, "/")))
				continue;
			b = (struct od_day_at){ .month = a.month };
			m = a.day ? bare_day(l->text + to, &b.day) : 0;
			b.to = to + m;
			if (!m && !(od_next_day(l->text, l->n, &next, &b) && b.from == to))
				continue;
			if (goes_back(&a, &b) &&
			    od_found(c, r, i, a.from, b.to, NULL, NULL, err) < 0)
				return -1;
		}
	}
	return notes ? 0 : -1;
}

/* --- what is asked for by a day that has passed --------------------------------------------------------------------- */

static bool asks_before(const char *s, size_t at)
{
	static const char *const words[] = { "请于", "请在", "务于",   "务必于",   "务必在",
					     "须于", "应于", "应当于", "请务必于", "请各单位于",
					     "定于", "拟于", "将于",   "订于" };

	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (at >= strlen(words[i]) && od_starts(s + at - strlen(words[i]), words[i]))
			return true;
	return false;
}

/* 请于3月1日前报送 in a document of 3月5日. */
static int deadline(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);
	int year, month, day;

	if (!notes || !od_date_is(c->doc->date))
		return notes ? 0 : -1;
	od_date_split(c->doc->date, &year, &month, &day);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_day_at d;
		size_t at = od_holds_notes(c, notes, i, OD_NOTE_FIGURE | OD_NOTE_MONTH) ? 0 : l->n;

		while (od_next_day(l->text, l->n, &at, &d)) {
			od_date on;

			if (!d.day || !asks_before(l->text, d.from) || od_is_quoted(c, i, d.from))
				continue;
			on = od_ymd(d.year ? d.year : year, d.month, d.day);
			if (!od_date_is(on) || on.days >= c->doc->date.days ||
			    /* without a year: in half a year and more it is next year's */
			    (!d.year && c->doc->date.days - on.days > 150))
				continue;
			if (od_found(c, r, i, d.from, d.to, NULL, NULL, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* （2026年3月5日会议通过） under the title, later than the date. */
static int passed(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_day_at d;
		size_t at = 0;
		od_date on;

		if (l->role != OD_LINE_PASSED || !od_is_main(c, i) || !od_date_is(c->doc->date) ||
		    !od_next_day(l->text, l->n, &at, &d) || !d.year || !d.day)
			continue;
		on = od_ymd(d.year, d.month, d.day);
		if (od_date_is(on) && on.days > c->doc->date.days)
			return od_found(c, r, i, d.from, d.to, NULL, NULL, err);
	}
	return 0;
}

/* --- hours ------------------------------------------------------------------------------------------------------------ */

struct clock {
	size_t from, to;
	int hour, minute;
};

/* 14:30, 14时30分: of one that follows a day, a part of the day or another. */
static bool next_clock(const char *s, size_t n, size_t *at, struct clock *out)
{
	while (*at < n) {
		size_t from = od_next_figure(s, n, *at), m, mark, k;

		if (from >= n)
			break;
		m = od_digits(s + from);
		*at = from + m;
		mark = od_char_in(s + *at, ":：时");
		k = mark ? od_digits(s + *at + mark) : 0;
		if (m > 2 || k != 2 || (from && strchr(":.-/", s[from - 1])) ||
		    od_char_in(s + *at + mark + k, ":："))
			continue;
		if (od_starts(s + *at, "时") && !od_starts(s + *at + mark + k, "分"))
			continue;
		*out = (struct clock){ from, *at + mark + k, od_value_of(s + from, m),
				       od_value_of(s + *at + mark, k) };
		if (s[*at + mark] == '0' && k == 2)
			out->minute = s[*at + mark + 1] - '0';
		if (s[from] == '0' && m == 2)
			out->hour = s[from + 1] - '0';
		*at = out->to;
		return true;
	}
	return false;
}

static bool tells_time(const char *s, size_t at)
{
	static const char *const words[] = { "日",     "上午", "下午", "凌晨", "晚上",
					     "中午",   "早上", "）",   "日　", "时间：",
					     "时间为", "晚",   "日 ",  "午 " };

	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (at >= strlen(words[i]) && od_starts(s + at - strlen(words[i]), words[i]))
			return true;
	return false;
}

static int clock_time(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct clock t, last = { 0 };
		size_t at = od_holds_notes(c, notes, i, OD_NOTE_FIGURE | OD_NOTE_CLOCK) ? 0 : l->n;

		while (next_clock(l->text, l->n, &at, &t)) {
			bool is = tells_time(l->text, t.from) || od_starts(l->text + t.from, "时"),
			     range = last.to && range_mark(l->text + last.to) + last.to == t.from;
			bool bad = t.hour > 24 || t.minute > 59 || (t.hour == 24 && t.minute);

			if (od_find(l->text + t.from, t.to - t.from, "时", 3))
				is = true;
			if (is && bad && od_found(c, r, i, t.from, t.to, NULL, NULL, err) < 0)
				return -1;
			if (range && !bad &&
			    last.hour * 60 + last.minute > t.hour * 60 + t.minute &&
			    last.hour < 19 && tells_time(l->text, last.from) &&
			    !(last.hour > 6 && t.hour <= 12 && last.hour <= 12) &&
			    od_found(c, r, i, last.from, t.to, NULL, NULL, err) < 0)
				return -1;
			last = t;
		}
	}
	return notes ? 0 : -1;
}

/* --- twice ---------------------------------------------------------------------------------------------------------- */

struct stretch {
	const char *s;
	size_t n, line, from;
	uint64_t hash;
	int part;
};

/* Of n and some of its bytes: what differs there mostly differs. */
static uint64_t hash_of(const char *s, size_t n)
{
	uint64_t first = 0, middle = 0, last = 0;

	if (n < 8)
		return n;
	memcpy(&first, s, 8);
	memcpy(&middle, s + n / 2 - 4, 8);
	memcpy(&last, s + n - 8, 8);
	return (first * 31 + middle) * 31 + last + n;
}

static int by_text(const void *x, const void *y)
{
	const struct stretch *a = x, *b = y;
	int r;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	r = memcmp(a->s, b->s, a->n);
	if (r)
		return r;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

static bool same_text(const struct stretch *a, const struct stretch *b)
{
	return a->hash == b->hash && a->part == b->part && a->n == b->n &&
	       !memcmp(a->s, b->s, a->n);
}

static int tell_twice(struct od_checking *c, const struct od_rule *r, struct stretch *s, size_t n,
		      struct od_err *err)
{
	char what[40];

	if (n > 1)
		qsort(s, n, sizeof(*s), by_text);
	for (size_t i = 1, first = 0; i < n; i++) {
		if (!same_text(&s[i], &s[first])) {
			first = i;
			continue;
		}
		snprintf(what, sizeof(what), "%u", c->doc->line[s[first].line].line);
		if (od_found(c, r, s[i].line, s[i].from, s[i].from + s[i].n, what, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* A paragraph of at least 20 characters that stands there twice. */
static int paragraphs(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n = 0, least = (size_t)od_param_int(r, "least", 20) * 3, number;
	struct stretch *s = reallocarray(NULL, c->doc->lines + 1, sizeof(*s));
	int res;

	if (!s)
		return od_fail_nomem(err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t len = l->n < least ? 0 : od_chomp(l->text, l->n);

		/* points of a list may stand under two heads */
		if (len && od_is_prose(l->role) && od_sees(c, i) &&
		    len >= (od_level_of(l->text, &number) != OD_LINE_BODY ? 3 * least : least) &&
		    od_is_stopped(l->text, len) && !od_starts(l->text, "“") &&
		    l->text[len - 1] != ':' && !od_ends(l->text, len, "："))
			s[n++] = (struct stretch){ l->text, len, i, 0, hash_of(l->text, len),
						   l->part };
	}
	res = tell_twice(c, r, s, n, err);
	free(s);
	return res;
}

/* A sentence right after itself, or twice in one paragraph. */
static int sentences(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct stretch s[64];
		size_t n = 0;

		if (l->n < 80 || !od_is_prose(l->role) || od_starts(l->text, "“") || !od_sees(c, i))
			continue;
		for (size_t from = 0, end; from < l->n && n < OD_COUNT(s); from = end) {
			end = od_sentence_end(l->text, l->n, from);
			if (end - from >= 36 && od_ends(l->text, end, "。"))
				s[n++] = (struct stretch){ l->text + from,
							   end - from,
							   i,
							   from,
							   hash_of(l->text + from, end - from),
							   0 };
		}
		if (tell_twice(c, r, s, n, err) < 0)
			return -1;
	}
	return 0;
}

/* The heading at the front of a line: without its number, up to the first mark. */
static size_t heading(const struct od_line *l, size_t *from)
{
	size_t number, end, m;

	if (od_level_of(l->text, &number) == OD_LINE_BODY)
		return 0;
	while ((m = od_char_in(l->text + number, "、.．） 　")))
		number += m;
	*from = end = number;
	end = od_next_char_of(l->text, l->n, end, "。，；：");
	if (end < l->n && !od_starts(l->text + end, "。"))
		return 0;
	return end - number;
}

/* Two headings of one level under the same one that say the same. */
static int headings(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct stretch *s = reallocarray(NULL, c->doc->lines + 1, sizeof(*s));
	size_t n = 0, from = 0, len;
	int parent = 0, res;

	if (!s)
		return od_fail_nomem(err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (l->role == OD_LINE_LEVEL1 || l->role == OD_LINE_SUBHEAD ||
		    l->role == OD_LINE_ATT_TITLE)
			parent++;
		if ((l->role != OD_LINE_LEVEL1 && l->role != OD_LINE_LEVEL2) || !od_sees(c, i))
			continue;
		len = heading(l, &from);
		if (len < 12 || len > 90)
			continue;
		s[n++] = (struct stretch){ l->text + from,
					   len,
					   i,
					   from,
					   hash_of(l->text + from, len) + (uint64_t)(l->role),
					   l->role == OD_LINE_LEVEL1 ? -1 - l->part : parent };
	}
	res = tell_twice(c, r, s, n, err);
	free(s);
	return res;
}

const struct od_named_check od_checks_consistency[] = {
	{ "day-range", days },
	{ "deadline", deadline },
	{ "passed-later", passed },
	{ "clock", clock_time },
	{ "repeated-paragraph", paragraphs, .params = "least" },
	{ "repeated-sentence", sentences },
	{ "repeated-heading", headings },
	{ "table-sum", od_check_table_sum },
	{ "table-share", od_check_table_share },
	{ "table-row", od_check_table_row },
	{ "table-serial", od_check_table_serial },
	{ "parts", od_check_parts },
	{ "list-total", od_check_list_total },
	{ "shares", od_check_shares },
	{ "structure-ratio", od_check_structure_ratio },
	{ "growth", od_check_growth },
	{ "share-of", od_check_share_of },
	{ "apart", od_check_apart },
	{ "counted", od_check_counted },
	{ "capitals", od_check_capitals },
	{ "cited-number", od_check_cited_once },
	{ "cited-later", od_check_cited_later },
	{ "cited-two-ways", od_check_cited_two_ways, .params = "by" },
	{ "names-two-ways", od_check_names_two_ways },
	{ NULL },
};
