/* copy.c - numbered copies (份号) and who signed for them. */
#include <stdlib.h>

#include "bulletin.h"

#define AT(m) offsetof(struct od_copy, m)
static const struct od_field copy_fields[] = {
	{ "record", OD_TEXT, AT(record), OD_REQUIRED | OD_TABLE, N_("Issue"), "所属 刊期" },
	{ "copy", OD_INT, AT(copy), OD_REQUIRED | OD_TABLE, N_("Copy no."), "份号" },
	{ "recipient", OD_TEXT, AT(recipient), OD_REQUIRED, N_("Recipient code"), "发送对象" },
	{ "recipient_name", OD_TEXT, AT(recipient_name), OD_TABLE, N_("Recipient"),
	  "收件单位 名称" },
	{ "way", OD_ENUM, AT(way), OD_TABLE, N_("Way"), "方式", od_ways },
	{ "signed_by", OD_TEXT, AT(signed_by), OD_TABLE, N_("Signed for by"), "签收人" },
	{ "signed_at", OD_INSTANT, AT(signed_at), OD_TABLE, N_("Signed at"), "签收时间" },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_copy_type = { "copy", sizeof(struct od_copy), copy_fields,
					  N_("numbered copy") };

/* clang-format off */
#define COPY_COLUMNS \
	"SELECT x.record, x.copy, x.recipient, x.recipient_name, x.way, x.signed_by, " \
	"x.signed_at, x.note FROM copy x "
/* clang-format on */
static void copy_name(const void *rec, struct od_buf *b)
{
	const struct od_copy *x = rec;

	od_buf_printf(b, "copy:%s/%lld", x->record, (long long)x->copy);
}

static int load_copy(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_copy *x = rec;

	if (x->copy == OD_NOINT || x->copy < 1 || od_blank(x->recipient_name))
		return od_fail(err, OD_EDATA,
			       _("a copy is loaded with its number and its recipient's name"));
	return od_load_as_was(db, &od_copy_kind, COPY_COLUMNS "WHERE x.record = ?1 AND x.copy = ?2",
			      OD_VALS(od_v(x->record), od_v(x->copy)), x, change, err);
}

const struct od_kind od_copy_kind = {
	.type = &od_copy_type,
	.part = true,
	.load = load_copy,
	.all = COPY_COLUMNS "ORDER BY x.record, x.copy",
	.put = "INSERT INTO copy (record, copy, recipient, recipient_name, way, signed_by, "
	       "signed_at, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT "
	       "(record, copy) DO UPDATE SET recipient = excluded.recipient, recipient_name "
	       "= excluded.recipient_name, way = excluded.way, signed_by = "
	       "excluded.signed_by, signed_at = excluded.signed_at, note = excluded.note",
	.drop = "DELETE FROM copy WHERE record = ?1 AND copy = ?2",
	.keys = "record copy",
	.name = copy_name,
};

/* --- making them ----------------------------------------------------------------------------------- */

int od_recipient_name(struct od_db *db, const char *recipient, od_date on, char **name,
		      struct od_err *err)
{
	const char *unit = od_unit_name(db, recipient, on);

	if (!unit)
		return od_leader_name(db, recipient, on, name, err);
	*name = strdup(unit);
	return *name ? 0 : od_fail_nomem(err);
}

static int make_for(struct od_db *db, const struct od_issue *i, const struct od_distribution *d,
		    int64_t *copy, struct od_err *err)
{
	struct od_copy c;
	int r = 0;

	od_rec_init(&od_copy_type, &c);
	c.way = d->way;
	if (od_replace_text(&c.record, i->issue, err) < 0 ||
	    od_replace_text(&c.recipient, d->recipient, err) < 0 ||
	    od_recipient_name(db, d->recipient, i->date, &c.recipient_name, err) < 0)
		r = -1;
	for (int64_t k = 0; r == 0 && k < (d->copies == OD_NOINT ? 1 : d->copies); k++) {
		c.copy = ++*copy;
		r = od_kind_add(db, &od_copy_kind, &c, err);
	}
	od_rec_clear(&od_copy_type, &c);
	return r;
}

int od_copies_make(struct od_db *db, const struct od_issue *i, struct od_err *err)
{
	struct od_distribution *row = NULL;
	int64_t copy = 0;
	size_t n = 0;
	int r = od_iter_all(od_distribution_find(db, i->publication, i->date, err), &row, &n, err);

	for (size_t k = 0; r >= 0 && k < n; k++)
		r = make_for(db, i, &row[k], &copy, err);
	od_recs_free(&od_distribution_type, row, n);
	return r < 0 ? -1 : 0;
}

/* --- finding, signing ---------------------------------------------------------------------------------- */

struct od_iter *od_copy_find(struct od_db *db, const char *record, bool unsigned_only,
			     struct od_err *err)
{
	static const char sql[] =
		COPY_COLUMNS "WHERE (?1 IS NULL OR x.record = ?1) "
			     "AND (?2 = 0 OR x.signed_at IS NULL) ORDER BY x.record, x.copy";

	return od_query(db, sql, &od_copy_type, OD_VALS(od_v(record), od_v(unsigned_only)), err);
}

static int sign_one(struct od_db *db, const struct od_copy *was, const char *by, od_instant at,
		    struct od_err *err)
{
	struct od_copy now = *was;
	struct od_buf name = OD_BUF_INIT;
	char when[32];
	int r;

	if (od_instant_is(was->signed_at))
		return od_fail(err, OD_EDATA,
			       _("copy %1$lld of %2$s was signed for by %3$s on %4$s already"),
			       (long long)was->copy, was->record,
			       was->signed_by ? was->signed_by : "?",
			       od_instant_str_short(was->signed_at, when));
	now.signed_by = (char *)(uintptr_t)by;
	now.signed_at = at;
	copy_name(was, &name);
	r = name.failed ? od_fail_nomem(err) : od_texts_check(&od_copy_type, &now, err);
	if (r == 0)
		r = od_run_rec(db, od_copy_kind.put, &od_copy_type, &now, OD_NOVALS, err);
	if (r == 0)
		r = od_journal_change(db, "sign", &od_copy_type, name.s, was, &now, err);
	od_buf_free(&name);
	return r;
}

/* Those that are meant: by number; or all of a recipient's, those signed for already left out. */
static int sign_each(struct od_db *db, const struct od_copy *row, size_t n, int64_t copy,
		     const char *recipient, const char *by, od_instant at, struct od_err *err)
{
	int64_t signed_now = 0, there = 0;

	for (size_t k = 0; k < n; k++) {
		bool theirs = recipient && (!strcmp(row[k].recipient, recipient) ||
					    !strcmp(row[k].recipient_name, recipient));

		if (copy != OD_NOINT ? row[k].copy != copy : !theirs)
			continue;
		there++;
		if (copy == OD_NOINT && od_instant_is(row[k].signed_at))
			continue;
		if (sign_one(db, &row[k], by, at, err) < 0)
			return -1;
		signed_now++;
	}
	if (signed_now)
		return 0;
	if (!n)
		return od_fail(err, OD_EDATA, _("its copies are not numbered"));
	if (copy != OD_NOINT)
		return od_fail(err, OD_EDATA, _("there is no copy %1$lld: the last is %2$lld"),
			       (long long)copy, (long long)row[n - 1].copy);
	return there ? od_fail(err, OD_EDATA, _("'%s' has signed for all copies already"),
			       recipient)
		     : od_fail(err, OD_EDATA, _("no copy is for '%s'"), recipient);
}

int od_copy_sign(struct od_db *db, const char *record, int64_t copy, const char *recipient,
		 const char *by, od_instant at, struct od_err *err)
{
	struct od_copy *row = NULL;
	char buf[32];
	size_t n = 0;
	int r;

	if (od_need_tx(db, err) < 0)
		return -1;
	if (od_blank(by))
		return od_fail(err, OD_EDATA, _("say who signed"));
	if (copy == OD_NOINT && od_blank(recipient))
		return od_fail(err, OD_EDATA, _("say which copy, or whose"));
	if (at.sec > od_db_act(db)->now.sec)
		return od_fail(err, OD_EDATA, _("signed at %s: that is still to come"),
			       od_instant_str_short(at, buf));
	r = od_iter_all(od_copy_find(db, record, false, err), &row, &n, err);
	if (r >= 0)
		r = sign_each(db, row, n, copy, recipient, by, at, err);
	if (r < 0 && err->code == OD_EDATA)
		od_fail_at(err, "%s", record);
	od_recs_free(&od_copy_type, row, n);
	return r < 0 ? -1 : 0;
}
