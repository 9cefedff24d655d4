/* urge_notice.c - what a unit is handed when it is urged: 催报通知, as text. */
#include <stdlib.h>

#include "layout.h"

enum { WIDTH = OD_NOTICE_WIDTH };

/* --- words ---------------------------------------------------------------------------------------- */

/* A working day has not 24 hours: working time is told in hours. */
static void duration(struct od_buf *b, int64_t minutes, bool working)
{
	long long n = minutes;

	if (n < 60)
		od_buf_printf(b, _("%lld min"), n);
	else if (working || n < 1440)
		od_buf_printf(b, _("%1$lld h %2$lld min"), n / 60, n % 60);
	else
		od_buf_printf(b, _("%1$lld d %2$lld h"), n / 1440, n % 1440 / 60);
}

static int lateness(struct od_db *db, const struct od_slot *s, struct od_buf *b, struct od_err *err)
{
	static const char sql[] =
		"SELECT d.clock = 'work' FROM duty_row d WHERE d.code = ?1 AND d.valid_from <= ?2 "
		"ORDER BY d.valid_from DESC LIMIT 1";
	struct od_buf how OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	int64_t working = 0;

	if (s->late == OD_NOINT)
		return 0;
	if (od_query_int(db, sql, &working, OD_VALS(od_v(s->duty), od_v(s->day)), err) < 0)
		return -1;
	duration(&how, s->late, working);
	if (how.failed)
		return od_fail_nomem(err);
	od_buf_printf(b, working ? _("; late by %s of working time") : _("; late by %s"), how.s);
	return 0;
}

/* What an event's slot is about: the title of its omission, its report, its first report; the days of its
 * leave.  A classified one is told by number alone. */
static int matter(struct od_db *db, const struct od_slot *s, struct od_buf *b, struct od_err *err)
{
	static const struct {
		char letter;
		const char *sql;
	} from[] = {
		{ 'O', "SELECT title FROM omission WHERE number = ?1" },
		{ 'R',
		  "SELECT CASE secrecy WHEN 'none' THEN title END FROM report WHERE number = ?1" },
		{ 'E',
		  "SELECT CASE secrecy WHEN 'none' THEN title END FROM report WHERE event = ?1 "
		  "ORDER BY received_at, number LIMIT 1" },
		/* why somebody is on leave is not said */
		{ 'L', "SELECT from_day || '—' || to_day FROM leave WHERE number = ?1" },
	};
	const char *ref = strrchr(s->slot, '/') + 1;
	struct od_err none = OD_ERR_INIT;
	char *title = NULL;
	int64_t number;

	for (size_t i = 0; i < OD_COUNT(from); i++) {
		if (*ref != from[i].letter || od_number_parse(*ref, ref, &number, &none) < 0)
			continue;
		if (od_query_text(db, from[i].sql, &title, OD_VALS(od_v(number)), err) < 0)
			return -1;
		od_buf_printf(b, title ? _(", %1$s %2$s") : _(", %s"), ref, title);
		free(title);
		return 0;
	}
	return 0;
}

static void period(const struct od_slot *s, struct od_buf *b)
{
	char from[16], to[16];

	if (!od_date_is(s->from) || !od_date_is(s->to))
		return;
	od_date_str(s->from, from);
	if (s->from.days == s->to.days)
		od_buf_printf(b, _(", %s"), from);
	else
		od_buf_printf(b, _(", %1$s to %2$s"), from, od_date_str(s->to, to));
}

static int desk(struct od_db *db, const struct od_slot *s, od_date on, struct od_buf *b,
		struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = "SELECT phone FROM desk_row d WHERE code = ?1 AND " OD_VALID("d", "?2");
	/* clang-format on */
	const char *name = s->desk_name ? s->desk_name : s->desk;
	char *phone = NULL;

	if (!name)
		return 0;
	if (od_query_text(db, sql, &phone, OD_VALS(od_v(s->desk), od_v(on)), err) < 0)
		return -1;
	if (phone)
		od_buf_printf(b, _("; to %1$s, telephone %2$s"), name, phone);
	else
		od_buf_printf(b, _("; to %s"), name);
	free(phone);
	return 0;
}

static int item(struct od_db *db, size_t nth, const struct od_slot *s, od_date on,
		struct od_buf *out, struct od_err *err)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char lead[32], buf[32];

	snprintf(lead, sizeof(lead), "%2zu. ", nth);
	od_buf_puts(&b, s->duty_name ? s->duty_name : s->duty);
	if (s->person_name)
		od_buf_printf(&b, _(" (%s)"), s->person_name);
	period(s, &b);
	if (matter(db, s, &b, err) < 0)
		return -1;
	if (od_instant_is(s->due_at))
		od_buf_printf(&b, _("; due %s"), od_due_str(s->due_at, buf));
	if (lateness(db, s, &b, err) < 0)
		return -1;
	if (s->quota != OD_NOINT && s->quota > 1)
		od_buf_printf(&b, _("; %1$lld wanted, %2$lld came"), (long long)s->quota,
			      (long long)(s->count == OD_NOINT ? 0 : s->count));
	if (s->returned && s->report != OD_NOINT)
		od_buf_printf(&b, _("; %s was returned for mending"),
			      od_number_str('R', s->report, buf));
	if (desk(db, s, on, &b, err) < 0)
		return -1;
	od_buf_puts(&b, _("."));
	od_paragraph_of(out, WIDTH, lead, &b);
	return out->failed ? od_fail_nomem(err) : 0;
}

/* --- the notice --------------------------------------------------------------------------------------- */

static void head(const struct od_urge *u, const char *unit, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	char number[32], at[32];

	od_centred(out, WIDTH, _("Urging notice"));
	od_right_line(out, WIDTH, od_number_str('U', u->number, number));
	od_buf_printf(&b, _("%s:"), unit);
	od_buf_putc(&b, '\n');
	od_paragraph_of(out, WIDTH, "", &b);
	od_buf_printf(
		&b,
		_("As of %s the following is owed by you and has not come.  Report it at once; "
		  "where there is nothing to report, answer so; where there is a reason, state it."),
		od_instant_str_short(u->at, at));
	od_paragraph_of(out, WIDTH, "", &b);
	od_buf_putc(out, '\n');
}

static int foot(struct od_db *db, const struct od_urge *u, struct od_buf *out, struct od_err *err)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	od_date on = od_instant_date(u->at);
	long long minutes = strtoll(od_setting(db, "urge_answer", on, "120"), NULL, 10);

	od_buf_putc(out, '\n');
	od_buf_printf(&b,
		      _("What is still not answered %lld minutes from now counts as unreported."),
		      minutes > 0 ? minutes : 120);
	od_paragraph_of(out, WIDTH, "", &b);
	if (u->note && *u->note) {
		od_buf_printf(&b, _("Note: %s"), u->note);
		od_paragraph_of(out, WIDTH, "", &b);
	}
	od_buf_putc(out, '\n');
	od_signed(out, WIDTH, od_setting(db, "office_name", on, _("General Office")), on);
	return out->failed ? od_fail_nomem(err) : 0;
}

int od_urge_notice(struct od_db *db, const struct od_urge *u, const struct od_slot *const *slots,
		   size_t n, struct od_buf *out, struct od_err *err)
{
	od_date on = od_instant_date(u->at);

	head(u, u->unit_name ? u->unit_name : u->unit, out);
	for (size_t i = 0; i < n; i++)
		if (item(db, i + 1, slots[i], on, out, err) < 0)
			return -1;
	return foot(db, u, out, err);
}
