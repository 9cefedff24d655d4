/* checks_attachment.c - 附件说明, the attachments themselves, and where the text speaks of them. */
#include "facts.h"

#define NOTES_MAX 60

struct noted { /* one name of 附件说明 */
	size_t line, from, to;
	int number; /* 0: none */
};
struct notes {
	struct noted note[NOTES_MAX];
	size_t n;
	bool unsure; /* it is written in a way that is not understood */
};

/* Bytes of "附件", "附件1" and the colon behind at s; *number: what it says. */
static size_t att_label(const char *s, int *number)
{
	size_t at = od_starts(s, "附件") ? 6 : od_starts(s, "附") ? 3 : 0, m;

	*number = 0;
	if (!at)
		return 0;
	at += strspn(s + at, " ");
	m = od_digits(s + at);
	if (!m)
		m = od_zh_number(s + at);
	*number = m ? od_value_of(s + at, m) : 0;
	at += m;
	at += od_char_in(s + at, "：:.．、");
	while ((m = od_char_in(s + at, " 　")))
		at += m;
	return at;
}

/* "1." at s: its bytes and its value. */
static size_t note_number(const char *s, int *number)
{
	size_t m = od_digits(s), mark;

	*number = 0;
	if (!m || m > 2)
		return 0;
	mark = od_char_in(s + m, ".．、");
	if (!mark || od_digits(s + m + mark))
		return 0;
	*number = od_value_of(s, m);
	m += mark;
	while ((mark = od_char_in(s + m, " 　")))
		m += mark;
	return m;
}

static void read_notes(const struct od_checking *c, struct notes *out)
{
	out->n = 0;
	out->unsure = false;
	for (size_t i = od_line_of(c, OD_LINE_ATT_NOTE, SIZE_MAX);
	     i != SIZE_MAX && out->n < NOTES_MAX; i = od_line_of(c, OD_LINE_ATT_NOTE, i)) {
		const struct od_line *l = &c->doc->line[i];
		int number, own;
		size_t at = att_label(l->text, &number), m = note_number(l->text + at, &own);

		if (l->part != 0)
			continue;
		at += m;
		number = own ? own : number;
		/* 1.... 2.... in one line, a name over two lines */
		if (out->n && !number)
			out->unsure = true;
		for (size_t k = at + 3; k + 2 < l->n; k++)
			if (strchr(" \t", l->text[k]) && note_number(l->text + k + 1, &own))
				out->unsure = true;
		out->note[out->n++] = (struct noted){ i, at, od_chomp(l->text, l->n), number };
	}
}

/* --- heads ----------------------------------------------------------------------------------- */

struct head {
	size_t line;
	int number;
	bool zh; /* 附件一 */
};

/* Heads of attachments, those of 附件 only: 附表 and 附录 are an attachment's own. */
static size_t read_heads(const struct od_checking *c, struct head *head, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < c->doc->lines && n < max; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (l->role != OD_LINE_ATT_HEAD || !od_starts(l->text, "附") ||
		    od_starts(l->text, "附表") || od_starts(l->text, "附录"))
			continue;
		head[n].line = i;
		att_label(l->text, &head[n].number);
		head[n].zh = head[n].number && !strpbrk(l->text, "0123456789");
		n++;
	}
	return n;
}

static int head_found(struct od_checking *c, const struct od_rule *r, const struct head *h,
		      struct od_err *err)
{
	return od_found(c, r, h->line, 0,
			od_chomp(c->doc->line[h->line].text, c->doc->line[h->line].n), NULL, NULL,
			err);
}

/* attachments-heads: kind=order: 附件1, 附件3; kind=number: several and no number; kind=figures:
 * 附件一; kind=single: 附件1 and no other. */
int od_check_att_heads(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct head head[NOTES_MAX];
	size_t len, n = read_heads(c, head, OD_COUNT(head));
	const char *kind = od_param_text(r, "kind", &len);
	int last = 0;

	for (size_t i = 0; kind && i < n; i++) {
		bool bad = false;

		if (*kind == 'o')
			bad = head[i].number && head[i].number != last + 1;
		else if (*kind == 'n')
			bad = n > 1 && !head[i].number;
		else if (*kind == 'f')
			bad = head[i].zh;
		else if (*kind == 's')
			bad = n == 1 && head[i].number == 1 && !head[i].zh;
		last = head[i].number;
		if (bad && head_found(c, r, &head[i], err) < 0)
			return -1;
	}
	return 0;
}

/* --- the note against the attachments -------------------------------------------------------- */

