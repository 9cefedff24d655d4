/* simhash.c - a text in 64 bits, so that texts which say nearly the same differ in few of them (Charikar's
 * SimHash) over overlapping pairs of characters.  What differs between two copies of the same text for no
 * reason - white space, punctuation, the case and the width of letters and digits - is passed over. */
#include <stdlib.h>

#include "simhash.h"

/* Half-width forms of full-width letters and digits, lower case; 0: what is passed over. */
static uint32_t plain(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xff01 - '!';
	if (c < 0x80) {
		if (c >= 'A' && c <= 'Z')
			return c + 32;
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
	}
	if (c < 0xc0 || (c >= 0x2000 && c <= 0x206f) ||
	    (c >= 0x3000 && c <= 0x3020 && c != 0x3007) || (c >= 0xfe10 && c <= 0xfe6f) ||
	    c == 0xfeff || c == 0xfffd)
		return 0;
	return c;
}

/* Every bit of the result hangs on every bit of the pair (the end of MurmurHash3's 64 bits). */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= UINT64_C(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64_C(0xc4ceb9fe1a85ec53);
	return x ^ x >> 33;
}

/* 64 counters, bit i of each in plane i: to add 1 to those of a mask is a carry through few planes. */
#define PLANES 40
struct counters {
	uint64_t plane[PLANES];
	uint64_t n;
};

static void count(struct counters *c, uint64_t mask)
{
	c->n++;
	for (int i = 0; mask && i < PLANES; i++) {
		uint64_t carry = c->plane[i] & mask;

		c->plane[i] ^= mask;
		mask = carry;
	}
}

/* The next pair of a text, mixed; 0: there is none.  *s and *last are where it stands. */
static uint64_t next_pair(const char **s, uint32_t *last)
{
	size_t n;

	while (**s) {
		uint32_t now = plain(od_utf8_get(*s, &n)), before = *last;

		*s += n;
		if (!now)
			continue;
		*last = now;
		if (before)
			return mix((uint64_t)before << 32 | now);
	}
	return 0;
}

/* The bits whose counter is over the half of n. */
static uint64_t majority(const struct counters *c)
{
	uint64_t half = c->n / 2, greater = 0, equal = UINT64_MAX;

	for (int i = PLANES - 1; i >= 0; i--) {
		if (half >> i & 1) {
			equal &= c->plane[i];
		} else {
			greater |= equal & c->plane[i];
			equal &= ~c->plane[i];
		}
	}
	return greater;
}

uint64_t od_simhash(const char *const *text, size_t n)
{
	struct counters c = { .n = 0 };

	for (size_t i = 0; i < n; i++) {
		const char *s = text[i] ? text[i] : "";
		uint32_t last = 0;

		for (uint64_t h = next_pair(&s, &last); h; h = next_pair(&s, &last))
			count(&c, h);
	}
	return majority(&c);
}

/* --- the pairs themselves ---------------------------------------------------------------------- */

static uint64_t *find_slot(const struct od_pairs *p, uint64_t h)
{
	size_t i = h & (p->room - 1);

	while (p->slot[i] && p->slot[i] != h)
		i = (i + 1) & (p->room - 1);
	return &p->slot[i];
}

int od_pairs_make(struct od_pairs *p, const char *const *text, size_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes += text[i] ? strlen(text[i]) : 0;
	*p = (struct od_pairs){ .room = 16 };
	while (p->room < bytes + bytes / 2) /* a pair ends with each character, of a byte or more */
		p->room *= 2;
	p->slot = calloc(p->room, sizeof(*p->slot));
	p->met = calloc(p->room, sizeof(*p->met));
	if (!p->slot || !p->met) {
		od_pairs_free(p);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		const char *s = text[i] ? text[i] : "";
		uint32_t last = 0;

		for (uint64_t h = next_pair(&s, &last); h; h = next_pair(&s, &last)) {
			uint64_t *slot = find_slot(p, h);

			p->n += !*slot;
			*slot = h;
		}
	}
	return 0;
}

void od_pairs_free(struct od_pairs *p)
{
	free(p->slot);
	free(p->met);
	*p = (struct od_pairs){ .room = 0 };
}

int od_pairs_alike(struct od_pairs *p, const char *const *text, size_t n)
{
	size_t theirs = 0, shared = 0,
	       ours = 0; /* of theirs that we have; of ours that they have */

	p->round++;
	for (size_t i = 0; i < n; i++) {
		const char *s = text[i] ? text[i] : "";
		uint32_t last = 0;

		for (uint64_t h = next_pair(&s, &last); h; h = next_pair(&s, &last)) {
			const uint64_t *slot = find_slot(p, h);
			uint32_t *met = &p->met[slot - p->slot];

			theirs++;
			if (!*slot)
				continue;
			shared++;
			ours += *met != p->round;
			*met = p->round;
		}
	}
	if (!theirs || !p->n)
		return 0;
	if (shared * p->n > ours * theirs)
		return (int)(shared * 100 / theirs);
	return (int)(ours * 100 / p->n);
}
