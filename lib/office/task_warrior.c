/* task_warrior.c - matters as Taskwarrior's JSON: what "task export" prints and "task import" reads.
 *
 * A matter has the same UUID each time, so that importing again brings Taskwarrior up to date.  What it has no
 * place for stands in user-defined attributes, officedb_number, officedb_lead, officedb_units and
 * officedb_percent, which Taskwarrior keeps even where they are not configured. */
#include <nettle/sha1.h>
#include <stdlib.h>

#include "task_list.h"
#include "warrior.h"

/* --- names ------------------------------------------------------------------------------------ */

/* Of the numbers of matters, made once by chance: a UUID by name is of a name in some space. */
static const uint8_t space[16] = { 0x6f, 0x1c, 0x1d, 0x52, 0x8a, 0x0b, 0x4e, 0x63,
				   0x9d, 0x27, 0xb1, 0x54, 0x3e, 0xc8, 0x70, 0x95 };

void od_warrior_uuid(const struct od_task *t, char out[static OD_WARRIOR_UUID + 1])
{
	static const size_t dashes[] = { 8, 13, 18, 23 };
	uint8_t digest[SHA1_DIGEST_SIZE];
	char hex[2 * 16 + 1], number[32];
	struct sha1_ctx h;
	size_t k = 0, at = 0;

	if (t->external_id && !strncmp(t->external_id, OD_WARRIOR_ID, strlen(OD_WARRIOR_ID)) &&
	    od_warrior_is_uuid(t->external_id + strlen(OD_WARRIOR_ID))) {
		memcpy(out, t->external_id + strlen(OD_WARRIOR_ID), OD_WARRIOR_UUID + 1);
		return;
	}
	od_number_str('T', t->number, number);
	sha1_init(&h);
	sha1_update(&h, sizeof(space), space);
	sha1_update(&h, strlen(number), (const uint8_t *)number);
	sha1_digest(&h, sizeof(digest), digest);
	digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x50);
	digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
	od_hex(digest, 16, hex);
	for (size_t i = 0; i < OD_WARRIOR_UUID; i++) {
		bool dash = k < OD_COUNT(dashes) && i == dashes[k];

		k += dash;
		out[i] = dash ? '-' : hex[at++];
	}
	out[OD_WARRIOR_UUID] = '\0';
}

bool od_warrior_is_uuid(const char *s)
{
	for (size_t i = 0; i < OD_WARRIOR_UUID; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (!s[i] || !strchr(dash ? "-" : "0123456789abcdef", s[i]))
			return false;
	}
	return !s[OD_WARRIOR_UUID];
}

/* --- what events tell ------------------------------------------------------------------------- */

struct told { /* of a row */
	int64_t number;
	size_t row;
	od_instant changed, ended;
	struct od_buf notes; /* its annotations, JSON objects */
};

struct undone {
	int64_t number, step;
};

struct telling {
	const struct od_tasks *t;
	struct told *told; /* by number */
	size_t n;
	struct undone *undone;
	size_t undones, undone_room, at;
};

