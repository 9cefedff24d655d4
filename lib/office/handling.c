/* handling.c - what a desk does to a report: one table of what each state allows. */
#include <stdlib.h>

#include "draft.h"

const struct od_word od_actions[] = {
	{ "none", N_("none"), NULL },
	{ "accept", N_("accept"), "采编 接受" },
	{ "return", N_("return for mending"), "退回补正 退回" },
	{ "reject", N_("reject"), "退稿" },
	{ "duplicate", N_("mark as duplicate"), "重复" },
	{ "forward", N_("forward to a desk"), "转办 转交" },
	{ "withdraw", N_("withdraw"), "撤回" },
	{ "resubmit", N_("come back mended"), "重报" },
	{ NULL },
};

#define AT(m) offsetof(struct od_handling, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED | OD_TABLE, N_("Number"), "报告号", NULL,
	  'R' },
	{ "step", OD_INT, AT(step), OD_READONLY, N_("No."), "序号" },
	{ "action", OD_ENUM, AT(action), OD_TABLE, N_("Action"), "处理", od_actions },
	{ "reason", OD_TEXT, AT(reason), OD_TABLE, N_("Reason"), "原因 理由" },
	{ "target", OD_TEXT, AT(target), OD_TABLE, N_("Sent to"), "转至" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY | OD_TABLE, N_("When"), "时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY | OD_TABLE, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_handling_type = { "handling", sizeof(struct od_handling), fields,
					      N_("handling") };

#define IN(s) (1u << OD_STATUS_##s)
/* What is done, from which states, to which; forward keeps the report as received, elsewhere. */
static const struct rule {
	unsigned int from;
	enum od_status to;
	bool reason, target;
} rules[] = {
	[OD_ACCEPT] = { IN(RECEIVED) | IN(RETURNED) | IN(REJECTED) | IN(DUPLICATE),
			OD_STATUS_ACCEPTED },
	[OD_RETURN] = { IN(RECEIVED) | IN(ACCEPTED), OD_STATUS_RETURNED, .reason = true },
	[OD_REJECT] = { IN(RECEIVED) | IN(ACCEPTED) | IN(RETURNED), OD_STATUS_REJECTED,
			.reason = true },
	[OD_DUPLICATE_OF] = { IN(RECEIVED) | IN(ACCEPTED), OD_STATUS_DUPLICATE, .target = true },
	[OD_FORWARD] = { IN(RECEIVED) | IN(ACCEPTED), OD_STATUS_RECEIVED, .target = true },
	[OD_WITHDRAW] = { IN(RECEIVED) | IN(ACCEPTED) | IN(RETURNED) | IN(REJECTED) | IN(DUPLICATE),
			  OD_STATUS_WITHDRAWN, .reason = true },
	[OD_RESUBMIT] = { 0, OD_STATUS_RECEIVED },
};

struct state { /* the part of a report that is handled */
	int64_t number;
	char *status, *desk;
};

static void state_free(struct state *s)
{
	free(s->status);
	free(s->desk);
}

static int take_state(void *ctx, const char *const *text, struct od_err *err)
{
	struct state *s = ctx;

	s->status = strdup(text[0]);
	s->desk = strdup(text[1]);
	return s->status && s->desk ? 0 : od_fail_nomem(err);
}

static int read_state(struct od_db *db, int64_t number, struct state *s, struct od_err *err)
{
	char buf[32];

	*s = (struct state){ .number = number };
	if (od_query_each(db, "SELECT status, desk FROM report WHERE number = ?1",
			  OD_VALS(od_v(number)), take_state, s, err) < 0)
		return -1;
	if (s->status)
		return 0;
	return od_fail(err, OD_ENOENT, _("no report %s"), od_number_str('R', number, buf));
}

static const struct od_word *statuses(void)
{
	return od_field_find(&od_report_type, "status")->words;
}

static int place_of(const struct od_word *words, const char *word)
{
	int i = 0;

	while (words[i].word && strcmp(words[i].word, word))
		i++;
	return i;
}

