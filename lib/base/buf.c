/* buf.c - text that grows.
 *
 * Whoever builds text adds piece after piece and looks once, at the end, whether memory ran
 * out; so nothing here returns a status. */
#include <stdarg.h>
#include <stdlib.h>

#include "base.h"

enum { FIRST_ROOM = 64 };

/* Room for n bytes more and the NUL behind them. */
static bool make_room(struct od_buf *b, size_t n)
{
	size_t need, room = b->room ? b->room : FIRST_ROOM;
	char *s;

	if (b->failed)
		return false;
	if (n < b->room - b->n)
		return true;
	b->failed = true;
	if (n > SIZE_MAX / 2 - b->n - 1)
		return false;
	need = b->n + n + 1;
	while (room < need)
		room *= 2;
	s = realloc(b->s, room);
	if (!s)
		return false;
	b->failed = false;
	b->s = s;
	b->room = room;
	return true;
}

void od_buf_add(struct od_buf *b, const char *s, size_t n)
{
	if (!make_room(b, n))
		return;
	if (n > 0)
		memcpy(b->s + b->n, s, n);
	b->n += n;
	b->s[b->n] = '\0';
}

void od_buf_puts(struct od_buf *b, const char *s)
{
	if (s)
		od_buf_add(b, s, strlen(s));
}

void od_buf_putc(struct od_buf *b, char c)
{
	od_buf_add(b, &c, 1);
}

/* Print into the room there is; the length it wants in all, or -1. */
static int print(struct od_buf *b, const char *fmt, va_list ap) OD_PRINTF(2, 0);
static int print(struct od_buf *b, const char *fmt, va_list ap)
{
	return vsnprintf(b->s + b->n, b->room - b->n, fmt, ap);
}

void od_buf_printf(struct od_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	if (!make_room(b, FIRST_ROOM))
		return;
	va_start(ap, fmt);
	va_copy(again, ap);
	n = print(b, fmt, ap);
	if (n >= 0 && (size_t)n >= b->room - b->n && make_room(b, (size_t)n))
		n = print(b, fmt, again);
	va_end(again);
	va_end(ap);
	if (n < 0)
		b->failed = true;
	if (!b->failed)
		b->n += (size_t)n;
	b->s[b->n] = '\0';
}

void od_buf_reset(struct od_buf *b)
{
	b->n = 0;
	b->failed = false;
	if (b->s)
		b->s[0] = '\0';
}

void od_buf_free(struct od_buf *b)
{
	free(b->s);
	*b = (struct od_buf)OD_BUF_INIT;
}
