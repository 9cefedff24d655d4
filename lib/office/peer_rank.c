/* peer_rank.c - how the office stood among its peers in a higher office's count of a month. */
#include <stdlib.h>

#include "bulletin.h"

#define AT(m) offsetof(struct od_peer_rank, m)
static const struct od_field peer_rank_fields[] = {
	{ "level", OD_ENUM, AT(level), OD_TABLE, N_("Level above"), "层级", od_upward_levels },
	{ "month", OD_DATE, AT(month), OD_REQUIRED | OD_TABLE, N_("Month"), "月份 月度" },
	{ "place", OD_INT, AT(place), OD_REQUIRED | OD_TABLE, N_("Standing"), "名次 排名" },
	{ "of", OD_INT, AT(of), OD_TABLE, N_("Of how many"), "参评数" },
	{ "points", OD_TEXT, AT(points), OD_TABLE, N_("Points"), "得分" },
	{ "note", OD_TEXT, AT(note), 0, N_("Note"), "备注" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_peer_rank_type = { "peer_rank", sizeof(struct od_peer_rank),
					       peer_rank_fields, N_("rank among peers") };

/* clang-format off */
#define PEER_RANK_COLUMNS \
	"SELECT x.level, x.month, x.place, x.\"of\" AS \"of\", x.points, x.note, x.at, " \
	"x.actor FROM peer_rank x "
/* clang-format on */
static void peer_rank_name(const void *rec, struct od_buf *b)
{
	const struct od_peer_rank *x = rec;
	char day[16];

	od_buf_printf(b, "peer_rank:%s/%s", od_upward_levels[x->level].word,
		      od_date_str(x->month, day));
}

/* --- what holds together --------------------------------------------------------------------------- */

/* "96.5": up to three places. */
static bool is_points(const char *s)
{
	size_t whole = strspn(s, "0123456789"), places;

	if (!whole || whole > 9)
		return false;
	if (!s[whole])
		return true;
	places = strspn(s + whole + 1, "0123456789");
	return s[whole] == '.' && places >= 1 && places <= 3 && !s[whole + 1 + places];
}

/* A month is written as its first day. */
static int check(struct od_peer_rank *x, struct od_err *err)
{
	int year, month, day;

	if (!od_date_is(x->month))
		return od_fail(err, OD_EDATA, _("month is missing"));
	od_date_split(x->month, &year, &month, &day);
	x->month = od_ymd(year, month, 1);
	if (x->place == OD_NOINT || x->place < 1)
		return od_fail(err, OD_EDATA, _("place is 1 or more"));
	if (x->of != OD_NOINT && x->of < x->place)
		return od_fail(err, OD_EDATA, _("place %1$lld of %2$lld: there are not so many"),
			       (long long)x->place, (long long)x->of);
	if (x->points && !is_points(x->points))
		return od_fail(err, OD_EDATA, _("points: '%s' is no number such as 96.5"),
			       x->points);
	return 0;
}

#define ONE PEER_RANK_COLUMNS "WHERE x.level = ?1 AND x.month = ?2"

/* A later count of the same month takes the place of the earlier one. */
int od_peer_rank_put(struct od_db *db, struct od_peer_rank *x, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;
	od_instant now = od_db_act(db)->now;
	struct od_peer_rank was;
	char day[16];
	int r;

	if (od_need_tx(db, err) < 0 || check(x, err) < 0)
		return -1;
	if (x->month.days > od_instant_date(now).days)
		return od_fail(err, OD_EDATA, _("%1$s: %2$s is still to come"), "month",
			       od_date_str(x->month, day));
	x->at = now;
	if (od_replace_text(&x->actor, od_db_act(db)->actor, err) < 0)
		return -1;
	od_rec_init(&od_peer_rank_type, &was);
	peer_rank_name(x, &name);
	r = od_query_one(db, ONE, &od_peer_rank_type, &was,
			 OD_VALS(od_v(od_upward_levels[x->level].word), od_v(x->month)), err);
	if (r >= 0 &&
	    od_run_rec(db, od_peer_rank_kind.put, &od_peer_rank_type, x, OD_NOVALS, err) < 0)
		r = -1;
	if (r == 0)
		r = od_journal_create(db, &od_peer_rank_type, name.s, x, err);
	else if (r > 0)
		r = od_journal_change(db, "change", &od_peer_rank_type, name.s, &was, x, err);
	od_rec_clear(&od_peer_rank_type, &was);
	return r < 0 ? -1 : 0;
}

struct od_iter *od_peer_rank_find(struct od_db *db, int level, od_date from, od_date to,
				  struct od_err *err)
{
	static const char sql[] =
		PEER_RANK_COLUMNS "WHERE (?1 IS NULL OR x.level = ?1) "
				  "AND (?2 IS NULL OR x.month >= ?2) "
				  "AND (?3 IS NULL OR x.month <= ?3) ORDER BY x.month, x.level";
	const char *of = level < 0 ? NULL : od_upward_levels[level].word;

	return od_query(db, sql, &od_peer_rank_type, OD_VALS(od_v(of), od_v(from), od_v(to)), err);
}

/* --- loading a dump, undoing --------------------------------------------------------------------- */

static int load_peer_rank(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_peer_rank *x = rec;

	if (!od_instant_is(x->at) || od_blank(x->actor))
		return od_fail(err, OD_EDATA,
			       _("a rank is loaded with its time and actor; record new ones by "
				 "bulletin-build upward"));
	if (check(x, err) < 0)
		return -1;
	return od_load_as_was(db, &od_peer_rank_kind, ONE,
			      OD_VALS(od_v(od_upward_levels[x->level].word), od_v(x->month)), x,
			      change, err);
}

const struct od_kind od_peer_rank_kind = {
	.type = &od_peer_rank_type,
	.load = load_peer_rank,
	.all = PEER_RANK_COLUMNS "ORDER BY x.level, x.month",
	.put = "INSERT INTO peer_rank (level, month, place, \"of\", points, note, at, actor)"
	       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (level, month) DO "
	       "UPDATE SET place = excluded.place, \"of\" = excluded.\"of\", points = "
	       "excluded.points, note = excluded.note, at = excluded.at, actor = "
	       "excluded.actor",
	.drop = "DELETE FROM peer_rank WHERE level = ?1 AND month = ?2",
	.keys = "level month",
	.name = peer_rank_name,
};
