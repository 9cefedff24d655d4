/* report.c - reports: filing. */
#include <stdlib.h>

#include "report.h"

static const struct od_word secrecies[] = {
	{ "none", N_("unclassified"), "无 普通 公开 非密" },
	{ "secret", N_("secret"), "秘密" },
	{ "highly-secret", N_("highly secret"), "机密" },
	{ "top-secret", N_("top secret"), "绝密" },
	{ NULL },
};
static const struct od_word urgencies[] = {
	{ "none", N_("ordinary"), "无 平件 普通 一般" },
	{ "urgent", N_("urgent"), "加急 急件 紧急" },
	{ "top-urgent", N_("top urgent"), "特急 特提" },
	{ NULL },
};
const struct od_word od_report_statuses[] = {
	{ "received", N_("received"), "待处理 已收" },
	{ "accepted", N_("accepted"), "已采编 采编" },
	{ "returned", N_("returned for mending"), "退回补正 退回" },
	{ "rejected", N_("rejected"), "退稿" },
	{ "duplicate", N_("duplicate"), "重复" },
	{ "withdrawn", N_("withdrawn"), "撤回" },
	{ NULL },
};

static const struct od_word forms[] = {
	/* od_forms without what only a duty has */
	{ "written", N_("in writing"), "书面" },
	{ "telephone", N_("by telephone"), "电话" },
	{ NULL },
};

#define AT(m) offsetof(struct od_report, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "报告号", NULL,
	  'R' },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED, N_("Unit"), "单位 报送单位 来稿单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "category", OD_TEXT, AT(category), OD_REQUIRED, N_("Category"), "类别 栏目" },
	{ "category_name", OD_TEXT, AT(category_name), OD_DERIVED | OD_TABLE, N_("Category"),
	  "类别名称" },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED | OD_TABLE, N_("Title"), "标题 题目" },
	{ "body", OD_TEXT, AT(body), OD_LONG, N_("Text"), "内容 正文" },
	{ "occurred_at", OD_INSTANT, AT(occurred_at), OD_TABLE, N_("Occurred"),
	  "时间 发生时间 日期" },
	{ "place", OD_TEXT, AT(place), 0, N_("Place"), "地点" },
	{ "leaders", OD_LIST, AT(leaders), 0, N_("Leaders"), "领导 领导同志" },
	{ "author", OD_TEXT, AT(author), 0, N_("Reported by"), "报送人 填报人" },
	{ "phone", OD_TEXT, AT(phone), 0, N_("Telephone"), "电话 联系电话" },
	{ "signer", OD_TEXT, AT(signer), 0, N_("Signed by"), "签发人" },
	{ "secrecy", OD_ENUM, AT(secrecy), 0, N_("Secrecy"), "密级", secrecies },
	{ "urgency", OD_ENUM, AT(urgency), 0, N_("Urgency"), "紧急程度", urgencies },
	{ "external_id", OD_TEXT, AT(external_id), 0, N_("Unit's number"), "编号 来文编号" },
	{ "status", OD_ENUM, AT(status), OD_READONLY | OD_TABLE, N_("Status"), "状态",
	  od_report_statuses },
	{ "undated", OD_BOOL, AT(undated), OD_READONLY, N_("No time given"), "未报时间" },
	{ "desk", OD_TEXT, AT(desk), OD_READONLY, N_("Desk code"), "处室 承办处室" },
	{ "desk_name", OD_TEXT, AT(desk_name), OD_DERIVED | OD_TABLE, N_("Desk"), "处室名称" },
	{ "received_at", OD_INSTANT, AT(received_at), OD_READONLY, N_("Received"), "收到时间" },
	{ "batch", OD_NUMBER, AT(batch), OD_READONLY, N_("Batch"), "批次", NULL, 'B' },
	{ "ends_at", OD_INSTANT, AT(ends_at), 0, N_("Until"), "结束时间 至" },
	{ "accompanying", OD_LIST, AT(accompanying), 0, N_("Accompanying"),
	  "陪同 陪同人员 参加人员" },
	{ "event", OD_NUMBER, AT(event), 0, N_("Event"), "事件 事件号", NULL, 'E' },
	{ "stage", OD_ENUM, AT(stage), 0, N_("Stage"), "报告阶段 报次", od_stages },
	{ "form", OD_ENUM, AT(form), 0, N_("Form"), "报送方式 方式", forms },
	{ "grade", OD_ENUM, AT(grade), 0, N_("Grade"), "事件等级 等级 级别", od_grades },
	{ "learned_at", OD_INSTANT, AT(learned_at), 0, N_("Learned of"), "获知时间 知悉时间" },
	{ "dead", OD_INT, AT(dead), 0, N_("Dead"), "死亡 死亡人数" },
	{ "injured", OD_INT, AT(injured), 0, N_("Injured"), "受伤 受伤人数" },
	{ "missing", OD_INT, AT(missing), 0, N_("Missing people"), "失踪 失联人数" },
	{ "measures", OD_TEXT, AT(measures), OD_LONG, N_("Measures"), "措施 已采取措施" },
	{ "superior_at", OD_INSTANT, AT(superior_at), 0, N_("Superior told"),
	  "上报主管部门时间 上报主管部门" },
	{ "taken_by", OD_TEXT, AT(taken_by), 0, N_("Taken by"), "接报人" },
	{ "told", OD_LIST, AT(told), 0, N_("Told"), "报告对象 已报告" },
	{ "copy_to", OD_LIST, AT(copy_to), OD_DERIVED, N_("Copy to"), "抄送" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_report_type = { "report", sizeof(struct od_report), fields,
					    N_("report") };

/* To whom it was copied when it came in. */
static int derive_copy(struct od_db *db, struct od_report *r, struct od_err *err)
{
	const char *name = od_copy_memo(db, r->unit, od_instant_date(r->received_at), err);

	if (!name)
		return err->code ? -1 : 0;
	r->copy_to = strdup(name);
	return r->copy_to ? 0 : od_fail_nomem(err);
}

int od_report_derive(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_report *r = rec;
	od_date on = od_instant_date(r->occurred_at);
	const struct {
		enum od_named kind;
		const char *code;
		char **name;
	} names[] = {
		{ OD_NAMED_UNIT, r->unit, &r->unit_name },
		{ OD_NAMED_CATEGORY, r->category, &r->category_name },
		{ OD_NAMED_DESK, r->desk, &r->desk_name },
	};

	for (size_t i = 0; i < OD_COUNT(names); i++) {
		const char *name = od_name_memo(db, names[i].kind, names[i].code, on, NULL, err);

		if (!name && err->code)
			return -1;
		*names[i].name = name ? strdup(name) : NULL;
		if (name && !*names[i].name)
			return od_fail_nomem(err);
	}
	return derive_copy(db, r, err);
}

static void report_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('R', ((const struct od_report *)rec)->number, buf));
}

