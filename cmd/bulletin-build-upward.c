/* bulletin-build-upward.c - see cli.h: what is sent to higher offices, what becomes of it, how the office stands among
 * its peers. */
#include <string.h>

#include "bulletin-build.h"

enum { TO, LEVEL, ON, TITLE, NOTE, EXTERNAL_ID, IN, STATUS, FROM, UNIT, MONTH, PLACE, OF, POINTS };
#define OPT(name) (CLI_WORD_OPT + (name))

/* --- printing ----------------------------------------------------------------------------------------- */

static struct od_out *start(struct cli_words *a, FILE *f, const struct od_rec_type *type,
			    struct od_err *err)
{
	a->cli->out.width = f == stdout ? cli_columns() : 0;
	return od_out_new(f, type, &a->cli->out, err);
}

static int read_one(struct cli_words *a, int64_t number, struct od_upward *u, struct od_err *err)
{
	char name[32];
	int r;

	od_rec_clear(&od_upward_type, u);
	r = cli_words_first(od_upward_find(a->db, number, -1, -1, OD_NODATE, OD_NODATE, err), u,
			    err);
	if (r == 0)
		return od_fail(err, OD_ENOENT, _("nothing was sent upward as %s"),
			       od_number_str('W', number, name));
	return r < 0 ? -1 : 0;
}

/* Its number, or the record where a form of records was asked for. */
static int tell(struct cli_words *a, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_upward u;
	char name[32];
	int r;

	if (cli_words_lines(a))
		return fprintf(a->told, "%s\n", od_number_str('W', number, name)) < 0
			       ? od_fail_nomem(err)
			       : 0;
	od_rec_init(&od_upward_type, &u);
	r = read_one(a, number, &u, err);
	if (r == 0)
		out = start(a, a->told, &od_upward_type, err);
	r = out ? od_out_add(out, &u, err) : -1;
	od_rec_clear(&od_upward_type, &u);
	return r < 0 ? -1 : od_out_end(out, err);
}

/* --- add, import ---------------------------------------------------------------------------------------- */

/* One item, or reports. */
static int set_source(struct cli_words *a, struct od_upward *u, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct od_err none = OD_ERR_INIT;
	int64_t number;

	if (a->n_args == 1 && od_number_parse('R', a->args[0], &number, &none) < 0)
		return cli_words_item(a, a->args[0], &u->item, err);
	for (int i = 0; i < a->n_args; i++) {
		if (od_number_parse('R', a->args[i], &number, err) < 0) {
			err->code = OD_EUSAGE;
			return -1;
		}
		od_buf_printf(&b, "%s%s", i ? "、" : "", a->args[i]);
	}
	u->reports = b.failed ? NULL : strdup(b.s);
	return u->reports ? 0 : od_fail_nomem(err);
}

/* A year mistyped in January would count in one that is closed; but it may be meant. */
static int warn_early(struct od_db *db, const struct od_upward *u, struct od_err *err)
{
	char *of, name[32], day[16], since[16];
	od_date from;
	int r = od_upward_early(db, u, &of, &from, err);

	if (r > 0)
		cli_warn(_("%1$s: sent on %2$s, but %3$s is of %4$s; if the date is "
			   "wrong, retract %1$s and add it again"),
			 od_number_str('W', u->number, name), od_date_str(u->sent_on, day), of,
			 od_date_str(from, since));
	free(of);
	return r < 0 ? -1 : 0;
}

static int add(struct cli_words *a, struct od_err *err)
{
	static const struct cli_word_field given[] = {
		{ TO, "office" },   { LEVEL, "level" }, { ON, "sent_on" },
		{ TITLE, "title" }, { NOTE, "note" },   { EXTERNAL_ID, "external_id" },
	};
	struct od_upward u;
	char name[32];
	int r;

	if (!a->text[TO])
		return od_fail(err, OD_EUSAGE, _("say where it was sent: --to=OFFICE"));
	od_rec_init(&od_upward_type, &u);
	r = cli_words_set(a, &od_upward_type, &u, given, CLI_COUNT(given), err);
	if (r == 0)
		r = set_source(a, &u, err);
	if (r == 0)
		r = od_upward_add(a->db, &u, err);
	if (r > 0)
		cli_warn(_("it is on file already as %s"), od_number_str('W', u.number, name));
	else if (r == 0)
		r = warn_early(a->db, &u, err);
	if (r >= 0)
		r = tell(a, u.number, err);
	od_rec_clear(&od_upward_type, &u);
	return r;
}

/* A row that is on file brings what became of it meanwhile, if it says so. */
static int bring(struct od_db *db, const struct od_upward *was, const struct od_upward *u,
		 struct cli_taken *k, struct od_err *err)
{
	char name[32];

