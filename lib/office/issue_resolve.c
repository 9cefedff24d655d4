/* issue_resolve.c - which issue people mean: daily/2026-341, 每日汇报 2026年第341期, daily 341, daily. */
#include <ctype.h>
#include <stdlib.h>

#include "bulletin.h"

struct meant {                /* what the words after the publication's name say */
	int64_t year, serial; /* OD_NOINT: nothing */
};

struct search {
	const char *text;
	struct meant meant;
	char *code; /* of the longest name that fits */
	size_t length;
};

static void skip(const char **s, const char *const *words)
{
	for (size_t i = 0; words[i];) {
		size_t n = strlen(words[i]);

		if (!strncmp(*s, words[i], n)) {
			*s += n;
			i = 0;
		} else {
			i++;
		}
	}
}

static bool number(const char **s, int64_t *out)
{
	char *end;

	if (!isdigit((unsigned char)**s))
		return false;
	*out = strtoll(*s, &end, 10);
	*s = end;
	return *out > 0 && *out < OD_SERIALS;
}

/* "", "/2026-341", " 2026年第341期", "第341期", " 341". */
static bool parse(const char *s, struct meant *m)
{
	static const char *const before[] = { "/", " ", "　", "》", "第", NULL };
	static const char *const between[] = { "-", "/", "年", " ", "　", "第", NULL };
	static const char *const after[] = { "期", " ", NULL };

	*m = (struct meant){ OD_NOINT, OD_NOINT };
	skip(&s, before);
	if (!*s)
		return true;
	if (!number(&s, &m->serial))
		return false;
	if (*s && strncmp(s, "期", strlen("期")) != 0 && *s != ' ') {
		m->year = m->serial;
		skip(&s, between);
		if (!number(&s, &m->serial))
			return false;
	} else if (*s == ' ') { /* 2026 341 */
		const char *next = s;
		int64_t serial;

		skip(&next, between);
		if (number(&next, &serial)) {
			m->year = m->serial;
			m->serial = serial;
			s = next;
		}
	}
	skip(&s, after);
	return !*s && (m->year == OD_NOINT || (m->year >= 1900 && m->year <= 2199));
}

/* A publication's code or name at the front of the text, and what follows makes sense. */
static int fits(void *ctx, const char *const *text, struct od_err *err)
{
	struct search *s = ctx;
	const char *t = s->text;
	size_t n = strlen(text[1]);
	struct meant m;

	if (!strncmp(t, "《", strlen("《")))
		t += strlen("《");
	if (n <= s->length || strncmp(t, text[1], n) != 0 || !parse(t + n, &m))
		return 0;
	/* "daily2" is not the second of "daily" */
	if ((isalnum((unsigned char)text[1][n - 1]) && isalnum((unsigned char)t[n])))
		return 0;
	s->length = n;
	s->meant = m;
	return od_replace_text(&s->code, text[0], err);
}

static int refuse(struct od_db *db, const char *text, od_date today, struct od_err *err)
{
	struct od_publication p;
	struct od_err why = OD_ERR_INIT;

	/* Its message lists the publications there are. */
	od_rec_init(&od_publication_type, &p);
	if (od_publication_get(db, text, today, &p, &why) < 0 && why.code != OD_EUSAGE)
		*err = why;
	else
		od_fail(err, OD_EUSAGE,
			_("'%s' names no issue: daily/2026-341, '每日汇报 2026年第341期', 'daily "
			  "341' (this year) or 'daily' (the last) do"),
			text);
	od_rec_clear(&od_publication_type, &p);
	return -1;
}

static int look_up(struct od_db *db, const struct search *s, od_date today, char **issue,
		   struct od_err *err)
{
	static const char by_number[] =
		"SELECT issue FROM issue WHERE publication = ?1 AND year = ?2 AND serial = ?3";
	static const char last[] = "SELECT issue FROM issue WHERE publication = ?1 "
				   "ORDER BY total DESC LIMIT 1";
	int64_t year = s->meant.year;
	int this_year, month, day, r;

	od_date_split(today, &this_year, &month, &day);
	if (year == OD_NOINT)
		year = this_year;
	if (s->meant.serial == OD_NOINT) {
		r = od_query_text(db, last, issue, OD_VALS(od_v(s->code)), err);
		if (r == 0)
			return od_fail(err, OD_ENOENT, _("'%s' has no issue yet"), s->code);
		return r < 0 ? -1 : 0;
	}
	r = od_query_text(db, by_number, issue,
			  OD_VALS(od_v(s->code), od_v(year), od_v(s->meant.serial)), err);
	if (r == 0)
		return od_fail(err, OD_ENOENT,
			       _("no issue %1$s/%2$lld-%3$lld; 'bulletin-build list %1$s' lists "
				 "them"),
			       s->code, (long long)year, (long long)s->meant.serial);
	return r < 0 ? -1 : 0;
}

int od_issue_resolve(struct od_db *db, const char *text, od_date today, char **issue,
		     struct od_err *err)
{
	/* Names of any time: an old issue has the old one. */
	static const char sql[] =
		"SELECT code, code FROM publication UNION SELECT code, name FROM publication_row UNION "
		"SELECT code, masthead FROM publication_row WHERE masthead IS NOT NULL UNION "
		"SELECT publication, masthead FROM issue ORDER BY 1, 2";
	char *plain = od_trim(text, strlen(text));
	struct search s = { .text = plain };
	int r;

	*issue = NULL;
	if (!plain)
		return od_fail_nomem(err);
	r = od_query_each(db, sql, OD_NOVALS, fits, &s, err);
	if (r == 0 && !s.code)
		r = refuse(db, plain, today, err);
	else if (r == 0)
		r = look_up(db, &s, today, issue, err);
	free(s.code);
	free(plain);
	return r;
}
