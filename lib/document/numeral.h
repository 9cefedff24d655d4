/* numeral.h - private to document/: numbers of lists as word processors write them. */
#ifndef OD_NUMERAL_H
#define OD_NUMERAL_H

#include "doc.h"

enum od_numeral {
	OD_NUM_DECIMAL,
	OD_NUM_NONE,
	OD_NUM_BULLET, /* no number at all */
	OD_NUM_DECIMAL_ZERO,
	OD_NUM_FULL_WIDTH,
	OD_NUM_UPPER_ROMAN,
	OD_NUM_LOWER_ROMAN,
	OD_NUM_UPPER_LETTER,
	OD_NUM_LOWER_LETTER,
	OD_NUM_CHINESE,        /* 一百零一 */
	OD_NUM_CHINESE_SHORT,  /* 九十九, then 一〇一: Word's counting without thousands */
	OD_NUM_CHINESE_BARE,   /* 百一: Japanese counting, without 一 and 零 */
	OD_NUM_CHINESE_DIGIT,  /* 一〇一 */
	OD_NUM_CHINESE_LEGAL,  /* 壹佰零壹 */
	OD_NUM_STEMS,          /* 甲乙丙 */
	OD_NUM_BRANCHES,       /* 子丑寅 */
	OD_NUM_CIRCLE,         /* ① */
	OD_NUM_CIRCLE_CHINESE, /* ㊀ */
	OD_NUM_PAREN,          /* ⑴ */
	OD_NUM_PAREN_CHINESE,  /* ㈠ */
	OD_NUM_FULLSTOP,       /* ⒈ */
	OD_NUM_DASH,           /* - 1 - */
};

/* Word's name for it (w:numFmt); unknown ones are decimal. */
enum od_numeral od_numeral_word(const char *name);
/* OpenDocument's: "1", "一, 二, 三, ..." ; "" is none. */
enum od_numeral od_numeral_odf(const char *format);
void od_numeral_add(struct od_buf *out, enum od_numeral form, int n);
/* A number before its text: a space between where none of its marks divides them. */
void od_numeral_part(struct od_buf *out);

#endif
