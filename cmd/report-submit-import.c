/* report-submit-import.c - see cli.h: what an import of reports does with each. */
#include <string.h>

#include "report-submit.h"

/* --- options --------------------------------------------------------------------------------------- */

static const struct od_word duplicates[] = {
	{ "skip", NULL, NULL },
	{ "error", NULL, NULL },
	{ "update", NULL, NULL },
	{ NULL },
};

enum { OPT_DUPLICATE = 0x400 };

static const struct argp_option options[] = {
	{ "on-duplicate", OPT_DUPLICATE, "HOW", 0, N_("skip (default), error or update"), 70 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct cli_reports *how = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &how->import;
		return 0;
	case OPT_DUPLICATE:
		how->dup = cli_word(state, arg, duplicates);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}
static const struct argp_child children[] = { { &cli_import_argp }, { 0 } };
const struct argp cli_reports_argp = { options, parse, NULL, NULL, children, NULL, NULL };

/* --- each report ------------------------------------------------------------------------------------- */

struct intake {
	struct cli *cli;
	enum od_duplicate dup;
	struct cli_told told;
};

/* Does it last to today at least? */
static bool is_ahead(const struct cli *cli, const struct od_report *r)
{
	od_instant today = od_date_start(od_instant_date(cli->now));

	return r->occurred_at.sec >= today.sec ||
	       (od_instant_is(r->ends_at) && r->ends_at.sec >= today.sec);
}

static int take(void *ctx, struct od_db *db, void *rec, struct cli_taken *t, struct od_err *err)
{
	struct intake *in = ctx;
	struct od_report *r = rec;
	int64_t asked = r->event;
	bool differs = false;
	char buf[32];

	r->batch = t->batch;
	if (od_report_submit(db, r, in->dup, &t->taken, &differs, err) < 0)
		return -1;
	t->number = r->number;
	if (t->taken == OD_TAKEN && cli_note_event(&in->told, r, asked, err) < 0)
		return -1;
	/* What is past is imported for the record: nobody can be in two places any more. */
	if (t->taken != OD_DUPLICATED && is_ahead(in->cli, r) &&
	    cli_note_clashing(&in->told, r, err) < 0)
		return -1;
	if (differs)
		cli_warn(
			_("%s:%u: %s is on file with other content; --on-duplicate=update writes over it"),
			t->file, t->line, od_number_str('R', r->number, buf));
	return 0;
}

static int read_back(void *ctx, struct od_db *db, int64_t number, void *rec, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	struct od_iter *it;
	int got;

	(void)ctx;
	q.number = number;
	it = od_report_find(db, &q, err);
	got = it ? od_iter_next(it, rec, err) : -1;
	od_iter_free(it);
	return got < 0 ? -1 : 0;
}

static void tell(void *ctx, struct od_db *db, bool kept)
{
	struct intake *in = ctx;

	cli_tell(&in->told, db);
	if (kept)
		cli_catch_up(db);
}

int cli_import_reports(struct cli *cli, const struct cli_reports *how)
{
	struct intake in = { .cli = cli, .dup = how->dup };
	const struct cli_intake into = { &od_report_type, 'R', take, read_back, tell, &in };
	int status = cli_import(cli, &how->import, &into);

	cli_told_free(&in.told);
	return status;
}
