/* feedback_rows.c - the sections of what is told to a unit: its items adopted, sent upward, instructed on, returned,
 * rejected, waiting.  Classified ones by number and mark alone. */
#include <stdlib.h>

#include "feedback.h"
#include "layout.h"
#include "roundup.h"

enum { WIDTH = OD_NOTICE_WIDTH, WAITING = 20 /* of those that wait, so many are named */ };

/* How secret, as a number, in SQL: the places of od_secrecies. */
/* clang-format off */
#define RANK(x) \
	"CASE " x " WHEN 'top-secret' THEN 3 WHEN 'highly-secret' THEN 2 WHEN 'secret' THEN 1 ELSE 0 END"
/* Of those that a publication is made from: not a schedule, a leave, a plan. */
#define FOR_PUBLICATIONS                                                                           \
	"EXISTS (SELECT c.code FROM bulletin_column c JOIN publication_row p "                     \
	"ON p.code = c.publication AND p.form IN ('digest', 'article') "                           \
	"WHERE instr('、' || c.categories || '、', '、' || r.category || '、') > 0)"
#define UNUSED                                                                                     \
	"NOT EXISTS (SELECT a.report FROM adoption a JOIN issue i ON i.issue = a.issue "           \
	"WHERE a.report = r.number AND i.status = 'issued')"
/* clang-format on */

/* --- words ---------------------------------------------------------------------------------------- */

static const char *day_words(od_date d, char buf[static 64])
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	/* Translators: month, day of the month. */
	snprintf(buf, 64, _("%1$02d-%2$02d"), month, day);
	return buf;
}

static const char *day_of(const char *text, char buf[static 64])
{
	od_date d = OD_NODATE;
	struct od_err none = OD_ERR_INIT;

	if (!text || od_date_parse(text, &(struct od_when){ { 0 }, NULL }, &d, &none) < 0)
		return "-";
	return day_words(d, buf);
}

/* A title, or the mark that stands for it. */
static void title(struct od_buf *b, const char *s, int64_t secrecy)
{
	if (secrecy > 0)
		od_buf_printf(b, "[%s]", _(od_secrecies[secrecy].label));
	else
		od_buf_puts(b, s);
}

void od_feedback_number(struct od_buf *b, char letter, int64_t number)
{
	char buf[32];

	od_buf_printf(b, _(" (%s)"), od_number_str(letter, number, buf));
}

/* Bytes of s before a mark that ends a sentence: who wrote it may have ended it himself. */
static int without_end(const char *s)
{
	static const char *const ends[] = { "。", "！", "？", "；", ".", "!", "?", ";" };
	size_t len = strlen(s);

	for (size_t i = 0; i < OD_COUNT(ends); i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && !memcmp(s + len - n, ends[i], n))
			return (int)(len - n);
	}
	return (int)len;
}

/* The next line of the section: what is in b, and a full stop. */
int od_feedback_line(struct od_unit_feedback *f, struct od_buf *b, struct od_err *err)
{
	char lead[32];

	snprintf(lead, sizeof(lead), "%2zu. ", ++f->nth);
	if (b->s && (size_t)without_end(b->s) == b->n)
		od_buf_puts(b, _("."));
	od_paragraph_of(&f->lines, WIDTH, lead, b);
	return f->lines.failed ? od_fail_nomem(err) : 0;
}

/* What was gathered as a section under its heading; nothing where there is none. */
int od_feedback_section(struct od_unit_feedback *f, const char *heading, struct od_err *err)
{
	char ordinal[32];

	if (f->nth) {
		/* Translators: ordinal, title, number of items. */
		od_buf_printf(&f->body, _("\n%1$s. %2$s: %3$zu\n"),
			      od_ordinal(++f->sections + 1, ordinal), heading, f->nth);
		od_buf_add(&f->body, f->lines.s, f->lines.n);
	}
	f->nth = 0;
	od_buf_reset(&f->lines);
	return f->body.failed ? od_fail_nomem(err) : 0;
}

/* --- submitted -------------------------------------------------------------------------------------- */

