/* doc-check-page.c - findings as a page for the leader who signs: by document with the text marked, by gate, and what
 * did not run.  One file, nothing from elsewhere, fit for A4. */
#include <errno.h>
#include <string.h>

#include "doc-check.h"

#define AROUND 120 /* cells of a line round what is marked */

static const char style[] =
	":root{--red:#c7000b;--ink:#1d1d1f;--soft:#6b6b70;--line:#e3e0da}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:#f3f1ec;color:var(--ink);"
	"font:15px/1.7 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif}\n"
	"main{max-width:920px;margin:24px auto;background:#fff;padding:40px 52px 32px;"
	"box-shadow:0 1px 4px rgba(0,0,0,.12)}\n"
	"h1{margin:0 0 8px;color:var(--red);font:700 32px/1.3 \"Noto Serif CJK SC\",\"Source Han Serif SC\","
	"\"STZhongsong\",SimSun,serif;text-align:center;letter-spacing:.1em}\n"
	".sum{color:var(--soft);text-align:center;margin:0 0 18px;padding-bottom:12px;"
	"border-bottom:3px solid var(--red)}\n"
	"h2{margin:30px 0 8px;padding-left:12px;border-left:5px solid var(--red);font-size:19px;line-height:1.4}\n"
	"h3{margin:18px 0 4px;font-size:16px;overflow-wrap:anywhere}\n"
	"table{border-collapse:collapse;width:100%;font-size:14px}\n"
	"th,td{border:1px solid var(--line);padding:4px 9px;text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
	"th{background:#faf8f4;font-weight:600;white-space:nowrap}\n"
	"td.n,th.n{text-align:right;white-space:nowrap;width:4.5em}\n"
	"ol{list-style:none;margin:0;padding:0}\n"
	"li{margin:0;padding:7px 0 8px;border-bottom:1px solid var(--line)}\n"
	"li p{margin:0}\n"
	".at,.basis,.more{color:var(--soft);font-size:13px}\n"
	".level{display:inline-block;font-size:12px;line-height:1.5;padding:0 6px;margin:0 6px;border-radius:2px;"
	"border:1px solid currentColor}\n"
	".error{color:var(--red)}.warning{color:#9a5b00}.hint{color:#2a6496}\n"
	".line{background:#faf8f4;padding:2px 9px;margin:3px 0!important;overflow-wrap:anywhere}\n"
	"mark{background:#ffe08a;color:inherit;padding:0 1px;border-bottom:2px solid var(--red)}\n"
	"a{color:inherit}code{font:13px/1.5 ui-monospace,Consolas,monospace}\n"
	"footer{margin-top:30px;color:var(--soft);font-size:13px}\n"
	"@media (max-width:640px){main{margin:0;padding:22px 16px}h1{font-size:25px}}\n"
	"@page{size:A4;margin:20mm 18mm}\n"
	"@media print{body{background:#fff;font-size:10.5pt;line-height:1.55}main{max-width:none;margin:0;padding:0;"
	"box-shadow:none}h2,h3{break-after:avoid}li,tr{break-inside:avoid}thead{display:table-header-group}"
	"mark,.line,th{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{text-decoration:none}}\n";

/* --- pieces --------------------------------------------------------------------------------------- */

/* Characters that no page may hold, and those that turn text round, become spaces. */
static void escape_n(struct od_buf *b, const char *s, size_t n)
{
	for (size_t at = 0, m; at < n; at += m) {
		uint32_t c = od_utf8_get(s + at, &m);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069))
			od_buf_putc(b, ' ');
		else if (c < 0x80 && strchr("&<>\"'", (int)c))
			od_buf_printf(b, "&#%d;", (int)c);
		else
			od_buf_add(b, s + at, m);
	}
}

static void escape(struct od_buf *b, const char *s)
{
	escape_n(b, s ? s : "", s ? strlen(s) : 0);
}

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	escape(b, text);
	od_buf_puts(b, close);
}

static int put(struct od_buf *b, struct od_err *err)
{
	size_t wrote = b->n ? fwrite(b->s, 1, b->n, stdout) : 0;

	if (b->failed)
		return od_fail_nomem(err);
	return wrote == b->n ? 0
			     : od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
}

/* --- findings ---------------------------------------------------------------------------------------- */

