/* event_text.c - an event's timeline in words: who learned of it, told whom, reported what, when. */
#include <stdlib.h>

#include "report.h"

struct chain {
	struct od_db *db;
	struct od_report *report; /* as they came in */
	size_t n;
	int follow_ups;                                           /* told so far */
	const struct od_report *grade, *dead, *injured, *missing; /* that said so last */
};

struct moment { /* one thing that happened */
	od_instant at;
	enum { OCCURRED, LEARNED, SUPERIOR, REPORTED } what;
	const struct od_report *r;
};

static void chain_free(struct chain *c)
{
	for (size_t i = 0; i < c->n; i++)
		od_rec_clear(&od_report_type, &c->report[i]);
	free(c->report);
}

static int by_arrival(const void *a, const void *b)
{
	const struct od_report *x = a, *y = b;

	if (x->received_at.sec != y->received_at.sec)
		return x->received_at.sec < y->received_at.sec ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static int read_chain(struct od_db *db, int64_t event, struct chain *c, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	struct od_iter *it;
	char buf[32];
	int got;

	q.event = event;
	it = od_report_find(db, &q, err);
	got = it ? 1 : -1;
	while (got > 0) {
		struct od_report *grown = reallocarray(c->report, c->n + 1, sizeof(*grown));

		if (!grown) {
			got = od_fail_nomem(err);
			break;
		}
		c->report = grown;
		od_rec_init(&od_report_type, &grown[c->n]);
		got = od_iter_next(it, &grown[c->n], err);
		c->n += got > 0;
	}
	od_iter_free(it);
	if (got < 0)
		return -1;
	if (!c->n)
		return od_fail(err, OD_ENOENT, _("no event %s"), od_number_str('E', event, buf));
	qsort(c->report, c->n, sizeof(*c->report), by_arrival);
	return 0;
}

/* What was taken back, sent back or not used says nothing of how things stand. */
static bool stands(const struct od_report *r)
{
	return r->status == OD_STATUS_RECEIVED || r->status == OD_STATUS_ACCEPTED;
}

static bool same_unit(const struct od_report *a, const struct od_report *b)
{
	return !strcmp(a->unit, b->unit);
}

/* When its unit told its superior department: of its reports that stand, the earliest. */
static const struct od_report *superior_told(const struct chain *c, const struct od_report *of)
{
	const struct od_report *told = NULL;

	for (size_t i = 0; i < c->n; i++) {
		const struct od_report *r = &c->report[i];

		if (same_unit(r, of) && stands(r) && od_instant_is(r->superior_at) &&
		    (!told || r->superior_at.sec < told->superior_at.sec))
			told = r;
	}
	return told;
}

/* Is it the first of the unit's that matters, or, with learned, the first that says when it learned? */
static bool first_of_unit(const struct chain *c, const struct od_report *r, bool learned)
{
	for (const struct od_report *o = c->report; o < r; o++)
		if (same_unit(o, r) && (!learned || od_instant_is(o->learned_at)))
			return false;
	return !learned || od_instant_is(r->learned_at);
}

static int by_moment(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->at.sec != y->at.sec)
		return x->at.sec < y->at.sec ? -1 : 1;
	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	return x->r < y->r ? -1 : 1;
}

/* "20 min", "2 h 5 min", "3 d 1 h 0 min", minutes begun. */
static void put_span(struct od_buf *b, int64_t sec)
{
	long long min = (sec + 59) / 60;

	if (min < 120)
		od_buf_printf(b, _("%lld min"), min);
	else if (min < 2880)
		od_buf_printf(b, _("%lld h %lld min"), min / 60, min % 60);
	else
		od_buf_printf(b, _("%lld d %lld h %lld min"), min / 1440, min / 60 % 24, min % 60);
}

static void put_after(struct od_buf *b, od_instant from, od_instant to)
{
	struct od_buf span = OD_BUF_INIT;

	put_span(&span, to.sec >= from.sec ? to.sec - from.sec : from.sec - to.sec);
	od_buf_printf(
		b, to.sec >= from.sec ? _(", %s after it occurred") : _(", %s before it occurred"),
		span.s ? span.s : "");
	od_buf_free(&span);
}

#define MARGIN "                  " /* under what stands behind the time */

