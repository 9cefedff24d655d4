/* task-track.h - what the files of task-track share. */
#ifndef CMD_TASK_TRACK_H
#define CMD_TASK_TRACK_H

#include "cli.h"

/* Texts that options give. */
enum cli_task_text {
	/* first those that are fields of a matter (task-track-add.c names them), */
	TASK_TITLE,
	TASK_TEXT,
	TASK_SOURCE,
	TASK_BASIS,
	TASK_KIND,
	TASK_GRADE,
	TASK_SECRECY,
	TASK_LEAD,
	TASK_CO,
	TASK_LIMIT,
	TASK_DUE,
	TASK_FEEDBACK,
	TASK_LEADERS,
	TASK_GROUP,
	TASK_PARENT,
	TASK_EXTERNAL_ID,
	TASK_FIELDS,
	/* then the others */
	TASK_UNIT = TASK_FIELDS,
	TASK_LIGHT,
	TASK_STATE,
	TASK_STATUS,
	TASK_OPENED,
	TASK_LEADER,
	TASK_INSTRUCTION,
	TASK_BATCH,
	TASK_VIEW,
	TASK_REASON,
	TASK_BY,
	TASK_AT,
	TASK_UNTIL,
	TASK_FROM,
	TASK_TO,
	TASK_ON,
	TASK_LEADER_LEVEL,
	TASK_DATE,
	TASK_ABOUT,
	TASK_DOCUMENT,
	TASK_SERIAL,
	TASK_REPORT,
	TASK_NAME,
	TASK_THEME,
	TASK_HEAD,
	TASK_MEMBERS,
	TASK_NOTE,
	TASK_PLACE,
	TASK_CHECKERS,
	TASK_FOUND,
	TASK_VERDICT,
	TASK_FOLLOW_UP,
	TASK_FOLLOW_UP_BY,
	TASK_OF,
	TASK_RAISE,
	TASK_FILE,
	TASK_LANGUAGE,
	TASK_TEXTS,
};
/* Of these there may be several. */
enum cli_task_names {
	TASK_EVIDENCE,
	TASK_FROM_REPORT,
	TASK_FROM_INSTRUCTION,
	TASK_RECORD,
	TASK_NAMES
};
enum cli_task_switch {
	TASK_CLOSED,
	TASK_EXPLAIN,
	TASK_PRINT,
	TASK_AGAIN,
	TASK_UNFINISHED,
	TASK_CHECK,
	TASK_UNITS,
	TASK_EVENTS,
	TASK_FILES,
	TASK_NOTICE,
	TASK_BURN,
	TASK_MAJOR,
	TASK_ANNOUNCED,
	TASK_REOPEN,
	TASK_WARRIOR,
	TASK_SWITCHES,
};
struct cli_task {
	struct cli *cli;
	struct od_db *db;
	int action; /* enum od_task_action of the verb */
	const char *text[TASK_TEXTS];
	char *list[TASK_TEXTS]; /* of an option given again and again: what text points to */
	struct {
		const char **s;
		size_t n;
	} names[TASK_NAMES];
	bool on[TASK_SWITCHES];
	int64_t percent, level, top, version; /* OD_NOINT: not given */
	int by, kind, form;                   /* enum cli_task_form */
	char **args;                          /* NULL: none */
	int n_args;
	struct cli_many many;
	struct cli_import import;
	struct od_calendar *calendar; /* cli_task_when() */
	FILE *told;                   /* what is printed when all is kept */
	struct od_buf page;           /* what goes to --output-file, else there too */
};
enum cli_task_form { TASK_AS_TEXT, TASK_AS_HTML };

/* The options of verbs in groups (task-track-options.c); their input: struct cli_task *. */
extern const struct argp cli_task_field_argp, cli_task_filter_argp, cli_task_step_argp,
	cli_task_page_argp, cli_task_many_argp;
