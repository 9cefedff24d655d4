/* task_light.c - lights of matters and of their units' parts, and how urgent a matter is: each with its
 * reckoning, so that nobody has to believe it. */
#include <stdlib.h>

#include "task_list.h"

/* --- working days ----------------------------------------------------------------------------------- */

int od_workdays_make(struct od_workdays *w, const struct od_calendar *c, od_date lo, od_date hi,
		     struct od_err *err)
{
	int32_t from = lo.days - 1, n = hi.days - from + 1;

	*w = (struct od_workdays){ from, n, calloc((size_t)n + 1, sizeof(*w->before)) };
	if (!w->before)
		return od_fail_nomem(err);
	for (int32_t i = 0; i < n; i++)
		w->before[i + 1] = w->before[i] + od_is_workday(c, (od_date){ from + i });
	return 0;
}

void od_workdays_free(struct od_workdays *w)
{
	free(w->before);
	*w = (struct od_workdays){ 0, 0, NULL };
}

static int32_t before(const struct od_workdays *w, int64_t days)
{
	int64_t i = days - w->from;

	return w->before[i < 0 ? 0 : i > w->n ? w->n : i];
}

int64_t od_workdays_between(const struct od_workdays *w, od_date a, od_date b)
{
	return b.days <= a.days ? 0 : before(w, b.days + 1LL) - before(w, a.days + 1LL);
}

bool od_workdays_is(const struct od_workdays *w, od_date d)
{
	return before(w, d.days + 1LL) > before(w, d.days);
}

/* --- lights ------------------------------------------------------------------------------------------ */

#define PACE_FROM 3 /* working days that must have gone before the pace is looked at */

static int64_t number_setting(struct od_db *db, const char *name, od_date on, int64_t fallback)
{
	const char *value = od_setting(db, name, on, NULL);
	char *end = NULL;
	long n = value ? strtol(value, &end, 10) : 0;

	return value && end != value && !*end && n >= 0 && n < 10000 ? n : fallback;
}

void od_light_rule_load(struct od_db *db, od_date today, struct od_light_rule *r)
{
	r->today = today;
	r->yellow_days = number_setting(db, "task_yellow_days", today, 3);
	r->pace_margin = number_setting(db, "task_pace_margin", today, 20);
}

/* Negative where the day has passed, even if no working day has since. */
static int64_t days_left(const struct od_light_rule *r, od_date due)
{
	int64_t late;

	if (!od_date_is(due))
		return OD_NOINT;
	if (due.days >= r->today.days)
		return od_workdays_between(&r->days, r->today, due);
	late = od_workdays_between(&r->days, due, r->today);
	return late ? -late : -1;
}

/* 序时进度: so much of the time has gone, and less than that of the work is done. */
static bool behind(const struct od_light_rule *r, const struct od_light_of *l, int64_t percent)
{
	if (l->elapsed < PACE_FROM || l->total <= 0)
		return false;
	return ((percent == OD_NOINT ? 0 : percent) + r->pace_margin) * l->total < 100 * l->elapsed;
}

/* Why, and the times that l tells; the light follows from it. */
static int why(const struct od_light_rule *r, int status, const struct od_task_unit *u,
	       struct od_light_of *l)
{
	if (status > OD_TASK_ASSIGNED)
		return OD_WHY_OVER;
	if (u->state == OD_TU_VERIFIED)
		return OD_WHY_VERIFIED;
	if (!od_instant_is(u->assigned_at))
		return OD_WHY_NOT_ASSIGNED;
	if (u->state == OD_TU_FINISHED) {
		if (!od_date_is(u->due_on) || !od_instant_is(u->finished_at))
			return OD_WHY_FINISHED;
		return od_instant_date(u->finished_at).days > u->due_on.days ? OD_WHY_FINISHED_LATE
									     : OD_WHY_FINISHED;
	}
	l->days_left = days_left(r, u->due_on);
	if (l->days_left == OD_NOINT)
		return OD_WHY_NO_DUE;
	if (l->days_left < 0)
		return OD_WHY_PAST;
	l->elapsed = od_workdays_between(&r->days, od_instant_date(u->assigned_at), r->today);
	l->total = od_workdays_between(&r->days, od_instant_date(u->assigned_at), u->due_on);
	if (l->days_left <= r->yellow_days)
		return OD_WHY_NEAR;
	return behind(r, l, u->percent) ? OD_WHY_PACE : OD_WHY_TIME;
}

