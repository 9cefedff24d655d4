/* issue_paper.c - an issue as paper.  It is made of the rows alone that were frozen when the issue was made - its
 * own, its items, the corrections that it carried - so that it comes out the same each time, whatever has become of
 * the organisation and the regime since. */
#include <stdarg.h>
#include <stdlib.h>

#include "bulletin.h"
#include "roundup.h"
#include "layout.h"

/* What is on file of an issue. */
struct frozen {
	struct od_issue i;
	struct od_issue_item *item;
	size_t items;
	struct od_correction *correction;
	size_t corrections;
};

/* A member becomes what was put together. */
static int set_printf(char **member, struct od_err *err, const char *fmt, ...) OD_PRINTF(3, 4);
static int set_printf(char **member, struct od_err *err, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		return od_fail_nomem(err);
	od_characters(s);
	free(*member);
	*member = s;
	return 0;
}

/* --- front and back ---------------------------------------------------------------------------------- */

static int front(struct od_paper *p, const struct od_issue *i, int64_t copy_no, struct od_err *err)
{
	char day[64];

	if (od_paper_set(&p->name, i->issue, err) < 0 ||
	    od_paper_set(&p->masthead, i->masthead, err) < 0 ||
	    od_paper_set(&p->date, od_day_words(i->date, day), err) < 0 ||
	    /* Translators: a publication's name, the year, the number of the issue in it. */
	    set_printf(&p->title, err, _("%1$s %2$lld, no. %3$lld"), i->masthead,
		       (long long)i->year, (long long)i->serial) < 0 ||
	    set_printf(&p->serial, err, _("No. %lld"), (long long)i->serial) < 0 ||
	    set_printf(&p->total, err, _("no. %lld in all"), (long long)i->total) < 0 ||
	    /* Translators: the office that edits a publication. */
	    set_printf(&p->office, err, _("edited by %s"), i->office) < 0)
		return -1;
	if (copy_no > 0 && set_printf(&p->copy_no, err, "%06lld", (long long)copy_no) < 0)
		return -1;
	if (i->secrecy && set_printf(&p->secrecy, err, "%s%s%s", _(od_secrecies[i->secrecy].label),
				     i->term ? "★" : "", i->term ? i->term : "") < 0)
		return -1;
	if (i->status == OD_ISSUE_WITHDRAWN)
		return od_paper_set(&p->notice, _("WITHDRAWN"), err);
	return 0;
}

static int send(struct od_paper *p, const char *label, const char *text, struct od_err *err)
{
	return text && *text ? od_paper_send(p, label, text, err) : 0;
}

static int back(struct od_paper *p, const struct od_issue *i, struct od_err *err)
{
	char day[64];

	/* Translators: before those whom an issue is reported to (报), sent to (送), issued to (发); without a colon. */
	if (send(p, _("report to"), i->report_to, err) < 0 ||
	    send(p, _("send to"), i->send_to, err) < 0 ||
	    send(p, _("issue to"), i->issue_to, err) < 0)
		return -1;
	if ((i->signer && set_printf(&p->signer, err, _("Signed for issue: %s"), i->signer) < 0) ||
	    (i->editor && set_printf(&p->editor, err, _("Edited by: %s"), i->editor) < 0) ||
	    (i->phone && set_printf(&p->phone, err, _("Telephone: %s"), i->phone) < 0) ||
	    od_paper_set(&p->footer, i->footer, err) < 0)
		return -1;
	/* Translators: the day on which a paper was printed. */
	if (od_paper_set(&p->printed_by, i->office, err) < 0 ||
	    set_printf(&p->printed_on, err, _("printed on %s"), od_day_words(i->date, day)) < 0)
		return -1;
	/* Translators: in brackets, how many copies were printed. */
	if (i->copies != OD_NOINT && i->copies > 0)
		return set_printf(&p->copies, err, _("(%lld copies)"), (long long)i->copies);
	return 0;
}

/* --- items ---------------------------------------------------------------------------------------------- */

