/* cli_paper.c - see cli.h: paper as text, page, docx, PDF or mail, for the commands that print some. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* --- options ---------------------------------------------------------------------------------- */

enum {
	OPT_FILE = 0x500,
	OPT_COLUMNS,
	OPT_LANGUAGE,
	OPT_WIDTH,
	OPT_FONTS,
	OPT_SAY_FONTS,
	OPT_TO,
	OPT_CC,
	OPT_FROM,
	OPT_ATTACH
};

static const struct argp_option options[] = {
	{ "output", 'o', "FORMAT", 0,
	  N_("text, html, docx, pdf, eml, json, yaml, csv, tsv or table"), 0 },
	{ "output-file", OPT_FILE, "FILE", 0, N_("write it there, whole or not at all"), 0 },
	{ "columns", OPT_COLUMNS, "NAME,...", 0, N_("records: only these fields"), 0 },
	{ "language", OPT_LANGUAGE, "LANG", 0, N_("of headings (else the regime's)"), 0 },
	{ "width", OPT_WIDTH, "N", 0, N_("of text, in terminal cells (80)"), 0 },
	{ "fonts", OPT_FONTS, "FILE", 0, N_("PDF: faces and the files they are in"), 0 },
	{ "say-fonts", OPT_SAY_FONTS, NULL, 0, N_("PDF: tell which faces were set"), 0 },
	{ "to", OPT_TO, "ADDRESS,...", 0, N_("eml: to whom"), 0 },
	{ "cc", OPT_CC, "ADDRESS,...", 0, N_("eml: who gets a copy"), 0 },
	{ "from", OPT_FROM, "ADDRESS", 0, N_("eml: who sends it (else sendmail says)"), 0 },
	{ "attach", OPT_ATTACH, "FORMAT,...", 0, N_("eml: also as files: pdf, docx"), 0 },
	{ 0 },
};

static const struct od_word paper_forms[] = {
	[PAPER_TEXT] = { "text", N_("text"), "txt" }, [PAPER_HTML] = { "html", N_("page"), "htm" },
	[PAPER_DOCX] = { "docx", N_("docx"), NULL },  [PAPER_PDF] = { "pdf", N_("PDF"), NULL },
	[PAPER_EML] = { "eml", N_("mail"), NULL },    { NULL },
};

/* The forms for people, then those of records. */
static void set_form(struct cli_paper *o, const char *arg, struct argp_state *state)
{
	struct od_word forms[16] = { { NULL } };
	int form;

	memcpy(forms, paper_forms, PAPER_RECORDS * sizeof(forms[0]));
	for (size_t i = 0; od_formats[i].word && PAPER_RECORDS + i + 1 < CLI_COUNT(forms); i++)
		forms[PAPER_RECORDS + i] = od_formats[i];
	form = cli_word(state, arg, forms);
	o->form = form < PAPER_RECORDS ? (enum cli_paper_form)form : PAPER_RECORDS;
	if (form >= PAPER_RECORDS)
		o->cli->out.format = (enum od_format)(form - PAPER_RECORDS);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct cli_paper *o = state->input;
	const char **const text[] = { &o->file,     &o->cli->out.columns,
				      &o->language, NULL,
				      &o->fonts,    NULL,
				      &o->to,       &o->cc,
				      &o->from,     &o->attach };

	switch (key) {
	case 'o':
		set_form(o, arg, state);
		return 0;
	case OPT_WIDTH:
		o->width = cli_count(state, arg, 40, 400);
		return 0;
	case OPT_SAY_FONTS:
		o->say_fonts = true;
		return 0;
	case ARGP_KEY_END:
		if (o->form == PAPER_EML && !o->to)
			argp_error(state, _("-o eml needs --to=ADDRESS"));
		return 0;
	}
	if (key < OPT_FILE || key > OPT_ATTACH)
		return ARGP_ERR_UNKNOWN;
	*text[key - OPT_FILE] = arg;
	return 0;
}
const struct argp cli_paper_argp = { options, parse, NULL, NULL, NULL, NULL, NULL };

/* --- the time it bears -------------------------------------------------------------------------- */

/* Of a build that is to be the same again, if one is asked for. */
static int set_time(od_instant *at, struct od_err *err)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	const long long most = 253402214400; /* the year 9999 */
	long long seconds;
	char *end;

	if (!epoch || !*epoch)
		return 0;
	errno = 0;
	seconds = strtoll(epoch, &end, 10);
	if (*epoch < '0' || *epoch > '9' || *end || errno || seconds > most)
		return od_fail(err, OD_EUSAGE,
			       _("SOURCE_DATE_EPOCH: '%s' is no time; it is seconds since "
				 "1970-01-01, in decimal"),
			       epoch);
	*at = (od_instant){ seconds };
	return 0;
}

