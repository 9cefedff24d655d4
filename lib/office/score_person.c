/* score_person.c - scores by person: who wrote the reports.  Two names in one field are two authors. */
#include <stdlib.h>

#include "score_rank.h"

/* --- names ------------------------------------------------------------------------------------------ */

static size_t any_of(const char *s, const char *const *marks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strncmp(s, marks[i], strlen(marks[i])))
			return strlen(marks[i]);
	return 0;
}

static size_t divider(const char *s)
{
	static const char *const marks[] = { "、", "，", ",", "；", ";", "/" };

	return any_of(s, marks, OD_COUNT(marks));
}

static size_t blank(const char *s)
{
	static const char *const marks[] = { " ", "　", "\t" };

	return any_of(s, marks, OD_COUNT(marks));
}

static bool chinese(const char *s)
{
	size_t n;
	uint32_t c = *s ? od_utf8_get(s, &n) : 0;

	return (c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000;
}

static void put_name(struct od_buf *list, struct od_buf *name)
{
	if (name->n && !(list->n && od_list_has(list->s, name->s)))
		od_buf_printf(list, "%s%s", list->n ? OD_LIST_SEP : "", name->s);
	list->failed |= name->failed;
	od_buf_reset(name);
}

/* One part of what stands between dividers.  Two Chinese names of two characters and more are two people; else a
 * blank only makes a short name as long as the others ("张　三"), or is one of a foreign name. */
static void put_part(struct od_buf *list, struct od_buf *name, const char *s, size_t n)
{
	char part[256];

	snprintf(part, sizeof(part), "%.*s", (int)od_utf8_cut(s, n, sizeof(part) - 1), s);
	if (name->n && !name->failed) {
		bool both = chinese(name->s) && chinese(part);

		if (both && od_utf8_len(name->s) > 1 && od_utf8_len(part) > 1)
			put_name(list, name);
		else if (!both)
			od_buf_putc(name, ' ');
	}
	od_buf_puts(name, part);
}

/* "张三，李 四": "张三、李四", each once. */
static void authors(const char *s, struct od_buf *list)
{
	OD_CLEANUP(od_buf_freep) struct od_buf name = OD_BUF_INIT;

	while (*s) {
		size_t n = 0, skip;

		while (s[n] && !divider(s + n) && !blank(s + n))
			n++;
		if (n)
			put_part(list, &name, s, n);
		s += n;
		skip = divider(s);
		if (skip)
			put_name(list, &name);
		s += skip ? skip : blank(s);
	}
	put_name(list, &name);
}

/* --- rows ------------------------------------------------------------------------------------------- */

struct persons {
	struct od_scores *s;
	struct ranked *r;
	size_t n, room;
};

/* An unsorted row for what one event or line adds to. */
static struct ranked *person(struct persons *p, uint32_t unit, const char *name, struct od_err *err)
{
	struct ranked *r;

	if (p->n == p->room) {
		size_t room = p->room ? 2 * p->room : 1024;
		struct ranked *grown = reallocarray(p->r, room, sizeof(*grown));

		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		p->r = grown;
		p->room = room;
	}
	r = &p->r[p->n++];
	*r = (struct ranked){
		.row = { .code = od_ranked_own(p->s->unit[unit].code),
			 .name = od_ranked_own(name) },
		.sort = (int64_t)unit,
	};
	return r;
}

static int by_name(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->sort != y->sort)
		return x->sort < y->sort ? -1 : 1;
	return strcmp(x->row.name, y->row.name);
}

