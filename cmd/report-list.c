/* report-list - find reports and print them; the chain of an event, a desk's tray. */
#include <string.h>

#include "cli.h"

struct args {
	struct cli *cli;
	const char *since, *until, *unit, *category, *desk, *leader, *batch, *number, *search;
	const char *event, *secretary;
	int status;
	bool received, history, timeline, tray;
	int given; /* options of ours */
	long limit;
};

enum {
	OPT_SINCE = 0x300,
	OPT_UNTIL,
	OPT_RECEIVED,
	OPT_CATEGORY,
	OPT_DESK,
	OPT_LEADER,
	OPT_STATUS,
	OPT_BATCH,
	OPT_NUMBER,
	OPT_HISTORY,
	OPT_EVENT,
	OPT_SECRETARY,
	OPT_TIMELINE,
	OPT_TRAY,
};

static const struct argp_option options[] = {
	{ "since", OPT_SINCE, "TIME", 0, N_("occurred at TIME or later"), 0 },
	{ "until", OPT_UNTIL, "TIME", 0, N_("occurred before TIME, or on that day"), 0 },
	{ "received", OPT_RECEIVED, NULL, 0, N_("--since, --until: when received"), 0 },
	{ "unit", 'u', "UNIT", 0, N_("of this unit (code, name, part of it)"), 0 },
	{ "category", OPT_CATEGORY, "NAME", 0, N_("of this category (code or name)"), 0 },
	{ "desk", OPT_DESK, "CODE", 0, N_("at this desk (code or name)"), 0 },
	{ "leader", OPT_LEADER, "NAME", 0, N_("in which this leader is named"), 0 },
	{ "status", OPT_STATUS, "WORD", 0, N_("received, accepted, returned ..."), 0 },
	{ "search", 's', "TEXT", 0, N_("with these characters in title or text"), 0 },
	{ "batch", OPT_BATCH, "NAME", 0, N_("of this import (number or name)"), 0 },
	{ "number", OPT_NUMBER, "NUMBER", 0, N_("this one"), 0 },
	{ "event", OPT_EVENT, "NUMBER", 0, N_("the chain of this emergency (E2026-0001)"), 0 },
	{ "secretary", OPT_SECRETARY, "PERSON", 0, N_("copied to this contact secretary"), 0 },
	{ "limit", 'n', "N", 0, N_("the newest N only"), 0 },
	{ "history", OPT_HISTORY, NULL, 0, N_("with --number: what desks did to it"), 0 },
	{ "timeline", OPT_TIMELINE, NULL, 0, N_("with --event: told in words, as it went"), 0 },
	{ "tray", OPT_TRAY, NULL, 0, N_("with --desk alone: all that waits there"), 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	a->given += key > 0 && key <= OPT_TRAY;
	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_SINCE:
		a->since = arg;
		return 0;
	case OPT_UNTIL:
		a->until = arg;
		return 0;
	case OPT_RECEIVED:
		a->received = true;
		return 0;
	case 'u':
		a->unit = arg;
		return 0;
	case OPT_CATEGORY:
		a->category = arg;
		return 0;
	case OPT_DESK:
		a->desk = arg;
		return 0;
	case OPT_LEADER:
		a->leader = arg;
		return 0;
	case OPT_STATUS:
		a->status = cli_word(state, arg, od_field_find(&od_report_type, "status")->words);
		return 0;
	case 's':
		a->search = arg;
		return 0;
	case OPT_BATCH:
		a->batch = arg;
		return 0;
	case OPT_NUMBER:
		a->number = arg;
		return 0;
	case 'n':
		a->limit = cli_count(state, arg, 1, 1000000000);
		return 0;
	case OPT_HISTORY:
		a->history = true;
		return 0;
	case OPT_EVENT:
		a->event = arg;
		return 0;
	case OPT_SECRETARY:
		a->secretary = arg;
		return 0;
	case OPT_TIMELINE:
		a->timeline = true;
		return 0;
	case OPT_TRAY:
		a->tray = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, _("'%s': filters are options; see --help"), arg);
		return 0;
	case ARGP_KEY_END:
		if (a->history && !a->number)
			argp_error(state, _("--history needs --number"));
		if (a->timeline && (!a->event || a->given > 2))
			argp_error(state, _("--timeline takes --event and no other filter"));
		if (a->tray && (!a->desk || a->given > 2))
			argp_error(state, _("--tray takes --desk and no other filter"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	options,      parse, NULL, N_("List reports, newest last; without filters, all of them."),
	cli_children, NULL,  NULL
};

/* A day stands for its beginning (--since) or its end (--until). */
static int window(struct args *a, struct od_db *db, struct od_report_query *q, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = od_calendar_load(db, err);
	struct od_when when = { a->cli->now, calendar };
	struct od_err no = OD_ERR_INIT;
	od_date day;

	if (!calendar)
		return -1;
	if (a->since && od_instant_parse(a->since, &when, &q->since, err) < 0)
		return od_fail_at(err, "--since");
	if (a->since)
		cli_echo_instant(a->since, q->since);
	if (!a->until)
		return 0;
	if (od_date_parse(a->until, &when, &day, &no) == 0) {
		cli_echo_instant(a->until, od_date_start(day));
		q->until = od_date_start((od_date){ day.days + 1 });
		return 0;
	}
	if (od_instant_parse(a->until, &when, &q->until, err) < 0)
		return od_fail_at(err, "--until");
	cli_echo_instant(a->until, q->until);
	return 0;
}

/* Of a batch's number or name. */
static int find_batch(struct od_db *db, const char *text, int64_t *number, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_batch_find(db, text, err);
	struct od_batch b;
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_batch_type, &b);
	while (got > 0 && (got = od_iter_next(it, &b, err)) > 0) {
		*number = b.number;
		n++;
	}
	od_rec_clear(&od_batch_type, &b);
	if (got < 0)
		return -1;
	if (n == 0)
		return od_fail(err, OD_ENOENT, _("no batch '%s'; 'office-db batches' lists them"),
			       text);
	if (n > 1)
		return od_fail(err, OD_EUSAGE, _("%d batches are called '%s'; give the number"), n,
			       text);
	return 0;
}

/* Codes that names were resolved to. */
struct codes {
	char *unit, *category, *desk, *secretary;
};

static int resolve(struct args *a, struct od_db *db, struct codes *c, struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);

	if (a->unit && od_unit_resolve(db, a->unit, true, &c->unit, err) < 0)
		return -1;
	if (a->category && od_category_code(db, a->category, today, &c->category, err) < 0)
		return -1;
	if (a->desk && od_desk_code(db, a->desk, today, &c->desk, err) < 0)
		return -1;
	if (a->secretary && od_person_resolve(db, a->secretary, today, &c->secretary, err) < 0)
		return -1;
	return 0;
}

