/* rules.c - packs of rules, read and kept.  What is wrong is told with file, line and rule. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

#define RULES_MAX 4096
#define WORDS_MAX 200000

/* Not of a pack: it is about the comments that the engine itself reads. */
static const struct od_rule unused = {
	.id = (char *)(uintptr_t)OD_UNUSED_ID,
	.name = (char *)(uintptr_t) "忽略注释没有用处",
	.gate = OD_GATE_WORDING,
	.level = OD_WARNING,
	.strength = OD_GENERAL,
	.precision = OD_PRECISION_HIGH,
	.basis = (char *)(uintptr_t) "doc-check-rules(5)",
	.since = { INT32_MIN },
	.until = { INT32_MIN },
	.check = (char *)(uintptr_t) "ignored",
	.message = (char *)(uintptr_t) "这条忽略注释没有压下任何问题，应当删去",
};
const struct od_rule *od_rule_unused(void)
{
	return &unused;
}

static void rule_free(struct od_rule_row *row)
{
	if (!row)
		return;
	if (row->file)
		od_rec_clear(&od_rule_type, &row->rule);
	pcre2_code_free(atomic_load(&row->fast));
	for (size_t i = 0; i < row->phrases; i++)
		free(row->phrase[i]);
	free(row->phrase);
	free(row);
}

void od_rules_cut(struct od_rules *r, size_t rules, size_t words, size_t samples)
{
	while (r->n > rules) {
		r->n--;
		pcre2_code_free(r->ready[r->n].pattern);
		pcre2_code_free(r->ready[r->n].guard);
		rule_free(r->row[r->n]);
	}
	while (r->words > words)
		od_rec_clear(&od_rule_word_type, &r->word[--r->words].word);
	while (r->samples > samples)
		od_rec_clear(&od_rule_sample_type, &r->sample[--r->samples].sample);
}

void od_rules_free(struct od_rules *r)
{
	if (!r)
		return;
	od_rules_cut(r, 0, 0, 0);
	for (size_t i = 0; i < r->files; i++)
		free(r->file[i]);
	free(r->row);
	free(r->rule);
	free(r->ready);
	free(r->word);
	free(r->sample);
	free(r->file);
	free(r->always);
	od_words_free(r->scan);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

size_t od_rules_all(const struct od_rules *r, const struct od_rule *const **rules)
{
	*rules = r->rule;
	return r->n;
}

uint32_t od_rules_index(const struct od_rules *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->rule[i]->id[0] == id[0] && !strcmp(r->rule[i]->id, id))
			return (uint32_t)i;
	return OD_NO_RULE;
}

const struct od_rule *od_rules_find(const struct od_rules *r, const char *id)
{
	uint32_t i = od_rules_index(r, id);

	return i == OD_NO_RULE ? NULL : r->rule[i];
}

const struct od_rule_ready *od_rules_ready(const struct od_rules *r, size_t *n)
{
	*n = r->n;
	return r->ready;
}

bool od_rules_listed(const char *list, const char *id, bool whole)
{
	size_t len = strlen(id), n;

	for (const char *s = list; s && *s; s += n) {
		n = 0;
		while ((s[n] >= '0' && s[n] <= '9') || (s[n] >= 'A' && s[n] <= 'Z') ||
		       (s[n] >= 'a' && s[n] <= 'z') || (s[n] && strchr("-_*", s[n])))
			n++;
		if (n == len && !strncasecmp(s, id, n))
			return true;
		if (n && s[n - 1] == '*' && !whole && n - 1 <= len && !strncasecmp(s, id, n - 1))
			return true;
		n += !n;
	}
	return false;
}

int od_rules_fail(struct od_err *err, const char *file, unsigned int line, const char *id,
		  const char *fmt, ...)
{
	char why[700];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	why[od_utf8_bad(why, strlen(why))] = '\0'; /* what was cut short */
	return od_fail(err, OD_EDATA, _("%s:%u: rule %s: %s"), file ? file : "", line, id, why);
}

/* --- reading -------------------------------------------------------------------------------------------- */

static int grow(void **p, size_t n, size_t *room, size_t size, struct od_err *err)
{
	size_t more = *room ? *room * 2 : 64;
	void *grown;

	if (n < *room)
		return 0;
	grown = reallocarray(*p, more, size);
	if (!grown)
		return od_fail_nomem(err);
	*p = grown;
	*room = more;
	return 0;
}

