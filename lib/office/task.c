/* task.c - supervised matters: their fields, registering and changing them. */
#include <stdlib.h>

#include "task.h"

const struct od_word od_secrecies[] = {
	{ "none", N_("unclassified"), "无 普通 公开 非密" },
	{ "secret", N_("secret"), "秘密" },
	{ "highly-secret", N_("highly secret"), "机密" },
	{ "top-secret", N_("top secret"), "绝密" },
	{ NULL },
};
const struct od_word od_task_sources[] = {
	{ "other", N_("other source"), "其他" },
	{ "decision", N_("decision or meeting"), "决策部署 会议议定 会议 决策 纪要" },
	{ "instruction", N_("leader's instruction"), "领导批示 批示 批示件" },
	{ "assigned", N_("assigned by a leader"), "领导交办 交办" },
	{ "complaint", N_("reported by the public"), "群众反映 信访 投诉" },
	{ "campaign", N_("special supervision"), "专项督查 专项" },
	{ "check", N_("site check"), "明查暗访 暗访" },
	{ NULL },
};
const struct od_word od_task_grades[] = {
	{ "ordinary", N_("ordinary matter"), "一般 普通" },
	{ "major", N_("major matter"), "重大 重点" },
	{ NULL },
};
const struct od_word od_feedbacks[] = {
	{ "none", N_("once, by the due day"), "无 不定期" },
	{ "week", N_("weekly"), "每周 周 周报" },
	{ "month", N_("monthly"), "每月 月 月报" },
	{ "quarter", N_("quarterly"), "每季 季 季报 每季度" },
	{ NULL },
};
const struct od_word od_task_statuses[] = {
	{ "registered", N_("registered"), "立项 已立项" },
	{ "assigned", N_("assigned"), "交办 已交办 在办" },
	{ "closed", N_("closed"), "办结 已办结 销号" },
	{ "filed", N_("filed away"), "归档 已归档" },
	{ "cancelled", N_("cancelled"), "撤销 已撤销" },
	{ NULL },
};
const struct od_word od_lights[] = {
	{ "green", N_("green light"), "绿 绿灯" },
	{ "yellow", N_("yellow light"), "黄 黄灯" },
	{ "red", N_("red light"), "红 红灯" },
	{ "grey", N_("grey light"), "灰 灰灯 gray" },
	{ NULL },
};

