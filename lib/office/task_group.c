/* task_group.c - special groups (专项督查小组): who they are, from when to when, how many matters are theirs. */
#include <stdlib.h>

#include "instruction.h"

#define AT(m) offsetof(struct od_task_group, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "小组编号 组号",
	  NULL, 'G' },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 小组名称" },
	{ "theme", OD_TEXT, AT(theme), OD_TABLE, N_("Theme"), "主题 督查主题 专项" },
	{ "head", OD_TEXT, AT(head), OD_TABLE, N_("Head"), "组长" },
	{ "members", OD_LIST, AT(members), OD_TABLE, N_("Members"), "成员 组员" },
	{ "from_day", OD_DATE, AT(from_day), OD_TABLE, N_("From"), "起 开始日期" },
	{ "to_day", OD_DATE, AT(to_day), OD_TABLE, N_("To"), "止 结束日期" },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "tasks", OD_INT, AT(tasks), OD_DERIVED | OD_TABLE, N_("Matters"), "督查事项数" },
	{ "open", OD_INT, AT(open), OD_DERIVED | OD_TABLE, N_("Open ones"), "未办结数" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_task_group_type = { "task_group", sizeof(struct od_task_group), fields,
						N_("special group") };

/* clang-format off */
#define COLUMNS                                                                                    \
	"SELECT g.number, g.name, g.theme, g.head, g.members, g.from_day, g.to_day, g.note, g.at, " \
	"g.actor, NULL AS tasks, NULL AS open FROM task_group g "
/* clang-format on */

static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	static const char all[] = "SELECT count(*) FROM task WHERE \"group\" = ?1";
	static const char open[] = "SELECT count(*) FROM task WHERE \"group\" = ?1 "
				   "AND (status = 'registered' OR status = 'assigned')";
	struct od_task_group *g = rec;

	if (od_query_int(db, all, &g->tasks, OD_VALS(od_v(g->number)), err) < 0)
		return -1;
	return od_query_int(db, open, &g->open, OD_VALS(od_v(g->number)), err) < 0 ? -1 : 0;
}

static void group_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('G', ((const struct od_task_group *)rec)->number, buf));
}

/* Two groups of one name at one time would be taken for each other. */
static int check_name(struct od_db *db, const struct od_task_group *g, struct od_err *err)
{
	static const char sql[] =
		"SELECT number FROM task_group WHERE name = ?1 AND (?2 IS NULL OR number <> ?2) "
		"AND (to_day IS NULL OR ?3 IS NULL OR to_day >= ?3) "
		"AND (from_day IS NULL OR ?4 IS NULL OR from_day <= ?4)";
	int64_t number;
	char buf[32];
	int r = od_query_int(db, sql, &number,
			     OD_VALS(od_v(g->name), od_v_opt(g->number), od_v(g->from_day),
				     od_v(g->to_day)),
			     err);

	if (r <= 0)
		return r;
	return od_fail(err, OD_EDATA, _("a group '%1$s' is on file already as %2$s"), g->name,
		       od_number_str('G', number, buf));
}

static int check(struct od_db *db, struct od_task_group *g, struct od_err *err)
{
	od_date on = od_date_is(g->from_day) ? g->from_day : od_instant_date(od_db_act(db)->now);
	char from[16], to[16];

	if (od_blank(g->name))
		return od_fail(err, OD_EDATA, _("name is missing"));
	if (od_date_is(g->from_day) && od_date_is(g->to_day) && g->to_day.days < g->from_day.days)
		return od_fail(err, OD_EDATA, _("to_day %1$s is before from_day %2$s"),
			       od_date_str(g->to_day, to), od_date_str(g->from_day, from));
	if (!od_blank(g->head) && od_leader_resolve(db, &g->head, on, err) < 0)
		return od_fail_at(err, "head");
	return check_name(db, g, err);
}

/* Empty text is none. */
static int tidy(struct od_task_group *g, struct od_err *err)
{
	char **const text[] = { &g->theme, &g->head, &g->members, &g->note };

	for (size_t i = 0; i < OD_COUNT(text); i++)
		if (od_blank(*text[i]) && od_replace_text(text[i], NULL, err) < 0)
			return -1;
	return 0;
}

