/* checks_sums.c - tables: do the rows come to what 合计 says, the shares to 100%, do the serial numbers run on?
 *
 * What cannot be told for sure is left alone: tables with 其中 or levels of their own, columns of rates and prices,
 * rows that do not have all cells, sums that rounding explains. */
#include <math.h>
#include <stdlib.h>

#include "consistency.h"

#define COLS_MAX 40
#define ROWS_MAX 2000
#define HEAD_MAX 6 /* rows */

struct cell {
	size_t from, n; /* of the line, white space left out */
};
struct table {
	const struct od_doc *d;
	size_t *row; /* lines */
	size_t rows, cols;
	bool parts, measured; /* has 其中 or levels; is about what is measured, not counted */
};

/* --- cells -------------------------------------------------------------------------------------------- */

static size_t cells_of(const struct od_line *l, struct cell *cell)
{
	size_t n = 0, from = 0, m;

	while (n < COLS_MAX) {
		const char *tab = memchr(l->text + from, '\t', l->n - from);
		size_t end = tab ? (size_t)(tab - l->text) : l->n, at = from;

		while (at < end && (m = od_char_in(l->text + at, " 　")))
			at += m;
		at = at < end ? at : end;
		cell[n++] = (struct cell){ at, od_chomp(l->text + at, end - at) };
		if (!tab)
			return n;
		from = end + 1;
	}
	return 0;
}

/* Is the cell one of the words, blanks inside left out? */
static bool cell_is(const struct od_line *l, const struct cell *cell, const char *words)
{
	char text[64];
	size_t n = 0, m;

	for (size_t i = cell->from; i < cell->from + cell->n && n < sizeof(text) - 4; i += m) {
		od_utf8_get(l->text + i, &m);
		if (!od_char_in(l->text + i, " 　：:")) {
			memcpy(text + n, l->text + i, m);
			n += m;
		}
	}
	text[n] = '\0';
	for (size_t w; n && *words; words += w + (words[w] == '|')) {
		w = strcspn(words, "|");
		if (w == n && !memcmp(words, text, n))
			return true;
	}
	return false;
}

static const char total_words[] = "合计|总计|共计|总合计|全市合计|全县合计|全区合计|合计数|总数";

/* Where a row's 合计 stands among its first two cells; SIZE_MAX: it is no such row. */
static bool is_total(const struct od_line *l, const struct cell *cell, size_t n)
{
	for (size_t i = 0; i < n && i < 2; i++)
		if (cell_is(l, &cell[i], total_words))
			return true;
	return false;
}

static bool number(const struct table *t, size_t row, const struct cell *cell, struct od_amount *a)
{
	const struct od_line *l = &t->d->line[t->row[row]];

	return od_cell_amount(l->text + cell->from, cell->n, a);
}

/* Nothing, a dash: counts as none. */
static bool is_empty(const struct od_line *l, const struct cell *cell)
{
	return !cell->n || cell_is(l, cell, "-|—|——|－|/|／|无|--");
}

/* --- tables ----------------------------------------------------------------------------------------------- */

/* How many rows are the head: those above the first that holds figures behind its first cell. */
static size_t head_rows(const struct table *t, size_t most)
{
	struct cell cell[COLS_MAX];
	struct od_amount a;

	for (size_t row = 0; row < most; row++) {
		size_t n = cells_of(&t->d->line[t->row[row]], cell);

		for (size_t i = 1; i < n && n == t->cols; i++)
			if (number(t, row, &cell[i], &a))
				return row;
	}
	return most;
}

/* Does a row below the head belong to another one: 小计, 其中, a level's number?  What the head says of
 * its columns is not meant. */
static bool is_part(const struct od_line *l, const struct cell *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *s = l->text + cell[i].from;

		if (cell_is(l, &cell[i], "小计|其中|分项"))
			return true;
		if (i < 3 && od_holds_any(s, cell[i].n, "其中|小计|分项"))
			return true;
		if (i < 2 && cell[i].n &&
		    (od_starts(s, "（一）") || od_starts(s, "一、") || od_starts(s, "其")))
			return true;
	}
	return false;
}

