/* draft_check.c - an item of a draft against what is on file: numbers, units, titles, columns, weights. */
#include <stdlib.h>

#include "draft_read.h"

/* --- numbers -------------------------------------------------------------------------------------------- */

/* The next element of "R2026-0001、R2026-0002", also set apart by commas or blanks; NULL at the end. */
static const char *next_word(const char **s, size_t *n)
{
	static const char *const marks[] = { "、", "，", "；", "　" };
	const char *word;
	size_t len;

	for (;;) { /* past what stands between */
		len = strspn(*s, " \t\n,;");
		for (size_t i = 0; !len && i < OD_COUNT(marks); i++)
			if (!strncmp(*s, marks[i], strlen(marks[i])))
				len = strlen(marks[i]);
		if (!len)
			break;
		*s += len;
	}
	if (!**s)
		return NULL;
	word = *s;
	*n = strcspn(word, " \t\n,;");
	for (size_t i = 0; i < OD_COUNT(marks); i++) {
		const char *mark = memmem(word, *n, marks[i], strlen(marks[i]));

		if (mark)
			*n = (size_t)(mark - word);
	}
	*s = word + *n;
	return word;
}

static int add_number(struct od_draft_reading *r, int64_t number, size_t item, struct od_err *err)
{
	if (r->numbers == r->number_room) {
		size_t room = r->number_room ? r->number_room * 2 : 256;
		struct od_draft_number *grown = reallocarray(r->number, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		r->number = grown;
		r->number_room = room;
	}
	r->number[r->numbers++] = (struct od_draft_number){ number, item };
	return 0;
}

/* A report as it is on file. */
struct on_file {
	char *unit, *title, *category;
	int secrecy, status;
	bool found;
};

static int word_in(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i], word))
			return (int)i;
	return 0;
}

static int take_report(void *ctx, const struct od_cols *c, struct od_err *err)
{
	static const char *const secrecy[] = { "none", "secret", "highly-secret", "top-secret" };
	static const char *const status[] = { "received", "accepted",  "returned",
					      "rejected", "duplicate", "withdrawn" };
	struct on_file *f = ctx;

	f->found = true;
	f->unit = strdup(od_col_text(c, 0));
	f->title = strdup(od_col_text(c, 1));
	f->secrecy = word_in(od_col_text(c, 2), secrecy, OD_COUNT(secrecy));
	f->status = word_in(od_col_text(c, 3), status, OD_COUNT(status));
	f->category = strdup(od_col_text(c, 4));
	return f->unit && f->title && f->category ? 0 : od_fail_nomem(err);
}

static void on_file_free(struct on_file *f)
{
	free(f->unit);
	free(f->title);
	free(f->category);
}

static void tell_status(struct od_draft_reading *r, unsigned int line, const char *number,
			int status)
{
	switch (status) {
	case OD_STATUS_RETURNED:
		od_draft_problem(
			r, line,
			_("%s was returned for mending; drop it (keep: no), or wait until it comes back"),
			number);
		return;
	case OD_STATUS_REJECTED:
		od_draft_problem(r, line,
				 _("%s was rejected; drop it (keep: no), or take it after all with "
				   "'report-handle accept %s'"),
				 number, number);
		return;
	case OD_STATUS_DUPLICATE:
		od_draft_problem(
			r, line,
			_("%s was marked as a duplicate; drop it (keep: no), or give the number of the "
			  "report it repeats"),
			number);
		return;
	case OD_STATUS_WITHDRAWN:
		od_draft_problem(r, line, _("%s was withdrawn by its unit; drop it (keep: no)"),
				 number);
		return;
	}
}

/* What is in no column anywhere is not for print, whoever mistyped its number. */
static int check_category(struct od_draft_reading *r, struct od_draft_kept *k, const char *number,
			  const struct on_file *f, struct od_err *err)
{
	int takes = od_draft_printable(r->db, f->category, r->p.code, r->d->front.date, err);

	if (takes == 0)
		od_draft_problem(r, od_draft_at(r, k, "reports"),
				 _("%1$s is of category '%2$s', which no column of any publication "
				   "takes; put the number right, or drop it (keep: no)"),
				 number, od_draft_category(r->db, f->category, r->d->front.date));
	k->elsewhere |= takes == 1;
	return takes < 0 ? -1 : 0;
}

