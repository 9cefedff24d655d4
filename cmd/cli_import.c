/* cli_import.c - see cli.h: many records from files, as one batch; what is refused is told and kept
 * apart. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

/* --- options --------------------------------------------------------------------------------------- */

enum { OPT_DRY_RUN = 0x10400, OPT_REJECTS, OPT_ATOMIC, OPT_BATCH };

static const struct argp_option import_options[] = {
	{ NULL, 0, NULL, 0, N_("Import:"), 70 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
	{ "rejects", OPT_REJECTS, "FILE", 0, N_("refused records go there, with reasons"), 0 },
	{ "atomic", OPT_ATOMIC, NULL, 0, N_("take all or none"), 0 },
	{ "batch", OPT_BATCH, "NAME", 0, N_("name of this import"), 0 },
	{ 0 },
};

static error_t parse_import(int key, char *arg, struct argp_state *state)
{
	struct cli_import *how = state->input;

	switch (key) {
	case OPT_DRY_RUN:
		how->dry_run = true;
		return 0;
	case OPT_REJECTS:
		how->rejects = arg;
		return 0;
	case OPT_ATOMIC:
		how->atomic = true;
		return 0;
	case OPT_BATCH:
		how->batch = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}
const struct argp cli_import_argp = { import_options, parse_import, NULL, NULL, NULL, NULL, NULL };

/* --- the import ------------------------------------------------------------------------------------- */

struct import {
	const struct cli_import *how;
	const struct cli_intake *into;
	struct cli *cli;
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

	if (!m->how->rejects)
		return 0;
	n = m->how->n_files > 1 ? asprintf(&m->rejects_name, "%s.%d", m->how->rejects, nth + 1)
				: asprintf(&m->rejects_name, "%s", m->how->rejects);
	if (n < 0) {
		m->rejects_name = NULL;
		return od_fail_nomem(err);
	}
	if (stat(m->rejects_name, &there) != 0)
		return 0;
	if (fstat(input, &in) == 0 && there.st_dev == in.st_dev && there.st_ino == in.st_ino)
		return od_fail(err, OD_EUSAGE, _("--rejects names the file that is read"));
	if (cli_spare_database(m->rejects_name, err) < 0)
		return -1;
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
	if (!m->how->rejects)
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

static int take(struct import *m, struct od_reader *rd, const char *file, void *rec,
		struct od_err *err)
{
	struct cli_taken t = { file, od_reader_line(rd), m->counts.number, 0, OD_TAKEN };
	struct od_err why = OD_ERR_INIT;

	if (m->into->take(m->into->ctx, m->db, rec, &t, &why) < 0) {
		if (why.code != OD_EDATA) {
			*err = why;
			return -1;
		}
		od_fail_at(&why, "%s:%u", file, t.line);
		return reject(m, rd, why.msg, err);
	}
	if (t.taken == OD_TAKEN && !m->counts.taken++)
		m->first = t.number;
	m->counts.updated += t.taken == OD_UPDATED;
	m->counts.duplicates += t.taken == OD_DUPLICATED;
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
	if (!m->how->rejects)
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
	const struct od_rec_type *type = m->into->type;
	void *rec = malloc(type->size);
	int got = OD_END, done = 0;

	if (!rec)
		return od_fail_nomem(err);
	od_rec_init(type, rec);
	while (done == 0 && (got = od_reader_next(rd, rec, err)) > 0) {
		m->read++;
		done = got == OD_BAD ? reject(m, rd, err->msg, err) : take(m, rd, file, rec, err);
		progress(m, rd, size);
	}
	od_rec_clear(type, rec);
	free(rec);
	if (done == 0 && got < 0 && err->code == OD_EDATA)
		return broken_off(m, rd, file, err);
	return got < 0 ? -1 : done;
}

static int import_fd(struct import *m, int fd, const char *name, int nth, struct od_err *err)
{
	const struct od_rec_type *const types[] = { m->into->type, NULL };
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
	const struct od_rec_type *type = m->into->type;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	void *rec;
	char buf[32];
	int done = 0;

	/* Numbers of one transaction follow each other. */
	if (m->cli->out.format == OD_FMT_TABLE && !m->cli->out.columns) {
		for (int64_t i = 0; i < m->counts.taken; i++)
			puts(od_number_str(m->into->letter, m->first + i, buf));
		return 0;
	}
	out = od_out_new(stdout, type, &m->cli->out, err);
	rec = out ? malloc(type->size) : NULL;
	if (!rec)
		return out ? od_fail_nomem(err) : -1;
	od_rec_init(type, rec);
	for (int64_t i = 0; done == 0 && i < m->counts.taken; i++)
		if (m->into->read(m->into->ctx, m->db, m->first + i, rec, err) < 0 ||
		    od_out_add(out, rec, err) < 0)
			done = -1;
	od_rec_clear(type, rec);
	free(rec);
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
	bool all_or_none = m->how->atomic && (m->counts.rejected || m->broken);
	char batch[40], number[32];

	if (m->how->dry_run && !all_or_none) {
		if (print_taken(m, err) < 0)
			return -1;
		m->into->tell(m->into->ctx, m->db, false);
	}
	if (m->how->dry_run || all_or_none || !(m->counts.taken + m->counts.updated)) {
		od_rollback(m->db);
		summary(m, "");
		if (m->how->dry_run)
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
	m->into->tell(m->into->ctx, m->db, true);
	return 0;
}

static int import_all(struct import *m, const int *fds, struct od_err *err)
{
	char **names = m->how->files;
	const char *slash = strrchr(names[0], '/');
	const char *name = m->how->batch ? m->how->batch
			   : slash       ? slash + 1
					 : cli_file_name(names[0]);

	m->calendar = od_calendar_load(m->db, err);
	if (!m->calendar)
		return -1;
	m->when = (struct od_when){ m->cli->now, m->calendar };
	if (cli_begin(m->cli, m->db, err) < 0 ||
	    od_batch_begin(m->db, name, &m->counts.number, err) < 0)
		return -1;
	for (int i = 0; i < m->how->n_files; i++)
		if (import_fd(m, fds[i], names[i], i, err) < 0)
			return -1;
	return finish(m, err);
}

int cli_import(struct cli *cli, const struct cli_import *given, const struct cli_intake *into)
{
	static char dash[] = "-", *standard[] = { dash };
	struct cli_import how = *given;
	struct import m = { .how = &how, .into = into, .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int *fds, opened = 0, r = -1;

	if (!how.files) {
		how.files = standard;
		how.n_files = 1;
	}
	fds = calloc(how.n_files, sizeof(*fds));
	if (!fds)
		od_fail_nomem(&err);
	/* All of them first: a name mistyped stops the whole before anything is done. */
	for (; fds && opened < how.n_files; opened++) {
		fds[opened] = cli_open_file(how.files[opened], &err);
		if (fds[opened] < 0)
			break;
	}
	if (fds && opened == how.n_files)
		m.db = cli_open(cli, OD_WRITE, &err);
	if (m.db)
		r = import_all(&m, fds, &err);
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
