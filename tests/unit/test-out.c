/* test-out.c - what each output format writes, to the byte, and that it reads back. */
#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>
#include <yaml.h>

#include "../../lib/record/record.h"

struct thing {
	int64_t number, count;
	char *title, *body, *tags;
	bool open;
	int kind;
	od_date day;
	od_instant at;
};

static const struct od_word kinds[] = {
	{ "no", N_("None"), NULL },
	{ "urgent", N_("Urgent"), NULL },
	{ NULL, NULL, NULL },
};

#define AT(m) offsetof(struct thing, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_TABLE, "Number", NULL, NULL, 'R' },
	{ "count", OD_INT, AT(count), OD_TABLE, "Count", NULL, NULL, 0 },
	{ "title", OD_TEXT, AT(title), OD_TABLE, "Title", NULL, NULL, 0 },
	{ "tags", OD_LIST, AT(tags), 0, "Tags", NULL, NULL, 0 },
	{ "open", OD_BOOL, AT(open), 0, "Open", NULL, NULL, 0 },
	{ "kind", OD_ENUM, AT(kind), 0, "Kind", NULL, kinds, 0 },
	{ "day", OD_DATE, AT(day), 0, "Day", NULL, NULL, 0 },
	{ "at", OD_INSTANT, AT(at), OD_TABLE, "At", NULL, NULL, 0 },
	{ "body", OD_TEXT, AT(body), OD_LONG, "Text", NULL, NULL, 0 },
	{ NULL },
};
static const struct od_rec_type type = { "thing", sizeof(struct thing), fields, "Thing" };

static struct thing absent(void)
{
	struct thing t;

	od_rec_init(&type, &t);
	return t;
}

/* Text members of these are literals: never cleared. */
static struct thing full(void)
{
	struct thing t = absent();

	t.number = od_number(2026, 123);
	t.count = -7;
	t.title = (char *)"关于“防汛”的报告, 第 1 号";
	t.tags = (char *)"张三、𠮷川";
	t.open = true;
	t.kind = 1;
	t.day = od_ymd(2026, 12, 5);
	t.at = (od_instant){ od_date_start(t.day).sec + 52200 };
	t.body = (char *)"第一段\n  第二段 # 不是注释\n";
	return t;
}

/* Everything written for these records; yours. */
static char *written(const struct od_out_opts *opts, const struct thing *t, size_t n)
{
	struct od_err err = OD_ERR_INIT;
	char *s = NULL;
	size_t size;
	FILE *f = open_memstream(&s, &size);
	struct od_out *o = od_out_new(f, &type, opts, &err);

	if (!o)
		fail_msg("%s", err.msg);
	for (size_t i = 0; i < n; i++)
		if (od_out_add(o, &t[i], &err) < 0)
			fail_msg("%s", err.msg);
	assert_int_equal(od_out_end(o, &err), 0);
	od_out_free(o);
	fclose(f);
	return s;
}

static void writes(struct od_out_opts opts, const struct thing *t, size_t n, const char *want)
{
	char *got = written(&opts, t, n);

	assert_string_equal(got, want);
	free(got);
}

/* --- exact output ------------------------------------------------------------------------ */

static void test_json(void **state)
{
	struct thing t[3] = { full(), absent(), absent() };

	(void)state;
	t[1].title = (char *)"";
	t[1].tags = (char *)"";
	t[1].body = (char *)"\"\\/\b\f\n\r\t\x01\x1f\x7f\xc2\x85\xc2\xa0😀";
	writes((struct od_out_opts){ .format = OD_FMT_JSON }, t, 3,
	       "{\"number\":\"R2026-0123\",\"count\":-7,\"title\":\"关于“防汛”的报告, 第 1 号\","
	       "\"tags\":[\"张三\",\"𠮷川\"],\"open\":true,\"kind\":\"urgent\","
	       "\"day\":\"2026-12-05\",\"at\":\"2026-12-05T14:30:00+08:00\","
	       "\"body\":\"第一段\\n  第二段 # 不是注释\\n\"}\n"
	       "{\"number\":null,\"count\":null,\"title\":\"\",\"tags\":[],\"open\":false,"
	       "\"kind\":\"no\",\"day\":null,\"at\":null,"
	       "\"body\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\\u0085\xc2\xa0😀\"}\n"
	       "{\"number\":null,\"count\":null,\"title\":null,\"tags\":null,\"open\":false,"
	       "\"kind\":\"no\",\"day\":null,\"at\":null,\"body\":null}\n");
	writes((struct od_out_opts){ .format = OD_FMT_JSON, .tagged = true, .columns = "count" }, t,
	       1, "{\"type\":\"thing\",\"count\":-7}\n");
	writes((struct od_out_opts){ .format = OD_FMT_JSON }, t, 0, "");
}

