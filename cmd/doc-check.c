/* doc-check - what is wrong with a document, by the five gates, each finding with its clause. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "doc-check.h"

#define PACKS_MAX 64

enum form { FORM_TEXT, FORM_HTML, FORM_SARIF, FORM_RECORDS };

struct args {
	struct cli *cli;
	struct cli_doc_job job;
	enum form form;
	bool list, test, formed;
	const char *explain, *as_of, *org, *baseline, *db_default;
	char *packs[PACKS_MAX];
	size_t n_packs;
	struct od_buf only, except;
	char **words;
	int n_words;
	const char *lists[PACKS_MAX];
	size_t n_lists;
	struct cli_organs organs;
	struct cli_doc_report report;
	int status; /* of the first that went wrong */
};

/* --- options ----------------------------------------------------------------------------------------- */

enum {
	OPT_COLUMNS = 0x300,
	OPT_EXCEL,
	OPT_GATE,
	OPT_LEVEL,
	OPT_RULE,
	OPT_EXCEPT,
	OPT_EXPLAIN,
	OPT_LIST,
	OPT_TEST,
	OPT_FIX,
	OPT_IN_PLACE,
	OPT_ANNOTATE,
	OPT_BASELINE,
	OPT_WRITE,
	OPT_TYPE,
	OPT_AS_OF,
	OPT_ISSUER,
	OPT_RULES,
	OPT_ORG,
	OPT_LOW,
	OPT_ALL,
	OPT_QUIET,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, N_("What is looked for:"), 1 },
	{ "gate", OPT_GATE, "GATE,...", 0, N_("policy, approval, format, wording, issue"), 0 },
	{ "level", OPT_LEVEL, "LEVEL", 0, N_("least told: error, warning (so by itself), hint"),
	  0 },
	{ "rule", OPT_RULE, "ID,...", 0, N_("only these rules; F* is all of F"), 0 },
	{ "except", OPT_EXCEPT, "ID,...", 0, N_("not these rules"), 0 },
	{ "low", OPT_LOW, NULL, 0, N_("rules that often err, too"), 0 },
	{ "rules", OPT_RULES, "DIR|FILE", 0, N_("the office's own rules, added"), 0 },
	{ NULL, 0, NULL, 0, N_("About the documents:"), 2 },
	{ "type", OPT_TYPE, "KIND", 0, N_("their kind (文种), such as notice or 通知"), 0 },
	{ "as-of", OPT_AS_OF, "DATE", 0, N_("by the rules of that day (else the document's)"), 0 },
	{ "issuer", OPT_ISSUER, "NAME", 0, N_("who issues them (else as they say)"), 0 },
	{ "org", OPT_ORG, "FILE", 0, N_("units in YAML (else those of the database)"), 0 },
	{ "files-from", 'T', "FILE", 0, N_("check the files that FILE (-: standard input) lists"),
	  0 },
	{ "jobs", 'j', "N", 0, N_("threads (as many as processors)"), 0 },
	{ NULL, 0, NULL, 0, N_("What is done:"), 3 },
	{ "fix", OPT_FIX, NULL, 0, N_("mend what is mechanical, in NAME.fixed.EXT"), 0 },
	{ "in-place", OPT_IN_PLACE, NULL, 0, N_("with --fix: in the file, kept as NAME~"), 0 },
	{ "annotate", OPT_ANNOTATE, "OUT.docx", 0,
	  N_("the docx with comments and tracked changes, in OUT.docx"), 0 },
	{ "baseline", OPT_BASELINE, "FILE", 0, N_("leave out the findings known there"), 0 },
	{ "write-baseline", OPT_WRITE, NULL, 0, N_("write all findings to --baseline"), 0 },
	{ "explain", OPT_EXPLAIN, "ID", 0, N_("say all about a rule"), 0 },
	{ "list-rules", OPT_LIST, NULL, 0, N_("list the rules"), 0 },
	{ "self-test", OPT_TEST, NULL, 0, N_("try every sample of every rule"), 0 },
	{ NULL, 0, NULL, 0, N_("Output:"), 80 },
	{ "output", 'o', "FORMAT", 0, N_("text, html, sarif, table, yaml, json, csv or tsv"), 0 },
	{ "columns", OPT_COLUMNS, "NAME,...", 0, N_("only these fields, in this order"), 0 },
	{ "excel", OPT_EXCEL, NULL, 0, N_("csv as Excel wants it"), 0 },
	{ "all", OPT_ALL, NULL, 0, N_("spell out more than three of a rule"), 0 },
	{ "quiet", OPT_QUIET, NULL, 0, N_("do not tell what could not run"), 0 },
	{ 0 },
};

