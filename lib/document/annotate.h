/* annotate.h - private to annotate*.c: where the text of document.xml stands in its bytes, and what is put in
 * between them. */
#ifndef OD_ANNOTATE_H
#define OD_ANNOTATE_H

#include "docx.h"

/* --- XML by its bytes (annotate_scan.c) ------------------------------------------------------------------ */

/* Bytes of a part that libxml2 has found well-formed; these functions are safe with any bytes all the same. */
struct od_span {
	size_t from, to;
};
enum od_token_kind { OD_TOKEN_END, OD_TOKEN_TEXT, OD_TOKEN_TAG, OD_TOKEN_OTHER };
struct od_token {
	int kind;
	size_t from, to;           /* '<' ... behind '>' */
	struct od_span name;       /* of a tag, with its prefix */
	size_t local;              /* where its name behind the prefix begins */
	struct od_span attributes; /* what stands between the name and its > or /> */
	bool end, empty;
};
struct od_bytes {
	const char *s;
	size_t n;
};
/* The token at *at, which goes behind it. */
struct od_token od_token_next(const struct od_bytes *x, size_t *at);
/* The value of an attribute by its name without a prefix; false: it has none. */
bool od_token_value(const struct od_bytes *x, const struct od_token *t, const char *name,
		    struct od_span *value);
bool od_token_is(const struct od_bytes *x, const struct od_token *t, const char *name,
		 const char *value);
const char *od_token_str(const struct od_bytes *x, const struct od_token *t, const char *name,
			 char *buf, size_t room);
long od_token_int(const struct od_bytes *x, const struct od_token *t, const char *name,
		  long missing);
/* One character of text as XML means it, out of the bytes at *at (before to), into out; its length. */
size_t od_text_char(const struct od_bytes *x, size_t *at, size_t to, char out[static 4]);
void od_xml_escape(struct od_buf *out, const char *s, size_t n);

/* --- the map (annotate_map.c) ------------------------------------------------------------------------------ */

/* What stands in a paragraph and can be taken as one: a run, a formula, a field. */
struct od_unit_at {
	struct od_span all;
	bool run;                 /* a w:r that may be cut between its children */
	bool untouched;           /* no tracked change in it: moved, inserted further out */
	bool inserted;            /* its parent is a w:ins */
	struct od_span name, rpr; /* of the run: its qualified name; its w:rPr, if it has one */
	size_t open;              /* behind its start tag */
	size_t content, close;    /* its children without w:rPr */
	struct od_span parent;    /* the start tag of what it stands in */
	size_t parent_name;       /* bytes of its name */
};
/* Text: of a w:t, or what a tab, a break or a symbol is read as. */
struct od_piece {
	int paragraph, unit;
	size_t at, n;       /* bytes of the paragraph's text before it; of its own */
	size_t text;        /* where it begins in map->text */
	struct od_span all; /* the element */
	struct od_span raw; /* what stands in a w:t */
	struct od_span name;
	bool words;  /* a w:t that may be cut */
	bool direct; /* its parent is the run */
	bool field;  /* it is a field's result */
	bool space;  /* xml:space is there */
};
struct od_paragraph_at {
	struct od_span all, name;
	size_t content, close; /* behind its w:pPr; before its end tag */
	int host;              /* the paragraph that holds its text box, else itself; -1: none */
	bool empty;            /* <w:p/> */
	bool unseen;           /* of the fallback of something */
};
struct od_docx_map {
	struct od_bytes xml;
	struct od_buf text;
	struct od_unit_at *unit;
	size_t units, unit_room;
	struct od_piece *piece; /* by paragraph and place once ready */
	size_t pieces, piece_room;
	struct od_paragraph_at *paragraph;
	size_t paragraphs, paragraph_room;
	char prefix[40]; /* of Word's elements, with its colon */
	char space[120]; /* Word's name space */
	size_t declare;  /* where that must be declared first; 0: it is */
	long last_id, last_comment;
};
/* styles: to know what is hidden. */
int od_docx_map(struct od_docx_map *m, struct od_docx *styles, const char *s, size_t n,
		struct od_err *err) OD_MUST_CHECK;
