/* schedule_away.c - who is away on the days of a schedule. */
#include <stdlib.h>

#include "leave.h"
#include "schedule.h"

static int take_away(void *ctx, const struct od_away *a, struct od_err *err)
{
	struct od_schedule *s = ctx;
	struct od_away *grown = reallocarray(s->away, s->aways + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	s->away = grown;
	od_rec_init(&od_away_type, &grown[s->aways]);
	return od_rec_copy(&od_away_type, &grown[s->aways++], a, err);
}

int od_schedule_read_away(struct od_db *db, struct od_schedule *s, od_instant now,
			  struct od_err *err)
{
	return od_away_each(db, s->from, s->to, now, NULL, take_away, s, err);
}

/* Who is past its end and not back is away until today. */
bool od_schedule_is_away(const struct od_schedule *s, const char *person, od_date day,
			 od_instant now)
{
	for (size_t i = 0; i < s->aways; i++) {
		const struct od_away *a = &s->away[i];
		od_date last = a->to_day;

		if ((a->status == OD_LEAVE_APPROVED || a->status == OD_LEAVE_AWAY) &&
		    od_instant_date(now).days > last.days)
			last = od_instant_date(now);
		if (!strcmp(a->person, person) && a->from_day.days <= day.days &&
		    last.days >= day.days)
			return true;
	}
	return false;
}

static int put(char **to, const char *text, struct od_err *err)
{
	if (!text)
		return 0;
	*to = strdup(text);
	return *to ? 0 : od_fail_nomem(err);
}

/* An absence as a record: of a private kind neither kind nor place. */
int od_schedule_put_away(const struct od_schedule *s, const struct od_away *a,
			 struct od_appointment *to, struct od_err *err)
{
	od_rec_init(&od_appointment_type, to);
	to->day = a->from_day.days > s->from.days ? a->from_day : s->from;
	to->from = od_part_start(od_part_at(a->from_day, a->from_part));
	to->to = od_part_start(od_part_at(a->to_day, OD_PART_EVENING - a->to_part) + 1);
	if (put(&to->person, a->person, err) < 0 || put(&to->leader, a->person_name, err) < 0 ||
	    put(&to->post, a->post, err) < 0 || put(&to->unit_name, a->unit_name, err) < 0 ||
	    put(&to->stand_in, a->stand_in_name, err) < 0 || put(&to->missing, "away", err) < 0)
		return -1;
	return !a->kind                                 ? 0
	       : put(&to->title, a->kind_name, err) < 0 ? -1
							: put(&to->place, a->place, err);
}