static void look_at(struct table *t)
{
	size_t head = head_rows(t, t->rows);

	for (size_t r = 0; r < t->rows; r++) {
		const struct od_line *l = &t->d->line[t->row[r]];
		struct cell cell[COLS_MAX];
		size_t n = cells_of(l, cell);

		if (r >= head && is_part(l, cell, n))
			t->parts = true;
		if (od_holds_any(l->text, l->n, "元|吨|亩|平方|公里|千瓦|立方|公顷"))
			t->measured = true;
	}
}

/* The next table from line *at on; rows with more or fewer cells than most are in it too. */
static bool next_table(const struct od_checking *c, size_t *at, struct table *t)
{
	const struct od_doc *d = c->doc;
	struct cell cell[COLS_MAX];
	size_t i = *at;

	while (i < d->lines && (d->line[i].role != OD_LINE_TABLE || !od_sees(c, i)))
		i++;
	t->rows = t->cols = 0;
	t->parts = t->measured = false;
	for (int table = i < d->lines ? d->line[i].table : 0;
	     i < d->lines && t->rows < ROWS_MAX && d->line[i].role == OD_LINE_TABLE &&
	     d->line[i].table == table && od_sees(c, i);
	     i++) {
		size_t n = cells_of(&d->line[i], cell);

		t->row[t->rows++] = i;
		t->cols = n > t->cols ? n : t->cols;
	}
	*at = i;
	look_at(t);
	return t->rows > 0;
}

typedef int table_fn(struct od_checking *c, const struct od_rule *r, const struct table *t,
		     struct od_err *err);

static int each_table(struct od_checking *c, const struct od_rule *r, table_fn *fn,
		      struct od_err *err)
{
	struct table t = { .d = c->doc };
	size_t at = 0;
	int res = 0;

	if (od_line_of(c, OD_LINE_TABLE, SIZE_MAX) == SIZE_MAX && c->doc->parts < 2)
		return 0;
	t.row = calloc(ROWS_MAX, sizeof(*t.row));
	if (!t.row)
		return od_fail_nomem(err);
	while (res == 0 && next_table(c, &at, &t))
		res = t.rows > 2 && t.cols > 1 ? fn(c, r, &t, err) : 0;
	free(t.row);
	return res;
}

/* --- columns ------------------------------------------------------------------------------------------------ */

static const char no_sum[] =
	"率|比|单价|均|序号|增长|增速|增幅|增减|占|排名|位次|指数|标准|年份|年龄|编号|代码|电话|"
	"日期|时间|价格|房号|%|％|‰|倍|温度|浓度|强度|密度|进度|得分|次序|楼层|文号|每";

/* Does the head (rows above the first number) of a column speak of what cannot be added up? */
static bool cannot_add(const struct table *t, size_t col)
{
	struct cell cell[COLS_MAX];
	struct od_amount a;

	for (size_t r = 0; r < t->rows && r < HEAD_MAX; r++) {
		const struct od_line *l = &t->d->line[t->row[r]];
		size_t n = cells_of(l, cell);

		if (col < n && number(t, r, &cell[col], &a))
			return r == 0; /* no head at all */
		if (col < n && od_holds_any(l->text + cell[col].from, cell[col].n, no_sum))
			return true;
	}
	return true;
}

struct sum {
	double value;
	int decimals;
	size_t rows;
	bool bad; /* a cell that is no number, another unit */
};

static void add_row(const struct table *t, size_t row, size_t col, struct sum *s)
{
	const struct od_line *l = &t->d->line[t->row[row]];
	struct cell cell[COLS_MAX];
	struct od_amount a;
	size_t n = cells_of(l, cell);

	if (n != t->cols) {
		s->bad = true;
		return;
	}
	if (is_empty(l, &cell[col]))
		return;
	if (!number(t, row, &cell[col], &a)) {
		s->bad = true;
		return;
	}
	s->value += a.value;
	s->decimals = a.decimals > s->decimals ? a.decimals : s->decimals;
	s->rows++;
}

/* Is it people, cases, things: counted one by one? */
static bool is_counted(const struct table *t, size_t col)
{
	struct cell cell[COLS_MAX];
	const struct od_line *l = &t->d->line[t->row[0]];
	size_t n = cells_of(l, cell);

	return !t->measured || (col < n && od_holds_any(l->text + cell[col].from, cell[col].n,
							"人|数|个|件|户|家"));
}

