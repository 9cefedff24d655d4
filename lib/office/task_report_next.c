/* task_report_next.c - the last two parts of 督查专报 and 督查通报: 存在问题 and 下一步, as the records have them. */
#include <stdlib.h>

#include "task_report.h"

enum { SOON = 10 }; /* working days that the next step looks ahead */

/* --- what is wrong, unit by unit -------------------------------------------------------------- */

typedef bool part_is(const struct od_report_of *r, const struct od_report_part *p);
/* What is said of a part, behind its number. */
typedef void part_says(const struct od_report_part *p, struct od_buf *b);

static bool is_late(const struct od_report_of *r, const struct od_report_part *p)
{
	(void)r;
	return od_report_is_late(p);
}

static void says_late(const struct od_report_part *p, struct od_buf *b)
{
	od_buf_printf(b, _(" working days over: %lld"), (long long)p->late);
	if (p->u->state == OD_TU_FINISHED)
		od_buf_printf(b, _(", %s"), _(od_unit_states[p->u->state].label));
}

/* Who is silent, as whoever urges is told. */
int od_report_silences(struct od_report_of *r, struct od_err *err)
{
	struct od_silence_rule rule;
	int why = 0;

	if (od_silence_rule_load(r->db, r->now, &rule, err) < 0)
		return -1;
	for (size_t i = 0; why >= 0 && i < r->parts; i++) {
		struct od_report_part *p = &r->part[i];

		if (!od_report_is_at_work(p))
			continue;
		why = od_task_silence(&rule, p->m->t, p->u, &p->owed, err);
		p->silence = why;
	}
	od_silence_rule_free(&rule);
	return why < 0 ? -1 : 0;
}

/* Those that were returned are told by themselves. */
static bool is_silent(const struct od_report_of *r, const struct od_report_part *p)
{
	(void)r;
	return p->silence != OD_NOT_SILENT && p->silence != OD_SILENT_RETURNED;
}

static void says_silent(const struct od_report_part *p, struct od_buf *b)
{
	char day[16];

	if (p->silence == OD_SILENT_UNSIGNED)
		od_buf_puts(b, _(" not signed for"));
	else if (p->silence == OD_SILENT_RHYTHM)
		od_buf_printf(b, _(" no progress report, owed on %s"), od_date_str(p->owed, day));
	else if (od_instant_is(p->u->reported_at))
		od_buf_puts(b, _(" nothing reported since its due day"));
	else
		od_buf_puts(b, _(" nothing reported"));
	if (p->u->urges)
		od_buf_printf(b, _(", urges: %lld"), (long long)p->u->urges);
}

static bool is_returned(const struct od_report_of *r, const struct od_report_part *p)
{
	(void)r;
	return p->returned > 0;
}

static void says_returned(const struct od_report_part *p, struct od_buf *b)
{
	od_buf_printf(b, _(" returns: %lld"), (long long)p->returned);
	if (p->u->state == OD_TU_RETURNED && od_report_is_at_work(p))
		od_buf_puts(b, _(", not back yet"));
}

static bool is_extended(const struct od_report_of *r, const struct od_report_part *p)
{
	(void)r;
	return p->extended > 1;
}

static void says_extended(const struct od_report_part *p, struct od_buf *b)
{
	char day[16];

	od_buf_printf(b, _(" extensions: %lld"), (long long)p->extended);
	if (od_date_is(p->u->due_on))
		od_buf_printf(b, _(", now due %s"), od_date_str(p->u->due_on, day));
}

/* A line a unit: "甲局: 2 (T2026-0001 ..., T2026-0003 ...)". */
static void of_unit(const struct od_report_of *r, size_t from, size_t to, const char *name,
		    part_is *is, part_says *says, struct od_doc *d)
{
	struct od_buf b = OD_BUF_INIT, parts = OD_BUF_INIT;
	size_t n = 0;
	char number[32];

	for (size_t i = from; i < to; i++) {
		if (!is(r, &r->part[i]))
			continue;
		od_buf_printf(&parts, "%s%s", n++ ? _("; ") : "",
			      od_number_str('T', r->part[i].u->number, number));
		says(&r->part[i], &parts);
	}
	/* Translators: a unit, how many, which. */
	od_buf_printf(&b, _("%1$s: %2$zu (%3$s)"), name, n, parts.s ? parts.s : "");
	b.failed |= parts.failed;
	od_buf_free(&parts);
	if (n)
		od_doc_add_of(d, OD_BLOCK_ITEM, &b);
	od_buf_free(&b);
}

