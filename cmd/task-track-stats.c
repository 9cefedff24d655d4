/* task-track-stats.c - see cli.h: how many are red, yellow, green; rates with their formulas;
 * what goes up as a special * report or out as a circular. */
#include <string.h>

#include "task-track.h"

/* --- lights ----------------------------------------------------------------------------------- */

struct count {
	char *unit, *unit_name;
	int64_t red, yellow, green, all;
};
#define AT(m) offsetof(struct count, m)
static const struct od_field count_fields[] = {
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit"), NULL },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_TABLE, N_("Unit"), NULL },
	{ "red", OD_INT, AT(red), OD_TABLE, N_("Red"), NULL },
	{ "yellow", OD_INT, AT(yellow), OD_TABLE, N_("Yellow"), NULL },
	{ "green", OD_INT, AT(green), OD_TABLE, N_("Green"), NULL },
	{ "all", OD_INT, AT(all), OD_TABLE, N_("All"), NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type count_type = { "light_count", sizeof(struct count), count_fields,
					       N_("lights of a unit") };

struct counts {
	struct count *of;
	size_t n;
	struct count total; /* of parts */
	int64_t matters[OD_LIGHT_GREY + 1];
};

static void add_light(struct count *c, int light)
{
	c->red += light == OD_LIGHT_RED;
	c->yellow += light == OD_LIGHT_YELLOW;
	c->green += light == OD_LIGHT_GREEN;
	c->all++;
}

/* Texts are the matters': they live as long. */
static int count_part(struct counts *k, const struct od_task_unit *u, struct od_err *err)
{
	struct count *grown;
	size_t i = 0;

	if (u->light == OD_LIGHT_GREY) /* verified, or not assigned yet */
		return 0;
	while (i < k->n && strcmp(k->of[i].unit, u->unit))
		i++;
	if (i == k->n) {
		grown = reallocarray(k->of, k->n + 1, sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		k->of = grown;
		k->of[k->n++] =
			(struct count){ .unit = u->unit,
					.unit_name = u->unit_name ? u->unit_name : u->unit };
	}
	add_light(&k->of[i], u->light);
	add_light(&k->total, u->light);
	return 0;
}

static int worst_first(const void *a, const void *b)
{
	const struct count *x = a, *y = b;

	if (x->red != y->red)
		return x->red > y->red ? -1 : 1;
	if (x->yellow != y->yellow)
		return x->yellow > y->yellow ? -1 : 1;
	return strcmp(x->unit, y->unit);
}

static int count_all(struct counts *k, const struct od_tasks *t, const char *unit,
		     struct od_err *err)
{
	const struct od_task_unit *u;
	const struct od_task *row;
	size_t n = od_tasks_rows(t, &row);

	for (size_t i = 0; i < n; i++) {
		size_t units = od_tasks_units(t, i, &u);

		k->matters[row[i].light]++;
		for (size_t j = 0; j < units; j++)
			if ((!unit || !strcmp(unit, u[j].unit)) && count_part(k, &u[j], err) < 0)
				return -1;
	}
	if (k->n)
		qsort(k->of, k->n, sizeof(*k->of), worst_first);
	return 0;
}

static int print_counts(struct cli_task *a, struct counts *k, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	bool table = a->cli->out.format == OD_FMT_TABLE;

	a->cli->out.width = cli_columns();
	out = od_out_new(stdout, &count_type, &a->cli->out, err);
	if (!out)
		return -1;
	for (size_t i = 0; i < k->n; i++)
		if (od_out_add(out, &k->of[i], err) < 0)
			return -1;
	k->total.unit_name = (char *)(uintptr_t)_("all units");
	if (table && od_out_add(out, &k->total, err) < 0)
		return -1;
	if (od_out_end(out, err) < 0)
		return -1;
	if (cli_task_as_lines(a))
		printf(_("\nMatters: %lld red, %lld yellow, %lld green, %lld grey\n"),
		       (long long)k->matters[OD_LIGHT_RED], (long long)k->matters[OD_LIGHT_YELLOW],
		       (long long)k->matters[OD_LIGHT_GREEN], (long long)k->matters[OD_LIGHT_GREY]);
	return 0;
}

int cli_task_lights(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf keep = OD_BUF_INIT;
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct counts k = { NULL };
	int r = -1;

	if (cli_task_query(a, &q, &keep, err) < 0)
		return -1;
	t = od_tasks_find(a->db, &q, err);
	if (t)
		r = count_all(&k, t, q.unit, err);
	if (r == 0 && a->on[TASK_CHECK])
		r = k.matters[OD_LIGHT_RED] > 0;
	if (r >= 0 && (!a->on[TASK_CHECK] || r) && print_counts(a, &k, err) < 0)
		r = -1;
	free(k.of);
	return r;
}

/* --- statistics ------------------------------------------------------------------------------- */

int cli_task_days(struct cli_task *a, od_date *from, od_date *to, struct od_err *err)
{
	int year, month, day;

	if (cli_date(a->cli, a->db, a->text[TASK_TO], to, err) < 0)
		return od_fail_at(err, "--to");
	od_date_split(*to, &year, &month, &day);
	*from = od_ymd(year, 1, 1);
	if (a->text[TASK_FROM] && cli_date(a->cli, a->db, a->text[TASK_FROM], from, err) < 0)
		return od_fail_at(err, "--from");
	if (from->days > to->days)
		return od_fail(err, OD_EUSAGE, _("--from comes after --to"));
	return 0;
}

static int add_burn(void *ctx, const struct od_burn *b, struct od_err *err)
{
	return od_out_add(ctx, b, err);
}

/* Days where they are few, else weeks. */
static int burn(struct cli_task *a, od_date from, od_date to, struct od_err *err)
{
	OD_CLEANUP(od_out_freep)
	struct od_out *out = od_out_new(stdout, &od_burn_type, &a->cli->out, err);
	int step = to.days - from.days > 31 ? 7 : 1;

	if (!out || od_task_burn(a->db, from, to, step, add_burn, out, err) < 0)
		return -1;
	return od_out_end(out, err);
}

static int print_stats(struct cli_task *a, const struct od_task_stats *s, struct od_err *err)
{
	OD_CLEANUP(od_out_freep)
	struct od_out *out = od_out_new(stdout, &od_task_count_type, &a->cli->out, err);
	const struct od_task_count *row, *total;
	struct od_task_count sum;
	size_t n = od_task_stats_rows(s, &row, &total);

	if (!out)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (od_out_add(out, &row[i], err) < 0)
			return -1;
	sum = *total;
	sum.name = (char *)(uintptr_t)_("Total");
	if (a->cli->out.format == OD_FMT_TABLE && od_out_add(out, &sum, err) < 0)
		return -1;
	return od_out_end(out, err);
}

int cli_task_stats(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_task_stats_freep) struct od_task_stats *s = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf formulas = OD_BUF_INIT;
	od_date from, to;

	if (cli_task_days(a, &from, &to, err) < 0)
		return -1;
	a->cli->out.width = cli_columns();
	if (a->on[TASK_BURN])
		return burn(a, from, to, err);
	s = od_task_stats_new(a->db, NULL, from, to, a->cli->now, a->by, err);
	if (!s || print_stats(a, s, err) < 0)
		return -1;
	if (a->cli->out.format != OD_FMT_TABLE)
		return 0;
	if (od_task_formulas(&formulas, err) < 0)
		return -1;
	printf("\n%s", formulas.s ? formulas.s : "");
	return 0;
}

/* --- special reports, circulars --------------------------------------------------------------- */

static int write_report(struct cli_task *a, const struct od_tasks *t, const struct od_task_stats *s,
			od_date from, od_date to, struct od_err *err)
{
	char *mine =
		cli_office_language(a->db, a->text[TASK_LANGUAGE], od_instant_date(a->cli->now));
	int r = a->form == TASK_AS_HTML ? od_task_report_html(a->db, t, s, a->kind, from, to,
							      a->cli->now, &a->page, err)
					: od_task_report_text(a->db, t, s, a->kind, from, to,
							      a->cli->now, &a->page, err);

	cli_own_language(mine);
	return r;
}

/* Matters that are open, and those that have been closed. */
int cli_task_report(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf keep = OD_BUF_INIT;
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	OD_CLEANUP(od_task_stats_freep) struct od_task_stats *s = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	od_date from, to;
	char *mine;

	if (cli_task_days(a, &from, &to, err) < 0)
		return -1;
	a->on[TASK_CLOSED] = true;
	if (cli_task_query(a, &q, &keep, err) < 0)
		return -1;
	if (!od_date_is(q.opened_to)) /* what came later is none of its matters */
		q.opened_to = to;
	mine = cli_office_language(a->db, a->text[TASK_LANGUAGE], od_instant_date(a->cli->now));
	t = od_tasks_find(a->db, &q, err);
	if (t)
		s = od_task_stats_new(a->db, t, from, to, a->cli->now, OD_TASK_BY_UNIT, err);
	cli_own_language(mine);
	return s ? write_report(a, t, s, from, to, err) : -1;
}
