/* xml.c - libxml2's SAX parser with everything closed that a draft does not need. */
#include <libxml/parser.h>
#include <stdlib.h>

#include "xml.h"

#define EQUALS_MAX 2048  /* = in one tag: libxml2 compares each attribute with every other */
#define SPACES_MAX 512   /* name spaces declared around one element */
#define NAMES_MAX  20000 /* different ones: libxml2's own table of them does not grow on */
#define NAMES_HASH 1024

struct known {
	const xmlChar *name, *uri; /* libxml2 keeps one copy of each, so the address tells */
	int tag;
};

struct parse {
	xmlParserCtxtPtr parser;
	const struct od_xml_ops *ops;
	void *ctx;
	struct od_err *err;
	const char *part;
	bool failed;     /* *err says why */
	int depth, skip; /* skip: the depth at which what is left out began */
	unsigned short spaces[OD_DOC_DEPTH_MAX + 2];
	unsigned int all_spaces;
	unsigned int equals;
	struct known known[NAMES_HASH];
	int open[OD_DOC_DEPTH_MAX + 2]; /* tags */
};

/* --- names ------------------------------------------------------------------------------------------- */

static const struct {
	const char *uri;
	int space;
} spaces[] = {
	{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", OD_XML_W },
	{ "http://purl.oclc.org/ooxml/wordprocessingml/main", OD_XML_W },
	{ "http://schemas.microsoft.com/office/word/2003/wordml", OD_XML_W },
	{ "http://schemas.openxmlformats.org/markup-compatibility/2006", OD_XML_MC },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/math", OD_XML_MATH },
	{ "http://purl.oclc.org/ooxml/officeDocument/math", OD_XML_MATH },
	{ "http://schemas.openxmlformats.org/drawingml/2006/main", OD_XML_A },
	{ "http://purl.oclc.org/ooxml/drawingml/main", OD_XML_A },
	{ "http://schemas.openxmlformats.org/package/2006/relationships", OD_XML_RELS },
	{ "urn:schemas-microsoft-com:vml", OD_XML_VML },
	{ "urn:oasis:names:tc:opendocument:xmlns:office:1.0", OD_XML_OFFICE },
	{ "urn:oasis:names:tc:opendocument:xmlns:text:1.0", OD_XML_TEXT },
	{ "urn:oasis:names:tc:opendocument:xmlns:table:1.0", OD_XML_TABLE },
	{ "urn:oasis:names:tc:opendocument:xmlns:style:1.0", OD_XML_STYLE },
	{ "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", OD_XML_FO },
	{ "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", OD_XML_DRAW },
	{ "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", OD_XML_SVG },
	{ "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", OD_XML_MANIFEST },
	{ "http://www.ofdspec.org/2016", OD_XML_OFD },
	{ "http://www.ofdspec.org", OD_XML_OFD },
};

static int space_of(const xmlChar *uri)
{
	if (!uri)
		return OD_XML_OTHER;
	for (size_t i = 0; i < OD_COUNT(spaces); i++)
		if (!strcmp((const char *)uri, spaces[i].uri))
			return spaces[i].space;
	return OD_XML_OTHER;
}

static int look_up(const struct od_xml_name *names, const xmlChar *name, const xmlChar *uri)
{
	int space = space_of(uri);

	for (; names->name; names++)
		if (names->space == space && !strcmp(names->name, (const char *)name))
			return names->tag;
	return 0;
}

static int tag_of(struct parse *p, const xmlChar *name, const xmlChar *uri)
{
	struct known *k = &p->known[((uintptr_t)name ^ (uintptr_t)name >> 10) % NAMES_HASH];

	if (k->name != name || k->uri != uri)
		*k = (struct known){ name, uri, look_up(p->ops->names, name, uri) };
	return k->tag;
}

/* --- attributes --------------------------------------------------------------------------------------- */

const char *od_xml_attr(const struct od_xml_attrs *a, const char *name, size_t *n)
{
	for (int i = 0; i < a->n; i++) {
		const unsigned char **at = a->a + (ptrdiff_t)i * 5;

		if (*at[0] != (unsigned char)*name || strcmp((const char *)at[0], name))
			continue;
		*n = (size_t)(at[4] - at[3]);
		return (const char *)at[3];
	}
	return NULL;
}

const char *od_xml_str(const struct od_xml_attrs *a, const char *name, char *buf, size_t room)
{
	size_t n = 0;
	const char *s = od_xml_attr(a, name, &n);

	if (n >= room) {
		n = room - 1;
		while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
			n--;
	}
	if (n)
		memcpy(buf, s, n);
	buf[n] = '\0';
	return buf;
}

bool od_xml_is(const struct od_xml_attrs *a, const char *name, const char *value)
{
	size_t n;
	const char *s = od_xml_attr(a, name, &n);

	return s && n == strlen(value) && !memcmp(s, value, n);
}

/* 0.1 points to the unit. */
static double unit_points(const char *unit)
{
	static const struct {
		const char *unit;
		double points;
	} units[] = { { "pt", 1 },  { "in", 72 }, { "cm", 72 / 2.54 }, { "mm", 72 / 25.4 },
		      { "pc", 12 }, { "pi", 12 }, { "px", 0.75 } };

	for (size_t i = 0; i < OD_COUNT(units); i++)
		if (!strcmp(unit, units[i].unit))
			return units[i].points;
	return 0;
}

/* A decimal number at *s without the locale's comma. */
static double number_at(const char **s)
{
	double v = 0, part = 1;
	bool minus = **s == '-';

	*s += minus || **s == '+';
	for (; **s >= '0' && **s <= '9'; ++*s)
		v = v * 10 + (**s - '0');
	if (**s == '.')
		for (++*s; **s >= '0' && **s <= '9'; ++*s)
			v += (part /= 10) * (**s - '0');
	return minus ? -v : v;
}

int od_xml_length(const struct od_xml_attrs *a, const char *name, int per_point, int missing)
{
	char buf[40];
	const char *s = od_xml_str(a, name, buf, sizeof(buf));
	double v;

	if (!*s || !strchr("+-.0123456789", *s))
		return missing;
	v = number_at(&s);
	if (*s == '%')
		return missing;
	if (*s)
		v *= unit_points(s) * per_point;
	if (v > 1e8 || v < -1e8)
		return missing;
	return (int)(v < 0 ? v - 0.5 : v + 0.5);
}

int od_xml_int(const struct od_xml_attrs *a, const char *name, int missing)
{
	return od_xml_length(a, name, 1, missing);
}

int od_xml_on(const struct od_xml_attrs *a, const char *name, int missing)
{
	size_t n;
	const char *s = od_xml_attr(a, name, &n);

	if (!s)
		return missing;
	return !((n == 1 && *s == '0') || (n == 5 && !memcmp(s, "false", 5)) ||
		 (n == 3 && !memcmp(s, "off", 3)));
}

/* --- events ----------------------------------------------------------------------------------------------- */

static void stop(struct parse *p)
{
	p->failed = true;
	xmlStopParser(p->parser);
}

static void refuse(struct parse *p, const char *why)
{
	if (p->failed)
		return;
	od_fail(p->err, OD_EDATA, "%s: %s", p->part, why);
	stop(p);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		     int nspaces, const xmlChar **declared, int n, int defaulted,
		     const xmlChar **attributes)
{
	struct parse *p = ctx;
	struct od_xml_attrs a = { attributes, n };
	int tag, r = 0;

	(void)prefix, (void)declared, (void)defaulted;
	if (p->failed)
		return;
	if (p->depth >= OD_DOC_DEPTH_MAX) {
		refuse(p, _("elements nest too deep for a document"));
		return;
	}
	if (xmlDictSize(p->parser->dict) > NAMES_MAX) {
		refuse(p, _("too many kinds of elements for a document"));
		return;
	}
	p->spaces[++p->depth] = (unsigned short)(nspaces < SPACES_MAX ? nspaces : SPACES_MAX);
	p->all_spaces += p->spaces[p->depth];
	if (p->all_spaces >= SPACES_MAX) {
		refuse(p, _("too many name spaces for a document"));
		return;
	}
	if (p->skip)
		return;
	tag = tag_of(p, name, uri);
	p->open[p->depth] = tag;
	r = p->ops->start(p->ctx, tag, &a, p->err);
	if (r == OD_XML_SKIP)
		p->skip = p->depth;
	if (r < 0)
		stop(p);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct parse *p = ctx;

	(void)name, (void)prefix, (void)uri;
	if (p->failed)
		return;
	p->all_spaces -= p->spaces[p->depth];
	if (!p->skip && p->ops->end(p->ctx, p->open[p->depth], p->err) < 0)
		stop(p);
	if (p->skip == p->depth)
		p->skip = 0;
	p->depth--;
}

static void on_text(void *ctx, const xmlChar *s, int n)
{
	struct parse *p = ctx;

	if (!p->failed && !p->skip && p->ops->text &&
	    p->ops->text(p->ctx, (const char *)s, (size_t)n, p->err) < 0)
		stop(p);
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
	(void)name, (void)id, (void)uri;
	refuse(ctx, _("a document type declaration (entities) is refused"));
}

static xmlEntityPtr on_entity(void *ctx, const xmlChar *name)
{
	(void)ctx, (void)name;
	return NULL;
}

/* --- feeding ------------------------------------------------------------------------------------------------ */

static int damaged(struct parse *p)
{
	const xmlError *e = xmlCtxtGetLastError(p->parser);
	const char *why = e && e->message ? e->message : "";

	if (p->failed)
		return -1;
	p->failed = true;
	return od_fail(p->err, OD_EDATA, _("%s: damaged XML: %.*s"), p->part,
		       (int)strcspn(why, "\n"), why);
}

static bool has_many_equals(struct parse *p, const char *s, size_t n)
{
	unsigned int equals = p->equals, most = 0;

	for (size_t i = 0; i < n; i++) {
		equals = s[i] == '<' ? 0 : equals + (s[i] == '=');
		most = equals > most ? equals : most;
	}
	p->equals = equals;
	return most > EQUALS_MAX;
}

static int feed(void *ctx, const char *s, size_t n, struct od_err *err)
{
	struct parse *p = ctx;

	(void)err;
	if (has_many_equals(p, s, n)) {
		refuse(p, _("too many attributes for a document"));
		return -1;
	}
	for (size_t at = 0; at < n && !p->failed; at += 65536)
		if (xmlParseChunk(p->parser, s + at, n - at < 65536 ? (int)(n - at) : 65536, 0) &&
		    !p->parser->wellFormed)
			return damaged(p);
	return p->failed ? -1 : 0;
}

static int start(struct parse *p, const struct od_xml_ops *ops, void *ctx, const char *part,
		 struct od_err *err)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.cdataBlock = on_text,
		.ignorableWhitespace = on_text,
		.internalSubset = on_doctype,
		.getEntity = on_entity,
	};

	*p = (struct parse){ .ops = ops, .ctx = ctx, .part = part, .err = err };
	xmlInitParser();
	p->parser = xmlCreatePushParserCtxt(&sax, p, NULL, 0, NULL);
	if (!p->parser)
		return od_fail_nomem(err);
	xmlCtxtUseOptions(p->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
					     XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC);
	return 0;
}

