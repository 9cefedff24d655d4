/* site_check.c - site checks (明查暗访): when, where, who, what was found, what is to follow. */
#include <stdlib.h>

#include "instruction.h"

static const struct od_word verdicts[] = {
	{ "none", N_("none"), "无" },
	{ "sound", N_("sound"), "良好 正常 未发现问题" },
	{ "problem", N_("problems"), "存在问题 问题" },
	{ "serious", N_("serious problems"), "问题严重 严重" },
	{ NULL },
};

#define AT(m) offsetof(struct od_site_check, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "检查号 编号",
	  NULL, 'C' },
	{ "checked_at", OD_INSTANT, AT(checked_at), OD_TABLE, N_("Checked"), "检查时间 时间" },
	{ "place", OD_TEXT, AT(place), OD_TABLE, N_("Place"), "地点 检查地点" },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit"), "单位 被检查单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "announced", OD_BOOL, AT(announced), OD_TABLE, N_("Announced"), "明查" },
	{ "checkers", OD_LIST, AT(checkers), 0, N_("Checkers"), "检查人 检查人员" },
	{ "group", OD_NUMBER, AT(group), 0, N_("Special group"), "专项小组 小组", NULL, 'G' },
	{ "task", OD_NUMBER, AT(task), OD_TABLE, N_("Matter"), "督查事项 督查号", NULL, 'T' },
	{ "found", OD_TEXT, AT(found), OD_TABLE, N_("Found"), "发现情况 发现问题 检查情况" },
	{ "verdict", OD_ENUM, AT(verdict), OD_TABLE, N_("Verdict"), "结论", verdicts },
	{ "follow_up", OD_TEXT, AT(follow_up), 0, N_("To follow"), "整改要求 后续措施" },
	{ "follow_up_by", OD_DATE, AT(follow_up_by), OD_TABLE, N_("By"), "整改时限 整改期限" },
	{ "evidence", OD_LIST, AT(evidence), OD_DERIVED, N_("Evidence"), "佐证材料 证据" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_site_check_type = { "site_check", sizeof(struct od_site_check), fields,
						N_("site check") };

/* clang-format off */
#define COLUMNS                                                                                    \
	"SELECT c.number, c.checked_at, c.place, c.unit, NULL AS unit_name, c.announced, "         \
	"c.checkers, c.\"group\", c.task, c.found, c.verdict, c.follow_up, c.follow_up_by, "       \
	"NULL AS evidence, c.at, c.actor FROM site_check c "
/* clang-format on */

static int add_file(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s (%s, %s)", b->n ? OD_LIST_SEP : "", text[0], text[1], text[2]);
	return 0;
}

/* The unit's name is that of the day. */
static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	static const char sql[] =
		"SELECT file, size, digest FROM evidence WHERE record = ?1 ORDER BY file, digest";
	struct od_site_check *c = rec;
	struct od_buf b = OD_BUF_INIT;
	char name[32];

	free(c->unit_name);
	free(c->evidence);
	c->unit_name = c->evidence = NULL;
	if (c->unit && od_derive_unit(db, c->unit, c->checked_at, &c->unit_name, err) < 0)
		return -1;
	od_number_str('C', c->number, name);
	if (od_query_each(db, sql, OD_VALS(od_v((const char *)name)), add_file, &b, err) < 0 ||
	    b.failed) {
		if (b.failed)
			od_fail_nomem(err);
		od_buf_free(&b);
		return -1;
	}
	c->evidence = b.s;
	return 0;
}

static void check_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('C', ((const struct od_site_check *)rec)->number, buf));
}

/* --- what holds together --------------------------------------------------------------------------- */

