/* feedback.c - what became of a unit's items, told to the unit as a text ready for mail: the sections of
 * feedback_rows.c between their heading and the totals, and a closing. */
#include <stdlib.h>

#include "feedback.h"
#include "layout.h"
#include "roundup.h"

enum { WIDTH = OD_NOTICE_WIDTH };

/* --- whom to ask ------------------------------------------------------------------------------------- */

/* The code of the desk that handles what stands first in the first publication. */
static int first_desk(struct od_db *db, od_date on, char **code, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT k.desk FROM bulletin_column c JOIN publication_row p ON p.code = c.publication "
		"AND p.form IN ('digest', 'article') AND " OD_VALID("p", "?1") " JOIN category_row k "
		"ON instr('、' || c.categories || '、', '、' || k.code || '、') > 0 AND "
		OD_VALID("k", "?1") " WHERE " OD_VALID("c", "?1")
		" ORDER BY p.sort, c.sort, k.sort LIMIT 1";
	/* clang-format on */

	return od_query_text(db, sql, code, OD_VALS(od_v(on)), err);
}

int od_desk_of(struct od_db *db, const char *actor, const char *desk, od_date on, char **name,
	       char **phone, struct od_err *err)
{
	/* clang-format off */
	static const char of_person[] =
		"SELECT p.desk FROM person_row p WHERE (p.code = ?1 OR p.login = ?1) AND "
		OD_VALID("p", "?2");
	static const char of_desk[] =
		"SELECT d.name FROM desk_row d WHERE d.code = ?1 AND " OD_VALID("d", "?2");
	static const char phone_of[] =
		"SELECT d.phone FROM desk_row d WHERE d.code = ?1 AND " OD_VALID("d", "?2");
	/* clang-format on */
	char *code = NULL;
	int r = 0;

	*name = *phone = NULL;
	if (actor)
		r = od_query_text(db, of_person, &code, OD_VALS(od_v(actor), od_v(on)), err);
	if (r == 0 && !code && !desk)
		r = first_desk(db, on, &code, err);
	desk = code ? code : desk;
	if (r >= 0 && desk)
		r = od_query_text(db, of_desk, name, OD_VALS(od_v(desk), od_v(on)), err);
	if (r > 0 && *name)
		r = od_query_text(db, phone_of, phone, OD_VALS(od_v(desk), od_v(on)), err);
	free(code);
	return r < 0 ? -1 : 0;
}

/* --- the text --------------------------------------------------------------------------------------------- */

static int head(struct od_unit_feedback *f, struct od_buf *out, struct od_err *err)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	const char *name = od_unit_name(f->db, f->unit, f->to);
	int y[2], m[2], d[2];

	if (!name)
		return od_fail(err, OD_ENOENT, _("no unit '%s'"), f->unit);
	od_date_split(f->from, &y[0], &m[0], &d[0]);
	od_date_split(f->to, &y[1], &m[1], &d[1]);
	od_centred(out, WIDTH, _("What became of your reports"));
	/* Translators: year, month, day of the first and the last day. */
	od_buf_printf(&b, _("(%1$d-%2$02d-%3$02d to %4$d-%5$02d-%6$02d)"), y[0], m[0], d[0], y[1],
		      m[1], d[1]);
	if (!b.failed)
		od_centred(out, WIDTH, b.s);
	od_buf_putc(out, '\n');
	od_buf_reset(&b);
	od_buf_printf(&b, _("%s:"), name);
	od_paragraph_of(out, WIDTH, "", &b);
	od_paragraph(out, WIDTH, "",
		     _("What became of the information that you reported in these days is told "
		       "below."));
	return out->failed ? od_fail_nomem(err) : 0;
}

static void count(struct od_buf *b, const char *fmt, int64_t n)
{
	char text[128];

	if (!n)
		return;
	/* ", rejected %lld" in the reader's language: one number, no more */
	snprintf(text, sizeof(text), "%lld", (long long)n);
	for (const char *s = fmt; *s; s++)
		if (!strncmp(s, "%lld", 4)) {
			od_buf_puts(b, text);
			s += 3;
		} else {
			od_buf_putc(b, *s);
		}
}

