/* office-db-load.c - load: organisation, regime and calendar from files, all or none; what is wrong is told
 * with file and line. */
#include <search.h>
#include <string.h>
#include <unistd.h>

#include "office-db.h"

struct load {
	struct cli *cli;
	struct od_db *db;
	struct od_calendar *calendar;
	const struct od_rec_type *only[2]; /* --type */
	void *given;                       /* rows of this load by name: a tree of struct given */
	int64_t read, added, changed, bad;
};

struct given {
	char *name;
	const char *file;
	unsigned int line;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct given *)a)->name, ((const struct given *)b)->name);
}

static void free_given(void *p)
{
	free(((struct given *)p)->name);
	free(p);
}

/* A row's name as the journal has it, "unit:BM01/2020-01-01"; nothing for what is no rule. */
static void row_name(const struct od_rec_type *type, const void *rec, struct od_buf *b)
{
	char buf[32], before = ':';

	for (const struct od_field *f = type->fields; f->name; f++) {
		const char *text = NULL;

		if (f->flags & OD_KEY || !strcmp(f->name, "valid_from") || !strcmp(f->name, "date"))
			text = od_field_str(f, rec, buf);
		if (!text)
			continue;
		od_buf_printf(b, "%s%c%s", before == ':' ? type->name : "", before, text);
		before = '/';
	}
}

/* A rule that this load has put already must not come again and say something else. */
static int remember(struct load *l, struct od_reader *rd, const void *rec, const char *file,
		    enum od_change change, struct od_err *err)
{
	struct given *g = calloc(1, sizeof(*g)), *const * had;
	struct od_buf name = OD_BUF_INIT;

	row_name(od_reader_type(rd), rec, &name);
	if (!g || name.failed) {
		od_buf_free(&name);
		free(g);
		return od_fail_nomem(err);
	}
	*g = (struct given){ name.s, file, od_reader_line(rd) };
	had = name.s ? tsearch(g, &l->given, by_name) : NULL;
	if (had && *had == g)
		return 0;
	if (had && change == OD_CHANGED) {
		l->bad++;
		cli_warn(_("%s:%u: %s stands in %s:%u already, with other content; leave one of "
			   "them out, or give it another day"),
			 file, g->line, g->name, (*had)->file, (*had)->line);
	}
	free_given(g);
	return name.s && !had ? od_fail_nomem(err) : 0;
}

/* A problem begins with a row's name: if this load gave it, say where instead. */
static void tell_where(void *ctx, const char *text)
{
	struct load *l = ctx;
	const char *end = strstr(text, ": ");
	struct given key = { end ? strndup(text, end - text) : NULL, NULL, 0 }, *const *had = NULL;

	if (key.name)
		had = tfind(&key, &l->given, by_name);
	if (had)
		cli_warn("%s:%u: %s", (*had)->file, (*had)->line, end + 2);
	else
		cli_warn("%s", text);
	free(key.name);
}

static void *record_of(const struct od_rec_type *const *types)
{
	size_t size = 0;

	for (; *types; types++)
		size = (*types)->size > size ? (*types)->size : size;
	return calloc(1, size);
}

static int load_record(struct load *l, struct od_reader *rd, void *rec, const char *name,
		       struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	enum od_change change = OD_SAME;

	if (od_load(l->db, od_reader_type(rd), rec, &change, &why) == 0) {
		l->added += change == OD_ADDED;
		l->changed += change == OD_CHANGED;
		return remember(l, rd, rec, name, change, err);
	}
	if (why.code != OD_EDATA) {
		*err = why;
		return -1;
	}
	l->bad++;
	cli_warn("%s:%u: %s", name, od_reader_line(rd), why.msg);
	return 0;
}

