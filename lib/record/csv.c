/* csv.c - RFC 4180 as offices write it: LF, CRLF or CR, and ; or a tab where the heading row has
 * no comma.  An empty cell is absent, "" is empty text.
 *
 * A record is looked through once in the source's buffer, where its cells are noted; if it is cut
 * there, once more with at least twice as much at hand.  Then it is copied and cut up. */
#include <stdlib.h>

#include "rows.h"
#include "source.h"

#define COLUMNS_MAX (OD_FIELDS_MAX + 2) /* those of a rejects file too */
#define RAW_SHOWN   16384 /* bytes of a row that could not be split, in reject_reason */

struct piece {
	size_t at, n; /* in the record; without the quotes around it */
	unsigned int line;
	bool quoted, doubled; /* doubled: has "" inside */
};

struct od_rows {
	struct od_source *src;
	char sep;
	unsigned char stops[256];              /* what ends an unquoted cell */
	unsigned int line;                     /* of the next record */
	struct od_row headings;                /* of the columns that are read */
	size_t columns, column[OD_FIELDS_MAX]; /* all columns; which of them a heading is of */
	char *name[COLUMNS_MAX];
	size_t pending; /* bytes of the last record, to be skipped before the next */
	struct od_buf text, raw;
	bool split; /* are the last record's cells known? */
	/* the record being looked at */
	const char *bytes, *p, *end;
	bool last; /* the input ends at .end */
	unsigned int at_line;
	size_t n;   /* cells, of which COLUMNS_MAX are noted */
	bool spill; /* one past the noted ones is not empty */
	struct piece piece[COLUMNS_MAX];
};

enum seen { SEEN, MORE, OPEN, STRAY };

static bool newline(char c)
{
	return c == '\n' || c == '\r';
}

/* Line ends in text that came from inside quotes; what follows it is no line feed. */
static unsigned int count_lines(const char *s, size_t n)
{
	unsigned int lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n');
	return lines;
}

static enum seen quoted(struct od_rows *r, struct piece *c)
{
	const char *start = ++r->p, *q = start;

	c->quoted = true;
	c->at = (size_t)(start - r->bytes);
	for (;; q += 2) {
		q = memchr(q, '"', (size_t)(r->end - q));
		if (!q)
			return OPEN;
		if (q + 1 == r->end && !r->last)
			return MORE;
		if (q + 1 == r->end || q[1] != '"')
			break;
		c->doubled = true;
	}
	c->n = (size_t)(q - start);
	r->at_line += count_lines(start, c->n);
	r->p = q + 1;
	return r->p == r->end || r->stops[(unsigned char)*r->p] ? SEEN : STRAY;
}

static enum seen plain(struct od_rows *r, struct piece *c)
{
	const char *p = r->p, *end = r->end;
	const unsigned char *stops = r->stops;

	while (p < end && !stops[(unsigned char)*p])
		p++;
	c->at = (size_t)(r->p - r->bytes);
	c->n = (size_t)(p - r->p);
	r->p = p;
	return p == end && !r->last ? MORE : SEEN;
}

/* One record from r->bytes on: its cells noted, r->p behind its line end. */
static enum seen look(struct od_rows *r)
{
	r->p = r->bytes;
	r->at_line = r->line;
	r->spill = false;
	for (r->n = 0;;) {
		struct piece c = { .line = r->at_line };
		bool q = r->p < r->end && *r->p == '"';
		enum seen seen = q ? quoted(r, &c) : plain(r, &c);

		if (r->n < COLUMNS_MAX)
			r->piece[r->n] = c;
		else if (c.n)
			r->spill = true;
		r->n++;
		if (seen != SEEN)
			return seen;
		if (r->p == r->end)
			return r->last ? SEEN : MORE;
		if (newline(*r->p))
			break;
		r->p++;
	}
	if (*r->p == '\r' && r->p + 1 == r->end && !r->last)
		return MORE;
	r->p += *r->p == '\r' && r->p + 1 < r->end && r->p[1] == '\n' ? 2 : 1;
	r->at_line++;
	return SEEN;
}

