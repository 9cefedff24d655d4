/* issue_item.c - the items of issues as printed, and the reports that they were made of (采用). */
#include <stdlib.h>

#include "bulletin.h"

#define AT(m) offsetof(struct od_issue_item, m)
static const struct od_field issue_item_fields[] = {
	{ "issue", OD_TEXT, AT(issue), OD_READONLY | OD_TABLE, N_("Issue"), "期" },
	{ "item", OD_INT, AT(item), OD_READONLY | OD_TABLE, N_("Item"), "条" },
	{ "column", OD_TEXT, AT(column), OD_TABLE, N_("Column code"), "栏目代码" },
	{ "column_title", OD_TEXT, AT(column_title), OD_READONLY, N_("Column"), "栏目" },
	{ "style", OD_ENUM, AT(style), OD_READONLY, N_("Style"), "样式", od_styles },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED | OD_TABLE, N_("Title"), "标题" },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("Text"), "正文" },
	{ "source", OD_TEXT, AT(source), OD_TABLE, N_("Source"), "来源" },
	{ "secrecy", OD_ENUM, AT(secrecy), OD_READONLY, N_("Secrecy"), "密级", od_secrecies },
	{ "reports", OD_TEXT, AT(reports), OD_DERIVED | OD_TABLE, N_("Reports"), "报告号" },
	{ "date", OD_DATE, AT(date), OD_DERIVED, N_("Date"), "日期" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_issue_item_type = { "issue_item", sizeof(struct od_issue_item),
						issue_item_fields, N_("item of an issue") };

/* clang-format off */
#define ISSUE_ITEM_COLUMNS \
	"SELECT x.issue, x.item, x.\"column\" AS \"column\", x.column_title, x.style, " \
	"x.title, x.text, x.source, x.secrecy, NULL AS reports, NULL AS date FROM " \
	"issue_item x "
/* clang-format on */
static void issue_item_name(const void *rec, struct od_buf *b)
{
	const struct od_issue_item *x = rec;

	od_buf_printf(b, "%s/%lld", x->issue, (long long)x->item);
}

static int load_issue_item(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_issue_item *x = rec;

	if (od_blank(x->issue) || x->item == OD_NOINT || x->item < 1 || od_blank(x->title))
		return od_fail(
			err, OD_EDATA,
			_("an item is loaded with its issue, number and title; make new ones by "
			  "bulletin-build issue"));
	if (od_issue_there(db, x->issue, OD_NOINT, err) < 0)
		return od_fail_at(err, "issue");
	return od_load_as_was(db, &od_issue_item_kind,
			      ISSUE_ITEM_COLUMNS "WHERE x.issue = ?1 AND x.item = ?2",
			      OD_VALS(od_v(x->issue), od_v(x->item)), x, change, err);
}

const struct od_kind od_issue_item_kind = {
	.type = &od_issue_item_type,
	.part = true,
	.load = load_issue_item,
	.all = ISSUE_ITEM_COLUMNS "ORDER BY x.issue, x.item",
	.put = "INSERT INTO issue_item (issue, item, \"column\", column_title, style, title,"
	       " text, source, secrecy) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON "
	       "CONFLICT (issue, item) DO UPDATE SET \"column\" = excluded.\"column\", "
	       "column_title = excluded.column_title, style = excluded.style, title = "
	       "excluded.title, text = excluded.text, source = excluded.source, secrecy = "
	       "excluded.secrecy",
	.drop = "DELETE FROM issue_item WHERE issue = ?1 AND item = ?2",
	.keys = "issue item",
	.name = issue_item_name,
};

#define AT(m) offsetof(struct od_adoption, m)
static const struct od_field adoption_fields[] = {
	{ "issue", OD_TEXT, AT(issue), OD_READONLY | OD_TABLE, N_("Issue"), "期" },
	{ "item", OD_INT, AT(item), OD_READONLY | OD_TABLE, N_("Item"), "条" },
	{ "report", OD_NUMBER, AT(report), OD_REQUIRED | OD_TABLE, N_("Report"), "报告号", NULL,
	  'R' },
	{ "weight", OD_INT, AT(weight), OD_TABLE, N_("Weight"), "权重" },
	{ "unit", OD_TEXT, AT(unit), OD_DERIVED, N_("Unit code"), "单位代码" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位" },
	{ "original", OD_TEXT, AT(original), OD_DERIVED, N_("Original title"), "原标题" },
	{ "title", OD_TEXT, AT(title), OD_DERIVED | OD_TABLE, N_("Title"), "标题" },
	{ "date", OD_DATE, AT(date), OD_DERIVED | OD_TABLE, N_("Date"), "日期" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_adoption_type = { "adoption", sizeof(struct od_adoption),
					      adoption_fields, N_("adoption") };

/* clang-format off */
#define ADOPTION_COLUMNS \
	"SELECT x.issue, x.item, x.report, x.weight, NULL AS unit, NULL AS unit_name, " \
	"NULL AS original, NULL AS title, NULL AS date FROM adoption x "
/* clang-format on */
static void adoption_name(const void *rec, struct od_buf *b)
{
	const struct od_adoption *x = rec;
	char report_name[32];

	od_buf_printf(b, "adoption:%s/%lld/%s", x->issue, (long long)x->item,
		      od_number_str('R', x->report, report_name));
}

static int load_adoption(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_adoption *x = rec;

	if (od_blank(x->issue) || x->item == OD_NOINT || x->report == OD_NOINT)
		return od_fail(
			err, OD_EDATA,
			_("an adoption is loaded with its issue, item and report; make new ones by "
			  "bulletin-build issue"));
	if (x->weight == OD_NOINT)
		x->weight = 1;
	if (x->weight < 1)
		return od_fail(err, OD_EDATA, _("weight: %lld is not 1 or more"),
			       (long long)x->weight);
	if (od_issue_there(db, x->issue, x->item, err) < 0)
		return od_fail_at(err, "issue");
	if (od_record_there(db, 'R', x->report, err) < 0)
		return od_fail_at(err, "report");
	return od_load_as_was(db, &od_adoption_kind,
			      ADOPTION_COLUMNS
			      "WHERE x.issue = ?1 AND x.item = ?2 AND x.report = ?3",
			      OD_VALS(od_v(x->issue), od_v(x->item), od_v(x->report)), x, change,
			      err);
}

const struct od_kind od_adoption_kind = {
	.type = &od_adoption_type,
	.part = true,
	.load = load_adoption,
	.all = ADOPTION_COLUMNS "ORDER BY x.issue, x.item, x.report",
	.put = "INSERT INTO adoption (issue, item, report, weight) VALUES (?1, ?2, ?3, ?4) "
	       "ON CONFLICT (issue, item, report) DO UPDATE SET weight = excluded.weight",
	.drop = "DELETE FROM adoption WHERE issue = ?1 AND item = ?2 AND report = ?3",
	.keys = "issue item report",
	.name = adoption_name,
};

/* --- finding --------------------------------------------------------------------------------------- */

static int add_report(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_buf *b = ctx;
	char number[32];

	(void)err;
	od_buf_puts(b, b->n ? OD_LIST_SEP : "");
	od_buf_puts(b, od_number_str('R', od_col_int(c, 0), number));
	return 0;
}

/* The reports that it was made of, whose credit is greatest first. */
static int derive_item(struct od_db *db, void *rec, struct od_err *err)
{
	static const char sql[] = "SELECT report FROM adoption WHERE issue = ?1 AND item = ?2 "
				  "ORDER BY weight DESC, report";
	struct od_issue_item *x = rec;
	struct od_buf b = OD_BUF_INIT;

	if (od_query_cols(db, sql, OD_VALS(od_v(x->issue), od_v(x->item)), add_report, &b, err) <
		    0 ||
	    b.failed) {
		if (b.failed)
			od_fail_nomem(err);
		od_buf_free(&b);
		return -1;
	}
	x->reports = b.s;
	return 0;
}

struct od_iter *od_issue_items(struct od_db *db, const char *issue, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT x.issue, x.item, x.\"column\" AS \"column\", x.column_title, x.style, x.title, "
		"x.text, x.source, x.secrecy, NULL AS reports, i.date AS date FROM issue_item x "
		"JOIN issue i ON i.issue = x.issue WHERE x.issue = ?1 ORDER BY x.item";
	/* clang-format on */

	return od_query_derive(db, sql, &od_issue_item_type, derive_item, OD_VALS(od_v(issue)),
			       err);
}

/* A unit has the name of the day on which it happened. */
static int derive_unit(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_adoption *a = rec;
	od_date day = OD_NODATE;
	const char *name;
	int64_t at;

	if (!a->unit || a->unit_name)
		return 0;
	if (od_query_int(db, "SELECT occurred_at FROM report WHERE number = ?1", &at,
			 OD_VALS(od_v(a->report)), err) < 0)
		return -1;
	day = od_instant_date((od_instant){ at });
	name = od_unit_name(db, a->unit, day);
	return name ? od_replace_text(&a->unit_name, name, err) : 0;
}

#define SHORT 35 /* days: of so few all issues are read sooner than all reports of a unit */

struct od_iter *od_adoption_find(struct od_db *db, const char *issue, const char *unit,
				 int64_t report, od_date from, od_date to, struct od_err *err)
{
	/* clang-format off */
#define ADOPTED \
	"SELECT x.issue, x.item, x.report, x.weight, r.unit AS unit, NULL AS unit_name, " \
	"r.title AS original, n.title AS title, i.date AS date "
#define KEPT "AND (?2 IS NULL OR r.unit = ?2) AND i.status = 'issued' " \
	"AND i.date BETWEEN coalesce(?3, '0') AND coalesce(?4, '9') " \
	"ORDER BY i.date, i.publication, i.total, x.item, x.weight DESC, x.report"
#define JOINED "JOIN report r ON r.number = x.report " \
	"JOIN issue_item n ON n.issue = x.issue AND n.item = x.item "
	static const char of_issue[] = ADOPTED "FROM adoption x JOIN issue i ON i.issue = x.issue " JOINED
		"WHERE x.issue = ?1 AND (?5 IS NULL OR x.report = ?5) " KEPT;
	static const char of_report[] = ADOPTED "FROM adoption x JOIN issue i ON i.issue = x.issue " JOINED
		"WHERE ?1 IS NULL AND x.report = ?5 " KEPT;
	static const char of_days[] = ADOPTED "FROM issue i JOIN adoption x ON x.issue = i.issue " JOINED
		"WHERE ?1 IS NULL AND ?5 IS NULL " KEPT;
	static const char of_unit[] = ADOPTED "FROM report r CROSS JOIN adoption x ON x.report = r.number "
		"JOIN issue i ON i.issue = x.issue JOIN issue_item n ON n.issue = x.issue AND n.item = x.item "
		"WHERE ?1 IS NULL AND ?5 IS NULL AND r.unit = ?2 " KEPT;
	/* clang-format on */
	bool short_while = od_date_is(from) && od_date_is(to) && to.days - from.days < SHORT;
	const char *sql = issue                  ? of_issue
			  : report != OD_NOINT   ? of_report
			  : unit && !short_while ? of_unit
						 : of_days;

	return od_query_derive(
		db, sql, &od_adoption_type, derive_unit,
		OD_VALS(od_v(issue), od_v(unit), od_v(from), od_v(to), od_v_opt(report)), err);
}
