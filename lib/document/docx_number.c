/* docx_number.c - automatic numbering of Word: lists, numbers, levels, and counting on. */
#include <stdlib.h>

#include "docx.h"

#define LISTS_MAX 2048
#define NUMS_MAX  8192
#define LINKS_MAX 8 /* lists that stand for other lists */

struct reading {
	struct od_docx *x;
	struct od_docx_list *list;
	struct od_docx_num *num;
	struct od_docx_override *override;
	struct od_docx_level *level;
	int in_r, in_p;
};

/* --- numbering.xml ------------------------------------------------------------------------------------- */

static void level_init(struct od_docx_level *l)
{
	*l = (struct od_docx_level){ .start = 1, .restart = OD_UNSET };
	od_docx_rpr_init(&l->r);
	od_docx_ppr_init(&l->p);
}

static void *grow(void *rows, size_t n, size_t *room, size_t size)
{
	void *grown;

	if (n < *room)
		return rows;
	grown = reallocarray(rows, *room ? *room * 2 : 16, size);
	if (grown)
		*room = *room ? *room * 2 : 16;
	return grown;
}

static int new_list(struct reading *rd, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx *x = rd->x;
	struct od_docx_list *l;

	if (x->lists >= LISTS_MAX)
		return OD_XML_SKIP;
	l = grow(x->list, x->lists, &x->list_room, sizeof(*l));
	if (!l)
		return od_fail_nomem(err);
	x->list = l;
	l = &x->list[x->lists++];
	*l = (struct od_docx_list){ .id = od_xml_int(a, "abstractNumId", -1) };
	for (int i = 0; i < OD_DOCX_LEVELS; i++)
		level_init(&l->level[i]);
	rd->list = l;
	return 0;
}

static int new_num(struct reading *rd, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx *x = rd->x;
	struct od_docx_num *n;

	if (x->nums >= NUMS_MAX)
		return OD_XML_SKIP;
	n = grow(x->num, x->nums, &x->num_room, sizeof(*n));
	if (!n)
		return od_fail_nomem(err);
	x->num = n;
	n = &x->num[x->nums++];
	*n = (struct od_docx_num){ .id = od_xml_int(a, "numId", -1), .list = -1 };
	rd->num = n;
	return 0;
}

struct od_docx_list *od_docx_list_new(struct od_docx *x, const char *name, struct od_err *err)
{
	struct reading rd = { .x = x };
	struct od_xml_attrs none = { NULL, 0 };

	if (x->lists >= LISTS_MAX) {
		od_fail(err, OD_EDATA, _("more than %d lists: no draft has"), LISTS_MAX);
		return NULL;
	}
	if (new_list(&rd, &none, err) < 0 || new_num(&rd, &none, err) < 0)
		return NULL;
	rd.list->id = (int)x->lists;
	rd.num->id = rd.num->list = rd.list->id;
	rd.list->is_style = strdup(name);
	if (!rd.list->is_style)
		od_fail_nomem(err);
	return rd.list->is_style ? rd.list : NULL;
}

static int new_override(struct reading *rd, const struct od_xml_attrs *a, struct od_err *err)
{
	int level = od_xml_int(a, "ilvl", -1);

	if (!rd->num || level < 0 || level >= OD_DOCX_LEVELS)
		return OD_XML_SKIP;
	if (!rd->num->override) {
		rd->num->override = calloc(OD_DOCX_LEVELS, sizeof(*rd->override));
		if (!rd->num->override)
			return od_fail_nomem(err);
		for (int i = 0; i < OD_DOCX_LEVELS; i++)
			rd->num->override[i].start = OD_UNSET;
	}
	rd->override = &rd->num->override[level];
	return 0;
}

static int new_level(struct reading *rd, const struct od_xml_attrs *a, struct od_err *err)
{
	int level = od_xml_int(a, "ilvl", -1);

	if (rd->override && !rd->override->level) {
		rd->override->level = malloc(sizeof(*rd->level));
		if (!rd->override->level)
			return od_fail_nomem(err);
		level_init(rd->override->level);
		rd->level = rd->override->level;
	} else if (!rd->override && rd->list && level >= 0 && level < OD_DOCX_LEVELS) {
		rd->level = &rd->list->level[level];
	} else {
		return OD_XML_SKIP;
	}
	rd->level->given = true;
	return 0;
}