static int submitted_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_unit_feedback *f = ctx;
	const char *wanted = od_setting(f->db, "score_categories", f->to, NULL);

	(void)err;
	if (!wanted || od_list_has(wanted, od_col_text(c, 0)))
		f->submitted += od_col_int(c, 1);
	return 0;
}

/* What the ranking calls submitted: what says what another said already was not. */
static int submitted(struct od_unit_feedback *f, struct od_err *err)
{
	static const char sql[] =
		"SELECT r.category, count(*) FROM report r WHERE r.unit = ?1 AND r.received_at >= ?2 "
		"AND r.received_at < ?3 AND r.status <> 'duplicate' AND r.status <> 'withdrawn' "
		"GROUP BY r.category";

	return od_query_cols(f->db, sql, OD_VALS(od_v(f->unit), od_v(f->since), od_v(f->until)),
			     submitted_row, f, err);
}

/* --- adopted ---------------------------------------------------------------------------------------- */

/* "1/3": a part of the whole in its lowest terms. */
static void fraction(struct od_buf *b, int64_t part, int64_t whole)
{
	int64_t x = part, y = whole;

	while (y) {
		int64_t rest = x % y;

		x = y;
		y = rest;
	}
	od_buf_printf(b, "%lld/%lld", (long long)(part / x), (long long)(whole / x));
}

static int adopted_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_unit_feedback *f = ctx;
	const char *edited = od_col_text(c, 4), *original = od_col_text(c, 5);
	int64_t secrecy = od_col_int(c, 7), of = od_col_int(c, 10);
	struct od_buf b = OD_BUF_INIT;
	char day[64];

	/* Items have no number on paper that everybody would count alike: the title says which.
	 * Translators: publication, year, number of the issue, day. */
	od_buf_printf(&b, _("'%1$s' %2$lld no. %3$lld (%4$s): "), od_col_text(c, 0),
		      (long long)od_col_int(c, 1), (long long)od_col_int(c, 2),
		      day_of(od_col_text(c, 3), day));
	title(&b, edited, secrecy);
	od_feedback_number(&b, 'R', od_col_int(c, 6));
	if (!secrecy && strcmp(edited, original))
		od_buf_printf(&b, _("; your title: '%s'"), original);
	if (of > 1) {
		od_buf_printf(&b, _("; made of %lld reports together, credit "), (long long)of);
		fraction(&b, od_col_int(c, 8), od_col_int(c, 9));
	}
	return od_feedback_line(f, &b, err);
}

static int adopted(struct od_unit_feedback *f, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT i.masthead, i.year, i.serial, i.date, x.title, r.title, a.report, "
		"CASE WHEN " RANK("x.secrecy") " > " RANK("r.secrecy") " THEN " RANK("x.secrecy")
		" ELSE " RANK("r.secrecy") " END, a.weight, "
		"(SELECT sum(o.weight) FROM adoption o WHERE o.issue = a.issue AND o.item = a.item), "
		"(SELECT count(*) FROM adoption o WHERE o.issue = a.issue AND o.item = a.item) "
		"FROM adoption a JOIN report r ON r.number = a.report JOIN issue i ON i.issue = a.issue "
		"JOIN issue_item x ON x.issue = a.issue AND x.item = a.item "
		"WHERE r.unit = ?1 AND i.status = 'issued' AND i.date >= ?2 AND i.date <= ?3 "
		"ORDER BY i.date, a.issue, a.item, a.report";
	static const char count[] =
		"SELECT count(DISTINCT a.report) FROM adoption a JOIN report r ON r.number = a.report "
		"JOIN issue i ON i.issue = a.issue WHERE r.unit = ?1 AND i.status = 'issued' "
		"AND i.date >= ?2 AND i.date <= ?3";
	/* clang-format on */

	if (od_query_cols(f->db, sql, OD_VALS(od_v(f->unit), od_v(f->from), od_v(f->to)),
			  adopted_row, f, err) < 0 ||
	    od_query_int(f->db, count, &f->reports,
			 OD_VALS(od_v(f->unit), od_v(f->from), od_v(f->to)), err) < 0)
		return -1;
	f->adopted = (int64_t)f->nth;
	return od_feedback_section(f, _("Adopted items"), err);
}

