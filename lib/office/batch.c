/* batch.c - runs of an import, and taking one back. */
#include <stdlib.h>

#include "office.h"

#define AT(m) offsetof(struct od_batch, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "批次", NULL,
	  'B' },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称" },
	{ "command", OD_TEXT, AT(command), OD_READONLY, N_("Command") },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY | OD_TABLE, N_("Who") },
	{ "at", OD_INSTANT, AT(at), OD_READONLY | OD_TABLE, N_("When") },
	{ "taken", OD_INT, AT(taken), OD_READONLY | OD_TABLE, N_("Taken") },
	{ "updated", OD_INT, AT(updated), OD_READONLY | OD_TABLE, N_("Updated") },
	{ "duplicates", OD_INT, AT(duplicates), OD_READONLY | OD_TABLE, N_("Duplicates") },
	{ "rejected", OD_INT, AT(rejected), OD_READONLY | OD_TABLE, N_("Rejected") },
	{ "undone_at", OD_INSTANT, AT(undone_at), OD_READONLY | OD_TABLE, N_("Undone") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_batch_type = { "batch", sizeof(struct od_batch), fields, N_("batch") };

static void batch_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('B', ((const struct od_batch *)rec)->number, buf));
}

static const char sql_add[] =
	"INSERT INTO batch (number, name, command, actor, at, taken, updated, duplicates, "
	"rejected, undone_at, act) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

int od_batch_begin(struct od_db *db, const char *name, int64_t *number, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	struct od_batch b = { .name = (char *)(uintptr_t)name, .undone_at = OD_NOINSTANT };
	int64_t id;

	if (od_need_tx(db, err) < 0 || od_act_id(db, &id, err) < 0 ||
	    od_number_next(db, "B", &b.number, err) < 0)
		return -1;
	b.command = (char *)(uintptr_t)act->command;
	b.actor = (char *)(uintptr_t)act->actor;
	b.at = act->now;
	*number = b.number;
	if (od_run_rec(db, sql_add, &od_batch_type, &b, OD_VALS(od_v(id)), err) < 0)
		return -1;
	return od_late_begin(db, "report", "SELECT number FROM report LIMIT 1", err) < 0 ? -1 : 0;
}

#define COLUMNS                                                                                     \
	"SELECT number, name, command, actor, at, taken, updated, duplicates, rejected, undone_at " \
	"FROM batch "

/* The journal has a batch as it was when it ended, its counts known. */
int od_batch_end(struct od_db *db, const struct od_batch *counts, struct od_err *err)
{
	struct od_batch b = { 0 };
	char name[32];
	int r;

	if (od_run(db,
		   "UPDATE batch SET taken = ?2, updated = ?3, duplicates = ?4, rejected = ?5 "
		   "WHERE number = ?1",
		   OD_VALS(od_v(counts->number), od_v(counts->taken), od_v(counts->updated),
			   od_v(counts->duplicates), od_v(counts->rejected)),
		   err) < 0)
		return -1;
	od_rec_init(&od_batch_type, &b);
	r = od_query_one(db, COLUMNS "WHERE number = ?1", &od_batch_type, &b,
			 OD_VALS(od_v(counts->number)), err);
	if (r > 0)
		r = od_journal_create(db, &od_batch_type, od_number_str('B', b.number, name), &b,
				      err);
	od_rec_clear(&od_batch_type, &b);
	return r;
}

struct od_iter *od_batch_find(struct od_db *db, const char *text, struct od_err *err)
{
	struct od_err no = OD_ERR_INIT;
	int64_t number;

	if (!text)
		return od_query(db, COLUMNS "ORDER BY number", &od_batch_type, OD_NOVALS, err);
	if (od_number_parse('B', text, &number, &no) < 0)
		number = 0;
	return od_query(db, COLUMNS "WHERE number = ?1 OR name = ?2 ORDER BY number",
			&od_batch_type, OD_VALS(od_v(number), od_v(text)), err);
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_batch *b = rec, was = { 0 };
	char name[32];
	int had;

