/* leave-log-show.c - see cli.h: all of one leave: its fields, the chain of approval and who is next, what
 * was done to it, what it extends and what extends it, what the rules say. */
#include <string.h>

#include "leave-log.h"

/* --- the chain of approval ------------------------------------------------------------------------------ */

struct chain {
	struct cli_leave *a;
	struct od_out *out; /* NULL: lines of text */
	int n;
	bool next_told, open;
};

static int add_link(void *ctx, const struct od_leave_link *k, struct od_err *err)
{
	struct chain *c = ctx;
	const char *role = k->role_name ? k->role_name : k->role;
	char at[32];

	if (c->out)
		return od_out_add(c->out, k, err);
	if (!c->n++)
		printf("\n%s\n", _("Approval:"));
	printf("  %d. %s%s%s", c->n, role ? role : "", role && k->person_name ? " " : "",
	       k->person_name ? k->person_name
	       : role         ? _(" (nobody on file)")
			      : _("anybody of the handling desk"));
	if (k->step != OD_NOINT)
		printf(_(": approved %s"), od_instant_str_short(k->at, at));
	else if (c->open && !c->next_told)
		fputs(_(": next"), stdout);
	c->next_told |= k->step == OD_NOINT;
	if (k->rule)
		printf(_(" [rule %s]"), k->rule);
	putchar('\n');
	return 0;
}

static int print_chain(struct cli_leave *a, const struct od_leave *l, struct od_err *err)
{
	OD_CLEANUP(od_out_freep)
	struct od_out *out = od_out_new(stdout, &od_leave_link_type, &a->cli->out, err);
	struct chain c = { a, out, 0, false, false };

	if (!out || od_leave_chain(a->db, l, add_link, &c, err) < 0)
		return -1;
	return od_out_end(out, err);
}

/* --- its text ----------------------------------------------------------------------------------------------- */

static void say(const char *label, const char *text)
{
	if (text && *text)
		printf(_("  %s: %s\n"), label, text);
}

static void say_day(const char *label, od_date day, int part, int edge)
{
	struct od_buf b = OD_BUF_INIT;

	cli_leave_put_day(&b, day, part, edge);
	say(label, b.s);
	od_buf_free(&b);
}

static void say_fields(const struct od_leave *l)
{
	static const char *const after[] = {
		"days",          "workdays",    "reach",        "place",     "reason",
		"stand_in_name", "phone",       "itinerary",    "parent",    "report",
		"external_id",   "late",        "requested_at", "waits_for", "departed_at",
		"due_at",        "returned_at", "batch",
	};
	char buf[32];

	say(_("Person"), l->person_name ? l->person_name : l->person);
	say(_("Post"), l->post);
	say(_("Unit"), l->unit_name);
	say(_("Kind of leave"), l->kind_name);
	say_day(_("First day"), l->from_day, l->from_part, OD_PART_MORNING);
	say_day(_("Last day"), l->to_day, OD_PART_EVENING - l->to_part, OD_PART_EVENING);
	for (size_t i = 0; i < CLI_COUNT(after); i++) {
		const struct od_field *f = od_field_find(&od_leave_type, after[i]);

		if (!f || (f->type == OD_BOOL && !l->late) ||
		    (!strcmp(after[i], "reach") && !l->reach) ||
		    (!strcmp(after[i], "due_at") && l->status != OD_LEAVE_APPROVED &&
		     l->status != OD_LEAVE_AWAY && l->status != OD_LEAVE_RETURNED))
			continue;
		say(strcmp(after[i], "reason") ? _(f->label) : _("Reason for leave"),
		    od_field_label(f, l, buf));
	}
}

/* A person's name on a day, or where there is none the code. */
static int say_person(struct cli_leave *a, const char *code, od_date day, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_person_find(a->db, day, NULL, NULL, err);
	struct od_person p;
	bool found = false;
	int got = it ? 1 : -1;

	od_rec_init(&od_person_type, &p);
	while (got > 0 && !found && (got = od_iter_next(it, &p, err)) > 0)
		found = !strcmp(p.code, code);
	if (got >= 0)
		printf(_(", by %s"), found ? p.name : code);
	od_rec_clear(&od_person_type, &p);
	return got < 0 ? -1 : 0;
}

