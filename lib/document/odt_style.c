/* odt_style.c - OpenDocument's styles, list styles and page layouts. */
#include <stdlib.h>

#include "odt.h"
#include "shape.h"

const struct od_xml_name od_odt_names[] = {
	{ "body", OD_XML_OFFICE, T_BODY },
	{ "p", OD_XML_TEXT, T_P },
	{ "h", OD_XML_TEXT, T_H },
	{ "span", OD_XML_TEXT, T_SPAN },
	{ "s", OD_XML_TEXT, T_S },
	{ "tab", OD_XML_TEXT, T_TAB },
	{ "line-break", OD_XML_TEXT, T_BREAK },
	{ "list", OD_XML_TEXT, T_LIST },
	{ "list-item", OD_XML_TEXT, T_ITEM },
	{ "list-header", OD_XML_TEXT, T_LIST_HEADER },
	{ "table", OD_XML_TABLE, T_TABLE },
	{ "table-row", OD_XML_TABLE, T_ROW },
	{ "table-cell", OD_XML_TABLE, T_CELL },
	{ "covered-table-cell", OD_XML_TABLE, T_COVERED },
	{ "text-box", OD_XML_DRAW, T_BOX },
	{ "custom-shape", OD_XML_DRAW, T_BOX },
	{ "rect", OD_XML_DRAW, T_BOX },
	{ "ellipse", OD_XML_DRAW, T_BOX },
	{ "circle", OD_XML_DRAW, T_BOX },
	{ "line", OD_XML_DRAW, T_BOX },
	{ "polyline", OD_XML_DRAW, T_BOX },
	{ "polygon", OD_XML_DRAW, T_BOX },
	{ "path", OD_XML_DRAW, T_BOX },
	{ "connector", OD_XML_DRAW, T_BOX },
	{ "caption", OD_XML_DRAW, T_BOX },
	{ "note", OD_XML_TEXT, T_NOTE },
	{ "note-citation", OD_XML_TEXT, T_CITATION },
	{ "annotation", OD_XML_OFFICE, T_ANNOTATION },
	{ "tracked-changes", OD_XML_TEXT, T_CHANGES },
	{ "changed-region", OD_XML_TEXT, T_REGION },
	{ "change-start", OD_XML_TEXT, T_CHANGE_START },
	{ "change-end", OD_XML_TEXT, T_CHANGE_END },
	{ "page-number", OD_XML_TEXT, T_PAGE_NUMBER },
	{ "ruby-text", OD_XML_TEXT, T_SKIP },
	{ "title", OD_XML_SVG, T_SKIP },
	{ "desc", OD_XML_SVG, T_SKIP },
	{ "binary-data", OD_XML_OFFICE, T_SKIP },
	{ "forms", OD_XML_OFFICE, T_SKIP },
	{ "scripts", OD_XML_OFFICE, T_SKIP },
	{ "settings", OD_XML_OFFICE, T_SKIP },
	{ "header", OD_XML_STYLE, T_HEADER },
	{ "header-left", OD_XML_STYLE, T_HEADER_LEFT },
	{ "footer", OD_XML_STYLE, T_FOOTER },
	{ "footer-left", OD_XML_STYLE, T_FOOTER_LEFT },
	{ "styles", OD_XML_OFFICE, T_STYLES },
	{ "automatic-styles", OD_XML_OFFICE, T_AUTOMATIC },
	{ "master-styles", OD_XML_OFFICE, T_MASTERS },
	{ "font-face", OD_XML_STYLE, T_FACE },
	{ "style", OD_XML_STYLE, T_STYLE },
	{ "default-style", OD_XML_STYLE, T_DEFAULT_STYLE },
	{ "text-properties", OD_XML_STYLE, T_TEXT_PR },
	{ "paragraph-properties", OD_XML_STYLE, T_PARA_PR },
	{ "list-style", OD_XML_TEXT, T_LIST_STYLE },
	{ "outline-style", OD_XML_TEXT, T_OUTLINE },
	{ "list-level-style-number", OD_XML_TEXT, T_LEVEL_NUMBER },
	{ "outline-level-style", OD_XML_TEXT, T_LEVEL_NUMBER },
	{ "list-level-style-bullet", OD_XML_TEXT, T_LEVEL_BULLET },
	{ "list-level-style-image", OD_XML_TEXT, T_LEVEL_BULLET },
	{ "page-layout", OD_XML_STYLE, T_LAYOUT },
	{ "page-layout-properties", OD_XML_STYLE, T_LAYOUT_PR },
	{ "header-style", OD_XML_STYLE, T_HEADER_STYLE },
	{ "footer-style", OD_XML_STYLE, T_FOOTER_STYLE },
	{ "header-footer-properties", OD_XML_STYLE, T_HF_PR },
	{ "master-page", OD_XML_STYLE, T_MASTER },
	{ NULL },
};

