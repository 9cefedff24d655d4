/* task_list.h - private to task_load.c, task_step.c, task_find.c, task_light.c, task_stats.c and task_burn.c:
 * matters with their units and steps in memory, lights, urgency. */
#ifndef OD_TASK_LIST_H
#define OD_TASK_LIST_H

#include "task.h"

/* --- working days by a table of sums (task_light.c) --------------------------------------------------- */

struct od_workdays {
	int32_t from, n; /* days */
	int32_t *before; /* [i]: working days in [from, from + i) */
};
/* Of lo to hi, both included, and some days around; freed by the second. */
int od_workdays_make(struct od_workdays *w, const struct od_calendar *c, od_date lo, od_date hi,
		     struct od_err *err) OD_MUST_CHECK;
void od_workdays_free(struct od_workdays *w);
/* Working days after a up to b, b included; 0 where b is not after a.  Days that the table does not hold count
 * for nothing. */
int64_t od_workdays_between(const struct od_workdays *w, od_date a, od_date b);
bool od_workdays_is(const struct od_workdays *w, od_date d);

/* --- lights and urgency (task_light.c) ---------------------------------------------------------------- */

struct od_light_rule {
	od_date today;
	int64_t yellow_days, pace_margin; /* settings task_yellow_days, task_pace_margin */
	struct od_workdays days;
};
/* The settings of the day; .days stays as it is. */
void od_light_rule_load(struct od_db *db, od_date today, struct od_light_rule *r);

/* Why a part of a matter has the light it has. */
enum od_light_why {
	OD_WHY_NOT_ASSIGNED,
	OD_WHY_OVER,     /* the matter is closed, filed away or cancelled */
	OD_WHY_VERIFIED, /* these are grey */
	OD_WHY_PAST,     /* red */
	OD_WHY_FINISHED_LATE,
	OD_WHY_NEAR, /* yellow */
	OD_WHY_PACE,
	OD_WHY_FINISHED, /* green */
	OD_WHY_NO_DUE,
	OD_WHY_TIME,
};
struct od_light_of {
	int light, why;
	int64_t days_left;      /* OD_NOINT: no due day, or nothing to be done any more */
	int64_t elapsed, total; /* working days since it was assigned, and given in all */
};
void od_light_unit(const struct od_light_rule *r, int status, const struct od_task_unit *u,
		   struct od_light_of *l);
/* Light, days left and percent of a matter from its n units (whose light and days left stand), lead first. */
void od_light_task(const struct od_light_rule *r, struct od_task *t, const struct od_task_unit *u,
		   size_t n);

enum od_urgent {
	OD_URGENT_PAST,
	OD_URGENT_LATE,
	OD_URGENT_NEAR,
	OD_URGENT_PACE,
	OD_URGENT_MAJOR,
	OD_URGENT_CHIEF,
	OD_URGENT_INSTRUCTION,
	OD_URGENT_RETURNED,
	OD_URGENT_VERIFY,
	OD_URGENT_EXTENSION,
	OD_URGENT_SILENT,
	OD_URGENT_UNASSIGNED,
};
struct od_urgency {
	int tenths; /* the sum */
	struct {
		int tenths, what;
		int64_t n; /* working days */
	} part[OD_URGENT_UNASSIGNED + 1];
	size_t parts;
};
/* leader_level: the highest (the least of enum od_leader_level but OTHER) among the leaders whose instructions
 * the matter answers; -1: none. */
void od_urgency_of(const struct od_light_rule *r, const struct od_task *t,
		   const struct od_task_unit *u, size_t n, int leader_level, struct od_urgency *g);
void od_urgency_str(int tenths, char buf[static 16]);
/* Light and urgency in words, a line each. */
void od_task_why(const struct od_light_rule *r, const struct od_task *t,
		 const struct od_task_unit *u, size_t n, const struct od_urgency *g,
		 struct od_buf *out);

/* --- matters in memory (task_load.c) ------------------------------------------------------------------ */

struct od_task_step { /* an event of a matter that counts: not taken back */
	int32_t action;
	int32_t part; /* place among the matter's units; -1: the matter's */
	od_instant at;
	int64_t percent;
	od_date due;
};

struct od_matter {
	struct od_task t;
	size_t unit, units; /* in .unit of the list */
	size_t step, steps; /* in .step, where they are kept */
	int leader_level;
	int urgency;
	bool asked_leader,
		asked_instruction; /* it has the leader, the instruction that the query asks for */
};

/* A unit's code is written tens of thousands of times: one copy of it. */
struct od_unit_word {
	const char *code, *name, *name_known; /* the last name, ours and as the memo lends it */
	const char *always;                   /* as the memo lends it: it never had another */
	int64_t place; /* statistics: in the office's order, from 1 on; 0: not known */
};

