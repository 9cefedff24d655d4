/* annotate_walk.c - document.xml by its bytes, tag by tag, as docx_walk.c and docx_para.c read it: which bytes
 * are the text of which paragraph. */
#include <stdlib.h>

#include "annotate_walk.h"

static int parent(const struct od_scan *w)
{
	return w->depth > 1 ? w->el[w->depth - 1].tag : 0;
}

/* Room for one more in a growing table, all of it zero; NULL: no memory. */
static void *more(struct od_scan *w, void **table, size_t *n, size_t *room, size_t size)
{
	if (*n == *room) {
		size_t want = *room ? *room * 2 : 64;
		void *grown = reallocarray(*table, want, size);

		if (!grown) {
			w->failed = true;
			return NULL;
		}
		*table = grown;
		*room = want;
	}
	return memset((char *)*table + (*n)++ * size, 0, size);
}
#define MORE(w, m, what) \
	more(w, (void **)&(m)->what, &(m)->what##s, &(m)->what##_room, sizeof(*(m)->what))

/* --- paragraphs ------------------------------------------------------------------------------------------- */

static struct od_paragraph_at *new_paragraph(struct od_scan *w, const struct od_token *t)
{
	struct od_paragraph_at *p = MORE(w, w->m, paragraph);

	if (!p)
		return NULL;
	p->all = (struct od_span){ t->from, t->to };
	p->name = t->name;
	p->content = t->to;
	p->close = t->to;
	p->empty = t->empty;
	p->host = w->ordinal;
	w->ordinal++;
	return p;
}

/* The paragraph of the box around this one, however many there are around. */
static int host(const struct od_scan *w, int own)
{
	if (w->boxes < 2)
		return own;
	return w->box[0].open ? w->box[0].ordinal : -1;
}

static bool in_instruction(const struct od_scan *w)
{
	for (size_t i = 0; i < w->fields && i < FIELDS_MAX; i++)
		if (w->field[i] == 'i')
			return true;
	return false;
}

static void paragraph_end(struct od_scan *w)
{
	struct box *b = od_scan_box(w);

	if (!b->open)
		return;
	b->open = b->in_run = false;
	b->in_r = b->in_p = 0;
	if (w->fields && w->fields <= FIELDS_MAX && in_instruction(w))
		w->fields = 0;
}

static void paragraph_start(struct od_scan *w, const struct od_token *t)
{
	struct box *b = od_scan_box(w);
	int own = w->ordinal;
	struct od_paragraph_at *p;

	if (b->open)
		paragraph_end(w);
	p = new_paragraph(w, t);
	if (!p)
		return;
	p->host = host(w, own);
	w->el[w->depth].paragraph = own;
	b->open = true;
	b->ordinal = own;
	b->at = 0;
	b->style = w->x->normal;
	b->in_run = false;
	b->in_r = b->in_p = b->in_text = 0;
	b->unit = b->piece = -1;
}

/* --- units -------------------------------------------------------------------------------------------------- */

/* Is a tracked change no good here, inside what stands around from the paragraph to the unit? */
static bool untouched(const struct od_scan *w)
{
	for (int i = w->depth - 1; i > 0 && w->el[i].paragraph < 0; i--)
		if (w->el[i].tag == W_MOVE_TO || (w->el[i].tag == W_INS && i < w->depth - 1))
			return true;
	return false;
}

static void unit_start(struct od_scan *w, const struct od_token *t, bool run)
{
	struct box *b = od_scan_box(w);
	const struct element *up = &w->el[w->depth - 1];
	struct od_unit_at *u;

	if (!b->open || b->unit >= 0) {
		if (b->open && run && b->unit >= 0)
			w->m->unit[b->unit].run = false; /* a run in a run: ruby */
		return;
	}
	u = MORE(w, w->m, unit);
	if (!u)
		return;
	b->unit = w->el[w->depth].unit = (int)w->m->units - 1;
	u->all = (struct od_span){ t->from, t->to };
	u->run = run && !t->empty;
	u->name = t->name;
	u->open = u->content = u->close = t->to;
	u->parent = (struct od_span){ up->from, up->open };
	u->parent_name = up->name.to - up->name.from;
	u->inserted = up->tag == W_INS;
	u->untouched = untouched(w);
}

/* --- text ------------------------------------------------------------------------------------------------------ */

static bool shown(struct od_scan *w)
{
	struct box *b = od_scan_box(w);
	struct od_docx_rpr seen;

	if (!b->open || w->deleted || in_instruction(w))
		return false;
	if (!b->ready) {
		od_docx_run_face(w->x, NULL, b->style, b->chr, &b->r, &seen);
		b->hidden = seen.vanish == 1;
		b->ready = true;
	}
	return !b->hidden;
}

static struct od_piece *new_piece(struct od_scan *w, const struct element *e)
{
	struct box *b = od_scan_box(w);
	struct od_piece *p = MORE(w, w->m, piece);

	if (!p)
		return NULL;
	p->paragraph = b->ordinal;
	p->unit = b->unit;
	p->at = b->at;
	p->text = w->m->text.n;
	p->all = (struct od_span){ e->from, e->open };
	p->name = e->name;
	p->direct = b->unit >= 0 && w->depth > 1 && w->el[w->depth - 1].unit == b->unit;
	p->field = w->fields > 0;
	return p;
}

/* What an element that has no text is read as. */
static void put(struct od_scan *w, const char *s)
{
	struct od_piece *p;
	size_t n = strlen(s);

	if (!shown(w))
		return;
	p = new_piece(w, &w->el[w->depth]);
	if (!p)
		return;
	p->n = n;
	od_scan_box(w)->at += n;
	od_buf_add(&w->m->text, s, n);
}

static void put_symbol(struct od_scan *w, const struct od_token *t)
{
	char buf[16];

	put(w, od_docx_symbol(od_token_str(&w->m->xml, t, "char", buf, sizeof(buf))));
}

/* The inside of a w:t; a comment, an instruction or CDATA in it makes it one that is not cut. */
void od_scan_text(struct od_scan *w, const struct od_token *t)
{
	struct element *e = &w->el[w->depth];
	struct box *b = od_scan_box(w);
	bool data = t->kind == OD_TOKEN_OTHER && t->to - t->from >= 12 &&
		    !memcmp(w->m->xml.s + t->from, "<![CDATA[", 9);
	size_t at = data ? t->from + 9 : t->from, to = data ? t->to - 3 : t->to, n;
	struct od_piece *p;
	char c[4];

	if (w->fallback || !w->depth || e->tag != W_T || !b->in_text)
		return;
	if (t->kind == OD_TOKEN_OTHER && !data) {
		if (b->piece >= 0)
			w->m->piece[b->piece].words = false;
		return;
	}
	if (!shown(w))
		return;
	if (b->piece < 0) {
		p = new_piece(w, e);
		if (!p)
			return;
		b->piece = (int)w->m->pieces - 1;
		p->raw.from = t->from;
		p->space = b->space;
		p->words = !data && t->from == e->open; /* nothing before it */
	} else {
		p = &w->m->piece[b->piece];
		p->words = false;
	}
	p->raw.to = t->to;
	while (at < to) {
		n = 1;
		if (data && w->m->xml.s[at] != '\r')
			c[0] = w->m->xml.s[at++];
		else
			n = od_text_char(&w->m->xml, &at, to, c);
		od_buf_add(&w->m->text, c, n);
		p->n += n;
		b->at += n;
	}
}

/* --- fields, boxes ------------------------------------------------------------------------------------------------ */

static void field_char(struct od_scan *w, const struct od_token *t)
{
	if (w->deleted)
		return;
	if (od_token_is(&w->m->xml, t, "fldCharType", "begin")) {
		if (w->fields < FIELDS_MAX)
			w->field[w->fields] = 'i';
		w->fields++;
		return;
	}
	if (!w->fields)
		return;
	if (od_token_is(&w->m->xml, t, "fldCharType", "end"))
		w->fields--;
	else if (w->fields <= FIELDS_MAX)
		w->field[w->fields - 1] = 'r';
}

static int box_start(struct od_scan *w)
{
	struct box *b;

	if (w->boxes >= BOXES_MAX)
		return OD_XML_SKIP;
	b = &w->box[w->boxes++];
	b->open = false; /* the rest stays as it was, as there */
	b->rows = w->rows;
	b->tables = w->tables;
	b->unit = b->piece = -1;
	return 0;
}

/* --- events --------------------------------------------------------------------------------------------------------- */

static int on(const struct od_scan *w, const struct od_token *t)
{
	struct od_span v;

	if (!od_token_value(&w->m->xml, t, "val", &v))
		return 1;
	return !(od_token_is(&w->m->xml, t, "val", "0") ||
		 od_token_is(&w->m->xml, t, "val", "false") ||
		 od_token_is(&w->m->xml, t, "val", "off"));
}

static void property(struct od_scan *w, const struct od_token *t, int tag)
{
	struct box *b = od_scan_box(w);
	char id[200];

	if (b->in_r) {
		bool mark = b->in_p > 0;

		od_token_str(&w->m->xml, t, "val", id, sizeof(id));
		if (tag == W_R_STYLE && !mark)
			b->chr = od_docx_style(w->x, id, OD_STYLE_CHARACTER);
		if (tag == W_VANISH && !mark)
			b->r.vanish = on(w, t);
		b->ready = false;
		return;
	}
	if (tag == W_P_STYLE) {
		struct od_docx_style *s =
			od_docx_style(w->x, od_token_str(&w->m->xml, t, "val", id, sizeof(id)),
				      OD_STYLE_PARAGRAPH);

		b->style = s ? s : b->style;
	}
}

static int content(struct od_scan *w, const struct od_token *t, int tag)
{
	struct box *b = od_scan_box(w);

	switch (tag) {
	case W_R:
		b->in_run = true;
		b->ready = false;
		b->chr = NULL;
		od_docx_rpr_init(&b->r);
		unit_start(w, t, true);
		return 0;
	case W_FLD_SIMPLE:
		unit_start(w, t, false);
		return 0;
	case W_T:
		if (b->in_text++ && b->unit >= 0)
			w->m->unit[b->unit].run = false; /* a text in a text: taken as one */
		b->piece = -1;
		b->space = od_token_value(&w->m->xml, t, "space", &(struct od_span){ 0, 0 });
		return 0;
	case W_TAB:
	case W_PTAB:
		put(w, "\t");
		return 0;
	case W_BR:
		put(w, od_token_is(&w->m->xml, t, "type", "page") ? "\f" : "\n");
		return 0;
	case W_CR:
		put(w, "\n");
		return 0;
	case W_NO_BREAK_HYPHEN:
		put(w, "-");
		return 0;
	case W_SYM:
		put_symbol(w, t);
		return 0;
	case W_FLD_CHAR:
		field_char(w, t);
		return 0;
	case W_TXBX:
		w->el[w->depth].box = true;
		return box_start(w);
	case W_RT:
		return OD_XML_SKIP;
	default:
		return 0;
	}
}

static int block(struct od_scan *w, const struct od_token *t, int tag)
{
	switch (tag) {
	case W_P:
		paragraph_start(w, t);
		return 0;
	case W_TBL:
		if (w->tables >= TABLES_MAX)
			return OD_XML_SKIP;
		w->tables++;
		return 0;
	case W_TR:
		if (w->tables <= od_scan_box(w)->tables || w->rows >= TABLES_MAX)
			return OD_XML_SKIP;
		w->rows++;
		return 0;
	case W_SECT_PR:
		w->in_section = true;
		return 0;
	default:
		return content(w, t, tag);
	}
}

static bool in_properties(const struct box *b)
{
	return b->in_p || b->in_r;
}

static void change(struct od_scan *w, int tag)
{
	if (parent(w) == W_TR_PR || in_properties(od_scan_box(w)))
		return;
	w->deleted += tag == W_DEL || tag == W_MOVE_FROM;
}

int od_scan_start(struct od_scan *w, const struct od_token *t, int tag, bool math)
{
	struct element *e = &w->el[w->depth];
	struct box *b = od_scan_box(w);

	if (w->fallback) {
		struct od_paragraph_at *p = tag == W_P ? new_paragraph(w, t) : NULL;

		if (p)
			p->unseen = true;
		w->fallback += tag == W_CHOICE || tag == W_FALLBACK;
		return 0;
	}
	switch (tag) {
	case W_CHANGE:
	case W_LEAVE_OUT:
		return OD_XML_SKIP;
	case W_CELL_CHANGE:
	case W_TEXT_PATH:
		return 0;
	case W_ALTERNATE:
		w->choice = false;
		return 0;
	case W_CHOICE:
	case W_FALLBACK:
		w->fallback = w->choice;
		w->choice = true;
		return 0;
	case W_INS:
	case W_MOVE_TO:
	case W_DEL:
	case W_MOVE_FROM:
		if (b->in_r)
			property(w, t, tag);
		change(w, tag);
		return 0;
	case W_P_PR:
		b->in_p += b->open && !b->in_run;
		return 0;
	case W_R_PR:
		b->in_r += b->open && (b->in_p || parent(w) == W_R);
		return 0;
	default:
		break;
	}
	if (!w->in_section && (tag == W_SECT_PR || !in_properties(b))) {
		if (math)
			unit_start(w, t, false);
		return block(w, t, tag);
	}
	e->tag = 0;
	if (!w->in_section)
		property(w, t, tag);
	return 0;
}

/* Properties that do not stand first, where they must, are for what follows them only: a run with
 * such is taken as one, for cut it would not be the same. */
static void run_properties(const struct od_scan *w, struct od_unit_at *u, size_t from, size_t to)
{
	const char *s = w->m->xml.s;
	size_t at = u->open;

	while (at < from && strchr(" \t\r\n", s[at]))
		at++;
	u->run = u->run && at == from && !u->rpr.to;
	if (u->rpr.to)
		return;
	u->rpr = (struct od_span){ from, to };
	u->content = to;
}

/* The bytes of what ends here are known now. */
static void close_spans(struct od_scan *w, const struct element *e, size_t from, size_t to)
{
	struct box *b = od_scan_box(w);
	const struct element *up = &w->el[w->depth - 1];

	if (e->unit >= 0) {
		struct od_unit_at *u = &w->m->unit[e->unit];

		u->all.to = to;
		u->close = from;
		b->unit = -1;
	}
	if (e->paragraph >= 0) {
		struct od_paragraph_at *p = &w->m->paragraph[e->paragraph];

		p->all.to = to;
		p->close = from;
	}
	if (e->tag == W_T && b->piece >= 0) {
		w->m->piece[b->piece].all.to = to;
		w->m->piece[b->piece].words &= w->m->piece[b->piece].raw.to == from;
		b->piece = -1;
	} else if (w->m->pieces && w->m->piece[w->m->pieces - 1].all.from == e->from) {
		w->m->piece[w->m->pieces - 1].all.to = to; /* <w:tab></w:tab> */
	}
	if (e->tag == W_R_PR && up->unit >= 0)
		run_properties(w, &w->m->unit[up->unit], e->from, to);
	if (e->tag == W_P_PR && up->paragraph >= 0)
		w->m->paragraph[up->paragraph].content = to;
}

void od_scan_end(struct od_scan *w, size_t from, size_t to)
{
	struct element *e = &w->el[w->depth];
	struct box *b = od_scan_box(w);

	if (w->fallback) {
		w->fallback -= e->tag == W_CHOICE || e->tag == W_FALLBACK;
		return;
	}
	close_spans(w, e, from, to);
	switch (e->tag) {
	case W_P:
		paragraph_end(w);
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
		b->in_p -= b->in_p > 0;
		break;
	case W_R_PR:
		b->in_r -= b->in_r > 0;
		break;
	case W_SECT_PR:
		w->in_section = false;
		break;
	case W_TXBX:
		w->boxes--;
		break;
	case W_TR:
		w->rows--;
		break;
	case W_TBL:
		w->tables--;
		break;
	case W_DEL:
	case W_MOVE_FROM:
		if (parent(w) != W_TR_PR && !in_properties(b))
			w->deleted -= w->deleted > 0;
		break;
	default:
		break;
	}
}
