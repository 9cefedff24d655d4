/* commission.c - commissions (约稿, C5): a topic, the units asked, their answers.  How it stands with a unit is
 * never stored: it follows from the report that it answered with, the excuse and the time. */
#include <stdlib.h>

#include "bulletin.h"

const struct od_word od_commission_levels[] = {
	{ "office", N_("the office"), "本级 市委办" },
	{ "province", N_("province"), "省 省级" },
	{ "central", N_("central"), "中央 国家" },
	{ NULL },
};

const struct od_word od_commission_states[] = {
	{ "open", N_("to be answered"), "待报送" },
	{ "answered", N_("answered"), "已报送" },
	{ "late", N_("answered late"), "迟报送" },
	{ "missed", N_("not answered"), "未完成 未报送" },
	{ "excused", N_("excused"), "免报" },
	{ NULL },
};

#define AT(m) offsetof(struct od_commission, m)
static const struct od_field commission_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "约稿号", NULL,
	  'Q' },
	{ "topic", OD_TEXT, AT(topic), OD_REQUIRED | OD_TABLE, N_("Topic"), "题目 主题" },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("What is wanted"), "内容要求 要求 内容" },
	{ "publication", OD_TEXT, AT(publication), 0, N_("Publication"), "刊物" },
	{ "level", OD_ENUM, AT(level), OD_TABLE, N_("Asked by"), "约稿层级 约稿方",
	  od_commission_levels },
	{ "asked_at", OD_INSTANT, AT(asked_at), OD_TABLE, N_("Asked at"), "约稿时间" },
	{ "due_at", OD_INSTANT, AT(due_at), OD_REQUIRED | OD_TABLE, N_("Due"), "截止时间 截止" },
	{ "units", OD_LIST, AT(units), OD_ELSEWHERE | OD_TABLE, N_("Units"), "单位 约稿单位" },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "answered", OD_INT, AT(answered), OD_DERIVED | OD_TABLE, N_("Answered"), "已报送" },
	{ "missed", OD_INT, AT(missed), OD_DERIVED | OD_TABLE, N_("Not answered"), "未报送" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_commission_type = { "commission", sizeof(struct od_commission),
						commission_fields, N_("commission") };

/* What counts as an answer: a report that still stands.  r: its row, c: the commission's, u: the unit's part. */
/* clang-format off */
#define STANDS "r.status NOT IN ('withdrawn', 'rejected', 'duplicate')"
#define ANSWERS                                                                                    \
	"FROM commission_unit u JOIN report r ON r.number = u.report AND " STANDS " "              \
	"WHERE u.number = x.number"
#define MISSING                                                                                    \
	"FROM commission_unit u LEFT JOIN report r ON r.number = u.report AND " STANDS " "         \
	"WHERE u.number = x.number AND r.number IS NULL AND u.excuse IS NULL"
#define COMMISSION(answered, missed) \
	"SELECT x.number, x.topic, x.text, x.publication, x.level, x.asked_at, " \
	"x.due_at, NULL AS units, x.note, x.at, x.actor, " answered " AS answered, " \
	missed " AS missed FROM commission x "
#define COMMISSION_COLUMNS COMMISSION("NULL", "NULL")
/* clang-format on */

static int add_unit(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s", b->n ? OD_LIST_SEP : "", text[0]);
	return 0;
}

static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	static const char sql[] =
		"SELECT unit FROM commission_unit WHERE number = ?1 ORDER BY unit";
	struct od_commission *x = rec;
	struct od_buf b = OD_BUF_INIT;

	free(x->units);
	x->units = NULL;
	if (od_query_each(db, sql, OD_VALS(od_v(x->number)), add_unit, &b, err) < 0 || b.failed) {
		if (b.failed)
			od_fail_nomem(err);
		od_buf_free(&b);
		return -1;
	}
	x->units = b.s;
	return 0;
}

static void commission_name(const void *rec, struct od_buf *b)
{
	const struct od_commission *x = rec;
	char buf[32];

	od_buf_puts(b, od_number_str('Q', x->number, buf));
}

/* --- what holds together --------------------------------------------------------------------------- */

