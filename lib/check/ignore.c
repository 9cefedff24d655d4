/* ignore.c - comments in a document that the checker obeys:
 *
 *   <!-- doc-check: ignore W01 F02 -->   at the end of a line: nothing of W01, F02 on this line;
 *                                        on a line by itself: on the next line of text
 *   # doc-check: off W01                 nothing of W01 from here
 *   # doc-check: on W01                  to here
 *
 * Without ids all rules are meant.  〔doc-check: ...〕 and // doc-check: ... do too.  A comment that
 * kept nothing back is itself a finding. */
#include "engine.h"

static bool is_word(const char *s, size_t n, const char *word)
{
	return n == strlen(word) && !memcmp(s, word, n);
}

static struct od_ignore *new_ignore(struct od_found *f, struct od_err *err)
{
	struct od_ignore *g = reallocarray(f->ignore, f->ignores + 1, sizeof(*g));

	if (!g) {
		od_fail_nomem(err);
		return NULL;
	}
	f->ignore = g;
	g += f->ignores++;
	*g = (struct od_ignore){ 0 };
	return g;
}

static size_t next_text(const struct od_doc *d, size_t i)
{
	struct od_remark r;

	for (i++; i < d->lines; i++)
		if (d->line[i].n && !(od_remark(d->line[i].text, d->line[i].n, &r) && r.alone))
			return i;
	return i;
}

/* The stretches that are still open, of these ids (n 0: all), end before line i. */
static void shut(struct od_found *f, size_t i, const char *ids, size_t n)
{
	for (size_t k = 0; k < f->ignores; k++) {
		struct od_ignore *g = &f->ignore[k];

		if (g->last == SIZE_MAX && (!n || (g->n == n && !memcmp(g->ids, ids, n))))
			g->last = i;
	}
}

static int read_one(struct od_checking *c, size_t i, const struct od_remark *r, struct od_err *err)
{
	const char *s = c->doc->line[i].text + r->word;
	size_t n = r->end - r->word, word;
	struct od_ignore *g;
	bool ignore, off;

	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	for (word = 0; word < n && s[word] >= 'a' && s[word] <= 'z';)
		word++;
	ignore = is_word(s, word, "ignore");
	off = is_word(s, word, "off");
	while (n > word && s[n - 1] == ' ')
		n--;
	while (word < n && s[word] == ' ' && word < n)
		word++;
	if (!ignore && !off) {
		if (n >= 2 && !memcmp(s, "on", 2))
			shut(c->found, i, s + word, n - word);
		return 0;
	}
	g = new_ignore(c->found, err);
	if (!g)
		return -1;
	*g = (struct od_ignore){ .line = i, .from = r->from, .to = r->to, .first = i };
	g->ids = s + word;
	g->n = n - word;
	g->last = off ? SIZE_MAX : i;
	if (ignore && r->alone)
		g->first = g->last = next_text(c->doc, i);
	return 0;
}

int od_ignore_read(struct od_checking *c, struct od_err *err)
{
	const struct od_doc *d = c->doc;
	struct od_remark r;

	for (size_t i = 0; i < d->lines; i++)
		if (d->line[i].n > 10 && od_remark(d->line[i].text, d->line[i].n, &r) &&
		    read_one(c, i, &r, err) < 0)
			return -1;
	return 0;
}

static bool is_for(const struct od_ignore *g, const char *id)
{
	char ids[512];

	if (!g->n)
		return true;
	snprintf(ids, sizeof(ids), "%.*s", (int)(g->n < sizeof(ids) ? g->n : sizeof(ids) - 1),
		 g->ids);
	return od_rules_listed(ids, id, false);
}

static bool ignored(struct od_found *f, const struct od_finding *x)
{
	bool any = false;

	for (size_t k = 0; k < f->ignores; k++) {
		struct od_ignore *g = &f->ignore[k];

		if (x->at_line >= g->first && x->at_line <= g->last && is_for(g, x->rule))
			g->used = any = true;
	}
	return any;
}

/* Did all rules run that the comment is for?  Else it may have its use another time. */
static bool was_tried(const struct od_checking *c, const struct od_ignore *g)
{
	bool any = false;

	for (size_t i = 0; i < c->rules->n; i++) {
		if (!is_for(g, c->rules->rule[i]->id))
			continue;
		if (!c->found->active[i] && g->n)
			return false;
		any = true;
	}
	return any || g->n;
}

int od_ignore_apply(struct od_checking *c, struct od_err *err)
{
	struct od_found *f = c->found;
	struct od_checked *out = f->out;
	const struct od_rule *unused = od_rules_find(c->rules, OD_UNUSED_ID);
	bool narrowed = c->o->gates || c->o->only || c->o->except || c->o->least > OD_HINT;
	size_t n = 0, before = out->n;

	if (!f->ignores)
		return 0;
	for (size_t i = 0; i < before; i++) {
		if (ignored(f, &out->finding[i]))
			od_rec_clear(&od_finding_type, &out->finding[i]);
		else
			out->finding[n++] = out->finding[i];
	}
	out->n = n;
	if (!f->active[od_rules_index(c->rules, OD_UNUSED_ID)])
		return 0;
	for (size_t k = 0; k < f->ignores; k++) {
		const struct od_ignore *g = &f->ignore[k];

		if (g->used || (!g->n && narrowed) || !was_tried(c, g))
			continue;
		if (od_found(c, unused, g->line, g->from, g->to, NULL, NULL, err) < 0)
			return -1;
	}
	od_found_sort(c);
	return 0;
}