static int by_number(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static struct told *told_of(const struct telling *w, int64_t number)
{
	struct told key = { .number = number };

	return w->n ? bsearch(&key, w->told, w->n, sizeof(key), by_number) : NULL;
}

static void add_instant(struct od_buf *b, const char *name, od_instant t)
{
	od_instant utc = { t.sec - OD_ZONE_SECONDS };
	od_date d = od_instant_date(utc);
	long long s = utc.sec - od_date_start(d).sec;
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	od_buf_printf(b, "\"%s\":\"%04d%02d%02dT%02lld%02lld%02lldZ\"", name, year, month, day,
		      s / 3600, s / 60 % 60, s % 60);
}

static void add_quoted(struct od_buf *b, const char *name, const char *value)
{
	od_buf_printf(b, "\"%s\":", name);
	od_json_quote(b, value);
}

/* Taskwarrior keeps descriptions and annotations on one line. */
static void one_line(struct od_buf *b, const char *s)
{
	for (; *s; s++)
		od_buf_putc(b, *s == '\n' || *s == '\t' || *s == '\r' ? ' ' : *s);
}

static int note(const struct telling *all, struct told *w, const struct od_cols *c, int action,
		struct od_err *err)
{
	const char *text = od_col_text(c, 5), *unit = od_col_text(c, 4), *brief = NULL;
	struct od_buf line = OD_BUF_INIT;

	if (unit &&
	    !od_name_memo(all->t->db, OD_NAMED_UNIT, unit, od_instant_date(all->t->q.now), &brief,
			  err) &&
	    err->code)
		return -1;
	if (unit)
		od_buf_printf(&line, "%s ", brief ? brief : unit);
	od_buf_puts(&line, _(od_task_actions[action].label));
	if (od_col_int(c, 6) != OD_NOINT)
		od_buf_printf(&line, _(", %lld%%"), (long long)od_col_int(c, 6));
	if (text) {
		od_buf_puts(&line, _(": "));
		one_line(&line, text);
	}
	od_buf_puts(&w->notes, w->notes.n ? ",{" : "{");
	add_instant(&w->notes, "entry", (od_instant){ od_col_int(c, 3) });
	od_buf_putc(&w->notes, ',');
	if (line.failed)
		w->notes.failed = true;
	else
		add_quoted(&w->notes, "description", line.s);
	od_buf_putc(&w->notes, '}');
	od_buf_free(&line);
	return 0;
}

/* Steps that were taken back, in the order of matters. */
static int take_undone(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct telling *all = ctx;
	struct undone *grown =
		od_tasks_grow(all->undone, all->undones, &all->undone_room, sizeof(*grown), err);

	if (!grown)
		return -1;
	all->undone = grown;
	grown[all->undones++] = (struct undone){ od_col_int(c, 0), od_col_int(c, 1) };
	return 0;
}

static bool stands(struct telling *all, int64_t number, int64_t step)
{
	while (all->at < all->undones && all->undone[all->at].number < number)
		all->at++;
	for (size_t i = all->at; i < all->undones && all->undone[i].number == number; i++)
		if (all->undone[i].step == step)
			return false;
	return true;
}

static int take_event(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct telling *all = ctx;
	struct told *w = told_of(all, od_col_int(c, 0));
	od_instant at = { od_col_int(c, 2) };
	int action;

	if (!w)
		return 0;
	if (!od_instant_is(w->changed) || at.sec > w->changed.sec)
		w->changed = at;
	if (od_col_word(c, 1, od_task_actions, &action, err) < 0)
		return -1;
	if (action != OD_TASK_DO_CLOSE && action != OD_TASK_DO_CANCEL &&
	    action != OD_TASK_DO_REPORT && action != OD_TASK_DO_FINISH)
		return 0;
	if (!stands(all, w->number, od_col_int(c, 7)))
		return 0;
	if (action == OD_TASK_DO_CLOSE || action == OD_TASK_DO_CANCEL) {
		w->ended.sec = od_col_int(c, 3);
		return 0;
	}
	/* Of a classified matter the number and the mark are all that leaves. */
	return all->t->row[w->row].secrecy ? 0 : note(all, w, c, action, err);
}

static int tell(struct telling *w, const struct od_tasks *t, struct od_err *err)
{
	static const char sql_undone[] = "SELECT number, undoes FROM task_event WHERE number "
					 "BETWEEN ?1 AND ?2 AND action = 'undo' ORDER BY number";
	static const char sql[] =
		"SELECT number, action, at, happened_at, unit, text, percent, step FROM task_event "
		"WHERE number BETWEEN ?1 AND ?2 ORDER BY number, step";
	int64_t from, to;

	w->t = t;
	w->told = calloc(t->rows + 1, sizeof(*w->told));
	if (!w->told)
		return od_fail_nomem(err);
	for (; w->n < t->rows; w->n++)
		w->told[w->n] = (struct told){ .number = t->row[w->n].number,
					       .row = w->n,
					       .changed = OD_NOINSTANT,
					       .ended = OD_NOINSTANT };
	if (!w->n)
		return 0;
	qsort(w->told, w->n, sizeof(*w->told), by_number);
	from = w->told[0].number;
	to = w->told[w->n - 1].number;
	if (od_query_cols(t->db, sql_undone, OD_VALS(od_v(from), od_v(to)), take_undone, w, err) <
	    0)
		return -1;
	return od_query_cols(t->db, sql, OD_VALS(od_v(from), od_v(to)), take_event, w, err);
}

static void telling_free(struct telling *w)
{
	for (size_t i = 0; i < w->n; i++)
		od_buf_free(&w->told[i].notes);
	free(w->told);
	free(w->undone);
}

/* --- members of a matter ---------------------------------------------------------------------- */

static void member(struct od_buf *b, const char *name, const char *value)
{
	if (od_blank(value))
		return;
	od_buf_putc(b, ',');
	add_quoted(b, name, value);
}

static void description(struct od_buf *b, const struct od_task *t)
{
	struct od_buf title = OD_BUF_INIT;
	char number[32];

	if (t->secrecy)
		od_buf_printf(&title, _("%1$s (%2$s)"), od_number_str('T', t->number, number),
			      _(od_secrecies[t->secrecy].label));
	else
		one_line(&title, t->title);
	b->failed |= title.failed;
	if (!title.failed)
		member(b, "description", title.s);
	od_buf_free(&title);
}

/* At the end of the due day: until then nothing is overdue. */
static void due(struct od_buf *b, od_date on)
{
	if (!od_date_is(on))
		return;
	od_buf_putc(b, ',');
	add_instant(b, "due", (od_instant){ od_date_start((od_date){ on.days + 1 }).sec - 1 });
}

static void add_tag(struct od_buf *list, const char *s, size_t n)
{
	od_buf_putc(list, ',');
	od_buf_putc(list, '"');
	for (size_t i = 0; i < n; i++)
		od_buf_putc(list, strchr(" \t\n\",\\", s[i]) ? '_' : s[i]);
	od_buf_putc(list, '"');
}

/* Source and light, and the office's own sorting. */
static void tags(struct od_buf *b, const struct od_task *t)
{
	const char *source = od_task_sources[t->source].word, *light = od_lights[t->light].word;
	const char *rest = t->secrecy ? NULL : t->kind;
	struct od_buf list = OD_BUF_INIT;
	size_t n;

	if (t->source != OD_SOURCE_OTHER)
		add_tag(&list, source, strlen(source));
	if (t->status == OD_TASK_ASSIGNED)
		add_tag(&list, light, strlen(light));
	for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n))
		add_tag(&list, s, n);
	b->failed |= list.failed;
	if (list.n && !list.failed)
		od_buf_printf(b, ",\"tags\":[%s]", list.s + 1);
	od_buf_free(&list);
}

