/* officedoc.h - documents as offices write them, and what is wrong with them: libofficedoc.
 *
 * The rules at the front of officedb.h hold here too.  This library knows no database; it takes an
 * organisation as a table if one is given.
 */
#ifndef OFFICEDOC_H
#define OFFICEDOC_H

#include "officedb.h"

#pragma GCC visibility push(default)

/* --- the document (document/doc.c) -------------------------------------------------------------------- */

/* What a line (paragraph, table row) of a document is: GB/T 9704-2012, clause 7, and what old and embedded
 * documents have.  Words: od_line_roles[]. */
enum od_line_role {
	OD_LINE_BODY,      /* text */
	OD_LINE_HEADER,    /* of the header, none of those below */
	OD_LINE_COPY_NO,   /* 份号 */
	OD_LINE_SECRECY,   /* 密级和保密期限 */
	OD_LINE_URGENCY,   /* 紧急程度 */
	OD_LINE_MARK,      /* 发文机关标志 */
	OD_LINE_DOCNO,     /* 发文字号 */
	OD_LINE_SIGNED_BY, /* 签发人 */
	OD_LINE_TITLE,
	OD_LINE_PASSED,    /* 题注: （2026年…会议通过） */
	OD_LINE_ADDRESSEE, /* 主送机关 */
	OD_LINE_LEVEL1,    /* 一、 */
	OD_LINE_LEVEL2,    /* （一） */
	OD_LINE_LEVEL3,    /* 1. */
	OD_LINE_LEVEL4,    /* （1） */
	OD_LINE_SUBHEAD,   /* a heading without a number; 第一章 */
	OD_LINE_TABLE,     /* a row: cells are divided by TAB */
	OD_LINE_ATT_NOTE,  /* 附件说明 */
	OD_LINE_SIGNATURE, /* 发文机关署名 */
	OD_LINE_DATE,      /* 成文日期 */
	OD_LINE_NOTE,      /* 附注 */
	OD_LINE_ATT_HEAD,  /* 附件1 */
	OD_LINE_ATT_TITLE,
	OD_LINE_ATT_SUB,
	OD_LINE_ATT_BODY,
	OD_LINE_CC,       /* 抄送 */
	OD_LINE_ISSUE,    /* 印发机关和印发日期 */
	OD_LINE_KEYWORDS, /* 主题词 (before 2012-07-01) */
	OD_LINE_PAGE_NO,  /* page numbers, running heads */
	OD_LINE_BLANK,
};
extern const struct od_word od_line_roles[];

enum od_place { OD_IN_BODY, OD_IN_HEADER, OD_IN_FOOTER, OD_IN_TEXT_BOX, OD_IN_FOOTNOTE };
enum od_align { OD_ALIGN_NONE, OD_ALIGN_LEFT, OD_ALIGN_CENTRE, OD_ALIGN_RIGHT, OD_ALIGN_BOTH };

/* A stretch of a line in one face: what would be seen, after theme, style and direct formatting. */
struct od_run {
	size_t from, to;         /* bytes of the line's text */
	const char *east, *west; /* faces of Chinese and of Latin characters; NULL: not known */
	int size;                /* half points; 0: not known */
	bool bold, italic, underline;
	uint32_t colour; /* 0xRRGGBB; 0 black */
	bool inserted;   /* by a tracked change */
	bool east_marks; /* “” … — are set in .east too (docx: w:hint) */
	/* docx: which w:p (as .paragraph of a line), and how many bytes of that paragraph's text, as it is
	 * read here, stand before it (a tab, a break 1; the automatic number 0); -1: a number */
	int paragraph;
	size_t at;
};
struct od_line {
	char *text; /* without its end of line; tracked deletions left out, automatic numbers put in */
	size_t n;
	unsigned int line; /* 1 ...: in a text file the line, else the paragraph */
	size_t skipped;    /* bytes of white space before the text that are left out of it */
	size_t numbered;   /* bytes at the front of the text that are an automatic number */
	int role, place;
	int part;      /* index in doc->part */
	int paragraph; /* of docx: which w:p of its part of the package, every one counted from 0; -1 */
	int table, row; /* 1 ...; 0: none */
	/* paragraph format in twips, INT_MIN: not known */
	int align, first_indent, left_indent, right_indent, before, after, pitch;
	bool pitch_exact; /* .pitch is twips, not a multiple (240 a line) */
	bool pitch_least; /* ... and lines may be higher: Word's "at least" */
	bool page_break;  /* before it */
	const struct od_run *run;
	size_t runs;
};
enum od_part_kind { OD_PART_MAIN, OD_PART_ATTACHMENT, OD_PART_EMBEDDED };
struct od_doc_part { /* the document itself, each attachment, each document inside a 转发 or 印发 */
	int kind;
	size_t first, n; /* lines */
	int genre;       /* OD_GENRE_..., of this part */
};
struct od_page_setup { /* of the first section, twips; 0: not known */
	int width, height, top, bottom, left, right, header, footer;
	int grid_pitch, grid_lines, grid_chars;
	bool even_odd, page_numbers; /* page_numbers: a PAGE field stands in a footer */
};
enum od_doc_format { OD_DOC_TEXT, OD_DOC_MARKDOWN, OD_DOC_DOCX, OD_DOC_ODT, OD_DOC_OFD };
extern const struct od_word od_doc_formats[];
struct od_doc {
	char *name;
	int format;
	const char *charset; /* of text: "UTF-8", "GB18030" */
	struct od_line *line;
	size_t lines;
	struct od_doc_part *part;
	size_t parts;
	struct od_page_setup page;
	bool known_layout;     /* faces, sizes and page are known (docx, odt) */
	int changes, comments; /* tracked changes, comments */
	/* what the roles say, borrowed from the lines or OD_NODATE */
	char *title;          /* its lines joined */
	int genre;            /* of the title */
	od_date date;         /* 成文日期 */
	char *docno, *issuer; /* 发文字号; 署名, else 发文机关标志, else the title's organ */
	struct od_doc_store *store; /* the library's */
};

