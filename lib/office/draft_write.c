/* draft_write.c - texts of a draft as YAML that a clerk likes to edit: plain where that is safe, blocks of lines, else in
 * quotes. */
#include <strings.h>

#include "draft.h"

/* A character that must be escaped: YAML takes it for a line break or not at all. */
static bool must_escape(uint32_t c)
{
	return (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	       c == 0xfeff || c == 0xfffe || c == 0xffff || c == 0x10ffff;
}

/* Any such character but ones of allow? */
static bool any_escape(const char *s, const char *allow)
{
	size_t n;

	for (; *s; s += n) {
		uint32_t c = od_utf8_get(s, &n);

		if (must_escape(c) && !(c < ' ' && strchr(allow, (int)c)))
			return true;
	}
	return false;
}

/* Errs on the side of quotes. */
static bool is_plain(const char *s)
{
	static const char *const words[] = { "null",  "~",  "yes", "no", "true",
					     "false", "on", "off", "y",  "n" };
	size_t n = strlen(s);

	if (!n || strchr(" \t-?:,[]{}#&*!|>'\"%@`=<.", s[0]) || strchr(" \t:", s[n - 1]))
		return false;
	if (strpbrk(s, "\t\n") || strstr(s, ": ") || strstr(s, " #") || any_escape(s, ""))
		return false;
	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (!strcasecmp(words[i], s))
			return false;
	/* what other readers would take for a number or a date */
	return s[strspn(s, "0123456789+-.,:_eExXoO ")] != '\0';
}

static void put_quoted(struct od_buf *b, const char *s)
{
	size_t n;

	od_buf_putc(b, '"');
	for (; *s; s += n) {
		uint32_t c = od_utf8_get(s, &n);

		if (c == '\n')
			od_buf_puts(b, "\\n");
		else if (c == '\t')
			od_buf_puts(b, "\\t");
		else if (must_escape(c))
			od_buf_printf(b, "\\U%08X", (unsigned int)c);
		else if (c == '"' || c == '\\')
			od_buf_printf(b, "\\%c", (int)c);
		else
			od_buf_add(b, s, n);
	}
	od_buf_putc(b, '"');
}

void od_draft_put(struct od_buf *b, const char *indent, const char *name, const char *text)
{
	od_buf_printf(b, "%s%s: ", indent, name);
	if (is_plain(text))
		od_buf_puts(b, text);
	else
		put_quoted(b, text);
	od_buf_putc(b, '\n');
}

void od_draft_put_block(struct od_buf *b, const char *indent, const char *name, const char *text)
{
	if (any_escape(text, "\n") || !*text) {
		od_draft_put(b, indent, name, text);
		return;
	}
	/* Where the first line begins with a blank, how far a block is indented must be said. */
	od_buf_printf(b, "%s%s: |%s\n", indent, name, strchr(" \t\n", *text) ? "2" : "");
	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n) {
			od_buf_printf(b, "%s  ", indent);
			od_buf_add(b, text, n);
		}
		od_buf_putc(b, '\n');
		text += n + (text[n] == '\n');
	}
}

void od_draft_put_comment(struct od_buf *b, const char *text)
{
	size_t n;

	for (; *text; text += n) {
		uint32_t c = od_utf8_get(text, &n);

		if (must_escape(c) || c == '\t')
			od_buf_putc(b, ' ');
		else
			od_buf_add(b, text, n);
	}
}
