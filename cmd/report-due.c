/* report-due - what is owed by when and what became of it: slots, urging, answers, omissions, the ledger. */
#include <string.h>
#include <unistd.h>

#include "report-due.h"

#define BIT(state) (1u << (state))
#define SILENT     (BIT(OD_SLOT_LEFT_OUT) | BIT(OD_SLOT_UNREPORTED))
#define WRONG      (SILENT | BIT(OD_SLOT_LATE))

struct args {
	struct cli *cli;
	struct od_db *db;
	const struct verb *verb;
	FILE *told; /* what is printed when all is kept */
	struct cli_asked asked;
	bool explain, check, print, again, notice;
	int channel, by;
	const char *language, *note, *category, *title, *occurred_at, *learned_at, *source;
	struct cli_answers answers;
	struct cli_many many;
};

/* --- options --------------------------------------------------------------------------------- */

enum {
	OPT_DESK = 0x300,
	OPT_MATTER,
	OPT_LEADER,
	OPT_FROM,
	OPT_TO,
	OPT_STATE,
	OPT_EXPLAIN,
	OPT_CHECK,
	OPT_CHANNEL,
	OPT_NOTE,
	OPT_PRINT,
	OPT_AGAIN,
	OPT_DRY_RUN,
	OPT_ATOMIC,
	OPT_ALLOWED_BY,
	OPT_CATEGORY,
	OPT_TITLE,
	OPT_OCCURRED_AT,
	OPT_LEARNED_AT,
	OPT_SOURCE,
	OPT_BY,
	OPT_NOTICE,
	OPT_LANGUAGE,
};

