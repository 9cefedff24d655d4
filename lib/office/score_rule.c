/* score_rule.c - how units are scored, and in which class they are ranked: dated rows of the regime. */
#include <stdlib.h>

#include "bulletin.h"

const struct od_word od_score_kinds[] = {
	{ "points", N_("points each"), "计分" },
	{ "times", N_("counts so many times"), "倍计 按倍数" },
	{ "plus-times", N_("adds so many times"), "加倍 另加倍数" },
	{ "quota", N_("quota"), "基数 任务数" },
	{ "rate", N_("rate of adoption"), "采用率" },
	{ "best", N_("only the highest"), "就高 就高不就低" },
	{ "zero", N_("nothing counts"), "归零 取消得分" },
	{ "cap", N_("at most"), "封顶 上限" },
	{ "floor", N_("at least"), "下限 扣完为止" },
	{ "pass", N_("passed from"), "达标 达标线" },
	{ NULL },
};

const struct od_word od_score_measures[] = {
	{ "none", N_("no measure"), NULL },
	{ "submitted", N_("reports submitted"), "报送" },
	{ "adopted", N_("items adopted"), "采用" },
	{ "upward-sent", N_("sent upward"), "上报 上报信息" },
	{ "upward-adopted", N_("adopted upward"), "上级采用" },
	{ "instructed", N_("instructed on"), "批示" },
	{ "commissioned", N_("commission answered"), "约稿 完成约稿" },
	{ "no-show", N_("commission missed"), "未完成约稿" },
	{ "late", N_("late"), "迟报" },
	{ "left-out", N_("left out"), "漏报" },
	{ "unreported", N_("unreported"), "不报" },
	{ "concealed", N_("concealed"), "瞒报" },
	{ "error", N_("mistake"), "差错" },
	{ "mark", N_("bonus or deduction"), "加减分" },
	{ NULL },
};

const struct od_word od_score_merged[] = {
	{ "any", N_("merged or not"), "不限" },
	{ "alone", N_("not merged"), "单独 单独采用" },
	{ "merged", N_("merged"), "综合 综合采用" },
	{ NULL },
};

const struct od_word od_score_shares[] = {
	{ "weight", N_("by the editor's weights"), "按权重" },
	{ "equal", N_("divided equally"), "均分" },
	{ "full", N_("each the whole"), "全额 不均分" },
	{ "half", N_("each half"), "减半" },
	{ NULL },
};

const struct od_word od_score_pers[] = {
	{ "none", N_("no period"), NULL },   { "week", N_("week"), "每周 周" },
	{ "month", N_("month"), "每月 月" }, { "quarter", N_("quarter"), "每季 季 季度" },
	{ "year", N_("year"), "每年 年" },   { NULL },
};

