/* ready.c - rules, words and samples as read are looked at and made ready: masks for lists,
 * patterns compiled, every phrase into one search. */
#include "engine.h"

struct look { /* at one rule */
	struct od_rules *r;
	struct od_rule_row *row;
	struct od_rule_ready *ready;
	struct od_err *err;
};

static int refuse(const struct look *l, const char *why)
{
	return od_rules_fail(l->err, l->row->file, l->row->line, l->row->rule.id, "%s", why);
}

/* Of a pack: letters and digits, F01; of an office: a letter and a dash before it. */
static bool is_id(const char *id, bool office)
{
	size_t n = 0, digits;

	if (office && (id[0] < 'A' || id[0] > 'Z' || id[1] != '-'))
		return false;
	for (id += office ? 2 : 0;
	     (id[n] >= 'A' && id[n] <= 'Z') || (id[n] >= 'a' && id[n] <= 'z');)
		n++;
	digits = strspn(id + n, office ? "0123456789-_" : "0123456789");
	return strlen(id) <= 16 && !id[n + digits] && (office ? n + digits > 0 : n && digits);
}

/* --- lists ------------------------------------------------------------------------------------------------ */

static int word_of(const struct od_word *words, const char *s, size_t n)
{
	for (int i = 0; words[i].word; i++) {
		if (strlen(words[i].word) == n && !memcmp(words[i].word, s, n))
			return i;
		for (const char *a = words[i].aliases; a && *a;) {
			size_t len = strcspn(a, " ");

			if (len == n && !memcmp(a, s, n))
				return i;
			a += len;
			a += strspn(a, " ");
		}
	}
	return -1;
}

static int list_of(const struct look *l, const char *list, const struct od_word *words,
		   uint64_t *bits)
{
	*bits = 0;
	for (const char *s = list; s && *s;) {
		const char *sep = strstr(s, "、");
		size_t n = sep ? (size_t)(sep - s) : strlen(s);
		int i = word_of(words, s, n);

		if (i < 0)
			return od_rules_fail(l->err, l->row->file, l->row->line, l->row->rule.id,
					     _("unknown word '%.*s'"), (int)od_utf8_cut(s, n, 100),
					     s);
		*bits |= UINT64_C(1) << i;
		s = sep ? sep + strlen("、") : s + n;
	}
	return 0;
}

static const struct od_word issuer_words[] = { { "party", NULL, "党委" },
					       { "administrative", NULL, "政府" },
					       { NULL } };
static const struct od_word part_words[] = { [OD_PART_MAIN] = { "main", NULL, NULL },
					     [OD_PART_ATTACHMENT] = { "attachment", NULL, NULL },
					     [OD_PART_EMBEDDED] = { "embedded", NULL, NULL },
					     { NULL } };

static int lists(const struct look *l)
{
	const struct od_rule *rule = &l->row->rule;
	uint64_t genres, parts, issuers;

	if (list_of(l, rule->roles, od_line_roles, &l->ready->roles) < 0 ||
	    list_of(l, rule->genres, od_genres, &genres) < 0 ||
	    list_of(l, rule->parts, part_words, &parts) < 0 ||
	    list_of(l, rule->issuers, issuer_words, &issuers) < 0)
		return -1;
	l->ready->genres = (uint32_t)genres;
	l->ready->parts =
		parts ? (unsigned int)parts : 1u << OD_PART_MAIN | 1u << OD_PART_ATTACHMENT;
	l->ready->quoted = rule->quoted && !strcmp(rule->quoted, "yes");
	if (rule->quoted && *rule->quoted && !l->ready->quoted && strcmp(rule->quoted, "no") != 0)
		return refuse(l, _("quoted is yes or no"));
	return 0;
}

/* --- checks ----------------------------------------------------------------------------------------------- */

/* Does every word of .params stand in the check's own? */
static int params(const struct look *l, const struct od_named_check *named)
{
	for (const char *s = l->row->rule.params; s && *s;) {
		size_t n = strcspn(s, "= "), len;
		bool known = false;

		for (const char *p = named->params; p && *p && !known; p += len + (p[len] == '|')) {
			len = strcspn(p, "|");
			known = len == n && !memcmp(p, s, n);
		}
		if (!known || s[n] != '=')
			return od_rules_fail(
				l->err, l->row->file, l->row->line, l->row->rule.id,
				_("the check '%s' has no parameter '%.*s'; it has: %s"),
				named->name, (int)od_utf8_cut(s, n, 60), s,
				named->params ? named->params : "-");
		s += strcspn(s, " ");
		s += strspn(s, " ");
	}
	return 0;
}

