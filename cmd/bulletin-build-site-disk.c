/* bulletin-build-site-disk.c - the site's folder: a lock, files written only where their bytes
 * differ, and the manifest, which says what was written and what it was made of, so that what has
 * not changed is not made again. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bulletin-build-site.h"

#define MANIFEST ".officedb-site"
#define LOCK     ".officedb-site.lock"
#define SPARE    ".officedb-site.new" /* what is being written */
#define HEADING  "officedb-site 1"

struct file {
	char *path;
	uint64_t hash;
	int64_t size;
	bool there;
};
struct known {
	char *issue, *units, *hidden;
	uint64_t said, framed;
};
struct cli_site_kept {
	int fd; /* of the folder */
	struct file *file;
	size_t files, sorted, files_room; /* those of the manifest, by path, then new ones */
	struct known *known;              /* by name */
	size_t knowns, knowns_room;
};

uint64_t cli_site_hash(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return h;
}

uint64_t cli_site_hash_text(uint64_t h, const char *text)
{
	return text ? cli_site_hash(h, text, strlen(text) + 1) : cli_site_hash(h, "\1", 1);
}

/* --- the manifest ----------------------------------------------------------------------------- */

static void *room(void *list, size_t n, size_t *has, size_t size)
{
	void *more = list;

	if (n == *has) {
		*has = *has ? 2 * *has : 1024;
		more = realloc(list, *has * size);
	}
	return more;
}

static int add_file(struct cli_site_kept *k, const char *path, uint64_t hash, int64_t size)
{
	struct file *list = room(k->file, k->files, &k->files_room, sizeof(*list));
	char *copy = strdup(path);

	if (list)
		k->file = list;
	if (!list || !copy) {
		free(copy);
		return -1;
	}
	list[k->files++] = (struct file){ copy, hash, size, true };
	return 0;
}

static int add_known(struct cli_site_kept *k, const struct known *n)
{
	struct known *list = room(k->known, k->knowns, &k->knowns_room, sizeof(*list));

	if (!list)
		return -1;
	k->known = list;
	list[k->knowns] = (struct known){ strdup(n->issue), strdup(n->units), strdup(n->hidden),
					  n->said, n->framed };
	k->knowns++;
	return list[k->knowns - 1].issue && list[k->knowns - 1].units && list[k->knowns - 1].hidden
		       ? 0
		       : -1;
}

/* Fields are divided by TAB. */
static char *field(char **at)
{
	char *s = *at, *end = s ? strchr(s, '\t') : NULL;

	if (end)
		*end++ = '\0';
	*at = end;
	return s;
}

/* A line of the manifest; what is not understood is left out: it is made again. */
static int take(struct cli_site *s, char *line)
{
	struct cli_site_kept *k = s->kept;
	char *kind = field(&line), *first = field(&line), *second = field(&line),
	     *third = field(&line), *fourth = field(&line);
	struct cli_site_unit *u;
	struct od_err err = OD_ERR_INIT;

	if (!third)
		return 0;
	if (!strcmp(kind, "file"))
		return add_file(k, third, strtoull(first, NULL, 16), strtoll(second, NULL, 10));
	if (!strcmp(kind, "unit")) {
		u = cli_site_unit(s, second, &err);
		if (!u)
			return -1;
		u->adopted = strtoll(first, NULL, 10);
		free(u->name);
		u->name = strdup(third);
		return u->name ? 0 : -1;
	}
	if (!strcmp(kind, "issue") && fourth && line)
		return add_known(k, &(struct known){ third, fourth, line, strtoull(first, NULL, 16),
						     strtoull(second, NULL, 16) });
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}
static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct known *)a)->issue, ((const struct known *)b)->issue);
}

static int fail_at(struct cli_site *s, const char *path, struct od_err *err)
{
	int why = errno;
	char *office = s->own ? cli_language(*s->own) : NULL;

	od_fail(err, OD_EIO, _("cannot write '%s/%s': %s"), s->dir, path, strerror(why));
	if (s->own)
		cli_own_language(office);
	return -1;
}

/* Everything that a descriptor gives. */
static int slurp(int fd, struct od_buf *b)
{
	char block[65536];
	ssize_t got;

	while ((got = read(fd, block, sizeof(block))) > 0)
		od_buf_add(b, block, got);
	return got < 0 || b->failed ? -1 : 0;
}

static int read_manifest(struct cli_site *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	int fd = openat(s->kept->fd, MANIFEST, O_RDONLY | O_CLOEXEC), r;
	char *line, *end;

	if (fd < 0)
		return errno == ENOENT ? 1 : fail_at(s, MANIFEST, err);
	r = slurp(fd, &b);
	close(fd);
	if (r < 0)
		return od_fail(err, OD_EIO, _("cannot read '%s/%s': %s"), s->dir, MANIFEST,
			       strerror(errno));
	for (line = b.s; line && *line; line = end) {
		end = strchr(line, '\n');
		if (!end) /* cut off */
			break;
		*end++ = '\0';
		if (take(s, line) < 0)
			return od_fail_nomem(err);
	}
	if (s->kept->files)
		qsort(s->kept->file, s->kept->files, sizeof(struct file), by_path);
	if (s->kept->knowns)
		qsort(s->kept->known, s->kept->knowns, sizeof(struct known), by_name);
	s->kept->sorted = s->kept->files;
	return 0;
}

