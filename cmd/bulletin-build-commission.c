/* bulletin-build-commission.c - see cli.h: topics that units are asked to write on (约稿), the letters, the answers,
 * who did not answer. */
#include <string.h>

#include "bulletin-build.h"

enum {
	TOPIC,
	UNIT,
	KIND,
	DUE,
	TEXT,
	LEVEL,
	PUBLICATION,
	NOTE,
	REASON,
	OPEN,
	MISSED,
	FROM,
	UNTIL,
	CHECK,
	DIR,
	LANGUAGE
};
#define OPT(name) (CLI_WORD_OPT + (name))

static int number_of(const char *text, int64_t *number, struct od_err *err)
{
	if (od_number_parse('Q', text, number, err) == 0)
		return 0;
	err->code = OD_EUSAGE;
	return -1;
}

/* --- add ---------------------------------------------------------------------------------------------- */

/* All units of a kind, in the office's order. */
static int add_kind(struct cli_words *a, struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	const struct od_field *f = od_field_find(&od_unit_type, "kind");
	struct od_when when = { a->cli->now, NULL };
	struct od_unit u;
	size_t had = b->n;
	int r;

	od_rec_init(&od_unit_type, &u);
	r = od_field_set(f, &u, a->text[KIND], &when, err);
	if (r < 0) {
		err->code = OD_EUSAGE;
		od_fail_at(err, "--kind");
	} else {
		it = od_unit_find(a->db, a->today, u.kind, NULL, err);
		r = it ? 1 : -1;
	}
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0)
		od_buf_printf(b, "%s%s", b->n ? "、" : "", u.code);
	od_rec_clear(&od_unit_type, &u);
	if (r == 0 && b->n == had)
		return od_fail(err, OD_ENOENT, _("there are no units of the kind '%s'"),
			       a->text[KIND]);
	return r < 0 ? -1 : 0;
}

/* A day alone is meant to its end. */
static int set_due(struct cli_words *a, struct od_commission *c, struct od_err *err)
{
	OD_CLEANUP(od_calendar_freep) struct od_calendar *calendar = od_calendar_load(a->db, err);
	struct od_when when = { a->cli->now, calendar };
	struct od_err none = OD_ERR_INIT;
	od_date day;

	if (!calendar)
		return -1;
	if (od_date_parse(a->text[DUE], &when, &day, &none) == 0) {
		c->due_at = (od_instant){ od_date_start((od_date){ day.days + 1 }).sec - 60 };
	} else if (od_instant_parse(a->text[DUE], &when, &c->due_at, err) < 0) {
		err->code = OD_EUSAGE;
		return od_fail_at(err, "--due");
	}
	cli_echo_instant(a->text[DUE], c->due_at);
	return 0;
}

static int set_units(struct cli_words *a, struct od_commission *c, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (const char *s = a->text[UNIT]; s && *s; s++)
		if (*s == ',')
			od_buf_puts(&b, "、");
		else
			od_buf_putc(&b, *s);
	if (a->text[KIND] && add_kind(a, &b, err) < 0)
		return -1;
	c->units = b.n ? strdup(b.s) : NULL;
	return b.failed || (b.n && !c->units) ? od_fail_nomem(err) : 0;
}

static struct od_out *start(struct cli_words *a, FILE *f, const struct od_rec_type *type,
			    struct od_err *err)
{
	a->cli->out.width = f == stdout ? cli_columns() : 0;
	return od_out_new(f, type, &a->cli->out, err);
}

static int read_one(struct cli_words *a, int64_t number, struct od_commission *c,
		    struct od_err *err)
{
	char name[32];
	int r = cli_words_first(
		od_commission_find(a->db, number, OD_NODATE, OD_NODATE, a->cli->now, err), c, err);

	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no commission %s"),
			       od_number_str('Q', number, name));
	return r < 0 ? -1 : 0;
}

static int tell(struct cli_words *a, int64_t number, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;
	struct od_commission c;
	char name[32];
	int r;

	if (cli_words_lines(a))
		return fprintf(a->told, "%s\n", od_number_str('Q', number, name)) < 0
			       ? od_fail_nomem(err)
			       : 0;
	od_rec_init(&od_commission_type, &c);
	r = read_one(a, number, &c, err);
	if (r == 0)
		out = start(a, a->told, &od_commission_type, err);
	r = out ? od_out_add(out, &c, err) : -1;
	od_rec_clear(&od_commission_type, &c);
	return r < 0 ? -1 : od_out_end(out, err);
}

