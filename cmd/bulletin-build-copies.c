/* bulletin-build-copies.c - see cli.h: numbered copies, and who signed for them; a signature taken back. */
#include <string.h>

#include "bulletin-build.h"

enum { OPT_UNSIGNED = 0x300, OPT_SIGN, OPT_RECIPIENT, OPT_BY, OPT_AT, OPT_UNSIGN, OPT_REASON };

struct args {
	struct cli *cli;
	const char *issue, *recipient, *by, *at_text, *unsign, *reason;
	bool unsigned_only;
	long copy, unsign_copy; /* 0: none was said */
	struct od_db *db;
};

static void check(const struct args *a, struct argp_state *state)
{
	if (a->unsign && (a->copy || a->recipient || a->by || a->at_text))
		argp_error(state, _("--unsign goes with --reason alone"));
	if (a->unsign && (!a->reason || !a->reason[strspn(a->reason, " \t")]))
		argp_error(state, _("say why: --reason=TEXT"));
	if (a->reason && !a->unsign)
		argp_error(state, _("--reason is for --unsign"));
	if (a->copy && a->recipient)
		argp_error(state, _("--sign and --recipient: one of them"));
	if ((a->copy || a->recipient) && !a->by)
		argp_error(state, _("say who signed: --by=NAME"));
	if (!a->copy && !a->recipient && (a->by || a->at_text))
		argp_error(state, _("say which copies were signed for: --sign or --recipient"));
}

/* The number of a copy, else a recipient. */
static bool is_copy(const char *text)
{
	return *text && !text[strspn(text, "0123456789")];
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_UNSIGNED:
		a->unsigned_only = true;
		return 0;
	case OPT_SIGN:
		a->copy = cli_count(state, arg, 1, 100000000);
		return 0;
	case OPT_RECIPIENT:
		a->recipient = arg;
		return 0;
	case OPT_BY:
		a->by = arg;
		return 0;
	case OPT_AT:
		a->at_text = arg;
		return 0;
	case OPT_UNSIGN:
		a->unsign = arg;
		if (is_copy(arg))
			a->unsign_copy = cli_count(state, arg, 1, 100000000);
		return 0;
	case OPT_REASON:
		a->reason = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num)
			return ARGP_ERR_UNKNOWN;
		a->issue = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, _("name the issue"));
		return 0;
	case ARGP_KEY_SUCCESS:
		check(a, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int sign(struct args *a, const char *issue, struct od_err *err)
{
	struct od_when when = { a->cli->now, NULL };
	od_instant at = a->cli->now;

	if (a->at_text) {
		if (od_instant_parse(a->at_text, &when, &at, err) < 0)
			return od_fail_at(err, "--at");
		cli_echo_instant(a->at_text, at);
	}
	return od_copy_sign(a->db, issue, a->copy ? a->copy : OD_NOINT, a->recipient, a->by, at,
			    err);
}

static int unsign(struct args *a, const char *issue, struct od_err *err)
{
	if (a->unsign_copy)
		return od_copy_unsign(a->db, issue, a->unsign_copy, NULL, a->reason, err);
	return od_copy_unsign(a->db, issue, OD_NOINT, a->unsign, a->reason, err);
}

static int copies(struct args *a, struct od_err *err)
{
	bool write = a->copy || a->recipient || a->unsign;
	char *issue = NULL;
	int r;

	a->db = cli_open(a->cli, write ? OD_WRITE : OD_READ, err);
	if (!a->db)
		return -1;
	r = write ? cli_begin(a->cli, a->db, err) : 0;
	if (r == 0)
		r = od_issue_resolve(a->db, a->issue, od_instant_date(a->cli->now), &issue, err);
	if (r == 0 && write)
		r = a->unsign ? unsign(a, issue, err) : sign(a, issue, err);
	if (r == 0 && write)
		r = od_commit(a->db, err);
	else if (r == 0)
		r = cli_print(a->cli, od_copy_find(a->db, issue, a->unsigned_only, err),
			      &od_copy_type, err);
	free(issue);
	return r;
}

int cli_bulletin_copies(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "unsigned", OPT_UNSIGNED, NULL, 0, N_("only those nobody signed for"), 0 },
		{ "sign", OPT_SIGN, "N", 0, N_("copy N was signed for"), 0 },
		{ "recipient", OPT_RECIPIENT, "WHO", 0, N_("all copies for WHO were signed for"),
		  0 },
		{ "by", OPT_BY, "NAME", 0, N_("who signed"), 0 },
		{ "at", OPT_AT, "TIME", 0, N_("when (now)"), 0 },
		{ "unsign", OPT_UNSIGN, "N|WHO", 0,
		  N_("take back a mistaken signature: of copy N, or all of WHO's"), 0 },
		{ "reason", OPT_REASON, "TEXT", 0, N_("why it is taken back (needed)"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		N_("ISSUE"),
		N_("The numbered copies of ISSUE, to whom they went and who signed; or note down "
		   "who signed, or take that back: the journal keeps it, and why."),
		cli_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int r;

	cli_parse(cli, &argp, argc, argv, &a);
	r = copies(&a, &err);
	od_close(a.db);
	return r < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
