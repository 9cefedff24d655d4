/* bulletin-build-wording.c - see cli.h: the wording of a draft, by doc-check, with the draft's own lines. */
#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bulletin-build.h"

extern char **environ;

/* Beside our own program, else wherever it is found. */
static const char *doc_check(char *buf, size_t n)
{
	static const char name[] = "doc-check";
	ssize_t len = readlink("/proc/self/exe", buf, n - 1);
	char *slash;

	if (len <= 0)
		return name;
	buf[len] = '\0';
	slash = strrchr(buf, '/');
	if (!slash || (size_t)(slash + 1 - buf) + sizeof(name) > n)
		return name;
	memcpy(slash + 1, name, sizeof(name));
	return access(buf, X_OK) == 0 ? buf : name;
}

/* It reads from in and writes to out; the process, 0: it is not there, -1: *err. */
static pid_t start(FILE *in, FILE *out, struct od_err *err)
{
	char *const argv[] = { (char *)(uintptr_t) "doc-check",
			       (char *)(uintptr_t) "--gate=wording",
			       (char *)(uintptr_t) "--quiet",
			       (char *)(uintptr_t) "--output=tsv",
			       (char *)(uintptr_t) "--columns=line,level,rule,message,text",
			       (char *)(uintptr_t) "-",
			       NULL };
	char path[4096];
	posix_spawn_file_actions_t to;
	pid_t pid;
	int r;

	if (posix_spawn_file_actions_init(&to) != 0)
		return od_fail_nomem(err);
	r = posix_spawn_file_actions_adddup2(&to, fileno(in), STDIN_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&to, fileno(out), STDOUT_FILENO);
	if (r == 0)
		r = posix_spawnp(&pid, doc_check(path, sizeof(path)), &to, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&to);
	if (r == ENOENT || r == EACCES)
		return 0;
	return r ? od_fail(err, OD_EPART, _("cannot start doc-check: %s"), strerror(r)) : pid;
}

struct wording {
	const char *name;
	const unsigned int *line;
	size_t lines;
	int found;
};

/* "LINE\tlevel\trule\tmessage\ttext" with the draft's own line; the text unless the message has it. */
static void put_finding(struct wording *w, char *row)
{
	char *cell[5] = { row };
	unsigned long line = strtoul(row, NULL, 10);

	for (size_t i = 1; i < CLI_COUNT(cell); i++) {
		cell[i] = strchr(cell[i - 1], '\t');
		if (!cell[i])
			return;
		*cell[i]++ = '\0';
	}
	cell[4][strcspn(cell[4], "\n")] = '\0';
	if (!line || line > w->lines)
		return; /* the heading, or of no line */
	w->found++;
	printf("%s:%u: %s: %s", w->name, w->line[line - 1], cell[1], cell[3]);
	if (*cell[4] && !strstr(cell[3], cell[4]))
		printf(": %s", cell[4]);
	printf(" [%s]\n", cell[2]);
}

static int ended(pid_t pid, struct od_err *err)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return od_fail(err, OD_EIO, "doc-check: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return 0; /* it was not there after all */
	if (WIFEXITED(status) && WEXITSTATUS(status) <= 1)
		return 1;
	return od_fail(err, OD_EPART, _("doc-check did not end well; the wording was not checked"));
}

static int run_doc_check(struct wording *w, FILE *in, FILE *out, struct od_err *err)
{
	char *row = NULL;
	size_t room = 0;
	pid_t pid;
	int r;

	fflush(stdout);
	pid = start(in, out, err);
	if (pid < 0)
		return -1;
	r = pid ? ended(pid, err) : 0;
	if (r == 0)
		cli_warn(_("%s: wording was not checked: there is no doc-check"), w->name);
	if (r <= 0)
		return r;
	rewind(out);
	while (getline(&row, &room, out) > 0)
		put_finding(w, row);
	free(row);
	return w->found;
}

int cli_bulletin_wording(const char *name, const struct od_draft_file *d, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;
	struct wording w = { .name = name };
	unsigned int *line;
	FILE *in = tmpfile(), *out = tmpfile();
	int r = -1;

	if (od_draft_wording(d, &text, &line, &w.lines, err) < 0)
		goto out;
	w.line = line;
	if (!in || !out || fwrite(text.s ? text.s : "", 1, text.n, in) != text.n || fflush(in) != 0)
		od_fail(err, OD_EIO, _("cannot write a temporary file: %s"), strerror(errno));
	else {
		rewind(in);
		r = run_doc_check(&w, in, out, err);
	}
	free(line);
out:
	if (in)
		fclose(in);
	if (out)
		fclose(out);
	return r;
}
