/* task-track-check.c - see cli.h: special groups (专项督查小组) and site checks (明查暗访), and what
 * follows from them. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

static int which(const char *word, const char *const *words, const char *all, struct od_err *err)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(word, words[i]))
			return i;
	return od_fail(err, OD_EUSAGE, _("'%s' is not one of: %s"), word, all);
}

static bool any_given(const struct cli_task *a, const struct cli_task_given *given, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a->text[given[i].text])
			return true;
	return false;
}

/* Of records on standard input, each to fn. */
static int each(struct cli_task *a, const struct od_rec_type *type, void *rec, cli_record_fn *fn,
		struct od_err *err)
{
	int r;

	if (isatty(STDIN_FILENO))
		return od_fail(err, OD_EUSAGE,
			       _("say what it is by options, or give records on standard input"));
	r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = cli_each_record(a->cli, type, rec, &a->many, fn, a, err);
	if (r == 0 && !a->many.done && !a->many.refused)
		cli_nothing_to_do();
	return r;
}

/* The number, or the record in the output that was asked for. */
static int tell(struct cli_task *a, char letter, int64_t number, const struct od_rec_type *type,
		const void *rec, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	char name[32];

	if (cli_task_as_lines(a))
		return fprintf(a->told, "%s\n", od_number_str(letter, number, name)) < 0
			       ? od_fail_nomem(err)
			       : 0;
	out = od_out_new(a->told, type, &a->cli->out, err);
	if (!out || od_out_add(out, rec, err) < 0)
		return -1;
	return od_out_end(out, err);
}

/* For people, a code whose name follows goes unsaid. */
static bool has_name(const struct od_rec_type *type, const char *field)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_name", field);
	return od_field_find(type, name) != NULL;
}

static void say_fields(const struct od_rec_type *type, const void *rec)
{
	char buf[32];

	for (const struct od_field *f = type->fields; f->name; f++) {
		const char *text = od_field_label(f, rec, buf);

		if ((f->type == OD_ENUM && !*(const int *)((const char *)rec + f->offset)) ||
		    has_name(type, f->name))
			continue;
		if (text && *text)
			printf(_("  %s: %s\n"), _(f->label), text);
	}
}

/* --- groups ----------------------------------------------------------------------------------- */

static const struct cli_task_given group_fields[] = {
	{ TASK_NAME, "name" },       { TASK_THEME, "theme" },   { TASK_HEAD, "head" },
	{ TASK_MEMBERS, "members" }, { TASK_FROM, "from_day" }, { TASK_TO, "to_day" },
	{ TASK_NOTE, "note" },
};

static int put_group(struct cli_task *a, struct od_task_group *g, struct od_err *err)
{
	if (od_task_group_replace(a->db, g, err) < 0)
		return -1;
	return tell(a, 'G', g->number, &od_task_group_type, g, err);
}

static int put_group_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	struct cli_task *a = ctx;
	struct od_err why = OD_ERR_INIT;
	int r = put_group(a, rec, &why);

	return cli_tried(&a->many, r, &why, where, err);
}

/* The group as it is, for a change of it. */
static int read_group(struct cli_task *a, int64_t number, struct od_task_group *g,
		      struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_task_group_find(a->db, number, OD_NODATE, err);
	char name[32];
	int got = it ? od_iter_next(it, g, err) : -1;

	if (got == 0)
		return od_fail(err, OD_ENOENT, _("no special group %s"),
			       od_number_str('G', number, name));
	return got < 0 ? -1 : 0;
}

/* A new one, or where a number is given another text of that one. */
static int write_group(struct cli_task *a, const char *number, struct od_err *err)
{
	struct od_task_group g;
	int64_t n = OD_NOINT;
	int r = 0;

	od_rec_init(&od_task_group_type, &g);
	if (!any_given(a, group_fields, CLI_COUNT(group_fields)))
		return number ? od_fail(err, OD_EUSAGE,
					_("say what is changed: --head, --members, --to ..."))
			      : each(a, &od_task_group_type, &g, put_group_record, err);
	if (number)
		r = cli_task_number('G', number, &n, err);
	if (r == 0)
		r = cli_begin(a->cli, a->db, err);
	if (r == 0 && number)
		r = read_group(a, n, &g, err);
	if (r == 0)
		r = cli_task_set(a, &od_task_group_type, &g, group_fields, CLI_COUNT(group_fields),
				 err);
	if (r == 0)
		r = put_group(a, &g, err);
	od_rec_clear(&od_task_group_type, &g);
	return r;
}

/* Who leads it, for people: the name of that day behind a code; head is another's text, or a
 * name of its own. */
