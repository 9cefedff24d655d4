/* bulletin-build-site-search.c - search without a server.  A year of a publication is a set: its
 * items are numbered from 0 in the order of its issues, and each pair of characters that stands in
 * one is listed with the numbers of the items, in shards by its first character, so that a browser
 * reads one small file a character and set.  What is found is a superset; search.js narrows it by
 * the text, which is in a file an issue.  All files are scripts that call a function: that also
 * works where pages are opened as files.  search.js holds the other half: shard(), fold(),
 * isWord(). */
#include <string.h>

#include "bulletin-build-site.h"

struct pair {
	uint64_t key; /* shard, first character, second */
	uint32_t last, n, place;
};
struct index {
	struct pair *pair; /* a hash table, then sorted */
	size_t room, pairs;
	struct hit {
		uint32_t pair, item;
	} * hit;
	size_t hits, hits_room;
	unsigned int shards;
};

/* --- characters ------------------------------------------------------------------------------- */

static uint32_t fold(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* Neither blank nor mark. */
static bool is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
	return c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3000 && c <= 0x3004) &&
	       !(c >= 0x3008 && c <= 0x303f) && !(c >= 0xe000 && c <= 0xf8ff) &&
	       !(c >= 0xfe30 && c <= 0xfe4f) && !(c >= 0xff00 && c <= 0xffef);
}

static unsigned int shard_of(const struct index *x, uint32_t c)
{
	return ((c * 0x9e3779b1u) >> 16) & (x->shards - 1);
}

/* So many that a shard is some 30 kB; a set only grows. */
static unsigned int shards_for(size_t items)
{
	unsigned int n = 1;

	while (n < 256 && n * 64 < items)
		n *= 2;
	return n;
}

/* --- the index -------------------------------------------------------------------------------- */

static size_t slot_of(const struct index *x, uint64_t key)
{
	size_t at = (key * 0x9e3779b97f4a7c15u) >> 20 & (x->room - 1);

	while (x->pair[at].n && x->pair[at].key != key)
		at = (at + 1) & (x->room - 1);
	return at;
}

/* Hits point at slots: when these move, they go along. */
static int grow(struct index *x, struct od_err *err)
{
	struct index more = { .room = x->room ? 2 * x->room : 1 << 16 };
	uint32_t *to = malloc((x->room + 1) * sizeof(*to));

	more.pair = calloc(more.room, sizeof(*more.pair));
	if (!more.pair || !to) {
		free(more.pair);
		free(to);
		return od_fail_nomem(err);
	}
	for (size_t i = 0; i < x->room; i++)
		if (x->pair[i].n) {
			to[i] = slot_of(&more, x->pair[i].key);
			more.pair[to[i]] = x->pair[i];
		}
	for (size_t i = 0; i < x->hits; i++)
		x->hit[i].pair = to[x->hit[i].pair];
	free(to);
	free(x->pair);
	x->pair = more.pair;
	x->room = more.room;
	return 0;
}

static int add(struct index *x, uint32_t first, uint32_t second, uint32_t item, struct od_err *err)
{
	uint64_t key = (uint64_t)shard_of(x, first) << 42 | (uint64_t)first << 21 | second;
	struct hit *more;
	struct pair *p;
	size_t at;

	if (2 * x->pairs >= x->room && grow(x, err) < 0)
		return -1;
	at = slot_of(x, key);
	p = &x->pair[at];
	if (p->n && p->last == item)
		return 0;
	if (x->hits == x->hits_room) {
		x->hits_room = x->hits_room ? 2 * x->hits_room : 1 << 16;
		more = realloc(x->hit, x->hits_room * sizeof(*more));
		if (!more)
			return od_fail_nomem(err);
		x->hit = more;
	}
	x->pairs += p->n == 0;
	p->key = key;
	p->last = item;
	p->n++;
	x->hit[x->hits++] = (struct hit){ at, item };
	return 0;
}

