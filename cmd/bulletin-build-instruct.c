/* bulletin-build-instruct.c - see cli.h: a leader's instruction (批示) on an issue, an item, reports, or on what was
 * sent upward. */
#include <string.h>

#include "bulletin-build.h"

enum { LEADER, TEXT, ON, LEVEL, MAJOR, SECRECY, SERIAL, EXTERNAL_ID, OPTS };
enum { OPT_FIRST = 0x300 };

struct args {
	struct cli *cli;
	struct od_db *db;
	const char *text[OPTS];
	char **args;
	int n_args;
	FILE *told;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	if (key >= OPT_FIRST && key < OPT_FIRST + OPTS) {
		a->text[key - OPT_FIRST] = arg ? arg : "yes";
		return 0;
	}
	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case ARGP_KEY_ARGS:
		a->args = state->argv + state->next;
		a->n_args = state->argc - state->next;
		return 0;
	case ARGP_KEY_SUCCESS:
		if (!a->n_args)
			argp_error(state, _("say on what: an issue (daily/2026-341), an item "
					    "(daily/2026-341/3) or reports (R2026-0123)"));
		if (!a->text[LEADER])
			argp_error(state, _("say who wrote it: --leader=NAME"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* --- on what ------------------------------------------------------------------------------------------ */

static int set(char **member, const char *text, struct od_err *err)
{
	char *copy = strdup(text);

	if (!copy)
		return od_fail_nomem(err);
	free(*member);
	*member = copy;
	return 0;
}

static int add_record(struct od_instruction *i, const char *record, struct od_err *err)
{
	char *list;

	if (!i->records)
		return set(&i->records, record, err);
	if (asprintf(&list, "%s、%s", i->records, record) < 0)
		return od_fail_nomem(err);
	free(i->records);
	i->records = list;
	return 0;
}

/* The first thing's title is what it is about; the most secret of all decides. */
static int note(struct od_instruction *i, const char *title, int secrecy, struct od_err *err)
{
	if (secrecy > i->secrecy)
		i->secrecy = secrecy;
	return !i->about && title ? set(&i->about, title, err) : 0;
}

static int on_report(struct args *a, int64_t number, struct od_instruction *i, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	struct od_report r;
	char name[32];
	int done;

	od_rec_init(&od_report_type, &r);
	q.number = number;
	od_number_str('R', number, name);
	done = cli_words_first(od_report_find(a->db, &q, err), &r, err);
	if (done == 0)
		done = od_fail(err, OD_ENOENT, _("no report %s"), name);
	else if (done > 0)
		done = note(i, r.title, r.secrecy, err);
	if (done == 0 && r.status == OD_STATUS_WITHDRAWN)
		cli_warn(_("%s was withdrawn"), name);
	if (done == 0 && a->n_args == 1 && (a->args[0][0] | 0x20) == 'r')
		i->report = number;
	od_rec_clear(&od_report_type, &r);
	return done < 0 ? -1 : add_record(i, name, err);
}

/* Its item of that number; 0: the only one, if it is alone.  *n: how many there are. */
static int read_item(struct args *a, const char *issue, int64_t number, struct od_issue_item *x,
		     int64_t *n, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_issue_items(a->db, issue, err);
	struct od_issue_item row;
	bool found = false;
	int r = it ? 1 : -1;

	*n = 0;
	od_rec_init(&od_issue_item_type, &row);
	while (r > 0 && (r = od_iter_next(it, &row, err)) > 0) {
		(*n)++;
		if (found || (number && row.item != number))
			continue;
		found = true;
		if (od_rec_copy(&od_issue_item_type, x, &row, err) < 0)
			r = -1;
	}
	od_rec_clear(&od_issue_item_type, &row);
	if (r == 0 && number && !found)
		return od_fail(err, OD_ENOENT, _("%1$s has no item %2$lld: it has %3$lld"), issue,
			       (long long)number, (long long)*n);
	return r;
}

/* "每日汇报2026年第341期" in the language of the office: it is kept. */
static int set_document(struct od_instruction *i, const struct od_issue *of, struct od_err *err)
{
	char *text;

	if (i->document)
		return 0;
	if (asprintf(&text, "%s%lld年第%lld期", of->masthead, (long long)of->year,
		     (long long)of->serial) < 0)
		return od_fail_nomem(err);
	i->document = text;
	return 0;
}

/* An issue of one item is that item: who is credited hangs on it. */
static int on_issue(struct args *a, const char *issue, int64_t number, struct od_instruction *i,
		    struct od_err *err)
{
	struct od_issue of;
	struct od_issue_item x;
	char *record = NULL;
	int64_t n;
	int r;

	od_rec_init(&od_issue_type, &of);
	od_rec_init(&od_issue_item_type, &x);
	r = od_issue_get(a->db, issue, &of, err);
	if (r == 0 && of.status == OD_ISSUE_WITHDRAWN)
		cli_warn(_("%s was withdrawn"), issue);
	if (r == 0)
		r = read_item(a, issue, number, &x, &n, err);
	if (r == 0)
		r = set_document(i, &of, err);
	if (r == 0 && (number || n == 1)) {
		r = note(i, x.title, x.secrecy, err);
		if (r == 0 && asprintf(&record, "%s/%lld", issue, (long long)x.item) < 0)
			r = od_fail_nomem(err);
	} else if (r == 0) {
		if (n > 1)
			cli_warn(_("%1$s has %2$lld items: on the issue as a whole, the "
				   "instruction counts for no unit; name the item that it is on, "
				   "such as %1$s/1"),
				 issue, (long long)n);
		r = note(i, NULL, of.secrecy, err);
	}
	if (r == 0)
		r = add_record(i, record ? record : issue, err);
	free(record);
	od_rec_clear(&od_issue_type, &of);
	od_rec_clear(&od_issue_item_type, &x);
	return r;
}

static int on_name(struct args *a, const char *name, struct od_instruction *i, struct od_err *err)
{
	const char *slash = strrchr(name, '/');
	bool item = strchr(name, '/') != slash;
	char *issue = item ? strndup(name, slash - name) : strdup(name);
	int r;

	if (!issue)
		return od_fail_nomem(err);
	r = on_issue(a, issue, item ? strtoll(slash + 1, NULL, 10) : 0, i, err);
	free(issue);
	return r;
}

static int on_what(struct args *a, const char *what, struct od_instruction *i, struct od_err *err);

/* What was sent upward is the item, or the reports, that it was made of. */
static int on_upward(struct args *a, int64_t number, struct od_instruction *i, struct od_err *err)
{
	struct od_upward u;
	char name[32];
	int r;

	od_rec_init(&od_upward_type, &u);
	r = cli_words_first(od_upward_find(a->db, number, -1, -1, OD_NODATE, OD_NODATE, err), &u,
			    err);
	if (r == 0)
		r = od_fail(err, OD_ENOENT, _("nothing was sent upward as %s"),
			    od_number_str('W', number, name));
	else if (r > 0)
		r = note(i, u.title, 0, err);
	if (r == 0 && u.item)
		r = on_name(a, u.item, i, err);
	for (char *s = u.item ? NULL : u.reports, *next; r == 0 && s; s = next) {
		next = strstr(s, "、");
		if (next) {
			*next = '\0';
			next += strlen("、");
		}
		r = on_what(a, s, i, err);
	}
	od_rec_clear(&od_upward_type, &u);
	return r;
}

static int on_what(struct args *a, const char *what, struct od_instruction *i, struct od_err *err)
{
	struct cli_words w = { .cli = a->cli, .db = a->db, .today = od_instant_date(a->cli->now) };
	struct od_err none = OD_ERR_INIT;
	char *name = NULL;
	int64_t number;
	int r;

	if (od_number_parse('R', what, &number, &none) == 0)
		return on_report(a, number, i, err);
	if (od_number_parse('W', what, &number, &none) == 0)
		return on_upward(a, number, i, err);
	r = cli_words_item(&w, what, &name, err);
	if (r == 0)
		r = on_name(a, name, i, err);
	free(name);
	return r;
}

/* --- recording it ------------------------------------------------------------------------------------- */

static int fill(struct args *a, struct od_instruction *i, struct od_err *err)
{
	static const struct cli_word_field given[] = {
		{ LEADER, "leader" }, { TEXT, "text" },
		{ ON, "given_on" },   { LEVEL, "level" },
		{ MAJOR, "major" },   { SECRECY, "secrecy" },
		{ SERIAL, "serial" }, { EXTERNAL_ID, "external_id" },
	};
	struct cli_words w = { .cli = a->cli, .db = a->db };
	int secrecy;

	memcpy(w.text, a->text, sizeof(a->text));
	for (int k = 0; k < a->n_args; k++)
		if (on_what(a, a->args[k], i, err) < 0)
			return -1;
	secrecy = i->secrecy;
	if (cli_words_set(&w, &od_instruction_type, i, given, CLI_COUNT(given), err) < 0)
		return -1;
	/* It is as secret as what it is on, at least. */
	i->secrecy = secrecy > i->secrecy ? secrecy : i->secrecy;
	return 0;
}

static int tell(struct args *a, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	struct od_instruction i;
	char name[32];
	int r;

	if (a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns)
		return fprintf(a->told, "%s\n", od_number_str('I', number, name)) < 0
			       ? od_fail_nomem(err)
			       : 0;
	q.number = number;
	od_rec_init(&od_instruction_type, &i);
	r = cli_words_first(od_instruction_find(a->db, &q, err), &i, err);
	if (r > 0)
		out = od_out_new(a->told, &od_instruction_type, &a->cli->out, err);
	r = out ? od_out_add(out, &i, err) : -1;
	od_rec_clear(&od_instruction_type, &i);
	return r < 0 ? -1 : od_out_end(out, err);
}

static int instruct(struct args *a, struct od_err *err)
{
	enum od_taken taken = OD_TAKEN;
	struct od_instruction i;
	char name[32];
	int r;

	od_rec_init(&od_instruction_type, &i);
	r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = fill(a, &i, err);
	if (r == 0)
		r = od_instruction_add(a->db, &i, &taken, err);
	if (r == 0 && taken == OD_DUPLICATED)
		cli_warn(_("it is on file already as %s"), od_number_str('I', i.number, name));
	if (r == 0)
		r = tell(a, i.number, err);
	od_rec_clear(&od_instruction_type, &i);
	return r;
}

int cli_bulletin_instruct(struct cli *cli, int argc, char **argv)
{
	/* clang-format off */
	static const struct argp_option options[] = {
		{ "leader", OPT_FIRST + LEADER, "NAME", 0, N_("who wrote it: code, or name"), 0 },
		{ "text", OPT_FIRST + TEXT, "TEXT", 0, N_("what was written"), 0 },
		{ "on", OPT_FIRST + ON, "DATE", 0, N_("when it was written (today)"), 0 },
		{ "level", OPT_FIRST + LEVEL, "WORD", 0, N_("central, province, city-chief, city, office"), 0 },
		{ "major", OPT_FIRST + MAJOR, NULL, 0, N_("to be reported on within the regime's days"), 0 },
		{ "secrecy", OPT_FIRST + SECRECY, "WORD", 0, N_("none, secret, highly-secret, top-secret"), 0 },
		{ "serial", OPT_FIRST + SERIAL, "N", 0, N_("the leader's own count in that year"), 0 },
		{ "external-id", OPT_FIRST + EXTERNAL_ID, "TEXT", 0, N_("its number elsewhere; known again by it"), 0 },
		{ 0 },
	};
	/* clang-format on */
	static const struct argp argp = {
		options,
		parse,
		N_("ISSUE[/ITEM]|NUMBER..."),
		N_("Record what a leader wrote on an issue, an item, reports or what was sent "
		   "upward; prints its number, for task-track add --from-instruction."),
		cli_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	char *text = NULL;
	size_t n;
	int r = -1;

	cli_parse(cli, &argp, argc, argv, &a);
	a.told = open_memstream(&text, &n);
	if (!a.told)
		od_fail_nomem(&err);
	else
		a.db = cli_open(cli, OD_WRITE, &err);
	if (a.db)
		r = instruct(&a, &err);
	if (a.told && fclose(a.told) != 0 && r == 0)
		r = od_fail_nomem(&err);
	if (r == 0)
		r = od_commit(a.db, &err);
	if (r == 0)
		fputs(text, stdout);
	free(text);
	od_close(a.db);
	return r < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