static int compile(const struct look *l, const char *pattern, pcre2_code **out)
{
	struct od_err why = OD_ERR_INIT;

	*out = od_pattern_compile(pattern, &why);
	return *out ? 0 : refuse(l, why.msg);
}

static int check(const struct look *l)
{
	const struct od_rule *rule = &l->row->rule;
	bool words = !strcmp(rule->check, "words"), pattern = !strcmp(rule->check, "pattern");

	if (pattern != (rule->pattern && *rule->pattern))
		return refuse(l, _("'check: pattern' and a pattern go together"));
	if (rule->guard && !pattern && !words)
		return refuse(l, _("a guard is for patterns and words"));
	if (pattern && compile(l, rule->pattern, &l->ready->pattern) < 0)
		return -1;
	if (rule->guard && compile(l, rule->guard, &l->ready->guard) < 0)
		return -1;
	if (pattern)
		l->row->mark = od_pattern_mark(l->ready->pattern, rule->fix);
	if (words || pattern)
		return rule->params ? refuse(l, _("parameters are for checks in C")) : 0;
	l->ready->named = od_named_check(rule->check);
	if (!l->ready->named)
		return od_rules_fail(l->err, l->row->file, l->row->line, rule->id,
				     _("there is no check '%s'"), rule->check);
	return params(l, l->ready->named);
}

static int look(const struct look *l)
{
	static const int caps[] = { [OD_CUSTOM] = OD_HINT,
				    [OD_RECOMMENDED] = OD_WARNING,
				    [OD_GENERAL] = OD_WARNING,
				    [OD_BINDING] = OD_ERROR };
	const struct od_rule *rule = &l->row->rule;
	uint32_t first;

	if (!is_id(rule->id, l->row->office))
		return refuse(l, l->row->office
					 ? _("the id of an office's own rule is a letter, a dash "
					     "and more, as X-01")
					 : _("an id is letters and digits, as F01"));
	first = od_rules_index(l->r, rule->id);
	if (l->r->rule[first] != rule)
		return od_rules_fail(l->err, l->row->file, l->row->line, rule->id,
				     _("there is another rule of this id, at %s:%u"),
				     l->r->row[first]->file ? l->r->row[first]->file : "-",
				     l->r->row[first]->line);
	if (rule->level > caps[rule->strength])
		return od_rules_fail(l->err, l->row->file, l->row->line, rule->id,
				     _("level %s is above what its strength, %s, allows: %s"),
				     od_severities[rule->level].word,
				     od_strengths[rule->strength].word,
				     od_severities[caps[rule->strength]].word);
	l->ready->level = rule->level;
	return lists(l) < 0 ? -1 : check(l);
}

/* --- words and samples --------------------------------------------------------------------------------------- */

/* The rule of this id; they mostly come in a row. */
static uint32_t rule_of(const struct od_rules *r, const char *id, uint32_t last)
{
	if (last != OD_NO_RULE && !strcmp(r->rule[last]->id, id))
		return last;
	return od_rules_index(r, id);
}

static int resolve_words(struct od_rules *r, struct od_err *err)
{
	uint32_t last = OD_NO_RULE;

	for (size_t i = 0; i < r->words; i++) {
		struct od_word_row *w = &r->word[i];

		if (w->rule != OD_NO_RULE)
			continue;
		w->rule = last = rule_of(r, w->word.rule, last);
		if (last == OD_NO_RULE || strcmp(r->rule[last]->check, "words") != 0)
			return od_rules_fail(err, w->file, w->line, w->word.rule,
					     _("a word '%s' for it, but there is no such rule with "
					       "'check: words'"),
					     w->word.wrong);
		if (!*w->word.wrong || (w->word.right && !strcmp(w->word.right, w->word.wrong)))
			return od_rules_fail(err, w->file, w->line, w->word.rule,
					     _("the word '%s' is right as it is"), w->word.wrong);
		if (w->word.fix && !w->word.right)
			return od_rules_fail(err, w->file, w->line, w->word.rule,
					     _("the word '%s' is to be mended, but to what?"),
					     w->word.wrong);
		r->row[last]->words++;
	}
	return 0;
}

