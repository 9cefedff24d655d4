/* cli.c - see cli.h: starting, options, verbs, dates, failing. */
#include <errno.h>
#include <langinfo.h>
#include <malloc.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio_ext.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

/* --- starting ---------------------------------------------------------------------------------- */

static void print_version(FILE *out, struct argp_state *state)
{
	(void)state;
	fprintf(out, "%s (officedb) %s\n", program_invocation_short_name, od_version());
}
void (*argp_program_version_hook)(FILE *, struct argp_state *) = print_version;

static void close_stdout(void)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return;
	if (errno != EPIPE)
		fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name,
			_("cannot write output"), strerror(errno));
	_exit(EX_IOERR);
}

/* The directory that share/ and locale/ stand in: beside the command's own, in the build tree as
 * where it is installed; else where configure said. */
static const char *share_dir(char *buf, size_t n)
{
	ssize_t len = readlink("/proc/self/exe", buf, n - 16);
	char *slash;

	if (len > 0) {
		buf[len] = '\0';
		slash = strrchr(buf, '/');
		if (slash) {
			*slash = '\0';
			slash = strrchr(buf, '/');
		}
		if (slash) {
			memcpy(slash, "/share", sizeof("/share"));
			return buf;
		}
	}
	snprintf(buf, n, "%s", DATADIR);
	return buf;
}

const char *cli_share(const char *file, char *buf, size_t n)
{
	char dir[4096];

	snprintf(buf, n, "%s/officedb/%s", share_dir(dir, sizeof(dir)), file);
	if (access(buf, R_OK) != 0)
		snprintf(buf, n, "%s/officedb/%s", DATADIR, file);
	return buf;
}

static bool is_c(const char *locale)
{
	return !locale || !strcmp(locale, "C") || !strcmp(locale, "POSIX");
}

/* The language that $LC_ALL, $LC_MESSAGES or $LANG ask for, even where that locale is not installed. */
static void keep_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *asked = getenv("LANGUAGE");

	for (size_t i = 0; i < CLI_COUNT(names); i++) {
		const char *value = getenv(names[i]);
		char language[32];

		if (!value || !*value)
			continue;
		snprintf(language, sizeof(language), "%.*s", (int)strcspn(value, ".@"), value);
		if (!is_c(language) && (!asked || !*asked))
			setenv("LANGUAGE", language, 1);
		return;
	}
}

/* Cron gives no LANG: Chinese text still needs a UTF-8 codeset, and $LANGUAGE a locale that is not C. */
static void start_locale(void)
{
	char dir[4096], locale[4200];

	/* Only what is used: each category is a file or two at every start.  Numbers, dates and order
	 * are the office's own. */
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8"))
		setlocale(LC_CTYPE, "C.UTF-8");
	if (is_c(setlocale(LC_MESSAGES, NULL))) {
		setlocale(LC_MESSAGES, "C.UTF-8");
		keep_language();
	}
	snprintf(locale, sizeof(locale), "%s/locale", share_dir(dir, sizeof(dir)));
	bindtextdomain("officedb", access(locale, X_OK) == 0 ? locale : LOCALEDIR);
	bind_textdomain_codeset("officedb", "UTF-8");
	textdomain("officedb");
}

const char *cli_keep_text(const char *text)
{
	static const char *kept[4];
	static size_t n;

	if (n < CLI_COUNT(kept))
		kept[n++] = text;
	return text;
}

static void find_database(struct cli *cli)
{
	const char *env = getenv("OFFICEDB"), *data = getenv("XDG_DATA_HOME"),
		   *home = getenv("HOME");

	if (env && *env)
		cli->db = env;
	else if (data && *data && asprintf(&cli->db_default, "%s/officedb/office.db", data) >= 0)
		cli->db = cli->db_default;
	else if (home &&
		 asprintf(&cli->db_default, "%s/.local/share/officedb/office.db", home) >= 0)
		cli->db = cli->db_default;
	cli_keep_text(cli->db_default);
}

