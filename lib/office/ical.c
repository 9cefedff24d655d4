/* ical.c - see ical.h. */
#include "ical.h"

enum { LINE_MOST = 75 }; /* octets, without CRLF: section 3.1 */

/* Folded before a character that would go beyond, never inside one. */
void od_ical_line(struct od_buf *b, const char *s)
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

/* Section 3.3.11; control characters have no place in a TEXT. */
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

void od_ical_text(struct od_buf *b, const char *name, const char *value)
{
	struct od_buf l = OD_BUF_INIT;

	od_buf_printf(&l, "%s:", name);
	escape(&l, value);
	b->failed |= l.failed;
	if (!b->failed)
		od_ical_line(b, l.s);
	od_buf_free(&l);
}

void od_ical_text_of(struct od_buf *b, const char *name, struct od_buf *text)
{
	b->failed |= text->failed;
	if (!b->failed && text->s)
		od_ical_text(b, name, text->s);
	od_buf_free(text);
}

void od_ical_day(struct od_buf *b, const char *name, od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	od_buf_printf(b, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, day);
}

void od_ical_instant(struct od_buf *b, const char *name, od_instant t)
{
	od_instant utc = { t.sec - OD_ZONE_SECONDS }; /* the office's day of it is the day in UTC */
	od_date d = od_instant_date(utc);
	long long s = utc.sec - od_date_start(d).sec;
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	od_buf_printf(b, "%s:%04d%02d%02dT%02lld%02lld%02lldZ\r\n", name, year, month, day,
		      s / 3600, s / 60 % 60, s % 60);
}

void od_ical_begin(struct od_buf *b, const char *product)
{
	od_ical_line(b, "BEGIN:VCALENDAR");
	od_ical_line(b, "VERSION:2.0");
	od_buf_printf(b, "PRODID:-//officedb//%s//EN\r\n", product);
	od_ical_line(b, "CALSCALE:GREGORIAN");
	od_ical_line(b, "METHOD:PUBLISH");
}

void od_ical_end(struct od_buf *b)
{
	od_ical_line(b, "END:VCALENDAR");
}
