/* ofd.c - OFD (GB/T 33190): the text of its pages, pieces into lines by where they stand, lines into
 * paragraphs where one goes on at the left edge after a full one. */
#include <math.h>
#include <stdlib.h>

#include "shape.h"
#include "xml.h"

#define PAGES_MAX     2000
#define TEMPLATES_MAX 64
#define PARA_MAX      65536   /* bytes */
#define PIECES_MAX    60000   /* on a page */
#define ALL_MAX       1000000 /* in a document */

enum tag { T_NONE, T_DOC_ROOT, T_PAGE, T_TEMPLATE_PAGE, T_TEMPLATE, T_OBJECT, T_CODE, T_BOX };

static const struct od_xml_name names[] = {
	{ "DocRoot", OD_XML_OFD, T_DOC_ROOT },
	{ "Page", OD_XML_OFD, T_PAGE },
	{ "TemplatePage", OD_XML_OFD, T_TEMPLATE_PAGE },
	{ "Template", OD_XML_OFD, T_TEMPLATE },
	{ "TextObject", OD_XML_OFD, T_OBJECT },
	{ "TextCode", OD_XML_OFD, T_CODE },
	{ "PhysicalBox", OD_XML_OFD, T_BOX },
	{ NULL },
};

struct piece { /* a text code: millimetres from the page's corner, y of its base line */
	double x, y, end, size;
	size_t from, n; /* in .text */
};

struct ofd {
	struct od_doc *d;
	struct od_xml_source src;
	char root[200], folder[200];
	char (*page)[120];
	size_t pages;
	struct {
		char id[24], part[120];
	} template[TEMPLATES_MAX];
	size_t templates;
	char used[8][24]; /* templates of the page read */
	size_t uses;
	/* the page's text */
	struct piece *piece;
	size_t pieces, room, all;
	struct od_buf text;
	/* the object read */
	double box_x, box_y, ctm[6], x, y, size;
	bool in_code, in_box;
	double deltas; /* of the code read: how far its last character stands from its first */
	struct od_buf box;
	double height;
	/* the paragraph that may go on on the next line */
	struct od_buf para;
	bool full; /* its last line reached the right edge */
	double para_size;
};

/* --- numbers -------------------------------------------------------------------------------------------- */

/* The next number of a row of them; false: there is none. */
static bool next_number(const char **s, const char *end, double *out)
{
	double v = 0, part = 1;
	bool minus = false, any = false;

	while (*s < end && strchr(" \t\n\r,", **s))
		++*s;
	if (*s < end && (**s == '-' || **s == '+'))
		minus = *(*s)++ == '-';
	for (; *s < end && **s >= '0' && **s <= '9'; ++*s, any = true)
		v = v * 10 + (**s - '0');
	if (*s < end && **s == '.')
		for (++*s; *s < end && **s >= '0' && **s <= '9'; ++*s, any = true)
			v += (part /= 10) * (**s - '0');
	*out = minus ? -v : v;
	return any && v < 1e6;
}

static void numbers(const struct od_xml_attrs *a, const char *name, double *out, int n)
{
	size_t len;
	const char *s = od_xml_attr(a, name, &len), *end = s ? s + len : NULL;
	double v;

	for (int i = 0; s && i < n && next_number(&s, end, &v); i++)
		out[i] = v;
}

/* "5.1 5.2 g 4 2.8": the sum, where g repeats. */
static double sum_deltas(const struct od_xml_attrs *a)
{
	size_t len;
	const char *s = od_xml_attr(a, "DeltaX", &len), *end = s ? s + len : NULL;
	double sum = 0, v, times;

	while (s && s < end) {
		while (s < end && *s == ' ')
			s++;
		times = 1;
		if (s < end && *s == 'g') {
			s++;
			if (!next_number(&s, end, &times))
				break;
		}
		if (!next_number(&s, end, &v))
			break;
		sum += times * v;
	}
	return fabs(sum) < 1e5 ? sum : 0;
}

