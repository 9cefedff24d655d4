/* task_doc.c - parts of a document: headings, paragraphs, tables, for whoever sets them as text or as a page. */
#include <stdlib.h>

#include "task_report.h"

static struct od_block *add_block(struct od_doc *d, int kind)
{
	struct od_block *b = NULL;

	if (!d->failed && d->n == d->room) {
		size_t room = d->room ? 2 * d->room : 64;
		struct od_block *grown = reallocarray(d->block, room, sizeof(*grown));

		d->failed = !grown;
		if (grown) {
			d->block = grown;
			d->room = room;
		}
	}
	if (d->failed)
		return NULL;
	b = &d->block[d->n++];
	*b = (struct od_block){ .kind = kind };
	return b;
}

void od_doc_add(struct od_doc *d, int kind, const char *text)
{
	struct od_block *b = add_block(d, kind);

	if (!b)
		return;
	b->text = strdup(text ? text : "");
	d->failed |= !b->text;
}

void od_doc_add_of(struct od_doc *d, int kind, struct od_buf *text)
{
	d->failed |= text->failed;
	od_doc_add(d, kind, text->s);
	od_buf_free(text);
}

void od_doc_table(struct od_doc *d, const char *const *heads, size_t n, unsigned int numbers)
{
	struct od_block *b = add_block(d, OD_BLOCK_TABLE);

	if (!b)
		return;
	b->columns = n < OD_CELLS_MAX ? n : OD_CELLS_MAX;
	for (size_t i = 0; i < b->columns; i++) {
		b->heads[i] = heads[i];
		b->right[i] = numbers >> i & 1;
	}
}

void od_doc_cell(struct od_doc *d, const char *text)
{
	struct od_block *b = d->n ? &d->block[d->n - 1] : NULL;

	if (d->failed || !b)
		return;
	if (b->cells == b->room) {
		size_t room = b->room ? 2 * b->room : 64;
		char **grown = reallocarray(b->cell, room, sizeof(*grown));

		d->failed = !grown;
		if (!grown)
			return;
		b->cell = grown;
		b->room = room;
	}
	b->cell[b->cells] = strdup(text ? text : "");
	d->failed |= !b->cell[b->cells];
	b->cells += b->cell[b->cells] != NULL;
}

void od_doc_cell_of(struct od_doc *d, struct od_buf *text)
{
	d->failed |= text->failed;
	od_doc_cell(d, text->s);
	od_buf_free(text);
}

void od_doc_cell_int(struct od_doc *d, int64_t n)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	od_doc_cell(d, n == OD_NOINT ? NULL : text);
}

void od_doc_free(struct od_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct od_block *b = &d->block[i];

		for (size_t k = 0; k < b->cells; k++)
			free(b->cell[k]);
		free(b->cell);
		free(b->text);
	}
	free(d->block);
}
