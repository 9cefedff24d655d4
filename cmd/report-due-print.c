/* report-due-print.c - see cli.h: slots and the ledger as people read them. */
#include <string.h>

#include "report-due.h"

struct line {
	char *due, *who, *duty, *state, *late, *report;
};
#define AT(m) offsetof(struct line, m)
static const struct od_field line_fields[] = {
	{ "due", OD_TEXT, AT(due), OD_TABLE, N_("Due"), NULL },
	{ "who", OD_TEXT, AT(who), OD_TABLE, N_("Owed by"), NULL },
	{ "duty", OD_TEXT, AT(duty), OD_TABLE, N_("Duty"), NULL },
	{ "state", OD_TEXT, AT(state), OD_TABLE, N_("State"), NULL },
	{ "late", OD_TEXT, AT(late), OD_TABLE, N_("Delay"), NULL },
	{ "report", OD_TEXT, AT(report), OD_TABLE, N_("Report"), NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type line_type = { "line", sizeof(struct line), line_fields,
					      N_("slot") };

/* Midnight ends the day before: "12-04 24:00", not "12-05". */
static void put_due(const struct od_slot *s, struct od_buf *b)
{
	od_date d = od_instant_date(s->due_at);
	char buf[32];

	if (s->due_at.sec == od_date_start(d).sec)
		od_buf_printf(b, "%s 24:00", od_date_str((od_date){ d.days - 1 }, buf));
	else
		od_buf_puts(b, od_instant_str_short(s->due_at, buf));
}

static void put_late(const struct od_slot *s, struct od_buf *b)
{
	long long n = s->late;

	if (s->late == OD_NOINT)
		return;
	if (n < 60)
		od_buf_printf(b, _("%lld min"), n);
	else
		od_buf_printf(b, _("%1$lld h %2$lld min"), n / 60, n % 60);
}

static void put_report(const struct od_slot *s, struct od_buf *b)
{
	const char *ref = strrchr(s->slot, '/');
	char buf[32];

	if (ref && ref[1] == 'L') { /* no report meets it: which leave it is about */
		od_buf_puts(b, ref + 1);
		return;
	}
	if (s->quota > 1)
		od_buf_printf(b, "%lld/%lld", (long long)(s->count == OD_NOINT ? 0 : s->count),
			      (long long)s->quota);
	else if (s->report != OD_NOINT)
		od_buf_puts(b, od_number_str('R', s->report, buf));
	if (s->returned)
		od_buf_puts(b, _(" returned"));
}

static int add_line(struct od_out *out, const struct od_slot *s, struct od_err *err)
{
	struct od_buf due = OD_BUF_INIT, state = OD_BUF_INIT, late = OD_BUF_INIT,
		      report = OD_BUF_INIT;
	struct line l = { .who = s->person_name ? s->person_name : s->unit_name,
			  .duty = s->duty_name };
	int r;

	put_due(s, &due);
	od_buf_puts(&state, _(od_slot_states[s->state].label));
	if (s->provisional)
		od_buf_puts(&state, _(" (provisional)"));
	put_late(s, &late);
	put_report(s, &report);
	l.due = due.s;
	l.state = state.s;
	l.late = late.s;
	l.report = report.s;
	r = due.failed || state.failed || late.failed || report.failed ? od_fail_nomem(err)
								       : od_out_add(out, &l, err);
	od_buf_free(&due);
	od_buf_free(&state);
	od_buf_free(&late);
	od_buf_free(&report);
	return r;
}

static int print_rows(struct cli *cli, FILE *to, const struct od_slot *rows, size_t n,
		      struct od_err *err)
{
	bool lines = cli->out.format == OD_FMT_TABLE && !cli->out.columns;
	OD_CLEANUP(od_out_freep)
	struct od_out *out = od_out_new(to, lines ? &line_type : &od_slot_type, &cli->out, err);

	if (!out)
		return -1;
	for (size_t i = 0; i < n; i++)
		if ((lines ? add_line(out, &rows[i], err) : od_out_add(out, &rows[i], err)) < 0)
			return -1;
	return od_out_end(out, err);
}

/* --- with the reckoning ---------------------------------------------------------------------------- */

/* Text that is indented and folded. */
static void print_why(const char *s, int width)
{
	while (*s) {
		size_t n = od_wrap(s, width - 6), len = n;

		while (len && (s[len - 1] == '\n' || s[len - 1] == ' '))
			len--;
		printf("    %.*s\n", (int)len, s);
		s += n;
	}
}

/* The table's lines, each with its reckoning below. */
static int print_explained(struct cli *cli, const struct od_slot *rows, size_t n,
			   struct od_err *err)
{
	int width = cli_columns() > 40 ? cli_columns() : 80, r;
	char *text = NULL, *at;
	size_t size;
	FILE *table = open_memstream(&text, &size);

	if (!table)
		return od_fail_nomem(err);
	cli->out.width = 0;
	r = print_rows(cli, table, rows, n, err);
	if (fclose(table) != 0 && r == 0)
		r = od_fail_nomem(err);
	at = text;
	for (size_t i = 0; r == 0 && at && *at && i <= n;
	     i++) { /* the heading, then a line a slot */
		puts(strsep(&at, "\n"));
		if (i && rows[i - 1].why)
			print_why(rows[i - 1].why, width);
	}
	free(text);
	return r;
}

int cli_print_slots(struct cli *cli, const struct od_slot *rows, size_t n, bool explain,
		    struct od_err *err)
{
	cli->out.width = cli_columns();
	if (explain && cli->out.format == OD_FMT_TABLE)
		return print_explained(cli, rows, n, err);
	return print_rows(cli, stdout, rows, n, err);
}

/* --- the ledger -------------------------------------------------------------------------------------- */

int cli_print_ledger(struct cli *cli, const struct od_ledger *l, struct od_err *err)
{
	const struct od_ledger_row *rows, *total;
	size_t n = od_ledger_rows(l, &rows, &total);
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;

	cli->out.width = cli_columns();
	out = od_out_new(stdout, &od_ledger_type, &cli->out, err);
	if (!out)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (od_out_add(out, &rows[i], err) < 0)
			return -1;
	/* A sum among records would be counted again by whoever reads them. */
	if (n && cli->out.format == OD_FMT_TABLE && od_out_add(out, total, err) < 0)
		return -1;
	return od_out_end(out, err);
}