	if (b->number == OD_NOINT || !od_instant_is(b->at))
		return od_fail(err, OD_EDATA, _("a batch is loaded with its number and time"));
	od_rec_init(&od_batch_type, &was);
	had = od_query_one(db, COLUMNS "WHERE number = ?1", &od_batch_type, &was,
			   OD_VALS(od_v(b->number)), err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	if (had > 0 && !od_rec_same(&od_batch_type, &was, b))
		had = od_fail(err, OD_EDATA, _("%s is on file with other content"),
			      od_number_str('B', b->number, name));
	od_rec_clear(&od_batch_type, &was);
	if (had != 0)
		return had < 0 ? -1 : 0;
	if (od_number_taken(db, "B", b->number, err) < 0 ||
	    od_run_rec(db, sql_add, &od_batch_type, b, OD_VALS(od_v_opt(OD_NOINT)), err) < 0)
		return -1;
	return od_journal_create(db, &od_batch_type, od_number_str('B', b->number, name), b, err);
}

const struct od_kind od_batch_kind = {
	.type = &od_batch_type,
	.load = load,
	.all = COLUMNS "ORDER BY number",
	.name = batch_name,
};

/* --- undo --------------------------------------------------------------------------------------- */

static const char no_kind[] = "%s: records of type '%s' are not undone";

static const struct od_kind *kind_of(const char *type)
{
	for (size_t i = 0; od_kinds[i]; i++)
		if (!strcmp(od_kinds[i]->type->name, type))
			return od_kinds[i];
	return NULL;
}

/* The present row of a journalled record: 1, 0, -1.  A report by its number, most others by walking. */
static int present(struct od_db *db, const struct od_kind *k, const char *name, void *rec,
		   struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	struct od_iter *it;
	int r;

	if (k == &od_report_kind) {
		struct od_report_query q = OD_REPORT_QUERY_INIT;

		if (od_number_parse('R', name, &q.number, err) < 0)
			return -1;
		it = od_report_find(db, &q, err);
		r = it ? od_iter_next(it, rec, err) : -1;
		od_iter_free(it);
		return r;
	}
	if (k->find)
		return k->find(db, name, rec, err);
	it = od_query(db, k->dated ? k->dated->all : k->all, k->type, OD_NOVALS, err);
	r = it ? 1 : -1;
	while (r > 0 && (r = od_iter_next(it, rec, err)) > 0) {
		od_buf_reset(&b);
		if (k->dated)
			od_dated_name(k->type, rec, &b);
		else
			k->name(rec, &b);
		if (!strcmp(b.s, name))
			break;
	}
	od_iter_free(it);
	od_buf_free(&b);
	return r;
}

static int put_back(struct od_db *db, const struct od_kind *k, const void *now, const void *was,
		    struct od_err *err)
{
	if (k->dated)
		return od_dated_restore(db, k->dated, was ? was : now, !was, err);
	if (was && od_run_rec(db, k->put, k->type, was, OD_NOVALS, err) < 0)
		return -1;
	if (!was && od_kind_drop(db, k, now, err) < 0)
		return -1;
	return k->restored ? k->restored(db, now, was, err) : 0;
}

/* What was done to the record that the row speaks of: its own row. */
static int undo_deed(struct od_db *db, const struct od_kind *of, const struct od_journal_row *j,
		     struct od_err *err)
{
	const struct od_deeds *d = od_deeds_of(of);
	int64_t number;

	if (!d)
		return od_fail(err, OD_EDATA, _(no_kind), j->record, j->type);
	if (od_number_parse(of->type->fields[0].letter, j->record, &number, err) < 0)
		return -1;
	return d->drop_last(db, number, err);
}

/* What the batch took away comes again. */
static int undo_delete(struct od_db *db, const struct od_kind *k, const struct od_journal_row *j,
		       struct od_err *err)
{
	void *was = calloc(1, k->type->size);
	int r;