/* A publication by its code or its name of any time. */
static int check_publication(struct od_db *db, struct od_commission *x, struct od_err *err)
{
	static const char sql[] = "SELECT code FROM publication_row WHERE code = ?1 OR name = ?1 "
				  "ORDER BY valid_from DESC";
	char *code = NULL;
	int r;

	if (od_blank(x->publication))
		return od_replace_text(&x->publication, NULL, err);
	r = od_query_text(db, sql, &code, OD_VALS(od_v(x->publication)), err);
	if (r == 0)
		return od_fail(err, OD_EDATA, _("there is no publication '%s'"), x->publication);
	if (r < 0)
		return -1;
	free(x->publication);
	x->publication = code;
	return 0;
}

static int check(struct od_commission *x, struct od_err *err)
{
	char asked[32], due[32];

	if (od_blank(x->topic))
		return od_fail(err, OD_EDATA, _("say what about: topic is missing"));
	if (!od_instant_is(x->due_at))
		return od_fail(err, OD_EDATA, _("say by when: due_at is missing"));
	if (x->due_at.sec <= x->asked_at.sec)
		return od_fail(err, OD_EDATA, _("due_at: %1$s is not after it was asked, %2$s"),
			       od_instant_str_short(x->due_at, due),
			       od_instant_str_short(x->asked_at, asked));
	return 0;
}

/* --- loading a dump, undoing --------------------------------------------------------------------- */

/* The units asked come in rows of their own. */
static int load_commission(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_commission *x = rec;

	if (x->number == OD_NOINT || !od_instant_is(x->asked_at) || !od_instant_is(x->at) ||
	    od_blank(x->actor))
		return od_fail(err, OD_EDATA,
			       _("a commission is loaded with its number, times and actor; record "
				 "new ones by bulletin-build commission"));
	if (check(x, err) < 0 || check_publication(db, x, err) < 0 ||
	    od_number_taken(db, "Q", x->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_commission_kind, COMMISSION_COLUMNS "WHERE x.number = ?1",
			      OD_VALS(od_v(x->number)), x, change, err);
}

const struct od_kind od_commission_kind = {
	.type = &od_commission_type,
	.load = load_commission,
	.derive = derive,
	.all = COMMISSION_COLUMNS "ORDER BY x.number",
	.put = "INSERT INTO commission (number, topic, text, publication, level, asked_at, "
	       "due_at, note, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON"
	       " CONFLICT (number) DO UPDATE SET topic = excluded.topic, text = "
	       "excluded.text, publication = excluded.publication, level = excluded.level, "
	       "asked_at = excluded.asked_at, due_at = excluded.due_at, note = "
	       "excluded.note, at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM commission WHERE number = ?1",
	.name = commission_name,
};

#define AT(m) offsetof(struct od_commission_unit, m)
static const struct od_field commission_unit_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_REQUIRED | OD_TABLE, N_("Number"), "约稿号", NULL,
	  'Q' },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED, N_("Unit code"), "单位代码" },
	{ "report", OD_NUMBER, AT(report), OD_TABLE, N_("Report"), "报告号", NULL, 'R' },
	{ "excuse", OD_TEXT, AT(excuse), OD_TABLE, N_("Excused because"), "免报原因" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位" },
	{ "topic", OD_TEXT, AT(topic), OD_DERIVED | OD_TABLE, N_("Topic"), "题目" },
	{ "due_at", OD_INSTANT, AT(due_at), OD_DERIVED | OD_TABLE, N_("Due"), "截止时间" },
	{ "received_at", OD_INSTANT, AT(received_at), OD_DERIVED | OD_TABLE, N_("Received"),
	  "收到时间" },
	{ "state", OD_ENUM, AT(state), OD_DERIVED | OD_TABLE, N_("State"), "状态",
	  od_commission_states },
	{ NULL },
};
#undef AT
const struct od_rec_type od_commission_unit_type = { "commission_unit",
						     sizeof(struct od_commission_unit),
						     commission_unit_fields,
						     N_("unit's part of a commission") };