/* Attachments are there, but not as many as the note says. */
int od_check_att_noted(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct notes notes;
	struct head head[NOTES_MAX];
	size_t n = read_heads(c, head, OD_COUNT(head));
	char what[96];

	read_notes(c, &notes);
	if (!n || !notes.n || notes.unsure || n == notes.n || n == NOTES_MAX)
		return 0;
	snprintf(what, sizeof(what), "附件说明%zu个，所附%zu个", notes.n, n);
	return od_found(c, r, notes.note[0].line, 0, SIZE_MAX, what, NULL, err);
}

/* Without marks, blanks and brackets, to compare. */
static void plain(const char *s, size_t n, struct od_buf *out)
{
	for (size_t at = 0, m; at < n; at += m) {
		od_utf8_get(s + at, &m);
		if (!od_char_in(s + at, " 　\t《》〈〉“”（）()：:、，,。.—-　"))
			od_buf_add(out, s + at, m);
	}
}

/* The title of the attachment at head line: its lines joined. */
static void title_below(const struct od_checking *c, size_t head, struct od_buf *out, size_t *first)
{
	*first = SIZE_MAX;
	for (size_t i = od_next_line(c, head); i != SIZE_MAX; i = od_next_line(c, i)) {
		if (c->doc->line[i].role != OD_LINE_ATT_TITLE)
			return;
		if (*first == SIZE_MAX)
			*first = i;
		plain(c->doc->line[i].text, c->doc->line[i].n, out);
	}
}

int od_check_att_titles(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct notes notes;
	struct head head[NOTES_MAX];
	size_t n = read_heads(c, head, OD_COUNT(head)), first;

	read_notes(c, &notes);
	for (size_t i = 0; i < n && n == notes.n && !notes.unsure; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf want = OD_BUF_INIT;
		OD_CLEANUP(od_buf_freep) struct od_buf got = OD_BUF_INIT;
		const struct noted *note = &notes.note[i];

		plain(c->doc->line[note->line].text + note->from, note->to - note->from, &want);
		title_below(c, head[i].line, &got, &first);
		if (want.failed || got.failed)
			return od_fail_nomem(err);
		if (!want.n || !got.n || od_find(want.s, want.n, got.s, got.n) ||
		    od_find(got.s, got.n, want.s, want.n))
			continue;
		if (od_found(c, r, first, 0, SIZE_MAX, NULL, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* --- the text's own words -------------------------------------------------------------------- */

/* Is it another document's: 《示例办法》附件3, 〔2026〕3号）的附件2? */
static bool of_another(const struct od_line *l, size_t at)
{
	if (at >= 3 && !memcmp(l->text + at - 3, "的", 3))
		at -= 3;
	return od_ends(l->text, at, "》") || od_ends(l->text, at, "）") ||
	       od_ends(l->text, at, "号") || od_ends(l->text, at, "文件");
}

/* The next "附件3" in a line of text: its value, or 0. */
static int cited_at(const struct od_line *l, size_t *at, size_t *from, size_t *to)
{
	const char *s;

	while ((s = od_find(l->text + *at, l->n - *at, "附件", 6))) {
		size_t m = od_digits(s + 6);

		*from = (size_t)(s - l->text);
		*at = *from + 6;
		*to = *at + m;
		if (m && m <= 2)
			return od_value_of(s + 6, m);
	}
	*at = l->n;
	return 0;
}

/* attachments-cited: kind=beyond: 附件4 of three; kind=none: 见附件, and there is none nor a note. */
int od_check_att_cited(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct notes notes;
	struct head head[NOTES_MAX];
	size_t heads = read_heads(c, head, OD_COUNT(head)), len, most;
	const char *kind = od_param_text(r, "kind", &len);
	bool none = kind && *kind == 'n';

	read_notes(c, &notes);
	most = heads > notes.n ? heads : notes.n;
	for (size_t i = 0; i < notes.n; i++)
		most = (size_t)notes.note[i].number > most ? (size_t)notes.note[i].number : most;
	for (size_t i = 0; i < heads; i++)
		most = (size_t)head[i].number > most ? (size_t)head[i].number : most;
	if (none ? most || c->doc->parts > 1 : !most || notes.unsure)
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t at = 0, from, to;
		int n;

		if (!od_sees(c, i) || !od_is_main(c, i) || l->role == OD_LINE_ATT_NOTE ||
		    l->role == OD_LINE_TABLE)
			continue;
		while ((n = cited_at(l, &at, &from, &to))) {
			if ((size_t)n <= most || od_is_quoted(c, i, from) || of_another(l, from))
				continue;
			if (od_found(c, r, i, from, to, NULL, NULL, err) < 0)
				return -1;
			if (none)
				return 0;
		}
	}
	return 0;
}
