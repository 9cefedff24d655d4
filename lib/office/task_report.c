/* task_report.c - gathers 督查专报 and 督查通报: the query's matters by how they stand, their units, what was done
 * to them, the instructions they answer, and how many of them were open day by day.
 *
 * What is told is only what the records say; the words are task_report_say.c's. */
#include <stdlib.h>

#include "task_report.h"

/* --- matters and what was done to them -------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	const struct od_report_matter *x = *(struct od_report_matter *const *)a;
	const struct od_report_matter *y = *(struct od_report_matter *const *)b;

	return x->t->number < y->t->number ? -1 : x->t->number > y->t->number;
}

static struct od_report_matter *matter_of(const struct od_report_of *r, int64_t number)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (r->at[mid]->t->number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->n && r->at[low]->t->number == number ? r->at[low] : NULL;
}

/* When the matters that are over ended. */
static int take_end(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_report_of *r = ctx;
	struct od_report_matter *m = matter_of(r, od_col_int(c, 0));

	(void)err;
	if (m && !od_task_open(m->t))
		m->ended.sec = od_col_int(c, 1);
	return 0;
}

static int ends(struct od_report_of *r, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT e.number, e.happened_at FROM task_event e WHERE e.number BETWEEN ?1 AND ?2 "
		"AND e.action IN ('close', 'cancel') AND " OD_TASK_STANDS("e")
		" ORDER BY e.number, e.step";
	/* clang-format on */

	if (!r->n)
		return 0;
	return od_query_cols(r->db, sql,
			     OD_VALS(od_v(r->at[0]->t->number), od_v(r->at[r->n - 1]->t->number)),
			     take_end, r, err);
}

static int list_of(const struct od_report_of *r, const struct od_report_matter *m)
{
	switch (m->t->status) {
	case OD_TASK_REGISTERED:
		return OD_LIST_NAMED;
	case OD_TASK_ASSIGNED:
		return m->t->light == OD_LIGHT_RED ? OD_LIST_OVERDUE : OD_LIST_UNDER_WAY;
	default:
		if (od_instant_is(m->ended) && od_instant_date(m->ended).days < r->from.days)
			return OD_LIST_BEFORE;
		return m->t->status == OD_TASK_CANCELLED ? OD_LIST_CANCELLED : OD_LIST_FINISHED;
	}
}

static void due_of(struct od_report_matter *m)
{
	m->due = OD_NODATE;
	for (size_t i = 0; i < m->units; i++) {
		const struct od_task_unit *u = &m->u[i];

		if (od_instant_is(u->assigned_at) &&
		    (u->state != OD_TU_VERIFIED || !od_task_open(m->t)) && od_date_is(u->due_on) &&
		    (!od_date_is(m->due) || u->due_on.days < m->due.days))
			m->due = u->due_on;
	}
	if (!od_date_is(m->due))
		m->due = m->t->due_on;
}

static int matters(struct od_report_of *r, struct od_err *err)
{
	const struct od_task *row;

	r->n = od_tasks_rows(r->t, &row);
	r->m = calloc(r->n + 1, sizeof(*r->m));
	r->at = calloc(r->n + 1, sizeof(*r->at));
	if (!r->m || !r->at)
		return od_fail_nomem(err);
	for (size_t i = 0; i < r->n; i++) {
		struct od_report_matter *m = &r->m[i];

		m->t = &row[i];
		m->units = od_tasks_units(r->t, i, &m->u);
		m->ended = OD_NOINSTANT;
		r->at[i] = m;
		due_of(m);
	}
	if (r->n)
		qsort(r->at, r->n, sizeof(*r->at), by_number);
	return ends(r, err);
}

/* The first day: as asked, else that of the oldest matter. */
static void period(struct od_report_of *r)
{
	r->today = od_instant_date(r->now);
	if (!od_date_is(r->to))
		r->to = r->today;
	if (od_date_is(r->from))
		return;
	r->from = r->to;
	for (size_t i = 0; i < r->n; i++) {
		od_date d = od_instant_date(r->m[i].t->opened_at);

		if (d.days < r->from.days)
			r->from = d;
	}
}

static void count(struct od_report_of *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct od_report_matter *m = &r->m[i];

		m->list = list_of(r, m);
		r->count[m->list]++;
		if (m->t->status == OD_TASK_ASSIGNED)
			r->light[m->t->light]++;
		if (m->list == OD_LIST_OVERDUE && od_date_is(m->due))
			m->late = od_workdays_between(&r->days, m->due, r->today);
	}
}

/* --- units ------------------------------------------------------------------------------------ */

static int by_unit(const void *a, const void *b)
{
	const struct od_report_part *x = a, *y = b;
	int order = strcmp(x->u->unit, y->u->unit);

	if (order)
		return x->place != y->place ? x->place < y->place ? -1 : 1 : order;
	if (x->u->due_on.days != y->u->due_on.days)
		return x->u->due_on.days < y->u->due_on.days ? -1 : 1;
	return x->u->number < y->u->number ? -1 : x->u->number > y->u->number;
}

