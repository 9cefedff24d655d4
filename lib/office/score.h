/* score.h - private to score*.c: what happened (events), the rules, and what these made of it (lines), before any of
 * it becomes a record.  Points are whole thousandths throughout. */
#ifndef OD_SCORE_H
#define OD_SCORE_H

#include "bulletin.h"

/* What was done in one day by one unit, and may give points.  Texts are the scores' own. */
struct score_event {
	od_date day;
	uint32_t unit;
	int measure;
	int level, leader, grade; /* -1: has none */
	uint32_t nth, of;         /* of the reports of a merged item: which, of how many; 1 of 1 */
	int64_t weight;           /* of the credit */
	size_t weights;           /* of all of them: where they begin among the scores' */
	int64_t report;           /* OD_NOINT: none */
	int64_t mark;             /* points of a bonus, negative of a deduction */
	const char *item;         /* "daily/2026-341/3", or NULL */
	bool withdrawn;           /* the item's issue was */
	const char *record, *title, *author, *publication, *categories, *office, *printed_in;
};

struct score_rule {
	struct od_score_rule r;
	int64_t points, less, more;
	int place;  /* among all, in the order of work */
	int behind; /* best: the last kind that it looks at */
};

struct score_line {
	uint32_t unit;
	uint32_t root; /* the line that this one multiplies, else itself */
	const struct score_rule *rule;
	const struct score_rule *by;     /* the last that multiplied it, or NULL */
	od_date taken;                   /* when best took it back, OD_NODATE: it did not */
	const struct score_event *event; /* or NULL */
	od_date day;
	int64_t milli;
	int64_t left; /* of it, after what best, zero and cap took back; their own lines have none */
	bool before;  /* lies before what is asked for: only to be multiplied, bounded */
	const char *record, *how;
};

struct score_class { /* in which a unit was on these days, .to OD_NODATE: still */
	uint32_t unit;
	od_date from, to;
	const char *word;
};

struct score_unit {
	const char *code, *name;
	const char *class_, *class_name; /* in which it is ranked: of the last day */
	int kind;
	int64_t sort, class_sort;
	od_date since, until; /* OD_NODATE: still */
	struct od_score count;
	int64_t reports;     /* different ones that were adopted: for the rate */
	bool judged, failed; /* by rules of kind pass */
	bool gone;           /* ended before the days asked for, and nothing happened in them */
};

/* Days from..to that a rule looks at as one. */
struct score_span {
	od_date from, to;
};

struct od_scores {
	struct od_db *db;
	struct od_score_query q;
	od_date today; /* of .now */
	od_date start; /* rules that look at a span are worked from here on: q.from or before it */
	struct score_chunk *texts;
	struct score_unit *unit; /* by code */
	size_t units;
	struct score_class *classes; /* by unit, then by day */
	size_t n_classes, class_room;
	struct score_rule *rule;
	size_t rules;
	struct score_event *event[OD_OF_MEASURES]; /* by day, then as they were read */
	size_t events[OD_OF_MEASURES], event_room[OD_OF_MEASURES];
	od_date since[OD_OF_MEASURES]; /* they were read from there on */
	struct score_line *line;
	size_t lines, line_room;
	struct od_score *row;
	size_t rows;
	struct od_score_line *told;
	size_t *told_from;            /* of each unit, and the end */
	struct od_score_month *month; /* of all, then of each unit */
	size_t months;
	int64_t *weight;
	size_t weights, weight_room;
	const char *known[64]; /* texts that return again and again */
	size_t n_known;
};

/* --- score.c -------------------------------------------------------------------------------------- */

/* Text that lives as long as the scores; NULL text: NULL, with *err as it was. */
int od_score_text(struct od_scores *s, const char *text, const char **out,
		  struct od_err *err) OD_MUST_CHECK;
/* The same of what there are few different ones of. */
int od_score_word(struct od_scores *s, const char *text, const char **out,
		  struct od_err *err) OD_MUST_CHECK;
/* The unit of a code, UINT32_MAX: none that was there in those days. */
uint32_t od_score_unit(const struct od_scores *s, const char *code);
static inline int64_t od_score_half_up(int64_t a, int64_t b) /* a / b, halves away from 0; b > 0 */
{
	return a < 0 ? -((-a * 2 + b) / (2 * b)) : (a * 2 + b) / (2 * b);
}

/* --- spans of days (score_span.c) --------------------------------------------------------------------- */

/* The week, month, quarter or year that a day lies in. */
struct score_span od_score_span(int per, od_date day);
/* "2026-11", "2026年第4季度"; in b. */
void od_score_span_name(int per, struct score_span span, struct od_buf *b);
/* "2026年11月6日"; the days asked for. */
void od_score_days(const struct od_scores *s, struct od_buf *b);

/* --- what happened (score_events.c, score_marks.c) ------------------------------------------------------- */

