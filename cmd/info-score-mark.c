/* info-score-mark.c - see cli.h: what counts for or against a unit and stands in no other register. */
#include <string.h>

#include "info-score.h"

/* A field as the option that is named like it gives it. */
static int set(struct cli_score *a, struct od_db *db, struct od_score_mark *m, const char *field,
	       const char *text, struct od_err *err)
{
	struct od_when when = { a->cli->now, NULL };

	(void)db;
	if (!text ||
	    od_field_set(od_field_find(&od_score_mark_type, field), m, text, &when, err) == 0)
		return 0;
	err->code = OD_EUSAGE;
	return od_fail_at(err, "--%s", strcmp(field, "day") ? field : "on");
}

static int resolve(struct od_db *db, const char *text, struct od_score_mark *m, struct od_err *err)
{
	free(m->unit);
	m->unit = NULL;
	return od_unit_resolve(db, text, true, &m->unit, err);
}

/* A mark that no rule looks at changes nobody's points: say so. */
static int warn_idle(struct od_db *db, const struct od_score_mark *m, struct od_err *err)
{
	static const int measures[] = { OD_OF_ERROR, OD_OF_CONCEALED, OD_OF_MARK, OD_OF_MARK };
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_score_rule_find(db, m->day, m->day, err);
	struct od_score_rule r = { 0 };
	bool looked_at = false;
	int got = it ? 1 : -1;

	od_rec_init(&od_score_rule_type, &r);
	while (got > 0 && (got = od_iter_next(it, &r, err)) > 0)
		looked_at |= r.measure == measures[m->kind];
	od_rec_clear(&od_score_rule_type, &r);
	if (got == 0 && !looked_at)
		cli_warn(
			_("no score rule of that day looks at '%s': it is registered, and counts for nothing"),
			od_score_measures[measures[m->kind]].word);
	return got;
}

static int add(struct cli_score *a, struct od_db *db, struct od_score_mark *m, struct od_err *err)
{
	char name[32];

	m->kind = a->kind;
	if (resolve(db, a->mark, m, err) < 0 || set(a, db, m, "reason", a->reason, err) < 0 ||
	    set(a, db, m, "points", a->points, err) < 0 ||
	    set(a, db, m, "report", a->report, err) < 0 || set(a, db, m, "day", a->on, err) < 0)
		return -1;
	if (cli_begin(a->cli, db, err) < 0)
		return -1;
	if (od_score_mark_add(db, m, err) < 0 || warn_idle(db, m, err) < 0 ||
	    od_commit(db, err) < 0) {
		od_rollback(db);
		return -1;
	}
	printf("%s\n", od_number_str('M', m->number, name));
	return 0;
}

int cli_score_mark(struct cli_score *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_WRITE, err);
	struct od_score_mark m = { 0 };
	int done;

	od_rec_init(&od_score_mark_type, &m);
	done = db ? add(a, db, &m, err) : -1;
	od_rec_clear(&od_score_mark_type, &m);
	return done;
}

static int take_back(struct cli_score *a, struct od_db *db, int64_t number, struct od_err *err)
{
	char name[32];

	od_number_str('M', number, name);
	if (cli_begin(a->cli, db, err) < 0)
		return -1;
	if (od_retract(db, name, a->reason, err) < 0 || od_commit(db, err) < 0) {
		od_rollback(db);
		return -1;
	}
	puts(name);
	return 0;
}

int cli_score_unmark(struct cli_score *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	int64_t number;

	if (od_number_parse('M', a->unmark, &number, err) < 0) {
		err->code = OD_EUSAGE;
		return -1;
	}
	db = cli_open(a->cli, OD_WRITE, err);
	return db ? take_back(a, db, number, err) : -1;
}

int cli_score_marks(struct cli_score *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_READ, err);
	char *unit = NULL;
	od_date from, to;
	int done = -1;

	if (db && cli_score_days(a, db, &from, &to, err) == 0 &&
	    (!a->unit || od_unit_resolve(db, a->unit, true, &unit, err) == 0))
		done = cli_print(a->cli, od_score_mark_find(db, unit, from, to, err),
				 &od_score_mark_type, err);
	free(unit);
	return done;
}
