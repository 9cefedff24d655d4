/* fuzz-dir.h - a folder for what a target needs on disk. */
#ifndef FUZZ_DIR_H
#define FUZZ_DIR_H

#include <stdio.h>
#include <stdlib.h>

/* An empty folder's name: FUZZ_DIR, where run.sh makes the same one each time, for names end up in
 * messages and steer what is tried next; else one of its own. */
static inline void fuzz_dir(char *dir, size_t room)
{
	const char *given = getenv("FUZZ_DIR");
	int n = snprintf(dir, room, "%s", given ? given : "/tmp/fuzz-XXXXXX");

	if (n < 0 || (size_t)n >= room || (!given && !mkdtemp(dir)))
		abort();
}

#endif
