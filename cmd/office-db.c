/* office-db - make, load, dump, back up, check the office's database; its journal and imports. */
#include <errno.h>
#include <langinfo.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "office-db.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct cli_db_args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_SAMPLE:
		a->sample = true;
		return 0;
	case OPT_TYPE:
		a->type = arg;
		return 0;
	case OPT_DRY_RUN:
		a->dry_run = true;
		return 0;
	case OPT_LIMIT:
		a->limit = cli_count(state, arg, 1, 1000000000);
		return 0;
	case ARGP_KEY_ARGS:
		a->words = state->argv + state->next;
		a->n_words = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (a->n_words < a->least)
			argp_error(state, _("an argument is missing"));
		if (a->n_words > a->most)
			argp_error(state, _("too many arguments: '%s'"), a->words[a->most]);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int cli_db_parse(struct cli_db_args *a, const char *words, const char *doc,
		 const struct argp_option *options, int argc, char **argv)
{
	const struct argp argp = { options, parse, words, doc, cli_common_children, NULL, NULL };

	cli_parse(a->cli, &argp, argc, argv, a);
	return 0;
}

/* --- init -------------------------------------------------------------------------------------------- */

/* The default place is made on first use, by this verb only. */
static int make_directory(struct cli *cli, struct od_err *err)
{
	char *slash;

	if (cli->db != cli->db_default)
		return 0;
	for (slash = strchr(cli->db_default + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(cli->db_default, 0700) != 0 && errno != EEXIST) {
			od_fail(err, OD_ECREATE, _("cannot make '%s': %s"), cli->db_default,
				strerror(errno));
			*slash = '/';
			return -1;
		}
		*slash = '/';
	}
	return 0;
}

/* The office keeps its ledger of duties from today on; earlier ones are nobody's debt. */
static int begin_ledger(struct cli_db_args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_WRITE, err);
	char today[16], name[] = "owed_from";
	struct od_setting s = { .name = name, .value = today };
	enum od_change change;

	od_date_str(od_instant_date(a->cli->now), today);
	s.valid_from = s.valid_to = OD_NODATE;
	if (!db || cli_begin(a->cli, db, err) < 0 ||
	    od_load(db, &od_setting_type, &s, &change, err) < 0)
		return -1;
	return od_commit(db, err);
}

static int init_at(struct cli_db_args *a, struct od_err *err)
{
	static const char *const shipped[] = { "calendar/china.yaml", "regime/default.yaml",
					       "sample/organisation.yaml" };
	static char name[3][4096];
	char *files[3];
	int n = a->sample ? 3 : 2;

	for (int i = 0; i < n; i++) {
		files[i] = (char *)(uintptr_t)cli_share(shipped[i], name[i], sizeof(name[i]));
		if (access(files[i], R_OK) != 0)
			return od_fail(err, OD_EPART,
				       _("cannot read '%s': %s; is officedb installed whole?"),
				       files[i], strerror(errno));
	}
	if (make_directory(a->cli, err) < 0 || od_create(a->cli->db, err) < 0)
		return -1;
	if (cli_db_load_files(a, files, n, err) == 0 && begin_ledger(a, err) == 0)
		return 0;
	unlink(a->cli->db); /* it was ours, and is worth nothing without its regime */
	return -1;
}

static int init(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "sample", OPT_SAMPLE, NULL, 0, N_("with the fictional office of 示例市"), 0 },
		{ 0 },
	};
	struct cli_db_args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;

	cli_db_parse(&a, NULL, N_("Make a new database with the default regime and calendar."),
		     options, argc, argv);
	if (!cli->db)
		od_fail(&err, OD_EUSAGE, _("no database: use --db=FILE or set OFFICEDB"));
	else if (init_at(&a, &err) == 0)
		return EXIT_SUCCESS;
	return cli_fail(&err);
}

/* --- dump ---------------------------------------------------------------------------------------------- */