static void test_yaml(void **state)
{
	struct thing t[3] = { full(), absent(), absent() };

	(void)state;
	t[1].title = (char *)"";
	t[1].tags = (char *)"";
	t[1].open = true;
	t[2].title = (char *)"😀：没有引号";
	t[2].tags = (char *)"1、[a]、yes";
	t[2].body = (char *)"一\r\n二";
	writes((struct od_out_opts){ .format = OD_FMT_YAML }, t, 3,
	       "---\nnumber: R2026-0123\ncount: -7\ntitle: 关于“防汛”的报告, 第 1 号\n"
	       "tags: [张三, 𠮷川]\nopen: yes\nkind: urgent\nday: 2026-12-05\n"
	       "at: 2026-12-05T14:30:00+08:00\nbody: |\n  第一段\n    第二段 # 不是注释\n"
	       "---\ntitle: ''\ntags: []\nopen: yes\nkind: 'no'\n"
	       "---\ntitle: 😀：没有引号\ntags: ['1', '[a]', 'yes']\nopen: no\nkind: 'no'\n"
	       "body: \"一\\r\\n二\"\n");
	writes((struct od_out_opts){ .format = OD_FMT_YAML, .tagged = true, .columns = "count" }, t,
	       2, "---\ntype: thing\ncount: -7\n---\ntype: thing\n");
	writes((struct od_out_opts){ .format = OD_FMT_YAML, .columns = "count" }, t + 1, 1,
	       "--- {}\n");
	writes((struct od_out_opts){ .format = OD_FMT_YAML }, t, 0, "");
}

/* Text that YAML 1.1 would take for something else, or that ends where a document's end mark
 * would be needed. */
static void test_yaml_styles(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "yes", "'yes'" },
		{ "Off", "'Off'" },
		{ "n", "'n'" },
		{ "NULL", "'NULL'" },
		{ "~", "'~'" },
		{ "007", "'007'" },
		{ "12", "'12'" },
		{ "-1.5e3", "'-1.5e3'" },
		{ "0x1F", "'0x1F'" },
		{ ".inf", "'.inf'" },
		{ "12:30:00", "'12:30:00'" },
		{ "1_000", "'1_000'" },
		{ "2026-12-05", "'2026-12-05'" },
		{ "2026年", "2026年" },
		{ "=", "'='" },
		{ "yes, 是", "yes, 是" },
		{ " 前", "' 前'" },
		{ "后 ", "'后 '" },
		{ "a: b", "'a: b'" },
		{ "# a", "'# a'" },
		{ "a # b", "'a # b'" },
		{ "it's", "it's" },
		{ "'a'", "'''a'''" },
		{ "- a", "'- a'" },
		{ "---", "'---'" },
		{ "\xc2\x85", "\"\\N\"" },
		{ "a\tb", "\"a\\tb\"" },
		{ "\xe2\x80\xa8", "\"\\L\"" },
		{ "\xef\xbb\xbf", "\"\\uFEFF\"" },
		{ "a\n", "|\n  a" },
		{ "a\nb", "|-\n  a\n  b" },
		{ "a\n\n", "\"a\\n\\n\"" },
		{ "\n", "\"\\n\"" },
		{ "a \nb", "\"a \\nb\"" },
		{ "𠮷\n😀\n", "|\n  𠮷\n  😀" },
		{ "\xef\xb7\x90", "\xef\xb7\x90" },
		{ "\\U0001F600", "\\U0001F600" },
	};
	const struct od_out_opts opts = { .format = OD_FMT_YAML, .columns = "title" };

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct thing t = absent();
		char *got, *want = NULL;

		t.title = (char *)rows[i].text;
		got = written(&opts, &t, 1);
		assert_true(asprintf(&want, "---\ntitle: %s\n", rows[i].want) > 0);
		assert_string_equal(got, want);
		free(got);
		free(want);
	}
}