/* What is on file speaks against printing it. */
static int check_status(struct od_draft_reading *r, struct od_draft_kept *k, const char *number,
			int64_t n, const struct on_file *f, struct od_err *err)
{
	unsigned int line = od_draft_at(r, k, "reports");
	char *item = NULL;

	tell_status(r, line, number, f->status);
	if (!r->known)
		return 0;
	if (f->secrecy > r->p.secrecy)
		od_draft_problem(
			r, line,
			_("%s is %s, more secret than %s may hold (%s); drop it (keep: no)"),
			number, _(od_secrecies[f->secrecy].label), r->p.name,
			_(od_secrecies[r->p.secrecy].label));
	if (check_category(r, k, number, f, err) < 0 ||
	    od_adopted_in(r->db, n, r->p.code, &item, err) < 0)
		return -1;
	if (item)
		od_draft_problem(
			r, line,
			_("%s was used already, in %s; drop it (keep: no), or withdraw that issue"),
			number, item);
	free(item);
	return 0;
}

/* --- does an item agree with what is on file? ---------------------------------------------------------- */

/* Titles one after another, a line or 、 between them: take away the longest that fits; false: none does. */
static bool take_title(const char **s, const struct on_file *f, bool *taken, size_t n)
{
	size_t best = n, length = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = f[i].title ? strlen(f[i].title) : 0;

		if (len > length && !taken[i] && !strncmp(*s, f[i].title, len)) {
			best = i;
			length = len;
		}
	}
	if (best == n)
		return false;
	taken[best] = true;
	*s += length;
	return true;
}

/* Past one thing that may stand between two titles. */
static bool pass_mark(const char **s)
{
	static const char *const marks[] = { " ", "\t", "\n", ";", ",", "、", "；", "　", "，" };

	for (size_t i = 0; i < OD_COUNT(marks); i++)
		if (!strncmp(*s, marks[i], strlen(marks[i]))) {
			*s += strlen(marks[i]);
			return true;
		}
	return false;
}

/* The titles of the reports, for a message. */
static void put_titles(const struct on_file *f, size_t n, struct od_buf *b)
{
	for (size_t i = 0; i < n; i++)
		od_buf_printf(b, "%s《%s》", i ? OD_LIST_SEP : "", f[i].title);
}

static int check_original(struct od_draft_reading *r, const struct od_draft_kept *k,
			  const struct on_file *f, size_t n, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf titles = OD_BUF_INIT;
	const char *s = k->item.original;
	bool *taken = calloc(n + 1, sizeof(*taken)), agrees = true;

	if (!taken)
		return od_fail_nomem(err);
	while (agrees && *s)
		agrees = take_title(&s, f, taken, n) || pass_mark(&s);
	free(taken);
	if (agrees)
		return 0;
	put_titles(f, n, &titles);
	od_draft_problem(
		r, od_draft_at(r, k, "original"),
		_("original is '%s', but %s is %s on file: put the number right, or, if the unit has "
		  "sent it anew, the title"),
		k->item.original, k->item.reports, titles.s ? titles.s : "");
	return titles.failed ? od_fail_nomem(err) : 0;
}

/* Is the unit, by its code or any name, one of the reports'? */
static int is_of(struct od_db *db, const char *unit, const struct on_file *f, size_t n, bool *is,
		 struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	char *code = NULL;

	*is = false;
	for (size_t i = 0; i < n; i++)
		*is |= !strcmp(f[i].unit, unit);
	if (*is)
		return 0;
	if (od_unit_resolve(db, unit, false, &code, &why) < 0) {
		if (why.code == OD_ENOENT || why.code == OD_EDATA)
			return 0;
		*err = why;
		return -1;
	}
	for (size_t i = 0; i < n; i++)
		*is |= !strcmp(f[i].unit, code);
	free(code);
	return 0;
}

