/* annotate_emit.c - document.xml with the marks in it: every byte but theirs as it was. */
#include <stdlib.h>

#include "annotate.h"

struct emitting {
	struct od_emit *e;
	struct od_buf *out;
	bool deleting;
};

static void span(struct emitting *g, size_t from, size_t to)
{
	if (to > from)
		od_buf_add(g->out, g->e->map->xml.s + from, to - from);
}

static void whole(struct emitting *g, struct od_span s)
{
	span(g, s.from, s.to);
}

/* " w:id=... w:author=... w:date=..." of a change. */
static void who(struct emitting *g, const char *tag)
{
	const char *p = g->e->map->prefix;

	od_buf_printf(g->out, "<%s%s %sid=\"%ld\" %sauthor=\"", p, tag, p, g->e->next_id++, p);
	od_xml_escape(g->out, g->e->author, strlen(g->e->author));
	od_buf_printf(g->out, "\" %sdate=\"%s\">", p, g->e->date);
}

static void open_del(struct emitting *g)
{
	who(g, "del");
}

static void close_del(struct emitting *g)
{
	od_buf_printf(g->out, "</%sdel>", g->e->map->prefix);
}

/* The start tag of what somebody inserted, for the part behind ours: with an id of its own. */
static void again(struct emitting *g, struct od_span tag)
{
	const struct od_bytes *x = &g->e->map->xml;
	size_t at = tag.from;
	struct od_token t = od_token_next(x, &at);
	struct od_span id;

	if (!od_token_value(x, &t, "id", &id)) {
		whole(g, tag);
		return;
	}
	span(g, tag.from, id.from);
	od_buf_printf(g->out, "%ld", g->e->next_id++);
	span(g, id.to, tag.to);
}

static void insert(struct emitting *g, const struct od_mark *k)
{
	const char *p = g->e->map->prefix;
	const struct od_unit_at *u = &g->e->map->unit[k->unit];

	if (u->inserted) {
		od_buf_puts(g->out, "</");
		span(g, u->parent.from + 1, u->parent.from + 1 + u->parent_name);
		od_buf_putc(g->out, '>');
	}
	who(g, "ins");
	od_buf_printf(g->out, "<%sr>", p);
	whole(g, u->rpr);
	od_buf_printf(g->out, "<%st xml:space=\"preserve\">", p);
	od_xml_escape(g->out, k->text, k->n);
	od_buf_printf(g->out, "</%st></%sr></%sins>", p, p, p);
	if (u->inserted)
		again(g, u->parent);
}

static void comment_start(struct emitting *g, long id)
{
	const char *p = g->e->map->prefix;

	od_buf_printf(g->out, "<%scommentRangeStart %sid=\"%ld\"/>", p, p, id);
}

static void comment_end(struct emitting *g, long id)
{
	const char *p = g->e->map->prefix;

	od_buf_printf(
		g->out,
		"<%scommentRangeEnd %sid=\"%ld\"/><%sr><%scommentReference %sid=\"%ld\"/></%sr>", p,
		p, id, p, p, p, id, p);
}

static void mark(struct emitting *g, const struct od_mark *k)
{
	switch (k->kind) {
	case OD_MARK_CLOSE_DEL:
		close_del(g);
		break;
	case OD_MARK_INSERT:
	case OD_MARK_INSERT_FIRST:
		insert(g, k);
		break;
	case OD_MARK_END:
		comment_end(g, k->id);
		break;
	case OD_MARK_BOTH:
		comment_start(g, k->id);
		comment_end(g, k->id);
		break;
	case OD_MARK_START:
		comment_start(g, k->id);
		break;
	case OD_MARK_OPEN_DEL:
		open_del(g);
		break;
	default:
		break;
	}
}

/* The tag of a w:t that is cut, as it is called here. */
static void text_tag(struct emitting *g, const struct od_piece *p, const char *before,
		     const char *after)
{
	od_buf_puts(g->out, before);
	span(g, p->name.from, p->name.to - 1);
	od_buf_printf(g->out, "%s%s", g->deleting ? "delText" : "t", after);
}

/* The run ends here ... */
static void leave_run(struct emitting *g, const struct od_mark *k)
{
	if (k->cut)
		text_tag(g, k->cut, "</", ">");
	od_buf_puts(g->out, "</");
	whole(g, g->e->map->unit[k->unit].name);
	od_buf_putc(g->out, '>');
}

