/* times COUNT FIRST -- COMMAND ARG... [-- COMMAND ARG...]... - time commands against each other.
 *
 * Each command is run COUNT times, in turn with the others, so that what else the machine does
 * falls on all alike.  {} in an argument is FIRST, FIRST + 1 ...  A line a command: median, 99th
 * percentile and mean in microseconds of wall time, largest resident set in KiB, failed runs. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MANY 64
#define LONG 8192

extern char **environ;

struct command {
	char **argv;
	double *us;
	long rss, failed;
};

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

/* A copy of argv with the count for each {}. */
static void fill(char **argv, long count, char *out[MANY], char text[MANY][LONG])
{
	int i;

	for (i = 0; argv[i] && i < MANY - 1; i++) {
		const char *at = strstr(argv[i], "{}");

		out[i] = argv[i];
		if (!at)
			continue;
		snprintf(text[i], LONG, "%.*s%ld%s", (int)(at - argv[i]), argv[i], count, at + 2);
		out[i] = text[i];
	}
	out[i] = NULL;
}

static void run(struct command *c, long nth, long count, posix_spawn_file_actions_t *quiet)
{
	static char text[MANY][LONG];
	char *argv[MANY];
	struct rusage used;
	int status = -1;
	double start;
	pid_t pid;

	fill(c->argv, count, argv, text);
	start = now_us();
	if (posix_spawnp(&pid, argv[0], quiet, NULL, argv, environ) != 0 ||
	    wait4(pid, &status, 0, &used) < 0) {
		perror(argv[0]);
		exit(1);
	}
	c->us[nth] = now_us() - start;
	if (used.ru_maxrss > c->rss)
		c->rss = used.ru_maxrss;
	if (status)
		c->failed++;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void report(struct command *c, long n)
{
	double sum = 0;

	for (long i = 0; i < n; i++)
		sum += c->us[i];
	qsort(c->us, n, sizeof(*c->us), by_size);
	printf("%.1f %.1f %.1f %ld %ld\n", c->us[n / 2], c->us[n * 99 / 100], sum / n, c->rss,
	       c->failed);
}

/* Cut argv at each "--". */
static int split(int argc, char **argv, struct command *c, long n)
{
	int commands = 0;

	for (int i = 3; i < argc && commands < MANY; i++) {
		if (strcmp(argv[i], "--"))
			continue;
		argv[i] = NULL;
		if (i + 1 < argc)
			c[commands++] = (struct command){ argv + i + 1, calloc(n, sizeof(double)) };
	}
	return commands;
}

int main(int argc, char **argv)
{
	static struct command c[MANY];
	posix_spawn_file_actions_t quiet;
	long n = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	long first = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	int commands = n > 0 ? split(argc, argv, c, n) : 0;

	if (!commands) {
		fputs("usage: times COUNT FIRST -- COMMAND ARG... [-- COMMAND ARG...]...\n",
		      stderr);
		return 64;
	}
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	for (long i = 0; i < n; i++)
		for (int k = 0; k < commands; k++)
			run(&c[k], i, first + i, &quiet);
	for (int k = 0; k < commands; k++)
		report(&c[k], n);
	return 0;
}
