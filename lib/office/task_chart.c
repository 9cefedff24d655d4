/* task_chart.c - the charts of 督查专报 and 督查通报, as bars of signs and as SVG: each unit's parts by their light,
 * and how many matters were open.
 *
 * A print in grey must tell the lights apart: by pattern and lightness, and each bar has its number. */
#include "layout.h"
#include "page.h"
#include "task_report.h"

enum { NAME_MOST = 26, SIGNS = 36 };

static const char signs[OD_REPORT_BARS] = {
	[OD_BAR_DONE] = '#', [OD_BAR_GREEN] = '=', [OD_BAR_YELLOW] = '~', [OD_BAR_RED] = '!'
};

const char *od_chart_bar_label(int bar)
{
	static const char *const labels[OD_REPORT_BARS] = {
		[OD_BAR_DONE] = N_("done"),
		[OD_BAR_GREEN] = N_("green"),
		[OD_BAR_YELLOW] = N_("yellow"),
		[OD_BAR_RED] = N_("red"),
	};

	return _(labels[bar]);
}

/* --- signs ------------------------------------------------------------------------------------ */

/* So many signs; what is there at all gets one. */
static int64_t scaled(int64_t n, int64_t most, int64_t room)
{
	if (most <= room || !n)
		return n;
	return n * room / most ? n * room / most : 1;
}

static void run(struct od_buf *b, char sign, int64_t n)
{
	while (n-- > 0)
		od_buf_putc(b, sign);
}

static int64_t most_parts(const struct od_report_of *r)
{
	int64_t most = 1;

	for (size_t i = 0; i < r->units; i++)
		most = r->unit[i].all > most ? r->unit[i].all : most;
	return most;
}

static void legend(int64_t most, struct od_buf *b)
{
	for (int i = 0; i < OD_REPORT_BARS; i++)
		od_buf_printf(b, "%s%c %s", i ? "  " : "", signs[i], od_chart_bar_label(i));
	if (most > SIGNS)
		od_buf_printf(b, _(" (the longest bar: %lld)"), (long long)most);
	od_buf_putc(b, '\n');
}

void od_chart_units_text(const struct od_report_of *r, struct od_buf *b)
{
	int64_t most = most_parts(r);
	int name = 4;

	for (size_t i = 0; i < r->units; i++) {
		int w = od_width(r->unit[i].name);

		name = w > name ? w : name;
	}
	name = name > NAME_MOST ? NAME_MOST : name;
	legend(most, b);
	for (size_t i = 0; i < r->units; i++) {
		const struct od_report_unit *u = &r->unit[i];

		od_left(b, name, u->name);
		od_buf_puts(b, "  ");
		for (int k = 0; k < OD_REPORT_BARS; k++)
			run(b, signs[k], scaled(u->bar[k], most, SIGNS));
		od_buf_printf(b, "  %lld\n", (long long)u->all);
	}
}

static int64_t most_open(const struct od_report_of *r)
{
	int64_t most = 1;

	for (size_t i = 0; i < r->burns; i++)
		most = r->burn[i].open > most ? r->burn[i].open : most;
	return most;
}

void od_chart_burn_text(const struct od_report_of *r, struct od_buf *b)
{
	int64_t most = most_open(r);
	char day[16];

	od_buf_printf(b, _("%1$c open, %2$c of them red\n"), signs[OD_BAR_GREEN],
		      signs[OD_BAR_RED]);
	for (size_t i = 0; i < r->burns; i++) {
		const struct od_burn *k = &r->burn[i];

		od_buf_printf(b, "%s  ", od_date_str(k->day, day));
		run(b, signs[OD_BAR_RED], scaled(k->red, most, SIGNS));
		run(b, signs[OD_BAR_GREEN], scaled(k->open - k->red, most, SIGNS));
		od_buf_printf(b, "%s%lld", k->open ? "  " : "", (long long)k->open);
		if (k->red)
			od_buf_printf(b, _(" (red %lld)"), (long long)k->red);
		od_buf_putc(b, '\n');
	}
}

/* --- SVG -------------------------------------------------------------------------------------- */

enum {
	SVG_WIDTH = 720,
	NAMES = 150, /* left of the bars */
	BARS = 510,
	ROW = 26,
	TOP = 40,
	A_CHART = 30, /* units in one: more would not fit a page */
};

static void begin(struct od_buf *b, const char *id, int height, const char *title, const char *desc)
{
	od_buf_printf(
		b,
		"<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
		"role=\"img\" aria-labelledby=\"%s-t %s-d\" font-size=\"14\" fill=\"#1d1d1f\">\n",
		SVG_WIDTH, height, id, id);
	od_buf_printf(b, "<title id=\"%s-t\">", id);
	od_element(b, "", title, "</title>\n");
	od_buf_printf(b, "<desc id=\"%s-d\">", id);
	od_element(b, "", desc, "</desc>\n");
}

