/* yaml_events.c - libyaml's events, from what it is fed; and what it complains of, in words that help.
 *
 * libyaml takes no byte that is not UTF-8 and would give up there for good.  So that only the
 * record with such a byte is lost, the byte goes through it as U+10FFFF, a noncharacter, and
 * becomes 0xFF again behind it. */
#include "yaml_rows.h"

#define DEPTH_MAX 64    /* of what is passed over */
#define RAW_TIDY  65536 /* bytes kept before what is no longer wanted goes */

/* One that libyaml gives up at, together with all it holds; so it is looked for before. */
static bool is_forbidden(uint32_t c)
{
	return od_yaml_must_escape(c) && !(c < 0x20 && strchr("\t\n\r", (int)c) && c) &&
	       c != 0x85 && c != 0x2028 && c != 0x2029 && c != 0xfeff && c != 0x10ffff;
}

/* Bytes of the first n that libyaml may have: whole, well-formed, allowed characters. */
static size_t allowed(struct od_rows *r, const char *s, size_t n)
{
	size_t good = od_utf8_bad(s, n), i = 0, len;

	while (i < good) {
		unsigned char c = (unsigned char)s[i];
		bool suspect = c < ' ' || c == 0x7f || c == 0xc2 || c == 0xef;

		r->lines += c == '\n';
		r->chars += (c & 0xc0) != 0x80;
		if (suspect && is_forbidden(od_utf8_get(s + i, &len)))
			return i;
		i++;
	}
	return good;
}

size_t od_yaml_bytes(const char *s, size_t n, size_t chars)
{
	size_t i = 0;

	for (uint64_t w; i + sizeof(w) <= n && chars >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, s + i, sizeof(w));
		/* the bytes that continue a character are 10xxxxxx */
		chars -= sizeof(w) - (size_t)__builtin_popcountll(w & ~(w << 1) & OD_BYTES(0x80));
	}
	while (i < n && (chars || ((unsigned char)s[i] & 0xc0) == 0x80))
		chars -= ((unsigned char)s[i++] & 0xc0) != 0x80;
	return i;
}

/* Keep what is fed.  A record longer than any may be is not kept from its beginning. */
static void keep(struct od_rows *r, const char *s, size_t n, size_t at)
{
	struct od_buf *raw = &r->raw;

	if (raw->n > RAW_TIDY) {
		size_t from = r->in_record ? r->record_at : r->record_end;
		size_t drop =
			from > r->raw_at ? od_yaml_bytes(raw->s, raw->n, from - r->raw_at) : 0;

		if (raw->n - drop > 2 * OD_ROW_MAX)
			drop = raw->n;
		memmove(raw->s, raw->s + drop, raw->n - drop + 1);
		raw->n -= drop;
		r->raw_at = raw->n ? from > r->raw_at ? from : r->raw_at : at;
	}
	od_buf_add(raw, s, n);
}

int od_yaml_feed(void *ctx, unsigned char *to, size_t size, size_t *given)
{
	struct od_rows *r = ctx;
	const char *bytes;
	int64_t n = od_source_peek(r->src, 4, &bytes, &r->feed_err);
	size_t good, len, at = r->chars;

	*given = 0;
	if (n <= 0)
		return n == 0;
	if (r->fed > OD_ROW_MAX)
		return !od_fail(&r->feed_err, OD_EDATA,
				_("%zu: no end within %d bytes; the records from here on were not "
				  "read"),
				r->parser.mark.line + 1, OD_ROW_MAX);
	good = allowed(r, bytes, (size_t)n < size ? (size_t)n : size);
	if (good) {
		memcpy(to, bytes, good);
		*given = good;
	} else if (od_utf8_bad(bytes, n < 4 ? (size_t)n : 4) == 0) {
		memcpy(to, OD_YAML_STAND_IN, 4);
		*given = 4;
		good = 1;
		r->chars++;
	} else {
		return !od_fail(&r->feed_err, OD_EDATA,
				_("%zu: the control character U+%04X does not belong here; the "
				  "records from here on were not read"),
				r->lines + 1, (unsigned int)od_utf8_get(bytes, &len));
	}
	keep(r, bytes, good, at);
	od_source_skip(r->src, good);
	r->fed += good;
	return 1;
}

