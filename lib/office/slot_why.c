/* slot_why.c - how a slot came about, in words: the rule and its dates, the days counted, the minutes. */
#include "slot.h"

static void put_dates(struct od_buf *b, od_date from, od_date to)
{
	char first[16], last[16];

	if (od_date_is(to))
		od_buf_printf(b, _("valid %s to %s"), od_date_str(from, first),
			      od_date_str(to, last));
	else
		od_buf_printf(b, _("valid from %s"), od_date_str(from, first));
}

static void put_rule(const struct owed *o, struct od_buf *b)
{
	const struct od_duty *d = o->duty;
	bool event = d->rhythm == OD_RHYTHM_EVENT;

	od_buf_printf(b, _("rule: duty %s (%s), "), d->code, d->name);
	put_dates(b, d->valid_from, d->valid_to);
	od_buf_printf(b, _("; %s, due %s"),
		      _(od_field_find(&od_duty_type, "rhythm")->words[d->rhythm].label), d->due);
	if (d->on)
		od_buf_printf(b, _(" on %s"), d->on);
	if (event)
		od_buf_printf(b, "%s%s", _(", "),
			      _(od_field_find(&od_duty_type, "anchor")->words[d->anchor].label));
	if (d->basis)
		od_buf_printf(b, _("; basis: %s"), d->basis);
	od_buf_putc(b, '\n');
	if (!o->own)
		return;
	od_buf_printf(b, _("the unit's own rule, "));
	put_dates(b, o->own->valid_from, o->own->valid_to);
	if (o->own->on)
		od_buf_printf(b, _(", on %s"), o->own->on);
	if (o->own->due)
		od_buf_printf(b, _(", due %s"), o->own->due);
	if (o->own->grace != OD_NOINT)
		od_buf_printf(b, _(", grace %lld min"), (long long)o->own->grace);
	if (o->own->quota != OD_NOINT)
		od_buf_printf(b, _(", %lld reports"), (long long)o->own->quota);
	if (o->own->basis)
		od_buf_printf(b, _("; basis: %s"), o->own->basis);
	od_buf_putc(b, '\n');
}

/* From the anchor: an event's instant, or the period's day, which a unit's own rule may move. */
static int put_due(const struct od_slots *s, const struct owed *o, struct od_buf *b)
{
	const char *due = o->own && o->own->due ? o->own->due : o->duty->due;
	struct od_err err = OD_ERR_INIT;
	struct od_due rule;
	char at[32];

	if (o->omitted) {
		od_buf_printf(b, _("learned of otherwise at %s: %s\n"),
			      od_instant_str_short(o->due, at), o->reason ? o->reason : "");
		return 0;
	}
	if (od_due_parse(due, &rule, &err) < 0)
		return -1;
	if (od_instant_is(o->anchor)) {
		od_due_reckon(s->hours, &rule, o->anchor, b);
	} else {
		struct od_period p = { .on = o->day };
		struct od_on on;

		if (o->own && o->own->on &&
		    od_on_parse(o->own->on, o->duty->rhythm, &on, &err) == 0)
			od_period_of(od_hours_calendar(s->hours), o->duty->rhythm, &on,
				     o->duty->shift, o->day, &p);
		od_due_reckon(s->hours, &rule, od_date_start(p.on), b);
	}
	if (o->grace)
		od_buf_printf(b, _("; grace %lld min"), (long long)o->grace / 60);
	od_buf_putc(b, '\n');
	return 0;
}

static void put_span(const struct owed *o, struct od_buf *b)
{
	char from[16], to[16];

	if (!od_date_is(o->from))
		return;
	od_buf_printf(b,
		      o->duty->counted_by == OD_BY_OCCURRED ? _("met by reports about %s to %s")
							    : _("met by reports received %s to %s"),
		      od_date_str(o->from, from), od_date_str(o->to, to));
	if (o->quota > 1)
		od_buf_printf(b, _("; %lld wanted, %lld came"), (long long)o->quota,
			      (long long)o->count);
	od_buf_putc(b, '\n');
}

static void put_leave(const struct owed *o, struct od_buf *b)
{
	char at[32], number[32];

	od_number_str('L', o->ref, number);
	od_instant_str_short(o->received, at);
	if (o->duty->anchor == OD_ANCHOR_DEPARTURE)
		od_buf_printf(b, _("%s was asked for %s\n"), number, at);
	else if (od_instant_is(o->received))
		od_buf_printf(b, _("the return from %s was registered %s\n"), number, at);
	else
		od_buf_printf(b, _("the return from %s is not registered\n"), number);
}

static void put_state(const struct od_slots *s, const struct owed *o, struct od_buf *b)
{
	char at[32], number[32];

	if (o->letter == 'L')
		put_leave(o, b);
	if (o->number != OD_NOINT && o->returned)
		od_buf_printf(b, _("%s came and was returned for mending\n"),
			      od_number_str('R', o->number, number));
	else if (o->number != OD_NOINT)
		od_buf_printf(b, _("%s received %s\n"), od_number_str('R', o->number, number),
			      od_instant_str_short(o->received, at));
	if (od_instant_is(o->nil_at))
		od_buf_printf(b, _("'nothing to report' answered %s\n"),
			      od_instant_str_short(o->nil_at, at));
	if (o->urges)
		od_buf_printf(b, _("urged %lld times, first %s; to be answered within %lld min\n"),
			      (long long)o->urges, od_instant_str_short(o->urged_first, at),
			      (long long)s->urge_answer / 60);
	if (o->late != OD_NOINT && o->duty->clock == OD_CLOCK_WORK)
		od_buf_printf(
			b,
			_("late %lld min of working time, counted from due within working hours"),
			(long long)o->late);
	else if (o->late != OD_NOINT)
		od_buf_printf(b, _("late %lld min by the clock, counted from due"),
			      (long long)o->late);
	if (o->late != OD_NOINT)
		od_buf_putc(b, '\n');
}

int od_slots_why(const struct od_slots *s, const struct owed *o, struct od_buf *b)
{
	put_rule(o, b);
	if (put_due(s, o, b) < 0)
		return -1;
	put_span(o, b);
	put_state(s, o, b);
	while (b->n && b->s[b->n - 1] == '\n')
		b->s[--b->n] = '\0';
	return b->failed ? -1 : 0;
}