static void totals(const struct od_unit_feedback *f, struct od_buf *out)
{
	const struct {
		const char *fmt;
		int64_t n;
	} counts[] = {
		{ _(", sent upward %lld"), f->upward },
		{ _(", adopted above %lld"), f->upward_adopted },
		{ _(", instructed on %lld"), f->instructed },
		{ _(", returned %lld"), f->returned },
		{ _(", rejected %lld"), f->rejected },
		{ _(", besides duplicates %lld"), f->duplicates },
		{ _(", waiting %lld"), f->waiting },
		{ _("; commissions %lld"), f->asked },
		{ _(", of them answered %lld"), f->answered },
		{ _(", not answered %lld"), f->missed },
		{ _("; reports that came late %lld"), f->late },
		{ _(", left out %lld"), f->left_out },
		{ _(", unreported %lld"), f->unreported },
	};
	struct od_buf b = OD_BUF_INIT;
	char ordinal[32];

	od_buf_printf(out, _("\n%1$s. %2$s\n"), od_ordinal(1, ordinal), _("In all"));
	od_buf_printf(&b, _("reported %1$lld, adopted %2$lld"), (long long)f->submitted,
		      (long long)f->adopted);
	if (f->submitted) {
		int64_t tenths = (f->reports * 2000 + f->submitted) / (2 * f->submitted);

		od_buf_printf(&b, _(" (%1$lld.%2$lld %%)"), (long long)tenths / 10,
			      (long long)tenths % 10);
	}
	for (size_t i = 0; i < OD_COUNT(counts); i++)
		count(&b, counts[i].fmt, counts[i].n);
	od_buf_puts(&b, _("."));
	od_paragraph_of(out, WIDTH, "    ", &b);
}

static int ask(struct od_unit_feedback *f, struct od_buf *out, struct od_err *err)
{
	char *desk, *phone;
	struct od_buf b = OD_BUF_INIT;

	if (od_desk_of(f->db, NULL, NULL, f->to, &desk, &phone, err) < 0)
		return -1;
	if (desk && phone)
		od_buf_printf(&b, _("Ask: %1$s, telephone %2$s."), desk, phone);
	else if (desk)
		od_buf_printf(&b, _("Ask: %s."), desk);
	if (b.n)
		od_paragraph_of(out, WIDTH, "", &b);
	free(desk);
	free(phone);
	return 0;
}

static int foot(struct od_unit_feedback *f, struct od_buf *out, struct od_err *err)
{
	od_buf_putc(out, '\n');
	if (f->returned || f->missed)
		od_paragraph(out, WIDTH, "",
			     _("Please mend what was returned and report it again soon, and answer "
			       "what was commissioned."));
	od_paragraph(out, WIDTH, "",
		     _("Thank you for supporting the information work of the Party committee; "
		       "please go on reporting what matters, early and accurately."));
	if (ask(f, out, err) < 0)
		return -1;
	od_buf_putc(out, '\n');
	od_signed(out, WIDTH, od_setting(f->db, "office_name", f->to, _("General Office")),
		  od_instant_date(f->now));
	return out->failed ? od_fail_nomem(err) : 0;
}

/* 1: there is nothing to tell this unit, as the text says too. */
int od_feedback_text(struct od_db *db, const char *unit, od_date from, od_date to, od_instant now,
		     struct od_buf *out, struct od_err *err)
{
	struct od_unit_feedback f = { .db = db, .unit = unit, .from = from, .to = to, .now = now };
	bool begun;
	int r;

	f.since = od_date_start(from);
	f.until = od_date_start((od_date){ to.days + 1 });
	if (od_snapshot_begin(db, &begun, err) < 0)
		return -1;
	r = od_feedback_gather(&f, err);
	if (r == 0)
		r = head(&f, out, err);
	if (r == 0) {
		totals(&f, out);
		od_buf_add(out, f.body.s ? f.body.s : "", f.body.n);
		r = foot(&f, out, err);
	}
	od_snapshot_end(db, begun);
	if (r == 0 && !f.submitted && !f.sections && !(f.late + f.left_out + f.unreported))
		r = 1;
	od_buf_free(&f.body);
	od_buf_free(&f.lines);
	return r;
}
