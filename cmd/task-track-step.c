/* task-track-step.c - see cli.h: what is done to matters and to their units' parts, one after
 * another: assign, sign, * report, finish, verify, return, close ...; more time; evidence of a
 * step. */
#include <fcntl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "task-track.h"

/* --- evidence --------------------------------------------------------------------------------- */

static int put_file(struct cli_task *a, const char *record, const char *file, struct od_err *err)
{
	struct od_evidence e;
	int fd = cli_open_file(file, err), r = -1;

	if (fd < 0)
		return -1;
	od_rec_init(&od_evidence_type, &e);
	e.record = strdup(record);
	e.file = strdup(file);
	if (!e.record || !e.file)
		od_fail_nomem(err);
	else if (od_evidence_digest(fd, &e, err) == 0)
		r = od_evidence_put(a->db, &e, err);
	od_rec_clear(&od_evidence_type, &e);
	close(fd);
	return r;
}

int cli_task_evidence(struct cli_task *a, const char *record, struct od_err *err)
{
	for (size_t i = 0; i < a->names[TASK_EVIDENCE].n; i++)
		if (put_file(a, record, a->names[TASK_EVIDENCE].s[i], err) < 0)
			return -1;
	return 0;
}

/* --- what records give ------------------------------------------------------------------------ */

/* Steps of one's own; or matters or units' parts as they are printed, whose text, day and percent are not the
 * step's.  A version that is given must still be the matter's. */
struct given {
	int64_t number, percent, version;
	char *unit, *text, *reason, *by, *title, *state;
	od_date due_on;
	od_instant happened_at;
};
#define AT(m) offsetof(struct given, m)
static const struct od_field given_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED, N_("Number"), "事项号 督办号", NULL, 'T' },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit"), "单位 承办单位" },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("What was done"), "内容 进展 办理情况" },
	{ "reason", OD_TEXT, AT(reason), 0, N_("Reason"), "原因 理由" },
	{ "percent", OD_INT, AT(percent), 0, N_("Percent"), "进度" },
	{ "due_on", OD_DATE, AT(due_on), 0, N_("Due day"), "期限 延期至" },
	{ "by", OD_TEXT, AT(by), 0, N_("By whom"), "经手人 批准人 签收人" },
	{ "happened_at", OD_INSTANT, AT(happened_at), 0, N_("Happened"), "时间 办理时间" },
	{ "version", OD_INT, AT(version), 0, N_("Version"), "版本" },
	{ "title", OD_TEXT, AT(title), 0, N_("Title"), "标题 事项 督查事项" },
	{ "state", OD_TEXT, AT(state), 0, N_("State"), "办理状态" },
	{ NULL },
};
#undef AT
static const struct od_rec_type given_type = { "task_event", sizeof(struct given), given_fields,
					       N_("matter") };

/* --- one step --------------------------------------------------------------------------------- */

static int set(char **to, const char *option, const char *own, struct od_err *err)
{
	const char *text = option ? option : own;

	*to = text ? strdup(text) : NULL;
	return text && !*to ? od_fail_nomem(err) : 0;
}

/* What one unit does, and others do not for it. */
static bool is_of_one(int action)
{
	return action == OD_TASK_DO_SIGN || action == OD_TASK_DO_REPORT ||
	       action == OD_TASK_DO_FINISH || action == OD_TASK_DO_RETURN ||
	       action == OD_TASK_DO_EXTEND_REQUEST;
}

/* A matter of one unit needs not say which; of several it must. */
static int check_unit(struct cli_task *a, const struct od_task_event *e, struct od_err *err)
{
	struct od_task t;
	char number[32];
	int r = 0;

	if (e->unit || !is_of_one(e->action))
		return 0;
	od_rec_init(&od_task_type, &t);
	r = od_task_get(a->db, e->number, &t, err);
	if (r == 0 && t.co_units && *t.co_units && t.status == OD_TASK_ASSIGNED)
		r = od_fail(err, OD_EDATA, _("%s has several units; say which: --unit, of %s%s%s"),
			    od_number_str('T', e->number, number), t.lead ? t.lead : "",
			    t.lead ? "、" : "", t.co_units);
	od_rec_clear(&od_task_type, &t);
	return r;
}

/* The notice of each unit that this step or a later one assigned. */
static int add_notices(struct cli_task *a, const struct od_task_event *since, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_task_events(a->db, since->number, err);
	struct od_task_event e;
	int got = it ? 1 : -1;

	od_rec_init(&od_task_event_type, &e);
	while (got > 0 && (got = od_iter_next(it, &e, err)) > 0) {
		if (e.step < since->step || e.action != OD_TASK_DO_ASSIGN || !e.unit)
			continue;
		if (a->page.n)
			od_buf_puts(&a->page, "\n\n");
		if (od_task_notice(a->db, e.number, e.unit, &a->page, err) < 0)
			got = -1;
	}
	od_rec_clear(&od_task_event_type, &e);
	return got;
}

static int notices(struct cli_task *a, const struct od_task_event *since, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);
	char *mine = cli_office_language(a->db, a->text[TASK_LANGUAGE], today);
	int r = add_notices(a, since, err);

	cli_own_language(mine);
	return r;
}

static int do_step(struct cli_task *a, struct od_task_event *e, int64_t version, struct od_err *err)
{
	if (check_unit(a, e, err) < 0)
		return -1;
	return a->on[TASK_UNFINISHED] ? od_task_close_unfinished(a->db, e, version, err)
				      : od_task_do(a->db, e, version, err);
}

