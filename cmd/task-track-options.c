/* task-track-options.c - see cli.h: options that several verbs of task-track take, in groups,
 * and how each is * understood. */
#include <string.h>

#include "task-track.h"

#define TEXT(t)   (TASK_OPT_TEXT + TASK_##t)
#define NAMES(t)  (TASK_OPT_NAMES + TASK_##t)
#define SWITCH(t) (TASK_OPT_SWITCH + TASK_##t)

/* clang-format off: a row a line */
static const struct argp_option field_options[] = {
	{ "title", TEXT(TITLE), "TEXT", 0, N_("what it is called"), 10 },
	{ "text", TEXT(TEXT), "TEXT", 0, N_("what is to be done"), 10 },
	{ "source", TEXT(SOURCE), "WORD", 0, N_("decision, instruction, assigned, complaint ..."),
	  10 },
	{ "basis", TEXT(BASIS), "TEXT", 0, N_("document, meeting or letter that it rests on"), 10 },
	{ "kind", TEXT(KIND), "TEXT", 0, N_("the office's own sorting"), 10 },
	{ "grade", TEXT(GRADE), "WORD", 0, N_("ordinary or major"), 10 },
	{ "secrecy", TEXT(SECRECY), "WORD", 0, N_("none, secret, highly-secret, top-secret"), 10 },
	{ "lead", TEXT(LEAD), "UNIT", 0, N_("the unit that leads (牵头)"), 10 },
	{ "co", TEXT(CO), "UNIT,...", 0, N_("units that assist (协办)"), 10 },
	{ "limit", TEXT(LIMIT), "TIME", 0, N_("time given once assigned: 15w, 30d"), 10 },
	{ "due", TEXT(DUE), "DATE", 0, N_("by when: 12-25, +15w"), 10 },
	{ "feedback", TEXT(FEEDBACK), "WORD", 0, N_("week, month, quarter: how often units report"),
	  10 },
	{ "leaders", TEXT(LEADERS), "NAME,...", 0, N_("leaders who watch over it"), 10 },
	{ "group", TEXT(GROUP), "GROUP", 0, N_("of this special group (number or name)"), 10 },
	{ "external-id", TEXT(EXTERNAL_ID), "TEXT", 0,
	  N_("its number elsewhere; known again by it"), 10 },
	{ 0 },
};
static const struct argp_option filter_options[] = {
	{ NULL, 0, NULL, 0, N_("Which matters:"), 20 },
	{ "unit", 'u', "UNIT", 0, N_("in which this unit has a part (code, name, part of it)"), 0 },
	{ "lead", TEXT(LEAD), "UNIT", 0, N_("led by this unit"), 0 },
	{ "light", TEXT(LIGHT), "WORD,...", 0, N_("red, yellow, green, grey"), 0 },
	{ "state", TEXT(STATE), "WORD,...", 0,
	  N_("with a unit assigned, signed, reported, returned ..."), 0 },
	{ "status", TEXT(STATUS), "WORD,...", 0,
	  N_("registered, assigned, closed, filed, cancelled"), 0 },
	{ "due", TEXT(DUE), "DAYS", 0, N_("due on days: ..+3w, 12-01..12-31, +5d"), 0 },
	{ "opened", TEXT(OPENED), "DAYS", 0, N_("registered on days"), 0 },
	{ "source", TEXT(SOURCE), "WORD", 0, N_("decision, instruction, assigned, complaint ..."),
	  0 },
	{ "grade", TEXT(GRADE), "WORD", 0, N_("ordinary or major"), 0 },
	{ "leader", TEXT(LEADER), "NAME", 0, N_("that this leader watches or wrote on"), 0 },
	{ "group", TEXT(GROUP), "GROUP", 0, N_("of this special group (number or name)"), 0 },
	{ "text", TEXT(TEXT), "TEXT", 0, N_("with these characters in title, text or basis"), 0 },
	{ "parent", TEXT(PARENT), "NUMBER", 0, N_("parts of this matter"), 0 },
	{ "instruction", TEXT(INSTRUCTION), "NUMBER", 0, N_("that answer this instruction"), 0 },
	{ "batch", TEXT(BATCH), "NUMBER", 0, N_("of this import"), 0 },
	{ "closed", SWITCH(CLOSED), NULL, 0, N_("closed, filed and cancelled ones too"), 0 },
	{ "view", TEXT(VIEW), "CODE", 0, N_("as this saved view says; others narrow it"), 0 },
	{ "top", TASK_OPT_TOP, "N", 0, N_("only the first N"), 0 },
	{ 0 },
};
static const struct argp_option step_options[] = {
	{ "by", TEXT(BY), "WHO", 0, N_("who of the unit, which leader"), 30 },
	{ "at", TEXT(AT), "TIME", 0, N_("when it happened (now)"), 30 },
	{ "reason", 'r', "TEXT", 0, N_("why, or a remark"), 30 },
	{ "if-version", TASK_OPT_VERSION, "N", 0, N_("only if the matter still has this version"),
	  30 },
	{ 0 },
};
static const struct argp_option many_options[] = {
	{ "atomic", TASK_OPT_ATOMIC, NULL, 0, N_("all or none"), 60 },
	{ "dry-run", TASK_OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 60 },
	{ 0 },
};
static const struct argp_option page_options[] = {
	{ "output-file", TEXT(FILE), "FILE", 0, N_("write it there, whole or not at all"), 50 },
	{ "language", TEXT(LANGUAGE), "LANG", 0, N_("of what is printed (else the regime's)"), 50 },
	{ 0 },
};
/* clang-format on */

