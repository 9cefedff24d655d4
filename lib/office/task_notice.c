/* task_notice.c - what a unit is handed: 督查（交办）通知单 when a matter is assigned to it, 催办单 and 三色督查单
 * when it is urged. */
#include <stdlib.h>

#include "layout.h"
#include "task.h"

enum { WIDTH = OD_NOTICE_WIDTH };

struct notice {
	struct od_db *db;
	struct od_task task;
	struct od_task_unit *unit;
	size_t units;
	const struct od_task_unit *to; /* whose notice it is */
	od_date on;
};

static int wrong_unit(const struct notice *n, const char *unit, struct od_err *err)
{
	struct od_buf known = OD_BUF_INIT;
	char buf[32];

	for (size_t i = 0; i < n->units; i++)
		od_buf_printf(&known, "%s%s", i ? _(", ") : "", n->unit[i].unit);
	od_number_str('T', n->task.number, buf);
	od_fail(err, OD_ENOENT, _("%1$s is not with unit '%2$s'; it is with: %3$s"), buf,
		unit ? unit : "", known.s ? known.s : "-");
	od_buf_free(&known);
	return -1;
}

static void notice_free(struct notice *n)
{
	od_rec_clear(&od_task_type, &n->task);
	od_task_units_free(n->unit, n->units);
}

static int read_units(struct notice *n, const char *unit, struct od_err *err)
{
	if (od_task_units_read(n->db, n->task.number, &n->unit, &n->units, err) < 0)
		return -1;
	for (size_t i = 0; i < n->units; i++) {
		if (od_task_unit_derive(n->db, &n->unit[i], err) < 0)
			return -1;
		if (unit && !strcmp(n->unit[i].unit, unit))
			n->to = &n->unit[i];
	}
	return n->to ? 0 : wrong_unit(n, unit, err);
}

static int notice_read(struct notice *n, struct od_db *db, int64_t number, const char *unit,
		       struct od_err *err)
{
	*n = (struct notice){ .db = db };
	od_rec_init(&od_task_type, &n->task);
	return od_task_get(db, number, &n->task, err) < 0 ? -1 : read_units(n, unit, err);
}

/* --- parts of a page ---------------------------------------------------------------------------------- */

static void head(const struct notice *n, const char *title, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	char number[32];

	od_centred(out, WIDTH, title);
	od_buf_puts(&b, od_number_str('T', n->task.number, number));
	if (n->task.secrecy)
		od_buf_printf(&b, _(" (%s)"), _(od_secrecies[n->task.secrecy].label));
	od_right_line(out, WIDTH, b.s ? b.s : number);
	out->failed |= b.failed;
	od_buf_free(&b);
}

static int foot(const struct notice *n, struct od_buf *out, struct od_err *err)
{
	char day[64];

	od_buf_putc(out, '\n');
	od_right_line(out, WIDTH, od_setting(n->db, "office_name", n->on, _("General Office")));
	od_right_line(out, WIDTH, od_day_words(n->on, day));
	return out->failed ? od_fail_nomem(err) : 0;
}

/* The desk that supervises, and its telephone. */
static int desk(const struct notice *n, struct od_buf *b, struct od_err *err)
{
	/* clang-format off */
	static const char sql_name[] = "SELECT name FROM desk_row d WHERE code = ?1 AND " OD_VALID("d", "?2");
	static const char sql_phone[] = "SELECT phone FROM desk_row d WHERE code = ?1 AND " OD_VALID("d", "?2");
	/* clang-format on */
	char *code = strdup(od_setting(n->db, "task_desk", n->on, "ducha"));
	char *name = NULL, *phone = NULL;
	int r = -1;

	if (!code)
		return od_fail_nomem(err);
	if (od_query_text(n->db, sql_name, &name, OD_VALS(od_v(code), od_v(n->on)), err) >= 0 &&
	    od_query_text(n->db, sql_phone, &phone, OD_VALS(od_v(code), od_v(n->on)), err) >= 0)
		r = 0;
	if (r == 0 && name && phone)
		od_buf_printf(b, _("Contact: %1$s, telephone %2$s."), name, phone);
	else if (r == 0 && name)
		od_buf_printf(b, _("Contact: %s."), name);
	free(code);
	free(name);
	free(phone);
	return r;
}

