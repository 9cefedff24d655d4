/* task_unit.c - a unit's part of a matter. */
#include <stdlib.h>

#include "task.h"

const struct od_word od_task_roles[] = {
	{ "lead", N_("lead unit"), "牵头 牵头单位 主办" },
	{ "co", N_("assisting unit"), "协办 协办单位 配合" },
	{ NULL },
};
const struct od_word od_unit_states[] = {
	{ "assigned", N_("to be signed for"), "待签收 已交办" },
	{ "signed", N_("signed for"), "已签收 承办中 签收" },
	{ "reported", N_("reported on"), "已反馈 反馈" },
	{ "returned", N_("returned to be redone"), "退回重办 退回" },
	{ "finished", N_("reported finished"), "已报结 报结" },
	{ "verified", N_("verified"), "审核通过 已审核" },
	{ NULL },
};

#define AT(m) offsetof(struct od_task_unit, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Number"), "事项号",
	  NULL, 'T' },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED | OD_KEY, N_("Unit"), "单位 承办单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "role", OD_ENUM, AT(role), OD_TABLE, N_("Role"), "牵头或协办", od_task_roles },
	{ "state", OD_ENUM, AT(state), OD_READONLY | OD_TABLE, N_("State"), "办理状态",
	  od_unit_states },
	{ "due_on", OD_DATE, AT(due_on), OD_READONLY | OD_TABLE, N_("Due day"), "期限 办结期限" },
	{ "percent", OD_INT, AT(percent), OD_READONLY | OD_TABLE, N_("Percent"), "进度" },
	{ "assigned_at", OD_INSTANT, AT(assigned_at), OD_READONLY, N_("Assigned"), "交办时间" },
	{ "signed_at", OD_INSTANT, AT(signed_at), OD_DERIVED, N_("Signed for"), "签收时间" },
	{ "reported_at", OD_INSTANT, AT(reported_at), OD_DERIVED, N_("Last feedback"), "反馈时间" },
	{ "finished_at", OD_INSTANT, AT(finished_at), OD_DERIVED, N_("Finished"), "报结时间" },
	{ "urged_at", OD_INSTANT, AT(urged_at), OD_DERIVED, N_("Last urged"), "催办时间" },
	{ "urges", OD_INT, AT(urges), OD_DERIVED, N_("Times urged"), "催办次数" },
	{ "asked_until", OD_DATE, AT(asked_until), OD_DERIVED, N_("Extension asked until"),
	  "申请延期至" },
	{ "light", OD_ENUM, AT(light), OD_DERIVED | OD_TABLE, N_("Light"), "亮灯", od_lights },
	{ "days_left", OD_INT, AT(days_left), OD_DERIVED | OD_TABLE, N_("Working days left"),
	  "剩余工作日" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_task_unit_type = { "task_unit", sizeof(struct od_task_unit), fields,
					       N_("unit's part of a matter") };

void od_task_unit_name(const void *rec, struct od_buf *b)
{
	const struct od_task_unit *u = rec;
	char buf[32];

	od_buf_printf(b, "task_unit:%s/%s", od_number_str('T', u->number, buf), u->unit);
}

/* --- what its events tell ------------------------------------------------------------------------------ */

static void take_instant(const char *text, od_instant *t)
{
	if (text)
		t->sec = strtoll(text, NULL, 10);
}

static int take_told(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_task_unit *u = ctx;

	(void)err;
	take_instant(text[0], &u->signed_at);
	take_instant(text[1], &u->reported_at);
	take_instant(text[2], &u->finished_at);
	take_instant(text[3], &u->urged_at);
	u->urges = strtoll(text[4], NULL, 10);
	return 0;
}

/* A report proves that it was received, signed for or not. */
static int derive_events(struct od_db *db, struct od_task_unit *u, struct od_err *err)
{
	static const char sql[] =
		"SELECT min(CASE WHEN e.action IN ('sign', 'report') THEN e.happened_at END), "
		"max(CASE WHEN e.action = 'report' THEN e.happened_at END), "
		"max(CASE WHEN e.action = 'finish' THEN e.happened_at END), "
		"max(CASE WHEN e.action = 'urge' THEN e.happened_at END), "
		"count(CASE WHEN e.action = 'urge' THEN 1 END) FROM task_event e "
		"WHERE e.number = ?1 AND e.unit = ?2 AND " OD_TASK_STANDS("e");

	return od_query_each(db, sql, OD_VALS(od_v(u->number), od_v(u->unit)), take_told, u, err);
}

static int take_asked(void *ctx, const char *const *text, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };

	if (strcmp(text[0], "extend-request"))
		return 0;
	return od_date_parse(text[1], &none, ctx, err);
}

int od_task_asked(struct od_db *db, int64_t number, const char *unit, od_date *until,
		  struct od_err *err)
{
	static const char sql[] =
		"SELECT e.action, e.due_on FROM task_event e WHERE e.number = ?1 AND e.unit = ?2 "
		"AND e.action IN ('extend-request', 'extend-approve', 'extend-refuse') "
		"AND " OD_TASK_STANDS("e") " ORDER BY e.step DESC LIMIT 1";

	*until = OD_NODATE;
	return od_query_each(db, sql, OD_VALS(od_v(number), od_v(unit)), take_asked, until, err);
}

