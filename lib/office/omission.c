/* omission.c - matters the office learned of otherwise and the unit did not report: 漏报 by event. */
#include <stdlib.h>

#include "answer.h"

#define AT(m) offsetof(struct od_omission, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "漏报号", NULL,
	  'O' },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED, N_("Unit"), "单位 漏报单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "category", OD_TEXT, AT(category), OD_REQUIRED | OD_TABLE, N_("Category"), "类别" },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED | OD_TABLE, N_("Title"), "标题 事项" },
	{ "occurred_at", OD_INSTANT, AT(occurred_at), OD_REQUIRED | OD_TABLE, N_("Occurred"),
	  "发生时间 时间" },
	{ "learned_at", OD_INSTANT, AT(learned_at), OD_TABLE, N_("Learned of"),
	  "获知时间 知悉时间" },
	{ "source", OD_TEXT, AT(source), OD_TABLE, N_("Source"), "来源 获知途径" },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_omission_type = { "omission", sizeof(struct od_omission), fields,
					      N_("omission") };

/* clang-format off */
#define COLUMNS                                                                                    \
	"SELECT o.number, o.unit, NULL AS unit_name, "                                                               \
	"o.category, o.title, o.occurred_at, o.learned_at, o.source, o.note, o.at, o.actor "      \
	"FROM omission o "
/* clang-format on */

/* The name is that of the day. */
static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_omission *o = rec;

	return od_derive_unit(db, o->unit, o->occurred_at, &o->unit_name, err);
}

static void omission_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('O', ((const struct od_omission *)rec)->number, buf));
}

static int set_text(char **text, const char *to, struct od_err *err)
{
	char *copy = strdup(to);

	if (!copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

static bool blank(const char *s)
{
	return !s || !*s;
}

static int resolve_unit(struct od_db *db, struct od_omission *o, struct od_err *err)
{
	const char *code;

	if (blank(o->unit))
		return od_fail(err, OD_EDATA, _("unit is missing"));
	code = od_unit_resolve_memo(db, o->unit, err);
	if (code)
		return set_text(&o->unit, code, err);
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

static int resolve_category(struct od_db *db, struct od_omission *o, struct od_err *err)
{
	const struct od_category_memo *k;

	if (blank(o->category))
		return od_fail(err, OD_EDATA, _("category is missing"));
	k = od_category_resolve(db, o->category, err);
	return k ? set_text(&o->category, k->c.code, err) : -1;
}

/* It may be about what is still to come (a meeting), but nobody learns of things in the future. */
static int check_times(struct od_omission *o, od_instant now, struct od_err *err)
{
	char buf[32];

	if (!od_instant_is(o->occurred_at))
		return od_fail(err, OD_EDATA, _("occurred_at is missing"));
	if (!od_instant_is(o->learned_at))
		o->learned_at = now;
	if (o->learned_at.sec > now.sec)
		return od_fail(err, OD_EDATA, _("learned_at: %s is still to come"),
			       od_instant_str_short(o->learned_at, buf));
	return 0;
}

static int check_new(struct od_db *db, const struct od_omission *o, struct od_err *err)
{
	static const char sql[] = "SELECT number FROM omission WHERE unit = ?1 AND category = ?2 "
				  "AND title = ?3 AND occurred_at = ?4";
	int64_t number;
	char buf[32];
	int r = od_query_int(db, sql, &number,
			     OD_VALS(od_v(o->unit), od_v(o->category), od_v(o->title),
				     od_v(o->occurred_at)),
			     err);

	return r <= 0 ? r
		      : od_fail(err, OD_EDATA, _("it is on file already as %s"),
				od_number_str('O', number, buf));
}

int od_omission_put(struct od_db *db, struct od_omission *o, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	char name[32];

	if (od_need_tx(db, err) < 0 || resolve_unit(db, o, err) < 0 ||
	    resolve_category(db, o, err) < 0)
		return -1;
	if (blank(o->title))
		return od_fail(err, OD_EDATA, _("title is missing"));
	if (check_times(o, act->now, err) < 0 || check_new(db, o, err) < 0 ||
	    set_text(&o->actor, act->actor, err) < 0 ||
	    od_number_next(db, "O", &o->number, err) < 0)
		return -1;
	o->at = act->now;
	if (od_run_rec(db, od_omission_kind.put, &od_omission_type, o, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_create(db, &od_omission_type, od_number_str('O', o->number, name), o,
				 err);
}

struct od_iter *od_omission_find(struct od_db *db, const char *unit, od_instant since,
				 od_instant until, struct od_err *err)
{
	static const char sql[] = COLUMNS
		"WHERE o.learned_at >= coalesce(?2, -9e18) AND o.learned_at < coalesce(?3, 9e18) "
		"AND (?1 IS NULL OR o.unit = ?1) ORDER BY o.number";

	return od_query_derive(db, sql, &od_omission_type, derive,
			       OD_VALS(od_v(unit), od_v(since), od_v(until)), err);
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_omission *o = rec;

	if (o->number == OD_NOINT || !od_instant_is(o->occurred_at) ||
	    !od_instant_is(o->learned_at) || !od_instant_is(o->at) || blank(o->actor) ||
	    blank(o->category) || blank(o->title))
		return od_fail(
			err, OD_EDATA,
			_("an omission is loaded with its number, times and actor; record new "
			  "ones by report-due"));
	if (resolve_unit(db, o, err) < 0 || od_number_taken(db, "O", o->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_omission_kind, COLUMNS "WHERE o.number = ?1",
			      OD_VALS(od_v(o->number)), o, change, err);
}

const struct od_kind od_omission_kind = {
	.type = &od_omission_type,
	.load = load,
	.derive = derive,
	.all = COLUMNS "ORDER BY o.number",
	.put = "INSERT INTO omission (number, unit, category, title, occurred_at, learned_at, source, "
	       "note, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (number) DO UPDATE SET unit = excluded.unit, category = excluded.category, "
	       "title = excluded.title, occurred_at = excluded.occurred_at, "
	       "learned_at = excluded.learned_at, source = excluded.source, note = excluded.note, "
	       "at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM omission WHERE number = ?1",
	.name = omission_name,
};