/* --- filing -------------------------------------------------------------------------------------- */

static int resolve_unit(struct od_db *db, struct od_report *r, struct od_err *err)
{
	const char *code;

	if (!r->unit || !*r->unit)
		return od_fail(err, OD_EDATA, _("unit is missing"));
	code = od_unit_resolve_memo(db, r->unit, err);
	if (!code) {
		if (err->code == OD_ENOENT)
			err->code = OD_EDATA;
		return -1;
	}
	if (!strcmp(code, r->unit))
		return 0;
	free(r->unit);
	r->unit = strdup(code);
	return r->unit ? 0 : od_fail_nomem(err);
}

/* Every field the category wants is there, none that it refuses. */
static int check_fields(const struct od_category_memo *k, const struct od_report *r,
			struct od_err *err)
{
	char buf[32];

	if (!k->wants && !k->refuses)
		return 0;
	for (size_t i = 0; fields[i].name; i++) {
		uint64_t bit = UINT64_C(1) << i;
		const char *text;

		if (!((k->wants | k->refuses) & bit))
			continue;
		text = od_field_str(&fields[i], r, buf);
		if (k->wants & bit && (!text || !*text))
			return od_fail(err, OD_EDATA, _("%s: category '%s' (%s) wants it"),
				       fields[i].name, k->c.code, k->c.name);
		if (k->refuses & bit && text && *text)
			return od_fail(err, OD_EDATA,
				       _("%s: category '%s' (%s) must not have it: %s"),
				       fields[i].name, k->c.code, k->c.name,
				       k->c.refusal ? k->c.refusal : "-");
	}
	return 0;
}

static int set_text(char **text, const char *to, struct od_err *err)
{
	if (*text && !strcmp(*text, to))
		return 0;
	free(*text);
	*text = strdup(to);
	return *text ? 0 : od_fail_nomem(err);
}

static int resolve_category(struct od_db *db, struct od_report *r, struct od_err *err)
{
	const struct od_category_memo *k;

	if (!r->category || !*r->category)
		return od_fail(err, OD_EDATA, _("category is missing"));
	k = od_category_resolve(db, r->category, err);
	if (!k)
		return -1;
	if (set_text(&r->category, k->c.code, err) < 0 || set_text(&r->desk, k->c.desk, err) < 0)
		return -1;
	return check_fields(k, r, err);
}

