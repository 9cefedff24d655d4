/* people.c - persons, the contacts each unit designates, contact secretaries, secondments. */
#include "office.h"

static const struct od_word ranks[] = {
	{ "none", N_("no rank"), "无" },
	{ "city-chief", N_("city level, chief"), "市级正职 正市级 正厅级" },
	{ "city-deputy", N_("city level, deputy"), "市级副职 副市级 副厅级" },
	{ "county-chief", N_("county level, chief"), "县处级正职 正县级 正处级" },
	{ "county-deputy", N_("county level, deputy"), "县处级副职 副县级 副处级" },
	{ "section-chief", N_("section chief"), "乡科级正职 正科级" },
	{ "section-deputy", N_("section deputy"), "乡科级副职 副科级" },
	{ "staff", N_("staff"), "科员 一般干部 工作人员" },
	{ NULL },
};

#define AT(m) offsetof(struct od_person, m)
static const struct od_field person_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"),
	  "工号 代码 编码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Full name"), "姓名" },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit code"), "单位代码 单位" },
	{ "post", OD_TEXT, AT(post), OD_TABLE, N_("Post"), "职务" },
	{ "rank", OD_ENUM, AT(rank), OD_TABLE, N_("Rank"), "职级 级别", ranks },
	{ "phone", OD_TEXT, AT(phone), OD_TABLE, N_("Telephone"), "电话 办公电话" },
	{ "mobile", OD_TEXT, AT(mobile), OD_TABLE, N_("Mobile"), "手机" },
	{ "login", OD_TEXT, AT(login), 0, N_("Login"), "登录名" },
	{ "schedule", OD_BOOL, AT(schedule), 0, N_("Schedule collected"), "收集日程" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序 顺序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起 生效日期" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止 失效日期" },
	{ "work_since", OD_DATE, AT(work_since), 0, N_("In work since"),
	  "参加工作时间 参加工作日期" },
	{ "desk", OD_TEXT, AT(desk), 0, N_("Desk code"), "处室 所在处室" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_person_type = { "person", sizeof(struct od_person), person_fields,
					    N_("person") };

/* clang-format off */
#define PERSON_COLUMNS(day)                                                                        \
	"SELECT code, name, unit, post, rank, phone, mobile, login, schedule, sort, "             \
	"valid_from, valid_to, work_since, desk, " OD_UNIT_NAME("p.unit", day)                     \
	" AS unit_name FROM person_row AS p "
/* clang-format on */

const struct od_dated od_person_dated = {
	.type = &od_person_type,
	.code = "INSERT INTO person (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = PERSON_COLUMNS("p.valid_from") "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO person_row (code, name, unit, post, rank, phone, mobile, login, schedule, "
	       "sort, valid_from, valid_to, work_since, desk) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
	       "ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name, "
	       "unit = excluded.unit, post = excluded.post, rank = excluded.rank, "
	       "phone = excluded.phone, mobile = excluded.mobile, login = excluded.login, "
	       "schedule = excluded.schedule, sort = excluded.sort, valid_to = excluded.valid_to, "
	       "work_since = excluded.work_since, desk = excluded.desk",
	.drop = "DELETE FROM person_row WHERE code = ?1 AND valid_from = ?2",
	.all = PERSON_COLUMNS("p.valid_from") "ORDER BY sort NULLS LAST, code, valid_from",
};

struct od_iter *od_person_find(struct od_db *db, od_date on, const char *unit, const char *text,
			       struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = PERSON_COLUMNS("?1")
		"WHERE " OD_VALID("p", "?1")
		" AND (?2 IS NULL OR unit = ?2) AND (?3 IS NULL OR code = ?3 OR login = ?3 "
		"OR instr(name, ?3) > 0 OR instr(coalesce(post, ''), ?3) > 0) ORDER BY sort NULLS LAST, code";
	/* clang-format on */

	return od_query(db, sql, &od_person_type, OD_VALS(od_v(on), od_v(unit), od_v(text)), err);
}

int od_person_of_login(struct od_db *db, const char *login, od_date on, char **code,
		       struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = "SELECT p.code FROM person_row p WHERE p.login = ?1 AND "
				  OD_VALID("p", "?2") " LIMIT 1";
	/* clang-format on */

	return od_query_text(db, sql, code, OD_VALS(od_v(login), od_v(on)), err) < 0 ? -1 : 0;
}

/* clang-format off */
#define SUCH_PERSON                                                                                \
	"FROM person_row p WHERE (p.code = ?1 OR p.login = ?1 OR p.name = ?1) AND " OD_VALID("p", "?2")
/* clang-format on */

int od_person_resolve(struct od_db *db, const char *text, od_date on, char **code,
		      struct od_err *err)
{
	int64_t n = 0;

	*code = NULL;
	if (od_query_int(db, "SELECT count(*) " SUCH_PERSON, &n, OD_VALS(od_v(text), od_v(on)),
			 err) < 0)
		return -1;
	if (n == 0)
		return od_fail(err, OD_ENOENT, _("no person '%s'; 'unit-roster people' lists them"),
			       text);
	if (n > 1)
		return od_fail(err, OD_EDATA, _("%lld persons are called '%s'; give the code"),
			       (long long)n, text);
	return od_query_text(db, "SELECT p.code " SUCH_PERSON, code, OD_VALS(od_v(text), od_v(on)),
			     err) < 0
		       ? -1
		       : 0;
}

/* --- contacts ------------------------------------------------------------------------------------ */

const struct od_word od_roles[] = {
	{ "leader", N_("responsible leader"), "分管领导" },
	{ "section", N_("responsible section"), "责任科室" },
	{ "informant", N_("information officer"), "信息员" },
	{ "reporter", N_("reporting officer"), "报告专人 报告员" },
	{ "courier", N_("confidential mail clerk"), "机要收文员" },
	{ "archivist", N_("archivist"), "档案员 档案管理员" },
	{ NULL },
};

#define AT(m) offsetof(struct od_contact, m)
static const struct od_field contact_fields[] = {
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED | OD_KEY, N_("Unit code"), "单位代码 单位" },
	{ "role", OD_ENUM, AT(role), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Role"), "责任 角色",
	  od_roles },
	{ "slot", OD_INT, AT(slot), OD_KEY, N_("No."), "序号" },
	{ "person", OD_TEXT, AT(person), 0, N_("Person"), "工号 人员" },
	{ "name", OD_TEXT, AT(name), OD_TABLE, N_("Full name"), "姓名 科室名称" },
	{ "post", OD_TEXT, AT(post), OD_TABLE, N_("Post"), "职务" },
	{ "phone", OD_TEXT, AT(phone), OD_TABLE, N_("Telephone"), "电话 办公电话" },
	{ "mobile", OD_TEXT, AT(mobile), OD_TABLE, N_("Mobile"), "手机" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起 生效日期" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止 失效日期" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_contact_type = { "contact", sizeof(struct od_contact), contact_fields,
					     N_("contact") };

static int check_contact(const void *rec, struct od_err *err)
{
	struct od_contact *c = (void *)(uintptr_t)rec;

	if (c->slot == OD_NOINT)
		c->slot = 1;
	if (c->slot < 1)
		return od_fail(err, OD_EDATA, _("slot: %lld is not 1 or more"), (long long)c->slot);
	if (!c->person && !c->name)
		return od_fail(err, OD_EDATA, _("a contact needs a person's code or a name"));
	return 0;
}

/* clang-format off */
#define CONTACT_COLUMNS                                                                            \
	"SELECT unit, role, slot, person, name, post, phone, mobile, valid_from, valid_to, "      \
	OD_UNIT_NAME("c.unit", "c.valid_from") " AS unit_name FROM contact AS c "
/* clang-format on */

const struct od_dated od_contact_dated = {
	.type = &od_contact_type,
	.of_key = CONTACT_COLUMNS "WHERE unit = ?1 AND role = ?2 AND slot = ?3 ORDER BY valid_from",
	.put = "INSERT INTO contact (unit, role, slot, person, name, post, phone, mobile, valid_from, "
	       "valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (unit, role, slot, valid_from) DO UPDATE SET person = excluded.person, "
	       "name = excluded.name, post = excluded.post, phone = excluded.phone, "
	       "mobile = excluded.mobile, valid_to = excluded.valid_to",
	.drop = "DELETE FROM contact WHERE unit = ?1 AND role = ?2 AND slot = ?3 AND valid_from = ?4",
	.all = CONTACT_COLUMNS "ORDER BY unit, role, slot, valid_from",
	.check = check_contact,
};

/* A contact that names a person shows that person's name, post and telephones of the day. */
/* clang-format off */
#define OF_PERSON(field)                                                                           \
	"coalesce(c." field ", (SELECT p." field " FROM person_row p WHERE p.code = c.person AND " \
	OD_VALID("p", "?1") ")) AS " field
#define ROLE_ORDER                                                                                 \
	"CASE c.role WHEN 'leader' THEN 0 WHEN 'section' THEN 1 WHEN 'informant' THEN 2 "         \
	"WHEN 'reporter' THEN 3 WHEN 'courier' THEN 4 ELSE 5 END"
#define UNIT_ORDER(code)                                                                           \
	"(SELECT min(o.sort) FROM unit_row o WHERE o.code = " code " AND " OD_VALID("o", "?1") ")"
/* clang-format on */

struct od_iter *od_contact_find(struct od_db *db, od_date on, const char *unit, int role,
				struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT c.unit, c.role, c.slot, c.person, " OF_PERSON("name") ", " OF_PERSON("post") ", "
		OF_PERSON("phone") ", " OF_PERSON("mobile") ", c.valid_from, c.valid_to, "
		OD_UNIT_NAME("c.unit", "?1") " AS unit_name FROM contact c WHERE " OD_VALID("c", "?1")
		" AND (?2 IS NULL OR c.unit = ?2) AND (?3 IS NULL OR c.role = ?3) "
		"ORDER BY " UNIT_ORDER("c.unit") " NULLS LAST, c.unit, " ROLE_ORDER ", c.slot";
	/* clang-format on */

	return od_query(db, sql, &od_contact_type,
			OD_VALS(od_v(on), od_v(unit),
				od_v(role < 0 ? (const char *)NULL : od_roles[role].word)),
			err);
}

/* --- contact secretaries ------------------------------------------------------------------------------ */

static const struct od_word secretary_kinds[] = {
	{ "contact", N_("contact secretary"), "联系秘书 联系" },
	{ "cover", N_("cover"), "代联系 顶岗" },
	{ NULL },
};

#define AT(m) offsetof(struct od_secretary, m)
static const struct od_field secretary_fields[] = {
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED | OD_KEY, N_("Unit code"), "单位代码 单位" },
	{ "kind", OD_ENUM, AT(kind), OD_KEY | OD_TABLE, N_("Kind"), "类型", secretary_kinds },
	{ "person", OD_TEXT, AT(person), OD_REQUIRED, N_("Person"), "工号 人员" },
	{ "valid_from", OD_DATE, AT(valid_from), OD_TABLE, N_("From"), "起 生效日期" },
	{ "valid_to", OD_DATE, AT(valid_to), OD_TABLE, N_("To"), "止 失效日期" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "person_name", OD_TEXT, AT(person_name), OD_DERIVED | OD_TABLE, N_("Full name"), "姓名" },
	{ "post", OD_TEXT, AT(post), OD_DERIVED | OD_TABLE, N_("Post"), "职务" },
	{ "phone", OD_TEXT, AT(phone), OD_DERIVED | OD_TABLE, N_("Telephone"), "电话" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_secretary_type = { "secretary", sizeof(struct od_secretary),
					       secretary_fields, N_("contact secretary") };

/* clang-format off */
#define OF_SECRETARY(field, day, as)                                                               \
	"(SELECT p." field " FROM person_row p WHERE p.code = s.person AND p.valid_from <= " day " "  \
	"ORDER BY p.valid_from DESC LIMIT 1) AS " as
#define SECRETARY_COLUMNS(day)                                                                     \
	"SELECT unit, kind, person, valid_from, valid_to, " OD_UNIT_NAME("s.unit", day)           \
	" AS unit_name, " OF_SECRETARY("name", day, "person_name") ", "                           \
	OF_SECRETARY("post", day, "post") ", " OF_SECRETARY("phone", day, "phone")                \
	" FROM secretary AS s "
/* clang-format on */

const struct od_dated od_secretary_dated = {
	.type = &od_secretary_type,
	.of_key = SECRETARY_COLUMNS(
		"s.valid_from") "WHERE unit = ?1 AND kind = ?2 ORDER BY valid_from",
	.put = "INSERT INTO secretary (unit, kind, person, valid_from, valid_to) "
	       "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (unit, kind, valid_from) DO UPDATE SET "
	       "person = excluded.person, valid_to = excluded.valid_to",
	.drop = "DELETE FROM secretary WHERE unit = ?1 AND kind = ?2 AND valid_from = ?3",
	.all = SECRETARY_COLUMNS("s.valid_from") "ORDER BY unit, kind, valid_from",
};

struct od_iter *od_secretary_find(struct od_db *db, od_date on, const char *unit,
				  struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = SECRETARY_COLUMNS("?1")
		"WHERE " OD_VALID("s", "?1") " AND (?2 IS NULL OR unit = ?2) "
		"ORDER BY " UNIT_ORDER("s.unit") " NULLS LAST, unit, kind DESC";
	/* clang-format on */

	return od_query(db, sql, &od_secretary_type, OD_VALS(od_v(on), od_v(unit)), err);
}

/* --- secondments ------------------------------------------------------------------------------------------ */

#define AT(m) offsetof(struct od_secondment, m)
static const struct od_field secondment_fields[] = {
	{ "person_name", OD_TEXT, AT(person_name), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Name"),
	  "姓名" },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED | OD_KEY, N_("Unit code"),
	  "单位代码 单位 派出单位" },
	{ "desk", OD_TEXT, AT(desk), OD_REQUIRED, N_("Desk code"), "处室 跟班处室" },
	{ "valid_from", OD_DATE, AT(valid_from), OD_TABLE, N_("From"), "起 开始日期" },
	{ "valid_to", OD_DATE, AT(valid_to), OD_TABLE, N_("To"), "止 结束日期" },
	{ "note", OD_TEXT, AT(note), OD_TABLE, N_("Note"), "备注" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "desk_name", OD_TEXT, AT(desk_name), OD_DERIVED | OD_TABLE, N_("Desk"), "处室名称" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_secondment_type = { "secondment", sizeof(struct od_secondment),
						secondment_fields, N_("secondment") };

/* clang-format off */
#define SECONDMENT_COLUMNS(day)                                                                    \
	"SELECT person_name, unit, desk, valid_from, valid_to, note, "                            \
	OD_UNIT_NAME("s.unit", day) " AS unit_name, "                                             \
	"(SELECT d.name FROM desk_row d WHERE d.code = s.desk AND d.valid_from <= " day " "           \
	"ORDER BY d.valid_from DESC LIMIT 1) AS desk_name FROM secondment AS s "
/* clang-format on */

const struct od_dated od_secondment_dated = {
	.type = &od_secondment_type,
	.of_key = SECONDMENT_COLUMNS(
		"s.valid_from") "WHERE person_name = ?1 AND unit = ?2 ORDER BY valid_from",
	.put = "INSERT INTO secondment (person_name, unit, desk, valid_from, valid_to, note) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (person_name, unit, valid_from) "
	       "DO UPDATE SET desk = excluded.desk, valid_to = excluded.valid_to, note = excluded.note",
	.drop = "DELETE FROM secondment WHERE person_name = ?1 AND unit = ?2 AND valid_from = ?3",
	.all = SECONDMENT_COLUMNS("s.valid_from") "ORDER BY valid_from, unit, person_name",
};

struct od_iter *od_secondment_find(struct od_db *db, od_date on, const char *unit, const char *desk,
				   struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = SECONDMENT_COLUMNS("?1")
		"WHERE " OD_VALID("s", "?1")
		" AND (?2 IS NULL OR unit = ?2) AND (?3 IS NULL OR desk = ?3) "
		"ORDER BY valid_from, unit, person_name";
	/* clang-format on */

	return od_query(db, sql, &od_secondment_type, OD_VALS(od_v(on), od_v(unit), od_v(desk)),
			err);
}

/* --- what is wanting, and whom to call ----------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_gap, m)
static const struct od_field gap_fields[] = {
	{ "unit", OD_TEXT, AT(unit), OD_TABLE, N_("Unit code"), "单位代码" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_TABLE, N_("Unit"), "单位名称" },
	{ "role", OD_ENUM, AT(role), OD_TABLE, N_("Lacks"), "缺", od_roles },
	{ "held_to", OD_DATE, AT(held_to), OD_TABLE, N_("Last held"), "截至" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_gap_type = { "gap", sizeof(struct od_gap), gap_fields, N_("gap") };

struct od_iter *od_gap_find(struct od_db *db, od_date on, const char *unit, struct od_err *err)
{
	/* The bodies themselves designate nobody: they are who is reported to. */
	/* clang-format off */
	static const char sql[] =
		"WITH role (role, place) AS (VALUES ('leader', 0), ('section', 1), ('informant', 2), "
		"('reporter', 3), ('courier', 4), ('archivist', 5)) "
		"SELECT u.code AS unit, u.name AS unit_name, r.role, "
		"(SELECT max(c.valid_to) FROM contact c WHERE c.unit = u.code AND c.role = r.role "
		"AND c.valid_to < ?1) AS held_to FROM unit_row u CROSS JOIN role r "
		"WHERE " OD_VALID("u", "?1") " AND u.kind <> 'body' AND (?2 IS NULL OR u.code = ?2) "
		"AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.unit = u.code AND c.role = r.role AND "
		OD_VALID("c", "?1") ") ORDER BY u.sort NULLS LAST, u.code, r.place";
	/* clang-format on */

	return od_query(db, sql, &od_gap_type, OD_VALS(od_v(on), od_v(unit)), err);
}

static const struct od_word whats[] = {
	{ "leader", N_("responsible leader"), NULL },
	{ "section", N_("responsible section"), NULL },
	{ "informant", N_("information officer"), NULL },
	{ "reporter", N_("reporting officer"), NULL },
	{ "courier", N_("confidential mail clerk"), NULL },
	{ "archivist", N_("archivist"), NULL },
	{ "secretary", N_("contact secretary"), NULL },
	{ "desk", N_("desk of the office"), NULL },
	{ NULL },
};

#define AT(m) offsetof(struct od_whom, m)
static const struct od_field whom_fields[] = {
	{ "what", OD_ENUM, AT(what), OD_TABLE, N_("Role"), NULL, whats },
	{ "name", OD_TEXT, AT(name), OD_TABLE, N_("Full name") },
	{ "post", OD_TEXT, AT(post), OD_TABLE, N_("Post") },
	{ "phone", OD_TEXT, AT(phone), OD_TABLE, N_("Telephone") },
	{ "mobile", OD_TEXT, AT(mobile), OD_TABLE, N_("Mobile") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_whom_type = { "whom", sizeof(struct od_whom), whom_fields,
					  N_("whom to call") };

struct od_iter *od_whom_find(struct od_db *db, od_date on, const char *unit, const char *category,
			     struct od_err *err)
{
	/* While somebody covers, the cover is the one to call. */
	/* clang-format off */
	static const char sql[] =
		"SELECT what, name, post, phone, mobile FROM ("
		"SELECT 0 AS part, " ROLE_ORDER " AS place, c.slot AS slot, c.role AS what, "
		OF_PERSON("name") ", " OF_PERSON("post") ", " OF_PERSON("phone") ", "
		OF_PERSON("mobile") " FROM contact c WHERE c.unit = ?2 AND " OD_VALID("c", "?1")
		" UNION ALL "
		"SELECT 1, 0, 0, 'secretary', p.name, p.post, p.phone, p.mobile FROM secretary s "
		"JOIN person_row p ON p.code = s.person AND " OD_VALID("p", "?1")
		" WHERE s.unit = ?2 AND " OD_VALID("s", "?1") " AND (s.kind = 'cover' OR NOT EXISTS ("
		"SELECT 1 FROM secretary o WHERE o.unit = s.unit AND o.kind = 'cover' AND "
		OD_VALID("o", "?1") ")) UNION ALL "
		"SELECT 2, coalesce(d.sort, 0), 0, 'desk', d.name, NULL, d.phone, NULL FROM desk_row d "
		"WHERE " OD_VALID("d", "?1") " AND (?3 IS NULL OR d.code IN (SELECT k.desk "
		"FROM category_row k WHERE k.code = ?3 AND " OD_VALID("k", "?1") "))) "
		"ORDER BY part, place, slot";
	/* clang-format on */

	return od_query(db, sql, &od_whom_type, OD_VALS(od_v(on), od_v(unit), od_v(category)), err);
}
