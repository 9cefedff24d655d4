/* odt.c - OpenDocument text, zipped or flat: its paragraphs, lists, tables and text boxes into lines; the
 * headers and footers of its master pages behind them. */
#include <stdlib.h>

#include "odt.h"
#include "shape.h"

#define BOXES_MAX 8
#define NEST_MAX  64 /* spans in spans, lists in lists, tables in cells */

struct box {
	int place;
	size_t rows, spans, lists;
	struct od_para para;
	struct od_docx_style *style;
	bool open, blank; /* blank: white space has come that is not put yet */
	int outline;      /* level of a heading, or 0 */
};
struct list {
	int id;        /* of its style, 0: the paragraph's */
	bool numbered; /* the item's first paragraph has not come yet */
};
struct walk {
	struct od_odt *o;
	struct od_doc *d;
	struct od_para_pool pool;
	struct box box[BOXES_MAX];
	size_t boxes;
	struct od_docx_style *span[NEST_MAX];
	size_t spans;
	struct list list[NEST_MAX];
	size_t lists;
	struct od_para_row row[NEST_MAX];
	size_t rows;
	struct {
		int id, row;
	} table[NEST_MAX];
	size_t tables;
	int all_tables, inserted, running; /* running: in a header or footer */
	bool in_body, page_break;
};

static struct box *box(struct walk *w)
{
	return &w->box[w->boxes - 1];
}

static struct od_docx_style *style_of(struct walk *w, const struct od_xml_attrs *a, int type)
{
	char id[200] = { OD_ODT_OF_STYLES };
	struct od_docx_style *own = NULL;

	od_xml_str(a, "style-name", id + 1, sizeof(id) - 1);
	if (w->o->masters && w->o->zipped)
		own = od_docx_style(&w->o->x, id, type);
	return own ? own : od_docx_style(&w->o->x, id + 1, type);
}

/* --- text ------------------------------------------------------------------------------------------------ */

static void face_here(struct walk *w, struct od_run *run, int *vanish)
{
	struct box *b = box(w);
	struct od_docx_rpr r = w->o->x.r_defaults;

	if (b->style)
		od_docx_rpr_over(&r, &b->style->r);
	for (size_t i = b->spans; i < w->spans; i++)
		if (w->span[i])
			od_docx_rpr_over(&r, &w->span[i]->r);
	*vanish = r.vanish;
	*run = (struct od_run){
		.east = r.east,
		.west = r.ascii,
		.size = r.size > 0 && r.size < 4000 ? r.size : 0,
		.bold = r.bold == 1,
		.italic = r.italic == 1,
		.underline = r.underline == 1,
		.colour = r.colour > 0 ? (uint32_t)r.colour : 0,
		.inserted = w->inserted > 0,
		.paragraph = -1,
	};
}

static int put(struct walk *w, const char *s, size_t n, struct od_err *err)
{
	struct od_run run;
	int vanish;

	if (!box(w)->open)
		return 0;
	face_here(w, &run, &vanish);
	run.at = box(w)->para.text.n;
	return vanish == 1 ? 0 : od_para_add(&box(w)->para, s, n, &run, err);
}

/* White space of the file is one space, and none at the front. */
static int put_text(struct walk *w, const char *s, size_t n, struct od_err *err)
{
	struct box *b = box(w);
	size_t at = 0;

	while (at < n) {
		size_t end = at;

		while (end < n && !strchr(" \t\r\n", s[end]))
			end++;
		if (end > at) {
			if (b->blank && b->para.text.n && put(w, " ", 1, err) < 0)
				return -1;
			b->blank = false;
			if (put(w, s + at, end - at, err) < 0)
				return -1;
		}
		if (end < n)
			b->blank = true;
		at = end + 1;
	}
	return 0;
}

static int put_spaces(struct walk *w, int n, struct od_err *err)
{
	if (n > 1000)
		n = 1000;
	while (n-- > 0)
		if (put(w, " ", 1, err) < 0)
			return -1;
	return 0;
}

/* --- paragraphs ------------------------------------------------------------------------------------------ */