#define AT(m) offsetof(struct od_task, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "事项号 督办号",
	  NULL, 'T' },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED | OD_TABLE, N_("Title"), "标题 事项 督查事项" },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("What is to be done"), "内容 任务 办理要求" },
	{ "source", OD_ENUM, AT(source), 0, N_("Source"), "来源 立项来源", od_task_sources },
	{ "basis", OD_TEXT, AT(basis), 0, N_("Basis"), "依据 立项依据" },
	{ "kind", OD_TEXT, AT(kind), 0, N_("Kind"), "类型 分类" },
	{ "grade", OD_ENUM, AT(grade), 0, N_("Grade"), "等级 级别 重要程度", od_task_grades },
	{ "secrecy", OD_ENUM, AT(secrecy), 0, N_("Secrecy"), "密级", od_secrecies },
	{ "lead", OD_TEXT, AT(lead), OD_ELSEWHERE, N_("Lead unit code"), "牵头单位 牵头 主办单位" },
	{ "co_units", OD_LIST, AT(co_units), OD_ELSEWHERE, N_("Assisting units"),
	  "协办单位 协办 配合单位" },
	{ "limit", OD_TEXT, AT(limit), 0, N_("Time limit"), "时限 办理时限" },
	{ "due_on", OD_DATE, AT(due_on), OD_TABLE, N_("Due day"), "期限 办结期限 完成时限" },
	{ "feedback", OD_ENUM, AT(feedback), 0, N_("Feedback rhythm"), "反馈周期 反馈频次",
	  od_feedbacks },
	{ "leaders", OD_LIST, AT(leaders), 0, N_("Watching leaders"),
	  "分管领导 阅知领导 关注领导" },
	{ "parent", OD_NUMBER, AT(parent), 0, N_("Part of"), "上级事项 父事项", NULL, 'T' },
	{ "group", OD_NUMBER, AT(group), 0, N_("Special group"), "专项督查小组 督查组", NULL, 'G' },
	{ "report", OD_NUMBER, AT(report), 0, N_("From report"), "来源报告", NULL, 'R' },
	{ "external_id", OD_TEXT, AT(external_id), 0, N_("Number elsewhere"), "编号 原编号" },
	{ "opened_at", OD_INSTANT, AT(opened_at), 0, N_("Registered"), "立项时间 立项日期" },
	{ "status", OD_ENUM, AT(status), OD_READONLY | OD_TABLE, N_("Status"), "状态",
	  od_task_statuses },
	{ "unfinished", OD_BOOL, AT(unfinished), OD_READONLY, N_("Closed unfinished"),
	  "未办结销号" },
	{ "version", OD_INT, AT(version), OD_READONLY, N_("Version"), "版本" },
	{ "batch", OD_NUMBER, AT(batch), OD_READONLY, N_("Batch"), "批次", NULL, 'B' },
	{ "lead_name", OD_TEXT, AT(lead_name), OD_DERIVED | OD_TABLE, N_("Lead unit"),
	  "牵头单位名称" },
	{ "instructions", OD_LIST, AT(instructions), OD_DERIVED, N_("Instructions"), "批示号" },
	{ "light", OD_ENUM, AT(light), OD_DERIVED | OD_TABLE, N_("Light"), "亮灯", od_lights },
	{ "days_left", OD_INT, AT(days_left), OD_DERIVED | OD_TABLE, N_("Working days left"),
	  "剩余工作日" },
	{ "percent", OD_INT, AT(percent), OD_DERIVED | OD_TABLE, N_("Percent"), "进度" },
	{ "urgency", OD_TEXT, AT(urgency), OD_DERIVED | OD_TABLE, N_("Urgency reckoned"),
	  "紧迫度" },
	{ "why", OD_TEXT, AT(why), OD_DERIVED | OD_LONG, N_("Why"), "原由" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_task_type = { "task", sizeof(struct od_task), fields, N_("matter") };

void od_task_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('T', ((const struct od_task *)rec)->number, buf));
}

/* --- what stands elsewhere ------------------------------------------------------------------------------ */

struct gather {
	struct od_task *t;
	struct od_buf list;
};

static int take_unit(void *ctx, const char *const *text, struct od_err *err)
{
	struct gather *g = ctx;

	if (!strcmp(text[1], "lead") && !g->t->lead) {
		if (text[2])
			g->t->percent = strtoll(text[2], NULL, 10);
		return od_replace_text(&g->t->lead, text[0], err);
	}
	od_buf_printf(&g->list, "%s%s", g->list.n ? OD_LIST_SEP : "", text[0]);
	return 0;
}

static int take_instruction(void *ctx, const char *const *text, struct od_err *err)
{
	struct gather *g = ctx;
	char buf[32];

	(void)err;
	od_buf_printf(&g->list, "%s%s", g->list.n ? OD_LIST_SEP : "",
		      od_number_str('I', strtoll(text[0], NULL, 10), buf));
	return 0;
}

static int take_list(struct gather *g, char **member, struct od_err *err)
{
	if (g->list.failed)
		return od_fail_nomem(err);
	*member = g->list.s;
	g->list = (struct od_buf)OD_BUF_INIT;
	return 0;
}

