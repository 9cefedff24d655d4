/* checks_structure.c - ordinals, articles, lists that say how many they are, length. 
 * Attachments are in checks_attachment.c. */
#include "facts.h"

#define LEVELS 5 /* OD_LINE_LEVEL1 is 1 */

static int level_of(const struct od_line *l)
{
	return l->role >= OD_LINE_LEVEL1 && l->role <= OD_LINE_LEVEL4 ? l->role - OD_LINE_LEVEL1 + 1
								      : 0;
}

/* How many “ are open behind this line, when depth were before it. */
static int quote_depth(const struct od_line *l, int depth)
{
	const char *s = l->text, *end = s + l->n;

	while ((s = memchr(s, 0xe2, (size_t)(end - s)))) {
		if (od_starts(s, "“"))
			depth++;
		else if (depth > 0 && od_starts(s, "”"))
			depth--;
		s++;
	}
	return depth;
}

/* --- ordinals -------------------------------------------------------------------------------- */

/* Is the ordinal value of this level written within a line of from..to? */
static bool inline_ordinal(const struct od_checking *c, size_t from, size_t to, int level,
			   int value)
{
	static const char *const zh[] = { "零", "一", "二", "三", "四", "五",
					  "六", "七", "八", "九", "十" };
	char want[3][32] = { "", "", "" };

	if (level >= 3) {
		snprintf(want[0], sizeof(want[0]), level == 3 ? "%d." : "（%d）", value);
		snprintf(want[1], sizeof(want[1]), level == 3 ? "%d、" : "(%d)", value);
		snprintf(want[2], sizeof(want[2]), level == 3 ? "%d．" : "（%d)", value);
	} else if (value <= 10) {
		snprintf(want[0], sizeof(want[0]), level == 1 ? "%s、" : "（%s）", zh[value]);
		snprintf(want[1], sizeof(want[1]), level == 1 ? "%s．" : "(%s)", zh[value]);
	} else {
		return true; /* not looked for: as if it were */
	}
	for (size_t i = from; i < to; i++)
		for (size_t k = 0; k < 3; k++)
			if (*want[k] && strstr(c->doc->line[i].text, want[k]))
				return true;
	return false;
}

/* May a new row of numbers begin behind this line: a paragraph that says so, a heading without a
 * number? */
static bool introduces(const struct od_line *l)
{
	size_t n = od_chomp(l->text, l->n);

	return n && (!od_ends(l->text, n, "。") || quote_depth(l, 0) ||
		     od_holds_any(l->text, n, "如下|以下|下列|包括|分别"));
}

/* Is there nothing between two lines of this level but what belongs to the first? */
static bool is_one_row(const struct od_checking *c, size_t from, size_t to, int level)
{
	for (size_t i = from + 1; i < to; i++) {
		int between = level_of(&c->doc->line[i]);

		if (between ? between < level : introduces(&c->doc->line[i]))
			return false;
	}
	return true;
}

struct counting {
	int last[LEVELS];
	size_t line[LEVELS]; /* where .last stood */
	int part, depth;     /* of quotation */
};

static int count_line(struct od_checking *c, const struct od_rule *r, struct counting *k, size_t i,
		      struct od_err *err)
{
	const struct od_line *l = &c->doc->line[i];
	int level = level_of(l), value = level ? od_ordinal_of(l) : 0, last;
	size_t number;

	if (!value)
		return 0;
	last = k->last[level];
	k->last[level] = value;
	od_level_of(l->text, &number);
	if (value == 1 && last == 1 && level > 1 && is_one_row(c, k->line[level], i, level)) {
		k->line[level] = i;
		return od_found(c, r, i, 0, number, NULL, NULL, err);
	}
	if (value == 1 || value == last + 1 || last == 0) {
		k->line[level] = i;
		return 0;
	}
	if (value > last + 1 && inline_ordinal(c, k->line[level], i, level, value - 1)) {
		k->line[level] = i;
		return 0;
	}
	k->line[level] = i;
	return od_found(c, r, i, 0, number, NULL, NULL, err);
}

/* 一、 二、 四、: a number missing, twice or out of order.  （一） may run on across 一、 二、 or begin
 * anew. */
