/* docx_style.c - styles of Word: what they say, what they have from their parents, what is seen. */
#include <stdlib.h>

#include "docx.h"

#define STYLES_MAX 8192
#define CHAIN_MAX  64 /* styles based on styles */

enum { NEW, RESOLVING, RESOLVED };

void od_docx_rpr_init(struct od_docx_rpr *r)
{
	*r = (struct od_docx_rpr){ .size = OD_UNSET,
				   .colour = OD_UNSET,
				   .underline = OD_UNSET,
				   .bold = OD_UNSET,
				   .italic = OD_UNSET,
				   .vanish = OD_UNSET,
				   .hint_east = OD_UNSET };
}

/* All members are int. */
void od_docx_ppr_init(struct od_docx_ppr *p)
{
	for (int *i = (int *)p; i < (int *)(p + 1); i++)
		*i = OD_UNSET;
}

static void over(int *to, int from)
{
	if (from != OD_UNSET)
		*to = from;
}

void od_docx_rpr_over(struct od_docx_rpr *to, const struct od_docx_rpr *r)
{
	to->ascii = r->ascii ? r->ascii : to->ascii;
	to->ansi = r->ansi ? r->ansi : to->ansi;
	to->east = r->east ? r->east : to->east;
	over(&to->size, r->size);
	over(&to->colour, r->colour);
	over(&to->underline, r->underline);
	over(&to->bold, r->bold);
	over(&to->italic, r->italic);
	over(&to->vanish, r->vanish);
	over(&to->hint_east, r->hint_east);
}

void od_docx_ppr_over(struct od_docx_ppr *to, const struct od_docx_ppr *p)
{
	int *t = (int *)to;

	for (const int *i = (const int *)p; i < (const int *)(p + 1); i++, t++)
		over(t, *i);
}

/* --- properties ------------------------------------------------------------------------------------------ */

static int take_face(struct od_docx *x, const char **to, const struct od_xml_attrs *a,
		     const char *name, const char *theme, struct od_err *err)
{
	char buf[64];
	size_t n;
	const char *s = od_xml_attr(a, name, &n), *slot;

	if (s && n) {
		*to = od_docx_face(x, s, n, err);
		if (!*to)
			return -1;
	}
	slot = od_docx_theme_face(x, od_xml_str(a, theme, buf, sizeof(buf)));
	if (slot)
		*to = slot;
	return 0;
}

static int take_fonts(struct od_docx *x, struct od_docx_rpr *r, const struct od_xml_attrs *a,
		      struct od_err *err)
{
	size_t n;

	if (od_xml_attr(a, "hint", &n))
		r->hint_east = od_xml_is(a, "hint", "eastAsia");
	if (take_face(x, &r->ascii, a, "ascii", "asciiTheme", err) < 0 ||
	    take_face(x, &r->ansi, a, "hAnsi", "hAnsiTheme", err) < 0)
		return -1;
	if (take_face(x, &r->east, a, "fareast", "", err) < 0) /* of 2003 */
		return -1;
	return take_face(x, &r->east, a, "eastAsia", "eastAsiaTheme", err);
}

static int colour_of(const struct od_xml_attrs *a)
{
	char buf[16], *end;
	long c;

	od_xml_str(a, "val", buf, sizeof(buf));
	c = strtol(buf, &end, 16);
	return strlen(buf) == 6 && !*end && c >= 0 ? (int)c : 0;
}

int od_docx_rpr_take(struct od_docx *x, struct od_docx_rpr *r, int tag,
		     const struct od_xml_attrs *a, struct od_err *err)
{
	switch (tag) {
	case W_FONTS:
		return take_fonts(x, r, a, err);
	case W_SZ:
		over(&r->size, od_xml_length(a, "val", 2, OD_UNSET));
		break;
	case W_B:
		r->bold = od_xml_on(a, "val", 1);
		break;
	case W_I:
		r->italic = od_xml_on(a, "val", 1);
		break;
	case W_VANISH:
		r->vanish = od_xml_on(a, "val", 1);
		break;
	case W_U:
		r->underline = !od_xml_is(a, "val", "none");
		break;
	case W_COLOR:
		r->colour = colour_of(a);
		break;
	default:
		break;
	}
	return 0;
}