#define AT(m) offsetof(struct od_score_class, m)
static const struct od_field score_class_fields[] = {
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Unit code"),
	  "单位 单位代码" },
	{ "class", OD_TEXT, AT(class_), OD_REQUIRED | OD_TABLE, N_("Class"), "类别 考核类别" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_score_class_type = { "score_class", sizeof(struct od_score_class),
						 score_class_fields, N_("class of a unit") };

/* clang-format off */
#define SCORE_CLASS_COLUMNS \
	"SELECT x.unit, x.class, x.sort, x.valid_from, x.valid_to FROM score_class x "
/* clang-format on */
const struct od_dated od_score_class_dated = {
	.type = &od_score_class_type,
	.of_key = SCORE_CLASS_COLUMNS "WHERE unit = ?1 ORDER BY valid_from",
	.put = "INSERT INTO score_class (unit, class, sort, valid_from, valid_to) VALUES "
	       "(?1, ?2, ?3, ?4, ?5) ON CONFLICT (unit, valid_from) DO UPDATE SET class = "
	       "excluded.class, sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM score_class WHERE unit = ?1 AND valid_from = ?2",
	.all = SCORE_CLASS_COLUMNS "ORDER BY unit, valid_from",
};

#define AT(m) offsetof(struct od_score_rule, m)
static const struct od_field score_rule_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 项目" },
	{ "kind", OD_ENUM, AT(kind), OD_REQUIRED | OD_TABLE, N_("Kind"), "类型", od_score_kinds },
	{ "measure", OD_ENUM, AT(measure), OD_TABLE, N_("Of what"), "计分项", od_score_measures },
	{ "points", OD_TEXT, AT(points), OD_TABLE, N_("Points given"), "分值 分" },
	{ "publications", OD_LIST, AT(publications), OD_TABLE, N_("Publications"), "刊物" },
	{ "categories", OD_LIST, AT(categories), 0, N_("Categories"), "类别" },
	{ "levels", OD_LIST, AT(levels), OD_TABLE, N_("Levels above"), "层级" },
	{ "offices", OD_LIST, AT(offices), 0, N_("Offices"), "单位 上级单位" },
	{ "leaders", OD_LIST, AT(leaders), OD_TABLE, N_("Leader levels"), "领导层级" },
	{ "grades", OD_LIST, AT(grades), 0, N_("Grades"), "等级" },
	{ "merged", OD_ENUM, AT(merged), 0, N_("Merged"), "综合", od_score_merged },
	{ "share", OD_ENUM, AT(share), OD_TABLE, N_("Share"), "合报计分", od_score_shares },
	{ "classes", OD_LIST, AT(classes), 0, N_("Classes"), "考核类别" },
	{ "units", OD_LIST, AT(units), 0, N_("Units"), "适用单位" },
	{ "of", OD_LIST, AT(of), OD_TABLE, N_("Of rules"), "所含项目" },
	{ "per", OD_ENUM, AT(per), OD_TABLE, N_("Per"), "周期", od_score_pers },
	{ "need", OD_INT, AT(need), OD_TABLE, N_("Need"), "数量 任务" },
	{ "short", OD_TEXT, AT(short_), 0, N_("Each missing"), "每少一条" },
	{ "over", OD_TEXT, AT(over), 0, N_("Each more"), "每多一条" },
	{ "basis", OD_TEXT, AT(basis), 0, N_("Basis"), "依据" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_score_rule_type = { "score_rule", sizeof(struct od_score_rule),
						score_rule_fields, N_("score rule") };

/* --- points ------------------------------------------------------------------------------------- */

#define POINTS_MOST 1000000 /* whole points that a rule or mark may give */
#define NEED_MOST   1000000 /* so many reports a rule may ask for */

int od_points_parse(const char *text, int64_t *milli, struct od_err *err)
{
	bool minus = *text == '-';
	const char *s = text + (*text == '-' || *text == '+');
	int64_t n = 0, places = 0;
	bool digits = false, point = false;

	for (; *s; s++) {
		if (*s == '.' && digits && !point) {
			point = true;
			continue;
		}
		if (*s < '0' || *s > '9' || (point && places == 3) || n > POINTS_MOST * 1000LL)
			break;
		n = 10 * n + (*s - '0');
		digits = true;
		places += point;
	}
	if (*s || !digits || (point && !places))
		return od_fail(
			err, OD_EDATA,
			_("'%s' is no number of points; write 10, -2 or 2.5, with at most three places"),
			text);
	for (; places < 3; places++)
		n *= 10;
	if (n > POINTS_MOST * 1000LL)
		return od_fail(err, OD_EDATA, _("'%1$s' is more than %2$d points"), text,
			       POINTS_MOST);
	*milli = minus ? -n : n;
	return 0;
}

const char *od_points_str(int64_t milli, char buf[static 32])
{
	long long whole = llabs((long long)milli) / 1000, rest = llabs((long long)milli) % 1000;
	int n = snprintf(buf, 32, "%s%lld.%03lld", milli < 0 ? "-" : "", whole, rest);

	while (buf[n - 1] == '0')
		buf[--n] = '\0';
	if (buf[n - 1] == '.')
		buf[--n] = '\0';
	return buf;
}

/* --- what holds together -------------------------------------------------------------------------- */

#define KIND(kind) (1u << OD_SCORE_##kind)
#define EVENTS     (KIND(POINTS) | KIND(TIMES) | KIND(PLUS_TIMES) | KIND(QUOTA) | KIND(ZERO))
#define GIVEN                                                                                 \
	(KIND(TIMES) | KIND(PLUS_TIMES) | KIND(BEST) | KIND(ZERO) | KIND(CAP) | KIND(FLOOR) | \
	 KIND(PASS))
#define PERIODS (KIND(QUOTA) | KIND(RATE) | KIND(ZERO) | KIND(CAP) | KIND(FLOOR) | KIND(PASS))
static const struct od_use uses[] = {
	{ "measure", EVENTS, EVENTS },
	{ "points", ~(KIND(BEST) | KIND(ZERO)),
	  KIND(TIMES) | KIND(PLUS_TIMES) | KIND(RATE) | KIND(CAP) | KIND(FLOOR) | KIND(PASS) },
	{ "publications", EVENTS | KIND(RATE), 0 },
	{ "categories", EVENTS | KIND(RATE), 0 },
	{ "levels", EVENTS, 0 },
	{ "offices", EVENTS, 0 },
	{ "leaders", EVENTS, 0 },
	{ "grades", EVENTS | KIND(RATE), 0 },
	{ "merged", EVENTS, 0 },
	{ "share", KIND(POINTS), 0 },
	{ "of", GIVEN, 0 },
	{ "per", PERIODS, PERIODS },
	{ "need", KIND(QUOTA) | KIND(RATE) | KIND(ZERO), KIND(QUOTA) | KIND(RATE) },
	{ "short", KIND(QUOTA), 0 },
	{ "over", KIND(QUOTA), 0 },
};

#define OF(measure) (1u << OD_OF_##measure)
#define UPWARD      (OF(UPWARD_SENT) | OF(UPWARD_ADOPTED))
#define TOPICS      (OF(COMMISSIONED) | OF(NO_SHOW))
#define ITEMS       (OF(ADOPTED) | UPWARD | OF(INSTRUCTED))
#define SLOTS       (OF(LATE) | OF(LEFT_OUT) | OF(UNREPORTED))
#define MARKS       (OF(CONCEALED) | OF(ERROR) | OF(MARK))
/* Which measures know what a field asks for. */
static const struct od_use knows[] = {
	{ "publications", ITEMS | TOPICS },
	{ "categories", OF(SUBMITTED) | ITEMS | OF(COMMISSIONED) | SLOTS | MARKS },
	{ "levels", UPWARD | TOPICS },
	{ "offices", UPWARD },
	{ "leaders", OF(INSTRUCTED) },
	{ "grades", OF(SUBMITTED) | ITEMS | OF(COMMISSIONED) | MARKS },
	{ "merged", ITEMS },
	{ "share", ITEMS },
};

static int check_uses(const struct od_score_rule *r, struct od_err *err)
{
	const char *kind = od_score_kinds[r->kind].word;
	bool there;
	const char *field =
		od_misused(&od_score_rule_type, r, r->kind, uses, OD_COUNT(uses), &there);

	if (field && there)
		return od_fail(err, OD_EDATA, _("%s: kind '%s' does not look at it; leave it out"),
			       field, kind);
	if (!field && r->kind == OD_SCORE_POINTS && !r->points && r->measure != OD_OF_MARK)
		field = "points";
	if (field)
		return od_fail(err, OD_EDATA, _("%s: kind '%s' needs it"), field, kind);
	if (r->kind == OD_SCORE_QUOTA && !r->points && !r->short_ && !r->over)
		return od_fail(
			err, OD_EDATA,
			_("a quota gives points, or takes them: points, short or over is needed"));
	return 0;
}

static int check_measure(const struct od_score_rule *r, struct od_err *err)
{
	const char *field;
	bool there;

	if (r->measure == OD_OF_NONE)
		return 0;
	field = od_misused(&od_score_rule_type, r, r->measure, knows, OD_COUNT(knows), &there);
	if (field)
		return od_fail(err, OD_EDATA,
			       _("%s: what is counted as '%s' has none; leave it out"), field,
			       od_score_measures[r->measure].word);
	return 0;
}

static int check_decimal(const char *field, const char *text, int64_t least, struct od_err *err)
{
	char buf[32];
	int64_t milli;

	if (!text)
		return 0;
	if (od_points_parse(text, &milli, err) < 0)
		return od_fail_at(err, "%s", field);
	if (milli < least)
		return od_fail(err, OD_EDATA, _("%1$s: %2$s is less than %3$s"), field, text,
			       od_points_str(least, buf));
	return 0;
}

static int check_numbers(const struct od_score_rule *r, struct od_err *err)
{
	bool factor = r->kind == OD_SCORE_TIMES || r->kind == OD_SCORE_PLUS_TIMES;

	if (check_decimal("points", r->points, factor ? 0 : INT64_MIN, err) < 0 ||
	    check_decimal("short", r->short_, 0, err) < 0 ||
	    check_decimal("over", r->over, 0, err) < 0)
		return -1;
	if (r->need != OD_NOINT && r->need < (r->kind == OD_SCORE_QUOTA ? 0 : 1))
		return od_fail(err, OD_EDATA, _("need: %1$lld is less than %2$d"),
			       (long long)r->need, r->kind == OD_SCORE_QUOTA ? 0 : 1);
	if (r->need != OD_NOINT && r->need > NEED_MOST)
		return od_fail(err, OD_EDATA, _("need: %1$lld is more than %2$d"),
			       (long long)r->need, NEED_MOST);
	if (r->kind == OD_SCORE_RATE && r->need > 100)
		return od_fail(err, OD_EDATA, _("need: %lld is more than 100 per cent"),
			       (long long)r->need);
	return 0;
}

static int check_score_rule(const void *rec, struct od_err *err)
{
	const struct od_score_rule *r = rec;
	const struct od_word *levels = (OF(COMMISSIONED) | OF(NO_SHOW)) & 1u << r->measure
					       ? od_commission_levels
					       : od_upward_levels;

	if (check_uses(r, err) < 0 || check_measure(r, err) < 0 || check_numbers(r, err) < 0 ||
	    od_check_words("levels", r->levels, levels, err) < 0 ||
	    od_check_words("leaders", r->leaders, od_leader_levels, err) < 0)
		return -1;
	return od_check_words("grades", r->grades, od_grades, err);
}

/* clang-format off */
#define SCORE_RULE_COLUMNS \
	"SELECT x.code, x.name, x.kind, x.measure, x.points, x.publications, " \
	"x.categories, x.levels, x.offices, x.leaders, x.grades, x.merged, x.share, " \
	"x.classes, x.units, x.\"of\" AS \"of\", x.per, x.need, x.short, x.over, " \
	"x.basis, x.sort, x.valid_from, x.valid_to FROM score_rule x "
/* clang-format on */
const struct od_dated od_score_rule_dated = {
	.type = &od_score_rule_type,
	.of_key = SCORE_RULE_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO score_rule (code, name, kind, measure, points, publications, "
	       "categories, levels, offices, leaders, grades, merged, share, classes, units,"
	       " \"of\", per, need, short, over, basis, sort, valid_from, valid_to) VALUES "
	       "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
	       " ?18, ?19, ?20, ?21, ?22, ?23, ?24) ON CONFLICT (code, valid_from) DO UPDATE"
	       " SET name = excluded.name, kind = excluded.kind, measure = excluded.measure,"
	       " points = excluded.points, publications = excluded.publications, categories "
	       "= excluded.categories, levels = excluded.levels, offices = excluded.offices,"
	       " leaders = excluded.leaders, grades = excluded.grades, merged = "
	       "excluded.merged, share = excluded.share, classes = excluded.classes, units ="
	       " excluded.units, \"of\" = excluded.\"of\", per = excluded.per, need = "
	       "excluded.need, short = excluded.short, over = excluded.over, basis = "
	       "excluded.basis, sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM score_rule WHERE code = ?1 AND valid_from = ?2",
	.all = SCORE_RULE_COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
	.check = check_score_rule,
};

struct od_iter *od_score_rule_find(struct od_db *db, od_date from, od_date to, struct od_err *err)
{
	static const char sql[] = SCORE_RULE_COLUMNS
		"WHERE (?2 IS NULL OR x.valid_from <= ?2) AND (x.valid_to IS NULL OR ?1 IS NULL OR x.valid_to >= ?1) "
		"ORDER BY x.sort NULLS LAST, x.code, x.valid_from";

	return od_query(db, sql, &od_score_rule_type, OD_VALS(od_v(from), od_v(to)), err);
}
