/* draft_read.c - reads a draft and holds it against what is on file: every problem is told in one pass, each with its
 * line and what to do. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "draft_read.h"

/* --- problems ---------------------------------------------------------------------------------------- */

/* text is taken over. */
static void add_problem(struct od_draft_reading *r, unsigned int line, char *text)
{
	if (text && r->problems == r->problem_room) {
		size_t room = r->problem_room ? r->problem_room * 2 : 16;
		struct od_draft_told *grown = reallocarray(r->told, room, sizeof(*grown));

		if (grown) {
			r->told = grown;
			r->problem_room = room;
		}
	}
	if (!text || r->problems == r->problem_room) {
		r->failed = true;
		free(text);
		return;
	}
	r->told[r->problems++] = (struct od_draft_told){ line, text };
}

void od_draft_problem(struct od_draft_reading *r, unsigned int line, const char *fmt, ...)
{
	struct od_buf b = OD_BUF_INIT;
	char *what = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		what = NULL;
	va_end(ap);
	od_buf_printf(&b, "%s:%u: %s", r->d->name, line, what);
	add_problem(r, line, what ? b.s : NULL);
	if (!what)
		od_buf_free(&b);
	free(what);
}

static int by_line(const void *a, const void *b)
{
	const struct od_draft_told *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->text, y->text);
}

static void tell_all(struct od_draft_reading *r, od_draft_problem_fn *fn, void *ctx)
{
	if (r->problems)
		qsort(r->told, r->problems, sizeof(*r->told), by_line);
	for (size_t i = 0; i < r->problems; i++) {
		if (fn)
			fn(ctx, r->told[i].text);
		free(r->told[i].text);
	}
	free(r->told);
}

unsigned int od_draft_at(const struct od_draft_reading *r, const struct od_draft_kept *k,
			 const char *field)
{
	unsigned int line =
		od_places_field(&r->d->places, &od_draft_item_type, k->line, k->end, field);

	return line ? line : k->line;
}

static unsigned int front_at(const struct od_draft_reading *r, const char *field)
{
	const struct od_draft_file *d = r->d;
	unsigned int line =
		od_places_field(&d->places, &od_draft_type, d->front_line, d->front_end, field);

	return line ? line : d->front_line;
}