static int make_room(struct od_rules *r, struct od_err *err)
{
	size_t room = r->room ? r->room * 2 : 64;
	void *rows, *rules, *ready;

	if (r->n >= RULES_MAX)
		return od_fail(err, OD_EDATA, _("more than %d rules"), RULES_MAX);
	if (r->n < r->room)
		return 0;
	rows = reallocarray(r->row, room, sizeof(*r->row));
	r->row = rows ? rows : r->row;
	rules = reallocarray(r->rule, room, sizeof(*r->rule));
	r->rule = rules ? rules : r->rule;
	ready = reallocarray(r->ready, room, sizeof(*r->ready));
	r->ready = ready ? ready : r->ready;
	if (!rows || !rules || !ready)
		return od_fail_nomem(err);
	r->room = room;
	return 0;
}

/* The add functions take over the texts of the record, which is then empty. */
static int add_rule(struct od_rules *r, struct od_rule *from, const char *file, unsigned int line,
		    bool office, struct od_err *err)
{
	struct od_rule_row *row;

	if (make_room(r, err) < 0)
		return -1;
	row = calloc(1, sizeof(*row));
	if (!row)
		return od_fail_nomem(err);
	row->rule = *from;
	row->file = file;
	row->line = line;
	row->office = office;
	od_rec_init(&od_rule_type, from);
	r->row[r->n] = row;
	r->rule[r->n] = &row->rule;
	r->ready[r->n++] = (struct od_rule_ready){ .rule = &row->rule };
	return 0;
}

static int add_word(struct od_rules *r, struct od_rule_word *from, const char *file,
		    unsigned int line, struct od_err *err)
{
	if (r->words >= WORDS_MAX)
		return od_fail(err, OD_EDATA, _("more than %d words"), WORDS_MAX);
	if (grow((void **)&r->word, r->words, &r->word_room, sizeof(*r->word), err) < 0)
		return -1;
	r->word[r->words++] = (struct od_word_row){
		.word = *from,
		.file = file,
		.line = line,
		.rule = OD_NO_RULE,
		.wrong_n = (uint32_t)strlen(from->wrong),
	};
	od_rec_init(&od_rule_word_type, from);
	return 0;
}

static int add_sample(struct od_rules *r, struct od_rule_sample *from, const char *file,
		      unsigned int line, struct od_err *err)
{
	if (grow((void **)&r->sample, r->samples, &r->sample_room, sizeof(*r->sample), err) < 0)
		return -1;
	r->sample[r->samples++] = (struct od_sample_row){
		.sample = *from,
		.file = file,
		.line = line,
		.rule = OD_NO_RULE,
	};
	od_rec_init(&od_rule_sample_type, from);
	return 0;
}

int od_rules_take(struct od_rules *r, const struct od_rec_type *type, union od_pack_record *rec,
		  const char *file, unsigned int line, enum od_reading what, struct od_err *err)
{
	if (type == &od_rule_sample_type)
		return add_sample(r, &rec->sample, file, line, err);
	if (what == OD_READ_SAMPLES)
		return 0;
	if (type == &od_rule_type)
		return add_rule(r, &rec->rule, file, line, what == OD_READ_OFFICE, err);
	if (type == &od_rule_word_type)
		return add_word(r, &rec->word, file, line, err);
	return od_rules_except(r, &rec->exception, file, line, err);
}

char *od_rules_keep(struct od_rules *r, const char *file, struct od_err *err)
{
	char **grown = reallocarray(r->file, r->files + 1, sizeof(*grown));
	char *name = strdup(file);

	if (grown)
		r->file = grown;
	if (!grown || !name) {
		free(name);
		od_fail_nomem(err);
		return NULL;
	}
	r->file[r->files++] = name;
	return name;
}

/* Sets *fd, or adds all there is to add and leaves it at -1. */
static int open_shipped(struct od_rules *r, const char *name, struct od_buf *seen, int *fd,
			struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf all = OD_BUF_INIT;
	size_t rules = r->n, words = r->words, samples = r->samples, had = seen->n;

	*fd = -1;
	if (od_pack_slurp(name, &all, err) < 0)
		return -1;
	if (od_pack_plain(r, name, &all, seen))
		return 0;
	od_rules_cut(r, rules, words, samples);
	if (seen->s) {
		seen->n = had;
		seen->s[had] = '\0';
	}
	*fd = od_pack_open(name, &all, seen, err);
	return *fd < 0 ? -1 : 0;
}

