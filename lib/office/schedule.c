/* schedule.c - the leaders' schedules: the table of a day or of some days. */
#include <stdlib.h>

#include "agenda.h"
#include "schedule.h"

enum { DAY = 86400 };

#define AT(m) offsetof(struct od_appointment, m)
static const struct od_field appointment_fields[] = {
	{ "day", OD_DATE, AT(day), OD_TABLE, N_("Day") },
	{ "person", OD_TEXT, AT(person), 0, N_("Person") },
	{ "leader", OD_TEXT, AT(leader), OD_TABLE, N_("Leader") },
	{ "post", OD_TEXT, AT(post), 0, N_("Post") },
	{ "from", OD_INSTANT, AT(from), OD_TABLE, N_("From") },
	{ "to", OD_INSTANT, AT(to), OD_TABLE, N_("To") },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Activity") },
	{ "place", OD_TEXT, AT(place), OD_TABLE, N_("Place") },
	{ "accompanying", OD_LIST, AT(accompanying), 0, N_("Accompanying") },
	{ "unit_name", OD_TEXT, AT(unit_name), 0, N_("Unit") },
	{ "contact", OD_TEXT, AT(contact), 0, N_("Contact") },
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), NULL, NULL, 'R' },
	{ "clash", OD_BOOL, AT(clash), OD_TABLE, N_("Clash") },
	{ "changed", OD_BOOL, AT(changed), 0, N_("Changed") },
	{ "missing", OD_TEXT, AT(missing), OD_TABLE, N_("Missing") },
	{ "stand_in", OD_TEXT, AT(stand_in), 0, N_("Stand-in") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_appointment_type = { "appointment", sizeof(struct od_appointment),
						 appointment_fields, N_("appointment") };

/* --- who has a schedule ------------------------------------------------------------------------------- */

struct person {
	char *code, *name, *post;
	bool schedule;
	int64_t sort;
	od_date valid_from, valid_to;
};

#define AT(m) offsetof(struct person, m)
static const struct od_field person_fields[] = {
	{ "code", OD_TEXT, AT(code), 0, "" },
	{ "name", OD_TEXT, AT(name), 0, "" },
	{ "post", OD_TEXT, AT(post), 0, "" },
	{ "schedule", OD_BOOL, AT(schedule), 0, "" },
	{ "sort", OD_INT, AT(sort), 0, "" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, "" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, "" },
	{ NULL },
};
#undef AT
static const struct od_rec_type person_type = { "leader", sizeof(struct person), person_fields,
						"" };

struct people { /* whose schedule is collected first, then in protocol order */
	struct person *p;
	size_t n;
};

static void people_free(struct people *all)
{
	for (size_t i = 0; i < all->n; i++)
		od_rec_clear(&person_type, &all->p[i]);
	free(all->p);
}

/* The same for all rows of one person. */
static size_t rank_of(const struct people *all, const struct person *p)
{
	size_t i = 0;

	while (strcmp(all->p[i].code, p->code))
		i++;
	return i;
}

static int read_people(struct od_db *db, od_date from, od_date to, struct people *all,
		       struct od_err *err)
{
	static const char sql[] =
		"SELECT code, name, post, schedule, sort, valid_from, valid_to FROM person_row "
		"WHERE valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?1) "
		"ORDER BY schedule DESC, sort IS NULL, sort, code, valid_from";
	struct od_iter *it = od_query(db, sql, &person_type, OD_VALS(od_v(from), od_v(to)), err);
	int got = it ? 1 : -1;

	while (got > 0) {
		struct person *grown = reallocarray(all->p, all->n + 1, sizeof(*grown));

		if (!grown) {
			got = od_fail_nomem(err);
			break;
		}
		all->p = grown;
		od_rec_init(&person_type, &grown[all->n]);
		got = od_iter_next(it, &grown[all->n], err);
		all->n += got > 0;
	}
	od_iter_free(it);
	return got;
}

static bool holds(const struct person *p, od_date day)
{
	return p->valid_from.days <= day.days &&
	       (!od_date_is(p->valid_to) || p->valid_to.days >= day.days);
}

static const struct person *person_named(const struct people *all, const char *name, od_date day)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->p[i].name, name) && holds(&all->p[i], day))
			return &all->p[i];
	return NULL;
}

