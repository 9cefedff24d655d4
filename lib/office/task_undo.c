/* task_undo.c - taking back the last thing done to a matter, by an event that compensates it: what the step
 * says was before comes again, and the step counts no more. */
#include <stdlib.h>

#include "task.h"

#define BELONGS "+ "       /* to the step before it: one thing done */
#define ADDED   "added"    /* the unit's part came into being */
#define DROPPED "dropped " /* it was taken away; its role follows */
#define UNIT    "unit="
#define TASK    "task="

/* --- what a step remembers ------------------------------------------------------------------------------ */

static void add_unit(const struct od_task_unit *before, const struct od_task_unit *after,
		     struct od_buf *b)
{
	size_t at = b->n;

	if (!before && !after)
		return;
	if (!before)
		od_buf_puts(b, ADDED);
	else if (!after)
		od_buf_printf(b, DROPPED "%s", od_task_roles[before->role].word);
	else {
		od_buf_puts(b, UNIT);
		if (!od_rec_diff(&od_task_unit_type, before, after, b) && !b->failed)
			b->s[b->n = at] = '\0';
	}
}

/* The version is no part of it: it counts on. */
static void add_task(const struct od_task_work *w, struct od_buf *b)
{
	struct od_task was = w->was;
	struct od_buf diff = OD_BUF_INIT;

	was.version = w->now.version;
	if (od_rec_diff(&od_task_type, &was, &w->now, &diff))
		od_buf_printf(b, "%s" TASK "%s", b->n ? " " : "", diff.s);
	b->failed |= diff.failed;
	od_buf_free(&diff);
}

void od_task_was(const struct od_task_work *w, const struct od_task_unit *before,
		 const struct od_task_unit *after, struct od_buf *b)
{
	if (w->stepped)
		od_buf_puts(b, BELONGS);
	add_unit(before, after, b);
	if (!w->stepped)
		add_task(w, b);
}

/* --- which steps are taken back --------------------------------------------------------------------------- */

struct steps { /* one thing done, first step first */
	struct od_task_event *e;
	size_t n;
};

static void steps_free(struct steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		od_rec_clear(&od_task_event_type, &s->e[i]);
	free(s->e);
}

static bool belongs(const struct od_task_event *e)
{
	return e->was && !strncmp(e->was, BELONGS, strlen(BELONGS));
}

/* Every step that stands, newest first, until one that begins a thing done. */
static int read_steps(struct od_db *db, int64_t number, struct steps *s, struct od_err *err)
{
	static const char sql[] = OD_TASK_EVENT_COLUMNS
		"WHERE e.number = ?1 AND " OD_TASK_STANDS("e") " ORDER BY e.step DESC";
	struct od_iter *it = od_query(db, sql, &od_task_event_type, OD_VALS(od_v(number)), err);
	int r = it ? 1 : -1;

	while (r > 0 && (!s->n || belongs(&s->e[s->n - 1]))) {
		struct od_task_event *grown = reallocarray(s->e, s->n + 1, sizeof(*grown));

		if (!grown) {
			r = od_fail_nomem(err);
			break;
		}
		s->e = grown;
		od_rec_init(&od_task_event_type, &grown[s->n]);
		r = od_iter_next(it, &grown[s->n], err);
		s->n += r > 0;
	}
	od_iter_free(it);
	return r < 0 ? -1 : 0;
}

static int check_undoable(const struct od_task *t, const struct steps *s, struct od_err *err)
{
	const struct od_task_rule *rule = s->n ? od_task_rule(s->e[0].action) : NULL;
	char name[32];

	od_number_str('T', t->number, name);
	if (!s->n)
		return od_fail(err, OD_EDATA, _("%s: nothing is left to undo"), name);
	if (s->e[0].action == OD_TASK_DO_CHANGE || !rule->library) {
		if (s->e[0].action != OD_TASK_DO_CHECKED && s->e[0].action != OD_TASK_DO_INSTRUCTED)
			return 0;
	}
	return od_fail(
		err, OD_EDATA,
		_("%s: the last thing done is '%s', which cannot be undone; cancel the matter "
		  "instead"),
		name, od_task_actions[s->e[0].action].word);
}

