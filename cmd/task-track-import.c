/* task-track-import.c - see cli.h: many matters from files as one batch, from our own records
 * and from Taskwarrior's. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

/* --- our own records -------------------------------------------------------------------------- */

/* A record with the number it has where it was printed: a list's own counting is none. */
struct incoming {
	struct od_task t; /* first, so that its fields stand where od_task_type has them */
	char *number;
};

enum { FIELDS_MAX = 65 };

static struct od_rec_type incoming_type(struct od_field fields[static FIELDS_MAX])
{
	struct od_rec_type type = od_task_type;
	size_t n = 0;

	for (; type.fields[n].name && n < FIELDS_MAX - 1; n++)
		fields[n] = type.fields[n];
	fields[n] = (struct od_field){ NULL };
	fields[0].type = OD_TEXT; /* number */
	fields[0].offset = offsetof(struct incoming, number);
	fields[0].flags &= ~(unsigned int)OD_READONLY;
	type.fields = fields;
	type.size = sizeof(struct incoming);
	return type;
}

struct intake {
	struct od_task_numbers *numbers;
	const char *file; /* whose they are */
};

/* What nobody knows in a row is the row's fault. */
static int add(struct intake *in, struct od_db *db, struct incoming *rec, enum od_taken *taken,
	       struct od_err *err)
{
	struct od_err none = OD_ERR_INIT;
	int64_t theirs;

	if (!rec->number || od_number_parse('T', rec->number, &theirs, &none) < 0)
		theirs = OD_NOINT;
	if (od_task_import(db, &rec->t, theirs, in->numbers, OD_DUP_SKIP, taken, err) == 0)
		return 0;
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

static int take(void *ctx, struct od_db *db, void *rec, struct cli_taken *k, struct od_err *err)
{
	struct intake *in = ctx;
	struct incoming *one = rec;

	if (in->file != k->file)
		od_task_numbers_clear(in->numbers);
	in->file = k->file;
	one->t.number = OD_NOINT;
	one->t.batch = k->batch;
	if (add(in, db, one, &k->taken, err) < 0)
		return -1;
	k->number = one->t.number;
	return 0;
}

static int read_back(void *ctx, struct od_db *db, int64_t number, void *rec, struct od_err *err)
{
	struct incoming *one = rec;
	char text[32];

	(void)ctx;
	od_rec_clear(&od_task_type, &one->t);
	free(one->number);
	one->number = strdup(od_number_str('T', number, text));
	if (!one->number)
		return od_fail_nomem(err);
	return od_task_get(db, number, &one->t, err);
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
	int64_t of_no_unit, deleted; /* passed over */
};

/* Not taken: known here, or passed over. */
static void count_left(struct warrior *w, const struct od_task *t)
{
	if (t->number != OD_NOINT)
		w->counts.duplicates++;
	else if (t->status == OD_TASK_CANCELLED)
		w->deleted++;
	else
		w->of_no_unit++;
}

static int take_warrior(void *ctx, struct od_task *t, od_instant ended, const char *where,
			struct od_err *err)
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
	if (od_warrior_add(a->db, t, ended, OD_DUP_SKIP, &taken, &why) < 0) {
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
	if (taken != OD_TAKEN) {
		count_left(w, t);
		return 0;
	}
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

/* How many were not imported, and why; how many they are with the others. */
static int64_t tell_passed(const struct warrior *w)
{
	int64_t n = w->of_no_unit + w->deleted;

	if (n)
		cli_warn(_("passed over %lld: completed but of no unit %lld (a matter is closed "
			   "through its unit; give the task its project or officedb_lead), "
			   "deleted %lld"),
			 (long long)n, (long long)w->of_no_unit, (long long)w->deleted);
	return n;
}

static int keep(struct warrior *w, struct od_err *err)
{
	const struct od_batch *c = &w->counts;
	int64_t passed;
	bool none = w->a->import.atomic && c->rejected;
	char batch[32] = "", number[32];

	if (!none && !w->a->import.dry_run && c->taken) {
		if (od_batch_end(w->a->db, c, err) < 0 || od_commit(w->a->db, err) < 0)
			return -1;
		snprintf(batch, sizeof(batch), "%s: ", od_number_str('B', c->number, number));
	}
	passed = tell_passed(w);
	cli_warn(_("%sread %lld: taken %lld, updated %lld, duplicates %lld, rejected %lld"), batch,
		 (long long)(c->taken + c->duplicates + c->rejected + passed), (long long)c->taken,
		 0LL, (long long)c->duplicates, (long long)c->rejected);
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

static int from_records(struct cli_task *a)
{
	struct od_field fields[FIELDS_MAX];
	const struct od_rec_type type = incoming_type(fields);
	struct od_err err = OD_ERR_INIT;
	struct intake in = { od_task_numbers_new(&err), NULL };
	const struct cli_intake into = { &type, 'T', take, read_back, tell, &in };
	int status = in.numbers ? cli_import(a->cli, &a->import, &into) : cli_fail(&err);

	od_task_numbers_free(in.numbers);
	return status;
}

int cli_task_import(struct cli_task *a)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	a->import.files = a->n_args ? a->args : NULL;
	a->import.n_files = a->n_args;
	a->import.dry_run |= a->many.dry_run;
	a->import.atomic |= a->many.atomic;
	if (!a->on[TASK_WARRIOR])
		return from_records(a);
	db = a->db = cli_open(a->cli, OD_WRITE, &err);
	if (db)
		r = from_warrior(a, &err);
	return r < 0 ? cli_fail(&err) : r;
}
