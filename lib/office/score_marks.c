/* score_marks.c - the other half of what happened: leaders' instructions, what came late or not at all, marks. */
#include <stdlib.h>

#include "score.h"

/* --- instructions --------------------------------------------------------------------------------- */

/* One link of an instruction, in the order in which they are followed: items before reports, so that an instruction on
 * a report and on the item made of it is one, on the item. */
struct link {
	int64_t instruction;
	od_date day;
	int leader;
	const char *record;
	int turn;
	size_t read; /* as they were read */
};
struct links {
	struct od_scores *s;
	struct link *link;
	size_t n, room;
	const struct link *now; /* being followed */
	size_t first;           /* event of its instruction */
	const char *name;       /* I2026-0001 */
};

static int turn_of(const char *record)
{
	const char *slash = strchr(record, '/');

	if (slash)
		return strchr(slash + 1, '/') ? 0 : 1;
	return *record == 'W' ? 2 : *record == 'R' ? 3 : -1;
}

static int add_link(struct links *k, const struct link *l, struct od_err *err)
{
	if (k->n == k->room) {
		size_t room = k->room ? 2 * k->room : 64;
		struct link *grown = reallocarray(k->link, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		k->link = grown;
		k->room = room;
	}
	k->link[k->n] = *l;
	k->link[k->n].read = k->n;
	k->n++;
	return 0;
}

static int take_link(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct links *k = ctx;
	struct link l = { .instruction = od_col_int(c, 0),
			  .day = od_score_day(od_col_text(c, 1)),
			  .leader = od_score_place(od_leader_levels, od_col_text(c, 2)) };
	const char *record = od_col_text(c, 3);
	char name[32];

	if (!record)
		record = od_number_str('R', od_col_int(c, 4), name);
	l.turn = turn_of(record);
	if (l.turn < 0)
		return 0;
	if (od_score_text(k->s, record, &l.record, err) < 0)
		return -1;
	return add_link(k, &l, err);
}

static int by_instruction(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->day.days != y->day.days)
		return x->day.days < y->day.days ? -1 : 1;
	if (x->instruction != y->instruction)
		return x->instruction < y->instruction ? -1 : 1;
	if (x->turn != y->turn)
		return x->turn - y->turn;
	return x->read < y->read ? -1 : x->read > y->read;
}

/* One report that the link leads to: columns report, item, title, publication, weight, unit, category, author,
 * grade, whether its issue was withdrawn. */
static int follow(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct links *k = ctx;
	struct od_scores *s = k->s;
	struct score_event *e = od_score_event(s, OD_OF_INSTRUCTED, err);

	if (!e)
		return -1;
	e->unit = od_score_unit(s, od_col_text(c, 5));
	e->report = od_col_int(c, 0);
	e->day = k->now->day;
	e->leader = k->now->leader;
	e->record = k->name;
	e->weight = od_col_int(c, 4);
	e->grade = od_score_place(od_grades, od_col_text(c, 8));
	e->withdrawn = od_col_int(c, 9) == 1;
	if (od_score_text(s, od_col_text(c, 1), &e->item, err) < 0 ||
	    od_score_text(s, od_col_text(c, 2), &e->title, err) < 0 ||
	    od_score_word(s, od_col_text(c, 3), &e->publication, err) < 0 ||
	    od_score_word(s, od_col_text(c, 6), &e->categories, err) < 0)
		return -1;
	return od_score_text(s, od_col_text(c, 7), &e->author, err);
}

/* What a link led to, from event begin on.  An instruction counts once for a report. */
static int count_once(struct links *k, size_t begin, struct od_err *err)
{
	struct od_scores *s = k->s;
	size_t *n = &s->events[OD_OF_INSTRUCTED], kept = begin;
	struct score_event *e = s->event[OD_OF_INSTRUCTED];

	if (*n > begin + 1 && od_score_group(s, OD_OF_INSTRUCTED, begin, *n, err) < 0)
		return -1;
	for (size_t i = begin; i < *n; i++) {
		bool twice = e[i].unit == UINT32_MAX;

		for (size_t j = k->first; j < begin && !twice; j++)
			twice = e[j].report == e[i].report;
		if (!twice)
			e[kept++] = e[i];
	}
	*n = kept;
	return 0;
}

