/* urge.c - urging those that are silent: a unit in one urge for all it owes, each matter once a day. */
#include <stdlib.h>

#include "instruction.h"

static const struct od_word channels[] = {
	{ "notice", N_("printed notice"), "书面 书面通知 通知" },
	{ "telephone", N_("by telephone"), "电话" },
	{ "message", N_("message"), "短信 消息" },
	{ NULL },
};

/* slots is no OD_LIST: on input a list is divided at '/' too, which stands in every slot's name. */
#define AT(m) offsetof(struct od_urge, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "催报号", NULL,
	  'U' },
	{ "unit", OD_TEXT, AT(unit), OD_REQUIRED, N_("Unit"), "单位" },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED | OD_TABLE, N_("Unit"), "单位名称" },
	{ "slots", OD_TEXT, AT(slots), OD_REQUIRED | OD_TABLE, N_("Slots"), "应报项 催报事项" },
	{ "channel", OD_ENUM, AT(channel), OD_TABLE, N_("Channel"), "方式 催报方式", channels },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY | OD_TABLE, N_("When"), "时间 催报时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY | OD_TABLE, N_("Who"), "经办人 催报人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_urge_type = { "urge", sizeof(struct od_urge), fields, N_("urge") };

/* clang-format off */
#define COLUMNS                                                                                    \
	"SELECT u.number, u.unit, NULL AS unit_name, "                                                               \
	"u.slots, u.channel, u.note, u.at, u.actor FROM urge u "
/* clang-format on */

/* The name is that of the day. */
static int derive(struct od_db *db, void *rec, struct od_err *err)
{
	struct od_urge *u = rec;

	return od_derive_unit(db, u->unit, u->at, &u->unit_name, err);
}

static void urge_name(const void *rec, struct od_buf *b)
{
	char buf[32];

	od_buf_puts(b, od_number_str('U', ((const struct od_urge *)rec)->number, buf));
}

/* --- who is silent ------------------------------------------------------------------------------------ */

struct group { /* a unit's */
	const char *unit;
	int64_t place; /* in the office's order */
	const struct od_slot **slot;
	size_t n, room;
};

struct urging {
	struct od_db *db;
	int channel;
	const char *note;
	bool again;
	od_urge_fn *fn;
	void *ctx;
	struct group *group;
	size_t groups;
};

static struct group *group_of(struct urging *u, const char *unit, struct od_err *err)
{
	static const char sql[] = "SELECT coalesce(sort, 9e15) FROM unit_row WHERE code = ?1 "
				  "ORDER BY valid_from DESC LIMIT 1";
	struct group *grown, *g;

	for (size_t i = u->groups; i > 0; i--)
		if (!strcmp(u->group[i - 1].unit, unit))
			return &u->group[i - 1];
	grown = reallocarray(u->group, u->groups + 1, sizeof(*grown));
	if (!grown) {
		od_fail_nomem(err);
		return NULL;
	}
	u->group = grown;
	g = &grown[u->groups];
	*g = (struct group){ .unit = unit };
	if (od_query_int(u->db, sql, &g->place, OD_VALS(od_v(unit)), err) < 0)
		return NULL;
	u->groups++;
	return g;
}

