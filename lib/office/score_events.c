/* score_events.c - what happened in the days that scores are of: reports that came in, items that were printed, what
 * went upward, commissions; instructions, slots and marks are score_marks.c.
 *
 * A report that is a duplicate of another or was withdrawn was not submitted; one that was returned or rejected was. */
#include <stdlib.h>

#include "score.h"

struct score_event *od_score_event(struct od_scores *s, int measure, struct od_err *err)
{
	size_t *n = &s->events[measure], *room = &s->event_room[measure];
	struct score_event *e;

	if (*n == *room) {
		size_t more = *room ? 2 * *room : 256;
		struct score_event *grown = reallocarray(s->event[measure], more, sizeof(*grown));

		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		s->event[measure] = grown;
		*room = more;
	}
	e = &s->event[measure][(*n)++];
	*e = (struct score_event){
		.measure = measure,
		.level = -1,
		.leader = -1,
		.nth = 0,
		.of = 1,
		.report = OD_NOINT,
	};
	return e;
}

int od_score_place(const struct od_word *words, const char *text)
{
	for (int i = 0; text && words[i].word; i++)
		if (!strcmp(words[i].word, text))
			return i;
	return -1;
}

od_date od_score_day(const char *s)
{
	int n[3] = { 0 };

	for (int i = 0; i < 3; i++, s += *s == '-')
		for (; *s >= '0' && *s <= '9'; s++)
			n[i] = 10 * n[i] + (*s - '0');
	return od_ymd(n[0], n[1], n[2]);
}

