/* bulletin-build-draft.c - see cli.h: the draft of an issue: made, edited, checked; what says nearly the same. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bulletin-build.h"

extern char **environ;

enum { OPT_DATE = 0x300, OPT_SINCE, OPT_USED, OPT_NEAR_DAYS, OPT_FILE, OPT_DAYS };

/* --- draft ------------------------------------------------------------------------------------------ */

struct draft_args {
	struct cli *cli;
	const char *publication, *date, *since, *file;
	bool used;
	int near_days;
};

static error_t parse_draft(int key, char *arg, struct argp_state *state)
{
	struct draft_args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a->cli;
		return 0;
	case OPT_DATE:
		a->date = arg;
		return 0;
	case OPT_SINCE:
		a->since = arg;
		return 0;
	case OPT_USED:
		a->used = true;
		return 0;
	case OPT_NEAR_DAYS:
		a->near_days = (int)cli_count(state, arg, 0, 3660);
		return 0;
	case OPT_FILE:
		a->file = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (a->publication)
			argp_error(state, _("one publication only; '%s' is too much"), arg);
		a->publication = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, _("name a publication, such as daily"));
		return EINVAL;
	}
	return ARGP_ERR_UNKNOWN;
}

/* A draft that lies there has perhaps been edited for hours. */
static int refuse_there(const char *file, struct od_err *err)
{
	if (access(file, F_OK) != 0)
		return 0;
	return od_fail(
		err, OD_ECREATE,
		_("'%s' is there already and may have been edited; nothing was written: name "
		  "another file, or remove it"),
		file);
}

static int draft_opts(const struct draft_args *a, struct od_db *db, struct od_draft_opts *o,
		      struct od_err *err)
{
	const struct od_when when = { a->cli->now, NULL };
	char buf[32];

	*o = (struct od_draft_opts){ .since = OD_NOINSTANT,
				     .used = a->used,
				     .near_days = a->near_days };
	if (cli_date(a->cli, db, a->date, &o->date, err) < 0)
		return -1;
	if (!a->since)
		return 0;
	if (od_instant_parse(a->since, &when, &o->since, err) < 0) {
		err->code = OD_EUSAGE;
		return od_fail_at(err, "--since");
	}
	cli_echo_instant(a->since, o->since);
	if (o->since.sec <= a->cli->now.sec)
		return 0;
	return od_fail(err, OD_EUSAGE, _("--since: %s is still to come: nothing came in since"),
		       od_instant_str_short(o->since, buf));
}

/* What a classified publication may hold may stand in its draft. */
static int keep_close(const struct draft_args *a, struct od_db *db, od_date on, struct od_err *err)
{
	struct od_publication p;
	int r;

	od_rec_init(&od_publication_type, &p);
	r = od_publication_get(db, a->publication, on, &p, err);
	if (r == 0)
		cli_keep_close(p.secrecy);
	od_rec_clear(&od_publication_type, &p);
	return r;
}

static int draft(const struct draft_args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct od_draft_opts o;
	char *mine;
	int done;

	if (a->file && refuse_there(a->file, err) < 0)
		return -1;
	db = cli_open(a->cli, OD_READ, err);
	if (!db || draft_opts(a, db, &o, err) < 0)
		return -1;
	mine = cli_office_language(db, NULL, o.date);
	done = od_draft_make(db, a->publication, &o, &b, err);
	cli_own_language(mine);
	if (done < 0) { /* once more, so that the reader is told in his own */
		*err = (struct od_err)OD_ERR_INIT;
		od_buf_reset(&b);
		if (od_draft_make(db, a->publication, &o, &b, err) < 0)
			return -1;
	}
	if (a->file && keep_close(a, db, o.date, err) < 0)
		return -1;
	if (a->file)
		return cli_write_file(a->file, b.s, b.n, err);
	if (fwrite(b.s, 1, b.n, stdout) != b.n)
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	return 0;
}

