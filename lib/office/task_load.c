/* task_load.c - matters with their units and steps, read whole by a few queries in the order of their numbers
 * and merged in memory. */
#include <stdlib.h>

#include "task_list.h"

/* --- matters -------------------------------------------------------------------------------------------- */

/* clang-format off */
#define TASKS                                                                                      \
	"SELECT number, title, text, source, basis, kind, grade, secrecy, \"limit\", due_on, "     \
	"feedback, leaders, parent, \"group\", report, external_id, opened_at, status, unfinished, " \
	"version, batch FROM task "
#define SELECT_TASKS(which)                                                                        \
	TASKS                                                                                      \
	"WHERE " which " AND number BETWEEN ?1 AND ?2 AND (?3 IS NULL OR parent = ?3) "             \
	"AND (?4 IS NULL OR \"group\" = ?4) AND (?5 IS NULL OR batch = ?5) "                        \
	"AND (?6 IS NULL OR source = ?6) AND (?7 IS NULL OR grade = ?7) "                           \
	"AND (?8 IS NULL OR opened_at >= ?8) AND (?9 IS NULL OR opened_at < ?9) "                   \
	"AND (?10 IS NULL OR number IN (SELECT number FROM task_unit WHERE unit = ?10)) "           \
	"AND (?11 IS NULL OR number IN (SELECT number FROM task_unit WHERE unit = ?11 "             \
	"AND role = 'lead')) "                                                                     \
	"AND (?12 IS NULL OR instr(title, ?12) > 0 OR instr(text, ?12) > 0 "                        \
	"OR instr(basis, ?12) > 0) "                                                               \
	"AND (?13 & CASE status WHEN 'registered' THEN 1 WHEN 'assigned' THEN 2 "                   \
	"WHEN 'closed' THEN 4 WHEN 'filed' THEN 8 ELSE 16 END) <> 0 ORDER BY number"
/* What is asked for most often: all that is open.  And the same three times, so that an index leads to a
 * unit's matters and to a matter's parts. */
static const char sql_open[] =
	TASKS "WHERE status = 'registered' OR status = 'assigned' ORDER BY number";
static const char sql_tasks[] = SELECT_TASKS("title <> ''");
static const char sql_unit_tasks[] =
	SELECT_TASKS("number IN (SELECT number FROM task_unit WHERE unit = ?10)");
static const char sql_parts[] = SELECT_TASKS("parent = ?3");
/* clang-format on */

static int take_words(const struct od_cols *c, struct od_task *r, struct od_err *err)
{
	if (od_col_word(c, 3, od_task_sources, &r->source, err) < 0 ||
	    od_col_word(c, 6, od_task_grades, &r->grade, err) < 0 ||
	    od_col_word(c, 7, od_secrecies, &r->secrecy, err) < 0 ||
	    od_col_word(c, 10, od_feedbacks, &r->feedback, err) < 0)
		return -1;
	return od_col_word(c, 17, od_task_statuses, &r->status, err);
}

static int take_task(void *ctx, const struct od_cols *c, struct od_err *err)
{
	static const struct {
		int column;
		size_t at;
	} texts[] = {
		{ 1, offsetof(struct od_task, title) },
		{ 2, offsetof(struct od_task, text) },
		{ 4, offsetof(struct od_task, basis) },
		{ 5, offsetof(struct od_task, kind) },
		{ 8, offsetof(struct od_task, limit) },
		{ 11, offsetof(struct od_task, leaders) },
		{ 15, offsetof(struct od_task, external_id) },
	};
	struct od_tasks *t = ctx;
	struct od_matter *m = od_tasks_grow(t->matter, t->matters, &t->room, sizeof(*m), err);
	struct od_task *r;

	if (!m)
		return -1;
	t->matter = m;
	m += t->matters++;
	*m = (struct od_matter){ .leader_level = -1 };
	r = &m->t;
	r->number = od_col_int(c, 0);
	r->parent = od_col_int(c, 12);
	r->group = od_col_int(c, 13);
	r->report = od_col_int(c, 14);
	r->opened_at.sec = od_col_int(c, 16);
	r->unfinished = od_col_int(c, 18) > 0;
	r->version = od_col_int(c, 19);
	r->batch = od_col_int(c, 20);
	for (size_t i = 0; i < OD_COUNT(texts); i++)
		if (od_tasks_keep(t, (char **)((char *)r + texts[i].at),
				  od_col_text(c, texts[i].column), err) < 0)
			return -1;
	return od_col_date(c, 9, &r->due_on, err) < 0 ? -1 : take_words(c, r, err);
}

