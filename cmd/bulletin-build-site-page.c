/* bulletin-build-site-page.c - what the site's pages share: head, the bar with the search box,
 * dates, links, lines of lists. */
#include <ctype.h>
#include <string.h>

#include "bulletin-build-site.h"

/* --- small things ----------------------------------------------------------------------------- */

void cli_site_name(struct od_buf *b, const char *code)
{
	for (const unsigned char *p = (const unsigned char *)code; *p; p++)
		if (*p >= 0x80 || isalnum(*p) || *p == '-' ||
		    (*p == '.' && p != (const unsigned char *)code))
			od_buf_putc(b, *p);
		else
			od_buf_printf(b, "_%02X", *p);
}

void cli_site_url(struct od_buf *b, const char *path)
{
	for (const unsigned char *p = (const unsigned char *)path; *p; p++)
		if (*p < 0x80 && (isalnum(*p) || strchr("-._/#?=:&;~", *p)))
			od_buf_putc(b, *p);
		else
			od_buf_printf(b, "%%%02X", *p);
}

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

void cli_site_day(struct od_buf *b, od_date day)
{
	int year, month, date;
	char buf[16];

	od_date_split(day, &year, &month, &date);
	od_buf_printf(b, "<time datetime=\"%s\">", od_date_str(day, buf));
	/* Translators: year, month and day of the month. */
	od_buf_printf(b, _("%1$d-%2$02d-%3$02d"), year, month, date);
	od_buf_puts(b, "</time>");
}

const char *cli_site_secrecy(int secrecy)
{
	return _(od_field_find(&od_issue_type, "secrecy")->words[secrecy].label);
}

char *cli_site_number(const struct cli_site_issue *x, char buf[static 96])
{
	/* Translators: a year, the number of an issue in it. */
	snprintf(buf, 96, _("%1$lld, no. %2$lld"), (long long)x->i.year, (long long)x->i.serial);
	return buf;
}

/* --- the page --------------------------------------------------------------------------------- */

void cli_site_head(const struct cli_site *s, struct od_buf *b, const char *root)
{
	od_buf_printf(
		b,
		"<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"%sstyle.css\">\n",
		root);
	od_buf_printf(
		b,
		"<link rel=\"alternate\" type=\"application/atom+xml\" href=\"%sfeed.xml\" title=\"",
		root);
	od_escape(b, s->office);
	od_buf_puts(b, "\">\n");
}

/* The bar over everything: the office, where one can go, the search box. */
void cli_site_top(const struct cli_site *s, struct od_buf *b, const char *root, const char *trail)
{
	element(b, "<a class=\"site-skip\" href=\"#main\">", _("To the text"), "</a>\n");
	od_buf_printf(
		b,
		"<header class=\"site-top\"><div>\n<a class=\"site-name\" href=\"%sindex.html\">",
		root);
	element(b, "", s->office, "</a>\n");
	element(b, "<nav aria-label=\"", _("Site"), "\">");
	od_buf_printf(b, "<a href=\"%sindex.html\">", root);
	element(b, "", _("Publications"), "</a>");
	od_buf_printf(b, "<a href=\"%sunit/index.html\">", root);
	element(b, "", _("By unit"), "</a>");
	od_buf_printf(b, "<a href=\"%sfeed.xml\">", root);
	element(b, "", _("Feed"), "</a></nav>\n");
	od_buf_printf(b, "<form role=\"search\" action=\"%ssearch.html\" method=\"get\">", root);
	element(b,
		"<input type=\"search\" name=\"q\" autocomplete=\"off\" accesskey=\"s\" aria-label=\"",
		_("Search all issues"), "\"");
	element(b, " placeholder=\"", _("Search all issues"), "\">");
	element(b, "<button>", _("Search"), "</button></form>\n</div></header>\n");
	if (trail) {
		element(b, "<nav class=\"site-trail\" aria-label=\"", _("You are here"), "\">");
		od_buf_printf(b, "<a href=\"%sindex.html\">", root);
		element(b, "", _("Home"), "</a>");
		od_buf_puts(b, trail);
		od_buf_puts(b, "</nav>\n");
	}
}

void cli_site_foot(const struct cli_site *s, struct od_buf *b, const char *root)
{
	(void)root;
	element(b, "<footer class=\"site-foot\">", s->office, "</footer>\n");
}

void cli_site_begin(const struct cli_site *s, struct od_buf *b, const char *root, const char *title,
		    const char *trail)
{
	od_buf_printf(b,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
		      _("en"));
	element(b, "<title>", title, "");
	if (strcmp(title, s->office))
		element(b, " - ", s->office, "");
	od_buf_puts(b, "</title>\n");
	cli_site_head(s, b, root);
	od_buf_puts(b, "</head>\n<body class=\"site\">\n");
	cli_site_top(s, b, root, trail);
	od_buf_puts(b, "<main id=\"main\" class=\"site-main\">\n");
}

void cli_site_end(const struct cli_site *s, struct od_buf *b, const char *root)
{
	od_buf_puts(b, "</main>\n");
	cli_site_foot(s, b, root);
	od_buf_puts(b, "</body>\n</html>\n");
}

/* --- a line of a list ------------------------------------------------------------------------- */

/* What it opens with, and how much more there is. */
static void put_opening(struct od_buf *b, const struct cli_site_issue *x)
{
	const struct od_issue_item *first = NULL;

	for (size_t i = 0; i < x->items && !first; i++)
		if (!x->item[i].secrecy)
			first = &x->item[i];
	if (!first)
		return;
	element(b, "<span class=\"what\">", first->title, "");
	if (x->items > 1) {
		od_buf_puts(b, "<small>");
		od_buf_printf(b, ngettext("%zu item", "%zu items", x->items), x->items);
		od_buf_puts(b, "</small>");
	}
	od_buf_puts(b, "</span>");
}

int cli_site_line(struct cli_site *s, struct od_buf *b, const char *root, struct cli_site_issue *x,
		  struct od_err *err)
{
	bool held = x->item;
	char number[96];

	if (cli_site_shows(x) && cli_site_items(s, x, err) < 0)
		return -1;
	od_buf_printf(b, "<li><a href=\"%s", root);
	cli_site_url(b, x->page);
	element(b, "\">", cli_site_number(x, number), "</a>");
	cli_site_day(b, x->i.date);
	if (x->i.secrecy)
		element(b, "<b class=\"mark\">", cli_site_secrecy(x->i.secrecy), "</b>");
	if (x->i.status == OD_ISSUE_WITHDRAWN)
		element(b, "<b class=\"mark\">", _("WITHDRAWN"), "</b>");
	else if (x->corrections)
		element(b, "<b class=\"mark\">", _("corrected"), "</b>");
	if (cli_site_shows(x))
		put_opening(b, x);
	od_buf_puts(b, "</li>\n");
	if (!held)
		cli_site_items_free(x);
	return 0;
}
