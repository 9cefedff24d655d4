/* found.c - what a check finds becomes a finding: said, placed, once. */
#include "engine.h"

void od_checked_free(struct od_checked *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++)
		od_rec_clear(&od_finding_type, &c->finding[i]);
	for (size_t i = 0; i < c->skips; i++)
		od_rec_clear(&od_skipped_type, &c->skipped[i]);
	free(c->finding);
	free(c->skipped);
	free(c);
}

size_t od_checked_findings(const struct od_checked *c, const struct od_finding **findings)
{
	*findings = c->finding;
	return c->n;
}

size_t od_checked_skipped(const struct od_checked *c, const struct od_skipped **skipped)
{
	*skipped = c->skipped;
	return c->skips;
}

static uint32_t index_of(const struct od_checking *c, const struct od_rule *r)
{
	if (c->ready && c->ready->rule == r)
		return (uint32_t)(c->ready - c->rules->ready);
	return od_rules_index(c->rules, r->id);
}

int od_cannot(struct od_checking *c, const struct od_rule *r, const char *reason,
	      struct od_err *err)
{
	struct od_checked *out = c->found->out;
	uint32_t rule = index_of(c, r);
	struct od_skipped *s;

	if (rule == OD_NO_RULE)
		return od_fail(err, OD_EBUG, "rule %s is not one", r->id);
	if (c->found->told[rule])
		return 0;
	c->found->told[rule] = true;
	if (out->skips == out->skip_room) {
		size_t room = out->skip_room ? out->skip_room * 2 : 16;

		s = reallocarray(out->skipped, room, sizeof(*s));
		if (!s)
			return od_fail_nomem(err);
		out->skipped = s;
		out->skip_room = room;
	}
	s = &out->skipped[out->skips++];
	*s = (struct od_skipped){ strdup(r->id), strdup(reason) };
	return s->rule && s->reason ? 0 : od_fail_nomem(err);
}

/* The office's phrases: does one of them stand over the place? */
static bool excepted(const struct od_rule_row *row, const struct od_line *l, size_t from, size_t to)
{
	for (size_t p = 0; p < row->phrases; p++) {
		size_t len = strlen(row->phrase[p]);
		size_t at = from > len ? from - len : 0, until = l->n - to > len ? to + len : l->n;

		for (const char *s = l->text + at; s; s++) {
			s = od_find(s, (size_t)(l->text + until - s), row->phrase[p], len);
			if (!s)
				break;
			if ((size_t)(s - l->text) <= to && (size_t)(s - l->text) + len >= from)
				return true;
		}
	}
	return false;
}

/* message with %s as what was found and %r as what should stand there; then what to do about it. */
static void say(struct od_buf *b, const struct od_rule *r, const char *what, size_t n,
		const char *right, bool mended)
{
	bool said = false;

	for (const char *s = r->message; *s; s++) {
		if (s[0] != '%' || !s[1]) {
			od_buf_putc(b, *s);
			continue;
		}
		s++;
		if (*s == 's')
			od_buf_add(b, what, n);
		else if (*s == 'r')
			od_buf_puts(b, right);
		else if (*s != '%')
			od_buf_add(b, s - 1, 2);
		else
			od_buf_putc(b, '%');
		said = said || *s == 'r';
	}
	if (right && !said && !mended)
		od_buf_printf(b, "（%s）", right);
	if (r->advice && !mended)
		od_buf_printf(b, "；%s", r->advice);
}

/* White space before a line's text: wide spaces of three bytes, or narrow ones. */
static int64_t spaces(const struct od_line *l)
{
	return (int64_t)(l->skipped % 3 == 0 ? l->skipped / 3 : l->skipped);
}

/* Counted on from the last finding where it stands before on the same line: lines may be long. */
static int64_t column(struct od_found *f, const struct od_line *l, size_t from)
{
	if (f->column_line != l || f->column_at > from) {
		f->column_line = l;
		f->column_at = 0;
		f->column = spaces(l) + 1;
	}
	for (; f->column_at < from; f->column_at++)
		f->column += ((unsigned char)l->text[f->column_at] & 0xc0) != 0x80;
	return f->column;
}

static struct od_finding *new_finding(struct od_checked *out, struct od_err *err)
{
	struct od_finding *f;

	if (out->n == out->room) {
		size_t room = out->room ? out->room * 2 : 16;

		f = reallocarray(out->finding, room, sizeof(*f));
		if (!f) {
			od_fail_nomem(err);
			return NULL;
		}
		out->finding = f;
		out->room = room;
	}
	f = &out->finding[out->n];
	od_rec_init(&od_finding_type, f);
	out->n++;
	return f;
}

static int fill(struct od_checking *c, struct od_finding *f, const struct od_rule_ready *ready,
		const char *what, size_t n, const char *fix, struct od_err *err)
{
	const struct od_rule *r = ready->rule;
	struct od_buf b = OD_BUF_INIT;

	say(&b, r, what, n, c->found->right, fix != NULL);
	f->file = strdup(c->doc->name);
	f->level = ready->level;
	f->gate = r->gate;
	f->rule = strdup(r->id);
	f->basis = strdup(r->basis);
	f->fix = fix ? strdup(fix) : NULL;
	f->message = b.s;
	if (b.failed || !b.s || !f->file || !f->rule || !f->basis || (fix && !f->fix))
		return od_fail_nomem(err);
	return 0;
}

int od_found(struct od_checking *c, const struct od_rule *r, size_t i, size_t from, size_t to,
	     const char *what, const char *fix, struct od_err *err)
{
	static const struct od_line none = { .text = (char *)(uintptr_t) "", .line = 1 };
	uint32_t rule = index_of(c, r);
	const struct od_line *l = i < c->doc->lines ? &c->doc->line[i] : &none;
	struct od_finding *f;

	if (rule == OD_NO_RULE)
		return od_fail(err, OD_EBUG, "rule %s is not one", r->id);
	to = to < l->n ? to : l->n;
	from = from < to ? from : to;
	if (c->found->found[rule] >= OD_FOUND_MAX)
		return od_cannot(c, r, _("it found so much that the rest was not looked for"), err);
	if (excepted(c->rules->row[rule], l, from, to))
		return 0;
	f = new_finding(c->found->out, err);
	if (!f)
		return -1;
	c->found->found[rule]++;
	f->line = l->line;
	f->column = column(c->found, l, from);
	f->at_line = i < c->doc->lines ? i : 0;
	f->from = from;
	f->to = to;
	if (to > from) {
		f->text = strndup(l->text + from, to - from);
		if (!f->text)
			return od_fail_nomem(err);
	}
	return fill(c, f, &c->rules->ready[rule], what ? what : l->text + from,
		    what ? od_utf8_cut(what, strlen(what), SIZE_MAX) : to - from, fix, err);
}

static int by_place(const void *x, const void *y)
{
	const struct od_finding *a = x, *b = y;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->at_line != b->at_line)
		return a->at_line < b->at_line ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	return strcmp(a->rule, b->rule);
}

void od_found_sort(struct od_checking *c)
{
	struct od_checked *out = c->found->out;
	size_t n = 0;

	if (out->n > 1)
		qsort(out->finding, out->n, sizeof(*out->finding), by_place);
	for (size_t i = 0; i < out->n; i++) {
		struct od_finding *f = &out->finding[i];

		if (n && by_place(&out->finding[n - 1], f) == 0)
			od_rec_clear(&od_finding_type, f);
		else
			out->finding[n++] = *f;
	}
	out->n = n;
}
