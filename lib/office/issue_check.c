/* issue_check.c - whether an item of a draft may be printed: its column, its reports - whether they stand, how secret
 * they are, what an issue has already - and what is printed of where it came from. */
#include <stdlib.h>

#include "draft.h"
#include "issue.h"

/* --- its column ---------------------------------------------------------------------------------------- */

static int set_column(const struct od_issue_work *w, const struct od_draft_item *d,
		      struct od_issue_item *x, struct od_err *err)
{
	const struct od_column *c = w->column, *end = c + w->columns;

	if (w->pub.form == OD_PUB_ARTICLE)
		return 0;
	while (c < end &&
	       (od_blank(d->column) || (strcmp(c->code, d->column) && strcmp(c->title, d->column))))
		c++;
	if (c == end)
		return od_fail(err, OD_EDATA, _("column: '%1$s' has no column '%2$s'"), w->pub.name,
			       d->column ? d->column : "");
	x->style = c->style;
	if (od_replace_text(&x->column, c->code, err) < 0)
		return -1;
	return od_replace_text(&x->column_title, c->title, err);
}

/* --- its reports ----------------------------------------------------------------------------------------- */

struct on_file { /* what is known of a report */
	char *unit, *status, *issue, *category;
	int secrecy;
	od_instant occurred_at;
};

static void on_file_free(struct on_file *f)
{
	free(f->unit);
	free(f->status);
	free(f->issue);
	free(f->category);
}

static int take(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct on_file *f = ctx;
	const char *secrecy = od_col_text(c, 2);

	while (od_secrecies[f->secrecy].word && strcmp(od_secrecies[f->secrecy].word, secrecy))
		f->secrecy++;
	f->occurred_at.sec = od_col_int(c, 3);
	if (od_replace_text(&f->unit, od_col_text(c, 0), err) < 0 ||
	    od_replace_text(&f->status, od_col_text(c, 1), err) < 0 ||
	    od_replace_text(&f->category, od_col_text(c, 5), err) < 0)
		return -1;
	return od_replace_text(&f->issue, od_col_text(c, 4), err);
}

static const char *status_label(const char *status)
{
	const struct od_word *w = od_field_find(&od_report_type, "status")->words;

	while (w->word && strcmp(w->word, status) != 0)
		w++;
	return w->word ? _(w->label) : status;
}

static int may_print(const struct od_issue_work *w, const struct on_file *f, const char *name,
		     struct od_err *err)
{
	int takes;

	if (!f->unit)
		return od_fail(err, OD_EDATA, _("there is no report %s"), name);
	if (strcmp(f->status, "received") && strcmp(f->status, "accepted"))
		return od_fail(
			err, OD_EDATA,
			_("%1$s is %2$s: only what was received or accepted is issued; accept it by "
			  "report-handle, or leave it out"),
			name, status_label(f->status));
	if (f->issue)
		return od_fail(err, OD_EDATA,
			       _("%1$s is in %2$s already; leave it out, or withdraw that issue"),
			       name, f->issue);
	if (f->secrecy > w->pub.secrecy)
		return od_fail(err, OD_EDATA, _("%1$s is %2$s, which '%3$s' may not hold"), name,
			       _(od_secrecies[f->secrecy].label), w->pub.name);
	takes = od_draft_printable(w->db, f->category, w->pub.code, w->date, err);
	if (takes == 0)
		return od_fail(err, OD_EDATA,
			       _("%1$s is of category '%2$s', which no column of any publication "
				 "takes; put the number right, or leave it out"),
			       name, od_draft_category(w->db, f->category, w->date));
	return takes < 0 ? -1 : 0;
}

/* Each unit once, by the short name that it had on the day. */
static int add_source(struct od_db *db, const struct on_file *f, struct od_buf *source,
		      struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	const char *name, *short_name = NULL;

	name = od_name_memo(db, OD_NAMED_UNIT, f->unit, od_instant_date(f->occurred_at),
			    &short_name, &why);
	if (!name && why.code != OD_OK) {
		*err = why;
		return -1;
	}
	name = short_name ? short_name : name ? name : f->unit;
	if (source->n && od_list_has(source->s, name))
		return 0;
	od_buf_puts(source, source->n ? OD_LIST_SEP : "");
	od_buf_puts(source, name);
	return 0;
}

