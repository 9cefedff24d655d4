/* lines.c - a paragraph as lines: 28 characters each, a straight right edge; a title as lines of like length. */
#include <math.h>
#include <stdlib.h>

#include "pdf.h"

#define EPSILON     0.01
#define STRETCH_MAX 4 /* characters that a line may lack; else its right edge is left as it is */

static struct pdf_line *add(struct pdf_lines *l, size_t from, size_t to, struct od_err *err)
{
	struct pdf_line *more = l->line;

	if (l->n % 16 == 0) {
		more = realloc(l->line, (l->n + 16) * sizeof(*more));
		if (!more) {
			od_fail_nomem(err);
			return NULL;
		}
		l->line = more;
	}
	more[l->n] = (struct pdf_line){ .from = from, .to = to };
	return &more[l->n++];
}

void pdf_lines_free(struct pdf_lines *l)
{
	free(l->line);
	*l = (struct pdf_lines){ 0 };
}

static bool is_blank(const struct pdf_text *t, size_t i)
{
	return t->c[i].ch == ' ' || t->c[i].ch == '\t';
}

static bool ends(const struct pdf_text *t, size_t i)
{
	return i >= t->n || t->c[i].ch == '\n';
}

/* A mark that may stand in the margin right of a full line, as Word and hand setting have it. */
static bool may_hang(const struct pdf_text *t, const struct pdf_char *c)
{
	return !t->boxed && c->ch > 0x7f && pdf_is_closing(c->ch) && c->ch != 0x2026 &&
	       c->ch != 0x2030 && c->ch != 0x2103;
}

/* The end of the line that begins at from: as many characters as fit; a mark that may not begin the next one hangs,
 * else the last characters go down until one may. */
static size_t line_end(const struct pdf_text *t, size_t from, double width)
{
	double x = 0;
	size_t to = from, best;

	for (; to < t->n && t->c[to].ch != '\n'; to++) {
		if (!is_blank(t, to) && x + t->c[to].width > width + EPSILON)
			break;
		x += t->c[to].width;
	}
	if (ends(t, to))
		return to;
	if (may_hang(t, &t->c[to]) && (ends(t, to + 1) || t->c[to + 1].may_break))
		return to + 1;
	for (best = to; best > from && !t->c[best].may_break; best--)
		;
	return best > from ? best : to > from ? to : from + 1;
}

bool pdf_may_stretch(const struct pdf_text *t, size_t i)
{
	return t->c[i - 1].ch >= 0x2e80 || t->c[i].ch >= 0x2e80 || is_blank(t, i);
}

/* Leave blanks at the end out, and stretch the line to the width unless it is the last. */
static void justify(const struct pdf_text *t, struct pdf_line *l, double width, bool last)
{
	size_t gaps = 0, to = l->to;
	double over;

	while (to > l->from && is_blank(t, to - 1))
		to--;
	l->to = to;
	l->width = pdf_text_width(t, l->from, to);
	if (last || to < l->from + 2)
		return;
	over = l->width - width;
	if (over > EPSILON && may_hang(t, &t->c[to - 1])) {
		over -= t->c[--to].width;
		l->hang = width;
	}
	for (size_t i = l->from + 1; i < to; i++)
		gaps += pdf_may_stretch(t, i);
	if (gaps > 0 && over < -EPSILON && -over < t->cell * STRETCH_MAX)
		l->gap = -over / gaps;
}

int pdf_break(const struct pdf_text *t, double first, double width, struct pdf_lines *l,
	      struct od_err *err)
{
	bool begins = true;

	*l = (struct pdf_lines){ 0 };
	for (size_t from = 0, to; from < t->n; from = to) {
		double w = begins ? first : width;
		struct pdf_line *line;

		to = line_end(t, from, w);
		line = add(l, from, to, err);
		if (!line)
			return -1;
		line->first = begins;
		begins = ends(t, to);
		justify(t, line, w, begins);
		if (to < t->n && begins)
			to++;
	}
	return 0;
}

/* --- titles ------------------------------------------------------------------------------------------------ */

#define TITLE_MAX   200 /* characters; a longer one is set as a paragraph */
#define TITLE_LINES 12
#define NEVER       1e6

/* Words of titles, two characters each: a line may well begin with the first ones, none is divided. */
static const char begins_well[] =
	"关于推动推进深化加强促进提升实现打造建设构建助力全面切实扎实着力积极不断强化完善健全落实"
	"开展做好聚焦坚持创新破解激发";
