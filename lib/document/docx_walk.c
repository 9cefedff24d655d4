/* docx_walk.c - a part of a Word document (its body, a header, its notes), event by event: what of it is
 * seen, where paragraphs, rows and text boxes begin and end. */
#include <stdlib.h>

#include "docx_walk.h"

/* --- boxes and tables ------------------------------------------------------------------------------------------ */

static int too_deep(struct od_err *err)
{
	return od_fail(err, OD_EDATA, _("elements nest too deep for a document"));
}

static int box_start(struct walk *w, int place, struct od_err *err)
{
	struct box *b;

	if (w->boxes >= BOXES_MAX)
		return too_deep(err);
	b = &w->box[w->boxes++];
	b->place = place;
	b->rows = w->rows;
	b->tables = w->tables;
	b->para.pool = &w->pool;
	b->open = b->carry = false;
	return 0;
}

static int box_end(struct walk *w, struct od_err *err)
{
	int r = box(w)->carry ? od_docx_flush(w, err) : 0;

	w->boxes--;
	return r;
}

static int table_start(struct walk *w, struct od_err *err)
{
	if (w->tables >= ROWS_MAX)
		return too_deep(err);
	w->table[w->tables++] = (struct table){ .id = ++w->all_tables };
	return 0;
}

static int row_start(struct walk *w, struct od_err *err)
{
	struct table *t = w->tables > box(w)->tables ? &w->table[w->tables - 1] : NULL;

	if (!t)
		return OD_XML_SKIP;
	if (w->rows >= ROWS_MAX)
		return too_deep(err);
	od_para_row_start(&w->row[w->rows++], &w->pool, t->id, ++t->row);
	return 0;
}

static int row_end(struct walk *w, struct od_err *err)
{
	struct od_para_row *r = &w->row[w->rows - 1];
	bool body = box(w)->place == OD_IN_BODY, none = false;
	int done;

	if (!body && !r->all.text.n)
		r->gone = true;
	done = od_para_row_end(w->d, r, body ? &w->page_break : &none, err);
	w->rows--;
	return done;
}

/* --- sections ------------------------------------------------------------------------------------------------------ */

static void section_start(struct walk *w)
{
	w->in_section = true;
	w->continuous = false;
	if (parent(w) == W_P_PR)
		box(w)->section = true;
}

static void grid(struct od_page_setup *p, const struct od_docx *x, const struct od_xml_attrs *a)
{
	int size = x->normal && x->normal->r.size > 0 ? x->normal->r.size : x->r_defaults.size;
	bool chars = od_xml_is(a, "type", "linesAndChars") || od_xml_is(a, "type", "snapToChars");
	int64_t pitch; /* of characters, in 4096ths of a twip, as charSpace is in those of a point */

	p->grid_pitch = od_xml_length(a, "linePitch", 20, 0);
	if (!chars && !od_xml_is(a, "type", "lines"))
		return;
	if (p->grid_pitch > 0 && p->height > p->top + p->bottom)
		p->grid_lines = (p->height - p->top - p->bottom) / p->grid_pitch;
	pitch = (int64_t)(size > 0 ? size : 20) * 10 * 4096 +
		(int64_t)od_xml_int(a, "charSpace", 0) * 20;
	if (chars && pitch > 4096 && p->width > p->left + p->right)
		p->grid_chars = (int)((int64_t)(p->width - p->left - p->right) * 4096 / pitch);
}

static int margin(const struct od_xml_attrs *a, const char *name)
{
	int v = od_xml_length(a, name, 20, 0);

	return v < 0 ? -v : v; /* negative: whatever the header needs */
}

static void section(struct walk *w, int tag, const struct od_xml_attrs *a)
{
	struct od_page_setup *p = &w->d->page;
	char id[40];
	struct od_docx_rel *rel;

	if (tag == W_HEADER_REF || tag == W_FOOTER_REF) {
		rel = od_docx_rel(w->x, od_xml_str(a, "id", id, sizeof(id)));
		if (rel)
			*(tag == W_HEADER_REF ? &rel->header : &rel->footer) = true;
	}
	if (tag == W_TYPE)
		w->continuous =
			od_xml_is(a, "val", "continuous") || od_xml_is(a, "val", "nextColumn");
	if (w->sections)
		return;
	if (tag == W_PG_SZ) {
		p->width = od_xml_length(a, "w", 20, 0);
		p->height = od_xml_length(a, "h", 20, 0);
	} else if (tag == W_PG_MAR) {
		p->top = margin(a, "top");
		p->bottom = margin(a, "bottom");
		p->left = margin(a, "left") + margin(a, "gutter");
		p->right = margin(a, "right");
		p->header = margin(a, "header");
		p->footer = margin(a, "footer");
	} else if (tag == W_DOC_GRID) {
		grid(p, w->x, a);
	}
}

/* --- events ------------------------------------------------------------------------------------------------------ */