/* --- lines ------------------------------------------------------------------------------------------- */

struct line {
	struct od_appointment a;
	struct od_note note;
};

struct gathering {
	struct od_db *db;
	struct od_schedule *s;
	od_instant now;
	struct people people;
	struct agenda agenda;
	struct od_slots *slots; /* NULL: the regime owes no schedules */
	struct line *line;
	size_t n;
};

static struct line *add_line(struct gathering *g, od_date day, struct od_err *err)
{
	struct line *grown = reallocarray(g->line, g->n + 1, sizeof(*grown)), *l;

	if (!grown) {
		od_fail_nomem(err);
		return NULL;
	}
	g->line = grown;
	l = &grown[g->n++];
	memset(&l->note, 0, sizeof(l->note));
	od_rec_init(&od_appointment_type, &l->a);
	l->a.day = day;
	return l;
}

static int put(char **to, const char *text, struct od_err *err)
{
	if (!text)
		return 0;
	*to = strdup(text);
	return *to ? 0 : od_fail_nomem(err);
}

static int put_leader(struct gathering *g, struct line *l, const struct person *p, const char *name,
		      struct od_err *err)
{
	l->note.rank = p ? rank_of(&g->people, p) : g->people.n + !name;
	if (p && (put(&l->a.person, p->code, err) < 0 || put(&l->a.post, p->post, err) < 0))
		return -1;
	return put(&l->a.leader, name, err);
}

static int put_contact(struct line *l, const struct engagement *e, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	int done;

	od_buf_puts(&b, e->author);
	if (e->author && e->phone)
		od_buf_putc(&b, ' ');
	od_buf_puts(&b, e->phone);
	done = b.failed ? od_fail_nomem(err) : put(&l->a.contact, b.s, err);
	if (done == 0 && e->phone)
		l->note.phone = l->a.contact + b.n - strlen(e->phone);
	od_buf_free(&b);
	return done;
}

static int put_unit(struct gathering *g, struct line *l, const char *code, struct od_err *err)
{
	const char *short_name = code,
		   *name = od_name_memo(g->db, OD_NAMED_UNIT, code, l->a.day, &short_name, err);

	if (!name && err->code)
		return -1;
	return put(&l->a.unit_name, name ? name : code, err) < 0
		       ? -1
		       : put(&l->note.unit_short, short_name, err);
}

/* Written over since it was first filed, and not put back by an undo. */
static int was_changed(struct od_db *db, int64_t number, bool *changed, struct od_err *err)
{
	static const char sql[] =
		"SELECT sum(CASE action WHEN 'undo' THEN -1 ELSE 1 END) FROM journal "
		"WHERE record = ?1 AND type = 'report' AND change IS NOT NULL "
		"AND (action = 'update' OR action = 'resubmit' OR action = 'undo')";
	char name[32];
	int64_t n = 0;

	if (od_query_int(db, sql, &n, OD_VALS(od_v((const char *)od_number_str('R', number, name))),
			 err) < 0)
		return -1;
	*changed = n > 0;
	return 0;
}

/* Of a classified one: that there is something that day, its mark and its number. */
static int put_engagement(struct gathering *g, struct line *l, const struct engagement *e,
			  struct od_err *err)
{
	l->a.number = e->number;
	if (put_unit(g, l, e->unit, err) < 0 ||
	    was_changed(g->db, e->number, &l->note.changed, err) < 0)
		return -1;
	l->a.changed = l->note.changed;
	l->note.untimed = e->classified || !e->timed;
	if (e->classified)
		return put(&l->a.title, _("classified; see the paper copy"), err);
	l->a.from = e->from;
	if (e->given)
		l->a.to = e->to;
	if (put(&l->a.title, e->title, err) < 0 || put(&l->a.place, e->place, err) < 0 ||
	    put(&l->a.accompanying, e->accompanying, err) < 0)
		return -1;
	return put_contact(l, e, err);
}

