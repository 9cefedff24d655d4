/* task_warrior_read.c - Taskwarrior's JSON as matters: what "task export" prints, one array or an object a line.
 *
 * Objects are cut out of the input one by one, so that memory is bounded however long the array is, and each is
 * told by the line on which it begins. */
#include <jansson.h>
#include <stdlib.h>

#include "warrior.h"

enum { VALUES_MAX = 10000 }; /* of one object: libjansson takes some 100 bytes for each */

struct reading {
	struct od_source *src;
	const char *name;
	unsigned int line; /* of what comes next */
	struct od_when when;
	od_warrior_fn *fn;
	void *ctx;
	const char *bytes; /* at hand */
	size_t n;
	bool array, after, ended; /* inside of one; after an element; the array has ended */
};

/* --- values ----------------------------------------------------------------------------------- */

static int set(const struct reading *r, struct od_task *t, const char *field, const char *text,
	       struct od_err *err)
{
	if (od_field_set(od_field_find(&od_task_type, field), t, text, &r->when, err) < 0)
		return od_fail_at(err, "'%s'", field);
	return 0;
}

/* NULL: absent. */
static int text_of(const json_t *o, const char *name, const char **text, struct od_err *err)
{
	const json_t *v = json_object_get(o, name);

	*text = NULL;
	if (!v || json_is_null(v))
		return 0;
	if (!json_is_string(v))
		return od_fail(err, OD_EDATA, _("'%s' is no text"), name);
	*text = json_string_value(v);
	return 0;
}

enum { SHOWN_MOST = 64 };

/* The beginning of what was written, for a message: one line of whole characters. */
static const char *shown(const char *s, char buf[static SHOWN_MOST])
{
	size_t at = 0, n;

	for (; *s; s += n) {
		bool bad = od_utf8_get(s, &n) == 0xfffd && n == 1;

		if (at + n >= SHOWN_MOST)
			break;
		memcpy(buf + at, bad ? "?" : (unsigned char)*s < ' ' ? " " : s, n);
		at += n;
	}
	buf[at] = '\0';
	return buf;
}

/* Digits from s on; -1: they are not there. */
static int digits(const char *s, int n)
{
	int v = 0;

	while (n-- > 0) {
		if (*s < '0' || *s > '9')
			return -1;
		v = 10 * v + (*s++ - '0');
	}
	return v;
}

/* 20261204T100000Z */
static int instant_of(const json_t *o, const char *name, od_instant *out, struct od_err *err)
{
	static const int at[] = { 0, 4, 6, 9, 11, 13 }, wide[] = { 4, 2, 2, 2, 2, 2 };
	char buf[SHOWN_MOST];
	const char *s;
	int v[6];
	od_date d;

	*out = OD_NOINSTANT;
	if (text_of(o, name, &s, err) < 0 || od_blank(s))
		return err->code ? -1 : 0;
	if (strlen(s) == 16 && s[8] == 'T' && s[15] == 'Z') {
		for (size_t i = 0; i < OD_COUNT(v); i++)
			v[i] = digits(s + at[i], wide[i]);
		d = od_ymd(v[0], v[1], v[2]);
		if (od_date_is(d) && v[0] >= 1900 && v[0] <= 2199 && v[3] >= 0 && v[3] < 24 &&
		    v[4] >= 0 && v[4] < 60 && v[5] >= 0 && v[5] <= 60) {
			out->sec = od_date_start(d).sec + OD_ZONE_SECONDS + v[3] * 3600 +
				   v[4] * 60 + v[5];
			return 0;
		}
	}
	return od_fail(err, OD_EDATA,
		       _("'%s': '%s' is no instant as Taskwarrior writes it, "
			 "20261204T100000Z"),
		       name, shown(s, buf));
}

/* --- members ---------------------------------------------------------------------------------- */

