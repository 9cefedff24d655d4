/* leave.c - leaves on file: what one is, reading and finding them, and bringing them back from a dump. */
#include <stdlib.h>

#include "leave.h"

const struct od_word od_parts[] = {
	{ "morning", N_("morning"), "上午 早上" },
	{ "afternoon", N_("afternoon"), "下午" },
	{ "evening", N_("evening"), "晚上 晚 夜间" },
	{ NULL },
};
const struct od_word od_to_parts[] = {
	{ "evening", N_("evening"), "晚上 晚 夜间" },
	{ "afternoon", N_("afternoon"), "下午" },
	{ "morning", N_("morning"), "上午 早上" },
	{ NULL },
};
const struct od_word od_reaches[] = {
	{ "none", N_("in the city"), "市内 本市 不离市" },
	{ "city", N_("leaves the city"), "离市 省内 外出" },
	{ "province", N_("leaves the province"), "离省 省外" },
	{ "country", N_("goes abroad"), "出国 出境 出国（境） 出国(境) 因私出国 因公出国" },
	{ NULL },
};
const struct od_word od_leave_statuses[] = {
	{ "requested", N_("waiting for approval"), "待批 待审批" },
	{ "approved", N_("approved"), "已批 已批准" },
	{ "away", N_("away"), "外出 在外" },
	{ "returned", N_("back from leave"), "已销假 销假" },
	{ "extended", N_("extended"), "已续假 续假" },
	{ "refused", N_("refused"), "不准 未批准" },
	{ "cancelled", N_("cancelled"), "取消 已取消" },
	{ NULL },
};

