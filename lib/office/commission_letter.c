/* commission_letter.c - what a unit is sent when it is asked to write on a topic: 约稿函, as text. */
#include <stdlib.h>

#include "bulletin.h"
#include "layout.h"
#include "roundup.h"

enum { WIDTH = OD_NOTICE_WIDTH };

struct letter {
	struct od_commission c;
	struct od_commission_unit u;
	char *publication; /* its name */
	char *desk, *phone;
};

static void letter_free(struct letter *l)
{
	od_rec_clear(&od_commission_type, &l->c);
	od_rec_clear(&od_commission_unit_type, &l->u);
	free(l->publication);
	free(l->desk);
	free(l->phone);
}

static int first(struct od_iter *it, void *rec, struct od_err *err)
{
	int r = it ? od_iter_next(it, rec, err) : -1;

	od_iter_free(it);
	return r;
}

static int read_letter(struct od_db *db, int64_t number, const char *unit, struct letter *l,
		       struct od_err *err)
{
	static const char name_of[] = "SELECT name FROM publication_row WHERE code = ?1 "
				      "AND valid_from <= ?2 ORDER BY valid_from DESC";
	const od_instant now = { 0 };
	char name[32];
	od_date on;
	int r = first(od_commission_find(db, number, OD_NODATE, OD_NODATE, now, err), &l->c, err);

	od_number_str('Q', number, name);
	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no commission %s"), name);
	if (r > 0)
		r = first(od_commission_units(db, number, unit, -1, OD_NODATE, OD_NODATE, now, err),
			  &l->u, err);
	if (r == 0)
		return od_fail(err, OD_ENOENT, _("%1$s was not asked of %2$s"), name, unit);
	on = od_instant_date(l->c.asked_at);
	if (r > 0 && l->c.publication)
		r = od_query_text(db, name_of, &l->publication,
				  OD_VALS(od_v(l->c.publication), od_v(on)), err);
	if (r >= 0)
		r = od_desk_of(db, l->c.actor, NULL, on, &l->desk, &l->phone, err);
	return r < 0 ? -1 : 0;
}

/* The end of a day is told as the day. */
static void put_due(struct od_buf *b, od_instant due)
{
	od_date d = od_instant_date(due);
	int year, month, day, minutes = (due.sec - od_date_start(d).sec) / 60;

	if (!minutes) { /* midnight ends the day before */
		d.days--;
		minutes = 24 * 60;
	}
	od_date_split(d, &year, &month, &day);
	if (minutes >= 24 * 60 - 1)
		/* Translators: year, month, day of the month; by its end. */
		od_buf_printf(b, _("by the end of %1$d-%2$02d-%3$02d"), year, month, day);
	else if (minutes % 60 == 0)
		/* Translators: year, month, day of the month, hour; a time limit. */
		od_buf_printf(b, _("by %1$d-%2$02d-%3$02d %4$02d:00"), year, month, day,
			      minutes / 60);
	else
		/* Translators: year, month, day of the month, hours and minutes; a time limit. */
		od_buf_printf(b, _("by %1$d-%2$02d-%3$02d %4$02d:%5$02d"), year, month, day,
			      minutes / 60, minutes % 60);
}

static void head(const struct letter *l, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	char number[32];

	od_centred(out, WIDTH, _("Request for an article"));
	od_right_line(out, WIDTH, od_number_str('Q', l->c.number, number));
	od_buf_printf(&b, _("%s:"), l->u.unit_name ? l->u.unit_name : l->u.unit);
	od_paragraph_of(out, WIDTH, "", &b);
	od_buf_putc(out, '\n');
}

/* Who wants it in the end, what about, by when. */
static void request(const struct letter *l, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;

	if (l->c.level == OD_COMMISSION_PROVINCE)
		od_buf_printf(&b,
			      _("As the Party committee's office of the province asks, you are "
				"asked to write on the topic '%s'."),
			      l->c.topic);
	else if (l->c.level == OD_COMMISSION_CENTRAL)
		od_buf_printf(&b,
			      _("As the General Office of the Central Committee asks, you are "
				"asked to write on the topic '%s'."),
			      l->c.topic);
	else
		od_buf_printf(&b,
			      _("For the office's information work you are asked to write on the "
				"topic '%s'."),
			      l->c.topic);
	od_paragraph_of(out, WIDTH, "", &b);
}

static void matters(const struct letter *l, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT, due = OD_BUF_INIT;
	char ordinal[32], number[32];
	size_t nth = 0;

	if (!od_blank(l->c.text)) {
		/* Translators: ordinal, title. */
		od_buf_printf(out, _("\n%1$s. %2$s\n"), od_ordinal(++nth, ordinal),
			      _("What is wanted"));
		od_prose(out, WIDTH, "    ", l->c.text);
	}
	od_buf_printf(out, _("\n%1$s. %2$s\n"), od_ordinal(++nth, ordinal), _("Time and form"));
	put_due(&due, l->c.due_at);
	od_buf_printf(&b, _("1. Report it %s; what comes later does not count as an answer."),
		      due.s ? due.s : "");
	b.failed |= due.failed;
	od_buf_free(&due);
	od_paragraph_of(out, WIDTH, "    ", &b);
	od_buf_printf(&b, _("2. Report it as usual and write on it the number %s."),
		      od_number_str('Q', l->c.number, number));
	od_paragraph_of(out, WIDTH, "    ", &b);
	od_paragraph(out, WIDTH, "    ",
		     _("3. Who cannot keep to the time states the reason before it ends; what does "
		       "not come without one counts as not answered."));
	if (l->publication) {
		od_buf_printf(&b, _("4. It is meant for '%s'; keep to its style."), l->publication);
		od_paragraph_of(out, WIDTH, "    ", &b);
	}
	if (!od_blank(l->c.note)) {
		od_buf_printf(&b, _("Note: %s"), l->c.note);
		od_paragraph_of(out, WIDTH, "    ", &b);
	}
}

static void foot(struct od_db *db, const struct letter *l, struct od_buf *out)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	od_date on = od_instant_date(l->c.asked_at);

	od_buf_putc(out, '\n');
	if (l->desk && l->phone) {
		od_buf_printf(&b, _("Ask: %1$s, telephone %2$s."), l->desk, l->phone);
		od_paragraph_of(out, WIDTH, "", &b);
		od_buf_putc(out, '\n');
	} else if (l->desk) {
		od_buf_printf(&b, _("Ask: %s."), l->desk);
		od_paragraph_of(out, WIDTH, "", &b);
		od_buf_putc(out, '\n');
	}
	od_signed(out, WIDTH, od_setting(db, "office_name", on, _("General Office")), on);
}

int od_commission_letter(struct od_db *db, int64_t number, const char *unit, struct od_buf *out,
			 struct od_err *err)
{
	struct letter l = { .publication = NULL };
	int r;

	od_rec_init(&od_commission_type, &l.c);
	od_rec_init(&od_commission_unit_type, &l.u);
	r = read_letter(db, number, unit, &l, err);
	if (r == 0) {
		head(&l, out);
		request(&l, out);
		matters(&l, out);
		foot(db, &l, out);
		r = out->failed ? od_fail_nomem(err) : 0;
	}
	letter_free(&l);
	return r;
}
