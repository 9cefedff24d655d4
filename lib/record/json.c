/* json.c - JSON Lines: one object a line.
 *
 * Nearly every line is a flat object of plain texts and numbers; json_flat.c reads those in one pass.
 * What it does not take - lists, and whatever may be wrong - goes to libjansson, which has the
 * last word on what JSON is and words the complaint.  (Measured: five times as fast as
 * libjansson alone.) */
#include <jansson.h>
#include <stdlib.h>

#include "field.h"
#include "json_flat.h"

#define VALUES_MAX 10000              /* in one line: libjansson takes some 100 bytes for each */
#define RAW_MAX    (OD_FIELD_MAX / 2) /* of a broken line kept: escaped it must fit OD_ROW_MAX */

struct od_rows {
	struct od_source *src;
	unsigned int line; /* of the next record */
	size_t pending;    /* bytes of the last line, to be skipped before the next */
	const char *raw;   /* the last line, in the source's buffer or in .lost */
	size_t raw_n;
	bool begun;
	struct od_gather gather;
	struct od_buf text, lost;
};

/* --- the thorough way --------------------------------------------------------------------- */

/* So many values that libjansson would take much memory? */
static bool crowded(const char *s, size_t n)
{
	size_t values = 0;
	bool in_text = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			in_text = !in_text;
		else if (in_text)
			i += s[i] == '\\';
		else
			values += s[i] == ',' || s[i] == '[' || s[i] == '{';
	}
	return values > VALUES_MAX;
}

/* The shortest of the texts that mean this number. */
static void add_real(struct od_gather *g, const json_t *value)
{
	char text[64];
	size_t n = 0;

	for (size_t precision = 15; precision <= 17; precision++) {
		json_t *back;
		bool same;

		n = json_dumpb(value, text, sizeof(text),
			       JSON_ENCODE_ANY | JSON_REAL_PRECISION(precision));
		back = json_loadb(text, n, JSON_DECODE_ANY, NULL);
		same = json_equal(back, value);
		json_decref(back);
		if (same)
			break;
	}
	od_gather_text(g, text, n);
}

static bool add_scalar(struct od_gather *g, const json_t *value)
{
	char text[32];

	switch (json_typeof(value)) {
	case JSON_STRING:
		od_gather_text(g, json_string_value(value), json_string_length(value));
		return true;
	case JSON_INTEGER:
		snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		od_gather_text(g, text, strlen(text));
		return true;
	case JSON_REAL:
		add_real(g, value);
		return true;
	default:
		return false;
	}
}

static int add_list(struct od_gather *g, const char *name, const json_t *list, struct od_err *err)
{
	size_t i;
	json_t *v;

	od_gather_text(g, "", 0);
	json_array_foreach(list, i, v)
	{
		if (json_is_string(v) && strstr(json_string_value(v), OD_LIST_SEP))
			return od_fail(err, OD_EDATA,
				       _("%u: '%s': '%s' holds 、, which separates the elements"),
				       g->row->line, name, json_string_value(v));
		if (i)
			od_gather_text(g, OD_LIST_SEP, strlen(OD_LIST_SEP));
		if (!add_scalar(g, v))
			return od_fail(err, OD_EDATA,
				       _("%u: '%s': a list may hold text and numbers only"),
				       g->row->line, name);
	}
	return 0;
}

static int add_value(struct od_gather *g, const char *name, const json_t *v, struct od_err *err)
{
	switch (json_typeof(v)) {
	case JSON_NULL:
		return 0;
	case JSON_TRUE:
		od_gather_text(g, "true", 4);
		return 0;
	case JSON_FALSE:
		od_gather_text(g, "false", 5);
		return 0;
	case JSON_ARRAY:
		return add_list(g, name, v, err);
	case JSON_OBJECT:
		return od_fail(err, OD_EDATA,
			       _("%u: '%s': an object inside a record is not read; give text, a "
				 "number or a list"),
			       g->row->line, name);
	default:
		add_scalar(g, v);
		return 0;
	}
}