static int status_of(const json_t *o, struct od_task *t, bool *skip, struct od_err *err)
{
	static const struct {
		const char *word;
		int status;
		bool skip; /* what makes tasks, and is none */
	} words[] = {
		{ "pending", OD_TASK_REGISTERED, false },  { "waiting", OD_TASK_REGISTERED, false },
		{ "completed", OD_TASK_CLOSED, false },    { "deleted", OD_TASK_CANCELLED, false },
		{ "recurring", OD_TASK_REGISTERED, true },
	};
	char buf[SHOWN_MOST];
	const char *s;

	if (text_of(o, "status", &s, err) < 0)
		return -1;
	for (size_t i = 0; i < OD_COUNT(words); i++) {
		if (s && strcmp(s, words[i].word))
			continue;
		t->status = words[i].status;
		*skip = words[i].skip;
		return 0;
	}
	return od_fail(err, OD_EDATA,
		       _("'status': '%s'; it is pending, waiting, completed, "
			 "deleted or recurring"),
		       shown(s, buf));
}

static int identity(const struct reading *r, const json_t *o, struct od_task *t, struct od_err *err)
{
	const char *uuid, *number;
	char buf[SHOWN_MOST];
	char id[sizeof(OD_WARRIOR_ID) + OD_WARRIOR_UUID], low[OD_WARRIOR_UUID + 1] = "";

	if (text_of(o, "uuid", &uuid, err) < 0 || text_of(o, "officedb_number", &number, err) < 0)
		return -1;
	if (number && od_number_parse('T', number, &t->number, err) < 0)
		return od_fail_at(err, "'%s'", "officedb_number");
	if (!uuid)
		return 0;
	for (size_t i = 0; i < OD_WARRIOR_UUID && uuid[i]; i++)
		low[i] = uuid[i] >= 'A' && uuid[i] <= 'F' ? (char)(uuid[i] | 32) : uuid[i];
	if (strlen(uuid) != OD_WARRIOR_UUID || !od_warrior_is_uuid(low))
		return od_fail(err, OD_EDATA, _("'uuid': '%s' is none"), shown(uuid, buf));
	snprintf(id, sizeof(id), "%s%s", OD_WARRIOR_ID, low);
	return set(r, t, "external_id", id, err);
}

/* A word of ours says what it always says; others are the office's own sorting. */
static int take_tag(const struct reading *r, struct od_task *t, const char *tag,
		    struct od_buf *kind, struct od_err *err)
{
	for (int i = OD_SOURCE_OTHER + 1; od_task_sources[i].word; i++)
		if (!strcmp(tag, od_task_sources[i].word))
			return set(r, t, "source", tag, err);
	for (int i = 0; od_lights[i].word; i++)
		if (!strcmp(tag, od_lights[i].word))
			return 0; /* it is reckoned */
	od_buf_printf(kind, "%s%s", kind->n ? OD_LIST_SEP : "", tag);
	return 0;
}

static int tags(const struct reading *r, const json_t *o, struct od_task *t, struct od_err *err)
{
	const json_t *list = json_object_get(o, "tags"), *tag;
	OD_CLEANUP(od_buf_freep) struct od_buf kind = OD_BUF_INIT;
	size_t i;

	if (!list || json_is_null(list))
		return 0;
	if (!json_is_array(list))
		return od_fail(err, OD_EDATA, _("'%s' is no list of texts"), "tags");
	json_array_foreach(list, i, tag)
	{
		if (!json_is_string(tag))
			return od_fail(err, OD_EDATA, _("'%s' is no list of texts"), "tags");
		if (take_tag(r, t, json_string_value(tag), &kind, err) < 0)
			return -1;
	}
	if (kind.failed)
		return od_fail_nomem(err);
	return kind.n ? set(r, t, "kind", kind.s, err) : 0;
}

/* A line each, as they were written. */
static int annotations(const struct reading *r, const json_t *o, struct od_task *t,
		       struct od_err *err)
{
	const json_t *list = json_object_get(o, "annotations"), *one;
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;
	const char *s;
	size_t i;