/* --- PDF --------------------------------------------------------------------------------------------- */

static int read_fonts(const struct cli_paper *o, struct od_buf *b, struct od_err *err)
{
	char shipped[4096], part[4096];
	const char *name =
		o->fonts ? o->fonts : cli_share("print/fonts.conf", shipped, sizeof(shipped));
	FILE *f = fopen(name, "re");
	bool bad;
	size_t n;

	if (!f)
		return od_fail(err, OD_ENOENT,
			       _("cannot open '%s': %s; --fonts names a file of faces"), name,
			       strerror(errno));
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		od_buf_add(b, part, n);
	bad = ferror(f);
	fclose(f);
	if (bad)
		return od_fail(err, OD_EIO, _("cannot read '%s': %s"), name, strerror(errno));
	return b->failed ? od_fail_nomem(err) : 0;
}

static const char *const roles[OD_PDF_ROLES] = { N_("body"), N_("headings"), N_("subheadings"),
						 N_("titles"), N_("numerals") };

static void say_font(const struct od_pdf_used *u)
{
	/* Translators: part of a paper, the face that was wished for, the one that was set. */
	if (u->wished && u->used && strcmp(u->wished, u->used) != 0)
		cli_warn(_("%1$s: '%2$s' is not there; '%3$s' was set, %4$zu characters from "
			   "elsewhere"),
			 _(roles[u->role]), u->wished, u->used, u->missing);
	else
		cli_warn(_("%1$s: '%2$s', %3$zu characters from elsewhere"), _(roles[u->role]),
			 u->used ? u->used : "-", u->missing);
}

/* What one would not see before the paper is printed.  A face of the right kind is well, whoever made it. */
static void tell_font(void *ctx, const struct od_pdf_used *u)
{
	const struct cli_paper *o = ctx;

	if (u->nobody)
		/* Translators: part of a paper, characters. */
		cli_warn(_("%1$s: no face has '%2$s'; '〓' stands there: name one that has, in a "
			   "file for --fonts"),
			 _(roles[u->role]), u->nobody);
	if (o->say_fonts)
		say_font(u);
	else if (u->resort && !o->cli->faces_told)
		/* Translators: part of a paper, the face that was wished for, the one that was set. */
		cli_warn(_("%1$s: neither '%2$s' nor one like it is there; '%3$s' was set: install "
			   "one (texlive-lang-chinese), or name your own in a file for --fonts"),
			 _(roles[u->role]), u->wished, u->used);
}

static int pdf(const struct cli_paper *o, const struct od_paper *p, struct od_buf *b,
	       struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf fonts = OD_BUF_INIT;
	struct od_pdf_opts opts = { .duplex = true };

	if (read_fonts(o, &fonts, err) < 0)
		return -1;
	opts.fonts = fonts.s ? fonts.s : "";
	if (od_paper_pdf(p, &opts, b, tell_font, (void *)o, err) < 0)
		return -1;
	o->cli->faces_told = true;
	return 0;
}

/* --- text, pages ------------------------------------------------------------------------------------------ */

/* These alone have words of their own, which speak the paper's language. */
static int in_words(const struct cli_paper *o, const char *papers, const struct od_paper *p,
		    bool html, struct od_buf *b, struct od_err *err)
{
	char *readers = cli_language(papers);
	int done = html ? od_paper_html(p, NULL, b, err)
			: od_paper_text(p, o->width ? o->width : 80, b, err);

	cli_own_language(readers);
	return done;
}

/* --- mail -------------------------------------------------------------------------------------------------- */

static const struct attached {
	enum cli_paper_form form;
	const char *word, *type;
} attached[] = {
	{ PAPER_PDF, "pdf", "application/pdf" },
	{ PAPER_DOCX, "docx",
	  "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
};

static const struct attached *attached_as(const char *word, size_t n)
{
	for (size_t i = 0; i < CLI_COUNT(attached); i++)
		if (strlen(attached[i].word) == n && !memcmp(attached[i].word, word, n))
			return &attached[i];
	return NULL;
}

struct files {
	struct od_mail_file file[2];
	struct od_buf bytes[2], name[2];
	size_t n;
};

static int attach(const struct cli_paper *o, const struct od_paper *p, const struct attached *as,
		  struct files *f, struct od_err *err)
{
	struct od_buf *bytes = &f->bytes[f->n], *name = &f->name[f->n];

	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->file[i].type, as->type))
			return 0;
	if ((as->form == PAPER_PDF ? pdf(o, p, bytes, err) : od_paper_docx(p, NULL, bytes, err)) <
	    0)
		return -1;
	od_buf_printf(name, "%s.%s", p->title ? p->title : p->name ? p->name : "paper", as->word);
	if (bytes->failed || name->failed)
		return od_fail_nomem(err);
	f->file[f->n++] = (struct od_mail_file){ name->s, as->type, bytes->s, bytes->n };
	return 0;
}

