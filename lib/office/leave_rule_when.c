/* leave_rule_when.c - rules about days: notice before departure and how late it may still be asked for, blocked
 * days, days off out of the city, days away in one run, and what is on the person's schedule. */
#include <stdlib.h>

#include "agenda.h"
#include "leave_rule.h"

static const char *day_str(od_date d, char buf[static 16])
{
	return od_date_str(d, buf);
}

enum { SPELLED = 9 }; /* so many days are listed, more are counted */

/* "; days off not counted: 2026-12-05, 2026-12-06" of first..last. */
static void put_skipped(struct od_buf *b, const struct od_calendar *c, od_date first, od_date last)
{
	struct od_buf days = OD_BUF_INIT;
	char buf[16];
	int n = 0;

	for (od_date d = first; d.days <= last.days; d.days++) {
		if (od_is_workday(c, d))
			continue;
		if (n++ < SPELLED)
			od_buf_printf(&days, "%s%s", days.n ? _(", ") : "", day_str(d, buf));
	}
	if (n > SPELLED)
		od_buf_printf(b, _("; %d days off not counted"), n);
	else if (n)
		od_buf_printf(b, _("; days off not counted: %s"), days.s ? days.s : "");
	od_buf_free(&days);
}

/* --- notice ------------------------------------------------------------------------------------------- */

static od_instant asked_at(const struct od_judging *j)
{
	return od_instant_is(j->c.l->requested_at) ? j->c.l->requested_at : j->now;
}

/* The duty whose time limit was missed, and its reckoning. */
static int tell_duty(struct od_judging *j, const struct od_duty *d, const struct od_hours *hours,
		     struct od_err *err)
{
	struct od_leave_rule as_rule = {
		.code = d->code, .name = d->name, .act = OD_LEAVE_WARN, .basis = d->basis
	};
	struct od_buf what = OD_BUF_INIT, why = OD_BUF_INIT;
	struct od_due rule;
	char asked[32];

	if (od_due_parse(d->due, &rule, err) < 0)
		return -1;
	od_due_reckon(hours, &rule, od_part_start(j->c.span.from), &why);
	od_buf_printf(&what, _("asked for at %s, after its time limit (%s)"),
		      od_instant_str_short(asked_at(j), asked), why.s ? why.s : "");
	od_buf_free(&why);
	return od_leave_tell(j, &as_rule, &what,
			     _("it counts as short notice; say in the reason why it was urgent"),
			     err);
}

static bool asks(const struct od_judging *j, const struct od_duty *d, const struct od_hours *hours,
		 od_instant due)
{
	struct od_err none = OD_ERR_INIT;
	struct od_due rule;

	if (d->rhythm != OD_RHYTHM_EVENT || d->anchor != OD_ANCHOR_DEPARTURE || !d->due ||
	    (d->ranks && !(j->c.who.rank && od_list_has(d->ranks, j->c.who.rank))) ||
	    od_due_parse(d->due, &rule, &none) < 0)
		return false;
	return od_due_reckon(hours, &rule, od_part_start(j->c.span.from), NULL).sec == due.sec;
}

/* The row behind a time limit that has passed: by a unit's own rule the time may be another's, and then no
 * row is named. */
static int find_duty(struct od_judging *j, od_instant due, struct od_err *err)
{
	struct od_hours *hours = od_hours_load(j->c.db, err);
	struct od_iter *it = hours ? od_dump(j->c.db, &od_duty_type, err) : NULL;
	struct od_duty d = { 0 };
	int r = it ? 1 : -1;

	od_rec_init(&od_duty_type, &d);
	while (r > 0 && (r = od_iter_next(it, &d, err)) > 0) {
		int64_t grace = d.grace == OD_NOINT ? 0 : 60 * d.grace;
		od_date day = od_instant_date((od_instant){ due.sec - 1 });

		if (d.valid_from.days > day.days ||
		    (od_date_is(d.valid_to) && d.valid_to.days < day.days) ||
		    !asks(j, &d, hours, due))
			continue;
		r = asked_at(j).sec > due.sec + grace ? tell_duty(j, &d, hours, err) : 0;
		break;
	}
	od_rec_clear(&od_duty_type, &d);
	od_iter_free(it);
	od_hours_free(hours);
	return r < 0 ? -1 : 0;
}

int od_leave_notice_duty(struct od_judging *j, struct od_err *err)
{
	od_instant due;

	if (j->c.l->parent != OD_NOINT) /* who asks for an extension is away already */
		return 0;
	if (od_leave_notice(j->c.db, j->c.l, &due, err) < 0)
		return -1;
	j->covered = od_instant_is(due);
	return j->covered && asked_at(j).sec > due.sec ? find_duty(j, due, err) : 0;
}

/* Asked for before: so many days ahead, where no duty says it. */
static int ahead(struct od_judging *j, const struct od_leave_rule *r, od_date asked,
		 struct od_err *err)
{
	od_date from = j->c.l->from_day, last = { from.days - (int32_t)r->days };
	struct od_buf what = OD_BUF_INIT;
	char one[16], two[16], three[16];

