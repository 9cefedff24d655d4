/* annotate_part.c - the other parts a comment needs: comments.xml, its relation to the text, its type. */
#include <stdlib.h>

#include "annotate.h"
#include "shape.h"

#define COMMENTS_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
#define RELATIONS     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT        "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define PACKAGE       "http://schemas.openxmlformats.org/package/2006"
#define XML_HEAD      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

int od_part_append(const char *s, size_t n, const struct od_buf *x, struct od_buf *out,
		   struct od_err *err)
{
	struct od_bytes b = { s, n };
	struct od_token t, root = { 0 }, last = { 0 };
	size_t at = 0;

	while ((t = od_token_next(&b, &at)).kind != OD_TOKEN_END) {
		if (t.kind == OD_TOKEN_TAG && !root.to)
			root = t;
		if (t.kind == OD_TOKEN_TAG)
			last = t;
	}
	if (!last.to)
		return od_fail(err, OD_EDATA, _("a part of the package is no XML"));
	if (root.empty) {
		od_buf_add(out, s, root.attributes.to);
		od_buf_putc(out, '>');
		od_buf_add(out, x->s, x->n);
		od_buf_puts(out, "</");
		od_buf_add(out, s + root.name.from, root.name.to - root.name.from);
		od_buf_putc(out, '>');
		od_buf_add(out, s + root.to, n - root.to);
	} else {
		od_buf_add(out, s, last.from);
		od_buf_add(out, x->s, x->n);
		od_buf_add(out, s + last.from, n - last.from);
	}
	return out->failed ? od_fail_nomem(err) : 0;
}

/* The prefix of a part's root, with its colon: what is added is written as the part writes. */
static void root_prefix(const char *s, size_t n, char *out, size_t room)
{
	struct od_bytes b = { s, n };
	struct od_token t;
	size_t at = 0;

	while ((t = od_token_next(&b, &at)).kind != OD_TOKEN_END && t.kind != OD_TOKEN_TAG)
		;
	snprintf(out, room, "%.*s", t.kind == OD_TOKEN_TAG ? (int)(t.local - t.name.from) : 0,
		 s + t.name.from);
}

/* --- where comments are ------------------------------------------------------------------------------------- */

static void last_comment(const char *s, size_t n, long *last)
{
	struct od_bytes b = { s, n };
	struct od_token t;
	size_t at = 0;

	while ((t = od_token_next(&b, &at)).kind != OD_TOKEN_END) {
		long id;

		if (t.kind != OD_TOKEN_TAG || t.end || t.name.to - t.local != 7 ||
		    memcmp(s + t.local, "comment", 7))
			continue;
		id = od_token_int(&b, &t, "id", -1);
		*last = id > *last && id < 1L << 30 ? id : *last;
	}
}

/* A free name beside the text's part. */
static void new_part(struct od_comment_parts *c, struct od_package *p, const char *folder)
{
	snprintf(c->part, sizeof(c->part), "%scomments.xml", folder);
	for (int i = 2; od_package_has(p, c->part) && i < 1000; i++)
		snprintf(c->part, sizeof(c->part), "%scomments%d.xml", folder, i);
}

static int relation(struct od_comment_parts *c, struct od_package *p, bool strict,
		    struct od_err *err)
{
	struct od_buf one = OD_BUF_INIT;
	const char *s = NULL, *name = strrchr(c->part, '/');
	char id[40] = "rIdDocCheck", prefix[40] = "";
	size_t n = 0;
	int r = 0;

	if (od_package_has(p, c->rels)) {
		s = od_package_part(p, c->rels, &n, err);
		if (!s)
			return -1;
		root_prefix(s, n, prefix, sizeof(prefix));
		for (int i = 2; memmem(s, n, id, strlen(id)) && i < 1000; i++)
			snprintf(id, sizeof(id), "rIdDocCheck%d_", i);
	}
	od_buf_printf(&one, "<%sRelationship Id=\"%s\" Type=\"%s/comments\" Target=\"%s\"/>",
		      prefix, id, strict ? STRICT : RELATIONS, name ? name + 1 : c->part);
	if (s) {
		r = od_part_append(s, n, &one, &c->rels_xml, err);
	} else {
		od_buf_printf(&c->rels_xml,
			      XML_HEAD "<Relationships xmlns=\"" PACKAGE
				       "/relationships\">%s</Relationships>",
			      one.s ? one.s : "");
		r = c->rels_xml.failed ? od_fail_nomem(err) : 0;
	}
	od_buf_free(&one);
	return r;
}

static int content_type(struct od_comment_parts *c, struct od_package *p, struct od_err *err)
{
	struct od_buf one = OD_BUF_INIT;
	char prefix[40], named[250];
	size_t n;
	const char *s = od_package_part(p, "[Content_Types].xml", &n, err);
	int r;

	if (!s)
		return -1;
	snprintf(named, sizeof(named), "\"/%s\"", c->part);
	if (memmem(s, n, named, strlen(named)))
		return 0;
	root_prefix(s, n, prefix, sizeof(prefix));
	od_buf_printf(&one, "<%sOverride PartName=\"/%s\" ContentType=\"" COMMENTS_TYPE "\"/>",
		      prefix, c->part);
	r = one.failed ? od_fail_nomem(err) : od_part_append(s, n, &one, &c->types, err);
	od_buf_free(&one);
	return r;
}

int od_comment_parts(struct od_comment_parts *c, struct od_package *p, const char *main,
		     const char *given, bool strict, struct od_err *err)
{
	const char *base = strrchr(main, '/'), *s;
	char folder[200];
	size_t n;

	base = base ? base + 1 : main;
	snprintf(folder, sizeof(folder), "%.*s", (int)(base - main), main);
	*c = (struct od_comment_parts){ .last = -1, .prefix = "w:" };
	snprintf(c->rels, sizeof(c->rels), "%s_rels/%s.rels", folder, base);
	c->there = *given && od_package_has(p, given);
	if (c->there) {
		snprintf(c->part, sizeof(c->part), "%s", given);
		s = od_package_part(p, c->part, &n, err);
		if (!s)
			return -1;
		last_comment(s, n, &c->last);
		root_prefix(s, n, c->prefix, sizeof(c->prefix));
		c->declare = !*c->prefix;
		if (c->declare)
			snprintf(c->prefix, sizeof(c->prefix), "wdc:");
		return 0;
	}
	if (*given) /* a relation to a part that is not there */
		snprintf(c->part, sizeof(c->part), "%s", given);
	else
		new_part(c, p, folder);
	if ((!*given && relation(c, p, strict, err) < 0) || content_type(c, p, err) < 0) {
		od_comment_parts_free(c);
		return -1;
	}
	return 0;
}

void od_comment_parts_free(struct od_comment_parts *c)
{
	od_buf_free(&c->rels_xml);
	od_buf_free(&c->types);
}

int od_comment_write(const struct od_comment_parts *c, struct od_package *p, const char *space,
		     const struct od_buf *comments, struct od_buf *out, struct od_err *err)
{
	size_t n;
	const char *s;

	if (c->there) {
		s = od_package_part(p, c->part, &n, err);
		return s ? od_part_append(s, n, comments, out, err) : -1;
	}
	od_buf_printf(out, XML_HEAD "<w:comments xmlns:w=\"%s\">", space);
	od_buf_add(out, comments->s ? comments->s : "", comments->n);
	od_buf_puts(out, "</w:comments>");
	return out->failed ? od_fail_nomem(err) : 0;
}
