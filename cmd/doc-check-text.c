/* doc-check-text.c - findings as lines for people and editors: by gate and with the text marked on a terminal; and
 * as records. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "doc-check.h"

/* --- the text that is marked ---------------------------------------------------------------------- */

static int cells_of(const char *s, size_t n)
{
	char one[8];

	snprintf(one, sizeof(one), "%.*s", (int)n, s);
	return od_width(one);
}

static size_t char_before(const char *s, size_t at)
{
	do
		at--;
	while (at && ((unsigned char)s[at] & 0xc0) == 0x80);
	return at;
}

void cli_doc_around(const struct od_line *l, const struct od_finding *f, int cells, size_t *from,
		    size_t *to)
{
	int left = cells / 3, used = 0, w;
	size_t n, at;

	for (*from = f->from; *from; *from = at) {
		at = char_before(l->text, *from);
		w = cells_of(l->text + at, *from - at);
		if (used + w > left)
			break;
		used += w;
	}
	for (*to = f->from; *to < l->n; *to += n) {
		od_utf8_get(l->text + *to, &n);
		w = cells_of(l->text + *to, n);
		if (used + w > cells)
			break;
		used += w;
	}
}

/* Text of a document may hold anything: nothing of it commands the terminal. */
static int put(const char *s, size_t n)
{
	int cells = 0;

	for (size_t at = 0, m; at < n; at += m) {
		uint32_t c = od_utf8_get(s + at, &m);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069)) {
			putchar(' ');
			cells++;
			continue;
		}
		fwrite(s + at, 1, m, stdout);
		cells += cells_of(s + at, m);
	}
	return cells;
}

static void puts_clean(const char *s)
{
	if (s)
		put(s, strlen(s));
}

static void spaces(int n, char c)
{
	while (n-- > 0)
		putchar(c);
}

static void put_excerpt(const struct cli_doc *d, const struct od_finding *f, bool colour)
{
	const struct od_line *l = f->at_line < d->doc->lines ? &d->doc->line[f->at_line] : NULL;
	int columns = cli_columns(), before, marked;
	size_t from, to, end;

	if (!l || f->to <= f->from || f->to > l->n)
		return;
	cli_doc_around(l, f, columns > 30 && columns < 108 ? columns - 8 : 100, &from, &to);
	end = f->to < to ? f->to : to;
	printf("    %s", from ? "…" : "");
	before = (from != 0) + put(l->text + from, f->from - from);
	printf("%s", colour ? "\033[1;31m" : "");
	marked = put(l->text + f->from, end - f->from);
	printf("%s", colour ? "\033[0m" : "");
	put(l->text + end, to - end);
	printf("%s\n", to < l->n ? "…" : "");
	if (colour)
		return;
	spaces(4 + before, ' ');
	spaces(marked, '^');
	putchar('\n');
}

/* --- one finding a line ------------------------------------------------------------------------------ */

static void put_finding(const struct cli_doc *d, const struct od_finding *f, bool people,
			bool colour)
{
	static const char *const colours[] = { "\033[36m", "\033[33m", "\033[1;31m" };

	puts_clean(d->name);
	printf(":%lld:%lld: %s%s%s: ", (long long)f->line, (long long)f->column,
	       colour ? colours[f->level] : "",
	       people ? _(od_severities[f->level].label) : od_severities[f->level].word,
	       colour ? "\033[0m" : "");
	puts_clean(f->message);
	printf(" [%s] (", f->rule);
	puts_clean(f->basis);
	puts(")");
	if (people)
		put_excerpt(d, f, colour);
}

static void put_more(const struct cli_doc *d, const struct od_finding *f, size_t n)
{
	puts_clean(d->name);
	printf(_(": %zu more of [%s]; --all spells them out\n"), n, f->rule);
}

static void put_gate(const struct cli_doc *d, const struct cli_doc_place *place, int gate, bool all,
		     bool colour)
{
	bool headed = false;

	for (size_t i = 0; i < d->n; i++) {
		const struct od_finding *f = d->finding[i];

		if (f->gate != gate || (!all && place[i].nth > CLI_DOC_SPELLED))
			continue;
		if (!headed)
			printf("%s%s%s\n", colour ? "\033[1m" : "", _(od_gates[gate].label),
			       colour ? "\033[0m" : "");
		headed = true;
		put_finding(d, f, true, colour);
	}
}

static int text_one(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err)
{
	bool people = isatty(STDOUT_FILENO), all = r->job->all;
	const char *no = getenv("NO_COLOR");
	struct cli_doc_place *place = cli_doc_places(d, err);

	if (!place)
		return -1;
	for (int gate = 0; people && od_gates[gate].word; gate++)
		put_gate(d, place, gate, all, !no || !*no);
	for (size_t i = 0; i < d->n; i++) {
		if (!people && (all || place[i].nth <= CLI_DOC_SPELLED))
			put_finding(d, d->finding[i], false, false);
		if (!all && place[i].nth == place[i].of && place[i].of > CLI_DOC_SPELLED)
			put_more(d, d->finding[i], place[i].of - CLI_DOC_SPELLED);
	}
	free(place);
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout))
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	return 0;
}

static int text_end(struct cli_doc_report *r, struct od_err *err)
{
	(void)err;
	if (!isatty(STDOUT_FILENO) || r->job->quiet)
		return 0;
	cli_warn(_("documents %zu, errors %zu, warnings %zu, hints %zu"), r->read,
		 r->count[OD_ERROR], r->count[OD_WARNING], r->count[OD_HINT]);
	if (r->job->opts.least > OD_HINT)
		cli_warn(_("hints were not looked for; --level=hint does"));
	return 0;
}

const struct cli_doc_form cli_doc_text = { NULL, text_one, text_end };

/* --- records ------------------------------------------------------------------------------------------ */

static int records_begin(struct cli_doc_report *r, struct od_err *err)
{
	struct cli *cli = r->job->cli;

	cli->out.width = cli_columns();
	r->out = od_out_new(stdout, &od_finding_type, &cli->out, err);
	return r->out ? 0 : -1;
}

static int records_one(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err)
{
	for (size_t i = 0; i < d->n; i++)
		if (od_out_add(r->out, d->finding[i], err) < 0)
			return -1;
	return 0;
}

static int records_end(struct cli_doc_report *r, struct od_err *err)
{
	return od_out_end(r->out, err);
}

const struct cli_doc_form cli_doc_records = { records_begin, records_one, records_end };
