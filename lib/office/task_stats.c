/* task_stats.c - statistics of supervision: units' parts, or matters by source, group or month, as they stood at
 * the end of a period.  A row's counts are of things each of which is in one row only, so that the total is their
 * sum; rates are reckoned from sums. */
#include <stdlib.h>

#include "task_list.h"

#define AT(m) offsetof(struct od_task_count, m)
static const struct od_field fields[] = {
	{ "code", OD_TEXT, AT(code), OD_DERIVED, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_DERIVED | OD_TABLE, N_("Name"), "名称" },
	{ "all", OD_INT, AT(all), OD_DERIVED | OD_TABLE, N_("All"), "总数" },
	{ "open", OD_INT, AT(open), OD_DERIVED | OD_TABLE, N_("Under way"), "在办" },
	{ "closed", OD_INT, AT(closed), OD_DERIVED | OD_TABLE, N_("Done"), "办结" },
	{ "on_time", OD_INT, AT(on_time), OD_DERIVED | OD_TABLE, N_("In time"), "按期办结" },
	{ "due", OD_INT, AT(due), OD_DERIVED | OD_TABLE, N_("Were due"), "到期应结" },
	{ "asked", OD_INT, AT(asked), OD_DERIVED, N_("Feedback owed"), "应反馈" },
	{ "answered", OD_INT, AT(answered), OD_DERIVED, N_("Feedback given"), "按期反馈" },
	{ "extended", OD_INT, AT(extended), OD_DERIVED, N_("Extended"), "延期" },
	{ "returned", OD_INT, AT(returned), OD_DERIVED, N_("Returned"), "退回重办" },
	{ "red", OD_INT, AT(red), OD_DERIVED | OD_TABLE, N_("Red"), "红灯" },
	{ "yellow", OD_INT, AT(yellow), OD_DERIVED | OD_TABLE, N_("Yellow"), "黄灯" },
	{ "close_rate", OD_TEXT, AT(close_rate), OD_DERIVED | OD_TABLE, N_("Done, rate"),
	  "办结率" },
	{ "on_time_rate", OD_TEXT, AT(on_time_rate), OD_DERIVED | OD_TABLE, N_("In time, rate"),
	  "按期办结率" },
	{ "feedback_rate", OD_TEXT, AT(feedback_rate), OD_DERIVED | OD_TABLE, N_("Feedback, rate"),
	  "反馈率" },
	{ "extend_rate", OD_TEXT, AT(extend_rate), OD_DERIVED, N_("Extended, rate"), "延期率" },
	{ "return_rate", OD_TEXT, AT(return_rate), OD_DERIVED, N_("Returned, rate"), "退回率" },
	{ "mean_days", OD_TEXT, AT(mean_days), OD_DERIVED | OD_TABLE, N_("Mean working days"),
	  "平均办理工作日" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_task_count_type = { "task_count", sizeof(struct od_task_count), fields,
						N_("supervision statistics") };

/* --- what is counted --------------------------------------------------------------------------------------- */

/* A row being counted: key is its order, code and name are borrowed until the end. */
struct count {
	struct od_task_count r;
	int64_t key;
	int64_t days;  /* of all that were closed, for the mean */
	int64_t early; /* under way, and due only later */
	const char *code, *name;
};

struct counting {
	struct od_task_span span;
	int by;
	struct count *count; /* by key */
	size_t n, room, last;
	struct count total;
	struct od_thing *part; /* of the matter being counted */
	size_t parts;
	int64_t units;  /* places given to units */
	int64_t *among; /* the matters that are counted; NULL: all */
	size_t n_among;
};

/* Was it there in the period: under way on some day of it, or due in it? */
static bool belongs(const struct counting *c, const struct od_thing *g)
{
	if (!od_date_is(g->ended) || g->ended.days >= c->span.from.days)
		return true;
	return od_date_is(g->due) && g->due.days >= c->span.from.days &&
	       g->due.days <= c->span.to.days;
}

static void tally(const struct counting *c, const struct od_thing *g, struct count *k)
{
	bool due = od_came_due(&c->span, g), open = !od_date_is(g->ended);

	k->r.all++;
	k->r.open += open;
	k->r.closed += g->is_closed;
	k->r.due += due;
	k->r.on_time += due && od_date_is(g->finished) && g->finished.days <= g->due.days;
	k->r.asked += g->asked;
	k->r.answered += g->answered;
	k->r.extended += g->extended;
	k->r.returned += g->returned;
	k->r.red += open && g->light == OD_LIGHT_RED;
	k->r.yellow += open && g->light == OD_LIGHT_YELLOW;
	k->early += open && !due;
	if (g->is_closed)
		k->days += od_workdays_between(&c->span.t->rule.days, g->assigned, g->ended);
}

/* --- rows ----------------------------------------------------------------------------------------------------- */

static struct count *insert(struct counting *c, size_t at, int64_t key, struct od_err *err)
{
	struct count *grown = od_tasks_grow(c->count, c->n, &c->room, sizeof(*grown), err);

	if (!grown)
		return NULL;
	c->count = grown;
	memmove(grown + at + 1, grown + at, (c->n - at) * sizeof(*grown));
	c->n++;
	grown[at] = (struct count){ .key = key };
	return &grown[at];
}

static struct count *row_of(struct counting *c, int64_t key, struct od_err *err)
{
	size_t low = 0, high = c->n;

	if (c->last < c->n && c->count[c->last].key == key)
		return &c->count[c->last];
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->count[mid].key < key)
			low = mid + 1;
		else
			high = mid;
	}
	c->last = low;
	if (low < c->n && c->count[low].key == key)
		return &c->count[low];
	return insert(c, low, key, err);
}

