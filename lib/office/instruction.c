/* instruction.c - what leaders wrote (领导批示): numbered by leader and year, linked to any records. */
#include <stdlib.h>

#include "task.h"

const struct od_word od_leader_levels[] = {
	{ "other", N_("other leader"), "其他" },
	{ "central", N_("central leader"), "中央 中央领导" },
	{ "province", N_("provincial leader"), "省 省领导 省级领导" },
	{ "city-chief", N_("chief of the city"), "市主要领导 市委市政府主要领导 主要领导" },
	{ "city", N_("city leader"), "市领导 其他市领导" },
	{ "office", N_("leader of the office"), "两办领导 办领导" },
	{ NULL },
};

/* records is no OD_LIST: on input a list is divided at '/' too, which stands in an item's name. */
#define AT(m) offsetof(struct od_instruction, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "批示号", NULL,
	  'I' },
	{ "leader", OD_TEXT, AT(leader), OD_REQUIRED, N_("Leader"), "批示领导 领导" },
	{ "leader_name", OD_TEXT, AT(leader_name), OD_DERIVED | OD_TABLE, N_("Leader"),
	  "批示领导姓名 领导姓名" },
	{ "level", OD_ENUM, AT(level), OD_TABLE, N_("Leader's level"), "层级 领导层级",
	  od_leader_levels },
	{ "serial", OD_INT, AT(serial), OD_TABLE, N_("Serial"), "批示序号 序号" },
	{ "given_on", OD_DATE, AT(given_on), OD_TABLE, N_("Date"), "批示日期 日期" },
	{ "text", OD_TEXT, AT(text), OD_TABLE, N_("Instruction"), "批示内容 内容" },
	{ "about", OD_TEXT, AT(about), OD_TABLE, N_("On what"), "批示件 批示对象 标题" },
	{ "document", OD_TEXT, AT(document), 0, N_("Document no."), "文号 期号" },
	{ "report", OD_NUMBER, AT(report), 0, N_("Report"), "报告号", NULL, 'R' },
	{ "major", OD_BOOL, AT(major), 0, N_("Major"), "重大 重大批示件" },
	{ "secrecy", OD_ENUM, AT(secrecy), 0, N_("Secrecy"), "密级", od_secrecies },
	{ "records", OD_TEXT, AT(records), OD_ELSEWHERE | OD_TABLE, N_("Linked to"),
	  "关联 关联事项" },
	{ "external_id", OD_TEXT, AT(external_id), 0, N_("Own number"), "来源编号 原编号" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "batch", OD_NUMBER, AT(batch), OD_READONLY, N_("Batch"), "批次", NULL, 'B' },
	{ NULL },
};
#undef AT
const struct od_rec_type od_instruction_type = { "instruction", sizeof(struct od_instruction),
						 fields, N_("instruction") };

#define AT(m) offsetof(struct od_instruction_on, m)
static const struct od_field on_fields[] = {
	{ "instruction", OD_NUMBER, AT(instruction), OD_REQUIRED | OD_TABLE, N_("Instruction"),
	  "批示号", NULL, 'I' },
	{ "record", OD_TEXT, AT(record), OD_REQUIRED | OD_TABLE, N_("Linked to"), "关联事项" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_instruction_on_type = { "instruction_on",
						    sizeof(struct od_instruction_on), on_fields,
						    N_("instruction's link") };

/* clang-format off */
#define COLUMNS                                                                                    \
	"SELECT i.number, i.leader, NULL AS leader_name, i.level, i.serial, i.given_on, i.text, "  \
	"i.about, i.document, i.report, i.major, i.secrecy, NULL AS records, i.external_id, "      \
	"i.at, i.actor, i.batch FROM instruction i "
/* clang-format on */

static int add_record(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_puts(b, b->n ? OD_LIST_SEP : "");
	od_buf_puts(b, text[0]);
	return 0;
}

/* The name is that of the day. */
static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	static const char sql[] =
		"SELECT record FROM instruction_on WHERE instruction = ?1 ORDER BY record";
	struct od_instruction *i = rec;
	struct od_buf b = OD_BUF_INIT;

	if (od_leader_name(db, i->leader, i->given_on, &i->leader_name, err) < 0)
		return -1;
	if (od_query_each(db, sql, OD_VALS(od_v(i->number)), add_record, &b, err) < 0 || b.failed) {
		if (b.failed)
			od_fail_nomem(err);
		od_buf_free(&b);
		return -1;
	}
	i->records = b.s;
	return 0;
}

static void instruction_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('I', ((const struct od_instruction *)rec)->number, buf));
}

