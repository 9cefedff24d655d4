/* task_timeline.c - a matter's life step by step, and the tree of a matter, its units and its parts, as text. */
#include <stdlib.h>

#include "layout.h"
#include "task.h"

enum { WIDTH = 80, DEPTH = 16, TEXT_LEAST = 24 };

/* --- timeline ------------------------------------------------------------------------------------------ */

struct life {
	struct od_db *db;
	struct od_task task;
	struct od_buf *out;
};

/* A unit by its short name of the day. */
static const char *unit_words(struct od_db *db, const char *code, od_instant at, struct od_err *err)
{
	const char *brief = NULL;

	if (!od_name_memo(db, OD_NAMED_UNIT, code, od_instant_date(at), &brief, err))
		return err->code ? NULL : code;
	return brief;
}

static int part_words(struct life *l, const struct od_task_unit *u, struct od_err *err)
{
	od_instant at = od_instant_is(u->assigned_at) ? u->assigned_at : l->task.opened_at;
	const char *name = unit_words(l->db, u->unit, at, err);
	struct od_buf b = OD_BUF_INIT;
	char due[16];

	if (!name)
		return -1;
	od_buf_printf(&b, _("%1$s (%2$s)"), name, _(od_task_roles[u->role].label));
	if (od_instant_is(u->assigned_at))
		od_buf_printf(&b, _(", %s"), _(od_unit_states[u->state].label));
	else
		od_buf_printf(&b, _(", %s"), _("not assigned yet"));
	if (u->percent != OD_NOINT)
		od_buf_printf(&b, _(", %lld%%"), (long long)u->percent);
	if (od_date_is(u->due_on))
		od_buf_printf(&b, _(", due %s"), od_date_str(u->due_on, due));
	od_paragraph_of(l->out, WIDTH, "  ", &b);
	return 0;
}

/* The matter as it stands. */
static int stands(struct life *l, struct od_err *err)
{
	struct od_task_unit *unit;
	struct od_buf b = OD_BUF_INIT;
	char buf[32];
	size_t n;
	int r = od_task_units_read(l->db, l->task.number, &unit, &n, err);

	od_buf_printf(&b, "%s %s", od_number_str('T', l->task.number, buf), l->task.title);
	od_paragraph_of(l->out, WIDTH, "", &b);
	od_buf_puts(&b, _(od_task_statuses[l->task.status].label));
	if (l->task.unfinished)
		od_buf_printf(&b, _(", %s"), _("although a unit had not finished"));
	if (l->task.source != OD_SOURCE_OTHER)
		od_buf_printf(&b, _("; %s"), _(od_task_sources[l->task.source].label));
	if (!od_blank(l->task.basis))
		od_buf_printf(&b, _(", %s"), l->task.basis);
	od_paragraph_of(l->out, WIDTH, "  ", &b);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = part_words(l, &unit[i], err);
	od_task_units_free(unit, n);
	od_buf_putc(l->out, '\n');
	return r;
}

/* Files that prove a step. */
static int add_file(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, _("; file %1$s (%2$s bytes)"), text[0], text[1]);
	return 0;
}

static int files(struct life *l, const struct od_task_event *e, struct od_buf *b,
		 struct od_err *err)
{
	static const char sql[] =
		"SELECT file, size FROM evidence WHERE record = ?1 ORDER BY file, digest";
	char record[64], number[32];

	snprintf(record, sizeof(record), "%s/%lld", od_number_str('T', e->number, number),
		 (long long)e->step);
	return od_query_each(l->db, sql, OD_VALS(od_v((const char *)record)), add_file, b, err);
}

static int taken_back(struct life *l, const struct od_task_event *e, struct od_buf *b,
		      struct od_err *err)
{
	static const char sql[] = "SELECT step FROM task_event WHERE number = ?1 AND undoes = ?2";
	int64_t by;
	int r = od_query_int(l->db, sql, &by, OD_VALS(od_v(e->number), od_v(e->step)), err);

	if (r > 0)
		od_buf_printf(b, _("; taken back by step %lld"), (long long)by);
	return r < 0 ? -1 : 0;
}

static int take_check(void *ctx, const char *const *text, struct od_err *err)
{
	const struct od_word *verdict = od_field_find(&od_site_check_type, "verdict")->words;
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, _(", %s"),
		      *text[0] == '1' ? _("announced check") : _("unannounced check"));
	while (verdict->word && strcmp(verdict->word, text[1]))
		verdict++;
	if (verdict->word && strcmp(verdict->word, "none"))
		od_buf_printf(b, _(", %s"), _(verdict->label));
	return 0;
}

/* Of a site check its kind and verdict as they are now: its line begins with its number. */
static int check_words(struct life *l, const struct od_task_event *e, struct od_buf *b,
		       struct od_err *err)
{
	static const char sql[] = "SELECT announced, verdict FROM site_check WHERE number = ?1";
	struct od_err none = OD_ERR_INIT;
	char name[32];
	int64_t number;

