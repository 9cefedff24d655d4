/* yaml.c - YAML streams of records, by libyaml's events.
 *
 * A document is one record (a mapping of texts), many (a sequence of such mappings), or many of
 * several types (a mapping from the type's name to a sequence of such mappings).  A value may
 * be a list of texts.  Aliases are refused: a few of them can unfold to gigabytes, and an
 * office's records have no use for them.
 *
 * libyaml takes no byte that is not UTF-8 and would give up there for good.  So that only the
 * record with such a byte is lost, the byte goes through it as U+10FFFF, a noncharacter, and
 * becomes 0xFF again behind it. */
#include <stdlib.h>
#include <strings.h>
#include <yaml.h>

#include "field.h"
#include "rows.h"

#define STAND_IN  "\xf4\x8f\xbf\xbf"
#define DEPTH_MAX 64                 /* of what is passed over */
#define NAME_LONG 128                /* longer names are written as "? name" */
#define RAW_TIDY  65536              /* bytes kept before what is no longer wanted goes */
#define RAW_MAX   (OD_FIELD_MAX / 2) /* of a broken record kept: escaped it must fit OD_ROW_MAX */

enum where {
	IN_STREAM,
	IN_LIST,  /* a sequence of records that is the document */
	IN_TYPED, /* a sequence of records below the name of their type */
	IN_TYPES, /* between two such sequences */
};

struct od_rows {
	struct od_source *src;
	yaml_parser_t parser;
	yaml_event_t event; /* the last; freed when the next is got */
	size_t lines;       /* line ends fed to libyaml */
	size_t fed;         /* bytes since the last event */
	/* What libyaml was fed, from the record on that is being read (or a little before), so that one
	 * that is refused can be shown as it stood.  libyaml's marks count characters. */
	struct od_buf raw;
	size_t raw_at, chars;         /* before .raw; fed in all */
	size_t record_at, record_end; /* of the last record */
	bool in_record;
	struct od_err feed_err;
	enum where where;
	struct od_buf type, name;
	struct od_gather gather;
	bool bad;           /* something is wrong with the record, and said */
	size_t hollow;      /* its fields that are absent or empty lists */
	size_t empty_lists; /* the latter alone */
};

/* --- events ------------------------------------------------------------------------------- */

/* A character that may not stand for itself in YAML, or that YAML takes for a line break. */
static bool must_escape(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
	       c == 0xfffe || c == 0xffff || c == 0x10ffff;
}

/* One that libyaml gives up at, together with all it holds; so it is looked for before. */
static bool is_forbidden(uint32_t c)
{
	return must_escape(c) && !(c < 0x20 && strchr("\t\n\r", (int)c) && c) && c != 0x85 &&
	       c != 0x2028 && c != 0x2029 && c != 0xfeff && c != 0x10ffff;
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

/* Bytes of the first so many characters. */
static size_t bytes_of(const char *s, size_t n, size_t chars)
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
		size_t drop = from > r->raw_at ? bytes_of(raw->s, raw->n, from - r->raw_at) : 0;

		if (raw->n - drop > 2 * OD_ROW_MAX)
			drop = raw->n;
		memmove(raw->s, raw->s + drop, raw->n - drop + 1);
		raw->n -= drop;
		r->raw_at = raw->n ? from > r->raw_at ? from : r->raw_at : at;
	}
	od_buf_add(raw, s, n);
}

static int feed(void *ctx, unsigned char *to, size_t size, size_t *given)
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
		memcpy(to, STAND_IN, 4);
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

static int get(struct od_rows *r, struct od_err *err)
{
	yaml_event_delete(&r->event);
	r->fed = 0;
	return yaml_parser_parse(&r->parser, &r->event) ? 0 : broken(r, err);
}

static unsigned int line_of(const struct od_rows *r)
{
	return (unsigned int)r->event.start_mark.line + 1;
}

/* Past everything up to the end of the node begun `depth` levels ago. */
static int pass_over(struct od_rows *r, int depth, struct od_err *err)
{
	while (depth) {
		if (get(r, err) < 0)
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
				       line_of(r), DEPTH_MAX);
	}
	return 0;
}

/* Past the node whose first event was just got. */
static int pass_over_this(struct od_rows *r, struct od_err *err)
{
	bool begins = r->event.type == YAML_MAPPING_START_EVENT ||
		      r->event.type == YAML_SEQUENCE_START_EVENT;

	return begins ? pass_over(r, 1, err) : 0;
}

/* --- what an event says ------------------------------------------------------------------- */

