/* task-track-list.c - see cli.h: which matters are asked for; matters as lines and records;
 * trees, calendars, views, * what other programs read. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

/* --- which ------------------------------------------------------------------------------------ */

/* One word of a filter, in quotation marks: its value may hold blanks. */
static int narrow(struct cli_task *a, const char *word, const char *value, struct od_task_query *q,
		  struct od_buf *keep, struct od_err *err)
{
	char mark = strchr(value, '"') ? '\'' : '"';
	struct od_when when;
	char *line;
	int r;

	if (cli_task_when(a, &when, err) < 0)
		return -1;
	if (asprintf(&line, "%s=%c%s%c", word, mark, value, mark) < 0)
		return od_fail_nomem(err);
	r = od_task_filter(a->db, line, &when, q, keep, err);
	free(line);
	if (r < 0 && err->code == OD_EDATA)
		err->code = OD_EUSAGE;
	return r;
}

/* The filter of a saved view of today. */
static int find_view(struct cli_task *a, const char *code, char **filter, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_task_view_find(a->db, od_instant_date(a->cli->now), err);
	OD_CLEANUP(od_buf_freep) struct od_buf known = OD_BUF_INIT;
	struct od_task_view v;
	int got = it ? 1 : -1;

	*filter = NULL;
	od_rec_init(&od_task_view_type, &v);
	while (got > 0 && !*filter && (got = od_iter_next(it, &v, err)) > 0) {
		if (!strcmp(v.code, code) || !strcmp(v.name, code))
			*filter = strdup(v.filter);
		od_buf_printf(&known, "%s%s", known.n ? ", " : "", v.code);
	}
	od_rec_clear(&od_task_view_type, &v);
	if (got < 0)
		return -1;
	return *filter ? 0
		       : od_fail(err, OD_EUSAGE, _("no view '%s'; there are: %s"), code,
				 known.s ? known.s : "");
}

static int apply_view(struct cli_task *a, struct od_task_query *q, struct od_buf *keep,
		      struct od_err *err)
{
	struct od_when when;
	char *filter;
	int r;

	if (!a->text[TASK_VIEW])
		return 0;
	if (cli_task_when(a, &when, err) < 0 || find_view(a, a->text[TASK_VIEW], &filter, err) < 0)
		return -1;
	r = od_task_filter(a->db, filter, &when, q, keep, err);
	free(filter);
	return r < 0 ? od_fail_at(err, _("view '%s'"), a->text[TASK_VIEW]) : 0;
}

int cli_task_query(struct cli_task *a, struct od_task_query *q, struct od_buf *keep,
		   struct od_err *err)
{
	static const struct {
		int text;
		const char *word;
	} words[] = {
		{ TASK_UNIT, "unit" },     { TASK_LEAD, "lead" },
		{ TASK_LIGHT, "light" },   { TASK_STATE, "state" },
		{ TASK_STATUS, "status" }, { TASK_DUE, "due" },
		{ TASK_OPENED, "opened" }, { TASK_SOURCE, "source" },
		{ TASK_GRADE, "grade" },   { TASK_GROUP, "group" },
		{ TASK_PARENT, "parent" }, { TASK_INSTRUCTION, "instruction" },
		{ TASK_BATCH, "batch" },
	};

	q->now = a->cli->now;
	q->explain = a->on[TASK_EXPLAIN];
	if (apply_view(a, q, keep, err) < 0)
		return -1;
	for (size_t i = 0; i < CLI_COUNT(words); i++)
		if (a->text[words[i].text] &&
		    narrow(a, words[i].word, a->text[words[i].text], q, keep, err) < 0)
			return -1;
	/* These two are characters as they are. */
	q->text = a->text[TASK_TEXT] ? a->text[TASK_TEXT] : q->text;
	q->leader = a->text[TASK_LEADER] ? a->text[TASK_LEADER] : q->leader;
	q->closed |= a->on[TASK_CLOSED];
	q->limit = a->top ? a->top : q->limit;
	return 0;
}

/* --- lines and records ------------------------------------------------------------------------ */

