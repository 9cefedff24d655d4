/* source.c - a file's bytes as UTF-8, through one buffer.
 *
 * The charset is told as late as can be: while only ASCII has come, nothing is decided.  At the
 * first byte that is not, a window of WINDOW bytes (or what the input has left) is looked at as a
 * whole, so that the answer does not hang on how a pipe cuts its data.  Text that is UTF-8 but
 * for a few bytes stays UTF-8: refusing those rows is better than taking the others as nonsense.
 */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <unistd.h>

#include "source.h"

#define WINDOW 65536

enum charset { CS_UNDECIDED, CS_UTF8, CS_GB18030 };

struct od_source {
	int fd;
	char *name;
	enum charset charset;
	bool begun;  /* the signature has been looked at */
	bool marked; /* it was a byte order mark */
	bool eof;
	char *buf; /* what is at hand: buf[start..end) */
	size_t start, end, room;
	iconv_t cd;
	char *raw; /* GB18030 only: bytes not yet converted */
	size_t raw_n;
	int64_t offset;
};

#define RAW_ROOM (2 * WINDOW)

struct od_source *od_source_new(int fd, const char *name, struct od_err *err)
{
	struct od_source *s = calloc(1, sizeof(*s));

	if (s) {
		s->fd = fd;
		s->cd = (iconv_t)-1;
		s->room = 4 * WINDOW;
		s->name = strdup(name);
		s->buf = malloc(s->room);
	}
	if (!s || !s->name || !s->buf) {
		od_source_free(s);
		od_fail_nomem(err);
		return NULL;
	}
	return s;
}

void od_source_free(struct od_source *s)
{
	if (!s)
		return;
	if (s->cd != (iconv_t)-1)
		iconv_close(s->cd);
	free(s->name);
	free(s->buf);
	free(s->raw);
	free(s);
}

/* Room for n bytes after s->end. */
static int make_room(struct od_source *s, size_t n, struct od_err *err)
{
	size_t have = s->end - s->start, room = s->room;
	char *buf;

	if (s->room - s->end >= n)
		return 0;
	if (s->start) {
		memmove(s->buf, s->buf + s->start, have);
		s->start = 0;
		s->end = have;
	}
	while (room - have < n)
		room *= 2;
	if (room == s->room)
		return 0;
	buf = realloc(s->buf, room);
	if (!buf)
		return od_fail_nomem(err);
	s->buf = buf;
	s->room = room;
	return 0;
}

/* read(2) as it should be: 0 at the end, -1 with the reason. */
static ssize_t read_some(struct od_source *s, char *to, size_t n, struct od_err *err)
{
	ssize_t got;

	do
		got = read(s->fd, to, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return od_fail(err, errno == EISDIR ? OD_ENOENT : OD_EIO, _("cannot read '%s': %s"),
			       s->name, strerror(errno));
	s->eof = got == 0;
	s->offset += got;
	return got;
}

static int read_on(struct od_source *s, struct od_err *err)
{
	ssize_t got;

	if (make_room(s, WINDOW, err) < 0)
		return -1;
	got = read_some(s, s->buf + s->end, WINDOW, err);
	if (got < 0)
		return -1;
	s->end += (size_t)got;
	return 0;
}

static bool is_utf8_of_three(const char *s)
{
	return (s[0] & 0xf0) == 0xe0 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80;
}

/* Rows of UTF-8 in a file of GB18030 would come out as other characters and nobody would know.  A run
 * of bytes that are not ASCII, all of them sequences of UTF-8 and four at least, is no GB18030
 * that anybody writes: its lead bytes stand for rare characters only.  Such a run is made undecodable. */
static void mark_utf8(char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t from = i;

		while (i + 2 < n && is_utf8_of_three(s + i))
			i += 3;
		if (i - from >= 12 && (i == n || !(s[i] & 0x80)))
			memset(s + from, 0xff, i - from);
		while (i < n && s[i] & 0x80)
			i++;
		while (i < n && !(s[i] & 0x80))
			i++;
	}
}

/* Convert what raw holds; a byte that is not GB18030 becomes 0xFF. */
static int convert(struct od_source *s, struct od_err *err)
{
	char *in = s->raw;
	size_t left = s->raw_n;

	mark_utf8(in, left);
	while (left) {
		char *out;
		size_t room, r;

		if (make_room(s, 2 * left + 16, err) < 0)
			return -1;
		out = s->buf + s->end;
		room = s->room - s->end;
		r = iconv(s->cd, &in, &left, &out, &room);
		s->end = (size_t)(out - s->buf);
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !s->eof)
			break; /* a sequence cut here: the rest comes with the next bytes */
		s->buf[s->end++] = '\xff';
		in++;
		left--;
	}
	memmove(s->raw, in, left);
	s->raw_n = left;
	return 0;
}

static int convert_on(struct od_source *s, struct od_err *err)
{
	ssize_t got = read_some(s, s->raw + s->raw_n, RAW_ROOM - s->raw_n, err);

	if (got < 0)
		return -1;
	s->raw_n += (size_t)got;
	return convert(s, err);
}

/* From byte `from` of the buffer on, the input is GB18030. */
static int start_gb18030(struct od_source *s, size_t from, struct od_err *err)
{
	s->cd = iconv_open("UTF-8", "GB18030");
	if (s->cd == (iconv_t)-1)
		return od_fail(err, OD_EPART,
			       _("'%s' looks like GB18030, which iconv(3) cannot convert here: %s; "
				 "save it as UTF-8"),
			       s->name, strerror(errno));
	s->raw = malloc(RAW_ROOM);
	if (!s->raw)
		return od_fail_nomem(err);
	s->charset = CS_GB18030;
	s->raw_n = s->end - from;
	memcpy(s->raw, s->buf + from, s->raw_n);
	s->end = from;
	return convert(s, err);
}

