/* bulletin-build-feedback.c - see cli.h: what became of their items, told to the units, a text each. */
#include <stdlib.h>
#include <string.h>

#include "bulletin-build.h"

enum {
	OPT_FROM = 0x300,
	OPT_TO,
	OPT_DIR,
	OPT_EML,
	OPT_MAIL_TO,
	OPT_MAIL_FROM,
	OPT_ALL,
	OPT_LANGUAGE
};

struct args {
	struct cli *cli;
	struct od_db *db;
	const char **unit;
	size_t units;
	const char *from, *to, *language;
	bool all;
	struct cli_letters letters;
	od_date first, last;
};

static void add_unit(struct args *a, char *arg, struct argp_state *state)
{
	const char **grown = reallocarray(a->unit, a->units + 1, sizeof(*grown));

	if (!grown)
		argp_failure(state, EX_OSERR, 0, _("out of memory"));
	a->unit = grown;
	a->unit[a->units++] = arg;
}

static void check(const struct args *a, struct argp_state *state)
{
	const struct cli_letters *l = &a->letters;

	if (l->mail && !l->mail_to)
		argp_error(state, _("say to whom: --mail-to=ADDRESS, {unit} in it is the code"));
	if (!l->mail && (l->mail_to || l->mail_from))
		argp_error(state, _("--mail-to and --mail-from are for --eml"));
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a->cli;
		return 0;
	case 'u':
		add_unit(a, arg, state);
		return 0;
	case OPT_FROM:
		a->from = arg;
		return 0;
	case OPT_TO:
		a->to = arg;
		return 0;
	case OPT_DIR:
		a->letters.dir = arg;
		return 0;
	case OPT_EML:
		a->letters.mail = true;
		return 0;
	case OPT_MAIL_TO:
		a->letters.mail_to = arg;
		return 0;
	case OPT_MAIL_FROM:
		a->letters.mail_from = arg;
		return 0;
	case OPT_ALL:
		a->all = true;
		return 0;
	case OPT_LANGUAGE:
		a->language = arg;
		return 0;
	case ARGP_KEY_SUCCESS:
		check(a, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* This month up to today. */
static int window(struct args *a, struct od_err *err)
{
	int year, month, day;
	char from[16], to[16];

	if (cli_date(a->cli, a->db, a->to, &a->last, err) < 0)
		return od_fail_at(err, "--to");
	od_date_split(a->last, &year, &month, &day);
	a->first = od_ymd(year, month, 1);
	if (a->from && cli_date(a->cli, a->db, a->from, &a->first, err) < 0)
		return od_fail_at(err, "--from");
	if (a->first.days > a->last.days)
		return od_fail(err, OD_EUSAGE, _("--from=%1$s is after --to=%2$s"),
			       od_date_str(a->first, from), od_date_str(a->last, to));
	return 0;
}

/* What was wrong, to who runs this. */
static void say_again(struct args *a, const char *code, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct od_err own = OD_ERR_INIT;

	if (od_feedback_text(a->db, code, a->first, a->last, a->cli->now, &b, &own) < 0)
		*err = own;
}

/* What goes out speaks the office's language. */
static int tell(struct args *a, const char *code, bool anyway, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char *mine = cli_office_language(a->db, a->language, a->last), *subject = NULL;
	int y[2], m[2], d[2], r;

	od_date_split(a->first, &y[0], &m[0], &d[0]);
	od_date_split(a->last, &y[1], &m[1], &d[1]);
	r = od_feedback_text(a->db, code, a->first, a->last, a->cli->now, &b, err);
	if (r >= 0 &&
	    /* Translators: year, month, day of the first and the last day. */
	    asprintf(&subject,
		     _("What became of your reports (%1$d-%2$02d-%3$02d to %4$d-%5$02d-%6$02d)"),
		     y[0], m[0], d[0], y[1], m[1], d[1]) < 0) {
		subject = NULL;
		r = od_fail_nomem(err);
	}
	cli_own_language(mine);
	if (r < 0)
		say_again(a, code, err);
	if (r == 0 || (r > 0 && anyway))
		r = cli_letter_put(&a->letters, a->db, code, subject, &b, err);
	free(subject);
	return r < 0 ? -1 : 0;
}

/* Units of the last day, in the office's order. */
static int tell_present(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_unit_find(a->db, a->last, -1, NULL, err);
	struct od_unit u;
	int r = it ? 1 : -1;

	od_rec_init(&od_unit_type, &u);
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0)
		if (tell(a, u.code, a->all, err) < 0)
			r = -1;
	od_rec_clear(&od_unit_type, &u);
	return r;
}

/* Rows of units that began by the last day. */
struct rows {
	struct od_unit *row;
	size_t n;
};

static void rows_free(struct rows *all)
{
	for (size_t i = 0; i < all->n; i++)
		od_rec_clear(&od_unit_type, &all->row[i]);
	free(all->row);
}

static int read_rows(struct args *a, struct rows *all, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_dump(a->db, &od_unit_type, err);
	struct od_unit u, *grown;
	int r = it ? 1 : -1;

	od_rec_init(&od_unit_type, &u);
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0) {
		if (u.valid_from.days > a->last.days)
			continue;
		grown = reallocarray(all->row, all->n + 1, sizeof(*grown));
		if (!grown) {
			r = od_fail_nomem(err);
			break;
		}
		all->row = grown;
		all->row[all->n++] = u;
		od_rec_init(&od_unit_type, &u);
	}
	od_rec_clear(&od_unit_type, &u);
	return r;
}