/* Light grey, stripes, dots, dark. */
static void patterns(struct od_buf *b, const char *id)
{
	od_buf_printf(b,
		      "<defs><pattern id=\"%s-1\" width=\"7\" height=\"7\" "
		      "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		      "<rect width=\"7\" height=\"7\" fill=\"#e9f4ea\"/>"
		      "<rect width=\"2\" height=\"7\" fill=\"#5fa463\"/></pattern>",
		      id);
	od_buf_printf(
		b,
		"<pattern id=\"%s-2\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
		"<rect width=\"6\" height=\"6\" fill=\"#ffe9a3\"/>"
		"<circle cx=\"3\" cy=\"3\" r=\"1.4\" fill=\"#8a6d00\"/></pattern></defs>\n",
		id);
}

static void segment(struct od_buf *b, const char *id, int bar, double x, int y, double w)
{
	od_buf_printf(b, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"18\" ", x, y, w);
	if (bar == OD_BAR_DONE)
		od_buf_puts(b, "fill=\"#c4c4c8\"");
	else if (bar == OD_BAR_RED)
		od_buf_puts(b, "fill=\"#8c0010\"");
	else
		od_buf_printf(b, "fill=\"url(#%s-%d)\"", id, bar);
	od_buf_puts(b, " stroke=\"#3a3a3c\" stroke-width=\".8\"/>\n");
}

static void number_in(struct od_buf *b, int bar, double x, int y, int64_t n)
{
	od_buf_printf(
		b,
		"<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"13\" %s>%lld</text>\n",
		x, y,
		bar == OD_BAR_RED ? "fill=\"#fff\" font-weight=\"700\""
				  : "stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"",
		(long long)n);
}

static double digits_wide(int64_t n)
{
	double w = 5;

	for (; n; n /= 10)
		w += 8;
	return w;
}

static void unit_row(const struct od_report_unit *u, const char *id, int64_t most, int y,
		     struct od_buf *b)
{
	static const char squeezed[] = " textLength=\"145\" lengthAdjust=\"spacingAndGlyphs\"";
	double x = NAMES + 10;

	od_buf_printf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\"%s>", NAMES, y + 14,
		      od_width(u->name) > 20 ? squeezed : "");
	od_element(b, "", u->name, "</text>\n");
	for (int i = 0; i < OD_REPORT_BARS; i++) {
		double w = (double)BARS * (double)u->bar[i] / (double)most;

		if (!u->bar[i])
			continue;
		segment(b, id, i, x, y, w);
		if (w >= digits_wide(u->bar[i]))
			number_in(b, i, x + w / 2, y + 14, u->bar[i]);
		x += w;
	}
	od_buf_printf(b, "<text x=\"%.1f\" y=\"%d\" font-weight=\"700\">%lld</text>\n", x + 6,
		      y + 14, (long long)u->all);
}

static void svg_legend(struct od_buf *b, const char *id)
{
	double x = NAMES + 10;

	for (int i = 0; i < OD_REPORT_BARS; i++) {
		segment(b, id, i, x, 8, 24);
		od_buf_printf(b, "<text x=\"%.1f\" y=\"22\">", x + 30);
		od_element(b, "", od_chart_bar_label(i), "</text>\n");
		x += 100;
	}
}

/* For who cannot see it: the same in words. */
static void units_desc(const struct od_report_of *r, size_t from, size_t to, struct od_buf *b)
{
	for (size_t i = from; i < to; i++) {
		const struct od_report_unit *u = &r->unit[i];

		/* Translators: a unit, how many of each. */
		od_buf_printf(b, _("%1$s: done %2$lld, green %3$lld, yellow %4$lld, red %5$lld; "),
			      u->name, (long long)u->bar[OD_BAR_DONE],
			      (long long)u->bar[OD_BAR_GREEN], (long long)u->bar[OD_BAR_YELLOW],
			      (long long)u->bar[OD_BAR_RED]);
	}
}

static void units_chart(const struct od_report_of *r, size_t from, size_t to, struct od_buf *b)
{
	OD_CLEANUP(od_buf_freep) struct od_buf desc = OD_BUF_INIT;
	char id[32];

	snprintf(id, sizeof(id), "units-%zu", from / A_CHART + 1);
	units_desc(r, from, to, &desc);
	b->failed |= desc.failed;
	begin(b, id, TOP + ROW * (int)(to - from) + 6, _("Parts by unit"), desc.s ? desc.s : "");
	patterns(b, id);
	svg_legend(b, id);
	for (size_t i = from; i < to; i++)
		unit_row(&r->unit[i], id, most_parts(r), TOP + ROW * (int)(i - from), b);
	od_buf_puts(b, "</svg>\n</figure>\n");
}

