/* roles.c - what each line of a document is: header, title, addressee, text, signature, date, attachments
 * and the documents inside, by their order; what single lines say is in roles_line.c. */
#include <stdlib.h>

#include "roles.h"

/* --- the title ------------------------------------------------------------------------------------------ */

static char *join(const struct scan *s, size_t from, size_t n)
{
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = from; i < from + n; i++)
		od_buf_add(&b, at(s, i)->text, at(s, i)->n);
	return b.failed ? NULL : b.s;
}

static void set_title(struct scan *s, size_t i, size_t n, int role)
{
	for (size_t k = i; k < i + n; k++)
		if (counts(at(s, k)))
			at(s, k)->role = role;
}

/* Who issues it, as the mark or the title says. */
static int note_organ(struct scan *s)
{
	const struct od_line *l = at(s, s->title);
	const char *about = memmem(l->text, l->n, "关于", 6);
	size_t n = about ? (size_t)(about - l->text) : 0;

	for (size_t i = 0; i < s->title; i++)
		if (at(s, i)->role == OD_LINE_MARK) {
			l = at(s, i);
			n = l->n - (od_ends(l->text, l->n, "文件") ? 6 : 0);
		}
	if (!n)
		return 0;
	s->organ = strndup(l->text, n);
	return s->organ ? 0 : od_fail_nomem(s->err);
}

/* Everything above the text: the header, the title, what stands between it and the text. */
static int scan_head(struct scan *s)
{
	bool stopped;

	for (s->i = next_text(s, s->i); s->i < s->d->lines; s->i = next_text(s, s->i + 1)) {
		struct od_line *l = at(s, s->i);
		int role = od_role_head(l);

		if (role < 0 && od_role_mark(s, s->i))
			role = OD_LINE_MARK;
		if (role < 0 && !s->headed && od_is_att_head(l->text, l->n))
			role = OD_LINE_ATT_HEAD; /* a file of its own that begins "附件1" */
		if (role < 0)
			break;
		l->role = role;
		s->headed |= role == OD_LINE_DOCNO || role == OD_LINE_MARK;
	}
	stopped = s->i < s->d->lines && od_role_stopped_title(s, at(s, s->i));
	if (s->i >= s->d->lines || !(stopped || od_role_may_title(s, at(s, s->i))))
		return 0;
	s->title = s->i;
	s->titles = stopped ? 1 : od_role_title_lines(s, s->i);
	set_title(s, s->title, s->titles, OD_LINE_TITLE);
	s->i += s->titles;
	return note_organ(s);
}

/* --- signature and date ----------------------------------------------------------------------------------- */

/* The issuer's own name on a line by itself signs, whatever is wrong with the date below it. */
static bool issuer_signs(struct scan *s)
{
	struct od_line *l = at(s, s->i);
	size_t next = next_text(s, s->i + 1);

	if (s->dated || !s->organ || strlen(s->organ) != l->n || memcmp(s->organ, l->text, l->n))
		return false;
	l->role = OD_LINE_SIGNATURE;
	s->dated = true;
	if (next < s->d->lines && chars(at(s, next)) <= 20 &&
	    memmem(at(s, next)->text, at(s, next)->n, "年", 3) &&
	    od_holds_any(at(s, next)->text, at(s, next)->n, "月|日") &&
	    !od_is_bracketed(at(s, next)->text, at(s, next)->n)) {
		at(s, next)->role = OD_LINE_DATE;
		s->i = next;
	}
	return true;
}

static bool sign_here(struct scan *s)
{
	size_t n = od_role_signed_lines(s, s->i);
	od_date d;

	if (!n && issuer_signs(s))
		return true;

	if (!n && od_is_date_line(at(s, s->i)->text, at(s, s->i)->n, &d))
		n = 1;
	if (!n && next_text(s, s->i + 1) >= s->d->lines && od_role_organ(s, at(s, s->i))) {
		at(s, s->i)->role = OD_LINE_SIGNATURE; /* the last line, without a date */
		return true;
	}
	for (size_t k = s->i; k < s->i + n; k++) {
		if (!counts(at(s, k)))
			continue;
		at(s, k)->role = k == s->i + n - 1 ? OD_LINE_DATE : OD_LINE_SIGNATURE;
	}
	if (!n)
		return false;
	s->i += n - 1;
	s->dated = true;
	return true;
}

/* --- the text --------------------------------------------------------------------------------------------- */