bool od_odt_is_style(int tag)
{
	return tag >= T_STYLES;
}

/* --- faces ---------------------------------------------------------------------------------------------- */

/* 'Times New Roman', 仿宋_GB2312: the first of the family's names, without quotes. */
static void first_family(char *s)
{
	char quote = *s == '\'' || *s == '"' ? *s : 0;
	size_t n = strcspn(s + (quote != 0), quote ? (char[]){ quote, 0 } : ",;");

	memmove(s, s + (quote != 0), n);
	s[n] = '\0';
}

static int take_face(struct od_odt *o, const char **to, const struct od_xml_attrs *a,
		     const char *name, const char *family, struct od_err *err)
{
	char buf[64];

	od_xml_str(a, name, buf, sizeof(buf));
	for (size_t i = 0; *buf && i < o->faces; i++)
		if (!strcmp(o->face[i].name, buf)) {
			memcpy(buf, o->face[i].face, sizeof(buf));
			break;
		}
	if (!*buf) {
		od_xml_str(a, family, buf, sizeof(buf));
		first_family(buf);
	}
	if (!*buf)
		return 0;
	*to = od_docx_face(&o->x, buf, strlen(buf), err);
	return *to ? 0 : -1;
}

static void new_face(struct od_odt *o, const struct od_xml_attrs *a)
{
	if (o->faces >= OD_ODT_NAMES)
		return;
	od_xml_str(a, "name", o->face[o->faces].name, sizeof(o->face[0].name));
	od_xml_str(a, "font-family", o->face[o->faces].face, sizeof(o->face[0].face));
	first_family(o->face[o->faces++].face);
}

/* --- properties --------------------------------------------------------------------------------------------- */

static void flag(int *to, const struct od_xml_attrs *a, const char *name, const char *off)
{
	size_t n;

	if (od_xml_attr(a, name, &n))
		*to = !od_xml_is(a, name, off);
}

static int take_text(struct od_odt *o, struct od_docx_rpr *r, const struct od_xml_attrs *a,
		     struct od_err *err)
{
	int size =
		od_xml_length(a, "font-size-asian", 2, od_xml_length(a, "font-size", 2, OD_UNSET));
	char colour[16];

	if (take_face(o, &r->ascii, a, "font-name", "font-family", err) < 0 ||
	    take_face(o, &r->east, a, "font-name-asian", "font-family-asian", err) < 0)
		return -1;
	if (size != OD_UNSET)
		r->size = size;
	flag(&r->bold, a, "font-weight", "normal");
	flag(&r->bold, a, "font-weight-asian", "normal");
	flag(&r->italic, a, "font-style", "normal");
	flag(&r->italic, a, "font-style-asian", "normal");
	flag(&r->underline, a, "text-underline-style", "none");
	if (od_xml_is(a, "display", "none"))
		r->vanish = 1;
	if (*od_xml_str(a, "color", colour, sizeof(colour)) == '#')
		r->colour = (int)strtol(colour + 1, NULL, 16) & 0xFFFFFF;
	return 0;
}

static void take_length(int *to, const struct od_xml_attrs *a, const char *name)
{
	int v = od_xml_length(a, name, 20, OD_UNSET);

	if (v != OD_UNSET)
		*to = v;
}

static void take_line_height(struct od_docx_ppr *p, const struct od_xml_attrs *a)
{
	char buf[24];
	int v;

	od_xml_str(a, "line-height", buf, sizeof(buf));
	if (od_ends(buf, strlen(buf), "%")) {
		p->line = (int)strtol(buf, NULL, 10) * 240 / 100;
		p->rule = OD_RULE_AUTO;
	} else if (*buf && strcmp(buf, "normal")) {
		take_length(&p->line, a, "line-height");
		p->rule = OD_RULE_EXACT;
	}
	v = od_xml_length(a, "line-height-at-least", 20, 0);
	if (v > 0) {
		p->line = v;
		p->rule = OD_RULE_LEAST;
	}
}

