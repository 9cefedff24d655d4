/* docx_para.c - what stands in a paragraph of a Word document: faces, text, fields, its number, its end. */
#include <stdlib.h>
#include <strings.h>

#include "docx_walk.h"

/* --- faces -------------------------------------------------------------------------------------------- */

/* A face for good: a slot of the theme is filled by now. */
static const char *seen_face(const struct walk *w, const char *s)
{
	uintptr_t first = (uintptr_t)w->x->theme, at = (uintptr_t)s;

	if (s && *s && at >= first && at < first + sizeof(w->x->theme))
		return od_docx_face(w->x, s, strlen(s), &(struct od_err)OD_ERR_INIT);
	return s && *s ? s : NULL;
}

static void to_run(const struct walk *w, const struct od_docx_rpr *r, struct od_run *run)
{
	*run = (struct od_run){
		.east = seen_face(w, r->east),
		.west = seen_face(w, r->ascii ? r->ascii : r->ansi),
		.size = r->size > 0 && r->size < 4000 ? r->size : 0,
		.bold = r->bold == 1,
		.italic = r->italic == 1,
		.underline = r->underline == 1,
		.colour = r->colour > 0 ? (uint32_t)r->colour : 0,
		.east_marks = r->hint_east == 1,
		.inserted = w->inserted > 0,
	};
}

/* What the text at hand looks like; false: it is hidden. */
static bool face_here(struct walk *w)
{
	struct box *b = box(w);
	struct od_docx_rpr seen;

	if (!b->ready) {
		od_docx_run_face(w->x, table_style(w), b->style, b->chr, &b->r, &seen);
		to_run(w, &seen, &b->face);
		b->r.vanish = seen.vanish;
		b->ready = true;
	}
	return b->r.vanish != 1;
}

/* --- text ---------------------------------------------------------------------------------------------- */

static bool in_instruction(const struct walk *w)
{
	for (size_t i = 0; i < w->fields && i < FIELDS_MAX; i++)
		if (w->field[i] == 'i')
			return true;
	return false;
}

int od_docx_put(struct walk *w, const char *s, size_t n, struct od_err *err)
{
	struct box *b = box(w);

	if (!b->open || w->deleted || in_instruction(w) || !face_here(w))
		return 0;
	if (w->footnotes && !w->shown)
		return 0;
	b->face.paragraph = b->ordinal;
	b->face.at = b->para.text.n - b->began;
	b->face.inserted = w->inserted > 0;
	return od_para_add(&b->para, s, n, &b->face, err);
}

const char *od_docx_symbol(const char *code)
{
	static const struct {
		long code;
		const char *s;
	} known[] = { { 0x52, "☑" }, { 0x51, "☒" }, { 0xA8, "□" }, { 0x6F, "□" },
		      { 0xFE, "☑" }, { 0xFD, "☒" }, { 0xFC, "✓" }, { 0xFB, "×" },
		      { 0x6C, "●" }, { 0x6E, "■" }, { 0xB2, "○" }, { 0xE0, "→" } };
	long c = strtol(code, NULL, 16);

	for (size_t i = 0; i < OD_COUNT(known); i++)
		if ((c & 0xFF) == known[i].code)
			return known[i].s;
	return "□";
}

int od_docx_put_symbol(struct walk *w, const struct od_xml_attrs *a, struct od_err *err)
{
	char buf[16];
	const char *s = od_docx_symbol(od_xml_str(a, "char", buf, sizeof(buf)));

	return od_docx_put(w, s, strlen(s), err);
}

/* --- fields ----------------------------------------------------------------------------------------------- */

/* Is PAGE the word that an instruction begins with? */
void od_docx_instruction(struct walk *w, const char *s)
{
	s += strspn(s, " \t");
	if (!strncasecmp(s, "PAGE", 4) && (s[4] == '\0' || strchr(" \t\\", s[4])) &&
	    w->place == OD_IN_FOOTER)
		w->d->page.page_numbers = true;
}

void od_docx_field_char(struct walk *w, const struct od_xml_attrs *a)
{
	if (w->deleted)
		return;
	if (od_xml_is(a, "fldCharType", "begin")) {
		if (w->fields < FIELDS_MAX)
			w->field[w->fields] = 'i';
		w->fields++;
		od_buf_reset(&w->instruction);
		return;
	}
	if (!w->fields)
		return;
	od_docx_instruction(w, w->instruction.s ? w->instruction.s : "");
	od_buf_reset(&w->instruction);
	if (od_xml_is(a, "fldCharType", "end"))
		w->fields--;
	else if (w->fields <= FIELDS_MAX)
		w->field[w->fields - 1] = 'r';
}

/* --- paragraphs ---------------------------------------------------------------------------------------------- */

/* Hundredths of a character, where they are given, else twips. */
static int indent(int chars, int twips, int size)
{
	if (chars != OD_UNSET && chars)
		return (int)((int64_t)chars * size * 10 / 100);
	return twips;
}

static int space(int lines, int twips)
{
	if (lines == OD_UNSET || (lines > 0 && twips > 0))
		return twips;
	return (int)((int64_t)lines * 312 / 100);
}

