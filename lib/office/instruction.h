/* instruction.h - private to office/: what instructions, special groups, site checks, evidence and urging
 * share; their kinds, for kind.c. */
#ifndef OD_INSTRUCTION_H
#define OD_INSTRUCTION_H

#include "answer.h"

/* What an instruction is linked to: a row a link. */
struct od_instruction_on {
	int64_t instruction; /* I */
	char *record;
};
extern const struct od_rec_type od_instruction_on_type;

extern const struct od_kind od_instruction_kind, od_instruction_on_kind, od_task_group_kind,
	od_site_check_kind, od_evidence_kind;
extern const struct od_dated od_task_view_dated;

/* --- leaders (leader.c) ------------------------------------------------------------------------------ */

static inline bool od_blank(const char *s)
{
	return !s || !*s;
}
/* to in place of what *text was; NULL: nothing. */
int od_replace_text(char **text, const char *to, struct od_err *err) OD_MUST_CHECK;
/* The code of the person that *leader means on a day, put in its place; somebody whom the organisation does
 * not know stays as he is written. */
int od_leader_resolve(struct od_db *db, char **leader, od_date on,
		      struct od_err *err) OD_MUST_CHECK;
/* The name of a person's code on a day, else the text itself; yours. */
int od_leader_name(struct od_db *db, const char *leader, od_date on, char **name,
		   struct od_err *err) OD_MUST_CHECK;
/* The level of a leader whom the organisation knows, by his rank on a day; OD_LEADER_OTHER: unknown. */
int od_leader_level(struct od_db *db, const char *leader, od_date on, int *level,
		    struct od_err *err) OD_MUST_CHECK;

/* --- records by their name (record_name.c) ----------------------------------------------------------- */

/* The permanent form of a record's name, "T2026-45" as "T2026-0045"; what is on file must be there (loading a
 * dump: what comes before instructions in it); an issue or item of a publication that has issues
 * must be on file too ("daily/2026-341/3").  Yours. */
int od_record_name(struct od_db *db, const char *text, size_t n, bool loading, char **name,
		   struct od_err *err) OD_MUST_CHECK;
/* Is the record of this number there?  OD_EDATA if not. */
int od_record_there(struct od_db *db, char letter, int64_t number,
		    struct od_err *err) OD_MUST_CHECK;

/* --- quiet hours (quiet.c) ---------------------------------------------------------------------------- */

/* OD_EDATA in the office's quiet hours: a day's part, or over midnight (setting quiet_hours). */
int od_quiet_check(struct od_db *db, od_instant now, struct od_err *err) OD_MUST_CHECK;

#endif