static int contact(const struct notice *n, struct od_buf *out, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;

	if (desk(n, &b, err) < 0) {
		od_buf_free(&b);
		return -1;
	}
	od_paragraph_of(out, WIDTH, "", &b);
	return 0;
}

/* --- the assignment ------------------------------------------------------------------------------------- */

/* What stands in the table of the notice, by its labels. */
static const char *const labels[] = {
	N_("Matter"),    N_("Source"),    N_("Basis"), N_("Instruction"), N_("To be done"),
	N_("Lead unit"), N_("Assisting"), N_("Due"),   N_("Feedback"),    N_("So far"),
};
enum {
	LABEL_MATTER,
	LABEL_SOURCE,
	LABEL_BASIS,
	LABEL_INSTRUCTION,
	LABEL_TEXT,
	LABEL_LEAD,
	LABEL_CO,
	LABEL_DUE,
	LABEL_FEEDBACK,
	LABEL_SO_FAR,
};

static void row(struct od_buf *out, int label, const char *text)
{
	struct od_buf lead = OD_BUF_INIT;
	int widest = 0;

	if (od_blank(text))
		return;
	for (size_t i = 0; i < OD_COUNT(labels); i++)
		widest = od_width(_(labels[i])) > widest ? od_width(_(labels[i])) : widest;
	od_left(&lead, widest + 2, _(labels[label]));
	if (lead.failed)
		out->failed = true;
	else
		od_prose(out, WIDTH, lead.s, text);
	od_buf_free(&lead);
}

static void row_of(struct od_buf *out, int label, struct od_buf *text)
{
	out->failed |= text->failed;
	if (!text->failed)
		row(out, label, text->s);
	od_buf_free(text);
}

/* Those whose instructions it answers, a line each; a classified one by its number. */
static int instructions(const struct notice *n, struct od_buf *out, struct od_err *err)
{
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	struct od_instruction i = { 0 };
	struct od_iter *it;
	char number[32], buf[32], day[64];
	int r;

	q.record = od_number_str('T', n->task.number, number);
	q.to = n->on; /* printed again later it says the same */
	od_rec_init(&od_instruction_type, &i);
	it = od_instruction_find(n->db, &q, err);
	r = it ? 1 : -1;
	while (r > 0 && (r = od_iter_next(it, &i, err)) > 0) {
		struct od_buf b = OD_BUF_INIT;

		od_number_str('I', i.number, buf);
		if (i.secrecy != OD_SECRECY_NONE) {
			od_buf_printf(&b, _("%1$s (%2$s)"), buf, _(od_secrecies[i.secrecy].label));
		} else {
			od_buf_printf(&b, "%s %s", i.leader_name, od_day_words(i.given_on, day));
			od_buf_printf(&b, _(" (%s)"), buf);
			if (!od_blank(i.text))
				od_buf_printf(&b, _(": %s"), i.text);
		}
		row_of(out, LABEL_INSTRUCTION, &b);
	}
	od_iter_free(it);
	od_rec_clear(&od_instruction_type, &i);
	return r;
}

static void units(const struct notice *n, int role, int label, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < n->units; i++) {
		const struct od_task_unit *u = &n->unit[i];

		if (u->role == role)
			od_buf_printf(&b, "%s%s", b.n ? _(", ") : "",
				      u->unit_name ? u->unit_name : u->unit);
	}
	row_of(out, label, &b);
}

