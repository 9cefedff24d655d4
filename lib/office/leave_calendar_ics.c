/* leave_calendar_ics.c - absences as iCalendar (RFC 5545), for calendars that subscribe to a file.
 *
 * Whole days are dates; half days are instants in UTC, so that no time zone has to be described.  The UID is of
 * the first leave's number, which an extension does not change. */
#include "leave_calendar.h"

enum { LINE_MOST = 75 }; /* octets, without CRLF: section 3.1 */

/* A content line, folded before a character that would go beyond. */
static void line(struct od_buf *b, const char *s)
{
	size_t room = LINE_MOST, step;

	for (; *s; s += step) {
		od_utf8_get(s, &step);
		if (step > room) {
			od_buf_puts(b, "\r\n ");
			room = LINE_MOST - 1;
		}
		od_buf_add(b, s, step);
		room -= step;
	}
	od_buf_puts(b, "\r\n");
}

/* A value of type TEXT (section 3.3.11); control characters have no place in one. */
static void escape(struct od_buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '\\' || *s == ';' || *s == ',')
			od_buf_putc(b, '\\');
		if (*s == '\n')
			od_buf_puts(b, "\\n");
		else if ((unsigned char)*s >= ' ' && *s != 127)
			od_buf_putc(b, *s);
		else if (*s == '\t')
			od_buf_putc(b, ' ');
	}
}

static void text_line(struct od_buf *b, const char *name, const char *value)
{
	struct od_buf l = OD_BUF_INIT;

	od_buf_printf(&l, "%s:", name);
	escape(&l, value);
	b->failed |= l.failed;
	if (!b->failed)
		line(b, l.s);
	od_buf_free(&l);
}

static void day_line(struct od_buf *b, const char *name, od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	od_buf_printf(b, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, day);
}

static void instant_line(struct od_buf *b, const char *name, od_instant t)
{
	od_instant utc = { t.sec - OD_ZONE_SECONDS }; /* the office's day of it is the day in UTC */
	od_date d = od_instant_date(utc);
	long long s = utc.sec - od_date_start(d).sec;
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	od_buf_printf(b, "%s:%04d%02d%02dT%02lld%02lld%02lldZ\r\n", name, year, month, day,
		      s / 3600, s / 60 % 60, s % 60);
}

static void when(struct od_buf *b, const struct od_away *a)
{
	int to_part = OD_PART_EVENING - a->to_part;
	struct od_span span = { od_part_at(a->from_day, a->from_part),
				od_part_at(a->to_day, to_part) };

	if (a->from_part == OD_PART_MORNING && to_part == OD_PART_EVENING) {
		day_line(b, "DTSTART", a->from_day);
		day_line(b, "DTEND", (od_date){ a->to_day.days + 1 }); /* not included */
		return;
	}
	instant_line(b, "DTSTART", od_part_start(span.from));
	instant_line(b, "DTEND", od_span_end(span));
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
	b->failed |= text.failed;
	if (!b->failed)
		text_line(b, "DESCRIPTION", text.s);
	od_buf_free(&text);
}

static void event(struct od_buf *b, const struct od_leave_calendar *c, const struct od_absence *x)
{
	struct od_buf summary = OD_BUF_INIT;
	char number[32];

	line(b, "BEGIN:VEVENT");
	od_buf_printf(b, "UID:%s@leave.officedb\r\n", od_number_str('L', x->root, number));
	instant_line(b, "DTSTAMP", c->now);
	when(b, &x->a);
	/* Translators: who, what for. */
	od_buf_printf(&summary, _("%1$s: %2$s"), x->a.person_name, x->a.kind_name);
	b->failed |= summary.failed;
	if (!b->failed)
		text_line(b, "SUMMARY", summary.s);
	od_buf_free(&summary);
	if (x->a.place)
		text_line(b, "LOCATION", x->a.place);
	describe(b, &x->a);
	line(b, "STATUS:CONFIRMED");
	line(b, "END:VEVENT");
}

int od_leave_calendar_ics(const struct od_leave_calendar *c, struct od_buf *b, struct od_err *err)
{
	line(b, "BEGIN:VCALENDAR");
	line(b, "VERSION:2.0");
	line(b, "PRODID:-//officedb//leave-log//EN");
	line(b, "CALSCALE:GREGORIAN");
	line(b, "METHOD:PUBLISH");
	for (size_t i = 0; i < c->away.n; i++)
		event(b, c, &c->away.row[i]);
	line(b, "END:VCALENDAR");
	return b->failed ? od_fail_nomem(err) : 0;
}
