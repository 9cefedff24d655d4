/* doc.c - the model of a document: lines and what hangs on them, kept in blocks that go together. */
#include <stdlib.h>

#include "doc.h"

#define BLOCK ((size_t)64 * 1024)

struct od_doc_block {
	struct od_doc_block *next;
	char bytes[];
};

static void free_blocks(struct od_doc_store *st)
{
	while (st->block) {
		struct od_doc_block *next = st->block->next;

		free(st->block);
		st->block = next;
	}
}

void od_doc_free(struct od_doc *d)
{
	if (!d)
		return;
	if (d->store)
		free_blocks(d->store);
	free(d->store);
	free(d->line);
	free(d->part);
	free(d->name);
	free(d->title);
	free(d->docno);
	free(d->issuer);
	free(d);
}

struct od_doc *od_doc_new(const char *name, int format, struct od_err *err)
{
	struct od_doc *d = calloc(1, sizeof(*d));

	if (d) {
		d->format = format;
		d->date = OD_NODATE;
		d->name = strdup(name);
		d->store = calloc(1, sizeof(*d->store));
	}
	if (d && d->name && d->store)
		return d;
	od_doc_free(d);
	od_fail_nomem(err);
	return NULL;
}

void *od_doc_keep(struct od_doc *d, size_t n, struct od_err *err)
{
	struct od_doc_store *st = d->store;
	size_t want = (n + 15) & ~(size_t)15, size;
	struct od_doc_block *b;

	if (want <= st->left) {
		st->left -= want;
		return st->block->bytes + st->left;
	}
	size = want > BLOCK / 4 ? want : BLOCK;
	if (st->bytes + size > OD_DOC_KEEP_MAX) {
		od_fail(err, OD_EDATA, _("it holds too much text; split it"));
		return NULL;
	}
	b = malloc(sizeof(*b) + size);
	if (!b) {
		od_fail_nomem(err);
		return NULL;
	}
	st->bytes += size;
	if (size == want && st->block) { /* a block of its own, behind the one that has room */
		b->next = st->block->next;
		st->block->next = b;
		return b->bytes;
	}
	b->next = st->block;
	st->block = b;
	st->left = size - want;
	return b->bytes + st->left;
}

char *od_doc_text(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	char *kept = od_doc_keep(d, n + 1, err);

	if (!kept)
		return NULL;
	memcpy(kept, s, n);
	kept[n] = '\0';
	return kept;
}

static int grow(struct od_doc *d, struct od_err *err)
{
	size_t room = d->store->room ? d->store->room * 2 : 256;
	struct od_line *grown;

	if (d->lines >= OD_DOC_LINES_MAX)
		return od_fail(err, OD_EDATA, _("more than %d lines; split it"), OD_DOC_LINES_MAX);
	if (d->lines < d->store->room)
		return 0;
	grown = reallocarray(d->line, room, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	d->line = grown;
	d->store->room = room;
	return 0;
}

struct od_line *od_doc_line(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	struct od_line *l;
	char *text;

	if (grow(d, err) < 0)
		return NULL;
	text = od_doc_text(d, s, n, err);
	if (!text)
		return NULL;
	l = &d->line[d->lines++];
	*l = (struct od_line){
		.text = text,
		.n = n,
		.line = (unsigned int)d->lines,
		.paragraph = -1,
		.first_indent = INT_MIN,
		.left_indent = INT_MIN,
		.right_indent = INT_MIN,
		.before = INT_MIN,
		.after = INT_MIN,
		.pitch = INT_MIN,
	};
	return l;
}

int od_doc_runs(struct od_doc *d, struct od_line *l, const struct od_run *run, size_t n,
		struct od_err *err)
{
	struct od_run *kept;

	d->store->runs += n;
	if (d->store->runs > OD_DOC_RUNS_MAX)
		return od_fail(err, OD_EDATA, _("more than %d changes of face; split it"),
			       OD_DOC_RUNS_MAX);
	kept = od_doc_keep(d, n * sizeof(*run) + 1, err);
	if (!kept)
		return -1;
	if (n)
		memcpy(kept, run, n * sizeof(*run));
	l->run = kept;
	l->runs = n;
	return 0;
}
