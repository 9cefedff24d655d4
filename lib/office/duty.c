/* duty.c - who owes which report by when: the regime's duties and the units' own rules, as dated rows. */
#include <stdlib.h>

#include "office.h"

const struct od_word od_stages[] = {
	{ "none", N_("none"), "无" },
	{ "first", N_("first report"), "首报 初报" },
	{ "follow-up", N_("follow-up"), "续报" },
	{ "final", N_("final report"), "终报" },
	{ NULL },
};
const struct od_word od_forms[] = {
	{ "written", N_("in writing"), "书面" },
	{ "telephone", N_("by telephone"), "电话" },
	{ "superior", N_("to the superior department"), "上报主管部门" },
	{ NULL },
};
const struct od_word od_grades[] = {
	{ "none", N_("none"), "无 未定级" },
	{ "ordinary", N_("ordinary grade"), "一般 四级 IV级 Ⅳ级" },
	{ "larger", N_("larger"), "较大 三级 III级 Ⅲ级" },
	{ "major", N_("major"), "重大 二级 II级 Ⅱ级" },
	{ "extraordinary", N_("extraordinarily major"), "特别重大 特大 一级 I级 Ⅰ级" },
	{ NULL },
};
static const struct od_word owed_by[] = {
	{ "unit", N_("units"), "单位" },
	{ "person", N_("persons"), "个人 干部" },
	{ "scheduled", N_("persons whose schedule is collected"), "领导" },
	{ NULL },
};
static const struct od_word rhythms[] = {
	{ "workday", N_("every working day"), "每工作日" },
	{ "day", N_("every day"), "每日 每天" },
	{ "week", N_("every week"), "每周" },
	{ "month", N_("every month"), "每月" },
	{ "quarter", N_("every quarter"), "每季 每季度" },
	{ "half-year", N_("every half-year"), "每半年" },
	{ "year", N_("every year"), "每年" },
	{ "event", N_("on each event"), "逢事" },
	{ NULL },
};
static const struct od_word shifts[] = {
	{ "none", N_("as it falls"), "不顺延" },
	{ "next", N_("the next working day"), "顺延" },
	{ "previous", N_("the working day before"), "提前" },
	{ NULL },
};
static const struct od_word abouts[] = {
	{ "same", N_("the same period"), "当期 本期" },
	{ "next", N_("the next period"), "下期 次日" },
	{ "previous", N_("the period before"), "上期" },
	{ NULL },
};
static const struct od_word counted[] = {
	{ "occurred", N_("when it occurred"), "发生时间" },
	{ "received", N_("when it was received"), "收到时间" },
	{ NULL },
};
static const struct od_word anchors[] = {
	{ "occurred", N_("from when it occurred"), "事发" },
	{ "learned", N_("from when the unit learned of it"), "获知 接报" },
	{ "received", N_("from when the first report was received"), "收到" },
	{ "departure", N_("from when a leave begins"), "离岗 外出" },
	{ "return", N_("from the last day of a leave"), "返岗 销假" },
	{ NULL },
};
static const struct od_word clocks[] = {
	{ "work", N_("working minutes"), "工作时间" },
	{ "wall", N_("minutes by the clock"), "自然时间" },
	{ NULL },
};

