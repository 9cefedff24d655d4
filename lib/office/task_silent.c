/* task_silent.c - which units are silent, and why: the one answer for urging and for reports. */
#include <stdlib.h>

#include "task.h"

static int64_t hours(struct od_db *db, od_date on)
{
	long long n = strtoll(od_setting(db, "task_urge_hours", on, "24"), NULL, 10);

	return n >= 0 && n < 100000 ? n : 24;
}

int od_silence_rule_load(struct od_db *db, od_instant now, struct od_silence_rule *r,
			 struct od_err *err)
{
	od_date today = od_instant_date(now);

	*r = (struct od_silence_rule){ .db = db, .now = now, .today = today };
	r->grace = hours(db, today) * 3600;
	r->calendar = od_calendar_load(db, err);
	return r->calendar ? 0 : -1;
}

void od_silence_rule_free(struct od_silence_rule *r)
{
	od_calendar_free(r->calendar);
	r->calendar = NULL;
}

/* The last day, before today, on which this rhythm wanted a report: the last working day of a week, month or
 * quarter.  from: where that period begins. */
static od_date last_feedback(const struct od_silence_rule *r, int feedback, od_date *from)
{
	static const int rhythms[] = {
		[OD_FEEDBACK_WEEK] = OD_RHYTHM_WEEK,
		[OD_FEEDBACK_MONTH] = OD_RHYTHM_MONTH,
		[OD_FEEDBACK_QUARTER] = OD_RHYTHM_QUARTER,
	};
	const struct od_on last = { .workday = true, .day = -1 };
	struct od_period p = { .from = r->today };

	/* A week of holidays has no working day at all. */
	for (int back = 0; back < 4; back++) {
		od_date d = back ? (od_date){ p.from.days - 1 } : r->today;

		od_period_of(r->calendar, rhythms[feedback], &last, OD_SHIFT_NONE, d, &p);
		if (od_date_is(p.on) && p.on.days < r->today.days) {
			*from = p.from;
			return p.on;
		}
	}
	return OD_NODATE;
}

static od_instant later(od_instant a, od_instant b)
{
	return !od_instant_is(b) || (od_instant_is(a) && a.sec > b.sec) ? a : b;
}

static bool before(od_instant word, od_date day)
{
	return !od_instant_is(word) || od_instant_date(word).days < day.days;
}

/* Nothing since the rhythm's last day wanted something. */
static bool missed_rhythm(const struct od_silence_rule *r, const struct od_task *t,
			  const struct od_task_unit *part, od_instant word, od_date *owed)
{
	od_date from;

	if (t->feedback == OD_FEEDBACK_NONE)
		return false;
	*owed = last_feedback(r, t->feedback, &from);
	return od_date_is(*owed) && owed->days > od_instant_date(part->assigned_at).days &&
	       before(word, from);
}

static bool missed_due(const struct od_silence_rule *r, const struct od_task_unit *part,
		       od_instant word)
{
	return od_date_is(part->due_on) && part->due_on.days < r->today.days &&
	       before(word, (od_date){ part->due_on.days + 1 });
}

/* When it was last returned, by itself or with the whole matter. */
static int returned_at(struct od_db *db, const struct od_task_unit *part, od_instant *at,
		       struct od_err *err)
{
	static const char sql[] =
		"SELECT max(e.at) FROM task_event e WHERE e.number = ?1 "
		"AND (e.unit = ?2 OR e.unit IS NULL) AND e.action IN ('return', 'reopen') "
		"AND " OD_TASK_STANDS("e");

	return od_query_int(db, sql, &at->sec, OD_VALS(od_v(part->number), od_v(part->unit)), err) <
			       0
		       ? -1
		       : 0;
}

/* Of a unit that has signed for it, and perhaps reported.  One that asked for an extension is not silent: it waits
 * for the office's word. */
static int at_work(const struct od_silence_rule *r, const struct od_task *t,
		   const struct od_task_unit *part, od_instant word, od_date *owed)
{
	if (od_date_is(part->asked_until))
		return OD_NOT_SILENT;
	if (missed_rhythm(r, t, part, word, owed))
		return OD_SILENT_RHYTHM;
	if (missed_due(r, part, word))
		return OD_SILENT_DUE;
	if (part->state == OD_TU_SIGNED && t->feedback == OD_FEEDBACK_NONE &&
	    !od_instant_is(word) && part->light != OD_LIGHT_GREEN &&
	    r->now.sec - later(part->signed_at, part->assigned_at).sec >= r->grace)
		return OD_SILENT_NOTHING;
	return OD_NOT_SILENT;
}

int od_task_silence(const struct od_silence_rule *r, const struct od_task *t,
		    const struct od_task_unit *part, od_date *owed, struct od_err *err)
{
	od_instant word = later(part->reported_at, part->finished_at), since = part->assigned_at;

	*owed = OD_NODATE;
	if (part->state == OD_TU_SIGNED || part->state == OD_TU_REPORTED)
		return at_work(r, t, part, word, owed);
	if (part->state != OD_TU_ASSIGNED && part->state != OD_TU_RETURNED)
		return OD_NOT_SILENT;
	if (part->state == OD_TU_RETURNED && returned_at(r->db, part, &since, err) < 0)
		return -1;
	if (r->now.sec - since.sec < r->grace && !missed_due(r, part, word))
		return OD_NOT_SILENT;
	return part->state == OD_TU_RETURNED ? OD_SILENT_RETURNED : OD_SILENT_UNSIGNED;
}
