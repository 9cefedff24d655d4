/* upward.c - what was sent to higher offices, and what became of it (C3): the reports behind it share the credit by
 * the weights of the item that they went into. */
#include <stdlib.h>

#include "bulletin.h"

const struct od_word od_upward_levels[] = {
	{ "province", N_("province"), "省 省级 省委办" },
	{ "central", N_("central"), "中央 国家 中办" },
	{ "city", N_("city"), "市 市级" },
	{ NULL },
};

const struct od_word od_upward_statuses[] = {
	{ "sent", N_("sent"), "已报送 报送" },
	{ "adopted", N_("adopted"), "已采用 采用" },
	{ "declined", N_("not adopted"), "未采用" },
	{ NULL },
};

#define AT(m) offsetof(struct od_upward, m)
static const struct od_field upward_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "上报号", NULL,
	  'W' },
	{ "level", OD_ENUM, AT(level), OD_TABLE, N_("Level above"), "层级", od_upward_levels },
	{ "office", OD_TEXT, AT(office), OD_REQUIRED | OD_TABLE, N_("Higher office"),
	  "上报单位 报送对象 上报对象" },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title"), "标题 题目" },
	{ "item", OD_TEXT, AT(item), 0, N_("Item"), "刊物条目 条目" },
	{ "reports", OD_LIST, AT(reports), OD_ELSEWHERE | OD_TABLE, N_("Reports"),
	  "报告号 信息编号" },
	{ "sent_on", OD_DATE, AT(sent_on), OD_TABLE, N_("Sent on"), "上报日期 报送日期" },
	{ "status", OD_ENUM, AT(status), OD_READONLY | OD_TABLE, N_("Status"), "状态 结果",
	  od_upward_statuses },
	{ "adopted_on", OD_DATE, AT(adopted_on), OD_TABLE, N_("Adopted on"), "采用日期" },
	{ "adopted_in", OD_TEXT, AT(adopted_in), OD_TABLE, N_("Adopted in"), "采用刊物" },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ "external_id", OD_TEXT, AT(external_id), 0, N_("Own number"), "来源编号" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_upward_type = { "upward", sizeof(struct od_upward), upward_fields,
					    N_("item sent upward") };

/* clang-format off */
#define UPWARD_COLUMNS \
	"SELECT x.number, x.level, x.office, x.title, x.item, NULL AS reports, " \
	"x.sent_on, x.status, x.adopted_on, x.adopted_in, x.note, x.external_id, x.at, " \
	"x.actor FROM upward x "
/* clang-format on */
static int add_report(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct od_buf *b = ctx;
	char buf[32];

	(void)err;
	od_buf_printf(b, "%s%s", b->n ? OD_LIST_SEP : "",
		      od_number_str('R', od_col_int(c, 0), buf));
	return 0;
}

static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	static const char sql[] = "SELECT report FROM upward_on WHERE upward = ?1 ORDER BY report";
	struct od_upward *x = rec;
	struct od_buf b = OD_BUF_INIT;

	free(x->reports);
	x->reports = NULL;
	if (od_query_cols(db, sql, OD_VALS(od_v(x->number)), add_report, &b, err) < 0 || b.failed) {
		if (b.failed)
			od_fail_nomem(err);
		od_buf_free(&b);
		return -1;
	}
	x->reports = b.s;
	return 0;
}

static void upward_name(const void *rec, struct od_buf *b)
{
	const struct od_upward *x = rec;
	char buf[32];

	od_buf_puts(b, od_number_str('W', x->number, buf));
}

/* --- what holds together --------------------------------------------------------------------------- */

