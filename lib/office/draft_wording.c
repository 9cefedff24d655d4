/* draft_wording.c - what a draft says, for a checker of wording, and from which lines it comes. */
#include <stdlib.h>

#include "draft_read.h"

struct wording {
	const struct od_draft_file *d;
	struct od_buf *out;
	unsigned int *line;
	size_t n;
};

/* A text of a record that begins at from, in the field. */
static int put_wording(struct wording *w, const struct od_rec_type *type, unsigned int from,
		       unsigned int to, const char *field, const char *text, struct od_err *err)
{
	unsigned int first, *grown;
	size_t lines = 1;

	if (!od_given(text))
		return 0;
	for (const char *s = text; *s; s++)
		lines += *s == '\n';
	grown = reallocarray(w->line, w->n + lines + 1, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	w->line = grown;
	first = od_places_field(&w->d->places, type, from, to, field);
	if (!first)
		first = from;
	od_places_match(&w->d->places, first, to, text, w->line + w->n);
	w->n += lines;
	od_buf_puts(w->out, text);
	od_buf_putc(w->out, '\n');
	return 0;
}

/* An empty line between items. */
static void put_gap(struct wording *w)
{
	if (!w->n)
		return;
	od_buf_putc(w->out, '\n');
	w->line[w->n] = w->line[w->n - 1];
	w->n++;
}

int od_draft_wording(const struct od_draft_file *d, struct od_buf *out, unsigned int **line,
		     size_t *lines, struct od_err *err)
{
	struct wording w = { .d = d, .out = out };
	int r = put_wording(&w, &od_draft_type, d->front_line, d->front_end, "note", d->front.note,
			    err);

	for (size_t i = 0; r == 0 && i < d->n; i++) {
		const struct od_draft_item *it = &d->item[i];

		put_gap(&w);
		r = put_wording(&w, &od_draft_item_type, d->line[i], d->end[i], "title", it->title,
				err);
		if (r == 0)
			r = put_wording(&w, &od_draft_item_type, d->line[i], d->end[i], "text",
					it->text, err);
	}
	if (r == 0 && out->failed)
		r = od_fail_nomem(err);
	if (r < 0)
		free(w.line);
	*line = r < 0 ? NULL : w.line;
	*lines = r < 0 ? 0 : w.n;
	return r;
}
