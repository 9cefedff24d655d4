/* cli_prompt.c - guided questions on a terminal: one field after another, what may be chosen listed,
 * a look at the whole before it is filed. */
#include <errno.h>
#include <string.h>

#include "cli.h"

char *cli_question(const char *what, const char *hint)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (hint)
		fprintf(stderr, _("%s (%s): "), what, hint);
	else
		fprintf(stderr, _("%s: "), what);
	n = getline(&line, &room, stdin);
	if (n < 0) {
		free(line);
		return NULL;
	}
	if (n && line[n - 1] == '\n')
		line[n - 1] = '\0';
	return line;
}

int cli_given_up(struct od_err *err)
{
	fputc('\n', stderr);
	return od_fail(err, OD_EUSAGE, _("given up; nothing was filed"));
}

/* A unit by its code, its names or part of one; several that fit are listed by the message. */
static int ask_unit(struct od_db *db, struct od_report *r, od_date today, struct od_err *err)
{
	for (;;) {
		struct od_err why = OD_ERR_INIT;
		char *text = cli_question(_("Unit"), _("code, name or part of it")), *code;
		int found;

		if (!text)
			return cli_given_up(err);
		found = *text ? od_unit_resolve(db, text, true, &code, &why) : -1;
		free(text);
		if (found == 0) {
			const char *name = od_unit_name(db, code, today);

			fprintf(stderr, "  %s %s\n", code, name ? name : "");
			r->unit = code;
			return 0;
		}
		if (*why.msg)
			cli_warn("%s", why.msg);
	}
}

static int list_categories(struct od_db *db, od_date today, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_category_find(db, today, err);
	struct od_category c;
	int n = 0, got = it ? 1 : -1;

	od_rec_init(&od_category_type, &c);
	while (got > 0 && (got = od_iter_next(it, &c, err)) > 0)
		fprintf(stderr, "  %2d %s (%s)\n", ++n, c.name, c.code);
	od_rec_clear(&od_category_type, &c);
	return got;
}

/* The nth category, or one by code, name or alias; what it wants and refuses comes back. */
static int find_category(struct od_db *db, od_date today, const char *text, struct od_category *out,
			 struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_category_find(db, today, err);
	struct od_err no = OD_ERR_INIT;
	char *end, *code = NULL;
	long nth = strtol(text, &end, 10);
	int got = it ? 1 : -1;

	if (end == text || *end) {
		nth = 0;
		if (it && od_category_code(db, text, today, &code, &no) < 0)
			return 0;
	}
	while (got > 0 && (got = od_iter_next(it, out, err)) > 0)
		if (--nth == 0 || (code && !strcmp(out->code, code)))
			break;
	free(code);
	return got;
}

static int ask_category(struct od_db *db, struct od_report *r, od_date today, struct od_category *c,
			struct od_err *err)
{
	if (list_categories(db, today, err) < 0)
		return -1;
	for (;;) {
		char *text = cli_question(_("Category"), _("number or name"));
		int found;

		if (!text)
			return cli_given_up(err);
		found = find_category(db, today, text, c, err);
		free(text);
		if (found < 0)
			return -1;
		if (found) {
			r->category = strdup(c->code);
			return r->category ? 0 : od_fail_nomem(err);
		}
		cli_warn(_("no such category"));
	}
}

/* Several lines, ended by a line with a full stop alone. */
static char *ask_long(const char *what)
{
	struct od_buf b = OD_BUF_INIT;

	fprintf(stderr, _("%s (%s):\n"), what, _("end with a line that holds only a full stop"));
	for (;;) {
		char *line = NULL;
		size_t room = 0;
		ssize_t n = getline(&line, &room, stdin);

		if (n < 0 || !strcmp(line, ".\n") || !strcmp(line, "。\n")) {
			free(line);
			break;
		}
		od_buf_puts(&b, line);
		free(line);
	}
	while (b.n && b.s[b.n - 1] == '\n')
		b.s[--b.n] = '\0';
	od_buf_puts(&b, "");
	if (b.s)
		memmove(b.s, b.s + strspn(b.s, "\n"), strlen(b.s + strspn(b.s, "\n")) + 1);
	return b.failed ? NULL : b.s ? b.s : strdup("");
}

static bool listed(const char *list, const char *name)
{
	const char *at = list ? strstr(list, name) : NULL;

	return at != NULL;
}