static int read_all(struct od_rules *r, int fd, const char *name, enum od_reading what,
		    struct od_err *err)
{
	static const struct od_rec_type *const shipped[] = { &od_rule_type, &od_rule_word_type,
							     &od_rule_sample_type, NULL };
	static const struct od_rec_type *const own[] = { &od_rule_type, &od_rule_word_type,
							 &od_rule_sample_type,
							 &od_rule_exception_type, NULL };
	static const struct od_when when = { { 0 }, NULL };
	union od_pack_record rec;
	struct od_reader *in;
	int got = -1;

	memset(&rec, 0, sizeof(rec));
	in = od_reader_new(fd, name, what == OD_READ_OFFICE ? own : shipped, &when, 0, err);
	if (in) {
		while ((got = od_reader_next(in, &rec, err)) == OD_ROW)
			if (od_rules_take(r, od_reader_type(in), &rec, name, od_reader_line(in),
					  what, err) < 0) {
				got = -1;
				break;
			}
		if (od_reader_type(in))
			od_rec_clear(od_reader_type(in), &rec);
	}
	od_reader_free(in);
	return got == OD_END ? 0 : -1;
}

int od_rules_read(struct od_rules *r, const char *name, enum od_reading what, struct od_buf *seen,
		  struct od_err *err)
{
	int fd = -1, res;

	if (what == OD_READ_SHIPPED) {
		res = open_shipped(r, name, seen, &fd, err);
		if (res < 0 || fd < 0)
			return res;
	} else {
		fd = open(name, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return od_fail(err, errno == ENOENT ? OD_ENOENT : OD_EIO, "%s: %s", name,
			       strerror(errno));
	res = read_all(r, fd, name, what, err);
	close(fd);
	return res;
}

int od_rules_sampled(struct od_rules *r, struct od_err *err)
{
	size_t before = r->samples;
	int res = 0;

	if (r->sampled)
		return 0;
	for (size_t i = 0; i < r->shipped && res == 0; i++)
		res = od_rules_read(r, r->file[i], OD_READ_SAMPLES, NULL, err);
	if (res == 0)
		res = od_rules_resolve(r, err);
	if (res < 0)
		od_rules_cut(r, r->n, r->words, before);
	r->sampled = res == 0;
	return res;
}

static int is_pack(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return e->d_name[0] != '.' && n > 5 && !strcmp(e->d_name + n - 5, ".yaml");
}

/* By bytes, whatever the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_dir(struct od_rules *r, const char *dir, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf seen = OD_BUF_INIT;
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, is_pack, by_name), res = 0;

	if (n < 0)
		return od_fail(err, errno == ENOENT ? OD_EPART : OD_EIO, "%s: %s", dir,
			       strerror(errno));
	if (n == 0)
		res = od_fail(err, OD_EPART, _("%s: no pack of rules (*.yaml) there"), dir);
	for (int i = 0; i < n; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf path = OD_BUF_INIT;
		const char *name = NULL;

		od_buf_printf(&path, "%s/%s", dir, entry[i]->d_name);
		if (res == 0)
			name = path.failed ? NULL : od_rules_keep(r, path.s, err);
		if (res == 0)
			res = name ? od_rules_read(r, name, OD_READ_SHIPPED, &seen, err)
				   : od_fail_nomem(err);
		free(entry[i]);
	}
	free(entry);
	r->shipped = r->files;
	r->odd = !od_pack_seen(r, seen.s);
	return res;
}

static bool add_unused(struct od_rules *r, struct od_err *err)
{
	struct od_rule own = unused;

	if (add_rule(r, &own, NULL, 0, false, err) < 0)
		return false;
	r->ready[0].level = unused.level;
	return true;
}

struct od_rules *od_rules_load(const char *dir, struct od_err *err)
{
	struct od_rules *r = calloc(1, sizeof(*r));

	if (!r) {
		od_fail_nomem(err);
		return NULL;
	}
	pthread_mutex_init(&r->lock, NULL);
	if (add_unused(r, err) && read_dir(r, dir, err) == 0 && od_rules_prepare(r, 1, err) == 0)
		return r;
	od_rules_free(r);
	return NULL;
}
