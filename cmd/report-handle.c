/* report-handle - what a desk does to reports: accept, return, reject, duplicate, forward, withdraw; and
 * which event a report of an emergency belongs to. */
#include <string.h>
#include <unistd.h>

#include "cli.h"

struct args {
	struct cli *cli;
	int action; /* enum od_action, or -1: each record says its own (apply) */
	const char *reason, *target;
	int64_t event; /* same-event: which */
	char **numbers;
	struct cli_many many;
	struct od_db *db;
};

enum { OPT_ATOMIC = 0x300, OPT_DRY_RUN, OPT_OF, OPT_TO, OPT_EVENT };

/* The options of each verb, and no others. */
#define OPTION_REASON(doc)                       \
	{                                        \
		"reason", 'r', "TEXT", 0, doc, 0 \
	}
#define OPTION_ATOMIC                                               \
	{                                                           \
		"atomic", OPT_ATOMIC, NULL, 0, N_("all or none"), 0 \
	}
#define OPTION_DRY_RUN                                                                    \
	{                                                                                 \
		"dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 \
	}
static const struct argp_option with_remark[] = {
	OPTION_REASON(N_("a remark that is kept with it")),
	OPTION_ATOMIC,
	OPTION_DRY_RUN,
	{ 0 },
};
static const struct argp_option with_reason[] = {
	OPTION_REASON(N_("why (needed)")),
	OPTION_ATOMIC,
	OPTION_DRY_RUN,
	{ 0 },
};
static const struct argp_option of_another[] = {
	{ "of", OPT_OF, "NUMBER", 0, N_("the report that it repeats (needed)"), 0 },
	OPTION_REASON(N_("a remark that is kept with it")),
	OPTION_ATOMIC,
	OPTION_DRY_RUN,
	{ 0 },
};
static const struct argp_option to_a_desk[] = {
	{ "to", OPT_TO, "DESK", 0, N_("the desk, by code or name (needed)"), 0 },
	OPTION_REASON(N_("a remark that is kept with it")),
	OPTION_ATOMIC,
	OPTION_DRY_RUN,
	{ 0 },
};
static const struct argp_option of_records[] = {
	OPTION_REASON(N_("for records that give none")),
	OPTION_ATOMIC,
	OPTION_DRY_RUN,
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case 'r':
		a->reason = arg;
		return 0;
	case OPT_OF:
	case OPT_TO:
		a->target = arg;
		return 0;
	case OPT_ATOMIC:
		a->many.atomic = true;
		return 0;
	case OPT_DRY_RUN:
		a->many.dry_run = true;
		return 0;
	case ARGP_KEY_ARGS:
		a->numbers = state->argv + state->next;
		if (a->action < 0)
			argp_error(state, _("'%s': the records on standard input say the numbers"),
				   *a->numbers);
		return 0;
	case ARGP_KEY_END:
		if (!a->numbers && isatty(STDIN_FILENO))
			argp_error(state, _("name the reports, or give records on standard input"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* --- same-event --------------------------------------------------------------------------- */

static const struct argp_option event_options[] = {
	{ "event", OPT_EVENT, "NUMBER", 0, N_("the event they belong to (E2026-0001)"), 0 },
	{ "atomic", OPT_ATOMIC, NULL, 0, N_("all or none"), 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ 0 },
};

static error_t parse_event(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;
	struct od_err err = OD_ERR_INIT;

	if (key == OPT_EVENT) {
		if (od_number_parse('E', arg, &a->event, &err) < 0)
			argp_error(state, "--event: %s", err.msg);
		return 0;
	}
	if (key == ARGP_KEY_ARGS) {
		a->numbers = state->argv + state->next;
		return 0;
	}
	if (key == ARGP_KEY_END && a->event == OD_NOINT)
		argp_error(state, _("say which event: --event=E2026-0001"));
	return parse(key, arg, state);
}

static const struct argp event_argp = {
	event_options,
	parse_event,
	"[NUMBER...]",
	N_("The reports of these NUMBERs, or of the records on standard input, belong to the chain "
	   "of --event.  The events they had keep their numbers, which are not given again."),
	cli_common_children,
	NULL,
	NULL,
};

/* --- one after another ------------------------------------------------------------------------- */

/* Options stand where the record says nothing. */
static int complete(const struct args *a, struct od_handling *h, struct od_err *err)
{
	char **text[] = { &h->reason, &h->target };
	const char *given[] = { a->reason, a->target };

	if (a->action >= 0)
		h->action = a->action;
	for (size_t i = 0; i < CLI_COUNT(text); i++) {
		if (*text[i] || !given[i])
			continue;
		*text[i] = strdup(given[i]);
		if (!*text[i])
			return od_fail_nomem(err);
	}
	return 0;
}

/* One report; what it does not allow is told, and the others go on. */
static int handle(struct args *a, struct od_handling *h, const char *where, struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	int r;

	if (complete(a, h, err) < 0)
		return -1;
	r = a->event != OD_NOINT ? od_event_join(a->db, h->number, a->event, &why)
				 : od_handle(a->db, h, &why);
	return cli_tried(&a->many, r, &why, where, err);
}

static int by_numbers(struct args *a, struct od_err *err)
{
	struct od_handling h;
	int r = 0;

	od_rec_init(&od_handling_type, &h);
	for (char **n = a->numbers; r == 0 && *n; n++) {
		od_rec_clear(&od_handling_type, &h);
		if (od_number_parse('R', *n, &h.number, err) < 0) {
			a->many.refused++;
			cli_warn("%s", err->msg);
			continue;
		}
		r = handle(a, &h, *n, err);
	}
	od_rec_clear(&od_handling_type, &h);
	return r;
}

static int handle_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	struct args *a = ctx;
	struct od_handling *h = rec;

	if (a->action >= 0 || h->action || a->event != OD_NOINT)
		return handle(a, h, where, err);
	a->many.refused++;
	cli_warn(_("%s: action is missing"), where);
	return 0;
}

static int by_records(struct args *a, struct od_err *err)
{
	struct od_handling h;
	int r = cli_each_record(a->cli, &od_handling_type, &h, &a->many, handle_record, a, err);

	if (r == 0 && !a->many.done && !a->many.refused)
		cli_nothing_to_do();
	return r;
}

static int run(struct cli *cli, const struct argp *how, int action, int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	struct args a = { .cli = cli, .action = action, .event = OD_NOINT };

	cli_parse(cli, how, argc, argv, &a);
	db = a.db = cli_open(cli, OD_WRITE, &err);
	if (!db || cli_begin(cli, db, &err) < 0 ||
	    (a.numbers ? by_numbers(&a, &err) : by_records(&a, &err)) < 0 ||
	    cli_keep(&a.many, db, &err) < 0)
		return cli_fail(&err);
	return cli_ended(&a.many);
}

#define VERB(fn, action, options, doc)                                                 \
	static int fn(struct cli *cli, int argc, char **argv)                          \
	{                                                                              \
		static const struct argp argp = { options,                             \
						  parse,                               \
						  (action) < 0 ? NULL : "[NUMBER...]", \
						  doc,                                 \
						  cli_common_children,                 \
						  NULL,                                \
						  NULL };                              \
                                                                                       \
		return run(cli, &argp, action, argc, argv);                            \
	}
VERB(accept_, OD_ACCEPT, with_remark,
     N_("Take the reports of these NUMBERs, or of the records on standard input, for editing (采编)."))
VERB(return_, OD_RETURN, with_reason,
     N_("Send the reports of these NUMBERs, or of the records on standard input, back to their units "
	"for mending (退回补正)."))
VERB(reject_, OD_REJECT, with_reason,
     N_("Do not use the reports of these NUMBERs, or of the records on standard input (退稿)."))
VERB(duplicate_, OD_DUPLICATE_OF, of_another,
     N_("Mark the reports of these NUMBERs, or of the records on standard input, as repeating another "
	"one (重复)."))
VERB(forward_, OD_FORWARD, to_a_desk,
     N_("Hand the reports of these NUMBERs, or of the records on standard input, to another desk (转办)."))
VERB(withdraw_, OD_WITHDRAW, with_reason,
     N_("Take the reports of these NUMBERs, or of the records on standard input, back for their units "
	"(撤回); nothing can be done to them any more."))
VERB(apply_, -1, of_records,
     N_("Handle the reports of the records on standard input as each says: number, action, reason, "
	"target (a report's number or a desk)."))

static int same_event_(struct cli *cli, int argc, char **argv)
{
	return run(cli, &event_argp, -1, argc, argv);
}

static const struct cli_verb verbs[] = {
	{ "accept", accept_, N_("take it for editing (采编)") },
	{ "return", return_, N_("back to the unit for mending (退回补正); --reason") },
	{ "reject", reject_, N_("not used (退稿); --reason") },
	{ "duplicate", duplicate_, N_("it repeats another report; --of=NUMBER") },
	{ "forward", forward_, N_("another desk handles it; --to=DESK") },
	{ "withdraw", withdraw_, N_("the unit takes it back (撤回); --reason") },
	{ "same-event", same_event_, N_("it belongs to this event; --event=NUMBER") },
	{ "apply", apply_, N_("each record on standard input says its action") },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct cli cli;

	cli_start(&cli, argv);
	return cli_verbs(&cli, verbs, N_("What a desk does to reports, with its history kept."),
			 argc, argv);
}
