/* field.c - the field tables at work: a record with every member absent, its copy, and each
 * member from text and back to text.  Readers, writers, the store and the digests all go
 * through here, so that a field means the same to all of them. */
#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>

#include "field.h"

static const struct {
	const char *word;
	bool value;
} bool_words[] = {
	{ "yes", true }, { "no", false }, { "true", true }, { "false", false },
	{ "1", true },   { "0", false },  { "是", true },   { "否", false },
};

/* --- whole records ----------------------------------------------------------------------- */

static bool is_text(const struct od_field *f)
{
	return f->type == OD_TEXT || f->type == OD_LIST;
}

/* The member as it is when absent; an old text is not freed. */
static void make_absent(const struct od_field *f, void *rec)
{
	void *m = od_member(f, rec);

	switch (f->type) {
	case OD_TEXT:
	case OD_LIST:
		*(char **)m = NULL;
		break;
	case OD_INT:
	case OD_NUMBER:
		*(int64_t *)m = OD_NOINT;
		break;
	case OD_BOOL:
		*(bool *)m = false;
		break;
	case OD_ENUM:
		*(int *)m = 0;
		break;
	case OD_DATE:
		*(od_date *)m = OD_NODATE;
		break;
	case OD_INSTANT:
		*(od_instant *)m = OD_NOINSTANT;
		break;
	}
}

/* Takes over s. */
static void own_text(const struct od_field *f, void *rec, char *s)
{
	char **m = od_member(f, rec);

	free(*m);
	*m = s;
}

void od_rec_init(const struct od_rec_type *type, void *rec)
{
	memset(rec, 0, type->size);
	for (const struct od_field *f = type->fields; f->name; f++)
		make_absent(f, rec);
}

void od_rec_clear(const struct od_rec_type *type, void *rec)
{
	for (const struct od_field *f = type->fields; f->name; f++)
		if (is_text(f))
			own_text(f, rec, NULL);
	od_rec_init(type, rec);
}

static int copy_member(const struct od_field *f, void *dst, const void *src)
{
	void *to = od_member(f, dst), *from = od_member(f, src);
	const char *s;

	switch (f->type) {
	case OD_TEXT:
	case OD_LIST:
		s = *(char **)from;
		*(char **)to = s ? strdup(s) : NULL;
		return s && !*(char **)to ? -1 : 0;
	case OD_INT:
	case OD_NUMBER:
		*(int64_t *)to = *(int64_t *)from;
		break;
	case OD_BOOL:
		*(bool *)to = *(bool *)from;
		break;
	case OD_ENUM:
		*(int *)to = *(int *)from;
		break;
	case OD_DATE:
		*(od_date *)to = *(od_date *)from;
		break;
	case OD_INSTANT:
		*(od_instant *)to = *(od_instant *)from;
		break;
	}
	return 0;
}

int od_rec_copy(const struct od_rec_type *type, void *dst, const void *src, struct od_err *err)
{
	for (const struct od_field *f = type->fields; f->name; f++)
		if (copy_member(f, dst, src) < 0) {
			od_rec_clear(type, dst);
			return od_fail_nomem(err);
		}
	return 0;
}