/* Past the end of the physical line that holds r->p, however long it is. */
static int skip_line(struct od_rows *r, struct od_err *err)
{
	size_t at = (size_t)(r->p - r->bytes);
	int64_t n;

	for (;;) {
		const char *p = r->bytes + at;

		while (p < r->end && !newline(*p))
			p++;
		at = (size_t)(p - r->bytes);
		if (p < r->end && (*p == '\n' || p + 1 < r->end || r->last)) {
			at += *p == '\r' && p + 1 < r->end && p[1] == '\n' ? 2 : 1;
			r->line = r->at_line + 1;
			break;
		}
		if (r->last) {
			r->line = r->at_line;
			break;
		}
		od_source_skip(r->src, at);
		at = 0;
		n = od_source_peek(r->src, 2, &r->bytes, err);
		if (n < 0)
			return -1;
		r->end = r->bytes + n;
		r->last = n < 2;
	}
	od_source_skip(r->src, at);
	return 0;
}

/* Keep what can be shown of a record that is refused unsplit. */
static void keep_raw(struct od_rows *r)
{
	size_t n = (size_t)(r->p - r->bytes);

	while (n && newline(r->bytes[n - 1]))
		n--;
	r->split = false;
	od_buf_reset(&r->raw);
	od_buf_add(&r->raw, r->bytes, n < 2 * RAW_SHOWN ? n : 2 * RAW_SHOWN);
}

static const char *column(const struct od_rows *r, size_t i, char buf[static 32])
{
	if (i < r->columns)
		return r->name[i];
	snprintf(buf, 32, "%zu", i + 1);
	return buf;
}

/* Say which cell is too long, if it is one. */
static bool long_cell(struct od_rows *r, struct od_err *err)
{
	char buf[32];

	for (size_t i = 0; i < r->n && i < COLUMNS_MAX; i++) {
		if (r->piece[i].n <= OD_FIELD_MAX)
			continue;
		od_fail(err, OD_EDATA, _("%u: column '%s' is longer than %d bytes"),
			r->piece[i].line, column(r, i, buf), OD_FIELD_MAX);
		return true;
	}
	return false;
}

/* The record does not end within what may be held at once. */
static int too_long(struct od_rows *r, enum seen seen, struct od_err *err)
{
	if (seen == OPEN) {
		r->p = r->end;
		keep_raw(r);
		return od_fail(err, OD_EDATA,
			       _("%u: the quote opened here is never closed; the records from here "
				 "on were not read"),
			       r->at_line);
	}
	keep_raw(r);
	if (!long_cell(r, err))
		od_fail(err, OD_EDATA, _("%u: the record is longer than %d bytes"), r->line,
			OD_ROW_MAX);
	if (seen != SEEN)
		return skip_line(r, err) < 0 ? -1 : OD_BAD;
	od_source_skip(r->src, (size_t)(r->p - r->bytes));
	r->line = r->at_line;
	return OD_BAD;
}

static int stray(struct od_rows *r, struct od_err *err)
{
	char buf[32];

	while (r->p < r->end && !newline(*r->p))
		r->p++;
	keep_raw(r);
	od_fail(err, OD_EDATA, _("%u: text after the closing quote of column '%s'"), r->at_line,
		column(r, r->n - 1, buf));
	return skip_line(r, err) < 0 ? -1 : OD_BAD;
}

