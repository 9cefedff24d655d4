/* roundup_page.c - the roundup as one page for the intranet: nothing outside it is needed, and it
 * prints on A4. */
#include <stdlib.h>

#include "page.h"
#include "roundup.h"

static void marks(struct od_buf *b, const struct od_item *it)
{
	static const char open[] = "<span class=\"mark\">", close[] = "</span>";

	if (it->secrecy)
		od_element(b, open,
			   _(od_field_find(&od_item_type, "secrecy")->words[it->secrecy].label),
			   close);
	if (it->urgency)
		od_element(b, open,
			   _(od_field_find(&od_item_type, "urgency")->words[it->urgency].label),
			   close);
	if (it->supplement)
		od_element(b, open, _("came late"), close);
}

static void source(struct od_buf *b, const struct od_item *it)
{
	char buf[32];

	od_buf_puts(b, "<span class=\"src\">");
	od_escape(b, it->unit_short);
	od_buf_printf(b, " %s", od_number_str('R', it->number, buf));
	if (it->supplement) {
		od_date d = od_instant_date(it->occurred_at);
		int year, month, day;

		od_date_split(d, &year, &month, &day);
		od_buf_printf(b, _(" of %1$02d-%2$02d"), month, day);
	}
	od_buf_puts(b, "</span>");
}

/* Each line of a text is a paragraph. */
static void paragraphs(struct od_buf *b, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");
		char *line = od_trim(s, n);

		if (!line)
			b->failed = true;
		else if (*line)
			od_element(b, "<p>", line, "</p>");
		free(line);
		s += n + (s[n] == '\n');
	}
}

static void items(struct od_buf *b, const struct od_roundup *r, const struct od_section *s)
{
	od_buf_puts(b, "<ol>\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];

		od_buf_puts(b, "<li class=\"item\">");
		marks(b, it);
		od_element(b, "<h3>", it->title, "</h3>");
		source(b, it);
		if (s->column.style == OD_STYLE_FULL && it->body)
			paragraphs(b, it->body);
		od_buf_puts(b, "</li>\n");
	}
	od_buf_puts(b, "</ol>\n");
}

static const char watch_table[] = "<table class=\"watch\">";

static void heads(struct od_buf *b, const char *table, const char *const *head, size_t n)
{
	od_buf_puts(b, table);
	od_buf_puts(b, "<thead><tr>");
	for (size_t i = 0; i < n; i++)
		od_element(b, "<th>", head[i], "</th>");
	od_buf_puts(b, "</tr></thead><tbody>\n");
}