/* By the day it was to be done: how long it is past it, or was when it was reported finished. */
static int64_t late_days(const struct od_report_of *r, const struct od_task_unit *u)
{
	od_date end = r->today;

	if (u->state == OD_TU_FINISHED && od_instant_is(u->finished_at))
		end = od_instant_date(u->finished_at);
	return od_date_is(u->due_on) ? od_workdays_between(&r->days, u->due_on, end) : 0;
}

/* Extensions granted and returns, of each part that is told; the parts still stand by matter. */
static int take_deed(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_report_of *r = ctx;
	const struct od_report_matter *m = matter_of(r, od_col_int(c, 0));
	const char *unit = od_col_text(c, 1);

	(void)err;
	for (size_t i = m ? m->first : r->parts; i < r->parts && r->part[i].m == m; i++) {
		struct od_report_part *p = &r->part[i];

		if (strcmp(p->u->unit, unit))
			continue;
		if (*od_col_text(c, 2) == 'r')
			p->returned = od_col_int(c, 3);
		else
			p->extended = od_col_int(c, 3);
	}
	return 0;
}

static int deeds(struct od_report_of *r, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT e.number, e.unit, e.action, count(*) FROM task_event e "
		"WHERE e.number BETWEEN ?1 AND ?2 AND e.action IN ('return', 'extend-approve') "
		"AND e.unit IS NOT NULL AND " OD_TASK_STANDS("e")
		" GROUP BY e.number, e.unit, e.action ORDER BY e.number, e.unit, e.action";
	/* clang-format on */

	if (!r->n)
		return 0;
	return od_query_cols(r->db, sql,
			     OD_VALS(od_v(r->at[0]->t->number), od_v(r->at[r->n - 1]->t->number)),
			     take_deed, r, err);
}

struct place {
	char *code;
	size_t at;
};

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct place *)a)->code, ((const struct place *)b)->code);
}

static int read_places(struct od_db *db, od_date on, struct place **place, size_t *n,
		       struct od_err *err)
{
	struct od_iter *it = od_unit_find(db, on, -1, NULL, err);
	struct od_unit u = { 0 };
	size_t room = 0;
	int got = it ? 1 : -1;

	od_rec_init(&od_unit_type, &u);
	while (got > 0 && (got = od_iter_next(it, &u, err)) > 0) {
		struct place *grown = od_tasks_grow(*place, *n, &room, sizeof(*grown), err);

		if (!grown) {
			got = -1;
			break;
		}
		*place = grown;
		grown[*n] = (struct place){ u.code, *n };
		++*n;
		u.code = NULL; /* moved */
	}
	od_rec_clear(&od_unit_type, &u);
	od_iter_free(it);
	return got;
}

/* The office's order of its units; those it no longer has come last. */
static int places(struct od_report_of *r, struct od_err *err)
{
	struct place *place = NULL;
	size_t n = 0;
	int got = read_places(r->db, r->today, &place, &n, err);

	if (got == 0 && n)
		qsort(place, n, sizeof(*place), by_code);
	for (size_t i = 0; got == 0 && i < r->parts; i++) {
		struct place key = { (char *)(uintptr_t)r->part[i].u->unit, 0 };
		struct place *found = n ? bsearch(&key, place, n, sizeof(key), by_code) : NULL;

		r->part[i].place = found ? found->at : SIZE_MAX;
	}
	for (size_t i = 0; i < n; i++)
		free(place[i].code);
	free(place);
	return got;
}

static int gather_parts(struct od_report_of *r, struct od_err *err)
{
	size_t all = 0;

	for (size_t i = 0; i < r->n; i++)
		all += r->m[i].units;
	r->part = calloc(all + 1, sizeof(*r->part));
	if (!r->part)
		return od_fail_nomem(err);
	for (size_t i = 0; i < r->n; i++) {
		struct od_report_matter *m = &r->m[i];

		m->first = r->parts;
		if (m->list > OD_LIST_OVERDUE)
			continue;
		for (size_t k = 0; k < m->units; k++)
			if (od_instant_is(m->u[k].assigned_at))
				r->part[r->parts++] = (struct od_report_part){
					.m = m, .u = &m->u[k], .late = late_days(r, &m->u[k])
				};
	}
	if (deeds(r, err) < 0 || od_report_silences(r, err) < 0 || places(r, err) < 0)
		return -1;
	if (r->parts)
		qsort(r->part, r->parts, sizeof(*r->part), by_unit);
	return 0;
}

