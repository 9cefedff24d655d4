/* yaml_rows.h - private to record/: what the files that read YAML share. */
#ifndef OD_YAML_ROWS_H
#define OD_YAML_ROWS_H

#include <yaml.h>

#include "rows.h"

#define OD_YAML_STAND_IN \
	"\xf4\x8f\xbf\xbf" /* for a byte that is not UTF-8, on its way through libyaml */

enum where {
	IN_STREAM,
	IN_LIST,  /* a sequence of records that is the document */
	IN_TYPED, /* a sequence of records below the name of their type */
	IN_TYPES, /* between two such sequences */
};

struct od_rows {
	struct od_source *src;
	yaml_parser_t parser;
	yaml_event_t event; /* the last; freed when the next is got */
	size_t lines;       /* line ends fed to libyaml */
	size_t fed;         /* bytes since the last event */
	/* What libyaml was fed, from the record on that is being read (or a little before), so that one
	 * that is refused can be shown as it stood.  libyaml's marks count characters. */
	struct od_buf raw;
	size_t raw_at, chars;         /* before .raw; fed in all */
	size_t record_at, record_end; /* of the last record */
	bool in_record;
	struct od_err feed_err;
	enum where where;
	struct od_buf type, name;
	struct od_gather gather;
	bool bad;           /* something is wrong with the record, and said */
	size_t hollow;      /* its fields that are absent or empty lists */
	size_t empty_lists; /* the latter alone */
};

/* A character that may not stand for itself in YAML, or that YAML takes for a line break. */
static inline bool od_yaml_must_escape(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
	       c == 0xfffe || c == 0xffff || c == 0x10ffff;
}

/* Bytes of the first so many characters. */
size_t od_yaml_bytes(const char *s, size_t n, size_t chars);

/* --- events (yaml_events.c) ---------------------------------------------------------------------- */

int od_yaml_feed(void *ctx, unsigned char *to, size_t size, size_t *given); /* for libyaml */
/* The next into r->event.  -1: nothing more can be read. */
int od_yaml_get(struct od_rows *r, struct od_err *err) OD_MUST_CHECK;
/* Past everything up to the end of the node begun `depth` levels ago. */
int od_yaml_pass_over(struct od_rows *r, int depth, struct od_err *err) OD_MUST_CHECK;
/* Past the node whose first event was just got. */
int od_yaml_pass_over_this(struct od_rows *r, struct od_err *err) OD_MUST_CHECK;

/* Where the last began. */
static inline unsigned int od_yaml_line(const struct od_rows *r)
{
	return (unsigned int)r->event.start_mark.line + 1;
}

/* --- rejects (yaml_reject.c) ---------------------------------------------------------------------- */

void od_yaml_reject(struct od_rows *r, const struct od_row *row, bool heading, const char *reason,
		    struct od_buf *b);

#endif
