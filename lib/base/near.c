/* near.c - the names nearest to one that nobody knows. */
#include "base.h"

#define OFFERED 3

static size_t characters(const char *s, uint32_t out[OD_DISTANCE_MAX])
{
	size_t n = 0, len;

	for (; *s && n < OD_DISTANCE_MAX; s += len) {
		uint32_t c = od_utf8_get(s, &len);

		out[n++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
	}
	return n;
}

unsigned int od_distance(const char *s, const char *t)
{
	uint32_t a[OD_DISTANCE_MAX], b[OD_DISTANCE_MAX];
	unsigned int row[OD_DISTANCE_MAX + 1];
	size_t na = characters(s, a), nb = characters(t, b);

	for (size_t j = 0; j <= nb; j++)
		row[j] = (unsigned int)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned int diagonal = row[0];

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= nb; j++) {
			unsigned int best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[nb];
}

struct offer {
	const char *name;
	unsigned int distance;
};

static void offer(struct offer best[OFFERED], const char *name, unsigned int d)
{
	for (size_t i = 0; i < OFFERED; i++)
		if (best[i].name && !strcmp(best[i].name, name))
			return;
	for (size_t i = 0; i < OFFERED; i++) {
		if (best[i].name && best[i].distance <= d)
			continue;
		memmove(&best[i + 1], &best[i], (OFFERED - 1 - i) * sizeof(best[0]));
		best[i] = (struct offer){ name, d };
		return;
	}
}

void od_nearest(const char *text, const char *const *names, size_t n, struct od_buf *out)
{
	struct offer best[OFFERED] = { { NULL, 0 } };
	size_t length = od_utf8_len(text);

	for (size_t i = 0; i < n; i++) {
		size_t other = od_utf8_len(names[i]);
		unsigned int d = od_distance(text, names[i]);

		if (d * 2 <= (length > other ? length : other))
			offer(best, names[i], d);
	}
	for (size_t i = 0; i < OFFERED && best[i].name; i++)
		od_buf_printf(out, "%s%s", i ? "、" : "", best[i].name);
}
