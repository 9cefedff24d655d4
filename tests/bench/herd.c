/* herd PROCESSES SECONDS DIR COMMAND ARG... - many file at once.
 *
 * Each process runs COMMAND again and again until the time is over; {} in an argument is its own
 * count, "process-count", never the same twice.  What COMMAND prints goes to DIR/process.  A line
 * a process: runs that ended with 0, runs that did not. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGS 64
#define LONG 8192

extern char **environ;

struct tally {
	long good, bad;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void fill(char **argv, int process, long count, char *out[ARGS], char text[ARGS][LONG])
{
	int i;

	for (i = 0; argv[i] && i < ARGS - 1; i++) {
		const char *at = strstr(argv[i], "{}");

		out[i] = argv[i];
		if (!at)
			continue;
		snprintf(text[i], LONG, "%.*s%d-%ld%s", (int)(at - argv[i]), argv[i], process,
			 count, at + 2);
		out[i] = text[i];
	}
	out[i] = NULL;
}

static void work(int process, double start, double seconds, const char *dir, char **command,
		 struct tally *t)
{
	static char text[ARGS][LONG];
	posix_spawn_file_actions_t to;
	char *argv[ARGS], name[LONG];

	snprintf(name, sizeof(name), "%s/%d", dir, process);
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&to, STDOUT_FILENO, name, O_WRONLY | O_CREAT | O_APPEND,
					 0600);
	while (now() < start)
		usleep(1000);
	for (long n = 1; now() < start + seconds; n++) {
		int status = -1;
		pid_t pid;

		fill(command, process, n, argv, text);
		if (posix_spawnp(&pid, argv[0], &to, NULL, argv, environ) != 0 ||
		    waitpid(pid, &status, 0) < 0 || status)
			t->bad++;
		else
			t->good++;
	}
}

int main(int argc, char **argv)
{
	int n = argc > 4 ? (int)strtol(argv[1], NULL, 10) : 0;
	double seconds = argc > 4 ? strtod(argv[2], NULL) : 0, start = now() + 0.5;
	struct tally *t;

	if (n <= 0 || seconds <= 0) {
		fputs("usage: herd PROCESSES SECONDS DIR COMMAND ARG...\n", stderr);
		return 64;
	}
	t = mmap(NULL, n * sizeof(*t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t == MAP_FAILED)
		return 1;
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (pid == 0) {
			work(i, start, seconds, argv[3], argv + 4, &t[i]);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < n; i++)
		printf("%ld %ld\n", t[i].good, t[i].bad);
	return 0;
}
