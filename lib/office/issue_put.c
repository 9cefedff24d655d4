/* issue_put.c - a draft becomes an issue: what it says is frozen, it gets the next 期号 of its year and the next 总期号,
 * its reports are adopted, its copies numbered. */
#include <stdlib.h>

#include "issue.h"

#define AHEAD 31 /* days: a date farther on is a slip of the pen */

int od_texts_check(const struct od_rec_type *type, const void *rec, struct od_err *err)
{
	const struct od_when none = { { 0 }, NULL };
	char buf[32];
	void *copy = calloc(1, type->size);
	int r = copy ? 0 : od_fail_nomem(err);

	if (copy)
		od_rec_init(type, copy);
	for (const struct od_field *f = type->fields; r == 0 && f->name; f++) {
		const char *text = f->type == OD_TEXT ? od_field_str(f, rec, buf) : NULL;

		if (text && od_field_set(f, copy, text, &none, err) < 0)
			r = od_fail_at(err, "%s", f->name);
	}
	if (copy)
		od_rec_clear(type, copy);
	free(copy);
	return r;
}

int od_kind_add(struct od_db *db, const struct od_kind *k, const void *rec, struct od_err *err)
{
	struct od_buf name = OD_BUF_INIT;
	int r;

	k->name(rec, &name);
	r = name.failed ? od_fail_nomem(err) : od_texts_check(k->type, rec, err);
	if (r == 0)
		r = od_run_rec(db, k->put, k->type, rec, OD_NOVALS, err);
	if (r == 0)
		r = od_journal_create(db, k->type, name.s, rec, err);
	od_buf_free(&name);
	return r;
}

/* --- what is issued, on what day ----------------------------------------------------------------------- */

/* Dates run on within a publication, unless the caller says the day himself. */
static int check_date(struct od_issue_work *w, od_date date, bool said, struct od_err *err)
{
	static const char sql[] = "SELECT issue || ' (' || date || ')' FROM issue "
				  "WHERE publication = ?1 AND date > ?2 AND status = 'issued' "
				  "ORDER BY date DESC, total DESC LIMIT 1";
	od_date today = od_instant_date(od_db_act(w->db)->now);
	char *last = NULL, buf[16];
	int r;

	if (date.days > today.days + AHEAD)
		return od_fail(err, OD_EDATA, _("date: %1$s is more than %2$d days ahead"),
			       od_date_str(date, buf), AHEAD);
	if (said)
		return 0;
	r = od_query_text(w->db, sql, &last, OD_VALS(od_v(w->pub.code), od_v(date)), err);
	if (r > 0)
		r = od_fail(
			err, OD_EDATA,
			_("date: %1$s is before that of %2$s; put a later one, or issue it with "
			  "--backdate"),
			od_date_str(date, buf), last);
	free(last);
	return r < 0 ? -1 : 0;
}

static int begin(struct od_issue_work *w, const struct od_draft *front, struct od_issue *i,
		 struct od_err *err)
{
	bool said = od_date_is(i->date) && i->date.days == front->date.days;
	od_date date = front->date;

	if (!od_date_is(date))
		date = od_instant_date(od_db_act(w->db)->now);
	if (od_publication_get(w->db, front->publication ? front->publication : "", date, &w->pub,
			       err) < 0) {
		if (err->code == OD_EUSAGE)
			err->code = OD_EDATA;
		return -1;
	}
	if (w->pub.form != OD_PUB_DIGEST && w->pub.form != OD_PUB_ARTICLE)
		return od_fail(err, OD_EDATA,
			       _("'%s' is made each time from what is on file; it has no issues"),
			       w->pub.name);
	if (check_date(w, date, said, err) < 0)
		return -1;
	od_rec_clear(&od_issue_type, i);
	i->date = w->date = date;
	return od_iter_all(od_column_find(w->db, date, w->pub.code, err), &w->column, &w->columns,
			   err);
}

/* --- numbers ----------------------------------------------------------------------------------------------- */

/* Where the first issue here goes on from what was printed before: 期号 in the year of valid_from alone. */
static int begin_series(struct od_issue_work *w, const char *series, int year, int64_t *total,
			struct od_err *err)
{
	static const char sql[] =
		"SELECT coalesce(max(coalesce(serial_before, 0)), 0) FROM publication_row "
		"WHERE code = ?1 AND valid_from BETWEEN ?2 AND ?3";
	static const char all[] =
		"SELECT max(before) FROM (SELECT total_before AS before FROM publication_row "
		"WHERE code = ?1 AND valid_from <= ?2 UNION ALL SELECT serial_before "
		"FROM publication_row WHERE code = ?1 AND valid_from <= ?2) AS printed";
	od_date first = od_ymd(year, 1, 1), last = od_ymd(year, 12, 31);
	int64_t before = 0;

