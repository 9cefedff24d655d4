/* json_flat.c - the quick way through a line of JSON: a flat object of plain texts and numbers. */
#include "field.h"
#include "json_flat.h"

struct flat {
	const char *p, *end;
	char *to;       /* texts are put here, each with a NUL; never more than the line is long */
	uint64_t names; /* a bit for each name seen, by a rough hash */
	struct od_buf
		*kept; /* if set: the members as they stood, but those only a rejects file has */
};

static void skip_blanks(struct flat *f)
{
	f->p = od_json_skip_blanks(f->p, f->end);
}

static bool eat(struct flat *f, char c)
{
	skip_blanks(f);
	if (f->p == f->end || *f->p != c)
		return false;
	f->p++;
	return true;
}

static char unescaped(char c)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at = c ? strchr(from, c) : NULL;

	return at ? to[at - from] : '\0';
}

/* Four hex digits; -1: they are not there. */
static int32_t hex4(struct flat *f)
{
	int32_t c = 0;

	if (f->end - f->p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char d = *f->p++;

		if (d >= '0' && d <= '9')
			c = c << 4 | (d - '0');
		else if ((d | 32) >= 'a' && (d | 32) <= 'f')
			c = c << 4 | ((d | 32) - 'a' + 10);
		else
			return -1;
	}
	return c;
}

/* The character behind \u, which is no NUL and no half of a pair. */
static bool flat_unicode(struct flat *f)
{
	int32_t c = hex4(f), low;

	if (c <= 0 || (c >= 0xdc00 && c < 0xe000))
		return false;
	if (c >= 0xd800 && c < 0xdc00) {
		if (f->end - f->p < 6 || *f->p++ != '\\' || *f->p++ != 'u')
			return false;
		low = hex4(f);
		if (low < 0xdc00 || low >= 0xe000)
			return false;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	if (c < 0x80) {
		*f->to++ = (char)c;
		return true;
	}
	if (c >= 0x10000) {
		*f->to++ = (char)(0xf0 | c >> 18);
		*f->to++ = (char)(0x80 | (c >> 12 & 63));
	} else if (c >= 0x800) {
		*f->to++ = (char)(0xe0 | c >> 12);
	}
	*f->to++ = (char)(c < 0x800 ? 0xc0 | c >> 6 : 0x80 | (c >> 6 & 63));
	*f->to++ = (char)(0x80 | (c & 63));
	return true;
}

/* Eight bytes at a time while none of them ends the text or is written otherwise. */
static void copy_plain(struct flat *f)
{
	for (uint64_t w; f->end - f->p >= (ptrdiff_t)sizeof(w); f->p += sizeof(w)) {
		memcpy(&w, f->p, sizeof(w));
		if (od_has_byte(w, '"') || od_has_byte(w, '\\') || od_has_less(w, ' '))
			return;
		memcpy(f->to, &w, sizeof(w)); /* .to is never ahead of .p in a room as long */
		f->to += sizeof(w);
	}
}

/* The text behind a quote that was eaten. */
static bool flat_string(struct flat *f, const char **text, size_t *size)
{
	*text = f->to;
	copy_plain(f);
	while (f->p < f->end && (unsigned char)*f->p >= ' ') {
		char c = *f->p++;

		if (c == '"') {
			*size = (size_t)(f->to - *text);
			*f->to++ = '\0';
			return true;
		}
		if (c == '\\') {
			if (f->p == f->end)
				return false;
			c = *f->p++;
			if (c == 'u' && flat_unicode(f))
				continue;
			c = unescaped(c);
			if (!c)
				return false;
			*f->to++ = c;
			copy_plain(f);
			continue;
		}
		*f->to++ = c;
	}
	return false;
}

static size_t digits(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return (size_t)(p - start);
}

static bool flat_number(struct flat *f, const char **text, size_t *size)
{
	const char *p = f->p, *end = f->end;
	size_t n;

	p += p < end && *p == '-';
	n = digits(p, end);
	if (!n || (*p == '0' && n > 1))
		return false;
	p += n;
	if (p < end && *p == '.') {
		n = digits(++p, end);
		if (!n)
			return false;
		p += n;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		p += p < end && (*p == '+' || *p == '-');
		n = digits(p, end);
		if (!n)
			return false;
		p += n;
	}
	*text = f->to;
	*size = (size_t)(p - f->p);
	memcpy(f->to, f->p, *size);
	f->to += *size;
	*f->to++ = '\0';
	f->p = p;
	return true;
}

static bool flat_word(struct flat *f, const char **text, size_t *size)
{
	static const struct {
		const char *word;
		size_t n;
		const char *text;
	} words[] = { { "null", 4, NULL }, { "true", 4, "true" }, { "false", 5, "false" } };

	for (size_t i = 0; i < OD_COUNT(words); i++) {
		if ((size_t)(f->end - f->p) < words[i].n || memcmp(f->p, words[i].word, words[i].n))
			continue;
		f->p += words[i].n;
		*text = words[i].text;
		*size = *text ? words[i].n : 0;
		return true;
	}
	return false;
}

static bool flat_value(struct flat *f, struct od_cell *c)
{
	skip_blanks(f);
	if (f->p == f->end)
		return false;
	if (*f->p == '"') {
		f->p++;
		return flat_string(f, &c->text, &c->size);
	}
	if (*f->p == '-' || (*f->p >= '0' && *f->p <= '9'))
		return flat_number(f, &c->text, &c->size);
	return flat_word(f, &c->text, &c->size);
}

/* Was a field of this name given before in the row? */
static bool repeated(struct flat *f, const struct od_row *row, const char *name, size_t size)
{
	uint64_t bit = UINT64_C(1)
		       << ((size * 7 + (unsigned char)name[0] * 3 + (unsigned char)name[size / 2] +
			    (size ? name[size - 1] : 0) * 5u) %
			   64);
	bool maybe = f->names & bit;

	f->names |= bit;
	for (size_t i = 0; maybe && i < row->n; i++) {
		if (!strcmp(row->cell[i].name, name))
			return true;
	}
	return false;
}

static bool flat_object(struct flat *f, struct od_row *row)
{
	if (!eat(f, '{'))
		return false;
	do {
		struct od_cell c = { .line = row->line };
		const char *start = f->p;
		size_t size;

		if (!eat(f, '"') || !flat_string(f, &c.name, &size) ||
		    repeated(f, row, c.name, size) || !eat(f, ':') || !flat_value(f, &c))
			return false;
		if (od_reject_name(c.name))
			continue;
		if (row->n == OD_FIELDS_MAX)
			return false;
		if (f->kept)
			od_buf_add(f->kept, start, (size_t)(f->p - start));
		if (f->kept)
			od_buf_putc(f->kept, ',');
		row->cell[row->n++] = c;
	} while (eat(f, ','));
	if (!eat(f, '}'))
		return false;
	skip_blanks(f);
	return f->p == f->end;
}

/* The texts go into *text, which has room for the whole line at once, so that none of them moves: a
 * text and its NUL are never longer than what they were in the line. */
bool od_json_flat(const char *s, size_t n, struct od_buf *text, struct od_row *row,
		  struct od_buf *kept)
{
	struct flat f = { .p = s, .end = s + n, .kept = kept };

	od_buf_reset(text);
	od_buf_add(text, s, n);
	od_buf_add(text, " ", 1); /* a number that ends the line has no quote to spare */
	if (text->failed)
		return false;
	f.to = text->s;
	row->n = 0;
	return flat_object(&f, row);
}
