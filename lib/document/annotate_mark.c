/* annotate_mark.c - where in document.xml the comment of an annotation begins and ends, and what its tracked
 * change takes out and puts in: a list of marks, each at a byte. */
#include <stdlib.h>

#include "annotate.h"

static int put_mark(struct od_marks *k, struct od_mark m, struct od_err *err)
{
	if (k->n == k->room) {
		size_t room = k->room ? k->room * 2 : 64;
		struct od_mark *grown = reallocarray(k->mark, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		k->mark = grown;
		k->room = room;
	}
	m.order = k->n;
	k->mark[k->n++] = m;
	return 0;
}

/* --- what of the line is marked, in paragraphs -------------------------------------------------------------- */

struct stretch {
	int first, last; /* paragraphs; first -1: nothing that stands in the XML */
	size_t from, to; /* bytes of the text of the first, of the last */
	bool whole;      /* all of the mark is text of one paragraph, without a gap */
};

/* Does the paragraph's text read what the line does, in this run? */
static bool same_text(const struct od_docx_map *m, const struct od_line *l, const struct od_run *r,
		      size_t from, size_t to)
{
	return od_docx_reads(m, r->paragraph, r->at + (from - r->from), l->text + from, to - from);
}

static struct stretch stretch_of(const struct od_docx_map *m, const struct od_line *l, size_t from,
				 size_t to)
{
	struct stretch s = { .first = -1, .whole = true };
	size_t reached = from;

	for (size_t i = 0; i < l->runs && l->run[i].from < to; i++) {
		const struct od_run *r = &l->run[i];
		size_t start = r->from > from ? r->from : from, end = r->to < to ? r->to : to;

		if (r->to <= from || start >= end || r->paragraph < 0)
			continue;
		if (!same_text(m, l, r, start, end)) {
			s.first = -1;
			return s;
		}
		if (s.first < 0) {
			s.first = r->paragraph;
			s.from = r->at + (start - r->from);
		} else if (r->paragraph != s.last || r->at + (start - r->from) != s.to) {
			s.whole = false;
		}
		s.whole &= start == reached;
		s.last = r->paragraph;
		s.to = r->at + (end - r->from);
		reached = end;
	}
	s.whole &= reached == to;
	return s;
}

/* --- places --------------------------------------------------------------------------------------------------- */

/* Before the byte `at` of a paragraph's text, or (behind) after the byte before it. */
static bool mark_at(const struct od_docx_map *m, int paragraph, size_t at, bool behind,
		    struct od_mark *k)
{
	const struct od_piece *p = od_docx_piece(m, paragraph, behind ? at - 1 : at);
	const struct od_unit_at *u;
	size_t into, place;

	*k = (struct od_mark){ .unit = -1, .empty = -1 };
	if (!p || p->unit < 0)
		return false;
	u = &m->unit[p->unit];
	k->unit = p->unit;
	k->at = behind ? u->all.to : u->all.from;
	into = at - p->at;
	if (!u->run || !p->direct)
		return true;
	if (p->words && into > 0 && into < p->n) {
		k->at = od_piece_byte(m, p, into);
		k->cut = p;
		k->inside = true;
		return true;
	}
	place = behind ? p->all.to : p->all.from;
	if (place == (behind ? u->close : u->content))
		return true;
	k->at = place;
	k->inside = true;
	return true;
}

static int comment_between(struct od_marks *marks, struct od_mark start, struct od_mark end,
			   long id, struct od_err *err)
{
	start.kind = OD_MARK_START;
	end.kind = OD_MARK_END;
	start.id = end.id = id;
	return put_mark(marks, start, err) < 0 || put_mark(marks, end, err) < 0 ? -1 : 0;
}

/* Round all of a paragraph. */
static int comment_whole(const struct od_docx_map *m, struct od_marks *marks, int paragraph,
			 long id, struct od_err *err)
{
	const struct od_paragraph_at *p = &m->paragraph[paragraph];
	struct od_mark k = { .at = p->content, .unit = -1, .empty = -1 }, end = k;

	if (p->content < p->close && !p->empty) {
		end.at = p->close;
		return comment_between(marks, k, end, id, err);
	}
	k.kind = OD_MARK_BOTH;
	k.id = id;
	if (p->empty) {
		k.at = p->all.to - 2;
		k.empty = paragraph;
	}
	return put_mark(marks, k, err);
}

/* The first paragraph that a comment can stand on, or -1. */
static int first_paragraph(const struct od_docx_map *m)
{
	for (size_t i = 0; i < m->paragraphs; i++)
		if (!m->paragraph[i].unseen && m->paragraph[i].host == (int)i)
			return (int)i;
	return -1;
}

/* --- tracked changes --------------------------------------------------------------------------------------------- */

/* Is there nothing between from and to that a deletion must not take in? */
static bool plain_between(const struct od_docx_map *m, size_t from, size_t to)
{
	static const char *const plain[] = { "proofErr", "bookmarkStart", "bookmarkEnd",
					     "lastRenderedPageBreak" };
	struct od_token t;

	while (from < to && (t = od_token_next(&m->xml, &from)).kind != OD_TOKEN_END) {
		bool good = false;

		for (size_t i = t.from; t.kind == OD_TOKEN_TEXT && i < t.to; i++)
			if (!strchr(" \t\r\n", m->xml.s[i]))
				return false;
		if (t.kind != OD_TOKEN_TAG)
			continue;
		for (size_t i = 0; i < OD_COUNT(plain); i++)
			good |= t.name.to - t.local == strlen(plain[i]) &&
				!memcmp(m->xml.s + t.local, plain[i], t.name.to - t.local);
		if (!good)
			return false;
	}
	return true;
}

static bool same_parent(const struct od_docx_map *m, int a, int b)
{
	return m->unit[a].parent.from == m->unit[b].parent.from;
}

/* Can this stretch be taken out piece by piece? */
static bool can_change(const struct od_docx_map *m, int paragraph, size_t from, size_t to)
{
	const struct od_piece *last = NULL, *all = m->piece + m->pieces;

	for (const struct od_piece *p = od_docx_piece(m, paragraph, from);
	     p && p < all && p->paragraph == paragraph && p->at < to; last = p++) {
		const struct od_unit_at *u = p->unit >= 0 ? &m->unit[p->unit] : NULL;

		if (!u || !u->run || u->untouched || !p->direct || p->field)
			return false;
		if (!p->words && p->raw.to) /* a w:t with a comment in it */
			return false;
		if (last && last->unit == p->unit && !plain_between(m, last->all.to, p->all.from))
			return false;
		if (last && last->unit != p->unit &&
		    (!plain_between(m, u->content, p->all.from) ||
		     !plain_between(m, last->all.to, m->unit[last->unit].close)))
			return false;
		/* an insertion of somebody's is not left half way */
		if (last && (u->inserted || m->unit[last->unit].inserted) &&
		    !same_parent(m, last->unit, p->unit))
			return false;
	}
	return true;
}

/* w:t becomes w:delText where all of it goes; where a cut goes through it, what is emitted there says it. */
static int rename_text(const struct od_docx_map *m, struct od_marks *marks,
		       const struct od_piece *p, size_t from, size_t to, struct od_err *err)
{
	struct od_mark k = { .kind = OD_MARK_REPLACE, .unit = p->unit, .empty = -1 };

	if (!p->words)
		return 0;
	k.text = "delText";
	k.n = 7;
	if (from <= p->at) {
		k.to = p->name.to;
		k.at = p->name.to - 1; /* of "w:t" or "t" */
		if (put_mark(marks, k, err) < 0)
			return -1;
	}
	if (to >= p->at + p->n) {
		const char *s = m->xml.s;

		k.to = p->all.to - 1;
		while (k.to > p->raw.to && s[k.to - 1] != 't')
			k.to--;
		k.at = k.to - 1;
		if (put_mark(marks, k, err) < 0)
			return -1;
	}
	return 0;
}

/* What is marked goes: one deletion as far as runs stand side by side. */
static int take_out(const struct od_docx_map *m, struct od_marks *marks, int paragraph, size_t from,
		    size_t to, struct od_err *err)
{
	const struct od_piece *last = NULL, *all = m->piece + m->pieces;
	struct od_mark k;

	if (!mark_at(m, paragraph, from, false, &k))
		return -1;
	k.kind = OD_MARK_OPEN_DEL;
	if (put_mark(marks, k, err) < 0)
		return -1;
	for (const struct od_piece *p = od_docx_piece(m, paragraph, from);
	     p && p < all && p->paragraph == paragraph && p->at < to; last = p++) {
		if (rename_text(m, marks, p, from, to, err) < 0)
			return -1;
		if (!last || last->unit == p->unit ||
		    (same_parent(m, last->unit, p->unit) &&
		     plain_between(m, m->unit[last->unit].all.to, m->unit[p->unit].all.from)))
			continue;
		k = (struct od_mark){ .kind = OD_MARK_CLOSE_DEL, .unit = last->unit, .empty = -1 };
		k.at = m->unit[last->unit].all.to;
		if (put_mark(marks, k, err) < 0)
			return -1;
		k = (struct od_mark){ .kind = OD_MARK_OPEN_DEL, .unit = p->unit, .empty = -1 };
		k.at = m->unit[p->unit].all.from;
		if (put_mark(marks, k, err) < 0)
			return -1;
	}
	if (!mark_at(m, paragraph, to, true, &k))
		return -1;
	k.kind = OD_MARK_CLOSE_DEL;
	return put_mark(marks, k, err);
}

/* Bytes that two texts begin or end with alike, whole characters. */
static size_t alike_front(const char *a, size_t n, const char *b, size_t m)
{
	size_t i = 0;

	while (i < n && i < m && a[i] == b[i])
		i++;
	while (i && ((i < n && ((unsigned char)a[i] & 0xC0) == 0x80) ||
		     (i < m && ((unsigned char)b[i] & 0xC0) == 0x80)))
		i--;
	return i;
}

static size_t alike_end(const char *a, size_t n, const char *b, size_t m)
{
	size_t i = 0;

	while (i < n && i < m && a[n - i - 1] == b[m - i - 1])
		i++;
	while (i && ((unsigned char)a[n - i] & 0xC0) == 0x80)
		i--;
	return i;
}

static bool can_be_text(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20)
			return false;
	return true;
}

