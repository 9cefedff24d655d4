/* kind.c - the kinds of records that are loaded, dumped, undone and proved. */
#include <stdarg.h>
#include <stdlib.h>

#include "bulletin.h"
#include "leave.h"

/* clang-format off */
#define DATED(x) (&(const struct od_kind){ .type = &od_##x##_type, .dated = &od_##x##_dated })
const struct od_kind *const od_kinds[] = {
	DATED(setting),       DATED(desk),
	DATED(category),      DATED(column),
	&od_holiday_kind,     DATED(unit),
	DATED(person),        DATED(contact),
	DATED(secretary),     DATED(secondment),
	DATED(duty),          DATED(override),
	DATED(leave_kind),    DATED(leave_rule),
	DATED(leave_pair),    DATED(task_view),
	DATED(publication),   DATED(distribution),
	DATED(score_class),   DATED(score_rule),
	&od_batch_kind,       &od_report_kind,
	&od_handling_kind,    &od_answer_kind,
	&od_urge_kind,        &od_omission_kind,
	&od_leave_log_kind,   &od_leave_step_kind,
	&od_task_group_kind,  &od_task_kind,
	&od_task_unit_kind,   &od_task_event_kind,
	&od_instruction_kind, &od_instruction_on_kind,
	&od_site_check_kind,  &od_evidence_kind,
	&od_issue_kind,       &od_issue_item_kind,
	&od_adoption_kind,    &od_correction_kind,
	&od_copy_kind,        &od_upward_kind,
	&od_upward_on_kind,   &od_peer_rank_kind,
	&od_commission_kind,  &od_commission_unit_kind,
	&od_score_mark_kind,
	&od_counter_kind,     NULL,
};
const struct od_rec_type *const od_load_types[] = {
	&od_setting_type,     &od_desk_type,
	&od_category_type,    &od_column_type,
	&od_holiday_type,     &od_unit_type,
	&od_person_type,      &od_contact_type,
	&od_secretary_type,   &od_secondment_type,
	&od_duty_type,        &od_override_type,
	&od_leave_kind_type,  &od_leave_rule_type,
	&od_leave_pair_type,  &od_task_view_type,
	&od_publication_type, &od_distribution_type,
	&od_score_class_type, &od_score_rule_type,
	&od_batch_type,       &od_report_type,
	&od_handling_type,    &od_answer_type,
	&od_urge_type,        &od_omission_type,
	&od_leave_type,       &od_leave_step_type,
	&od_task_group_type,  &od_task_type,
	&od_task_unit_type,   &od_task_event_type,
	&od_instruction_type, &od_instruction_on_type,
	&od_site_check_type,  &od_evidence_type,
	&od_issue_type,       &od_issue_item_type,
	&od_adoption_type,    &od_correction_type,
	&od_copy_type,        &od_upward_type,
	&od_upward_on_type,   &od_peer_rank_type,
	&od_commission_type,  &od_commission_unit_type,
	&od_score_mark_type,
	&od_counter_type,     NULL,
};
/* clang-format on */

static const struct od_kind *kind_of(const struct od_rec_type *type)
{
	for (size_t i = 0; od_kinds[i]; i++)
		if (od_kinds[i]->type == type)
			return od_kinds[i];
	return NULL;
}

