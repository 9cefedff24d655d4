/* fuzz-draft.c - bytes of any kind as a draft, held against an office with two reports: what is accepted has numbers, texts and
 * lines that are of the file; what is refused is told with the file's name; and what is written of any text reads back. */
#include "../../lib/office/draft.h"
#include "fuzz-reader.h"
#include "fuzz-dir.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char office[] =
	"desk:\n- { code: d, name: 处, valid_from: 2020-01-01 }\n"
	"unit:\n- { code: U1, name: 甲局, kind: department, valid_from: 2020-01-01 }\n"
	"category:\n- { code: work, name: 工作动态, desk: d, valid_from: 2020-01-01 }\n"
	"publication:\n- { code: daily, name: 每日汇报, rhythm: day, valid_from: 2020-01-01 }\n"
	"column:\n- { publication: daily, code: work, title: 工作动态, categories: [work], valid_from: "
	"2020-01-01 }\n";

static void load(struct od_db *db, const struct od_when *when)
{
	union {
		struct od_unit unit;
		struct od_publication publication;
		struct od_report report;
		struct od_task task;
	} rec = { 0 };
	struct od_err err = OD_ERR_INIT;
	enum od_change change;
	struct od_reader *in;
	int fd = memfd_create("office", 0);

	must(write(fd, office, sizeof(office) - 1) == (ssize_t)sizeof(office) - 1);
	must(lseek(fd, 0, SEEK_SET) == 0);
	in = od_reader_new(fd, "office", od_load_types, when, 0, &err);
	while (od_reader_next(in, &rec, &err) == OD_ROW)
		must(od_load(db, od_reader_type(in), &rec, &change, &err) == 0);
	od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	close(fd);
}

static void file_report(struct od_db *db, const char *title)
{
	struct od_err err = OD_ERR_INIT;
	enum od_taken taken;
	struct od_report r;
	bool differs;

	od_rec_init(&od_report_type, &r);
	r.unit = strdup("U1");
	r.category = strdup("work");
	r.title = strdup(title);
	must(od_report_submit(db, &r, OD_DUP_SKIP, &taken, &differs, &err) == 0);
	od_rec_clear(&od_report_type, &r);
}

static struct od_db *make_office(const struct od_when *when)
{
	const struct od_act act = { "fuzz", NULL, "fuzz", when->now };
	char dir[64], path[80], command[80];
	struct od_err err = OD_ERR_INIT;
	struct od_db *db;

	fuzz_dir(dir, sizeof(dir));
	snprintf(path, sizeof(path), "%s/o.db", dir);
	must(od_create(path, &err) == 0);
	db = od_open(path, OD_WRITE, 2000, &err);
	must(db && od_begin(db, &act, &err) == 0);
	load(db, when);
	file_report(db, "甲");
	file_report(db, "乙: \"二\"");
	must(od_commit(db, &err) == 0);
	snprintf(command, sizeof(command), "rm -rf %s/*", dir);
	must(system(command) == 0); /* the open file stays */
	rmdir(dir);
	return db;
}

static void told(void *ctx, const char *text)
{
	size_t *n = ctx;

	must(!strncmp(text, "d:", 2));
	++*n;
}

static void check_accepted(const struct od_draft_file *d)
{
	struct od_err err = OD_ERR_INIT;
	const struct od_draft_item *items;
	struct od_buf text = OD_BUF_INIT;
	const unsigned int *at;
	unsigned int *line;
	size_t n = od_draft_items(d, &items, &at), lines, have = 0;

	must(n && od_date_is(od_draft_front(d)->date));
	for (size_t i = 0; i < n; i++) {
		must(items[i].keep && *items[i].title && at[i]);
		must(!strcmp(items[i].column, "work"));
		must(items[i].reports || items[i].text);
	}
	must(od_draft_wording(d, &text, &line, &lines, &err) == 0);
	for (size_t i = 0; i < text.n; i++)
		have += text.s[i] == '\n';
	must(lines == have);
	for (size_t i = 0; i < lines; i++)
		must(line[i]);
	free(line);
	od_buf_free(&text);
}

static void read_bytes(struct od_db *db, const struct od_when *when, const uint8_t *bytes, size_t n)
{
	struct od_err err = OD_ERR_INIT;
	struct od_draft_file *d;
	size_t problems = 0;
	int fd = memfd_create("d", 0);

	must(write(fd, bytes, n) == (ssize_t)n);
	must(lseek(fd, 0, SEEK_SET) == 0);
	d = od_draft_read(db, fd, "d", when->now, told, &problems, &err);
	must(d ? problems == 0 : err.code != OD_OK && *err.msg);
	if (d)
		check_accepted(d);
	od_draft_free(d);
	close(fd);
}

/* The bytes as an item's title (their first line) and text, as far as a report may have them. */
static void write_bytes(struct od_db *db, const struct od_when *when, const uint8_t *bytes,
			size_t n)
{
	struct od_buf b = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	struct od_draft_item it;
	const struct od_draft_item *items;
	struct od_draft_file *d;
	size_t problems = 0;
	char *s = strndup((const char *)bytes, n);
	int fd;

	od_rec_init(&od_draft_item_type, &it);
	if (od_utf8_bad(s, strlen(s)) != strlen(s) ||
	    od_field_set(od_field_find(&od_draft_item_type, "text"), &it, s, when, &err) < 0 ||
	    (s[strcspn(s, "\n")] = '\0',
	     od_field_set(od_field_find(&od_draft_item_type, "title"), &it, s, when, &err) < 0) ||
	    !*it.title || strstr(it.text, "\xf4\x8f\xbf\xbf"))
		goto out;
	od_draft_tidy(it.text);
	od_buf_puts(&b, "draft:\n  - publication: daily\n    date: 2026-12-04\nitem:\n"
			"  - column: work\n");
	od_draft_put(&b, "    ", "title", it.title);
	od_draft_put_block(&b, "    ", "text", it.text);
	od_buf_puts(&b, "  # ");
	od_draft_put_comment(&b, it.text);
	od_buf_puts(&b, "\n");
	fd = memfd_create("d", 0);
	must(write(fd, b.s, b.n) == (ssize_t)b.n && lseek(fd, 0, SEEK_SET) == 0);
	d = od_draft_read(db, fd, "d", when->now, told, &problems, &err);
	must(d || !*it.text);
	if (d) {
		must(od_draft_items(d, &items, NULL) == 1);
		must(!strcmp(items->title, it.title) && !strcmp(items->text, it.text));
	}
	od_draft_free(d);
	close(fd);
out:
	od_rec_clear(&od_draft_item_type, &it);
	od_buf_free(&b);
	free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct od_when when = { { 1796378400 }, NULL };
	static struct od_db *db;

	if (!db)
		db = make_office(&when);
	read_bytes(db, &when, bytes, n);
	write_bytes(db, &when, bytes, n);
	return 0;
}
