/* task_state.c - what is done to a matter and to its units' parts, from which states, to which: one table.
 * What does not stand in it is refused, and the refusal says what is allowed. */
#include "task.h"

#define ON(s)    (1u << OD_TASK_##s)
#define IN(s)    (1u << OD_TU_##s)
#define OPEN     (ON(REGISTERED) | ON(ASSIGNED))
#define ANY      (OPEN | ON(CLOSED) | ON(FILED) | ON(CANCELLED))
#define AT_WORK  (IN(ASSIGNED) | IN(SIGNED) | IN(REPORTED) | IN(RETURNED))
#define PERCENT  OD_TASK_TAKES_PERCENT
#define DUE      OD_TASK_TAKES_DUE
#define LEVEL    OD_TASK_TAKES_LEVEL
#define UNIT     OD_TASK_TAKES_UNIT
#define STAYS    OD_TASK_STAYS
#define BY_HAND  false, false
#define WITH_WHY true, false
#define BY_US    false, true

/* clang-format off: a row a line: matter's statuses, unit's states, the matter's next, the unit's next,
 * what the event may say, how */
static const struct od_task_rule rules[] = {
	[OD_TASK_DO_REGISTER] = { 0, 0, STAYS, STAYS, 0, BY_US },
	[OD_TASK_DO_ASSIGN] = { OPEN, IN(NAMED), OD_TASK_ASSIGNED, OD_TU_ASSIGNED, DUE, BY_HAND },
	[OD_TASK_DO_SIGN] = { ON(ASSIGNED), IN(ASSIGNED), STAYS, OD_TU_SIGNED, 0, BY_HAND },
	[OD_TASK_DO_REPORT] = { ON(ASSIGNED), AT_WORK, STAYS, OD_TU_REPORTED, PERCENT, BY_HAND },
	[OD_TASK_DO_URGE] = { ON(ASSIGNED), AT_WORK, STAYS, STAYS, LEVEL, BY_HAND },
	[OD_TASK_DO_EXTEND_REQUEST] = { ON(ASSIGNED), AT_WORK, STAYS, STAYS, DUE, WITH_WHY },
	[OD_TASK_DO_EXTEND_APPROVE] = { ON(ASSIGNED), AT_WORK | IN(FINISHED), STAYS, STAYS, DUE,
					BY_HAND },
	[OD_TASK_DO_EXTEND_REFUSE] = { ON(ASSIGNED), AT_WORK | IN(FINISHED), STAYS, STAYS, 0,
				       WITH_WHY },
	[OD_TASK_DO_RETURN] = { ON(ASSIGNED), IN(REPORTED) | IN(FINISHED) | IN(VERIFIED), STAYS,
				OD_TU_RETURNED, 0, WITH_WHY },
	[OD_TASK_DO_FINISH] = { ON(ASSIGNED), IN(SIGNED) | IN(REPORTED), STAYS, OD_TU_FINISHED,
				PERCENT, BY_HAND },
	[OD_TASK_DO_VERIFY] = { ON(ASSIGNED), IN(FINISHED), STAYS, OD_TU_VERIFIED, 0, BY_HAND },
	[OD_TASK_DO_CLOSE] = { ON(ASSIGNED), 0, OD_TASK_CLOSED, STAYS, 0, BY_HAND },
	[OD_TASK_DO_REOPEN] = { ON(CLOSED) | ON(FILED), 0, OD_TASK_ASSIGNED, STAYS, DUE, WITH_WHY },
	[OD_TASK_DO_FILE] = { ON(CLOSED), 0, OD_TASK_FILED, STAYS, 0, BY_HAND },
	[OD_TASK_DO_CANCEL] = { OPEN, 0, OD_TASK_CANCELLED, STAYS, 0, WITH_WHY },
	[OD_TASK_DO_CHANGE] = { OPEN, 0, STAYS, STAYS, 0, BY_US },
	[OD_TASK_DO_SPLIT] = { OPEN, 0, STAYS, STAYS, 0, BY_US },
	[OD_TASK_DO_CHECKED] = { ANY, 0, STAYS, STAYS, UNIT, BY_HAND },
	[OD_TASK_DO_INSTRUCTED] = { ANY, 0, STAYS, STAYS, UNIT, BY_HAND },
	[OD_TASK_DO_UNDO] = { ANY, 0, STAYS, STAYS, 0, WITH_WHY },
};
/* clang-format on */

const struct od_task_rule *od_task_rule(int action)
{
	return &rules[action];
}

int od_task_place(const struct od_task_unit *u)
{
	return od_instant_is(u->assigned_at) ? u->state : OD_TU_NAMED;
}

