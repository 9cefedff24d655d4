/* bulletin-build-site-feed.c - the newest issues as an Atom feed (RFC 4287).  An entry's id is a
 * UUID made of what never changes - the office printed on the issue and its name - so that it is
 * the same however often the site is built anew, and wherever it stands. */
#include <string.h>

#include "bulletin-build-site.h"

#define ENTRIES 50

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

/* Version 8 of RFC 9562: of our own making. */
static void put_id(struct od_buf *b, const char *office, const char *name)
{
	uint64_t h = cli_site_hash_text(cli_site_hash_text(CLI_SITE_HASH, office), name);
	uint64_t l = cli_site_hash_text(cli_site_hash_text(h, name), office);

	h = (h & ~0xf000ull) | 0x8000u;
	l = (l & ~(3ull << 62)) | 2ull << 62;
	od_buf_printf(b, "<id>urn:uuid:%08llx-%04llx-%04llx-%04llx-%012llx</id>\n",
		      (unsigned long long)(h >> 32), (unsigned long long)(h >> 16 & 0xffff),
		      (unsigned long long)(h & 0xffff), (unsigned long long)(l >> 48),
		      (unsigned long long)(l & 0xffffffffffffu));
}

static void put_link(const struct cli_site *s, struct od_buf *b, const char *rel, const char *path)
{
	OD_CLEANUP(od_buf_freep) struct od_buf url = OD_BUF_INIT;

	od_buf_puts(&url, s->base);
	if (s->base && url.n && url.s[url.n - 1] != '/')
		od_buf_putc(&url, '/');
	cli_site_url(&url, path);
	od_buf_printf(b, "<link rel=\"%s\" href=\"", rel);
	element(b, "", url.s ? url.s : "", "\"/>\n");
}

/* When it last said something else: it was printed, corrected, withdrawn. */
static int changed_at(struct cli_site *s, const struct cli_site_issue *x, od_instant *at,
		      struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_journal_row row;
	int r = 0;

	*at = x->i.at;
	for (size_t i = 0; i < x->corrections; i++)
		if (x->correction[i].at.sec > at->sec)
			*at = x->correction[i].at;
	if (x->i.status != OD_ISSUE_WITHDRAWN)
		return 0;
	it = od_journal_find(s->db, x->i.issue, 1, err);
	if (!it)
		return -1;
	od_rec_init(&od_journal_type, &row);
	r = od_iter_next(it, &row, err);
	if (r > 0 && row.at.sec > at->sec)
		*at = row.at;
	od_rec_clear(&od_journal_type, &row);
	return r < 0 ? -1 : 0;
}

static int put_summary(struct cli_site *s, struct od_buf *b, struct cli_site_issue *x,
		       struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf html = OD_BUF_INIT;

	if (x->i.status == OD_ISSUE_WITHDRAWN)
		element(&html, "<p>", _("This issue has been withdrawn."), "</p>");
	else if (x->i.secrecy)
		element(&html, "<p>", _("This issue is classified: its text is not shown here."),
			"</p>");
	else if (cli_site_items(s, x, err) < 0)
		return -1;
	for (size_t i = 0; i < x->items && cli_site_shows(x); i++)
		if (!x->item[i].secrecy) {
			od_buf_puts(&html, html.n ? "" : "<ol>");
			element(&html, "<li>", x->item[i].title, "</li>");
		}
	if (html.n && cli_site_shows(x))
		od_buf_puts(&html, "</ol>");
	cli_site_items_free(x);
	element(b, "<summary type=\"html\">", html.s ? html.s : "", "</summary>\n");
	return html.failed ? od_fail_nomem(err) : 0;
}

static int put_entry(struct cli_site *s, struct od_buf *b, struct cli_site_issue *x, od_instant at,
		     struct od_err *err)
{
	char number[96], time[32];

	od_buf_puts(b, "<entry>\n");
	put_id(b, x->i.office, x->i.issue);
	element(b, "<title>", x->i.masthead, " ");
	element(b, "", cli_site_number(x, number), "");
	if (x->i.status == OD_ISSUE_WITHDRAWN)
		element(b, " (", _("WITHDRAWN"), ")");
	od_buf_puts(b, "</title>\n");
	put_link(s, b, "alternate", x->page);
	od_buf_printf(b, "<published>%s</published>\n", od_instant_str(x->i.at, time));
	od_buf_printf(b, "<updated>%s</updated>\n", od_instant_str(at, time));
	element(b, "<author><name>", x->i.office, "</name></author>\n");
	element(b, "<category term=\"", x->i.publication, "\"");
	element(b, " label=\"", x->i.masthead, "\"/>\n");
	if (put_summary(s, b, x, err) < 0)
		return -1;
	od_buf_puts(b, "</entry>\n");
	return 0;
}

/* The feed's own id hangs on the first issue there ever was: it never goes. */
static void put_front(const struct cli_site *s, struct od_buf *b,
		      struct cli_site_issue *const *list, size_t n, od_instant at)
{
	char time[32];

	od_buf_printf(b,
		      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
		      _("en"));
	put_id(b, n ? list[n - 1]->i.office : s->office, "feed");
	element(b, "<title>", s->office, "</title>\n");
	od_buf_printf(b, "<updated>%s</updated>\n", od_instant_str(at, time));
	put_link(s, b, "self", "feed.xml");
	put_link(s, b, "alternate", "index.html");
	element(b, "<author><name>", s->office, "</name></author>\n");
}

int cli_site_feed(struct cli_site *s, struct od_err *err)
{
	size_t n, shown;
	struct cli_site_issue **list = cli_site_newest(s, &n, err);
	OD_CLEANUP(od_buf_freep) struct od_buf entries = OD_BUF_INIT;
	struct od_buf b = OD_BUF_INIT;
	od_instant at, last = { 0 };
	int r = list ? 0 : -1;

	shown = n < ENTRIES ? n : ENTRIES;
	for (size_t i = 0; i < shown && r == 0; i++) {
		r = changed_at(s, list[i], &at, err);
		if (r == 0)
			r = put_entry(s, &entries, list[i], at, err);
		last = at.sec > last.sec ? at : last;
	}
	if (r == 0) {
		put_front(s, &b, list, n, last);
		od_buf_puts(&b, entries.s);
		od_buf_puts(&b, "</feed>\n");
	}
	free(list);
	if (r == 0 && entries.failed)
		r = od_fail_nomem(err);
	if (r == 0)
		return cli_site_put(s, "feed.xml", &b, err);
	od_buf_free(&b);
	return r;
}