/* Does it clash, for this leader, within the day? */
static bool clashes_on(const struct gathering *g, const struct engagement *e, const char *leader,
		       od_date day)
{
	od_instant start = od_date_start(day), end = { start.sec + DAY };

	for (size_t i = 0; leader && i < g->agenda.n; i++) {
		const struct engagement *o = &g->agenda.e[i];

		if (o->from.sec < end.sec && o->to.sec > start.sec && od_engagements_clash(e, o) &&
		    od_list_has(o->leaders, leader))
			return true;
	}
	return false;
}

static int add_appointment(struct gathering *g, const struct engagement *e, const char *name,
			   od_date day, struct od_err *err)
{
	struct line *l = add_line(g, day, err);
	const struct person *p = l && name ? person_named(&g->people, name, day) : NULL;

	if (!l || put_leader(g, l, p, name, err) < 0)
		return -1;
	l->a.clash = clashes_on(g, e, name, day);
	return put_engagement(g, l, e, err);
}

/* A line for each of its leaders on each of its days. */
static int add_schedule(struct gathering *g, const struct engagement *e, struct od_err *err)
{
	int32_t first = od_instant_date(e->from).days, last = first;

	if (e->given)
		last = od_instant_date((od_instant){ e->to.sec - 1 }).days;
	first = first < g->s->from.days ? g->s->from.days : first;
	last = last > g->s->to.days ? g->s->to.days : last;
	for (od_date day = { first }; day.days <= last; day.days++) {
		const char *rest = e->leaders;
		size_t n = 0;
		const char *s = od_list_next(&rest, &n);

		if (!s && add_appointment(g, e, NULL, day, err) < 0)
			return -1;
		for (; s; s = od_list_next(&rest, &n)) {
			char *name = strndup(s, n);
			int done =
				name ? add_appointment(g, e, name, day, err) : od_fail_nomem(err);

			free(name);
			if (done < 0)
				return -1;
		}
	}
	return 0;
}

/* --- who is silent ------------------------------------------------------------------------------------ */

/* Words beside those of od_slot_states. */
static const struct od_word missing_words[] = {
	{ "none", N_("not reported"), NULL },
	{ "returned", N_("returned for mending"), NULL },
	{ "leave", N_("on leave"), NULL },
	{ NULL },
};

const char *od_missing_label(const char *missing)
{
	const struct od_word *const words[] = { missing_words, od_slot_states };

	for (size_t i = 0; i < OD_COUNT(words); i++)
		for (const struct od_word *w = words[i]; w->word; w++)
			if (!strcmp(w->word, missing))
				return _(w->label);
	return missing;
}

/* Schedules of a day are owed on the working day before, which a holiday may put far back. */
static int read_slots(struct gathering *g, struct od_err *err)
{
	struct od_slot_query q = {
		.since = od_date_start((od_date){ g->s->from.days - 21 }),
		.until = od_date_start((od_date){ g->s->to.days + 1 }),
		.now = g->now,
		.category = "schedule",
	};
	const struct od_slot *slot;

	g->slots = od_slots_find(g->db, &q, err);
	if (!g->slots)
		return -1;
	if (od_slots_rows(g->slots, &slot))
		return 0;
	od_slots_free(g->slots);
	g->slots = NULL;
	return 0;
}

/* The word for a person of whom nothing came for a day, NULL: nothing is owed.  Without duties, of
 * everybody whose schedule is collected, and in a table of several days for working days alone. */
static const char *missing_word(const struct gathering *g, const struct person *p, od_date day)
{
	const struct od_slot *slot, *found = NULL;
	size_t n;

	if (od_schedule_is_away(g->s, p->code, day, g->now))
		return "leave";
	if (!g->slots && od_schedule_days(g->s) > 1 && g->s->off[day.days - g->s->from.days])
		return NULL;
	if (!g->slots)
		return "none";
	n = od_slots_rows(g->slots, &slot);
	for (size_t i = 0; i < n; i++)
		if (slot[i].person && !strcmp(slot[i].person, p->code) &&
		    slot[i].from.days <= day.days && slot[i].to.days >= day.days)
			found = &slot[i];
	if (!found || found->state == OD_SLOT_MET || found->state == OD_SLOT_LATE)
		return NULL;
	return found->returned ? "returned" : od_slot_states[found->state].word;
}

