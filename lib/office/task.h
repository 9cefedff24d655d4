/* task.h - private to office/: what the files of supervision share about matters, units and events. */
#ifndef OD_TASK_H
#define OD_TASK_H

#include "instruction.h"

extern const struct od_word od_secrecies[]; /* none, secret, highly-secret, top-secret */

/* --- columns, for queries of whole records -------------------------------------------------------- */

/* clang-format off */
#define OD_TASK_COLUMNS                                                                            \
	"SELECT t.number, t.title, t.text, t.source, t.basis, t.kind, t.grade, t.secrecy, "       \
	"NULL AS lead, NULL AS co_units, t.\"limit\" AS \"limit\", t.due_on, t.feedback, "        \
	"t.leaders, t.parent, t.\"group\" AS \"group\", t.report, t.external_id, t.opened_at, "   \
	"t.status, t.unfinished, t.version, t.batch, NULL AS lead_name, NULL AS instructions, "   \
	"NULL AS light, NULL AS days_left, NULL AS percent, NULL AS urgency, NULL AS why "        \
	"FROM task t "
#define OD_TASK_UNIT_COLUMNS                                                                       \
	"SELECT u.number, u.unit, NULL AS unit_name, u.role, u.state, u.due_on, u.percent, "      \
	"u.assigned_at, NULL AS signed_at, NULL AS reported_at, NULL AS finished_at, "            \
	"NULL AS urged_at, NULL AS urges, NULL AS asked_until, NULL AS light, NULL AS days_left " \
	"FROM task_unit u "
#define OD_TASK_EVENT_COLUMNS                                                                      \
	"SELECT e.number, e.step, e.action, e.unit, e.text, e.reason, e.percent, e.due_on, "      \
	"e.level, e.\"by\" AS \"by\", e.happened_at, e.at, e.actor, e.was, e.undoes "             \
	"FROM task_event e "
/* An event that was taken back counts no more; e is the event's alias. */
#define OD_TASK_STANDS(e)                                                                          \
	e ".action <> 'undo' AND NOT EXISTS (SELECT 1 FROM task_event x WHERE x.number = " e ".number " \
	"AND x.undoes = " e ".step)"
/* clang-format on */

/* lead, co_units, lead_name, percent, instructions; not what depends on the present instant. */
int od_task_derive(struct od_db *db, void *rec, struct od_err *err) OD_MUST_CHECK;
/* unit_name and what its events tell; not what depends on the present instant. */
int od_task_unit_derive(struct od_db *db, void *rec, struct od_err *err) OD_MUST_CHECK;

void od_task_name(const void *rec, struct od_buf *b);
void od_task_unit_name(const void *rec, struct od_buf *b);
void od_task_event_name(const void *rec, struct od_buf *b);

static inline bool od_task_open(const struct od_task *t)
{
	return t->status == OD_TASK_REGISTERED || t->status == OD_TASK_ASSIGNED;
}

/* --- what is allowed when (task_state.c) ------------------------------------------------------------ */

/* Where a unit's part stands: its state, or this one before it has been assigned. */
#define OD_TU_NAMED (OD_TU_VERIFIED + 1)

struct od_task_rule {
	unsigned int statuses; /* of the matter */
	unsigned int states;   /* of a unit's part; 0: done to the matter itself */
	int status, state;     /* to which it leads, or OD_TASK_STAYS */
	unsigned int takes;    /* members of the event that say something: OD_TASK_TAKES_... */
	bool reason;           /* must be given */
	bool library;          /* not by od_task_do() */
};
#define OD_TASK_STAYS (-1)
enum {
	OD_TASK_TAKES_PERCENT = 1 << 0,
	OD_TASK_TAKES_DUE = 1 << 1,
	OD_TASK_TAKES_LEVEL = 1 << 2,
	OD_TASK_TAKES_UNIT = 1 << 3, /* of the matter, but it concerns a unit */
};
const struct od_task_rule *od_task_rule(int action);
int od_task_place(const struct od_task_unit *u);
bool od_task_unit_may(const struct od_task_unit *u, int action);
/* What the matter's status, a unit's part does not allow, OD_EDATA and what it does allow. */
int od_task_check_status(const struct od_task *t, int action, struct od_err *err) OD_MUST_CHECK;
int od_task_check_unit(const struct od_task_unit *u, int action, struct od_err *err) OD_MUST_CHECK;
/* An event's members against its action: reason, percent, due day, level. */
int od_task_check_event(const struct od_task_event *e, struct od_err *err) OD_MUST_CHECK;

/* --- a matter at work: read once, written step by step (task_work.c, task_do.c) ---------------------------------- */

struct od_task_work {
	struct od_db *db;
	struct od_task was, now;   /* the matter as on file; as it is to be after the first step */
	struct od_task_unit *unit; /* lead first, then by code; as on file */
	size_t units;
	int64_t steps; /* the last step's number */
	bool stepped;  /* the matter itself has been written: what follows belongs to that step */
};
/* The matter must be there, and of that version unless OD_NOINT. */
int od_task_work_begin(struct od_db *db, int64_t number, int64_t version, struct od_task_work *w,
		       struct od_err *err) OD_MUST_CHECK;