/* An item in its permanent form; its issue alone where that has but one. */
static int name_item(struct od_db *db, struct od_upward *x, bool loading, struct od_err *err)
{
	static const char count[] = "SELECT count(*) FROM issue_item WHERE issue = ?1";
	char *name;
	int64_t n = 0;
	int slashes = 0;

	if (od_blank(x->item))
		return od_replace_text(&x->item, NULL, err);
	if (od_record_name(db, x->item, strlen(x->item), loading, &name, err) < 0)
		return od_fail_at(err, "item");
	free(x->item);
	x->item = name;
	for (const char *s = name; *s; s++)
		slashes += *s == '/';
	if (slashes == 2 || loading)
		return 0;
	if (slashes == 0)
		return od_fail(err, OD_EDATA, _("item: %s is no item such as daily/2026-341/3"),
			       name);
	if (od_query_int(db, count, &n, OD_VALS(od_v(name)), err) < 0)
		return -1;
	if (n != 1)
		return od_fail(err, OD_EDATA,
			       _("item: %1$s has %2$lld items; say which, such as %1$s/1"), name,
			       (long long)n);
	if (asprintf(&x->item, "%s/1", name) < 0) {
		x->item = name;
		return od_fail_nomem(err);
	}
	free(name);
	return 0;
}

/* Adopted on a day, in something; else neither. */
static int check_result(const struct od_upward *x, struct od_err *err)
{
	char sent[16], adopted[16];

	if (x->status != OD_UPWARD_ADOPTED) {
		if (od_date_is(x->adopted_on) || !od_blank(x->adopted_in))
			return od_fail(err, OD_EDATA,
				       _("adopted_on and adopted_in are of what was adopted"));
		return 0;
	}
	if (!od_date_is(x->adopted_on))
		return od_fail(err, OD_EDATA, _("adopted_on is missing"));
	if (x->adopted_on.days < x->sent_on.days)
		return od_fail(err, OD_EDATA, _("adopted_on: %1$s is before it was sent on %2$s"),
			       od_date_str(x->adopted_on, adopted), od_date_str(x->sent_on, sent));
	return 0;
}

static int check_past(od_date day, const char *field, od_date today, struct od_err *err)
{
	char buf[16];

	if (!od_date_is(day) || day.days <= today.days)
		return 0;
	return od_fail(err, OD_EDATA, _("%1$s: %2$s is still to come"), field,
		       od_date_str(day, buf));
}

/* --- loading a dump, undoing --------------------------------------------------------------------- */