/* Rounding that may explain a difference; whole numbers of what is measured may be rounded too. */
static double slack(const struct table *t, const struct sum *s, size_t col, int decimals)
{
	int d = s->decimals > decimals ? s->decimals : decimals;

	if (d == 0 && is_counted(t, col))
		return 0.001;
	return od_rounding(d < decimals ? d : decimals) * ((double)s->rows + 1) + 1e-6;
}

/* The first and last row that a total row (at) sums up: those above it, or below where it stands first. */
static bool summed(const struct table *t, size_t at, size_t *first, size_t *last)
{
	size_t start = head_rows(t, at);

	if (start == at) {
		*first = at + 1;
		*last = t->rows;
	} else {
		*first = start;
		*last = at;
	}
	return *last > *first + 1;
}

static int one_sum(struct od_checking *c, const struct od_rule *r, const struct table *t, size_t at,
		   size_t col, const struct cell *cell, struct od_err *err)
{
	const struct od_line *l = &t->d->line[t->row[at]];
	struct sum s = { 0 };
	struct od_amount total;
	size_t first, last;
	char what[200], x[48];

	if (!number(t, at, &cell[col], &total) || cannot_add(t, col) ||
	    !summed(t, at, &first, &last))
		return 0;
	for (size_t row = first; row < last && !s.bad; row++) {
		struct cell other[COLS_MAX];
		const struct od_line *o = &t->d->line[t->row[row]];

		if (is_total(o, other, cells_of(o, other)))
			return 0;
		add_row(t, row, col, &s);
	}
	if (s.bad || s.rows < 2 || fabs(s.value - total.value) <= slack(t, &s, col, total.decimals))
		return 0;
	snprintf(what, sizeof(what), "%.*s，各行相加为%s",
		 (int)(cell[col].n < 60 ? cell[col].n : 60), l->text + cell[col].from,
		 od_amount_str(s.value, s.decimals, x));
	return od_found(c, r, t->row[at], cell[col].from, cell[col].from + cell[col].n, what, NULL,
			err);
}

static int table_sum(struct od_checking *c, const struct od_rule *r, const struct table *t,
		     struct od_err *err)
{
	size_t totals = 0, at = 0, n;
	struct cell cell[COLS_MAX];

	for (size_t row = 0; row < t->rows; row++) {
		const struct od_line *l = &t->d->line[t->row[row]];

		if (is_total(l, cell, cells_of(l, cell))) {
			totals++;
			at = row;
		}
	}
	if (totals != 1 || t->parts)
		return 0;
	n = cells_of(&t->d->line[t->row[at]], cell);
	for (size_t col = 1; col < n && n == t->cols; col++)
		if (one_sum(c, r, t, at, col, cell, err) < 0)
			return -1;
	return 0;
}

int od_check_table_sum(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return each_table(c, r, table_sum, err);
}

/* --- shares ------------------------------------------------------------------------------------------------- */

/* Is the head of this column 占比, 比重, 构成? */
static bool is_share(const struct table *t, size_t col)
{
	struct cell cell[COLS_MAX];
	const struct od_line *l = &t->d->line[t->row[0]];
	size_t n = cells_of(l, cell);

	return n == t->cols &&
	       od_holds_any(l->text + cell[col].from, cell[col].n, "占比|比重|构成|所占比例");
}

static int table_share(struct od_checking *c, const struct od_rule *r, const struct table *t,
		       struct od_err *err)
{
	struct cell cell[COLS_MAX];
	struct od_amount total;
	char what[200], x[48];

	if (t->parts)
		return 0;
	for (size_t at = 1; at < t->rows; at++) {
		const struct od_line *l = &t->d->line[t->row[at]];
		size_t n = cells_of(l, cell), first, last;

		if (!is_total(l, cell, n) || n != t->cols || !summed(t, at, &first, &last))
			continue;
		for (size_t col = 1; col < n; col++) {
			struct sum s = { 0 };

			if (!is_share(t, col) || !number(t, at, &cell[col], &total) ||
			    fabs(total.value - 100) > 1e-9)
				continue;
			for (size_t row = first; row < last && !s.bad; row++)
				add_row(t, row, col, &s);
			if (s.bad || s.rows < 2 ||
			    fabs(s.value - 100) <= od_rounding(s.decimals) * ((double)s.rows + 1))
				continue;
			snprintf(what, sizeof(what), "%s%%", od_amount_str(s.value, s.decimals, x));
			if (od_found(c, r, t->row[at], cell[col].from, cell[col].from + cell[col].n,
				     what, NULL, err) < 0)
				return -1;
		}
	}
	return 0;
}