#define AT(m) offsetof(struct od_leave, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "请假号", NULL,
	  'L' },
	{ "person", OD_TEXT, AT(person), OD_REQUIRED, N_("Person"), "请假人 姓名 工号 人员" },
	{ "person_name", OD_TEXT, AT(person_name), OD_DERIVED | OD_TABLE, N_("Full name"),
	  "请假人姓名" },
	{ "post", OD_TEXT, AT(post), OD_DERIVED, N_("Post"), "职务" },
	{ "unit", OD_TEXT, AT(unit), OD_DERIVED, N_("Unit code"), "单位代码" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位 单位名称" },
	{ "kind", OD_TEXT, AT(kind), OD_REQUIRED, N_("Kind of leave"), "假别 请假类别" },
	{ "kind_name", OD_TEXT, AT(kind_name), OD_DERIVED | OD_TABLE, N_("Kind of leave"),
	  "假别名称" },
	{ "from_day", OD_DATE, AT(from_day), OD_REQUIRED | OD_TABLE, N_("From"),
	  "首日 起 开始日期 离开日期 出发日期" },
	{ "from_part", OD_ENUM, AT(from_part), OD_TABLE, N_("From part"), "开始时段 出发时段",
	  od_parts },
	{ "to_day", OD_DATE, AT(to_day), OD_REQUIRED | OD_TABLE, N_("To"),
	  "末日 止 结束日期 返回日期" },
	{ "to_part", OD_ENUM, AT(to_part), OD_TABLE, N_("To part"), "结束时段 返回时段",
	  od_to_parts },
	{ "reach", OD_ENUM, AT(reach), 0, N_("How far"), "外出范围 离市", od_reaches },
	{ "place", OD_TEXT, AT(place), 0, N_("Place"), "地点 去向 前往地点" },
	{ "reason", OD_TEXT, AT(reason), 0, N_("Reason"), "事由 原因 请假事由" },
	{ "stand_in", OD_TEXT, AT(stand_in), 0, N_("Stand-in"), "代主持工作 代理人 代主持人" },
	{ "stand_in_name", OD_TEXT, AT(stand_in_name), OD_DERIVED | OD_TABLE, N_("Stand-in"),
	  "代主持人姓名" },
	{ "phone", OD_TEXT, AT(phone), 0, N_("Telephone while away"), "联系电话 外出电话 电话" },
	{ "itinerary", OD_TEXT, AT(itinerary), OD_LONG, N_("Itinerary"), "行程 行程安排" },
	{ "parent", OD_NUMBER, AT(parent), 0, N_("Extension of"), "续假 原请假号", NULL, 'L' },
	{ "report", OD_NUMBER, AT(report), 0, N_("Report"), "报告号 来文", NULL, 'R' },
	{ "external_id", OD_TEXT, AT(external_id), 0, N_("Unit's number"), "编号 来文编号" },
	{ "late", OD_BOOL, AT(late), 0, N_("Asked for afterwards"), "补假" },
	{ "requested_at", OD_INSTANT, AT(requested_at), 0, N_("Asked for"),
	  "请假时间 报备时间 申请时间" },
	{ "status", OD_ENUM, AT(status), OD_READONLY | OD_TABLE, N_("Status"), "状态",
	  od_leave_statuses },
	{ "batch", OD_NUMBER, AT(batch), OD_READONLY, N_("Batch"), "批次", NULL, 'B' },
	{ "departed_at", OD_INSTANT, AT(departed_at), OD_READONLY, N_("Departed"), "离开时间" },
	{ "returned_at", OD_INSTANT, AT(returned_at), OD_READONLY, N_("Came back"),
	  "销假时间 返回时间" },
	{ "waits_for", OD_TEXT, AT(waits_for), OD_DERIVED | OD_TABLE, N_("Waits for"), "待谁审批" },
	{ "days", OD_TEXT, AT(days), OD_DERIVED | OD_TABLE, N_("Days"), "天数" },
	{ "workdays", OD_TEXT, AT(workdays), OD_DERIVED, N_("Working days"), "工作日天数" },
	{ "due_at", OD_INSTANT, AT(due_at), OD_DERIVED, N_("Return due"), "应销假时间" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_type = { "leave", sizeof(struct od_leave), fields, N_("leave") };

/* The row of a dated thing that holds on a day; before its first row, the first. */
/* clang-format off */
#define ROW_ON(x, table, code, day)                                                                \
	"LEFT JOIN " table " " x " ON " x ".code = " code " AND " x ".valid_from = coalesce("      \
	"(SELECT max(y.valid_from) FROM " table " y WHERE y.code = " code                          \
	" AND y.valid_from <= " day "), "                                                          \
	"(SELECT min(z.valid_from) FROM " table " z WHERE z.code = " code ")) "
#define NAMES                                                                                      \
	ROW_ON("p", "person_row", "l.person", "l.from_day")                                        \
	ROW_ON("k", "leave_kind_row", "l.kind", "l.from_day")                                      \
	ROW_ON("s", "person_row", "l.stand_in", "l.from_day")
#define COLUMNS                                                                                    \
	"SELECT l.number, l.person, p.name AS person_name, p.post, p.unit, NULL AS unit_name, "    \
	"l.kind, k.name AS kind_name, l.from_day, l.from_part, l.to_day, l.to_part, l.reach, "     \
	"l.place, l.reason, l.stand_in, s.name AS stand_in_name, l.phone, l.itinerary, l.parent, " \
	"l.report, l.external_id, l.late, l.requested_at, l.status, l.batch, l.departed_at, "      \
	"l.returned_at, NULL AS waits_for, NULL AS days, NULL AS workdays, NULL AS due_at "        \
	"FROM leave l " NAMES
/* clang-format on */

void od_leave_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('L', ((const struct od_leave *)rec)->number, buf));
}

/* --- what is derived ---------------------------------------------------------------------------- */

/* The unit's name on the first day; the rest of the names come with the row. */
static int derive_unit(struct od_db *db, struct od_leave *l, struct od_err *err)
{
	return l->unit ? od_derive_unit(db, l->unit, od_date_start(l->from_day), &l->unit_name, err)
		       : 0;
}

static int derive_days(struct od_db *db, struct od_leave *l, struct od_err *err)
{
	const struct od_calendar *c = od_calendar_memo(db, err);
	struct od_span span = od_leave_span(l);

	if (!c)
		return -1;
	l->days = od_halves_str(od_span_halves(c, span, false));
	l->workdays = od_halves_str(od_span_halves(c, span, true));
	return l->days && l->workdays ? 0 : od_fail_nomem(err);
}

