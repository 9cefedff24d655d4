/* schedule_page.c - the leaders' schedules as one page for the intranet; prints on A4 across. */
#include "page.h"
#include "roundup.h"
#include "schedule.h"

static const char style[] = OD_WATCH_STYLE
	"main{max-width:1200px;padding:36px 40px 28px}\n"
	"table{margin-top:22px}\n"
	"td.who{white-space:nowrap;font-weight:700;width:8em}\n"
	"td.who small{display:block;font-weight:400;color:var(--soft);white-space:normal;line-height:1.4}\n"
	"td.at{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
	"td.src{margin:0;line-height:1.5}\n"
	"td small,.it small{color:var(--soft);font-size:.86em}\n"
	"tr.clash td:not(.who),.it.clash{background:#fdf1f0}\n"
	".missing{color:var(--red)}.quiet{color:var(--soft)}\n"
	"tbody.who{border-top:2px solid #cfc9bf}\n"
	"table.grid{table-layout:fixed;font-size:14px;line-height:1.55}\n"
	".grid th{text-align:center;white-space:normal}.grid th:first-child,.grid td.who{width:9em}.grid th.bare{width:6em;padding-left:2px;padding-right:2px}\n"
	".grid td{padding:4px 6px;overflow-wrap:anywhere}.grid .off{background:#f6f4ef}\n"
	".grid td.who{white-space:normal}\n"
	".it+.it{border-top:1px dotted var(--line);margin-top:3px;padding-top:3px}\n"
	".it b{font-weight:600;display:block;font-variant-numeric:tabular-nums}\n"
	"@page{size:A4 landscape;margin:14mm 12mm}\n"
	"@media print{main{padding:0;max-width:none}body{font-size:10pt;line-height:1.4}th,td{padding:2pt 5pt}"
	"table{font-size:9.5pt;margin-top:10pt}table.grid{font-size:8pt}h1{font-size:24pt}header{padding-bottom:6pt}"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static void marks(struct od_buf *b, const struct od_schedule *s, size_t i)
{
	if (s->row[i].clash)
		od_element(b, "<span class=\"mark\">", _("clash"), "</span>");
	if (s->note[i].changed)
		od_element(b, "<span class=\"mark\">", _("changed"), "</span>");
}

static void missing(struct od_buf *b, const struct od_appointment *a)
{
	bool quiet = !strcmp(a->missing, "leave") ||
		     !strcmp(a->missing, od_slot_states[OD_SLOT_NIL].word) ||
		     !strcmp(a->missing, od_slot_states[OD_SLOT_EXCUSED].word);

	od_element(b, quiet ? "<span class=\"quiet\">" : "<span class=\"missing\">",
		   od_missing_label(a->missing), "</span>");
}

static void who(struct od_buf *b, const struct od_appointment *a, size_t rows)
{
	od_buf_printf(b, "<td class=\"who\" rowspan=\"%zu\">", rows);
	od_escape(b, a->leader ? a->leader : "-");
	if (a->post)
		od_element(b, "<small>", a->post, "</small>");
	od_buf_puts(b, "</td>");
}

/* --- one day --------------------------------------------------------------------------------------- */

static void source(struct od_buf *b, const struct od_schedule *s, size_t i)
{
	char number[32];

	od_element(b, "<td class=\"src\">", s->note[i].unit_short, "<br>");
	if (s->row[i].contact)
		od_element(b, "", s->row[i].contact, "<br>");
	od_element(b, "<small>", od_number_str('R', s->row[i].number, number), "</small></td>");
}

static void day_row(struct od_buf *b, const struct od_schedule *s, size_t i, size_t rows)
{
	const struct od_appointment *a = &s->row[i];
	char clock[32];

	od_buf_puts(b, a->clash ? "<tr class=\"item clash\">" : "<tr class=\"item\">");
	if (rows)
		who(b, a, rows);
	if (a->missing) {
		od_buf_puts(b, "<td colspan=\"5\">");
		missing(b, a);
		od_buf_puts(b, "</td></tr>\n");
		return;
	}
	od_element(b, "<td class=\"at\">", od_schedule_clock(s, i, clock), "</td><td>");
	marks(b, s, i);
	od_element(b, "", a->title, "</td>");
	od_element(b, "<td>", or_empty(a->place), "</td>");
	od_element(b, "<td>", or_empty(a->accompanying), "</td>");
	source(b, s, i);
	od_buf_puts(b, "</tr>\n");
}