	if (u->status == was->status || u->status == OD_UPWARD_SENT)
		return 0;
	if (was->status == OD_UPWARD_ADOPTED)
		return od_fail(err, OD_EDATA,
			       _("status: %1$s is on file as adopted; if it was not, say so by "
				 "bulletin-build upward declined %1$s"),
			       od_number_str('W', was->number, name));
	k->taken = OD_UPDATED;
	return od_upward_result(db, was->number, u->status, u->adopted_on, u->adopted_in, err);
}

static int update(struct od_db *db, const struct od_upward *u, struct cli_taken *k,
		  struct od_err *err)
{
	struct od_upward was;
	int r;

	k->taken = OD_DUPLICATED;
	od_rec_init(&od_upward_type, &was);
	r = cli_words_first(od_upward_find(db, u->number, -1, -1, OD_NODATE, OD_NODATE, err), &was,
			    err);
	if (r > 0)
		r = bring(db, &was, u, k, err);
	od_rec_clear(&od_upward_type, &was);
	return r < 0 ? -1 : 0;
}

static int take(void *ctx, struct od_db *db, void *rec, struct cli_taken *k, struct od_err *err)
{
	struct od_upward *u = rec;
	int r = od_upward_add(db, u, err);

	(void)ctx;
	if (r < 0) {
		err->code = err->code == OD_ENOENT ? OD_EDATA : err->code;
		return -1;
	}
	k->number = u->number;
	return r > 0 ? update(db, u, k, err) : warn_early(db, u, err);
}

static int read_back(void *ctx, struct od_db *db, int64_t number, void *rec, struct od_err *err)
{
	(void)ctx;
	od_rec_clear(&od_upward_type, rec);
	return cli_words_first(od_upward_find(db, number, -1, -1, OD_NODATE, OD_NODATE, err), rec,
			       err) < 0
		       ? -1
		       : 0;
}

static void told_nothing(void *ctx, struct od_db *db, bool kept)
{
	(void)ctx;
	(void)db;
	(void)kept;
}

enum { FIELDS_MAX = 32 };

/* What a list says of the result is read, though elsewhere only the office sets it. */
static struct od_rec_type incoming_type(struct od_field fields[static FIELDS_MAX])
{
	struct od_rec_type type = od_upward_type;
	size_t n = 0;

	for (; type.fields[n].name && n < FIELDS_MAX - 1; n++) {
		fields[n] = type.fields[n];
		if (!strcmp(fields[n].name, "status"))
			fields[n].flags &= ~(unsigned int)OD_READONLY;
	}
	fields[n] = (struct od_field){ NULL };
	type.fields = fields;
	return type;
}

static int import(struct cli_words *a, struct od_err *err)
{
	struct od_field fields[FIELDS_MAX];
	const struct od_rec_type type = incoming_type(fields);
	const struct cli_intake into = { &type, 'W', take, read_back, told_nothing, a };

	(void)err;
	a->import.files = a->n_args ? a->args : NULL;
	a->import.n_files = a->n_args;
	return cli_import(a->cli, &a->import, &into);
}

/* --- what became of it ------------------------------------------------------------------------------------ */

static int result(struct cli_words *a, int status, struct od_err *err)
{
	od_date on;

	if (cli_words_date(a, ON, "--on", &on, err) < 0)
		return -1;
	for (int i = 0; i < a->n_args; i++) {
		int64_t number;

		if (od_number_parse('W', a->args[i], &number, err) < 0) {
			err->code = OD_EUSAGE;
			return -1;
		}
		if (od_upward_result(a->db, number, status, on, a->text[IN], err) < 0)
			return -1;
	}
	return 0;
}

static int adopted(struct cli_words *a, struct od_err *err)
{
	if (!a->text[IN] || !*a->text[IN])
		return od_fail(err, OD_EUSAGE, _("say where it was adopted: --in=PUBLICATION"));
	return result(a, OD_UPWARD_ADOPTED, err);
}

static int declined(struct cli_words *a, struct od_err *err)
{
	return result(a, OD_UPWARD_DECLINED, err);
}

/* --- lists ------------------------------------------------------------------------------------------------ */

/* Is one of its reports the unit's?  1, 0, -1. */
static int is_of(struct cli_words *a, const struct od_upward *u, const char *unit,
		 struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	struct od_report r;
	int found = 0;

	od_rec_init(&od_report_type, &r);
	for (const char *s = u->reports; s && found == 0; s = strstr(s, "、")) {
		char name[32];

		s += *s == 'R' ? 0 : strlen("、");
		snprintf(name, sizeof(name), "%.*s", (int)strspn(s, "R0123456789-"), s);
		if (od_number_parse('R', name, &q.number, err) < 0)
			found = -1;
		else
			found = cli_words_first(od_report_find(a->db, &q, err), &r, err);
		if (found > 0)
			found = !strcmp(r.unit, unit);
	}
	od_rec_clear(&od_report_type, &r);
	return found;
}