/* The message names what the state does allow. */
static int refuse(const struct od_handling *h, int status, struct od_err *err)
{
	const struct od_word *now = &statuses()[status];
	struct od_buf allowed = OD_BUF_INIT;
	const char *label = _(now->label), *rest;
	char buf[32];

	for (size_t i = 0; i < OD_COUNT(rules); i++)
		if (rules[i].from & 1u << status)
			od_buf_printf(&allowed, "%s%s", allowed.n ? _(", ") : "",
				      od_actions[i].word);
	od_number_str('R', h->number, buf);
	rest = allowed.n ? allowed.s : _("nothing more");
	/* In English most labels are the words that options take. */
	if (strcmp(label, now->word))
		od_fail(err, OD_EDATA, _("%s is %s (%s), which does not allow '%s'; it allows: %s"),
			buf, label, now->word, od_actions[h->action].word, rest);
	else
		od_fail(err, OD_EDATA, _("%s is %s, which does not allow '%s'; it allows: %s"), buf,
			label, od_actions[h->action].word, rest);
	od_buf_free(&allowed);
	return -1;
}

/* The number of the report that this one repeats: another one, itself no duplicate. */
static int check_original(struct od_db *db, struct od_handling *h, struct od_err *err)
{
	struct state other;
	int64_t number;
	char buf[32];
	int r = 0;

	if (od_number_parse('R', h->target, &number, err) < 0 ||
	    read_state(db, number, &other, err) < 0)
		return -1;
	if (number == h->number)
		r = od_fail(err, OD_EDATA, _("%s cannot be a duplicate of itself"), h->target);
	else if (!strcmp(other.status, "duplicate"))
		r = od_fail(err, OD_EDATA, _("%s is a duplicate itself; name the original"),
			    h->target);
	state_free(&other);
	if (r < 0)
		return -1;
	free(h->target);
	h->target = strdup(od_number_str('R', number, buf));
	return h->target ? 0 : od_fail_nomem(err);
}

static int check_desk(struct od_db *db, struct od_handling *h, const struct state *now,
		      struct od_err *err)
{
	char *code;

	if (od_desk_code(db, h->target, od_instant_date(od_db_act(db)->now), &code, err) < 0) {
		if (err->code == OD_EUSAGE)
			err->code = OD_EDATA;
		return -1;
	}
	free(h->target);
	h->target = code;
	if (!strcmp(code, now->desk))
		return od_fail(err, OD_EDATA, _("it is at desk '%s' already"), code);
	return 0;
}

/* What is printed cannot be undone behind the back. */
static int check_printed(struct od_db *db, const struct od_handling *h, struct od_err *err)
{
	enum od_status to = rules[h->action].to;
	char *item, number[32];
	int r;

	if (to == OD_STATUS_ACCEPTED || to == OD_STATUS_RECEIVED)
		return 0;
	r = od_adopted_in(db, h->number, NULL, &item, err);
	if (r > 0)
		r = od_fail(err, OD_EDATA,
			    _("%1$s is printed in %2$s: withdraw that issue first, or correct it "
			      "(bulletin-build withdraw, bulletin-build correct)"),
			    od_number_str('R', h->number, number), item);
	free(item);
	return r;
}

static int check(struct od_db *db, struct od_handling *h, const struct state *now,
		 struct od_err *err)
{
	const struct rule *rule = &rules[h->action];
	int status = place_of(statuses(), now->status);

	if (!(rule->from & 1u << status))
		return refuse(h, status, err);
	if (check_printed(db, h, err) < 0)
		return -1;
	if (rule->reason && (!h->reason || !*h->reason))
		return od_fail(err, OD_EDATA, _("a reason is needed to %s a report"),
			       od_actions[h->action].word);
	if (!rule->target)
		return 0;
	if (!h->target || !*h->target)
		return od_fail(err, OD_EDATA,
			       h->action == OD_FORWARD
				       ? _("say to which desk")
				       : _("say of which report it is a duplicate"));
	return h->action == OD_FORWARD ? check_desk(db, h, now, err) : check_original(db, h, err);
}

static const char sql_add[] =
	"INSERT INTO handling (number, step, action, reason, target, at, actor) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

int od_handling_add(struct od_db *db, struct od_handling *h, const char *change, struct od_err *err)
{
	uint8_t digest[OD_SM3_SIZE];
	char name[32];

	if (od_query_int(db, "SELECT coalesce(max(step), 0) + 1 FROM handling WHERE number = ?1",
			 &h->step, OD_VALS(od_v(h->number)), err) < 0)
		return -1;

	od_rec_digest(&od_handling_type, h, digest);
	if (od_run_rec(db, sql_add, &od_handling_type, h, OD_NOVALS, err) < 0)
		return -1;
	return od_journal(db, od_actions[h->action].word, "report",
			  od_number_str('R', h->number, name), change, digest, err);
}

/* The report's new state, and what was done. */
static int write(struct od_db *db, struct od_handling *h, const struct state *now,
		 struct od_err *err)
{
	struct od_report before = { 0 }, after = { 0 };
	struct od_buf change = OD_BUF_INIT;
	int r = -1;

