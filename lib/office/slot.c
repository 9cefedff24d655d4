/* slot.c - what is owed: slots, derived from duties, reports and answers each time they are asked for.
 *
 * Nothing of it is stored: a rule loaded late, a report withdrawn, a unit renamed show at once, and
 * there is nothing to keep in step.  slot_who.c knows who owes what, slot_period.c makes the slots of a
 * rhythm, slot_meet.c finds the reports that meet them, slot_event.c makes those of events, slot_leave.c those
 * of leaves, slot_state.c gives them answers and state; here they are asked for, put in order and made records. */
#include <stdlib.h>

#include "slot.h"

const struct od_word od_slot_states[] = {
	{ "open", N_("open"), "未到期" },
	{ "met", N_("on time"), "按时" },
	{ "late", N_("late"), "迟报" },
	{ "left-out", N_("left out"), "漏报" },
	{ "unreported", N_("unreported"), "不报" },
	{ "nil", N_("nothing to report"), "零报告" },
	{ "excused", N_("excused"), "免报 准免" },
	{ NULL },
};

#define AT(m) offsetof(struct od_slot, m)
static const struct od_field fields[] = {
	{ "slot", OD_TEXT, AT(slot), OD_REQUIRED | OD_KEY, N_("Slot"), "应报项" },
	{ "duty", OD_TEXT, AT(duty), OD_READONLY, N_("Duty code"), "制度代码" },
	{ "duty_name", OD_TEXT, AT(duty_name), OD_READONLY | OD_TABLE, N_("Duty"), "制度" },
	{ "categories", OD_LIST, AT(categories), OD_READONLY, N_("Categories"), "类别" },
	{ "desk", OD_TEXT, AT(desk), OD_READONLY, N_("Desk code"), "处室" },
	{ "desk_name", OD_TEXT, AT(desk_name), OD_READONLY, N_("Desk"), "处室名称" },
	{ "unit", OD_TEXT, AT(unit), OD_READONLY, N_("Unit code"), "单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_READONLY | OD_TABLE, N_("Unit"), "单位名称" },
	{ "person", OD_TEXT, AT(person), OD_READONLY, N_("Person code"), "人员代码" },
	{ "person_name", OD_TEXT, AT(person_name), OD_READONLY | OD_TABLE, N_("Person"), "姓名" },
	{ "day", OD_DATE, AT(day), OD_READONLY, N_("Day"), "日" },
	{ "from", OD_DATE, AT(from), OD_READONLY, N_("From"), "起" },
	{ "to", OD_DATE, AT(to), OD_READONLY, N_("To"), "止" },
	{ "event", OD_NUMBER, AT(event), OD_READONLY, N_("Event"), "事件", NULL, 'E' },
	{ "due_at", OD_INSTANT, AT(due_at), OD_READONLY | OD_TABLE, N_("Due"), "时限" },
	{ "state", OD_ENUM, AT(state), OD_READONLY | OD_TABLE, N_("State"), "状态",
	  od_slot_states },
	{ "late", OD_INT, AT(late), OD_READONLY | OD_TABLE, N_("Minutes late"), "迟报分钟" },
	{ "report", OD_NUMBER, AT(report), OD_READONLY | OD_TABLE, N_("Report"), "报告号", NULL,
	  'R' },
	{ "received_at", OD_INSTANT, AT(received_at), OD_READONLY, N_("Received"), "收到时间" },
	{ "returned", OD_BOOL, AT(returned), OD_READONLY, N_("Returned"), "已退回" },
	{ "quota", OD_INT, AT(quota), OD_READONLY, N_("Wanted"), "应报数" },
	{ "count", OD_INT, AT(count), OD_READONLY, N_("Came"), "已报数" },
	{ "urges", OD_INT, AT(urges), OD_READONLY, N_("Urged, times"), "催报次数" },
	{ "urged_at", OD_INSTANT, AT(urged_at), OD_READONLY, N_("Urged"), "催报时间" },
	{ "reason", OD_TEXT, AT(reason), OD_READONLY, N_("Reason"), "原因" },
	{ "consequence", OD_TEXT, AT(consequence), OD_READONLY, N_("Consequence"), "后果" },
	{ "provisional", OD_BOOL, AT(provisional), OD_READONLY, N_("Provisional"), "暂定" },
	{ "why", OD_TEXT, AT(why), OD_READONLY | OD_LONG, N_("Reckoning"), "说明" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_slot_type = { "slot", sizeof(struct od_slot), fields, N_("slot") };

/* --- texts and rows that live with the slots ---------------------------------------------------- */

struct chunk {
	struct chunk *before;
	size_t n, room;
	char bytes[];
};

char *od_slots_text(struct od_slots *s, const char *text, size_t n, struct od_err *err)
{
	struct chunk *c = s->texts;
	char *to;

	if (!c || c->room - c->n < n + 1) {
		size_t room = n + 1 > 65536 ? n + 1 : 65536;

		c = malloc(sizeof(*c) + room);
		if (!c) {
			od_fail_nomem(err);
			return NULL;
		}
		*c = (struct chunk){ .before = s->texts, .room = room };
		s->texts = c;
	}
	to = c->bytes + c->n;
	memcpy(to, text, n);
	to[n] = '\0';
	c->n += n + 1;
	return to;
}

struct owed *od_slots_add(struct od_slots *s, struct od_err *err)
{
	if (s->n == s->room) {
		size_t room = s->room ? 2 * s->room : 256;
		struct owed *grown = reallocarray(s->owed, room, sizeof(*grown));

		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		s->owed = grown;
		s->room = room;
	}
	s->owed[s->n] = (struct owed){
		.ref = OD_NOINT,
		.event = OD_NOINT,
		.number = OD_NOINT,
		.late = OD_NOINT,
		.quota = 1,
		.from = OD_NODATE,
		.to = OD_NODATE,
		.received = OD_NOINSTANT,
		.anchor = OD_NOINSTANT,
		.nil_at = OD_NOINSTANT,
		.urged_first = OD_NOINSTANT,
		.urged_last = OD_NOINSTANT,
	};
	return &s->owed[s->n++];
}

/* --- records ---------------------------------------------------------------------------------------------- */

static int by_due(const void *a, const void *b)
{
	const struct owed *x = *(const struct owed *const *)a, *y = *(const struct owed *const *)b;

	if (x->due.sec != y->due.sec)
		return x->due.sec < y->due.sec ? -1 : 1;
	if (x->duty_place != y->duty_place)
		return x->duty_place < y->duty_place ? -1 : 1;
	if (x->who->place != y->who->place)
		return x->who->place < y->who->place ? -1 : 1;
	return x->ref < y->ref ? -1 : x->ref > y->ref;
}

/* The desk that watches: the duty's, else the first category's of that day. */
static const char *desk_of(const struct od_slots *s, const struct owed *o)
{
	const char *list = o->duty->categories, *first;
	const struct od_category *latest = NULL;
	size_t n = 0;

	if (o->duty->desk)
		return o->duty->desk;
	first = od_list_next(&list, &n);
	for (size_t i = 0; first && i < s->categories; i++) {
		const struct od_category *c = &s->category[i];

		if (!strncmp(c->code, first, n) && !c->code[n] &&
		    c->valid_from.days <= o->day.days &&
		    (!latest || c->valid_from.days > latest->valid_from.days))
			latest = c;
	}
	return latest ? latest->desk : "";
}

/* Desk and its name change rarely: asked for once a duty and day. */
struct desk_memo {
	const struct od_duty *duty;
	int32_t day;
	const char *code, *name;
};

static int know_desk(struct od_slots *s, const struct owed *o, struct desk_memo *m,
		     struct od_err *err)
{
	const char *name;

	if (m->duty == o->duty && m->day == o->day.days)
		return 0;
	m->code = desk_of(s, o);
	name = od_name_memo(s->db, OD_NAMED_DESK, m->code, o->day, NULL, err);
	if (!name && err->code)
		return -1;
	if (!name)
		name = m->code;
	if (!m->name || strcmp(m->name, name)) {
		m->name = od_slots_text(s, name, strlen(name), err);
		if (!m->name)
			return -1;
	}
	m->duty = o->duty;
	m->day = o->day.days;
	return 0;
}

static char *writable(const char *text)
{
	return (char *)(uintptr_t)text; /* records own their texts; these are the slots' */
}

static int fill(struct od_slots *s, const struct owed *o, const struct desk_memo *desk,
		struct od_slot *r, struct od_err *err)
{
	const struct od_person *p = o->who->person;
	const struct od_unit *u =
		o->who->unit ? o->who->unit : od_slots_unit_on(s, p->unit, o->day);
	struct od_buf why OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char name[256];

	od_slots_name(o, name, sizeof(name));
	*r = (struct od_slot){
		.slot = od_slots_text(s, name, strlen(name), err),
		.duty = o->duty->code,
		.duty_name = o->duty->name,
		.categories = o->duty->categories,
		.desk = writable(desk->code),
		.desk_name = writable(desk->name),
		.unit = u   ? u->code
			: p ? p->unit
			    : NULL,
		.unit_name = u ? u->name : NULL,
		.person = p ? p->code : NULL,
		.person_name = p ? p->name : NULL,
		.day = o->day,
		.from = o->from,
		.to = o->to,
		.event = o->event,
		.due_at = o->due,
		.state = o->state,
		.late = o->late,
		.report = o->number,
		.received_at = o->received,
		.returned = o->returned,
		.quota = o->quota,
		.count = o->count,
		.urges = o->urges,
		.urged_at = o->urged_last,
		.reason = writable(o->reason),
		.consequence = o->duty->consequence,
		.provisional =
			od_calendar_provisional(od_hours_calendar(s->hours), od_due_day(o->due)),
	};
	if (!r->slot)
		return -1;
	if (!s->q.explain)
		return 0;
	if (od_slots_why(s, o, &why) < 0 || why.failed)
		return od_fail_nomem(err);
	r->why = od_slots_text(s, why.s ? why.s : "", why.n, err);
	return r->why ? 0 : -1;
}

static bool wanted(const struct od_slots *s, const struct owed *o, const char *desk)
{
	char name[256];

	if (s->q.desk && strcmp(desk, s->q.desk))
		return false;
	return !s->q.slot || !strcmp(s->q.slot, od_slots_name(o, name, sizeof(name)));
}

static int make_rows(struct od_slots *s, struct od_err *err)
{
	const struct owed **order = calloc(s->n + 1, sizeof(*order));
	struct desk_memo desk = { NULL };
	size_t n = 0;
	int r = 0;

	if (!order)
		return od_fail_nomem(err);
	for (; n < s->n; n++)
		order[n] = &s->owed[n];
	qsort(order, n, sizeof(*order), by_due);
	s->row = calloc(n + 1, sizeof(*s->row));
	if (!s->row)
		r = od_fail_nomem(err);
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = know_desk(s, order[i], &desk, err);
		if (r == 0 && wanted(s, order[i], desk.code))
			r = fill(s, order[i], &desk, &s->row[s->rows++], err);
	}
	free(order);
	return r;
}

/* --- asking --------------------------------------------------------------------------------------------------- */

/* A slot asked for by name narrows the rest of the query. */
static void narrow(struct od_slot_query *q)
{
	const char *ref = q->slot ? strrchr(q->slot, '/') : NULL;
	static const struct od_when none = { { 0 }, NULL };
	struct od_err err = OD_ERR_INIT;
	od_date day;

	if (!od_instant_is(q->since) || !q->since.sec)
		q->since.sec = q->now.sec - 3660 * 86400LL;
	if (!od_instant_is(q->until) || !q->until.sec)
		q->until.sec = q->now.sec + 400 * 86400LL;
	if (!ref)
		return;
	q->since.sec = INT64_MIN / 2;
	q->until.sec = INT64_MAX / 2;
	if (od_date_parse(ref + 1, &none, &day, &err) < 0)
		return; /* an event, a report, a leave */
	q->since.sec = od_date_start(day).sec - 400 * 86400LL;
	q->until.sec = od_date_start(day).sec + 400 * 86400LL;
}

static bool asked_for(const struct od_slot_query *q, const struct od_duty *d)
{
	size_t n = strlen(d->code);

	if (q->slot && (strncmp(q->slot, d->code, n) || q->slot[n] != '/'))
		return false;
	if (q->duty && strcmp(q->duty, d->code))
		return false;
	return !q->category || od_list_has(d->categories, q->category);
}

static int all_slots(struct od_slots *s, struct od_err *err)
{
	int64_t any = 0;
	size_t first;

	if (od_query_int(s->db, "SELECT 1 FROM answer LIMIT 1", &any, OD_NOVALS, err) < 0)
		return -1;
	s->answers = any;
	for (size_t i = 0; i < s->duties; i++) {
		const struct duty_row *d = &s->duty[i];
		int r;

		if (!asked_for(&s->q, &d->d))
			continue;
		if (od_duty_of_leave(&d->d))
			r = od_slots_leaves(s, d, i, err);
		else
			r = d->d.rhythm == OD_RHYTHM_EVENT ? od_slots_events(s, d, i, err)
							   : od_slots_periods(s, d, i, err);
		if (r < 0)
			return -1;
	}
	first = s->n;
	return od_slots_omissions(s, err) < 0 ? -1 : od_slots_settle(s, first, err);
}

/* The office began to keep its ledger on a day (setting owed_from): what was due before, by 24:00 of the
 * day before too, is nobody's debt. */
static void begin_ledger(struct od_slots *s)
{
	static const struct od_when none = { { 0 }, NULL };
	const char *text = od_setting(s->db, "owed_from", od_instant_date(s->q.now), NULL);
	struct od_err err = OD_ERR_INIT;
	od_date day;

	if (text && od_date_parse(text, &none, &day, &err) == 0 &&
	    s->q.since.sec <= od_date_start(day).sec)
		s->q.since.sec = od_date_start(day).sec + 1;
}

static int64_t minutes_setting(struct od_db *db, const char *name, od_instant now, int64_t fallback)
{
	const char *value = od_setting(db, name, od_instant_date(now), NULL);
	char *end = NULL;
	long minutes = value ? strtol(value, &end, 10) : 0;

	return value && end != value && !*end && minutes >= 0 ? minutes : fallback;
}

static int find(struct od_slots *s, struct od_err *err)
{
	begin_ledger(s);
	s->urge_answer = 60 * minutes_setting(s->db, "urge_answer", s->q.now, 120);
	s->hours = od_hours_load(s->db, err);
	if (!s->hours || od_slots_obligors(s, err) < 0 || od_slots_duties(s, err) < 0 ||
	    od_slots_urges(s, err) < 0 || all_slots(s, err) < 0 ||
	    od_iter_all(od_query(s->db, od_category_dated.all, &od_category_type, OD_NOVALS, err),
			&s->category, &s->categories, err) < 0)
		return -1;
	return make_rows(s, err);
}

struct od_slots *od_slots_find(struct od_db *db, const struct od_slot_query *q, struct od_err *err)
{
	struct od_slots *s = calloc(1, sizeof(*s));
	bool begun;
	int r;

	if (!s) {
		od_fail_nomem(err);
		return NULL;
	}
	s->db = db;
	s->q = *q;
	narrow(&s->q);
	r = od_snapshot_begin(db, &begun, err);
	if (r == 0) {
		r = find(s, err);
		od_snapshot_end(db, begun);
	}
	if (r == 0)
		return s;
	od_slots_free(s);
	return NULL;
}

void od_slots_free(struct od_slots *s)
{
	if (!s)
		return;
	od_slots_free_rows(s);
	od_slots_free_nameds(s->named);
	od_slots_free_tolds(s->tolds);
	od_slots_free_gones(s->gones);
	od_slots_free_aways(s->aways);
	while (s->texts) {
		struct chunk *before = s->texts->before;

		free(s->texts);
		s->texts = before;
	}
	od_hours_free(s->hours);
	od_recs_free(&od_category_type, s->category, s->categories);
	free(s->owed);
	free(s->urged);
	free(s->row);
	free(s);
}

size_t od_slots_rows(const struct od_slots *s, const struct od_slot **rows)
{
	*rows = s->row;
	return s->rows;
}
