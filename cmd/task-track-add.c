/* task-track-add.c - see cli.h: matters registered from options, reports, instructions,
 * records, files; their parts; * changes of what they say. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "task-track.h"

/* --- fields from options ---------------------------------------------------------------------- */

int cli_task_when(struct cli_task *a, struct od_when *when, struct od_err *err)
{
	if (!a->calendar)
		a->calendar = od_calendar_load(a->db, err);
	*when = (struct od_when){ a->cli->now, a->calendar };
	return a->calendar ? 0 : -1;
}

int cli_task_at(struct cli_task *a, od_instant *at, struct od_err *err)
{
	struct od_when when;

	*at = OD_NOINSTANT;
	if (!a->text[TASK_AT])
		return 0;
	if (cli_task_when(a, &when, err) < 0)
		return -1;
	if (od_instant_parse(a->text[TASK_AT], &when, at, err) < 0) {
		err->code = OD_EUSAGE;
		return od_fail_at(err, "--at");
	}
	cli_echo_instant(a->text[TASK_AT], *at);
	return 0;
}

int cli_task_number(char letter, const char *text, int64_t *number, struct od_err *err)
{
	if (od_number_parse(letter, text, number, err) == 0)
		return 0;
	err->code = OD_EUSAGE;
	return -1;
}

/* A special group by its number, or by its whole name; empty text: none. */
static int find_group(struct cli_task *a, const char *text, int64_t *number, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_err not_number = OD_ERR_INIT;
	struct od_task_group g;
	int got;

	*number = OD_NOINT;
	if (!*text || od_number_parse('G', text, number, &not_number) == 0)
		return 0;
	it = od_task_group_find(a->db, OD_NOINT, OD_NODATE, err);
	got = it ? 1 : -1;
	od_rec_init(&od_task_group_type, &g);
	while (got > 0 && (got = od_iter_next(it, &g, err)) > 0)
		if (!strcmp(g.name, text))
			*number = g.number;
	od_rec_clear(&od_task_group_type, &g);
	if (got == 0 && *number == OD_NOINT)
		return od_fail(err, OD_ENOENT,
			       _("no special group '%s'; give its number (G2026-0001) or its "
				 "whole name"),
			       text);
	return got;
}

static int set_one(struct cli_task *a, const struct od_field *f, void *rec, const char *text,
		   const struct od_when *when, struct od_err *err)
{
	void *member = (char *)rec + f->offset;

	if (f->type == OD_NUMBER && f->letter == 'G')
		return find_group(a, text, member, err);
	if (f->type == OD_DATE && *text)
		return cli_date(a->cli, a->db, text, member, err);
	if (od_field_set(f, rec, text, when, err) == 0)
		return 0;
	err->code = err->code == OD_EDATA ? OD_EUSAGE : err->code;
	return -1;
}

