/* evidence.c - files that prove something, by their digest: the file itself stays where it is. */
#include <stdlib.h>

#include "instruction.h"

#define AT(m) offsetof(struct od_evidence, m)
static const struct od_field fields[] = {
	{ "record", OD_TEXT, AT(record), OD_REQUIRED | OD_TABLE, N_("Of"), "所属 所属记录" },
	{ "file", OD_TEXT, AT(file), OD_REQUIRED | OD_TABLE, N_("File"), "文件 文件名" },
	{ "size", OD_INT, AT(size), OD_REQUIRED | OD_TABLE, N_("Bytes"), "大小 字节数" },
	{ "digest", OD_TEXT, AT(digest), OD_REQUIRED | OD_TABLE, N_("SM3"), "摘要 校验值" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_evidence_type = { "evidence", sizeof(struct od_evidence), fields,
					      N_("evidence") };

#define COLUMNS "SELECT e.record, e.file, e.size, e.digest, e.at, e.actor FROM evidence e "
static const char sql_one[] = COLUMNS "WHERE e.record = ?1 AND e.digest = ?2";

static void evidence_name(const void *rec, struct od_buf *b)
{
	const struct od_evidence *e = rec;

	od_buf_printf(b, "evidence:%s/%s", e->record, e->digest);
}

/* "T2026-0045/3": the third step of a matter. */
static int check_step(struct od_db *db, const char *text, char name[static 64], struct od_err *err)
{
	static const char sql[] = "SELECT step FROM task_event WHERE number = ?1 AND step = ?2";
	const char *slash = strchr(text, '/');
	char *end, task[32], buf[32];
	int64_t number, there;
	long long step = strtoll(slash + 1, &end, 10);
	int r;

	snprintf(task, sizeof(task), "%.*s", (int)(slash - text), text);
	if (od_number_parse('T', task, &number, err) < 0)
		return -1;
	od_number_str('T', number, buf);
	if (end == slash + 1 || *end || step < 1)
		return od_fail(err, OD_EDATA, _("'%s' is no step of a matter, as %s/3 is"), text,
			       buf);
	r = od_query_int(db, sql, &there, OD_VALS(od_v(number), od_v((int64_t)step)), err);
	if (r == 0)
		return od_fail(err, OD_EDATA, _("%1$s has no step %2$lld"), buf, step);
	snprintf(name, 64, "%s/%lld", buf, step);
	return r < 0 ? -1 : 0;
}

/* What evidence may be of: a site check, a matter or one step of it, an instruction. */
static int resolve_record(struct od_db *db, struct od_evidence *e, struct od_err *err)
{
	static const char letters[] = "CTI";
	char name[64];
	int64_t number;

	if ((e->record[0] | 0x20) == 't' && strchr(e->record, '/')) {
		if (check_step(db, e->record, name, err) < 0)
			return -1;
		return od_replace_text(&e->record, name, err);
	}
	for (const char *l = letters; *l; l++) {
		if ((e->record[0] | 0x20) != (*l | 0x20))
			continue;
		if (od_number_parse(*l, e->record, &number, err) < 0 ||
		    od_record_there(db, *l, number, err) < 0)
			return -1;
		return od_replace_text(&e->record, od_number_str(*l, number, name), err);
	}
	return od_fail(err, OD_EDATA,
		       _("'%s' takes no evidence; a site check (C2026-0001), an instruction, a "
			 "matter or a step of it (T2026-0045/3) does"),
		       e->record);
}

static int check_digest(struct od_evidence *e, struct od_err *err)
{
	size_t n = strlen(e->digest);

	for (char *s = e->digest; *s; s++)
		if (*s >= 'A' && *s <= 'F')
			*s |= 0x20;
	if (n != 2 * OD_SM3_SIZE || strspn(e->digest, "0123456789abcdef") != n)
		return od_fail(err, OD_EDATA, _("digest: '%s' is not an SM3 of 64 hex digits"),
			       e->digest);
	return 0;
}

static int check(struct od_db *db, struct od_evidence *e, struct od_err *err)
{
	if (od_blank(e->record) || od_blank(e->file) || od_blank(e->digest))
		return od_fail(err, OD_EDATA,
			       _("evidence needs its record, file, size and digest"));
	if (e->size == OD_NOINT || e->size < 0)
		return od_fail(err, OD_EDATA, _("size is missing or negative"));
	return check_digest(e, err) < 0 ? -1 : resolve_record(db, e, err);
}

/* The same file of the same record is told once; under another name it is the same file still. */
static int find_same(struct od_db *db, struct od_evidence *e, bool *same, struct od_err *err)
{
	struct od_evidence was = { 0 };
	int r;

	od_rec_init(&od_evidence_type, &was);
	r = od_query_one(db, sql_one, &od_evidence_type, &was,
			 OD_VALS(od_v(e->record), od_v(e->digest)), err);
	*same = r > 0;
	if (r > 0 && (strcmp(was.file, e->file) || was.size != e->size))
		r = od_fail(err, OD_EDATA,
			    _("%1$s has a file of this digest already: '%2$s', %3$lld bytes"),
			    e->record, was.file, (long long)was.size);
	else if (r > 0) {
		e->at = was.at;
		r = od_replace_text(&e->actor, was.actor, err);
	}
	od_rec_clear(&od_evidence_type, &was);
	return r < 0 ? -1 : 0;
}

int od_evidence_put(struct od_db *db, struct od_evidence *e, struct od_err *err)
{
	struct od_buf name OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	bool same;

	if (od_need_tx(db, err) < 0 || check(db, e, err) < 0 || find_same(db, e, &same, err) < 0)
		return -1;
	if (same)
		return 0;
	e->at = od_db_act(db)->now;
	evidence_name(e, &name);
	if (name.failed)
		return od_fail_nomem(err);
	if (od_replace_text(&e->actor, od_db_act(db)->actor, err) < 0 ||
	    od_run_rec(db, od_evidence_kind.put, &od_evidence_type, e, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_create(db, &od_evidence_type, name.s, e, err);
}

/* Of a matter: that of its steps too. */
struct od_iter *od_evidence_find(struct od_db *db, const char *record, struct od_err *err)
{
	static const char sql[] = COLUMNS
		"WHERE ?1 IS NULL OR e.record = ?1 OR (e.record > ?1 || '/' AND e.record < ?1 || '0') "
		"ORDER BY e.at, e.record, e.file";

	return od_query(db, sql, &od_evidence_type, OD_VALS(od_v(record)), err);
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_evidence *e = rec;

	if (!od_instant_is(e->at) || od_blank(e->actor))
		return od_fail(err, OD_EDATA,
			       _("evidence is loaded with its time and actor; add new pieces by "
				 "task-track"));
	if (check(db, e, err) < 0)
		return -1;
	return od_load_as_was(db, &od_evidence_kind, sql_one,
			      OD_VALS(od_v(e->record), od_v(e->digest)), e, change, err);
}

const struct od_kind od_evidence_kind = {
	.type = &od_evidence_type,
	.part = true,
	.load = load,
	.all = COLUMNS "ORDER BY e.record, e.digest",
	.put = "INSERT INTO evidence (record, file, size, digest, at, actor) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (record, digest) DO UPDATE SET "
	       "file = excluded.file, size = excluded.size, at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM evidence WHERE record = ?1 AND digest = ?2",
	.keys = "record digest",
	.name = evidence_name,
};