/* --- told as adopted, and withdrawn since ------------------------------------------------------------------ */

static int recalled_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_unit_feedback *f = ctx;
	struct od_buf b = OD_BUF_INIT;
	char day[64];

	od_buf_printf(&b, _("'%1$s' %2$lld no. %3$lld (%4$s): "), od_col_text(c, 0),
		      (long long)od_col_int(c, 1), (long long)od_col_int(c, 2),
		      day_of(od_col_text(c, 3), day));
	title(&b, od_col_text(c, 4), od_col_int(c, 6));
	od_feedback_number(&b, 'R', od_col_int(c, 5));
	od_buf_puts(&b, _("; the issue was withdrawn, the item does not count as adopted"));
	return od_feedback_line(f, &b, err);
}

/* Told when it is withdrawn: before, the item was told as adopted. */
static int recalled(struct od_unit_feedback *f, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT i.masthead, i.year, i.serial, i.date, x.title, a.report, "
		"CASE WHEN " RANK("x.secrecy") " > " RANK("r.secrecy") " THEN " RANK("x.secrecy")
		" ELSE " RANK("r.secrecy") " END FROM adoption a JOIN report r ON r.number = a.report "
		"JOIN issue i ON i.issue = a.issue JOIN issue_item x ON x.issue = a.issue AND x.item = a.item "
		"WHERE r.unit = ?1 AND i.status = 'withdrawn' AND EXISTS (SELECT j.seq FROM journal j "
		"JOIN act t ON t.id = j.act WHERE j.record = a.issue AND j.action = 'withdraw' "
		"AND t.at >= ?2 AND t.at < ?3) ORDER BY i.date, a.issue, a.item, a.report";
	/* clang-format on */

	if (od_query_cols(f->db, sql, OD_VALS(od_v(f->unit), od_v(f->since), od_v(f->until)),
			  recalled_row, f, err) < 0)
		return -1;
	return od_feedback_section(f, _("Adopted items withdrawn"), err);
}

/* --- sent upward -------------------------------------------------------------------------------------- */

/* A publication as people write it, without the marks that are put around it here. */
static const char *bare(const char *s, char buf[static 256])
{
	size_t n = strlen(s), mark = strlen("《");

	if (n < 2 * mark || n >= 256 || strncmp(s, "《", mark) || strcmp(s + n - mark, "》"))
		return s;
	snprintf(buf, 256, "%.*s", (int)(n - 2 * mark), s + mark);
	return buf;
}

static int upward_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_unit_feedback *f = ctx;
	const char *status = od_col_text(c, 4), *in = od_col_text(c, 6);
	int64_t own = od_col_int(c, 8), all = od_col_int(c, 9);
	struct od_buf b = OD_BUF_INIT;
	char day[64], name[256];

	f->upward += od_col_int(c, 10) > 0;
	f->upward_adopted += od_col_int(c, 11) > 0;
	/* Translators: office, day. */
	od_buf_printf(&b, _("to %1$s (%2$s): "), od_col_text(c, 1), day_of(od_col_text(c, 3), day));
	title(&b, od_col_text(c, 2), od_col_int(c, 7));
	od_feedback_number(&b, 'W', od_col_int(c, 0));
	if (!strcmp(status, "adopted")) {
		if (in)
			od_buf_printf(&b, _("; adopted %1$s in '%2$s'"),
				      day_of(od_col_text(c, 5), day), bare(in, name));
		else
			od_buf_printf(&b, _("; adopted %s"), day_of(od_col_text(c, 5), day));
	} else {
		od_buf_puts(&b, !strcmp(status, "declined") ? _("; not adopted")
							    : _("; no answer yet"));
	}
	if (own != all) {
		od_buf_puts(&b, _("; credit "));
		fraction(&b, own, all);
	}
	return od_feedback_line(f, &b, err);
}

