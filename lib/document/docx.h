/* docx.h - private to docx*.c: what a Word document says about its looks, and its text on the way to lines. */
#ifndef OD_DOCX_H
#define OD_DOCX_H

#include "numeral.h"
#include "xml.h"

#define OD_UNSET       INT_MIN /* a property that nobody names */
#define OD_DOCX_LEVELS 9

/* Elements of all parts of a docx that mean something here. */
enum od_docx_tag {
	W_NONE,
	/* text: docx_walk.c */
	W_P,
	W_R,
	W_T,
	W_TAB,
	W_BR,
	W_CR,
	W_NO_BREAK_HYPHEN,
	W_SYM,
	W_PTAB,
	W_TBL,
	W_TR,
	W_TC,
	W_TBL_PR,
	W_TBL_STYLE,
	W_TR_PR,
	W_SECT_PR,
	W_INS,
	W_DEL,
	W_MOVE_FROM,
	W_MOVE_TO,
	W_FLD_CHAR,
	W_FLD_SIMPLE,
	W_INSTR,
	W_TXBX,
	W_RT,
	W_FALLBACK,
	W_CHOICE,
	W_ALTERNATE,
	W_CHANGE,
	W_LEAVE_OUT,
	W_FOOTNOTE,
	W_COMMENT,
	W_TEXT_PATH,
	W_BODY,
	W_CELL_CHANGE,
	/* sections */
	W_PG_SZ,
	W_PG_MAR,
	W_DOC_GRID,
	W_TYPE,
	W_HEADER_REF,
	W_FOOTER_REF,
	/* properties: docx_style.c */
	W_P_PR,
	W_R_PR,
	W_P_STYLE,
	W_R_STYLE,
	W_FONTS,
	W_SZ,
	W_B,
	W_I,
	W_U,
	W_COLOR,
	W_VANISH,
	W_JC,
	W_IND,
	W_SPACING,
	W_PAGE_BREAK,
	W_NUM_PR,
	W_ILVL,
	W_NUM_ID,
	W_LANG,
	/* styles */
	W_DOC_DEFAULTS,
	W_R_PR_DEFAULT,
	W_P_PR_DEFAULT,
	W_STYLE,
	W_BASED_ON,
	/* numbering: docx_number.c */
	W_ABSTRACT,
	W_NUM,
	W_ABSTRACT_ID,
	W_LVL,
	W_START,
	W_NUM_FMT,
	W_LVL_TEXT,
	W_LVL_RESTART,
	W_IS_LGL,
	W_SUFF,
	W_OVERRIDE,
	W_START_OVERRIDE,
	W_NUM_STYLE_LINK,
	W_STYLE_LINK,
	/* settings, theme, relations: docx.c */
	W_THEME_LANG,
	W_EVEN_ODD,
	A_MAJOR,
	A_MINOR,
	A_LATIN,
	A_EA,
	A_FONT,
	REL_ONE,
};
extern const struct od_xml_name od_docx_names[];

/* Symbols of Wingdings that drafts use, as Unicode has them: of a code in hexadecimal. */
const char *od_docx_symbol(const char *code);

/* Faces of a theme; runs name a slot, which is filled when theme and language are known. */
enum { OD_MAJOR_WEST, OD_MAJOR_EAST, OD_MINOR_WEST, OD_MINOR_EAST, OD_THEME_FACES };

struct od_docx_rpr {
	const char *ascii, *ansi, *east; /* kept texts or slots of the theme; NULL: not named */
	int size, colour, underline, bold, italic, vanish, hint_east; /* OD_UNSET */
};
/* Indents in twips or (_chars) hundredths of a character; hanging is a negative first. */
struct od_docx_ppr {
	int align, first, first_chars, left, left_chars, right, right_chars;
	int before, before_lines, after, after_lines, line, rule, page_break;
	int num, level;
};
enum { OD_RULE_AUTO, OD_RULE_EXACT, OD_RULE_LEAST };

