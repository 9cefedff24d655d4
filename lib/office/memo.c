/* memo.c - what is looked up for every report of an import, remembered for one transaction: units by
 * the names they are written with, categories, names of units by day, contact secretaries by day. */
#include <stdlib.h>

#include "report.h"

int od_field_bits(const char *list, uint64_t *bits, struct od_err *err)
{
	size_t n;

	*bits = 0;
	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n)) {
		const struct od_field *f = od_report_type.fields;

		while (f->name && (strlen(f->name) != n || memcmp(f->name, s, n)))
			f++;
		if (!f->name)
			return od_fail(err, OD_EDATA, _("a report has no field '%.*s'"), (int)n, s);
		*bits |= UINT64_C(1) << (f - od_report_type.fields);
	}
	return 0;
}

#define MEMO_UNITS 1024 /* a power of two; slots */
struct memo {
	int64_t tx;
	struct {
		char *text, *code;
	} unit[MEMO_UNITS];
	size_t units;
	struct name {
		char *code, *name, *short_name;
		od_date from;
	} * name; /* every unit's, by code and day */
	size_t names;
	bool names_read;
	struct copy {
		char *unit, *name;
		bool cover;
		od_date from, to;  /* the secretary's row */
		od_date name_from; /* the person's; a row of ours each */
	} * copy;                  /* contact secretaries by unit, kind and day */
	size_t copies;
	bool copies_read;
	struct od_category_memo *category;
	size_t categories;
	bool categories_read;
	struct od_calendar *calendar;
	void *kept; /* od_memo_place() */
	void (*kept_free)(void *);
};

static void forget_units(struct memo *m)
{
	for (size_t i = 0; i < MEMO_UNITS; i++) {
		free(m->unit[i].text);
		free(m->unit[i].code);
	}
	memset(m->unit, 0, sizeof(m->unit));
	m->units = 0;
}

static void memo_clear(struct memo *m)
{
	forget_units(m);
	for (size_t i = 0; i < m->categories; i++)
		od_rec_clear(&od_category_type, &m->category[i].c);
	free(m->category);
	for (size_t i = 0; i < m->names; i++) {
		free(m->name[i].code);
		free(m->name[i].name);
		free(m->name[i].short_name);
	}
	free(m->name);
	for (size_t i = 0; i < m->copies; i++) {
		free(m->copy[i].unit);
		free(m->copy[i].name);
	}
	free(m->copy);
	od_calendar_free(m->calendar);
	if (m->kept)
		m->kept_free(m->kept);
	memset(m, 0, sizeof(*m));
}

static void memo_free(void *memo)
{
	memo_clear(memo);
	free(memo);
}

static struct memo *memo_of(struct od_db *db, struct od_err *err)
{
	void **attic = od_db_attic(db, memo_free);
	struct memo *m;

	if (!*attic)
		*attic = calloc(1, sizeof(struct memo));
	m = *attic;
	if (!m) {
		od_fail_nomem(err);
		return NULL;
	}
	if (m->tx != od_db_tx(db)) {
		memo_clear(m);
		m->tx = od_db_tx(db);
	}
	return m;
}

void **od_memo_place(struct od_db *db, void (*free_fn)(void *), struct od_err *err)
{
	struct memo *m = memo_of(db, err);

	if (!m)
		return NULL;
	m->kept_free = free_fn;
	return &m->kept;
}

static size_t text_hash(const char *s)
{
	size_t h = 5381;

	while (*s)
		h = h * 33 ^ (unsigned char)*s++;
	return h;
}

