/* canon.c - what a record says, independent of how it is kept: the digest of its canonical form,
 * the difference of two records as the journal writes it, and the way back. */
#include <jansson.h>
#include <stdlib.h>

#include "field.h"

/* --- digests ----------------------------------------------------------------------------- */

/* Canonical form: of each field that is present, in the order of the table, its name with the NUL behind
 * it, then its machine text with its length in front.  An enum's first word stands for absence, so a
 * field that a later version adds leaves the digests of older records as they were. */
static void add_fields(struct od_sm3 *h, const struct od_rec_type *type, const void *rec,
		       bool readonly)
{
	char buf[32];

	for (const struct od_field *f = type->fields; f->name; f++) {
		const char *text;

		if (f->flags & OD_NOT_STORED || !!(f->flags & OD_READONLY) != readonly)
			continue;
		if (f->type == OD_ENUM && *(const int *)od_member(f, rec) == 0)
			continue;
		text = od_field_str(f, rec, buf);
		if (!text)
			continue;
		od_sm3_add(h, f->name, strlen(f->name) + 1);
		od_sm3_add_text(h, text);
	}
}

void od_rec_digest_begin(const struct od_rec_type *type, const void *rec, struct od_sm3 *h)
{
	od_sm3_init(h);
	add_fields(h, type, rec, false);
}

void od_rec_digest_end(const struct od_rec_type *type, const void *rec, struct od_sm3 *h,
		       uint8_t whole[OD_SM3_SIZE])
{
	add_fields(h, type, rec, true);
	od_sm3_end(h, whole);
}

void od_rec_digest(const struct od_rec_type *type, const void *rec, uint8_t whole[OD_SM3_SIZE])
{
	struct od_sm3 h;

	od_rec_digest_begin(type, rec, &h);
	od_rec_digest_end(type, rec, &h, whole);
}

/* --- differences ------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_member(const struct od_field *f, const void *a, const void *b)
{
	const void *x = od_member(f, a), *y = od_member(f, b);

	switch (f->type) {
	case OD_TEXT:
	case OD_LIST:
		return same_text(*(char *const *)x, *(char *const *)y);
	case OD_INT:
	case OD_NUMBER:
		return *(const int64_t *)x == *(const int64_t *)y;
	case OD_BOOL:
		return *(const bool *)x == *(const bool *)y;
	case OD_ENUM:
		return *(const int *)x == *(const int *)y;
	case OD_DATE:
		return ((const od_date *)x)->days == ((const od_date *)y)->days;
	case OD_INSTANT:
		return ((const od_instant *)x)->sec == ((const od_instant *)y)->sec;
	}
	return true;
}

bool od_rec_same(const struct od_rec_type *type, const void *a, const void *b)
{
	for (const struct od_field *f = type->fields; f->name; f++)
		if (!(f->flags & OD_NOT_STORED) && !same_member(f, a, b))
			return false;
	return true;
}

static void quote_or_null(struct od_buf *b, const char *s)
{
	if (s)
		od_json_quote(b, s);
	else
		od_buf_puts(b, "null");
}

bool od_rec_diff(const struct od_rec_type *type, const void *before, const void *after,
		 struct od_buf *b)
{
	char old_buf[32], new_buf[32];
	bool any = false;

	for (const struct od_field *f = type->fields; f->name; f++) {
		const char *was, *is;

		if (f->flags & OD_NOT_STORED || (before && after && same_member(f, before, after)))
			continue;
		was = before ? od_field_str(f, before, old_buf) : NULL;
		is = after ? od_field_str(f, after, new_buf) : NULL;
		if (!was && !is)
			continue;
		od_buf_putc(b, any ? ',' : '{');
		od_json_quote(b, f->name);
		od_buf_puts(b, ":[");
		quote_or_null(b, was);
		od_buf_putc(b, ',');
		quote_or_null(b, is);
		od_buf_putc(b, ']');
		any = true;
	}
	if (any)
		od_buf_putc(b, '}');
	return any;
}

/* Is the member what the change left it as?  Of a record that is gone every member is absent, an enum
 * its first word. */
static bool is_after(const struct od_field *f, const void *rec, const json_t *is)
{
	char buf[32];

	if (json_is_null(is) && f->type == OD_ENUM)
		return *(const int *)od_member(f, rec) == 0;
	if (json_is_null(is) && f->type == OD_BOOL)
		return !*(const bool *)od_member(f, rec);
	return same_text(od_field_str(f, rec, buf), json_string_value(is));
}

static int put_back(const struct od_rec_type *type, void *rec, const char *name, const json_t *pair,
		    struct od_err *err)
{
	const struct od_field *f = od_field_find(type, name);
	const json_t *was = json_array_get(pair, 0), *is = json_array_get(pair, 1);

	if (!f)
		return od_fail(err, OD_EBUG, _("a change names '%s', which no %s has"), name,
			       type->name);
	if (json_array_size(pair) != 2 || (!json_is_string(was) && !json_is_null(was)))
		return od_fail(err, OD_EDATA, _("the change of '%s' is not a pair of texts"), name);
	if (!is_after(f, rec, is))
		return od_fail(err, OD_EDATA, _("'%s' is not what the change left it as"), name);
	if (od_field_put(f, rec, json_string_value(was), err) < 0)
		return od_fail_at(err, "%s", name);
	return 0;
}

int od_rec_undiff(const struct od_rec_type *type, void *rec, const char *diff, struct od_err *err)
{
	json_error_t at;
	json_t *root = json_loads(diff, JSON_REJECT_DUPLICATES, &at), *pair;
	const char *name;
	int r = 0;

	if (!json_is_object(root)) {
		r = od_fail(err, OD_EDATA, _("a change is not a JSON object: %s"),
			    root ? diff : at.text);
		json_decref(root);
		return r;
	}
	json_object_foreach(root, name, pair)
	{
		r = put_back(type, rec, name, pair, err);
		if (r < 0)
			break;
	}
	json_decref(root);
	return r;
}
