/* ledger_notice.c - the ledger as a 通报: figures, ranking, each late, left-out and unreported one. */
#include <stdlib.h>

#include "layout.h"
#include "ledger.h"
#include "roundup.h"

enum { WIDTH = OD_NOTICE_WIDTH };

/* --- figures and ranking --------------------------------------------------------------------------- */

/* Minutes are what is disputed: they are told to the last, however many hours. */
static void duration(struct od_buf *b, int64_t minutes)
{
	if (minutes < 60)
		od_buf_printf(b, _("%lld min"), (long long)minutes);
	else
		od_buf_printf(b, _("%1$lld h %2$lld min"), (long long)minutes / 60,
			      (long long)minutes % 60);
}

static void figures(const struct od_ledger_row *t, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;

	od_buf_printf(
		&b,
		_("Owed %1$lld: on time %2$lld, nothing to report %3$lld, late %4$lld, left out "
		  "%5$lld, unreported %6$lld, excused %7$lld, not due yet %8$lld."),
		(long long)t->owed, (long long)t->on_time, (long long)t->nil, (long long)t->late,
		(long long)t->left_out, (long long)t->unreported, (long long)t->excused,
		(long long)t->open);
	if (t->rate)
		od_buf_printf(&b, _("  On time: %s of what was due."), t->rate);
	if (t->longest != OD_NOINT) {
		struct od_buf how = OD_BUF_INIT;

		duration(&how, t->longest);
		od_buf_printf(&b, _("  The longest delay: %s."), how.s ? how.s : "");
		od_buf_free(&how);
	}
	od_buf_putc(out, '\n');
	od_paragraph_of(out, WIDTH, "", &b);
}

/* The ranking's columns of the ledger, after rank and name. */
static const char *const ranked[] = { "owed",     "on_time",    "nil", "late",
				      "left_out", "unreported", "rate" };
struct columns {
	int rank, name, of[OD_COUNT(ranked)];
};

/* A unit by its short name. */
static const char *name_of(struct od_db *db, const struct od_ledger *l, size_t i, od_date on,
			   struct od_err *err)
{
	const char *brief = NULL;

	if (l->by == OD_LEDGER_UNIT &&
	    !od_name_memo(db, OD_NAMED_UNIT, l->row[i].code, on, &brief, err) && err->code)
		return NULL;
	return brief ? brief : l->row[i].name;
}

static const char *label(const char *field)
{
	return _(od_field_find(&od_ledger_type, field)->label);
}

static void rank_row(const struct od_ledger_row *r, const char *name, const struct columns *c,
		     struct od_buf *out)
{
	char buf[32];

	snprintf(buf, sizeof(buf), "%lld", (long long)r->rank);
	od_right(out, c->rank, buf);
	od_buf_puts(out, "  ");
	od_left(out, c->name, name);
	for (size_t i = 0; i < OD_COUNT(ranked); i++) {
		const char *s = od_field_str(od_field_find(&od_ledger_type, ranked[i]), r, buf);

		od_buf_puts(out, "  ");
		od_right(out, c->of[i], s ? s : "-");
	}
	od_buf_putc(out, '\n');
}

static void rank_head(const char *of, struct columns *c, struct od_buf *out)
{
	od_right(out, c->rank, label("rank"));
	od_buf_puts(out, "  ");
	od_left(out, c->name, of);
	for (size_t i = 0; i < OD_COUNT(ranked); i++) {
		int wants = i + 1 == OD_COUNT(ranked) ? 6 : 4; /* "100.0%" */

		c->of[i] = od_width(label(ranked[i]));
		c->of[i] = c->of[i] > wants ? c->of[i] : wants;
		od_buf_puts(out, "  ");
		od_right(out, c->of[i], label(ranked[i]));
	}
	od_buf_putc(out, '\n');
}

static int ranking(struct od_db *db, const struct od_ledger *l, od_date on, struct od_buf *out,
		   struct od_err *err)
{
	static const char *const of[] = { N_("Unit"), N_("Matter"), N_("Desk") };
	struct columns c = { .rank = od_width(label("rank")), .name = od_width(_(of[l->by])) };

