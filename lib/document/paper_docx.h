/* paper_docx.h - private to paper_docx*.c: the parts of a Word document that paper becomes. */
#ifndef OD_PAPER_DOCX_H
#define OD_PAPER_DOCX_H

#include "../base/base.h"
#include "../officedoc.h"

/* GB/T 9704-2012, 5.2, in twips (20 to the point): A4, head 37 mm, left 28 mm, text of 156 x 225 mm. */
#define PAGE_WIDTH  11906
#define PAGE_HEIGHT 16838
#define PAGE_TOP    2098
#define PAGE_BOTTOM 1984
#define PAGE_LEFT   1588
#define PAGE_RIGHT  1474
#define TEXT_WIDTH  (PAGE_WIDTH - PAGE_LEFT - PAGE_RIGHT)
#define LINE_PITCH  579 /* 28.95 points: 22 lines are 636.9 of 637.8 */
#define RECORD_LINE \
	490 /* of 版记, whose characters are of 14 points: 7/8 of one between two lines */
#define LINE_LEAST  360 /* of its recipients, if they are very many */
#define COLUMNS_MAX 63  /* Word opens no table that has more */

#define W_SPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R_SPACE "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define XML     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

struct docx {
	const struct od_paper *paper;
	struct od_faces faces; /* none NULL */
	bool chinese;          /* the paper's language */
	/* what the styles depend on */
	int masthead;        /* half points */
	int label;           /* characters of the longest label of 版记, its colon too */
	int record_pitch;    /* of lines of recipients */
	int title;           /* twips at each side of titles */
	int sign, sign_date; /* twips right of who signs, of the date */
	bool record_floats;  /* it stands at the foot of its page */
	unsigned int tables; /* bits: sizes of od_docx_table_sizes[] that tables have */
};

/* --- text (paper_docx.c) -------------------------------------------------------------------------------- */

/* Text for XML: what it forbids is left out, bytes that are no UTF-8 become U+FFFD; tabs and ends of lines
 * become blanks. */
void od_docx_plain(struct od_buf *b, const char *s);
/* The same in a w:r of its own; tabs and ends of lines become w:tab and w:br. */
void od_docx_run_text(struct od_buf *b, const char *s);

/* --- parts ------------------------------------------------------------------------------------------------ */

/* paper_docx_body.c: word/document.xml. */
void od_docx_write_body(const struct docx *x, struct od_buf *b);
/* Sizes that the text of a table may have: 小四; 五号, 小五 where it has too many columns for that. */
struct docx_size {
	int half;       /* points */
	const char *id; /* behind the names of styles */
	const char *name;
};
extern const struct docx_size od_docx_table_sizes[3];
size_t od_docx_table_size(const struct od_paper_block *t); /* place in it */

/* paper_docx_parts.c: all others. */
void od_docx_write_styles(const struct docx *x, struct od_buf *b);
void od_docx_write_types(const struct docx *x, struct od_buf *b);
void od_docx_write_package(const struct docx *x, struct od_buf *b);
void od_docx_write_relations(const struct docx *x, struct od_buf *b);
void od_docx_write_settings(const struct docx *x, struct od_buf *b);
void od_docx_write_fonts(const struct docx *x, struct od_buf *b);
void od_docx_write_odd_footer(const struct docx *x, struct od_buf *b);
void od_docx_write_even_footer(const struct docx *x, struct od_buf *b);
void od_docx_write_core(const struct docx *x, struct od_buf *b);
void od_docx_write_app(const struct docx *x, struct od_buf *b);

#endif