void od_light_unit(const struct od_light_rule *r, int status, const struct od_task_unit *u,
		   struct od_light_of *l)
{
	static const int light[] = {
		[OD_WHY_NOT_ASSIGNED] = OD_LIGHT_GREY, [OD_WHY_OVER] = OD_LIGHT_GREY,
		[OD_WHY_VERIFIED] = OD_LIGHT_GREY,     [OD_WHY_PAST] = OD_LIGHT_RED,
		[OD_WHY_FINISHED_LATE] = OD_LIGHT_RED, [OD_WHY_NEAR] = OD_LIGHT_YELLOW,
		[OD_WHY_PACE] = OD_LIGHT_YELLOW,       [OD_WHY_FINISHED] = OD_LIGHT_GREEN,
		[OD_WHY_NO_DUE] = OD_LIGHT_GREEN,      [OD_WHY_TIME] = OD_LIGHT_GREEN,
	};

	*l = (struct od_light_of){ .days_left = OD_NOINT };
	l->why = why(r, status, u, l);
	l->light = light[l->why];
}

static bool worse(int light, int than)
{
	return than == OD_LIGHT_GREY || (light != OD_LIGHT_GREY && light > than);
}

void od_light_task(const struct od_light_rule *r, struct od_task *t, const struct od_task_unit *u,
		   size_t n)
{
	/* An assigned matter all of whose parts are verified waits for its closing: green. */
	t->light = t->status == OD_TASK_ASSIGNED ? OD_LIGHT_GREEN : OD_LIGHT_GREY;
	t->percent = n && u->role == OD_TASK_LEAD ? u->percent : OD_NOINT;
	t->days_left = OD_NOINT;
	if (t->status > OD_TASK_ASSIGNED)
		return;
	for (size_t i = 0; i < n; i++) {
		if (u[i].light != OD_LIGHT_GREY && worse(u[i].light, t->light))
			t->light = u[i].light;
		if (u[i].days_left != OD_NOINT &&
		    (t->days_left == OD_NOINT || u[i].days_left < t->days_left))
			t->days_left = u[i].days_left;
	}
	if (t->status == OD_TASK_REGISTERED)
		t->days_left = days_left(r, t->due_on);
}

/* --- urgency ------------------------------------------------------------------------------------------ */

/* The coefficients, in tenths: officedb-regime(5) and task-track(1) tell them. */
enum {
	U_PAST = 120,
	U_LATE_A_DAY = 2,
	U_LATE_MOST = 60,
	U_NEAR_DAYS = 10,
	U_NEAR_A_DAY = 8,
	U_PACE = 30,
	U_MAJOR = 40,
	U_CHIEF = 30,
	U_INSTRUCTION = 15,
	U_RETURNED = 20,
	U_VERIFY = 20,
	U_EXTENSION = 10,
	U_SILENT = 10,
	U_UNASSIGNED = 10,
};

static void add(struct od_urgency *g, int tenths, int what, int64_t n)
{
	if (!tenths)
		return;
	g->part[g->parts].tenths = tenths;
	g->part[g->parts].what = what;
	g->part[g->parts++].n = n;
	g->tenths += tenths;
}

static void add_time(struct od_urgency *g, int64_t left)
{
	int64_t late = -left * U_LATE_A_DAY;

	if (left == OD_NOINT || left > U_NEAR_DAYS)
		return;
	if (left >= 0) {
		add(g, U_NEAR_A_DAY * (U_NEAR_DAYS - (int)left), OD_URGENT_NEAR, left);
		return;
	}
	add(g, U_PAST, OD_URGENT_PAST, 0);
	add(g, late > U_LATE_MOST ? U_LATE_MOST : (int)late, OD_URGENT_LATE, -left);
}