/* Look at the next record, with as much of it at hand as it takes. */
static int look_on(struct od_rows *r, struct od_err *err)
{
	size_t want = 1;

	for (;;) {
		int64_t n = od_source_peek(r->src, want, &r->bytes, err);
		enum seen seen;

		if (n <= 0)
			return n < 0 ? -1 : OD_END;
		r->end = r->bytes + n;
		r->last = (size_t)n < want;
		seen = look(r);
		if (seen == SEEN && r->p - r->bytes <= OD_ROW_MAX)
			return OD_ROW;
		if (seen == STRAY)
			return stray(r, err);
		if (seen == SEEN || n > OD_ROW_MAX || (seen == OPEN && r->last))
			return too_long(r, seen, err);
		/* a small record may be all a slow pipe has: do not wait for twice as much */
		want = n < 65536 ? (size_t)n + 1 : 2 * (size_t)n;
		if (want > OD_ROW_MAX + 65536)
			want = OD_ROW_MAX + 65536;
	}
}

/* A line without anything in it, commas aside (spreadsheets end with such). */
static bool blank(const struct od_rows *r)
{
	size_t n = r->n < COLUMNS_MAX ? r->n : COLUMNS_MAX;

	for (size_t i = 0; i < n; i++) {
		const struct piece *c = &r->piece[i];

		if (c->quoted)
			return false;
		for (size_t k = 0; k < c->n; k++) {
			if (r->bytes[c->at + k] != ' ' && r->bytes[c->at + k] != '\t')
				return false;
		}
		if (c->n && (n > 1 || r->columns == 1))
			return false;
	}
	return !r->spill;
}

/* A copy of the record, to be cut up. */
static int copy(struct od_rows *r, struct od_err *err)
{
	od_buf_reset(&r->text);
	od_buf_add(&r->text, r->bytes, (size_t)(r->p - r->bytes));
	return r->text.failed ? od_fail_nomem(err) : 0;
}

/* One cell in the copy, ended with a NUL, which falls on its separator or quote. */
static void cut_out(struct od_rows *r, const struct piece *c, struct od_cell *cell)
{
	char *s = r->text.s + c->at, *to = s;
	size_t n = c->n;

	if (c->doubled) {
		for (const char *from = s; from < s + c->n; from += 1 + (*from == '"'))
			*to++ = *from;
		n = (size_t)(to - s);
	}
	s[n] = '\0';
	cell->text = n || c->quoted ? s : NULL;
	cell->size = n;
	cell->line = c->line;
}

/* --excel puts a ' before what a spreadsheet would take for a formula. */
static bool is_formula(const char *s, size_t n)
{
	return n && strchr("=+-@\t", *s) && *s;
}

static void unguard(struct od_cell *cell)
{
	if (!cell->text || *cell->text != '\'' || !is_formula(cell->text + 1, cell->size - 1))
		return;
	cell->text++;
	cell->size--;
}

static int ragged(struct od_rows *r, struct od_err *err)
{
	keep_raw(r);
	od_fail(err, OD_EDATA,
		dngettext("officedb", "%u: %zu cell, the heading has %zu",
			  "%u: %zu cells, the heading has %zu", r->n),
		r->line, r->n, r->columns);
	return OD_BAD;
}

/* Check the record that was looked at against the headings, and give it. */
static int take(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	bool extra = r->spill, excel = od_source_for_excel(r->src);

	for (size_t i = r->columns; i < r->n && i < COLUMNS_MAX; i++)
		extra |= r->piece[i].n > 0;
	if (r->n < r->columns || extra)
		return ragged(r, err);
	if ((size_t)(r->p - r->bytes) > OD_FIELD_MAX && long_cell(r, err)) {
		keep_raw(r);
		return OD_BAD;
	}
	if (copy(r, err) < 0)
		return -1;
	r->split = true;
	row->n = r->headings.n;
	for (size_t i = 0; i < row->n; i++) {
		row->cell[i].name = r->headings.cell[i].name;
		cut_out(r, &r->piece[r->column[i]], &row->cell[i]);
		if (excel)
			unguard(&row->cell[i]);
	}
	return OD_ROW;
}