static int check_instants(struct od_db *db, const struct od_report *r, struct od_err *err)
{
	char buf[32], begins[32];

	if (!od_instant_is(r->occurred_at))
		return 0;
	if (r->occurred_at.sec > od_db_act(db)->now.sec + 366 * 86400LL)
		return od_fail(err, OD_EDATA, _("occurred_at: %s is more than a year ahead"),
			       od_instant_str_short(r->occurred_at, buf));
	if (!od_instant_is(r->ends_at) || r->ends_at.sec >= r->occurred_at.sec)
		return 0;
	return od_fail(err, OD_EDATA, _("ends_at: %s is before it begins (%s)"),
		       od_instant_str_short(r->ends_at, buf),
		       od_instant_str_short(r->occurred_at, begins));
}

/* 64 bits of the digest of what the unit gave - a time that it did not give left out, so that the same
 * file gives the same key on another day, and the event, which the office numbers and may change.  *h: the
 * state to go on with for the whole. */
static int64_t content_key(const struct od_report *r, struct od_sm3 *h)
{
	uint8_t content[OD_SM3_SIZE];
	struct od_report given = *r;
	struct od_sm3 copy;
	uint64_t key = 0;

	od_rec_digest_begin(&od_report_type, r, h);
	copy = *h;
	if (r->undated || r->event != OD_NOINT) {
		given.occurred_at = r->undated ? OD_NOINSTANT : r->occurred_at;
		given.event = OD_NOINT;
		od_rec_digest_begin(&od_report_type, &given, &copy);
	}
	od_sm3_end(&copy, content);
	for (int i = 0; i < 8; i++)
		key = key << 8 | content[i];
	return (int64_t)key;
}

/* What a report is remembered by while the table is filled: its content, or unit and external_id by a
 * quick hash (FNV-1a), which may be another's too. */
static int64_t late_key(const struct od_report *r, int64_t key)
{
	const char *const text[] = { r->unit, r->external_id };
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	if (!r->external_id || !*r->external_id)
		return key;
	for (size_t i = 0; i < OD_COUNT(text); i++) {
		const unsigned char *s = (const unsigned char *)text[i];

		do
			h = (h ^ *s) * UINT64_C(0x100000001b3);
		while (*s++);
	}
	return (int64_t)h;
}

/* The report on file with r's unit and external_id. */
static int find_id(struct od_db *db, const struct od_report *r, int64_t *number, struct od_err *err)
{
	static const char by_id[] =
		"SELECT number FROM report WHERE unit = ?1 AND external_id = ?2";
	static const char is_it[] =
		"SELECT number FROM report WHERE number = ?3 AND unit = ?1 AND external_id = ?2";
	int found = 0;

	if (od_late(db)) {
		int64_t maybe = od_late_get(db, late_key(r, 0));

		if (maybe)
			found = od_query_int(
				db, is_it, number,
				OD_VALS(od_v(r->unit), od_v(r->external_id), od_v(maybe)), err);
		if (!maybe || found)
			return found;
	}
	return od_query_int(db, by_id, number, OD_VALS(od_v(r->unit), od_v(r->external_id)), err);
}

/* The report on file that r repeats: 1 and its number, 0 none, -1. */
static int find_same(struct od_db *db, const struct od_report *r, int64_t key, int64_t *number,
		     struct od_err *err)
{
	static const char by_content[] =
		"SELECT number FROM report WHERE content_key = ?1 AND external_id IS NULL AND unit = ?2 "
		"AND title = ?3 LIMIT 1";

	if (r->external_id && *r->external_id)
		return find_id(db, r, number, err);
	if (od_late(db)) { /* the table was empty: all there is came in this transaction */
		*number = od_late_get(db, key);
		return *number != 0;
	}
	return od_query_int(db, by_content, number,
			    OD_VALS(od_v(key), od_v(r->unit), od_v(r->title)), err);
}

int od_report_read(struct od_db *db, int64_t number, struct od_report *r, struct od_err *err)
{
	return od_query_one(db, OD_REPORT_COLUMNS "WHERE r.number = ?1", &od_report_type, r,
			    OD_VALS(od_v(number)), err);
}

#define TEXTS(r) ((const char *const[OD_SEARCH_TEXTS]){ (r)->title, (r)->body })

