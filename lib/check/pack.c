/* pack.c - a pack's file without its samples.
 *
 * Samples are half of a pack and only the self-test has a use for them.  When packs are loaded
 * the lists "sample:" are therefore left out before the file is read as YAML; a glance at their
 * lines tells for which rules there is one that must hit and one that must miss.  Where the
 * glance misses one, all samples are read after all. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine.h"

int od_pack_slurp(const char *file, struct od_buf *b, struct od_err *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	char part[65536];
	ssize_t n = -1;

	if (fd >= 0)
		while ((n = read(fd, part, sizeof(part))) != 0) {
			if (n < 0 && errno == EINTR)
				continue;
			if (n < 0)
				break;
			od_buf_add(b, part, (size_t)n);
		}
	if (n < 0)
		od_fail(err, errno == ENOENT ? OD_ENOENT : OD_EIO, "%s: %s", file, strerror(errno));
	else if (b->failed)
		n = od_fail_nomem(err);
	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

/* Does the line at s begin something beside the list: a key of the same mapping, another
 * document? */
static bool ends_list(const char *s, size_t n)
{
	if (n == 0 || strchr(" \t\r#", *s))
		return false;
	return *s != '-' || (n >= 3 && !memcmp(s, "---", 3));
}

static bool is_sample_key(const char *s, size_t n)
{
	static const char key[] = "sample:";

	return n >= sizeof(key) - 1 && !memcmp(s, key, sizeof(key) - 1) &&
	       od_chomp(s, n) == sizeof(key) - 1;
}

static bool stands_before(const char *s, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at >= n && !memcmp(s + at - n, word, n);
}

/* One line of a list of samples; id: of the sample's rule, from this line or one before. */
static void glance(char id[20], struct od_buf *seen, const char *s, size_t n)
{
	bool hit = false, miss = false, rule = false;

	for (const char *at = memchr(s, ':', n); at; at = memchr(at, ':', n - (size_t)(at - s))) {
		size_t word = (size_t)(at - s), len = 0;

		hit = hit || stands_before(s, word, "hit");
		miss = miss || stands_before(s, word, "miss");
		at++;
		if (rule || !stands_before(s, word, "rule"))
			continue;
		while (at < s + n && (*at == ' ' || *at == '\'' || *at == '"'))
			at++;
		while (at + len < s + n && !strchr(" ,}'\"\r\t", at[len]))
			len++;
		snprintf(id, 20, "%.*s", (int)(len < 19 ? len : 19), at);
		rule = true;
	}
	if (hit && miss) {
		od_buf_puts(seen, " both?");
	} else if (hit || miss) {
		od_buf_putc(seen, ' ');
		od_buf_puts(seen, id);
		od_buf_putc(seen, hit ? '+' : '-');
	}
}

const char *od_pack_samples(const char *s, const char *end, unsigned int *line, struct od_buf *seen)
{
	char id[20] = "";

	for (; s < end; ++*line) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));
		size_t n = (size_t)((stop ? stop : end) - s);

		if (ends_list(s, n))
			break;
		glance(id, seen, s, n);
		s += n + (stop != NULL);
	}
	return s;
}

/* What is left without lists of samples; their lines stay as empty ones, so that lines are
 * counted alike. */
static void leave_out(const struct od_buf *all, struct od_buf *rest, struct od_buf *seen)
{
	const char *s = all->s ? all->s : "", *end = s + all->n;

	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));
		size_t n = (size_t)((stop ? stop : end) - s);
		bool samples = is_sample_key(s, n);
		unsigned int lines = 0;

		if (samples)
			od_buf_puts(rest, "sample: []");
		else
			od_buf_add(rest, s, n);
		od_buf_puts(rest, stop ? "\n" : "");
		s += n + (stop != NULL);
		if (samples)
			s = od_pack_samples(s, end, &lines, seen);
		while (lines--)
			od_buf_putc(rest, '\n');
	}
}

int od_pack_open(const char *file, const struct od_buf *all, struct od_buf *seen,
		 struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf rest = OD_BUF_INIT;
	int fd;

	leave_out(all, &rest, seen);
	if (rest.failed || seen->failed)
		return od_fail_nomem(err);
	fd = memfd_create("pack", MFD_CLOEXEC);
	for (size_t at = 0; fd >= 0 && at < rest.n;) {
		ssize_t n = write(fd, rest.s + at, rest.n - at);

		if (n < 0 && errno != EINTR) {
			close(fd);
			fd = -1;
		}
		at += n > 0 ? (size_t)n : 0;
	}
	if (fd < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return od_fail(err, OD_EIO, "%s: %s", file, strerror(errno));
	return fd;
}

/* "id+" and "id-", divided by spaces. */
bool od_pack_seen(struct od_rules *r, const char *seen)
{
	uint32_t last = OD_NO_RULE;
	bool well = true;

	for (const char *s = seen; s && *s;) {
		size_t n = strcspn(s, " ");
		char id[24];

		if (n > 1 && n < sizeof(id)) {
			memcpy(id, s, n - 1);
			id[n - 1] = '\0';
			/* samples mostly stand in the order of their rules */
			if (last != OD_NO_RULE && last + 1 < r->n &&
			    !strcmp(r->rule[last + 1]->id, id))
				last++;
			else if (last == OD_NO_RULE || strcmp(r->rule[last]->id, id) != 0)
				last = od_rules_index(r, id);
			if (last != OD_NO_RULE && s[n - 1] == '+')
				r->row[last]->hit = true;
			else if (last != OD_NO_RULE)
				r->row[last]->miss = true;
			else
				well = false;
		}
		s += n;
		s += strspn(s, " ");
	}
	return well;
}