static int add_report(struct od_issue_work *w, struct od_issue_made *m, const char *text,
		      size_t len, struct od_buf *source, struct od_err *err)
{
	static const char sql[] =
		"SELECT r.unit, r.status, r.secrecy, r.occurred_at, (SELECT a.issue FROM adoption a "
		"JOIN issue i ON i.issue = a.issue WHERE a.report = r.number AND i.publication = ?2 "
		"AND i.status = 'issued' LIMIT 1), r.category FROM report r WHERE r.number = ?1";
	struct on_file f = { .occurred_at = OD_NOINSTANT };
	char *s = od_trim(text, len), name[32];
	struct od_issue_credit *c, *grown;
	int r;

	grown = reallocarray(m->credit, m->credits + 1, sizeof(*grown));
	if (grown)
		m->credit = grown;
	if (!s || !grown) {
		free(s);
		return od_fail_nomem(err);
	}
	c = &m->credit[m->credits];
	*c = (struct od_issue_credit){ .weight = 1 };
	r = od_number_parse('R', s, &c->report, err);
	free(s);
	if (r < 0)
		return -1;
	r = od_query_cols(w->db, sql, OD_VALS(od_v(c->report), od_v(w->pub.code)), take, &f, err);
	if (r == 0)
		r = may_print(w, &f, od_number_str('R', c->report, name), err);
	if (r == 0) {
		c->received = !strcmp(f.status, "received");
		m->credits++;
		if (f.secrecy > m->x.secrecy)
			m->x.secrecy = f.secrecy;
		r = add_source(w->db, &f, source, err);
	}
	on_file_free(&f);
	return r;
}

static int add_reports(struct od_issue_work *w, const struct od_draft_item *d,
		       struct od_issue_made *m, struct od_err *err)
{
	struct od_buf source = OD_BUF_INIT;
	const char *rest = d->reports;
	size_t n;
	int r = 0;

	for (const char *s = od_list_next(&rest, &n); s && r == 0; s = od_list_next(&rest, &n))
		r = add_report(w, m, s, n, &source, err);
	if (r == 0 && source.failed)
		r = od_fail_nomem(err);
	if (r == 0 && !m->credits && od_blank(d->text))
		r = od_fail(err, OD_EDATA,
			    _("neither reports nor text: there is nothing to print"));
	if (r == 0)
		r = od_replace_text(&m->x.source, od_blank(d->source) ? source.s : d->source, err);
	od_buf_free(&source);
	return r;
}

/* Whole numbers from 1, as many as there are reports; whatever stands between them. */
static int set_weights(const struct od_draft_item *d, struct od_issue_made *m, struct od_err *err)
{
	size_t k = 0;
	char *end;

	for (const char *s = d->weights ? d->weights : ""; *s; s = end) {
		end = (char *)(uintptr_t)s + 1;
		if (*s < '0' || *s > '9')
			continue;
		if (k < m->credits)
			m->credit[k].weight = strtol(s, &end, 10);
		else
			strtol(s, &end, 10);
		if (k < m->credits && (m->credit[k].weight < 1 || m->credit[k].weight > 1000000))
			return od_fail(err, OD_EDATA, _("weights: %lld is not 1 to 1000000"),
				       (long long)m->credit[k].weight);
		k++;
	}
	if (k && k != m->credits)
		return od_fail(err, OD_EDATA, _("weights: %1$zu of them for %2$zu reports"), k,
			       m->credits);
	return 0;
}

/* --- the item ---------------------------------------------------------------------------------------------- */

static int check_twice(const struct od_issue_work *w, const struct od_issue_made *m,
		       struct od_err *err)
{
	char name[32];

	for (const struct od_issue_made *o = w->made; o <= m; o++)
		for (size_t i = 0; i < o->credits; i++)
			for (size_t k = 0; k < m->credits; k++)
				if ((o != m || i < k) && o->credit[i].report == m->credit[k].report)
					return od_fail(err, OD_EDATA, _("%s is there twice"),
						       od_number_str('R', m->credit[k].report,
								     name));
	return 0;
}

int od_issue_make_item(struct od_issue_work *w, const struct od_draft_item *d,
		       struct od_issue_made *m, struct od_err *err)
{
	od_rec_init(&od_issue_item_type, &m->x);
	if (od_blank(d->title))
		return od_fail(err, OD_EDATA, _("title: is empty"));
	if (od_replace_text(&m->x.title, d->title, err) < 0 ||
	    od_replace_text(&m->x.text, d->text, err) < 0 || set_column(w, d, &m->x, err) < 0 ||
	    add_reports(w, d, m, err) < 0 || set_weights(d, m, err) < 0)
		return -1;
	return check_twice(w, m, err);
}
