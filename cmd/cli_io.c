/* cli_io.c - see cli.h: files and records in, records and files out, the language of what leaves the
 * office. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

const char *cli_file_name(const char *name)
{
	return strcmp(name, "-") ? name : _("<stdin>");
}

void cli_nothing_to_do(void)
{
	if (isatty(STDERR_FILENO))
		cli_warn(_("nothing to do: standard input holds no records"));
}

int cli_open_file(const char *name, struct od_err *err)
{
	struct stat st;
	int fd = strcmp(name, "-") ? open(name, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);

	if (fd < 0)
		return od_fail(err, OD_ENOENT, _("cannot open '%s': %s"), cli_file_name(name),
			       strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return od_fail(err, OD_ENOENT, _("'%s' is a directory; name the files in it"),
			       name);
	}
	return fd;
}

int cli_columns(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

int cli_print(struct cli *cli, struct od_iter *it, const struct od_rec_type *type,
	      struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *rows = it;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	void *rec;
	int r = -1;

	cli->out.width = cli_columns();
	if (rows)
		out = od_out_new(stdout, type, &cli->out, err);
	if (!out)
		return -1;
	rec = calloc(1, type->size);
	if (!rec)
		return od_fail_nomem(err);
	od_rec_init(type, rec);
	while ((r = od_iter_next(rows, rec, err)) > 0)
		if (od_out_add(out, rec, err) < 0) {
			r = -1;
			break;
		}
	od_rec_clear(type, rec);
	free(rec);
	return r < 0 ? -1 : od_out_end(out, err);
}

/* --- one after another ---------------------------------------------------------------------------- */

int cli_tried(struct cli_many *m, int r, struct od_err *why, const char *where, struct od_err *err)
{
	if (r == 0) {
		m->done++;
		return 0;
	}
	if (why->code != OD_EDATA && why->code != OD_ENOENT) {
		*err = *why;
		return -1;
	}
	m->refused++;
	od_fail_at(why, "%s", where);
	cli_warn("%s", why->msg);
	return 0;
}

int cli_each_record(struct cli *cli, const struct od_rec_type *type, void *rec, struct cli_many *m,
		    cli_record_fn *fn, void *ctx, struct od_err *err)
{
	const struct od_rec_type *const types[] = { type, NULL };
	const char *file = cli_file_name("-");
	struct od_when when = { cli->now, NULL };
	OD_CLEANUP(od_reader_freep)
	struct od_reader *rd = od_reader_new(STDIN_FILENO, file, types, &when, OD_LENIENT, err);
	char where[64];
	int got = 1, r = 0;

	if (!rd)
		return -1;
	od_rec_init(type, rec);
	while (r == 0 && (got = od_reader_next(rd, rec, err)) > 0) {
		snprintf(where, sizeof(where), "%s:%u", file, od_reader_line(rd));
		if (got == OD_BAD) {
			m->refused++;
			cli_warn("%s", err->msg);
		} else {
			r = fn(ctx, rec, where, err);
		}
	}
	od_rec_clear(type, rec);
	if (got < 0 && err->code == OD_EDATA) { /* what was read before stays good */
		m->refused++;
		cli_warn("%s", err->msg);
		return 0;
	}
	return got < 0 ? -1 : r;
}

static bool is_kept(const struct cli_many *m)
{
	return !m->dry_run && !(m->atomic && m->refused);
}

int cli_keep(const struct cli_many *m, struct od_db *db, struct od_err *err)
{
	return is_kept(m) ? od_commit(db, err) : 0;
}

int cli_ended(const struct cli_many *m)
{
	bool keep = is_kept(m);

	if (m->dry_run)
		cli_warn(_("dry run: nothing was kept"));
	else if (!keep)
		cli_warn(_("--atomic: nothing was done"));
	if (m->refused)
		cli_warn(_("done %lld, refused %lld"), (long long)(keep ? m->done : 0),
			 (long long)m->refused);
	return m->refused ? EX_DATAERR : EXIT_SUCCESS;
}

/* --- a whole file or none ------------------------------------------------------------------------- */

int cli_write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, bytes, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		bytes += wrote;
		n -= wrote;
	}
	return 0;
}

static int sync_parent(const char *path)
{
	char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	int r = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	free(copy);
	return r;
}

/* The descriptor of ours that "/proc/self/fd/1" names; -1: it names none. */
static int own_fd(const char *path)
{
	const char *name = strrchr(path, '/');
	char *copy = name ? strdup(path) : NULL, *end = NULL;
	char *dir = copy ? realpath(dirname(copy), NULL) : NULL;
	char *own = dir ? realpath("/proc/self/fd", NULL) : NULL;
	long fd = -1;

	if (own && !strcmp(dir, own) && name[1] >= '0' && name[1] <= '9')
		fd = strtol(name + 1, &end, 10);
	if (!end || *end || fd > INT_MAX)
		fd = -1;
	free(copy);
	free(dir);
	free(own);
	return (int)fd;
}

