/* bulletin-build-site.c - bulletin-build site: issues as pages for the intranet. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bulletin-build-site.h"

enum { OPT_BASE = 0x300, OPT_DRY, OPT_ALL, OPT_ADOPT, OPT_PUBLICATION, OPT_LANGUAGE, OPT_PDF };

struct args {
	struct cli *cli;
	struct cli_site site;
	const char *language;
};

static const struct argp_option options[] = {
	{ "base-url", OPT_BASE, "URL", 0, N_("where the site will stand: the feed's links"), 0 },
	{ "publication", OPT_PUBLICATION, "CODE,...", 0, N_("only these (say the same each time)"),
	  0 },
	{ "pdf", OPT_PDF, NULL, 0, N_("also a PDF of each issue (say it each time)"), 0 },
	{ "all", OPT_ALL, NULL, 0, N_("make every page anew"), 0 },
	{ "adopt", OPT_ADOPT, NULL, 0, N_("build in a folder that holds other files"), 0 },
	{ "dry-run", OPT_DRY, NULL, 0, N_("only list what would be written"), 0 },
	{ "verbose", 'v', NULL, 0, N_("list what is written"), 0 },
	{ "language", OPT_LANGUAGE, "LANG", 0, N_("of headings (else the regime's)"), 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		CLI_INPUTS(state, a->cli);
		return 0;
	case OPT_BASE:
		if (strncmp(arg, "http://", 7) != 0 && strncmp(arg, "https://", 8) != 0)
			argp_error(state,
				   _("'%s' is no address: it begins with http:// or https://"),
				   arg);
		a->site.base = arg;
		return 0;
	case OPT_PUBLICATION:
		a->site.publications = arg;
		return 0;
	case OPT_PDF:
		a->site.pdf = true;
		return 0;
	case OPT_ALL:
		a->site.all = true;
		return 0;
	case OPT_ADOPT:
		a->site.adopt = true;
		return 0;
	case OPT_DRY:
		a->site.dry_run = true;
		return 0;
	case 'v':
		a->site.verbose = true;
		return 0;
	case OPT_LANGUAGE:
		a->language = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (a->site.dir)
			argp_error(state, _("one folder; '%s' is too much"), arg);
		a->site.dir = arg;
		return 0;
	case ARGP_KEY_END:
		if (!a->site.dir)
			argp_error(state, _("say which folder the site is to be built in"));
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* --- building --------------------------------------------------------------------------------- */

int cli_site_shipped(const char *file, struct od_buf *b, struct od_err *err)
{
	char from[4352], block[16384];
	ssize_t got;
	int fd = open(cli_share(file, from, sizeof(from)), O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return od_fail(err, OD_EPART, _("cannot open '%s': %s"), from, strerror(errno));
	while ((got = read(fd, block, sizeof(block))) > 0)
		od_buf_add(b, block, got);
	close(fd);
	return got < 0 ? od_fail(err, OD_EIO, _("cannot read '%s': %s"), from, strerror(errno)) : 0;
}

/* As it is. */
static int copy_shipped(struct cli_site *s, const char *name, struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	char file[64];

	snprintf(file, sizeof(file), "site/%s", name);
	if (cli_site_shipped(file, &b, err) == 0)
		return cli_site_put(s, name, &b, err);
	od_buf_free(&b);
	return -1;
}

/* A year of a publication, if anything in it changed: its texts are read once for index and list. */
static int make_year(struct cli_site *s, const struct cli_site_book *book, struct cli_site_set *set,
		     struct od_err *err)
{
	int r = 0;

	for (size_t i = 0; i < set->n && r == 0; i++)
		r = set->changed || set->issue[i].paged ? cli_site_items(s, &set->issue[i], err)
							: 0;
	for (size_t i = 0; i < set->n && r == 0; i++)
		if (set->issue[i].paged)
			r = cli_site_issue_page(s, &set->issue[i], err);
	if (r == 0 && set->changed)
		r = cli_site_year(s, book, set, err);
	if (r == 0 && set->changed)
		r = cli_site_index(s, set, err);
	for (size_t i = 0; i < set->n; i++)
		cli_site_items_free(&set->issue[i]);
	return r;
}

static int make(struct cli_site *s, struct od_err *err)
{
	if (cli_site_load(s, err) < 0)
		return -1;
	for (size_t i = 0; i < s->books; i++)
		for (size_t k = 0; k < s->book[i].sets; k++)
			if (make_year(s, &s->book[i], &s->book[i].set[k], err) < 0)
				return -1;
	if (cli_site_adopted(s, err) < 0 || cli_site_archive(s, err) < 0)
		return -1;
	return cli_site_search(s, err) < 0 ? -1 : cli_site_feed(s, err);
}

static void clear(struct cli_site *s)
{
	for (size_t i = 0; i < s->issues; i++) {
		struct cli_site_issue *x = &s->issue[i];

		od_rec_clear(&od_issue_type, &x->i);
		for (size_t c = 0; c < x->corrections; c++)
			od_rec_clear(&od_correction_type, &x->correction[c]);
		cli_site_items_free(x);
		free(x->correction);
		free(x->page);
		free(x->units);
		free(x->hidden);
	}
	for (size_t i = 0; i < s->units; i++) {
		free(s->unit[i].code);
		free(s->unit[i].name);
	}
	free(s->issue);
	free(s->set);
	free(s->book);
	free(s->unit);
	free(s->version);
	free(s->fonts);
	cli_site_free(s);
}

static int build(struct args *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_READ, err);
	struct cli_site *s = &a->site;
	char *mine;
	int r;

	if (!db)
		return -1;
	s->cli = a->cli;
	s->db = db;
	r = cli_site_open(s, err);
	if (r == 0)
		r = cli_site_read(s, err);
	if (r == 0) {
		mine = cli_office_language(db, a->language, od_instant_date(a->cli->now));
		s->own = &mine; /* errors are for who runs it */
		r = make(s, err);
		s->own = NULL;
		cli_own_language(mine);
	}
	if (r == 0 &&
	    (copy_shipped(s, "style.css", err) < 0 || copy_shipped(s, "search.js", err) < 0))
		r = -1;
	if (r == 0)
		r = cli_site_close(s, err);
	clear(s);
	return r;
}

int cli_bulletin_site(struct cli *cli, int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		"DIR",
		N_("Pages of all issues for the intranet, in DIR: archive, what of each unit was "
		   "adopted, search without a server, a feed.  What has not changed is not "
		   "written again."),
		cli_common_children,
		NULL,
		NULL,
	};
	struct args a = { .cli = cli, .site = { .lock = -1 } };
	struct od_err err = OD_ERR_INIT;

	cli_parse(cli, &argp, argc, argv, &a);
	return build(&a, &err) < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}