static int by_report(const void *a, const void *b)
{
	const struct score_event *x = *(const struct score_event *const *)a,
				 *y = *(const struct score_event *const *)b;

	if (x->report != y->report)
		return x->report < y->report ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Events of one measure, one report's together; yours. */
static const struct score_event **events_by_report(const struct od_scores *s, int measure,
						   struct od_err *err)
{
	const struct score_event **e =
		calloc(s->events[measure] + 1, sizeof(const struct score_event *));

	if (!e) {
		od_fail_nomem(err);
		return NULL;
	}
	for (size_t i = 0; i < s->events[measure]; i++)
		e[i] = &s->event[measure][i];
	qsort(e, s->events[measure], sizeof(const struct score_event *), by_report);
	return e;
}

/* Was the paper told of this author by another report of the unit? */
static bool again(const struct od_scores *s, const struct score_event *e, const char *name)
{
	const unsigned int papers =
		1u << OD_OF_UPWARD_SENT | 1u << OD_OF_UPWARD_ADOPTED | 1u << OD_OF_INSTRUCTED;
	const struct score_event *first = s->event[e->measure];
	bool told = false;

	if (!(papers & 1u << e->measure))
		return false;
	for (const struct score_event *x = e; !told && x > first; x--) {
		OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

		if (strcmp(x[-1].record, e->record))
			break;
		if (x[-1].unit != e->unit || !x[-1].author)
			continue;
		authors(x[-1].author, &b);
		told = b.n && od_list_has(b.s, name);
	}
	return told;
}

/* What one event counts for, or a line gives, is each author's as a whole. */
struct share {
	struct persons *p;
	uint32_t unit;
	size_t counted; /* OD_COUNTED: it is points */
	const struct score_event *event;
	bool fresh; /* a report that was not counted yet */
	int64_t milli;
};

static int add_share(const struct share *h, const char *name, struct od_err *err)
{
	struct ranked *r = person(h->p, h->unit, name, err);

	if (!r)
		return -1;
	if (h->counted < OD_COUNTED) {
		*od_ranked_member(&r->row, h->counted) = !again(h->p->s, h->event, name);
		r->reports = h->fresh;
	} else {
		r->row.milli = h->milli;
	}
	return 0;
}

static int add_each(const struct share *h, const char *author, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const char *list, *text;
	size_t n;

	authors(author, &b);
	if (b.failed)
		return od_fail_nomem(err);
	if (b.n && !strcmp(b.s, author) && !strstr(author, OD_LIST_SEP))
		return add_share(h, author, err);
	list = b.s ? b.s : "";
	for (const char *e = od_list_next(&list, &n); e; e = od_list_next(&list, &n)) {
		char *name = strndup(e, n);
		int r = name ? od_score_word(h->p->s, name, &text, err) : od_fail_nomem(err);

		free(name);
		if (r < 0 || add_share(h, text, err) < 0)
			return -1;
	}
	return 0;
}

static int add_events(struct persons *p, size_t i, struct od_err *err)
{
	const int measure = od_score_counted[i].measure;
	struct od_scores *s = p->s;
	const struct score_event **e = events_by_report(s, measure, err);
	int64_t last = OD_NOINT;
	int done = e ? 0 : -1;

	for (size_t k = 0; done == 0 && k < s->events[measure]; k++) {
		struct share h = { .p = p, .unit = e[k]->unit, .counted = i, .event = e[k] };

		if (e[k]->day.days < s->q.from.days || !e[k]->author || !*e[k]->author)
			continue;
		h.fresh = measure == OD_OF_ADOPTED && e[k]->report != last;
		last = e[k]->report;
		done = add_each(&h, e[k]->author, err);
	}
	free(e);
	return done;
}

static int add_persons(struct persons *p, struct od_err *err)
{
	struct od_scores *s = p->s;

	for (size_t i = 0; i < OD_COUNTED; i++)
		if (add_events(p, i, err) < 0)
			return -1;
	for (size_t i = 0; i < s->told_from[s->units]; i++) {
		const struct od_score_line *l = &s->told[i];
		struct share h = { .p = p, .counted = OD_COUNTED, .milli = l->milli };

		if (!l->person || !*l->person)
			continue;
		h.unit = od_score_unit(s, l->unit);
		if (add_each(&h, l->person, err) < 0)
			return -1;
	}
	return 0;
}

static int name_person(struct od_scores *s, struct ranked *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	const struct score_unit *u = &s->unit[r->sort];
	const char *text;

	/* Translators: a person, a unit. */
	od_buf_printf(&b, _("%1$s (%2$s)"), r->row.name, u->name);
	if (b.failed)
		return od_fail_nomem(err);
	if (od_score_text(s, b.s, &text, err) < 0)
		return -1;
	r->row.name = od_ranked_own(text);
	r->row.class_ = od_ranked_own(u->class_);
	r->row.class_name = od_ranked_own(u->class_name);
	r->class_ = u->class_;
	r->class_sort = u->class_sort;
	r->sort = u->sort;
	return 0;
}

/* Who wrote the reports.  What is counted by the span, or without a report, is the unit's alone. */
int od_score_persons(struct od_scores *s, struct ranked **out, size_t *n, struct od_err *err)
{
	struct persons p = { .s = s };
	size_t kept = 0;
	int done = add_persons(&p, err);

	if (p.n)
		qsort(p.r, p.n, sizeof(*p.r), by_name);
	for (size_t i = 0; i < p.n; i++) {
		if (!kept || by_name(&p.r[kept - 1], &p.r[i])) {
			p.r[kept++] = p.r[i];
			continue;
		}
		od_ranked_add(&p.r[kept - 1], &p.r[i]);
	}
	for (size_t i = 0; done == 0 && i < kept; i++)
		done = name_person(s, &p.r[i], err);
	*out = p.r;
	*n = kept;
	return done;
}
