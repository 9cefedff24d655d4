/* doc-check-annotate.c - the draft with a Word comment at each finding and a tracked change for each fix, in
 * another file. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "doc-check.h"

static int slurp(const char *path, const char *out, struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf read = OD_BUF_INIT;
	FILE *f = fopen(path, "re");
	struct stat in, there;
	bool exists = stat(out, &there) == 0;
	char piece[65536];
	size_t n;
	bool bad;

	if (!f || fstat(fileno(f), &in) != 0) {
		od_fail(err, OD_ENOENT, _("cannot open '%s': %s"), path, strerror(errno));
		if (f)
			fclose(f);
		return -1;
	}
	/* by whatever name: a link, another spelling of the path */
	if (exists && there.st_dev == in.st_dev && there.st_ino == in.st_ino) {
		fclose(f);
		return od_fail(err, OD_EUSAGE,
			       _("--annotate would write over the draft; name another file"));
	}
	if (exists && !S_ISREG(there.st_mode)) {
		fclose(f);
		return od_fail(err, OD_EUSAGE, _("'%s' is no file that can be written"), out);
	}
	while (read.n <= OD_DOC_MAX && (n = fread(piece, 1, sizeof(piece), f)) > 0)
		od_buf_add(&read, piece, n);
	bad = ferror(f);
	fclose(f);
	if (bad)
		return od_fail(err, OD_EIO, _("cannot read '%s': %s"), path, strerror(errno));
	if (read.n > OD_DOC_MAX)
		return od_fail(err, OD_EDATA, _("more than %d MB; split it"), OD_DOC_MAX >> 20);
	if (read.failed || !read.s)
		return od_fail_nomem(err);
	*b = read;
	read = (struct od_buf)OD_BUF_INIT;
	return 0;
}

/* "message [ID] (basis)", and what to do on a line of its own. */
static char *text_of(const struct od_rules *rules, const struct od_finding *f)
{
	const struct od_rule *r = od_rules_find(rules, f->rule);
	struct od_buf b = OD_BUF_INIT;

	od_buf_printf(&b, "%s [%s]", f->message, f->rule);
	if (f->basis && *f->basis)
		od_buf_printf(&b, " (%s)", f->basis);
	if (r && r->advice && *r->advice && !strstr(f->message, r->advice))
		od_buf_printf(&b, "\n%s", r->advice);
	if (!b.failed)
		return b.s;
	od_buf_free(&b);
	return NULL;
}

/* The time that changes bear: what was asked for, else that of a build that is to be the same again. */
static od_instant when(const struct cli *cli)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long at;

	if ((cli->now_text && *cli->now_text) || !epoch || !*epoch)
		return cli->now;
	errno = 0;
	at = strtoll(epoch, &end, 10);
	return *end || errno || at < 0 || at > 253402214400 ? cli->now : (od_instant){ at };
}

static void tell(const char *out, const struct od_annotated *done)
{
	cli_warn(_("%s: %zu comments, %zu tracked changes"), out, done->comments, done->changes);
	if (done->whole)
		cli_warn(_("%s: %zu comments stand on a whole paragraph, because their text is "
			   "made by Word (numbers, fields)"),
			 out, done->whole);
	if (done->apart)
		cli_warn(_("%s: %zu comments are about headers, footers, notes, text boxes or the "
			   "whole; they stand where Word lets them"),
			 out, done->apart);
}

static int annotate(const struct cli_doc_job *job, const struct cli_doc *d, struct od_annotation *a,
		    struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf draft = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf made = OD_BUF_INIT;
	struct od_annotate_opts opts = { .at = when(job->cli) };
	struct od_annotated done;

	for (size_t i = 0; i < d->n; i++) {
		const struct od_finding *f = d->finding[i];

		a[i] = (struct od_annotation){ f->at_line, f->from, f->to, text_of(job->rules, f),
					       f->fix };
		if (!a[i].text)
			return od_fail_nomem(err);
	}
	if (slurp(d->path, job->annotate, &draft, err) < 0 ||
	    od_annotate(draft.s, draft.n, d->doc, a, d->n, &opts, &made, &done, err) < 0)
		return od_fail_at(err, "%s", d->name);
	if (cli_write_file(job->annotate, made.s, made.n, err) < 0)
		return -1;
	if (!job->quiet)
		tell(job->annotate, &done);
	return 0;
}

int cli_doc_annotate(const struct cli_doc_job *job, const struct cli_doc *d, struct od_err *err)
{
	struct od_annotation *a = calloc(d->n + 1, sizeof(*a));
	int r = a ? annotate(job, d, a, err) : od_fail_nomem(err);

	for (size_t i = 0; a && i < d->n; i++)
		free((char *)(uintptr_t)a[i].text);
	free(a);
	return r;
}