static int add_object(struct od_gather *g, json_t *object, struct od_err *err)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value)
	{
		if (od_reject_name(name))
			continue;
		if (!od_gather_cell(g, name, strlen(name), g->row->line))
			return od_fail(err, OD_EDATA, _("%u: more than %d fields"), g->row->line,
				       OD_FIELDS_MAX);
		if (add_value(g, name, value, err) < 0)
			return -1;
	}
	return 0;
}

static int thorough(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	json_error_t why;
	json_t *object;
	int res;

	od_gather_begin(&r->gather, row, r->line);
	/* libjansson passes over one that stands behind a number */
	if (memchr(r->raw, '\0', r->raw_n))
		return od_fail(err, OD_EDATA, _("%u: the line holds a NUL byte"), r->line);
	if (crowded(r->raw, r->raw_n))
		return od_fail(err, OD_EDATA, _("%u: more than %d values in one line"), r->line,
			       VALUES_MAX);
	object = json_loadb(r->raw, r->raw_n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!object && json_error_code(&why) == json_error_null_character)
		return od_fail(err, OD_EDATA, _("%u: column %d: \\u0000 (a NUL) in a text"),
			       r->line, why.column);
	if (!object)
		return od_fail(err, OD_EDATA, _("%u: column %d: %s"), r->line, why.column,
			       why.text);
	res = json_is_object(object)
		      ? add_object(&r->gather, object, err)
		      : od_fail(err, OD_EDATA,
				_("%u: a record is an object: {\"field\": \"text\"}"), r->line);
	json_decref(object);
	return res < 0 ? -1 : od_gather_end(&r->gather, err);
}

/* --- lines -------------------------------------------------------------------------------- */

/* The line is too long to be held: keep its beginning, and go past its end. */
static int skip_line(struct od_rows *r, const char *bytes, int64_t n, struct od_err *err)
{
	const char *nl = NULL;

	od_buf_reset(&r->lost);
	od_buf_add(&r->lost, bytes, RAW_MAX + 4);
	r->raw = r->lost.s;
	r->raw_n = r->lost.n;
	while (n > 0 && !nl) {
		nl = memchr(bytes, '\n', (size_t)n);
		od_source_skip(r->src, nl ? (size_t)(nl + 1 - bytes) : (size_t)n);
		if (!nl)
			n = od_source_peek(r->src, 1, &bytes, err);
	}
	if (n < 0)
		return -1;
	od_fail(err, OD_EDATA, _("%u: the line is longer than %d bytes"), r->line, OD_ROW_MAX);
	return OD_BAD;
}

/* The next line into r->raw. */
static int next_line(struct od_rows *r, struct od_err *err)
{
	size_t want = 1, seen = 0;

	od_source_skip(r->src, r->pending);
	r->pending = 0;
	for (;;) {
		const char *bytes, *nl;
		int64_t n = od_source_peek(r->src, want, &bytes, err);

		if (n <= 0)
			return n < 0 ? -1 : OD_END;
		nl = memchr(bytes + seen, '\n', (size_t)n - seen);
		if (nl || (size_t)n < want) {
			r->raw = bytes;
			r->raw_n = nl ? (size_t)(nl - bytes) : (size_t)n;
			r->pending = r->raw_n + (nl != NULL);
			if (r->raw_n <= OD_ROW_MAX)
				return OD_ROW;
			r->pending = 0;
		}
		if (n > OD_ROW_MAX)
			return skip_line(r, bytes, n, err);
		seen = (size_t)n;
		want = seen + 1;
	}
}

static bool blank(const struct od_rows *r)
{
	const char *end = r->raw + r->raw_n;

	return od_json_skip_blanks(r->raw, end) == end;
}

/* The first line tells what else was meant. */
static int check_first(struct od_rows *r, struct od_err *err)
{
	const char *end = r->raw + r->raw_n, *p = od_json_skip_blanks(r->raw, end);

	r->begun = true;
	if (p < end && *p == '[')
		return od_fail(err, OD_EDATA,
			       _("%u: a JSON array; give one object a line (jq -c '.[]')"),
			       r->line);
	if (p < end && *p == '{' && od_json_skip_blanks(p + 1, end) == end)
		return od_fail(err, OD_EDATA,
			       _("%u: an object over several lines; give one object a line "
				 "(jq -c .)"),
			       r->line);
	return 0;
}

