/* task-track-prompt.c - see cli.h: a matter registered on a terminal, one question after
 * another. */
#include <string.h>

#include "task-track.h"

/* A unit by code, name or a part of it; more: several, one after another until nothing is said. */
static int ask_units(struct cli_task *a, const char *what, bool more, char **list,
		     struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);
	struct od_buf b = OD_BUF_INIT;

	for (;;) {
		struct od_err why = OD_ERR_INIT;
		char *text = cli_question(what, _("code, name or part of it; Enter: none")), *code;
		const char *name;

		if (!text) {
			od_buf_free(&b);
			return cli_given_up(err);
		}
		if (!*text) {
			free(text);
			break;
		}
		if (od_unit_resolve(a->db, text, true, &code, &why) < 0) {
			free(text);
			cli_warn("%s", why.msg);
			continue;
		}
		free(text);
		name = od_unit_name(a->db, code, today);
		fprintf(stderr, "  %s %s\n", code, name ? name : "");
		od_buf_printf(&b, "%s%s", b.n ? "、" : "", code);
		free(code);
		if (!more)
			break;
	}
	*list = b.s;
	return b.failed ? od_fail_nomem(err) : 0;
}

static int ask_field(struct od_task *t, const char *name, const struct od_when *when,
		     struct od_err *err)
{
	return cli_question_field(od_field_find(&od_task_type, name), !strcmp(name, "title"), when,
				  t, err);
}

int cli_task_ask(struct cli_task *a, struct od_task *t, struct od_err *err)
{
	static const char *const first[] = { "title", "text", "source", "basis", "grade" };
	static const char *const last[] = { "due_on", "limit", "feedback", "leaders" };
	struct od_when when;

	if (cli_task_when(a, &when, err) < 0)
		return -1;
	for (size_t i = 0; i < CLI_COUNT(first); i++)
		if (ask_field(t, first[i], &when, err) < 0)
			return -1;
	if (ask_units(a, _("Lead unit"), false, &t->lead, err) < 0 ||
	    ask_units(a, _("Assisting unit"), true, &t->co_units, err) < 0)
		return -1;
	for (size_t i = 0; i < CLI_COUNT(last); i++)
		if ((i != 1 || !od_date_is(t->due_on)) && ask_field(t, last[i], &when, err) < 0)
			return -1;
	return cli_question_file(err);
}