static int derive_names(struct od_db *db, void *rec, struct od_err *err)
{
	return derive_unit(db, rec, err);
}

static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_leave *l = rec;

	if (derive_unit(db, l, err) < 0 || derive_days(db, l, err) < 0)
		return -1;
	return od_leave_due(db, l, &l->due_at, err);
}

static int derive_all(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_leave *l = rec;
	char *person = NULL;
	int r;

	if (derive(db, rec, err) < 0)
		return -1;
	if (l->status != OD_LEAVE_REQUESTED)
		return 0;
	r = od_leave_waits(db, l, &l->waits_for, &person, err);
	free(person);
	return r;
}

static int take_names(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_leave *l = ctx;
	char **to[] = { &l->person_name, &l->post, &l->unit, &l->kind_name, &l->stand_in_name };

	for (size_t i = 0; i < OD_COUNT(to); i++) {
		free(*to[i]);
		*to[i] = text[i] ? strdup(text[i]) : NULL;
		if (text[i] && !*to[i])
			return od_fail_nomem(err);
	}
	return 0;
}

int od_leave_derive(struct od_db *db, struct od_leave *l, struct od_err *err)
{
	static const char sql[] =
		"SELECT p.name, p.post, p.unit, k.name, s.name FROM (SELECT ?1 AS person, "
		"?2 AS kind, ?3 AS from_day, ?4 AS stand_in) AS l " NAMES;
	char **const free_first[] = { &l->unit_name, &l->days, &l->workdays };

	for (size_t i = 0; i < OD_COUNT(free_first); i++) {
		free(*free_first[i]);
		*free_first[i] = NULL;
	}
	if (od_query_each(db, sql,
			  OD_VALS(od_v(l->person), od_v(l->kind), od_v(l->from_day),
				  od_v(l->stand_in)),
			  take_names, l, err) < 0)
		return -1;
	return derive(db, l, err);
}

/* --- reading -------------------------------------------------------------------------------------- */

od_instant od_leave_now(struct od_db *db, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	od_instant last = { 0 };

	if (act)
		return act->now;
	if (od_query_int(db, "SELECT max(at) FROM act", &last.sec, OD_NOVALS, err) < 0)
		return OD_NOINSTANT;
	return last;
}

int od_leave_read(struct od_db *db, int64_t number, struct od_leave *l, struct od_err *err)
{
	int found = od_query_one(db, COLUMNS "WHERE l.number = ?1", &od_leave_type, l,
				 OD_VALS(od_v(number)), err);

	return found > 0 && derive(db, l, err) < 0 ? -1 : found;
}

int od_leave_get(struct od_db *db, int64_t number, struct od_leave *l, struct od_err *err)
{
	int found = od_leave_read(db, number, l, err);
	char buf[32];

	return found ? found
		     : od_fail(err, OD_ENOENT, _("no leave %s"), od_number_str('L', number, buf));
}

/* Of a person, what began by a day and may reach another: a leave not returned reaches on, one that was
 * returned may have been so late. */
static const char sql_of[] =
	COLUMNS "WHERE l.person = ?1 AND l.from_day <= ?2 AND (l.to_day >= ?3 "
		"OR l.status = 'approved' OR l.status = 'away' OR l.returned_at >= ?4) "
		"AND l.status <> 'refused' AND l.status <> 'cancelled' "
		"AND (?5 = 1 OR l.status <> 'requested') "
		"AND (?6 IS NULL OR (l.number <> ?6 AND coalesce(l.parent, 0) <> ?6 "
		"AND l.number <> coalesce((SELECT e.parent FROM leave e WHERE e.number = ?6), 0))) "
		"ORDER BY l.from_day, l.number";

