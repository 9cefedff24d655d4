/* report-submit - file reports: one from options or a prompt, many from files. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

struct args {
	struct cli *cli;
	const char *field[64]; /* options given, by the place of their field */
	bool any_field;
	char **files;
	int n_files;
	enum od_duplicate dup;
	bool dry_run, atomic;
	const char *rejects, *batch;
};

static const struct od_word duplicates[] = {
	{ "skip", NULL, NULL },
	{ "error", NULL, NULL },
	{ "update", NULL, NULL },
	{ NULL },
};

/* --- options: one a field that a unit gives, then those of an import ----------------------------- */

enum { OPT_FIELD = 0x300, OPT_DRY_RUN = 0x400, OPT_REJECTS, OPT_ATOMIC, OPT_DUPLICATE, OPT_BATCH };

static const struct argp_option import_options[] = {
	{ NULL, 0, NULL, 0, N_("Import:"), 70 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ "rejects", OPT_REJECTS, "FILE", 0, N_("refused records go there, with reasons"), 0 },
	{ "atomic", OPT_ATOMIC, NULL, 0, N_("take all or none"), 0 },
	{ "on-duplicate", OPT_DUPLICATE, "HOW", 0, N_("skip (default), error or update"), 0 },
	{ "batch", OPT_BATCH, "NAME", 0, N_("name of this import"), 0 },
	{ 0 },
};

static error_t parse_import(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case OPT_DRY_RUN:
		a->dry_run = true;
		return 0;
	case OPT_REJECTS:
		a->rejects = arg;
		return 0;
	case OPT_ATOMIC:
		a->atomic = true;
		return 0;
	case OPT_DUPLICATE:
		a->dup = cli_word(state, arg, duplicates);
		return 0;
	case OPT_BATCH:
		a->batch = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}
static const struct argp import_argp = {
	import_options, parse_import, NULL, NULL, NULL, NULL, NULL
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	if (key >= OPT_FIELD && key < OPT_FIELD + 64) {
		a->field[key - OPT_FIELD] = arg;
		a->any_field = true;
		return 0;
	}
	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		state->child_inputs[2] = a;
		return 0;
	case ARGP_KEY_ARGS:
		a->files = state->argv + state->next;
		a->n_files = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (a->any_field && a->files)
			argp_error(state, _("give a report by options or FILEs, not both"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{ &cli_common_argp },
	{ &cli_out_argp },
	{ &import_argp },
	{ 0 },
};

/* What is accepted, where the label of a field does not say it. */
static const struct {
	const char *field, *help;
} helps[] = {
	{ "unit", N_("unit: code, full or short name, alias (needed)") },
	{ "category", N_("category: code, name or alias (needed)") },
	{ "title", N_("title (needed)") },
	{ "body", N_("text; - reads it from standard input") },
	{ "occurred_at", N_("when (now): 2026-12-05 14:30, 16:20, 昨天") },
	{ "place", N_("where") },
	{ "leaders", N_("leaders, with 、 or , between them") },
	{ "author", N_("who reports it") },
	{ "phone", N_("that one's telephone") },
	{ "signer", N_("who signed it") },
	{ "secrecy", N_("none, secret, highly-secret or top-secret") },
	{ "urgency", N_("none, urgent or top-urgent") },
	{ "external_id", N_("the unit's own number; known again by it") },
};

static const char *help_of(const struct od_field *f)
{
	for (size_t i = 0; i < CLI_COUNT(helps); i++)
		if (!strcmp(helps[i].field, f->name))
			return helps[i].help;
	return f->label;
}

/* An option for each field that is not the office's to set, named as the field is; first what is
 * needed. */
static void parse_args(struct args *a, int argc, char **argv)
{
	static char name[64][32];
	static struct argp_option options[65];
	const struct argp argp = {
		options,
		parse,
		"[FILE...]",
		N_("File reports: one by the options below (or by questions, on a "
		   "terminal), many from FILEs or standard input (CSV, YAML, JSON Lines)."),
		children,
		NULL,
		NULL
	};
	size_t n = 0;

	for (size_t i = 0; od_report_type.fields[i].name; i++) {
		const struct od_field *f = &od_report_type.fields[i];

		if (f->flags & (OD_READONLY | OD_DERIVED))
			continue;
		for (size_t k = 0; f->name[k]; k++)
			name[n][k] = f->name[k] == '_' ? '-' : f->name[k];
		options[n] = (struct argp_option){ .name = name[n],
						   .key = OPT_FIELD + i,
						   .arg = "TEXT",
						   .doc = help_of(f),
						   .group = f->flags & OD_REQUIRED ? 1 : 2 };
		n++;
	}
	cli_parse(a->cli, &argp, argc, argv, a);
}

/* --- one report -------------------------------------------------------------------------------------- */

/* "-" as the body is standard input. */
static int read_body(struct od_buf *b, struct od_err *err)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof(part), stdin)) > 0 && b->n <= OD_FIELD_MAX)
		od_buf_add(b, part, n);
	if (ferror(stdin))
		return od_fail(err, OD_EIO, _("cannot read standard input: %s"), strerror(errno));
	if (b->n > OD_FIELD_MAX)
		return od_fail(err, OD_EDATA, _("body: longer than %d bytes"), OD_FIELD_MAX);
	while (b->n && b->s[b->n - 1] == '\n')
		b->s[--b->n] = '\0';
	return b->failed ? od_fail_nomem(err) : 0;
}