static int add_those(struct cli_words *a, struct od_iter *rows, const char *unit,
		     struct od_out *out, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = rows;
	struct od_upward u;
	int r = it ? 1 : -1;

	od_rec_init(&od_upward_type, &u);
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0) {
		int is = unit ? is_of(a, &u, unit, err) : 1;

		if (is < 0 || (is > 0 && od_out_add(out, &u, err) < 0))
			r = -1;
	}
	od_rec_clear(&od_upward_type, &u);
	return r;
}

/* Those named, in their order. */
static int add_named(struct cli_words *a, struct od_out *out, struct od_err *err)
{
	struct od_upward u;
	int r = 0;

	od_rec_init(&od_upward_type, &u);
	for (int i = 0; r == 0 && i < a->n_args; i++) {
		int64_t number;

		if (od_number_parse('W', a->args[i], &number, err) < 0) {
			err->code = OD_EUSAGE;
			r = -1;
		} else {
			r = read_one(a, number, &u, err);
		}
		if (r == 0)
			r = od_out_add(out, &u, err);
	}
	od_rec_clear(&od_upward_type, &u);
	return r;
}

/* The words of --level and --status are those of the field. */
static int ask(struct cli_words *a, struct od_upward *with, od_date *from, od_date *to,
	       struct od_err *err)
{
	static const struct cli_word_field given[] = { { LEVEL, "level" }, { STATUS, "status" } };

	if (cli_words_set(a, &od_upward_type, with, given, CLI_COUNT(given), err) < 0)
		return -1;
	if (!a->text[LEVEL])
		with->level = -1;
	if (!a->text[STATUS])
		with->status = -1;
	return cli_words_date(a, FROM, "--from", from, err) < 0 ||
			       cli_words_date(a, TO, "--to", to, err) < 0
		       ? -1
		       : 0;
}

static int list(struct cli_words *a, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_upward with;
	od_date from, to;
	char *unit = NULL;
	int r;

	od_rec_init(&od_upward_type, &with);
	r = ask(a, &with, &from, &to, err);
	if (r == 0 && a->text[UNIT])
		r = od_unit_resolve(a->db, a->text[UNIT], true, &unit, err);
	if (r == 0)
		out = start(a, stdout, &od_upward_type, err);
	if (!out)
		r = -1;
	else if (a->n_args)
		r = add_named(a, out, err);
	else
		r = add_those(
			a, od_upward_find(a->db, OD_NOINT, with.level, with.status, from, to, err),
			unit, out, err);
	free(unit);
	return r < 0 ? -1 : od_out_end(out, err);
}

/* --- among the peers ---------------------------------------------------------------------------------------- */

/* "2026-11", "2026年11月", "11月" (of this year). */
static bool read_month(const char *text, int *year, int *month)
{
	int y = 0, m = 0, at = 0;

	if (sscanf(text, "%4d-%2d%n", &y, &m, &at) == 2 && at && !text[at]) {
		*year = y;
	} else {
		at = 0;
		if (sscanf(text, "%4d年%2d月%n", &y, &m, &at) == 2 && at && !text[at]) {
			*year = y;
		} else {
			at = 0;
			if (sscanf(text, "%2d月%n", &m, &at) != 1 || !at || text[at])
				return false;
		}
	}
	*month = m;
	return *year >= 1900 && *year < 2200;
}

/* A month, or a day of it. */
static int parse_month(struct cli_words *a, const char *text, od_date *out, struct od_err *err)
{
	int year, month, day;

	od_date_split(a->today, &year, &month, &day);
	if (read_month(text, &year, &month)) {
		*out = od_ymd(year, month, 1);
		if (od_date_is(*out))
			return 0;
	} else if (cli_date(a->cli, a->db, text, out, err) == 0) {
		return 0;
	}
	return od_fail(err, OD_EUSAGE, _("--month: '%s' is no month such as 2026-11"), text);
}