static void put_manifest(struct cli_site *s, struct od_buf *b)
{
	const struct cli_site_kept *k = s->kept;

	od_buf_puts(b, HEADING "\n");
	for (size_t i = 0; i < s->issues; i++) {
		const struct cli_site_issue *x = &s->issue[i];

		od_buf_printf(b, "issue\t%016llx\t%016llx\t%s\t%s\t%s\n",
			      (unsigned long long)x->said, (unsigned long long)x->framed,
			      x->i.issue, x->units ? x->units : "", x->hidden ? x->hidden : "");
	}
	for (size_t i = 0; i < s->units; i++)
		od_buf_printf(b, "unit\t%lld\t%s\t%s\n", (long long)s->unit[i].adopted,
			      s->unit[i].code, s->unit[i].name ? s->unit[i].name : "");
	for (size_t i = 0; i < k->files; i++)
		if (k->file[i].size >= 0)
			od_buf_printf(b, "file\t%016llx\t%lld\t%s\n",
				      (unsigned long long)k->file[i].hash,
				      (long long)k->file[i].size, k->file[i].path);
}

/* --- the folder ------------------------------------------------------------------------------- */

/* Does it hold anything but what we leave behind when a build is broken off at its start? */
static bool is_foreign(int fd)
{
	int again = dup(fd);
	DIR *d = again < 0 ? NULL : fdopendir(again);
	const struct dirent *e;
	bool any = false;

	while (d && !any && (e = readdir(d)))
		any = strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		      strncmp(e->d_name, MANIFEST, strlen(MANIFEST)) != 0;
	if (d)
		closedir(d);
	return any;
}

/* Only one builds at a time; --wait says how long to wait for the other. */
static int lock(struct cli_site *s, struct od_err *err)
{
	int left = s->cli->wait_ms;

	s->lock = openat(s->kept->fd, LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (s->lock < 0)
		return od_fail(err, OD_ECREATE, _("cannot create '%s/%s': %s"), s->dir, LOCK,
			       strerror(errno));
	while (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail_at(s, LOCK, err);
		if (left <= 0)
			return od_fail(err, OD_EBUSY,
				       _("'%s' is being built by somebody else; try again"),
				       s->dir);
		usleep(20000);
		left -= 20;
	}
	return 0;
}

/* The folders that a path goes through. */
static int make_folders(int at, const char *path)
{
	char part[4096];

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		if (mkdirat(at, part, 0777) != 0 && errno != EEXIST)
			return -1;
	}
	return 0;
}

/* Whole or not at all: it is written beside and moved into place. */
static int write_file(struct cli_site *s, const char *path, const char *bytes, size_t n,
		      struct od_err *err)
{
	int at = s->kept->fd, r = -1;
	int fd = openat(at, SPARE, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return fail_at(s, path, err);
	r = cli_write_all(fd, bytes, n);
	if (close(fd) != 0)
		r = -1;
	if (r == 0 && renameat(at, SPARE, at, path) != 0) {
		r = errno == ENOENT ? make_folders(at, path) : -1;
		if (r == 0)
			r = renameat(at, SPARE, at, path);
	}
	return r < 0 ? fail_at(s, path, err) : 0;
}

/* What the manifest says is looked for once. */
static void look_for_files(struct cli_site_kept *k)
{
	struct stat st;

	for (size_t i = 0; i < k->files; i++)
		k->file[i].there = fstatat(k->fd, k->file[i].path, &st, 0) == 0 &&
				   st.st_size == k->file[i].size;
}

static int refuse(struct cli_site *s, struct od_err *err)
{
	return od_fail(err, OD_ECREATE,
		       _("'%s' holds files that are not of this site; name an empty folder, or "
			 "say --adopt to build among them"),
		       s->dir);
}

int cli_site_open(struct cli_site *s, struct od_err *err)
{
	struct cli_site_kept *k = calloc(1, sizeof(*k));
	int r;

	if (!k)
		return od_fail_nomem(err);
	s->kept = k;
	if (!s->dry_run && mkdir(s->dir, 0777) != 0 && errno != EEXIST)
		return od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), s->dir,
			       strerror(errno));
	k->fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (k->fd < 0 && s->dry_run && errno == ENOENT)
		return 0;
	if (k->fd < 0)
		return od_fail(err, OD_ECREATE, _("cannot open '%s': %s"), s->dir, strerror(errno));
	if (!s->dry_run && lock(s, err) < 0)
		return -1;
	r = read_manifest(s, err);
	if (r < 0)
		return -1;
	if (r > 0 && !s->adopt && is_foreign(k->fd))
		return refuse(s, err);
	look_for_files(k);
	/* From here on it is ours, even if this build is broken off. */
	return r > 0 && !s->dry_run
		       ? write_file(s, MANIFEST, HEADING "\n", strlen(HEADING "\n"), err)
		       : 0;
}