static void put_level(struct od_buf *b, const struct od_finding *f)
{
	od_buf_printf(b, "<span class=\"level %s\">", od_severities[f->level].word);
	element(b, "", _(od_severities[f->level].label), "</span>");
}

static void put_line(struct od_buf *b, const struct cli_doc *d, const struct od_finding *f)
{
	const struct od_line *l = f->at_line < d->doc->lines ? &d->doc->line[f->at_line] : NULL;
	size_t from, to, end;

	if (!l || f->to <= f->from || f->to > l->n)
		return;
	cli_doc_around(l, f, AROUND, &from, &to);
	end = f->to < to ? f->to : to;
	od_buf_printf(b, "<p class=\"line\">%s", from ? "…" : "");
	escape_n(b, l->text + from, f->from - from);
	od_buf_puts(b, "<mark>");
	escape_n(b, l->text + f->from, end - f->from);
	od_buf_puts(b, "</mark>");
	escape_n(b, l->text + end, to - end);
	od_buf_printf(b, "%s</p>\n", to < l->n ? "…" : "");
}

static void put_basis(struct od_buf *b, const struct od_finding *f)
{
	od_buf_puts(b, "<p class=\"basis\"><code>");
	element(b, "", f->rule, "</code> ");
	escape(b, f->basis);
	if (f->fix && *f->fix)
		element(b, _("; should be: "), f->fix, "");
	od_buf_puts(b, "</p>");
}

static void put_more(struct od_buf *b, const struct od_finding *f, size_t n)
{
	od_buf_puts(b, "<li><p class=\"more\">");
	od_buf_printf(b, _("%zu more of %s"), n, f->rule);
	od_buf_puts(b, "</p></li>\n");
}

static void by_document(struct cli_doc_report *r, const struct cli_doc *d, size_t i)
{
	const struct od_finding *f = d->finding[i];
	struct od_buf *b = &r->by_doc;

	od_buf_printf(b, "<li id=\"d%zu-%zu\"><p><span class=\"at\">%lld:%lld</span>", r->read, i,
		      (long long)f->line, (long long)f->column);
	put_level(b, f);
	element(b, "", f->message, "</p>\n");
	put_line(b, d, f);
	put_basis(b, f);
	od_buf_puts(b, "</li>\n");
}

static void by_gate(struct cli_doc_report *r, const struct cli_doc *d, size_t i)
{
	const struct od_finding *f = d->finding[i];
	struct od_buf *b = &r->by_gate[f->gate];

	od_buf_puts(b, "<tr><td>");
	put_level(b, f);
	element(b, "</td><td>", f->message, "</td><td><code>");
	element(b, "", f->rule, "</code></td><td>");
	od_buf_printf(b, "<a href=\"#d%zu-%zu\">", r->read, i);
	escape(b, d->name);
	od_buf_printf(b, ":%lld</a></td></tr>\n", (long long)f->line);
}

static int page_one(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err)
{
	struct cli_doc_place *place = cli_doc_places(d, err);

	if (!place)
		return -1;
	if (d->n)
		element(&r->by_doc, "<h3>", d->name, "</h3>\n<ol>\n");
	for (size_t i = 0; i < d->n; i++) {
		bool last = place[i].nth == place[i].of && place[i].of > CLI_DOC_SPELLED;

		if (r->job->all || place[i].nth <= CLI_DOC_SPELLED) {
			by_document(r, d, i);
			by_gate(r, d, i);
		}
		if (last && !r->job->all)
			put_more(&r->by_doc, d->finding[i], place[i].of - CLI_DOC_SPELLED);
	}
	od_buf_puts(&r->by_doc, d->n ? "</ol>\n" : "");
	free(place);
	return r->by_doc.failed ? od_fail_nomem(err) : 0;
}

/* --- the page ------------------------------------------------------------------------------------------- */