static int finish(struct parse *p, int r)
{
	if (r == 0 && xmlParseChunk(p->parser, NULL, 0, 1) && !p->parser->wellFormed)
		r = damaged(p);
	if (p->failed)
		r = -1;
	if (p->parser->myDoc)
		xmlFreeDoc(p->parser->myDoc);
	xmlFreeParserCtxt(p->parser);
	return r;
}

/* --- sources --------------------------------------------------------------------------------------------------- */

/* The inside of a part of a flat package: between its pkg:xmlData tags. */
static const char *flat_part(const struct od_xml_source *src, const char *part, size_t *n)
{
	const char *s = src->s, *end = s + src->n, *tag, *close, *data, *stop_at;
	size_t len = strlen(part);

	for (; (tag = memmem(s, (size_t)(end - s), "<pkg:part", 9)); s = tag + 9) {
		const char *name;

		close = memchr(tag, '>', (size_t)(end - tag));
		name = close ? memmem(tag, (size_t)(close - tag), "pkg:name=", 9) : NULL;
		if (!name || (size_t)(close - name) < len + 12 || name[10] != '/' ||
		    memcmp(name + 11, part, len) || name[11 + len] != name[9])
			continue;
		data = memmem(close, (size_t)(end - close), "<pkg:xmlData", 12);
		data = data ? memchr(data, '>', (size_t)(end - data)) : NULL;
		stop_at = data ? memmem(data, (size_t)(end - data), "</pkg:xmlData", 13) : NULL;
		if (!stop_at)
			return NULL;
		*n = (size_t)(stop_at - data) - 1;
		return data + 1;
	}
	return NULL;
}