/* Between the title and the text: number, adoption, an issuer's name with a date. */
static bool below_title(struct scan *s)
{
	struct od_line *l = at(s, s->i);
	int role = od_role_head(l);

	if (role >= 0) {
		l->role = role;
		return true;
	}
	if (od_is_bracketed(l->text, l->n) &&
	    od_holds_any(l->text, l->n, "通过|施行|批准|修订|修正|公布|日）|日)|会议")) {
		l->role = OD_LINE_PASSED;
		return true;
	}
	if (od_role_signed_lines(s, s->i) && !s->dated) { /* below a title it signs a communiqué */
		sign_here(s);
		s->dated = false;
		return true;
	}
	return false;
}

/* "附件：1. ..." and the lines below that go on with it. */
static void att_notes(struct scan *s)
{
	at(s, s->i)->role = OD_LINE_ATT_NOTE;
	for (;;) {
		size_t j = next_text(s, s->i + 1), number;

		if (j >= s->d->lines || od_role_signed_lines(s, j) || chars(at(s, j)) > 120)
			return;
		if (od_level_of(at(s, j)->text, &number) != OD_LINE_LEVEL3 &&
		    !od_is_att_note(at(s, j)->text, at(s, j)->n))
			return;
		at(s, j)->role = OD_LINE_ATT_NOTE;
		s->i = j;
	}
}

static void text_line(struct scan *s)
{
	struct od_line *l = at(s, s->i);
	size_t number;

	if (od_role_table(s, l))
		l->role = OD_LINE_TABLE;
	else if (od_is_subhead(l->text, l->n))
		l->role = OD_LINE_SUBHEAD;
	else
		l->role = od_level_of(l->text, &number);
}

/* One part's text up to its end, or to where an attachment begins. */
static void scan_text(struct scan *s)
{
	bool began = false;

	s->dated = s->addressed = false;
	for (s->i = next_text(s, s->i); s->i < s->d->lines; s->i = next_text(s, s->i + 1)) {
		struct od_line *l = at(s, s->i);
		int role = od_role_record(l);

		if (role >= 0) {
			l->role = role;
			continue;
		}
		if (!began && below_title(s))
			continue;
		if (od_is_att_head(l->text, l->n) && began)
			return;
		if (s->dated && (od_is_bracketed(l->text, l->n) || od_role_bare_note(l))) {
			l->role = OD_LINE_NOTE;
			continue;
		}
		if (s->dated && !od_is_att_note(l->text, l->n) && !od_role_table(s, l) &&
		    !od_ends(l->text, l->n, "。") && !od_role_signed_lines(s, s->i) &&
		    od_role_may_title(s, l))
			return;
		if (!began && !s->addressed &&
		    (od_role_addressee(l) ||
		     (s->titles && od_role_bare_addressee(l) && s->i + 1 < s->d->lines))) {
			l->role = OD_LINE_ADDRESSEE;
			s->addressed = true;
			continue;
		}
		if (began && od_is_att_note(l->text, l->n)) {
			att_notes(s);
			continue;
		}
		if (began && sign_here(s))
			continue;
		began = true;
		text_line(s);
	}
}

/* --- parts ------------------------------------------------------------------------------------------------- */

static struct od_doc_part *add_part(struct scan *s, int kind)
{
	struct od_doc *d = s->d;
	struct od_doc_part *p;

	if (d->parts == d->store->part_room) {
		size_t room = d->parts ? d->parts * 2 : 8;

		p = reallocarray(d->part, room, sizeof(*p));
		if (!p) {
			od_fail_nomem(s->err);
			return NULL;
		}
		d->part = p;
		d->store->part_room = room;
	}
	p = &d->part[d->parts++];
	*p = (struct od_doc_part){ .kind = kind, .first = s->i };
	return p;
}

static void end_part(struct scan *s, size_t part)
{
	struct od_doc_part *p = &s->d->part[part];

	p->n = (s->i < s->d->lines ? s->i : s->d->lines) - p->first;
	for (size_t i = p->first; i < p->first + p->n; i++)
		at(s, i)->part = (int)part;
}

/* An attachment: its head, its title, then text as a document of its own has it. */
static int scan_attachment(struct scan *s, bool forwarded)
{
	size_t part = s->d->parts, n;
	bool headed = od_is_att_head(at(s, s->i)->text, at(s, s->i)->n);
	char *title;

	if (!add_part(s, OD_PART_ATTACHMENT))
		return -1;
	if (headed) {
		at(s, s->i)->role = OD_LINE_ATT_HEAD;
		s->i = next_text(s, s->i + 1);
	}
	if (s->i < s->d->lines && od_role_may_title(s, at(s, s->i))) {
		n = od_role_title_lines(s, s->i);
		set_title(s, s->i, n, OD_LINE_ATT_TITLE);
		title = join(s, s->i, n);
		if (!title)
			return od_fail_nomem(s->err);
		s->d->part[part].genre = od_genre_of(title);
		free(title);
		n += s->i;
		if (!headed && forwarded && s->d->part[part].genre != OD_GENRE_OTHER &&
		    s->d->part[part].genre != OD_GENRE_NONE)
			s->d->part[part].kind = OD_PART_EMBEDDED;
		s->i = n;
	}
	if (s->i < s->d->lines)
		scan_text(s);
	end_part(s, part);
	return 0;
}

