/* task_report_html.c - 督查专报 and 督查通报 as one page, with its charts in it; it prints on A4. */
#include "page.h"
#include "task_report.h"
#include "layout.h"

static const char style[] =
	"h3.part{display:block;margin:20px 0 6px}\n"
	"table{margin:0 0 10px}td.n,th.n{width:auto;white-space:nowrap}td.day,td.light{white-space:nowrap}\n"
	"td{overflow-wrap:anywhere}tbody tr:nth-child(even){background:#fbfaf7}\n"
	".light::before{content:\"\";display:inline-block;width:.7em;height:.7em;border-radius:50%;"
	"margin-right:.4em;border:1px solid #555;background:#fff}\n"
	".light.red::before{background:#8c0010;border-color:#8c0010}.light.yellow::before{background:#f0c000}\n"
	".light.green::before{background:#2e7d32}.light.grey::before{background:#bdbdbd}\n"
	".note{color:var(--soft);font-size:13px;margin:6px 0}.note p{margin:0}\n"
	"main>p,section>p{margin:6px 0}section ol>li{margin:0 0 4px}\n"
	"figure{margin:8px 0 14px}figure svg{width:100%;height:auto;display:block}\n"
	".issue{text-align:right;margin-top:28px}.issue p{margin:0}\n"
	"@media print{figure{break-inside:avoid}h3.part{break-after:avoid}.issue{break-inside:avoid;break-before:avoid}"
	"*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

struct setting {
	const struct od_report_of *r;
	struct od_buf *b;
	size_t heads, subheads;
	bool list; /* an <ol> is open */
};

static void lines(struct od_buf *b, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		od_buf_add(&line, s, n);
		b->failed |= line.failed;
		if (n && !line.failed)
			od_element(b, "<p>", line.s, "</p>\n");
		s += n + (s[n] == '\n');
	}
}

static void light_cell(struct od_buf *b, const char *text)
{
	for (int i = OD_LIGHT_GREEN; i <= OD_LIGHT_GREY; i++) {
		if (strcmp(text, od_report_light(i)))
			continue;
		od_buf_printf(b, "<td class=\"light %s\">", od_lights[i].word);
		od_element(b, "", text, "</td>");
		return;
	}
	od_element(b, "<td>", text, "</td>");
}

static bool is_day(const char *s)
{
	return strlen(s) == 10 && strspn(s, "0123456789-") == 10;
}

