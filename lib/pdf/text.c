/* text.c - a paragraph as characters with their glyphs and cells, and where lines of it may begin. */
#include <pango/pango.h>
#include <stdlib.h>

#include "pdf.h"

/* Marks that may not begin a line, and that may not end one; in the order of their codes. */
static const uint32_t closing[] = {
	'!',    ')',    ',',    '.',    ':',    ';',    '?',    ']',    '}',    '%',
	0xb0,   0xb7,   0x2019, 0x201d, 0x2026, 0x2030, 0x2103, 0x3001, 0x3002, 0x3005,
	0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015, 0x3017, 0xff01, 0xff05, 0xff09,
	0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d,
};
static const uint32_t opening[] = {
	'(',    '[',    '{',    0x2018, 0x201c, 0x3008, 0x300a, 0x300c,
	0x300e, 0x3010, 0x3014, 0x3016, 0xff08, 0xff3b, 0xff5b,
};

static bool among(const uint32_t *set, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] == c)
			return true;
	return false;
}

bool pdf_is_closing(uint32_t c)
{
	return among(closing, OD_COUNT(closing), c);
}

bool pdf_is_opening(uint32_t c)
{
	return among(opening, OD_COUNT(opening), c);
}

static bool is_han(uint32_t c)
{
	return c >= 0x2e80 && !(c >= 0x3000 && c <= 0x303f) && !(c >= 0xff00 && c <= 0xffef);
}

/* What pango (UAX #14) says of Latin words and figures; what printers do at Chinese quotation marks, which it binds
 * on both sides because it cannot know which way they face. */
static bool may_break(const struct pdf_char *c, size_t i, bool pango_says)
{
	uint32_t before = c[i - 1].ch, here = c[i].ch;

	if (pdf_is_closing(here) || pdf_is_opening(before))
		return false;
	if (before == here && (here == 0x2014 || here == 0x2026))
		return false;
	if (pdf_is_opening(here) && here > 0x7f)
		return is_han(before) || pdf_is_closing(before) || pango_says;
	if (pdf_is_closing(before) && before > 0x7f)
		return is_han(here) || pdf_is_opening(here) || pango_says;
	return pango_says;
}

static int mark_breaks(struct pdf_text *t, struct od_err *err)
{
	PangoLogAttr *attr = calloc(t->n + 1, sizeof(*attr));

	if (!attr)
		return od_fail_nomem(err);
	pango_get_log_attrs(t->s, (int)strlen(t->s), -1, pango_language_from_string("zh-cn"), attr,
			    (int)t->n + 1);
	for (size_t i = 1; i < t->n; i++)
		t->c[i].may_break = may_break(t->c, i, attr[i].is_line_break);
	free(attr);
	return 0;
}

/* Blanks of all kinds are one; what is not seen (zero width spaces, variation selectors) has no glyph. */
static bool is_space(uint32_t c)
{
	return c <= ' ' || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f;
}

static bool is_unseen(uint32_t c)
{
	return c == 0xad || c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0000 && c <= 0xe01ef);
}

int pdf_text_make(struct pdf_fonts *f, int role, double size, double cell, const char *s,
		  struct pdf_text *t, struct od_err *err)
{
	size_t at = 0, bytes = 0;

	*t = (struct pdf_text){ .s = s, .size = size, .cell = cell };
	if (od_utf8_bad(s, strlen(s)) < strlen(s))
		return od_fail(err, OD_EDATA, _("text that is not UTF-8 cannot be set"));
	t->c = calloc(od_utf8_len(s) + 1, sizeof(*t->c));
	if (!t->c)
		return od_fail_nomem(err);
	for (; s[at]; at += bytes) {
		struct pdf_char *c = &t->c[t->n++];

		c->ch = od_utf8_get(s + at, &bytes);
		c->at = at;
		c->bytes = bytes;
		if (c->ch == 0x3000) { /* a blank: no face is asked for it */
			c->width = cell;
			continue;
		}
		if (is_unseen(c->ch))
			continue;
		if (pdf_glyph_get(f, role, is_space(c->ch) ? ' ' : c->ch, &c->g, err) < 0) {
			pdf_text_free(t);
			return -1;
		}
		c->width = c->g.advance > 0.9 ? cell * c->g.advance : size * c->g.advance;
	}
	if (mark_breaks(t, err) == 0)
		return 0;
	pdf_text_free(t);
	return -1;
}

int pdf_text_set(struct pdf *d, int role, double size, const char *s, struct pdf_text *t)
{
	return pdf_text_make(&d->fonts, role, size, size * CELL / SIZE, s, t, d->err);
}

void pdf_text_free(struct pdf_text *t)
{
	free(t->c);
	t->c = NULL;
	t->n = 0;
}

double pdf_text_width(const struct pdf_text *t, size_t from, size_t to)
{
	double width = 0;

	for (size_t i = from; i < to; i++)
		width += t->c[i].width;
	return width;
}