static void due(const struct notice *n, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	const char *limit = n->task.limit;
	char day[64];
	int count = limit ? (int)strspn(limit, "0123456789") : 0;

	if (od_date_is(n->to->due_on))
		od_buf_puts(&b, od_day_words(n->to->due_on, day));
	if (limit && limit[count] == 'w')
		od_buf_printf(&b, _(" (%.*s working days)"), count, limit);
	else if (limit)
		od_buf_printf(&b, _(" (%.*s days)"), count, limit);
	row_of(out, LABEL_DUE, &b);
}

static int table(const struct notice *n, struct od_buf *out, struct od_err *err)
{
	static const char *const rhythm[] = {
		[OD_FEEDBACK_WEEK] = N_("every week, by its last working day"),
		[OD_FEEDBACK_MONTH] = N_("every month, by its last working day"),
		[OD_FEEDBACK_QUARTER] = N_("every quarter, by its last working day"),
	};
	const struct od_task *t = &n->task;

	if (t->secrecy == OD_SECRECY_NONE) {
		row(out, LABEL_MATTER, t->title);
		if (t->source != OD_SOURCE_OTHER)
			row(out, LABEL_SOURCE, _(od_task_sources[t->source].label));
		row(out, LABEL_BASIS, t->basis);
		if (instructions(n, out, err) < 0)
			return -1;
		row(out, LABEL_TEXT, t->text);
	} else {
		row(out, LABEL_MATTER,
		    _("Classified: what is to be done goes by confidential mail"));
	}
	units(n, OD_TASK_LEAD, LABEL_LEAD, out);
	units(n, OD_TASK_CO, LABEL_CO, out);
	due(n, out);
	if (t->feedback != OD_FEEDBACK_NONE)
		row(out, LABEL_FEEDBACK, _(rhythm[t->feedback]));
	return 0;
}

/* To be torn off and sent back. */
static void receipt(const struct notice *n, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	char number[32];

	od_buf_putc(out, '\n');
	od_rule(out, WIDTH);
	od_buf_printf(&b, _("Receipt of %s"), od_number_str('T', n->task.number, number));
	od_paragraph_of(out, WIDTH, "", &b);
	od_buf_printf(&b, _("Unit: %s"), n->to->unit_name ? n->to->unit_name : n->to->unit);
	od_paragraph_of(out, WIDTH, "", &b);
	od_left(out, WIDTH / 3, _("Signed by:"));
	od_left(out, WIDTH / 3, _("Telephone:"));
	od_buf_printf(out, "%s\n", _("Date:"));
}

static const char *assigned_words(const struct notice *n)
{
	if (n->units == 1)
		return _(
			"The following matter is under supervision and is assigned to you.  See it "
			"done, and report the result in time.");
	return n->to->role == OD_TASK_LEAD
		       ? _("The following matter is under supervision and is assigned to you "
			   "as the lead unit.  Take charge of it together with the "
			   "assisting units, and report the result in time.")
		       : _("The following matter is under supervision and is assigned to you "
			   "as an assisting unit.  Support the lead unit, and report on your "
			   "part in time.");
}

static int assignment(const struct notice *n, struct od_buf *out, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;

	head(n, _("Supervision notice (assignment)"), out);
	od_buf_printf(&b, _("%s:"), n->to->unit_name ? n->to->unit_name : n->to->unit);
	od_buf_putc(&b, '\n');
	od_paragraph_of(out, WIDTH, "", &b);
	od_paragraph(out, WIDTH, "", assigned_words(n));
	od_buf_putc(out, '\n');
	if (table(n, out, err) < 0)
		return -1;
	od_buf_putc(out, '\n');
	od_paragraph(
		out, WIDTH, "",
		_("Sign for it on the day you receive it.  If it cannot be finished in time, ask "
		  "for an extension in writing before the due day: why, how far it is, and by "
		  "when it will be done.  Until that is approved the due day stays."));
	if (contact(n, out, err) < 0 || foot(n, out, err) < 0)
		return -1;
	receipt(n, out);
	return out->failed ? od_fail_nomem(err) : 0;
}