/* --- OFD.xml and the document's list of pages --------------------------------------------------------------- */

static int list_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct ofd *o = ctx;
	char target[120];

	if (tag == T_DOC_ROOT)
		o->in_code = !*o->root; /* the first document of the file */
	if (tag == T_BOX && o->height == 0)
		o->in_box = true;
	od_xml_str(a, "BaseLoc", target, sizeof(target));
	if (tag == T_TEMPLATE_PAGE && o->templates < TEMPLATES_MAX) {
		od_xml_str(a, "ID", o->template[o->templates].id, sizeof(o->template[0].id));
		od_xml_target(o->folder, target, o->template[o->templates++].part,
			      sizeof(o->template[0].part));
	}
	if (tag != T_PAGE || !*target)
		return 0;
	if (o->pages >= PAGES_MAX)
		return od_fail(err, OD_EDATA, _("more than %d pages; split it"), PAGES_MAX);
	od_xml_target(o->folder, target, o->page[o->pages], sizeof(*o->page));
	for (size_t i = 0; i < o->pages; i++)
		if (!strcmp(o->page[i], o->page[o->pages]))
			return 0; /* named twice, it is still one page */
	o->pages++;
	return 0;
}

static int list_end(void *ctx, int tag, struct od_err *err)
{
	struct ofd *o = ctx;
	const char *s = o->box.s, *end = s ? s + o->box.n : NULL;
	double v[4] = { 0 };

	(void)err;
	if (tag == T_DOC_ROOT)
		o->in_code = false;
	if (tag == T_BOX && o->in_box) {
		for (int i = 0; s && i < 4 && next_number(&s, end, &v[i]); i++)
			;
		o->height = v[3];
		o->in_box = false;
	}
	return 0;
}

static int list_text(void *ctx, const char *s, size_t n, struct od_err *err)
{
	struct ofd *o = ctx;
	size_t had = strlen(o->root);

	(void)err;
	if (o->in_box && o->box.n < 100)
		od_buf_add(&o->box, s, n < 100 ? n : 100);
	if (o->in_code && had + n < sizeof(o->root)) {
		memcpy(o->root + had, s, n);
		o->root[had + n] = '\0';
	}
	return 0;
}

/* --- a page --------------------------------------------------------------------------------------------------- */

static int new_piece(struct ofd *o, struct od_err *err)
{
	struct piece *grown;

	if (o->all++ > ALL_MAX)
		return od_fail(err, OD_EDATA, _("it holds too much text; split it"));
	if (o->pieces >= PIECES_MAX)
		return od_fail(err, OD_EDATA, _("a page of more than %d pieces of text"),
			       PIECES_MAX);
	if (o->pieces == o->room) {
		size_t room = o->room ? o->room * 2 : 256;

		grown = reallocarray(o->piece, room, sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		o->piece = grown;
		o->room = room;
	}
	o->piece[o->pieces++] = (struct piece){
		.x = o->box_x + o->ctm[0] * o->x + o->ctm[2] * o->y + o->ctm[4],
		.y = o->box_y + o->ctm[1] * o->x + o->ctm[3] * o->y + o->ctm[5],
		.size = o->size * fabs(o->ctm[0]),
		.from = o->text.n,
	};
	return 0;
}

static void start_object(struct ofd *o, const struct od_xml_attrs *a)
{
	static const double one[6] = { 1, 0, 0, 1, 0, 0 };
	double box[4] = { 0 };

	numbers(a, "Boundary", box, 4);
	o->box_x = box[0];
	o->box_y = box[1];
	memcpy(o->ctm, one, sizeof(one));
	numbers(a, "CTM", o->ctm, 6);
	o->size = 5;
	numbers(a, "Size", &o->size, 1);
	o->x = o->y = 0;
}

static int page_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct ofd *o = ctx;

	switch (tag) {
	case T_TEMPLATE:
		if (o->uses < OD_COUNT(o->used))
			od_xml_str(a, "TemplateID", o->used[o->uses++], sizeof(o->used[0]));
		return 0;
	case T_OBJECT:
		start_object(o, a);
		return 0;
	case T_CODE:
		numbers(a, "X", &o->x, 1);
		numbers(a, "Y", &o->y, 1);
		o->deltas = sum_deltas(a) * o->ctm[0];
		o->in_code = true;
		return new_piece(o, err);
	default:
		return 0;
	}
}