/* The anchor of the block that was put last. */
static int anchor(struct od_paper *p, const struct od_issue_item *it, struct od_err *err)
{
	return set_printf(&p->block[p->blocks - 1].anchor, err, "%lld", (long long)it->item);
}

/* An item more secret than what it stands in cannot come about by "issue"; if it does otherwise, it is not shown. */
static bool veiled(const struct frozen *f, const struct od_issue_item *it)
{
	return it->secrecy > f->i.secrecy;
}

static const char *title_of(const struct frozen *f, const struct od_issue_item *it)
{
	return veiled(f, it) ? _(od_secrecies[it->secrecy].label) : it->title;
}

/* （示西区委办、市水利局） */
static void put_source(struct od_buf *b, const struct od_issue_item *it)
{
	if (!it->source || !*it->source)
		return;
	if (!strncmp(it->source, "（", strlen("（")))
		od_buf_puts(b, it->source);
	else
		/* Translators: brackets round where an item comes from. */
		od_buf_printf(b, _("(%s)"), it->source);
}

static int block_of(struct od_paper *p, int kind, const struct od_buf *b, struct od_err *err)
{
	return b->failed ? od_fail_nomem(err) : od_paper_block(p, kind, b->s, err);
}

static int source(struct od_paper *p, const struct od_issue_item *it, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	put_source(&b, it);
	return block_of(p, OD_PAPER_SOURCE, &b, err);
}

/* A column's item: its number in the column - of the second level, GB/T 9704-2012, 7.3.3 - and its title, text,
 * source; a brief one is a line. */
static int digest_item(struct od_paper *p, const struct frozen *f, const struct od_issue_item *it,
		       size_t nth, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	bool brief = it->style == OD_STYLE_BRIEF;
	char ordinal[32];

	/* Translators: ordinal and title of an item under a heading of the first level. */
	od_buf_printf(&b, _("(%1$s) %2$s"), od_ordinal(nth, ordinal), title_of(f, it));
	if (brief)
		put_source(&b, it);
	if (block_of(p, brief ? OD_PAPER_TEXT : OD_PAPER_SUBHEAD, &b, err) < 0 ||
	    anchor(p, it, err) < 0)
		return -1;
	if (brief)
		return 0;
	if (!veiled(f, it) && od_paper_prose(p, it->text, err) < 0)
		return -1;
	return source(p, it, err);
}

static bool same_column(const struct od_issue_item *a, const struct od_issue_item *b)
{
	const char *s = a->column ? a->column : "", *t = b->column ? b->column : "";

	return !strcmp(s, t);
}

static int column_head(struct od_paper *p, const struct od_issue_item *it, size_t nth,
		       struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char ordinal[32];

	if (!it->column_title)
		return 0;
	/* Translators: ordinal and title of a heading. */
	od_buf_printf(&b, _("%1$s. %2$s"), od_ordinal(nth, ordinal), it->column_title);
	return block_of(p, OD_PAPER_HEAD, &b, err);
}

static int digest(struct od_paper *p, const struct frozen *f, struct od_err *err)
{
	size_t column = 0, nth = 0;

	for (size_t i = 0; i < f->items; i++) {
		const struct od_issue_item *it = &f->item[i];

		if (!i || !same_column(it, it - 1)) {
			nth = 0;
			if (column_head(p, it, ++column, err) < 0)
				return -1;
		}
		if (digest_item(p, f, it, ++nth, err) < 0)
			return -1;
	}
	return 0;
}

/* --- articles -------------------------------------------------------------------------------------------- */

/* Bytes of the Chinese number at s, at most three characters; 0: none. */
static size_t numeral(const char *s)
{
	static const char digits[] = "一二三四五六七八九十";
	size_t n = 0, c;

	while (n < 9) {
		od_utf8_get(s + n, &c);
		if (c != 3 || !memmem(digits, sizeof(digits) - 1, s + n, c))
			return n;
		n += c;
	}
	return n;
}

