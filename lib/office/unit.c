/* unit.c - units: dated names, and which unit a text means. */
#include <stdlib.h>

#include "office.h"

static const struct od_word kinds[] = {
	{ "body", N_("leading body"), "四套班子 四大班子" },
	{ "county", N_("county or district"), "区市县 县区 区县" },
	{ "department", N_("city department"), "市级部门 部门" },
	{ "park", N_("development zone"), "园区 开发区" },
	{ "other", N_("other unit"), "其他" },
	{ NULL },
};
static const struct od_word levels[] = {
	{ "none", N_("no level"), "无" },
	{ "city", N_("city level"), "市级 地厅级" },
	{ "county", N_("county level"), "县级 县处级 处级" },
	{ "township", N_("township level"), "乡级 乡科级 科级" },
	{ NULL },
};

#define AT(m) offsetof(struct od_unit, m)
static const struct od_field fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"),
	  "代码 编码 单位代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 全称 单位名称" },
	{ "short_name", OD_TEXT, AT(short_name), OD_TABLE, N_("Short name"), "简称" },
	{ "aliases", OD_LIST, AT(aliases), 0, N_("Other names"), "别名" },
	{ "kind", OD_ENUM, AT(kind), OD_REQUIRED | OD_TABLE, N_("Kind"), "类型 类别", kinds },
	{ "level", OD_ENUM, AT(level), 0, N_("Level"), "级别 层级", levels },
	{ "parent", OD_TEXT, AT(parent), 0, N_("Parent"), "隶属 上级" },
	{ "superior", OD_TEXT, AT(superior), 0, N_("Superior department"),
	  "上级主管部门 主管部门" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序 顺序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起 生效日期" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止 失效日期" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_unit_type = { "unit", sizeof(struct od_unit), fields, N_("unit") };

/* clang-format off */
#define COLUMNS                                                                                    \
	"SELECT code, name, short_name, aliases, kind, level, parent, superior, sort, "           \
	"valid_from, valid_to FROM unit_row "
/* clang-format on */

const struct od_dated od_unit_dated = {
	.type = &od_unit_type,
	.code = "INSERT INTO unit (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO unit_row (code, name, short_name, aliases, kind, level, parent, superior, "
	       "sort, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
	       "ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name, "
	       "short_name = excluded.short_name, aliases = excluded.aliases, kind = excluded.kind, "
	       "level = excluded.level, parent = excluded.parent, superior = excluded.superior, "
	       "sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM unit_row WHERE code = ?1 AND valid_from = ?2",
	.all = COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
};

struct od_iter *od_unit_find(struct od_db *db, od_date on, int kind, const char *text,
			     struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = COLUMNS
		"AS u WHERE " OD_VALID("u", "?1")
		" AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR code = ?3 OR instr(name, ?3) > 0 "
		"OR instr(coalesce(short_name, ''), ?3) > 0 OR instr(coalesce(aliases, ''), ?3) > 0) "
		"ORDER BY sort NULLS LAST, code";
	/* clang-format on */

	return od_query(db, sql, &od_unit_type,
			OD_VALS(od_v(on), od_v(kind < 0 ? (const char *)NULL : kinds[kind].word),
				od_v(text)),
			err);
}

const char *od_unit_name(struct od_db *db, const char *code, od_date on)
{
	struct od_err err = OD_ERR_INIT;
	char *name, *kept = NULL;

	if (od_query_text(db, "SELECT " OD_UNIT_NAME("?1", "?2"), &name,
			  OD_VALS(od_v(code), od_v(on)), &err) > 0)
		kept = od_db_scratch(db, strlen(name) + 1, &err);
	if (kept)
		memcpy(kept, name, strlen(name) + 1);
	free(name);
	return kept;
}

/* --- which unit a text means ----------------------------------------------------------------------- */

/* Codes gathered, each once; beyond OD_MATCHES only counted. */
#define OD_MATCHES 8
struct matches {
	char *code[OD_MATCHES];
	char *name[OD_MATCHES];
	size_t n;
};

static void matches_free(struct matches *m)
{
	for (size_t i = 0; i < m->n && i < OD_MATCHES; i++) {
		free(m->code[i]);
		free(m->name[i]);
	}
	m->n = 0;
}

static int take_match(void *ctx, const char *const *text, struct od_err *err)
{
	struct matches *m = ctx;

	if (m->n < OD_MATCHES) {
		m->code[m->n] = strdup(text[0]);
		m->name[m->n] = strdup(text[1] ? text[1] : text[0]);
		if (!m->code[m->n] || !m->name[m->n]) {
			free(m->code[m->n]);
			free(m->name[m->n]);
			return od_fail_nomem(err);
		}
	}
	m->n++;
	return 0;
}

/* From the surest way of naming a unit to the least sure; the first that finds any decides.
 * ?1 is the text, ?2 the same with the city's own name in front written as 市. */
#define LAST_NAME \
	"(SELECT n.name FROM unit_row n WHERE n.code = u.code ORDER BY valid_from DESC LIMIT 1)"
/* clang-format off */
static const char *const ways[] = {
	"SELECT DISTINCT u.code, " LAST_NAME " FROM unit_row u WHERE (u.code = ?1 OR u.name = ?1 "
	"OR u.short_name = ?1) AND (?2 IS NULL OR ?2 IS NOT NULL)",
	"SELECT DISTINCT u.code, " LAST_NAME " FROM unit_row u WHERE upper(u.code) = upper(?1) "
	"OR instr('、' || u.aliases || '、', '、' || ?1 || '、') > 0 OR u.name = ?2 "
	"OR u.short_name = ?2 OR instr('、' || u.aliases || '、', '、' || ?2 || '、') > 0",
};
static const char part_way[] =
	"SELECT DISTINCT u.code, " LAST_NAME " FROM unit_row u WHERE instr(u.name, ?1) > 0 "
	"OR instr(u.short_name, ?1) > 0 OR instr(u.aliases, ?1) > 0 OR instr(u.code, upper(?1)) > 0 "
	"OR ?2 IS NULL AND 0 ORDER BY u.sort NULLS LAST, u.code";
/* clang-format on */

struct names {
	char **name;
	size_t n;
};

static int take_name(void *ctx, const char *const *text, struct od_err *err)
{
	struct names *all = ctx;
	size_t n;

	for (size_t i = 0; i < 3; i++) {
		const char *list = text[i];

		for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n)) {
			char **grown = reallocarray(all->name, all->n + 1, sizeof(*grown));

			if (!grown)
				return od_fail_nomem(err);
			all->name = grown;
			grown[all->n] = strndup(s, n);
			if (!grown[all->n])
				return od_fail_nomem(err);
			all->n++;
		}
	}
	return 0;
}

