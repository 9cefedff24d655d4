/* out_yaml.c - records as YAML, a document a record, by libyaml's emitter.
 *
 * The emitter takes every character beyond U+FFFF for unprintable and would write "\U00020BB7"
 * for a rare name character and for emoji, in quotes, even where a block would do.  So these
 * pass through it folded into noncharacters (U+FDD0 to U+FDEF), which nobody's text should hold,
 * five of five bits for each, and are unfolded in what it has written.  Noncharacters that do
 * occur are folded the same way, so nothing is ever mistaken. */
#include <stdlib.h>
#include <yaml.h>

#include "out.h"

struct yaml {
	yaml_emitter_t emitter;
	struct od_buf folded;
	bool any_folded; /* in the record being written */
};

/* --- folding ----------------------------------------------------------------------------- */

#define FOLD_FIRST 0xFDD0
#define FOLD_PARTS 5

static bool must_fold(const unsigned char *s)
{
	return s[0] >= 0xf0 || (s[0] == 0xef && s[1] == 0xb7 && s[2] >= 0x90 && s[2] <= 0xaf);
}

static void fold_char(struct od_buf *b, uint32_t c)
{
	for (int shift = 5 * (FOLD_PARTS - 1); shift >= 0; shift -= 5) {
		uint32_t part = FOLD_FIRST + (c >> shift & 31);

		od_buf_putc(b, (char)0xef);
		od_buf_putc(b, (char)(0x80 | (part >> 6 & 63)));
		od_buf_putc(b, (char)(0x80 | (part & 63)));
	}
}

/* s as the emitter shall see it: s itself where nothing needs folding. */
static const char *fold(struct yaml *y, const char *s, size_t *n)
{
	size_t i = 0, done = 0, len;

	while (i < *n && !must_fold((const unsigned char *)s + i))
		i++;
	if (i == *n)
		return s;
	y->any_folded = true;
	od_buf_reset(&y->folded);
	for (; i < *n; i++) {
		if (!must_fold((const unsigned char *)s + i))
			continue;
		od_buf_add(&y->folded, s + done, i - done);
		fold_char(&y->folded, od_utf8_get(s + i, &len));
		i += len - 1;
		done = i + 1;
	}
	od_buf_add(&y->folded, s + done, *n - done);
	*n = y->folded.n;
	return y->folded.s;
}

static size_t put_utf8(char *to, uint32_t c)
{
	static const unsigned char lead[] = { 0, 0, 0, 0xe0, 0xf0 };
	size_t n = c > 0xffff ? 4 : 3;

	for (size_t i = n - 1; i; i--, c >>= 6)
		to[i] = (char)(0x80 | (c & 63));
	to[0] = (char)(lead[n] | c);
	return n;
}

/* In place: what comes out is shorter. */
static void unfold(struct od_buf *b)
{
	size_t to = 0;

	for (size_t i = 0; i < b->n;) {
		uint32_t c = 0;

		if (!must_fold((unsigned char *)b->s + i)) {
			b->s[to++] = b->s[i++];
			continue;
		}
		for (int part = 0; part < FOLD_PARTS; part++, i += 3)
			c = c << 5 | ((unsigned char)b->s[i + 2] - 0x90u);
		to += put_utf8(b->s + to, c);
	}
	b->n = to;
	b->s[to] = '\0';
}

/* --- styles ------------------------------------------------------------------------------ */

/* Would YAML 1.1 read this, standing plain, as a truth value, null or something else of its own? */
static bool is_special_word(const char *s)
{
	static const char *const words[] = { "",    "~",    "null",  "y", "n",  "yes",  "no",  "on",
					     "off", "true", "false", "=", "<<", ".inf", ".nan" };

	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (!strcasecmp(words[i], s))
			return true;
	return false;
}

/* Or as a number, a date, a time?  Errs on the side of quotes. */
static bool is_number_like(const char *s)
{
	if (!strchr("0123456789+-.", *s))
		return false;
	return !s[strspn(s, "0123456789abcdefABCDEF_+-.,:xXoOtTzZinIN ")];
}

/* Line breaks other than \n would not come back as they were; other control characters may not
 * stand at all. */
static bool has_control(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	for (size_t i = 0; i < n; i++) {
		if (u[i] > 0x1f && u[i] < 0x7f)
			continue;
		if (u[i] == 0x7f || (u[i] < 0x20 && u[i] != '\n') ||
		    (u[i] == 0xc2 && u[i + 1] < 0xa0) ||
		    (u[i] == 0xe2 && u[i + 1] == 0x80 && (u[i + 2] & 0xfe) == 0xa8) ||
		    (u[i] == 0xef && u[i + 1] == 0xbb && u[i + 2] == 0xbf))
			return true;
	}
	return false;
}

/* The emitter takes a style that cannot hold the text for a wish and uses quotes instead.  A block
 * that ends in blank lines would need "..." after it. */
static yaml_scalar_style_t text_style(const char *s, size_t n)
{
	if (has_control(s, n))
		return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	if (memchr(s, '\n', n)) {
		bool blank_end = s[n - 1] == '\n' && (n == 1 || s[n - 2] == '\n');

		return blank_end ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_LITERAL_SCALAR_STYLE;
	}
	return is_special_word(s) || is_number_like(s) ? YAML_SINGLE_QUOTED_SCALAR_STYLE
						       : YAML_PLAIN_SCALAR_STYLE;
}