/* By its word, its label or another name: notice, 通知. */
static int word_of(struct argp_state *state, const char *arg, const struct od_word *words)
{
	size_t n = strlen(arg);

	for (int i = 0; words[i].word; i++) {
		const char *s = words[i].aliases;

		for (s = s ? strstr(s, arg) : NULL; n && s; s = strstr(s + 1, arg))
			if ((s == words[i].aliases || s[-1] == ' ') && (s[n] == ' ' || !s[n]))
				return i;
	}
	return cli_word(state, arg, words);
}

static void set_form(struct args *a, const char *arg, struct argp_state *state)
{
	struct od_word forms[16] = { { "text", NULL, NULL },
				     { "html", NULL, NULL },
				     { "sarif", NULL, NULL } };
	int form;

	for (size_t i = 0; od_formats[i].word && i + 4 < CLI_COUNT(forms); i++)
		forms[FORM_RECORDS + i] = od_formats[i];
	form = cli_word(state, arg, forms);
	a->formed = true;
	a->form = form < FORM_RECORDS ? (enum form)form : FORM_RECORDS;
	if (form >= FORM_RECORDS)
		a->cli->out.format = (enum od_format)(form - FORM_RECORDS);
}

static void set_gates(struct args *a, char *arg, struct argp_state *state)
{
	char *rest = arg, *one;

	while ((one = strsep(&rest, ", ")) != NULL)
		if (*one)
			a->job.opts.gates |= 1u << word_of(state, one, od_gates);
}

static void add_text(struct argp_state *state, const char **list, size_t *n, const char *arg)
{
	if (*n == PACKS_MAX)
		argp_error(state, _("more than %d of one option"), PACKS_MAX);
	list[(*n)++] = arg;
}

static void add_ids(struct od_buf *b, const char *arg)
{
	od_buf_printf(b, "%s%s", b->n ? "," : "", arg);
}

/* Options that take a value. */
static int parse_value(struct args *a, int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case 'o':
		set_form(a, arg, state);
		return 0;
	case 'T':
		add_text(state, a->lists, &a->n_lists, arg);
		return 0;
	case 'j':
		a->job.threads = cli_count(state, arg, 1, 256);
		return 0;
	case OPT_COLUMNS:
		a->cli->out.columns = arg;
		return 0;
	case OPT_GATE:
		set_gates(a, arg, state);
		return 0;
	case OPT_LEVEL:
		a->job.opts.least = word_of(state, arg, od_severities);
		a->job.leveled = true;
		return 0;
	case OPT_RULE:
		add_ids(&a->only, arg);
		return 0;
	case OPT_EXCEPT:
		add_ids(&a->except, arg);
		return 0;
	case OPT_EXPLAIN:
		a->explain = arg;
		return 0;
	case OPT_ANNOTATE:
		a->job.annotate = arg;
		return 0;
	case OPT_BASELINE:
		a->baseline = arg;
		return 0;
	case OPT_TYPE:
		a->job.opts.genre = word_of(state, arg, od_genres);
		return 0;
	case OPT_AS_OF:
		a->as_of = arg;
		return 0;
	case OPT_ISSUER:
		a->job.opts.issuer = arg;
		return 0;
	case OPT_RULES:
		add_text(state, (const char **)a->packs, &a->n_packs, arg);
		return 0;
	case OPT_ORG:
		a->org = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static void check_args(struct args *a, struct argp_state *state)
{
	bool apart = a->explain || a->list || a->test;

	for (int i = 0; i < a->n_words && a->job.fix; i++)
		if (!strcmp(a->words[i], "-"))
			argp_error(state, _("--fix needs a file, not standard input"));
	if (a->job.annotate && (a->job.fix || a->job.write_known))
		argp_error(state, _("--annotate goes with neither --fix nor --write-baseline"));
	if (a->job.annotate && (a->n_words != 1 || a->n_lists || !strcmp(a->words[0], "-")))
		argp_error(state, _("--annotate takes one docx by its name"));
	if (a->job.in_place && !a->job.fix)
		argp_error(state, _("--in-place is for --fix"));
	if (a->job.write_known && !a->baseline)
		argp_error(state, _("--write-baseline needs --baseline=FILE"));
	if (a->job.write_known && a->job.fix)
		argp_error(state, _("--write-baseline and --fix do not go together"));
	if (a->job.fix && a->form != FORM_TEXT)
		argp_error(state, _("--fix prints text only"));
	if (!apart && !a->n_words && !a->n_lists && (a->job.fix || isatty(STDIN_FILENO)))
		argp_error(state, _("name the documents to check, or - for standard input"));
	if (apart && (a->n_words || a->n_lists))
		argp_error(state, _("--explain, --list-rules and --self-test take no documents"));
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_EXCEL:
		a->cli->out.excel = true;
		set_form(a, "csv", state);
		return 0;
	case OPT_LIST:
		a->list = true;
		return 0;
	case OPT_TEST:
		a->test = true;
		return 0;
	case OPT_FIX:
		a->job.fix = true;
		return 0;
	case OPT_IN_PLACE:
		a->job.in_place = true;
		return 0;
	case OPT_WRITE:
		a->job.write_known = true;
		return 0;
	case OPT_LOW:
		a->job.opts.low = true;
		return 0;
	case OPT_ALL:
		a->job.all = true;
		return 0;
	case OPT_QUIET:
		a->job.quiet = true;
		return 0;
	case ARGP_KEY_ARGS:
		a->words = state->argv + state->next;
		a->n_words = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		check_args(a, state);
		return 0;
	}
	return parse_value(a, key, arg, state);
}