/* The name is that of the day it was assigned; before that, the last one known. */
int od_task_unit_derive(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_task_unit *u = rec;
	od_instant day = od_instant_is(u->assigned_at) ? u->assigned_at
						       : od_date_start(od_ymd(2199, 12, 31));

	if (od_derive_unit(db, u->unit, day, &u->unit_name, err) < 0 ||
	    derive_events(db, u, err) < 0)
		return -1;
	return od_task_asked(db, u->number, u->unit, &u->asked_until, err);
}

/* --- rows ------------------------------------------------------------------------------------------------ */

void od_task_units_free(struct od_task_unit *unit, size_t n)
{
	for (size_t i = 0; i < n; i++)
		od_rec_clear(&od_task_unit_type, &unit[i]);
	free(unit);
}

int od_task_units_read(struct od_db *db, int64_t number, struct od_task_unit **unit, size_t *n,
		       struct od_err *err)
{
	static const char sql[] = OD_TASK_UNIT_COLUMNS
		"WHERE u.number = ?1 ORDER BY u.role DESC, u.unit"; /* lead before co */
	struct od_iter *it = od_query(db, sql, &od_task_unit_type, OD_VALS(od_v(number)), err);
	int r = it ? 1 : -1;

	*unit = NULL;
	*n = 0;
	while (r > 0) {
		struct od_task_unit *grown = reallocarray(*unit, *n + 1, sizeof(*grown));

		if (!grown) {
			r = od_fail_nomem(err);
			break;
		}
		*unit = grown;
		od_rec_init(&od_task_unit_type, &grown[*n]);
		r = od_iter_next(it, &grown[*n], err);
		*n += r > 0;
	}
	od_iter_free(it);
	if (r < 0) {
		od_task_units_free(*unit, *n);
		*unit = NULL;
		*n = 0;
	}
	return r;
}

int od_task_resolve_unit(struct od_db *db, char **unit, struct od_err *err)
{
	const char *code = od_unit_resolve_memo(db, *unit, err);

	if (code)
		return od_replace_text(unit, code, err);
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

static const char sql_drop[] = "DELETE FROM task_unit WHERE number = ?1 AND unit = ?2";

int od_task_unit_write(struct od_db *db, const char *action, const struct od_task_unit *before,
		       const struct od_task_unit *after, struct od_err *err)
{
	const struct od_task_unit *u = after ? after : before;
	struct od_buf name = OD_BUF_INIT;
	int r;

	od_task_unit_name(u, &name);
	if (name.failed)
		r = od_fail_nomem(err);
	else if (after)
		r = od_run_rec(db, od_task_unit_kind.put, &od_task_unit_type, after, OD_NOVALS,
			       err);
	else
		r = od_run(db, sql_drop, OD_VALS(od_v(u->number), od_v(u->unit)), err);
	if (r == 0 && !before)
		r = od_journal_create(db, &od_task_unit_type, name.s, after, err);
	else if (r == 0 && !after)
		r = od_journal_delete(db, "delete", &od_task_unit_type, name.s, before, err);
	else if (r == 0)
		r = od_journal_change(db, action, &od_task_unit_type, name.s, before, after, err);
	od_buf_free(&name);
	return r;
}

/* --- loading a dump, undoing an import ---------------------------------------------------------------------- */

static const char sql_one[] = OD_TASK_UNIT_COLUMNS "WHERE u.number = ?1 AND u.unit = ?2";

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_task_unit *u = rec;

	if (u->number == OD_NOINT || od_blank(u->unit))
		return od_fail(err, OD_EDATA,
			       _("a unit's part is loaded with its matter's number and its unit"));
	if (u->percent != OD_NOINT && (u->percent < 0 || u->percent > 100))
		return od_fail(err, OD_EDATA, _("percent: %lld is not from 0 to 100"),
			       (long long)u->percent);
	if (od_record_there(db, 'T', u->number, err) < 0 ||
	    od_task_resolve_unit(db, &u->unit, err) < 0)
		return -1;
	return od_load_as_was(db, &od_task_unit_kind, sql_one,
			      OD_VALS(od_v(u->number), od_v(u->unit)), u, change, err);
}

static int find(struct od_db *db, const char *name, void *rec, struct od_err *err)
{
	const char *at = strchr(name, ':'), *unit = at ? strchr(at, '/') : NULL;
	int64_t number;
	char text[32];

	if (!unit || unit - at > (ptrdiff_t)sizeof(text))
		return od_fail(err, OD_EBUG, "'%s' names no unit's part", name);
	snprintf(text, sizeof(text), "%.*s", (int)(unit - at - 1), at + 1);
	if (od_number_parse('T', text, &number, err) < 0)
		return -1;
	return od_query_one(db, sql_one, &od_task_unit_type, rec,
			    OD_VALS(od_v(number), od_v(unit + 1)), err);
}

const struct od_kind od_task_unit_kind = {
	.type = &od_task_unit_type,
	.part = true,
	.load = load,
	.find = find,
	.all = OD_TASK_UNIT_COLUMNS "ORDER BY u.number, u.unit",
	.put = "INSERT INTO task_unit (number, unit, role, state, due_on, percent, assigned_at) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (number, unit) DO UPDATE SET "
	       "role = excluded.role, state = excluded.state, due_on = excluded.due_on, "
	       "percent = excluded.percent, assigned_at = excluded.assigned_at",
	.drop = "DELETE FROM task_unit WHERE number = ?1 AND unit = ?2",
	.keys = "number unit",
	.name = od_task_unit_name,
};