static int query(struct args *a, struct od_db *db, struct od_report_query *q, struct codes *c,
		 struct od_err *err)
{
	if (resolve(a, db, c, err) < 0)
		return -1;
	*q = (struct od_report_query)OD_REPORT_QUERY_INIT;
	q->by_received = a->received;
	q->unit = c->unit;
	q->category = c->category;
	q->desk = c->desk;
	q->leader = a->leader;
	q->secretary = c->secretary;
	q->status = a->status;
	q->search = a->search;
	q->limit = a->limit;
	if ((a->since || a->until) && window(a, db, q, err) < 0) {
		err->code = OD_EUSAGE;
		return -1;
	}
	if (a->batch && find_batch(db, a->batch, &q->batch, err) < 0)
		return -1;
	if ((a->number && od_number_parse('R', a->number, &q->number, err) < 0) ||
	    (a->event && od_number_parse('E', a->event, &q->event, err) < 0)) {
		err->code = OD_EUSAGE;
		return -1;
	}
	return 0;
}

/* What desks did to it; a number that no report has is said to be so. */
static int history(struct args *a, struct od_db *db, const struct od_report_query *q,
		   struct od_err *err)
{
	struct od_report r;
	struct od_iter *it = od_report_find(db, q, err);
	int found;

	od_rec_init(&od_report_type, &r);
	found = it ? od_iter_next(it, &r, err) : -1;
	od_rec_clear(&od_report_type, &r);
	od_iter_free(it);
	if (found == 0)
		return od_fail(err, OD_ENOENT, _("no report %s"), a->number);
	if (found < 0)
		return -1;
	return cli_print(a->cli, od_handling_find(db, q->number, err), &od_handling_type, err);
}

static int timeline(struct od_db *db, int64_t event, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;

	if (od_event_text(db, event, &text, err) < 0)
		return -1;
	fputs(text.s, stdout);
	return 0;
}

static int print_tray(void *ctx, const struct od_tray *t, struct od_err *err)
{
	return od_out_add(ctx, t, err);
}

static int tray(struct args *a, struct od_db *db, const char *desk, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;

	a->cli->out.width = cli_columns();
	out = od_out_new(stdout, &od_tray_type, &a->cli->out, err);
	if (!out || od_tray_each(db, desk, a->cli->now, print_tray, out, err) < 0)
		return -1;
	return od_out_end(out, err);
}

/* In a table, what tells the reports of a chain apart. */
static int print_reports(struct args *a, struct od_db *db, const struct od_report_query *q,
			 struct od_err *err)
{
	if (a->event && a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns)
		a->cli->out.columns = "number,received_at,unit_name,stage,form,grade,title,status";
	return cli_print(a->cli, od_report_find(db, q, err), &od_report_type, err);
}

static int list(struct args *a, struct od_db *db, struct od_err *err)
{
	struct codes c = { NULL };
	struct od_report_query q;
	int r = query(a, db, &q, &c, err);

	if (r == 0 && a->history)
		r = history(a, db, &q, err);
	else if (r == 0 && a->timeline)
		r = timeline(db, q.event, err);
	else if (r == 0 && a->tray)
		r = tray(a, db, c.desk, err);
	else if (r == 0)
		r = print_reports(a, db, &q, err);
	free(c.unit);
	free(c.category);
	free(c.desk);
	free(c.secretary);
	return r;
}

int main(int argc, char **argv)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	struct cli cli;
	struct args a = { .cli = &cli, .status = -1 };

	cli_start(&cli, argv);
	cli_parse(&cli, &argp, argc, argv, &a);
	db = cli_open(&cli, OD_READ, &err);
	if (!db || list(&a, db, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}
