/* bulletin-build-site-archive.c - the pages that lead to issues: the newest of each publication, a
 * publication by year, a year by month. */
#include <string.h>

#include "bulletin-build-site.h"

#define NEWEST 10 /* issues of a publication that are shown in front */
#define TITLES 8  /* of the newest one */

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

static struct cli_site_issue *last_of(const struct cli_site_book *book)
{
	const struct cli_site_set *set = &book->set[book->sets - 1];

	return &set->issue[set->n - 1];
}

static size_t issues_of(const struct cli_site_book *book)
{
	size_t n = 0;

	for (size_t i = 0; i < book->sets; i++)
		n += book->set[i].n;
	return n;
}

static void put_count(struct od_buf *b, size_t n)
{
	od_buf_printf(b, ngettext("%zu issue", "%zu issues", n), n);
}

/* Its folder, as a link has it. */
static void put_folder(struct od_buf *b, const struct cli_site_book *book)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

	cli_site_name(&name, book->code);
	cli_site_url(b, name.s ? name.s : "");
}

/* Its newest issues from the one given on, newest first. */
static int put_newest(struct cli_site *s, struct od_buf *b, const char *root,
		      struct cli_site_issue *x, size_t n, struct od_err *err)
{
	if (!x || !n)
		return 0;
	od_buf_puts(b, "<ul class=\"issues\">\n");
	for (; x && n; x = x->before, n--)
		if (cli_site_line(s, b, root, x, err) < 0)
			return -1;
	od_buf_puts(b, "</ul>\n");
	return 0;
}

/* --- the front page --------------------------------------------------------------------------- */

/* The newest issue, with its titles. */
static int put_front(struct cli_site *s, struct od_buf *b, struct cli_site_issue *x,
		     struct od_err *err)
{
	char number[96];
	size_t shown = 0;

	if (cli_site_shows(x) && cli_site_items(s, x, err) < 0)
		return -1;
	od_buf_puts(b, "<div class=\"newest\"><h3><a href=\"");
	cli_site_url(b, x->page);
	element(b, "\">", cli_site_number(x, number), "</a>");
	cli_site_day(b, x->i.date);
	if (x->i.status == OD_ISSUE_WITHDRAWN)
		element(b, "<b class=\"mark\">", _("WITHDRAWN"), "</b>");
	if (x->i.secrecy)
		element(b, "<b class=\"mark\">", cli_site_secrecy(x->i.secrecy), "</b>");
	od_buf_puts(b, "</h3>\n<ol>\n");
	for (size_t i = 0; i < x->items && shown < TITLES; i++) {
		if (x->item[i].secrecy)
			continue;
		od_buf_puts(b, "<li><a href=\"");
		cli_site_url(b, x->page);
		od_buf_printf(b, "#item-%lld", (long long)x->item[i].item);
		element(b, "\">", x->item[i].title, "</a></li>\n");
		shown++;
	}
	od_buf_puts(b, "</ol></div>\n");
	cli_site_items_free(x);
	return 0;
}

static int front_page(struct cli_site *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	cli_site_begin(s, &b, "", s->office, NULL);
	element(&b, "<h1>", _("Publications"), "</h1>\n");
	if (!s->books)
		element(&b, "<p>", _("No issue yet."), "</p>\n");
	for (size_t i = 0; i < s->books; i++) {
		const struct cli_site_book *book = &s->book[i];
		struct cli_site_issue *last = last_of(book);

		od_buf_puts(&b, "<section class=\"book\">\n<h2><a href=\"");
		put_folder(&b, book);
		element(&b, "/index.html\">", book->name, "</a><small>");
		put_count(&b, issues_of(book));
		od_buf_puts(&b, "</small></h2>\n");
		if (put_front(s, &b, last, err) < 0 ||
		    put_newest(s, &b, "", last->before, NEWEST - 1, err) < 0)
			return -1;
		od_buf_puts(&b, "</section>\n");
	}
	cli_site_end(s, &b, "");
	return cli_site_put(s, "index.html", &b, err);
}

