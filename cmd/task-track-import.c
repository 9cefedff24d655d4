/* task-track-import.c - see cli.h: many matters from files as one batch, from our own records
 * and from * Taskwarrior's. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

/* What nobody knows in a row is the row's fault. */
static int add(struct od_db *db, struct od_task *t, enum od_taken *taken, struct od_err *err)
{
	if (od_task_add(db, t, OD_DUP_SKIP, taken, err) == 0)
		return 0;
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

static int take(void *ctx, struct od_db *db, void *rec, struct cli_taken *k, struct od_err *err)
{
	struct od_task *t = rec;

	(void)ctx;
	t->batch = k->batch;
	if (add(db, t, &k->taken, err) < 0)
		return -1;
	k->number = t->number;
	return 0;
}

static int read_back(void *ctx, struct od_db *db, int64_t number, void *rec, struct od_err *err)
{
	(void)ctx;
	od_rec_clear(&od_task_type, rec);
	return od_task_get(db, number, rec, err);
}

static void tell(void *ctx, struct od_db *db, bool kept)
{
	(void)ctx;
	(void)db;
	(void)kept;
}

/* --- from Taskwarrior ------------------------------------------------------------------------- */

struct warrior {
	struct cli_task *a;
	struct od_batch counts;
};

static int take_warrior(void *ctx, struct od_task *t, const char *where, struct od_err *err)
{
	struct warrior *w = ctx;
	struct cli_task *a = w->a;
	enum od_taken taken = OD_TAKEN;
	struct od_err why = OD_ERR_INIT;
	char number[32];

	if (!t) {
		w->counts.rejected++;
		cli_warn("%s", err->msg);
		return 0;
	}
	t->batch = w->counts.number;
	if (od_warrior_add(a->db, t, OD_DUP_SKIP, &taken, &why) < 0) {
		if (why.code == OD_ENOENT)
			why.code = OD_EDATA;
		if (why.code != OD_EDATA) {
			*err = why;
			return -1;
		}
		w->counts.rejected++;
		cli_warn("%s: %s", where, why.msg);
		return 0;
	}
	w->counts.duplicates += taken == OD_DUPLICATED;
	if (taken != OD_TAKEN)
		return 0;
	w->counts.taken++;
	if (cli_task_as_lines(a))
		return fprintf(a->told, "%s\n", od_number_str('T', t->number, number)) < 0
			       ? od_fail_nomem(err)
			       : 0;
	return cli_task_print_one(a, t->number, err);
}

static int read_file(struct warrior *w, const char *name, struct od_err *err)
{
	struct cli_task *a = w->a;
	int fd = cli_open_file(name, err);
	int r;

	if (fd < 0)
		return -1;
	r = od_warrior_read(fd, cli_file_name(name), a->cli->now, take_warrior, w, err);
	close(fd);
	return r;
}

static int read_all(struct warrior *w, struct od_err *err)
{
	struct cli_task *a = w->a;
	const char *name = a->import.batch ? a->import.batch
			   : a->n_args     ? cli_file_name(a->args[0])
					   : "taskwarrior";

	if (cli_begin(a->cli, a->db, err) < 0 ||
	    od_batch_begin(a->db, name, &w->counts.number, err) < 0)
		return -1;
	if (!a->n_args)
		return read_file(w, "-", err);
	for (int i = 0; i < a->n_args; i++)
		if (read_file(w, a->args[i], err) < 0)
			return -1;
	return 0;
}

static int keep(struct warrior *w, struct od_err *err)
{
	const struct od_batch *c = &w->counts;
	bool none = w->a->import.atomic && c->rejected;
	char batch[32] = "", number[32];

	if (!none && !w->a->import.dry_run && c->taken) {
		if (od_batch_end(w->a->db, c, err) < 0 || od_commit(w->a->db, err) < 0)
			return -1;
		snprintf(batch, sizeof(batch), "%s: ", od_number_str('B', c->number, number));
	}
	cli_warn(_("%sread %lld: taken %lld, updated %lld, duplicates %lld, rejected %lld"), batch,
		 (long long)(c->taken + c->duplicates + c->rejected), (long long)c->taken, 0LL,
		 (long long)c->duplicates, (long long)c->rejected);
	if (w->a->import.dry_run)
		cli_warn(_("dry run: nothing was kept"));
	else if (none)
		cli_warn(_("--atomic: nothing was taken"));
	return none ? 1 : 0;
}

static int from_warrior(struct cli_task *a, struct od_err *err)
{
	struct warrior w = { .a = a };
	char *text = NULL;
	size_t n;
	int r;

	if (a->import.rejects)
		return od_fail(err, OD_EUSAGE, _("--rejects is not for Taskwarrior's records"));
	a->told = open_memstream(&text, &n);
	if (!a->told)
		return od_fail_nomem(err);
	r = read_all(&w, err);
	if (fclose(a->told) != 0 && r == 0)
		r = od_fail_nomem(err);
	if (r == 0)
		r = keep(&w, err);
	if (r == 0)
		fputs(text, stdout);
	free(text);
	return r < 0 ? -1 : w.counts.rejected ? EX_DATAERR : EXIT_SUCCESS;
}

int cli_task_import(struct cli_task *a)
{
	const struct cli_intake into = { &od_task_type, 'T', take, read_back, tell, a };
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	a->import.files = a->n_args ? a->args : NULL;
	a->import.n_files = a->n_args;
	a->import.dry_run |= a->many.dry_run;
	a->import.atomic |= a->many.atomic;
	if (!a->on[TASK_WARRIOR])
		return cli_import(a->cli, &a->import, &into);
	db = a->db = cli_open(a->cli, OD_WRITE, &err);
	if (db)
		r = from_warrior(a, &err);
	return r < 0 ? cli_fail(&err) : r;
}
