/* leave_chain.c - who must approve a leave: the chain that the regime's row names, who holds each link, and
 * whose turn it is.  The rows are those of the leave's first day; the holders, those of the day on which it is
 * approved. */
#include <stdlib.h>

#include "leave_rule.h"

/* --- the links ---------------------------------------------------------------------------------------- */

enum { LINKS = 16 };
struct chain {
	struct od_leave_link link[LINKS];
	size_t n;
	od_date on; /* whose holders these are */
};

static void chain_free(struct chain *k)
{
	for (size_t i = 0; i < k->n; i++)
		od_rec_clear(&od_leave_link_type, &k->link[i]);
}

static bool has_role(const struct chain *k, const char *role, size_t n)
{
	for (size_t i = 0; i < k->n; i++)
		if (strlen(k->link[i].role) == n && !memcmp(k->link[i].role, role, n))
			return true;
	return false;
}

static int add_link(struct chain *k, const struct od_leave_rule *r, const char *role, size_t n,
		    struct od_err *err)
{
	struct od_leave_link *link = &k->link[k->n];

	if (has_role(k, role, n))
		return 0;
	if (k->n == LINKS)
		return od_fail(err, OD_EDATA, _("rule '%s' names more than %d approvers"), r->code,
			       LINKS);
	od_rec_init(&od_leave_link_type, link);
	link->role = strndup(role, n);
	link->rule = strdup(r->code);
	k->n++;
	return link->role && link->rule ? 0 : od_fail_nomem(err);
}

static int add_all(struct chain *k, const struct od_leave_rule *r, struct od_err *err)
{
	const char *rest = r->approvers;
	size_t n;

	for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n))
		if (add_link(k, r, s, n, err) < 0)
			return -1;
	return 0;
}

/* Who may pass blocked days approves last. */
static int add_last(struct chain *k, const struct od_leave_rule *r, struct od_err *err)
{
	const char *rest = r->approvers, *last = NULL;
	size_t n, length = 0;

	for (const char *s = od_list_next(&rest, &n); s; s = od_list_next(&rest, &n)) {
		last = s;
		length = n;
	}
	return last ? add_link(k, r, last, length, err) : 0;
}

static bool blocks(const struct od_leave_case *c, const struct od_leave_rule *r)
{
	const struct od_span days = { od_part_at(r->from_day, OD_PART_MORNING),
				      od_part_at(r->to_day, OD_PART_EVENING) };

	return od_spans_meet(days, c->span);
}

/* The row that decides: absence on days off alone goes by a row of its own, if the regime has one. */
static const struct od_leave_rule *deciding(const struct od_leave_case *c)
{
	for (size_t i = 0; i < c->set.n; i++) {
		const struct od_leave_rule *r = &c->set.rule[i];

		if (r->check == OD_CHECK_WEEKEND && r->approvers && od_leave_fits(c, r) &&
		    od_leave_on_rest(c))
			return r;
	}
	for (size_t i = 0; i < c->set.n; i++)
		if (c->set.rule[i].check == OD_CHECK_APPROVER && od_leave_fits(c, &c->set.rule[i]))
			return &c->set.rule[i];
	return NULL;
}

static int name_links(const struct od_leave_case *c, struct chain *k, struct od_err *err)
{
	const struct od_leave_rule *r = deciding(c);

	if (r && add_all(k, r, err) < 0)
		return -1;
	for (size_t i = 0; i < c->set.n; i++) {
		r = &c->set.rule[i];
		if (r->check == OD_CHECK_BLOCKED && od_leave_fits(c, r) && blocks(c, r) &&
		    add_last(k, r, err) < 0)
			return -1;
	}
	return 0;
}

/* --- what was approved already --------------------------------------------------------------------------- */

