/* unit-roster - units, people, contacts, desks; who lacks what; whom to call. */
#include <string.h>

#include "cli.h"

struct args {
	struct cli *cli;
	const char *on, *unit, *desk;
	int kind, role;
	char **words;
	int n_words;
	int most; /* words the verb takes */
	od_date day;
	char *code; /* of --unit */
};

enum { OPT_ON = 0x300, OPT_KIND, OPT_ROLE, OPT_DESK };

#define OPTION_ON                                                              \
	{                                                                      \
		"on", OPT_ON, "DATE", 0, N_("as it stands on DATE (today)"), 0 \
	}
#define OPTION_UNIT                                                                    \
	{                                                                              \
		"unit", 'u', "UNIT", 0, N_("of this unit (code, name, part of it)"), 0 \
	}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_ON:
		a->on = arg;
		return 0;
	case OPT_KIND:
		a->kind = cli_word(state, arg, od_field_find(&od_unit_type, "kind")->words);
		return 0;
	case OPT_ROLE:
		a->role = cli_word(state, arg, od_roles);
		return 0;
	case OPT_DESK:
		a->desk = arg;
		return 0;
	case 'u':
		a->unit = arg;
		return 0;
	case ARGP_KEY_ARGS:
		a->words = state->argv + state->next;
		a->n_words = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (a->n_words > a->most)
			argp_error(state, _("too many arguments: '%s'"), a->words[a->most]);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Parse, open, resolve --on and --unit; NULL: *err. */
static struct od_db *start(struct args *a, const struct argp *argp, int argc, char **argv,
			   struct od_err *err)
{
	struct od_db *db;

	a->kind = a->role = -1;
	cli_parse(a->cli, argp, argc, argv, a);
	db = cli_open(a->cli, OD_READ, err);
	if (db && (cli_date(a->cli, db, a->on, &a->day, err) < 0 ||
		   (a->unit && od_unit_resolve(db, a->unit, true, &a->code, err) < 0))) {
		od_close(db);
		return NULL;
	}
	return db;
}

static int finish(struct args *a, struct od_db *db, struct od_iter *it,
		  const struct od_rec_type *type, struct od_err *err)
{
	int r = db ? cli_print(a->cli, it, type, err) : -1;

	free(a->code);
	od_close(db);
	return r < 0 ? cli_fail(err) : EXIT_SUCCESS;
}

static int units(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		OPTION_ON,
		{ "kind", OPT_KIND, "WORD", 0, N_("body, county, department, park, other"), 0 },
		{ 0 },
	};
	const struct argp argp = {
		options,      parse,
		"[TEXT]",     N_("List units, or those whose code or name holds TEXT."),
		cli_children, NULL,
		NULL
	};
	struct args a = { .cli = cli, .most = 1 };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);
	struct od_iter *it =
		db ? od_unit_find(db, a.day, a.kind, a.words ? a.words[0] : NULL, &err) : NULL;

	return finish(&a, db, it, &od_unit_type, &err);
}

static const struct argp_option of_unit[] = { OPTION_ON, OPTION_UNIT, { 0 } };

static int people(struct cli *cli, int argc, char **argv)
{
	const struct argp argp = {
		of_unit,      parse,
		"[TEXT]",     N_("List people, or those whose name or post holds TEXT."),
		cli_children, NULL,
		NULL
	};
	struct args a = { .cli = cli, .most = 1 };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);
	struct od_iter *it =
		db ? od_person_find(db, a.day, a.code, a.words ? a.words[0] : NULL, &err) : NULL;

	return finish(&a, db, it, &od_person_type, &err);
}

static int contacts(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		OPTION_ON,
		OPTION_UNIT,
		{ "role", OPT_ROLE, "WORD", 0, N_("leader, section, informant ..."), 0 },
		{ 0 },
	};
	const struct argp argp = {
		options,      parse, NULL, N_("List whom each unit has named for which duty."),
		cli_children, NULL,  NULL
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);
	struct od_iter *it = db ? od_contact_find(db, a.day, a.code, a.role, &err) : NULL;

	return finish(&a, db, it, &od_contact_type, &err);
}

static int desks(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = { OPTION_ON, { 0 } };
	const struct argp argp = { options,      parse, NULL, N_("List the office's desks."),
				   cli_children, NULL,  NULL };
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);

	return finish(&a, db, db ? od_desk_find(db, a.day, &err) : NULL, &od_desk_type, &err);
}

static int categories(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = { OPTION_ON, { 0 } };
	const struct argp argp = {
		options,      parse,
		NULL,         N_("List what may be reported, and the desk each goes to."),
		cli_children, NULL,
		NULL
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);

	return finish(&a, db, db ? od_category_find(db, a.day, &err) : NULL, &od_category_type,
		      &err);
}