static int add(struct od_db *db, struct od_task_group *g, struct od_err *err)
{
	char name[32];

	if (tidy(g, err) < 0 || check(db, g, err) < 0 ||
	    od_number_next(db, "G", &g->number, err) < 0)
		return -1;
	g->at = od_db_act(db)->now;
	if (od_replace_text(&g->actor, od_db_act(db)->actor, err) < 0 ||
	    od_run_rec(db, od_task_group_kind.put, &od_task_group_type, g, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_create(db, &od_task_group_type, od_number_str('G', g->number, name), g,
				 err);
}

/* Members that were not given stay as they were, unless the whole was given. */
static int keep(struct od_task_group *g, const struct od_task_group *was, bool whole,
		struct od_err *err)
{
	char **const to[] = { &g->name, &g->theme, &g->head, &g->members, &g->note };
	char *const from[] = { was->name, was->theme, was->head, was->members, was->note };

	for (size_t i = 0; i < OD_COUNT(to); i++)
		if (!whole && !*to[i] && od_replace_text(to[i], from[i], err) < 0)
			return -1;
	if (!whole) {
		g->from_day = od_date_is(g->from_day) ? g->from_day : was->from_day;
		g->to_day = od_date_is(g->to_day) ? g->to_day : was->to_day;
	}
	g->at = was->at;
	return od_replace_text(&g->actor, was->actor, err);
}

static int change(struct od_db *db, struct od_task_group *g, bool whole, struct od_err *err)
{
	struct od_task_group was = { 0 };
	char name[32];
	int r;

	od_number_str('G', g->number, name);
	od_rec_init(&od_task_group_type, &was);
	r = od_query_one(db, COLUMNS "WHERE g.number = ?1", &od_task_group_type, &was,
			 OD_VALS(od_v(g->number)), err);
	if (r == 0)
		r = od_fail(err, OD_ENOENT, _("no special group %s"), name);
	else if (r > 0)
		r = keep(g, &was, whole, err) < 0 || tidy(g, err) < 0 || check(db, g, err) < 0 ||
				    od_run_rec(db, od_task_group_kind.put, &od_task_group_type, g,
					       OD_NOVALS, err) < 0
			    ? -1
			    : od_journal_change(db, "change", &od_task_group_type, name, &was, g,
						err);
	od_rec_clear(&od_task_group_type, &was);
	return r;
}

static int put(struct od_db *db, struct od_task_group *g, bool whole, struct od_err *err)
{
	int r = od_need_tx(db, err);

	if (r == 0)
		r = g->number == OD_NOINT ? add(db, g, err) : change(db, g, whole, err);
	return r < 0 ? -1 : derive(db, g, err);
}

int od_task_group_put(struct od_db *db, struct od_task_group *g, struct od_err *err)
{
	return put(db, g, false, err);
}

int od_task_group_replace(struct od_db *db, struct od_task_group *g, struct od_err *err)
{
	return put(db, g, true, err);
}

struct od_iter *od_task_group_find(struct od_db *db, int64_t number, od_date on, struct od_err *err)
{
	static const char sql[] = COLUMNS
		"WHERE (?1 IS NULL OR g.number = ?1) AND (?2 IS NULL OR "
		"(coalesce(g.from_day, ?2) <= ?2 AND coalesce(g.to_day, ?2) >= ?2)) ORDER BY g.number";

	return od_query_derive(db, sql, &od_task_group_type, derive,
			       OD_VALS(od_v_opt(number), od_v(on)), err);
}

static int load(struct od_db *db, void *rec, enum od_change *change_made, struct od_err *err)
{
	struct od_task_group *g = rec;

	if (g->number == OD_NOINT || od_blank(g->name) || !od_instant_is(g->at) ||
	    od_blank(g->actor))
		return od_fail(err, OD_EDATA,
			       _("a special group is loaded with its number, name, time and actor; "
				 "form new ones by task-track"));
	if (check(db, g, err) < 0 || od_number_taken(db, "G", g->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_task_group_kind, COLUMNS "WHERE g.number = ?1",
			      OD_VALS(od_v(g->number)), g, change_made, err);
}

const struct od_kind od_task_group_kind = {
	.type = &od_task_group_type,
	.load = load,
	.derive = derive,
	.all = COLUMNS "ORDER BY g.number",
	.put = "INSERT INTO task_group (number, name, theme, head, members, from_day, to_day, note, at, "
	       "actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (number) DO UPDATE SET name = excluded.name, theme = excluded.theme, "
	       "head = excluded.head, members = excluded.members, from_day = excluded.from_day, "
	       "to_day = excluded.to_day, note = excluded.note, at = excluded.at, "
	       "actor = excluded.actor",
	.drop = "DELETE FROM task_group WHERE number = ?1",
	.name = group_name,
};