static void put_head(struct od_buf *b, const struct cli_doc_report *r)
{
	char day[40];

	od_buf_puts(b, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
	element(b, "<title>", _("Findings of doc-check"), "</title>\n");
	od_buf_printf(b, "<link rel=\"icon\" href=\"data:,\">\n<style>\n%s</style>\n</head>\n",
		      style);
	element(b, "<body>\n<main>\n<h1>", _("Findings of doc-check"), "</h1>\n<p class=\"sum\">");
	escape(b, od_date_str_zh(r->job->opts.today, day));
	od_buf_puts(b, " · ");
	od_buf_printf(b, _("documents %zu, errors %zu, warnings %zu, hints %zu"), r->read,
		      r->count[OD_ERROR], r->count[OD_WARNING], r->count[OD_HINT]);
	od_buf_puts(b, "</p>\n");
}

/* Gates by levels. */
static void put_counts(struct od_buf *b, const struct cli_doc_report *r)
{
	element(b, "<table>\n<thead><tr><th>", _("gate"), "</th>");
	for (int level = OD_ERROR; level >= r->job->opts.least; level--)
		element(b, "<th class=\"n\">", _(od_severities[level].label), "</th>");
	od_buf_puts(b, "</tr></thead>\n<tbody>\n");
	for (int gate = 0; od_gates[gate].word; gate++) {
		od_buf_puts(b, "<tr><td>");
		if (r->by_gate[gate].n)
			od_buf_printf(b, "<a href=\"#g%d\">", gate);
		escape(b, _(od_gates[gate].label));
		od_buf_puts(b, r->by_gate[gate].n ? "</a></td>" : "</td>");
		for (int level = OD_ERROR; level >= r->job->opts.least; level--)
			od_buf_printf(b, "<td class=\"n\">%zu</td>", r->gate[gate][level]);
		od_buf_puts(b, "</tr>\n");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

static void put_gates(struct od_buf *b, const struct cli_doc_report *r)
{
	for (int gate = 0; od_gates[gate].word; gate++) {
		if (!r->by_gate[gate].n)
			continue;
		od_buf_printf(b, "<h2 id=\"g%d\">", gate);
		element(b, "", _(od_gates[gate].label), "</h2>\n<table>\n<thead><tr><th>");
		element(b, "", _("level"), "</th><th>");
		element(b, "", _("what is wrong"), "</th><th>");
		element(b, "", _("rule"), "</th><th>");
		element(b, "", _("document and line"), "</th></tr></thead>\n<tbody>\n");
		od_buf_add(b, r->by_gate[gate].s, r->by_gate[gate].n);
		od_buf_puts(b, "</tbody></table>\n");
		b->failed = b->failed || r->by_gate[gate].failed;
	}
}

static void put_failures(struct od_buf *b, const struct cli_doc_report *r)
{
	const char *s = r->failures.s;

	if (!s)
		return;
	element(b, "<h2>", _("Documents that could not be read"), "</h2>\n<ol>\n");
	for (size_t n; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		od_buf_puts(b, "<li>");
		escape_n(b, s, n);
		od_buf_puts(b, "</li>\n");
	}
	od_buf_puts(b, "</ol>\n");
}

static void put_skips(struct od_buf *b, struct cli_doc_report *r)
{
	size_t n;
	struct cli_doc_skip *s = cli_doc_skips(r, &n);

	if (s && n && !r->job->quiet) {
		element(b, "<h2>", _("Rules that did not run"), "</h2>\n<table>\n<thead><tr><th>");
		element(b, "", _("reason"), "</th><th class=\"n\">");
		element(b, "", _("documents"), "</th><th>");
		element(b, "", _("rules"), "</th></tr></thead>\n<tbody>\n");
		for (size_t i = 0; i < n; i++) {
			element(b, "<tr><td>", s[i].reason, "</td>");
			od_buf_printf(b, "<td class=\"n\">%zu</td>", s[i].documents);
			element(b, "<td><code>", s[i].ids.s, "</code></td></tr>\n");
		}
		od_buf_puts(b, "</tbody></table>\n");
	}
	cli_doc_skips_free(s, n);
}

static int page_end(struct cli_doc_report *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	put_head(&b, r);
	put_counts(&b, r);
	if (r->by_doc.n) {
		element(&b, "<h2>", _("By document"), "</h2>\n");
		od_buf_add(&b, r->by_doc.s, r->by_doc.n);
	}
	put_gates(&b, r);
	put_failures(&b, r);
	put_skips(&b, r);
	od_buf_puts(&b, "<footer>doc-check ");
	element(&b, "", od_version(), "</footer>\n</main>\n</body>\n</html>\n");
	return put(&b, err);
}

const struct cli_doc_form cli_doc_page = { NULL, page_one, page_end };
