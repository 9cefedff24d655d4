/* report-due-ask.c - see cli.h: which slots are asked for, from the options' words to codes and days. */
#include <string.h>

#include "report-due.h"

void cli_asked_clear(struct cli_asked *k)
{
	free(k->desk_code);
	free(k->unit_code);
	free(k->category);
	free(k->duty);
	free(k->person);
}

/* The duty of that code or name, of any time. */
static int find_duty(struct od_db *db, const char *text, char **code, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_dump(db, &od_duty_type, err);
	struct od_duty d;
	int r = it ? 1 : -1;

	od_rec_init(&od_duty_type, &d);
	while (r > 0 && !*code && (r = od_iter_next(it, &d, err)) > 0) {
		if (strcmp(d.code, text) && strcmp(d.name, text))
			continue;
		*code = strdup(d.code);
		r = *code ? 1 : od_fail_nomem(err);
	}
	od_rec_clear(&od_duty_type, &d);
	return r < 0 ? -1 : 0;
}

/* A category and a duty may share a code: the category is the wider. */
static int find_matter(struct cli *cli, struct od_db *db, struct cli_asked *k, struct od_err *err)
{
	struct od_err none = OD_ERR_INIT;

	if (od_category_code(db, k->matter, od_instant_date(cli->now), &k->category, &none) == 0)
		return 0;
	if (find_duty(db, k->matter, &k->duty, err) < 0)
		return -1;
	if (!k->duty)
		return od_fail(err, OD_EUSAGE,
			       _("no category or duty '%s'; 'unit-roster categories' and "
				 "'office-db dump duty' list them"),
			       k->matter);
	return 0;
}

static int find_days(struct cli *cli, struct od_db *db, struct cli_asked *k, struct od_err *err)
{
	int year, month, day;

	k->last = od_instant_date(cli->now);
	od_date_split(k->last, &year, &month, &day);
	if (k->window == CLI_TOMORROW)
		k->last.days++;
	k->first = k->window == CLI_SINCE_FIRST      ? od_ymd(year, month, 1)
		   : k->window == CLI_SINCE_NEW_YEAR ? od_ymd(year, 1, 1)
						     : k->last;
	if (k->from && cli_date(cli, db, k->from, &k->first, err) < 0)
		return od_fail_at(err, "--from");
	if (k->to && cli_date(cli, db, k->to, &k->last, err) < 0)
		return od_fail_at(err, "--to");
	if (k->last.days >= k->first.days)
		return 0;
	if (k->from && k->to)
		return od_fail(err, OD_EUSAGE, _("--to is before --from"));
	if (k->to) /* the other's default is beyond it */
		k->first = k->last;
	else
		k->last = k->first;
	return 0;
}

/* What is due at 24:00 is due on the day that ends. */
static od_instant day_begins(od_date d)
{
	return (od_instant){ od_date_start(d).sec + 1 };
}

int cli_ask(struct cli *cli, struct od_db *db, struct cli_asked *k, struct od_err *err)
{
	od_date today = od_instant_date(cli->now);

	if (find_days(cli, db, k, err) < 0)
		return -1;
	if (k->unit && od_unit_resolve(db, k->unit, true, &k->unit_code, err) < 0)
		return -1;
	if (k->desk && od_desk_code(db, k->desk, today, &k->desk_code, err) < 0)
		return -1;
	if (k->leader && od_person_resolve(db, k->leader, today, &k->person, err) < 0)
		return od_fail_at(err, "--leader");
	if (k->matter && find_matter(cli, db, k, err) < 0)
		return -1;
	k->q = (struct od_slot_query){
		.since = day_begins(k->first),
		.until = day_begins((od_date){ k->last.days + 1 }),
		.now = cli->now,
		.duty = k->duty,
		.category = k->category,
		.unit = k->unit_code,
		.desk = k->desk_code,
		.person = k->person,
		.states = k->states,
	};
	if (k->window == CLI_SINCE_NEW_YEAR && !k->to && !(k->states & 1u << OD_SLOT_OPEN))
		k->q.until = cli->now;
	return 0;
}
