/* bulletin-build - compile the office's publications: the nightly roundup, the leaders' schedules. */
#include <errno.h>
#include <string.h>

#include "cli.h"

enum form { FORM_TEXT, FORM_HTML, FORM_RECORDS };

struct args {
	struct cli *cli;
	const char *date, *file, *language;
	enum form form;
	int width;
	bool week;
};

/* A publication as gathered, and what it can be made into. */
struct paper {
	void *(*gather)(const struct args *a, struct od_db *db, od_date day, struct od_err *err);
	void (*discard)(void *gathered);
	int (*text)(const void *gathered, int width, struct od_buf *out, struct od_err *err);
	int (*html)(const void *gathered, struct od_buf *out, struct od_err *err);
	const struct od_rec_type *type;
	size_t (*rows)(const void *gathered, const char **rows);
	const char *date; /* the day where none is asked for */
};

/* --- options --------------------------------------------------------------------------------- */

enum { OPT_DATE = 0x300, OPT_WEEK, OPT_FILE, OPT_LANGUAGE, OPT_WIDTH, OPT_COLUMNS };

static const struct argp_option paper_options[] = {
	{ "output", 'o', "FORMAT", 0, N_("text, html, json, yaml, csv, tsv or table"), 0 },
	{ "output-file", OPT_FILE, "FILE", 0, N_("write it there, whole or not at all"), 0 },
	{ "columns", OPT_COLUMNS, "NAME,...", 0, N_("records: only these fields"), 0 },
	{ "language", OPT_LANGUAGE, "LANG", 0, N_("of headings (else the regime's)"), 0 },
	{ "width", OPT_WIDTH, "N", 0, N_("of text, in terminal cells (80)"), 0 },
	{ 0 },
};

/* The forms for people, then those of records. */
static void set_form(struct args *a, const char *arg, struct argp_state *state)
{
	struct od_word forms[16] = { { "text", NULL, NULL }, { "html", NULL, NULL } };
	int form;

	for (size_t i = 0; od_formats[i].word && i + 3 < CLI_COUNT(forms); i++)
		forms[FORM_RECORDS + i] = od_formats[i];
	form = cli_word(state, arg, forms);
	a->form = form < FORM_RECORDS ? (enum form)form : FORM_RECORDS;
	if (form >= FORM_RECORDS)
		a->cli->out.format = (enum od_format)(form - FORM_RECORDS);
}

static error_t parse_paper(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case 'o':
		set_form(a, arg, state);
		return 0;
	case OPT_FILE:
		a->file = arg;
		return 0;
	case OPT_COLUMNS:
		a->cli->out.columns = arg;
		return 0;
	case OPT_LANGUAGE:
		a->language = arg;
		return 0;
	case OPT_WIDTH:
		a->width = cli_count(state, arg, 40, 400);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}
static const struct argp paper_argp = { paper_options, parse_paper, NULL, NULL, NULL, NULL, NULL };
static const struct argp_child children[] = { { &paper_argp }, { &cli_common_argp }, { 0 } };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a;
		state->child_inputs[1] = a->cli;
		return 0;
	case OPT_DATE:
		a->date = arg;
		return 0;
	case OPT_WEEK:
		a->week = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* --- one publication --------------------------------------------------------------------------- */

static int put_records(struct args *a, const struct paper *p, const void *gathered,
		       struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	const char *rows;
	size_t n = p->rows(gathered, &rows), size;
	char *bytes = NULL;
	FILE *f = open_memstream(&bytes, &size);
	int done = 0;

	if (!f)
		return od_fail_nomem(err);
	out = od_out_new(f, p->type, &a->cli->out, err);
	for (size_t i = 0; out && done == 0 && i < n; i++)
		done = od_out_add(out, rows + i * p->type->size, err);
	if (!out || done < 0 || od_out_end(out, err) < 0)
		done = -1;
	fclose(f);
	if (done == 0)
		od_buf_add(b, bytes, size);
	free(bytes);
	return done;
}

static int render(struct args *a, const struct paper *p, const void *gathered, struct od_buf *b,
		  struct od_err *err)
{
	switch (a->form) {
	case FORM_TEXT:
		return p->text(gathered, a->width, b, err);
	case FORM_HTML:
		return p->html(gathered, b, err);
	case FORM_RECORDS:
		return put_records(a, p, gathered, b, err);
	}
	return -1;
}

