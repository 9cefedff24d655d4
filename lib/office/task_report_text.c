/* task_report_text.c - 督查专报 and 督查通报 as text of a notice's width: tables aligned by display width, cells
 * broken into lines where they are too wide. */
#include "layout.h"
#include "task_report.h"

enum { WIDTH = OD_NOTICE_WIDTH, GAP = 2, CELL_LEAST = 8 };

/* --- tables ----------------------------------------------------------------------------------- */

/* The widest cell of a column, its heading not counted. */
static int widest(const struct od_block *t, size_t column)
{
	int most = 0;

	for (size_t i = column; i < t->cells; i += t->columns) {
		int w = od_width(t->cell[i]);

		most = w > most ? w : most;
	}
	return most;
}

/* As wide as they want to be, the widest narrowed until all fit; numbers are not broken, their headings are. */
static void fit(const struct od_block *t, int width[static OD_CELLS_MAX])
{
	int least[OD_CELLS_MAX], total = GAP * ((int)t->columns - 1);

	for (size_t i = 0; i < t->columns; i++) {
		int cells = widest(t, i), head = od_width(t->heads[i]);

		least[i] = t->right[i] ? cells : CELL_LEAST;
		least[i] = least[i] < 4 ? 4 : least[i];
		width[i] = cells > head ? cells : head;
		total += width[i];
	}
	while (total > WIDTH) {
		size_t most = t->columns;

		for (size_t i = 0; i < t->columns; i++)
			if (width[i] > least[i] && (most == t->columns || width[i] > width[most]))
				most = i;
		if (most == t->columns)
			return;
		width[most]--;
		total--;
	}
}

static size_t trimmed(const char *s, size_t n)
{
	while (n && strchr(" \n", s[n - 1]))
		n--;
	return n;
}

/* One line of each cell that has any left; false: none had. */
static bool row_line(const struct od_block *t, const int width[static OD_CELLS_MAX],
		     const char *rest[static OD_CELLS_MAX], struct od_buf *out)
{
	int at = 0, want = 0;
	bool any = false;

	for (size_t i = 0; i < t->columns; i++)
		any |= *rest[i] != '\0';
	for (size_t i = 0; any && i < t->columns; i++) {
		size_t n = od_wrap(rest[i], width[i]), kept = trimmed(rest[i], n);
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		od_buf_add(&line, rest[i], kept);
		out->failed |= line.failed;
		rest[i] += n;
		if (kept && line.s) {
			int w = od_width(line.s),
			    pad = t->right[i] && w < width[i] ? width[i] - w : 0;

			od_spaces(out, want - at + pad);
			od_buf_puts(out, line.s);
			at = (want > at ? want : at) + pad + w;
		}
		want += width[i] + GAP;
	}
	if (any)
		od_buf_putc(out, '\n');
	return any;
}

static void row(const struct od_block *t, const int width[static OD_CELLS_MAX],
		const char *const *cell, struct od_buf *out)
{
	const char *rest[OD_CELLS_MAX];

	for (size_t i = 0; i < t->columns; i++)
		rest[i] = cell[i];
	while (row_line(t, width, rest, out))
		continue;
}

static void table(const struct od_block *t, struct od_buf *out)
{
	int width[OD_CELLS_MAX], total = -GAP;

	fit(t, width);
	for (size_t i = 0; i < t->columns; i++)
		total += width[i] + GAP;
	row(t, width, t->heads, out);
	od_rule(out, total < WIDTH ? total : WIDTH);
	for (size_t i = 0; i + t->columns <= t->cells; i += t->columns)
		row(t, width, (const char *const *)&t->cell[i], out);
}

/* --- blocks ----------------------------------------------------------------------------------- */

struct setting {
	const struct od_report_of *r;
	size_t heads, subheads, items;
};

static void subhead(struct setting *s, const struct od_block *k, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	char ordinal[32];

	od_buf_putc(out, '\n');
	/* Translators: ordinal, title of a part's part. */
	od_buf_printf(&b, _("(%1$s) %2$s"), od_ordinal(++s->subheads, ordinal), k->text);
	od_paragraph_of(out, WIDTH, "", &b);
}

/* Each line by itself. */
static void notes(const char *text, struct od_buf *out)
{
	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n");
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		od_buf_add(&line, s, n);
		out->failed |= line.failed;
		if (n && !line.failed)
			od_prose(out, WIDTH, "- ", line.s);
		s += n + (s[n] == '\n');
	}
}

static void block(struct setting *s, const struct od_block *k, struct od_buf *out)
{
	char ordinal[32], lead[32];

	if (k->kind != OD_BLOCK_ITEM)
		s->items = 0;
	switch (k->kind) {
	case OD_BLOCK_HEAD:
		/* Translators: ordinal, title. */
		od_buf_printf(out, _("\n%1$s. %2$s\n"), od_ordinal(++s->heads, ordinal), k->text);
		s->subheads = 0;
		return;
	case OD_BLOCK_SUBHEAD:
		subhead(s, k, out);
		return;
	case OD_BLOCK_ITEM:
		snprintf(lead, sizeof(lead), "%2zu. ", ++s->items);
		od_prose(out, WIDTH, lead, k->text);
		return;
	case OD_BLOCK_TABLE:
		table(k, out);
		return;
	case OD_BLOCK_UNITS:
		od_chart_units_text(s->r, out);
		return;
	case OD_BLOCK_BURN:
		od_chart_burn_text(s->r, out);
		return;
	case OD_BLOCK_NOTE:
		notes(k->text, out);
		return;
	default:
		od_prose(out, WIDTH, "", k->text);
	}
}

static void set(const struct od_report_of *r, const struct od_doc *d, struct od_buf *out)
{
	OD_CLEANUP(od_buf_freep) struct od_buf period = OD_BUF_INIT;
	struct setting s = { .r = r };
	char day[64];

	od_centred(out, WIDTH, d->title);
	od_report_period(r, &period);
	out->failed |= period.failed;
	if (!period.failed)
		od_centred(out, WIDTH, period.s);
	for (size_t i = 0; i < d->n; i++)
		block(&s, &d->block[i], out);
	od_buf_putc(out, '\n');
	od_right_line(out, WIDTH, od_report_office(r));
	od_right_line(out, WIDTH, od_day_words(r->today, day));
}

int od_task_report_text(struct od_db *db, const struct od_tasks *t, const struct od_task_stats *s,
			int kind, od_date from, od_date to, od_instant now, struct od_buf *out,
			struct od_err *err)
{
	struct od_report_of r = {
		.db = db, .t = t, .s = s, .kind = kind, .from = from, .to = to, .now = now
	};
	struct od_doc d = { NULL };
	int got = od_report_gather(&r, err);

	if (got == 0)
		got = od_report_say(&r, &d, err);
	if (got == 0)
		set(&r, &d, out);
	od_doc_free(&d);
	od_report_free(&r);
	return got < 0 ? -1 : out->failed ? od_fail_nomem(err) : 0;
}