static int upward(struct od_unit_feedback *f, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT w.number, w.office, w.title, w.sent_on, w.status, w.adopted_on, w.adopted_in, "
		"(SELECT max(" RANK("s.secrecy") ") FROM upward_on o JOIN report s ON s.number = o.report "
		"WHERE o.upward = w.number), "
		"(SELECT sum(o.weight) FROM upward_on o JOIN report s ON s.number = o.report "
		"WHERE o.upward = w.number AND s.unit = ?1), "
		"(SELECT sum(o.weight) FROM upward_on o WHERE o.upward = w.number), "
		"CASE WHEN w.sent_on >= ?2 AND w.sent_on <= ?3 THEN 1 ELSE 0 END, "
		"CASE WHEN w.status = 'adopted' AND w.adopted_on >= ?2 AND w.adopted_on <= ?3 "
		"THEN 1 ELSE 0 END FROM upward w "
		"WHERE ((w.sent_on >= ?2 AND w.sent_on <= ?3) "
		"OR (w.adopted_on >= ?2 AND w.adopted_on <= ?3)) AND w.number IN "
		"(SELECT o.upward FROM upward_on o JOIN report s ON s.number = o.report "
		"WHERE s.unit = ?1 AND o.upward = w.number) ORDER BY w.sent_on, w.number";
	/* clang-format on */

	if (od_query_cols(f->db, sql, OD_VALS(od_v(f->unit), od_v(f->from), od_v(f->to)),
			  upward_row, f, err) < 0)
		return -1;
	return od_feedback_section(f, _("Sent to higher offices"), err);
}

/* --- instructed on -------------------------------------------------------------------------------------- */

/* What an instruction, or a handling, is about: the title of what is the unit's, and the rank of the most secret
 * of all, whosever it is: what was written on several things speaks of them all. */
struct about {
	struct od_unit_feedback *f;
	char *title;
	int64_t secrecy;
};

/* Title, rank, unit. */
static int take_about(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct about *a = ctx;

	if (od_col_int(c, 1) > a->secrecy)
		a->secrecy = od_col_int(c, 1);
	if (a->title || (a->f && strcmp(od_col_text(c, 2), a->f->unit)))
		return 0;
	a->title = strdup(od_col_text(c, 0));
	return a->title ? 0 : od_fail_nomem(err);
}

/* The reports behind an item; behind an issue, where it has but one item. */
static int about_item(struct about *a, const char *record, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT x.title, CASE WHEN " RANK("x.secrecy") " > " RANK("r.secrecy") " THEN "
		RANK("x.secrecy") " ELSE " RANK("r.secrecy") " END, r.unit FROM adoption o "
		"JOIN report r ON r.number = o.report JOIN issue_item x "
		"ON x.issue = o.issue AND x.item = o.item WHERE o.issue = ?1 "
		"AND (o.item = ?2 OR (?2 IS NULL AND 1 = (SELECT count(*) FROM issue_item y "
		"WHERE y.issue = ?1))) ORDER BY o.report";
	/* clang-format on */
	const char *first = strchr(record, '/'), *last = strrchr(record, '/');
	OD_CLEANUP(od_buf_freep) struct od_buf issue = OD_BUF_INIT;
	int64_t item = OD_NOINT;

	if (!first)
		return 0;
	od_buf_puts(&issue, record);
	if (issue.failed)
		return od_fail_nomem(err);
	if (first != last) {
		item = strtoll(last + 1, NULL, 10);
		issue.s[last - record] = '\0';
	}
	return od_query_cols(a->f->db, sql, OD_VALS(od_v(issue.s), od_v_opt(item)), take_about, a,
			     err);
}

static int about_report(struct od_db *db, struct about *a, int64_t number, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = "SELECT r.title, " RANK("r.secrecy") ", r.unit FROM report r "
				  "WHERE r.number = ?1";
	/* clang-format on */

	return od_query_cols(db, sql, OD_VALS(od_v(number)), take_about, a, err);
}

static int about_upward(struct about *a, int64_t number, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT w.title, " RANK("r.secrecy") ", r.unit FROM upward_on o "
		"JOIN upward w ON w.number = o.upward JOIN report r ON r.number = o.report "
		"WHERE o.upward = ?1 ORDER BY o.report";
	/* clang-format on */

	return od_query_cols(a->f->db, sql, OD_VALS(od_v(number)), take_about, a, err);
}

