/* record.h - floor 1, inside lib/ only: rows as read, canonical forms, differences. */
#ifndef OD_RECORD_H
#define OD_RECORD_H

#include "../base/base.h"

#define OD_FIELDS_MAX 64
/* Fields that are no part of what is kept of a record: neither bound nor digested nor compared. */
#define OD_NOT_STORED (OD_DERIVED | OD_ELSEWHERE)

/* One record as a file gives it: names and texts, nothing checked yet.  The reader owns all. */
struct od_row {
	unsigned int line;
	const char *type; /* what the record says of its type, or NULL */
	size_t n;
	struct od_cell {
		const char *name;
		const char *text; /* NULL: absent */
		size_t size;      /* of text: differs from strlen() where there is a NUL byte */
		unsigned int line;
	} cell[OD_FIELDS_MAX];
};

static inline void *od_member(const struct od_field *f, const void *rec)
{
	return (char *)(uintptr_t)rec + f->offset;
}

#define OD_LIST_SEP "、"

/* The next element of a list's text and its length; NULL at the end.  *rest starts as the whole. */
static inline const char *od_list_next(const char **rest, size_t *n)
{
	const char *s = *rest, *sep;

	if (!s || !*s)
		return NULL;
	sep = strstr(s, OD_LIST_SEP);
	*n = sep ? (size_t)(sep - s) : strlen(s);
	*rest = sep ? sep + strlen(OD_LIST_SEP) : s + *n;
	return s;
}

/* Is element one of the list? */
static inline bool od_list_has(const char *list, const char *element)
{
	size_t want = strlen(element), n;

	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n))
		if (n == want && !memcmp(s, element, n))
			return true;
	return false;
}

/* Digest of a record's canonical form.  It begins with the content, the fields a unit gives (neither
 * READONLY nor DERIVED); a copy of the state after od_rec_digest_begin() ends in the digest of the content
 * alone, so that the texts, which are the bulk, are hashed once. */
void od_rec_digest(const struct od_rec_type *type, const void *rec, uint8_t whole[OD_SM3_SIZE]);
void od_rec_digest_begin(const struct od_rec_type *type, const void *rec, struct od_sm3 *h);
void od_rec_digest_end(const struct od_rec_type *type, const void *rec, struct od_sm3 *h,
		       uint8_t whole[OD_SM3_SIZE]);
/* {"field":["before","after"],...} of the stored fields that differ, NULL as null; false and
 * nothing added if none does.  before or after NULL: every field that is present in the other. */
bool od_rec_diff(const struct od_rec_type *type, const void *before, const void *after,
		 struct od_buf *b);
/* Put the "before" texts of such a difference back into rec, whose members must be the "after" ones:
 * OD_EDATA if they are not. */
int od_rec_undiff(const struct od_rec_type *type, void *rec, const char *diff,
		  struct od_err *err) OD_MUST_CHECK;
/* Is every field that is stored the same? */
bool od_rec_same(const struct od_rec_type *type, const void *a, const void *b);

/* --- a file's bytes as UTF-8 (source.c) ---------------------------------------------------------- */

struct od_source;
struct od_source *od_source_new(int fd, const char *name, struct od_err *err);
void od_source_free(struct od_source *s);
/* The bytes at hand, at least want of them unless the input ends before (want <= OD_ROW_MAX + 65536).
 * Returns how many there are (0: the end), -1: *err.  Bytes that cannot be read as the file's charset
 * come through as one 0xFF each, which no UTF-8 holds. */
int64_t od_source_peek(struct od_source *s, size_t want, const char **bytes,
		       struct od_err *err) OD_MUST_CHECK;
void od_source_skip(struct od_source *s, size_t n);
int64_t od_source_offset(const struct od_source *s);
const char *od_source_charset(const struct od_source *s);

/* --- a file format (csv.c, yaml.c, json.c) --------------------------------------------------------- */

struct od_rows; /* the format's own state */
struct od_format_ops {
	const char *name;
	struct od_rows *(*open)(struct od_source *src, const char *name, struct od_err *err);
	/* OD_ROW, OD_BAD (refused, go on), OD_END, -1 (nothing more can be read).  Messages carry
	 * "line: " at their front; the reader adds the file's name. */
	int (*next)(struct od_rows *rows, struct od_row *row, struct od_err *err);
	void (*close)(struct od_rows *rows);
	/* CSV: the headings, so that they can be checked once; others NULL. */
	const struct od_row *(*headings)(struct od_rows *rows);
	/* Append the last row (or what can be told of it) and the reason to b. */
	void (*reject)(struct od_rows *rows, const struct od_row *row, bool heading,
		       const char *reason, struct od_buf *b);
};
extern const struct od_format_ops od_csv_ops, od_yaml_ops, od_json_ops;

#endif
