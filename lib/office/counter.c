/* counter.c - the last serials given out, so that a restored office does not give one twice. */
#include "office.h"

#define AT(m) offsetof(struct od_counter, m)
static const struct od_field fields[] = {
	{ "series", OD_TEXT, AT(series), OD_REQUIRED | OD_TABLE, N_("Series"), "系列" },
	{ "year", OD_INT, AT(year), OD_REQUIRED | OD_TABLE, N_("Year"), "年份" },
	{ "last", OD_INT, AT(last), OD_REQUIRED | OD_TABLE, N_("Last"), "末号" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_counter_type = { "counter", sizeof(struct od_counter), fields,
					     N_("counter") };

/* A counter only ever rises.  The series are those of this program. */
static int load(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	static const char *const series[] = { "R", "B", "E", "U", "O", "L", "T",
					      "I", "G", "C", "K", "W", "Q", "M" };
	const struct od_counter *c = rec;
	int64_t had = 0;
	size_t i = 0;

	/* 期号 of a publication: "issue:daily" */
	bool issues = !strncmp(c->series, "issue:", 6) && c->series[6];

	while (!issues && i < OD_COUNT(series) && strcmp(series[i], c->series))
		i++;
	if (!issues && i == OD_COUNT(series))
		return od_fail(err, OD_EDATA, _("no series '%s'"), c->series);
	if (c->year < 1900 || c->year > 2199 || c->last < 0 || c->last >= OD_SERIALS)
		return od_fail(err, OD_EDATA, _("no such year or serial"));
	if (od_query_int(db, "SELECT last FROM counter WHERE series = ?1 AND year = ?2", &had,
			 OD_VALS(od_v(c->series), od_v(c->year)), err) < 0)
		return -1;
	*change = c->last <= had ? OD_SAME : had ? OD_CHANGED : OD_ADDED;
	return od_number_taken(db, c->series, od_number(c->year, c->last), err);
}

const struct od_kind od_counter_kind = {
	.type = &od_counter_type,
	.unproved = true,
	.load = load,
	.all = "SELECT series, year, last FROM counter ORDER BY series, year",
};
