/* yaml.c - YAML streams of records, by libyaml's events.
 *
 * A document is one record (a mapping of texts), many (a sequence of such mappings), or many of
 * several types (a mapping from the type's name to a sequence of such mappings).  A value may
 * be a list of texts.  Aliases are refused: a few of them can unfold to gigabytes, and an
 * office's records have no use for them. */
#include <stdlib.h>
#include <strings.h>

#include "field.h"
#include "yaml_rows.h"

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
			od_yaml_line(r), (const char *)e->data.alias.anchor);
	else if (anchor && first_fault(r))
		od_fail(err, OD_EDATA, _("%u: anchors (&%s) are not read; write the value out"),
			od_yaml_line(r), (const char *)anchor);
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
	to = memmem(s, *n, OD_YAML_STAND_IN, 4);
	for (char *from = to; from && from < end; to++) {
		bool stand_in = end - from >= 4 && !memcmp(from, OD_YAML_STAND_IN, 4);

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
		od_fail(err, OD_EDATA, _("%u: '%s': an element of the list is empty"),
			od_yaml_line(r), r->name.s);
	else if (s && memmem(s, n, OD_LIST_SEP, strlen(OD_LIST_SEP)) && first_fault(r))
		od_fail(err, OD_EDATA, _("%u: '%s': '%s' holds 、, which separates the elements"),
			od_yaml_line(r), r->name.s, s);
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
		od_fail(err, OD_EDATA, _("%u: the name of a field must be plain text"),
			od_yaml_line(r));
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
				od_yaml_line(r), r->name.s);
		if (od_yaml_pass_over_this(r, err) < 0 || od_yaml_get(r, err) < 0)
			return -1;
	}
	r->hollow += first;
	r->empty_lists += first;
	return 0;
}

static int pass_over_list(struct od_rows *r, struct od_err *err)
{
	while (r->event.type != YAML_SEQUENCE_END_EVENT) {
		if (od_yaml_pass_over_this(r, err) < 0 || od_yaml_get(r, err) < 0)
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
			od_yaml_line(r), r->name.s);
	return od_yaml_pass_over_this(r, err);
}

/* One field, whose name is the event at hand.  1: it is a document's own, and a list of records,
 * the first of which has just begun. */
static int field(struct od_rows *r, bool own, struct od_err *err)
{
	unsigned int line = od_yaml_line(r);
	bool take = take_name(r, err), list;

	if (od_yaml_pass_over_this(r, err) < 0 || od_yaml_get(r, err) < 0)
		return -1;
	list = r->event.type == YAML_SEQUENCE_START_EVENT;
	if (list) {
		refuse_aliases(r, err);
		if (od_yaml_get(r, err) < 0)
			return -1;
		if (own && take && r->event.type == YAML_MAPPING_START_EVENT)
			return 1;
	}
	take = take && !od_reject_name(r->name.s) && add_cell(r, line, err);
	if (list)
		return take ? add_list(r, err) : pass_over_list(r, err);
	return take ? add_value(r, err) : od_yaml_pass_over_this(r, err);
}

static void begin_record(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	const yaml_mark_t *mark = &r->event.start_mark;

	od_gather_begin(&r->gather, row, od_yaml_line(r));
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
		if (od_yaml_get(r, err) < 0)
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
	unsigned int line = od_yaml_line(r);

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
	return od_yaml_pass_over(r, 3, err) < 0 ? -1 : end_record(r, row, err);
}

/* The mapping that is the document. */
static int mapping(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	int res;

	begin_record(r, row, err);
	for (;;) {
		if (od_yaml_get(r, err) < 0)
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
			od_yaml_line(r));
	return od_yaml_pass_over_this(r, err) < 0 ? -1 : end_record(r, row, err);
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
	if (od_yaml_pass_over_this(r, err) < 0 || od_yaml_get(r, err) < 0)
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
	return od_yaml_pass_over_this(r, err) < 0 ? -1 : end_record(r, row, err);
}

static int yaml_next(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	int res;

	row->n = 0;
	row->type = NULL;
	r->in_record = r->bad = false;
	do {
		if (od_yaml_get(r, err) < 0) {
			row->n = 0;
			return -1;
		}
		row->line = od_yaml_line(r);
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
	yaml_parser_set_input(&r->parser, od_yaml_feed, r);
	return r;
}

const struct od_format_ops od_yaml_ops = {
	.name = "YAML",
	.open = yaml_open,
	.next = yaml_next,
	.close = yaml_close,
	.reject = od_yaml_reject,
};
