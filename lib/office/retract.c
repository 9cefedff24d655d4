/* retract.c - what was entered by mistake is taken off the registers again: a correction that no
 * standing issue printed, what was sent upward, an instruction from which no matter was opened, a
 * commission, a score mark.  The rows go; the journal keeps them, with who did it and why; the
 * number is not given again.  (A copy's signature: copy.c.) */
#include <stdlib.h>

#include "retract.h"

static const struct retractable {
	char letter;
	const struct od_kind *kind, *part; /* the first field of either is the number */
} retractables[] = {
	{ 'K', &od_correction_kind, NULL },
	{ 'W', &od_upward_kind, &od_upward_on_kind },
	{ 'Q', &od_commission_kind, &od_commission_unit_kind },
	{ 'I', &od_instruction_kind, &od_instruction_on_kind },
	{ 'M', &od_score_mark_kind, NULL },
};

static const struct retractable *by_letter(const char *number)
{
	for (size_t i = 0; i < OD_COUNT(retractables); i++)
		if ((number[0] & ~0x20) == retractables[i].letter)
			return &retractables[i];
	return NULL;
}

/* --- the reason ---------------------------------------------------------------------------- */

struct why {
	char *reason;
};
static const struct od_field why_fields[] = {
	{ "reason", OD_TEXT, offsetof(struct why, reason), OD_REQUIRED, N_("Reason") },
	{ NULL },
};

/* A row of the record's own, before that which says what it was: a deletion has no place for it. */
int od_retract_why(struct od_db *db, const struct od_rec_type *of, const char *name,
		   const char *reason, struct od_err *err)
{
	const struct od_rec_type type = { of->name, sizeof(struct why), why_fields, of->label };
	const struct why before = { NULL }, after = { (char *)(uintptr_t)reason };

	if (od_texts_check(&type, &after, err) < 0)
		return -1;
	return od_journal_change(db, "retract", &type, name, &before, &after, err);
}

/* --- what stands in the way ---------------------------------------------------------------- */

static int none(struct od_db *db, const struct retractable *t, const char *name, struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM journal WHERE record = ?1 AND action = 'retract'";
	int64_t n = 0;

	if (od_query_int(db, sql, &n, OD_VALS(od_v(name)), err) < 0)
		return -1;
	if (n)
		return od_fail(err, OD_ENOENT,
			       _("%1$s was retracted already; 'office-db journal %1$s' says why"),
			       name);
	switch (t->letter) {
	case 'K':
		return od_fail(err, OD_ENOENT, _("no correction %s"), name);
	case 'W':
		return od_fail(err, OD_ENOENT, _("nothing was sent upward as %s"), name);
	case 'Q':
		return od_fail(err, OD_ENOENT, _("no commission %s"), name);
	case 'I':
		return od_fail(err, OD_ENOENT, _("no instruction %s"), name);
	}
	return od_fail(err, OD_ENOENT, _("no mark %s"), name);
}

/* A withdrawn issue printed nothing: what stood in it is due again, and can be retracted. */
static int check_printed(struct od_db *db, const struct od_correction *c, const char *name,
			 struct od_err *err)
{
	static const char sql[] =
		"SELECT issue FROM issue WHERE status = 'issued' AND "
		"instr('、' || ?1 || '、', '、' || issue || '、') > 0 ORDER BY total DESC LIMIT 1";
	char *in = NULL, item[32] = "";
	int r = od_query_text(db, sql, &in, OD_VALS(od_v(c->printed_in)), err);

	if (c->item != OD_NOINT)
		snprintf(item, sizeof(item), "/%lld", (long long)c->item);
	if (r > 0)
		r = od_fail(err, OD_EDATA,
			    _("%1$s is printed in %2$s; correct it by another one: "
			      "bulletin-build correct %3$s%4$s"),
			    name, in, c->issue, item);
	free(in);
	return r;
}

static int add_instruction(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_buf *b = ctx;
	char buf[32];

	(void)err;
	od_buf_printf(b, "%s%s", b->n ? ", " : "", od_number_str('I', od_col_int(c, 0), buf));
	return 0;
}

static int check_linked(struct od_db *db, const char *name, struct od_err *err)
{
	static const char sql[] =
		"SELECT instruction FROM instruction_on WHERE record = ?1 ORDER BY instruction";
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	if (od_query_cols(db, sql, OD_VALS(od_v(name)), add_instruction, &b, err) < 0)
		return -1;
	if (b.failed)
		return od_fail_nomem(err);
	return !b.n ? 0
		    : od_fail(err, OD_EDATA,
			      _("%1$s is what an instruction was given on (%2$s): it stays"), name,
			      b.s);
}

/* A matter that was cancelled has no need of it; what else hangs on it keeps it. */
static int check_matter(void *ctx, const struct od_cols *c, struct od_err *err)
{
	const char *task = od_col_text(c, 0), *status = od_col_text(c, 1), *name = ctx;

	if (!strcmp(status, od_task_statuses[OD_TASK_CANCELLED].word))
		return 0;
	if (!strcmp(status, od_task_statuses[OD_TASK_CLOSED].word) ||
	    !strcmp(status, od_task_statuses[OD_TASK_FILED].word))
		return od_fail(err, OD_EDATA, _("%1$s is what %2$s was done for: it stays"), name,
			       task);
	return od_fail(err, OD_EDATA,
		       _("%1$s is what %2$s is done for; cancel that first: task-track cancel "
			 "%2$s --reason=TEXT"),
		       name, task);
}

