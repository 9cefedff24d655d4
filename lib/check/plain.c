/* plain.c - packs as they are mostly written, read without libyaml.
 *
 * Loading the packs is most of what a check of one document takes, and libyaml most of that.  What
 * is read here is the part of YAML that packs are written in: documents of lists "rule:" and
 * "word:", their records as "- { id: F01, name: ... }" or as "- id: F01" and a field a line, texts
 * plain or in quotes on one line.  Anything else, and anything that is wrong, is left to the reader,
 * which reads the file again from its beginning and says what is wrong: this only has to be sure of
 * what it takes. */
#include "engine.h"

#define COLUMN 4 /* of the fields behind "  - " */

struct plain {
	struct od_rules *r;
	const char *file;
	const char *s, *end; /* what is left; a NUL stands at end */
	unsigned int line;
	struct od_buf text; /* of the value that was read */
	struct od_buf *seen;
	const struct od_rec_type *type; /* of the list; NULL: in none */
	unsigned int keys;              /* that the document had: bits of types */
	bool any;                       /* the list has a record */
};

/* --- characters ------------------------------------------------------------------------------------- */

static bool is_word_char(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Characters that YAML does not take, or takes for the end of a line. */
static bool is_odd(const unsigned char *s)
{
	if (s[0] == 0xc2)
		return s[1] < 0xa0;
	if (s[0] == 0xe2)
		return s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9);
	if (s[0] == 0xef)
		return s[1] == 0xbf && s[2] >= 0xbe;
	return s[0] < ' ' || s[0] == 0x7f || s[0] >= 0xf4;
}

static size_t blanks(const char *s)
{
	size_t n = 0;

	while (s[n] == ' ')
		n++;
	return n;
}

/* The bytes of the line at hand; SIZE_MAX: something odd is in it. */
static size_t line_of(const struct plain *p)
{
	const unsigned char *s = (const unsigned char *)p->s;
	size_t n = 0, left = (size_t)(p->end - p->s);

	for (; n < left && s[n] != '\n'; n++)
		if ((s[n] < ' ' || s[n] == 0x7f || s[n] >= 0xc2) && (s[n] < 0xe3 || s[n] > 0xee) &&
		    is_odd(s + n))
			return SIZE_MAX;
	return n;
}

static void next_line(struct plain *p, size_t n)
{
	p->s += n;
	p->s += p->s < p->end;
	p->line++;
}

/* --- values --------------------------------------------------------------------------------------------- */

/* What stands in quotes; '' is ' in single ones, \ is not understood. */
static bool quoted(struct plain *p)
{
	char mark = *p->s++;
	const char stops[] = { mark, '\n', mark == '"' ? '\\' : '\n', '\0' };

	for (;;) {
		size_t n = strcspn(p->s, stops);

		od_buf_add(&p->text, p->s, n);
		p->s += n;
		if (*p->s != mark)
			return false;
		p->s++;
		if (mark == '"' || *p->s != mark)
			return true;
		od_buf_putc(&p->text, mark);
		p->s++;
	}
}

/* A text without quotes, to the end of the line or to a , or what shuts the record or list. */
static bool unquoted(struct plain *p, char shut)
{
	const char *from = p->s, *end;

	if (!is_word_char((unsigned char)*from) && (!*from || !strchr("(/+^\\$;=<_.", *from)))
		return false;
	for (;;) {
		p->s += strcspn(p->s, shut ? ":#,?[]{}\n" : ":#\n");
		if (*p->s != ':' || !is_word_char((unsigned char)p->s[1]))
			break;
		p->s++;
	}
	if (shut ? *p->s != ',' && *p->s != shut : p->s != p->end && *p->s != '\n')
		return false;
	for (end = p->s; end > from && end[-1] == ' ';)
		end--;
	od_buf_add(&p->text, from, (size_t)(end - from));
	return (end - from) != 4 || strncasecmp(from, "null", 4) != 0;
}

static bool scalar(struct plain *p, char shut)
{
	p->s += blanks(p->s);
	return *p->s == '\'' || *p->s == '"' ? quoted(p) : unquoted(p, shut);
}

/* To the next line if this one ends here and the record goes on. */
static bool goes_on(struct plain *p)
{
	p->s += blanks(p->s);
	if (*p->s != '\n')
		return true;
	next_line(p, 0);
	if (line_of(p) == SIZE_MAX || blanks(p->s) <= COLUMN)
		return false;
	p->s += blanks(p->s);
	return true;
}

/* "[a, b]", as the text 'a、b'. */
static bool list(struct plain *p)
{
	static const char mark[] = "、";

	for (p->s++;; p->s++) {
		size_t before = p->text.n;

		if (!goes_on(p) || !scalar(p, ']') || p->text.failed || p->text.n == before ||
		    strstr(p->text.s + before, mark))
			return false;
		p->s += blanks(p->s);
		if (*p->s == ']')
			break;
		if (*p->s != ',')
			return false;
		od_buf_puts(&p->text, mark);
	}
	p->s++;
	return true;
}