static bool is_last(const struct rows *all, const struct od_unit *u)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->row[i].valid_from.days > u->valid_from.days &&
		    !strcmp(all->row[i].code, u->code))
			return false;
	return true;
}

/* Those that were no more on the last day: what was printed of theirs is told all the same. */
static int tell_gone(struct args *a, struct od_err *err)
{
	struct rows all = { 0 };
	int r = read_rows(a, &all, err);

	for (size_t i = 0; r == 0 && i < all.n; i++) {
		const struct od_unit *u = &all.row[i];

		if (!od_date_is(u->valid_to) || u->valid_to.days >= a->last.days ||
		    !is_last(&all, u))
			continue;
		r = tell(a, u->code, a->all && u->valid_to.days >= a->first.days, err);
	}
	rows_free(&all);
	return r;
}

static int tell_all(struct args *a, struct od_err *err)
{
	return tell_present(a, err) < 0 || tell_gone(a, err) < 0 ? -1 : 0;
}

static int feedback(struct args *a, struct od_err *err)
{
	if (window(a, err) < 0)
		return -1;
	if (!a->units)
		return tell_all(a, err);
	for (size_t i = 0; i < a->units; i++) {
		char *code;
		int r = od_unit_resolve(a->db, a->unit[i], true, &code, err);

		if (r < 0)
			return -1;
		r = tell(a, code, true, err);
		free(code);
		if (r < 0)
			return -1;
	}
	return 0;
}

int cli_bulletin_feedback(struct cli *cli, int argc, char **argv)
{
	/* clang-format off */
	static const struct argp_option options[] = {
		{ "unit", 'u', "UNIT", 0, N_("to this unit (again and again); else to all"), 0 },
		{ "from", OPT_FROM, "DATE", 0, N_("first day (the first of the month)"), 0 },
		{ "to", OPT_TO, "DATE", 0, N_("last day (today)"), 0 },
		{ "dir", OPT_DIR, "DIR", 0, N_("a file a unit there, NAME-CODE.txt"), 0 },
		{ "eml", OPT_EML, NULL, 0, N_("as mail, for sendmail -t; --dir: NAME-CODE.eml"), 0 },
		{ "mail-to", OPT_MAIL_TO, "ADDRESS", 0, N_("--eml: to whom; {unit} in it is the code"), 0 },
		{ "mail-from", OPT_MAIL_FROM, "ADDRESS", 0, N_("--eml: from whom"), 0 },
		{ "all", OPT_ALL, NULL, 0, N_("units that there is nothing to tell, too"), 0 },
		{ "language", OPT_LANGUAGE, "LANG", 0, N_("of headings (else the regime's)"), 0 },
		{ 0 },
	};
	/* clang-format on */
	static const struct argp argp = {
		options,
		parse,
		NULL,
		N_("Tell each unit what became of its items: adopted, sent upward, instructed on, "
		   "returned, rejected, waiting; commissions; totals."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli, .letters = { .cli = cli, .suffix = ".txt" } };
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	cli_parse(cli, &argp, argc, argv, &a);
	a.db = cli_open(cli, OD_READ, &err);
	if (a.db)
		r = feedback(&a, &err);
	free(a.unit);
	od_close(a.db);
	return r < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
