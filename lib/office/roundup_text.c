/* roundup_text.c - the roundup as text: aligned by display width, wrapped as Chinese is. */
#include <stdlib.h>

#include "layout.h"
#include "roundup.h"

/* --- words of the language ---------------------------------------------------------------------- */

const char *od_ordinal(size_t n, char buf[static 32])
{
	/* Translators: the ordinals of headings from 1 on, separated by spaces.  Where the first is 一 they go on as
	 * Chinese counts, else in digits. */
	const char *list = _("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"), *s = list;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (size_t i = 1; i < n && s; i++) {
		s = strchr(s, ' ');
		s += s ? 1 : 0;
	}
	if (s)
		od_buf_add(&b, s, strcspn(s, " "));
	else if (!strncmp(list, "一 ", strlen("一 ")) && n <= 9999)
		od_chinese(&b, (int)n, OD_CHINESE);
	if (b.n && !b.failed)
		snprintf(buf, 32, "%s", b.s);
	else
		snprintf(buf, 32, "%zu", n);
	return buf;
}

void od_day_title(od_date d, struct od_buf *b)
{
	static const char *const days[] = { N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
					    N_("Thursday"), N_("Friday"),  N_("Saturday"),
					    N_("Sunday") };
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	/* Translators: year, month, day of the month, day of the week. */
	od_buf_printf(b, _("%1$d-%2$02d-%3$02d, %4$s"), year, month, day,
		      _(days[od_weekday(d) - 1]));
}

/* --- items ---------------------------------------------------------------------------------------- */

static void source(struct od_buf *b, const struct od_item *it)
{
	char buf[32];
	int year, month, day; /* the year is this one or the last: not said */

	/* Translators: brackets round where an item comes from. */
	od_buf_printf(b, _(" [%s, %s"), it->unit_short, od_number_str('R', it->number, buf));
	if (it->secrecy)
		od_buf_printf(b, _(", %s"),
			      _(od_field_find(&od_item_type, "secrecy")->words[it->secrecy].label));
	if (it->urgency)
		od_buf_printf(b, _(", %s"),
			      _(od_field_find(&od_item_type, "urgency")->words[it->urgency].label));
	if (it->supplement) {
		od_date_split(od_instant_date(it->occurred_at), &year, &month, &day);
		/* Translators: month and day. */
		od_buf_printf(b, _(", late: of %1$02d-%2$02d"), month, day);
	}
	od_buf_puts(b, _("]"));
}

static void item(struct od_buf *b, int width, const struct od_section *s, const struct od_item *it)
{
	struct od_buf head = OD_BUF_INIT;
	char lead[16], indent[16];

	snprintf(lead, sizeof(lead), "%2lld. ", (long long)it->place_in);
	od_buf_puts(&head, it->title);
	source(&head, it);
	if (!head.failed)
		od_prose(b, width, lead, head.s);
	b->failed |= head.failed;
	snprintf(indent, sizeof(indent), "%*s", od_width(lead), "");
	if (s->column.style == OD_STYLE_FULL && it->body)
		od_prose(b, width, indent, it->body);
	od_buf_free(&head);
}

/* --- the next day's schedules: a table ------------------------------------------------------------ */

static void clock_of(od_instant t, char buf[static 32])
{
	od_instant start = od_date_start(od_instant_date(t));
	int minutes = (t.sec - start.sec) / 60;

	if (minutes)
		snprintf(buf, 32, "%02d:%02d", minutes / 60, minutes % 60);
	else
		snprintf(buf, 32, "%s", "-");
}

static int widest(const struct od_roundup *r, const struct od_section *s)
{
	int w = 0;

	for (size_t i = 0; i < s->n; i++) {
		const char *l = r->item[s->first + i].leaders;
		int n = od_width(l ? l : "-");

		w = n > w ? n : w;
	}
	return w > 24 ? 24 : w;
}

static void schedule(struct od_buf *b, int width, const struct od_roundup *r,
		     const struct od_section *s)
{
	int w = widest(r, s);

	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		const char *who = it->leaders ? it->leaders : "-";
		struct od_buf lead = OD_BUF_INIT, what = OD_BUF_INIT;
		char at[32];

		clock_of(it->occurred_at, at);
		od_buf_printf(&lead, "    %-5s  ", at);
		od_left(&lead, w + 2, who);
		od_buf_puts(&what, it->title);
		if (it->place)
			od_buf_printf(&what, _(" (%s)"), it->place);
		if (!lead.failed && !what.failed)
			od_prose(b, width, lead.s, what.s);
		b->failed |= lead.failed || what.failed;
		od_buf_free(&lead);
		od_buf_free(&what);
	}
}

