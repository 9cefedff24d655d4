/* leave_rule.c - one leave before the rules of the regime: which rows are about it, and what each found, in
 * words that name who or what stands against it and what may be done. */
#include <stdlib.h>

#include "leave_rule.h"

/* --- persons -------------------------------------------------------------------------------------- */

void od_leaver_free(struct od_leaver *p)
{
	free(p->code);
	free(p->name);
	free(p->unit);
	free(p->post);
	free(p->rank);
	memset(p, 0, sizeof(*p));
}

static bool copied(char **to, const char *text)
{
	*to = text ? strdup(text) : NULL;
	return *to || !text;
}

static int take_leaver(void *ctx, const struct od_cols *cols, struct od_err *err)
{
	struct od_leaver *p = ctx;

	p->sort = od_col_int(cols, 5);
	if (copied(&p->code, od_col_text(cols, 0)) && copied(&p->name, od_col_text(cols, 1)) &&
	    copied(&p->unit, od_col_text(cols, 2)) && copied(&p->post, od_col_text(cols, 3)) &&
	    copied(&p->rank, od_col_text(cols, 4)))
		return 0;
	return od_fail_nomem(err);
}

int od_leaver_read(struct od_db *db, const char *code, od_date on, struct od_leaver *p,
		   struct od_err *err)
{
	/* The two orders: what began by that day, the latest first; else what began after, the earliest first. */
	static const char sql[] =
		"SELECT p.code, p.name, p.unit, p.post, p.rank, p.sort FROM person_row p "
		"WHERE p.code = ?1 ORDER BY p.valid_from <= ?2 DESC, "
		"CASE WHEN p.valid_from <= ?2 THEN p.valid_from END DESC, p.valid_from LIMIT 1";

	memset(p, 0, sizeof(*p));
	if (od_query_cols(db, sql, OD_VALS(od_v(code), od_v(on)), take_leaver, p, err) < 0) {
		od_leaver_free(p);
		return -1;
	}
	return p->code ? 1 : 0;
}

int od_leave_partners(struct od_db *db, const char *person, od_date on, od_row_fn *fn, void *ctx,
		      struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT a.partner FROM leave_pair a WHERE a.person = ?1 AND " OD_VALID("a", "?2")
		" UNION SELECT b.person FROM leave_pair b WHERE b.partner = ?1 AND " OD_VALID("b", "?2")
		" ORDER BY 1";
	/* clang-format on */

	return od_query_each(db, sql, OD_VALS(od_v(person), od_v(on)), fn, ctx, err);
}

/* --- the rows that hold on a day ---------------------------------------------------------------------- */

static void ruleset_free(struct od_leave_ruleset *s)
{
	for (size_t i = 0; i < s->n; i++)
		od_rec_clear(&od_leave_rule_type, &s->rule[i]);
	free(s->rule);
}

static bool holds(const struct od_leave_rule *r, od_date on)
{
	return r->valid_from.days <= on.days &&
	       (!od_date_is(r->valid_to) || r->valid_to.days >= on.days);
}

/* In the order of the dump: by sort. */
static int ruleset_read(struct od_db *db, od_date on, struct od_leave_ruleset *s,
			struct od_err *err)
{
	struct od_iter *it =
		od_query(db, od_leave_rule_dated.all, &od_leave_rule_type, OD_NOVALS, err);
	size_t room = 0;
	int r = it ? 1 : -1;

	while (r > 0) {
		if (s->n == room) {
			size_t more = room ? 2 * room : 32;
			struct od_leave_rule *grown = reallocarray(s->rule, more, sizeof(*grown));

			if (!grown) {
				r = od_fail_nomem(err);
				break;
			}
			s->rule = grown;
			room = more;
		}
		od_rec_init(&od_leave_rule_type, &s->rule[s->n]);
		r = od_iter_next(it, &s->rule[s->n], err);
		if (r > 0 && holds(&s->rule[s->n], on))
			s->n++;
		else
			od_rec_clear(&od_leave_rule_type, &s->rule[s->n]);
	}
	od_iter_free(it);
	return r;
}

/* --- one leave ------------------------------------------------------------------------------------------ */

enum { CHAIN = 64 }; /* extensions of one leave; more is a ring */