#define GROUP(options)                                                 \
	{                                                              \
		options, cli_task_option, NULL, NULL, NULL, NULL, NULL \
	}
const struct argp cli_task_field_argp = GROUP(field_options);
const struct argp cli_task_filter_argp = GROUP(filter_options);
const struct argp cli_task_step_argp = GROUP(step_options);
const struct argp cli_task_many_argp = GROUP(many_options);
const struct argp cli_task_page_argp = GROUP(page_options);

/* --- how they are understood ------------------------------------------------------------------ */

static void no_memory(struct argp_state *state)
{
	argp_failure(state, EX_OSERR, 0, _("out of memory"));
}

/* A list may be given in pieces. */
static void take_text(struct cli_task *a, int which, char *arg, struct argp_state *state)
{
	bool is_list = which == TASK_CO || which == TASK_LEADERS || which == TASK_MEMBERS ||
		       which == TASK_CHECKERS;
	char *both;

	if (!is_list || !a->text[which]) {
		a->text[which] = arg;
		return;
	}
	if (asprintf(&both, "%s、%s", a->text[which], arg) < 0) {
		no_memory(state);
		return;
	}
	free(a->list[which]);
	a->text[which] = a->list[which] = both;
}

static void take_name(struct cli_task *a, int which, const char *name, struct argp_state *state)
{
	const char **grown = reallocarray(a->names[which].s, a->names[which].n + 1, sizeof(*grown));

	if (!grown) {
		no_memory(state);
		return;
	}
	a->names[which].s = grown;
	grown[a->names[which].n++] = name;
}

/* Numbers may stand in one word, divided by commas; a file's name may hold one. */
static void take_names(struct cli_task *a, int which, char *arg, struct argp_state *state)
{
	char *comma = which == TASK_EVIDENCE ? NULL : strchr(arg, ',');

	for (; comma; comma = strchr(arg, ',')) {
		*comma = '\0';
		take_name(a, which, arg, state);
		arg = comma + 1;
	}
	take_name(a, which, arg, state);
}

static int take_number(struct cli_task *a, int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case TASK_OPT_PERCENT:
		a->percent = cli_count(state, arg, 0, 100);
		return 0;
	case TASK_OPT_LEVEL:
		a->level = cli_count(state, arg, 1, 3);
		return 0;
	case TASK_OPT_TOP:
		a->top = cli_count(state, arg, 1, 100000000);
		return 0;
	case TASK_OPT_VERSION:
		a->version = cli_count(state, arg, 1, 1000000000);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int take_word(struct cli_task *a, int key, char *arg, struct argp_state *state)
{
	static const struct od_word bys[] = {
		{ "unit" }, { "source" }, { "group" }, { "month" }, { NULL }
	};
	static const struct od_word kinds[] = { { "special" }, { "circular" }, { NULL } };
	static const struct od_word forms[] = { { "text" }, { "html" }, { NULL } };

	switch (key) {
	case TASK_OPT_BY:
		a->by = cli_word(state, arg, bys);
		return 0;
	case TASK_OPT_KIND:
		a->kind = cli_word(state, arg, kinds);
		return 0;
	case 'o':
		a->form = cli_word(state, arg, forms);
		return 0;
	}
	return take_number(a, key, arg, state);
}

error_t cli_task_option(int key, char *arg, struct argp_state *state)
{
	struct cli_task *a = state->input;

	if (key == 'u')
		a->text[TASK_UNIT] = arg;
	else if (key == 'r')
		a->text[TASK_REASON] = arg;
	else if (key >= TASK_OPT_TEXT && key < TASK_OPT_NAMES)
		take_text(a, key - TASK_OPT_TEXT, arg, state);
	else if (key >= TASK_OPT_NAMES && key < TASK_OPT_SWITCH)
		take_names(a, key - TASK_OPT_NAMES, arg, state);
	else if (key >= TASK_OPT_SWITCH && key < TASK_OPT_PERCENT)
		a->on[key - TASK_OPT_SWITCH] = true;
	else if (key == TASK_OPT_ATOMIC)
		a->many.atomic = true;
	else if (key == TASK_OPT_DRY_RUN)
		a->many.dry_run = true;
	else if (key == 'o' || (key >= TASK_OPT_PERCENT && key < TASK_OPT_ATOMIC))
		return take_word(a, key, arg, state);
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}
