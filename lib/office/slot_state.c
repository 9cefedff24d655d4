/* slot_state.c - answers and urges of slots, and the state that all of it comes to. */
#include <stdlib.h>

#include "slot.h"

/* --- answers and urges -------------------------------------------------------------------------------- */

/* It is made for a great many slots: no printf. */
const char *od_slots_name(const struct owed *o, char *buf, size_t n)
{
	const char *part[] = { o->duty->code, o->who->code, NULL };
	char ref[32];
	size_t at = 0;

	part[2] = o->letter ? od_number_str(o->letter, o->ref, ref) : od_date_str(o->day, ref);
	for (size_t i = 0; i < OD_COUNT(part); i++) {
		size_t size = strlen(part[i]);

		if (at + size + 2 > n)
			size = n - at - 2;
		memcpy(buf + at, part[i], size);
		at += size;
		buf[at++] = i + 1 < OD_COUNT(part) ? '/' : '\0';
	}
	return buf;
}

struct answers {
	struct od_slots *s;
	struct owed *first; /* of one obligor, by day */
	size_t n, at;
};

static int take_answer(void *ctx, const char *const *text, struct od_err *err)
{
	struct answers *a = ctx;
	char name[256];
	struct owed *o;

	while (a->at < a->n &&
	       strcmp(od_slots_name(&a->first[a->at], name, sizeof(name)), text[0]) < 0)
		a->at++;
	if (a->at == a->n || strcmp(name, text[0]))
		return 0;
	o = &a->first[a->at];
	if (!strcmp(text[1], "nil")) {
		o->nil_at.sec = strtoll(text[4], NULL, 10);
		if (!o->excused && text[2])
			o->reason = od_slots_text(a->s, text[2], strlen(text[2]), err);
		return !text[2] || o->excused || o->reason ? 0 : -1;
	}
	o->excused = true;
	if (text[3]) {
		struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

		od_buf_printf(&b, _("%s (allowed by %s)"), text[2] ? text[2] : "-", text[3]);
		o->reason = b.s ? od_slots_text(a->s, b.s, b.n, err) : NULL;
		return o->reason ? 0 : -1;
	}
	return 0;
}

/* The slots of one duty and one obligor stand together, by their names' order. */
static int read_answers(struct od_slots *s, struct owed *first, size_t n, struct od_err *err)
{
	static const char sql[] = "SELECT slot, kind, reason, allowed_by, at FROM answer "
				  "WHERE slot >= ?1 AND slot <= ?2 ORDER BY slot, kind";
	struct answers a = { s, first, n, 0 };
	char from[256], to[256];

	od_slots_name(&first[0], from, sizeof(from));
	od_slots_name(&first[n - 1], to, sizeof(to));
	return od_query_each(s->db, sql, OD_VALS(od_v((const char *)from), od_v((const char *)to)),
			     take_answer, &a, err);
}

/* As their names stand in order: after 9999 a serial is longer, and "10000" comes before "9999". */
static int by_ref(const struct owed *x, const struct owed *y)
{
	char one[32], other[32];

	if (x->ref % OD_SERIALS < 10000 && y->ref % OD_SERIALS < 10000)
		return x->ref < y->ref ? -1 : x->ref > y->ref;
	return strcmp(od_number_str(x->letter, x->ref, one),
		      od_number_str(y->letter, y->ref, other));
}

/* Slots of one duty in the order of their names. */
static int by_name(const void *a, const void *b)
{
	const struct owed *x = a, *y = b;

	if (x->who != y->who)
		return x->who->place < y->who->place ? -1 : 1;
	if (x->letter != y->letter)
		return x->letter < y->letter ? -1 : 1;
	if (x->letter)
		return by_ref(x, y);
	return x->day.days < y->day.days ? -1 : x->day.days > y->day.days;
}

static bool together(const struct owed *x, const struct owed *y)
{
	return x->who == y->who && x->letter == y->letter;
}

static int all_answers(struct od_slots *s, size_t first, struct od_err *err)
{
	for (size_t i = first + 1; i < s->n; i++) {
		if (by_name(&s->owed[i - 1], &s->owed[i]) <= 0)
			continue;
		qsort(&s->owed[first], s->n - first, sizeof(*s->owed), by_name);
		break;
	}
	for (size_t i = first, end; i < s->n; i = end) {
		end = i + 1;
		while (end < s->n && together(&s->owed[i], &s->owed[end]))
			end++;
		if (read_answers(s, &s->owed[i], end - i, err) < 0)
			return -1;
	}
	return 0;
}

static int by_slot(const void *a, const void *b)
{
	const struct urged *x = a, *y = b;
	int order = strcmp(x->slot, y->slot);

	return order ? order : x->at.sec < y->at.sec ? -1 : x->at.sec > y->at.sec;
}

static int take_urge(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_slots *s = ctx;
	const char *list = text[0];
	size_t n;

	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		struct urged *grown = s->urged;

		if (!(s->n_urged & (s->n_urged - 1)) || !s->n_urged)
			grown = reallocarray(s->urged, s->n_urged ? 2 * s->n_urged : 1,
					     sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		s->urged = grown;
		grown[s->n_urged] = (struct urged){ od_slots_text(s, one, n, err),
						    { strtoll(text[1], NULL, 10) } };
		if (!grown[s->n_urged].slot)
			return -1;
		s->n_urged++;
	}
	return 0;
}

