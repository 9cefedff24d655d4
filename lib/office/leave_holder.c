/* leave_holder.c - who holds the roles that approve leave: the head of a unit, its contact secretary, the
 * secretary-general, the Party secretary, or a person named by code. */
#include <stdlib.h>

#include "leave_rule.h"

void od_leave_holder_free(struct od_leave_holder *h)
{
	free(h->code);
	free(h->name);
}

static int take_holder(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_leave_holder *h = ctx;

	if (h->code)
		return 0;
	h->code = strdup(text[0]);
	h->name = strdup(text[1]);
	return h->code && h->name ? 0 : od_fail_nomem(err);
}

/* clang-format off */
static const char sql_head[] =
	"SELECT p.code, p.name FROM person_row p WHERE p.unit = ?1 AND instr(p.rank, '-chief') > 0 AND "
	OD_VALID("p", "?2") " ORDER BY p.sort NULLS LAST, p.code LIMIT 1";
static const char sql_parent[] =
	"SELECT u.parent FROM unit_row u WHERE u.code = ?1 AND " OD_VALID("u", "?2");
static const char sql_sort[] =
	"SELECT p.sort FROM person_row p WHERE p.code = ?1 AND " OD_VALID("p", "?2");
static const char sql_secretary[] =
	"SELECT s.person, coalesce((SELECT p.name FROM person_row p WHERE p.code = s.person "
	"AND p.valid_from <= ?2 ORDER BY p.valid_from DESC LIMIT 1), s.person) FROM secretary s "
	"WHERE s.unit = ?1 AND " OD_VALID("s", "?2") " ORDER BY s.kind = 'cover' DESC LIMIT 1";
static const char sql_person[] =
	"SELECT p.code, p.name FROM person_row p WHERE p.code = ?1 AND " OD_VALID("p", "?2");
/* clang-format on */

enum { PARENTS = 8 }; /* a unit stands under so many others at most */

/* The head of a unit, of the nearest unit above it where it has none.  Who stands before him in the
 * office's order is himself the head (a deputy mayor who leads a bureau). */
static int unit_head(struct od_db *db, const struct od_leave_case *c, od_date on,
		     struct od_leave_holder *h, struct od_err *err)
{
	char *unit = c->who.unit ? strdup(c->who.unit) : NULL;
	int64_t sort = OD_NOINT;
	int r = 0;

	h->passed = !c->who.unit;
	for (int i = 0; r == 0 && unit && !h->code && i < PARENTS; i++) {
		char *parent = NULL;

		r = od_query_each(db, sql_head, OD_VALS(od_v(unit), od_v(on)), take_holder, h, err);
		if (r == 0 && !h->code)
			r = od_query_text(db, sql_parent, &parent, OD_VALS(od_v(unit), od_v(on)),
					  err) < 0
				    ? -1
				    : 0;
		free(unit);
		unit = parent;
	}
	free(unit);
	if (r < 0 || !h->code || c->who.sort == OD_NOINT)
		return r;
	if (od_query_int(db, sql_sort, &sort, OD_VALS(od_v(h->code), od_v(on)), err) < 0)
		return -1;
	h->passed = sort == OD_NOINT || sort > c->who.sort;
	return 0;
}

static int contact_secretary(struct od_db *db, const struct od_leave_case *c, od_date on,
			     struct od_leave_holder *h, struct od_err *err)
{
	if (c->who.unit && od_query_each(db, sql_secretary, OD_VALS(od_v(c->who.unit), od_v(on)),
					 take_holder, h, err) < 0)
		return -1;
	h->passed = !h->code;
	return 0;
}

static int by_code(struct od_db *db, const char *code, od_date on, struct od_leave_holder *h,
		   struct od_err *err)
{
	return od_query_each(db, sql_person, OD_VALS(od_v(code), od_v(on)), take_holder, h, err);
}

static int by_setting(struct od_db *db, const char *setting, od_date on, struct od_leave_holder *h,
		      struct od_err *err)
{
	const char *value = od_setting(db, setting, on, NULL);
	char *code = value ? strdup(value) : NULL;
	int r = 0;

	if (value && !code)
		return od_fail_nomem(err);
	if (code)
		r = by_code(db, code, on, h, err);
	free(code);
	return r;
}

/* The roles that a chain may name; any other word is a person's code. */
static const struct role {
	const char *word, *label;
	int (*find)(struct od_db *db, const struct od_leave_case *c, od_date on,
		    struct od_leave_holder *h, struct od_err *err);
	const char *setting;
	const char *remedy; /* what to load where nobody holds it */
} roles[] = {
	{ "unit-head", N_("head of the unit"), unit_head, NULL,
	  N_("load a person of that unit, or of the one above it, with a chief's rank") },
	{ "contact-secretary", N_("contact secretary"), contact_secretary, NULL,
	  N_("load a row 'secretary' of the unit") },
	{ "secretary-general", N_("secretary-general"), NULL, "secretary_general",
	  N_("load the setting 'secretary_general' with the person's code") },
	{ "party-secretary", N_("Party secretary"), NULL, "party_secretary",
	  N_("load the setting 'party_secretary' with the person's code") },
};

static const struct role *role_of(const char *word)
{
	for (size_t i = 0; i < OD_COUNT(roles); i++)
		if (!strcmp(roles[i].word, word))
			return &roles[i];
	return NULL;
}

int od_leave_holder(struct od_db *db, const struct od_leave_case *c, const char *word, od_date on,
		    struct od_leave_holder *h, struct od_err *err)
{
	const struct role *role = role_of(word);

	*h = (struct od_leave_holder){ NULL };
	if (!role)
		return by_code(db, word, on, h, err);
	return role->find ? role->find(db, c, on, h, err)
			  : by_setting(db, role->setting, on, h, err);
}

const char *od_leave_role_label(const char *word)
{
	const struct role *role = role_of(word);

	return role ? _(role->label) : _("approver");
}

const char *od_leave_role_remedy(const char *word)
{
	const struct role *role = role_of(word);

	return role ? _(role->remedy) : _("load a person of that code, or another rule");
}

int od_leave_holders_day(struct od_db *db, od_date *on, struct od_err *err)
{
	od_instant now = od_leave_now(db, err);

	if (!od_instant_is(now))
		return -1;
	*on = od_instant_date(now);
	return 0;
}

int od_leave_put_holder(struct od_db *db, const struct od_leave_case *c, const char *role,
			struct od_buf *b, struct od_err *err)
{
	struct od_leave_holder h = { NULL };
	od_date on;
	int r = od_leave_holders_day(db, &on, err);

	if (r == 0)
		r = od_leave_holder(db, c, role, on, &h, err);

	if (r == 0)
		od_buf_printf(b, "%s %s", od_leave_role_label(role),
			      h.name          ? h.name
			      : role_of(role) ? _("(nobody is on file)")
					      : role);
	od_leave_holder_free(&h);
	return r;
}