static void take_paragraph(struct od_docx_ppr *p, const struct od_xml_attrs *a)
{
	static const struct {
		const char *name;
		int align;
	} aligns[] = { { "start", OD_ALIGN_LEFT },    { "left", OD_ALIGN_LEFT },
		       { "center", OD_ALIGN_CENTRE }, { "end", OD_ALIGN_RIGHT },
		       { "right", OD_ALIGN_RIGHT },   { "justify", OD_ALIGN_BOTH } };
	size_t n;

	for (size_t i = 0; i < OD_COUNT(aligns); i++)
		if (od_xml_is(a, "text-align", aligns[i].name))
			p->align = aligns[i].align;
	take_length(&p->left, a, "margin-left");
	take_length(&p->right, a, "margin-right");
	take_length(&p->before, a, "margin-top");
	take_length(&p->after, a, "margin-bottom");
	take_length(&p->first, a, "text-indent");
	if (od_xml_attr(a, "break-before", &n))
		p->page_break = od_xml_is(a, "break-before", "page");
	take_line_height(p, a);
}

/* --- styles ------------------------------------------------------------------------------------------------- */

static int new_style(struct od_odt *o, const struct od_xml_attrs *a, struct od_err *err)
{
	bool text = od_xml_is(a, "family", "text"), foot = o->in_styles_part && o->automatic;
	char buf[200] = { OD_ODT_OF_STYLES }, *name = buf + 1;
	size_t n;

	if (!text && !od_xml_is(a, "family", "paragraph"))
		return 0;
	od_xml_str(a, "name", name, sizeof(buf) - 1);
	o->style = od_docx_style_new(&o->x, foot ? buf : name,
				     text ? OD_STYLE_CHARACTER : OD_STYLE_PARAGRAPH, err);
	if (!o->style)
		return -1;
	if (!foot && od_xml_attr(a, "master-page-name", &n) && n && o->begins_n < OD_ODT_NAMES) {
		snprintf(o->begins[o->begins_n].style, 64, "%.63s", name);
		od_xml_str(a, "master-page-name", o->begins[o->begins_n++].master, 64);
		o->style->p.page_break = 1;
	}
	if (od_xml_attr(a, "parent-style-name", &n)) {
		o->style->based = strdup(od_xml_str(a, "parent-style-name", buf, sizeof(buf)));
		if (!o->style->based)
			return od_fail_nomem(err);
	}
	if (!foot && od_xml_attr(a, "list-style-name", &n) && n) {
		o->style->p.num =
			od_odt_list(o, od_xml_str(a, "list-style-name", buf, sizeof(buf)), err);
		if (o->style->p.num < 0)
			return -1;
	}
	return 0;
}

/* --- lists ----------------------------------------------------------------------------------------------------- */

int od_odt_list(struct od_odt *o, const char *name, struct od_err *err)
{
	struct od_docx_list *l;

	for (size_t i = 0; i < o->x.lists; i++)
		if (!strcmp(o->x.list[i].is_style, name))
			return o->x.list[i].id;
	l = od_docx_list_new(&o->x, name, err);
	return l ? l->id : -1;
}

static struct od_docx_level *level_read(struct od_odt *o, const struct od_xml_attrs *a)
{
	int level = od_xml_int(a, "level", 0) - 1;

	if (!o->list || level < 0 || level >= OD_DOCX_LEVELS)
		return NULL;
	return &o->x.list[o->list - 1].level[level];
}

static void take_level(struct od_odt *o, const struct od_xml_attrs *a)
{
	struct od_docx_level *l = level_read(o, a);
	char form[64], prefix[16], suffix[16];
	int level = od_xml_int(a, "level", 1), shown = od_xml_int(a, "display-levels", 1);
	size_t at;

	if (!l)
		return;
	l->given = true;
	l->form = od_numeral_odf(od_xml_str(a, "num-format", form, sizeof(form)));
	l->start = od_xml_int(a, "start-value", 1);
	od_xml_str(a, "num-prefix", prefix, sizeof(prefix));
	od_xml_str(a, "num-suffix", suffix, sizeof(suffix));
	at = (size_t)snprintf(l->text, sizeof(l->text), "%s", prefix);
	for (int k = level - (shown > 0 && shown < level ? shown : level) + 1;
	     *form && k <= level && at < sizeof(l->text) - 24; k++)
		at += (size_t)snprintf(l->text + at, sizeof(l->text) - at, "%s%%%d",
				       at > strlen(prefix) ? "." : "", k);
	snprintf(l->text + at, sizeof(l->text) - at, "%s", suffix);
	if (!*l->text)
		l->form = OD_NUM_BULLET;
}

static int new_list(struct od_odt *o, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	char name[200];

	if (o->in_styles_part && o->automatic)
		return 0;
	od_xml_str(a, "name", name, sizeof(name));
	o->list = od_odt_list(o, tag == T_OUTLINE ? "Outline" : name, err);
	return o->list < 0 ? -1 : 0;
}

/* --- pages ------------------------------------------------------------------------------------------------------- */