/* ?1: now. */
/* clang-format off */
#define UNIT_STATE                                                                                 \
	"CASE WHEN r.number IS NOT NULL AND r.received_at <= c.due_at THEN 'answered' "            \
	"WHEN r.number IS NOT NULL THEN 'late' WHEN u.excuse IS NOT NULL THEN 'excused' "          \
	"WHEN c.due_at >= ?1 THEN 'open' ELSE 'missed' END"
#define UNIT_ROWS                                                                                  \
	"FROM commission_unit u JOIN commission c ON c.number = u.number "                         \
	"LEFT JOIN report r ON r.number = u.report AND " STANDS " "
#define COMMISSION_UNIT_COLUMNS \
	"SELECT x.number, x.unit, x.report, x.excuse, NULL AS unit_name, NULL AS topic," \
	" NULL AS due_at, NULL AS received_at, NULL AS state FROM commission_unit x "
/* clang-format on */

/* The name is that of the due day. */
static int derive_name(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_commission_unit *u = rec;

	free(u->unit_name);
	u->unit_name = NULL;
	return od_derive_unit(db, u->unit, u->due_at, &u->unit_name, err);
}

static void commission_unit_name(const void *rec, struct od_buf *b)
{
	const struct od_commission_unit *x = rec;
	char number_name[32];

	od_buf_printf(b, "commission_unit:%s/%s", od_number_str('Q', x->number, number_name),
		      x->unit);
}

static int put_unit(struct od_db *db, const struct od_commission_unit *x, enum od_change *change,
		    struct od_err *err)
{
	return od_load_as_was(db, &od_commission_unit_kind,
			      COMMISSION_UNIT_COLUMNS "WHERE x.number = ?1 AND x.unit = ?2",
			      OD_VALS(od_v(x->number), od_v(x->unit)), x, change, err);
}

static int load_commission_unit(struct od_db *db, void *rec, enum od_change *change,
				struct od_err *err)
{
	static const char known[] = "SELECT count(*) FROM unit WHERE code = ?1";
	struct od_commission_unit *x = rec;
	int64_t n = 0;

	if (od_query_int(db, known, &n, OD_VALS(od_v(x->unit)), err) < 0)
		return -1;
	if (!n)
		return od_fail(err, OD_EDATA, _("no unit '%s'"), x->unit);
	if (od_record_there(db, 'Q', x->number, err) < 0 ||
	    (x->report != OD_NOINT && od_record_there(db, 'R', x->report, err) < 0))
		return -1;
	return put_unit(db, x, change, err);
}

const struct od_kind od_commission_unit_kind = {
	.type = &od_commission_unit_type,
	.part = true,
	.load = load_commission_unit,
	.all = COMMISSION_UNIT_COLUMNS "ORDER BY x.number, x.unit",
	.put = "INSERT INTO commission_unit (number, unit, report, excuse) VALUES (?1, ?2, "
	       "?3, ?4) ON CONFLICT (number, unit) DO UPDATE SET report = excluded.report, "
	       "excuse = excluded.excuse",
	.drop = "DELETE FROM commission_unit WHERE number = ?1 AND unit = ?2",
	.keys = "number unit",
	.name = commission_unit_name,
};

/* --- new ones ---------------------------------------------------------------------------------------- */

/* The units' codes in the place of what the list says; one that stands twice is refused. */
static int resolve_units(struct od_db *db, struct od_commission *x, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const char *list = x->units;
	size_t n;

	for (const char *e = od_list_next(&list, &n); e; e = od_list_next(&list, &n)) {
		char *text = strndup(e, n);
		const char *code = text ? od_unit_resolve_memo(db, text, err) : NULL;

		if (!text)
			return od_fail_nomem(err);
		if (!code) {
			err->code = err->code == OD_ENOENT ? OD_EDATA : err->code;
			free(text);
			return od_fail_at(err, "units");
		}
		if (b.s && od_list_has(b.s, code)) {
			od_fail(err, OD_EDATA, _("units: '%s' is named twice"), text);
			free(text);
			return -1;
		}
		free(text);
		od_buf_printf(&b, "%s%s", b.n ? OD_LIST_SEP : "", code);
	}
	if (b.failed)
		return od_fail_nomem(err);
	if (!b.n)
		return od_fail(err, OD_EDATA, _("say who is asked: units is missing"));
	return od_replace_text(&x->units, b.s, err);
}

