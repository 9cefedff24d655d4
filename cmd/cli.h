/* cli.h - what all commands share: options, opening, printing, failing. */
#ifndef CLI_H
#define CLI_H

#include <argp.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <sysexits.h>

#include "officedb.h"
#include "officedoc.h"

#define _(s)         gettext(s)
#define N_(s)        s
#define CLI_COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct cli {
	const char *command; /* "office-db", without the verb */
	const char *db;      /* --db, or where the database is by default */
	const char *now_text, *acting_for;
	od_instant now;
	int wait_ms;
	struct od_out_opts out;
	char *db_default;
	char login[64];
	char *actor, *for_whom; /* codes of persons, where the organisation knows them */
	struct od_act act;
	char reader[64]; /* LANGUAGE of who runs the command, whatever language the office speaks */
	bool faces_told; /* cli_paper.c: sixty numbered copies are set in the same faces */
};

/* Locale, catalogue, checked standard output; cli gets its defaults. */
void cli_start(struct cli *cli, char **argv);
/* Parse with a command's own argp, whose children are groups of options below; --now is resolved.
 * input's first member must be a struct cli *. */
void cli_parse(struct cli *cli, const struct argp *argp, int argc, char **argv, void *input);

/* Groups of options; a command lists as children only those it honours, and gives each the struct
 * cli as its input (CLI_INPUTS in its parser's ARGP_KEY_INIT). */
extern const struct argp cli_common_argp; /* --db --now --wait --as */
extern const struct argp cli_out_argp;    /* --output --columns --excel */
#define CLI_INPUTS(state, cli)                    \
	do {                                      \
		(state)->child_inputs[0] = (cli); \
		(state)->child_inputs[1] = (cli); \
	} while (0)
extern const struct argp_child cli_children[];        /* common and out */
extern const struct argp_child cli_common_children[]; /* common alone */

/* --- verbs --------------------------------------------------------------------------------- */

struct cli_verb {
	const char *name;
	int (*run)(struct cli *cli, int argc, char **argv); /* the exit status */
	const char *help;                                   /* N_() */
};
/* "office-db [OPTION...] VERB ...": common options before the verb, then the verb's own argp,
 * which sees "office-db VERB" as its name. */
int cli_verbs(struct cli *cli, const struct cli_verb *verbs, const char *doc, int argc,
	      char **argv);

/* --- arguments --------------------------------------------------------------------------------- */

int cli_word(struct argp_state *state, const char *arg, const struct od_word *words);
long cli_count(struct argp_state *state, const char *arg, long least, long most);
/* A date of the closed grammar; the database's calendar serves +3w.  Echoes what a relative date came
 * to on a terminal.  NULL text: today. */
int cli_date(struct cli *cli, struct od_db *db, const char *text, od_date *out, struct od_err *err);
/* The same echo, for a date and time that was read from text. */
void cli_echo_instant(const char *text, od_instant t);

/* --- the database --------------------------------------------------------------------------------- */

/* Who is to be acted for (--as) must be known here. */
struct od_db *cli_open(struct cli *cli, enum od_mode mode, struct od_err *err);
/* The login's name, looked up at its first use: most starts open no database and ask for none. */
const char *cli_login(struct cli *cli);
/* That alone, for a command that opens the database in its own way. */
int cli_for_whom(struct cli *cli, struct od_db *db, struct od_err *err);
/* Wait for our turn to write, --wait at most. */
int cli_begin(struct cli *cli, struct od_db *db, struct od_err *err);
/* After a commit: let the search index follow in a small step, if it has fallen behind. */
void cli_catch_up(struct od_db *db);
/* Guided questions on a terminal (cli_prompt.c).  The answer without its newline, yours; NULL: the end of
 * input. */
char *cli_question(const char *what, const char *hint);
int cli_given_up(struct od_err *err); /* -1 */
/* One field of a record, asked until the answer fits. */
int cli_question_field(const struct od_field *f, bool needed, const struct od_when *when, void *rec,
		       struct od_err *err);
int cli_question_file(struct od_err *err); /* "File it?"  -1: no */
int cli_prompt_report(struct cli *cli, struct od_db *db, struct od_report *r, struct od_err *err);
/* Where the shipped files are; in buf. */
const char *cli_share(const char *file, char *buf, size_t n);

/* --- reading and printing ---------------------------------------------------------------------------- */

