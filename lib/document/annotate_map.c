/* annotate_map.c - where the text of document.xml stands in its bytes: name spaces, tags, and the map asked. */
#include <stdlib.h>

#include "annotate_walk.h"

/* --- name spaces ------------------------------------------------------------------------------------------ */

static const struct {
	const char *uri;
	int space;
} uris[] = {
	{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", OD_XML_W },
	{ "http://purl.oclc.org/ooxml/wordprocessingml/main", OD_XML_W },
	{ "http://schemas.openxmlformats.org/markup-compatibility/2006", OD_XML_MC },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/math", OD_XML_MATH },
	{ "http://purl.oclc.org/ooxml/officeDocument/math", OD_XML_MATH },
};

static int space_of(const struct od_bytes *x, struct od_span uri)
{
	for (size_t i = 0; i < OD_COUNT(uris); i++)
		if (strlen(uris[i].uri) == uri.to - uri.from &&
		    !memcmp(uris[i].uri, x->s + uri.from, uri.to - uri.from))
			return uris[i].space;
	return OD_XML_OTHER;
}

/* How Word's elements are written: by the first prefix that is declared for them. */
static void note_prefix(struct od_docx_map *m, struct od_span prefix, struct od_span uri)
{
	size_t n = prefix.to - prefix.from;

	if (*m->prefix || n + 2 > sizeof(m->prefix) || uri.to - uri.from >= sizeof(m->space))
		return;
	memcpy(m->space, m->xml.s + uri.from, uri.to - uri.from);
	m->space[uri.to - uri.from] = '\0';
	if (n)
		snprintf(m->prefix, sizeof(m->prefix), "%.*s:", (int)n, m->xml.s + prefix.from);
}

static void declare(struct od_scan *w, const struct od_token *t)
{
	const struct od_bytes *x = &w->m->xml;
	size_t at = t->attributes.from, to = t->attributes.to;
	const char *s;

	while (at < to && (s = memmem(x->s + at, to - at, "xmlns", 5))) {
		struct space *p = &w->space[w->spaces];
		size_t name = (size_t)(s - x->s) + 5;
		struct od_span uri;

		at = name;
		if (w->spaces >= SPACES_MAX || at >= to || (x->s[at] != ':' && x->s[at] != '='))
			continue;
		p->prefix.from = p->prefix.to = x->s[at] == ':' ? at + 1 : at;
		while (at < to && x->s[at] != '=')
			at++;
		p->prefix.to = p->prefix.from < at ? at : p->prefix.from;
		at += 2;
		uri.from = at;
		while (at < to && x->s[at] != '"' && x->s[at] != '\'')
			at++;
		if (at >= to)
			break;
		uri.to = at;
		p->space = space_of(x, uri);
		w->spaces++;
		if (p->space == OD_XML_W && w->depth == 0)
			note_prefix(w->m, p->prefix, uri);
	}
}

static int space_of_tag(const struct od_scan *w, const struct od_token *t)
{
	const char *s = w->m->xml.s;
	size_t n = t->local > t->name.from ? t->local - t->name.from - 1 : 0;

	for (size_t i = w->spaces; i-- > 0;) {
		const struct space *p = &w->space[i];

		if (p->prefix.to - p->prefix.from == n &&
		    !memcmp(s + p->prefix.from, s + t->name.from, n))
			return p->space;
	}
	return OD_XML_OTHER;
}

/* --- tags ------------------------------------------------------------------------------------------------------ */

static unsigned char hash(const char *s, size_t n)
{
	return n ? (unsigned char)((unsigned char)s[0] * 5 + (unsigned char)s[n - 1] * 3 + n) : 0;
}

static void hash_names(struct od_scan *w)
{
	for (size_t i = 0; od_docx_names[i].name && i < 254; i++) {
		const char *s = od_docx_names[i].name;
		unsigned char h = hash(s, strlen(s));

		w->chain[i + 1] = w->bucket[h];
		w->bucket[h] = (unsigned char)(i + 1);
	}
}

static int tag_of(const struct od_scan *w, const struct od_token *t, bool *math)
{
	const char *s = w->m->xml.s + t->local;
	size_t n = t->name.to - t->local;
	int space = space_of_tag(w, t);

	*math = space == OD_XML_MATH && n >= 5 && !memcmp(s, "oMath", 5);
	if (space == OD_XML_OTHER)
		return 0;
	for (unsigned char i = w->bucket[hash(s, n)]; i; i = w->chain[i]) {
		const struct od_xml_name *k = &od_docx_names[i - 1];

		if (k->space == space && strlen(k->name) == n && !memcmp(k->name, s, n))
			return k->tag;
	}
	return 0;
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static void note_ids(struct od_docx_map *m, const struct od_token *t)
{
	const char *s = m->xml.s + t->local;
	size_t n = t->name.to - t->local;
	long id = od_token_int(&m->xml, t, "id", -1);

	if (id > m->last_id && id < 1L << 30)
		m->last_id = id;
	if (n >= 7 && !memcmp(s, "comment", 7) && id > m->last_comment && id < 1L << 30)
		m->last_comment = id;
}

static int start(struct od_scan *w, const struct od_token *t, struct od_err *err)
{
	struct element *e;
	bool math;
	int tag;

	if (w->depth + 1 >= DEPTH_MAX)
		return od_fail(err, OD_EDATA, _("elements nest too deep for a document"));
	declare(w, t);
	if (!w->depth && !*w->m->prefix && *w->m->space) { /* as the default name space alone */
		snprintf(w->m->prefix, sizeof(w->m->prefix), "wdc:");
		w->m->declare = t->name.to;
	}
	e = &w->el[++w->depth];
	*e = (struct element){
		.from = t->from, .open = t->to, .name = t->name, .spaces = w->spaces
	};
	e->unit = e->paragraph = -1;
	note_ids(w->m, t);
	if (w->skip)
		return 0;
	tag = tag_of(w, t, &math);
	e->tag = tag;
	if (od_scan_start(w, t, tag, math) == OD_XML_SKIP) {
		e->skipped = true;
		w->skip = w->depth;
	}
	return w->failed ? od_fail_nomem(err) : 0;
}

static void end(struct od_scan *w, size_t from, size_t to)
{
	if (!w->depth)
		return;
	if (w->skip == w->depth)
		w->skip = 0;
	else if (!w->skip)
		od_scan_end(w, from, to);
	w->depth--;
	w->spaces = w->el[w->depth].spaces;
}

static int scan(struct od_scan *w, struct od_err *err)
{
	size_t at = 0;
	struct od_token t;
	int r = 0;

	w->boxes = 1;
	w->box[0].unit = w->box[0].piece = -1;
	hash_names(w);
	while (r == 0 && (t = od_token_next(&w->m->xml, &at)).kind != OD_TOKEN_END) {
		if (t.kind == OD_TOKEN_TAG && !t.end) {
			r = start(w, &t, err);
			if (r == 0 && t.empty)
				end(w, t.from, t.to);
		} else if (t.kind == OD_TOKEN_TAG) {
			end(w, t.from, t.to);
		} else if (!w->skip) {
			od_scan_text(w, &t);
		}
		if (r == 0 && (w->failed || w->m->text.failed))
			r = od_fail_nomem(err);
	}
	return r;
}

static int by_place(const void *a, const void *b)
{
	const struct od_piece *p = a, *q = b;

	if (p->paragraph != q->paragraph)
		return p->paragraph < q->paragraph ? -1 : 1;
	return (p->all.from > q->all.from) - (p->all.from < q->all.from);
}

int od_docx_map(struct od_docx_map *m, struct od_docx *styles, const char *s, size_t n,
		struct od_err *err)
{
	struct od_scan *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return od_fail_nomem(err);
	*m = (struct od_docx_map){ .xml = { s, n }, .last_id = 0, .last_comment = -1 };
	w->m = m;
	w->x = styles;
	r = scan(w, err);
	free(w);
	if (r == 0 && !*m->prefix)
		r = od_fail(err, OD_EDATA, _("the text's part is not Word's"));
	if (r == 0 && m->pieces)
		qsort(m->piece, m->pieces, sizeof(*m->piece), by_place);
	return r;
}

void od_docx_map_free(struct od_docx_map *m)
{
	od_buf_free(&m->text);
	free(m->unit);
	free(m->piece);
	free(m->paragraph);
}

/* --- asking ---------------------------------------------------------------------------------------------------------- */

const struct od_piece *od_docx_piece(const struct od_docx_map *m, int paragraph, size_t at)
{
	size_t low = 0, high = m->pieces;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct od_piece *p = &m->piece[mid];

		if (p->paragraph < paragraph || (p->paragraph == paragraph && p->at + p->n <= at))
			low = mid + 1;
		else
			high = mid;
	}
	if (low < m->pieces && m->piece[low].paragraph == paragraph && m->piece[low].at <= at)
		return &m->piece[low];
	return NULL;
}

size_t od_piece_byte(const struct od_docx_map *m, const struct od_piece *p, size_t k)
{
	size_t at = p->raw.from, seen = 0;
	char c[4];

	while (seen < k && at < p->raw.to)
		seen += od_text_char(&m->xml, &at, p->raw.to, c);
	return at;
}

bool od_docx_reads(const struct od_docx_map *m, int paragraph, size_t at, const char *s, size_t n)
{
	while (n) {
		const struct od_piece *p = od_docx_piece(m, paragraph, at);
		size_t skip, part;

		if (!p)
			return false;
		skip = at - p->at;
		part = p->n - skip < n ? p->n - skip : n;
		if (memcmp(m->text.s + p->text + skip, s, part))
			return false;
		s += part;
		at += part;
		n -= part;
	}
	return true;
}
