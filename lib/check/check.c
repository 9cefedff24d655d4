/* check.c - one document by all rules that are for it: phrases in one walk over each line,
 * patterns where a phrase of theirs stands, then the checks in C. */
#include "engine.h"

/* --- which rules ------------------------------------------------------------------------------------------ */

/* Marks of a Party organ's name, and of a government's. */
static const char party_words[] = "中共|中国共产党|党委|党组|党工委|市委|省委|县委|区委|州委|纪委";
static const char state_words[] = "人民政府|国务院|政府|厅|局|发展和改革|管委会|管理委员会";

static void judge_issuer(struct od_checking *c)
{
	const char *s = c->o->issuer ? c->o->issuer : c->doc->issuer;
	size_t n = s ? strlen(s) : 0;

	c->issuer = s;
	c->administrative = n && od_holds_any(s, n, state_words);
	c->party = n && od_holds_any(s, n, party_words);
	/* 中共示例市委组织部, 市委老干部局: what begins so is the Party's whatever follows */
	if (c->party && c->administrative && !od_holds_any(s, n, "政府|国务院"))
		c->administrative = false;
	/* 共青团示例区委员会, 卫生健康委员会 */
	if (c->party && !od_starts(s, "中共") && !od_starts(s, "中国共产党") &&
	    od_holds_any(s, n, "市委员会|省委员会|县委员会|区委员会|州委员会"))
		c->party = false;
	if (!c->party && !c->administrative)
		c->party = c->administrative = true;
}

/* The kind: as it is said, else by the title, whatever mark somebody put behind that. */
static int genre_of(const struct od_check_opts *o, const struct od_doc *d)
{
	size_t n = d->title ? od_chomp(d->title, strlen(d->title)) : 0;
	char bare[400];

	if (o->genre != OD_GENRE_NONE)
		return o->genre;
	if (d->genre != OD_GENRE_NONE || n < 3 || n >= sizeof(bare) ||
	    !od_char_in(d->title + n - 3, "。；：，！"))
		return d->genre;
	snprintf(bare, sizeof(bare), "%.*s", (int)n - 3, d->title);
	return od_genre_of(bare);
}

/* The last day of the year in a number's brackets, 〔2009〕; OD_NODATE: it has none. */
static od_date date_of_number(const char *s)
{
	size_t m;

	for (; s && *s; s += m) {
		od_utf8_get(s, &m);
		if (od_char_in(s, "〔[（(［【﹝〖") && od_digits(s + m) == 4)
			return od_ymd((int)strtol(s + m, NULL, 10), 12, 31);
	}
	return OD_NODATE;
}

/* Which edition of the rules: of the day that is asked for, else of the document's date or of its
 * number's year, if that is not to come; else of today. */
static od_date edition_of(const struct od_check_opts *o, const struct od_doc *d)
{
	od_date number;

	if (od_date_is(o->as_of))
		return o->as_of;
	if (od_date_is(d->date))
		return d->date;
	number = date_of_number(d->docno);
	return od_date_is(number) && (!od_date_is(o->today) || number.days < o->today.days)
		       ? number
		       : o->today;
}

static bool asked_for(const struct od_check_opts *o, const struct od_rule_ready *ready)
{
	const struct od_rule *r = ready->rule;

	if (ready->off || ready->level < o->least)
		return false;
	if (o->gates && !(o->gates >> r->gate & 1))
		return false;
	if (o->only && !od_rules_listed(o->only, r->id, false))
		return false;
	if (o->except && od_rules_listed(o->except, r->id, false))
		return false;
	return r->precision != OD_PRECISION_LOW || o->low ||
	       (o->only && od_rules_listed(o->only, r->id, true));
}

static bool holds(const struct od_checking *c, const struct od_rule_ready *ready)
{
	const struct od_rule *r = ready->rule;

	if (od_date_is(c->as_of) && od_date_is(r->since) && c->as_of.days < r->since.days)
		return false;
	if (od_date_is(r->until) && (!od_date_is(c->as_of) || c->as_of.days > r->until.days))
		return false;
	if (ready->genres && !(ready->genres >> c->genre & 1))
		return false;
	return !r->issuers || (c->party && strstr(r->issuers, "party")) ||
	       (c->administrative && strstr(r->issuers, "administrative"));
}