/* Open a FILE argument ("-": standard input): a descriptor, -1. */
int cli_open_file(const char *name, struct od_err *err);
const char *cli_file_name(const char *name); /* for messages */
/* Standard input held no records: for a pipe a good end, which only who looks on is told. */
void cli_nothing_to_do(void);
/* All rows of a query to standard output; frees it.  NULL it: -1. */
int cli_print(struct cli *cli, struct od_iter *it, const struct od_rec_type *type,
	      struct od_err *err);
int cli_columns(void); /* of the terminal at standard output; 0: none */
/* The file at path becomes these bytes, wholly or not at all. */
int cli_write_all(int fd, const char *bytes, size_t n); /* -1: errno */
int cli_write_file(const char *path, const char *bytes, size_t n, struct od_err *err);
/* Speak another language from here on (NULL: none in particular); what was spoken before is yours. */
char *cli_language(const char *language);
/* What leaves the office speaks its language - asked, else the regime's of that day - whoever runs the
 * command; messages do not.  What this returns is given to cli_own_language() when it is made. */
char *cli_office_language(struct od_db *db, const char *asked, od_date day);
void cli_own_language(char *mine);

/* --- things done one after another: what is refused is told, and the others go on ------------------ */

struct cli_many {
	bool atomic, dry_run;
	int64_t done, refused;
};
/* One was tried, with r: done, or refused because of *why; -1: anything worse, in *err. */
int cli_tried(struct cli_many *m, int r, struct od_err *why, const char *where, struct od_err *err);
typedef int cli_record_fn(void *ctx, void *rec, const char *where, struct od_err *err);
/* Each record on standard input, read into rec, to fn. */
int cli_each_record(struct cli *cli, const struct od_rec_type *type, void *rec, struct cli_many *m,
		    cli_record_fn *fn, void *ctx, struct od_err *err);
/* Commit, unless nothing is to be kept. */
int cli_keep(const struct cli_many *m, struct od_db *db, struct od_err *err);
/* Say how it ended: the exit status. */
int cli_ended(const struct cli_many *m);

void cli_warn(const char *fmt, ...) OD_PRINTF(1, 2); /* "command: text" on standard error */
/* Print the message; the exit status its code stands for. */
int cli_fail(const struct od_err *err);

/* --- many records from files, as one batch (cli_import.c) ------------------------------------------ */

struct cli_import {   /* how it is asked for */
	char **files; /* NULL: standard input */
	int n_files;
	bool dry_run, atomic;
	const char *rejects, *batch;
};
extern const struct argp cli_import_argp; /* its input: struct cli_import * */

struct cli_taken { /* what became of one record */
	const char *file;
	unsigned int line;
	int64_t batch, number;
	enum od_taken taken;
};
struct cli_intake { /* what is done with them */
	const struct od_rec_type *type;
	char letter; /* of its numbers */
	/* One record, inside the transaction; OD_EDATA refuses it. */
	int (*take)(void *ctx, struct od_db *db, void *rec, struct cli_taken *t,
		    struct od_err *err);
	int (*read)(void *ctx, struct od_db *db, int64_t number, void *rec, struct od_err *err);
	/* When all is done: what else there is to say. */
	void (*tell)(void *ctx, struct od_db *db, bool kept);
	void *ctx;
};
/* The exit status. */
int cli_import(struct cli *cli, const struct cli_import *how, const struct cli_intake *into);

/* --- report-submit alone --------------------------------------------------------------------------- */

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

/* --- report-due alone ------------------------------------------------------------------------------ */

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

/* --- leave-log alone --------------------------------------------------------------------------------- */

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

/* --- task-track alone -------------------------------------------------------------------------------- */

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

/* --- doc-check alone ------------------------------------------------------------------------------- */

/* Which files (doc-check-files.c): as given, of a list, of folders; "-" is standard input. */
struct cli_docs {
	char **path;
	size_t n, room;
	bool folders;          /* some were found in folders */
	struct od_buf missing; /* those that are not there, told, a line each */
};
/* A file, or the documents in a folder and below it; one that is not there is told and left out. */
int cli_docs_add(struct cli_docs *d, const char *path, struct od_err *err);
int cli_docs_list(struct cli_docs *d, const char *file, struct od_err *err); /* a name a line */
void cli_docs_free(struct cli_docs *d);
/* A file's name as text: what is no UTF-8 is taken for GB18030. */
char *cli_doc_name(const char *path);

