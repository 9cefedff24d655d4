/* roundup.h - the nightly roundup as gathered, for its text and its page. */
#ifndef OD_ROUNDUP_H
#define OD_ROUNDUP_H

#include "leave.h"

/* Sections that are no column of the regime's. */
enum od_watch { OD_WATCH_NONE, OD_WATCH_AWAY, OD_WATCH_OVERDUE, OD_WATCH_MISSED, OD_WATCH_MATTERS };

struct od_section {
	struct od_column column; /* of a watch: code and title */
	size_t first, n;         /* its items, in od_roundup.item */
	enum od_watch watch;
	size_t away; /* away, overdue: its first in od_roundup.away, one an item */
};

struct od_unit_count {
	char *code, *name;
	int64_t n;
};

struct od_roundup {
	od_date day;
	char *office, *city, *title;
	struct od_section *section;
	size_t sections;
	struct od_item *item; /* by section */
	size_t items;
	struct od_away *away;
	size_t aways;
	struct od_unit_count *unit; /* most first; the next day's schedules not counted */
	size_t units;
	int64_t counted; /* items in all sections but the schedules */
	int64_t urgent, supplements;
	bool workday_known, workday; /* is the day a working day? */
	char *holiday;               /* the calendar's name of the day, or NULL */
};

/* The category of an item of the section missed that is a commission; its ref is the commission's number. */
#define OD_WATCH_COMMISSION "commission"
/* Adds the sections that are no columns, behind them.  back: for how many days what came late is still taken. */
int od_roundup_watch(struct od_db *db, struct od_roundup *r, int64_t back, od_instant now,
		     struct od_err *err) OD_MUST_CHECK;

/* --- an absence in words (roundup_away.c) ---------------------------------------------------------- */

/* "12月5日下午至12月7日"; "因公外出，北京" */
void od_away_when(const struct od_away *a, struct od_buf *b);
void od_away_what(const struct od_away *a, struct od_buf *b);
/* Who, when, what, where, who stands in: one line without its newline. */
void od_away_line(const struct od_away *a, struct od_buf *b);
/* When the return was due, and how long ago, to follow it. */
void od_away_due(const struct od_away *a, struct od_buf *b);
/* Of those sections on a page: names stay whole. */
#define OD_WATCH_STYLE                                           \
	".watch td:first-child,.watch .nm{white-space:nowrap}\n" \
	"@media print{.watch{font-size:10pt;line-height:1.4}.watch th,.watch td{padding:2pt 5pt}}\n"
/* The absences as a table of a page, each a row of class item; due: with when the return was due. */
void od_away_rows(struct od_buf *b, const struct od_away *a, size_t n, bool due);
/* An item of the section missed: "次日活动安排", "约稿“冬季供水”（Q2026-0001）"; "漏报", "迟报 20 分钟",
 * "未报送（12月3日18:00截止）" */
void od_missed_title(const struct od_item *it, struct od_buf *b);
void od_missed_state(const struct od_roundup *r, const struct od_item *it, struct od_buf *b);
/* An item of the section matters: "12月2日到期，逾期 2 天" */
void od_matter_state(const struct od_roundup *r, const struct od_item *it, struct od_buf *b);
/* "25 分钟", "80 小时 30 分钟" */
void od_delay(int64_t minutes, struct od_buf *b);

/* "一", "二" ... in the reader's language; n from 1. */
const char *od_ordinal(size_t n, char buf[static 32]);
/* "2026年12月4日　星期五", in the reader's language. */
void od_day_title(od_date d, struct od_buf *b);

#endif
