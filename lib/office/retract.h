/* retract.h - private to office/: the reason for which something was taken back, for the journal (retract.c). */
#ifndef OD_RETRACT_H
#define OD_RETRACT_H

#include "bulletin.h"

/* A row "retract" of its own under name, of records of a type; OD_EDATA: it could not be read back from a dump. */
int od_retract_why(struct od_db *db, const struct od_rec_type *of, const char *name,
		   const char *reason, struct od_err *err) OD_MUST_CHECK;

#endif