/* Who is no more is asked nothing, as with all units of a kind. */
static int check_there(struct od_db *db, const struct od_commission *x, struct od_err *err)
{
	static const char sql[] = "SELECT count(*) FROM unit_row WHERE code = ?1 "
				  "AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)";
	od_date today = od_instant_date(od_db_act(db)->now);
	const char *list = x->units;
	size_t n;

	for (const char *e = od_list_next(&list, &n); e; e = od_list_next(&list, &n)) {
		char *code = strndup(e, n), day[16];
		int64_t rows = 0;
		int r = code ? od_query_int(db, sql, &rows,
					    OD_VALS(od_v((const char *)code), od_v(today)), err)
			     : od_fail_nomem(err);

		if (r >= 0 && !rows) {
			const char *name = od_unit_name(db, code, today);

			r = od_fail(
				err, OD_EDATA,
				_("units: '%1$s' is no unit on %2$s; name the one that does its "
				  "work now"),
				name ? name : code, od_date_str(today, day));
		}
		free(code);
		if (r < 0)
			return -1;
	}
	return 0;
}

static int fill(struct od_db *db, struct od_commission *x, struct od_err *err)
{
	od_instant now = od_db_act(db)->now;
	char buf[32];

	if (!od_instant_is(x->asked_at))
		x->asked_at = now;
	if (x->asked_at.sec > now.sec)
		return od_fail(err, OD_EDATA, _("%1$s: %2$s is still to come"), "asked_at",
			       od_instant_str_short(x->asked_at, buf));
	if (od_instant_is(x->due_at) && x->due_at.sec <= now.sec)
		return od_fail(err, OD_EDATA, _("due_at: %s is past"),
			       od_instant_str_short(x->due_at, buf));
	if (check(x, err) < 0)
		return -1;
	if (check_publication(db, x, err) < 0 || resolve_units(db, x, err) < 0 ||
	    check_there(db, x, err) < 0)
		return -1;
	x->at = now;
	return od_replace_text(&x->actor, od_db_act(db)->actor, err);
}

static int ask_units(struct od_db *db, const struct od_commission *x, struct od_err *err)
{
	const char *list = x->units;
	size_t n;

	for (const char *e = od_list_next(&list, &n); e; e = od_list_next(&list, &n)) {
		struct od_commission_unit u = { .number = x->number, .report = OD_NOINT };
		enum od_change change;
		int r;

		u.unit = strndup(e, n);
		r = u.unit ? put_unit(db, &u, &change, err) : od_fail_nomem(err);
		free(u.unit);
		if (r < 0)
			return -1;
	}
	return 0;
}

/* The one that it repeats, topic, time and units: 1, 0 none. */
static int find_same(struct od_db *db, struct od_commission *x, struct od_err *err)
{
	static const char sql[] =
		"SELECT x.number FROM commission x WHERE x.topic = ?1 AND x.due_at = ?2 AND x.level = ?3 "
		"AND coalesce(x.publication, '') = coalesce(?4, '') "
		"AND (SELECT count(*) FROM commission_unit u WHERE u.number = x.number) = ?5 "
		"AND (SELECT count(*) FROM commission_unit u WHERE u.number = x.number "
		"AND instr('" OD_LIST_SEP "' || ?6 || '" OD_LIST_SEP "', '" OD_LIST_SEP
		"' || u.unit || '" OD_LIST_SEP "') > 0) = ?5 ORDER BY x.number";
	const char *list = x->units;
	int64_t units = 0;
	size_t n;

	while (od_list_next(&list, &n))
		units++;
	return od_query_int(db, sql, &x->number,
			    OD_VALS(od_v(x->topic), od_v(x->due_at),
				    od_v(od_commission_levels[x->level].word), od_v(x->publication),
				    od_v(units), od_v(x->units)),
			    err);
}