/* What was done: "1. 2026-12-04 18:00 approve, by 闻致远: reason (written down by root)". */
static int say_steps(struct cli_leave *a, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_leave_steps(a->db, number, err);
	struct od_leave_step s;
	int got = it ? 1 : -1;
	char at[32];

	od_rec_init(&od_leave_step_type, &s);
	printf("\n%s\n", _("Steps:"));
	while (got > 0 && (got = od_iter_next(it, &s, err)) > 0) {
		printf("  %lld. %s %s", (long long)s.step, od_instant_str_short(s.happened_at, at),
		       _(od_leave_actions[s.action].label));
		if (s.by && say_person(a, s.by, od_instant_date(s.happened_at), err) < 0)
			got = -1;
		if (s.reason)
			printf(_(": %s"), s.reason);
		printf(_(" (written down by %s)"), s.actor);
		putchar('\n');
	}
	od_rec_clear(&od_leave_step_type, &s);
	return got;
}

/* What extends it, and what that is extended by. */
static int say_extensions(struct cli_leave *a, const struct od_leave *l, struct od_err *err)
{
	struct od_leave_query q = OD_LEAVE_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	int64_t before = l->number;
	struct od_leave x;
	char number[32];
	int n = 0, got;

	q.person = l->person;
	q.since = l->from_day;
	it = od_leave_find(a->db, &q, err);
	got = it ? 1 : -1;
	od_rec_init(&od_leave_type, &x);
	while (got > 0 && (got = od_iter_next(it, &x, err)) > 0) {
		struct od_buf b = OD_BUF_INIT;

		if (x.parent != before)
			continue;
		if (!n++)
			printf("\n%s\n", _("Extended by:"));
		cli_leave_put_day(&b, x.to_day, OD_PART_EVENING - x.to_part, OD_PART_EVENING);
		printf(_("  %s until %s: %s\n"), od_number_str('L', x.number, number),
		       b.s ? b.s : "", _(od_leave_statuses[x.status].label));
		od_buf_free(&b);
		if (x.status != OD_LEAVE_REFUSED && x.status != OD_LEAVE_CANCELLED)
			before = x.number;
	}
	od_rec_clear(&od_leave_type, &x);
	return got;
}

/* --- what the rules say ------------------------------------------------------------------------------------ */

static int say_finding(void *ctx, const struct od_leave_finding *f, struct od_err *err)
{
	int *n = ctx;

	(void)err;
	++*n;
	printf("  %s: %s [%s%s%s]\n", f->act == OD_LEAVE_REFUSE ? _("refuses") : _("warns"),
	       f->text, f->rule, f->basis ? "; " : "", f->basis ? f->basis : "");
	return 0;
}

static int explain(struct cli_leave *a, const struct od_leave *l, struct od_err *err)
{
	int n = 0;

	printf("\n%s\n", _("Rules:"));
	/* What refuses is an error to who asks for a leave; here it is an answer. */
	if (od_leave_check(a->db, l, say_finding, &n, err) < 0 && (err->code != OD_EDATA || !n))
		return -1;
	if (!n)
		printf("  %s\n", _("none speaks against it"));
	return 0;
}

static int show_text(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	struct od_leave seen;
	struct chain c = { a, NULL, 0, false, l->status == OD_LEAVE_REQUESTED };
	char number[32];
	int r;

	od_rec_init(&od_leave_type, &seen);
	if (od_rec_copy(&od_leave_type, &seen, l, err) < 0)
		return -1;
	r = cli_leave_hide(a, &seen, err);
	if (r == 0) {
		printf(_("%s: %s\n"), od_number_str('L', l->number, number),
		       _(od_leave_statuses[l->status].label));
		say_fields(&seen);
		if (l->kind && !seen.kind)
			say(_("Reason for leave"), _("for the desk that handles leave"));
	}
	od_rec_clear(&od_leave_type, &seen);
	if (r < 0 || od_leave_chain(a->db, l, add_link, &c, err) < 0 ||
	    say_extensions(a, l, err) < 0 || say_steps(a, l->number, err) < 0)
		return -1;
	return a->explain ? explain(a, l, err) : 0;
}

int cli_leave_show(struct cli_leave *a, struct od_err *err)
{
	struct od_leave l;
	int64_t number;
	int r;

	if (od_number_parse('L', a->args[0], &number, err) < 0) {
		err->code = OD_EUSAGE;
		return -1;
	}
	a->cli->out.width = cli_columns();
	od_rec_init(&od_leave_type, &l);
	r = cli_leave_read(a->db, number, &l, err);
	if (r == 0 && a->chain)
		r = print_chain(a, &l, err);
	else if (r == 0 && a->steps)
		r = cli_print(a->cli, od_leave_steps(a->db, number, err), &od_leave_step_type, err);
	else if (r == 0 && a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns)
		r = show_text(a, &l, err);
	else if (r == 0)
		r = cli_leave_print(a, stdout, number, err);
	od_rec_clear(&od_leave_type, &l);
	return r;
}