/* A line that is a heading as a whole - 一、…, （一）… - and not the beginning of a paragraph: it is short and no mark
 * ends it. */
static int line_kind(const char *s)
{
	static const char *const ends[] = { "。", "；", "：", "，", "！", "？", "、", "”" };
	bool bracket = !strncmp(s, "（", strlen("（"));
	const char *number = bracket ? s + strlen("（") : s;
	const char *mark = bracket ? "）" : "、";
	size_t n = numeral(number), len = strlen(s);

	if (!n || strncmp(number + n, mark, strlen(mark)) || od_utf8_len(s) > 48)
		return OD_PAPER_TEXT;
	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (!strcmp(s + len - strlen(ends[i]), ends[i]))
			return OD_PAPER_TEXT;
	return bracket ? OD_PAPER_SUBHEAD : OD_PAPER_HEAD;
}

static int article(struct od_paper *p, const struct frozen *f, struct od_err *err)
{
	for (size_t i = 0; i < f->items; i++) {
		const struct od_issue_item *it = &f->item[i];
		size_t first;

		if (od_paper_block(p, OD_PAPER_TITLE, title_of(f, it), err) < 0 ||
		    anchor(p, it, err) < 0)
			return -1;
		first = p->blocks;
		if (!veiled(f, it) && od_paper_prose(p, it->text, err) < 0)
			return -1;
		for (; first < p->blocks; first++)
			p->block[first].kind = line_kind(p->block[first].text);
		if (source(p, it, err) < 0)
			return -1;
	}
	return 0;
}

/* --- notes ------------------------------------------------------------------------------------------------- */

/* 编者按：…; each line is a paragraph of the note. */
static int note(struct od_paper *p, const char *text, struct od_err *err)
{
	size_t first = p->blocks;
	char *with = NULL;
	int done;

	if (!text || od_paper_prose(p, text, err) < 0)
		return text ? -1 : 0;
	for (size_t i = first; i < p->blocks; i++)
		p->block[i].kind = OD_PAPER_NOTE;
	if (first == p->blocks || !strncmp(p->block[first].text, "编者按", strlen("编者按")))
		return 0;
	done = set_printf(&with, err, _("Editor's note: %s"), p->block[first].text);
	if (done == 0)
		done = od_paper_set(&p->block[first].text, with, err);
	free(with);
	return done;
}

/* 本刊第341期, 本刊2025年第341期, 《情况与建议》2026年第12期 */
static void which(struct od_buf *b, const struct od_issue *in, const struct od_issue *wrong)
{
	long long year = wrong->year, serial = wrong->serial;

	if (strcmp(in->publication, wrong->publication) != 0)
		/* Translators: a publication's name, the year, the number of the issue. */
		od_buf_printf(b, _("\"%1$s\" %2$lld, no. %3$lld"), wrong->masthead, year, serial);
	else if (in->year != wrong->year)
		/* Translators: an issue of the publication that this is printed in. */
		od_buf_printf(b, _("our no. %2$lld of %1$lld"), year, serial);
	else
		od_buf_printf(b, _("our no. %lld"), serial);
}

/* As od_issue_items(), but for the reports that they were made of, which cost a query each and are not printed. */
static struct od_iter *printed_items(struct od_db *db, const char *issue, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT x.issue, x.item, x.\"column\" AS \"column\", x.column_title, x.style, x.title, x.text, "
		"x.source, x.secrecy, NULL AS reports, NULL AS date FROM issue_item x WHERE x.issue = ?1 "
		"ORDER BY x.item";
	/* clang-format on */

	return od_query(db, sql, &od_issue_item_type, OD_VALS(od_v(issue)), err);
}

/* The title that an item was printed with: items are numbered by columns, so that its number would not lead to it.
 * Nothing, if it is more secret than what it is to be printed in. */
