/* field.h - what the record floor's own files share about fields and their texts. */
#ifndef OD_FIELD_H
#define OD_FIELD_H

#include "record.h"

/* Set one member from its machine text, just as od_field_str() gave it: nothing is trimmed,
 * nothing in a text refused.  NULL makes it absent. */
int od_field_put(const struct od_field *f, void *rec, const char *text,
		 struct od_err *err) OD_MUST_CHECK;

#endif