static int paragraph_start(struct walk *w, int tag, const struct od_xml_attrs *a)
{
	struct box *b = box(w);

	if (!w->in_body && !w->running)
		return 0;
	b->open = true;
	b->blank = false;
	b->style = style_of(w, a, OD_STYLE_PARAGRAPH);
	b->outline = tag == T_H ? od_xml_int(a, "outline-level", 1) : 0;
	if (w->in_body && !*w->o->first_style)
		od_xml_str(a, "style-name", w->o->first_style, sizeof(w->o->first_style));
	return 0;
}

/* The number of an item of a list, or of a heading. */
static int number_of(struct walk *w, struct box *b, struct od_buf *out, struct od_err *err)
{
	struct list *l = w->lists > b->lists ? &w->list[w->lists - 1] : NULL;
	int level = (int)(w->lists - b->lists) - 1, id = l ? l->id : 0;

	if (l && !l->numbered)
		return 0;
	if (l)
		l->numbered = false;
	if (l && !id && b->style && b->style->p.num > 0)
		id = b->style->p.num;
	if (!l && b->outline > 0) {
		id = od_odt_list(w->o, "Outline", err);
		if (id < 0)
			return -1;
		level = b->outline - 1;
		if (level >= OD_DOCX_LEVELS || !w->o->x.list[id - 1].level[level].given)
			return 0;
	}
	if (id > 0)
		od_docx_count(&w->o->x, id, level, out);
	return out->failed ? od_fail_nomem(err) : 0;
}

static void to_line(const struct od_docx_ppr *p, struct od_line *l)
{
	l->align = p->align == OD_UNSET ? OD_ALIGN_NONE : p->align;
	l->first_indent = p->first;
	l->left_indent = p->left;
	l->right_indent = p->right;
	l->before = p->before;
	l->after = p->after;
	l->pitch = p->line;
	l->pitch_exact =
		p->line != OD_UNSET && (p->rule == OD_RULE_EXACT || p->rule == OD_RULE_LEAST);
	l->pitch_least = p->line != OD_UNSET && p->rule == OD_RULE_LEAST;
	l->page_break = p->page_break == 1;
}

static int paragraph_end(struct walk *w, struct od_err *err)
{
	struct box *b = box(w);
	struct od_docx_ppr p = w->o->x.p_defaults;
	struct od_line like = { .place = b->place, .paragraph = -1 };
	struct od_buf number = OD_BUF_INIT;
	struct od_run face;
	bool none = false;
	int vanish, r = 0;

	if (!b->open)
		return 0;
	if (b->style)
		od_docx_ppr_over(&p, &b->style->p);
	to_line(&p, &like);
	face_here(w, &face, &vanish);
	b->open = false;
	if (number_of(w, b, &number, err) < 0)
		r = -1;
	else if (w->rows > b->rows)
		r = od_para_row_add(&w->row[w->rows - 1], &b->para, &like, &number, &face, err);
	else if (b->para.text.n || number.n || b->place == OD_IN_BODY)
		r = od_para_lines(w->d, &b->para, 0, b->para.text.n, &like, &number, &face,
				  b->place == OD_IN_BODY ? &w->page_break : &none, err);
	od_para_reset(&b->para);
	od_buf_free(&number);
	return r;
}

/* --- boxes, lists, tables ----------------------------------------------------------------------------------- */

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
	b->spans = w->spans;
	b->lists = w->lists;
	b->para.pool = &w->pool;
	b->open = false;
	b->style = NULL;
	return 0;
}

static int list_start(struct walk *w, const struct od_xml_attrs *a, struct od_err *err)
{
	bool top = w->lists == box(w)->lists;
	struct list l = { .id = top ? 0 : w->list[w->lists - 1].id };
	char name[200];
	size_t n;

	if (w->lists >= NEST_MAX)
		return too_deep(err);
	if (*od_xml_str(a, "style-name", name, sizeof(name))) {
		l.id = od_odt_list(w->o, name, err);
		if (l.id < 0)
			return -1;
	}
	if (top && l.id > 0 && od_xml_on(a, "continue-numbering", 0) != 1 &&
	    !od_xml_attr(a, "continue-list", &n))
		w->o->x.list[l.id - 1].running = 0;
	w->list[w->lists++] = l;
	return 0;
}

