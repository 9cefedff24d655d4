/* doc-check-fix.c - mechanical fixes of text and Markdown: put in where they were found, and what comes of it looked
 * at again until nothing mechanical is left. */
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc-check.h"

#define ROUNDS_MAX 6 /* one fix may make room for another, but not for ever */
#define BOM        "\xef\xbb\xbf"

struct source {
	char *bytes; /* as the file is */
	size_t size;
	struct od_buf text; /* in UTF-8, without a BOM */
	bool bom, gb18030;
	mode_t mode;
};

/* --- the file as text, and back ------------------------------------------------------------------ */

static int convert(const char *to, const char *from, const char *s, size_t n, struct od_buf *b,
		   struct od_err *err)
{
	iconv_t cd = iconv_open(to, from);
	char *in = (char *)(uintptr_t)s, out[4096];
	size_t r = 0;

	if (cd == (iconv_t)-1)
		return od_fail(err, OD_EBUG, "iconv: %s", strerror(errno));
	do {
		char *at = out;
		size_t left = sizeof(out);

		r = iconv(cd, &in, &n, &at, &left);
		od_buf_add(b, out, (size_t)(at - out));
	} while (r == (size_t)-1 && errno == E2BIG && !b->failed);
	iconv_close(cd);
	if (b->failed)
		return od_fail_nomem(err);
	return r == (size_t)-1 ? od_fail(err, OD_EDATA, _("the mended text has no form in %s"), to)
			       : 0;
}

static int slurp(const char *path, struct source *s, struct od_err *err)
{
	FILE *f = fopen(path, "re");
	struct stat st;

	if (!f || fstat(fileno(f), &st) != 0) {
		if (f)
			fclose(f);
		return od_fail(err, OD_ENOENT, _("cannot open '%s': %s"), path, strerror(errno));
	}
	s->mode = st.st_mode & 07777;
	s->bytes = malloc((size_t)st.st_size + 1);
	if (s->bytes)
		s->size = fread(s->bytes, 1, (size_t)st.st_size, f);
	fclose(f);
	return s->bytes ? 0 : od_fail_nomem(err);
}

static int open_source(const struct cli_doc *d, struct source *s, struct od_err *err)
{
	const char *charset = d->doc->charset;

	if (slurp(d->path, s, err) < 0)
		return -1;
	s->gb18030 = charset && !strcmp(charset, "GB18030");
	if (s->gb18030)
		return convert("UTF-8", "GB18030", s->bytes, s->size, &s->text, err);
	s->bom = s->size >= 3 && !memcmp(s->bytes, BOM, 3);
	od_buf_add(&s->text, s->bytes + (s->bom ? 3 : 0), s->size - (s->bom ? 3 : 0));
	return s->text.failed ? od_fail_nomem(err) : 0;
}

static int write_source(struct source *s, const char *path, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	od_buf_puts(&b, s->bom ? BOM : "");
	if (!s->gb18030)
		od_buf_add(&b, s->text.s, s->text.n);
	else if (convert("GB18030", "UTF-8", s->text.s, s->text.n, &b, err) < 0)
		return -1;
	if (b.failed)
		return od_fail_nomem(err);
	if (cli_write_file(path, b.s, b.n, err) < 0)
		return -1;
	chmod(path, s->mode);
	return 0;
}

/* --- where in the file ------------------------------------------------------------------------------ */

static size_t count(const char *s, size_t n, const char *what, size_t w)
{
	size_t k = 0;

	for (const char *at = s; (at = memmem(at, (size_t)(s + n - at), what, w)) != NULL; at++)
		k++;
	return k;
}

/* Bytes of the line at raw that the finding means; false: cannot be told. */
static bool locate(const struct od_line *l, const struct od_finding *f, const char *raw, size_t n,
		   size_t *from)
{
	size_t w = f->to - f->from, nth;
	const char *at = raw;

	if (l->skipped + l->n <= n && !memcmp(raw + l->skipped, l->text, l->n)) {
		*from = l->skipped + f->from;
		return true;
	}
	/* Markdown whose marks were left out: the same text, as many times. */
	if (!w || count(raw, n, l->text + f->from, w) != count(l->text, l->n, l->text + f->from, w))
		return false;
	nth = count(l->text, f->to - 1, l->text + f->from, w);
	at = memmem(at, n, l->text + f->from, w);
	while (nth-- && at)
		at = memmem(at + 1, n - (size_t)(at + 1 - raw), l->text + f->from, w);
	if (!at)
		return false;
	*from = (size_t)(at - raw);
	return true;
}

struct mended {
	struct od_buf text;
	size_t at;    /* bytes of the source that are in it */
	size_t begin; /* of the line */
	unsigned int line;
	size_t done;
};

static void to_line(struct mended *m, const struct od_buf *src, unsigned int line)
{
	while (m->line < line && m->begin < src->n) {
		const char *end = memchr(src->s + m->begin, '\n', src->n - m->begin);

		m->begin = end ? (size_t)(end - src->s) + 1 : src->n;
		m->line++;
	}
}