/* The stored fields of a type: what is derived is not dumped. */
static const char *stored(const struct od_rec_type *type, char *buf, size_t n)
{
	size_t at = 0;

	for (const struct od_field *f = type->fields; f->name; f++)
		if (!(f->flags & OD_DERIVED))
			at += snprintf(buf + at, n - at, "%s%s", at ? "," : "", f->name);
	return buf;
}

static int dump_type(struct cli *cli, struct od_db *db, const struct od_rec_type *type,
		     struct od_err *err)
{
	char columns[1024];

	struct od_out_opts asked = cli->out;
	int r;

	if (!asked.columns)
		cli->out.columns = stored(type, columns, sizeof(columns));
	cli->out.tagged = true;
	r = cli_print(cli, od_dump(db, type, err), type, err);
	cli->out = asked;
	return r;
}

static int dump_types(struct cli_db_args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;

	for (int i = 0; i < a->n_words; i++)
		if (!cli_db_type(a->words[i], err))
			return -1;
	if (a->cli->out.format != OD_FMT_YAML && a->cli->out.format != OD_FMT_JSON &&
	    a->n_words != 1)
		return od_fail(err, OD_EUSAGE, _("name one type for csv, tsv or table"));
	if (a->cli->out.columns && a->n_words != 1)
		return od_fail(err, OD_EUSAGE, _("--columns are those of one type; name it"));
	db = cli_open(a->cli, OD_READ, err);
	if (!db)
		return -1;
	for (int i = 0; i < a->n_words; i++)
		if (dump_type(a->cli, db, cli_db_type(a->words[i], err), err) < 0)
			return -1;
	for (size_t i = 0; !a->n_words && od_load_types[i]; i++)
		if (dump_type(a->cli, db, od_load_types[i], err) < 0)
			return -1;
	return 0;
}

