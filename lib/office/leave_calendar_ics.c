/* leave_calendar_ics.c - absences as iCalendar (RFC 5545), for calendars that subscribe to a file.
 *
 * Whole days are dates; half days are instants in UTC, so that no time zone has to be described.  The UID is of
 * the first leave's number, which an extension does not change. */
#include "ical.h"
#include "leave_calendar.h"

static void when(struct od_buf *b, const struct od_away *a)
{
	int to_part = OD_PART_EVENING - a->to_part;
	struct od_span span = { od_part_at(a->from_day, a->from_part),
				od_part_at(a->to_day, to_part) };

	if (a->from_part == OD_PART_MORNING && to_part == OD_PART_EVENING) {
		od_ical_day(b, "DTSTART", a->from_day);
		od_ical_day(b, "DTEND", (od_date){ a->to_day.days + 1 }); /* not included */
		return;
	}
	od_ical_instant(b, "DTSTART", od_part_start(span.from));
	od_ical_instant(b, "DTEND", od_span_end(span));
}

static void describe(struct od_buf *b, const struct od_away *a)
{
	struct od_buf text = OD_BUF_INIT;
	char number[32];

	if (a->post)
		od_buf_printf(&text, "%s\n", a->post);
	if (a->unit_name)
		od_buf_printf(&text, "%s\n", a->unit_name);
	if (a->reach && a->kind) /* of a private kind not even that */
		od_buf_printf(&text, "%s\n", _(od_reaches[a->reach].label));
	if (a->stand_in_name) {
		od_buf_puts(&text, _("Stand-in: "));
		od_calendar_stand_in(a, &text);
		od_buf_putc(&text, '\n');
	}
	if (a->phone) {
		od_buf_printf(&text, _("Telephone while away: %s"), a->phone);
		od_buf_putc(&text, '\n');
	}
	od_buf_puts(&text, od_number_str('L', a->number, number));
	od_ical_text_of(b, "DESCRIPTION", &text);
}

static void event(struct od_buf *b, const struct od_leave_calendar *c, const struct od_absence *x)
{
	struct od_buf summary = OD_BUF_INIT;
	char number[32];

	od_ical_line(b, "BEGIN:VEVENT");
	od_buf_printf(b, "UID:%s@leave.officedb\r\n", od_number_str('L', x->root, number));
	od_ical_instant(b, "DTSTAMP", c->now);
	when(b, &x->a);
	/* Translators: who, what for. */
	od_buf_printf(&summary, _("%1$s: %2$s"), x->a.person_name, x->a.kind_name);
	od_ical_text_of(b, "SUMMARY", &summary);
	if (x->a.place)
		od_ical_text(b, "LOCATION", x->a.place);
	describe(b, &x->a);
	od_ical_line(b, "STATUS:CONFIRMED");
	od_ical_line(b, "END:VEVENT");
}

int od_leave_calendar_ics(const struct od_leave_calendar *c, struct od_buf *b, struct od_err *err)
{
	od_ical_begin(b, "leave-log");
	for (size_t i = 0; i < c->away.n; i++)
		event(b, c, &c->away.row[i]);
	od_ical_end(b);
	return b->failed ? od_fail_nomem(err) : 0;
}