/* --- lines -------------------------------------------------------------------------------------------------- */

bool od_sees(const struct od_checking *c, size_t i)
{
	const struct od_line *l = &c->doc->line[i];
	int kind = (size_t)l->part < c->doc->parts ? c->doc->part[l->part].kind : OD_PART_MAIN;
	struct od_remark remark;

	if (!(c->ready->parts >> kind & 1))
		return false;
	if (c->ready->roles ? !(c->ready->roles >> l->role & 1)
			    : l->role == OD_LINE_BLANK || l->role == OD_LINE_PAGE_NO)
		return false;
	return !c->found->ignores || !od_remark(l->text, l->n, &remark) || !remark.alone;
}

size_t od_line_of(const struct od_checking *c, int role, size_t after)
{
	const struct od_doc *d = c->doc;

	for (size_t i = after == SIZE_MAX ? 0 : after + 1; i < d->lines; i++)
		if (d->line[i].role == role && ((size_t)d->line[i].part >= d->parts ||
						d->part[d->line[i].part].kind == OD_PART_MAIN))
			return i;
	return SIZE_MAX;
}

const struct od_organ *od_organ_of(const struct od_checking *c, const char *name, size_t n)
{
	for (size_t i = 0; i < c->o->organs; i++)
		if (strlen(c->o->organ[i].name) == n && !memcmp(c->o->organ[i].name, name, n))
			return &c->o->organ[i];
	return NULL;
}

static int mask_line(struct od_checking *c, size_t i, struct od_err *err)
{
	struct od_found *f = c->found;
	const struct od_line *l = &c->doc->line[i];
	uint8_t *mask;

	if (f->mask[i] != f->zero)
		return 0;
	mask = calloc(1, l->n + 1);
	if (!mask)
		return od_fail_nomem(err);
	od_mask(l->text, l->n, l->role == OD_LINE_TABLE, mask);
	f->mask[i] = mask;
	return 0;
}

static bool masked(const struct od_checking *c, size_t i, size_t from, size_t to)
{
	uint8_t what =
		c->ready->quoted ? OD_MASK_CODE : OD_MASK_CODE | OD_MASK_TITLE | OD_MASK_QUOTE;
	const uint8_t *mask = c->found->mask[i];
	bool figure = from < to;

	for (size_t at = from; at < to; at++) {
		if (mask[at] & what)
			return true;
		figure = figure && mask[at] & OD_MASK_FIGURE;
	}
	return figure;
}

/* --- patterns ------------------------------------------------------------------------------------------------- */

#define RUNS_SLOW 24 /* runs after which machine code pays */

/* The pattern to run: its machine code is made when it has been run often, of a copy, for
 * others run it meanwhile. */
static const pcre2_code *code_of(const struct od_rules *r, uint32_t rule)
{
	struct od_rules *w = (struct od_rules *)(uintptr_t)r;
	struct od_rule_row *row = r->row[rule];
	pcre2_code *fast = atomic_load_explicit(&row->fast, memory_order_acquire);

	if (fast)
		return fast;
	if (atomic_fetch_add_explicit(&row->runs, 1, memory_order_relaxed) != RUNS_SLOW)
		return r->ready[rule].pattern;
	pthread_mutex_lock(&w->lock);
	fast = pcre2_code_copy(r->ready[rule].pattern);
	if (fast && !atomic_load(&row->fast)) {
		pcre2_jit_compile(fast, PCRE2_JIT_COMPLETE);
		atomic_store_explicit(&row->fast, fast, memory_order_release);
		fast = NULL;
	}
	pthread_mutex_unlock(&w->lock);
	pcre2_code_free(fast);
	return r->ready[rule].pattern;
}

static int run(const struct od_checking *c, const pcre2_code *code, const char *s, size_t n,
	       size_t at, pcre2_match_data *md)
{
	return pcre2_match(code, (PCRE2_SPTR)s, n, at, PCRE2_NO_UTF_CHECK, md, c->found->limits);
}