/* Each character that is of a word, with what follows it: a blank stands for whatever is of none. */
static int add_text(struct index *x, const char *s, uint32_t item, struct od_err *err)
{
	uint32_t before = ' ', c;
	size_t n;

	for (; s && *s; s += n) {
		c = fold(od_utf8_get(s, &n));
		if (!is_word(c))
			c = ' ';
		if (before != ' ' && add(x, before, c, item, err) < 0)
			return -1;
		before = c;
	}
	return before == ' ' ? 0 : add(x, before, ' ', item, err);
}

/* --- its files -------------------------------------------------------------------------------- */

static void put_char(struct od_buf *b, uint32_t c)
{
	char s[4];
	size_t n = 0;

	if (c < 0x80) {
		s[n++] = c;
	} else if (c < 0x800) {
		s[n++] = 0xc0 | c >> 6;
	} else if (c < 0x10000) {
		s[n++] = 0xe0 | c >> 12;
		s[n++] = 0x80 | (c >> 6 & 63);
	} else {
		s[n++] = 0xf0 | c >> 18;
		s[n++] = 0x80 | (c >> 12 & 63);
		s[n++] = 0x80 | (c >> 6 & 63);
	}
	if (c >= 0x80)
		s[n++] = 0x80 | (c & 63);
	od_buf_add(b, s, n);
}

static void put_base36(struct od_buf *b, uint32_t n)
{
	char digits[8];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36];
		n /= 36;
	} while (n);
	od_buf_add(b, digits + at, sizeof(digits) - at);
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = ((const struct pair *)a)->key, y = ((const struct pair *)b)->key;

	return x < y ? -1 : x > y;
}

/* The items of each pair, one pair after the other, in items[]; the table becomes a sorted list. */
static int sort_hits(struct index *x, uint32_t **items, struct od_err *err)
{
	uint32_t *slot = malloc((x->room + 1) * sizeof(*slot));
	size_t n = 0, place = 0;

	*items = malloc((x->hits + 1) * sizeof(**items));
	if (!slot || !*items) {
		free(slot);
		return od_fail_nomem(err);
	}
	for (size_t i = 0; i < x->room; i++)
		if (x->pair[i].n) {
			struct pair p = x->pair[i];

			p.place = i;
			x->pair[n++] = p;
		}
	if (n)
		qsort(x->pair, n, sizeof(*x->pair), by_key);
	for (size_t i = 0; i < n; i++) {
		slot[x->pair[i].place] = place;
		x->pair[i].place = place;
		place += x->pair[i].n;
	}
	for (size_t i = 0; i < x->hits; i++)
		(*items)[slot[x->hit[i].pair]++] = x->hit[i].item;
	free(slot);
	return 0;
}

/* od.shard("daily-2026",63,{"供":"水a3,b;电1c"}): differences of numbers in base 36. */
static void put_shard(struct od_buf *b, const struct cli_site_set *set, unsigned int shard,
		      const struct pair *p, size_t n, const uint32_t *items)
{
	uint64_t first = UINT64_MAX;

	od_buf_printf(b, "od.shard(\"%s\",%u,{", set->id, shard);
	for (size_t i = 0; i < n; i++, p++) {
		uint32_t last = 0;

		if (p->key >> 21 != first) {
			od_buf_puts(b, first == UINT64_MAX ? "\"" : "\",\n\"");
			first = p->key >> 21;
			put_char(b, first & 0x1fffff);
			od_buf_puts(b, "\":\"");
		} else {
			od_buf_putc(b, ';');
		}
		put_char(b, p->key & 0x1fffff);
		for (uint32_t k = 0; k < p->n; k++) {
			if (k)
				od_buf_putc(b, ',');
			put_base36(b, items[p->place + k] - last);
			last = items[p->place + k];
		}
	}
	od_buf_puts(b, n ? "\"});\n" : "});\n");
}

static int put_shards(struct cli_site *s, const struct cli_site_set *set, struct index *x,
		      struct od_err *err)
{
	uint32_t *items = NULL;
	size_t at = 0, from;
	char path[192];
	int r = sort_hits(x, &items, err);

