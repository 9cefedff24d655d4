/* score.c - the scores of some days: units and their classes, rules, how far back must be read, and the whole put
 * together.  Nothing of it is stored. */
#include <stdlib.h>

#include "score.h"

/* --- texts ---------------------------------------------------------------------------------------- */

struct score_chunk {
	struct score_chunk *before;
	size_t n, room;
	char bytes[];
};

int od_score_text(struct od_scores *s, const char *text, const char **out, struct od_err *err)
{
	size_t n = text ? strlen(text) + 1 : 0;
	struct score_chunk *c = s->texts;

	*out = NULL;
	if (!text)
		return 0;
	if (!c || c->room - c->n < n) {
		size_t room = n > 65536 ? n : 65536;

		c = malloc(sizeof(*c) + room);
		if (!c)
			return od_fail_nomem(err);
		*c = (struct score_chunk){ .before = s->texts, .room = room };
		s->texts = c;
	}
	*out = memcpy(c->bytes + c->n, text, n);
	c->n += n;
	return 0;
}

int od_score_word(struct od_scores *s, const char *text, const char **out, struct od_err *err)
{
	*out = NULL;
	if (!text)
		return 0;
	for (size_t i = 0; i < s->n_known; i++)
		if (!strcmp(s->known[i], text)) {
			*out = s->known[i];
			return 0;
		}
	if (od_score_text(s, text, out, err) < 0)
		return -1;
	if (s->n_known < OD_COUNT(s->known))
		s->known[s->n_known++] = *out;
	return 0;
}

/* --- units ------------------------------------------------------------------------------------------ */

