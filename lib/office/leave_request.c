/* leave_request.c - asking for a leave: who and what is meant, whether it is on file already, what the regime
 * says of it. */
#include <stdlib.h>

#include "leave.h"

static bool given(const char *text)
{
	return text && *text;
}

static int put_text(char **text, const char *to, struct od_err *err)
{
	char *copy = strdup(to);

	if (!copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

/* --- who and what is meant ------------------------------------------------------------------------- */

/* A batch goes on after a name that nobody has. */
int od_leave_resolve_person(struct od_db *db, char **text, od_date on, struct od_err *err)
{
	char *code;

	if (!given(*text)) {
		free(*text);
		*text = NULL;
		return 0;
	}
	if (od_person_resolve(db, *text, on, &code, err) < 0) {
		if (err->code == OD_ENOENT)
			err->code = OD_EDATA;
		return -1;
	}
	free(*text);
	*text = code;
	return 0;
}

static int list_kind(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s %s", b->n ? _(", ") : "", text[0], text[1]);
	return 0;
}

int od_leave_resolve_kind(struct od_db *db, char **text, od_date on, struct od_err *err)
{
	/* clang-format off */
	static const char find[] =
		"SELECT k.code FROM leave_kind_row k WHERE (k.code = ?1 OR k.name = ?1 "
		"OR instr('、' || k.aliases || '、', '、' || ?1 || '、') > 0) AND " OD_VALID("k", "?2")
		" ORDER BY k.code = ?1 DESC, k.name = ?1 DESC, k.sort NULLS LAST, k.code LIMIT 1";
	static const char all[] = "SELECT k.code, k.name FROM leave_kind_row k WHERE "
				  OD_VALID("k", "?1") " ORDER BY k.sort NULLS LAST, k.code";
	/* clang-format on */
	struct od_buf known = OD_BUF_INIT;
	char *code = NULL, day[16];
	int found = od_query_text(db, find, &code, OD_VALS(od_v(*text), od_v(on)), err);

	if (found > 0) {
		free(*text);
		*text = code;
		return 0;
	}
	if (found == 0 && od_query_each(db, all, OD_VALS(od_v(on)), list_kind, &known, err) == 0) {
		if (known.s)
			od_fail(err, OD_EDATA, _("no kind of leave '%s'; there are: %s"), *text,
				known.s);
		else
			od_fail(err, OD_EDATA,
				_("no kind of leave is in force on %s; load a regime with "
				  "'office-db load'"),
				od_date_str(on, day));
	}
	od_buf_free(&known);
	return -1;
}

/* --- the leave that it extends ------------------------------------------------------------------------ */

int od_leave_live(struct od_db *db, int64_t number, int64_t *live, struct od_err *err)
{
	/* clang-format off: up to the first of the chain, down from it */
	static const char sql[] =
		"WITH RECURSIVE up (number, parent) AS ("
		"SELECT l.number, l.parent FROM leave l WHERE l.number = ?1 UNION "
		"SELECT l.number, l.parent FROM leave l JOIN up u ON l.number = u.parent), "
		"chain (number) AS (SELECT u.number FROM up u WHERE u.parent IS NULL UNION "
		"SELECT l.number FROM leave l JOIN chain c ON l.parent = c.number) "
		"SELECT l.number FROM chain c JOIN leave l ON l.number = c.number "
		"WHERE l.status = 'approved' OR l.status = 'away' ORDER BY l.number DESC LIMIT 1";
	/* clang-format on */

	return od_query_int(db, sql, live, OD_VALS(od_v(number)), err);
}

int od_leave_asked(struct od_db *db, int64_t parent, int64_t *child, struct od_err *err)
{
	static const char sql[] = "SELECT number FROM leave WHERE parent = ?1 "
				  "AND status = 'requested' ORDER BY number LIMIT 1";

	return od_query_int(db, sql, child, OD_VALS(od_v(parent)), err);
}

/* What an extension leaves out it has of its parent; it begins with the part after the parent's last. */
static int fill_from(struct od_leave *l, const struct od_leave *parent, struct od_err *err)
{
	int64_t next = od_leave_span(parent).to + 1;

	if (!given(l->person) && put_text(&l->person, parent->person, err) < 0)
		return -1;
	if (!given(l->kind) && put_text(&l->kind, parent->kind, err) < 0)
		return -1;
	if (!l->stand_in && parent->stand_in && put_text(&l->stand_in, parent->stand_in, err) < 0)
		return -1;
	if (!l->place && parent->place && put_text(&l->place, parent->place, err) < 0)
		return -1;
	if (!l->phone && parent->phone && put_text(&l->phone, parent->phone, err) < 0)
		return -1;
	if (!l->reach)
		l->reach = parent->reach;
	if (!od_date_is(l->from_day)) {
		l->from_day = od_instant_date(od_part_start(next));
		l->from_part = (int)(next - od_part_at(l->from_day, 0));
	}
	return 0;
}

/* Its parent, and, where that goes on in an extension already, the last of the chain. */
static int read_parent(struct od_db *db, struct od_leave *l, struct od_leave *parent,
		       struct od_err *err)
{
	int64_t live = l->parent;

	if (od_leave_get(db, l->parent, parent, err) < 0) {
		if (err->code == OD_ENOENT)
			err->code = OD_EDATA;
		return od_fail_at(err, "parent");
	}
	if (parent->status != OD_LEAVE_EXTENDED)
		return 0;
	if (od_leave_live(db, l->parent, &live, err) < 0)
		return -1;
	l->parent = live;
	return od_leave_get(db, live, parent, err) < 0 ? -1 : 0;
}

static int check_parent(struct od_db *db, const struct od_leave *l, const struct od_leave *parent,
			struct od_err *err)
{
	char number[32], other[32], day[16];
	int64_t next = od_leave_span(parent).to + 1, child = 0;
	int asked;

	od_number_str('L', parent->number, number);
	if (strcmp(l->person, parent->person))
		return od_fail(err, OD_EDATA, _("parent: %s is the leave of '%s', not of '%s'"),
			       number, parent->person, l->person);
	if (parent->status == OD_LEAVE_REQUESTED)
		return od_fail(err, OD_EDATA,
			       _("%s is not approved yet: change it instead of extending it"),
			       number);
	if (parent->status != OD_LEAVE_APPROVED && parent->status != OD_LEAVE_AWAY)
		return od_fail(err, OD_EDATA,
			       _("%s is over (%s); ask for a new leave instead of extending it"),
			       number, _(od_leave_statuses[parent->status].label));
	asked = od_leave_asked(db, parent->number, &child, err);
	if (asked < 0)
		return -1;
	if (asked && child != l->number)
		return od_fail(err, OD_EDATA,
			       _("%s asks for the extension of %s already; change that one"),
			       od_number_str('L', child, other), number);
	if (od_leave_span(l).from != next)
		return od_fail(
			err, OD_EDATA,
			_("from_day: an extension begins where %s ends: %s %s; leave it out"),
			number, od_date_str(od_instant_date(od_part_start(next)), day),
			_(od_parts[next - od_part_at(od_instant_date(od_part_start(next)), 0)]
				  .label));
	return 0;
}

/* --- what it must hold ---------------------------------------------------------------------------------- */

#define YEAR 366

int od_leave_check_span(const struct od_leave *l, struct od_err *err)
{
	struct od_span s = od_leave_span(l);
	char from[16], to[16];

	od_date_str(l->from_day, from);
	od_date_str(l->to_day, to);
	if (s.to < s.from)
		return od_fail(err, OD_EDATA, _("it ends (%s %s) before it begins (%s %s)"), to,
			       _(od_to_parts[l->to_part].label), from,
			       _(od_parts[l->from_part].label));
	if (l->from_day.days > od_instant_date(l->requested_at).days + YEAR)
		return od_fail(err, OD_EDATA, _("from_day: %s is more than a year ahead"), from);
	if (l->to_day.days > l->from_day.days + 5 * YEAR)
		return od_fail(err, OD_EDATA, _("to_day: %s is more than five years after %s"), to,
			       from);
	return 0;
}

/* Asked for after it began is marked so, by who asks (补假); an extension, of itself. */
static int check_late(struct od_leave *l, struct od_err *err)
{
	bool began = od_part_of(l->requested_at) > od_leave_span(l).from;
	char from[16];

	od_date_str(l->from_day, from);
	if (l->parent != OD_NOINT) {
		l->late = began;
		return 0;
	}
	if (began && !l->late)
		return od_fail(
			err, OD_EDATA,
			_("it began on %s, before it was asked for; if that is meant, record "
			  "it as asked for afterwards (late: yes)"),
			from);
	if (!began && l->late)
		return od_fail(err, OD_EDATA,
			       _("late: it begins on %s and was asked for before; leave it out"),
			       from);
	return 0;
}

static int check_report(struct od_db *db, const struct od_leave *l, struct od_err *err)
{
	int64_t n = 0;
	char buf[32];

	if (l->report == OD_NOINT)
		return 0;
	if (od_query_int(db, "SELECT count(*) FROM report WHERE number = ?1", &n,
			 OD_VALS(od_v(l->report)), err) < 0)
		return -1;
	return n ? 0
		 : od_fail(err, OD_EDATA, _("report: no report %s"),
			   od_number_str('R', l->report, buf));
}

/* --- on file already -------------------------------------------------------------------------------------- */

/* 1 and the number it has, 0, -1. */
static int find_same(struct od_db *db, const struct od_leave *l, int64_t *number,
		     struct od_err *err)
{
	static const char by_id[] =
		"SELECT number FROM leave WHERE person = ?1 AND external_id = ?2";
	static const char by_content[] =
		"SELECT number FROM leave WHERE person = ?1 AND kind = ?2 AND to_day = ?5 "
		"AND to_part = ?6 AND (parent IS NULL) = (?7 IS NULL) AND from_day = ?3 "
		"AND from_part = ?4 AND status <> 'refused' AND status <> 'cancelled' "
		"ORDER BY number LIMIT 1";
	int found = 0;

	if (given(l->external_id))
		found = od_query_int(db, by_id, number,
				     OD_VALS(od_v(l->person), od_v(l->external_id)), err);
	if (found)
		return found;
	return od_query_int(db, by_content, number,
			    OD_VALS(od_v(l->person), od_v(l->kind), od_v(l->from_day),
				    od_v(od_parts[l->from_part].word), od_v(l->to_day),
				    od_v(od_to_parts[l->to_part].word), od_v_opt(l->parent)),
			    err);
}

/* An extension asked for again in the same words, which do not say where it begins. */
static int find_extension(struct od_db *db, const struct od_leave *l, int64_t parent,
			  int64_t *number, struct od_err *err)
{
	static const char sql[] =
		"SELECT number FROM leave WHERE parent = ?1 AND to_day = ?2 AND to_part = ?3 "
		"AND status <> 'refused' AND status <> 'cancelled' LIMIT 1";

	return od_query_int(
		db, sql, number,
		OD_VALS(od_v(parent), od_v(l->to_day), od_v(od_to_parts[l->to_part].word)), err);
}

/* --- preparing -------------------------------------------------------------------------------------------- */

static int resolve(struct od_db *db, struct od_leave *l, struct od_err *err)
{
	if (!given(l->person))
		return od_fail(err, OD_EDATA, _("person is missing"));
	if (!given(l->kind))
		return od_fail(err, OD_EDATA, _("kind is missing"));
	if (!od_date_is(l->from_day))
		return od_fail(err, OD_EDATA, _("from_day is missing"));
	if (od_leave_resolve_person(db, &l->person, l->from_day, err) < 0)
		return od_fail_at(err, "person");
	if (od_leave_resolve_person(db, &l->stand_in, l->from_day, err) < 0)
		return od_fail_at(err, "stand_in");
	return od_leave_resolve_kind(db, &l->kind, l->from_day, err);
}

/* Members resolved and filled in; 1: it is on file as *same. */
static int prepare(struct od_db *db, struct od_leave *l, od_instant now, int64_t *same,
		   struct od_err *err)
{
	struct od_leave parent = { 0 };
	int64_t named = l->parent;
	bool open = !od_date_is(l->from_day);
	char buf[32];
	int r = 0;

	if (!od_date_is(l->to_day))
		return od_fail(err, OD_EDATA, _("to_day is missing"));
	if (!od_instant_is(l->requested_at))
		l->requested_at = now;
	if (l->requested_at.sec > now.sec)
		return od_fail(err, OD_EDATA, _("requested_at: %s has not come yet"),
			       od_instant_str_short(l->requested_at, buf));
	od_rec_init(&od_leave_type, &parent);
	if (named != OD_NOINT && open)
		r = find_extension(db, l, named, same, err);
	if (r == 0 && named != OD_NOINT)
		r = read_parent(db, l, &parent, err) < 0 ? -1 : fill_from(l, &parent, err);
	if (r == 0)
		r = resolve(db, l, err);
	if (r == 0)
		r = find_same(db, l, same, err);
	if (r == 0 && named != OD_NOINT)
		r = check_parent(db, l, &parent, err);
	if (r == 0 && (od_leave_check_span(l, err) < 0 || check_report(db, l, err) < 0 ||
		       check_late(l, err) < 0))
		r = -1;
	if (r == 0)
		r = od_leave_derive(db, l, err);
	od_rec_clear(&od_leave_type, &parent);
	return r;
}

/* --- what the regime says --------------------------------------------------------------------------------- */

struct judge {
	od_leave_finding_fn *fn;
	void *ctx;
	const char *force;
	struct od_buf first; /* what refuses first */
	struct od_buf *passed;
};

static int take_finding(void *ctx, const struct od_leave_finding *f, struct od_err *err)
{
	struct judge *j = ctx;

	if (f->act == OD_LEAVE_REFUSE && !j->first.n)
		od_buf_printf(&j->first, "%s: %s", f->rule, f->text);
	if (f->act == OD_LEAVE_WARN && j->passed && j->force && od_list_has(j->force, f->rule))
		od_buf_printf(j->passed, "%s%s", j->passed->n ? OD_LIST_SEP : "force: ", f->rule);
	return j->fn ? j->fn(j->ctx, f, err) : 0;
}

int od_leave_judge(struct od_db *db, const struct od_leave *l, int phase, od_instant now,
		   const char *force, od_leave_finding_fn *fn, void *ctx, struct od_buf *passed,
		   struct od_err *err)
{
	struct judge j = { fn, ctx, force, OD_BUF_INIT, passed };
	int refused = 0;
	int r = od_leave_rules(db, l, phase, now, force, take_finding, &j, &refused, err);

	if (r == 0 && refused == 1)
		r = od_fail(err, OD_EDATA, _("refused by rule %s"), j.first.s ? j.first.s : "-");
	else if (r == 0 && refused)
		r = od_fail(err, OD_EDATA, _("refused by %d rules; the first is %s"), refused,
			    j.first.s ? j.first.s : "-");
	od_buf_free(&j.first);
	return r;
}

int od_leave_check(struct od_db *db, const struct od_leave *l, od_leave_finding_fn *fn, void *ctx,
		   struct od_err *err)
{
	od_instant now = od_instant_is(l->requested_at) ? l->requested_at : od_leave_now(db, err);
	struct od_leave draft = { 0 };
	int64_t same;
	char buf[32];
	int r;

	if (!od_instant_is(now))
		return -1;
	od_rec_init(&od_leave_type, &draft);
	r = od_rec_copy(&od_leave_type, &draft, l, err);
	if (r == 0)
		r = prepare(db, &draft, now, &same, err);
	if (r > 0 && same == l->number) /* what the rules say of one on file */
		r = od_leave_derive(db, &draft, err);
	if (r > 0)
		r = od_fail(err, OD_EDATA, _("it is on file already as %s"),
			    od_number_str('L', same, buf));
	if (r == 0)
		r = od_leave_judge(db, &draft, OD_PHASE_REQUEST, now, NULL, fn, ctx, NULL, err);
	od_rec_clear(&od_leave_type, &draft);
	return r;
}

/* --- asking --------------------------------------------------------------------------------------------------- */

static int put(struct od_db *db, struct od_leave *l, const char *passed, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	struct od_leave_step step = {
		.action = OD_LEAVE_DO_REQUEST,
		.reason = (char *)(uintptr_t)passed,
		.happened_at = l->requested_at,
		.at = act->now,
		.actor = (char *)(uintptr_t)act->actor,
	};
	char name[32];

	if (od_number_next(db, "L", &l->number, err) < 0)
		return -1;
	step.number = l->number;
	if (od_run_rec(db, od_leave_insert, &od_leave_type, l, OD_NOVALS, err) < 0 ||
	    od_journal_create(db, &od_leave_type, od_number_str('L', l->number, name), l, err) < 0)
		return -1;
	return od_leave_step_add(db, &step, NULL, err);
}

int od_leave_request(struct od_db *db, struct od_leave *l, const char *force,
		     od_leave_finding_fn *fn, void *ctx, enum od_taken *taken, struct od_err *err)
{
	struct od_buf passed OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	int64_t same = 0;
	int r;

	if (od_need_tx(db, err) < 0)
		return -1;
	l->number = OD_NOINT;
	l->status = OD_LEAVE_REQUESTED;
	l->departed_at = l->returned_at = OD_NOINSTANT;
	if (l->external_id && !*l->external_id) { /* a unit's empty column is no number */
		free(l->external_id);
		l->external_id = NULL;
	}
	r = prepare(db, l, od_db_act(db)->now, &same, err);
	*taken = r > 0 ? OD_DUPLICATED : OD_TAKEN;
	if (r > 0)
		l->number = same;
	if (r != 0)
		return r < 0 ? -1 : 0;
	if (od_leave_judge(db, l, OD_PHASE_REQUEST, od_db_act(db)->now, force, fn, ctx, &passed,
			   err) < 0)
		return -1;
	return put(db, l, passed.s, err);
}
