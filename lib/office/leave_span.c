/* leave_span.c - leaves as half days: parts of days, what a span counts, how long a leave lasts. */
#include "leave.h"

#define NOON    (12 * 3600)
#define EVENING (18 * 3600)
static const int part_begins[] = { 0, NOON, EVENING };

int64_t od_part_of(od_instant t)
{
	od_date d = od_instant_date(t);
	int64_t s = t.sec - od_date_start(d).sec;

	return od_part_at(d, s < NOON      ? OD_PART_MORNING
			     : s < EVENING ? OD_PART_AFTERNOON
					   : OD_PART_EVENING);
}

/* Days before 1970 are negative; their parts are not. */
static int part_in_day(int64_t part)
{
	return (int)((part % 3 + 3) % 3);
}

static od_date part_day(int64_t part)
{
	return (od_date){ (int32_t)((part - part_in_day(part)) / 3) };
}

od_instant od_part_start(int64_t part)
{
	return (od_instant){ od_date_start(part_day(part)).sec + part_begins[part_in_day(part)] };
}

od_instant od_span_end(struct od_span s)
{
	return od_part_start(s.to + 1);
}

int64_t od_span_halves(const struct od_calendar *c, struct od_span s, bool workdays)
{
	int64_t n = 0;

	for (int64_t part = s.from; part <= s.to; part++)
		if (part_in_day(part) != OD_PART_EVENING &&
		    (!workdays || od_is_workday(c, part_day(part))))
			n++;
	return n;
}

char *od_halves_str(int64_t halves)
{
	char *s;

	return asprintf(&s, "%lld%s", (long long)(halves / 2), halves % 2 ? ".5" : "") < 0 ? NULL
											   : s;
}

/* Who comes back within the leave was away until the part before; who registers it later, but in time, was
 * away to its end; who is late, until the part before he came. */
static int64_t returned_after(const struct od_leave *l, struct od_span s)
{
	int64_t back = od_part_of(l->returned_at);

	if (back > s.to && (!od_instant_is(l->due_at) || l->returned_at.sec <= l->due_at.sec))
		return s.to;
	return back - 1 > s.from ? back - 1 : s.from;
}

struct od_span od_leave_lasts(const struct od_leave *l, od_instant now)
{
	struct od_span s = od_leave_span(l);
	int64_t present = od_part_of(now);

	if (l->status == OD_LEAVE_RETURNED && od_instant_is(l->returned_at))
		s.to = returned_after(l, s);
	else if ((l->status == OD_LEAVE_APPROVED || l->status == OD_LEAVE_AWAY) && present > s.to)
		s.to = present;
	return s;
}