/* Is this UTF-8, if need be with some damage?  In GB18030 text nearly every character is
 * malformed UTF-8, and well-formed sequences of three bytes or more are rare. */
static bool mostly_utf8(const char *s, size_t n, bool cut)
{
	size_t good = 0, bad = 0, i = 0;

	while (i < n) {
		size_t run = od_utf8_bad(s + i, n - i);

		for (size_t end = i + run; i < end; i++)
			good += (unsigned char)s[i] >= 0xe0;
		if (i == n || (cut && n - i < 4))
			break;
		bad++;
		i++;
	}
	return bad == 0 || (good && good >= bad);
}

static size_t ascii_run(const char *s, size_t n)
{
	size_t i = 0;

	for (uint64_t word; i + 8 <= n; i += 8) {
		memcpy(&word, s + i, 8);
		if (word & 0x8080808080808080u)
			break;
	}
	while (i < n && !(s[i] & 0x80))
		i++;
	return i;
}

/* Nothing decided yet: do the bytes after the first `old` call for it? */
static int examine(struct od_source *s, size_t old, struct od_err *err)
{
	size_t first = old + ascii_run(s->buf + s->start + old, s->end - s->start - old);

	if (first == s->end - s->start)
		return 0;
	while (!s->eof && s->end - s->start - first < WINDOW) {
		if (read_on(s, err) < 0)
			return -1;
	}
	first += s->start;
	if (!mostly_utf8(s->buf + first, s->end - first, !s->eof))
		return start_gb18030(s, first, err);
	s->charset = CS_UTF8;
	return 0;
}

static const struct signature {
	const char *bytes;
	size_t n;
	enum charset charset;
	const char *refused; /* what such a file is */
	bool text;
} signatures[] = {
	{ "\xef\xbb\xbf", 3, CS_UTF8, NULL },
	{ "\x84\x31\x95\x33", 4, CS_GB18030, NULL },
	{ "\xff\xfe", 2, CS_UNDECIDED, N_("UTF-16 text"), true },
	{ "\xfe\xff", 2, CS_UNDECIDED, N_("UTF-16 text"), true },
	{ "PK\3\4", 4, CS_UNDECIDED, N_("an Excel workbook (.xlsx) or another archive") },
	{ "\xd0\xcf\x11\xe0", 4, CS_UNDECIDED, N_("an old Excel workbook (.xls)") },
};

/* What can be done: a table is saved anew by the program that shows it. */
static int refuse(const struct od_source *s, const char *what, bool text, struct od_err *err)
{
	static const char *const plain[] = { ".yaml", ".yml", ".json", ".jsonl", ".ndjson" };
	size_t n = strlen(s->name);

	for (size_t i = 0; text && i < OD_COUNT(plain); i++) {
		size_t tail = strlen(plain[i]);

		if (n >= tail && !strcasecmp(s->name + n - tail, plain[i]))
			return od_fail(err, OD_EDATA, _("'%s' is %s; save it as UTF-8"), s->name,
				       what);
	}
	return od_fail(err, OD_EDATA, _("'%s' is %s; save it as \"CSV UTF-8\""), s->name, what);
}

/* ASCII in UTF-16, without the mark that says so. */
static bool is_wide(const struct od_source *s)
{
	const char *b = s->buf;

	return s->end >= 4 && (b[0] ? !b[1] && b[2] && !b[3] : b[1] && !b[2] && b[3]);
}

static int begin(struct od_source *s, struct od_err *err)
{
	while (!s->eof && s->end < 4) {
		if (read_on(s, err) < 0)
			return -1;
	}
	s->begun = true;
	for (size_t i = 0; i < OD_COUNT(signatures); i++) {
		const struct signature *g = &signatures[i];

		if (s->end < g->n || memcmp(s->buf, g->bytes, g->n))
			continue;
		if (g->refused)
			return refuse(s, _(g->refused), g->text, err);
		s->start = g->n;
		s->marked = true;
		s->charset = g->charset;
		return g->charset == CS_GB18030 ? start_gb18030(s, g->n, err) : 0;
	}
	if (is_wide(s))
		return refuse(s, _("UTF-16 text"), true, err);
	return examine(s, 0, err);
}

static int fill(struct od_source *s, struct od_err *err)
{
	size_t old = s->end - s->start;

	if (!s->begun)
		return begin(s, err);
	if (s->charset == CS_GB18030)
		return convert_on(s, err);
	if (read_on(s, err) < 0)
		return -1;
	return s->charset == CS_UNDECIDED ? examine(s, old, err) : 0;
}

int64_t od_source_peek(struct od_source *s, size_t want, const char **bytes, struct od_err *err)
{
	while (!s->eof && s->end - s->start < want) {
		if (fill(s, err) < 0)
			return -1;
	}
	*bytes = s->buf + s->start;
	return (int64_t)(s->end - s->start);
}

void od_source_skip(struct od_source *s, size_t n)
{
	s->start += n;
}

int64_t od_source_offset(const struct od_source *s)
{
	return s->offset;
}

const char *od_source_charset(const struct od_source *s)
{
	return s->charset == CS_GB18030 ? "GB18030" : "UTF-8";
}

bool od_source_for_excel(const struct od_source *s)
{
	return s->marked || s->charset == CS_GB18030;
}