static void item_start(struct walk *w, const struct od_xml_attrs *a)
{
	struct list *l = w->lists ? &w->list[w->lists - 1] : NULL;
	int start = od_xml_int(a, "start-value", OD_UNSET);
	size_t level = w->lists - box(w)->lists;

	if (!l)
		return;
	l->numbered = true;
	if (start > 0 && l->id > 0 && level > 0 && level <= OD_DOCX_LEVELS) {
		w->o->x.list[l->id - 1].count[level - 1] = start - 1;
		w->o->x.list[l->id - 1].running |= 1u << (level - 1);
	}
}

static int cell_start(struct walk *w, const struct od_xml_attrs *a, struct od_err *err)
{
	int times = od_xml_int(a, "number-columns-repeated", 1);

	if (w->rows <= box(w)->rows)
		return 0;
	for (times = times > 50 ? 50 : times; times > 0; times--)
		if (od_para_row_cell(&w->row[w->rows - 1], err) < 0)
			return -1;
	return 0;
}

static int table_start(struct walk *w, struct od_err *err)
{
	if (w->tables >= NEST_MAX)
		return too_deep(err);
	w->table[w->tables].id = ++w->all_tables;
	w->table[w->tables++].row = 0;
	return 0;
}

static int row_start(struct walk *w, struct od_err *err)
{
	if (!w->tables)
		return OD_XML_SKIP;
	if (w->rows >= NEST_MAX)
		return too_deep(err);
	od_para_row_start(&w->row[w->rows++], &w->pool, w->table[w->tables - 1].id,
			  ++w->table[w->tables - 1].row);
	return 0;
}

/* --- events ---------------------------------------------------------------------------------------------------- */

static int running_start(struct walk *w, int tag, const struct od_xml_attrs *a)
{
	bool foot = tag == T_FOOTER || tag == T_FOOTER_LEFT;

	if (!w->o->masters || od_xml_on(a, "display", 1) == 0)
		return OD_XML_SKIP;
	if (tag == T_FOOTER_LEFT || tag == T_HEADER_LEFT)
		w->d->page.even_odd = true;
	w->running = foot ? OD_IN_FOOTER : OD_IN_HEADER;
	box(w)->place = w->running;
	return 0;
}

static int text_start(struct walk *w, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct box *b = box(w);

	switch (tag) {
	case T_P:
	case T_H:
		return paragraph_start(w, tag, a);
	case T_SPAN:
		if (w->spans >= NEST_MAX)
			return OD_XML_SKIP;
		w->span[w->spans++] = style_of(w, a, OD_STYLE_CHARACTER);
		return 0;
	case T_S:
		b->blank = false;
		return put_spaces(w, od_xml_int(a, "c", 1), err);
	case T_TAB:
		return put(w, "\t", 1, err);
	case T_BREAK:
		return put(w, "\n", 1, err);
	case T_LIST:
		return list_start(w, a, err);
	case T_ITEM:
		item_start(w, a);
		return 0;
	case T_TABLE:
		return table_start(w, err);
	case T_ROW:
		return row_start(w, err);
	case T_CELL:
	case T_COVERED:
		return cell_start(w, a, err);
	case T_BOX:
		return box_start(w, b->place == OD_IN_BODY ? OD_IN_TEXT_BOX : b->place, err);
	case T_NOTE:
		return box_start(w, OD_IN_FOOTNOTE, err);
	default:
		return 0;
	}
}

static int on_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct walk *w = ctx;

	if (od_odt_is_style(tag))
		return w->o->masters || w->in_body ? 0 : od_odt_style_start(w->o, tag, a, err);
	switch (tag) {
	case T_BODY:
		if (w->o->masters)
			return OD_XML_SKIP;
		od_docx_styles_ready(&w->o->x);
		w->in_body = true;
		return 0;
	case T_HEADER:
	case T_HEADER_LEFT:
	case T_FOOTER:
	case T_FOOTER_LEFT:
		return running_start(w, tag, a);
	case T_REGION:
		w->d->changes++;
		return OD_XML_SKIP;
	case T_ANNOTATION:
		w->d->comments++;
		return OD_XML_SKIP;
	case T_SKIP:
	case T_CITATION:
		return OD_XML_SKIP;
	case T_CHANGE_START:
	case T_CHANGE_END:
		w->inserted += tag == T_CHANGE_START ? 1 : -1;
		return 0;
	case T_PAGE_NUMBER:
		if (w->running == OD_IN_FOOTER)
			w->d->page.page_numbers = true;
		return 0;
	default:
		return w->in_body || w->running ? text_start(w, tag, a, err) : 0;
	}
}

