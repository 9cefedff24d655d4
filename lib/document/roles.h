/* roles.h - private to roles*.c: the lines of a document while their roles are told. */
#ifndef OD_ROLES_H
#define OD_ROLES_H

#include "shape.h"

struct scan {
	struct od_doc *d;
	size_t i;             /* the line looked at */
	size_t title, titles; /* the main title's first line, and how many */
	bool dated;           /* the signature's date of this part has come */
	bool headed;          /* a number or a mark stands above the title */
	char *organ;          /* the issuer by the mark or the title, or NULL */
	bool addressed;       /* its addressee has */
	struct od_err *err;
};

static inline struct od_line *at(const struct scan *s, size_t i)
{
	return &s->d->line[i];
}

/* Lines of text proper: not blank, not in a running head, not set aside. */
static inline bool counts(const struct od_line *l)
{
	return l->n && l->role != OD_LINE_BLANK &&
	       (l->place == OD_IN_BODY || l->place == OD_IN_TEXT_BOX);
}

static inline size_t next_text(const struct scan *s, size_t i)
{
	while (i < s->d->lines && !counts(at(s, i)))
		i++;
	return i;
}

static inline size_t chars(const struct od_line *l)
{
	return od_utf8_len(l->text);
}

/* --- what single lines are (roles_line.c); nothing is changed --------------------------------------------- */

/* A role of the header (number, secrecy ...), of the record at the end (抄送, 印发 ...), or -1. */
int od_role_head(const struct od_line *l);
int od_role_record(const struct od_line *l);
bool od_role_signed_by(const struct od_line *l);
bool od_role_table(const struct scan *s, const struct od_line *l);
bool od_role_mark(const struct scan *s, size_t i);
bool od_role_may_title(const struct scan *s, const struct od_line *l);
bool od_role_stopped_title(const struct scan *s, const struct od_line *l);
/* How many of the lines from i on are one title; signatures and the date below them, 0 if they are none. */
size_t od_role_title_lines(const struct scan *s, size_t i);
size_t od_role_signed_lines(const struct scan *s, size_t i);
bool od_role_organ(const struct scan *s, const struct od_line *l);
bool od_role_addressee(const struct od_line *l);
bool od_role_bare_addressee(const struct od_line *l);
bool od_role_bare_note(const struct od_line *l); /* 此件公开发布 */
bool od_role_remark(const struct od_line *l);    /* to the checker alone */

#endif
