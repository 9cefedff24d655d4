/* task-track - matters under supervision (督查督办) from registration to filing: who does what by
 * when, and who is * behind. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

#define TEXT(t)   (TASK_OPT_TEXT + TASK_##t)
#define NAMES(t)  (TASK_OPT_NAMES + TASK_##t)
#define SWITCH(t) (TASK_OPT_SWITCH + TASK_##t)

/* --- options of one verb alone ---------------------------------------------------------------- */

/* clang-format off: a row a line */
#define OF_UNIT                                                                               \
	{                                                                                     \
		"unit", 'u', "UNIT", 0, N_("of which unit; not needed where there is one"), 0 \
	}
#define EVIDENCE                                                           \
	{                                                                  \
		"evidence", NAMES(EVIDENCE), "FILE", 0,                    \
			N_("a file that proves it; its digest is kept"), 0 \
	}
#define ABOUT_WHAT                                                                   \
	{                                                                            \
		"text", TEXT(TEXT), "TEXT", 0, N_("what was done, how far it is"), 0 \
	}
#define PERCENT                                                                       \
	{                                                                             \
		"percent", TASK_OPT_PERCENT, "N", 0, N_("how far it is, 0 to 100"), 0 \
	}
#define NOTICE                                                                       \
	{                                                                            \
		"print", SWITCH(PRINT), NULL, 0, N_("print the notices (通知单)"), 0 \
	}

