/* score_paper.c - 信息工作情况通报: the scores of some days as a circular to all units.  Texts are put together here
 * once, in the language in force; how they look is the writers' matter. */
#include <stdarg.h>
#include <stdlib.h>

#include "layout.h"
#include "roundup.h"
#include "score_paper.h"
#include "score_words.h"

/* --- saying ---------------------------------------------------------------------------------------- */

static void put(struct circular *c, int kind, const char *text)
{
	if (!c->failed && od_paper_block(c->p, kind, text, c->err) < 0)
		c->failed = true;
}

static void put_buf(struct circular *c, int kind, struct od_buf *b)
{
	if (b->failed && !c->failed) {
		od_fail_nomem(c->err);
		c->failed = true;
	}
	if (!c->failed && b->n)
		put(c, kind, b->s);
	od_buf_reset(b);
}

void od_circular_say(struct circular *c, int kind, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0) {
		c->failed = true;
		od_fail_nomem(c->err);
		return;
	}
	put(c, kind, text);
	free(text);
}

/* A sentence (N_()) with one %s in it. */
static void say_list(struct circular *c, const char *sentence, const char *list)
{
	const char *format = _(sentence), *at = strstr(format, "%s");

	if (at)
		od_circular_say(c, OD_PAPER_TEXT, "%.*s%s%s", (int)(at - format), format, list,
				at + 2);
	else
		od_circular_say(c, OD_PAPER_TEXT, "%s%s", format, list);
}

static const char *numeral(int64_t n)
{
	static const char *const numerals[] = { N_("I. "),  N_("II. "), N_("III. "), N_("IV. "),
						N_("V. "),  N_("VI. "), N_("VII. "), N_("VIII. "),
						N_("IX. "), N_("X. ") };

	return n < (int64_t)OD_COUNT(numerals) ? _(numerals[n]) : "";
}

void od_circular_head(struct circular *c, const char *title)
{
	od_circular_say(c, OD_PAPER_HEAD, "%s%s", numeral(c->chapters), title);
	c->chapters++;
}

/* --- figures ------------------------------------------------------------------------------------------ */

bool od_circular_asked(const struct od_scores *s, const struct score_event *e)
{
	return e->day.days >= s->q.from.days && od_score_shown(s, e->unit);
}

/* Papers of a measure, one of several units being one. */
static int64_t papers(const struct od_scores *s, int measure)
{
	const struct score_event *e = s->event[measure];
	const char *last = NULL;
	int64_t n = 0;

	for (size_t i = 0; i < s->events[measure]; i++) {
		if (!od_circular_asked(s, &e[i]) || (last && !strcmp(last, e[i].record)))
			continue;
		last = e[i].record;
		n++;
	}
	return n;
}

static void sum_up(struct circular *c)
{
	int64_t whole = od_score_whole(c->s, NULL, NULL, c->err);

	c->failed |= whole < 0;
	c->all.upward = papers(c->s, OD_OF_UPWARD_SENT);
	c->all.upward_adopted = papers(c->s, OD_OF_UPWARD_ADOPTED);
	c->all.instructed = papers(c->s, OD_OF_INSTRUCTED) + whole;
	for (uint32_t i = 0; i < c->s->units; i++) {
		const struct od_score *u = &c->s->unit[i].count;

		if (!od_score_shown(c->s, i))
			continue;

		c->all.submitted += u->submitted;
		c->all.adopted += u->adopted;
		c->all.commissioned += u->commissioned;
		c->all.no_shows += u->no_shows;
		c->all.late += u->late;
		c->all.left_out += u->left_out;
		c->all.unreported += u->unreported;
		c->all.errors += u->errors;
		c->reports += c->s->unit[i].reports;
	}
}