static int ordinals(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct counting k = { .part = -1 };

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (l->part != k.part || l->role == OD_LINE_ATT_HEAD)
			k = (struct counting){ .part = l->part };
		if (l->role == OD_LINE_SUBHEAD || l->role == OD_LINE_TABLE)
			memset(k.last, 0, sizeof(k.last));
		if (k.depth == 0 && od_sees(c, i) && count_line(c, r, &k, i, err) < 0)
			return -1;
		k.depth = quote_depth(l, k.depth);
	}
	return 0;
}

/* levels: kind=skip: 一、 straight to （1）, （一） to （1）; kind=third: 一、 straight to 1. */
static int levels(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n;
	const char *kind = od_param_text(r, "kind", &n);
	bool third = kind && !strncmp(kind, "third", n);
	int part = -1, above = 0;

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		int level = level_of(l);
		size_t number;
		bool skips;

		if (l->part != part || l->role == OD_LINE_SUBHEAD || l->role == OD_LINE_TABLE)
			above = 0;
		part = l->part;
		if (!level || !od_sees(c, i))
			continue;
		skips = above && level > above + 1;
		if (skips && third == (above == 1 && level == 3) && od_ordinal_of(l) == 1) {
			od_level_of(l->text, &number);
			if (od_found(c, r, i, 0, number, NULL, NULL, err) < 0)
				return -1;
			if (third)
				return 0;
		}
		above = level;
	}
	return 0;
}

/* The mark behind the digits of "1、" or "1.": its first byte, 0: none of them. */
static char mark_of(const struct od_line *l, size_t *from)
{
	*from = od_digits(l->text);
	if (l->role != OD_LINE_LEVEL3 || !*from)
		return 0;
	return od_starts(l->text + *from, "、") ? ',' : l->text[*from] == '.' ? '.' : 0;
}

