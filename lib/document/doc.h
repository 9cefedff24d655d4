/* doc.h - private to document/ and check/: making a document, line by line. */
#ifndef OD_DOC_H
#define OD_DOC_H

#include <limits.h>
#include <string.h>

#include "../base/base.h"
#include "../officedoc.h"

/* Bounds that keep memory within 64 MB for any input of OD_DOC_MAX. */
#define OD_DOC_TEXT_MAX  (8 * 1024 * 1024) /* bytes of all lines together: 2.7 million characters */
#define OD_DOC_KEEP_MAX  (16 * 1024 * 1024) /* with their runs */
#define OD_DOC_LINES_MAX 100000
#define OD_DOC_RUNS_MAX  400000
#define OD_DOC_DEPTH_MAX 256 /* of XML elements */

/* What a document's lines and texts are kept in; all of it goes with the document. */
struct od_doc_store {
	struct od_doc_block *block; /* texts, runs: newest first */
	size_t left;                /* bytes free in it */
	size_t room, part_room;     /* of .line, .part */
	size_t bytes, runs;
};

struct od_doc *od_doc_new(const char *name, int format, struct od_err *err);
/* n bytes that live as long as the document, as OD_RUN or text; NULL: no memory or too much. */
void *od_doc_keep(struct od_doc *d, size_t n, struct od_err *err);
char *od_doc_text(struct od_doc *d, const char *s, size_t n, struct od_err *err); /* with a NUL */
/* A new line at the end, everything of it not known; its text is copied.  Borrowed until the next. */
struct od_line *od_doc_line(struct od_doc *d, const char *s, size_t n, struct od_err *err);
int od_doc_runs(struct od_doc *d, struct od_line *l, const struct od_run *run, size_t n,
		struct od_err *err) OD_MUST_CHECK; /* copied; faces must be kept texts */

/* --- readers: a whole file in memory, into lines without roles ---------------------------------------- */

/* text.c: UTF-8 (with or without BOM) or GB18030. */
int od_doc_read_text(struct od_doc *d, const char *s, size_t n, struct od_err *err) OD_MUST_CHECK;
/* markdown.c: headings, lists and tables are made lines as a reader sees them; .line stays the file's. */
int od_doc_read_markdown(struct od_doc *d, const char *s, size_t n,
			 struct od_err *err) OD_MUST_CHECK;
/* docx*.c, odt.c, ofd.c: packages, bytes of the zip or (odt, docx) the flat XML. */
int od_doc_read_docx(struct od_doc *d, const char *s, size_t n, struct od_err *err) OD_MUST_CHECK;
int od_doc_read_odt(struct od_doc *d, const char *s, size_t n, struct od_err *err) OD_MUST_CHECK;
int od_doc_read_ofd(struct od_doc *d, const char *s, size_t n, struct od_err *err) OD_MUST_CHECK;

/* --- packages (package.c) ----------------------------------------------------------------------------- */

/* The parts of a zip, unfolded when asked for, never more than the bounds.  OD_EDATA: damaged, truncated,
 * encrypted, a bomb. */
struct od_package;
struct od_package *od_package_open(const char *s, size_t n, struct od_err *err);
void od_package_close(struct od_package *p);
/* A part's bytes a piece at a time, none of it kept; fn fails with -1. */
typedef int od_package_fn(void *ctx, const char *s, size_t n, struct od_err *err);
int od_package_each(struct od_package *p, const char *name, od_package_fn *fn, void *ctx,
		    struct od_err *err) OD_MUST_CHECK;
bool od_package_has(const struct od_package *p, const char *name);
/* Bytes of a part, kept until the package is closed; NULL with err->code OD_ENOENT: it has none. */
const char *od_package_part(struct od_package *p, const char *name, size_t *n, struct od_err *err);
size_t od_package_names(const struct od_package *p, const char *const **names); /* in order */

#endif