static void test_csv(void **state)
{
	struct thing t[3] = { full(), absent(), absent() };

	(void)state;
	t[1].title = (char *)"";
	t[1].tags = (char *)"";
	t[2].title = (char *)" \"引\"";
	t[2].body = (char *)"a\r\nb";
	writes((struct od_out_opts){ .format = OD_FMT_CSV }, t, 3,
	       "number,count,title,tags,open,kind,day,at,body\n"
	       "R2026-0123,-7,\"关于“防汛”的报告, 第 1 号\",张三、𠮷川,yes,urgent,2026-12-05,"
	       "2026-12-05T14:30:00+08:00,\"第一段\n  第二段 # 不是注释\n\"\n"
	       ",,\"\",\"\",no,no,,,\n"
	       ",,\" \"\"引\"\"\",,no,no,,,\"a\r\nb\"\n");
	t[0].title = (char *)"后 ";
	t[1].title = (char *)"a\r";
	writes((struct od_out_opts){ .format = OD_FMT_CSV, .columns = "title" }, t, 2,
	       "title\n\"后 \"\n\"a\r\"\n");
	writes((struct od_out_opts){ .format = OD_FMT_CSV, .columns = "day, count" }, t, 0,
	       "day,count\n");
}

static void test_csv_excel(void **state)
{
	static const char *const texts[] = { "=1+1", "+86", "-1", "@a", "\t=1", "a=1", "=\"a\",1" };
	struct thing t[OD_COUNT(texts)];

	(void)state;
	for (size_t i = 0; i < OD_COUNT(texts); i++) {
		t[i] = absent();
		t[i].title = (char *)texts[i];
	}
	t[0].count = -5;
	writes((struct od_out_opts){ .format = OD_FMT_CSV,
				     .columns = "title,count",
				     .excel = true },
	       t, OD_COUNT(texts),
	       "\xef\xbb\xbftitle,count\r\n'=1+1,-5\r\n'+86,\r\n'-1,\r\n'@a,\r\n"
	       "\"'\t=1\",\r\na=1,\r\n\"'=\"\"a\"\",1\",\r\n");
}

static void test_tsv(void **state)
{
	struct thing t = full();

	(void)state;
	t.title = (char *)"a\tb\nc\\d\re ";
	writes((struct od_out_opts){ .format = OD_FMT_TSV, .columns = "title,day,open" }, &t, 1,
	       "title\tday\topen\na\\tb\\nc\\\\d\\re \t2026-12-05\tyes\n");
}

static void test_table(void **state)
{
	struct thing t[3] = { full(), full(), absent() };

	(void)state;
	t[0].title = (char *)"短";
	t[0].count = 12345;
	t[1].title = (char *)"长一些的题目\n两行\x1b[31m\xc2\x9b";
	t[1].at = od_date_start(t[1].day);
	writes((struct od_out_opts){ .format = OD_FMT_TABLE }, t, 3,
	       "Number      Count  Title                    At\n"
	       "R2026-0123  12345  短                       2026-12-05 14:30\n"
	       "R2026-0123     -7  长一些的题目␤两行 [31m   2026-12-05\n"
	       "\n");
	t[0].title = (char *)"";
	writes((struct od_out_opts){ .format = OD_FMT_TABLE, .columns = "open,kind,title,tags" }, t,
	       1, "Open  Kind    Title  Tags\nyes   Urgent         张三、𠮷川\n");
	writes((struct od_out_opts){ .format = OD_FMT_TABLE }, t, 0, "");
}