static int bar_of(const struct od_report_part *p)
{
	if (p->m->list == OD_LIST_FINISHED || p->u->state == OD_TU_VERIFIED)
		return OD_BAR_DONE;
	return p->u->light == OD_LIGHT_RED      ? OD_BAR_RED
	       : p->u->light == OD_LIGHT_YELLOW ? OD_BAR_YELLOW
						: OD_BAR_GREEN;
}

static int gather_units(struct od_report_of *r, struct od_err *err)
{
	r->unit = calloc(r->parts + 1, sizeof(*r->unit));
	if (!r->unit)
		return od_fail_nomem(err);
	for (size_t i = 0; i < r->parts; i++) {
		const struct od_task_unit *u = r->part[i].u;
		struct od_report_unit *to = r->units ? &r->unit[r->units - 1] : NULL;

		if (!to || strcmp(to->code, u->unit)) {
			const char *brief = NULL;

			to = &r->unit[r->units++];
			to->code = u->unit;
			if (!od_name_memo(r->db, OD_NAMED_UNIT, u->unit, r->today, &brief, err) &&
			    err->code)
				return -1;
			to->name = brief ? brief : u->unit;
		}
		to->bar[bar_of(&r->part[i])]++;
		to->all++;
	}
	return 0;
}

/* --- instructions ----------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

struct numbers {
	int64_t *n;
	size_t count, room;
};

/* The instructions that matters of one sort answer, each once. */
static int numbers_of(const struct od_report_of *r, bool classified, struct numbers *all,
		      struct od_err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct od_task *t = r->m[i].t;
		const char *rest = t->instructions;
		size_t n;

		if (r->m[i].list >= OD_LIST_CANCELLED || (t->secrecy != 0) != classified)
			continue;
		for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n)) {
			char name[32];
			int64_t *grown =
				od_tasks_grow(all->n, all->count, &all->room, sizeof(*grown), err);

			if (!grown)
				return -1;
			all->n = grown;
			snprintf(name, sizeof(name), "%.*s", (int)n, s);
			if (od_number_parse('I', name, &grown[all->count++], err) < 0)
				return -1;
		}
	}
	if (all->count)
		qsort(all->n, all->count, sizeof(*all->n), by_value);
	for (size_t i = 0; i < all->count; i++)
		if (!kept || all->n[kept - 1] != all->n[i])
			all->n[kept++] = all->n[i];
	all->count = kept;
	return 0;
}

static int read_instruction(struct od_report_of *r, int64_t number, bool veiled, struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	struct od_iter *it;
	int got;

	q.number = number;
	it = od_instruction_find(r->db, &q, err);
	if (!it)
		return -1;
	r->veiled[r->instructions] = veiled;
	od_rec_init(&od_instruction_type, &r->instruction[r->instructions]);
	got = od_iter_next(it, &r->instruction[r->instructions++], err);
	if (got == 0) /* a link without its end cannot be */
		r->instructions--;
	od_iter_free(it);
	return got < 0 ? -1 : 0;
}

static int gather_instructions(struct od_report_of *r, struct od_err *err)
{
	struct numbers plain = { 0 }, secret = { 0 };
	int got = numbers_of(r, false, &plain, err) < 0 || numbers_of(r, true, &secret, err) < 0
			  ? -1
			  : 0;
	size_t k = 0;

	if (got == 0) {
		r->instruction = calloc(plain.count + secret.count + 1, sizeof(*r->instruction));
		r->veiled = calloc(plain.count + secret.count + 1, sizeof(*r->veiled));
		if (!r->instruction || !r->veiled)
			got = od_fail_nomem(err);
	}
	for (size_t i = 0; got == 0 && (i < plain.count || k < secret.count);) {
		int64_t a = i < plain.count ? plain.n[i] : INT64_MAX;
		int64_t b = k < secret.count ? secret.n[k] : INT64_MAX;

		got = read_instruction(r, a < b ? a : b, b <= a, err);
		i += a <= b;
		k += b <= a;
	}
	free(plain.n);
	free(secret.n);
	return got;
}

/* --- how many were open ----------------------------------------------------------------------- */

/* Was the part red when a day ended?  Its light is reckoned as today's is. */
static bool was_red(const struct od_tasks *all, const struct od_matter *m, size_t part,
		    struct od_light_rule *rule)
{
	int64_t end = od_date_start((od_date){ rule->today.days + 1 }).sec;
	struct od_task_unit u = all->unit[m->unit + part];
	struct od_part_then then;
	struct od_light_of light;

	if (!od_instant_is(u.assigned_at) || u.assigned_at.sec >= end)
		return false;
	od_part_begin(all, m, part, &then);
	for (size_t i = 0; i < m->steps; i++)
		if (all->step[m->step + i].at.sec < end)
			od_part_step(&then, part, &all->step[m->step + i]);
	u.state = then.state;
	u.due_on = then.due;
	u.percent = then.percent;
	u.finished_at = then.finished;
	od_light_unit(rule, OD_TASK_ASSIGNED, &u, &light);
	return light.light == OD_LIGHT_RED;
}

