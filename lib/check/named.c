/* named.c - checks in C by their names, and the parameters a rule gives them. */
#include <errno.h>

#include "engine.h"

const struct od_named_check *od_named_check(const char *name)
{
	static const struct od_named_check *const tables[] = {
		od_checks_title,       od_checks_form,   od_checks_structure,
		od_checks_consistency, od_checks_layout, od_checks_route,
	};

	for (size_t i = 0; i < OD_COUNT(tables); i++)
		for (const struct od_named_check *c = tables[i]; c->name; c++)
			if (!strcmp(c->name, name))
				return c;
	return NULL;
}

const char *od_param_text(const struct od_rule *r, const char *name, size_t *n)
{
	size_t len = strlen(name);

	for (const char *s = r->params; s && *s;) {
		size_t all = strcspn(s, " ");

		if (all > len && !memcmp(s, name, len) && s[len] == '=') {
			*n = all - len - 1;
			return s + len + 1;
		}
		s += all;
		s += strspn(s, " ");
	}
	return NULL;
}

int64_t od_param_int(const struct od_rule *r, const char *name, int64_t fallback)
{
	size_t n;
	const char *s = od_param_text(r, name, &n);
	char *end;
	long long i;

	if (!s || !n)
		return fallback;
	errno = 0;
	i = strtoll(s, &end, 10);
	return errno || end != s + n ? fallback : i;
}