/* Only what differs is taken out and put in; 1: nothing to do or not possible. */
static int change(const struct od_docx_map *m, struct od_marks *marks, const struct stretch *s,
		  const char *old, const char *fix, struct od_err *err)
{
	size_t n = s->to - s->from, with = strlen(fix), front = alike_front(old, n, fix, with);
	size_t back = alike_end(old + front, n - front, fix + front, with - front);
	size_t from = s->from + front, to = s->to - back;
	struct od_mark k;
	bool first;

	with -= front + back;
	if ((from == to && !with) || !can_be_text(fix))
		return 1;
	first = to == from && from == s->from;
	/* what is only put in stands beside a character, which tells where it may */
	if (!can_change(m, s->first, to == from && !first ? from - 1 : from, first ? to + 1 : to))
		return 1;
	if (to > from && take_out(m, marks, s->first, from, to, err) < 0)
		return -1;
	if (!with)
		return 0;
	if (!mark_at(m, s->first, first ? from : to, !first, &k))
		return 1;
	k.kind = first ? OD_MARK_INSERT_FIRST : OD_MARK_INSERT;
	k.text = fix + front;
	k.n = with;
	return put_mark(marks, k, err);
}

/* --- an annotation --------------------------------------------------------------------------------------------------- */

static int place_exactly(const struct od_docx_map *m, struct od_marks *marks,
			 const struct od_line *l, const struct od_annotation *a,
			 const struct stretch *s, long id, bool *changed, struct od_err *err)
{
	struct od_mark start, end;

	if (!mark_at(m, s->first, s->from, false, &start) ||
	    !mark_at(m, s->last, s->to, true, &end) || end.at < start.at)
		return 1;
	if (a->fix && a->from < a->to && s->whole && start.at >= marks->changed) {
		int r = change(m, marks, s, l->text + a->from, a->fix, err);

		if (r < 0)
			return -1;
		*changed = r == 0;
		if (*changed)
			marks->changed = end.at;
	}
	return comment_between(marks, start, end, id, err);
}