int od_leaves_of(struct od_db *db, const char *person, struct od_span span, bool requested,
		 int64_t except, od_leave_fn *fn, void *ctx, struct od_err *err)
{
	od_instant now = od_leave_now(db, err);
	od_date first = od_instant_date(od_part_start(span.from));
	od_date last = od_instant_date(od_part_start(span.to));
	struct od_leave l = { 0 };
	struct od_iter *it;
	int r;

	if (!od_instant_is(now))
		return -1;
	it = od_query_derive(db, sql_of, &od_leave_type, derive_names,
			     OD_VALS(od_v(person), od_v(last), od_v(first),
				     od_v(od_part_start(span.from)), od_v((int64_t)requested),
				     od_v_opt(except)),
			     err);
	r = it ? 1 : -1;
	od_rec_init(&od_leave_type, &l);
	while (r > 0 && (r = od_iter_next(it, &l, err)) > 0) {
		struct od_span lasts;

		if (l.status == OD_LEAVE_RETURNED && od_leave_due(db, &l, &l.due_at, err) < 0) {
			r = -1;
			break;
		}
		lasts = od_leave_lasts(&l, now);
		if (od_spans_meet(lasts, span) && fn(ctx, &l, lasts, err) < 0)
			r = -1;
	}
	od_rec_clear(&od_leave_type, &l);
	od_iter_free(it);
	return r;
}

/* --- finding -------------------------------------------------------------------------------------- */

/* clang-format off */
#define FILTERS                                                                                    \
	" AND (?2 IS NULL OR l.to_day >= ?2) AND (?3 IS NULL OR l.from_day <= ?3)"                 \
	" AND (?4 IS NULL OR l.person = ?4) AND (?5 IS NULL OR p.unit = ?5)"                       \
	" AND (?6 IS NULL OR l.kind = ?6) AND (?7 IS NULL OR l.status = ?7)"                       \
	" AND (?8 IS NULL OR l.batch = ?8)"                                                        \
	" AND (?9 IS NULL OR instr(?9, '/' || l.number || '/') > 0) "                              \
	"ORDER BY l.from_day, CASE l.from_part WHEN 'morning' THEN 0 WHEN 'afternoon' THEN 1 "     \
	"ELSE 2 END, l.number"
/* clang-format on */
static const char find_all[] = COLUMNS "WHERE ?1 IS NULL" FILTERS;
static const char find_number[] = COLUMNS "WHERE l.number = ?1" FILTERS;
static const char find_person[] = COLUMNS "WHERE l.person = ?4 AND ?1 IS NULL" FILTERS;
static const char find_since[] = COLUMNS "WHERE l.to_day >= ?2 AND ?1 IS NULL" FILTERS;

static const char *way(const struct od_leave_query *q)
{
	if (q->number != OD_NOINT)
		return find_number;
	if (q->person)
		return find_person;
	return od_date_is(q->since) ? find_since : find_all;
}

struct waiting { /* numbers between slashes of what waits for a person */
	struct od_db *db;
	const char *person;
	struct od_buf numbers;
};

static int add_waiting(struct waiting *w, const struct od_leave *l, struct od_err *err)
{
	char *whom = NULL, *person = NULL;
	int r = od_leave_waits(w->db, l, &whom, &person, err);

	if (r == 0 && person && !strcmp(person, w->person))
		od_buf_printf(&w->numbers, "%lld/", (long long)l->number);
	free(whom);
	free(person);
	return r < 0 ? -1 : 1;
}

static int find_waiting(struct waiting *w, struct od_err *err)
{
	static const char sql[] = COLUMNS "WHERE l.status = 'requested' ORDER BY l.number";
	struct od_iter *it =
		od_query_derive(w->db, sql, &od_leave_type, derive_names, OD_NOVALS, err);
	struct od_leave l = { 0 };
	int r = it ? 1 : -1;

	od_rec_init(&od_leave_type, &l);
	od_buf_putc(&w->numbers, '/');
	while (r > 0 && (r = od_iter_next(it, &l, err)) > 0)
		r = add_waiting(w, &l, err);
	od_rec_clear(&od_leave_type, &l);
	od_iter_free(it);
	return r == 0 && w->numbers.failed ? od_fail_nomem(err) : r;
}

struct od_iter *od_leave_find(struct od_db *db, const struct od_leave_query *q, struct od_err *err)
{
	struct waiting w = { db, q->waits_for, OD_BUF_INIT };
	const char *status = q->status < 0 ? NULL : od_leave_statuses[q->status].word;
	struct od_iter *it = NULL;