static int check_matters(struct od_db *db, const char *name, int64_t number, struct od_err *err)
{
	static const char sql[] =
		"SELECT o.record, t.status FROM instruction_on o JOIN task t ON "
		"o.record = 'T' || (t.number / 100000000) || '-' || "
		"substr('000' || (t.number % 100000000), -max(4, length(t.number % 100000000))) "
		"WHERE o.instruction = ?1 ORDER BY t.status = 'cancelled', o.record";

	return od_query_cols(db, sql, OD_VALS(od_v(number)), check_matter, (void *)(uintptr_t)name,
			     err);
}

/* --- taking it off ------------------------------------------------------------------------- */

static int64_t number_of(const struct od_kind *k, const void *rec)
{
	const struct od_field *f = &k->type->fields[0];

	return *(const int64_t *)((const char *)rec + f->offset);
}

static int drop(struct od_db *db, const struct od_kind *k, const void *rec, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;
	int r = od_kind_drop(db, k, rec, err);

	k->name(rec, &name);
	if (r == 0 && name.failed)
		r = od_fail_nomem(err);
	return r < 0 ? -1 : od_journal_delete(db, "delete", k->type, name.s, rec, err);
}

static int drop_parts(struct od_db *db, const struct od_kind *k, int64_t number, struct od_err *err)
{
	char *rows = NULL;
	size_t n = 0;
	int r = od_iter_all(od_query(db, k->all, k->type, OD_NOVALS, err), &rows, &n, err);

	for (size_t i = 0; r >= 0 && i < n; i++) {
		const char *row = rows + i * k->type->size;

		if (number_of(k, row) == number)
			r = drop(db, k, row, err);
	}
	od_recs_free(k->type, rows, n);
	return r < 0 ? -1 : 0;
}

/* The files stay where they are. */
static int drop_evidence(struct od_db *db, const char *name, struct od_err *err)
{
	struct od_evidence *row = NULL;
	size_t n = 0;
	int r = od_iter_all(od_evidence_find(db, name, err), &row, &n, err);

	for (size_t i = 0; r >= 0 && i < n; i++)
		r = drop(db, &od_evidence_kind, &row[i], err);
	od_recs_free(&od_evidence_type, row, n);
	return r < 0 ? -1 : 0;
}

/* 1, 0: there is none, -1. */
static int read_one(struct od_db *db, const struct od_kind *k, int64_t number, void *rec,
		    struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_query(db, k->all, k->type, OD_NOVALS, err);
	int r = it ? 1 : -1;

	while (r > 0 && (r = od_iter_next(it, rec, err)) > 0)
		if (number_of(k, rec) == number)
			break;
	return r;
}

static int retract(struct od_db *db, const struct retractable *t, int64_t number,
		   const char *reason, void *rec, struct od_err *err)
{
	char name[32];
	int r = read_one(db, t->kind, number, rec, err);

	od_number_str(t->letter, number, name);
	if (r == 0)
		return none(db, t, name, err);
	if (r < 0 || (t->letter == 'K' && check_printed(db, rec, name, err) < 0) ||
	    check_linked(db, name, err) < 0 ||
	    (t->letter == 'I' && check_matters(db, name, number, err) < 0) ||
	    od_retract_why(db, t->kind->type, name, reason, err) < 0 ||
	    (t->letter == 'I' && drop_evidence(db, name, err) < 0) ||
	    (t->part && drop_parts(db, t->part, number, err) < 0))
		return -1;
	return drop(db, t->kind, rec, err);
}

static int check_asked(const struct retractable *t, const char *text, const char *reason,
		       int64_t *number, struct od_err *err)
{
	if (!t)
		return od_fail(
			err, OD_EUSAGE,
			_("'%s' is no number of a correction (K2026-0001), of what was sent "
			  "upward (W), of an instruction (I), of a commission (Q) or of a mark (M)"),
			text);
	if (od_blank(reason))
		return od_fail(err, OD_EUSAGE, _("say why it is retracted"));
	if (od_number_parse(t->letter, text, number, err) == 0)
		return 0;
	err->code = OD_EUSAGE;
	return -1;
}

int od_retract(struct od_db *db, const char *number, const char *reason, struct od_err *err)
{
	const struct retractable *t = by_letter(number);
	char *why = od_trim(reason ? reason : "", reason ? strlen(reason) : 0);
	void *rec = t ? calloc(1, t->kind->type->size) : NULL;
	int64_t n;
	int r = od_need_tx(db, err);

	if (r == 0 && (!why || (t && !rec)))
		r = od_fail_nomem(err);
	if (r == 0)
		r = check_asked(t, number, why, &n, err);
	if (r == 0) {
		od_rec_init(t->kind->type, rec);
		r = retract(db, t, n, why, rec, err);
		od_rec_clear(t->kind->type, rec);
	}
	free(rec);
	free(why);
	return r;
}
