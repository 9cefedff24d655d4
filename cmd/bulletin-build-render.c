/* bulletin-build-render.c - an issue as it was printed, again: text, page, docx, PDF, mail, or its records. */
#include <errno.h>
#include <string.h>

#include "bulletin-build.h"

struct args {
	struct cli_paper paper; /* begins with the struct cli * */
	bool copies;
	long copy;
	const char *dir, *issue;
};

enum { OPT_COPY = 0x600, OPT_COPIES, OPT_DIR };

/* --- options ---------------------------------------------------------------------------------- */

static void check_args(struct args *a, struct argp_state *state)
{
	const struct cli_paper *o = &a->paper;

	if (!a->issue)
		argp_error(state, _("which issue? (daily/2026-341, or the publication's name: its "
				    "last one)"));
	if (a->copies && !a->dir)
		argp_error(state, _("--copies needs --output-dir=DIR"));
	if (a->dir && !a->copies)
		argp_error(state, _("--output-dir goes with --copies; one file: --output-file"));
	if (a->copies && (a->copy || o->file))
		argp_error(state, _("--copies makes a file of each; not with --copy or "
				    "--output-file"));
	if ((a->copies || a->copy) && o->form == PAPER_RECORDS)
		argp_error(state, _("records have no copies; -o text, html, docx, pdf or eml"));
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &a->paper;
		state->child_inputs[1] = a->paper.cli;
		return 0;
	case OPT_COPY:
		a->copy = cli_count(state, arg, 1, 999999);
		return 0;
	case OPT_COPIES:
		a->copies = true;
		return 0;
	case OPT_DIR:
		a->dir = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (a->issue)
			argp_error(state, _("one issue at a time"));
		a->issue = arg;
		return 0;
	case ARGP_KEY_END:
		check_args(a, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_option options[] = {
	{ "copy", OPT_COPY, "N", 0, N_("the numbered copy N (份号)"), 0 },
	{ "copies", OPT_COPIES, NULL, 0, N_("every numbered copy, each as a file"), 0 },
	{ "output-dir", OPT_DIR, "DIR", 0, N_("with --copies: where the files go"), 0 },
	{ 0 },
};
static const struct argp_child children[] = { { &cli_paper_argp }, { &cli_common_argp }, { 0 } };
static const struct argp argp = {
	options,
	parse,
	N_("ISSUE"),
	N_("Print an issue from what was frozen when it was issued: the same bytes each time.  "
	   "yaml and json give the issue and then its items, each with its type; csv, tsv and "
	   "table give the items.  Without -o the name of --output-file tells the form, else it is "
	   "text."),
	children,
	NULL,
	NULL,
};

/* --- records -------------------------------------------------------------------------------------- */

static int put_rows(const struct od_out_opts *opts, struct od_iter *it,
		    const struct od_rec_type *type, void *rec, FILE *f, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *rows = it;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	int got = -1;

	if (rows)
		out = od_out_new(f, type, opts, err);
	if (!out)
		return -1;
	od_rec_init(type, rec);
	while ((got = od_iter_next(rows, rec, err)) > 0)
		if (od_out_add(out, rec, err) < 0) {
			got = -1;
			break;
		}
	od_rec_clear(type, rec);
	return got < 0 ? -1 : od_out_end(out, err);
}

/* yaml, json: the issue and its items, each with its type; else the items, which are what a table has rows of. */
static int put_issue(struct args *a, struct od_db *db, const char *issue, FILE *f,
		     struct od_err *err)
{
	struct od_out_opts opts = a->paper.cli->out;
	struct od_issue_query q = OD_ISSUE_QUERY_INIT;
	struct od_issue_item item;
	struct od_issue i;

	opts.width = a->paper.file ? 0 : cli_columns();
	opts.tagged = opts.format == OD_FMT_YAML || opts.format == OD_FMT_JSON;
	q.issue = issue;
	q.withdrawn = true;
	if (opts.tagged && !opts.columns &&
	    put_rows(&opts, od_issue_find(db, &q, err), &od_issue_type, &i, f, err) < 0)
		return -1;
	return put_rows(&opts, od_issue_items(db, issue, err), &od_issue_item_type, &item, f, err);
}

static int records(struct args *a, struct od_db *db, const char *issue, struct od_err *err)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&bytes, &size);
	int done;

	if (!f)
		return od_fail_nomem(err);
	done = put_issue(a, db, issue, f, err);
	if (fclose(f) != 0 && done == 0)
		done = od_fail_nomem(err);
	if (done == 0)
		done = cli_paper_out(&a->paper, bytes, size, err);
	free(bytes);
	return done;
}