static int add(struct cli_words *a, struct od_err *err)
{
	static const struct cli_word_field given[] = {
		{ TOPIC, "topic" }, { TEXT, "text" },
		{ LEVEL, "level" }, { PUBLICATION, "publication" },
		{ NOTE, "note" },
	};
	struct od_commission c;
	char name[32];
	int r;

	if (!a->text[TOPIC] || !a->text[DUE] || (!a->text[UNIT] && !a->text[KIND]))
		return od_fail(
			err, OD_EUSAGE,
			_("say what about, who and by when: --topic, --unit or --kind, --due"));
	od_rec_init(&od_commission_type, &c);
	r = cli_words_set(a, &od_commission_type, &c, given, CLI_COUNT(given), err);
	if (r == 0)
		r = set_due(a, &c, err);
	if (r == 0)
		r = set_units(a, &c, err);
	if (r == 0)
		r = od_commission_add(a->db, &c, err);
	if (r > 0)
		cli_warn(_("it is on file already as %s"), od_number_str('Q', c.number, name));
	if (r >= 0)
		r = tell(a, c.number, err);
	od_rec_clear(&od_commission_type, &c);
	return r;
}

/* --- answer, excuse ------------------------------------------------------------------------------------- */

/* When the topic was asked for. */
static int asked_at(struct od_db *db, int64_t number, od_instant now, od_instant *at,
		    struct od_err *err)
{
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_commission_find(db, number, OD_NODATE, OD_NODATE, now, err);
	struct od_commission c;
	int r;

	*at = OD_NOINSTANT;
	if (!it)
		return -1;
	od_rec_init(&od_commission_type, &c);
	r = od_iter_next(it, &c, err);
	if (r > 0)
		*at = c.asked_at;
	od_rec_clear(&od_commission_type, &c);
	return r < 0 ? -1 : 0;
}

/* What came in before it was asked for may be meant, but is more likely a slip. */
static int tell_early(struct od_db *db, int64_t report, od_instant asked, struct od_err *err)
{
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	char name[32], came[32], then[32];
	struct od_report r;
	int got;

	q.number = report;
	it = od_report_find(db, &q, err);
	if (!it)
		return -1;
	od_rec_init(&od_report_type, &r);
	got = od_iter_next(it, &r, err);
	if (got > 0 && od_instant_is(asked) && r.received_at.sec < asked.sec)
		cli_warn(_("%1$s came in at %2$s, before it was asked for (%3$s); it counts as the "
			   "answer all the same"),
			 od_number_str('R', report, name),
			 od_instant_str_short(r.received_at, came),
			 od_instant_str_short(asked, then));
	od_rec_clear(&od_report_type, &r);
	return got < 0 ? -1 : 0;
}

static int answer(struct cli_words *a, struct od_err *err)
{
	int64_t number, report;
	od_instant asked;

	if (number_of(a->args[0], &number, err) < 0 ||
	    asked_at(a->db, number, a->cli->now, &asked, err) < 0)
		return -1;
	for (int i = 1; i < a->n_args; i++) {
		if (od_number_parse('R', a->args[i], &report, err) < 0) {
			err->code = OD_EUSAGE;
			return -1;
		}
		if (od_commission_answer(a->db, number, report, err) < 0 ||
		    tell_early(a->db, report, asked, err) < 0)
			return -1;
	}
	return 0;
}

static int excuse(struct cli_words *a, struct od_err *err)
{
	int64_t number;

	if (number_of(a->args[0], &number, err) < 0)
		return -1;
	if (!a->text[UNIT] || !a->text[REASON])
		return od_fail(err, OD_EUSAGE, _("say who and why: --unit and --reason"));
	return od_commission_excuse(a->db, number, a->text[UNIT], a->text[REASON], err);
}

/* --- list, show --------------------------------------------------------------------------------------------- */

struct asked {
	char *unit;
	int64_t number;
	int state; /* -1: any */
	od_date from, to;
};

/* How it stands with units; returns how many did not answer, or -1. */
static int64_t print_parts(struct cli_words *a, const struct asked *k, struct od_err *err)
{
	OD_CLEANUP(od_out_freep)
	struct od_out *out = start(a, stdout, &od_commission_unit_type, err);
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_commission_units(a->db, k->number, k->unit, k->state, k->from,
						 k->to, a->cli->now, err);
	struct od_commission_unit u;
	int64_t missed = 0;
	int r = it && out ? 1 : -1;

	od_rec_init(&od_commission_unit_type, &u);
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0) {
		missed += u.state == OD_COMMISSION_MISSED;
		if (od_out_add(out, &u, err) < 0)
			r = -1;
	}
	od_rec_clear(&od_commission_unit_type, &u);
	return r < 0 || od_out_end(out, err) < 0 ? -1 : missed;
}