static void link_name(const void *rec, struct od_buf *b)
{
	const struct od_instruction_on *l = rec;
	char buf[32];

	od_buf_printf(b, "instruction_on:%s/%s", od_number_str('I', l->instruction, buf),
		      l->record);
}

/* --- links --------------------------------------------------------------------------------------- */

/* A line in the matter's own life: a classified instruction by number alone.  It happens now: most matters
 * are registered after the instruction was given. */
static int tell_task(struct od_db *db, int64_t number, const char *record, struct od_err *err)
{
	struct od_instruction i = { 0 };
	struct od_task_event e = { 0 };
	struct od_buf b = OD_BUF_INIT;
	char buf[32], day[16];
	int r;

	od_rec_init(&od_instruction_type, &i);
	od_rec_init(&od_task_event_type, &e);
	r = od_query_one(db, COLUMNS "WHERE i.number = ?1", &od_instruction_type, &i,
			 OD_VALS(od_v(number)), err);
	if (r > 0 && (od_leader_name(db, i.leader, i.given_on, &e.by, err) < 0 ||
		      od_number_parse('T', record, &e.number, err) < 0))
		r = -1;
	if (r > 0) {
		od_buf_printf(&b, "%s %s", od_number_str('I', number, buf),
			      od_date_str(i.given_on, day));
		if (i.secrecy == OD_SECRECY_NONE && !od_blank(i.text))
			od_buf_printf(&b, " %s", i.text);
		e.action = OD_TASK_DO_INSTRUCTED;
		e.text = b.s;
		r = b.failed ? od_fail_nomem(err) : od_task_do(db, &e, OD_NOINT, err);
	}
	od_rec_clear(&od_instruction_type, &i);
	od_rec_clear(&od_task_event_type, &e);
	return r < 0 ? -1 : 0;
}

/* 1: it was new. */
static int put_link(struct od_db *db, const struct od_instruction_on *l, struct od_err *err)
{
	enum od_change change;

	if (od_load_as_was(db, &od_instruction_on_kind,
			   "SELECT instruction, record FROM instruction_on "
			   "WHERE instruction = ?1 AND record = ?2",
			   OD_VALS(od_v(l->instruction), od_v(l->record)), l, &change, err) < 0)
		return -1;
	return change == OD_ADDED;
}

static int link_name_to(struct od_db *db, int64_t number, char *record, bool tell,
			struct od_err *err)
{
	const struct od_instruction_on l = { number, record };
	int r = put_link(db, &l, err);

	/* Linking again what is linked does nothing. */
	if (r > 0 && tell && record[0] == 'T' && record[1] >= '0' && record[1] <= '9')
		r = tell_task(db, number, record, err);
	return r < 0 ? -1 : 0;
}

/* Nobody writes on an issue that is not printed yet: one dated ahead is, from the day on which it was issued. */
static int check_printed(struct od_db *db, od_date given_on, const char *record, struct od_err *err)
{
	static const char sql[] =
		"SELECT min(date, date(at + 28800, 'unixepoch')) AS printed FROM issue "
		"WHERE issue = ?1 AND date > ?2 AND date(at + 28800, 'unixepoch') > ?2";
	const char *slash = strchr(record, '/'), *item = slash ? strchr(slash + 1, '/') : NULL;
	char *issue, *printed = NULL, day[16];
	int r;

	if (!slash)
		return 0;
	issue = item ? strndup(record, item - record) : strdup(record);
	if (!issue)
		return od_fail_nomem(err);
	r = od_query_text(db, sql, &printed, OD_VALS(od_v((const char *)issue), od_v(given_on)),
			  err);
	if (r > 0)
		r = od_fail(
			err, OD_EDATA,
			_("the instruction is dated %1$s, but %2$s was printed on %3$s; say the "
			  "day on which it was written, or the issue on which it was"),
			od_date_str(given_on, day), issue, printed);
	free(issue);
	free(printed);
	return r;
}

