/* reader.c - records from a file: which type a row is of, its cells, and every fault of a row in one message. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>

#include "reader.h"

#define TOLD_MAX 3 /* faults told of one row */

const char *od_reader_shown(const char *name, char buf[static 80])
{
	size_t n = strlen(name);

	if (n < 64)
		return name;
	for (n = 60; ((unsigned char)name[n] & 0xc0) == 0x80 && n > 57; n--)
		;
	snprintf(buf, 80, "%.*s…", (int)n, name);
	return buf;
}

/* --- telling what is wrong ---------------------------------------------------------------- */

/* Texts from a file stand in messages: no byte of them may upset a terminal or a log. */
static void scrub(char *msg)
{
	for (size_t n = strlen(msg); n;) {
		size_t good = od_utf8_bad(msg, n);

		for (size_t i = 0; i < good; i++) {
			if ((unsigned char)msg[i] < ' ' || msg[i] == 0x7f)
				msg[i] = ' ';
		}
		if (good < n)
			msg[good++] = '?';
		msg += good;
		n -= good;
	}
}

static void fault(struct od_reader *r, unsigned int line, const char *field, const char *what)
{
	char buf[80];

	r->faults++;
	if (r->faults > TOLD_MAX) {
		if (r->faults == TOLD_MAX + 1)
			od_buf_puts(&r->told, "; …");
		return;
	}
	if (r->faults == 1)
		od_buf_printf(&r->told, "%s:%u: ", r->name, line);
	else if (line != r->told_line)
		od_buf_printf(&r->told, "; %u: ", line);
	else
		od_buf_puts(&r->told, "; ");
	r->told_line = line;
	if (field)
		od_buf_printf(&r->told, "%s: ", od_reader_shown(field, buf));
	od_buf_puts(&r->told, what);
}

static void faultf(struct od_reader *r, unsigned int line, const char *field, const char *fmt, ...)
	OD_PRINTF(4, 5);
static void faultf(struct od_reader *r, unsigned int line, const char *field, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	fault(r, line, field, what);
}

/* Nothing more can be read; remember why, as the caller may ask again. */
static int die(struct od_reader *r, struct od_err *err)
{
	scrub(err->msg);
	r->dead = *err;
	r->last = -1;
	return -1;
}

void od_reader_name_file(const struct od_reader *r, struct od_err *err)
{
	if (*err->msg >= '0' && *err->msg <= '9')
		od_fail(err, err->code, "%s:%s", r->name, err->msg);
	scrub(err->msg);
}

/* --- cells -------------------------------------------------------------------------------- */

/* The day number of a spreadsheet (1900 system), which is what is left of a date in a cell that
 * was saved as a number.  False: this is none. */
static bool from_serial(const char *s, char out[static 32], bool day_only)
{
	int64_t days = 0, minutes = 0, scale = 1;
	int y, m, d;
	size_t n = strspn(s, "0123456789");

	if (n != 5 || (s[n] && s[n] != '.'))
		return false;
	for (size_t i = 0; i < n; i++)
		days = days * 10 + (s[i] - '0');
	if (days < 20000 || days > 80000)
		return false;
	if (s[n] == '.') {
		const char *frac = s + n + 1;
		size_t digits = strspn(frac, "0123456789");

		if (!digits || frac[digits])
			return false;
		for (size_t i = 0; i < digits && i < 12; i++, scale *= 10)
			minutes = minutes * 10 + (frac[i] - '0');
		minutes = (minutes * 1440 + scale / 2) / scale;
	}
	if (minutes == 1440 && !day_only) {
		days++;
		minutes = 0;
	}
	od_date_split((od_date){ (int32_t)(days - 25569) }, &y, &m, &d);
	if (minutes && !day_only)
		snprintf(out, 32, "%04d-%02d-%02d %02d:%02d", y, m, d, (int)(minutes / 60),
			 (int)(minutes % 60));
	else
		snprintf(out, 32, "%04d-%02d-%02d", y, m, d);
	return true;
}

static bool is_blank(const char *s)
{
	char *text;
	bool blank;

	if (!s || !*s)
		return true;
	if ((unsigned char)*s > ' ' && !(*s & 0x80))
		return false;
	text = od_trim(s, strlen(s));
	blank = text && !*text;
	free(text);
	return blank;
}

/* What keeps a text from being looked at any further.  True: it was told. */
static bool unfit(struct od_reader *r, const struct od_cell *c)
{
	size_t bad;

	if (c->size > OD_FIELD_MAX) {
		faultf(r, c->line, c->name, _("longer than %d bytes"), OD_FIELD_MAX);
		return true;
	}
	bad = od_utf8_bad(c->text, c->size);
	if (bad < c->size) {
		faultf(r, c->line, c->name, _("not UTF-8 at byte %zu (a file of mixed encodings?)"),
		       bad + 1);
		return true;
	}
	if (memchr(c->text, '\0', c->size)) {
		fault(r, c->line, c->name, _("holds a NUL byte"));
		return true;
	}
	return false;
}