	if (!list || json_is_null(list))
		return 0;
	if (!json_is_array(list))
		return od_fail(err, OD_EDATA, _("'annotations' is no list of objects"));
	json_array_foreach(list, i, one)
	{
		od_instant at;
		char day[16];

		if (!json_is_object(one))
			return od_fail(err, OD_EDATA, _("'annotations' is no list of objects"));
		if (text_of(one, "description", &s, err) < 0 ||
		    instant_of(one, "entry", &at, err) < 0)
			return od_fail_at(err, "'annotations'");
		if (od_blank(s))
			continue;
		od_buf_puts(&text, text.n ? "\n" : "");
		if (od_instant_is(at))
			od_buf_printf(&text, "%s ", od_date_str(od_instant_date(at), day));
		od_buf_puts(&text, s);
	}
	if (text.failed)
		return od_fail_nomem(err);
	return text.n ? set(r, t, "text", text.s, err) : 0;
}

static int plain(const struct reading *r, const json_t *o, struct od_task *t, struct od_err *err)
{
	static const char *const members[][2] = {
		{ "description", "title" },
		{ "project", "basis" },
		{ "officedb_lead", "lead" },
		{ "officedb_units", "co_units" },
	};
	const char *s;

	for (size_t i = 0; i < OD_COUNT(members); i++)
		if (text_of(o, members[i][0], &s, err) < 0 ||
		    (s && set(r, t, members[i][1], s, err) < 0))
			return -1;
	if (od_blank(t->title))
		return od_fail(err, OD_EDATA, _("'description' is missing"));
	if (text_of(o, "priority", &s, err) < 0)
		return -1;
	return s && !strcmp(s, "H") ? set(r, t, "grade", "major", err) : 0;
}

/* What one task gives. */
struct given {
	struct od_task t;
	od_instant ended; /* when it was completed */
	bool skip;
};

static int matter(const struct reading *r, const json_t *o, struct given *g, struct od_err *err)
{
	struct od_task *t = &g->t;
	od_instant due;

	if (!json_is_object(o))
		return od_fail(err, OD_EDATA, _("a task is an object"));
	if (status_of(o, t, &g->skip, err) < 0 || plain(r, o, t, err) < 0 ||
	    identity(r, o, t, err) < 0 || tags(r, o, t, err) < 0 || annotations(r, o, t, err) < 0 ||
	    instant_of(o, "entry", &t->opened_at, err) < 0 || instant_of(o, "due", &due, err) < 0)
		return -1;
	if (od_instant_is(due))
		t->due_on = od_instant_date(due);
	return t->status == OD_TASK_CLOSED ? instant_of(o, "end", &g->ended, err) : 0;
}

/* --- objects ---------------------------------------------------------------------------------- */

/* So many values that libjansson would take much memory? */
static bool is_crowded(const char *s, size_t n)
{
	size_t values = 0;

	for (size_t i = 0; i < n; i++)
		values += s[i] == ',' || s[i] == '[' || s[i] == '{';
	return values > VALUES_MAX && values > n / 8;
}

static int decode(const struct reading *r, size_t n, struct given *g, struct od_err *err)
{
	char buf[SHOWN_MOST];
	json_error_t why;
	json_t *o;
	int got;

	if (is_crowded(r->bytes, n))
		return od_fail(err, OD_EDATA, _("more than %d values in one task"), VALUES_MAX);
	o = json_loadb(r->bytes, n, 0, &why);
	if (!o)
		return od_fail(err, OD_EDATA, _("column %d: %s"), why.column, shown(why.text, buf));
	got = matter(r, o, g, err);
	json_decref(o);
	return got;
}

static void advance(struct reading *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r->line += r->bytes[i] == '\n';
	od_source_skip(r->src, n);
}

