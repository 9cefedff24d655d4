/* regime.c - desks, categories and their routing, columns, settings, the calendar's days. */
#include <stdlib.h>

#include "bulletin.h"

/* --- desks ---------------------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_desk, m)
static const struct od_field desk_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 处室" },
	{ "phone", OD_TEXT, AT(phone), OD_TABLE, N_("Telephone"), "电话" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_desk_type = { "desk", sizeof(struct od_desk), desk_fields, N_("desk") };

#define DESK_COLUMNS "SELECT code, name, phone, sort, valid_from, valid_to FROM desk_row AS d "
const struct od_dated od_desk_dated = {
	.type = &od_desk_type,
	.code = "INSERT INTO desk (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = DESK_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO desk_row (code, name, phone, sort, valid_from, valid_to) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (code, valid_from) DO UPDATE SET "
	       "name = excluded.name, phone = excluded.phone, sort = excluded.sort, "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM desk_row WHERE code = ?1 AND valid_from = ?2",
	.all = DESK_COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
};

struct od_iter *od_desk_find(struct od_db *db, od_date on, struct od_err *err)
{
	return od_query(db,
			DESK_COLUMNS "WHERE " OD_VALID("d", "?1") " ORDER BY sort NULLS LAST, code",
			&od_desk_type, OD_VALS(od_v(on)), err);
}

/* --- categories --------------------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_category, m)
static const struct od_field category_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 类别" },
	{ "aliases", OD_LIST, AT(aliases), 0, N_("Other names"), "别名" },
	{ "desk", OD_TEXT, AT(desk), OD_REQUIRED | OD_TABLE, N_("Desk code"), "处室" },
	{ "wants", OD_LIST, AT(wants), OD_TABLE, N_("Wants"), "必填" },
	{ "refuses", OD_LIST, AT(refuses), OD_TABLE, N_("Refuses"), "不收" },
	{ "refusal", OD_TEXT, AT(refusal), 0, N_("Reason"), "不收原因" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_category_type = { "category", sizeof(struct od_category),
					      category_fields, N_("category") };

static int check_category(const void *rec, struct od_err *err)
{
	const struct od_category *c = rec;
	uint64_t bits;

	if (od_field_bits(c->wants, &bits, err) < 0)
		return od_fail_at(err, "wants");
	if (od_field_bits(c->refuses, &bits, err) < 0)
		return od_fail_at(err, "refuses");
	return 0;
}

/* clang-format off */
#define CATEGORY_COLUMNS                                                                           \
	"SELECT code, name, aliases, desk, wants, refuses, refusal, sort, valid_from, valid_to "  \
	"FROM category_row AS k "
/* clang-format on */
const struct od_dated od_category_dated = {
	.type = &od_category_type,
	.code = "INSERT INTO category (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = CATEGORY_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO category_row (code, name, aliases, desk, wants, refuses, refusal, sort, "
	       "valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name, "
	       "aliases = excluded.aliases, desk = excluded.desk, wants = excluded.wants, "
	       "refuses = excluded.refuses, refusal = excluded.refusal, sort = excluded.sort, "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM category_row WHERE code = ?1 AND valid_from = ?2",
	.all = CATEGORY_COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
	.check = check_category,
};

struct od_iter *od_category_find(struct od_db *db, od_date on, struct od_err *err)
{
	return od_query(db,
			CATEGORY_COLUMNS
			"WHERE " OD_VALID("k", "?1") " ORDER BY sort NULLS LAST, code",
			&od_category_type, OD_VALS(od_v(on)), err);
}

static int list_code(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s %s", b->n ? _(", ") : "", text[0], text[1]);
	return 0;
}

/* find: the code, from ?1; all: those of day ?1, for the message. */
static int code_of(struct od_db *db, const char *find, const char *all, const char *what,
		   const char *text, od_date on, char **code, struct od_err *err)
{
	struct od_buf known = OD_BUF_INIT;
	int r = od_query_text(db, find, code, OD_VALS(od_v(text)), err);

	if (r == 0 && od_query_each(db, all, OD_VALS(od_v(on)), list_code, &known, err) == 0)
		od_fail(err, OD_EUSAGE, _("no %s '%s'; there are: %s"), what, text,
			known.s ? known.s : "-");
	od_buf_free(&known);
	return r > 0 ? 0 : -1;
}

