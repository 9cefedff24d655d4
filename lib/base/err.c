/* err.c - filling in struct od_err, and the library's version.
 *
 * Messages quote what people typed, mostly Chinese: one too long for the buffer is cut between
 * two characters, never inside one. */
#include <stdarg.h>

#include "base.h"

#ifndef OFFICEDB_VERSION
#define OFFICEDB_VERSION "0.0.0-dev"
#endif

const char *od_version(void)
{
	return OFFICEDB_VERSION;
}

/* Length of the character that begins with this byte, by the byte's own word. */
static size_t announced(unsigned char lead)
{
	if (lead >= 0xF0)
		return 4;
	if (lead >= 0xE0)
		return 3;
	return lead >= 0xC0 ? 2 : 1;
}

/* Take an unfinished character off the end of a message that was cut. */
static void mend_end(char *msg)
{
	size_t n = strlen(msg), start = n;

	while (start > 0 && n - start < 3 && ((unsigned char)msg[start - 1] & 0xC0) == 0x80)
		start--;
	if (start > 0 && announced((unsigned char)msg[start - 1]) > n - start + 1)
		msg[start - 1] = '\0';
}

/* Written apart first: the arguments may point into the present message. */
static void put_message(struct od_err *err, const char *fmt, va_list ap) OD_PRINTF(2, 0);
static void put_message(struct od_err *err, const char *fmt, va_list ap)
{
	char msg[sizeof(err->msg)] = "";
	int n = vsnprintf(msg, sizeof(msg), fmt, ap);

	if (n < 0)
		msg[0] = '\0';
	else if ((size_t)n >= sizeof(msg))
		mend_end(msg);
	memcpy(err->msg, msg, sizeof(msg));
}

int od_fail(struct od_err *err, enum od_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_message(err, fmt, ap);
	va_end(ap);
	err->code = code;
	return -1;
}

int od_fail_at(struct od_err *err, const char *fmt, ...)
{
	struct od_err context;
	va_list ap;

	va_start(ap, fmt);
	put_message(&context, fmt, ap);
	va_end(ap);
	return od_fail(err, err->code, "%s: %s", context.msg, err->msg);
}

int od_fail_nomem(struct od_err *err)
{
	return od_fail(err, OD_ENOMEM, "%s", _("out of memory"));
}
