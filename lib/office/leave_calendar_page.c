/* leave_calendar_page.c - the leave calendar as one page for the intranet; prints on A4 across. */
#include "layout.h"
#include "leave_calendar.h"
#include "page.h"
#include "roundup.h"
#include "schedule.h"

enum { PAGE_DAYS = 31, FEW_DAYS = 10 };

/* A half day is the half of a cell. */
static const char style[] =
	"main{max-width:1200px;padding:36px 40px 28px}\n"
	"table{margin-top:22px}\n"
	"table.grid{table-layout:fixed;font-size:14px;line-height:1.5}\n"
	".grid th,.grid td{text-align:center;padding:4px 1px;white-space:normal;vertical-align:middle}\n"
	".grid th:first-child,.grid td.who{width:8em;text-align:left;padding:4px 8px}\n"
	".grid th small,td.who small,td small{display:block;font-weight:400;color:var(--soft);line-height:1.4;"
	"font-size:.82em}\n"
	".grid td.who,td.who{font-weight:700}\n"
	".off{background-color:#f1eee7}.grid th.off{color:var(--soft)}.grid th.work{color:var(--red)}\n"
	".am,.pm,.day{--away:#e58e88}.ev{color:var(--red)}\n"
	".day{background:var(--away)}\n"
	".am,.pm{background-image:linear-gradient(var(--away),var(--away));background-size:50% 100%;"
	"background-repeat:no-repeat;background-clip:padding-box}\n"
	".pm{background-position:right}.am span,.pm span{display:block;width:50%}.pm span{margin-left:50%}\n"
	".many{font-size:12px}.many th:first-child,.many td.who{width:9em}.many td{font-size:11px}\n"
	"td.when,td.no{white-space:nowrap}.late{color:var(--red)}\n"
	"caption{text-align:left;font-weight:700;padding:0 0 6px}\n"
	"@page{size:A4 landscape;margin:12mm 12mm}\n"
	"@media print{main{padding:0;max-width:none}body{font-size:10pt;line-height:1.4}th,td{padding:2pt 5pt}"
	"table{font-size:9pt;margin-top:10pt}table.grid{font-size:8.5pt}table.many{font-size:7.5pt}"
	"h1{font-size:24pt}header{padding-bottom:6pt}footer{margin-top:12pt}"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* A cell of what was put together, which is freed. */
static void cell(struct od_buf *b, const char *open, struct od_buf *text)
{
	b->failed |= text->failed;
	od_element(b, open, b->failed ? "" : or_empty(text->s), "</td>");
	od_buf_free(text);
}

static void who(struct od_buf *b, const struct od_away *a)
{
	od_element(b, "<td class=\"who\">", a->person_name, "");
	if (a->post)
		od_element(b, "<small>", a->post, "</small>");
	od_buf_puts(b, "</td>");
}

/* --- the grid ------------------------------------------------------------------------------------- */

static void head(struct od_buf *b, const struct od_leave_calendar *c, od_date d, bool many)
{
	const struct od_calendar_day *of = &c->day[d.days - c->from.days];
	struct od_buf text = OD_BUF_INIT;
	int year, month, day;

	od_buf_puts(b, of->off         ? "<th class=\"off\""
		       : of->exchanged ? "<th class=\"work\""
				       : "<th");
	if (of->name)
		od_element(b, " title=\"", of->name, "\"");
	od_buf_putc(b, '>');
	od_date_split(d, &year, &month, &day);
	if (many)
		od_buf_printf(b, "%d", day);
	else
		od_day_short(d, " ", &text);
	od_escape(b, text.failed ? "" : or_empty(text.s));
	b->failed |= text.failed;
	od_buf_free(&text);
	if (of->name && !many)
		od_element(b, "<small>", of->name, "</small>");
	if (of->exchanged)
		od_element(b, "<small>", many ? _("w") : _("work"), "</small>");
	else if (of->off)
		od_element(b, "<small>", many ? _("-") : _("off"), "</small>");
	od_buf_puts(b, "</th>");
}

static const char *class_of(unsigned int parts)
{
	enum { AM = 1 << OD_PART_MORNING, PM = 1 << OD_PART_AFTERNOON };

	if ((parts & (AM | PM)) == (AM | PM))
		return "day";
	return parts & AM ? "am" : parts & PM ? "pm" : parts ? "ev" : "";
}

/* In words for who listens to the page, and where colours are not printed. */
static const char *words_of(unsigned int parts, bool many)
{
	const char *class = class_of(parts);

	if (!*class)
		return "";
	if (!strcmp(class, "day"))
		return many ? _("##") : _("all day");
	if (!strcmp(class, "am"))
		return many ? _("am") : _(od_parts[OD_PART_MORNING].label);
	if (!strcmp(class, "pm"))
		return many ? _("pm") : _(od_parts[OD_PART_AFTERNOON].label);
	return many ? _("ev") : _(od_parts[OD_PART_EVENING].label);
}