const char *od_unit_resolve_memo(struct od_db *db, const char *text, struct od_err *err)
{
	struct memo *m = memo_of(db, err);
	char *code;
	size_t i;

	if (!m)
		return NULL;
	for (i = text_hash(text) % MEMO_UNITS; m->unit[i].text; i = (i + 1) % MEMO_UNITS)
		if (!strcmp(m->unit[i].text, text))
			return m->unit[i].code;
	if (od_unit_resolve(db, text, false, &code, err) < 0)
		return NULL;
	if (m->units >= MEMO_UNITS / 2) { /* nobody writes that many names; begin again */
		forget_units(m);
		i = text_hash(text) % MEMO_UNITS;
	}
	m->unit[i].text = strdup(text);
	m->unit[i].code = code;
	m->units++;
	if (m->unit[i].text)
		return code;
	free(code);
	m->unit[i].code = NULL;
	od_fail_nomem(err);
	return NULL;
}

static int read_categories(struct od_db *db, struct memo *m, struct od_err *err)
{
	struct od_iter *it = od_category_find(db, od_instant_date(od_db_act(db)->now), err);
	int r = it ? 1 : -1;

	while (r > 0) {
		struct od_category_memo *grown =
			reallocarray(m->category, m->categories + 1, sizeof(*grown));
		struct od_category_memo *k;

		if (!grown) {
			r = od_fail_nomem(err);
			break;
		}
		m->category = grown;
		k = &grown[m->categories];
		od_rec_init(&od_category_type, &k->c);
		r = od_iter_next(it, &k->c, err);
		if (r <= 0)
			break;
		m->categories++;
		if (od_field_bits(k->c.wants, &k->wants, err) < 0 ||
		    od_field_bits(k->c.refuses, &k->refuses, err) < 0)
			r = -1;
	}
	od_iter_free(it);
	m->categories_read = r == 0;
	return r;
}

static void refuse_category(const struct memo *m, const char *text, struct od_err *err)
{
	struct od_buf known = OD_BUF_INIT;

	for (size_t i = 0; i < m->categories; i++)
		od_buf_printf(&known, "%s%s %s", i ? _(", ") : "", m->category[i].c.code,
			      m->category[i].c.name);
	if (m->categories)
		od_fail(err, OD_EDATA, _("no category '%s'; there are: %s"), text, known.s);
	else
		od_fail(err, OD_EDATA,
			_("no category is valid today; load a regime with 'office-db load'"));
	od_buf_free(&known);
}

const struct od_category_memo *od_category_resolve(struct od_db *db, const char *text,
						   struct od_err *err)
{
	struct memo *m = memo_of(db, err);

	if (!m || (!m->categories_read && read_categories(db, m, err) < 0))
		return NULL;
	for (size_t i = 0; i < m->categories; i++) {
		const struct od_category *c = &m->category[i].c;

		if (!strcmp(c->code, text) || !strcmp(c->name, text) ||
		    od_list_has(c->aliases, text))
			return &m->category[i];
	}
	refuse_category(m, text, err);
	return NULL;
}

/* --- names by day ---------------------------------------------------------------------- */

static int take_name(void *ctx, const char *const *text, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };
	struct memo *m = ctx;
	struct name *grown = reallocarray(m->name, m->names + 1, sizeof(*grown)), *n;

	if (!grown)
		return od_fail_nomem(err);
	m->name = grown;
	n = &grown[m->names++];
	*n = (struct name){ strdup(text[0]), strdup(text[2]), strdup(text[3]), OD_NODATE };
	if (!n->code || !n->name || !n->short_name)
		return od_fail_nomem(err);
	return od_date_parse(text[1], &none, &n->from, err);
}

/* Codes of each kind behind a letter of their own. */
static const char sql_names[] =
	"SELECT 'u' || code, valid_from, name, coalesce(short_name, name) FROM unit_row UNION ALL "
	"SELECT 'c' || code, valid_from, name, name FROM category_row UNION ALL "
	"SELECT 'd' || code, valid_from, name, name FROM desk_row ORDER BY 1, 2";

/* The order of a row's code beside kind and code. */
static int compare(const struct name *n, char kind, const char *code)
{
	return n->code[0] != kind ? (unsigned char)n->code[0] - (unsigned char)kind
				  : strcmp(n->code + 1, code);
}