/* A name that is kept, the first time only. */
static int take_name(char **to, const struct od_xml_attrs *a, struct od_err *err)
{
	char buf[200];

	if (*to)
		return 0;
	*to = strdup(od_xml_str(a, "val", buf, sizeof(buf)));
	return *to ? 0 : od_fail_nomem(err);
}

static int take_level(struct reading *rd, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx_level *l = rd->level;
	char buf[64];

	rd->in_r += tag == W_R_PR;
	rd->in_p += tag == W_P_PR;
	if (rd->in_r)
		return od_docx_rpr_take(rd->x, &l->r, tag, a, err);
	if (rd->in_p) {
		od_docx_ppr_take(&l->p, tag, a);
		return 0;
	}
	switch (tag) {
	case W_START:
		l->start = od_xml_int(a, "val", 1);
		break;
	case W_NUM_FMT:
		l->form = od_numeral_word(od_xml_str(a, "val", buf, sizeof(buf)));
		break;
	case W_LVL_TEXT:
		od_xml_str(a, "val", l->text, sizeof(l->text));
		break;
	case W_LVL_RESTART:
		l->restart = od_xml_int(a, "val", OD_UNSET);
		break;
	case W_IS_LGL:
		l->legal = od_xml_on(a, "val", 1);
		break;
	case W_SUFF:
		l->tight = od_xml_is(a, "val", "nothing");
		break;
	case W_P_STYLE:
		return take_name(&l->style, a, err);
	default:
		break;
	}
	return 0;
}

static int on_start(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct reading *rd = ctx;

	switch (tag) {
	case W_ABSTRACT:
		return new_list(rd, a, err);
	case W_NUM:
		return new_num(rd, a, err);
	case W_OVERRIDE:
		return new_override(rd, a, err);
	case W_LVL:
		return rd->level ? OD_XML_SKIP : new_level(rd, a, err);
	case W_ABSTRACT_ID:
		if (rd->num)
			rd->num->list = od_xml_int(a, "val", -1);
		return 0;
	case W_START_OVERRIDE:
		if (rd->override)
			rd->override->start = od_xml_int(a, "val", OD_UNSET);
		return 0;
	case W_NUM_STYLE_LINK:
		return rd->list ? take_name(&rd->list->style_link, a, err) : 0;
	case W_STYLE_LINK:
		return rd->list ? take_name(&rd->list->is_style, a, err) : 0;
	case W_CHANGE:
	case W_LEAVE_OUT:
		return OD_XML_SKIP;
	default:
		return rd->level ? take_level(rd, tag, a, err) : 0;
	}
}

static int on_end(void *ctx, int tag, struct od_err *err)
{
	struct reading *rd = ctx;

	(void)err;
	rd->in_r -= tag == W_R_PR && rd->in_r;
	rd->in_p -= tag == W_P_PR && rd->in_p;
	if (tag == W_LVL)
		rd->level = NULL;
	if (tag == W_OVERRIDE)
		rd->override = NULL;
	if (tag == W_ABSTRACT)
		rd->list = NULL;
	if (tag == W_NUM)
		rd->num = NULL;
	return 0;
}

static int by_list(const void *a, const void *b)
{
	const struct od_docx_list *l = a, *m = b;

	return (l->id > m->id) - (l->id < m->id);
}

static int by_num(const void *a, const void *b)
{
	const struct od_docx_num *n = a, *m = b;

	return (n->id > m->id) - (n->id < m->id);
}

int od_docx_numbering(struct od_docx *x, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_docx_names, on_start, on_end, NULL };
	struct reading rd = { .x = x };

	if (od_xml_read_if(&x->src, x->numbering_part, &ops, &rd, err) < 0)
		return -1;
	if (x->lists)
		qsort(x->list, x->lists, sizeof(*x->list), by_list);
	if (x->nums)
		qsort(x->num, x->nums, sizeof(*x->num), by_num);
	return 0;
}

void od_docx_numbering_free(struct od_docx *x)
{
	for (size_t i = 0; i < x->lists; i++) {
		free(x->list[i].style_link);
		free(x->list[i].is_style);
		for (int k = 0; k < OD_DOCX_LEVELS; k++)
			free(x->list[i].level[k].style);
	}
	for (size_t i = 0; i < x->nums; i++) {
		struct od_docx_override *o = x->num[i].override;

		for (int k = 0; o && k < OD_DOCX_LEVELS; k++) {
			if (o[k].level)
				free(o[k].level->style);
			free(o[k].level);
		}
		free(o);
	}
	free(x->list);
	free(x->num);
}

