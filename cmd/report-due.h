/* report-due.h - what the files of report-due share. */
#ifndef CMD_REPORT_DUE_H
#define CMD_REPORT_DUE_H

#include "cli.h"

/* The days that a verb looks at, unless --from and --to say others. */
enum cli_window { CLI_ALWAYS, CLI_TODAY, CLI_TOMORROW, CLI_SINCE_FIRST, CLI_SINCE_NEW_YEAR };

/* Which slots are asked for (report-due-ask.c). */
struct cli_asked {
	const char *desk, *unit, *matter, *leader, *from, *to; /* as given */
	unsigned int states;
	enum cli_window window;
	struct od_slot_query q; /* what it comes to */
	char *desk_code, *unit_code, *category, *duty, *person;
	od_date first, last;
};
int cli_ask(struct cli *cli, struct od_db *db, struct cli_asked *k, struct od_err *err);
void cli_asked_clear(struct cli_asked *k);

/* Answers to slots (report-due-answer.c); an option stands for all records. */
struct cli_answers {
	int kind;
	const char *reason, *allowed_by;
	char **slots; /* NULL: those of the records on standard input */
};
int cli_answer(struct cli *cli, struct od_db *db, const struct cli_answers *how, struct cli_many *m,
	       struct od_err *err);

/* To standard output (report-due-print.c).  Slots to people with hours and minutes, explained each by its
 * own reckoning below it. */
int cli_print_slots(struct cli *cli, const struct od_slot *rows, size_t n, bool explain,
		    struct od_err *err);
int cli_print_ledger(struct cli *cli, const struct od_ledger *l, struct od_err *err);

#endif
