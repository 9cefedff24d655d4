/* roundup_paper.c - the roundup as paper, for docx, PDF and mail.  Its text and its page for the intranet are made by
 * roundup_text.c and roundup_page.c. */
#include <stdlib.h>

#include "roundup.h"
#include "layout.h"

/* --- items ---------------------------------------------------------------------------------------- */

static void put_source(struct od_buf *b, const struct od_item *it)
{
	const struct od_word *secrecies = od_field_find(&od_item_type, "secrecy")->words;
	const struct od_word *urgencies = od_field_find(&od_item_type, "urgency")->words;
	int year, month, day;
	char buf[32];

	/* Translators: brackets round where an item comes from. */
	od_buf_printf(b, _(" [%s, %s"), it->unit_short, od_number_str('R', it->number, buf));
	if (it->secrecy)
		od_buf_printf(b, _(", %s"), _(secrecies[it->secrecy].label));
	if (it->urgency)
		od_buf_printf(b, _(", %s"), _(urgencies[it->urgency].label));
	if (it->supplement) {
		od_date_split(od_instant_date(it->occurred_at), &year, &month, &day);
		/* Translators: month and day. */
		od_buf_printf(b, _(", late: of %1$02d-%2$02d"), month, day);
	}
	od_buf_puts(b, _("]"));
}

/* Leading blanks belong to a line of text that goes on. */
static int block_of(struct od_paper *p, int kind, const struct od_buf *b, struct od_err *err)
{
	return b->failed ? od_fail_nomem(err)
			 : od_paper_block(p, kind, b->s + strspn(b->s, " "), err);
}

static int item(struct od_paper *p, const struct od_section *s, const struct od_item *it,
		struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf title = OD_BUF_INIT, source = OD_BUF_INIT;
	bool full = s->column.style == OD_STYLE_FULL && it->body;

	od_buf_printf(&title, "%lld. %s", (long long)it->place_in, it->title);
	put_source(full ? &source : &title, it);
	if (block_of(p, full ? OD_PAPER_SUBHEAD : OD_PAPER_TEXT, &title, err) < 0)
		return -1;
	if (!full)
		return 0;
	if (od_paper_prose(p, it->body, err) < 0)
		return -1;
	return block_of(p, OD_PAPER_SOURCE, &source, err);
}

static int items(struct od_paper *p, const struct od_roundup *r, const struct od_section *s,
		 struct od_err *err)
{
	for (size_t i = 0; i < s->n; i++)
		if (item(p, s, &r->item[s->first + i], err) < 0)
			return -1;
	return 0;
}

/* --- tables --------------------------------------------------------------------------------------- */

static int schedule(struct od_paper *p, const struct od_roundup *r, const struct od_section *s,
		    struct od_err *err)
{
	const char *const head[] = { _("Time"), _("Leaders"), _("Activity"), _("Place") };
	struct od_grid g = { NULL };
	char at[32];

	od_grid_heads(&g, head, OD_COUNT(head));
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		const char *clock = strchr(od_instant_str_short(it->occurred_at, at), ' ');

		od_grid_add(&g, clock ? clock + 1 : "");
		od_grid_add(&g, it->leaders);
		od_grid_add(&g, it->title);
		od_grid_add(&g, it->place);
	}
	return od_grid_put(p, &g, "clll", err);
}

static int away(struct od_paper *p, const struct od_roundup *r, const struct od_section *s,
		struct od_err *err)
{
	const char *const head[] = { _("Leader"),   _("Post"),       _("Time"), _("Leave"),
				     _("Stand-in"), _("Return due"), _("Delay") };
	bool due = s->watch == OD_WATCH_OVERDUE;
	struct od_grid g = { NULL };
	char at[32];

	od_grid_heads(&g, head, due ? 7 : 5);
	for (size_t i = 0; i < s->n; i++) {
		const struct od_away *a = &r->away[s->away + i];
		struct od_buf when = OD_BUF_INIT, what = OD_BUF_INIT, how = OD_BUF_INIT;

		od_away_when(a, &when);
		od_away_what(a, &what);
		od_grid_add(&g, a->person_name);
		od_grid_add(&g, a->post);
		od_grid_add_of(&g, &when);
		od_grid_add_of(&g, &what);
		od_grid_add(&g, a->stand_in_name);
		if (!due)
			continue;
		od_grid_add(&g,
			    od_instant_is(a->due_at) ? od_instant_str_short(a->due_at, at) : NULL);
		if (a->overdue != OD_NOINT)
			od_delay(a->overdue, &how);
		od_grid_add_of(&g, &how);
	}
	return od_grid_put(p, &g, "lllllll", err);
}

static int missed(struct od_paper *p, const struct od_roundup *r, const struct od_section *s,
		  struct od_err *err)
{
	const char *const head[] = { _("Unit"), _("Duty"), _("Leaders"), _("State") };
	struct od_grid g = { NULL };

	od_grid_heads(&g, head, OD_COUNT(head));
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		struct od_buf state = OD_BUF_INIT, title = OD_BUF_INIT;

		od_missed_title(it, &title);
		od_missed_state(r, it, &state);
		od_grid_add(&g, it->unit_short);
		od_grid_add_of(&g, &title);
		od_grid_add(&g, it->leaders);
		od_grid_add_of(&g, &state);
	}
	return od_grid_put(p, &g, "llll", err);
}

