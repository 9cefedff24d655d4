/* leave_rule_who.c - rules about others who are away: chiefs and deputies of one unit, A角 and B角, the
 * stand-in, and the person's own other leave. */
#include <stdlib.h>

#include "leave_rule.h"

/* Requested leave of others stands against a request; against an approval only what is approved does. */
static bool requested_too(const struct od_judging *j)
{
	return j->phase != OD_PHASE_APPROVE;
}

/* --- what stands against it, in words --------------------------------------------------------------- */

struct against {
	struct od_judging *j;
	struct od_buf text;
	int64_t until; /* the last part that any of it lasts */
	int n;
	bool overdue; /* somebody is past his end and not back: nobody knows until when */
};

static int add_away(struct against *a, const struct od_leave *l, struct od_span span, bool overdue,
		    struct od_err *err)
{
	a->until = a->n++ && a->until > span.to ? a->until : span.to;
	a->overdue |= overdue;
	return od_leave_put_other(a->j, &a->text, l, span, err);
}

static bool is_overdue(const struct od_leave *l, struct od_span span)
{
	return l->status != OD_LEAVE_RETURNED && span.to > od_leave_span(l).to;
}

static int add_other(void *ctx, const struct od_leave *l, struct od_span span, struct od_err *err)
{
	return add_away(ctx, l, span, is_overdue(l, span), err);
}

static int tell_against(struct against *a, const struct od_leave_rule *r, const char *remedy,
			struct od_err *err)
{
	if (!a->n) {
		od_buf_free(&a->text);
		return 0;
	}
	if (a->overdue)
		od_buf_puts(&a->text, _("; that leave is over and no return is registered yet"));
	else
		od_leave_put_free(&a->text, a->until);
	return od_leave_tell(a->j, r, &a->text, remedy, err);
}

/* --- the person's other leave ---------------------------------------------------------------------------- */

int od_leave_overlap(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	struct against a = { .j = j };

	if (od_leaves_of(j->c.db, j->c.l->person, j->c.span, requested_too(j),
			 od_leave_except(j->c.l), add_other, &a, err) < 0) {
		od_buf_free(&a.text);
		return -1;
	}
	return tell_against(&a, r, _("change or cancel the other, or ask for an extension of it"),
			    err);
}

/* --- A角 and B角 ----------------------------------------------------------------------------------------- */

static int partner_away(void *ctx, const char *const *text, struct od_err *err)
{
	struct against *a = ctx;
	struct od_judging *j = a->j;

	return od_leaves_of(j->c.db, text[0], j->c.span, requested_too(j), OD_NOINT, add_other, a,
			    err);
}

int od_leave_pair_away(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	struct against a = { .j = j };

	if (od_leave_partners(j->c.db, j->c.l->person, j->c.l->from_day, partner_away, &a, err) <
	    0) {
		od_buf_free(&a.text);
		return -1;
	}
	return tell_against(&a, r, _("one of the two stays in: ask for other days"), err);
}

/* --- the stand-in ------------------------------------------------------------------------------------------ */

static int name_partner(void *ctx, const char *const *text, struct od_err *err)
{
	struct against *a = ctx;

	od_buf_puts(&a->text, a->n++ ? _(", ") : _("; by the A/B pairs it is "));
	return od_leave_put_person(a->j->c.db, &a->text, text[0], a->j->c.l->from_day, err);
}

/* Nobody, or the person himself. */
static int tell_unnamed(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	struct against a = { .j = j };

	od_buf_puts(&a.text, j->c.l->stand_in ? _("the stand-in is the person himself")
					      : _("no stand-in is named"));
	if (od_leave_partners(j->c.db, j->c.l->person, j->c.l->from_day, name_partner, &a, err) <
	    0) {
		od_buf_free(&a.text);
		return -1;
	}
	return od_leave_tell(j, r, &a.text, _("name one with --stand-in"), err);
}

static int tell_stand_in_away(struct od_judging *j, const struct od_leave_rule *r,
			      struct od_err *err)
{
	struct against a = { .j = j };

	if (od_leaves_of(j->c.db, j->c.l->stand_in, j->c.span, requested_too(j), OD_NOINT,
			 add_other, &a, err) < 0) {
		od_buf_free(&a.text);
		return -1;
	}
	return tell_against(&a, r, _("name another stand-in with --stand-in"), err);
}

