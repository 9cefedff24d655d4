/* facts.h - private to the checks in C: what can be read off a document: names in a list,
 * dates, numbers. */
#ifndef OD_FACTS_H
#define OD_FACTS_H

#include "check.h"

struct od_name { /* one of the organs that an addressee or 抄送 line names */
	const char *s;
	size_t n, from; /* from: byte of the line */
};
/* The next name from *at on (0 at first); brackets are not torn apart.  A label (抄送：) is
 * passed over. */
bool od_next_name(const struct od_line *l, size_t *at, struct od_name *out);
bool od_same_name(const struct od_name *a, const struct od_name *b);

/* Do two names mean one organ: one is short for the other, or among several?  An office is
 * not its body. */
bool od_same_organ(const char *s, size_t n, const char *t, size_t m);

struct od_day_at { /* "2026年3月5日" or "3月5日" in a text */
	size_t from, to;
	int year, month, day; /* year 0: not said; day 0: not said (with a year only) */
};
bool od_next_day(const char *s, size_t n, size_t *at, struct od_day_at *out);

/* The value of 十二, 二十, 12 (n bytes); 0: none. */
int od_value_of(const char *s, size_t n);
/* The ordinal at the front of a line that has a number: its value, or 0. */
int od_ordinal_of(const struct od_line *l);
/* Does a line of this part (-1: of any) of one of the roles (bits; 0: any) hold one of the
 * words? */
bool od_part_holds(const struct od_checking *c, int part, uint64_t roles, const char *words,
		   size_t words_n);
/* The same list as od_holds_any() takes, of a length. */
bool od_holds_of(const char *s, size_t n, const char *words, size_t words_n);
/* A role by its word (n bytes), or -1. */
int od_role_named(const char *s, size_t n);
/* As od_line_of(); the record of issue (抄送, 印发, 主题词) stands behind the attachments, so it
 * may be in any part but an embedded document. */
size_t od_role_line(const struct od_checking *c, int role, size_t after);
/* The first and last lines of a part's title, as they are in the document; SIZE_MAX: none. */
size_t od_title_line(const struct od_checking *c, bool last);
/* Does an organ's name end as those of governments and Party committees do? */
bool od_is_body_name(const char *s, size_t n);
/* Is byte at of line i within 《》 or “”? */
static inline bool od_is_quoted(const struct od_checking *c, size_t i, size_t at)
{
	return c->mask[i][at] & (OD_MASK_TITLE | OD_MASK_QUOTE);
}
static inline bool od_is_main(const struct od_checking *c, size_t i)
{
	return c->doc->line[i].part == 0;
}
/* The line after i that is not blank, or SIZE_MAX; the one before. */
size_t od_next_line(const struct od_checking *c, size_t i);
size_t od_last_line(const struct od_checking *c, size_t before);

/* checks_dates.c, in the table of checks_form.c */
od_check_fn od_check_date_form, od_check_date_whole, od_check_date_valid, od_check_weekday,
	od_check_issue_after, od_check_issue_word;
/* checks_attachment.c, in the table of checks_structure.c */
int od_check_att_noted(struct od_checking *c, const struct od_rule *r, struct od_err *err);
int od_check_att_titles(struct od_checking *c, const struct od_rule *r, struct od_err *err);
int od_check_att_heads(struct od_checking *c, const struct od_rule *r, struct od_err *err);
int od_check_att_cited(struct od_checking *c, const struct od_rule *r, struct od_err *err);

#endif
