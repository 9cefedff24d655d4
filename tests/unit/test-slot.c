/* test-slot.c - what is owed, at its edges: one table of who does what when, and what is then said of a
 * slot by when it is asked for.
 *
 * Each row is asked in several ways: for the slot by its name, for its unit, for the second in which it is
 * due, by its state, and for everything that is owed in some years; all must say the same. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../lib/office/leave.h"

#ifndef SRCDIR
#define SRCDIR "."
#endif

/* In the middle of 2026: "12-04" is a day of that year. */
static const struct od_when when = { { 1782979200 }, NULL };

static const char base[] =
	"setting:\n"
	"  - { name: office_name, value: 示例市委办公室, valid_from: 2020-01-01 }\n"
	"  - { name: work_am, value: '09:00-12:00', valid_from: 2020-01-01 }\n"
	"  - { name: work_pm, value: '13:30-17:30', valid_from: 2020-01-01 }\n"
	"desk:\n"
	"  - { code: ducha, name: 督查室, valid_from: 2020-01-01 }\n"
	"category:\n"
	"  - { code: c, name: 情况, desk: ducha, valid_from: 2020-01-01 }\n"
	"  - { code: emergency, name: 突发事件, desk: ducha, valid_from: 2020-01-01 }\n"
	"leave_kind:\n"
	"  - { code: k, name: 外出, counts: days, valid_from: 2020-01-01 }\n"
	"unit:\n"
	"  - { code: U1, name: 甲局, kind: department, sort: 1, valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 乙局, kind: department, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: U3, name: 丙县, kind: county, sort: 3, valid_from: 2020-01-01 }\n";

/* --- the regimes --------------------------------------------------------------------------------- */

/* clang-format off */
#define DUTY_ROW(dates, rest) \
	"  - { code: d, name: 报告, categories: [c], " dates ", " rest " }\n"
#define DUTY(rest) \
	"duty:\n" DUTY_ROW("valid_from: 2020-01-01", rest)
#define TWO_DUTIES(one, then) /* from 16 December 2026 */ \
	DUTY(one) DUTY_ROW("valid_from: 2026-12-16", then)
#define DAILY      DUTY("rhythm: workday, due: '17:30', clock: wall")
#define DAILY_WORK DUTY("rhythm: workday, due: '17:30', clock: work")
#define DAILY_NEXT DUTY("rhythm: workday, about: next, due: '17:30', clock: wall")
#define MONTHLY    DUTY("rhythm: month, due: '24:00', clock: wall")
#define QUOTA      DUTY("rhythm: month, due: '17:00', quota: 3, clock: wall")
#define TWO_CATEGORIES \
	"category:\n" \
	"  - { code: k, name: 建议, desk: ducha, valid_from: 2020-01-01 }\n" \
	"duty:\n" \
	"  - { code: d, name: 报告, categories: [c, k], rhythm: month, due: '17:00', quota: 2, clock: wall, " \
	"valid_from: 2020-01-01 }\n"
#define EVENT(rest) DUTY("rhythm: event, clock: wall, " rest)

#define OVERRIDE(of) "override:\n" AND(of)
#define AND(of) \
	"  - { duty: d, unit: U1, " of " }\n"
#define SETTING(name, value) \
	"setting:\n  - { name: " name ", value: '" value "', valid_from: 2020-01-01 }\n"
#define HALF_DAY \
	DUTY("rhythm: workday, due: end-of-work") "setting:\n" \
	"  - { name: work_pm, value: '-', valid_from: 2026-12-04, valid_to: 2026-12-04 }\n" \
	"  - { name: work_pm, value: '13:30-17:30', valid_from: 2026-12-05 }\n"
#define UNIT(code, name, kind, dates) \
	"unit:\n  - { code: " code ", name: " name ", kind: " kind ", " dates " }\n"
#define RENAMED UNIT("U1", "甲委", "department", "valid_from: 2026-12-16")
#define MERGED  UNIT("U1", "甲局", "department", "valid_from: 2020-01-01, valid_to: 2026-12-15")

#define PERSON(code, name, unit, dates) \
	"  - { code: " code ", name: " name ", unit: " unit ", " dates " }\n"
#define PERSONS \
	"person:\n" \
	PERSON("P1", "张三", "U1", "valid_from: 2020-01-01") \
	PERSON("P2", "张三", "U2", "valid_from: 2020-01-01") \
	PERSON("P3", "李四", "U1", "valid_from: 2020-01-01") \
	PERSON("P4", "李四", "U1", "valid_from: 2020-01-01, valid_to: 2025-12-31") \
	PERSON("P5", "王五", "U1", "valid_from: 2020-01-01") \
	PERSON("P5", "王五", "U2", "valid_from: 2026-12-16")
#define OF_PERSONS PERSONS DUTY("owed_by: person, rhythm: month, due: '24:00', clock: wall")
#define OF_ALL(code, rest) \
	"  - { code: " code ", name: 报告, categories: [c], owed_by: person, clock: wall, due: '24:00', " rest \
	", valid_from: 2020-01-01 }\n"
#define ALL_OF_PERSONS \
	PERSONS "duty:\n" OF_ALL("mon", "rhythm: month") OF_ALL("day", "rhythm: workday") \
	OF_ALL("rec", "rhythm: month, counted_by: received") OF_ALL("pre", "rhythm: month, about: previous") \
	OF_ALL("nex", "rhythm: quarter, about: next") OF_ALL("yea", "rhythm: year")
#define LEAVES     PERSONS DUTY("owed_by: person, rhythm: event, due: +10d, clock: wall")

/* Of the leave log: notice before it begins, and its return. */
#define LOG_ROW(code, anchor, rest) \
	"  - { code: " code ", name: 请假, categories: [c], owed_by: person, rhythm: event, clock: wall, " \
	"anchor: " anchor ", valid_from: 2020-01-01, " rest " }\n"
#define NOTICE(rest)  PERSONS "duty:\n" LOG_ROW("not", "departure", rest)
#define RETURN(rest)  PERSONS "duty:\n" LOG_ROW("ret", "return", rest)
#define BOTH          NOTICE("due: -3d") LOG_ROW("ret", "return", "due: +1w 12:00")
#define LEFT          " from_day=12-10 to_day=12-11 "

#define ON_EVENT(code, rest) \
	"  - { code: " code ", name: 突发事件, categories: [emergency], rhythm: event, " rest \
	", clock: wall, valid_from: 2020-01-01 }\n"
#define EMERGENCY \
	"duty:\n" \
	ON_EVENT("tel", "due: +30m, anchor: learned, form: telephone") \
	ON_EVENT("wri", "due: +2h, anchor: learned") \
	ON_EVENT("sup", "due: +2h, anchor: learned, form: superior") \
	ON_EVENT("fin", "due: +30d, stage: final") \
	ON_EVENT("big", "due: +15m, anchor: learned, grades: [major]") \
	ON_EVENT("com", "due: +1h, anchor: learned, grades: [ordinary]") \
	ON_EVENT("rec", "due: +1h, anchor: received")
#define FIRST "report category=emergency occurred_at=12-04T08:00"
#define MORE  FIRST " event=E2026-0001"

/* --- the table ----------------------------------------------------------------------------------- */

/* A row with a regime begins with an office of its own; one without goes on where the one before it
 * ended.  story: "DAY TIME VERB ARGUMENTS; ..." (the verbs stand below); reports are of U1 and category
 * c unless they say otherwise.  want: when due, the state, minutes late, the report by its serial, how
 * many of how many came; "none": there is no such slot.  name: the unit's. */
struct row {
	const char *what, *regime, *story, *slot, *asked, *want, *name;
};