static bool problem(const struct od_report_of *r, const char *title, part_is *is, part_says *says,
		    struct od_doc *d)
{
	struct od_buf head = OD_BUF_INIT;
	size_t n = 0, from = 0;

	for (size_t i = 0; i < r->parts; i++)
		n += is(r, &r->part[i]);
	if (!n)
		return false;
	od_buf_printf(&head, _("%1$s: %2$zu"), title, n);
	od_doc_add_of(d, OD_BLOCK_SUBHEAD, &head);
	for (size_t u = 0; u < r->units; u++) {
		size_t to = from + (size_t)r->unit[u].all;

		of_unit(r, from, to, r->unit[u].name, is, says, d);
		from = to;
	}
	return true;
}

/* Who gave less feedback than was owed, by the statistics of units. */
static bool feedback(const struct od_report_of *r, struct od_doc *d)
{
	const struct od_task_count *row;
	size_t n = r->by_unit ? od_task_stats_rows(r->s, &row, NULL) : 0;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		struct od_buf b = OD_BUF_INIT;

		if (row[i].answered >= row[i].asked)
			continue;
		if (!any)
			od_doc_add(d, OD_BLOCK_SUBHEAD, _("Feedback that did not come in time"));
		any = true;
		od_buf_printf(&b, _("%1$s: owed %2$lld, came in time %3$lld"),
			      od_report_unit_name(r, row[i].code, row[i].name),
			      (long long)row[i].asked, (long long)row[i].answered);
		od_doc_add_of(d, OD_BLOCK_ITEM, &b);
	}
	return any;
}

static bool unfinished(const struct od_report_of *r, struct od_doc *d)
{
	struct od_buf b = OD_BUF_INIT;
	char number[32];
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->m[i].list == OD_LIST_FINISHED && r->m[i].t->unfinished)
			od_buf_printf(&b, "%s%s", n++ ? _(", ") : "",
				      od_number_str('T', r->m[i].t->number, number));
	if (n) {
		od_doc_add(d, OD_BLOCK_SUBHEAD, _("Closed although a unit had not finished"));
		od_doc_add_of(d, OD_BLOCK_ITEM, &b);
	}
	od_buf_free(&b);
	return n;
}

void od_report_problems(const struct od_report_of *r, struct od_doc *d)
{
	bool any;

	od_doc_add(d, OD_BLOCK_HEAD, _("What is wrong"));
	any = problem(r, _("Overdue, by unit"), is_late, says_late, d);
	any |= problem(r, _("Silent"), is_silent, says_silent, d);
	any |= feedback(r, d);
	any |= problem(r, _("Returned to be redone"), is_returned, says_returned, d);
	any |= problem(r, _("Extended more than once"), is_extended, says_extended, d);
	any |= unfinished(r, d);
	if (!any)
		od_doc_add(d, OD_BLOCK_TEXT,
			   _("Nothing is overdue, silent, returned or extended "
			     "more than once."));
}