static int csv_next(struct od_rows *r, struct od_row *row, struct od_err *err)
{
	int res;

	row->n = 0;
	row->type = NULL;
	for (;;) {
		od_source_skip(r->src, r->pending);
		r->pending = 0;
		row->line = r->line;
		res = look_on(r, err);
		if (res != OD_ROW)
			return res;
		r->pending = (size_t)(r->p - r->bytes);
		if (!blank(r))
			break;
		r->line = r->at_line;
	}
	res = take(r, row, err);
	r->line = r->at_line;
	return res;
}

/* The separators that the first n bytes hold outside quotes, up to the heading row's end.  False:
 * it does not end there. */
static bool find_separators(const char *s, size_t n, const char *seps, bool has[3])
{
	bool in_quotes = false;
	size_t i = 0;

	while (i < n && (newline(s[i]) || s[i] == ' '))
		i++;
	for (; i < n && (in_quotes || !newline(s[i])); i++) {
		const char *at = memchr(seps, s[i], 3);

		in_quotes ^= s[i] == '"';
		if (at && !in_quotes)
			has[at - seps] = true;
	}
	return i < n;
}

/* Comma, else tab, else semicolon. */
static int tell_separator(struct od_rows *r, struct od_err *err)
{
	static const char seps[] = ",\t;";
	bool has[3] = { false };
	size_t want = 1;

	for (;;) {
		int64_t n = od_source_peek(r->src, want, &r->bytes, err);

		if (n < 0)
			return -1;
		if (find_separators(r->bytes, (size_t)n, seps, has) || (size_t)n < want ||
		    n >= OD_ROW_MAX)
			break;
		want = n < 65536 ? (size_t)n + 1 : 2 * (size_t)n;
	}
	r->sep = has[0] ? ',' : has[1] ? '\t' : has[2] ? ';' : ',';
	r->stops[(unsigned char)r->sep] = r->stops['\n'] = r->stops['\r'] = 1;
	return 0;
}

/* The name of the next column. */
static int name_column(struct od_rows *r, struct od_err *err)
{
	struct od_cell c;
	char *name;

	cut_out(r, &r->piece[r->columns], &c);
	if (c.text && memchr(c.text, '\0', c.size))
		return od_fail(err, OD_EDATA, _("%u: heading %zu holds a NUL byte"), c.line,
			       r->columns + 1);
	name = od_trim(c.text ? c.text : "", c.size);
	if (!name)
		return od_fail_nomem(err);
	r->name[r->columns++] = name;
	return 0;
}

/* Which columns are read: all but those of a rejects file. */
static int choose_columns(struct od_rows *r, struct od_err *err)
{
	struct od_row *h = &r->headings;

	/* a spreadsheet keeps columns only for their format */
	while (r->columns && !*r->name[r->columns - 1])
		free(r->name[--r->columns]);
	if (!r->columns)
		return od_fail(err, OD_EDATA, _("%u: the heading row is empty"), h->line);
	for (size_t i = 0; i < r->columns; i++) {
		if (od_reject_name(r->name[i]))
			continue;
		if (h->n == OD_FIELDS_MAX)
			return od_fail(err, OD_EDATA, _("%u: %zu headings; at most %d are read"),
				       h->line, r->n, OD_FIELDS_MAX);
		h->cell[h->n] = (struct od_cell){ .name = r->name[i],
						  .size = strlen(r->name[i]),
						  .line = r->piece[i].line };
		r->column[h->n++] = i;
	}
	return 0;
}

static int read_headings(struct od_rows *r, struct od_err *err)
{
	int res;

	do {
		od_source_skip(r->src, r->pending);
		r->pending = 0;
		res = look_on(r, err);
		if (res == OD_END)
			return od_fail(err, OD_EDATA, _("%u: there is no heading row"), r->line);
		if (res != OD_ROW)
			return -1;
		r->pending = (size_t)(r->p - r->bytes);
		r->headings.line = r->line;
		r->line = r->at_line;
	} while (blank(r));
	if (r->spill)
		return od_fail(err, OD_EDATA, _("%u: %zu headings; at most %d are read"),
			       r->headings.line, r->n, OD_FIELDS_MAX);
	if (copy(r, err) < 0)
		return -1;
	while (r->columns < r->n && r->columns < COLUMNS_MAX) {
		if (name_column(r, err) < 0)
			return -1;
	}
	return choose_columns(r, err);
}

