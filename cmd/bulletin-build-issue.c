/* bulletin-build-issue.c - see cli.h: a draft is issued; an issue is withdrawn, corrected. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bulletin-build.h"

enum { OPT_DRY_RUN = 0x300, OPT_PRINT, OPT_BACKDATE, OPT_REASON, OPT_TEXT, OPT_WRONG };

struct args {
	struct cli *cli;
	const char *file, *issue, *reason, *text, *wrong;
	bool dry_run, print, backdate;
	struct od_db *db;
	int problems;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = a->cli;
		return 0;
	case OPT_DRY_RUN:
		a->dry_run = true;
		return 0;
	case OPT_PRINT:
		a->print = true;
		return 0;
	case OPT_BACKDATE:
		a->backdate = true;
		return 0;
	case OPT_REASON:
		a->reason = arg;
		return 0;
	case OPT_TEXT:
		a->text = arg;
		return 0;
	case OPT_WRONG:
		a->wrong = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num)
			argp_error(state, _("'%s': one at a time"), arg);
		a->file = a->issue = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, _("name the one that is meant"));
	}
	return ARGP_ERR_UNKNOWN;
}

/* --- issue ------------------------------------------------------------------------------------------- */

/* Standard input is read to its end before anybody has to wait for us: a descriptor of what it held. */
static int keep_input(int fd, struct od_err *err)
{
	int kept = memfd_create("draft", MFD_CLOEXEC);
	char bytes[65536];
	ssize_t n = 1;

	while (kept >= 0 && (n = read(fd, bytes, sizeof(bytes))) > 0)
		if (write(kept, bytes, n) != n)
			n = -1;
	if (kept < 0 || n < 0 || lseek(kept, 0, SEEK_SET) < 0) {
		od_fail(err, OD_EIO, _("cannot read standard input: %s"), strerror(errno));
		if (kept >= 0)
			close(kept);
		return -1;
	}
	return kept;
}

static int open_draft(const struct args *a, struct od_err *err)
{
	int fd = cli_open_file(a->file, err), kept;

	if (fd < 0 || strcmp(a->file, "-") != 0)
		return fd;
	kept = keep_input(fd, err);
	if (fd != STDIN_FILENO)
		close(fd);
	return kept;
}

static void tell_problem(void *ctx, const char *text)
{
	struct args *a = ctx;

	a->problems++;
	cli_warn("%s", text);
}

static void tell_doubt(void *ctx, const char *text)
{
	(void)ctx;
	cli_warn("%s", text);
}

static int put(struct args *a, int fd, struct od_issue *i, struct od_err *err)
{
	OD_CLEANUP(od_draft_freep)
	struct od_draft_file *d =
		od_draft_read(a->db, fd, cli_file_name(a->file), a->cli->now, tell_problem, a, err);

	if (!d || od_draft_doubts(d, tell_doubt, NULL, err) < 0)
		return -1;
	if (a->backdate)
		i->date = od_draft_front(d)->date;
	if (od_issue_put(a->db, d, i, err) == 0)
		return 0;
	return err->code == OD_EDATA ? od_fail_at(err, "%s", cli_file_name(a->file)) : -1;
}

static int set_paper(struct args *a, const struct od_issue *i, struct od_buf *b, struct od_err *err)
{
	const struct cli_paper how = { .cli = a->cli, .form = PAPER_TEXT, .width = 80 };
	OD_CLEANUP(od_paper_freep) struct od_paper *p = od_issue_paper(a->db, i->issue, 0, err);

	od_buf_reset(b);
	return p ? cli_paper_write(&how, p, b, err) : -1;
}

/* In the office's language; what goes wrong is told in the reader's own. */
static int print_paper(struct args *a, const struct od_issue *i, struct od_buf *b,
		       struct od_err *err)
{
	char *mine = cli_office_language(a->db, NULL, i->date);
	int r = set_paper(a, i, b, err);

	cli_own_language(mine);
	if (r == 0)
		return 0;
	*err = (struct od_err)OD_ERR_INIT;
	return set_paper(a, i, b, err);
}

static int tell(struct args *a, const struct od_issue *i, const struct od_buf *paper)
{
	if (a->dry_run)
		cli_warn(ngettext("this was tried only: it would be %1$s with %2$lld item; nothing "
				  "was issued",
				  "this was tried only: it would be %1$s with %2$lld items; "
				  "nothing was issued",
				  i->items),
			 i->issue, (long long)i->items);
	else
		puts(i->issue);
	if (a->print)
		printf("%s%s", a->dry_run ? "" : "\n", paper->s ? paper->s : "");
	return EXIT_SUCCESS;
}

/* Read inside the transaction: between the draft's check and its number nobody else can come. */
static int issue(struct args *a, int fd, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf paper = OD_BUF_INIT;
	struct od_issue i;
	int r;

	od_rec_init(&od_issue_type, &i);
	r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = put(a, fd, &i, err);
	if (r == 0 && a->print)
		r = print_paper(a, &i, &paper, err);
	if (r == 0 && !a->dry_run)
		r = od_commit(a->db, err);
	if (r == 0)
		r = tell(a, &i, &paper);
	od_rec_clear(&od_issue_type, &i);
	return r;
}

