/* report-submit - file reports: one from options or a prompt, many from files (report-submit-import.c). */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "report-submit.h"

struct args {
	struct cli *cli;
	const char *field[64]; /* options given, by the place of their field */
	bool any_field;
	struct cli_reports reports;
};

/* --- options: one a field that a unit gives, then those of an import ----------------------------- */

enum { OPT_FIELD = 0x300 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	if (key >= OPT_FIELD && key < OPT_FIELD + 64) {
		a->field[key - OPT_FIELD] = arg;
		a->any_field = true;
		return 0;
	}
	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		state->child_inputs[2] = &a->reports;
		return 0;
	case ARGP_KEY_ARGS:
		a->reports.import.files = state->argv + state->next;
		a->reports.import.n_files = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (a->any_field && a->reports.import.files)
			argp_error(state, _("give a report by options or FILEs, not both"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{ &cli_common_argp },
	{ &cli_out_argp },
	{ &cli_reports_argp },
	{ 0 },
};

/* The fields from these on stand together in --help. */
static const struct {
	const char *field, *title;
} groups[] = {
	{ "ends_at", N_("Schedules:") },
	{ "event", N_("Emergencies:") },
};

/* What is accepted, where the label of a field does not say it. */
static const struct {
	const char *field, *help;
} helps[] = {
	{ "unit", N_("unit: code, full or short name, alias (needed)") },
	{ "category", N_("category: code, name or alias (needed)") },
	{ "title", N_("title (needed)") },
	{ "body", N_("text; - reads it from standard input") },
	{ "occurred_at", N_("when (now): 2026-12-05 14:30, 16:20, 昨天") },
	{ "place", N_("where") },
	{ "leaders", N_("leaders, with 、 or , between them") },
	{ "author", N_("who reports it") },
	{ "phone", N_("that one's telephone") },
	{ "signer", N_("who signed it") },
	{ "secrecy", N_("none, secret, highly-secret or top-secret") },
	{ "urgency", N_("none, urgent or top-urgent") },
	{ "external_id", N_("the unit's own number; known again by it") },
	{ "ends_at", N_("until when") },
	{ "accompanying", N_("who goes along, with 、 or , between them") },
	{ "event", N_("E2026-0001: further reports of that event") },
	{ "stage", N_("first, follow-up (续报) or final (终报)") },
	{ "form", N_("written, or telephone") },
	{ "grade", N_("ordinary, larger, major, extraordinary") },
	{ "dead", N_("how many died") },
	{ "injured", N_("how many are injured") },
	{ "missing", N_("how many are missing") },
	{ "measures", N_("what has been done so far") },
	{ "learned_at", N_("when the unit learned of it") },
	{ "superior_at", N_("when it told its superior department") },
	{ "taken_by", N_("who in the office took the call") },
	{ "told", N_("whom he told, with 、 between them") },
};

static const char *help_of(const struct od_field *f)
{
	for (size_t i = 0; i < CLI_COUNT(helps); i++)
		if (!strcmp(helps[i].field, f->name))
			return helps[i].help;
	return f->label;
}

/* An option for each field that is not the office's to set, named as the field is; first what is
 * needed. */
static void parse_args(struct args *a, int argc, char **argv)
{
	static char name[64][32];
	static struct argp_option options[64 + CLI_COUNT(groups) + 1];
	const struct argp argp = {
		options,
		parse,
		"[FILE...]",
		N_("File reports: one by the options below (or by questions, on a "
		   "terminal), many from FILEs or standard input (CSV, YAML, JSON Lines)."),
		children,
		NULL,
		NULL
	};
	size_t n = 0;
	int group = 2;

	for (size_t i = 0; od_report_type.fields[i].name; i++) {
		const struct od_field *f = &od_report_type.fields[i];

		if (f->flags & (OD_READONLY | OD_DERIVED))
			continue;
		for (size_t k = 0; k < CLI_COUNT(groups); k++)
			if (!strcmp(groups[k].field, f->name))
				options[n++] = (struct argp_option){ .doc = groups[k].title,
								     .group = group = k + 3 };
		for (size_t k = 0; f->name[k]; k++)
			name[n][k] = f->name[k] == '_' ? '-' : f->name[k];
		options[n] = (struct argp_option){ .name = name[n],
						   .key = OPT_FIELD + i,
						   .arg = "TEXT",
						   .doc = help_of(f),
						   .group = f->flags & OD_REQUIRED ? 1 : group };
		n++;
	}
	cli_parse(a->cli, &argp, argc, argv, a);
}

/* --- one report -------------------------------------------------------------------------------------- */

/* "-" as the body is standard input. */
static int read_body(struct od_buf *b, struct od_err *err)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof(part), stdin)) > 0 && b->n <= OD_FIELD_MAX)
		od_buf_add(b, part, n);
	if (ferror(stdin))
		return od_fail(err, OD_EIO, _("cannot read standard input: %s"), strerror(errno));
	if (b->n > OD_FIELD_MAX)
		return od_fail(err, OD_EDATA, _("body: longer than %d bytes"), OD_FIELD_MAX);
	while (b->n && b->s[b->n - 1] == '\n')
		b->s[--b->n] = '\0';
	return b->failed ? od_fail_nomem(err) : 0;
}