int od_task_derive(struct od_db *db, void *rec, struct od_err *err)
{
	static const char units[] = "SELECT unit, role, percent FROM task_unit WHERE number = ?1 "
				    "ORDER BY role DESC, unit"; /* lead before co */
	static const char instructions[] =
		"SELECT instruction FROM instruction_on WHERE record = ?1 ORDER BY instruction";
	struct od_task *t = rec;
	struct gather g = { t, OD_BUF_INIT };
	char name[32];
	int r = od_query_each(db, units, OD_VALS(od_v(t->number)), take_unit, &g, err);

	if (r == 0)
		r = take_list(&g, &t->co_units, err);
	if (r == 0)
		r = od_query_each(db, instructions,
				  OD_VALS(od_v(od_number_str('T', t->number, name))),
				  take_instruction, &g, err);
	if (r == 0)
		r = take_list(&g, &t->instructions, err);
	od_buf_free(&g.list);
	if (r < 0 || !t->lead)
		return r;
	return od_derive_unit(db, t->lead, t->opened_at, &t->lead_name, err);
}

int od_task_read(struct od_db *db, int64_t number, struct od_task *t, struct od_err *err)
{
	return od_query_one(db, OD_TASK_COLUMNS "WHERE t.number = ?1", &od_task_type, t,
			    OD_VALS(od_v(number)), err);
}

int od_task_get(struct od_db *db, int64_t number, struct od_task *t, struct od_err *err)
{
	char name[32];
	int r = od_task_read(db, number, t, err);

	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no matter %s"), od_number_str('T', number, name));
	return r < 0 ? -1 : od_task_derive(db, t, err);
}

/* --- registering ------------------------------------------------------------------------------------------ */

static int resolve_co_units(struct od_db *db, struct od_task *t, struct od_err *err)
{
	struct od_buf codes = OD_BUF_INIT;
	const char *rest = t->co_units;
	size_t n;
	int r = 0;

	for (const char *s = od_list_next(&rest, &n); r == 0 && s; s = od_list_next(&rest, &n)) {
		char *unit = strndup(s, n);

		r = unit ? od_task_resolve_unit(db, &unit, err) : od_fail_nomem(err);
		if (r == 0 && t->lead && !strcmp(unit, t->lead))
			r = od_fail(err, OD_EDATA, _("unit '%s' cannot both lead and assist"),
				    unit);
		if (r == 0 && !(codes.n && od_list_has(codes.s, unit)))
			od_buf_printf(&codes, "%s%s", codes.n ? OD_LIST_SEP : "", unit);
		free(unit);
	}
	if (r == 0 && codes.failed)
		r = od_fail_nomem(err);
	if (r < 0) {
		od_buf_free(&codes);
		return -1;
	}
	free(t->co_units);
	t->co_units = codes.s;
	return 0;
}

static int resolve_units(struct od_db *db, struct od_task *t, struct od_err *err)
{
	if (!od_blank(t->lead) && od_task_resolve_unit(db, &t->lead, err) < 0)
		return -1;
	return od_blank(t->co_units) ? 0 : resolve_co_units(db, t, err);
}

static int check_references(struct od_db *db, const struct od_task *t, struct od_err *err)
{
	const struct {
		const char *field;
		char letter;
		int64_t number;
	} refs[] = { { "parent", 'T', t->parent },
		     { "group", 'G', t->group },
		     { "report", 'R', t->report } };

	for (size_t i = 0; i < OD_COUNT(refs); i++)
		if (refs[i].number != OD_NOINT &&
		    od_record_there(db, refs[i].letter, refs[i].number, err) < 0)
			return od_fail_at(err, "%s", refs[i].field);
	return 0;
}

int od_task_check(struct od_db *db, struct od_task *t, struct od_err *err)
{
	od_instant now = od_db_act(db)->now;
	char buf[32];

	if (od_blank(t->title))
		return od_fail(err, OD_EDATA, _("title is missing"));
	if (od_task_limit_check(&t->limit, err) < 0)
		return -1;
	if (!od_instant_is(t->opened_at))
		t->opened_at = now;
	if (t->opened_at.sec > now.sec)
		return od_fail(err, OD_EDATA, _("opened_at: %s is still to come"),
			       od_instant_str_short(t->opened_at, buf));
	if (od_blank(t->external_id)) {
		free(t->external_id);
		t->external_id = NULL;
	}
	return check_references(db, t, err) < 0 ? -1 : resolve_units(db, t, err);
}