static int attach_all(const struct cli_paper *o, const struct od_paper *p, struct files *f,
		      struct od_err *err)
{
	const char *s = o->attach ? o->attach : "";

	while (*s) {
		size_t n = strcspn(s, ",");
		const struct attached *as = attached_as(s, n);

		if (!as)
			return od_fail(err, OD_EUSAGE,
				       _("--attach: '%.*s' is unknown; there are: pdf, docx"),
				       (int)n, s);
		if (attach(o, p, as, f, err) < 0)
			return -1;
		s += n + (s[n] == ',');
	}
	return 0;
}

static int eml(const struct cli_paper *o, const char *papers, const struct od_paper *p,
	       struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT, html = OD_BUF_INIT;
	struct files f = { .n = 0 };
	struct od_mail m = { .from = o->from,
			     .to = o->to,
			     .cc = o->cc,
			     .subject = p->title ? p->title : p->masthead,
			     .file = f.file,
			     .at = p->at,
			     .id = p->name };
	int done = -1;

	if (attach_all(o, p, &f, err) == 0 && in_words(o, papers, p, false, &text, err) == 0 &&
	    in_words(o, papers, p, true, &html, err) == 0) {
		m.text = text.s;
		m.html = html.s;
		m.files = f.n;
		done = od_mail_write(&m, b, err);
	}
	for (size_t i = 0; i < CLI_COUNT(f.bytes); i++) {
		od_buf_free(&f.bytes[i]);
		od_buf_free(&f.name[i]);
	}
	return done;
}

/* --- the whole --------------------------------------------------------------------------------------------- */

static int write_as(const struct cli_paper *o, const char *papers, const struct od_paper *p,
		    struct od_buf *b, struct od_err *err)
{
	switch (o->form) {
	case PAPER_TEXT:
	case PAPER_HTML:
		return in_words(o, papers, p, o->form == PAPER_HTML, b, err);
	case PAPER_DOCX:
		return od_paper_docx(p, NULL, b, err);
	case PAPER_PDF:
		return pdf(o, p, b, err);
	case PAPER_EML:
		return eml(o, papers, p, b, err);
	case PAPER_RECORDS:
	case PAPER_UNSAID:
		break;
	}
	return od_fail(err, OD_EBUG, _("records are no paper"));
}

void cli_paper_by_name(struct cli_paper *o)
{
	static const struct {
		const char *end;
		enum cli_paper_form form;
	} ends[] = { { ".html", PAPER_HTML },
		     { ".htm", PAPER_HTML },
		     { ".docx", PAPER_DOCX },
		     { ".pdf", PAPER_PDF },
		     { ".eml", PAPER_EML } };
	const char *dot = o->file ? strrchr(o->file, '.') : NULL;

	if (o->form != PAPER_UNSAID)
		return;
	o->form = PAPER_TEXT;
	for (size_t i = 0; dot && i < CLI_COUNT(ends); i++)
		if (!strcasecmp(dot, ends[i].end))
			o->form = ends[i].form;
}

/* Our caller speaks the paper's language; what there is to tell, and errors, speak the reader's. */
int cli_paper_write(const struct cli_paper *o, const struct od_paper *p, struct od_buf *b,
		    struct od_err *err)
{
	struct od_paper timed = *p; /* its texts are borrowed */
	char *papers = cli_language(o->cli->reader);
	int done = set_time(&timed.at, err);

	if (done == 0)
		done = write_as(o, papers, &timed, b, err);
	cli_own_language(papers);
	return done;
}

int cli_paper_out(const struct cli_paper *o, const char *bytes, size_t n, struct od_err *err)
{
	bool binary = o->form == PAPER_DOCX || o->form == PAPER_PDF;

	if (o->file)
		return cli_write_file(o->file, bytes, n, err);
	if (binary && isatty(STDOUT_FILENO))
		return od_fail(err, OD_EUSAGE,
			       _("a %s is not for a terminal; name a file: --output-file=FILE"),
			       _(paper_forms[o->form].label));
	if (n && fwrite(bytes, 1, n, stdout) != n)
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
	return 0;
}
