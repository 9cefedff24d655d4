/* record_name.c - records named by others: those on file must be there, the rest are of a known shape. */
#include <ctype.h>
#include <stdlib.h>

#include "instruction.h"

/* Documents have numbers before they have a table here: D2026-0012 is taken as it is. */
static const struct known {
	char letter;
	const char *sql; /* a row if there is such a one; NULL: not looked for */
	bool first;      /* a dump brings them before who names them */
} known[] = {
	{ 'T', "SELECT number FROM task WHERE number = ?1", true },
	{ 'R', "SELECT number FROM report WHERE number = ?1", true },
	{ 'I', "SELECT number FROM instruction WHERE number = ?1" },
	{ 'G', "SELECT number FROM task_group WHERE number = ?1" },
	{ 'C', "SELECT number FROM site_check WHERE number = ?1" },
	{ 'O', "SELECT number FROM omission WHERE number = ?1" },
	{ 'E', "SELECT event FROM report WHERE event = ?1 LIMIT 1" },
	{ 'W', "SELECT number FROM upward WHERE number = ?1" },
	{ 'Q', "SELECT number FROM commission WHERE number = ?1" },
	{ 'D', NULL },
};

int od_record_there(struct od_db *db, char letter, int64_t number, struct od_err *err)
{
	const struct known *k = known;
	int64_t there;
	char buf[32];
	int r;

	while (k->letter != letter)
		k++;
	r = k->sql ? od_query_int(db, k->sql, &there, OD_VALS(od_v(number)), err) : 1;
	if (r == 0)
		return od_fail(err, OD_EDATA, _("there is no %s"),
			       od_number_str(letter, number, buf));
	return r < 0 ? -1 : 0;
}

/* R2026-0123: a letter, then a digit. */
static const struct known *numbered(const char *s)
{
	char letter = s[0] & ~0x20;

	if (!s[0] || !isdigit((unsigned char)s[1]))
		return NULL;
	for (size_t i = 0; i < OD_COUNT(known); i++)
		if (known[i].letter == letter)
			return &known[i];
	return NULL;
}

/* publication/issue/item: three parts, nothing blank in them. */
static bool is_item(const char *s)
{
	int parts = 1, n = 0;

	for (; *s; s++) {
		if (isspace((unsigned char)*s) || iscntrl((unsigned char)*s))
			return false;
		if (*s != '/') {
			n++;
			continue;
		}
		if (!n)
			return false;
		parts++;
		n = 0;
	}
	return parts == 3 && n;
}

/* "daily/2026-341", "daily/2026-341/3": an issue, or an item of one.  Issues are numbered by year, which tells
 * them from what else has parts: roundup/2026-09-03/3.  issue is without the item. */
static bool is_issue(const char *s, struct od_buf *issue, long long *item)
{
	const char *slash = strchr(s, '/');
	int year = 0, at = 0;
	long long serial = 0;

	*item = 0;
	if (!slash || slash == s || strspn(slash + 1, "0123456789") != 4 ||
	    sscanf(slash + 1, "%4d-%9lld%n", &year, &serial, &at) != 2 || serial < 1 ||
	    !isdigit((unsigned char)slash[6]))
		return false;
	slash += 1 + at;
	if (*slash == '/' && isdigit((unsigned char)slash[1]) &&
	    sscanf(slash, "/%9lld%n", item, &at) == 1 && *item > 0)
		slash += at;
	if (*slash)
		return false;
	od_buf_add(issue, s, strchr(s, '/') - s);
	od_buf_printf(issue, "/%d-%lld", year, serial);
	return true;
}

static int issue_there(struct od_db *db, const char *issue, long long item, struct od_err *err)
{
	static const char one[] = "SELECT year FROM issue WHERE issue = ?1";
	static const char count[] = "SELECT count(*) FROM issue_item WHERE issue = ?1";
	static const char of[] = "SELECT item FROM issue_item WHERE issue = ?1 AND item = ?2";
	int64_t n = 0;
	int r = od_query_int(db, one, &n, OD_VALS(od_v(issue)), err);

	if (r == 0)
		return od_fail(err, OD_EDATA, _("there is no issue %s"), issue);
	if (r > 0 && item)
		r = od_query_int(db, of, &n, OD_VALS(od_v(issue), od_v(item)), err);
	if (r != 0)
		return r < 0 ? -1 : 0;
	if (od_query_int(db, count, &n, OD_VALS(od_v(issue)), err) < 0)
		return -1;
	return od_fail(err, OD_EDATA, _("%1$s has no item %2$lld: it has %3$lld"), issue, item,
		       (long long)n);
}

static int name_issue(struct od_db *db, struct od_buf *issue, long long item, bool loading,
		      char **s, struct od_err *err)
{
	if (issue->failed)
		return od_fail_nomem(err);
	if (!loading && issue_there(db, issue->s, item, err) < 0)
		return -1;
	if (item)
		od_buf_printf(issue, "/%lld", item);
	return issue->failed ? od_fail_nomem(err) : od_replace_text(s, issue->s, err);
}

int od_record_name(struct od_db *db, const char *text, size_t n, bool loading, char **name,
		   struct od_err *err)
{
	char *s = od_trim(text, n), buf[32];
	OD_CLEANUP(od_buf_freep) struct od_buf issue = OD_BUF_INIT;
	const struct known *k = s ? numbered(s) : NULL;
	long long item;
	int64_t number;
	int r = 0;

	*name = NULL;
	if (!s)
		return od_fail_nomem(err);
	if (k) {
		r = od_number_parse(k->letter, s, &number, err);
		if (r == 0 && (k->first || !loading))
			r = od_record_there(db, k->letter, number, err);
		if (r == 0)
			r = od_replace_text(&s, od_number_str(k->letter, number, buf), err);
	} else if (is_issue(s, &issue, &item)) {
		r = name_issue(db, &issue, item, loading, &s, err);
	} else if (!is_item(s)) {
		r = od_fail(err, OD_EDATA,
			    _("'%s' is no record: T2026-0045, R2026-0123 ..., or "
			      "publication/issue/item"),
			    s);
	}
	if (r == 0) {
		*name = s;
		return 0;
	}
	free(s);
	return -1;
}
