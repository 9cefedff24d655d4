/* task_assign.c - assigning a matter to its units (交办): their due days. */
#include <stdlib.h>

#include "task.h"

/* --- time given ------------------------------------------------------------------------------------------- */

/* Forms of "15w" and "30d" that people write behind the number, the longer first. */
static const struct {
	const char *after;
	char unit;
} limit_forms[] = {
	{ "个工作日", 'w' }, { "工作日", 'w' }, { "w", 'w' },    { "W", 'w' },
	{ "个自然日", 'd' }, { "自然日", 'd' }, { "日内", 'd' }, { "日", 'd' },
	{ "天", 'd' },       { "d", 'd' },      { "D", 'd' },
};

static bool parse_limit(const char *s, int64_t *n, char *unit)
{
	char *end;

	if (*s < '0' || *s > '9')
		return false;
	*n = strtoll(s, &end, 10);
	if (*n < 1 || *n > 3660)
		return false;
	while (*end == ' ')
		end++;
	for (size_t i = 0; i < OD_COUNT(limit_forms); i++)
		if (!strcmp(end, limit_forms[i].after)) {
			*unit = limit_forms[i].unit;
			return true;
		}
	return false;
}

int od_task_limit_check(char **limit, struct od_err *err)
{
	char unit, text[32];
	int64_t n;

	if (od_blank(*limit))
		return od_replace_text(limit, NULL, err);
	if (!parse_limit(*limit, &n, &unit))
		return od_fail(
			err, OD_EDATA,
			_("limit: '%s' is not a time such as 15w (working days) or 30d (days)"),
			*limit);
	snprintf(text, sizeof(text), "%lld%c", (long long)n, unit);
	return od_replace_text(limit, text, err);
}

static int reckon(struct od_db *db, const char *limit, od_date from, od_date *due,
		  struct od_err *err)
{
	struct od_calendar *calendar;
	char unit;
	int64_t n;

	if (!parse_limit(limit, &n, &unit))
		return od_fail(
			err, OD_EDATA,
			_("limit: '%s' is not a time such as 15w (working days) or 30d (days)"),
			limit);
	if (unit == 'd') {
		due->days = from.days + (int32_t)n;
		return 0;
	}
	calendar = od_calendar_load(db, err);
	if (!calendar)
		return -1;
	*due = od_workday_add(calendar, from, (int)n);
	od_calendar_free(calendar);
	return 0;
}

/* A leader's instruction on a major matter is reported on within so many days, whatever else was said. */
static int major_limit(struct od_db *db, const struct od_task *t, od_date from, od_date *due,
		       struct od_err *err)
{
	const char *days;
	char name[32], *end;
	long n;

	if (t->source != OD_SOURCE_INSTRUCTION || t->grade != OD_TASK_MAJOR)
		return od_fail(err, OD_EDATA, _("%s has no due day and no time limit; give one"),
			       od_number_str('T', t->number, name));
	days = od_setting(db, "task_major_days", from, "7");
	n = strtol(days, &end, 10);
	if (n < 1 || n > 3660 || *end)
		return od_fail(err, OD_EDATA,
			       _("setting task_major_days: '%s' is not from 1 to 3660"), days);
	due->days = from.days + (int32_t)n;
	return 0;
}

/* --- assigning -------------------------------------------------------------------------------------------- */

/* The due day of units assigned by e: its own, the matter's, or reckoned from that day. */
static int due_day(struct od_task_work *w, const struct od_task_event *e, od_date *due,
		   struct od_err *err)
{
	od_date from = od_instant_date(e->happened_at);
	char name[32], day[16], begin[16];
	int r;

	if (od_date_is(e->due_on) || od_date_is(w->now.due_on)) {
		*due = od_date_is(e->due_on) ? e->due_on : w->now.due_on;
		r = 0;
	} else {
		r = w->now.limit ? reckon(w->db, w->now.limit, from, due, err)
				 : major_limit(w->db, &w->now, from, due, err);
		if (r == 0)
			r = od_task_within_parent(w->db, &w->now, *due, err);
	}
	if (r < 0 || due->days >= from.days)
		return r;
	return od_fail(err, OD_EDATA,
		       _("%s: the due day %s is before the day it is assigned, %s; give another"),
		       od_number_str('T', w->now.number, name), od_date_str(*due, day),
		       od_date_str(from, begin));
}

static int assign_one(struct od_task_work *w, const struct od_task_event *e, od_date due,
		      const struct od_task_unit *before, struct od_task_unit *after,
		      struct od_err *err)
{
	after->state = OD_TU_ASSIGNED;
	after->assigned_at = e->happened_at;
	after->due_on = due;
	return od_task_step_of(w, e, due, before, after, err);
}

/* A unit that had no part in it until now: it assists, unless nobody leads. */
static int assign_new(struct od_task_work *w, struct od_task_event *e, od_date due,
		      struct od_err *err)
{
	struct od_task_unit u = { 0 };

	od_rec_init(&od_task_unit_type, &u);
	u.number = w->now.number;
	u.unit = e->unit;
	u.role = w->units && w->unit[0].role == OD_TASK_LEAD ? OD_TASK_CO : OD_TASK_LEAD;
	return assign_one(w, e, due, NULL, &u, err);
}

static int assign_all(struct od_task_work *w, struct od_task_event *e, od_date due,
		      struct od_err *err)
{
	char name[32];
	bool any = false;

	for (size_t i = 0; i < w->units; i++) {
		struct od_task_unit after = w->unit[i];

		if (!od_task_unit_may(&w->unit[i], OD_TASK_DO_ASSIGN))
			continue;
		any = true;
		if (assign_one(w, e, due, &w->unit[i], &after, err) < 0)
			return -1;
	}
	if (any)
		return 0;
	if (w->units)
		return od_fail(err, OD_EDATA, _("%s: all its units have been assigned"),
			       od_number_str('T', w->now.number, name));
	return od_fail(err, OD_EDATA, _("%s has no unit; say which"),
		       od_number_str('T', w->now.number, name));
}

int od_task_assign(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	const struct od_task_unit *before = e->unit ? od_task_work_unit(w, e->unit) : NULL;
	struct od_task_unit after;
	od_date due = OD_NODATE;

	if (before && od_task_check_unit(before, e->action, err) < 0)
		return -1;
	if (due_day(w, e, &due, err) < 0)
		return -1;
	w->now.status = OD_TASK_ASSIGNED;
	if (!od_date_is(w->now.due_on))
		w->now.due_on = due;
	if (!e->unit)
		return assign_all(w, e, due, err);
	e->due_on = due;
	if (!before)
		return assign_new(w, e, due, err);
	after = *before;
	return assign_one(w, e, due, before, &after, err);
}
