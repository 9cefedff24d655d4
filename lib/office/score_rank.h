/* score_rank.h - private to score_rank.c and score_person.c: rows while they are put in order. */
#ifndef OD_SCORE_RANK_H
#define OD_SCORE_RANK_H

#include "score.h"

/* A row with what it is ordered by. */
struct ranked {
	struct od_score row;
	const char *class_;
	int64_t class_sort, sort;
	size_t reports;
};

/* What is counted of each row: of which measure, and where it stands. */
enum { OD_COUNTED = 12 };
struct score_counted {
	int measure;
	size_t at;
};
extern const struct score_counted od_score_counted[OD_COUNTED];
static inline int64_t *od_ranked_member(struct od_score *c, size_t i)
{
	return (int64_t *)((char *)c + od_score_counted[i].at);
}

static inline char *od_ranked_own(const char *text) /* the scores' own, which nobody clears */
{
	return (char *)(uintptr_t)text;
}

/* What was counted and given of one is added to another. */
void od_ranked_add(struct ranked *to, const struct ranked *r);
/* Who wrote the reports (score_person.c); *out is yours. */
int od_score_persons(struct od_scores *s, struct ranked **out, size_t *n,
		     struct od_err *err) OD_MUST_CHECK;

#endif