/* What the link at path points at, yours; NULL: it is none, or errno. */
static char *pointed_at(const char *path)
{
	char to[PATH_MAX], *copy, *next;
	ssize_t n = readlink(path, to, sizeof(to));

	errno = n == (ssize_t)sizeof(to) ? ENAMETOOLONG : n < 0 ? 0 : errno;
	if (n < 0 || n == (ssize_t)sizeof(to))
		return NULL;
	to[n] = '\0';
	if (*to == '/')
		return strdup(to);
	copy = strdup(path);
	if (!copy || asprintf(&next, "%s/%s", dirname(copy), to) < 0)
		next = NULL;
	free(copy);
	return next;
}

enum { LINKS_MOST = 40 };

/* Follow the links at path: *real, yours, is what they lead to; *own the descriptor of ours that it names, or -1.
 * -1: errno. */
static int follow(const char *path, char **real, int *own)
{
	char *next;

	*own = -1;
	*real = strdup(path);
	for (int i = 0; *real && i < LINKS_MOST; i++) {
		*own = own_fd(*real);
		next = *own < 0 ? pointed_at(*real) : NULL;
		if (!next)
			return *own >= 0 || !errno ? 0 : -1;
		free(*real);
		*real = next;
	}
	errno = *real ? ELOOP : ENOMEM;
	return -1;
}

/* What is no plain file is only written to: *fd, open.  Else *fd is -1 and *real, yours, is or will be one.
 * -1: errno. */
static int find_place(const char *path, char **real, int *fd)
{
	struct stat st;
	int own;

	*fd = -1;
	if (follow(path, real, &own) < 0)
		return -1;
	if (own >= 0) {
		fflush(stdout); /* what was printed before comes before */
		*fd = fcntl(own, F_DUPFD_CLOEXEC, 0);
	} else if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		*fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	} else {
		return 0;
	}
	return *fd < 0 ? -1 : 0;
}

/* A new file takes the place of path when it is whole.  1: it cannot be made, -1: not written; errno. */
static int replace(const char *path, const char *bytes, size_t n)
{
	mode_t mask = umask(0);
	char *tmp;
	int fd, r = -1;

	umask(mask);
	if (asprintf(&tmp, "%s.XXXXXX", path) < 0)
		return -1;
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0) {
		free(tmp);
		return 1;
	}
	if (fchmod(fd, 0666 & ~mask) == 0 && cli_write_all(fd, bytes, n) == 0 && fsync(fd) == 0)
		r = 0;
	if (close(fd) != 0)
		r = -1;
	if (r == 0 && rename(tmp, path) == 0)
		r = sync_parent(path);
	else
		r = -1;
	if (r < 0) {
		int why = errno;

		unlink(tmp);
		errno = why;
	}
	free(tmp);
	return r;
}

/* Does the file begin as a database of SQLite does? */
static bool is_database(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char begin[sizeof(magic)];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool is = fd >= 0 && read(fd, begin, sizeof(begin)) == (ssize_t)sizeof(begin) &&
		  !memcmp(begin, magic, sizeof(magic));

	if (fd >= 0)
		close(fd);
	return is;
}

int cli_spare_database(const char *path, struct od_err *err)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-queue", "-journal" };
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		size_t tail = strlen(beside[i]);
		char *base;
		bool is;

		if (n <= tail || strcmp(path + n - tail, beside[i]) != 0)
			continue;
		base = strndup(path, n - tail);
		if (!base)
			return od_fail_nomem(err);
		is = is_database(base);
		free(base);
		if (is)
			return od_fail(
				err, OD_ECREATE,
				_("'%s' is a database, or belongs to one; name another file"),
				path);
	}
	return 0;
}

int cli_write_file(const char *path, const char *bytes, size_t n, struct od_err *err)
{
	char *real;
	int fd, r = find_place(path, &real, &fd) < 0;

	if (r == 0 && fd < 0 && cli_spare_database(real, err) < 0) {
		free(real);
		return -1;
	}
	if (r == 0 && fd < 0) {
		r = replace(real, bytes, n);
	} else if (r == 0) {
		r = cli_write_all(fd, bytes, n);
		if (close(fd) != 0)
			r = -1;
	}
	if (r > 0)
		od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), path, strerror(errno));
	else if (r < 0)
		od_fail(err, OD_EIO, _("cannot write '%s': %s"), path, strerror(errno));
	free(real);
	return r ? -1 : 0;
}

/* --- language -------------------------------------------------------------------------------------- */

extern int _nl_msg_cat_cntr; /* gettext looks at the environment again when it changes */

char *cli_language(const char *language)
{
	const char *now = getenv("LANGUAGE");
	char *before = now ? strdup(now) : NULL;

	if (language)
		setenv("LANGUAGE", language, 1);
	else
		unsetenv("LANGUAGE");
	_nl_msg_cat_cntr++;
	return before;
}

char *cli_office_language(struct od_db *db, const char *asked, od_date day)
{
	return cli_language(asked ? asked : od_setting(db, "language", day, "zh_CN"));
}

void cli_own_language(char *mine)
{
	free(cli_language(mine));
	free(mine);
}
