/* office.h - floor 3, private to office/: dated rows, what is remembered with a handle. */
#ifndef OD_OFFICE_H
#define OD_OFFICE_H

#include "../store/store.h"

/* --- dated rows (dated.c) --------------------------------------------------------------------- */

/* A type of rows that hold from valid_from to valid_to.  Its key fields are flagged OD_KEY; all
 * its SQL binds key fields in the table's order. */
struct od_dated {
	const struct od_rec_type *type;
	const char *code;   /* INSERT of the thing's own row, or NULL; ?1: first key field */
	const char *of_key; /* the rows of one thing by valid_from */
	const char *put;    /* insert or replace a row: the stored fields */
	const char *drop;   /* key fields, valid_from */
	const char *all;
	int (*check)(const void *rec, struct od_err *err); /* the type's own rules, or NULL */
};
extern const struct od_dated od_unit_dated, od_person_dated, od_desk_dated, od_contact_dated,
	od_secretary_dated, od_secondment_dated, od_category_dated, od_column_dated,
	od_setting_dated, od_duty_dated, od_override_dated, od_leave_kind_dated,
	od_leave_rule_dated, od_leave_pair_dated;
/* Every element of a list is one of the words; the message begins with the field. */
int od_check_words(const char *field, const char *list, const struct od_word *words,
		   struct od_err *err) OD_MUST_CHECK;
/* Which kinds of a row (bits by the kind's place among its words) read a field that not all of them do, and
 * which cannot do without it. */
struct od_use {
	const char *field;
	unsigned int reads, needs;
};
/* The first field that is there and not read, or needed and not *there; NULL: there is none. */
const char *od_misused(const struct od_rec_type *type, const void *rec, int kind,
		       const struct od_use *uses, size_t n, bool *there);
int od_override_check(struct od_db *db, const struct od_override *o,
		      struct od_err *err) OD_MUST_CHECK;

int od_dated_put(struct od_db *db, const struct od_dated *d, void *rec, enum od_change *change,
		 struct od_err *err) OD_MUST_CHECK;
/* The inverse, for undo: write or drop a row without touching its neighbours. */
int od_dated_restore(struct od_db *db, const struct od_dated *d, const void *rec, bool drop,
		     struct od_err *err) OD_MUST_CHECK;
/* "unit:BM01/2020-01-01" */
void od_dated_name(const struct od_rec_type *type, const void *rec, struct od_buf *b);

/* Name of a unit on a day, in SQL: both are SQL expressions.  Before its first row, the first. */
/* clang-format off */
#define OD_UNIT_NAME(code, day)                                                                    \
	"coalesce((SELECT n.name FROM unit_row n WHERE n.code = " code " AND n.valid_from <= " day    \
	" ORDER BY n.valid_from DESC LIMIT 1), (SELECT n.name FROM unit_row n WHERE n.code = " code \
	" ORDER BY n.valid_from LIMIT 1))"
/* clang-format on */
/* Holds on a day, in SQL. */
/* clang-format off */
#define OD_VALID(row, day)                                                                         \
	row ".valid_from <= " day " AND (" row ".valid_to IS NULL OR " row ".valid_to >= " day ")"
/* clang-format on */

/* --- kinds of records that are journalled (kind.c) -------------------------------------------------- */