/* --- who is away, what is missed ---------------------------------------------------------------------- */

static void away(struct od_buf *b, int width, const struct od_roundup *r,
		 const struct od_section *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct od_away *a = &r->away[s->away + i];
		struct od_buf line = OD_BUF_INIT;
		char lead[32];

		snprintf(lead, sizeof(lead), "%2zu. ", i + 1);
		od_away_line(a, &line);
		if (s->watch == OD_WATCH_OVERDUE)
			od_away_due(a, &line);
		od_paragraph_of(b, width, lead, &line);
	}
}

static const char *unit_of(const struct od_item *it)
{
	return it->unit_short ? it->unit_short : it->unit_name ? it->unit_name : "-";
}

static bool is_commission(const struct od_item *it)
{
	return it->category && it->ref && !strcmp(it->category, OD_WATCH_COMMISSION);
}

void od_missed_title(const struct od_item *it, struct od_buf *b)
{
	if (is_commission(it))
		/* Translators: a topic, the commission's number. */
		od_buf_printf(b, _("commission \"%1$s\" (%2$s)"), it->title, it->ref);
	else
		od_buf_puts(b, it->title);
}

/* What is due at 24:00 is due on the day that ends; the day of the roundup is not said. */
static void add_due(const struct od_roundup *r, od_instant due, struct od_buf *b)
{
	od_date day = od_instant_date((od_instant){ due.sec - 1 });
	int minutes = (due.sec - od_date_start(day).sec) / 60, year, month, date;
	OD_CLEANUP(od_buf_freep) struct od_buf at = OD_BUF_INIT;

	od_date_split(day, &year, &month, &date); /* the year is this one or the last: not said */
	if (day.days != r->day.days)
		/* Translators: month, day of the month; a time of day follows. */
		od_buf_printf(&at, _("%1$02d-%2$02d "), month, date);
	od_buf_printf(&at, "%02d:%02d", minutes / 60, minutes % 60);
	b->failed |= at.failed;
	if (!at.failed)
		/* Translators: the time until which an answer was asked for. */
		od_buf_printf(b, _(" (due %s)"), at.s);
}

void od_missed_state(const struct od_roundup *r, const struct od_item *it, struct od_buf *b)
{
	bool commission = is_commission(it);
	const struct od_word *w = commission ? od_commission_states : od_slot_states;

	if (!it->state)
		return;
	for (; w->word; w++)
		if (!strcmp(w->word, it->state))
			od_buf_puts(b, _(w->label));
	if (strcmp(it->state, od_slot_states[OD_SLOT_LATE].word)) {
		if (commission)
			add_due(r, it->occurred_at, b);
	} else if (it->late != OD_NOINT) {
		od_buf_putc(b, ' ');
		od_delay(it->late, b);
	}
}

/* A unit is named once, before the first of its matters. */
static void missed(struct od_buf *b, int width, const struct od_roundup *r,
		   const struct od_section *s)
{
	int w = 0;

	for (size_t i = 0; i < s->n; i++) {
		int n = od_width(unit_of(&r->item[s->first + i]));

		w = n > w ? n : w;
	}
	w = w > 24 ? 24 : w;
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		bool first = !i || strcmp(unit_of(it), unit_of(it - 1));
		struct od_buf lead = OD_BUF_INIT, what = OD_BUF_INIT;

		od_spaces(&lead, 4);
		od_left(&lead, w + 2, first ? unit_of(it) : "");
		od_missed_title(it, &what);
		if (it->leaders)
			od_buf_printf(&what, _(" (%s)"), it->leaders);
		od_buf_puts(&what, _(": "));
		od_missed_state(r, it, &what);
		if (!lead.failed && !what.failed)
			od_prose(b, width, lead.s, what.s);
		b->failed |= lead.failed || what.failed;
		od_buf_free(&lead);
		od_buf_free(&what);
	}
}

/* --- supervised matters ------------------------------------------------------------------------------ */

