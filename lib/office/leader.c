/* leader.c - leaders by code or name: those of the organisation, and those it does not know. */
#include <stdlib.h>

#include "instruction.h"

int od_replace_text(char **text, const char *to, struct od_err *err)
{
	char *copy = to ? strdup(to) : NULL;

	if (to && !copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

int od_leader_resolve(struct od_db *db, char **leader, od_date on, struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	char *code;

	if (od_person_resolve(db, *leader, on, &code, &why) == 0) {
		free(*leader);
		*leader = code;
		return 0;
	}
	if (why.code == OD_ENOENT)
		return 0;
	*err = why;
	return -1;
}

int od_leader_name(struct od_db *db, const char *leader, od_date on, char **name,
		   struct od_err *err)
{
	static const char sql[] =
		"SELECT coalesce((SELECT name FROM person_row WHERE code = ?1 AND valid_from <= ?2 "
		"ORDER BY valid_from DESC LIMIT 1), (SELECT name FROM person_row WHERE code = ?1 "
		"ORDER BY valid_from LIMIT 1), ?1)";

	return od_query_text(db, sql, name, OD_VALS(od_v(leader), od_v(on)), err) < 0 ? -1 : 0;
}

int od_leader_level(struct od_db *db, const char *leader, od_date on, int *level,
		    struct od_err *err)
{
	/* Of the office: who belongs to one of the leading bodies and is no city leader. */
	static const char sql[] =
		"SELECT CASE p.rank WHEN 'city-chief' THEN 3 WHEN 'city-deputy' THEN 4 ELSE "
		"(SELECT max(CASE u.kind WHEN 'body' THEN 5 ELSE 0 END) FROM unit_row u "
		"WHERE u.code = p.unit) END FROM person_row p WHERE p.code = ?1 "
		"AND p.valid_from <= ?2 ORDER BY p.valid_from DESC LIMIT 1";
	int64_t known = OD_LEADER_OTHER;

	_Static_assert(OD_LEADER_CITY_CHIEF == 3 && OD_LEADER_CITY == 4 && OD_LEADER_OFFICE == 5,
		       "the levels in sql");
	if (od_query_int(db, sql, &known, OD_VALS(od_v(leader), od_v(on)), err) < 0)
		return -1;
	*level = (int)known;
	return 0;
}
