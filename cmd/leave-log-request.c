/* leave-log-request.c - see cli.h: leaves asked for, extended, changed; many from files. */
#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "leave-log.h"

/* --- days with a part -------------------------------------------------------------------------- */

/* Does text end with this word?  Then where it begins, and the longest wins. */
static void try_word(const char *text, const char *word, size_t len, int part, size_t *at,
		     int *found)
{
	size_t n = strlen(text);

	if (len && len < n && !strncasecmp(text + n - len, word, len) && n - len < *at &&
	    ((unsigned char)*word >= 0x80 || text[n - len - 1] == ' ')) {
		*at = n - len;
		*found = part;
	}
}

/* The part of the day at the end of text: its word, label or another form of it. */
static int find_part(const char *text, size_t *at)
{
	int found = -1;

	*at = strlen(text);
	for (int i = 0; od_parts[i].word; i++) {
		const struct od_word *w = &od_parts[i];

		try_word(text, w->word, strlen(w->word), i, at, &found);
		try_word(text, _(w->label), strlen(_(w->label)), i, at, &found);
		for (const char *s = w->aliases; s && *s; s += strcspn(s, " "), s += strspn(s, " "))
			try_word(text, s, strcspn(s, " "), i, at, &found);
	}
	return found;
}

int cli_leave_day(struct cli_leave *a, const char *text, od_date *day, int *part,
		  struct od_err *err)
{
	size_t at;
	char *date;
	int r;

	*part = find_part(text, &at);
	date = od_trim(text, at);
	if (!date)
		return od_fail_nomem(err);
	r = cli_date(a->cli, a->db, date, day, err);
	free(date);
	return r;
}

static int set_days(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	int part;

	if (a->text[LEAVE_FROM]) {
		if (cli_leave_day(a, a->text[LEAVE_FROM], &l->from_day, &part, err) < 0)
			return od_fail_at(err, "--from");
		l->from_part = part < 0 ? OD_PART_MORNING : part;
	}
	if (a->text[LEAVE_TO]) {
		if (cli_leave_day(a, a->text[LEAVE_TO], &l->to_day, &part, err) < 0)
			return od_fail_at(err, "--to");
		l->to_part = OD_PART_EVENING - (part < 0 ? OD_PART_EVENING : part);
	}
	return 0;
}

/* --- one leave from options ----------------------------------------------------------------------- */

static const char *const field_names[LEAVE_FIELDS] = {
	[LEAVE_KIND] = "kind",           [LEAVE_REACH] = "reach",
	[LEAVE_PLACE] = "place",         [LEAVE_REASON] = "reason",
	[LEAVE_STAND_IN] = "stand_in",   [LEAVE_PHONE] = "phone",
	[LEAVE_ITINERARY] = "itinerary", [LEAVE_EXTERNAL_ID] = "external_id",
};

static int set_field(struct od_leave *l, const char *name, const char *text, struct od_err *err)
{
	const struct od_field *f = od_field_find(&od_leave_type, name);
	struct od_when when = { { 0 }, NULL };

	if (!text)
		return 0;
	if (od_field_set(f, l, text, &when, err) < 0)
		return od_fail_at(err, "%s", f->name);
	return 0;
}

/* What options give, over what is there. */
static int set_fields(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	for (size_t i = 0; i < LEAVE_FIELDS; i++)
		if (set_field(l, field_names[i], a->text[i], err) < 0)
			return -1;
	if (a->late)
		l->late = true;
	return set_days(a, l, err);
}

/* --- by which report it came ------------------------------------------------------------------------ */

static int read_report(struct cli_leave *a, struct od_report *r, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	int got;

	if (od_number_parse('R', a->text[LEAVE_REPORT], &q.number, err) < 0) {
		err->code = OD_EUSAGE;
		return od_fail_at(err, "--from-report");
	}
	it = od_report_find(a->db, &q, err);
	got = it ? od_iter_next(it, r, err) : -1;
	if (got < 0)
		return -1;
	if (got == 0)
		return od_fail(err, OD_ENOENT, _("no report %s"), a->text[LEAVE_REPORT]);
	if (strcmp(r->category, "leave"))
		return od_fail(err, OD_EDATA, _("%s is a report of '%s', not of leave"),
			       a->text[LEAVE_REPORT], r->category_name);
	if (!a->n_args && (!r->leaders || !*r->leaders))
		return od_fail(err, OD_EDATA, _("%s names no leader; say whose leave it is"),
			       a->text[LEAVE_REPORT]);
	return 0;
}

