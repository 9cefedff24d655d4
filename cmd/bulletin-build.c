/* bulletin-build - compile the office's publications: the nightly roundup, the leaders' schedules. */
#include "bulletin-build.h"

struct args {
	struct cli_paper paper; /* begins with the struct cli * */
	const char *date;
	bool week;
};

/* A publication as gathered, and what it can be made into. */
struct made {
	void *(*gather)(const struct args *a, struct od_db *db, od_date day, struct od_err *err);
	void (*discard)(void *gathered);
	int (*text)(const void *gathered, int width, struct od_buf *out, struct od_err *err);
	int (*html)(const void *gathered, struct od_buf *out, struct od_err *err);
	struct od_paper *(*set)(const void *gathered, struct od_err *err);
	const struct od_rec_type *type;
	size_t (*rows)(const void *gathered, const char **rows);
	const char *date; /* the day where none is asked for */
};

/* --- options --------------------------------------------------------------------------------- */

enum { OPT_DATE = 0x300, OPT_WEEK };

static const struct argp_child children[] = { { &cli_paper_argp }, { &cli_common_argp }, { 0 } };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &a->paper;
		state->child_inputs[1] = a->paper.cli;
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

static int put_records(struct args *a, const struct made *p, const void *gathered, struct od_buf *b,
		       struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	const char *rows;
	size_t n = p->rows(gathered, &rows), size;
	char *bytes = NULL;
	FILE *f = open_memstream(&bytes, &size);
	int done = 0;

	if (!f)
		return od_fail_nomem(err);
	out = od_out_new(f, p->type, &a->paper.cli->out, err);
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

static int put_paper(struct args *a, const struct made *p, const void *gathered, struct od_buf *b,
		     struct od_err *err)
{
	OD_CLEANUP(od_paper_freep) struct od_paper *paper = p->set(gathered, err);

	return paper ? cli_paper_write(&a->paper, paper, b, err) : -1;
}

static int render(struct args *a, const struct made *p, const void *gathered, struct od_buf *b,
		  struct od_err *err)
{
	switch (a->paper.form) {
	case PAPER_TEXT:
		return p->text(gathered, a->paper.width, b, err);
	case PAPER_HTML:
		return p->html(gathered, b, err);
	case PAPER_RECORDS:
	case PAPER_UNSAID:
		return put_records(a, p, gathered, b, err);
	case PAPER_DOCX:
	case PAPER_PDF:
	case PAPER_EML:
		return put_paper(a, p, gathered, b, err);
	}
	return -1;
}

static int make(struct args *a, const struct made *p, struct od_db *db, od_date day,
		struct od_buf *b, struct od_err *err)
{
	void *gathered = p->gather(a, db, day, err);
	int done = gathered ? render(a, p, gathered, b, err) : -1;

	p->discard(gathered);
	return done;
}

static int build(struct args *a, const struct made *p, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->paper.cli, OD_READ, err);
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	bool records = a->paper.form == PAPER_RECORDS;
	char *mine = NULL;
	od_date day;
	int done;

	if (!db || cli_date(a->paper.cli, db, a->date ? a->date : p->date, &day, err) < 0)
		return -1;
	if (!records)
		mine = cli_office_language(db, a->paper.language, day);
	done = make(a, p, db, day, &b, err);
	if (!records)
		cli_own_language(mine);
	if (done < 0)
		return -1;
	if (b.failed)
		return od_fail_nomem(err);
	return cli_paper_out(&a->paper, b.s ? b.s : "", b.n, err);
}

static int publish(struct cli *cli, const struct argp *argp, const struct made *p, int argc,
		   char **argv)
{
	struct args a = { .paper = { .cli = cli, .form = PAPER_UNSAID, .width = 80 } };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, argp, argc, argv, &a);
	cli_paper_by_name(&a.paper);
	return build(&a, p, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

/* --- the nightly roundup ------------------------------------------------------------------------ */

static void *roundup_gather(const struct args *a, struct od_db *db, od_date day, struct od_err *err)
{
	return od_roundup_new(db, day, a->paper.cli->now, err);
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
static struct od_paper *roundup_set(const void *gathered, struct od_err *err)
{
	return od_roundup_paper(gathered, err);
}
static size_t roundup_rows(const void *gathered, const char **rows)
{
	const struct od_item *items;
	size_t n = od_roundup_items(gathered, &items);

	*rows = (const char *)items;
	return n;
}
static const struct made roundup_paper = {
	roundup_gather, roundup_discard, roundup_text, roundup_html,
	roundup_set,    &od_item_type,   roundup_rows, NULL,
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
	return od_schedule_new(db, from, to, a->paper.cli->now, err);
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
static struct od_paper *schedule_set(const void *gathered, struct od_err *err)
{
	return od_schedule_paper(gathered, err);
}
static size_t schedule_rows(const void *gathered, const char **rows)
{
	const struct od_appointment *appointments;
	size_t n = od_schedule_rows(gathered, &appointments);

	*rows = (const char *)appointments;
	return n;
}
static const struct made schedule_paper = {
	schedule_gather, schedule_discard,     schedule_text, schedule_html,
	schedule_set,    &od_appointment_type, schedule_rows, "tomorrow",
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
	{ "draft", cli_bulletin_draft, N_("what may go into the next issue, as a file to edit") },
	{ "edit", cli_bulletin_edit, N_("edit a draft until it is right") },
	{ "check", cli_bulletin_check, N_("check a draft, and its wording") },
	{ "near", cli_bulletin_near, N_("what says nearly the same as a report") },
	{ "issue", cli_bulletin_issue, N_("issue a draft: number, adoption, copies") },
	{ "render", cli_bulletin_render, N_("print an issue: text, page, docx, PDF, mail") },
	{ "list", cli_bulletin_list, N_("issues") },
	{ "show", cli_bulletin_show, N_("an issue, its items and what they were made of") },
	{ "adopted", cli_bulletin_adopted, N_("what was adopted, and whose it was") },
	{ "withdraw", cli_bulletin_withdraw, N_("take an issue back") },
	{ "correct", cli_bulletin_correct, N_("a correction of what was issued") },
	{ "retract", cli_bulletin_retract, N_("take back what was entered by mistake") },
	{ "copies", cli_bulletin_copies, N_("numbered copies, and who signed for them") },
	{ "upward", cli_bulletin_upward,
	  N_("what is sent to higher offices, and what becomes of it") },
	{ "instruct", cli_bulletin_instruct, N_("a leader's instruction on an issue or item") },
	{ "commission", cli_bulletin_commission, N_("topics that units are asked to write on") },
	{ "feedback", cli_bulletin_feedback, N_("tell units what became of their items") },
	{ "site", cli_bulletin_site, N_("pages for the intranet, with archive and search") },
	{ "reissue", cli_bulletin_reissue, N_("refused: correct or withdraw") },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct cli cli;

	cli_start(&cli, argv);
	return cli_verbs(&cli, verbs, N_("Compile the office's publications."), argc, argv);
}