error_t cli_task_option(int key, char *arg, struct argp_state *state);
/* Keys of options. */
enum {
	TASK_OPT_TEXT = 0x300, /* and enum cli_task_text */
	TASK_OPT_NAMES = TASK_OPT_TEXT + TASK_TEXTS,
	TASK_OPT_SWITCH = TASK_OPT_NAMES + TASK_NAMES,
	TASK_OPT_PERCENT = TASK_OPT_SWITCH + TASK_SWITCHES,
	TASK_OPT_LEVEL,
	TASK_OPT_TOP,
	TASK_OPT_VERSION,
	TASK_OPT_BY,
	TASK_OPT_KIND,
	TASK_OPT_ATOMIC,
	TASK_OPT_DRY_RUN,
};

/* Each does one verb: the exit status, -1: *err. */
int cli_task_add(struct cli_task *a, struct od_err *err); /* -add.c */
int cli_task_split(struct cli_task *a, struct od_err *err);
int cli_task_change(struct cli_task *a, struct od_err *err); /* -change.c */
int cli_task_import(struct cli_task *a);                     /* opens and commits by itself */
int cli_task_step(struct cli_task *a, struct od_err *err);   /* -step.c */
int cli_task_extend(struct cli_task *a, struct od_err *err);
int cli_task_urge(struct cli_task *a, struct od_err *err); /* -urge.c */
int cli_task_list(struct cli_task *a, struct od_err *err); /* -list.c */
int cli_task_views(struct cli_task *a, struct od_err *err);
int cli_task_tree(struct cli_task *a, struct od_err *err);
int cli_task_ics(struct cli_task *a, struct od_err *err);
int cli_task_export(struct cli_task *a, struct od_err *err);
int cli_task_show(struct cli_task *a, struct od_err *err);   /* -show.c */
int cli_task_lights(struct cli_task *a, struct od_err *err); /* -stats.c */
int cli_task_stats(struct cli_task *a, struct od_err *err);
int cli_task_report(struct cli_task *a, struct od_err *err);
int cli_task_instruct(struct cli_task *a, struct od_err *err); /* -instruct.c */
int cli_task_group(struct cli_task *a, struct od_err *err);    /* -check.c */
int cli_task_check(struct cli_task *a, struct od_err *err);

/* What dates are relative to, the office's calendar with it. */
int cli_task_when(struct cli_task *a, struct od_when *when, struct od_err *err);
/* The members of rec that options give. */
struct cli_task_given {
	int text; /* enum cli_task_text */
	const char *field;
};
int cli_task_set(struct cli_task *a, const struct od_rec_type *type, void *rec,
		 const struct cli_task_given *given, size_t n, struct od_err *err);
/* The fields of a matter that options give. */
bool cli_task_any_field(const struct cli_task *a);
int cli_task_set_fields(struct cli_task *a, struct od_task *t, struct od_err *err);
/* Questions for a whole matter (task-track-prompt.c). */
int cli_task_ask(struct cli_task *a, struct od_task *t, struct od_err *err);
/* A number as an argument or option gives it: OD_EUSAGE. */
int cli_task_number(char letter, const char *text, int64_t *number, struct od_err *err);
/* A new matter: its number goes to who asked; it is linked to the instructions of
 * --from-instruction. */
int cli_task_file(struct cli_task *a, struct od_task *t, struct od_err *err);
/* Files of --evidence as evidence of a record. */
int cli_task_evidence(struct cli_task *a, const char *record, struct od_err *err);
/* --at, else OD_NOINSTANT. */
int cli_task_at(struct cli_task *a, od_instant *at, struct od_err *err);
/* --from and --to, else the days given here. */
int cli_task_days(struct cli_task *a, od_date *from, od_date *to, struct od_err *err);
/* What the filters ask for; texts are kept in *keep. */
int cli_task_query(struct cli_task *a, struct od_task_query *q, struct od_buf *keep,
		   struct od_err *err);
/* Matters as lines or as records of the output that was asked for, to f. */
int cli_task_print(struct cli_task *a, FILE *f, const struct od_tasks *t, struct od_err *err);
/* One matter as a record, to what is told. */
int cli_task_print_one(struct cli_task *a, int64_t number, struct od_err *err);
bool cli_task_as_lines(const struct cli_task *a);
/* A page is ready: to --output-file, or to f. */
int cli_task_page(struct cli_task *a, FILE *f, struct od_err *err);

#endif
