/* roundup_page.c - the roundup as one page for the intranet: nothing outside it is needed, and it
 * prints on A4. */
#include <stdlib.h>

#include "roundup.h"

/* Fonts are the reader's; the red masthead and rule are those of official papers. */
static const char style[] =
	":root{--red:#c7000b;--ink:#1d1d1f;--soft:#6b6b70;--line:#e3e0da}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:#f3f1ec;color:var(--ink);"
	"font:16px/1.75 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif}\n"
	"main{max-width:860px;margin:24px auto;background:#fff;padding:44px 56px 36px;"
	"box-shadow:0 1px 4px rgba(0,0,0,.12)}\n"
	"header{text-align:center;border-bottom:3px solid var(--red);padding-bottom:14px}\n"
	"header p{margin:0}\n"
	".office{color:var(--red);font-size:20px;letter-spacing:.16em;text-indent:.16em}\n"
	"h1{margin:6px 0 10px;color:var(--red);font:700 38px/1.3 \"Noto Serif CJK SC\",\"Source Han Serif SC\","
	"\"STZhongsong\",SimSun,serif;letter-spacing:.2em;text-indent:.2em}\n"
	".sum{color:var(--soft);font-size:14px;margin:12px 0 0}\n"
	"nav{margin:14px 0 0;font-size:14px;display:flex;flex-wrap:wrap;gap:4px 18px;justify-content:center}\n"
	"nav a{color:var(--red);text-decoration:none}nav a:hover{text-decoration:underline}\n"
	"nav span{color:var(--soft)}\n"
	"h2{margin:34px 0 10px;padding-left:12px;border-left:5px solid var(--red);font-size:20px;line-height:1.4}\n"
	"h2 small{font-weight:400;color:var(--soft);font-size:14px;margin-left:6px}\n"
	"ol{margin:0;padding-left:2em}\n"
	"li{margin:0 0 14px}li::marker{color:var(--soft)}\n"
	"h3{margin:0;font-size:16px;font-weight:700;display:inline}\n"
	".src{color:var(--soft);font-size:13px;margin-left:.5em;white-space:nowrap}\n"
	"li p{margin:2px 0 0;text-align:justify;overflow-wrap:anywhere}\n"
	".mark{display:inline-block;border:1px solid var(--red);color:var(--red);font-size:12px;line-height:1.5;"
	"padding:0 5px;margin-right:6px;border-radius:2px}\n"
	"table{border-collapse:collapse;width:100%;font-size:15px}\n"
	"th,td{border:1px solid var(--line);padding:5px 10px;text-align:left;vertical-align:top}\n"
	"th{background:#faf8f4;font-weight:600;white-space:nowrap}\n"
	"td.n,th.n{text-align:right;width:5em}\n"
	".units{columns:2;column-gap:28px;margin:0;padding:0;list-style:none}\n"
	".units li{display:flex;justify-content:space-between;border-bottom:1px dotted var(--line);margin:0;"
	"break-inside:avoid}\n"
	"footer{margin-top:36px;border-top:1px solid var(--line);padding-top:10px;color:var(--soft);font-size:13px;"
	"text-align:right}\n"
	"@media (max-width:640px){main{margin:0;padding:24px 18px}.units{columns:1}h1{font-size:28px}}\n"
	"@page{size:A4;margin:22mm 20mm 20mm}\n"
	"@media print{body{background:#fff;font-size:11.5pt;line-height:1.6}main{max-width:none;margin:0;padding:0;"
	"box-shadow:none}nav{display:none}h2{break-after:avoid}li{break-inside:avoid}"
	"thead{display:table-header-group}tr{break-inside:avoid}}\n";

static void escape(struct od_buf *b, const char *s)
{
	for (; *s; s++) {
		size_t plain = strcspn(s, "&<>\"'");

		od_buf_add(b, s, plain);
		s += plain;
		if (!*s)
			return;
		od_buf_printf(b, "&#%d;", *s);
	}
}

/* <tag>text</tag> */
static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	escape(b, text);
	od_buf_puts(b, close);
}

static void marks(struct od_buf *b, const struct od_item *it)
{
	static const char open[] = "<span class=\"mark\">", close[] = "</span>";

	if (it->secrecy)
		element(b, open,
			_(od_field_find(&od_item_type, "secrecy")->words[it->secrecy].label),
			close);
	if (it->urgency)
		element(b, open,
			_(od_field_find(&od_item_type, "urgency")->words[it->urgency].label),
			close);
	if (it->supplement)
		element(b, open, _("late"), close);
}

static void source(struct od_buf *b, const struct od_item *it)
{
	char buf[32];

	od_buf_puts(b, "<span class=\"src\">");
	escape(b, it->unit_short);
	od_buf_printf(b, " %s", od_number_str('R', it->number, buf));
	if (it->supplement) {
		od_date d = od_instant_date(it->occurred_at);
		int year, month, day;

		od_date_split(d, &year, &month, &day);
		od_buf_printf(b, _(" of %1$02d-%2$02d"), month, day);
	}
	od_buf_puts(b, "</span>");
}

/* Each line of a text is a paragraph. */
static void paragraphs(struct od_buf *b, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");
		char *line = od_trim(s, n);

		if (!line)
			b->failed = true;
		else if (*line)
			element(b, "<p>", line, "</p>");
		free(line);
		s += n + (s[n] == '\n');
	}
}