static int make(struct args *a, const struct paper *p, struct od_db *db, od_date day,
		struct od_buf *b, struct od_err *err)
{
	void *gathered = p->gather(a, db, day, err);
	int done = gathered ? render(a, p, gathered, b, err) : -1;

	p->discard(gathered);
	return done;
}

static int build(struct args *a, const struct paper *p, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_READ, err);
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char *mine = NULL;
	od_date day;
	int done;

	if (!db || cli_date(a->cli, db, a->date ? a->date : p->date, &day, err) < 0)
		return -1;
	if (a->form != FORM_RECORDS)
		mine = cli_office_language(db, a->language, day);
	done = make(a, p, db, day, &b, err);
	if (a->form != FORM_RECORDS)
		cli_own_language(mine);
	if (done < 0)
		return -1;
	if (b.failed)
		return od_fail_nomem(err);
	if (a->file)
		return cli_write_file(a->file, b.s ? b.s : "", b.n, err);
	if (b.n && fwrite(b.s, 1, b.n, stdout) != b.n)
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	return 0;
}

static int publish(struct cli *cli, const struct argp *argp, const struct paper *p, int argc,
		   char **argv)
{
	struct args a = { .cli = cli, .width = 80 };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, argp, argc, argv, &a);
	return build(&a, p, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

/* --- the nightly roundup ------------------------------------------------------------------------ */

static void *roundup_gather(const struct args *a, struct od_db *db, od_date day, struct od_err *err)
{
	return od_roundup_new(db, day, a->cli->now, err);
}
static void roundup_discard(void *gathered)
{
	od_roundup_free(gathered);
}
static int roundup_text(const void *gathered, int width, struct od_buf *out, struct od_err *err)
{
	return od_roundup_text(gathered, width, out, err);
}
static int roundup_html(const void *gathered, struct od_buf *out, struct od_err *err)
{
	return od_roundup_html(gathered, out, err);
}
static size_t roundup_rows(const void *gathered, const char **rows)
{
	const struct od_item *items;
	size_t n = od_roundup_items(gathered, &items);

	*rows = (const char *)items;
	return n;
}
static const struct paper roundup_paper = {
	roundup_gather, roundup_discard, roundup_text, roundup_html,
	&od_item_type,  roundup_rows,    NULL,
};

static int roundup(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "date", OPT_DATE, "DATE", 0, N_("the day (today)"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		NULL,
		N_("The nightly roundup: the day's items by column, the next day's "
		   "schedules, who is away, what is overdue, counts by unit."),
		children,
		NULL,
		NULL,
	};

	return publish(cli, &argp, &roundup_paper, argc, argv);
}

/* --- the leaders' schedules ------------------------------------------------------------------------ */

static void *schedule_gather(const struct args *a, struct od_db *db, od_date day,
			     struct od_err *err)
{
	od_date from = day, to = day;

	if (a->week) {
		from.days -= od_weekday(day) - 1;
		to.days = from.days + 6;
	}
	return od_schedule_new(db, from, to, a->cli->now, err);
}
static void schedule_discard(void *gathered)
{
	od_schedule_free(gathered);
}
static int schedule_text(const void *gathered, int width, struct od_buf *out, struct od_err *err)
{
	return od_schedule_text(gathered, width, out, err);
}
static int schedule_html(const void *gathered, struct od_buf *out, struct od_err *err)
{
	return od_schedule_html(gathered, out, err);
}
static size_t schedule_rows(const void *gathered, const char **rows)
{
	const struct od_appointment *appointments;
	size_t n = od_schedule_rows(gathered, &appointments);

	*rows = (const char *)appointments;
	return n;
}
static const struct paper schedule_paper = {
	schedule_gather,      schedule_discard, schedule_text, schedule_html,
	&od_appointment_type, schedule_rows,    "tomorrow",
};

static int schedule(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "date", OPT_DATE, "DATE", 0, N_("the day (tomorrow)"), 0 },
		{ "week", OPT_WEEK, NULL, 0, N_("the whole week of that day, as a grid"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		NULL,
		N_("The leaders' schedules of a day: by leader in protocol order, who is "
		   "missing, what clashes."),
		children,
		NULL,
		NULL,
	};

	return publish(cli, &argp, &schedule_paper, argc, argv);
}

static const struct cli_verb verbs[] = {
	{ "roundup", roundup, N_("the nightly roundup of a day") },
	{ "schedule", schedule, N_("the leaders' schedules of a day or a week") },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct cli cli;

	cli_start(&cli, argv);
	return cli_verbs(&cli, verbs, N_("Compile the office's publications."), argc, argv);
}
