/* upward_early.c - a slip in the day of what was sent upward: it is before there was anything to send. */
#include <stdlib.h>

#include "bulletin.h"

struct early {
	char **of;
	od_date *since;
};

/* An issue and its day, or a report and when it was received. */
static int take_early(void *ctx, const struct od_cols *c, struct od_err *err)
{
	const struct early *e = ctx;
	char number[32];

	*e->of = strdup(od_col_text(c, 0) ? od_col_text(c, 0)
					  : od_number_str('R', od_col_int(c, 1), number));
	*e->since = od_instant_date((od_instant){ od_col_int(c, 2) });
	return *e->of ? 0 : od_fail_nomem(err);
}

/* An issue dated ahead is there from the day on which it was issued. */
int od_upward_early(struct od_db *db, const struct od_upward *x, char **of, od_date *since,
		    struct od_err *err)
{
	static const char printed[] = "SELECT i.issue, NULL, i.at FROM issue i "
				      "WHERE i.issue = ?1 AND i.date > ?2 AND i.at >= ?3";
	static const char received[] =
		"SELECT NULL, r.number, r.received_at FROM upward_on o JOIN report r ON r.number = o.report "
		"WHERE o.upward = ?1 AND r.received_at >= ?2 ORDER BY r.received_at DESC, r.number LIMIT 1";
	od_instant behind = od_date_start((od_date){ x->sent_on.days + 1 });
	struct early e = { of, since };
	const char *slash = x->item ? strrchr(x->item, '/') : NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf issue = OD_BUF_INIT;

	*of = NULL;
	if (!slash)
		return od_query_cols(db, received, OD_VALS(od_v(x->number), od_v(behind)),
				     take_early, &e, err) < 0
			       ? -1
			       : !!*of;
	od_buf_add(&issue, x->item, slash - x->item);
	if (issue.failed)
		return od_fail_nomem(err);
	return od_query_cols(db, printed, OD_VALS(od_v(issue.s), od_v(x->sent_on), od_v(behind)),
			     take_early, &e, err) < 0
		       ? -1
		       : !!*of;
}
