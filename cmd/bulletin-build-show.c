/* bulletin-build-show.c - see cli.h: all of one issue: what its front and back say, its items and what they were made
 * of, corrections, instructions, what was sent upward, its copies. */
#include <string.h>

#include "bulletin-build.h"

enum { OPT_ITEMS = 0x300, OPT_CORRECTIONS };

struct args {
	struct cli *cli;
	const char *issue;
	bool items, corrections;
	struct od_db *db;
	struct od_issue i;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_ITEMS:
		a->items = true;
		return 0;
	case OPT_CORRECTIONS:
		a->corrections = true;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num)
			return ARGP_ERR_UNKNOWN;
		a->issue = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, _("name the issue"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* --- front and back ------------------------------------------------------------------------------------ */

static void say_field(const struct od_issue *i, const char *name, const char *label)
{
	const struct od_field *f = od_field_find(&od_issue_type, name);
	char buf[32];
	const char *text = od_field_label(f, i, buf);

	if (text && *text)
		printf(_("  %s: %s\n"), label ? label : _(f->label), text);
}

static void say_head(const struct od_issue *i)
{
	static const char *const fields[] = { "masthead", "serial",    "total",   "date",
					      "reason",   "office",    "signer",  "editor",
					      "phone",    "report_to", "send_to", "issue_to",
					      "copies",   "footer" };

	printf(_("%s: %s\n"), i->issue, _(od_issue_statuses[i->status].label));
	for (size_t k = 0; k < CLI_COUNT(fields); k++)
		say_field(i, fields[k], NULL);
	say_field(i, "note", _("Editor's note"));
	if (i->secrecy == OD_SECRECY_NONE)
		return;
	say_field(i, "secrecy", NULL);
	say_field(i, "term", NULL);
}

/* --- items ---------------------------------------------------------------------------------------------- */

struct adopted { /* all of the issue */
	struct od_adoption *row;
	size_t n;
};

static void adopted_free(struct adopted *d)
{
	for (size_t k = 0; k < d->n; k++)
		od_rec_clear(&od_adoption_type, &d->row[k]);
	free(d->row);
}

static int adopted_read(struct args *a, struct adopted *d, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it =
		od_adoption_find(a->db, a->i.issue, NULL, OD_NOINT, OD_NODATE, OD_NODATE, err);
	int got = it ? 1 : -1;

	while (got > 0) {
		struct od_adoption *grown = reallocarray(d->row, d->n + 1, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		d->row = grown;
		od_rec_init(&od_adoption_type, &grown[d->n]);
		got = od_iter_next(it, &grown[d->n], err);
		d->n += got > 0;
	}
	return got;
}

static int say_instructions(struct args *a, const char *record, const char *indent,
			    struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_instruction n;
	char number[32], day[16];
	int got;

	q.record = record;
	it = od_instruction_find(a->db, &q, err);
	got = it ? 1 : -1;
	od_rec_init(&od_instruction_type, &n);
	while (got > 0 && (got = od_iter_next(it, &n, err)) > 0)
		printf(_("%sinstruction %s of %s, %s: %s\n"), indent,
		       od_number_str('I', n.number, number),
		       n.leader_name ? n.leader_name : n.leader, od_date_str(n.given_on, day),
		       n.text ? n.text : "");
	od_rec_clear(&od_instruction_type, &n);
	return got;
}

/* "R2026-0001 示东区 (2/3): 原来的标题" */
static void say_reports(const struct adopted *d, int64_t item)
{
	int64_t weight = 0, reports = 0;
	char number[32];

	for (size_t k = 0; k < d->n; k++)
		if (d->row[k].item == item) {
			weight += d->row[k].weight;
			reports++;
		}
	for (size_t k = 0; k < d->n; k++) {
		const struct od_adoption *x = &d->row[k];

		if (x->item != item)
			continue;
		printf("     %s %s", od_number_str('R', x->report, number),
		       x->unit_name ? x->unit_name : x->unit);
		if (reports > 1)
			printf(" (%lld/%lld)", (long long)x->weight, (long long)weight);
		printf(_(": %s\n"), strcmp(x->original, x->title) ? x->original : _("as reported"));
	}
}

static int say_item(struct args *a, const struct adopted *d, const struct od_issue_item *x,
		    struct od_err *err)
{
	struct od_buf record = OD_BUF_INIT;
	int r;

	printf("  %lld. ", (long long)x->item);
	if (x->column_title)
		printf(_("[%s] "), x->column_title);
	printf(x->source ? _("%1$s (%2$s)\n") : "%s\n", x->title, x->source);
	if (a->i.status == OD_ISSUE_WITHDRAWN && x->reports)
		printf("     %s\n", x->reports);
	say_reports(d, x->item);
	od_buf_printf(&record, "%s/%lld", x->issue, (long long)x->item);
	r = record.failed ? od_fail_nomem(err) : say_instructions(a, record.s, "     ", err);
	od_buf_free(&record);
	return r;
}

static int say_items(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_issue_items(a->db, a->i.issue, err);
	struct adopted d = { NULL, 0 };
	struct od_issue_item x;
	int got = it && adopted_read(a, &d, err) == 0 ? 1 : -1;

	printf("\n%s\n", _("Items:"));
	od_rec_init(&od_issue_item_type, &x);
	while (got > 0 && (got = od_iter_next(it, &x, err)) > 0)
		if (say_item(a, &d, &x, err) < 0)
			got = -1;
	od_rec_clear(&od_issue_item_type, &x);
	adopted_free(&d);
	if (got == 0)
		got = say_instructions(a, a->i.issue, "  ", err);
	return got;
}

/* --- what became of it ------------------------------------------------------------------------------------ */

static int say_corrections(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_correction_find(a->db, a->i.issue, err);
	struct od_correction c;
	char number[32];
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_correction_type, &c);
	while (got > 0 && (got = od_iter_next(it, &c, err)) > 0) {
		if (!n++)
			printf("\n%s\n", _("Corrections:"));
		printf("  %s", od_number_str('K', c.number, number));
		if (c.item != OD_NOINT)
			printf(_(", item %lld"), (long long)c.item);
		if (c.title)
			printf(_(" \"%s\""), c.title);
		if (c.wrong)
			printf(_(", printed '%s'"), c.wrong);
		printf(_(": %s"), c.text);
		if (c.printed_in)
			printf(_(" (in %s)\n"), c.printed_in);
		else
			printf("%s\n", _(" (not printed yet)"));
	}
	od_rec_clear(&od_correction_type, &c);
	return got;
}

static int say_upward(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_upward_find(a->db, OD_NOINT, -1, -1, OD_NODATE, OD_NODATE, err);
	size_t len = strlen(a->i.issue);
	struct od_upward u;
	char number[32], day[16];
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_upward_type, &u);
	while (got > 0 && (got = od_iter_next(it, &u, err)) > 0) {
		if (!u.item || strncmp(u.item, a->i.issue, len) != 0 || u.item[len] != '/')
			continue;
		if (!n++)
			printf("\n%s\n", _("Sent upward:"));
		printf(_("  %1$s, item %2$s, to %3$s on %4$s: %5$s\n"),
		       od_number_str('W', u.number, number), u.item + len + 1, u.office,
		       od_date_str(u.sent_on, day), _(od_upward_statuses[u.status].label));
	}
	od_rec_clear(&od_upward_type, &u);
	return got;
}