static int matters(struct od_paper *p, const struct od_roundup *r, const struct od_section *s,
		   struct od_err *err)
{
	const char *const head[] = { _("Number"), _("Matter"), _("Lead unit"), _("Due") };
	const struct od_word *secrecies = od_field_find(&od_item_type, "secrecy")->words;
	struct od_grid g = { NULL };

	od_grid_heads(&g, head, OD_COUNT(head));
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		struct od_buf state = OD_BUF_INIT;

		od_matter_state(r, it, &state);
		od_grid_add(&g, it->ref);
		od_grid_add(&g, it->title ? it->title : _(secrecies[it->secrecy].label));
		od_grid_add(&g, it->unit_short);
		od_grid_add_of(&g, &state);
	}
	return od_grid_put(p, &g, "llll", err);
}

/* Two units in a row of the table. */
static int counts(struct od_paper *p, const struct od_roundup *r, struct od_err *err)
{
	const char *const head[] = { _("Unit"), _("Items"), _("Unit"), _("Items") };
	struct od_grid g = { NULL };
	size_t half = (r->units + 1) / 2;
	char n[32];

	od_grid_heads(&g, head, OD_COUNT(head));
	for (size_t i = 0; i < 2 * half; i++) {
		size_t at = i % 2 ? half + i / 2 : i / 2; /* down the left side first */
		bool there = at < r->units;

		if (there)
			snprintf(n, sizeof(n), "%lld", (long long)r->unit[at].n);
		od_grid_add(&g, there ? r->unit[at].name : NULL);
		od_grid_add(&g, there ? n : NULL);
	}
	return od_grid_put(p, &g, "lrlr", err);
}

/* --- the whole --------------------------------------------------------------------------------------- */

static int heading(struct od_paper *p, size_t nth, const char *title, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char ordinal[32];

	/* Translators: ordinal and title of a heading. */
	od_buf_printf(&b, _("%1$s. %2$s"), od_ordinal(nth, ordinal), title);
	return block_of(p, OD_PAPER_HEAD, &b, err);
}

static int section(struct od_paper *p, const struct od_roundup *r, const struct od_section *s,
		   struct od_err *err)
{
	switch (s->watch) {
	case OD_WATCH_AWAY:
	case OD_WATCH_OVERDUE:
		return away(p, r, s, err);
	case OD_WATCH_MISSED:
		return missed(p, r, s, err);
	case OD_WATCH_MATTERS:
		return matters(p, r, s, err);
	case OD_WATCH_NONE:
		break;
	}
	return s->column.style == OD_STYLE_SCHEDULE ? schedule(p, r, s, err) : items(p, r, s, err);
}

static int front(struct od_paper *p, const struct od_roundup *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep)
	struct od_buf day = OD_BUF_INIT, title = OD_BUF_INIT, office = OD_BUF_INIT,
		      name = OD_BUF_INIT, sum = OD_BUF_INIT;
	char text[64];

	od_day_title(r->day, &day);
	if (r->holiday)
		od_buf_printf(&day, r->workday ? _(" (working day in exchange, %s)") : _(" (%s)"),
			      r->holiday);
	od_buf_printf(&title, "%s %s", r->title, od_day_words(r->day, text));
	/* Translators: the office that edits a publication. */
	od_buf_printf(&office, _("edited by %s"), r->office);
	od_buf_printf(&name, "roundup/%s", od_date_str(r->day, text));
	od_buf_printf(&sum, _("%lld items from %zu units; urgent %lld, late %lld.\n"),
		      (long long)r->counted, r->units, (long long)r->urgent,
		      (long long)r->supplements);
	if (day.failed || title.failed || office.failed || name.failed || sum.failed)
		return od_fail_nomem(err);
	p->at = od_date_start(r->day);
	if (od_paper_set(&p->masthead, r->title, err) < 0 ||
	    od_paper_set(&p->date, day.s, err) < 0 || od_paper_set(&p->title, title.s, err) < 0 ||
	    od_paper_set(&p->office, office.s, err) < 0 || od_paper_set(&p->name, name.s, err) < 0)
		return -1;
	return od_paper_prose(p, sum.s, err);
}

static int set_all(struct od_paper *p, const struct od_roundup *r, struct od_err *err)
{
	size_t nth = 0;

	if (front(p, r, err) < 0)
		return -1;
	for (size_t i = 0; i < r->sections; i++) {
		const struct od_section *s = &r->section[i];

		if (s->n &&
		    (heading(p, ++nth, s->column.title, err) < 0 || section(p, r, s, err) < 0))
			return -1;
	}
	if (r->units && (heading(p, ++nth, _("Items by unit"), err) < 0 || counts(p, r, err) < 0))
		return -1;
	return r->items ? 0 : od_paper_prose(p, _("\nNothing was reported.\n"), err);
}

struct od_paper *od_roundup_paper(const struct od_roundup *r, struct od_err *err)
{
	struct od_paper *p = od_paper_new(err);

	if (p && set_all(p, r, err) == 0)
		return p;
	od_paper_free(p);
	return NULL;
}
