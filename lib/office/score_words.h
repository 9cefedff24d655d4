/* score_words.h - the figures of a circular in sentences (score_words.c), for score_paper.c and its test. */
#ifndef OD_SCORE_WORDS_H
#define OD_SCORE_WORDS_H

#include "office.h"

/* Each adds its sentences, or nothing where an office would say nothing; what others follow ends with a blank. */

/* Reports that came, and those of them or of earlier ones that were adopted. */
void od_score_say_reports(struct od_buf *b, int64_t submitted, int64_t adopted);
/* "《每日汇报》120条次" */
void od_score_say_publication(struct od_buf *b, const char *name, int64_t n);
void od_score_say_upward(struct od_buf *b, int64_t sent, int64_t adopted);
/* any: was there a report or an adoption of these days that they can stand on? */
void od_score_say_instructed(struct od_buf *b, int64_t n, bool any);
void od_score_say_commissions(struct od_buf *b, int64_t answered, int64_t no_shows);
/* What went wrong, then what did not. */
void od_score_say_wrong(struct od_buf *b, const struct od_score *all);
/* "甲局（2次）" */
void od_score_say_times(struct od_buf *b, const char *name, int64_t n);
/* "（一）区县（6个单位）" */
void od_score_say_class(struct od_buf *b, const char *ordinal, const char *class_, size_t units);

#endif