/* Put one text into the record.  -1: no memory; faults of the text are told. */
static int set(struct od_reader *r, const struct od_field *f, const struct od_cell *c, void *rec,
	       struct od_err *err)
{
	char serial[32];
	const char *text = c->text;

	if (r->ops == &od_csv_ops && (f->type == OD_DATE || f->type == OD_INSTANT) &&
	    from_serial(text, serial, f->type == OD_DATE))
		text = serial;
	if (od_field_set(f, rec, text, &r->when, err) == 0)
		return 0;
	if (err->code == OD_ENOMEM)
		return -1;
	fault(r, c->line, c->name, err->msg);
	return 0;
}

/* Another name earlier in the row means the same field. */
static void told_twice(struct od_reader *r, struct od_names *t, size_t i, int means)
{
	const struct od_row *row = &r->row;
	size_t k = 0;
	char a[80], b[80];

	while (k < i && od_names_meaning_in(t, k, row->cell[k].name) != means)
		k++;
	faultf(r, row->cell[i].line, NULL, _("'%s' and '%s' both mean '%s'"),
	       od_reader_shown(row->cell[k].name, a), od_reader_shown(row->cell[i].name, b),
	       t->type->fields[means].name);
}

static void unknown_field(struct od_reader *r, const struct od_names *t, const struct od_cell *c)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char buf[80];

	if (r->flags & OD_LENIENT || (r->ops->headings && !c->text))
		return;
	od_names_offer(t, c->name, 1, &b);
	faultf(r, c->line, NULL, _("unknown field '%s'; the nearest is '%s'"),
	       od_reader_shown(c->name, buf), b.s ? b.s : "");
}

static bool names_type(const struct od_rec_type *type, const char *text)
{
	return !strcasecmp(text, type->name) || (type->label && !strcmp(text, _(type->label)));
}

static void missing(struct od_reader *r, const struct od_field *f)
{
	const char *label = f->label ? _(f->label) : f->name;

	if (strcasecmp(label, f->name))
		faultf(r, r->row.line, NULL, _("%s (%s) is missing"), f->name, label);
	else
		faultf(r, r->row.line, NULL, _("'%s' is missing"), f->name);
}

/* Every cell into the record; every fault told.  -1: no memory. */
static int fill(struct od_reader *r, struct od_names *t, void *rec, struct od_err *err)
{
	uint64_t fine = 0;

	for (size_t i = 0; i < r->row.n; i++) {
		const struct od_cell *c = &r->row.cell[i];
		int means = od_names_meaning_in(t, i, c->name);
		uint64_t bit = means >= 0 ? UINT64_C(1) << means : 0;

		if (means == OD_NAME_UNKNOWN)
			unknown_field(r, t, c);
		if (r->gave & bit & ~t->passed_over)
			told_twice(r, t, i, means);
		bit &= ~r->gave;
		r->gave |= bit;
		if (!bit || !c->text || t->passed_over & bit)
			continue;
		if (t->required & bit && !is_blank(c->text))
			fine |= bit;
		if (!unfit(r, c) && set(r, &t->type->fields[means], c, rec, err) < 0)
			return -1;
	}
	for (int i = 0; t->required & ~fine && t->type->fields[i].name; i++) {
		if (t->required & ~fine & UINT64_C(1) << i)
			missing(r, &t->type->fields[i]);
	}
	return 0;
}

/* --- which type --------------------------------------------------------------------------- */

void od_reader_types(const struct od_reader *r, struct od_buf *b)
{
	for (size_t i = 0; i < r->n_types; i++) {
		od_buf_puts(b, i ? _(", ") : "");
		od_buf_puts(b, r->types[i]->name);
	}
}

static struct od_names *type_by_text(struct od_reader *r, unsigned int line, const char *text)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char buf[80];

	for (size_t i = 0; i < r->n_types; i++) {
		if (names_type(r->types[i], text))
			return &r->names[i];
	}
	od_reader_types(r, &b);
	faultf(r, line, NULL, _("'%s' is not read here; accepted: %s"), od_reader_shown(text, buf),
	       b.s ? b.s : "");
	return NULL;
}

/* The row's type by its list's name and its field "type"; NULL: a fault, told. */
static struct od_names *tell_type(struct od_reader *r)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	const struct od_row *row = &r->row;
	struct od_names *t = r->n_types == 1 ? &r->names[0] : NULL;

	if (row->type) {
		t = type_by_text(r, row->line, row->type);
		if (!t)
			return NULL;
	}
	for (size_t i = 0; i < row->n; i++) {
		const struct od_cell *c = &row->cell[i];
		struct od_names *own;

		if (!c->text ||
		    od_names_meaning_in(t ? t : &r->names[0], i, c->name) != OD_NAME_TYPE)
			continue;
		own = type_by_text(r, c->line, c->text);
		if (own && row->type && own != t) {
			faultf(r, c->line, NULL, _("'%s' stands in a list of '%s'"),
			       own->type->name, t->type->name);
			return NULL;
		}
		return own;
	}
	if (t)
		return t;
	od_reader_types(r, &b);
	faultf(r, row->line, NULL, _("a field 'type' must say what this is: %s"), b.s ? b.s : "");
	return NULL;
}

