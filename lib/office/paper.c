/* paper.c - paper: what is set, shown and printed, as blocks of text and tables with a front and a back.  Who
 * makes it fills the members by od_paper_set(); the writers of libofficedoc only read it.  No noncharacter comes as far
 * as them: what is on file from times when it was taken can still be printed. */
#include <stdlib.h>

#include "../base/base.h"

struct od_paper *od_paper_new(struct od_err *err)
{
	struct od_paper *p = calloc(1, sizeof(*p));

	if (!p) {
		od_fail_nomem(err);
		return NULL;
	}
	p->at = OD_NOINSTANT;
	/* Translators: the language of this catalogue as a tag of BCP 47: zh-CN. */
	snprintf(p->language, sizeof(p->language), "%s", _("en"));
	return p;
}

static void free_block(struct od_paper_block *b)
{
	for (size_t i = 0; b->cell && i < b->rows * b->columns; i++)
		free(b->cell[i]);
	free(b->cell);
	free(b->text);
	free(b->anchor);
	free(b->align);
}

void od_paper_free(struct od_paper *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->blocks; i++)
		free_block(&p->block[i]);
	for (size_t i = 0; i < p->sends; i++) {
		free(p->send[i].label);
		free(p->send[i].text);
	}
	char *const text[] = { p->name,       p->title,      p->masthead, p->serial,  p->total,
			       p->office,     p->date,       p->copy_no,  p->secrecy, p->urgency,
			       p->notice,     p->signer,     p->editor,   p->phone,   p->footer,
			       p->printed_by, p->printed_on, p->copies };

	for (size_t i = 0; i < OD_COUNT(text); i++)
		free(text[i]);
	free(p->block);
	free(p->send);
	free(p);
}

int od_paper_set(char **member, const char *text, struct od_err *err)
{
	char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		return od_fail_nomem(err);
	if (copy)
		od_characters(copy);
	free(*member);
	*member = copy;
	return 0;
}

/* --- blocks ------------------------------------------------------------------------------------ */

/* Room for one more of an array of n: it grows where n is a power of two, so that no member remembers it. */
static void *more(void *array, size_t n, size_t size, struct od_err *err)
{
	void *bigger;

	if (n & (n - 1))
		return array;
	bigger = reallocarray(array, n ? 2 * n : 1, size);
	if (!bigger)
		od_fail_nomem(err);
	return bigger;
}

/* The next block, all zero; it counts once .blocks is raised. */
static struct od_paper_block *next_block(struct od_paper *p, int kind, struct od_err *err)
{
	struct od_paper_block *block = more(p->block, p->blocks, sizeof(*block), err);

	if (!block)
		return NULL;
	p->block = block;
	block += p->blocks;
	*block = (struct od_paper_block){ .kind = kind };
	return block;
}

/* text is taken over, a failure too. */
static int add_text(struct od_paper *p, int kind, char *text, struct od_err *err)
{
	struct od_paper_block *b;

	if (!text)
		return od_fail_nomem(err);
	b = next_block(p, kind, err);
	if (!b) {
		free(text);
		return -1;
	}
	od_characters(text);
	b->text = text;
	p->blocks++;
	return 0;
}

int od_paper_block(struct od_paper *p, int kind, const char *text, struct od_err *err)
{
	return text ? add_text(p, kind, strdup(text), err) : 0;
}

int od_paper_prose(struct od_paper *p, const char *text, struct od_err *err)
{
	while (text && *text) {
		size_t n = strcspn(text, "\n");
		char *line = od_trim(text, n);

		if (line && !*line)
			free(line);
		else if (add_text(p, OD_PAPER_TEXT, line, err) < 0)
			return -1;
		text += n + (text[n] == '\n');
	}
	return 0;
}

int od_paper_table(struct od_paper *p, const char *const *cell, size_t rows, size_t columns,
		   const char *align, struct od_err *err)
{
	struct od_paper_block *b = next_block(p, OD_PAPER_TABLE, err);
	bool failed;

	if (!b)
		return -1;
	b->cell = calloc(rows * columns + 1, sizeof(*b->cell));
	b->align = strdup(align);
	failed = !b->cell || !b->align;
	b->rows = rows;
	b->columns = columns;
	for (size_t i = 0; !failed && i < rows * columns; i++) {
		b->cell[i] = strdup(cell[i] ? cell[i] : "");
		failed = !b->cell[i];
		if (!failed)
			od_characters(b->cell[i]);
	}
	if (failed) {
		free_block(b);
		return od_fail_nomem(err);
	}
	p->blocks++;
	return 0;
}

int od_paper_send(struct od_paper *p, const char *label, const char *text, struct od_err *err)
{
	struct od_paper_send *send = more(p->send, p->sends, sizeof(*send), err);

	if (!send)
		return -1;
	p->send = send;
	send += p->sends;
	*send = (struct od_paper_send){ strdup(label), strdup(text) };
	if (!send->label || !send->text) {
		free(send->label);
		free(send->text);
		return od_fail_nomem(err);
	}
	od_characters(send->label);
	od_characters(send->text);
	p->sends++;
	return 0;
}
