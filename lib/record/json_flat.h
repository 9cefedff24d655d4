/* json_flat.h - private to record/: what the two ways of reading a line of JSON share. */
#ifndef OD_JSON_FLAT_H
#define OD_JSON_FLAT_H

#include "rows.h"

static inline const char *od_json_skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p;
}

/* The quick way (json_flat.c).  false: it does not take this line, whatever it is.  *text holds the row's texts,
 * *kept (if not NULL) the members as they stood, but those only a rejects file has. */
bool od_json_flat(const char *s, size_t n, struct od_buf *text, struct od_row *row,
		  struct od_buf *kept);

#endif
