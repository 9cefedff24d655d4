/* report-submit.h - what the files of report-submit share. */
#ifndef CMD_REPORT_SUBMIT_H
#define CMD_REPORT_SUBMIT_H

#include "cli.h"

/* Files of reports, and the options of their import (report-submit-import.c). */
struct cli_reports {
	struct cli_import import;
	enum od_duplicate dup;
};
extern const struct argp cli_reports_argp; /* its input: struct cli_reports * */
int cli_import_reports(struct cli *cli, const struct cli_reports *how); /* the exit status */

/* What is told of reports once they are filed: clashes, events (report-submit-tell.c). */
struct cli_told {
	int64_t *number; /* of reports that may clash, in the order they were filed */
	size_t n;
	struct cli_of_event {
		int64_t number, event;
		bool begun; /* by this report */
	} * of_event;
	size_t n_of_event;
};
int cli_note_clashing(struct cli_told *t, const struct od_report *r, struct od_err *err);
/* asked: the event that the report named. */
int cli_note_event(struct cli_told *t, const struct od_report *r, int64_t asked,
		   struct od_err *err);
void cli_tell(const struct cli_told *t, struct od_db *db);
void cli_told_free(struct cli_told *t);

#endif