static bool has_line(const struct gathering *g, size_t rank, od_date day, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g->line[i].note.rank == rank && g->line[i].a.day.days == day.days)
			return true;
	return false;
}

/* In a table of several days only up to tomorrow: the others' time has not come. */
static int add_missing(struct gathering *g, struct od_err *err)
{
	int32_t last =
		od_schedule_days(g->s) > 1 ? od_instant_date(g->now).days + 1 : g->s->to.days;
	size_t came = g->n;

	for (size_t i = 0; i < g->people.n && g->people.p[i].schedule; i++)
		for (od_date d = g->s->from; d.days <= g->s->to.days && d.days <= last; d.days++) {
			const struct person *p = &g->people.p[i];
			const char *word;
			struct line *l;

			if (!holds(p, d) || has_line(g, rank_of(&g->people, p), d, came))
				continue;
			word = missing_word(g, p, d);
			if (!word)
				continue;
			l = add_line(g, d, err);
			if (!l || put_leader(g, l, p, p->name, err) < 0 ||
			    put(&l->a.missing, word, err) < 0)
				return -1;
		}
	return 0;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static int by_order(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = 0;

	if (x->note.rank != y->note.rank)
		return x->note.rank < y->note.rank ? -1 : 1;
	if (x->a.leader && y->a.leader && !x->a.person)
		order = strcmp(x->a.leader, y->a.leader);
	if (order)
		return order;
	if (x->a.day.days != y->a.day.days)
		return x->a.day.days < y->a.day.days ? -1 : 1;
	if (x->a.from.sec != y->a.from.sec)
		return x->a.from.sec < y->a.from.sec ? -1 : 1;
	return x->a.number < y->a.number ? -1 : x->a.number > y->a.number;
}

static int read_days(struct od_db *db, struct od_schedule *s, struct od_err *err)
{
	struct od_calendar *c = od_calendar_load(db, err);

	if (!c)
		return -1;
	for (int i = 0; i < od_schedule_days(s); i++)
		s->off[i] = !od_is_workday(c, (od_date){ s->from.days + i });
	od_calendar_free(c);
	if (od_schedule_days(s) > 1)
		return 0;
	return od_query_text(db, "SELECT name FROM holiday WHERE date = ?1", &s->holiday,
			     OD_VALS(od_v(s->from)), err) < 0
		       ? -1
		       : 0;
}

size_t od_schedule_group(const struct od_schedule *s, size_t i)
{
	size_t end = i + 1;

	while (end < s->rows && s->note[end].rank == s->note[i].rank &&
	       (s->row[i].person || !s->row[i].leader ||
		!strcmp(s->row[end].leader, s->row[i].leader)))
		end++;
	return end;
}

static bool is_silence(const char *missing)
{
	return strcmp(missing, "leave") && strcmp(missing, od_slot_states[OD_SLOT_NIL].word) &&
	       strcmp(missing, od_slot_states[OD_SLOT_EXCUSED].word);
}

/* Is there a line of the same report before, that clashes or was changed as this one? */
static bool told_before(const struct od_schedule *s, size_t i, bool clashing)
{
	for (size_t k = 0; k < i; k++)
		if (s->row[k].number == s->row[i].number && (!clashing || s->row[k].clash))
			return true;
	return false;
}

/* A report of several leaders or days counts once. */
static void count(struct od_schedule *s)
{
	for (size_t i = 0, end; i < s->rows; i = end) {
		bool any = false;

		end = od_schedule_group(s, i);
		for (size_t k = i; k < end; k++) {
			if (s->row[k].missing) {
				s->silent += is_silence(s->row[k].missing);
				continue;
			}
			any = true;
			s->clashes += s->row[k].clash && !told_before(s, k, true);
			if (told_before(s, k, false))
				continue;
			s->appointments++;
			s->changes += s->note[k].changed;
		}
		s->leaders += any;
	}
}

/* The lines become rows and notes of the schedule. */
static int settle(struct gathering *g, struct od_err *err)
{
	struct od_schedule *s = g->s;

	s->row = calloc(g->n + s->aways + 1, sizeof(*s->row));
	s->note = calloc(g->n + 1, sizeof(*s->note));
	if (!s->row || !s->note)
		return od_fail_nomem(err);
	if (g->n)
		qsort(g->line, g->n, sizeof(*g->line), by_order);
	for (size_t i = 0; i < g->n; i++) {
		s->row[i] = g->line[i].a;
		s->note[i] = g->line[i].note;
	}
	s->rows = g->n;
	g->n = 0;
	count(s);
	for (size_t i = 0; i < s->aways; i++)
		if (od_schedule_put_away(s, &s->away[i], &s->row[s->rows + i], err) < 0)
			return -1;
	return 0;
}

static int gather(struct gathering *g, struct od_err *err)
{
	struct od_schedule *s = g->s;
	od_instant end = od_date_start((od_date){ s->to.days + 1 });

	if (read_days(g->db, s, err) < 0 ||
	    read_people(g->db, s->from, s->to, &g->people, err) < 0 ||
	    od_agenda_read(g->db, od_date_start(s->from), end, &g->agenda, err) < 0 ||
	    od_schedule_read_away(g->db, s, g->now, err) < 0 || read_slots(g, err) < 0)
		return -1;
	for (size_t i = 0; i < g->agenda.n; i++) {
		const struct engagement *e = &g->agenda.e[i];

		if (e->kind == ENGAGED_SCHEDULE && !e->returned && add_schedule(g, e, err) < 0)
			return -1;
	}
	return add_missing(g, err) < 0 ? -1 : settle(g, err);
}

static void line_free(struct od_appointment *a, struct od_note *note)
{
	od_rec_clear(&od_appointment_type, a);
	free(note->unit_short);
}

struct od_schedule *od_schedule_new(struct od_db *db, od_date from, od_date to, od_instant now,
				    struct od_err *err)
{
	struct od_schedule *s;
	struct gathering g = { .db = db, .now = now };
	int done;

	if (to.days < from.days || to.days - from.days >= OD_SCHEDULE_DAYS) {
		od_fail(err, OD_EUSAGE, _("a schedule is of 1 to %d days"), OD_SCHEDULE_DAYS);
		return NULL;
	}
	s = g.s = calloc(1, sizeof(*s));
	if (!s) {
		od_fail_nomem(err);
		return NULL;
	}
	s->from = from;
	s->to = to;
	s->now = now;
	done = put(&s->office, od_setting(db, "office_name", from, _("General Office")), err);
	if (done == 0)
		done = put(&s->title,
			   to.days > from.days ? _("Leaders' schedules, by day")
					       : _("Leaders' schedules"),
			   err);
	if (done == 0)
		done = gather(&g, err);
	for (size_t i = 0; i < g.n; i++)
		line_free(&g.line[i].a, &g.line[i].note);
	free(g.line);
	od_slots_free(g.slots);
	od_agenda_free(&g.agenda);
	people_free(&g.people);
	if (done == 0)
		return s;
	od_schedule_free(s);
	return NULL;
}

void od_schedule_free(struct od_schedule *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->rows; i++)
		line_free(&s->row[i], &s->note[i]);
	for (size_t i = 0; i < s->aways; i++) {
		if (s->row)
			od_rec_clear(&od_appointment_type, &s->row[s->rows + i]);
		od_rec_clear(&od_away_type, &s->away[i]);
	}
	free(s->away);
	free(s->row);
	free(s->note);
	free(s->office);
	free(s->title);
	free(s->holiday);
	free(s);
}

size_t od_schedule_rows(const struct od_schedule *s, const struct od_appointment **rows)
{
	*rows = s->row;
	return s->rows + s->aways;
}
