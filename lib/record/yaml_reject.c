/* yaml_reject.c - a record that was refused, written as YAML with the reason, and as it stood. */
#include <strings.h>

#include "yaml_rows.h"

#define NAME_LONG 128                /* longer names are written as "? name" */
#define RAW_MAX   (OD_FIELD_MAX / 2) /* of a broken record kept: escaped it must fit OD_ROW_MAX */

static bool any_escapes(const struct od_buf *text)
{
	size_t len;

	for (size_t i = 0; i < text->n; i += len) {
		uint32_t c = od_utf8_get(text->s + i, &len);

		if (c != '\n' && od_yaml_must_escape(c))
			return true;
	}
	return false;
}

static bool is_word_char(char c)
{
	return c & 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/* May the text stand plain?  Errs on the side of quotes. */
static bool is_plain(const struct od_buf *text)
{
	static const char *const words[] = { "null", "yes", "no", "true", "false", "on", "off" };
	const char *s = text->s;

	if (!text->n || !is_word_char(s[0]) || s[text->n - 1] == ' ')
		return false;
	for (size_t i = 0; i < text->n; i++) {
		if (!is_word_char(s[i]) && !strchr(" -_./+()%@,;=", s[i]) &&
		    !(s[i] == ':' && is_word_char(s[i + 1])))
			return false;
	}
	for (size_t i = 0; i < OD_COUNT(words); i++) {
		if (!strcasecmp(s, words[i]))
			return false;
	}
	return true;
}

static void put_quoted(const struct od_buf *text, struct od_buf *b)
{
	size_t len;

	od_buf_putc(b, '"');
	for (size_t i = 0; i < text->n; i += len) {
		uint32_t c = od_utf8_get(text->s + i, &len);

		if (c == '\n')
			od_buf_puts(b, "\\n");
		else if (od_yaml_must_escape(c))
			od_buf_printf(b, "\\U%08X", (unsigned int)c);
		else {
			if (c == '"' || c == '\\')
				od_buf_putc(b, '\\');
			od_buf_add(b, text->s + i, len);
		}
	}
	od_buf_putc(b, '"');
}

/* A block of lines, as a person would write it. */
static void put_block(const struct od_buf *text, const char *indent, struct od_buf *b)
{
	const char *s = text->s, *end = s + text->n, *nl;

	od_buf_puts(b, end[-1] == '\n' ? "|2" : "|2-");
	for (; s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (!nl)
			nl = end;
		od_buf_putc(b, '\n');
		if (nl > s) {
			od_buf_puts(b, indent);
			od_buf_puts(b, "  ");
		}
		od_buf_add(b, s, (size_t)(nl - s));
	}
}

static void put_text(const char *s, size_t n, bool name, const char *indent, struct od_buf *b)
{
	struct od_buf text OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	const char *nl;

	od_mend(&text, s, n);
	nl = text.n ? memchr(text.s, '\n', text.n) : NULL;
	b->failed |= text.failed;
	if (any_escapes(&text) || (name && nl))
		put_quoted(&text, b);
	else if (nl && text.s[0] != '\n' &&
		 !(text.n > 1 && !memcmp(text.s + text.n - 2, "\n\n", 2)))
		put_block(&text, indent, b);
	else if (is_plain(&text))
		od_buf_add(b, text.s, text.n);
	else
		put_quoted(&text, b);
}

static void put_field(const struct od_cell *c, const char *indent, struct od_buf *b)
{
	bool long_name = strlen(c->name) > NAME_LONG;

	if (long_name)
		od_buf_puts(b, "? ");
	put_text(c->name, strlen(c->name), true, indent, b);
	if (long_name) {
		od_buf_putc(b, '\n');
		od_buf_puts(b, indent);
	}
	od_buf_putc(b, ':');
	if (c->text) {
		od_buf_putc(b, ' ');
		put_text(c->text, c->size, false, indent, b);
	}
	od_buf_putc(b, '\n');
}

/* The last record as it stood, or what follows it and could not be read. */
static void put_raw(const struct od_rows *r, const char *indent, struct od_buf *b)
{
	struct od_buf text OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_cell cell = { .name = OD_RAW_NAME };
	size_t from = r->in_record ? r->record_at : r->record_end, start, n;

	if (r->bad && !r->in_record)
		from = r->record_at;
	start = from > r->raw_at ? od_yaml_bytes(r->raw.s, r->raw.n, from - r->raw_at) : 0;
	n = r->raw.n - start;
	if (r->bad && !r->in_record && r->record_end > from)
		n = od_yaml_bytes(r->raw.s + start, n, r->record_end - from);
	if (n && r->raw.s[start] == ',') { /* behind a record in the same line */
		size_t skip = 1 + strspn(r->raw.s + start + 1, " ");

		start += skip;
		n -= skip;
	}
	while (n && strchr(" ,\n\r", r->raw.s[start + n - 1]))
		n--;
	if (!n)
		return;
	od_mend_cut(&text, r->raw.s + start, n, RAW_MAX);
	b->failed |= text.failed;
	cell.text = text.s ? text.s : "";
	cell.size = text.n;
	od_buf_puts(b, indent);
	put_field(&cell, indent, b);
}

/* A document each, of the shape that it came from.  What was not taken apart whole stands there raw too. */
void od_yaml_reject(struct od_rows *r, const struct od_row *row, bool heading, const char *reason,
		    struct od_buf *b)
{
	struct od_cell last = { OD_REASON_NAME, reason, strlen(reason), 0 };
	const char *indent = row->type ? "  " : "";

	(void)heading;
	od_buf_puts(b, "---\n");
	if (row->type) {
		put_text(row->type, strlen(row->type), true, "", b);
		od_buf_puts(b, ":\n- ");
	}
	for (size_t i = 0; i < row->n; i++) {
		put_field(&row->cell[i], indent, b);
		od_buf_puts(b, indent);
	}
	put_field(&last, indent, b);
	if (r->raw.s && !r->raw.failed && (r->bad || r->in_record || r->parser.error))
		put_raw(r, indent, b);
}