/* --- duties --------------------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_duty, m)
static const struct od_field duty_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 制度" },
	{ "categories", OD_LIST, AT(categories), OD_REQUIRED | OD_TABLE, N_("Categories"), "类别" },
	{ "desk", OD_TEXT, AT(desk), 0, N_("Desk code"), "处室" },
	{ "owed_by", OD_ENUM, AT(owed_by), OD_TABLE, N_("Owed by"), "报告人", owed_by },
	{ "kinds", OD_LIST, AT(kinds), 0, N_("Kinds of unit"), "单位性质" },
	{ "levels", OD_LIST, AT(levels), 0, N_("Levels"), "单位层级" },
	{ "units", OD_LIST, AT(units), 0, N_("Units"), "单位" },
	{ "except", OD_LIST, AT(except), 0, N_("Except"), "除外" },
	{ "ranks", OD_LIST, AT(ranks), 0, N_("Ranks"), "职级" },
	{ "rhythm", OD_ENUM, AT(rhythm), OD_TABLE, N_("Rhythm"), "周期", rhythms },
	{ "on", OD_TEXT, AT(on), OD_TABLE, N_("On"), "日" },
	{ "shift", OD_ENUM, AT(shift), 0, N_("On days off"), "遇假日", shifts },
	{ "due", OD_TEXT, AT(due), OD_REQUIRED | OD_TABLE, N_("Due"), "时限" },
	{ "about", OD_ENUM, AT(about), 0, N_("About"), "所报期间", abouts },
	{ "counted_by", OD_ENUM, AT(counted_by), 0, N_("Counted by"), "计入依据", counted },
	{ "anchor", OD_ENUM, AT(anchor), 0, N_("Counts from"), "起算", anchors },
	{ "grades", OD_LIST, AT(grades), 0, N_("Grades"), "等级" },
	{ "form", OD_ENUM, AT(form), 0, N_("Form"), "方式", od_forms },
	{ "stage", OD_ENUM, AT(stage), 0, N_("Stage"), "报次", od_stages },
	{ "quota", OD_INT, AT(quota), 0, N_("Reports a period"), "篇数 任务数" },
	{ "grace", OD_INT, AT(grace), 0, N_("Grace, minutes"), "宽限分钟" },
	{ "clock", OD_ENUM, AT(clock), 0, N_("Lateness in"), "计时", clocks },
	{ "lapse", OD_TEXT, AT(lapse), 0, N_("Unreported after"), "不报时限" },
	{ "consequence", OD_TEXT, AT(consequence), 0, N_("Consequence"), "后果" },
	{ "basis", OD_TEXT, AT(basis), 0, N_("Basis"), "依据" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_duty_type = { "duty", sizeof(struct od_duty), duty_fields, N_("duty") };

/* clang-format off */
#define DUTY_COLUMNS                                                                               \
	"SELECT code, name, categories, desk, owed_by, kinds, levels, units, \"except\", ranks, "  \
	"rhythm, \"on\", shift, due, about, counted_by, anchor, grades, form, stage, quota, "      \
	"grace, clock, lapse, consequence, basis, sort, valid_from, valid_to FROM duty_row AS d "
/* clang-format on */

static int check_on(const char *on, int rhythm, struct od_err *err)
{
	struct od_on parsed;

	if (!on)
		return 0;
	return od_on_parse(on, rhythm, &parsed, err) < 0 ? od_fail_at(err, "on") : 0;
}

static int check_due(const char *due, int rhythm, struct od_err *err)
{
	struct od_due parsed;

	if (!due)
		return 0;
	if (od_due_parse(due, &parsed, err) < 0)
		return od_fail_at(err, "due");
	if (rhythm != OD_RHYTHM_EVENT && parsed.unit == OD_DUE_MINUTES)
		return od_fail(err, OD_EDATA,
			       _("due: '%s' counts from an instant, which only an event has; give "
				 "a time of day, such as 17:30 or end-of-work"),
			       due);
	if (rhythm == OD_RHYTHM_EVENT && parsed.unit == OD_DUE_NOW)
		return od_fail(err, OD_EDATA,
			       _("due: '%s' says no time after the event; give one, such as +2h or "
				 "+30d"),
			       due);
	return 0;
}

int od_check_words(const char *field, const char *list, const struct od_word *words,
		   struct od_err *err)
{
	size_t n;

	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n)) {
		struct od_buf known OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
		bool found = false;

		for (size_t i = 0; words[i].word && !found; i++) {
			found = strlen(words[i].word) == n && !memcmp(words[i].word, s, n);
			od_buf_printf(&known, "%s%s", i ? _(", ") : "", words[i].word);
		}
		if (!found)
			return od_fail(err, OD_EDATA, _("%s: no '%.*s'; there are: %s"), field,
				       (int)n, s, known.s ? known.s : "-");
	}
	return 0;
}

static const struct od_word *words_of(const struct od_rec_type *type, const char *field)
{
	return od_field_find(type, field)->words;
}

static bool has_other(const char *list, const char *word)
{
	size_t n;

	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n))
		if (strlen(word) != n || memcmp(word, s, n))
			return true;
	return false;
}

/* The leave log's: a person owes it, and a return counts in days. */
static int check_leave(const struct od_duty *d, struct od_err *err)
{
	struct od_due due;

	if (d->anchor < OD_ANCHOR_DEPARTURE)
		return 0;
	if (d->owed_by != OD_OWED_BY_PERSON)
		return od_fail(err, OD_EDATA,
			       _("anchor: a leave is its person's; give owed_by: person"));
	if (d->anchor == OD_ANCHOR_RETURN && od_due_parse(d->due, &due, err) == 0 &&
	    due.unit == OD_DUE_MINUTES)
		return od_fail(err, OD_EDATA,
			       _("due: '%s' counts from an instant, and a return is counted from "
				 "a day; give one such as +1w 12:00"),
			       d->due);
	return 0;
}

