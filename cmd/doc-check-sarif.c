/* doc-check-sarif.c - findings as SARIF 2.1.0, which editors and continuous integration read. */
#include <errno.h>
#include <string.h>

#include "doc-check.h"

static const char *const levels[] = { "note", "warning", "error" };

static void text(struct od_buf *b, const char *name, const char *value)
{
	od_buf_printf(b, "\"%s\":", name);
	od_json_quote(b, value ? value : "");
}

static void message(struct od_buf *b, const char *name, const char *value)
{
	od_buf_printf(b, "\"%s\":{", name);
	text(b, "text", value);
	od_buf_putc(b, '}');
}

static int put(struct od_buf *b, struct od_err *err)
{
	size_t wrote = b->n ? fwrite(b->s, 1, b->n, stdout) : 0;

	if (b->failed)
		return od_fail_nomem(err);
	return wrote == b->n ? 0
			     : od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
}

static void put_rule(struct od_buf *b, const struct od_rule *r)
{
	OD_CLEANUP(od_buf_freep) struct od_buf help = OD_BUF_INIT;

	od_buf_printf(&help, "%s%s%s", r->basis, r->advice ? "\n" : "", r->advice ? r->advice : "");
	od_buf_putc(b, '{');
	text(b, "id", r->id);
	od_buf_putc(b, ',');
	message(b, "shortDescription", r->name);
	od_buf_putc(b, ',');
	message(b, "fullDescription", r->message);
	od_buf_putc(b, ',');
	message(b, "help", help.s);
	od_buf_printf(b, ",\"defaultConfiguration\":{\"level\":\"%s\"},\"properties\":{",
		      levels[r->level]);
	text(b, "basis", r->basis);
	od_buf_printf(b, ",\"gate\":\"%s\",\"strength\":\"%s\",\"precision\":\"%s\"}}",
		      od_gates[r->gate].word, od_strengths[r->strength].word,
		      od_precisions[r->precision].word);
	b->failed = b->failed || help.failed;
}

static int sarif_begin(struct cli_doc_report *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const struct od_rule *const *rule;
	size_t n = od_rules_all(r->job->rules, &rule);

	od_buf_puts(&b, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
			"\"version\":\"2.1.0\",\n\"runs\":[{\"tool\":{\"driver\":{"
			"\"name\":\"doc-check\",");
	text(&b, "version", od_version());
	od_buf_puts(&b, ",\"rules\":[");
	for (size_t i = 0; i < n; i++) {
		od_buf_puts(&b, i ? ",\n" : "\n");
		put_rule(&b, rule[i]);
	}
	od_buf_puts(&b, "]}},\n\"columnKind\":\"unicodeCodePoints\",\n\"results\":[");
	return put(&b, err);
}

/* The file's name as a relative reference: its bytes, what is not plain as %XX. */
static void location(struct od_buf *b, const struct cli_doc *d)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

	od_buf_puts(b, "\"artifactLocation\":{\"uri\":\"");
	if (d->path[0] == '/')
		od_buf_puts(b, "file://");
	for (const char *s = d->path; *s; s++) {
		if (strchr(plain, *s))
			od_buf_putc(b, *s);
		else
			od_buf_printf(b, "%%%02X", (unsigned char)*s);
	}
	od_buf_puts(b, "\"}");
}

static void region(struct od_buf *b, const char *name, const struct od_finding *f)
{
	od_buf_printf(b, "\"%s\":{\"startLine\":%lld,\"startColumn\":%lld", name,
		      (long long)f->line, (long long)f->column);
	if (f->text)
		od_buf_printf(b, ",\"endColumn\":%lld",
			      (long long)f->column + (long long)od_utf8_len(f->text));
}

static void put_fix(struct od_buf *b, const struct cli_doc *d, const struct od_finding *f)
{
	if (!f->fix || (d->doc->format != OD_DOC_TEXT && d->doc->format != OD_DOC_MARKDOWN))
		return;
	od_buf_puts(b, ",\"fixes\":[{\"artifactChanges\":[{");
	location(b, d);
	od_buf_puts(b, ",\"replacements\":[{");
	region(b, "deletedRegion", f);
	od_buf_puts(b, f->text ? "}," : ",\"endColumn\":");
	if (!f->text)
		od_buf_printf(b, "%lld},", (long long)f->column);
	message(b, "insertedContent", f->fix);
	od_buf_puts(b, "}]}]}]");
}

static size_t index_of(const struct cli_doc_report *r, const char *id)
{
	const struct od_rule *const *rule;
	size_t n = od_rules_all(r->job->rules, &rule), i;

	for (i = 0; i < n && strcmp(rule[i]->id, id); i++)
		;
	return i;
}

static void put_result(struct od_buf *b, const struct cli_doc_report *r, const struct cli_doc *d,
		       const struct od_finding *f)
{
	char key[20];

	cli_known_key(d, f, key);
	od_buf_putc(b, '{');
	text(b, "ruleId", f->rule);
	od_buf_printf(b, ",\"ruleIndex\":%zu,\"level\":\"%s\",", index_of(r, f->rule),
		      levels[f->level]);
	message(b, "message", f->message);
	od_buf_puts(b, ",\"locations\":[{\"physicalLocation\":{");
	location(b, d);
	od_buf_putc(b, ',');
	region(b, "region", f);
	if (f->text) {
		od_buf_putc(b, ',');
		message(b, "snippet", f->text);
	}
	od_buf_printf(b, "}}}],\"partialFingerprints\":{\"line/v1\":\"%s\"},\"properties\":{", key);
	text(b, "basis", f->basis);
	od_buf_printf(b, ",\"gate\":\"%s\"}", od_gates[f->gate].word);
	put_fix(b, d, f);
	od_buf_putc(b, '}');
}

static int sarif_one(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < d->n; i++) {
		od_buf_puts(&b, r->any ? ",\n" : "\n");
		r->any = true;
		put_result(&b, r, d, d->finding[i]);
	}
	return put(&b, err);
}

static void notice(struct od_buf *b, bool *any, const char *level, const char *what)
{
	od_buf_printf(b, "%s{\"level\":\"%s\",", *any ? ",\n" : "\n", level);
	message(b, "message", what);
	od_buf_putc(b, '}');
	*any = true;
}

static int sarif_end(struct cli_doc_report *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf what = OD_BUF_INIT;
	bool any = false;
	size_t n;
	struct cli_doc_skip *s = cli_doc_skips(r, &n);

	od_buf_printf(&b,
		      "],\n\"invocations\":[{\"executionSuccessful\":%s,"
		      "\"toolExecutionNotifications\":[",
		      r->failed ? "false" : "true");
	for (const char *at = r->failures.s; at && *at; at += strcspn(at, "\n") + 1) {
		od_buf_reset(&what);
		od_buf_add(&what, at, strcspn(at, "\n"));
		notice(&b, &any, "error", what.s);
	}
	for (size_t i = 0; s && i < n && !r->job->quiet; i++) {
		od_buf_reset(&what);
		od_buf_printf(&what, _("not run: %s (%s)"), s[i].ids.s ? s[i].ids.s : "",
			      s[i].reason);
		notice(&b, &any, "note", what.s ? what.s : "");
	}
	cli_doc_skips_free(s, n);
	od_buf_puts(&b, "]}]}]}\n");
	b.failed = b.failed || what.failed;
	return put(&b, err);
}

const struct cli_doc_form cli_doc_sarif = { sarif_begin, sarif_one, sarif_end };