static int check_units(struct od_draft_reading *r, const struct od_draft_kept *k,
		       const struct on_file *f, size_t n, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf units = OD_BUF_INIT;
	const char *list = k->item.unit, *s;
	size_t len;

	for (size_t i = 0; i < n; i++)
		od_buf_printf(&units, "%s%s", i ? OD_LIST_SEP : "", f[i].unit);
	if (units.failed)
		return od_fail_nomem(err);
	for (s = od_list_next(&list, &len); s; s = od_list_next(&list, &len)) {
		char *unit = strndup(s, len);
		bool agrees = false;
		int done = unit ? is_of(r->db, unit, f, n, &agrees, err) : od_fail_nomem(err);

		if (done == 0 && !agrees)
			od_draft_problem(r, od_draft_at(r, k, "unit"),
					 _("unit is '%s', but %s is of %s: put the number or the "
					   "unit right"),
					 unit, k->item.reports, units.s);
		free(unit);
		if (done < 0)
			return -1;
	}
	return 0;
}

/* --- an item --------------------------------------------------------------------------------------------- */

static int one_number(struct od_draft_reading *r, size_t i, const char *text, struct on_file *f,
		      struct od_buf *list, struct od_err *err)
{
	static const char sql[] =
		"SELECT unit, title, secrecy, status, category FROM report WHERE number = ?1";
	struct od_draft_kept *k = &r->all[i];
	struct od_err why = OD_ERR_INIT;
	char number[32];
	int64_t n;

	if (od_number_parse('R', text, &n, &why) < 0) {
		od_draft_problem(r, od_draft_at(r, k, "reports"), "reports: %s", why.msg);
		return 0;
	}
	od_number_str('R', n, number);
	od_buf_printf(list, "%s%s", list->n ? OD_LIST_SEP : "", number);
	if (add_number(r, n, i, err) < 0 ||
	    od_query_cols(r->db, sql, OD_VALS(od_v(n)), take_report, f, err) < 0)
		return -1;
	if (f->found)
		return check_status(r, k, number, n, f, err);
	od_draft_problem(r, od_draft_at(r, k, "reports"),
			 _("there is no report %s; 'report-list --search TEXT' finds its number"),
			 number);
	return 0;
}

/* The numbers of an item, each looked at; list: as they are kept. */
static int check_numbers(struct od_draft_reading *r, size_t i, struct od_buf *list, size_t *count,
			 struct od_err *err)
{
	struct od_draft_kept *k = &r->all[i];
	const char *rest = k->item.reports, *s;
	struct on_file *f = NULL;
	bool all_there = true;
	size_t n = 0, len;
	int done = 0;

	for (s = next_word(&rest, &len); s && done == 0; s = next_word(&rest, &len)) {
		struct on_file *grown = reallocarray(f, n + 1, sizeof(*grown));
		char *text = strndup(s, len);

		if (grown)
			f = grown;
		if (grown && text) {
			f[n] = (struct on_file){ NULL };
			done = one_number(r, i, text, &f[n], list, err);
			all_there &= f[n++].found;
		} else {
			done = od_fail_nomem(err);
		}
		free(text);
	}
	if (done == 0 && all_there && n && od_given(k->item.unit))
		done = check_units(r, k, f, n, err);
	if (done == 0 && all_there && n && od_given(k->item.original))
		done = check_original(r, k, f, n, err);
	for (size_t j = 0; j < n; j++)
		on_file_free(&f[j]);
	free(f);
	*count = n;
	return done;
}

static int check_weights(struct od_draft_reading *r, struct od_draft_kept *k, size_t reports,
			 struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf list = OD_BUF_INIT;
	const char *rest = k->item.weights, *s;
	unsigned int line = od_draft_at(r, k, "weights");
	size_t n = 0, len;
	bool whole = true;

	for (s = next_word(&rest, &len); s; s = next_word(&rest, &len), n++) {
		whole &= len < 7 && strspn(s, "0123456789") >= len && strspn(s, "0") < len;
		od_buf_printf(&list, "%s%.*s", n ? OD_LIST_SEP : "", (int)len, s);
	}
	if (!whole)
		od_draft_problem(
			r, line,
			_("weights are whole numbers from 1 on, such as [2, 1]; here is '%s'"),
			k->item.weights);
	else if (n != reports)
		od_draft_problem(r, line,
				 _("%zu reports but %zu weights; give one for each, or none at "
				   "all"),
				 reports, n);
	if (list.failed)
		return od_fail_nomem(err);
	free(k->item.weights);
	k->item.weights = list.s;
	list = (struct od_buf)OD_BUF_INIT;
	return 0;
}

