/* office.c - an office's own pack: rules of its own, phrases in which a rule finds nothing,
 * rules of custom that it does without.  What regulation or standard says cannot be turned off
 * here. */
#include "engine.h"

static int whitelist(struct od_rule_row *row, const char *text, struct od_err *err)
{
	char **grown = reallocarray(row->phrase, row->phrases + 1, sizeof(*grown));
	char *phrase = strdup(text);

	if (grown)
		row->phrase = grown;
	if (!grown || !phrase) {
		free(phrase);
		return od_fail_nomem(err);
	}
	row->phrase[row->phrases++] = phrase;
	return 0;
}

int od_rules_except(struct od_rules *r, const struct od_rule_exception *e, const char *file,
		    unsigned int line, struct od_err *err)
{
	bool any = false;

	if ((!e->text || !*e->text) == !e->off)
		return od_rules_fail(err, file, line, e->rule,
				     _("an exception has either a text or off: yes"));
	for (size_t i = 0; i < r->n; i++) {
		const struct od_rule *rule = r->rule[i];

		if (!od_rules_listed(e->rule, rule->id, false))
			continue;
		any = true;
		if (e->text) {
			if (whitelist(r->row[i], e->text, err) < 0)
				return -1;
			continue;
		}
		if (rule->strength != OD_CUSTOM)
			return od_rules_fail(err, file, line, rule->id,
					     _("it stands on %s; only a rule of custom can be "
					       "turned off"),
					     rule->basis);
		r->ready[i].off = true;
	}
	return any ? 0 : od_rules_fail(err, file, line, e->rule, _("there is no such rule"));
}

int od_rules_add(struct od_rules *r, const char *file, struct od_err *err)
{
	size_t rules = r->n, words = r->words, samples = r->samples;
	struct od_err ignored = OD_ERR_INIT;
	const char *name = od_rules_keep(r, file, err);

	if (name && od_rules_read(r, name, OD_READ_OFFICE, NULL, err) == 0 &&
	    od_rules_prepare(r, rules, err) == 0)
		return 0;
	od_rules_cut(r, rules, words, samples);
	(void)!od_rules_prepare(r, rules, &ignored); /* the search as it was */
	return -1;
}