void od_docx_to_line(const struct od_docx_ppr *p, int size, struct od_line *l)
{
	l->align = p->align == OD_UNSET ? OD_ALIGN_NONE : p->align;
	l->first_indent = indent(p->first_chars, p->first, size);
	l->left_indent = indent(p->left_chars, p->left, size);
	l->right_indent = indent(p->right_chars, p->right, size);
	l->before = space(p->before_lines, p->before);
	l->after = space(p->after_lines, p->after);
	l->pitch = p->line;
	l->pitch_exact =
		p->line != OD_UNSET && (p->rule == OD_RULE_EXACT || p->rule == OD_RULE_LEAST);
	l->pitch_least = p->line != OD_UNSET && p->rule == OD_RULE_LEAST;
	l->page_break = p->page_break == 1;
}

/* The paragraph's format, and its number if it has one. */
static void format_of(struct walk *w, struct box *b, struct od_line *l, struct od_buf *number,
		      struct od_run *number_run)
{
	struct od_docx *x = w->x;
	struct od_docx_style *t = table_style(w);
	struct od_docx_ppr p = x->p_defaults;
	struct od_docx_rpr mark, seen;
	const struct od_docx_level *v = NULL;
	int level = b->p.level, num;

	if (t)
		od_docx_ppr_over(&p, &t->p);
	if (b->style)
		od_docx_ppr_over(&p, &b->style->p);
	num = b->p.num != OD_UNSET ? b->p.num : p.num;
	if (level == OD_UNSET && b->p.num == OD_UNSET)
		level = p.level;
	if (num != OD_UNSET && num)
		v = od_docx_level(x, num, &level, b->style ? b->style->id : NULL);
	if (v && b->p.num != OD_UNSET)
		od_docx_ppr_over(&p, &v->p);
	od_docx_ppr_over(&p, &b->p);
	mark = b->mark;
	od_docx_run_face(x, t, b->style, NULL, &mark, &seen);
	if (v) {
		od_docx_count(x, num, level, number);
		od_docx_rpr_over(&mark, &v->r);
		od_docx_run_face(x, t, b->style, NULL, &mark, &seen);
		to_run(w, &seen, number_run);
		number_run->paragraph = -1;
	}
	od_docx_to_line(&p, b->para.runs && b->para.run[0].size ? b->para.run[0].size : seen.size,
			l);
}

int od_docx_flush(struct walk *w, struct od_err *err)
{
	struct box *b = box(w);
	struct od_run number_run = { .paragraph = -1 };
	struct od_buf number = OD_BUF_INIT;
	struct od_line like = { .place = b->place, .paragraph = b->ordinal };
	bool none = false;
	int r = 0;

	b->carry = false;
	if (w->footnotes && !w->shown) {
		od_para_reset(&b->para);
		return 0;
	}
	format_of(w, b, &like, &number, &number_run);
	if (number.failed)
		r = od_fail_nomem(err);
	else if (in_cell(w))
		r = od_para_row_add(&w->row[w->rows - 1], &b->para, &like, &number, &number_run,
				    err);
	else if (b->para.text.n || number.n || b->place == OD_IN_BODY)
		r = od_para_lines(w->d, &b->para, 0, b->para.text.n, &like, &number, &number_run,
				  b->place == OD_IN_BODY ? &w->page_break : &none, err);
	od_para_reset(&b->para);
	od_buf_free(&number);
	return r;
}

void od_docx_paragraph_start(struct walk *w)
{
	struct box *b = box(w);

	b->open = true;
	b->ordinal = w->ordinal++;
	b->began = b->para.text.n;
	b->style = w->x->normal;
	b->mark_gone = b->in_run = b->section = false;
	b->in_r = b->in_p = b->in_text = 0;
	od_docx_ppr_init(&b->p);
	od_docx_rpr_init(&b->mark);
}

/* A section ends with this paragraph: the next stands on a new page, unless its own settings say otherwise. */
void od_docx_section_end(struct walk *w)
{
	if (w->sections++ && !w->continuous && w->section_first < w->d->lines)
		w->d->line[w->section_first].page_break = true;
	w->continuous = false;
}

int od_docx_paragraph_end(struct walk *w, struct od_err *err)
{
	struct box *b = box(w);

	if (!b->open)
		return 0;
	b->open = b->in_run = false;
	b->in_r = b->in_p = 0;
	/* an instruction that nothing ended does not swallow what follows */
	if (w->fields && w->fields <= FIELDS_MAX && in_instruction(w))
		w->fields = 0;
	if (b->mark_gone && !b->section) {
		b->carry = b->para.text.n > 0;
		return 0;
	}
	if (od_docx_flush(w, err) < 0)
		return -1;
	if (b->section) {
		od_docx_section_end(w);
		w->section_first = w->d->lines;
	}
	return 0;
}

void od_docx_run_start(struct walk *w)
{
	struct box *b = box(w);

	b->in_run = true;
	b->ready = false;
	b->chr = NULL;
	od_docx_rpr_init(&b->r);
}
