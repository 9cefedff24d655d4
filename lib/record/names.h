/* names.h - private to record/: the names that a type's fields go by in files. */
#ifndef OD_NAMES_H
#define OD_NAMES_H

#include "record.h"

#define OD_NAME_ROOM 64 /* of a name remembered in its place */

/* What a name means, where it is not a field's place in its table. */
enum { OD_NAME_UNKNOWN = -1, OD_NAME_TYPE = -2 };

/* Each type's names, aliases and labels stand in a small hash, made once.  As the names of a file's rows
 * are nearly always the same in the same order, what the name in each place meant last time is
 * remembered too: a row then costs one strcmp() a cell. */
struct od_names {
	const struct od_rec_type *type;
	struct od_buf keys; /* NUL-terminated, one after the other */
	struct od_name_key {
		size_t at; /* in .keys, plus one; 0: no entry */
		int means;
	} * table;
	size_t mask;
	uint64_t required, passed_over;
	struct {
		char name[OD_NAME_ROOM];
		int means;
	} seen[OD_FIELDS_MAX];
};

int od_names_make(struct od_names *t, const struct od_rec_type *type, unsigned int flags);
void od_names_free(struct od_names *t);
int od_names_meaning(const struct od_names *t, const char *name);
/* The same, for the name in place i of a row. */
int od_names_meaning_in(struct od_names *t, size_t i, const char *name);
/* Up to most names that could have been meant, the nearest first. */
void od_names_offer(const struct od_names *t, const char *text, size_t most, struct od_buf *b);

#endif