/* A document, and what was found in it. */
struct cli_doc {
	const char *path;
	char *name;         /* cli_doc_name() of what was checked, a new file if it was mended */
	struct od_doc *doc; /* NULL: .err says why */
	struct od_checked *checked;
	const struct od_finding **finding; /* those the baseline does not know */
	size_t n;
	struct od_err err;
};
void cli_doc_clear(struct cli_doc *d);
/* From a file (doc-check-read.c); of .doc and .wps through LibreOffice. */
struct od_doc *cli_doc_read(const char *path, const char *name, struct od_err *err);

/* What is asked for (doc-check.c). */
struct cli_doc_job {
	struct cli *cli;
	struct od_rules *rules;
	struct od_check_opts opts;
	struct cli_docs docs;
	long threads;
	bool fix, in_place;
	const char *annotate; /* the file to write, or NULL */
	bool all, quiet;
	bool leveled;            /* opts.least was asked for */
	struct cli_known *known; /* NULL: no baseline */
	bool write_known;
};
/* Every document in the order of its name's, each to fn as soon as those before it are done
 * (doc-check-run.c). */
typedef int cli_doc_fn(void *ctx, struct cli_doc *d, struct od_err *err);
int cli_doc_each(const struct cli_doc_job *job, cli_doc_fn *fn, void *ctx, struct od_err *err);
/* d->doc checked anew. */
int cli_doc_check(const struct cli_doc_job *job, struct cli_doc *d, struct od_err *err);

/* What could not run, with the reason, in how many documents. */
struct cli_doc_skip {
	const char *reason;
	struct od_buf ids;
	size_t n, documents; /* rules; most documents of one of them */
};
struct cli_doc_report {
	const struct cli_doc_job *job;
	size_t read, failed, with, count[3],
		gate[8][3]; /* documents; with findings; findings of each level */
	size_t fixed, known;
	struct cli_doc_skipped {
		char *rule, *reason;
		size_t documents;
	} * skip;
	size_t skips;
	struct od_buf by_gate[8], by_doc, failures; /* of a page */
	struct od_out *out;                         /* of records */
	bool any;                                   /* a result was printed */
};
/* What a way of printing does; each may be NULL. */
struct cli_doc_form {
	int (*begin)(struct cli_doc_report *r, struct od_err *err);
	int (*one)(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err);
	int (*end)(struct cli_doc_report *r, struct od_err *err);
};
extern const struct cli_doc_form cli_doc_text, cli_doc_records, cli_doc_page, cli_doc_sarif;
/* Count a document that was checked, and what did not run in it (doc-check-report.c). */
int cli_doc_note(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err);
void cli_doc_report_free(struct cli_doc_report *r);
/* By reason; *n of them, yours. */
struct cli_doc_skip *cli_doc_skips(struct cli_doc_report *r, size_t *n);
void cli_doc_skips_free(struct cli_doc_skip *s, size_t n);
/* Of each finding: its place among those of its rule in the document, from 1, and how many there are; yours. */
struct cli_doc_place {
	size_t nth, of;
};
struct cli_doc_place *cli_doc_places(const struct cli_doc *d, struct od_err *err);
#define CLI_DOC_SPELLED 3 /* findings of a rule that are spelled out */
/* The marked text's surroundings in its line: bytes from..to, about so many cells. */
void cli_doc_around(const struct od_line *l, const struct od_finding *f, int cells, size_t *from,
		    size_t *to);

/* Mechanical fixes (doc-check-fix.c): mend d's file, check what came of it in its place; told on standard
 * output.  *fixed: how many. */
int cli_doc_fix(const struct cli_doc_job *job, struct cli_doc *d, size_t *fixed,
		struct od_err *err);

/* Comments and tracked changes in a copy of d's docx, job->annotate (doc-check-annotate.c). */
int cli_doc_annotate(const struct cli_doc_job *job, const struct cli_doc *d, struct od_err *err);

/* Findings known from before (doc-check-known.c): by rule, text and the whole line, not by its number. */
struct cli_known;
struct cli_known *cli_known_load(const char *file, struct od_err *err);
void cli_known_free(struct cli_known *k);
/* Leave out of d's findings what is known, each as often as it is; d once more: from the start. */
void cli_known_filter(struct cli_known *k, struct cli_doc *d);
struct cli_known *cli_known_new(void);
int cli_known_add(struct cli_known *k, const struct cli_doc *d, const struct od_finding *f,
		  struct od_err *err);
