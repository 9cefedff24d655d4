/* info-score - what each unit has done for the office's information work: counts, points, places; why; the circular
 * on it; charts; and the register of marks, which is all of it that is ever written. */
#include <string.h>

#include "info-score.h"

enum {
	OPT_FROM = 0x300,
	OPT_TO,
	OPT_MONTH,
	OPT_QUARTER,
	OPT_YEAR,
	OPT_CLASS,
	OPT_EXPLAIN,
	OPT_MARK,
	OPT_UNMARK,
	OPT_REASON,
	OPT_POINTS,
	OPT_REPORT,
	OPT_ON,
	OPT_LANGUAGE,
	OPT_FONTS,
	OPT_FILE,
	OPT_COLUMNS,
	OPT_MAIL_TO,
	OPT_MAIL_CC,
	OPT_MAIL_FROM,
	OPT_ATTACH,
	OPT_TEXTS,
	OPT_BY = OPT_TEXTS,
	OPT_NOTICE,
	OPT_CHART,
	OPT_MARKS,
	OPT_KIND,
	OPT_WIDTH,
	OPT_EXCEL,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, N_("Days (this year so far):"), 1 },
	{ "from", OPT_FROM, "DATE", 0, N_("from DATE on"), 1 },
	{ "to", OPT_TO, "DATE", 0, N_("up to DATE"), 1 },
	{ "month", OPT_MONTH, "YYYY-MM", 0, N_("a month, or its number this year"), 1 },
	{ "quarter", OPT_QUARTER, "YYYY-Q", 0, N_("a quarter, or its number this year"), 1 },
	{ "year", OPT_YEAR, "YYYY", 0, N_("a whole year"), 1 },
	{ NULL, 0, NULL, 0, N_("What is shown:"), 2 },
	{ "by", OPT_BY, "WORD", 0, N_("a line a unit, person or class"), 2 },
	{ "class", OPT_CLASS, "NAME", 0, N_("only this class of units"), 2 },
	{ "unit", 'u', "UNIT", 0, N_("only this unit (code, name, part of it)"), 2 },
	{ "explain", OPT_EXPLAIN, "UNIT", 0, N_("every point of a unit, its rule and basis"), 2 },
	{ "notice", OPT_NOTICE, NULL, 0, N_("a circular on all units (通报)"), 2 },
	{ "chart", OPT_CHART, NULL, 0, N_("bars and trend; with -o html a page"), 2 },
	{ "marks", OPT_MARKS, NULL, 0, N_("what was registered by --mark"), 2 },
	{ NULL, 0, NULL, 0, N_("Registering a mark:"), 3 },
	{ "mark", OPT_MARK, "UNIT", 0, N_("register what counts for or against a unit"), 3 },
	{ "kind", OPT_KIND, "WORD", 0, N_("error, concealed, bonus or deduction"), 3 },
	{ "reason", OPT_REASON, "TEXT", 0, N_("why"), 3 },
	{ "points", OPT_POINTS, "N", 0, N_("of a bonus or deduction: how many"), 3 },
	{ "report", OPT_REPORT, "NUMBER", 0, N_("the report that it is about"), 3 },
	{ "on", OPT_ON, "DATE", 0, N_("the day on which it counts (today)"), 3 },
	{ "unmark", OPT_UNMARK, "NUMBER", 0, N_("take a mark back (M2026-0001; --reason)"), 3 },
	{ NULL, 0, NULL, 0, N_("How it is printed:"), 4 },
	{ "output", 'o', "FORMAT", 0, N_("table, yaml, json, csv, tsv; text, html, docx, pdf, eml"),
	  4 },
	{ "output-file", OPT_FILE, "FILE", 0, N_("write it there, whole or not at all"), 4 },
	{ "columns", OPT_COLUMNS, "NAME,...", 0, N_("records: only these fields"), 4 },
	{ "excel", OPT_EXCEL, NULL, 0, N_("CSV: as spreadsheets want it"), 4 },
	{ "language", OPT_LANGUAGE, "LANG", 0, N_("of circular and chart (else the regime's)"), 4 },
	{ "width", OPT_WIDTH, "N", 0, N_("of text, in terminal cells (80)"), 4 },
	{ "fonts", OPT_FONTS, "FILE", 0, N_("PDF: faces and the files they are in"), 4 },
	{ "mail-to", OPT_MAIL_TO, "ADDRESS,...", 0, N_("eml: to whom"), 4 },
	{ "mail-cc", OPT_MAIL_CC, "ADDRESS,...", 0, N_("eml: who gets a copy"), 4 },
	{ "mail-from", OPT_MAIL_FROM, "ADDRESS", 0, N_("eml: who sends it (else sendmail says)"),
	  4 },
	{ "attach", OPT_ATTACH, "FORMAT,...", 0, N_("eml: also as files: pdf, docx"), 4 },
	{ 0 },
};