int od_category_code(struct od_db *db, const char *text, od_date on, char **code,
		     struct od_err *err)
{
	/* clang-format off */
	static const char find[] =
		"SELECT code FROM category_row WHERE code = ?1 OR name = ?1 "
		"OR instr('、' || aliases || '、', '、' || ?1 || '、') > 0 ORDER BY valid_from DESC LIMIT 1";
	static const char all[] = "SELECT k.code, k.name FROM category_row k WHERE " OD_VALID("k", "?1")
				  " ORDER BY k.sort NULLS LAST, k.code";
	/* clang-format on */

	return code_of(db, find, all, _("category"), text, on, code, err);
}

int od_desk_code(struct od_db *db, const char *text, od_date on, char **code, struct od_err *err)
{
	/* clang-format off */
	static const char find[] = "SELECT code FROM desk_row WHERE code = ?1 OR name = ?1 "
				   "ORDER BY valid_from DESC LIMIT 1";
	static const char all[] = "SELECT d.code, d.name FROM desk_row d WHERE " OD_VALID("d", "?1")
				  " ORDER BY d.sort NULLS LAST, d.code";
	/* clang-format on */

	return code_of(db, find, all, _("desk"), text, on, code, err);
}

/* --- columns ---------------------------------------------------------------------------------------- */

const struct od_word od_styles[] = {
	{ "full", N_("title and text"), "全文" },
	{ "brief", N_("title only"), "标题" },
	{ "schedule", N_("the next day's, as a table"), "日程" },
	{ NULL },
};

#define AT(m) offsetof(struct od_column, m)
static const struct od_field column_fields[] = {
	{ "publication", OD_TEXT, AT(publication), OD_REQUIRED | OD_KEY | OD_TABLE,
	  N_("Publication"), "刊物" },
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED | OD_TABLE, N_("Title"), "栏目 名称" },
	{ "categories", OD_LIST, AT(categories), OD_REQUIRED | OD_TABLE, N_("Categories"), "类别" },
	{ "style", OD_ENUM, AT(style), OD_TABLE, N_("Style"), "样式", od_styles },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_column_type = { "column", sizeof(struct od_column), column_fields,
					    N_("column") };

/* clang-format off */
#define COLUMN_COLUMNS                                                                             \
	"SELECT publication, code, title, categories, style, sort, valid_from, valid_to "         \
	"FROM bulletin_column AS c "
/* clang-format on */
const struct od_dated od_column_dated = {
	.type = &od_column_type,
	.of_key = COLUMN_COLUMNS "WHERE publication = ?1 AND code = ?2 ORDER BY valid_from",
	.put = "INSERT INTO bulletin_column (publication, code, title, categories, style, sort, "
	       "valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
	       "ON CONFLICT (publication, code, valid_from) DO UPDATE SET title = excluded.title, "
	       "categories = excluded.categories, style = excluded.style, sort = excluded.sort, "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM bulletin_column WHERE publication = ?1 AND code = ?2 AND valid_from = ?3",
	.all = COLUMN_COLUMNS "ORDER BY publication, sort NULLS LAST, code, valid_from",
};

struct od_iter *od_column_find(struct od_db *db, od_date on, const char *publication,
			       struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = COLUMN_COLUMNS
		"WHERE " OD_VALID("c", "?1") " AND publication = ?2 ORDER BY sort NULLS LAST, code";
	/* clang-format on */

	return od_query(db, sql, &od_column_type, OD_VALS(od_v(on), od_v(publication)), err);
}

/* --- settings ------------------------------------------------------------------------------------------ */