int od_rules_resolve(struct od_rules *r, struct od_err *err)
{
	uint32_t last = OD_NO_RULE;

	for (size_t i = 0; i < r->samples; i++) {
		struct od_sample_row *s = &r->sample[i];

		if (s->rule != OD_NO_RULE)
			continue;
		s->rule = last = rule_of(r, s->sample.rule, last);
		if (last == OD_NO_RULE)
			return od_rules_fail(err, s->file, s->line, s->sample.rule,
					     _("a sample for it, but there is no such rule"));
		if (!s->sample.hit == !s->sample.miss)
			return od_rules_fail(err, s->file, s->line, s->sample.rule,
					     _("a sample is either hit or miss"));
		if (s->sample.miss && (s->sample.finding || s->sample.fixed))
			return od_rules_fail(err, s->file, s->line, s->sample.rule,
					     _("what must miss has neither finding nor fixed"));
		r->row[last]->hit |= s->sample.hit != NULL;
		r->row[last]->miss |= s->sample.miss != NULL;
	}
	return 0;
}

static int complete(const struct look *l)
{
	if ((!l->row->hit || !l->row->miss) && od_rules_sampled(l->r, l->err) < 0)
		return -1;
	if (!l->row->hit || !l->row->miss)
		return refuse(l, _("it needs a sample that must hit and one that must miss"));
	if (!strcmp(l->row->rule.check, "words") && !l->row->words)
		return refuse(l, _("it has no words"));
	return 0;
}

/* --- one search for all ----------------------------------------------------------------------------------------- */

/* The literals of a rule's pattern, as it gives them or as they can be told from it. */
static int add_literals(struct od_rules *r, uint32_t i, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf told = OD_BUF_INIT;
	const struct od_rule *rule = r->rule[i];
	const char *list = rule->literal && *rule->literal ? rule->literal : NULL;

	if (!list) {
		od_pattern_literals(rule->pattern, &told);
		if (told.failed)
			return od_fail_nomem(err);
		list = told.s;
	}
	if (!list || !*list) {
		r->always[r->alwayses++] = i;
		return 0;
	}
	for (const char *s = list; *s;) {
		size_t n = strcspn(s, "|");

		if (n == 0 && s == list) /* | itself */
			n = 1;
		if (n && od_words_add(r->scan, s, n, OD_LITERAL | i, err) < 0)
			return -1;
		s += n;
		s += *s == '|';
	}
	return 0;
}

static int build(struct od_rules *r, struct od_err *err)
{
	static const char *const quotation[] = { "《", "“" };
	uint32_t *always = reallocarray(r->always, r->n + 1, sizeof(*always));

	if (!always)
		return od_fail_nomem(err);
	r->always = always;
	r->alwayses = 0;
	od_words_free(r->scan);
	r->scan = od_words_new(err);
	if (!r->scan)
		return -1;
	for (size_t i = 0; i < OD_COUNT(quotation); i++)
		if (od_words_add(r->scan, quotation[i], 3, OD_QUOTATION, err) < 0)
			return -1;
	for (size_t i = 0; i < r->words; i++)
		if (od_words_add(r->scan, r->word[i].word.wrong, r->word[i].wrong_n, (uint32_t)i,
				 err) < 0)
			return -1;
	for (size_t i = 0; i < r->n; i++)
		if (r->ready[i].pattern && add_literals(r, (uint32_t)i, err) < 0)
			return -1;
	return 0;
}

int od_rules_prepare(struct od_rules *r, size_t from, struct od_err *err)
{
	struct look l = { .r = r, .err = err };

	for (size_t i = from; i < r->n; i++) {
		l.row = r->row[i];
		l.ready = &r->ready[i];
		if (look(&l) < 0)
			return -1;
	}
	if (resolve_words(r, err) < 0 || od_rules_resolve(r, err) < 0 ||
	    (r->odd && od_rules_sampled(r, err) < 0))
		return -1;
	for (size_t i = from; i < r->n; i++) {
		l.row = r->row[i];
		if (complete(&l) < 0)
			return -1;
	}
	return build(r, err);
}