static int from_options(struct args *a, struct od_db *db, struct od_report *r, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf body = OD_BUF_INIT;
	struct od_when when = { a->cli->now, NULL };

	for (size_t i = 0; od_report_type.fields[i].name; i++) {
		const struct od_field *f = &od_report_type.fields[i];
		const char *text = a->field[i];

		if (!text)
			continue;
		if (f->flags & OD_LONG && !strcmp(text, "-")) {
			if (read_body(&body, err) < 0)
				return -1;
			text = body.s ? body.s : "";
		}
		if (f->type == OD_INSTANT && strchr(text, 'w') && !calendar) {
			calendar = od_calendar_load(db, err);
			if (!calendar)
				return -1;
			when.calendar = calendar;
		}
		if (od_field_set(f, r, text, &when, err) < 0)
			return od_fail_at(err, "%s", f->name);
		if (f->type == OD_INSTANT && *text)
			cli_echo_instant(text, r->occurred_at);
	}
	return 0;
}

static int print_report(struct args *a, struct od_db *db, int64_t number, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	char buf[32];

	if (a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns) {
		puts(od_number_str('R', number, buf));
		return 0;
	}
	q.number = number;
	return cli_print(a->cli, od_report_find(db, &q, err), &od_report_type, err);
}

static int file_one(struct args *a, struct od_db *db, struct od_report *r, struct od_err *err)
{
	enum od_taken taken = OD_TAKEN;
	bool differs = false;
	char buf[32];

	if (cli_begin(a->cli, db, err) < 0 ||
	    od_report_submit(db, r, a->dup, &taken, &differs, err) < 0)
		return -1;
	if (!a->dry_run && od_commit(db, err) < 0)
		return -1;
	od_number_str('R', r->number, buf);
	if (differs)
		cli_warn(
			_("%s is on file with other content; --on-duplicate=update writes over it"),
			buf);
	else if (taken == OD_DUPLICATED)
		cli_warn(_("it is on file already as %s"), buf);
	if (print_report(a, db, r->number, err) < 0)
		return -1;
	if (a->dry_run) {
		od_rollback(db);
		cli_warn(_("dry run: nothing was kept"));
		return 0;
	}
	cli_catch_up(db);
	return 0;
}

