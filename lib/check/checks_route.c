/* checks_route.c - who writes to whom: levels, copies, departments and inner offices,
 * persons; requests in what is none.  Articles 14 to 17 of the regulation of 2012. */
#include "facts.h"

/* --- organs ---------------------------------------------------------------------------------- */

/* The issuer as the organisation knows it; NULL: it does not. */
static const struct od_organ *issuer_of(const struct od_checking *c)
{
	return c->issuer ? od_organ_of(c, c->issuer, strlen(c->issuer)) : NULL;
}

static int unknown_issuer(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return od_cannot(c, r, _("the organisation does not know who issues it"), err);
}

/* Two rows of one organ: 示例市人民政府 and 市政府. */
static bool is_same(const struct od_organ *a, const struct od_organ *b)
{
	const char *over = a->parent ? a->parent : "", *other = b->parent ? b->parent : "";

	return a == b || (a->kind == b->kind && a->level == b->level && !strcmp(over, other) &&
			  od_same_organ(a->name, strlen(a->name), b->name, strlen(b->name)));
}

#define PARENTS 8 /* a chain longer than this is a ring */

/* Is above an organ over o, and how far: 1 its parent; 0: it is not. */
static int height(const struct od_checking *c, const struct od_organ *above,
		  const struct od_organ *o)
{
	for (int n = 1; o && o->parent && n <= PARENTS; n++) {
		o = od_organ_of(c, o->parent, strlen(o->parent));
		if (o && is_same(o, above))
			return n;
	}
	return 0;
}

typedef bool judge_fn(const struct od_checking *c, const struct od_organ *issuer,
		      const struct od_name *name);

/* A finding for each name of the lines of a role that judge() finds wrong. */
static int judge_names(struct od_checking *c, const struct od_rule *r, int role, judge_fn *judge,
		       struct od_err *err)
{
	const struct od_organ *issuer = issuer_of(c);
	size_t i = od_role_line(c, role, SIZE_MAX);

	if (i == SIZE_MAX)
		return 0;
	if (!issuer)
		return unknown_issuer(c, r, err);
	for (; i != SIZE_MAX; i = od_role_line(c, role, i)) {
		struct od_name a;
		size_t at = 0;

		while (od_next_name(&c->doc->line[i], &at, &a))
			if (judge(c, issuer, &a) &&
			    od_found(c, r, i, a.from, a.from + a.n, NULL, NULL, err) < 0)
				return -1;
	}
	return 0;
}

/* Is it named in 抄送, by any of its names? */
static bool is_copied(const struct od_checking *c, const struct od_organ *o)
{
	for (size_t i = od_role_line(c, OD_LINE_CC, SIZE_MAX); i != SIZE_MAX;
	     i = od_role_line(c, OD_LINE_CC, i)) {
		struct od_name a;
		size_t at = 0;

		if (strstr(c->doc->line[i].text, o->name))
			return true;
		while (od_next_name(&c->doc->line[i], &at, &a)) {
			const struct od_organ *to = od_organ_of(c, a.s, a.n);

			if (to && is_same(to, o))
				return true;
		}
	}
	return false;
}

/* Is one of the organs between o and above named in 抄送? */
static bool copied_between(const struct od_checking *c, const struct od_organ *above,
			   const struct od_organ *o)
{
	for (int n = 0; o && o->parent && n < PARENTS; n++) {
		o = od_organ_of(c, o->parent, strlen(o->parent));
		if (!o || is_same(o, above))
			return false;
		if (is_copied(c, o))
			return true;
	}
	return false;
}

static bool over_level(const struct od_checking *c, const struct od_organ *issuer,
		       const struct od_name *a)
{
	const struct od_organ *to = od_organ_of(c, a->s, a->n);

	return to && height(c, to, issuer) > 1 && !copied_between(c, to, issuer);
}

static int route_over_level(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return judge_names(c, r, OD_LINE_ADDRESSEE, over_level, err);
}

static bool subordinate(const struct od_checking *c, const struct od_organ *issuer,
			const struct od_name *a)
{
	const struct od_organ *to = od_organ_of(c, a->s, a->n);

	return to && height(c, issuer, to) > 0;
}

static int route_copies_down(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return judge_names(c, r, OD_LINE_CC, subordinate, err);
}

/* A 请示 to one that is not above it ... */
static bool not_above(const struct od_checking *c, const struct od_organ *issuer,
		      const struct od_name *a)
{
	const struct od_organ *to = od_organ_of(c, a->s, a->n);

	return to && !is_same(to, issuer) && height(c, to, issuer) == 0;
}

static int route_not_above(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return judge_names(c, r, OD_LINE_ADDRESSEE, not_above, err);
}