static const struct od_word bys[] = {
	{ "unit", N_("unit"), NULL },
	{ "person", N_("person"), NULL },
	{ "class", N_("class"), NULL },
	{ NULL },
};
static const struct od_word papers[] = {
	[PAPER_TEXT] = { "text", N_("text"), "txt" }, [PAPER_HTML] = { "html", N_("page"), "htm" },
	[PAPER_DOCX] = { "docx", N_("docx"), NULL },  [PAPER_PDF] = { "pdf", N_("PDF"), NULL },
	[PAPER_EML] = { "eml", N_("mail"), NULL },    { NULL },
};

/* Records first, then what people read. */
static void set_form(struct cli_score *a, const char *arg, struct argp_state *state)
{
	struct od_word forms[16] = { { NULL } };
	size_t n = 0;
	int form;

	for (; od_formats[n].word && n + CLI_COUNT(papers) < CLI_COUNT(forms); n++)
		forms[n] = od_formats[n];
	memcpy(forms + n, papers, sizeof(papers));
	form = cli_word(state, arg, forms);
	a->formed = true;
	a->paper.form = form < (int)n ? PAPER_RECORDS : (enum cli_paper_form)(form - (int)n);
	if (form < (int)n)
		a->cli->out.format = (enum od_format)form;
}

static const char **text_of(struct cli_score *a, int key)
{
	const char **const texts[] = { &a->from,
				       &a->to,
				       &a->month,
				       &a->quarter,
				       &a->year,
				       &a->class_,
				       &a->explain,
				       &a->mark,
				       &a->unmark,
				       &a->reason,
				       &a->points,
				       &a->report,
				       &a->on,
				       &a->paper.language,
				       &a->paper.fonts,
				       &a->paper.file,
				       &a->cli->out.columns,
				       &a->paper.to,
				       &a->paper.cc,
				       &a->paper.from,
				       &a->paper.attach };

	return texts[key - OPT_FROM];
}

