/* xml.h - private to document/: XML as events, out of memory or a package, never beyond bounds.
 *
 * A document type declaration is refused, so there are no entities but the five; nothing is fetched;
 * nesting, attributes and name spaces are bounded. */
#ifndef OD_XML_H
#define OD_XML_H

#include "doc.h"

/* Name spaces, by meaning: that of Word is one in its transitional, strict and 2003 forms. */
enum od_xml_space {
	OD_XML_OTHER,
	OD_XML_W,    /* Word's text */
	OD_XML_MC,   /* markup compatibility */
	OD_XML_MATH, /* formulas */
	OD_XML_A,    /* DrawingML: themes */
	OD_XML_RELS, /* relations of a package */
	OD_XML_VML,
	OD_XML_OFFICE, /* OpenDocument ... */
	OD_XML_TEXT,
	OD_XML_TABLE,
	OD_XML_STYLE,
	OD_XML_FO,
	OD_XML_DRAW,
	OD_XML_SVG,
	OD_XML_MANIFEST,
	OD_XML_OFD,
};
struct od_xml_name {
	const char *name; /* without its prefix */
	int space, tag;   /* tag: the reader's number, above 0 */
};
struct od_xml_attrs {
	const unsigned char **a; /* as SAX2 gives them */
	int n;
};

#define OD_XML_SKIP 1 /* from start: nothing of this element is told, nor its end */
struct od_xml_ops {
	const struct od_xml_name *names; /* ends with NULL; others have tag 0 */
	int (*start)(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err);
	int (*end)(void *ctx, int tag, struct od_err *err);
	int (*text)(void *ctx, const char *s, size_t n, struct od_err *err); /* in pieces */
};

/* A value, or NULL: it has none.  Borrowed, *n bytes, without a NUL. */
const char *od_xml_attr(const struct od_xml_attrs *a, const char *name, size_t *n);
/* The same as a string in buf, cut to it; "" where there is none. */
const char *od_xml_str(const struct od_xml_attrs *a, const char *name, char *buf, size_t room);
bool od_xml_is(const struct od_xml_attrs *a, const char *name, const char *value);
int od_xml_int(const struct od_xml_attrs *a, const char *name, int missing);
/* A length: a bare number as it is, with a unit (pt, in, cm, mm, pc, px) in per_point to the point. */
int od_xml_length(const struct od_xml_attrs *a, const char *name, int per_point, int missing);
/* 1, 0, or missing; an element that stands there without a value is on. */
int od_xml_on(const struct od_xml_attrs *a, const char *name, int missing);

/* Where parts come from. */
struct od_xml_source {
	struct od_package *package;
	const char *s; /* no package: one flat file */
	size_t n;
	bool opc; /* the flat file holds parts (pkg:part) */
};
/* The name of a part that a part of this folder ("word/") points to. */
void od_xml_target(const char *folder, const char *target, char *out, size_t room);
bool od_xml_has(const struct od_xml_source *src, const char *part);
int od_xml_read(const struct od_xml_source *src, const char *part, const struct od_xml_ops *ops,
		void *ctx, struct od_err *err) OD_MUST_CHECK;
/* The same, 0 where there is no such part. */
int od_xml_read_if(const struct od_xml_source *src, const char *part, const struct od_xml_ops *ops,
		   void *ctx, struct od_err *err) OD_MUST_CHECK;

#endif
