/* leave_regime.c - what the regime says of leave: its kinds, the rules that requests are judged by, and
 * who is whose A角 and B角; all dated rows. */
#include "office.h"

/* --- kinds of leave --------------------------------------------------------------------------- */

static const struct od_word counts[] = {
	{ "workdays", N_("in working days"), "工作日" },
	{ "days", N_("in calendar days"), "自然日 日历日" },
	{ NULL },
};

#define AT(m) offsetof(struct od_leave_kind, m)
static const struct od_field kind_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 假别" },
	{ "aliases", OD_LIST, AT(aliases), OD_TABLE, N_("Other names"), "别名" },
	{ "counts", OD_ENUM, AT(counts), OD_TABLE, N_("Counted in"), "计算方式 计日", counts },
	{ "annual", OD_BOOL, AT(annual), OD_TABLE, N_("Annual leave"), "计入年休假" },
	{ "private", OD_BOOL, AT(private_), OD_TABLE, N_("Private"), "保密 不公开" },
	{ "basis", OD_TEXT, AT(basis), 0, N_("Basis"), "依据" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_kind_type = { "leave_kind", sizeof(struct od_leave_kind),
						kind_fields, N_("kind of leave") };

/* clang-format off */
#define KIND_COLUMNS                                                                               \
	"SELECT code, name, aliases, counts, annual, private, basis, sort, valid_from, valid_to "  \
	"FROM leave_kind_row AS k "
/* clang-format on */
const struct od_dated od_leave_kind_dated = {
	.type = &od_leave_kind_type,
	.code = "INSERT INTO leave_kind (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = KIND_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO leave_kind_row (code, name, aliases, counts, annual, private, basis, sort, "
	       "valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name, "
	       "aliases = excluded.aliases, counts = excluded.counts, annual = excluded.annual, "
	       "private = excluded.private, basis = excluded.basis, sort = excluded.sort, "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM leave_kind_row WHERE code = ?1 AND valid_from = ?2",
	.all = KIND_COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
};

/* --- rules ---------------------------------------------------------------------------------------- */

const struct od_word od_leave_checks[] = {
	{ "approver", N_("who approves"), "审批 审批人" },
	{ "notice", N_("days of notice"), "提前报备 提前天数" },
	{ "apart", N_("not both away"), "不同时外出 正副职" },
	{ "pair", N_("A and B not both away"), "AB角 A角B角" },
	{ "stand-in", N_("stand-in"), "代主持工作 代理人" },
	{ "overlap", N_("other leave of the same person"), "重复请假 时间重叠" },
	{ "schedule", N_("schedules on file"), "日程冲突 活动安排" },
	{ "blocked", N_("blocked days"), "停休 不准假" },
	{ "weekend", N_("out of the city on days off"), "节假日离市 周末离市" },
	{ "run", N_("days away in one run"), "连续天数 最长天数" },
	{ "renotice", N_("new approval after a change"), "行程变更 重新报批" },
	{ NULL },
};
static const struct od_word acts[] = {
	{ "refuse", N_("refuse"), "不准 拒绝" },
	{ "warn", N_("warn"), "提醒 警告" },
	{ NULL },
};

#define AT(m) offsetof(struct od_leave_rule, m)
static const struct od_field rule_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 规则" },
	{ "check", OD_ENUM, AT(check), OD_REQUIRED | OD_TABLE, N_("Looks at"), "检查 事项",
	  od_leave_checks },
	{ "act", OD_ENUM, AT(act), OD_TABLE, N_("Does"), "处置", acts },
	{ "kinds", OD_LIST, AT(kinds), OD_TABLE, N_("Kinds of leave"), "假别" },
	{ "ranks", OD_LIST, AT(ranks), OD_TABLE, N_("Ranks"), "职级" },
	{ "others", OD_LIST, AT(others), 0, N_("Other ranks"), "对方职级" },
	{ "units", OD_LIST, AT(units), 0, N_("Units"), "单位" },
	{ "reaches", OD_LIST, AT(reaches), 0, N_("How far"), "外出范围" },
	{ "over", OD_INT, AT(over), OD_TABLE, N_("Over days"), "超过天数" },
	{ "upto", OD_INT, AT(upto), OD_TABLE, N_("Up to days"), "不超过天数" },
	{ "approvers", OD_LIST, AT(approvers), OD_TABLE, N_("Approvers"), "审批人" },
	{ "days", OD_INT, AT(days), OD_TABLE, N_("Days"), "天数" },
	{ "workdays", OD_BOOL, AT(workdays), 0, N_("Working days"), "按工作日" },
	{ "stay", OD_INT, AT(stay), 0, N_("Must stay"), "留守人数" },
	{ "from_day", OD_DATE, AT(from_day), 0, N_("First day"), "开始日期" },
	{ "to_day", OD_DATE, AT(to_day), 0, N_("Last day"), "结束日期" },
	{ "basis", OD_TEXT, AT(basis), 0, N_("Basis"), "依据" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_rule_type = { "leave_rule", sizeof(struct od_leave_rule),
						rule_fields, N_("rule of leave") };

#define ONLY(check) (1u << OD_CHECK_##check)
static const struct od_use uses[] = {
	{ "others", ONLY(APART), ONLY(APART) },
	{ "ranks", ~0u, ONLY(APART) },
	{ "stay", ONLY(APART), 0 },
	{ "days", ONLY(NOTICE) | ONLY(RUN) | ONLY(RENOTICE),
	  ONLY(NOTICE) | ONLY(RUN) | ONLY(RENOTICE) },
	{ "from_day", ONLY(BLOCKED), ONLY(BLOCKED) },
	{ "to_day", ONLY(BLOCKED), ONLY(BLOCKED) },
	{ "approvers", ONLY(APPROVER) | ONLY(BLOCKED) | ONLY(WEEKEND), ONLY(APPROVER) },
};

static int check_uses(const struct od_leave_rule *r, struct od_err *err)
{
	const char *check = od_leave_checks[r->check].word;
	bool there;
	const char *field =
		od_misused(&od_leave_rule_type, r, r->check, uses, OD_COUNT(uses), &there);

	if (field && there)
		return od_fail(err, OD_EDATA, _("%s: check '%s' does not look at it; leave it out"),
			       field, check);
	return field ? od_fail(err, OD_EDATA, _("%s: check '%s' needs it"), field, check) : 0;
}

static int check_numbers(const struct od_leave_rule *r, struct od_err *err)
{
	if (r->over != OD_NOINT && r->over < 0)
		return od_fail(err, OD_EDATA, _("over: %lld is less than 0"), (long long)r->over);
	if (r->upto != OD_NOINT && r->upto < 1)
		return od_fail(err, OD_EDATA, _("upto: %lld is not 1 or more"), (long long)r->upto);
	if (r->over != OD_NOINT && r->upto != OD_NOINT && r->over >= r->upto)
		return od_fail(err, OD_EDATA,
			       _("no leave is of more than %lld days and of at most %lld"),
			       (long long)r->over, (long long)r->upto);
	if (r->days != OD_NOINT && r->days < 0)
		return od_fail(err, OD_EDATA, _("days: %lld is less than 0"), (long long)r->days);
	if (r->stay != OD_NOINT && r->stay < 1)
		return od_fail(err, OD_EDATA, _("stay: %lld is not 1 or more"), (long long)r->stay);
	if (r->workdays && r->days == OD_NOINT)
		return od_fail(err, OD_EDATA, _("workdays: there are no days to count; give days"));
	if (od_date_is(r->from_day) && r->to_day.days < r->from_day.days)
		return od_fail(err, OD_EDATA, _("to_day is before from_day"));
	return 0;
}

static int check_rule(const void *rec, struct od_err *err)
{
	const struct od_word *ranks = od_field_find(&od_person_type, "rank")->words;
	const struct od_leave_rule *r = rec;

	if (check_uses(r, err) < 0 || check_numbers(r, err) < 0 ||
	    od_check_words("ranks", r->ranks, ranks, err) < 0 ||
	    od_check_words("others", r->others, ranks, err) < 0)
		return -1;
	return od_check_words("reaches", r->reaches, od_reaches, err);
}

/* clang-format off */
#define RULE_COLUMNS                                                                               \
	"SELECT code, name, \"check\", act, kinds, ranks, others, units, reaches, over, upto, "    \
	"approvers, days, workdays, stay, from_day, to_day, basis, sort, valid_from, valid_to "    \
	"FROM leave_rule AS r "
/* clang-format on */
const struct od_dated od_leave_rule_dated = {
	.type = &od_leave_rule_type,
	.of_key = RULE_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO leave_rule (code, name, \"check\", act, kinds, ranks, others, units, "
	       "reaches, over, upto, approvers, days, workdays, stay, from_day, to_day, basis, sort, "
	       "valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
	       "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21) "
	       "ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name, "
	       "\"check\" = excluded.\"check\", act = excluded.act, kinds = excluded.kinds, "
	       "ranks = excluded.ranks, others = excluded.others, units = excluded.units, "
	       "reaches = excluded.reaches, over = excluded.over, upto = excluded.upto, "
	       "approvers = excluded.approvers, days = excluded.days, "
	       "workdays = excluded.workdays, stay = excluded.stay, "
	       "from_day = excluded.from_day, to_day = excluded.to_day, basis = excluded.basis, "
	       "sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM leave_rule WHERE code = ?1 AND valid_from = ?2",
	.all = RULE_COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
	.check = check_rule,
};

/* --- a link of the chain of approval: what the rules come to for one leave ---------------------- */

#define AT(m) offsetof(struct od_leave_link, m)
static const struct od_field link_fields[] = {
	{ "role", OD_TEXT, AT(role), 0, N_("Link"), NULL },
	{ "role_name", OD_TEXT, AT(role_name), OD_TABLE, N_("As what"), NULL },
	{ "person", OD_TEXT, AT(person), 0, N_("Person"), NULL },
	{ "person_name", OD_TEXT, AT(person_name), OD_TABLE, N_("Full name"), NULL },
	{ "rule", OD_TEXT, AT(rule), OD_TABLE, N_("Rule"), NULL },
	{ "step", OD_INT, AT(step), 0, N_("No."), NULL },
	{ "at", OD_INSTANT, AT(at), OD_TABLE, N_("When"), NULL },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_link_type = { "leave_link", sizeof(struct od_leave_link),
						link_fields, N_("link of the chain of approval") };

/* --- A角 and B角 ------------------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_leave_pair, m)
static const struct od_field pair_fields[] = {
	{ "person", OD_TEXT, AT(person), OD_REQUIRED | OD_KEY, N_("Person"), "工号 A角工号" },
	{ "partner", OD_TEXT, AT(partner), OD_REQUIRED | OD_KEY, N_("Partner"), "B角工号" },
	{ "valid_from", OD_DATE, AT(valid_from), OD_TABLE, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), OD_TABLE, N_("To"), "止" },
	{ "person_name", OD_TEXT, AT(person_name), OD_DERIVED | OD_TABLE, N_("A role"), "A角" },
	{ "partner_name", OD_TEXT, AT(partner_name), OD_DERIVED | OD_TABLE, N_("B role"), "B角" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_pair_type = { "leave_pair", sizeof(struct od_leave_pair),
						pair_fields, N_("A and B role") };

static int check_pair(const void *rec, struct od_err *err)
{
	const struct od_leave_pair *p = rec;

	if (!strcmp(p->person, p->partner))
		return od_fail(err, OD_EDATA, _("'%s' cannot stand in for himself"), p->person);
	return 0;
}

/* clang-format off */
#define NAME_OF(code)                                                                              \
	"coalesce((SELECT n.name FROM person_row n WHERE n.code = " code                           \
	" AND n.valid_from <= p.valid_from ORDER BY n.valid_from DESC LIMIT 1), "                  \
	"(SELECT n.name FROM person_row n WHERE n.code = " code " ORDER BY n.valid_from LIMIT 1))"
#define PAIR_COLUMNS                                                                               \
	"SELECT person, partner, valid_from, valid_to, " NAME_OF("p.person") " AS person_name, "   \
	NAME_OF("p.partner") " AS partner_name FROM leave_pair AS p "
/* clang-format on */
const struct od_dated od_leave_pair_dated = {
	.type = &od_leave_pair_type,
	.of_key = PAIR_COLUMNS "WHERE person = ?1 AND partner = ?2 ORDER BY valid_from",
	.put = "INSERT INTO leave_pair (person, partner, valid_from, valid_to) "
	       "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (person, partner, valid_from) DO UPDATE SET "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM leave_pair WHERE person = ?1 AND partner = ?2 AND valid_from = ?3",
	.all = PAIR_COLUMNS "ORDER BY person, partner, valid_from",
	.check = check_pair,
};