void od_chart_units_svg(const struct od_report_of *r, struct od_buf *b)
{
	for (size_t i = 0; i < r->units; i += A_CHART)
		units_chart(r, i, i + A_CHART < r->units ? i + A_CHART : r->units, b);
}

/* --- open matters ----------------------------------------------------------------------------- */

enum { HEIGHT = 250, LEFT = 46, RIGHT = SVG_WIDTH - 96, HIGH = 18, LOW = HEIGHT - 34, LABELS = 6 };

struct plot {
	const struct od_report_of *r;
	int64_t top;
};

static double plot_x(const struct plot *p, size_t i)
{
	const struct od_burn *first = &p->r->burn[0], *last = &p->r->burn[p->r->burns - 1];
	double whole = last->day.days - first->day.days;

	return LEFT + (RIGHT - LEFT) * (p->r->burn[i].day.days - first->day.days) / whole;
}

static double plot_y(const struct plot *p, int64_t n)
{
	return LOW - (double)(LOW - HIGH) * (double)n / (double)p->top;
}

/* The next that looks well and whose half is a whole number: 2, 4, 6, 8, 10, 20, 40 ... */
static int64_t round_up(int64_t n)
{
	static const int64_t tops[] = { 2, 4, 6, 8, 10, 12, 16 };
	int64_t ten = 1;

	for (;; ten *= 10)
		for (size_t i = 0; i < OD_COUNT(tops); i++)
			if (tops[i] * ten >= n)
				return tops[i] * ten;
}

static void axes(const struct plot *p, struct od_buf *b)
{
	size_t n = p->r->burns, every = (n - 1 + LABELS - 1) / LABELS;
	char day[16];

	for (int i = 0; i <= 2; i++) {
		double y = plot_y(p, p->top * i / 2);

		od_buf_printf(
			b,
			"<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>"
			"<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" font-size=\"12\">%lld</text>\n",
			LEFT, RIGHT, y, y, i ? "#dcdcdc" : "#3a3a3c", LEFT - 6, y + 4,
			(long long)(p->top * i / 2));
	}
	for (size_t i = n; i-- > 0;) {
		if ((n - 1 - i) % (every ? every : 1))
			continue;
		od_date_str(p->r->burn[i].day, day);
		od_buf_printf(
			b,
			"<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\">%s</text>\n",
			plot_x(p, i), LOW + 18, n > 1 ? day : "");
	}
}

static int64_t value(const struct od_burn *k, bool red)
{
	return red ? k->red : k->open;
}

static void line(const struct plot *p, bool red, struct od_buf *b)
{
	od_buf_printf(b, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"%s points=\"",
		      red ? "#8c0010" : "#3a3a3c", red ? " stroke-dasharray=\"6 4\"" : "");
	for (size_t i = 0; i < p->r->burns; i++)
		od_buf_printf(b, "%s%.1f,%.1f", i ? " " : "", plot_x(p, i),
			      plot_y(p, value(&p->r->burn[i], red)));
	od_buf_puts(b, "\"/>\n");
}

/* Behind the line's end; the two keep out of each other's way. */
static void ends(const struct plot *p, struct od_buf *b)
{
	const struct od_burn *last = &p->r->burn[p->r->burns - 1];
	double open = plot_y(p, last->open) + 5, red = plot_y(p, last->red) + 5;

	if (red - open < 17)
		open = red - 17;
	od_buf_printf(b, "<text x=\"%d\" y=\"%.1f\" font-weight=\"700\">", RIGHT + 8, open);
	od_buf_printf(b, _("open %lld"), (long long)last->open);
	od_buf_printf(b, "</text>\n<text x=\"%d\" y=\"%.1f\" font-weight=\"700\" fill=\"#8c0010\">",
		      RIGHT + 8, red);
	od_buf_printf(b, _("red %lld"), (long long)last->red);
	od_buf_puts(b, "</text>\n");
}

static void burn_desc(const struct od_report_of *r, struct od_buf *b)
{
	char day[16];

	for (size_t i = 0; i < r->burns; i++)
		/* Translators: a day, how many matters. */
		od_buf_printf(b, _("%1$s: open %2$lld, red %3$lld; "),
			      od_date_str(r->burn[i].day, day), (long long)r->burn[i].open,
			      (long long)r->burn[i].red);
}

void od_chart_burn_svg(const struct od_report_of *r, struct od_buf *b)
{
	struct plot p = { r, round_up(most_open(r)) };
	OD_CLEANUP(od_buf_freep) struct od_buf desc = OD_BUF_INIT;

	burn_desc(r, &desc);
	b->failed |= desc.failed;
	begin(b, "burn", HEIGHT, _("Open matters by day"), desc.s ? desc.s : "");
	axes(&p, b);
	line(&p, false, b);
	line(&p, true, b);
	ends(&p, b);
	od_buf_puts(b, "</svg>\n</figure>\n");
}