int od_task_notice(struct od_db *db, int64_t number, const char *unit, struct od_buf *out,
		   struct od_err *err)
{
	struct notice n;
	int r = notice_read(&n, db, number, unit, err);

	if (r == 0) {
		n.on = od_instant_date(od_instant_is(n.to->assigned_at) ? n.to->assigned_at
									: n.task.opened_at);
		r = assignment(&n, out, err);
	}
	notice_free(&n);
	return r;
}

/* --- urging --------------------------------------------------------------------------------------------- */

/* Working days after a up to b, b included; not negative. */
static int workdays(const struct od_calendar *c, od_date a, od_date b)
{
	int n = 0;

	for (od_date d = { a.days + 1 }; d.days <= b.days && n < 10000; d.days++)
		n += od_is_workday(c, d);
	return n;
}

static void due_line(const struct notice *n, const struct od_calendar *c, struct od_buf *out)
{
	struct od_buf b = OD_BUF_INIT;
	od_date due_on = n->to->due_on;
	char day[64];

	if (!od_date_is(due_on))
		return;
	od_buf_puts(&b, od_day_words(due_on, day));
	if (due_on.days < n->on.days)
		od_buf_printf(&b, _("; working days overdue: %d"), workdays(c, due_on, n->on));
	else if (due_on.days == n->on.days)
		od_buf_puts(&b, _("; that is today"));
	else
		od_buf_printf(&b, _("; working days left: %d"), workdays(c, n->on, due_on));
	if (od_date_is(n->to->asked_until))
		od_buf_puts(&b, _("; an extension was asked for and is not approved"));
	row_of(out, LABEL_DUE, &b);
}

/* What it did, and what it did not. */
static void standing(const struct notice *n, struct od_buf *b)
{
	const struct od_task_unit *u = n->to;
	char day[64];

	if (u->state == OD_TU_ASSIGNED)
		od_buf_printf(b, _("assigned on %s, not signed for until now"),
			      od_day_words(od_instant_date(u->assigned_at), day));
	else if (u->state == OD_TU_RETURNED)
		od_buf_puts(b, _("returned to be redone, nothing came back until now"));
	else if (!od_instant_is(u->reported_at))
		od_buf_puts(b, _("signed for, nothing was reported until now"));
	else if (u->percent == OD_NOINT)
		od_buf_printf(b, _("last report on %s, nothing since"),
			      od_day_words(od_instant_date(u->reported_at), day));
	else
		od_buf_printf(b, _("last report on %1$s (%2$lld%%), nothing since"),
			      od_day_words(od_instant_date(u->reported_at), day),
			      (long long)u->percent);
}

static int urges_until(struct od_db *db, const struct od_task_event *e, int64_t *count,
		       struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM task_event e WHERE e.number = ?1 AND e.unit = ?2 "
		"AND e.action = 'urge' AND (?3 IS NULL OR e.step <= ?3) AND " OD_TASK_STANDS("e");

	*count = 0;
	return od_query_int(db, sql, count,
			    OD_VALS(od_v(e->number), od_v(e->unit), od_v_opt(e->step)), err) < 0
		       ? -1
		       : 0;
}

