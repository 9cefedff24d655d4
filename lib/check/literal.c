/* literal.c - what must stand in a text for a pattern to match there, told from the pattern.
 *
 * A pattern is run on a line only where one of these phrases stands.  What is not understood
 * counts as nothing that must stand there, so the worst that can happen is that a pattern is
 * tried too often. */
#include "engine.h"

#define DEPTH_MAX 16
#define CLASS_MAX 12 /* characters of a class that are taken for as many phrases */

struct must { /* phrases divided by |, of which one must stand in the text */
	struct od_buf set;
	size_t least; /* bytes of the shortest; 0: nothing is known */
};
struct parse {
	const char *s;
	int depth;
	bool lost; /* something that changes the meaning of the rest */
};
static void alternatives(struct parse *p, struct must *out);

static size_t bars(const struct must *m)
{
	size_t n = 0;

	for (const char *s = m->set.s; s && (s = strchr(s, '|')); s++)
		n++;
	return n;
}

/* The longer, else the fewer. */
static void take_if_better(struct must *best, struct must *new)
{
	if (new->least > best->least ||
	    (new->least &&new->least == best->least &&bars(new) < bars(best))) {
		struct must old = *best;

		*best = *new;
		*new = old;
	}
	od_buf_free(&new->set);
	*new = (struct must){ 0 };
}

/* The literal characters gathered so far. */
static void flush(struct must *best, struct od_buf *run)
{
	struct must m = { 0 };

	if (run->n) {
		od_buf_add(&m.set, run->s, run->n);
		m.least = run->n;
		take_if_better(best, &m);
	}
	od_buf_reset(run);
}

/* The bytes of a quantifier at s; *least: how often at the least. */
static size_t quantifier(const char *s, int *least)
{
	size_t n = 0;

	*least = 1;
	if (*s == '?' || *s == '*' || *s == '+') {
		*least = *s == '+';
		n = 1;
	} else if (*s == '{' && ((s[1] >= '0' && s[1] <= '9') || s[1] == ',')) {
		*least = s[1] == ',' || (s[1] == '0' && (s[2] < '0' || s[2] > '9')) ? 0 : 1;
		n = strcspn(s, "}");
		n += s[n] == '}';
	}
	if (n && (s[n] == '?' || s[n] == '+'))
		n++;
	return n;
}

/* A class: its characters as phrases if they are few and plain. */
static void class_of(struct parse *p, struct must *out)
{
	const char *s = p->s + 1;
	bool plain = *s != '^', first = true;
	size_t chars = 0, least = SIZE_MAX, n;

	s += *s == '^';
	for (; *s && (*s != ']' || first); s += n, first = false) {
		od_utf8_get(s, &n);
		if (*s == '[' && (s[1] == ':' || s[1] == '.' || s[1] == '=')) {
			const char *end = strstr(s + 2, ":]");

			plain = false;
			n = end ? (size_t)(end - s) + 2 : 1;
			continue;
		}
		if (*s == '\\') {
			bool escaped = s[1] && !((s[1] | 0x20) >= 'a' && (s[1] | 0x20) <= 'z') &&
				       !(s[1] >= '0' && s[1] <= '9');

			plain = plain && escaped && s[1] != '|';
			if (!s[1])
				break;
			od_utf8_get(s + 1, &n);
			n++;
		} else if (*s == '-' && !first && s[1] != ']') {
			plain = false;
		}
		plain = plain && *s != '|' && ++chars <= CLASS_MAX;
		if (plain) {
			od_buf_puts(&out->set, out->set.n ? "|" : "");
			n -= *s == '\\';
			s += *s == '\\';
			od_buf_add(&out->set, s, n);
			least = n < least ? n : least;
		}
	}
	p->s = s + (*s == ']');
	out->least = plain && chars ? least : 0;
}

/* Behind "(": what looks for something says that it stands there too, what looks that it does not
 * says nothing; (?i), conditions and the like change everything. */