/* Is this the first thing wrong with the record?  The caller then says what. */
static bool first_fault(struct od_rows *r)
{
	bool first = !r->bad;

	r->bad = true;
	return first;
}

static void refuse_aliases(struct od_rows *r, struct od_err *err)
{
	const yaml_event_t *e = &r->event;
	const yaml_char_t *anchor = NULL;

	if (e->type == YAML_SCALAR_EVENT)
		anchor = e->data.scalar.anchor;
	else if (e->type == YAML_SEQUENCE_START_EVENT)
		anchor = e->data.sequence_start.anchor;
	else if (e->type == YAML_MAPPING_START_EVENT)
		anchor = e->data.mapping_start.anchor;
	if (e->type == YAML_ALIAS_EVENT && first_fault(r))
		od_fail(err, OD_EDATA, _("%u: aliases (*%s) are not read; write the value out"),
			line_of(r), (const char *)e->data.alias.anchor);
	else if (anchor && first_fault(r))
		od_fail(err, OD_EDATA, _("%u: anchors (&%s) are not read; write the value out"),
			line_of(r), (const char *)anchor);
}

/* The scalar's text, bad bytes as 0xFF again; NULL: absent (null, ~, nothing). */
static const char *scalar(struct od_rows *r, size_t *n)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL" };
	char *s = (char *)r->event.data.scalar.value, *to;
	char *end = s + r->event.data.scalar.length;
	bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
		     r->event.data.scalar.plain_implicit;

	*n = r->event.data.scalar.length;
	for (size_t i = 0; plain && i < OD_COUNT(nulls); i++) {
		if (!strcmp(s, nulls[i]) && strlen(s) == *n)
			return NULL;
	}
	to = memmem(s, *n, STAND_IN, 4);
	for (char *from = to; from && from < end; to++) {
		bool stand_in = end - from >= 4 && !memcmp(from, STAND_IN, 4);

		*to = stand_in ? (char)0xff : *from;
		from += stand_in ? 4 : 1;
	}
	if (to) {
		*to = '\0';
		*n = (size_t)(to - s);
	}
	return s;
}

/* --- a record ----------------------------------------------------------------------------- */

/* Text for the last cell, if the record may hold so much. */
static void add_text(struct od_rows *r, const char *s, size_t n, struct od_err *err)
{
	if (r->gather.text.n + n <= OD_ROW_MAX)
		od_gather_text(&r->gather, s, n);
	else if (first_fault(r))
		od_fail(err, OD_EDATA, _("%u: the record is longer than %d bytes"),
			r->gather.row->line, OD_ROW_MAX);
}

static void add_element(struct od_rows *r, bool first, struct od_err *err)
{
	size_t n;
	const char *s = scalar(r, &n);

	if (!s && first_fault(r))
		od_fail(err, OD_EDATA, _("%u: '%s': an element of the list is empty"), line_of(r),
			r->name.s);
	else if (s && memmem(s, n, OD_LIST_SEP, strlen(OD_LIST_SEP)) && first_fault(r))
		od_fail(err, OD_EDATA, _("%u: '%s': '%s' holds 、, which separates the elements"),
			line_of(r), r->name.s, s);
	if (!first)
		add_text(r, OD_LIST_SEP, strlen(OD_LIST_SEP), err);
	add_text(r, s ? s : "", s ? n : 0, err);
}

/* The name of a field, into r->name.  False: no name, and said so. */
static bool take_name(struct od_rows *r, struct od_err *err)
{
	const char *s = "";
	size_t n = 0;

	refuse_aliases(r, err);
	od_buf_reset(&r->name);
	if (r->event.type == YAML_SCALAR_EVENT) {
		s = scalar(r, &n);
		if (!s)
			s = "";
	}
	od_buf_puts(&r->name, s);
	if (r->event.type == YAML_SCALAR_EVENT && strlen(s) == n)
		return true;
	if (first_fault(r))
		od_fail(err, OD_EDATA, _("%u: the name of a field must be plain text"), line_of(r));
	return false;
}

/* A cell for the name that was taken. */
static bool add_cell(struct od_rows *r, unsigned int line, struct od_err *err)
{
	if (od_gather_has(&r->gather, r->name.s, r->name.n)) {
		if (first_fault(r))
			od_fail(err, OD_EDATA, _("%u: '%s' is given twice"), line, r->name.s);
		return false;
	}
	if (r->gather.text.n + r->name.n <= OD_ROW_MAX &&
	    od_gather_cell(&r->gather, r->name.s, r->name.n, line))
		return true;
	if (first_fault(r))
		od_fail(err, OD_EDATA, _("%u: more than %d fields"), r->gather.row->line,
			OD_FIELDS_MAX);
	return false;
}