static size_t char_at_or_before(const char *s, size_t at)
{
	while (at && ((unsigned char)s[at] & 0xc0) == 0x80)
		at--;
	return at;
}

#define GUARD_NEAR 384 /* bytes before and behind a hit that its guard looks at */

/* Does the rule's guard match over the hit, or begin where it begins? */
static bool guarded(const struct od_checking *c, const struct od_line *l, size_t from, size_t to)
{
	const pcre2_code *guard = c->ready->guard;
	pcre2_match_data *md = c->found->guard;
	size_t at = from > GUARD_NEAR ? char_at_or_before(l->text, from - GUARD_NEAR) : 0;
	size_t end = l->n - to > GUARD_NEAR ? char_at_or_before(l->text, to + GUARD_NEAR) : l->n;

	if (!guard)
		return false;
	while (at <= to && run(c, guard, l->text, end, at, md) > 0) {
		const PCRE2_SIZE *v = pcre2_get_ovector_pointer(md);

		if (v[0] > to || v[1] < v[0])
			return false;
		if ((v[0] < to && v[1] > from) || v[0] == from)
			return true;
		at = v[1] > at ? v[1] : at + 1;
		while (at < end && ((unsigned char)l->text[at] & 0xc0) == 0x80)
			at++;
	}
	return false;
}

static int report_match(struct od_checking *c, uint32_t rule, const struct od_line *l,
			struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf fix = OD_BUF_INIT;
	const struct od_rule *r = c->ready->rule;
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(c->found->match);
	uint32_t mark = c->rules->row[rule]->mark;
	size_t from = v[0], to = v[1];

	if (mark && v[2 * mark] != PCRE2_UNSET) {
		from = v[2 * mark];
		to = v[2 * mark + 1];
	}
	if (to < from || to > l->n || masked(c, c->found->line, from, to) ||
	    guarded(c, l, from, to))
		return 0;
	if (r->fix) {
		od_buf_add(&fix, "", 0);
		od_pattern_fix(&fix, r->fix, l->text, c->found->match);
		if (fix.failed)
			return od_fail_nomem(err);
	}
	return od_found(c, r, c->found->line, from, to, NULL, r->fix ? fix.s : NULL, err);
}

static int run_pattern(struct od_checking *c, uint32_t rule, size_t i, struct od_err *err)
{
	struct od_found *f = c->found;
	const struct od_line *l = &c->doc->line[i];
	const pcre2_code *code;
	size_t at = 0;
	int got;

	c->ready = &c->rules->ready[rule];
	if (!f->active[rule] || !od_sees(c, i))
		return 0;
	code = code_of(c->rules, rule);
	f->line = i;
	while (at <= l->n && f->found[rule] < OD_FOUND_MAX) {
		const PCRE2_SIZE *v = pcre2_get_ovector_pointer(f->match);

		got = run(c, code, l->text, l->n, at, f->match);
		if (got == PCRE2_ERROR_NOMATCH)
			return 0;
		if (got < 0)
			return od_cannot(c, c->ready->rule,
					 _("a line on which its pattern takes too long was left "
					   "out"),
					 err);
		if (mask_line(c, i, err) < 0 || report_match(c, rule, l, err) < 0)
			return -1;
		at = v[1] > at ? v[1] : at + 1;
		while (at < l->n && ((unsigned char)l->text[at] & 0xc0) == 0x80)
			at++;
	}
	return 0;
}

/* --- phrases -------------------------------------------------------------------------------------------------- */

