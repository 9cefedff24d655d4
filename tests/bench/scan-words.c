/* scan-words WORDS LIST - the floor of the documents: every file of LIST read, each of its characters decoded,
 * and 5,000 words looked for by their first two characters.  Prints how many were found. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOTS 65536
#define MOST  (1 << 20)

struct word {
	struct word *next;
	uint32_t first, second;
	size_t n;
	char text[];
};
static struct word *table[SLOTS];

static uint32_t decode(const unsigned char *s, size_t *n)
{
	if (s[0] < 0x80)
		return *n = 1, s[0];
	if (s[0] < 0xe0)
		return *n = 2, (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
	if (s[0] < 0xf0)
		return *n = 3, (s[0] & 0xfu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
	return *n = 4,
	       (s[0] & 7u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
}

static unsigned int slot(uint32_t first, uint32_t second)
{
	return (first * 2654435761u ^ second * 40503u) % SLOTS;
}

static void add(const char *line, size_t n)
{
	struct word *w = malloc(sizeof(*w) + n + 1);
	size_t one, two;

	if (!w)
		exit(1);
	memcpy(w->text, line, n + 1);
	w->n = n;
	w->first = decode((const unsigned char *)line, &one);
	w->second = decode((const unsigned char *)line + one, &two);
	w->next = table[slot(w->first, w->second)];
	table[slot(w->first, w->second)] = w;
}

static unsigned long scan(const unsigned char *s, size_t size)
{
	unsigned long found = 0;
	uint32_t before = 0;
	size_t i, n, last = 0;

	for (i = 0; i < size; i += n) {
		uint32_t c = decode(s + i, &n);

		for (struct word *w = table[slot(before, c)]; w; w = w->next)
			found += w->first == before && w->second == c && i > last &&
				 last + w->n <= size && !memcmp(s + last, w->text, w->n);
		before = c;
		last = i;
	}
	return found;
}

int main(int argc, char **argv)
{
	static unsigned char text[MOST + 8];
	unsigned long found = 0;
	char line[4096];
	FILE *f = argc > 2 ? fopen(argv[1], "r") : NULL;

	if (!f)
		return 1;
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		add(line, strlen(line));
	}
	fclose(f);
	f = fopen(argv[2], "r");
	if (!f)
		return 1;
	while (fgets(line, sizeof(line), f)) {
		int fd;
		ssize_t n;

		line[strcspn(line, "\n")] = 0;
		fd = open(line, O_RDONLY);
		n = fd < 0 ? -1 : read(fd, text, MOST);
		if (n < 0)
			return 1;
		found += scan(text, (size_t)n);
		close(fd);
	}
	fclose(f);
	printf("%lu\n", found);
	return 0;
}
