/* leave_change.c - changing a leave that is on file: what was approved stays so as long as it is no other leave
 * than the one that was approved. */
#include <stdlib.h>

#include "leave.h"

#define AT(m) offsetof(struct od_leave, m)
/* Texts that a change replaces; "" takes them away. */
static const size_t texts[] = { AT(kind),     AT(place), AT(reason),
				AT(stand_in), AT(phone), AT(itinerary) };
#undef AT

static int put_text(char **text, const char *to, struct od_err *err)
{
	char *copy = to && *to ? strdup(to) : NULL;

	if (to && *to && !copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

/* What is given in l over what is on file; whole: all of it. */
static int merge(struct od_leave *to, const struct od_leave *l, bool whole, struct od_err *err)
{
	for (size_t i = 0; i < OD_COUNT(texts); i++) {
		char **was = (char **)(void *)((char *)to + texts[i]);
		const char *given = *(char *const *)(const void *)((const char *)l + texts[i]);

		if ((whole || given) && put_text(was, given, err) < 0)
			return -1;
	}
	if (od_date_is(l->from_day)) {
		to->from_day = l->from_day;
		to->from_part = l->from_part;
	} else if (l->from_part) {
		to->from_part = l->from_part;
	}
	if (od_date_is(l->to_day)) {
		to->to_day = l->to_day;
		to->to_part = l->to_part;
	} else if (l->to_part) {
		to->to_part = l->to_part;
	}
	if (whole || l->reach)
		to->reach = l->reach;
	if (whole || l->report != OD_NOINT)
		to->report = l->report;
	return 0;
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static int check_fixed(struct od_db *db, struct od_leave *l, const struct od_leave *was, bool whole,
		       struct od_err *err)
{
	const char *field = NULL;

	if (l->person && *l->person &&
	    od_leave_resolve_person(db, &l->person, was->from_day, err) < 0)
		return od_fail_at(err, "person");
	if (l->person && *l->person && strcmp(l->person, was->person) != 0)
		field = "person";
	else if ((whole || l->parent != OD_NOINT) && l->parent != was->parent)
		field = "parent";
	else if ((whole || l->external_id) && !same_text(l->external_id, was->external_id))
		field = "external_id";
	if (!field)
		return 0;
	return od_fail(err, OD_EDATA, _("%s is not changed: cancel the leave and ask for another"),
		       field);
}

static int resolve(struct od_db *db, struct od_leave *now, struct od_err *err)
{
	if (!now->kind)
		return od_fail(err, OD_EDATA, _("kind is missing"));
	if (od_leave_resolve_person(db, &now->stand_in, now->from_day, err) < 0)
		return od_fail_at(err, "stand_in");
	if (od_leave_resolve_kind(db, &now->kind, now->from_day, err) < 0 ||
	    od_leave_check_span(now, err) < 0)
		return -1;
	return od_leave_references(db, now, err);
}

/* --- what may be moved ------------------------------------------------------------------------------ */

static int check_moves(struct od_db *db, const struct od_leave *was, const struct od_leave *now,
		       od_instant at, struct od_err *err)
{
	struct od_span before = od_leave_span(was), after = od_leave_span(now);
	bool approved = was->status != OD_LEAVE_REQUESTED;
	char number[32], name[32], day[16];
	int64_t child = 0;
	int asked = od_leave_asked(db, was->number, &child, err);

	if (asked < 0)
		return -1;
	od_number_str('L', was->number, number);
	if (approved && od_part_of(at) > before.to)
		return od_fail(err, OD_EDATA,
			       _("%s ended on %s; extend it, or register the return"), number,
			       od_date_str(was->to_day, day));
	if (before.from != after.from && was->parent != OD_NOINT)
		return od_fail(err, OD_EDATA,
			       _("from_day: an extension begins where the leave before it ends"));
	if (before.from != after.from && was->status == OD_LEAVE_AWAY)
		return od_fail(err, OD_EDATA, _("from_day: the person has left already"));
	if (before.to < after.to && was->status == OD_LEAVE_AWAY)
		return od_fail(err, OD_EDATA,
			       _("to_day: the person has left; a longer leave is an extension"));
	if (before.to != after.to && asked)
		return od_fail(err, OD_EDATA,
			       _("to_day: %s asks for the extension of %s; cancel that first"),
			       od_number_str('L', child, name), number);
	return 0;
}

/* Is it another leave than the one that was approved?  *moved: its departure is, by more than the regime's
 * days. */
static int is_other(struct od_db *db, const struct od_leave *was, const struct od_leave *now,
		    bool *other, bool *moved, struct od_err *err)
{
	struct od_span before = od_leave_span(was), after = od_leave_span(now);
	int64_t allowed = OD_NOINT, by = llabs((long long)now->from_day.days - was->from_day.days);
	char *rule = NULL;

	if (od_leave_renotice(db, was, &allowed, &rule, err) < 0)
		return -1;
	free(rule);
	*moved = allowed != OD_NOINT && by > allowed;
	*other = *moved || after.to - after.from > before.to - before.from ||
		 strcmp(was->kind, now->kind) != 0 || now->reach > was->reach;
	return 0;
}

/* Has somebody approved it, since it was last sent back? */
static int has_approval(struct od_db *db, int64_t number, bool *has, struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM leave_step s WHERE s.number = ?1 AND s.action = 'approve' "
		"AND s.step > (SELECT coalesce(max(a.step), 0) FROM leave_step a WHERE a.number = ?1 "
		"AND a.action = 'change' AND a.role = '" OD_LEAVE_AGAIN "')";
	int64_t n = 0;

	if (od_query_int(db, sql, &n, OD_VALS(od_v(number)), err) < 0)
		return -1;
	*has = n > 0;
	return 0;
}

static int decide(struct od_db *db, const struct od_leave *was, struct od_leave *now, od_instant at,
		  bool *again, struct od_err *err)
{
	bool other, moved, had = was->status == OD_LEAVE_APPROVED;

	*again = false;
	if (was->status == OD_LEAVE_AWAY) /* what comes up on the way is told, not asked for */
		return 0;
	if (is_other(db, was, now, &other, &moved, err) < 0)
		return -1;
	if (was->status == OD_LEAVE_REQUESTED && has_approval(db, was->number, &had, err) < 0)
		return -1;
	if (moved) { /* this is the notice of the new day */
		now->requested_at = at;
		now->late = od_part_of(at) > od_leave_span(now).from;
	}
	*again = other && had;
	if (*again)
		now->status = OD_LEAVE_REQUESTED;
	return 0;
}

/* --- changing --------------------------------------------------------------------------------------------- */

static int write(struct od_db *db, const struct od_leave *was, const struct od_leave *now,
		 const char *reason, const struct od_buf *passed, bool again, struct od_err *err)
{
	struct od_leave_step s = { 0 };
	int r;

	od_rec_init(&od_leave_step_type, &s);
	s.number = was->number;
	s.action = OD_LEAVE_DO_CHANGE;
	r = put_text(&s.reason, reason, err);
	if (r == 0)
		r = od_leave_step_prepare(db, &s, err);
	if (r == 0)
		r = od_leave_step_passed(&s, passed, err);
	if (r == 0)
		r = put_text(&s.role, again ? OD_LEAVE_AGAIN : NULL, err);
	if (r == 0)
		r = od_leave_write(db, was, now, &s, err);
	/* While an extension is asked for again, its parent is the live one. */
	if (r == 0 && again && was->status == OD_LEAVE_APPROVED && was->parent != OD_NOINT)
		r = od_leave_revive(db, was, &s, err);
	od_rec_clear(&od_leave_step_type, &s);
	return r;
}

/* What a change is made with, besides the leave. */
struct asked {
	bool whole;
	const char *reason, *force;
	od_leave_finding_fn *fn;
	void *ctx;
};

static int change(struct od_db *db, struct od_leave *l, const struct od_leave *was,
		  struct od_leave *now, const struct asked *q, bool *again, struct od_err *err)
{
	struct od_buf passed OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	od_instant at = od_db_act(db)->now;
	char number[32];

	if (od_leave_allows(was, OD_LEAVE_DO_CHANGE, err) < 0 ||
	    check_fixed(db, l, was, q->whole, err) < 0 ||
	    od_rec_copy(&od_leave_type, now, was, err) < 0 || merge(now, l, q->whole, err) < 0 ||
	    resolve(db, now, err) < 0)
		return -1;
	if (od_rec_same(&od_leave_type, was, now))
		return od_fail(err, OD_EDATA, _("%s says so already; nothing was changed"),
			       od_number_str('L', was->number, number));
	if (check_moves(db, was, now, at, err) < 0 || decide(db, was, now, at, again, err) < 0 ||
	    od_leave_derive(db, now, err) < 0 ||
	    od_leave_judge(db, now, OD_PHASE_CHANGE, at, q->force, q->fn, q->ctx, &passed, err) < 0)
		return -1;
	return write(db, was, now, q->reason, &passed, *again, err);
}

static int change_on_file(struct od_db *db, struct od_leave *l, const struct asked *q, bool *again,
			  struct od_err *err)
{
	struct od_leave was = { 0 }, now = { 0 };
	int r;

	*again = false;
	if (od_need_tx(db, err) < 0)
		return -1;
	if (l->number == OD_NOINT)
		return od_fail(err, OD_EDATA, _("say which leave: its number"));
	od_rec_init(&od_leave_type, &was);
	od_rec_init(&od_leave_type, &now);
	r = od_leave_get(db, l->number, &was, err) < 0 ? -1 : 0;
	if (r == 0)
		r = change(db, l, &was, &now, q, again, err);
	if (r == 0) {
		struct od_leave given = *l;

		*l = now;
		now = given;
	}
	od_rec_clear(&od_leave_type, &was);
	od_rec_clear(&od_leave_type, &now);
	return r;
}

int od_leave_change(struct od_db *db, struct od_leave *l, const char *reason, const char *force,
		    od_leave_finding_fn *fn, void *ctx, bool *again, struct od_err *err)
{
	const struct asked q = { false, reason, force, fn, ctx };

	return change_on_file(db, l, &q, again, err);
}

int od_leave_replace(struct od_db *db, struct od_leave *l, const char *reason, const char *force,
		     od_leave_finding_fn *fn, void *ctx, bool *again, struct od_err *err)
{
	const struct asked q = { true, reason, force, fn, ctx };

	return change_on_file(db, l, &q, again, err);
}
