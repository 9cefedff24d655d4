/* bulletin-build-list.c - see cli.h: issues, and what was adopted. */
#include <string.h>

#include "bulletin-build.h"

enum { OPT_FROM = 0x300, OPT_TO, OPT_UNIT, OPT_SEARCH, OPT_WITHDRAWN, OPT_LIMIT, OPT_ISSUE };

struct args {
	struct cli *cli;
	const char *publication, *from, *to, *unit, *search, *issue;
	bool withdrawn;
	long limit;
	struct od_db *db;
	od_date first, last;
	char *unit_code, *issue_name;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_FROM:
		a->from = arg;
		return 0;
	case OPT_TO:
		a->to = arg;
		return 0;
	case OPT_UNIT:
		a->unit = arg;
		return 0;
	case OPT_SEARCH:
		a->search = arg;
		return 0;
	case OPT_WITHDRAWN:
		a->withdrawn = true;
		return 0;
	case OPT_LIMIT:
		a->limit = cli_count(state, arg, 1, 1000000);
		return 0;
	case OPT_ISSUE:
		a->issue = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static error_t parse_list(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	if (key == ARGP_KEY_ARG && !a->publication) {
		a->publication = arg;
		return 0;
	}
	return parse(key, arg, state);
}

/* Days and the unit that are asked for, as the library takes them. */
static int ask(struct args *a, struct od_err *err)
{
	char from[16], to[16];

	a->first = a->last = OD_NODATE;
	a->db = cli_open(a->cli, OD_READ, err);
	if (!a->db || (a->from && cli_date(a->cli, a->db, a->from, &a->first, err) < 0) ||
	    (a->to && cli_date(a->cli, a->db, a->to, &a->last, err) < 0))
		return -1;
	if (od_date_is(a->first) && od_date_is(a->last) && a->last.days < a->first.days)
		return od_fail(err, OD_EUSAGE, _("--to %1$s is before --from %2$s"),
			       od_date_str(a->last, to), od_date_str(a->first, from));
	if (a->unit && od_unit_resolve(a->db, a->unit, true, &a->unit_code, err) < 0)
		return -1;
	return a->issue ? od_issue_resolve(a->db, a->issue, od_instant_date(a->cli->now),
					   &a->issue_name, err)
			: 0;
}

static int finish(struct args *a, int r, const struct od_err *err)
{
	free(a->unit_code);
	free(a->issue_name);
	od_close(a->db);
	return r < 0 ? cli_fail(err) : EXIT_SUCCESS;
}

/* --- list -------------------------------------------------------------------------------------------- */

/* Its code; where it has another name today, or is no more, that of its issues. */
static int find_publication(struct args *a, char **code, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);
	struct od_err why = OD_ERR_INIT;
	struct od_publication p;
	int r;

	od_rec_init(&od_publication_type, &p);
	r = od_publication_get(a->db, a->publication, today, &p, err);
	if (r == 0)
		*code = strdup(p.code);
	else if (err->code == OD_EUSAGE &&
		 od_issue_resolve(a->db, a->publication, today, code, &why) == 0)
		(*code)[strcspn(*code, "/")] = '\0';
	od_rec_clear(&od_publication_type, &p);
	if (!*code)
		return r < 0 ? -1 : od_fail_nomem(err);
	return 0;
}

static int list(struct args *a, struct od_err *err)
{
	struct od_issue_query q = OD_ISSUE_QUERY_INIT;
	char *code = NULL;
	int r = a->publication ? find_publication(a, &code, err) : 0;

	q.publication = code;
	q.from = a->first;
	q.to = a->last;
	q.unit = a->unit_code;
	q.text = a->search;
	q.withdrawn = a->withdrawn;
	q.limit = a->limit;
	if (r == 0)
		r = cli_print(a->cli, od_issue_find(a->db, &q, err), &od_issue_type, err);
	free(code);
	return r;
}

int cli_bulletin_list(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "from", OPT_FROM, "DATE", 0, N_("dated from this day on"), 0 },
		{ "to", OPT_TO, "DATE", 0, N_("dated up to this day"), 0 },
		{ "unit", OPT_UNIT, "UNIT", 0, N_("with something of this unit in them"), 0 },
		{ "search", OPT_SEARCH, "TEXT", 0, N_("with this in an item's title or text"), 0 },
		{ "withdrawn", OPT_WITHDRAWN, NULL, 0, N_("also those that were withdrawn"), 0 },
		{ "limit", OPT_LIMIT, "N", 0, N_("only the newest N"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse_list,
		N_("[PUBLICATION]"),
		N_("Issues in the order in which they came out, of PUBLICATION or of all."),
		cli_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int r;

	cli_parse(cli, &argp, argc, argv, &a);
	r = ask(&a, &err);
	if (r == 0)
		r = list(&a, &err);
	return finish(&a, r, &err);
}

/* --- adopted --------------------------------------------------------------------------------------------- */

int cli_bulletin_adopted(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "from", OPT_FROM, "DATE", 0, N_("in issues dated from this day on"), 0 },
		{ "to", OPT_TO, "DATE", 0, N_("in issues dated up to this day"), 0 },
		{ "unit", OPT_UNIT, "UNIT", 0, N_("of this unit alone"), 0 },
		{ "issue", OPT_ISSUE, "ISSUE", 0, N_("in this issue alone"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		NULL,
		N_("The reports that were adopted, by the date of the issue; what was withdrawn "
		   "does not count."),
		cli_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int r;

	cli_parse(cli, &argp, argc, argv, &a);
	r = ask(&a, &err);
	if (r == 0)
		r = cli_print(cli,
			      od_adoption_find(a.db, a.issue_name, a.unit_code, OD_NOINT, a.first,
					       a.last, &err),
			      &od_adoption_type, &err);
	return finish(&a, r, &err);
}
