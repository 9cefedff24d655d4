/* markdown.c - Markdown as a reader sees it: marks of headings, emphasis and tables left out, lines kept. */
#include <stdlib.h>

#include "shape.h"

/* A row that only divides a table's head from its body. */
static bool is_divider(const char *s, size_t n)
{
	return n >= 3 && memchr(s, '-', n) && strspn(s, "|-: ") >= n;
}

/* "| a | b |" as cells divided by TAB. */
static void cells(struct od_buf *b, const char *s, size_t n)
{
	size_t at = s[0] == '|';

	if (n > 1 && s[n - 1] == '|')
		n--;
	while (at <= n) {
		const char *bar = at < n ? memchr(s + at, '|', n - at) : NULL;
		size_t end = bar ? (size_t)(bar - s) : n, from = at + strspn(s + at, " ");

		while (end > from && s[end - 1] == ' ')
			end--;
		if (from < end)
			od_buf_add(b, s + from, end - from);
		if (!bar)
			break;
		od_buf_putc(b, '\t');
		at = (size_t)(bar - s) + 1;
	}
}

/* Text without ** and ` and with links as their words. */
static void prose(struct od_buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *shut;

		if ((s[i] == '*' && i + 1 < n && s[i + 1] == '*') ||
		    (s[i] == '_' && i + 1 < n && s[i + 1] == '_')) {
			i++;
			continue;
		}
		if (s[i] == '`')
			continue;
		if (s[i] == '\\' && i + 1 < n && strchr("\\`*_{}[]()#+-.!|>", s[i + 1])) {
			od_buf_putc(b, s[++i]);
			continue;
		}
		shut = s[i] == '[' ? memchr(s + i, ']', n - i) : NULL;
		if (shut && shut + 1 < s + n && shut[1] == '(' &&
		    memchr(shut, ')', (size_t)(s + n - shut))) {
			od_buf_add(b, s + i + 1, (size_t)(shut - s) - i - 1);
			i = (size_t)((const char *)memchr(shut, ')', (size_t)(s + n - shut)) - s);
			continue;
		}
		od_buf_putc(b, s[i]);
	}
}

/* Bytes of what marks a heading, a quotation or an item at the front of a line. */
static size_t marks(const char *s)
{
	size_t n = strspn(s, "#");

	if (n && n <= 6 && s[n] == ' ')
		return n + strspn(s + n, " ");
	n = strspn(s, "> ");
	if (n && s[0] == '>')
		return n;
	if ((s[0] == '-' || s[0] == '*' || s[0] == '+') && s[1] == ' ')
		return 2;
	return 0;
}

static int convert(struct od_line *l, struct od_doc *d, bool *code, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	size_t skip = marks(l->text);
	char *text;

	if (!strncmp(l->text, "```", 3)) {
		*code = !*code;
	} else if (*code) {
		od_buf_add(&b, l->text, l->n);
	} else if (l->text[0] == '|' && !is_divider(l->text, l->n)) {
		cells(&b, l->text, l->n);
	} else if (!is_divider(l->text, l->n)) {
		prose(&b, l->text + skip, l->n - skip);
	}
	text = b.failed ? NULL : od_doc_text(d, b.s ? b.s : "", b.n, err);
	if (text) {
		l->text = text;
		l->n = b.n;
		l->skipped += skip;
	} else if (b.failed) {
		od_fail_nomem(err);
	}
	od_buf_free(&b);
	return text ? 0 : -1;
}

int od_doc_read_markdown(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	bool code = false;

	if (od_doc_read_text(d, s, n, err) < 0)
		return -1;
	for (size_t i = 0; i < d->lines; i++)
		if (convert(&d->line[i], d, &code, err) < 0)
			return -1;
	return 0;
}