/* The list of what was done has the lines and columns of the file before. */
static void put_in(struct mended *m, const struct od_buf *src, const struct cli_doc *d,
		   const struct od_finding *f)
{
	const struct od_line *l = &d->doc->line[f->at_line];
	const char *end;
	size_t n, from;

	to_line(m, src, l->line);
	end = m->begin < src->n ? memchr(src->s + m->begin, '\n', src->n - m->begin) : NULL;
	n = (end ? (size_t)(end - src->s) : src->n) - m->begin;
	if (m->line != l->line || !locate(l, f, src->s + m->begin, n, &from))
		return;
	from += m->begin;
	if (from < m->at || from + (f->to - f->from) > src->n)
		return;
	od_buf_add(&m->text, src->s + m->at, from - m->at);
	od_buf_puts(&m->text, f->fix);
	m->at = from + (f->to - f->from);
	m->done++;
	printf(_("%s:%lld:%lld: mended: '%s' is now '%s' [%s]\n"), d->name, (long long)f->line,
	       (long long)f->column, f->text ? f->text : "", f->fix, f->rule);
}

/* One round over the source: how many were put in. */
static size_t mend(struct source *s, const struct cli_doc *d)
{
	struct mended m = { .line = 1 };

	for (size_t i = 0; i < d->n; i++)
		if (d->finding[i]->fix && d->finding[i]->at_line < d->doc->lines)
			put_in(&m, &s->text, d, d->finding[i]);
	if (!m.done) {
		od_buf_free(&m.text);
		return 0;
	}
	od_buf_add(&m.text, s->text.s + m.at, s->text.n - m.at);
	od_buf_free(&s->text);
	s->text = m.text;
	return m.done;
}

static int check_again(const struct cli_doc_job *job, struct cli_doc *d, const struct source *s,
		       struct od_err *err)
{
	int fd = memfd_create("mended", MFD_CLOEXEC);
	struct od_doc *doc = NULL;

	if (fd < 0)
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	if (write(fd, s->text.s, s->text.n) != (ssize_t)s->text.n || lseek(fd, 0, SEEK_SET) != 0)
		od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	else
		doc = od_doc_read(fd, d->name, err);
	close(fd);
	if (!doc)
		return -1;
	od_doc_free(d->doc);
	d->doc = doc;
	if (cli_doc_check(job, d, err) < 0)
		return -1;
	if (job->known)
		cli_known_filter(job->known, d);
	return 0;
}

/* --- the new file -------------------------------------------------------------------------------------- */

static char *with(const char *path, const char *middle)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');
	char *made;

	if (!dot || dot == base)
		dot = path + strlen(path);
	return asprintf(&made, "%.*s%s%s", (int)(dot - path), path, middle, dot) < 0 ? NULL : made;
}

static int keep_old(const struct source *s, const char *path, struct od_err *err)
{
	char *old;
	int r;

	if (asprintf(&old, "%s~", path) < 0)
		return od_fail_nomem(err);
	r = cli_write_file(old, s->bytes, s->size, err);
	if (r == 0)
		chmod(old, s->mode);
	free(old);
	return r;
}

static int put_file(const struct cli_doc_job *job, struct cli_doc *d, struct source *s,
		    struct od_err *err)
{
	char *path = job->in_place ? realpath(d->path, NULL) : with(d->path, ".fixed");
	char *name = path && !job->in_place ? cli_doc_name(path) : NULL;
	int r = path ? 0 : od_fail_nomem(err);

	if (r == 0 && job->in_place)
		r = keep_old(s, path, err);
	if (r == 0)
		r = write_source(s, path, err);
	if (r == 0 && name) {
		/* What is left stands in the new file. */
		const struct od_finding *f;
		size_t n = od_checked_findings(d->checked, &f);

		for (size_t i = 0; i < n; i++) {
			struct od_finding *mine = (struct od_finding *)(uintptr_t)&f[i];

			free(mine->file);
			mine->file = strdup(name);
		}
		free(d->name);
		d->name = name;
		name = NULL;
	}
	free(name);
	free(path);
	return r;
}

int cli_doc_fix(const struct cli_doc_job *job, struct cli_doc *d, size_t *fixed, struct od_err *err)
{
	struct source s = { NULL };
	size_t all = 0, n = 0;
	int r;

	if (d->doc->format != OD_DOC_TEXT && d->doc->format != OD_DOC_MARKDOWN) {
		cli_warn(_("%s: fixes are put into text and Markdown only; here they are told"),
			 d->name);
		return 0;
	}
	r = open_source(d, &s, err);
	for (int round = 0; r == 0 && round < ROUNDS_MAX; round++) {
		n = mend(&s, d);
		if (!n)
			break;
		all += n;
		r = s.text.failed ? od_fail_nomem(err) : check_again(job, d, &s, err);
	}
	if (r == 0 && all)
		r = put_file(job, d, &s, err);
	*fixed += all;
	od_buf_free(&s.text);
	free(s.bytes);
	return r < 0 ? od_fail_at(err, "%s", d->name) : 0;
}
