/* para.c - paragraphs and table rows into lines: breaks, white space at the front, faces. */
#include <ctype.h>
#include <stdlib.h>

#include "para.h"
#include "shape.h"

static bool same_face(const struct od_run *a, const struct od_run *b)
{
	return a->east == b->east && a->west == b->west && a->size == b->size &&
	       a->bold == b->bold && a->italic == b->italic && a->underline == b->underline &&
	       a->colour == b->colour && a->inserted == b->inserted &&
	       a->east_marks == b->east_marks && a->paragraph == b->paragraph &&
	       a->at + (a->to - a->from) == b->at;
}

static int new_run(struct od_para *p, size_t n, const struct od_run *face, struct od_err *err)
{
	struct od_run *grown;

	if (p->pool->runs >= OD_PARA_RUNS_MAX)
		return od_fail(err, OD_EDATA, _("more than %d changes of face; split it"),
			       OD_PARA_RUNS_MAX);
	if (p->runs == p->room) {
		size_t room = p->room ? p->room * 2 : 16;

		grown = reallocarray(p->run, room, sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		p->run = grown;
		p->room = room;
	}
	p->pool->runs++;
	p->run[p->runs] = *face;
	p->run[p->runs].from = p->text.n - n;
	p->run[p->runs++].to = p->text.n;
	return 0;
}

int od_para_add(struct od_para *p, const char *s, size_t n, const struct od_run *face,
		struct od_err *err)
{
	struct od_run *last = p->runs ? &p->run[p->runs - 1] : NULL;

	if (!n)
		return 0;
	p->pool->bytes += n;
	if (p->pool->bytes > OD_PARA_BYTES_MAX)
		return od_fail(err, OD_EDATA, _("a paragraph of more than %d MB; split it"),
			       OD_PARA_BYTES_MAX >> 20);
	od_buf_add(&p->text, s, n);
	if (p->text.failed)
		return od_fail_nomem(err);
	if (last && last->to == p->text.n - n && same_face(last, face)) {
		last->to = p->text.n;
		return 0;
	}
	return new_run(p, n, face, err);
}

void od_para_reset(struct od_para *p)
{
	if (p->pool) {
		p->pool->bytes -= p->text.n;
		p->pool->runs -= p->runs;
	}
	od_buf_reset(&p->text);
	p->runs = p->next = 0;
	p->raw = false;
}

void od_para_free(struct od_para *p)
{
	od_para_reset(p);
	od_buf_free(&p->text);
	free(p->run);
	p->run = NULL;
	p->room = 0;
}

/* Bytes from..to of q behind p, in their faces. */
static int copy(struct od_para *p, struct od_para *q, size_t from, size_t to, struct od_err *err)
{
	while (q->next < q->runs && q->run[q->next].to <= from)
		q->next++;
	for (size_t i = q->next; i < q->runs && q->run[i].from < to; i++) {
		struct od_run r = q->run[i];
		size_t start = r.from > from ? r.from : from, end = r.to < to ? r.to : to;

		r.at += start - r.from;
		if (od_para_add(p, q->text.s + start, end - start, &r, err) < 0)
			return -1;
	}
	return 0;
}

/* --- lines ------------------------------------------------------------------------------------------------ */

/* White space at the front: typed instead of an indent. */
static size_t blank_front(const char *s, size_t n)
{
	size_t at = 0, m;

	while (at < n && (m = od_char_in(s + at, " \t　\xc2\xa0\xe2\x80\x83\xe2\x80\x82")))
		at += m;
	return at < n ? at : n;
}

/* The runs of from..to, moved so that from stands at byte shift of the line. */
static int keep_runs(struct od_doc *d, struct od_para *p, size_t from, size_t to, size_t shift,
		     const struct od_run *number, struct od_line *l, struct od_err *err)
{
	size_t first = p->next, end, n = shift ? 1 : 0;
	struct od_run *run;

	while (first < p->runs && p->run[first].to <= from)
		first++;
	for (end = first; end < p->runs && p->run[end].from < to; end++)
		n++;
	p->next = first;
	if (!n)
		return 0;
	d->store->runs += n;
	if (d->store->runs > OD_DOC_RUNS_MAX)
		return od_fail(err, OD_EDATA, _("more than %d changes of face; split it"),
			       OD_DOC_RUNS_MAX);
	run = od_doc_keep(d, n * sizeof(*run), err);
	if (!run)
		return -1;
	l->run = run;
	l->runs = n;
	if (shift) {
		*run = *number;
		run->from = 0;
		run++->to = shift;
	}
	for (size_t i = first; i < end; i++, run++) {
		*run = p->run[i];
		if (run->from < from) {
			run->at += from - run->from;
			run->from = from;
		}
		if (run->to > to)
			run->to = to;
		run->from = run->from - from + shift;
		run->to = run->to - from + shift;
	}
	if (first < p->runs && p->run[first].paragraph >= 0)
		l->paragraph = p->run[first].paragraph;
	return 0;
}

static int one_line(struct od_doc *d, struct od_para *p, size_t from, size_t to,
		    const struct od_line *like, const struct od_buf *number,
		    const struct od_run *number_run, struct od_err *err)
{
	const char *s = p->text.s ? p->text.s : "";
	size_t skip = p->raw ? 0 : blank_front(s + from, to - from), shift = number ? number->n : 0;
	struct od_buf all = OD_BUF_INIT;
	struct od_line *l, got;

	from += skip;
	if (!p->raw)
		to = from + od_chomp(s + from, to - from);
	if (shift) {
		od_buf_add(&all, number->s, shift);
		od_buf_add(&all, s + from, to - from);
		if (all.failed) {
			od_buf_free(&all);
			return od_fail_nomem(err);
		}
	}
	l = od_doc_line(d, shift ? all.s : s + from, to - from + shift, err);
	od_buf_free(&all);
	if (!l)
		return -1;
	got = *l;
	*l = *like;
	l->text = got.text;
	l->n = got.n;
	l->line = got.line;
	l->skipped = skip;
	l->numbered = shift;
	l->run = NULL;
	l->runs = 0;
	return keep_runs(d, p, from, to, shift, number_run, l, err);
}

/* Where the line that begins at from ends: at a break or at to. */
static size_t line_end(const struct od_para *p, size_t from, size_t to)
{
	while (from < to && p->text.s[from] != '\n' && p->text.s[from] != '\f')
		from++;
	return from;
}

int od_para_lines(struct od_doc *d, struct od_para *p, size_t from, size_t to,
		  const struct od_line *like, const struct od_buf *number,
		  const struct od_run *number_run, bool *page_break, struct od_err *err)
{
	struct od_line now = *like;
	bool first = true;

	now.page_break |= *page_break;
	*page_break = false;
	for (;;) {
		size_t end = line_end(p, from, to);
		bool page = end < to && p->text.s[end] == '\f', last = end == to;

		/* a page break at the front makes no line of its own, nor does a break at the end */
		bool empty = end == from && (page || last) && !(first && last) &&
			     !(page && end + 1 == to && first);

		if (!empty) {
			if (one_line(d, p, from, end, &now, first ? number : NULL, number_run,
				     err) < 0)
				return -1;
			now.page_break = false;
			first = false;
		}
		if (last)
			break;
		now.page_break |= page;
		from = end + 1;
	}
	*page_break = now.page_break;
	return 0;
}

/* --- table rows ---------------------------------------------------------------------------------------------- */

void od_para_row_start(struct od_para_row *r, struct od_para_pool *pool, int table, int row)
{
	r->all.pool = pool;
	od_para_reset(&r->all);
	r->pieces = 0;
	r->table = table;
	r->row = row;
	r->cells = 0;
	r->gone = false;
}

static const struct od_run no_face = { .paragraph = -1 };

int od_para_row_cell(struct od_para_row *r, struct od_err *err)
{
	return r->cells++ ? od_para_add(&r->all, "\t", 1, &no_face, err) : 0;
}

static bool ends_latin(const struct od_buf *b)
{
	return b->n && isalnum((unsigned char)b->s[b->n - 1]);
}

static int new_piece(struct od_para_row *r, const struct od_line *like, struct od_err *err)
{
	struct od_para_piece *grown;

	if (r->all.pool->pieces >= OD_PARA_ROW_MAX)
		return od_fail(err, OD_EDATA, _("a table row of more than %d paragraphs; split it"),
			       OD_PARA_ROW_MAX);
	if (r->pieces == r->room) {
		size_t room = r->room ? r->room * 2 : 8;

		grown = reallocarray(r->piece, room, sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		r->piece = grown;
		r->room = room;
	}
	r->all.pool->pieces++;
	r->piece[r->pieces] = (struct od_para_piece){ r->all.text.n, *like };
	r->piece[r->pieces].like.table = r->table;
	r->piece[r->pieces++].like.row = r->row;
	return 0;
}

int od_para_row_add(struct od_para_row *r, struct od_para *p, const struct od_line *like,
		    const struct od_buf *number, const struct od_run *number_run,
		    struct od_err *err)
{
	const char *s = number && number->n ? number->s : p->text.n ? p->text.s : "";
	size_t from = 0, to;

	/* breaks inside a cell are how a form is laid out, not white space of the text */
	if (ends_latin(&r->all.text) && isalnum((unsigned char)*s) &&
	    od_para_add(&r->all, " ", 1, &no_face, err) < 0)
		return -1;
	if (number && number->n && od_para_add(&r->all, number->s, number->n, number_run, err) < 0)
		return -1;
	do {
		to = line_end(p, from, p->text.n);
		if (copy(&r->all, p, from, to, err) < 0 || new_piece(r, like, err) < 0)
			return -1;
		from = to + 1;
	} while (to < p->text.n);
	od_para_reset(p);
	return 0;
}

static int alone(struct od_doc *d, struct od_para_row *r, bool *page_break, struct od_err *err)
{
	size_t from = 0;

	for (size_t i = 0; i < r->pieces; i++) {
		if (od_para_lines(d, &r->all, from, r->piece[i].to, &r->piece[i].like, NULL, NULL,
				  page_break, err) < 0)
			return -1;
		from = r->piece[i].to;
	}
	return 0;
}

int od_para_row_end(struct od_doc *d, struct od_para_row *r, bool *page_break, struct od_err *err)
{
	size_t i = 0;
	int done = 0;

	r->all.pool->pieces -= r->pieces;
	if (!r->gone && r->pieces && r->cells == 1) {
		done = alone(d, r, page_break, err);
	} else if (!r->gone && r->pieces) {
		while (i + 1 < r->pieces && r->piece[i].to == 0)
			i++; /* the format is that of the first that says anything */
		r->all.raw = true;
		done = od_para_lines(d, &r->all, 0, r->all.text.n, &r->piece[i].like, NULL, NULL,
				     page_break, err);
	}
	od_para_reset(&r->all);
	r->pieces = 0;
	return done;
}

void od_para_row_free(struct od_para_row *r)
{
	od_para_free(&r->all);
	free(r->piece);
}