static unsigned int statuses(const struct od_task_query *q)
{
	unsigned int open = 1U << OD_TASK_REGISTERED | 1U << OD_TASK_ASSIGNED, all = 0x1f;

	if (q->statuses)
		return q->statuses;
	return q->closed || q->number != OD_NOINT ? all : open;
}

static bool all_open(const struct od_task_query *q)
{
	return !q->unit && !q->lead && !q->text && !q->statuses && !q->closed &&
	       q->number == OD_NOINT && q->parent == OD_NOINT && q->group == OD_NOINT &&
	       q->batch == OD_NOINT && q->source < 0 && q->grade < 0 &&
	       !od_date_is(q->opened_from) && !od_date_is(q->opened_to);
}

static int read_tasks(struct od_tasks *t, struct od_err *err)
{
	const struct od_task_query *q = &t->q;
	od_instant since =
		od_date_is(q->opened_from) ? od_date_start(q->opened_from) : OD_NOINSTANT;
	od_instant until = od_date_is(q->opened_to)
				   ? od_date_start((od_date){ q->opened_to.days + 1 })
				   : OD_NOINSTANT;
	const char *unit = q->unit ? q->unit : q->lead;
	bool one = q->number != OD_NOINT;

	if (all_open(q))
		return od_query_cols(t->db, sql_open, OD_NOVALS, take_task, t, err);
	return od_query_cols(
		t->db,
		q->parent != OD_NOINT ? sql_parts
		: unit                ? sql_unit_tasks
				      : sql_tasks,
		OD_VALS(od_v_int(one ? q->number : 0), od_v_int(one ? q->number : INT64_MAX),
			od_v_opt(q->parent), od_v_opt(q->group), od_v_opt(q->batch),
			od_v_text(q->source < 0 ? NULL : od_task_sources[q->source].word),
			od_v_text(q->grade < 0 ? NULL : od_task_grades[q->grade].word), od_v(since),
			od_v(until), od_v(unit), od_v(q->lead), od_v(q->text),
			od_v_int(statuses(q))),
		take_task, t, err);
}

/* --- rows about them ---------------------------------------------------------------------------------------- */

struct od_matter *od_tasks_at(const struct od_tasks *t, int64_t number, size_t *hint)
{
	size_t low = 0, high = t->matters;

	for (size_t i = *hint; i < high && i <= *hint + 1; i++)
		if (t->matter[i].t.number == number) {
			*hint = i;
			return &t->matter[i];
		}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->matter[mid].t.number < number)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == t->matters || t->matter[low].t.number != number)
		return NULL;
	*hint = low;
	return &t->matter[low];
}

/* Reading a table whole and passing over what is not asked for costs less than seeking most of its rows. */
static bool most_of_them(const struct od_tasks *t)
{
	int64_t span = 0;

	for (size_t i = t->matters; i-- > 0;)
		if (i + 1 == t->matters ||
		    t->matter[i].t.number / OD_SERIALS != t->matter[i + 1].t.number / OD_SERIALS)
			span += t->matter[i].t.number % OD_SERIALS;
	return t->matters > 256 && (int64_t)t->matters > span / 4;
}

/* Numbers that lie this near each other are read by one query. */
#define RUN_GAP 2

int od_tasks_rows_of(struct od_tasks *t, const char *sql_whole, const char *sql_run, od_cols_fn *fn,
		     void *ctx, struct od_err *err)
{
	if (most_of_them(t))
		return od_query_cols(t->db, sql_whole, OD_NOVALS, fn, ctx, err);
	for (size_t i = 0, to; i < t->matters; i = to + 1) {
		for (to = i; to + 1 < t->matters; to++)
			if (t->matter[to + 1].t.number - t->matter[to].t.number > RUN_GAP)
				break;
		if (od_query_cols(t->db, sql_run,
				  OD_VALS(od_v_int(t->matter[i].t.number),
					  od_v_int(t->matter[to].t.number)),
				  fn, ctx, err) < 0)
			return -1;
	}
	return 0;
}

/* --- their units ------------------------------------------------------------------------------------------ */

struct reading {
	struct od_tasks *t;
	size_t hint;
	uint32_t *of; /* by unit's row as it was read: its matter */
	size_t of_room;
	bool in_order; /* so far each matter's rows came together, by number */
};