/* Properties, in w:pPr or w:rPr. */
static int property(struct walk *w, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct box *b = box(w);
	char id[200];

	if (b->in_r) {
		bool mark = b->in_p > 0;

		if (mark && (tag == W_DEL || tag == W_MOVE_FROM))
			b->mark_gone = true;
		if (tag == W_R_STYLE && !mark)
			b->chr = od_docx_style(w->x, od_xml_str(a, "val", id, sizeof(id)),
					       OD_STYLE_CHARACTER);
		b->ready = false;
		return od_docx_rpr_take(w->x, mark ? &b->mark : &b->r, tag, a, err);
	}
	if (tag == W_P_STYLE) {
		struct od_docx_style *s = od_docx_style(w->x, od_xml_str(a, "val", id, sizeof(id)),
							OD_STYLE_PARAGRAPH);

		b->style = s ? s : b->style;
	}
	od_docx_ppr_take(&b->p, tag, a);
	return 0;
}

static int put_break(struct walk *w, const struct od_xml_attrs *a, struct od_err *err)
{
	return od_docx_put(w, od_xml_is(a, "type", "page") ? "\f" : "\n", 1, err);
}

/* Elements inside which text is, or is not, and those that are text. */
static int content(struct walk *w, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct box *b = box(w);
	char buf[256];

	switch (tag) {
	case W_R:
		od_docx_run_start(w);
		return 0;
	case W_T:
		b->in_text++;
		return 0;
	case W_TAB:
	case W_PTAB:
		return od_docx_put(w, "\t", 1, err);
	case W_BR:
		return put_break(w, a, err);
	case W_CR:
		return od_docx_put(w, "\n", 1, err);
	case W_NO_BREAK_HYPHEN:
		return od_docx_put(w, "-", 1, err);
	case W_SYM:
		return od_docx_put_symbol(w, a, err);
	case W_FLD_CHAR:
		od_docx_field_char(w, a);
		return 0;
	case W_FLD_SIMPLE:
		od_docx_instruction(w, od_xml_str(a, "instr", buf, sizeof(buf)));
		return 0;
	case W_TXBX:
		return box_start(w, b->place == OD_IN_BODY ? OD_IN_TEXT_BOX : b->place, err);
	case W_RT:
		return OD_XML_SKIP;
	default:
		return 0;
	}
}

/* WordArt of old documents keeps its text in an attribute: the red mark of an issuer is often so. */
static int text_path(struct walk *w, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_line like = { .place = box(w)->place == OD_IN_BODY ? OD_IN_TEXT_BOX
								     : box(w)->place };
	struct od_para p = { .pool = &w->pool };
	struct od_run face = { .paragraph = -1 };
	bool page_break = false;
	size_t n;
	const char *s = od_xml_attr(a, "string", &n);
	int r;

	if (!s || !n || w->deleted)
		return 0;
	od_docx_to_line(&w->x->p_defaults, 0, &like);
	like.paragraph = box(w)->ordinal;
	r = od_para_add(&p, s, n < 3000 ? n : 0, &face, err);
	if (r == 0 && p.text.n)
		r = od_para_lines(w->d, &p, 0, p.text.n, &like, NULL, NULL, &page_break, err);
	od_para_free(&p);
	return r;
}

static int block(struct walk *w, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	char id[200];

	switch (tag) {
	case W_P:
		if (box(w)->open && od_docx_paragraph_end(w, err) < 0)
			return -1;
		od_docx_paragraph_start(w);
		return 0;
	case W_TBL:
		if (box(w)->carry && od_docx_flush(w, err) < 0)
			return -1;
		return table_start(w, err);
	case W_TBL_STYLE:
		if (w->tables)
			w->table[w->tables - 1].style = od_docx_style(
				w->x, od_xml_str(a, "val", id, sizeof(id)), OD_STYLE_TABLE);
		return 0;
	case W_TR:
		return row_start(w, err);
	case W_TC:
		return in_cell(w) ? od_para_row_cell(&w->row[w->rows - 1], err) : 0;
	case W_SECT_PR:
		section_start(w);
		return 0;
	case W_FOOTNOTE:
		w->shown = !od_xml_is(a, "type", "separator") &&
			   !od_xml_is(a, "type", "continuationSeparator") &&
			   !od_xml_is(a, "type", "continuationNotice");
		return 0;
	default:
		return content(w, tag, a, err);
	}
}

/* Tracked changes: counted; what is taken out is not text. */
static int change(struct walk *w, int tag)
{
	bool out = tag == W_DEL || tag == W_MOVE_FROM;

	w->d->changes++;
	if (parent(w) == W_TR_PR) {
		if (out && w->rows)
			w->row[w->rows - 1].gone = true;
		return 0;
	}
	if (box(w)->in_p || box(w)->in_r)
		return 0;
	*(out ? &w->deleted : &w->inserted) += 1;
	return 0;
}

