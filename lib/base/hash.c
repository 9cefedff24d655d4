/* hash.c - SM3 digests (GB/T 32905-2016, by libnettle) and hexadecimal. */
#include "base.h"

void od_sm3_init(struct od_sm3 *h)
{
	sm3_init(&h->ctx);
}

void od_sm3_add(struct od_sm3 *h, const void *data, size_t n)
{
	if (n > 0)
		sm3_update(&h->ctx, n, data);
}

static void add_u64(struct od_sm3 *h, uint64_t v)
{
	uint8_t big_end_first[8];

	for (int i = 0; i < 8; i++)
		big_end_first[i] = (uint8_t)(v >> (56 - 8 * i));
	sm3_update(&h->ctx, sizeof(big_end_first), big_end_first);
}

void od_sm3_add_text(struct od_sm3 *h, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	add_u64(h, s ? n : UINT64_MAX);
	od_sm3_add(h, s, n);
}

/* A member of eight bytes, the number's own, so that it reads like any other member. */
void od_sm3_add_int(struct od_sm3 *h, int64_t i)
{
	add_u64(h, sizeof(i));
	add_u64(h, (uint64_t)i);
}

void od_sm3_end(struct od_sm3 *h, uint8_t out[OD_SM3_SIZE])
{
	sm3_digest(&h->ctx, OD_SM3_SIZE, out);
}

void od_hex(const uint8_t *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}
