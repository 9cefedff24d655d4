/* bulletin-build-site-load.c - what there is to show: issues in the order of publications, years
 * and numbers, their neighbours and corrections, and which of them say something else than when
 * the site was last made. */
#include <string.h>

#include "bulletin-build-site.h"

/* Raise it when pages are made in another way. */
#define SITE_FORM "1"

bool cli_site_shows(const struct cli_site_issue *x)
{
	return x->i.status != OD_ISSUE_WITHDRAWN && !x->i.secrecy;
}

bool cli_site_hides(const struct cli_site_issue *x, int64_t item)
{
	char key[32];

	snprintf(key, sizeof(key), " %lld ", (long long)item);
	return x->hidden && strstr(x->hidden, key);
}

/* --- units ------------------------------------------------------------------------------------ */

struct cli_site_unit *cli_site_unit(struct cli_site *s, const char *code, struct od_err *err)
{
	size_t low = 0, high = s->units;
	struct cli_site_unit *list = s->unit;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(list[mid].code, code);

		if (c == 0)
			return &list[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (s->units == s->units_room) {
		s->units_room = s->units_room ? 2 * s->units_room : 256;
		list = realloc(list, s->units_room * sizeof(*list));
		if (!list) {
			od_fail_nomem(err);
			return NULL;
		}
		s->unit = list;
	}
	memmove(list + low + 1, list + low, (s->units - low) * sizeof(*list));
	list[low] = (struct cli_site_unit){ strdup(code), NULL, 0, false };
	s->units++;
	return &list[low];
}

/* --- issues ----------------------------------------------------------------------------------- */

static bool is_asked(const struct cli_site *s, const char *publication)
{
	size_t n = strlen(publication);

	for (const char *at = s->publications; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strcspn(at, ",") == n && !strncmp(at, publication, n))
			return true;
	}
	return !s->publications;
}

/* The code as a folder. */
static int name_page(struct cli_site_issue *x, struct od_err *err)
{
	static const char *const own[] = { "unit",      "search",    "index.html", "search.html",
					   "style.css", "search.js", "feed.xml" };
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < CLI_COUNT(own); i++)
		if (!strcmp(x->i.publication, own[i]))
			return od_fail(
				err, OD_EDATA,
				_("a publication with the code '%s' has no place on the site: "
				  "its folder would be the site's own; leave it out by "
				  "--publication"),
				x->i.publication);
	cli_site_name(&b, x->i.publication);
	od_buf_printf(&b, "/%lld/%03lld.html", (long long)x->i.year, (long long)x->i.serial);
	if (b.failed)
		return od_fail_nomem(err);
	x->page = b.s;
	b.s = NULL;
	return 0;
}

static int add_issue(struct cli_site *s, struct od_issue *i, size_t *room, struct od_err *err)
{
	struct cli_site_issue *list = s->issue;

	if (s->issues == *room) {
		*room = *room ? 2 * *room : 1024;
		list = realloc(list, *room * sizeof(*list));
		if (!list)
			return od_fail_nomem(err);
		s->issue = list;
	}
	list[s->issues] = (struct cli_site_issue){ .i = *i };
	od_rec_init(&od_issue_type, i);
	s->issues++;
	return name_page(&list[s->issues - 1], err);
}

/* Each that --publication names is there, whether it has issues yet or not. */
static int check_asked(struct cli_site *s, struct od_err *err)
{
	struct od_publication p;
	int r = 0;

	od_rec_init(&od_publication_type, &p);
	for (const char *at = s->publications; at && r == 0; at = strchr(at, ',')) {
		char *code;

		at += *at == ',';
		code = strndup(at, strcspn(at, ","));
		r = code ? od_publication_get(s->db, code, od_instant_date(s->cli->now), &p, err)
			 : od_fail_nomem(err);
		free(code);
	}
	od_rec_clear(&od_publication_type, &p);
	return r;
}

int cli_site_read(struct cli_site *s, struct od_err *err)
{
	struct od_issue_query q = OD_ISSUE_QUERY_INIT;
	struct od_issue i;
	size_t room = 0;
	int r;

	q.withdrawn = true;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_issue_find(s->db, &q, err);

	if (!it || check_asked(s, err) < 0)
		return -1;
	od_rec_init(&od_issue_type, &i);
	while ((r = od_iter_next(it, &i, err)) > 0)
		if (is_asked(s, i.publication) && add_issue(s, &i, &room, err) < 0) {
			r = -1;
			break;
		}
	od_rec_clear(&od_issue_type, &i);
	return r;
}

static int by_place(const void *a, const void *b)
{
	const struct cli_site_issue *x = a, *y = b;
	int c = strcmp(x->i.publication, y->i.publication);

	if (c)
		return c;
	if (x->i.year != y->i.year)
		return x->i.year < y->i.year ? -1 : 1;
	return x->i.serial < y->i.serial ? -1 : x->i.serial > y->i.serial;
}

/* As by_place() has them; year and number are compared as numbers. */
struct cli_site_issue *cli_site_find(const struct cli_site *s, const char *issue)
{
	const char *slash = strchr(issue, '/');
	struct cli_site_issue key = { 0 };
	struct cli_site_issue *x;
	char code[256], *end;