static int secretaries(struct cli *cli, int argc, char **argv)
{
	const struct argp argp = {
		of_unit,      parse, NULL, N_("List contact secretaries and who covers for them."),
		cli_children, NULL,  NULL
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);

	return finish(&a, db, db ? od_secretary_find(db, a.day, a.code, &err) : NULL,
		      &od_secretary_type, &err);
}

static int secondments(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		OPTION_ON,
		OPTION_UNIT,
		{ "desk", OPT_DESK, "CODE", 0, N_("at this desk"), 0 },
		{ 0 },
	};
	const struct argp argp = {
		options,      parse,
		NULL,         N_("List who of the units' staff works in the office for a time."),
		cli_children, NULL,
		NULL
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);
	struct od_iter *it = NULL;
	char *desk = NULL;
	int status;

	if (db && (!a.desk || od_desk_code(db, a.desk, a.day, &desk, &err) == 0))
		it = od_secondment_find(db, a.day, a.code, desk, &err);
	status = finish(&a, db, it, &od_secondment_type, &err);
	free(desk);
	return status;
}

/* Of all the rows those that hold on the day. */
static int print_pairs(struct args *a, struct od_db *db, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_dump(db, &od_leave_pair_type, err);
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_leave_pair p;
	int got;

	a->cli->out.width = cli_columns();
	if (it)
		out = od_out_new(stdout, &od_leave_pair_type, &a->cli->out, err);
	got = out ? 1 : -1;
	od_rec_init(&od_leave_pair_type, &p);
	while (got > 0 && (got = od_iter_next(it, &p, err)) > 0)
		if (p.valid_from.days <= a->day.days &&
		    (!od_date_is(p.valid_to) || p.valid_to.days >= a->day.days) &&
		    od_out_add(out, &p, err) < 0)
			got = -1;
	od_rec_clear(&od_leave_pair_type, &p);
	return got < 0 ? -1 : od_out_end(out, err);
}

static int pairs(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = { OPTION_ON, { 0 } };
	const struct argp argp = { options,      parse,
				   NULL,         N_("List who is whose A and B role (AB角)."),
				   cli_children, NULL,
				   NULL };
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);
	int r = db ? print_pairs(&a, db, &err) : -1;

	od_close(db);
	return r < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

static int gaps(struct cli *cli, int argc, char **argv)
{
	const struct argp argp = { of_unit,      parse,
				   NULL,         N_("List the duties for which a unit has nobody."),
				   cli_children, NULL,
				   NULL };
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);

	return finish(&a, db, db ? od_gap_find(db, a.day, a.code, &err) : NULL, &od_gap_type, &err);
}

static int contact(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = { OPTION_ON, { 0 } };
	const struct argp argp = {
		options,
		parse,
		"UNIT [MATTER]",
		N_("Whom to call about UNIT: its leader, section and clerks, its contact "
		   "secretary, and the desk that handles MATTER (a category)."),
		cli_children,
		NULL,
		NULL
	};
	struct args a = { .cli = cli, .most = 2 };
	struct od_err err = OD_ERR_INIT;
	struct od_db *db = start(&a, &argp, argc, argv, &err);
	struct od_iter *it = NULL;
	char *category = NULL;
	int status;

	if (db && !a.n_words)
		od_fail(&err, OD_EUSAGE, _("say which unit"));
	else if (db && od_unit_resolve(db, a.words[0], true, &a.code, &err) == 0 &&
		 (a.n_words < 2 || od_category_code(db, a.words[1], a.day, &category, &err) == 0))
		it = od_whom_find(db, a.day, a.code, category, &err);
	status = finish(&a, db, it, &od_whom_type, &err);
	free(category);
	return status;
}

static const struct cli_verb verbs[] = {
	{ "units", units, N_("units, by code or part of a name") },
	{ "people", people, N_("people, by name, post or unit") },
	{ "contacts", contacts, N_("whom each unit has named for which duty") },
	{ "contact", contact, N_("whom to call about a unit") },
	{ "gaps", gaps, N_("duties for which a unit has nobody") },
	{ "secretaries", secretaries, N_("contact secretaries (联系秘书) and covers") },
	{ "secondments", secondments, N_("unit staff working in the office (跟班学习)") },
	{ "pairs", pairs, N_("who is whose A and B role (AB角)") },
	{ "desks", desks, N_("desks of the office") },
	{ "categories", categories, N_("what may be reported, and to which desk") },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct cli cli;

	cli_start(&cli, argv);
	return cli_verbs(&cli, verbs, N_("The organisation as it stands on a day."), argc, argv);
}
