/* agenda.c - see agenda.h; and which of a report's engagements clash with others (od_schedule_clashes). */
#include <stdlib.h>

#include "agenda.h"
#include "leave.h"

#define AT(m) offsetof(struct od_clash, m)
static const struct od_field clash_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), NULL, NULL, 'R' },
	{ "other", OD_NUMBER, AT(other), OD_TABLE, N_("Clashes with"), NULL, NULL, 'R' },
	{ "leave", OD_NUMBER, AT(leave), OD_TABLE, N_("Leave"), NULL, NULL, 'L' },
	{ "leader", OD_TEXT, AT(leader), OD_TABLE, N_("Leader") },
	{ "category", OD_TEXT, AT(category), OD_TABLE, N_("Category") },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title") },
	{ "place", OD_TEXT, AT(place), OD_TABLE, N_("Place") },
	{ "from", OD_INSTANT, AT(from), OD_TABLE, N_("From") },
	{ "to", OD_INSTANT, AT(to), OD_TABLE, N_("To") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_clash_type = { "clash", sizeof(struct od_clash), clash_fields,
					   N_("clash") };

#define AT(m) offsetof(struct engagement, m)
static const struct od_field engagement_fields[] = {
	{ "number", OD_NUMBER, AT(number), 0, "", NULL, NULL, 'R' },
	{ "unit", OD_TEXT, AT(unit), 0, "" },
	{ "category", OD_TEXT, AT(category), 0, "" },
	{ "title", OD_TEXT, AT(title), 0, "" },
	{ "place", OD_TEXT, AT(place), 0, "" },
	{ "leaders", OD_LIST, AT(leaders), 0, "" },
	{ "author", OD_TEXT, AT(author), 0, "" },
	{ "phone", OD_TEXT, AT(phone), 0, "" },
	{ "accompanying", OD_LIST, AT(accompanying), 0, "" },
	{ "occurred_at", OD_INSTANT, AT(occurred_at), 0, "" },
	{ "ends_at", OD_INSTANT, AT(ends_at), 0, "" },
	{ "undated", OD_BOOL, AT(undated), 0, "" },
	{ "classified", OD_BOOL, AT(classified), 0, "" },
	{ "stands", OD_BOOL, AT(stands), 0, "" },
	{ "returned", OD_BOOL, AT(returned), 0, "" },
	{ NULL },
};
#undef AT
static const struct od_rec_type engagement_type = { "engagement", sizeof(struct engagement),
						    engagement_fields, "" };

/* clang-format off */
#define STANDS "(r.status = 'received' OR r.status = 'accepted' OR r.status = 'returned')"
#define ENGAGEMENT                                                                                 \
	"SELECT r.number, r.unit, r.category, r.title, r.place, r.leaders, r.author, r.phone, "    \
	"r.accompanying, r.occurred_at, r.ends_at, r.undated, r.secrecy <> 'none' AS classified, " \
	STANDS " AS stands, r.status = 'returned' AS returned "
static const char sql_one[] = ENGAGEMENT "FROM report r WHERE r.number = ?1";
/* Begun from ?1 on and before ?2.  Category and unit first: there is an index by them and the instant, so
 * that each unit's few are found at once. */
static const char sql_window[] =
	"WITH kind (category) AS (VALUES ('schedule'), ('reception')) "
	ENGAGEMENT "FROM kind k CROSS JOIN unit u CROSS JOIN report r "
	"WHERE r.category = k.category AND r.unit = u.code AND r.occurred_at >= ?1 "
	"AND r.occurred_at < ?2 AND " STANDS " ORDER BY r.occurred_at, r.number";
/* Leaves that touch the days from ?1 to ?2. */
static const char sql_stays[] =
	"SELECT l.number, l.person, l.from_day, l.from_part, l.to_day, l.to_part, l.status, l.returned_at, "
	"k.name AS title, l.place, coalesce(k.private, 1) AS classified FROM leave l "
	"LEFT JOIN leave_kind_row k ON k.code = l.kind AND " OD_VALID("k", "l.from_day") " "
	"WHERE l.to_day >= ?1 AND l.from_day <= ?2 AND l.status <> 'refused' AND l.status <> 'cancelled' "
	"ORDER BY l.from_day, l.number";
/* clang-format on */
enum { MOST_DAYS = 31, DAY = 86400 };

/* --- engagements ------------------------------------------------------------------------------------- */

static const char *const categories[] = { "schedule", "reception", "leave" };

static bool is_midnight(od_instant t)
{
	return t.sec == od_date_start(od_instant_date(t)).sec;
}

static od_instant day_end(od_instant t)
{
	return od_date_start((od_date){ od_instant_date(t).days + 1 });
}

/* From when to when.  A day alone as the end is that whole day, where the beginning is a day alone too;
 * leave goes by days. */
static void reckon(struct engagement *e, int64_t minutes)
{
	bool whole = is_midnight(e->occurred_at);

	for (e->kind = 0; e->kind < NOT_ENGAGED; e->kind++)
		if (!strcmp(e->category, categories[e->kind]))
			break;
	whole |= e->kind == ENGAGED_LEAVE;
	e->from = e->occurred_at;
	e->to = e->ends_at;
	if (od_instant_is(e->to) && whole && is_midnight(e->to))
		e->to = day_end(e->to);
	e->given = od_instant_is(e->to) && e->to.sec > e->from.sec;
	if (!e->given && e->kind == ENGAGED_LEAVE)
		e->to = day_end(e->from);
	else if (!e->given)
		e->to = (od_instant){ e->from.sec + minutes * 60 };
	e->timed = e->given || (!whole && !e->undated);
}

void od_agenda_free(struct agenda *a)
{
	for (size_t i = 0; i < a->n; i++)
		od_rec_clear(&engagement_type, &a->e[i]);
	free(a->e);
}

static int64_t lasts(struct od_db *db, od_date day)
{
	int64_t minutes = strtoll(od_setting(db, "schedule_minutes", day, "120"), NULL, 10);

	return minutes < 1 || minutes > 24 * 60 ? 120 : minutes;
}

/* Room for one more, which is not counted yet. */
static struct engagement *next_engagement(struct agenda *a, struct od_err *err)
{
	struct engagement *grown = reallocarray(a->e, a->n + 1, sizeof(*grown));

	if (!grown) {
		od_fail_nomem(err);
		return NULL;
	}
	a->e = grown;
	od_rec_init(&engagement_type, &grown[a->n]);
	return &grown[a->n];
}

static int read_reports(struct od_db *db, od_instant from, od_instant to, struct agenda *a,
			struct od_err *err)
{
	int64_t minutes = lasts(db, od_instant_date(from));
	struct od_iter *it = od_query(db, sql_window, &engagement_type,
				      OD_VALS(od_v(from.sec - MOST_DAYS * DAY), od_v(to)), err);
	int got = it ? 1 : -1;

	while (got > 0) {
		struct engagement *e = next_engagement(a, err);

		got = e ? od_iter_next(it, e, err) : -1;
		if (got <= 0)
			break;
		e->leave = OD_NOINT;
		reckon(e, minutes);
		if (e->to.sec > from.sec)
			a->n++;
		else
			od_rec_clear(&engagement_type, e);
	}
	od_iter_free(it);
	return got;
}

/* --- leave -------------------------------------------------------------------------------------------- */

struct stay {
	struct od_leave l; /* as much of it as is read */
	char *title;
	bool classified;
};
#define AT(m) offsetof(struct stay, m)
static const struct od_field stay_fields[] = {
	{ "number", OD_NUMBER, AT(l.number), 0, "", NULL, NULL, 'L' },
	{ "person", OD_TEXT, AT(l.person), 0, "" },
	{ "from_day", OD_DATE, AT(l.from_day), 0, "" },
	{ "from_part", OD_ENUM, AT(l.from_part), 0, "", NULL, od_parts },
	{ "to_day", OD_DATE, AT(l.to_day), 0, "" },
	{ "to_part", OD_ENUM, AT(l.to_part), 0, "", NULL, od_to_parts },
	{ "status", OD_ENUM, AT(l.status), 0, "", NULL, od_leave_statuses },
	{ "returned_at", OD_INSTANT, AT(l.returned_at), 0, "" },
	{ "title", OD_TEXT, AT(title), 0, "" },
	{ "place", OD_TEXT, AT(l.place), 0, "" },
	{ "classified", OD_BOOL, AT(classified), 0, "" },
	{ NULL },
};
#undef AT
static const struct od_rec_type stay_type = { "stay", sizeof(struct stay), stay_fields, "" };

static int take_name(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_puts(b, b->n ? OD_LIST_SEP : "");
	od_buf_puts(b, text[0]);
	return 0;
}

/* Every name that the person bears meanwhile: reports name leaders as they are called. */
static int name_leader(struct od_db *db, const struct od_leave *l, struct engagement *e,
		       struct od_err *err)
{
	static const char sql[] =
		"SELECT DISTINCT name FROM person_row WHERE code = ?1 AND valid_from <= ?3 "
		"AND (valid_to IS NULL OR valid_to >= ?2)";
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

	if (od_query_each(db, sql, OD_VALS(od_v(l->person), od_v(l->from_day), od_v(l->to_day)),
			  take_name, &b, err) < 0)
		return -1;
	e->leaders = b.failed ? NULL : strdup(b.s ? b.s : "");
	return e->leaders ? 0 : od_fail_nomem(err);
}

/* Of a private kind neither the kind nor the place. */
static int fill_stay(struct od_db *db, struct stay *s, struct engagement *e, struct od_err *err)
{
	struct od_span planned = od_leave_span(&s->l), span;

	s->l.due_at = OD_NOINSTANT;
	span = od_leave_lasts(&s->l, od_span_end(planned)); /* late for its return or not */
	if (s->l.status != OD_LEAVE_RETURNED)
		span = planned;
	e->number = OD_NOINT;
	e->leave = s->l.number;
	e->kind = ENGAGED_LEAVE;
	e->category = strdup(categories[ENGAGED_LEAVE]);
	e->from = e->occurred_at = od_part_start(span.from);
	e->to = e->ends_at = od_span_end(span);
	e->given = e->timed = e->stands = true;
	if (!s->classified) {
		e->title = s->title;
		e->place = s->l.place;
		s->title = s->l.place = NULL;
	}
	return e->category ? name_leader(db, &s->l, e, err) : od_fail_nomem(err);
}

static int read_stays(struct od_db *db, od_instant from, od_instant to, struct agenda *a,
		      struct od_err *err)
{
	struct od_iter *it = od_query(db, sql_stays, &stay_type,
				      OD_VALS(od_v(od_instant_date(from)),
					      od_v(od_instant_date((od_instant){ to.sec - 1 }))),
				      err);
	struct stay s = { .title = NULL };
	int got = it ? 1 : -1;

	od_rec_init(&stay_type, &s);
	while (got > 0 && (got = od_iter_next(it, &s, err)) > 0) {
		struct engagement *e = next_engagement(a, err);

		if (!e || fill_stay(db, &s, e, err) < 0) {
			got = -1;
			if (e)
				od_rec_clear(&engagement_type, e);
		} else if (e->to.sec > from.sec && e->from.sec < to.sec) {
			a->n++;
		} else {
			od_rec_clear(&engagement_type, e);
		}
	}
	od_rec_clear(&stay_type, &s);
	od_iter_free(it);
	return got;
}

int od_agenda_read(struct od_db *db, od_instant from, od_instant to, struct agenda *a,
		   struct od_err *err)
{
	return read_reports(db, from, to, a, err) < 0 ? -1 : read_stays(db, from, to, a, err);
}

/* --- what clashes ------------------------------------------------------------------------------------ */

static bool within(const char *a, const char *b)
{
	return a && b && *a && *b && (strstr(a, b) || strstr(b, a));
}

bool od_engagements_clash(const struct engagement *a, const struct engagement *b)
{
	bool leave = a->kind == ENGAGED_LEAVE || b->kind == ENGAGED_LEAVE;

	if ((a->number == b->number && a->leave == b->leave) ||
	    (a->kind == ENGAGED_LEAVE && b->kind == ENGAGED_LEAVE))
		return false;
	if (a->from.sec >= b->to.sec || b->from.sec >= a->to.sec)
		return false;
	if (leave)
		return true;
	if (!a->timed || !b->timed)
		return false;
	/* A reception that was on the schedule is one thing reported twice. */
	if (a->kind == ENGAGED_RECEPTION || b->kind == ENGAGED_RECEPTION)
		return !within(a->place, b->place) && !within(a->title, b->title);
	return true;
}

static const char *veiled(const struct engagement *e, const char *text, const char *instead)
{
	return e->classified ? instead : text;
}

#define BORROW(s) ((char *)(uintptr_t)(s))

static int tell(const struct engagement *e, const struct engagement *other, const char *leader,
		od_clash_fn *fn, void *ctx, struct od_err *err)
{
	const struct od_clash c = {
		.number = e->number,
		.other = other->number,
		.leave = other->leave,
		.leader = BORROW(leader),
		.category = other->category,
		.title = BORROW(veiled(other, other->title, _("classified; see the paper copy"))),
		.place = BORROW(veiled(other, other->place, NULL)),
		.from = other->from,
		.to = other->to,
	};

	return fn(ctx, &c, err);
}

static int tell_all(const struct engagement *e, const struct agenda *a, od_clash_fn *fn, void *ctx,
		    struct od_err *err)
{
	const char *rest = e->leaders;
	size_t n = 0;
	int done = 0;

	for (const char *s = od_list_next(&rest, &n); s && done == 0; s = od_list_next(&rest, &n)) {
		char *leader = strndup(s, n);

		if (!leader)
			return od_fail_nomem(err);
		for (size_t i = 0; i < a->n && done == 0; i++)
			if (od_engagements_clash(e, &a->e[i]) &&
			    od_list_has(a->e[i].leaders, leader))
				done = tell(e, &a->e[i], leader, fn, ctx, err);
		free(leader);
	}
	return done < 0 ? -1 : 0;
}

int od_schedule_clashes(struct od_db *db, int64_t number, od_clash_fn *fn, void *ctx,
			struct od_err *err)
{
	struct engagement e = { 0 };
	struct agenda a = { 0 };
	char buf[32];
	int done;

	od_rec_init(&engagement_type, &e);
	done = od_query_one(db, sql_one, &engagement_type, &e, OD_VALS(od_v(number)), err);
	if (done == 0)
		done = od_fail(err, OD_ENOENT, _("no report %s"), od_number_str('R', number, buf));
	if (done > 0) {
		e.leave = OD_NOINT;
		reckon(&e, lasts(db, od_instant_date(e.occurred_at)));
		done = 0;
		if (e.kind != NOT_ENGAGED && e.stands)
			done = od_agenda_read(db, e.from, e.to, &a, err);
	}
	if (done == 0)
		done = tell_all(&e, &a, fn, ctx, err);
	od_agenda_free(&a);
	od_rec_clear(&engagement_type, &e);
	return done;
}
