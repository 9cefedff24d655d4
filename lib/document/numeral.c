/* numeral.c - numbers of lists: 一、 （一） ① Ⅳ and so on. */
#include "numeral.h"
#include "shape.h"

static const struct {
	const char *name;
	enum od_numeral form;
} words[] = {
	{ "decimal", OD_NUM_DECIMAL },
	{ "none", OD_NUM_NONE },
	{ "bullet", OD_NUM_BULLET },
	{ "decimalZero", OD_NUM_DECIMAL_ZERO },
	{ "decimalFullWidth", OD_NUM_FULL_WIDTH },
	{ "decimalFullWidth2", OD_NUM_FULL_WIDTH },
	{ "upperRoman", OD_NUM_UPPER_ROMAN },
	{ "lowerRoman", OD_NUM_LOWER_ROMAN },
	{ "upperLetter", OD_NUM_UPPER_LETTER },
	{ "lowerLetter", OD_NUM_LOWER_LETTER },
	{ "chineseCounting", OD_NUM_CHINESE_SHORT },
	{ "chineseCountingThousand", OD_NUM_CHINESE },
	{ "taiwaneseCounting", OD_NUM_CHINESE_SHORT },
	{ "taiwaneseCountingThousand", OD_NUM_CHINESE },
	{ "japaneseCounting", OD_NUM_CHINESE_BARE },
	{ "ideographDigital", OD_NUM_CHINESE_DIGIT },
	{ "japaneseDigitalTenThousand", OD_NUM_CHINESE_DIGIT },
	{ "taiwaneseDigital", OD_NUM_CHINESE_DIGIT },
	{ "chineseLegalSimplified", OD_NUM_CHINESE_LEGAL },
	{ "ideographLegalTraditional", OD_NUM_CHINESE_LEGAL },
	{ "ideographTraditional", OD_NUM_STEMS },
	{ "ideographZodiac", OD_NUM_BRANCHES },
	{ "decimalEnclosedCircle", OD_NUM_CIRCLE },
	{ "decimalEnclosedCircleChinese", OD_NUM_CIRCLE },
	{ "ideographEnclosedCircle", OD_NUM_CIRCLE_CHINESE },
	{ "decimalEnclosedParen", OD_NUM_PAREN },
	{ "decimalEnclosedFullstop", OD_NUM_FULLSTOP },
	{ "numberInDash", OD_NUM_DASH },
};

enum od_numeral od_numeral_word(const char *name)
{
	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (!strcmp(name, words[i].name))
			return words[i].form;
	return OD_NUM_DECIMAL;
}

enum od_numeral od_numeral_odf(const char *format)
{
	static const struct {
		const char *front;
		enum od_numeral form;
	} forms[] = {
		{ "1", OD_NUM_DECIMAL },         { "I", OD_NUM_UPPER_ROMAN },
		{ "i", OD_NUM_LOWER_ROMAN },     { "A", OD_NUM_UPPER_LETTER },
		{ "a", OD_NUM_LOWER_LETTER },    { "一", OD_NUM_CHINESE },
		{ "壹", OD_NUM_CHINESE_LEGAL },  { "甲", OD_NUM_STEMS },
		{ "子", OD_NUM_BRANCHES },       { "①", OD_NUM_CIRCLE },
		{ "⑴", OD_NUM_PAREN },           { "㈠", OD_NUM_PAREN_CHINESE },
		{ "㊀", OD_NUM_CIRCLE_CHINESE }, { "⒈", OD_NUM_FULLSTOP },
		{ "１", OD_NUM_FULL_WIDTH },
	};

	for (size_t i = 0; i < OD_COUNT(forms); i++)
		if (od_starts(format, forms[i].front))
			return forms[i].form;
	return *format ? OD_NUM_DECIMAL : OD_NUM_NONE;
}