/* The leader in charge of a unit, by the roster; NULL: nobody is named. */
static int leader_of(const struct notice *n, char **name, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT coalesce(c.name, (SELECT p.name FROM person_row p WHERE p.code = c.person AND "
		OD_VALID("p", "?2") ")) FROM contact c WHERE c.unit = ?1 AND c.role = 'leader' AND "
		OD_VALID("c", "?2") " ORDER BY c.slot LIMIT 1";
	/* clang-format on */

	return od_query_text(n->db, sql, name, OD_VALS(od_v(n->to->unit), od_v(n->on)), err) < 0
		       ? -1
		       : 0;
}

static int salutation(const struct notice *n, int64_t level, struct od_buf *out, struct od_err *err)
{
	const char *unit = n->to->unit_name ? n->to->unit_name : n->to->unit;
	struct od_buf b = OD_BUF_INIT;
	char *leader = NULL;

	if (level >= 2 && leader_of(n, &leader, err) < 0)
		return -1;
	if (level >= 2 && leader)
		/* Translators: a unit, its leader in charge. */
		od_buf_printf(&b, _("%1$s, attention of the leader in charge, %2$s:"), unit,
			      leader);
	else if (level >= 2)
		od_buf_printf(&b, _("%s, attention of the leader in charge:"), unit);
	else
		od_buf_printf(&b, _("%s:"), unit);
	od_buf_putc(&b, '\n');
	free(leader);
	od_paragraph_of(out, WIDTH, "", &b);
	return 0;
}

static void demand(const struct notice *n, const struct od_calendar *c, int64_t level,
		   struct od_buf *out)
{
	long long days = strtoll(od_setting(n->db, "task_answer_days", n->on, "2"), NULL, 10);
	struct od_buf b = OD_BUF_INIT;
	char day[64];

	od_buf_printf(&b,
		      _("Report by %s how far it is, or the result; where it cannot be finished in "
			"time, ask for an extension and say why."),
		      od_day_words(od_workday_add(c, n->on, days > 0 && days < 366 ? (int)days : 2),
				   day));
	if (level == 1)
		od_buf_puts(&b, _("  If nothing comes, the leader in charge will be told."));
	else if (level == 2)
		od_buf_puts(&b, _("  If nothing comes, a red notice follows."));
	else
		od_buf_puts(&b, _("  This is the last warning; the matter will be named in the "
				  "supervision circular."));
	od_buf_putc(out, '\n');
	od_paragraph_of(out, WIDTH, "", &b);
}

static int urge_text(const struct notice *n, const struct od_task_event *e,
		     const struct od_calendar *c, int64_t level, struct od_buf *out,
		     struct od_err *err)
{
	static const char *const titles[] = {
		N_("Urging notice of supervision (blue: reminder)"),
		N_("Urging notice of supervision (orange: warning)"),
		N_("Three-colour supervision notice (red: last warning)"),
	};
	struct od_buf b = OD_BUF_INIT;
	int64_t count;
	char at[32];

	if (urges_until(n->db, e, &count, err) < 0)
		return -1;
	head(n, _(titles[level - 1]), out);
	if (salutation(n, level, out, err) < 0)
		return -1;
	od_buf_printf(
		&b,
		n->to->role == OD_TASK_LEAD
			? _("As of %s the following matter, of which you are the lead unit, still "
			    "waits for you.")
			: _("As of %s the following matter, in which you are an assisting unit, "
			    "still waits for you."),
		od_instant_str_short(e->happened_at, at));
	od_paragraph_of(out, WIDTH, "", &b);
	od_buf_putc(out, '\n');
	row(out, LABEL_MATTER,
	    n->task.secrecy ? _("Classified: see its number above") : n->task.title);
	due_line(n, c, out);
	standing(n, &b);
	if (count > 1)
		od_buf_printf(&b, _("; this is urge no. %lld"), (long long)count);
	row_of(out, LABEL_SO_FAR, &b);
	demand(n, c, level, out);
	if (!od_blank(e->text))
		od_paragraph(out, WIDTH, _("Note: "), e->text);
	return 0;
}

int od_task_urge_notice(struct od_db *db, const struct od_task_event *e, struct od_buf *out,
			struct od_err *err)
{
	struct od_calendar *c OD_CLEANUP(od_calendar_freep) = NULL;
	int64_t level = e->level >= 1 && e->level <= 3 ? e->level : 1;
	struct notice n;
	int r = notice_read(&n, db, e->number, e->unit, err);

	n.on = od_instant_date(e->happened_at);
	c = r == 0 ? od_calendar_load(db, err) : NULL;
	if (!c || urge_text(&n, e, c, level, out, err) < 0 || contact(&n, out, err) < 0 ||
	    foot(&n, out, err) < 0)
		r = -1;
	notice_free(&n);
	return r;
}
