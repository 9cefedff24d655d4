/* odt.h - private to odt*.c: OpenDocument text.  Styles and lists are kept as those of Word are. */
#ifndef OD_ODT_H
#define OD_ODT_H

#include "docx.h"
#include "para.h"

#define OD_ODT_NAMES 64 /* layouts, master pages, styles that begin a page of their own */
/* Before the names of the automatic styles of styles.xml, which the headers and footers have: those of
 * content.xml may be called the same.  No name begins with it. */
#define OD_ODT_OF_STYLES '/'

enum od_odt_tag {
	T_NONE,
	/* text */
	T_BODY,
	T_P,
	T_H,
	T_SPAN,
	T_S,
	T_TAB,
	T_BREAK,
	T_LIST,
	T_ITEM,
	T_LIST_HEADER,
	T_TABLE,
	T_ROW,
	T_CELL,
	T_COVERED,
	T_BOX,
	T_NOTE,
	T_CITATION,
	T_ANNOTATION,
	T_CHANGES,
	T_REGION,
	T_CHANGE_START,
	T_CHANGE_END,
	T_PAGE_NUMBER,
	T_SKIP,
	T_HEADER,
	T_HEADER_LEFT,
	T_FOOTER,
	T_FOOTER_LEFT,
	/* styles */
	T_STYLES,
	T_AUTOMATIC,
	T_MASTERS,
	T_FACE,
	T_STYLE,
	T_DEFAULT_STYLE,
	T_TEXT_PR,
	T_PARA_PR,
	T_LIST_STYLE,
	T_OUTLINE,
	T_LEVEL_NUMBER,
	T_LEVEL_BULLET,
	T_LAYOUT,
	T_LAYOUT_PR,
	T_HEADER_STYLE,
	T_FOOTER_STYLE,
	T_HF_PR,
	T_MASTER,
};
extern const struct od_xml_name od_odt_names[];

struct od_odt {
	struct od_docx x;     /* faces, styles, lists; .d, .src */
	bool zipped, masters; /* masters: only headers and footers are read now */
	bool in_styles_part;
	/* style reading */
	struct od_docx_style *style;
	bool defaults, automatic;
	int list; /* id of the list style read, or 0 */
	struct {
		char name[64], face[64];
	} face[OD_ODT_NAMES];
	size_t faces;
	struct {
		char name[64];
		struct od_page_setup setup;
	} layout[OD_ODT_NAMES];
	size_t layouts;
	int in_layout; /* 0, or 1 + index; header and footer of it */
	int in_hf;
	struct {
		char name[64], layout[64];
	} master[OD_ODT_NAMES];
	size_t masters_n;
	struct {
		char style[64], master[64];
	} begins[OD_ODT_NAMES];
	size_t begins_n;
	char first_style[64]; /* of the first paragraph */
	bool has_header, has_footer;
};

/* odt_style.c: true where the element is about styles. */
bool od_odt_is_style(int tag);
int od_odt_style_start(struct od_odt *o, int tag, const struct od_xml_attrs *a, struct od_err *err);
void od_odt_style_end(struct od_odt *o, int tag);
int od_odt_list(struct od_odt *o, const char *name, struct od_err *err); /* its id, or -1 */
void od_odt_page(struct od_odt *o); /* the page of the first paragraph */

#endif