static int align_of(const struct od_xml_attrs *a)
{
	static const struct {
		const char *name;
		int align;
	} names[] = {
		{ "left", OD_ALIGN_LEFT },       { "start", OD_ALIGN_LEFT },
		{ "center", OD_ALIGN_CENTRE },   { "right", OD_ALIGN_RIGHT },
		{ "end", OD_ALIGN_RIGHT },       { "both", OD_ALIGN_BOTH },
		{ "distribute", OD_ALIGN_BOTH },
	};

	for (size_t i = 0; i < OD_COUNT(names); i++)
		if (od_xml_is(a, "val", names[i].name))
			return names[i].align;
	return OD_ALIGN_NONE;
}

/* Twips; strict files name left and right start and end. */
static void twips(int *to, const struct od_xml_attrs *a, const char *name, const char *other)
{
	over(to, od_xml_length(a, other, 20, OD_UNSET));
	over(to, od_xml_length(a, name, 20, OD_UNSET));
}

static void take_indent(struct od_docx_ppr *p, const struct od_xml_attrs *a)
{
	int hanging = od_xml_length(a, "hanging", 20, OD_UNSET);
	int chars = od_xml_int(a, "hangingChars", OD_UNSET);

	twips(&p->left, a, "left", "start");
	twips(&p->right, a, "right", "end");
	over(&p->left_chars, od_xml_int(a, "startChars", od_xml_int(a, "leftChars", OD_UNSET)));
	over(&p->right_chars, od_xml_int(a, "endChars", od_xml_int(a, "rightChars", OD_UNSET)));
	over(&p->first, od_xml_length(a, "firstLine", 20, OD_UNSET));
	over(&p->first_chars, od_xml_int(a, "firstLineChars", OD_UNSET));
	if (hanging != OD_UNSET)
		p->first = -hanging;
	if (chars != OD_UNSET && (chars || p->first_chars == OD_UNSET))
		p->first_chars = -chars;
}

static void take_spacing(struct od_docx_ppr *p, const struct od_xml_attrs *a)
{
	over(&p->before, od_xml_length(a, "before", 20, OD_UNSET));
	over(&p->after, od_xml_length(a, "after", 20, OD_UNSET));
	over(&p->before_lines, od_xml_int(a, "beforeLines", OD_UNSET));
	over(&p->after_lines, od_xml_int(a, "afterLines", OD_UNSET));
	over(&p->line, od_xml_length(a, "line", 20, OD_UNSET));
	if (od_xml_is(a, "lineRule", "exact"))
		p->rule = OD_RULE_EXACT;
	else if (od_xml_is(a, "lineRule", "atLeast") || od_xml_is(a, "lineRule", "at-least"))
		p->rule = OD_RULE_LEAST;
	else if (od_xml_is(a, "lineRule", "auto"))
		p->rule = OD_RULE_AUTO;
}

void od_docx_ppr_take(struct od_docx_ppr *p, int tag, const struct od_xml_attrs *a)
{
	switch (tag) {
	case W_JC:
		p->align = align_of(a);
		break;
	case W_IND:
		take_indent(p, a);
		break;
	case W_SPACING:
		take_spacing(p, a);
		break;
	case W_PAGE_BREAK:
		p->page_break = od_xml_on(a, "val", 1);
		break;
	case W_NUM_ID:
		over(&p->num, od_xml_int(a, "val", OD_UNSET));
		break;
	case W_ILVL:
		over(&p->level, od_xml_int(a, "val", OD_UNSET));
		break;
	default:
		break;
	}
}

/* --- styles.xml ------------------------------------------------------------------------------------------- */