/* Where the first of a chain of extensions began. */
static int run_start(struct od_db *db, const struct od_leave *l, int64_t *from, struct od_err *err)
{
	int64_t number = l->parent;
	struct od_leave p = { 0 };

	od_rec_init(&od_leave_type, &p);
	for (int i = 0; number != OD_NOINT && i < CHAIN; i++) {
		if (od_leave_get(db, number, &p, err) < 0) {
			od_rec_clear(&od_leave_type, &p);
			return -1;
		}
		if (od_leave_span(&p).from < *from)
			*from = od_leave_span(&p).from;
		number = p.parent;
	}
	od_rec_clear(&od_leave_type, &p);
	return 0;
}

int od_leave_case_open(struct od_leave_case *c, struct od_db *db, const struct od_leave *l,
		       struct od_err *err)
{
	int r;

	memset(c, 0, sizeof(*c));
	c->db = db;
	c->l = l;
	if (!l->person || !od_date_is(l->from_day) || !od_date_is(l->to_day))
		return od_fail(err, OD_EBUG, "a leave without person or days is not judged");
	c->span = c->run = od_leave_span(l);
	c->calendar = od_calendar_memo(db, err);
	if (!c->calendar || run_start(db, l, &c->run.from, err) < 0)
		return -1;
	c->halves = od_span_halves(c->calendar, c->run, false);
	r = od_leaver_read(db, l->person, l->from_day, &c->who, err);
	if (r == 0)
		r = od_fail(err, OD_ENOENT, _("no person '%s'; 'unit-roster people' lists them"),
			    l->person);
	return r < 0 ? -1 : ruleset_read(db, l->from_day, &c->set, err);
}

void od_leave_case_free(struct od_leave_case *c)
{
	od_leaver_free(&c->who);
	ruleset_free(&c->set);
}

static bool in_list(const char *list, const char *word)
{
	return !list || (word && od_list_has(list, word));
}

bool od_leave_fits(const struct od_leave_case *c, const struct od_leave_rule *r)
{
	if (!in_list(r->kinds, c->l->kind) || !in_list(r->units, c->who.unit) ||
	    !in_list(r->reaches, od_reaches[c->l->reach].word))
		return false;
	if (r->check != OD_CHECK_APART && !in_list(r->ranks, c->who.rank))
		return false;
	if (r->over != OD_NOINT && c->halves <= 2 * r->over)
		return false;
	return r->upto == OD_NOINT || c->halves <= 2 * r->upto;
}

bool od_leave_on_rest(const struct od_leave_case *c)
{
	return c->l->reach != OD_REACH_NONE && od_span_halves(c->calendar, c->span, true) == 0;
}

int64_t od_leave_except(const struct od_leave *l)
{
	return l->number != OD_NOINT ? l->number : l->parent;
}

/* --- words ------------------------------------------------------------------------------------------------ */

static int part_of(int64_t part)
{
	return (int)(part - 3 * (int64_t)od_part_day(part).days);
}

/* Whole days are told without their parts. */
void od_span_put(struct od_buf *b, struct od_span s)
{
	od_date first = od_part_day(s.from), last = od_part_day(s.to);
	bool from = part_of(s.from) != OD_PART_MORNING, to = part_of(s.to) != OD_PART_EVENING;
	char buf[16];

	od_buf_puts(b, od_date_str(first, buf));
	if (first.days == last.days && (from || to)) {
		od_buf_printf(b, " %s", _(od_parts[part_of(s.from)].label));
		if (s.from != s.to)
			od_buf_printf(b, _(" and %s"), _(od_parts[part_of(s.to)].label));
		return;
	}
	if (from)
		od_buf_printf(b, " %s", _(od_parts[part_of(s.from)].label));
	if (first.days == last.days)
		return;
	od_buf_puts(b, _(" to "));
	od_buf_puts(b, od_date_str(last, buf));
	if (to)
		od_buf_printf(b, " %s", _(od_parts[part_of(s.to)].label));
}

void od_leave_put_free(struct od_buf *b, int64_t until)
{
	char day[16], when[64];
	int part = part_of(until + 1);

	od_date_str(od_part_day(until + 1), day);
	snprintf(when, sizeof(when), "%s%s%s", day, part == OD_PART_MORNING ? "" : " ",
		 part == OD_PART_MORNING ? "" : _(od_parts[part].label));
	od_buf_printf(b, _("; nothing of this stands in the way from %s on"), when);
}

