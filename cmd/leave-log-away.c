/* leave-log-away.c - see cli.h: who is away and who should be back; balance, calendar, statistics. */
#include <errno.h>
#include <string.h>

#include "leave-log.h"

/* --- away, overdue ---------------------------------------------------------------------------------- */

struct line {
	char *number, *person, *post, *from, *to, *place, *stand_in, *phone, *due, *overdue;
};
#define AT(m) offsetof(struct line, m)
static const struct od_field away_fields[] = {
	{ "number", OD_TEXT, AT(number), OD_TABLE, N_("Number"), NULL },
	{ "person", OD_TEXT, AT(person), OD_TABLE, N_("Person"), NULL },
	{ "post", OD_TEXT, AT(post), OD_TABLE, N_("Post"), NULL },
	{ "from", OD_TEXT, AT(from), OD_TABLE, N_("First day"), NULL },
	{ "to", OD_TEXT, AT(to), OD_TABLE, N_("Last day"), NULL },
	{ "place", OD_TEXT, AT(place), OD_TABLE, N_("Where"), NULL },
	{ "stand_in", OD_TEXT, AT(stand_in), OD_TABLE, N_("Stand-in"), NULL },
	{ "phone", OD_TEXT, AT(phone), OD_TABLE, N_("Telephone"), NULL },
	{ "overdue", OD_TEXT, AT(overdue), OD_TABLE, N_("Overdue"), NULL },
	{ NULL },
};
static const struct od_field overdue_fields[] = {
	{ "number", OD_TEXT, AT(number), OD_TABLE, N_("Number"), NULL },
	{ "person", OD_TEXT, AT(person), OD_TABLE, N_("Person"), NULL },
	{ "post", OD_TEXT, AT(post), OD_TABLE, N_("Post"), NULL },
	{ "to", OD_TEXT, AT(to), OD_TABLE, N_("Last day"), NULL },
	{ "due", OD_TEXT, AT(due), OD_TABLE, N_("Return due"), NULL },
	{ "overdue", OD_TEXT, AT(overdue), OD_TABLE, N_("Overdue"), NULL },
	{ "phone", OD_TEXT, AT(phone), OD_TABLE, N_("Telephone"), NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type away_lines = { "line", sizeof(struct line), away_fields,
					       N_("leave") };
static const struct od_rec_type overdue_lines = { "line", sizeof(struct line), overdue_fields,
						  N_("leave") };

struct printing {
	struct cli_leave *a;
	struct od_out *out;
	bool lines;
	const char *unit;
	int64_t n;
};

static void put_minutes(struct od_buf *b, int64_t minutes)
{
	long long n = minutes;

	if (minutes == OD_NOINT)
		return;
	if (n < 60)
		od_buf_printf(b, _("%lld min"), n);
	else if (n >= 2 * 24 * 60)
		od_buf_printf(b, _("%1$lld d %2$lld h"), n / 1440, n % 1440 / 60);
	else
		od_buf_printf(b, _("%1$lld h %2$lld min"), n / 60, n % 60);
}

static int add_line(struct od_out *out, const struct od_away *v, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf from = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf to = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf overdue = OD_BUF_INIT;
	char number[32], due[32];
	struct line l = { .person = v->person_name,
			  .post = v->post,
			  .place = v->place,
			  .stand_in = v->stand_in_name,
			  .phone = v->phone };

	cli_leave_put_day(&from, v->from_day, v->from_part, OD_PART_MORNING);
	cli_leave_put_day(&to, v->to_day, OD_PART_EVENING - v->to_part, OD_PART_EVENING);
	put_minutes(&overdue, v->overdue);
	if (from.failed || to.failed || overdue.failed)
		return od_fail_nomem(err);
	l.number = (char *)(uintptr_t)od_number_str('L', v->number, number);
	l.due = od_instant_is(v->due_at) ? (char *)(uintptr_t)od_instant_str_short(v->due_at, due)
					 : NULL;
	l.from = from.s;
	l.to = to.s;
	l.overdue = overdue.s;
	return od_out_add(out, &l, err);
}

static int add(void *ctx, const struct od_away *v, struct od_err *err)
{
	struct printing *p = ctx;

	if (p->unit && (!v->unit || strcmp(v->unit, p->unit)))
		return 0;
	p->n++;
	if (p->lines)
		return add_line(p->out, v, err);
	if (!v->kind && p->a->cli->out.format != OD_FMT_TABLE) {
		struct od_away same = *v; /* records say the same in every language */

		same.kind_name = NULL;
		return od_out_add(p->out, &same, err);
	}
	return od_out_add(p->out, v, err);
}

static int start(struct printing *p, const struct od_rec_type *lines, struct od_err *err)
{
	struct od_out_opts *opts = &p->a->cli->out;

	p->lines = opts->format == OD_FMT_TABLE && !opts->columns;
	opts->width = cli_columns();
	p->out = od_out_new(stdout, p->lines ? lines : &od_away_type, opts, err);
	return p->out ? 0 : -1;
}

/* "2026-12-07", "2026-12-07..2026-12-11", "today..+7d" */
static int range(struct cli_leave *a, od_date *from, od_date *to, struct od_err *err)
{
	const char *text = a->n_args ? a->args[0] : NULL, *dots = text ? strstr(text, "..") : NULL;
	char *first;
	int r;

	if (!dots) {
		r = cli_date(a->cli, a->db, text, from, err);
		*to = *from;
		return r;
	}
	first = strndup(text, dots - text);
	if (!first)
		return od_fail_nomem(err);
	r = cli_date(a->cli, a->db, first, from, err);
	free(first);
	if (r == 0)
		r = cli_date(a->cli, a->db, dots + 2, to, err);
	if (r == 0 && to->days < from->days)
		r = od_fail(err, OD_EUSAGE, _("'%s' ends before it begins"), text);
	return r;
}

int cli_leave_away(struct cli_leave *a, struct od_err *err)
{
	struct printing p = { .a = a };
	od_date from, to;
	char *unit = NULL;
	int r = -1;

	if (range(a, &from, &to, err) < 0 || cli_leave_unit(a, &unit, err) < 0)
		return -1;
	if (start(&p, &away_lines, err) == 0)
		r = od_away_each(a->db, from, to, a->cli->now, unit, add, &p, err);
	if (r == 0)
		r = od_out_end(p.out, err);
	od_out_free(p.out);
	free(unit);
	return r;
}

static int count(void *ctx, const struct od_away *v, struct od_err *err)
{
	struct printing *p = ctx;

	(void)err;
	p->n += !p->unit || (v->unit && !strcmp(v->unit, p->unit));
	return 0;
}

/* --check says nothing where there is nothing. */
int cli_leave_overdue(struct cli_leave *a, struct od_err *err)
{
	struct printing p = { .a = a };
	char *unit = NULL;
	int r = cli_leave_unit(a, &unit, err);

	p.unit = unit;
	if (r == 0)
		r = od_leave_overdue(a->db, a->cli->now, count, &p, err);
	if (r == 0 && (p.n || !a->check)) {
		r = start(&p, &overdue_lines, err);
		if (r == 0)
			r = od_leave_overdue(a->db, a->cli->now, add, &p, err);
		if (r == 0)
			r = od_out_end(p.out, err);
		od_out_free(p.out);
	}
	free(unit);
	return r < 0 ? -1 : a->check && p.n ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* --- balance --------------------------------------------------------------------------------------------- */

static int add_balance(void *ctx, const struct od_balance *b, struct od_err *err)
{
	return od_out_add(ctx, b, err);
}

static int balance_of(struct cli_leave *a, struct od_out *out, const char *name, const char *unit,
		      struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now), on = today;
	char *person = NULL;
	int year, r, month, day;

	od_date_split(today, &year, &month, &day);
	if (name && od_person_resolve(a->db, name, today, &person, err) < 0)
		return -1;
	r = od_balance_each(a->db, a->year ? a->year : year, on, person, unit, add_balance, out,
			    err);
	free(person);
	return r;
}

int cli_leave_balance(struct cli_leave *a, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	char *unit = NULL;
	int r = cli_leave_unit(a, &unit, err);

	a->cli->out.width = cli_columns();
	if (r == 0)
		out = od_out_new(stdout, &od_balance_type, &a->cli->out, err);
	if (!out)
		r = -1;
	if (r == 0 && !a->n_args)
		r = balance_of(a, out, NULL, unit, err);
	for (int i = 0; r == 0 && i < a->n_args; i++)
		r = balance_of(a, out, a->args[i], unit, err);
	free(unit);
	return r < 0 ? -1 : od_out_end(out, err);
}

/* --- calendar ----------------------------------------------------------------------------------------------- */

static void window(const struct cli_leave *a, od_date day, od_date *from, od_date *to)
{
	int year, month, d;

	od_date_split(day, &year, &month, &d);
	*from = (od_date){ day.days - (od_weekday(day) - 1) };
	*to = (od_date){ from->days + 6 };
	if (!a->month)
		return;
	*from = od_ymd(year, month, 1);
	*to = month == 12 ? od_ymd(year, 12, 31) : od_ymd(year, month + 1, 1);
	if (month != 12)
		to->days--;
}

static int render(struct cli_leave *a, const char *unit, od_date day, struct od_buf *b,
		  struct od_err *err)
{
	OD_CLEANUP(od_leave_calendar_freep) struct od_leave_calendar *c = NULL;
	od_date from, to;

	window(a, day, &from, &to);
	c = od_leave_calendar_new(a->db, from, to, a->cli->now, unit, err);
	if (!c)
		return -1;
	switch (a->form) {
	case LEAVE_AS_HTML:
		return od_leave_calendar_html(c, b, err);
	case LEAVE_AS_ICS:
		return od_leave_calendar_ics(c, b, err);
	}
	return od_leave_calendar_text(c, a->width, b, err);
}

/* The day asked for; of a month (2026-12, 12月) its first. */
static const char *day_asked(const struct cli_leave *a, char buf[static 64])
{
	const char *s = a->n_args ? a->args[0] : NULL;
	size_t n = s ? strlen(s) : 0;

	if (!a->month || n < 4 || n > 40)
		return s;
	if (n <= 7 && s[4] == '-' && strspn(s, "0123456789-") == n)
		snprintf(buf, 64, "%s-1", s);
	else if (!strcmp(s + n - 3, "月"))
		snprintf(buf, 64, "%s1日", s);
	else
		return s;
	return buf;
}

int cli_leave_calendar(struct cli_leave *a, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char first[64];
	const char *file = a->text[LEAVE_FILE];
	char *unit = NULL, *mine;
	od_date day;
	int r;

	if (cli_date(a->cli, a->db, day_asked(a, first), &day, err) < 0 ||
	    cli_leave_unit(a, &unit, err) < 0)
		return -1;
	if (a->form == LEAVE_AS_TEXT && cli_columns() > a->width)
		a->width = cli_columns();
	mine = cli_office_language(a->db, a->text[LEAVE_LANGUAGE], day);
	r = render(a, unit, day, &b, err);
	cli_own_language(mine);
	free(unit);
	if (r < 0)
		return -1;
	if (b.failed)
		return od_fail_nomem(err);
	if (file)
		return cli_write_file(file, b.s ? b.s : "", b.n, err);
	if (b.n && fwrite(b.s, 1, b.n, stdout) != b.n)
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	return 0;
}

/* --- statistics ------------------------------------------------------------------------------------------------ */

struct counting {
	struct od_out *out;
	bool table; /* a sum among records would be counted again by whoever reads them */
};

static int add_count(void *ctx, const struct od_leave_count *c, bool total, struct od_err *err)
{
	struct counting *g = ctx;

	return total && !g->table ? 0 : od_out_add(g->out, c, err);
}

int cli_leave_stats(struct cli_leave *a, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	od_date today = od_instant_date(a->cli->now), from, to = today;
	struct counting g = { NULL, a->cli->out.format == OD_FMT_TABLE };
	int year, month, day;

	od_date_split(today, &year, &month, &day);
	from = od_ymd(year, 1, 1);
	if (a->text[LEAVE_FROM] && cli_date(a->cli, a->db, a->text[LEAVE_FROM], &from, err) < 0)
		return od_fail_at(err, "--from");
	if (a->text[LEAVE_TO] && cli_date(a->cli, a->db, a->text[LEAVE_TO], &to, err) < 0)
		return od_fail_at(err, "--to");
	if (to.days < from.days)
		return od_fail(err, OD_EUSAGE, _("--to is before --from"));
	a->cli->out.width = cli_columns();
	out = g.out = od_out_new(stdout, &od_leave_count_type, &a->cli->out, err);
	if (!out || od_leave_stats(a->db, from, to, a->cli->now, a->by, add_count, &g, err) < 0)
		return -1;
	return od_out_end(out, err);
}
