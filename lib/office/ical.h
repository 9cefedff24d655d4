/* ical.h - private to office/: lines of iCalendar (RFC 5545). */
#ifndef OD_ICAL_H
#define OD_ICAL_H

#include "office.h"

/* product: the command, "task-track". */
void od_ical_begin(struct od_buf *b, const char *product);
void od_ical_end(struct od_buf *b);
/* A content line, folded, with its CRLF. */
void od_ical_line(struct od_buf *b, const char *s);
/* NAME:value, a TEXT, escaped. */
void od_ical_text(struct od_buf *b, const char *name, const char *value);
/* The same of what was put together: text is freed, and b fails if it failed. */
void od_ical_text_of(struct od_buf *b, const char *name, struct od_buf *text);
/* NAME;VALUE=DATE:20261204 */
void od_ical_day(struct od_buf *b, const char *name, od_date d);
/* NAME:20261204T100000Z */
void od_ical_instant(struct od_buf *b, const char *name, od_instant t);

#endif
