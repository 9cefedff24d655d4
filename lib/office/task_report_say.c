/* task_report_say.c - 督查专报 and 督查通报 in words and tables: 交办事由与批示, 办理情况.  Of a classified matter only
 * its number and mark are told. */
#include <stdlib.h>

#include "task_report.h"
#include "layout.h"

enum { ONE_BY_ONE = 30 }; /* instructions, documents: more are counted */

/* --- words ------------------------------------------------------------------------------------ */

const char *od_report_light(int light)
{
	static const char *const words[] = { N_("green"), N_("yellow"), N_("red"), N_("grey") };

	return _(words[light]);
}

void od_report_period(const struct od_report_of *r, struct od_buf *b)
{
	int y[2], m[2], d[2];

	od_date_split(r->from, &y[0], &m[0], &d[0]);
	od_date_split(r->to, &y[1], &m[1], &d[1]);
	/* Translators: year, month, day of the first and the last day. */
	od_buf_printf(b, _("(%1$d-%2$02d-%3$02d to %4$d-%5$02d-%6$02d)"), y[0], m[0], d[0], y[1],
		      m[1], d[1]);
}

const char *od_report_office(const struct od_report_of *r)
{
	return od_setting(r->db, "office_name", r->today, _("General Office"));
}

void od_report_matter_name(const struct od_task *t, struct od_buf *b)
{
	char number[32];

	od_number_str('T', t->number, number);
	if (t->secrecy)
		od_buf_printf(b, _("%1$s (%2$s)"), number, _(od_secrecies[t->secrecy].label));
	else
		od_buf_printf(b, "%s %s", number, t->title);
}

const char *od_report_unit_name(const struct od_report_of *r, const char *code, const char *name)
{
	for (size_t i = 0; code && i < r->units; i++)
		if (!strcmp(r->unit[i].code, code))
			return r->unit[i].name;
	return name ? name : code;
}

static const char *label(const char *field)
{
	return _(od_field_find(&od_task_count_type, field)->label);
}

/* --- what it is about ------------------------------------------------------------------------- */

static bool is_told(const struct od_report_matter *m)
{
	return m->list < OD_LIST_CANCELLED;
}

/* "Leader's instruction 3, decision or meeting 2." */
static void sources(const struct od_report_of *r, struct od_doc *d)
{
	int64_t of[OD_SOURCE_CHECK + 1] = { 0 }, all = 0, classified = 0, major = 0;
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < r->n; i++) {
		if (!is_told(&r->m[i]))
			continue;
		of[r->m[i].t->source]++;
		classified += r->m[i].t->secrecy != 0;
		major += r->m[i].t->grade == OD_TASK_MAJOR;
		all++;
	}
	od_buf_printf(&b, _("Matters in this report: %lld"), (long long)all);
	for (int i = OD_SOURCE_OTHER + 1; i <= OD_SOURCE_CHECK + 1; i++) {
		int source = i > OD_SOURCE_CHECK ? OD_SOURCE_OTHER : i;

		if (of[source])
			od_buf_printf(&b, _("; %1$s %2$lld"), _(od_task_sources[source].label),
				      (long long)of[source]);
	}
	od_buf_puts(&b, _("."));
	if (major)
		od_buf_printf(&b, _("  Major ones: %lld."), (long long)major);
	if (classified)
		od_buf_printf(&b, _("  Classified ones, told by number and mark only: %lld."),
			      (long long)classified);
	od_doc_add_of(d, OD_BLOCK_TEXT, &b);
}