/* --- events ------------------------------------------------------------------------------ */

static int fail(struct od_out *o, struct od_err *err)
{
	const struct yaml *y = o->state;

	if (o->buf.failed || y->emitter.error == YAML_MEMORY_ERROR || !y->emitter.problem)
		return od_fail_nomem(err);
	return od_fail(err, OD_EBUG, _("cannot write YAML: %s"), y->emitter.problem);
}

/* Hand over an event that was made; made is 0 where there was no memory for it. */
static int emit(struct od_out *o, int made, yaml_event_t *event, struct od_err *err)
{
	struct yaml *y = o->state;

	return made && yaml_emitter_emit(&y->emitter, event) ? 0 : fail(o, err);
}

static int emit_scalar(struct od_out *o, const char *s, size_t n, yaml_scalar_style_t style,
		       struct od_err *err)
{
	struct yaml *y = o->state;
	const char *folded;
	yaml_event_t event;

	if (od_utf8_bad(s, n) != n)
		return od_fail(err, OD_EDATA, _("a text is not well-formed UTF-8"));
	folded = fold(y, s, &n);
	if (y->folded.failed)
		return od_fail_nomem(err);
	return emit(o,
		    yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)folded,
						 (int)n, 1, 1, style),
		    &event, err);
}

static int emit_text(struct od_out *o, const char *s, struct od_err *err)
{
	size_t n = strlen(s);

	return emit_scalar(o, s, n, text_style(s, n), err);
}

static int emit_list(struct od_out *o, const char *text, struct od_err *err)
{
	yaml_event_t event;
	const char *s;
	size_t n;

	if (emit(o,
		 yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
						      YAML_FLOW_SEQUENCE_STYLE),
		 &event, err) < 0)
		return -1;
	for (s = od_list_next(&text, &n); s; s = od_list_next(&text, &n)) {
		char *element = strndup(s, n);
		int r = element ? emit_text(o, element, err) : od_fail_nomem(err);

		free(element);
		if (r < 0)
			return -1;
	}
	return emit(o, yaml_sequence_end_event_initialize(&event), &event, err);
}

static int emit_field(struct od_out *o, const struct od_field *f, const void *rec,
		      struct od_err *err)
{
	char buf[32];
	const char *s = od_field_str(f, rec, buf);

	if (!s)
		return 0;
	if (emit_text(o, f->name, err) < 0)
		return -1;
	if (f->type == OD_LIST)
		return emit_list(o, s, err);
	if (f->type == OD_TEXT || f->type == OD_ENUM)
		return emit_text(o, s, err);
	return emit_scalar(o, s, strlen(s), YAML_PLAIN_SCALAR_STYLE, err);
}

/* --- the format -------------------------------------------------------------------------- */

static int take(void *ctx, unsigned char *bytes, size_t n)
{
	struct od_buf *b = ctx;

	od_buf_add(b, (const char *)bytes, n);
	return !b->failed;
}

static int yaml_begin(struct od_out *o, struct od_err *err)
{
	struct yaml *y = calloc(1, sizeof(*y));
	yaml_event_t event;

	if (!y || !yaml_emitter_initialize(&y->emitter)) {
		free(y);
		return od_fail_nomem(err);
	}
	o->state = y;
	yaml_emitter_set_output(&y->emitter, take, &o->buf);
	yaml_emitter_set_unicode(&y->emitter, 1);
	yaml_emitter_set_width(&y->emitter, -1);
	return emit(o, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event, err);
}

static int emit_document_start(struct od_out *o, struct od_err *err)
{
	yaml_event_t event;

	if (emit(o, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 0), &event,
		 err) < 0)
		return -1;
	return emit(o,
		    yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
							YAML_BLOCK_MAPPING_STYLE),
		    &event, err);
}

static int emit_document_end(struct od_out *o, struct od_err *err)
{
	yaml_event_t event;

	if (emit(o, yaml_mapping_end_event_initialize(&event), &event, err) < 0)
		return -1;
	return emit(o, yaml_document_end_event_initialize(&event, 1), &event, err);
}

static int yaml_row(struct od_out *o, const void *rec, struct od_err *err)
{
	struct yaml *y = o->state;

	y->any_folded = false;
	if (emit_document_start(o, err) < 0)
		return -1;
	if (o->tagged && (emit_text(o, "type", err) < 0 || emit_text(o, o->type->name, err) < 0))
		return -1;
	for (size_t i = 0; i < o->ncols; i++)
		if (emit_field(o, o->col[i], rec, err) < 0)
			return -1;
	if (emit_document_end(o, err) < 0)
		return -1;
	if (!yaml_emitter_flush(&y->emitter) || o->buf.failed)
		return fail(o, err);
	if (y->any_folded)
		unfold(&o->buf);
	return 0;
}

static int yaml_end(struct od_out *o, struct od_err *err)
{
	yaml_event_t event;

	return emit(o, yaml_stream_end_event_initialize(&event), &event, err);
}

static void yaml_free(struct od_out *o)
{
	struct yaml *y = o->state;

	if (!y)
		return;
	yaml_emitter_delete(&y->emitter);
	od_buf_free(&y->folded);
	free(y);
}

const struct od_out_ops od_out_yaml = { yaml_begin, yaml_row, yaml_end, yaml_free };