static int name_head(struct cli_task *a, struct od_task_group *g, struct od_err *err)
{
	od_date day = od_date_is(g->from_day) ? g->from_day : od_instant_date(g->at);
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	char *name = NULL;
	struct od_person p;
	int got;

	if (!g->head)
		return 0;
	it = od_person_find(a->db, day, NULL, NULL, err);
	got = it ? 1 : -1;
	od_rec_init(&od_person_type, &p);
	while (got > 0 && !name && (got = od_iter_next(it, &p, err)) > 0)
		if (!strcmp(p.code, g->head))
			name = strdup(p.name);
	od_rec_clear(&od_person_type, &p);
	if (name) {
		free(g->head);
		g->head = name;
	}
	return got < 0 ? -1 : 0;
}

static int print_groups(struct cli_task *a, struct od_iter *rows, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = rows;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_task_group g;
	int got = it ? 1 : -1;

	a->cli->out.width = cli_columns();
	if (it)
		out = od_out_new(stdout, &od_task_group_type, &a->cli->out, err);
	od_rec_init(&od_task_group_type, &g);
	while (out && got > 0 && (got = od_iter_next(it, &g, err)) > 0)
		if (name_head(a, &g, err) < 0 || od_out_add(out, &g, err) < 0)
			got = -1;
	od_rec_clear(&od_task_group_type, &g);
	return !out || got < 0 ? -1 : od_out_end(out, err);
}

static int list_groups(struct cli_task *a, struct od_err *err)
{
	struct od_iter *it;
	od_date on = OD_NODATE;

	if (a->text[TASK_ON] && cli_date(a->cli, a->db, a->text[TASK_ON], &on, err) < 0)
		return od_fail_at(err, "--on");
	it = od_task_group_find(a->db, OD_NOINT, on, err);
	return cli_task_as_lines(a) ? print_groups(a, it, err)
				    : cli_print(a->cli, it, &od_task_group_type, err);
}

/* Its fields, then its matters. */
static int print_group(struct cli_task *a, struct od_task_group *g, struct od_err *err)
{
	struct od_task_query q = OD_TASK_QUERY_INIT;
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	char name[32];

	if (name_head(a, g, err) < 0)
		return -1;
	printf("%s %s\n", od_number_str('G', g->number, name), g->name);
	say_fields(&od_task_group_type, g);
	putchar('\n');
	q.now = a->cli->now;
	q.group = g->number;
	q.closed = true;
	t = od_tasks_find(a->db, &q, err);
	return t ? cli_task_print(a, stdout, t, err) : -1;
}

static int show_group(struct cli_task *a, const char *number, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_task_group g;
	int64_t n;
	int got;

	if (!number)
		return od_fail(err, OD_EUSAGE, _("say which: %s"), "G2026-0001");
	if (cli_task_number('G', number, &n, err) < 0)
		return -1;
	if (!cli_task_as_lines(a))
		return cli_print(a->cli, od_task_group_find(a->db, n, OD_NODATE, err),
				 &od_task_group_type, err);
	od_rec_init(&od_task_group_type, &g);
	it = od_task_group_find(a->db, n, OD_NODATE, err);
	got = it ? od_iter_next(it, &g, err) : -1;
	if (got == 0)
		got = od_fail(err, OD_ENOENT, _("no special group %s"), number);
	else if (got > 0)
		got = print_group(a, &g, err);
	od_rec_clear(&od_task_group_type, &g);
	return got;
}

int cli_task_group(struct cli_task *a, struct od_err *err)
{
	static const char *const words[] = { "add", "change", "list", "show", NULL };
	const char *number = a->n_args > 1 ? a->args[1] : NULL;
	int word = which(a->n_args ? a->args[0] : "list", words, "add, change, list, show", err);

	if (word < 0)
		return -1;
	if (number && (word == 0 || word == 2))
		return od_fail(err, OD_EUSAGE, _("too many arguments: '%s'"), number);
	if (word == 1 && !number)
		return od_fail(err, OD_EUSAGE, _("say which: %s"), "G2026-0001");
	if (word < 2)
		return write_group(a, number, err);
	return word == 2 ? list_groups(a, err) : show_group(a, number, err);
}

/* --- site checks ------------------------------------------------------------------------------ */