static void person_row(struct od_buf *b, const struct od_leave_calendar *c, size_t i, size_t end,
		       od_date from, od_date to, bool many)
{
	od_buf_puts(b, "<tr>");
	who(b, &c->away.row[i].a);
	for (od_date d = from; d.days <= to.days; d.days++) {
		unsigned int parts = od_calendar_parts(c, i, end, d);

		od_buf_printf(b, "<td class=\"%s%s\">",
			      c->day[d.days - c->from.days].off ? "off " : "", class_of(parts));
		od_element(b, "<span>", words_of(parts, many), "</span></td>");
	}
	od_buf_puts(b, "</tr>\n");
}

static bool away_in(const struct od_leave_calendar *c, size_t i, size_t end, od_date from,
		    od_date to)
{
	for (; from.days <= to.days; from.days++)
		if (od_calendar_parts(c, i, end, from))
			return true;
	return false;
}

static void block(struct od_buf *b, const struct od_leave_calendar *c, od_date from, od_date to)
{
	bool many = to.days - from.days >= FEW_DAYS;

	od_buf_puts(b, many ? "<table class=\"grid many\">" : "<table class=\"grid\">");
	if (from.days != c->from.days || to.days != c->to.days) {
		od_buf_puts(b, "<caption>");
		od_calendar_month(from, b);
		od_buf_puts(b, "</caption>");
	}
	od_element(b, "<thead><tr><th>", _("Full name"), "</th>");
	for (od_date d = from; d.days <= to.days; d.days++)
		head(b, c, d, many);
	od_buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0, end; i < c->away.n; i = end) {
		end = od_calendar_group(c, i);
		if (away_in(c, i, end, from, to))
			person_row(b, c, i, end, from, to, many);
	}
	od_buf_puts(b, "</tbody></table>\n");
}

/* --- the list -------------------------------------------------------------------------------------- */

static void back(struct od_buf *b, const struct od_away *a)
{
	struct od_buf text = OD_BUF_INIT;
	char at[32];

	if (a->status == OD_LEAVE_RETURNED)
		od_buf_puts(&text, _("back"));
	else if (od_instant_is(a->due_at))
		od_buf_puts(&text, od_due_str(a->due_at, at));
	if (a->overdue != OD_NOINT) {
		struct od_buf how = OD_BUF_INIT;

		od_delay(a->overdue, &how);
		od_buf_printf(&text, _("; overdue by %s"), or_empty(how.s));
		text.failed |= how.failed;
		od_buf_free(&how);
	}
	cell(b, a->overdue != OD_NOINT ? "<td class=\"late\">" : "<td>", &text);
}

static void absence(struct od_buf *b, const struct od_away *a)
{
	struct od_buf when = OD_BUF_INIT, what = OD_BUF_INIT, stand_in = OD_BUF_INIT;
	char number[32];

	od_buf_puts(b, "<tr class=\"item\">");
	who(b, a);
	od_element(b, "<td>", or_empty(a->unit_name), "</td>");
	od_away_when(a, &when);
	cell(b, "<td class=\"when\">", &when);
	od_away_what(a, &what);
	cell(b, "<td>", &what);
	od_calendar_stand_in(a, &stand_in);
	cell(b, "<td>", &stand_in);
	od_element(b, "<td>", or_empty(a->phone), "</td>");
	back(b, a);
	od_element(b, "<td class=\"no\">", od_number_str('L', a->number, number), "</td></tr>\n");
}

static void list(struct od_buf *b, const struct od_leave_calendar *c)
{
	const char *const heads[] = { _("Full name"),  _("Unit"),     _("Time"),
				      _("Leave"),      _("Stand-in"), _("Telephone while away"),
				      _("Return due"), _("Number") };

	od_buf_puts(b, "<table class=\"list\"><thead><tr>");
	for (size_t i = 0; i < OD_COUNT(heads); i++)
		od_element(b, "<th>", heads[i], "</th>");
	od_buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->away.n; i++)
		absence(b, &c->away.row[i].a);
	od_buf_puts(b, "</tbody></table>\n");
}

int od_leave_calendar_html(const struct od_leave_calendar *c, struct od_buf *b, struct od_err *err)
{
	struct od_buf title = OD_BUF_INIT, sum = OD_BUF_INIT;

	od_calendar_title(c, &title);
	od_calendar_sum(c, &sum);
	b->failed |= title.failed || sum.failed;
	if (!b->failed)
		od_page_begin(b, &(struct od_page){ c->office, _("Who is away"), title.s, sum.s,
						    style });
	od_buf_puts(b, "</header>\n");
	for (od_date d = c->from, to; c->away.n && d.days <= c->to.days; d.days = to.days + 1) {
		to = od_calendar_block(c, d, PAGE_DAYS);
		block(b, c, d, to);
	}
	if (c->away.n)
		list(b, c);
	od_page_end(b, c->office);
	od_buf_free(&title);
	od_buf_free(&sum);
	return b->failed ? od_fail_nomem(err) : 0;
}