static void items(struct od_buf *b, const struct od_roundup *r, const struct od_section *s)
{
	od_buf_puts(b, "<ol>\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];

		od_buf_puts(b, "<li class=\"item\">");
		marks(b, it);
		element(b, "<h3>", it->title, "</h3>");
		source(b, it);
		if (s->column.style == OD_STYLE_FULL && it->body)
			paragraphs(b, it->body);
		od_buf_puts(b, "</li>\n");
	}
	od_buf_puts(b, "</ol>\n");
}

static void schedule(struct od_buf *b, const struct od_roundup *r, const struct od_section *s)
{
	const char *const heads[] = { _("Time"), _("Leaders"), _("Activity"), _("Place") };
	char at[32];

	od_buf_puts(b, "<table><thead><tr>");
	for (size_t i = 0; i < OD_COUNT(heads); i++)
		element(b, "<th>", heads[i], "</th>");
	od_buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		const char *clock = strchr(od_instant_str_short(it->occurred_at, at), ' ');

		element(b, "<tr class=\"item\"><td>", clock ? clock + 1 : "", "</td>");
		element(b, "<td>", it->leaders ? it->leaders : "", "</td>");
		element(b, "<td>", it->title, "</td>");
		element(b, "<td>", it->place ? it->place : "", "</td></tr>\n");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

static void counts(struct od_buf *b, const struct od_roundup *r)
{
	od_buf_puts(b, "<ul class=\"units\">\n");
	for (size_t i = 0; i < r->units; i++) {
		element(b, "<li><span>", r->unit[i].name, "</span>");
		od_buf_printf(b, "<span>%lld</span></li>\n", (long long)r->unit[i].n);
	}
	od_buf_puts(b, "</ul>\n");
}

static void heading(struct od_buf *b, const char *id, size_t nth, const char *title, size_t n)
{
	char ordinal[32];

	od_buf_printf(b, "<section id=\"%s\">\n<h2>", id);
	/* Translators: ordinal and title of a heading. */
	od_buf_printf(b, _("%1$s. %2$s"), od_ordinal(nth, ordinal), title);
	od_buf_printf(b, "<small>%zu</small></h2>\n", n);
}

static void masthead(struct od_buf *b, const struct od_roundup *r)
{
	struct od_buf day = OD_BUF_INIT, sum = OD_BUF_INIT;

	od_day_title(r->day, &day);
	if (r->holiday)
		od_buf_printf(&day, r->workday ? _(" (working day in exchange, %s)") : _(" (%s)"),
			      r->holiday);
	od_buf_printf(&sum, _("%lld items from %zu units; urgent %lld, late %lld.\n"),
		      (long long)r->counted, r->units, (long long)r->urgent,
		      (long long)r->supplements);
	b->failed |= day.failed || sum.failed;
	if (b->failed)
		goto out;
	od_buf_printf(b,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
		      _("en"));
	element(b, "<title>", r->title, " ");
	escape(b, day.s);
	od_buf_printf(
		b,
		"</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n%s</style>\n</head>\n<body>\n<main>\n",
		style);
	element(b, "<header>\n<p class=\"office\">", r->office, "</p>\n");
	element(b, "<h1>", r->title, "</h1>\n");
	element(b, "<p>", day.s, "</p>\n");
	sum.s[strcspn(sum.s, "\n")] = '\0';
	element(b, "<p class=\"sum\">", sum.s, "</p>\n");
out:
	od_buf_free(&day);
	od_buf_free(&sum);
}

static void contents(struct od_buf *b, const struct od_roundup *r)
{
	od_buf_puts(b, "<nav>");
	for (size_t i = 0; i < r->sections; i++) {
		const struct od_section *s = &r->section[i];

		if (!s->n)
			continue;
		od_buf_printf(b, "<a href=\"#s-%s\">", s->column.code);
		escape(b, s->column.title);
		od_buf_printf(b, " <span>%zu</span></a>", s->n);
	}
	od_buf_puts(b, "</nav>\n</header>\n");
}

int od_roundup_html(const struct od_roundup *r, struct od_buf *b, struct od_err *err)
{
	size_t nth = 0;
	char id[80];

	masthead(b, r);
	contents(b, r);
	for (size_t i = 0; i < r->sections; i++) {
		const struct od_section *s = &r->section[i];

		if (!s->n)
			continue;
		snprintf(id, sizeof(id), "s-%s", s->column.code);
		heading(b, id, ++nth, s->column.title, s->n);
		if (s->column.style == OD_STYLE_SCHEDULE)
			schedule(b, r, s);
		else
			items(b, r, s);
		od_buf_puts(b, "</section>\n");
	}
	if (r->units) {
		heading(b, "units", ++nth, _("Items by unit"), r->units);
		counts(b, r);
		od_buf_puts(b, "</section>\n");
	}
	if (!r->items)
		element(b, "<p>", _("\nNothing was reported.\n"), "</p>\n");
	element(b, "<footer>", r->office, "</footer>\n</main>\n</body>\n</html>\n");
	return b->failed ? od_fail_nomem(err) : 0;
}