	if (e->action != OD_TASK_DO_CHECKED || od_blank(e->text))
		return 0;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(e->text, " "), e->text);
	if (od_number_parse('C', name, &number, &none) < 0)
		return 0;
	return od_query_each(l->db, sql, OD_VALS(od_v(number)), take_check, b, err);
}

/* What somebody wrote, without the stop at its end: more follows. */
static void written(struct od_buf *b, const char *before, const char *text)
{
	size_t n = strlen(text);

	while (n && strchr(" \n.", text[n - 1]))
		n--;
	if (n >= strlen("。") && !memcmp(text + n - strlen("。"), "。", strlen("。")))
		n -= strlen("。");
	od_buf_puts(b, before);
	od_buf_add(b, text, n);
}

static int step_words(struct life *l, const struct od_task_event *e, struct od_buf *b,
		      struct od_err *err)
{
	char day[16];

	od_buf_puts(b, _(od_task_actions[e->action].label));
	if (e->unit) {
		const char *name = unit_words(l->db, e->unit, e->happened_at, err);

		if (!name)
			return -1;
		od_buf_printf(b, _(", %s"), name);
	}
	if (check_words(l, e, b, err) < 0)
		return -1;
	if (e->level != OD_NOINT)
		od_buf_printf(b, _(", level %lld"), (long long)e->level);
	if (e->percent != OD_NOINT)
		od_buf_printf(b, _(", %lld%%"), (long long)e->percent);
	if (od_date_is(e->due_on))
		od_buf_printf(b, _(", to %s"), od_date_str(e->due_on, day));
	if (e->undoes != OD_NOINT)
		od_buf_printf(b, _(", step %lld"), (long long)e->undoes);
	if (!od_blank(e->text))
		written(b, _(": "), e->text);
	if (!od_blank(e->reason))
		written(b, _("; reason: "), e->reason);
	if (!od_blank(e->by))
		od_buf_printf(b, _("; by %s"), e->by);
	return files(l, e, b, err) < 0 ? -1 : taken_back(l, e, b, err);
}

static int step(struct life *l, const struct od_task_event *e, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	char at[32], lead[64];

	if (step_words(l, e, &b, err) < 0) {
		od_buf_free(&b);
		return -1;
	}
	od_buf_printf(&b, _(" [%s]"), e->actor);
	snprintf(lead, sizeof(lead), "%3lld  %-16s  ", (long long)e->step,
		 od_instant_str_short(e->happened_at, at));
	if (b.failed)
		l->out->failed = true;
	else
		od_prose(l->out, WIDTH, lead, b.s);
	od_buf_free(&b);
	return 0;
}

int od_task_timeline(struct od_db *db, int64_t number, struct od_buf *out, struct od_err *err)
{
	struct life l = { .db = db, .out = out };
	struct od_task_event e = { 0 };
	struct od_iter *it = NULL;
	int r;

	od_rec_init(&od_task_type, &l.task);
	od_rec_init(&od_task_event_type, &e);
	r = od_task_get(db, number, &l.task, err) < 0 ? -1 : stands(&l, err);
	if (r == 0) {
		it = od_task_events(db, number, err);
		r = it ? 1 : -1;
	}
	while (r > 0 && (r = od_iter_next(it, &e, err)) > 0)
		if (step(&l, &e, err) < 0)
			r = -1;
	od_iter_free(it);
	od_rec_clear(&od_task_event_type, &e);
	od_rec_clear(&od_task_type, &l.task);
	return r < 0 ? -1 : out->failed ? od_fail_nomem(err) : 0;
}

/* --- tree ------------------------------------------------------------------------------------------------- */

struct tree {
	struct od_db *db;
	od_instant now;
	int width; /* 0: as wide as it needs */
	struct od_buf *out;
};

/* One line, its text cut with … where it is too wide, but not to less than can be told apart; what stands
 * behind the text is kept whole. */
static void line(struct tree *t, const char *before, const char *text, const char *after)
{
	int room = t->width - od_width(before) - od_width(after);

	room = room > TEXT_LEAST ? room : TEXT_LEAST;
	od_buf_puts(t->out, before);
	if (t->width <= 0 || od_width(text) <= room) {
		od_buf_puts(t->out, text);
	} else {
		size_t at = 0, n = 0;
		int used = 1;

		while (text[at]) {
			char one[8];

			od_utf8_get(text + at, &n);
			snprintf(one, sizeof(one), "%.*s", (int)n, text + at);
			used += od_width(one);
			if (used > room)
				break;
			at += n;
		}
		od_buf_add(t->out, text, at);
		od_buf_puts(t->out, "…");
	}
	od_buf_puts(t->out, after);
	od_buf_putc(t->out, '\n');
}

static void day_words(struct od_buf *b, od_date due_on, int64_t days_left)
{
	char day[16];

	if (!od_date_is(due_on))
		return;
	od_buf_printf(b, _(", due %s"), od_date_str(due_on, day));
	if (days_left == OD_NOINT)
		return;
	if (days_left < 0)
		od_buf_printf(b, _(" (overdue by %lld)"), (long long)-days_left);
	else
		od_buf_printf(b, _(" (%lld left)"), (long long)days_left);
}