int od_instruction_link(struct od_db *db, int64_t number, const char *record, struct od_err *err)
{
	static const char sql[] = "SELECT given_on FROM instruction WHERE number = ?1";
	char *given = NULL, *name = NULL;
	od_date on = OD_NODATE;
	int r;

	if (od_need_tx(db, err) < 0 || od_record_there(db, 'I', number, err) < 0)
		return -1;
	r = od_query_text(db, sql, &given, OD_VALS(od_v(number)), err);
	if (r > 0)
		r = od_date_parse(given, &(struct od_when){ od_db_act(db)->now, NULL }, &on, err);
	if (r == 0)
		r = od_record_name(db, record, strlen(record), false, &name, err);
	if (r == 0)
		r = check_printed(db, on, name, err);
	if (r == 0)
		r = link_name_to(db, number, name, true, err);
	free(given);
	free(name);
	return r < 0 ? -1 : 0;
}

/* Bytes of a mark that divides the records of a list; 0: it is none. */
static size_t divider(const char *s)
{
	static const char *const marks[] = { ",", ";", " ", "\n", "\t", "、", "，", "；", "　" };

	for (size_t i = 0; i < OD_COUNT(marks); i++)
		if (!strncmp(s, marks[i], strlen(marks[i])))
			return strlen(marks[i]);
	return 0;
}

/* What is done with the records of a list. */
enum linking {
	LINK_CHECK, /* nothing yet: what is refused later would leave the instruction without them */
	LINK_TELL,  /* linked, and told to matters */
	LINK_LOAD,  /* linked as a dump has it */
};

static int link_one(struct od_db *db, const struct od_instruction *i, const char *text, size_t n,
		    enum linking how, struct od_err *err)
{
	char *name = NULL;
	int r = od_record_name(db, text, n, how == LINK_LOAD, &name, err);

	if (r == 0 && how == LINK_CHECK && check_printed(db, i->given_on, name, err) < 0) {
		free(name);
		return -1;
	}
	if (r == 0 && how != LINK_CHECK)
		r = link_name_to(db, i->number, name, how == LINK_TELL, err);
	free(name);
	return r < 0 ? od_fail_at(err, "records") : 0;
}

static int link_all(struct od_db *db, const struct od_instruction *i, enum linking how,
		    struct od_err *err)
{
	size_t n, d;

	for (const char *s = i->records ? i->records : ""; *s; s += n + d) {
		for (n = 0, d = 0; s[n] && !d; n += !d)
			d = divider(s + n);
		if (n && link_one(db, i, s, n, how, err) < 0)
			return -1;
	}
	return 0;
}

/* --- new ones ------------------------------------------------------------------------------------- */

/* Nobody instructs in the future; a level that is not given is that of the leader's rank. */
static int fill(struct od_db *db, struct od_instruction *i, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);
	char buf[16];

	if (od_blank(i->leader))
		return od_fail(err, OD_EDATA, _("leader is missing"));
	if (!od_date_is(i->given_on))
		i->given_on = od_instant_date(act->now);
	if (i->given_on.days > od_instant_date(act->now).days)
		return od_fail(err, OD_EDATA, _("given_on: %s is still to come"),
			       od_date_str(i->given_on, buf));
	if (od_blank(i->text) && od_blank(i->about) && od_blank(i->document))
		return od_fail(err, OD_EDATA,
			       _("say what was instructed: text, about or document is needed"));
	if (od_leader_resolve(db, &i->leader, i->given_on, err) < 0)
		return od_fail_at(err, "leader");
	if (i->level == OD_LEADER_OTHER &&
	    od_leader_level(db, i->leader, i->given_on, &i->level, err) < 0)
		return -1;
	if (i->report != OD_NOINT && od_record_there(db, 'R', i->report, err) < 0)
		return od_fail_at(err, "report");
	return 0;
}

