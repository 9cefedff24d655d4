/* copy.c - numbered copies (份号) and who signed for them; a signature noted down by mistake is taken back, and
 * the journal keeps it and why. */
#include <stdlib.h>

#include "retract.h"

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

/* What is done to the copies that are meant: signed for, or that taken back. */
struct signing {
	struct od_db *db;
	const char *by;
	od_instant at;
	const char *reason; /* why it is taken back; NULL: it is not */
	const char *unit;   /* code of the recipient who is meant, if it is a unit */
};

static int write_signed(const struct signing *s, const char *action, const struct od_copy *was,
			const struct od_copy *now, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

	copy_name(was, &name);
	if (name.failed)
		return od_fail_nomem(err);
	if (od_texts_check(&od_copy_type, now, err) < 0 ||
	    od_run_rec(s->db, od_copy_kind.put, &od_copy_type, now, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_change(s->db, action, &od_copy_type, name.s, was, now, err);
}

static int sign_one(const struct signing *s, const struct od_copy *was, struct od_err *err)
{
	struct od_copy now = *was;
	char when[32];

	if (od_instant_is(was->signed_at))
		return od_fail(err, OD_EDATA,
			       _("copy %1$lld of %2$s was signed for by %3$s on %4$s already"),
			       (long long)was->copy, was->record,
			       was->signed_by ? was->signed_by : "?",
			       od_instant_str_short(was->signed_at, when));
	now.signed_by = (char *)(uintptr_t)s->by;
	now.signed_at = s->at;
	return write_signed(s, "sign", was, &now, err);
}

/* The reason stands under a name of its own: it is no member of the copy, which goes on. */
static int unsign_one(const struct signing *s, const struct od_copy *was, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;
	struct od_copy now = *was;

	if (!od_instant_is(was->signed_at))
		return od_fail(err, OD_EDATA, _("nobody has signed for copy %1$lld of %2$s"),
			       (long long)was->copy, was->record);
	copy_name(was, &name);
	od_buf_puts(&name, "/sign");
	if (name.failed)
		return od_fail_nomem(err);
	if (od_retract_why(s->db, &od_copy_type, name.s, s->reason, err) < 0)
		return -1;
	now.signed_by = NULL;
	now.signed_at = OD_NOINSTANT;
	return write_signed(s, "unsign", was, &now, err);
}

static int none_meant(const struct signing *s, const struct od_copy *row, size_t n, int64_t copy,
		      const char *recipient, bool theirs, struct od_err *err)
{
	if (!n)
		return od_fail(err, OD_EDATA, _("its copies are not numbered"));
	if (copy != OD_NOINT)
		return od_fail(err, OD_EDATA, _("there is no copy %1$lld: the last is %2$lld"),
			       (long long)copy, (long long)row[n - 1].copy);
	if (!theirs)
		return od_fail(err, OD_EDATA, _("no copy is for '%s'"), recipient);
	return s->reason ? od_fail(err, OD_EDATA, _("'%s' has signed for no copy"), recipient)
			 : od_fail(err, OD_EDATA, _("'%s' has signed for all copies already"),
				   recipient);
}

/* Code of the unit that is meant; *code NULL: it is none.  Yours. */
static int unit_meant(struct od_db *db, const char *recipient, char **code, struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;

	if (od_unit_resolve(db, recipient, false, code, &why) == 0)
		return 0;
	*code = NULL;
	if (why.code != OD_ENOENT && why.code != OD_EDATA) {
		*err = why;
		return -1;
	}
	return 0;
}

/* Is a copy for who is meant?  The back page may name a unit by its code or in words, who asks too. */
static bool is_theirs(const struct signing *s, const struct od_copy *c, const char *recipient)
{
	struct od_err why = OD_ERR_INIT;
	const char *unit;

	if (!recipient)
		return false;
	if (!strcmp(c->recipient, recipient) || !strcmp(c->recipient_name, recipient))
		return true;
	unit = s->unit ? od_unit_resolve_memo(s->db, c->recipient, &why) : NULL;
	return unit && !strcmp(unit, s->unit);
}

/* Those that are meant: by number; or all of a recipient's of which it is still to be done. */
static int sign_each(const struct signing *s, const struct od_copy *row, size_t n, int64_t copy,
		     const char *recipient, struct od_err *err)
{
	bool there = false, done = false;

	for (size_t k = 0; k < n; k++) {
		bool theirs = is_theirs(s, &row[k], recipient);

		if (copy != OD_NOINT ? row[k].copy != copy : !theirs)
			continue;
		there = true;
		if (copy == OD_NOINT && od_instant_is(row[k].signed_at) != (s->reason != NULL))
			continue;
		if ((s->reason ? unsign_one(s, &row[k], err) : sign_one(s, &row[k], err)) < 0)
			return -1;
		done = true;
	}
	return done ? 0 : none_meant(s, row, n, copy, recipient, there, err);
}

static int sign_all(struct signing *s, const char *record, int64_t copy, const char *recipient,
		    struct od_err *err)
{
	struct od_copy *row = NULL;
	char *unit = NULL;
	size_t n = 0;
	int r;

	if (copy == OD_NOINT && od_blank(recipient))
		return od_fail(err, OD_EDATA, _("say which copy, or whose"));
	if (copy == OD_NOINT && unit_meant(s->db, recipient, &unit, err) < 0)
		return -1;
	s->unit = unit;
	r = od_iter_all(od_copy_find(s->db, record, false, err), &row, &n, err);
	if (r >= 0)
		r = sign_each(s, row, n, copy, recipient, err);
	if (r < 0 && err->code == OD_EDATA)
		od_fail_at(err, "%s", record);
	od_recs_free(&od_copy_type, row, n);
	free(unit);
	return r < 0 ? -1 : 0;
}

int od_copy_sign(struct od_db *db, const char *record, int64_t copy, const char *recipient,
		 const char *by, od_instant at, struct od_err *err)
{
	struct signing s = { .db = db, .by = by, .at = at };
	char buf[32];

	if (od_need_tx(db, err) < 0)
		return -1;
	if (od_blank(by))
		return od_fail(err, OD_EDATA, _("say who signed"));
	if (at.sec > od_db_act(db)->now.sec)
		return od_fail(err, OD_EDATA, _("signed at %s: that is still to come"),
			       od_instant_str_short(at, buf));
	return sign_all(&s, record, copy, recipient, err);
}

int od_copy_unsign(struct od_db *db, const char *record, int64_t copy, const char *recipient,
		   const char *reason, struct od_err *err)
{
	struct signing s = { .db = db };
	char *why;
	int r;

	if (od_need_tx(db, err) < 0)
		return -1;
	why = od_trim(reason ? reason : "", reason ? strlen(reason) : 0);
	if (!why)
		return od_fail_nomem(err);
	s.reason = why;
	r = *why ? sign_all(&s, record, copy, recipient, err)
		 : od_fail(err, OD_EUSAGE, _("say why it is retracted"));
	free(why);
	return r;
}
