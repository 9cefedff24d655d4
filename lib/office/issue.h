/* issue.h - private to office/: an issue while it is made of a draft. */
#ifndef OD_ISSUE_H
#define OD_ISSUE_H

#include "bulletin.h"

struct od_issue_made { /* an item as it will be printed, and whose it is */
	struct od_issue_item x;
	struct od_issue_credit {
		int64_t report, weight;
		bool received; /* not accepted yet */
	} * credit;
	size_t credits;
};
struct od_issue_work {
	struct od_db *db;
	struct od_publication pub;
	od_date date;
	struct od_column *column;
	size_t columns;
	struct od_issue_made *made;
	size_t n;
};

/* What a draft's item becomes, once it is held against what is on file now; m, all zero, is filled. */
int od_issue_make_item(struct od_issue_work *w, const struct od_draft_item *d,
		       struct od_issue_made *m, struct od_err *err) OD_MUST_CHECK;

#endif
