/* score_chart.c - the ranking as bars and the months as a trend, in blocks for a terminal. */
#include "layout.h"
#include "score.h"

enum { NAME_MOST = 24, POINTS = 10 };

static int64_t size(int64_t milli)
{
	return milli < 0 ? -milli : milli;
}

/* What is there at all gets one block; what is under 0 is hatched. */
static void bar(struct od_buf *b, int64_t milli, int64_t most, int room)
{
	int64_t n = most ? size(milli) * room / most : 0;

	if (milli && !n)
		n = 1;
	for (int64_t i = 0; i < n; i++)
		od_buf_puts(b, milli < 0 ? "░" : "▇");
}

static int name_width(const struct od_scores *s)
{
	int most = 4;

	for (size_t i = 0; i < s->rows; i++)
		if (od_width(s->row[i].name) > most)
			most = od_width(s->row[i].name);
	return most > NAME_MOST ? NAME_MOST : most;
}

static void ranking(const struct od_scores *s, int width, struct od_buf *b)
{
	int names = name_width(s), room = width - 4 - names - 2 - 1 - POINTS;
	int64_t most = 0;
	char place[32];

	for (size_t i = 0; i < s->rows; i++)
		if (size(s->row[i].milli) > most)
			most = size(s->row[i].milli);
	for (size_t i = 0; i < s->rows; i++) {
		const struct od_score *r = &s->row[i];

		if (r->class_ && (!i || strcmp(r->class_, s->row[i - 1].class_)))
			od_buf_printf(b, "\n%s\n", r->class_name);
		snprintf(place, sizeof(place), "%lld", (long long)r->place);
		od_right(b, 3, place);
		od_buf_putc(b, ' ');
		od_left(b, names, r->name);
		od_buf_puts(b, "  ");
		bar(b, r->milli, most, room > 5 ? room : 5);
		od_buf_printf(b, "%s%s\n", r->milli ? " " : "", r->points);
	}
}

static void trend(const struct od_scores *s, int width, struct od_buf *b)
{
	const struct od_score_month *m;
	size_t n = od_scores_months(s, NULL, &m);
	int room = width - 9 - 1 - POINTS - 16;
	int64_t most = 0;
	char points[32], day[16];

	for (size_t i = 0; i < n; i++)
		if (size(m[i].milli) > most)
			most = size(m[i].milli);
	od_buf_printf(b, "\n%s\n", _("Points by month"));
	for (size_t i = 0; i < n; i++) {
		od_buf_printf(b, "%.7s  ", od_date_str(m[i].month, day));
		bar(b, m[i].milli, most, room > 5 ? room : 5);
		od_buf_printf(b, "%s%s", m[i].milli ? " " : "", od_points_str(m[i].milli, points));
		od_buf_printf(b, _(", adopted %lld\n"), (long long)m[i].adopted);
	}
}

int od_scores_chart_text(const struct od_scores *s, int width, struct od_buf *out,
			 struct od_err *err)
{
	od_buf_puts(out, _("Scores of information work, "));
	od_score_days(s, out);
	od_buf_putc(out, '\n');
	ranking(s, width, out);
	trend(s, width, out);
	return out->failed ? od_fail_nomem(err) : 0;
}
