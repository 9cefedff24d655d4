/* doc-check-rules.c - packs of rules to load, explain, list and try; the organisation they ask for. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc-check.h"

/* --- packs --------------------------------------------------------------------------------------- */

static int is_pack(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return e->d_name[0] != '.' && n > 5 && !strcmp(e->d_name + n - 5, ".yaml");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

typedef int pack_fn(void *ctx, const char *file, struct od_err *err);

static int each_in_folder(const char *dir, pack_fn *fn, void *ctx, struct od_err *err)
{
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, is_pack, by_name), r = 0;

	if (n < 0)
		return od_fail(err, OD_ENOENT, _("cannot open '%s': %s"), dir, strerror(errno));
	if (n == 0)
		r = od_fail(err, OD_ENOENT, _("'%s': no packs of rules (*.yaml) in this folder"),
			    dir);
	for (int i = 0; i < n; i++) {
		char *file = NULL;

		if (r == 0 && asprintf(&file, "%s/%s", dir, entry[i]->d_name) < 0)
			r = od_fail_nomem(err);
		if (r == 0)
			r = fn(ctx, file, err);
		if (file)
			free(file);
		free(entry[i]);
	}
	free(entry);
	return r;
}

/* A pack, or each in a folder. */
static int each_pack(const char *path, pack_fn *fn, void *ctx, struct od_err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return od_fail(err, OD_ENOENT, _("cannot open '%s': %s"), path, strerror(errno));
	return S_ISDIR(st.st_mode) ? each_in_folder(path, fn, ctx, err) : fn(ctx, path, err);
}

static int add_pack(void *ctx, const char *file, struct od_err *err)
{
	return od_rules_add(ctx, file, err);
}

struct od_rules *cli_rules(char *const *own, size_t n, struct od_err *err)
{
	char dir[4200];
	struct od_rules *r = od_rules_load(cli_share("rules", dir, sizeof(dir)), err);

	for (size_t i = 0; r && i < n; i++)
		if (each_pack(own[i], add_pack, r, err) < 0) {
			od_rules_free(r);
			return NULL;
		}
	return r;
}

/* --- which ------------------------------------------------------------------------------------------ */

/* The next of a list of ids, divided by commas or spaces; NULL at its end. */
static const char *next_id(const char **list, size_t *n)
{
	const char *s = *list + strspn(*list, ", ;");

	*n = strcspn(s, ", ;");
	*list = s + *n;
	return *n ? s : NULL;
}

static bool fits(const char *id, const char *s, size_t n)
{
	if (n && s[n - 1] == '*')
		return !strncasecmp(id, s, n - 1);
	return strlen(id) == n && !strncasecmp(id, s, n);
}

static bool listed(const char *list, const char *id)
{
	size_t n;

	for (const char *s = next_id(&list, &n); s; s = next_id(&list, &n))
		if (fits(id, s, n))
			return true;
	return false;
}

int cli_rules_known(const struct od_rules *r, const char *list, struct od_err *err)
{
	const struct od_rule *const *rule;
	size_t n, all = od_rules_all(r, &rule), i;

	for (const char *s = list ? next_id(&list, &n) : NULL; s; s = next_id(&list, &n)) {
		for (i = 0; i < all; i++)
			if (fits(rule[i]->id, s, n))
				break;
		if (i == all)
			return od_fail(err, OD_EUSAGE, _("no rule '%.*s'; --list-rules lists them"),
				       (int)n, s);
	}
	return 0;
}

static bool is_asked(const struct cli_doc_job *job, const struct od_rule *r)
{
	const struct od_check_opts *o = &job->opts;

	return !(o->gates && !(o->gates >> r->gate & 1)) &&
	       !(job->leveled && r->level < o->least) && !(o->only && !listed(o->only, r->id)) &&
	       !(o->except && listed(o->except, r->id));
}

int cli_rules_list(const struct cli_doc_job *job, struct od_err *err)
{
	const struct od_rule *const *rule;
	size_t n = od_rules_all(job->rules, &rule);
	struct od_out *out;
	int r = 0;

	job->cli->out.width = cli_columns();
	out = od_out_new(stdout, &od_rule_type, &job->cli->out, err);
	if (!out)
		return -1;
	for (size_t i = 0; i < n && r == 0; i++)
		if (is_asked(job, rule[i]))
			r = od_out_add(out, rule[i], err);
	if (r == 0)
		r = od_out_end(out, err);
	od_out_free(out);
	return r;
}

/* --- explaining ----------------------------------------------------------------------------------------- */