static void csv_close(struct od_rows *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->columns; i++)
		free(r->name[i]);
	od_buf_free(&r->text);
	od_buf_free(&r->raw);
	free(r);
}

static struct od_rows *csv_open(struct od_source *src, const char *name, struct od_err *err)
{
	struct od_rows *r = calloc(1, sizeof(*r));

	(void)name;
	if (!r) {
		od_fail_nomem(err);
		return NULL;
	}
	r->src = src;
	r->line = 1;
	if (tell_separator(r, err) < 0 || read_headings(r, err) < 0) {
		csv_close(r);
		return NULL;
	}
	return r;
}

static const struct od_row *csv_headings(struct od_rows *r)
{
	return &r->headings;
}

/* Can this begin a file and be taken for nothing but CSV? */
static bool is_word(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] & 0x80 || s[i] == '_' || (s[i] >= '0' && s[i] <= '9') ||
			 (s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z')))
		i++;
	return i == n;
}

/* One cell in quotes where it needs them, so that what is read back is the same. */
static void put_cell(const struct od_rows *r, const char *guard, const char *s, size_t n,
		     bool first, struct od_buf *b)
{
	struct od_buf text OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	bool quote = n == 0 || s[0] == ' ' || s[n - 1] == ' ' || (first && !is_word(s, n));

	od_buf_puts(&text, guard);
	od_mend(&text, s, n);
	b->failed |= text.failed;
	for (size_t i = 0; !quote && i < text.n; i++)
		quote = r->stops[(unsigned char)text.s[i]] || strchr(",\";\t", text.s[i]);
	if (!quote) {
		od_buf_add(b, text.s, text.n);
		return;
	}
	od_buf_putc(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '"')
			od_buf_putc(b, '"');
		od_buf_putc(b, text.s[i]);
	}
	od_buf_putc(b, '"');
}

static void put_reason(const struct od_rows *r, const char *reason, struct od_buf *b)
{
	struct od_buf text OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

	od_buf_puts(&text, reason);
	if (!r->split) {
		od_buf_puts(&text, _("; the row was: "));
		od_mend_cut(&text, r->raw.s ? r->raw.s : "", r->raw.n, RAW_SHOWN);
	}
	b->failed |= text.failed;
	if (!text.failed)
		put_cell(r, "", text.s, text.n, false, b);
}

/* As the file came: from a spreadsheet, so that the spreadsheet opens it right. */
static void csv_reject(struct od_rows *r, const struct od_row *row, bool heading,
		       const char *reason, struct od_buf *b)
{
	bool excel = od_source_for_excel(r->src);
	const char *eol = excel ? "\r\n" : "\n";

	if (heading && excel)
		od_buf_puts(b, "\xef\xbb\xbf");
	for (size_t i = 0; heading && i < r->headings.n; i++) {
		const struct od_cell *c = &r->headings.cell[i];

		put_cell(r, "", c->name, c->size, i == 0, b);
		od_buf_putc(b, r->sep);
	}
	if (heading) {
		od_buf_puts(b, OD_REASON_NAME);
		od_buf_puts(b, eol);
	}
	for (size_t i = 0; i < r->headings.n; i++) {
		const struct od_cell *c = &row->cell[i];

		if (r->split && c->text)
			put_cell(r, excel && is_formula(c->text, c->size) ? "'" : "", c->text,
				 c->size, i == 0 && !heading, b);
		od_buf_putc(b, r->sep);
	}
	put_reason(r, reason, b);
	od_buf_puts(b, eol);
}

const struct od_format_ops od_csv_ops = {
	.name = "CSV",
	.open = csv_open,
	.next = csv_next,
	.close = csv_close,
	.headings = csv_headings,
	.reject = csv_reject,
};
