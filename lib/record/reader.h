/* reader.h - private to record/: what reader.c and reader_begin.c share. */
#ifndef OD_READER_H
#define OD_READER_H

#include "names.h"
#include "rows.h"

struct od_reader {
	char *name;
	const struct od_rec_type *const *types;
	size_t n_types;
	struct od_when when;
	unsigned int flags;
	struct od_names *names; /* n_types of them */
	struct od_source *src;
	const struct od_format_ops *ops;
	struct od_rows *rows;
	struct od_row row;
	const struct od_names *now; /* of the type of the last record */
	bool held;                  /* a record of that type was put into rec */
	uint64_t gave;
	int last;   /* what _next() returned last */
	bool begun; /* headings, if any, are read and good */
	bool done;  /* the end was reached */
	struct od_err dead;
	/* the faults of the row being read */
	struct od_buf told;
	int faults;
	unsigned int told_line;
};

/* A name as it may stand in a message. */
const char *od_reader_shown(const char *name, char buf[static 80]);
/* A format's message begins with the line; the file's name goes in front.  Those of the source
 * and about memory stand by themselves. */
void od_reader_name_file(const struct od_reader *r, struct od_err *err);
/* The names of the types that are read. */
void od_reader_types(const struct od_reader *r, struct od_buf *b);

/* Tell the format, open it, look at its headings: OD_ROW; OD_END: there is nothing but blanks. */
int od_reader_begin(struct od_reader *r, struct od_err *err);

#endif