static const struct argp_option add_options[] = {
	{ "from-report", NAMES(FROM_REPORT), "NUMBER,...", 0, N_("as these reports say"), 0 },
	{ "from-instruction", NAMES(FROM_INSTRUCTION), "NUMBER,...", 0,
	  N_("on these instructions (批示)"), 0 },
	{ "parent", TEXT(PARENT), "NUMBER", 0, N_("part of this matter"), 11 },
	{ 0 },
};
static const struct argp_option change_options[] = {
	{ "parent", TEXT(PARENT), "NUMBER", 0, N_("part of this matter"), 11 },
	{ 0 },
};
static const struct argp_option assign_options[] = {
	{ "unit", 'u', "UNIT", 0, N_("to this unit alone, which may be a new one"), 0 },
	{ "due", TEXT(DUE), "DATE", 0, N_("by when: 12-25, +15w"), 0 },
	NOTICE,
	{ 0 },
};
static const struct argp_option unit_options[] = { OF_UNIT, { 0 } };
static const struct argp_option report_options[] = {
	OF_UNIT, ABOUT_WHAT, PERCENT, EVIDENCE, { 0 }
};
static const struct argp_option close_options[] = {
	{ "unfinished", SWITCH(UNFINISHED), NULL, 0,
	  N_("although units have not finished; --reason"), 0 },
	{ 0 },
};
static const struct argp_option reopen_options[] = {
	{ "due", TEXT(DUE), "DATE", 0, N_("by when: 12-25, +15w"), 0 },
	{ 0 },
};
static const struct argp_option extend_options[] = {
	OF_UNIT,
	{ "until", TEXT(UNTIL), "DATE", 0, N_("the new due day; approve: else the day asked for"),
	  0 },
	{ 0 },
};
static const struct argp_option urge_options[] = {
	{ "level", TASK_OPT_LEVEL, "N", 0, N_("1 unit, 2 its leader, 3 to all; else the next one"),
	  0 },
	{ "again", SWITCH(AGAIN), NULL, 0, N_("also who was urged today already"), 0 },
	NOTICE,
	{ 0 },
};
static const struct argp_option list_options[] = {
	{ "explain", SWITCH(EXPLAIN), NULL, 0, N_("why this light, why so urgent"), 0 },
	{ 0 },
};
static const struct argp_option show_options[] = {
	{ "explain", SWITCH(EXPLAIN), NULL, 0, N_("why this light, why so urgent"), 0 },
	{ "units", SWITCH(UNITS), NULL, 0, N_("its units' parts alone, as records"), 0 },
	{ "events", SWITCH(EVENTS), NULL, 0, N_("what was done to it alone, as records"), 0 },
	{ "evidence", SWITCH(FILES), NULL, 0, N_("the files that prove it alone, as records"), 0 },
	{ "notice", SWITCH(NOTICE), NULL, 0, N_("the notices of its units again (通知单)"), 0 },
	{ 0 },
};
static const struct argp_option lights_options[] = {
	{ "check", SWITCH(CHECK), NULL, 0, N_("exit 1 if there is a red one"), 0 },
	{ 0 },
};
static const struct argp_option stats_options[] = {
	{ "by", TASK_OPT_BY, "WORD", 0, N_("a line a unit, source, group or month"), 0 },
	{ "from", TEXT(FROM), "DATE", 0, N_("first day (1 January)"), 0 },
	{ "to", TEXT(TO), "DATE", 0, N_("last day (today)"), 0 },
	{ "burn", SWITCH(BURN), NULL, 0, N_("how many were open, week by week"), 0 },
	{ 0 },
};
static const struct argp_option report_out_options[] = {
	{ "kind", TASK_OPT_KIND, "WORD", 0, N_("special (督查专报) or circular (督查通报)"), 0 },
	{ "from", TEXT(FROM), "DATE", 0, N_("first day (1 January)"), 0 },
	{ "to", TEXT(TO), "DATE", 0, N_("last day (today)"), 0 },
	{ "output", 'o', "FORMAT", 0, N_("text or html"), 0 },
	{ 0 },
};
static const struct argp_option export_options[] = {
	{ "taskwarrior", SWITCH(WARRIOR), NULL, 0, N_("as Taskwarrior's JSON"), 0 },
	{ 0 },
};
static const struct argp_option import_options[] = {
	{ "from-taskwarrior", SWITCH(WARRIOR), NULL, 0, N_("from Taskwarrior's JSON"), 0 },
	{ 0 },
};
static const struct argp_option instruct_options[] = {
	{ "leader", TEXT(LEADER), "NAME", 0, N_("who wrote it: code or name"), 0 },
	{ "leader-level", TEXT(LEADER_LEVEL), "WORD", 0,
	  N_("central, province, city-chief, city, office"), 0 },
	{ "date", TEXT(DATE), "DATE", 0, N_("when it was written (today)"), 0 },
	{ "text", TEXT(TEXT), "TEXT", 0, N_("what was written; list: characters of it"), 0 },
	{ "about", TEXT(ABOUT), "TEXT", 0, N_("on what: its title"), 0 },
	{ "document", TEXT(DOCUMENT), "TEXT", 0, N_("its number: 文号, 期号"), 0 },
	{ "report", TEXT(REPORT), "NUMBER", 0, N_("on this report"), 0 },
	{ "serial", TEXT(SERIAL), "N", 0, N_("the leader's own count in that year"), 0 },
	{ "major", SWITCH(MAJOR), NULL, 0, N_("to be reported on within the regime's days"), 0 },
	{ "secrecy", TEXT(SECRECY), "WORD", 0, N_("none, secret, highly-secret, top-secret"), 0 },
	{ "record", NAMES(RECORD), "RECORD,...", 0,
	  N_("linked to: T..., R..., publication/issue/item"), 0 },
	{ "external-id", TEXT(EXTERNAL_ID), "TEXT", 0,
	  N_("its number elsewhere; known again by it"), 0 },
	{ "from", TEXT(FROM), "DATE", 0, N_("list: written on DATE or later"), 0 },
	{ "to", TEXT(TO), "DATE", 0, N_("list: written on DATE or earlier"), 0 },
	{ 0 },
};
static const struct argp_option group_options[] = {
	{ "name", TEXT(NAME), "TEXT", 0, N_("what it is called"), 0 },
	{ "theme", TEXT(THEME), "TEXT", 0, N_("what it looks into"), 0 },
	{ "head", TEXT(HEAD), "PERSON", 0, N_("who leads it: code or name"), 0 },
	{ "members", TEXT(MEMBERS), "NAME,...", 0, N_("who belongs to it"), 0 },
	{ "from", TEXT(FROM), "DATE", 0, N_("its first day"), 0 },
	{ "to", TEXT(TO), "DATE", 0, N_("its last day"), 0 },
	{ "note", TEXT(NOTE), "TEXT", 0, N_("anything else"), 0 },
	{ "on", TEXT(ON), "DATE", 0, N_("list: those at work on DATE"), 0 },
	{ 0 },
};
static const struct argp_option check_options[] = {
	{ "place", TEXT(PLACE), "TEXT", 0, N_("where"), 0 },
	{ "unit", 'u', "UNIT", 0, N_("of which unit (code, name, part of it)"), 0 },
	{ "task", TEXT(OF), "NUMBER", 0, N_("of which matter"), 0 },
	{ "group", TEXT(GROUP), "GROUP", 0, N_("by this special group (number or name)"), 0 },
	{ "at", TEXT(AT), "TIME", 0, N_("when (now)"), 0 },
	{ "checkers", TEXT(CHECKERS), "NAME,...", 0, N_("who was there"), 0 },
	{ "announced", SWITCH(ANNOUNCED), NULL, 0, N_("they knew of it (明查); else 暗访"), 0 },
	{ "found", TEXT(FOUND), "TEXT", 0, N_("what was found"), 0 },
	{ "verdict", TEXT(VERDICT), "WORD", 0, N_("sound, problem or serious"), 0 },
	{ "follow-up", TEXT(FOLLOW_UP), "TEXT", 0, N_("what is to follow"), 0 },
	{ "follow-up-by", TEXT(FOLLOW_UP_BY), "DATE", 0, N_("by when"), 0 },
	EVIDENCE,
	{ "reopen", SWITCH(REOPEN), NULL, 0, N_("reopen the matter for what was found"), 0 },
	{ "raise", TEXT(RAISE), "TITLE", 0, N_("register a matter of what was found"), 0 },
	{ "from", TEXT(FROM), "DATE", 0, N_("list: made on DATE or later"), 0 },
	{ "to", TEXT(TO), "DATE", 0, N_("list: made on DATE or earlier"), 0 },
	{ 0 },
};
/* clang-format on */