static int dump(struct cli *cli, int argc, char **argv)
{
	struct cli_db_args a = { .cli = cli, .most = 64 };
	struct od_err err = OD_ERR_INIT;
	const struct argp argp = {
		NULL,
		parse,
		"[TYPE...]",
		N_("Print all records, or those of TYPEs, as YAML that 'load' takes."),
		cli_children,
		NULL,
		NULL
	};

	cli->out.format = OD_FMT_YAML;
	cli_parse(cli, &argp, argc, argv, &a);
	return dump_types(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

/* --- backup, restore, migrate -------------------------------------------------------------------------- */

static int backup(struct cli *cli, int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct cli_db_args a = { .cli = cli, .least = 1, .most = 1 };
	struct od_err err = OD_ERR_INIT;

	cli_db_parse(&a, "FILE",
		     N_("Copy the database to FILE, verified before it gets that name."), NULL,
		     argc, argv);
	db = cli_open(cli, OD_READ, &err);
	return !db || od_backup(db, a.words[0], &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

static int restore(struct cli *cli, int argc, char **argv)
{
	struct cli_db_args a = { .cli = cli, .least = 1, .most = 1 };
	struct od_err err = OD_ERR_INIT;

	cli_db_parse(&a, "FILE", N_("Make the database, which must not exist, from a backup."),
		     NULL, argc, argv);
	if (!cli->db)
		od_fail(&err, OD_EUSAGE, _("no database: use --db=FILE or set OFFICEDB"));
	else if (make_directory(cli, &err) == 0 && od_restore(a.words[0], cli->db, &err) == 0)
		return EXIT_SUCCESS;
	return cli_fail(&err);
}

static int migrate(struct cli *cli, int argc, char **argv)
{
	struct cli_db_args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	char shipped[512];
	int from;

	cli_db_parse(&a, NULL,
		     N_("Bring an older database to this program's schema; a copy is kept."), NULL,
		     argc, argv);
	if (!cli->db)
		od_fail(&err, OD_EUSAGE, _("no database: use --db=FILE or set OFFICEDB"));
	else if (od_migrate(cli->db, cli->wait_ms, &from, &err) == 0) {
		if (from < od_schema_version())
			cli_warn(_("schema %d is now %d; the old file is %s.v%d.bak"), from,
				 od_schema_version(), cli->db, from);
		/* The regime is the office's own: nothing is loaded into it unasked. */
		if (from < od_schema_version())
			cli_warn(
				_("what is new in the shipped regime (of schema 5 publications, score rules) is not "
				  "loaded; take it from '%s' with 'office-db load'"),
				cli_share("regime/default.yaml", shipped, sizeof(shipped)));
		return EXIT_SUCCESS;
	}
	return cli_fail(&err);
}

/* --- verify ----------------------------------------------------------------------------------------------- */

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	cli_warn("%s", text);
}

static int verify(struct cli *cli, int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct cli_db_args a = { .cli = cli };
	struct od_verify v = { .problem = tell };
	struct od_err err = OD_ERR_INIT;

	cli_db_parse(&a, NULL,
		     N_("Check the file, its references, the journal's chain, and every record "
			"against the journal."),
		     NULL, argc, argv);
	db = cli_open(cli, OD_READ, &err);
	if (!db || od_verify(db, &v, &err) < 0)
		return cli_fail(&err);
	cli_warn(_("journal rows %lld, records %lld: problems %d"), (long long)v.journal_rows,
		 (long long)v.records, v.problems);
	return v.problems ? EX_CONFIG : EXIT_SUCCESS;
}

/* --- journal, batches, undo -------------------------------------------------------------------------------- */

static int journal(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "limit", OPT_LIMIT, "N", 0, N_("the newest N rows only"), 0 },
		{ 0 },
	};
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct cli_db_args a = { .cli = cli, .most = 1 };
	struct od_err err = OD_ERR_INIT;
	const struct argp argp = { options,
				   parse,
				   "[RECORD]",
				   N_("Print the journal: who did what when; of one record such as "
				      "R2026-0001, B2026-0001, unit:BM01."),
				   cli_children,
				   NULL,
				   NULL };

	cli_parse(cli, &argp, argc, argv, &a);
	db = cli_open(cli, OD_READ, &err);
	if (!db || cli_print(cli, od_journal_find(db, a.words ? a.words[0] : NULL, a.limit, &err),
			     &od_journal_type, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}

static int batches(struct cli *cli, int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct cli_db_args a = { .cli = cli, .most = 1 };
	struct od_err err = OD_ERR_INIT;
	const struct argp argp = { NULL,         parse,
				   "[BATCH]",    N_("List imports, or that of a number or name."),
				   cli_children, NULL,
				   NULL };

	cli_parse(cli, &argp, argc, argv, &a);
	db = cli_open(cli, OD_READ, &err);
	if (!db || cli_print(cli, od_batch_find(db, a.words ? a.words[0] : NULL, &err),
			     &od_batch_type, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}

static void tell_changed(void *ctx, const char *record)
{
	(void)ctx;
	cli_warn(_("%s was changed since"), record);
}

static int undo(struct cli *cli, int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct cli_db_args a = { .cli = cli, .least = 1, .most = 1 };
	struct od_err err = OD_ERR_INIT;
	int64_t number, undone = 0;

	cli_db_parse(&a, "BATCH", N_("Take an import back, unless any of it was changed since."),
		     NULL, argc, argv);
	if (od_number_parse('B', a.words[0], &number, &err) < 0) {
		err.code = OD_EUSAGE;
		return cli_fail(&err);
	}
	db = cli_open(cli, OD_WRITE, &err);
	if (!db || cli_begin(cli, db, &err) < 0 ||
	    od_batch_undo(db, number, tell_changed, NULL, &undone, &err) < 0 ||
	    od_commit(db, &err) < 0)
		return cli_fail(&err);
	cli_warn(ngettext("%s: %lld record undone", "%s: %lld records undone", undone), a.words[0],
		 (long long)undone);
	return EXIT_SUCCESS;
}

/* --- reindex ------------------------------------------------------------------------------------------------- */

#define REINDEX_STEP 5000

static int reindex(struct cli *cli, int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct cli_db_args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int64_t lag = 1;

	cli_db_parse(&a, NULL,
		     N_("Bring the search index up to the newest report (a nightly job)."), NULL,
		     argc, argv);
	db = cli_open(cli, OD_WRITE, &err);
	while (db && lag) {
		if (od_search_lag(db, 1, &lag, &err) < 0 ||
		    (lag && od_search_catch_up(db, REINDEX_STEP, true, &err) < 0))
			return cli_fail(&err);
	}
	return db ? EXIT_SUCCESS : cli_fail(&err);
}

/* --- doctor ---------------------------------------------------------------------------------------------------- */

static bool said(bool good, const char *what, const char *value)
{
	printf("%-4s %s: %s\n", good ? _("ok") : _("BAD"), what, value);
	return good;
}

static bool doctor_file(struct cli *cli)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	char text[128];
	struct stat st;
	bool good;

	good = said(cli->db && access(cli->db, F_OK) == 0, _("database"), cli->db ? cli->db : "-");
	if (!good || stat(cli->db, &st) != 0)
		return false;
	snprintf(text, sizeof(text), "%04o", (unsigned int)st.st_mode & 07777);
	good &= said(!(st.st_mode & S_IWOTH), _("permissions"), text);
	good &= said(access(cli->db, R_OK | W_OK) == 0, _("may be written"), cli_login(cli));
	db = od_open(cli->db, OD_READ, 1000, &err);
	snprintf(text, sizeof(text), "%d", od_schema_version());
	good &= said(db != NULL, _("schema"), db ? text : err.msg);
	if (db && cli_for_whom(cli, db, &err) < 0)
		exit(cli_fail(&err));
	if (db) {
		od_date today = od_instant_date(cli->now);
		struct od_calendar *c = od_calendar_load(db, &err);

		good &= said(!od_db_on_network(db), _("file system"),
			     od_db_on_network(db) ? _("of a network: locks cannot be trusted")
						  : _("local"));
		said(c && !od_calendar_provisional(c, today), _("calendar"),
		     c && !od_calendar_provisional(c, today)
			     ? _("knows this year")
			     : _("does not know this year; load the announced holidays"));
		od_calendar_free(c);
	}
	return good;
}

static int doctor(struct cli *cli, int argc, char **argv)
{
	struct cli_db_args a = { .cli = cli };
	char path[4096];
	bool good;

	cli_db_parse(&a, NULL, N_("Say whether all that is needed is in place."), NULL, argc, argv);
	good = said(true, _("version"), od_version());
	good &= said(!strcmp(nl_langinfo(CODESET), "UTF-8"), _("codeset"), nl_langinfo(CODESET));
	/* Translators: the name of this language. */
	said(true, _("language"), _("English"));
	good &= said(access(cli_share("regime/default.yaml", path, sizeof(path)), R_OK) == 0,
		     _("shipped files"), path);
	good &= doctor_file(cli);
	return good ? EXIT_SUCCESS : EX_CONFIG;
}

static const struct cli_verb verbs[] = {
	{ "init", init, N_("make a new database (--sample: with a fictional office)") },
	{ "load", cli_db_load, N_("load organisation, regime, calendar") },
	{ "dump", dump, N_("print records as YAML that loads back") },
	{ "backup", backup, N_("make a verified copy") },
	{ "restore", restore, N_("make the database from a copy") },
	{ "migrate", migrate, N_("bring an older database to this schema") },
	{ "verify", verify, N_("check file, references, journal, records") },
	{ "journal", journal, N_("who did what when") },
	{ "batches", batches, N_("list imports") },
	{ "undo", undo, N_("take an import back") },
	{ "reindex", reindex, N_("bring the search index up to date") },
	{ "doctor", doctor, N_("is all that is needed in place?") },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct cli cli;

	cli_start(&cli, argv);
	return cli_verbs(&cli, verbs, N_("The office's database."), argc, argv);
}