int od_draft_set(char **text, const char *to, struct od_err *err)
{
	char *s = to ? strdup(to) : NULL;

	if (to && !s)
		return od_fail_nomem(err);
	free(*text);
	*text = s;
	return 0;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static int find_publication(struct od_draft_reading *r, struct od_err *err)
{
	struct od_draft *front = &r->d->front;
	struct od_err why = OD_ERR_INIT;

	if (!od_given(front->publication) || !od_date_is(front->date))
		return 0;
	if (od_draft_publication(r->db, front->publication, front->date, &r->p, &why) < 0) {
		if (why.code != OD_EUSAGE) {
			*err = why;
			return -1;
		}
		od_draft_problem(r, front_at(r, "publication"), "%s", why.msg);
		return 0;
	}
	if (od_draft_columns_load(r->db, r->p.code, front->date, &r->columns, err) < 0)
		return -1;
	r->known = true;
	return od_draft_set(&front->publication, r->p.code, err);
}

static int check_all(struct od_draft_reading *r, struct od_err *err)
{
	size_t second = 0;

	if (find_publication(r, err) < 0)
		return -1;
	for (size_t i = 0; i < r->n; i++) {
		if (!r->all[i].item.keep)
			continue;
		if (++r->kept == 2)
			second = i;
		if (od_draft_check_item(r, i, err) < 0)
			return -1;
	}
	od_draft_check_twice(r);
	if (r->known && r->p.form == OD_PUB_ARTICLE && r->kept > 1)
		od_draft_problem(
			r, r->all[second].line,
			_("%s prints one article an issue, and %zu items are kept; let keep: no stand "
			  "with the others"),
			r->p.name, r->kept);
	return 0;
}

/* The front was read into rec: it is taken out. */
static int take_front(struct od_draft_reading *r, unsigned int line, struct od_draft *rec)
{
	if (r->d->front_line) {
		od_draft_problem(r, line, _("a second 'draft'; a file holds one"));
		return 0;
	}
	r->d->front = *rec;
	r->d->front_line = line;
	od_draft_tidy(r->d->front.note);
	od_rec_init(&od_draft_type, rec);
	return 0;
}

static int take_item(struct od_draft_reading *r, unsigned int line, bool said,
		     struct od_draft_item *rec, struct od_err *err)
{
	struct od_draft_kept *k;

	if (r->n == r->room) {
		size_t room = r->room ? r->room * 2 : 64;
		struct od_draft_kept *grown = reallocarray(r->all, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		r->all = grown;
		r->room = room;
	}
	k = &r->all[r->n++];
	*k = (struct od_draft_kept){ .item = *rec, .line = line };
	od_rec_init(&od_draft_item_type, rec);
	od_draft_tidy(k->item.text);
	od_draft_tidy(k->item.original);
	k->item.keep |= !said;
	return 0;
}

/* Each record ends where the next begins. */
static void end_last(struct od_draft_reading *r, unsigned int line, bool *last_front)
{
	if (*last_front)
		r->d->front_end = line;
	else if (r->n && !r->all[r->n - 1].end)
		r->all[r->n - 1].end = line;
	*last_front = false;
}

/* A slip of the hand, or what the reader says. */
static void tell_slip(void *ctx, unsigned int line, const char *text)
{
	add_problem(ctx, line, strdup(text));
}

/* What can be read no further: in words of our own where the hand that slipped can be told. */
static int broken(struct od_draft_reading *r, unsigned int line, struct od_err *err)
{
	if (err->code != OD_EDATA)
		return -1;
	if (!od_places_slips(&r->d->places, r->d->name, tell_slip, r))
		tell_slip(r, line, err->msg);
	*err = (struct od_err)OD_ERR_INIT;
	return 1;
}

/* A record that is refused. */
static void tell_record(struct od_draft_reading *r, unsigned int line, struct od_err *err)
{
	unsigned int list = r->d->front_line || r->problems ? 0 : od_places_unlisted(&r->d->places);

	if (list)
		od_draft_problem(r, list,
				 _("what is below is a list: begin each entry with '- ', such as "
				   "'- publication: daily'"));
	else
		tell_slip(r, line, err->msg);
	*err = (struct od_err)OD_ERR_INIT;
}

/* 0: all was read; 1: not to its end, which was told. */
static int read_records(struct od_draft_reading *r, struct od_reader *in, struct od_err *err)
{
	union {
		struct od_draft front;
		struct od_draft_item item;
	} rec;
	bool last_front = false, bad_front = false;
	int got;

	memset(&rec, 0, sizeof(rec));
	while ((got = od_reader_next(in, &rec, err)) != OD_END) {
		const struct od_rec_type *type = od_reader_type(in);
		unsigned int line = od_reader_line(in);

		if (got < 0)
			break;
		end_last(r, line, &last_front);
		if (got == OD_BAD) {
			bad_front |= type == &od_draft_type;
			tell_record(r, line, err);
			continue;
		}
		last_front = type == &od_draft_type;
		got = last_front ? take_front(r, line, &rec.front)
				 : take_item(r, line, od_reader_gave(in, "keep"), &rec.item, err);
		if (got < 0)
			break;
	}
	od_rec_clear(od_reader_type(in), &rec);
	if (got < 0)
		return err->code == OD_ENOMEM ? -1 : broken(r, od_reader_line(in), err);
	if (!r->d->front_line && !bad_front)
		od_draft_problem(
			r, 1, _("there is no 'draft:' in front, which says publication and date"));
	return 0;
}

/* "keep:" with nothing behind it is neither yes nor no. */
static void check_keep(struct od_draft_reading *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct od_draft_kept *k = &r->all[i];
		unsigned int line = od_places_field(&r->d->places, &od_draft_item_type, k->line,
						    k->end, "keep");

		if (k->item.keep || !line || !od_places_blank(&r->d->places, line))
			continue;
		od_draft_problem(r, line, _("keep: say yes or no"));
		k->item.keep = true;
	}
}

static int read_all(struct od_draft_reading *r, int fd, od_instant now, struct od_err *err)
{
	static const struct od_rec_type *const types[] = { &od_draft_type, &od_draft_item_type,
							   NULL };
	const struct od_when when = { now, NULL };
	OD_CLEANUP(od_reader_freep) struct od_reader *in = NULL;
	int got;

	if (od_places_read(&r->d->places, fd, r->d->name, err) < 0)
		return -1;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return od_fail(err, OD_EIO, "%s: %s", r->d->name, strerror(errno));
	in = od_reader_new(fd, r->d->name, types, &when, 0, err);
	got = in ? read_records(r, in, err) : -1;
	if (got < 0)
		return -1;
	check_keep(r);
	if (check_all(r, err) < 0)
		return -1;
	if (got == 0 && !r->kept && !r->problems)
		od_draft_problem(
			r, r->d->front_line ? r->d->front_line : 1,
			_("no item is kept; let keep: yes stand with what is to be printed"));
	return 0;
}

/* --- kept items, in order ------------------------------------------------------------------------------------ */

static int by_column(const void *a, const void *b)
{
	const struct od_draft_kept *x = a, *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

/* Those that are kept move over to the file. */
static int settle(struct od_draft_reading *r, struct od_err *err)
{
	struct od_draft_file *d = r->d;

	d->item = calloc(r->kept + 1, sizeof(*d->item));
	d->line = calloc(r->kept + 1, sizeof(*d->line));
	d->end = calloc(r->kept + 1, sizeof(*d->end));
	d->doubt = calloc(r->kept + 1, sizeof(*d->doubt));
	if (!d->item || !d->line || !d->end || !d->doubt)
		return od_fail_nomem(err);
	if (r->n)
		qsort(r->all, r->n, sizeof(*r->all), by_column);
	for (size_t i = 0; i < r->n; i++) {
		if (!r->all[i].item.keep)
			continue;
		d->doubt[d->n].full = r->p.form == OD_PUB_ARTICLE ||
				      r->columns.column[r->all[i].column].style == OD_STYLE_FULL;
		d->doubt[d->n].elsewhere = r->all[i].elsewhere;
		d->item[d->n] = r->all[i].item;
		d->line[d->n] = r->all[i].line;
		d->end[d->n++] = r->all[i].end;
		od_rec_init(&od_draft_item_type, &r->all[i].item);
	}
	return 0;
}

static void reading_free(struct od_draft_reading *r)
{
	for (size_t i = 0; i < r->n; i++)
		od_rec_clear(&od_draft_item_type, &r->all[i].item);
	free(r->all);
	free(r->number);
	od_draft_columns_free(&r->columns);
	od_rec_clear(&od_publication_type, &r->p);
}

/* A file that can be read twice: itself, or what comes through a pipe, kept in memory. */
static int seekable(int fd, const char *name, struct od_err *err)
{
	char buf[65536];
	ssize_t n = 1;
	int copy;

	if (lseek(fd, 0, SEEK_CUR) >= 0)
		return lseek(fd, 0, SEEK_SET) < 0 ? -1 : dup(fd);
	copy = memfd_create("draft", MFD_CLOEXEC);
	while (copy >= 0 && n > 0) {
		n = read(fd, buf, sizeof(buf));
		if (n > 0 && write(copy, buf, (size_t)n) != n)
			n = -1;
	}
	if (copy >= 0 && n == 0 && lseek(copy, 0, SEEK_SET) == 0)
		return copy;
	od_fail(err, OD_EIO, _("cannot read '%s': %s"), name, strerror(errno));
	if (copy >= 0)
		close(copy);
	return -1;
}

struct od_draft_file *od_draft_read(struct od_db *db, int fd, const char *name, od_instant now,
				    od_draft_problem_fn *fn, void *ctx, struct od_err *err)
{
	struct od_draft_file *d = calloc(1, sizeof(*d));
	struct od_draft_reading r = { .db = db, .d = d };
	int in = -1, done = -1;

	od_rec_init(&od_publication_type, &r.p);
	if (d) {
		od_rec_init(&od_draft_type, &d->front);
		d->name = strdup(name);
	}
	if (d && d->name)
		in = seekable(fd, name, err);
	else
		od_fail_nomem(err);
	if (in >= 0)
		done = read_all(&r, in, now, err);
	if (done == 0 && r.failed)
		done = od_fail_nomem(err);
	if (done == 0 && r.problems)
		done = od_fail(err, OD_EDATA,
			       dngettext("officedb", "'%s': %zu problem; nothing was done",
					 "'%s': %zu problems; nothing was done", r.problems),
			       name, r.problems);
	if (done == 0)
		done = settle(&r, err);
	if (in >= 0)
		close(in);
	tell_all(&r, fn, ctx);
	reading_free(&r);
	if (done == 0)
		return d;
	od_draft_free(d);
	return NULL;
}

void od_draft_free(struct od_draft_file *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n; i++)
		od_rec_clear(&od_draft_item_type, &d->item[i]);
	free(d->item);
	free(d->line);
	free(d->end);
	free(d->doubt);
	od_rec_clear(&od_draft_type, &d->front);
	od_places_free(&d->places);
	free(d->name);
	free(d);
}

const struct od_draft *od_draft_front(const struct od_draft_file *d)
{
	return &d->front;
}

size_t od_draft_items(const struct od_draft_file *d, const struct od_draft_item **items,
		      const unsigned int **line)
{
	*items = d->item;
	if (line)
		*line = d->line;
	return d->n;
}

/* --- doubts ---------------------------------------------------------------------------------------------------- */

#define LONG_TITLE 100

struct doubts {
	const struct od_draft_file *d;
	od_draft_problem_fn *fn;
	void *ctx;
	int n;
};

static int tell_at(struct doubts *t, unsigned int line, const char *what, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	bool failed;

	od_buf_printf(&b, "%s:%u: %s", t->d->name, line, what);
	failed = b.failed;
	if (!failed)
		t->fn(t->ctx, b.s);
	od_buf_free(&b);
	t->n++;
	return failed ? od_fail_nomem(err) : 0;
}

static int tell_doubt(struct doubts *t, size_t i, const char *what, struct od_err *err)
{
	return tell_at(t, t->d->line[i], what, err);
}

/* "启用 #3机组": the number may be a part of it. */
static int doubt_comment(struct doubts *t, size_t i, struct od_err *err)
{
	static const char *const fields[] = { "title", "source", "text" };

	for (size_t f = 0; f < OD_COUNT(fields); f++) {
		unsigned int line = od_places_field(&t->d->places, &od_draft_item_type,
						    t->d->line[i], t->d->end[i], fields[f]);

		if (line && od_places_comment(&t->d->places, line) &&
		    tell_at(t, line,
			    _("what stands behind ' #' is a comment and is not printed; if it "
			      "belongs to the text, put the whole into quotes"),
			    err) < 0)
			return -1;
	}
	return 0;
}

static int doubt_text(struct doubts *t, size_t i, struct od_err *err)
{
	const char *text = t->d->item[i].text;
	char *trimmed = od_trim(text ? text : "", text ? strlen(text) : 0);
	bool none = trimmed && !*trimmed;

	free(trimmed);
	if (!trimmed)
		return od_fail_nomem(err);
	return none && t->d->doubt[i].full
		       ? tell_doubt(t, i, _("this item has no text: its title alone is printed"),
				    err)
		       : 0;
}

static int doubt_title(struct doubts *t, size_t i, struct od_err *err)
{
	size_t length = od_utf8_len(t->d->item[i].title);
	char what[256];

	if (length <= LONG_TITLE)
		return 0;
	snprintf(what, sizeof(what),
		 _("the title has %1$zu characters; more than %2$d are hardly one"), length,
		 LONG_TITLE);
	return tell_doubt(t, i, what, err);
}

int od_draft_doubts(const struct od_draft_file *d, od_draft_problem_fn *fn, void *ctx,
		    struct od_err *err)
{
	struct doubts t = { .d = d, .fn = fn, .ctx = ctx };

	for (size_t i = 0; i < d->n; i++) {
		if (doubt_comment(&t, i, err) < 0 || doubt_text(&t, i, err) < 0 ||
		    doubt_title(&t, i, err) < 0)
			return -1;
		if (d->doubt[i].elsewhere &&
		    tell_doubt(&t, i,
			       _("it has a report of a category that no column of this publication "
				 "takes"),
			       err) < 0)
			return -1;
	}
	return t.n;
}
