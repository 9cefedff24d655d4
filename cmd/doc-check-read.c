/* doc-check-read.c - a document from a file; .doc and .wps are first made docx by LibreOffice, if it is here, in a
 * folder of their own and not for long. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "doc-check.h"

extern char **environ;

#define CONVERT_SECONDS 60
#define FILTER          "docx:MS Word 2007 XML"

void cli_doc_clear(struct cli_doc *d)
{
	od_checked_free(d->checked);
	od_doc_free(d->doc);
	free(d->finding);
	free(d->name);
	*d = (struct cli_doc){ 0 };
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

/* 0: it ended well; -1: it did not, or was ended. */
static int wait_for(pid_t pid, struct od_err *err)
{
	static const struct timespec nap = { 0, 20 * 1000 * 1000 };
	int status = 0;

	for (int i = 0; i < CONVERT_SECONDS * 50; i++) {
		pid_t got = waitpid(pid, &status, WNOHANG);

		if (got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return 0;
		if (got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 127)
			return od_fail(err, OD_EPART,
				       _("an old binary document (.doc, .wps): install LibreOffice "
					 "(soffice), or save it as docx"));
		if (got == pid || (got < 0 && errno != EINTR))
			return od_fail(err, OD_EDATA,
				       _("LibreOffice could not read it; save it as docx"));
		nanosleep(&nap, NULL);
	}
	kill(-pid, SIGKILL);
	waitpid(pid, &status, 0);
	return od_fail(err, OD_EDATA, _("LibreOffice did not finish within %d seconds"),
		       CONVERT_SECONDS);
}

/* soffice in dir, with a profile of its own there, in a process group of its own. */
static int run_office(const char *dir, const char *path, struct od_err *err)
{
	char profile[4200];
	const char *argv[] = { "soffice", "--headless", "--norestore", profile, "--convert-to",
			       FILTER,    "--outdir",   dir,           path,    NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	pid_t pid;
	int r;

	snprintf(profile, sizeof(profile), "-env:UserInstallation=file://%s/profile", dir);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP);
	r = posix_spawnp(&pid, argv[0], &files, &attr, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (r)
		return od_fail(err, OD_EPART,
			       _("an old binary document (.doc, .wps): install LibreOffice "
				 "(soffice), or save it as docx"));
	return wait_for(pid, err);
}

/* The one docx in dir. */
static int open_made(const char *dir, const char *path, struct od_err *err)
{
	const char *base = strrchr(path, '/') + 1, *dot = strrchr(base, '.');
	char *made;
	int fd;

	if (asprintf(&made, "%s/%.*s.docx", dir, (int)(dot ? dot - base : (int)strlen(base)),
		     base) < 0)
		return od_fail_nomem(err);
	fd = open(made, O_RDONLY | O_CLOEXEC);
	free(made);
	if (fd < 0)
		return od_fail(err, OD_EDATA, _("LibreOffice could not read it; save it as docx"));
	return fd;
}

static struct od_doc *convert(const char *path, const char *name, struct od_err *err)
{
	/* One at a time: it takes a machine's whole memory and time. */
	static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
	const char *tmp = getenv("TMPDIR");
	char dir[4096], *whole = realpath(path, NULL);
	struct od_doc *doc = NULL;
	int fd = -1;

	snprintf(dir, sizeof(dir), "%s/doc-check.XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
	if (!whole || !mkdtemp(dir)) {
		od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), dir, strerror(errno));
		free(whole);
		return NULL;
	}
	pthread_mutex_lock(&turn);
	if (run_office(dir, whole, err) == 0)
		fd = open_made(dir, whole, err);
	pthread_mutex_unlock(&turn);
	if (fd >= 0) {
		doc = od_doc_read(fd, name, err);
		close(fd);
	}
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(whole);
	return doc;
}

struct od_doc *cli_doc_read(const char *path, const char *name, struct od_err *err)
{
	int fd = cli_open_file(path, err);
	struct od_doc *doc;

	if (fd < 0)
		return NULL;
	doc = od_doc_read(fd, name, err);
	close(fd);
	if (!doc && err->code == OD_EPART && strcmp(path, "-")) {
		*err = (struct od_err)OD_ERR_INIT;
		doc = convert(path, name, err);
	}
	if (!doc)
		od_fail_at(err, "%s", name);
	return doc;
}
