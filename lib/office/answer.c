/* answer.c - answers to slots other than a report: nothing to report (零报告), excuses. */
#include <stdlib.h>

#include "answer.h"

static const struct od_word kinds[] = {
	{ "nil", N_("nothing to report"), "零报告 零报" },
	{ "excuse", N_("excuse"), "免报 准免 说明" },
	{ NULL },
};

#define AT(m) offsetof(struct od_answer, m)
static const struct od_field fields[] = {
	{ "slot", OD_TEXT, AT(slot), OD_REQUIRED | OD_TABLE, N_("Slot"), "应报项" },
	{ "kind", OD_ENUM, AT(kind), OD_REQUIRED | OD_TABLE, N_("Kind"), "类型 答复", kinds },
	{ "reason", OD_TEXT, AT(reason), OD_TABLE, N_("Reason"), "原因 理由" },
	{ "allowed_by", OD_TEXT, AT(allowed_by), OD_TABLE, N_("Allowed by"), "批准人 同意人" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY | OD_TABLE, N_("When"), "时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY | OD_TABLE, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_answer_type = { "answer", sizeof(struct od_answer), fields,
					    N_("answer") };

#define COLUMNS "SELECT slot, kind, reason, allowed_by, at, actor FROM answer "
static const char sql_one[] = COLUMNS "WHERE slot = ?1 AND kind = ?2";

static void answer_name(const void *rec, struct od_buf *b)
{
	const struct od_answer *a = rec;

	od_buf_printf(b, "answer:%s/%s", a->slot, kinds[a->kind].word);
}

/* --- answering ---------------------------------------------------------------------------------- */

static bool blank(const char *s)
{
	return !s || !*s;
}

static int check_excuse(const struct od_answer *a, struct od_err *err)
{
	if (a->kind != OD_ANSWER_EXCUSE)
		return 0;
	if (blank(a->reason))
		return od_fail(err, OD_EDATA, _("an excuse needs a reason"));
	if (blank(a->allowed_by))
		return od_fail(err, OD_EDATA, _("say who allowed the excuse"));
	return 0;
}

/* What came in time needs no answer; what came late may be excused, but was something to report. */
static int check_open(const struct od_slot *s, const struct od_answer *a, struct od_err *err)
{
	bool came = od_instant_is(s->received_at) && !s->returned;
	const char *ref = strrchr(s->slot, '/');
	bool leave = ref && ref[1] == 'L';
	char buf[32];

	if (leave && a->kind == OD_ANSWER_NIL)
		return od_fail(err, OD_EDATA,
			       _("slot '%s' is of a leave, which no report meets; register the "
				 "return with 'leave-log return %s'"),
			       a->slot, ref + 1);
	if (s->state != OD_SLOT_MET &&
	    (s->state != OD_SLOT_LATE || !came || a->kind == OD_ANSWER_EXCUSE))
		return 0;
	return od_fail(err, OD_EDATA, _("slot '%s' was met already, by %s"), a->slot,
		       leave                   ? ref + 1
		       : s->report == OD_NOINT ? "-"
					       : od_number_str('R', s->report, buf));
}

static int check_slot(struct od_db *db, const struct od_answer *a, struct od_err *err)
{
	const struct od_slot_query q = { .since = OD_NOINSTANT,
					 .until = OD_NOINSTANT,
					 .now = od_db_act(db)->now,
					 .slot = a->slot };
	struct od_slots *slots OD_CLEANUP(od_slots_freep) = NULL;
	const struct od_slot *row;

	if (blank(a->slot))
		return od_fail(err, OD_EDATA, _("slot is missing"));
	slots = od_slots_find(db, &q, err);
	if (!slots)
		return -1;
	if (!od_slots_rows(slots, &row))
		return od_fail(err, OD_ENOENT,
			       _("no slot '%s'; 'report-due slots --columns=slot' names them"),
			       a->slot);
	return check_open(row, a, err);
}

/* A nil given again corrects its reason; the unit answered when it first did, so that a correction
 * after the time limit does not make it late. */
static void keep_first(const struct od_answer *was, struct od_answer *a)
{
	if (a->kind == OD_ANSWER_NIL && was->at.sec < a->at.sec)
		a->at = was->at;
}

static int write(struct od_db *db, struct od_answer *a, struct od_err *err)
{
	struct od_answer was = { 0 };
	struct od_buf name = OD_BUF_INIT;
	int had, r = -1;

	od_rec_init(&od_answer_type, &was);
	had = od_query_one(db, sql_one, &od_answer_type, &was,
			   OD_VALS(od_v(a->slot), od_v(kinds[a->kind].word)), err);
	if (had < 0)
		goto out;
	if (had)
		keep_first(&was, a);
	answer_name(a, &name);
	if (name.failed)
		od_fail_nomem(err);
	else if (od_run_rec(db, od_answer_kind.put, &od_answer_type, a, OD_NOVALS, err) == 0)
		r = had ? od_journal_change(db, "change", &od_answer_type, name.s, &was, a, err)
			: od_journal_create(db, &od_answer_type, name.s, a, err);
out:
	od_rec_clear(&od_answer_type, &was);
	od_buf_free(&name);
	return r;
}

int od_answer_put(struct od_db *db, struct od_answer *a, struct od_err *err)
{
	if (od_need_tx(db, err) < 0 || check_excuse(a, err) < 0 || check_slot(db, a, err) < 0)
		return -1;
	a->at = od_db_act(db)->now;
	free(a->actor);
	a->actor = strdup(od_db_act(db)->actor);
	return a->actor ? write(db, a, err) : od_fail_nomem(err);
}

struct od_iter *od_answer_find(struct od_db *db, const char *slot, struct od_err *err)
{
	return od_query(db, COLUMNS "WHERE ?1 IS NULL OR slot = ?1 ORDER BY slot, at, kind",
			&od_answer_type, OD_VALS(od_v(slot)), err);
}

/* --- loading a dump, undoing ---------------------------------------------------------------------- */

int od_load_as_was(struct od_db *db, const struct od_kind *k, const char *find,
		   const struct od_val *v, size_t n, const void *rec, enum od_change *change,
		   struct od_err *err)
{
	void *was = calloc(1, k->type->size);
	struct od_buf name = OD_BUF_INIT;
	int had, r;

	if (!was)
		return od_fail_nomem(err);
	od_rec_init(k->type, was);
	had = od_query_one(db, find, k->type, was, v, n, err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	k->name(rec, &name);
	r = had < 0 ? -1 : name.failed ? od_fail_nomem(err) : 0;
	if (r == 0 && had && !od_rec_same(k->type, was, rec))
		r = od_fail(err, OD_EDATA, _("%s is on file with other content"), name.s);
	if (r == 0 && !had)
		r = od_run_rec(db, k->put, k->type, rec, OD_NOVALS, err);
	if (r == 0 && !had)
		r = od_journal_create(db, k->type, name.s, rec, err);
	od_rec_clear(k->type, was);
	free(was);
	od_buf_free(&name);
	return r;
}

/* Whether the slot is owed is not asked: the regime that says so may have come later in the dump. */
static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	const struct od_answer *a = rec;

	if (blank(a->slot) || !od_instant_is(a->at) || blank(a->actor))
		return od_fail(
			err, OD_EDATA,
			_("an answer is loaded with its slot, time and actor; give new ones by "
			  "report-due"));
	if (check_excuse(a, err) < 0)
		return -1;
	return od_load_as_was(db, &od_answer_kind, sql_one,
			      OD_VALS(od_v(a->slot), od_v(kinds[a->kind].word)), a, change, err);
}

const struct od_kind od_answer_kind = {
	.type = &od_answer_type,
	.load = load,
	.all = COLUMNS "ORDER BY slot, kind",
	.put = "INSERT INTO answer (slot, kind, reason, allowed_by, at, actor) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (slot, kind) DO UPDATE SET "
	       "reason = excluded.reason, allowed_by = excluded.allowed_by, at = excluded.at, "
	       "actor = excluded.actor",
	.drop = "DELETE FROM answer WHERE slot = ?1 AND kind = ?2",
	.keys = "slot kind",
	.name = answer_name,
};