/* Leaves during which the person stands in for another: numbers first, because each is read whole. */
enum { STANDS_FOR = 16 };
struct stands_for {
	int64_t number[STANDS_FOR];
	size_t n;
};

static int take_number(void *ctx, const struct od_cols *cols, struct od_err *err)
{
	struct stands_for *s = ctx;

	(void)err;
	if (s->n < STANDS_FOR)
		s->number[s->n++] = od_col_int(cols, 0);
	return 0;
}

static const char sql_stands_for[] =
	"SELECT l.number FROM leave l WHERE l.to_day >= ?1 AND l.from_day <= ?2 AND l.stand_in = ?3 "
	"AND l.person <> ?3 AND (l.status = 'approved' OR l.status = 'away' "
	"OR (?4 AND l.status = 'requested')) ORDER BY l.from_day, l.number";

static int put_stands_for(struct against *a, const struct od_leave *l, struct od_err *err)
{
	struct od_buf whom OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf when OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_span span = od_leave_span(l);
	char buf[32];

	if (!od_spans_meet(span, a->j->c.span))
		return 0;
	if (od_leave_put_person(a->j->c.db, &whom, l->person, l->from_day, err) < 0)
		return -1;
	od_span_put(&when, span);
	if (whom.failed || when.failed)
		return od_fail_nomem(err);
	if (a->text.n)
		od_buf_puts(&a->text, _("; "));
	od_buf_printf(&a->text, _("%s stands in for %s %s (%s, %s)"), a->j->c.who.name, whom.s,
		      when.s, od_number_str('L', l->number, buf),
		      _(od_leave_statuses[l->status].label));
	a->until = a->n++ && a->until > span.to ? a->until : span.to;
	return 0;
}

static int tell_needed(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	struct stands_for s = { .n = 0 };
	struct against a = { .j = j };
	struct od_leave l = { 0 };
	int done = od_query_cols(j->c.db, sql_stands_for,
				 OD_VALS(od_v(j->c.l->from_day), od_v(j->c.l->to_day),
					 od_v(j->c.l->person), od_v((int64_t)requested_too(j))),
				 take_number, &s, err);

	od_rec_init(&od_leave_type, &l);
	for (size_t i = 0; done == 0 && i < s.n; i++) {
		done = od_leave_get(j->c.db, s.number[i], &l, err) < 0
			       ? -1
			       : put_stands_for(&a, &l, err);
	}
	od_rec_clear(&od_leave_type, &l);
	if (done < 0) {
		od_buf_free(&a.text);
		return -1;
	}
	return tell_against(&a, r, _("another is to be named there first"), err);
}

int od_leave_stand_in(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	const struct od_leave *l = j->c.l;

	if (!l->stand_in || !strcmp(l->stand_in, l->person)) {
		if (requested_too(j) && tell_unnamed(j, r, err) < 0)
			return -1;
	} else if (tell_stand_in_away(j, r, err) < 0) {
		return -1;
	}
	return tell_needed(j, r, err);
}

/* --- those of one unit who are not all away at once ---------------------------------------------------------- */

struct colleague {
	char *code;
	bool of_ranks, of_others;
};
struct absence { /* of a colleague; the one who asks has none */
	size_t who;
	struct od_span span;
	int64_t number;
	int status;
	bool overdue, told;
};
struct team {
	struct od_judging *j;
	const struct od_leave_rule *rule;
	struct colleague *who; /* the one who asks is the first */
	size_t n;
	struct absence *absence;
	size_t absences;
	size_t reading;     /* whose leaves are read */
	int64_t must, stay; /* of the first violation: how many must stay, how many would */
};

static void team_free(struct team *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->who[i].code);
	free(t->who);
	free(t->absence);
}