/* "《每日汇报》120条、《工作情况交流》3条" */
static void by_publication(struct circular *c, struct od_db *db, struct od_buf *b)
{
	const struct od_scores *s = c->s;
	struct od_iter *it = od_publication_find(db, s->q.to, c->err);
	struct od_publication p = { 0 };
	int r = it ? 1 : -1;

	od_rec_init(&od_publication_type, &p);
	while (r > 0 && (r = od_iter_next(it, &p, c->err)) > 0) {
		int64_t n = 0;

		for (size_t i = 0; i < s->events[OD_OF_ADOPTED]; i++) {
			const struct score_event *e = &s->event[OD_OF_ADOPTED][i];

			n += od_circular_asked(s, e) && e->publication &&
			     !strcmp(e->publication, p.code);
		}
		if (!n)
			continue;
		if (b->n)
			od_buf_puts(b, _(", "));
		od_score_say_publication(b, p.name, n);
	}
	c->failed |= r < 0;
	od_rec_clear(&od_publication_type, &p);
	od_iter_free(it);
}

static void overall(struct circular *c, struct od_db *db)
{
	OD_CLEANUP(od_buf_freep) struct od_buf where = OD_BUF_INIT, b = OD_BUF_INIT;
	const struct od_score *a = &c->all;

	od_circular_head(c, _("Submission and adoption"));
	od_score_say_reports(&b, a->submitted, c->reports);
	by_publication(c, db, &where);
	if (where.n)
		od_buf_printf(&b, _("Adopted, by publication: %s. "), where.s);
	od_score_say_upward(&b, a->upward, a->upward_adopted);
	od_score_say_instructed(&b, a->instructed, a->submitted || c->reports);
	if (!c->failed && od_score_before(db, c->s, &b, c->err) < 0)
		c->failed = true;
	put_buf(c, OD_PAPER_TEXT, &b);
}

/* --- places ------------------------------------------------------------------------------------------- */

enum { COLUMNS = 8 };

static char *cell(struct circular *c, const char *fmt, ...) OD_PRINTF(2, 3);
static char *cell(struct circular *c, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n >= 0)
		return text;
	if (!c->failed)
		od_fail_nomem(c->err);
	c->failed = true;
	return NULL;
}

static void row_of(struct circular *c, const struct od_score *r, char **to)
{
	to[0] = cell(c, "%lld", (long long)r->place);
	to[1] = cell(c, "%s", r->name);
	to[2] = cell(c, "%s", r->points);
	to[3] = cell(c, "%lld", (long long)r->submitted);
	to[4] = cell(c, "%lld", (long long)r->adopted);
	to[5] = cell(c, "%s", r->adoption_rate ? r->adoption_rate : "—");
	to[6] = cell(c, "%lld", (long long)r->upward_adopted);
	to[7] = cell(c, "%lld", (long long)r->instructed);
}

static void table(struct circular *c, const struct od_score *r, size_t n)
{
	static const char *const titles[COLUMNS] = { N_("Standing"),      N_("Unit"),
						     N_("Points"),        N_("Submitted"),
						     N_("Adopted"),       N_("Adoption rate"),
						     N_("Adopted above"), N_("Instructed") };
	char **text = calloc((n + 1) * COLUMNS, sizeof(*text));

	if (!text) {
		c->failed = true;
		od_fail_nomem(c->err);
		return;
	}
	for (size_t i = 0; i < COLUMNS; i++)
		text[i] = cell(c, "%s", _(titles[i]));
	for (size_t i = 0; i < n; i++)
		row_of(c, &r[i], text + (i + 1) * COLUMNS);
	if (!c->failed &&
	    od_paper_table(c->p, (const char *const *)text, n + 1, COLUMNS, "clrrrrrr", c->err) < 0)
		c->failed = true;
	for (size_t i = 0; i < (n + 1) * COLUMNS; i++)
		free(text[i]);
	free(text);
}

/* Of those that a rule says must reach a mark. */
static void failed_units(struct circular *c)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < c->s->rows; i++) {
		const struct od_score *r = &c->s->row[i];

		if (!r->passed || !strcmp(r->passed, "yes"))
			continue;
		od_buf_printf(&b, "%s%s", b.n ? _(", ") : "", r->name);
	}
	if (b.n)
		say_list(c, N_("Below the mark to be reached: %s."), b.s);
}

