/* annotate.c - a Word document given back with comments and tracked changes, everything else of it untouched. */
#include <stdlib.h>

#include "annotate.h"
#include "shape.h"

struct annotating {
	const struct od_doc *d;
	struct od_docx *x; /* for its styles: what is hidden */
	char comments_given[200];
	struct od_comment_parts parts;
	struct od_docx_map map;
	struct od_marks marks;
	struct od_buf comments; /* w:comment elements */
	struct od_emit emit;
	char date[40];
};

/* --- relations ------------------------------------------------------------------------------------------- */

static int on_rel(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct annotating *n = ctx;
	char target[200], type[200];
	size_t len;

	(void)err;
	if (tag != REL_ONE || od_xml_is(a, "TargetMode", "External"))
		return 0;
	od_xml_str(a, "Target", target, sizeof(target));
	od_xml_str(a, "Type", type, sizeof(type));
	len = strlen(type);
	if (od_ends(type, len, "/officeDocument"))
		od_xml_target("", target, n->x->main, sizeof(n->x->main));
	if (od_ends(type, len, "/styles"))
		od_xml_target(n->x->folder, target, n->x->styles_part, sizeof(n->x->styles_part));
	if (od_ends(type, len, "/comments"))
		od_xml_target(n->x->folder, target, n->comments_given, sizeof(n->comments_given));
	return 0;
}

static int on_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	(void)ctx, (void)tag, (void)a, (void)err;
	return 0;
}

static int on_end(void *ctx, int tag, struct od_err *err)
{
	(void)ctx, (void)tag, (void)err;
	return 0;
}

static int find_parts(struct annotating *n, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_docx_names, on_rel, on_end, NULL };
	struct od_docx *x = n->x;
	char rels[460];
	const char *base;

	snprintf(x->main, sizeof(x->main), "word/document.xml");
	if (od_xml_read_if(&x->src, "_rels/.rels", &ops, n, err) < 0)
		return -1;
	base = strrchr(x->main, '/');
	base = base ? base + 1 : x->main;
	snprintf(x->folder, sizeof(x->folder), "%.*s", (int)(base - x->main), x->main);
	od_xml_target(x->folder, "styles.xml", x->styles_part, sizeof(x->styles_part));
	snprintf(rels, sizeof(rels), "%s_rels/%s.rels", x->folder, base);
	return od_xml_read_if(&x->src, rels, &ops, n, err);
}

/* --- the text's part ---------------------------------------------------------------------------------------- */

static int map_text(struct annotating *n, struct od_err *err)
{
	static const struct od_xml_ops nothing = { od_docx_names, on_start, on_end, NULL };
	const char *s;
	size_t len;

	/* well-formed and within bounds, or it is not touched */
	if (find_parts(n, err) < 0 || od_docx_styles(n->x, err) < 0 ||
	    od_xml_read(&n->x->src, n->x->main, &nothing, NULL, err) < 0)
		return -1;
	s = od_package_part(n->x->src.package, n->x->main, &len, err);
	if (!s)
		return -1;
	if (od_utf8_bad(s, len) != len)
		return od_fail(err, OD_EDATA, _("the text's part is not in UTF-8; save it anew"));
	return od_docx_map(&n->map, n->x, s, len, err);
}

/* --- comments -------------------------------------------------------------------------------------------------- */

/* The first characters of a line, for who looks for it. */
static void add_line(struct od_buf *b, const struct od_line *l)
{
	size_t at = 0;

	for (int i = 0; i < 30 && at < l->n; i++) {
		size_t n = 1;

		od_utf8_get(l->text + at, &n);
		at += n;
	}
	od_buf_add(b, l->text, at);
	if (at < l->n)
		od_buf_puts(b, "…");
}

/* What has to be said where a comment could not stand where it belongs. */
static void say_where(struct od_buf *b, const struct od_doc *d, const struct od_annotation *a,
		      enum od_placed where)
{
	static const struct {
		int place;
		const char *text;
	} places[] = { { OD_IN_HEADER, N_("In the header:") },
		       { OD_IN_FOOTER, N_("In the footer:") },
		       { OD_IN_FOOTNOTE, N_("In a note:") },
		       { OD_IN_TEXT_BOX, N_("In a text box:") } };
	const struct od_line *l = a->line < d->lines ? &d->line[a->line] : NULL;

	if (!l || (where != OD_PLACED_FIRST && where != OD_PLACED_BOX))
		return;
	for (size_t i = 0; i < OD_COUNT(places); i++)
		if (places[i].place == l->place) {
			od_buf_printf(b, "\n%s ", _(places[i].text));
			add_line(b, l);
			return;
		}
}

static void comment_paragraphs(struct annotating *n, const char *s)
{
	const char *p = n->parts.prefix;
	bool first = true;

	for (;;) {
		size_t len = strcspn(s, "\n");

		od_buf_printf(&n->comments, "<%sp>", p);
		if (first)
			od_buf_printf(&n->comments, "<%sr><%sannotationRef/></%sr>", p, p, p);
		od_buf_printf(&n->comments, "<%sr><%st xml:space=\"preserve\">", p, p);
		od_xml_escape(&n->comments, s, len);
		od_buf_printf(&n->comments, "</%st></%sr></%sp>", p, p, p);
		if (!s[len])
			return;
		s += len + 1;
		first = false;
	}
}

