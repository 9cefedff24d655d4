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
/* The file at path, or at the end of the links there, becomes these bytes, wholly or not at all; what is no plain
 * file, such as a FIFO, a device or /dev/stdout, is written to.  A database is not written over. */
int cli_write_all(int fd, const char *bytes, size_t n); /* -1: errno */
int cli_write_file(const char *path, const char *bytes, size_t n, struct od_err *err);
/* OD_ECREATE where path is a database, or one of the files beside one. */
int cli_spare_database(const char *path, struct od_err *err);
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

/* A text that lives as long as the command: reachable to the end, so that no checker calls it lost. */
const char *cli_keep_text(const char *text);
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

/* --- paper: bulletin-build and info-score (cli_paper.c) -------------------------------------------------- */

enum cli_paper_form {
	PAPER_TEXT,
	PAPER_HTML,
	PAPER_DOCX,
	PAPER_PDF,
	PAPER_EML,
	PAPER_RECORDS, /* yaml, json, csv, tsv, table: cli->out */
	PAPER_UNSAID   /* no -o: cli_paper_by_name() */
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
/* Where -o did not say: the form is what a file of that name is, else text. */
void cli_paper_by_name(struct cli_paper *o);
/* Into b, as .form says (not PAPER_RECORDS). */
int cli_paper_write(const struct cli_paper *o, const struct od_paper *p, struct od_buf *b,
		    struct od_err *err);
/* What was made goes to --output-file, whole or not at all, or to standard output; a docx or PDF never to a terminal. */
int cli_paper_out(const struct cli_paper *o, const char *bytes, size_t n, struct od_err *err);

#endif