static void burn_day(const struct od_tasks *all, const struct od_matter *m, od_date day,
		     struct od_light_rule *rule, struct od_burn *b)
{
	int64_t end = od_date_start((od_date){ day.days + 1 }).sec;
	int status = OD_TASK_REGISTERED;
	od_instant closed = OD_NOINSTANT;
	bool red = false;

	if (m->t.opened_at.sec >= end)
		return;
	for (size_t i = 0; i < m->steps; i++)
		if (all->step[m->step + i].at.sec < end)
			od_status_step(&status, &closed, &all->step[m->step + i]);
	if (status > OD_TASK_ASSIGNED)
		return;
	b->open++;
	rule->today = day;
	for (size_t i = 0; i < m->units && !red; i++)
		red = was_red(all, m, i, rule);
	b->red += red;
}

/* Not more points than can be told apart; the last day is one. */
static int days_of(struct od_report_of *r, struct od_err *err)
{
	int32_t last = r->to.days < r->today.days ? r->to.days : r->today.days;
	int32_t span = last - r->from.days;
	int32_t step = span <= 14 ? 1 : span <= 26 * 7 ? 7 : span <= 26 * 28 ? 28 : 91;

	if (span < 0 || !r->n)
		return 0;
	r->burn = calloc((size_t)(span / step) + 2, sizeof(*r->burn));
	if (!r->burn)
		return od_fail_nomem(err);
	for (int32_t d = r->from.days + span % step; d <= last; d += step)
		r->burn[r->burns++].day.days = d;
	return 0;
}

static int load_steps(const struct od_report_of *r, struct od_tasks *all, struct od_err *err)
{
	bool begun;
	int got;

	all->db = r->db;
	all->q = (struct od_task_query)OD_TASK_QUERY_INIT;
	all->q.now = r->now;
	all->q.closed = true;
	all->keep = true;
	if (od_snapshot_begin(r->db, &begun, err) < 0)
		return -1;
	got = od_tasks_load(all, err);
	od_snapshot_end(r->db, begun);
	return got;
}

static int burn(struct od_report_of *r, struct od_err *err)
{
	struct od_tasks *all;
	struct od_light_rule rule;
	int got;

	if (days_of(r, err) < 0)
		return -1;
	if (!r->burns)
		return 0;
	all = calloc(1, sizeof(*all));
	got = all ? load_steps(r, all, err) : od_fail_nomem(err);
	if (got == 0)
		rule = all->rule;
	for (size_t i = 0; got == 0 && i < all->matters; i++) {
		if (!matter_of(r, all->matter[i].t.number))
			continue;
		for (size_t k = 0; k < r->burns; k++)
			burn_day(all, &all->matter[i], r->burn[k].day, &rule, &r->burn[k]);
	}
	od_tasks_free(all);
	return got;
}

/* --- all of it -------------------------------------------------------------------------------- */

static void widen(od_date d, od_date *low, od_date *high)
{
	if (od_date_is(d) && d.days < low->days)
		*low = d;
	if (od_date_is(d) && d.days > high->days)
		*high = d;
}

static int working_days(struct od_report_of *r, struct od_err *err)
{
	struct od_calendar *c OD_CLEANUP(od_calendar_freep) = od_calendar_load(r->db, err);
	od_date low = r->today, high = r->today;

	if (!c)
		return -1;
	for (size_t i = 0; i < r->n; i++) {
		widen(r->m[i].due, &low, &high);
		for (size_t k = 0; k < r->m[i].units; k++)
			widen(r->m[i].u[k].due_on, &low, &high);
	}
	return od_workdays_make(&r->days, c, low, high, err);
}

static bool are_units(const struct od_report_of *r)
{
	const struct od_task_count *row;
	size_t n = r->s ? od_task_stats_rows(r->s, &row, NULL) : 0;

	return n && row[0].code && od_unit_name(r->db, row[0].code, r->to);
}

int od_report_gather(struct od_report_of *r, struct od_err *err)
{
	if (matters(r, err) < 0)
		return -1;
	period(r);
	r->by_unit = are_units(r);
	if (working_days(r, err) < 0)
		return -1;
	count(r);
	if (gather_parts(r, err) < 0 || gather_units(r, err) < 0 || gather_instructions(r, err) < 0)
		return -1;
	return burn(r, err);
}

void od_report_free(struct od_report_of *r)
{
	for (size_t i = 0; i < r->instructions; i++)
		od_rec_clear(&od_instruction_type, &r->instruction[i]);
	od_workdays_free(&r->days);
	free(r->instruction);
	free(r->veiled);
	free(r->m);
	free(r->at);
	free(r->part);
	free(r->unit);
	free(r->burn);
}