static int add_colleague(struct team *t, const char *code, const char *rank, struct od_err *err)
{
	struct colleague *grown, c = {
		.of_ranks = od_list_has(t->rule->ranks, rank),
		.of_others = od_list_has(t->rule->others, rank),
	};

	if (!c.of_ranks && !c.of_others)
		return 0;
	grown = reallocarray(t->who, t->n + 1, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	t->who = grown;
	c.code = strdup(code);
	if (!c.code)
		return od_fail_nomem(err);
	t->who[t->n++] = c;
	return 0;
}

static int take_colleague(void *ctx, const char *const *text, struct od_err *err)
{
	return add_colleague(ctx, text[0], text[1], err);
}

static int take_absence(void *ctx, const struct od_leave *l, struct od_span span,
			struct od_err *err)
{
	struct team *t = ctx;
	struct absence *grown = reallocarray(t->absence, t->absences + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	t->absence = grown;
	grown[t->absences++] = (struct absence){
		t->reading, span, l->number, l->status, is_overdue(l, span), false,
	};
	return 0;
}

/* clang-format off */
static const char sql_colleagues[] =
	"SELECT p.code, p.rank FROM person_row p WHERE p.unit = ?1 AND p.code <> ?2 AND "
	OD_VALID("p", "?3") " ORDER BY p.sort NULLS LAST, p.code";
/* clang-format on */

/* Who counts, the one who asks first; nobody where he does not count himself. */
static int team_read(struct team *t, struct od_err *err)
{
	const struct od_leave_case *c = &t->j->c;

	if (!c->who.unit ||
	    add_colleague(t, c->l->person, c->who.rank ? c->who.rank : "none", err) < 0)
		return c->who.unit ? -1 : 0;
	if (!t->n)
		return 0;
	if (od_query_each(c->db, sql_colleagues,
			  OD_VALS(od_v(c->who.unit), od_v(c->l->person), od_v(c->l->from_day)),
			  take_colleague, t, err) < 0)
		return -1;
	for (t->reading = 1; t->reading < t->n; t->reading++)
		if (od_leaves_of(c->db, t->who[t->reading].code, c->span, requested_too(t->j),
				 OD_NOINT, take_absence, t, err) < 0)
			return -1;
	return 0;
}

static bool away_at(const struct team *t, size_t who, int64_t part)
{
	if (who == 0)
		return true;
	for (size_t i = 0; i < t->absences; i++)
		if (t->absence[i].who == who && t->absence[i].span.from <= part &&
		    part <= t->absence[i].span.to)
			return true;
	return false;
}

/* While one of .ranks is away, so many of .others but him must be in; and it is the leave asked for that
 * makes them too few. */
static bool violated(struct team *t, size_t chief, int64_t part)
{
	int64_t all = 0, in = 0, must;

	for (size_t i = 0; i < t->n; i++) {
		if (i == chief || !t->who[i].of_others)
			continue;
		all++;
		in += !away_at(t, i, part);
	}
	must = t->rule->stay == OD_NOINT || t->rule->stay > all ? all : t->rule->stay;
	if (in >= must)
		return false;
	t->must = must;
	t->stay = in;
	return true;
}

static bool violated_at(struct team *t, int64_t part)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->who[i].of_ranks && away_at(t, i, part) && (i == 0 || t->who[0].of_others) &&
		    violated(t, i, part))
			return true;
	return false;
}

static void mark_at(struct team *t, int64_t part)
{
	for (size_t i = 0; i < t->absences; i++)
		t->absence[i].told |=
			t->absence[i].span.from <= part && part <= t->absence[i].span.to;
}

static int tell_team(struct team *t, struct od_err *err)
{
	struct against a = { .j = t->j };

	for (size_t i = 0; i < t->absences; i++) {
		const struct absence *away = &t->absence[i];
		const struct od_leave l = { .person = t->who[away->who].code,
					    .number = away->number,
					    .status = away->status };

		if (away->told && add_away(&a, &l, away->span, away->overdue, err) < 0) {
			od_buf_free(&a.text);
			return -1;
		}
	}
	if (a.n && t->rule->stay != OD_NOINT)
		od_buf_printf(&a.text, _("; %lld would be in, %lld must be"), (long long)t->stay,
			      (long long)t->must);
	return tell_against(&a, t->rule, _("ask for other days"), err);
}

/* Only where an absence begins can it become too many. */
int od_leave_apart(struct od_judging *j, const struct od_leave_rule *r, struct od_err *err)
{
	struct team t = { .j = j, .rule = r };
	int done = team_read(&t, err);

	if (done == 0 && t.n && violated_at(&t, j->c.span.from))
		mark_at(&t, j->c.span.from);
	for (size_t i = 0; done == 0 && i < t.absences; i++) {
		int64_t part = t.absence[i].span.from;

		if (part > j->c.span.from && part <= j->c.span.to && violated_at(&t, part))
			mark_at(&t, part);
	}
	if (done == 0)
		done = tell_team(&t, err);
	team_free(&t);
	return done;
}
