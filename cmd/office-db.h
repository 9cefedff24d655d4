/* office-db.h - what the files of office-db share. */
#ifndef CMD_OFFICE_DB_H
#define CMD_OFFICE_DB_H

#include "cli.h"

struct cli_db_args { /* of any verb */
	struct cli *cli;
	char **words;
	int n_words, least, most;
	bool sample, dry_run;
	const char *type;
	long limit;
};
enum { OPT_SAMPLE = 0x300, OPT_TYPE, OPT_LIMIT, OPT_DRY_RUN };
/* A verb's options and arguments, where it prints no records. */
int cli_db_parse(struct cli_db_args *a, const char *words, const char *doc,
		 const struct argp_option *options, int argc, char **argv);

int cli_db_load(struct cli *cli, int argc, char **argv); /* -load.c: the verb */
int cli_db_load_files(struct cli_db_args *a, char **files, int n, struct od_err *err);
/* The type of this name, of those that are loaded; NULL: there is none. */
const struct od_rec_type *cli_db_type(const char *name, struct od_err *err);

#endif