	if (od_query_int(w->db, sql, &before, OD_VALS(od_v(w->pub.code), od_v(first), od_v(last)),
			 err) < 0 ||
	    od_query_int(w->db, all, total, OD_VALS(od_v(w->pub.code), od_v(last)), err) < 0)
		return -1;
	return od_number_taken(w->db, series, od_number(year, before), err);
}

static int allot(struct od_issue_work *w, struct od_issue *i, struct od_err *err)
{
	static const char sql_total[] = "SELECT max(total) FROM issue WHERE publication = ?1";
	struct od_buf series = OD_BUF_INIT, name = OD_BUF_INIT;
	int year, month, day, any, r = 0;
	int64_t number = 0, total = 0;

	od_date_split(i->date, &year, &month, &day);
	od_buf_printf(&series, "issue:%s", w->pub.code);
	any = od_query_int(w->db, sql_total, &total, OD_VALS(od_v(w->pub.code)), err);
	if (any < 0 || series.failed)
		r = any < 0 ? -1 : od_fail_nomem(err);
	else if (!any)
		r = begin_series(w, series.s, year, &total, err);
	if (r == 0)
		r = od_number_next_of(w->db, series.s, year, &number, err);
	if (r == 0) {
		i->year = year;
		i->serial = number % OD_SERIALS;
		i->total = total + 1 > i->serial ? total + 1 : i->serial;
		od_buf_printf(&name, "%s/%d-%lld", w->pub.code, year, (long long)i->serial);
		r = name.failed ? od_fail_nomem(err) : od_replace_text(&i->issue, name.s, err);
	}
	od_buf_free(&series);
	od_buf_free(&name);
	return r;
}

/* --- front and back ------------------------------------------------------------------------------------------ */

/* 报：市委常委，市政府；送 and 发 likewise: names have 、 in them. */
static int add_recipient(struct od_issue_work *w, const struct od_distribution *d,
			 const struct od_issue *i, struct od_buf *b, struct od_err *err)
{
	char *name = NULL;
	int r = od_recipient_name(w->db, d->recipient, i->date, &name, err);

	if (r == 0) {
		od_buf_puts(b, b->n ? "，" : "");
		od_buf_puts(b, name);
	}
	free(name);
	return r;
}

static int freeze_distribution(struct od_issue_work *w, struct od_issue *i, struct od_err *err)
{
	char **const to[] = { &i->report_to, &i->send_to, &i->issue_to };
	struct od_buf b[OD_COUNT(to)] = { OD_BUF_INIT, OD_BUF_INIT, OD_BUF_INIT };
	struct od_distribution *row = NULL;
	int64_t copies = 0;
	size_t n = 0;
	int r = od_iter_all(od_distribution_find(w->db, w->pub.code, i->date, err), &row, &n, err);

	for (size_t k = 0; r >= 0 && k < n; k++) {
		r = add_recipient(w, &row[k], i, &b[row[k].way], err);
		copies += row[k].copies == OD_NOINT ? 1 : row[k].copies;
	}
	for (size_t k = 0; k < OD_COUNT(to); k++) {
		if (r >= 0 && b[k].failed)
			r = od_fail_nomem(err);
		if (r >= 0 && b[k].n)
			r = od_replace_text(to[k], b[k].s, err);
		od_buf_free(&b[k]);
	}
	i->copies = n ? copies : OD_NOINT;
	od_recs_free(&od_distribution_type, row, n);
	return r < 0 ? -1 : 0;
}

static int freeze(struct od_issue_work *w, const struct od_draft *front, struct od_issue *i,
		  struct od_err *err)
{
	const struct od_publication *p = &w->pub;
	const struct od_act *act = od_db_act(w->db);
	const char *office = od_setting(w->db, "office_name", i->date, NULL);
	const struct {
		char **to;
		const char *text;
	} texts[] = {
		{ &i->publication, p->code },
		{ &i->masthead, od_blank(p->masthead) ? p->name : p->masthead },
		{ &i->office, office },
		{ &i->signer, od_blank(front->signer) ? p->signer : front->signer },
		{ &i->editor, od_blank(front->editor) ? p->editor : front->editor },
		{ &i->phone, p->phone },
		{ &i->footer, p->footer },
		{ &i->note, od_blank(front->note) ? NULL : front->note },
		{ &i->actor, act->actor },
	};