/* What the index has already passed must be put into it, or taken out of it, now. */
static int reindex_one(struct od_db *db, const struct od_report *before,
		       const struct od_report *after, struct od_err *err)
{
	int64_t number = before ? before->number : after->number, mark;

	if (od_search_mark(db, &mark, err) < 0)
		return -1;
	if (number > mark)
		return 0;
	if (before && od_search_unindex(db, number, before->received_at, TEXTS(before), err) < 0)
		return -1;
	return after ? od_search_index(db, number, after->received_at, TEXTS(after), err) : 0;
}

static const char sql_insert[] =
	"INSERT INTO report (number, unit, category, title, body, occurred_at, place, leaders, "
	"author, phone, signer, secrecy, urgency, external_id, status, undated, desk, received_at, "
	"batch, ends_at, accompanying, event, stage, form, grade, learned_at, dead, injured, missing, "
	"measures, superior_at, taken_by, told, content_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
	"?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, "
	"?28, ?29, ?30, ?31, ?32, ?33, ?34)";

/* h: the state after the content. */
static int insert(struct od_db *db, const struct od_report *r, int64_t key, struct od_sm3 *h,
		  struct od_err *err)
{
	uint8_t digest[OD_SM3_SIZE];
	char name[32];

	od_rec_digest_end(&od_report_type, r, h, digest);
	if (od_late(db) && (od_late_put(db, late_key(r, key), r->number, err) < 0 ||
			    od_event_late(db, r, err) < 0))
		return -1;
	if (od_run_rec(db, sql_insert, &od_report_type, r, OD_VALS(od_v(key)), err) < 0 ||
	    od_journal(db, "create", "report", od_number_str('R', r->number, name), NULL, digest,
		       err) < 0)
		return -1;
	return reindex_one(db, NULL, r, err);
}

#define SET_STORED                                                                              \
	"UPDATE report SET unit = ?2, category = ?3, title = ?4, body = ?5, occurred_at = ?6, " \
	"place = ?7, leaders = ?8, author = ?9, phone = ?10, signer = ?11, secrecy = ?12, "     \
	"urgency = ?13, external_id = ?14, status = ?15, undated = ?16, desk = ?17, "           \
	"received_at = ?18, batch = ?19, ends_at = ?20, accompanying = ?21, event = ?22, "      \
	"stage = ?23, form = ?24, grade = ?25, learned_at = ?26, dead = ?27, injured = ?28, "   \
	"missing = ?29, measures = ?30, superior_at = ?31, taken_by = ?32, told = ?33 "
static const char sql_update[] = SET_STORED ", content_key = ?34 WHERE number = ?1";

static int write_over(struct od_db *db, const struct od_report *was, const struct od_report *r,
		      int64_t key, const char *action, struct od_err *err)
{
	char name[32];

	od_number_str('R', r->number, name);
	if (od_run_rec(db, sql_update, &od_report_type, r, OD_VALS(od_v(key)), err) < 0 ||
	    od_journal_change(db, action, &od_report_type, name, was, r, err) < 0 ||
	    (od_late(db) && od_event_late(db, r, err) < 0))
		return -1;
	return reindex_one(db, was, r, err);
}

/* A returned report that comes again has been mended: it is received anew. */
static int come_back(struct od_db *db, const struct od_report *r, struct od_err *err)
{
	struct od_handling h = {
		.number = r->number,
		.action = OD_RESUBMIT,
		.at = od_db_act(db)->now,
		.actor = (char *)(uintptr_t)od_db_act(db)->actor,
	};

	return od_handling_add(db, &h, NULL, err);
}

static int update(struct od_db *db, const struct od_report *was, struct od_report *r, int64_t key,
		  struct od_err *err)
{
	bool mended = was->status == OD_STATUS_RETURNED;

	r->status = mended ? OD_STATUS_RECEIVED : was->status;
	r->received_at = was->received_at;
	r->batch = was->batch;
	if (r->undated)
		r->occurred_at = was->undated ? was->occurred_at : was->received_at;
	if (r->stage && r->event != was->event && od_event_enter(db, r, err) < 0)
		return -1;
	/* A desk it was forwarded to keeps it, unless the category changed. */
	if (!strcmp(r->category, was->category) && set_text(&r->desk, was->desk, err) < 0)
		return -1;
	if (write_over(db, was, r, key, mended ? "resubmit" : "update", err) < 0)
		return -1;
	return mended ? come_back(db, r, err) : 0;
}

static int again(struct od_db *db, struct od_report *r, int64_t key, enum od_duplicate dup,
		 enum od_taken *taken, bool *differs, struct od_err *err)
{
	struct od_report was = { 0 };
	struct od_sm3 h;
	char name[32];
	int64_t was_key = 0;
	int done = -1;

