/* leave-log.h - what the files of leave-log share. */
#ifndef CMD_LEAVE_LOG_H
#define CMD_LEAVE_LOG_H

#include "cli.h"

/* Texts that options give. */
enum cli_leave_text {
	/* first those that are fields of a leave (leave-log-request.c names them), */
	LEAVE_KIND,
	LEAVE_REACH,
	LEAVE_PLACE,
	LEAVE_REASON,
	LEAVE_STAND_IN,
	LEAVE_PHONE,
	LEAVE_ITINERARY,
	LEAVE_EXTERNAL_ID,
	LEAVE_FIELDS,
	/* then the others */
	LEAVE_FROM = LEAVE_FIELDS,
	LEAVE_TO,
	LEAVE_REPORT,
	LEAVE_FORCE,
	LEAVE_BY,
	LEAVE_AT,
	LEAVE_PERSON,
	LEAVE_UNIT,
	LEAVE_SINCE,
	LEAVE_UNTIL,
	LEAVE_WAITS_FOR,
	LEAVE_BATCH,
	LEAVE_FILE,
	LEAVE_LANGUAGE,
	LEAVE_TEXTS,
};
struct cli_leave {
	struct cli *cli;
	struct od_db *db;
	int action; /* enum od_leave_action of the verb */
	const char *text[LEAVE_TEXTS];
	char *force; /* codes of --force as a list */
	char **args; /* NULL: none */
	int n_args;
	int status, by, year, width, form; /* enum cli_leave_form */
	bool late, explain, check, steps, chain, month;
	struct cli_many many;
	struct cli_import import;
	char *actor; /* code, or login, of who looks on */
	FILE *told;  /* what is printed when all is kept */
};
enum cli_leave_form { LEAVE_AS_TEXT, LEAVE_AS_HTML, LEAVE_AS_ICS };

/* Each does one verb: the exit status, -1: *err (leave-log-request.c, -step.c, -list.c, -away.c). */
int cli_leave_request(struct cli_leave *a, struct od_err *err);
int cli_leave_extend(struct cli_leave *a, struct od_err *err);
int cli_leave_change(struct cli_leave *a, struct od_err *err);
int cli_leave_step(struct cli_leave *a, struct od_err *err);
int cli_leave_import(struct cli_leave *a); /* opens and commits by itself */
int cli_leave_list(struct cli_leave *a, struct od_err *err);
int cli_leave_show(struct cli_leave *a, struct od_err *err);
int cli_leave_away(struct cli_leave *a, struct od_err *err);
int cli_leave_overdue(struct cli_leave *a, struct od_err *err);
int cli_leave_balance(struct cli_leave *a, struct od_err *err);
int cli_leave_calendar(struct cli_leave *a, struct od_err *err);
int cli_leave_stats(struct cli_leave *a, struct od_err *err);

/* "2026-12-07 下午", "明天 afternoon", or a day alone: the whole of it; part is OD_PART_..., -1: none was
 * said. */
int cli_leave_day(struct cli_leave *a, const char *text, od_date *day, int *part,
		  struct od_err *err);
/* Questions for a whole leave (leave-log-prompt.c). */
int cli_leave_ask(struct cli_leave *a, struct od_leave *l, struct od_err *err);
/* What rules found goes to standard error. */
struct cli_leave_told {
	const char *where; /* "file:line", a number, or NULL */
	bool warn_only;    /* what refuses is told by who asks */
	int refused;
};
int cli_leave_finding(void *told, const struct od_leave_finding *f, struct od_err *err);
/* What refused it was told already: the error need not say it again. */
void cli_leave_refused(const struct cli_leave_told *t, struct od_err *err);
/* OD_ENOENT: there is none.  l must be initialised or cleared. */
int cli_leave_read(struct od_db *db, int64_t number, struct od_leave *l, struct od_err *err);
/* Tell whose approval is next, if anybody's. */
int cli_leave_tell_next(struct cli_leave *a, int64_t number, struct od_err *err);
/* The code of --unit; NULL where it was not given. */
int cli_leave_unit(struct cli_leave *a, char **code, struct od_err *err);
/* Day and part as people write them; the part is left out where it is the day's edge. */
void cli_leave_put_day(struct od_buf *b, od_date day, int part, int edge);
/* What the one who looks on may not see of a private leave goes. */
int cli_leave_hide(struct cli_leave *a, struct od_leave *l, struct od_err *err);
/* One leave as a record of the output that was asked for, to f. */
int cli_leave_print(struct cli_leave *a, FILE *f, int64_t number, struct od_err *err);

#endif