int od_commission_add(struct od_db *db, struct od_commission *x, struct od_err *err)
{
	char name[32];
	int r;

	if (od_need_tx(db, err) < 0 || fill(db, x, err) < 0)
		return -1;
	r = find_same(db, x, err);
	if (r != 0)
		return r;
	x->number = OD_NOINT;
	if (od_number_next(db, "Q", &x->number, err) < 0 ||
	    od_run_rec(db, od_commission_kind.put, &od_commission_type, x, OD_NOVALS, err) < 0 ||
	    od_journal_create(db, &od_commission_type, od_number_str('Q', x->number, name), x,
			      err) < 0)
		return -1;
	return ask_units(db, x, err);
}

/* --- what becomes of it at a unit -------------------------------------------------------------------- */

/* The unit's part as it is on file: OD_ENOENT there is no such commission, OD_EDATA it was not asked. */
static int read_part(struct od_db *db, int64_t number, const char *unit,
		     struct od_commission_unit *u, struct od_err *err)
{
	int64_t there;
	char name[32];
	int r = od_query_int(db, "SELECT number FROM commission WHERE number = ?1", &there,
			     OD_VALS(od_v(number)), err);

	od_number_str('Q', number, name);
	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no commission %s"), name);
	if (r > 0)
		r = od_query_one(db, COMMISSION_UNIT_COLUMNS "WHERE x.number = ?1 AND x.unit = ?2",
				 &od_commission_unit_type, u, OD_VALS(od_v(number), od_v(unit)),
				 err);
	if (r == 0) {
		const char *known = od_unit_name(db, unit, od_instant_date(od_db_act(db)->now));

		return od_fail(err, OD_EDATA, _("%1$s was not asked of %2$s"), name,
			       known ? known : unit);
	}
	return r < 0 ? -1 : 0;
}

/* Put now in the place of was. */
static int change_part(struct od_db *db, const struct od_commission_unit *was,
		       const struct od_commission_unit *now, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

	commission_unit_name(now, &name);
	if (name.failed)
		return od_fail_nomem(err);
	/* As it would be loaded: one line of UTF-8. */
	if (od_texts_check(&od_commission_unit_type, now, err) < 0)
		return -1;
	if (od_run_rec(db, od_commission_unit_kind.put, &od_commission_unit_type, now, OD_NOVALS,
		       err) < 0)
		return -1;
	return od_journal_change(db, "change", &od_commission_unit_type, name.s, was, now, err);
}

/* Does the report stand: 1, 0 (said by its status), -1. */
static int stands(struct od_db *db, int64_t report, struct od_err *err)
{
	static const char sql[] = "SELECT count(*) FROM report r WHERE r.number = ?1 AND " STANDS;
	int64_t n = 0;

	if (report == OD_NOINT)
		return 0;
	return od_query_int(db, sql, &n, OD_VALS(od_v(report)), err) < 0 ? -1 : n > 0;
}

static int put_answer(struct od_db *db, const struct od_commission_unit *was, int64_t report,
		      struct od_err *err)
{
	struct od_commission_unit now = *was;
	char commission[32], had[32];
	int r;

	if (was->report == report)
		return 0;
	r = stands(db, was->report, err);
	if (r > 0)
		return od_fail(err, OD_EDATA, _("%1$s was answered by this unit with %2$s already"),
			       od_number_str('Q', was->number, commission),
			       od_number_str('R', was->report, had));
	now.report = report;
	return r < 0 ? -1 : change_part(db, was, &now, err);
}

int od_commission_answer(struct od_db *db, int64_t number, int64_t report, struct od_err *err)
{
	struct od_commission_unit u;
	char *unit = NULL, name[32];
	int r = od_need_tx(db, err);

	od_number_str('R', report, name);
	if (r == 0)
		r = od_query_text(db, "SELECT unit FROM report WHERE number = ?1", &unit,
				  OD_VALS(od_v(report)), err);
	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no report %s"), name);
	if (r < 0)
		return -1;
	r = stands(db, report, err);
	if (r == 0)
		r = od_fail(err, OD_EDATA,
			    _("%s is no answer: it was withdrawn, rejected or says what another "
			      "says"),
			    name);
	od_rec_init(&od_commission_unit_type, &u);
	if (r > 0)
		r = read_part(db, number, unit, &u, err) < 0 ? od_fail_at(err, "%s", name)
							     : put_answer(db, &u, report, err);
	od_rec_clear(&od_commission_unit_type, &u);
	free(unit);
	return r;
}