static int take_unit(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct reading *r = ctx;
	struct od_tasks *t = r->t;
	struct od_matter *m = od_tasks_at(t, od_col_int(c, 0), &r->hint);
	struct od_unit_word *w;
	struct od_task_unit *u;
	uint32_t *of;

	if (!m)
		return 0;
	u = od_tasks_grow(t->unit, t->units, &t->unit_room, sizeof(*u), err);
	if (!u)
		return -1;
	t->unit = u;
	of = od_tasks_grow(r->of, t->units, &r->of_room, sizeof(*of), err);
	if (!of)
		return -1;
	r->of = of;
	of[t->units] = (uint32_t)(m - t->matter);
	r->in_order &= !t->units || of[t->units - 1] <= of[t->units];
	if (!m->units++)
		m->unit = t->units;
	u += t->units++;
	w = od_tasks_word(t, od_col_text(c, 1), err);
	if (!w)
		return -1;
	*u = (struct od_task_unit){ .number = m->t.number,
				    .unit = od_lent(w->code),
				    .percent = od_col_int(c, 5),
				    .assigned_at = { od_col_int(c, 6) },
				    .signed_at = OD_NOINSTANT,
				    .reported_at = OD_NOINSTANT,
				    .finished_at = OD_NOINSTANT,
				    .urged_at = OD_NOINSTANT,
				    .asked_until = OD_NODATE,
				    .days_left = OD_NOINT };
	if (od_col_word(c, 2, od_task_roles, &u->role, err) < 0 ||
	    od_col_word(c, 3, od_unit_states, &u->state, err) < 0 ||
	    od_tasks_name_unit(t, w, u,
			       od_instant_is(u->assigned_at)
				       ? od_instant_date(u->assigned_at)
				       : od_ymd(2199, 12, 31), /* the last one known */
			       err) < 0)
		return -1;
	return od_col_date(c, 4, &u->due_on, err);
}

/* Each matter's together. */
static int gather_units(struct od_tasks *t, const uint32_t *of, struct od_err *err)
{
	struct od_task_unit *all = malloc((t->units + 1) * sizeof(*all));
	size_t at = 0;

	if (!all)
		return od_fail_nomem(err);
	for (size_t i = 0; i < t->matters; i++) {
		t->matter[i].unit = at;
		at += t->matter[i].units;
		t->matter[i].units = 0;
	}
	for (size_t i = 0; i < t->units; i++) {
		struct od_matter *m = &t->matter[of[i]];

		all[m->unit + m->units++] = t->unit[i];
	}
	free(t->unit);
	t->unit = all;
	return 0;
}

static bool stands_before(const struct od_task_unit *a, const struct od_task_unit *b)
{
	return a->role != b->role ? a->role == OD_TASK_LEAD : strcmp(a->unit, b->unit) < 0;
}

/* Lead first, the others by code. */
static void order_units(struct od_task_unit *u, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct od_task_unit one = u[i];
		size_t k = i;

		for (; k > 0 && stands_before(&one, &u[k - 1]); k--)
			u[k] = u[k - 1];
		u[k] = one;
	}
}

/* Who they are, in the matter's own fields. */
static int settle_units(struct od_tasks *t, struct od_matter *m, struct od_buf *list,
			struct od_err *err)
{
	struct od_task_unit *u = t->unit + m->unit;

	order_units(u, m->units);
	od_buf_reset(list);
	for (size_t i = 0; i < m->units; i++) {
		if (u[i].role == OD_TASK_LEAD)
			continue;
		if (list->n)
			od_buf_puts(list, OD_LIST_SEP);
		od_buf_puts(list, u[i].unit);
	}
	if (list->failed)
		return od_fail_nomem(err);
	m->t.lead = m->units && u->role == OD_TASK_LEAD ? u->unit : NULL;
	m->t.lead_name = m->t.lead ? u->unit_name : NULL;
	return list->n ? od_tasks_keep(t, &m->t.co_units, list->s, err) : 0;
}

#define SELECT_UNITS \
	"SELECT number, unit, role, state, due_on, percent, assigned_at FROM task_unit "

static int read_units(struct od_tasks *t, struct od_err *err)
{
	static const char sql_run[] = SELECT_UNITS "WHERE number BETWEEN ?1 AND ?2";
	struct od_buf list OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct reading r = { .t = t, .in_order = true };
	int rc = od_tasks_rows_of(t, SELECT_UNITS, sql_run, take_unit, &r, err);

	if (rc == 0 && !r.in_order)
		rc = gather_units(t, r.of, err);
	free(r.of);
	for (size_t i = 0; rc == 0 && i < t->matters; i++)
		rc = settle_units(t, &t->matter[i], &list, err);
	return rc;
}