	for (unsigned int shard = 0; r == 0 && shard < x->shards; shard++) {
		struct od_buf b = OD_BUF_INIT;

		for (from = at; at < x->pairs && x->pair[at].key >> 42 == shard; at++)
			;
		put_shard(&b, set, shard, x->pair + from, at - from, items);
		snprintf(path, sizeof(path), "search/%s/%02x.js", set->id, shard);
		r = cli_site_put(s, path, &b, err);
	}
	free(items);
	return r;
}

/* What search.js shows of an issue: od.text("daily-2026",341,[["title","text","source",3],...]). */
static int put_texts(struct cli_site *s, const struct cli_site_set *set,
		     const struct cli_site_issue *x, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	char path[192];

	od_buf_printf(&b, "od.text(\"%s\",%lld,[", set->id, (long long)x->i.serial);
	for (size_t i = 0; i < x->items && cli_site_shows(x); i++) {
		const struct od_issue_item *item = &x->item[i];
		bool hidden = cli_site_hides(x, item->item);

		od_buf_puts(&b, i ? ",\n[" : "\n[");
		od_json_quote(&b, hidden ? "" : item->title);
		od_buf_putc(&b, ',');
		od_json_quote(&b, hidden || !item->text ? "" : item->text);
		od_buf_putc(&b, ',');
		od_json_quote(&b, hidden || !item->source ? "" : item->source);
		od_buf_printf(&b, ",%lld]", (long long)item->item);
	}
	od_buf_puts(&b, "]);\n");
	snprintf(path, sizeof(path), "search/%s/t%lld.js", set->id, (long long)x->i.serial);
	return cli_site_put(s, path, &b, err);
}

/* od.set("daily-2026",{...}): its issues, each by number, day and how many items it has. */
static int put_set(struct cli_site *s, const struct cli_site_set *set, const struct index *x,
		   struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	char path[192], day[16];

	od_buf_printf(&b, "od.set(\"%s\",{\"shards\":%u,\"issues\":[", set->id, x->shards);
	for (size_t i = 0; i < set->n; i++) {
		const struct od_issue *issue = &set->issue[i].i;

		od_buf_printf(&b, "%s[%lld,\"%s\",%zu]", i ? ",\n" : "\n", (long long)issue->serial,
			      od_date_str(issue->date, day), set->issue[i].items);
	}
	od_buf_puts(&b, "]});\n");
	snprintf(path, sizeof(path), "search/%s/set.js", set->id);
	return cli_site_put(s, path, &b, err);
}

static int index_issue(struct index *x, const struct cli_site_issue *issue, uint32_t *item,
		       struct od_err *err)
{
	for (size_t i = 0; i < issue->items; i++, (*item)++) {
		const struct od_issue_item *it = &issue->item[i];

		if (!cli_site_shows(issue) || cli_site_hides(issue, it->item))
			continue;
		if (add_text(x, it->title, *item, err) < 0 ||
		    add_text(x, it->text, *item, err) < 0 ||
		    add_text(x, it->source, *item, err) < 0)
			return -1;
	}
	return 0;
}

int cli_site_index(struct cli_site *s, struct cli_site_set *set, struct od_err *err)
{
	struct index x = { 0 };
	size_t items = 0;
	uint32_t item = 0;
	int r = 0;

	for (size_t i = 0; i < set->n; i++)
		items += set->issue[i].items;
	x.shards = shards_for(items);
	r = grow(&x, err);
	for (size_t i = 0; i < set->n && r == 0; i++) {
		r = index_issue(&x, &set->issue[i], &item, err);
		if (r == 0)
			r = put_texts(s, set, &set->issue[i], err);
	}
	if (r == 0)
		r = put_set(s, set, &x, err);
	if (r == 0)
		r = put_shards(s, set, &x, err);
	free(x.pair);
	free(x.hit);
	return r;
}

/* --- the page --------------------------------------------------------------------------------- */

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