/* 1、 in a document that writes 1. (or the other way round): the rarer ones. */
static int marks(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t points = 0, commas = 0, from;
	char rare, mark;

	for (size_t i = 0; i < c->doc->lines; i++) {
		mark = od_sees(c, i) ? mark_of(&c->doc->line[i], &from) : 0;
		points += mark == '.';
		commas += mark && mark != '.';
	}
	if (!points || !commas)
		return 0;
	rare = commas <= points ? ',' : '.';
	for (size_t i = 0; i < c->doc->lines; i++) {
		mark = od_sees(c, i) ? mark_of(&c->doc->line[i], &from) : 0;
		if (mark == rare &&
		    od_found(c, r, i, 0, from + (mark == '.' ? 1 : 3), NULL, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* --- 一是, 二是 ---------------------------------------------------------------------------------- */

/* The value of the "三是" whose 是 is at byte at, if a clause begins with it; *from: its first
 * byte. */
static int point_at(const struct od_line *l, size_t at, size_t *from)
{
	*from = at;
	while (*from >= 3 && at - *from < 9 && od_zh_number(l->text + *from - 3) >= 3)
		*from -= 3;
	if (*from == at ||
	    (*from && (*from < 3 || !od_char_in(l->text + *from - 3, "。；：，！？”）"))))
		return 0;
	return od_value_of(l->text + *from, at - *from);
}

static int points_of(struct od_checking *c, const struct od_rule *r, size_t i, int *last,
		     struct od_err *err)
{
	const struct od_line *l = &c->doc->line[i];
	const char *s = l->text;
	size_t from;

	while ((s = od_find(s, (size_t)(l->text + l->n - s), "是", 3))) {
		size_t at = (size_t)(s - l->text);
		int value = point_at(l, at, &from);

		s += 3;
		if (!value)
			continue;
		if (value != 1 && value != *last + 1 && *last &&
		    od_found(c, r, i, from, at + 3, NULL, NULL, err) < 0)
			return -1;
		*last = value;
	}
	return 0;
}

static int points(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	int last = 0, part = -1;

	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (l->part != part || level_of(l))
			last = 0;
		part = l->part;
		if (od_sees(c, i) && points_of(c, r, i, &last, err) < 0)
			return -1;
	}
	return 0;
}

/* --- articles -------------------------------------------------------------------------------- */

/* 第三条, 第二章: its value; kind: 0 条, 1 章, 2 节, and the bytes of it. */
static int article_at(const struct od_line *l, int *kind, size_t *n)
{
	static const char *const units[] = { "条", "章", "节" };
	size_t zh;

	if (!od_starts(l->text, "第"))
		return 0;
	zh = od_zh_number(l->text + 3);
	if (!zh)
		return 0;
	for (*kind = 0; *kind < 3; (*kind)++)
		if (od_starts(l->text + 3 + zh, units[*kind])) {
			*n = 3 + zh + 3;
			/* 第三条　..., 第三条 ...: not 第三条第二款 */
			return *n == l->n || od_char_in(l->text + *n, " 　\t")
				       ? od_value_of(l->text + 3, zh)
				       : 0;
		}
	return 0;
}

static int articles(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	int last[3] = { 0 }, part = -1, depth = 0, kind;
	size_t n;

	/* what amends another quotes its articles */
	if (c->doc->title && od_holds_any(c->doc->title, strlen(c->doc->title), "修改|修正|废止"))
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		int value = depth ? 0 : article_at(l, &kind, &n);

		if (l->part != part) {
			memset(last, 0, sizeof(last));
			depth = 0;
		}
		part = l->part;
		depth = quote_depth(l, depth);
		if (!value || !od_sees(c, i))
			continue;
		if (last[kind] && value != 1 && value != last[kind] + 1 &&
		    od_found(c, r, i, 0, n, NULL, NULL, err) < 0)
			return -1;
		last[kind] = value;
	}
	return 0;
}

/* --- 以下三项 ------------------------------------------------------------------------------------ */

/* How many a line that ends in "以下三项工作：" says follow; 0: it says no number.  The number
 * stands from *from to *to. */
static int says_number(const struct od_line *l, size_t *from, size_t *to)
{
	static const char *const words[] = { "以下", "下列", "如下" };
	static const char *const units[] = {
		"个", "项", "条", "点", "方面", "类", "款", "种", "件"
	};
	size_t n = od_chomp(l->text, l->n), m;

	if (!od_ends(l->text, n, "：") && !od_ends(l->text, n, ":"))
		return 0;
	for (size_t w = 0; w < OD_COUNT(words); w++)
		for (const char *s = l->text; (s = strstr(s, words[w])); s += 6) {
			m = od_starts(s + 6, "两") ? 3 : od_zh_number(s + 6);
			if (!m)
				m = od_digits(s + 6);
			for (size_t u = 0; m && u < OD_COUNT(units); u++) {
				const char *unit = s + 6 + m;

				if (!od_starts(unit, units[u]) ||
				    od_starts(unit + strlen(units[u]), "以上"))
					continue;
				if (strlen(unit) > 60 ||
				    od_holds_any(unit, strlen(unit), "。|；|之一|任"))
					continue;
				*from = (size_t)(s + 6 - l->text);
				*to = *from + m + strlen(units[u]);
				return od_value_of(s + 6, m);
			}
		}
	return 0;
}

/* Lines of one level from i on that count 1, 2, 3 ...; 0: the next line begins no list, or
 * it is broken. */
static int listed(const struct od_checking *c, size_t i)
{
	int level = 0, n = 0, part = c->doc->line[i].part;
	size_t first = i;

	for (i = od_next_line(c, i); i != SIZE_MAX && c->doc->line[i].part == part;
	     i = od_next_line(c, i)) {
		const struct od_line *l = &c->doc->line[i];
		int at = level_of(l), value = at ? od_ordinal_of(l) : 0;

		if (l->role >= OD_LINE_ATT_NOTE && l->role != OD_LINE_ATT_BODY)
			break;
		if (!level) {
			if (value != 1)
				return 0;
			level = at;
		}
		if (at && at < level)
			break;
		if (at != level)
			continue;
		if (value == 1 && n)
			break;
		if (value != n + 1)
			return 0;
		n = value;
	}
	/* several of them in one line */
	return n < 2 || inline_ordinal(c, first, i < c->doc->lines ? i : c->doc->lines, level,
				       n + 1)
		       ? 0
		       : n;
}

static int following(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t from, to;
		int said = od_sees(c, i) ? says_number(l, &from, &to) : 0, found;
		char what[32];

		if (!said || said > 50)
			continue;
		found = listed(c, i);
		if (!found || found == said)
			continue;
		snprintf(what, sizeof(what), "%d", found);
		if (od_found(c, r, i, from, to, what, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* --- how many people ------------------------------------------------------------------------- */

/* "（共12人）" below a list's title against the rows of the table or lines behind it. */
static int people_said(const struct od_line *l, size_t *from, size_t *to)
{
	const char *s = od_find(l->text, l->n, "共", 3);
	size_t m = s ? od_digits(s + 3) : 0;
	const char *unit = s ? s + 3 + m : NULL;

	if (!m || m > 4 || l->n > 90 ||
	    !(od_starts(unit, "人") || od_starts(unit, "名") || od_starts(unit, "家")))
		return 0;
	*from = (size_t)(s - l->text);
	*to = *from + 3 + m + 3;
	return od_value_of(s + 3, m);
}

/* Rows of a table whose first cell counts 1, 2, 3 ...; 0: it does not. */
static int rows_counted(const struct od_checking *c, size_t i)
{
	int n = 0;

	for (i = od_next_line(c, i); i != SIZE_MAX; i = od_next_line(c, i)) {
		const struct od_line *l = &c->doc->line[i];
		size_t m = od_digits(l->text);

		if (l->role != OD_LINE_TABLE)
			break;
		if (!m || (l->text[m] != '\t' && l->text[m] != '|' && l->text[m] != ' ')) {
			if (n)
				return 0;
			continue;
		}
		if (od_value_of(l->text, m) != n + 1)
			return 0;
		n++;
	}
	return n;
}

static int people(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = 0; i < c->doc->lines; i++) {
		size_t from, to;
		int said = od_sees(c, i) && c->doc->line[i].role != OD_LINE_TABLE
				   ? people_said(&c->doc->line[i], &from, &to)
				   : 0,
		    rows = said ? rows_counted(c, i) : 0;
		char what[32];

		if (!rows || rows == said)
			continue;
		snprintf(what, sizeof(what), "%d", rows);
		if (od_found(c, r, i, from, to, what, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* --- length ---------------------------------------------------------------------------------- */

/* length: more than most= characters in the main part (least= and more); title= its title
 * holds one of these; to= its addressee does. */
static int length(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	int64_t most = od_param_int(r, "most", 5000), up_to = od_param_int(r, "up", INT64_MAX),
		n = 0;
	size_t len, title = od_title_line(c, false);
	const char *words = od_param_text(r, "title", &len);
	char what[32];

	/* what is neither dated nor addressed is no document sent */
	if (title == SIZE_MAX || !c->doc->title ||
	    (!od_date_is(c->doc->date) && od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX) == SIZE_MAX))
		return 0;
	if (words && !od_holds_of(c->doc->title, strlen(c->doc->title), words, len))
		return 0;
	words = od_param_text(r, "lacks", &len);
	if (words && od_holds_of(c->doc->title, strlen(c->doc->title), words, len))
		return 0;
	words = od_param_text(r, "to", &len);
	if (words && !od_part_holds(c, 0, UINT64_C(1) << OD_LINE_ADDRESSEE, words, len))
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (od_is_main(c, i) &&
		    (l->role == OD_LINE_BODY || level_of(l) || l->role == OD_LINE_SUBHEAD))
			n += (int64_t)od_utf8_len(l->text);
	}
	if (n <= most || n > up_to)
		return 0;
	snprintf(what, sizeof(what), "%lld", (long long)n);
	return od_found(c, r, title, 0, SIZE_MAX, what, NULL, err);
}

const struct od_named_check od_checks_structure[] = {
	{ "ordinals", ordinals },
	{ "levels", levels, .params = "kind" },
	{ "ordinal-marks", marks },
	{ "points", points },
	{ "articles", articles },
	{ "following", following },
	{ "people", people },
	{ "length", length, .params = "most|up|title|lacks|to" },
	{ "attachments-noted", od_check_att_noted },
	{ "attachments-titles", od_check_att_titles },
	{ "attachments-heads", od_check_att_heads, .params = "kind" },
	{ "attachments-cited", od_check_att_cited, .params = "kind" },
	{ NULL },
};