/* --- what each verb takes --------------------------------------------------------------------- */

struct verb {
	const char *name;
	int (*work)(struct cli_task *a, struct od_err *err);
	enum od_mode mode;
	int action;
	int least, most; /* arguments; most -1: any number */
	const char *help;
	struct argp argp;
};
struct args {
	struct cli_task task; /* first: its first member is the struct cli * */
	const struct verb *verb;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;
	struct cli_task *a = &args->task;
	const struct verb *v = args->verb;
	const struct argp_child *child = v->argp.children;

	switch (key) {
	case ARGP_KEY_INIT:
		for (int i = 0; child[i].argp; i++) {
			bool of_all =
				child[i].argp == &cli_common_argp || child[i].argp == &cli_out_argp;

			state->child_inputs[i] = of_all ? (void *)a->cli
						 : child[i].argp == &cli_import_argp
							 ? (void *)&a->import
							 : (void *)a;
		}
		return 0;
	case ARGP_KEY_ARGS:
		a->args = state->argv + state->next;
		a->n_args = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (v->most >= 0 && a->n_args > v->most)
			argp_error(state, _("too many arguments: '%s'"), a->args[v->most]);
		if (a->n_args < v->least)
			argp_error(state, _("say which matter: %s"), "T2026-0001");
		if (v->work == cli_task_step && !a->n_args && isatty(STDIN_FILENO))
			argp_error(state, _("name the matters, or give records on standard input"));
		return 0;
	}
	return cli_task_option(key, arg, state);
}

static const struct argp_child field_children[] = { { &cli_common_argp },
						    { &cli_out_argp },
						    { &cli_task_field_argp },
						    { &cli_task_many_argp },
						    { 0 } };
static const struct argp_child change_children[] = { { &cli_common_argp },
						     { &cli_task_field_argp },
						     { &cli_task_step_argp },
						     { &cli_task_many_argp },
						     { 0 } };