/* What loading, dumping, undoing and verifying need of a type. */
struct od_kind {
	const struct od_rec_type *type;
	const struct od_dated *dated; /* or NULL, and then: */
	bool unproved;                /* not journalled: nothing to compare it with */
	bool part;                    /* of another record: not counted when an import is undone */
	/* The row of a name in the journal, where there are too many to look through: 1, 0, -1. */
	int (*find)(struct od_db *db, const char *name, void *rec, struct od_err *err);
	int (*load)(struct od_db *db, void *rec, enum od_change *change, struct od_err *err);
	const char *all;        /* SELECT of every row */
	od_derive_fn *derive;   /* for it, or NULL */
	const char *put, *drop; /* by the stored fields; by the fields of keys */
	const char *keys;       /* names separated by blanks; NULL: the first field */
	void (*name)(const void *rec, struct od_buf *b); /* its record in the journal */
	/* Beside put and drop, when a row is restored (after NULL: dropped); or NULL. */
	int (*restored)(struct od_db *db, const void *before, const void *after,
			struct od_err *err);
};
extern const struct od_kind *const od_kinds[]; /* in an order that loads; NULL ends */
/* Take a record's row away, without a word in the journal. */
int od_kind_drop(struct od_db *db, const struct od_kind *k, const void *rec,
		 struct od_err *err) OD_MUST_CHECK;
extern const struct od_kind od_report_kind, od_handling_kind, od_batch_kind, od_holiday_kind,
	od_counter_kind, od_answer_kind, od_urge_kind, od_omission_kind, od_leave_log_kind,
	od_leave_step_kind, od_task_kind, od_task_unit_kind, od_task_event_kind;

/* What is done to records of another kind: each deed stands as a digest in a row of the journal that is its
 * record's, whose number is its first field. */
struct od_deeds {
	const struct od_kind *kind, *of;
	int (*drop_last)(struct od_db *db, int64_t number,
			 struct od_err *err); /* a record's, for undo */
	const char *count;                    /* SQL: how many were done to record ?1 */
};
const struct od_deeds *od_deeds_of(const struct od_kind *of); /* done to these; or NULL */
const struct od_deeds *od_deeds_are(const struct od_kind *k); /* k itself; or NULL */

/* Write down what was done to a report, whose fields changed so (JSON, or NULL).  The journal's row
 * carries the digest of the handling too. */
int od_handling_add(struct od_db *db, struct od_handling *h, const char *change,
		    struct od_err *err) OD_MUST_CHECK;

/* Take the last one of a report back, for undo. */
int od_handling_drop(struct od_db *db, int64_t number, struct od_err *err) OD_MUST_CHECK;
/* The same of a leave. */
int od_leave_step_drop(struct od_db *db, int64_t number, struct od_err *err) OD_MUST_CHECK;

/* --- categories, remembered for one transaction (memo.c) ----------------------------------------------- */

struct od_category_memo {
	struct od_category c;
	uint64_t wants, refuses; /* bits of od_report_type's fields */
};
/* The bits of a list of report fields; -1 if one is no such field. */
int od_field_bits(const char *list, uint64_t *bits, struct od_err *err) OD_MUST_CHECK;
/* By code, name or alias on the act's day.  Borrowed until the transaction ends. */
const struct od_category_memo *od_category_resolve(struct od_db *db, const char *text,
						   struct od_err *err);
/* od_unit_resolve(), remembered for the transaction; borrowed. */
const char *od_unit_resolve_memo(struct od_db *db, const char *text, struct od_err *err);
/* Name of a unit, category or desk valid on a day (before its first row, the first), and a unit's short
 * name if short_name is not NULL; NULL: no such code.  Borrowed until the next transaction. */
enum od_named { OD_NAMED_UNIT = 'u', OD_NAMED_CATEGORY = 'c', OD_NAMED_DESK = 'd' };
const char *od_name_memo(struct od_db *db, enum od_named kind, const char *code, od_date on,
			 const char **short_name, struct od_err *err);
/* A place for what slot_leave.c prepares, forgotten with the rest: freed by free_fn. */
void **od_memo_place(struct od_db *db, void (*free_fn)(void *), struct od_err *err);
/* The working-day calendar, read once for the transaction; borrowed. */
const struct od_calendar *od_calendar_memo(struct od_db *db, struct od_err *err);
/* The name a unit had on the day of an instant, for a DERIVED field; NULL: no such code. */
int od_derive_unit(struct od_db *db, const char *unit, od_instant at, char **name,
		   struct od_err *err) OD_MUST_CHECK;

#endif