static int on_end(void *ctx, int tag, struct od_err *err)
{
	struct walk *w = ctx;
	bool none = false;
	int r = 0;

	if (od_odt_is_style(tag)) {
		od_odt_style_end(w->o, tag);
		return 0;
	}
	if (tag >= T_HEADER && tag <= T_FOOTER_LEFT)
		w->running = 0;
	if (tag == T_BODY)
		w->in_body = false;
	if (!w->in_body && !w->running)
		return 0;
	switch (tag) {
	case T_P:
	case T_H:
		return paragraph_end(w, err);
	case T_SPAN:
		w->spans--;
		return 0;
	case T_LIST:
		w->lists--;
		return 0;
	case T_TABLE:
		w->tables--;
		return 0;
	case T_ROW:
		r = od_para_row_end(w->d, &w->row[w->rows - 1],
				    box(w)->place == OD_IN_BODY ? &w->page_break : &none, err);
		w->rows--;
		return r;
	case T_BOX:
	case T_NOTE:
		w->boxes--;
		return 0;
	default:
		return 0;
	}
}

static int on_text(void *ctx, const char *s, size_t n, struct od_err *err)
{
	struct walk *w = ctx;

	return box(w)->open ? put_text(w, s, n, err) : 0;
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

static int walk(struct od_odt *o, const char *part, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_odt_names, on_start, on_end, on_text };
	struct walk *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return od_fail_nomem(err);
	w->o = o;
	w->d = o->x.d;
	r = box_start(w, OD_IN_BODY, err);
	if (r == 0)
		r = od_xml_read(&o->x.src, part, &ops, w, err);
	for (size_t i = 0; i < BOXES_MAX; i++)
		if (w->box[i].para.pool)
			od_para_free(&w->box[i].para);
	for (size_t i = 0; i < NEST_MAX; i++)
		if (w->row[i].all.pool)
			od_para_row_free(&w->row[i]);
	free(w);
	return r;
}

static int encrypted(struct od_odt *o, struct od_err *err)
{
	const char *name = "META-INF/manifest.xml", *s;
	size_t n;

	if (!od_package_has(o->x.src.package, name))
		return 0;
	s = od_package_part(o->x.src.package, name, &n, err);
	if (!s)
		return -1;
	if (memmem(s, n, "encryption-data", 15))
		return od_fail(err, OD_EDATA, _("it is encrypted; save it without a password"));
	return 0;
}

static int read_zip(struct od_odt *o, struct od_err *err)
{
	if (encrypted(o, err) < 0)
		return -1;
	if (od_package_has(o->x.src.package, "styles.xml")) {
		o->in_styles_part = true;
		if (walk(o, "styles.xml", err) < 0)
			return -1;
		o->in_styles_part = false;
	}
	if (walk(o, "content.xml", err) < 0)
		return -1;
	o->masters = true;
	return od_package_has(o->x.src.package, "styles.xml") ? walk(o, "styles.xml", err) : 0;
}

static int read_flat(struct od_odt *o, struct od_err *err)
{
	if (walk(o, "XML", err) < 0)
		return -1;
	o->masters = true;
	return walk(o, "XML", err);
}

int od_doc_read_odt(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	struct od_odt *o = calloc(1, sizeof(*o));
	int r = -1;

	if (!o)
		return od_fail_nomem(err);
	o->zipped = n >= 2 && !memcmp(s, "PK", 2);
	o->x.d = d;
	o->x.src = (struct od_xml_source){ .s = s, .n = n };
	od_docx_rpr_init(&o->x.r_defaults);
	od_docx_ppr_init(&o->x.p_defaults);
	if (o->zipped)
		o->x.src.package = od_package_open(s, n, err);
	if (o->zipped && o->x.src.package)
		r = read_zip(o, err);
	else if (!o->zipped)
		r = read_flat(o, err);
	if (r == 0) {
		od_odt_page(o);
		d->known_layout = true;
	}
	od_package_close(o->x.src.package);
	od_docx_styles_free(&o->x);
	od_docx_numbering_free(&o->x);
	free(o->x.face);
	free(o);
	return r;
}
