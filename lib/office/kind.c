/* kind.c - the kinds of records that are loaded, dumped, undone and proved. */
#include <stdarg.h>
#include <stdlib.h>

#include "office.h"

/* clang-format off: a row a line */
#define DATED(x) (&(const struct od_kind){ .type = &od_##x##_type, .dated = &od_##x##_dated })
const struct od_kind *const od_kinds[] = {
	DATED(setting), DATED(desk),     DATED(category),   DATED(column),    &od_holiday_kind,
	DATED(unit),    DATED(person),   DATED(contact),    DATED(secretary), DATED(secondment),
	&od_batch_kind, &od_report_kind, &od_handling_kind, &od_counter_kind, NULL,
};
const struct od_rec_type *const od_load_types[] = {
	&od_setting_type,    &od_desk_type,    &od_category_type,
	&od_column_type,     &od_holiday_type, &od_unit_type,
	&od_person_type,     &od_contact_type, &od_secretary_type,
	&od_secondment_type, &od_batch_type,   &od_report_type,
	&od_handling_type,   &od_counter_type, NULL,
};
/* clang-format on */

static const struct od_kind *kind_of(const struct od_rec_type *type)
{
	for (size_t i = 0; od_kinds[i]; i++)
		if (od_kinds[i]->type == type)
			return od_kinds[i];
	return NULL;
}

int od_load(struct od_db *db, const struct od_rec_type *type, void *rec, enum od_change *change,
	    struct od_err *err)
{
	const struct od_kind *k = kind_of(type);

	if (!k)
		return od_fail(err, OD_EBUG, "'%s' is not loaded", type->name);
	if (od_need_tx(db, err) < 0)
		return -1;
	return k->dated ? od_dated_put(db, k->dated, rec, change, err)
			: k->load(db, rec, change, err);
}

struct od_iter *od_dump(struct od_db *db, const struct od_rec_type *type, struct od_err *err)
{
	const struct od_kind *k = kind_of(type);

	if (!k) {
		od_fail(err, OD_EBUG, "'%s' is not dumped", type->name);
		return NULL;
	}
	if (k->dated)
		return od_query(db, k->dated->all, type, OD_NOVALS, err);
	return k->derive ? od_query_derive(db, k->all, type, k->derive, OD_NOVALS, err)
			 : od_query(db, k->all, type, OD_NOVALS, err);
}

/* --- references ------------------------------------------------------------------------------------ */

/* What refers to what; each SELECT gives the record's key and the code that nobody has. */
#define DANGLING(key, field, rows, table)                                                          \
	"SELECT r." key ", r." field " FROM " rows " r LEFT JOIN " table " x ON x.code = r." field \
	" WHERE r." field " IS NOT NULL AND x.code IS NULL"
static const struct reference {
	const char *type, *field, *sql;
} references[] = {
	{ "unit", "parent", DANGLING("code", "parent", "unit_row", "unit") },
	{ "person", "unit", DANGLING("code", "unit", "person_row", "unit") },
	{ "contact", "unit", DANGLING("unit", "unit", "contact", "unit") },
	{ "contact", "person", DANGLING("unit", "person", "contact", "person") },
	{ "secretary", "unit", DANGLING("unit", "unit", "secretary", "unit") },
	{ "secretary", "person", DANGLING("unit", "person", "secretary", "person") },
	{ "secondment", "unit", DANGLING("person_name", "unit", "secondment", "unit") },
	{ "secondment", "desk", DANGLING("person_name", "desk", "secondment", "desk") },
	{ "category", "desk", DANGLING("code", "desk", "category_row", "desk") },
};

struct problems {
	void (*fn)(void *ctx, const char *text);
	void *ctx;
	const struct reference *reference;
	int n;
};

static void tell(struct problems *p, const char *fmt, ...) OD_PRINTF(2, 3);
static void tell(struct problems *p, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	p->n++;
	p->fn(p->ctx, text);
}

static int tell_reference(void *ctx, const char *const *text, struct od_err *err)
{
	struct problems *p = ctx;

	(void)err;
	tell(p, _("%s %s: %s '%s' is not known"), p->reference->type, text[0], p->reference->field,
	     text[1]);
	return 0;
}

/* Every category that a column names must be one. */
static int check_columns(struct od_db *db, struct problems *p, struct od_err *err)
{
	struct od_iter *it = od_query(db, od_column_dated.all, &od_column_type, OD_NOVALS, err);
	struct od_column c = { 0 };
	int r = it ? 1 : -1;

	od_rec_init(&od_column_type, &c);
	while (r > 0 && (r = od_iter_next(it, &c, err)) > 0) {
		const char *list = c.categories;
		size_t n;

		for (const char *s = od_list_next(&list, &n); s && r > 0;
		     s = od_list_next(&list, &n)) {
			char code[64];
			int64_t found = 0;

			snprintf(code, sizeof(code), "%.*s", (int)n, s);
			r = od_query_int(db, "SELECT count(*) FROM category WHERE code = ?1",
					 &found, OD_VALS(od_v(code)), err);
			if (r > 0 && !found)
				tell(p, _("column %s: category '%s' is not known"), c.code, code);
		}
	}
	od_rec_clear(&od_column_type, &c);
	od_iter_free(it);
	return r;
}

int od_load_check(struct od_db *db, void (*problem)(void *ctx, const char *text), void *ctx,
		  struct od_err *err)
{
	struct problems p = { .fn = problem, .ctx = ctx };

	for (size_t i = 0; i < OD_COUNT(references); i++) {
		p.reference = &references[i];
		if (od_query_each(db, references[i].sql, OD_NOVALS, tell_reference, &p, err) < 0)
			return -1;
	}
	if (check_columns(db, &p, err) < 0)
		return -1;
	return p.n ? od_fail(err, OD_EDATA, _("%d references do not hold; nothing was loaded"), p.n)
		   : 0;
}