static int one(struct args *a, bool ask)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	struct od_report r;
	int done = -1;

	od_rec_init(&od_report_type, &r);
	db = cli_open(a->cli, OD_WRITE, &err);
	if (db &&
	    (ask ? cli_prompt_report(a->cli, db, &r, &err) : from_options(a, db, &r, &err)) == 0)
		done = file_one(a, db, &r, &err);
	od_rec_clear(&od_report_type, &r);
	return done < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

/* --- many --------------------------------------------------------------------------------------------- */

struct import {
	struct args *a;
	struct od_db *db;
	struct od_calendar *calendar;
	struct od_when when;
	struct od_batch counts;
	int64_t read, first; /* first number taken */
	FILE *rejects;
	char *rejects_name;
	bool headed, broken; /* broken: a file could not be read to its end */
	time_t shown;
};

/* Where the refused records of the nth file go: the file named or, with several files, that name with
 * the file's place behind it.  What an earlier run left there goes: it would pass for this run's. */
static int name_rejects(struct import *m, int nth, int input, struct od_err *err)
{
	struct stat there, in;
	int n;

	if (!m->a->rejects)
		return 0;
	n = m->a->n_files > 1 ? asprintf(&m->rejects_name, "%s.%d", m->a->rejects, nth + 1)
			      : asprintf(&m->rejects_name, "%s", m->a->rejects);
	if (n < 0) {
		m->rejects_name = NULL;
		return od_fail_nomem(err);
	}
	if (stat(m->rejects_name, &there) != 0)
		return 0;
	if (fstat(input, &in) == 0 && there.st_dev == in.st_dev && there.st_ino == in.st_ino)
		return od_fail(err, OD_EUSAGE, _("--rejects names the file that is read"));
	if (S_ISREG(there.st_mode) && truncate(m->rejects_name, 0) == 0)
		unlink(m->rejects_name);
	return 0;
}

static int open_rejects(struct import *m, struct od_err *err)
{
	m->rejects = fopen(m->rejects_name, "w");
	if (!m->rejects)
		return od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), m->rejects_name,
			       strerror(errno));
	return 0;
}

static int close_rejects(struct import *m, struct od_err *err)
{
	int bad = 0;

	if (m->rejects) {
		bad = fflush(m->rejects) || ferror(m->rejects) || fsync(fileno(m->rejects));
		bad |= fclose(m->rejects);
	}
	m->rejects = NULL;
	m->headed = false;
	if (bad)
		od_fail(err, OD_EIO, _("cannot write '%s': %s; nothing was taken"), m->rejects_name,
			strerror(errno));
	free(m->rejects_name);
	m->rejects_name = NULL;
	return bad ? -1 : 0;
}

static int reject(struct import *m, struct od_reader *rd, const char *reason, struct od_err *err)
{
	m->counts.rejected++;
	cli_warn("%s", reason);
	if (!m->a->rejects)
		return 0;
	if (!m->rejects && open_rejects(m, err) < 0)
		return -1;
	return od_reader_reject(rd, m->rejects, &m->headed, reason, err);
}

/* On a terminal, after a second, once a second. */
static void progress(struct import *m, const struct od_reader *rd, off_t size)
{
	time_t now;

	if (m->read % 1024 || !isatty(STDERR_FILENO))
		return;
	now = time(NULL);
	if (!m->shown)
		m->shown = now;
	if (now <= m->shown)
		return;
	m->shown = now;
	fputc('\r', stderr);
	if (size > 0)
		fprintf(stderr, _("%lld read (%d %%)"), (long long)m->read,
			(int)(100 * od_reader_offset(rd) / size));
	else
		fprintf(stderr, _("%lld read"), (long long)m->read);
}

static int take(struct import *m, struct od_reader *rd, const char *file, struct od_report *r,
		struct od_err *err)
{
	enum od_taken taken = OD_TAKEN;
	bool differs = false;
	struct od_err why = OD_ERR_INIT;
	char buf[32];