/* Commissions themselves, with their counts. */
static int64_t print_all(struct cli_words *a, const struct asked *k, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = start(a, stdout, &od_commission_type, err);
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = od_commission_find(a->db, OD_NOINT, k->from, k->to, a->cli->now, err);
	struct od_commission c;
	int64_t missed = 0;
	int r = it && out ? 1 : -1;

	od_rec_init(&od_commission_type, &c);
	while (r > 0 && (r = od_iter_next(it, &c, err)) > 0) {
		missed += c.missed;
		if (od_out_add(out, &c, err) < 0)
			r = -1;
	}
	od_rec_clear(&od_commission_type, &c);
	return r < 0 || od_out_end(out, err) < 0 ? -1 : missed;
}

static int list(struct cli_words *a, struct od_err *err)
{
	struct asked k = { .number = OD_NOINT, .state = -1 };
	bool parts = a->text[OPEN] || a->text[MISSED] || a->text[UNIT];
	int64_t missed = -1;

	if (a->text[OPEN] && a->text[MISSED])
		return od_fail(err, OD_EUSAGE, _("--open and --missed: one of them"));
	if (a->text[OPEN])
		k.state = OD_COMMISSION_OPEN;
	else if (a->text[MISSED])
		k.state = OD_COMMISSION_MISSED;
	if (cli_words_date(a, FROM, "--from", &k.from, err) == 0 &&
	    cli_words_date(a, UNTIL, "--to", &k.to, err) == 0 &&
	    (!a->text[UNIT] || od_unit_resolve(a->db, a->text[UNIT], true, &k.unit, err) == 0))
		missed = parts ? print_parts(a, &k, err) : print_all(a, &k, err);
	free(k.unit);
	return missed < 0 ? -1 : a->text[CHECK] && missed;
}

/* What it says, to people. */
static void say(const struct od_commission *c)
{
	static const char *const said[] = { "number",   "topic",  "text", "publication", "level",
					    "asked_at", "due_at", "note", "actor" };
	char buf[32];

	for (size_t i = 0; i < CLI_COUNT(said); i++) {
		const struct od_field *f = od_field_find(&od_commission_type, said[i]);
		const char *s = od_field_label(f, c, buf);
		int room = 12 - od_width(_(f->label));

		if (!s || !*s)
			continue;
		printf("%s:%*s", _(f->label), room < 1 ? 1 : room, "");
		for (; *s; s++) { /* further lines stand under the first */
			putchar(*s);
			if (*s == '\n' && s[1])
				printf("%13s", "");
		}
		puts("");
	}
	puts("");
}

static int show(struct cli_words *a, struct od_err *err)
{
	struct asked k = { .state = -1, .from = OD_NODATE, .to = OD_NODATE };
	struct od_commission c;
	int64_t missed = -1;

	if (number_of(a->args[0], &k.number, err) < 0)
		return -1;
	od_rec_init(&od_commission_type, &c);
	if (read_one(a, k.number, &c, err) == 0) {
		if (cli_words_lines(a))
			say(&c);
		missed = print_parts(a, &k, err);
	}
	od_rec_clear(&od_commission_type, &c);
	return missed < 0 ? -1 : a->text[CHECK] && missed;
}

/* --- letters ---------------------------------------------------------------------------------------------------- */

static int letter_to(struct cli_words *a, struct cli_letters *l, int64_t number, const char *unit,
		     struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char *mine = cli_office_language(a->db, a->text[LANGUAGE], a->today);
	int r = od_commission_letter(a->db, number, unit, &b, err);

	cli_own_language(mine);
	if (r < 0) {
		struct od_err own = OD_ERR_INIT;

		od_buf_reset(&b);
		/* What was wrong, to who runs this. */
		if (od_commission_letter(a->db, number, unit, &b, &own) < 0)
			*err = own;
	}
	return r < 0 ? -1 : cli_letter_put(l, a->db, unit, NULL, &b, err);
}

