/* annotate_zip.c - a zip with some parts exchanged: what stays is copied as it is packed; what is new is packed
 * by libarchive, and its bytes taken over. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "annotate.h"

#define LOCAL_SIZE   30
#define CENTRAL_SIZE 46
#define END_SIZE     22

struct member { /* of a central directory, found by name */
	const unsigned char *central;
	size_t central_n; /* with name, extra, comment */
	size_t from, to;  /* local header, data and descriptor */
};
struct zip {
	const unsigned char *s;
	size_t n;
	struct member *member;
	size_t members;
};
struct writing {
	struct od_buf *out, central;
	size_t count;
};

static unsigned int u16(const unsigned char *p)
{
	return p[0] | (unsigned int)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
	return u16(p) | (uint32_t)u16(p + 2) << 16;
}

static void put16(struct od_buf *b, unsigned int v)
{
	char s[2] = { (char)v, (char)(v >> 8) };

	od_buf_add(b, s, 2);
}

static void put32(struct od_buf *b, uint32_t v)
{
	put16(b, v & 0xFFFF);
	put16(b, v >> 16);
}

/* --- reading a directory ---------------------------------------------------------------------------------- */

static const unsigned char *end_record(const unsigned char *s, size_t n)
{
	for (size_t back = END_SIZE; back <= n && back <= END_SIZE + 65535; back++)
		if (!memcmp(s + n - back, "PK\5\6", 4))
			return s + n - back;
	return NULL;
}

static int by_from(const void *a, const void *b)
{
	const struct member *p = a, *q = b;

	return (p->from > q->from) - (p->from < q->from);
}

/* The members, each up to the next: so descriptors behind the data come along.  A directory that is not
 * plain (zip64, several disks, overlapping) gives none: its parts are packed anew. */
static int zip_open(struct zip *z, const char *s, size_t n, struct od_err *err)
{
	const unsigned char *end, *at, *stop;
	size_t dir, want;

	*z = (struct zip){ .s = (const unsigned char *)s, .n = n };
	end = end_record(z->s, n);
	if (!end)
		return 0;
	want = u16(end + 10);
	dir = u32(end + 16);
	if (u16(end + 4) || dir > n || u32(end + 12) > n - dir)
		return 0;
	z->member = calloc(want ? want : 1, sizeof(*z->member));
	if (!z->member)
		return od_fail_nomem(err);
	at = z->s + dir;
	stop = end;
	while (z->members < want && stop - at >= CENTRAL_SIZE && !memcmp(at, "PK\1\2", 4)) {
		size_t size = CENTRAL_SIZE + u16(at + 28) + u16(at + 30) + u16(at + 32);

		if ((size_t)(stop - at) < size)
			break;
		z->member[z->members++] = (struct member){ at, size, u32(at + 42), dir };
		at += size;
	}
	qsort(z->member, z->members, sizeof(*z->member), by_from);
	for (size_t i = 0; i + 1 < z->members; i++)
		z->member[i].to = z->member[i + 1].from;
	return 0;
}

/* A member that can be copied as it is, or NULL. */
static const struct member *find(const struct zip *z, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < z->members; i++) {
		const struct member *m = &z->member[i];
		size_t need = LOCAL_SIZE;

		if (u16(m->central + 28) != n || memcmp(m->central + CENTRAL_SIZE, name, n))
			continue;
		if (m->to > z->n || m->from >= m->to || m->to - m->from < need)
			return NULL;
		need += u16(z->s + m->from + 26) + u16(z->s + m->from + 28);
		need += u32(m->central + 20);
		if (memcmp(z->s + m->from, "PK\3\4", 4) || m->to - m->from < need ||
		    u32(m->central + 24) == UINT32_MAX || u32(m->central + 20) == UINT32_MAX)
			return NULL;
		return m;
	}
	return NULL;
}

/* --- writing --------------------------------------------------------------------------------------------------- */

static int copy(struct writing *w, const struct zip *z, const struct member *m, struct od_err *err)
{
	uint32_t at = (uint32_t)w->out->n;

	od_buf_add(w->out, (const char *)z->s + m->from, m->to - m->from);
	od_buf_add(&w->central, (const char *)m->central, 42);
	put32(&w->central, at);
	od_buf_add(&w->central, (const char *)m->central + CENTRAL_SIZE,
		   m->central_n - CENTRAL_SIZE);
	w->count++;
	return w->out->failed || w->central.failed ? od_fail_nomem(err) : 0;
}

/* What local header and directory both say of a part that is packed here. */
static void describe(struct od_buf *b, const struct member *m, const char *name)
{
	bool ascii = true;

	for (const char *c = name; *c; c++)
		ascii &= (unsigned char)*c < 0x80;
	put16(b, 20);
	put16(b, ascii ? 0 : 1 << 11);
	put16(b, u16(m->central + 10)); /* method */
	put16(b, 0);
	put16(b, 1 << 5 | 1); /* 1980-01-01, as Word writes it */
	put32(b, u32(m->central + 16));
	put32(b, u32(m->central + 20));
	put32(b, u32(m->central + 24));
	put16(b, (unsigned int)strlen(name));
	put16(b, 0);
}

