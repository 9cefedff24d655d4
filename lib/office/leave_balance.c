/* leave_balance.c - annual leave (职工带薪年休假条例, State Council order 514, article 3): what a
 * person is entitled to by years of service, what is taken, planned, carried over and lapsed.
 *
 * The steps are the setting annual_leave, "1:5 10:10 20:15": full years of service and days.  A step
 * holds from the month after its years are full (人事部令第9号, article 2, from memory: the office's own
 * choice).  Days off are not counted; what is not taken is carried into the next year (article 5:
 * 跨1个年度), is used there first, and lapses at its end.  The year of the first annual leave on file, or
 * that of the setting annual_leave_from, carries nothing in.  Everything is counted in half days. */
#include <stdlib.h>

#include "leave_read.h"

#define AT(m) offsetof(struct od_balance, m)
static const struct od_field fields[] = {
	{ "person", OD_TEXT, AT(person), OD_TABLE, N_("Person") },
	{ "person_name", OD_TEXT, AT(person_name), OD_TABLE, N_("Full name") },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit code") },
	{ "unit_name", OD_TEXT, AT(unit_name), 0, N_("Unit") },
	{ "year", OD_INT, AT(year), OD_TABLE, N_("Year") },
	{ "service", OD_INT, AT(service), OD_TABLE, N_("Years of service") },
	{ "entitled", OD_TEXT, AT(entitled), OD_TABLE, N_("Entitled") },
	{ "carried", OD_TEXT, AT(carried), OD_TABLE, N_("Carried over") },
	{ "used", OD_TEXT, AT(used), OD_TABLE, N_("Days taken") },
	{ "planned", OD_TEXT, AT(planned), OD_TABLE, N_("Planned") },
	{ "left", OD_TEXT, AT(left), OD_TABLE, N_("Left") },
	{ "lapsed", OD_TEXT, AT(lapsed), 0, N_("Lapsed") },
	{ "note", OD_TEXT, AT(note), OD_TABLE, N_("Note") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_balance_type = { "balance", sizeof(struct od_balance), fields,
					     N_("annual leave") };

enum { STEPS = 8, VOIDS = 8, FIRST_YEAR = 1900 };

/* What the regime says, of one day. */
struct steps {
	struct {
		int years, halves;
	} of[STEPS];
	int n;
};
/* Who was away so long in a year has no annual leave (article 4): days, one for all or one a step. */
struct voids {
	struct {
		char kind[32];
		int days[STEPS], n;
	} of[VOIDS];
	int n;
};

/* What one person took in one year, in halves. */
struct taken {
	int64_t used, planned; /* annual leave up to the day asked about, and after it */
	int64_t asked;         /* not approved */
};

struct reckoning {
	struct od_book book;
	const struct od_calendar *calendar;
	int year, first; /* asked about; that carries nothing in */
	od_date on;
	struct steps steps;   /* of the year asked about */
	struct steps *before; /* of the years from .first to .year - 1 */
	struct voids voids;
	struct taken *taken; /* of the years from .first to .year */
};

static int year_of(od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	return year;
}

static od_date last_of(int year)
{
	return od_ymd(year, 12, 31);
}

/* --- what the regime says ------------------------------------------------------------------------------- */

static int refuse(const char *name, const char *value, const char *example, struct od_err *err)
{
	return od_fail(err, OD_EDATA, _("setting '%s' is '%s'; it should look like '%s'"), name,
		       value, example);
}

static bool number_at(const char **s, int most, int *out)
{
	char *end;
	long n = strtol(*s, &end, 10);

	if (end == *s || n < 0 || n > most)
		return false;
	*s = end;
	*out = (int)n;
	return true;
}

#define STEPS_DEFAULT "1:5 10:10 20:15"

static int read_steps(struct od_db *db, od_date on, struct steps *out, struct od_err *err)
{
	const char *value = od_setting(db, "annual_leave", on, STEPS_DEFAULT), *s = value;
	int days;

	for (out->n = 0; *s; out->n++) {
		if (out->n == STEPS || !number_at(&s, 99, &out->of[out->n].years) || *s++ != ':' ||
		    !number_at(&s, 366, &days) || (*s && *s != ' ') ||
		    (out->n && out->of[out->n].years <= out->of[out->n - 1].years))
			return refuse("annual_leave", value, STEPS_DEFAULT, err);
		out->of[out->n].halves = 2 * days;
		s += strspn(s, " ");
	}
	return 0;
}

#define VOIDS_DEFAULT "personal:20 sick:60/90/120"

/* The regulations say months of sick leave; a month is 30 days here: the office's own choice. */
static int read_voids(struct od_db *db, od_date on, struct voids *out, struct od_err *err)
{
	const char *value = od_setting(db, "annual_leave_void", on, VOIDS_DEFAULT), *s = value;

	for (out->n = 0; *s; out->n++) {
		size_t n = strcspn(s, ":");
		int k = 0;

		if (out->n == VOIDS || !n || n >= sizeof(out->of[0].kind) || !s[n])
			return refuse("annual_leave_void", value, VOIDS_DEFAULT, err);
		snprintf(out->of[out->n].kind, sizeof(out->of[0].kind), "%.*s", (int)n, s);
		s += n;
		while ((*s == ':' || *s == '/') && k < STEPS) {
			s++;
			if (!number_at(&s, 9999, &out->of[out->n].days[k++]))
				return refuse("annual_leave_void", value, VOIDS_DEFAULT, err);
		}
		if (*s && *s != ' ')
			return refuse("annual_leave_void", value, VOIDS_DEFAULT, err);
		out->of[out->n].n = k;
		s += strspn(s, " ");
	}
	return 0;
}

/* --- service -------------------------------------------------------------------------------------------- */

/* The day on which so many years are full; of who began on 29 February, the last of the month. */
static od_date full(od_date since, int years)
{
	int year, month, day;
	od_date d;

	od_date_split(since, &year, &month, &day);
	d = od_ymd(year + years, month, day);
	return od_date_is(d) ? d : od_ymd(year + years, 2, 28);
}

static od_date month_after(od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	return month == 12 ? od_ymd(year + 1, 1, 1) : od_ymd(year, month + 1, 1);
}

static int service_on(od_date since, od_date on)
{
	int years = year_of(on) - year_of(since);

	return full(since, years).days <= on.days ? years : years - 1;
}

/* The step that holds on a day, -1: none does yet. */
static int step_on(const struct steps *s, od_date since, od_date on)
{
	int i = s->n - 1;

	while (i >= 0 && month_after(full(since, s->of[i].years)).days > on.days)
		i--;
	return i;
}

static int64_t entitled_on(const struct steps *s, od_date since, od_date on)
{
	int i = step_on(s, since, on);

	return i < 0 ? 0 : s->of[i].halves;
}

/* --- what was taken ------------------------------------------------------------------------------------- */

static struct od_span clip(struct od_span s, od_date from, od_date to)
{
	int64_t first = od_part_at(from, OD_PART_MORNING), last = od_part_at(to, OD_PART_EVENING);

	return (struct od_span){ s.from > first ? s.from : first, s.to < last ? s.to : last };
}

static int64_t halves_in(const struct reckoning *r, struct od_span s, od_date from, od_date to,
			 bool workdays)
{
	s = clip(s, from, to);
	return s.from > s.to ? 0 : od_span_halves(r->calendar, s, workdays);
}

static void take(struct reckoning *r, const struct od_book_leave *l)
{
	for (int y = r->first; y <= r->year; y++) {
		od_date first = od_ymd(y, 1, 1), last = last_of(y), until = r->on,
			after = { until.days + 1 };
		struct taken *t = &r->taken[y - r->first];

		if (l->status == OD_LEAVE_REQUESTED) {
			t->asked += halves_in(r, l->span, first, last, true);
			continue;
		}
		if (until.days > last.days)
			until = last;
		if (after.days < first.days)
			after = first;
		t->used += halves_in(r, l->span, first, until, true);
		t->planned += halves_in(r, l->span, after, last, true);
	}
}

static bool is_annual(const struct reckoning *r, const struct od_book_leave *l)
{
	const struct od_book_kind *k = od_book_kind(&r->book, l->kind, l->from_day);

	return k && k->annual;
}

/* What was left of the years before: each year's own days after what was carried into it is used up. */
static int64_t carried_into(const struct reckoning *r, od_date since)
{
	int64_t carried = 0;

	for (int y = r->first; y < r->year; y++) {
		const struct taken *t = &r->taken[y - r->first];
		int64_t own = entitled_on(&r->before[y - r->first], since, last_of(y)),
			over = t->used + t->planned - carried;

		carried = over > 0 ? own - over : own;
		carried = carried > 0 ? carried : 0;
	}
	return carried;
}

/* --- notes ---------------------------------------------------------------------------------------------- */

static const char *days_str(int64_t halves, char buf[static 32])
{
	long long n = halves < 0 ? -halves : halves;

	snprintf(buf, 32, "%s%lld%s", halves < 0 ? "-" : "", n / 2, n % 2 ? ".5" : "");
	return buf;
}

static void next_note(struct od_buf *b)
{
	if (b->n)
		od_buf_puts(b, _("; "));
}

/* A step that is reached later in the year, and the first, whenever it is. */
static void note_step(struct od_buf *b, const struct reckoning *r, od_date since, od_date day)
{
	int next = step_on(&r->steps, since, day) + 1;
	od_date from;
	char buf[16];

	if (next >= r->steps.n)
		return;
	from = month_after(full(since, r->steps.of[next].years));
	if (from.days > last_of(r->year).days && next > 0)
		return;
	next_note(b);
	if (next == 0)
		od_buf_printf(b, _("service is short of %1$d full years: entitled from %2$s on"),
			      r->steps.of[0].years, od_date_str(from, buf));
	else
		od_buf_printf(b, _("%1$d days from %2$s on"), r->steps.of[next].halves / 2,
			      od_date_str(from, buf));
}

/* Leaves from..end are one person's.  Wages, on which it depends too, are not known here. */
static void note_void(struct od_buf *b, const struct reckoning *r, size_t from, size_t end, int i,
		      int step)
{
	const struct od_book_kind *kind = od_book_kind(&r->book, r->voids.of[i].kind, r->on);
	int last = r->voids.of[i].n - 1, least;
	int64_t halves = 0;
	char buf[32];

	for (size_t k = from; kind && k < end; k++) {
		const struct od_book_leave *l = &r->book.leave[k];

		if (l->status != OD_LEAVE_REQUESTED && !strcmp(l->kind, kind->code))
			halves += halves_in(r, l->span, od_ymd(r->year, 1, 1), last_of(r->year),
					    kind->workdays);
	}
	least = r->voids.of[i].days[step > last ? last : step < 0 ? 0 : step];
	if (!kind || halves < 2 * least)
		return;
	next_note(b);
	od_buf_printf(b,
		      _("%1$s days of %2$s this year: from %3$d on annual leave may not be due "
			"(article 4); look into it"),
		      days_str(halves, buf), kind->private_ ? _("leave") : kind->name, least);
}

static int note(const struct reckoning *r, od_date since, od_date day, size_t from, size_t end,
		int64_t left, struct od_balance *out, struct od_err *err)
{
	const struct taken *t = &r->taken[r->year - r->first];
	struct od_buf b = OD_BUF_INIT;
	char buf[32];

	if (!od_date_is(since))
		od_buf_puts(&b, _("the first day of work (work_since) is not on file"));
	else
		note_step(&b, r, since, day);
	if (od_date_is(since) && left < 0) {
		next_note(&b);
		od_buf_printf(&b, _("%s days more than there are"), days_str(-left, buf));
	}
	if (t->asked) {
		next_note(&b);
		od_buf_printf(&b, _("%s days asked for, not approved"), days_str(t->asked, buf));
	}
	for (int i = 0; i < r->voids.n; i++)
		note_void(&b, r, from, end, i,
			  od_date_is(since) ? step_on(&r->steps, since, day) : 0);
	if (t->planned && od_calendar_provisional(r->calendar, last_of(r->year))) {
		next_note(&b);
		od_buf_printf(&b, _("the holidays of %d are not on file"), r->year);
	}
	if (b.failed) {
		od_buf_free(&b);
		return od_fail_nomem(err);
	}
	out->note = b.s; /* the record's from here on */
	return 0;
}

/* --- the balance ---------------------------------------------------------------------------------------- */

static int put(char **to, const char *text, struct od_err *err)
{
	if (!text)
		return 0;
	*to = strdup(text);
	return *to ? 0 : od_fail_nomem(err);
}

static int put_days(char **to, int64_t halves, struct od_err *err)
{
	char buf[32];

	return put(to, days_str(halves, buf), err);
}

static int put_who(const struct reckoning *r, const struct od_person *p, od_date day,
		   struct od_balance *out, struct od_err *err)
{
	const char *unit;

	out->year = r->year;
	if (put(&out->person, p->code, err) < 0 || put(&out->person_name, p->name, err) < 0 ||
	    put(&out->unit, p->unit, err) < 0)
		return -1;
	if (!p->unit)
		return 0;
	unit = od_book_unit(&r->book, p->unit, day, err);
	if (!unit && err->code)
		return -1;
	return put(&out->unit_name, unit ? unit : p->unit, err);
}

/* The first leave of the book that is the person's or of a later code. */
static size_t first_of(const struct od_book *b, const char *person)
{
	size_t low = 0, high = b->leaves;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(b->leave[mid].person, person) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int put_days_of(struct reckoning *r, od_date since, od_date day, int64_t *left,
		       struct od_balance *out, struct od_err *err)
{
	const struct taken *t = &r->taken[r->year - r->first];
	int64_t entitled, carried, lapsed = 0;

	*left = 0;
	if (put_days(&out->used, t->used, err) < 0 || put_days(&out->planned, t->planned, err) < 0)
		return -1;
	if (!od_date_is(since))
		return 0;
	out->service = service_on(since, day);
	entitled = entitled_on(&r->steps, since, day);
	carried = carried_into(r, since);
	if (r->on.days >= last_of(r->year).days && carried > t->used)
		lapsed = carried - t->used;
	*left = entitled + carried - lapsed - t->used - t->planned;
	if (put_days(&out->entitled, entitled, err) < 0 ||
	    put_days(&out->carried, carried, err) < 0 || put_days(&out->left, *left, err) < 0)
		return -1;
	return put_days(&out->lapsed, lapsed, err);
}

/* The day of the year that is nearest to the one asked about. */
static od_date day_in(const struct reckoning *r)
{
	od_date first = od_ymd(r->year, 1, 1), last = last_of(r->year);

	return r->on.days < first.days ? first : r->on.days > last.days ? last : r->on;
}

/* A row that does not say it has it from the person's others. */
static od_date since_of(const struct od_book *b, const struct od_person *p)
{
	const struct od_person *row;
	size_t n = od_book_persons(b, &row);
	od_date since = p->work_since;

	for (size_t i = 0; !od_date_is(since) && i < n; i++)
		if (!strcmp(row[i].code, p->code))
			since = row[i].work_since;
	return since;
}

static int tell(struct reckoning *r, const struct od_person *p, od_balance_fn *fn, void *ctx,
		struct od_err *err)
{
	size_t from = first_of(&r->book, p->code), end = from;
	struct od_balance out;
	od_date day = day_in(r), since = since_of(&r->book, p);
	int64_t left;
	int done = -1;

	memset(r->taken, 0, (size_t)(r->year - r->first + 1) * sizeof(*r->taken));
	for (; end < r->book.leaves && !strcmp(r->book.leave[end].person, p->code); end++)
		if (is_annual(r, &r->book.leave[end]))
			take(r, &r->book.leave[end]);
	od_rec_init(&od_balance_type, &out);
	if (put_who(r, p, day, &out, err) == 0 &&
	    put_days_of(r, since, day, &left, &out, err) == 0 &&
	    note(r, since, day, from, end, left, &out, err) == 0)
		done = fn(ctx, &out, err) < 0 ? -1 : 0;
	od_rec_clear(&od_balance_type, &out);
	return done;
}

static int by_order(const void *a, const void *b)
{
	return od_book_order(*(const struct od_person *const *)a,
			     *(const struct od_person *const *)b);
}

static bool holds(const struct od_person *p, od_date day)
{
	return p->valid_from.days <= day.days &&
	       (!od_date_is(p->valid_to) || p->valid_to.days >= day.days);
}

/* Who is asked about, in the office's order: one person, also who has left; else all of that day. */
static int tell_all(struct reckoning *r, const char *person, const char *unit, od_balance_fn *fn,
		    void *ctx, struct od_err *err)
{
	const struct od_person *row, **who;
	size_t n = 0, rows = od_book_persons(&r->book, &row);
	od_date day = day_in(r);
	int done = 0;

	who = calloc(rows + 1, sizeof(*who));
	if (!who)
		return od_fail_nomem(err);
	if (person) {
		who[0] = od_book_person(&r->book, person, day);
		n = who[0] != NULL;
	}
	for (size_t i = 0; !person && i < rows; i++)
		if (holds(&row[i], day))
			who[n++] = &row[i];
	qsort(who, n, sizeof(*who), by_order);
	for (size_t i = 0; done == 0 && i < n; i++)
		if (!unit || (who[i]->unit && !strcmp(who[i]->unit, unit)))
			done = tell(r, who[i], fn, ctx, err);
	free(who);
	return done;
}

/* --- beginning ------------------------------------------------------------------------------------------ */

static int first_year(struct od_db *db, int year, od_date on, int *first, struct od_err *err)
{
	static const char sql[] =
		"SELECT min(from_day) FROM leave WHERE kind IN (SELECT code FROM leave_kind_row "
		"WHERE annual = 1) AND (status = 'approved' OR status = 'away' OR "
		"status = 'returned' OR status = 'extended')";
	const char *value = od_setting(db, "annual_leave_from", on, NULL), *s = value;
	char *day = NULL;
	int r = 0;

	*first = year;
	if (value && (!number_at(&s, 2199, first) || *first < FIRST_YEAR))
		return refuse("annual_leave_from", value, "2026", err);
	if (!value)
		r = od_query_text(db, sql, &day, OD_NOVALS, err);
	if (r > 0)
		*first = (int)strtol(day, NULL, 10);
	free(day);
	if (*first > year)
		*first = year;
	return r < 0 ? -1 : 0;
}

static int prepare(struct reckoning *r, struct od_db *db, const char *person, struct od_err *err)
{
	od_instant end = { od_date_start((od_date){ r->on.days + 1 }).sec - 1 };

	if (od_book_open(&r->book, db, end, err) < 0 ||
	    first_year(db, r->year, r->on, &r->first, err) < 0 ||
	    read_steps(db, day_in(r), &r->steps, err) < 0 ||
	    read_voids(db, day_in(r), &r->voids, err) < 0)
		return -1;
	r->before = calloc((size_t)(r->year - r->first + 1), sizeof(*r->before));
	r->taken = calloc((size_t)(r->year - r->first + 1), sizeof(*r->taken));
	if (!r->before || !r->taken)
		return od_fail_nomem(err);
	for (int y = r->first; y < r->year; y++)
		if (read_steps(db, last_of(y), &r->before[y - r->first], err) < 0)
			return -1;
	return od_book_taken(&r->book, person, od_ymd(r->year, 1, 1), last_of(r->year), err);
}

int od_balance_each(struct od_db *db, int year, od_date on, const char *person, const char *unit,
		    od_balance_fn *fn, void *ctx, struct od_err *err)
{
	struct reckoning r = { .year = year, .on = on };
	struct od_calendar *calendar;
	bool begun;
	int done = -1;

	if (year < FIRST_YEAR || year > 2199)
		return od_fail(err, OD_EUSAGE, _("year %d is not from 1900 to 2199"), year);
	if (od_snapshot_begin(db, &begun, err) < 0)
		return -1;
	calendar = od_calendar_load(db, err);
	r.calendar = calendar;
	if (calendar && prepare(&r, db, person, err) == 0)
		done = tell_all(&r, person, unit, fn, ctx, err);
	od_snapshot_end(db, begun);
	od_calendar_free(calendar);
	od_book_free(&r.book);
	free(r.before);
	free(r.taken);
	return done;
}
