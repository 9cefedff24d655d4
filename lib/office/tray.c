/* tray.c - what lies on a desk: reports that came in or came back, those returned that have not, and
 * what should have come by now. */
#include <stdlib.h>

#include "report.h"

static const struct od_word whats[] = {
	{ "new", N_("new"), "新件" },
	{ "back", N_("come back mended"), "补正件" },
	{ "returned", N_("returned, not come back"), "退回未补" },
	{ "overdue", N_("past due"), "逾期未报" },
	{ NULL },
};

#define AT(m) offsetof(struct od_tray, m)
static const struct od_field fields[] = {
	{ "what", OD_ENUM, AT(what), OD_TABLE, N_("What"), "事项", whats },
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), "报告号", NULL, 'R' },
	{ "slot", OD_TEXT, AT(slot), 0, N_("Slot"), "应报项" },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit code"), "单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_TABLE, N_("Unit"), "单位名称" },
	{ "category", OD_TEXT, AT(category), 0, N_("Category"), "类别" },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title"), "标题" },
	{ "since", OD_INSTANT, AT(since), OD_TABLE, N_("Since"), "自" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_tray_type = { "tray", sizeof(struct od_tray), fields, N_("tray") };

/* What was done to it last, and when. */
struct last {
	const char *action;
	int64_t at;
};

static int take_last(void *ctx, const char *const *text, struct od_err *err)
{
	struct last *l = ctx;

	(void)err;
	l->action = !strcmp(text[0], "resubmit") ? "resubmit" : "other";
	l->at = strtoll(text[1], NULL, 10);
	return 0;
}

static int look(struct od_db *db, const struct od_report *r, struct od_tray *t, struct od_err *err)
{
	static const char sql[] =
		"SELECT action, at FROM handling WHERE number = ?1 ORDER BY step DESC LIMIT 1";
	struct last last = { NULL, 0 };

	if (od_query_each(db, sql, OD_VALS(od_v(r->number)), take_last, &last, err) < 0)
		return -1;
	t->since = last.action ? (od_instant){ last.at } : r->received_at;
	if (r->status == OD_STATUS_RETURNED)
		t->what = OD_TRAY_RETURNED;
	else if (last.action && !strcmp(last.action, "resubmit"))
		t->what = OD_TRAY_BACK;
	else
		t->what = OD_TRAY_NEW;
	return 0;
}

struct later { /* what is told after the new ones */
	struct od_tray *row;
	size_t n;
};

static int keep(struct later *l, const struct od_tray *t, struct od_err *err)
{
	struct od_tray *grown = reallocarray(l->row, l->n + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	l->row = grown;
	od_rec_init(&od_tray_type, &grown[l->n]);
	if (od_rec_copy(&od_tray_type, &grown[l->n], t, err) < 0)
		return -1;
	l->n++;
	return 0;
}

/* New ones at once, the others into l. */
static int each_report(struct od_db *db, const char *desk, struct later *l, od_tray_fn *fn,
		       void *ctx, struct od_err *err)
{
	struct od_iter *it = od_report_waiting(db, desk, err);
	struct od_report r;
	int got = it ? 1 : -1;

	od_rec_init(&od_report_type, &r);
	while (got > 0 && (got = od_iter_next(it, &r, err)) > 0) {
		struct od_tray t = { .number = r.number,
				     .unit = r.unit,
				     .unit_name = r.unit_name,
				     .category = r.category,
				     .title = r.title };

		if (look(db, &r, &t, err) < 0 ||
		    (t.what == OD_TRAY_NEW ? fn(ctx, &t, err) : keep(l, &t, err)) < 0)
			got = -1;
	}
	od_rec_clear(&od_report_type, &r);
	od_iter_free(it);
	return got;
}

static int each_later(const struct later *l, int what, od_tray_fn *fn, void *ctx,
		      struct od_err *err)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->row[i].what == what && fn(ctx, &l->row[i], err) < 0)
			return -1;
	return 0;
}

static void later_free(struct later *l)
{
	for (size_t i = 0; i < l->n; i++)
		od_rec_clear(&od_tray_type, &l->row[i]);
	free(l->row);
}

static int tell_slot(const struct od_slot *s, od_tray_fn *fn, void *ctx, struct od_err *err)
{
	struct od_tray t = { .what = OD_TRAY_OVERDUE,
			     .number = OD_NOINT,
			     .slot = s->slot,
			     .unit = s->unit,
			     .unit_name = s->unit_name,
			     .category = s->categories,
			     .title = s->duty_name,
			     .since = s->due_at };
	struct od_buf title = OD_BUF_INIT;
	int r;

	if (s->person_name) {
		od_buf_printf(&title, _("%s (%s)"), s->duty_name, s->person_name);
		t.title = title.s;
	}
	r = title.failed ? od_fail_nomem(err) : fn(ctx, &t, err);
	od_buf_free(&title);
	return r;
}

/* Older ones are the ledger's. */
#define TRAY_DAYS "31"

static int each_slot(struct od_db *db, const char *desk, od_instant now, od_tray_fn *fn, void *ctx,
		     struct od_err *err)
{
	const char *days = od_setting(db, "tray_days", od_instant_date(now), TRAY_DAYS);
	const struct od_slot_query q = {
		.since = { now.sec - 86400 * strtoll(days, NULL, 10) },
		.until = now,
		.now = now,
		.desk = desk,
		.states = 1u << OD_SLOT_LEFT_OUT | 1u << OD_SLOT_UNREPORTED,
	};
	struct od_slots *slots = od_slots_find(db, &q, err);
	const struct od_slot *s = NULL;
	size_t n = slots ? od_slots_rows(slots, &s) : 0;
	int r = slots ? 0 : -1;

	for (size_t i = 0; r == 0 && i < n; i++)
		r = tell_slot(&s[i], fn, ctx, err);
	od_slots_free(slots);
	return r;
}

int od_tray_each(struct od_db *db, const char *desk, od_instant now, od_tray_fn *fn, void *ctx,
		 struct od_err *err)
{
	struct later later = { NULL, 0 };
	int r = each_report(db, desk, &later, fn, ctx, err);

	if (r == 0)
		r = each_later(&later, OD_TRAY_BACK, fn, ctx, err);
	if (r == 0)
		r = each_later(&later, OD_TRAY_RETURNED, fn, ctx, err);
	later_free(&later);
	return r == 0 ? each_slot(db, desk, now, fn, ctx, err) : -1;
}