static const struct argp_option filters[] = {
	{ "desk", OPT_DESK, "CODE", 0, N_("watched over by this desk (code or name)"), 0 },
	{ "unit", 'u', "UNIT", 0, N_("owed by this unit (code, name, part of it)"), 0 },
	{ "matter", OPT_MATTER, "NAME", 0, N_("of this category or duty (code or name)"), 0 },
	{ "leader", OPT_LEADER, "PERSON", 0, N_("owed by this person"), 0 },
	{ 0 },
};
static const struct argp_option window[] = {
	{ "from", OPT_FROM, "DATE", 0, N_("due on DATE or later"), 0 },
	{ "to", OPT_TO, "DATE", 0, N_("due on DATE or earlier"), 0 },
	{ 0 },
};
static const struct argp_option states[] = {
	{ "state", OPT_STATE, "WORD,...", 0, N_("only these: open, met, late, left-out ..."), 0 },
	{ 0 },
};
static const struct argp_option looks[] = {
	{ "explain", OPT_EXPLAIN, NULL, 0, N_("with the reckoning of each"), 0 },
	{ "check", OPT_CHECK, NULL, 0, N_("only what is late or overdue; exit 1 if any is"), 0 },
	{ 0 },
};
static const struct argp_option urge_options[] = {
	{ "channel", OPT_CHANNEL, "WORD", 0, N_("notice, telephone or message"), 0 },
	{ "note", OPT_NOTE, "TEXT", 0, N_("to be kept with it: whom one spoke to ..."), 0 },
	{ "print", OPT_PRINT, NULL, 0, N_("the notices, one a unit, instead of the list"), 0 },
	{ "language", OPT_LANGUAGE, "LANG", 0, N_("of notices (else the regime's)"), 0 },
	{ "again", OPT_AGAIN, NULL, 0, N_("even who was urged today, even in quiet hours"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};
static const struct argp_option answer_options[] = {
	{ "reason", 'r', "TEXT", 0, N_("why"), 0 },
	{ "atomic", OPT_ATOMIC, NULL, 0, N_("all or none"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};
static const struct argp_option excuse_options[] = {
	{ "allowed-by", OPT_ALLOWED_BY, "NAME", 0, N_("who allowed it"), 0 },
	{ 0 },
};
static const struct argp_option omission_options[] = {
	{ "unit", 'u', "UNIT", 0, N_("which did not report it"), 0 },
	{ "category", OPT_CATEGORY, "NAME", 0, N_("of this category (code or name)"), 0 },
	{ "title", OPT_TITLE, "TEXT", 0, N_("what happened"), 0 },
	{ "occurred-at", OPT_OCCURRED_AT, "TIME", 0, N_("when it happened"), 0 },
	{ "learned-at", OPT_LEARNED_AT, "TIME", 0, N_("when the office learned of it (now)"), 0 },
	{ "source", OPT_SOURCE, "TEXT", 0, N_("from whom"), 0 },
	{ "note", OPT_NOTE, "TEXT", 0, N_("to be kept with it"), 0 },
	{ 0 },
};
static const struct argp_option log_options[] = {
	{ "unit", 'u', "UNIT", 0, N_("of this unit (code, name, part of it)"), 0 },
	{ "from", OPT_FROM, "DATE", 0, N_("on DATE or later"), 0 },
	{ "to", OPT_TO, "DATE", 0, N_("on DATE or earlier"), 0 },
	{ 0 },
};
static const struct argp_option ledger_options[] = {
	{ "by", OPT_BY, "WORD", 0, N_("a line a unit, matter or desk"), 0 },
	{ "notice", OPT_NOTICE, NULL, 0, N_("a notice to all (通报), as text"), 0 },
	{ "language", OPT_LANGUAGE, "LANG", 0, N_("of notices (else the regime's)"), 0 },
	{ 0 },
};

struct verb {
	const char *name;
	int (*work)(struct args *a, struct od_err *err);
	enum od_mode mode;
	enum cli_window window;
	const char *help;
	struct argp argp;
};

static const struct od_word bys[] = { { "unit" }, { "matter" }, { "desk" }, { NULL } };

static void add_states(struct argp_state *state, char *list)
{
	struct args *a = state->input;
	char *word;

	while ((word = strsep(&list, ",")))
		a->asked.states |= BIT(cli_word(state, word, od_slot_states));
}

static const char **text_option(struct args *a, int key)
{
	const struct {
		int key;
		const char **text;
	} texts[] = {
		{ OPT_DESK, &a->asked.desk },         { 'u', &a->asked.unit },
		{ OPT_MATTER, &a->asked.matter },     { OPT_LEADER, &a->asked.leader },
		{ OPT_FROM, &a->asked.from },         { OPT_TO, &a->asked.to },
		{ OPT_LANGUAGE, &a->language },       { OPT_NOTE, &a->note },
		{ 'r', &a->answers.reason },          { OPT_ALLOWED_BY, &a->answers.allowed_by },
		{ OPT_CATEGORY, &a->category },       { OPT_TITLE, &a->title },
		{ OPT_OCCURRED_AT, &a->occurred_at }, { OPT_LEARNED_AT, &a->learned_at },
		{ OPT_SOURCE, &a->source },
	};

	for (size_t i = 0; i < CLI_COUNT(texts); i++)
		if (texts[i].key == key)
			return texts[i].text;
	return NULL;
}

static bool *switch_option(struct args *a, int key)
{
	switch (key) {
	case OPT_EXPLAIN:
		return &a->explain;
	case OPT_CHECK:
		return &a->check;
	case OPT_PRINT:
		return &a->print;
	case OPT_AGAIN:
		return &a->again;
	case OPT_DRY_RUN:
		return &a->many.dry_run;
	case OPT_ATOMIC:
		return &a->many.atomic;
	case OPT_NOTICE:
		return &a->notice;
	}
	return NULL;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	if (key == ARGP_KEY_ARG || key == ARGP_KEY_ARGS || !a)
		return ARGP_ERR_UNKNOWN;
	if (text_option(a, key))
		*text_option(a, key) = arg;
	else if (switch_option(a, key))
		*switch_option(a, key) = true;
	else if (key == OPT_STATE)
		add_states(state, arg);
	else if (key == OPT_CHANNEL)
		a->channel = cli_word(state, arg, od_field_find(&od_urge_type, "channel")->words);
	else if (key == OPT_BY)
		a->by = cli_word(state, arg, bys);
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

static const struct argp filter_argp = { filters, parse_option, NULL, NULL, NULL, NULL, NULL };
static const struct argp window_argp = { window, parse_option, NULL, NULL, NULL, NULL, NULL };
static const struct argp state_argp = { states, parse_option, NULL, NULL, NULL, NULL, NULL };
static const struct argp look_argp = { looks, parse_option, NULL, NULL, NULL, NULL, NULL };
static const struct argp answer_argp = {
	answer_options, parse_option, NULL, NULL, NULL, NULL, NULL
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;
	const struct argp_child *child = a->verb->argp.children;

	switch (key) {
	case ARGP_KEY_INIT:
		for (int i = 0; child[i].argp; i++)
			state->child_inputs[i] =
				child[i].argp == &cli_common_argp || child[i].argp == &cli_out_argp
					? (void *)a->cli
					: (void *)a;
		return 0;
	case ARGP_KEY_ARGS:
		if (!a->verb->argp.args_doc)
			argp_error(state, _("'%s': filters are options; see --help"),
				   state->argv[state->next]);
		a->answers.slots = state->argv + state->next;
		return 0;
	case ARGP_KEY_END:
		if (a->verb->argp.args_doc && !a->answers.slots && isatty(STDIN_FILENO))
			argp_error(state, _("name the slots, or give records on standard input"));
		return 0;
	}
	return parse_option(key, arg, state);
}

#define LIST_CHILDREN(name, ...)                                                              \
	static const struct argp_child name[] = {                                             \
		{ &cli_common_argp }, { &cli_out_argp }, { &filter_argp }, __VA_ARGS__, { 0 } \
	}
LIST_CHILDREN(list_children, { &window_argp }, { &state_argp }, { &look_argp });
LIST_CHILDREN(day_children, { &state_argp }, { &look_argp });
LIST_CHILDREN(overdue_children, { &window_argp }, { &look_argp });
LIST_CHILDREN(urge_children, { &window_argp }, { &state_argp });
LIST_CHILDREN(ledger_children, { &window_argp });
static const struct argp_child answer_children[] = { { &cli_common_argp },
						     { &answer_argp },
						     { 0 } };

/* --- slots, today, tomorrow, overdue ------------------------------------------------------------------ */

static int list(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_slots_freep) struct od_slots *slots = NULL;
	struct od_slot_query *q = &a->asked.q;
	const struct od_slot *rows;
	size_t n;

	if (a->verb->window == CLI_SINCE_NEW_YEAR)
		q->states = SILENT;
	else if (a->check)
		q->states = a->asked.states ? a->asked.states & WRONG : WRONG;
	if (a->check && !q->states) /* asked only for what cannot be wrong */
		return EXIT_SUCCESS;
	q->explain = a->explain;
	slots = od_slots_find(a->db, q, err);
	if (!slots)
		return -1;
	n = od_slots_rows(slots, &rows);
	if (a->check && !n)
		return EXIT_SUCCESS;
	if (cli_print_slots(a->cli, rows, n, a->explain, err) < 0)
		return -1;
	return a->check ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* --- urge ---------------------------------------------------------------------------------------------- */

struct urging {
	struct args *a;
	struct od_out *out; /* NULL: notices */
	size_t n;
};

static int tell_urge(void *ctx, const struct od_urge *u, const struct od_slot *const *slots,
		     size_t n, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;
	struct urging *g = ctx;
	char *mine;
	int r;

	if (g->out)
		return od_out_add(g->out, u, err);
	mine = cli_office_language(g->a->db, g->a->language, od_instant_date(g->a->cli->now));
	r = od_urge_notice(g->a->db, u, slots, n, &text, err);
	cli_own_language(mine);
	if (r < 0)
		return -1;
	fprintf(g->a->told, "%s%s", g->n++ ? "\f" : "", text.s ? text.s : ""); /* a page each */
	return 0;
}

static int urge(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_out_opts opts = a->cli->out;
	struct urging g = { a, NULL, 0 };

	if (opts.format == OD_FMT_TABLE && !opts.columns)
		opts.columns = "number,unit_name,channel,slots";
	opts.width = cli_columns();
	if (!a->print || opts.format != OD_FMT_TABLE) {
		out = od_out_new(a->told, &od_urge_type, &opts, err);
		if (!out)
			return -1;
	}
	g.out = out;
	if (od_urge(a->db, &a->asked.q, a->channel, a->note, a->again, tell_urge, &g, err) < 0)
		return -1;
	return out ? od_out_end(out, err) : 0;
}

/* --- nil, excuse ---------------------------------------------------------------------------------------- */

static int answers(struct args *a, struct od_err *err)
{
	a->answers.kind = strcmp(a->verb->name, "nil") ? OD_ANSWER_EXCUSE : OD_ANSWER_NIL;
	return cli_answer(a->cli, a->db, &a->answers, &a->many, err);
}

/* --- omission; the logs ---------------------------------------------------------------------------------- */

static int omission(struct args *a, struct od_err *err)
{
	const struct {
		const char *field, *text;
	} given[] = {
		{ "unit", a->asked.unit_code },
		{ "category", a->category },
		{ "title", a->title },
		{ "occurred_at", a->occurred_at },
		{ "learned_at", a->learned_at },
		{ "source", a->source },
		{ "note", a->note },
	};
	struct od_when when = { a->cli->now, NULL };
	struct od_omission o;
	char number[32];
	int r = 0;

	od_rec_init(&od_omission_type, &o);
	for (size_t i = 0; r == 0 && i < CLI_COUNT(given); i++) {
		const struct od_field *f = od_field_find(&od_omission_type, given[i].field);

		if (given[i].text && od_field_set(f, &o, given[i].text, &when, err) < 0)
			r = od_fail_at(err, "%s", f->name);
	}
	if (r == 0)
		r = od_omission_put(a->db, &o, err);
	if (r == 0)
		fprintf(a->told, "%s\n", od_number_str('O', o.number, number));
	od_rec_clear(&od_omission_type, &o);
	return r;
}

static int logs(struct args *a, struct od_err *err)
{
	const struct cli_asked *k = &a->asked;
	od_instant since = k->from ? od_date_start(k->first) : OD_NOINSTANT,
		   until = k->to ? od_date_start((od_date){ k->last.days + 1 }) : OD_NOINSTANT;

	if (!strcmp(a->verb->name, "urges"))
		return cli_print(a->cli, od_urge_find(a->db, k->unit_code, since, until, err),
				 &od_urge_type, err);
	return cli_print(a->cli, od_omission_find(a->db, k->unit_code, since, until, err),
			 &od_omission_type, err);
}

/* --- ledger ------------------------------------------------------------------------------------------------ */

static int ledger(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_slots_freep) struct od_slots *slots = od_slots_find(a->db, &a->asked.q, err);
	OD_CLEANUP(od_ledger_freep) struct od_ledger *l = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;
	char *mine;
	int r;

	if (slots)
		l = od_ledger_new(slots, a->by, err);
	if (!l)
		return -1;
	if (!a->notice)
		return cli_print_ledger(a->cli, l, err);
	mine = cli_office_language(a->db, a->language, od_instant_date(a->cli->now));
	r = od_ledger_notice(a->db, l, slots, a->asked.first, a->asked.last, &text, err);
	cli_own_language(mine);
	if (r < 0)
		return -1;
	fputs(text.s ? text.s : "", stdout);
	return 0;
}

/* --- verbs ---------------------------------------------------------------------------------------------------- */

#define ARGP(options, args, doc, children)                      \
	{                                                       \
		options, parse, args, doc, children, NULL, NULL \
	}
/* clang-format off */
static const struct verb table[] = { /* the first is meant where none is named */
	{ "slots", list, OD_READ, CLI_TODAY, N_("what is due in a window of days; without a verb too"),
	  ARGP(NULL, NULL, N_("What is due in a window of days (today), and what became of it."),
	       list_children) },
	{ "today", list, OD_READ, CLI_TODAY, N_("what is due today"),
	  ARGP(NULL, NULL, N_("What is due today."), day_children) },
	{ "tomorrow", list, OD_READ, CLI_TOMORROW, N_("what is due tomorrow"),
	  ARGP(NULL, NULL, N_("What is due tomorrow."), day_children) },
	{ "overdue", list, OD_READ, CLI_SINCE_NEW_YEAR, N_("what was due and has not come"),
	  ARGP(NULL, NULL, N_("What was due since 1 January and has not come, or was returned."),
	       overdue_children) },
	{ "urge", urge, OD_WRITE, CLI_SINCE_NEW_YEAR, N_("urge those that are silent (催报)"),
	  ARGP(urge_options, NULL,
	       N_("Urge each unit that has something past due without an answer, and log it; "
		  "--state=open reminds of what is not due yet."), urge_children) },
	{ "urges", logs, OD_READ, CLI_ALWAYS, N_("who was urged"),
	  ARGP(log_options, NULL, N_("Who was urged for what, when, by whom."), cli_children) },
	{ "nil", answers, OD_WRITE, CLI_ALWAYS, N_("there is nothing to report (零报告)"),
	  ARGP(NULL, "[SLOT...]",
	       N_("There is nothing to report in these SLOTs, or those of the records on standard "
		  "input."), answer_children) },
	{ "excuse", answers, OD_WRITE, CLI_ALWAYS, N_("no report is needed; --reason, --allowed-by"),
	  ARGP(excuse_options, "[SLOT...]",
	       N_("These SLOTs, or those of the records on standard input, need no report: "
		  "--reason and --allowed-by say why."), answer_children) },
	{ "omission", omission, OD_WRITE, CLI_ALWAYS, N_("a matter learned of otherwise (漏报)"),
	  ARGP(omission_options, NULL,
	       N_("Record a matter that the office learned of otherwise (漏报); prints its number."),
	       cli_common_children) },
	{ "omissions", logs, OD_READ, CLI_ALWAYS, N_("such matters"),
	  ARGP(log_options, NULL, N_("Matters that the office learned of otherwise, by when it did."),
	       cli_children) },
	{ "ledger", ledger, OD_READ, CLI_SINCE_FIRST, N_("counts and ranking; --notice: for all (通报)"),
	  ARGP(ledger_options, NULL,
	       N_("How many were owed, on time, late, left out, unreported: since the 1st of this "
		  "month, or in a window of days."), ledger_children) },
};
/* clang-format on */

/* What was done is kept, and told after that. */
static int change(struct args *a, struct od_err *err)
{
	char *text = NULL;
	size_t n;
	int r;

	if (cli_begin(a->cli, a->db, err) < 0)
		return -1;
	a->told = open_memstream(&text, &n);
	if (!a->told)
		return od_fail_nomem(err);
	r = a->verb->work(a, err);
	if (fclose(a->told) != 0 && r == 0)
		r = od_fail_nomem(err);
	if (r == 0)
		r = cli_keep(&a->many, a->db, err);
	if (r == 0) {
		fputs(text, stdout);
		r = cli_ended(&a->many);
	}
	free(text);
	return r;
}

static int work(struct args *a, struct od_err *err)
{
	if (cli_ask(a->cli, a->db, &a->asked, err) < 0)
		return -1;
	return a->verb->mode == OD_READ ? a->verb->work(a, err) : change(a, err);
}

/* argv[0] is the command and, if one was named, the verb. */
static int run(struct cli *cli, int argc, char **argv)
{
	const char *name = strrchr(argv[0], ' ');
	struct args a = { .cli = cli, .verb = &table[0] };
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	for (size_t i = 0; name && i < CLI_COUNT(table); i++)
		if (!strcmp(name + 1, table[i].name))
			a.verb = &table[i];
	cli_parse(cli, &a.verb->argp, argc, argv, &a);
	a.asked.window = a.verb->window;
	db = a.db = cli_open(cli, a.verb->mode, &err);
	if (db)
		r = work(&a, &err);
	cli_asked_clear(&a.asked);
	return r < 0 ? cli_fail(&err) : r;
}

/* Where the verb stands; 0: there is none, and what there is are options of slots. */
static int find_verb(int argc, char **argv)
{
	static const char *const all[] = { "--help",    "-?", "--usage",
					   "--version", "-V", "--list-verbs" };
	static const char *const valued[] = {
		"-d", "--db",   "--now",  "--wait",   "--as",     "-o",     "--output", "--columns",
		"-u", "--unit", "--desk", "--matter", "--leader", "--from", "--to",     "--state",
	};

	for (int i = 1; i < argc; i++) {
		for (size_t k = 0; k < CLI_COUNT(all); k++)
			if (!strcmp(argv[i], all[k]))
				return i;
		for (size_t k = 0; k < CLI_COUNT(table); k++)
			if (!strcmp(argv[i], table[k].name))
				return i;
		if (argv[i][0] != '-')
			return i == 1; /* it is no verb, and cli_verbs() says so */
		for (size_t k = 0; k < CLI_COUNT(valued); k++)
			if (!strcmp(argv[i], valued[k])) {
				i++;
				break;
			}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct cli_verb verbs[CLI_COUNT(table) + 1] = { { NULL } };
	int at = find_verb(argc, argv);
	char *verb = argv[at];
	struct cli cli;

	cli_start(&cli, argv);
	if (!at)
		return run(&cli, argc, argv);
	for (size_t i = 0; i < CLI_COUNT(table); i++)
		verbs[i] = (struct cli_verb){ table[i].name, run, table[i].help };
	/* Options of the verb may stand before it. */
	memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof(*argv));
	argv[1] = verb;
	return cli_verbs(
		&cli, verbs,
		N_("What is owed by when, and what became of it: nothing late, left out or "
		   "unreported stays unseen."),
		argc, argv);
}