/* Morning until 12:00, afternoon until 18:00; the instant itself is in the part before it if last. */
static int part_of(od_instant t, bool last)
{
	int64_t s = t.sec - od_date_start(od_instant_date(t)).sec - last;

	return s < 12 * 3600   ? OD_PART_MORNING
	       : s < 18 * 3600 ? OD_PART_AFTERNOON
			       : OD_PART_EVENING;
}

static int one_line(char **out, const char *text, struct od_err *err)
{
	char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		return od_fail_nomem(err);
	for (char *s = copy; s && *s; s++)
		if (iscntrl((unsigned char)*s))
			*s = ' ';
	*out = copy;
	return 0;
}

/* Its days, place and text; a day without a time of day is meant whole. */
static int from_report(const struct od_report *r, struct od_leave *l, struct od_err *err)
{
	od_instant ends = od_instant_is(r->ends_at) ? r->ends_at : r->occurred_at;
	bool whole = ends.sec == od_date_start(od_instant_date(ends)).sec;

	l->report = r->number;
	l->requested_at = r->received_at;
	l->from_day = od_instant_date(r->occurred_at);
	l->from_part = part_of(r->occurred_at, false);
	l->to_day = od_instant_date(ends);
	if (od_instant_is(r->ends_at) && !whole)
		l->to_part = OD_PART_EVENING - part_of(ends, true);
	if (one_line(&l->place, r->place, err) < 0)
		return -1;
	return one_line(&l->reason, r->body ? r->body : r->title, err);
}

/* --- request ------------------------------------------------------------------------------------------ */

/* Asked for: the number goes to who asked, and whose approval is next is told. */
static int file(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	bool table = a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns;
	struct cli_leave_told told = { NULL, false, 0 };
	enum od_taken taken = OD_TAKEN;
	char number[32];

	if (od_leave_request(a->db, l, a->force, cli_leave_finding, &told, &taken, err) < 0) {
		cli_leave_refused(&told, err);
		return -1;
	}
	od_number_str('L', l->number, number);
	if (taken == OD_DUPLICATED)
		cli_warn(_("it is on file already as %s"), number);
	if (table)
		fprintf(a->told, "%s\n", number);
	else if (cli_leave_print(a, a->told, l->number, err) < 0)
		return -1;
	return cli_leave_tell_next(a, l->number, err);
}

static int file_one(struct cli_leave *a, const struct od_report *r, const char *person, size_t n,
		    struct od_err *err)
{
	struct od_leave l;
	int done;

	od_rec_init(&od_leave_type, &l);
	l.person = strndup(person, n);
	done = l.person ? 0 : od_fail_nomem(err);
	if (done == 0 && r)
		done = from_report(r, &l, err);
	if (done == 0)
		done = set_fields(a, &l, err);
	if (done == 0)
		done = file(a, &l, err);
	od_rec_clear(&od_leave_type, &l);
	return done;
}

/* A leave for each leader of the report, or for the one named. */
static int file_report(struct cli_leave *a, struct od_err *err)
{
	struct od_report r;
	int done;

	od_rec_init(&od_report_type, &r);
	done = read_report(a, &r, err);
	if (done == 0 && a->n_args)
		done = file_one(a, &r, a->args[0], strlen(a->args[0]), err);
	for (const char *s = r.leaders; done == 0 && !a->n_args && s;) {
		const char *sep = strstr(s, "、");

		done = file_one(a, &r, s, sep ? (size_t)(sep - s) : strlen(s), err);
		s = sep ? sep + strlen("、") : NULL;
	}
	od_rec_clear(&od_report_type, &r);
	return done;
}

static int ask(struct cli_leave *a, struct od_err *err)
{
	struct od_leave l;
	int done;

	od_rec_init(&od_leave_type, &l);
	l.late = a->late;
	done = cli_leave_ask(a, &l, err);
	if (done == 0)
		done = cli_begin(a->cli, a->db, err);
	if (done == 0)
		done = file(a, &l, err);
	od_rec_clear(&od_leave_type, &l);
	return done;
}

int cli_leave_request(struct cli_leave *a, struct od_err *err)
{
	bool any = a->n_args > 0;

	for (size_t i = 0; i < LEAVE_TEXTS; i++)
		any |= i != LEAVE_FORCE && a->text[i];
	if (!any)
		return ask(a, err);
	if (!a->n_args && !a->text[LEAVE_REPORT])
		return od_fail(err, OD_EUSAGE, _("say whose leave it is: a name or code"));
	if (cli_begin(a->cli, a->db, err) < 0)
		return -1;
	return a->text[LEAVE_REPORT] ? file_report(a, err)
				     : file_one(a, NULL, a->args[0], strlen(a->args[0]), err);
}

/* --- extend, change ---------------------------------------------------------------------------------------- */