int cli_bulletin_issue(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
		{ "print", OPT_PRINT, NULL, 0, N_("print it too, as text"), 0 },
		{ "backdate", OPT_BACKDATE, NULL, 0,
		  N_("although its date is before the last issue's"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse,
		N_("FILE"),
		N_("The draft in FILE (-: standard input) becomes an issue: it gets its numbers, "
		   "what it says is kept as it is, its reports are adopted.  Its name is printed."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int fd, r = -1;

	cli_parse(cli, &argp, argc, argv, &a);
	fd = open_draft(&a, &err);
	if (fd >= 0)
		a.db = cli_open(cli, OD_WRITE, &err);
	if (a.db)
		r = issue(&a, fd, &err);
	od_close(a.db);
	if (fd > STDIN_FILENO)
		close(fd);
	return r < 0 ? cli_fail(&err) : r;
}

/* --- reissue --------------------------------------------------------------------------------------------- */

int cli_bulletin_reissue(struct cli *cli, int argc, char **argv)
{
	static const struct argp argp = {
		NULL,
		parse,
		N_("ISSUE"),
		N_("Refused: what was issued stays as it is.  Correct it, or withdraw it."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	od_fail(&err, OD_EUSAGE,
		_("what was issued is not issued again: 'bulletin-build correct %1$s --text=...' "
		  "says what is right, in the next issue; 'bulletin-build withdraw %1$s "
		  "--reason=...' takes it back, and its items may go into another one"),
		a.issue);
	return cli_fail(&err);
}

/* --- changes of an issue ------------------------------------------------------------------------------- */

typedef int change_fn(struct args *a, char *issue, int64_t item, struct od_buf *told,
		      struct od_err *err);

/* An issue is named up to here: daily/2026-341, 每日汇报第341期, daily 341. */
static bool names_issue(const char *text, size_t n)
{
	static const char number[] = "期";
	size_t mark = strlen(number);

	if (n >= mark && !strncmp(text + n - mark, number, mark))
		return true;
	return n && text[n - 1] >= '0' && text[n - 1] <= '9' &&
	       (memchr(text, '/', n) || memchr(text, ' ', n));
}

/* The item in "daily/2026-341/3", which is cut off. */
static int64_t take_item(char *text)
{
	char *slash = strrchr(text, '/'), *end;
	long n;

	if (!slash || !names_issue(text, slash - text))
		return OD_NOINT;
	n = strtol(slash + 1, &end, 10);
	if (*end || end == slash + 1)
		return OD_NOINT;
	*slash = '\0';
	return n;
}

static int change_in(struct args *a, change_fn *fn, bool items, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf told = OD_BUF_INIT;
	char *text = strdup(a->issue), *issue = NULL;
	int64_t item = OD_NOINT;
	int r;

	if (!text)
		return od_fail_nomem(err);
	if (items)
		item = take_item(text);
	r = cli_begin(a->cli, a->db, err);
	if (r == 0)
		r = od_issue_resolve(a->db, text, od_instant_date(a->cli->now), &issue, err);
	if (r == 0)
		r = fn(a, issue, item, &told, err);
	if (r == 0 && told.failed)
		r = od_fail_nomem(err);
	if (r == 0)
		r = od_commit(a->db, err);
	if (r == 0 && told.s)
		fputs(told.s, stdout);
	free(issue);
	free(text);
	return r;
}

static int change(struct cli *cli, const struct argp *argp, change_fn *fn, bool items, int argc,
		  char **argv)
{
	struct args a = { .cli = cli };
	struct od_err err = OD_ERR_INIT;
	int r = -1;

	cli_parse(cli, argp, argc, argv, &a);
	a.db = cli_open(cli, OD_WRITE, &err);
	if (a.db)
		r = change_in(&a, fn, items, &err);
	od_close(a.db);
	return r < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

static int withdraw(struct args *a, char *issue, int64_t item, struct od_buf *told,
		    struct od_err *err)
{
	(void)item;
	od_buf_printf(told, "%s\n", issue);
	return od_issue_withdraw(a->db, issue, a->reason, err);
}

static error_t parse_withdraw(int key, char *arg, struct argp_state *state)
{
	const struct args *a = state->input;

	if (key == ARGP_KEY_SUCCESS && !a->reason)
		argp_error(state, _("say why: --reason=TEXT"));
	return parse(key, arg, state);
}

int cli_bulletin_withdraw(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "reason", OPT_REASON, "TEXT", 0, N_("why (needed)"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse_withdraw,
		N_("ISSUE"),
		N_("Take ISSUE back.  Its numbers stay given; what is in it may go into another "
		   "one."),
		cli_common_children,
		NULL,
		NULL,
	};

	return change(cli, &argp, withdraw, false, argc, argv);
}

static int correct(struct args *a, char *issue, int64_t item, struct od_buf *told,
		   struct od_err *err)
{
	struct od_correction c;
	char number[32];
	int r;

	od_rec_init(&od_correction_type, &c);
	c.issue = strdup(issue);
	c.item = item;
	c.text = a->text ? strdup(a->text) : NULL;
	c.wrong = a->wrong ? strdup(a->wrong) : NULL;
	r = od_correction_add(a->db, &c, err);
	if (r == 0)
		od_buf_printf(told, "%s\n", od_number_str('K', c.number, number));
	od_rec_clear(&od_correction_type, &c);
	return r;
}

static error_t parse_correct(int key, char *arg, struct argp_state *state)
{
	const struct args *a = state->input;

	if (key == ARGP_KEY_SUCCESS && !a->text)
		argp_error(state, _("say what is right: --text=TEXT"));
	return parse(key, arg, state);
}

int cli_bulletin_correct(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "text", OPT_TEXT, "TEXT", 0, N_("what is right (needed)"), 0 },
		{ "wrong", OPT_WRONG, "TEXT", 0, N_("what was printed"), 0 },
		{ 0 },
	};
	static const struct argp argp = {
		options,
		parse_correct,
		N_("ISSUE[/ITEM]"),
		N_("A correction of an item, or of ISSUE as a whole, which stays as it is: it is "
		   "printed at the end of the next issue.  Its number is printed."),
		cli_common_children,
		NULL,
		NULL,
	};

	return change(cli, &argp, correct, true, argc, argv);
}