struct samples {
	const char *id;
	bool headed;
};

static void field(const char *label, const char *text)
{
	if (text && *text)
		printf("%s: %s\n", label, text);
}

/* A text of several lines stands below its heading. */
static void put_sample(struct samples *s, const struct od_rule_sample *a)
{
	const char *text = a->hit ? a->hit : a->miss;
	const char *what = a->hit ? _("found") : _("not found");

	if (!s->headed)
		printf("%s:\n", _("samples"));
	s->headed = true;
	if (!strchr(text, '\n')) {
		printf("  %s: %s\n", what, text);
	} else {
		printf("  %s:\n", what);
		for (size_t n; *text; text += n + (text[n] == '\n')) {
			n = strcspn(text, "\n");
			printf("    %.*s\n", (int)n, text);
		}
	}
	if (a->fixed)
		printf("    → %s\n", a->fixed);
}

static int samples_of(void *ctx, const char *file, struct od_err *err)
{
	static const struct od_rec_type *const types[] = { &od_rule_type, &od_rule_word_type,
							   &od_rule_sample_type, NULL };
	static const struct od_when when = { { 0 }, NULL };
	union {
		struct od_rule rule;
		struct od_rule_word word;
		struct od_rule_sample sample;
	} rec;
	int fd = cli_open_file(file, err), got;
	struct samples *s = ctx;
	struct od_reader *in;

	if (fd < 0)
		return -1;
	memset(&rec, 0, sizeof(rec));
	in = od_reader_new(fd, file, types, &when, OD_LENIENT, err);
	while (in && (got = od_reader_next(in, &rec, err)) > 0)
		if (got == OD_ROW && od_reader_type(in) == &od_rule_sample_type &&
		    !strcmp(rec.sample.rule, s->id))
			put_sample(s, &rec.sample);
	if (in && od_reader_type(in))
		od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	close(fd);
	return in ? 0 : -1;
}

static void put_rule(const struct od_rule *r)
{
	char since[16] = "", until[16] = "";

	printf("%s  %s\n", r->id, r->name);
	field(_("gate"), _(od_gates[r->gate].label));
	field(_("level"), _(od_severities[r->level].label));
	field(_("strength"), _(od_strengths[r->strength].label));
	field(_("precision"), _(od_precisions[r->precision].label));
	field(_("basis"), r->basis);
	field(_("since"), od_date_is(r->since) ? od_date_str(r->since, since) : NULL);
	field(_("until"), od_date_is(r->until) ? od_date_str(r->until, until) : NULL);
	field(_("issuers"), r->issuers);
	field(_("kinds of document"), r->genres);
	field(_("roles"), r->roles);
	field(_("parts"), r->parts);
	field(_("what is wrong"), r->message);
	field(_("advice"), r->advice);
	if (r->fix)
		printf("%s: %s\n", _("fix"), *r->fix ? r->fix : _("leave it out"));
}

int cli_rules_explain(const struct od_rules *r, char *const *own, size_t n, const char *id,
		      struct od_err *err)
{
	const struct od_rule *const *rule;
	size_t all = od_rules_all(r, &rule), i;
	struct samples s = { NULL, false };
	char dir[4200];