/* What it was made of comes in rows of its own. */
static int load_upward(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_upward *x = rec;

	if (x->number == OD_NOINT || od_blank(x->office) || od_blank(x->title) ||
	    !od_date_is(x->sent_on) || !od_instant_is(x->at) || od_blank(x->actor))
		return od_fail(err, OD_EDATA,
			       _("what was sent upward is loaded with its number, office, title, "
				 "date, time and actor; record new ones by bulletin-build upward"));
	if (check_result(x, err) < 0 || name_item(db, x, true, err) < 0 ||
	    od_number_taken(db, "W", x->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_upward_kind, UPWARD_COLUMNS "WHERE x.number = ?1",
			      OD_VALS(od_v(x->number)), x, change, err);
}

/* Which row a name of the journal is. */
static int find_upward(struct od_db *db, const char *name, void *rec, struct od_err *err)
{
	int64_t number;

	if (od_number_parse('W', name, &number, err) < 0)
		return -1;
	return od_query_one(db, UPWARD_COLUMNS "WHERE x.number = ?1", &od_upward_type, rec,
			    OD_VALS(od_v(number)), err);
}

const struct od_kind od_upward_kind = {
	.type = &od_upward_type,
	.find = find_upward,
	.load = load_upward,
	.derive = derive,
	.all = UPWARD_COLUMNS "ORDER BY x.number",
	.put = "INSERT INTO upward (number, level, office, title, item, sent_on, status, "
	       "adopted_on, adopted_in, note, external_id, at, actor) VALUES (?1, ?2, ?3, "
	       "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (number) DO UPDATE "
	       "SET level = excluded.level, office = excluded.office, title = "
	       "excluded.title, item = excluded.item, sent_on = excluded.sent_on, status = "
	       "excluded.status, adopted_on = excluded.adopted_on, adopted_in = "
	       "excluded.adopted_in, note = excluded.note, external_id = "
	       "excluded.external_id, at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM upward WHERE number = ?1",
	.name = upward_name,
};

#define AT(m) offsetof(struct od_upward_on, m)
static const struct od_field upward_on_fields[] = {
	{ "upward", OD_NUMBER, AT(upward), OD_REQUIRED | OD_TABLE, N_("Number"), "上报号", NULL,
	  'W' },
	{ "report", OD_NUMBER, AT(report), OD_REQUIRED | OD_TABLE, N_("Report"), "报告号", NULL,
	  'R' },
	{ "weight", OD_INT, AT(weight), OD_TABLE, N_("Weight"), "权重" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_upward_on_type = { "upward_on", sizeof(struct od_upward_on),
					       upward_on_fields, N_("report sent upward") };

/* clang-format off */
#define UPWARD_ON_COLUMNS \
	"SELECT x.upward, x.report, x.weight FROM upward_on x "
/* clang-format on */
static void upward_on_name(const void *rec, struct od_buf *b)
{
	const struct od_upward_on *x = rec;
	char upward_name[32];
	char report_name[32];

	od_buf_printf(b, "upward_on:%s/%s", od_number_str('W', x->upward, upward_name),
		      od_number_str('R', x->report, report_name));
}

/* "upward_on:W2026-0001/R2026-0003" */
static int find_upward_on(struct od_db *db, const char *name, void *rec, struct od_err *err)
{
	const char *upward = strchr(name, ':'), *report = strchr(name, '/');
	char first[32];
	int64_t w, r;

	if (!upward || !report)
		return od_fail(err, OD_EBUG, "'%s' is no name of a row", name);
	snprintf(first, sizeof(first), "%.*s", (int)(report - upward - 1), upward + 1);
	if (od_number_parse('W', first, &w, err) < 0 ||
	    od_number_parse('R', report + 1, &r, err) < 0)
		return -1;
	return od_query_one(db, UPWARD_ON_COLUMNS "WHERE x.upward = ?1 AND x.report = ?2",
			    &od_upward_on_type, rec, OD_VALS(od_v(w), od_v(r)), err);
}

static int put_upward_on(struct od_db *db, const struct od_upward_on *x, enum od_change *change,
			 struct od_err *err)
{
	return od_load_as_was(db, &od_upward_on_kind,
			      UPWARD_ON_COLUMNS "WHERE x.upward = ?1 AND x.report = ?2",
			      OD_VALS(od_v(x->upward), od_v(x->report)), x, change, err);
}

static int load_upward_on(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_upward_on *x = rec;

	if (x->weight == OD_NOINT)
		x->weight = 1;
	if (x->weight < 1)
		return od_fail(err, OD_EDATA, _("weight: %lld is not 1 or more"),
			       (long long)x->weight);
	if (od_record_there(db, 'W', x->upward, err) < 0 ||
	    od_record_there(db, 'R', x->report, err) < 0)
		return -1;
	return put_upward_on(db, x, change, err);
}

const struct od_kind od_upward_on_kind = {
	.type = &od_upward_on_type,
	.part = true,
	.find = find_upward_on,
	.load = load_upward_on,
	.all = UPWARD_ON_COLUMNS "ORDER BY x.upward, x.report",
	.put = "INSERT INTO upward_on (upward, report, weight) VALUES (?1, ?2, ?3) ON "
	       "CONFLICT (upward, report) DO UPDATE SET weight = excluded.weight",
	.drop = "DELETE FROM upward_on WHERE upward = ?1 AND report = ?2",
	.keys = "upward report",
	.name = upward_on_name,
};

/* --- new ones ---------------------------------------------------------------------------------------- */

/* The reports behind it, with their weights. */
struct sources {
	struct od_upward_on *on;
	size_t n;
	char *title; /* of the item or the first report */
};

static int add_source(struct sources *s, int64_t report, int64_t weight, struct od_err *err)
{
	struct od_upward_on *grown = reallocarray(s->on, s->n + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	s->on = grown;
	s->on[s->n++] = (struct od_upward_on){ .report = report, .weight = weight };
	return 0;
}

static int take_adoption(void *ctx, const struct od_cols *c, struct od_err *err)
{
	return add_source(ctx, od_col_int(c, 0), od_col_int(c, 1), err);
}

static bool has_source(const struct sources *s, int64_t report)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->on[i].report == report)
			return true;
	return false;
}

/* The next of a list of reports: 1, 0 at its end, -1. */
static int next_report(const char **list, int64_t *number, struct od_err *err)
{
	char text[64];
	size_t n;
	const char *one = od_list_next(list, &n);

	if (!one)
		return 0;
	snprintf(text, sizeof(text), "%.*s", (int)n, one);
	return od_number_parse('R', text, number, err) < 0 ? od_fail_at(err, "reports") : 1;
}

/* Reports beside an item are those it was made of, or a mistake. */
static int check_named(const struct od_upward *x, const struct sources *s, struct od_err *err)
{
	const char *list = x->reports;
	int64_t number;
	char buf[32];
	int r;

	while ((r = next_report(&list, &number, err)) > 0)
		if (!has_source(s, number))
			return od_fail(err, OD_EDATA, _("reports: %1$s was not made of %2$s"),
				       x->item, od_number_str('R', number, buf));
	return r;
}

static int from_item(struct od_db *db, const struct od_upward *x, struct sources *s,
		     struct od_err *err)
{
	static const char title[] = "SELECT title FROM issue_item WHERE issue = ?1 AND item = ?2";
	static const char made_of[] = "SELECT report, weight FROM adoption WHERE issue = ?1 "
				      "AND item = ?2 ORDER BY report";
	const char *slash = strrchr(x->item, '/');
	OD_CLEANUP(od_buf_freep) struct od_buf issue = OD_BUF_INIT;
	int64_t item = strtoll(slash + 1, NULL, 10);

	od_buf_add(&issue, x->item, slash - x->item);
	if (issue.failed)
		return od_fail_nomem(err);
	if (od_query_text(db, title, &s->title, OD_VALS(od_v(issue.s), od_v(item)), err) < 0 ||
	    od_query_cols(db, made_of, OD_VALS(od_v(issue.s), od_v(item)), take_adoption, s, err) <
		    0)
		return -1;
	return check_named(x, s, err);
}

static int from_reports(struct od_db *db, const struct od_upward *x, struct sources *s,
			struct od_err *err)
{
	const char *list = x->reports;
	int64_t number;
	char buf[32];
	int r;

	while ((r = next_report(&list, &number, err)) > 0) {
		if (od_record_there(db, 'R', number, err) < 0)
			return od_fail_at(err, "reports");
		if (has_source(s, number))
			return od_fail(err, OD_EDATA, _("reports: %s stands twice"),
				       od_number_str('R', number, buf));
		if (add_source(s, number, 1, err) < 0)
			return -1;
	}
	if (r < 0)
		return -1;
	if (!s->n)
		return od_fail(err, OD_EDATA,
			       _("say what was sent: an item (daily/2026-341/3) or reports "
				 "(R2026-0123)"));
	return od_query_text(db, "SELECT title FROM report WHERE number = ?1", &s->title,
			     OD_VALS(od_v(s->on[0].report)), err) < 0
		       ? -1
		       : 0;
}

/* Returned, rejected, withdrawn or said by another already: it goes nowhere. */
static int check_sendable(struct od_db *db, int64_t number, struct od_err *err)
{
	const struct od_word *words = od_field_find(&od_report_type, "status")->words;
	char *status = NULL, buf[32];
	int r = od_query_text(db, "SELECT status FROM report WHERE number = ?1", &status,
			      OD_VALS(od_v(number)), err);

	od_number_str('R', number, buf);
	if (r > 0 && strcmp(status, "received") && strcmp(status, "accepted")) {
		while (strcmp(words->word, status))
			words++;
		r = od_fail(err, OD_EDATA,
			    _("%1$s is %2$s: only what was received or accepted is sent upward"),
			    buf, _(words->label));
	}
	free(status);
	return r < 0 ? -1 : 0;
}

/* What was withdrawn meanwhile, or is not sound, goes nowhere. */
static int check_sources(struct od_db *db, const struct od_upward *x, const struct sources *s,
			 struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM issue WHERE issue = ?1 AND status = 'withdrawn'";
	OD_CLEANUP(od_buf_freep) struct od_buf issue = OD_BUF_INIT;
	int64_t withdrawn = 0;

	for (size_t i = 0; !x->item && i < s->n; i++)
		if (check_sendable(db, s->on[i].report, err) < 0)
			return od_fail_at(err, "reports");
	if (!x->item)
		return 0;
	od_buf_add(&issue, x->item, strrchr(x->item, '/') - x->item);
	if (issue.failed)
		return od_fail_nomem(err);
	if (od_query_int(db, sql, &withdrawn, OD_VALS(od_v(issue.s)), err) < 0)
		return -1;
	return withdrawn ? od_fail(err, OD_EDATA, _("item: %s was withdrawn"), issue.s) : 0;
}

static int fill(struct od_db *db, struct od_upward *x, struct sources *s, struct od_err *err)
{
	od_date today = od_instant_date(od_db_act(db)->now);

	if (od_blank(x->office))
		return od_fail(err, OD_EDATA, _("say where it was sent: office is missing"));
	if (!od_date_is(x->sent_on))
		x->sent_on = od_date_is(x->adopted_on) && x->adopted_on.days < today.days
				     ? x->adopted_on
				     : today;
	if (x->status == OD_UPWARD_SENT && (od_date_is(x->adopted_on) || !od_blank(x->adopted_in)))
		x->status = OD_UPWARD_ADOPTED;
	if (check_past(x->sent_on, "sent_on", today, err) < 0 ||
	    check_past(x->adopted_on, "adopted_on", today, err) < 0 || check_result(x, err) < 0 ||
	    name_item(db, x, false, err) < 0 ||
	    (x->item ? from_item(db, x, s, err) : from_reports(db, x, s, err)) < 0)
		return -1;
	return od_blank(x->title) ? od_replace_text(&x->title, s->title, err) : 0;
}

/* The one that it repeats: by the number of who gave it, else by what went where. */
static int find_same(struct od_db *db, const struct od_upward *x, const struct sources *s,
		     int64_t *number, struct od_err *err)
{
	static const char by_id[] = "SELECT number FROM upward WHERE external_id = ?1";
	static const char by_content[] =
		"SELECT x.number FROM upward x WHERE x.external_id IS NULL AND x.level = ?1 "
		"AND x.office = ?2 AND x.title = ?3 AND coalesce(x.item, '') = coalesce(?4, '') "
		"AND (x.item IS NOT NULL OR (?5 = (SELECT min(o.report) FROM upward_on o "
		"WHERE o.upward = x.number) AND ?6 = (SELECT max(o.report) FROM upward_on o "
		"WHERE o.upward = x.number) AND ?7 = (SELECT count(*) FROM upward_on o "
		"WHERE o.upward = x.number)))";
	int64_t least = INT64_MAX, most = 0;

	int r = 0;

	if (!od_blank(x->external_id))
		r = od_query_int(db, by_id, number, OD_VALS(od_v(x->external_id)), err);
	if (r != 0)
		return r;
	for (size_t i = 0; i < s->n; i++) {
		least = s->on[i].report < least ? s->on[i].report : least;
		most = s->on[i].report > most ? s->on[i].report : most;
	}
	return od_query_int(db, by_content, number,
			    OD_VALS(od_v(od_upward_levels[x->level].word), od_v(x->office),
				    od_v(x->title), od_v(x->item), od_v(least), od_v(most),
				    od_v((int64_t)s->n)),
			    err);
}

static int write(struct od_db *db, struct od_upward *x, struct sources *s, struct od_err *err)
{
	enum od_change change;
	char name[32];

	x->number = OD_NOINT;
	x->at = od_db_act(db)->now;
	if (od_replace_text(&x->actor, od_db_act(db)->actor, err) < 0 ||
	    od_number_next(db, "W", &x->number, err) < 0 ||
	    od_run_rec(db, od_upward_kind.put, &od_upward_type, x, OD_NOVALS, err) < 0 ||
	    od_journal_create(db, &od_upward_type, od_number_str('W', x->number, name), x, err) < 0)
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		s->on[i].upward = x->number;
		if (put_upward_on(db, &s->on[i], &change, err) < 0)
			return -1;
	}
	return derive(db, x, err);
}

/* 1: it is on file already, as x->number. */
int od_upward_add(struct od_db *db, struct od_upward *x, struct od_err *err)
{
	struct sources s = { 0 };
	int r = od_need_tx(db, err);

	if (r == 0)
		r = fill(db, x, &s, err);
	if (r == 0)
		r = find_same(db, x, &s, &x->number, err);
	if (r == 0)
		r = check_sources(db, x, &s, err);
	if (r == 0)
		r = write(db, x, &s, err);
	free(s.on);
	free(s.title);
	return r;
}

/* --- what became of it ------------------------------------------------------------------------------- */

int od_upward_result(struct od_db *db, int64_t number, int status, od_date on, const char *in,
		     struct od_err *err)
{
	od_date today = od_instant_date(od_db_act(db)->now);
	struct od_upward was, now;
	char name[32];
	int r;

	od_rec_init(&od_upward_type, &was);
	od_rec_init(&od_upward_type, &now);
	od_number_str('W', number, name);
	r = od_need_tx(db, err);
	if (r == 0)
		r = od_query_one(db, UPWARD_COLUMNS "WHERE x.number = ?1", &od_upward_type, &was,
				 OD_VALS(od_v(number)), err);
	if (r == 0)
		r = od_fail(err, OD_ENOENT, _("nothing was sent upward as %s"), name);
	if (r > 0)
		r = od_rec_copy(&od_upward_type, &now, &was, err);
	if (r == 0) {
		now.status = status;
		now.adopted_on = status != OD_UPWARD_ADOPTED ? OD_NODATE
				 : od_date_is(on)            ? on
							     : today;
		r = od_replace_text(&now.adopted_in, status == OD_UPWARD_ADOPTED ? in : NULL, err);
	}
	if (r == 0 && (check_past(now.adopted_on, "adopted_on", today, err) < 0 ||
		       check_result(&now, err) < 0))
		r = od_fail_at(err, "%s", name);
	if (r == 0)
		r = od_run_rec(db, od_upward_kind.put, &od_upward_type, &now, OD_NOVALS, err);
	if (r == 0)
		r = od_journal_change(db, "change", &od_upward_type, name, &was, &now, err);
	od_rec_clear(&od_upward_type, &was);
	od_rec_clear(&od_upward_type, &now);
	return r < 0 ? -1 : 0;
}

struct od_iter *od_upward_find(struct od_db *db, int64_t number, int level, int status,
			       od_date from, od_date to, struct od_err *err)
{
	static const char sql[] = UPWARD_COLUMNS
		"WHERE (?1 IS NULL OR x.number = ?1) AND (?2 IS NULL OR x.level = ?2) "
		"AND (?3 IS NULL OR x.status = ?3) "
		"AND (?4 IS NULL OR x.sent_on >= ?4) "
		"AND (?5 IS NULL OR x.sent_on <= ?5) ORDER BY x.number";
	const char *of = level < 0 ? NULL : od_upward_levels[level].word;
	const char *is = status < 0 ? NULL : od_upward_statuses[status].word;

	return od_query_derive(db, sql, &od_upward_type, derive,
			       OD_VALS(od_v_opt(number), od_v(of), od_v(is), od_v(from), od_v(to)),
			       err);
}
