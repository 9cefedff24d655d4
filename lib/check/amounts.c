/* amounts.c - numbers with their units, as texts and table cells write them. */
#include "consistency.h"

/* The longest first; those that make a number no quantity (年, 月 ...) are units too. */
static const char *const units[] = {
	"万平方公里", "万平方米", "万立方米", "亿立方米", "平方公里", "亿千瓦时", "万千瓦时",
	"个百分点",   "万人次",   "平方米",   "立方米",   "万美元",   "亿美元",   "百分点",
	"万公顷",     "千瓦时",   "万千瓦",   "万元",     "亿元",     "万人",     "万亩",
	"万吨",       "亿吨",     "万户",     "万家",     "万个",     "万件",     "万台",
	"万辆",       "万套",     "万头",     "万只",     "万份",     "亿斤",     "公斤",
	"公里",       "公顷",     "千米",     "美元",     "人次",     "千瓦",     "千克",
	"厘米",       "毫米",     "小时",     "分钟",     "元",       "人",       "个",
	"家",         "户",       "件",       "次",       "台",       "辆",       "项",
	"所",         "份",       "名",       "套",       "吨",       "亩",       "斤",
	"米",         "起",       "例",       "处",       "宗",       "篇",       "期",
	"册",         "条",       "座",       "栋",       "间",       "张",       "只",
	"头",         "艘",       "枚",       "类",       "种",       "支",       "批",
	"场",         "岁",       "天",       "年",       "月",       "日",       "号",
	"时",         "分",       "%",        "％",       "‰",        "倍",       "度",
	"级",         "届",       "位",
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the number at s: digits, thousands by commas, a decimal part. */
static size_t number_at(const char *s, size_t n, double *value, int *decimals)
{
	size_t i = 0, group;
	double v = 0, scale = 1;

	*decimals = 0;
	for (; i < n && is_digit(s[i]); i++)
		v = v * 10 + (s[i] - '0');
	group = i;
	while (i && group <= 3 && i + 3 < n + 0 && s[i] == ',' && is_digit(s[i + 1]) &&
	       is_digit(s[i + 2]) && is_digit(s[i + 3]) && (i + 4 >= n || !is_digit(s[i + 4]))) {
		for (size_t k = 1; k <= 3; k++)
			v = v * 10 + (s[i + k] - '0');
		i += 4;
	}
	if (i && i + 1 < n && s[i] == '.' && is_digit(s[i + 1])) {
		for (i++; i < n && is_digit(s[i]); i++) {
			scale /= 10;
			v += (s[i] - '0') * scale;
			(*decimals)++;
		}
		if (i < n && s[i] == '.') /* 1.2.3 */
			return 0;
	}
	*value = v;
	return i;
}

static size_t unit_at(const char *s, size_t n)
{
	size_t gap = 0, m;

	while (gap < n && s[gap] == ' ')
		gap++;
	if (n - gap < 3 && (gap >= n || s[gap] != '%'))
		return 0;
	if (n - gap < 3)
		return gap + 1;
	for (size_t i = 0; i < OD_COUNT(units); i++) {
		/* the last byte of the first character tells most apart */
		if (s[gap + (units[i][1] ? 2 : 0)] != units[i][units[i][1] ? 2 : 0])
			continue;
		m = strlen(units[i]);
		if (n - gap >= m && !memcmp(s + gap, units[i], m))
			return gap + m;
	}
	return 0;
}

/* What stands before a number that is part of a code, an ordinal or a range. */
static bool joined(const char *s, size_t at)
{
	if (!at)
		return false;
	if (is_digit(s[at - 1]) || strchr(".-/~+:=_#*", s[at - 1]) ||
	    ((s[at - 1] | 0x20) >= 'a' && (s[at - 1] | 0x20) <= 'z'))
		return true;
	if (at >= 4 && od_char_in(s + at - 3, "至到") && is_digit(s[at - 4]))
		return true;
	return at >= 3 && od_char_in(s + at - 3, "第〔［—－～–．×") > 0;
}

bool od_next_amount(const char *s, size_t n, size_t *at, struct od_amount *out)
{
	while (*at < n) {
		size_t from = od_next_figure(s, n, *at), m;

		*at = from;
		if (from >= n)
			break;
		m = number_at(s + from, n - from, &out->value, &out->decimals);
		if (!m) {
			while (*at < n && (is_digit(s[*at]) || s[*at] == '.'))
				(*at)++;
			continue;
		}
		*at = from + m;
		if (joined(s, from) || (*at < n && strchr("-/~:_+*", s[*at]) && s[*at]) ||
		    (n - *at >= 3 && od_char_in(s + *at, "—－～–〕：×")) ||
		    (od_char_in(s + *at, "至到") && od_digits(s + *at + 3)))
			continue;
		out->from = from;
		out->unit = *at;
		while (out->unit < n && s[out->unit] == ' ')
			out->unit++;
		out->to = *at + unit_at(s + *at, n - *at);
		if (out->to == *at)
			out->unit = out->to;
		*at = out->to;
		return true;
	}
	return false;
}

bool od_cell_amount(const char *s, size_t n, struct od_amount *out)
{
	size_t from = 0, m;
	bool minus = false;

	n = od_chomp(s, n);
	while (from < n && (m = od_char_in(s + from, " 　¥￥")))
		from += m;
	if (from < n && s[from] == '-') {
		minus = true;
		from++;
	}
	if (from >= n || !is_digit(s[from]))
		return false;
	m = number_at(s + from, n - from, &out->value, &out->decimals);
	if (!m)
		return false;
	out->from = from;
	out->unit = from + m;
	while (out->unit < n && s[out->unit] == ' ')
		out->unit++;
	out->to = n;
	if (minus)
		out->value = -out->value;
	return out->unit == n || unit_at(s + out->unit, n - out->unit) == n - out->unit;
}

bool od_is_quantity(const char *s, const struct od_amount *a)
{
	return a->to > a->unit && s[a->to] != '/' && !od_starts(s + a->to, "每") &&
	       !od_holds_any(s + a->unit, a->to - a->unit,
			     "%|％|‰|百分点|年|月|日|号|时|分|倍|度|级|届|岁|天|条|次");
}

double od_rounding(int decimals)
{
	double half = 0.5;

	while (decimals-- > 0)
		half /= 10;
	return half;
}

const char *od_amount_str(double value, int decimals, char buf[static 48])
{
	snprintf(buf, 48, "%.*f", decimals, value);
	return buf;
}

size_t od_sentence_end(const char *s, size_t n, size_t from)
{
	const char *end = from < n ? od_find(s + from, n - from, "。", 3) : NULL;

	return end ? (size_t)(end - s) + 3 : n;
}
