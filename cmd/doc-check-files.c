/* doc-check-files.c - which files: those named, those of a list, the documents in folders. */
#include <errno.h>
#include <fts.h>
#include <iconv.h>
#include <string.h>
#include <sys/stat.h>

#include "doc-check.h"

/* Endings of what can be read. */
static const char *const endings[] = {
	".txt", ".md", ".markdown", ".docx", ".odt", ".fodt", ".ofd", ".doc", ".wps",
};

static bool is_document(const char *name)
{
	const char *dot = strrchr(name, '.');

	if (name[0] == '.' || name[0] == '~' || !dot)
		return false;
	for (size_t i = 0; i < CLI_COUNT(endings); i++)
		if (!strcasecmp(dot, endings[i]))
			return true;
	return false;
}

static int keep(struct cli_docs *d, const char *path, struct od_err *err)
{
	if (d->n == d->room) {
		size_t room = d->room ? d->room * 2 : 64;
		char **grown = reallocarray(d->path, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		d->path = grown;
		d->room = room;
	}
	d->path[d->n] = strdup(path);
	if (!d->path[d->n])
		return od_fail_nomem(err);
	d->n++;
	return 0;
}

/* By bytes, whatever the locale. */
static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void warn_of(struct cli_docs *d, const char *path, int why)
{
	char *name = cli_doc_name(path);

	cli_warn(_("cannot open '%s': %s"), name ? name : path, strerror(why));
	od_buf_printf(&d->missing, _("cannot open '%s': %s"), name ? name : path, strerror(why));
	od_buf_putc(&d->missing, '\n');
	free(name);
}

static bool is_file(const FTSENT *e)
{
	struct stat st;

	if (e->fts_info == FTS_F)
		return true;
	/* A link to a file counts, one to a folder is not followed: it may lead in a circle. */
	return e->fts_info == FTS_SL && stat(e->fts_accpath, &st) == 0 && S_ISREG(st.st_mode);
}

static int walk(struct cli_docs *d, const char *path, struct od_err *err)
{
	char *const paths[] = { (char *)(uintptr_t)path, NULL };
	FTS *fts = fts_open(paths, FTS_COMFOLLOW | FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	size_t before = d->n;
	FTSENT *e;
	int r = 0;

	if (!fts)
		return od_fail(err, OD_EIO, _("cannot open '%s': %s"), path, strerror(errno));
	while (r == 0 && (e = fts_read(fts)) != NULL) {
		if (e->fts_info == FTS_D && e->fts_level > 0 && e->fts_name[0] == '.')
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR)
			warn_of(d, e->fts_path, e->fts_errno);
		else if (is_document(e->fts_name) && is_file(e))
			r = keep(d, e->fts_path, err);
	}
	fts_close(fts);
	if (r == 0 && d->n == before) {
		char *name = cli_doc_name(path);

		cli_warn(_("'%s': no documents (.docx, .txt ...) in this folder"),
			 name ? name : path);
		free(name);
	}
	return r;
}

int cli_docs_add(struct cli_docs *d, const char *path, struct od_err *err)
{
	struct stat st;

	if (!strcmp(path, "-"))
		return keep(d, path, err);
	if (stat(path, &st) != 0) {
		warn_of(d, path, errno);
		return 0;
	}
	if (!S_ISDIR(st.st_mode))
		return keep(d, path, err);
	d->folders = true;
	return walk(d, path, err);
}

int cli_docs_list(struct cli_docs *d, const char *file, struct od_err *err)
{
	int fd = cli_open_file(file, err), r = 0;
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (fd < 0)
		return -1;
	if (!in)
		return od_fail_nomem(err);
	while (r == 0 && (n = getline(&line, &room, in)) > 0) {
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = '\0';
		if (n && !strcmp(line, "-"))
			r = od_fail(err, OD_EUSAGE,
				    _("a list of files cannot name standard input ('-')"));
		else if (n)
			r = cli_docs_add(d, line, err);
	}
	if (r == 0 && ferror(in))
		r = od_fail(err, OD_EIO, _("cannot read '%s': %s"), cli_file_name(file),
			    strerror(errno));
	free(line);
	fclose(in);
	return r;
}

void cli_docs_free(struct cli_docs *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->path[i]);
	free(d->path);
	od_buf_free(&d->missing);
}

static char *from_gb18030(const char *path)
{
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	size_t n = strlen(path), room = 2 * n + 16, left = room;
	char *text = malloc(room + 1), *to = text, *in = (char *)(uintptr_t)path;
	bool done = cd != (iconv_t)-1 && text && iconv(cd, &in, &n, &to, &left) != (size_t)-1;

	if (cd != (iconv_t)-1)
		iconv_close(cd);
	if (done) {
		*to = '\0';
		return text;
	}
	free(text);
	return NULL;
}

char *cli_doc_name(const char *path)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	size_t n = strlen(path), m;
	char *name;

	if (!strcmp(path, "-"))
		return strdup(cli_file_name(path));
	if (od_utf8_bad(path, n) == n)
		return strdup(path);
	name = from_gb18030(path);
	if (name)
		return name;
	for (const char *s = path; *s; s += m) {
		bool bad = od_utf8_get(s, &m) == 0xfffd && m == 1;

		od_buf_add(&b, bad ? "\xef\xbf\xbd" : s, bad ? 3 : m);
	}
	name = b.failed ? NULL : b.s;
	if (name)
		b.s = NULL;
	return name;
}