static bool opens_group(struct parse *p, bool *says)
{
	const char *s = p->s;

	*says = true;
	if (*s == '*') {
		p->lost = true;
		return false;
	}
	if (*s != '?')
		return true;
	s++;
	if (*s == ':' || *s == '>') {
		p->s = s + 1;
	} else if (*s == '=' || *s == '!' || (*s == '<' && (s[1] == '=' || s[1] == '!'))) {
		*says = s[*s == '<'] == '=';
		p->s = s + 1 + (*s == '<');
	} else if (*s == '<' || *s == '\'' || (*s == 'P' && s[1] == '<')) {
		s += strcspn(s + 1, ">'") + 1;
		p->s = s + (*s != '\0');
	} else {
		p->lost = true;
	}
	return !p->lost;
}

static void group(struct parse *p, struct must *out)
{
	bool says;

	p->s++;
	if (++p->depth > DEPTH_MAX)
		p->lost = true;
	if (p->lost || !opens_group(p, &says))
		return;
	alternatives(p, out);
	p->lost = p->lost || *p->s != ')';
	p->s += *p->s == ')';
	p->depth--;
	if (!says)
		out->least = 0;
}

/* A character that stands for itself, as UTF-8 in c; 0: it does not.  Moves on behind it either
 * way. */
static size_t literal(struct parse *p, char c[4])
{
	size_t n;

	if (*p->s != '\\') {
		od_utf8_get(p->s, &n);
		memcpy(c, p->s, n);
		p->s += n;
		return strchr(".^$", c[0]) && n == 1 ? 0 : n;
	}
	p->s++;
	if (!*p->s) {
		p->lost = true;
		return 0;
	}
	od_utf8_get(p->s, &n);
	memcpy(c, p->s, n);
	p->s += n;
	if (n > 1 ||
	    !(((c[0] | 0x20) >= 'a' && (c[0] | 0x20) <= 'z') || (c[0] >= '0' && c[0] <= '9')))
		return n;
	if (c[0] == 'Q' || c[0] == 'E' || c[0] == 'g' || c[0] == 'c' || c[0] == 'o')
		p->lost = true;
	if (strchr("pPxkN", c[0]) && *p->s == '{') {
		p->s += strcspn(p->s, "}");
		p->s += *p->s == '}';
	} else if (strchr("pP", c[0]) && *p->s) {
		p->s++;
	} else if (c[0] == 'x') {
		p->s += strspn(p->s, "0123456789abcdefABCDEF") > 1 ? 2 : 0;
	}
	return 0;
}

static void sequence(struct parse *p, struct must *best)
{
	struct od_buf run = OD_BUF_INIT;
	int least;

	while (!p->lost && *p->s && *p->s != '|' && *p->s != ')') {
		struct must m = { 0 };
		char c[4];
		size_t n = 0, q;

		if (*p->s == '[')
			class_of(p, &m);
		else if (*p->s == '(')
			group(p, &m);
		else
			n = literal(p, c);
		q = quantifier(p->s, &least);
		p->s += q;
		if (n && c[0] != '|' && least && !p->lost)
			od_buf_add(&run, c, n);
		if (!n || q || c[0] == '|')
			flush(best, &run);
		if (!least || p->lost)
			m.least = 0;
		take_if_better(best, &m);
	}
	flush(best, &run);
	od_buf_free(&run);
}

static void alternatives(struct parse *p, struct must *out)
{
	bool first = true, all = true;

	for (;;) {
		struct must one = { 0 };

		sequence(p, &one);
		all = all && one.least;
		if (all) {
			od_buf_puts(&out->set, first ? "" : "|");
			od_buf_puts(&out->set, one.set.s);
			out->least = first || one.least < out->least ? one.least : out->least;
		}
		od_buf_free(&one.set);
		first = false;
		if (p->lost || *p->s != '|')
			break;
		p->s++;
	}
	if (!all)
		out->least = 0;
}

void od_pattern_literals(const char *pattern, struct od_buf *b)
{
	struct parse p = { .s = pattern };
	struct must m = { 0 };

	alternatives(&p, &m);
	if (!p.lost && !*p.s && m.least && !m.set.failed)
		od_buf_puts(b, m.set.s);
	od_buf_free(&m.set);
}