/* What stands with the units: bits, so that each counts once however many they are. */
enum { HAS_SILENT = 1, HAS_RETURNED = 2, HAS_FINISHED = 4, HAS_ASKED = 8, HAS_BEHIND = 16 };

static unsigned int has(const struct od_light_rule *r, const struct od_task_unit *u, size_t n)
{
	static const unsigned int of_state[] = { [OD_TU_ASSIGNED] = HAS_SILENT,
						 [OD_TU_RETURNED] = HAS_RETURNED,
						 [OD_TU_FINISHED] = HAS_FINISHED,
						 [OD_TU_VERIFIED] = 0 };
	unsigned int all = 0;

	for (size_t i = 0; i < n; i++) {
		if (!od_instant_is(u[i].assigned_at))
			continue;
		all |= of_state[u[i].state];
		if (od_date_is(u[i].asked_until) && u[i].state < OD_TU_FINISHED)
			all |= HAS_ASKED;
		if (u[i].light == OD_LIGHT_YELLOW && u[i].days_left > r->yellow_days)
			all |= HAS_BEHIND; /* what else makes it yellow is nearness */
	}
	return all;
}

void od_urgency_of(const struct od_light_rule *r, const struct od_task *t,
		   const struct od_task_unit *u, size_t n, int leader_level, struct od_urgency *g)
{
	bool chief = leader_level == OD_LEADER_CENTRAL || leader_level == OD_LEADER_PROVINCE ||
		     leader_level == OD_LEADER_CITY_CHIEF;
	unsigned int all;

	g->tenths = 0;
	g->parts = 0;
	if (t->status > OD_TASK_ASSIGNED)
		return;
	all = has(r, u, n);
	add_time(g, t->days_left);
	add(g, all & HAS_BEHIND ? U_PACE : 0, OD_URGENT_PACE, 0);
	add(g, t->grade == OD_TASK_MAJOR ? U_MAJOR : 0, OD_URGENT_MAJOR, 0);
	if (chief)
		add(g, U_CHIEF, OD_URGENT_CHIEF, 0);
	else if (leader_level >= 0 || t->source == OD_SOURCE_INSTRUCTION)
		add(g, U_INSTRUCTION, OD_URGENT_INSTRUCTION, 0);
	add(g, all & HAS_RETURNED ? U_RETURNED : 0, OD_URGENT_RETURNED, 0);
	add(g, all & HAS_FINISHED ? U_VERIFY : 0, OD_URGENT_VERIFY, 0);
	add(g, all & HAS_ASKED ? U_EXTENSION : 0, OD_URGENT_EXTENSION, 0);
	add(g, all & HAS_SILENT ? U_SILENT : 0, OD_URGENT_SILENT, 0);
	add(g, t->status == OD_TASK_REGISTERED ? U_UNASSIGNED : 0, OD_URGENT_UNASSIGNED, 0);
}

void od_urgency_str(int tenths, char buf[static 16])
{
	snprintf(buf, 16, "%d.%d", tenths / 10, tenths % 10);
}

/* --- in words ------------------------------------------------------------------------------------------ */