/* Sets, newest year first; publications in their order. */
static int put_sets(struct cli_site *s, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	const char *comma = "\n";

	od_buf_puts(&b, "od.sets([");
	for (size_t i = 0; i < s->books; i++) {
		const struct cli_site_book *book = &s->book[i];

		for (size_t k = book->sets; k-- > 0;) {
			OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

			cli_site_name(&name, book->code);
			od_buf_printf(&b,
				      "%s{\"id\":\"%s\",\"folder\":\"%s\",\"year\":%lld,\"name\":",
				      comma, book->set[k].id, name.s ? name.s : "",
				      (long long)book->set[k].issue->i.year);
			od_json_quote(&b, book->name);
			od_buf_putc(&b, '}');
			comma = ",\n";
		}
	}
	od_buf_puts(&b, "\n]);\n");
	return cli_site_put(s, "search/sets.js", &b, err);
}

/* What search.js says: it is told in the page, so that it speaks the office's language. */
static void put_words(struct od_buf *b)
{
	const struct {
		const char *key, *text;
	} words[] = {
		{ "ask", _("Type one or more words; two Chinese characters are enough.") },
		{ "busy", _("Searching ...") },
		{ "none", _("Nothing was found.") },
		{ "found", _("%n found, newest first.") },
		{ "some", _("The newest %n.") },
		{ "more", _("Show more") },
		{ "missing", _("A part of the index could not be read: %f") },
		/* Translators: %y a year, %s the number of an issue in it. */
		{ "number", _("%y, no. %s") },
		{ "day", _("%y-%M-%D") },
	};

	for (size_t i = 0; i < CLI_COUNT(words); i++) {
		od_buf_printf(b, " data-%s=\"", words[i].key);
		element(b, "", words[i].text, "\"");
	}
}

/* All publications, or one; all years, or one. */
static void put_filters(const struct cli_site *s, struct od_buf *b)
{
	int64_t first = INT64_MAX, last = 0;

	element(b, "<select name=\"p\" aria-label=\"", _("Publication"), "\"><option value=\"\">");
	element(b, "", _("All publications"), "</option>");
	for (size_t i = 0; i < s->books; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

		cli_site_name(&name, s->book[i].code);
		element(b, "<option value=\"", name.s ? name.s : "", "\">");
		element(b, "", s->book[i].name, "</option>");
	}
	element(b, "</select>\n<select name=\"y\" aria-label=\"", _("Year"),
		"\"><option value=\"\">");
	element(b, "", _("All years"), "</option>");
	for (size_t i = 0; i < s->sets; i++) {
		int64_t year = s->set[i].issue->i.year;

		first = year < first ? year : first;
		last = year > last ? year : last;
	}
	for (; last >= first; last--) {
		od_buf_printf(b, "<option value=\"%lld\">", (long long)last);
		od_buf_printf(b, _("Year %lld"), (long long)last);
		od_buf_puts(b, "</option>");
	}
	od_buf_puts(b, "</select>\n");
}

int cli_site_search(struct cli_site *s, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf trail = OD_BUF_INIT;

	element(&trail, "<span aria-current=\"page\">", _("Search"), "</span>");
	cli_site_begin(s, &b, "", _("Search"), trail.s);
	element(&b, "<h1>", _("Search"), "</h1>\n");
	od_buf_puts(
		&b,
		"<form id=\"ask\" class=\"ask\" role=\"search\" action=\"search.html\" method=\"get\">\n");
	element(&b,
		"<input type=\"search\" name=\"q\" autocomplete=\"off\" autofocus aria-label=\"",
		_("Search all issues"), "\">\n");
	put_filters(s, &b);
	element(&b, "<button>", _("Search"), "</button></form>\n");
	od_buf_puts(&b, "<p id=\"state\" class=\"sum\" role=\"status\" aria-live=\"polite\"");
	put_words(&b);
	element(&b, "></p>\n<noscript><p>", _("The search needs JavaScript."), "</p></noscript>\n");
	od_buf_puts(
		&b,
		"<ol id=\"found\" class=\"found\"></ol>\n"
		"<script src=\"search.js\"></script>\n<script src=\"search/sets.js\"></script>\n");
	cli_site_end(s, &b, "");
	if (cli_site_put(s, "search.html", &b, err) < 0)
		return -1;
	return put_sets(s, err);
}