bool od_task_unit_may(const struct od_task_unit *u, int action)
{
	return rules[action].states >> od_task_place(u) & 1;
}

static void add_word(struct od_buf *b, int action)
{
	od_buf_printf(b, "%s%s", b->n ? _(", ") : "", od_task_actions[action].word);
}

static const char *what(const struct od_buf *allowed)
{
	return allowed->n ? allowed->s : _("nothing more");
}

/* "T2026-0045 is closed, which does not allow 'report'; it allows: reopen, file": label is for people, word
 * what options take. */
static int refuse(const char *who, const char *label, const char *word, int action,
		  const struct od_buf *allowed, struct od_err *err)
{
	if (strcmp(label, word))
		return od_fail(err, OD_EDATA,
			       _("%s is %s (%s), which does not allow '%s'; it allows: %s"), who,
			       label, word, od_task_actions[action].word, what(allowed));
	return od_fail(err, OD_EDATA, _("%s is %s, which does not allow '%s'; it allows: %s"), who,
		       label, od_task_actions[action].word, what(allowed));
}

/* Linking and undoing are allowed anywhere: naming them each time says nothing. */
static bool is_told(int action)
{
	return rules[action].statuses && rules[action].statuses != ANY;
}

int od_task_check_status(const struct od_task *t, int action, struct od_err *err)
{
	const struct od_word *now = &od_task_statuses[t->status];
	OD_CLEANUP(od_buf_freep) struct od_buf allowed = OD_BUF_INIT;
	char who[32];

	if (rules[action].statuses >> t->status & 1)
		return 0;
	for (int i = 0; i < (int)OD_COUNT(rules); i++)
		if (is_told(i) && rules[i].statuses >> t->status & 1)
			add_word(&allowed, i);
	od_number_str('T', t->number, who);
	return refuse(who, _(now->label), now->word, action, &allowed, err);
}

int od_task_check_unit(const struct od_task_unit *u, int action, struct od_err *err)
{
	static const struct od_word named = { "named", N_("named, not assigned yet"), NULL };
	int place = od_task_place(u);
	const struct od_word *now = place == OD_TU_NAMED ? &named : &od_unit_states[place];
	OD_CLEANUP(od_buf_freep) struct od_buf allowed = OD_BUF_INIT;
	char number[32], who[128];

	if (rules[action].states >> place & 1)
		return 0;
	for (int i = 0; i < (int)OD_COUNT(rules); i++)
		if (rules[i].states >> place & 1)
			add_word(&allowed, i);
	snprintf(who, sizeof(who), "%s/%.*s", od_number_str('T', u->number, number),
		 (int)od_utf8_cut(u->unit, strlen(u->unit), 80), u->unit);
	return refuse(who, _(now->label), now->word, action, &allowed, err);
}

/* --- what an event says ------------------------------------------------------------------------------ */

static int does_not_take(const char *field, const struct od_task_event *e, struct od_err *err)
{
	return od_fail(err, OD_EDATA, _("%s says nothing of '%s'; leave it out"), field,
		       od_task_actions[e->action].word);
}

int od_task_check_event(const struct od_task_event *e, struct od_err *err)
{
	const struct od_task_rule *r = &rules[e->action];

	if (e->percent != OD_NOINT && !(r->takes & PERCENT))
		return does_not_take("percent", e, err);
	if (od_date_is(e->due_on) && !(r->takes & DUE))
		return does_not_take("due_on", e, err);
	if (e->level != OD_NOINT && !(r->takes & LEVEL))
		return does_not_take("level", e, err);
	if (!od_blank(e->unit) && !r->states && !(r->takes & UNIT))
		return does_not_take("unit", e, err);
	if (e->percent != OD_NOINT && (e->percent < 0 || e->percent > 100))
		return od_fail(err, OD_EDATA, _("percent: %lld is not from 0 to 100"),
			       (long long)e->percent);
	if (e->level != OD_NOINT && (e->level < 1 || e->level > 3))
		return od_fail(err, OD_EDATA, _("level: %lld is not from 1 to 3"),
			       (long long)e->level);
	if (r->reason && od_blank(e->reason))
		return od_fail(err, OD_EDATA, _("a reason is needed for '%s'"),
			       od_task_actions[e->action].word);
	if (e->action == OD_TASK_DO_REPORT && od_blank(e->text) && e->percent == OD_NOINT)
		return od_fail(err, OD_EDATA,
			       _("a report says what was done (text) or how far it is (percent)"));
	return 0;
}
