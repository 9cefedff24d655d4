/* event.c - emergencies: the chain of reports about one event, its rules at filing, and what a person
 * decides of it after. */
#include "report.h"

/* --- at filing ---------------------------------------------------------------------------------- */

static bool of_event(const struct od_report *r)
{
	return r->event != OD_NOINT || r->stage || r->form || r->grade ||
	       od_instant_is(r->learned_at) || r->dead != OD_NOINT || r->injured != OD_NOINT ||
	       r->missing != OD_NOINT || od_given(r->measures) || od_instant_is(r->superior_at) ||
	       od_given(r->taken_by) || od_given(r->told);
}

/* Names the first of the fields that only an emergency has. */
static int refuse_fields(const struct od_report *r, struct od_err *err)
{
	const struct od_field *f = od_field_find(&od_report_type, "event");
	char buf[32];

	for (; f->name; f++) {
		const char *text = od_field_str(f, r, buf);

		if (!od_given(text) || (f->type == OD_ENUM && !strcmp(text, f->words[0].word)))
			continue;
		break;
	}
	return od_fail(err, OD_EDATA, _("%s: only an emergency has it; this is of category '%s'"),
		       f->name, r->category);
}

static int check_counts(const struct od_report *r, struct od_err *err)
{
	const struct {
		const char *name;
		int64_t n;
	} counts[] = { { "dead", r->dead }, { "injured", r->injured }, { "missing", r->missing } };

	for (size_t i = 0; i < OD_COUNT(counts); i++)
		if (counts[i].n < 0 && counts[i].n != OD_NOINT)
			return od_fail(err, OD_EDATA, _("%s: %lld is less than none"),
				       counts[i].name, (long long)counts[i].n);
	return 0;
}

static int check_after(const char *name, od_instant t, od_instant occurred, struct od_err *err)
{
	char buf[32], before[32];

	if (!od_instant_is(t) || !od_instant_is(occurred) || t.sec >= occurred.sec)
		return 0;
	return od_fail(err, OD_EDATA, _("%s: %s is before it occurred (%s)"), name,
		       od_instant_str_short(t, buf), od_instant_str_short(occurred, before));
}

int od_event_check(struct od_report *r, struct od_err *err)
{
	if (strcmp(r->category, OD_EMERGENCY))
		return of_event(r) ? refuse_fields(r, err) : 0;
	if (!r->stage)
		r->stage = r->event == OD_NOINT ? OD_STAGE_FIRST : OD_STAGE_FOLLOW_UP;
	if (r->event == OD_NOINT && r->stage != OD_STAGE_FIRST)
		return od_fail(
			err, OD_EDATA,
			_("event: '%s' needs the number of its event, such as E2026-0001; only a "
			  "first report begins one"),
			od_stages[r->stage].word);
	if (check_after("learned_at", r->learned_at, r->occurred_at, err) < 0 ||
	    check_after("superior_at", r->superior_at, r->occurred_at, err) < 0)
		return -1;
	return check_counts(r, err);
}

/* A unit's first report of an event in one form, as a key. */
static int64_t first_key(const struct od_report *r)
{
	uint8_t digest[OD_SM3_SIZE];
	struct od_sm3 h;
	int64_t key;

	od_sm3_init(&h);
	od_sm3_add_int(&h, r->event);
	od_sm3_add_text(&h, r->unit);
	od_sm3_add_int(&h, r->form);
	od_sm3_end(&h, digest);
	memcpy(&key, digest, sizeof(key));
	return key;
}

int od_event_late(struct od_db *db, const struct od_report *r, struct od_err *err)
{
	if (r->event == OD_NOINT)
		return 0;
	if (!od_late_get(db, r->event) && od_late_put(db, r->event, r->number, err) < 0)
		return -1;
	if (r->stage != OD_STAGE_FIRST || od_late_get(db, first_key(r)))
		return 0;
	return od_late_put(db, first_key(r), r->number, err);
}

/* Has the event a report: 1, 0, -1. */
static int is_known(struct od_db *db, int64_t event, struct od_err *err)
{
	int64_t number;

	if (od_late(db))
		return od_late_get(db, event) != 0;
	return od_query_int(db, "SELECT number FROM report WHERE event = ?1 LIMIT 1", &number,
			    OD_VALS(od_v(event)), err);
}