static int tell(struct reading *r, size_t n, struct od_err *err)
{
	struct od_buf where = OD_BUF_INIT;
	struct given g = { .ended = OD_NOINSTANT };
	int got;

	od_rec_init(&od_task_type, &g.t);
	od_buf_printf(&where, "%s:%u", r->name, r->line);
	got = decode(r, n, &g, err);
	if (where.failed)
		got = od_fail_nomem(err);
	if (got < 0 && err->code == OD_EDATA) {
		od_fail_at(err, "%s", where.s);
		got = r->fn(r->ctx, NULL, OD_NOINSTANT, where.s, err) < 0 ? -1 : 0;
		if (got == 0)
			*err = (struct od_err)OD_ERR_INIT;
	} else if (got == 0 && !g.skip) {
		got = r->fn(r->ctx, &g.t, g.ended, where.s, err) < 0 ? -1 : 0;
	}
	od_rec_clear(&od_task_type, &g.t);
	od_buf_free(&where);
	return got;
}

/* More bytes at hand: 0 there are none, 1, -1. */
static int more(struct reading *r, size_t want, struct od_err *err)
{
	size_t had = r->n;
	int64_t n = od_source_peek(r->src, want, &r->bytes, err);

	if (n < 0)
		return -1;
	r->n = (size_t)n;
	return r->n > had;
}

static int broken(const struct reading *r, const char *text, struct od_err *err)
{
	return od_fail(err, OD_EDATA, "%s:%u: %s", r->name, r->line, text);
}

/* The length of the object that begins here: 0 if it does not end. */
static int measure(struct reading *r, size_t *size, struct od_err *err)
{
	bool text = false, escaped = false;
	int depth = 0, got = 1;

	for (size_t i = 0;; i++) {
		char c;

		if (i == OD_ROW_MAX)
			return broken(r, _("the task is longer than 4 MiB"), err);
		if (i == r->n)
			got = more(r, 2 * r->n < OD_ROW_MAX ? 2 * r->n : OD_ROW_MAX, err);
		if (got <= 0)
			return got < 0 ? -1 : broken(r, _("the file ends inside a task"), err);
		c = r->bytes[i];
		if (escaped || (text && c == '\\')) {
			escaped = !escaped;
			continue;
		}
		text ^= c == '"';
		depth += !text && c == '{';
		depth -= !text && c == '}';
		if (depth == 0) {
			*size = i + 1;
			return 0;
		}
	}
}

/* What stands between objects: whether the next thing is one. */
static int mark(struct reading *r, char c, bool *object, struct od_err *err)
{
	*object = false;
	if (strchr(" \t\r\n", c))
		return 0;
	if (r->ended)
		return broken(r, _("something follows the array"), err);
	switch (c) {
	case '{':
		*object = true;
		if (r->array && r->after)
			return broken(r, _("a comma is missing between two tasks"), err);
		return 0;
	case '[':
		if (r->array || r->after)
			break;
		r->array = true;
		return 0;
	case ']':
		if (!r->array)
			break;
		r->ended = true;
		return 0;
	case ',':
		if (!r->array || !r->after)
			break;
		r->after = false;
		return 0;
	default:
		break;
	}
	return broken(r, _("no task; 'task export' writes an array of objects, or one a line"),
		      err);
}

static int read_all(struct reading *r, struct od_err *err)
{
	for (;;) {
		bool object;
		size_t n = 1;
		int got;

		r->n = 0;
		got = more(r, 1, err);
		if (got < 0)
			return -1;
		if (!got)
			break;
		if (!r->bytes[0] || mark(r, r->bytes[0], &object, err) < 0)
			return r->bytes[0] ? -1 : broken(r, _("a NUL byte"), err);
		if (object && (measure(r, &n, err) < 0 || tell(r, n, err) < 0))
			return -1;
		r->after |= object;
		advance(r, n);
	}
	return r->array && !r->ended ? broken(r, _("the array does not end: ] is missing"), err)
				     : 0;
}

int od_warrior_read(int fd, const char *name, od_instant now, od_warrior_fn *fn, void *ctx,
		    struct od_err *err)
{
	struct reading r = { .name = name, .line = 1, .when = { now, NULL }, .fn = fn, .ctx = ctx };
	int got;

	r.src = od_source_new(fd, name, err);
	if (!r.src)
		return -1;
	got = read_all(&r, err);
	od_source_free(r.src);
	return got;
}
