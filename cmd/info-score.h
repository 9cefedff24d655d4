/* info-score.h - what the files of info-score share. */
#ifndef CMD_INFO_SCORE_H
#define CMD_INFO_SCORE_H

#include "cli.h"

struct cli_score { /* what is asked for; texts as options give them */
	struct cli *cli;
	struct cli_paper paper;
	const char *from, *to, *month, *quarter, *year, *class_, *unit, *explain, *mark, *unmark,
		*reason, *points, *report, *on;
	int by, kind; /* kind -1: not given */
	bool notice, chart, marks, formed;
};
int cli_score_show(struct cli_score *a, struct od_err *err); /* -show.c */
int cli_score_days(struct cli_score *a, struct od_db *db, od_date *from, od_date *to,
		   struct od_err *err);
int cli_score_mark(struct cli_score *a, struct od_err *err); /* -mark.c */
int cli_score_unmark(struct cli_score *a, struct od_err *err);
int cli_score_marks(struct cli_score *a, struct od_err *err);

#endif