/* Texts belong to the list as a whole. */
struct od_tasks {
	struct od_db *db;
	struct od_task_query q;
	struct od_light_rule rule;
	struct od_matter *matter; /* by number */
	size_t matters, room;
	struct od_task_unit *unit; /* by number, then lead first */
	size_t units, unit_room;
	struct od_task_step *step; /* of all matters, if they are kept */
	size_t steps;
	bool keep;
	struct od_task *row;   /* what was asked for, in order */
	size_t *first, *count; /* its units */
	size_t rows;
	struct od_text_chunk *texts;
	struct od_unit_word *word;
	size_t words, word_room;
};

/* Everything the query's constant part matches, by number, with units and their derived fields; with keep the
 * steps too.  No filters in memory, no rows.  Inside a snapshot. */
int od_tasks_load(struct od_tasks *t, struct od_err *err) OD_MUST_CHECK;

/* --- texts, words (task_text.c) ------------------------------------------------------------------------ */

/* A copy that lives as long as the list; NULL: no memory, and *err says so. */
char *od_tasks_text(struct od_tasks *t, const char *s, size_t n, struct od_err *err);
/* The same into *out; NULL stays NULL. */
int od_tasks_keep(struct od_tasks *t, char **out, const char *s, struct od_err *err) OD_MUST_CHECK;
void od_tasks_free_texts(struct od_tasks *t);
/* Records own their texts as a rule; these are the list's. */
static inline char *od_lent(const char *text)
{
	return (char *)(uintptr_t)text;
}
struct od_unit_word *od_tasks_word(struct od_tasks *t, const char *code, struct od_err *err);
/* The name a unit had on a day. */
int od_tasks_name_unit(struct od_tasks *t, struct od_unit_word *w, struct od_task_unit *u,
		       od_date on, struct od_err *err) OD_MUST_CHECK;
/* The array with room for one more than n elements of a size; NULL: no memory. */
void *od_tasks_grow(void *array, size_t n, size_t *room, size_t size, struct od_err *err);
/* Words and dates as the store wrote them: what cannot be read there is damage, and is told. */
int od_col_word(const struct od_cols *c, int i, const struct od_word *words, int *out,
		struct od_err *err) OD_MUST_CHECK;
int od_col_date(const struct od_cols *c, int i, od_date *out, struct od_err *err) OD_MUST_CHECK;

/* The matter of a number, NULL if it is none of the list; *hint: where the last one was. */
struct od_matter *od_tasks_at(const struct od_tasks *t, int64_t number, size_t *hint);
/* The rows of a table about the list's matters, and of others: the whole of it, or by numbers ?1 to ?2. */
int od_tasks_rows_of(struct od_tasks *t, const char *sql_whole, const char *sql_run, od_cols_fn *fn,
		     void *ctx, struct od_err *err) OD_MUST_CHECK;

/* --- steps, and what was at an instant (task_step.c) ------------------------------------------------- */

/* Of all matters of the list, told to their units. */
int od_steps_read(struct od_tasks *t, struct od_err *err) OD_MUST_CHECK;

/* A unit's part after some of the steps. */
struct od_part_then {
	int state;
	od_date due;
	int64_t percent;
	od_instant finished, verified; /* that stand */
	bool extended, returned;
};
/* As it was assigned. */
void od_part_begin(const struct od_tasks *t, const struct od_matter *m, size_t part,
		   struct od_part_then *p);
void od_part_step(struct od_part_then *p, size_t part, const struct od_task_step *s);
/* The matter's status; closed: when it was last closed, if that stands. */
void od_status_step(int *status, od_instant *closed, const struct od_task_step *s);

/* --- things as they stood (task_stood.c) --------------------------------------------------------------- */

struct od_task_span { /* what statistics are of */
	struct od_tasks *t;
	od_date from, to;
	od_date running; /* the first day that is not over */
	od_instant end;  /* things are counted as they stood then */
};
struct od_thing {                               /* a unit's part, or a matter */
	size_t part;                            /* place among the matter's units */
	od_date assigned, due, finished, ended; /* finished: reported so; ended: verified, closed */
	bool is_closed, extended, returned;
	int light;
	int64_t asked, answered; /* feedback in the period */
};
/* The parts of a matter that were assigned (part: room for all its units) and the matter as a whole; 0: it was
 * not assigned, or is cancelled. */
size_t od_things_of(const struct od_task_span *c, const struct od_matter *m, struct od_thing *part,
		    struct od_thing *whole);
/* Its due day is over, or it ended although that day is still to come in the period. */
bool od_came_due(const struct od_task_span *c, const struct od_thing *g);

#endif