static void table(const struct od_block *t, struct od_buf *b)
{
	od_buf_puts(b, "<table><thead><tr>");
	for (size_t i = 0; i < t->columns; i++)
		od_element(b, t->right[i] ? "<th class=\"n\">" : "<th>", t->heads[i], "</th>");
	od_buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < t->cells; i++) {
		size_t column = i % t->columns;

		od_buf_puts(b, column ? "" : "<tr>");
		if (!strcmp(t->heads[column], _("Light")))
			light_cell(b, t->cell[i]);
		else
			od_element(b,
				   t->right[column]     ? "<td class=\"n\">"
				   : is_day(t->cell[i]) ? "<td class=\"day\">"
							: "<td>",
				   t->cell[i], "</td>");
		od_buf_puts(b, column + 1 == t->columns ? "</tr>\n" : "");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

static void head(struct setting *s, const char *title)
{
	char ordinal[32];
	struct od_buf b = OD_BUF_INIT;

	od_buf_printf(s->b, "%s<section>\n", s->heads ? "</section>\n" : "");
	/* Translators: ordinal and title of a heading. */
	od_buf_printf(&b, _("%1$s. %2$s"), od_ordinal(++s->heads, ordinal), title);
	s->b->failed |= b.failed;
	od_element(s->b, "<h2>", b.s ? b.s : "", "</h2>\n");
	od_buf_free(&b);
	s->subheads = 0;
}

static void subhead(struct setting *s, const char *title)
{
	struct od_buf b = OD_BUF_INIT;
	char ordinal[32];

	/* Translators: ordinal, title of a part's part. */
	od_buf_printf(&b, _("(%1$s) %2$s"), od_ordinal(++s->subheads, ordinal), title);
	s->b->failed |= b.failed;
	od_element(s->b, "<h3 class=\"part\">", b.s ? b.s : "", "</h3>\n");
	od_buf_free(&b);
}

static void block(struct setting *s, const struct od_block *k)
{
	bool item = k->kind == OD_BLOCK_ITEM;

	if (item != s->list)
		od_buf_puts(s->b, item ? "<ol>\n" : "</ol>\n");
	s->list = item;
	switch (k->kind) {
	case OD_BLOCK_HEAD:
		head(s, k->text);
		return;
	case OD_BLOCK_SUBHEAD:
		subhead(s, k->text);
		return;
	case OD_BLOCK_ITEM:
		od_element(s->b, "<li>", k->text, "</li>\n");
		return;
	case OD_BLOCK_NOTE:
		od_buf_puts(s->b, "<div class=\"note\">\n");
		lines(s->b, k->text);
		od_buf_puts(s->b, "</div>\n");
		return;
	case OD_BLOCK_TABLE:
		table(k, s->b);
		return;
	case OD_BLOCK_UNITS:
		od_chart_units_svg(s->r, s->b);
		return;
	case OD_BLOCK_BURN:
		od_chart_burn_svg(s->r, s->b);
		return;
	default:
		lines(s->b, k->text);
	}
}

static void issue(const struct od_report_of *r, const char *office, struct od_buf *b)
{
	char day[64];

	od_element(b, "<div class=\"issue\">\n<p>", office, "</p>\n");
	od_element(b, "<p>", od_day_words(r->today, day), "</p>\n</div>\n");
}

static void set(const struct od_report_of *r, const struct od_doc *d, const char *office,
		struct od_buf *b)
{
	OD_CLEANUP(od_buf_freep) struct od_buf period = OD_BUF_INIT, sum = OD_BUF_INIT;
	struct setting s = { .r = r, .b = b };

	od_report_period(r, &period);
	od_buf_printf(&sum, _("finished %1$lld, under way %2$lld, overdue %3$lld"),
		      (long long)r->count[OD_LIST_FINISHED], (long long)r->count[OD_LIST_UNDER_WAY],
		      (long long)r->count[OD_LIST_OVERDUE]);
	b->failed |= period.failed || sum.failed;
	if (b->failed)
		return;
	od_page_begin(b, &(struct od_page){ office, d->title, period.s, sum.s, style });
	od_buf_puts(b, "</header>\n");
	for (size_t i = 0; i < d->n; i++)
		block(&s, &d->block[i]);
	od_buf_puts(b, s.list ? "</ol>\n" : "");
	od_buf_puts(b, s.heads ? "</section>\n" : "");
	issue(r, office, b);
	od_page_end(b, office);
}

int od_task_report_html(struct od_db *db, const struct od_tasks *t, const struct od_task_stats *s,
			int kind, od_date from, od_date to, od_instant now, struct od_buf *out,
			struct od_err *err)
{
	struct od_report_of r = {
		.db = db, .t = t, .s = s, .kind = kind, .from = from, .to = to, .now = now
	};
	OD_CLEANUP(od_buf_freep) struct od_buf office = OD_BUF_INIT;
	struct od_doc d = { NULL };
	int got = od_report_gather(&r, err);

	if (got == 0)
		got = od_report_say(&r, &d, err);
	if (got == 0)
		od_buf_puts(&office, od_report_office(&r));
	out->failed |= office.failed;
	if (got == 0 && office.s)
		set(&r, &d, office.s, out);
	od_doc_free(&d);
	od_report_free(&r);
	return got < 0 ? -1 : out->failed ? od_fail_nomem(err) : 0;
}