/* clang-format off */
#define OF_REPORT "r.unit, r.category, r.author, r.grade, "
#define OF_ITEM \
	"SELECT a.report, a.issue || '/' || a.item, t.title, i.publication, a.weight, " OF_REPORT \
	"i.status = 'withdrawn' FROM adoption a JOIN issue i ON i.issue = a.issue " \
	"JOIN issue_item t ON t.issue = a.issue AND t.item = a.item JOIN report r ON r.number = a.report "
static const char of_item[] = OF_ITEM "WHERE a.issue = ?1 AND a.item = ?2 ORDER BY a.report";
/* Of an issue as a whole, nobody's in particular, unless it is all one item. */
static const char of_issue[] = OF_ITEM
	"WHERE a.issue = ?1 AND (SELECT count(*) FROM issue_item y WHERE y.issue = ?1) = 1 ORDER BY a.report";
static const char of_upward[] =
	"SELECT o.report, u.item, u.title, NULL, o.weight, " OF_REPORT OD_ITEM_WITHDRAWN("u.item")
	" FROM upward_on o JOIN upward u ON u.number = o.upward JOIN report r ON r.number = o.report "
	"WHERE o.upward = ?1 ORDER BY o.report";
static const char of_report[] =
	"SELECT r.number, NULL, r.title, NULL, 1, " OF_REPORT "0 FROM report r WHERE r.number = ?1";
/* clang-format on */

static int follow_item(struct links *k, struct od_err *err)
{
	const char *record = k->now->record, *slash = strrchr(record, '/');
	int64_t item = strtoll(slash + 1, NULL, 10);
	char issue[128];

	snprintf(issue, sizeof(issue), "%.*s", (int)(slash - record), record);
	return od_query_cols(k->s->db, of_item, OD_VALS(od_v((const char *)issue), od_v(item)),
			     follow, k, err);
}

static int follow_link(struct links *k, struct od_err *err)
{
	struct od_db *db = k->s->db;
	int64_t number;

	switch (k->now->turn) {
	case 0:
		return follow_item(k, err);
	case 1:
		return od_query_cols(db, of_issue, OD_VALS(od_v(k->now->record)), follow, k, err);
	default:
		if (od_number_parse(*k->now->record, k->now->record, &number, err) < 0)
			return -1;
		return od_query_cols(db, k->now->turn == 2 ? of_upward : of_report,
				     OD_VALS(od_v(number)), follow, k, err);
	}
}

static int follow_all(struct links *k, struct od_err *err)
{
	int64_t last = OD_NOINT;
	char name[32];
	size_t begin;

	if (k->n)
		qsort(k->link, k->n, sizeof(*k->link), by_instruction);
	for (size_t i = 0; i < k->n; i++) {
		k->now = &k->link[i];
		if (k->now->instruction != last) {
			last = k->now->instruction;
			k->first = k->s->events[OD_OF_INSTRUCTED];
			if (od_score_text(k->s, od_number_str('I', last, name), &k->name, err) < 0)
				return -1;
		}
		begin = k->s->events[OD_OF_INSTRUCTED];
		if (follow_link(k, err) < 0 || count_once(k, begin, err) < 0)
			return -1;
	}
	return 0;
}

int od_score_read_instructed(struct od_scores *s, struct od_err *err)
{
	static const char sql[] =
		"SELECT i.number, i.given_on, i.level, o.record, NULL FROM instruction i "
		"JOIN instruction_on o ON o.instruction = i.number "
		"WHERE i.given_on >= ?1 AND i.given_on <= ?2 "
		"UNION ALL SELECT i.number, i.given_on, i.level, NULL, i.report FROM instruction i "
		"WHERE i.given_on >= ?1 AND i.given_on <= ?2 AND i.report IS NOT NULL";
	struct links k = { .s = s };
	int r = od_query_cols(s->db, sql, OD_VALS(od_v(s->since[OD_OF_INSTRUCTED]), od_v(s->q.to)),
			      take_link, &k, err);

	if (r == 0)
		r = follow_all(&k, err);
	free(k.link);
	return r;
}

/* --- late, left out, unreported ---------------------------------------------------------------------- */

static const struct {
	int measure;
	enum od_slot_state state;
} wrong[] = {
	{ OD_OF_LATE, OD_SLOT_LATE },
	{ OD_OF_LEFT_OUT, OD_SLOT_LEFT_OUT },
	{ OD_OF_UNREPORTED, OD_SLOT_UNREPORTED },
};

