/* task-track-instruct.c - see cli.h: leaders' instructions (批示): recorded, listed, linked to
 * what they are about. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

static const struct cli_task_given fields[] = {
	{ TASK_LEADER, "leader" },   { TASK_LEADER_LEVEL, "level" },
	{ TASK_DATE, "given_on" },   { TASK_TEXT, "text" },
	{ TASK_ABOUT, "about" },     { TASK_DOCUMENT, "document" },
	{ TASK_REPORT, "report" },   { TASK_SERIAL, "serial" },
	{ TASK_SECRECY, "secrecy" }, { TASK_EXTERNAL_ID, "external_id" },
};

static int link_to(struct cli_task *a, int64_t number, struct od_err *err)
{
	for (size_t i = 0; i < a->names[TASK_RECORD].n; i++)
		if (od_instruction_link(a->db, number, a->names[TASK_RECORD].s[i], err) < 0)
			return -1;
	return 0;
}

static int find(struct cli_task *a, struct od_instruction_query *q, struct od_out *out,
		struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_instruction_find(a->db, q, err);
	struct od_instruction i;
	char name[32];
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_instruction_type, &i);
	while (got > 0 && (got = od_iter_next(it, &i, err)) > 0) {
		n++;
		if (od_out_add(out, &i, err) < 0)
			got = -1;
	}
	od_rec_clear(&od_instruction_type, &i);
	if (got == 0 && !n && q->number != OD_NOINT)
		return od_fail(err, OD_ENOENT, _("no instruction %s"),
			       od_number_str('I', q->number, name));
	return got;
}

static struct od_out *start(struct cli_task *a, FILE *f, struct od_err *err)
{
	a->cli->out.width = f == stdout ? cli_columns() : 0;
	return od_out_new(f, &od_instruction_type, &a->cli->out, err);
}

/* --- add -------------------------------------------------------------------------------------- */

static int file(struct cli_task *a, struct od_instruction *i, struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	enum od_taken taken = OD_TAKEN;
	char number[32];

	if (od_instruction_add(a->db, i, &taken, err) < 0 || link_to(a, i->number, err) < 0)
		return -1;
	od_number_str('I', i->number, number);
	if (taken == OD_DUPLICATED)
		cli_warn(_("it is on file already as %s"), number);
	if (cli_task_as_lines(a))
		return fprintf(a->told, "%s\n", number) < 0 ? od_fail_nomem(err) : 0;
	out = start(a, a->told, err);
	q.number = i->number;
	if (!out || find(a, &q, out, err) < 0)
		return -1;
	return od_out_end(out, err);
}

static int file_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	struct cli_task *a = ctx;
	struct od_err why = OD_ERR_INIT;
	int r = file(a, rec, &why);

	return cli_tried(&a->many, r, &why, where, err);
}

static bool any_option(const struct cli_task *a)
{
	for (size_t i = 0; i < CLI_COUNT(fields); i++)
		if (a->text[fields[i].text])
			return true;
	return a->names[TASK_RECORD].n || a->on[TASK_MAJOR];
}

static int add(struct cli_task *a, struct od_err *err)
{
	struct od_instruction i;
	int r;

	if (!any_option(a) && isatty(STDIN_FILENO))
		return od_fail(err, OD_EUSAGE,
			       _("say who wrote what: --leader, --text ..., or give records on "
				 "standard input"));
	if (cli_begin(a->cli, a->db, err) < 0)
		return -1;
	od_rec_init(&od_instruction_type, &i);
	if (!any_option(a)) {
		r = cli_each_record(a->cli, &od_instruction_type, &i, &a->many, file_record, a,
				    err);
		if (r == 0 && !a->many.done && !a->many.refused)
			cli_nothing_to_do();
		return r;
	}
	i.major = a->on[TASK_MAJOR];
	r = cli_task_set(a, &od_instruction_type, &i, fields, CLI_COUNT(fields), err);
	if (r == 0)
		r = file(a, &i, err);
	od_rec_clear(&od_instruction_type, &i);
	return r;
}

/* --- link, list ------------------------------------------------------------------------------- */

static int link_records(struct cli_task *a, struct od_err *err)
{
	int64_t number;

	if (a->n_args < 2 || (a->n_args < 3 && !a->names[TASK_RECORD].n))
		return od_fail(err, OD_EUSAGE, _("say what to link: link I2026-0001 T2026-0001"));
	if (cli_task_number('I', a->args[1], &number, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	for (int i = 2; i < a->n_args; i++)
		if (od_instruction_link(a->db, number, a->args[i], err) < 0)
			return -1;
	return link_to(a, number, err);
}

/* A leader may be asked for by code or by name, of whatever time. */
static int ask(struct cli_task *a, struct od_instruction_query *q, struct od_instruction *with,
	       struct od_err *err)
{
	if (cli_task_set(a, &od_instruction_type, with, fields, CLI_COUNT(fields), err) < 0)
		return -1;
	q->leader = a->text[TASK_LEADER];
	q->text = a->text[TASK_TEXT];
	q->level = a->text[TASK_LEADER_LEVEL] ? with->level : -1;
	q->record = a->names[TASK_RECORD].n ? a->names[TASK_RECORD].s[0] : NULL;
	if (a->text[TASK_FROM] && cli_date(a->cli, a->db, a->text[TASK_FROM], &q->from, err) < 0)
		return od_fail_at(err, "--from");
	if (a->text[TASK_TO] && cli_date(a->cli, a->db, a->text[TASK_TO], &q->to, err) < 0)
		return od_fail_at(err, "--to");
	return 0;
}

static int list(struct cli_task *a, int first, struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_instruction with;
	int r;

	od_rec_init(&od_instruction_type, &with);
	r = ask(a, &q, &with, err);
	od_rec_clear(&od_instruction_type, &with);
	if (r == 0)
		out = start(a, stdout, err);
	if (!out)
		return -1;
	if (first >= a->n_args)
		r = find(a, &q, out, err);
	for (int i = first; r == 0 && i < a->n_args; i++) {
		r = cli_task_number('I', a->args[i], &q.number, err);
		if (r == 0)
			r = find(a, &q, out, err);
	}
	return r < 0 ? -1 : od_out_end(out, err);
}

int cli_task_instruct(struct cli_task *a, struct od_err *err)
{
	const char *word = a->n_args ? a->args[0] : "list";

	if (!strcmp(word, "add") && a->n_args > 1)
		return od_fail(err, OD_EUSAGE, _("too many arguments: '%s'"), a->args[1]);
	if (!strcmp(word, "add"))
		return add(a, err);
	if (!strcmp(word, "link"))
		return link_records(a, err);
	if (!strcmp(word, "list") || (word[0] | 0x20) == 'i')
		return list(a, a->n_args && !strcmp(word, "list"), err);
	return od_fail(err, OD_EUSAGE, _("'%s' is not one of: %s"), word, "add, list, link");
}
