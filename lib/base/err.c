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

/* Written apart first: the arguments may point into the present message. */
static void put_message(struct od_err *err, const char *fmt, va_list ap) OD_PRINTF(2, 0);
static void put_message(struct od_err *err, const char *fmt, va_list ap)
{
	char msg[sizeof(err->msg)] = "";
	int n = vsnprintf(msg, sizeof(msg), fmt, ap);

	if (n < 0)
		msg[0] = '\0';
	else if ((size_t)n >= sizeof(msg))
		msg[od_utf8_cut(msg, strlen(msg), sizeof(msg))] = '\0';
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