static int put_excuse(struct od_db *db, const struct od_commission_unit *was, const char *reason,
		      struct od_err *err)
{
	struct od_commission_unit now = *was;
	char commission[32], had[32];
	int r = stands(db, was->report, err);

	if (r > 0)
		return od_fail(err, OD_EDATA, _("%1$s was answered by this unit with %2$s already"),
			       od_number_str('Q', was->number, commission),
			       od_number_str('R', was->report, had));
	now.excuse = (char *)(uintptr_t)reason;
	return r < 0 ? -1 : change_part(db, was, &now, err);
}

int od_commission_excuse(struct od_db *db, int64_t number, const char *unit, const char *reason,
			 struct od_err *err)
{
	struct od_commission_unit u;
	char *code = NULL;
	int r = od_need_tx(db, err);

	if (r == 0 && od_blank(reason))
		r = od_fail(err, OD_EDATA, _("say why the unit is excused"));
	if (r == 0)
		r = od_unit_resolve(db, unit, true, &code, err);
	od_rec_init(&od_commission_unit_type, &u);
	if (r == 0)
		r = read_part(db, number, code, &u, err);
	if (r == 0)
		r = put_excuse(db, &u, reason, err);
	od_rec_clear(&od_commission_unit_type, &u);
	free(code);
	return r;
}

/* --- looking ----------------------------------------------------------------------------------------- */

/* A day's end is the next one's beginning: what is due at 24:00 is due on the day before. */
static od_instant after(od_date day, int days)
{
	return od_date_is(day) ? (od_instant){ od_date_start((od_date){ day.days + days }).sec + 1 }
			       : OD_NOINSTANT;
}

struct od_iter *od_commission_find(struct od_db *db, int64_t number, od_date from, od_date to,
				   od_instant now, struct od_err *err)
{
	static const char sql[] = COMMISSION(
		"(SELECT count(*) " ANSWERS ")",
		"CASE WHEN x.due_at < ?1 THEN (SELECT count(*) " MISSING
		") ELSE 0 END") "WHERE (?2 IS NULL OR x.number = ?2) AND (?3 IS NULL OR x.due_at >= ?3) "
				"AND (?4 IS NULL OR x.due_at < ?4) ORDER BY x.number";

	return od_query_derive(db, sql, &od_commission_type, derive,
			       OD_VALS(od_v(now), od_v_opt(number), od_v(after(from, 0)),
				       od_v(after(to, 1))),
			       err);
}

struct od_iter *od_commission_units(struct od_db *db, int64_t number, const char *unit, int state,
				    od_date from, od_date to, od_instant now, struct od_err *err)
{
	static const char sql[] =
		"SELECT u.number, u.unit, u.report, u.excuse, NULL AS unit_name, c.topic, c.due_at, "
		"r.received_at, " UNIT_STATE " AS state " UNIT_ROWS
		"WHERE (?2 IS NULL OR u.number = ?2) AND (?3 IS NULL OR u.unit = ?3) "
		"AND (?4 IS NULL OR ?4 = " UNIT_STATE ") AND (?5 IS NULL OR c.due_at >= ?5) "
		"AND (?6 IS NULL OR c.due_at < ?6) "
		"ORDER BY u.number, coalesce((SELECT n.sort FROM unit_row n WHERE n.code = u.unit "
		"ORDER BY n.valid_from DESC LIMIT 1), 9000000000), u.unit";
	const char *is = state < 0 ? NULL : od_commission_states[state].word;

	return od_query_derive(db, sql, &od_commission_unit_type, derive_name,
			       OD_VALS(od_v(now), od_v_opt(number), od_v(unit), od_v(is),
				       od_v(after(from, 0)), od_v(after(to, 1))),
			       err);
}
