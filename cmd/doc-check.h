/* doc-check.h - what the files of doc-check share. */
#ifndef CMD_DOC_CHECK_H
#define CMD_DOC_CHECK_H

#include "cli.h"

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

#endif
