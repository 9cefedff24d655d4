/* leave-log-list.c - see cli.h: leaves as lines and records; all of one. */
#include <string.h>
#include <unistd.h>

#include "leave-log.h"

/* --- a leave for people ------------------------------------------------------------------------------ */

void cli_leave_put_day(struct od_buf *b, od_date day, int part, int edge)
{
	char date[16];

	od_buf_puts(b, od_date_str(day, date));
	if (part >= 0 && part != edge)
		od_buf_printf(b, " %s", _(od_parts[part].label));
}

/* The word that all private kinds have in common. */
static int set_word(char **text, const char *word, struct od_err *err)
{
	free(*text);
	*text = word ? strdup(word) : NULL;
	return word && !*text ? od_fail_nomem(err) : 0;
}

int cli_leave_hide(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	char **private[] = { &l->kind, &l->place, &l->reason, &l->itinerary };
	const char *actor = a->actor ? a->actor : a->cli->act.actor;
	bool may = false;

	if (od_leave_may_see(a->db, l, actor, &may, err) < 0)
		return -1;
	if (may)
		return 0;
	for (size_t i = 0; i < CLI_COUNT(private); i++)
		if (set_word(private[i], NULL, err) < 0)
			return -1;
	/* Records say the same in every language. */
	return set_word(&l->kind_name, a->cli->out.format == OD_FMT_TABLE ? _("leave") : NULL, err);
}