/* --- instructions on them ------------------------------------------------------------------------------------ */

static const char sql_instructions[] =
	"SELECT o.record, o.instruction, i.level, ?3 IS NOT NULL AND (i.leader = ?3 OR EXISTS "
	"(SELECT 1 FROM person_row p WHERE p.code = i.leader AND p.name = ?3)) "
	"FROM instruction_on o JOIN instruction i ON i.number = o.instruction "
	"WHERE o.record BETWEEN ?1 AND ?2 ORDER BY o.record, o.instruction";

static bool higher(int level, int than)
{
	return than < 0 || (level != OD_LEADER_OTHER && (than == OD_LEADER_OTHER || level < than));
}

static int take_instruction(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_tasks *t = ctx;
	struct od_err odd = OD_ERR_INIT;
	struct od_matter *m;
	int64_t number, instruction = od_col_int(c, 1);
	struct od_buf list OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	size_t hint = 0;
	char buf[32];
	int level;

	if (od_number_parse('T', od_col_text(c, 0), &number, &odd) < 0)
		return 0;
	m = od_tasks_at(t, number, &hint);
	if (!m)
		return 0;
	if (od_col_word(c, 2, od_leader_levels, &level, err) < 0)
		return -1;
	if (higher(level, m->leader_level))
		m->leader_level = level;
	m->asked_leader |= od_col_int(c, 3) > 0;
	m->asked_instruction |= instruction == t->q.instruction;
	od_number_str('I', instruction, buf);
	if (m->t.instructions) /* a second one is rare: the list is written anew */
		od_buf_printf(&list, "%s" OD_LIST_SEP, m->t.instructions);
	od_buf_puts(&list, buf);
	return list.failed ? od_fail_nomem(err) : od_tasks_keep(t, &m->t.instructions, list.s, err);
}

static int read_instructions(struct od_tasks *t, struct od_err *err)
{
	char from[32] = "T", to[32] = "U";

	if (t->q.number != OD_NOINT) {
		od_number_str('T', t->q.number, from);
		od_number_str('T', t->q.number, to);
	}
	return od_query_cols(t->db, sql_instructions,
			     OD_VALS(od_v_text(from), od_v_text(to), od_v(t->q.leader)),
			     take_instruction, t, err);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static void widen(od_date d, od_date *lo, od_date *hi)
{
	if (!od_date_is(d))
		return;
	if (d.days < lo->days)
		*lo = d;
	if (d.days > hi->days)
		*hi = d;
}

static int load_days(struct od_tasks *t, struct od_err *err)
{
	od_date lo = t->rule.today, hi = lo;
	struct od_calendar *c;
	int r;

	for (size_t i = 0; i < t->matters; i++) {
		widen(t->matter[i].t.due_on, &lo, &hi);
		widen(od_instant_date(t->matter[i].t.opened_at), &lo, &hi);
	}
	for (size_t i = 0; i < t->units; i++) {
		widen(t->unit[i].due_on, &lo, &hi);
		if (od_instant_is(t->unit[i].assigned_at))
			widen(od_instant_date(t->unit[i].assigned_at), &lo, &hi);
	}
	if (t->keep) /* periods of feedback reach beyond */
		lo.days -= 100, hi.days += 100;
	c = od_calendar_load(t->db, err);
	if (!c)
		return -1;
	r = od_workdays_make(&t->rule.days, c, lo, hi, err);
	od_calendar_free(c);
	return r;
}

int od_tasks_load(struct od_tasks *t, struct od_err *err)
{
	od_light_rule_load(t->db, od_instant_date(t->q.now), &t->rule);
	if (read_tasks(t, err) < 0 || read_units(t, err) < 0 || od_steps_read(t, err) < 0 ||
	    read_instructions(t, err) < 0)
		return -1;
	return load_days(t, err);
}

void od_tasks_free(struct od_tasks *t)
{
	if (!t)
		return;
	od_tasks_free_texts(t);
	od_workdays_free(&t->rule.days);
	free(t->matter);
	free(t->unit);
	free(t->step);
	free(t->row);
	free(t->first);
	free(t->count);
	free(t);
}