/* 文种 of 2012 article 8 in its order, then what is none, and those of 1996 and 2000. */
enum od_genre {
	OD_GENRE_NONE,
	OD_GENRE_RESOLUTION /* 决议 */,
	OD_GENRE_DECISION /* 决定 */,
	OD_GENRE_ORDER /* 命令、令 */,
	OD_GENRE_COMMUNIQUE /* 公报 */,
	OD_GENRE_ANNOUNCEMENT /* 公告 */,
	OD_GENRE_PUBLIC_NOTICE /* 通告 */,
	OD_GENRE_OPINION /* 意见 */,
	OD_GENRE_NOTICE /* 通知 */,
	OD_GENRE_CIRCULAR /* 通报 */,
	OD_GENRE_REPORT /* 报告 */,
	OD_GENRE_REQUEST /* 请示 */,
	OD_GENRE_REPLY /* 批复 */,
	OD_GENRE_MOTION /* 议案 */,
	OD_GENRE_LETTER /* 函 */,
	OD_GENRE_MINUTES /* 纪要 */,
	OD_GENRE_OLD_MINUTES /* 会议纪要 */,
	OD_GENRE_INSTRUCTION /* 指示 */,
	OD_GENRE_REGULATION /* 条例 */,
	OD_GENRE_RULES /* 规定 */,
	OD_GENRE_OTHER /* 方案, 办法, 细则 ...: not a 文种 */,
};
extern const struct od_word od_genres[];
int od_genre_of(const char *title); /* by its end, （试行） and the like left out */

#define OD_DOC_MAX \
	(20 * 1024 * 1024) /* bytes of a file; what a package unfolds to is bounded too */
/* Read a document from fd (told by its first bytes, then by its name), with its roles.  Memory stays within
 * 64 MB.  OD_EDATA: damaged, encrypted, a bomb, an OLE2 file with another name; OD_EPART: .doc or .wps and
 * no LibreOffice.  The message is one line. */
struct od_doc *od_doc_read(int fd, const char *name, struct od_err *err);
void od_doc_free(struct od_doc *d);
/* The roles of the lines anew, with parts, title, date and so on (document/roles.c). */
int od_doc_roles(struct od_doc *d, struct od_err *err) OD_MUST_CHECK;

/* --- rules (check/rules.c, packs in share/rules; doc-check-rules(5)) ----------------------------------------- */

enum od_gate { OD_GATE_POLICY, OD_GATE_APPROVAL, OD_GATE_FORMAT, OD_GATE_WORDING, OD_GATE_ISSUE };
enum od_severity { OD_HINT, OD_WARNING, OD_ERROR };
/* What a rule stands on caps its level: 规定 error; 一般, 推荐 and recommended standards warning; 实务 hint. */
enum od_strength { OD_CUSTOM, OD_RECOMMENDED, OD_GENERAL, OD_BINDING };
enum od_precision {
	OD_PRECISION_HIGH,
	OD_PRECISION_MEDIUM,
	OD_PRECISION_LOW /* off unless asked for */
};
extern const struct od_word od_gates[], od_severities[], od_strengths[], od_precisions[];