static int page_end(void *ctx, int tag, struct od_err *err)
{
	struct ofd *o = ctx;
	struct piece *p;

	(void)err;
	if (tag != T_CODE || !o->in_code)
		return 0;
	o->in_code = false;
	p = &o->piece[o->pieces - 1];
	p->n = o->text.n - p->from;
	p->end = p->x + o->deltas;
	if (p->n)
		p->end += (unsigned char)o->text.s[o->text.n - 1] < 0x80 ? p->size / 2 : p->size;
	return 0;
}

static int page_text(void *ctx, const char *s, size_t n, struct od_err *err)
{
	struct ofd *o = ctx;

	if (!o->in_code)
		return 0;
	if (o->text.n + n > OD_DOC_TEXT_MAX / 2)
		return od_fail(err, OD_EDATA, _("it holds too much text; split it"));
	for (size_t i = 0; i < n; i++)
		od_buf_putc(&o->text, s[i] == '\n' || s[i] == '\r' || s[i] == '\t' ? ' ' : s[i]);
	return o->text.failed ? od_fail_nomem(err) : 0;
}

/* --- lines --------------------------------------------------------------------------------------------------------- */

static int by_y(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	return (p->y > q->y) - (p->y < q->y);
}

static int by_x(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	return (p->x > q->x) - (p->x < q->x);
}

static int end_paragraph(struct ofd *o, struct od_err *err)
{
	size_t n = o->para.n ? od_chomp(o->para.s, o->para.n) : 0, skip = 0, m;

	if (o->para.failed)
		return od_fail_nomem(err);
	while (skip < n && (m = od_char_in(o->para.s + skip, " 　\xc2\xa0")))
		skip += m;
	if (n > skip) {
		struct od_line *l = od_doc_line(o->d, o->para.s + skip, n - skip, err);

		if (!l)
			return -1;
		l->skipped = skip;
	}
	od_buf_reset(&o->para);
	o->full = false;
	return 0;
}

/* A number at the foot: — 2 — */
static bool is_page_number(const struct ofd *o, const struct piece *p, const char *s, size_t n)
{
	size_t m, digits = 0;

	if (o->height <= 0 || p->y < o->height * 0.85)
		return false;
	for (size_t i = 0; i < n; i += m) {
		m = od_char_in(s + i, "0123456789-–—―－· 　第页共");
		digits += s[i] >= '0' && s[i] <= '9';
		if (!m)
			return false;
	}
	return digits > 0;
}

/* One line's pieces, from left to right, behind the paragraph or as a new one. */
static int add_line(struct ofd *o, const struct piece *p, size_t n, double left, double right,
		    struct od_err *err)
{
	double size = p->size > 0 ? p->size : 5, end = p->x;
	struct od_buf line = OD_BUF_INIT;
	bool goes_on;
	int r = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && p[i].x > end + size && p[i].n)
			od_buf_putc(&line, ' ');
		od_buf_add(&line, o->text.s + p[i].from, p[i].n);
		end = p[i].end > end ? p[i].end : end;
	}
	if (line.failed)
		r = od_fail_nomem(err);
	else if (!line.n)
		r = 0;
	else if (is_page_number(o, p, line.s, line.n)) {
		struct od_line *l = od_doc_line(o->d, line.s, line.n, err);

		if (l)
			l->place = OD_IN_FOOTER;
		r = l ? 0 : -1;
	} else {
		goes_on = o->full && p->x < left + size && fabs(size - o->para_size) < size / 8 &&
			  !od_char_in(line.s, " 　");
		if (!goes_on || o->para.n > PARA_MAX)
			r = end_paragraph(o, err);
		od_buf_add(&o->para, line.s, line.n);
		o->full = end > right - 1.5 * size && p->x < left + 3 * size;
		o->para_size = size;
	}
	od_buf_free(&line);
	return r;
}

