/* pdf.h - private to lib/pdf: faces, text on the grid, pages.  Lengths are points, y grows downward. */
#ifndef OD_PDF_H
#define OD_PDF_H

#include <cairo.h>
#include <hb.h>

#include "../base/base.h"
#include "../officedoc.h"

/* --- GB/T 9704-2012, 5.2: A4, head 37 mm, left 28 mm, text 156 x 225 mm ------------------------------------ */

#define MM(x)  ((x) * (72 / 25.4))
#define PAGE_W MM(210)
#define PAGE_H MM(297)
#define LEFT   MM(28)
#define TOP    MM(37)
#define WIDTH  MM(156)
#define HEIGHT MM(225)
#define ROWS   22
#define CELLS  28
#define SIZE   16.0 /* 3号 */
#define SMALL  14.0 /* 4号: 版记, page numbers */
#define CELL   (WIDTH / CELLS)
/* 22 lines fill the text area (5.2.3 撑满版心): the first touches its upper edge, the last its lower one. */
#define PITCH ((HEIGHT - SIZE) / (ROWS - 1))
/* From the upper edge of a character's square to its base line, in its size. */
#define ASCENT 0.88

struct pdf;

/* --- faces (conf.c, fonts.c) --------------------------------------------------------------------------------- */

struct pdf_face { /* a face that is there */
	cairo_font_face_t *face;
	cairo_font_face_t *few; /* the same as outlines, if the file is large; or NULL */
	bool whole;             /* a role's first face: many of its characters are set */
	hb_font_t *font;        /* which glyphs it has, how wide they are */
	unsigned int upem;
	unsigned int glyphs;
	bool *loaded;     /* those that cairo has the outline of */
	double drop;      /* ems that its glyphs are moved down */
	const char *file; /* of its family */
	int index;
	struct pdf_face *next;
};
struct pdf_family { /* what fonts.conf says of one */
	char *name;
	char **file; /* where it may be: the first that is there is taken */
	size_t files;
	int index; /* in a collection */
	bool tried;
	struct pdf_face *face;
	struct pdf_family *next;
};
struct pdf_glyph {
	uint32_t ch; /* 0: an empty place of the table */
	struct pdf_face *face;
	unsigned long index;
	double advance; /* ems */
};
struct pdf_role {
	char **wish; /* families in the order of wish */
	size_t wishes;
	size_t kind; /* so many are of its kind; those after them, any that has Chinese characters */
	size_t first; /* the first of them that is there */
	struct pdf_glyph *glyph;
	size_t glyphs, room;
	size_t missing;       /* characters that it lacks */
	struct od_buf nobody; /* those that no face has */
	bool used;
};
struct pdf_fonts {
	struct pdf_family *family;
	struct pdf_face *face;
	struct pdf_role role[OD_PDF_ROLES];
};
const char *pdf_role_name(int role); /* od-body ... */
int pdf_conf_read(struct pdf_fonts *f, const char *conf, struct od_err *err);
int pdf_fonts_open(struct pdf_fonts *f, const char *conf, struct od_err *err);
void pdf_fonts_close(struct pdf_fonts *f);
/* The glyph of a character in the first face of the role that has it; what nobody has is 〓. */
int pdf_glyph_get(struct pdf_fonts *f, int role, uint32_t ch, struct pdf_glyph *g,
		  struct od_err *err);
/* The upper and the lower edge of a glyph's ink under the base line, ems. */
void pdf_ink(const struct pdf_glyph *g, double *top, double *bottom);
void pdf_fonts_tell(const struct pdf_fonts *f, od_pdf_used_fn *fn, void *ctx);

/* --- text (text.c, lines.c) ------------------------------------------------------------------------------------ */

struct pdf_char {
	struct pdf_glyph g;
	uint32_t ch;
	unsigned int at, bytes; /* of the text */
	double width;           /* its cell; a character of full width takes one of the grid */
	bool may_break;         /* a line may begin here */
};
struct pdf_text { /* paragraphs in one role and size */
	struct pdf_char *c;
	size_t n;
	const char *s;
	double size, cell;
	bool boxed; /* no mark may hang: a rule is there */
};
struct pdf_line {
	size_t from, to;
	double width; /* natural */
	double gap;   /* put between characters so that the right edge is straight */
	double hang;  /* where its last mark stands, in the margin; 0: it has none there */
	bool first;   /* of its paragraph */
};
struct pdf_lines {
	struct pdf_line *line;
	size_t n;
};
/* The text must stay as long as t is used; cell: advance of a full character. */
int pdf_text_make(struct pdf_fonts *f, int role, double size, double cell, const char *s,
		  struct pdf_text *t, struct od_err *err);
/* In the cells of the grid, or smaller ones alike. */
int pdf_text_set(struct pdf *d, int role, double size, const char *s, struct pdf_text *t);
void pdf_text_free(struct pdf_text *t);
double pdf_text_width(const struct pdf_text *t, size_t from, size_t to);
/* Lines of a width, the first of each paragraph (paragraphs are divided by newlines) of another. */
int pdf_break(const struct pdf_text *t, double first, double width, struct pdf_lines *l,
	      struct od_err *err);
/* As few lines as width allows, of like length and broken where it reads best. */
int pdf_break_title(const struct pdf_text *t, double width, struct pdf_lines *l,
		    struct od_err *err);
void pdf_lines_free(struct pdf_lines *l);
bool pdf_is_closing(uint32_t c); /* may not begin a line */
bool pdf_is_opening(uint32_t c); /* may not end a line */
/* Where a line may be stretched: beside Chinese characters and at spaces, not within Latin words. */
bool pdf_may_stretch(const struct pdf_text *t, size_t i);

/* --- pages (page.c) ---------------------------------------------------------------------------------------------- */

struct pdf {
	const struct od_paper *p;
	bool duplex;
	struct pdf_fonts fonts;
	cairo_surface_t *surface;
	cairo_t *cr;
	struct od_err *err;
	int page;     /* 1 ... */
	double y;     /* the upper edge of what comes next, below TOP */
	double tail;  /* how far right the line just set reaches; 0: none that could go on */
	int outlined; /* the outline's entry that items stand under */
};
/* Draw characters [from, to) with the base line at y; gap is added where a line may be stretched. */
int pdf_show(struct pdf *d, const struct pdf_text *t, size_t from, size_t to, double x, double y,
	     double gap);
/* One line of text in a role: at x, or with its right edge or its middle there ('l', 'r', 'c'). */
int pdf_say(struct pdf *d, int role, double size, const char *s, double x, double y, char align);
/* One line of lines, at row y below TOP. */
int pdf_show_line(struct pdf *d, const struct pdf_text *t, const struct pdf_line *l, double x,
		  double y);
void pdf_rule(struct pdf *d, double x, double y, double w, double thick);
int pdf_row(const struct pdf *d); /* 0 ...: the first row of the grid at or below .y */
void pdf_to_row(struct pdf *d, int row);
int pdf_next_page(struct pdf *d);
int pdf_page_number(struct pdf *d);
int pdf_notice(struct pdf *d);

int pdf_front(struct pdf *d);                                 /* front.c: 报头 */
int pdf_body(struct pdf *d);                                  /* body.c */
int pdf_table(struct pdf *d, const struct od_paper_block *b); /* table.c */
/* What a table needs on a page so that it is worth beginning there: its head and its first rows. */
int pdf_table_least(struct pdf *d, const struct od_paper_block *b, double *height);
int pdf_imprint(struct pdf *d); /* imprint.c: 版记 and the last page number */

#endif
