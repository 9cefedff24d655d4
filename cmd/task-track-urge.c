/* task-track-urge.c - see cli.h: urging units that are silent or were returned, logged, told,
 * printed. */
#include <string.h>

#include "task-track.h"

struct line {
	char *number, *unit, *title;
	int64_t level;
};
#define AT(m) offsetof(struct line, m)
static const struct od_field line_fields[] = {
	{ "number", OD_TEXT, AT(number), OD_TABLE, N_("Number"), NULL },
	{ "unit", OD_TEXT, AT(unit), OD_TABLE, N_("Unit"), NULL },
	{ "level", OD_INT, AT(level), OD_TABLE, N_("Urged at level"), NULL },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title"), NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type line_type = { "line", sizeof(struct line), line_fields,
					      N_("matter") };

struct urging {
	struct cli_task *a;
	struct od_out *out; /* NULL: notices */
	bool lines;
};

/* The notice is for the unit: it speaks the office's language. */
static int notice(struct urging *g, const struct od_task_event *e, struct od_err *err)
{
	struct cli_task *a = g->a;
	od_date today = od_instant_date(a->cli->now);
	char *mine = cli_office_language(a->db, a->text[TASK_LANGUAGE], today);
	int r;

	if (a->page.n)
		od_buf_puts(&a->page, "\n\n");
	r = od_task_urge_notice(a->db, e, &a->page, err);
	cli_own_language(mine);
	return r;
}

static int add_line(struct urging *g, const struct od_task_event *e, struct od_err *err)
{
	struct cli_task *a = g->a;
	const char *name = od_unit_name(a->db, e->unit, od_instant_date(a->cli->now));
	struct line l = { .level = e->level };
	struct od_task t;
	char number[32];
	int r = -1;

	od_rec_init(&od_task_type, &t);
	l.number = (char *)(uintptr_t)od_number_str('T', e->number, number);
	l.unit = strdup(name ? name : e->unit);
	if (!l.unit)
		od_fail_nomem(err);
	else if (od_task_get(a->db, e->number, &t, err) == 0) {
		l.title = t.title;
		r = od_out_add(g->out, &l, err);
	}
	free(l.unit);
	od_rec_clear(&od_task_type, &t);
	return r;
}

static int tell(void *ctx, const struct od_task_event *e, struct od_err *err)
{
	struct urging *g = ctx;

	if (g->a->on[TASK_PRINT] && notice(g, e, err) < 0)
		return -1;
	if (!g->out)
		return 0;
	return g->lines ? add_line(g, e, err) : od_out_add(g->out, e, err);
}

static int urge_all(struct urging *g, struct od_task_query *q, struct od_err *err)
{
	struct cli_task *a = g->a;
	int64_t level = a->level == OD_NOINT ? 0 : a->level;
	struct od_task t;

	od_rec_init(&od_task_type, &t);
	if (!a->n_args)
		return od_task_urge(a->db, q, level, a->on[TASK_AGAIN], tell, g, err);
	for (int i = 0; i < a->n_args; i++) {
		int r = cli_task_number('T', a->args[i], &q->number, err);

		if (r == 0)
			r = od_task_get(a->db, q->number, &t, err);
		od_rec_clear(&od_task_type, &t);
		if (r < 0 || od_task_urge(a->db, q, level, a->on[TASK_AGAIN], tell, g, err) < 0)
			return -1;
	}
	return 0;
}

int cli_task_urge(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf keep = OD_BUF_INIT;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_out_opts opts = a->cli->out;
	struct urging g = { a, NULL, cli_task_as_lines(a) };

	opts.width = cli_columns();
	if (!a->on[TASK_PRINT] || opts.format != OD_FMT_TABLE) {
		out = od_out_new(a->told, g.lines ? &line_type : &od_task_event_type, &opts, err);
		if (!out)
			return -1;
	}
	g.out = out;
	if (cli_begin(a->cli, a->db, err) < 0 || cli_task_query(a, &q, &keep, err) < 0 ||
	    urge_all(&g, &q, err) < 0)
		return -1;
	return out ? od_out_end(out, err) : 0;
}
