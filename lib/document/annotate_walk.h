/* annotate_walk.h - private to annotate_map.c and annotate_walk.c: the state of reading document.xml by its
 * bytes.  It goes the way of docx_walk.c, step by step: what is text there is text here. */
#ifndef OD_ANNOTATE_WALK_H
#define OD_ANNOTATE_WALK_H

#include "annotate.h"

#define BOXES_MAX  8
#define TABLES_MAX 64
#define FIELDS_MAX 32
#define DEPTH_MAX  (OD_DOC_DEPTH_MAX + 2)
#define SPACES_MAX 1024

struct element {
	int tag;           /* as docx_walk.c's w->up has it; -1: left out with all that is in it */
	size_t from, open; /* its start tag */
	struct od_span name;
	int unit, paragraph; /* that it is, or -1 */
	bool skipped, box;
	size_t spaces; /* declared up to here */
};
struct box {
	bool open, in_run, ready, hidden, space; /* space: of the w:t at hand, xml:space is there */
	int ordinal, in_r, in_p, in_text, unit, piece;
	size_t rows, tables;
	size_t at; /* bytes of the paragraph's text so far */
	struct od_docx_style *style, *chr;
	struct od_docx_rpr r;
};
struct space {
	struct od_span prefix;
	int space;
};
struct od_scan {
	struct od_docx_map *m;
	struct od_docx *x;
	struct element el[DEPTH_MAX];
	int depth, skip; /* skip: the depth at which what is left out began */
	struct box box[BOXES_MAX];
	size_t boxes, rows, tables;
	int deleted, moved, inserted, fallback;
	bool choice, in_section;
	char field[FIELDS_MAX];
	size_t fields;
	int ordinal;
	struct space space[SPACES_MAX];
	size_t spaces;
	unsigned char bucket[256]; /* of od_docx_names: its first row, from 1; then .chain */
	unsigned char chain[256];
	bool failed; /* no memory */
};

static inline struct box *od_scan_box(struct od_scan *w)
{
	return &w->box[w->boxes - 1];
}

/* annotate_walk.c */
int od_scan_start(struct od_scan *w, const struct od_token *t, int tag, bool math);
void od_scan_end(struct od_scan *w, size_t from, size_t to);
void od_scan_text(struct od_scan *w, const struct od_token *t);

#endif
