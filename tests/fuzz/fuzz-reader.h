/* fuzz-reader.h - what the reader's three fuzz targets share: everything that a reader is asked, and
 * that what was rejected reads again as it was. */
#ifndef FUZZ_READER_H
#define FUZZ_READER_H

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../lib/record/record.h"

struct note {
	int64_t number, count;
	char *title, *body, *tags, *desk;
	bool open;
	int kind;
	od_date day;
	od_instant at;
};

static const struct od_word note_kinds[] = {
	{ "none", "None", NULL },
	{ "urgent", "Urgent", "急 急件" },
	{ NULL, NULL, NULL },
};

#define AT(m) offsetof(struct note, m)
static const struct od_field note_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY, "number", NULL, NULL, 'R' },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED, "标题", "题目", NULL, 0 },
	{ "body", OD_TEXT, AT(body), OD_LONG, "正文", "内容", NULL, 0 },
	{ "tags", OD_LIST, AT(tags), 0, "tags", NULL, NULL, 0 },
	{ "count", OD_INT, AT(count), 0, "count", "人数", NULL, 0 },
	{ "open", OD_BOOL, AT(open), 0, "open", NULL, NULL, 0 },
	{ "kind", OD_ENUM, AT(kind), 0, "kind", NULL, note_kinds, 0 },
	{ "day", OD_DATE, AT(day), 0, "day", "日期", NULL, 0 },
	{ "at", OD_INSTANT, AT(at), 0, "at", NULL, NULL, 0 },
	{ "desk", OD_TEXT, AT(desk), OD_DERIVED, "desk", NULL, NULL, 0 },
	{ NULL },
};
static const struct od_rec_type note_type = { "note", sizeof(struct note), note_fields, "Note" };
static const struct od_rec_type other_type = { "other", sizeof(struct note), note_fields + 1,
					       "Other" };

static inline void must(bool true_)
{
	if (!true_)
		abort();
}

static inline int file_of(const void *bytes, size_t n)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

static inline void check_message(const struct od_err *err)
{
	size_t n = strlen(err->msg);

	must(err->code != OD_OK && n && n < sizeof(err->msg));
	must(od_utf8_bad(err->msg, n) == n && !strchr(err->msg, '\n'));
}

/* Read everything, reject every record; what was written goes to *rejects. */
static inline int read_all(const void *bytes, size_t n, const struct od_rec_type *const *types,
			   unsigned int flags, char **rejects, size_t *size)
{
	static const struct od_when when = { { 1772416800 }, NULL };
	struct od_err err = OD_ERR_INIT;
	int fd = file_of(bytes, n), res;
	struct od_reader *r = od_reader_new(fd, "fuzz", types, &when, flags, &err);
	FILE *out = open_memstream(rejects, size);
	struct note note;
	unsigned int line = 0;
	bool headed = false;

	must(r && out);
	memset(&note, 0, sizeof(note));
	while ((res = od_reader_next(r, &note, &err)) > 0) {
		must(od_reader_line(r) >= line);
		line = od_reader_line(r);
		if (res == OD_ROW)
			must(note.title && od_reader_gave(r, "title"));
		else
			check_message(&err);
		must(od_reader_reject(r, out, &headed, "why, \"so\"\nit is", &err) == 0);
	}
	if (res < 0)
		check_message(&err);
	must(od_reader_next(r, &note, &err) == res);
	must(od_reader_offset(r) <= (int64_t)n && od_reader_charset(r));
	od_rec_clear(od_reader_type(r), &note);
	od_reader_free(r);
	must(fclose(out) == 0);
	close(fd);
	return res;
}

/* Text as it comes back from a rejects file. */
static inline void put_mended(struct od_buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t good = od_utf8_bad(s + i, n - i);

		for (size_t end = i + good; i < end; i++) {
			if (s[i])
				od_buf_putc(b, s[i]);
			else
				od_buf_puts(b, "\xef\xbf\xbd");
		}
		if (i++ < n)
			od_buf_puts(b, "\xef\xbf\xbd");
	}
}

static inline void put_row(struct od_buf *b, const struct od_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct od_cell *c = &row->cell[i];

		if (!strncasecmp(c->name, "reject_", 7) || !strcmp(c->name, "type"))
			continue;
		put_mended(b, c->name, strlen(c->name));
		od_buf_puts(b, c->text ? "=" : "-");
		put_mended(b, c->text, c->size);
		od_buf_putc(b, '\n');
	}
	od_buf_putc(b, '\n');
}

/* The rows that a format gives, as text, and what it writes when each of them is rejected. */
static inline void read_rows(const struct od_format_ops *ops, const void *bytes, size_t n,
			     struct od_buf *got, struct od_buf *rejects)
{
	static struct od_row row;
	struct od_err err = OD_ERR_INIT;
	int fd = file_of(bytes, n), res = 0;
	struct od_source *src = od_source_new(fd, "fuzz", &err);
	struct od_rows *rows = ops->open(src, "fuzz", &err);
	bool heading = true;

	while (rows && (res = ops->next(rows, &row, &err)) > 0) {
		must(row.n <= OD_FIELDS_MAX && row.line > 0);
		if (res != OD_ROW)
			continue;
		put_row(got, &row);
		ops->reject(rows, &row, heading, "why", rejects);
		heading = false;
	}
	if (rows)
		ops->close(rows);
	od_source_free(src);
	close(fd);
	must(!got->failed && !rejects->failed);
}

static inline void fuzz(const struct od_format_ops *ops, const uint8_t *bytes, size_t n)
{
	static const struct od_rec_type *const one[] = { &note_type, NULL };
	static const struct od_rec_type *const two[] = { &note_type, &other_type, NULL };
	struct od_buf got = OD_BUF_INIT, out = OD_BUF_INIT, again = OD_BUF_INIT, last = OD_BUF_INIT;
	char *rejects = NULL, *more = NULL;
	size_t size, more_size;
	unsigned int flags = n ? bytes[n - 1] & (OD_KEEP_READONLY | OD_LENIENT) : 0;

	read_all(bytes, n, two, flags, &rejects, &size);
	free(rejects);
	read_all(bytes, n, one, flags, &rejects, &size);
	must(read_all(rejects, size, one, flags, &more, &more_size) == OD_END);
	free(rejects);
	free(more);

	read_rows(ops, bytes, n, &got, &out);
	if (out.n) {
		read_rows(ops, out.s, out.n, &again, &last);
		must(got.n == again.n && !memcmp(got.s, again.s, got.n));
	}
	od_buf_free(&got);
	od_buf_free(&out);
	od_buf_free(&again);
	od_buf_free(&last);
}

#endif