#define AT(m) offsetof(struct od_setting, m)
static const struct od_field setting_fields[] = {
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Name"), "名称" },
	{ "value", OD_TEXT, AT(value), OD_REQUIRED | OD_TABLE, N_("Value"), "值" },
	{ "valid_from", OD_DATE, AT(valid_from), OD_TABLE, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), OD_TABLE, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_setting_type = { "setting", sizeof(struct od_setting), setting_fields,
					     N_("setting") };

#define SETTING_COLUMNS "SELECT name, value, valid_from, valid_to FROM setting "
const struct od_dated od_setting_dated = {
	.type = &od_setting_type,
	.of_key = SETTING_COLUMNS "WHERE name = ?1 ORDER BY valid_from",
	.put = "INSERT INTO setting (name, value, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4) "
	       "ON CONFLICT (name, valid_from) DO UPDATE SET value = excluded.value, "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM setting WHERE name = ?1 AND valid_from = ?2",
	.all = SETTING_COLUMNS "ORDER BY name, valid_from",
};

const char *od_setting(struct od_db *db, const char *name, od_date on, const char *fallback)
{
	/* clang-format off */
	static const char sql[] = "SELECT value FROM setting s WHERE name = ?1 AND " OD_VALID("s", "?2");
	/* clang-format on */
	struct od_err err = OD_ERR_INIT;
	char *value, *kept = NULL;

	if (od_query_text(db, sql, &value, OD_VALS(od_v(name), od_v(on)), &err) > 0)
		kept = od_db_scratch(db, strlen(value) + 1, &err);
	if (kept)
		memcpy(kept, value, strlen(value) + 1);
	free(value);
	return kept ? kept : fallback;
}

/* --- the calendar's days ------------------------------------------------------------------------------------ */

#define AT(m) offsetof(struct od_holiday, m)
static const struct od_field holiday_fields[] = {
	{ "date", OD_DATE, AT(date), OD_REQUIRED | OD_TABLE, N_("Date"), "日期" },
	{ "off", OD_BOOL, AT(off), OD_REQUIRED | OD_TABLE, N_("Day off"), "放假" },
	{ "name", OD_TEXT, AT(name), OD_TABLE, N_("Name"), "名称" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_holiday_type = { "holiday", sizeof(struct od_holiday), holiday_fields,
					     N_("holiday") };

static void holiday_name(const void *rec, struct od_buf *b)
{
	char buf[16];

	od_buf_printf(b, "holiday:%s", od_date_str(((const struct od_holiday *)rec)->date, buf));
}

static int load_holiday(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	const struct od_holiday *h = rec;
	struct od_holiday was = { 0 };
	struct od_buf name = OD_BUF_INIT;
	int had, r = 0;

	od_rec_init(&od_holiday_type, &was);
	had = od_query_one(db, "SELECT date, off, name FROM holiday WHERE date = ?1",
			   &od_holiday_type, &was, OD_VALS(od_v(h->date)), err);
	*change = had <= 0                                 ? OD_ADDED
		  : od_rec_same(&od_holiday_type, &was, h) ? OD_SAME
							   : OD_CHANGED;
	if (had < 0)
		return -1;
	holiday_name(h, &name);
	if (*change != OD_SAME)
		r = od_run_rec(db, od_holiday_kind.put, &od_holiday_type, h, OD_NOVALS, err);
	if (r == 0 && *change == OD_ADDED)
		r = od_journal_create(db, &od_holiday_type, name.s, h, err);
	else if (r == 0)
		r = od_journal_change(db, "change", &od_holiday_type, name.s, &was, h, err);
	od_rec_clear(&od_holiday_type, &was);
	od_buf_free(&name);
	return r;
}

const struct od_kind od_holiday_kind = {
	.type = &od_holiday_type,
	.load = load_holiday,
	.all = "SELECT date, off, name FROM holiday ORDER BY date",
	.put = "INSERT INTO holiday (date, off, name) VALUES (?1, ?2, ?3) "
	       "ON CONFLICT (date) DO UPDATE SET off = excluded.off, name = excluded.name",
	.drop = "DELETE FROM holiday WHERE date = ?1",
	.name = holiday_name,
};

struct od_calendar *od_calendar_load(struct od_db *db, struct od_err *err)
{
	struct od_calendar *c = od_calendar_new();
	struct od_holiday h = { 0 };
	struct od_iter *it;
	int r = -1;

	if (!c) {
		od_fail_nomem(err);
		return NULL;
	}
	od_rec_init(&od_holiday_type, &h);
	it = od_query(db, od_holiday_kind.all, &od_holiday_type, OD_NOVALS, err);
	while (it && (r = od_iter_next(it, &h, err)) > 0)
		if (od_calendar_add(c, h.date, h.off) < 0) {
			r = od_fail_nomem(err);
			break;
		}
	od_rec_clear(&od_holiday_type, &h);
	od_iter_free(it);
	if (r == 0)
		return c;
	od_calendar_free(c);
	return NULL;
}