int cli_site_close(struct cli_site *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct cli_site_kept *k = s->kept;
	int fd, r;

	if (s->dry_run)
		return 0;
	if (k->files)
		qsort(k->file, k->files, sizeof(*k->file), by_path);
	put_manifest(s, &b);
	if (b.failed)
		return od_fail_nomem(err);
	fd = openat(k->fd, MANIFEST, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		OD_CLEANUP(od_buf_freep) struct od_buf old = OD_BUF_INIT;

		r = slurp(fd, &old);
		close(fd);
		if (r == 0 && old.n == b.n && !memcmp(old.s, b.s, b.n))
			return 0;
	}
	/* What the manifest vouches for is on the disk before the manifest is. */
	if (syncfs(k->fd) != 0)
		return fail_at(s, ".", err);
	return write_file(s, MANIFEST, b.s, b.n, err);
}

void cli_site_free(struct cli_site *s)
{
	struct cli_site_kept *k = s->kept;

	if (!k)
		return;
	for (size_t i = 0; i < k->files; i++)
		free(k->file[i].path);
	for (size_t i = 0; i < k->knowns; i++) {
		free(k->known[i].issue);
		free(k->known[i].units);
		free(k->known[i].hidden);
	}
	if (k->fd >= 0)
		close(k->fd);
	if (s->lock >= 0)
		close(s->lock);
	free(k->file);
	free(k->known);
	free(k);
	s->kept = NULL;
}

/* --- files ------------------------------------------------------------------------------------ */

static struct file *find(const struct cli_site_kept *k, const char *path)
{
	const struct file key = { (char *)(uintptr_t)path, 0, 0, false };

	return k->sorted ? bsearch(&key, k->file, k->sorted, sizeof(key), by_path) : NULL;
}

/* Are these the bytes of the file? */
static bool is_same(int at, const char *path, const struct od_buf *b)
{
	OD_CLEANUP(od_buf_freep) struct od_buf old = OD_BUF_INIT;
	struct stat st;
	int fd = openat(at, path, O_RDONLY | O_CLOEXEC), r;

	if (fd < 0)
		return false;
	r = fstat(fd, &st) == 0 && (size_t)st.st_size == b->n ? slurp(fd, &old) : -1;
	close(fd);
	return r == 0 && old.n == b->n && (b->n == 0 || !memcmp(old.s, b->s, b->n));
}

int cli_site_put(struct cli_site *s, const char *path, struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf mine = *b;
	struct cli_site_kept *k = s->kept;
	struct file *f = find(k, path);
	uint64_t hash;

	*b = (struct od_buf)OD_BUF_INIT;
	if (mine.failed)
		return od_fail_nomem(err);
	hash = cli_site_hash(CLI_SITE_HASH, mine.s, mine.n);
	if (f && f->there && f->hash == hash && f->size == (int64_t)mine.n && !s->all)
		return 0;
	if (!is_same(k->fd, path, &mine)) {
		if (s->dry_run || s->verbose)
			printf("%s\n", path);
		if (!s->dry_run && write_file(s, path, mine.s ? mine.s : "", mine.n, err) < 0)
			return -1;
	}
	if (!f)
		return add_file(k, path, hash, mine.n) < 0 ? od_fail_nomem(err) : 0;
	f->hash = hash;
	f->size = mine.n;
	f->there = true;
	return 0;
}

int cli_site_drop(struct cli_site *s, const char *path, struct od_err *err)
{
	struct file *f = find(s->kept, path);

	if (!f || f->size < 0)
		return 0;
	if (f->there && (s->dry_run || s->verbose))
		printf("%s\n", path);
	if (!s->dry_run && unlinkat(s->kept->fd, path, 0) != 0 && errno != ENOENT)
		return fail_at(s, path, err);
	f->size = -1;
	f->there = false;
	return 0;
}

/* The first of the manifest's files whose path is not before this. */
static size_t first_from(const struct cli_site_kept *k, const char *path)
{
	size_t low = 0, high = k->sorted;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(k->file[mid].path, path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool cli_site_there(const struct cli_site *s, const char *path)
{
	const struct cli_site_kept *k = s->kept;
	const struct file *f;
	size_t n = strlen(path), i;

	if (n && path[n - 1] != '/') {
		f = find(k, path);
		return f && f->there;
	}
	i = first_from(k, path);
	if (i == k->sorted || strncmp(k->file[i].path, path, n) != 0)
		return false;
	for (; i < k->sorted && !strncmp(k->file[i].path, path, n); i++)
		if (!k->file[i].there)
			return false;
	return true;
}

bool cli_site_recall(const struct cli_site *s, struct cli_site_issue *x, uint64_t *said,
		     uint64_t *framed)
{
	const struct cli_site_kept *k = s->kept;
	const struct known key = { .issue = x->i.issue }, *n;

	n = k->knowns ? bsearch(&key, k->known, k->knowns, sizeof(key), by_name) : NULL;
	if (!n)
		return false;
	*said = n->said;
	*framed = n->framed;
	x->units = strdup(n->units);
	x->hidden = strdup(n->hidden);
	return true;
}