static void places(struct circular *c)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const struct od_scores *s = c->s;
	char ordinal[32];
	size_t classes = 0;

	od_circular_head(c, _("Points and places"));
	if (!s->rows)
		put(c, OD_PAPER_TEXT, _("No unit is ranked."));
	for (size_t i = 0, end; i < s->rows; i = end) {
		for (end = i; end < s->rows && !strcmp(s->row[i].class_, s->row[end].class_);)
			end++;
		od_score_say_class(&b, od_ordinal(++classes, ordinal), s->row[i].class_name,
				   end - i);
		put_buf(c, OD_PAPER_SUBHEAD, &b);
		table(c, &s->row[i], end - i);
	}
	failed_units(c);
}

/* --- who ------------------------------------------------------------------------------------------------- */

/* "迟报：甲局（2次）、乙局（1次）。": those of which a count is over 0, if there are any. */
static void names(struct circular *c, size_t at, const char *sentence)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (uint32_t i = 0; i < c->s->units; i++) {
		const struct score_unit *u = &c->s->unit[i];
		int64_t n = *(const int64_t *)((const char *)&u->count + at);

		if (!n || !od_score_shown(c->s, i))
			continue;
		if (b.n)
			od_buf_puts(&b, _(", "));
		od_score_say_times(&b, u->name, n);
	}
	if (b.n)
		say_list(c, sentence, b.s);
}

static void commissions(struct circular *c)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const struct od_score *a = &c->all;

	if (!a->commissioned && !a->no_shows)
		return;
	od_circular_head(c, _("Commissions"));
	od_score_say_commissions(&b, a->commissioned, a->no_shows);
	put_buf(c, OD_PAPER_TEXT, &b);
	names(c, offsetof(struct od_score, no_shows), N_("Without an answer: %s."));
}

static void wrong(struct circular *c)
{
	static const struct {
		size_t at;
		const char *sentence;
	} kinds[] = {
		{ offsetof(struct od_score, late), N_("Came late: %s.") },
		{ offsetof(struct od_score, left_out), N_("Left out: %s.") },
		{ offsetof(struct od_score, unreported), N_("Unreported: %s.") },
		{ offsetof(struct od_score, errors), N_("Errors: %s.") },
	};
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	od_circular_head(c, _("Late, left out, in error"));
	od_score_say_wrong(&b, &c->all);
	put_buf(c, OD_PAPER_TEXT, &b);
	for (size_t i = 0; i < OD_COUNT(kinds); i++)
		names(c, kinds[i].at, kinds[i].sentence);
}

/* --- what to do ---------------------------------------------------------------------------------------------- */

/* What is asked for, as far as the figures say it. */
struct asking {
	const char *text[5];
	size_t n;
};

static void ask(struct asking *a, const char *text)
{
	a->text[a->n++] = text;
}

static bool silent(struct circular *c, struct od_buf *text)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < c->s->rows; i++)
		if (!c->s->row[i].submitted && n++ < SPELLED)
			od_buf_printf(&b, "%s%s", n > 1 ? _(", ") : "", c->s->row[i].name);
	if (n > 1 && n == c->s->rows) {
		od_buf_puts(text, _("submit.  Nothing came from any unit."));
		return !text->failed;
	}
	if (n > SPELLED)
		od_buf_printf(&b, _(" and others, %zu in all"), n);
	if (n)
		od_buf_printf(text, _("submit.  Nothing came from %s."), b.s ? b.s : "");
	return text->n && !text->failed;
}