static void comment(struct annotating *n, long id, const char *text)
{
	const char *p = n->parts.prefix;

	od_buf_printf(&n->comments, "<%scomment", p);
	if (n->parts.declare)
		od_buf_printf(&n->comments, " xmlns:wdc=\"%s\"", n->map.space);
	od_buf_printf(&n->comments, " %sid=\"%ld\" %sauthor=\"", p, id, p);
	od_xml_escape(&n->comments, n->emit.author, strlen(n->emit.author));
	od_buf_printf(&n->comments, "\" %sdate=\"%s\" %sinitials=\"", p, n->emit.date, p);
	od_xml_escape(&n->comments, n->emit.initials, strlen(n->emit.initials));
	od_buf_puts(&n->comments, "\">");
	comment_paragraphs(n, text);
	od_buf_printf(&n->comments, "</%scomment>", p);
}

static int annotate_one(struct annotating *n, const struct od_annotation *a, long id,
			struct od_annotated *done, struct od_err *err)
{
	struct od_buf text = OD_BUF_INIT;
	bool changed;
	enum od_placed where = od_annotation_place(&n->map, &n->marks, n->d, a, id, &changed, err);

	if (where == OD_PLACED_NOT)
		return -1;
	done->comments++;
	done->changes += changed;
	done->whole += where == OD_PLACED_WHOLE && a->from < a->to;
	done->apart += where == OD_PLACED_BOX || where == OD_PLACED_FIRST;
	od_buf_puts(&text, a->text);
	say_where(&text, n->d, a, where);
	if (a->fix && !changed) {
		done->refused++;
		od_buf_puts(&text, "\n");
		if (*a->fix)
			od_buf_printf(&text, _("Put “%s” in its place."), a->fix);
		else
			od_buf_puts(&text, _("Take it out."));
	}
	comment(n, id, text.s ? text.s : "");
	od_buf_free(&text);
	return n->comments.failed ? od_fail_nomem(err) : 0;
}

/* --- the whole ----------------------------------------------------------------------------------------------------- */

static int write_all(struct annotating *n, const char *s, size_t len, struct od_buf *out,
		     struct od_err *err)
{
	struct od_buf text = OD_BUF_INIT, comments = OD_BUF_INIT;
	struct od_zip_part part[4] = { { n->x->main, &text }, { n->parts.part, &comments } };
	size_t parts = 2;
	int r;

	if (n->parts.rels_xml.n)
		part[parts++] = (struct od_zip_part){ n->parts.rels, &n->parts.rels_xml };
	if (n->parts.types.n)
		part[parts++] = (struct od_zip_part){ "[Content_Types].xml", &n->parts.types };
	r = od_marks_emit(&n->emit, &n->marks, &text, err);
	if (r == 0)
		r = od_comment_write(&n->parts, n->x->src.package, n->map.space, &n->comments,
				     &comments, err);
	if (r == 0)
		r = od_zip_replace(n->x->src.package, s, len, part, parts, out, err);
	od_buf_free(&text);
	od_buf_free(&comments);
	return r;
}

/* As Word writes it: the office's time, whatever the letter at its end says. */
static void set_date(struct annotating *n, od_instant at)
{
	char text[32];

	od_instant_str(at, text);
	snprintf(n->date, sizeof(n->date), "%.19sZ", text);
	n->emit.date = n->date;
}

static int annotate(struct annotating *n, const char *s, size_t len, const struct od_annotation *a,
		    size_t annotations, struct od_buf *out, struct od_annotated *done,
		    struct od_err *err)
{
	bool strict;
	long id;

	if (map_text(n, err) < 0)
		return -1;
	if (!annotations) {
		od_buf_add(out, s, len);
		return out->failed ? od_fail_nomem(err) : 0;
	}
	strict = strstr(n->map.space, "purl.oclc.org") != NULL;
	if (od_comment_parts(&n->parts, n->x->src.package, n->x->main, n->comments_given, strict,
			     err) < 0)
		return -1;
	id = n->parts.last > n->map.last_comment ? n->parts.last : n->map.last_comment;
	n->emit.map = &n->map;
	n->emit.next_id = n->map.last_id + 1;
	for (size_t i = 0; i < annotations; i++)
		if (annotate_one(n, &a[i], ++id, done, err) < 0)
			return -1;
	return write_all(n, s, len, out, err);
}

static void clear(struct annotating *n)
{
	if (n->x) {
		od_docx_styles_free(n->x);
		od_docx_numbering_free(n->x);
		od_package_close(n->x->src.package);
		od_doc_free(n->x->d);
		free(n->x->face);
		free(n->x);
	}
	od_docx_map_free(&n->map);
	od_comment_parts_free(&n->parts);
	od_buf_free(&n->comments);
	free(n->marks.mark);
}

int od_annotate(const char *s, size_t n, const struct od_doc *d, const struct od_annotation *a,
		size_t annotations, const struct od_annotate_opts *opts, struct od_buf *out,
		struct od_annotated *done, struct od_err *err)
{
	struct annotating w = { .d = d };
	int r = -1;

	*done = (struct od_annotated){ 0 };
	if (d->format != OD_DOC_DOCX || n < 4 || memcmp(s, "PK\3\4", 4))
		return od_fail(err, OD_EDATA,
			       _("comments can be put into a docx alone; save it as docx"));
	w.emit.author = opts->author ? opts->author : "doc-check";
	w.emit.initials = opts->initials ? opts->initials : "DC";
	set_date(&w, opts->at);
	w.x = calloc(1, sizeof(*w.x));
	if (!w.x)
		return od_fail_nomem(err);
	w.x->d = od_doc_new("", OD_DOC_DOCX, err);
	w.x->src.package = w.x->d ? od_package_open(s, n, err) : NULL;
	if (w.x->src.package)
		r = annotate(&w, s, n, a, annotations, out, done, err);
	clear(&w);
	return r;
}