static void tell(void *ctx, uint32_t what, size_t from, size_t to)
{
	struct od_checking *c = ctx;
	struct od_found *f = c->found;
	uint32_t rule = what & OD_LITERAL ? what & ~OD_LITERAL : OD_NO_RULE;

	if (what == OD_QUOTATION) {
		f->quotation = true;
		return;
	}
	if (rule != OD_NO_RULE) {
		if (f->active[rule] && !f->pending[rule]) {
			f->pending[rule] = true;
			f->pend[f->pends++] = rule;
		}
		return;
	}
	rule = c->rules->word[what].rule;
	if (!f->active[rule] || f->found[rule] >= OD_FOUND_MAX || f->hits > 4 * OD_FOUND_MAX)
		return;
	if (f->hits == f->hit_room) {
		size_t room = f->hit_room ? f->hit_room * 2 : 32;
		struct od_word_hit *grown = reallocarray(f->hit, room, sizeof(*grown));

		f->hit_failed = f->hit_failed || !grown;
		if (!grown)
			return;
		f->hit = grown;
		f->hit_room = room;
	}
	f->hit[f->hits++] = (struct od_word_hit){ what, rule, from, to };
}

/* Does one of the list stand right before (behind) the hit?  ^ and $ are the ends of the line. */
static bool stands(const char *list, const struct od_line *l, const struct od_word_hit *h,
		   bool before)
{
	for (const char *s = list; s && *s;) {
		const char *sep = strstr(s, "、");
		size_t n = sep ? (size_t)(sep - s) : strlen(s);

		if (n == 1 && *s == (before ? '^' : '$') && (before ? h->from == 0 : h->to == l->n))
			return true;
		if (before && n && n <= h->from && !memcmp(l->text + h->from - n, s, n))
			return true;
		if (!before && n && n <= l->n - h->to && !memcmp(l->text + h->to, s, n))
			return true;
		s = sep ? sep + strlen("、") : s + n;
	}
	return false;
}

static int by_rule_and_place(const void *x, const void *y)
{
	const struct od_word_hit *a = x, *b = y;

	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to > b->to ? -1 : a->to < b->to;
}

/* Of phrases of one rule that overlap, the first and longest counts. */
static int report_words(struct od_checking *c, size_t i, struct od_err *err)
{
	struct od_found *f = c->found;
	const struct od_line *l = &c->doc->line[i];
	uint32_t rule = OD_NO_RULE;
	size_t end = 0;

	if (f->hit_failed)
		return od_fail_nomem(err);
	if (mask_line(c, i, err) < 0)
		return -1;
	if (f->hits > 1)
		qsort(f->hit, f->hits, sizeof(*f->hit), by_rule_and_place);
	for (struct od_word_hit *h = f->hit; h < f->hit + f->hits; h++) {
		const struct od_rule_word *w = &c->rules->word[h->word].word;

		if (h->rule != rule)
			end = 0;
		rule = h->rule;
		c->ready = &c->rules->ready[rule];
		if (h->from < end || !od_sees(c, i) || masked(c, i, h->from, h->to) ||
		    stands(w->before, l, h, true) || stands(w->after, l, h, false))
			continue;
		if (guarded(c, l, h->from, h->to))
			continue;
		end = h->to;
		f->right = w->right;
		if (od_found(c, c->ready->rule, i, h->from, h->to, NULL, w->fix ? w->right : NULL,
			     err) < 0)
			return -1;
	}
	f->right = NULL;
	return 0;
}