const struct od_field *od_field_find(const struct od_rec_type *type, const char *name)
{
	for (const struct od_field *f = type->fields; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

/* --- numbers people say ------------------------------------------------------------------ */

const char *od_number_str(char letter, int64_t number, char buf[static 32])
{
	char digits[24], *d = digits + sizeof(digits), *to = buf;
	int64_t year = number / OD_SERIALS, serial = number % OD_SERIALS;
	size_t n;

	/* By hand: every row of an import is named, and snprintf() is a thousand instructions. */
	*to++ = letter;
	for (int64_t unit = 1000; unit; unit /= 10)
		*to++ = (char)('0' + year / unit % 10);
	*to++ = '-';
	for (n = 0; n < 4 || serial; n++, serial /= 10)
		*--d = (char)('0' + serial % 10);
	memcpy(to, d, n);
	to[n] = '\0';
	return buf;
}

/* At least min and at most max digits; NULL if they are not there, else what follows them. */
static const char *digits(const char *s, int min, int max, int64_t *out)
{
	int n = 0;

	*out = 0;
	for (; *s >= '0' && *s <= '9' && n < max; n++, s++)
		*out = *out * 10 + (*s - '0');
	return n < min ? NULL : s;
}

int od_number_parse(char letter, const char *s, int64_t *out, struct od_err *err)
{
	const char *p = NULL;
	int64_t year, serial;

	if ((*s | 0x20) == (letter | 0x20))
		p = digits(s + 1, 4, 4, &year);
	if (p)
		p = *p == '-' ? digits(p + 1, 1, 8, &serial) : NULL;
	if (!p || *p)
		return od_fail(err, OD_EDATA, _("'%s' is not a number such as %c2026-0123"), s,
			       letter);
	*out = year * OD_SERIALS + serial;
	return 0;
}

/* --- from text --------------------------------------------------------------------------- */

/* ASCII letters are the same in either case, whatever the locale. */
static bool same_word(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char x = a[i], y = b[i];

		if (x >= 'A' && x <= 'Z')
			x |= 0x20;
		if (y >= 'A' && y <= 'Z')
			y |= 0x20;
		if (x != y)
			return false;
		if (!x)
			return true;
	}
	return true;
}

static bool is_word(const char *word, const char *s)
{
	return same_word(word, s, SIZE_MAX);
}

static bool in_aliases(const char *aliases, const char *s, size_t n)
{
	while (aliases && *aliases) {
		size_t len = strcspn(aliases, " ");

		if (len == n && same_word(aliases, s, n))
			return true;
		aliases += len;
		aliases += strspn(aliases, " ");
	}
	return false;
}

static const char *word_label(const struct od_word *w)
{
	return w->label ? _(w->label) : w->word;
}

static int unknown_word(const struct od_word *words, const char *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (const struct od_word *w = words; w->word; w++) {
		od_buf_puts(&b, w == words ? "" : ", ");
		od_buf_puts(&b, w->word);
		if (!is_word(w->word, word_label(w)))
			od_buf_printf(&b, " (%s)", word_label(w));
	}
	return od_fail(err, OD_EDATA, _("'%s' is not one of: %s"), s, b.s ? b.s : "");
}

static int set_enum(const struct od_field *f, int *m, const char *s, struct od_err *err)
{
	size_t n = strlen(s);

	for (int i = 0; f->words[i].word; i++)
		if (is_word(f->words[i].word, s)) {
			*m = i;
			return 0;
		}
	/* Only now the catalogue, which is slower than all the words together. */
	for (int i = 0; f->words[i].word; i++) {
		const struct od_word *w = &f->words[i];

		if (is_word(word_label(w), s) || (w->label && is_word(w->label, s)) ||
		    in_aliases(w->aliases, s, n)) {
			*m = i;
			return 0;
		}
	}
	return unknown_word(f->words, s, err);
}

static int set_bool(bool *m, const char *s, struct od_err *err)
{
	for (size_t i = 0; i < OD_COUNT(bool_words); i++)
		if (is_word(bool_words[i].word, s)) {
			*m = bool_words[i].value;
			return 0;
		}
	return od_fail(err, OD_EDATA, _("'%s' is neither yes nor no"), s);
}

static int set_int(int64_t *m, const char *s, struct od_err *err)
{
	const char *p = s + (*s == '-' || *s == '+');
	long long i;

	if (!*p || p[strspn(p, "0123456789")])
		return od_fail(err, OD_EDATA, _("'%s' is not a whole number"), s);
	errno = 0;
	i = strtoll(s, NULL, 10);
	if (errno || i == OD_NOINT)
		return od_fail(err, OD_EDATA, _("'%s' is out of range"), s);
	*m = i;
	return 0;
}

/* All types but texts; s is not blank. */
static int set_value(const struct od_field *f, void *rec, const char *s, const struct od_when *when,
		     struct od_err *err)
{
	void *m = od_member(f, rec);

	switch (f->type) {
	case OD_INT:
		return set_int(m, s, err);
	case OD_BOOL:
		return set_bool(m, s, err);
	case OD_ENUM:
		return set_enum(f, m, s, err);
	case OD_DATE:
		return od_date_parse(s, when, m, err);
	case OD_INSTANT:
		return od_instant_parse(s, when, m, err);
	case OD_NUMBER:
		return od_number_parse(f->letter, s, m, err);
	case OD_TEXT:
	case OD_LIST:
		break;
	}
	return od_fail(err, OD_EBUG, "field '%s' has no type", f->name);
}

/* How many of the first bytes can hold no control character, eight at a time. */
static size_t plain_run(const char *s, size_t n)
{
	size_t i = 0;

	for (uint64_t w; i + sizeof(w) <= n; i += sizeof(w)) {
		memcpy(&w, s + i, sizeof(w));
		if (od_has_less(w, ' ') || od_has_byte(w, 0x7f) || od_has_byte(w, 0xc2))
			break;
	}
	return i;
}

static int check_text(const char *s, bool lines, struct od_err *err)
{
	size_t n = strlen(s), bad = od_utf8_bad(s, n), odd;

	if (bad != n)
		return od_fail(err, OD_EDATA,
			       _("not UTF-8 at byte %zu (a file of mixed encodings?)"), bad + 1);
	for (size_t i = plain_run(s, n); i < n; i++) {
		unsigned char c = s[i];

		if ((c >= 0x20 && c != 0x7f && c != 0xc2) || c == '\t')
			continue;
		if (c == 0xc2) /* U+0080 to U+009F are control characters too */
			c = s[++i];
		if (c == '\n' && lines)
			i += plain_run(s + i + 1, n - i - 1);
		if (c >= 0xa0 || (c == '\n' && lines))
			continue;
		if (c == '\n')
			return od_fail(err, OD_EDATA, _("a line break does not belong here"));
		return od_fail(err, OD_EDATA,
			       _("the control character U+%04X does not belong here"),
			       (unsigned int)c);
	}
	odd = od_noncharacter(s, n);
	if (odd != n)
		return od_fail(err, OD_EDATA,
			       _("U+%04X, which is no character, does not belong here"),
			       (unsigned int)od_utf8_get(s + odd, &n));
	return 0;
}

/* Lines that Windows ended, as everybody else ends them. */
static void plain_lines(char *s)
{
	char *to = strchr(s, '\r');

	for (const char *from = to; from && *from; from++)
		if (from[0] != '\r' || from[1] != '\n')
			*to++ = *from;
	if (to)
		*to = '\0';
}

static int set_text(const struct od_field *f, void *rec, const char *text, struct od_err *err)
{
	bool lines = f->flags & OD_LONG;
	char *s = lines ? strdup(text) : od_trim(text, strlen(text));

	if (!s)
		return od_fail_nomem(err);
	plain_lines(s);
	if (check_text(s, lines, err) < 0) {
		free(s);
		return -1;
	}
	own_text(f, rec, s);
	return 0;
}

/* Bytes of the mark at s that divides a list's elements; 0: there is none. */
static size_t divider(const char *s)
{
	switch ((unsigned char)*s) {
	case ',':
	case ';':
	case '/':
	case '\n':
		return 1;
	case 0xe3:
		return strncmp(s, "、", 3) ? 0 : 3;
	case 0xef:
		return strncmp(s, "，", 3) && strncmp(s, "；", 3) ? 0 : 3;
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Add the element to the list unless it is blank or there already.  The tree keeps it: a list
 * may be as long as a field, and looking through all of it each time would take hours. */
static int add_element(struct od_buf *list, void **seen, const char *s, size_t n)
{
	char *e = od_trim(s, n), **node;

	if (!e)
		return -1;
	if (!*e) {
		free(e);
		return 0;
	}
	node = tsearch(e, seen, compare);
	if (!node || *node != e) {
		free(e);
		return node ? 0 : -1;
	}
	od_buf_puts(list, list->n ? OD_LIST_SEP : "");
	od_buf_puts(list, e);
	return list->failed ? -1 : 0;
}

/* Marks with nothing between them leave no list at all. */
static int set_list(const struct od_field *f, void *rec, const char *text, struct od_err *err)
{
	struct od_buf list = OD_BUF_INIT;
	void *seen = NULL;
	size_t n = 0, d;
	int r = 0;

	if (!*text)
		return od_field_put(f, rec, "", err);
	if (check_text(text, true, err) < 0)
		return -1;
	for (const char *s = text; !r && *s; s += n + d) {
		for (n = 0, d = 0; s[n] && !d; n += !d)
			d = divider(s + n);
		r = add_element(&list, &seen, s, n);
	}
	tdestroy(seen, free);
	if (r < 0) {
		od_buf_free(&list);
		return od_fail_nomem(err);
	}
	own_text(f, rec, list.s);
	return 0;
}

static bool is_graph(unsigned char c)
{
	return c > 0x20 && c < 0x7f;
}

/* text without the white space around it: text itself where there can be none, else *copy. */
static const char *trimmed(const char *text, char **copy)
{
	size_t n = strlen(text);

	if (n && is_graph(text[0]) && is_graph(text[n - 1]))
		return text;
	*copy = od_trim(text, n);
	return *copy;
}

static void set_absent(const struct od_field *f, void *rec)
{
	if (is_text(f))
		own_text(f, rec, NULL);
	else
		make_absent(f, rec);
}

int od_field_set(const struct od_field *f, void *rec, const char *text, const struct od_when *when,
		 struct od_err *err)
{
	char *copy = NULL;
	const char *s;
	int r = 0;

	if (text && f->type == OD_TEXT)
		return set_text(f, rec, text, err);
	if (text && f->type == OD_LIST)
		return set_list(f, rec, text, err);
	s = text ? trimmed(text, &copy) : "";
	if (!s)
		return od_fail_nomem(err);
	if (*s)
		r = set_value(f, rec, s, when, err);
	else
		set_absent(f, rec);
	free(copy);
	return r;
}

int od_field_put(const struct od_field *f, void *rec, const char *text, struct od_err *err)
{
	static const struct od_when no_time = { { 0 }, NULL };
	char *s;

	if (!text) {
		set_absent(f, rec);
		return 0;
	}
	if (!is_text(f))
		return set_value(f, rec, text, &no_time, err);
	s = strdup(text);
	if (!s)
		return od_fail_nomem(err);
	own_text(f, rec, s);
	return 0;
}

/* --- to text ----------------------------------------------------------------------------- */

static const struct od_word *word_of(const struct od_field *f, const void *rec)
{
	int value = *(int *)od_member(f, rec);

	for (int i = 0; i <= value && f->words[i].word; i++)
		if (i == value)
			return &f->words[i];
	return NULL;
}

static const char *int_str(int64_t i, char buf[static 32])
{
	uint64_t u = i < 0 ? -(uint64_t)i : (uint64_t)i;
	char *p = buf + 31;

	*p = '\0';
	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (i < 0)
		*--p = '-';
	return p;
}

const char *od_field_str(const struct od_field *f, const void *rec, char buf[static 32])
{
	const void *m = od_member(f, rec);
	const struct od_word *w;
	int64_t i;

	switch (f->type) {
	case OD_TEXT:
	case OD_LIST:
		return *(char *const *)m;
	case OD_INT:
	case OD_NUMBER:
		i = *(const int64_t *)m;
		if (i == OD_NOINT)
			return NULL;
		return f->type == OD_INT ? int_str(i, buf) : od_number_str(f->letter, i, buf);
	case OD_BOOL:
		return *(const bool *)m ? "yes" : "no";
	case OD_ENUM:
		w = word_of(f, rec);
		return w ? w->word : NULL;
	case OD_DATE:
		return od_date_is(*(const od_date *)m) ? od_date_str(*(const od_date *)m, buf)
						       : NULL;
	case OD_INSTANT:
		return od_instant_is(*(const od_instant *)m)
			       ? od_instant_str(*(const od_instant *)m, buf)
			       : NULL;
	}
	return NULL;
}

const char *od_field_label(const struct od_field *f, const void *rec, char buf[static 32])
{
	const void *m = od_member(f, rec);
	const struct od_word *w;

	switch (f->type) {
	case OD_BOOL:
		return *(const bool *)m ? _("yes") : _("no");
	case OD_ENUM:
		w = word_of(f, rec);
		return w ? word_label(w) : NULL;
	case OD_INSTANT:
		if (!od_instant_is(*(const od_instant *)m))
			return NULL;
		return od_instant_str_short(*(const od_instant *)m, buf);
	default:
		return od_field_str(f, rec, buf);
	}
}