/* The elements of a list, the first event after whose start is at hand. */
static int add_list(struct od_rows *r, struct od_err *err)
{
	bool first = true;

	add_text(r, "", 0, err);
	for (; r->event.type != YAML_SEQUENCE_END_EVENT; first = false) {
		refuse_aliases(r, err);
		if (r->event.type == YAML_SCALAR_EVENT)
			add_element(r, first, err);
		else if (first_fault(r))
			od_fail(err, OD_EDATA, _("%u: '%s': a list may hold texts only"),
				line_of(r), r->name.s);
		if (pass_over_this(r, err) < 0 || get(r, err) < 0)
			return -1;
	}
	r->hollow += first;
	r->empty_lists += first;
	return 0;
}

static int pass_over_list(struct od_rows *r, struct od_err *err)
{
	while (r->event.type != YAML_SEQUENCE_END_EVENT) {
		if (pass_over_this(r, err) < 0 || get(r, err) < 0)
			return -1;
	}
	return 0;
}

static int add_value(struct od_rows *r, struct od_err *err)
{
	const char *s;
	size_t n;

	refuse_aliases(r, err);
	if (r->event.type == YAML_SCALAR_EVENT) {
		s = scalar(r, &n);
		r->hollow += s == NULL;
		if (s)
			add_text(r, s, n, err);
		return 0;
	}
	if (r->event.type == YAML_MAPPING_START_EVENT && first_fault(r))
		od_fail(err, OD_EDATA,
			_("%u: '%s': a mapping inside a record is not read; give text or a list"),
			line_of(r), r->name.s);
	return pass_over_this(r, err);
}

/* One field, whose name is the event at hand.  1: it is a document's own, and a list of records,
 * the first of which has just begun. */
static int field(struct od_rows *r, bool own, struct od_err *err)
{
	unsigned int line = line_of(r);
	bool take = take_name(r, err), list;

	if (pass_over_this(r, err) < 0 || get(r, err) < 0)
		return -1;
	list = r->event.type == YAML_SEQUENCE_START_EVENT;
	if (list) {
		refuse_aliases(r, err);
		if (get(r, err) < 0)
			return -1;
		if (own && take && r->event.type == YAML_MAPPING_START_EVENT)
			return 1;
	}
	take = take && !od_reject_name(r->name.s) && add_cell(r, line, err);
	if (list)
		return take ? add_list(r, err) : pass_over_list(r, err);
	return take ? add_value(r, err) : pass_over_this(r, err);
}

static void begin_record(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	const yaml_mark_t *mark = &r->event.start_mark;

	od_gather_begin(&r->gather, row, line_of(r));
	/* with the "- " before it, but nothing of the record before */
	r->record_at = mark->index - mark->column;
	if (r->record_at < r->record_end)
		r->record_at = r->record_end;
	r->in_record = true;
	r->bad = false;
	r->hollow = r->empty_lists = 0;
	refuse_aliases(r, err);
}

static int end_record(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	if (od_gather_end(&r->gather, err) < 0)
		return -1;
	r->in_record = false;
	r->record_end = r->event.end_mark.index;
	if (r->type.failed || r->name.failed)
		return od_fail_nomem(err);
	row->type = r->where == IN_TYPED ? r->type.s : NULL;
	return r->bad ? OD_BAD : OD_ROW;
}

/* A record in a list; the start of its mapping is at hand. */
static int record(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	begin_record(r, row, err);
	for (;;) {
		if (get(r, err) < 0)
			return -1;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			return end_record(r, row, err);
		if (field(r, false, err) < 0)
			return -1;
	}
}

/* --- documents ---------------------------------------------------------------------------- */

enum { AGAIN = 3 }; /* nothing to give yet; besides OD_ROW and its like */

/* The document turns out to hold lists of records, and the first has just begun. */
static int enter_types(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	unsigned int line = line_of(r);

	if (!r->bad && row->n == r->hollow) {
		od_buf_reset(&r->type);
		od_buf_add(&r->type, r->name.s, r->name.n);
		r->where = IN_TYPED;
		return record(r, row, err);
	}
	if (first_fault(r))
		od_fail(err, OD_EDATA,
			_("%u: '%s' is a list of records, which cannot stand beside the fields of "
			  "one"),
			line, r->name.s);
	return pass_over(r, 3, err) < 0 ? -1 : end_record(r, row, err);
}