/* What only an event has, or never has. */
static int check_event(const struct od_duty *d, struct od_err *err)
{
	bool event = d->rhythm == OD_RHYTHM_EVENT;

	if (event && (d->on || d->quota != OD_NOINT))
		return od_fail(err, OD_EDATA, _("%s: an event has none; leave it out"),
			       d->on ? "on" : "quota");
	if (event && d->owed_by == OD_OWED_BY_SCHEDULED)
		return od_fail(
			err, OD_EDATA,
			_("owed_by: an event is reported by its unit, or owed by the persons that "
			  "the report names; give 'unit' or 'person'"));
	if (event && d->owed_by == OD_OWED_BY_PERSON && (d->grades || d->stage || d->form))
		return od_fail(err, OD_EDATA,
			       _("grades, stage and form belong to a unit's chain of reports "
				 "(owed_by: unit)"));
	if (event && (d->about || d->shift || d->counted_by))
		return od_fail(
			err, OD_EDATA,
			_("about, shift and counted_by belong to a period; an event has none"));
	if (d->grades && !has_other(d->grades, od_grades[OD_GRADE_NONE].word))
		return od_fail(
			err, OD_EDATA,
			_("grades: a report without a grade counts as ordinary, so 'none' alone "
			  "never matches"));
	if (!event && (d->grades || d->stage || d->form || d->anchor))
		return od_fail(err, OD_EDATA,
			       _("grades, stage, form and anchor belong to rhythm 'event' only"));
	return check_leave(d, err);
}

/* Is one of the units not excepted? */
static bool has_units(const struct od_duty *d)
{
	const char *list = d->units;
	size_t n;

	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n)) {
		char code[64];

		snprintf(code, sizeof(code), "%.*s", (int)n, s);
		if (!d->except || !od_list_has(d->except, code))
			return true;
	}
	return d->kinds || d->levels;
}

static int check_duty(const void *rec, struct od_err *err)
{
	const struct od_duty *d = rec;
	struct od_due lapse;

	if (strchr(d->code, '/'))
		return od_fail(err, OD_EDATA, _("code: '/' may not stand in it"));
	if (check_on(d->on, d->rhythm, err) < 0 || check_due(d->due, d->rhythm, err) < 0 ||
	    check_event(d, err) < 0)
		return -1;
	if (d->lapse && od_span_parse(d->lapse, &lapse, err) < 0)
		return od_fail_at(err, "lapse");
	if (d->units && !has_units(d))
		return od_fail(err, OD_EDATA,
			       _("every one of the units is in except: nobody owes it"));
	if (d->owed_by != OD_OWED_BY_PERSON && d->ranks)
		return od_fail(err, OD_EDATA, _("ranks: only persons have one (owed_by: person)"));
	if ((d->quota != OD_NOINT && d->quota < 1) || (d->grace != OD_NOINT && d->grace < 0))
		return od_fail(err, OD_EDATA, _("quota is 1 or more, grace 0 or more"));
	if (od_check_words("kinds", d->kinds, words_of(&od_unit_type, "kind"), err) < 0 ||
	    od_check_words("levels", d->levels, words_of(&od_unit_type, "level"), err) < 0 ||
	    od_check_words("ranks", d->ranks, words_of(&od_person_type, "rank"), err) < 0)
		return -1;
	return od_check_words("grades", d->grades, od_grades, err);
}

const struct od_dated od_duty_dated = {
	.type = &od_duty_type,
	.code = "INSERT INTO duty (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = DUTY_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO duty_row (code, name, categories, desk, owed_by, kinds, levels, units, "
	       "\"except\", ranks, rhythm, \"on\", shift, due, about, counted_by, anchor, grades, "
	       "form, stage, quota, grace, clock, lapse, consequence, basis, sort, valid_from, "
	       "valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
	       "?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29) "
	       "ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name, "
	       "categories = excluded.categories, desk = excluded.desk, "
	       "owed_by = excluded.owed_by, kinds = excluded.kinds, levels = excluded.levels, "
	       "units = excluded.units, \"except\" = excluded.\"except\", ranks = excluded.ranks, "
	       "rhythm = excluded.rhythm, \"on\" = excluded.\"on\", shift = excluded.shift, "
	       "due = excluded.due, about = excluded.about, counted_by = excluded.counted_by, "
	       "anchor = excluded.anchor, grades = excluded.grades, form = excluded.form, "
	       "stage = excluded.stage, quota = excluded.quota, grace = excluded.grace, "
	       "clock = excluded.clock, lapse = excluded.lapse, "
	       "consequence = excluded.consequence, basis = excluded.basis, "
	       "sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM duty_row WHERE code = ?1 AND valid_from = ?2",
	.all = DUTY_COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
	.check = check_duty,
};