/* --- the reader --------------------------------------------------------------------------- */

struct od_reader *od_reader_new(int fd, const char *name, const struct od_rec_type *const *types,
				const struct od_when *when, unsigned int flags, struct od_err *err)
{
	struct od_reader *r = calloc(1, sizeof(*r));
	bool failed = !r;

	if (r) {
		r->types = types;
		r->flags = flags;
		if (when)
			r->when = *when;
		while (types[r->n_types])
			r->n_types++;
		r->name = strdup(name);
		r->names = calloc(r->n_types, sizeof(*r->names));
		failed = !r->name || !r->names;
	}
	for (size_t i = 0; !failed && i < r->n_types; i++)
		failed = od_names_make(&r->names[i], types[i], flags) < 0;
	if (!failed) {
		r->now = &r->names[0];
		r->src = od_source_new(fd, name, err);
		if (r->src)
			return r;
	} else {
		od_fail_nomem(err);
	}
	od_reader_free(r);
	return NULL;
}

void od_reader_free(struct od_reader *r)
{
	if (!r)
		return;
	if (r->rows)
		r->ops->close(r->rows);
	for (size_t i = 0; r->names && i < r->n_types; i++)
		od_names_free(&r->names[i]);
	free(r->names);
	od_source_free(r->src);
	od_buf_free(&r->told);
	free(r->name);
	free(r);
}

/* The record as reading starts from it. */
static void empty(struct od_reader *r, const struct od_names *t, void *rec)
{
	if (r->held || r->n_types == 1)
		od_rec_clear(r->now->type, rec);
	if (!r->held || r->now != t)
		od_rec_init(t->type, rec);
	r->now = t;
	r->held = true;
}

static int refuse(struct od_reader *r, struct od_err *err)
{
	if (r->told.failed)
		return od_fail_nomem(err);
	od_fail(err, OD_EDATA, "%s", r->told.s);
	scrub(err->msg);
	return OD_BAD;
}

static int take(struct od_reader *r, void *rec, struct od_err *err)
{
	struct od_names *t;

	r->faults = 0;
	od_buf_reset(&r->told);
	t = tell_type(r);
	empty(r, t ? t : r->now, rec);
	if (t && fill(r, t, rec, err) < 0)
		return -1;
	if (!r->faults)
		return OD_ROW;
	od_rec_clear(r->now->type, rec);
	return refuse(r, err);
}

/* The next row of the format, which is told first. */
static int next_row(struct od_reader *r, struct od_err *err)
{
	int res;

	if (r->done)
		return OD_END;
	if (!r->ops) {
		res = od_reader_begin(r, err);
		if (res != OD_ROW)
			return res;
	}
	res = r->ops->next(r->rows, &r->row, err);
	if (res != OD_ROW)
		od_reader_name_file(r, err);
	return res;
}

int od_reader_next(struct od_reader *r, void *rec, struct od_err *err)
{
	if (r->dead.code) {
		*err = r->dead;
		return -1;
	}
	err->code = OD_OK;
	err->msg[0] = '\0';
	r->gave = 0;
	r->row.n = 0;
	r->last = next_row(r, err);
	if (r->last == OD_ROW)
		r->last = take(r, rec, err);
	else
		empty(r, r->now, rec);
	r->done = r->last == OD_END;
	return r->last < 0 ? die(r, err) : r->last;
}

const struct od_rec_type *od_reader_type(const struct od_reader *r)
{
	return r->now->type;
}

unsigned int od_reader_line(const struct od_reader *r)
{
	return r->row.line;
}

int64_t od_reader_offset(const struct od_reader *r)
{
	return od_source_offset(r->src);
}

const char *od_reader_charset(const struct od_reader *r)
{
	return od_source_charset(r->src);
}

bool od_reader_gave(const struct od_reader *r, const char *field)
{
	const struct od_field *f = od_field_find(r->now->type, field);

	return f && r->gave >> (f - r->now->type->fields) & 1;
}

int od_reader_reject(struct od_reader *r, FILE *out, bool *headed, const char *reason,
		     struct od_err *err)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

	if (r->last < 0 && r->dead.code == OD_EDATA && !r->begun)
		return 0; /* it was refused before its first record */
	if (r->last != OD_ROW && r->last != OD_BAD && r->dead.code != OD_EDATA)
		return od_fail(err, OD_EBUG, _("there is no record to reject"));
	r->ops->reject(r->rows, &r->row, !*headed, reason, &b);
	if (b.failed)
		return od_fail_nomem(err);
	if (fwrite(b.s, 1, b.n, out) != b.n)
		return od_fail(err, OD_EIO, _("cannot write the rejected records: %s"),
			       strerror(errno));
	*headed = true;
	return 0;
}
