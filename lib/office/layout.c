/* layout.c - see layout.h: a Chinese character is two cells wide, a line breaks between any two. */
#include "layout.h"

void od_spaces(struct od_buf *b, int n)
{
	while (n-- > 0)
		od_buf_putc(b, ' ');
}

void od_rule(struct od_buf *b, int width)
{
	while (width-- > 0)
		od_buf_puts(b, "─");
	od_buf_putc(b, '\n');
}

void od_left(struct od_buf *b, int width, const char *s)
{
	od_buf_puts(b, s);
	od_spaces(b, width - od_width(s));
}

void od_right(struct od_buf *b, int width, const char *s)
{
	od_spaces(b, width - od_width(s));
	od_buf_puts(b, s);
}

void od_right_line(struct od_buf *b, int width, const char *s)
{
	od_right(b, width, s);
	od_buf_putc(b, '\n');
}

void od_centred(struct od_buf *b, int width, const char *s)
{
	od_spaces(b, (width - od_width(s)) / 2);
	od_buf_puts(b, s);
	od_buf_putc(b, '\n');
}

/* --- paragraphs ----------------------------------------------------------------------------------- */

static size_t without_blanks(const char *s, size_t n, bool wide)
{
	for (;;) {
		if (n && strchr(" \t\r\n", s[n - 1]))
			n--;
		else if (wide && n >= 3 && !memcmp(s + n - 3, "　", 3))
			n -= 3;
		else
			return n;
	}
}

static void lines(struct od_buf *b, int width, const char *lead, const char *s, bool prose)
{
	/* A mark that may not begin a line hangs over by two cells at most. */
	int indent = od_width(lead), room = width - 2 - indent;
	bool first = true;

	while (*s) {
		size_t n = od_wrap(s, room < 20 ? 20 : room), len = without_blanks(s, n, prose);

		if (len || !prose) {
			if (first)
				od_buf_puts(b, lead);
			else
				od_spaces(b, indent);
			od_buf_add(b, s, len);
			od_buf_putc(b, '\n');
			first = false;
		}
		s += n;
	}
}

void od_paragraph(struct od_buf *b, int width, const char *lead, const char *s)
{
	lines(b, width, lead, s, false);
}

void od_prose(struct od_buf *b, int width, const char *lead, const char *s)
{
	lines(b, width, lead, s, true);
}

void od_paragraph_of(struct od_buf *b, int width, const char *lead, struct od_buf *text)
{
	if (text->failed)
		b->failed = true;
	else if (text->s)
		od_paragraph(b, width, lead, text->s);
	od_buf_free(text);
}

/* --- times ------------------------------------------------------------------------------------------ */

const char *od_due_str(od_instant t, char buf[static 32])
{
	od_date d = od_instant_date(t);
	char day[16];

	if (t.sec != od_date_start(d).sec)
		return od_instant_str_short(t, buf);
	snprintf(buf, 32, "%s 24:00", od_date_str((od_date){ d.days - 1 }, day));
	return buf;
}

const char *od_day_words(od_date d, char buf[static 64])
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	/* Translators: year, month, day of the month. */
	snprintf(buf, 64, _("%1$d-%2$02d-%3$02d"), year, month, day);
	return buf;
}

void od_signed(struct od_buf *b, int width, const char *office, od_date on)
{
	char day[64];

	od_right_line(b, width, office);
	od_right_line(b, width, od_day_words(on, day));
}
