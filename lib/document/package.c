/* package.c - the parts of a zip, unfolded a piece at a time and never beyond bounds. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "doc.h"

/* A bomb is small and unfolds to much: what a part of a draft unfolds to is bounded. */
#define PART_MAX  ((size_t)48 * 1024 * 1024)
#define ALL_MAX   ((size_t)128 * 1024 * 1024) /* of all parts, each time they are read */
#define NAMES_MAX 4096

struct part {
	char *bytes; /* once asked for */
	size_t n;
};

struct od_package {
	const char *s;
	size_t n;
	char **name;
	struct part *part;
	size_t names, room, unfolded;
};

void od_package_close(struct od_package *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->names; i++) {
		free(p->name[i]);
		free(p->part[i].bytes);
	}
	free(p->name);
	free(p->part);
	free(p);
}

static int damaged(struct archive *a, struct od_err *err)
{
	const char *said = archive_error_string(a);
	char why[200];

	snprintf(why, sizeof(why), "%s", said ? said : _("it ends too early"));
	why[strcspn(why, "\n")] = '\0'; /* some of libarchive's messages end with one */
	return od_fail(err, OD_EDATA, _("a damaged package (zip): %s"), why);
}

/* The zip from its front; yours to free. */
static struct archive *open_zip(const struct od_package *p, struct od_err *err)
{
	struct archive *a = archive_read_new();

	if (!a) {
		od_fail_nomem(err);
		return NULL;
	}
	if (archive_read_support_format_zip_seekable(a) == ARCHIVE_OK &&
	    archive_read_open_memory(a, p->s, p->n) == ARCHIVE_OK)
		return a;
	od_fail(err, OD_EDATA, _("a damaged package (zip): its end is missing; was it cut off?"));
	archive_read_free(a);
	return NULL;
}

static int add_name(struct od_package *p, const char *name, struct od_err *err)
{
	if (p->names >= NAMES_MAX)
		return od_fail(err, OD_EDATA, _("a package of more than %d parts"), NAMES_MAX);
	if (p->names == p->room) {
		size_t room = p->room ? p->room * 2 : 32;
		char **names = reallocarray(p->name, room, sizeof(*names));
		struct part *parts;

		if (names)
			p->name = names;
		parts = names ? reallocarray(p->part, room, sizeof(*parts)) : NULL;
		if (!parts)
			return od_fail_nomem(err);
		p->part = parts;
		p->room = room;
	}
	p->name[p->names] = strdup(name);
	if (!p->name[p->names])
		return od_fail_nomem(err);
	p->part[p->names++] = (struct part){ NULL, 0 };
	return 0;
}

static int read_names(struct od_package *p, struct od_err *err)
{
	struct archive *a = open_zip(p, err);
	struct archive_entry *e;
	int r = a ? 0 : -1, more = ARCHIVE_OK;

	while (r == 0 && (more = archive_read_next_header(a, &e)) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(e);

		if (archive_entry_is_encrypted(e))
			r = od_fail(err, OD_EDATA,
				    _("it is encrypted; save it without a password"));
		else
			r = add_name(p, name ? name : "", err);
	}
	if (r == 0 && more != ARCHIVE_EOF)
		r = damaged(a, err);
	if (a)
		archive_read_free(a);
	return r;
}

struct od_package *od_package_open(const char *s, size_t n, struct od_err *err)
{
	struct od_package *p = calloc(1, sizeof(*p));

	if (!p) {
		od_fail_nomem(err);
		return NULL;
	}
	p->s = s;
	p->n = n;
	if (read_names(p, err) == 0)
		return p;
	od_package_close(p);
	return NULL;
}

static size_t place_of(const struct od_package *p, const char *name)
{
	size_t i = 0;

	while (i < p->names && strcmp(p->name[i], name))
		i++;
	return i;
}

bool od_package_has(const struct od_package *p, const char *name)
{
	return place_of(p, name) < p->names;
}

size_t od_package_names(const struct od_package *p, const char *const **names)
{
	*names = (const char *const *)p->name;
	return p->names;
}

/* What is stored or deflated is read; other methods need memory without bounds, and no office program uses
 * them. */
static bool is_plain(struct archive *a)
{
	const char *name = archive_format_name(a);

	return name && (strstr(name, "deflation") || strstr(name, "uncompressed"));
}

/* All bytes of the entry the archive stands at, given to fn a piece at a time. */
static int unfold(struct od_package *p, struct archive *a, od_package_fn *fn, void *ctx,
		  struct od_err *err)
{
	const void *piece;
	size_t n, all = 0;
	la_int64_t at;
	int r;

	if (!is_plain(a))
		return od_fail(err, OD_EDATA,
			       _("packed in a way no office program uses; save it anew"));
	while ((r = archive_read_data_block(a, &piece, &n, &at)) == ARCHIVE_OK) {
		all += n;
		p->unfolded += n;
		if (all > PART_MAX || p->unfolded > ALL_MAX)
			return od_fail(err, OD_EDATA,
				       _("it unfolds to more than %zu MB: no draft does"),
				       PART_MAX >> 20);
		if (n && fn(ctx, piece, n, err) < 0)
			return -1;
	}
	return r == ARCHIVE_EOF ? 0 : damaged(a, err);
}

int od_package_each(struct od_package *p, const char *name, od_package_fn *fn, void *ctx,
		    struct od_err *err)
{
	struct archive *a;
	struct archive_entry *e;
	int r = 1, more = ARCHIVE_OK;

	if (!od_package_has(p, name))
		return od_fail(err, OD_ENOENT, _("the package has no part %s"), name);
	a = open_zip(p, err);
	if (!a)
		return -1;
	while (r > 0 && (more = archive_read_next_header(a, &e)) == ARCHIVE_OK) {
		const char *path = archive_entry_pathname(e);

		if (path && !strcmp(path, name))
			r = unfold(p, a, fn, ctx, err);
	}
	if (r > 0)
		r = damaged(a, err);
	archive_read_free(a);
	return r;
}

static int collect(void *ctx, const char *s, size_t n, struct od_err *err)
{
	struct od_buf *b = ctx;

	od_buf_add(b, s, n);
	return b->failed ? od_fail_nomem(err) : 0;
}

const char *od_package_part(struct od_package *p, const char *name, size_t *n, struct od_err *err)
{
	size_t i = place_of(p, name);
	struct od_buf b = OD_BUF_INIT;

	if (i == p->names) {
		od_fail(err, OD_ENOENT, _("the package has no part %s"), name);
		return NULL;
	}
	if (!p->part[i].bytes) {
		if (od_package_each(p, name, collect, &b, err) < 0) {
			od_buf_free(&b);
			return NULL;
		}
		if (!b.s)
			b.s = calloc(1, 1);
		if (!b.s) {
			od_fail_nomem(err);
			return NULL;
		}
		p->part[i].bytes = b.s;
		p->part[i].n = b.n;
	}
	*n = p->part[i].n;
	return p->part[i].bytes;
}
