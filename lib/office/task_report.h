/* task_report.h - private to task_report*.c and task_chart.c: 督查专报 and 督查通报 as gathered, and as parts of a
 * document, which are set as text and as a page alike. */
#ifndef OD_TASK_REPORT_H
#define OD_TASK_REPORT_H

#include "roundup.h"
#include "task_list.h"

/* --- what is told (task_report.c) ------------------------------------------------------------- */

enum od_report_list { /* where a matter stands in the report */
		      OD_LIST_FINISHED,
		      OD_LIST_UNDER_WAY,
		      OD_LIST_OVERDUE,
		      OD_LIST_NAMED, /* registered, not assigned yet */
		      OD_LIST_CANCELLED,
		      OD_LIST_BEFORE, /* closed before the period: not told */
};
enum { OD_REPORT_LISTS = OD_LIST_BEFORE + 1 };

struct od_report_matter {
	const struct od_task *t;
	const struct od_task_unit *u; /* lead first */
	size_t units, first;          /* .first: its parts, while they are gathered */
	int list;
	od_date due;      /* of open ones the nearest of a unit at work */
	int64_t late;     /* working days past it; 0: not past */
	od_instant ended; /* closed, cancelled */
};

/* A unit and what the charts count of its parts. */
enum od_report_bar {
	OD_BAR_DONE,
	OD_BAR_GREEN,
	OD_BAR_YELLOW,
	OD_BAR_RED,
};
enum { OD_REPORT_BARS = OD_BAR_RED + 1 };
struct od_report_unit {
	const char *code;
	const char *name; /* short; borrowed from the memo */
	int64_t bar[OD_REPORT_BARS], all;
};

/* A part of which something is to be said. */
struct od_report_part {
	const struct od_report_matter *m;
	const struct od_task_unit *u;
	int64_t extended, returned; /* times */
	int64_t late;               /* working days past its due day */
	size_t place;               /* of the unit, in the office's order */
	int silence;                /* enum od_silence of one that is at work */
	od_date owed;               /* when its rhythm wanted a report that did not come */
};

struct od_report_of {
	struct od_db *db;
	const struct od_tasks *t;
	const struct od_task_stats *s; /* or NULL */
	bool by_unit;                  /* the statistics are */
	int kind;
	od_date from, to, today;
	od_instant now;
	struct od_workdays days;
	struct od_report_matter *m;   /* in the order of the query */
	struct od_report_matter **at; /* the same by number */
	size_t n;
	int64_t count[OD_REPORT_LISTS], light[OD_LIGHT_GREY + 1];
	struct od_report_part *part; /* assigned ones of matters that are told, by unit, due day */
	size_t parts;
	struct od_report_unit *unit; /* in the order of .part */
	size_t units;
	struct od_burn *burn; /* of these matters */
	size_t burns;
	struct od_instruction *instruction; /* that they answer, by number */
	size_t instructions;
	bool *veiled; /* an instruction that a classified matter answers: by its number only */
};

int od_report_gather(struct od_report_of *r, struct od_err *err) OD_MUST_CHECK;
void od_report_free(struct od_report_of *r);
/* Is this part open, and not reported finished? */
static inline bool od_report_is_at_work(const struct od_report_part *p)
{
	return p->m->t->status == OD_TASK_ASSIGNED && p->u->state < OD_TU_FINISHED;
}
/* Is this part open, and past its due day or reported finished too late? */
static inline bool od_report_is_late(const struct od_report_part *p)
{
	return p->m->t->status == OD_TASK_ASSIGNED && p->u->light == OD_LIGHT_RED;
}

/* --- parts of a document (task_doc.c) --------------------------------------------------------- */

enum od_block_kind {
	OD_BLOCK_HEAD, /* numbered by whoever sets it */
	OD_BLOCK_SUBHEAD,
	OD_BLOCK_TEXT,
	OD_BLOCK_ITEM,
	OD_BLOCK_NOTE, /* smaller, where that can be */
	OD_BLOCK_TABLE,
	OD_BLOCK_UNITS, /* the charts */
	OD_BLOCK_BURN,
};
enum { OD_CELLS_MAX = 10 };
struct od_block {
	int kind;
	char *text;
	size_t columns; /* of a table */
	const char *heads[OD_CELLS_MAX];
	bool right[OD_CELLS_MAX]; /* numbers */
	char **cell;              /* by row */
	size_t cells, room;
};
struct od_doc {
	const char *title;
	struct od_block *block;
	size_t n, room;
	bool failed; /* no memory: nothing more is added */
};

void od_doc_add(struct od_doc *d, int kind, const char *text);
/* text is freed. */
void od_doc_add_of(struct od_doc *d, int kind, struct od_buf *text);
/* heads: translated; numbers: a bit a column that holds them. */
void od_doc_table(struct od_doc *d, const char *const *heads, size_t n, unsigned int numbers);
void od_doc_cell(struct od_doc *d, const char *text); /* of the last table; NULL: nothing */
void od_doc_cell_of(struct od_doc *d, struct od_buf *text);
void od_doc_cell_int(struct od_doc *d, int64_t n); /* OD_NOINT: nothing */
void od_doc_free(struct od_doc *d);

/* --- the document (task_report_say.c, task_report_next.c) ------------------------------------- */

int od_report_say(const struct od_report_of *r, struct od_doc *d, struct od_err *err) OD_MUST_CHECK;
/* Who is silent, of the parts that are gathered. */
int od_report_silences(struct od_report_of *r, struct od_err *err) OD_MUST_CHECK;
void od_report_problems(const struct od_report_of *r, struct od_doc *d);
void od_report_next(const struct od_report_of *r, struct od_doc *d);
/* "T2026-0045 title", of a classified one "T2026-0045 (secret)". */
void od_report_matter_name(const struct od_task *t, struct od_buf *b);
/* A unit's short name if it has a part in the report, else the name. */
const char *od_report_unit_name(const struct od_report_of *r, const char *code, const char *name);
const char *od_report_light(int light); /* "red" */
void od_report_period(const struct od_report_of *r, struct od_buf *b);
const char *
od_report_office(const struct od_report_of *r); /* borrowed until the next od_setting() */

/* --- charts (task_chart.c) -------------------------------------------------------------------- */

void od_chart_units_text(const struct od_report_of *r, struct od_buf *b);
void od_chart_burn_text(const struct od_report_of *r, struct od_buf *b);
void od_chart_units_svg(const struct od_report_of *r, struct od_buf *b);
void od_chart_burn_svg(const struct od_report_of *r, struct od_buf *b);
const char *od_chart_bar_label(int bar);

#endif