/* Their words are looked up once: there may be a great many lines. */
struct line {
	int light, status;
	char *number, *title, *lead, *due, *left, *percent, *urgency;
};
static const struct od_word short_lights[] = {
	{ "green", N_("green"), NULL },
	{ "yellow", N_("yellow"), NULL },
	{ "red", N_("red"), NULL },
	{ "grey", N_("grey"), NULL },
	{ NULL },
};
#define AT(m) offsetof(struct line, m)
static const struct od_field line_fields[] = {
	{ "light", OD_ENUM, AT(light), OD_TABLE, N_("Light"), NULL, short_lights },
	{ "number", OD_TEXT, AT(number), OD_TABLE, N_("Number"), NULL },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title"), NULL },
	{ "lead", OD_TEXT, AT(lead), OD_TABLE, N_("Lead unit"), NULL },
	{ "status", OD_ENUM, AT(status), OD_TABLE, N_("Status"), NULL, od_task_statuses },
	{ "due", OD_TEXT, AT(due), OD_TABLE, N_("Due day"), NULL },
	{ "left", OD_TEXT, AT(left), OD_TABLE, N_("Left"), NULL },
	{ "percent", OD_TEXT, AT(percent), OD_TABLE, "%", NULL },
	{ "urgency", OD_TEXT, AT(urgency), OD_TABLE, N_("How urgent"), NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type line_type = { "line", sizeof(struct line), line_fields,
					      N_("matter") };

bool cli_task_as_lines(const struct cli_task *a)
{
	return a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns;
}

/* The nearest day of the units that are still at work, which the light is of; else the matter's. */
static od_date due_day(const struct od_task *t, const struct od_task_unit *u, size_t n)
{
	od_date due = OD_NODATE;

	for (size_t i = 0; i < n && t->status == OD_TASK_ASSIGNED; i++)
		if (u[i].days_left != OD_NOINT && (!od_date_is(due) || u[i].due_on.days < due.days))
			due = u[i].due_on;
	return od_date_is(due) ? due : t->due_on;
}

static int add_line(struct od_out *out, const struct od_task *t, const struct od_task_unit *u,
		    size_t n, struct od_err *err)
{
	char number[32], day[16] = "", left[24] = "", percent[24] = "";
	od_date due = due_day(t, u, n);
	struct line l = {
		.light = t->light,
		.number = (char *)(uintptr_t)od_number_str('T', t->number, number),
		.title = t->title,
		.lead = t->lead_name ? t->lead_name : t->lead,
		.status = t->status,
		.due = day,
		.left = left,
		.percent = percent,
		.urgency = t->urgency,
	};

	if (od_date_is(due))
		od_date_str(due, day);
	if (t->days_left != OD_NOINT)
		snprintf(left, sizeof(left), "%lld", (long long)t->days_left);
	if (t->percent != OD_NOINT)
		snprintf(percent, sizeof(percent), "%lld", (long long)t->percent);
	return od_out_add(out, &l, err);
}

static struct od_out *start(struct cli_task *a, FILE *f, struct od_err *err)
{
	const struct od_rec_type *type = cli_task_as_lines(a) ? &line_type : &od_task_type;

	a->cli->out.width = f == stdout ? cli_columns() : 0;
	return od_out_new(f, type, &a->cli->out, err);
}

static int add_all(struct cli_task *a, struct od_out *out, const struct od_tasks *t,
		   struct od_err *err)
{
	const struct od_task_unit *u;
	const struct od_task *row;
	size_t n = od_tasks_rows(t, &row);

	for (size_t i = 0; i < n; i++) {
		size_t units = od_tasks_units(t, i, &u);
		int r = cli_task_as_lines(a) ? add_line(out, &row[i], u, units, err)
					     : od_out_add(out, &row[i], err);

		if (r < 0)
			return -1;
	}
	return 0;
}

int cli_task_print(struct cli_task *a, FILE *f, const struct od_tasks *t, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = start(a, f, err);

	if (!out || add_all(a, out, t, err) < 0)
		return -1;
	return od_out_end(out, err);
}

static struct od_tasks *find_one(struct cli_task *a, int64_t number, struct od_err *err)
{
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_tasks *t;
	const struct od_task *row;
	char name[32];

	q.now = a->cli->now;
	q.number = number;
	q.closed = true;
	q.explain = a->on[TASK_EXPLAIN];
	t = od_tasks_find(a->db, &q, err);
	if (!t || od_tasks_rows(t, &row))
		return t;
	od_fail(err, OD_ENOENT, _("no matter %s"), od_number_str('T', number, name));
	od_tasks_free(t);
	return NULL;
}

int cli_task_print_one(struct cli_task *a, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = find_one(a, number, err);

	return t ? cli_task_print(a, a->told ? a->told : stdout, t, err) : -1;
}

/* --- list ------------------------------------------------------------------------------------- */

/* Why this light, why so urgent: below the line of each. */
static void explain(const struct od_tasks *t)
{
	const struct od_task *row;
	size_t n = od_tasks_rows(t, &row);
	char number[32];

	for (size_t i = 0; i < n; i++) {
		printf("\n%s %s\n", od_number_str('T', row[i].number, number), row[i].title);
		for (const char *s = row[i].why; s && *s; s += strcspn(s, "\n"), s += *s == '\n')
			printf("  %.*s\n", (int)strcspn(s, "\n"), s);
	}
}

static int list_numbers(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = start(a, stdout, err);
	struct od_tasks **found = calloc(a->n_args, sizeof(struct od_tasks *));
	int r = out && found ? 0 : -1;

	if (!found)
		od_fail_nomem(err);
	for (int i = 0; r == 0 && i < a->n_args; i++) {
		int64_t number;

		r = cli_task_number('T', a->args[i], &number, err);
		found[i] = r == 0 ? find_one(a, number, err) : NULL;
		r = found[i] ? add_all(a, out, found[i], err) : -1;
	}
	if (r == 0)
		r = od_out_end(out, err);
	for (int i = 0; found && i < a->n_args; i++) {
		if (r == 0 && a->on[TASK_EXPLAIN] && cli_task_as_lines(a))
			explain(found[i]);
		od_tasks_free(found[i]);
	}
	free(found);
	return r;
}

static struct od_tasks *find(struct cli_task *a, struct od_task_query *q, struct od_buf *keep,
			     struct od_err *err)
{
	if (cli_task_query(a, q, keep, err) < 0)
		return NULL;
	return od_tasks_find(a->db, q, err);
}

int cli_task_list(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf keep = OD_BUF_INIT;
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;

	if (a->n_args)
		return list_numbers(a, err);
	t = find(a, &q, &keep, err);
	if (!t || cli_task_print(a, stdout, t, err) < 0)
		return -1;
	if (a->on[TASK_EXPLAIN] && cli_task_as_lines(a))
		explain(t);
	return 0;
}

int cli_task_views(struct cli_task *a, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);

	return cli_print(a->cli, od_task_view_find(a->db, today, err), &od_task_view_type, err);
}

/* --- trees, calendars, other programs --------------------------------------------------------- */

/* A page goes to a file, whole or not at all, or to where all else goes. */
int cli_task_page(struct cli_task *a, FILE *f, struct od_err *err)
{
	struct od_buf *page = &a->page;

	if (page->failed)
		return od_fail_nomem(err);
	if (!page->n)
		return 0;
	if (a->text[TASK_FILE])
		return cli_write_file(a->text[TASK_FILE], page->s, page->n, err);
	fwrite(page->s, 1, page->n, f);
	return 0;
}

/* Without a number, every open matter that is no part of another. */
int cli_task_tree(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	const struct od_task *row;
	int64_t number;
	size_t n;

	for (int i = 0; i < a->n_args; i++)
		if (cli_task_number('T', a->args[i], &number, err) < 0 ||
		    od_task_tree(a->db, number, a->cli->now, cli_columns(), &a->page, err) < 0)
			return -1;
	if (a->n_args)
		return 0;
	q.now = a->cli->now;
	q.by_number = true;
	t = od_tasks_find(a->db, &q, err);
	if (!t)
		return -1;
	n = od_tasks_rows(t, &row);
	for (size_t i = 0; i < n; i++)
		if (row[i].parent == OD_NOINT && od_task_tree(a->db, row[i].number, a->cli->now,
							      cli_columns(), &a->page, err) < 0)
			return -1;
	return 0;
}

int cli_task_ics(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf keep = OD_BUF_INIT;
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	char *mine;
	int r;

	t = find(a, &q, &keep, err);
	if (!t)
		return -1;
	mine = cli_office_language(a->db, a->text[TASK_LANGUAGE], od_instant_date(a->cli->now));
	r = od_tasks_ics(t, a->cli->now, &a->page, err);
	cli_own_language(mine);
	return r;
}

int cli_task_export(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf keep = OD_BUF_INIT;
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;

	q.by_number = q.closed = true;
	t = find(a, &q, &keep, err);
	if (!t)
		return -1;
	if (a->on[TASK_WARRIOR])
		return od_warrior_write(t, &a->page, err);
	if (cli_task_as_lines(a))
		a->cli->out.format = OD_FMT_YAML;
	return cli_task_print(a, stdout, t, err);
}