void od_leaver_put(struct od_buf *b, const struct od_leaver *p)
{
	od_buf_puts(b, p->name);
	if (p->post)
		od_buf_printf(b, _(" (%s)"), p->post);
}

int od_leave_put_person(struct od_db *db, struct od_buf *b, const char *code, od_date on,
			struct od_err *err)
{
	struct od_leaver p;
	int r = od_leaver_read(db, code, on, &p, err);

	if (r > 0) {
		od_leaver_put(b, &p);
		od_leaver_free(&p);
	} else if (r == 0) {
		od_buf_puts(b, code);
	}
	return r < 0 ? -1 : 0;
}

int od_leave_put_other(struct od_judging *j, struct od_buf *b, const struct od_leave *other,
		       struct od_span span, struct od_err *err)
{
	struct od_buf who OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf when OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf both OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_span common = { span.from > j->c.span.from ? span.from : j->c.span.from,
				  span.to < j->c.span.to ? span.to : j->c.span.to };
	char buf[32];

	if (od_leave_put_person(j->c.db, &who, other->person, j->c.l->from_day, err) < 0)
		return -1;
	od_span_put(&when, span);
	od_span_put(&both, common);
	if (who.failed || when.failed || both.failed)
		return od_fail_nomem(err);
	if (b->n)
		od_buf_puts(b, _("; "));
	od_buf_printf(b, _("%s is away %s (%s, %s; in common: %s)"), who.s, when.s,
		      od_number_str('L', other->number, buf),
		      _(od_leave_statuses[other->status].label), both.s);
	return 0;
}

/* --- what is found ------------------------------------------------------------------------------------------ */

static bool forced(const char *force, const char *code)
{
	return force && od_list_has(force, code);
}

int od_leave_tell(struct od_judging *j, const struct od_leave_rule *r, struct od_buf *what,
		  const char *remedy, struct od_err *err)
{
	bool on_purpose = forced(j->force, r->code), refuse = r->act == OD_LEAVE_REFUSE;
	struct od_leave_finding f = {
		.act = refuse && !on_purpose ? OD_LEAVE_REFUSE : OD_LEAVE_WARN,
		.rule = r->code,
		.basis = r->basis,
	};
	struct od_buf text = OD_BUF_INIT;
	int done = 0;

	od_buf_printf(&text, _("%s: "), r->name);
	od_buf_add(&text, what->s ? what->s : "", what->n);
	if (remedy)
		od_buf_printf(&text, _("; %s"), remedy);
	if (refuse && on_purpose)
		od_buf_printf(&text, _("; passed on purpose (--force=%s)"), r->code);
	else if (refuse)
		od_buf_printf(&text, _("; or pass it on purpose with --force=%s"), r->code);
	if (text.failed || what->failed)
		done = od_fail_nomem(err);
	f.text = text.s;
	j->refused += f.act == OD_LEAVE_REFUSE;
	if (done == 0 && j->fn)
		done = j->fn(j->ctx, &f, err);
	od_buf_free(&text);
	od_buf_free(what);
	return done;
}

/* A code that is no rule's passes over nothing: it was meant for another. */
static int check_force(const struct od_judging *j, struct od_err *err)
{
	const char *rest = j->force;
	size_t n;

	for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n)) {
		struct od_buf known OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
		bool found = false;

		for (size_t i = 0; i < j->c.set.n && !found; i++) {
			const char *code = j->c.set.rule[i].code;

			found = strlen(code) == n && !memcmp(code, s, n);
			if (j->c.set.rule[i].check != OD_CHECK_APPROVER &&
			    j->c.set.rule[i].act == OD_LEAVE_REFUSE)
				od_buf_printf(&known, "%s%s", known.n ? _(", ") : "", code);
		}
		if (!found)
			return od_fail(err, OD_EUSAGE,
				       _("no rule '%.*s'; those that refuse are: %s"), (int)n, s,
				       known.s ? known.s : "-");
	}
	return 0;
}

/* --- the checks ------------------------------------------------------------------------------------------------ */

struct nobody {
	struct od_judging *j;
	const struct od_leave_rule *rule;
};