	for (i = 0; i < all && strcasecmp(rule[i]->id, id); i++)
		;
	if (i == all)
		return od_fail(err, OD_EUSAGE, _("no rule '%s'; --list-rules lists them"), id);
	put_rule(rule[i]);
	s.id = rule[i]->id;
	if (each_pack(cli_share("rules", dir, sizeof(dir)), samples_of, &s, err) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (each_pack(own[i], samples_of, &s, err) < 0)
			return -1;
	return 0;
}

/* --- trying ------------------------------------------------------------------------------------------------ */

static void problem(void *ctx, const char *text)
{
	size_t *failed = ctx;

	++*failed;
	cli_warn("%s", text);
}

int cli_rules_test(const struct od_rules *r)
{
	const struct od_rule *const *rule;
	struct od_err err = OD_ERR_INIT;
	size_t samples = 0, failed = 0;

	if (od_rules_self_test(r, problem, &failed, &samples, &err) < 0)
		return cli_fail(&err);
	printf(_("rules %zu, samples %zu, failed %zu\n"), od_rules_all(r, &rule), samples, failed);
	return failed ? EX_SOFTWARE : EXIT_SUCCESS;
}

/* --- the organisation ------------------------------------------------------------------------------------------ */

static int keep_unit(struct cli_organs *o, struct od_unit *u, struct od_err *err)
{
	struct od_unit *grown = reallocarray(o->unit, o->units + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	o->unit = grown;
	o->unit[o->units++] = *u;
	od_rec_init(&od_unit_type, u);
	return 0;
}

static int read_units(const char *file, od_date on, struct cli_organs *o, struct od_err *err)
{
	static const struct od_when when = { { 0 }, NULL };
	char rec[1024] = { 0 };
	int fd = cli_open_file(file, err), got = -1;
	struct od_reader *in = NULL;

	if (fd >= 0)
		in = od_reader_new(fd, cli_file_name(file), od_load_types, &when, OD_LENIENT, err);
	while (in && (got = od_reader_next(in, rec, err)) == OD_ROW) {
		struct od_unit *u = (struct od_unit *)(void *)rec;

		if (od_reader_type(in) != &od_unit_type)
			continue;
		if ((!od_date_is(u->valid_to) || u->valid_to.days >= on.days) &&
		    (!od_date_is(u->valid_from) || u->valid_from.days <= on.days) &&
		    keep_unit(o, u, err) < 0) {
			got = -1;
			break;
		}
	}
	if (in && od_reader_type(in))
		od_rec_clear(od_reader_type(in), rec);
	od_reader_free(in);
	if (fd >= 0)
		close(fd);
	return got == OD_END ? 0 : -1;
}

static int query_units(struct cli *cli, od_date on, struct cli_organs *o, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = od_open(cli->db, OD_READ, cli->wait_ms, err);
	OD_CLEANUP(od_iter_freep)
	struct od_iter *it = db ? od_unit_find(db, on, -1, NULL, err) : NULL;
	struct od_unit u;
	int got = -1;

	od_rec_init(&od_unit_type, &u);
	while (it && (got = od_iter_next(it, &u, err)) > 0)
		if (keep_unit(o, &u, err) < 0) {
			got = -1;
			break;
		}
	od_rec_clear(&od_unit_type, &u);
	return got < 0 ? -1 : 0;
}

static const struct od_unit *unit_of(const struct cli_organs *o, const char *code)
{
	for (size_t i = 0; code && i < o->units; i++)
		if (!strcmp(o->unit[i].code, code))
			return &o->unit[i];
	return NULL;
}

static int add_organ(struct cli_organs *o, const struct od_unit *u, const char *name, size_t n,
		     struct od_err *err)
{
	const struct od_unit *parent = unit_of(o, u->parent);
	struct od_organ *grown = reallocarray(o->organ, o->n + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	o->organ = grown;
	grown[o->n] = (struct od_organ){ strndup(name, n), u->kind, u->level,
					 parent ? parent->name : NULL };
	return grown[o->n++].name ? 0 : od_fail_nomem(err);
}

/* An entry for each of its names. */
static int add_names(struct cli_organs *o, const struct od_unit *u, struct od_err *err)
{
	const char *s = u->aliases;

	if (add_organ(o, u, u->name, strlen(u->name), err) < 0)
		return -1;
	if (u->short_name && strcmp(u->short_name, u->name) &&
	    add_organ(o, u, u->short_name, strlen(u->short_name), err) < 0)
		return -1;
	while (s && *s) {
		const char *sep = strstr(s, "、");
		size_t n = sep ? (size_t)(sep - s) : strlen(s);

		if (n && add_organ(o, u, s, n, err) < 0)
			return -1;
		s = sep ? sep + strlen("、") : s + n;
	}
	return 0;
}

int cli_organs(struct cli *cli, const char *file, bool must, od_date on, struct cli_organs *o,
	       struct od_err *err)
{
	int r = 0;

	if (file)
		r = read_units(file, on, o, err);
	else if (must || (cli->db && access(cli->db, R_OK) == 0))
		r = query_units(cli, on, o, err);
	if (r < 0 && !must && !file) { /* a database that cannot be used is as good as none */
		cli_organs_free(o);
		*err = (struct od_err)OD_ERR_INIT;
		return 0;
	}
	for (size_t i = 0; r == 0 && i < o->units; i++)
		r = add_names(o, &o->unit[i], err);
	return r;
}

void cli_organs_free(struct cli_organs *o)
{
	for (size_t i = 0; i < o->n; i++)
		free(o->organ[i].name);
	for (size_t i = 0; i < o->units; i++)
		od_rec_clear(&od_unit_type, &o->unit[i]);
	free(o->organ);
	free(o->unit);
	*o = (struct cli_organs){ NULL };
}
