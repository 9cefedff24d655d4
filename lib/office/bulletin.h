/* bulletin.h - private to office/: what the files of publications, issues, what is sent upward,
 * commissions and scores share; their kinds, for kind.c. */
#ifndef OD_BULLETIN_H
#define OD_BULLETIN_H

#include "task.h"

extern const struct od_word od_styles[];

extern const struct od_dated od_publication_dated, od_distribution_dated, od_score_class_dated,
	od_score_rule_dated;
extern const struct od_kind od_issue_kind, od_issue_item_kind, od_adoption_kind, od_correction_kind,
	od_copy_kind, od_upward_kind, od_upward_on_kind, od_peer_rank_kind, od_commission_kind,
	od_commission_unit_kind, od_score_mark_kind;

/* --- publications, issues (publication.c, issue*.c, correction.c, copy.c) ----------------------------- */

/* A publication's name without blanks and 《》 around it; yours. */
char *od_publication_plain(const char *text);
/* Would its texts be read back from a dump?  OD_EDATA, "FIELD: ...": one has a line break or another character
 * that does not belong there. */
int od_texts_check(const struct od_rec_type *type, const void *rec,
		   struct od_err *err) OD_MUST_CHECK;
/* A new row of a kind: its texts checked, written and journalled. */
int od_kind_add(struct od_db *db, const struct od_kind *k, const void *rec,
		struct od_err *err) OD_MUST_CHECK;
/* Its items are there: OD_EDATA, "no issue ..." if not; item OD_NOINT: the issue itself. */
int od_issue_there(struct od_db *db, const char *issue, int64_t item,
		   struct od_err *err) OD_MUST_CHECK;
/* Corrections of earlier issues of i's publication that were not printed yet are printed in i. */
int od_correction_take(struct od_db *db, const struct od_issue *i,
		       struct od_err *err) OD_MUST_CHECK;
/* *secrecy becomes that of what those correct, where it is more. */
int od_correction_secrecy(struct od_db *db, const char *publication, od_date on, int *secrecy,
			  struct od_err *err) OD_MUST_CHECK;
/* Those that an issue carries at its end. */
struct od_iter *od_correction_printed_in(struct od_db *db, const char *issue, struct od_err *err);
/* A numbered copy for each that is printed, in the order of the distribution. */
int od_copies_make(struct od_db *db, const struct od_issue *i, struct od_err *err) OD_MUST_CHECK;
/* The name of a recipient - a unit's or person's code, or a text - on a day; yours. */
int od_recipient_name(struct od_db *db, const char *recipient, od_date on, char **name,
		      struct od_err *err) OD_MUST_CHECK;

/* --- desks by who did it (feedback.c) --------------------------------------------------------------- */

/* Whom to ask: the desk on that day of a person by code or login, and its telephone; where he is of none (or NULL),
 * desk (a code); without one, the desk that handles what the first publication is made of.  *name is NULL where
 * there is none; both are yours. */
int od_desk_of(struct od_db *db, const char *actor, const char *desk, od_date on, char **name,
	       char **phone, struct od_err *err) OD_MUST_CHECK;

#endif