int od_task_within_parent(struct od_db *db, const struct od_task *t, od_date due,
			  struct od_err *err)
{
	struct od_task parent = { 0 };
	char name[32], day[16], last[16];
	int r = 0;

	if (t->parent == OD_NOINT || !od_date_is(due))
		return 0;
	od_rec_init(&od_task_type, &parent);
	r = od_task_read(db, t->parent, &parent, err);
	if (r > 0 && od_date_is(parent.due_on) && due.days > parent.due_on.days)
		r = od_fail(
			err, OD_EDATA,
			_("due_on: %s is later than %s, when %s is due of which it is part; give an "
			  "earlier day, or change it afterwards and say why"),
			od_date_str(due, day), od_date_str(parent.due_on, last),
			od_number_str('T', t->parent, name));
	od_rec_clear(&od_task_type, &parent);
	return r < 0 ? -1 : 0;
}

static int add_unit(struct od_db *db, int64_t number, const char *code, size_t n, int role,
		    struct od_err *err)
{
	struct od_task_unit u = { 0 };
	int r;

	od_rec_init(&od_task_unit_type, &u);
	u.number = number;
	u.role = role;
	u.unit = strndup(code, n);
	r = u.unit ? od_task_unit_write(db, "create", NULL, &u, err) : od_fail_nomem(err);
	od_rec_clear(&od_task_unit_type, &u);
	return r;
}

static int add_units(struct od_db *db, const struct od_task *t, struct od_err *err)
{
	const char *rest = t->co_units;
	size_t n;

	if (!od_blank(t->lead) &&
	    add_unit(db, t->number, t->lead, strlen(t->lead), OD_TASK_LEAD, err) < 0)
		return -1;
	for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n))
		if (add_unit(db, t->number, s, n, OD_TASK_CO, err) < 0)
			return -1;
	return 0;
}