static int letter(struct cli_words *a, struct od_err *err)
{
	struct cli_letters l = { .cli = a->cli, .dir = a->text[DIR], .suffix = ".txt" };
	OD_CLEANUP(od_iter_freep) struct od_iter *it = NULL;
	struct od_commission_unit u;
	struct od_commission c;
	char *unit = NULL, name[32];
	int64_t number;
	int r = number_of(a->args[0], &number, err);

	od_rec_init(&od_commission_type, &c);
	od_rec_init(&od_commission_unit_type, &u);
	if (r == 0)
		r = read_one(a, number, &c, err);
	if (r == 0 && a->text[UNIT])
		r = od_unit_resolve(a->db, a->text[UNIT], true, &unit, err);
	if (r == 0) {
		it = od_commission_units(a->db, number, unit, -1, OD_NODATE, OD_NODATE, a->cli->now,
					 err);
		r = it ? 1 : -1;
	}
	while (r > 0 && (r = od_iter_next(it, &u, err)) > 0)
		if (letter_to(a, &l, number, u.unit, err) < 0)
			r = -1;
	if (r == 0 && unit && !l.made)
		r = od_fail(err, OD_ENOENT, _("%1$s was not asked of %2$s"),
			    od_number_str('Q', number, name), a->text[UNIT]);
	od_rec_clear(&od_commission_type, &c);
	od_rec_clear(&od_commission_unit_type, &u);
	free(unit);
	return r;
}

/* --- words -------------------------------------------------------------------------------------------------------- */

#define WHICH N_("say which commission: Q2026-0001")
static const struct cli_word words[] = {
	{ "list", list, OD_READ,
	  CLI_BIT(OPEN) | CLI_BIT(MISSED) | CLI_BIT(UNIT) | CLI_BIT(FROM) | CLI_BIT(UNTIL) |
		  CLI_BIT(CHECK),
	  0, 0, NULL, false },
	{ "add", add, OD_WRITE,
	  CLI_BIT(TOPIC) | CLI_BIT(UNIT) | CLI_BIT(KIND) | CLI_BIT(DUE) | CLI_BIT(TEXT) |
		  CLI_BIT(LEVEL) | CLI_BIT(PUBLICATION) | CLI_BIT(NOTE),
	  0, 0, NULL, false },
	{ "letter", letter, OD_READ, CLI_BIT(UNIT) | CLI_BIT(DIR) | CLI_BIT(LANGUAGE), 1, 1, WHICH,
	  false },
	{ "answer", answer, OD_WRITE, 0, 2, -1,
	  N_("say which commission, and with which reports: Q2026-0001 R2026-0123"), false },
	{ "excuse", excuse, OD_WRITE, CLI_BIT(UNIT) | CLI_BIT(REASON), 1, 1, WHICH, false },
	{ "show", show, OD_READ, CLI_BIT(CHECK), 1, 1, WHICH, false },
	{ NULL },
};

int cli_bulletin_commission(struct cli *cli, int argc, char **argv)
{
	/* clang-format off */
	static const struct argp_option options[] = {
		{ "topic", OPT(TOPIC), "TEXT", 0, N_("add: what about"), 0 },
		{ "unit", OPT(UNIT), "UNIT,...", 0, N_("the units asked; elsewhere this one"), 0 },
		{ "kind", OPT(KIND), "WORD", 0, N_("add: all units of a kind (county, department ...)"), 0 },
		{ "due", OPT(DUE), "TIME", 0, N_("add: by when; a day alone: to its end"), 0 },
		{ "text", OPT(TEXT), "TEXT", 0, N_("add: what is wanted"), 0 },
		{ "level", OPT(LEVEL), "WORD", 0, N_("add: who asks: office (as without), province, central"), 0 },
		{ "publication", OPT(PUBLICATION), "NAME", 0, N_("add: for this publication"), 0 },
		{ "note", OPT(NOTE), "TEXT", 0, N_("a remark"), 0 },
		{ "reason", OPT(REASON), "TEXT", 0, N_("excuse: why"), 0 },
		{ "open", OPT(OPEN), NULL, 0, N_("list: units that are still to answer"), 0 },
		{ "missed", OPT(MISSED), NULL, 0, N_("list: units that did not answer in time"), 0 },
		{ "from", OPT(FROM), "DATE", 0, N_("list: due on DATE or later"), 0 },
		{ "to", OPT(UNTIL), "DATE", 0, N_("list: due on DATE or earlier"), 0 },
		{ "check", OPT(CHECK), NULL, 0, N_("exit 1 if one of them did not answer"), 0 },
		{ "dir", OPT(DIR), "DIR", 0, N_("letter: a file a unit there"), 0 },
		{ "language", OPT(LANGUAGE), "LANG", 0, N_("of headings (else the regime's)"), 0 },
		{ 0 },
	};
	/* clang-format on */
	struct cli_words a = { .cli = cli, .words = words };

	return cli_words(
		&a, options, "[list|add|letter|answer|excuse|show] [ARG...]",
		N_("Topics that units are asked to write on (约稿): ask (add), the letters "
		   "to the units (letter), their answers (answer), who need not (excuse), "
		   "how it stands (list, show)."),
		argc, argv);
}