static void day_table(struct od_buf *b, const struct od_schedule *s)
{
	const char *const heads[] = { _("Leader"), _("Time"),         _("Activity"),
				      _("Place"),  _("Accompanying"), _("Contact") };

	od_buf_puts(b, "<table><thead><tr>");
	for (size_t i = 0; i < OD_COUNT(heads); i++)
		od_element(b, "<th>", heads[i], "</th>");
	od_buf_puts(b, "</tr></thead>\n");
	for (size_t i = 0, end; i < s->rows; i = end) {
		end = od_schedule_group(s, i);
		od_buf_puts(b, "<tbody class=\"who\">\n");
		for (size_t k = i; k < end; k++)
			day_row(b, s, k, k == i ? end - i : 0);
		od_buf_puts(b, "</tbody>\n");
	}
	od_buf_puts(b, "</table>\n");
}

/* --- several ---------------------------------------------------------------------------------------- */

static void grid_item(struct od_buf *b, const struct od_schedule *s, size_t i)
{
	const struct od_appointment *a = &s->row[i];
	char clock[32];

	od_buf_puts(b, a->clash ? "<div class=\"it item clash\">" : "<div class=\"it item\">");
	if (a->missing) {
		missing(b, a);
	} else {
		od_element(b, "<b>", od_schedule_clock(s, i, clock), "</b>");
		marks(b, s, i);
		od_escape(b, a->title);
		if (a->place)
			od_element(b, " <small>", a->place, "</small>");
	}
	od_buf_puts(b, "</div>");
}

static void grid_row(struct od_buf *b, const struct od_schedule *s, size_t i, size_t end)
{
	od_buf_puts(b, "<tr>");
	who(b, &s->row[i], 1);
	for (int d = 0; d < od_schedule_days(s); d++) {
		od_buf_puts(b, s->off[d] ? "<td class=\"off\">" : "<td>");
		for (size_t k = i; k < end; k++)
			if (s->row[k].day.days == s->from.days + d)
				grid_item(b, s, k);
		od_buf_puts(b, "</td>");
	}
	od_buf_puts(b, "</tr>\n");
}

static bool is_bare(const struct od_schedule *s, int d)
{
	for (size_t i = 0; i < s->rows; i++)
		if (s->row[i].day.days == s->from.days + d)
			return false;
	return true;
}

/* A day on which nobody has anything is narrow. */
static void grid(struct od_buf *b, const struct od_schedule *s)
{
	static const char *const open[2][2] = {
		{ "<th>", "<th class=\"off\">" },
		{ "<th class=\"bare\">", "<th class=\"bare off\">" },
	};

	od_element(b, "<table class=\"grid\"><thead><tr><th>", _("Leader"), "</th>");
	for (int d = 0; d < od_schedule_days(s); d++) {
		od_buf_puts(b, open[is_bare(s, d)][s->off[d]]);
		od_day_short((od_date){ s->from.days + d }, "<br>", b);
		od_buf_puts(b, "</th>");
	}
	od_buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0, end; i < s->rows; i = end) {
		end = od_schedule_group(s, i);
		grid_row(b, s, i, end);
	}
	od_buf_puts(b, "</tbody></table>\n");
}

int od_schedule_html(const struct od_schedule *s, struct od_buf *b, struct od_err *err)
{
	struct od_buf day = OD_BUF_INIT, sum = OD_BUF_INIT;

	od_schedule_title(s, &day);
	od_schedule_sum(s, &sum);
	b->failed |= day.failed || sum.failed;
	if (!b->failed)
		od_page_begin(b, &(struct od_page){ s->office, s->title, day.s, sum.s, style });
	od_buf_puts(b, "</header>\n");
	if (!s->rows)
		od_element(b, "<p>", _("Nothing is on file for these days.\n"), "</p>\n");
	else if (s->to.days > s->from.days)
		grid(b, s);
	else
		day_table(b, s);
	if (s->aways) {
		od_element(b, "<h2>", _("Away"), "");
		od_buf_printf(b, "<small>%zu</small></h2>\n", s->aways);
		od_away_rows(b, s->away, s->aways, false);
	}
	od_page_end(b, s->office);
	od_buf_free(&day);
	od_buf_free(&sum);
	return b->failed ? od_fail_nomem(err) : 0;
}
