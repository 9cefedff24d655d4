/* bulletin-build-site-units.c - a page a unit: what of its reports was adopted, newest
 * first.  Pages are made anew for the units whose reports are, or were, in an issue that changed. */
#include <string.h>

#include "bulletin-build-site.h"

struct row {
	const struct cli_site_issue *in;
	int64_t item;
	char *unit, *name, *title;
};
struct rows {
	struct row *row;
	size_t n, room;
};

/* So many changed issues, or units in them, and everything is read at once instead of one by one. */
#define MANY_ISSUES 64
#define MANY_UNITS  3

static void rows_free(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->row[i].unit);
		free(r->row[i].name);
		free(r->row[i].title);
	}
	free(r->row);
}

static int take(struct rows *r, const struct cli_site_issue *in, struct od_adoption *a,
		struct od_err *err)
{
	struct row *list = r->row;

	if (r->n == r->room) {
		r->room = r->room ? 2 * r->room : 1024;
		list = realloc(list, r->room * sizeof(*list));
		if (!list)
			return od_fail_nomem(err);
		r->row = list;
	}
	list[r->n++] = (struct row){ in, a->item, a->unit, a->unit_name, a->title };
	a->unit = a->unit_name = a->title = NULL;
	return 0;
}

/* What may be shown of an issue's, a unit's or (both NULL) all adoptions. */
static int read_rows(struct cli_site *s, const char *issue, const char *unit, struct rows *rows,
		     struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it =
		od_adoption_find(s->db, issue, unit, OD_NOINT, OD_NODATE, OD_NODATE, err);
	const struct cli_site_issue *in = NULL;
	struct od_adoption a;
	int r;

	if (!it)
		return -1;
	od_rec_init(&od_adoption_type, &a);
	while ((r = od_iter_next(it, &a, err)) > 0) {
		if (!in || strcmp(in->i.issue, a.issue))
			in = cli_site_find(s, a.issue);
		if (in && cli_site_shows(in) && !cli_site_hides(in, a.item) && a.unit &&
		    take(rows, in, &a, err) < 0) {
			r = -1;
			break;
		}
	}
	od_rec_clear(&od_adoption_type, &a);
	return r;
}

/* --- which units ------------------------------------------------------------------------------ */

/* An issue's units, as the manifest keeps them, and each of them changed. */
static int note_unit(struct cli_site *s, struct cli_site_issue *x, const char *code,
		     struct od_err *err)
{
	struct cli_site_unit *u = cli_site_unit(s, code, err);
	size_t had = x->units ? strlen(x->units) : 0, n = strlen(code);
	char *more;

	if (!u)
		return -1;
	u->changed = true;
	for (const char *at = x->units; at && (at = strstr(at, code)); at += n)
		if ((at == x->units || at[-1] == ' ') && (!at[n] || at[n] == ' '))
			return 0;
	more = realloc(x->units, had + n + 2);
	if (!more)
		return od_fail_nomem(err);
	x->units = more;
	snprintf(more + had, n + 2, "%s%s", had ? " " : "", code);
	return 0;
}

/* Those whose reports were in it when the site was last made. */
static int note_former(struct cli_site *s, const struct cli_site_issue *x, struct od_err *err)
{
	size_t n;

	for (const char *at = x->units; *at; at += n + (at[n] == ' ')) {
		char code[256];
		struct cli_site_unit *u;

		n = strcspn(at, " ");
		snprintf(code, sizeof(code), "%.*s", (int)n, at);
		u = *code ? cli_site_unit(s, code, err) : NULL;
		if (*code && !u)
			return -1;
		if (u)
			u->changed = true;
	}
	return 0;
}

static int note_rows(struct cli_site *s, const struct rows *rows, struct od_err *err)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct cli_site_issue *x = (struct cli_site_issue *)(uintptr_t)rows->row[i].in;

		if (x->changed && note_unit(s, x, rows->row[i].unit, err) < 0)
			return -1;
	}
	return 0;
}

/* Its page; the list of all is index.html. */
static void page_name(struct od_buf *b, const char *code)
{
	bool own = !strcasecmp(code, "index");

	if (own)
		od_buf_printf(b, "_%02X", (unsigned char)*code);
	cli_site_name(b, code + own);
	od_buf_puts(b, ".html");
}

static void notice_gone(struct cli_site *s)
{
	for (size_t i = 0; i < s->units; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

		od_buf_puts(&b, "unit/");
		page_name(&b, s->unit[i].code);
		if (b.s && !cli_site_there(s, b.s))
			s->unit[i].changed = true;
	}
}