	od_rec_init(&od_report_type, &before);
	od_rec_init(&od_report_type, &after);
	before.status = place_of(statuses(), now->status);
	after.status = rules[h->action].to;
	before.desk = now->desk;
	after.desk = h->action == OD_FORWARD ? h->target : now->desk;
	od_rec_diff(&od_report_type, &before, &after, &change);
	if (od_run(db, "UPDATE report SET status = ?2, desk = ?3 WHERE number = ?1",
		   OD_VALS(od_v(h->number), od_v(statuses()[after.status].word), od_v(after.desk)),
		   err) == 0)
		r = od_handling_add(db, h, change.s, err);
	od_buf_free(&change);
	return r;
}

int od_handle(struct od_db *db, struct od_handling *h, struct od_err *err)
{
	struct state now;
	int r;

	if (od_need_tx(db, err) < 0 || read_state(db, h->number, &now, err) < 0)
		return -1;
	h->at = od_db_act(db)->now;
	free(h->actor);
	h->actor = strdup(od_db_act(db)->actor);
	r = h->actor ? check(db, h, &now, err) : od_fail_nomem(err);
	if (r == 0)
		r = write(db, h, &now, err);
	state_free(&now);
	return r;
}

#define COLUMNS "SELECT number, step, action, reason, target, at, actor FROM handling "

struct od_iter *od_handling_find(struct od_db *db, int64_t number, struct od_err *err)
{
	return od_query(db, COLUMNS "WHERE number = ?1 ORDER BY step", &od_handling_type,
			OD_VALS(od_v(number)), err);
}

static void handling_name(const void *rec, struct od_buf *b)
{
	const struct od_handling *h = rec;
	char buf[32];

	od_buf_printf(b, "handling:%s/%lld", od_number_str('R', h->number, buf),
		      (long long)h->step);
}

/* From a dump: the row as it was. */
static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	const struct od_handling *h = rec;
	struct od_handling was = { 0 };
	struct od_buf name = OD_BUF_INIT;
	int had, r;

	if (!od_instant_is(h->at) || !h->actor || !h->action || h->step == OD_NOINT)
		return od_fail(
			err, OD_EDATA,
			_("a handling is loaded with its step, action, time and actor; do new ones by "
			  "report-handle"));
	od_rec_init(&od_handling_type, &was);
	had = od_query_one(db, COLUMNS "WHERE number = ?1 AND step = ?2", &od_handling_type, &was,
			   OD_VALS(od_v(h->number), od_v(h->step)), err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	handling_name(h, &name);
	r = had > 0 ? 0 : had;
	if (had > 0 && !od_rec_same(&od_handling_type, &was, h))
		r = od_fail(err, OD_EDATA, _("%s is on file with other content"), name.s);
	if (had == 0)
		r = od_run_rec(db, sql_add, &od_handling_type, h, OD_NOVALS, err);
	if (had == 0 && r == 0)
		r = od_journal_create(db, &od_handling_type, name.s, h, err);
	od_rec_clear(&od_handling_type, &was);
	od_buf_free(&name);
	return r;
}

/* The handling that a journal row of a report's speaks of is taken back with the batch that brought it. */
int od_handling_drop(struct od_db *db, int64_t number, struct od_err *err)
{
	struct od_handling h = { 0 };
	uint8_t digest[OD_SM3_SIZE];
	struct od_buf name = OD_BUF_INIT;
	int r;

	od_rec_init(&od_handling_type, &h);
	r = od_query_one(db, COLUMNS "WHERE number = ?1 ORDER BY step DESC LIMIT 1",
			 &od_handling_type, &h, OD_VALS(od_v(number)), err);
	if (r == 0)
		r = od_fail(err, OD_EBUG, "no handling to drop");
	if (r > 0) {
		handling_name(&h, &name);
		od_rec_digest(&od_handling_type, &h, digest);
		r = od_run(db, "DELETE FROM handling WHERE number = ?1 AND step = ?2",
			   OD_VALS(od_v(number), od_v(h.step)), err);
	}
	if (r == 0)
		r = od_journal(db, "delete", "handling", name.s, NULL, digest, err);
	od_rec_clear(&od_handling_type, &h);
	od_buf_free(&name);
	return r;
}

const struct od_kind od_handling_kind = {
	.type = &od_handling_type,
	.load = load,
	.all = COLUMNS "ORDER BY number, step",
	.name = handling_name,
};