/* What libyaml says, in words that help; those of libyaml stand where there are none. */
static const struct fault {
	const char *problem; /* how libyaml's begins */
	const char *text;
	bool at_context; /* tell the line where it began, not where it was noticed */
} faults[] = {
	{ "mapping values are not allowed",
	  N_("a ':' where no field may begin; let the fields of a record begin in one column, and put text "
	     "that holds ': ' in quotes") },
	{ "did not find expected key",
	  N_("the indentation does not fit; let the fields of a record begin in one column") },
	{ "did not find expected '-' indicator",
	  N_("the indentation does not fit; let the records of a list begin with '- ' in one column and "
	     "their fields in another") },
	{ "did not find expected <document start>",
	  N_("this belongs to nothing before it; mend the indentation, or begin a document with '---'") },
	{ "could not find expected ':'",
	  N_("a field's name without ':' behind it; if this goes on with the text before, indent it"),
	  true },
	{ "block sequence entries are not allowed",
	  N_("'- ' where no list may begin; begin the list on the next line, or put the text in quotes") },
	{ "found a tab character", N_("a tab in the indentation; use spaces") },
	{ "found character that cannot start any token",
	  N_("a tab in the indentation, or text that begins with @, ` or %; use spaces, or quotes around the "
	     "text") },
	{ "did not find expected node content",
	  N_("text is missing, or begins with a mark that means something in YAML; put it in quotes") },
	{ "found unexpected end of stream", N_("the quote opened here is never closed"), true },
	{ "found unexpected document indicator", N_("the quote opened here is never closed"),
	  true },
	{ "did not find expected ',' or ']'",
	  N_("the '[' here is never closed, or a ',' is missing behind it"), true },
	{ "did not find expected ',' or '}'",
	  N_("the '{' here is never closed, or a ',' is missing behind it"), true },
	{ "found unknown escape character",
	  N_("a \\ in double quotes that YAML does not know; write \\\\, or use single quotes") },
};

static const struct fault *find_fault(const char *problem)
{
	for (size_t i = 0; problem && i < OD_COUNT(faults); i++) {
		if (!strncmp(problem, faults[i].problem, strlen(faults[i].problem)))
			return &faults[i];
	}
	return NULL;
}

static int broken(struct od_rows *r, struct od_err *err)
{
	const yaml_parser_t *p = &r->parser;
	const struct fault *f = find_fault(p->problem);
	const yaml_mark_t *mark = p->error == YAML_READER_ERROR ? &p->mark
				  : f && f->at_context          ? &p->context_mark
								: &p->problem_mark;

	if (r->feed_err.code)
		*err = r->feed_err;
	else if (p->error == YAML_MEMORY_ERROR)
		od_fail_nomem(err);
	else if (f)
		od_fail(err, OD_EDATA, _("%zu: %s; the records from here on were not read"),
			mark->line + 1, _(f->text));
	else
		od_fail(err, OD_EDATA,
			_("%zu: this is not YAML (%s); the records from here on were not read"),
			mark->line + 1, p->problem ? p->problem : "?");
	return -1;
}

int od_yaml_get(struct od_rows *r, struct od_err *err)
{
	yaml_event_delete(&r->event);
	r->fed = 0;
	return yaml_parser_parse(&r->parser, &r->event) ? 0 : broken(r, err);
}

int od_yaml_pass_over(struct od_rows *r, int depth, struct od_err *err)
{
	while (depth) {
		if (od_yaml_get(r, err) < 0)
			return -1;
		switch (r->event.type) {
		case YAML_MAPPING_START_EVENT:
		case YAML_SEQUENCE_START_EVENT:
			depth++;
			break;
		case YAML_MAPPING_END_EVENT:
		case YAML_SEQUENCE_END_EVENT:
			depth--;
			break;
		default:
			break;
		}
		if (depth > DEPTH_MAX)
			return od_fail(err, OD_EDATA,
				       _("%u: nested more than %d deep; the records from here on "
					 "were not read"),
				       od_yaml_line(r), DEPTH_MAX);
	}
	return 0;
}

int od_yaml_pass_over_this(struct od_rows *r, struct od_err *err)
{
	bool begins = r->event.type == YAML_MAPPING_START_EVENT ||
		      r->event.type == YAML_SEQUENCE_START_EVENT;

	return begins ? od_yaml_pass_over(r, 1, err) : 0;
}