/* ... a 函 to one that is. */
static bool above(const struct od_checking *c, const struct od_organ *issuer,
		  const struct od_name *a)
{
	const struct od_organ *to = od_organ_of(c, a->s, a->n);

	return to && (height(c, to, issuer) > 0 || height(c, issuer, to) > 0);
}

static int route_letter(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return judge_names(c, r, OD_LINE_ADDRESSEE, above, err);
}

/* Organs of different levels sign together. */
static int route_joint(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_SIGNATURE, SIZE_MAX);
	const struct od_organ *first = NULL;

	if (i == SIZE_MAX || od_line_of(c, OD_LINE_SIGNATURE, i) == SIZE_MAX)
		return 0;
	for (; i != SIZE_MAX; i = od_line_of(c, OD_LINE_SIGNATURE, i)) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = od_chomp(l->text, l->n);
		const struct od_organ *o = od_organ_of(c, l->text, n);

		if (o && first && o->level != first->level)
			return od_found(c, r, i, 0, n, NULL, NULL, err);
		first = first ? first : o;
	}
	return 0;
}

/* --- many addressees ------------------------------------------------------------------------- */

static int route_many(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX), at = 0, n = 0, second = 0;
	struct od_name a;

	if (i == SIZE_MAX || od_starts(c->doc->line[i].text, "各位"))
		return 0;
	while (od_next_name(&c->doc->line[i], &at, &a))
		if (++n == 2)
			second = a.from;
	return n < 2 ? 0
		     : od_found(c, r, i, second, od_chomp(c->doc->line[i].text, c->doc->line[i].n),
				NULL, NULL, err);
}

/* --- persons --------------------------------------------------------------------------------- */

static const char posts[] =
	"书记|市长|县长|区长|省长|州长|镇长|乡长|主席|主任|局长|厅长|部长|委员长|秘书长|同志|"
	"常委|总理";

/* Does a name end with a post: 李书记, 张市长, 王某某同志? */
static bool is_person(const struct od_name *a)
{
	if (od_starts(a->s, "各") || od_starts(a->s, "尊敬的各"))
		return false;
	for (const char *p = posts; *p;) {
		size_t w = strcspn(p, "|");

		if (a->n >= w && !memcmp(a->s + a->n - w, p, w))
			return true;
		p += w;
		p += *p == '|';
	}
	return false;
}

static int route_to_person(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX), at = 0;
	struct od_name a;

	if (i == SIZE_MAX || strstr(c->doc->line[i].text, "各位"))
		return 0;
	while (od_next_name(&c->doc->line[i], &at, &a)) {
		if (is_person(&a))
			return od_found(c, r, i, a.from, a.from + a.n, NULL, NULL, err);
	}
	return 0;
}

/* A post and a name, or a post alone, signs: 市长　张某某. */
static int route_by_person(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t to = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX);

	if (to == SIZE_MAX || od_starts(c->doc->line[to].text, "各位") ||
	    od_holds_any(c->doc->line[to].text, c->doc->line[to].n,
			 "代表大会|人大|常委会|常务委员会"))
		return 0;
	for (size_t i = od_line_of(c, OD_LINE_SIGNATURE, SIZE_MAX); i != SIZE_MAX;
	     i = od_line_of(c, OD_LINE_SIGNATURE, i)) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = od_chomp(l->text, l->n), cut = n;

		for (size_t at = 0, m; at < n && cut == n; at += m) {
			od_utf8_get(l->text + at, &m);
			if (od_char_in(l->text + at, " 　"))
				cut = at;
		}
		if (is_person(&(struct od_name){ l->text, cut, 0 }) && (cut < n || n <= 60))
			return od_found(c, r, i, 0, n, NULL, NULL, err);
	}
	return 0;
}

/* --- departments ----------------------------------------------------------------------------- */

/* A department, not an office that may write for its body: by the organisation, else by its
 * name. */
static bool is_department(const struct od_checking *c)
{
	const struct od_organ *o = issuer_of(c);
	const char *s = c->issuer;
	size_t n = s ? strlen(s) : 0;

	if (!n || od_ends(s, n, "办公厅") || od_ends(s, n, "办公室") || od_is_body_name(s, n))
		return false;
	if (o)
		return o->kind == OD_UNIT_DEPARTMENT;
	return od_ends(s, n, "局") || od_ends(s, n, "厅");
}

/* "各县（市、区）人民政府", "各乡镇党委": those below. */
static bool is_lower_body(const struct od_checking *c, const struct od_name *a)
{
	const struct od_organ *o = od_organ_of(c, a->s, a->n), *issuer = issuer_of(c);

	if (o && issuer)
		return o->level > issuer->level &&
		       (o->kind == OD_UNIT_BODY || o->kind == OD_UNIT_COUNTY) &&
		       od_is_body_name(a->s, a->n);
	return od_starts(a->s, "各") && od_is_body_name(a->s, a->n);
}

