/* task_ics.c - the due days of open matters as iCalendar (RFC 5545), for calendars that subscribe to a file.
 *
 * An event of a whole day: the nearest due day among the units that are not done.  The UID is of the number, so
 * that an extension moves the event that is there. */
#include "ical.h"
#include "task.h"

/* Of a classified matter the number and the mark leave the office's own database. */
static void name_it(const struct od_task *t, struct od_buf *b)
{
	char number[32];

	if (t->secrecy)
		od_buf_printf(b, _("%1$s (%2$s)"), od_number_str('T', t->number, number),
			      _(od_secrecies[t->secrecy].label));
	else
		od_buf_puts(b, t->title);
}

static od_date due_day(const struct od_task *t, const struct od_task_unit *u, size_t n)
{
	od_date due = OD_NODATE;

	for (size_t i = 0; i < n; i++)
		if (od_instant_is(u[i].assigned_at) && u[i].state < OD_TU_FINISHED &&
		    od_date_is(u[i].due_on) && (!od_date_is(due) || u[i].due_on.days < due.days))
			due = u[i].due_on;
	return od_date_is(due) ? due : t->due_on;
}

static void summary(struct od_buf *b, const struct od_task *t)
{
	struct od_buf text = OD_BUF_INIT;

	/* Translators: a light, what is to be done, by which unit. */
	if (t->lead)
		od_buf_printf(&text, _("[%s] "), _(od_lights[t->light].label));
	else
		od_buf_printf(&text, _("[%s] "), _(od_task_statuses[t->status].label));
	name_it(t, &text);
	if (t->lead)
		od_buf_printf(&text, _(" (%s)"), t->lead_name ? t->lead_name : t->lead);
	od_ical_text_of(b, "SUMMARY", &text);
}

/* A line a unit, and the number by which to ask for more. */
static void describe(struct od_buf *b, const struct od_task *t, const struct od_task_unit *u,
		     size_t n)
{
	struct od_buf text = OD_BUF_INIT;
	char buf[32];

	for (size_t i = 0; i < n; i++) {
		od_buf_printf(&text, _("%1$s (%2$s)"), u[i].unit_name ? u[i].unit_name : u[i].unit,
			      _(od_task_roles[u[i].role].label));
		od_buf_printf(&text, _(", %s"),
			      od_instant_is(u[i].assigned_at) ? _(od_unit_states[u[i].state].label)
							      : _("not assigned yet"));
		if (u[i].percent != OD_NOINT)
			od_buf_printf(&text, _(", %lld%%"), (long long)u[i].percent);
		if (od_date_is(u[i].due_on))
			od_buf_printf(&text, _(", due %s"), od_date_str(u[i].due_on, buf));
		od_buf_putc(&text, '\n');
	}
	od_buf_puts(&text, od_number_str('T', t->number, buf));
	od_ical_text_of(b, "DESCRIPTION", &text);
}

static void alarm(struct od_buf *b, const struct od_task *t)
{
	struct od_buf text = OD_BUF_INIT;

	od_ical_line(b, "BEGIN:VALARM");
	od_ical_line(b, "ACTION:DISPLAY");
	od_ical_line(b, "TRIGGER:-P1D");
	od_buf_puts(&text, _("Due tomorrow: "));
	name_it(t, &text);
	od_ical_text_of(b, "DESCRIPTION", &text);
	od_ical_line(b, "END:VALARM");
}

static void event(struct od_buf *b, const struct od_task *t, const struct od_task_unit *u, size_t n,
		  od_date due, od_instant now)
{
	char number[32];

	od_ical_line(b, "BEGIN:VEVENT");
	od_buf_printf(b, "UID:%s@task.officedb\r\n", od_number_str('T', t->number, number));
	od_ical_instant(b, "DTSTAMP", now);
	od_ical_day(b, "DTSTART", due);
	od_ical_day(b, "DTEND", (od_date){ due.days + 1 }); /* not included */
	if (t->version != OD_NOINT)
		od_buf_printf(b, "SEQUENCE:%lld\r\n", (long long)t->version - 1);
	summary(b, t);
	describe(b, t, u, n);
	if (t->light == OD_LIGHT_RED || t->grade == OD_TASK_MAJOR)
		od_ical_line(b, "PRIORITY:1");
	od_ical_line(b, "TRANSP:TRANSPARENT"); /* who is to do it is not busy all day */
	alarm(b, t);
	od_ical_line(b, "END:VEVENT");
}

int od_tasks_ics(const struct od_tasks *t, od_instant now, struct od_buf *b, struct od_err *err)
{
	const struct od_task_unit *u;
	const struct od_task *row;
	size_t rows = od_tasks_rows(t, &row);

	od_ical_begin(b, "task-track");
	for (size_t i = 0; i < rows; i++) {
		size_t n = od_tasks_units(t, i, &u);
		od_date due = due_day(&row[i], u, n);

		if (od_task_open(&row[i]) && od_date_is(due))
			event(b, &row[i], u, n, due, now);
	}
	od_ical_end(b);
	return b->failed ? od_fail_nomem(err) : 0;
}