/* --- a publication ---------------------------------------------------------------------------- */

static int book_page(struct cli_site *s, const struct cli_site_book *book, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf path = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf trail = OD_BUF_INIT;

	element(&trail, "<span aria-current=\"page\">", book->name, "</span>");
	cli_site_begin(s, &b, "../", book->name, trail.s);
	element(&b, "<h1>", book->name, "</h1>\n<p class=\"sum\">");
	put_count(&b, issues_of(book));
	od_buf_puts(&b, "</p>\n<ul class=\"years\">\n");
	for (size_t i = book->sets; i-- > 0;) {
		long long year = book->set[i].issue->i.year;

		od_buf_printf(&b, "<li><a href=\"%lld/index.html\"><b>", year);
		od_buf_printf(&b, _("Year %lld"), year);
		od_buf_puts(&b, "</b><small>");
		put_count(&b, book->set[i].n);
		od_buf_puts(&b, "</small></a></li>\n");
	}
	od_buf_puts(&b, "</ul>\n");
	element(&b, "<h2>", _("Newest"), "</h2>\n");
	if (put_newest(s, &b, "../", last_of(book), NEWEST, err) < 0)
		return -1;
	cli_site_end(s, &b, "../");
	cli_site_name(&path, book->code);
	od_buf_puts(&path, "/index.html");
	return path.failed ? od_fail_nomem(err) : cli_site_put(s, path.s, &b, err);
}

/* --- a year of it ----------------------------------------------------------------------------- */

static int month_of(od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	return month;
}

/* Translated each as a whole: languages differ. */
static const char *const months[] = {
	N_("January"),   N_("February"), N_("March"),    N_("April"),
	N_("May"),       N_("June"),     N_("July"),     N_("August"),
	N_("September"), N_("October"),  N_("November"), N_("December"),
};

static int put_months(struct cli_site *s, struct od_buf *b, const struct cli_site_set *set,
		      struct od_err *err)
{
	int month = 0;

	for (size_t i = set->n; i-- > 0;) {
		struct cli_site_issue *x = &set->issue[i];

		if (month_of(x->i.date) != month) {
			od_buf_puts(b, month ? "</ul>\n" : "");
			month = month_of(x->i.date);
			od_buf_printf(b, "<h2 id=\"m%d\">", month);
			element(b, "", _(months[month - 1]), "</h2>\n<ul class=\"issues\">\n");
		}
		if (cli_site_line(s, b, "../../", x, err) < 0)
			return -1;
	}
	od_buf_puts(b, month ? "</ul>\n" : "");
	return 0;
}

int cli_site_year(struct cli_site *s, const struct cli_site_book *book, struct cli_site_set *set,
		  struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf title = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf trail = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf path = OD_BUF_INIT;
	long long year = set->issue->i.year;

	/* Translators: a publication's name, a year. */
	od_buf_printf(&title, _("%1$s, %2$lld"), book->name, year);
	element(&trail, "<a href=\"../index.html\">", book->name,
		"</a><span aria-current=\"page\">");
	od_buf_printf(&trail, _("Year %lld"), year);
	od_buf_puts(&trail, "</span>");
	if (title.failed || trail.failed)
		return od_fail_nomem(err);
	cli_site_begin(s, &b, "../../", title.s, trail.s);
	element(&b, "<h1>", title.s, "</h1>\n<p class=\"sum\">");
	put_count(&b, set->n);
	od_buf_puts(&b, "</p>\n");
	if (put_months(s, &b, set, err) < 0)
		return -1;
	cli_site_end(s, &b, "../../");
	cli_site_name(&path, book->code);
	od_buf_printf(&path, "/%lld/index.html", year);
	return path.failed ? od_fail_nomem(err) : cli_site_put(s, path.s, &b, err);
}

int cli_site_archive(struct cli_site *s, struct od_err *err)
{
	for (size_t i = 0; i < s->books; i++)
		if (book_page(s, &s->book[i], err) < 0)
			return -1;
	return front_page(s, err);
}