static int about_link(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct about *a = ctx;
	struct od_err none = OD_ERR_INIT;
	const char *record = od_col_text(c, 0);
	int64_t number;

	if (od_number_parse('R', record, &number, &none) == 0)
		return about_report(a->f->db, a, number, err);
	if (od_number_parse('W', record, &number, &none) == 0)
		return about_upward(a, number, err);
	return about_item(a, record, err);
}

static int instructed_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	/* Items first: their titles are what the leader read. */
	static const char links[] =
		"SELECT record FROM instruction_on WHERE instruction = ?1 "
		"AND (record LIKE 'R%' OR record LIKE 'W%' OR record LIKE '%/%') "
		"ORDER BY CASE WHEN record LIKE 'R%' THEN 2 "
		"WHEN record LIKE 'W%' THEN 1 ELSE 0 END, record";
	struct od_unit_feedback *f = ctx;
	int64_t number = od_col_int(c, 0), report = od_col_int(c, 5);
	const struct od_word *level = od_leader_levels;
	struct about a = { f, NULL, od_col_int(c, 4) };
	struct od_buf b = OD_BUF_INIT;
	char day[64];
	int r = od_query_cols(f->db, links, OD_VALS(od_v(number)), about_link, &a, err);

	if (r == 0 && report != OD_NOINT)
		r = about_report(f->db, &a, report, err);
	if (r == 0 && a.title) {
		f->instructed++;
		while (level->word && strcmp(level->word, od_col_text(c, 1)))
			level++;
		/* Translators: leader's level, day. */
		od_buf_printf(&b, _("%1$s, %2$s, on "), _(level->label),
			      day_of(od_col_text(c, 2), day));
		title(&b, a.title, a.secrecy);
		od_feedback_number(&b, 'I', number);
		if (!a.secrecy && !od_blank(od_col_text(c, 3)))
			od_buf_printf(&b, _(": '%s'"), od_col_text(c, 3));
		r = od_feedback_line(f, &b, err);
	}
	free(a.title);
	return r;
}

static int instructed(struct od_unit_feedback *f, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT i.number, i.level, i.given_on, i.text, " RANK("i.secrecy") ", i.report "
		"FROM instruction i WHERE i.given_on >= ?1 AND i.given_on <= ?2 ORDER BY i.number";
	/* clang-format on */

	if (od_query_cols(f->db, sql, OD_VALS(od_v(f->from), od_v(f->to)), instructed_row, f, err) <
	    0)
		return -1;
	return od_feedback_section(f, _("Leaders' instructions"), err);
}

/* --- returned, rejected, said by another already ------------------------------------------------------- */

/* Of which report it says the same. */
static int put_other(struct od_unit_feedback *f, const char *target, struct od_buf *b,
		     struct od_err *err)
{
	struct about a = { NULL, NULL, 0 };
	int64_t number;

	if (!target)
		return 0;
	if (od_number_parse('R', target, &number, err) < 0 ||
	    about_report(f->db, &a, number, err) < 0)
		return -1;
	if (a.title && !a.secrecy)
		od_buf_printf(b, _("; says what %1$s ('%2$s') says"), target, a.title);
	else
		od_buf_printf(b, _("; says what %s says"), target);
	free(a.title);
	return 0;
}

static int handled_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_unit_feedback *f = ctx;
	od_date on = od_instant_date((od_instant){ od_col_int(c, 5) });
	const char *reason = od_col_text(c, 3);
	bool secret = od_col_int(c, 2) > 0;
	char *desk = NULL, *phone = NULL, day[64];
	struct od_buf b = OD_BUF_INIT;

	title(&b, od_col_text(c, 1), od_col_int(c, 2));
	od_feedback_number(&b, 'R', od_col_int(c, 0));
	od_buf_printf(&b, _("; on %s"), day_words(on, day));
	/* Of a classified one the desk tells why, not a letter. */
	if ((!secret && put_other(f, od_col_text(c, 4), &b, err) < 0) ||
	    od_desk_of(f->db, od_col_text(c, 6), od_col_text(c, 7), on, &desk, &phone, err) < 0) {
		od_buf_free(&b);
		return -1;
	}
	if (!secret && !od_blank(reason))
		od_buf_printf(&b, _("; because: %.*s"), without_end(reason), reason);
	if (desk && phone)
		od_buf_printf(&b, _("; by %1$s, telephone %2$s"), desk, phone);
	else if (desk)
		od_buf_printf(&b, _("; by %s"), desk);
	free(desk);
	free(phone);
	return od_feedback_line(f, &b, err);
}

