/* bulletin-build-retract.c - see cli.h: take what was entered by mistake off the registers. */
#include <string.h>

#include "bulletin-build.h"

enum { OPT_REASON = 0x300 };

struct args {
	struct cli *cli;
	const char *reason;
	char **numbers;
	int n;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a->cli;
		return 0;
	case OPT_REASON:
		a->reason = arg;
		return 0;
	case ARGP_KEY_ARGS:
		a->numbers = state->argv + state->next;
		a->n = state->argc - state->next;
		return 0;
	case ARGP_KEY_SUCCESS:
		if (!a->n)
			argp_error(
				state,
				_("say which: K2026-0001, W2026-0001, I2026-0001 or Q2026-0001"));
		if (!a->reason || !a->reason[strspn(a->reason, " \t")])
			argp_error(state, _("say why: --reason=TEXT"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Does one of those before it name the same? */
static bool is_again(const struct args *a, int i)
{
	struct od_err none = OD_ERR_INIT;
	char letter = a->numbers[i][0];
	int64_t one, other;

	if (!letter || od_number_parse(letter, a->numbers[i], &one, &none) < 0)
		return false;
	for (int k = 0; k < i; k++)
		if (od_number_parse(letter, a->numbers[k], &other, &none) == 0 && one == other)
			return true;
	return false;
}

/* Marks belong to info-score, where they are made. */
static int retract(const struct args *a, struct od_db *db, int i, struct od_err *err)
{
	const char *number = a->numbers[i];
	int64_t n;

	if (is_again(a, i))
		return od_fail(err, OD_EUSAGE, _("%s is named twice"), number);
	if (od_number_parse('M', number, &n, err) == 0)
		return od_fail(err, OD_EUSAGE, _("%1$s is a mark: info-score --unmark=%1$s"),
			       number);
	return od_retract(db, number, a->reason, err);
}

/* Each is tried, so that every problem is told; the first one's code stands for all. */
static int retract_all(const struct args *a, struct od_db *db, struct od_err *err)
{
	struct od_err first = OD_ERR_INIT;

	for (int i = 0; i < a->n; i++) {
		struct od_err why = OD_ERR_INIT;

		if (retract(a, db, i, &why) == 0)
			continue;
		if (a->n == 1 ||
		    (why.code != OD_EUSAGE && why.code != OD_EDATA && why.code != OD_ENOENT)) {
			*err = why;
			return -1;
		}
		cli_warn("%s", why.msg);
		if (first.code == OD_OK)
			first = why;
	}
	return first.code == OD_OK ? 0 : od_fail(err, first.code, _("nothing was retracted"));
}

/* In its permanent form, whichever way it was typed. */
static void tell(const char *text)
{
	struct od_err none = OD_ERR_INIT;
	char letter = text[0] & ~0x20, name[32];
	int64_t n;

	if (od_number_parse(letter, text, &n, &none) == 0)
		puts(od_number_str(letter, n, name));
}

static int write_all(const struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_WRITE, err);

	if (!db || cli_begin(a->cli, db, err) < 0)
		return -1;
	if (retract_all(a, db, err) < 0 || od_commit(db, err) < 0) {
		od_rollback(db);
		return -1;
	}
	for (int i = 0; i < a->n; i++)
		tell(a->numbers[i]);
	return 0;
}

int cli_bulletin_retract(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "reason", OPT_REASON, "TEXT", 0, N_("why (needed)"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		N_("NUMBER..."),
		N_("Take back what was entered by mistake: a correction that no issue printed "
		   "(K2026-0001), what was sent upward (W2026-0001), an instruction "
		   "(I2026-0001) that no matter stands on, a commission (Q2026-0001).  All of them or none; the journal keeps what they were, and "
		   "why, and no number is given again."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	return write_all(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