struct od_rule {  /* type "rule" of a pack */
	char *id; /* F01: letter of its group and two digits; permanent */
	char *name;
	int gate, level, strength, precision;
	char *basis;          /* document and clause, as it is cited */
	od_date since, until; /* documents dated so; until is the last day */
	char *issuers;        /* list: party, administrative; NULL: any */
	char *genres;         /* list of od_genres words; NULL: any */
	char *roles;          /* list of od_line_roles words; NULL: every line of text */
	char *parts;          /* list: main, attachment, embedded; NULL: main and attachment */
	char *check;   /* "words" (its rows of type word), "pattern", or the name of a check in C */
	char *pattern; /* PCRE2, UTF; what is found is marked: group 1 if it has one */
	char *literal; /* characters without which the pattern cannot match; NULL: always tried */
	char *guard;   /* PCRE2: a hit that this matches at the same place is none */
	char *quoted;  /* "yes": also inside 《》 and “” */
	char *params;  /* of a check in C: "most=5000" */
	char *message; /* what is wrong: %s is what was found */
	char *fix;     /* replacement ($1 ...), or NULL; only where it is mechanical */
	char *advice;  /* what to do instead, if no fix */
};
extern const struct od_rec_type od_rule_type;
struct od_rule_word { /* type "word": a phrase, what it should be, and where it is right as it is */
	char *rule, *wrong, *right;
	char *before,
		*after; /* guards: lists of what may stand before or after so that it is no hit */
	int fix;        /* od_bool: replace it */
};
extern const struct od_rec_type od_rule_word_type;
struct od_rule_sample { /* type "sample": what must hit and what must miss */
	char *rule;
	char *hit,
		*miss; /* one of the two: a text of one or more lines, or a whole small document */
	char *finding; /* what is marked, where it is asked for exactly */
	char *fixed;   /* what the fix makes of it */
};
extern const struct od_rec_type od_rule_sample_type;

struct od_rules;
/* Every *.yaml of a folder, in the order of names.  OD_EDATA names file, line and rule: no samples of both
 * kinds, a level above what its strength allows, a pattern that does not compile, an unknown check ... */
struct od_rules *od_rules_load(const char *dir, struct od_err *err);
/* An office's own: adds rules (ids beginning with a letter and a dash), softens (custom ones only), whitelists. */
int od_rules_add(struct od_rules *r, const char *file, struct od_err *err) OD_MUST_CHECK;
void od_rules_free(struct od_rules *r);
size_t od_rules_all(const struct od_rules *r, const struct od_rule *const **rules);
const struct od_rule *od_rules_find(const struct od_rules *r, const char *id);
/* Every sample of every rule; problem is told each that does not do what it should. */
int od_rules_self_test(const struct od_rules *r, void (*problem)(void *ctx, const char *text),
		       void *ctx, size_t *samples, struct od_err *err) OD_MUST_CHECK;

/* --- checking (check/check.c) ---------------------------------------------------------------------------- */

struct od_organ { /* what is known of an organ, by any of its names */
	char *name;
	int kind, level; /* enum od_unit_kind, od_level */
	char *parent;    /* name; NULL: none */
};
struct od_check_opts {
	unsigned int gates;        /* bits; 0: all */
	int least;                 /* findings of this level and above */
	const char *only, *except; /* lists of rule ids, "F*" too; NULL */
	bool low;                  /* rules of low precision too */
	int genre;                 /* OD_GENRE_NONE: from the title */
	od_date as_of; /* which edition of the rules; OD_NODATE: the document's date, else today */
	od_date today;
	const char *issuer; /* NULL: from the document */
	const struct od_organ *organ;
	size_t organs;
};
struct od_finding { /* fields of a finding as they are printed */
	char *file;
	int64_t line, column; /* characters, from 1 */
	int level;
	char *rule;
	int gate;
	char *message, *basis, *text, *fix;
	/* where, for marking and mending */
	size_t at_line, from, to; /* index in doc->line; bytes of its text */
};
extern const struct od_rec_type od_finding_type;
struct od_skipped { /* a rule that could not run */
	char *rule, *reason;
};
extern const struct od_rec_type od_skipped_type;
struct od_checked;
/* Rules are made ready once and serve many documents, in several threads too. */
struct od_checked *od_check(const struct od_rules *r, const struct od_doc *d,
			    const struct od_check_opts *opts, struct od_err *err);
void od_checked_free(struct od_checked *c);
/* By line and column. */
size_t od_checked_findings(const struct od_checked *c, const struct od_finding **findings);
size_t od_checked_skipped(const struct od_checked *c, const struct od_skipped **skipped);

/* --- annotating (document/annotate.c) -------------------------------------------------------------------- */