static int take_slot(struct od_scores *s, int measure, const struct od_slot *slot,
		     struct od_err *err)
{
	uint32_t unit = slot->unit ? od_score_unit(s, slot->unit) : UINT32_MAX;
	struct score_event *e;

	if (unit == UINT32_MAX)
		return 0;
	e = od_score_event(s, measure, err);
	if (!e)
		return -1;
	e->unit = unit;
	e->day = od_instant_date((od_instant){ slot->due_at.sec - 1 });
	e->report = slot->report;
	if (od_score_word(s, slot->categories, &e->categories, err) < 0 ||
	    od_score_text(s, slot->slot, &e->record, err) < 0)
		return -1;
	return od_score_word(s, slot->duty_name, &e->title, err);
}

static int read_slots(struct od_scores *s, struct od_err *err)
{
	struct od_slot_query q = { .now = s->q.now };
	OD_CLEANUP(od_slots_freep) struct od_slots *slots = NULL;
	const struct od_slot *row;
	od_date since = s->q.from;
	size_t n;

	for (size_t i = 0; i < OD_COUNT(wrong); i++) {
		q.states |= 1u << wrong[i].state;
		if (s->since[wrong[i].measure].days < since.days)
			since = s->since[wrong[i].measure];
	}
	/* 24:00 ends the day before. */
	q.since = (od_instant){ od_date_start(since).sec + 1 };
	q.until = (od_instant){ od_date_start((od_date){ s->q.to.days + 1 }).sec + 1 };
	slots = od_slots_find(s->db, &q, err);
	if (!slots)
		return -1;
	n = od_slots_rows(slots, &row);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < OD_COUNT(wrong); k++)
			if (row[i].state == (int)wrong[k].state &&
			    take_slot(s, wrong[k].measure, &row[i], err) < 0)
				return -1;
	return 0;
}

/* --- marks ------------------------------------------------------------------------------------------------ */

static const int marks[] = {
	[OD_FOR_ERROR] = OD_OF_ERROR,
	[OD_FOR_CONCEALED] = OD_OF_CONCEALED,
	[OD_FOR_BONUS] = OD_OF_MARK,
	[OD_FOR_DEDUCTION] = OD_OF_MARK,
};

/* number, unit, kind, day, report, points, reason, category, author, grade */
static int mark(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_scores *s = ctx;
	int kind = od_score_place(od_mark_kinds, od_col_text(c, 2));
	uint32_t unit = od_score_unit(s, od_col_text(c, 1));
	struct score_event *e;
	char name[32];

	if (unit == UINT32_MAX)
		return 0;
	e = od_score_event(s, marks[kind], err);
	if (!e || (od_col_text(c, 5) && od_points_parse(od_col_text(c, 5), &e->mark, err) < 0))
		return -1;
	if (kind == OD_FOR_DEDUCTION)
		e->mark = -e->mark;
	e->unit = unit;
	e->day = od_score_day(od_col_text(c, 3));
	e->report = od_col_int(c, 4);
	e->grade = od_score_place(od_grades, od_col_text(c, 9));
	if (od_score_text(s, od_number_str('M', od_col_int(c, 0), name), &e->record, err) < 0 ||
	    od_score_text(s, od_col_text(c, 6), &e->title, err) < 0 ||
	    od_score_word(s, od_col_text(c, 7), &e->categories, err) < 0)
		return -1;
	return od_score_text(s, od_col_text(c, 8), &e->author, err);
}

int od_score_read_rest(struct od_scores *s, struct od_err *err)
{
	static const char sql[] =
		"SELECT m.number, m.unit, m.kind, m.day, m.report, m.points, m.reason, r.category, r.author, "
		"r.grade FROM score_mark m LEFT JOIN report r ON r.number = m.report "
		"WHERE m.day >= ?1 AND m.day <= ?2 ORDER BY m.day, m.number";
	od_date since = s->q.from;

	for (size_t i = 0; i < OD_COUNT(marks); i++)
		if (s->since[marks[i]].days < since.days)
			since = s->since[marks[i]];
	if (od_query_cols(s->db, sql, OD_VALS(od_v(since), od_v(s->q.to)), mark, s, err) < 0)
		return -1;
	return read_slots(s, err);
}