/* --- overrides -------------------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_override, m)
static const struct od_field override_fields[] = {
	{ "duty", OD_TEXT, AT(duty), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Duty"), "制度" },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Unit code"),
	  "单位代码 单位" },
	{ "exempt", OD_BOOL, AT(exempt), OD_TABLE, N_("Exempt"), "免报" },
	{ "on", OD_TEXT, AT(on), OD_TABLE, N_("On"), "日" },
	{ "due", OD_TEXT, AT(due), OD_TABLE, N_("Due"), "时限" },
	{ "quota", OD_INT, AT(quota), OD_TABLE, N_("Reports a period"), "篇数 任务数" },
	{ "grace", OD_INT, AT(grace), OD_TABLE, N_("Grace, minutes"), "宽限分钟" },
	{ "basis", OD_TEXT, AT(basis), OD_TABLE, N_("Basis"), "依据" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_override_type = { "override", sizeof(struct od_override),
					      override_fields, N_("own rule of a unit") };

static int check_override(const void *rec, struct od_err *err)
{
	const struct od_override *o = rec;
	bool changes = o->on || o->due || o->quota != OD_NOINT || o->grace != OD_NOINT;
	struct od_due due;

	if (o->exempt && changes)
		return od_fail(err, OD_EDATA,
			       _("a unit that is exempt owes nothing at any time; give exempt, or "
				 "on, due, quota and grace"));
	if (!o->exempt && !changes)
		return od_fail(err, OD_EDATA,
			       _("it changes nothing; give exempt, on, due, quota or grace"));
	if (o->due && od_due_parse(o->due, &due, err) < 0)
		return od_fail_at(err, "due");
	if ((o->quota != OD_NOINT && o->quota < 1) || (o->grace != OD_NOINT && o->grace < 0))
		return od_fail(err, OD_EDATA, _("quota is 1 or more, grace 0 or more"));
	return 0;
}

/* clang-format off */
#define OVERRIDE_COLUMNS                                                                           \
	"SELECT duty, unit, exempt, \"on\", due, quota, grace, basis, valid_from, valid_to "       \
	"FROM override AS o "
/* clang-format on */
const struct od_dated od_override_dated = {
	.type = &od_override_type,
	.of_key = OVERRIDE_COLUMNS "WHERE duty = ?1 AND unit = ?2 ORDER BY valid_from",
	.put = "INSERT INTO override (duty, unit, exempt, \"on\", due, quota, grace, basis, "
	       "valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (duty, unit, valid_from) DO UPDATE SET exempt = excluded.exempt, "
	       "\"on\" = excluded.\"on\", due = excluded.due, quota = excluded.quota, "
	       "grace = excluded.grace, basis = excluded.basis, valid_to = excluded.valid_to",
	.drop = "DELETE FROM override WHERE duty = ?1 AND unit = ?2 AND valid_from = ?3",
	.all = OVERRIDE_COLUMNS "ORDER BY duty, unit, valid_from",
	.check = check_override,
};

/* What one row cannot know by itself: an override's words against its duty's rhythm, on both rows'
 * days.  Called for each by od_load_check(). */
int od_override_check(struct od_db *db, const struct od_override *o, struct od_err *err)
{
	struct od_duty d = { 0 };
	struct od_iter *it =
		od_query(db, od_duty_dated.of_key, &od_duty_type, OD_VALS(od_v(o->duty)), err);
	int r = it ? 1 : -1;

	od_rec_init(&od_duty_type, &d);
	while (r > 0 && (r = od_iter_next(it, &d, err)) > 0) {
		bool event = d.rhythm == OD_RHYTHM_EVENT;

		if (od_date_is(d.valid_to) && d.valid_to.days < o->valid_from.days)
			continue;
		if (od_date_is(o->valid_to) && o->valid_to.days < d.valid_from.days)
			continue;
		if (event && (o->on || o->quota != OD_NOINT))
			r = od_fail(err, OD_EDATA, _("%s: an event has none; leave it out"),
				    o->on ? "on" : "quota");
		else if (check_on(o->on, d.rhythm, err) < 0 || check_due(o->due, d.rhythm, err) < 0)
			r = -1;
		else if (o->due && event) {
			struct od_duty own = d;

			own.due = o->due;
			r = check_leave(&own, err) < 0 ? -1 : 1;
		}
	}
	od_rec_clear(&od_duty_type, &d);
	od_iter_free(it);
	return r;
}