static void test_table_width(void **state)
{
	struct thing t[2] = { full(), full() };
	const char *columns = "number,title";

	(void)state;
	t[0].title = (char *)"全市防汛工作会议在示例市召开，部署下一步工作（附名单）。";
	t[1].title = (char *)"短";
	writes((struct od_out_opts){ .format = OD_FMT_TABLE, .columns = columns }, t, 2,
	       "Number      Title\n"
	       "R2026-0123  全市防汛工作会议在示例市召开，部署下一步工作（附名单）。\n"
	       "R2026-0123  短\n");
	writes((struct od_out_opts){ .format = OD_FMT_TABLE, .columns = columns, .width = 42 }, t,
	       2,
	       "Number      Title\n"
	       "R2026-0123  全市防汛工作会议在示例市召开，\n"
	       "            部署下一步工作（附名单）。\n"
	       "R2026-0123  短\n");
	/* Too narrow for any of it: the last column keeps sixteen cells. */
	writes((struct od_out_opts){ .format = OD_FMT_TABLE, .columns = columns, .width = 5 },
	       t + 1, 1, "Number      Title\nR2026-0123  短\n");
}

/* Nothing is cut, however long, while no terminal is asked for. */
static void test_table_long_cell(void **state)
{
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;
	struct thing t = full();
	char *s;

	(void)state;
	for (int i = 0; i < 20000; i++)
		od_buf_puts(&text, "字");
	t.title = text.s;
	s = written(&(struct od_out_opts){ .columns = "title,day" }, &t, 1);
	assert_non_null(strstr(s, text.s));
	assert_string_equal(s + strlen(s) - 13, "  2026-12-05\n");
	free(s);
}

/* --- columns ----------------------------------------------------------------------------- */