	od_rec_init(&od_report_type, &was);
	if (od_report_read(db, r->number, &was, err) < 0 ||
	    od_query_int(db, "SELECT content_key FROM report WHERE number = ?1", &was_key,
			 OD_VALS(od_v(r->number)), err) < 0)
		goto out;
	if (r->stage && r->event == OD_NOINT && was.stage) { /* it stays where it was filed */
		r->event = was.event;
		r->stage = was.stage;
		key = content_key(r, &h);
	}
	*differs = was_key != key || r->event != was.event;
	*taken = OD_DUPLICATED;
	done = 0;
	if (dup == OD_DUP_ERROR) {
		done = od_fail(err, OD_EDATA, _("it is on file already as %s"),
			       od_number_str('R', r->number, name));
	} else if (dup == OD_DUP_UPDATE && *differs) {
		*taken = OD_UPDATED;
		*differs = false;
		done = update(db, &was, r, key, err);
	}
out:
	od_rec_clear(&od_report_type, &was);
	return done;
}

int od_report_submit(struct od_db *db, struct od_report *r, enum od_duplicate dup,
		     enum od_taken *taken, bool *differs, struct od_err *err)
{
	struct od_sm3 h;
	int64_t key;
	int same;

	*differs = false;
	if (od_need_tx(db, err) < 0 || resolve_unit(db, r, err) < 0 ||
	    resolve_category(db, r, err) < 0 || check_instants(db, r, err) < 0 ||
	    od_event_check(r, err) < 0)
		return -1;
	if (!r->title || !*r->title)
		return od_fail(err, OD_EDATA, _("title is missing"));
	r->undated = !od_instant_is(r->occurred_at);
	if (r->undated)
		r->occurred_at = od_db_act(db)->now;
	key = content_key(r, &h);
	same = find_same(db, r, key, &r->number, err);
	if (same != 0)
		return same < 0 ? -1 : again(db, r, key, dup, taken, differs, err);
	if (r->stage) { /* an emergency: refused, if it is, before it takes a number */
		if (od_event_enter(db, r, err) < 0)
			return -1;
		od_rec_digest_begin(&od_report_type, r, &h);
	}
	if (od_number_next(db, "R", &r->number, err) < 0)
		return -1;
	r->status = OD_STATUS_RECEIVED;
	r->received_at = od_db_act(db)->now;
	*taken = OD_TAKEN;
	return insert(db, r, key, &h, err);
}

/* --- loading a dump, undoing ---------------------------------------------------------------------- */

static int load_report(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_report *r = rec, was = { 0 };
	struct od_sm3 h;
	int64_t key;
	char name[32];
	int had;

	if (r->number == OD_NOINT)
		return od_fail(
			err, OD_EDATA,
			_("a report is loaded with its number; file new ones by report-submit"));
	if (resolve_unit(db, r, err) < 0)
		return -1;
	if (!r->desk || !od_instant_is(r->received_at) || !od_instant_is(r->occurred_at))
		return od_fail(err, OD_EDATA, _("desk, occurred_at and received_at are needed"));
	od_rec_init(&od_report_type, &was);
	had = od_report_read(db, r->number, &was, err);
	*change = had > 0 ? OD_SAME : OD_ADDED;
	if (had > 0 && !od_rec_same(&od_report_type, &was, r))
		had = od_fail(err, OD_EDATA, _("%s is on file with other content"),
			      od_number_str('R', r->number, name));
	od_rec_clear(&od_report_type, &was);
	if (had != 0)
		return had < 0 ? -1 : 0;
	if (od_number_taken(db, "R", r->number, err) < 0 ||
	    (r->event != OD_NOINT && od_number_taken(db, "E", r->event, err) < 0))
		return -1;
	key = content_key(r, &h);
	return insert(db, r, key, &h, err);
}

static int restored(struct od_db *db, const void *before, const void *after, struct od_err *err)
{
	const struct od_report *r = after;
	struct od_sm3 h;

	if (r && od_run(db, "UPDATE report SET content_key = ?2 WHERE number = ?1",
			OD_VALS(od_v(r->number), od_v(content_key(r, &h))), err) < 0)
		return -1;
	return reindex_one(db, before, after, err);
}

const struct od_kind od_report_kind = {
	.type = &od_report_type,
	.load = load_report,
	.all = OD_REPORT_COLUMNS "ORDER BY r.number",
	.derive = od_report_derive,
	.put = SET_STORED "WHERE number = ?1",
	.drop = "DELETE FROM report WHERE number = ?1",
	.name = report_name,
	.restored = restored,
};
