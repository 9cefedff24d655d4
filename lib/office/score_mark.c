/* score_mark.c - what counts for or against a unit and stands in no other register. */
#include <stdlib.h>

#include "bulletin.h"

const struct od_word od_mark_kinds[] = {
	{ "error", N_("mistake"), "差错" },
	{ "concealed", N_("concealed"), "瞒报" },
	{ "bonus", N_("bonus"), "加分" },
	{ "deduction", N_("deduction"), "扣分" },
	{ NULL },
};

#define AT(m) offsetof(struct od_score_mark, m)
static const struct od_field score_mark_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "登记号", NULL,
	  'M' },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED, N_("Unit code"), "单位 单位代码" },
	{ "kind", OD_ENUM, AT(kind), OD_REQUIRED | OD_TABLE, N_("Kind"), "类型", od_mark_kinds },
	{ "day", OD_DATE, AT(day), OD_REQUIRED | OD_TABLE, N_("Day"), "日期" },
	{ "report", OD_NUMBER, AT(report), OD_TABLE, N_("Report"), "报告号", NULL, 'R' },
	{ "points", OD_TEXT, AT(points), OD_TABLE, N_("Points given"), "分值" },
	{ "reason", OD_TEXT, AT(reason), OD_REQUIRED | OD_TABLE, N_("Reason"), "事由 原因" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_score_mark_type = { "score_mark", sizeof(struct od_score_mark),
						score_mark_fields, N_("mark") };

/* clang-format off */
#define SCORE_MARK_COLUMNS \
	"SELECT x.number, x.unit, x.kind, x.day, x.report, x.points, x.reason, x.at, " \
	"x.actor, NULL AS unit_name FROM score_mark x "
/* clang-format on */
static void score_mark_name(const void *rec, struct od_buf *b)
{
	const struct od_score_mark *x = rec;
	char buf[32];

	od_buf_puts(b, od_number_str('M', x->number, buf));
}

static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_score_mark *m = rec;

	free(m->unit_name);
	m->unit_name = NULL;
	return od_derive_unit(db, m->unit, od_date_start(m->day), &m->unit_name, err);
}

/* --- what holds together --------------------------------------------------------------------------- */

static int resolve_unit(struct od_db *db, struct od_score_mark *m, struct od_err *err)
{
	const char *code;

	if (od_blank(m->unit))
		return od_fail(err, OD_EDATA, _("unit is missing"));
	code = od_unit_resolve_memo(db, m->unit, err);
	if (code)
		return od_replace_text(&m->unit, code, err);
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

/* How much an error or concealment costs is the rules' to say, alike for all. */
static int check_points(struct od_score_mark *m, struct od_err *err)
{
	bool own = m->kind == OD_FOR_BONUS || m->kind == OD_FOR_DEDUCTION;
	int64_t milli;

	if (od_blank(m->points))
		return own ? od_fail(err, OD_EDATA, _("points: a bonus or deduction says how many"))
			   : od_replace_text(&m->points, NULL, err);
	if (!own)
		return od_fail(err, OD_EDATA,
			       _("points: what '%s' costs, the score rules say; leave it out"),
			       od_mark_kinds[m->kind].word);
	if (od_points_parse(m->points, &milli, err) < 0)
		return od_fail_at(err, "points");
	if (milli <= 0)
		return od_fail(err, OD_EDATA,
			       _("points: %s is not more than 0; the kind says which way it goes"),
			       m->points);
	return 0;
}

static int check_report(struct od_db *db, const struct od_score_mark *m, struct od_err *err)
{
	static const char sql[] = "SELECT unit FROM report WHERE number = ?1";
	char *unit = NULL, name[32];
	int r;

	if (m->report == OD_NOINT)
		return 0;
	od_number_str('R', m->report, name);
	r = od_query_text(db, sql, &unit, OD_VALS(od_v(m->report)), err);
	if (r == 0)
		r = od_fail(err, OD_EDATA, _("report: there is no %s"), name);
	else if (r > 0 && strcmp(unit, m->unit) != 0)
		r = od_fail(err, OD_EDATA, _("report: %1$s is of '%2$s', not of '%3$s'"), name,
			    unit, m->unit);
	free(unit);
	return r < 0 ? -1 : 0;
}

static int check(struct od_db *db, struct od_score_mark *m, struct od_err *err)
{
	if (resolve_unit(db, m, err) < 0 || check_points(m, err) < 0 ||
	    check_report(db, m, err) < 0)
		return -1;
	if (od_blank(m->reason))
		return od_fail(err, OD_EDATA, _("reason is missing"));
	if (!od_date_is(m->day))
		return od_fail(err, OD_EDATA, _("day is missing"));
	return 0;
}

int od_score_mark_add(struct od_db *db, struct od_score_mark *m, struct od_err *err)
{
	od_date today;
	char name[32];

	if (od_need_tx(db, err) < 0)
		return -1;
	today = od_instant_date(od_db_act(db)->now);
	if (!od_date_is(m->day))
		m->day = today;
	if (m->day.days > today.days)
		return od_fail(err, OD_EDATA, _("day: %s is still to come"),
			       od_date_str(m->day, name));
	if (check(db, m, err) < 0 || od_number_next(db, "M", &m->number, err) < 0)
		return -1;
	m->at = od_db_act(db)->now;
	if (od_replace_text(&m->actor, od_db_act(db)->actor, err) < 0 ||
	    od_run_rec(db, od_score_mark_kind.put, &od_score_mark_type, m, OD_NOVALS, err) < 0 ||
	    od_journal_create(db, &od_score_mark_type, od_number_str('M', m->number, name), m,
			      err) < 0)
		return -1;
	return derive(db, m, err);
}

struct od_iter *od_score_mark_find(struct od_db *db, const char *unit, od_date from, od_date to,
				   struct od_err *err)
{
	static const char sql[] = SCORE_MARK_COLUMNS
		"WHERE (?1 IS NULL OR x.unit = ?1) AND (?2 IS NULL OR x.day >= ?2) "
		"AND (?3 IS NULL OR x.day <= ?3) ORDER BY x.day, x.number";

	return od_query_derive(db, sql, &od_score_mark_type, derive,
			       OD_VALS(od_v(unit), od_v(from), od_v(to)), err);
}

/* --- loading a dump ---------------------------------------------------------------------------------- */

static int load_score_mark(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_score_mark *x = rec;

	if (x->number == OD_NOINT || !od_instant_is(x->at) || od_blank(x->actor))
		return od_fail(
			err, OD_EDATA,
			_("a mark is loaded with its number, time and actor; register new ones by "
			  "info-score --mark"));
	if (check(db, x, err) < 0 || od_number_taken(db, "M", x->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_score_mark_kind, SCORE_MARK_COLUMNS "WHERE x.number = ?1",
			      OD_VALS(od_v(x->number)), x, change, err);
}

const struct od_kind od_score_mark_kind = {
	.type = &od_score_mark_type,
	.load = load_score_mark,
	.derive = derive,
	.all = SCORE_MARK_COLUMNS "ORDER BY x.number",
	.put = "INSERT INTO score_mark (number, unit, kind, day, report, points, reason, at,"
	       " actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (number) DO "
	       "UPDATE SET unit = excluded.unit, kind = excluded.kind, day = excluded.day, "
	       "report = excluded.report, points = excluded.points, reason = "
	       "excluded.reason, at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM score_mark WHERE number = ?1",
	.name = score_mark_name,
};