int od_slots_urges(struct od_slots *s, struct od_err *err)
{
	/* an urge may go out before its slot is due */
	od_instant first = { s->q.since.sec - (s->q.since.sec > INT64_MIN / 2 ? 7 * 86400 : 0) };

	if (od_query_each(s->db, "SELECT slots, at FROM urge WHERE at >= ?1", OD_VALS(od_v(first)),
			  take_urge, s, err) < 0)
		return -1;
	if (s->n_urged)
		qsort(s->urged, s->n_urged, sizeof(*s->urged), by_slot);
	return 0;
}

static void find_urges(const struct od_slots *s, struct owed *o)
{
	char name[256];
	size_t low = 0, high = s->n_urged;

	if (!high)
		return;
	od_slots_name(o, name, sizeof(name));
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(s->urged[mid].slot, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < s->n_urged && !strcmp(s->urged[low].slot, name); low++) {
		if (!o->urges++)
			o->urged_first = s->urged[low].at;
		o->urged_last = s->urged[low].at;
	}
}

/* --- the state ------------------------------------------------------------------------------------------ */

/* Minutes begun; a slot that is late at all is late by one at least. */
static int64_t lateness(const struct od_slots *s, const struct owed *o, od_instant until)
{
	int64_t seconds = o->duty->clock == OD_CLOCK_WORK ? od_work_seconds(s->hours, o->due, until)
							  : until.sec - o->due.sec;

	return seconds <= 60 ? 1 : (seconds + 59) / 60;
}

static bool unreported(const struct od_slots *s, const struct owed *o)
{
	const struct duty_row *d = &s->duty[o->duty_place];
	od_instant end, from = o->due;

	if (o->urges && s->q.now.sec > o->urged_first.sec + s->urge_answer)
		return true;
	if (!d->lapses)
		return false;
	if (d->lapse.unit != OD_DUE_MINUTES)
		from.sec--; /* days after 24:00 are counted from the day that ended */
	end = od_due_reckon(s->hours, &d->lapse, from, NULL);
	return od_instant_is(end) && s->q.now.sec > end.sec;
}

static int64_t deadline(const struct owed *o)
{
	return o->due.sec + o->grace;
}

static void tell_state(const struct od_slots *s, struct owed *o)
{
	od_instant came = o->received;

	if (od_instant_is(came) && came.sec <= deadline(o)) {
		o->state = OD_SLOT_MET;
		return;
	}
	if (o->excused) {
		o->state = OD_SLOT_EXCUSED;
		return;
	}
	if (!od_instant_is(came))
		came = o->nil_at;
	if (od_instant_is(came) && came.sec <= deadline(o)) {
		o->state = OD_SLOT_NIL;
	} else if (od_instant_is(came)) {
		o->state = OD_SLOT_LATE;
		o->late = lateness(s, o, came);
	} else if (o->omitted) {
		o->state = OD_SLOT_LEFT_OUT;
	} else if (s->q.now.sec <= deadline(o)) {
		o->state = OD_SLOT_OPEN;
	} else {
		o->late = lateness(s, o, s->q.now);
		o->state = OD_SLOT_LEFT_OUT;
	}
}

/* Both need the urges, which most slots have none of. */
static void finish(const struct od_slots *s, struct owed *o)
{
	tell_state(s, o);
	if (o->state == OD_SLOT_MET && !s->n_urged)
		return;
	find_urges(s, o);
	if (o->state == OD_SLOT_LEFT_OUT && !o->omitted && unreported(s, o))
		o->state = OD_SLOT_UNREPORTED;
}

/* What came can be told without answers and urges: in time it is met, whatever else was said of it, and
 * later it is late, unless it was excused. */
static bool can_be_asked_for(const struct od_slots *s, const struct owed *o)
{
	unsigned int may = ~0u;

	if (od_instant_is(o->received))
		may = o->received.sec <= deadline(o) ? 1u << OD_SLOT_MET
						     : 1u << OD_SLOT_LATE | 1u << OD_SLOT_EXCUSED;
	return !s->q.states || s->q.states & may;
}

/* Most slots are met, and most queries ask for others: these go before anything else is found out of them. */
static void drop_what_came(struct od_slots *s, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < s->n; i++)
		if (can_be_asked_for(s, &s->owed[i]))
			s->owed[kept++] = s->owed[i];
	s->n = kept;
}

int od_slots_settle(struct od_slots *s, size_t first, struct od_err *err)
{
	size_t kept = first;

	drop_what_came(s, first);
	if (s->answers && all_answers(s, first, err) < 0)
		return -1;
	if (first < s->n && s->owed[first].duty->owed_by == OD_OWED_BY_SCHEDULED &&
	    s->owed[first].duty->rhythm != OD_RHYTHM_EVENT && od_slots_away(s, first, err) < 0)
		return -1;
	for (size_t i = first; i < s->n; i++) {
		finish(s, &s->owed[i]);
		if (!s->q.states || s->q.states >> s->owed[i].state & 1)
			s->owed[kept++] = s->owed[i];
	}
	s->n = kept;
	return 0;
}