static void matter_line(struct tree *t, const char *before, const struct od_task *task)
{
	struct od_buf text = OD_BUF_INIT, after = OD_BUF_INIT;
	char number[32];

	od_buf_printf(&text, "%s %s", od_number_str('T', task->number, number), task->title);
	od_buf_printf(&after, "  [%s] %s", _(od_lights[task->light].label),
		      _(od_task_statuses[task->status].label));
	if (task->percent != OD_NOINT)
		od_buf_printf(&after, " %lld%%", (long long)task->percent);
	day_words(&after, task->due_on, task->days_left);
	if (text.failed || after.failed)
		t->out->failed = true;
	else
		line(t, before, text.s, after.s);
	od_buf_free(&text);
	od_buf_free(&after);
}

static int unit_line(struct tree *t, const char *before, const struct od_task_unit *u,
		     struct od_err *err)
{
	const char *name = unit_words(t->db, u->unit,
				      od_instant_is(u->assigned_at) ? u->assigned_at : t->now, err);
	struct od_buf after = OD_BUF_INIT;

	if (!name)
		return -1;
	od_buf_printf(&after, _(" (%s)"), _(od_task_roles[u->role].label));
	od_buf_printf(&after, "  [%s] %s", _(od_lights[u->light].label),
		      od_instant_is(u->assigned_at) ? _(od_unit_states[u->state].label)
						    : _("not assigned yet"));
	if (u->percent != OD_NOINT)
		od_buf_printf(&after, " %lld%%", (long long)u->percent);
	day_words(&after, u->due_on, u->days_left);
	if (after.failed)
		t->out->failed = true;
	else
		line(t, before, name, after.s);
	od_buf_free(&after);
	return 0;
}

static int branches(struct tree *t, const char *prefix, int depth, const struct od_task *task,
		    const struct od_task_unit *unit, size_t units, struct od_err *err);

/* prefix: of the lines below. */
static int child(struct tree *t, const char *prefix, bool last, int depth,
		 const struct od_tasks *all, size_t i, struct od_err *err)
{
	const struct od_task_unit *unit;
	const struct od_task *task;
	size_t units = od_tasks_units(all, i, &unit);
	struct od_buf before = OD_BUF_INIT;
	int r = -1;

	od_tasks_rows(all, &task);
	od_buf_printf(&before, "%s%s", prefix, last ? "└─ " : "├─ ");
	if (!before.failed) {
		matter_line(t, before.s, &task[i]);
		od_buf_reset(&before);
		od_buf_printf(&before, "%s%s", prefix, last ? "   " : "│  ");
	}
	if (before.failed)
		od_fail_nomem(err);
	else
		r = branches(t, before.s, depth + 1, &task[i], unit, units, err);
	od_buf_free(&before);
	return r;
}

static struct od_tasks *children(struct tree *t, int64_t parent, struct od_err *err)
{
	struct od_task_query q = OD_TASK_QUERY_INIT;

	q.now = t->now;
	q.parent = parent;
	q.closed = q.by_number = true;
	return od_tasks_find(t->db, &q, err);
}

static int branches(struct tree *t, const char *prefix, int depth, const struct od_task *task,
		    const struct od_task_unit *unit, size_t units, struct od_err *err)
{
	struct od_tasks *parts OD_CLEANUP(od_tasks_freep) = NULL;
	struct od_buf before OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	const struct od_task *part;
	size_t n;

	if (depth > DEPTH) /* a loop in a loaded file is not followed for ever */
		return 0;
	parts = children(t, task->number, err);
	if (!parts)
		return -1;
	n = od_tasks_rows(parts, &part);
	for (size_t i = 0; i < units; i++) {
		od_buf_reset(&before);
		od_buf_printf(&before, "%s%s", prefix, i + 1 < units || n ? "├─ " : "└─ ");
		if (before.failed)
			return od_fail_nomem(err);
		if (unit_line(t, before.s, &unit[i], err) < 0)
			return -1;
	}
	for (size_t i = 0; i < n; i++)
		if (child(t, prefix, i + 1 == n, depth, parts, i, err) < 0)
			return -1;
	return 0;
}

int od_task_tree(struct od_db *db, int64_t number, od_instant now, int width, struct od_buf *out,
		 struct od_err *err)
{
	struct tree t = { db, now, width, out };
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_tasks *root OD_CLEANUP(od_tasks_freep) = NULL;
	const struct od_task_unit *unit;
	const struct od_task *task;
	size_t units;
	char buf[32];

	q.now = now;
	q.number = number;
	q.closed = q.by_number = true;
	root = od_tasks_find(db, &q, err);
	if (!root)
		return -1;
	if (!od_tasks_rows(root, &task))
		return od_fail(err, OD_ENOENT, _("no matter %s"), od_number_str('T', number, buf));
	matter_line(&t, "", task);
	units = od_tasks_units(root, 0, &unit);
	if (branches(&t, "", 0, task, unit, units, err) < 0)
		return -1;
	return out->failed ? od_fail_nomem(err) : 0;
}