static int resolve_unit(struct od_db *db, struct od_site_check *c, struct od_err *err)
{
	const char *code;

	if (od_blank(c->unit))
		return od_replace_text(&c->unit, NULL, err);
	code = od_unit_resolve_memo(db, c->unit, err);
	if (code)
		return od_replace_text(&c->unit, code, err);
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

static int check_follow_up(const struct od_site_check *c, struct od_err *err)
{
	char by[16], at[16];

	if (!od_date_is(c->follow_up_by))
		return 0;
	if (od_blank(c->follow_up))
		return od_fail(err, OD_EDATA,
			       _("follow_up_by is given, but not what is to follow"));
	if (c->follow_up_by.days < od_instant_date(c->checked_at).days)
		return od_fail(err, OD_EDATA, _("follow_up_by: %1$s is before the check of %2$s"),
			       od_date_str(c->follow_up_by, by),
			       od_date_str(od_instant_date(c->checked_at), at));
	return 0;
}

static int check(struct od_db *db, struct od_site_check *c, struct od_err *err)
{
	od_instant now = od_db_act(db)->now;
	char buf[32];

	if (!od_instant_is(c->checked_at))
		c->checked_at = now;
	if (c->checked_at.sec > now.sec)
		return od_fail(err, OD_EDATA, _("checked_at: %s is still to come"),
			       od_instant_str_short(c->checked_at, buf));
	if (resolve_unit(db, c, err) < 0)
		return -1;
	if (od_blank(c->place) && !c->unit)
		return od_fail(err, OD_EDATA, _("say where it was: place or unit is needed"));
	if (c->verdict >= OD_VERDICT_PROBLEM && od_blank(c->found))
		return od_fail(err, OD_EDATA, _("say what was found"));
	if (check_follow_up(c, err) < 0)
		return -1;
	if (c->group != OD_NOINT && od_record_there(db, 'G', c->group, err) < 0)
		return od_fail_at(err, "group");
	if (c->task != OD_NOINT && od_record_there(db, 'T', c->task, err) < 0)
		return od_fail_at(err, "task");
	return 0;
}

/* --- new ones, changes --------------------------------------------------------------------------------- */

/* A check from which a matter was raised came before it: then its line is of the day of registering. */
static int when(struct od_db *db, const struct od_site_check *c, od_instant *at, struct od_err *err)
{
	od_instant opened = c->checked_at;

	if (od_query_int(db, "SELECT opened_at FROM task WHERE number = ?1", &opened.sec,
			 OD_VALS(od_v(c->task)), err) < 0)
		return -1;
	*at = opened.sec > c->checked_at.sec ? opened : c->checked_at;
	return 0;
}

/* A line in the matter's own life.  It is kept, so it holds nothing of the language that its writer read. */
static int tell_task(struct od_db *db, const struct od_site_check *c, struct od_err *err)
{
	struct od_task_event e = { 0 };
	struct od_buf b = OD_BUF_INIT;
	char buf[32];
	int r = 0;

	if (c->task == OD_NOINT)
		return 0;
	od_rec_init(&od_task_event_type, &e);
	od_buf_puts(&b, od_number_str('C', c->number, buf));
	if (!od_blank(c->found))
		od_buf_printf(&b, " %s", c->found);
	e.number = c->task;
	e.action = OD_TASK_DO_CHECKED;
	e.text = b.s;
	if (b.failed)
		r = od_fail_nomem(err);
	else if (when(db, c, &e.happened_at, err) < 0 ||
		 od_replace_text(&e.by, c->checkers, err) < 0 ||
		 od_task_do(db, &e, OD_NOINT, err) < 0)
		r = -1;
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

static int add(struct od_db *db, struct od_site_check *c, struct od_err *err)
{
	char name[32];

	if (check(db, c, err) < 0 || od_number_next(db, "C", &c->number, err) < 0)
		return -1;
	c->at = od_db_act(db)->now;
	if (od_replace_text(&c->actor, od_db_act(db)->actor, err) < 0 ||
	    od_run_rec(db, od_site_check_kind.put, &od_site_check_type, c, OD_NOVALS, err) < 0 ||
	    od_journal_create(db, &od_site_check_type, od_number_str('C', c->number, name), c,
			      err) < 0)
		return -1;
	return tell_task(db, c, err);
}

/* Members that were not given stay as they were; whether it was announced cannot be told apart from "not
 * given", so that stays too. */
static int keep(struct od_site_check *c, const struct od_site_check *was, struct od_err *err)
{
	char **const to[] = { &c->place, &c->unit, &c->checkers, &c->found, &c->follow_up };
	char *const from[] = { was->place, was->unit, was->checkers, was->found, was->follow_up };

	for (size_t i = 0; i < OD_COUNT(to); i++)
		if (!*to[i] && od_replace_text(to[i], from[i], err) < 0)
			return -1;
	c->checked_at = od_instant_is(c->checked_at) ? c->checked_at : was->checked_at;
	c->follow_up_by = od_date_is(c->follow_up_by) ? c->follow_up_by : was->follow_up_by;
	c->group = c->group != OD_NOINT ? c->group : was->group;
	c->task = c->task != OD_NOINT ? c->task : was->task;
	c->verdict = c->verdict != OD_VERDICT_NONE ? c->verdict : was->verdict;
	c->announced = was->announced;
	c->at = was->at;
	return od_replace_text(&c->actor, was->actor, err);
}

static int put_changed(struct od_db *db, struct od_site_check *c, const struct od_site_check *was,
		       const char *name, struct od_err *err)
{
	if (keep(c, was, err) < 0 || check(db, c, err) < 0 ||
	    od_run_rec(db, od_site_check_kind.put, &od_site_check_type, c, OD_NOVALS, err) < 0 ||
	    od_journal_change(db, "change", &od_site_check_type, name, was, c, err) < 0)
		return -1;
	return c->task != was->task ? tell_task(db, c, err) : 0;
}

static int change(struct od_db *db, struct od_site_check *c, struct od_err *err)
{
	struct od_site_check was = { 0 };
	char name[32];
	int r;

	od_number_str('C', c->number, name);
	od_rec_init(&od_site_check_type, &was);
	r = od_query_one(db, COLUMNS "WHERE c.number = ?1", &od_site_check_type, &was,
			 OD_VALS(od_v(c->number)), err);
	if (r == 0)
		r = od_fail(err, OD_ENOENT, _("no site check %s"), name);
	else if (r > 0)
		r = put_changed(db, c, &was, name, err);
	od_rec_clear(&od_site_check_type, &was);
	return r;
}

int od_site_check_put(struct od_db *db, struct od_site_check *c, struct od_err *err)
{
	int r = od_need_tx(db, err);

	if (r == 0)
		r = c->number == OD_NOINT ? add(db, c, err) : change(db, c, err);
	return r < 0 ? -1 : derive(db, c, err);
}

struct od_iter *od_site_check_find(struct od_db *db, int64_t number, int64_t task, const char *unit,
				   od_date from, od_date to, struct od_err *err)
{
	static const char sql[] =
		COLUMNS "WHERE (?1 IS NULL OR c.number = ?1) AND (?2 IS NULL OR c.task = ?2) "
			"AND (?3 IS NULL OR c.unit = ?3) AND c.checked_at >= coalesce(?4, -9e18) "
			"AND c.checked_at < coalesce(?5, 9e18) ORDER BY c.number";
	od_instant since = od_date_is(from) ? od_date_start(from) : OD_NOINSTANT;
	od_instant until = od_date_is(to) ? od_date_start((od_date){ to.days + 1 }) : OD_NOINSTANT;

	return od_query_derive(db, sql, &od_site_check_type, derive,
			       OD_VALS(od_v_opt(number), od_v_opt(task), od_v(unit), od_v(since),
				       od_v(until)),
			       err);
}

/* --- loading a dump ---------------------------------------------------------------------------------------- */

static int load(struct od_db *db, void *rec, enum od_change *change_made, struct od_err *err)
{
	struct od_site_check *c = rec;

	if (c->number == OD_NOINT || !od_instant_is(c->checked_at) || !od_instant_is(c->at) ||
	    od_blank(c->actor))
		return od_fail(err, OD_EDATA,
			       _("a site check is loaded with its number, times and actor; record "
				 "new ones by task-track"));
	if (check(db, c, err) < 0 || od_number_taken(db, "C", c->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_site_check_kind, COLUMNS "WHERE c.number = ?1",
			      OD_VALS(od_v(c->number)), c, change_made, err);
}

const struct od_kind od_site_check_kind = {
	.type = &od_site_check_type,
	.load = load,
	.derive = derive,
	.all = COLUMNS "ORDER BY c.number",
	.put = "INSERT INTO site_check (number, checked_at, place, unit, announced, checkers, \"group\", "
	       "task, found, verdict, follow_up, follow_up_by, at, actor) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
	       "ON CONFLICT (number) DO UPDATE SET checked_at = excluded.checked_at, "
	       "place = excluded.place, unit = excluded.unit, announced = excluded.announced, "
	       "checkers = excluded.checkers, \"group\" = excluded.\"group\", task = excluded.task, "
	       "found = excluded.found, verdict = excluded.verdict, follow_up = excluded.follow_up, "
	       "follow_up_by = excluded.follow_up_by, at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM site_check WHERE number = ?1",
	.name = check_name,
};
