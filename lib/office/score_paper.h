/* score_paper.h - private to score_paper.c and score_far.c: the circular while it is put together. */
#ifndef OD_SCORE_PAPER_H
#define OD_SCORE_PAPER_H

#include "score.h"

enum { SPELLED = 30 }; /* so many are told one by one */

struct circular {
	const struct od_scores *s;
	struct od_paper *p;
	struct od_err *err;
	struct od_score all;       /* sums */
	int64_t reports, chapters; /* different reports that were adopted; headings so far */
	bool failed;
};

void od_circular_say(struct circular *c, int kind, const char *fmt, ...) OD_PRINTF(3, 4);
void od_circular_head(struct circular *c, const char *title);
/* Is it of the days and of a unit that were asked for? */
bool od_circular_asked(const struct od_scores *s, const struct score_event *e);
/* What higher offices adopted and what leaders wrote on, one by one (score_far.c). */
void od_circular_far(struct circular *c);

#endif