/* The keys of a row: at most three. */
int od_kind_drop(struct od_db *db, const struct od_kind *k, const void *rec, struct od_err *err)
{
	const char *at = k->keys ? k->keys : k->type->fields[0].name;
	struct od_val v[3];
	char name[64], buf[3][32];
	size_t n = 0;

	while (*at && n < OD_COUNT(v)) {
		size_t len = strcspn(at, " ");
		const struct od_field *f;

		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		f = od_field_find(k->type, name);
		if (!f)
			return od_fail(err, OD_EBUG, "'%s' is no key of '%s'", name, k->type->name);
		v[n] = f->type == OD_NUMBER || f->type == OD_INT
			       ? od_v(*(const int64_t *)od_member(f, rec))
			       : od_v(od_field_str(f, rec, buf[n]));
		n++;
		at += len + (at[len] == ' ');
	}
	return od_run(db, k->drop, v, n, err);
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

/* --- what is done to others ---------------------------------------------------------------------------- */

static const struct od_deeds deeds[] = {
	{ &od_handling_kind, &od_report_kind, od_handling_drop,
	  "SELECT count(*) FROM handling WHERE number = ?1" },
	{ &od_leave_step_kind, &od_leave_log_kind, od_leave_step_drop,
	  "SELECT count(*) FROM leave_step WHERE number = ?1" },
	{ &od_task_event_kind, &od_task_kind, od_task_event_drop,
	  "SELECT count(*) FROM task_event WHERE number = ?1" },
};

const struct od_deeds *od_deeds_of(const struct od_kind *of)
{
	for (size_t i = 0; i < OD_COUNT(deeds); i++)
		if (deeds[i].of == of)
			return &deeds[i];
	return NULL;
}

const struct od_deeds *od_deeds_are(const struct od_kind *k)
{
	for (size_t i = 0; i < OD_COUNT(deeds); i++)
		if (deeds[i].kind == k)
			return &deeds[i];
	return NULL;
}

/* --- references ------------------------------------------------------------------------------------ */

/* What refers to what; each SELECT gives a row's name, as in the journal, and the unknown code. */
#define DANGLING(type, key, field, rows, table)                                              \
	"SELECT '" type ":' || " key " || '/' || r.valid_from, r." field " FROM " rows " r " \
	"LEFT JOIN " table " x ON x.code = r." field " WHERE r." field                       \
	" IS NOT NULL AND x.code IS NULL"
/* clang-format off */
#define ROLE "r.unit || '/' || r.role || '/' || r.slot"
#define KIND "r.unit || '/' || r.kind"
#define WHO  "r.person_name || '/' || r.unit"
#define RULE "r.duty || '/' || r.unit"
#define COLUMN "r.publication || '/' || r.code"
#define GETS "r.publication || '/' || r.recipient"
#define PAIR "r.person || '/' || r.partner"
static const struct reference {
	const char *field, *sql;
} references[] = {
	{ "parent", DANGLING("unit", "r.code", "parent", "unit_row", "unit") },
	{ "unit", DANGLING("person", "r.code", "unit", "person_row", "unit") },
	{ "unit", DANGLING("contact", ROLE, "unit", "contact", "unit") },
	{ "person", DANGLING("contact", ROLE, "person", "contact", "person") },
	{ "unit", DANGLING("secretary", KIND, "unit", "secretary", "unit") },
	{ "person", DANGLING("secretary", KIND, "person", "secretary", "person") },
	{ "unit", DANGLING("secondment", WHO, "unit", "secondment", "unit") },
	{ "desk", DANGLING("secondment", WHO, "desk", "secondment", "desk") },
	{ "desk", DANGLING("category", "r.code", "desk", "category_row", "desk") },
	{ "desk", DANGLING("duty", "r.code", "desk", "duty_row", "desk") },
	{ "duty", DANGLING("override", RULE, "duty", "override", "duty") },
	{ "unit", DANGLING("override", RULE, "unit", "override", "unit") },
	{ "desk", DANGLING("person", "r.code", "desk", "person_row", "desk") },
	{ "person", DANGLING("leave_pair", PAIR, "person", "leave_pair", "person") },
	{ "publication", DANGLING("column", COLUMN, "publication", "bulletin_column", "publication") },
	{ "publication", DANGLING("distribution", GETS, "publication", "distribution", "publication") },
	{ "unit", DANGLING("score_class", "r.unit", "unit", "score_class", "unit") },
	{ "partner", DANGLING("leave_pair", PAIR, "partner", "leave_pair", "person") },
};
/* clang-format on */

struct problems {
	void (*fn)(void *ctx, const char *text);
	void *ctx;
	const struct reference *reference;
	int n;
};

/* "unit:BM01/2020-01-01: what is wrong with it" */
static void tell(struct problems *p, const char *name, const char *fmt, ...) OD_PRINTF(3, 4);
static void tell(struct problems *p, const char *name, const char *fmt, ...)
{
	char text[1024];
	int at = snprintf(text, sizeof(text), "%.*s: ", (int)od_utf8_cut(name, strlen(name), 200),
			  name);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text + at, sizeof(text) - at, fmt, ap);
	va_end(ap);
	text[od_utf8_cut(text, strlen(text), sizeof(text))] = '\0';
	p->n++;
	p->fn(p->ctx, text);
}

static void tell_unknown(struct problems *p, const char *name, const char *field, const char *code)
{
	tell(p, name, _("%s '%s' is not known; load it too, or name one that is there"), field,
	     code);
}