/* "name: value", of a field that the record has not had yet. */
static bool field(struct plain *p, bool flow, void *rec, uint64_t *had)
{
	static const struct od_when when = { { 0 }, NULL };
	struct od_err err = OD_ERR_INIT;
	char name[16];
	const struct od_field *f;
	const char *text;
	size_t n = 0;

	while (n < sizeof(name) - 1 && p->s[n] >= 'a' && p->s[n] <= 'z') {
		name[n] = p->s[n];
		n++;
	}
	name[n] = '\0';
	f = od_field_find(p->type, name);
	if (!f || p->s[n] != ':' || p->s[n + 1] != ' ' || *had >> (f - p->type->fields) & 1)
		return false;
	*had |= UINT64_C(1) << (f - p->type->fields);
	p->s += n + 1;
	p->s += blanks(p->s);
	od_buf_reset(&p->text);
	if (*p->s == '[' ? !list(p) : !scalar(p, flow ? '}' : '\0'))
		return false;
	if (p->text.failed)
		return false;
	text = p->text.n ? p->text.s : "";
	/* what is blank may count as missing */
	if ((f->flags & OD_REQUIRED || f->type != OD_TEXT) &&
	    ((unsigned char)*text <= ' ' || od_starts(text, "　") || od_starts(text, "\xc2\xa0")))
		return false;
	return od_field_set(f, rec, text, &when, &err) == 0;
}

/* --- records ---------------------------------------------------------------------------------------------- */

/* "{ id: F01, name: ... }", perhaps over several lines that end in a comma. */
static bool flow_record(struct plain *p, void *rec, uint64_t *had)
{
	p->s++;
	for (;;) {
		if (!goes_on(p))
			return false;
		if (!field(p, true, rec, had))
			return false;
		p->s += blanks(p->s);
		if (*p->s == '}')
			break;
		if (*p->s++ != ',')
			return false;
	}
	p->s++;
	p->s += blanks(p->s);
	return p->s == p->end || *p->s == '\n';
}

/* "id: F01" and so on, a field a line. */
static bool block_record(struct plain *p, void *rec, uint64_t *had)
{
	for (;;) {
		size_t n;

		if (!field(p, false, rec, had))
			return false;
		p->s += blanks(p->s);
		if (p->s != p->end && *p->s != '\n')
			return false;
		if (p->s == p->end || blanks(p->s + 1) < COLUMN || p->s[1 + COLUMN] == '#')
			return true;
		next_line(p, 0);
		n = line_of(p);
		if (n == SIZE_MAX || n <= COLUMN || blanks(p->s) != COLUMN)
			return false;
		p->s += COLUMN;
	}
}

static bool is_whole(const struct od_rec_type *type, uint64_t had)
{
	for (const struct od_field *f = type->fields; f->name; f++)
		if (f->flags & OD_REQUIRED && !(had >> (f - type->fields) & 1))
			return false;
	return true;
}

static bool record(struct plain *p)
{
	union od_pack_record rec;
	struct od_err err = OD_ERR_INIT;
	unsigned int line = p->line;
	uint64_t had = 0;
	bool good;

	p->s += COLUMN;
	od_rec_init(p->type, &rec);
	good = (*p->s == '{' ? flow_record(p, &rec, &had) : block_record(p, &rec, &had)) &&
	       is_whole(p->type, had) &&
	       od_rules_take(p->r, p->type, &rec, p->file, line, OD_READ_SHIPPED, &err) == 0;
	od_rec_clear(p->type, &rec);
	if (good)
		next_line(p, 0);
	p->any = true;
	return good;
}

/* --- documents ---------------------------------------------------------------------------------------------- */

/* "rule:", "word:", "sample:": a list, each once in a document. */
static bool key(struct plain *p, size_t n)
{
	static const struct od_rec_type *const types[] = { &od_rule_type, &od_rule_word_type,
							   &od_rule_sample_type };

	if (p->type && !p->any)
		return false;
	for (unsigned int i = 0; i < OD_COUNT(types); i++) {
		size_t len = strlen(types[i]->name);

		if (n != len + 1 || memcmp(p->s, types[i]->name, len) != 0 || p->s[len] != ':')
			continue;
		if (p->keys >> i & 1)
			return false;
		p->keys |= 1u << i;
		p->type = types[i];
		p->any = false;
		next_line(p, n);
		if (p->type != &od_rule_sample_type)
			return true;
		p->s = od_pack_samples(p->s, p->end, &p->line, p->seen);
		p->type = NULL;
		return true;
	}
	return false;
}

static bool one_line(struct plain *p)
{
	size_t n = line_of(p), lead = blanks(p->s);

	if (n == SIZE_MAX)
		return false;
	if (lead == n || p->s[lead] == '#') {
		next_line(p, n);
		return true;
	}
	if (n == 3 && !memcmp(p->s, "---", 3)) {
		if (p->type && !p->any)
			return false;
		p->type = NULL;
		p->keys = 0;
		next_line(p, n);
		return true;
	}
	if (lead == 2 && p->type && n > COLUMN && p->s[2] == '-' && p->s[3] == ' ')
		return record(p);
	return lead == 0 && key(p, n);
}

bool od_pack_plain(struct od_rules *r, const char *file, const struct od_buf *all,
		   struct od_buf *seen)
{
	struct plain p = { .r = r, .file = file, .line = 1, .seen = seen };
	bool well = all->s != NULL;

	p.s = all->s;
	p.end = well ? all->s + all->n : p.s;
	while (well && p.s < p.end)
		well = one_line(&p);
	well = well && (!p.type || p.any);
	od_buf_free(&p.text);
	return well;
}