struct reading {
	struct od_docx *x;
	struct od_docx_style *style;
	bool defaults;
	int in_r, in_p; /* depth inside rPr, pPr */
	char normal[200];
};

struct od_docx_style *od_docx_style_new(struct od_docx *x, const char *id, int type,
					struct od_err *err)
{
	struct od_docx_style *s;

	if (x->styles >= STYLES_MAX) {
		od_fail(err, OD_EDATA, _("more than %d styles: no draft has"), STYLES_MAX);
		return NULL;
	}
	if (x->styles == x->style_room) {
		size_t room = x->style_room ? x->style_room * 2 : 64;

		s = reallocarray(x->style, room, sizeof(*s));
		if (!s) {
			od_fail_nomem(err);
			return NULL;
		}
		x->style = s;
		x->style_room = room;
	}
	s = &x->style[x->styles];
	*s = (struct od_docx_style){ .id = strdup(id), .type = type };
	if (!s->id) {
		od_fail_nomem(err);
		return NULL;
	}
	x->styles++;
	od_docx_rpr_init(&s->r);
	od_docx_ppr_init(&s->p);
	return s;
}

static int new_style(struct reading *rd, const struct od_xml_attrs *a, struct od_err *err)
{
	static const char *const types[] = { "paragraph", "character", "table", "numbering" };
	char id[200];
	int type = 0;

	for (int i = 0; i < (int)OD_COUNT(types); i++)
		if (od_xml_is(a, "type", types[i]))
			type = i;
	od_xml_str(a, "styleId", id, sizeof(id));
	rd->style = od_docx_style_new(rd->x, id, type, err);
	if (!rd->style)
		return -1;
	if (type == OD_STYLE_PARAGRAPH && od_xml_on(a, "default", 0) == 1)
		snprintf(rd->normal, sizeof(rd->normal), "%s", id);
	return 0;
}

static int based_on(struct reading *rd, const struct od_xml_attrs *a, struct od_err *err)
{
	char id[200];

	if (!rd->style || rd->style->based)
		return 0;
	rd->style->based = strdup(od_xml_str(a, "val", id, sizeof(id)));
	return rd->style->based ? 0 : od_fail_nomem(err);
}

static int on_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct reading *rd = ctx;
	struct od_docx *x = rd->x;

	if (tag == W_STYLE)
		return new_style(rd, a, err);
	if (tag == W_BASED_ON)
		return based_on(rd, a, err);
	/* of a table style: what is for its first row and the like, w:tblStylePr, is left out */
	if (tag == W_LEAVE_OUT || tag == W_CHANGE)
		return OD_XML_SKIP;
	if (tag == W_DOC_DEFAULTS)
		rd->defaults = true;
	rd->in_r += tag == W_R_PR;
	rd->in_p += tag == W_P_PR;
	if (!rd->style && !rd->defaults)
		return 0;
	if (rd->in_r && tag == W_LANG && rd->defaults && !*x->lang)
		od_xml_str(a, "eastAsia", x->lang, sizeof(x->lang));
	if (rd->in_r)
		return od_docx_rpr_take(x, rd->style ? &rd->style->r : &x->r_defaults, tag, a, err);
	if (rd->in_p)
		od_docx_ppr_take(rd->style ? &rd->style->p : &x->p_defaults, tag, a);
	return 0;
}

static int on_end(void *ctx, int tag, struct od_err *err)
{
	struct reading *rd = ctx;

	(void)err;
	if (tag == W_STYLE)
		rd->style = NULL;
	if (tag == W_DOC_DEFAULTS)
		rd->defaults = false;
	rd->in_r -= tag == W_R_PR;
	rd->in_p -= tag == W_P_PR;
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct od_docx_style *s = a, *t = b;
	int c = strcmp(s->id, t->id);

	return c ? c : s->type - t->type;
}

struct od_docx_style *od_docx_style(struct od_docx *x, const char *id, int type)
{
	struct od_docx_style key = { .type = type };