static int from_options(struct args *a, struct od_db *db, struct od_report *r, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf body = OD_BUF_INIT;
	struct od_when when = { a->cli->now, NULL };

	for (size_t i = 0; od_report_type.fields[i].name; i++) {
		const struct od_field *f = &od_report_type.fields[i];
		const char *text = a->field[i];

		if (!text)
			continue;
		if (f->flags & OD_LONG && !strcmp(text, "-")) {
			if (read_body(&body, err) < 0)
				return -1;
			text = body.s ? body.s : "";
		}
		if (f->type == OD_INSTANT && strchr(text, 'w') && !calendar) {
			calendar = od_calendar_load(db, err);
			if (!calendar)
				return -1;
			when.calendar = calendar;
		}
		if (od_field_set(f, r, text, &when, err) < 0)
			return od_fail_at(err, "%s", f->name);
		if (f->type == OD_INSTANT && *text)
			cli_echo_instant(text, r->occurred_at);
	}
	return 0;
}

static int print_report(struct args *a, struct od_db *db, int64_t number, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	char buf[32];

	if (a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns) {
		puts(od_number_str('R', number, buf));
		return 0;
	}
	q.number = number;
	return cli_print(a->cli, od_report_find(db, &q, err), &od_report_type, err);
}

static int file_one(struct args *a, struct od_db *db, struct od_report *r, struct od_err *err)
{
	enum od_taken taken = OD_TAKEN;
	OD_CLEANUP(cli_told_free) struct cli_told told = { 0 };
	int64_t asked = r->event;
	bool differs = false;
	char buf[32];

	if (cli_begin(a->cli, db, err) < 0 ||
	    od_report_submit(db, r, a->reports.dup, &taken, &differs, err) < 0)
		return -1;
	if (!a->reports.import.dry_run && od_commit(db, err) < 0)
		return -1;
	od_number_str('R', r->number, buf);
	if (differs)
		cli_warn(
			_("%s is on file with other content; --on-duplicate=update writes over it"),
			buf);
	else if (taken == OD_DUPLICATED)
		cli_warn(_("it is on file already as %s"), buf);
	if (print_report(a, db, r->number, err) < 0)
		return -1;
	if (taken != OD_DUPLICATED && cli_note_clashing(&told, r, err) < 0)
		return -1;
	if (taken == OD_TAKEN && cli_note_event(&told, r, asked, err) < 0)
		return -1;
	cli_tell(&told, db);
	if (a->reports.import.dry_run) {
		od_rollback(db);
		cli_warn(_("dry run: nothing was kept"));
		return 0;
	}
	cli_catch_up(db);
	return 0;
}

static int one(struct args *a, bool ask)
{
	OD_CLEANUP(od_closep) struct od_db *db = NULL;
	struct od_err err = OD_ERR_INIT;
	struct od_report r;
	int done = -1;

	od_rec_init(&od_report_type, &r);
	db = cli_open(a->cli, OD_WRITE, &err);
	if (db &&
	    (ask ? cli_prompt_report(a->cli, db, &r, &err) : from_options(a, db, &r, &err)) == 0)
		done = file_one(a, db, &r, &err);
	od_rec_clear(&od_report_type, &r);
	return done < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct cli cli;
	struct args a = { .cli = &cli };

	cli_start(&cli, argv);
	parse_args(&a, argc, argv);
	if (a.reports.import.files || (!a.any_field && !isatty(STDIN_FILENO)))
		return cli_import_reports(&cli, &a.reports);
	return one(&a, !a.any_field);
}