/* The one that it repeats: 1, 0 none. */
static int find_same(struct od_db *db, const struct od_instruction *i, int64_t *number,
		     struct od_err *err)
{
	static const char by_id[] = "SELECT number FROM instruction WHERE external_id = ?1";
	static const char by_content[] =
		"SELECT number FROM instruction WHERE leader = ?1 AND given_on = ?2 "
		"AND external_id IS NULL AND coalesce(text, '') = coalesce(?3, '') "
		"AND coalesce(about, '') = coalesce(?4, '') "
		"AND coalesce(document, '') = coalesce(?5, '') AND coalesce(report, 0) = coalesce(?6, 0) "
		"AND (?7 IS NULL OR serial = ?7)";

	if (!od_blank(i->external_id))
		return od_query_int(db, by_id, number, OD_VALS(od_v(i->external_id)), err);
	return od_query_int(db, by_content, number,
			    OD_VALS(od_v(i->leader), od_v(i->given_on), od_v(i->text),
				    od_v(i->about), od_v(i->document), od_v_opt(i->report),
				    od_v_opt(i->serial)),
			    err);
}

/* clang-format off */
#define IN_THAT_YEAR                                                                               \
	"FROM instruction WHERE leader = ?1 AND given_on BETWEEN ?2 AND ?3 "
/* clang-format on */

/* The leader's next of the year in which it was given; one that is given must be free. */
static int allot_serial(struct od_db *db, struct od_instruction *i, struct od_err *err)
{
	static const char last[] = "SELECT coalesce(max(serial), 0) + 1 " IN_THAT_YEAR;
	static const char taken[] = "SELECT number " IN_THAT_YEAR "AND serial = ?4";
	int year, month, day, r;
	od_date first, final;
	int64_t number;
	char buf[32];

	od_date_split(i->given_on, &year, &month, &day);
	first = od_ymd(year, 1, 1);
	final = od_ymd(year, 12, 31);
	if (i->serial == OD_NOINT)
		return od_query_int(db, last, &i->serial,
				    OD_VALS(od_v(i->leader), od_v(first), od_v(final)), err) < 0
			       ? -1
			       : 0;
	if (i->serial < 1)
		return od_fail(err, OD_EDATA, _("serial: %lld is not 1 or more"),
			       (long long)i->serial);
	r = od_query_int(db, taken, &number,
			 OD_VALS(od_v(i->leader), od_v(first), od_v(final), od_v(i->serial)), err);
	if (r > 0 && number != i->number)
		return od_fail(err, OD_EDATA,
			       _("serial %1$lld of this leader in %2$d is taken by %3$s"),
			       (long long)i->serial, year, od_number_str('I', number, buf));
	return r < 0 ? -1 : 0;
}

