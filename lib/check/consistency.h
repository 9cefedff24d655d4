/* consistency.h - private to the checks of a text against itself: amounts, sentences, and the checks by file. */
#ifndef OD_CONSISTENCY_H
#define OD_CONSISTENCY_H

#include "facts.h"

struct od_amount {       /* "12.5万元" */
	size_t from, to; /* with its unit */
	size_t unit;     /* where the unit begins; == to: none that is known */
	double value;
	int decimals;
};
/* The next ASCII character from at on, or n: Chinese text is passed over eight bytes at a time. */
static inline size_t od_next_ascii(const char *s, size_t n, size_t at)
{
	uint64_t w;

	while (at + 8 <= n) {
		memcpy(&w, s + at, 8);
		if ((w & OD_BYTES(0x80)) != OD_BYTES(0x80))
			break;
		at += 8;
	}
	while (at < n && (unsigned char)s[at] >= 0x80)
		at++;
	return at;
}
/* The next figure 0 to 9 from at on, or n. */
static inline size_t od_next_figure(const char *s, size_t n, size_t at)
{
	for (at = od_next_ascii(s, n, at); at < n && (s[at] < '0' || s[at] > '9');)
		at = od_next_ascii(s, n, at + 1);
	return at;
}
/* The next number in figures from *at on, with the unit behind it; ordinals, years and codes are left out. */
bool od_next_amount(const char *s, size_t n, size_t *at, struct od_amount *out);
/* A whole cell as a number: "1,234.5", "12人", "56.7%"; false: it is none. */
bool od_cell_amount(const char *s, size_t n, struct od_amount *out);
static inline bool od_same_unit(const char *s, const struct od_amount *a, const char *t,
				const struct od_amount *b)
{
	return a->to - a->unit == b->to - b->unit &&
	       !memcmp(s + a->unit, t + b->unit, a->to - a->unit);
}
/* Things that are counted or measured: no rates, dates, times, grades. */
bool od_is_quantity(const char *s, const struct od_amount *a);
/* What the last figure of a number may be off by rounding. */
double od_rounding(int decimals);
/* 12.5, without zeros at its end. */
const char *od_amount_str(double value, int decimals, char buf[static 48]);

/* What stands in each line, for checks to pass over those that cannot matter to them; NULL: no memory. */
enum {
	OD_NOTE_FIGURE = 1,         /* 0 to 9 */
	OD_NOTE_PERCENT = 1 << 1,   /* % */
	OD_NOTE_OF = 1 << 2,        /* 其, of 其中 */
	OD_NOTE_TOTAL = 1 << 3,     /* 共, 计 */
	OD_NOTE_SHARE = 1 << 4,     /* 占 */
	OD_NOTE_STRUCTURE = 1 << 5, /* 构, of 结构 */
	OD_NOTE_APART = 1 << 6,     /* 别, of 分别 */
	OD_NOTE_TITLE = 1 << 7,     /* 》 */
	OD_NOTE_NUMBER = 1 << 8,    /* 〔 */
	OD_NOTE_CAPITAL = 1 << 9,   /* 拾 佰 仟 圆 */
	OD_NOTE_OPEN = 1 << 10,     /* （ */
	OD_NOTE_MONTH = 1 << 11,    /* 月 */
	OD_NOTE_CLOCK = 1 << 12,    /* 时 ： : */
	OD_NOTE_JOIN = 1 << 13,     /* 与 及 */
	OD_NOTE_ORGAN = 1 << 14,    /* 局 厅 员 */
};
const uint32_t *od_notes(struct od_checking *c, struct od_err *err);
/* Does line i hold all that is asked for, and does the rule see it? */
static inline bool od_holds_notes(const struct od_checking *c, const uint32_t *notes, size_t i,
				  uint32_t all)
{
	return (notes[i] & all) == all && od_sees(c, i);
}

/* The end of the sentence at from: behind its 。 or the end. */
size_t od_sentence_end(const char *s, size_t n, size_t from);
/* Is it a line of text that says something: not blank, no heading without a sentence? */
static inline bool od_is_prose(int role)
{
	return role == OD_LINE_BODY || role == OD_LINE_ATT_BODY ||
	       (role >= OD_LINE_LEVEL1 && role <= OD_LINE_LEVEL4);
}

/* Does the rule see the line, is it text, and does it hold figures and what else is asked for? */
static inline bool od_sees_figures(const struct od_checking *c, const uint32_t *notes, size_t i,
				   uint32_t all)
{
	return (notes[i] & OD_NOTE_FIGURE) && od_is_prose(c->doc->line[i].role) &&
	       od_holds_notes(c, notes, i, all);
}

od_check_fn od_check_table_sum, od_check_table_share, od_check_table_row,
	od_check_table_serial; /* checks_sums.c */
od_check_fn od_check_parts, od_check_list_total, od_check_shares, od_check_structure_ratio,
	od_check_growth, od_check_share_of;   /* checks_figures.c */
od_check_fn od_check_apart, od_check_counted; /* checks_lists.c */
od_check_fn od_check_capitals;                /* checks_capitals.c */
od_check_fn od_check_cited_once, od_check_cited_later, od_check_cited_two_ways,
	od_check_names_two_ways; /* checks_names.c */

#endif