	if (!was)
		return od_fail_nomem(err);
	od_rec_init(k->type, was);
	r = od_rec_undiff(k->type, was, j->change, err);
	if (r == 0)
		r = od_run_rec(db, k->put, k->type, was, OD_NOVALS, err);
	if (r == 0)
		r = od_journal_create(db, k->type, j->record, was, err);
	od_rec_clear(k->type, was);
	free(was);
	return r;
}

/* Undo one journal row of the batch: a creation is dropped, a change put back. */
static int undo_row(struct od_db *db, const struct od_journal_row *j, struct od_err *err)
{
	const struct od_kind *k = kind_of(j->type);
	void *now, *was;
	int r;

	if (!k || (!k->dated && !k->drop))
		return od_fail(err, OD_EDATA, _(no_kind), j->record, j->type);
	if (j->digest && strcmp(j->action, "create")) {
		if (undo_deed(db, k, j, err) < 0)
			return -1;
		if (!j->change) /* else the record was changed with it */
			return 0;
	}
	if (!k->dated && j->change && !strcmp(j->action, "delete"))
		return undo_delete(db, k, j, err);
	now = calloc(1, k->type->size);
	was = calloc(1, k->type->size);
	if (!now || !was) {
		free(now);
		free(was);
		return od_fail_nomem(err);
	}
	od_rec_init(k->type, now);
	od_rec_init(k->type, was);
	r = present(db, k, j->record, now, err);
	if (r == 0)
		r = od_fail(err, OD_EBUG, "%s is gone", j->record);
	if (r > 0 && j->change)
		r = od_rec_copy(k->type, was, now, err) < 0 ||
				    od_rec_undiff(k->type, was, j->change, err) < 0
			    ? -1
			    : 1;
	if (r > 0)
		r = put_back(db, k, now, j->change ? was : NULL, err);
	if (r == 0)
		r = j->change ? od_journal_change(db, "undo", k->type, j->record, now, was, err)
			      : od_journal_delete(db, "delete", k->type, j->record, now, err);
	od_rec_clear(k->type, now);
	od_rec_clear(k->type, was);
	free(now);
	free(was);
	return r;
}

struct changed {
	void (*fn)(void *ctx, const char *record);
	void *ctx;
	int64_t n;
};

static int tell_changed(void *ctx, const char *const *text, struct od_err *err)
{
	struct changed *c = ctx;

	(void)err;
	c->n++;
	c->fn(c->ctx, text[0]);
	return 0;
}

/* A leave that came otherwise and rests on one of the batch: its extension, or what a report told of. */
static int tell_leaning(void *ctx, const struct od_cols *cols, struct od_err *err)
{
	struct changed *c = ctx;
	char buf[32];

	(void)err;
	c->n++;
	c->fn(c->ctx, od_number_str('L', od_col_int(cols, 0), buf));
	return 0;
}

/* Where the batch stands in the journal: from first to last, one transaction's rows. */
static int find_rows(struct od_db *db, int64_t number, int64_t *act, int64_t *first, int64_t *last,
		     struct od_err *err)
{
	int64_t undone = 0;
	char name[32];
	int r = od_query_int(
		db, "SELECT count(*) FROM batch WHERE number = ?1 AND undone_at IS NOT NULL",
		&undone, OD_VALS(od_v(number)), err);

	od_number_str('B', number, name);
	if (r < 0)
		return -1;
	if (undone)
		return od_fail(err, OD_EDATA, _("%s has been undone already"), name);
	r = od_query_int(db, "SELECT number FROM batch WHERE number = ?1", first,
			 OD_VALS(od_v(number)), err);
	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no batch %s; 'office-db batches' lists them"),
			       name);
	if (r > 0)
		r = od_query_int(db, "SELECT act FROM batch WHERE number = ?1", act,
				 OD_VALS(od_v(number)), err);
	if (r == 0)
		return od_fail(err, OD_EDATA, _("%s came from a dump: it cannot be undone"), name);
	if (r < 0 || od_query_int(db, "SELECT first FROM act WHERE id = ?1", first,
				  OD_VALS(od_v(*act)), err) < 0)
		return -1;
	*last = *first - 1;
	/* The act after it begins where this one ended. */
	return od_query_int(db,
			    "SELECT coalesce((SELECT min(first) FROM act WHERE id > ?1), "
			    "(SELECT max(seq) + 1 FROM journal)) - 1",
			    last, OD_VALS(od_v(*act)), err) < 0
		       ? -1
		       : 0;
}