static int number_of(struct cli_leave *a, int64_t *number, struct od_err *err)
{
	if (od_number_parse('L', a->args[0], number, err) == 0)
		return 0;
	err->code = OD_EUSAGE;
	return -1;
}

/* Where, who stands in and the rest are as before unless said otherwise. */
static int follow(const struct od_leave *before, struct od_leave *l, struct od_err *err)
{
	const struct {
		char **to;
		const char *from;
	} same[] = {
		{ &l->person, before->person },     { &l->kind, before->kind },
		{ &l->place, before->place },       { &l->reason, before->reason },
		{ &l->stand_in, before->stand_in }, { &l->phone, before->phone },
	};

	l->parent = before->number;
	l->reach = before->reach;
	for (size_t i = 0; i < CLI_COUNT(same); i++) {
		*same[i].to = same[i].from ? strdup(same[i].from) : NULL;
		if (same[i].from && !*same[i].to)
			return od_fail_nomem(err);
	}
	return 0;
}

int cli_leave_extend(struct cli_leave *a, struct od_err *err)
{
	struct od_leave before, l;
	int64_t number;
	int done;

	if (!a->text[LEAVE_TO])
		return od_fail(err, OD_EUSAGE, _("say until when: --to=DAY"));
	if (number_of(a, &number, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	od_rec_init(&od_leave_type, &before);
	od_rec_init(&od_leave_type, &l);
	done = cli_leave_read(a->db, number, &before, err);
	if (done == 0)
		done = follow(&before, &l, err);
	if (done == 0)
		done = set_fields(a, &l, err);
	if (done == 0)
		done = file(a, &l, err);
	od_rec_clear(&od_leave_type, &before);
	od_rec_clear(&od_leave_type, &l);
	return done;
}

int cli_leave_change(struct cli_leave *a, struct od_err *err)
{
	const char *reason = a->text[LEAVE_REASON];
	char name[32];
	struct od_leave l;
	int64_t number;
	struct cli_leave_told told = { NULL, false, 0 };
	bool any = false, again = false;
	int done;

	a->text[LEAVE_REASON] = NULL; /* it is the change's */
	for (size_t i = 0; i < LEAVE_TEXTS; i++)
		any |= i != LEAVE_FORCE && a->text[i];
	if (!any)
		return od_fail(err, OD_EUSAGE, _("say what is changed: --from, --to, --place ..."));
	od_rec_init(&od_leave_type, &l);
	if (number_of(a, &number, err) < 0 || cli_begin(a->cli, a->db, err) < 0)
		return -1;
	done = cli_leave_read(a->db, number, &l, err);
	if (done == 0)
		done = set_fields(a, &l, err);
	if (done == 0)
		done = od_leave_replace(a->db, &l, reason, a->force, cli_leave_finding, &told,
					&again, err);
	if (done < 0)
		cli_leave_refused(&told, err);
	if (done == 0 && again)
		cli_warn(_("%s needs a new approval"), od_number_str('L', l.number, name));
	if (done == 0 && again)
		done = cli_leave_tell_next(a, l.number, err);
	od_rec_clear(&od_leave_type, &l);
	return done;
}

/* --- import --------------------------------------------------------------------------------------------------- */

static int take(void *ctx, struct od_db *db, void *rec, struct cli_taken *t, struct od_err *err)
{
	struct cli_leave *a = ctx;
	struct od_leave *l = rec;
	char where[4200];
	struct cli_leave_told told = { where, true, 0 };

	snprintf(where, sizeof(where), "%s:%u", t->file, t->line);
	l->batch = t->batch;
	if (a->late)
		l->late = true;
	if (od_leave_request(db, l, a->force, cli_leave_finding, &told, &t->taken, err) < 0) {
		if (err->code == OD_ENOENT) /* a person or kind nobody knows: the row's fault */
			err->code = OD_EDATA;
		return -1;
	}
	t->number = l->number;
	return 0;
}

static int read_back(void *ctx, struct od_db *db, int64_t number, void *rec, struct od_err *err)
{
	struct cli_leave *a = ctx;

	a->db = db;
	od_rec_clear(&od_leave_type, rec);
	return cli_leave_read(db, number, rec, err) < 0 ? -1 : cli_leave_hide(a, rec, err);
}

static void tell(void *ctx, struct od_db *db, bool kept)
{
	(void)ctx;
	(void)db;
	(void)kept;
}

int cli_leave_import(struct cli_leave *a)
{
	const struct cli_intake into = { &od_leave_type, 'L', take, read_back, tell, a };

	a->import.files = a->n_args ? a->args : NULL;
	a->import.n_files = a->n_args;
	a->import.dry_run |= a->many.dry_run;
	return cli_import(a->cli, &a->import, &into);
}
