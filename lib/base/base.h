/* base.h - floor 0, inside lib/ only: translation, digests.  No I/O. */
#ifndef OD_BASE_H
#define OD_BASE_H

#include <libintl.h>
#include <nettle/sm3.h>
#include <string.h>

#include "../officedb.h"

#define _(s)        dgettext("officedb", s)
#define N_(s)       s
#define OD_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- eight bytes at a time --------------------------------------------------------------------- */

#define OD_BYTES(c) (UINT64_C(0x0101010101010101) * (c))
/* Is one of the eight bytes of w the byte c; is one less than c (c <= 0x80)? */
static inline bool od_has_byte(uint64_t w, unsigned char c)
{
	w ^= OD_BYTES(c);
	return (w - OD_BYTES(1)) & ~w & OD_BYTES(0x80);
}
static inline bool od_has_less(uint64_t w, unsigned char c)
{
	return (w - OD_BYTES(c)) & ~w & OD_BYTES(0x80);
}

/* --- noncharacters (text.c): U+FDD0 to U+FDEF and the last two of each plane ---------------------- */

/* Offset of the first in s[0..n), which is well-formed, or n.  XML, PDF and YAML cannot hold them. */
size_t od_noncharacter(const char *s, size_t n);
/* Take them out of s. */
void od_characters(char *s);

/* --- near misses (near.c) -------------------------------------------------------------------- */

#define OD_DISTANCE_MAX 64 /* characters of a text that are compared */
/* Characters to put in, take out or change to make t of s (Levenshtein), ASCII case aside. */
unsigned int od_distance(const char *s, const char *t);
/* "a、b、c" of the nearest to text among names: at most three, none that differs by more than half. */
void od_nearest(const char *text, const char *const *names, size_t n, struct od_buf *out);

/* --- SM3 (hash.c) ----------------------------------------------------------------------------- */

/* SM3 as a value: copying the struct copies the state, so a digest of a beginning can be
 * taken and the whole gone on with. */
struct od_sm3 {
	struct sm3_ctx ctx;
};
void od_sm3_init(struct od_sm3 *h);
void od_sm3_add(struct od_sm3 *h, const void *data, size_t n);
/* One member of a canonical form: length (8 bytes, big end first), then the bytes; NULL is the
 * length 2^64-1, so absent and empty differ. */
void od_sm3_add_text(struct od_sm3 *h, const char *s);
void od_sm3_add_int(struct od_sm3 *h, int64_t i);
void od_sm3_end(struct od_sm3 *h, uint8_t out[OD_SM3_SIZE]);

#endif