static void test_columns(void **state)
{
	static const struct {
		const char *columns, *why;
	} bad[] = {
		{ "title,colour",
		  "there is no column 'colour'; there are: number, count, title, tags, open, kind, "
		  "day, at, body" },
		{ "title,day, title", "column 'title' is named twice" },
		{ "", "there is no column ''" },
		{ "title,", "there is no column ''" },
		{ "Title", "there is no column 'Title'" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(bad); i++) {
		struct od_out_opts opts = { .format = OD_FMT_CSV, .columns = bad[i].columns };
		struct od_err err = OD_ERR_INIT;

		assert_null(od_out_new(stdout, &type, &opts, &err));
		assert_int_equal(err.code, OD_EUSAGE);
		assert_int_equal(strncmp(err.msg, bad[i].why, strlen(bad[i].why)), 0);
	}
	assert_string_equal(od_formats[OD_FMT_TSV].word, "tsv");
	assert_null(od_formats[OD_FMT_TSV + 1].word);
}

/* --- reading back ------------------------------------------------------------------------ */

/* Pieces that writers trip over; random texts are made of them. */
static const char *const pieces[] = {
	" ",
	"  ",
	"\n",
	"\n\n",
	"\r\n",
	"\t",
	"#",
	" #",
	":",
	": ",
	"- ",
	"'",
	"\"",
	"\\",
	"\\n",
	"\\U0001F600",
	",",
	"[",
	"]",
	"{",
	"}",
	"&",
	"*",
	"!",
	"|",
	">",
	"%",
	"@",
	"`",
	"?",
	"---",
	"...",
	"\n---\n",
	"\n...\n",
	"0",
	"1",
	".",
	"-",
	"+",
	"e",
	"yes",
	"null",
	"~",
	"中",
	"文",
	"，",
	"。",
	"　",
	"“",
	"𠮷",
	"😀",
	"\xc2\x85",
	"\xc2\xa0",
	"\xe2\x80\xa8",
	"\xe2\x80\xa9",
	"\xef\xbb\xbf",
	"\xef\xb7\x90",
	"\xef\xb7\xaf",
	"\xef\xbf\xbd",
	"\xee\x80\x80",
	"\x01",
	"\x7f",
	"\xed\x9f\xbf",
	"\xf4\x8f\xbf\xbf",
	"a",
	"b c",
	"\a",
	"=",
	"<<",
	"\xe2\x80\x8b",
};

static void random_text(struct od_buf *b, bool element)
{
	od_buf_reset(b);
	od_buf_puts(b, "");
	for (int n = rand() % 9; n >= 0; n--) {
		const char *p = pieces[(size_t)rand() % OD_COUNT(pieces)];

		if (!element || !strpbrk(p, "\n\r"))
			od_buf_puts(b, p);
	}
	if (!b->n)
		od_buf_puts(b, "x");
}

/* The texts of all scalars of a YAML stream, each followed by byte 0xFF; documents, lists as
 * 0xFE, 0xFD and 0xFC. */
static void read_yaml(const char *s, struct od_buf *b)
{
	yaml_parser_t p;
	yaml_event_t e;
	bool end = false;

	od_buf_reset(b);
	yaml_parser_initialize(&p);
	yaml_parser_set_input_string(&p, (const unsigned char *)s, strlen(s));
	while (!end) {
		if (!yaml_parser_parse(&p, &e))
			fail_msg("line %zu: %s: %s", p.problem_mark.line, p.problem, s);
		if (e.type == YAML_SCALAR_EVENT) {
			od_buf_add(b, (char *)e.data.scalar.value, e.data.scalar.length);
			od_buf_putc(b, '\xff');
		}
		if (e.type == YAML_DOCUMENT_START_EVENT)
			od_buf_putc(b, '\xfe');
		if (e.type == YAML_SEQUENCE_START_EVENT)
			od_buf_putc(b, '\xfd');
		if (e.type == YAML_SEQUENCE_END_EVENT)
			od_buf_putc(b, '\xfc');
		end = e.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&p);
}

static void test_yaml_reads_back(void **state)
{
	const struct od_out_opts opts = { .format = OD_FMT_YAML, .columns = "title,tags,body" };
	OD_CLEANUP(od_buf_freep) struct od_buf a = OD_BUF_INIT, b = OD_BUF_INIT, c = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf want = OD_BUF_INIT, got = OD_BUF_INIT;

	(void)state;
	srand(3);
	for (int i = 0; i < 20000; i++) {
		struct thing t[2] = { absent(), absent() };
		char *s;

		random_text(&a, false);
		random_text(&b, true);
		random_text(&c, false);
		t[0].title = a.s;
		t[0].tags = b.s;
		t[0].body = t[1].title = c.s;
		s = written(&opts, t, 2);
		if (strstr(s, "\n...\n") && !strstr(a.s, "...") && !strstr(c.s, "..."))
			fail_msg("an end mark: %s", s);
		read_yaml(s, &got);
		od_buf_reset(&want);
		od_buf_printf(&want,
			      "\xfetitle\xff%s\xfftags\xff\xfd%s\xff\xfc"
			      "body\xff%s\xff",
			      a.s, b.s, c.s);
		od_buf_printf(&want, "\xfetitle\xff%s\xff", c.s);
		if (strcmp(want.s, got.s))
			fail_msg("written: %s\nread: %s", s, got.s);
		free(s);
	}
}

static void test_yaml_long_line(void **state)
{
	OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT, got = OD_BUF_INIT;
	struct thing t = absent();
	char *s;

	(void)state;
	for (int i = 0; i < 20000; i++)
		od_buf_puts(&text, "很长 的一行 ");
	od_buf_puts(&text, "止");
	t.title = text.s;
	s = written(&(struct od_out_opts){ .format = OD_FMT_YAML, .columns = "title" }, &t, 1);
	assert_int_equal(strlen(s), strlen("---\ntitle: \n") + text.n);
	read_yaml(s, &got);
	assert_memory_equal(got.s + strlen("\xfetitle\xff"), text.s, text.n);
	free(s);
}

static void test_json_reads_back(void **state)
{
	const struct od_out_opts opts = { .format = OD_FMT_JSON, .columns = "title,tags" };
	OD_CLEANUP(od_buf_freep) struct od_buf a = OD_BUF_INIT, b = OD_BUF_INIT;

	(void)state;
	srand(4);
	for (int i = 0; i < 20000; i++) {
		struct thing t = absent();
		json_error_t at;
		json_t *o, *tags;
		char *s;

		random_text(&a, false);
		random_text(&b, true);
		t.title = a.s;
		t.tags = b.s;
		s = written(&opts, &t, 1);
		assert_int_equal(strcspn(s, "\n"), strlen(s) - 1);
		o = json_loads(s, JSON_REJECT_DUPLICATES, &at);
		if (!o)
			fail_msg("%s: %s", at.text, s);
		assert_string_equal(json_string_value(json_object_get(o, "title")), a.s);
		tags = json_object_get(o, "tags");
		assert_int_equal(json_array_size(tags), 1);
		assert_string_equal(json_string_value(json_array_get(tags, 0)), b.s);
		json_decref(o);
		free(s);
	}
}

/* One cell from *s: false and *text unset where there is nothing between the commas. */
static bool read_csv_cell(const char **s, struct od_buf *b)
{
	const char *p = *s;
	bool quoted = *p == '"';

	od_buf_reset(b);
	od_buf_puts(b, "");
	for (p += quoted; *p; p++) {
		if (quoted && *p == '"' && *++p != '"')
			break;
		if (!quoted && strchr(",\n", *p))
			break;
		od_buf_putc(b, *p);
	}
	assert_true(*p == ',' || *p == '\n');
	*s = p + 1;
	return quoted || b->n;
}

static void test_csv_reads_back(void **state)
{
	const struct od_out_opts opts = { .format = OD_FMT_CSV, .columns = "title,body,tags" };
	OD_CLEANUP(od_buf_freep) struct od_buf a = OD_BUF_INIT, b = OD_BUF_INIT, got = OD_BUF_INIT;

	(void)state;
	srand(5);
	for (int i = 0; i < 20000; i++) {
		struct thing t = absent();
		const char *at;
		char *s;

		random_text(&a, false);
		random_text(&b, false);
		t.title = a.s;
		t.body = i % 5 ? b.s : (char *)"";
		s = written(&opts, &t, 1);
		at = s + strlen("title,body,tags\n");
		assert_true(read_csv_cell(&at, &got));
		assert_string_equal(got.s, a.s);
		assert_true(read_csv_cell(&at, &got));
		assert_string_equal(got.n ? got.s : "", t.body);
		assert_false(read_csv_cell(&at, &got));
		assert_string_equal(at, "");
		free(s);
	}
}

/* --- failures ---------------------------------------------------------------------------- */

/* Everything goes well until the bytes must leave. */
static void fails_to_write(FILE *f, enum od_format format, int error)
{
	struct od_out_opts opts = { .format = format };
	struct od_err err = OD_ERR_INIT;
	struct thing t = full();
	struct od_out *o;
	char want[200];
	int r = 0;

	assert_non_null(f);
	o = od_out_new(f, &type, &opts, &err);
	for (int i = 0; o && !r && i < 3; i++)
		r = od_out_add(o, &t, &err);
	if (o && !r)
		r = od_out_end(o, &err);
	assert_true(!o || r == -1);
	assert_int_equal(err.code, OD_EIO);
	snprintf(want, sizeof(want), "cannot write output: %s", strerror(error));
	assert_string_equal(err.msg, want);
	od_out_free(o);
	fclose(f);
}

static void test_full_disk(void **state)
{
	(void)state;
	for (enum od_format f = OD_FMT_TABLE; f <= OD_FMT_TSV; f++) {
		FILE *unbuffered = fopen("/dev/full", "w");

		fails_to_write(fopen("/dev/full", "w"), f, ENOSPC);
		assert_non_null(unbuffered);
		setvbuf(unbuffered, NULL, _IONBF, 0);
		fails_to_write(unbuffered, f, ENOSPC);
	}
}

static void test_closed_pipe(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	for (enum od_format f = OD_FMT_TABLE; f <= OD_FMT_TSV; f++) {
		int fd[2];

		assert_int_equal(pipe(fd), 0);
		close(fd[0]);
		fails_to_write(fdopen(fd[1], "w"), f, EPIPE);
	}
}

/* A text that is not UTF-8 cannot be YAML: said, not written otherwise. */
static void test_yaml_refuses(void **state)
{
	struct od_out_opts opts = { .format = OD_FMT_YAML };
	struct od_err err = OD_ERR_INIT;
	struct thing t = absent();
	struct od_out *o = od_out_new(stdout, &type, &opts, &err);

	(void)state;
	t.title = (char *)"\xff";
	assert_int_equal(od_out_add(o, &t, &err), -1);
	assert_int_equal(err.code, OD_EDATA);
	od_out_free(o);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_yaml),
		cmocka_unit_test(test_yaml_styles),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_csv_excel),
		cmocka_unit_test(test_tsv),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_table_width),
		cmocka_unit_test(test_table_long_cell),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_yaml_reads_back),
		cmocka_unit_test(test_yaml_long_line),
		cmocka_unit_test(test_json_reads_back),
		cmocka_unit_test(test_csv_reads_back),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_closed_pipe),
		cmocka_unit_test(test_yaml_refuses),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