int od_check_table_share(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return each_table(c, r, table_share, err);
}

/* --- across --------------------------------------------------------------------------------------------------- */

/* Does row come to its 合计 column?  1 yes, 0 no, -1 it cannot be told. */
static int comes_to(const struct table *t, size_t row, size_t total, double *sum, int *decimals)
{
	struct cell cell[COLS_MAX];
	const struct od_line *l = &t->d->line[t->row[row]];
	size_t n = cells_of(l, cell), parts = 0;
	struct od_amount a, whole;

	*sum = 0;
	*decimals = 0;
	if (n != t->cols || !number(t, row, &cell[total], &whole))
		return -1;
	for (size_t i = 1; i < n; i++) {
		if (i == total || is_empty(l, &cell[i]) || (i == 1 && cannot_add(t, i)))
			continue;
		if (!number(t, row, &cell[i], &a))
			return -1;
		if (cannot_add(t, i))
			return -1;
		*sum += a.value;
		*decimals = a.decimals > *decimals ? a.decimals : *decimals;
		parts++;
	}
	if (parts < 2)
		return -1;
	return fabs(*sum - whole.value) <=
	       (*decimals || whole.decimals ? od_rounding(whole.decimals) * ((double)parts + 1)
					    : 0.001);
}

/* Only where most rows do come to it, is one that does not wrong. */
static int table_row(struct od_checking *c, const struct od_rule *r, const struct table *t,
		     struct od_err *err)
{
	struct cell head[COLS_MAX], cell[COLS_MAX];
	const struct od_line *l = &t->d->line[t->row[0]];
	size_t n = cells_of(l, head), total = 0, good = 0, bad = 0;
	char what[200], x[48];
	int decimals;
	double sum;

	for (size_t i = 1; i < n; i++) {
		struct cell word = head[i]; /* without its unit: 合计（万元） */
		size_t open = od_next_char_of(l->text, word.from + word.n, word.from, "（");

		word.n = open - word.from;
		if (cell_is(l, &word, "合计|小计|总计|共计"))
			total = total ? SIZE_MAX : i;
	}
	if (!total || total == SIZE_MAX || n != t->cols)
		return 0;
	for (size_t row = 1; row < t->rows; row++) {
		int is = comes_to(t, row, total, &sum, &decimals);

		good += is == 1;
		bad += is == 0;
	}
	if (!bad || good < 2 || good <= bad)
		return 0;
	for (size_t row = 1; row < t->rows; row++) {
		if (comes_to(t, row, total, &sum, &decimals) != 0)
			continue;
		l = &t->d->line[t->row[row]];
		cells_of(l, cell);
		snprintf(what, sizeof(what), "%.*s，各栏相加为%s",
			 (int)(cell[total].n < 60 ? cell[total].n : 60), l->text + cell[total].from,
			 od_amount_str(sum, decimals, x));
		if (od_found(c, r, t->row[row], cell[total].from, cell[total].from + cell[total].n,
			     what, NULL, err) < 0)
			return -1;
	}
	return 0;
}

int od_check_table_row(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return each_table(c, r, table_row, err);
}

/* --- serial numbers ---------------------------------------------------------------------------------------------- */

static int table_serial(struct od_checking *c, const struct od_rule *r, const struct table *t,
			struct od_err *err)
{
	struct cell cell[COLS_MAX];
	const struct od_line *l = &t->d->line[t->row[0]];
	size_t n = cells_of(l, cell);
	struct od_amount a;
	int last = 0;

	if (!n || !cell_is(l, &cell[0], "序号|编号"))
		return 0;
	for (size_t row = 1; row < t->rows; row++) {
		l = &t->d->line[t->row[row]];
		n = cells_of(l, cell);
		if (!n || !number(t, row, &cell[0], &a) || a.decimals || a.unit != cell[0].n)
			continue;
		if (last && (int)a.value != last + 1 && (int)a.value != 1 && (int)a.value != last)
			return od_found(c, r, t->row[row], cell[0].from, cell[0].from + cell[0].n,
					NULL, NULL, err);
		last = (int)a.value;
	}
	return 0;
}

int od_check_table_serial(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return each_table(c, r, table_serial, err);
}
