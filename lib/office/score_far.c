/* score_far.c - of the circular: what went far, one by one: what higher offices adopted, what leaders wrote on. */
#include "layout.h"
#include "score_paper.h"

/* Is one of n events that stand together? */
static bool any_asked(const struct od_scores *s, const struct score_event *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (od_circular_asked(s, &e[i]))
			return true;
	return false;
}

/* An item is of one or several units, which stand together; so is what was sent upward, whatever it was made of.
 * An instruction on loose reports is a line a report: each has its title. */
static bool same_item(const struct score_event *x, const struct score_event *y)
{
	if (strcmp(x->record, y->record))
		return false;
	if (!x->item || !y->item)
		return x->item == y->item &&
		       (x->measure != OD_OF_INSTRUCTED || x->report == y->report);
	return !strcmp(x->item, y->item);
}

/* "甲局、乙局"; *end: behind the last of them. */
static void units_of(struct circular *c, int measure, size_t i, size_t *end, struct od_buf *b)
{
	const struct od_scores *s = c->s;
	const struct score_event *e = s->event[measure];

	for (*end = i; *end < s->events[measure] && same_item(&e[i], &e[*end]); ++*end) {
		bool told = false;

		for (size_t k = i; k < *end; k++)
			told |= e[k].unit == e[*end].unit;
		if (!told)
			od_buf_printf(b, "%s%s", *end > i ? _(", ") : "",
				      s->unit[e[*end].unit].name);
	}
}

/* Without the 《》 that whoever wrote it may have put around it. */
static const char *bare(const char *title, struct od_buf *b)
{
	static const char open[] = "《", close[] = "》";
	size_t len = strlen(title), marks = strlen(open) + strlen(close);

	if (len > marks && !strncmp(title, open, strlen(open)) &&
	    !strcmp(title + len - strlen(close), close))
		od_buf_add(b, title + strlen(open), len - marks);
	else
		od_buf_puts(b, title);
	return b->s ? b->s : "";
}

/* secret: the mark that stands for the title of what is classified; the circular goes to all units. */
static void upward_line(struct circular *c, const struct score_event *e, const char *units,
			const char *secret)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const char *in = bare(e->printed_in ? e->printed_in : "", &b);
	char day[64];

	if (b.failed && !c->failed) {
		od_fail_nomem(c->err);
		c->failed = true;
	}
	if (secret) {
		/* Translators: units, a secrecy mark, office, day. */
		od_circular_say(c, OD_PAPER_TEXT,
				_("%1$s: one item [%2$s], adopted by %3$s (%4$s)."), units, secret,
				e->office ? e->office : "", od_day_words(e->day, day));
		return;
	}
	if (*in)
		/* Translators: units, title, office, in what, day. */
		od_circular_say(c, OD_PAPER_TEXT,
				_("%1$s: \"%2$s\", adopted by %3$s in \"%4$s\" (%5$s)."), units,
				e->title ? e->title : "-", e->office ? e->office : "", in,
				od_day_words(e->day, day));
	else
		od_circular_say(c, OD_PAPER_TEXT, _("%1$s: \"%2$s\", adopted by %3$s (%4$s)."),
				units, e->title ? e->title : "-", e->office ? e->office : "",
				od_day_words(e->day, day));
}

static const char *leader_of(int level)
{
	static const char *const leaders[] = {
		[OD_LEADER_OTHER] = N_("a leader"),
		[OD_LEADER_CENTRAL] = N_("a central leader"),
		[OD_LEADER_PROVINCE] = N_("a leader of the province"),
		[OD_LEADER_CITY_CHIEF] = N_("a chief of the city"),
		[OD_LEADER_CITY] = N_("a leader of the city"),
		[OD_LEADER_OFFICE] = N_("a leader of the office"),
	};

	return level < 0 ? "-" : _(leaders[level]);
}

static void instructed_line(struct circular *c, const struct score_event *e, const char *units,
			    const char *secret)
{
	const char *leader = leader_of(e->leader);
	char day[64];

	od_day_words(e->day, day);
	if (secret)
		/* Translators: units, a secrecy mark, a leader of some level, day. */
		od_circular_say(c, OD_PAPER_TEXT,
				_("%1$s: one item [%2$s], instruction of %3$s (%4$s)."), units,
				secret, leader, day);
	else
		/* Translators: units, title, a leader of some level, day. */
		od_circular_say(c, OD_PAPER_TEXT, _("%1$s: \"%2$s\", instruction of %3$s (%4$s)."),
				units, e->title ? e->title : "-", leader, day);
}

typedef void line_fn(struct circular *c, const struct score_event *e, const char *units,
		     const char *secret);

struct listing {
	struct circular *c;
	const char *title;
	size_t n;
};

/* Is there room for one more?  The first brings the heading. */
static bool one_more(struct listing *l)
{
	if (!l->n++)
		od_circular_head(l->c, l->title);
	return l->n <= SPELLED && !l->c->failed;
}

static int whole_line(void *ctx, const char *issue, od_date day, int leader, struct od_err *err)
{
	struct listing *l = ctx;
	char on[64];

	(void)err;
	if (one_more(l))
		/* Translators: an issue, a leader of some level, day. */
		od_circular_say(l->c, OD_PAPER_TEXT,
				_("%1$s, the issue as a whole: instruction of %2$s (%3$s)."), issue,
				leader_of(leader), od_day_words(day, on));
	return l->c->failed ? -1 : 0;
}

static void listed(struct circular *c, int measure, const char *title, line_fn *line)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct listing l = { .c = c, .title = title };
	const struct od_scores *s = c->s;
	int64_t rank = 0;

	for (size_t i = 0, end; i < s->events[measure]; i = end) {
		const struct score_event *e = &s->event[measure][i];

		od_buf_reset(&b);
		units_of(c, measure, i, &end, &b);
		if (!any_asked(s, e, end - i))
			continue;
		if (!one_more(&l))
			continue;
		if (od_score_secrecy(s, e, end - i, &rank, c->err) < 0)
			c->failed = true;
		line(c, e, b.s ? b.s : "", rank ? _(od_secrecies[rank].label) : NULL);
	}
	if (measure == OD_OF_INSTRUCTED && !c->failed &&
	    od_score_whole(s, whole_line, &l, c->err) < 0)
		c->failed = true;
	if (l.n > SPELLED)
		od_circular_say(c, OD_PAPER_TEXT, _("... and %zu more."), l.n - SPELLED);
}

void od_circular_far(struct circular *c)
{
	listed(c, OD_OF_UPWARD_ADOPTED, _("Adopted by higher offices"), upward_line);
	listed(c, OD_OF_INSTRUCTED, _("Leaders' instructions"), instructed_line);
}