/* --- each document ------------------------------------------------------------------------------------- */

static const struct cli_doc_form *const forms[] = {
	[FORM_TEXT] = &cli_doc_text,
	[FORM_HTML] = &cli_doc_page,
	[FORM_SARIF] = &cli_doc_sarif,
	[FORM_RECORDS] = &cli_doc_records,
};

static int refuse(struct args *a, const struct cli_doc *d)
{
	int status = cli_fail(&d->err);

	if (!a->status)
		a->status = status;
	a->report.failed++;
	od_buf_printf(&a->report.failures, "%s\n", d->err.msg);
	return 0;
}

/* Leave out what the baseline knows, or let it know. */
static int compare(struct args *a, struct cli_doc *d, struct od_err *err)
{
	size_t all = d->n;

	if (!a->job.known)
		return 0;
	if (!a->job.write_known) {
		cli_known_filter(a->job.known, d);
		a->report.known += all - d->n;
		return 0;
	}
	for (size_t i = 0; i < d->n; i++)
		if (cli_known_add(a->job.known, d, d->finding[i], err) < 0)
			return -1;
	a->report.known += d->n;
	return 0;
}

static int one(void *ctx, struct cli_doc *d, struct od_err *err)
{
	struct args *a = ctx;
	const struct cli_doc_form *form = forms[a->form];

	if (!d->doc && d->err.code == OD_ENOMEM) {
		*err = d->err;
		return -1;
	}
	if (!d->doc)
		return refuse(a, d);
	if (compare(a, d, err) < 0)
		return -1;
	if (a->job.fix && cli_doc_fix(&a->job, d, &a->report.fixed, &d->err) < 0)
		return refuse(a, d);
	if (a->job.annotate && cli_doc_annotate(&a->job, d, &d->err) < 0)
		return refuse(a, d);
	if (cli_doc_note(&a->report, d, err) < 0)
		return -1;
	return a->job.write_known || !form->one ? 0 : form->one(&a->report, d, err);
}

/* Many are told by the first, the last and how many; the page and SARIF have them all. */
static void warn_skipped(const char *ids, const char *reason)
{
	const char *last = strrchr(ids, ' ');
	int n = 1;

	for (const char *c = ids; *c; c++)
		n += *c == ' ';
	if (n <= 8)
		cli_warn(_("not run: %s (%s)"), ids, reason);
	else
		cli_warn(_("not run: %.*s to %s, %d rules (%s)"), (int)strcspn(ids, " "), ids,
			 last + 1, n, reason);
}

static int tell_skips(struct cli_doc_report *r)
{
	size_t n;
	struct cli_doc_skip *s = cli_doc_skips(r, &n);

	for (size_t i = 0; s && i < n; i++)
		warn_skipped(s[i].ids.s ? s[i].ids.s : "", s[i].reason);
	cli_doc_skips_free(s, n);
	return 0;
}

