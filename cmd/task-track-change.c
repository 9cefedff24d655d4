/* task-track-change.c - see cli.h: what a matter says is changed, by options or by records that were printed and
 * edited. */
#include <string.h>
#include <unistd.h>

#include "task-track.h"

/* --- another lead unit -------------------------------------------------------------------------- */

/* co without lead, and with the one that led if it stays. */
static int make_co_units(char **co, const char *lead, const char *led, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;

	for (const char *s = *co; s && *s;) {
		const char *sep = strstr(s, "、");
		size_t n = sep ? (size_t)(sep - s) : strlen(s);

		if (strlen(lead) != n || memcmp(s, lead, n) != 0)
			od_buf_printf(&b, "%s%.*s", b.n ? "、" : "", (int)n, s);
		s = sep ? sep + strlen("、") : NULL;
	}
	if (led)
		od_buf_printf(&b, "%s%s", b.n ? "、" : "", led);
	if (b.failed) {
		od_buf_free(&b);
		return od_fail_nomem(err);
	}
	free(*co);
	*co = b.s;
	return 0;
}

/* Who led until now goes on assisting, once the part has been assigned; unless --co says who does. */
static int change_lead(struct cli_task *a, struct od_task *t, struct od_err *err)
{
	const char *asked = a->text[TASK_LEAD];
	char *lead;
	int r = 0;

	if (!asked || !*asked || a->text[TASK_CO])
		return 0;
	if (od_unit_resolve(a->db, asked, false, &lead, err) < 0)
		return -1;
	if (!t->lead || strcmp(lead, t->lead) != 0)
		r = make_co_units(&t->co_units, lead,
				  t->status == OD_TASK_ASSIGNED ? t->lead : NULL, err);
	free(lead);
	return r;
}

/* --- by options ------------------------------------------------------------------------------------ */

/* Over what it says now; an edited whole takes also what stands for nothing, such as an ordinary grade. */
static int change_one(struct cli_task *a, struct od_err *err)
{
	struct od_task t;
	int64_t number;
	int r;

	if (!cli_task_any_field(a))
		return od_fail(err, OD_EUSAGE, _("say what is changed: --title, --due, --co ..."));
	if (cli_task_number('T', a->args[0], &number, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	od_rec_init(&od_task_type, &t);
	r = od_task_get(a->db, number, &t, err);
	if (r == 0)
		r = change_lead(a, &t, err);
	if (r == 0)
		r = cli_task_set_fields(a, &t, err);
	if (a->version != OD_NOINT)
		t.version = a->version;
	if (r == 0)
		r = od_task_replace(a->db, &t, a->text[TASK_REASON], err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

/* --- by records -------------------------------------------------------------------------------------- */

struct changing {
	struct cli_task *a;
	struct od_reader *rd;
};

/* The fields that the record gave; null takes away what was there. */
static int take_over(const struct changing *c, struct od_task *t, const struct od_task *given,
		     struct od_err *err)
{
	const struct od_when none = { { 0 }, NULL };
	char buf[32];

	for (const struct od_field *f = od_task_type.fields; f->name; f++) {
		if (f->flags & (OD_READONLY | OD_DERIVED) || !od_reader_gave(c->rd, f->name))
			continue;
		if (od_field_set(f, t, od_field_str(f, given, buf), &none, err) < 0)
			return od_fail_at(err, "%s", f->name);
	}
	if (od_reader_gave(c->rd, "version")) /* it must still be the matter's */
		t->version = given->version;
	return 0;
}

static int change_record(struct changing *c, const struct od_task *given, const char *where,
			 struct od_err *err)
{
	struct cli_task *a = c->a;
	struct od_err why = OD_ERR_INIT;
	struct od_task t;
	int r;

	od_rec_init(&od_task_type, &t);
	if (given->number == OD_NOINT)
		r = od_fail(&why, OD_EDATA, _("number is missing"));
	else
		r = od_task_get(a->db, given->number, &t, &why);
	if (r == 0)
		r = take_over(c, &t, given, &why);
	if (r == 0)
		r = od_task_replace(a->db, &t, a->text[TASK_REASON], &why);
	od_rec_clear(&od_task_type, &t);
	return cli_tried(&a->many, r, &why, where, err);
}

static int change_all(struct changing *c, struct od_err *err)
{
	const char *file = cli_file_name("-");
	struct od_task given;
	char where[64];
	int got = 1, r = 0;

	od_rec_init(&od_task_type, &given);
	while (r == 0 && (got = od_reader_next(c->rd, &given, err)) > 0) {
		snprintf(where, sizeof(where), "%s:%u", file, od_reader_line(c->rd));
		if (got == OD_BAD) {
			c->a->many.refused++;
			cli_warn("%s", err->msg);
		} else {
			r = change_record(c, &given, where, err);
		}
	}
	od_rec_clear(&od_task_type, &given);
	return got < 0 ? -1 : r;
}

#define FIELDS_MAX 65

/* Here the number tells which matter is meant, though the office sets it, and nothing else need be given. */
static struct od_rec_type changes_type(struct od_field fields[static FIELDS_MAX])
{
	struct od_rec_type type = od_task_type;
	size_t n = 0;

	for (; type.fields[n].name && n < FIELDS_MAX - 1; n++) {
		fields[n] = type.fields[n];
		fields[n].flags &= ~(unsigned int)OD_REQUIRED;
	}
	fields[n] = (struct od_field){ NULL };
	type.fields = fields;
	return type;
}

static int change_records(struct cli_task *a, struct od_err *err)
{
	struct od_field fields[FIELDS_MAX];
	const struct od_rec_type type = changes_type(fields);
	const struct od_rec_type *const types[] = { &type, NULL };
	OD_CLEANUP(od_reader_freep) struct od_reader *rd = NULL;
	struct changing c = { a, NULL };
	struct od_when when;

	if (cli_begin(a->cli, a->db, err) < 0 || cli_task_when(a, &when, err) < 0)
		return -1;
	rd = od_reader_new(STDIN_FILENO, cli_file_name("-"), types, &when, OD_KEEP_READONLY, err);
	c.rd = rd;
	if (!rd || change_all(&c, err) < 0)
		return -1;
	if (!a->many.done && !a->many.refused)
		cli_nothing_to_do();
	return 0;
}

int cli_task_change(struct cli_task *a, struct od_err *err)
{
	if (a->n_args)
		return change_one(a, err);
	if (cli_task_any_field(a) || isatty(STDIN_FILENO))
		return od_fail(err, OD_EUSAGE, _("say which matter: %s"), "T2026-0001");
	return change_records(a, err);
}