/* A paragraph's own, or the one that holds its box; -1. */
static int host_of(const struct od_docx_map *m, int paragraph)
{
	if (paragraph < 0 || (size_t)paragraph >= m->paragraphs || m->paragraph[paragraph].unseen)
		return -1;
	return m->paragraph[paragraph].host;
}

static enum od_placed done(int r, enum od_placed where)
{
	return r < 0 ? OD_PLACED_NOT : where;
}

enum od_placed od_annotation_place(const struct od_docx_map *m, struct od_marks *marks,
				   const struct od_doc *d, const struct od_annotation *a, long id,
				   bool *changed, struct od_err *err)
{
	const struct od_line *l = a->line < d->lines ? &d->line[a->line] : NULL;
	bool here = l && (l->place == OD_IN_BODY || l->place == OD_IN_TEXT_BOX);
	int host = here ? host_of(m, l->paragraph) : -1, first, r;
	struct stretch s = { .first = -1 };
	bool marked = a->from < a->to; /* else the line as a whole is meant */
	size_t from = marked ? a->from : 0, to = marked ? a->to : l ? l->n : 0;

	*changed = false;
	if (host >= 0 && host == l->paragraph && from < to && to <= l->n) {
		s = stretch_of(m, l, from, to);
		if (s.first >= 0 && host_of(m, s.first) == s.first &&
		    host_of(m, s.last) == s.last) {
			r = place_exactly(m, marks, l, a, &s, id, changed, err);
			if (r <= 0)
				return done(r, OD_PLACED_EXACTLY);
		}
	}
	if (host >= 0)
		return done(comment_whole(m, marks, host, id, err),
			    host == l->paragraph ? OD_PLACED_WHOLE : OD_PLACED_BOX);
	first = first_paragraph(m);
	if (first < 0) {
		od_fail(err, OD_EDATA, _("it has no paragraph that a comment could stand on"));
		return OD_PLACED_NOT;
	}
	return done(comment_whole(m, marks, first, id, err), OD_PLACED_FIRST);
}
