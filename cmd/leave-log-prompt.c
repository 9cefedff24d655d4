/* leave-log-prompt.c - see cli.h: a leave asked for on a terminal, one question after another. */
#include <string.h>

#include "leave-log.h"

static int refresh(char **text, char *with)
{
	free(*text);
	*text = with;
	return 0;
}

static int ask_person(struct cli_leave *a, const char *what, bool needed, char **code,
		      struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);

	for (;;) {
		struct od_err why = OD_ERR_INIT;
		char *text = cli_question(what, needed ? _("code or whole name")
						       : _("code or whole name; Enter: none"));
		char *found = NULL;

		if (!text)
			return cli_given_up(err);
		if (!*text && !needed) {
			free(text);
			return 0;
		}
		if (*text && od_person_resolve(a->db, text, today, &found, &why) == 0) {
			free(text);
			return refresh(code, found);
		}
		free(text);
		cli_warn("%s", *why.msg ? why.msg : _("this is needed"));
	}
}

static bool holds(const struct od_leave_kind *k, od_date today)
{
	return k->valid_from.days <= today.days &&
	       (!od_date_is(k->valid_to) || k->valid_to.days >= today.days);
}

/* The kinds of today, listed where n is 0; else the nth one's code. */
static int kinds(struct cli_leave *a, long n, char **code, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_dump(a->db, &od_leave_kind_type, err);
	od_date today = od_instant_date(a->cli->now);
	struct od_leave_kind k;
	int i = 0, got = it ? 1 : -1;

	od_rec_init(&od_leave_kind_type, &k);
	while (got > 0 && (got = od_iter_next(it, &k, err)) > 0) {
		if (!holds(&k, today))
			continue;
		if (!n)
			fprintf(stderr, "  %2d %s (%s)\n", ++i, k.name, k.code);
		else if (++i == n)
			*code = strdup(k.code);
	}
	od_rec_clear(&od_leave_kind_type, &k);
	return got;
}

static int ask_kind(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	if (kinds(a, 0, NULL, err) < 0)
		return -1;
	for (;;) {
		char *text = cli_question(_("Kind of leave"), _("number or name")), *end;
		long n;

		if (!text)
			return cli_given_up(err);
		n = strtol(text, &end, 10);
		if (end == text || *end) {
			if (*text) /* a name: the library says if there is none */
				return refresh(&l->kind, text);
		} else if (n > 0 && kinds(a, n, &l->kind, err) < 0) {
			free(text);
			return -1;
		}
		free(text);
		if (l->kind)
			return 0;
		cli_warn(_("this is needed"));
	}
}

static int ask_day(struct cli_leave *a, const char *what, od_date *day, int *part,
		   struct od_err *err)
{
	for (;;) {
		struct od_err why = OD_ERR_INIT;
		struct od_buf b = OD_BUF_INIT;
		char *text = cli_question(what, _("2026-12-07, 明天, 12月7日下午 ..."));

		if (!text)
			return cli_given_up(err);
		if (*text && cli_leave_day(a, text, day, part, &why) == 0) {
			cli_leave_put_day(&b, *day, *part, -1);
			fprintf(stderr, "  %s\n", b.s);
			od_buf_free(&b);
			free(text);
			return 0;
		}
		free(text);
		cli_warn("%s", *why.msg ? why.msg : _("this is needed"));
	}
}

int cli_leave_ask(struct cli_leave *a, struct od_leave *l, struct od_err *err)
{
	static const char *const rest[] = { "reach", "place", "reason", "phone", "itinerary" };
	struct od_when when = { a->cli->now, NULL };
	int from, to;

	if (ask_person(a, _("Person"), true, &l->person, err) < 0 || ask_kind(a, l, err) < 0 ||
	    ask_day(a, _("First day"), &l->from_day, &from, err) < 0 ||
	    ask_day(a, _("Last day"), &l->to_day, &to, err) < 0)
		return -1;
	l->from_part = from < 0 ? OD_PART_MORNING : from;
	l->to_part = OD_PART_EVENING - (to < 0 ? OD_PART_EVENING : to);
	for (size_t i = 0; i < CLI_COUNT(rest); i++)
		if (cli_question_field(od_field_find(&od_leave_type, rest[i]), false, &when, l,
				       err) < 0)
			return -1;
	if (ask_person(a, _("Stand-in"), false, &l->stand_in, err) < 0)
		return -1;
	return cli_question_file(err);
}