const char *cli_login(struct cli *cli)
{
	const struct passwd *pw = *cli->login ? NULL : getpwuid(getuid());

	if (pw)
		snprintf(cli->login, sizeof(cli->login), "%s", pw->pw_name);
	else if (!*cli->login)
		snprintf(cli->login, sizeof(cli->login), "uid%u", getuid());
	return cli->login;
}

static char *last_part(char *path)
{
	char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void cli_start(struct cli *cli, char **argv)
{
	memset(cli, 0, sizeof(*cli));
	/* Memory that is freed and taken again for every row stays with us in between. */
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
	program_invocation_short_name = last_part(argv[0]);
	cli->command = program_invocation_short_name;
	cli->wait_ms = 10000;
	cli->now_text = getenv("OFFICEDB_NOW");
	snprintf(cli->reader, sizeof(cli->reader), "%s",
		 getenv("LANGUAGE") ? getenv("LANGUAGE") : "");
	start_locale();
	find_database(cli);
	atexit(close_stdout);
}

/* What argp says by itself: it asks our catalogue, not libc's. */
static const char *const argp_words[] __attribute__((unused)) = {
	N_("Usage:"),
	N_("  or: "),
	N_(" [OPTION...]"),
	N_("Give this help list"),
	N_("Give a short usage message"),
	N_("Print program version"),
	N_("Mandatory or optional arguments to long options are also mandatory or optional for any "
	   "corresponding short options."),
	N_("Try `%s --help' or `%s --usage' for more information.\n"),
};

/* --- options --------------------------------------------------------------------------------------- */

enum { OPT_NOW = 0x10000, OPT_WAIT, OPT_AS, OPT_COLUMNS, OPT_EXCEL, OPT_LIST_OPTIONS };

static const struct argp_option common_options[] = {
	{ NULL, 0, NULL, 0, N_("Common options:"), 90 },
	{ "db", 'd', "FILE", 0, N_("the database (else $OFFICEDB)"), 0 },
	{ "now", OPT_NOW, "TIME", 0, N_("take TIME for the present ($OFFICEDB_NOW)"), 0 },
	{ "wait", OPT_WAIT, "SECONDS", 0, N_("wait so long for a busy database (10)"), 0 },
	{ "as", OPT_AS, "PERSON", 0, N_("act for PERSON; both are recorded"), 0 },
	{ "list-options", OPT_LIST_OPTIONS, NULL, OPTION_HIDDEN, NULL, 0 },
	{ 0 },
};

/* One "--name" or "--name=" a line, for completion and for the tests of the manual. */
static void list_options(const struct argp *argp)
{
	for (const struct argp_option *o = argp->options; o && (o->name || o->key || o->doc); o++)
		if (o->name && !(o->flags & OPTION_HIDDEN))
			printf("--%s%s\n", o->name, o->arg ? "=" : "");
	for (const struct argp_child *c = argp->children; c && c->argp; c++)
		list_options(c->argp);
}

/* The word itself, what it is called, or one of its other names, which stand in words[].aliases with blanks between. */
static bool is_word(const struct od_word *w, const char *arg)
{
	size_t n = strlen(arg);

	if (!strcmp(arg, w->word) || (w->label && !strcmp(arg, _(w->label))))
		return true;
	for (const char *s = w->aliases; n && s && *s; s += strcspn(s, " "), s += *s == ' ')
		if (strcspn(s, " ") == n && !memcmp(s, arg, n))
			return true;
	return false;
}

int cli_word(struct argp_state *state, const char *arg, const struct od_word *words)
{
	char known[256] = "";

	for (int i = 0; words[i].word; i++) {
		if (is_word(&words[i], arg))
			return i;
		snprintf(known + strlen(known), sizeof(known) - strlen(known), "%s%s",
			 i ? ", " : "", words[i].word);
	}
	argp_error(state, _("'%s' is not one of: %s"), arg, known);
	return 0;
}

long cli_count(struct argp_state *state, const char *arg, long least, long most)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (errno || end == arg || *end || n < least || n > most)
		argp_error(state, _("'%s' is not a number from %ld to %ld"), arg, least, most);
	return n;
}

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
	struct cli *cli = state->input;

	switch (key) {
	case 'd':
		cli->db = arg;
		return 0;
	case OPT_NOW:
		cli->now_text = arg;
		return 0;
	case OPT_WAIT:
		cli->wait_ms = 1000 * cli_count(state, arg, 0, 86400);
		return 0;
	case OPT_AS:
		cli->acting_for = arg;
		return 0;
	case OPT_LIST_OPTIONS:
		list_options(state->root_argp);
		exit(EXIT_SUCCESS);
	}
	return ARGP_ERR_UNKNOWN;
}
const struct argp cli_common_argp = { common_options, parse_common, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option out_options[] = {
	{ NULL, 0, NULL, 0, N_("Output:"), 80 },
	{ "output", 'o', "FORMAT", 0, N_("table, yaml, json, csv or tsv"), 0 },
	{ "columns", OPT_COLUMNS, "NAME,...", 0, N_("only these fields, in this order"), 0 },
	{ "excel", OPT_EXCEL, NULL, 0, N_("csv as Excel wants it"), 0 },
	{ 0 },
};

static error_t parse_out(int key, char *arg, struct argp_state *state)
{
	struct cli *cli = state->input;

	switch (key) {
	case 'o':
		cli->out.format = cli_word(state, arg, od_formats);
		return 0;
	case OPT_COLUMNS:
		cli->out.columns = arg;
		return 0;
	case OPT_EXCEL:
		cli->out.excel = true;
		cli->out.format = OD_FMT_CSV;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}
const struct argp cli_out_argp = { out_options, parse_out, NULL, NULL, NULL, NULL, NULL };

const struct argp_child cli_children[] = { { &cli_common_argp }, { &cli_out_argp }, { 0 } };
/* The second has nothing: every parser gives both their input (CLI_INPUTS). */
static const struct argp no_argp = { NULL, NULL, NULL, NULL, NULL, NULL, NULL };
const struct argp_child cli_common_children[] = { { &cli_common_argp }, { &no_argp }, { 0 } };

static void resolve_now(struct cli *cli)
{
	struct od_when clock = { { time(NULL) }, NULL };
	struct od_err err = OD_ERR_INIT;

	cli->now = clock.now;
	if (cli->now_text && *cli->now_text &&
	    od_instant_parse(cli->now_text, &clock, &cli->now, &err) < 0) {
		err.code = OD_EUSAGE;
		exit(cli_fail(&err));
	}
	cli->act = (struct od_act){ cli->login, NULL, cli->command, cli->now };
}

void cli_parse(struct cli *cli, const struct argp *argp, int argc, char **argv, void *input)
{
	argp_parse(argp, argc, argv, 0, NULL, input);
	resolve_now(cli);
}

/* --- verbs ------------------------------------------------------------------------------------------- */

struct verbs {
	struct cli *cli;
	const struct cli_verb *verbs;
	const char *doc;
	int at; /* where the verb stands in argv */
};

enum { OPT_LIST_VERBS = 0x20000 };
static const struct argp_option verb_options[] = {
	{ "list-verbs", OPT_LIST_VERBS, NULL, OPTION_HIDDEN, NULL, 0 },
	{ 0 },
};

static error_t parse_verb(int key, char *arg, struct argp_state *state)
{
	struct verbs *v = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = v->cli;
		return 0;
	case OPT_LIST_VERBS:
		for (const struct cli_verb *verb = v->verbs; verb->name; verb++)
			puts(verb->name);
		exit(EXIT_SUCCESS);
	case ARGP_KEY_ARG:
		v->at = state->next - 1;
		state->next = state->argc; /* the rest is the verb's */
		return 0;
	case ARGP_KEY_END:
		if (!v->at)
			argp_error(state, _("say what to do; --help lists the verbs"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* The list of verbs stands below the options in --help. */
static char *help_verbs(int key, const char *text, void *input)
{
	struct verbs *v = input;
	char *all = NULL;
	size_t n;
	FILE *out;

	if (key == ARGP_KEY_HELP_PRE_DOC)
		return strdup(_(v->doc));
	if (key != ARGP_KEY_HELP_POST_DOC)
		return (char *)(uintptr_t)text;
	out = open_memstream(&all, &n);
	if (!out)
		return NULL;
	fprintf(out, "%s\n", _("Verbs ('VERB --help' tells more):"));
	for (const struct cli_verb *verb = v->verbs; verb->name; verb++)
		fprintf(out, "  %-12s %s\n", verb->name, _(verb->help));
	fclose(out);
	return all;
}

static const struct cli_verb *find_verb(const struct cli_verb *verbs, const char *name)
{
	while (verbs->name && strcmp(verbs->name, name))
		verbs++;
	return verbs->name ? verbs : NULL;
}

int cli_verbs(struct cli *cli, const struct cli_verb *verbs, const char *doc, int argc, char **argv)
{
	/* The two lines around the \v are filled in by help_verbs(). */
	const struct argp argp = { verb_options, parse_verb,          "VERB [ARG...]",
				   "\v.",        cli_common_children, help_verbs,
				   NULL };
	struct verbs v = { cli, verbs, doc, 0 };
	const struct cli_verb *verb;
	static char name[128];

	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &v);
	verb = find_verb(verbs, argv[v.at]);
	if (!verb) {
		cli_warn(_("no verb '%s'; --help lists them"), argv[v.at]);
		return EX_USAGE;
	}
	snprintf(name, sizeof(name), "%s %s", cli->command, verb->name);
	argv[v.at] = name;
	return verb->run(cli, argc - v.at, argv + v.at);
}

/* --- dates ------------------------------------------------------------------------------------------------ */

int cli_date(struct cli *cli, struct od_db *db, const char *text, od_date *out, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = NULL;
	struct od_when when = { cli->now, NULL };
	char buf[16];

	if (!text) {
		*out = od_instant_date(cli->now);
		return 0;
	}
	if (strchr(text, 'w')) {
		calendar = od_calendar_load(db, err);
		if (!calendar)
			return -1;
		when.calendar = calendar;
	}
	if (od_date_parse(text, &when, out, err) < 0) {
		err->code = OD_EUSAGE;
		return -1;
	}
	od_date_str(*out, buf);
	if (strcmp(buf, text) && isatty(STDERR_FILENO))
		cli_warn(_("'%s' is %s"), text, buf);
	return 0;
}

void cli_echo_instant(const char *text, od_instant t)
{
	char brief[32], whole[32];

	od_instant_str_short(t, brief);
	od_instant_str(t, whole);
	if (strcmp(text, brief) && strcmp(text, whole) && isatty(STDERR_FILENO))
		cli_warn(_("'%s' is %s"), text, brief);
}

/* --- failing ------------------------------------------------------------------------------------------------- */

void cli_warn(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	putc('\n', stderr);
}

int cli_fail(const struct od_err *err)
{
	static const int status[] = {
		[OD_OK] = EX_SOFTWARE,    [OD_EUSAGE] = EX_USAGE,      [OD_EDATA] = EX_DATAERR,
		[OD_ENOENT] = EX_NOINPUT, [OD_EPART] = EX_UNAVAILABLE, [OD_EBUG] = EX_SOFTWARE,
		[OD_ENOMEM] = EX_OSERR,   [OD_ECREATE] = EX_CANTCREAT, [OD_EIO] = EX_IOERR,
		[OD_EBUSY] = EX_TEMPFAIL, [OD_EPERM] = EX_NOPERM,      [OD_ESCHEMA] = EX_CONFIG,
	};

	/* What could not be written has been told: close_stdout() need not tell it again. */
	if (err->code == OD_EIO && ferror(stdout)) {
		__fpurge(stdout);
		clearerr(stdout);
	}
	cli_warn("%s", err->msg);
	return status[err->code];
}
