/* task-track-show.c - see cli.h: all of one matter: its fields, its units and what they did,
 * instructions, site checks, * evidence. */
#include <string.h>

#include "task-track.h"

/* --- records alone ---------------------------------------------------------------------------- */

static struct od_tasks *find(struct cli_task *a, int64_t number, struct od_err *err)
{
	struct od_task_query q = OD_TASK_QUERY_INIT;
	const struct od_task *row;
	struct od_tasks *t;
	char name[32];

	q.now = a->cli->now;
	q.number = number;
	q.closed = q.explain = true;
	t = od_tasks_find(a->db, &q, err);
	if (!t || od_tasks_rows(t, &row))
		return t;
	od_fail(err, OD_ENOENT, _("no matter %s"), od_number_str('T', number, name));
	od_tasks_free(t);
	return NULL;
}

static int print_units(struct cli_task *a, const struct od_tasks *t, struct od_err *err)
{
	OD_CLEANUP(od_out_freep)
	struct od_out *out = od_out_new(stdout, &od_task_unit_type, &a->cli->out, err);
	const struct od_task_unit *u;
	size_t n = od_tasks_units(t, 0, &u);

	if (!out)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (od_out_add(out, &u[i], err) < 0)
			return -1;
	return od_out_end(out, err);
}

static int notices(struct cli_task *a, int64_t number, const struct od_tasks *t, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);
	char *mine = cli_office_language(a->db, a->text[TASK_LANGUAGE], today);
	const struct od_task_unit *u;
	size_t n = od_tasks_units(t, 0, &u);
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (!od_instant_is(u[i].assigned_at))
			continue;
		if (a->page.n)
			od_buf_puts(&a->page, "\n\n");
		r = od_task_notice(a->db, number, u[i].unit, &a->page, err);
	}
	cli_own_language(mine);
	return r;
}

/* --- its text --------------------------------------------------------------------------------- */

static void say(const char *label, const char *text)
{
	if (text && *text)
		printf(_("  %s: %s\n"), label, text);
}

/* What the timeline, which begins with the matter and its units, does not tell. */
static void say_fields(const struct od_task *t)
{
	static const char *const names[] = {
		"text",      "kind",        "grade",  "secrecy", "limit",  "due_on",
		"feedback",  "leaders",     "parent", "group",   "report", "instructions",
		"opened_at", "external_id", "batch",  "version",
	};
	char buf[32];

	for (size_t i = 0; i < CLI_COUNT(names); i++) {
		const struct od_field *f = od_field_find(&od_task_type, names[i]);

		if (f->type == OD_ENUM && !*(const int *)((const char *)t + f->offset))
			continue;
		say(_(f->label), od_field_label(f, t, buf));
	}
}

static int say_instructions(struct cli_task *a, int64_t number, struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_instruction i;
	char record[32], buf[32], day[16];
	int n = 0, got;

	q.record = od_number_str('T', number, record);
	it = od_instruction_find(a->db, &q, err);
	got = it ? 1 : -1;
	od_rec_init(&od_instruction_type, &i);
	while (got > 0 && (got = od_iter_next(it, &i, err)) > 0) {
		if (!n++)
			printf("\n%s\n", _("Instructions:"));
		printf("  %s %s %s", od_number_str('I', i.number, buf),
		       od_date_str(i.given_on, day), i.leader_name ? i.leader_name : i.leader);
		if (i.secrecy)
			printf(" (%s)",
			       _(od_field_label(od_field_find(&od_instruction_type, "secrecy"), &i,
						buf)));
		else if (i.text)
			printf(_(": %s"), i.text);
		putchar('\n');
	}
	od_rec_clear(&od_instruction_type, &i);
	return got;
}

static int say_checks(struct cli_task *a, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it =
		od_site_check_find(a->db, OD_NOINT, number, NULL, OD_NODATE, OD_NODATE, err);
	const struct od_field *verdict = od_field_find(&od_site_check_type, "verdict");
	struct od_site_check c;
	char buf[32], at[32];
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_site_check_type, &c);
	while (got > 0 && (got = od_iter_next(it, &c, err)) > 0) {
		if (!n++)
			printf("\n%s\n", _("Site checks:"));
		printf("  %s %s %s", od_number_str('C', c.number, buf),
		       od_instant_str_short(c.checked_at, at),
		       c.announced ? _("announced check") : _("unannounced check"));
		if (c.verdict)
			printf(", %s", od_field_label(verdict, &c, buf));
		if (c.found)
			printf(_(": %s"), c.found);
		putchar('\n');
	}
	od_rec_clear(&od_site_check_type, &c);
	return got;
}

static void say_why(const char *why)
{
	printf("\n%s\n", _("Light and urgency:"));
	for (const char *s = why; s && *s; s += strcspn(s, "\n"), s += *s == '\n')
		printf("  %.*s\n", (int)strcspn(s, "\n"), s);
}

static int show_text(struct cli_task *a, const struct od_task *t, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	if (od_task_timeline(a->db, t->number, &b, err) < 0)
		return -1;
	fputs(b.s ? b.s : "", stdout);
	putchar('\n');
	say_fields(t);
	if (say_instructions(a, t->number, err) < 0 || say_checks(a, t->number, err) < 0)
		return -1;
	if (a->on[TASK_EXPLAIN])
		say_why(t->why);
	return 0;
}

int cli_task_show(struct cli_task *a, struct od_err *err)
{
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	const struct od_task *row;
	char name[32];
	int64_t number;

	if (cli_task_number('T', a->args[0], &number, err) < 0)
		return -1;
	t = find(a, number, err);
	if (!t)
		return -1;
	od_number_str('T', number, name);
	a->cli->out.width = cli_columns();
	od_tasks_rows(t, &row);
	if (a->on[TASK_NOTICE])
		return notices(a, number, t, err);
	if (a->on[TASK_UNITS])
		return print_units(a, t, err);
	if (a->on[TASK_EVENTS])
		return cli_print(a->cli, od_task_events(a->db, number, err), &od_task_event_type,
				 err);
	if (a->on[TASK_FILES])
		return cli_print(a->cli, od_evidence_find(a->db, name, err), &od_evidence_type,
				 err);
	return cli_task_as_lines(a) ? show_text(a, row, err) : cli_task_print(a, stdout, t, err);
}
