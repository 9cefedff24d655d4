/* answer.h - rows that a dump brings back as they were: answers, urges, omissions. */
#ifndef OD_ANSWER_H
#define OD_ANSWER_H

#include "office.h"

/* Put a loaded record of k, found again by find (its columns the type's, v its key): one that is on
 * file must say the same. */
int od_load_as_was(struct od_db *db, const struct od_kind *k, const char *find,
		   const struct od_val *v, size_t n, const void *rec, enum od_change *change,
		   struct od_err *err) OD_MUST_CHECK;

#endif