/* --- paper ------------------------------------------------------------------------------------------ */

/* In the language that the office spoke on the day of the issue. */
static int set(struct args *a, struct od_db *db, const char *issue, od_date day, int64_t copy,
	       struct od_buf *b, struct od_err *err)
{
	char *mine = cli_office_language(db, a->paper.language, day);
	OD_CLEANUP(od_paper_freep) struct od_paper *p = od_issue_paper(db, issue, copy, err);
	int done = p ? cli_paper_write(&a->paper, p, b, err) : -1;

	cli_own_language(mine);
	return done == 0 && b->failed ? od_fail_nomem(err) : done;
}

static int one(struct args *a, struct od_db *db, const char *issue, od_date day, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	if (set(a, db, issue, day, a->copy, &b, err) < 0)
		return -1;
	return cli_paper_out(&a->paper, b.s ? b.s : "", b.n, err);
}

/* DIR/daily-2026-341-000012.pdf */
static int write_copy(struct args *a, struct od_db *db, const char *issue, od_date day,
		      int64_t copy, struct od_err *err)
{
	static const char *const end[] = { [PAPER_TEXT] = "txt",
					   [PAPER_HTML] = "html",
					   [PAPER_DOCX] = "docx",
					   [PAPER_PDF] = "pdf",
					   [PAPER_EML] = "eml" };
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT, path = OD_BUF_INIT;
	size_t dir;

	od_buf_printf(&path, "%s/", a->dir);
	dir = path.n;
	od_buf_printf(&path, "%s-%06lld.%s", issue, (long long)copy, end[a->paper.form]);
	if (path.failed)
		return od_fail_nomem(err);
	for (char *s = path.s + dir; *s; s++)
		if (*s == '/')
			*s = '-';
	if (set(a, db, issue, day, copy, &b, err) < 0)
		return -1;
	return cli_write_file(path.s, b.s ? b.s : "", b.n, err);
}

/* The numbered copies that were registered: is the one that is asked for among them, or each to a file. */
static int copies(struct args *a, struct od_db *db, const char *issue, od_date day,
		  struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_copy_find(db, issue, false, err);
	struct od_copy c;
	int64_t n = 0;
	bool found = false;
	int got = -1;

	od_rec_init(&od_copy_type, &c);
	while (it && (got = od_iter_next(it, &c, err)) > 0) {
		n++;
		found |= c.copy == a->copy;
		if (a->copies && write_copy(a, db, issue, day, c.copy, err) < 0) {
			got = -1;
			break;
		}
	}
	od_rec_clear(&od_copy_type, &c);
	if (got < 0)
		return -1;
	if (!n)
		return od_fail(err, OD_ENOENT, _("%s: its copies carry no numbers"), issue);
	if (!a->copies && !found)
		return od_fail(err, OD_ENOENT, _("%s: there is no copy %ld; there are %lld"), issue,
			       a->copy, (long long)n);
	return 0;
}

/* A mail lies open on every machine that it passes. */
static int refuse_mail(const struct args *a, const struct od_issue *i, struct od_err *err)
{
	if (a->paper.form != PAPER_EML || i->secrecy == OD_SECRECY_NONE)
		return 0;
	return od_fail(err, OD_EPERM,
		       _("%s is classified: it does not go by mail; print it (-o pdf, docx or "
			 "text)"),
		       i->issue);
}

static int render(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->paper.cli, OD_READ, err);
	struct od_issue i;
	char *issue = NULL;
	od_date day = OD_NODATE;
	int done = -1;

	if (!db)
		return -1;
	od_rec_init(&od_issue_type, &i);
	if (od_issue_resolve(db, a->issue, od_instant_date(a->paper.cli->now), &issue, err) == 0)
		done = od_issue_get(db, issue, &i, err);
	if (done == 0)
		done = refuse_mail(a, &i, err);
	cli_keep_close(i.secrecy);
	day = i.date;
	od_rec_clear(&od_issue_type, &i);
	if (done == 0 && (a->copies || a->copy))
		done = copies(a, db, issue, day, err);
	if (done == 0 && !a->copies)
		done = a->paper.form == PAPER_RECORDS ? records(a, db, issue, err)
						      : one(a, db, issue, day, err);
	free(issue);
	return done;
}

int cli_bulletin_render(struct cli *cli, int argc, char **argv)
{
	struct args a = { .paper = { .cli = cli, .form = PAPER_UNSAID, .width = 80 } };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	cli_paper_by_name(&a.paper);
	return render(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