/* The edges of the page's text: of the lines that are long. */
static void edges(const struct ofd *o, double *left, double *right)
{
	*left = 1e9;
	*right = 0;
	for (size_t i = 0; i < o->pieces; i++) {
		const struct piece *p = &o->piece[i];

		if (!p->n || (o->height > 0 && p->y > o->height * 0.9))
			continue; /* page numbers */
		*left = p->x < *left ? p->x : *left;
		*right = p->end > *right ? p->end : *right;
	}
}

static int add_page(struct ofd *o, struct od_err *err)
{
	double left, right;
	size_t i = 0, n;

	edges(o, &left, &right);
	if (o->pieces)
		qsort(o->piece, o->pieces, sizeof(*o->piece), by_y);
	for (; i < o->pieces; i += n) {
		double half = o->piece[i].size > 1 ? o->piece[i].size / 2 : 0.5;

		for (n = 1; i + n < o->pieces && o->piece[i + n].y < o->piece[i].y + half;)
			n++;
		qsort(o->piece + i, n, sizeof(*o->piece), by_x);
		if (add_line(o, o->piece + i, n, left, right, err) < 0)
			return -1;
	}
	return 0;
}

static int read_page(struct ofd *o, const char *part, struct od_err *err)
{
	static const struct od_xml_ops ops = { names, page_start, page_end, page_text };
	size_t uses;

	o->pieces = o->uses = 0;
	o->in_code = false;
	od_buf_reset(&o->text);
	if (od_xml_read(&o->src, part, &ops, o, err) < 0)
		return -1;
	uses = o->uses; /* a template's own templates are none */
	for (size_t i = 0; i < uses; i++)
		for (size_t k = 0; k < o->templates; k++)
			if (!strcmp(o->used[i], o->template[k].id) &&
			    od_xml_read_if(&o->src, o->template[k].part, &ops, o, err) < 0)
				return -1;
	return add_page(o, err);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static int read_pages(struct ofd *o, struct od_err *err)
{
	static const struct od_xml_ops ops = { names, list_start, list_end, list_text };
	const char *base;
	char main[200];

	if (od_package_has(o->src.package, "Encryptions.xml"))
		return od_fail(err, OD_EDATA, _("it is encrypted; save it without a password"));
	if (od_xml_read(&o->src, "OFD.xml", &ops, o, err) < 0)
		return -1;
	od_xml_target("", o->root, main, sizeof(main));
	base = strrchr(main, '/');
	snprintf(o->folder, sizeof(o->folder), "%.*s", (int)(base ? base + 1 - main : 0), main);
	if (od_xml_read(&o->src, main, &ops, o, err) < 0)
		return -1;
	for (size_t i = 0; i < o->pages; i++)
		if (od_xml_has(&o->src, o->page[i]) && read_page(o, o->page[i], err) < 0)
			return -1;
	return end_paragraph(o, err);
}

int od_doc_read_ofd(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	struct ofd *o = calloc(1, sizeof(*o));
	int r = -1;

	if (!o)
		return od_fail_nomem(err);
	o->d = d;
	o->page = calloc(PAGES_MAX, sizeof(*o->page));
	o->src.package = od_package_open(s, n, err);
	if (o->page && o->src.package)
		r = read_pages(o, err);
	else if (!o->page)
		od_fail_nomem(err);
	if (r < 0 && err->code == OD_ENOENT)
		err->code = OD_EDATA;
	od_package_close(o->src.package);
	free(o->page);
	free(o->piece);
	od_buf_free(&o->text);
	od_buf_free(&o->box);
	od_buf_free(&o->para);
	free(o);
	return r;
}