static int more_total(struct counting *c, const struct od_thing *g, int64_t key, const char *code,
		      const char *name, struct od_err *err)
{
	struct count *k = row_of(c, key, err);

	if (!k)
		return -1;
	k->code = code;
	k->name = name;
	tally(c, g, k);
	tally(c, g, &c->total);
	return 0;
}

/* --- counting ------------------------------------------------------------------------------------------------------ */

static int count_part(struct counting *c, const struct od_task_unit *u, const struct od_thing *g,
		      struct od_err *err)
{
	struct od_unit_word *w;

	if (!belongs(c, g))
		return 0;
	w = od_tasks_word(c->span.t, u->unit, err);
	if (!w)
		return -1;
	if (!w->place)
		w->place = ++c->units;
	return more_total(c, g, w->place, w->code, NULL, err);
}

static int count_matter(struct counting *c, const struct od_matter *m, const struct od_thing *g,
			struct od_err *err)
{
	const struct od_word *source = &od_task_sources[m->t.source];
	int year, month, day;

	if (!belongs(c, g))
		return 0;
	switch (c->by) {
	case OD_TASK_BY_SOURCE:
		return more_total(c, g, m->t.source, source->word, _(source->label), err);
	case OD_TASK_BY_GROUP:
		return more_total(c, g, m->t.group == OD_NOINT ? INT64_MAX : m->t.group, NULL, NULL,
				  err);
	default:
		od_date_split(g->assigned, &year, &month, &day);
		return more_total(c, g, 12 * year + month - 1, NULL, NULL, err);
	}
}