/* A page is headed by what the unit is called now. */
static int name_units(struct cli_site *s, struct od_err *err)
{
	for (size_t i = 0; i < s->units; i++) {
		struct cli_site_unit *u = &s->unit[i];
		const char *now = od_unit_name(s->db, u->code, od_instant_date(s->cli->now));
		char *copy;

		if (!now || (u->name && !strcmp(u->name, now)))
			continue;
		copy = strdup(now);
		if (!copy)
			return od_fail_nomem(err);
		free(u->name);
		u->name = copy;
		u->changed = true;
	}
	return 0;
}

/* The units of what changed. */
static int read_issues(struct cli_site *s, struct od_err *err)
{
	for (size_t i = 0; i < s->issues; i++) {
		struct rows of = { 0 };
		int r = 0;

		if (s->issue[i].changed)
			r = read_rows(s, s->issue[i].i.issue, NULL, &of, err);
		if (r == 0)
			r = note_rows(s, &of, err);
		rows_free(&of);
		if (r < 0)
			return -1;
	}
	return 0;
}

/* What the pages of changed units are made of. */
static int read_changed(struct cli_site *s, size_t changed, struct rows *rows, struct od_err *err)
{
	size_t units = 0;

	if (changed <= MANY_ISSUES && read_issues(s, err) < 0)
		return -1;
	for (size_t i = 0; i < s->units; i++)
		units += s->unit[i].changed;
	if (changed > MANY_ISSUES || units > MANY_UNITS) {
		if (read_rows(s, NULL, NULL, rows, err) < 0)
			return -1;
		return note_rows(s, rows, err);
	}
	for (size_t i = 0; i < s->units; i++)
		if (s->unit[i].changed && read_rows(s, NULL, s->unit[i].code, rows, err) < 0)
			return -1;
	return 0;
}

/* --- pages ------------------------------------------------------------------------------------ */

static int by_unit(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int c = strcmp(x->unit, y->unit);

	if (c)
		return c;
	if (x->in->i.date.days != y->in->i.date.days)
		return x->in->i.date.days > y->in->i.date.days ? -1 : 1;
	if (x->in != y->in) {
		c = strcmp(x->in->i.publication, y->in->i.publication);
		return c ? c : x->in->i.serial > y->in->i.serial ? -1 : 1;
	}
	return x->item < y->item ? -1 : x->item > y->item;
}

static int year_of(od_date d)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	return year;
}

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

static void put_row(struct od_buf *b, const struct row *r)
{
	char number[96];

	od_buf_puts(b, "<li>");
	cli_site_day(b, r->in->i.date);
	od_buf_puts(b, "<a href=\"../");
	cli_site_url(b, r->in->page);
	od_buf_printf(b, "#item-%lld", (long long)r->item);
	element(b, "\">", r->title ? r->title : "", "</a><small>");
	element(b, "", r->in->i.masthead, " ");
	element(b, "", cli_site_number(r->in, number), "</small></li>\n");
}

/* A unit's rows, one an item: several of its reports may be in one. */
static int64_t put_rows(struct od_buf *b, const struct row *row, size_t n)
{
	const struct row *last = NULL;
	int64_t shown = 0;

	for (size_t i = 0; i < n; i++) {
		const struct row *r = &row[i];
		int year = year_of(r->in->i.date);

		if (last && last->in == r->in && last->item == r->item)
			continue;
		if (!last || year_of(last->in->i.date) != year) {
			od_buf_printf(b, "%s<h2 id=\"y%d\">", last ? "</ul>\n" : "", year);
			od_buf_printf(b, _("Year %lld"), (long long)year);
			od_buf_puts(b, "</h2>\n<ul class=\"adopted\">\n");
		}
		put_row(b, r);
		last = r;
		shown++;
	}
	od_buf_puts(b, last ? "</ul>\n" : "");
	return shown;
}

static int unit_page(struct cli_site *s, struct cli_site_unit *u, const struct row *row, size_t n,
		     struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf list = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf trail = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf path = OD_BUF_INIT;

	if (!u->name && n && row->name)
		u->name = strdup(row->name);
	u->adopted = put_rows(&list, row, n);
	element(&trail, "<a href=\"index.html\">", _("By unit"),
		"</a><span aria-current=\"page\">");
	element(&trail, "", u->name ? u->name : u->code, "</span>");
	if (trail.failed)
		return od_fail_nomem(err);
	cli_site_begin(s, &b, "../", u->name ? u->name : u->code, trail.s);
	element(&b, "<h1>", u->name ? u->name : u->code, "</h1>\n<p class=\"sum\">");
	od_buf_printf(&b, ngettext("%lld item adopted", "%lld items adopted", u->adopted),
		      (long long)u->adopted);
	od_buf_puts(&b, "</p>\n");
	od_buf_puts(&b, list.s);
	cli_site_end(s, &b, "../");
	od_buf_puts(&path, "unit/");
	page_name(&path, u->code);
	return path.failed || list.failed ? od_fail_nomem(err) : cli_site_put(s, path.s, &b, err);
}