static int add_packed(struct writing *w, const struct zip *z, const char *name, struct od_err *err)
{
	const struct member *m = find(z, name);
	uint32_t at = (uint32_t)w->out->n;
	size_t data;

	if (!m)
		return od_fail(err, OD_EDATA, _("%s cannot be packed"), name);
	data = m->from + LOCAL_SIZE + u16(z->s + m->from + 26) + u16(z->s + m->from + 28);
	od_buf_add(w->out, "PK\3\4", 4);
	describe(w->out, m, name);
	od_buf_puts(w->out, name);
	od_buf_add(w->out, (const char *)z->s + data, u32(m->central + 20));
	od_buf_add(&w->central, "PK\1\2", 4);
	put16(&w->central, 20);
	describe(&w->central, m, name);
	put16(&w->central, 0);
	put16(&w->central, 0);
	put16(&w->central, 0);
	put32(&w->central, 0);
	put32(&w->central, at);
	od_buf_puts(&w->central, name);
	w->count++;
	return w->out->failed || w->central.failed ? od_fail_nomem(err) : 0;
}

static la_ssize_t take(struct archive *a, void *ctx, const void *s, size_t n)
{
	struct od_buf *b = ctx;

	(void)a;
	od_buf_add(b, s, n);
	return b->failed ? -1 : (la_ssize_t)n;
}

/* A zip of the one part. */
static int pack(const char *name, const char *s, size_t n, struct od_buf *out, struct od_err *err)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	bool good = a && e && archive_write_set_format_zip(a) == ARCHIVE_OK &&
		    archive_write_set_bytes_per_block(a, 0) == ARCHIVE_OK &&
		    archive_write_open(a, out, NULL, take, NULL) == ARCHIVE_OK;

	if (good) {
		archive_entry_set_pathname(e, name);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		archive_entry_set_size(e, (la_int64_t)n);
		good = archive_write_header(a, e) == ARCHIVE_OK &&
		       archive_write_data(a, s, n) == (la_ssize_t)n &&
		       archive_write_close(a) == ARCHIVE_OK;
	}
	if (!good)
		od_fail(err, OD_EIO, _("%s cannot be packed"), name);
	archive_entry_free(e);
	if (a)
		archive_write_free(a);
	return good ? 0 : -1;
}

static int add(struct writing *w, const char *name, const char *s, size_t n, struct od_err *err)
{
	struct od_buf packed = OD_BUF_INIT;
	struct zip z = { NULL };
	int r = pack(name, s, n, &packed, err);

	if (r == 0)
		r = zip_open(&z, packed.s, packed.n, err);
	if (r == 0)
		r = add_packed(w, &z, name, err);
	free(z.member);
	od_buf_free(&packed);
	return r;
}

static void end(struct writing *w)
{
	size_t at = w->out->n;

	od_buf_add(w->out, w->central.s ? w->central.s : "", w->central.n);
	od_buf_add(w->out, "PK\5\6", 4);
	put32(w->out, 0);
	put16(w->out, (unsigned int)w->count);
	put16(w->out, (unsigned int)w->count);
	put32(w->out, (uint32_t)w->central.n);
	put32(w->out, (uint32_t)at);
	put16(w->out, 0);
}

static const struct od_zip_part *replaced(const struct od_zip_part *part, size_t n,
					  const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(part[i].name, name))
			return &part[i];
	return NULL;
}

/* One part of the old package, by one road or another. */
static int one(struct writing *w, const struct zip *z, struct od_package *p, const char *name,
	       const struct od_zip_part *new, struct od_err *err)
{
	const struct member *m = find(z, name);
	const char *s;
	size_t n;

	if (new)
		return add(w, name, new->bytes->s, new->bytes->n, err);
	if (m)
		return copy(w, z, m, err);
	if (*name && name[strlen(name) - 1] == '/')
		return 0; /* a folder: none is needed */
	s = od_package_part(p, name, &n, err);
	return s ? add(w, name, s, n, err) : -1;
}

int od_zip_replace(struct od_package *p, const char *s, size_t n, const struct od_zip_part *part,
		   size_t parts, struct od_buf *out, struct od_err *err)
{
	struct writing w = { .out = out };
	struct zip z;
	const char *const *names;
	size_t all = od_package_names(p, &names);
	int r = zip_open(&z, s, n, err);

	for (size_t i = 0; r == 0 && i < all; i++) {
		bool again = false; /* a name that stands there twice: the first is read */

		for (size_t k = 0; k < i && !again; k++)
			again = !strcmp(names[k], names[i]);
		if (!again)
			r = one(&w, &z, p, names[i], replaced(part, parts, names[i]), err);
	}
	for (size_t i = 0; r == 0 && i < parts; i++)
		if (!od_package_has(p, part[i].name))
			r = add(&w, part[i].name, part[i].bytes->s, part[i].bytes->n, err);
	if (r == 0)
		end(&w);
	if (r == 0 && out->failed)
		r = od_fail_nomem(err);
	free(z.member);
	od_buf_free(&w.central);
	return r;
}
