/* paper.h - private to document/: what the writers of paper share (paper_text.c, paper_html.c, paper_docx*.c). */
#ifndef OD_PAPER_H
#define OD_PAPER_H

#include <string.h>

#include "../base/base.h"
#include "../officedoc.h"

/* Is this block the first of those of its kind that stand together; the last? */
static inline bool od_paper_first(const struct od_paper *p, size_t i)
{
	return i == 0 || p->block[i - 1].kind != p->block[i].kind;
}
static inline bool od_paper_last(const struct od_paper *p, size_t i)
{
	return i + 1 == p->blocks || p->block[i + 1].kind != p->block[i].kind;
}
/* A source stands in brackets; what else stands at the right below a text is who signs it, and the date. */
static inline bool od_paper_signs(const struct od_paper *p, size_t i)
{
	static const char *const brackets[] = { "（", "〔", "(", "[" };
	const char *s = p->block[i].text;

	if (p->block[i].kind != OD_PAPER_SOURCE || !s)
		return false;
	for (size_t k = 0; k < OD_COUNT(brackets); k++)
		if (strncmp(s, brackets[k], strlen(brackets[k])) == 0)
			return false;
	return true;
}
/* Is it the last of several lines that sign: the date? */
static inline bool od_paper_dates(const struct od_paper *p, size_t i)
{
	return i > 0 && od_paper_signs(p, i) && od_paper_signs(p, i - 1) &&
	       !(i + 1 < p->blocks && od_paper_signs(p, i + 1));
}
/* Cells that are blank at the right of a line that signs (GB/T 9704-2012, 7.3.5.2): two characters are; the date
 * begins two characters right of where the name above it does, and if it is the longer of the two, it is the one that
 * has two. */
static inline int od_paper_sign_right(const struct od_paper *p, size_t i)
{
	bool date = od_paper_dates(p, i), named = i + 1 < p->blocks && od_paper_dates(p, i + 1);
	int name, day;

	if (!date && !named)
		return 4;
	name = od_width(p->block[date ? i - 1 : i].text);
	day = od_width(p->block[date ? i : i + 1].text);
	if (day > name)
		return date ? 4 : 8 + day - name;
	return date ? name - day : 4;
}
/* Does this block, a source, follow a paragraph, so that it may end its last line? */
static inline bool od_paper_goes_on(const struct od_paper *p, size_t i)
{
	return i < p->blocks && p->block[i].kind == OD_PAPER_SOURCE && i > 0 &&
	       p->block[i - 1].kind == OD_PAPER_TEXT && !od_paper_signs(p, i);
}
/* Has it a 版记? */
static inline bool od_paper_has_back(const struct od_paper *p)
{
	return p->sends || p->signer || p->editor || p->phone || p->footer || p->printed_by ||
	       p->printed_on || p->copies;
}

#endif