void od_matter_state(const struct od_roundup *r, const struct od_item *it, struct od_buf *b)
{
	od_date due = od_instant_is(it->ends_at)
			      ? od_instant_date((od_instant){ it->ends_at.sec - 1 })
			      : OD_NODATE;
	int late = od_date_is(due) ? r->day.days - due.days : 0;
	char day[40];

	if (!od_date_is(due))
		return;
	od_buf_printf(b, _("due %s"), od_date_str(due, day));
	if (late > 0)
		od_buf_printf(
			b, dngettext("officedb", ", %d day past due", ", %d days past due", late),
			late);
	else
		od_buf_puts(b, late ? _(", tomorrow") : _(", today"));
}

static void matters(struct od_buf *b, int width, const struct od_roundup *r,
		    const struct od_section *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		struct od_buf line = OD_BUF_INIT;
		char lead[32];

		snprintf(lead, sizeof(lead), "%2zu. ", i + 1);
		od_buf_printf(&line, "%s ", it->ref);
		od_buf_puts(&line, it->title ? it->title
					     : _(od_field_find(&od_item_type, "secrecy")
							 ->words[it->secrecy]
							 .label));
		od_buf_printf(&line, _(" (%s)"), unit_of(it));
		od_buf_puts(&line, _(": "));
		od_matter_state(r, it, &line);
		od_paragraph_of(b, width, lead, &line);
	}
}

/* --- counts by unit: as many columns as fit ---------------------------------------------------------- */

static void counts(struct od_buf *b, int width, const struct od_roundup *r)
{
	int cell = 0, across;

	for (size_t i = 0; i < r->units; i++) {
		int w = od_width(r->unit[i].name);

		cell = w > cell ? w : cell;
	}
	cell += 6;
	across = (width - 4) / cell < 1 ? 1 : (width - 4) / cell;
	for (size_t i = 0; i < r->units; i++) {
		bool end = (i + 1) % across == 0 || i + 1 == r->units;
		char n[32];

		if (i % across == 0)
			od_spaces(b, 4);
		snprintf(n, sizeof(n), "%4lld", (long long)r->unit[i].n);
		od_left(b, cell - 6, r->unit[i].name);
		od_buf_puts(b, n);
		od_buf_puts(b, end ? "\n" : "  ");
	}
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static void heading(struct od_buf *b, size_t nth, const char *title, size_t n)
{
	char ordinal[32];

	/* Translators: ordinal, title, number of items. */
	od_buf_printf(b, _("\n%1$s. %2$s (%3$zu)\n"), od_ordinal(nth, ordinal), title, n);
}

static void masthead(struct od_buf *b, int width, const struct od_roundup *r)
{
	struct od_buf line = OD_BUF_INIT;

	od_day_title(r->day, &line);
	if (r->holiday)
		od_buf_printf(&line, r->workday ? _(" (working day in exchange, %s)") : _(" (%s)"),
			      r->holiday);
	od_centred(b, width, r->office);
	od_centred(b, width, r->title);
	if (!line.failed)
		od_centred(b, width, line.s);
	b->failed |= line.failed;
	od_rule(b, width);
	od_buf_free(&line);
}

static void section(struct od_buf *b, int width, const struct od_roundup *r,
		    const struct od_section *s)
{
	if (s->watch == OD_WATCH_MISSED) {
		missed(b, width, r, s);
	} else if (s->watch == OD_WATCH_MATTERS) {
		matters(b, width, r, s);
	} else if (s->watch) {
		away(b, width, r, s);
	} else if (s->column.style == OD_STYLE_SCHEDULE) {
		schedule(b, width, r, s);
	} else {
		for (size_t k = 0; k < s->n; k++)
			item(b, width, s, &r->item[s->first + k]);
	}
}

int od_roundup_text(const struct od_roundup *r, int width, struct od_buf *b, struct od_err *err)
{
	char ordinal[32];
	size_t nth = 0;

	masthead(b, width, r);
	od_buf_printf(b, _("%lld items from %zu units; urgent %lld, late %lld.\n"),
		      (long long)r->counted, r->units, (long long)r->urgent,
		      (long long)r->supplements);
	for (size_t i = 0; i < r->sections; i++) {
		const struct od_section *s = &r->section[i];

		if (!s->n)
			continue;
		heading(b, ++nth, s->column.title, s->n);
		section(b, width, r, s);
	}
	if (r->units) {
		/* Translators: ordinal, title, number of units. */
		od_buf_printf(b, _("\n%1$s. %2$s (%3$zu units)\n"), od_ordinal(++nth, ordinal),
			      _("Items by unit"), r->units);
		counts(b, width, r);
	}
	if (!r->items)
		od_buf_puts(b, _("\nNothing was reported.\n"));
	return b->failed ? od_fail_nomem(err) : 0;
}