static const char *priority(const struct od_task *t)
{
	if (t->grade == OD_TASK_MAJOR || t->light == OD_LIGHT_RED)
		return "H";
	return t->light == OD_LIGHT_YELLOW ? "M" : "L";
}

/* The group's name, else the lead unit's: Taskwarrior has one place for both. */
static int project(struct od_buf *b, const struct od_tasks *t, const struct od_task *row,
		   struct od_err *err)
{
	char *name = NULL;
	int r = 0;

	if (row->group != OD_NOINT && !row->secrecy)
		r = od_query_text(t->db, "SELECT name FROM task_group WHERE number = ?1", &name,
				  OD_VALS(od_v(row->group)), err);
	member(b, "project", name ? name : row->lead_name);
	free(name);
	return r < 0 ? -1 : 0;
}

static void units(struct od_buf *b, const struct od_task_unit *u, size_t n)
{
	struct od_buf list = OD_BUF_INIT;

	for (size_t i = 0; i < n; i++)
		if (u[i].role == OD_TASK_CO)
			od_buf_printf(&list, "%s%s", list.n ? OD_LIST_SEP : "", u[i].unit);
	b->failed |= list.failed;
	if (!list.failed)
		member(b, "officedb_units", list.s);
	od_buf_free(&list);
}

/* What the whole waits for: its parts. */
static void depends(struct od_buf *b, const struct od_task *const *child, size_t n,
		    const struct od_task *row)
{
	char uuid[OD_WARRIOR_UUID + 1];
	size_t low = 0, high = n;
	bool any = false;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (child[mid]->parent < row->number)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < n && child[low]->parent == row->number; low++) {
		od_warrior_uuid(child[low], uuid);
		od_buf_printf(b, "%s\"%s\"", any ? "," : ",\"depends\":[", uuid);
		any = true;
	}
	if (any)
		od_buf_putc(b, ']');
}

