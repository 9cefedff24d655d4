/* simhash.h - floor 0, inside lib/ only: pairs of characters of a text, for looking closer at what od_simhash()
 * suspects. */
#ifndef OD_SIMHASH_H
#define OD_SIMHASH_H

#include "base.h"

/* The pairs of one text, each once. */
struct od_pairs {
	uint64_t *slot; /* open addressing, 0: empty */
	uint32_t *met;  /* in which comparison a slot was met last */
	size_t room, n;
	uint32_t round;
};
int od_pairs_make(struct od_pairs *p, const char *const *text, size_t n) OD_MUST_CHECK;
void od_pairs_free(struct od_pairs *p);
/* Of a hundred pairs of the shorter text, those that the other has too. */
int od_pairs_alike(struct od_pairs *p, const char *const *text, size_t n);

#endif
