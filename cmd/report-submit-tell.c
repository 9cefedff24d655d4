/* report-submit-tell.c - see cli.h: what else is on file that a report just filed may clash with or repeat. */
#include <string.h>

#include "report-submit.h"

/* --- clashes ------------------------------------------------------------------ */

enum { CLASHES_TOLD = 20 };

struct clashes {
	struct od_db *db;
	const struct cli_told *all;
	int64_t found;
};

/* Only what has a time and a leader can clash. */
static bool may_clash(const struct od_report *r)
{
	static const char *const categories[] = { "schedule", "reception", "leave" };

	for (size_t i = 0; r->leaders && i < CLI_COUNT(categories); i++)
		if (!strcmp(r->category, categories[i]))
			return true;
	return false;
}

int cli_note_clashing(struct cli_told *t, const struct od_report *r, struct od_err *err)
{
	int64_t *grown;

	if (!may_clash(r))
		return 0;
	grown = reallocarray(t->number, t->n + 1, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	t->number = grown;
	grown[t->n++] = r->number;
	return 0;
}

/* "2026-12-05 09:00-11:00", "2026-12-05 to 2026-12-07", "2026-12-05 09:00 to 2026-12-06 12:00" */
static void span_of(const struct od_clash *k, char *buf, size_t room)
{
	char from[32], to[32], last[32];
	od_date ends = od_instant_date((od_instant){ k->to.sec - 1 });
	bool one_day = od_instant_date(k->from).days == ends.days, whole;

	od_instant_str(k->from, from); /* 2026-12-05T09:00:00+08:00 */
	od_instant_str(k->to, to);
	od_date_str(ends, last);
	whole = !strncmp(from + 11, "00:00:00", 8) && !strncmp(to + 11, "00:00:00", 8);
	if (whole && one_day)
		snprintf(buf, room, "%s", last);
	else if (whole)
		snprintf(buf, room, _("%.10s to %s"), from, last);
	else if (one_day)
		snprintf(buf, room, "%.10s %.5s-%.5s", from, from + 11,
			 strncmp(to, last, 10) ? "24:00" : to + 11);
	else
		snprintf(buf, room, _("%.10s %.5s to %.10s %.5s"), from, from + 11, to, to + 11);
}

/* The name of a category in the regime, or its code. */
static void name_category(struct od_db *db, const struct od_clash *k, char *buf, size_t room)
{
	struct od_err err = OD_ERR_INIT; /* then the code will do */
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_category_find(db, od_instant_date(k->from), &err);
	struct od_category c;

	snprintf(buf, room, "%s", k->category);
	od_rec_init(&od_category_type, &c);
	while (it && od_iter_next(it, &c, &err) > 0)
		if (!strcmp(c.code, k->category))
			snprintf(buf, room, "%s", c.name);
	od_rec_clear(&od_category_type, &c);
}

static int tell_clash(void *ctx, const struct od_clash *k, struct od_err *err)
{
	struct clashes *c = ctx;
	char mine[32], other[32], span[80], category[128];

	(void)err;
	/* Of two in one batch the later one tells. */
	for (size_t i = 0; i < c->all->n && k->other != OD_NOINT && k->other > k->number; i++)
		if (c->all->number[i] == k->other)
			return 0;
	if (++c->found > CLASHES_TOLD)
		return 0;
	od_number_str('R', k->number, mine);
	if (k->leave != OD_NOINT)
		od_number_str('L', k->leave, other);
	else
		od_number_str('R', k->other, other);
	span_of(k, span, sizeof(span));
	name_category(c->db, k, category, sizeof(category));
	if (!strcmp(k->category, "leave"))
		cli_warn(_("%s: %s is on leave %s (%s, %s)"), mine, k->leader, span, other,
			 category);
	else if (k->place)
		cli_warn(_("%s: %s is also at %s %s (%s, %s)"), mine, k->leader, k->place, span,
			 other, category);
	else
		cli_warn(_("%s: %s also has '%s' %s (%s, %s)"), mine, k->leader, k->title, span,
			 other, category);
	return 0;
}

static void tell_clashes(const struct cli_told *t, struct od_db *db)
{
	struct clashes c = { db, t, 0 };
	struct od_err err = OD_ERR_INIT;
	int done = 0;

	for (size_t i = 0; i < t->n && done == 0; i++)
		done = od_schedule_clashes(db, t->number[i], tell_clash, &c, &err);
	if (c.found > CLASHES_TOLD)
		cli_warn(_("and %lld clashes more"), (long long)(c.found - CLASHES_TOLD));
	if (done < 0)
		cli_warn(_("clashes were not all looked for: %s"), err.msg);
}

/* --- events, told once a report of one is filed -------------------------------------------------------- */

enum { EVENTS_COMPARED = 100, SUSPECTS_EACH = 3, SUSPECTS_TOLD = 20 };

struct suspects {
	const struct cli_of_event *of; /* whose suspects are told, */
	int each;                      /* so many so far, */
	int64_t found;                 /* of all */
};

int cli_note_event(struct cli_told *t, const struct od_report *r, int64_t asked, struct od_err *err)
{
	char number[32], event[32], other[32];
	struct cli_of_event *grown;

	if (r->event == OD_NOINT)
		return 0;
	if (asked != OD_NOINT && asked != r->event)
		cli_warn(_("%s: no event %s is on file here; it begins %s"),
			 od_number_str('R', r->number, number), od_number_str('E', asked, other),
			 od_number_str('E', r->event, event));
	grown = reallocarray(t->of_event, t->n_of_event + 1, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	t->of_event = grown;
	grown[t->n_of_event++] = (struct cli_of_event){ r->number, r->event, asked != r->event };
	return 0;
}

/* Of two events that began in one batch the later one tells. */
static int tell_suspect(void *ctx, const struct od_suspect *s, struct od_err *err)
{
	struct suspects *e = ctx;
	char number[32], other[32], event[32], at[32];

	(void)err;
	if (s->event > e->of->event || ++e->each > SUSPECTS_EACH || ++e->found > SUSPECTS_TOLD)
		return 0;
	od_number_str('R', e->of->number, number);
	od_number_str('E', s->event, event);
	cli_warn(_("%s: may be the same event as %s: %s, %s, %s%s%s, %s (alike by %lld %%)"),
		 number, event, od_number_str('R', s->number, other), s->unit_name, s->title,
		 s->place ? _(", ") : "", s->place ? s->place : "",
		 od_instant_str_short(s->occurred_at, at), (long long)s->likeness);
	cli_warn(_("if it is: report-handle same-event %s --event=%s"), number, event);
	return 0;
}

/* A report that comes after the final one is taken, and opens nothing again. */
static int tell_closed(struct od_db *db, const struct cli_of_event *f, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_report r;
	char number[32], final[32], event[32];
	int got;

	q.event = f->event;
	it = od_report_find(db, &q, err);
	got = it ? 1 : -1;
	od_rec_init(&od_report_type, &r);
	while (got > 0 && (got = od_iter_next(it, &r, err)) > 0 && r.number < f->number) {
		if (r.stage != OD_STAGE_FINAL ||
		    (r.status != OD_STATUS_RECEIVED && r.status != OD_STATUS_ACCEPTED))
			continue;
		cli_warn(_("%s: %s was closed by the final report %s and stays so"),
			 od_number_str('R', f->number, number), od_number_str('E', f->event, event),
			 od_number_str('R', r.number, final));
		break;
	}
	od_rec_clear(&od_report_type, &r);
	return got < 0 ? -1 : 0;
}

static void tell_events(const struct cli_told *t, struct od_db *db)
{
	struct suspects e = { NULL, 0, 0 };
	struct od_err err = OD_ERR_INIT;
	int done = 0;

	for (size_t i = 0; i < t->n_of_event && i < EVENTS_COMPARED && done == 0; i++) {
		e.of = &t->of_event[i];
		e.each = 0;
		done = e.of->begun ? od_event_suspects(db, e.of->number, tell_suspect, &e, &err)
				   : tell_closed(db, e.of, &err);
	}
	if (e.found > SUSPECTS_TOLD)
		cli_warn(_("and %lld suspected duplicates more"),
			 (long long)(e.found - SUSPECTS_TOLD));
	if (t->n_of_event > EVENTS_COMPARED)
		cli_warn(
			_("%zu reports of emergencies; only the first %d were compared with others"),
			t->n_of_event, EVENTS_COMPARED);
	if (done < 0)
		cli_warn(_("suspected duplicates were not all looked for: %s"), err.msg);
}

/* --- both ------------------------------------------------------------------------------------------- */

/* What is filed stays filed: a failure here is told and no more. */
void cli_tell(const struct cli_told *t, struct od_db *db)
{
	tell_clashes(t, db);
	tell_events(t, db);
}

void cli_told_free(struct cli_told *t)
{
	free(t->number);
	free(t->of_event);
}