static int tell_nobody(void *ctx, const struct od_leave_link *k, struct od_err *err)
{
	struct nobody *n = ctx;
	struct od_leave_rule rule = *n->rule;
	struct od_buf what = OD_BUF_INIT;

	if (k->person || k->step != OD_NOINT)
		return 0;
	od_buf_printf(&what, _("nobody is on file as %s (%s), whose approval it needs"),
		      k->role_name, k->role);
	rule.act = OD_LEAVE_WARN;
	return od_leave_tell(n->j, &rule, &what, _("load who holds it before it is to be approved"),
			     err);
}

/* The chain is asked for once, by the first row that fits; a link that nobody holds is told. */
static int check_chain(struct od_judging *j, struct od_err *err)
{
	for (size_t i = 0; i < j->c.set.n; i++) {
		const struct od_leave_rule *r = &j->c.set.rule[i];
		struct nobody n = { j, r };

		if (r->check == OD_CHECK_APPROVER && od_leave_fits(&j->c, r))
			return od_leave_chain(j->c.db, j->c.l, tell_nobody, &n, err);
	}
	return 0;
}

#define ASKED   (1u << OD_PHASE_REQUEST)
#define DECIDED (1u << OD_PHASE_APPROVE)
#define CHANGED (1u << OD_PHASE_CHANGE)
/* What is tried when.  Others may have left since it was asked for; what the leave itself is, is known. */
static const struct {
	unsigned int phases;
	od_leave_check_fn *fn;
} checks[] = {
	[OD_CHECK_NOTICE] = { ASKED | CHANGED, od_leave_notice_days },
	[OD_CHECK_APART] = { ASKED | DECIDED | CHANGED, od_leave_apart },
	[OD_CHECK_PAIR] = { ASKED | DECIDED | CHANGED, od_leave_pair_away },
	[OD_CHECK_STAND_IN] = { ASKED | DECIDED | CHANGED, od_leave_stand_in },
	[OD_CHECK_OVERLAP] = { ASKED | DECIDED | CHANGED, od_leave_overlap },
	[OD_CHECK_SCHEDULE] = { ASKED | CHANGED, od_leave_schedule },
	[OD_CHECK_BLOCKED] = { ASKED | CHANGED, od_leave_blocked },
	[OD_CHECK_WEEKEND] = { ASKED | CHANGED, od_leave_weekend },
	[OD_CHECK_RUN] = { ASKED | CHANGED, od_leave_run },
	[OD_CHECK_RENOTICE] = { 0, NULL },
};

static int judge(struct od_judging *j, struct od_err *err)
{
	bool asked = j->phase != OD_PHASE_APPROVE;

	if (check_force(j, err) < 0)
		return -1;
	if (asked && (check_chain(j, err) < 0 || od_leave_notice_duty(j, err) < 0))
		return -1;
	for (size_t i = 0; i < j->c.set.n; i++) {
		const struct od_leave_rule *r = &j->c.set.rule[i];

		if (checks[r->check].phases & 1u << j->phase && od_leave_fits(&j->c, r) &&
		    checks[r->check].fn(j, r, err) < 0)
			return -1;
	}
	return 0;
}

int od_leave_rules(struct od_db *db, const struct od_leave *l, int phase, od_instant now,
		   const char *force, od_leave_finding_fn *fn, void *ctx, int *refused,
		   struct od_err *err)
{
	struct od_judging j = { .phase = phase, .now = now, .force = force, .fn = fn, .ctx = ctx };
	int r = od_leave_case_open(&j.c, db, l, err);

	if (r == 0)
		r = judge(&j, err);
	od_leave_case_free(&j.c);
	*refused = j.refused;
	return r;
}

int od_leave_renotice(struct od_db *db, const struct od_leave *l, int64_t *days, char **rule,
		      struct od_err *err)
{
	struct od_leave_case c;
	int r = od_leave_case_open(&c, db, l, err);

	*days = OD_NOINT;
	*rule = NULL;
	for (size_t i = 0; r == 0 && i < c.set.n && !*rule; i++) {
		if (c.set.rule[i].check != OD_CHECK_RENOTICE || !od_leave_fits(&c, &c.set.rule[i]))
			continue;
		*days = c.set.rule[i].days;
		*rule = strdup(c.set.rule[i].code);
		if (!*rule)
			r = od_fail_nomem(err);
	}
	od_leave_case_free(&c);
	return r;
}
