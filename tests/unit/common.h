/* common.h - what unit tests share: a database of its own for each test, gone after it. */
#ifndef TEST_COMMON_H
#define TEST_COMMON_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../lib/officedb.h"

struct state {
	char dir[64], path[80];
	struct od_act act; /* for tests that have several */
	struct od_db *db;
	struct od_err err;
};

static inline int setup_db(void **state)
{
	struct state *s = calloc(1, sizeof(*s));

	*state = s;
	if (!s)
		return -1;
	snprintf(s->dir, sizeof(s->dir), "/tmp/test-officedb-XXXXXX");
	if (!mkdtemp(s->dir))
		return -1;
	snprintf(s->path, sizeof(s->path), "%s/o.db", s->dir);
	if (od_create(s->path, &s->err) < 0)
		return -1;
	s->db = od_open(s->path, OD_WRITE, 2000, &s->err);
	return s->db ? 0 : -1;
}

static inline int teardown_db(void **state)
{
	struct state *s = *state;
	char command[120];

	od_close(s->db);
	snprintf(command, sizeof(command), "rm -rf %s", s->dir);
	if (system(command) != 0)
		return -1;
	free(s);
	return 0;
}

#endif
