/* feedback_owed.c - what is told to a unit of what it was asked for: commissions, and what it owed. */
#include "feedback.h"
#include "layout.h"

static int commissioned(struct od_unit_feedback *f, const struct od_commission_unit *u,
			struct od_err *err)
{
	bool in_time = u->due_at.sec >= f->since.sec && u->due_at.sec <= f->until.sec;
	struct od_buf b = OD_BUF_INIT;
	char due[32], number[32];

	if (!in_time && u->state != OD_COMMISSION_OPEN)
		return 0;
	f->asked++;
	f->answered += u->state == OD_COMMISSION_ANSWERED || u->state == OD_COMMISSION_LATE;
	f->missed += u->state == OD_COMMISSION_MISSED;
	/* Translators: topic, number, time limit, state. */
	od_buf_printf(&b, _("'%1$s' (%2$s), due %3$s: %4$s"), u->topic,
		      od_number_str('Q', u->number, number), od_due_str(u->due_at, due),
		      _(od_commission_states[u->state].label));
	if (u->state == OD_COMMISSION_ANSWERED || u->state == OD_COMMISSION_LATE)
		od_feedback_number(&b, 'R', u->report);
	return od_feedback_line(f, &b, err);
}

int od_feedback_commissions(struct od_unit_feedback *f, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it =
		od_commission_units(f->db, OD_NOINT, f->unit, -1, f->from, OD_NODATE, f->now, err);
	struct od_commission_unit u;
	int r = it ? 1 : -1;

	od_rec_init(&od_commission_unit_type, &u);
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0)
		if (commissioned(f, &u, err) < 0)
			r = -1;
	od_rec_clear(&od_commission_unit_type, &u);
	return r < 0 ? -1 : od_feedback_section(f, _("Commissions"), err);
}

int od_feedback_owed(struct od_unit_feedback *f, struct od_err *err)
{
	struct od_slot_query q = { .since = f->since,
				   .until = f->until,
				   .now = f->now,
				   .unit = f->unit,
				   .states = 1u << OD_SLOT_LATE | 1u << OD_SLOT_LEFT_OUT |
					     1u << OD_SLOT_UNREPORTED };
	OD_CLEANUP(od_slots_freep) struct od_slots *slots = od_slots_find(f->db, &q, err);
	const struct od_slot *s;
	size_t n;

	if (!slots)
		return -1;
	n = od_slots_rows(slots, &s);
	for (size_t i = 0; i < n; i++) {
		f->late += s[i].state == OD_SLOT_LATE;
		f->left_out += s[i].state == OD_SLOT_LEFT_OUT;
		f->unreported += s[i].state == OD_SLOT_UNREPORTED;
	}
	return 0;
}