/* --- what is next ----------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
	const struct od_report_part *x = *(const struct od_report_part *const *)a;
	const struct od_report_part *y = *(const struct od_report_part *const *)b;

	if (x->u->due_on.days != y->u->due_on.days)
		return x->u->due_on.days < y->u->due_on.days ? -1 : 1;
	return x < y ? -1 : 1;
}

static void soon_table(const struct od_report_of *r, const struct od_report_part *const *p,
		       size_t n, struct od_doc *d)
{
	const char *const heads[] = { _("Due"), _("Matter"), _("Unit"), _("Percent"),
				      _("Days left") };
	struct od_buf head = OD_BUF_INIT;
	char day[16];

	od_buf_printf(&head, _("Due within %1$d working days: %2$zu"), SOON, n);
	od_doc_add_of(d, OD_BLOCK_SUBHEAD, &head);
	od_doc_table(d, heads, OD_COUNT(heads), 1U << 3 | 1U << 4);
	for (size_t i = 0; i < n; i++) {
		struct od_buf name = OD_BUF_INIT, percent = OD_BUF_INIT;

		od_doc_cell(d, od_date_str(p[i]->u->due_on, day));
		od_report_matter_name(p[i]->m->t, &name);
		od_doc_cell_of(d, &name);
		od_doc_cell(d, od_report_unit_name(r, p[i]->u->unit, p[i]->u->unit));
		if (p[i]->u->percent != OD_NOINT)
			od_buf_printf(&percent, "%lld%%", (long long)p[i]->u->percent);
		od_doc_cell_of(d, &percent);
		od_doc_cell_int(d, p[i]->u->days_left);
	}
}

static bool soon(const struct od_report_of *r, struct od_doc *d)
{
	const struct od_report_part **p = calloc(r->parts + 1, sizeof(*p));
	size_t n = 0;

	d->failed |= !p;
	for (size_t i = 0; p && i < r->parts; i++)
		if (od_report_is_at_work(&r->part[i]) && r->part[i].u->days_left >= 0 &&
		    r->part[i].u->days_left <= SOON)
			p[n++] = &r->part[i];
	if (n) {
		qsort(p, n, sizeof(*p), by_day);
		soon_table(r, p, n, d);
	}
	free(p);
	return n;
}

/* Silent, returned and not back, or past the day: whom the office will urge. */
static bool to_urge(const struct od_report_of *r, const struct od_report_part *p)
{
	return od_report_is_at_work(p) && !od_date_is(p->u->asked_until) &&
	       (is_silent(r, p) || p->u->state == OD_TU_RETURNED || od_report_is_late(p));
}

static void says_urges(const struct od_report_part *p, struct od_buf *b)
{
	char day[16];

	if (!p->u->urges)
		od_buf_puts(b, _(" not urged yet"));
	else
		od_buf_printf(b, _(" urges: %1$lld, last on %2$s"), (long long)p->u->urges,
			      od_date_str(od_instant_date(p->u->urged_at), day));
}

static bool waits_for_word(const struct od_report_of *r, const struct od_report_part *p)
{
	(void)r;
	return p->m->t->status == OD_TASK_ASSIGNED && od_date_is(p->u->asked_until) &&
	       p->u->state != OD_TU_VERIFIED;
}

static void says_asked(const struct od_report_part *p, struct od_buf *b)
{
	char day[16];

	od_buf_printf(b, _(" until %s"), od_date_str(p->u->asked_until, day));
}

static bool waits_for_check(const struct od_report_of *r, const struct od_report_part *p)
{
	(void)r;
	return p->m->t->status == OD_TASK_ASSIGNED && p->u->state == OD_TU_FINISHED;
}

static void says_finished(const struct od_report_part *p, struct od_buf *b)
{
	char day[16];

	if (od_instant_is(p->u->finished_at))
		od_buf_printf(b, _(" since %s"),
			      od_date_str(od_instant_date(p->u->finished_at), day));
}

static bool to_assign(const struct od_report_of *r, struct od_doc *d)
{
	if (!r->count[OD_LIST_NAMED])
		return false;
	od_doc_add(d, OD_BLOCK_SUBHEAD, _("To be assigned"));
	for (size_t i = 0; i < r->n; i++) {
		struct od_buf b = OD_BUF_INIT;

		if (r->m[i].list != OD_LIST_NAMED)
			continue;
		od_report_matter_name(r->m[i].t, &b);
		od_doc_add_of(d, OD_BLOCK_ITEM, &b);
	}
	return true;
}

void od_report_next(const struct od_report_of *r, struct od_doc *d)
{
	bool any;

	od_doc_add(d, OD_BLOCK_HEAD, _("What is next"));
	any = soon(r, d);
	any |= problem(r, _("To be urged"), to_urge, says_urges, d);
	any |= problem(r, _("Extensions to be decided"), waits_for_word, says_asked, d);
	any |= problem(r, _("Finished, to be verified"), waits_for_check, says_finished, d);
	any |= to_assign(r, d);
	if (!any)
		od_doc_add(d, OD_BLOCK_TEXT, _("Nothing is due soon, nobody is to be urged."));
}