static int load_fd(struct load *l, int fd, const char *name, struct od_err *err)
{
	const struct od_rec_type *const *types = l->only[0] ? l->only : od_load_types;
	struct od_when when = { l->cli->now, l->calendar };
	OD_CLEANUP(od_reader_freep)
	struct od_reader *rd = od_reader_new(fd, name, types, &when, OD_KEEP_READONLY, err);
	const struct od_rec_type *last;
	void *rec = record_of(types);
	int got = OD_BAD, r = 0;

	if (!rd || !rec) {
		free(rec);
		return rd ? od_fail_nomem(err) : -1;
	}
	while (r == 0 && (got = od_reader_next(rd, rec, err)) > 0) {
		l->read++;
		if (got == OD_BAD) {
			l->bad++;
			cli_warn("%s", err->msg);
		} else {
			r = load_record(l, rd, rec, name, err);
		}
	}
	last = od_reader_type(rd);
	if (last)
		od_rec_clear(last, rec);
	free(rec);
	return got < 0 ? -1 : r;
}

static int load_file(struct load *l, const char *name, struct od_err *err)
{
	int fd = cli_open_file(name, err), r;

	if (fd < 0)
		return -1;
	r = load_fd(l, fd, cli_file_name(name), err);
	close(fd);
	return r;
}

/* Dated rows go in all or none: half an organisation is worse than the old one. */
static int load_all(struct load *l, char **files, int n, struct od_err *err)
{
	for (int i = 0; i < n; i++)
		if (load_file(l, files[i], err) < 0)
			return -1;
	if (l->bad)
		return od_fail(err, OD_EDATA,
			       ngettext("%lld record is refused; nothing was loaded",
					"%lld records are refused; nothing was loaded", l->bad),
			       (long long)l->bad);
	return od_load_check(l->db, tell_where, l, err);
}

const struct od_rec_type *cli_db_type(const char *name, struct od_err *err)
{
	char known[1024] = "";

	for (size_t i = 0; od_load_types[i]; i++) {
		if (!strcmp(od_load_types[i]->name, name))
			return od_load_types[i];
		snprintf(known + strlen(known), sizeof(known) - strlen(known), "%s%s",
			 i ? ", " : "", od_load_types[i]->name);
	}
	od_fail(err, OD_EUSAGE, _("no type '%s'; there are: %s"), name, known);
	return NULL;
}

static int load_files(struct cli_db_args *a, struct load *l, char **files, int n,
		      struct od_err *err)
{
	int r = -1;

	l->cli = a->cli;
	if (a->type) {
		l->only[0] = cli_db_type(a->type, err);
		if (!l->only[0])
			return -1;
	}
	l->db = cli_open(a->cli, OD_WRITE, err);
	if (l->db)
		l->calendar = od_calendar_load(l->db, err);
	if (l->calendar && cli_begin(a->cli, l->db, err) == 0)
		r = load_all(l, files, n, err);
	if (r == 0 && !a->dry_run)
		r = od_commit(l->db, err);
	tdestroy(l->given, free_given);
	od_calendar_free(l->calendar);
	od_close(l->db);
	return r;
}

int cli_db_load_files(struct cli_db_args *a, char **files, int n, struct od_err *err)
{
	struct load l = { 0 };

	return load_files(a, &l, files, n, err);
}

int cli_db_load(struct cli *cli, int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "type", OPT_TYPE, "TYPE", 0, N_("records are of TYPE (needed for CSV)"), 0 },
		{ "dry-run", OPT_DRY_RUN, NULL, 0, N_("do all of it, then keep nothing"), 0 },
		{ 0 },
	};
	struct cli_db_args a = { .cli = cli, .least = 1, .most = 1000000 };
	struct od_err err = OD_ERR_INIT;
	struct load l = { 0 };

	cli_db_parse(
		&a, "FILE...",
		N_("Load organisation, regime or calendar from FILEs (YAML, CSV, JSON Lines), all or none."),
		options, argc, argv);
	if (load_files(&a, &l, a.words, a.n_words, &err) < 0)
		return cli_fail(&err);
	cli_warn(_("read %lld: added %lld, changed %lld, the same %lld"), (long long)l.read,
		 (long long)l.added, (long long)l.changed,
		 (long long)(l.read - l.added - l.changed));
	if (a.dry_run)
		cli_warn(_("dry run: nothing was kept"));
	return EXIT_SUCCESS;
}