/* Approvals after the last change that asked for new ones. */
static const char sql_approvals[] =
	"SELECT s.step, s.role, s.happened_at, s.\"by\", coalesce((SELECT p.name FROM person_row p "
	"WHERE p.code = s.\"by\" ORDER BY p.valid_from DESC LIMIT 1), s.\"by\") FROM leave_step s "
	"WHERE s.number = ?1 AND s.action = 'approve' AND s.step > (SELECT coalesce(max(a.step), 0) "
	"FROM leave_step a WHERE a.number = ?1 AND a.action = 'change' AND a.role = '" OD_LEAVE_AGAIN
	"') "
	"ORDER BY s.step";

static int replace(char **text, const char *by, struct od_err *err)
{
	char *copy = by ? strdup(by) : NULL;

	if (by && !copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

static int take_approval(void *ctx, const struct od_cols *cols, struct od_err *err)
{
	struct chain *k = ctx;
	const char *role = od_col_text(cols, 1);

	for (size_t i = 0; role && i < k->n; i++) {
		struct od_leave_link *link = &k->link[i];

		if (link->step != OD_NOINT || strcmp(link->role, role))
			continue;
		link->step = od_col_int(cols, 0);
		link->at = (od_instant){ od_col_int(cols, 2) };
		if (replace(&link->person, od_col_text(cols, 3), err) < 0 ||
		    replace(&link->person_name, od_col_text(cols, 4), err) < 0)
			return -1;
	}
	return 0;
}

/* --- the chain whole ----------------------------------------------------------------------------------- */

static void drop_link(struct chain *k, size_t i)
{
	od_rec_clear(&od_leave_link_type, &k->link[i]);
	memmove(&k->link[i], &k->link[i + 1], (k->n - i - 1) * sizeof(k->link[0]));
	k->n--;
}

static bool held_later(const struct chain *k, size_t i)
{
	for (size_t later = i + 1; later < k->n; later++)
		if (k->link[later].person && !strcmp(k->link[later].person, k->link[i].person))
			return true;
	return false;
}

/* Who holds the links that are open still.  A link that is nobody's by rights, or the leaver's own, falls
 * away. */
static int fill_links(struct od_db *db, const struct od_leave_case *c, struct chain *k,
		      struct od_err *err)
{
	if (od_leave_holders_day(db, &k->on, err) < 0)
		return -1;
	for (size_t i = 0; i < k->n;) {
		struct od_leave_link *link = &k->link[i];
		struct od_leave_holder h = { NULL };

		if (replace(&link->role_name, od_leave_role_label(link->role), err) < 0)
			return -1;
		if (link->step != OD_NOINT) {
			i++;
			continue;
		}
		if (od_leave_holder(db, c, link->role, k->on, &h, err) < 0) {
			od_leave_holder_free(&h);
			return -1;
		}
		link->person = h.code;
		link->person_name = h.name;
		if (h.passed || (h.code && !strcmp(h.code, c->l->person)))
			drop_link(k, i);
		else
			i++;
	}
	/* Who holds two links approves once, at the later one. */
	for (size_t i = 0; i < k->n;)
		if (k->link[i].step == OD_NOINT && k->link[i].person && held_later(k, i))
			drop_link(k, i);
		else
			i++;
	return 0;
}

static int chain_read(struct od_db *db, const struct od_leave *l, struct chain *k,
		      struct od_err *err)
{
	struct od_leave_case c;
	int r;

	k->n = 0;
	r = od_leave_case_open(&c, db, l, err);
	if (r == 0)
		r = name_links(&c, k, err);
	if (r == 0 && l->number != OD_NOINT)
		r = od_query_cols(db, sql_approvals, OD_VALS(od_v(l->number)), take_approval, k,
				  err);
	if (r == 0)
		r = fill_links(db, &c, k, err);
	od_leave_case_free(&c);
	return r;
}

int od_leave_chain(struct od_db *db, const struct od_leave *l, od_leave_link_fn *fn, void *ctx,
		   struct od_err *err)
{
	struct chain k;
	int r = chain_read(db, l, &k, err);

	for (size_t i = 0; r == 0 && i < k.n; i++)
		r = fn(ctx, &k.link[i], err);
	chain_free(&k);
	return r;
}

static struct od_leave_link *next_open(struct chain *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->link[i].step == OD_NOINT)
			return &k->link[i];
	return NULL;
}

/* --- where no link is left: the desk registers it ----------------------------------------------------------- */

/* clang-format off */
static const char sql_desk[] = "SELECT k.desk FROM category_row k WHERE k.code = 'leave' AND "
			       OD_VALID("k", "?1");
static const char sql_at_desk[] =
	"SELECT count(*) FROM person_row p WHERE p.desk = ?1 AND (?2 IS NULL OR p.code = ?2) AND "
	OD_VALID("p", "?3");
/* clang-format on */

static const char *desk_name(struct od_db *db, const char *desk, od_date on, struct od_err *err)
{
	const char *name = desk ? od_name_memo(db, OD_NAMED_DESK, desk, on, NULL, err) : NULL;

	return name ? name : _("the desk that handles leave");
}

/* Anybody of the desk; anybody at all where the roster names nobody of it.  So it is too where a change left
 * no link open. */
static int check_desk(struct od_db *db, const struct od_leave *l, const char *by, od_date on,
		      struct od_err *err)
{
	int64_t there = 0, known = 0;
	char *desk = NULL, buf[32];
	int r = od_query_text(db, sql_desk, &desk, OD_VALS(od_v(on)), err);

	if (r > 0)
		r = od_query_int(db, sql_at_desk, &known,
				 OD_VALS(od_v(desk), od_v((const char *)NULL), od_v(on)), err);
	if (r > 0)
		r = od_query_int(db, sql_at_desk, &there, OD_VALS(od_v(desk), od_v(by), od_v(on)),
				 err);
	if (r >= 0 && known && !there)
		r = od_fail(err, OD_EPERM,
			    _("%s needs no approval any more; it is registered by the staff of %s, "
			      "to which '%s' does not belong"),
			    l->number == OD_NOINT ? _("the leave")
						  : od_number_str('L', l->number, buf),
			    desk_name(db, desk, on, err), by);
	free(desk);
	return r < 0 ? -1 : 0;
}

/* --- whose turn ------------------------------------------------------------------------------------------------ */

struct acting { /* is by the stand-in of a holder who is away? */
	struct od_db *db;
	const char *by;
	od_date on;
	bool away, may;
	struct od_span span; /* of the holder's leave */
	int64_t number;
	char *stand_in;
};

static int take_partner(void *ctx, const char *const *text, struct od_err *err)
{
	struct acting *a = ctx;

	(void)err;
	a->may |= !strcmp(text[0], a->by);
	return 0;
}

static int take_away(void *ctx, const struct od_leave *l, struct od_span span, struct od_err *err)
{
	struct acting *a = ctx;

	a->away = true;
	a->span = span;
	a->number = l->number;
	if (replace(&a->stand_in, l->stand_in, err) < 0)
		return -1;
	if (!l->stand_in) /* his B角 */
		return od_leave_partners(a->db, l->person, a->on, take_partner, a, err);
	a->may |= !strcmp(l->stand_in, a->by);
	return 0;
}

static int name_of(struct od_db *db, const char *code, od_date on, struct od_buf *b,
		   struct od_err *err)
{
	struct od_leaver p;
	int r = od_leaver_read(db, code, on, &p, err);

	od_buf_puts(b, r > 0 ? p.name : code);
	if (r > 0)
		od_leaver_free(&p);
	if (r < 0)
		return -1;
	return b->failed ? od_fail_nomem(err) : 0;
}

/* Who may act for him while he is away. */
static int put_away(struct acting *a, const struct od_leave_link *link, struct od_buf *b,
		    struct od_err *err)
{
	struct od_buf when OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf who OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char buf[32];

	if (a->stand_in && name_of(a->db, a->stand_in, a->on, &who, err) < 0)
		return -1;
	od_span_put(&when, a->span);
	if (when.failed)
		return od_fail_nomem(err);
	od_buf_printf(b, _("; %s is away (%s, %s), and the stand-in may act: %s"),
		      link->person_name, when.s, od_number_str('L', a->number, buf),
		      who.s ? who.s : _("nobody is named"));
	return 0;
}

static int refuse_turn(struct acting *a, const struct od_leave_link *link, struct od_err *err)
{
	struct od_buf away OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_buf by OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

	if (name_of(a->db, a->by, a->on, &by, err) < 0 ||
	    (a->away && put_away(a, link, &away, err) < 0))
		return -1;
	return od_fail(err, OD_EPERM, _("it is for %s %s to approve now, not for %s%s"),
		       link->role_name, link->person_name, by.s, away.s ? away.s : "");
}

static int check_turn(struct od_db *db, const char *by, const struct od_leave_link *link,
		      od_date on, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	struct acting a = { .db = db, .by = by, .on = on };
	struct od_span now = { od_part_at(on, OD_PART_MORNING), od_part_at(on, OD_PART_EVENING) };
	int r;

	if (!link->person)
		return od_fail(err, OD_EDATA,
			       _("it is for the %s (%s) to approve now, and nobody is on file; %s"),
			       link->role_name, link->role, od_leave_role_remedy(link->role));
	if (!strcmp(link->person, by))
		return 0;
	if (act)
		now.from = now.to = od_part_of(act->now);
	r = od_leaves_of(db, link->person, now, false, OD_NOINT, take_away, &a, err);
	if (r == 0 && !(a.away && a.may))
		r = refuse_turn(&a, link, err);
	free(a.stand_in);
	return r;
}

static int link_of(struct od_db *db, const struct od_leave *l, struct chain *k, const char *by,
		   char **role, bool *last, struct od_err *err)
{
	struct od_leave_link *link = next_open(k);

	if (!strcmp(by, l->person))
		return od_fail(err, OD_EPERM, _("nobody approves his own leave"));
	if ((link ? check_turn(db, by, link, k->on, err) : check_desk(db, l, by, k->on, err)) < 0)
		return -1;
	*role = strdup(link ? link->role : "desk");
	if (!*role)
		return od_fail_nomem(err);
	if (link)
		link->step = 0; /* as good as done */
	*last = !next_open(k);
	return 0;
}

int od_leave_link_of(struct od_db *db, const struct od_leave *l, const char *by, char **role,
		     bool *last, struct od_err *err)
{
	struct chain k;
	int r;

	*role = NULL;
	*last = false;
	if (!by)
		return od_fail(err, OD_EUSAGE, _("say who approved it"));
	r = chain_read(db, l, &k, err);
	if (r == 0)
		r = link_of(db, l, &k, by, role, last, err);
	chain_free(&k);
	return r;
}

static int put_waits(struct od_db *db, struct chain *k, char **whom, char **person,
		     struct od_err *err)
{
	const struct od_leave_link *link = next_open(k);
	struct od_buf b = OD_BUF_INIT;
	char *desk = NULL;

	if (!link) {
		if (od_query_text(db, sql_desk, &desk, OD_VALS(od_v(k->on)), err) < 0)
			return -1;
		od_buf_puts(&b, desk_name(db, desk, k->on, err));
		free(desk);
	} else {
		od_buf_printf(&b, "%s %s", link->role_name,
			      link->person_name ? link->person_name : _("(nobody is on file)"));
		if (replace(person, link->person, err) < 0) {
			od_buf_free(&b);
			return -1;
		}
	}
	if (b.failed) {
		od_buf_free(&b);
		return od_fail_nomem(err);
	}
	*whom = b.s;
	return 0;
}

int od_leave_waits(struct od_db *db, const struct od_leave *l, char **whom, char **person,
		   struct od_err *err)
{
	struct chain k;
	int r;

	*whom = *person = NULL;
	if (l->status != OD_LEAVE_REQUESTED)
		return 0;
	r = chain_read(db, l, &k, err);
	if (r == 0)
		r = put_waits(db, &k, whom, person, err);
	chain_free(&k);
	return r;
}