	r->batch = m->counts.number;
	if (od_report_submit(m->db, r, m->a->dup, &taken, &differs, &why) < 0) {
		if (why.code != OD_EDATA) {
			*err = why;
			return -1;
		}
		od_fail_at(&why, "%s:%u", file, od_reader_line(rd));
		return reject(m, rd, why.msg, err);
	}
	if (taken == OD_TAKEN && !m->counts.taken++)
		m->first = r->number;
	m->counts.updated += taken == OD_UPDATED;
	m->counts.duplicates += taken == OD_DUPLICATED;
	if (differs)
		cli_warn(
			_("%s:%u: %s is on file with other content; --on-duplicate=update writes over it"),
			file, od_reader_line(rd), od_number_str('R', r->number, buf));
	return 0;
}

/* The file could not be read to its end.  What was read before stays good. */
static int broken_off(struct import *m, struct od_reader *rd, const char *file, struct od_err *err)
{
	struct od_err why = *err;

	m->read++;
	m->broken = true;
	if (reject(m, rd, why.msg, err) < 0)
		return -1;
	if (!m->a->rejects)
		return 0;
	if (ftello(m->rejects) == 0) { /* not one record could be told from the others */
		fclose(m->rejects);
		m->rejects = NULL;
		unlink(m->rejects_name);
	}
	cli_warn(
		_("%s: what was not read is not in '%s' either; mend the file itself and submit it "
		  "again: what is on file already is passed over"),
		file, m->rejects_name);
	return 0;
}

static int each(struct import *m, struct od_reader *rd, const char *file, off_t size,
		struct od_err *err)
{
	struct od_report r;
	int got = OD_END, done = 0;

	od_rec_init(&od_report_type, &r);
	while (done == 0 && (got = od_reader_next(rd, &r, err)) > 0) {
		m->read++;
		done = got == OD_BAD ? reject(m, rd, err->msg, err) : take(m, rd, file, &r, err);
		progress(m, rd, size);
	}
	od_rec_clear(&od_report_type, &r);
	if (done == 0 && got < 0 && err->code == OD_EDATA)
		return broken_off(m, rd, file, err);
	return got < 0 ? -1 : done;
}

static int import_fd(struct import *m, int fd, const char *name, int nth, struct od_err *err)
{
	static const struct od_rec_type *const types[] = { &od_report_type, NULL };
	const char *file = cli_file_name(name);
	OD_CLEANUP(od_reader_freep)
	struct od_reader *rd = od_reader_new(fd, file, types, &m->when, 0, err);
	int64_t before = m->read;
	struct stat st = { 0 };

	if (!rd || name_rejects(m, nth, fd, err) < 0)
		return -1;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		st.st_size = 0;
	if (each(m, rd, file, st.st_size, err) < 0 || close_rejects(m, err) < 0)
		return -1;
	if (strcmp(od_reader_charset(rd), "UTF-8"))
		cli_warn(_("%s: read as %s"), file, od_reader_charset(rd));
	if (m->read == before && !strcmp(name, "-")) {
		cli_nothing_to_do();
	} else if (m->read == before) {
		m->broken = true;
		cli_warn(_("%s: holds no records"), file);
	}
	return 0;
}

static int print_taken(struct import *m, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_report r;
	char buf[32];
	int done = 0;

	/* Numbers of one transaction follow each other. */
	if (m->a->cli->out.format == OD_FMT_TABLE && !m->a->cli->out.columns) {
		for (int64_t i = 0; i < m->counts.taken; i++)
			puts(od_number_str('R', m->first + i, buf));
		return 0;
	}
	out = od_out_new(stdout, &od_report_type, &m->a->cli->out, err);
	if (!out)
		return -1;
	od_rec_init(&od_report_type, &r);
	for (int64_t i = 0; done == 0 && i < m->counts.taken; i++) {
		struct od_iter *it;

		q.number = m->first + i;
		it = od_report_find(m->db, &q, err);
		if (!it || od_iter_next(it, &r, err) < 0 || od_out_add(out, &r, err) < 0)
			done = -1;
		od_iter_free(it);
	}
	od_rec_clear(&od_report_type, &r);
	return done < 0 ? -1 : od_out_end(out, err);
}