int cli_known_write(struct cli_known *k, const char *file, struct od_err *err);
void cli_known_key(const struct cli_doc *d, const struct od_finding *f, char key[static 20]);

/* Rules and organisation (doc-check-rules.c). */
struct od_rules *cli_rules(char *const *own, size_t n, struct od_err *err);
int cli_rules_known(const struct od_rules *r, const char *list, struct od_err *err);
int cli_rules_explain(const struct od_rules *r, char *const *own, size_t n, const char *id,
		      struct od_err *err);
int cli_rules_list(const struct cli_doc_job *job, struct od_err *err);
int cli_rules_test(const struct od_rules *r); /* the exit status */
struct cli_organs {
	struct od_organ *organ;
	size_t n;
	struct od_unit *unit; /* whose names they are */
	size_t units;
};
/* From a file, or (file NULL) the database on that day: must is false: nothing, where there is none. */
int cli_organs(struct cli *cli, const char *file, bool must, od_date on, struct cli_organs *o,
	       struct od_err *err);
void cli_organs_free(struct cli_organs *o);

/* --- paper: bulletin-build and info-score (cli_paper.c) -------------------------------------------------- */

enum cli_paper_form {
	PAPER_TEXT,
	PAPER_HTML,
	PAPER_DOCX,
	PAPER_PDF,
	PAPER_EML,
	PAPER_RECORDS /* yaml, json, csv, tsv, table: cli->out */
};
struct cli_paper {
	struct cli *cli;
	enum cli_paper_form form;
	int width;                           /* of text */
	const char *file;                    /* --output-file, or NULL */
	const char *language;                /* --language, or NULL: the regime's */
	const char *fonts;                   /* --fonts FILE, or NULL: the shipped one */
	const char *to, *cc, *from, *attach; /* mail: --to --cc --from --attach=pdf,docx */
	bool say_fonts;                      /* --say-fonts: which faces were set */
};
/* -o, --output-file, --columns, --language, --width, --fonts, --say-fonts, --to, --cc, --from, --attach; its input:
 * struct cli_paper *. */
extern const struct argp cli_paper_argp;
/* Into b, as .form says (not PAPER_RECORDS). */
int cli_paper_write(const struct cli_paper *o, const struct od_paper *p, struct od_buf *b,
		    struct od_err *err);
/* What was made goes to --output-file, whole or not at all, or to standard output; a docx or PDF never to a terminal. */
int cli_paper_out(const struct cli_paper *o, const char *bytes, size_t n, struct od_err *err);

/* --- bulletin-build alone: each does one verb with its own options, the exit status ------------------------ */

int cli_bulletin_draft(struct cli *cli, int argc, char **argv); /* -draft.c */
int cli_bulletin_edit(struct cli *cli, int argc, char **argv);
int cli_bulletin_check(struct cli *cli, int argc, char **argv);
int cli_bulletin_near(struct cli *cli, int argc, char **argv);
/* What doc-check finds in a draft's wording is printed: how many (-wording.c). */
int cli_bulletin_wording(const char *name, const struct od_draft_file *d, struct od_err *err);
int cli_bulletin_issue(struct cli *cli, int argc, char **argv); /* -issue.c */
int cli_bulletin_reissue(struct cli *cli, int argc, char **argv);
int cli_bulletin_withdraw(struct cli *cli, int argc, char **argv);
int cli_bulletin_correct(struct cli *cli, int argc, char **argv);
int cli_bulletin_retract(struct cli *cli, int argc, char **argv); /* -retract.c */
int cli_bulletin_list(struct cli *cli, int argc, char **argv);
int cli_bulletin_show(struct cli *cli, int argc, char **argv);
int cli_bulletin_adopted(struct cli *cli, int argc, char **argv);
int cli_bulletin_copies(struct cli *cli, int argc, char **argv); /* -copies.c */
int cli_bulletin_render(struct cli *cli, int argc, char **argv); /* -render.c */
int cli_bulletin_upward(struct cli *cli, int argc, char **argv); /* -upward.c */
int cli_bulletin_instruct(struct cli *cli, int argc, char **argv);
int cli_bulletin_commission(struct cli *cli, int argc, char **argv); /* -commission.c */
int cli_bulletin_feedback(struct cli *cli, int argc, char **argv);   /* -feedback.c */
int cli_bulletin_site(struct cli *cli, int argc, char **argv);       /* -site*.c */

