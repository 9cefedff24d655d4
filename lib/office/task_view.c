/* task_view.c - saved views of task-track: a filter with a name, dated like the rest of the regime. */
#include <stdlib.h>

#include "instruction.h"

#define AT(m) offsetof(struct od_task_view, m)
static const struct od_field fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称" },
	{ "filter", OD_TEXT, AT(filter), OD_REQUIRED | OD_TABLE, N_("Filter"), "条件 筛选条件" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_task_view_type = { "task_view", sizeof(struct od_task_view), fields,
					       N_("saved view") };

/* Whether the filter's words are known depends on the day's units: a view that outlived them is told of when it
 * is used. */
static int check(const void *rec, struct od_err *err)
{
	const struct od_task_view *v = rec;

	if (strpbrk(v->code, " /="))
		return od_fail(err, OD_EDATA, _("code: '%s' holds a blank, / or ="), v->code);
	return 0;
}

#define COLUMNS "SELECT code, name, filter, sort, valid_from, valid_to FROM task_view AS v "
const struct od_dated od_task_view_dated = {
	.type = &od_task_view_type,
	.of_key = COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO task_view (code, name, filter, sort, valid_from, valid_to) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (code, valid_from) DO UPDATE SET "
	       "name = excluded.name, filter = excluded.filter, sort = excluded.sort, "
	       "valid_to = excluded.valid_to",
	.drop = "DELETE FROM task_view WHERE code = ?1 AND valid_from = ?2",
	.all = COLUMNS "ORDER BY sort NULLS LAST, code, valid_from",
	.check = check,
};

struct od_iter *od_task_view_find(struct od_db *db, od_date on, struct od_err *err)
{
	return od_query(db, COLUMNS "WHERE " OD_VALID("v", "?1") " ORDER BY sort NULLS LAST, code",
			&od_task_view_type, OD_VALS(od_v(on)), err);
}