/* Those that stand so now, by what was done to them last. */
static int handled(struct od_unit_feedback *f, const char *status, const char *action, int64_t *n,
		   const char *heading, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT r.number, r.title, " RANK("r.secrecy") ", h.reason, "
		"CASE WHEN h.action = 'duplicate' THEN h.target END, h.at, h.actor, r.desk "
		"FROM report r JOIN handling h ON h.number = r.number AND h.action = ?3 "
		"AND h.step = (SELECT max(s.step) FROM handling s WHERE s.number = r.number "
		"AND s.action = ?3) WHERE r.unit = ?1 AND r.status = ?2 AND h.at >= ?4 AND h.at < ?5 "
		"ORDER BY r.number";
	/* clang-format on */

	if (od_query_cols(f->db, sql,
			  OD_VALS(od_v(f->unit), od_v(status), od_v(action), od_v(f->since),
				  od_v(f->until)),
			  handled_row, f, err) < 0)
		return -1;
	*n = (int64_t)f->nth;
	return od_feedback_section(f, heading, err);
}

/* --- what waits ---------------------------------------------------------------------------- */

static int waiting_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_unit_feedback *f = ctx;
	struct od_buf b = OD_BUF_INIT;
	char day[64];

	if (f->nth == WAITING)
		return 0;
	title(&b, od_col_text(c, 1), od_col_int(c, 2));
	od_feedback_number(&b, 'R', od_col_int(c, 0));
	od_buf_printf(&b, _("; received %s"),
		      day_words(od_instant_date((od_instant){ od_col_int(c, 3) }), day));
	od_buf_puts(&b, !strcmp(od_col_text(c, 4), "accepted") ? _(", taken for editing")
							       : _(", to be looked at"));
	return od_feedback_line(f, &b, err);
}

static int waiting(struct od_unit_feedback *f, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT r.number, r.title, " RANK("r.secrecy") ", r.received_at, r.status FROM report r "
		"WHERE r.unit = ?1 AND r.received_at >= ?2 AND r.received_at < ?3 "
		"AND r.status IN ('received', 'accepted') AND " UNUSED " AND " FOR_PUBLICATIONS
		" ORDER BY r.number DESC";
	static const char count[] =
		"SELECT count(*) FROM report r WHERE r.unit = ?1 AND r.received_at >= ?2 "
		"AND r.received_at < ?3 AND r.status IN ('received', 'accepted') AND " UNUSED
		" AND " FOR_PUBLICATIONS;
	/* clang-format on */
	long long more;

	if (od_query_cols(f->db, sql, OD_VALS(od_v(f->unit), od_v(f->since), od_v(f->until)),
			  waiting_row, f, err) < 0 ||
	    od_query_int(f->db, count, &f->waiting,
			 OD_VALS(od_v(f->unit), od_v(f->since), od_v(f->until)), err) < 0)
		return -1;
	more = f->waiting - (int64_t)f->nth;
	if (more > 0)
		od_buf_printf(&f->lines, _("    and %lld more\n"), more);
	return od_feedback_section(f, more > 0 ? _("Waiting, the latest") : _("Waiting"), err);
}

int od_feedback_gather(struct od_unit_feedback *f, struct od_err *err)
{
	if (submitted(f, err) < 0 || adopted(f, err) < 0 || recalled(f, err) < 0 ||
	    upward(f, err) < 0 || instructed(f, err) < 0)
		return -1;
	if (handled(f, "returned", "return", &f->returned, _("Returned for mending"), err) < 0 ||
	    handled(f, "rejected", "reject", &f->rejected, _("Not used"), err) < 0 ||
	    handled(f, "duplicate", "duplicate", &f->duplicates, _("Duplicates"), err) < 0)
		return -1;
	return waiting(f, err) < 0 || od_feedback_commissions(f, err) < 0
		       ? -1
		       : od_feedback_owed(f, err);
}