/* The mapping that is the document. */
static int mapping(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	int res;

	begin_record(r, row, err);
	for (;;) {
		if (get(r, err) < 0)
			return -1;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		res = field(r, true, err);
		if (res)
			return res < 0 ? -1 : enter_types(r, row, err);
	}
	if (!r->bad && row->n && row->n == r->empty_lists)
		return AGAIN; /* lists of no records */
	return end_record(r, row, err);
}

static int no_mapping(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	begin_record(r, row, err);
	if (first_fault(r))
		od_fail(err, OD_EDATA, _("%u: a record is a mapping: \"field: text\", a line each"),
			line_of(r));
	return pass_over_this(r, err) < 0 ? -1 : end_record(r, row, err);
}

static int in_stream(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	size_t n;

	switch (r->event.type) {
	case YAML_STREAM_END_EVENT:
		return OD_END;
	case YAML_MAPPING_START_EVENT:
		return mapping(r, row, err);
	case YAML_SEQUENCE_START_EVENT:
		r->where = IN_LIST;
		return AGAIN;
	case YAML_SCALAR_EVENT:
		return scalar(r, &n) ? no_mapping(r, row, err) : AGAIN;
	default:
		return AGAIN;
	}
}

static int in_list(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	if (r->event.type == YAML_MAPPING_START_EVENT)
		return record(r, row, err);
	if (r->event.type != YAML_SEQUENCE_END_EVENT)
		return no_mapping(r, row, err);
	r->where = r->where == IN_TYPED ? IN_TYPES : IN_STREAM;
	return AGAIN;
}

/* The name of a type and what is below it. */
static int in_types(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	size_t n;

	if (r->event.type == YAML_MAPPING_END_EVENT) {
		r->where = IN_STREAM;
		return AGAIN;
	}
	begin_record(r, row, err);
	take_name(r, err);
	if (pass_over_this(r, err) < 0 || get(r, err) < 0)
		return -1;
	refuse_aliases(r, err);
	if (!r->bad && r->event.type == YAML_SEQUENCE_START_EVENT) {
		od_buf_reset(&r->type);
		od_buf_add(&r->type, r->name.s, r->name.n);
		r->where = IN_TYPED;
		return AGAIN;
	}
	if (!r->bad && r->event.type == YAML_SCALAR_EVENT && !scalar(r, &n))
		return AGAIN;
	if (first_fault(r))
		od_fail(err, OD_EDATA, _("%u: '%s' stands beside lists of records but is not one"),
			row->line, r->name.s);
	return pass_over_this(r, err) < 0 ? -1 : end_record(r, row, err);
}

static int yaml_next(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	int res;

	row->n = 0;
	row->type = NULL;
	r->in_record = r->bad = false;
	do {
		if (get(r, err) < 0) {
			row->n = 0;
			return -1;
		}
		row->line = line_of(r);
		if (r->where == IN_STREAM)
			res = in_stream(r, row, err);
		else if (r->where == IN_TYPES)
			res = in_types(r, row, err);
		else
			res = in_list(r, row, err);
	} while (res == AGAIN);
	if (res < 0)
		row->n = 0; /* it was not gathered to its end */
	return res;
}

static void yaml_close(struct od_rows *r)
{
	if (!r)
		return;
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
	od_gather_free(&r->gather);
	od_buf_free(&r->type);
	od_buf_free(&r->name);
	od_buf_free(&r->raw);
	free(r);
}

static struct od_rows *yaml_open(struct od_source *src, const char *name, struct od_err *err)
{
	struct od_rows *r = calloc(1, sizeof(*r));

	(void)name;
	if (!r || !yaml_parser_initialize(&r->parser)) {
		free(r);
		od_fail_nomem(err);
		return NULL;
	}
	r->src = src;
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&r->parser, feed, r);
	return r;
}

/* --- rejects ------------------------------------------------------------------------------ */

static bool any_escapes(const struct od_buf *text)
{
	size_t len;

	for (size_t i = 0; i < text->n; i += len) {
		uint32_t c = od_utf8_get(text->s + i, &len);

		if (c != '\n' && must_escape(c))
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
		else if (must_escape(c))
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
	start = from > r->raw_at ? bytes_of(r->raw.s, r->raw.n, from - r->raw_at) : 0;
	n = r->raw.n - start;
	if (r->bad && !r->in_record && r->record_end > from)
		n = bytes_of(r->raw.s + start, n, r->record_end - from);
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
static void yaml_reject(struct od_rows *r, const struct od_row *row, bool heading,
			const char *reason, struct od_buf *b)
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

const struct od_format_ops od_yaml_ops = {
	.name = "YAML",
	.open = yaml_open,
	.next = yaml_next,
	.close = yaml_close,
	.reject = yaml_reject,
};