static int tell_reference(void *ctx, const char *const *text, struct od_err *err)
{
	struct problems *p = ctx;

	(void)err;
	tell_unknown(p, text[0], p->reference->field, text[1]);
	return 0;
}

/* Lists of codes; sql gives a row's name and the list, found counts the rows of code ?1. */
#define LIST(type, key, field, rows) \
	"SELECT '" type ":' || " key " || '/' || valid_from, " field " FROM " rows
/* clang-format off */
static const char count_category[] = "SELECT count(*) FROM category WHERE code = ?1";
static const char count_unit[] = "SELECT count(*) FROM unit WHERE code = ?1";
static const char count_publication[] = "SELECT count(*) FROM publication WHERE code = ?1";
static const char count_rule[] = "SELECT count(*) FROM score_rule WHERE code = ?1";
static const char count_kind[] = "SELECT count(*) FROM leave_kind WHERE code = ?1";
static const char count_approver[] =
	"SELECT count(*) FROM (SELECT code FROM person WHERE code = ?1 UNION ALL SELECT 'role' "
	"WHERE ?1 IN ('unit-head', 'contact-secretary', 'secretary-general', 'party-secretary')) "
	"AS known";
static const struct list_reference {
	const char *field, *sql, *found;
} list_references[] = {
	{ "categories",
	  LIST("column", "publication || '/' || code", "categories", "bulletin_column"),
	  count_category },
	{ "categories", LIST("duty", "code", "categories", "duty_row"), count_category },
	{ "units", LIST("duty", "code", "units", "duty_row"), count_unit },
	{ "except", LIST("duty", "code", "\"except\"", "duty_row"), count_unit },
	{ "kinds", LIST("leave_rule", "code", "kinds", "leave_rule"), count_kind },
	{ "units", LIST("leave_rule", "code", "units", "leave_rule"), count_unit },
	{ "approvers", LIST("leave_rule", "code", "approvers", "leave_rule"), count_approver },
	{ "publications",
	  LIST("score_rule", "code", "publications", "score_rule"),
	  count_publication },
	{ "categories", LIST("score_rule", "code", "categories", "score_rule"), count_category },
	{ "units", LIST("score_rule", "code", "units", "score_rule"), count_unit },
	{ "of", LIST("score_rule", "code", "\"of\"", "score_rule"), count_rule },
};
/* clang-format on */

struct list_check {
	struct od_db *db;
	struct problems *p;
	const struct list_reference *l;
};

static int check_list(void *ctx, const char *const *text, struct od_err *err)
{
	const struct list_check *c = ctx;
	const char *list = text[1];
	size_t n;

	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n)) {
		char code[64];
		int64_t known = 0;

		snprintf(code, sizeof(code), "%.*s", (int)n, s);
		if (od_query_int(c->db, c->l->found, &known, OD_VALS(od_v(code)), err) < 0)
			return -1;
		if (!known)
			tell_unknown(c->p, text[0], c->l->field, code);
	}
	return 0;
}

/* An override fits the duty it stands in for. */
static int check_overrides(struct od_db *db, struct problems *p, struct od_err *err)
{
	struct od_iter *it = od_query(db, od_override_dated.all, &od_override_type, OD_NOVALS, err);
	struct od_override o = { 0 };
	int r = it ? 1 : -1;

	od_rec_init(&od_override_type, &o);
	while (r > 0 && (r = od_iter_next(it, &o, err)) > 0) {
		OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;
		struct od_err why = OD_ERR_INIT;

		if (od_override_check(db, &o, &why) == 0)
			continue;
		if (why.code != OD_EDATA) {
			*err = why;
			r = -1;
			break;
		}
		od_dated_name(&od_override_type, &o, &name);
		tell(p, name.s ? name.s : "-", "%s", why.msg);
	}
	od_rec_clear(&od_override_type, &o);
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
	for (size_t i = 0; i < OD_COUNT(list_references); i++) {
		struct list_check c = { db, &p, &list_references[i] };

		if (od_query_each(db, c.l->sql, OD_NOVALS, check_list, &c, err) < 0)
			return -1;
	}
	if (check_overrides(db, &p, err) < 0)
		return -1;
	return p.n ? od_fail(err, OD_EDATA, _("%d references do not hold; nothing was loaded"), p.n)
		   : 0;
}