	if (!slash || (size_t)(slash - issue) >= sizeof(code))
		return NULL;
	snprintf(code, sizeof(code), "%.*s", (int)(slash - issue), issue);
	key.i.publication = code;
	key.i.year = strtoll(slash + 1, &end, 10);
	key.i.serial = *end == '-' ? strtoll(end + 1, NULL, 10) : 0;
	x = s->issues ? bsearch(&key, s->issue, s->issues, sizeof(key), by_place) : NULL;
	return x;
}

static int read_corrections(struct cli_site *s, struct cli_site_issue *x, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_correction_find(s->db, x->i.issue, err);
	struct od_correction c, *list;
	int r;

	if (!it)
		return -1;
	od_rec_init(&od_correction_type, &c);
	while ((r = od_iter_next(it, &c, err)) > 0) {
		list = realloc(x->correction, (x->corrections + 1) * sizeof(*list));
		if (!list)
			return od_fail_nomem(err);
		x->correction = list;
		list[x->corrections++] = c;
		od_rec_init(&od_correction_type, &c);
	}
	od_rec_clear(&od_correction_type, &c);
	return r;
}

/* --- what they say, and whether it is new ----------------------------------------------------- */

static uint64_t hash_record(uint64_t h, const struct od_rec_type *type, const void *rec)
{
	char buf[32];

	for (const struct od_field *f = type->fields; f->name; f++)
		h = cli_site_hash_text(h, od_field_str(f, rec, buf));
	return h;
}

static uint64_t hash_neighbour(uint64_t h, const struct cli_site_issue *x)
{
	h = cli_site_hash_text(h, x ? x->page : NULL);
	return cli_site_hash_text(h, x ? x->i.masthead : NULL);
}

static bool pdf_is_there(const struct cli_site *s, const struct cli_site_issue *x)
{
	char path[512];

	snprintf(path, sizeof(path), "%.*s.pdf", (int)(strlen(x->page) - strlen(".html")), x->page);
	return cli_site_there(s, path);
}

static void judge(struct cli_site *s, struct cli_site_issue *x)
{
	uint64_t said = 0, framed = 0;
	bool known;

	x->said = hash_record(cli_site_hash_text(CLI_SITE_HASH, s->version), &od_issue_type, &x->i);
	for (size_t c = 0; c < x->corrections; c++)
		x->said = hash_record(x->said, &od_correction_type, &x->correction[c]);
	x->framed = hash_neighbour(hash_neighbour(x->said, x->before), x->after);
	known = cli_site_recall(s, x, &said, &framed);
	x->changed = !known || s->all || said != x->said;
	if (s->pdf)
		x->framed = cli_site_hash_text(x->framed, "pdf");
	x->paged = x->changed || framed != x->framed || !cli_site_there(s, x->page) ||
		   (s->pdf && cli_site_shows(x) && !pdf_is_there(s, x));
}

/* --- years and publications ------------------------------------------------------------------- */

static int group_years(struct cli_site *s, struct od_err *err)
{
	struct cli_site_set *set = NULL;

	s->set = calloc(s->issues + 1, sizeof(*s->set));
	if (!s->set)
		return od_fail_nomem(err);
	for (size_t i = 0; i < s->issues; i++) {
		struct cli_site_issue *x = &s->issue[i];

		if (!set || strcmp(set->issue->i.publication, x->i.publication) ||
		    set->issue->i.year != x->i.year) {
			OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

			set = &s->set[s->sets++];
			set->issue = x;
			cli_site_name(&name, x->i.publication);
			snprintf(set->id, sizeof(set->id), "%s-%lld", name.s ? name.s : "",
				 (long long)x->i.year);
		}
		set->n++;
		set->changed = set->changed || x->changed;
	}
	return 0;
}

static void notice_gone(struct cli_site *s, struct cli_site_set *set)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	od_buf_printf(&b, "search/%s/", set->id);
	if (b.s && !cli_site_there(s, b.s))
		set->changed = true;
	od_buf_reset(&b);
	cli_site_name(&b, set->issue->i.publication);
	od_buf_printf(&b, "/%lld/index.html", (long long)set->issue->i.year);
	if (b.s && !cli_site_there(s, b.s))
		set->changed = true;
}

/* Publications in the regime's order, then those that are no more. */
static int group_books(struct cli_site *s, struct od_err *err)
{
	struct cli_site_book *book = NULL;

	s->book = calloc(s->sets + 1, sizeof(*s->book));
	if (!s->book)
		return od_fail_nomem(err);
	for (size_t i = 0; i < s->sets; i++) {
		struct cli_site_set *set = &s->set[i];
		const struct cli_site_issue *last = &set->issue[set->n - 1];

		if (!book || strcmp(book->code, last->i.publication)) {
			book = &s->book[s->books++];
			book->code = last->i.publication;
			book->set = set;
		}
		book->name = last->i.masthead;
		book->sets++;
	}
	return 0;
}