	if (!x->styles || !*id)
		return NULL;
	key.id = (char *)id;
	return bsearch(&key, x->style, x->styles, sizeof(key), by_id);
}

/* What the parents say, then the list that this style is linked to, then its own. */
static void resolve(struct od_docx *x, struct od_docx_style *s, int depth)
{
	struct od_docx_style *parent = s->based ? od_docx_style(x, s->based, s->type) : NULL;
	const struct od_docx_level *l;
	struct od_docx_rpr r;
	struct od_docx_ppr p;

	if (s->state != NEW)
		return;
	s->state = RESOLVING;
	od_docx_rpr_init(&r);
	od_docx_ppr_init(&p);
	if (parent && depth < CHAIN_MAX)
		resolve(x, parent, depth + 1);
	if (parent && parent->state == RESOLVED) {
		r = parent->r;
		p = parent->p;
	}
	if (s->type == OD_STYLE_PARAGRAPH && (s->p.num != OD_UNSET || s->p.level != OD_UNSET)) {
		int num = s->p.num != OD_UNSET ? s->p.num : p.num;

		l = od_docx_level(x, num, &s->p.level, s->id);
		if (l)
			od_docx_ppr_over(&p, &l->p);
	}
	od_docx_rpr_over(&r, &s->r);
	od_docx_ppr_over(&p, &s->p);
	s->r = r;
	s->p = p;
	s->state = RESOLVED;
}

void od_docx_styles_ready(struct od_docx *x)
{
	if (x->styles)
		qsort(x->style, x->styles, sizeof(*x->style), by_id);
	for (size_t i = 0; i < x->styles; i++)
		resolve(x, &x->style[i], 0);
}

int od_docx_styles(struct od_docx *x, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_docx_names, on_start, on_end, NULL };
	struct reading rd = { .x = x };

	od_docx_rpr_init(&x->r_defaults);
	od_docx_ppr_init(&x->p_defaults);
	if (od_xml_read_if(&x->src, x->styles_part, &ops, &rd, err) < 0 ||
	    od_docx_numbering(x, err) < 0)
		return -1;
	od_docx_styles_ready(x);
	x->normal = od_docx_style(x, rd.normal, OD_STYLE_PARAGRAPH);
	return 0;
}

void od_docx_styles_free(struct od_docx *x)
{
	for (size_t i = 0; i < x->styles; i++) {
		free(x->style[i].id);
		free(x->style[i].based);
	}
	free(x->style);
}

/* --- what is seen -------------------------------------------------------------------------------------------- */

/* A toggle: directly named it is what is named; a default that is on stays on; else each style that names it
 * turns it over. */
static int toggle(int defaults, int table, int para, int chr, int direct)
{
	if (direct != OD_UNSET)
		return direct;
	if (defaults == 1)
		return 1;
	return (table == 1) ^ (para == 1) ^ (chr == 1);
}

void od_docx_run_face(const struct od_docx *x, const struct od_docx_style *table,
		      const struct od_docx_style *para, const struct od_docx_style *chr,
		      const struct od_docx_rpr *direct, struct od_docx_rpr *out)
{
	struct od_docx_rpr none;
	const struct od_docx_rpr *d = &x->r_defaults, *t, *p, *c;

	od_docx_rpr_init(&none);
	t = table ? &table->r : &none;
	p = para ? &para->r : &none;
	c = chr ? &chr->r : &none;
	*out = *d;
	od_docx_rpr_over(out, t);
	od_docx_rpr_over(out, p);
	od_docx_rpr_over(out, c);
	od_docx_rpr_over(out, direct);
	out->bold = toggle(d->bold, t->bold, p->bold, c->bold, direct->bold);
	out->italic = toggle(d->italic, t->italic, p->italic, c->italic, direct->italic);
	out->vanish = toggle(d->vanish, t->vanish, p->vanish, c->vanish, direct->vanish);
	if (out->size == OD_UNSET)
		out->size = x->styles ? 20 : 0; /* Word's own default is 10 points */
}