	if (r->workdays && r->days)
		last = od_workday_add(j->c.calendar, from, -(int)r->days);
	if (asked.days <= last.days)
		return 0;
	od_buf_printf(
		&what,
		r->workdays
			? _("asked for on %s to begin on %s; %lld working days of notice end on %s")
			: _("asked for on %s to begin on %s; %lld days of notice end on %s"),
		day_str(asked, one), day_str(from, two), (long long)r->days, day_str(last, three));
	if (r->workdays)
		put_skipped(&what, j->c.calendar, last, (od_date){ from.days - 1 });
	return od_leave_tell(j, r, &what, _("say in the reason why it was urgent"), err);
}

/* Asked for after it began (补假): so many days after at most. */
static int after(struct od_judging *j, const struct od_leave_rule *r, od_date asked,
		 struct od_err *err)
{
	od_date from = j->c.l->from_day, last = { from.days + (int32_t)r->days };
	struct od_buf what = OD_BUF_INIT;
	char one[16], two[16], three[16];

	if (r->workdays && r->days)
		last = od_workday_add(j->c.calendar, from, (int)r->days);
	if (asked.days <= last.days)
		return 0;
	od_buf_printf(
		&what,
		_("it began on %s and was asked for on %s, %d days after; it could be until %s"),
		day_str(from, one), day_str(asked, two), (int)(asked.days - from.days),
		day_str(last, three));
	if (r->workdays)
		put_skipped(&what, j->c.calendar, (od_date){ from.days + 1 }, last);
	return od_leave_tell(j, r, &what, _("say in the reason why it was not asked for in time"),
			     err);
}

int od_leave_notice_days(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	od_date asked = od_instant_date(asked_at(j));

	if (j->notice_told || r->days == OD_NOINT)
		return 0;
	j->notice_told = true;
	if (asked.days > j->c.l->from_day.days)
		return after(j, r, asked, err);
	return j->covered || j->c.l->parent != OD_NOINT ? 0 : ahead(j, r, asked, err);
}

/* --- blocked days ----------------------------------------------------------------------------------------- */

/* The holders of a rule's approvers, joined; last: of the last one alone. */
static int put_holders(struct od_judging *j, const struct od_leave_rule *r, bool last,
		       struct od_buf *b, struct od_err *err)
{
	const char *rest = r->approvers;
	size_t n;

	for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n)) {
		char *role;
		int got;

		if (last && *rest)
			continue;
		role = strndup(s, n);
		if (!role)
			return od_fail_nomem(err);
		od_buf_puts(b, b->n ? _(", then ") : "");
		got = od_leave_put_holder(j->c.db, &j->c, role, b, err);
		free(role);
		if (got < 0)
			return -1;
	}
	return b->failed ? od_fail_nomem(err) : 0;
}

int od_leave_blocked(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	const struct od_span days = { od_part_at(r->from_day, OD_PART_MORNING),
				      od_part_at(r->to_day, OD_PART_EVENING) };
	struct od_buf leave OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf blocked OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf who OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf what = OD_BUF_INIT;

	if (!od_spans_meet(days, j->c.span))
		return 0;
	if (put_holders(j, r, true, &who, err) < 0)
		return -1;
	od_span_put(&leave, j->c.span);
	od_span_put(&blocked, days);
	if (leave.failed || blocked.failed)
		return od_fail_nomem(err);
	od_buf_printf(&what, _("%s falls into the blocked days %s"), leave.s, blocked.s);
	od_leave_put_free(&what, days.to);
	if (who.n)
		od_buf_printf(&what, _("; only %s may pass it, whose approval it then needs too"),
			      who.s);
	return od_leave_tell(j, r, &what, NULL, err);
}

/* --- out of the city on days off -------------------------------------------------------------------------- */

int od_leave_weekend(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	struct od_buf when OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf who OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf what = OD_BUF_INIT;
	char *days;

	if (!od_leave_on_rest(&j->c))
		return 0;
	if (put_holders(j, r, false, &who, err) < 0)
		return -1;
	od_span_put(&when, j->c.span);
	days = od_halves_str(od_span_halves(j->c.calendar, j->c.span, false));
	if (when.failed || !days) {
		free(days);
		return od_fail_nomem(err);
	}
	od_buf_printf(&what,
		      _("out of the city on days off alone, %s days (%s), which is to be reported "
			"like leave"),
		      days, when.s);
	free(days);
	if (who.n)
		od_buf_printf(&what, _("; approved by: %s"), who.s);
	return od_leave_tell(j, r, &what, NULL, err);
}

/* --- days away in one run ------------------------------------------------------------------------------------ */

struct run {
	struct od_span span;
	bool grew;
	struct od_buf with;
};

static bool works(const struct od_calendar *c, int64_t part)
{
	od_date d = od_part_day(part);

	return part - od_part_at(d, 0) != OD_PART_EVENING && od_is_workday(c, d);
}