static int order_books(struct cli_site *s, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_publication_find(s->db, od_instant_date(s->cli->now), err);
	struct od_publication p;
	size_t at = 0;
	int r;

	if (!it)
		return -1;
	od_rec_init(&od_publication_type, &p);
	while ((r = od_iter_next(it, &p, err)) > 0)
		for (size_t i = at; i < s->books; i++)
			if (!strcmp(s->book[i].code, p.code)) {
				struct cli_site_book found = s->book[i];

				memmove(s->book + at + 1, s->book + at, (i - at) * sizeof(found));
				s->book[at++] = found;
				break;
			}
	od_rec_clear(&od_publication_type, &p);
	return r;
}

static int describe(struct cli_site *s, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	s->office = s->issues ? s->issue[s->issues - 1].i.office : NULL;
	for (size_t i = 0; i < s->issues; i++)
		if (s->issue[i].i.at.sec > s->issue[s->issues - 1].i.at.sec)
			s->office = s->issue[i].i.office;
	if (!s->office)
		s->office = od_setting(s->db, "office_name", od_instant_date(s->cli->now), "");
	/* Translators: the language of pages as HTML names it: en, zh-CN. */
	od_buf_printf(&b, "%s %s %s %s %s", SITE_FORM, od_version(), _("en"), s->office,
		      s->publications ? s->publications : "");
	if (b.failed)
		return od_fail_nomem(err);
	s->version = b.s;
	b.s = NULL;
	return 0;
}

int cli_site_load(struct cli_site *s, struct od_err *err)
{
	if (s->issues)
		qsort(s->issue, s->issues, sizeof(*s->issue), by_place);
	if (describe(s, err) < 0)
		return -1;
	for (size_t i = 0; i < s->issues; i++) {
		struct cli_site_issue *x = &s->issue[i];

		if (i && !strcmp(x[-1].i.publication, x->i.publication)) {
			x->before = x - 1;
			x[-1].after = x;
		}
		if (x->i.corrections > 0 && read_corrections(s, x, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < s->issues; i++)
		judge(s, &s->issue[i]);
	if (group_years(s, err) < 0 || group_books(s, err) < 0)
		return -1;
	for (size_t i = 0; i < s->sets; i++)
		notice_gone(s, &s->set[i]);
	return order_books(s, err);
}

/* --- items ------------------------------------------------------------------------------------ */

static int note_hidden(struct cli_site_issue *x, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < x->items; i++)
		if (x->item[i].secrecy)
			od_buf_printf(&b, b.n ? "%lld " : " %lld ", (long long)x->item[i].item);
	free(x->hidden);
	x->hidden = strdup(b.s ? b.s : "");
	return b.failed || !x->hidden ? od_fail_nomem(err) : 0;
}

int cli_site_items(struct cli_site *s, struct cli_site_issue *x, struct od_err *err)
{
	struct od_issue_item item, *list;
	struct od_iter *it;
	size_t room = 0;
	int r;

	if (x->item)
		return 0;
	it = od_issue_items(s->db, x->i.issue, err);
	if (!it)
		return -1;
	od_rec_init(&od_issue_item_type, &item);
	while ((r = od_iter_next(it, &item, err)) > 0) {
		if (x->items == room) {
			room = room ? 2 * room : 32;
			list = realloc(x->item, room * sizeof(*list));
			if (!list) {
				r = od_fail_nomem(err);
				break;
			}
			x->item = list;
		}
		x->item[x->items++] = item;
		od_rec_init(&od_issue_item_type, &item);
	}
	od_rec_clear(&od_issue_item_type, &item);
	od_iter_free(it);
	return r < 0 ? -1 : note_hidden(x, err);
}

void cli_site_items_free(struct cli_site_issue *x)
{
	for (size_t i = 0; i < x->items; i++)
		od_rec_clear(&od_issue_item_type, &x->item[i]);
	free(x->item);
	x->item = NULL;
	x->items = 0;
}

static int by_day(const void *a, const void *b)
{
	const struct cli_site_issue *x = *(struct cli_site_issue *const *)a,
				    *y = *(struct cli_site_issue *const *)b;

	if (x->i.date.days != y->i.date.days)
		return x->i.date.days > y->i.date.days ? -1 : 1;
	if (x->i.at.sec != y->i.at.sec)
		return x->i.at.sec > y->i.at.sec ? -1 : 1;
	if (x->i.total != y->i.total)
		return x->i.total > y->i.total ? -1 : 1;
	return strcmp(x->i.issue, y->i.issue);
}

/* All issues, newest first; yours to free. */
struct cli_site_issue **cli_site_newest(const struct cli_site *s, size_t *n, struct od_err *err)
{
	struct cli_site_issue **list = calloc(s->issues + 1, sizeof(struct cli_site_issue *));

	*n = s->issues;
	if (!list) {
		od_fail_nomem(err);
		return NULL;
	}
	for (size_t i = 0; i < s->issues; i++)
		list[i] = &s->issue[i];
	if (*n)
		qsort(list, *n, sizeof(struct cli_site_issue *), by_day);
	return list;
}