/* --- what the roles say --------------------------------------------------------------------------------------- */

static int keep(char **to, const char *s, size_t n, struct od_err *err)
{
	free(*to);
	*to = strndup(s, n);
	return *to ? 0 : od_fail_nomem(err);
}

static int find_issuer(struct od_doc *d, struct od_err *err)
{
	const struct od_line *mark = NULL;
	const char *about = d->title ? strstr(d->title, "关于") : NULL;

	for (size_t i = 0; i < d->part[0].n; i++) {
		const struct od_line *l = &d->line[i];

		if (l->role == OD_LINE_SIGNATURE)
			return keep(&d->issuer, l->text, l->n, err);
		if (l->role == OD_LINE_MARK && !mark)
			mark = l;
	}
	if (mark)
		return keep(&d->issuer, mark->text,
			    mark->n - (od_ends(mark->text, mark->n, "文件") ? 6 : 0), err);
	if (about && about > d->title)
		return keep(&d->issuer, d->title, (size_t)(about - d->title), err);
	return 0;
}

static int sum_up(struct scan *s)
{
	struct od_doc *d = s->d;
	od_date date;

	free(d->title);
	d->title = s->titles ? join(s, s->title, s->titles) : NULL;
	if (s->titles && !d->title)
		return od_fail_nomem(s->err);
	d->genre = d->title ? od_genre_of(d->title) : OD_GENRE_NONE;
	d->part[0].genre = d->genre;
	d->date = OD_NODATE;
	free(d->docno);
	free(d->issuer);
	d->docno = d->issuer = NULL;
	for (size_t i = 0; i < d->part[0].n; i++) {
		const struct od_line *l = at(s, i);

		if (l->role == OD_LINE_DATE && od_is_date_line(l->text, l->n, &date))
			d->date = date;
		if (l->role == OD_LINE_DOCNO && !d->docno &&
		    keep(&d->docno, l->text, od_chomp(l->text, l->n), s->err) < 0)
			return -1;
	}
	return find_issuer(d, s->err);
}

/* 发文字号 and 签发人 share a line in a document that goes upward: as two lines of the same number. */
static int split_signed_by(struct od_doc *d, size_t i, struct od_err *err)
{
	const char *s = d->line[i].text, *by = memmem(s, d->line[i].n, "签发人", 9);
	size_t at = by ? (size_t)(by - s) : 0, n = at ? od_chomp(s, at) : 0;
	struct od_line second;

	if (!n || n == at || !od_is_like_docno(s, n) || !od_role_signed_by(&d->line[i]))
		return 0;
	if (!od_doc_line(d, by, d->line[i].n - at, err))
		return -1;
	second = d->line[d->lines - 1];
	memmove(&d->line[i + 2], &d->line[i + 1], (d->lines - i - 2) * sizeof(second));
	d->line[i + 1] = d->line[i];
	d->line[i + 1].text = second.text;
	d->line[i + 1].n = second.n;
	d->line[i + 1].skipped += at;
	d->line[i + 1].run = NULL;
	d->line[i + 1].runs = 0;
	d->line[i].n = n;
	d->line[i].text[n] = '\0';
	return 0;
}

int od_doc_roles(struct od_doc *d, struct od_err *err)
{
	struct scan s = { .d = d, .err = err };
	bool forwarded;
	int r;

	for (size_t i = 0; i < d->lines && i < 20; i++)
		if (split_signed_by(d, i, err) < 0)
			return -1;
	d->parts = 0;
	for (size_t i = 0; i < d->lines; i++) {
		d->line[i].role =
			d->line[i].place == OD_IN_HEADER || d->line[i].place == OD_IN_FOOTER
				? OD_LINE_PAGE_NO
			: d->line[i].n && !od_role_remark(&d->line[i]) ? OD_LINE_BODY
								       : OD_LINE_BLANK;
		d->line[i].part = 0;
	}
	if (!add_part(&s, OD_PART_MAIN))
		return -1;
	r = scan_head(&s);
	if (r == 0) {
		scan_text(&s);
		end_part(&s, 0);
		r = sum_up(&s);
	}
	free(s.organ);
	s.organ = NULL;
	if (r < 0)
		return -1;
	forwarded = d->title && od_holds_any(d->title, strlen(d->title), "转发|批转|印发");
	while (s.i < d->lines)
		if (scan_attachment(&s, forwarded) < 0)
			return -1;
	return 0;
}