	for (size_t i = 0; i < l->n; i++) {
		const char *name = name_of(db, l, i, on, err);

		if (!name)
			return -1;
		c.name = od_width(name) > c.name ? od_width(name) : c.name;
	}
	rank_head(_(of[l->by]), &c, out);
	for (size_t i = 0; i < l->n; i++) {
		const char *name = name_of(db, l, i, on, err);

		if (!name)
			return -1;
		if (l->row[i].rank != OD_NOINT)
			rank_row(&l->row[i], name, &c, out);
	}
	return 0;
}

/* --- one by one --------------------------------------------------------------------------------------- */

/* By which clock the duty counts lateness, asked for once a duty. */
struct clock {
	const char *duty;
	int64_t working;
};

static int know_clock(struct od_db *db, const struct od_slot *s, struct clock *c,
		      struct od_err *err)
{
	static const char sql[] =
		"SELECT d.clock = 'work' FROM duty_row d WHERE d.code = ?1 AND d.valid_from <= ?2 "
		"ORDER BY d.valid_from DESC LIMIT 1";

	if (c->duty && !strcmp(c->duty, s->duty))
		return 0;
	c->working = 0;
	if (od_query_int(db, sql, &c->working, OD_VALS(od_v(s->duty), od_v(s->day)), err) < 0)
		return -1;
	c->duty = s->duty;
	return 0;
}

static void lateness(const struct od_slot *s, const struct clock *c, struct od_buf *b)
{
	struct od_buf how = OD_BUF_INIT;

	duration(&how, s->late);
	if (s->state == OD_SLOT_LATE)
		od_buf_printf(b, c->working ? _("; late by %s of working time") : _("; late by %s"),
			      how.s ? how.s : "");
	else
		od_buf_printf(
			b, c->working ? _("; overdue by %s of working time") : _("; overdue by %s"),
			how.s ? how.s : "");
	b->failed |= how.failed;
	od_buf_free(&how);
}

/* How it came, or that it did not. */
static void outcome(const struct od_slot *s, const struct clock *c, struct od_buf *b)
{
	bool came = s->report != OD_NOINT && !s->returned;
	char number[32], at[32];

	if (s->quota > 1)
		od_buf_printf(b, _("; %1$lld wanted, %2$lld came"), (long long)s->quota,
			      (long long)(s->count == OD_NOINT ? 0 : s->count));
	if (s->report != OD_NOINT && s->returned)
		od_buf_printf(b, _("; %s came and was returned"),
			      od_number_str('R', s->report, number));
	else if (came && od_instant_is(s->received_at))
		od_buf_printf(b, _("; %1$s came %2$s"), od_number_str('R', s->report, number),
			      od_instant_str_short(s->received_at, at));
	else if (od_instant_is(s->received_at)) /* a leave: asked for, come back from */
		od_buf_printf(b, _("; registered %s"), od_instant_str_short(s->received_at, at));
	else if (s->state == OD_SLOT_LATE)
		od_buf_puts(b, _("; 'nothing to report' answered late"));
	if (s->late != OD_NOINT)
		lateness(s, c, b);
	if (s->urges)
		od_buf_printf(b, _("; urges: %lld"), (long long)s->urges);
}

static int item(struct od_db *db, size_t nth, const struct od_slot *s, struct clock *c,
		struct od_buf *out, struct od_err *err)
{
	const char *ref = strrchr(s->slot, '/');
	struct od_buf b = OD_BUF_INIT;
	char lead[32], buf[32];

	if (know_clock(db, s, c, err) < 0)
		return -1;
	/* Translators: a unit, what it owed. */
	od_buf_printf(&b, _("%1$s: %2$s"), s->unit_name ? s->unit_name : "-", s->duty_name);
	if (s->person_name)
		od_buf_printf(&b, _(" (%s)"), s->person_name);
	if (ref && ref[1] == 'O') /* the office learned of it otherwise */
		od_buf_printf(&b, _(", %1$s '%2$s', learned of otherwise %3$s"), ref + 1,
			      s->reason ? s->reason : "", od_instant_str_short(s->due_at, buf));
	else if (ref && (ref[1] == 'E' || ref[1] == 'R' || ref[1] == 'L'))
		od_buf_printf(&b, _(", %s"), ref + 1);
	if (!ref || ref[1] != 'O')
		od_buf_printf(&b, _("; due %s"), od_due_str(s->due_at, buf));
	outcome(s, c, &b);
	od_buf_puts(&b, _("."));
	snprintf(lead, sizeof(lead), "%2zu. ", nth);
	od_paragraph_of(out, WIDTH, lead, &b);
	return 0;
}