/* What belongs to a step that was done; without it nothing of all is kept. */
static int complete(struct cli_task *a, const struct od_task_event *e, struct od_err *err)
{
	char record[64], number[32];

	snprintf(record, sizeof(record), "%s/%lld", od_number_str('T', e->number, number),
		 (long long)e->step);
	if (cli_task_evidence(a, record, err) < 0)
		return -1;
	return a->on[TASK_PRINT] ? notices(a, e, err) : 0;
}

struct stepping {
	struct cli_task *a;
	od_instant at; /* --at */
	od_date due;   /* --due, --until */
};

static int fill(struct stepping *g, const struct given *in, struct od_task_event *e,
		struct od_err *err)
{
	struct cli_task *a = g->a;
	bool printed = in->title || in->state; /* what list and show --units print */

	e->number = in->number;
	e->action = a->action;
	e->percent = a->percent != OD_NOINT ? a->percent : printed ? OD_NOINT : in->percent;
	e->due_on = od_date_is(g->due) ? g->due : printed ? OD_NODATE : in->due_on;
	e->happened_at = od_instant_is(g->at) ? g->at : in->happened_at;
	if (set(&e->unit, a->text[TASK_UNIT], in->unit, err) < 0 ||
	    set(&e->text, a->text[TASK_TEXT], printed ? NULL : in->text, err) < 0 ||
	    set(&e->reason, a->text[TASK_REASON], printed ? NULL : in->reason, err) < 0)
		return -1;
	return set(&e->by, a->text[TASK_BY], in->by, err);
}

/* A message that names the matter need not be told which it was. */
static int tried(struct cli_many *m, int r, struct od_err *why, const char *where,
		 struct od_err *err)
{
	bool refused = r < 0 && (why->code == OD_EDATA || why->code == OD_ENOENT);

	if (!refused || strncmp(why->msg, where, strlen(where)) != 0)
		return cli_tried(m, r, why, where, err);
	m->refused++;
	cli_warn("%s", why->msg);
	return 0;
}

/* What its state does not allow is told, and the others are done; what another changed
 * meanwhile ends it. */
static int step(struct stepping *g, const struct given *in, const char *where, struct od_err *err)
{
	struct cli_task *a = g->a;
	struct od_err why = OD_ERR_INIT;
	struct od_task_event e;
	bool done;
	int r;

	od_rec_init(&od_task_event_type, &e);
	r = fill(g, in, &e, &why);
	if (r == 0)
		r = do_step(a, &e, a->version != OD_NOINT ? a->version : in->version, &why);
	done = r == 0;
	r = tried(&a->many, r, &why, where, err);
	if (done)
		r = complete(a, &e, err);
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

static int by_numbers(struct stepping *g, char **args, int n, struct od_err *err)
{
	struct given in;
	int r = 0;

	od_rec_init(&given_type, &in);
	for (int i = 0; i < n; i++)
		if (cli_task_number('T', args[i], &in.number, err) < 0)
			return -1;
	for (int i = 0; r == 0 && i < n; i++) {
		r = cli_task_number('T', args[i], &in.number, err);
		if (r == 0)
			r = step(g, &in, args[i], err);
	}
	return r;
}

static int step_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	return step(ctx, rec, where, err);
}

static int by_records(struct stepping *g, struct od_err *err)
{
	struct cli_task *a = g->a;
	struct given in;
	int r = cli_each_record(a->cli, &given_type, &in, &a->many, step_record, g, err);

	if (r == 0 && !a->many.done && !a->many.refused)
		cli_nothing_to_do();
	return r;
}

/* --at, and the day that --due or --until names. */
static int start(struct stepping *g, struct cli_task *a, int day, struct od_err *err)
{
	*g = (struct stepping){ a, OD_NOINSTANT, OD_NODATE };
	if (a->text[day] && cli_date(a->cli, a->db, a->text[day], &g->due, err) < 0)
		return od_fail_at(err, day == TASK_DUE ? "--due" : "--until");
	return cli_task_at(a, &g->at, err);
}

int cli_task_step(struct cli_task *a, struct od_err *err)
{
	struct stepping g;

	if (start(&g, a, TASK_DUE, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	return a->n_args ? by_numbers(&g, a->args, a->n_args, err) : by_records(&g, err);
}

/* --- more time -------------------------------------------------------------------------------- */

int cli_task_extend(struct cli_task *a, struct od_err *err)
{
	static const struct {
		const char *word;
		int action;
	} words[] = {
		{ "request", OD_TASK_DO_EXTEND_REQUEST },
		{ "approve", OD_TASK_DO_EXTEND_APPROVE },
		{ "refuse", OD_TASK_DO_EXTEND_REFUSE },
	};
	struct stepping g;

	for (size_t i = 0; i < CLI_COUNT(words); i++)
		if (!strcmp(a->args[0], words[i].word))
			a->action = words[i].action;
	if (!a->action)
		return od_fail(err, OD_EUSAGE, _("'%s' is not one of: %s"), a->args[0],
			       "request, approve, refuse");
	if (a->action == OD_TASK_DO_EXTEND_REQUEST && !a->text[TASK_UNTIL])
		return od_fail(err, OD_EUSAGE, _("say until when: --until=DATE"));
	if (start(&g, a, TASK_UNTIL, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	return by_numbers(&g, a->args + 1, 1, err);
}