void od_docx_map_free(struct od_docx_map *m);
/* The piece that holds byte at of a paragraph's text, or NULL. */
const struct od_piece *od_docx_piece(const struct od_docx_map *m, int paragraph, size_t at);
/* Where byte k of a piece stands in the XML. */
size_t od_piece_byte(const struct od_docx_map *m, const struct od_piece *p, size_t k);
/* Do bytes at... of the paragraph's text read s? */
bool od_docx_reads(const struct od_docx_map *m, int paragraph, size_t at, const char *s, size_t n);

/* --- marks (annotate_mark.c, annotate_emit.c) ----------------------------------------------------------------- */

/* In the order in which they are put at one place. */
enum od_mark_kind {
	OD_MARK_REPLACE, /* bytes by .text */
	OD_MARK_CLOSE_DEL,
	OD_MARK_INSERT,
	OD_MARK_END,
	OD_MARK_BOTH, /* a comment on nothing: start and end */
	OD_MARK_START,
	OD_MARK_INSERT_FIRST,
	OD_MARK_OPEN_DEL,
};
struct od_mark {
	size_t at, to; /* to: of OD_MARK_REPLACE */
	int kind, unit;
	long id;          /* of a comment */
	const char *text; /* put in; borrowed */
	size_t n, order;
	const struct od_piece *cut; /* the w:t that is cut here, or NULL */
	bool inside;                /* in the run, between its children */
	int empty;                  /* the paragraph <w:p/> that this is in, or -1 */
};
struct od_marks {
	struct od_mark *mark;
	size_t n, room;
	size_t changed; /* behind the last change: what comes before it has its change already */
};
enum od_placed {
	OD_PLACED_EXACTLY,
	OD_PLACED_WHOLE,
	OD_PLACED_BOX,
	OD_PLACED_FIRST,
	OD_PLACED_NOT
};
/* A comment on what an annotation marks, and its change if it has one and it can be made: *changed. */
enum od_placed od_annotation_place(const struct od_docx_map *m, struct od_marks *marks,
				   const struct od_doc *d, const struct od_annotation *a, long id,
				   bool *changed, struct od_err *err);
struct od_emit {
	const struct od_docx_map *map;
	const char *author, *initials, *date;
	long next_id; /* of changes */
};
int od_marks_emit(struct od_emit *e, struct od_marks *marks, struct od_buf *out,
		  struct od_err *err) OD_MUST_CHECK;

/* --- parts (annotate_part.c) and the package (annotate_zip.c) ------------------------------------------------------ */

/* x before the end tag of the root of s. */
int od_part_append(const char *s, size_t n, const struct od_buf *x, struct od_buf *out,
		   struct od_err *err) OD_MUST_CHECK;
struct od_comment_parts {
	char part[240], rels[460];
	char prefix[40]; /* of the elements of comments.xml, with its colon */
	bool declare;    /* each comment declares that */
	bool there;      /* comments.xml is */
	long last;       /* id in it */
	struct od_buf rels_xml, types;
};
/* Where comments are or will be, and the relation and type they need. */
int od_comment_parts(struct od_comment_parts *c, struct od_package *p, const char *main,
		     const char *given, bool strict, struct od_err *err) OD_MUST_CHECK;
/* The whole of comments.xml with these comments, in out; space: Word's name space. */
int od_comment_write(const struct od_comment_parts *c, struct od_package *p, const char *space,
		     const struct od_buf *comments, struct od_buf *out,
		     struct od_err *err) OD_MUST_CHECK;
void od_comment_parts_free(struct od_comment_parts *c);

struct od_zip_part {
	const char *name;
	const struct od_buf *bytes;
};
/* The zip s with these parts instead of its own, or more; all others with the bytes they are packed in. */
int od_zip_replace(struct od_package *p, const char *s, size_t n, const struct od_zip_part *part,
		   size_t parts, struct od_buf *out, struct od_err *err) OD_MUST_CHECK;

#endif