static const struct argp_child step_children[] = {
	{ &cli_common_argp }, { &cli_task_step_argp }, { &cli_task_many_argp }, { 0 }
};
static const struct argp_child assign_children[] = { { &cli_common_argp },
						     { &cli_task_step_argp },
						     { &cli_task_many_argp },
						     { &cli_task_page_argp },
						     { 0 } };
static const struct argp_child list_children[] = {
	{ &cli_common_argp }, { &cli_out_argp }, { &cli_task_filter_argp }, { 0 }
};
static const struct argp_child urge_children[] = {
	{ &cli_common_argp },    { &cli_out_argp },       { &cli_task_filter_argp },
	{ &cli_task_many_argp }, { &cli_task_page_argp }, { 0 }
};
static const struct argp_child page_children[] = {
	{ &cli_common_argp }, { &cli_task_filter_argp }, { &cli_task_page_argp }, { 0 }
};
static const struct argp_child show_children[] = {
	{ &cli_common_argp }, { &cli_out_argp }, { &cli_task_page_argp }, { 0 }
};
static const struct argp_child record_children[] = {
	{ &cli_common_argp }, { &cli_out_argp }, { &cli_task_many_argp }, { 0 }
};
static const struct argp_child import_children[] = {
	{ &cli_common_argp }, { &cli_out_argp }, { &cli_import_argp }, { 0 }
};

#define ARGP(options, args, doc, children)                      \
	{                                                       \
		options, parse, args, doc, children, NULL, NULL \
	}
#define STEP(name, action, options, help, doc)                           \
	{                                                                \
		name, cli_task_step, OD_WRITE, action, 0, -1, help,      \
			ARGP(options, "[NUMBER...]", doc, step_children) \
	}