static int rank(struct cli_words *a, struct od_err *err)
{
	static const struct cli_word_field given[] = {
		{ LEVEL, "level" },   { PLACE, "place" }, { OF, "of" },
		{ POINTS, "points" }, { NOTE, "note" },
	};
	struct od_peer_rank k;
	int r;

	if (!a->text[MONTH] || !a->text[PLACE])
		return od_fail(err, OD_EUSAGE,
			       _("say which month and place: --month=2026-11 "
				 "--place=3 --of=17"));
	od_rec_init(&od_peer_rank_type, &k);
	r = cli_words_set(a, &od_peer_rank_type, &k, given, CLI_COUNT(given), err);
	if (r == 0)
		r = parse_month(a, a->text[MONTH], &k.month, err);
	if (r == 0)
		r = od_peer_rank_put(a->db, &k, err);
	od_rec_clear(&od_peer_rank_type, &k);
	return r;
}

static int ranks(struct cli_words *a, struct od_err *err)
{
	struct od_upward with;
	od_date from, to;
	int level, r;

	od_rec_init(&od_upward_type, &with);
	r = ask(a, &with, &from, &to, err);
	level = with.level;
	od_rec_clear(&od_upward_type, &with);
	if (r < 0)
		return -1;
	return cli_print(a->cli, od_peer_rank_find(a->db, level, from, to, err), &od_peer_rank_type,
			 err);
}

/* --- words ------------------------------------------------------------------------------------------------------ */

#define SAYS (CLI_BIT(LEVEL) | CLI_BIT(NOTE))
#define ASKS (CLI_BIT(LEVEL) | CLI_BIT(FROM) | CLI_BIT(TO))
static const struct cli_word words[] = {
	{ "list", list, OD_READ, ASKS | CLI_BIT(STATUS) | CLI_BIT(UNIT), 0, -1, NULL, false },
	{ "add", add, OD_WRITE,
	  SAYS | CLI_BIT(TO) | CLI_BIT(ON) | CLI_BIT(TITLE) | CLI_BIT(EXTERNAL_ID), 1, -1,
	  N_("say what was sent: an item (daily/2026-341/3) or reports (R2026-0123)"), false },
	{ "import", import, OD_WRITE, 0, 0, -1, NULL, true },
	{ "adopted", adopted, OD_WRITE, CLI_BIT(ON) | CLI_BIT(IN), 1, -1,
	  N_("say which: W2026-0001"), false },
	{ "declined", declined, OD_WRITE, 0, 1, -1, N_("say which: W2026-0001"), false },
	{ "rank", rank, OD_WRITE,
	  SAYS | CLI_BIT(MONTH) | CLI_BIT(PLACE) | CLI_BIT(OF) | CLI_BIT(POINTS), 0, 0, NULL,
	  false },
	{ "ranks", ranks, OD_READ, ASKS, 0, 0, NULL, false },
	{ NULL },
};

int cli_bulletin_upward(struct cli *cli, int argc, char **argv)
{
	/* clang-format off */
	static const struct argp_option options[] = {
		{ "to", OPT(TO), "OFFICE|DATE", 0, N_("add: where it was sent, 省委办公厅; list, ranks: up to DATE"), 0 },
		{ "level", OPT(LEVEL), "WORD", 0, N_("province (as without), central, city"), 0 },
		{ "on", OPT(ON), "DATE", 0, N_("sent, adopted on that day (today)"), 0 },
		{ "title", OPT(TITLE), "TEXT", 0, N_("as it was sent (the item's, the first report's)"), 0 },
		{ "note", OPT(NOTE), "TEXT", 0, N_("a remark"), 0 },
		{ "external-id", OPT(EXTERNAL_ID), "TEXT", 0, N_("its number elsewhere; known again by it"), 0 },
		{ "in", OPT(IN), "PUBLICATION", 0, N_("adopted: in which publication of theirs"), 0 },
		{ "status", OPT(STATUS), "WORD", 0, N_("list: sent, adopted, declined"), 0 },
		{ "unit", OPT(UNIT), "UNIT", 0, N_("list: with a report of this unit"), 0 },
		{ "from", OPT(FROM), "DATE", 0, N_("list: sent on DATE or later; ranks: of months from then on"), 0 },
		{ "month", OPT(MONTH), "MONTH", 0, N_("rank: of which month, 2026-11"), 0 },
		{ "place", OPT(PLACE), "N", 0, N_("rank: the place"), 0 },
		{ "of", OPT(OF), "N", 0, N_("rank: of so many"), 0 },
		{ "points", OPT(POINTS), "N", 0, N_("rank: with so many points"), 0 },
		{ 0 },
	};
	/* clang-format on */
	struct cli_words a = { .cli = cli, .words = words };

	return cli_words(&a, options, "[list|add|import|adopted|declined|rank|ranks] [ARG...]",
			 N_("What was sent to higher offices (上报信息): an ITEM or REPORTs (add), "
			    "many by files (import); what became of NUMBERs (adopted, declined); "
			    "the office's rank among its peers in a month (rank, ranks)."),
			 argc, argv);
}