/* --- bulletin-build: verbs with words, "upward add" (bulletin-build-words.c) ------------------------------- */

#define CLI_WORD_OPT  0x300 /* the key of a verb's first option; the others follow */
#define CLI_WORD_OPTS 24
#define CLI_BIT(opt)  (1u << (opt))
struct cli_words;
struct cli_word {
	const char *word;
	int (*run)(struct cli_words *a, struct od_err *err); /* 0, an exit status, -1 */
	enum od_mode mode;
	unsigned int takes; /* CLI_BIT() of the options it honours */
	int least, most;    /* arguments; most -1: any number */
	const char *wants;  /* N_(): said where there are too few */
	bool alone;         /* opens, begins and commits by itself */
};
struct cli_words { /* first member as cli_parse() wants it */
	struct cli *cli;
	const struct cli_word *words, *word; /* the first of words is meant where none is said */
	const struct argp_option *options;
	struct od_db *db;
	const char *text[CLI_WORD_OPTS]; /* by option; a switch: "" */
	char **args;                     /* after the word */
	int n_args;
	struct cli_import import;
	FILE *told; /* what is printed when all is kept */
	od_date today;
};
/* Parse, open, begin where the word writes, run it, commit, print what was told: the exit status. */
int cli_words(struct cli_words *a, const struct argp_option *options, const char *args_doc,
	      const char *doc, int argc, char **argv);
error_t cli_words_parse(int key, char *arg, struct argp_state *state);
/* Members of a record from options. */
struct cli_word_field {
	int option;
	const char *field;
};
int cli_words_set(struct cli_words *a, const struct od_rec_type *type, void *rec,
		  const struct cli_word_field *given, size_t n, struct od_err *err);
/* --from, --to and the like; OD_NODATE where it was not given. */
int cli_words_date(struct cli_words *a, int option, const char *name, od_date *out,
		   struct od_err *err);
/* The first row of a query into rec; frees it: 1, 0 none, -1. */
int cli_words_first(struct od_iter *it, void *rec, struct od_err *err);
/* Is a list printed for people, without columns asked for? */
bool cli_words_lines(const struct cli_words *a);
/* What text means, an issue or an item of one, by its permanent name; yours. */
int cli_words_item(struct cli_words *a, const char *text, char **name, struct od_err *err);

/* Texts to units (bulletin-build-letters.c): to standard output one after another, or a file each. */
struct cli_letters {
	struct cli *cli;
	const char *dir, *suffix; /* NULL: standard output; ".txt" */
	const char *mail_to,
		*mail_from; /* mail_to NULL: no mail; {unit} in it is the unit's code */
	bool mail;
	size_t made;
};
/* subject: of the mail; also its id, with code. */
int cli_letter_put(struct cli_letters *l, struct od_db *db, const char *code, const char *subject,
		   const struct od_buf *text, struct od_err *err);

/* --- bulletin-build site alone (bulletin-build-site*.c) ------------------------------------------------------ */

struct cli_site_issue {
	struct od_issue i;
	char *page;            /* daily/2026/341.html */
	uint64_t said, framed; /* fingerprints: of what it says; of its page, with its neighbours */
	char *units; /* codes of those whose reports are in it, blanks between; NULL: not asked yet */
	char *hidden; /* its items that are kept off the site: " 3 5 "; NULL: not asked yet */
	bool changed; /* it says something else than when the site was last made */
	bool paged;   /* its page is to be made */
	struct cli_site_issue *before, *after; /* of its publication */
	struct od_correction *correction;
	size_t corrections;
	struct od_issue_item *item; /* while its year is being made */
	size_t items;
};
struct cli_site_set { /* a publication's issues of a year */
	struct cli_site_issue *issue;
	size_t n;
	char id[128]; /* daily-2026 */
	bool changed;
};
struct cli_site_book { /* a publication */
	const char *code, *name;
	struct cli_site_set *set;
	size_t sets;
};
struct cli_site_unit {
	char *code, *name;
	int64_t adopted;
	bool changed;
};
struct cli_site {
	struct cli *cli;
	struct od_db *db;
	const char *dir, *base, *publications, *office;
	char *version; /* whatever else pages hang on: program, language */
	bool dry_run, all, adopt, verbose, pdf;
	char *fonts; /* of PDF */
	int lock;
	struct cli_site_kept *kept; /* what the manifest says */
	char **own;                 /* the language of messages, while pages are made in another */
	struct cli_site_issue *issue; /* by publication, year and number */
	size_t issues;
	struct cli_site_set *set;
	size_t sets;
	struct cli_site_book *book;
	size_t books;
	struct cli_site_unit *unit; /* by code */
	size_t units, units_room;
};