static const struct cli_task_given check_fields[] = {
	{ TASK_AT, "checked_at" },       { TASK_PLACE, "place" },
	{ TASK_UNIT, "unit" },           { TASK_OF, "task" },
	{ TASK_GROUP, "group" },         { TASK_CHECKERS, "checkers" },
	{ TASK_FOUND, "found" },         { TASK_VERDICT, "verdict" },
	{ TASK_FOLLOW_UP, "follow_up" }, { TASK_FOLLOW_UP_BY, "follow_up_by" },
};

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* What was found is a matter of its own. */
static int raise_task(struct cli_task *a, const struct od_site_check *c, struct od_err *err)
{
	struct od_task t;
	char number[32], *mine;
	int r;

	od_rec_init(&od_task_type, &t);
	t.title = copy(a->text[TASK_RAISE]);
	t.text = copy(c->follow_up ? c->follow_up : c->found);
	t.lead = copy(c->unit);
	t.source = OD_SOURCE_CHECK;
	t.group = c->group;
	t.due_on = c->follow_up_by;
	/* It stands on the notice: the office's language. */
	mine = cli_office_language(a->db, NULL, od_instant_date(a->cli->now));
	if (asprintf(&t.basis, _("site check %s"), od_number_str('C', c->number, number)) < 0)
		t.basis = NULL;
	cli_own_language(mine);
	r = t.title && t.basis ? cli_task_file(a, &t, err) : od_fail_nomem(err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

static int reopen_task(struct cli_task *a, const struct od_site_check *c, struct od_err *err)
{
	struct od_task_event e;
	int r;

	if (c->task == OD_NOINT)
		return od_fail(err, OD_EUSAGE, _("say which matter to reopen: --task=NUMBER"));
	od_rec_init(&od_task_event_type, &e);
	e.number = c->task;
	e.action = OD_TASK_DO_REOPEN;
	e.reason = copy(c->found);
	e.due_on = c->follow_up_by;
	r = od_task_do(a->db, &e, OD_NOINT, err);
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

static int put_check(struct cli_task *a, struct od_site_check *c, struct od_err *err)
{
	char record[32];

	if (od_site_check_put(a->db, c, err) < 0)
		return -1;
	if (cli_task_evidence(a, od_number_str('C', c->number, record), err) < 0 ||
	    tell(a, 'C', c->number, &od_site_check_type, c, err) < 0)
		return -1;
	if (a->on[TASK_REOPEN] && reopen_task(a, c, err) < 0)
		return -1;
	return a->text[TASK_RAISE] ? raise_task(a, c, err) : 0;
}

static int put_check_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	struct cli_task *a = ctx;
	struct od_err why = OD_ERR_INIT;
	int r = put_check(a, rec, &why);

	return cli_tried(&a->many, r, &why, where, err);
}

static int add_check(struct cli_task *a, struct od_err *err)
{
	struct od_site_check c;
	int r;

	od_rec_init(&od_site_check_type, &c);
	if (!any_given(a, check_fields, CLI_COUNT(check_fields)))
		return each(a, &od_site_check_type, &c, put_check_record, err);
	r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = cli_task_set(a, &od_site_check_type, &c, check_fields, CLI_COUNT(check_fields),
				 err);
	c.announced = a->on[TASK_ANNOUNCED];
	if (r == 0)
		r = put_check(a, &c, err);
	od_rec_clear(&od_site_check_type, &c);
	return r;
}

static int list_checks(struct cli_task *a, struct od_err *err)
{
	od_date from = OD_NODATE, to = OD_NODATE;
	int64_t task = OD_NOINT;
	char *unit = NULL;
	int r;

	if (a->text[TASK_OF] && cli_task_number('T', a->text[TASK_OF], &task, err) < 0)
		return od_fail_at(err, "--task");
	if (a->text[TASK_FROM] && cli_date(a->cli, a->db, a->text[TASK_FROM], &from, err) < 0)
		return od_fail_at(err, "--from");
	if (a->text[TASK_TO] && cli_date(a->cli, a->db, a->text[TASK_TO], &to, err) < 0)
		return od_fail_at(err, "--to");
	if (a->text[TASK_UNIT] && od_unit_resolve(a->db, a->text[TASK_UNIT], true, &unit, err) < 0)
		return -1;
	r = cli_print(a->cli, od_site_check_find(a->db, OD_NOINT, task, unit, from, to, err),
		      &od_site_check_type, err);
	free(unit);
	return r;
}

static int show_check(struct cli_task *a, const char *number, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_site_check c;
	int64_t n;
	int got;

	if (!number)
		return od_fail(err, OD_EUSAGE, _("say which: %s"), "C2026-0001");
	if (cli_task_number('C', number, &n, err) < 0)
		return -1;
	it = od_site_check_find(a->db, n, OD_NOINT, NULL, OD_NODATE, OD_NODATE, err);
	od_rec_init(&od_site_check_type, &c);
	got = it ? od_iter_next(it, &c, err) : -1;
	if (got == 0)
		got = od_fail(err, OD_ENOENT, _("no site check %s"), number);
	else if (got > 0 && cli_task_as_lines(a))
		say_fields(&od_site_check_type, &c);
	else if (got > 0)
		got = cli_print(a->cli,
				od_site_check_find(a->db, n, OD_NOINT, NULL, OD_NODATE, OD_NODATE,
						   err),
				&od_site_check_type, err);
	od_rec_clear(&od_site_check_type, &c);
	return got < 0 ? -1 : 0;
}

int cli_task_check(struct cli_task *a, struct od_err *err)
{
	static const char *const words[] = { "add", "list", "show", NULL };
	const char *number = a->n_args > 1 ? a->args[1] : NULL;
	int word = which(a->n_args ? a->args[0] : "list", words, "add, list, show", err);

	if (word < 0)
		return -1;
	if (number && word < 2)
		return od_fail(err, OD_EUSAGE, _("too many arguments: '%s'"), number);
	if (word == 0)
		return add_check(a, err);
	return word == 1 ? list_checks(a, err) : show_check(a, number, err);
}
