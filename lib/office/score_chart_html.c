/* score_chart_html.c - the ranking as bars and the months as lines, in one page that needs no other and prints on A4. */
#include "page.h"
#include "score.h"

enum {
	WIDTH = 720,
	NAMES = 168, /* left of the bars */
	BARS = 420,
	ROW = 24,
	A_CHART = 36, /* bars in one figure: more would not fit a page */
	LEFT = 60,
	RIGHT = 690,
	TOP = 20,
	LOW = 180,
	HEIGHT = 220
};

static const char style[] =
	"figure{margin:10px 0 24px;break-inside:avoid}svg{width:100%;height:auto;display:block}\n";

static int64_t size(int64_t n)
{
	return n < 0 ? -n : n;
}

static void begin(struct od_buf *b, const char *id, int height, const char *title, const char *desc)
{
	od_buf_printf(
		b,
		"<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
		"aria-labelledby=\"%s-t %s-d\" font-size=\"14\" fill=\"#1d1d1f\">\n",
		WIDTH, height, id, id);
	od_buf_printf(b, "<title id=\"%s-t\">", id);
	od_element(b, "", title, "</title>\n");
	od_buf_printf(b, "<desc id=\"%s-d\">", id);
	od_element(b, "", desc, "</desc>\n");
}

/* --- bars ----------------------------------------------------------------------------------------------- */

static int64_t most_points(const struct od_scores *s)
{
	int64_t most = 1;

	for (size_t i = 0; i < s->rows; i++)
		most = size(s->row[i].milli) > most ? size(s->row[i].milli) : most;
	return most;
}

/* Under 0 is grey, and its number says so. */
static void one_bar(struct od_buf *b, const struct od_score *r, int64_t most, int y)
{
	double w = (double)size(r->milli) * BARS / (double)most;

	od_buf_printf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", NAMES - 8, y + 16);
	od_buf_printf(b, "%lld ", (long long)r->place);
	od_element(b, "", r->name, "</text>\n");
	od_buf_printf(b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
		      NAMES, y + 4, w, ROW - 8, r->milli < 0 ? "#8e8e93" : "#8c0010");
	od_buf_printf(b, "<text x=\"%.1f\" y=\"%d\">%s</text>\n", NAMES + w + 6, y + 16, r->points);
}

static void figure(const struct od_scores *s, size_t from, size_t to, struct od_buf *b)
{
	OD_CLEANUP(od_buf_freep) struct od_buf desc = OD_BUF_INIT;
	const char *class_ = s->row[from].class_name ? s->row[from].class_name : "";
	int64_t most = most_points(s);
	char id[32];

	snprintf(id, sizeof(id), "bars%zu", from);
	for (size_t i = from; i < to; i++)
		od_buf_printf(&desc, "%s %s; ", s->row[i].name, s->row[i].points);
	b->failed |= desc.failed;
	begin(b, id, (int)(to - from) * ROW + 8, class_, desc.s ? desc.s : "");
	for (size_t i = from; i < to; i++)
		one_bar(b, &s->row[i], most, (int)(i - from) * ROW);
	od_buf_puts(b, "</svg>\n</figure>\n");
}

static bool same_class(const struct od_score *x, const struct od_score *y)
{
	return (!x->class_ && !y->class_) ||
	       (x->class_ && y->class_ && !strcmp(x->class_, y->class_));
}

static void ranking(const struct od_scores *s, struct od_buf *b)
{
	for (size_t i = 0, end; i < s->rows; i = end) {
		for (end = i; end < s->rows && same_class(&s->row[i], &s->row[end]);)
			end++;
		od_element(b, "<h2>",
			   s->row[i].class_name ? s->row[i].class_name : _("Points by class"), "");
		/* Translators: how many units, persons or classes. */
		od_buf_printf(b, _("<small>%zu</small></h2>\n"), end - i);
		for (size_t k = i; k < end; k += A_CHART)
			figure(s, k, k + A_CHART < end ? k + A_CHART : end, b);
	}
}

/* --- lines ------------------------------------------------------------------------------------------------ */

struct plot {
	const struct od_score_month *month;
	size_t n;
	bool adopted; /* else points */
	int64_t low, high;
};

static int64_t value(const struct plot *p, size_t i)
{
	return p->adopted ? p->month[i].adopted * 1000 : p->month[i].milli;
}

