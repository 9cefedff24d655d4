/* issue.c - issues: what their front and back say, frozen when they are issued. */
#include <stdlib.h>

#include "bulletin.h"

const struct od_word od_issue_statuses[] = {
	{ "issued", N_("issued"), "已印发 已发" },
	{ "withdrawn", N_("withdrawn"), "已撤回 撤回" },
	{ NULL },
};

#define AT(m) offsetof(struct od_issue, m)
static const struct od_field issue_fields[] = {
	{ "issue", OD_TEXT, AT(issue), OD_READONLY | OD_TABLE, N_("Issue"), "期" },
	{ "publication", OD_TEXT, AT(publication), OD_REQUIRED, N_("Publication code"), "刊物" },
	{ "year", OD_INT, AT(year), OD_READONLY, N_("Year"), "年份" },
	{ "serial", OD_INT, AT(serial), OD_READONLY | OD_TABLE, N_("Issue no."), "期号" },
	{ "total", OD_INT, AT(total), OD_READONLY | OD_TABLE, N_("Total no."), "总期号" },
	{ "date", OD_DATE, AT(date), OD_TABLE, N_("Date"), "日期 出刊日期" },
	{ "status", OD_ENUM, AT(status), OD_READONLY | OD_TABLE, N_("Status"), "状态",
	  od_issue_statuses },
	{ "reason", OD_TEXT, AT(reason), OD_READONLY, N_("Reason"), "撤回原因" },
	{ "form", OD_ENUM, AT(form), OD_READONLY, N_("Kind of issue"), "形式",
	  od_publication_forms },
	{ "masthead", OD_TEXT, AT(masthead), OD_READONLY | OD_TABLE, N_("Publication"), "报头" },
	{ "office", OD_TEXT, AT(office), OD_READONLY, N_("Office"), "编印单位" },
	{ "secrecy", OD_ENUM, AT(secrecy), OD_READONLY, N_("Secrecy"), "密级", od_secrecies },
	{ "term", OD_TEXT, AT(term), OD_READONLY, N_("Secrecy period"), "保密期限" },
	{ "signer", OD_TEXT, AT(signer), 0, N_("Signed by"), "签发 签发人" },
	{ "editor", OD_TEXT, AT(editor), 0, N_("Editor"), "编辑 责任编辑" },
	{ "phone", OD_TEXT, AT(phone), OD_READONLY, N_("Phone"), "电话" },
	{ "footer", OD_TEXT, AT(footer), OD_READONLY, N_("Footer"), "页脚" },
	{ "report_to", OD_TEXT, AT(report_to), OD_READONLY, N_("Reported to"), "报" },
	{ "send_to", OD_TEXT, AT(send_to), OD_READONLY, N_("Copied to"), "送" },
	{ "issue_to", OD_TEXT, AT(issue_to), OD_READONLY, N_("Issued to"), "发" },
	{ "copies", OD_INT, AT(copies), OD_READONLY, N_("Copies"), "份数" },
	{ "note", OD_TEXT, AT(note), OD_LONG, N_("Note"), "编者按 说明" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "items", OD_INT, AT(items), OD_DERIVED | OD_TABLE, N_("Items"), "条数" },
	{ "corrections", OD_INT, AT(corrections), OD_DERIVED, N_("Corrections"), "更正数" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_issue_type = { "issue", sizeof(struct od_issue), issue_fields,
					   N_("issue") };

/* clang-format off */
#define STORED \
	"SELECT x.issue, x.publication, x.year, x.serial, x.total, x.date, x.status, " \
	"x.reason, x.form, x.masthead, x.office, x.secrecy, x.term, x.signer, x.editor," \
	" x.phone, x.footer, x.report_to, x.send_to, x.issue_to, x.copies, x.note, " \
	"x.at, x.actor, "
#define ISSUE_COLUMNS STORED "NULL AS items, NULL AS corrections FROM issue x "
#define COUNTED \
	STORED "(SELECT count(*) FROM issue_item n WHERE n.issue = x.issue) AS items, " \
	"(SELECT count(*) FROM correction c WHERE c.issue = x.issue) AS corrections FROM issue x "
/* clang-format on */
static void issue_name(const void *rec, struct od_buf *b)
{
	const struct od_issue *x = rec;

	od_buf_puts(b, x->issue);
}

/* --- loading a dump ------------------------------------------------------------------------------------ */

/* What a dump says of an issue holds together; its numbers are never given again. */
static int check_loaded(struct od_db *db, const struct od_issue *x, struct od_err *err)
{
	struct od_buf name = OD_BUF_INIT, series = OD_BUF_INIT;
	int year, month, day, r;

	if (od_blank(x->issue) || x->year == OD_NOINT || x->serial == OD_NOINT ||
	    x->total == OD_NOINT || !od_date_is(x->date) || od_blank(x->masthead) ||
	    od_blank(x->office) || !od_instant_is(x->at) || od_blank(x->actor))
		return od_fail(
			err, OD_EDATA,
			_("an issue is loaded with its name, numbers, date, masthead, office, "
			  "time and actor; make new ones by bulletin-build issue"));
	od_date_split(x->date, &year, &month, &day);
	od_buf_printf(&name, "%s/%lld-%lld", x->publication, (long long)x->year,
		      (long long)x->serial);
	od_buf_printf(&series, "issue:%s", x->publication);
	if (name.failed || series.failed)
		r = od_fail_nomem(err);
	else if (strcmp(name.s, x->issue) || x->year != year || x->serial < 1 ||
		 x->serial >= OD_SERIALS)
		r = od_fail(err, OD_EDATA,
			    _("issue '%1$s' is not what its publication, date and numbers make: "
			      "'%2$s'"),
			    x->issue, name.s);
	else if (x->total < x->serial)
		r = od_fail(err, OD_EDATA,
			    _("total: %1$lld issues in all are fewer than %2$lld in a year"),
			    (long long)x->total, (long long)x->serial);
	else if (x->status == OD_ISSUE_WITHDRAWN && od_blank(x->reason))
		r = od_fail(err, OD_EDATA, _("reason: say why the issue was withdrawn"));
	else
		r = od_number_taken(db, series.s, od_number(year, x->serial), err);
	od_buf_free(&name);
	od_buf_free(&series);
	return r;
}

static int load_issue(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_issue *x = rec;

	if (check_loaded(db, x, err) < 0)
		return -1;
	return od_load_as_was(db, &od_issue_kind, ISSUE_COLUMNS "WHERE x.issue = ?1",
			      OD_VALS(od_v(x->issue)), x, change, err);
}

const struct od_kind od_issue_kind = {
	.type = &od_issue_type,
	.load = load_issue,
	.all = ISSUE_COLUMNS "ORDER BY x.publication, x.year, x.serial",
	.put = "INSERT INTO issue (issue, publication, year, serial, total, date, status, "
	       "reason, form, masthead, office, secrecy, term, signer, editor, phone, "
	       "footer, report_to, send_to, issue_to, copies, note, at, actor) VALUES (?1, "
	       "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
	       " ?19, ?20, ?21, ?22, ?23, ?24) ON CONFLICT (issue) DO UPDATE SET publication"
	       " = excluded.publication, year = excluded.year, serial = excluded.serial, "
	       "total = excluded.total, date = excluded.date, status = excluded.status, "
	       "reason = excluded.reason, form = excluded.form, masthead = "
	       "excluded.masthead, office = excluded.office, secrecy = excluded.secrecy, "
	       "term = excluded.term, signer = excluded.signer, editor = excluded.editor, "
	       "phone = excluded.phone, footer = excluded.footer, report_to = "
	       "excluded.report_to, send_to = excluded.send_to, issue_to = "
	       "excluded.issue_to, copies = excluded.copies, note = excluded.note, at = "
	       "excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM issue WHERE issue = ?1",
	.name = issue_name,
};

/* --- finding ------------------------------------------------------------------------------------------- */

int od_issue_there(struct od_db *db, const char *issue, int64_t item, struct od_err *err)
{
	static const char sql[] =
		"SELECT coalesce((SELECT max(n.item) FROM issue_item n WHERE n.issue = x.issue), 0) "
		"FROM issue x WHERE x.issue = ?1";
	int64_t items;
	int r = od_query_int(db, sql, &items, OD_VALS(od_v(issue)), err);

	if (r == 0)
		return od_fail(err, OD_EDATA, _("there is no issue '%s'"), issue);
	if (r > 0 && item != OD_NOINT && (item < 1 || item > items))
		return od_fail(err, OD_EDATA, _("there is no item %1$lld in %2$s: it has %3$lld"),
			       (long long)item, issue, (long long)items);
	return r < 0 ? -1 : 0;
}

int od_issue_get(struct od_db *db, const char *issue, struct od_issue *i, struct od_err *err)
{
	int r = od_query_one(db, COUNTED "WHERE x.issue = ?1", &od_issue_type, i,
			     OD_VALS(od_v(issue)), err);

	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no issue '%s'; 'bulletin-build list' lists them"),
			       issue);
	return r < 0 ? -1 : 0;
}

/* The newest first of all, so that a limit keeps those; then in the order in which they came out. */
struct od_iter *od_issue_find(struct od_db *db, const struct od_issue_query *q, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = "SELECT * FROM (" COUNTED
		"WHERE (?1 IS NULL OR x.publication = ?1) AND (?2 IS NULL OR x.issue = ?2) "
		"AND x.date BETWEEN coalesce(?3, '0') AND coalesce(?4, '9') "
		"AND (?5 IS NULL OR EXISTS (SELECT 1 FROM adoption a JOIN report r ON r.number = a.report "
		"WHERE a.issue = x.issue AND r.unit = ?5)) "
		"AND (?6 IS NULL OR EXISTS (SELECT 1 FROM issue_item n WHERE n.issue = x.issue "
		"AND (instr(n.title, ?6) > 0 OR instr(coalesce(n.text, ''), ?6) > 0))) "
		"AND (?7 = 1 OR x.status = 'issued') "
		"ORDER BY x.date DESC, x.publication DESC, x.total DESC LIMIT ?8) AS newest "
		"ORDER BY date, publication, total";
	/* clang-format on */

	return od_query(db, sql, &od_issue_type,
			OD_VALS(od_v(q->publication), od_v(q->issue), od_v(q->from), od_v(q->to),
				od_v(q->unit), od_v(q->text), od_v(q->withdrawn || q->issue),
				od_v(q->limit ? q->limit : -1)),
			err);
}

/* --- withdrawing --------------------------------------------------------------------------------------- */

static int withdraw(struct od_db *db, const struct od_issue *was, const char *reason,
		    struct od_err *err)
{
	struct od_issue now;
	int r;

	od_rec_init(&od_issue_type, &now);
	r = od_rec_copy(&od_issue_type, &now, was, err);
	now.status = OD_ISSUE_WITHDRAWN;
	if (r == 0 &&
	    (od_replace_text(&now.reason, reason, err) < 0 ||
	     od_texts_check(&od_issue_type, &now, err) < 0 ||
	     od_run_rec(db, od_issue_kind.put, &od_issue_type, &now, OD_NOVALS, err) < 0 ||
	     od_journal_change(db, "withdraw", &od_issue_type, now.issue, was, &now, err) < 0))
		r = -1;
	od_rec_clear(&od_issue_type, &now);
	return r;
}

int od_issue_withdraw(struct od_db *db, const char *issue, const char *reason, struct od_err *err)
{
	char *why = reason ? od_trim(reason, strlen(reason)) : NULL;
	struct od_issue was;
	int r;

	od_rec_init(&od_issue_type, &was);
	r = od_need_tx(db, err) < 0 || od_issue_get(db, issue, &was, err) < 0 ? -1 : 0;
	if (r == 0 && reason && !why)
		r = od_fail_nomem(err);
	else if (r == 0 && od_blank(why))
		r = od_fail(err, OD_EDATA, _("a reason is needed to withdraw an issue"));
	else if (r == 0 && was.status == OD_ISSUE_WITHDRAWN)
		r = od_fail(err, OD_EDATA, _("%1$s was withdrawn already: %2$s"), issue,
			    was.reason);
	else if (r == 0)
		r = withdraw(db, &was, why, err);
	od_rec_clear(&od_issue_type, &was);
	free(why);
	return r;
}
