/* leave-log-step.c - see cli.h: approve, refuse, depart, return, cancel, one after another; and what all
 * verbs tell. */
#include <string.h>

#include "leave-log.h"

/* --- telling ---------------------------------------------------------------------------------------- */

int cli_leave_finding(void *ctx, const struct od_leave_finding *f, struct od_err *err)
{
	struct cli_leave_told *t = ctx;
	bool refuses = f->act == OD_LEAVE_REFUSE;
	const char *where = t->where ? t->where : "", *colon = t->where ? ": " : "";

	(void)err;
	t->refused += refuses;
	if (refuses && t->warn_only)
		return 0;
	if (f->basis)
		cli_warn(refuses ? _("%s%srefused: %s [rule %s; %s]")
				 : _("%s%swarning: %s [rule %s; %s]"),
			 where, colon, f->text, f->rule, f->basis);
	else
		cli_warn(refuses ? _("%s%srefused: %s [rule %s]") : _("%s%swarning: %s [rule %s]"),
			 where, colon, f->text, f->rule);
	return 0;
}

void cli_leave_refused(const struct cli_leave_told *t, struct od_err *err)
{
	if (t->refused && !t->warn_only && err->code == OD_EDATA)
		snprintf(err->msg, sizeof(err->msg), "%s",
			 _("nothing was done: a rule refuses it"));
}

int cli_leave_read(struct od_db *db, int64_t number, struct od_leave *l, struct od_err *err)
{
	struct od_leave_query q = OD_LEAVE_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	char name[32];
	int got;

	q.number = number;
	it = od_leave_find(db, &q, err);
	got = it ? od_iter_next(it, l, err) : -1;
	if (got == 0)
		return od_fail(err, OD_ENOENT, _("no leave %s"), od_number_str('L', number, name));
	return got < 0 ? -1 : 0;
}

int cli_leave_tell_next(struct cli_leave *a, int64_t number, struct od_err *err)
{
	struct od_leave l;
	char name[32];
	int r;

	od_rec_init(&od_leave_type, &l);
	r = cli_leave_read(a->db, number, &l, err);
	if (r == 0 && l.status == OD_LEAVE_REQUESTED && l.waits_for)
		cli_warn(_("%s waits for approval by %s"), od_number_str('L', number, name),
			 l.waits_for);
	od_rec_clear(&od_leave_type, &l);
	return r;
}

/* --- steps -------------------------------------------------------------------------------------------- */

/* What records give: steps of one's own, or leaves as they are printed, whose reason is not the step's. */
struct given {
	int64_t number;
	char *by, *reason, *person;
	od_instant happened_at;
};
#define AT(m) offsetof(struct given, m)
static const struct od_field given_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED, N_("Number"), "请假号", NULL, 'L' },
	{ "by", OD_TEXT, AT(by), 0, N_("By whom"), "审批人 办理人 登记人" },
	{ "reason", OD_TEXT, AT(reason), 0, N_("Reason"), "原因 意见" },
	{ "person", OD_TEXT, AT(person), 0, N_("Person"), "请假人 姓名 工号 人员" },
	{ "happened_at", OD_INSTANT, AT(happened_at), 0, N_("When"), "办理时间 时间" },
	{ NULL },
};
#undef AT
static const struct od_rec_type given_type = { "leave_step", sizeof(struct given), given_fields,
					       N_("leave") };

struct stepping {
	struct cli_leave *a;
	od_instant at; /* --at */
};

static char *copy(const char *option, const char *own)
{
	return option ? strdup(option) : own ? strdup(own) : NULL;
}

/* One leave; what it does not allow, or who may not, is told, and the others go on. */
static int step(struct stepping *g, const struct given *in, const char *where, struct od_err *err)
{
	struct cli_leave *a = g->a;
	struct od_err why = OD_ERR_INIT;
	struct cli_leave_told told = { where, false, 0 };
	struct od_leave_step s;
	int r;

	od_rec_init(&od_leave_step_type, &s);
	s.number = in->number;
	s.action = a->action;
	s.by = copy(a->text[LEAVE_BY], in->by);
	s.reason = copy(a->text[LEAVE_REASON], in->person ? NULL : in->reason);
	s.happened_at = od_instant_is(g->at) ? g->at : in->happened_at;
	r = od_leave_do(a->db, &s, a->force, cli_leave_finding, &told, &why);
	if (r < 0)
		cli_leave_refused(&told, &why);
	od_rec_clear(&od_leave_step_type, &s);
	if (why.code == OD_EPERM)
		why.code = OD_EDATA;
	if (cli_tried(&a->many, r, &why, where, err) < 0)
		return -1;
	return r == 0 && a->action == OD_LEAVE_DO_APPROVE ? cli_leave_tell_next(a, in->number, err)
							  : 0;
}

static int by_numbers(struct stepping *g, struct od_err *err)
{
	struct given in;
	int r = 0;

	od_rec_init(&given_type, &in);
	for (int i = 0; r == 0 && i < g->a->n_args; i++) {
		if (od_number_parse('L', g->a->args[i], &in.number, err) < 0) {
			g->a->many.refused++;
			cli_warn("%s", err->msg);
			continue;
		}
		r = step(g, &in, g->a->args[i], err);
	}
	return r;
}

static int step_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	return step(ctx, rec, where, err);
}

static int by_records(struct stepping *g, struct od_err *err)
{
	struct cli_leave *a = g->a;
	struct given in;
	int r = cli_each_record(a->cli, &given_type, &in, &a->many, step_record, g, err);

	if (r == 0 && !a->many.done && !a->many.refused)
		cli_nothing_to_do();
	return r;
}

int cli_leave_step(struct cli_leave *a, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = NULL;
	struct stepping g = { a, OD_NOINSTANT };
	struct od_when when = { a->cli->now, NULL };

	if (a->text[LEAVE_AT]) {
		calendar = od_calendar_load(a->db, err);
		when.calendar = calendar;
		if (!calendar)
			return -1;
		if (od_instant_parse(a->text[LEAVE_AT], &when, &g.at, err) < 0) {
			err->code = OD_EUSAGE;
			return od_fail_at(err, "--at");
		}
		cli_echo_instant(a->text[LEAVE_AT], g.at);
	}
	if (cli_begin(a->cli, a->db, err) < 0)
		return -1;
	return a->n_args ? by_numbers(&g, err) : by_records(&g, err);
}
