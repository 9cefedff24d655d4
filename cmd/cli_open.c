/* cli_open.c - see cli.h: the database opened, and why it is not; who acts, and waiting for the turn to write. */
#include <errno.h>
#include <libgen.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli.h"

/* The files beside the database that SQLite needs, also for reading. */
static int explain_log(const struct cli *cli, int want, struct od_err *err)
{
	static const char *const ends[] = { "-wal", "-shm" };
	char name[4096];

	for (size_t i = 0; i < CLI_COUNT(ends); i++) {
		snprintf(name, sizeof(name), "%s%s", cli->db, ends[i]);
		if (access(name, F_OK) != 0 || access(name, want) == 0)
			continue;
		return od_fail(err, OD_EPERM,
			       _("cannot open database '%s': '%s' may not read and write '%s' "
				 "beside it; its owner can allow that (chmod g+rw)"),
			       cli->db, cli->login, name);
	}
	return -1;
}

/* What was not permitted, and what helps: SQLite only says that it cannot. */
static int explain_denial(const struct cli *cli, enum od_mode mode, struct od_err *err)
{
	int want = mode == OD_READ ? R_OK : R_OK | W_OK;
	char copy[4096];
	const char *dir;

	snprintf(copy, sizeof(copy), "%s", cli->db);
	dir = dirname(copy);
	if (access(cli->db, F_OK) != 0)
		return od_fail(
			err, OD_EPERM,
			_("cannot open database '%s': '%s' may not enter '%s'; its owner can "
			  "allow that (chmod g+rwx)"),
			cli->db, cli->login, dir);
	if (access(cli->db, want) != 0)
		return od_fail(err, OD_EPERM,
			       mode == OD_READ
				       ? _("cannot open database '%s': '%s' may not read it; its "
					   "owner can allow that (chmod g+rw)")
				       : _("cannot open database '%s': '%s' may not write it; its "
					   "owner can allow that (chmod g+rw)"),
			       cli->db, cli->login);
	if (access(dir, W_OK | X_OK) != 0)
		return od_fail(
			err, OD_EPERM,
			_("cannot open database '%s': '%s' may not write in '%s' (%s), where "
			  "its log stands, which reading needs too; the owner can allow that "
			  "(chmod g+rwx)"),
			cli->db, cli->login, dir, strerror(errno));
	return explain_log(cli, want, err);
}

struct od_db *cli_open(struct cli *cli, enum od_mode mode, struct od_err *err)
{
	struct od_db *db;

	cli_login(cli);
	if (!cli->db) {
		od_fail(err, OD_EUSAGE, _("no database: use --db=FILE or set OFFICEDB"));
		return NULL;
	}
	db = od_open(cli->db, mode, cli->wait_ms, err);
	if (!db) {
		if (err->code == OD_EPERM)
			explain_denial(cli, mode, err);
		return NULL;
	}
	if (od_db_on_network(db))
		cli_warn(
			_("'%s' is on a network file system, where locks cannot be trusted; let one "
			  "machine write"),
			cli->db);
	if (cli_for_whom(cli, db, err) == 0)
		return db;
	od_close(db);
	return NULL;
}

static void wake(int signal)
{
	(void)signal; /* its only work is to interrupt flock(2) */
}

int cli_for_whom(struct cli *cli, struct od_db *db, struct od_err *err)
{
	if (!cli->acting_for || cli->for_whom)
		return 0;
	if (od_person_resolve(db, cli->acting_for, od_instant_date(cli->now), &cli->for_whom, err) <
	    0)
		return od_fail_at(err, "--as");
	cli->act.acting_for = cli_keep_text(cli->for_whom);
	return 0;
}

/* Who acts: a person where the organisation knows the login, else the login. */
static int know_actor(struct cli *cli, struct od_db *db, struct od_err *err)
{
	od_date today = od_instant_date(cli->now);

	if (cli_for_whom(cli, db, err) < 0)
		return -1;
	if (!cli->actor && od_person_of_login(db, cli->login, today, &cli->actor, err) < 0)
		return -1;
	if (cli_keep_text(cli->actor))
		cli->act.actor = cli->actor;
	return 0;
}

int cli_begin(struct cli *cli, struct od_db *db, struct od_err *err)
{
	struct sigaction act = { .sa_handler = wake }, before;
	/* Again and again: the first may come before the wait has begun. */
	struct itimerval alarm = { { 0, 50000 },
				   { cli->wait_ms / 1000, cli->wait_ms % 1000 * 1000 + 1 } },
			 none = { { 0, 0 }, { 0, 0 } };
	int r;

	if (know_actor(cli, db, err) < 0)
		return -1;
	sigaction(SIGALRM, &act, &before);
	setitimer(ITIMER_REAL, &alarm, NULL);
	r = od_begin(db, &cli->act, err);
	setitimer(ITIMER_REAL, &none, NULL);
	sigaction(SIGALRM, &before, NULL);
	return r;
}

/* Rows that a search reads one by one before the index follows; and how many it takes at a time. */
#define SEARCH_LAG  512
#define SEARCH_STEP 256

void cli_catch_up(struct od_db *db)
{
	struct od_err err = OD_ERR_INIT; /* the index can wait: its failure is no one's news */
	int64_t lag = 0;

	if (od_search_lag(db, SEARCH_LAG, &lag, &err) == 0 && lag >= SEARCH_LAG)
		lag = od_search_catch_up(db, SEARCH_STEP, false, &err);
}