static int parse_other(struct cli_score *a, int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case 'o':
		set_form(a, arg, state);
		return 0;
	case 'u':
		a->unit = arg;
		return 0;
	case OPT_BY:
		/* "category" of units */
		a->by = cli_word(state, strcmp(arg, "category") ? arg : "class", bys);
		return 0;
	case OPT_KIND:
		a->kind = cli_word(state, arg, od_mark_kinds);
		return 0;
	case OPT_WIDTH:
		a->paper.width = (int)cli_count(state, arg, 40, 400);
		return 0;
	case OPT_NOTICE:
		a->notice = true;
		return 0;
	case OPT_CHART:
		a->chart = true;
		return 0;
	case OPT_MARKS:
		a->marks = true;
		return 0;
	case OPT_EXCEL:
		a->cli->out.excel = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* --from and --to are days here: hence --mail-from, --mail-to. */
static void check_mail(const struct cli_score *a, struct argp_state *state)
{
	const struct cli_paper *o = &a->paper;
	bool mail = a->formed && o->form == PAPER_EML;

	if (mail && !o->to)
		argp_error(state, _("say to whom: --mail-to=ADDRESS"));
	if (!mail && (o->to || o->cc || o->from || o->attach))
		argp_error(state,
			   _("--mail-to, --mail-cc, --mail-from and --attach are for -o eml"));
}

static void check_form(const struct cli_score *a, struct argp_state *state)
{
	enum cli_paper_form form = a->paper.form;

	if (a->formed && form != PAPER_RECORDS && !a->notice && !a->chart)
		argp_error(state, _("-o text, html, docx, pdf and eml are for --notice, text and "
				    "html for --chart"));
	if (a->formed && form != PAPER_TEXT && form != PAPER_HTML && a->chart)
		argp_error(state, _("--chart is text or html"));
	if (a->formed && form == PAPER_RECORDS && a->notice)
		argp_error(state, _("--notice is text, html, docx, pdf or eml"));
	if (a->paper.file && !a->notice && !a->chart)
		argp_error(state, _("--output-file is for --notice and --chart"));
	check_mail(a, state);
}

/* One thing at a time. */
static void check_args(const struct cli_score *a, struct argp_state *state)
{
	bool days = a->from || a->to;
	bool marking = a->kind >= 0 || (a->reason && !a->unmark) || a->points || a->report || a->on;

	if ((a->explain != NULL) + a->notice + a->chart + a->marks + (a->mark != NULL) +
		    (a->unmark != NULL) >
	    1)
		argp_error(
			state,
			_("only one of --explain, --notice, --chart, --marks, --mark, --unmark"));
	if (days + (a->month != NULL) + (a->quarter != NULL) + (a->year != NULL) > 1)
		argp_error(state, _("only one of --from and --to, --month, --quarter, --year"));
	if (a->explain && (a->unit || a->class_))
		argp_error(state, _("--explain names the unit: leave out --unit and --class"));
	if ((a->mark || a->unmark) &&
	    (days || a->month || a->quarter || a->year || a->unit || a->class_))
		argp_error(state, _("--mark and --unmark are of no days, --unit or --class"));
	if (marking && !a->mark)
		argp_error(
			state,
			_("--kind, --reason, --points, --report and --on belong to --mark=UNIT"));
	if (a->mark && (a->kind < 0 || !a->reason))
		argp_error(state, _("--mark needs --kind and --reason"));
	if (a->unmark && (!a->reason || !a->reason[strspn(a->reason, " \t")]))
		argp_error(state, _("say why: --reason=TEXT"));
	check_form(a, state);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct cli_score *a = state->input;

	if (key == ARGP_KEY_INIT) {
		state->child_inputs[0] = a->cli;
		return 0;
	}
	if (key == ARGP_KEY_END) {
		if (!a->formed && (a->notice || a->chart)) {
			a->paper.form = PAPER_UNSAID;
			cli_paper_by_name(&a->paper);
			a->formed = true;
		}
		check_args(a, state);
		return 0;
	}
	if (key >= OPT_FROM && key < OPT_TEXTS) {
		if (*text_of(a, key) &&
		    (key == OPT_MARK || key == OPT_UNMARK || key == OPT_EXPLAIN))
			argp_error(state, _("--mark, --unmark and --explain: one at a time, once"));
		*text_of(a, key) = arg;
		return 0;
	}
	return parse_other(a, key, arg, state);
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		NULL,
		N_("Scores of the office's information work: what units submitted, what was adopted, "
		   "sent upward and instructed on, points by the rules of each day, and places."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct cli cli;
	struct cli_score a = { .cli = &cli, .kind = -1, .paper = { .cli = &cli, .width = 80 } };
	struct od_err err = OD_ERR_INIT;
	int done;

	cli_start(&cli, argv);
	cli_parse(&cli, &argp, argc, argv, &a);
	if (!a.formed)
		a.paper.form = PAPER_RECORDS;
	done = a.mark     ? cli_score_mark(&a, &err)
	       : a.unmark ? cli_score_unmark(&a, &err)
	       : a.marks  ? cli_score_marks(&a, &err)
			  : cli_score_show(&a, &err);
	return done < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