static int json_next(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	int res;

	row->n = 0;
	row->type = NULL;
	for (;;) {
		r->line++;
		row->line = r->line;
		res = next_line(r, err);
		if (res != OD_ROW)
			return res;
		if (!blank(r))
			break;
	}
	if (!r->begun && check_first(r, err) < 0)
		return -1;
	if (od_json_flat(r->raw, r->raw_n, &r->text, row, NULL))
		return OD_ROW;
	if (thorough(r, row, err) == 0)
		return OD_ROW;
	row->n = 0;
	return err->code == OD_ENOMEM ? -1 : OD_BAD;
}

/* --- rejects ------------------------------------------------------------------------------ */

/* The last member, behind the comma of the one before. */
static void put_reason(const char *reason, struct od_buf *b)
{
	od_buf_puts(b, "\"" OD_REASON_NAME "\":");
	od_json_quote(b, reason);
	od_buf_puts(b, "}\n");
}

/* What libjansson takes, without the reason it may have had; false: it does not take it. */
static bool put_parsed(const struct od_buf *line, const char *reason, struct od_buf *b)
{
	json_t *object = crowded(line->s, line->n)
				 ? NULL
				 : json_loadb(line->s, line->n, JSON_REJECT_DUPLICATES, NULL);
	bool had = json_object_get(object, OD_REASON_NAME) || json_object_get(object, OD_RAW_NAME);
	char *text = NULL;
	bool done;

	json_object_del(object, OD_REASON_NAME);
	json_object_del(object, OD_RAW_NAME);
	if (json_is_object(object))
		text = had ? json_dumps(object, JSON_COMPACT) : strndup(line->s, line->n);
	if (text) {
		od_buf_add(b, text, (size_t)(strrchr(text, '}') - text));
		if (json_object_size(object))
			od_buf_putc(b, ',');
		put_reason(reason, b);
	}
	done = text != NULL;
	free(text);
	json_decref(object);
	return done;
}

/* The object as it stood where that can be, and the reason; false: it is none. */
static bool put_object(const struct od_buf *line, const char *reason, struct od_buf *b)
{
	struct od_buf text OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf kept OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_row row;

	if (!od_json_flat(line->s, line->n, &text, &row, &kept))
		return put_parsed(line, reason, b);
	b->failed |= kept.failed;
	od_buf_putc(b, '{');
	od_buf_add(b, kept.s, kept.n);
	put_reason(reason, b);
	return true;
}

static void json_reject(struct od_rows *r, const struct od_row *row, bool heading,
			const char *reason, struct od_buf *b)
{
	struct od_buf line OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	size_t start = b->n;

	(void)row;
	(void)heading;
	od_mend(&line, r->raw, r->raw_n);
	if (line.n && !line.failed && put_object(&line, reason, b) && b->n - start <= OD_ROW_MAX)
		return;
	b->n = start;
	od_buf_reset(&line);
	od_mend_cut(&line, r->raw, r->raw_n, RAW_MAX);
	b->failed |= line.failed;
	od_buf_puts(b, "{\"" OD_REASON_NAME "\":");
	od_json_quote(b, reason);
	od_buf_puts(b, ",\"" OD_RAW_NAME "\":");
	od_json_quote(b, line.s ? line.s : "");
	od_buf_puts(b, "}\n");
}

static void json_close(struct od_rows *r)
{
	if (!r)
		return;
	od_gather_free(&r->gather);
	od_buf_free(&r->text);
	od_buf_free(&r->lost);
	free(r);
}

static struct od_rows *json_open(struct od_source *src, const char *name, struct od_err *err)
{
	struct od_rows *r = calloc(1, sizeof(*r));

	(void)name;
	if (r)
		r->src = src;
	else
		od_fail_nomem(err);
	return r;
}

const struct od_format_ops od_json_ops = {
	.name = "JSON Lines",
	.open = json_open,
	.next = json_next,
	.close = json_close,
	.reject = json_reject,
};