static int check_all(struct args *a, struct od_err *err)
{
	const struct cli_doc_form *form = forms[a->form];
	struct cli_doc_report *r = &a->report;

	r->job = &a->job;
	r->failed = a->job.docs.missing.n > 0;
	od_buf_puts(&r->failures, a->job.docs.missing.s);
	if (!a->job.write_known && form->begin && form->begin(r, err) < 0)
		return -1;
	if (cli_doc_each(&a->job, one, a, err) < 0)
		return -1;
	if (a->job.write_known) {
		if (cli_known_write(a->job.known, a->baseline, err) < 0)
			return -1;
		if (!a->job.quiet)
			cli_warn(_("%s: %zu findings"), a->baseline, r->known);
		return a->status;
	}
	if (form->end && form->end(r, err) < 0)
		return -1;
	fflush(stdout);
	if (!a->job.quiet && a->form != FORM_HTML && a->form != FORM_SARIF)
		tell_skips(r);
	if (a->status)
		return a->status;
	return r->with ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* --- before ------------------------------------------------------------------------------------------------- */

static int set_dates(struct args *a, struct od_err *err)
{
	struct od_when when = { a->cli->now, NULL };

	a->job.opts.today = od_instant_date(a->cli->now);
	a->job.opts.as_of = OD_NODATE;
	if (!a->as_of || od_date_parse(a->as_of, &when, &a->job.opts.as_of, err) == 0)
		return 0;
	err->code = OD_EUSAGE;
	return od_fail_at(err, "--as-of");
}

static int gather(struct args *a, struct od_err *err)
{
	struct cli_docs *d = &a->job.docs;

	if (!a->n_words && !a->n_lists && cli_docs_add(d, "-", err) < 0)
		return -1;
	for (int i = 0; i < a->n_words; i++)
		if (cli_docs_add(d, a->words[i], err) < 0)
			return -1;
	for (size_t i = 0; i < a->n_lists; i++)
		if (cli_docs_list(d, a->lists[i], err) < 0)
			return -1;
	a->status = d->missing.n ? EX_NOINPUT : 0;
	if (a->job.annotate && d->n > 1)
		return od_fail(err, OD_EUSAGE, _("--annotate takes one docx by its name"));
	return 0;
}

static int find_organs(struct args *a, struct od_err *err)
{
	struct od_check_opts *o = &a->job.opts;
	od_date on = od_date_is(o->as_of) ? o->as_of : o->today;

	if (cli_organs(a->cli, a->org, a->cli->db != a->db_default, on, &a->organs, err) < 0)
		return -1;
	o->organ = a->organs.organ;
	o->organs = a->organs.n;
	return 0;
}

static int prepare(struct args *a, struct od_err *err)
{
	long most = sysconf(_SC_NPROCESSORS_ONLN);

	a->job.cli = a->cli;
	if (!a->job.threads)
		a->job.threads = most < 1 ? 1 : most > 8 ? 8 : most;
	a->job.opts.only = a->only.s;
	a->job.opts.except = a->except.s;
	if (set_dates(a, err) < 0)
		return -1;
	a->job.rules = cli_rules(a->packs, a->n_packs, err);
	if (!a->job.rules)
		return -1;
	if (cli_rules_known(a->job.rules, a->only.s, err) < 0 ||
	    cli_rules_known(a->job.rules, a->except.s, err) < 0)
		return -1;
	return 0;
}

static int load_known(struct args *a, struct od_err *err)
{
	if (!a->baseline)
		return 0;
	a->job.known = a->job.write_known ? cli_known_new() : cli_known_load(a->baseline, err);
	if (!a->job.known && !err->code)
		od_fail_nomem(err);
	return a->job.known ? 0 : -1;
}

static int run(struct args *a, struct od_err *err)
{
	if (prepare(a, err) < 0)
		return -1;
	if (a->explain)
		return cli_rules_explain(a->job.rules, a->packs, a->n_packs, a->explain, err);
	if (a->test)
		return cli_rules_test(a->job.rules);
	if (a->list) {
		if (!a->formed)
			a->cli->out.format = OD_FMT_TABLE;
		return cli_rules_list(&a->job, err);
	}
	if (gather(a, err) < 0 || find_organs(a, err) < 0 || load_known(a, err) < 0)
		return -1;
	return check_all(a, err);
}

static void clear(struct args *a)
{
	cli_doc_report_free(&a->report);
	cli_known_free(a->job.known);
	cli_organs_free(&a->organs);
	cli_docs_free(&a->job.docs);
	od_rules_free(a->job.rules);
	od_buf_free(&a->only);
	od_buf_free(&a->except);
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		"[FILE...|DIR...|-]",
		N_("What is wrong with documents, by the five gates (政策关、审批关、格式关、文字关、"
		   "印发关), each finding with its clause."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct cli cli;
	struct args a = { .cli = &cli };
	struct od_err err = OD_ERR_INIT;
	int r;

	cli_start(&cli, argv);
	a.db_default = cli.db;
	a.job.opts.least = OD_WARNING;
	cli_parse(&cli, &argp, argc, argv, &a);
	r = run(&a, &err);
	clear(&a);
	return r < 0 ? cli_fail(&err) : r;
}
