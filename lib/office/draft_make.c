/* draft_make.c - the draft of the next issue: what may go into it, by column, as a file that an editor works on. */
#include <stdlib.h>

#include "draft.h"

#define SHOWN 3 /* near duplicates told of an item */

struct make {
	struct od_db *db;
	const struct od_draft_opts *o;
	struct od_publication p;
	struct od_draft_columns columns;
	struct od_candidate *c;
	size_t n, room;
	od_instant since, until; /* what came in then */
	od_instant made;         /* the last issue; OD_NOINSTANT: none, or since was said */
	od_date last;            /* its date */
	od_instant from, to;     /* the day of the issue */
	struct hit {             /* a suspicion: of which candidate, what */
		uint32_t who;
		int64_t number;
	} * hit; /* by candidate */
	size_t hits, hit_room, hit_at;
};

static void candidate_free(struct od_candidate *c)
{
	char *const text[] = { c->unit,    c->category, c->title,     c->text,
			       c->leaders, c->used,     c->taken_back };

	for (size_t i = 0; i < OD_COUNT(text); i++)
		free(text[i]);
}

static void make_free(struct make *m)
{
	for (size_t i = 0; i < m->n; i++)
		candidate_free(&m->c[i]);
	free(m->c);
	free(m->hit);
	od_draft_columns_free(&m->columns);
	od_rec_clear(&od_publication_type, &m->p);
}

/* --- since when ---------------------------------------------------------------------------------------- */

static int take_last(void *ctx, const struct od_cols *c, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };
	struct make *m = ctx;

	m->made.sec = od_col_int(c, 0);
	return od_date_parse(od_col_text(c, 1), &none, &m->last, err);
}

/* Where there is no issue yet. */
static int by_rhythm(struct make *m, struct od_err *err)
{
	static const int days[] = { [OD_EVERY_NONE] = 30,
				    [OD_EVERY_DAY] = 1,
				    [OD_EVERY_WORKDAY] = 1,
				    [OD_EVERY_WEEK] = 7,
				    [OD_EVERY_MONTH] = 30 };
	od_date first = { m->o->date.days - days[m->p.rhythm] };
	struct od_calendar *c;

	if (m->p.rhythm == OD_EVERY_WORKDAY) {
		c = od_calendar_load(m->db, err);
		if (!c)
			return -1;
		first = od_workday_add(c, m->o->date, -1);
		od_calendar_free(c);
	}
	m->since = od_date_start(first);
	return 0;
}

/* From the beginning of the day on which the last issue was made: what came in while that was being edited has been
 * seen by nobody.  What was on file by then is offered, not kept. */
static int set_since(struct make *m, struct od_err *err)
{
	static const char sql[] =
		"SELECT at, date FROM issue WHERE publication = ?1 AND status = 'issued' AND date <= ?2 "
		"ORDER BY at DESC LIMIT 1";

	m->from = od_date_start(m->o->date);
	m->to = m->until = od_date_start((od_date){ m->o->date.days + 1 });
	m->since = m->o->since;
	m->made = OD_NOINSTANT;
	if (od_instant_is(m->since))
		return 0;
	if (od_query_cols(m->db, sql, OD_VALS(od_v(m->p.code), od_v(m->o->date)), take_last, m,
			  err) < 0)
		return -1;
	if (!od_instant_is(m->made))
		return by_rhythm(m, err);
	m->since = od_date_start(od_instant_date(m->made));
	return 0;
}

/* --- candidates ------------------------------------------------------------------------------------------ */

static bool column_of(const struct make *m, const char *category, size_t *column)
{
	for (*column = 0; *column < m->columns.n; ++*column)
		if (od_list_has(m->columns.column[*column].categories, category))
			return true;
	return false;
}

static int word_in(const struct od_word *words, const char *word)
{
	int i = 0;

	while (words[i].word && strcmp(words[i].word, word))
		i++;
	return i;
}

static char *copy(const char *text, bool *failed)
{
	char *s = text ? strdup(text) : NULL;

	*failed |= text && !s;
	return s;
}