static void schedule(struct od_buf *b, const struct od_roundup *r, const struct od_section *s)
{
	const char *const head[] = { _("Time"), _("Leaders"), _("Activity"), _("Place") };
	char at[32];

	heads(b, "<table>", head, OD_COUNT(head));
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		const char *clock = strchr(od_instant_str_short(it->occurred_at, at), ' ');

		od_element(b, "<tr class=\"item\"><td>", clock ? clock + 1 : "", "</td>");
		od_element(b, "<td>", it->leaders ? it->leaders : "", "</td>");
		od_element(b, "<td>", it->title, "</td>");
		od_element(b, "<td>", it->place ? it->place : "", "</td></tr>\n");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

/* A cell of what was put together, which is freed. */
static void cell(struct od_buf *b, struct od_buf *text)
{
	od_element(b, "<td>", text->s && !text->failed ? text->s : "", "</td>");
	b->failed |= text->failed;
	od_buf_free(text);
}

void od_away_rows(struct od_buf *b, const struct od_away *a, size_t n, bool due)
{
	const char *const head[] = { _("Leader"),   _("Post"),       _("Time"), _("Leave"),
				     _("Stand-in"), _("Return due"), _("Delay") };

	heads(b, watch_table, head, due ? 7 : 5);
	for (; n; n--, a++) {
		struct od_buf when = OD_BUF_INIT, what = OD_BUF_INIT, back = OD_BUF_INIT,
			      how = OD_BUF_INIT;

		od_away_when(a, &when);
		od_away_what(a, &what);
		od_element(b, "<tr class=\"item\"><td>", a->person_name, "</td>");
		od_element(b, "<td>", a->post ? a->post : "", "</td>");
		cell(b, &when);
		cell(b, &what);
		od_element(b, "<td class=\"nm\">", a->stand_in_name ? a->stand_in_name : "",
			   "</td>");
		if (due) {
			char at[32];

			if (od_instant_is(a->due_at))
				od_buf_puts(&back, od_instant_str_short(a->due_at, at));
			cell(b, &back);
			if (a->overdue != OD_NOINT)
				od_delay(a->overdue, &how);
			cell(b, &how);
		}
		od_buf_puts(b, "</tr>\n");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

static void missed(struct od_buf *b, const struct od_roundup *r, const struct od_section *s)
{
	const char *const head[] = { _("Unit"), _("Duty"), _("Leaders"), _("State") };

	heads(b, watch_table, head, OD_COUNT(head));
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		struct od_buf state = OD_BUF_INIT, title = OD_BUF_INIT;

		od_missed_title(it, &title);
		od_missed_state(r, it, &state);
		od_element(b, "<tr class=\"item\"><td>", it->unit_short ? it->unit_short : "",
			   "</td>");
		cell(b, &title);
		od_element(b, "<td>", it->leaders ? it->leaders : "", "</td>");
		cell(b, &state);
		od_buf_puts(b, "</tr>\n");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

static void matters(struct od_buf *b, const struct od_roundup *r, const struct od_section *s)
{
	const char *const head[] = { _("Number"), _("Matter"), _("Lead unit"), _("Due") };

	heads(b, watch_table, head, OD_COUNT(head));
	for (size_t i = 0; i < s->n; i++) {
		const struct od_item *it = &r->item[s->first + i];
		struct od_buf state = OD_BUF_INIT;

		od_matter_state(r, it, &state);
		od_element(b, "<tr class=\"item\"><td>", it->ref, "</td>");
		od_element(b, "<td>",
			   it->title ? it->title
				     : _(od_field_find(&od_item_type, "secrecy")
						 ->words[it->secrecy]
						 .label),
			   "</td>");
		od_element(b, "<td>", it->unit_short ? it->unit_short : "", "</td>");
		cell(b, &state);
		od_buf_puts(b, "</tr>\n");
	}
	od_buf_puts(b, "</tbody></table>\n");
}

static void counts(struct od_buf *b, const struct od_roundup *r)
{
	od_buf_puts(b, "<ul class=\"units\">\n");
	for (size_t i = 0; i < r->units; i++) {
		od_element(b, "<li><span>", r->unit[i].name, "</span>");
		od_buf_printf(b, "<span>%lld</span></li>\n", (long long)r->unit[i].n);
	}
	od_buf_puts(b, "</ul>\n");
}

static void heading(struct od_buf *b, const char *id, size_t nth, const char *title, size_t n)
{
	char ordinal[32];

	od_buf_printf(b, "<section id=\"%s\">\n<h2>", id);
	/* Translators: ordinal and title of a heading. */
	od_buf_printf(b, _("%1$s. %2$s"), od_ordinal(nth, ordinal), title);
	od_buf_printf(b, "<small>%zu</small></h2>\n", n);
}

static void masthead(struct od_buf *b, const struct od_roundup *r)
{
	struct od_buf day = OD_BUF_INIT, sum = OD_BUF_INIT;

	od_day_title(r->day, &day);
	if (r->holiday)
		od_buf_printf(&day, r->workday ? _(" (working day in exchange, %s)") : _(" (%s)"),
			      r->holiday);
	od_buf_printf(&sum, _("%lld items from %zu units; urgent %lld, late %lld.\n"),
		      (long long)r->counted, r->units, (long long)r->urgent,
		      (long long)r->supplements);
	b->failed |= day.failed || sum.failed;
	if (!b->failed) {
		sum.s[strcspn(sum.s, "\n")] = '\0';
		od_page_begin(b, &(struct od_page){ r->office, r->title, day.s, sum.s,
						    OD_WATCH_STYLE });
	}
	od_buf_free(&day);
	od_buf_free(&sum);
}

static void contents(struct od_buf *b, const struct od_roundup *r)
{
	od_buf_puts(b, "<nav>");
	for (size_t i = 0; i < r->sections; i++) {
		const struct od_section *s = &r->section[i];

		if (!s->n)
			continue;
		od_buf_printf(b, "<a href=\"#s-%s\">", s->column.code);
		od_escape(b, s->column.title);
		od_buf_printf(b, " <span>%zu</span></a>", s->n);
	}
	od_buf_puts(b, "</nav>\n</header>\n");
}

int od_roundup_html(const struct od_roundup *r, struct od_buf *b, struct od_err *err)
{
	size_t nth = 0;
	char id[80];

	masthead(b, r);
	contents(b, r);
	for (size_t i = 0; i < r->sections; i++) {
		const struct od_section *s = &r->section[i];

		if (!s->n)
			continue;
		snprintf(id, sizeof(id), "s-%s", s->column.code);
		heading(b, id, ++nth, s->column.title, s->n);
		if (s->watch == OD_WATCH_MISSED)
			missed(b, r, s);
		else if (s->watch == OD_WATCH_MATTERS)
			matters(b, r, s);
		else if (s->watch)
			od_away_rows(b, &r->away[s->away], s->n, s->watch == OD_WATCH_OVERDUE);
		else if (s->column.style == OD_STYLE_SCHEDULE)
			schedule(b, r, s);
		else
			items(b, r, s);
		od_buf_puts(b, "</section>\n");
	}
	if (r->units) {
		heading(b, "units", ++nth, _("Items by unit"), r->units);
		counts(b, r);
		od_buf_puts(b, "</section>\n");
	}
	if (!r->items)
		od_element(b, "<p>", _("\nNothing was reported.\n"), "</p>\n");
	od_page_end(b, r->office);
	return b->failed ? od_fail_nomem(err) : 0;
}