static void take_layout(struct od_page_setup *p, const struct od_xml_attrs *a)
{
	int all = od_xml_length(a, "margin", 20, 0), pitch;

	p->width = od_xml_length(a, "page-width", 20, 0);
	p->height = od_xml_length(a, "page-height", 20, 0);
	p->top = p->header = od_xml_length(a, "margin-top", 20, all);
	p->bottom = p->footer = od_xml_length(a, "margin-bottom", 20, all);
	p->left = od_xml_length(a, "margin-left", 20, all);
	p->right = od_xml_length(a, "margin-right", 20, all);
	pitch = od_xml_length(a, "layout-grid-base-height", 20, 0);
	if (od_xml_is(a, "layout-grid-mode", "line") || od_xml_is(a, "layout-grid-mode", "both")) {
		p->grid_pitch = pitch;
		p->grid_lines = od_xml_int(a, "layout-grid-lines", 0);
	}
}

static int page_start(struct od_odt *o, int tag, const struct od_xml_attrs *a)
{
	struct od_page_setup *p = o->in_layout ? &o->layout[o->in_layout - 1].setup : NULL;

	if (tag == T_LAYOUT && o->layouts < OD_ODT_NAMES) {
		od_xml_str(a, "name", o->layout[o->layouts].name, 64);
		o->in_layout = (int)++o->layouts;
	} else if (tag == T_LAYOUT_PR && p) {
		take_layout(p, a);
	} else if (tag == T_HEADER_STYLE || tag == T_FOOTER_STYLE) {
		o->in_hf = tag;
	} else if (tag == T_HF_PR && p && o->in_hf) {
		int high = od_xml_length(a, "min-height", 20, od_xml_length(a, "height", 20, 0));

		*(o->in_hf == T_HEADER_STYLE ? &p->top : &p->bottom) += high;
	} else if (tag == T_MASTER && o->masters_n < OD_ODT_NAMES) {
		od_xml_str(a, "name", o->master[o->masters_n].name, 64);
		od_xml_str(a, "page-layout-name", o->master[o->masters_n++].layout, 64);
	}
	return 0;
}

void od_odt_page(struct od_odt *o)
{
	const char *master = "Standard", *layout = NULL;

	for (size_t i = 0; i < o->begins_n; i++)
		if (!strcmp(o->begins[i].style, o->first_style))
			master = o->begins[i].master;
	for (size_t i = 0; i < o->masters_n; i++)
		if (!layout || !strcmp(o->master[i].name, master))
			layout = o->master[i].layout;
	for (size_t i = 0; layout && i < o->layouts; i++)
		if (!strcmp(o->layout[i].name, layout)) {
			struct od_page_setup *p = &o->x.d->page, was = *p;

			*p = o->layout[i].setup;
			p->even_odd = was.even_odd;
			p->page_numbers = was.page_numbers;
		}
}

/* --- events ----------------------------------------------------------------------------------------------------------- */

int od_odt_style_start(struct od_odt *o, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx_level *l;

	switch (tag) {
	case T_AUTOMATIC:
		o->automatic = true;
		return 0;
	case T_FACE:
		new_face(o, a);
		return 0;
	case T_STYLE:
		return new_style(o, a, err);
	case T_DEFAULT_STYLE:
		o->defaults = od_xml_is(a, "family", "paragraph");
		return 0;
	case T_TEXT_PR:
		if (o->style || o->defaults)
			return take_text(o, o->style ? &o->style->r : &o->x.r_defaults, a, err);
		return 0;
	case T_PARA_PR:
		if (o->style || o->defaults)
			take_paragraph(o->style ? &o->style->p : &o->x.p_defaults, a);
		return 0;
	case T_LIST_STYLE:
	case T_OUTLINE:
		return new_list(o, tag, a, err);
	case T_LEVEL_NUMBER:
		take_level(o, a);
		return 0;
	case T_LEVEL_BULLET:
		l = level_read(o, a);
		if (l)
			l->form = OD_NUM_BULLET;
		return 0;
	default:
		return page_start(o, tag, a);
	}
}

void od_odt_style_end(struct od_odt *o, int tag)
{
	if (tag == T_AUTOMATIC)
		o->automatic = false;
	if (tag == T_STYLE)
		o->style = NULL;
	if (tag == T_DEFAULT_STYLE)
		o->defaults = false;
	if (tag == T_LIST_STYLE || tag == T_OUTLINE)
		o->list = 0;
	if (tag == T_LAYOUT)
		o->in_layout = 0;
	if (tag == T_HEADER_STYLE || tag == T_FOOTER_STYLE)
		o->in_hf = 0;
}