static void put_unit(struct od_buf *b, const struct cli_site_unit *u)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

	page_name(&name, u->code);
	od_buf_puts(b, "<li><a href=\"");
	cli_site_url(b, name.s ? name.s : "");
	element(b, "\">", u->name ? u->name : u->code, "</a>");
	od_buf_printf(b, "<span>%lld</span></li>\n", (long long)u->adopted);
}

static void begin_kind(struct od_buf *b, const char *heading, bool first)
{
	od_buf_puts(b, first ? "" : "</ul>\n");
	element(b, "<h2>", heading, "</h2>\n<ul class=\"units\">\n");
}

/* Those there are, by kind, in the order of the organisation; which of them were listed. */
static int put_present(struct cli_site *s, struct od_buf *b, bool *listed, bool *any,
		       struct od_err *err)
{
	const struct od_word *kinds = od_field_find(&od_unit_type, "kind")->words;
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_unit_find(s->db, od_instant_date(s->cli->now), -1, NULL, err);
	struct od_unit unit;
	int r, kind = -1;

	if (!it)
		return -1;
	od_rec_init(&od_unit_type, &unit);
	while ((r = od_iter_next(it, &unit, err)) > 0) {
		size_t u = 0;

		while (u < s->units && strcmp(s->unit[u].code, unit.code))
			u++;
		if (u == s->units)
			continue;
		if (kind != unit.kind)
			begin_kind(b, _(kinds[unit.kind].label), !*any);
		kind = unit.kind;
		*any = listed[u] = true;
		put_unit(b, &s->unit[u]);
	}
	od_rec_clear(&od_unit_type, &unit);
	return r;
}

static void put_former(struct cli_site *s, struct od_buf *b, const bool *listed, bool *any)
{
	bool first = true;

	for (size_t i = 0; i < s->units; i++) {
		if (listed[i])
			continue;
		if (first)
			begin_kind(b, _("Units that are no more"), !*any);
		first = false;
		*any = true;
		put_unit(b, &s->unit[i]);
	}
}

static int list_page(struct cli_site *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf trail = OD_BUF_INIT;
	bool *listed = calloc(s->units + 1, sizeof(*listed)), any = false;
	int r;

	if (!listed)
		return od_fail_nomem(err);
	element(&trail, "<span aria-current=\"page\">", _("By unit"), "</span>");
	cli_site_begin(s, &b, "../", _("By unit"), trail.s);
	element(&b, "<h1>", _("By unit"), "</h1>\n<p class=\"sum\">");
	element(&b, "", _("How many items of each unit were adopted, and which."), "</p>\n");
	r = put_present(s, &b, listed, &any, err);
	put_former(s, &b, listed, &any);
	od_buf_puts(&b, any ? "</ul>\n" : "");
	free(listed);
	cli_site_end(s, &b, "../");
	return r < 0 ? -1 : cli_site_put(s, "unit/index.html", &b, err);
}

static int make_pages(struct cli_site *s, const struct rows *rows, struct od_err *err)
{
	size_t i = 0;

	for (size_t u = 0; u < s->units; u++) {
		size_t from;

		while (i < rows->n && strcmp(rows->row[i].unit, s->unit[u].code) < 0)
			i++;
		for (from = i; i < rows->n && !strcmp(rows->row[i].unit, s->unit[u].code); i++)
			;
		if (s->unit[u].changed &&
		    unit_page(s, &s->unit[u], rows->row + from, i - from, err) < 0)
			return -1;
	}
	return list_page(s, err);
}

int cli_site_adopted(struct cli_site *s, struct od_err *err)
{
	struct rows rows = { 0 };
	size_t changed = 0;
	int r = 0;

	notice_gone(s);
	r = name_units(s, err);
	for (size_t i = 0; i < s->issues && r == 0; i++) {
		if (!s->issue[i].changed)
			continue;
		changed++;
		if (s->issue[i].units)
			r = note_former(s, &s->issue[i], err);
	}
	for (size_t i = 0; i < s->units && changed == s->issues; i++)
		s->unit[i].changed = true;
	if (r == 0)
		r = read_changed(s, changed, &rows, err);
	if (r == 0 && rows.n)
		qsort(rows.row, rows.n, sizeof(*rows.row), by_unit);
	if (r == 0)
		r = name_units(s, err); /* those that came just now */
	if (r == 0)
		r = make_pages(s, &rows, err);
	rows_free(&rows);
	return r;
}
