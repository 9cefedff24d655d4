/* leave_step.c - what is done to a leave, from approval to return: one table of what each state allows, and
 * the history of steps. */
#include <stdlib.h>

#include "leave.h"

const struct od_word od_leave_actions[] = {
	{ "none", N_("none"), NULL },
	{ "request", N_("ask for leave"), "请假 申请 报备" },
	{ "approve", N_("approve"), "审批 批准 同意" },
	{ "refuse", N_("refuse"), "不准 不同意" },
	{ "extend", N_("extend"), "续假" },
	{ "change", N_("change"), "变更 行程变更" },
	{ "depart", N_("depart"), "离开 出发" },
	{ "return", N_("register the return"), "销假 返回" },
	{ "cancel", N_("cancel"), "取消" },
	{ NULL },
};

#define AT(m) offsetof(struct od_leave_step, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED | OD_TABLE, N_("Number"), "请假号", NULL,
	  'L' },
	{ "step", OD_INT, AT(step), OD_READONLY | OD_TABLE, N_("No."), "序号" },
	{ "action", OD_ENUM, AT(action), OD_TABLE, N_("Action"), "处理 环节", od_leave_actions },
	{ "by", OD_TEXT, AT(by), OD_TABLE, N_("By whom"), "审批人 办理人 登记人" },
	{ "role", OD_TEXT, AT(role), OD_READONLY | OD_TABLE, N_("As what"), "审批环节" },
	{ "reason", OD_TEXT, AT(reason), OD_TABLE, N_("Reason"), "原因 意见" },
	{ "happened_at", OD_INSTANT, AT(happened_at), OD_TABLE, N_("When"), "办理时间 时间" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("Written down"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY | OD_TABLE, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_step_type = { "leave_step", sizeof(struct od_leave_step), fields,
						N_("step of a leave") };

#define IN(s) (1u << OD_LEAVE_##s)
/* From which states each action is done, and whether it wants a reason.  What is away and has not begun (an
 * extension) may be cancelled. */
static const struct rule {
	unsigned int from;
	bool reason;
} rules[] = {
	[OD_LEAVE_DO_APPROVE] = { IN(REQUESTED) },
	[OD_LEAVE_DO_REFUSE] = { IN(REQUESTED), .reason = true },
	[OD_LEAVE_DO_EXTEND] = { IN(APPROVED) | IN(AWAY) },
	[OD_LEAVE_DO_CHANGE] = { IN(REQUESTED) | IN(APPROVED) | IN(AWAY) },
	[OD_LEAVE_DO_DEPART] = { IN(APPROVED) },
	[OD_LEAVE_DO_RETURN] = { IN(APPROVED) | IN(AWAY) },
	[OD_LEAVE_DO_CANCEL] = { IN(REQUESTED) | IN(APPROVED) | IN(AWAY) },
};

/* The message names what the state does allow. */
int od_leave_allows(const struct od_leave *l, int action, struct od_err *err)
{
	const struct od_word *now = &od_leave_statuses[l->status];
	struct od_buf allowed OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char buf[32];

	if (rules[action].from & 1u << l->status)
		return 0;
	for (size_t i = 0; i < OD_COUNT(rules); i++)
		if (rules[i].from & 1u << l->status)
			od_buf_printf(&allowed, "%s%s", allowed.n ? _(", ") : "",
				      od_leave_actions[i].word);
	return od_fail(err, OD_EDATA, _("%s is %s (%s), which does not allow '%s'; it allows: %s"),
		       od_number_str('L', l->number, buf), _(now->label), now->word,
		       od_leave_actions[action].word, allowed.n ? allowed.s : _("nothing more"));
}

/* --- writing steps down ------------------------------------------------------------------------------- */

static const char sql_add[] =
	"INSERT INTO leave_step (number, step, action, \"by\", role, reason, happened_at, at, actor) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

int od_leave_step_add(struct od_db *db, struct od_leave_step *s, const char *change,
		      struct od_err *err)
{
	uint8_t digest[OD_SM3_SIZE];
	char name[32];

	if (od_query_int(db, "SELECT coalesce(max(step), 0) + 1 FROM leave_step WHERE number = ?1",
			 &s->step, OD_VALS(od_v(s->number)), err) < 0)
		return -1;
	od_rec_digest(&od_leave_step_type, s, digest);
	if (od_run_rec(db, sql_add, &od_leave_step_type, s, OD_NOVALS, err) < 0)
		return -1;
	return od_journal(db, od_leave_actions[s->action].word, "leave",
			  od_number_str('L', s->number, name), change, digest, err);
}

int od_leave_write(struct od_db *db, const struct od_leave *before, const struct od_leave *after,
		   struct od_leave_step *s, struct od_err *err)
{
	struct od_buf change OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	bool differs = od_rec_diff(&od_leave_type, before, after, &change);

	if (change.failed)
		return od_fail_nomem(err);
	if (differs &&
	    od_run_rec(db, od_leave_log_kind.put, &od_leave_type, after, OD_NOVALS, err) < 0)
		return -1;
	return od_leave_step_add(db, s, differs ? change.s : NULL, err);
}

/* A leave's new state on another's step: what an extension does to its parent, and the other way round. */
static int follow(struct od_db *db, const struct od_leave *before, int status, int action,
		  const struct od_leave_step *s, const char *reason, struct od_err *err)
{
	struct od_leave after = *before;
	struct od_leave_step step = *s;

	after.status = status;
	if (action == OD_LEAVE_DO_RETURN)
		after.returned_at = s->happened_at;
	step.number = before->number;
	step.action = action;
	step.role = NULL;
	step.reason = (char *)(uintptr_t)reason;
	return od_leave_write(db, before, &after, &step, err);
}

/* --- approving, refusing --------------------------------------------------------------------------------- */

int od_leave_step_passed(struct od_leave_step *s, const struct od_buf *passed, struct od_err *err)
{
	char *both;

	if (!passed->n)
		return 0;
	if (asprintf(&both, "%s%s%s", s->reason ? s->reason : "", s->reason ? "; " : "",
		     passed->s) < 0)
		return od_fail_nomem(err);
	free(s->reason);
	s->reason = both;
	return 0;
}

/* The last approval: an extension takes its parent's place. */
static int grant(struct od_db *db, const struct od_leave *l, struct od_leave_step *s,
		 struct od_err *err)
{
	struct od_leave parent = { 0 }, after = *l;
	char name[32];
	int r;

	after.status = OD_LEAVE_APPROVED;
	if (l->parent == OD_NOINT)
		return od_leave_write(db, l, &after, s, err);
	od_rec_init(&od_leave_type, &parent);
	r = od_leave_get(db, l->parent, &parent, err) < 0 ? -1 : 0;
	if (r == 0)
		r = od_leave_allows(&parent, OD_LEAVE_DO_EXTEND, err);
	if (r == 0 && parent.status == OD_LEAVE_AWAY) {
		after.status = OD_LEAVE_AWAY;
		after.departed_at = parent.departed_at;
	}
	if (r == 0)
		r = od_leave_write(db, l, &after, s, err);
	if (r == 0)
		r = follow(db, &parent, OD_LEAVE_EXTENDED, OD_LEAVE_DO_EXTEND, s,
			   od_number_str('L', l->number, name), err);
	od_rec_clear(&od_leave_type, &parent);
	return r;
}

static int approve(struct od_db *db, struct od_leave_step *s, const struct od_leave *l,
		   const char *force, od_leave_finding_fn *fn, void *ctx, struct od_err *err)
{
	struct od_buf passed OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	bool last;

	if (od_leave_link_of(db, l, s->by, &s->role, &last, err) < 0 ||
	    od_leave_judge(db, l, OD_PHASE_APPROVE, s->at, force, fn, ctx, &passed, err) < 0 ||
	    od_leave_step_passed(s, &passed, err) < 0)
		return -1;
	return last ? grant(db, l, s, err) : od_leave_step_add(db, s, NULL, err);
}

/* By whose turn it is. */
static int refuse(struct od_db *db, struct od_leave_step *s, const struct od_leave *l,
		  struct od_err *err)
{
	struct od_leave after = *l;
	bool last;

	if (od_leave_link_of(db, l, s->by, &s->role, &last, err) < 0)
		return -1;
	after.status = OD_LEAVE_REFUSED;
	return od_leave_write(db, l, &after, s, err);
}

/* --- leaving, coming back ---------------------------------------------------------------------------------- */

static int depart(struct od_db *db, struct od_leave_step *s, const struct od_leave *l,
		  struct od_err *err)
{
	struct od_span span = od_leave_span(l);
	int64_t part = od_part_of(s->happened_at);
	struct od_leave after = *l;
	char number[32], when[32];

	od_number_str('L', l->number, number);
	od_instant_str_short(s->happened_at, when);
	if (part < span.from - 3)
		return od_fail(err, OD_EDATA,
			       _("%s begins more than a day after %s; change it first"), number,
			       when);
	if (part > span.to)
		return od_fail(err, OD_EDATA,
			       _("%s was over on %s; say when the person left (happened_at)"),
			       number, when);
	after.status = OD_LEAVE_AWAY;
	after.departed_at = s->happened_at;
	return od_leave_write(db, l, &after, s, err);
}

/* An extension that is asked for and not decided: without an object once its parent was returned within its
 * time or cancelled; else the decision matters and comes first. */
static int settle_asked(struct od_db *db, const struct od_leave *parent,
			const struct od_leave_step *s, bool moot, struct od_err *err)
{
	struct od_leave child = { 0 };
	char number[32], name[32];
	int64_t asked = 0;
	int r = od_leave_asked(db, parent->number, &asked, err);

	if (r <= 0)
		return r;
	od_number_str('L', asked, name);
	od_number_str('L', parent->number, number);
	if (!moot)
		return od_fail(
			err, OD_EDATA,
			_("%s asks for the extension of %s and is not decided; approve, refuse "
			  "or cancel it first"),
			name, number);
	od_rec_init(&od_leave_type, &child);
	r = od_leave_get(db, asked, &child, err) < 0 ? -1 : 0;
	if (r == 0)
		r = follow(db, &child, OD_LEAVE_CANCELLED, OD_LEAVE_DO_CANCEL, s, number, err);
	od_rec_clear(&od_leave_type, &child);
	return r;
}

/* The row that a return falls into: extensions that had not begun by then are cancelled, and the leave before
 * is what was returned from. */
static int back_to(struct od_db *db, struct od_leave *l, const struct od_leave_step *s,
		   struct od_err *err)
{
	int64_t back = od_part_of(s->happened_at);
	char reason[64], when[32];

	od_instant_str(s->happened_at, when);
	snprintf(reason, sizeof(reason), "return %s", when);
	while (l->parent != OD_NOINT && back < od_leave_span(l).from) {
		int64_t parent = l->parent;

		if (settle_asked(db, l, s, true, err) < 0 ||
		    follow(db, l, OD_LEAVE_CANCELLED, OD_LEAVE_DO_CANCEL, s, reason, err) < 0 ||
		    od_leave_get(db, parent, l, err) < 0)
			return -1;
	}
	return 0;
}

static int check_back(const struct od_leave *l, od_instant back, struct od_err *err)
{
	bool left = od_instant_is(l->departed_at);
	od_instant begun = left ? l->departed_at : od_part_start(od_leave_span(l).from);
	char number[32], when[32], from[32];

	if (back.sec >= begun.sec)
		return 0;
	od_number_str('L', l->number, number);
	od_instant_str_short(back, when);
	od_instant_str_short(begun, from);
	if (left)
		return od_fail(err, OD_EDATA, _("%s: %s is before the departure (%s)"), number,
			       when, from);
	return od_fail(err, OD_EDATA,
		       _("%s begins on %s, after %s: who never left does not return; cancel it"),
		       number, from, when);
}

static int come_back(struct od_db *db, struct od_leave_step *s, struct od_leave *l,
		     struct od_err *err)
{
	struct od_leave after;

	if (back_to(db, l, s, err) < 0 || check_back(l, s->happened_at, err) < 0 ||
	    settle_asked(db, l, s, od_part_of(s->happened_at) <= od_leave_span(l).to, err) < 0)
		return -1;
	s->number = l->number;
	after = *l;
	after.status = OD_LEAVE_RETURNED;
	after.returned_at = s->happened_at;
	return od_leave_write(db, l, &after, s, err);
}

/* --- cancelling ------------------------------------------------------------------------------------------- */

int od_leave_revive(struct od_db *db, const struct od_leave *l, const struct od_leave_step *s,
		    struct od_err *err)
{
	struct od_leave parent = { 0 };
	char name[32];
	int r;

	od_rec_init(&od_leave_type, &parent);
	r = od_leave_get(db, l->parent, &parent, err) < 0 ? -1 : 0;
	if (r == 0 && parent.status == OD_LEAVE_EXTENDED)
		r = follow(db, &parent,
			   od_instant_is(parent.departed_at) ? OD_LEAVE_AWAY : OD_LEAVE_APPROVED,
			   OD_LEAVE_DO_CHANGE, s, od_number_str('L', l->number, name), err);
	od_rec_clear(&od_leave_type, &parent);
	return r;
}

static int cancel(struct od_db *db, struct od_leave_step *s, const struct od_leave *l,
		  struct od_err *err)
{
	bool live = l->status != OD_LEAVE_REQUESTED;
	struct od_leave after = *l;
	char number[32];

	od_number_str('L', l->number, number);
	if (l->status == OD_LEAVE_AWAY && l->parent == OD_NOINT)
		return od_fail(err, OD_EDATA,
			       _("%s: the person has left; register the return instead"), number);
	if (live && l->parent != OD_NOINT && od_part_of(s->happened_at) >= od_leave_span(l).from)
		return od_fail(err, OD_EDATA,
			       _("%s has begun; register the return, also one before it began"),
			       number);
	if (settle_asked(db, l, s, true, err) < 0)
		return -1;
	after.status = OD_LEAVE_CANCELLED;
	if (od_leave_write(db, l, &after, s, err) < 0)
		return -1;
	return live && l->parent != OD_NOINT ? od_leave_revive(db, l, s, err) : 0;
}

/* --- doing ----------------------------------------------------------------------------------------------------- */

/* Who decides: as said, else on whose behalf it is done, else who does it. */
static int resolve_by(struct od_db *db, struct od_leave_step *s, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	od_date on = od_instant_date(s->happened_at);
	bool decides = s->action == OD_LEAVE_DO_APPROVE || s->action == OD_LEAVE_DO_REFUSE;

	if (s->by && *s->by)
		return od_leave_resolve_person(db, &s->by, on, err);
	free(s->by);
	s->by = NULL;
	if (act->acting_for) {
		s->by = strdup(act->acting_for);
		return s->by ? od_leave_resolve_person(db, &s->by, on, err) : od_fail_nomem(err);
	}
	if (od_person_of_login(db, act->actor, on, &s->by, err) < 0)
		return -1;
	return s->by || !decides
		       ? 0
		       : od_fail(err, OD_EDATA, _("say who decided it: the person's code (by)"));
}

int od_leave_step_prepare(struct od_db *db, struct od_leave_step *s, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	char buf[32];

	s->at = act->now;
	if (!od_instant_is(s->happened_at))
		s->happened_at = s->at;
	if (s->happened_at.sec > s->at.sec)
		return od_fail(err, OD_EDATA, _("happened_at: %s has not come yet"),
			       od_instant_str_short(s->happened_at, buf));
	free(s->actor);
	s->actor = strdup(act->actor);
	free(s->role);
	s->role = NULL;
	if (s->reason && !*s->reason) {
		free(s->reason);
		s->reason = NULL;
	}
	if (!s->actor)
		return od_fail_nomem(err);
	if (rules[s->action].reason && !s->reason)
		return od_fail(err, OD_EDATA, _("a reason is needed to %s a leave"),
			       od_leave_actions[s->action].word);
	return resolve_by(db, s, err);
}

static int act_on(struct od_db *db, struct od_leave_step *s, struct od_leave *l, const char *force,
		  od_leave_finding_fn *fn, void *ctx, struct od_err *err)
{
	switch (s->action) {
	case OD_LEAVE_DO_APPROVE:
		return approve(db, s, l, force, fn, ctx, err);
	case OD_LEAVE_DO_REFUSE:
		return refuse(db, s, l, err);
	case OD_LEAVE_DO_DEPART:
		return depart(db, s, l, err);
	case OD_LEAVE_DO_RETURN:
		return come_back(db, s, l, err);
	default:
		return cancel(db, s, l, err);
	}
}

int od_leave_do(struct od_db *db, struct od_leave_step *s, const char *force,
		od_leave_finding_fn *fn, void *ctx, struct od_err *err)
{
	struct od_leave l = { 0 };
	int64_t live;
	int r;

	if (s->action != OD_LEAVE_DO_APPROVE && s->action != OD_LEAVE_DO_REFUSE &&
	    s->action != OD_LEAVE_DO_DEPART && s->action != OD_LEAVE_DO_RETURN &&
	    s->action != OD_LEAVE_DO_CANCEL)
		return od_fail(err, OD_EUSAGE, _("'%s' is not done to a leave this way"),
			       od_leave_actions[s->action].word);
	if (od_need_tx(db, err) < 0)
		return -1;
	live = s->number;
	if (s->action == OD_LEAVE_DO_RETURN && od_leave_live(db, s->number, &live, err) < 0)
		return -1;
	od_rec_init(&od_leave_type, &l);
	r = od_leave_get(db, live, &l, err) < 0 ? -1 : 0;
	if (r == 0)
		r = od_leave_allows(&l, s->action, err);
	if (r == 0)
		r = od_leave_step_prepare(db, s, err);
	if (r == 0)
		r = act_on(db, s, &l, force, fn, ctx, err);
	od_rec_clear(&od_leave_type, &l);
	return r;
}

/* --- reading, loading a dump, undoing ------------------------------------------------------------------------ */

#define COLUMNS \
	"SELECT number, step, action, \"by\", role, reason, happened_at, at, actor FROM leave_step "

struct od_iter *od_leave_steps(struct od_db *db, int64_t number, struct od_err *err)
{
	return od_query(db, COLUMNS "WHERE number = ?1 ORDER BY step", &od_leave_step_type,
			OD_VALS(od_v(number)), err);
}

static void step_name(const void *rec, struct od_buf *b)
{
	const struct od_leave_step *s = rec;
	char buf[32];

	od_buf_printf(b, "leave_step:%s/%lld", od_number_str('L', s->number, buf),
		      (long long)s->step);
}

static int check_loaded(struct od_db *db, const struct od_leave_step *s, struct od_err *err)
{
	int64_t n = 0, known = 1;
	char buf[32];

	if (!od_instant_is(s->at) || !od_instant_is(s->happened_at) || !s->actor || !s->action ||
	    s->step == OD_NOINT)
		return od_fail(err, OD_EDATA,
			       _("a step of a leave is loaded with its number in it, action, times "
				 "and actor; do new ones by leave-log"));
	if (od_query_int(db, "SELECT count(*) FROM leave WHERE number = ?1", &n,
			 OD_VALS(od_v(s->number)), err) < 0 ||
	    (s->by && od_query_int(db, "SELECT count(*) FROM person WHERE code = ?1", &known,
				   OD_VALS(od_v(s->by)), err) < 0))
		return -1;
	if (!n)
		return od_fail(err, OD_EDATA, _("no leave %s"), od_number_str('L', s->number, buf));
	return known ? 0
		     : od_fail(err, OD_EDATA,
			       _("%s '%s' is not known; load it too, or name one that is there"),
			       "by", s->by);
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	const struct od_leave_step *s = rec;
	struct od_leave_step was = { 0 };
	struct od_buf name OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	int had, r;

	if (check_loaded(db, s, err) < 0)
		return -1;
	od_rec_init(&od_leave_step_type, &was);
	had = od_query_one(db, COLUMNS "WHERE number = ?1 AND step = ?2", &od_leave_step_type, &was,
			   OD_VALS(od_v(s->number), od_v(s->step)), err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	step_name(s, &name);
	r = had > 0 ? 0 : had;
	if (had > 0 && !od_rec_same(&od_leave_step_type, &was, s))
		r = od_fail(err, OD_EDATA, _("%s is on file with other content"), name.s);
	if (had == 0)
		r = od_run_rec(db, sql_add, &od_leave_step_type, s, OD_NOVALS, err);
	if (had == 0 && r == 0)
		r = od_journal_create(db, &od_leave_step_type, name.s, s, err);
	od_rec_clear(&od_leave_step_type, &was);
	return r;
}

/* The step that a journal row of a leave's speaks of is taken back with the batch that brought it. */
int od_leave_step_drop(struct od_db *db, int64_t number, struct od_err *err)
{
	struct od_leave_step s = { 0 };
	uint8_t digest[OD_SM3_SIZE];
	struct od_buf name OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	int r;

	od_rec_init(&od_leave_step_type, &s);
	r = od_query_one(db, COLUMNS "WHERE number = ?1 ORDER BY step DESC LIMIT 1",
			 &od_leave_step_type, &s, OD_VALS(od_v(number)), err);
	if (r == 0)
		r = od_fail(err, OD_EBUG, "no step to drop");
	if (r > 0) {
		step_name(&s, &name);
		od_rec_digest(&od_leave_step_type, &s, digest);
		r = od_run(db, "DELETE FROM leave_step WHERE number = ?1 AND step = ?2",
			   OD_VALS(od_v(number), od_v(s.step)), err);
	}
	if (r == 0)
		r = od_journal(db, "delete", "leave_step", name.s, NULL, digest, err);
	od_rec_clear(&od_leave_step_type, &s);
	return r;
}

const struct od_kind od_leave_step_kind = {
	.type = &od_leave_step_type,
	.load = load,
	.all = COLUMNS "ORDER BY number, step",
	.name = step_name,
};