static int find_column(struct od_draft_reading *r, struct od_draft_kept *k, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf list = OD_BUF_INIT, near = OD_BUF_INIT;
	const char **names = calloc(2 * r->columns.n + 1, sizeof(*names));
	const char *want = k->item.column ? k->item.column : "";
	size_t i = 0;

	if (!names)
		return od_fail_nomem(err);
	while (i < r->columns.n && strcmp(r->columns.column[i].code, want))
		i++;
	for (size_t t = 0; i == r->columns.n && t < r->columns.n; t++)
		if (!strcmp(r->columns.column[t].title, want)) {
			i = t;
			break;
		}
	k->column = i;
	for (size_t t = 0; t < r->columns.n; t++) {
		names[2 * t] = r->columns.column[t].code;
		names[2 * t + 1] = r->columns.column[t].title;
	}
	od_draft_columns_list(&r->columns, &list);
	if (i < r->columns.n)
		;
	else if (!*want)
		od_draft_problem(r, k->line, _("column is missing; %s has: %s"), r->p.name, list.s);
	else {
		od_nearest(want, names, 2 * r->columns.n, &near);
		if (near.n)
			od_draft_problem(
				r, od_draft_at(r, k, "column"),
				_("%s has no column '%s'; the nearest is '%s'; there are: %s"),
				r->p.name, want, near.s, list.s);
		else
			od_draft_problem(r, od_draft_at(r, k, "column"),
					 _("%s has no column '%s'; there are: %s"), r->p.name, want,
					 list.s);
	}
	free(names);
	return list.failed || near.failed ? od_fail_nomem(err) : 0;
}

/* An article stands in no column; elsewhere the code is kept. */
static int check_column(struct od_draft_reading *r, struct od_draft_kept *k, struct od_err *err)
{
	if (r->p.form == OD_PUB_ARTICLE && !od_given(k->item.column))
		return od_draft_set(&k->item.column, NULL, err);
	if (find_column(r, k, err) < 0)
		return -1;
	if (k->column == r->columns.n)
		return 0;
	return od_draft_set(&k->item.column,
			    r->p.form == OD_PUB_ARTICLE ? NULL : r->columns.column[k->column].code,
			    err);
}

int od_draft_check_item(struct od_draft_reading *r, size_t i, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf list = OD_BUF_INIT;
	struct od_draft_kept *k = &r->all[i];
	size_t reports = 0;

	if (!od_given(k->item.title))
		od_draft_problem(r, od_draft_at(r, k, "title"),
				 _("the title is empty; give one, or drop the item "
				   "(keep: no)"));
	if (r->known && check_column(r, k, err) < 0)
		return -1;
	if (od_given(k->item.reports) && check_numbers(r, i, &list, &reports, err) < 0)
		return -1;
	if (!od_given(k->item.reports) && !od_given(k->item.text))
		od_draft_problem(r, k->line,
				 _("neither reports nor text: an item of the editors' own needs "
				   "its text"));
	if (od_given(k->item.weights) && check_weights(r, k, reports, err) < 0)
		return -1;
	if (list.failed)
		return od_fail_nomem(err);
	return reports ? od_draft_set(&k->item.reports, list.s, err) : 0;
}

static int by_number(const void *a, const void *b)
{
	const struct od_draft_number *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->item < y->item ? -1 : x->item > y->item;
}

void od_draft_check_twice(struct od_draft_reading *r)
{
	char number[32];

	if (r->numbers)
		qsort(r->number, r->numbers, sizeof(*r->number), by_number);
	for (size_t i = 1; i < r->numbers; i++) {
		const struct od_draft_number *a = &r->number[i - 1], *b = &r->number[i];

		if (a->number != b->number)
			continue;
		od_number_str('R', b->number, number);
		if (a->item == b->item)
			od_draft_problem(r, od_draft_at(r, &r->all[b->item], "reports"),
					 _("%s stands twice in this item; once is enough"), number);
		else
			od_draft_problem(
				r, od_draft_at(r, &r->all[b->item], "reports"),
				_("%s stands in two items, the other is on line %u; leave it in one, "
				  "and let keep: no stand with the other"),
				number, r->all[a->item].line);
	}
}