	if (od_blank(office))
		return od_fail(
			err, OD_ESCHEMA,
			_("the regime has no 'office_name', which an issue prints; load that "
			  "setting with 'office-db load'"));
	for (size_t k = 0; k < OD_COUNT(texts); k++)
		if (od_replace_text(texts[k].to, texts[k].text, err) < 0)
			return -1;
	i->status = OD_ISSUE_ISSUED;
	i->form = p->form;
	i->at = act->now;
	i->items = w->n;
	i->corrections = 0;
	for (size_t k = 0; k < w->n; k++)
		if (w->made[k].x.secrecy > i->secrecy)
			i->secrecy = w->made[k].x.secrecy;
	if (od_correction_secrecy(w->db, p->code, i->date, &i->secrecy, err) < 0)
		return -1;
	if (i->secrecy != OD_SECRECY_NONE && od_replace_text(&i->term, p->term, err) < 0)
		return -1;
	return freeze_distribution(w, i, err);
}

/* --- its items ------------------------------------------------------------------------------------------------- */

static int make_items(struct od_issue_work *w, const struct od_draft_file *d, struct od_err *err)
{
	const struct od_draft_item *item;
	const unsigned int *line;
	size_t n = od_draft_items(d, &item, &line);

	if (!n)
		return od_fail(err, OD_EDATA,
			       _("the draft keeps no item: there is nothing to issue"));
	if (w->pub.form == OD_PUB_ARTICLE && n != 1)
		return od_fail(err, OD_EDATA,
			       _("'%1$s' prints one article an issue; the draft keeps %2$zu"),
			       w->pub.name, n);
	w->made = calloc(n, sizeof(*w->made));
	if (!w->made)
		return od_fail_nomem(err);
	for (w->n = 0; w->n < n; w->n++)
		if (od_issue_make_item(w, &item[w->n], &w->made[w->n], err) < 0) {
			w->n++;
			return od_fail_at(err, _("line %u"), line[w->n - 1]);
		}
	return 0;
}

/* What is printed was taken for editing. */
static int accept(struct od_db *db, int64_t report, struct od_err *err)
{
	struct od_handling h;
	int r;

	od_rec_init(&od_handling_type, &h);
	h.number = report;
	h.action = OD_ACCEPT;
	r = od_handle(db, &h, err);
	od_rec_clear(&od_handling_type, &h);
	return r;
}

static int write_item(struct od_issue_work *w, struct od_issue *i, size_t k, struct od_err *err)
{
	struct od_issue_made *m = &w->made[k];

	m->x.item = k + 1;
	if (od_replace_text(&m->x.issue, i->issue, err) < 0 ||
	    od_kind_add(w->db, &od_issue_item_kind, &m->x, err) < 0)
		return -1;
	for (size_t c = 0; c < m->credits; c++) {
		struct od_adoption a = { .issue = i->issue,
					 .item = m->x.item,
					 .report = m->credit[c].report,
					 .weight = m->credit[c].weight,
					 .date = OD_NODATE };

		if (od_kind_add(w->db, &od_adoption_kind, &a, err) < 0)
			return -1;
		if (m->credit[c].received && accept(w->db, a.report, err) < 0)
			return -1;
	}
	return 0;
}

static int write(struct od_issue_work *w, struct od_issue *i, struct od_err *err)
{
	if (od_kind_add(w->db, &od_issue_kind, i, err) < 0)
		return -1;
	for (size_t k = 0; k < w->n; k++)
		if (write_item(w, i, k, err) < 0)
			return -1;
	if (w->pub.numbered && od_copies_make(w->db, i, err) < 0)
		return -1;
	return od_correction_take(w->db, i, err);
}

static void end(struct od_issue_work *w)
{
	for (size_t k = 0; k < w->n; k++) {
		od_rec_clear(&od_issue_item_type, &w->made[k].x);
		free(w->made[k].credit);
	}
	free(w->made);
	od_recs_free(&od_column_type, w->column, w->columns);
	od_rec_clear(&od_publication_type, &w->pub);
}

int od_issue_put(struct od_db *db, const struct od_draft_file *d, struct od_issue *i,
		 struct od_err *err)
{
	const struct od_draft *front = od_draft_front(d);
	struct od_issue_work w = { .db = db };
	int r = -1;

	if (od_need_tx(db, err) < 0)
		return -1;
	od_rec_init(&od_publication_type, &w.pub);
	if (begin(&w, front, i, err) == 0 && make_items(&w, d, err) == 0 &&
	    freeze(&w, front, i, err) == 0 && allot(&w, i, err) == 0)
		r = write(&w, i, err);
	end(&w);
	return r;
}