/* Is an item ("daily/2026-341/3") of an issue that was withdrawn?  Its reports may stand in another by now. */
#define OD_ITEM_WITHDRAWN(item)                                           \
	"EXISTS (SELECT 1 FROM issue w WHERE w.issue = rtrim(rtrim(" item \
	", '0123456789'), '/') AND w.status = 'withdrawn')"
struct score_event *od_score_event(struct od_scores *s, int measure, struct od_err *err);
int od_score_place(const struct od_word *words, const char *text); /* -1: none of them */
od_date od_score_day(const char *s);                               /* as the database keeps it */
/* Events from first on are of the reports of one item: each gets to know which of how many it is. */
int od_score_group(struct od_scores *s, int measure, size_t first, size_t end,
		   struct od_err *err) OD_MUST_CHECK;
int od_score_read(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;
int od_score_read_instructed(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;
int od_score_read_rest(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;

/* --- reckoning (score_reckon.c, score_after.c, score_fit.c) ----------------------------------------------- */

/* Does a rule look at an event; is it the unit's, by its class of that day; does it hold on a day? */
bool od_score_fits(const struct od_scores *s, const struct score_rule *r,
		   const struct score_event *e);
bool od_score_concerns(const struct od_scores *s, const struct score_rule *r, uint32_t unit,
		       od_date day);
static inline bool od_score_holds(const struct score_rule *r, od_date day)
{
	return r->r.valid_from.days <= day.days &&
	       (!od_date_is(r->r.valid_to) || r->r.valid_to.days >= day.days);
}
/* Does rule r look at what this one gave? */
static inline bool od_score_of(const struct score_rule *r, const struct score_rule *gave)
{
	return !r->r.of || od_list_has(r->r.of, gave->r.code);
}
struct score_line *od_score_line(struct od_scores *s, const struct score_rule *r, uint32_t unit,
				 od_date day, struct od_err *err);
/* What was put together becomes the line's how. */
int od_score_how(struct od_scores *s, struct score_line *l, struct od_buf *how,
		 struct od_err *err) OD_MUST_CHECK;
int od_score_reckon(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;
int od_score_quota(struct od_scores *s, const struct score_rule *r,
		   struct od_err *err) OD_MUST_CHECK;
int od_score_rate(struct od_scores *s, const struct score_rule *r,
		  struct od_err *err) OD_MUST_CHECK;
/* Each span of a rule that touches the days from .start on. */
typedef int od_score_span_fn(struct od_scores *s, const struct score_rule *r,
			     struct score_span span, struct od_err *err);
int od_score_each_span(struct od_scores *s, const struct score_rule *r, od_score_span_fn *fn,
		       struct od_err *err) OD_MUST_CHECK;
/* How often each unit did what the rule looks at; how many of its reports were adopted (r NULL: any); yours. */
int64_t *od_score_count(const struct od_scores *s, const struct score_rule *r, int measure,
			struct score_span span, struct od_err *err);
int64_t *od_score_reports(const struct od_scores *s, const struct score_rule *r,
			  struct score_span span, struct od_err *err);
int od_score_best(struct od_scores *s, const struct score_rule *r,
		  struct od_err *err) OD_MUST_CHECK;
/* zero, cap, floor, pass */
int od_score_after(struct od_scores *s, const struct score_rule *r,
		   struct od_err *err) OD_MUST_CHECK;

/* Is a unit asked for, or its class? */
bool od_score_shown(const struct od_scores *s, uint32_t unit);
/* How secret n events are that are of one thing: the place among od_secrecies of what is most so of it; how the
 * month, quarter or year before was, in a sentence (score_notice.c). */
int od_score_secrecy(const struct od_scores *s, const struct score_event *e, size_t n,
		     int64_t *rank, struct od_err *err) OD_MUST_CHECK;
int od_score_before(struct od_db *db, const struct od_scores *s, struct od_buf *b,
		    struct od_err *err) OD_MUST_CHECK;
/* Instructions on issues as a whole, of several items, which count for no unit: each to fn, if there is one.  Returns
 * how many, or -1. */
typedef int od_score_whole_fn(void *ctx, const char *issue, od_date day, int leader,
			      struct od_err *err);
int64_t od_score_whole(const struct od_scores *s, od_score_whole_fn *fn, void *ctx,
		       struct od_err *err) OD_MUST_CHECK;

/* --- records (score_rank.c) ---------------------------------------------------------------------------------- */

int od_score_tell(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;
int od_score_rank(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;
/* Was the same paper - what went upward, an instruction - told of this unit (and this author) by the event before?
 * One paper counts once, of however many of a unit's reports it was made. */
bool od_score_again(const struct od_scores *s, const struct score_event *e, bool author);
int od_score_trend(struct od_scores *s, struct od_err *err) OD_MUST_CHECK;

#endif
