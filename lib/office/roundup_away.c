/* roundup_away.c - absences in words, as bulletins have them: when, what for, where, who stands in. */
#include "roundup.h"

static void day_and_part(od_date d, int part, bool with_part, struct od_buf *b)
{
	struct od_buf day_text = OD_BUF_INIT;
	int year, month, day;

	od_date_split(d, &year, &month, &day); /* the year is this one or the next: not said */
	/* Translators: month and day. */
	od_buf_printf(&day_text, _("%1$02d-%2$02d"), month, day);
	if (with_part)
		/* Translators: a day, then morning, afternoon or evening. */
		od_buf_printf(b, _("%1$s %2$s"), day_text.s ? day_text.s : "",
			      _(od_parts[part].label));
	else
		od_buf_puts(b, day_text.s);
	b->failed |= day_text.failed;
	od_buf_free(&day_text);
}

/* Whole days are told without their parts. */
void od_away_when(const struct od_away *a, struct od_buf *b)
{
	int to_part = OD_PART_EVENING - a->to_part;
	bool starts = a->from_part != OD_PART_MORNING, ends = to_part != OD_PART_EVENING;
	bool one_day = a->from_day.days == a->to_day.days;
	struct od_buf from = OD_BUF_INIT, to = OD_BUF_INIT;

	day_and_part(a->from_day, a->from_part, starts || (one_day && ends), &from);
	if (one_day && (a->from_part == to_part || (!starts && !ends)))
		od_buf_puts(b, from.s);
	else {
		if (one_day)
			od_buf_puts(&to, _(od_parts[to_part].label));
		else
			day_and_part(a->to_day, to_part, ends, &to);
		/* Translators: when something begins and when it ends. */
		od_buf_printf(b, _("%1$s to %2$s"), from.s ? from.s : "", to.s ? to.s : "");
	}
	b->failed |= from.failed || to.failed;
	od_buf_free(&from);
	od_buf_free(&to);
}

/* Of a private kind nothing but that it is leave. */
void od_away_what(const struct od_away *a, struct od_buf *b)
{
	const char *where = a->place ? a->place : a->reach ? _(od_reaches[a->reach].label) : NULL;

	if (!a->kind)
		od_buf_puts(b, _("leave"));
	else if (where)
		/* Translators: a kind of leave, where to. */
		od_buf_printf(b, _("%1$s, %2$s"), a->kind_name, where);
	else
		od_buf_puts(b, a->kind_name);
}

static void person(const char *name, const char *post, struct od_buf *b)
{
	od_buf_puts(b, name ? name : "-");
	if (post)
		od_buf_printf(b, _(" (%s)"), post);
}

void od_away_line(const struct od_away *a, struct od_buf *b)
{
	struct od_buf when = OD_BUF_INIT, what = OD_BUF_INIT;

	person(a->person_name, a->post, b);
	od_away_when(a, &when);
	od_away_what(a, &what);
	/* Translators: follows a name: when the person is away, and what for. */
	od_buf_printf(b, _(": %1$s, %2$s"), when.s ? when.s : "", what.s ? what.s : "");
	if (a->stand_in_name) {
		od_buf_puts(b, _("; stand-in: "));
		person(a->stand_in_name, a->stand_in_post, b);
	}
	if (a->status == OD_LEAVE_RETURNED)
		od_buf_puts(b, _("; back"));
	b->failed |= when.failed || what.failed;
	od_buf_free(&when);
	od_buf_free(&what);
}

void od_away_due(const struct od_away *a, struct od_buf *b)
{
	struct od_buf how = OD_BUF_INIT;
	char due[32];

	if (od_instant_is(a->due_at))
		od_buf_printf(b, _("; return due %s"), od_instant_str_short(a->due_at, due));
	if (a->overdue == OD_NOINT)
		return;
	od_delay(a->overdue, &how);
	od_buf_printf(b, _("; overdue by %s"), how.s ? how.s : "");
	b->failed |= how.failed;
	od_buf_free(&how);
}

void od_delay(int64_t minutes, struct od_buf *b)
{
	if (minutes < 60)
		od_buf_printf(b, _("%lld min"), (long long)minutes);
	else
		od_buf_printf(b, _("%1$lld h %2$lld min"), (long long)minutes / 60,
			      (long long)minutes % 60);
}