/* --- taking back ------------------------------------------------------------------------------------------- */

/* The matter as the first of the steps found it. */
static int restore_task(struct od_task_work *w, const struct od_task_event *first,
			struct od_err *err)
{
	const char *was = first->was;

	if (was && strncmp(was, TASK, strlen(TASK))) { /* behind the unit's */
		was = strstr(was, " " TASK "{");
		was += was ? 1 : 0;
	}
	if (was && od_rec_undiff(&od_task_type, &w->now, was + strlen(TASK), err) < 0)
		return od_fail_at(err, "was");
	if (!od_task_open(&w->was) && od_task_open(&w->now))
		return od_task_parent_open(w, err);
	if (od_task_open(&w->was) && !od_task_open(&w->now) && !w->now.unfinished)
		return od_task_children_closed(w, err);
	return 0;
}

static int role_of(const char *word)
{
	return strcmp(word, od_task_roles[OD_TASK_LEAD].word) ? OD_TASK_CO : OD_TASK_LEAD;
}

/* A unit's part that comes again as it was when it was named. */
static int bring_back(struct od_task_work *w, struct od_task_event *e, const char *role,
		      struct od_err *err)
{
	struct od_task_unit u = { 0 };

	od_rec_init(&od_task_unit_type, &u);
	u.number = w->now.number;
	u.unit = e->unit;
	u.role = role_of(role);
	return od_task_step(w, e, NULL, &u, err);
}

static int change_back(struct od_task_work *w, struct od_task_event *e, const char *was,
		       const struct od_task_unit *now, struct od_err *err)
{
	const char *end = strstr(was, "} " TASK "{");
	struct od_task_unit before = { 0 };
	char *diff = strndup(was, end ? (size_t)(end + 1 - was) : strlen(was));
	int r = -1;

	od_rec_init(&od_task_unit_type, &before);
	if (!diff)
		od_fail_nomem(err);
	else if (od_rec_copy(&od_task_unit_type, &before, now, err) == 0)
		r = od_rec_undiff(&od_task_unit_type, &before, diff, err);
	if (r == 0)
		r = od_task_step(w, e, now, &before, err);
	od_rec_clear(&od_task_unit_type, &before);
	free(diff);
	return r;
}

/* What one step did to a unit's part, the other way. */
static int restore_unit(struct od_task_work *w, struct od_task_event *e, const char *was,
			struct od_err *err)
{
	const struct od_task_unit *now = e->unit ? od_task_work_unit(w, e->unit) : NULL;

	if (was && !strncmp(was, BELONGS, strlen(BELONGS)))
		was += strlen(BELONGS);
	if (was && e->unit && !now && !strncmp(was, DROPPED, strlen(DROPPED)))
		return bring_back(w, e, was + strlen(DROPPED), err);
	if (was && now && !strncmp(was, ADDED, strlen(ADDED)))
		return od_task_step(w, e, now, NULL, err);
	if (was && now && !strncmp(was, UNIT, strlen(UNIT)))
		return change_back(w, e, was + strlen(UNIT), now, err);
	return od_task_step(w, e, NULL, NULL, err);
}

/* An event of undo for each step, newest first. */
static int take_back(struct od_task_work *w, const struct od_task_event *asked,
		     const struct od_task_event *step, struct od_err *err)
{
	struct od_task_event e = { 0 };
	int r;

	od_rec_init(&od_task_event_type, &e);
	r = od_rec_copy(&od_task_event_type, &e, asked, err);
	if (r == 0)
		r = od_replace_text(&e.unit, step->unit, err);
	if (r == 0) {
		e.undoes = step->step;
		r = restore_unit(w, &e, step->was, err);
	}
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

int od_task_undo(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	struct steps s = { 0 };
	int r = read_steps(w->db, w->now.number, &s, err);

	if (r == 0)
		r = check_undoable(&w->now, &s, err);
	if (r == 0)
		r = restore_task(w, &s.e[s.n - 1], err);
	for (size_t i = 0; r == 0 && i < s.n; i++)
		r = take_back(w, e, &s.e[i], err);
	steps_free(&s);
	return r;
}