/* ... and goes on there, looking the same. */
static void enter_run(struct emitting *g, const struct od_mark *k)
{
	const struct od_unit_at *u = &g->e->map->unit[k->unit];

	span(g, u->all.from, u->open);
	whole(g, u->rpr);
	if (k->cut)
		text_tag(g, k->cut, "<", " xml:space=\"preserve\">");
}

/* All marks at one byte; where the bytes go on. */
static size_t group(struct emitting *g, const struct od_mark *k, size_t n)
{
	bool closes = false, refers = false, apart;
	size_t on = k->at;

	for (size_t i = 0; i < n; i++) {
		closes |= k[i].kind == OD_MARK_CLOSE_DEL;
		refers |= k[i].kind == OD_MARK_END || k[i].kind == OD_MARK_BOTH;
	}
	/* the reference of a comment is not deleted with the text around it */
	apart = g->deleting && !closes && refers;
	if (k->inside)
		leave_run(g, k);
	if (k->empty >= 0)
		od_buf_putc(g->out, '>');
	if (apart)
		close_del(g);
	for (size_t i = 0; i < n; i++) {
		mark(g, &k[i]);
		g->deleting &= k[i].kind != OD_MARK_CLOSE_DEL;
		g->deleting |= k[i].kind == OD_MARK_OPEN_DEL;
	}
	if (apart)
		open_del(g);
	if (k->empty >= 0) {
		const struct od_paragraph_at *p = &g->e->map->paragraph[k->empty];

		od_buf_puts(g->out, "</");
		whole(g, p->name);
		od_buf_putc(g->out, '>');
		on = p->all.to;
	}
	if (k->inside)
		enter_run(g, k);
	return on;
}

static int by_place(const void *a, const void *b)
{
	const struct od_mark *k = a, *l = b;

	if (k->at != l->at)
		return k->at < l->at ? -1 : 1;
	if (k->kind != l->kind)
		return k->kind < l->kind ? -1 : 1;
	return (k->order > l->order) - (k->order < l->order);
}

static int add(struct od_marks *marks, size_t at, const char *text, struct od_err *err)
{
	struct od_mark *grown = reallocarray(marks->mark, marks->n + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	marks->mark = grown;
	marks->room = marks->n + 1;
	marks->mark[marks->n] = (struct od_mark){ .at = at,
						  .to = at,
						  .kind = OD_MARK_REPLACE,
						  .unit = -1,
						  .text = text,
						  .n = strlen(text),
						  .order = marks->n,
						  .empty = -1 };
	marks->n++;
	return 0;
}

/* A text that ends with white space where it is cut keeps it. */
static int keep_spaces(const struct od_docx_map *m, struct od_marks *marks, struct od_err *err)
{
	static const char preserve[] = " xml:space=\"preserve\"";
	size_t n = marks->n, last = 0;

	for (size_t i = 0; i < n; i++) {
		const struct od_mark k = marks->mark[i];

		if (!k.cut || k.cut->space || !strchr(" \t\r\n", m->xml.s[k.at - 1]) ||
		    k.cut->name.to == last)
			continue;
		last = k.cut->name.to;
		if (add(marks, last, preserve, err) < 0)
			return -1;
	}
	return 0;
}

int od_marks_emit(struct od_emit *e, struct od_marks *marks, struct od_buf *out, struct od_err *err)
{
	struct emitting g = { .e = e, .out = out };
	char declare[200];
	size_t at = 0, n;

	if (keep_spaces(e->map, marks, err) < 0)
		return -1;
	snprintf(declare, sizeof(declare), " xmlns:wdc=\"%s\"", e->map->space);
	if (e->map->declare && add(marks, e->map->declare, declare, err) < 0)
		return -1;
	if (marks->n)
		qsort(marks->mark, marks->n, sizeof(*marks->mark), by_place);
	for (size_t i = 0; i < marks->n; i += n) {
		const struct od_mark *k = &marks->mark[i];

		n = 1;
		span(&g, at, k->at);
		if (k->kind == OD_MARK_REPLACE) {
			if (!i || k[-1].kind != OD_MARK_REPLACE || k[-1].at != k->at)
				od_buf_add(out, k->text, k->n);
			at = k->to;
			continue;
		}
		while (i + n < marks->n && k[n].at == k->at)
			n++;
		at = group(&g, k, n);
	}
	span(&g, at, e->map->xml.n);
	return out->failed ? od_fail_nomem(err) : 0;
}