static int by_parent(const void *a, const void *b)
{
	const struct od_task *x = *(const struct od_task *const *)a;
	const struct od_task *y = *(const struct od_task *const *)b;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* --- a matter --------------------------------------------------------------------------------- */

static void when(struct od_buf *b, const struct od_task *t, const struct told *w)
{
	od_buf_putc(b, ',');
	add_instant(b, "entry", t->opened_at);
	if (od_instant_is(w->changed)) {
		od_buf_putc(b, ',');
		add_instant(b, "modified", w->changed);
	}
	if (!od_task_open(t)) {
		od_instant at = od_instant_is(w->ended) ? w->ended : w->changed;

		od_buf_putc(b, ',');
		add_instant(b, "end", od_instant_is(at) ? at : t->opened_at);
	}
}

static int matter(struct od_buf *b, const struct telling *w, size_t i,
		  const struct od_task *const *child, size_t children, struct od_err *err)
{
	static const char *const status[] = {
		[OD_TASK_REGISTERED] = "pending", [OD_TASK_ASSIGNED] = "pending",
		[OD_TASK_CLOSED] = "completed",   [OD_TASK_FILED] = "completed",
		[OD_TASK_CANCELLED] = "deleted",
	};
	const struct od_task *t = &w->t->row[i];
	const struct told *told = told_of(w, t->number);
	char uuid[OD_WARRIOR_UUID + 1], number[32];
	const struct od_task_unit *u;
	size_t n = od_tasks_units(w->t, i, &u);
	od_date on = n && u->role == OD_TASK_LEAD && od_date_is(u->due_on) ? u->due_on : t->due_on;

	od_warrior_uuid(t, uuid);
	od_buf_printf(b, "{\"uuid\":\"%s\"", uuid);
	description(b, t);
	member(b, "status", status[t->status]);
	when(b, t, told);
	due(b, on);
	if (project(b, w->t, t, err) < 0)
		return -1;
	if (od_task_open(t))
		member(b, "priority", priority(t));
	tags(b, t);
	depends(b, child, children, t);
	if (told->notes.n)
		od_buf_printf(b, ",\"annotations\":[%s]", told->notes.s);
	member(b, "officedb_number", od_number_str('T', t->number, number));
	member(b, "officedb_lead", t->lead);
	units(b, u, n);
	/* A text: an attribute that is not configured would come back as 40.000000. */
	if (t->percent != OD_NOINT)
		od_buf_printf(b, ",\"officedb_percent\":\"%lld\"", (long long)t->percent);
	od_buf_putc(b, '}');
	b->failed |= told->notes.failed;
	return 0;
}

int od_warrior_write(const struct od_tasks *t, struct od_buf *b, struct od_err *err)
{
	const struct od_task **child = calloc(t->rows + 1, sizeof(*child));
	struct telling w = { 0 };
	size_t children = 0;
	int r = child ? tell(&w, t, err) : od_fail_nomem(err);

	for (size_t i = 0; r == 0 && i < t->rows; i++)
		if (t->row[i].parent != OD_NOINT)
			child[children++] = &t->row[i];
	if (children)
		qsort(child, children, sizeof(*child), by_parent);
	od_buf_puts(b, "[\n");
	for (size_t i = 0; r == 0 && i < t->rows; i++) {
		r = matter(b, &w, i, child, children, err);
		od_buf_puts(b, i + 1 < t->rows ? ",\n" : "\n");
	}
	od_buf_puts(b, "]\n");
	telling_free(&w);
	free(child);
	return r < 0 ? -1 : b->failed ? od_fail_nomem(err) : 0;
}