static void put_time(struct od_buf *b, od_instant t)
{
	char date[16];
	int sec = (int)(t.sec - od_date_start(od_instant_date(t)).sec);

	od_buf_printf(b, "%s %02d:%02d  ", od_date_str(od_instant_date(t), date), sec / 3600,
		      sec / 60 % 60);
}

static void put_which(struct chain *c, struct od_buf *b, const struct od_report *r)
{
	char which[64];

	if (r->stage == OD_STAGE_FOLLOW_UP)
		snprintf(which, sizeof(which), _("follow-up %d"), ++c->follow_ups);
	else
		snprintf(which, sizeof(which), "%s",
			 r->stage ? _(od_stages[r->stage].label) : _("report"));
	/* TRANSLATORS: "first report", "by telephone", unit */
	od_buf_printf(b, _("%s %s from %s"), which, _(od_forms[r->form].label),
		      r->unit_name ? r->unit_name : r->unit);
}

/* A count and how it changed since it was said last. */
static void put_count(struct od_buf *b, const char *label, int64_t n, const int64_t *before)
{
	if (n == OD_NOINT)
		return;
	od_buf_printf(b, "%s%s %lld", b->n ? _(", ") : "", label, (long long)n);
	if (before && *before != n)
		od_buf_printf(b, _(" (%+lld)"), (long long)(n - *before));
}

/* Grade and casualties; what does not stand changes nothing. */
static void put_state(struct chain *c, struct od_buf *out, const struct od_report *r)
{
	struct od_buf b = OD_BUF_INIT;

	if (r->grade)
		od_buf_printf(&b, _("grade: %s"), _(od_grades[r->grade].label));
	if (r->grade && c->grade && c->grade->grade != r->grade)
		od_buf_printf(&b, _(" (was: %s)"), _(od_grades[c->grade->grade].label));
	put_count(&b, _("dead"), r->dead, c->dead ? &c->dead->dead : NULL);
	put_count(&b, _("injured"), r->injured, c->injured ? &c->injured->injured : NULL);
	put_count(&b, _("missing"), r->missing, c->missing ? &c->missing->missing : NULL);
	if (b.n)
		od_buf_printf(out, MARGIN "%s\n", b.s);
	out->failed |= b.failed;
	od_buf_free(&b);
	if (!stands(r))
		return;
	c->grade = r->grade ? r : c->grade;
	c->dead = r->dead != OD_NOINT ? r : c->dead;
	c->injured = r->injured != OD_NOINT ? r : c->injured;
	c->missing = r->missing != OD_NOINT ? r : c->missing;
}

/* Who called, who took it, whom he told. */
static void put_call(struct od_buf *out, const struct od_report *r)
{
	struct od_buf b = OD_BUF_INIT;

	if (od_given(r->author) || od_given(r->phone))
		od_buf_printf(&b, _("reported by %s%s%s"), od_given(r->author) ? r->author : "",
			      od_given(r->author) && od_given(r->phone) ? " " : "",
			      od_given(r->phone) ? r->phone : "");
	if (od_given(r->taken_by))
		od_buf_printf(&b, _("%staken by %s"), b.n ? _(", ") : "", r->taken_by);
	if (od_given(r->told))
		od_buf_printf(&b, _("%stold: %s"), b.n ? _(", ") : "", r->told);
	if (b.n)
		od_buf_printf(out, MARGIN "%s\n", b.s);
	out->failed |= b.failed;
	od_buf_free(&b);
}

static const char *status_label(const struct od_report *r)
{
	return _(od_field_find(&od_report_type, "status")->words[r->status].label);
}

static void put_report(struct chain *c, struct od_buf *b, const struct od_report *r)
{
	char buf[32];

	od_buf_printf(b, "%s ", od_number_str('R', r->number, buf));
	put_which(c, b, r);
	put_after(b, r->occurred_at, r->received_at);
	od_buf_putc(b, '\n');
	if (strcmp(r->title, c->report[0].title))
		od_buf_printf(b, MARGIN "%s\n", r->title);
	put_call(b, r);
	put_state(c, b, r);
	if (od_given(r->measures))
		od_buf_printf(b, MARGIN "%s\n", r->measures);
	if (!stands(r))
		od_buf_printf(b, MARGIN "%s\n", status_label(r));
}