/* The nearest working half day outside of a run: what lies between is no return to work. */
static int64_t nearest(const struct od_calendar *c, int64_t part, int step)
{
	for (int i = 0; i < 3 * 31 && !works(c, part); i++)
		part += step;
	return part;
}

static int grow(void *ctx, const struct od_leave *l, struct od_span span, struct od_err *err)
{
	struct run *r = ctx;
	char buf[32];

	(void)err;
	if (span.from >= r->span.from && span.to <= r->span.to)
		return 0;
	r->grew = true;
	r->span.from = span.from < r->span.from ? span.from : r->span.from;
	r->span.to = span.to > r->span.to ? span.to : r->span.to;
	od_buf_puts(&r->with, r->with.n ? _(", ") : "");
	od_buf_printf(&r->with, "%s ", od_number_str('L', l->number, buf));
	od_span_put(&r->with, span);
	return 0;
}

enum { ADJACENT = 40 }; /* leaves that follow upon each other */

static int grow_run(struct od_judging *j, struct run *r, struct od_err *err)
{
	r->grew = true;
	for (int i = 0; r->grew && i < ADJACENT; i++) {
		const struct od_span around = { nearest(j->c.calendar, r->span.from - 1, -1),
						nearest(j->c.calendar, r->span.to + 1, 1) };

		r->grew = false;
		if (od_leaves_of(j->c.db, j->c.l->person, around, true, j->c.l->number, grow, r,
				 err) < 0)
			return -1;
	}
	return 0;
}

int od_leave_run(struct od_judging *j, const struct od_leave_rule *rule, struct od_err *err)
{
	struct run r = { .span = j->c.run };
	struct od_buf what = OD_BUF_INIT;
	int64_t halves;
	char *days;

	if (grow_run(j, &r, err) < 0) {
		od_buf_free(&r.with);
		return -1;
	}
	halves = od_span_halves(j->c.calendar, r.span, rule->workdays);
	if (halves <= 2 * rule->days) {
		od_buf_free(&r.with);
		return 0;
	}
	days = od_halves_str(halves);
	od_buf_printf(&what,
		      rule->workdays
			      ? _("%s working days away in one run, at most %lld are allowed: ")
			      : _("%s days away in one run, at most %lld are allowed: "),
		      days ? days : "", (long long)rule->days);
	free(days);
	od_span_put(&what, r.span);
	if (r.with.n)
		od_buf_printf(&what,
			      _(", with adjacent leave %s (between them lie days off alone, "
				"which count)"),
			      r.with.s);
	od_buf_free(&r.with);
	if (rule->workdays)
		put_skipped(&what, j->c.calendar, od_part_day(r.span.from), od_part_day(r.span.to));
	return od_leave_tell(j, rule, &what, _("ask for fewer days, or with working days between"),
			     err);
}

/* --- schedules ----------------------------------------------------------------------------------------------- */

enum { LISTED = 5 };

/* A schedule without a time of day may be at any. */
static bool during(const struct engagement *e, od_instant from, od_instant to)
{
	od_date day = od_instant_date(e->from);
	od_instant start = e->timed ? e->from : od_date_start(day),
		   end = e->timed ? e->to : od_date_start((od_date){ day.days + 1 });

	return start.sec < to.sec && end.sec > from.sec;
}

static void put_engagement(struct od_buf *b, const struct engagement *e)
{
	char buf[32];

	od_buf_printf(b, "%s ", od_number_str('R', e->number, buf));
	od_buf_puts(b, od_instant_str_short(e->from, buf));
	if (e->classified)
		od_buf_printf(b, " %s", _("classified; see the paper copy"));
	else
		od_buf_printf(b, " %s", e->title);
	if (!e->classified && e->place)
		od_buf_printf(b, _(" (%s)"), e->place);
}

int od_leave_schedule(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	od_instant from = od_part_start(j->c.span.from), to = od_span_end(j->c.span);
	struct od_buf what = OD_BUF_INIT;
	struct agenda a = { 0 };
	/* From the day's beginning: what has no time of day stands there. */
	int n = 0, done = od_agenda_read(j->c.db, od_date_start(j->c.l->from_day), to, &a, err);

	for (size_t i = 0; done == 0 && i < a.n; i++) {
		const struct engagement *e = &a.e[i];

		if (e->kind == ENGAGED_LEAVE || !od_list_has(e->leaders, j->c.who.name) ||
		    !during(e, from, to))
			continue;
		if (n < LISTED)
			od_buf_puts(&what, n ? _("; ") : _("on the schedule meanwhile: "));
		if (n++ < LISTED)
			put_engagement(&what, e);
	}
	od_agenda_free(&a);
	if (done < 0 || !n) {
		od_buf_free(&what);
		return done;
	}
	if (n > LISTED)
		od_buf_printf(&what, _("; and %d more"), n - LISTED);
	return od_leave_tell(j, r, &what, _("have it moved, or send the stand-in"), err);
}
