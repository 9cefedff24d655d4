/* report_find.c - reports: finding, and the search index that follows behind. */
#include <stdlib.h>

#include "report.h"

/* The office's day on which it was received. */
#define RECEIVED_DAY "date(r.received_at + 28800, 'unixepoch')"
_Static_assert(OD_ZONE_SECONDS == 28800, "RECEIVED_DAY");

/* The filters that ride on every way of finding; what drives the way is bound by it as well. */
/* clang-format off */
#define FILTERS                                                                                    \
	" AND (?2 IS NULL OR r.occurred_at >= ?2) AND (?3 IS NULL OR r.occurred_at < ?3)"         \
	" AND (?4 IS NULL OR r.received_at >= ?4) AND (?5 IS NULL OR r.received_at < ?5)"         \
	" AND (?6 IS NULL OR r.unit = ?6) AND (?7 IS NULL OR r.category = ?7)"                    \
	" AND (?8 IS NULL OR r.desk = ?8)"                                                        \
	" AND (?9 IS NULL OR instr('、' || r.leaders || '、', '、' || ?9 || '、') > 0)"           \
	" AND (?10 IS NULL OR r.status = ?10) AND (?11 IS NULL OR r.batch = ?11)"                 \
	" AND (?12 IS NULL OR instr(r.title, ?12) > 0 OR instr(r.body, ?12) > 0)"                 \
	" AND (?13 IS NULL OR ?13 IS NOT NULL) AND (?15 IS NULL OR r.event = ?15)"                \
	" AND (?16 IS NULL OR (r.unit IN (SELECT a.unit FROM secretary a WHERE a.person = ?16) "  \
	"AND EXISTS (SELECT 1 FROM secretary s WHERE s.unit = r.unit AND s.person = ?16 AND "     \
	OD_VALID("s", RECEIVED_DAY) " AND (s.kind = 'cover' OR NOT EXISTS (SELECT 1 FROM "        \
	"secretary o WHERE o.unit = s.unit AND o.kind = 'cover' AND "                             \
	OD_VALID("o", RECEIVED_DAY) "))))) "
/* clang-format on */
#define NEWEST(select) "SELECT * FROM (" select " ORDER BY number DESC LIMIT ?1) ORDER BY number"

/* clang-format off */
static const char find_all[] = NEWEST(OD_REPORT_COLUMNS "WHERE ?14 IS NULL" FILTERS);
static const char find_number[] = NEWEST(OD_REPORT_COLUMNS "WHERE r.number = ?14" FILTERS);
static const char find_event[] = NEWEST(OD_REPORT_COLUMNS "WHERE r.event = ?15 AND ?14 IS NULL" FILTERS);
static const char find_occurred[] =
	NEWEST(OD_REPORT_COLUMNS "WHERE r.occurred_at >= coalesce(?2, -9e18) AND r.occurred_at < coalesce(?3, 9e18) "
		       "AND ?14 IS NULL" FILTERS);
static const char find_received[] =
	NEWEST(OD_REPORT_COLUMNS "WHERE r.received_at >= coalesce(?4, -9e18) AND r.received_at < coalesce(?5, 9e18) "
		       "AND ?14 IS NULL" FILTERS);
static const char find_unit[] =
	NEWEST(OD_REPORT_COLUMNS "WHERE r.unit = ?6 AND r.occurred_at >= coalesce(?2, -9e18) "
		       "AND r.occurred_at < coalesce(?3, 9e18) AND ?14 IS NULL" FILTERS);
/* clang-format on */
/* Up to the mark by the index, after it by reading; both newest first, so that a limit ends early. */
/* clang-format off */
static const char find_search[] =
	"SELECT * FROM (SELECT * FROM (" OD_REPORT_COLUMNS "WHERE r.number > ?14" FILTERS
	"ORDER BY number DESC LIMIT ?1) UNION ALL SELECT * FROM (" OD_REPORT_FIELDS
	"FROM report_search s CROSS JOIN report r ON r.number = s.rowid "
	"WHERE report_search MATCH ?13 AND s.rowid <= ?14" FILTERS
	"ORDER BY s.rowid DESC LIMIT ?1) LIMIT ?1) ORDER BY number";
/* clang-format on */

static const char *way(const struct od_report_query *q)
{
	if (q->number != OD_NOINT)
		return find_number;
	if (q->search)
		return find_search;
	if (q->event != OD_NOINT)
		return find_event;
	if (q->unit)
		return find_unit;
	if (od_instant_is(q->since) || od_instant_is(q->until))
		return q->by_received ? find_received : find_occurred;
	return find_all;
}

