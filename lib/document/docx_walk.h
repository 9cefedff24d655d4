/* docx_walk.h - private to docx_walk.c (elements) and docx_para.c (text, fields, paragraphs). */
#ifndef OD_DOCX_WALK_H
#define OD_DOCX_WALK_H

#include "docx.h"
#include "para.h"

#define BOXES_MAX  8  /* text boxes in text boxes */
#define ROWS_MAX   64 /* tables in cells */
#define FIELDS_MAX 32

/* A place that paragraphs stand in: the part itself, or a text box of it. */
struct box {
	int place;
	size_t rows, tables; /* of the walk when it began: those above are this box's */
	struct od_para para;
	bool open,
		carry; /* carry: the mark of the paragraph before is deleted, this one goes on with it */
	int ordinal;
	size_t began; /* bytes of .para when this w:p began */
	struct od_docx_ppr p;
	struct od_docx_rpr mark;
	struct od_docx_style *style;
	bool mark_gone, section;
	/* its run */
	bool in_run, ready; /* ready: .face is that of .r */
	struct od_docx_rpr r;
	struct od_docx_style *chr;
	struct od_run face;
	int in_r, in_p, in_text;
};

struct table {
	int id, row;
	struct od_docx_style *style;
};

struct walk {
	struct od_docx *x;
	struct od_doc *d;
	struct od_para_pool pool;
	struct box box[BOXES_MAX];
	size_t boxes;
	struct od_para_row row[ROWS_MAX];
	size_t rows;
	struct table table[ROWS_MAX];
	size_t tables;
	int all_tables;
	int up[OD_DOC_DEPTH_MAX + 2]; /* tags of the elements around */
	int depth;
	int deleted, inserted, fallback; /* depths of such elements */
	bool choice;                     /* of the last mc:AlternateContent one was taken */
	char field[FIELDS_MAX];          /* 'i': in its instruction, 'r': in its result */
	size_t fields;
	struct od_buf instruction;
	int ordinal; /* w:p so far */
	bool page_break, in_section;
	size_t section_first, sections;
	bool continuous;
	int place;
	bool footnotes, shown; /* shown: of footnotes.xml, one that is no separator */
};

static inline struct box *box(struct walk *w)
{
	return &w->box[w->boxes - 1];
}

static inline int parent(const struct walk *w)
{
	return w->depth > 1 ? w->up[w->depth - 1] : 0;
}

static inline bool in_cell(struct walk *w)
{
	return w->rows > box(w)->rows;
}

static inline struct od_docx_style *table_style(struct walk *w)
{
	return w->tables > box(w)->tables ? w->table[w->tables - 1].style : NULL;
}

/* docx_para.c */
int od_docx_put(struct walk *w, const char *s, size_t n, struct od_err *err);
int od_docx_put_symbol(struct walk *w, const struct od_xml_attrs *a, struct od_err *err);
void od_docx_instruction(struct walk *w, const char *s);
void od_docx_field_char(struct walk *w, const struct od_xml_attrs *a);
void od_docx_to_line(const struct od_docx_ppr *p, int size, struct od_line *l);
void od_docx_paragraph_start(struct walk *w);
int od_docx_paragraph_end(struct walk *w, struct od_err *err);
int od_docx_flush(struct walk *w, struct od_err *err); /* what is there as a line */
void od_docx_section_end(struct walk *w);
void od_docx_run_start(struct walk *w);

#endif