static int on_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct walk *w = ctx;
	struct box *b = box(w);
	int r = 0;

	if (w->fallback) { /* the same text in another form; its paragraphs count all the same */
		w->ordinal += tag == W_P;
		w->fallback += tag == W_CHOICE || tag == W_FALLBACK;
		return 0;
	}
	w->up[++w->depth] = tag;
	switch (tag) {
	case W_CHANGE:
		w->d->changes++;
		r = OD_XML_SKIP;
		break;
	case W_CELL_CHANGE:
		w->d->changes++;
		break;
	case W_LEAVE_OUT:
		r = OD_XML_SKIP;
		break;
	case W_ALTERNATE:
		w->choice = false;
		break;
	case W_CHOICE:
	case W_FALLBACK:
		w->fallback = w->choice;
		if (w->fallback)
			w->depth--;
		w->choice = true;
		return 0;
	case W_INS:
	case W_MOVE_TO:
	case W_DEL:
	case W_MOVE_FROM:
		if (box(w)->in_r && property(w, tag, a, err) < 0)
			return -1;
		return change(w, tag);
	case W_P_PR:
		b->in_p += b->open && !b->in_run;
		break;
	case W_R_PR:
		b->in_r += b->open && (b->in_p || parent(w) == W_R);
		break;
	case W_TEXT_PATH:
		r = text_path(w, a, err);
		break;
	default:
		if (!w->in_section && (tag == W_SECT_PR || !(b->in_p || b->in_r))) {
			r = block(w, tag, a, err);
			break;
		}
		w->up[w->depth] = W_NONE; /* nothing that begins here, so nothing ends */
		if (w->in_section)
			section(w, tag, a);
		else
			r = property(w, tag, a, err);
	}
	if (r == OD_XML_SKIP)
		w->depth--;
	return r;
}

static void end_properties(struct box *b, int tag)
{
	b->in_p -= tag == W_P_PR && b->in_p;
	b->in_r -= tag == W_R_PR && b->in_r;
}

static int on_end(void *ctx, int tag, struct od_err *err)
{
	struct walk *w = ctx;
	struct box *b = box(w);
	int r = 0;

	if (w->fallback) {
		w->fallback -= tag == W_CHOICE || tag == W_FALLBACK;
		return 0;
	}
	tag = w->up[w->depth];
	switch (tag) {
	case W_P:
		r = od_docx_paragraph_end(w, err);
		break;
	case W_ALTERNATE:
		w->choice = true;
		break;
	case W_T:
		b->in_text -= b->in_text > 0;
		break;
	case W_R:
		b->in_run = false;
		break;
	case W_P_PR:
	case W_R_PR:
		end_properties(b, tag);
		break;
	case W_SECT_PR:
		w->in_section = false;
		if (parent(w) != W_P_PR)
			od_docx_section_end(w);
		break;
	case W_TXBX:
		r = box_end(w, err);
		break;
	case W_TC:
		if (b->carry && in_cell(w))
			r = od_docx_flush(w, err);
		break;
	case W_TR:
		r = row_end(w, err);
		break;
	case W_TBL:
		w->tables--;
		break;
	case W_INS:
	case W_MOVE_TO:
		if (parent(w) != W_TR_PR && !b->in_p && !b->in_r)
			w->inserted -= w->inserted > 0;
		break;
	case W_DEL:
	case W_MOVE_FROM:
		if (parent(w) != W_TR_PR && !b->in_p && !b->in_r)
			w->deleted -= w->deleted > 0;
		break;
	default:
		break;
	}
	w->depth--;
	return r;
}

static int on_text(void *ctx, const char *s, size_t n, struct od_err *err)
{
	struct walk *w = ctx;
	int tag = w->up[w->depth];

	if (w->fallback)
		return 0;
	if (tag == W_T && box(w)->in_text)
		return od_docx_put(w, s, n, err);
	if (tag == W_INSTR && !w->deleted && w->instruction.n < 200)
		od_buf_add(&w->instruction, s, n < 200 ? n : 200);
	return 0;
}

int od_docx_walk(struct od_docx *x, const char *part, int place, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_docx_names, on_start, on_end, on_text };
	struct walk *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return od_fail_nomem(err);
	w->x = x;
	w->d = x->d;
	w->place = place;
	w->footnotes = place == OD_IN_FOOTNOTE;
	r = box_start(w, place, err);
	if (r == 0)
		r = od_xml_read(&x->src, part, &ops, w, err);
	if (r == 0 && box(w)->carry)
		r = od_docx_flush(w, err);
	for (size_t i = 0; i < BOXES_MAX; i++)
		if (w->box[i].para.pool)
			od_para_free(&w->box[i].para);
	for (size_t i = 0; i < ROWS_MAX; i++)
		if (w->row[i].all.pool)
			od_para_row_free(&w->row[i]);
	od_buf_free(&w->instruction);
	free(w);
	return r;
}
