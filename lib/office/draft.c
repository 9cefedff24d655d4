/* draft.c - the types of a draft, and the columns that it may have. */
#include <stdlib.h>

#include "draft.h"

#define AT(m) offsetof(struct od_draft, m)
static const struct od_field draft_fields[] = {
	{ "publication", OD_TEXT, AT(publication), OD_REQUIRED | OD_TABLE, N_("Publication"),
	  "刊物" },
	{ "date", OD_DATE, AT(date), OD_REQUIRED | OD_TABLE, N_("Date"), "日期 出刊日期" },
	{ "signer", OD_TEXT, AT(signer), 0, N_("Signed by"), "签发 签发人" },
	{ "editor", OD_TEXT, AT(editor), 0, N_("Editor"), "编辑 责任编辑" },
	{ "note", OD_TEXT, AT(note), OD_LONG, N_("Note"), "编者按 说明" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_draft_type = { "draft", sizeof(struct od_draft), draft_fields,
					   N_("draft") };

/* Numbers and weights are texts, not lists: a list forgets what stands in it twice. */
#define AT(m) offsetof(struct od_draft_item, m)
static const struct od_field item_fields[] = {
	{ "column", OD_TEXT, AT(column), OD_TABLE, N_("Column code"), "栏目 栏目代码" },
	{ "keep", OD_BOOL, AT(keep), OD_TABLE, N_("Keep"), "采用 保留" },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title"), "标题 题目" },
	{ "reports", OD_TEXT, AT(reports), OD_TABLE, N_("Reports"), "报告号 编号 稿件" },
	{ "weights", OD_TEXT, AT(weights), 0, N_("Weights"), "权重" },
	{ "unit", OD_LIST, AT(unit), 0, N_("Unit code"), "单位 单位代码" },
	{ "original", OD_TEXT, AT(original), OD_LONG, N_("Original title"), "原标题" },
	{ "source", OD_TEXT, AT(source), 0, N_("Source"), "来源" },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("Text"), "正文 内容" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_draft_item_type = { "item", sizeof(struct od_draft_item), item_fields,
						N_("item") };

int od_draft_columns_load(struct od_db *db, const char *publication, od_date on,
			  struct od_draft_columns *c, struct od_err *err)
{
	struct od_iter *it = od_column_find(db, on, publication, err);

	*c = (struct od_draft_columns){ NULL, 0 };
	return od_iter_all(it, &c->column, &c->n, err);
}

void od_draft_columns_free(struct od_draft_columns *c)
{
	od_recs_free(&od_column_type, c->column, c->n);
	*c = (struct od_draft_columns){ NULL, 0 };
}

void od_draft_columns_list(const struct od_draft_columns *c, struct od_buf *b)
{
	od_buf_puts(b, "");
	for (size_t i = 0; i < c->n; i++)
		od_buf_printf(b, "%s%s %s", i ? _(", ") : "", c->column[i].code,
			      c->column[i].title);
}

int od_draft_publication(struct od_db *db, const char *text, od_date on, struct od_publication *p,
			 struct od_err *err)
{
	if (od_publication_get(db, text, on, p, err) < 0)
		return -1;
	if (p->form == OD_PUB_DIGEST || p->form == OD_PUB_ARTICLE)
		return 0;
	return od_fail(err, OD_EUSAGE,
		       _("'%s' (%s) is made anew each time from what is on file and has no draft; "
			 "use 'bulletin-build %s'"),
		       p->code, p->name, p->form == OD_PUB_ROUNDUP ? "roundup" : "schedule");
}

void od_draft_tidy(char *text)
{
	size_t n = text ? strlen(text) : 0;

	while (n && strchr(" \t\r\n", text[n - 1]))
		text[--n] = '\0';
}

int od_draft_taken_back(struct od_db *db, int64_t report, const char *publication, char **issue,
			struct od_err *err)
{
	static const char sql[] =
		"SELECT a.issue FROM adoption a JOIN issue i ON i.issue = a.issue WHERE a.report = ?1 "
		"AND i.publication = ?2 AND i.status = 'withdrawn' ORDER BY i.total DESC LIMIT 1";

	*issue = NULL;
	return od_query_text(db, sql, issue, OD_VALS(od_v(report), od_v(publication)), err);
}

int od_draft_handled(struct od_db *db, int64_t report, od_instant since, struct od_err *err)
{
	static const char sql[] = "SELECT count(*) FROM handling WHERE number = ?1 AND at >= ?2 "
				  "AND action IN ('accept', 'resubmit')";
	int64_t n = 0;

	if (od_query_int(db, sql, &n, OD_VALS(od_v(report), od_v(since)), err) < 0)
		return -1;
	return n > 0;
}

/* A column of schedules, the roundup's, is no place for an item; but for one of a publication that has such a column
 * itself. */
int od_draft_printable(struct od_db *db, const char *category, const char *publication, od_date on,
		       struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT max(CASE WHEN x.publication = ?2 THEN 2 ELSE 1 END) FROM bulletin_column x "
		"WHERE " OD_VALID("x", "?3") " AND (x.style <> 'schedule' OR x.publication = ?2) "
		"AND instr('、' || x.categories || '、', '、' || ?1 || '、') > 0";
	/* clang-format on */
	int64_t n = 0;

	if (od_query_int(db, sql, &n, OD_VALS(od_v(category), od_v(publication), od_v(on)), err) <
	    0)
		return -1;
	return (int)n;
}

const char *od_draft_category(struct od_db *db, const char *category, od_date on)
{
	struct od_err err = OD_ERR_INIT;
	const char *name = od_name_memo(db, OD_NAMED_CATEGORY, category, on, NULL, &err);

	return name ? name : category;
}
