/* roundup.c - gathers the nightly roundup: the day's items by column, the next day's schedules,
 * counts by unit.  What is beside the columns: roundup_watch.c. */
#include <stdlib.h>

#include "roundup.h"

#define AT(m) offsetof(struct od_item, m)
static const struct od_word secrecies[] = { { "none", N_("unclassified"), NULL },
					    { "secret", N_("secret"), NULL },
					    { "highly-secret", N_("highly secret"), NULL },
					    { "top-secret", N_("top secret"), NULL },
					    { NULL } };
static const struct od_word urgencies[] = { { "none", N_("ordinary"), NULL },
					    { "urgent", N_("urgent"), NULL },
					    { "top-urgent", N_("top urgent"), NULL },
					    { NULL } };
static const struct od_field fields[] = {
	{ "section", OD_TEXT, AT(section), 0, N_("Section") },
	{ "column", OD_TEXT, AT(column), OD_TABLE, N_("Column") },
	{ "place_in", OD_INT, AT(place_in), OD_TABLE, N_("No.") },
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), NULL, NULL, 'R' },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit code") },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_TABLE, N_("Unit") },
	{ "unit_short", OD_TEXT, AT(unit_short), 0, N_("Short name") },
	{ "category", OD_TEXT, AT(category), 0, N_("Category") },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title") },
	{ "body", OD_TEXT, AT(body), OD_LONG, N_("Text") },
	{ "occurred_at", OD_INSTANT, AT(occurred_at), OD_TABLE, N_("Occurred") },
	{ "received_at", OD_INSTANT, AT(received_at), 0, N_("Received") },
	{ "place", OD_TEXT, AT(place), 0, N_("Place") },
	{ "leaders", OD_LIST, AT(leaders), 0, N_("Leaders") },
	{ "secrecy", OD_ENUM, AT(secrecy), 0, N_("Secrecy"), NULL, secrecies },
	{ "urgency", OD_ENUM, AT(urgency), 0, N_("Urgency"), NULL, urgencies },
	{ "supplement", OD_BOOL, AT(supplement), 0, N_("Late") },
	{ "ends_at", OD_INSTANT, AT(ends_at), 0, N_("Ends") },
	{ "stand_in", OD_TEXT, AT(stand_in), 0, N_("Stand-in") },
	{ "state", OD_TEXT, AT(state), 0, N_("State") },
	{ "late", OD_INT, AT(late), 0, N_("Minutes late") },
	{ "ref", OD_LIST, AT(ref), 0, N_("Reference") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_item_type = { "item", sizeof(struct od_item), fields, N_("item") };

/* clang-format off */
#define SELECT                                                                                     \
	"SELECT NULL AS section, NULL AS \"column\", NULL AS place_in, r.number, r.unit, "         \
	"NULL AS unit_name, NULL AS unit_short, r.category, r.title, r.body, r.occurred_at, r.received_at, r.place, "  \
	"r.leaders, r.secrecy, r.urgency, "
#define NO_WATCH                                                                                   \
	"NULL AS ends_at, NULL AS stand_in, NULL AS state, NULL AS late, NULL AS ref "
/* clang-format on */
/* What occurred from ?1 to ?2. */
/* clang-format off */
static const char of_day[] =
	SELECT "0 AS supplement, " NO_WATCH "FROM report r WHERE r.occurred_at >= ?1 AND r.occurred_at < ?2 "
	       "AND r.status IN ('received', 'accepted')";
/* clang-format on */
/* The same, of the categories ?3 only. */
/* clang-format off */
static const char of_next[] =
	SELECT "0 AS supplement, " NO_WATCH "FROM report r WHERE r.occurred_at >= ?1 AND r.occurred_at < ?2 "
	       "AND r.status IN ('received', 'accepted') "
	       "AND instr('、' || ?3 || '、', '、' || r.category || '、') > 0";
/* clang-format on */
/* What came in from ?1 to ?2 and occurred before, but not before ?3. */
/* clang-format off */
static const char of_before[] =
	SELECT "1 AS supplement, " NO_WATCH "FROM report r WHERE r.received_at >= ?1 AND r.received_at < ?2 "
	       "AND r.occurred_at >= ?3 AND r.occurred_at < ?1 "
	       "AND r.status IN ('received', 'accepted')";
/* clang-format on */

/* --- gathering ------------------------------------------------------------------------------------ */

/* Of a classified report only its mark and number leave the office's own database. */
static int veil(struct od_item *it, struct od_err *err)
{
	free(it->title);
	free(it->body);
	free(it->place);
	free(it->leaders);
	it->body = it->place = it->leaders = NULL;
	it->title = strdup(_("classified; see the paper copy"));
	return it->title ? 0 : od_fail_nomem(err);
}

static int finish(struct od_db *db, struct od_item *it, struct od_err *err)
{
	const char *short_name,
		*name = od_name_memo(db, OD_NAMED_UNIT, it->unit, od_instant_date(it->occurred_at),
				     &short_name, err);

	if (!name)
		return -1;
	it->unit_name = strdup(name);
	it->unit_short = strdup(short_name);
	if (!it->unit_name || !it->unit_short)
		return od_fail_nomem(err);
	return it->secrecy ? veil(it, err) : 0;
}

struct gathered {
	struct od_item *item;
	size_t n;
};

/* --- order: urgent first, then leaders in protocol order, units in the office's, by number ----------- */

struct places { /* of units by code, or of people by name, sorted by text */
	struct place {
		char *text;
		int64_t sort;
	} * place;
	size_t n;
};

static int take_place(void *ctx, const char *const *text, struct od_err *err)
{
	struct places *p = ctx;
	struct place *grown = reallocarray(p->place, p->n + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	p->place = grown;
	grown[p->n] = (struct place){ strdup(text[0]), strtoll(text[1], NULL, 10) };
	return grown[p->n++].text ? 0 : od_fail_nomem(err);
}

static void places_free(struct places *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->place[i].text);
	free(p->place);
}

static int64_t place_of(const struct places *p, const char *text, size_t n)
{
	size_t low = 0, high = p->n;

	while (text && low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strncmp(p->place[mid].text, text, n);

		if (order == 0 && !p->place[mid].text[n])
			return p->place[mid].sort;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return INT64_MAX;
}

struct keyed {
	struct od_item item;
	int64_t leader, unit;
};

static int by_order(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->item.urgency != y->item.urgency)
		return x->item.urgency < y->item.urgency ? 1 : -1;
	if (x->leader != y->leader)
		return x->leader < y->leader ? -1 : 1;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return x->item.number < y->item.number ? -1 : 1;
}

static int sort_items(struct gathered *g, const struct places *leaders, const struct places *units,
		      struct od_err *err)
{
	struct keyed *k = calloc(g->n + 1, sizeof(*k));
	size_t n = 0;

	if (!k)
		return od_fail_nomem(err);
	for (size_t i = 0; i < g->n; i++) {
		const char *list = g->item[i].leaders, *first = od_list_next(&list, &n);

		k[i].item = g->item[i];
		k[i].leader = place_of(leaders, first, n);
		k[i].unit = place_of(units, g->item[i].unit, strlen(g->item[i].unit));
	}
	qsort(k, g->n, sizeof(*k), by_order);
	for (size_t i = 0; i < g->n; i++)
		g->item[i] = k[i].item;
	free(k);
	return 0;
}

static int sort_all(struct od_db *db, struct gathered *a, struct gathered *b, struct od_err *err)
{
	struct places leaders = { 0 }, units = { 0 };
	int r = -1;

	if (od_query_each(db,
			  "SELECT name, min(sort) FROM person_row WHERE sort IS NOT NULL "
			  "GROUP BY name ORDER BY name",
			  OD_NOVALS, take_place, &leaders, err) == 0 &&
	    od_query_each(db,
			  "SELECT code, max(sort) FROM unit_row WHERE sort IS NOT NULL "
			  "GROUP BY code ORDER BY code",
			  OD_NOVALS, take_place, &units, err) == 0 &&
	    sort_items(a, &leaders, &units, err) == 0)
		r = sort_items(b, &leaders, &units, err);
	places_free(&leaders);
	places_free(&units);
	return r;
}

static int gather(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		  struct gathered *g, struct od_err *err)
{
	struct od_iter *it = od_query(db, sql, &od_item_type, v, n, err);
	int r = it ? 1 : -1;

	while (r > 0) {
		struct od_item *grown = reallocarray(g->item, g->n + 1, sizeof(*grown));

		if (!grown) {
			r = od_fail_nomem(err);
			break;
		}
		g->item = grown;
		od_rec_init(&od_item_type, &grown[g->n]);
		r = od_iter_next(it, &grown[g->n], err);
		if (r > 0 && finish(db, &grown[g->n++], err) < 0)
			r = -1;
	}
	od_iter_free(it);
	return r;
}

static void gathered_free(struct gathered *g)
{
	for (size_t i = 0; i < g->n; i++)
		od_rec_clear(&od_item_type, &g->item[i]);
	free(g->item);
}

static int read_sections(struct od_db *db, struct od_roundup *r, struct od_err *err)
{
	struct od_iter *it = od_column_find(db, r->day, "roundup", err);
	int got = it ? 1 : -1;

	while (got > 0) {
		struct od_section *grown =
			reallocarray(r->section, r->sections + 1, sizeof(*grown));

		if (!grown) {
			got = od_fail_nomem(err);
			break;
		}
		r->section = grown;
		memset(&grown[r->sections], 0, sizeof(*grown));
		od_rec_init(&od_column_type, &grown[r->sections].column);
		got = od_iter_next(it, &grown[r->sections].column, err);
		r->sections += got > 0;
	}
	od_iter_free(it);
	if (got == 0 && !r->sections)
		return od_fail(err, OD_ESCHEMA,
			       _("the regime has no columns for 'roundup'; load one with "
				 "'office-db load'"));
	return got;
}

/* Move the items of a section's categories out of g, in g's order. */
static int fill_section(struct od_roundup *r, struct od_section *s, struct gathered *g,
			struct od_err *err)
{
	struct od_item *grown = reallocarray(r->item, r->items + g->n + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	r->item = grown;
	for (size_t i = 0; i < g->n; i++) {
		struct od_item *it = &g->item[i], *to = &r->item[r->items];

		if (!it->category || !od_list_has(s->column.categories, it->category))
			continue;
		*to = *it;
		od_rec_init(&od_item_type, it); /* moved */
		r->items++;
		to->place_in = ++s->n;
		to->section = strdup(s->column.code);
		to->column = strdup(s->column.title);
		if (!to->section || !to->column)
			return od_fail_nomem(err);
	}
	return 0;
}

/* --- counts -------------------------------------------------------------------------------------------- */

static int by_count(const void *a, const void *b)
{
	const struct od_unit_count *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->code, y->code);
}

static int count_unit(struct od_roundup *r, const struct od_item *it, struct od_err *err)
{
	struct od_unit_count *grown;
	size_t i = 0;

	while (i < r->units && strcmp(r->unit[i].code, it->unit))
		i++;
	if (i == r->units) {
		grown = reallocarray(r->unit, r->units + 1, sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		r->unit = grown;
		grown[i] = (struct od_unit_count){ strdup(it->unit), strdup(it->unit_short), 0 };
		r->units++;
		if (!grown[i].code || !grown[i].name)
			return od_fail_nomem(err);
	}
	r->unit[i].n++;
	return 0;
}

static int count(struct od_roundup *r, struct od_err *err)
{
	for (size_t s = 0; s < r->sections; s++) {
		if (r->section[s].watch || r->section[s].column.style == OD_STYLE_SCHEDULE)
			continue;
		for (size_t i = 0; i < r->section[s].n; i++) {
			const struct od_item *it = &r->item[r->section[s].first + i];

			r->counted++;
			r->urgent += it->urgency != 0;
			r->supplements += it->supplement;
			if (count_unit(r, it, err) < 0)
				return -1;
		}
	}
	if (r->units)
		qsort(r->unit, r->units, sizeof(*r->unit), by_count);
	return 0;
}

/* --- the whole --------------------------------------------------------------------------------------------- */

/* The categories of the sections that look ahead, as one list. */
static void put_schedules(const struct od_roundup *r, struct od_buf *b)
{
	od_buf_puts(b, "");
	for (size_t i = 0; i < r->sections; i++)
		if (r->section[i].column.style == OD_STYLE_SCHEDULE) {
			od_buf_puts(b, b->n ? OD_LIST_SEP : "");
			od_buf_puts(b, r->section[i].column.categories);
		}
}

static int fill(struct od_db *db, struct od_roundup *r, int64_t back, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf schedules = OD_BUF_INIT;
	od_instant from = od_date_start(r->day), to = od_date_start((od_date){ r->day.days + 1 }),
		   next = od_date_start((od_date){ r->day.days + 2 }),
		   first = od_date_start((od_date){ r->day.days - back });
	struct gathered today = { 0 }, tomorrow = { 0 };
	int done = -1;

	put_schedules(r, &schedules);
	if (schedules.failed) {
		od_fail_nomem(err);
		goto out;
	}
	if (gather(db, of_day, OD_VALS(od_v(from), od_v(to)), &today, err) < 0 ||
	    gather(db, of_before, OD_VALS(od_v(from), od_v(to), od_v(first)), &today, err) < 0 ||
	    gather(db, of_next, OD_VALS(od_v(to), od_v(next), od_v(schedules.s)), &tomorrow, err) <
		    0 ||
	    sort_all(db, &today, &tomorrow, err) < 0)
		goto out;
	for (size_t i = 0; i < r->sections; i++) {
		struct od_section *s = &r->section[i];

		s->first = r->items;
		if (fill_section(r, s, s->column.style == OD_STYLE_SCHEDULE ? &tomorrow : &today,
				 err) < 0)
			goto out;
	}
	done = count(r, err);
out:
	gathered_free(&today);
	gathered_free(&tomorrow);
	return done;
}

static int copy_setting(struct od_db *db, od_date day, const char *name, const char *fallback,
			char **out, struct od_err *err)
{
	*out = strdup(od_setting(db, name, day, fallback));
	return *out ? 0 : od_fail_nomem(err);
}

static int read_day(struct od_db *db, struct od_roundup *r, struct od_err *err)
{
	static const char sql[] = "SELECT name FROM holiday WHERE date = ?1";
	struct od_calendar *c = od_calendar_load(db, err);

	if (!c)
		return -1;
	r->workday_known = !od_calendar_provisional(c, r->day);
	r->workday = od_is_workday(c, r->day);
	od_calendar_free(c);
	return od_query_text(db, sql, &r->holiday, OD_VALS(od_v(r->day)), err) < 0 ? -1 : 0;
}

struct od_roundup *od_roundup_new(struct od_db *db, od_date day, od_instant now, struct od_err *err)
{
	struct od_roundup *r = calloc(1, sizeof(*r));
	int64_t back;

	if (!r) {
		od_fail_nomem(err);
		return NULL;
	}
	r->day = day;
	back = strtoll(od_setting(db, "supplement_days", day, "7"), NULL, 10);
	if (back < 0 || back > 366)
		back = 7;
	if (copy_setting(db, day, "office_name", _("General Office"), &r->office, err) < 0 ||
	    copy_setting(db, day, "city", "", &r->city, err) < 0 ||
	    copy_setting(db, day, "roundup_title", _("Daily roundup"), &r->title, err) < 0 ||
	    read_day(db, r, err) < 0 || read_sections(db, r, err) < 0 ||
	    fill(db, r, back, err) < 0 || od_roundup_watch(db, r, back, now, err) < 0) {
		od_roundup_free(r);
		return NULL;
	}
	return r;
}

void od_roundup_free(struct od_roundup *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->items; i++)
		od_rec_clear(&od_item_type, &r->item[i]);
	for (size_t i = 0; i < r->sections; i++)
		od_rec_clear(&od_column_type, &r->section[i].column);
	for (size_t i = 0; i < r->units; i++) {
		free(r->unit[i].code);
		free(r->unit[i].name);
	}
	for (size_t i = 0; i < r->aways; i++)
		od_rec_clear(&od_away_type, &r->away[i]);
	free(r->away);
	free(r->item);
	free(r->section);
	free(r->unit);
	free(r->office);
	free(r->city);
	free(r->title);
	free(r->holiday);
	free(r);
}

size_t od_roundup_items(const struct od_roundup *r, const struct od_item **items)
{
	*items = r->item;
	return r->items;
}