	if (!q->waits_for || find_waiting(&w, err) == 0)
		it = od_query_derive(db, way(q), &od_leave_type, derive_all,
				     OD_VALS(od_v_opt(q->number), od_v(q->since), od_v(q->until),
					     od_v(q->person), od_v(q->unit), od_v(q->kind),
					     od_v(status), od_v_opt(q->batch), od_v(w.numbers.s)),
				     err);
	od_buf_free(&w.numbers);
	return it;
}

/* --- who may see the reason ------------------------------------------------------------------------- */

/* His code on a day, by login or by code; NULL: nobody the office knows. */
static int person_of(struct od_db *db, const char *actor, od_date on, char **code,
		     struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT p.code FROM person_row p WHERE (p.login = ?1 OR p.code = ?1) AND "
		OD_VALID("p", "?2") " ORDER BY p.login = ?1 DESC LIMIT 1";
	/* clang-format on */

	*code = NULL;
	return od_query_text(db, sql, code, OD_VALS(od_v(actor), od_v(on)), err) < 0 ? -1 : 0;
}

struct approver {
	const char *person;
	bool is;
};

static int is_approver(void *ctx, const struct od_leave_link *k, struct od_err *err)
{
	struct approver *a = ctx;

	(void)err;
	a->is = a->is || (k->person && !strcmp(k->person, a->person));
	return 0;
}

static int person_may_see(struct od_db *db, const struct od_leave *l, const char *person,
			  od_date on, bool *may, struct od_err *err)
{
	/* clang-format off */
	static const char handles[] =
		"SELECT count(*) FROM person_row p JOIN category_row k ON k.code = 'leave' AND "
		OD_VALID("k", "?2") " AND k.desk = p.desk WHERE p.code = ?1 AND " OD_VALID("p", "?2");
	static const char decided[] =
		"SELECT count(*) FROM leave_step WHERE number = ?1 AND \"by\" = ?2 "
		"AND action IN ('approve', 'refuse')";
	/* clang-format on */
	struct approver a = { person, false };
	int64_t n = 0, steps = 0;

	if (od_query_int(db, handles, &n, OD_VALS(od_v(person), od_v(on)), err) < 0 ||
	    od_query_int(db, decided, &steps, OD_VALS(od_v(l->number), od_v(person)), err) < 0)
		return -1;
	*may = n > 0 || steps > 0 || !strcmp(person, l->person);
	if (*may)
		return 0;
	if (od_leave_chain(db, l, is_approver, &a, err) < 0)
		return -1;
	*may = a.is;
	return 0;
}

int od_leave_may_see(struct od_db *db, const struct od_leave *l, const char *actor, bool *may,
		     struct od_err *err)
{
	/* On the leave's day, as the kind then was. */
	static const char hidden[] = "SELECT k.private FROM leave_kind_row k WHERE k.code = ?1 "
				     "ORDER BY k.valid_from <= ?2 DESC, k.valid_from DESC LIMIT 1";
	od_instant now = od_leave_now(db, err);
	int64_t is_private = 1;
	char *person;
	int r = 0;

	*may = false;
	if (!od_instant_is(now) || od_query_int(db, hidden, &is_private,
						OD_VALS(od_v(l->kind), od_v(l->from_day)), err) < 0)
		return -1;
	if (!is_private) {
		*may = true;
		return 0;
	}
	if (!actor)
		return 0;
	if (person_of(db, actor, od_instant_date(now), &person, err) < 0)
		return -1;
	if (person)
		r = person_may_see(db, l, person, od_instant_date(now), may, err);
	free(person);
	return r;
}

/* --- loading a dump, undoing -------------------------------------------------------------------------- */

const char od_leave_insert[] =
	"INSERT INTO leave (number, person, kind, from_day, from_part, to_day, to_part, reach, place, "
	"reason, stand_in, phone, itinerary, parent, report, external_id, late, requested_at, status, "
	"batch, departed_at, returned_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
	"?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)";

