/* out.h - inside the writers only: what out.c and the format files share. */
#ifndef OD_OUT_H
#define OD_OUT_H

#include "field.h"

/* A format: row() puts one record into o->buf, which out.c then writes.  The others may be NULL;
 * begin() runs before the first record, end() after the last. */
struct od_out_ops {
	int (*begin)(struct od_out *o, struct od_err *err);
	int (*row)(struct od_out *o, const void *rec, struct od_err *err);
	int (*end)(struct od_out *o, struct od_err *err);
	void (*free)(struct od_out *o);
};

struct od_out {
	FILE *out;
	const struct od_out_ops *ops;
	const struct od_rec_type *type;
	const struct od_field *col[OD_FIELDS_MAX]; /* what is shown, in this order */
	size_t ncols;
	bool excel, tagged;
	int width;
	struct od_buf buf;
	int error;   /* errno of the first write that failed */
	void *state; /* the format's own */
};

extern const struct od_out_ops od_out_table, od_out_yaml, od_out_json, od_out_csv, od_out_tsv;

/* Write bytes and remember the first failure in o->error. */
bool od_out_write(struct od_out *o, const char *s, size_t n);

#endif