/* "一是……" where there are several. */
static void hints(struct circular *c)
{
	static const char *const ordinals[] = { N_("First: "), N_("Second: "), N_("Third: "),
						N_("Fourth: "), N_("Fifth: ") };
	OD_CLEANUP(od_buf_freep) struct od_buf nothing = OD_BUF_INIT;
	struct asking a = { .n = 0 };

	od_circular_head(c, _("What is asked for"));
	if (silent(c, &nothing))
		ask(&a, nothing.s);
	if (c->all.submitted && !c->reports)
		ask(&a,
		    _("choose better.  Nothing was adopted; write of new cases, good practice and "
		      "problems that leaders want to know of."));
	else if (c->reports * 100 < c->all.submitted * 30)
		ask(&a,
		    _("choose better.  Less than three in ten reports were adopted; write of new cases, good "
		      "practice and problems that leaders want to know of."));
	if ((c->all.submitted || c->reports || c->all.upward) && !c->all.upward_adopted)
		ask(&a,
		    _("aim higher.  Nothing was adopted by higher offices; give depth and figures to what may "
		      "interest beyond the city."));
	if (c->all.no_shows)
		ask(&a, _("answer commissions, each by its day, by who is responsible for it."));
	ask(&a,
	    _("keep to the times of the reporting system: be on time, complete and right; have each report "
	      "checked and signed before it goes."));
	for (size_t i = 0; i < a.n; i++)
		od_circular_say(c, OD_PAPER_TEXT, "%s%s", a.n > 1 ? _(ordinals[i]) : "", a.text[i]);
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

static int front(struct circular *c, struct od_db *db, const char *days)
{
	const char *office = od_setting(db, "office_name", c->s->q.to, "");
	struct od_paper *p = c->p;
	char day[64], *title;
	int r = -1;

	if (od_paper_set(&p->office, office, c->err) < 0 ||
	    od_paper_set(&p->printed_by, office, c->err) < 0 ||
	    od_paper_set(&p->masthead, _("Circular on information work"), c->err) < 0 ||
	    od_paper_set(&p->date, od_day_words(c->s->today, day), c->err) < 0)
		return -1;
	/* Translators: days. */
	title = cell(c, _("Circular on information work, %s"), days);
	if (title && od_paper_set(&p->title, title, c->err) == 0 &&
	    od_paper_set(&p->name, "score-notice", c->err) == 0)
		r = 0;
	free(title);
	p->at = c->s->q.now;
	return r;
}

static int back(struct circular *c)
{
	char day[64], *text;
	int r;

	od_circular_say(c, OD_PAPER_SOURCE, "%s", c->p->office);
	od_circular_say(c, OD_PAPER_SOURCE, "%s", od_day_words(c->s->today, day));
	text = cell(c, _("printed on %s"), od_day_words(c->s->today, day));
	r = text ? od_paper_set(&c->p->printed_on, text, c->err) : -1;
	free(text);
	return r;
}

/* Days that are not over are told as far as they went. */
static void known(struct circular *c, const char *days)
{
	char day[64];

	if (c->s->q.to.days > c->s->today.days)
		/* Translators: days, the last day that is in it. */
		od_circular_say(
			c, OD_PAPER_TEXT,
			_("The information work of %1$s, up to %2$s, is made known as follows."),
			days, od_day_words(c->s->today, day));
	else
		od_circular_say(c, OD_PAPER_TEXT,
				_("The information work of %s is made known as follows."), days);
}

struct od_paper *od_scores_paper(struct od_db *db, const struct od_scores *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf days = OD_BUF_INIT;
	struct circular c = { .s = s, .err = err, .p = od_paper_new(err) };

	if (s->q.by != OD_SCORE_BY_UNIT || s->q.unit) {
		od_fail(err, OD_EUSAGE,
			s->q.unit ? _("the circular is of all units, or of a class; of one unit "
				      "tell info-score --explain and bulletin-build feedback")
				  : _("the circular goes by unit"));
		c.failed = true;
	}
	od_score_days(s, &days);
	if (days.failed) {
		od_fail_nomem(err);
		c.failed = true;
	}
	if (!c.p || c.failed || front(&c, db, days.s) < 0)
		goto failed;
	sum_up(&c);
	od_circular_say(&c, OD_PAPER_TITLE, _("Circular on information work, %s"), days.s);
	put(&c, OD_PAPER_ADDRESSEE, _("To all units:"));
	known(&c, days.s);
	overall(&c, db);
	places(&c);
	od_circular_far(&c);
	commissions(&c);
	wrong(&c);
	hints(&c);
	if (back(&c) == 0 && !c.failed)
		return c.p;
failed:
	od_paper_free(c.p);
	return NULL;
}