static int by_basis(const void *a, const void *b)
{
	const struct od_task *x = *(const struct od_task *const *)a;
	const struct od_task *y = *(const struct od_task *const *)b;
	int order = strcmp(x->basis, y->basis);

	return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

static void numbers(struct od_buf *b, const struct od_task *const *t, size_t n)
{
	struct od_buf list = OD_BUF_INIT;
	char number[32];

	for (size_t i = 0; i < n; i++)
		od_buf_printf(&list, "%s%s", i ? _(", ") : "",
			      od_number_str('T', t[i]->number, number));
	b->failed |= list.failed;
	od_buf_printf(b, _(" (%s)"), list.s ? list.s : "");
	od_buf_free(&list);
}

static size_t same_basis(const struct od_task *const *t, size_t n, size_t from)
{
	size_t to = from + 1;

	while (to < n && !strcmp(t[to]->basis, t[from]->basis))
		to++;
	return to;
}

/* The documents and meetings they come from, each once. */
static void bases(const struct od_report_of *r, struct od_doc *d)
{
	const struct od_task **t = calloc(r->n + 1, sizeof(*t));
	size_t n = 0, all = 0;

	d->failed |= !t;
	for (size_t i = 0; t && i < r->n; i++)
		if (is_told(&r->m[i]) && !r->m[i].t->secrecy && !od_blank(r->m[i].t->basis))
			t[n++] = r->m[i].t;
	if (n)
		qsort(t, n, sizeof(*t), by_basis);
	for (size_t i = 0; i < n; i = same_basis(t, n, i))
		all++;
	for (size_t i = 0; i < n && all <= ONE_BY_ONE; i = same_basis(t, n, i)) {
		struct od_buf b = OD_BUF_INIT;

		od_buf_printf(&b, _("Basis: %s"), t[i]->basis);
		numbers(&b, t + i, same_basis(t, n, i) - i);
		od_doc_add_of(d, OD_BLOCK_ITEM, &b);
	}
	if (all > ONE_BY_ONE) {
		struct od_buf b = OD_BUF_INIT;

		od_buf_printf(&b, _("Documents and meetings that they rest on: %zu."), all);
		od_doc_add_of(d, OD_BLOCK_TEXT, &b);
	}
	free(t);
}

/* A circular goes to the units: what was written stays with those who are to read it. */
static void instruction(const struct od_report_of *r, size_t at, struct od_doc *d)
{
	const struct od_instruction *i = &r->instruction[at];
	struct od_buf b = OD_BUF_INIT;
	char number[32], day[64];

	od_number_str('I', i->number, number);
	if (i->secrecy) {
		od_buf_printf(&b, _("%1$s (%2$s)"), number, _(od_secrecies[i->secrecy].label));
	} else if (r->veiled[at]) {
		od_buf_printf(&b, _("%1$s (%2$s)"), number, _("classified; see the paper copy"));
	} else {
		od_buf_printf(&b, "%s %s", i->leader_name ? i->leader_name : i->leader,
			      od_day_words(i->given_on, day));
		od_buf_printf(&b, _(" (%s)"), number);
		if (i->about)
			od_buf_printf(&b, _(" on '%s'"), i->about);
		if (r->kind == OD_TASK_SPECIAL && i->text)
			od_buf_printf(&b, _(": %s"), i->text);
	}
	od_doc_add_of(d, OD_BLOCK_ITEM, &b);
}

static int by_leader(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Too many to be told one by one: how many of each leader. */
static void leaders(const struct od_report_of *r, struct od_doc *d)
{
	const char **name = calloc(r->instructions, sizeof(*name));
	struct od_buf b = OD_BUF_INIT;

	d->failed |= !name;
	for (size_t i = 0; name && i < r->instructions; i++)
		name[i] = r->instruction[i].leader_name ? r->instruction[i].leader_name
							: r->instruction[i].leader;
	if (name)
		qsort(name, r->instructions, sizeof(*name), by_leader);
	od_buf_printf(&b, _("Instructions that they answer: %zu"), r->instructions);
	for (size_t i = 0, to; name && i < r->instructions; i = to) {
		for (to = i + 1; to < r->instructions && !strcmp(name[i], name[to]); to++)
			continue;
		od_buf_printf(&b, _("; %1$s %2$lld"), name[i], (long long)(to - i));
	}
	od_buf_puts(&b, _("."));
	od_doc_add_of(d, OD_BLOCK_TEXT, &b);
	free(name);
}

static void reasons(const struct od_report_of *r, struct od_doc *d)
{
	od_doc_add(d, OD_BLOCK_HEAD, _("What was assigned, and on whose instruction"));
	sources(r, d);
	bases(r, d);
	if (r->instructions > ONE_BY_ONE) {
		leaders(r, d);
		return;
	}
	for (size_t i = 0; i < r->instructions; i++)
		instruction(r, i, d);
}

/* --- figures ---------------------------------------------------------------------------------- */

static void figures(const struct od_report_of *r, struct od_doc *d)
{
	struct od_buf b = OD_BUF_INIT;
	char at[32];

	od_buf_printf(
		&b,
		_("As of %1$s: finished %2$lld, under way %3$lld (green %4$lld, yellow %5$lld), "
		  "overdue %6$lld, not assigned yet %7$lld."),
		od_instant_str_short(r->now, at), (long long)r->count[OD_LIST_FINISHED],
		(long long)r->count[OD_LIST_UNDER_WAY], (long long)r->light[OD_LIGHT_GREEN],
		(long long)r->light[OD_LIGHT_YELLOW], (long long)r->count[OD_LIST_OVERDUE],
		(long long)r->count[OD_LIST_NAMED]);
	if (r->count[OD_LIST_CANCELLED])
		od_buf_printf(&b, _("  Cancelled: %lld."), (long long)r->count[OD_LIST_CANCELLED]);
	od_doc_add_of(d, OD_BLOCK_TEXT, &b);
}

static void rate(struct od_doc *d, const char *field, int64_t part, int64_t whole,
		 const char *value)
{
	struct od_buf b = OD_BUF_INIT;

	od_doc_cell(d, label(field));
	if (whole != OD_NOINT)
		od_buf_printf(&b, "%lld / %lld", (long long)part, (long long)whole);
	else
		od_buf_printf(&b, "%lld", (long long)part);
	od_doc_cell_of(d, &b);
	od_doc_cell(d, value ? value : "-");
}

static int rates(const struct od_report_of *r, struct od_doc *d, struct od_err *err)
{
	const char *const heads[] = { _("Figure"), _("Counted"), _("Value") };
	const struct od_task_count *row, *t;
	struct od_buf b = OD_BUF_INIT;

	if (!r->s)
		return 0;
	od_task_stats_rows(r->s, &row, &t);
	od_doc_add(d, OD_BLOCK_SUBHEAD,
		   r->by_unit ? _("Figures of the period, by parts of units")
			      : _("Figures of the period, by matters"));
	od_doc_table(d, heads, OD_COUNT(heads), 6);
	/* What was not due yet is not among the counts: the formula tells. */
	rate(d, "close_rate", t->closed, OD_NOINT, t->close_rate);
	rate(d, "on_time_rate", t->on_time, t->due, t->on_time_rate);
	rate(d, "feedback_rate", t->answered, t->asked, t->feedback_rate);
	rate(d, "extend_rate", t->extended, t->all, t->extend_rate);
	rate(d, "return_rate", t->returned, t->all, t->return_rate);
	rate(d, "mean_days", t->closed, OD_NOINT, t->mean_days);
	if (od_task_formulas(&b, err) < 0) {
		od_buf_free(&b);
		return -1;
	}
	od_doc_add_of(d, OD_BLOCK_NOTE, &b);
	return 0;
}

/* --- ranking ---------------------------------------------------------------------------------- */

struct ranked {
	const struct od_task_count *c;
	int64_t rank;
};

/* The greater part of the whole first; who had nothing to do last. */
static int by_share(int64_t part_a, int64_t all_a, int64_t part_b, int64_t all_b)
{
	int64_t a = part_a * all_b, b = part_b * all_a;

	if (!all_a || !all_b)
		return all_a ? -1 : all_b ? 1 : 0;
	return a > b ? -1 : a < b;
}

static int standing(const struct od_task_count *a, const struct od_task_count *b)
{
	int order = by_share(a->on_time, a->due, b->on_time, b->due);

	if (!order && a->red != b->red)
		order = a->red < b->red ? -1 : 1;
	return order ? order : by_share(a->answered, a->asked, b->answered, b->asked);
}

static int by_standing(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order = standing(x->c, y->c);

	return order ? order : x->c < y->c ? -1 : x->c > y->c; /* else the office's order */
}

static void rank_row(const struct od_report_of *r, const struct ranked *k, struct od_doc *d)
{
	const struct od_task_count *c = k->c;

	od_doc_cell_int(d, c->due ? k->rank : OD_NOINT);
	od_doc_cell(d, od_report_unit_name(r, r->by_unit ? c->code : NULL, c->name));
	od_doc_cell_int(d, c->all);
	od_doc_cell_int(d, c->closed);
	od_doc_cell_int(d, c->open);
	od_doc_cell_int(d, c->red);
	od_doc_cell(d, c->on_time_rate ? c->on_time_rate : "-");
	od_doc_cell(d, c->feedback_rate ? c->feedback_rate : "-");
}

static void ranking(const struct od_report_of *r, struct od_doc *d)
{
	const char *const heads[] = { _("Standing"),         r->by_unit ? _("Unit") : label("name"),
				      label("all"),          label("closed"),
				      label("open"),         label("red"),
				      label("on_time_rate"), label("feedback_rate") };
	const struct od_task_count *row, *total;
	size_t n = r->s ? od_task_stats_rows(r->s, &row, &total) : 0;
	struct ranked *k = calloc(n + 1, sizeof(*k));

	d->failed |= !k;
	if (!n || !k) {
		free(k);
		return;
	}
	for (size_t i = 0; i < n; i++)
		k[i].c = &row[i];
	qsort(k, n, sizeof(*k), by_standing);
	od_doc_add(d, OD_BLOCK_SUBHEAD, _("Ranking"));
	od_doc_table(d, heads, OD_COUNT(heads), 0xfd);
	for (size_t i = 0; i < n; i++) {
		k[i].rank = i && !standing(k[i - 1].c, k[i].c) ? k[i - 1].rank : (int64_t)i + 1;
		rank_row(r, &k[i], d);
	}
	free(k);
	od_doc_add(
		d, OD_BLOCK_NOTE,
		_("Rank: by what was finished in time of what was due, then by fewer red ones, then "
		  "by feedback; who had nothing due is not ranked."));
}

/* --- lists ------------------------------------------------------------------------------------ */

static int by_due(const void *a, const void *b)
{
	const struct od_report_matter *x = *(const struct od_report_matter *const *)a;
	const struct od_report_matter *y = *(const struct od_report_matter *const *)b;
	int64_t dx = od_date_is(x->due) ? x->due.days : INT64_MAX;
	int64_t dy = od_date_is(y->due) ? y->due.days : INT64_MAX;

	if (x->list == OD_LIST_FINISHED && x->ended.sec != y->ended.sec)
		return x->ended.sec < y->ended.sec ? -1 : 1;
	if (dx != dy)
		return dx < dy ? -1 : 1;
	return x->t->number < y->t->number ? -1 : x->t->number > y->t->number;
}

/* The last column is the list's own. */
static void last_cell(const struct od_report_matter *m, struct od_doc *d)
{
	char day[16];

	switch (m->list) {
	case OD_LIST_FINISHED:
		od_doc_cell(d, od_instant_is(m->ended) ? od_date_str(od_instant_date(m->ended), day)
						       : NULL);
		return;
	case OD_LIST_OVERDUE:
		od_doc_cell_int(d, m->late);
		return;
	default:
		od_doc_cell_int(d, m->t->days_left);
	}
}

static void list_row(const struct od_report_of *r, const struct od_report_matter *m,
		     struct od_doc *d)
{
	struct od_buf name = OD_BUF_INIT, percent = OD_BUF_INIT;
	char day[16];

	od_report_matter_name(m->t, &name);
	if (m->t->unfinished)
		od_buf_printf(&name, _(" (%s)"), _("closed unfinished"));
	od_doc_cell_of(d, &name);
	od_doc_cell(d, od_report_unit_name(r, m->t->lead, m->t->lead_name));
	od_doc_cell(d, od_date_is(m->due) ? od_date_str(m->due, day) : NULL);
	if (m->t->percent != OD_NOINT)
		od_buf_printf(&percent, "%lld%%", (long long)m->t->percent);
	od_doc_cell_of(d, &percent);
	od_doc_cell(d, od_report_light(m->t->light));
	last_cell(m, d);
}

static void list(const struct od_report_of *r, int which, const char *title, const char *last,
		 struct od_doc *d)
{
	const char *const heads[] = { _("Matter"),  _("Lead unit"), _("Due"),
				      _("Percent"), _("Light"),     last };
	const struct od_report_matter **m = calloc(r->n + 1, sizeof(*m));
	struct od_buf head = OD_BUF_INIT;
	size_t n = 0;

	d->failed |= !m;
	for (size_t i = 0; m && i < r->n; i++)
		if (r->m[i].list == which)
			m[n++] = &r->m[i];
	if (n) {
		qsort(m, n, sizeof(*m), by_due);
		od_buf_printf(&head, _("%1$s: %2$zu"), title, n);
		od_doc_add_of(d, OD_BLOCK_SUBHEAD, &head);
		od_doc_table(d, heads, OD_COUNT(heads),
			     which == OD_LIST_FINISHED ? 1U << 3 : 1U << 3 | 1U << 5);
	}
	for (size_t i = 0; i < n; i++)
		list_row(r, m[i], d);
	free(m);
}

static int course(const struct od_report_of *r, struct od_doc *d, struct od_err *err)
{
	od_doc_add(d, OD_BLOCK_HEAD, _("How it stands"));
	figures(r, d);
	if (rates(r, d, err) < 0)
		return -1;
	if (r->kind == OD_TASK_CIRCULAR)
		ranking(r, d);
	if (r->units) {
		od_doc_add(d, OD_BLOCK_SUBHEAD, _("Parts by unit"));
		od_doc_add(d, OD_BLOCK_UNITS, NULL);
	}
	if (r->burns > 1) {
		od_doc_add(d, OD_BLOCK_SUBHEAD, _("Open matters by day"));
		od_doc_add(d, OD_BLOCK_BURN, NULL);
	}
	list(r, OD_LIST_FINISHED, _("Closed matters"), _("Closed"), d);
	list(r, OD_LIST_UNDER_WAY, _("Matters under way"), _("Days left"), d);
	list(r, OD_LIST_OVERDUE, _("Overdue matters"), _("Days over"), d);
	return 0;
}

int od_report_say(const struct od_report_of *r, struct od_doc *d, struct od_err *err)
{
	d->title = r->kind == OD_TASK_CIRCULAR ? _("Circular on supervision")
					       : _("Special report on supervision");
	reasons(r, d);
	if (course(r, d, err) < 0)
		return -1;
	od_report_problems(r, d);
	od_report_next(r, d);
	return d->failed ? od_fail_nomem(err) : 0;
}