void od_xml_target(const char *folder, const char *target, char *out, size_t room)
{
	int n = (int)strlen(folder);

	target += strspn(target, " \t\r\n");
	if (*target == '/') {
		n = 0;
		target++;
	}
	while (!strncmp(target, "./", 2))
		target += 2;
	while (!strncmp(target, "../", 3)) {
		target += 3;
		for (n -= n > 0; n && folder[n - 1] != '/';)
			n--;
	}
	snprintf(out, room, "%.*s%s", n, folder, target);
	out[strcspn(out, "\t\r\n")] = '\0'; /* it may stand in a message of one line */
}

bool od_xml_has(const struct od_xml_source *src, const char *part)
{
	size_t n;

	if (src->package)
		return od_package_has(src->package, part);
	return !src->opc || flat_part(src, part, &n);
}

int od_xml_read(const struct od_xml_source *src, const char *part, const struct od_xml_ops *ops,
		void *ctx, struct od_err *err)
{
	const char *s = src->s;
	size_t n = src->n;
	struct parse *p;
	int r;

	if (!src->package && src->opc) {
		s = flat_part(src, part, &n);
		if (!s)
			return od_fail(err, OD_ENOENT, _("the package has no part %s"), part);
	}
	p = malloc(sizeof(*p));
	if (!p)
		return od_fail_nomem(err);
	r = start(p, ops, ctx, part, err);
	if (r == 0) {
		if (src->package)
			r = od_package_each(src->package, part, feed, p, err);
		else
			r = feed(p, s, n, err);
		r = finish(p, r);
	}
	free(p);
	return r;
}

int od_xml_read_if(const struct od_xml_source *src, const char *part, const struct od_xml_ops *ops,
		   void *ctx, struct od_err *err)
{
	return od_xml_has(src, part) ? od_xml_read(src, part, ops, ctx, err) : 0;
}