/* Was it on file when the last issue was made, not of a day that came since, nor taken up since? */
static int seen_before(const struct make *m, struct od_candidate *c, struct od_err *err)
{
	int handled;

	if (!od_instant_is(m->made) || c->received_at.sec >= m->made.sec ||
	    (c->occurred_at.sec >= m->from.sec && c->occurred_at.sec < m->to.sec &&
	     m->o->date.days > m->last.days))
		return 0;
	handled = od_draft_handled(m->db, c->number, m->made, err);
	c->before = !handled;
	return handled < 0 ? -1 : 0;
}

/* Where it stands or stood in this publication. */
static int find_uses(const struct make *m, struct od_candidate *c, struct od_err *err)
{
	int r = od_adopted_in(m->db, c->number, m->p.code, &c->used, err);

	if (r == 0)
		r = od_draft_taken_back(m->db, c->number, m->p.code, &c->taken_back, err);
	return r < 0 ? -1 : 0;
}

static int keep(struct make *m, const struct od_cols *c, struct od_err *err)
{
	static const struct od_word urgency[] = { { "none", NULL, NULL },
						  { "urgent", NULL, NULL },
						  { "top-urgent", NULL, NULL },
						  { NULL } };
	struct od_candidate k = { .number = od_col_int(c, 0) };
	bool failed = false;

	if (!column_of(m, od_col_text(c, 2), &k.column))
		return 0;
	k.secrecy = word_in(od_secrecies, od_col_text(c, 8));
	if (k.secrecy > m->p.secrecy)
		return 0;
	if (find_uses(m, &k, err) < 0)
		return -1;
	if (k.used && !m->o->used) {
		free(k.used);
		return 0;
	}
	k.occurred_at.sec = od_col_int(c, 5);
	k.received_at.sec = od_col_int(c, 6);
	k.urgency = word_in(urgency, od_col_text(c, 9));
	k.accepted = !strcmp(od_col_text(c, 10), "accepted");
	k.unit = copy(od_col_text(c, 1), &failed);
	k.category = copy(od_col_text(c, 2), &failed);
	k.title = copy(od_col_text(c, 3), &failed);
	k.text = copy(od_col_text(c, 4), &failed);
	k.leaders = copy(od_col_text(c, 7), &failed);
	od_draft_tidy(k.text);
	m->c[m->n++] = k;
	return failed ? od_fail_nomem(err) : seen_before(m, &m->c[m->n - 1], err);
}