/* 经市政府同意: that the body it belongs to agreed. */
static bool says_agreed(const struct od_checking *c)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (!od_is_main(c, i) || !l->n)
			continue;
		if (od_holds_any(l->text, l->n, "授权|报经|批准") ||
		    (od_find(l->text, l->n, "同意", 6) && od_find(l->text, l->n, "经", 3)))
			return true;
	}
	return false;
}

static int route_department(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX), at = 0;
	struct od_name a;

	if (i == SIZE_MAX || !is_department(c) || says_agreed(c))
		return 0;
	while (od_next_name(&c->doc->line[i], &at, &a))
		if (is_lower_body(c, &a))
			return od_found(c, r, i, a.from, a.from + a.n, NULL, NULL, err);
	return 0;
}

/* A leading group or a coordinating office does. */
static int route_group(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX), at = 0,
	       n = c->issuer ? strlen(c->issuer) : 0;
	struct od_name a;

	if (i == SIZE_MAX || !n ||
	    !od_holds_any(c->issuer, n, "领导小组|指挥部|协调小组|联席会议|工作专班") ||
	    says_agreed(c))
		return 0;
	while (od_next_name(&c->doc->line[i], &at, &a))
		if (is_lower_body(c, &a))
			return od_found(c, r, i, a.from, a.from + a.n, NULL, NULL, err);
	return 0;
}

/* --- inner offices --------------------------------------------------------------------------- */

/* 示例市教育局人事科: an office within an organ, not one of its own (办事处, 管理处) nor its 办公室. */
static bool is_inner(const char *s, size_t n)
{
	/* what deals with the public, or is an organ of its own */
	static const char *const open_ones[] = { "办事处", "管理处", "代表处", "秘书处", "联络处",
						 "监督处", "保护处", "研究处", "登记处", "公证处",
						 "服务处", "接待处", "征收处", "仲裁处", "经理处" };
	static const char *const hosts[] = { "局",     "厅",     "部",   "委员会", "委",
					     "办公室", "办公厅", "政府", "中心" };
	size_t host = 0;

	if (!od_ends(s, n, "处") && !od_ends(s, n, "科") && !od_ends(s, n, "股"))
		return false;
	for (size_t i = 0; i < OD_COUNT(open_ones); i++)
		if (od_ends(s, n, open_ones[i]))
			return false;
	for (size_t i = 0; i < OD_COUNT(hosts); i++) {
		const char *at = od_find(s, n, hosts[i], strlen(hosts[i]));
		size_t end = at ? (size_t)(at - s) + strlen(hosts[i]) : 0;

		if (end > host && end < n)
			host = end;
	}
	return host >= 9 && n - host >= 6 && n - host <= 30;
}

/* Bytes of the name in a mark or a signature. */
static size_t mark_name(const struct od_line *l)
{
	size_t n = od_chomp(l->text, l->n);

	return n - (od_ends(l->text, n, "文件") ? 6 : 0);
}

/* Does it go out: to others than one's own offices; without an addressee, under a mark and with a
 * number of a body's own? */
static bool goes_out(const struct od_checking *c)
{
	size_t to = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX);
	size_t mark = od_line_of(c, OD_LINE_MARK, SIZE_MAX);

	if (to != SIZE_MAX)
		return !od_holds_any(c->doc->line[to].text, c->doc->line[to].n,
				     "科室|处室|股室|机关各|局属|本局|委属|厅属");
	return mark != SIZE_MAX && od_line_of(c, OD_LINE_DOCNO, SIZE_MAX) != SIZE_MAX &&
	       !is_inner(c->doc->line[mark].text, mark_name(&c->doc->line[mark]));
}

static int route_inner(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	if (!goes_out(c))
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = mark_name(l);

		if (!od_is_main(c, i) || (l->role != OD_LINE_SIGNATURE && l->role != OD_LINE_MARK))
			continue;
		if (is_inner(l->text, n) && !od_organ_of(c, l->text, n))
			return od_found(c, r, i, 0, n, NULL, NULL, err);
	}
	return 0;
}

const struct od_named_check od_checks_route[] = {
	{ "route-over-level", route_over_level, .organs = true },
	{ "route-copies-down", route_copies_down, .organs = true },
	{ "route-not-above", route_not_above, .organs = true },
	{ "route-letter", route_letter, .organs = true },
	{ "route-joint", route_joint, .organs = true },
	{ "route-many", route_many },
	{ "route-to-person", route_to_person },
	{ "route-by-person", route_by_person },
	{ "route-department", route_department },
	{ "route-group", route_group },
	{ "route-inner", route_inner },
	{ NULL },
};
