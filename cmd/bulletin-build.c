/* bulletin-build - compile the office's publications; so far the nightly roundup. */
#include <errno.h>
#include <string.h>

#include "cli.h"

enum form { FORM_TEXT, FORM_HTML, FORM_RECORDS };

struct args {
	struct cli *cli;
	const char *date, *file, *language;
	enum form form;
	int width;
};

enum { OPT_DATE = 0x300, OPT_FILE, OPT_LANGUAGE, OPT_WIDTH, OPT_COLUMNS };

static const struct argp_option options[] = {
	{ "date", OPT_DATE, "DATE", 0, N_("the day (today)"), 0 },
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

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a->cli;
		return 0;
	case OPT_DATE:
		a->date = arg;
		return 0;
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

static const struct argp argp = {
	options,
	parse,
	NULL,
	N_("The nightly roundup: the day's items by column, the next day's "
	   "schedules, counts by unit."),
	cli_common_children,
	NULL,
	NULL
};

static int put_records(struct args *a, const struct od_roundup *r, struct od_buf *b,
		       struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	const struct od_item *items;
	size_t n = od_roundup_items(r, &items), size;
	char *bytes = NULL;
	FILE *f = open_memstream(&bytes, &size);
	int done = 0;

	if (!f)
		return od_fail_nomem(err);
	out = od_out_new(f, &od_item_type, &a->cli->out, err);
	for (size_t i = 0; out && done == 0 && i < n; i++)
		done = od_out_add(out, &items[i], err);
	if (!out || done < 0 || od_out_end(out, err) < 0)
		done = -1;
	fclose(f);
	if (done == 0)
		od_buf_add(b, bytes, size);
	free(bytes);
	return done;
}

static int render(struct args *a, const struct od_roundup *r, struct od_buf *b, struct od_err *err)
{
	switch (a->form) {
	case FORM_TEXT:
		return od_roundup_text(r, a->width, b, err);
	case FORM_HTML:
		return od_roundup_html(r, b, err);
	case FORM_RECORDS:
		return put_records(a, r, b, err);
	}
	return -1;
}

static int build(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_READ, err);
	OD_CLEANUP(od_roundup_freep) struct od_roundup *r = NULL;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char *mine = NULL;
	od_date day;
	int done;

	if (!db || cli_date(a->cli, db, a->date, &day, err) < 0)
		return -1;
	/* What leaves the office speaks the office's language, whoever runs this; messages do not. */
	if (a->form != FORM_RECORDS)
		mine = cli_language(a->language ? a->language
						: od_setting(db, "language", day, "zh_CN"));
	r = od_roundup_new(db, day, err);
	done = r ? render(a, r, &b, err) : -1;
	if (a->form != FORM_RECORDS)
		free(cli_language(mine));
	free(mine);
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

static int roundup(struct cli *cli, int argc, char **argv)
{
	struct args a = { .cli = cli, .width = 80 };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	return build(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

static const struct cli_verb verbs[] = {
	{ "roundup", roundup, N_("the nightly roundup of a day") },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct cli cli;

	cli_start(&cli, argv);
	return cli_verbs(&cli, verbs, N_("Compile the office's publications."), argc, argv);
}
