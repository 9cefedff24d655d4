/* bulletin-build-site-issue.c - the page of an issue: the paper as it is printed, with the site
 * around it, and later corrections beside what they correct. */
#include <string.h>

#include "bulletin-build-site.h"

/* Stands for a link in a paper's text until the page is made: paper holds no HTML.  Of the private use area, which no
 * text that was filed has a use for. */
#define LINK_BEGIN "\xee\x80\x90"
#define LINK_END   "\xee\x80\x91"

/* --- what is put in, what is taken out -------------------------------------------------------- */

/* A block at a place among the others; text is copied. */
static int insert(struct od_paper *p, size_t at, int kind, const char *text, struct od_err *err)
{
	struct od_paper_block last;

	if (od_paper_block(p, kind, text, err) < 0)
		return -1;
	last = p->block[p->blocks - 1];
	memmove(p->block + at + 1, p->block + at, (p->blocks - 1 - at) * sizeof(last));
	p->block[at] = last;
	return 0;
}

/* The block that an item begins with: p->blocks: none. */
static size_t find_item(const struct od_paper *p, int64_t item)
{
	char anchor[32];
	size_t i;

	snprintf(anchor, sizeof(anchor), "%lld", (long long)item);
	for (i = 0; i < p->blocks; i++)
		if (p->block[i].anchor && !strcmp(p->block[i].anchor, anchor))
			break;
	return i;
}

/* The first block after those of the item that begins at i. */
static size_t end_of(const struct od_paper *p, size_t i)
{
	for (i++; i < p->blocks; i++)
		if (p->block[i].anchor || p->block[i].kind == OD_PAPER_HEAD)
			break;
	return i < p->blocks ? i : p->blocks;
}

static void free_block(struct od_paper_block *b)
{
	for (size_t i = 0; b->cell && i < b->rows * b->columns; i++)
		free(b->cell[i]);
	free(b->cell);
	free(b->align);
	free(b->anchor);
	free(b->text);
}

static void cut(struct od_paper *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		free_block(&p->block[i]);
	memmove(p->block + from, p->block + to, (p->blocks - to) * sizeof(*p->block));
	p->blocks -= to - from;
}

/* Of an item that is kept off the site its mark is left. */
static int veil(struct od_paper *p, const struct cli_site_issue *x, struct od_err *err)
{
	for (size_t i = 0; i < x->items; i++) {
		size_t at = find_item(p, x->item[i].item);
		int secrecy = x->item[i].secrecy;

		if (!secrecy)
			continue;
		if (at ==
		    p->blocks) /* printed without an anchor: nothing of it can be shown safely */
			return od_fail(err, OD_EBUG,
				       _("item %lld of '%s' is not found on its paper"),
				       (long long)x->item[i].item, x->i.issue);
		cut(p, at + 1, end_of(p, at));
		if (strstr(p->block[at].text, x->item[i].title) &&
		    od_paper_set(&p->block[at].text, cli_site_secrecy(secrecy), err) < 0)
			return -1;
	}
	return 0;
}

static void put_correction(struct cli_site *s, const struct od_correction *c, struct od_buf *b)
{
	const struct cli_site_issue *in = c->printed_in ? cli_site_find(s, c->printed_in) : NULL;

	if (c->wrong && *c->wrong)
		/* Translators: what was printed, what is right. */
		od_buf_printf(b, _("Correction: '%1$s' should read '%2$s'."), c->wrong, c->text);
	else
		od_buf_printf(b, _("Correction: %s"), c->text);
	if (in)
		od_buf_printf(b, LINK_BEGIN "%s" LINK_END, in->i.issue);
}

/* Beside their items; those of the issue as a whole in front. */
static int correct(struct cli_site *s, struct od_paper *p, const struct cli_site_issue *x,
		   struct od_err *err)
{
	for (size_t c = 0; c < x->corrections; c++) {
		const struct od_correction *k = &x->correction[c];
		OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
		size_t at = k->item == OD_NOINT ? 0 : find_item(p, k->item);

		if (k->item != OD_NOINT && cli_site_hides(x, k->item))
			continue;
		put_correction(s, k, &b);
		if (b.failed)
			return od_fail_nomem(err);
		at = k->item == OD_NOINT || at == p->blocks ? 0 : end_of(p, at);
		if (insert(p, at, OD_PAPER_NOTE, b.s, err) < 0)
			return -1;
	}
	return 0;
}

/* Nothing is left but number, date and what has become of it. */
static int empty(struct od_paper *p, const struct cli_site_issue *x, struct od_err *err)
{
	cut(p, 0, p->blocks);
	for (size_t i = 0; i < p->sends; i++) {
		free(p->send[i].label);
		free(p->send[i].text);
	}
	p->sends = 0;
	if (od_paper_set(&p->signer, NULL, err) < 0 || od_paper_set(&p->editor, NULL, err) < 0 ||
	    od_paper_set(&p->phone, NULL, err) < 0 || od_paper_set(&p->footer, NULL, err) < 0 ||
	    od_paper_set(&p->copies, NULL, err) < 0)
		return -1;
	return od_paper_block(p, OD_PAPER_NOTE,
			      x->i.status == OD_ISSUE_WITHDRAWN
				      ? _("This issue has been withdrawn.")
				      : _("This issue is classified: its text is not shown here."),
			      err);
}

/* --- the site around it ----------------------------------------------------------------------- */