uint32_t od_score_unit(const struct od_scores *s, const char *code)
{
	size_t low = 0, high = s->units;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int d = strcmp(s->unit[mid].code, code);

		if (d == 0)
			return (uint32_t)mid;
		if (d < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return UINT32_MAX;
}

struct gathering {
	struct od_scores *s;
	size_t room;
};

/* Rows of one code follow each other; what it is called is what it was called last. */
static int take_unit(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct gathering *g = ctx;
	struct od_scores *s = g->s;
	const char *code = od_col_text(c, 0), *until = od_col_text(c, 5);
	struct score_unit *u = s->units ? &s->unit[s->units - 1] : NULL;

	if (!u || strcmp(u->code, code)) {
		if (s->units == g->room) {
			size_t room = g->room ? 2 * g->room : 256;
			struct score_unit *grown = reallocarray(s->unit, room, sizeof(*grown));

			if (!grown)
				return od_fail_nomem(err);
			s->unit = grown;
			g->room = room;
		}
		u = &s->unit[s->units++];
		*u = (struct score_unit){ .class_sort = OD_NOINT };
		u->since = od_score_day(od_col_text(c, 4));
		if (od_score_text(s, code, &u->code, err) < 0)
			return -1;
	}
	u->kind = od_score_place(od_field_find(&od_unit_type, "kind")->words, od_col_text(c, 2));
	u->sort = od_col_int(c, 3) == OD_NOINT ? INT64_MAX : od_col_int(c, 3);
	u->until = until ? od_score_day(until) : OD_NODATE;
	return od_score_text(s, od_col_text(c, 1), &u->name, err);
}

static int take_class(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_scores *s = ctx;
	uint32_t unit = od_score_unit(s, od_col_text(c, 0));
	const char *to = od_col_text(c, 4);
	struct score_class *k;

	if (unit == UINT32_MAX)
		return 0;
	if (s->n_classes == s->class_room) {
		size_t room = s->class_room ? 2 * s->class_room : 128;
		struct score_class *grown = reallocarray(s->classes, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		s->classes = grown;
		s->class_room = room;
	}
	k = &s->classes[s->n_classes++];
	*k = (struct score_class){ .unit = unit,
				   .from = od_score_day(od_col_text(c, 3)),
				   .to = to ? od_score_day(to) : OD_NODATE };
	if (od_score_word(s, od_col_text(c, 1), &k->word, err) < 0)
		return -1;
	if (to && k->to.days < s->q.to.days)
		return 0;
	s->unit[unit].class_sort = od_col_int(c, 2) == OD_NOINT ? INT64_MAX : od_col_int(c, 2);
	s->unit[unit].class_ = s->unit[unit].class_name = k->word;
	return 0;
}

/* All that there were by the last of the days, for what happens to a report goes on when its unit is gone. */
static int read_units(struct od_scores *s, struct od_err *err)
{
	/* since when a unit has been there at all, rows before these included */
	static const char sql[] =
		"SELECT code, coalesce(short_name, name), kind, sort, (SELECT min(f.valid_from) FROM unit_row f "
		"WHERE f.code = u.code), valid_to FROM unit_row u WHERE valid_from <= ?1 "
		"ORDER BY code, valid_from";
	static const char classes[] =
		"SELECT unit, class, sort, valid_from, valid_to FROM score_class WHERE valid_from <= ?1 "
		"ORDER BY unit, valid_from";
	struct gathering g = { .s = s };

	if (od_query_cols(s->db, sql, OD_VALS(od_v(s->q.to)), take_unit, &g, err) < 0 ||
	    od_query_cols(s->db, classes, OD_VALS(od_v(s->q.to)), take_class, s, err) < 0)
		return -1;
	for (size_t i = 0; i < s->units; i++) {
		struct score_unit *u = &s->unit[i];
		const struct od_word *kind = &od_field_find(&od_unit_type, "kind")->words[u->kind];

		u->gone = od_date_is(u->until) && u->until.days < s->q.from.days;
		if (u->class_)
			continue;
		u->class_ = kind->word;
		u->class_name = _(kind->label);
		u->class_sort = u->kind;
	}
	return 0;
}

/* Of whom something happened in the days is told, although it is no more. */
static void bring_back(struct od_scores *s)
{
	for (int m = 0; m < OD_OF_MEASURES; m++)
		for (size_t i = s->events[m]; i-- > 0 && s->event[m][i].day.days >= s->q.from.days;)
			s->unit[s->event[m][i].unit].gone = false;
}

/* --- rules -------------------------------------------------------------------------------------------- */

/* best works right behind what it looks at. */
static int order_of(const struct score_rule *r)
{
	return 2 * (r->r.kind == OD_SCORE_BEST ? r->behind : r->r.kind) +
	       (r->r.kind == OD_SCORE_BEST);
}

static int by_order(const void *a, const void *b)
{
	const struct score_rule *x = a, *y = b;
	int d = order_of(x) - order_of(y);

	return d ? d : x->place - y->place;
}

static int place_rule(struct od_scores *s, struct score_rule *r, struct od_err *err)
{
	r->points = r->less = r->more = 0;
	if ((r->r.points && od_points_parse(r->r.points, &r->points, err) < 0) ||
	    (r->r.short_ && od_points_parse(r->r.short_, &r->less, err) < 0) ||
	    (r->r.over && od_points_parse(r->r.over, &r->more, err) < 0))
		return od_fail_at(err, "score_rule:%s", r->r.code);
	r->behind = OD_SCORE_BEST;
	if (r->r.kind != OD_SCORE_BEST || !r->r.of)
		return 0;
	r->behind = OD_SCORE_POINTS;
	for (size_t i = 0; i < s->rules; i++)
		if (s->rule[i].r.kind < OD_SCORE_BEST && s->rule[i].r.kind > r->behind &&
		    od_score_of(r, &s->rule[i]))
			r->behind = s->rule[i].r.kind;
	return 0;
}

/* So far back lies, at most, what multiplies an item or is multiplied, or is better than it. */
#define LOOK_BACK 366

static void read_back(struct od_scores *s, int measure, od_date since)
{
	if (since.days < s->since[measure].days)
		s->since[measure] = since;
}

static void reach_of(struct od_scores *s, const struct score_rule *r)
{
	od_date back = { s->start.days - LOOK_BACK };

	switch (r->r.kind) {
	case OD_SCORE_TIMES:
	case OD_SCORE_PLUS_TIMES:
		read_back(s, r->r.measure, back);
		/* fall through */
	case OD_SCORE_BEST:
		for (size_t i = 0; i < s->rules; i++)
			if (s->rule[i].r.kind == OD_SCORE_POINTS && od_score_of(r, &s->rule[i]))
				read_back(s, s->rule[i].r.measure, back);
		break;
	case OD_SCORE_RATE:
		read_back(s, OD_OF_SUBMITTED, od_score_span(r->r.per, s->start).from);
		read_back(s, OD_OF_ADOPTED, od_score_span(r->r.per, s->start).from);
		break;
	case OD_SCORE_QUOTA:
	case OD_SCORE_ZERO:
		read_back(s, r->r.measure, od_score_span(r->r.per, s->start).from);
		break;
	}
}

/* What zero, cap and floor look at begins before the days asked for, where their span does. */
static void find_start(struct od_scores *s)
{
	s->start = s->q.from;
	for (size_t i = 0; i < s->rules; i++) {
		const struct od_score_rule *r = &s->rule[i].r;
		od_date from = od_score_span(r->per, s->q.from).from;

		if ((r->kind == OD_SCORE_ZERO || r->kind == OD_SCORE_CAP ||
		     r->kind == OD_SCORE_FLOOR) &&
		    from.days < s->start.days)
			s->start = from;
	}
	for (int i = 0; i < OD_OF_MEASURES; i++)
		s->since[i] = s->start;
}

static int read_rules(struct od_scores *s, struct od_err *err)
{
	/* What times looks back at is judged by the rules of its day; so is what cap looks at. */
	od_date back = { od_score_span(OD_PER_YEAR, s->q.from).from.days - LOOK_BACK };
	struct od_score_rule *row;
	size_t n;

	if (od_iter_all(od_score_rule_find(s->db, back, s->q.to, err), &row, &n, err) < 0) {
		od_recs_free(&od_score_rule_type, row, n);
		return -1;
	}
	s->rule = calloc(n ? n : 1, sizeof(*s->rule));
	if (!s->rule) {
		od_recs_free(&od_score_rule_type, row, n);
		return od_fail_nomem(err);
	}
	for (size_t i = 0; i < n; i++) {
		s->rule[i].r = row[i];
		s->rule[i].place = (int)i;
	}
	s->rules = n;
	free(row); /* their texts are the rules' now */
	for (size_t i = 0; i < n; i++)
		if (place_rule(s, &s->rule[i], err) < 0)
			return -1;
	if (n)
		qsort(s->rule, n, sizeof(*s->rule), by_order);
	find_start(s);
	for (size_t i = 0; i < n; i++)
		reach_of(s, &s->rule[i]);
	return 0;
}

/* --- all together ---------------------------------------------------------------------------------------- */

static int reckon(struct od_scores *s, struct od_err *err)
{
	bool begun = false;
	int r = od_snapshot_begin(s->db, &begun, err);

	if (r == 0 &&
	    (read_units(s, err) < 0 || read_rules(s, err) < 0 || od_score_read(s, err) < 0))
		r = -1;
	od_snapshot_end(s->db, begun);
	if (r == 0)
		bring_back(s);
	if (r < 0 || od_score_reckon(s, err) < 0 || od_score_tell(s, err) < 0 ||
	    od_score_trend(s, err) < 0)
		return -1;
	return od_score_rank(s, err);
}

struct od_scores *od_scores_new(struct od_db *db, const struct od_score_query *q,
				struct od_err *err)
{
	struct od_scores *s;
	char from[16], to[16];

	if (q->to.days < q->from.days) {
		od_fail(err, OD_EUSAGE, _("%1$s is before %2$s"), od_date_str(q->to, to),
			od_date_str(q->from, from));
		return NULL;
	}
	s = calloc(1, sizeof(*s));
	if (!s) {
		od_fail_nomem(err);
		return NULL;
	}
	s->db = db;
	s->q = *q;
	s->today = od_instant_date(q->now);
	if (reckon(s, err) < 0) {
		od_scores_free(s);
		return NULL;
	}
	return s;
}

void od_scores_free(struct od_scores *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->rules; i++)
		od_rec_clear(&od_score_rule_type, &s->rule[i].r);
	for (int i = 0; i < OD_OF_MEASURES; i++)
		free(s->event[i]);
	while (s->texts) {
		struct score_chunk *before = s->texts->before;

		free(s->texts);
		s->texts = before;
	}
	free(s->rule);
	free(s->classes);
	free(s->unit);
	free(s->line);
	free(s->row);
	free(s->told);
	free(s->told_from);
	free(s->weight);
	free(s->month);
	free(s);
}

size_t od_scores_rows(const struct od_scores *s, const struct od_score **rows)
{
	*rows = s->row;
	return s->rows;
}

size_t od_scores_lines(const struct od_scores *s, const char *unit,
		       const struct od_score_line **rows)
{
	uint32_t i = unit ? od_score_unit(s, unit) : 0;

	*rows = s->told;
	if (!unit)
		return s->told_from[s->units];
	if (i == UINT32_MAX)
		return 0;
	*rows = s->told + s->told_from[i];
	return s->told_from[i + 1] - s->told_from[i];
}

size_t od_scores_months(const struct od_scores *s, const char *unit,
			const struct od_score_month **rows)
{
	uint32_t i = unit ? od_score_unit(s, unit) : 0;

	*rows = NULL;
	if (i == UINT32_MAX)
		return 0;
	*rows = s->month + (unit ? (i + 1) * s->months : 0);
	return s->months;
}
