/* task_event.c - what is done to a matter and to its units' parts, step by step. */
#include <stdlib.h>

#include "task.h"

const struct od_word od_task_actions[] = {
	{ "none", N_("none"), NULL },
	{ "register", N_("register a matter"), "立项" },
	{ "assign", N_("assign to units"), "交办" },
	{ "sign", N_("sign for it"), "签收" },
	{ "report", N_("report progress"), "反馈" },
	{ "urge", N_("urge a unit"), "催办" },
	{ "extend-request", N_("ask for an extension"), "申请延期" },
	{ "extend-approve", N_("approve the extension"), "同意延期" },
	{ "extend-refuse", N_("refuse the extension"), "不同意延期 驳回延期" },
	{ "return", N_("return to be redone"), "退回重办 退回" },
	{ "finish", N_("report it finished"), "报结" },
	{ "verify", N_("verify"), "审核 审核通过" },
	{ "close", N_("close a matter"), "办结 销号 办结销号" },
	{ "reopen", N_("reopen"), "重新交办 重启" },
	{ "file", N_("file away"), "归档" },
	{ "cancel", N_("cancel a matter"), "撤销" },
	{ "change", N_("change"), "变更 修改" },
	{ "split", N_("split a part off"), "分解 拆分" },
	{ "checked", N_("checked on site"), "现场检查 明查暗访" },
	{ "instructed", N_("instructed on by a leader"), "批示" },
	{ "undo", N_("undo"), "撤回操作 撤回" },
	{ NULL },
};

#define AT(m) offsetof(struct od_task_event, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED | OD_TABLE, N_("Number"), "事项号", NULL,
	  'T' },
	{ "step", OD_INT, AT(step), OD_READONLY | OD_TABLE, N_("No."), "序号" },
	{ "action", OD_ENUM, AT(action), OD_TABLE, N_("Action"), "办理 动作", od_task_actions },
	{ "unit", OD_TEXT, AT(unit), OD_TABLE, N_("Unit"), "单位 承办单位" },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("What was done"), "内容 进展 办理情况" },
	{ "reason", OD_TEXT, AT(reason), OD_TABLE, N_("Reason"), "原因 理由" },
	{ "percent", OD_INT, AT(percent), OD_TABLE, N_("Percent"), "进度" },
	{ "due_on", OD_DATE, AT(due_on), OD_TABLE, N_("Due day"), "期限 延期至" },
	{ "level", OD_INT, AT(level), 0, N_("Urged at level"), "催办级别" },
	{ "by", OD_TEXT, AT(by), OD_TABLE, N_("By whom"), "经手人 批准人 签收人" },
	{ "happened_at", OD_INSTANT, AT(happened_at), OD_TABLE, N_("Happened"), "时间 办理时间" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "was", OD_TEXT, AT(was), OD_READONLY, N_("Before and after") },
	{ "undoes", OD_INT, AT(undoes), OD_READONLY, N_("Takes back step"), "撤回步骤" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_task_event_type = { "task_event", sizeof(struct od_task_event), fields,
						N_("what was done to a matter") };

void od_task_event_name(const void *rec, struct od_buf *b)
{
	const struct od_task_event *e = rec;
	char buf[32];

	od_buf_printf(b, "task_event:%s/%lld", od_number_str('T', e->number, buf),
		      (long long)e->step);
}

struct od_iter *od_task_events(struct od_db *db, int64_t number, struct od_err *err)
{
	return od_query(db, OD_TASK_EVENT_COLUMNS "WHERE e.number = ?1 ORDER BY e.step",
			&od_task_event_type, OD_VALS(od_v(number)), err);
}

/* --- rows ------------------------------------------------------------------------------------------------ */

int od_task_event_put(struct od_db *db, const struct od_task_event *e, struct od_err *err)
{
	static const char sql[] =
		"INSERT INTO task_event (number, step, action, unit, text, reason, percent, due_on, level, "
		"\"by\", happened_at, at, actor, was, undoes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
		"?10, ?11, ?12, ?13, ?14, ?15)";

	return od_run_rec(db, sql, &od_task_event_type, e, OD_NOVALS, err);
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_task_event *e = rec, was = { 0 };
	struct od_buf name = OD_BUF_INIT;
	int had, r;

	if (e->number == OD_NOINT || e->step == OD_NOINT || !e->action ||
	    !od_instant_is(e->happened_at) || !od_instant_is(e->at) || od_blank(e->actor))
		return od_fail(
			err, OD_EDATA,
			_("what was done to a matter is loaded with its number, step, action, times and "
			  "actor; do more by task-track"));
	if (od_record_there(db, 'T', e->number, err) < 0 ||
	    (e->unit && od_task_resolve_unit(db, &e->unit, err) < 0))
		return -1;
	od_rec_init(&od_task_event_type, &was);
	had = od_query_one(db, OD_TASK_EVENT_COLUMNS "WHERE e.number = ?1 AND e.step = ?2",
			   &od_task_event_type, &was, OD_VALS(od_v(e->number), od_v(e->step)), err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	od_task_event_name(e, &name);
	r = had < 0 ? -1 : name.failed ? od_fail_nomem(err) : 0;
	if (r == 0 && had && !od_rec_same(&od_task_event_type, &was, e))
		r = od_fail(err, OD_EDATA, _("%s is on file with other content"), name.s);
	if (r == 0 && !had)
		r = od_task_event_put(db, e, err);
	if (r == 0 && !had)
		r = od_journal_create(db, &od_task_event_type, name.s, e, err);
	od_rec_clear(&od_task_event_type, &was);
	od_buf_free(&name);
	return r;
}

int od_task_event_drop(struct od_db *db, int64_t number, struct od_err *err)
{
	struct od_task_event e = { 0 };
	uint8_t digest[OD_SM3_SIZE];
	struct od_buf name = OD_BUF_INIT;
	int r;

	od_rec_init(&od_task_event_type, &e);
	r = od_query_one(db,
			 OD_TASK_EVENT_COLUMNS "WHERE e.number = ?1 ORDER BY e.step DESC LIMIT 1",
			 &od_task_event_type, &e, OD_VALS(od_v(number)), err);
	if (r == 0)
		r = od_fail(err, OD_EBUG, "no event to drop");
	if (r > 0) {
		od_task_event_name(&e, &name);
		od_rec_digest(&od_task_event_type, &e, digest);
		r = od_run(db, "DELETE FROM task_event WHERE number = ?1 AND step = ?2",
			   OD_VALS(od_v(e.number), od_v(e.step)), err);
	}
	if (r == 0)
		r = name.failed ? od_fail_nomem(err)
				: od_journal(db, "delete", "task_event", name.s, NULL, digest, err);
	od_rec_clear(&od_task_event_type, &e);
	od_buf_free(&name);
	return r;
}

const struct od_kind od_task_event_kind = {
	.type = &od_task_event_type,
	.load = load,
	.all = OD_TASK_EVENT_COLUMNS "ORDER BY e.number, e.step",
	.name = od_task_event_name,
};