static int take(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct make *m = ctx;

	if (m->n == m->room) {
		size_t room = m->room ? m->room * 2 : 256;
		struct od_candidate *grown = reallocarray(m->c, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		m->c = grown;
		m->room = room;
	}
	return keep(m, c, err);
}

#define SELECT                                                                                     \
	"SELECT number, unit, category, title, body, occurred_at, received_at, leaders, secrecy, " \
	"urgency, status FROM report "

static int gather(struct make *m, struct od_err *err)
{
	static const char came_in[] = SELECT
		"WHERE received_at >= ?1 AND received_at < ?2 AND status IN ('received', 'accepted')";
	static const char occurred[] = SELECT
		"WHERE occurred_at >= ?3 AND occurred_at < ?4 AND status IN ('received', 'accepted') "
		"AND (received_at < ?1 OR received_at >= ?2)";
	/* Came in long ago, but could not be printed, or not stay so, until now. */
	static const char given_back[] = SELECT
		"WHERE number IN (SELECT h.number FROM handling h WHERE h.at >= ?1 AND h.at < ?2 "
		"AND h.action IN ('accept', 'resubmit') UNION SELECT a.report FROM issue i "
		"JOIN adoption a ON a.issue = i.issue WHERE i.publication = ?5 "
		"AND i.status = 'withdrawn') AND received_at < ?1 "
		"AND (occurred_at < ?3 OR occurred_at >= ?4) AND status IN ('received', 'accepted')";

	if (od_query_cols(m->db, came_in, OD_VALS(od_v(m->since), od_v(m->until)), take, m, err) <
		    0 ||
	    od_query_cols(m->db, occurred,
			  OD_VALS(od_v(m->since), od_v(m->until), od_v(m->from), od_v(m->to)), take,
			  m, err) < 0 ||
	    od_query_cols(m->db, given_back,
			  OD_VALS(od_v(m->since), od_v(m->until), od_v(m->from), od_v(m->to),
				  od_v(m->p.code)),
			  take, m, err) < 0)
		return -1;
	return od_candidates_sort(m->db, m->c, m->n, err);
}

/* --- near duplicates --------------------------------------------------------------------------------------- */

struct near {
	int64_t number;
	int alike;
	char *title, *unit, *used;
};
struct suspects { /* of one item: the nearest */
	struct make *m;
	const struct od_candidate *of;
	struct od_pairs pairs;
	struct near near[SHOWN];
	size_t n, more;
};

static void near_free(struct near *n)
{
	free(n->title);
	free(n->unit);
	free(n->used);
}

static void suspects_free(struct suspects *s)
{
	for (size_t i = 0; i < s->n; i++)
		near_free(&s->near[i]);
	od_pairs_free(&s->pairs);
}

/* Into its place; the farthest of too many goes. */
static void put_near(struct suspects *s, struct near *n)
{
	size_t i;

	if (s->n == SHOWN) {
		s->more++;
		if (n->alike <= s->near[SHOWN - 1].alike) {
			near_free(n);
			return;
		}
		near_free(&s->near[--s->n]);
	}
	for (i = s->n; i && s->near[i - 1].alike < n->alike; i--)
		s->near[i] = s->near[i - 1];
	s->near[i] = *n;
	s->n++;
}

static int look_closer(void *ctx, const struct od_cols *c, struct od_err *err)
{
	const char *text[] = { od_col_text(c, 0), od_col_text(c, 1) };
	struct suspects *s = ctx;
	struct near n = { .number = od_col_int(c, 3) };
	bool failed = false;

	n.alike = od_pairs_alike(&s->pairs, text, OD_COUNT(text));
	if (n.alike < OD_NEAR_ALIKE)
		return 0;
	n.title = copy(text[0], &failed);
	n.unit = copy(od_col_text(c, 2), &failed);
	if (failed) {
		near_free(&n);
		return od_fail_nomem(err);
	}
	put_near(s, &n);
	return 0;
}

static int take_hit(void *ctx, size_t who, const struct od_sketch *near, int bits,
		    struct od_err *err)
{
	struct make *m = ctx;

	(void)bits;
	if (near->number == m->c[who].number)
		return 0;
	if (m->hits == m->hit_room) {
		size_t room = m->hit_room ? m->hit_room * 2 : 256;
		struct hit *grown = reallocarray(m->hit, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		m->hit = grown;
		m->hit_room = room;
	}
	m->hit[m->hits++] = (struct hit){ (uint32_t)who, near->number };
	return 0;
}

static int by_who(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->who != y->who)
		return x->who < y->who ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* All suspicions of all candidates. */
static int find_hits(struct make *m, struct od_err *err)
{
	od_instant since = od_date_start((od_date){ m->o->date.days - m->o->near_days });
	struct od_sketches *s = od_sketches_load(m->db, since, err);
	uint64_t *bits = s ? calloc(m->n + 1, sizeof(*bits)) : NULL;
	int r = -1;

	if (s && !bits)
		od_fail_nomem(err);
	for (size_t i = 0; bits && i < m->n; i++) {
		const char *text[] = { m->c[i].title, m->c[i].text };

		bits[i] = od_simhash(text, OD_COUNT(text));
	}
	if (bits)
		r = od_sketches_near(s, bits, m->n, take_hit, m, err);
	if (m->hits)
		qsort(m->hit, m->hits, sizeof(*m->hit), by_who);
	free(bits);
	od_sketches_free(s);
	return r;
}

/* Those of one candidate, in the texts themselves. */
static int check_hits(struct suspects *s, size_t who, struct od_err *err)
{
	static const char sql[] =
		"SELECT title, body, unit, number FROM report WHERE number = ?1 AND status <> "
		"'withdrawn' AND status <> 'duplicate'";
	const char *text[] = { s->of->title, s->of->text };
	struct make *m = s->m;

	if (m->hit_at == m->hits || m->hit[m->hit_at].who != who)
		return 0;
	if (od_pairs_make(&s->pairs, text, OD_COUNT(text)) < 0)
		return od_fail_nomem(err);
	for (; m->hit_at < m->hits && m->hit[m->hit_at].who == who; m->hit_at++)
		if (od_query_cols(m->db, sql, OD_VALS(od_v(m->hit[m->hit_at].number)), look_closer,
				  s, err) < 0)
			return -1;
	return 0;
}

static const char *short_name(struct od_db *db, const char *unit, od_date on, struct od_err *err)
{
	const char *name = NULL;

	return od_name_memo(db, OD_NAMED_UNIT, unit, on, &name, err) ? name : unit;
}

static int put_suspects(struct suspects *s, struct od_buf *b, struct od_err *err)
{
	char number[32];

	for (size_t i = 0; i < s->n; i++) {
		struct near *n = &s->near[i];

		if (od_adopted_in(s->m->db, n->number, NULL, &n->used, err) < 0)
			return -1;
		od_buf_printf(b, _("  # perhaps a duplicate of %s: "),
			      od_number_str('R', n->number, number));
		od_draft_put_comment(b, n->title);
		od_buf_printf(b, _(" (%s), %d%% alike"),
			      short_name(s->m->db, n->unit, s->m->o->date, err), n->alike);
		if (n->used)
			od_buf_printf(b, _("; used in %s"), n->used);
		od_buf_putc(b, '\n');
	}
	if (s->more)
		od_buf_printf(b, _("  # ... and of %zu more\n"), s->more);
	return 0;
}

static int put_near_of(struct make *m, size_t who, struct od_buf *b, struct od_err *err)
{
	struct suspects s = { .m = m, .of = &m->c[who] };
	int r = check_hits(&s, who, err);

	if (r == 0)
		r = put_suspects(&s, b, err);
	suspects_free(&s);
	return r;
}

/* --- the file ------------------------------------------------------------------------------------------------ */

static void put_lines(struct od_buf *b, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		od_buf_puts(b, n ? "# " : "#");
		od_buf_add(b, text, n);
		od_buf_putc(b, '\n');
		text += n + (text[n] == '\n');
	}
}

static void put_head(const struct make *m, struct od_buf *b)
{
	char date[40], since[32];

	od_buf_printf(b, _("# Draft of %s of %s: %zu candidates that came in since %s.\n"),
		      m->p.name, od_date_str(m->o->date, date), m->n,
		      od_instant_str_short(m->since, since));
	if (m->p.form == OD_PUB_ARTICLE)
		put_lines(b,
			  _("One article an issue: let 'keep: yes' stand with one, 'no' with the "
			    "others (or delete them)."));
	else
		put_lines(
			b,
			_("keep: yes is printed, keep: no is not (or delete the item).\n"
			  "Order: items are printed in the order of this file, within their column; "
			  "another column: change 'column'."));
	put_lines(b,
		  _("Retitle and cut: change 'title' and 'text'; 'reports', 'unit' and 'original' "
		    "say what it was made of, leave them.\n"
		    "Merge: several numbers in one item, reports: [R2026-0001, R2026-0002], and "
		    "keep: no for the other; credit is shared alike, or by weights: [2, 1].\n"
		    "source: empty, the short names of the units are printed.\n"
		    "Write ': ' after a name in half width; indent with spaces, not tabs."));
	od_buf_puts(b, "draft:\n");
	od_draft_put(b, "  - ", "publication", m->p.code);
	od_buf_printf(b, "    date: %s\n", od_date_str(m->o->date, date));
	od_buf_puts(
		b, _("    # signer: , editor: and note: | (in front of the items) may be added\n"));
}

static void put_column_head(const struct make *m, size_t i, struct od_buf *b)
{
	const struct od_column *c = &m->columns.column[i];

	od_buf_puts(b, "\n  # ==== ");
	od_draft_put_comment(b, c->title);
	if (m->p.form == OD_PUB_ARTICLE)
		od_buf_puts(b, " ====\n");
	else
		od_buf_printf(b, " (column: %s) ====\n", c->code);
}

/* What an editor wants to know of it before he reads. */
static void put_remark(const struct od_candidate *c, struct od_buf *b)
{
	static const char *const urgencies[] = { NULL, N_(", urgent"), N_(", top urgent") };
	char at[32];

	od_buf_printf(b, _("  # received %s"), od_instant_str_short(c->received_at, at));
	if (c->accepted)
		od_buf_puts(b, _(", accepted"));
	if (c->urgency)
		od_buf_puts(b, _(urgencies[c->urgency]));
	if (c->secrecy)
		od_buf_printf(b, _(", secrecy: %s"), _(od_secrecies[c->secrecy].label));
	if (c->used)
		od_buf_printf(b, _("; used in %s"), c->used);
	else if (c->before)
		od_buf_puts(b, _("; was on file when the last issue was made"));
	if (c->taken_back)
		od_buf_printf(b, _("; was in %s, which was withdrawn"), c->taken_back);
	od_buf_putc(b, '\n');
}

static int put_item(struct make *m, size_t i, bool *any_kept, struct od_buf *b, struct od_err *err)
{
	const struct od_candidate *c = &m->c[i];
	bool article = m->p.form == OD_PUB_ARTICLE;
	bool kept = !c->used && !c->before && !(article && *any_kept);
	char number[32];

	*any_kept |= kept;
	put_remark(c, b);
	if (put_near_of(m, i, b, err) < 0)
		return -1;
	if (article) {
		od_buf_printf(b, "  - keep: %s\n", kept ? "yes" : "no");
	} else {
		od_draft_put(b, "  - ", "column", m->columns.column[c->column].code);
		od_buf_printf(b, "    keep: %s\n", kept ? "yes" : "no");
	}
	od_draft_put(b, "    ", "title", c->title);
	od_buf_printf(b, "    reports: [%s]\n", od_number_str('R', c->number, number));
	od_buf_printf(b, "    unit: [%s] # ", c->unit);
	od_draft_put_comment(b, short_name(m->db, c->unit, m->o->date, err));
	od_buf_putc(b, '\n');
	od_draft_put(b, "    ", "original", c->title);
	od_buf_puts(b, "    source:\n");
	if (od_given(c->text))
		od_draft_put_block(b, "    ", "text", c->text);
	return err->code ? -1 : 0;
}

static int put_all(struct make *m, struct od_buf *b, struct od_err *err)
{
	bool any_kept = false;

	put_head(m, b);
	od_buf_puts(b, "\nitem:\n");
	for (size_t column = 0, i = 0; column < m->columns.n; column++) {
		size_t first = i;

		put_column_head(m, column, b);
		for (; i < m->n && m->c[i].column == column; i++) {
			od_buf_puts(b, i > first ? "\n" : "");
			if (put_item(m, i, &any_kept, b, err) < 0)
				return -1;
		}
		if (i == first)
			od_buf_puts(b, _("  # nothing\n"));
	}
	return b->failed ? od_fail_nomem(err) : 0;
}

static int make(struct make *m, const char *publication, struct od_buf *out, struct od_err *err)
{
	if (od_draft_publication(m->db, publication, m->o->date, &m->p, err) < 0 ||
	    od_draft_columns_load(m->db, m->p.code, m->o->date, &m->columns, err) < 0)
		return -1;
	if (!m->columns.n)
		return od_fail(
			err, OD_ESCHEMA,
			_("the regime has no columns for '%s'; load one with 'office-db load'"),
			m->p.code);
	if (set_since(m, err) < 0 || gather(m, err) < 0)
		return -1;
	if (find_hits(m, err) < 0)
		return -1;
	return put_all(m, out, err);
}

int od_draft_make(struct od_db *db, const char *publication, const struct od_draft_opts *o,
		  struct od_buf *out, struct od_err *err)
{
	struct make m = { .db = db, .o = o };
	bool begun;
	int r;

	od_rec_init(&od_publication_type, &m.p);
	if (od_snapshot_begin(db, &begun, err) < 0)
		return -1;
	r = make(&m, publication, out, err);
	od_snapshot_end(db, begun);
	make_free(&m);
	return r;
}