/* The folder, and the manifest of what the site wrote there (-disk.c). */
int cli_site_open(struct cli_site *s, struct od_err *err);
int cli_site_close(struct cli_site *s, struct od_err *err); /* the manifest is written */
void cli_site_free(struct cli_site *s);
/* A file of the site, unless it is so already.  Frees what is in b. */
int cli_site_put(struct cli_site *s, const char *path, struct od_buf *b, struct od_err *err);
/* What must not be shown any longer goes, if it is the site's own. */
int cli_site_drop(struct cli_site *s, const char *path, struct od_err *err);
/* Is it there as it was written?  Whatever begins so, with a / at the end. */
bool cli_site_there(const struct cli_site *s, const char *path);
/* What was kept of an issue: false: nothing. */
bool cli_site_recall(const struct cli_site *s, struct cli_site_issue *x, uint64_t *said,
		     uint64_t *framed);
uint64_t cli_site_hash(uint64_t h, const void *bytes, size_t n);
uint64_t cli_site_hash_text(uint64_t h, const char *text);
#define CLI_SITE_HASH 0xcbf29ce484222325u

/* What there is (-load.c). */
int cli_site_read(struct cli_site *s, struct od_err *err); /* issues */
int cli_site_load(struct cli_site *s, struct od_err *err); /* and all about them */
int cli_site_items(struct cli_site *s, struct cli_site_issue *x, struct od_err *err);
void cli_site_items_free(struct cli_site_issue *x);
bool cli_site_shows(const struct cli_site_issue *x); /* neither withdrawn nor classified */
bool cli_site_hides(const struct cli_site_issue *x, int64_t item);
struct cli_site_issue *cli_site_find(const struct cli_site *s, const char *issue);
struct cli_site_unit *cli_site_unit(struct cli_site *s, const char *code, struct od_err *err);
struct cli_site_issue **cli_site_newest(const struct cli_site *s, size_t *n, struct od_err *err);

/* Pages (-page.c): up to <main>, whose heading follows; root: "../../"; trail: HTML, what stands above. */
void cli_site_begin(const struct cli_site *s, struct od_buf *b, const char *root, const char *title,
		    const char *trail);
void cli_site_end(const struct cli_site *s, struct od_buf *b, const char *root);
void cli_site_top(const struct cli_site *s, struct od_buf *b, const char *root, const char *trail);
void cli_site_foot(const struct cli_site *s, struct od_buf *b, const char *root);
void cli_site_head(const struct cli_site *s, struct od_buf *b, const char *root);
void cli_site_day(struct od_buf *b, od_date day);                           /* <time> */
const char *cli_site_secrecy(int secrecy);                                  /* as it is printed */
char *cli_site_number(const struct cli_site_issue *x, char buf[static 96]); /* 2026年第341期 */
void cli_site_url(struct od_buf *b, const char *path);  /* as it stands in a link */
void cli_site_name(struct od_buf *b, const char *code); /* as a file's name */
/* A line of a list: date, number, mark, what it opens with. */
int cli_site_line(struct cli_site *s, struct od_buf *b, const char *root, struct cli_site_issue *x,
		  struct od_err *err);

/* A file that is shipped: site/style.css. */
int cli_site_shipped(const char *file, struct od_buf *b, struct od_err *err);
int cli_site_issue_page(struct cli_site *s, struct cli_site_issue *x,
			struct od_err *err);                  /* -issue.c */
int cli_site_archive(struct cli_site *s, struct od_err *err); /* -archive.c: index, publications */
int cli_site_year(struct cli_site *s, const struct cli_site_book *book, struct cli_site_set *set,
		  struct od_err *err);
int cli_site_adopted(struct cli_site *s,
		     struct od_err *err); /* -units.c: what of units was adopted */
int cli_site_search(struct cli_site *s, struct od_err *err); /* -search.c: its page */
int cli_site_index(struct cli_site *s, struct cli_site_set *set, struct od_err *err);
int cli_site_feed(struct cli_site *s, struct od_err *err); /* -feed.c */

/* --- info-score alone --------------------------------------------------------------------------------------- */

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
