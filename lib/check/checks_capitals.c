/* checks_capitals.c - 大写金额 against the figures beside it. */
#include <math.h>

#include "consistency.h"

static const struct capital {
	const char *word;
	double value;
	int kind; /* 0 a digit, 1 within four places, 2 万 and 亿, 3 元, 4 角, 5 分, 6 整 */
} capitals[] = {
	{ "零", 0, 0 },  { "壹", 1, 0 },   { "贰", 2, 0 },    { "叁", 3, 0 },    { "肆", 4, 0 },
	{ "伍", 5, 0 },  { "陆", 6, 0 },   { "柒", 7, 0 },    { "捌", 8, 0 },    { "玖", 9, 0 },
	{ "拾", 10, 1 }, { "佰", 100, 1 }, { "仟", 1000, 1 }, { "万", 1e4, 2 },  { "亿", 1e8, 2 },
	{ "元", 1, 3 },  { "圆", 1, 3 },   { "角", 0.1, 4 },  { "分", 0.01, 5 }, { "整", 0, 6 },
	{ "正", 0, 6 },
};

static const struct capital *capital_at(const char *s)
{
	for (size_t i = 0; i < OD_COUNT(capitals); i++)
		if (od_starts(s, capitals[i].word))
			return &capitals[i];
	return NULL;
}

struct capital_sum {
	size_t to;
	double value;
	int digits; /* written with capital digits */
	bool ends;  /* in 元, 角, 分 or 整 */
};

/* The amount in capitals at s. */
static void read_capitals(const char *s, struct capital_sum *out)
{
	double digit = 0, group = 0, high = 0, value = 0;
	bool figure = false;
	const struct capital *w;

	*out = (struct capital_sum){ 0 };
	while ((w = capital_at(s + out->to))) {
		switch (w->kind) {
		case 0:
			digit = w->value;
			figure = true;
			out->digits += w->value > 0;
			break;
		case 1:
			group += (figure ? digit : 1) * w->value;
			digit = 0;
			figure = false;
			break;
		case 2:
			high = w->value > 1e4 ? (high + group + digit) * w->value
					      : high + (group + digit) * w->value;
			group = digit = 0;
			figure = false;
			break;
		case 3:
			value += high + group + digit;
			high = group = digit = 0;
			out->ends = true;
			break;
		case 4:
		case 5:
			value += digit * w->value;
			digit = 0;
			out->ends = true;
			break;
		default:
			out->ends = true;
		}
		out->to += 3;
	}
	out->value = value + high + group + digit;
}

/* Yuan that a number in figures says, with 万元 and the like. */
static double in_yuan(const char *s, const struct od_amount *a)
{
	if (od_starts(s + a->unit, "亿"))
		return a->value * 1e8;
	return od_starts(s + a->unit, "万") ? a->value * 1e4 : a->value;
}

/* The figures beside from..to: in the brackets behind, in those that it stands in, or right before. */
static bool figures_beside(const char *s, size_t n, size_t from, size_t to, struct od_amount *out)
{
	struct od_amount a;
	size_t at = to, end = to, before = from > 90 ? from - 90 : 0;
	bool found = false;

	while (end < n && end - to < 60 && !od_char_in(s + end, "。；，"))
		end++;
	if (od_char_in(s + to, "（(") && od_next_amount(s, end, &at, &a) && a.from - to < 30) {
		*out = a;
		return true;
	}
	while (before < from && ((unsigned char)s[before] & 0xc0) == 0x80)
		before++;
	at = before;
	while (at < from && od_next_amount(s, from, &at, &a)) {
		found = !od_holds_any(s + a.to, from - a.to, "。|；|、") &&
			(od_holds_any(s + a.to, from - a.to, "（|(|大写") || from - a.to < 10);
		*out = a;
	}
	return found && from - out->to < 40 &&
	       (out->to == out->unit || od_holds_any(s + out->unit, out->to - out->unit, "元"));
}

/* 人民币壹拾贰万元整（￥120000.00） */
static int capitals_of(struct od_checking *c, const struct od_rule *r, size_t line,
		       struct od_err *err)
{
	const struct od_line *l = &c->doc->line[line];
	struct capital_sum sum;
	struct od_amount a;
	char what[200], x[48];

	for (size_t at = 0, m; at < l->n; at += m) {
		const struct capital *w = capital_at(l->text + at);

		od_utf8_get(l->text + at, &m);
		if (!w || (w->kind > 1) || !w->value)
			continue;
		read_capitals(l->text + at, &sum);
		m = sum.to;
		if (sum.digits < 2 && !(sum.digits && sum.ends && sum.to > 6))
			continue;
		if (!sum.ends || !figures_beside(l->text, l->n, at, at + sum.to, &a) ||
		    fabs(in_yuan(l->text, &a) - sum.value) <
			    (a.decimals && in_yuan(l->text, &a) != a.value
				     ? in_yuan(l->text, &a) * 1e-9 + 0.005
				     : 0.005))
			continue;
		snprintf(what, sizeof(what), "%.*s”为%s元，“%.*s", (int)(sum.to < 90 ? sum.to : 90),
			 l->text + at,
			 od_amount_str(sum.value, sum.value == (double)(int64_t)sum.value ? 0 : 2,
				       x),
			 (int)(a.to - a.from), l->text + a.from);
		if (od_found(c, r, line, at, at + sum.to, what, NULL, err) < 0)
			return -1;
	}
	return 0;
}

int od_check_capitals(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const uint32_t *notes = od_notes(c, err);

	for (size_t i = 0; notes && i < c->doc->lines; i++) {
		if (od_holds_notes(c, notes, i, OD_NOTE_FIGURE | OD_NOTE_CAPITAL) &&
		    capitals_of(c, r, i, err) < 0)
			return -1;
	}
	return notes ? 0 : -1;
}