struct line {
	char *number, *person, *kind, *from, *to, *days, *status, *waits;
};
#define AT(m) offsetof(struct line, m)
static const struct od_field line_fields[] = {
	{ "number", OD_TEXT, AT(number), OD_TABLE, N_("Number"), NULL },
	{ "person", OD_TEXT, AT(person), OD_TABLE, N_("Person"), NULL },
	{ "kind", OD_TEXT, AT(kind), OD_TABLE, N_("Kind of leave"), NULL },
	{ "from", OD_TEXT, AT(from), OD_TABLE, N_("First day"), NULL },
	{ "to", OD_TEXT, AT(to), OD_TABLE, N_("Last day"), NULL },
	{ "days", OD_TEXT, AT(days), OD_TABLE, N_("Days"), NULL },
	{ "status", OD_TEXT, AT(status), OD_TABLE, N_("Status"), NULL },
	{ "waits", OD_TEXT, AT(waits), OD_TABLE, N_("Waits for"), NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type line_type = { "line", sizeof(struct line), line_fields,
					      N_("leave") };

static int add_line(struct od_out *out, struct od_leave *v, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf from = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf to = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf status = OD_BUF_INIT;
	char number[32];
	struct line l = { .person = v->person_name ? v->person_name : v->person,
			  .kind = v->kind_name,
			  .days = v->days,
			  .waits = v->waits_for };

	cli_leave_put_day(&from, v->from_day, v->from_part, OD_PART_MORNING);
	cli_leave_put_day(&to, v->to_day, OD_PART_EVENING - v->to_part, OD_PART_EVENING);
	od_buf_puts(&status, _(od_leave_statuses[v->status].label));
	if (v->late)
		od_buf_puts(&status, _(" (late)"));
	if (from.failed || to.failed || status.failed)
		return od_fail_nomem(err);
	l.number = (char *)(uintptr_t)od_number_str('L', v->number, number);
	l.from = from.s;
	l.to = to.s;
	l.status = status.s;
	return od_out_add(out, &l, err);
}

static bool as_lines(const struct cli *cli)
{
	return cli->out.format == OD_FMT_TABLE && !cli->out.columns;
}

static struct od_out *start(struct cli_leave *a, FILE *f, struct od_err *err)
{
	a->cli->out.width = f == stdout ? cli_columns() : 0;
	return od_out_new(f, as_lines(a->cli) ? &line_type : &od_leave_type, &a->cli->out, err);
}

static int take_next(void *ctx, const struct od_leave_link *k, struct od_err *err)
{
	char **next = ctx;

	if (*next || k->step != OD_NOINT)
		return 0;
	return set_word(next, k->person ? k->person : k->role ? k->role : "", err);
}

/* To people role and name; records say the same in every language: the person's code, else the role's. */
static int say_next(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	char *next = NULL;
	int r = 0;

	if (a->cli->out.format == OD_FMT_TABLE || !l->waits_for)
		return 0;
	r = od_leave_chain(a->db, l, take_next, &next, err);
	if (r == 0)
		r = set_word(&l->waits_for, next, err);
	free(next);
	return r;
}

static int add(struct cli_leave *a, struct od_out *out, struct od_leave *l, struct od_err *err)
{
	if (say_next(a, l, err) < 0 || cli_leave_hide(a, l, err) < 0)
		return -1;
	return as_lines(a->cli) ? add_line(out, l, err) : od_out_add(out, l, err);
}

int cli_leave_print(struct cli_leave *a, FILE *f, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = start(a, f, err);
	struct od_leave l;
	int r = out ? 0 : -1;

	od_rec_init(&od_leave_type, &l);
	if (r == 0)
		r = cli_leave_read(a->db, number, &l, err);
	if (r == 0)
		r = add(a, out, &l, err);
	od_rec_clear(&od_leave_type, &l);
	return r < 0 ? -1 : od_out_end(out, err);
}

/* --- list ---------------------------------------------------------------------------------------------- */

struct codes {
	char *person, *unit, *kind, *waits_for;
};

int cli_leave_unit(struct cli_leave *a, char **code, struct od_err *err)
{
	*code = NULL;
	if (!a->text[LEAVE_UNIT])
		return 0;
	return od_unit_resolve(a->db, a->text[LEAVE_UNIT], true, code, err);
}

/* A kind's code by code, name or alias of any time. */
static int kind_code(struct cli_leave *a, const char *text, char **code, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_dump(a->db, &od_leave_kind_type, err);
	OD_CLEANUP(od_buf_freep) struct od_buf known = OD_BUF_INIT;
	struct od_leave_kind k;
	int got = it ? 1 : -1;

	od_rec_init(&od_leave_kind_type, &k);
	while (got > 0 && !*code && (got = od_iter_next(it, &k, err)) > 0) {
		const char *at = k.aliases ? strstr(k.aliases, text) : NULL;
		size_t n = strlen(text);
		bool alias = at && (at == k.aliases || !strncmp(at - 3, "、", 3)) &&
			     (!at[n] || !strncmp(at + n, "、", 3));

		if (*text && (!strcmp(k.code, text) || !strcmp(k.name, text) || alias))
			*code = strdup(k.code);
		od_buf_printf(&known, "%s%s %s", known.n ? ", " : "", k.code, k.name);
	}
	od_rec_clear(&od_leave_kind_type, &k);
	if (got < 0)
		return -1;
	return *code ? 0
		     : od_fail(err, OD_EUSAGE, _("no kind of leave '%s'; there are: %s"), text,
			       known.s ? known.s : "");
}

static int query(struct cli_leave *a, struct codes *c, struct od_leave_query *q, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);
	const char *const *text = a->text;

	if ((text[LEAVE_PERSON] &&
	     od_person_resolve(a->db, text[LEAVE_PERSON], today, &c->person, err) < 0) ||
	    (text[LEAVE_WAITS_FOR] &&
	     od_person_resolve(a->db, text[LEAVE_WAITS_FOR], today, &c->waits_for, err) < 0) ||
	    (text[LEAVE_KIND] && kind_code(a, text[LEAVE_KIND], &c->kind, err) < 0) ||
	    cli_leave_unit(a, &c->unit, err) < 0)
		return -1;
	if (text[LEAVE_SINCE] && cli_date(a->cli, a->db, text[LEAVE_SINCE], &q->since, err) < 0)
		return od_fail_at(err, "--since");
	if (text[LEAVE_UNTIL] && cli_date(a->cli, a->db, text[LEAVE_UNTIL], &q->until, err) < 0)
		return od_fail_at(err, "--until");
	if (text[LEAVE_BATCH] && od_number_parse('B', text[LEAVE_BATCH], &q->batch, err) < 0) {
		err->code = OD_EUSAGE;
		return od_fail_at(err, "--batch");
	}
	q->person = c->person;
	q->unit = c->unit;
	q->kind = c->kind;
	q->waits_for = c->waits_for;
	q->status = a->status;
	return 0;
}

static int list_found(struct cli_leave *a, struct od_out *out, const struct od_leave_query *q,
		      bool wanted, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_leave_find(a->db, q, err);
	struct od_leave l;
	char name[32];
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_leave_type, &l);
	while (got > 0 && (got = od_iter_next(it, &l, err)) > 0) {
		n++;
		if (add(a, out, &l, err) < 0)
			got = -1;
	}
	od_rec_clear(&od_leave_type, &l);
	if (got == 0 && !n && wanted)
		return od_fail(err, OD_ENOENT, _("no leave %s"),
			       od_number_str('L', q->number, name));
	return got;
}

static int list(struct cli_leave *a, struct codes *c, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_leave_query q = OD_LEAVE_QUERY_INIT;
	int r = 0;

	if (query(a, c, &q, err) < 0)
		return -1;
	for (int i = 0; i < a->n_args; i++)
		if (od_number_parse('L', a->args[i], &q.number, err) < 0) {
			err->code = OD_EUSAGE;
			return -1;
		}
	out = start(a, stdout, err);
	if (!out)
		return -1;
	if (!a->n_args)
		r = list_found(a, out, &q, false, err);
	for (int i = 0; r == 0 && i < a->n_args; i++) {
		r = od_number_parse('L', a->args[i], &q.number, err);
		if (r == 0)
			r = list_found(a, out, &q, true, err);
	}
	return r < 0 ? -1 : od_out_end(out, err);
}

int cli_leave_list(struct cli_leave *a, struct od_err *err)
{
	struct codes c = { NULL };
	int r = list(a, &c, err);

	free(c.person);
	free(c.unit);
	free(c.kind);
	free(c.waits_for);
	return r;
}
