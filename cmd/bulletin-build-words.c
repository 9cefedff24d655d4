/* bulletin-build-words.c - see cli.h: verbs whose first argument says what is to be done, "upward add", and what
 * they share. */
#include <string.h>

#include "bulletin-build.h"

static const struct argp_child children[] = {
	{ &cli_common_argp }, { &cli_out_argp }, { &cli_import_argp }, { 0 }
};

static bool imports(const struct cli_words *a)
{
	for (const struct cli_word *w = a->words; w->word; w++)
		if (w->alone)
			return true;
	return false;
}

static void find_word(struct cli_words *a, struct argp_state *state)
{
	char known[256] = "";
	size_t at = 0;

	for (const struct cli_word *w = a->words; w->word; w++) {
		if (a->n_args && !strcmp(a->args[0], w->word))
			a->word = w;
		at += snprintf(known + at, sizeof(known) - at, "%s%s", at ? ", " : "", w->word);
	}
	if (a->word) {
		a->args++;
		a->n_args--;
	} else if (a->n_args && (a->words->most == 0 || !strpbrk(a->args[0], "0123456789"))) {
		/* no word, and no number such as the first word takes */
		argp_error(state, _("'%s' is not one of: %s"), a->args[0], known);
	} else {
		a->word = a->words;
	}
}

/* Options that the word does not honour would be passed over in silence. */
static void check_options(const struct cli_words *a, struct argp_state *state)
{
	const struct argp_option *o = a->options;

	for (; o->name || o->key || o->doc; o++) {
		int i = o->key - CLI_WORD_OPT;

		if (i >= 0 && i < CLI_WORD_OPTS && a->text[i] && !(a->word->takes & CLI_BIT(i)))
			argp_error(state, _("--%1$s is not for '%2$s'"), o->name, a->word->word);
	}
}

static void check_args(struct cli_words *a, struct argp_state *state)
{
	find_word(a, state);
	check_options(a, state);
	if (a->word->most >= 0 && a->n_args > a->word->most)
		argp_error(state, _("too many arguments: '%s'"), a->args[a->word->most]);
	if (a->n_args < a->word->least)
		argp_error(state, "%s", _(a->word->wants));
	if (!a->word->alone &&
	    (a->import.dry_run || a->import.atomic || a->import.rejects || a->import.batch))
		argp_error(state, _("--dry-run, --atomic, --rejects and --batch are for 'import'"));
}

error_t cli_words_parse(int key, char *arg, struct argp_state *state)
{
	struct cli_words *a = state->input;

	if (key >= CLI_WORD_OPT && key < CLI_WORD_OPT + CLI_WORD_OPTS) {
		a->text[key - CLI_WORD_OPT] = arg ? arg : "";
		return 0;
	}
	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		if (imports(a))
			state->child_inputs[2] = &a->import;
		return 0;
	case ARGP_KEY_ARGS:
		a->args = state->argv + state->next;
		a->n_args = state->argc - state->next;
		return 0;
	case ARGP_KEY_SUCCESS:
		check_args(a, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* What was done is kept, and told after that. */
static int change(struct cli_words *a, struct od_err *err)
{
	char *text = NULL;
	size_t n;
	int r;

	a->told = open_memstream(&text, &n);
	if (!a->told)
		return od_fail_nomem(err);
	r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = a->word->run(a, err);
	if (fclose(a->told) != 0 && r == 0)
		r = od_fail_nomem(err);
	if (r == 0)
		r = od_commit(a->db, err);
	if (r == 0)
		fputs(text, stdout);
	free(text);
	return r;
}

int cli_words(struct cli_words *a, const struct argp_option *options, const char *args_doc,
	      const char *doc, int argc, char **argv)
{
	const struct argp argp = {
		options, cli_words_parse, args_doc, doc, imports(a) ? children : cli_children, NULL,
		NULL
	};
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	a->options = options;
	cli_parse(a->cli, &argp, argc, argv, a);
	a->today = od_instant_date(a->cli->now);
	if (a->word->alone)
		return a->word->run(a, &err);
	a->db = cli_open(a->cli, a->word->mode, &err);
	if (a->db)
		r = a->word->mode == OD_WRITE ? change(a, &err) : a->word->run(a, &err);
	od_close(a->db);
	return r < 0 ? cli_fail(&err) : r;
}

/* --- members, dates, rows ------------------------------------------------------------------------------- */

int cli_words_set(struct cli_words *a, const struct od_rec_type *type, void *rec,
		  const struct cli_word_field *given, size_t n, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = od_calendar_load(a->db, err);
	struct od_when when = { a->cli->now, calendar };

	if (!calendar)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct od_field *f = od_field_find(type, given[i].field);
		const char *text = a->text[given[i].option];
		int r;

		if (!text)
			continue;
		r = f->type == OD_DATE ? cli_date(a->cli, a->db, text,
						  (od_date *)((char *)rec + f->offset), err)
				       : od_field_set(f, rec, text, &when, err);
		if (r < 0) {
			err->code = err->code == OD_EDATA ? OD_EUSAGE : err->code;
			return od_fail_at(err, "%s", f->name);
		}
	}
	return 0;
}

int cli_words_date(struct cli_words *a, int option, const char *name, od_date *out,
		   struct od_err *err)
{
	*out = OD_NODATE;
	if (!a->text[option])
		return 0;
	return cli_date(a->cli, a->db, a->text[option], out, err) < 0 ? od_fail_at(err, "%s", name)
								      : 0;
}

int cli_words_first(struct od_iter *it, void *rec, struct od_err *err)
{
	int r = it ? od_iter_next(it, rec, err) : -1;

	od_iter_free(it);
	return r;
}

bool cli_words_lines(const struct cli_words *a)
{
	return a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns;
}

/* "daily/2026-341/3", "daily 341/3": an item stands behind the last stroke, as digits alone. */
int cli_words_item(struct cli_words *a, const char *text, char **name, struct od_err *err)
{
	const char *slash = strrchr(text, '/');
	bool item = slash && slash[1] && !slash[1 + strspn(slash + 1, "0123456789")];
	char *head = item ? strndup(text, slash - text) : strdup(text), *issue = NULL;
	int r;

	if (!head)
		return od_fail_nomem(err);
	r = od_issue_resolve(a->db, head, a->today, &issue, err);
	if (r == 0 && asprintf(name, "%s%s", issue, item ? slash : "") < 0)
		r = od_fail_nomem(err);
	free(head);
	free(issue);
	return r;
}