/* By telephone, then in writing is the normal course; the same form twice is not. */
static int check_second(struct od_db *db, const struct od_report *r, struct od_err *err)
{
	static const char sql[] =
		"SELECT number FROM report WHERE event = ?1 AND unit = ?2 AND stage = 'first' "
		"AND form = ?3 AND (status = 'received' OR status = 'accepted') LIMIT 1";
	char event[32], number[32];
	int64_t other = 0;
	int found;

	if (od_late(db)) {
		other = od_late_get(db, first_key(r));
		found = other != 0;
	} else {
		found = od_query_int(
			db, sql, &other,
			OD_VALS(od_v(r->event), od_v(r->unit), od_v(od_forms[r->form].word)), err);
	}
	if (found <= 0 || other == r->number)
		return found < 0 ? -1 : 0;
	return od_fail(err, OD_EDATA,
		       _("stage: %s has this unit's first report %s already, %s; what comes after "
			 "it is a follow-up"),
		       od_number_str('E', r->event, event), _(od_forms[r->form].label),
		       od_number_str('R', other, number));
}

int od_event_enter(struct od_db *db, struct od_report *r, struct od_err *err)
{
	int known = r->event == OD_NOINT ? 0 : is_known(db, r->event, err);
	char buf[32];

	if (known < 0)
		return -1;
	if (known)
		return r->stage == OD_STAGE_FIRST ? check_second(db, r, err) : 0;
	if (r->stage == OD_STAGE_FIRST) /* a number that another office gave says nothing here */
		return od_number_next(db, "E", &r->event, err);
	return od_fail(err, OD_EDATA,
		       _("event: no event %s; 'report-list --category=emergency "
			 "--columns=event,unit_name,title' shows those on file"),
		       od_number_str('E', r->event, buf));
}

/* --- what a person decided --------------------------------------------------------------------------- */

int od_report_get(struct od_db *db, int64_t number, struct od_report *r, struct od_err *err)
{
	int found = od_report_read(db, number, r, err);
	char buf[32];

	return found ? found
		     : od_fail(err, OD_ENOENT, _("no report %s"), od_number_str('R', number, buf));
}

static int check_join(struct od_db *db, const struct od_report *r, int64_t event,
		      struct od_err *err)
{
	char number[32], buf[32];
	int known;

	od_number_str('R', r->number, number);
	if (strcmp(r->category, OD_EMERGENCY))
		return od_fail(err, OD_EDATA, _("%s is no emergency: it is of category '%s'"),
			       number, r->category);
	if (r->event == event)
		return od_fail(err, OD_EDATA, _("%s belongs to %s already"), number,
			       od_number_str('E', event, buf));
	known = is_known(db, event, err);
	if (known == 0)
		return od_fail(err, OD_ENOENT,
			       _("no event %s; 'report-list --category=emergency "
				 "--columns=event,unit_name,title' shows those on file"),
			       od_number_str('E', event, buf));
	return known < 0 ? -1 : 0;
}

int od_event_join(struct od_db *db, int64_t report, int64_t event, struct od_err *err)
{
	struct od_report before, after;
	char name[32];
	int r = -1;

	if (od_need_tx(db, err) < 0)
		return -1;
	od_rec_init(&od_report_type, &before);
	od_rec_init(&od_report_type, &after);
	if (od_report_get(db, report, &before, err) < 0 ||
	    check_join(db, &before, event, err) < 0 ||
	    od_rec_copy(&od_report_type, &after, &before, err) < 0)
		goto out;
	after.event = event;
	if (!after.stage) /* from before there were events */
		after.stage = OD_STAGE_FOLLOW_UP;
	if (od_run(db, "UPDATE report SET event = ?2, stage = ?3 WHERE number = ?1",
		   OD_VALS(od_v(report), od_v(event), od_v(od_stages[after.stage].word)), err) == 0)
		r = od_journal_change(db, "same-event", &od_report_type,
				      od_number_str('R', report, name), &before, &after, err);
out:
	od_rec_clear(&od_report_type, &before);
	od_rec_clear(&od_report_type, &after);
	return r;
}
