/* score_span.c - weeks, months, quarters and years that rules look at as one. */
#include "score.h"
#include "layout.h"

static od_date before(int year, int month) /* the last day of the month before it */
{
	od_date first = od_ymd(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);

	return (od_date){ first.days - 1 };
}

static struct score_span months(int year, int first, int n)
{
	return (struct score_span){ od_ymd(year, first, 1), before(year, first + n) };
}

struct score_span od_score_span(int per, od_date day)
{
	int year, month, d;

	od_date_split(day, &year, &month, &d);
	switch (per) {
	case OD_PER_WEEK:
		d = day.days - (od_weekday(day) - 1);
		return (struct score_span){ { d }, { d + 6 } };
	case OD_PER_MONTH:
		return months(year, month, 1);
	case OD_PER_QUARTER:
		return months(year, (month - 1) / 3 * 3 + 1, 3);
	case OD_PER_YEAR:
		return months(year, 1, 12);
	}
	return (struct score_span){ day, day };
}

void od_score_span_name(int per, struct score_span span, struct od_buf *b)
{
	int year, month, d;
	char day[40];

	od_date_split(span.from, &year, &month, &d);
	switch (per) {
	case OD_PER_WEEK:
		/* Translators: a Monday. */
		od_buf_printf(b, _("week of %s"), od_date_str(span.from, day));
		return;
	case OD_PER_MONTH:
		/* Translators: year, month. */
		od_buf_printf(b, _("%1$d-%2$02d"), year, month);
		return;
	case OD_PER_QUARTER:
		/* Translators: year, quarter. */
		od_buf_printf(b, _("%1$d Q%2$d"), year, (month + 2) / 3);
		return;
	case OD_PER_YEAR:
		/* Translators: a year. */
		od_buf_printf(b, _("year %d"), year);
		return;
	}
	od_buf_puts(b, od_date_str(span.from, day));
}

int od_score_each_span(struct od_scores *s, const struct score_rule *r, od_score_span_fn *fn,
		       struct od_err *err)
{
	for (od_date day = s->start; day.days <= s->q.to.days;) {
		struct score_span span = od_score_span(r->r.per, day);

		if (fn(s, r, span, err) < 0)
			return -1;
		day.days = span.to.days + 1;
	}
	return 0;
}

/* --- in words ------------------------------------------------------------------------------------- */

/* "2026年11月", "2026年第4季度", "2026年", "2026年1月1日至12月4日" */
void od_score_days(const struct od_scores *s, struct od_buf *b)
{
	char from[64], to[64];

	for (int per = OD_PER_MONTH; per <= OD_PER_YEAR; per++) {
		struct score_span span = od_score_span(per, s->q.from);

		if (span.from.days == s->q.from.days && span.to.days == s->q.to.days) {
			od_score_span_name(per, span, b);
			return;
		}
	}
	/* Translators: two days. */
	od_buf_printf(b, _("%1$s to %2$s"), od_day_words(s->q.from, from),
		      od_day_words(s->q.to, to));
}
