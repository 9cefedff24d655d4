/* doc-check-known.c - a baseline: findings that were there before and are not told again.  Each is known by its
 * rule, the text and a digest of its line, so that lines may move. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "doc-check.h"

struct known {
	char *rule, *text, *line;
	size_t met; /* in which document */
};
#define AT(m) offsetof(struct known, m)
static const struct od_field known_fields[] = {
	{ "rule", OD_TEXT, AT(rule), OD_REQUIRED | OD_TABLE, N_("rule") },
	{ "line", OD_TEXT, AT(line), OD_REQUIRED | OD_TABLE, N_("digest of the line") },
	{ "text", OD_TEXT, AT(text), OD_TABLE | OD_LONG, N_("text") },
	{ NULL },
};
#undef AT
static const struct od_rec_type known_type = { "known", sizeof(struct known), known_fields,
					       N_("Known findings") };

struct cli_known {
	struct known *row;
	size_t n, room;
	bool sorted;
	const char *path; /* of the document looked at */
	size_t serial;
};

struct cli_known *cli_known_new(void)
{
	return calloc(1, sizeof(struct cli_known));
}

void cli_known_free(struct cli_known *k)
{
	for (size_t i = 0; k && i < k->n; i++)
		od_rec_clear(&known_type, &k->row[i]);
	if (k)
		free(k->row);
	free(k);
}

/* FNV-1a over the line: nothing hangs on it but which findings are told. */
void cli_known_key(const struct cli_doc *d, const struct od_finding *f, char key[static 20])
{
	const struct od_line *l = f->at_line < d->doc->lines ? &d->doc->line[f->at_line] : NULL;
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; l && i < l->n; i++)
		h = (h ^ (unsigned char)l->text[i]) * UINT64_C(0x100000001b3);
	snprintf(key, 20, "%016llx", (unsigned long long)h);
}

static int by_key(const void *x, const void *y)
{
	const struct known *a = x, *b = y;
	int by = strcmp(a->rule, b->rule);

	by = by ? by : strcmp(a->line, b->line);
	return by ? by : strcmp(a->text ? a->text : "", b->text ? b->text : "");
}

static struct known *row(struct cli_known *k, struct od_err *err)
{
	if (k->n == k->room) {
		size_t room = k->room ? k->room * 2 : 64;
		struct known *grown = reallocarray(k->row, room, sizeof(*grown));

		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		k->row = grown;
		k->room = room;
	}
	k->row[k->n] = (struct known){ NULL };
	return &k->row[k->n];
}

int cli_known_add(struct cli_known *k, const struct cli_doc *d, const struct od_finding *f,
		  struct od_err *err)
{
	struct known *r = row(k, err);
	char key[20];

	if (!r)
		return -1;
	cli_known_key(d, f, key);
	*r = (struct known){ strdup(f->rule), f->text ? strdup(f->text) : NULL, strdup(key) };
	k->n++;
	k->sorted = false;
	return r->rule && r->line && (r->text || !f->text) ? 0 : od_fail_nomem(err);
}

static bool is_known(struct cli_known *k, const struct cli_doc *d, const struct od_finding *f)
{
	char key[20];
	struct known want = { f->rule, f->text, key }, *got;

	cli_known_key(d, f, key);
	got = k->n ? bsearch(&want, k->row, k->n, sizeof(*k->row), by_key) : NULL;
	while (got && got > k->row && by_key(got - 1, &want) == 0)
		got--;
	/* The same twice must have been there twice. */
	for (; got && got < k->row + k->n && by_key(got, &want) == 0; got++)
		if (!got->met) {
			got->met = k->serial;
			return true;
		}
	return false;
}

void cli_known_filter(struct cli_known *k, struct cli_doc *d)
{
	size_t n = 0;

	if (!k->sorted && k->n)
		qsort(k->row, k->n, sizeof(*k->row), by_key);
	k->sorted = true;
	for (size_t i = 0; k->path == d->path && i < k->n; i++)
		k->row[i].met = k->row[i].met == k->serial ? 0 : k->row[i].met;
	k->path = d->path;
	k->serial++;
	for (size_t i = 0; i < d->n; i++)
		if (!is_known(k, d, d->finding[i]))
			d->finding[n++] = d->finding[i];
	d->n = n;
}

static int read_rows(struct cli_known *k, struct od_reader *in, struct od_err *err)
{
	struct known rec = { NULL };
	int got;

	od_rec_init(&known_type, &rec);
	while ((got = od_reader_next(in, &rec, err)) == OD_ROW) {
		struct known *r = row(k, err);

		if (!r)
			break;
		*r = rec;
		k->n++;
		od_rec_init(&known_type, &rec);
	}
	od_rec_clear(&known_type, &rec);
	return got == OD_END ? 0 : -1;
}

struct cli_known *cli_known_load(const char *file, struct od_err *err)
{
	static const struct od_rec_type *const types[] = { &known_type, NULL };
	static const struct od_when when = { { 0 }, NULL };
	struct cli_known *k = cli_known_new();
	int fd = cli_open_file(file, err), r = -1;
	struct od_reader *in = NULL;

	if (fd >= 0 && k)
		in = od_reader_new(fd, cli_file_name(file), types, &when, OD_LENIENT, err);
	if (in)
		r = read_rows(k, in, err);
	od_reader_free(in);
	if (fd >= 0)
		close(fd);
	if (r == 0)
		return k;
	if (!k)
		od_fail_nomem(err);
	cli_known_free(k);
	return NULL;
}

int cli_known_write(struct cli_known *k, const char *file, struct od_err *err)
{
	static const struct od_out_opts csv = { .format = OD_FMT_CSV };
	char *bytes = NULL;
	size_t size;
	FILE *f = open_memstream(&bytes, &size);
	struct od_out *out = f ? od_out_new(f, &known_type, &csv, err) : NULL;
	int r = out ? 0 : -1;

	if (!f)
		return od_fail_nomem(err);
	if (k->n)
		qsort(k->row, k->n, sizeof(*k->row), by_key);
	k->sorted = true;
	for (size_t i = 0; r == 0 && i < k->n; i++)
		r = od_out_add(out, &k->row[i], err);
	if (r == 0)
		r = od_out_end(out, err);
	od_out_free(out);
	fclose(f);
	if (r == 0)
		r = cli_write_file(file, bytes ? bytes : "", size, err);
	free(bytes);
	return r;
}