/* --- looking up ------------------------------------------------------------------------------------------ */

static struct od_docx_num *num_of(struct od_docx *x, int id)
{
	struct od_docx_num key = { .id = id };

	return x->nums && id > 0 ? bsearch(&key, x->num, x->nums, sizeof(key), by_num) : NULL;
}

static struct od_docx_list *list_of(struct od_docx *x, int id)
{
	struct od_docx_list key = { .id = id };

	return x->lists ? bsearch(&key, x->list, x->lists, sizeof(key), by_list) : NULL;
}

/* The list of a number; one that only names a style of lists stands for that style's. */
static struct od_docx_list *real_list(struct od_docx *x, const struct od_docx_num *n)
{
	struct od_docx_list *l = list_of(x, n->list);

	for (int i = 0; l && l->style_link && i < LINKS_MAX; i++) {
		struct od_docx_style *s = od_docx_style(x, l->style_link, OD_STYLE_NUMBERING);
		struct od_docx_num *next = s ? num_of(x, s->p.num) : NULL;

		if (!next)
			break;
		l = list_of(x, next->list);
	}
	return l;
}

static const struct od_docx_level *level_of(const struct od_docx_num *n,
					    const struct od_docx_list *l, int level)
{
	if (n->override && n->override[level].level)
		return n->override[level].level;
	return &l->level[level];
}

const struct od_docx_level *od_docx_level(struct od_docx *x, int num, int *level, const char *style)
{
	struct od_docx_num *n = num_of(x, num);
	struct od_docx_list *l = n ? real_list(x, n) : NULL;

	if (!l)
		return NULL;
	for (int i = 0; *level == OD_UNSET && style && i < OD_DOCX_LEVELS; i++) {
		const struct od_docx_level *v = level_of(n, l, i);

		if (v->style && !strcmp(v->style, style))
			*level = i;
	}
	if (*level == OD_UNSET)
		*level = 0;
	if (*level < 0 || *level >= OD_DOCX_LEVELS)
		return NULL;
	return level_of(n, l, *level);
}

/* --- counting ---------------------------------------------------------------------------------------------- */

static int start_of(const struct od_docx_num *n, const struct od_docx_list *l, int level)
{
	if (n->override && n->override[level].start != OD_UNSET)
		return n->override[level].start;
	return level_of(n, l, level)->start;
}

static void step(struct od_docx_num *n, struct od_docx_list *l, int level)
{
	unsigned int bit = 1u << level;
	bool fresh = n->override && n->override[level].start != OD_UNSET && !(n->used & bit);

	if (fresh || !(l->running & bit))
		l->count[level] = start_of(n, l, level);
	else if (l->count[level] < INT_MAX)
		l->count[level]++;
	n->used |= bit;
	l->running |= bit;
	/* what is below begins anew, unless it says after which level */
	for (int k = level + 1; k < OD_DOCX_LEVELS; k++) {
		int after = level_of(n, l, k)->restart;

		if (after == OD_UNSET || level < after)
			l->running &= ~(1u << k);
	}
}

void od_docx_count(struct od_docx *x, int num, int level, struct od_buf *out)
{
	struct od_docx_num *n = num_of(x, num);
	struct od_docx_list *l = n ? real_list(x, n) : NULL;
	const struct od_docx_level *v;

	if (!l || level < 0 || level >= OD_DOCX_LEVELS)
		return;
	step(n, l, level);
	v = level_of(n, l, level);
	if (v->form == OD_NUM_BULLET)
		return;
	for (const char *s = v->text; *s; s++) {
		int k = s[0] == '%' && s[1] >= '1' && s[1] <= '9' ? s[1] - '1' : -1;

		if (k < 0) {
			od_buf_putc(out, *s);
			continue;
		}
		od_numeral_add(out, v->legal ? OD_NUM_DECIMAL : level_of(n, l, k)->form,
			       l->running & 1u << k ? l->count[k] : start_of(n, l, k));
		s++;
	}
	if (!v->tight)
		od_numeral_part(out);
}