static int write(struct od_db *db, struct od_instruction *i, struct od_err *err)
{
	char name[32];

	if (od_run_rec(db, od_instruction_kind.put, &od_instruction_type, i, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_create(db, &od_instruction_type, od_number_str('I', i->number, name), i,
				 err);
}

int od_instruction_add(struct od_db *db, struct od_instruction *i, enum od_taken *taken,
		       struct od_err *err)
{
	int64_t same;
	int r;

	*taken = OD_TAKEN;
	if (od_need_tx(db, err) < 0 || fill(db, i, err) < 0)
		return -1;
	r = find_same(db, i, &same, err);
	if (r > 0) {
		i->number = same;
		*taken = OD_DUPLICATED;
	}
	if (r != 0)
		return r < 0 ? -1 : 0;
	i->number = OD_NOINT;
	i->at = od_db_act(db)->now;
	if (od_replace_text(&i->actor, od_db_act(db)->actor, err) < 0 ||
	    link_all(db, i, LINK_CHECK, err) < 0 || allot_serial(db, i, err) < 0 ||
	    od_number_next(db, "I", &i->number, err) < 0 || write(db, i, err) < 0)
		return -1;
	return link_all(db, i, LINK_TELL, err);
}

struct od_iter *od_instruction_find(struct od_db *db, const struct od_instruction_query *q,
				    struct od_err *err)
{
	static const char sql[] = COLUMNS
		"WHERE i.number BETWEEN coalesce(?1, 0) AND coalesce(?1, 9000000000000000000) "
		"AND (?2 IS NULL OR i.leader = ?2 "
		"OR i.leader IN (SELECT p.code FROM person_row p WHERE p.name = ?2)) "
		"AND (?3 IS NULL OR instr(coalesce(i.text, '') || ' ' || coalesce(i.about, '') || ' ' "
		"|| coalesce(i.document, ''), ?3) > 0) AND (?4 IS NULL OR i.number IN "
		"(SELECT o.instruction FROM instruction_on o WHERE o.record = ?4)) "
		"AND (?5 IS NULL OR i.given_on >= ?5) AND (?6 IS NULL OR i.given_on <= ?6) "
		"AND (?7 IS NULL OR i.level = ?7) ORDER BY i.number";
	const char *level = q->level < 0 ? NULL : od_leader_levels[q->level].word;

	return od_query_derive(db, sql, &od_instruction_type, derive,
			       OD_VALS(od_v_opt(q->number), od_v(q->leader), od_v(q->text),
				       od_v(q->record), od_v(q->from), od_v(q->to), od_v(level)),
			       err);
}

/* --- loading a dump, undoing --------------------------------------------------------------------------- */

/* What was done to matters because of it comes back with their own events. */
static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_instruction *i = rec;

	if (i->number == OD_NOINT || od_blank(i->leader) || i->serial == OD_NOINT ||
	    !od_date_is(i->given_on) || !od_instant_is(i->at) || od_blank(i->actor))
		return od_fail(
			err, OD_EDATA,
			_("an instruction is loaded with its number, leader, serial, date, time and "
			  "actor; record new ones by task-track"));
	if (od_leader_resolve(db, &i->leader, i->given_on, err) < 0 ||
	    allot_serial(db, i, err) < 0 || od_number_taken(db, "I", i->number, err) < 0 ||
	    od_load_as_was(db, &od_instruction_kind, COLUMNS "WHERE i.number = ?1",
			   OD_VALS(od_v(i->number)), i, change, err) < 0)
		return -1;
	return link_all(db, i, LINK_LOAD, err);
}

const struct od_kind od_instruction_kind = {
	.type = &od_instruction_type,
	.load = load,
	.derive = derive,
	.all = COLUMNS "ORDER BY i.number",
	.put = "INSERT INTO instruction (number, leader, level, serial, given_on, text, about, document, "
	       "report, major, secrecy, external_id, at, actor, batch) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) "
	       "ON CONFLICT (number) DO UPDATE SET leader = excluded.leader, level = excluded.level, "
	       "serial = excluded.serial, given_on = excluded.given_on, text = excluded.text, "
	       "about = excluded.about, document = excluded.document, report = excluded.report, "
	       "major = excluded.major, secrecy = excluded.secrecy, "
	       "external_id = excluded.external_id, at = excluded.at, actor = excluded.actor, "
	       "batch = excluded.batch",
	.drop = "DELETE FROM instruction WHERE number = ?1",
	.name = instruction_name,
};

static int load_link(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_instruction_on *l = rec;
	char *name;
	int r;

	if (od_record_there(db, 'I', l->instruction, err) < 0 ||
	    od_record_name(db, l->record, strlen(l->record), true, &name, err) < 0)
		return -1;
	free(l->record);
	l->record = name;
	r = put_link(db, l, err);
	*change = r > 0 ? OD_ADDED : OD_SAME;
	return r < 0 ? -1 : 0;
}

const struct od_kind od_instruction_on_kind = {
	.type = &od_instruction_on_type,
	.part = true,
	.load = load_link,
	.all = "SELECT instruction, record FROM instruction_on ORDER BY instruction, record",
	.put = "INSERT INTO instruction_on (instruction, record) VALUES (?1, ?2) "
	       "ON CONFLICT (instruction, record) DO NOTHING",
	.drop = "DELETE FROM instruction_on WHERE instruction = ?1 AND record = ?2",
	.keys = "instruction record",
	.name = link_name,
};