/* clang-format off */
static const struct verb table[] = {
	{ "add", cli_task_add, OD_WRITE, 0, 0, 0, N_("register a matter (立项)"),
	  ARGP(add_options, NULL,
	       N_("Register a matter: by options, by questions on a terminal, or many by the records on "
		  "standard input.  Prints the number."), field_children) },
	{ "split", cli_task_split, OD_WRITE, 0, 1, 1, N_("parts of a matter (分解)"),
	  ARGP(NULL, "NUMBER",
	       N_("Register parts of a matter: one by options, or those of the records on standard "
		  "input.  Prints their numbers."), field_children) },
	{ "assign", cli_task_step, OD_WRITE, OD_TASK_DO_ASSIGN, 0, -1, N_("hand it to its units (交办)"),
	  ARGP(assign_options, "[NUMBER...]",
	       N_("Assign matters to their units: from now on their time runs."), assign_children) },
	STEP("sign", OD_TASK_DO_SIGN, unit_options, N_("a unit signs for it (签收)"),
	     N_("A unit has signed for these matters, or for those of the records on standard input.")),
	STEP("report", OD_TASK_DO_REPORT, report_options, N_("a unit says how far it is (反馈)"),
	     N_("A unit reports on its progress; that proves too that it received the matter.")),
	{ "urge", cli_task_urge, OD_WRITE, 0, 0, -1, N_("urge who is silent or was returned (催办)"),
	  ARGP(urge_options, "[NUMBER...]",
	       N_("Urge each unit that is silent or was returned, of the matters that fit the filters or "
		  "of these NUMBERs, and log it; once a day, one level higher each time."), urge_children) },
	{ "extend", cli_task_extend, OD_WRITE, 0, 2, 2, N_("request, approve or refuse more time (延期)"),
	  ARGP(extend_options, "request|approve|refuse NUMBER",
	       N_("More time for a unit: asked for, approved, refused.  Asking moves nothing."),
	       step_children) },
	STEP("return", OD_TASK_DO_RETURN, unit_options, N_("to be redone (退回重办); --reason"),
	     N_("What a unit reported or finished does not do; --reason says why.")),
	STEP("finish", OD_TASK_DO_FINISH, report_options, N_("a unit has finished (报结)"),
	     N_("A unit reports its part finished; the office verifies it.")),
	STEP("verify", OD_TASK_DO_VERIFY, unit_options, N_("the office found it done (审核)"),
	     N_("What units finished is verified: of a unit, or of all that have finished.")),
	STEP("close", OD_TASK_DO_CLOSE, close_options, N_("all is done (办结销号)"),
	     N_("Close matters of which all units are verified.")),
	STEP("reopen", OD_TASK_DO_REOPEN, reopen_options, N_("it is not done after all; --reason"),
	     N_("Reopen closed matters: their units have them back.")),
	STEP("file", OD_TASK_DO_FILE, NULL, N_("file a closed one away (归档)"),
	     N_("File closed matters away.")),
	STEP("cancel", OD_TASK_DO_CANCEL, NULL, N_("it is not pursued (撤销); --reason"),
	     N_("These matters are not pursued any more.")),
	STEP("undo", OD_TASK_DO_UNDO, NULL, N_("take the last thing done back; --reason"),
	     N_("Take back the last thing done to these matters, by an event that says so.")),
	{ "change", cli_task_change, OD_WRITE, 0, 0, 1, N_("what a matter says; its units"),
	  ARGP(change_options, "[NUMBER]",
	       N_("Change what a matter says, by options or by the records on standard input."),
	       change_children) },
	{ "instruct", cli_task_instruct, OD_WRITE, 0, 0, -1, N_("leaders' instructions (批示)"),
	  ARGP(instruct_options, "[add|list|link] [NUMBER...]",
	       N_("Record a leader's instruction (add), list them (list, or no word), link one to "
		  "records (link NUMBER RECORD...)."), record_children) },
	{ "group", cli_task_group, OD_WRITE, 0, 0, 2, N_("special groups (专项督查小组)"),
	  ARGP(group_options, "[add|change|list|show] [NUMBER]",
	       N_("Form a special group (add), change it, list them (list, or no word), show one with "
		  "its matters."), record_children) },
	{ "check", cli_task_check, OD_WRITE, 0, 0, 2, N_("site checks (明查暗访)"),
	  ARGP(check_options, "[add|list|show] [NUMBER]",
	       N_("Record a site check (add), list them (list, or no word), show one."), record_children) },
	{ "list", cli_task_list, OD_READ, 0, 0, -1, N_("open matters, the most urgent first"),
	  ARGP(list_options, "[NUMBER...]",
	       N_("List matters, the most urgent first, those that fit all filters, or these NUMBERs."),
	       list_children) },
	{ "show", cli_task_show, OD_READ, 0, 1, 1, N_("all of one: units, timeline, evidence"),
	  ARGP(show_options, "NUMBER",
	       N_("All of one matter: its fields and units, what was done, instructions, checks, "
		  "evidence."), show_children) },
	{ "tree", cli_task_tree, OD_READ, 0, 0, -1, N_("a matter, its units and its parts"),
	  ARGP(NULL, "[NUMBER...]", N_("Matters with their units and their parts, as a tree."),
	       cli_common_children) },
	{ "lights", cli_task_lights, OD_READ, 0, 0, 0, N_("how many are red, yellow, green, by unit"),
	  ARGP(lights_options, NULL, N_("How many parts of open matters are red, yellow, green, by unit."),
	       list_children) },
	{ "stats", cli_task_stats, OD_READ, 0, 0, 0, N_("rates by unit, source, group or month"),
	  ARGP(stats_options, NULL,
	       N_("How many were closed, in time, reported on, extended, returned: rates with their "
		  "formulas."), cli_children) },
	{ "report-out", cli_task_report, OD_READ, 0, 0, 0, N_("督查专报 or 督查通报 as text or page"),
	  ARGP(report_out_options, NULL,
	       N_("A special report on the matters that fit the filters, or a circular with the ranking "
		  "of units."), page_children) },
	{ "ics", cli_task_ics, OD_READ, 0, 0, 0, N_("due days for other calendars"),
	  ARGP(NULL, NULL, N_("The due days of matters as iCalendar."), page_children) },
	{ "import", NULL, OD_WRITE, 0, 0, -1, N_("many matters from files"),
	  ARGP(import_options, "[FILE...]",
	       N_("Matters from FILEs or standard input (CSV, YAML, JSON Lines), as one batch."),
	       import_children) },
	{ "export", cli_task_export, OD_READ, 0, 0, 0, N_("matters as records for other programs"),
	  ARGP(export_options, NULL, N_("Matters by number, closed ones too, as records (YAML)."),
	       list_children) },
	{ "views", cli_task_views, OD_READ, 0, 0, 0, N_("saved views: filters with a name"),
	  ARGP(NULL, NULL, N_("The saved views of the regime, for --view."), cli_children) },
};
/* clang-format on */