static double at_x(const struct plot *p, size_t i)
{
	return p->n < 2 ? (LEFT + RIGHT) / 2.0
			: LEFT + (double)i * (RIGHT - LEFT) / (double)(p->n - 1);
}

static double at_y(const struct plot *p, int64_t milli)
{
	return LOW - (double)(milli - p->low) * (LOW - TOP) / (double)(p->high - p->low);
}

static void axis(const struct plot *p, int64_t milli, struct od_buf *b)
{
	double y = at_y(p, milli);
	char buf[32];

	od_buf_printf(b,
		      "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#c7c7cc\"/>"
		      "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" font-size=\"12\">%s</text>\n",
		      LEFT, RIGHT, y, y, LEFT - 6, y + 4, od_points_str(milli, buf));
}

static void draw(const struct plot *p, struct od_buf *b)
{
	size_t every = p->n > 14 ? (p->n + 11) / 12 : 1;
	char day[16], buf[32];

	axis(p, p->low, b);
	axis(p, p->high, b);
	od_buf_puts(b, "<polyline fill=\"none\" stroke=\"#8c0010\" stroke-width=\"2.5\" points=\"");
	for (size_t i = 0; i < p->n; i++)
		od_buf_printf(b, "%s%.1f,%.1f", i ? " " : "", at_x(p, i), at_y(p, value(p, i)));
	od_buf_puts(b, "\"/>\n");
	for (size_t i = 0; i < p->n; i++) {
		double x = at_x(p, i), y = at_y(p, value(p, i));

		od_buf_printf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#8c0010\"/>", x,
			      y);
		if (i % every)
			continue;
		od_buf_printf(
			b,
			"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"12\">%s</text>"
			"<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\">%.7s</text>\n",
			x, y - 8, od_points_str(value(p, i), buf), x, LOW + 22,
			od_date_str(p->month[i].month, day));
	}
}

static void trend(const struct od_scores *s, bool adopted, const char *title, struct od_buf *b)
{
	struct plot p = { .adopted = adopted, .high = 1000 };
	OD_CLEANUP(od_buf_freep) struct od_buf desc = OD_BUF_INIT;
	char day[16], buf[32];

	p.n = od_scores_months(s, NULL, &p.month);
	for (size_t i = 0; i < p.n; i++) {
		p.low = value(&p, i) < p.low ? value(&p, i) : p.low;
		p.high = value(&p, i) > p.high ? value(&p, i) : p.high;
		od_buf_printf(&desc, "%.7s %s; ", od_date_str(p.month[i].month, day),
			      od_points_str(value(&p, i), buf));
	}
	b->failed |= desc.failed;
	od_element(b, "<h2>", title, "</h2>\n");
	begin(b, adopted ? "adopted" : "points", HEIGHT, title, desc.s ? desc.s : "");
	draw(&p, b);
	od_buf_puts(b, "</svg>\n</figure>\n");
}

int od_scores_chart_html(struct od_db *db, const struct od_scores *s, struct od_buf *out,
			 struct od_err *err)
{
	OD_CLEANUP(od_buf_freep)
	struct od_buf days = OD_BUF_INIT, sum = OD_BUF_INIT, office = OD_BUF_INIT;
	const struct od_score_month *month;
	size_t n = od_scores_months(s, NULL, &month);
	int64_t milli = 0, adopted = 0;
	struct od_page page = { .title = _("Scores of information work"), .style = style };
	char points[32];

	for (size_t i = 0; i < n; i++) {
		milli += month[i].milli;
		adopted += month[i].adopted;
	}
	od_buf_puts(&office, od_setting(db, "office_name", s->q.to, ""));
	od_score_days(s, &days);
	/* Translators: points, how many were adopted. */
	od_buf_printf(&sum, _("%1$s points, %2$lld adopted"), od_points_str(milli, points),
		      (long long)adopted);
	page.office = office.s ? office.s : "";
	page.day = days.s ? days.s : "";
	page.sum = sum.s ? sum.s : "";
	od_page_begin(out, &page);
	od_buf_puts(out, "</header>\n");
	ranking(s, out);
	trend(s, false, _("Points by month"), out);
	trend(s, true, _("Adopted by month"), out);
	od_page_end(out, page.office);
	out->failed |= days.failed || sum.failed || office.failed;
	return out->failed ? od_fail_nomem(err) : 0;
}
