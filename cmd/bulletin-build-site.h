/* bulletin-build-site.h - what the files of bulletin-build-site share. */
#ifndef CMD_BULLETIN_BUILD_SITE_H
#define CMD_BULLETIN_BUILD_SITE_H

#include "bulletin-build.h"

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

#endif