static int superior_name(struct od_db *db, const struct od_report *r, char **name,
			 struct od_err *err)
{
	/* A department below names the one above it. */
	static const char sql[] =
		"SELECT superior FROM unit_row WHERE code = ?1 AND valid_from <= ?2 "
		"ORDER BY valid_from DESC LIMIT 1";

	*name = NULL;
	return od_query_text(db, sql, name,
			     OD_VALS(od_v(r->unit), od_v(od_instant_date(r->occurred_at))), err) < 0
		       ? -1
		       : 0;
}

static int put_superior(struct chain *c, struct od_buf *b, const struct od_report *r, bool told,
			struct od_err *err)
{
	const char *unit = r->unit_name ? r->unit_name : r->unit;
	char *name;

	if (superior_name(c->db, r, &name, err) < 0)
		return -1;
	if (told)
		od_buf_printf(b,
			      name ? _("%s told its superior department (%s)")
				   : _("%s told its superior department%s"),
			      unit, name ? name : "");
	else
		od_buf_printf(b,
			      name ? _("%s: superior department (%s) NOT told")
				   : _("%s: superior department%s NOT told"),
			      unit, name ? name : "");
	free(name);
	return 0;
}

static int put_moment(struct chain *c, struct od_buf *b, const struct moment *m, struct od_err *err)
{
	const struct od_report *r = m->r;

	put_time(b, m->at);
	switch (m->what) {
	case OCCURRED:
		od_buf_printf(b, od_given(r->place) ? _("occurred: %s\n") : _("occurred%s\n"),
			      od_given(r->place) ? r->place : "");
		return 0;
	case LEARNED:
		od_buf_printf(b, _("%s learned of it"), r->unit_name ? r->unit_name : r->unit);
		break;
	case SUPERIOR:
		if (put_superior(c, b, r, true, err) < 0)
			return -1;
		break;
	case REPORTED:
		put_report(c, b, r);
		return 0;
	}
	put_after(b, r->occurred_at, m->at);
	od_buf_putc(b, '\n');
	return 0;
}

/* Who has not told its superior department; whether a final report has closed it. */
static int put_end(struct chain *c, struct od_buf *b, struct od_err *err)
{
	const struct od_report *final = NULL;
	char buf[32];

	for (size_t i = 0; i < c->n; i++) {
		const struct od_report *r = &c->report[i];

		if (stands(r) && r->stage == OD_STAGE_FINAL && !final)
			final = r;
		if (!first_of_unit(c, r, false) || superior_told(c, r))
			continue;
		if (put_superior(c, b, r, false, err) < 0)
			return -1;
		od_buf_putc(b, '\n');
	}
	if (final)
		od_buf_printf(b, _("closed by the final report %s\n"),
			      od_number_str('R', final->number, buf));
	else
		od_buf_puts(b, _("still open: no final report\n"));
	return 0;
}

/* At most four things a report. */
static size_t moments(const struct chain *c, struct moment *m)
{
	size_t n = 0;

	m[n++] = (struct moment){ c->report[0].occurred_at, OCCURRED, &c->report[0] };
	for (size_t i = 0; i < c->n; i++) {
		const struct od_report *r = &c->report[i];

		if (first_of_unit(c, r, true))
			m[n++] = (struct moment){ r->learned_at, LEARNED, r };
		if (superior_told(c, r) == r)
			m[n++] = (struct moment){ r->superior_at, SUPERIOR, r };
		m[n++] = (struct moment){ r->received_at, REPORTED, r };
	}
	qsort(m, n, sizeof(*m), by_moment);
	return n;
}

int od_event_text(struct od_db *db, int64_t event, struct od_buf *out, struct od_err *err)
{
	struct chain c = { .db = db };
	struct moment *m = NULL;
	char buf[32];
	size_t n = 0;
	int r = read_chain(db, event, &c, err);

	if (r == 0) {
		m = calloc(3 * c.n + 1, sizeof(*m));
		r = m ? 0 : od_fail_nomem(err);
	}
	if (r == 0) {
		od_buf_printf(out, "%s %s\n", od_number_str('E', event, buf), c.report[0].title);
		n = moments(&c, m);
	}
	for (size_t i = 0; r == 0 && i < n; i++)
		r = put_moment(&c, out, &m[i], err);
	if (r == 0)
		r = put_end(&c, out, err);
	if (r == 0 && out->failed)
		r = od_fail_nomem(err);
	free(m);
	chain_free(&c);
	return r;
}