/* An event of the matter alone, t being what it is now and was before. */
static int register_it(struct od_db *db, const struct od_task *t, struct od_err *err)
{
	struct od_task_work w = { .db = db, .was = *t, .now = *t };
	struct od_task_event e = { 0 };
	int r;

	od_rec_init(&od_task_event_type, &e);
	e.action = OD_TASK_DO_REGISTER;
	e.happened_at = t->opened_at;
	r = od_task_step(&w, &e, NULL, NULL, err);
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

static int insert(struct od_db *db, struct od_task *t, struct od_err *err)
{
	char name[32];

	if (od_number_next(db, "T", &t->number, err) < 0)
		return -1;
	t->status = OD_TASK_REGISTERED;
	t->unfinished = false;
	t->version = 1;
	if (od_run_rec(db, od_task_kind.put, &od_task_type, t, OD_NOVALS, err) < 0 ||
	    od_journal_create(db, &od_task_type, od_number_str('T', t->number, name), t, err) < 0)
		return -1;
	return add_units(db, t, err) < 0 ? -1 : register_it(db, t, err);
}

/* The whole knows of its parts by its own history too. */
static int insert_part(struct od_db *db, struct od_task *t, struct od_err *err)
{
	struct od_task_event e = { 0 };
	struct od_task_work w;
	char name[32];
	int r;

	if (od_task_work_begin(db, t->parent, OD_NOINT, &w, err) < 0)
		return -1;
	od_rec_init(&od_task_event_type, &e);
	e.action = OD_TASK_DO_SPLIT;
	r = od_task_check_status(&w.now, e.action, err);
	if (r == 0)
		r = od_task_within_parent(db, t, t->due_on, err);
	if (r == 0)
		r = insert(db, t, err);
	if (r == 0 && t->number < t->parent)
		r = od_fail(err, OD_EDATA, _("parent: what it is part of was registered after it"));
	if (r == 0)
		r = od_replace_text(&e.text, od_number_str('T', t->number, name), err);
	if (r == 0)
		r = od_task_step(&w, &e, NULL, NULL, err);
	od_rec_clear(&od_task_event_type, &e);
	od_task_work_end(&w);
	return r;
}

static int again(struct od_db *db, struct od_task *t, enum od_duplicate dup, enum od_taken *taken,
		 struct od_err *err)
{
	char name[32];
	bool changed;

	*taken = OD_DUPLICATED;
	if (dup == OD_DUP_SKIP)
		return 0;
	if (dup == OD_DUP_ERROR)
		return od_fail(err, OD_EDATA, _("it is on file already as %s"),
			       od_number_str('T', t->number, name));
	t->version = OD_NOINT;
	if (od_task_merge(db, t, false, NULL, &changed, err) < 0)
		return -1;
	*taken = changed ? OD_UPDATED : OD_DUPLICATED;
	return 0;
}

int od_task_add(struct od_db *db, struct od_task *t, enum od_duplicate dup, enum od_taken *taken,
		struct od_err *err)
{
	int same = 0;

	*taken = OD_TAKEN;
	if (od_need_tx(db, err) < 0)
		return -1;
	if (!od_blank(t->external_id))
		same = od_query_int(db, "SELECT number FROM task WHERE external_id = ?1",
				    &t->number, OD_VALS(od_v(t->external_id)), err);
	if (same != 0)
		return same < 0 ? -1 : again(db, t, dup, taken, err);
	if (od_task_check(db, t, err) < 0)
		return -1;
	return t->parent == OD_NOINT ? insert(db, t, err) : insert_part(db, t, err);
}

/* --- loading a dump, undoing an import ---------------------------------------------------------------------- */

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_task *t = rec;

	if (t->number == OD_NOINT || od_blank(t->title) || !od_instant_is(t->opened_at) ||
	    t->version == OD_NOINT)
		return od_fail(
			err, OD_EDATA,
			_("a matter is loaded with its number, title, opened_at and version; "
			  "register new ones by task-track"));
	if (check_references(db, t, err) < 0 || od_number_taken(db, "T", t->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_task_kind, OD_TASK_COLUMNS "WHERE t.number = ?1",
			      OD_VALS(od_v(t->number)), t, change, err);
}

static int find(struct od_db *db, const char *name, void *rec, struct od_err *err)
{
	int64_t number;

	if (od_number_parse('T', name, &number, err) < 0)
		return -1;
	return od_task_read(db, number, rec, err);
}

const struct od_kind od_task_kind = {
	.type = &od_task_type,
	.load = load,
	.find = find,
	.all = OD_TASK_COLUMNS "ORDER BY t.number",
	.derive = od_task_derive,
	.put = "INSERT INTO task (number, title, text, source, basis, kind, grade, secrecy, \"limit\", "
	       "due_on, feedback, leaders, parent, \"group\", report, external_id, opened_at, status, "
	       "unfinished, version, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
	       "?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21) ON CONFLICT (number) DO UPDATE SET "
	       "title = excluded.title, text = excluded.text, source = excluded.source, "
	       "basis = excluded.basis, kind = excluded.kind, grade = excluded.grade, "
	       "secrecy = excluded.secrecy, \"limit\" = excluded.\"limit\", due_on = excluded.due_on, "
	       "feedback = excluded.feedback, leaders = excluded.leaders, parent = excluded.parent, "
	       "\"group\" = excluded.\"group\", report = excluded.report, "
	       "external_id = excluded.external_id, opened_at = excluded.opened_at, "
	       "status = excluded.status, unfinished = excluded.unfinished, "
	       "version = excluded.version, batch = excluded.batch",
	.drop = "DELETE FROM task WHERE number = ?1",
	.name = od_task_name,
};