static int list(struct od_db *db, const struct od_slots *slots, int state, struct od_buf *out,
		struct od_err *err)
{
	const struct od_slot *s;
	size_t n = od_slots_rows(slots, &s), nth = 0;
	struct clock c = { NULL, 0 };

	for (size_t i = 0; i < n; i++)
		if (s[i].state == state && item(db, ++nth, &s[i], &c, out, err) < 0)
			return -1;
	return 0;
}

static int lists(struct od_db *db, const struct od_ledger *l, const struct od_slots *slots,
		 size_t nth, struct od_buf *out, struct od_err *err)
{
	const struct {
		int state;
		const char *field;
		int64_t n;
	} part[] = {
		{ OD_SLOT_UNREPORTED, "unreported", l->total.unreported },
		{ OD_SLOT_LEFT_OUT, "left_out", l->total.left_out },
		{ OD_SLOT_LATE, "late", l->total.late },
	};
	char ordinal[32];

	for (size_t i = 0; i < OD_COUNT(part); i++) {
		if (!part[i].n)
			continue;
		/* Translators: ordinal, title, number of items. */
		od_buf_printf(out, _("\n%1$s. %2$s: %3$zu\n"), od_ordinal(++nth, ordinal),
			      _(od_field_find(&od_ledger_type, part[i].field)->label),
			      (size_t)part[i].n);
		if (list(db, slots, part[i].state, out, err) < 0)
			return -1;
	}
	return 0;
}

/* --- the notice ----------------------------------------------------------------------------------------- */

static void head(od_date from, od_date to, struct od_buf *out)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	int y[2], m[2], d[2];

	od_centred(out, WIDTH, _("Notice on the reporting of work"));
	od_date_split(from, &y[0], &m[0], &d[0]);
	od_date_split(to, &y[1], &m[1], &d[1]);
	/* Translators: year, month, day of the first and the last day. */
	od_buf_printf(&b, _("(%1$d-%2$02d-%3$02d to %4$d-%5$02d-%6$02d)"), y[0], m[0], d[0], y[1],
		      m[1], d[1]);
	if (!b.failed)
		od_centred(out, WIDTH, b.s);
	out->failed |= b.failed;
}

static bool any_provisional(const struct od_slots *slots)
{
	const struct od_slot *s;
	size_t n = od_slots_rows(slots, &s);

	for (size_t i = 0; i < n; i++)
		if (s[i].provisional)
			return true;
	return false;
}

static void foot(struct od_db *db, const struct od_slots *slots, od_date to, struct od_buf *out)
{
	od_buf_putc(out, '\n');
	od_paragraph(
		out, WIDTH, "",
		_("Rate: on time and nothing to report, of what was owed without what is excused "
		  "or not due yet.  Rank: fewest unreported, then left out, then late, then the "
		  "rate.  Lateness runs from the time limit; a minute begun counts."));
	if (any_provisional(slots))
		od_paragraph(out, WIDTH, "",
			     _("Provisional: the holidays of a year in it are not announced yet."));
	od_buf_putc(out, '\n');
	od_right_line(out, WIDTH, od_setting(db, "office_name", to, _("General Office")));
}

int od_ledger_notice(struct od_db *db, const struct od_ledger *l, const struct od_slots *slots,
		     od_date from, od_date to, struct od_buf *out, struct od_err *err)
{
	char ordinal[32];

	head(from, to, out);
	figures(&l->total, out);
	if (l->n) {
		/* Translators: ordinal, title. */
		od_buf_printf(out, _("\n%1$s. %2$s\n"), od_ordinal(1, ordinal), _("Ranking"));
		if (ranking(db, l, to, out, err) < 0)
			return -1;
	}
	if (lists(db, l, slots, 1, out, err) < 0)
		return -1;
	foot(db, slots, to, out);
	return out->failed ? od_fail_nomem(err) : 0;
}