static int refuse_unknown(struct od_db *db, const char *sql, const char *field, struct od_val v,
			  const char *what, struct od_err *err)
{
	int64_t n = 0;

	if (v.kind == OD_V_NULL)
		return 0;
	if (od_query_int(db, sql, &n, &v, 1, err) < 0)
		return -1;
	return n ? 0
		 : od_fail(err, OD_EDATA,
			   _("%s '%s' is not known; load it too, or name one that is there"), field,
			   what);
}

int od_leave_references(struct od_db *db, const struct od_leave *l, struct od_err *err)
{
	static const char person[] = "SELECT count(*) FROM person WHERE code = ?1";
	static const char kind[] = "SELECT count(*) FROM leave_kind WHERE code = ?1";
	static const char leave[] = "SELECT count(*) FROM leave WHERE number = ?1";
	static const char report[] = "SELECT count(*) FROM report WHERE number = ?1";
	static const char batch[] = "SELECT count(*) FROM batch WHERE number = ?1";
	char parent[32], came_by[32], in[32];

	od_number_str('L', l->parent, parent);
	od_number_str('R', l->report, came_by);
	od_number_str('B', l->batch, in);
	if (refuse_unknown(db, person, "person", od_v(l->person), l->person, err) < 0 ||
	    refuse_unknown(db, kind, "kind", od_v(l->kind), l->kind, err) < 0 ||
	    refuse_unknown(db, person, "stand_in", od_v(l->stand_in), l->stand_in, err) < 0 ||
	    refuse_unknown(db, leave, "parent", od_v_opt(l->parent), parent, err) < 0 ||
	    refuse_unknown(db, batch, "batch", od_v_opt(l->batch), in, err) < 0)
		return -1;
	return refuse_unknown(db, report, "report", od_v_opt(l->report), came_by, err);
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_leave *l = rec, was = { 0 };
	char name[32];
	int had;

	if (l->number == OD_NOINT || !l->person || !l->kind || !od_date_is(l->from_day) ||
	    !od_date_is(l->to_day) || !od_instant_is(l->requested_at))
		return od_fail(err, OD_EDATA,
			       _("a leave is loaded with its number and when it was asked for; ask "
				 "for new ones by leave-log"));
	od_number_str('L', l->number, name);
	od_rec_init(&od_leave_type, &was);
	had = od_query_one(db, COLUMNS "WHERE l.number = ?1", &od_leave_type, &was,
			   OD_VALS(od_v(l->number)), err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	if (had > 0 && !od_rec_same(&od_leave_type, &was, l))
		had = od_fail(err, OD_EDATA, _("%s is on file with other content"), name);
	od_rec_clear(&od_leave_type, &was);
	if (had != 0)
		return had < 0 ? -1 : 0;
	if (od_leave_span(l).to < od_leave_span(l).from)
		return od_fail(err, OD_EDATA, _("%s ends before it begins"), name);
	if (od_leave_references(db, l, err) < 0 || od_number_taken(db, "L", l->number, err) < 0 ||
	    od_run_rec(db, od_leave_insert, &od_leave_type, l, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_create(db, &od_leave_type, name, l, err);
}

static int find(struct od_db *db, const char *name, void *rec, struct od_err *err)
{
	int64_t number;

	if (od_number_parse('L', name, &number, err) < 0)
		return -1;
	return od_leave_read(db, number, rec, err);
}

const struct od_kind od_leave_log_kind = {
	.type = &od_leave_type,
	.load = load,
	.all = COLUMNS "ORDER BY l.number",
	.derive = derive_names,
	.put = "UPDATE leave SET person = ?2, kind = ?3, from_day = ?4, from_part = ?5, to_day = ?6, "
	       "to_part = ?7, reach = ?8, place = ?9, reason = ?10, stand_in = ?11, phone = ?12, "
	       "itinerary = ?13, parent = ?14, report = ?15, external_id = ?16, late = ?17, "
	       "requested_at = ?18, status = ?19, batch = ?20, departed_at = ?21, returned_at = ?22 "
	       "WHERE number = ?1",
	.drop = "DELETE FROM leave WHERE number = ?1",
	.name = od_leave_name,
	.find = find,
};
