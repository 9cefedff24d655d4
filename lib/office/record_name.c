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

int od_record_name(struct od_db *db, const char *text, size_t n, bool loading, char **name,
		   struct od_err *err)
{
	char *s = od_trim(text, n), buf[32];
	const struct known *k = s ? numbered(s) : NULL;
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
