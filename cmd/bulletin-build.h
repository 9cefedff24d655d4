/* bulletin-build.h - what the files of bulletin-build share. */
#ifndef CMD_BULLETIN_BUILD_H
#define CMD_BULLETIN_BUILD_H

#include <sys/stat.h>

#include "cli.h"

/* Each does one verb with its own options; the exit status. */

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

/* What is classified lies open to nobody else on the machine: no file made from here on may be read by all. */
static inline void cli_keep_close(int secrecy)
{
	if (secrecy != OD_SECRECY_NONE)
		umask(umask(S_IRWXO) | S_IRWXO);
}

#endif