static void say_unit(const struct od_light_rule *r, const struct od_task *t,
		     const struct od_task_unit *u, struct od_buf *out)
{
	const char *who = u->unit_name ? u->unit_name : u->unit;
	struct od_light_of l;
	char due[16], when[16];

	od_light_unit(r, t->status, u, &l);
	od_buf_printf(out, _("%s: %s: "), who, _(od_lights[l.light].label));
	if (od_date_is(u->due_on))
		od_date_str(u->due_on, due);
	if (od_instant_is(u->finished_at))
		od_date_str(od_instant_date(u->finished_at), when);
	switch (l.why) {
	case OD_WHY_NOT_ASSIGNED:
		od_buf_puts(out, _("not assigned yet"));
		break;
	case OD_WHY_OVER:
		od_buf_puts(out, _("the matter is over"));
		break;
	case OD_WHY_VERIFIED:
		od_buf_puts(out, _("verified"));
		break;
	case OD_WHY_PAST:
		od_buf_printf(out, _("due %s, %lld working days ago (%lld days off not counted)"),
			      due, (long long)od_workdays_between(&r->days, u->due_on, r->today),
			      (long long)(r->today.days - u->due_on.days -
					  od_workdays_between(&r->days, u->due_on, r->today)));
		break;
	case OD_WHY_FINISHED_LATE:
		od_buf_printf(out, _("due %s, finished %s; waits to be verified"), due, when);
		break;
	case OD_WHY_FINISHED:
		od_buf_puts(out, _("finished in time; waits to be verified"));
		break;
	case OD_WHY_NO_DUE:
		od_buf_puts(out, _("no due day"));
		break;
	case OD_WHY_PACE:
		od_buf_printf(out,
			      _("due %s; %lld of %lld working days have gone (%lld%%), %lld%% is "
				"done: more than %lld behind"),
			      due, (long long)l.elapsed, (long long)l.total,
			      (long long)(100 * l.elapsed / l.total),
			      (long long)(u->percent == OD_NOINT ? 0 : u->percent),
			      (long long)r->pace_margin);
		break;
	default: /* OD_WHY_NEAR, OD_WHY_TIME */
		od_buf_printf(out,
			      _("due %s, %lld working days left (%lld days off not counted; yellow "
				"from %lld on)"),
			      due, (long long)l.days_left,
			      (long long)(u->due_on.days - r->today.days - l.days_left),
			      (long long)r->yellow_days);
	}
	if (od_date_is(u->asked_until) && l.light != OD_LIGHT_GREY && u->state < OD_TU_FINISHED)
		od_buf_printf(out, _("; asks for an extension until %s, not decided"),
			      od_date_str(u->asked_until, due));
	od_buf_putc(out, '\n');
}

static void say_part(int what, int64_t n, struct od_buf *out)
{
	static const char *const words[] = {
		[OD_URGENT_PAST] = N_("past its due day"),
		[OD_URGENT_PACE] = N_("behind the pace of its time"),
		[OD_URGENT_MAJOR] = N_("a major matter"),
		[OD_URGENT_CHIEF] = N_("on the instruction of a chief leader"),
		[OD_URGENT_INSTRUCTION] = N_("on a leader's instruction"),
		[OD_URGENT_RETURNED] = N_("returned to be redone"),
		[OD_URGENT_VERIFY] = N_("finished, waits to be verified"),
		[OD_URGENT_EXTENSION] = N_("an extension waits to be decided"),
		[OD_URGENT_SILENT] = N_("a unit has not signed for it"),
		[OD_URGENT_UNASSIGNED] = N_("not assigned yet"),
	};

	if (what == OD_URGENT_NEAR)
		od_buf_printf(out, _("%lld working days left; from 10 on, 0.8 for each less"),
			      (long long)n);
	else if (what == OD_URGENT_LATE)
		od_buf_printf(out, _("%lld working days late, 0.2 each, at most 6"), (long long)n);
	else
		od_buf_puts(out, _(words[what]));
}

void od_task_why(const struct od_light_rule *r, const struct od_task *t,
		 const struct od_task_unit *u, size_t n, const struct od_urgency *g,
		 struct od_buf *out)
{
	char buf[16];

	for (size_t i = 0; i < n; i++)
		say_unit(r, t, &u[i], out);
	od_urgency_str(g->tenths, buf);
	od_buf_printf(out, _("urgency %s"), buf);
	for (size_t i = 0; i < g->parts; i++) {
		od_urgency_str(g->part[i].tenths, buf);
		od_buf_printf(out, "\n  +%s  ", buf);
		say_part(g->part[i].what, g->part[i].n, out);
	}
}
