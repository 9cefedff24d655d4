/* slot_who.c - the regime and the organisation as slots need them: who owes which duty on a day. */
#include <stdlib.h>

#include "slot.h"

static int read_rows(struct od_db *db, const char *sql, const struct od_rec_type *type, void *rows,
		     size_t *n, struct od_err *err)
{
	return od_iter_all(od_query(db, sql, type, OD_NOVALS, err), rows, n, err);
}

/* Rows of one code share an id; codes are told apart by a sorted copy. */
static int by_code(const void *a, const void *b)
{
	return strcmp((*(const struct obligor *const *)a)->code,
		      (*(const struct obligor *const *)b)->code);
}

static struct obligor **number_them(struct obligor *who, size_t n, struct od_err *err)
{
	struct obligor **sorted = calloc(n + 1, sizeof(struct obligor *));
	uint32_t id = 0;

	if (!sorted) {
		od_fail_nomem(err);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		sorted[i] = &who[i];
	qsort(sorted, n, sizeof(*sorted), by_code);
	for (size_t i = 0; i < n; i++) {
		id += i && strcmp(sorted[i - 1]->code, sorted[i]->code) != 0;
		sorted[i]->id = id;
	}
	return sorted;
}

static const struct obligor *who_on(struct obligor *const *sorted, size_t n, const char *code,
				    od_date on)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(sorted[mid]->code, code) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < n && !strcmp(sorted[low]->code, code); low++)
		if (od_holds(sorted[low]->from, sorted[low]->to, on))
			return sorted[low];
	return NULL;
}

const struct obligor *od_slots_unit_who(const struct od_slots *s, const char *code, od_date on)
{
	return who_on(s->unit_by_code, s->units, code, on);
}

const struct obligor *od_slots_person_who(const struct od_slots *s, const char *code, od_date on)
{
	return who_on(s->person_by_code, s->persons, code, on);
}

const struct od_unit *od_slots_unit_on(const struct od_slots *s, const char *code, od_date on)
{
	const struct obligor *who = code ? od_slots_unit_who(s, code, on) : NULL;

	return who ? who->unit : NULL;
}

int od_slots_obligors(struct od_slots *s, struct od_err *err)
{
	/* As od_person_dated.all, without the unit's name, which costs more than the rest. */
	static const char sql_persons[] =
		"SELECT code, name, unit, post, rank, phone, mobile, login, schedule, sort, "
		"valid_from, valid_to, work_since, desk, NULL AS unit_name FROM person_row "
		"ORDER BY sort NULLS LAST, code, valid_from";

	s->kinds = od_field_find(&od_unit_type, "kind")->words;
	s->levels = od_field_find(&od_unit_type, "level")->words;
	s->ranks = od_field_find(&od_person_type, "rank")->words;
	if (read_rows(s->db, od_unit_dated.all, &od_unit_type, &s->unit, &s->units, err) < 0 ||
	    read_rows(s->db, sql_persons, &od_person_type, &s->person, &s->persons, err) < 0)
		return -1;
	s->whos = s->units + s->persons;
	s->who = calloc(s->whos + 1, sizeof(*s->who));
	if (!s->who)
		return od_fail_nomem(err);
	for (size_t i = 0; i < s->units; i++) {
		const struct od_unit *u = &s->unit[i];

		s->who[i] = (struct obligor){ .code = u->code,
					      .unit = u,
					      .from = u->valid_from,
					      .to = u->valid_to,
					      .place = i };
	}
	for (size_t i = 0; i < s->persons; i++) {
		const struct od_person *p = &s->person[i];

		s->who[s->units + i] = (struct obligor){ .code = p->code,
							 .person = p,
							 .from = p->valid_from,
							 .to = p->valid_to,
							 .place = s->units + i };
	}
	s->unit_by_code = number_them(s->who, s->units, err);
	s->person_by_code = number_them(s->who + s->units, s->persons, err);
	return s->unit_by_code && s->person_by_code ? 0 : -1;
}

static void begin_duty(struct duty_row *row, const struct od_duty *d)
{
	struct od_err none = OD_ERR_INIT;

	row->d = *d; /* the texts go along */
	row->lapses = d->lapse && od_span_parse(d->lapse, &row->lapse, &none) == 0;
}