const char *od_name_memo(struct od_db *db, enum od_named kind, const char *code, od_date on,
			 const char **short_name, struct od_err *err)
{
	struct memo *m = memo_of(db, err);
	size_t low = 0, high;

	if (!m)
		return NULL;
	if (!m->names_read && od_query_each(db, sql_names, OD_NOVALS, take_name, m, err) < 0)
		return NULL;
	m->names_read = true;
	high = m->names;
	while (low < high) { /* the first row of this code */
		size_t mid = low + (high - low) / 2;

		if (compare(&m->name[mid], kind, code) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == m->names || compare(&m->name[low], kind, code) != 0)
		return NULL;
	while (low + 1 < m->names && compare(&m->name[low + 1], kind, code) == 0 &&
	       m->name[low + 1].from.days <= on.days)
		low++;
	if (short_name)
		*short_name = m->name[low].short_name;
	return m->name[low].name;
}

/* --- contact secretaries by day --------------------------------------------------------------- */

static int parse_day(const char *text, od_date *out, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };

	*out = OD_NODATE;
	return text ? od_date_parse(text, &none, out, err) : 0;
}

static int take_copy(void *ctx, const char *const *text, struct od_err *err)
{
	struct memo *m = ctx;
	struct copy *grown = reallocarray(m->copy, m->copies + 1, sizeof(*grown)), *c;

	if (!grown)
		return od_fail_nomem(err);
	m->copy = grown;
	c = &grown[m->copies++];
	*c = (struct copy){ strdup(text[0]), strdup(text[5]), !strcmp(text[1], "cover") };
	if (!c->unit || !c->name)
		return od_fail_nomem(err);
	if (parse_day(text[2], &c->from, err) < 0 || parse_day(text[3], &c->to, err) < 0)
		return -1;
	return parse_day(text[4], &c->name_from, err);
}

static const char sql_copies[] =
	"SELECT s.unit, s.kind, s.valid_from, s.valid_to, p.valid_from, p.name FROM secretary s "
	"JOIN person_row p ON p.code = s.person ORDER BY s.unit, s.kind, s.valid_from, p.valid_from";

/* Before a person's first row, the first. */
static bool names(const struct copy *c, const struct copy *before, od_date on)
{
	if (c->from.days > on.days || (od_date_is(c->to) && c->to.days < on.days))
		return false;
	return c->name_from.days <= on.days || !before || before->from.days != c->from.days ||
	       before->cover != c->cover;
}

const char *od_copy_memo(struct od_db *db, const char *unit, od_date on, struct od_err *err)
{
	struct memo *m = memo_of(db, err);
	const char *name = NULL;
	bool cover = false;
	size_t low = 0, high;

	if (!m)
		return NULL;
	if (!m->copies_read && od_query_each(db, sql_copies, OD_NOVALS, take_copy, m, err) < 0)
		return NULL;
	m->copies_read = true;
	high = m->copies;
	while (low < high) { /* the first row of this unit */
		size_t mid = low + (high - low) / 2;

		if (strcmp(m->copy[mid].unit, unit) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (size_t i = low; i < m->copies && !strcmp(m->copy[i].unit, unit); i++) {
		const struct copy *c = &m->copy[i];

		if ((cover && !c->cover) || !names(c, i > low ? c - 1 : NULL, on))
			continue;
		cover = c->cover;
		name = c->name;
	}
	return name;
}

const struct od_calendar *od_calendar_memo(struct od_db *db, struct od_err *err)
{
	struct memo *m = memo_of(db, err);

	if (m && !m->calendar)
		m->calendar = od_calendar_load(db, err);
	return m ? m->calendar : NULL;
}

int od_derive_unit(struct od_db *db, const char *unit, od_instant at, char **name,
		   struct od_err *err)
{
	const char *known = od_name_memo(db, OD_NAMED_UNIT, unit, od_instant_date(at), NULL, err);

	if (!known)
		return err->code ? -1 : 0;
	*name = strdup(known);
	return *name ? 0 : od_fail_nomem(err);
}