void od_task_work_end(struct od_task_work *w);
struct od_task_unit *od_task_work_unit(const struct od_task_work *w, const char *code);
/* Write a step: the event (its number, step, at, actor and was are set), the matter if this is the first, and
 * a unit's part: before NULL: it is new; after NULL: it is gone; both NULL: none. */
int od_task_step(struct od_task_work *w, struct od_task_event *e, const struct od_task_unit *before,
		 const struct od_task_unit *after, struct od_err *err) OD_MUST_CHECK;
/* The same with a copy of e that names the unit and, unless OD_NODATE, a due day. */
int od_task_step_of(struct od_task_work *w, const struct od_task_event *e, od_date due_on,
		    const struct od_task_unit *before, const struct od_task_unit *after,
		    struct od_err *err) OD_MUST_CHECK;
/* Before the matter is open again: so must its parent be.  Before it is not: its parts must be closed. */
int od_task_parent_open(struct od_task_work *w, struct od_err *err) OD_MUST_CHECK;
int od_task_children_closed(struct od_task_work *w, struct od_err *err) OD_MUST_CHECK;
/* Take the last step of a matter back, for the undoing of an import. */
int od_task_event_drop(struct od_db *db, int64_t number, struct od_err *err) OD_MUST_CHECK;
int od_task_event_put(struct od_db *db, const struct od_task_event *e,
		      struct od_err *err) OD_MUST_CHECK;

/* --- rows (task.c, task_unit.c) --------------------------------------------------------------------------- */

/* 1, 0 none, -1. */
int od_task_read(struct od_db *db, int64_t number, struct od_task *t,
		 struct od_err *err) OD_MUST_CHECK;
/* A part's due day is not later than the whole's. */
int od_task_within_parent(struct od_db *db, const struct od_task *t, od_date due,
			  struct od_err *err) OD_MUST_CHECK;
/* The units of a matter, lead first; yours, each to be cleared. */
int od_task_units_read(struct od_db *db, int64_t number, struct od_task_unit **unit, size_t *n,
		       struct od_err *err) OD_MUST_CHECK;
void od_task_units_free(struct od_task_unit *unit, size_t n);
/* Insert, update or delete a unit's row, and journal it. */
int od_task_unit_write(struct od_db *db, const char *action, const struct od_task_unit *before,
		       const struct od_task_unit *after, struct od_err *err) OD_MUST_CHECK;
/* The day until which an extension was asked for and not decided; OD_NODATE: none. */
int od_task_asked(struct od_db *db, int64_t number, const char *unit, od_date *until,
		  struct od_err *err) OD_MUST_CHECK;
/* A unit's code in place of what it was written as. */
int od_task_resolve_unit(struct od_db *db, char **unit, struct od_err *err) OD_MUST_CHECK;

/* What registering and changing check alike; units become codes. */
int od_task_check(struct od_db *db, struct od_task *t, struct od_err *err) OD_MUST_CHECK;
/* As od_task_change() without the transaction's check; *changed: anything. */
int od_task_merge(struct od_db *db, struct od_task *t, bool whole, const char *reason,
		  bool *changed, struct od_err *err) OD_MUST_CHECK;

/* --- who is silent (task_silent.c) ------------------------------------------------------------------------- */

enum od_silence {
	OD_NOT_SILENT,
	OD_SILENT_UNSIGNED, /* not signed for, longer than the setting task_urge_hours */
	OD_SILENT_RETURNED, /* returned, and not back for as long */
	OD_SILENT_RHYTHM,  /* the progress report that the matter's rhythm wanted last is missing */
	OD_SILENT_DUE,     /* nothing since its due day */
	OD_SILENT_NOTHING, /* no rhythm, nothing reported, and its light is not green */
};
struct od_silence_rule {
	struct od_db *db;
	od_instant now;
	od_date today;
	int64_t grace; /* seconds in which nobody is silent yet */
	struct od_calendar *calendar;
};
int od_silence_rule_load(struct od_db *db, od_instant now, struct od_silence_rule *r,
			 struct od_err *err) OD_MUST_CHECK;
void od_silence_rule_free(struct od_silence_rule *r);
/* enum od_silence of a part of an assigned matter, whose light stands; *owed: on which day a rhythm's report was
 * wanted.  -1: *err. */
int od_task_silence(const struct od_silence_rule *r, const struct od_task *t,
		    const struct od_task_unit *part, od_date *owed,
		    struct od_err *err) OD_MUST_CHECK;

/* --- assigning, undoing (task_assign.c, task_undo.c) ------------------------------------------------------ */

/* "15w", "30d", 15个工作日, 30日: put into the short form. */
int od_task_limit_check(char **limit, struct od_err *err) OD_MUST_CHECK;
int od_task_assign(struct od_task_work *w, struct od_task_event *e,
		   struct od_err *err) OD_MUST_CHECK;
int od_task_undo(struct od_task_work *w, struct od_task_event *e, struct od_err *err) OD_MUST_CHECK;

/* What a step did, as its event's was keeps it: "unit={...} task={...}" of the differences, "added" or "dropped
 * ROLE" in place of the unit's, "+ " in front if it belongs to the step before it. */
void od_task_was(const struct od_task_work *w, const struct od_task_unit *before,
		 const struct od_task_unit *after, struct od_buf *b);

#endif