/* --- running ---------------------------------------------------------------------------------- */

/* What was done is kept, and told after that. */
static int change(struct args *args, struct od_err *err)
{
	struct cli_task *a = &args->task;
	bool none;
	char *text = NULL;
	size_t n;
	int r;

	a->told = open_memstream(&text, &n);
	if (!a->told)
		return od_fail_nomem(err);
	r = args->verb->work(a, err);
	none = a->many.atomic && a->many.refused;
	if (r == 0 && !none && !(a->many.dry_run && a->text[TASK_FILE]))
		r = cli_task_page(a, a->told, err);
	if (fclose(a->told) != 0 && r == 0)
		r = od_fail_nomem(err);
	if (r == 0)
		r = cli_keep(&a->many, a->db, err);
	if (r == 0 && !none) /* numbers that nobody has are not given out */
		fputs(text, stdout);
	if (r == 0)
		r = cli_ended(&a->many);
	free(text);
	return r;
}

/* Many, from standard input: nothing says one. */
static bool is_batch(const struct args *args)
{
	const struct cli_task *a = &args->task;

	if (!args->verb->work)
		return true;
	if (args->verb->work != cli_task_add || isatty(STDIN_FILENO))
		return false;
	for (size_t i = 0; i < TASK_TEXTS; i++)
		if (a->text[i])
			return false;
	return !a->names[TASK_FROM_REPORT].n && !a->names[TASK_FROM_INSTRUCTION].n;
}

/* instruct, group and check look unless their first word says otherwise. */
static enum od_mode mode_of(const struct args *args)
{
	static const char *const writes[] = { "add", "change", "link" };
	const struct cli_task *a = &args->task;
	bool either = args->verb->work == cli_task_instruct || args->verb->work == cli_task_group ||
		      args->verb->work == cli_task_check;

	if (!either)
		return args->verb->mode;
	for (size_t i = 0; a->n_args && i < CLI_COUNT(writes); i++)
		if (!strcmp(a->args[0], writes[i]))
			return OD_WRITE;
	return OD_READ;
}

static int work(struct args *args, struct od_err *err)
{
	struct cli_task *a = &args->task;
	enum od_mode mode = mode_of(args);
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, mode, err);
	int r;

	if (!db)
		return -1;
	a->db = db;
	if (mode == OD_WRITE)
		return change(args, err);
	r = args->verb->work(a, err);
	if (r == 0)
		return cli_task_page(a, stdout, err);
	return r;
}

static void clear(struct cli_task *a)
{
	for (size_t i = 0; i < TASK_TEXTS; i++)
		free(a->list[i]);
	for (size_t i = 0; i < TASK_NAMES; i++)
		free(a->names[i].s);
	od_calendar_free(a->calendar);
	od_buf_free(&a->page);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct args args = {
		.task = { .cli = cli, .percent = OD_NOINT, .level = OD_NOINT, .version = OD_NOINT }
	};
	struct od_err err = OD_ERR_INIT;
	int r;

	for (size_t i = 0; i < CLI_COUNT(table); i++)
		if (!strcmp(strrchr(argv[0], ' ') + 1, table[i].name))
			args.verb = &table[i];
	args.task.action = args.verb->action;
	cli_parse(cli, &args.verb->argp, argc, argv, &args);
	if (is_batch(&args)) {
		r = cli_task_import(&args.task);
	} else {
		r = work(&args, &err);
		r = r < 0 ? cli_fail(&err) : r;
	}
	clear(&args.task);
	return r;
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
		N_("Matters under supervision from registration to filing: who does what by "
		   "when, and who is behind."),
		argc, argv);
}