/* Is it a record of its own that this row undoes? */
static bool counts(const struct od_journal_row *j)
{
	const struct od_kind *k = kind_of(j->type);

	return (!j->digest || !strcmp(j->action, "create")) && !(k && k->part);
}

static int undo_rows(struct od_db *db, int64_t first, int64_t last, int64_t *undone,
		     struct od_err *err)
{
	static const char sql[] =
		"SELECT j.seq, a.at, a.actor, a.acting_for, a.command, j.action, j.type, j.record, "
		"j.change, CASE WHEN j.digest IS NOT NULL THEN hex(j.digest) END AS digest, NULL AS hash FROM journal j JOIN act a ON a.id = j.act "
		"WHERE j.seq = ?1 AND j.type <> 'batch'";
	struct od_journal_row j = { 0 };
	int r = 0;

	od_rec_init(&od_journal_type, &j);
	for (int64_t seq = last; r >= 0 && seq >= first; seq--) { /* newest first */
		r = od_query_one(db, sql, &od_journal_type, &j, OD_VALS(od_v(seq)), err);
		if (r > 0) {
			r = undo_row(db, &j, err);
			*undone += counts(&j);
		}
	}
	od_rec_clear(&od_journal_type, &j);
	return r;
}

static int mark_undone(struct od_db *db, int64_t number, const char *name, struct od_err *err)
{
	struct od_batch before = { 0 }, after = { 0 };

	od_rec_init(&od_batch_type, &before);
	od_rec_init(&od_batch_type, &after);
	after.undone_at = od_db_act(db)->now;
	if (od_run(db, "UPDATE batch SET undone_at = ?2 WHERE number = ?1",
		   OD_VALS(od_v(number), od_v(after.undone_at)), err) < 0)
		return -1;
	return od_journal_change(db, "undo", &od_batch_type, name, &before, &after, err);
}

int od_batch_undo(struct od_db *db, int64_t number, void (*changed)(void *ctx, const char *record),
		  void *ctx, int64_t *undone, struct od_err *err)
{
	/* Records of the batch that a later act touched. */
	static const char touched[] =
		"SELECT DISTINCT l.record FROM journal j JOIN journal l ON l.record = j.record "
		"AND l.seq > ?2 WHERE j.seq BETWEEN ?1 AND ?2 AND j.type <> 'batch' ORDER BY l.record";
	static const char leaning[] =
		"SELECT l.number FROM leave l WHERE coalesce(l.batch, 0) <> ?1 AND (l.parent IN "
		"(SELECT p.number FROM leave p WHERE p.batch = ?1) OR l.report IN "
		"(SELECT r.number FROM report r WHERE r.batch = ?1)) ORDER BY l.number";
	struct changed c = { changed, ctx, 0 };
	int64_t act = 0, first = 0, last = 0;
	char name[32];

	*undone = 0;
	if (od_need_tx(db, err) < 0 || find_rows(db, number, &act, &first, &last, err) < 0)
		return -1;
	od_number_str('B', number, name);
	if (od_query_each(db, touched, OD_VALS(od_v(first), od_v(last)), tell_changed, &c, err) <
		    0 ||
	    od_query_cols(db, leaning, OD_VALS(od_v(number)), tell_leaning, &c, err) < 0)
		return -1;
	if (c.n)
		return od_fail(err, OD_EDATA,
			       _("%s: %lld of its records were changed since; nothing was undone"),
			       name, (long long)c.n);
	if (undo_rows(db, first, last, undone, err) < 0)
		return -1;
	return mark_undone(db, number, name, err);
}