static void add_char(struct od_buf *out, uint32_t c)
{
	char s[4] = { (char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
		      (char)(0x80 | (c & 0x3F)) };

	od_buf_puts(out, s);
}

/* The n-th (from 0) of a row of characters of three bytes. */
static void add_of(struct od_buf *out, const char *row, int n)
{
	od_buf_add(out, row + (size_t)n * 3, 3);
}

static void add_roman(struct od_buf *out, int n, bool upper)
{
	static const struct {
		int value;
		const char *s;
	} parts[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
		      { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
		      { 5, "v" },    { 4, "iv" },   { 1, "i" } };

	if (n > 3999) {
		od_buf_printf(out, "%d", n);
		return;
	}
	for (size_t i = 0; i < OD_COUNT(parts); i++)
		for (; n >= parts[i].value; n -= parts[i].value)
			for (const char *s = parts[i].s; *s; s++)
				od_buf_putc(out, upper ? (char)(*s - 32) : *s);
}

/* a ... z, aa, bb ... as Word goes on. */
static void add_letter(struct od_buf *out, int n, char first)
{
	int times = (n - 1) / 26 + 1;

	if (times > 30)
		times = 30;
	while (times--)
		od_buf_putc(out, (char)(first + (n - 1) % 26));
}

static void add_digits(struct od_buf *out, int n, const char *row)
{
	char buf[16];

	snprintf(buf, sizeof(buf), "%d", n);
	for (const char *s = buf; *s; s++)
		add_of(out, row, *s - '0');
}

/* Characters that stand in a row in Unicode, or the number in marks of its own. */
static void add_enclosed(struct od_buf *out, int n, uint32_t first, int most, const char *otherwise)
{
	if (n >= 1 && n <= most)
		add_char(out, first + (uint32_t)n - 1);
	else if (!strcmp(otherwise, "("))
		od_buf_printf(out, "(%d)", n);
	else
		od_buf_printf(out, "%d%s", n, otherwise);
}

void od_numeral_add(struct od_buf *out, enum od_numeral form, int n)
{
	if (n < 1 && form != OD_NUM_NONE && form != OD_NUM_BULLET) {
		od_buf_printf(out, "%d", n);
		return;
	}
	switch (form) {
	case OD_NUM_NONE:
	case OD_NUM_BULLET:
		break;
	case OD_NUM_DECIMAL:
		od_buf_printf(out, "%d", n);
		break;
	case OD_NUM_DECIMAL_ZERO:
		od_buf_printf(out, "%02d", n);
		break;
	case OD_NUM_FULL_WIDTH:
		add_digits(out, n, "０１２３４５６７８９");
		break;
	case OD_NUM_UPPER_ROMAN:
	case OD_NUM_LOWER_ROMAN:
		add_roman(out, n, form == OD_NUM_UPPER_ROMAN);
		break;
	case OD_NUM_UPPER_LETTER:
	case OD_NUM_LOWER_LETTER:
		add_letter(out, n, form == OD_NUM_UPPER_LETTER ? 'A' : 'a');
		break;
	case OD_NUM_CHINESE:
	case OD_NUM_CHINESE_BARE:
		od_chinese(out, n, form == OD_NUM_CHINESE_BARE ? OD_CHINESE_BARE : OD_CHINESE);
		break;
	case OD_NUM_CHINESE_SHORT:
		if (n < 100)
			od_chinese(out, n, OD_CHINESE);
		else
			add_digits(out, n, "〇一二三四五六七八九");
		break;
	case OD_NUM_CHINESE_DIGIT:
		add_digits(out, n, "〇一二三四五六七八九");
		break;
	case OD_NUM_CHINESE_LEGAL:
		od_chinese(out, n, OD_CHINESE_LEGAL);
		break;
	case OD_NUM_STEMS:
		add_of(out, "甲乙丙丁戊己庚辛壬癸", (n - 1) % 10);
		break;
	case OD_NUM_BRANCHES:
		add_of(out, "子丑寅卯辰巳午未申酉戌亥", (n - 1) % 12);
		break;
	case OD_NUM_CIRCLE:
		add_enclosed(out, n, 0x2460, 20, "");
		break;
	case OD_NUM_CIRCLE_CHINESE:
		add_enclosed(out, n, 0x3280, 10, "");
		break;
	case OD_NUM_PAREN:
		add_enclosed(out, n, 0x2474, 20, "(");
		break;
	case OD_NUM_PAREN_CHINESE:
		add_enclosed(out, n, 0x3220, 10, "(");
		break;
	case OD_NUM_FULLSTOP:
		add_enclosed(out, n, 0x2488, 20, ".");
		break;
	case OD_NUM_DASH:
		od_buf_printf(out, "- %d -", n);
		break;
	}
}

void od_numeral_part(struct od_buf *out)
{
	static const char *const marks[] = { "、", "．", "）", "：", "，", ".", ")",
					     ":",  ",",  "】", "］", "]",  " ", "　" };

	for (size_t i = 0; i < OD_COUNT(marks); i++)
		if (!out->n || od_ends(out->s, out->n, marks[i]))
			return;
	od_buf_putc(out, ' ');
}
