/* leave-log - leaders' leave from request to return: who is away, where, until when, who stands in, who
 * should be back and is not. */
#include <string.h>
#include <unistd.h>

#include "leave-log.h"

/* --- options --------------------------------------------------------------------------------- */

enum {
	OPT_TEXT = 0x300, /* and enum cli_leave_text */
	OPT_LATE = OPT_TEXT + LEAVE_TEXTS,
	OPT_ATOMIC,
	OPT_DRY_RUN,
	OPT_STATUS,
	OPT_STEPS,
	OPT_CHAIN,
	OPT_EXPLAIN,
	OPT_CHECK,
	OPT_YEAR,
	OPT_COUNT_BY,
	OPT_WEEK,
	OPT_MONTH,
	OPT_ICS,
	OPT_WIDTH,
};

/* clang-format off */
static const struct argp_option request_options[] = {
	{ "kind", OPT_TEXT + LEAVE_KIND, "KIND", 0, N_("年休假, 病假, 因公外出 ...: code or name"), 0 },
	{ "from", OPT_TEXT + LEAVE_FROM, "DAY", 0, N_("first day: 2026-12-07, 12月7日下午"), 0 },
	{ "to", OPT_TEXT + LEAVE_TO, "DAY", 0, N_("last day: 2026-12-09, 12月9日上午"), 0 },
	{ "place", OPT_TEXT + LEAVE_PLACE, "TEXT", 0, N_("where to"), 0 },
	{ "reach", OPT_TEXT + LEAVE_REACH, "WORD", 0, N_("leaves the city, province, country"), 0 },
	{ "reason", 'r', "TEXT", 0, N_("why"), 0 },
	{ "stand-in", OPT_TEXT + LEAVE_STAND_IN, "PERSON", 0, N_("who stands in (代主持工作)"), 0 },
	{ "phone", OPT_TEXT + LEAVE_PHONE, "TEXT", 0, N_("telephone while away"), 0 },
	{ "itinerary", OPT_TEXT + LEAVE_ITINERARY, "TEXT", 0, N_("by which way, where to stay"), 0 },
	{ "external-id", OPT_TEXT + LEAVE_EXTERNAL_ID, "TEXT", 0, N_("the unit's own number of it"), 0 },
	{ "from-report", OPT_TEXT + LEAVE_REPORT, "NUMBER", 0, N_("as this report of leave says"), 0 },
	{ "late", OPT_LATE, NULL, 0, N_("asked for after it began (补假)"), 0 },
	{ "force", OPT_TEXT + LEAVE_FORCE, "RULE,...", 0, N_("pass these rules over, on purpose"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};
static const struct argp_option extend_options[] = {
	{ "to", OPT_TEXT + LEAVE_TO, "DAY", 0, N_("the new last day: 2026-12-11, 12月11日上午"), 0 },
	{ "kind", OPT_TEXT + LEAVE_KIND, "KIND", 0, N_("of another kind than before"), 0 },
	{ "place", OPT_TEXT + LEAVE_PLACE, "TEXT", 0, N_("where to"), 0 },
	{ "reach", OPT_TEXT + LEAVE_REACH, "WORD", 0, N_("leaves the city, province, country"), 0 },
	{ "reason", 'r', "TEXT", 0, N_("why"), 0 },
	{ "stand-in", OPT_TEXT + LEAVE_STAND_IN, "PERSON", 0, N_("who stands in (代主持工作)"), 0 },
	{ "phone", OPT_TEXT + LEAVE_PHONE, "TEXT", 0, N_("telephone while away"), 0 },
	{ "itinerary", OPT_TEXT + LEAVE_ITINERARY, "TEXT", 0, N_("by which way, where to stay"), 0 },
	{ "late", OPT_LATE, NULL, 0, N_("asked for after it began (补假)"), 0 },
	{ "force", OPT_TEXT + LEAVE_FORCE, "RULE,...", 0, N_("pass these rules over, on purpose"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};
static const struct argp_option change_options[] = {
	{ "from", OPT_TEXT + LEAVE_FROM, "DAY", 0, N_("another first day"), 0 },
	{ "to", OPT_TEXT + LEAVE_TO, "DAY", 0, N_("another last day"), 0 },
	{ "place", OPT_TEXT + LEAVE_PLACE, "TEXT", 0, N_("where to"), 0 },
	{ "reach", OPT_TEXT + LEAVE_REACH, "WORD", 0, N_("none, city, province or country"), 0 },
	{ "stand-in", OPT_TEXT + LEAVE_STAND_IN, "PERSON", 0, N_("who stands in (代主持工作)"), 0 },
	{ "phone", OPT_TEXT + LEAVE_PHONE, "TEXT", 0, N_("telephone while away"), 0 },
	{ "itinerary", OPT_TEXT + LEAVE_ITINERARY, "TEXT", 0, N_("by which way, where to stay"), 0 },
	{ "reason", 'r', "TEXT", 0, N_("why it is changed"), 0 },
	{ "force", OPT_TEXT + LEAVE_FORCE, "RULE,...", 0, N_("pass these rules over, on purpose"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};
static const struct argp_option step_options[] = {
	{ "by", OPT_TEXT + LEAVE_BY, "PERSON", 0, N_("who decided, left, came back to say so"), 0 },
	{ "at", OPT_TEXT + LEAVE_AT, "TIME", 0, N_("when (now)"), 0 },
	{ "reason", 'r', "TEXT", 0, N_("why, or a remark"), 0 },
	{ "atomic", OPT_ATOMIC, NULL, 0, N_("all or none"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};
static const struct argp_option force_options[] = {
	{ "force", OPT_TEXT + LEAVE_FORCE, "RULE,...", 0, N_("pass these rules over, on purpose"), 0 },
	{ 0 },
};
static const struct argp_option list_options[] = {
	{ "person", OPT_TEXT + LEAVE_PERSON, "PERSON", 0, N_("of this person"), 0 },
	{ "unit", 'u', "UNIT", 0, N_("of this unit's people (code, name, part of it)"), 0 },
	{ "kind", OPT_TEXT + LEAVE_KIND, "KIND", 0, N_("of this kind (code or name)"), 0 },
	{ "status", OPT_STATUS, "WORD", 0, N_("requested, approved, away ..."), 0 },
	{ "since", OPT_TEXT + LEAVE_SINCE, "DATE", 0, N_("that lasts to DATE or later"), 0 },
	{ "until", OPT_TEXT + LEAVE_UNTIL, "DATE", 0, N_("that begins on DATE or earlier"), 0 },
	{ "waits-for", OPT_TEXT + LEAVE_WAITS_FOR, "PERSON", 0, N_("whose approval is next"), 0 },
	{ "batch", OPT_TEXT + LEAVE_BATCH, "NUMBER", 0, N_("of this import"), 0 },
	{ 0 },
};
static const struct argp_option show_options[] = {
	{ "explain", OPT_EXPLAIN, NULL, 0, N_("with what the rules say of it"), 0 },
	{ "chain", OPT_CHAIN, NULL, 0, N_("the chain of approval alone, as records"), 0 },
	{ "steps", OPT_STEPS, NULL, 0, N_("what was done to it alone, as records"), 0 },
	{ 0 },
};
static const struct argp_option unit_options[] = {
	{ "unit", 'u', "UNIT", 0, N_("of this unit's people (code, name, part of it)"), 0 },
	{ 0 },
};
static const struct argp_option overdue_options[] = {
	{ "unit", 'u', "UNIT", 0, N_("of this unit's people (code, name, part of it)"), 0 },
	{ "check", OPT_CHECK, NULL, 0, N_("exit 1 if there is any"), 0 },
	{ 0 },
};
static const struct argp_option balance_options[] = {
	{ "unit", 'u', "UNIT", 0, N_("of this unit's people (code, name, part of it)"), 0 },
	{ "year", OPT_YEAR, "YEAR", 0, N_("of this year (this one)"), 0 },
	{ 0 },
};
static const struct argp_option calendar_options[] = {
	{ "week", OPT_WEEK, NULL, 0, N_("the week of DATE, as it is without"), 0 },
	{ "month", OPT_MONTH, NULL, 0, N_("the month of DATE"), 0 },
	{ "unit", 'u', "UNIT", 0, N_("of this unit's people (code, name, part of it)"), 0 },
	{ "output", 'o', "FORMAT", 0, N_("text, html or ics"), 0 },
	{ "ics", OPT_ICS, NULL, 0, N_("iCalendar, as --output=ics"), 0 },
	{ "output-file", OPT_TEXT + LEAVE_FILE, "FILE", 0, N_("write it there, whole or not at all"), 0 },
	{ "language", OPT_TEXT + LEAVE_LANGUAGE, "LANG", 0, N_("of headings (else the regime's)"), 0 },
	{ "width", OPT_WIDTH, "N", 0, N_("of text, in terminal cells (80)"), 0 },
	{ 0 },
};
static const struct argp_option stats_options[] = {
	{ "from", OPT_TEXT + LEAVE_FROM, "DATE", 0, N_("first day (1 January)"), 0 },
	{ "to", OPT_TEXT + LEAVE_TO, "DATE", 0, N_("last day (today)"), 0 },
	{ "by", OPT_COUNT_BY, "WORD", 0, N_("a line a unit, person, kind or month"), 0 },
	{ 0 },
};
/* clang-format on */

static const struct od_word forms[] = { { "text" }, { "html" }, { "ics" }, { NULL } };
static const struct od_word bys[] = { { "unit" }, { "person" }, { "kind" }, { "month" }, { NULL } };

struct verb {
	const char *name;
	int (*work)(struct cli_leave *a, struct od_err *err);
	enum od_mode mode;
	int action;
	int least, most; /* arguments; most -1: any number */
	const char *help;
	struct argp argp;
};
struct args {
	struct cli_leave leave; /* first: its first member is the struct cli * */
	const struct verb *verb;
};

static bool *switch_option(struct cli_leave *a, int key)
{
	switch (key) {
	case OPT_LATE:
		return &a->late;
	case OPT_ATOMIC:
		return &a->many.atomic;
	case OPT_DRY_RUN:
		return &a->many.dry_run;
	case OPT_STEPS:
		return &a->steps;
	case OPT_CHAIN:
		return &a->chain;
	case OPT_EXPLAIN:
		return &a->explain;
	case OPT_CHECK:
		return &a->check;
	case OPT_MONTH:
		return &a->month;
	}
	return NULL;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;
	struct cli_leave *a = args ? &args->leave : NULL;

	if (!a || key == ARGP_KEY_ARG || key == ARGP_KEY_ARGS)
		return ARGP_ERR_UNKNOWN;
	if (key >= OPT_TEXT && key < OPT_TEXT + LEAVE_TEXTS)
		a->text[key - OPT_TEXT] = arg;
	else if (switch_option(a, key))
		*switch_option(a, key) = true;
	else if (key == 'r')
		a->text[LEAVE_REASON] = arg;
	else if (key == 'u')
		a->text[LEAVE_UNIT] = arg;
	else if (key == OPT_STATUS)
		a->status = cli_word(state, arg, od_leave_statuses);
	else if (key == OPT_COUNT_BY)
		a->by = cli_word(state, arg, bys);
	else if (key == OPT_YEAR)
		a->year = cli_count(state, arg, 1950, 2199);
	else if (key == OPT_WIDTH)
		a->width = cli_count(state, arg, 40, 400);
	else if (key == 'o')
		a->form = cli_word(state, arg, forms);
	else if (key == OPT_ICS)
		a->form = LEAVE_AS_ICS;
	else if (key == OPT_WEEK)
		a->month = false;
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

static const struct argp step_argp = { step_options, parse_option, NULL, NULL, NULL, NULL, NULL };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;
	struct cli_leave *a = &args->leave;
	const struct verb *v = args->verb;
	const struct argp_child *child = v->argp.children;

	switch (key) {
	case ARGP_KEY_INIT:
		for (int i = 0; child[i].argp; i++)
			state->child_inputs[i] = child[i].argp == &cli_import_argp
							 ? (void *)&a->import
						 : child[i].argp == &step_argp ? (void *)args
									       : (void *)a->cli;
		return 0;
	case ARGP_KEY_ARGS:
		a->args = state->argv + state->next;
		a->n_args = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (v->most >= 0 && a->n_args > v->most)
			argp_error(state, _("too many arguments: '%s'"), a->args[v->most]);
		if (a->n_args < v->least)
			argp_error(state, _("say which leave: %s"), "L2026-0001");
		if (v->work == cli_leave_step && !a->n_args && isatty(STDIN_FILENO))
			argp_error(state, _("name the leaves, or give records on standard input"));
		return 0;
	}
	return parse_option(key, arg, state);
}

/* --- verbs ------------------------------------------------------------------------------------- */

static const struct argp_child step_children[] = { { &cli_common_argp }, { &step_argp }, { 0 } };
static const struct argp_child import_children[] = {
	{ &cli_common_argp }, { &cli_out_argp }, { &cli_import_argp }, { 0 }
};

#define ARGP(options, args, doc, children)                      \
	{                                                       \
		options, parse, args, doc, children, NULL, NULL \
	}
#define STEP(name, action, options, help, doc)                           \
	{                                                                \
		name, cli_leave_step, OD_WRITE, action, 0, -1, help,     \
			ARGP(options, "[NUMBER...]", doc, step_children) \
	}
/* clang-format off */
static const struct verb table[] = {
	{ "request", cli_leave_request, OD_WRITE, OD_LEAVE_DO_REQUEST, 0, 1, N_("ask for a leave (请假)"),
	  ARGP(request_options, "[PERSON]",
	       N_("Ask for a leave of PERSON: by options, by questions on a terminal, or many by the "
		  "records on standard input.  Prints the number."), cli_children) },
	{ "late", cli_leave_request, OD_WRITE, OD_LEAVE_DO_REQUEST, 0, 1,
	  N_("the same after it began (补假)"),
	  ARGP(request_options, "[PERSON]",
	       N_("Ask for a leave of PERSON that has begun or is over already: request --late."),
	       cli_children) },
	STEP("approve", OD_LEAVE_DO_APPROVE, force_options, N_("one link of the chain, or the last (审批)"),
	     N_("Approve the leaves of these NUMBERs, or of the records on standard input, for the link "
		"of the chain of approval whose turn it is.")),
	STEP("refuse", OD_LEAVE_DO_REFUSE, NULL, N_("not approved; --reason"),
	     N_("Refuse the leaves of these NUMBERs, or of the records on standard input.")),
	STEP("depart", OD_LEAVE_DO_DEPART, NULL, N_("left (离岗)"),
	     N_("The leaves of these NUMBERs, or of the records on standard input, have begun.")),
	STEP("return", OD_LEAVE_DO_RETURN, NULL, N_("back, and registered so (销假)"),
	     N_("Who was on the leaves of these NUMBERs, or of the records on standard input, is back: "
		"--at says since when.")),
	STEP("cancel", OD_LEAVE_DO_CANCEL, NULL, N_("it does not take place (取消)"),
	     N_("The leaves of these NUMBERs, or of the records on standard input, do not take place.")),
	{ "extend", cli_leave_extend, OD_WRITE, OD_LEAVE_DO_EXTEND, 1, 1, N_("longer than asked (续假); --to"),
	  ARGP(extend_options, "NUMBER",
	       N_("Ask for the extension of a leave: a leave of its own that follows it, of which "
		  "the number is printed."), cli_children) },
	{ "change", cli_leave_change, OD_WRITE, OD_LEAVE_DO_CHANGE, 1, 1,
	  N_("days, place, itinerary, stand-in"),
	  ARGP(change_options, "NUMBER",
	       N_("Change a leave that has not ended; who leaves much earlier or later than approved "
		  "needs a new approval."), cli_common_children) },
	{ "list", cli_leave_list, OD_READ, 0, 0, -1, N_("leaves, by their first day"),
	  ARGP(list_options, "[NUMBER...]", N_("List leaves by their first day, or those of these NUMBERs."),
	       cli_children) },
	{ "show", cli_leave_show, OD_READ, 0, 1, 1, N_("all of one: approval, steps, extensions"),
	  ARGP(show_options, "NUMBER",
	       N_("All of one leave: its chain of approval and who is next, what was done to it, its "
		  "extensions, when the return is due."), cli_children) },
	{ "away", cli_leave_away, OD_READ, 0, 0, 1, N_("who is away on a day, who stands in"),
	  ARGP(unit_options, "[DATE|FROM..TO]",
	       N_("Who is away on DATE (today), or on some day of a range: where, until when, who "
		  "stands in."), cli_children) },
	{ "overdue", cli_leave_overdue, OD_READ, 0, 0, 0, N_("who should be back and is not (超假)"),
	  ARGP(overdue_options, NULL, N_("Who should be back and is not, longest first."),
	       cli_children) },
	{ "balance", cli_leave_balance, OD_READ, 0, 0, -1, N_("annual leave: due, taken, left"),
	  ARGP(balance_options, "[PERSON...]",
	       N_("Annual leave in a year: what PERSONs (all) are entitled to, took, planned, have left."),
	       cli_children) },
	{ "calendar", cli_leave_calendar, OD_READ, 0, 0, 1, N_("a week or a month as a grid"),
	  ARGP(calendar_options, "[DATE]",
	       N_("Who is away, as a grid of persons and days: the week of DATE (today), or its "
		  "month."), cli_common_children) },
	{ "stats", cli_leave_stats, OD_READ, 0, 0, 0, N_("counts by unit, person, kind or month"),
	  ARGP(stats_options, NULL,
	       N_("How many leaves, how many days, how many late, extended, overdue."), cli_children) },
	{ "import", NULL, OD_WRITE, OD_LEAVE_DO_REQUEST, 0, -1, N_("many requests from files"),
	  ARGP(force_options, "[FILE...]",
	       N_("Requests of leave from FILEs or standard input (CSV, YAML, JSON Lines), as one batch."),
	       import_children) },
};
/* clang-format on */

/* What was done is kept, and told after that. */
static int change(struct args *args, struct od_err *err)
{
	struct cli_leave *a = &args->leave;
	char *text = NULL;
	size_t n;
	int r;

	a->told = open_memstream(&text, &n);
	if (!a->told)
		return od_fail_nomem(err);
	r = args->verb->work(a, err);
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

/* Who looks on: what is private is shown to some only. */
static int know_actor(struct cli_leave *a, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);

	if (od_person_of_login(a->db, cli_login(a->cli), today, &a->actor, err) < 0)
		return -1;
	if (!a->actor)
		a->actor = strdup(cli_login(a->cli));
	return a->actor ? 0 : od_fail_nomem(err);
}

/* "a,b" as a list. */
static int list_force(struct cli_leave *a, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;

	for (const char *s = a->text[LEAVE_FORCE]; s && *s; s++)
		if (*s == ',')
			od_buf_puts(&b, "、");
		else if (*s != ' ')
			od_buf_putc(&b, *s);
	a->force = b.s;
	return b.failed ? od_fail_nomem(err) : 0;
}

/* Many, from standard input: nothing says one. */
static bool is_batch(const struct args *args)
{
	const struct cli_leave *a = &args->leave;

	if (args->verb->work && args->verb->work != cli_leave_request)
		return false;
	for (size_t i = 0; args->verb->work && i < LEAVE_TEXTS; i++)
		if (i != LEAVE_FORCE && a->text[i])
			return false;
	return !args->verb->work || (!a->n_args && !isatty(STDIN_FILENO));
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct args args = { .leave = { .cli = cli, .status = -1, .width = 80 } };
	struct cli_leave *a = &args.leave;
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	for (size_t i = 0; i < CLI_COUNT(table); i++)
		if (!strcmp(strrchr(argv[0], ' ') + 1, table[i].name))
			args.verb = &table[i];
	a->action = args.verb->action;
	a->late = !strcmp(args.verb->name, "late");
	cli_parse(cli, &args.verb->argp, argc, argv, &args);
	if (list_force(a, &err) < 0)
		return cli_fail(&err);
	if (is_batch(&args)) {
		r = cli_leave_import(a);
		free(a->force);
		return r;
	}
	db = a->db = cli_open(cli, args.verb->mode, &err);
	if (db && know_actor(a, &err) == 0)
		r = args.verb->mode == OD_READ ? args.verb->work(a, &err) : change(&args, &err);
	free(a->actor);
	free(a->force);
	return r < 0 ? cli_fail(&err) : r;
}

int main(int argc, char **argv)
{
	struct cli_verb verbs[CLI_COUNT(table) + 1] = { { NULL } };
	struct cli cli;

	cli_start(&cli, argv);
	for (size_t i = 0; i < CLI_COUNT(table); i++)
		verbs[i] = (struct cli_verb){ table[i].name, run, table[i].help };
	return cli_verbs(
		&cli, verbs,
		N_("Leaders' leave from request to return: who is away, who stands in, who "
		   "should be back."),
		argc, argv);
}