int od_score_group(struct od_scores *s, int measure, size_t first, size_t end, struct od_err *err)
{
	if (s->weights + (end - first) > s->weight_room) {
		size_t room = 2 * s->weight_room + (end - first) + 64;
		int64_t *grown = reallocarray(s->weight, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		s->weight = grown;
		s->weight_room = room;
	}
	for (size_t i = first; i < end; i++) {
		struct score_event *e = &s->event[measure][i];

		e->nth = (uint32_t)(i - first);
		e->of = (uint32_t)(end - first);
		e->weights = s->weights;
		s->weight[s->weights + e->nth] = e->weight;
	}
	s->weights += end - first;
	return 0;
}

/* Items and what goes upward may be made of several reports, which stand together here; then those of units that are
 * none of ours go. */
static int share_out(struct od_scores *s, int measure, struct od_err *err)
{
	struct score_event *e = s->event[measure];
	size_t n = s->events[measure], kept = 0;

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && e[end].record == e[i].record;)
			end++;
		if (end > i + 1 && od_score_group(s, measure, i, end, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < n; i++)
		if (e[i].unit != UINT32_MAX)
			e[kept++] = e[i];
	s->events[measure] = kept;
	return 0;
}

/* --- submitted ------------------------------------------------------------------------------------ */

struct reading {
	struct od_scores *s;
	int measure;
	char *wanted; /* categories that are information on that day; NULL: all */
	od_date wanted_on;
	const char *before;  /* the record of the row before */
	const char *skipped; /* the last category that is none */
};

/* The setting is of the day on which a report came in; reports come by day. */
static int want(struct reading *rd, od_date day, struct od_err *err)
{
	const char *wanted;

	if (rd->wanted_on.days == day.days)
		return 0;
	rd->wanted_on = day;
	free(rd->wanted);
	wanted = od_setting(rd->s->db, "score_categories", day, NULL);
	rd->wanted = wanted ? strdup(wanted) : NULL;
	return wanted && !rd->wanted ? od_fail_nomem(err) : 0;
}

static int submitted(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct reading *rd = ctx;
	const char *category = od_col_text(c, 2);
	uint32_t unit = od_score_unit(rd->s, od_col_text(c, 1));
	od_date day = od_instant_date((od_instant){ od_col_int(c, 3) });
	struct score_event *e;

	if (want(rd, day, err) < 0)
		return -1;
	if (unit == UINT32_MAX || (rd->wanted && !od_list_has(rd->wanted, category)))
		return 0;
	e = od_score_event(rd->s, OD_OF_SUBMITTED, err);
	if (!e)
		return -1;
	e->unit = unit;
	e->report = od_col_int(c, 0);
	e->day = day;
	e->grade = od_score_place(od_grades, od_col_text(c, 4));
	if (od_score_word(rd->s, category, &e->categories, err) < 0 ||
	    od_score_text(rd->s, od_col_text(c, 5), &e->title, err) < 0)
		return -1;
	return od_score_text(rd->s, od_col_text(c, 6), &e->author, err);
}

/* Titles and authors of reports are wanted only where a rule gives points for each: they are many. */
static bool told_one_by_one(const struct od_scores *s)
{
	for (size_t i = 0; i < s->rules; i++)
		if (s->rule[i].r.measure == OD_OF_SUBMITTED && s->rule[i].r.kind == OD_SCORE_POINTS)
			return true;
	return s->q.by == OD_SCORE_BY_PERSON;
}

static int read_submitted(struct od_scores *s, struct od_err *err)
{
	/* clang-format off */
#define SUBMITTED(more) \
	"SELECT number, unit, category, received_at, " more " FROM report " \
	"WHERE received_at >= ?1 AND received_at < ?2 AND status <> 'duplicate' AND status <> 'withdrawn' " \
	"ORDER BY received_at, number"
	/* clang-format on */
	static const char full[] = SUBMITTED("grade, title, author");
	static const char brief[] = SUBMITTED("grade, NULL, NULL");
	od_instant since = od_date_start(s->since[OD_OF_SUBMITTED]),
		   until = od_date_start((od_date){ s->q.to.days + 1 });
	struct reading rd = { .s = s, .wanted_on = OD_NODATE };
	int r;

	r = od_query_cols(s->db, told_one_by_one(s) ? full : brief,
			  OD_VALS(od_v(since), od_v(until)), submitted, &rd, err);
	free(rd.wanted);
	return r;
}

/* --- adopted ---------------------------------------------------------------------------------------- */

/* What all that is of a report has; the columns from at on: report, unit, category, author, grade. */
static int of_report(struct od_scores *s, struct score_event *e, const struct od_cols *c, int at,
		     struct od_err *err)
{
	e->report = od_col_int(c, at);
	e->unit = od_score_unit(s, od_col_text(c, at + 1));
	e->grade = od_score_place(od_grades, od_col_text(c, at + 4));
	if (od_score_word(s, od_col_text(c, at + 2), &e->categories, err) < 0)
		return -1;
	return od_score_text(s, od_col_text(c, at + 3), &e->author, err);
}

static int adopted(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct reading *rd = ctx;
	struct score_event *e = od_score_event(rd->s, OD_OF_ADOPTED, err), *last;
	char name[128];

	if (!e || of_report(rd->s, e, c, 6, err) < 0)
		return -1;
	snprintf(name, sizeof(name), "%s/%lld", od_col_text(c, 1), (long long)od_col_int(c, 2));
	e->day = od_score_day(od_col_text(c, 0));
	e->weight = od_col_int(c, 3);
	last = rd->s->events[OD_OF_ADOPTED] > 1 ? e - 1 : NULL;
	if (last && !strcmp(last->record, name)) {
		e->item = e->record = last->record;
		e->title = last->title;
		e->publication = last->publication;
		return 0;
	}
	if (od_score_text(rd->s, name, &e->record, err) < 0 ||
	    od_score_text(rd->s, od_col_text(c, 5), &e->title, err) < 0)
		return -1;
	e->item = e->record;
	return od_score_word(rd->s, od_col_text(c, 4), &e->publication, err);
}

static int read_adopted(struct od_scores *s, struct od_err *err)
{
	static const char sql[] =
		"SELECT i.date, a.issue, a.item, a.weight, i.publication, t.title, a.report, r.unit, "
		"r.category, r.author, r.grade FROM issue i JOIN adoption a ON a.issue = i.issue "
		"JOIN issue_item t ON t.issue = a.issue AND t.item = a.item "
		"JOIN report r ON r.number = a.report WHERE i.date >= ?1 AND i.date <= ?2 "
		"AND i.status = 'issued' ORDER BY i.date, i.publication, i.serial, a.item, a.report";
	struct reading rd = { .s = s };

	if (od_query_cols(s->db, sql, OD_VALS(od_v(s->since[OD_OF_ADOPTED]), od_v(s->q.to)),
			  adopted, &rd, err) < 0)
		return -1;
	return share_out(s, OD_OF_ADOPTED, err);
}

/* --- upward ------------------------------------------------------------------------------------------- */

/* "daily/2026-341/3": daily */
static int publication_of(struct od_scores *s, const char *item, const char **out,
			  struct od_err *err)
{
	char name[64];
	size_t n = item ? strcspn(item, "/") : 0;

	if (!n || n >= sizeof(name))
		return 0;
	memcpy(name, item, n);
	name[n] = '\0';
	return od_score_word(s, name, out, err);
}

static int upward(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct reading *rd = ctx;
	struct od_scores *s = rd->s;
	struct score_event *e = od_score_event(s, rd->measure, err), *last;
	char name[32];

	if (!e || of_report(s, e, c, 8, err) < 0)
		return -1;
	od_number_str('W', od_col_int(c, 1), name);
	e->day = od_score_day(od_col_text(c, 0));
	e->weight = od_col_int(c, 2);
	e->level = od_score_place(od_upward_levels, od_col_text(c, 3));
	e->withdrawn = od_col_int(c, 13) == 1;
	last = s->events[rd->measure] > 1 ? e - 1 : NULL;
	if (last && !strcmp(last->record, name))
		e->record = last->record;
	else if (od_score_text(s, name, &e->record, err) < 0)
		return -1;
	if (od_score_word(s, od_col_text(c, 4), &e->office, err) < 0 ||
	    od_score_word(s, od_col_text(c, 5), &e->printed_in, err) < 0 ||
	    od_score_text(s, od_col_text(c, 6), &e->item, err) < 0 ||
	    od_score_text(s, od_col_text(c, 7), &e->title, err) < 0)
		return -1;
	return publication_of(s, e->item, &e->publication, err);
}

static int read_upward(struct od_scores *s, int measure, struct od_err *err)
{
	/* clang-format off */
#define UPWARD(day, also) \
	"SELECT u." day ", u.number, o.weight, u.level, u.office, u.adopted_in, u.item, u.title, o.report, " \
	"r.unit, r.category, r.author, r.grade, " OD_ITEM_WITHDRAWN("u.item") " FROM upward u JOIN upward_on o ON o.upward = u.number " \
	"JOIN report r ON r.number = o.report WHERE u." day " >= ?1 AND u." day " <= ?2 " also \
	"ORDER BY u." day ", u.number, o.report"
	/* clang-format on */
	static const char sent[] = UPWARD("sent_on", "");
	static const char taken[] = UPWARD("adopted_on", "AND u.status = 'adopted' ");
	struct reading rd = { .s = s, .measure = measure };

	if (od_query_cols(s->db, measure == OD_OF_UPWARD_SENT ? sent : taken,
			  OD_VALS(od_v(s->since[measure]), od_v(s->q.to)), upward, &rd, err) < 0)
		return -1;
	return share_out(s, measure, err);
}

/* --- commissions ------------------------------------------------------------------------------------------ */

/* Answered in time, or missed; an answer that came late is neither, and so is one that is excused or not due yet.
 * Both stand on the day when it was due, so that answered and missed are of the same commissions. */
static int commission(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_scores *s = ((struct reading *)ctx)->s;
	int64_t due = od_col_int(c, 1), received = od_col_int(c, 6);
	bool there = od_col_int(c, 7) != OD_NOINT && received != OD_NOINT,
	     excused = od_col_text(c, 5);
	int measure = there ? OD_OF_COMMISSIONED : OD_OF_NO_SHOW;
	uint32_t unit = od_score_unit(s, od_col_text(c, 4));
	struct score_event *e;
	char name[32];

	if (unit == UINT32_MAX || (there && received > due) ||
	    (!there && (excused || due >= s->q.now.sec)))
		return 0;
	e = od_score_event(s, measure, err);
	if (!e || (there && of_report(s, e, c, 7, err) < 0))
		return -1;
	e->unit = unit;
	e->day = od_instant_date((od_instant){ due - 1 });
	e->level = od_score_place(od_commission_levels, od_col_text(c, 2));
	if (od_score_text(s, od_number_str('Q', od_col_int(c, 0), name), &e->record, err) < 0 ||
	    od_score_word(s, od_col_text(c, 3), &e->publication, err) < 0)
		return -1;
	return od_score_text(s, od_col_text(c, 12), &e->title, err);
}

static int read_commissions(struct od_scores *s, struct od_err *err)
{
	/* A report that was withdrawn, rejected or marked a duplicate answers nothing. */
	static const char sql[] =
		"SELECT c.number, c.due_at, c.level, c.publication, u.unit, u.excuse, r.received_at, "
		"r.number, r.unit, r.category, r.author, r.grade, c.topic FROM commission c "
		"JOIN commission_unit u ON u.number = c.number LEFT JOIN report r ON r.number = u.report "
		"AND r.status NOT IN ('withdrawn', 'rejected', 'duplicate') WHERE c.due_at > ?1 AND c.due_at <= ?2 "
		"ORDER BY c.due_at, c.number, u.unit";
	od_date since = s->since[OD_OF_COMMISSIONED];
	struct reading rd = { .s = s };

	if (s->since[OD_OF_NO_SHOW].days < since.days)
		since = s->since[OD_OF_NO_SHOW];
	return od_query_cols(s->db, sql,
			     OD_VALS(od_v(od_date_start(since)),
				     od_v(od_date_start((od_date){ s->q.to.days + 1 }))),
			     commission, &rd, err);
}

int od_score_read(struct od_scores *s, struct od_err *err)
{
	if (read_submitted(s, err) < 0 || read_adopted(s, err) < 0 ||
	    read_upward(s, OD_OF_UPWARD_SENT, err) < 0 ||
	    read_upward(s, OD_OF_UPWARD_ADOPTED, err) < 0 || read_commissions(s, err) < 0 ||
	    od_score_read_instructed(s, err) < 0)
		return -1;
	return od_score_read_rest(s, err);
}