static int add_slot(struct urging *u, const struct od_slot *s, struct od_err *err)
{
	struct group *g = group_of(u, s->unit, err);

	if (!g)
		return -1;
	if (g->n == g->room) {
		size_t room = g->room ? 2 * g->room : 8;
		const struct od_slot **grown = reallocarray(g->slot, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		g->slot = grown;
		g->room = room;
	}
	g->slot[g->n++] = s;
	return 0;
}

/* Without a word of the states in the query: what is past due and silent, or was returned.  A query that
 * asks for open ones gets those too, which is a reminder. */
static struct od_slots *find_silent(struct od_db *db, const struct od_slot_query *q, od_instant now,
				    struct od_err *err)
{
	static const unsigned int past = 1u << OD_SLOT_LEFT_OUT | 1u << OD_SLOT_UNREPORTED,
				  open = 1u << OD_SLOT_OPEN;
	struct od_slot_query silent = *q;

	if (!silent.now.sec || !od_instant_is(silent.now))
		silent.now = now;
	if (!silent.since.sec)
		silent.since = OD_NOINSTANT;
	if (!silent.until.sec)
		silent.until = OD_NOINSTANT;
	silent.explain = false;
	silent.states = q->states ? q->states & (past | open) : past | open;
	if (!q->states && (!od_instant_is(silent.until) || silent.until.sec > silent.now.sec))
		silent.until = silent.now;
	if (q->states && !silent.states) {
		od_fail(err, OD_EUSAGE, _("none of these states is urged"));
		return NULL;
	}
	return od_slots_find(db, &silent, err);
}

static int gather(struct urging *u, const struct od_slots *slots, bool open, struct od_err *err)
{
	const struct od_slot *s;
	size_t n = od_slots_rows(slots, &s);

	for (size_t i = 0; i < n; i++) {
		if (!s[i].unit) /* a person of no unit: there is nobody to hand it to */
			continue;
		if (s[i].state == OD_SLOT_OPEN && !open && !s[i].returned) /* in grace */
			continue;
		if (add_slot(u, &s[i], err) < 0)
			return -1;
	}
	return 0;
}

static int in_order(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->unit, y->unit);
}

/* --- urging one unit ------------------------------------------------------------------------------------- */

/* The slots that no urge of the day names yet go to the front; returns how many they are, or -1. */
static int64_t keep_new(struct urging *u, struct group *g, od_instant day, struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM urge WHERE at >= ?1 AND at < ?1 + 86400 AND unit = ?2 "
		"AND instr('、' || slots || '、', '、' || ?3 || '、') > 0";
	int64_t kept = 0;

	for (size_t i = 0; i < g->n; i++) {
		int64_t urged = 0;

		if (od_query_int(u->db, sql, &urged,
				 OD_VALS(od_v(day), od_v(g->unit), od_v(g->slot[i]->slot)),
				 err) < 0)
			return -1;
		if (!urged)
			g->slot[kept++] = g->slot[i];
	}
	return kept;
}