static int count_one(struct counting *c, const struct od_matter *m, struct od_err *err)
{
	struct od_thing whole;
	size_t n;

	if (m->units > c->parts) {
		struct od_thing *grown = reallocarray(c->part, m->units, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		c->part = grown;
		c->parts = m->units;
	}
	n = od_things_of(&c->span, m, c->part, &whole);
	if (n && c->by != OD_TASK_BY_UNIT)
		return count_matter(c, m, &whole, err);
	for (size_t i = 0; i < n; i++)
		if (count_part(c, &c->span.t->unit[m->unit + c->part[i].part], &c->part[i], err) <
		    0)
			return -1;
	return 0;
}

/* --- names ------------------------------------------------------------------------------------------------------------ */

/* The office's order of its units; those it no longer has come after. */
static int order_units(struct counting *c, od_date on, struct od_err *err)
{
	struct od_iter *it = od_unit_find(c->span.t->db, on, -1, NULL, err);
	struct od_unit u = { 0 };
	int r = it ? 1 : -1;

	while (r > 0) {
		struct od_unit_word *w;

		r = od_iter_next(it, &u, err);
		w = r > 0 ? od_tasks_word(c->span.t, u.code, err) : NULL;
		if (r > 0 && !w)
			r = -1;
		if (w)
			w->place = ++c->units;
	}
	od_rec_clear(&od_unit_type, &u);
	od_iter_free(it);
	return r;
}

static int name_row(struct counting *c, struct count *k, od_date on, char **code, char **name,
		    struct od_err *err)
{
	char buf[32] = "";
	char *found = NULL;
	const char *lent;

	switch (c->by) {
	case OD_TASK_BY_UNIT:
		lent = od_name_memo(c->span.t->db, OD_NAMED_UNIT, k->code, on, NULL, err);
		k->name = lent ? lent : k->code;
		break;
	case OD_TASK_BY_GROUP:
		k->code = k->key == INT64_MAX ? "-" : od_number_str('G', k->key, buf);
		k->name = k->key == INT64_MAX ? _("no special group") : k->code;
		if (k->key != INT64_MAX &&
		    od_query_text(c->span.t->db, "SELECT name FROM task_group WHERE number = ?1",
				  &found, OD_VALS(od_v_int(k->key)), err) < 0)
			return -1;
		k->name = found ? found : k->name;
		break;
	case OD_TASK_BY_MONTH:
		snprintf(buf, sizeof(buf), "%04d-%02d", (int)(k->key / 12), (int)(k->key % 12) + 1);
		k->code = k->name = buf;
		break;
	default:
		break;
	}
	*code = strdup(k->code);
	*name = strdup(k->name);
	free(found);
	return *code && *name ? 0 : od_fail_nomem(err);
}

/* --- rates ------------------------------------------------------------------------------------------------------------ */

/* "98.4%"; NULL: there is nothing to divide by, or no memory. */
static char *rate(int64_t part, int64_t whole)
{
	char text[32];
	int64_t mille;

	if (!whole)
		return NULL;
	mille = (2000 * part + whole) / (2 * whole);
	if (mille == 1000 && part < whole) /* rounded, but not all */
		mille = 999;
	if (mille == 0 && part) /* rounded, but not none */
		mille = 1;
	snprintf(text, sizeof(text), "%lld.%lld%%", (long long)mille / 10, (long long)mille % 10);
	return strdup(text);
}

static char *mean(int64_t sum, int64_t n)
{
	char text[32];
	int64_t tenths;

	if (!n)
		return NULL;
	tenths = (20 * sum + n) / (2 * n);
	snprintf(text, sizeof(text), "%lld.%lld", (long long)tenths / 10, (long long)tenths % 10);
	return strdup(text);
}

static int reckon(const struct count *k, struct od_task_count *r, struct od_err *err)
{
	int64_t not_early = k->r.all - k->early;

	r->close_rate = rate(k->r.closed, not_early);
	r->on_time_rate = rate(k->r.on_time, k->r.due);
	r->feedback_rate = rate(k->r.answered, k->r.asked);
	r->extend_rate = rate(k->r.extended, k->r.all);
	r->return_rate = rate(k->r.returned, k->r.all);
	r->mean_days = mean(k->days, k->r.closed);
	return (not_early && !r->close_rate) || (k->r.due && !r->on_time_rate) ||
			       (k->r.asked && !r->feedback_rate) ||
			       (k->r.all && (!r->extend_rate || !r->return_rate)) ||
			       (k->r.closed && !r->mean_days)
		       ? od_fail_nomem(err)
		       : 0;
}

/* --- all of it ---------------------------------------------------------------------------------------------------------- */

struct od_task_stats {
	struct od_task_count *row;
	size_t n;
	struct od_task_count total;
};

static int settle(struct od_task_stats *s, struct counting *c, struct od_err *err)
{
	s->row = calloc(c->n + 1, sizeof(*s->row));
	s->total = c->total.r;
	s->total.name = strdup(_("total"));
	if (!s->row || !s->total.name)
		return od_fail_nomem(err);
	for (; s->n < c->n; s->n++) {
		struct count *k = &c->count[s->n];
		struct od_task_count *r = &s->row[s->n];

		*r = k->r;
		if (name_row(c, k, od_instant_date(c->span.end), &r->code, &r->name, err) < 0 ||
		    reckon(k, r, err) < 0) {
			s->n++;
			return -1;
		}
	}
	return reckon(&c->total, &s->total, err);
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool is_among(const struct counting *c, int64_t number)
{
	return !c->among || bsearch(&number, c->among, c->n_among, sizeof(number), by_number);
}

static int count_all(struct od_task_stats *s, struct counting *c, struct od_err *err)
{
	if (od_tasks_load(c->span.t, err) < 0 ||
	    (c->by == OD_TASK_BY_UNIT && order_units(c, od_instant_date(c->span.end), err) < 0))
		return -1;
	for (size_t i = 0; i < c->span.t->matters; i++)
		if (is_among(c, c->span.t->matter[i].t.number) &&
		    count_one(c, &c->span.t->matter[i], err) < 0)
			return -1;
	return settle(s, c, err);
}

/* The numbers of the matters that are counted, in order. */
static int note_among(struct counting *c, const struct od_tasks *among, struct od_err *err)
{
	const struct od_task *row;
	size_t n = od_tasks_rows(among, &row);

	c->among = calloc(n + 1, sizeof(*c->among));
	if (!c->among)
		return od_fail_nomem(err);
	for (; c->n_among < n; c->n_among++)
		c->among[c->n_among] = row[c->n_among].number;
	qsort(c->among, n, sizeof(*c->among), by_number);
	return 0;
}

struct od_task_stats *od_task_stats_new(struct od_db *db, const struct od_tasks *among,
					od_date from, od_date to, od_instant now, int by,
					struct od_err *err)
{
	struct od_task_stats *s = calloc(1, sizeof(*s));
	struct od_tasks *t = calloc(1, sizeof(*t));
	od_date today = od_instant_date(now);
	struct counting c = { .by = by };
	bool begun;
	int r = -1;

	c.span = (struct od_task_span){ .t = t,
					.from = od_date_is(from) ? from : od_ymd(1900, 1, 1),
					.to = od_date_is(to) ? to : today,
					.running = today,
					.end = now };
	if (c.span.to.days < today.days) {
		c.span.running = (od_date){ c.span.to.days + 1 };
		c.span.end.sec = od_date_start(c.span.running).sec - 1;
	}
	if (!s || !t) {
		od_fail_nomem(err);
	} else {
		t->db = db;
		t->q = (struct od_task_query)OD_TASK_QUERY_INIT;
		t->q.now = c.span.end;
		t->q.closed = true;
		t->keep = true;
		r = among ? note_among(&c, among, err) : 0;
		r = r == 0 ? od_snapshot_begin(db, &begun, err) : r;
	}
	if (r == 0) {
		r = count_all(s, &c, err);
		od_snapshot_end(db, begun);
	}
	free(c.count);
	free(c.part);
	free(c.among);
	od_tasks_free(t);
	if (r == 0)
		return s;
	od_task_stats_free(s);
	return NULL;
}

void od_task_stats_free(struct od_task_stats *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		od_rec_clear(&od_task_count_type, &s->row[i]);
	od_rec_clear(&od_task_count_type, &s->total);
	free(s->row);
	free(s);
}

size_t od_task_stats_rows(const struct od_task_stats *s, const struct od_task_count **rows,
			  const struct od_task_count **total)
{
	*rows = s->row;
	if (total)
		*total = &s->total;
	return s->n;
}

int od_task_formulas(struct od_buf *out, struct od_err *err)
{
	static const char *const formulas[] = {
		N_("counted: parts of units, or matters, that were assigned by the end of the period and "
		   "were under way in it or due in it; cancelled ones are not"),
		N_("a matter: due with its lead unit; finished when the last of its units is; its feedback "
		   "is that of all its units"),
		N_("were due: due in the period, or before it and still under way in it"),
		N_("done, rate = done (a part: verified; a matter: closed) / (all - under way and "
		   "not due yet)"),
		N_("in time, rate = reported finished by the due day / were due"),
		N_("feedback, rate = feedback given in its period / feedback owed: by each period's last "
		   "working day while under way; without a rhythm once, by the due day"),
		N_("extended, rate = with an extension granted / all"),
		N_("returned, rate = returned to be redone at least once / all"),
		N_("mean working days = working days from assignment until done, added up / done"),
	};

	for (size_t i = 0; i < OD_COUNT(formulas); i++)
		od_buf_printf(out, "%s\n", _(formulas[i]));
	return out->failed ? od_fail_nomem(err) : 0;
}