static const char kept_whole[] =
	"印发工作情况发展改革经济社会治理服务通报通知报告意见方案启示做法经验基层群众部门机关单位"
	"企业项目信息公文会议精神措施问题建议管理安全生产民生保障环境营商数字政务智慧乡村振兴";

/* Do the characters a, b stand in the list as a word? */
static bool is_word(const char *list, uint32_t a, uint32_t b)
{
	size_t n, m;

	for (; *list; list += n + m)
		if (od_utf8_get(list, &n) == a) {
			if (od_utf8_get(list + n, &m) == b)
				return true;
		} else {
			od_utf8_get(list + n, &m);
		}
	return false;
}

/* How ill a line begins at i: well after a mark and before quotations and verbs, less well elsewhere. */
static double badness(const struct pdf_text *t, size_t i)
{
	static const uint32_t after[] = { 0x7684 /* 的 */, 0x548c /* 和 */, 0x53ca /* 及 */,
					  0x4e0e /* 与 */, 0x5e02 /* 市 */, 0x53bf /* 县 */,
					  0x533a /* 区 */ };
	uint32_t before = t->c[i - 1].ch, here = t->c[i].ch;

	if (!t->c[i].may_break)
		return NEVER;
	if (is_word(begins_well, before, here) || is_word(kept_whole, before, here))
		return 20;
	if (before == ' ' || before == 0x3000 || (pdf_is_closing(before) && before != 0x3001))
		return 0;
	if (before == 0x3001 || pdf_is_opening(here))
		return 1;
	if (i + 1 < t->n && is_word(begins_well, here, t->c[i + 1].ch))
		return 1;
	for (size_t k = 0; k < OD_COUNT(after); k++)
		if (before == after[k])
			return 2;
	return 6;
}

struct split { /* the best way to set the first k characters on so many lines */
	double cost;
	size_t from; /* where the last of them begins */
};

/* One more line: best[k] from what the lines before it cost. */
static void one_more(const struct pdf_text *t, double width, double ideal,
		     const struct split *before, struct split *best)
{
	for (size_t k = 0; k <= t->n; k++) {
		double line = 0;

		best[k] = (struct split){ NEVER, 0 };
		for (size_t j = k; j-- > 0;) {
			double off, cost;

			line += t->c[j].width;
			if (line > width + EPSILON)
				break;
			off = (line - ideal) / t->cell;
			cost = before[j].cost + off * off + (j > 0 ? badness(t, j) : 0);
			if (cost < best[k].cost)
				best[k] = (struct split){ cost, j };
		}
	}
}

/* Lines of like length, broken where it reads best, as few as the width allows (7.3.1). */
static int title_lines(const struct pdf_text *t, double width, struct split *table,
		       struct pdf_lines *l, struct od_err *err)
{
	double whole = pdf_text_width(t, 0, t->n);
	size_t row = t->n + 1, least = ceil(whole / width - EPSILON), start[TITLE_LINES + 1], n;

	for (n = least; n <= TITLE_LINES; n++) {
		for (size_t k = 0; k < row; k++)
			table[k] = (struct split){ k == 0 ? 0 : NEVER, 0 };
		for (size_t i = 1; i <= n; i++)
			one_more(t, width, whole / n, table + (i - 1) * row, table + i * row);
		if (table[n * row + t->n].cost < NEVER)
			break;
	}
	if (n > TITLE_LINES)
		return pdf_break(t, width, width, l, err);
	start[n] = t->n;
	for (size_t i = n; i > 0; i--)
		start[i - 1] = table[i * row + start[i]].from;
	for (size_t i = 0; i < n; i++) {
		struct pdf_line *line = add(l, start[i], start[i + 1], err);

		if (!line)
			return -1;
		justify(t, line, width, true);
	}
	return 0;
}

int pdf_break_title(const struct pdf_text *t, double width, struct pdf_lines *l, struct od_err *err)
{
	struct split *table;
	int status;

	*l = (struct pdf_lines){ 0 };
	if (t->n == 0)
		return 0;
	if (memchr(t->s, '\n', strlen(t->s)) || t->n > TITLE_MAX ||
	    pdf_text_width(t, 0, t->n) > width * TITLE_LINES)
		return pdf_break(t, width, width, l, err);
	table = calloc((TITLE_LINES + 1) * (t->n + 1), sizeof(*table));
	if (!table)
		return od_fail_nomem(err);
	status = title_lines(t, width, table, l, err);
	free(table);
	return status;
}
