/* publication.c - publications and who gets them: dated rows of the regime. */
#include <stdlib.h>

#include "bulletin.h"

const struct od_word od_publication_forms[] = {
	{ "digest", N_("items by column"), "汇编 多条" },
	{ "article", N_("one article an issue"), "单篇 一期一篇" },
	{ "roundup", N_("the nightly roundup"), "汇总 每日汇总" },
	{ "schedule", N_("the leaders' schedules"), "日程 活动安排" },
	{ NULL },
};

const struct od_word od_publication_rhythms[] = {
	{ "none", N_("no rhythm"), "不定期" },
	{ "day", N_("daily"), "每日 日" },
	{ "workday", N_("each working day"), "每工作日 工作日" },
	{ "week", N_("each week"), "每周 周" },
	{ "month", N_("each month"), "每月 月" },
	{ NULL },
};

const struct od_word od_ways[] = {
	{ "report", N_("reported to"), "报 呈报" },
	{ "send", N_("sent to"), "送 抄送" },
	{ "issue", N_("issued to"), "发 印发" },
	{ NULL },
};

#define AT(m) offsetof(struct od_publication, m)
static const struct od_field publication_fields[] = {
	{ "code", OD_TEXT, AT(code), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("Name"), "名称 刊名" },
	{ "masthead", OD_TEXT, AT(masthead), 0, N_("Masthead"), "报头" },
	{ "form", OD_ENUM, AT(form), OD_TABLE, N_("Kind of issue"), "形式", od_publication_forms },
	{ "rhythm", OD_ENUM, AT(rhythm), OD_TABLE, N_("Rhythm"), "刊期 周期",
	  od_publication_rhythms },
	{ "total_before", OD_INT, AT(total_before), 0, N_("Issues before"), "此前总期数" },
	{ "serial_before", OD_INT, AT(serial_before), 0, N_("Issues of the year before"),
	  "当年此前期数" },
	{ "secrecy", OD_ENUM, AT(secrecy), OD_TABLE, N_("Secrecy"), "密级", od_secrecies },
	{ "term", OD_TEXT, AT(term), 0, N_("Secrecy period"), "保密期限" },
	{ "numbered", OD_BOOL, AT(numbered), OD_TABLE, N_("Numbered copies"), "编号份 份号" },
	{ "signer", OD_TEXT, AT(signer), 0, N_("Signed by"), "签发 签发人" },
	{ "editor", OD_TEXT, AT(editor), 0, N_("Editor"), "编辑 责任编辑" },
	{ "phone", OD_TEXT, AT(phone), 0, N_("Phone"), "电话" },
	{ "footer", OD_TEXT, AT(footer), 0, N_("Footer"), "页脚 版记说明" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_publication_type = { "publication", sizeof(struct od_publication),
						 publication_fields, N_("publication") };

/* A code is a part of its issues' names: daily/2026-341. */
static bool is_code(const char *s)
{
	for (const char *c = s; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == '/' || *c == ':')
			return false;
	return *s;
}

static const od_date since_ever = { -7397 }; /* 1949-10-01: no valid_from was given */

static int check_publication(const void *rec, struct od_err *err)
{
	const struct od_publication *p = rec;

	if (!is_code(p->code))
		return od_fail(
			err, OD_EDATA,
			_("code: '%s' has blanks, '/' or ':' in it, or nothing; it is a part "
			  "of the names of issues, as in daily/2026-341"),
			p->code);
	if ((p->serial_before != OD_NOINT && p->serial_before < 0) ||
	    (p->total_before != OD_NOINT && p->total_before < 0))
		return od_fail(err, OD_EDATA, _("total_before, serial_before: 0 or more"));
	if (p->serial_before != OD_NOINT && p->valid_from.days == since_ever.days)
		return od_fail(err, OD_EDATA,
			       _("serial_before counts in the year of valid_from: give that too"));
	if (p->serial_before != OD_NOINT && p->total_before != OD_NOINT &&
	    p->serial_before > p->total_before)
		return od_fail(err, OD_EDATA,
			       _("serial_before: there cannot be more issues in a year than in "
				 "all, which total_before says"));
	if (!od_blank(p->term) && p->secrecy == OD_SECRECY_NONE)
		return od_fail(err, OD_EDATA, _("term: there is none without a secrecy"));
	return 0;
}

/* clang-format off */
#define PUBLICATION_COLUMNS \
	"SELECT x.code, x.name, x.masthead, x.form, x.rhythm, x.total_before, " \
	"x.serial_before, x.secrecy, x.term, x.numbered, x.signer, x.editor, x.phone, " \
	"x.footer, x.sort, x.valid_from, x.valid_to FROM publication_row x "
/* clang-format on */
const struct od_dated od_publication_dated = {
	.type = &od_publication_type,
	.code = "INSERT INTO publication (code) VALUES (?1) ON CONFLICT (code) DO NOTHING",
	.of_key = PUBLICATION_COLUMNS "WHERE code = ?1 ORDER BY valid_from",
	.put = "INSERT INTO publication_row (code, name, masthead, form, rhythm, "
	       "total_before, serial_before, secrecy, term, numbered, signer, editor, phone,"
	       " footer, sort, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
	       " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) ON CONFLICT (code, valid_from) "
	       "DO UPDATE SET name = excluded.name, masthead = excluded.masthead, form = "
	       "excluded.form, rhythm = excluded.rhythm, total_before = "
	       "excluded.total_before, serial_before = excluded.serial_before, secrecy = "
	       "excluded.secrecy, term = excluded.term, numbered = excluded.numbered, signer"
	       " = excluded.signer, editor = excluded.editor, phone = excluded.phone, footer"
	       " = excluded.footer, sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM publication_row WHERE code = ?1 AND valid_from = ?2",
	.all = PUBLICATION_COLUMNS "ORDER BY code, valid_from",
	.check = check_publication,
};

#define AT(m) offsetof(struct od_distribution, m)
static const struct od_field distribution_fields[] = {
	{ "publication", OD_TEXT, AT(publication), OD_REQUIRED | OD_KEY | OD_TABLE,
	  N_("Publication"), "刊物" },
	{ "recipient", OD_TEXT, AT(recipient), OD_REQUIRED | OD_KEY | OD_TABLE, N_("Recipient"),
	  "发送对象 收件单位" },
	{ "way", OD_ENUM, AT(way), OD_TABLE, N_("Way"), "方式 报送发", od_ways },
	{ "copies", OD_INT, AT(copies), OD_TABLE, N_("Copies"), "份数" },
	{ "sort", OD_INT, AT(sort), 0, N_("Order"), "排序" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, N_("From"), "起" },
	{ "valid_to", OD_DATE, AT(valid_to), 0, N_("To"), "止" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_distribution_type = { "distribution", sizeof(struct od_distribution),
						  distribution_fields,
						  N_("recipient of a publication") };

static int check_distribution(const void *rec, struct od_err *err)
{
	const struct od_distribution *d = rec;

	if (od_blank(d->recipient))
		return od_fail(err, OD_EDATA, _("recipient is missing"));
	if (d->copies != OD_NOINT && (d->copies < 1 || d->copies > 100000))
		return od_fail(err, OD_EDATA, _("copies: 1 to 100000"));
	return 0;
}

/* clang-format off */
#define DISTRIBUTION_COLUMNS \
	"SELECT x.publication, x.recipient, x.way, x.copies, x.sort, x.valid_from, " \
	"x.valid_to FROM distribution x "
/* clang-format on */
const struct od_dated od_distribution_dated = {
	.type = &od_distribution_type,
	.of_key = DISTRIBUTION_COLUMNS
	"WHERE publication = ?1 AND recipient = ?2 ORDER BY valid_from",
	.put = "INSERT INTO distribution (publication, recipient, way, copies, sort, "
	       "valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT "
	       "(publication, recipient, valid_from) DO UPDATE SET way = excluded.way, "
	       "copies = excluded.copies, sort = excluded.sort, valid_to = excluded.valid_to",
	.drop = "DELETE FROM distribution WHERE publication = ?1 AND recipient = ?2 AND valid_from = ?3",
	.all = DISTRIBUTION_COLUMNS "ORDER BY publication, recipient, valid_from",
	.check = check_distribution,
};

/* --- finding -------------------------------------------------------------------------------------- */

struct od_iter *od_publication_find(struct od_db *db, od_date on, struct od_err *err)
{
	return od_query(db,
			PUBLICATION_COLUMNS
			"WHERE " OD_VALID("x", "?1") " ORDER BY x.sort NULLS LAST, x.code",
			&od_publication_type, OD_VALS(od_v(on)), err);
}

static int list_one(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s %s", b->n ? _(", ") : "", text[0], text[1]);
	return 0;
}

char *od_publication_plain(const char *text)
{
	static const char open[] = "《", close[] = "》";
	char *s = od_trim(text, strlen(text));
	size_t n = s ? strlen(s) : 0, mark = strlen(open);

	if (n > 2 * mark && !strncmp(s, open, mark) && !strcmp(s + n - mark, close)) {
		memmove(s, s + mark, n - 2 * mark);
		s[n - 2 * mark] = '\0';
	}
	return s;
}

int od_publication_get(struct od_db *db, const char *text, od_date on, struct od_publication *p,
		       struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = PUBLICATION_COLUMNS
		"WHERE " OD_VALID("x", "?2") " AND (x.code = ?1 OR x.name = ?1 OR x.masthead = ?1) "
		"ORDER BY x.code = ?1 DESC, x.name = ?1 DESC, x.sort NULLS LAST, x.code LIMIT 1";
	static const char all[] = "SELECT x.code, x.name FROM publication_row x WHERE "
		OD_VALID("x", "?1") " ORDER BY x.sort NULLS LAST, x.code";
	/* clang-format on */
	struct od_buf known = OD_BUF_INIT;
	char *plain = od_publication_plain(text);
	int r;

	if (!plain)
		return od_fail_nomem(err);
	r = od_query_one(db, sql, &od_publication_type, p, OD_VALS(od_v(plain), od_v(on)), err);
	if (r == 0 && od_query_each(db, all, OD_VALS(od_v(on)), list_one, &known, err) == 0)
		od_fail(err, OD_EUSAGE, _("no publication '%s'; there are: %s"), plain,
			known.s ? known.s : "-");
	od_buf_free(&known);
	free(plain);
	return r > 0 ? 0 : -1;
}

/* In the order of the back page: 报, 送, 发. */
struct od_iter *od_distribution_find(struct od_db *db, const char *publication, od_date on,
				     struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = DISTRIBUTION_COLUMNS
		"WHERE x.publication = ?1 AND " OD_VALID("x", "?2")
		" ORDER BY CASE x.way WHEN 'report' THEN 0 WHEN 'send' THEN 1 ELSE 2 END, "
		"x.sort NULLS LAST, x.recipient";
	/* clang-format on */

	return od_query(db, sql, &od_distribution_type, OD_VALS(od_v(publication), od_v(on)), err);
}
