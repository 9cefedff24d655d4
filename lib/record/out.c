/* out.c - records to people and programs: which columns, which format, and every write checked.
 * What a row looks like is in a file a format: out_table.c, out_yaml.c, out_text.c. */
#include <errno.h>
#include <stdlib.h>

#include "out.h"

const struct od_word od_formats[] = {
	[OD_FMT_TABLE] = { "table", N_("aligned table"), NULL },
	[OD_FMT_YAML] = { "yaml", N_("YAML, a document a record"), "yml" },
	[OD_FMT_JSON] = { "json", N_("JSON, an object a line"), "jsonl ndjson" },
	[OD_FMT_CSV] = { "csv", N_("comma-separated values"), NULL },
	[OD_FMT_TSV] = { "tsv", N_("tab-separated values"), NULL },
	{ NULL, NULL, NULL },
};

static const struct od_out_ops *const formats[] = {
	[OD_FMT_TABLE] = &od_out_table, [OD_FMT_YAML] = &od_out_yaml, [OD_FMT_JSON] = &od_out_json,
	[OD_FMT_CSV] = &od_out_csv,     [OD_FMT_TSV] = &od_out_tsv,
};

/* --- columns ----------------------------------------------------------------------------- */

static int unknown_column(const struct od_rec_type *type, const char *name, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (const struct od_field *f = type->fields; f->name; f++) {
		od_buf_puts(&b, f == type->fields ? "" : ", ");
		od_buf_puts(&b, f->name);
	}
	return od_fail(err, OD_EUSAGE, _("there is no column '%s'; there are: %s"), name,
		       b.s ? b.s : "");
}

static int add_column(struct od_out *o, const char *name, struct od_err *err)
{
	const struct od_field *f = od_field_find(o->type, name);

	if (!f)
		return unknown_column(o->type, name, err);
	for (size_t i = 0; i < o->ncols; i++)
		if (o->col[i] == f)
			return od_fail(err, OD_EUSAGE, _("column '%s' is named twice"), name);
	o->col[o->ncols++] = f;
	return 0;
}

static int named_columns(struct od_out *o, const char *columns, struct od_err *err)
{
	for (const char *s = columns;; s++) {
		size_t n = strcspn(s, ",");
		char *name = od_trim(s, n);
		int r;

		if (!name)
			return od_fail_nomem(err);
		r = add_column(o, name, err);
		free(name);
		if (r < 0)
			return -1;
		s += n;
		if (!*s)
			return 0;
	}
}

/* Every field that has all of these flags and none of those. */
static void own_columns(struct od_out *o, unsigned int have, unsigned int lack)
{
	for (const struct od_field *f = o->type->fields; f->name; f++)
		if ((f->flags & have) == have && !(f->flags & lack) && o->ncols < OD_FIELDS_MAX)
			o->col[o->ncols++] = f;
}

static int choose_columns(struct od_out *o, const struct od_out_opts *opts, struct od_err *err)
{
	if (opts->columns)
		return named_columns(o, opts->columns, err);
	if (opts->format == OD_FMT_TABLE) {
		own_columns(o, OD_TABLE, 0);
		if (!o->ncols)
			own_columns(o, 0, OD_LONG);
	} else {
		own_columns(o, 0, 0);
	}
	return 0;
}

/* --- writing ----------------------------------------------------------------------------- */

bool od_out_write(struct od_out *o, const char *s, size_t n)
{
	errno = 0;
	if (!o->error && n && fwrite(s, 1, n, o->out) != n)
		o->error = errno ? errno : EIO;
	return !o->error;
}

static int fail_write(struct od_out *o, struct od_err *err)
{
	return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(o->error));
}

/* Write what the format has put into the buffer. */
static int put_buf(struct od_out *o, struct od_err *err)
{
	bool ok;

	if (o->buf.failed)
		return od_fail_nomem(err);
	ok = od_out_write(o, o->buf.s, o->buf.n);
	od_buf_reset(&o->buf);
	return ok ? 0 : fail_write(o, err);
}

static int begin(struct od_out *o, const struct od_out_opts *opts, struct od_err *err)
{
	if ((size_t)opts->format >= OD_COUNT(formats))
		return od_fail(err, OD_EBUG, "output format %d", (int)opts->format);
	o->ops = formats[opts->format];
	if (choose_columns(o, opts, err) < 0)
		return -1;
	if (o->ops->begin && o->ops->begin(o, err) < 0)
		return -1;
	return put_buf(o, err);
}

struct od_out *od_out_new(FILE *out, const struct od_rec_type *type, const struct od_out_opts *opts,
			  struct od_err *err)
{
	struct od_out *o = calloc(1, sizeof(*o));

	if (!o) {
		od_fail_nomem(err);
		return NULL;
	}
	o->out = out;
	o->type = type;
	o->excel = opts->excel;
	o->tagged = opts->tagged;
	o->width = opts->width;
	if (begin(o, opts, err) < 0) {
		od_out_free(o);
		return NULL;
	}
	return o;
}

int od_out_add(struct od_out *o, const void *rec, struct od_err *err)
{
	if (o->ops->row(o, rec, err) < 0)
		return -1;
	return put_buf(o, err);
}

int od_out_end(struct od_out *o, struct od_err *err)
{
	if (o->ops->end && o->ops->end(o, err) < 0)
		return -1;
	if (put_buf(o, err) < 0)
		return -1;
	errno = 0;
	if (fflush(o->out) || ferror(o->out))
		o->error = errno ? errno : EIO;
	return o->error ? fail_write(o, err) : 0;
}

void od_out_free(struct od_out *o)
{
	if (!o)
		return;
	if (o->ops && o->ops->free)
		o->ops->free(o);
	od_buf_free(&o->buf);
	free(o);
}