int od_slots_duties(struct od_slots *s, struct od_err *err)
{
	struct od_duty *d = NULL;
	size_t n;
	int r = read_rows(s->db, od_duty_dated.all, &od_duty_type, &d, &n, err);

	s->duty = calloc(n + 1, sizeof(*s->duty));
	if (!s->duty)
		r = od_fail_nomem(err);
	for (size_t i = 0; s->duty && i < n; i++)
		begin_duty(&s->duty[i], &d[i]);
	if (s->duty)
		s->duties = n;
	free(d);
	if (r < 0 || read_rows(s->db, od_override_dated.all, &od_override_type, &s->override,
			       &s->overrides, err) < 0)
		return -1;
	for (size_t i = 0; i < s->duties; i++) {
		struct duty_row *row = &s->duty[i];

		for (size_t k = 0; k < s->overrides; k++) {
			const struct od_override **grown;

			if (strcmp(s->override[k].duty, row->d.code))
				continue;
			grown = reallocarray(row->own, row->n_own + 1, sizeof(*grown));
			if (!grown)
				return od_fail_nomem(err);
			row->own = grown;
			row->own[row->n_own++] = &s->override[k];
		}
	}
	return 0;
}

const char *od_slots_unit(const struct obligor *who)
{
	return who->unit ? who->unit->code : who->person->unit;
}

bool od_slots_asked(const struct od_slots *s, const struct obligor *who)
{
	const char *at = s->q.slot ? strchr(s->q.slot, '/') : NULL;
	size_t n = strlen(who->code);

	return !at || (!strncmp(at + 1, who->code, n) && at[1 + n] == '/');
}

static bool word_in(const char *list, const struct od_word *words, int i)
{
	return !list || od_list_has(list, words[i].word);
}

static bool unit_owes(const struct od_slots *s, const struct od_duty *d, const struct od_unit *u)
{
	if (!u)
		return !d->kinds && !d->levels && !d->units;
	if (d->except && od_list_has(d->except, u->code))
		return false;
	if (d->units && od_list_has(d->units, u->code))
		return true;
	if (d->units && !d->kinds && !d->levels)
		return false;
	return word_in(d->kinds, s->kinds, u->kind) && word_in(d->levels, s->levels, u->level);
}

bool od_slots_owes(const struct od_slots *s, const struct od_duty *d, const struct obligor *who,
		   od_date on)
{
	const struct od_person *p = who->person;

	if (!od_holds(who->from, who->to, on) || !!p != (d->owed_by != OD_OWED_BY_UNIT))
		return false;
	if (s->q.unit && (!od_slots_unit(who) || strcmp(s->q.unit, od_slots_unit(who))))
		return false;
	if (s->q.person && (!p || strcmp(s->q.person, p->code)))
		return false;
	if (!p)
		return unit_owes(s, d, who->unit);
	if (d->owed_by == OD_OWED_BY_SCHEDULED && !p->schedule)
		return false;
	if (d->ranks && !word_in(d->ranks, s->ranks, p->rank))
		return false;
	if (!d->kinds && !d->levels && !d->units && !d->except)
		return true;
	return unit_owes(s, d, od_slots_unit_on(s, p->unit, on));
}

const struct od_override *od_slots_own(const struct duty_row *d, const struct obligor *who,
				       od_date on)
{
	const char *unit = od_slots_unit(who);

	for (size_t i = 0; unit && i < d->n_own; i++) {
		const struct od_override *o = d->own[i];

		if (od_holds(o->valid_from, o->valid_to, on) && !strcmp(o->unit, unit))
			return o;
	}
	return NULL;
}

void od_slots_free_rows(struct od_slots *s)
{
	for (size_t i = 0; i < s->duties; i++) {
		od_rec_clear(&od_duty_type, &s->duty[i].d);
		free(s->duty[i].own);
	}
	free(s->duty);
	od_recs_free(&od_override_type, s->override, s->overrides);
	od_recs_free(&od_unit_type, s->unit, s->units);
	od_recs_free(&od_person_type, s->person, s->persons);
	free(s->unit_by_code);
	free(s->person_by_code);
	free(s->who);
}