static int refuse_unknown(struct od_db *db, const char *text, struct od_err *err)
{
	struct names all = { 0 };
	struct od_buf near = OD_BUF_INIT;

	if (od_query_each(db, "SELECT name, short_name, aliases FROM unit_row", OD_NOVALS,
			  take_name, &all, err) == 0) {
		od_nearest(text, (const char *const *)all.name, all.n, &near);
		if (near.n)
			od_fail(err, OD_ENOENT, _("no unit '%s'; near it: %s"), text, near.s);
		else
			od_fail(err, OD_ENOENT, _("no unit '%s'; 'unit-roster units' lists them"),
				text);
	}
	od_buf_free(&near);
	for (size_t i = 0; i < all.n; i++)
		free(all.name[i]);
	free(all.name);
	return -1;
}

static int refuse_several(const char *text, const struct matches *m, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < m->n && i < OD_MATCHES; i++)
		od_buf_printf(&b, "%s%s（%s）", i ? "、" : "", m->name[i], m->code[i]);
	if (m->n > OD_MATCHES)
		od_buf_puts(&b, " …");
	od_fail(err, OD_EDATA, _("'%s' may be any of %zu units: %s"), text, m->n, b.s ? b.s : "");
	od_buf_free(&b);
	return -1;
}

/* 示例市发改委 is 市发改委 to everybody in 示例市.  NULL: text does not begin so. */
static char *without_city(struct od_db *db, const char *text)
{
	const struct od_act *act = od_db_act(db);
	od_date on = act ? od_instant_date(act->now) : (od_date){ INT32_MAX / 2 };
	const char *city = od_setting(db, "city", on, NULL);
	size_t n = city ? strlen(city) : 0;
	char *s = NULL;

	if (n <= strlen("市") || strncmp(text, city, n))
		return NULL;
	return asprintf(&s, "市%s", text + n) < 0 ? NULL : s;
}

int od_unit_resolve(struct od_db *db, const char *text, bool part, char **code, struct od_err *err)
{
	struct matches m = { .n = 0 };
	char *plain = NULL;
	int r = 0;

	*code = NULL;
	for (size_t i = 0; r == 0 && !m.n && i < OD_COUNT(ways); i++) {
		if (i == 1)
			plain = without_city(db, text);
		r = od_query_each(db, ways[i], OD_VALS(od_v(text), od_v(plain)), take_match, &m,
				  err);
	}
	if (r == 0 && !m.n && part)
		r = od_query_each(db, part_way, OD_VALS(od_v(text), od_v(plain)), take_match, &m,
				  err);
	free(plain);
	if (r == 0 && m.n == 0)
		r = refuse_unknown(db, text, err);
	else if (r == 0 && m.n > 1)
		r = refuse_several(text, &m, err);
	else if (r == 0) {
		*code = m.code[0];
		m.code[0] = NULL;
	}
	matches_free(&m);
	return r;
}