static void hint_of(const struct od_field *f, bool needed, char *buf, size_t n)
{
	buf[0] = '\0';
	for (const struct od_word *w = f->words; w && w->word; w++)
		snprintf(buf + strlen(buf), n - strlen(buf), "%s%s %s", w == f->words ? "" : ", ",
			 w->word, _(w->label));
	if (f->type == OD_INSTANT)
		snprintf(buf, n, "%s", _("2026-12-05 14:30, today 9:00 ..."));
	if (f->type == OD_NUMBER)
		snprintf(buf, n, "%c2026-0001", f->letter);
	if (!needed)
		snprintf(buf + strlen(buf), n - strlen(buf), "%s%s", *buf ? "; " : "",
			 _("Enter: none"));
}

int cli_question_field(const struct od_field *f, bool needed, const struct od_when *when, void *rec,
		       struct od_err *err)
{
	char hint[256], echo[32];

	hint_of(f, needed, hint, sizeof(hint));
	for (;;) {
		struct od_err why = OD_ERR_INIT;
		char *text = f->flags & OD_LONG ? ask_long(_(f->label))
						: cli_question(_(f->label), *hint ? hint : NULL);
		int set;

		if (!text)
			return cli_given_up(err);
		if (!*text && !needed) {
			free(text);
			return 0;
		}
		set = *text ? od_field_set(f, rec, text, when, &why)
			    : od_fail(&why, OD_EDATA, _("this is needed"));
		free(text);
		if (set == 0) {
			if (f->type == OD_INSTANT)
				fprintf(stderr, "  %s\n", od_field_label(f, rec, echo));
			return 0;
		}
		if (feof(stdin))
			return cli_given_up(err);
		cli_warn("%s", why.msg);
	}
}

/* Only some categories have the fields from these two on; the others are not asked for them. */
static bool fits(const struct od_field *f, const char *category)
{
	static const char *const timed[] = { "schedule", "reception" };
	const struct od_field *ends = od_field_find(&od_report_type, "ends_at");
	const struct od_field *event = od_field_find(&od_report_type, "event");

	if (f >= event)
		return !strcmp(category, "emergency");
	for (size_t i = 0; f >= ends && i < CLI_COUNT(timed); i++)
		if (!strcmp(category, timed[i]))
			return true;
	return f < ends;
}

static void review(struct od_db *db, const struct od_report *r, od_date today)
{
	fprintf(stderr, "\n");
	for (const struct od_field *f = od_report_type.fields; f->name; f++) {
		char buf[32];
		const char *text = od_field_label(f, r, buf), *name;

		if (f->flags & (OD_READONLY | OD_DERIVED) || !text || !*text ||
		    !fits(f, r->category))
			continue;
		if (!strcmp(f->name, "stage") && !r->stage) /* the library decides */
			continue;
		name = !strcmp(f->name, "unit") ? od_unit_name(db, r->unit, today) : NULL;
		fprintf(stderr, "  %s: %s%s%s\n", _(f->label), text, name ? " " : "",
			name ? name : "");
	}
}

int cli_question_file(struct od_err *err)
{
	char *yes = cli_question(_("File it?"), _("y or n"));
	bool file = yes && (*yes == 'y' || *yes == 'Y' || !strcmp(yes, "是"));

	free(yes);
	return file ? 0 : cli_given_up(err);
}

int cli_prompt_report(struct cli *cli, struct od_db *db, struct od_report *r, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = od_calendar_load(db, err);
	struct od_when when = { cli->now, calendar };
	od_date today = od_instant_date(cli->now);
	struct od_category c;
	int done = -1;

	if (!calendar)
		return -1;
	od_rec_init(&od_category_type, &c);
	if (ask_unit(db, r, today, err) < 0 || ask_category(db, r, today, &c, err) < 0)
		goto out;
	for (const struct od_field *f = od_report_type.fields; f->name; f++) {
		if (f->flags & (OD_READONLY | OD_DERIVED) || !strcmp(f->name, "unit") ||
		    !strcmp(f->name, "category") || listed(c.refuses, f->name) || !fits(f, c.code))
			continue;
		if (cli_question_field(f, f->flags & OD_REQUIRED || listed(c.wants, f->name), &when,
				       r, err) < 0)
			goto out;
	}
	review(db, r, today);
	done = cli_question_file(err);
out:
	od_rec_clear(&od_category_type, &c);
	return done;
}