static int put_text(char **text, const char *to, struct od_err *err)
{
	char *copy = to ? strdup(to) : NULL;

	if (to && !copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

static int fill(const struct urging *u, const struct group *g, struct od_urge *rec,
		struct od_err *err)
{
	const struct od_act *act = od_db_act(u->db);
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < g->n; i++) {
		od_buf_puts(&b, b.n ? OD_LIST_SEP : "");
		od_buf_puts(&b, g->slot[i]->slot);
	}
	if (b.failed) {
		od_buf_free(&b);
		return od_fail_nomem(err);
	}
	free(rec->slots);
	rec->slots = b.s;
	rec->channel = u->channel;
	rec->at = act->now;
	if (put_text(&rec->unit, g->unit, err) < 0 || put_text(&rec->note, u->note, err) < 0)
		return -1;
	return put_text(&rec->actor, act->actor, err);
}

/* Each urge is a row of its own, because an urge's time limit runs from when the unit was told: what
 * falls silent later in the day does not make the morning's urge younger. */
static int write(const struct urging *u, const struct group *g, struct od_urge *rec,
		 struct od_err *err)
{
	char name[32];

	if (od_number_next(u->db, "U", &rec->number, err) < 0 || fill(u, g, rec, err) < 0 ||
	    od_run_rec(u->db, od_urge_kind.put, &od_urge_type, rec, OD_NOVALS, err) < 0)
		return -1;
	return od_journal_create(u->db, &od_urge_type, od_number_str('U', rec->number, name), rec,
				 err);
}

static int urge_unit(struct urging *u, struct group *g, struct od_err *err)
{
	od_instant now = od_db_act(u->db)->now, day = od_date_start(od_instant_date(now));
	struct od_urge rec = { 0 };
	int64_t n = u->again ? (int64_t)g->n : keep_new(u, g, day, err);
	int r;

	if (n <= 0)
		return (int)n;
	g->n = n;
	od_rec_init(&od_urge_type, &rec);
	r = write(u, g, &rec, err);
	if (r == 0 && !rec.unit_name)
		r = put_text(&rec.unit_name, od_unit_name(u->db, g->unit, od_instant_date(now)),
			     err);
	if (r == 0 && u->fn)
		r = u->fn(u->ctx, &rec, g->slot, g->n, err) < 0 ? -1 : 0;
	od_rec_clear(&od_urge_type, &rec);
	return r;
}

int od_urge(struct od_db *db, const struct od_slot_query *q, int channel, const char *note,
	    bool again, od_urge_fn *fn, void *ctx, struct od_err *err)
{
	struct urging u = { db, channel, note, again, fn, ctx, NULL, 0 };
	struct od_slots *slots OD_CLEANUP(od_slots_freep) = NULL;
	int r;

	if (od_need_tx(db, err) < 0)
		return -1;
	if (channel != OD_CHANNEL_NOTICE && !again &&
	    od_quiet_check(db, od_db_act(db)->now, err) < 0)
		return -1;
	slots = find_silent(db, q, od_db_act(db)->now, err);
	if (!slots)
		return -1;
	r = gather(&u, slots, q->states >> OD_SLOT_OPEN & 1, err);
	if (u.groups)
		qsort(u.group, u.groups, sizeof(*u.group), in_order);
	for (size_t i = 0; r == 0 && i < u.groups; i++)
		r = urge_unit(&u, &u.group[i], err);
	for (size_t i = 0; i < u.groups; i++)
		free(u.group[i].slot);
	free(u.group);
	return r;
}

/* --- finding, loading a dump -------------------------------------------------------------------------------- */

struct od_iter *od_urge_find(struct od_db *db, const char *unit, od_instant since, od_instant until,
			     struct od_err *err)
{
	static const char sql[] =
		COLUMNS "WHERE u.at >= coalesce(?2, -9e18) AND u.at < coalesce(?3, 9e18) "
			"AND (?1 IS NULL OR u.unit = ?1) ORDER BY u.number";

	return od_query_derive(db, sql, &od_urge_type, derive,
			       OD_VALS(od_v(unit), od_v(since), od_v(until)), err);
}

static int resolve_unit(struct od_db *db, struct od_urge *u, struct od_err *err)
{
	const char *code = od_unit_resolve_memo(db, u->unit, err);

	if (code)
		return put_text(&u->unit, code, err);
	if (err->code == OD_ENOENT)
		err->code = OD_EDATA;
	return -1;
}

static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_urge *u = rec;

	if (u->number == OD_NOINT || !u->unit || !u->slots || !od_instant_is(u->at) || !u->actor)
		return od_fail(
			err, OD_EDATA,
			_("an urge is loaded with its number, unit, slots, time and actor; urge anew by "
			  "report-due"));
	if (resolve_unit(db, u, err) < 0 || od_number_taken(db, "U", u->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_urge_kind, COLUMNS "WHERE u.number = ?1",
			      OD_VALS(od_v(u->number)), u, change, err);
}

const struct od_kind od_urge_kind = {
	.type = &od_urge_type,
	.load = load,
	.derive = derive,
	.all = COLUMNS "ORDER BY u.number",
	.put = "INSERT INTO urge (number, unit, slots, channel, note, at, actor) "
	       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (number) DO UPDATE SET "
	       "unit = excluded.unit, slots = excluded.slots, channel = excluded.channel, "
	       "note = excluded.note, at = excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM urge WHERE number = ?1",
	.name = urge_name,
};