static void put_trail(const struct cli_site *s, const struct cli_site_issue *x, struct od_buf *b)
{
	char number[96];

	od_buf_puts(b, "<a href=\"../index.html\">");
	od_escape(b, x->i.masthead);
	od_buf_puts(b, "</a><a href=\"index.html\">");
	/* Translators: a year, as a heading. */
	od_buf_printf(b, _("Year %lld"), (long long)x->i.year);
	od_buf_puts(b, "</a><span aria-current=\"page\">");
	od_escape(b, cli_site_number(x, number));
	od_buf_puts(b, "</span>");
	if (s->pdf && cli_site_shows(x))
		od_buf_printf(b,
			      "<a class=\"site-pdf\" type=\"application/pdf\" "
			      "href=\"%03lld.pdf\">PDF</a>",
			      (long long)x->i.serial);
}

static void put_turn(struct od_buf *b, const struct cli_site_issue *to, const char *rel,
		     const char *label)
{
	char number[96];

	if (!to) {
		od_buf_puts(b, "<span></span>");
		return;
	}
	od_buf_printf(b, "<a rel=\"%s\" href=\"../../", rel);
	cli_site_url(b, to->page);
	od_buf_puts(b, "\"><small>");
	od_escape(b, label);
	od_buf_puts(b, "</small>");
	od_escape(b, cli_site_number(to, number));
	od_buf_puts(b, "</a>");
}

/* Links take the place of what stood for them. */
static void put_links(struct cli_site *s, const char *html, struct od_buf *b)
{
	const char *at;

	while ((at = strstr(html, LINK_BEGIN))) {
		const char *name = at + strlen(LINK_BEGIN), *end = strstr(name, LINK_END);
		OD_CLEANUP(od_buf_freep) struct od_buf issue = OD_BUF_INIT;
		const struct cli_site_issue *x;
		char number[96];

		od_buf_add(b, html, at - html);
		if (!end)
			return;
		od_buf_add(&issue, name, end - name);
		x = issue.s ? cli_site_find(s, issue.s) : NULL;
		html = end + strlen(LINK_END);
		if (!x)
			continue;
		od_buf_puts(b, "<a class=\"site-see\" href=\"../../");
		cli_site_url(b, x->page);
		od_buf_puts(b, "\">");
		/* Translators: a publication's name, the number of an issue. */
		od_buf_printf(b, _(" (see %1$s %2$s)"), x->i.masthead, cli_site_number(x, number));
		od_buf_puts(b, "</a>");
	}
	od_buf_puts(b, html);
}

static int render(struct cli_site *s, const struct cli_site_issue *x, const struct od_paper *p,
		  struct od_buf *out, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf head = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf before = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf after = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf trail = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf html = OD_BUF_INIT;
	struct od_page_frame frame;

	put_trail(s, x, &trail);
	cli_site_head(s, &head, "../../");
	cli_site_top(s, &before, "../../", trail.s);
	od_buf_puts(&before, "<div id=\"main\" class=\"site-paper\">\n");
	od_buf_puts(&after, "</div>\n<nav class=\"site-turn\">");
	put_turn(&after, x->before, "prev", _("the issue before"));
	put_turn(&after, x->after, "next", _("the issue after"));
	od_buf_puts(&after, "</nav>\n");
	cli_site_foot(s, &after, "../../");
	if (head.failed || before.failed || after.failed || trail.failed)
		return od_fail_nomem(err);
	frame = (struct od_page_frame){ head.s, before.s, after.s };
	if (od_paper_html(p, &frame, &html, err) < 0)
		return -1;
	if (html.failed)
		return od_fail_nomem(err);
	put_links(s, html.s ? html.s : "", out);
	return 0;
}

static void pdf_path(const struct cli_site_issue *x, char path[static 512])
{
	snprintf(path, 512, "%.*s.pdf", (int)(strlen(x->page) - strlen(".html")), x->page);
}

/* The paper beside the page; links in it have no place there. */
static int put_pdf(struct cli_site *s, const struct cli_site_issue *x, struct od_paper *p,
		   struct od_err *err)
{
	struct od_pdf_opts opts = { .fonts = s->fonts };
	struct od_buf b = OD_BUF_INIT;
	char path[512];

	pdf_path(x, path);
	if (!s->fonts) {
		if (cli_site_shipped("print/fonts.conf", &b, err) < 0) {
			od_buf_free(&b);
			return -1;
		}
		opts.fonts = s->fonts = b.s;
		b = (struct od_buf)OD_BUF_INIT;
	}
	for (size_t i = 0; i < p->blocks; i++) {
		char *link = p->block[i].text ? strstr(p->block[i].text, LINK_BEGIN) : NULL;

		if (link)
			*link = '\0';
	}
	if (od_paper_pdf(p, &opts, &b, NULL, NULL, err) < 0) {
		od_buf_free(&b);
		return -1;
	}
	return cli_site_put(s, path, &b, err);
}

int cli_site_issue_page(struct cli_site *s, struct cli_site_issue *x, struct od_err *err)
{
	OD_CLEANUP(od_paper_freep) struct od_paper *p = od_issue_paper(s->db, x->i.issue, 0, err);
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	bool held = x->item;
	char path[512];
	int r = 0;

	if (!p)
		return -1;
	if (!cli_site_shows(x))
		r = empty(p, x, err);
	else if (cli_site_items(s, x, err) < 0 || veil(p, x, err) < 0 || correct(s, p, x, err) < 0)
		r = -1;
	if (!held)
		cli_site_items_free(x);
	if (r < 0 || render(s, x, p, &b, err) < 0 || cli_site_put(s, x->page, &b, err) < 0)
		return -1;
	if (cli_site_shows(x))
		return s->pdf ? put_pdf(s, x, p, err) : 0;
	pdf_path(x, path);
	return cli_site_drop(s, path, err);
}
