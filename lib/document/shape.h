/* shape.h - private to document/ and check/: what a line looks like, by itself. */
#ifndef OD_SHAPE_H
#define OD_SHAPE_H

#include "doc.h"

static inline bool od_starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}
bool od_ends(const char *s, size_t n, const char *with);
/* As memmem(), for short phrases in Chinese text, where that is slow. */
const char *od_find(const char *s, size_t n, const char *what, size_t w);
/* Where one of the Chinese characters (three bytes each) next stands from at on, or n. */
size_t od_next_char_of(const char *s, size_t n, size_t at, const char *chars);
/* Does s (n bytes) hold one of the words, which are divided by |? */
bool od_holds_any(const char *s, size_t n, const char *words);
/* The length of s without white space at its end (U+3000, no-break spaces). */
size_t od_chomp(const char *s, size_t n);
/* Bytes of the character at s that is one of those in set, or 0. */
size_t od_char_in(const char *s, const char *set);
/* Bytes of the Chinese number (一 ... 百零) at s, or 0. */
size_t od_zh_number(const char *s);
size_t od_digits(const char *s); /* bytes of ASCII digits at s */

/* "国办发〔2018〕71号", "第706号", in any brackets, perhaps （） round it. */
bool od_is_docno(const char *s, size_t n);
/* A whole line that is a date, in figures or in Chinese ones (二〇〇八年): *out, or OD_NODATE where there is
 * no such day. */
bool od_is_date_line(const char *s, size_t n, od_date *out);
/* A whole line that is a part of a date: 2026年10月, 2026年  月  日. */
bool od_is_part_of_date(const char *s, size_t n);
/* A number that has lost its 号, or not: "示办报〔2026〕7". */
bool od_is_like_docno(const char *s, size_t n);
/* （…） alone on a line. */
bool od_is_bracketed(const char *s, size_t n);
/* OD_LINE_LEVEL1 ... 4 by the number at its front, else OD_LINE_BODY; *number: its bytes. */
int od_level_of(const char *s, size_t *number);
/* 第一章, 第二节, 目录. */
bool od_is_subhead(const char *s, size_t n);
/* 附件, 附件1, 附：, alone on a line. */
bool od_is_att_head(const char *s, size_t n);
/* 附件：..., 附件1.... : the note below the text. */
bool od_is_att_note(const char *s, size_t n);
/* Ends with a mark that closes a sentence or a clause. */
bool od_is_stopped(const char *s, size_t n);

#endif