static int check_line(struct od_checking *c, size_t i, struct od_err *err)
{
	struct od_found *f = c->found;
	const struct od_line *l = &c->doc->line[i];
	unsigned int saw;

	f->hits = f->pends = 0;
	f->quotation = false;
	saw = od_words_scan(c->rules->scan, l->text, l->n, tell, c);
	if ((saw || f->quotation || l->role == OD_LINE_TABLE) && mask_line(c, i, err) < 0)
		return -1;
	if (f->hits && report_words(c, i, err) < 0)
		return -1;
	for (size_t p = 0; p < f->pends; p++) {
		f->pending[f->pend[p]] = false;
		if (run_pattern(c, f->pend[p], i, err) < 0)
			return -1;
	}
	for (size_t a = 0; a < c->rules->alwayses; a++)
		if (run_pattern(c, c->rules->always[a], i, err) < 0)
			return -1;
	return 0;
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

static int run_named(struct od_checking *c, uint32_t rule, struct od_err *err)
{
	const struct od_named_check *named = c->rules->ready[rule].named;

	c->ready = &c->rules->ready[rule];
	if (!named || !c->found->active[rule])
		return 0;
	if (named->layout && !c->doc->known_layout)
		return od_cannot(c, c->ready->rule,
				 _("faces, sizes and page are known of docx and odt only"), err);
	if (named->organs && !c->o->organs)
		return od_cannot(c, c->ready->rule, _("no organisation was given"), err);
	if (named->fn(c, c->ready->rule, err) < 0)
		return od_fail_at(err, _("rule %s"), c->ready->rule->id);
	return 0;
}

static int check_all(struct od_checking *c, struct od_err *err)
{
	if (od_ignore_read(c, err) < 0)
		return -1;
	for (size_t i = 0; i < c->doc->lines; i++)
		if (c->doc->line[i].n && check_line(c, i, err) < 0)
			return -1;
	for (size_t i = 0; i < c->rules->n; i++)
		if (run_named(c, (uint32_t)i, err) < 0)
			return -1;
	c->ready = NULL;
	od_found_sort(c);
	return od_ignore_apply(c, err);
}

static int begin(struct od_checking *c, struct od_found *f, struct od_err *err)
{
	const struct od_doc *d = c->doc;
	size_t n = c->rules->n, longest = 0;

	f->active = calloc(n, sizeof(*f->active));
	f->found = calloc(n, sizeof(*f->found));
	f->told = calloc(n, sizeof(*f->told));
	f->pending = calloc(n, sizeof(*f->pending));
	f->pend = calloc(n, sizeof(*f->pend));
	f->mask = calloc(d->lines + 1, sizeof(*f->mask));
	f->match = pcre2_match_data_create(16, NULL);
	f->guard = pcre2_match_data_create(1, NULL);
	f->limits = pcre2_match_context_create(NULL);
	for (size_t i = 0; i < d->lines; i++) {
		longest = d->line[i].n > longest ? d->line[i].n : longest;
		/* a text's reader has looked already */
		if (d->format > OD_DOC_MARKDOWN &&
		    od_utf8_bad(d->line[i].text, d->line[i].n) != d->line[i].n)
			return od_fail(err, OD_EDATA, _("line %u is no UTF-8"), d->line[i].line);
	}
	f->zero = calloc(1, longest + 1);
	if (!f->active || !f->found || !f->told || !f->pending || !f->pend || !f->mask ||
	    !f->match || !f->guard || !f->limits || !f->zero)
		return od_fail_nomem(err);
	pcre2_set_match_limit(f->limits, 200000);
	for (size_t i = 0; i < d->lines; i++)
		f->mask[i] = f->zero;
	for (size_t i = 0; i < n; i++)
		f->active[i] =
			asked_for(c->o, &c->rules->ready[i]) && holds(c, &c->rules->ready[i]);
	return 0;
}

static void end(const struct od_doc *d, struct od_found *f)
{
	for (size_t i = 0; f->mask && i < d->lines; i++)
		if (f->mask[i] != f->zero)
			free((void *)(uintptr_t)f->mask[i]);
	free(f->mask);
	free(f->zero);
	free(f->active);
	free(f->found);
	free(f->told);
	free(f->pending);
	free(f->pend);
	free(f->hit);
	free(f->ignore);
	free(f->notes);
	pcre2_match_data_free(f->match);
	pcre2_match_data_free(f->guard);
	pcre2_match_context_free(f->limits);
}

struct od_checked *od_check(const struct od_rules *r, const struct od_doc *d,
			    const struct od_check_opts *opts, struct od_err *err)
{
	struct od_found f = { .out = calloc(1, sizeof(struct od_checked)) };
	struct od_checking c = { .rules = r, .doc = d, .o = opts, .found = &f };
	int res = -1;

	c.genre = genre_of(opts, d);
	c.as_of = edition_of(opts, d);
	judge_issuer(&c);
	if (!f.out)
		od_fail_nomem(err);
	else
		res = begin(&c, &f, err);
	c.mask = f.mask;
	if (res == 0)
		res = check_all(&c, err);
	end(d, &f);
	if (res == 0)
		return f.out;
	od_checked_free(f.out);
	return NULL;
}