static const struct row table[] = {
	/* the time limit */
	{ "received as the clock strikes", DAILY, "12-04 17:30:00 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "received a second after", DAILY, "12-04 17:30:01 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 1 R1" },
	{ "received a minute after", DAILY, "12-04 17:31:00 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 1 R1" },
	{ "received when a second minute has begun", DAILY, "12-04 17:31:01 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 2 R1" },
	{ "nothing came as the clock strikes", DAILY, NULL,
	  "d/U1/2026-12-04", "12-04 17:30:00", "2026-12-04 17:30 open" },
	{ "nothing came a second after", NULL, NULL,
	  "d/U1/2026-12-04", "12-04 17:30:01", "2026-12-04 17:30 left-out 1" },
	{ "received with the last second of the grace",
	  DUTY("rhythm: workday, due: '17:30', grace: 10, clock: wall"), "12-04 17:40:00 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "nothing came from another unit within the grace", NULL, NULL,
	  "d/U2/2026-12-04", "12-04 17:40:00", "2026-12-04 17:30 open" },
	{ "nothing came after the grace: late is counted from due", NULL, NULL,
	  "d/U2/2026-12-04", "12-04 17:40:01", "2026-12-04 17:30 left-out 11" },
	{ "received a second after the grace", NULL, "12-04 17:40:01 report unit=U2",
	  "d/U2/2026-12-04", "12-05", "2026-12-04 17:30 late 11 R2" },
	{ "24:00 is the end of the day", DUTY("rhythm: day, due: '24:00', clock: wall"),
	  "12-06 00:00:00 report occurred_at=12-05T20:00",
	  "d/U1/2026-12-05", "12-07", "2026-12-06 met R1" },
	{ "a second into the next day", NULL,
	  "12-07 00:00:01 report occurred_at=12-06T20:00",
	  "d/U1/2026-12-06", "12-08", "2026-12-07 late 1 R2" },
	{ "working minutes run on Monday", DAILY_WORK,
	  "12-07 09:05 report occurred_at=12-04T17:00",
	  "d/U1/2026-12-04", "12-08", "2026-12-04 17:30 late 5 R1" },
	{ "late on a Saturday is late by a minute at least", DAILY_WORK,
	  "12-05 10:00 report occurred_at=12-04T17:00",
	  "d/U1/2026-12-04", "12-08", "2026-12-04 17:30 late 1 R1" },
	{ "end of work", DUTY("rhythm: workday, due: end-of-work"), NULL,
	  "d/U1/2026-12-04", "12-01", "2026-12-04 17:30 open" },
	{ "end of work on a half day", HALF_DAY,
	  "12-07 09:10 report occurred_at=12-04T11:00",
	  "d/U1/2026-12-04", "12-08", "2026-12-04 12:00 late 10 R1" },
	{ "the day after the half day", NULL, NULL,
	  "d/U1/2026-12-07", "12-08", "2026-12-07 17:30 left-out 1" },
	{ "noon of the half day", HALF_DAY,
	  "12-04 12:00 report; 12-04 12:00:01 report unit=U2",
	  "d/U1/2026-12-04", "12-08", "2026-12-04 12:00 met R1" },
	{ "a second after noon of the half day", NULL, NULL,
	  "d/U2/2026-12-04", "12-08", "2026-12-04 12:00 late 1 R2" },

	/* the calendar */
	{ "Friday before a Saturday that is worked reports about it", DAILY_NEXT,
	  "02-13 17:00 report occurred_at=02-14T09:00",
	  "d/U1/2026-02-13", "03-15", "2026-02-13 17:30 met R1" },
	{ "and not about the holidays after it", DAILY_NEXT,
	  "02-13 17:00 report occurred_at=02-15T09:00",
	  "d/U1/2026-02-13", "02-13 17:31", "2026-02-13 17:30 left-out 1" },
	{ "the worked Saturday reports about the holidays", NULL, NULL,
	  "d/U1/2026-02-14", "03-15", "2026-02-14 17:30 met R1" },
	{ "and about the first day of work after them", DAILY_NEXT,
	  "02-14 17:30 report occurred_at=02-24T09:00",
	  "d/U1/2026-02-14", "03-15", "2026-02-14 17:30 met R1" },
	{ "holidays have no slot", NULL, NULL, "d/U1/2026-02-16", "03-15", "none" },
	{ "a Saturday that is not worked has none", NULL, NULL, "d/U1/2026-02-07", "03-15",
	  "none" },
	{ "Friday, February the 27th, is followed by a worked Saturday", DAILY_NEXT,
	  "02-27 17:00 report occurred_at=02-28T09:00",
	  "d/U1/2026-02-27", "03-15", "2026-02-27 17:30 met R1" },
	{ "which reports about Monday", NULL, "02-28 17:00 report occurred_at=03-02T09:00",
	  "d/U1/2026-02-28", "03-15", "2026-02-28 17:30 met R2" },
	{ "Friday before the worked 9 May", DAILY_NEXT,
	  "05-08 17:00 report occurred_at=05-09T09:00",
	  "d/U1/2026-05-08", "06-15", "2026-05-08 17:30 met R1" },
	{ "Friday before the worked Sunday, 20 September", DAILY_NEXT,
	  "09-18 17:00 report occurred_at=09-20T09:00",
	  "d/U1/2026-09-18", "10-15", "2026-09-18 17:30 met R1" },
	{ "the Saturday before that Sunday is free", NULL, NULL, "d/U1/2026-09-19", "10-15",
	  "none" },
	{ "that Sunday reports about Monday", NULL, "09-20 17:00 report occurred_at=09-21T09:00",
	  "d/U1/2026-09-20", "10-15", "2026-09-20 17:30 met R2" },
	{ "Friday before the worked 10 October", DAILY_NEXT,
	  "10-09 17:00 report occurred_at=10-10T09:00",
	  "d/U1/2026-10-09", "11-15", "2026-10-09 17:30 met R1" },
	{ "what happened on a day off is reported about by the workday before", DAILY,
	  "12-04 17:00 report occurred_at=12-04T09:00; "
	  "12-07 08:00 report unit=U2 occurred_at=12-06T23:00",
	  "d/U2/2026-12-04", "12-07 18:00", "2026-12-04 17:30 late 3750 R2" },
	{ "work's minutes of a worked Saturday count", DAILY_WORK,
	  "02-14 10:00 report occurred_at=02-13T09:00",
	  "d/U1/2026-02-13", "03-15", "2026-02-13 17:30 late 60 R1" },
	{ "those of the holidays do not", DAILY_WORK,
	  "02-24 09:30 report occurred_at=02-14T09:00",
	  "d/U1/2026-02-14", "03-15", "2026-02-14 17:30 late 30 R1" },
	{ "by the clock they do", DAILY, "02-24 09:30 report occurred_at=02-14T09:00",
	  "d/U1/2026-02-14", "03-15", "2026-02-14 17:30 late 13920 R1" },
	{ "last workday of a week with a worked Saturday",
	  DUTY("rhythm: week, on: workday -1, due: '17:30'"), NULL,
	  "d/U1/2026-02-14", "02-10", "2026-02-14 17:30 open" },
	{ "a Friday off goes to the next workday, in the next week",
	  DUTY("rhythm: week, on: friday, shift: next, due: '17:30'"), NULL,
	  "d/U1/2026-02-24", "02-10", "2026-02-24 17:30 open" },
	{ "whose own Friday stands beside it", NULL, NULL,
	  "d/U1/2026-02-27", "02-10", "2026-02-27 17:30 open" },
	{ "or to the workday before, in the week before",
	  DUTY("rhythm: week, on: friday, shift: previous, due: '17:30'"), NULL,
	  "d/U1/2026-02-14", "02-10", "2026-02-14 17:30 open" },
	{ "30 days over the Spring Festival are days", EVENT("due: +30d"),
	  "02-20 00:00:00 report occurred_at=01-20T09:00",
	  "d/U1/R2026-0001", "03-15", "2026-02-20 met R1" },
	{ "and end with the thirtieth, holiday or not", EVENT("due: +30d"),
	  "02-20 00:00:01 report occurred_at=01-20T09:00",
	  "d/U1/R2026-0001", "03-15", "2026-02-20 late 1 R1" },
	{ "30 working days over the Spring Festival", EVENT("due: +30w"),
	  "03-09 23:59 report occurred_at=01-20T09:00",
	  "d/U1/R2026-0001", "03-15", "2026-03-10 met R1" },
	{ "3 working days from before it to after it", EVENT("due: +3w end-of-work"),
	  "02-24 17:30 report occurred_at=02-12T09:00",
	  "d/U1/R2026-0001", "03-15", "2026-02-24 17:30 met R1" },
	{ "30 days from a leap year's January", EVENT("due: +30d"),
	  "2028-02-29 23:59 report occurred_at=2028-01-30T09:00",
	  "d/U1/R2028-0001", "2028-03-15", "2028-03-01 met R1 provisional" },
	{ "29 February", DUTY("rhythm: year, on: 02-29, due: '17:30', clock: wall"),
	  "2028-02-29 17:31 report",
	  "d/U1/2028-02-29", "2028-03-15", "2028-02-29 17:30 late 1 R1 provisional" },
	{ "is the 28th in other years", NULL, NULL,
	  "d/U1/2026-02-28", "02-10", "2026-02-28 17:30 open" },
	{ "the last of a leap year's February", MONTHLY, NULL,
	  "d/U1/2028-02-29", "2028-02-10", "2028-03-01 open provisional" },
	{ "31 December ends with the year", DUTY("rhythm: year, due: '24:00', clock: wall"),
	  "2027-01-01 00:00:00 report occurred_at=12-31T20:00",
	  "d/U1/2026-12-31", "2027-01-05", "2027-01-01 met R1" },
	{ "a second into the new year", NULL,
	  "2027-01-01 00:00:01 report unit=U2 occurred_at=12-31T20:00",
	  "d/U2/2026-12-31", "2027-01-05", "2027-01-01 late 1 R2" },
	{ "a report about the new year does not meet the old", NULL,
	  "2027-01-01 00:00:00 report unit=U3",
	  "d/U3/2026-12-31", "2027-01-01 00:01", "2027-01-01 left-out 1" },
	{ "the last half-year", DUTY("rhythm: half-year, on: last, due: end-of-work"), NULL,
	  "d/U1/2026-12-31", "12-01", "2026-12-31 17:30 open" },
	{ "the 31st of February", DUTY("rhythm: month, on: 31, due: '17:30'"), NULL,
	  "d/U1/2026-02-28", "02-10", "2026-02-28 17:30 open" },
	{ "the 31st of April", NULL, NULL, "d/U1/2026-04-30", "02-10", "2026-04-30 17:30 open" },
	{ "the 31st of May", NULL, NULL, "d/U1/2026-05-31", "02-10", "2026-05-31 17:30 open" },
	{ "which has no second slot", NULL, NULL, "d/U1/2026-05-30", "02-10", "none" },
	{ "the 23rd working day of a month that has it",
	  DUTY("rhythm: month, on: workday 23, due: '17:30'"), NULL,
	  "d/U1/2026-12-31", "12-01", "2026-12-31 17:30 open" },
	{ "and of one that has it not", NULL, NULL, "d/U1/2026-11-30", "11-01", "none" },
	{ "the last published day", DAILY, NULL,
	  "d/U1/2026-12-31", "12-01", "2026-12-31 17:30 open" },
	{ "beyond the published years", NULL, NULL,
	  "d/U1/2027-01-04", "12-01", "2027-01-04 17:30 open provisional" },

	/* duties and their dates */
	{ "a duty that begins within the month is owed at its end",
	  "duty:\n" DUTY_ROW("valid_from: 2026-12-16",
			    "rhythm: month, due: '24:00', clock: wall"),
	  "12-05 09:00 report", "d/U1/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "and not at the end of the month before", NULL, NULL, "d/U1/2026-11-30", "12-20",
	  "none" },
	{ "one that ended within the month is not",
	  "duty:\n" DUTY_ROW("valid_from: 2020-01-01, valid_to: 2026-12-30",
			    "rhythm: month, due: '24:00'"),
	  NULL, "d/U1/2026-12-31", "12-20", "none" },
	{ "its month before stays owed", NULL, NULL,
	  "d/U1/2026-11-30", "11-20", "2026-12-01 open" },
	{ "one that ends with the day that 24:00 ends",
	  "duty:\n" DUTY_ROW("valid_from: 2020-01-01, valid_to: 2026-12-31",
			    "rhythm: month, due: '24:00'"),
	  NULL, "d/U1/2026-12-31", "12-20", "2027-01-01 open" },
	{ "one that ended after the month's day",
	  "duty:\n" DUTY_ROW("valid_from: 2020-01-01, valid_to: 2026-12-15",
			    "rhythm: month, on: 10, due: '17:30'"),
	  NULL, "d/U1/2026-12-10", "12-01", "2026-12-10 17:30 open" },
	{ "the day before the time limit changed",
	  TWO_DUTIES("rhythm: workday, due: '17:30', clock: wall",
		     "rhythm: workday, due: '16:00', clock: wall"),
	  "12-15 17:00 report; 12-16 17:00 report",
	  "d/U1/2026-12-15", "12-20", "2026-12-15 17:30 met R1" },
	{ "the day it changed", NULL, NULL,
	  "d/U1/2026-12-16", "12-20", "2026-12-16 16:00 late 60 R2" },
	{ "a month whose day is moved forward has both",
	  TWO_DUTIES("rhythm: month, on: 10, due: '17:30'",
		     "rhythm: month, on: 20, due: '17:30'"), NULL,
	  "d/U1/2026-12-10", "12-01", "2026-12-10 17:30 open" },
	{ "the other of both", NULL, NULL, "d/U1/2026-12-20", "12-01", "2026-12-20 17:30 open" },
	{ "what is due the day after a change is due by the new row",
	  TWO_DUTIES("rhythm: workday, due: '+1d 09:00', clock: wall",
		     "rhythm: workday, due: '+1d 09:00', grace: 30, clock: wall"),
	  "12-16 09:20 report occurred_at=12-15T09:00",
	  "d/U1/2026-12-15", "12-20", "2026-12-16 09:00 met R1" },

	/* units and their dates */
	{ "the day before a unit gets another name",
	  DAILY RENAMED,
	  NULL, "d/U1/2026-12-15", "12-01", "2026-12-15 17:30 open", "甲局" },
	{ "and the day after", NULL, NULL,
	  "d/U1/2026-12-16", "12-01", "2026-12-16 17:30 open", "甲委" },
	{ "what it reported under its old name counts",
	  MONTHLY RENAMED,
	  "12-05 09:00 report", "d/U1/2026-12-31", "12-20", "2027-01-01 met R1", "甲委" },
	{ "a unit that was merged away within the month",
	  MONTHLY MERGED,
	  NULL, "d/U1/2026-12-31", "12-20", "none" },
	{ "what it owed before stays", NULL, NULL, "d/U1/2026-11-30", "12-01 00:00:01",
	  "2026-12-01 left-out 1", "甲局" },
	{ "its last day",
	  DAILY MERGED,
	  NULL, "d/U1/2026-12-15", "12-01", "2026-12-15 17:30 open" },
	{ "the day after it", NULL, NULL, "d/U1/2026-12-16", "12-01", "none" },
	{ "a new unit owes the month it begins in",
	  MONTHLY UNIT("U4", "丁局", "department", "valid_from: 2026-12-16"),
	  "12-20 09:00 report unit=U4", "d/U4/2026-12-31", "12-21", "2027-01-01 met R1", "丁局" },
	{ "and not the one before", NULL, NULL, "d/U4/2026-11-30", "12-20", "none" },
	{ "a unit that becomes of another kind, the day before",
	  DUTY("kinds: [department], rhythm: workday, due: '17:30'")
	  UNIT("U1", "甲区", "park", "valid_from: 2026-12-16"),
	  NULL, "d/U1/2026-12-15", "12-01", "2026-12-15 17:30 open" },
	{ "the day after", NULL, NULL, "d/U1/2026-12-16", "12-01", "none" },

	/* a unit's own rules */
	{ "an own rule until June",
	  DAILY OVERRIDE("due: '16:00', valid_from: 2026-01-01")
	  AND("due: '12:00', valid_from: 2026-07-01"), "06-30 16:30 report",
	  "d/U1/2026-06-30", "07-10", "2026-06-30 16:00 late 30 R1" },
	{ "another from July on", NULL, NULL, "d/U1/2026-07-01", "06-30",
	  "2026-07-01 12:00 open" },
	{ "it is nobody else's", NULL, NULL, "d/U2/2026-07-01", "06-30",
	  "2026-07-01 17:30 open" },
	{ "it was not so the year before", NULL, NULL,
	  "d/U1/2025-12-31", "2025-12-01", "2025-12-31 17:30 open" },
	{ "exempt from July on", DAILY OVERRIDE("exempt: yes, valid_from: 2026-07-01"),
	  NULL, "d/U1/2026-07-01", "06-30", "none" },
	{ "owing until then", NULL, NULL, "d/U1/2026-06-30", "06-30", "2026-06-30 17:30 open" },
	{ "an own grace", DAILY OVERRIDE("grace: 30, valid_from: 2026-01-01"),
	  "12-04 18:00:00 report", "d/U1/2026-12-04", "12-10", "2026-12-04 17:30 met R1" },
	{ "an own day of the month keeps the slot's name",
	  DUTY("rhythm: month, on: 10, due: '17:30'")
	  OVERRIDE("on: 25, valid_from: 2026-01-01"), NULL,
	  "d/U1/2026-12-10", "12-01", "2026-12-25 17:30 open" },
	{ "an own time limit that reaches further than the duty's",
	  MONTHLY OVERRIDE("due: '+40d 12:00', valid_from: 2026-01-01"), NULL,
	  "d/U1/2026-11-30", "12-01", "2027-01-09 12:00 open provisional" },
	{ "an own day at the other end of the year",
	  DUTY("rhythm: year, on: 01-31, due: '17:30'")
	  OVERRIDE("on: 11-30, valid_from: 2026-01-01"), NULL,
	  "d/U1/2026-01-31", "10-01", "2026-11-30 17:30 open" },

	/* answers */
	{ "nothing to report", DAILY, "12-04 17:30 nil",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 nil" },
	{ "nothing to report, late", DAILY, "12-04 18:00 nil",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 30" },
	{ "nothing to report, then a report after all", DAILY,
	  "12-04 16:00 nil; 12-04 17:30 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "nothing to report, then a late report after all", DAILY,
	  "12-04 16:00 nil; 12-04 18:00 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 30 R1" },
	{ "a late nil, then a report", DAILY, "12-04 18:00 nil; 12-04 19:00 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 90 R1" },
	{ "nothing to report, and the report after all withdrawn", DAILY,
	  "12-04 16:00 nil; 12-04 18:00 report; 12-04 18:10 withdraw 1",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 nil" },
	{ "excused", DAILY, "12-04 18:00 excuse",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 excused" },
	{ "excused, though late", DAILY, "12-04 18:00 report; 12-04 18:10 excuse",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 excused R1" },
	{ "excused, though nil", DAILY, "12-04 16:00 nil; 12-04 16:10 excuse",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 excused" },
	{ "excused before, and met", DAILY, "12-04 16:00 excuse; 12-04 17:30 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "excused before, then reported late", DAILY, "12-04 16:00 excuse; 12-04 17:31 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 excused R1" },

	/* what becomes of the report */
	{ "withdrawn before it is due", DAILY, "12-04 17:00 report; 12-04 17:10 withdraw 1",
	  "d/U1/2026-12-04", "12-04 17:20", "2026-12-04 17:30 open" },
	{ "withdrawn, and nothing else came", NULL, NULL,
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30" },
	{ "withdrawn long after it met the slot", DAILY,
	  "12-04 17:00 report; 12-08 09:00 withdraw 1",
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30" },
	{ "withdrawn, and another came late", DAILY,
	  "12-04 17:00 report; 12-04 17:10 withdraw 1; 12-04 17:35 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 5 R2" },
	{ "returned before it is due", DAILY,
	  "12-04 17:00 report external_id=a; 12-04 17:10 return 1",
	  "d/U1/2026-12-04", "12-04 17:20", "2026-12-04 17:30 open R1 returned" },
	{ "returned, and it did not come back", NULL, NULL,
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30 R1 returned" },
	{ "it came back late: it counts as it first came", NULL, "12-04 18:30 mend external_id=a",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "a late one that was returned and mended", DAILY,
	  "12-04 17:40 report external_id=a; "
	  "12-04 17:50 return 1; 12-04 18:30 mend external_id=a",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 10 R1" },
	{ "returned, and another one came", DAILY,
	  "12-04 17:00 report; 12-04 17:10 return 1; 12-04 17:20 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R2" },
	{ "the first of two counts", DAILY, "12-04 17:00 report; 12-04 17:10 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "the first of two was the duplicate", NULL, "12-04 17:20 duplicate 1 R2026-0002",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R2" },
	{ "a duplicate of yesterday's alone", DAILY,
	  "12-03 17:00 report; 12-04 17:00 report; 12-04 17:10 duplicate 2 R2026-0001",
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30" },
	{ "a rejected one was reported", DAILY, "12-04 17:00 report; 12-04 17:40 reject 1",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "an accepted one", DAILY, "12-04 17:00 report; 12-04 17:40 accept 1",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 met R1" },
	{ "another category's", DAILY, "12-04 08:00 " FIRST,
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30" },

	/* urges and lapse */
	{ "urged, with the last second to answer in", DAILY, "12-04 18:00 urge",
	  "d/U1/2026-12-04", "12-04 20:00:00", "2026-12-04 17:30 left-out 150 urged 1" },
	{ "urged in vain", NULL, NULL,
	  "d/U1/2026-12-04", "12-04 20:00:01", "2026-12-04 17:30 unreported 151 urged 1" },
	{ "urged again: the first urge counts", NULL, "12-04 19:30 urge again",
	  "d/U1/2026-12-04", "12-04 20:00:01", "2026-12-04 17:30 unreported 151 urged 2" },
	{ "unreported, and then it came", NULL, "12-04 21:00 report",
	  "d/U1/2026-12-04", "12-05", "2026-12-04 17:30 late 210 R1 urged 2" },
	{ "unreported, and then nil", NULL, "12-04 21:00 nil",
	  "d/U2/2026-12-04", "12-05", "2026-12-04 17:30 late 210 urged 2" },
	{ "unreported, and then excused", NULL, "12-04 21:00 excuse",
	  "d/U3/2026-12-04", "12-05", "2026-12-04 17:30 excused urged 2" },
	{ "a shorter time to answer in",
	  DAILY SETTING("urge_answer", "30"),
	  "12-04 18:00 urge",
	  "d/U1/2026-12-04", "12-04 18:30:01", "2026-12-04 17:30 unreported 61 urged 1" },
	{ "before a lapse of hours",
	  DUTY("rhythm: workday, due: '17:30', lapse: +2h, clock: wall"), NULL,
	  "d/U1/2026-12-04", "12-04 19:30:00", "2026-12-04 17:30 left-out 120" },
	{ "after it", NULL, NULL,
	  "d/U1/2026-12-04", "12-04 19:30:01", "2026-12-04 17:30 unreported 121" },
	{ "before a lapse of a working day",
	  DUTY("rhythm: workday, due: '17:30', lapse: +1w, clock: work"), NULL,
	  "d/U1/2026-12-04", "12-08 00:00:00", "2026-12-04 17:30 left-out 420" },
	{ "after it, over a weekend", NULL, NULL,
	  "d/U1/2026-12-04", "12-08 00:00:01", "2026-12-04 17:30 unreported 420" },
	{ "a lapse of a day after 24:00",
	  DUTY("rhythm: day, due: '24:00', lapse: +1d, clock: wall"), NULL,
	  "d/U1/2026-12-04", "12-06 00:00:00", "2026-12-05 left-out 1440" },
	{ "has passed", NULL, NULL,
	  "d/U1/2026-12-04", "12-06 00:00:01", "2026-12-05 unreported 1441" },

	/* the clock went back */
	{ "filed first, by a clock that was ahead", DAILY,
	  "12-04 18:00 report; 12-04 17:20 report",
	  "d/U1/2026-12-04", "12-04 17:25", "2026-12-04 17:30 met R2" },
	{ "received later than now", DAILY, "12-04 17:30 report",
	  "d/U1/2026-12-04", "12-04 17:00", "2026-12-04 17:30 met R1" },
	{ "received late, later than now", DAILY, "12-04 18:00 report",
	  "d/U1/2026-12-04", "12-04 17:00", "2026-12-04 17:30 late 30 R1" },
	{ "nil, later than now", DAILY, "12-04 17:10 nil",
	  "d/U1/2026-12-04", "12-04 17:00", "2026-12-04 17:30 nil" },
	{ "urged later than now", DAILY, "12-04 21:00 urge",
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30 urged 1" },
	{ "handled before it was received", DAILY, "12-04 17:00 report; 12-04 16:00 withdraw 1",
	  "d/U1/2026-12-04", "12-04 18:00", "2026-12-04 17:30 left-out 30" },

	/* persons */
	{ "two of one name: the one whose unit reports", OF_PERSONS,
	  "12-05 09:00 report leaders=张三",
	  "d/P1/2026-12-31", "12-20", "2027-01-01 met R1", "甲局" },
	{ "and not the other", NULL, NULL, "d/P2/2026-12-31", "12-20", "2027-01-01 open",
	  "乙局" },
	{ "two of one name, and a third unit reports", OF_PERSONS,
	  "12-05 09:00 report unit=U3 leaders=张三",
	  "d/P1/2026-12-31", "12-20", "2027-01-01 open" },
	{ "one of the name, and another unit reports", OF_PERSONS,
	  "12-05 09:00 report unit=U3 leaders=王五",
	  "d/P5/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "one that moved to another unit meanwhile", NULL, NULL,
	  "d/P5/2026-11-30", "11-20", "2026-12-01 open", "甲局" },
	{ "a namesake who left long ago is nobody's", OF_PERSONS,
	  "12-05 09:00 report leaders=李四",
	  "d/P3/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "nor does he stand between other units and him", OF_PERSONS,
	  "12-05 09:00 report unit=U3 leaders=李四", "d/P3/2026-12-31", "12-20",
	  "2027-01-01 met R1" },
	{ "what he reported himself stays his", OF_PERSONS,
	  "2025-11-05 09:00 report leaders=李四", "d/P4/2025-11-30", "12-20",
	  "2025-12-01 met R1" },
	{ "several leaders in one report", OF_PERSONS,
	  "12-05 09:00 report leaders=张三、王五、李四",
	  "d/P5/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "each of several leaders owes his own leave", LEAVES,
	  "12-05 09:00 report leaders=张三、王五 occurred_at=12-04T09:00",
	  "d/P1/R2026-0001", "12-20", "2026-12-15 met R1", "甲局" },
	{ "the other of them", NULL, NULL, "d/P5/R2026-0001", "12-20", "2026-12-15 met R1" },
	{ "reported by another unit", LEAVES,
	  "12-05 09:00 report unit=U3 leaders=王五 occurred_at=12-04T09:00",
	  "d/P5/R2026-0001", "12-20", "2026-12-15 met R1", "甲局" },
	{ "one that moves to another unit before it is due", LEAVES,
	  "12-15 00:00 report leaders=王五 occurred_at=12-10T09:00",
	  "d/P5/R2026-0001", "12-20", "2026-12-21 met R1" },
	{ "one that is named twice owes it once", LEAVES,
	  "12-05 09:00 report leaders=王五、王五 occurred_at=12-04T09:00",
	  "d/P5/R2026-0001", "12-20", "2026-12-15 met R1" },

	{ "several duties by the same reports", ALL_OF_PERSONS,
	  "12-02 09:00 report occurred_at=11-20T09:00 leaders=王五",
	  "mon/P5/2026-11-30", "12-20", "2026-12-01 late 1980 R1" },
	{ "of a day", NULL, NULL, "day/P5/2026-11-20", "12-20", "2026-11-21 late 16380 R1" },
	{ "by when it came", NULL, NULL, "rec/P5/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "of the month before", NULL, NULL, "pre/P5/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "of the quarter after", NULL, NULL, "nex/P5/2026-09-30", "12-20",
	  "2026-10-01 late 89820 R1" },
	{ "of a year", NULL, NULL, "yea/P5/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "and nothing of another day", NULL, NULL, "day/P5/2026-11-23", "11-24 00:01",
	  "2026-11-24 left-out 1" },

	/* quota, and what is counted */
	{ "two of three", QUOTA,
	  "12-05 09:00 report; 12-20 09:00 report",
	  "d/U1/2026-12-31", "12-31 17:00", "2026-12-31 17:00 open 2/3" },
	{ "the third is late", NULL, "12-31 17:30 report",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 late 30 R3 3/3" },
	{ "a fourth does not help", NULL, "12-31 17:40 report",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 late 30 R3 4/3" },
	{ "one of the first is withdrawn", NULL, "12-31 17:50 withdraw 1",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 late 40 R4 3/3" },
	{ "one of the rest is returned", NULL, "12-31 17:55 return 2",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 left-out 60 R2 returned 2/3" },
	{ "excused, though the third was late", QUOTA,
	  "12-05 09:00 report; 12-20 09:00 report; 12-31 17:30 report; 12-31 17:40 excuse",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 excused R3 3/3" },
	{ "two of three, and nothing more to report",
	  QUOTA,
	  "12-05 09:00 report; 12-20 09:00 report; 12-31 17:00 nil",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 nil 2/3" },
	{ "an own quota", QUOTA
	  OVERRIDE("quota: 2, valid_from: 2026-01-01"),
	  "12-05 09:00 report; 12-20 09:00 report",
	  "d/U1/2026-12-31", "12-31 18:00", "2026-12-31 17:00 met R2 2/2" },
	{ "a quota of one category", TWO_CATEGORIES,
	  "09-03 09:00 report; 09-04 09:00 report; 10-03 09:00 report category=k; "
	  "10-04 09:00 report category=k; 11-03 09:00 report category=k; 11-04 09:00 report; "
	  "12-03 09:00 report; 12-04 09:00 report; 12-05 09:00 return 8",
	  "d/U1/2026-09-30", "2027-01-05", "2026-09-30 17:00 met R2 2/2" },
	{ "of another", NULL, NULL, "d/U1/2026-10-31", "2027-01-05", "2026-10-31 17:00 met R4 2/2" },
	{ "of both", NULL, NULL, "d/U1/2026-11-30", "2027-01-05", "2026-11-30 17:00 met R6 2/2" },
	{ "one of one category", NULL, NULL, "d/U1/2026-12-31", "2026-12-31 17:01",
	  "2026-12-31 17:00 left-out 1 R8 returned 1/2" },
	{ "counted by when it happened", MONTHLY, "12-02 09:00 report occurred_at=11-20T09:00",
	  "d/U1/2026-11-30", "12-20", "2026-12-01 late 1980 R1" },
	{ "and not by when it came", NULL, NULL, "d/U1/2026-12-31", "12-20", "2027-01-01 open" },
	{ "counted by when it came",
	  DUTY("rhythm: month, due: '24:00', counted_by: received, clock: wall"),
	  "12-02 09:00 report occurred_at=11-20T09:00",
	  "d/U1/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "and not by when it happened", NULL, NULL,
	  "d/U1/2026-11-30", "12-01 00:00:01", "2026-12-01 left-out 1" },
	{ "the first instant of the month",
	  DUTY("rhythm: month, due: '24:00', counted_by: received"),
	  "12-01 00:00:00 report", "d/U1/2026-12-31", "12-20", "2027-01-01 met R1" },
	{ "about the period before", DUTY("rhythm: month, on: 10, due: '17:30', about: previous"),
	  "12-05 09:00 report occurred_at=11-30T23:59", "d/U1/2026-12-10", "12-20",
	  "2026-12-10 17:30 met R1" },
	{ "about the period after", DUTY("rhythm: week, on: friday, due: '17:30', about: next"),
	  "12-04 09:00 report occurred_at=12-13T23:59", "d/U1/2026-12-04", "12-20",
	  "2026-12-04 17:30 met R1" },

	/* emergencies */
	{ "by telephone in time", EMERGENCY,
	  "12-04 08:40 " FIRST " form=telephone learned_at=12-04T08:10",
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:40 met R1" },
	{ "not in writing yet", NULL, NULL, "wri/U1/E2026-0001", "12-04 10:10",
	  "2026-12-04 10:10 open" },
	{ "not in writing at all", NULL, NULL,
	  "wri/U1/E2026-0001", "12-04 10:10:01", "2026-12-04 10:10 left-out 1" },
	{ "the limit from when it came in", NULL, NULL,
	  "rec/U1/E2026-0001", "12-04 09:30", "2026-12-04 09:40 open" },
	{ "then in writing, late", NULL,
	  "12-04 10:30 " MORE " stage=first form=written learned_at=12-04T08:10",
	  "wri/U1/E2026-0001", "12-05", "2026-12-04 10:10 late 20 R2" },
	{ "the telephone report stays what it was", NULL, NULL,
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:40 met R1" },
	{ "a written report meets the telephone's limit", EMERGENCY,
	  "12-04 08:35 " FIRST " learned_at=12-04T08:10; "
	  "12-04 08:50 " MORE " stage=first form=telephone",
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:40 met R1" },
	{ "the telephone does not meet that in writing", EMERGENCY,
	  "12-04 08:35 " FIRST " form=telephone; 12-04 09:00 " MORE " form=telephone",
	  "wri/U1/E2026-0001", "12-04 10:01", "2026-12-04 10:00 left-out 1" },
	{ "not said when it was learned: from when it happened", EMERGENCY, "12-04 08:31 " FIRST,
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:30 late 1 R1" },
	{ "said by a later report", NULL, "12-04 09:00 " MORE " learned_at=12-04T08:10",
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:40 met R1" },
	{ "a later report says it was learned earlier", NULL,
	  "12-04 09:10 " MORE " learned_at=12-04T08:00",
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:30 late 1 R1" },
	{ "a grade that rises later does not shorten what is past", EMERGENCY,
	  "12-04 08:40 " FIRST " grade=ordinary; 12-04 09:30 " MORE " grade=major",
	  "big/U1/E2026-0001", "12-05", "none" },
	{ "the limit of its first grade stands", NULL, NULL,
	  "com/U1/E2026-0001", "12-05", "2026-12-04 09:00 met R1" },
	{ "without a grade it is ordinary", EMERGENCY, "12-04 08:40 " FIRST,
	  "com/U1/E2026-0001", "12-05", "2026-12-04 09:00 met R1" },
	{ "graded first by a later report", NULL, "12-04 09:30 " MORE " grade=major",
	  "big/U1/E2026-0001", "12-05", "2026-12-04 08:15 late 25 R1" },
	{ "it is ordinary no more", NULL, NULL, "com/U1/E2026-0001", "12-05", "none" },
	{ "the superior department was told in time, and it was told later", EMERGENCY,
	  "12-04 08:30 " FIRST "; 12-04 12:00 " MORE " superior_at=12-04T10:00",
	  "sup/U1/E2026-0001", "12-05", "2026-12-04 10:00 met R2" },
	{ "the superior department was told late", EMERGENCY,
	  "12-04 08:30 " FIRST " superior_at=12-04T10:20",
	  "sup/U1/E2026-0001", "12-05", "2026-12-04 10:00 late 20 R1" },
	{ "the superior department was not told", EMERGENCY, "12-04 08:30 " FIRST,
	  "sup/U1/E2026-0001", "12-04 10:30", "2026-12-04 10:00 left-out 30" },
	{ "a follow-up is not the final report", EMERGENCY,
	  "12-04 08:30 " FIRST "; 12-06 09:00 " MORE,
	  "fin/U1/E2026-0001", "12-20", "2027-01-04 open provisional" },
	{ "the final report", NULL, "2027-01-03 23:59 " MORE " stage=final",
	  "fin/U1/E2026-0001", "2027-02-01", "2027-01-04 met R1 provisional" },
	{ "a second unit reports the same event", EMERGENCY,
	  "12-04 08:20 " FIRST "; "
	  "12-04 08:50 " MORE " unit=U2 stage=first learned_at=12-04T08:30",
	  "tel/U2/E2026-0001", "12-05", "2026-12-04 09:00 met R2" },
	{ "the first unit's chain is its own", NULL, NULL,
	  "tel/U1/E2026-0001", "12-05", "2026-12-04 08:30 met R1" },
	{ "the only report is returned", EMERGENCY, "12-04 08:20 " FIRST "; 12-04 08:25 return 1",
	  "wri/U1/E2026-0001", "12-04 10:01", "2026-12-04 10:00 left-out 1 R1 returned" },
	{ "and withdrawn: there is no event", NULL, "12-04 08:30 withdraw 1",
	  "wri/U1/E2026-0001", "12-04 10:01", "none" },

	/* before the event, and without a report */
	{ "leave told in time", EVENT("due: -3d"), "12-08 00:00 report occurred_at=12-10T08:00",
	  "d/U1/R2026-0001", "12-20", "2026-12-08 met R1" },
	{ "leave told late", EVENT("due: -3d"), "12-08 00:00:01 report occurred_at=12-10T08:00",
	  "d/U1/R2026-0001", "12-20", "2026-12-08 late 1 R1" },
	{ "leave told after it was over", EVENT("due: -1d"),
	  "12-12 00:00 report occurred_at=12-10T08:00",
	  "d/U1/R2026-0001", "12-20", "2026-12-10 late 2880 R1" },
	{ "a meeting's plan, over a weekend", DUTY("rhythm: event, due: -3w end-of-work"),
	  "12-04 17:30 report occurred_at=12-09T09:00",
	  "d/U1/R2026-0001", "12-20", "2026-12-04 17:30 met R1" },
	{ "a meeting's plan, over the Spring Festival",
	  DUTY("rhythm: event, due: -3w end-of-work"),
	  "02-14 09:30 report occurred_at=02-25T09:00",
	  "d/U1/R2026-0001", "03-20", "2026-02-13 17:30 late 30 R1" },
	{ "a meeting's plan, over the National Day", DUTY("rhythm: event, due: -3w end-of-work"),
	  "09-28 17:30 report occurred_at=10-08T09:00",
	  "d/U1/R2026-0001", "10-20", "2026-09-28 17:30 met R1" },
	{ "a time limit of more than a year", EVENT("due: +400d"),
	  "01-10 09:00 report occurred_at=01-10T08:00",
	  "d/U1/R2026-0001", "12-20", "2027-02-15 met R1 provisional" },
	{ "learned of otherwise", EVENT("due: +1d"),
	  "12-04 18:00 omission occurred_at=12-02T09:00 learned_at=12-04T10:00",
	  "d/U1/O2026-0001", "12-20", "2026-12-04 10:00 left-out" },
	{ "and excused", NULL, "12-05 09:00 excuse",
	  "d/U1/O2026-0001", "12-20", "2026-12-04 10:00 excused" },
	{ "learned of otherwise, where the duty has a rhythm", DAILY,
	  "12-04 18:00 omission occurred_at=12-02T09:00 learned_at=12-04T10:00",
	  "d/U1/O2026-0001", "12-20", "2026-12-04 10:00 left-out" },
	{ "the day's own slot stays what it is", NULL, NULL,
	  "d/U1/2026-12-02", "12-02 17:31", "2026-12-02 17:30 left-out 1" },

	/* the leave log: notice */
	{ "asked for in time", NOTICE("due: -3d"), "12-08 00:00 leave" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-08 met", "甲局" },
	{ "asked for a second late", NOTICE("due: -3d"), "12-08 00:00:01 leave" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-08 late 1" },
	{ "asked for when it was over", NOTICE("due: -3d"), "12-12 00:00 leave late=yes" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-08 late 5760" },
	{ "and excused", NULL, "12-12 09:00 excuse",
	  "not/P1/L2026-0001", "12-20", "2026-12-08 excused" },
	{ "in hours before the morning", NOTICE("due: -2h"), "12-08 00:00 leave" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-09 22:00 met" },
	{ "before the afternoon", NOTICE("due: -2h"), "12-08 00:00 leave from_part=afternoon" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-10 10:00 met" },
	{ "before the evening", NOTICE("due: -2h"), "12-08 00:00 leave from_part=evening" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-10 16:00 met" },
	{ "days are counted back from the day, whatever its part",
	  NOTICE("due: -3d"), "12-08 00:00 leave from_part=evening" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-08 met" },
	{ "before the Spring Festival, in working days", NOTICE("due: -1w end-of-work"),
	  "02-14 17:30 leave from_day=02-24 to_day=02-24",
	  "not/P1/L2026-0001", "03-01", "2026-02-14 17:30 met" },
	{ "one that was extended was asked for all the same",
	  NOTICE("due: -3d"), "12-07 09:00 leave status=extended" LEFT "; "
	  "12-09 09:00 leave parent=L2026-0001 from_day=12-12 to_day=12-12",
	  "not/P1/L2026-0001", "12-20", "2026-12-08 met" },
	{ "its extension owes no notice", NULL, NULL, "not/P1/L2026-0002", "12-20", "none" },
	{ "a refused one owes none", NOTICE("due: -3d"), "12-09 09:00 leave status=refused" LEFT,
	  "not/P1/L2026-0001", "12-20", "none" },
	{ "nor one that was cancelled", NOTICE("due: -3d"),
	  "12-09 09:00 leave status=cancelled" LEFT, "not/P1/L2026-0001", "12-20", "none" },
	{ "one that waits for approval does", NOTICE("due: -3d"),
	  "12-09 09:00 leave status=requested" LEFT,
	  "not/P1/L2026-0001", "12-20", "2026-12-08 late 1980" },
	{ "by rank", NOTICE("due: -3d, ranks: [city-chief]"), "12-09 09:00 leave" LEFT,
	  "not/P1/L2026-0001", "12-20", "none" },
	{ "a leave has no slot of the other anchor's duty", BOTH, "12-01 09:00 leave" LEFT,
	  "ret/P1/L2026-0001", "12-09 23:59:59", "none" },
	{ "nor a report of the category", BOTH, "12-01 09:00 report leaders=张三 unit=U1",
	  "not/P1/R2026-0001", "12-20", "none" },
	{ "over the year's end", NOTICE("due: -3d"),
	  "12-30 00:00:01 leave from_day=2027-01-01 to_day=2027-01-02",
	  "not/P1/L2026-0001", "2027-01-10", "2026-12-30 late 1" },

	/* the leave log: the return */
	{ "noon of the next working day", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04",
	  "ret/P1/L2026-0001", "12-07 12:00", "2026-12-07 12:00 open" },
	{ "a second after it", NULL, NULL,
	  "ret/P1/L2026-0001", "12-07 12:00:01", "2026-12-07 12:00 left-out 1" },
	{ "before it began there is nothing to come back from", NULL, NULL,
	  "ret/P1/L2026-0001", "12-02 23:59:59", "none" },
	{ "as it begins there is", NULL, NULL,
	  "ret/P1/L2026-0001", "12-03 00:00", "2026-12-07 12:00 open" },
	{ "registered as the clock strikes", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04 status=returned returned_at=12-07T12:00",
	  "ret/P1/L2026-0001", "12-20", "2026-12-07 12:00 met" },
	{ "a second after", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04 status=returned returned_at=12-07T12:00:01",
	  "ret/P1/L2026-0001", "12-20", "2026-12-07 12:00 late 1" },
	{ "within the grace", RETURN("due: +1w 12:00, grace: 30"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04 status=returned returned_at=12-07T12:30",
	  "ret/P1/L2026-0001", "12-20", "2026-12-07 12:00 met" },
	{ "earlier than it was to end", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-11 status=returned returned_at=12-04T09:00",
	  "ret/P1/L2026-0001", "12-20", "2026-12-14 12:00 met" },
	{ "of a morning it is the next working day too", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-03 to_part=morning status=away",
	  "ret/P1/L2026-0001", "12-03 09:00", "2026-12-04 12:00 open" },
	{ "after the National Day", RETURN("due: +1w 12:00"),
	  "09-20 09:00 leave from_day=09-29 to_day=09-30",
	  "ret/P1/L2026-0001", "10-07", "2026-10-08 12:00 open" },
	{ "on a Saturday that is worked", RETURN("due: +1w 12:00"),
	  "02-10 09:00 leave from_day=02-12 to_day=02-13",
	  "ret/P1/L2026-0001", "02-14 13:00", "2026-02-14 12:00 left-out 60" },
	{ "from the Spring Festival to the first day after it", RETURN("due: +1w 12:00"),
	  "02-10 09:00 leave from_day=02-16 to_day=02-20",
	  "ret/P1/L2026-0001", "02-20", "2026-02-24 12:00 open" },
	{ "over the year's end", RETURN("due: +1w 12:00"),
	  "12-20 09:00 leave from_day=12-30 to_day=12-31",
	  "ret/P1/L2026-0001", "12-31", "2027-01-01 12:00 open provisional" },
	{ "not approved yet", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave status=requested" LEFT, "ret/P1/L2026-0001", "12-20", "none" },
	{ "extended: nothing is due at the first end", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave status=extended" LEFT "; "
	  "12-09 09:00 leave parent=L2026-0001 from_day=12-12 to_day=12-14 status=away",
	  "ret/P1/L2026-0001", "12-20", "none" },
	{ "but at the second", NULL, NULL,
	  "ret/P1/L2026-0002", "12-20", "2026-12-15 12:00 left-out 6480" },
	{ "refused", RETURN("due: +1w 12:00"), "12-01 09:00 leave status=refused" LEFT,
	  "ret/P1/L2026-0001", "12-20", "none" },
	{ "cancelled", RETURN("due: +1w 12:00"), "12-01 09:00 leave status=cancelled" LEFT,
	  "ret/P1/L2026-0001", "12-20", "none" },
	{ "who is moved to another unit while away", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave person=P5 from_day=12-14 to_day=12-16",
	  "ret/P5/L2026-0001", "12-20", "2026-12-17 12:00 left-out 3600" },
	{ "and comes back before", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave person=P5 from_day=12-10 to_day=12-11 status=away",
	  "ret/P5/L2026-0001", "12-12", "2026-12-14 12:00 open" },
	{ "who is no longer there when it is due", RETURN("due: +1w 12:00"),
	  "2025-12-01 09:00 leave person=P4 from_day=2025-12-30 to_day=2025-12-31",
	  "ret/P4/L2026-0001", "12-20", "none" },
	{ "by the unit's own rule", RETURN("due: +1w 12:00")
	  "override:\n  - { duty: ret, unit: U1, due: +2w 09:00, valid_from: 2020-01-01 }\n",
	  "12-01 09:00 leave from_day=12-03 to_day=12-04",
	  "ret/P1/L2026-0001", "12-07", "2026-12-08 09:00 open" },
	{ "whose units owe it", RETURN("due: +1w 12:00, units: [U2]"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04", "ret/P1/L2026-0001", "12-07", "none" },
	{ "by the row of the day it is due",
	  RETURN("due: +1w 12:00, valid_to: 2026-12-15")
	  "  - { code: ret, name: 请假, categories: [c], owed_by: person, rhythm: event, clock: wall, "
	  "anchor: return, valid_from: 2026-12-16, due: +1w 09:00 }\n",
	  "12-01 09:00 leave from_day=12-14 to_day=12-15",
	  "ret/P1/L2026-0001", "12-15", "2026-12-16 09:00 open" },
	{ "before the office began to keep count",
	  RETURN("due: +1w 12:00") SETTING("owed_from", "2026-12-08"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04", "ret/P1/L2026-0001", "12-20", "none" },
	{ "excused", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-03 to_day=12-04; 12-07 15:00 excuse",
	  "ret/P1/L2026-0001", "12-20", "2026-12-07 12:00 excused" },
	{ "urged", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave from_day=12-02 to_day=12-03; 12-04 15:00 urge",
	  "ret/P1/L2026-0001", "12-04 17:00", "2026-12-04 12:00 left-out 300 urged 1" },
	{ "urged and not heeded", NULL, NULL,
	  "ret/P1/L2026-0001", "12-04 17:00:01", "2026-12-04 12:00 unreported 301 urged 1" },
	{ "excuses are found beyond the 9999th", RETURN("due: +1w 12:00"),
	  "12-01 09:00 leave number=L2026-9999 from_day=12-03 to_day=12-03; "
	  "12-01 09:00 leave number=L2026-10000 from_day=12-04 to_day=12-04; "
	  "12-08 09:00 leave number=L2026-10001 from_day=12-08 to_day=12-08; 12-09 09:00 excuse",
	  "ret/P1/L2026-9999", "12-20", "2026-12-04 12:00 excused" },
	{ "on either side", NULL, "12-09 09:00 excuse",
	  "ret/P1/L2026-10000", "12-20", "2026-12-07 12:00 excused" },

	/* what is nobody's */
	{ "before the office began to keep count",
	  DAILY SETTING("owed_from", "2026-12-07"),
	  NULL, "d/U1/2026-12-04", "12-20", "none" },
	{ "on the day it began", NULL, NULL,
	  "d/U1/2026-12-07", "12-07 17:31", "2026-12-07 17:30 left-out 1" },
	{ "24:00 of the day before is before",
	  DUTY("rhythm: day, due: '24:00'")
	  SETTING("owed_from", "2026-12-07"),
	  NULL, "d/U1/2026-12-06", "12-20", "none" },
	{ "an event's name for a duty that has days", DAILY, NULL, "d/U1/E2026-0001", "12-20",
	  "none" },
	{ "a day's name for a duty of events", EVENT("due: +1d"), "12-04 09:00 report",
	  "d/U1/2026-12-04", "12-20", "none" },
	{ "a unit that nobody knows", DAILY, NULL, "d/U9/2026-12-04", "12-20", "none" },
	{ "a day that no calendar has", NULL, NULL, "d/U1/2026-13-41", "12-20", "none" },
	{ "the first day of all", NULL, NULL, "d/U1/1900-01-01", "12-20", "none" },
	{ "the last day of all", NULL, NULL, "d/U1/2199-12-31", "12-20",
	  "2199-12-31 17:30 open provisional" },
};
/* clang-format on */

/* --- an office ----------------------------------------------------------------------------------- */

struct office {
	char dir[64], path[80];
	struct od_act act;
	struct od_db *db;
	struct od_err err;
	int reports, leaves;
};

struct one { /* test */
	struct office *o;
	const struct row *row;
};

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, o->err.msg); \
	} while (0)

static od_instant instant(struct office *o, const char *text)
{
	od_instant t;

	OK(od_instant_parse(text, &when, &t, &o->err));
	return t;
}

static void load_file(struct office *o, const char *path)
{
	union {
		struct od_duty duty;
		struct od_report report;
		struct od_leave leave;
		struct od_leave_rule leave_rule;
	} rec = { 0 };
	int fd = open(path, O_RDONLY), r;
	struct od_reader *in =
		od_reader_new(fd, path, od_load_types, &when, OD_KEEP_READONLY, &o->err);

	assert_non_null(in);
	while ((r = od_reader_next(in, &rec, &o->err)) == OD_ROW) {
		enum od_change change;

		OK(od_load(o->db, od_reader_type(in), &rec, &change, &o->err));
	}
	if (r != OD_END)
		fail_msg("%s", o->err.msg);
	od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	close(fd);
}

static void problem(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
}

static void load_text(struct office *o, const char *text)
{
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/in", o->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	load_file(o, path);
	OK(od_load_check(o->db, problem, NULL, &o->err));
}

static void begin(struct office *o, od_instant now)
{
	o->act = (struct od_act){ "tester", NULL, "test-slot", now };
	OK(od_begin(o->db, &o->act, &o->err));
}

static void commit(struct office *o)
{
	OK(od_commit(o->db, &o->err));
}

/* Whatever happened in an office, the journal proves every row. */
static void leave(struct office *o)
{
	struct od_verify v = { .problem = problem };

	if (!o->db)
		return;
	OK(od_verify(o->db, &v, &o->err));
	od_close(o->db);
	o->db = NULL;
}

static void copy_base(const struct office *o)
{
	char command[192];

	snprintf(command, sizeof(command), "cp %s/base.db %s/o.db", o->dir, o->dir);
	assert_int_equal(system(command), 0);
}

static void enter(struct office *o, const char *regime)
{
	leave(o);
	o->reports = o->leaves = 0;
	copy_base(o);
	o->db = od_open(o->path, OD_WRITE, 2000, &o->err);
	assert_non_null(o->db);
	begin(o, instant(o, "2026-01-01 08:00"));
	load_text(o, regime);
	commit(o);
}

static int setup(void **state)
{
	struct office *o = calloc(1, sizeof(*o));

	*state = o;
	snprintf(o->dir, sizeof(o->dir), "/tmp/test-slot-XXXXXX");
	assert_non_null(mkdtemp(o->dir));
	snprintf(o->path, sizeof(o->path), "%s/base.db", o->dir);
	OK(od_create(o->path, &o->err));
	o->db = od_open(o->path, OD_WRITE, 2000, &o->err);
	assert_non_null(o->db);
	begin(o, instant(o, "2026-01-01 08:00"));
	load_file(o, SRCDIR "/share/calendar/china.yaml");
	load_text(o, base);
	commit(o);
	leave(o);
	snprintf(o->path, sizeof(o->path), "%s/o.db", o->dir);
	return 0;
}

static int teardown(void **state)
{
	struct office *o = *state;
	char command[120];

	leave(o);
	snprintf(command, sizeof(command), "rm -rf %s", o->dir);
	if (system(command) != 0)
		return -1;
	free(o);
	return 0;
}

/* --- the verbs of a story ------------------------------------------------------------------------ */

static void set(struct office *o, const struct od_rec_type *type, void *rec, const char *name,
		const char *text)
{
	const struct od_field *f = od_field_find(type, name);

	assert_non_null(f);
	OK(od_field_set(f, rec, text, &when, &o->err));
}

/* "field=text field=text" */
static void set_all(struct office *o, const struct od_rec_type *type, void *rec, char *arguments)
{
	char *rest = arguments;

	for (char *one = strtok_r(arguments, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
		char *text = strchr(one, '=');

		assert_non_null(text);
		*text++ = '\0';
		set(o, type, rec, one, text);
	}
}

static void submit(struct office *o, char *arguments, enum od_duplicate dup, enum od_taken want)
{
	struct od_report r = { 0 };
	enum od_taken taken;
	char title[32];
	bool differs;

	od_rec_init(&od_report_type, &r);
	snprintf(title, sizeof(title), "第%d条", ++o->reports);
	set(o, &od_report_type, &r, "unit", "U1");
	set(o, &od_report_type, &r, "category", "c");
	set(o, &od_report_type, &r, "title", title);
	set_all(o, &od_report_type, &r, arguments);
	OK(od_report_submit(o->db, &r, dup, &taken, &differs, &o->err));
	assert_int_equal(taken, want);
	od_rec_clear(&od_report_type, &r);
}

static void do_report(struct office *o, const char *verb, const char *slot, char *arguments)
{
	(void)slot;
	if (!strcmp(verb, "mend"))
		submit(o, arguments, OD_DUP_UPDATE, OD_UPDATED);
	else
		submit(o, arguments, OD_DUP_ERROR, OD_TAKEN);
}

/* "nil", "excuse": of the row's slot */
static void do_answer(struct office *o, const char *verb, const char *slot, char *arguments)
{
	struct od_answer a = { 0 };

	(void)arguments;
	od_rec_init(&od_answer_type, &a);
	set(o, &od_answer_type, &a, "slot", slot);
	set(o, &od_answer_type, &a, "kind", verb);
	set(o, &od_answer_type, &a, "reason", "停电");
	set(o, &od_answer_type, &a, "allowed_by", "某主任");
	OK(od_answer_put(o->db, &a, &o->err));
	od_rec_clear(&od_answer_type, &a);
}

/* "urge", "urge again": all that are silent */
static void do_urge(struct office *o, const char *verb, const char *slot, char *arguments)
{
	const struct od_slot_query q = { .since = instant(o, "12-04"),
					 .until = instant(o, "12-05") };

	(void)verb;
	(void)slot;
	OK(od_urge(o->db, &q, OD_CHANNEL_NOTICE, NULL, *arguments != '\0', NULL, NULL, &o->err));
}

/* "return 1", "duplicate 1 R2026-0002" */
static void do_handle(struct office *o, const char *verb, const char *slot, char *arguments)
{
	struct od_handling h = { 0 };
	char *target;

	(void)slot;
	od_rec_init(&od_handling_type, &h);
	h.number = od_number(2026, strtol(arguments, &target, 10));
	set(o, &od_handling_type, &h, "action", verb);
	set(o, &od_handling_type, &h, "reason", "有误");
	if (*target)
		set(o, &od_handling_type, &h, "target", target + 1);
	OK(od_handle(o->db, &h, &o->err));
	od_rec_clear(&od_handling_type, &h);
}

static void do_omission(struct office *o, const char *verb, const char *slot, char *arguments)
{
	struct od_omission m = { 0 };

	(void)verb;
	(void)slot;
	od_rec_init(&od_omission_type, &m);
	set(o, &od_omission_type, &m, "unit", "U1");
	set(o, &od_omission_type, &m, "category", "c");
	set(o, &od_omission_type, &m, "title", "停水");
	set_all(o, &od_omission_type, &m, arguments);
	OK(od_omission_put(o->db, &m, &o->err));
	od_rec_clear(&od_omission_type, &m);
}

/* Of P1, approved, asked for at the moment, unless it says otherwise. */
static void do_leave(struct office *o, const char *verb, const char *slot, char *arguments)
{
	struct od_leave l = { 0 };
	enum od_change change;

	(void)verb;
	(void)slot;
	od_rec_init(&od_leave_type, &l);
	l.number = od_number(2026, ++o->leaves);
	l.requested_at = o->act.now;
	set(o, &od_leave_type, &l, "person", "P1");
	set(o, &od_leave_type, &l, "kind", "k");
	set(o, &od_leave_type, &l, "status", "approved");
	set_all(o, &od_leave_type, &l, arguments);
	OK(od_load(o->db, &od_leave_type, &l, &change, &o->err));
	od_rec_clear(&od_leave_type, &l);
}

static const struct {
	const char *verb;
	void (*act)(struct office *o, const char *verb, const char *slot, char *arguments);
} verbs[] = {
	{ "report", do_report },    { "mend", do_report },       { "nil", do_answer },
	{ "excuse", do_answer },    { "urge", do_urge },         { "accept", do_handle },
	{ "return", do_handle },    { "reject", do_handle },     { "withdraw", do_handle },
	{ "duplicate", do_handle }, { "omission", do_omission }, { "leave", do_leave },
};

/* "12-04 17:30 report unit=U2" */
static void step(struct office *o, const char *slot, const char *text)
{
	char copy[512], at[32], verb[16];
	int date, rest = 0;

	while (*text == ' ')
		text++;
	snprintf(copy, sizeof(copy), "%s", text);
	assert_int_equal(sscanf(copy, "%*s %*s%n %15s %n", &date, verb, &rest), 1);
	snprintf(at, sizeof(at), "%.*s", date, copy);
	begin(o, instant(o, at));
	for (size_t i = 0; i < OD_COUNT(verbs); i++)
		if (!strcmp(verb, verbs[i].verb)) {
			verbs[i].act(o, verb, slot, copy + rest);
			commit(o);
			return;
		}
	fail_msg("no verb '%s'", verb);
}

static void tell(struct office *o, const struct row *row)
{
	char *story = strdup(row->story ? row->story : ""), *rest;

	for (char *one = strtok_r(story, ";", &rest); one; one = strtok_r(NULL, ";", &rest))
		step(o, row->slot, one);
	free(story);
}

/* --- what is said of a slot ---------------------------------------------------------------------- */

static void say(const struct od_slot *s, struct od_buf *b)
{
	char due[32];

	od_buf_printf(b, "%s %s", od_instant_str_short(s->due_at, due),
		      od_slot_states[s->state].word);
	if (s->late != OD_NOINT)
		od_buf_printf(b, " %lld", (long long)s->late);
	if (s->report != OD_NOINT)
		od_buf_printf(b, " R%lld", (long long)(s->report % OD_SERIALS));
	if (s->returned)
		od_buf_puts(b, " returned");
	if (s->quota > 1)
		od_buf_printf(b, " %lld/%lld", (long long)s->count, (long long)s->quota);
	if (s->urges)
		od_buf_printf(b, " urged %lld", (long long)s->urges);
	if (s->provisional)
		od_buf_puts(b, " provisional");
}

struct found {
	od_instant due_at;
	int state;
	char unit[16];
};

/* Of the query's slots the one that the row is about.  Anything said twice is a mistake. */
static void expect(struct office *o, const struct row *row, const struct od_slot_query *q,
		   const char *how, const char *want, struct found *found)
{
	struct od_slots *slots = od_slots_find(o->db, q, &o->err);
	const struct od_slot *all;
	struct od_buf b = OD_BUF_INIT;
	size_t n;

	if (!slots)
		fail_msg("%s: %s", how, o->err.msg);
	n = od_slots_rows(slots, &all);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i].slot, row->slot) != 0)
			continue;
		if (b.n)
			od_buf_puts(&b, " and ");
		say(&all[i], &b);
		found->due_at = all[i].due_at;
		found->state = all[i].state;
		snprintf(found->unit, sizeof(found->unit), "%s", all[i].unit);
		if (row->name)
			assert_string_equal(all[i].unit_name, row->name);
		if (q->explain)
			assert_true(all[i].why && strstr(all[i].why, "rule: duty "));
	}
	if (!b.n)
		od_buf_puts(&b, "none");
	if (strcmp(b.s, want) != 0)
		fail_msg("%s, asked %s: '%s', not '%s'", row->slot, how, b.s, want);
	od_buf_free(&b);
	od_slots_free(slots);
}

/* What the leave itself is told. */
static void due_alike(struct office *o, const char *slot, od_instant due)
{
	const char *ref = strrchr(slot, '/') + 1;
	struct od_leave l = { 0 };
	od_instant told;

	if (*ref != 'L')
		return;
	od_rec_init(&od_leave_type, &l);
	OK(od_number_parse('L', ref, &l.number, &o->err));
	OK(od_leave_get(o->db, l.number, &l, &o->err));
	if (!strncmp(slot, "not/", 4))
		OK(od_leave_notice(o->db, &l, &told, &o->err));
	else
		OK(od_leave_due(o->db, &l, &told, &o->err));
	assert_int_equal(told.sec, due.sec);
	od_rec_clear(&od_leave_type, &l);
}

/* Whoever asks for the silent, or for the late too, is told of no other. */
static void by_silence(struct office *o, const struct row *row, struct od_slot_query *q,
		       struct found *found)
{
	const unsigned int silent = 1u << OD_SLOT_OPEN | 1u << OD_SLOT_LEFT_OUT |
				    1u << OD_SLOT_UNREPORTED,
			   its = 1u << found->state;

	q->states = silent;
	expect(o, row, q, "when the silent are asked for", silent & its ? row->want : "none",
	       found);
	q->states = silent | 1u << OD_SLOT_LATE;
	expect(o, row, q, "and the late", q->states & its ? row->want : "none", found);
}

static void test_row(void **state)
{
	const struct one *one = *state;
	const struct row *row = one->row;
	struct office *o = one->o;
	struct od_slot_query q = { .slot = row->slot, .explain = true };
	struct found found = { .due_at = OD_NOINSTANT };

	if (row->regime)
		enter(o, row->regime);
	tell(o, row);
	q.now = instant(o, row->asked);
	expect(o, row, &q, "by name", row->want, &found);
	if (od_instant_is(found.due_at))
		due_alike(o, row->slot, found.due_at);
	q.slot = NULL;
	q.explain = false;
	if (!od_instant_is(found.due_at)) {
		q.since = instant(o, "2025-01-01");
		q.until = instant(o, "2029-01-01");
		expect(o, row, &q, "among all", row->want, &found);
		return;
	}
	q.since = (od_instant){ found.due_at.sec - 900 * 86400LL };
	q.until = (od_instant){ found.due_at.sec + 900 * 86400LL };
	expect(o, row, &q, "among all", row->want, &found);
	q.unit = found.unit;
	expect(o, row, &q, "of its unit", row->want, &found);
	q.since = found.due_at;
	q.until = (od_instant){ found.due_at.sec + 1 };
	expect(o, row, &q, "for the second it is due", row->want, &found);
	q.states = ~(1u << found.state);
	expect(o, row, &q, "by all other states", "none", &found);
	q.since = (od_instant){ found.due_at.sec - 900 * 86400LL };
	q.until = (od_instant){ found.due_at.sec + 900 * 86400LL };
	q.states = 1u << found.state;
	expect(o, row, &q, "by its state", row->want, &found);
	by_silence(o, row, &q, &found);
}

int main(void)
{
	struct CMUnitTest tests[OD_COUNT(table)];
	struct one ones[OD_COUNT(table)];
	void *office = NULL;
	int failed;

	setup(&office);
	for (size_t i = 0; i < OD_COUNT(table); i++) {
		ones[i] = (struct one){ office, &table[i] };
		tests[i] = (struct CMUnitTest){ .name = table[i].what,
						.test_func = test_row,
						.initial_state = &ones[i] };
	}
	failed = cmocka_run_group_tests_name("slot", tests, NULL, NULL);
	teardown(&office);
	return failed;
}