int cli_task_set(struct cli_task *a, const struct od_rec_type *type, void *rec,
		 const struct cli_task_given *given, size_t n, struct od_err *err)
{
	struct od_when when;

	if (cli_task_when(a, &when, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct od_field *f = od_field_find(type, given[i].field);
		const char *text = a->text[given[i].text];

		if (text && set_one(a, f, rec, text, &when, err) < 0)
			return od_fail_at(err, "%s", f->name);
	}
	return 0;
}

static const struct cli_task_given fields[TASK_FIELDS] = {
	{ TASK_TITLE, "title" },     { TASK_TEXT, "text" },
	{ TASK_SOURCE, "source" },   { TASK_BASIS, "basis" },
	{ TASK_KIND, "kind" },       { TASK_GRADE, "grade" },
	{ TASK_SECRECY, "secrecy" }, { TASK_LEAD, "lead" },
	{ TASK_CO, "co_units" },     { TASK_LIMIT, "limit" },
	{ TASK_DUE, "due_on" },      { TASK_FEEDBACK, "feedback" },
	{ TASK_LEADERS, "leaders" }, { TASK_GROUP, "group" },
	{ TASK_PARENT, "parent" },   { TASK_EXTERNAL_ID, "external_id" },
};

int cli_task_set_fields(struct cli_task *a, struct od_task *t, struct od_err *err)
{
	return cli_task_set(a, &od_task_type, t, fields, TASK_FIELDS, err);
}

bool cli_task_any_field(const struct cli_task *a)
{
	for (size_t i = 0; i < TASK_FIELDS; i++)
		if (a->text[i])
			return true;
	return false;
}

/* --- filing ----------------------------------------------------------------------------------- */

static int link_all(struct cli_task *a, int64_t task, struct od_err *err)
{
	char record[32];

	od_number_str('T', task, record);
	for (size_t i = 0; i < a->names[TASK_FROM_INSTRUCTION].n; i++) {
		int64_t number;

		if (cli_task_number('I', a->names[TASK_FROM_INSTRUCTION].s[i], &number, err) < 0 ||
		    od_instruction_link(a->db, number, record, err) < 0)
			return -1;
	}
	return 0;
}

int cli_task_file(struct cli_task *a, struct od_task *t, struct od_err *err)
{
	enum od_taken taken = OD_TAKEN;
	char number[32];

	if (od_task_add(a->db, t, OD_DUP_SKIP, &taken, err) < 0 || link_all(a, t->number, err) < 0)
		return -1;
	od_number_str('T', t->number, number);
	if (taken == OD_DUPLICATED)
		cli_warn(_("it is on file already as %s"), number);
	if (cli_task_as_lines(a))
		return fprintf(a->told, "%s\n", number) < 0 ? od_fail_nomem(err) : 0;
	return cli_task_print_one(a, t->number, err);
}

static int copy(char **to, const char *from, struct od_err *err)
{
	char *text = from ? strdup(from) : NULL;

	if (from && !text)
		return od_fail_nomem(err);
	free(*to);
	*to = text;
	return 0;
}

/* --- from a report ---------------------------------------------------------------------------- */

static int read_report(struct cli_task *a, const char *name, struct od_report *r,
		       struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	int got;

	if (cli_task_number('R', name, &q.number, err) < 0)
		return od_fail_at(err, "--from-report");
	it = od_report_find(a->db, &q, err);
	got = it ? od_iter_next(it, r, err) : -1;
	if (got == 0)
		return od_fail(err, OD_ENOENT, _("no report %s"), name);
	return got < 0 ? -1 : 0;
}

/* Its title and text; its unit leads unless another is named. */
static int from_report(struct cli_task *a, const char *name, struct od_task *t, struct od_err *err)
{
	struct od_report r;
	int done;

	od_rec_init(&od_report_type, &r);
	done = read_report(a, name, &r, err);
	if (done == 0) {
		t->report = r.number;
		t->secrecy = r.secrecy;
		done = copy(&t->title, r.title, err) < 0 || copy(&t->text, r.body, err) < 0 ||
				       copy(&t->lead, r.unit, err) < 0
			       ? -1
			       : 0;
	}
	od_rec_clear(&od_report_type, &r);
	return done;
}

/* --- on instructions -------------------------------------------------------------------------- */

static int read_instruction(struct cli_task *a, const char *name, struct od_instruction *i,
			    struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	int got;

	if (cli_task_number('I', name, &q.number, err) < 0)
		return od_fail_at(err, "--from-instruction");
	it = od_instruction_find(a->db, &q, err);
	got = it ? od_iter_next(it, i, err) : -1;
	if (got == 0)
		return od_fail(err, OD_ENOENT, _("no instruction %s"), name);
	return got < 0 ? -1 : 0;
}

static bool blank(const char *text)
{
	return !text || !*text;
}

/* The title of what it was about, with its number. */
static int set_basis(struct od_task *t, const struct od_instruction *i, struct od_err *err)
{
	char *basis;

	if (blank(i->about) || blank(i->document))
		return copy(&t->basis, blank(i->about) ? i->document : i->about, err);
	if (asprintf(&basis, "%s（%s）", i->about, i->document) < 0)
		return od_fail_nomem(err);
	free(t->basis);
	t->basis = basis;
	return 0;
}

/* What the first says; each may make it major or more secret. */
static int from_instruction(struct cli_task *a, const char *name, struct od_task *t,
			    struct od_err *err)
{
	struct od_instruction i;
	int r;

	od_rec_init(&od_instruction_type, &i);
	r = read_instruction(a, name, &i, err);
	if (r == 0) {
		t->source = OD_SOURCE_INSTRUCTION;
		t->grade = i.major ? OD_TASK_MAJOR : t->grade;
		t->secrecy = i.secrecy > t->secrecy ? i.secrecy : t->secrecy;
		if (t->report == OD_NOINT)
			t->report = i.report;
	}
	if (r == 0 && blank(t->basis))
		r = set_basis(t, &i, err);
	if (r == 0 && blank(t->title))
		r = copy(&t->title, blank(i.about) ? i.text : i.about, err);
	if (r == 0 && blank(t->text))
		r = copy(&t->text, i.text, err);
	od_rec_clear(&od_instruction_type, &i);
	return r;
}

/* --- add -------------------------------------------------------------------------------------- */

static int add_one(struct cli_task *a, const char *report, struct od_err *err)
{
	struct od_task t;
	int r = 0;

	od_rec_init(&od_task_type, &t);
	if (report)
		r = from_report(a, report, &t, err);
	for (size_t i = 0; r == 0 && i < a->names[TASK_FROM_INSTRUCTION].n; i++)
		r = from_instruction(a, a->names[TASK_FROM_INSTRUCTION].s[i], &t, err);
	if (r == 0)
		r = cli_task_set_fields(a, &t, err);
	if (r == 0)
		r = cli_task_file(a, &t, err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

static int ask(struct cli_task *a, struct od_err *err)
{
	struct od_task t;
	int r;

	od_rec_init(&od_task_type, &t);
	r = cli_task_ask(a, &t, err);
	if (r == 0)
		r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = cli_task_file(a, &t, err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

int cli_task_add(struct cli_task *a, struct od_err *err)
{
	size_t reports = a->names[TASK_FROM_REPORT].n;

	if (!cli_task_any_field(a) && !reports && !a->names[TASK_FROM_INSTRUCTION].n)
		return ask(a, err);
	if (cli_begin(a->cli, a->db, err) < 0)
		return -1;
	if (!reports)
		return add_one(a, NULL, err);
	for (size_t i = 0; i < reports; i++)
		if (add_one(a, a->names[TASK_FROM_REPORT].s[i], err) < 0)
			return -1;
	return 0;
}

/* --- split ------------------------------------------------------------------------------------ */

struct splitting {
	struct cli_task *a;
	const struct od_task *whole;
};

/* A part says of itself what is its own; the rest is as with the whole. */
static int follow(const struct od_task *whole, struct od_task *t, struct od_err *err)
{
	struct {
		char **to;
		const char *from;
	} same[] = {
		{ &t->basis, whole->basis },
		{ &t->kind, whole->kind },
		{ &t->leaders, whole->leaders },
	};

	t->parent = whole->number;
	t->source = t->source ? t->source : whole->source;
	t->grade = t->grade ? t->grade : whole->grade;
	t->secrecy = t->secrecy > whole->secrecy ? t->secrecy : whole->secrecy;
	t->feedback = t->feedback ? t->feedback : whole->feedback;
	t->group = t->group != OD_NOINT ? t->group : whole->group;
	for (size_t i = 0; i < CLI_COUNT(same); i++)
		if (!*same[i].to && copy(same[i].to, same[i].from, err) < 0)
			return -1;
	if (!od_date_is(t->due_on) && !t->limit)
		t->due_on = whole->due_on;
	return 0;
}

static int split_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	struct splitting *s = ctx;
	struct od_err why = OD_ERR_INIT;
	int r = follow(s->whole, rec, &why);

	if (r == 0)
		r = cli_task_file(s->a, rec, &why);
	return cli_tried(&s->a->many, r, &why, where, err);
}

static int split(struct splitting *s, struct od_err *err)
{
	struct cli_task *a = s->a;
	struct od_task t;
	int r;

	od_rec_init(&od_task_type, &t);
	if (!cli_task_any_field(a)) {
		r = cli_each_record(a->cli, &od_task_type, &t, &a->many, split_record, s, err);
		if (r == 0 && !a->many.done && !a->many.refused)
			cli_nothing_to_do();
		return r;
	}
	r = cli_task_set_fields(a, &t, err);
	if (r == 0)
		r = follow(s->whole, &t, err);
	if (r == 0)
		r = cli_task_file(a, &t, err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

int cli_task_split(struct cli_task *a, struct od_err *err)
{
	struct od_task whole;
	struct splitting s = { a, &whole };
	int64_t number;
	int r;

	if (!cli_task_any_field(a) && isatty(STDIN_FILENO))
		return od_fail(err, OD_EUSAGE,
			       _("say what the part is: --title, --lead, --due ..., or give "
				 "records on standard input"));
	od_rec_init(&od_task_type, &whole);
	if (cli_task_number('T', a->args[0], &number, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	r = od_task_get(a->db, number, &whole, err);
	if (r == 0)
		r = split(&s, err);
	od_rec_clear(&od_task_type, &whole);
	return r;
}