static void summary(const struct import *m, const char *batch)
{
	if (m->shown && isatty(STDERR_FILENO))
		fputc('\r', stderr);
	if (!m->read)
		return;
	cli_warn(_("%sread %lld: taken %lld, updated %lld, duplicates %lld, rejected %lld"), batch,
		 (long long)m->read, (long long)m->counts.taken, (long long)m->counts.updated,
		 (long long)m->counts.duplicates, (long long)m->counts.rejected);
}

/* An import that changed nothing leaves nothing, not even a batch. */
static int finish(struct import *m, struct od_err *err)
{
	bool all_or_none = m->a->atomic && (m->counts.rejected || m->broken);
	char batch[40], number[32];

	if (m->a->dry_run && !all_or_none && print_taken(m, err) < 0)
		return -1;
	if (m->a->dry_run || all_or_none || !(m->counts.taken + m->counts.updated)) {
		od_rollback(m->db);
		summary(m, "");
		if (m->a->dry_run)
			cli_warn(_("dry run: nothing was kept"));
		else if (all_or_none)
			cli_warn(_("--atomic: nothing was taken"));
		return 0;
	}
	if (od_batch_end(m->db, &m->counts, err) < 0 || od_commit(m->db, err) < 0)
		return -1;
	/* Told before anything else can go wrong: it is on file. */
	snprintf(batch, sizeof(batch), "%s: ", od_number_str('B', m->counts.number, number));
	summary(m, batch);
	if (print_taken(m, err) < 0)
		return -1;
	cli_catch_up(m->db);
	return 0;
}

static int import_all(struct import *m, const int *fds, char **names, struct od_err *err)
{
	const char *slash = strrchr(names[0], '/');
	const char *name = m->a->batch ? m->a->batch : slash ? slash + 1 : cli_file_name(names[0]);

	m->calendar = od_calendar_load(m->db, err);
	if (!m->calendar)
		return -1;
	m->when = (struct od_when){ m->a->cli->now, m->calendar };
	if (cli_begin(m->a->cli, m->db, err) < 0 ||
	    od_batch_begin(m->db, name, &m->counts.number, err) < 0)
		return -1;
	for (int i = 0; i < m->a->n_files; i++)
		if (import_fd(m, fds[i], names[i], i, err) < 0)
			return -1;
	return finish(m, err);
}

static int many(struct args *a)
{
	static char dash[] = "-", *standard[] = { dash };
	char **names = a->files ? a->files : standard;
	struct import m = { .a = a };
	struct od_err err = OD_ERR_INIT;
	int *fds, opened = 0, r = -1;

	a->n_files = a->files ? a->n_files : 1;
	fds = calloc(a->n_files, sizeof(*fds));
	if (!fds)
		od_fail_nomem(&err);
	/* All of them first: a name mistyped stops the whole before anything is done. */
	for (; fds && opened < a->n_files; opened++) {
		fds[opened] = cli_open_file(names[opened], &err);
		if (fds[opened] < 0)
			break;
	}
	if (fds && opened == a->n_files)
		m.db = cli_open(a->cli, OD_WRITE, &err);
	if (m.db)
		r = import_all(&m, fds, names, &err);
	while (opened > 0)
		close(fds[--opened]);
	if (m.rejects)
		fclose(m.rejects);
	free(m.rejects_name);
	free(fds);
	od_calendar_free(m.calendar);
	od_close(m.db);
	if (r < 0)
		return cli_fail(&err);
	return m.counts.rejected || m.broken ? EX_DATAERR : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct cli cli;
	struct args a = { .cli = &cli };

	cli_start(&cli, argv);
	parse_args(&a, argc, argv);
	if (a.files || (!a.any_field && !isatty(STDIN_FILENO)))
		return many(&a);
	return one(&a, !a.any_field);
}