static int title_printed(struct od_db *db, const struct frozen *f, const struct od_correction *c,
			 struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = printed_items(db, c->issue, err);
	struct od_issue_item item;
	int got = -1;

	od_rec_init(&od_issue_item_type, &item);
	while (it && (got = od_iter_next(it, &item, err)) > 0)
		if (item.item == c->item && !veiled(f, &item))
			od_buf_puts(b, item.title);
	od_rec_clear(&od_issue_item_type, &item);
	return got < 0 ? -1 : b->failed ? od_fail_nomem(err) : 0;
}

static int issue_printed(struct od_db *db, const struct frozen *f, const struct od_correction *c,
			 struct od_buf *b, struct od_err *err)
{
	struct od_issue wrong;
	int got;

	od_rec_init(&od_issue_type, &wrong);
	got = od_issue_get(db, c->issue, &wrong, err);
	if (got == 0)
		which(b, &f->i, &wrong);
	od_rec_clear(&od_issue_type, &wrong);
	return got < 0 ? -1 : b->failed ? od_fail_nomem(err) : 0;
}

/* 更正：本刊第341期《…》一文“…”应为“…”。 */
static int correction(struct od_paper *p, struct od_db *db, const struct frozen *f,
		      const struct od_correction *c, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep)
	struct od_buf b = OD_BUF_INIT, issue = OD_BUF_INIT, title = OD_BUF_INIT;

	if (issue_printed(db, f, c, &issue, err) < 0 ||
	    (c->item != OD_NOINT && title_printed(db, f, c, &title, err) < 0))
		return -1;
	od_buf_puts(&b, _("Correction: "));
	if (title.n)
		/* Translators: an issue, and the title of an item in it. */
		od_buf_printf(&b, _("%1$s, \"%2$s\""), issue.s, title.s);
	else if (c->item == OD_NOINT)
		od_buf_puts(&b, issue.s);
	else
		/* Translators: an issue, and which of its items. */
		od_buf_printf(&b, _("%1$s, item %2$lld"), issue.s, (long long)c->item);
	if (c->wrong)
		/* Translators: what was printed, and what it should have been. */
		od_buf_printf(&b, _(": for \"%1$s\" read \"%2$s\"."), c->wrong, c->text);
	else
		od_buf_printf(&b, _(": %s"), c->text);
	return block_of(p, OD_PAPER_NOTE, &b, err);
}

/* --- the whole ----------------------------------------------------------------------------------------------- */

static int read_frozen(struct od_db *db, const char *issue, struct frozen *f, struct od_err *err)
{
	if (od_issue_get(db, issue, &f->i, err) < 0 ||
	    od_iter_all(printed_items(db, issue, err), &f->item, &f->items, err) < 0)
		return -1;
	return od_iter_all(od_correction_printed_in(db, issue, err), &f->correction,
			   &f->corrections, err);
}

static int set_all(struct od_paper *p, struct od_db *db, const struct frozen *f, int64_t copy_no,
		   struct od_err *err)
{
	p->at = f->i.at;
	if (front(p, &f->i, copy_no, err) < 0 || note(p, f->i.note, err) < 0)
		return -1;
	if ((f->i.form == OD_PUB_ARTICLE ? article(p, f, err) : digest(p, f, err)) < 0)
		return -1;
	for (size_t i = 0; i < f->corrections; i++)
		if (correction(p, db, f, &f->correction[i], err) < 0)
			return -1;
	return back(p, &f->i, err);
}

struct od_paper *od_issue_paper(struct od_db *db, const char *issue, int64_t copy_no,
				struct od_err *err)
{
	struct od_paper *p = od_paper_new(err);
	struct frozen f = { 0 };
	int done = -1;

	od_rec_init(&od_issue_type, &f.i);
	if (p && read_frozen(db, issue, &f, err) == 0)
		done = set_all(p, db, &f, copy_no, err);
	od_rec_clear(&od_issue_type, &f.i);
	od_recs_free(&od_issue_item_type, f.item, f.items);
	od_recs_free(&od_correction_type, f.correction, f.corrections);
	if (done == 0)
		return p;
	od_paper_free(p);
	return NULL;
}