struct od_annotation {
	size_t line, from,
		to; /* index in doc->line (past the last: of the document); bytes of its text */
	const char *text; /* of the comment: paragraphs divided by \n */
	const char *fix;  /* what is put in its place as a tracked change, or NULL */
};
struct od_annotate_opts {
	const char *author, *initials; /* NULL: doc-check, DC */
	od_instant at;
};
struct od_annotated {
	size_t comments, changes;
	size_t whole; /* comments that stand on a whole paragraph: no mark could be placed exactly */
	size_t apart; /* ... on the first paragraph, or on that of a text box, and say where they belong */
	size_t refused; /* fixes that could not be made a change; their comments say what to put */
};
/* The docx whose bytes are s, and that d was read from, with a comment at each annotation and a tracked change
 * for each fix, into out.  Every other part of the package stays as it is packed, and every other byte of the
 * text's part.  OD_EDATA: a flat docx, one that does not match d, no paragraph to stand on. */
int od_annotate(const char *s, size_t n, const struct od_doc *d, const struct od_annotation *a,
		size_t annotations, const struct od_annotate_opts *opts, struct od_buf *out,
		struct od_annotated *done, struct od_err *err) OD_MUST_CHECK;

/* --- writers: paper (officedb.h) set for people (document/paper_*.c; pdf/) ------------------------------------ */

/* Plain text of so many terminal cells: kinsoku, paragraphs two characters in, 版记 at the end. */
int od_paper_text(const struct od_paper *p, int width, struct od_buf *out,
		  struct od_err *err) OD_MUST_CHECK;
/* One page of HTML that needs no other file and prints on A4.  frame: what a site puts around it, or NULL. */
struct od_page_frame {
	const char *head;           /* HTML at the end of <head> */
	const char *before, *after; /* HTML before and after the paper */
};
int od_paper_html(const struct od_paper *p, const struct od_page_frame *frame, struct od_buf *out,
		  struct od_err *err) OD_MUST_CHECK;
/* The faces that a docx names (they are the recipient's, none is embedded); NULL: od_faces_default. */
struct od_faces {
	const char *body;     /* 仿宋_GB2312 */
	const char *head;     /* 黑体 */
	const char *subhead;  /* 楷体_GB2312 */
	const char *title;    /* 方正小标宋简体: masthead and titles */
	const char *numerals; /* 宋体: page numbers */
};
extern const struct od_faces od_faces_default;
int od_paper_docx(const struct od_paper *p, const struct od_faces *faces, struct od_buf *out,
		  struct od_err *err) OD_MUST_CHECK;
/* A mail as sendmail -t takes it (RFC 5322, 2045): text and HTML of the same paper, files attached. */
struct od_mail_file {
	const char *name, *type; /* 每日汇报.pdf, application/pdf */
	const char *bytes;
	size_t n;
};
struct od_mail {
	const char *from, *to, *cc; /* addresses as they are written; from, cc may be NULL */
	const char *subject;
	const char *text, *html; /* html may be NULL */
	const struct od_mail_file *file;
	size_t files;
	od_instant at;
	const char *id; /* of Message-ID, left of @ */
};
int od_mail_write(const struct od_mail *m, struct od_buf *out, struct od_err *err) OD_MUST_CHECK;

/* --- PDF: libofficepdf (pdf/), by pango and cairo --------------------------------------------------------------- */

/* A role's faces in the order of wish; the first that is there is taken, and what it lacks (喆 堃 镕) from the next. */
enum od_pdf_role {
	OD_PDF_BODY,     /* 仿宋 */
	OD_PDF_HEAD,     /* 黑体 */
	OD_PDF_SUBHEAD,  /* 楷体 */
	OD_PDF_TITLE,    /* 小标宋 */
	OD_PDF_NUMERALS, /* 宋体, half width */
	OD_PDF_ROLES
};
struct od_pdf_opts {
	const char *
		fonts; /* text of a fonts.conf, which names the files and each role's faces: share/print/fonts.conf */
	bool duplex; /* page numbers outside: right on odd pages, left on even ones; else in the middle */
};
struct od_pdf_used { /* which faces were set, for who asks, and what stood in for what was wished */
	int role;
	const char *wished, *used;
	size_t missing; /* characters that the first face lacked */
	bool resort; /* it is one that fonts.conf names as <default>: none of the role's kind is there */
	const char *nobody; /* characters that no face has: 〓 stands for them; NULL: none */
};
typedef void od_pdf_used_fn(void *ctx, const struct od_pdf_used *u);
/* GB/T 9704-2012: A4, head 37 mm, left 28 mm, text 156 x 225 mm, 22 lines of 28 characters.  OD_EPART: built
 * without pango. */
int od_paper_pdf(const struct od_paper *p, const struct od_pdf_opts *o, struct od_buf *out,
		 od_pdf_used_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;

#pragma GCC visibility pop

static inline void od_doc_freep(struct od_doc **p)
{
	od_doc_free(*p);
}
static inline void od_rules_freep(struct od_rules **p)
{
	od_rules_free(*p);
}
static inline void od_checked_freep(struct od_checked **p)
{
	od_checked_free(*p);
}

#endif