static int say_copies(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_copy_find(a->db, a->i.issue, false, err);
	long long copies = 0, were_signed = 0;
	struct od_copy c;
	int got = it ? 1 : -1;

	od_rec_init(&od_copy_type, &c);
	while (got > 0 && (got = od_iter_next(it, &c, err)) > 0) {
		copies++;
		were_signed += od_instant_is(c.signed_at);
	}
	od_rec_clear(&od_copy_type, &c);
	if (got == 0 && copies)
		printf(_("\nNumbered copies: %1$lld, signed for %2$lld, not yet %3$lld\n"), copies,
		       were_signed, copies - were_signed);
	return got;
}

/* --- all ----------------------------------------------------------------------------------------------------- */

static int as_record(struct args *a, struct od_err *err)
{
	struct od_issue_query q = OD_ISSUE_QUERY_INIT;

	q.issue = a->i.issue;
	return cli_print(a->cli, od_issue_find(a->db, &q, err), &od_issue_type, err);
}

static int show(struct args *a, struct od_err *err)
{
	char *issue = NULL;
	int r;

	a->db = cli_open(a->cli, OD_READ, err);
	r = a->db ? od_issue_resolve(a->db, a->issue, od_instant_date(a->cli->now), &issue, err)
		  : -1;
	if (r == 0)
		r = od_issue_get(a->db, issue, &a->i, err);
	free(issue);
	if (r < 0)
		return -1;
	if (a->items)
		return cli_print(a->cli, od_issue_items(a->db, a->i.issue, err),
				 &od_issue_item_type, err);
	if (a->corrections)
		return cli_print(a->cli, od_correction_find(a->db, a->i.issue, err),
				 &od_correction_type, err);
	if (a->cli->out.format != OD_FMT_TABLE || a->cli->out.columns)
		return as_record(a, err);
	say_head(&a->i);
	if (say_items(a, err) < 0 || say_corrections(a, err) < 0 || say_upward(a, err) < 0)
		return -1;
	return say_copies(a, err);
}

int cli_bulletin_show(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "items", OPT_ITEMS, NULL, 0, N_("its items, as records"), 0 },
		{ "corrections", OPT_CORRECTIONS, NULL, 0, N_("its corrections, as records"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		N_("ISSUE"),
		N_("All of ISSUE: its front and back, its items, whose they are and what they were "
		   "called, corrections, instructions, what was sent upward, its copies."),
		cli_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int r;

	cli_parse(cli, &argp, argc, argv, &a);
	od_rec_init(&od_issue_type, &a.i);
	r = show(&a, &err);
	od_rec_clear(&od_issue_type, &a.i);
	od_close(a.db);
	return r < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