enum { OD_STYLE_PARAGRAPH, OD_STYLE_CHARACTER, OD_STYLE_TABLE, OD_STYLE_NUMBERING };
struct od_docx_style {
	char *id, *based;
	int type, state; /* state: of resolving */
	struct od_docx_rpr r;
	struct od_docx_ppr p; /* with the parents' once resolved */
};
struct od_docx_level {
	bool given, legal, tight; /* tight: nothing between number and text */
	int start, restart;
	enum od_numeral form;
	char text[64];
	char *style; /* the paragraph style linked to it */
	struct od_docx_rpr r;
	struct od_docx_ppr p;
};
struct od_docx_list { /* w:abstractNum */
	int id;
	char *style_link, *is_style; /* numStyleLink, styleLink */
	struct od_docx_level level[OD_DOCX_LEVELS];
	int count[OD_DOCX_LEVELS];
	unsigned int running; /* bits of levels that count on */
};
struct od_docx_override {
	int start;
	struct od_docx_level *level;
};
struct od_docx_num {
	int id, list;
	struct od_docx_override *override; /* OD_DOCX_LEVELS, or NULL */
	unsigned int used;                 /* bits of levels whose start was overridden */
};
struct od_docx_rel {
	char id[40], target[200];
	bool header, footer, done, even;
};
#define OD_DOCX_RELS 64 /* headers and footers that are read */

struct od_docx {
	struct od_doc *d;
	struct od_xml_source src;
	char main[200], folder[200]; /* the main part and its folder, with a / at the end */
	char theme_part[200], styles_part[200], numbering_part[200], settings_part[200],
		footnotes_part[200], endnotes_part[200], comments_part[200];
	struct od_docx_rel rel[OD_DOCX_RELS];
	size_t rels;
	/* faces: every name once */
	const char **face;
	size_t faces, face_room;
	char theme[OD_THEME_FACES][64], theme_script[OD_THEME_FACES][64];
	char lang[16];
	/* styles, by id once all are read */
	struct od_docx_style *style;
	size_t styles, style_room;
	struct od_docx_style *normal; /* the default paragraph style, or NULL */
	struct od_docx_rpr r_defaults;
	struct od_docx_ppr p_defaults;
	/* numbering, by id */
	struct od_docx_list *list;
	size_t lists, list_room;
	struct od_docx_num *num;
	size_t nums, num_room;
};

/* docx_style.c */
void od_docx_rpr_init(struct od_docx_rpr *r);
void od_docx_ppr_init(struct od_docx_ppr *p);
/* An element of a rPr or pPr; 0, or -1. */
int od_docx_rpr_take(struct od_docx *x, struct od_docx_rpr *r, int tag,
		     const struct od_xml_attrs *a, struct od_err *err) OD_MUST_CHECK;
void od_docx_ppr_take(struct od_docx_ppr *p, int tag, const struct od_xml_attrs *a);
void od_docx_rpr_over(struct od_docx_rpr *to, const struct od_docx_rpr *r); /* what r names wins */
void od_docx_ppr_over(struct od_docx_ppr *to, const struct od_docx_ppr *p);
int od_docx_styles(struct od_docx *x, struct od_err *err) OD_MUST_CHECK;
struct od_docx_style *od_docx_style(struct od_docx *x, const char *id, int type);
/* The same by hand, for odt: a style, and all of them sorted and with their parents'. */
struct od_docx_style *od_docx_style_new(struct od_docx *x, const char *id, int type,
					struct od_err *err);
void od_docx_styles_ready(struct od_docx *x);
void od_docx_styles_free(struct od_docx *x);
/* What is seen: any of the styles may be NULL. */
void od_docx_run_face(const struct od_docx *x, const struct od_docx_style *table,
		      const struct od_docx_style *para, const struct od_docx_style *chr,
		      const struct od_docx_rpr *direct, struct od_docx_rpr *out);

/* docx_number.c */
int od_docx_numbering(struct od_docx *x, struct od_err *err) OD_MUST_CHECK;
void od_docx_numbering_free(struct od_docx *x);
/* A list and a number for it by hand, for odt; NULL: no memory or too many. */
struct od_docx_list *od_docx_list_new(struct od_docx *x, const char *name, struct od_err *err);
/* The level of a number, or NULL; by the style linked to it where level is OD_UNSET. */
const struct od_docx_level *od_docx_level(struct od_docx *x, int num, int *level,
					  const char *style);
/* Count on, and what is written in front of the text. */
void od_docx_count(struct od_docx *x, int num, int level, struct od_buf *out);

/* docx_walk.c: the text of a part into lines. */
int od_docx_walk(struct od_docx *x, const char *part, int place, struct od_err *err) OD_MUST_CHECK;

/* docx.c */
const char *od_docx_face(struct od_docx *x, const char *s, size_t n, struct od_err *err);
const char *od_docx_theme_face(const struct od_docx *x,
			       const char *name); /* "minorEastAsia"; NULL */
struct od_docx_rel *od_docx_rel(struct od_docx *x, const char *id);

#endif