int cli_bulletin_draft(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "date", OPT_DATE, "DATE", 0, N_("of the issue (today)"), 0 },
		{ "since", OPT_SINCE, "TIME", 0,
		  N_("what came in from then on (since the last issue)"), 0 },
		{ "used", OPT_USED, NULL, 0, N_("also what an earlier issue has"), 0 },
		{ "near-days", OPT_NEAR_DAYS, "N", 0,
		  N_("look for near duplicates so many days back (30)"), 0 },
		{ "output-file", OPT_FILE, "FILE", 0, N_("write it there; never over a file"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse_draft,
		N_("PUBLICATION"),
		N_("What may go into the next issue, by column, as a file to edit: what was "
		   "received or accepted, in the order of the roundup, with near duplicates marked."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct draft_args a = { .cli = cli, .near_days = 30 };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	return draft(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

/* --- check ------------------------------------------------------------------------------------------------ */

struct check_args {
	struct cli *cli;
	char **files;
	int n;
};

static error_t parse_files(int key, char *arg, struct argp_state *state)
{
	struct check_args *a = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a->cli;
		return 0;
	case ARGP_KEY_ARGS:
		a->files = state->argv + state->next;
		a->n = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, _("name the file of a draft"));
		return EINVAL;
	}
	return ARGP_ERR_UNKNOWN;
}

static void put_problem(void *ctx, const char *text)
{
	(void)ctx;
	puts(text);
}

/* What is wrong with one draft is printed: 0 nothing, EX_DATAERR problems, 1 doubts and findings of wording only; -1. */
static int check_file(struct cli *cli, struct od_db *db, const char *file, struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	OD_CLEANUP(od_draft_freep) struct od_draft_file *d = NULL;
	const char *name = cli_file_name(file);
	int fd = cli_open_file(file, err), doubts, found;

	if (fd < 0)
		return -1;
	d = od_draft_read(db, fd, name, cli->now, put_problem, NULL, &why);
	if (fd != STDIN_FILENO)
		close(fd);
	if (!d) {
		fflush(stdout);
		if (why.code != OD_EDATA) {
			*err = why;
			return -1;
		}
		cli_warn("%s", why.msg);
		return EX_DATAERR;
	}
	doubts = od_draft_doubts(d, put_problem, NULL, err);
	found = doubts < 0 ? -1 : cli_bulletin_wording(name, d, err);
	return found < 0 ? -1 : doubts || found;
}

int cli_bulletin_check(struct cli *cli, int argc, char **argv)
{
	static const struct argp argp = {
		NULL,
		parse_files,
		N_("FILE..."),
		N_("Hold drafts against what is on file, and their wording against the rules of "
		   "doc-check, if that is installed."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct check_args a = { .cli = cli };
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	int status = EXIT_SUCCESS;

	cli_parse(cli, &argp, argc, argv, &a);
	db = cli_open(cli, OD_READ, &err);
	if (!db)
		return cli_fail(&err);
	for (int i = 0; i < a.n; i++) {
		int r = check_file(cli, db, a.files[i], &err);

		if (r < 0)
			return cli_fail(&err);
		if (r > status)
			status = r;
	}
	return status;
}

/* --- edit -------------------------------------------------------------------------------------------------- */

/* What is typed to interrupt the editor is not meant for us. */
static int wait_for(pid_t pid, int *status)
{
	void (*interrupted)(int) = signal(SIGINT, SIG_IGN);
	void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
	pid_t got;

	do
		got = waitpid(pid, status, 0);
	while (got < 0 && errno == EINTR);
	signal(SIGINT, interrupted);
	signal(SIGQUIT, quit);
	return got < 0 ? -1 : 0;
}

/* $VISUAL or $EDITOR may bring options of its own, so that a shell takes it apart. */
static int run_editor(const char *file, struct od_err *err)
{
	const char *editor = getenv("VISUAL");
	char *command;
	char *argv[] = {
		(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c", NULL, NULL, NULL, NULL
	};
	pid_t pid;
	int status, r;

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor)
		editor = "vi";
	if (asprintf(&command, "%s \"$@\"", editor) < 0)
		return od_fail_nomem(err);
	argv[2] = command;
	argv[3] = (char *)(uintptr_t)editor;
	argv[4] = (char *)(uintptr_t)file;
	r = posix_spawnp(&pid, "sh", NULL, NULL, argv, environ);
	free(command);
	if (r)
		return od_fail(err, OD_EPART, _("cannot start '%s': %s"), editor, strerror(r));
	if (wait_for(pid, &status) < 0)
		return od_fail(err, OD_EIO, "%s: %s", editor, strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return od_fail(err, OD_EPART,
		       _("the editor '%s' did not end well; '%s' is as it left it (set EDITOR to "
			 "another)"),
		       editor, file);
}

static int read_whole(const char *file, struct od_buf *b, struct od_err *err)
{
	char part[65536];
	FILE *f = fopen(file, "re");
	size_t n;

	if (!f)
		return od_fail(err, OD_ENOENT, _("cannot read '%s': %s"), file, strerror(errno));
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		od_buf_add(b, part, n);
	if (ferror(f))
		od_fail(err, OD_EIO, _("cannot read '%s': %s"), file, strerror(errno));
	n = (size_t)ferror(f);
	fclose(f);
	if (n)
		return -1;
	return b->failed ? od_fail_nomem(err) : 0;
}

/* An editor that died may have emptied the file: what it held is kept beside it. */
static int rescue(const char *file, const struct od_buf *before, struct od_err *err)
{
	struct stat st;
	char *kept;
	int r;

	if ((stat(file, &st) == 0 && st.st_size > 0) || !before->n)
		return 0;
	if (asprintf(&kept, "%s~", file) < 0)
		return od_fail_nomem(err);
	r = cli_write_file(kept, before->s, before->n, err);
	if (r == 0)
		cli_warn(_("'%s' is empty or gone; what it held is kept in '%s'"), file, kept);
	free(kept);
	return r;
}

/* Edit once more?  Only who sits at a terminal is asked. */
static bool ask_again(void)
{
	while (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
		char *answer = cli_question(_("edit again (e), or keep it as it is (k)?"), "e");
		char c = answer ? *answer : 'k';

		free(answer);
		if (c == 'k' || c == 'K')
			return false;
		if (c == 'e' || c == 'E' || !c)
			return true;
	}
	return false;
}

static int edit(struct cli *cli, struct od_db *db, const char *file, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf before = OD_BUF_INIT;
	int r;

	if (access(file, F_OK) != 0)
		return od_fail(
			err, OD_ENOENT,
			_("there is no file '%s'; make one with 'bulletin-build draft PUBLICATION "
			  "--output-file=%s'"),
			file, file);
	if (access(file, R_OK | W_OK) != 0)
		return od_fail(err, OD_EPERM, _("'%s' cannot be written: %s; nothing was opened"),
			       file, strerror(errno));
	if (read_whole(file, &before, err) < 0)
		return -1;
	do {
		r = run_editor(file, err);
		if (rescue(file, &before, err) < 0 || r < 0)
			return -1;
		r = check_file(cli, db, file, err);
		fflush(stdout);
	} while (r > 0 && ask_again());
	return r;
}

int cli_bulletin_edit(struct cli *cli, int argc, char **argv)
{
	static const struct argp argp = {
		NULL,
		parse_files,
		N_("FILE"),
		N_("Open a draft in $VISUAL or $EDITOR, check it afterwards, and where something is "
		   "wrong offer to edit it again."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct check_args a = { .cli = cli };
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	int r;

	cli_parse(cli, &argp, argc, argv, &a);
	if (a.n > 1)
		od_fail(&err, OD_EUSAGE, _("one file only; '%s' is too much"), a.files[1]);
	else
		db = cli_open(cli, OD_READ, &err);
	if (!db)
		return cli_fail(&err);
	r = edit(cli, db, a.files[0], &err);
	return r < 0 ? cli_fail(&err) : r;
}

/* --- near -------------------------------------------------------------------------------------------------- */

struct near_args {
	struct cli *cli;
	const char *number;
	int days;
};

static error_t parse_near(int key, char *arg, struct argp_state *state)
{
	struct near_args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_DAYS:
		a->days = (int)cli_count(state, arg, 0, 36600);
		return 0;
	case ARGP_KEY_ARG:
		if (a->number)
			argp_error(state, _("one number only; '%s' is too much"), arg);
		a->number = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, _("name a report, such as R2026-0123"));
		return EINVAL;
	}
	return ARGP_ERR_UNKNOWN;
}

static int received(struct od_db *db, int64_t number, od_instant *at, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_report r;
	int got;

	od_rec_init(&od_report_type, &r);
	q.number = number;
	it = od_report_find(db, &q, err);
	got = it ? od_iter_next(it, &r, err) : -1;
	*at = r.received_at;
	od_rec_clear(&od_report_type, &r);
	return got;
}

static int near(const struct near_args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	char name[32];
	int64_t number;
	od_instant at;
	int got;

	if (od_number_parse('R', a->number, &number, err) < 0) {
		err->code = OD_EUSAGE;
		return -1;
	}
	db = cli_open(a->cli, OD_READ, err);
	got = db ? received(db, number, &at, err) : -1;
	if (got < 0)
		return -1;
	if (!got)
		return od_fail(err, OD_ENOENT, _("there is no report %s"),
			       od_number_str('R', number, name));
	at.sec -= a->days * INT64_C(86400);
	return cli_print(a->cli, od_near_find(db, number, at, err), &od_near_type, err);
}

int cli_bulletin_near(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "days", OPT_DAYS, "N", 0, N_("so many days before it came in, and later (30)"),
		  0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse_near,
		N_("NUMBER"),
		N_("Reports that say nearly the same as one: the nearest first, with the issue they "
		   "went into."),
		cli_children,
		NULL,
		NULL,
	};
	struct near_args a = { .cli = cli, .days = 30 };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	return near(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