struct od_iter *od_report_find(struct od_db *db, const struct od_report_query *q,
			       struct od_err *err)
{
	static const od_instant any = { INT64_MIN };
	struct od_buf expr = OD_BUF_INIT;
	struct od_iter *it = NULL;
	int64_t mark = OD_NOINT;

	if (q->search && !*q->search) {
		od_fail(err, OD_EUSAGE, _("nothing to search for"));
		return NULL;
	}
	if (q->search && od_search_mark(db, &mark, err) < 0)
		return NULL;
	if (q->search)
		od_search_expr(q->search, &expr);
	if (expr.failed)
		od_fail_nomem(err);
	else
		it = od_query_derive(db, way(q), &od_report_type, od_report_derive,
				     OD_VALS(od_v(q->limit ? q->limit : (int64_t)-1),
					     od_v(q->by_received ? any : q->since),
					     od_v(q->by_received ? any : q->until),
					     od_v(q->by_received ? q->since : any),
					     od_v(q->by_received ? q->until : any), od_v(q->unit),
					     od_v(q->category), od_v(q->desk), od_v(q->leader),
					     od_v(q->status < 0
							  ? (const char *)NULL
							  : od_report_statuses[q->status].word),
					     od_v_opt(q->batch), od_v(q->search), od_v(expr.s),
					     od_v_opt(q->number != OD_NOINT ? q->number : mark),
					     od_v_opt(q->event), od_v(q->secretary)),
				     err);
	od_buf_free(&expr);
	return it;
}

/* No index of events is to drive it: the reports of a day or two are fewer. */
struct od_iter *od_report_near(struct od_db *db, od_instant from, od_instant to, int64_t event,
			       struct od_err *err)
{
	static const char sql[] = OD_REPORT_COLUMNS
		"WHERE r.occurred_at BETWEEN ?1 AND ?2 AND coalesce(r.event, ?3) <> ?3 "
		"AND r.status <> 'withdrawn' AND r.status <> 'duplicate' ORDER BY r.number";

	return od_query_derive(db, sql, &od_report_type, od_report_derive,
			       OD_VALS(od_v(from), od_v(to), od_v(event)), err);
}

/* Which they are stands in an index that holds the status; their rows alone are read. */
struct od_iter *od_report_waiting(struct od_db *db, const char *desk, struct od_err *err)
{
	static const char sql[] = OD_REPORT_COLUMNS
		"WHERE r.number IN (SELECT w.number FROM report w WHERE w.status = 'received' "
		"OR w.status = 'returned') AND r.desk = ?1 ORDER BY r.number";

	return od_query_derive(db, sql, &od_report_type, od_report_derive, OD_VALS(od_v(desk)),
			       err);
}

/* --- the search index follows ------------------------------------------------------------------------------ */

struct catch_up {
	struct od_db *db;
	int64_t mark;
};

static int index_row(void *ctx, const char *const *text, struct od_err *err)
{
	struct catch_up *c = ctx;
	int64_t number = strtoll(text[0], NULL, 10);

	c->mark = number;
	return od_search_index(c->db, number, (od_instant){ strtoll(text[1], NULL, 10) },
			       (const char *const[]){ text[2], text[3] }, err);
}

static int step(struct od_db *db, int64_t rows, struct od_err *err)
{
	struct catch_up c = { db, 0 };

	if (od_search_mark(db, &c.mark, err) < 0 ||
	    od_query_each(db,
			  "SELECT number, received_at, title, body FROM report WHERE number > ?1 "
			  "ORDER BY number LIMIT ?2",
			  OD_VALS(od_v(c.mark), od_v(rows)), index_row, &c, err) < 0)
		return -1;
	return od_search_set_mark(db, c.mark, err);
}

int od_search_catch_up(struct od_db *db, int64_t rows, bool wait, struct od_err *err)
{
	int begun = od_begin_idle(db, wait, err);

	if (begun <= 0)
		return begun;
	if (step(db, rows, err) < 0) {
		od_rollback(db);
		return -1;
	}
	return od_commit(db, err);
}

int od_search_lag(struct od_db *db, int64_t limit, int64_t *lag, struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM (SELECT 1 FROM report WHERE number > ?1 LIMIT ?2)";
	int64_t mark;

	if (od_search_mark(db, &mark, err) < 0)
		return -1;
	return od_query_int(db, sql, lag, OD_VALS(od_v(mark), od_v(limit)), err) < 0 ? -1 : 0;
}
