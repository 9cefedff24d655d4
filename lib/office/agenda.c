/* agenda.c - see agenda.h; and which of a report's engagements clash with others (od_schedule_clashes). */
#include <stdlib.h>

#include "agenda.h"

#define AT(m) offsetof(struct od_clash, m)
static const struct od_field clash_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), NULL, NULL, 'R' },
	{ "other", OD_NUMBER, AT(other), OD_TABLE, N_("Clashes with"), NULL, NULL, 'R' },
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
/* Begun before ?3; ?1: leave may last so long, ?2: others.  Category and unit first: there is an index
 * by them and the instant, so that each unit's few are found at once. */
static const char sql_window[] =
	"WITH kind (category, since) AS (VALUES ('leave', ?1), ('schedule', ?2), ('reception', ?2)) "
	ENGAGEMENT "FROM kind k CROSS JOIN unit u CROSS JOIN report r "
	"WHERE r.category = k.category AND r.unit = u.code AND r.occurred_at >= k.since "
	"AND r.occurred_at < ?3 AND " STANDS " ORDER BY r.occurred_at, r.number";
/* clang-format on */
enum { LEAVE_DAYS = 366, OTHER_DAYS = 31, DAY = 86400 };

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

int od_agenda_read(struct od_db *db, od_instant from, od_instant to, struct agenda *a,
		   struct od_err *err)
{
	int64_t minutes = lasts(db, od_instant_date(from));
	struct od_iter *it = od_query(db, sql_window, &engagement_type,
				      OD_VALS(od_v(from.sec - LEAVE_DAYS * DAY),
					      od_v(from.sec - OTHER_DAYS * DAY), od_v(to)),
				      err);
	int got = it ? 1 : -1;

	while (got > 0) {
		struct engagement *grown = reallocarray(a->e, a->n + 1, sizeof(*grown)), *e;

		if (!grown) {
			got = od_fail_nomem(err);
			break;
		}
		a->e = grown;
		e = &grown[a->n];
		od_rec_init(&engagement_type, e);
		got = od_iter_next(it, e, err);
		if (got <= 0)
			break;
		reckon(e, minutes);
		if (e->to.sec > from.sec)
			a->n++;
		else
			od_rec_clear(&engagement_type, e);
	}
	od_iter_free(it);
	return got;
}

/* --- what clashes ------------------------------------------------------------------------------------ */

static bool within(const char *a, const char *b)
{
	return a && b && *a && *b && (strstr(a, b) || strstr(b, a));
}

bool od_engagements_clash(const struct engagement *a, const struct engagement *b)
{
	bool leave = a->kind == ENGAGED_LEAVE || b->kind == ENGAGED_LEAVE;

	if (a->number == b->number || (a->kind == ENGAGED_LEAVE && b->kind == ENGAGED_LEAVE))
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
