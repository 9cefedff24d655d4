/* test-reader.c - what is read from CSV, JSON Lines and YAML, what is refused and in which words,
 * and that what was rejected can be mended and read again. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/record/record.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED /* freed memory is kept back: its use cannot be bounded */
#endif
#endif

struct note {
	int64_t number, count;
	char *title, *body, *unit, *tags, *desk, *unit_name;
	od_date day;
	od_instant at;
};

#define AT(m) offsetof(struct note, m)
static const struct od_field note_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY, "number", NULL, NULL, 'R' },
	{ "unit", OD_TEXT, AT(unit), 0, "单位", "报送单位 上报单位", NULL, 0 },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED, "标题", "题目 headline", NULL, 0 },
	{ "body", OD_TEXT, AT(body), OD_LONG, "正文", "内容", NULL, 0 },
	{ "tags", OD_LIST, AT(tags), 0, "tags", NULL, NULL, 0 },
	{ "count", OD_INT, AT(count), 0, "count", "人数", NULL, 0 },
	{ "day", OD_DATE, AT(day), 0, "day", "日期", NULL, 0 },
	{ "at", OD_INSTANT, AT(at), 0, "at", "发生时间", NULL, 0 },
	{ "desk", OD_TEXT, AT(desk), OD_READONLY, "desk", NULL, NULL, 0 },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED, "unit name", NULL, NULL, 0 },
	{ NULL },
};
static const struct od_rec_type note_type = { "note", sizeof(struct note), note_fields, "Note" };

struct person {
	char *code, *name;
	int64_t sort;
};
static const struct od_field person_fields[] = {
	{ "code", OD_TEXT, offsetof(struct person, code), OD_REQUIRED, "code", NULL, NULL, 0 },
	{ "name", OD_TEXT, offsetof(struct person, name), OD_REQUIRED, "name", "姓名", NULL, 0 },
	{ "sort", OD_INT, offsetof(struct person, sort), 0, "sort", NULL, NULL, 0 },
	{ NULL },
};
static const struct od_rec_type person_type = { "person", sizeof(struct person), person_fields,
						"Person" };

static const struct od_rec_type *const notes[] = { &note_type, NULL };
static const struct od_rec_type *const both[] = { &person_type, &note_type, NULL };
static const struct od_when when = { { 1772416800 }, NULL }; /* 2026-03-02 10:00 */

/* --- reading everything, as text ------------------------------------------------------------ */

static int file_of(const char *s, size_t n)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s, n), n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void put_record(struct od_buf *b, const struct od_reader *r, const void *rec)
{
	const struct od_rec_type *type = od_reader_type(r);

	od_buf_printf(b, "%u", od_reader_line(r));
	if (type != &note_type)
		od_buf_printf(b, " %s", type->name);
	for (const struct od_field *f = type->fields; f->name; f++) {
		char buf[32];
		const char *s = od_field_str(f, rec, buf);

		if (s)
			od_buf_printf(b, " %s=[%s]", f->name, s);
		else if (od_reader_gave(r, f->name))
			od_buf_printf(b, " %s", f->name);
	}
	od_buf_putc(b, '\n');
}

/* Every record and every refusal on a line of its own; rejects, if asked for, into *rejects. */
static void read_fd(struct od_buf *b, int fd, const struct od_rec_type *const *types,
		    unsigned int flags, struct od_buf *rejects)
{
	struct od_err err = OD_ERR_INIT;
	struct od_reader *r = od_reader_new(fd, "f", types, &when, flags, &err);
	union {
		struct note note;
		struct person person;
	} rec = { 0 };
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	bool headed = false;
	int res;

	assert_non_null(r);
	do {
		res = od_reader_next(r, &rec, &err);
		if (res == OD_ROW)
			put_record(b, r, &rec);
		else if (res == OD_BAD)
			od_buf_printf(b, "- %s\n", err.msg);
		else if (res < 0)
			od_buf_printf(b, "! %s\n", err.msg);
		if (rejects && (res == OD_BAD || (res < 0 && err.code == OD_EDATA)))
			assert_int_equal(od_reader_reject(r, out, &headed, "why", &err), 0);
	} while (res > 0);
	assert_int_equal(od_reader_next(r, &rec, &err), res);
	od_rec_clear(od_reader_type(r), &rec);
	od_reader_free(r);
	assert_int_equal(fclose(out), 0);
	if (rejects)
		od_buf_add(rejects, text, n);
	free(text);
}

static void check_n(const char *in, size_t n, const struct od_rec_type *const *types,
		    unsigned int flags, const char *want)
{
	struct od_buf got = OD_BUF_INIT;
	int fd = file_of(in, n);

	od_buf_puts(&got, "");
	read_fd(&got, fd, types, flags, NULL);
	close(fd);
	assert_string_equal(got.s, want);
	od_buf_free(&got);
}

static void check(const char *in, const char *want)
{
	check_n(in, strlen(in), notes, 0, want);
}

static void check_rejects(const char *in, const char *want)
{
	struct od_buf got = OD_BUF_INIT, rejects = OD_BUF_INIT;
	int fd = file_of(in, strlen(in));

	od_buf_puts(&rejects, "");
	read_fd(&got, fd, notes, 0, &rejects);
	close(fd);
	assert_string_equal(rejects.s, want);
	od_buf_free(&rejects);
	od_buf_free(&got);
}

/* --- formats -------------------------------------------------------------------------------- */

static void format_is_told_by_the_first_bytes(void **state)
{
	(void)state;
	check("title\na\n", "2 title=[a]\n");
	check("\n \r\n{\"title\":\"a\"}\n", "3 title=[a]\n");
	check("title: a\n", "1 title=[a]\n");
	check("\"title\": a\n", "1 title=[a]\n");
	check("---\ntitle: a\n", "2 title=[a]\n");
	check("%YAML 1.1\n---\ntitle: a\n", "3 title=[a]\n");
	check("# notes\ntitle: a\n", "2 title=[a]\n");
	check("- title: a\n", "1 title=[a]\n");
	check("note:\n- title: a\n", "2 title=[a]\n");
	/* headings that look a little like it */
	check("\"title\",\"unit\"\na,b\n", "2 unit=[b] title=[a]\n");
	check("#,title\n1,a\n", "! f:1: unknown heading '#'; known are: at, day, unit, body, tags, "
				"title, count\n");
	check("标题,时间: 地点\na,b\n",
	      "! f:1: unknown heading '时间: 地点'; known are: 单位, 标题, 正文, 人数, 日期, "
	      "发生时间, tags\n");
}

static void nothing_is_no_record(void **state)
{
	(void)state;
	check("", "");
	check(" \n\r\n\t\n", "");
	check("title\n", "");
	check("---\n", "");
	check("\xef\xbb\xbf", "");
}

/* --- CSV ------------------------------------------------------------------------------------ */

static void csv_cells(void **state)
{
	(void)state;
	check("title,body,unit\na,,\"\"\n", "2 unit=[] title=[a] body\n");
	check("title,body\n\"a \"\"b\"\" c\",\"x,\ny\"\nd,e\n",
	      "2 title=[a \"b\" c] body=[x,\ny]\n4 title=[d] body=[e]\n");
	check("title,body\na,b \"c\" d\n", "2 title=[a] body=[b \"c\" d]\n");
	check("title,body\na,b\"\n", "2 title=[a] body=[b\"]\n");
	check("title,body\r\na,\"b\"\r\nc,d", "2 title=[a] body=[b]\n3 title=[c] body=[d]\n");
	check("title,body\ra,\"b\"\rc,d", "2 title=[a] body=[b]\n3 title=[c] body=[d]\n");
	check("title,body\na,\"b\"", "2 title=[a] body=[b]\n");
	check("title,body\na,", "2 title=[a] body\n");
}

static void csv_lines_are_counted_as_they_stand(void **state)
{
	(void)state;
	check("title,body\n\n,\n\"a\",\"1\n2\r\n3\"\n\n,b\n",
	      "4 title=[a] body=[1\n2\n3]\n- f:8: title (标题) is missing\n");
	check("\n\n\"title\n\",count\na,x\n", "- f:5: count: 'x' is not a whole number\n");
}

static void csv_separators(void **state)
{
	(void)state;
	check("title;body\na,b;c\n", "2 title=[a,b] body=[c]\n");
	check("title\tbody\na,b;c\td\n", "2 title=[a,b;c] body=[d]\n");
	check("\"ti;tle\",body\na,b\n", "! f:1: unknown heading 'ti;tle'; known are: title, unit, "
					"tags, at, body, count, day\n");
	check("\"title\"\na;b\n", "2 title=[a;b]\n");
}

static void csv_headings(void **state)
{
	(void)state;
	check(" Title ,　报送单位　,HEADLine2\na,b,c\n",
	      "! f:1: unknown heading 'HEADLine2'; known are: headline, unit, body, tags, count, "
	      "day, at\n");
	check(" Title ,　报送单位　,正文\na,b,c\n", "2 unit=[b] title=[a] body=[c]\n");
	check("标题,报送单位,单位\na,b,c\n",
	      "! f:1: headings '报送单位' and '单位' both mean 'unit'\n");
	check("标题,上传单位\na,b\n", "! f:1: unknown heading '上传单位'; known are: 上报单位, "
				      "标题, 正文, 人数, 日期, 发生时间, tags\n");
	check("title,,\na,,\nb\n", "2 title=[a]\n3 title=[b]\n");
	check("title,,body\na,,b\n", "! f:1: a column has no heading; known are: at, day, unit, "
				     "body, tags, title, count\n");
	check("title,\"bo\nx\"dy,unit\n", "! f:2: text after the closing quote of column '2'\n");
	check("\"\",\"\"\na,b\n", "! f:1: the heading row is empty\n");
	check(",,\n,\n", "! f:3: there is no heading row\n");
}

static void csv_too_many_headings(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	for (int i = 0; i < 70; i++)
		od_buf_printf(&b, "%sh%d", i ? "," : "", i);
	check(b.s, "! f:1: 70 headings; at most 64 are read\n");
	od_buf_reset(&b);
	od_buf_puts(&b, "title,body");
	for (int i = 0; i < 70; i++)
		od_buf_putc(&b, ',');
	od_buf_puts(&b, "\na,b");
	for (int i = 0; i < 70; i++)
		od_buf_putc(&b, ',');
	od_buf_puts(&b, "\na,b");
	for (int i = 0; i < 70; i++)
		od_buf_putc(&b, ',');
	od_buf_puts(&b, "x\n");
	check(b.s, "2 title=[a] body=[b]\n- f:3: 72 cells, the heading has 2\n");
	od_buf_free(&b);
}

static void csv_rows_that_do_not_fit(void **state)
{
	(void)state;
	check("title,body\na,b,c\nd,e,,\nf\ng,h\n",
	      "- f:2: 3 cells, the heading has 2\n3 title=[d] body=[e]\n"
	      "- f:4: 1 cell, the heading has 2\n5 title=[g] body=[h]\n");
	check("title,body\n\"a\"x,b\nc,\"d\ne\" ,\"\ng,h\n",
	      "- f:2: text after the closing quote of column 'title'\n"
	      "- f:4: text after the closing quote of column 'body'\n5 title=[g] body=[h]\n");
}

static void csv_quote_never_closed(void **state)
{
	(void)state;
	check("title,body\na,b\nc,\"d\ne,f\n",
	      "2 title=[a] body=[b]\n! f:3: the quote opened here is never closed; the records from "
	      "here on were not read\n");
	check("title,body\n\"a\nb\",\"\"\"\n",
	      "! f:3: the quote opened here is never closed; the records from here on were not "
	      "read\n");
}

static void add_many(struct od_buf *b, char c, size_t n)
{
	for (; n >= 1024; n -= 1024) {
		char block[1024];

		memset(block, c, sizeof(block));
		od_buf_add(b, block, sizeof(block));
	}
	for (; n; n--)
		od_buf_putc(b, c);
}

static void check_long(const char *before, size_t n, const char *after, const char *want)
{
	struct od_buf b = OD_BUF_INIT;

	od_buf_puts(&b, before);
	add_many(&b, 'x', n);
	od_buf_puts(&b, after);
	check(b.s, want);
	od_buf_free(&b);
}

static void csv_long_cells(void **state)
{
	static const char *const sizes[] = { "\"\n", "\n" };

	(void)state;
	for (size_t i = 0; i < OD_COUNT(sizes); i++) {
		const char *before = i ? "title,body\na," : "title,body\na,\"";

		check_long(before, OD_FIELD_MAX + 1, i ? "\nc,d\n" : "\"\nc,d\n",
			   "- f:2: column 'body' is longer than 1048576 bytes\n"
			   "3 title=[c] body=[d]\n");
	}
	/* longer than what is held at once */
	check_long("title,body\na,", OD_ROW_MAX + 200000, ",y\nc,d\n",
		   "- f:2: column 'body' is longer than 1048576 bytes\n3 title=[c] body=[d]\n");
	check_long("title,body\na,", OD_ROW_MAX - 2, "\nc,d\n",
		   "- f:2: column 'body' is longer than 1048576 bytes\n3 title=[c] body=[d]\n");
	check_long("title,body\na,", 3 * OD_ROW_MAX, "",
		   "- f:2: column 'body' is longer than 1048576 bytes\n");
	check_long(
		"title,body\na,\"", OD_ROW_MAX + 200000, "\nc,d\n",
		"! f:2: the quote opened here is never closed; the records from here on were not "
		"read\n");
}

static void csv_field_of_the_largest_size(void **state)
{
	struct od_buf in = OD_BUF_INIT, want = OD_BUF_INIT;

	(void)state;
	od_buf_puts(&in, "title,body\na,\"");
	add_many(&in, 'x', OD_FIELD_MAX);
	od_buf_puts(&in, "\"\n");
	od_buf_puts(&want, "2 title=[a] body=[");
	add_many(&want, 'x', OD_FIELD_MAX);
	od_buf_puts(&want, "]\n");
	check(in.s, want.s);
	od_buf_free(&in);
	od_buf_free(&want);
}

static void csv_spreadsheet_dates(void **state)
{
	(void)state;
	check("title,day,at,count\na,46357,46357.6041666667,46357\n",
	      "2 title=[a] count=[46357] day=[2026-12-01] at=[2026-12-01T14:30:00+08:00]\n");
	check("title,day,at\na,46357.9,46357.99999\n",
	      "2 title=[a] day=[2026-12-01] at=[2026-12-02T00:00:00+08:00]\n");
	check("title,at\na,46357.0\nb,20261201\n", "2 title=[a] at=[2026-12-01T00:00:00+08:00]\n"
						   "3 title=[b] at=[2026-12-01T00:00:00+08:00]\n");
}

/* --- fields --------------------------------------------------------------------------------- */

static void fields_that_the_office_sets(void **state)
{
	const char *in = "title,number,desk,unit_name,reject_reason\na,R2026-0001,d,u,no good\n";

	(void)state;
	check(in, "2 number title=[a] desk unit_name\n");
	check_n(in, strlen(in), notes, OD_KEEP_READONLY,
		"2 number=[R2026-0001] title=[a] desk=[d] unit_name\n");
}

static void unknown_fields(void **state)
{
	const char *csv = "title,colour\na,red\n", *json = "{\"titel\":\"a\",\"title\":\"b\"}";

	(void)state;
	check(csv,
	      "! f:1: unknown heading 'colour'; known are: count, body, unit, title, tags, day, "
	      "at\n");
	check_n(csv, strlen(csv), notes, OD_LENIENT, "2 title=[a]\n");
	check(json, "- f:1: unknown field 'titel'; the nearest is 'title'\n");
	check_n(json, strlen(json), notes, OD_LENIENT, "1 title=[b]\n");
	check("title: a\n提目: b\n", "- f:2: unknown field '提目'; the nearest is '题目'\n");
}

static void a_field_under_two_names(void **state)
{
	(void)state;
	check("{\"title\":\"a\",\"标题\":\"b\"}\n{\"title\":\"c\"}\n",
	      "- f:1: 'title' and '标题' both mean 'title'\n2 title=[c]\n");
	check("title: a\nHEADLINE: b\n", "- f:2: 'title' and 'HEADLINE' both mean 'title'\n");
}

static void required_fields(void **state)
{
	const char *person = "{\"type\":\"person\",\"code\":\"a\",\"name\":null}";

	(void)state;
	check("title,body\n,b\n\"\",b\n　,b\n \t,b\nx,b\n",
	      "- f:2: title (标题) is missing\n- f:3: title (标题) is missing\n"
	      "- f:4: title (标题) is missing\n- f:5: title (标题) is missing\n"
	      "6 title=[x] body=[b]\n");
	check_n(person, strlen(person), both, 0, "- f:1: 'name' is missing\n");
}

static void all_faults_of_a_row_in_one_message(void **state)
{
	(void)state;
	check("人数,正文,标题,日期\nx,\"\ny\",\"a\nb\",2026-13-01\n",
	      "- f:2: 人数: 'x' is not a whole number; 3: 标题: a line break does not belong here; 4: 日期: "
	      "'2026-13-01' is not a day: months are 1 to 12\n");
	check("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}\n",
	      "- f:1: unknown field 'a'; the nearest is 'at'; unknown field 'b'; the nearest is 'at'; "
	      "unknown field 'c'; the nearest is 'at'; …\n");
}

static void bytes_that_are_not_text(void **state)
{
	(void)state;
	check("标题,正文\n一二三四五,ab\xff\n六,c\n",
	      "- f:2: 正文: not UTF-8 at byte 3 (a file of mixed encodings?)\n3 title=[六] body=[c]\n");
	check("{\"标题\":\"一二三\",\"正文\":\"\xc0\x80\"}\n",
	      "- f:1: 正文: not UTF-8 at byte 1 (a file of mixed encodings?)\n");
	check("标题: 一二三\n正文: a\xe4\xb8\n---\n标题: 四\n",
	      "- f:2: 正文: not UTF-8 at byte 2 (a file of mixed encodings?)\n4 title=[四]\n");
	check_n("title,body\na,b\0c\nd,e\n", 21, notes, 0,
		"- f:2: body: holds a NUL byte\n3 title=[d] body=[e]\n");
	check("title: \"a\\0b\"\n", "- f:1: title: holds a NUL byte\n");
}

/* --- types ---------------------------------------------------------------------------------- */

static void types_of_records(void **state)
{
	const char *yaml = "person:\n- {code: A, name: 甲}\nnote:\n- title: a\n- type: person\n"
			   "other:\n- {x: y}\n";
	const char *json = "{\"type\":\"note\",\"title\":\"a\"}\n{\"code\":\"A\",\"name\":\"甲\"}\n"
			   "{\"type\":\"Person\",\"code\":\"A\",\"name\":\"甲\"}\n";
	const char *csv = "type,code,name,title\nperson,A,甲,\nnote,,,a\nnote,B,,b\n";

	(void)state;
	check_n(yaml, strlen(yaml), both, 0,
		"2 person code=[A] name=[甲]\n4 title=[a]\n- f:5: 'person' stands in a list of "
		"'note'\n- f:7: 'other' is not read here; accepted: person, note\n");
	check_n(json, strlen(json), both, 0,
		"1 title=[a]\n- f:2: a field 'type' must say what this is: person, note\n"
		"3 person code=[A] name=[甲]\n");
	check_n(csv, strlen(csv), both, 0,
		"2 person code=[A] name=[甲]\n3 title=[a]\n"
		"- f:4: unknown field 'code'; the nearest is 'body'\n");
	check_n("code,name\n", 10, both, 0,
		"! f:1: there must be a column 'type', which says what each row is: person, note\n");
	check("{\"type\":\"note\",\"title\":\"a\"}\n{\"type\":\"person\",\"title\":\"a\"}\n",
	      "1 title=[a]\n- f:2: 'person' is not read here; accepted: note\n");
}

/* --- JSON ----------------------------------------------------------------------------------- */

static void json_values(void **state)
{
	(void)state;
	check("{ \"body\" : \"a\\r\\n\\\"\\u4e00\\ud840\\uDC00\\u00e9\\u0041\" , \"count\" : -12 ,"
	      " \"title\" : 1.50e3 , \"unit\" : null }\r\n",
	      "1 unit title=[1.50e3] body=[a\n\"一𠀀éA] count=[-12]\n");
	check("{\"title\":true,\"body\":false,\"tags\":[\"a\",2,0.1,\"b\"]}\n",
	      "1 title=[true] body=[false] tags=[a、2、0.1、b]\n");
	check("{\"title\":\"a\",\"tags\":[]}\n", "1 title=[a] tags=[]\n");
	check("\n{\"title\":\"a\"}\n \n{\"title\":\"b\"}", "2 title=[a]\n4 title=[b]\n");
}

static void json_faults(void **state)
{
	(void)state;
	check("{\"title\":\"a\",\"tags\":[\"b、c\"]}\n",
	      "- f:1: 'tags': 'b、c' holds 、, which separates the elements\n");
	check("{\"title\":{\"a\":1}}\n{\"title\":\"a\",\"tags\":[[1]]}\n{\"title\":\"b\"}\n",
	      "- f:1: 'title': an object inside a record is not read; give text, a number or a list\n"
	      "- f:2: 'tags': a list may hold text and numbers only\n3 title=[b]\n");
	check("{\"title\":\"a\"\n{\"title\":\"b\"}\n",
	      "- f:1: column 12: '}' expected near end of file\n2 title=[b]\n");
	check("{\"title\":\"a\",\"title\":\"b\"}\n{\"title\":\"\\ud800\"}\n{\"title\":\"\\u0000\"}\n",
	      "- f:1: column 20: duplicate object key near '\"title\"'\n"
	      "- f:2: column 17: invalid Unicode '\\uD800' near '\"\\ud800\"'\n"
	      "- f:3: column 17: \\u0000 (a NUL) in a text\n");
	check_n("{\"title\":12.5\0}\n{\"title\":\"b\"}\n", 30, notes, 0,
		"- f:1: the line holds a NUL byte\n2 title=[b]\n");
	check("{\"title\":\"a\"}\n[]\n7\n",
	      "1 title=[a]\n- f:2: a record is an object: {\"field\": \"text\"}\n"
	      "- f:3: a record is an object: {\"field\": \"text\"}\n");
	check("[{\"title\":\"a\"}]\n",
	      "! f:1: a JSON array; give one object a line (jq -c '.[]')\n");
	check("{\n  \"title\": \"a\"\n}\n",
	      "! f:1: an object over several lines; give one object a line (jq -c .)\n");
}

static void json_limits(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	check_long("{\"title\":\"", OD_FIELD_MAX + 1, "\"}\n{\"title\":\"b\"}\n",
		   "- f:1: title: longer than 1048576 bytes\n2 title=[b]\n");
	check_long("{\"title\":\"", OD_ROW_MAX, "\"}\n{\"title\":\"b\"}\n",
		   "- f:1: the line is longer than 4194304 bytes\n2 title=[b]\n");
	check_long("{\"title\":\"", 3 * OD_ROW_MAX, "",
		   "- f:1: the line is longer than 4194304 bytes\n");
	for (int i = 0; i < 65; i++)
		od_buf_printf(&b, "%s\"f%d\":1", i ? "," : "{", i);
	od_buf_puts(&b, "}\n{\"tags\":[");
	for (int i = 0; i < 10001; i++)
		od_buf_puts(&b, i ? ",1" : "1");
	od_buf_puts(&b, "]}\n");
	check(b.s, "- f:1: more than 64 fields\n- f:2: more than 10000 values in one line\n");
	od_buf_free(&b);
}

/* --- YAML ----------------------------------------------------------------------------------- */

static void yaml_shapes(void **state)
{
	(void)state;
	check("title: a\n---\ntitle: b\n...\n---\n- title: c\n- title: d\n",
	      "1 title=[a]\n3 title=[b]\n6 title=[c]\n7 title=[d]\n");
	check("note:\n- title: a\n- title: b\n", "2 title=[a]\n3 title=[b]\n");
	check("note: []\n", "");
	check("note:\n",
	      "- f:1: unknown field 'note'; the nearest is 'unit'; title (标题) is missing\n");
	check("note:\n- title: a\nnote2:\nnote3: []\nnote:\n- title: b\n",
	      "2 title=[a]\n6 title=[b]\n");
	check("title: a\ntags: [b, 'c', 3]\n", "1 title=[a] tags=[b、c、3]\n");
	check("title: a\ntags:\n- b\n- c\nbody: |\n  one\n  two\n",
	      "1 title=[a] body=[one\ntwo\n] tags=[b、c]\n");
	check("title: a\ntags: []\n", "1 title=[a] tags=[]\n");
}

static void yaml_absent_and_empty(void **state)
{
	(void)state;
	check("title: a\nbody: ~\nunit: null\ntags:\n", "1 unit title=[a] body tags\n");
	check("title: 'null'\nbody: ''\nunit: \"~\"\n", "1 unit=[~] title=[null] body=[]\n");
	check("title: !!str null\n", "1 title=[null]\n");
}

static void yaml_faults(void **state)
{
	(void)state;
	check("title: &x a\nbody: *x\n---\ntitle: b\n",
	      "- f:1: anchors (&x) are not read; write the value out\n4 title=[b]\n");
	check("- title: a\n- body: *x\n- title: b\n",
	      "1 title=[a]\n- f:2: aliases (*x) are not read; write the value out\n3 title=[b]\n");
	check("- title: {x: {y: [z]}}\n- title: a\n  tags: [[b]]\n- title: c\n- d\n- [e]\n- title: f\n",
	      "- f:1: 'title': a mapping inside a record is not read; give text or a list\n"
	      "- f:3: 'tags': a list may hold texts only\n4 title=[c]\n"
	      "- f:5: a record is a mapping: \"field: text\", a line each\n"
	      "- f:6: a record is a mapping: \"field: text\", a line each\n7 title=[f]\n");
	check("title: a\ntitle: b\n", "- f:2: 'title' is given twice\n");
	check("title: a\ntags: [b, ~]\n", "- f:2: 'tags': an element of the list is empty\n");
	check("title: a\ntags: [b、c]\n",
	      "- f:2: 'tags': 'b、c' holds 、, which separates the elements\n");
	check("title: a\n? [b]\n: c\n", "- f:2: the name of a field must be plain text\n");
	check("--- text\n---\ntitle: a\n",
	      "- f:1: a record is a mapping: \"field: text\", a line each\n3 title=[a]\n");
}

static void yaml_lists_beside_fields(void **state)
{
	(void)state;
	check("title: a\nnote:\n- title: b\n- title: c\n---\ntitle: d\n",
	      "- f:3: 'note' is a list of records, which cannot stand beside the fields of one\n"
	      "6 title=[d]\n");
	check("note:\n- title: a\ntitle: b\nnote:\n- title: c\n",
	      "2 title=[a]\n- f:3: 'title' stands beside lists of records but is not one\n"
	      "5 title=[c]\n");
}

static void yaml_that_breaks_off(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	check("title: a\n---\ntitle: [b\n---\ntitle: c\n",
	      "1 title=[a]\n! f:3: the '[' here is never closed, or a ',' is missing behind it; "
	      "the records from here on were not read\n");
	check("title: a\n---\ntitle: b\nbody: b\x0b\n",
	      "1 title=[a]\n! f:4: the control character U+000B does not belong here; the records "
	      "from here on were not read\n");
	check("title: a\n---\ntitle: b\nbody: b\xc2\x81\n",
	      "1 title=[a]\n! f:4: the control character U+0081 does not belong here; the records "
	      "from here on were not read\n");
	check_n("title: a\n---\ntitle: \0\n", 22, notes, 0,
		"1 title=[a]\n! f:3: the control character U+0000 does not belong here; the records "
		"from here on were not read\n");
	check_long("title: '", OD_ROW_MAX + 200000, "'\n",
		   "! f:1: no end within 4194304 bytes; the records from here on were not read\n");
	check_long("title: '", OD_FIELD_MAX + 1, "'\n---\ntitle: a\n",
		   "- f:1: title: longer than 1048576 bytes\n3 title=[a]\n");
	od_buf_puts(&b, "- ");
	add_many(&b, '[', 100);
	check(b.s, "! f:1: nested more than 64 deep; the records from here on were not read\n");
	od_buf_free(&b);
}

static void yaml_too_many_fields(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	od_buf_puts(&b, "---\n");
	for (int i = 0; i < 65; i++)
		od_buf_printf(&b, "f%d: x\n", i);
	od_buf_puts(&b, "---\ntitle: a\n");
	check(b.s, "- f:2: more than 64 fields\n68 title=[a]\n");
	od_buf_free(&b);
}

/* --- charsets ------------------------------------------------------------------------------- */

#define GB_HEAD "\xb1\xea\xcc\xe2,\xd5\xfd\xce\xc4\n" /* 标题,正文 */
#define GB_ROW  "\xd2\xbb,\x95\x32\x82\x36\n"         /* 一,𠀀 */

static const char *charset_of(const char *in, size_t n, struct od_buf *got)
{
	struct od_err err = OD_ERR_INIT;
	int fd = file_of(in, n);
	struct od_reader *r = od_reader_new(fd, "f", notes, &when, 0, &err);
	struct note rec = { 0 };
	const char *charset;
	int res;

	assert_non_null(r);
	od_buf_reset(got);
	do {
		res = od_reader_next(r, &rec, &err);
		if (res == OD_ROW)
			put_record(got, r, &rec);
		else if (res)
			od_buf_printf(got, "- %s\n", err.msg);
	} while (res > 0);
	charset = od_reader_charset(r);
	if (res == OD_END)
		assert_int_equal(od_reader_offset(r), n);
	od_reader_free(r);
	close(fd);
	return charset;
}

static void check_charset(const char *in, const char *charset, const char *want)
{
	struct od_buf got = OD_BUF_INIT;

	assert_string_equal(charset_of(in, strlen(in), &got), charset);
	assert_string_equal(got.s, want);
	od_buf_free(&got);
}

static void charsets(void **state)
{
	(void)state;
	check_charset("title\na\n", "UTF-8", "2 title=[a]\n");
	check_charset("\xef\xbb\xbf标题\n一\n", "UTF-8", "2 title=[一]\n");
	check_charset("标题\n一\n", "UTF-8", "2 title=[一]\n");
	check_charset(GB_HEAD GB_ROW, "GB18030", "2 title=[一] body=[𠀀]\n");
	check_charset("\x84\x31\x95\x33" GB_HEAD GB_ROW, "GB18030", "2 title=[一] body=[𠀀]\n");
	check_charset(
		"title\n\xd2\xbb\n\xff\n\xd2\xbb", "GB18030",
		"2 title=[一]\n- f:3: title: not UTF-8 at byte 1 (a file of mixed encodings?)\n"
		"4 title=[一]\n");
	check_charset(
		"title\n\xd2\xbb\n\xd2", "GB18030",
		"2 title=[一]\n- f:3: title: not UTF-8 at byte 1 (a file of mixed encodings?)\n");
	/* rows of another encoding are refused, not taken for nonsense */
	check_charset(
		"标题,正文\n一,二\n\xb1\xea,\xb1\xea\n三,四\n", "UTF-8",
		"2 title=[一] body=[二]\n"
		"- f:3: 标题: not UTF-8 at byte 1 (a file of mixed encodings?); 正文: not UTF-8 "
		"at byte 1 (a file of mixed encodings?)\n4 title=[三] body=[四]\n");
}

static void charset_told_after_much_ascii(void **state)
{
	struct od_buf in = OD_BUF_INIT, got = OD_BUF_INIT;

	(void)state;
	for (size_t ascii = 65530; ascii < 65538; ascii++) { /* at each place about a read's end */
		od_buf_reset(&in);
		od_buf_puts(&in, "title,body\nx,\"");
		add_many(&in, 'x', ascii - in.n);
		od_buf_puts(&in, "\"\n\xb1\xea,\n");
		assert_string_equal(charset_of(in.s, in.n, &got), "GB18030");
		assert_non_null(strstr(got.s, "]\n3 title=[标] body\n"));
		od_buf_reset(&in);
		od_buf_puts(&in, "title,body\nx,\"");
		add_many(&in, 'x', ascii - in.n);
		od_buf_puts(&in, "\"\n一,\n");
		assert_string_equal(charset_of(in.s, in.n, &got), "UTF-8");
		assert_non_null(strstr(got.s, "]\n3 title=[一] body\n"));
	}
	od_buf_free(&in);
	od_buf_free(&got);
}

static void long_gb18030(void **state)
{
	struct od_buf in = OD_BUF_INIT, got = OD_BUF_INIT, want = OD_BUF_INIT;

	(void)state;
	od_buf_puts(&in, GB_HEAD);
	for (int i = 0; i < 50000; i++) {
		od_buf_puts(&in, GB_ROW);
		od_buf_printf(&want, "%d title=[一] body=[𠀀]\n", i + 2);
	}
	assert_string_equal(charset_of(in.s, in.n, &got), "GB18030");
	assert_true(!strcmp(got.s, want.s));
	od_buf_free(&in);
	od_buf_free(&got);
	od_buf_free(&want);
}

static void files_that_are_no_text(void **state)
{
	(void)state;
	check_n("\xff\xfet\0i\0", 6, notes, 0, "! 'f' is UTF-16 text; save it as \"CSV UTF-8\"\n");
	check_n("\xfe\xff\0t\0i", 6, notes, 0, "! 'f' is UTF-16 text; save it as \"CSV UTF-8\"\n");
	check("PK\3\4zip",
	      "! 'f' is an Excel workbook (.xlsx) or another archive; save it as \"CSV "
	      "UTF-8\"\n");
	check("\xd0\xcf\x11\xe0\xa1",
	      "! 'f' is an old Excel workbook (.xls); save it as \"CSV UTF-8\"\n");
}

static int next_of(int fd, struct od_err *err)
{
	struct od_reader *r = od_reader_new(fd, "f", notes, &when, 0, err);
	struct note rec = { 0 };
	int res;

	assert_non_null(r);
	res = od_reader_next(r, &rec, err);
	od_reader_free(r);
	return res;
}

static void what_cannot_be_read(void **state)
{
	struct od_err err = OD_ERR_INIT;
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	(void)state;
	assert_int_equal(next_of(fd, &err), -1);
	assert_int_equal(err.code, OD_ENOENT);
	assert_string_equal(err.msg, "cannot read 'f': Is a directory");
	close(fd);
	assert_int_equal(next_of(fd, &err), -1);
	assert_int_equal(err.code, OD_EIO);
	assert_string_equal(err.msg, "cannot read 'f': Bad file descriptor");
}

/* --- pipes ---------------------------------------------------------------------------------- */

/* A pipe whose other end a child fills. */
static int from_child(void (*fill)(int fd), pid_t *child)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	*child = fork();
	assert_true(*child >= 0);
	if (!*child) {
		close(fds[0]);
		fill(fds[1]);
		_exit(0);
	}
	close(fds[1]);
	return fds[0];
}

static void a_byte_at_a_time(int fd)
{
	const char text[] = "标题,正文\n一,\"二\"\"\r\n三\"\r\n四,五\r六,\"\"\n";

	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		if (write(fd, text + i, 1) != 1)
			_exit(1);
		if (i % 8 == 0)
			usleep(200);
	}
}

static void slow_pipes(void **state)
{
	struct od_buf got = OD_BUF_INIT;
	pid_t child;
	int fd = from_child(a_byte_at_a_time, &child);

	(void)state;
	read_fd(&got, fd, notes, 0, NULL);
	assert_string_equal(got.s, "2 title=[一] body=[二\"\n三]\n4 title=[四] body=[五]\n"
				   "5 title=[六] body=[]\n");
	close(fd);
	waitpid(child, NULL, 0);
	od_buf_free(&got);
}

/* A record is given while the pipe stays open behind it. */
static void a_record_at_a_time(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct note rec = { 0 };
	struct od_reader *r;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	r = od_reader_new(fds[0], "f", notes, &when, 0, &err);
	assert_non_null(r);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(write(fds[1], "{\"title\":\"a\"}\n", 14), 14);
		assert_int_equal(od_reader_next(r, &rec, &err), OD_ROW);
		assert_string_equal(rec.title, "a");
	}
	close(fds[1]);
	assert_int_equal(od_reader_next(r, &rec, &err), OD_END);
	od_reader_free(r);
	close(fds[0]);
}

enum { BIG_ROWS = 100000, BIG_ROW = 1000 };

static void a_hundred_megabytes(int fd)
{
	static char block[BIG_ROW * 100];
	const char head[] = "标题,正文\n";
	ssize_t ok = write(fd, head, sizeof(head) - 1);

	memset(block, 'x', sizeof(block));
	for (size_t i = 0; i < sizeof(block); i += BIG_ROW) {
		memcpy(block + i, "题,", 4);
		block[i + BIG_ROW - 1] = '\n';
	}
	for (int i = 0; ok > 0 && i < BIG_ROWS / 100; i++) {
		block[500] = i == BIG_ROWS / 200 ? '\xe4' : 'x';
		for (size_t done = 0; ok > 0 && done < sizeof(block); done += (size_t)ok)
			ok = write(fd, block + done, sizeof(block) - done);
	}
}

static void large_file_with_a_bad_byte(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct note rec = { 0 };
	struct rusage before, after;
	struct od_reader *r;
	long rows = 0, bad = 0;
	pid_t child;
	int fd = from_child(a_hundred_megabytes, &child), res;

	(void)state;
	r = od_reader_new(fd, "f", notes, &when, 0, &err);
	assert_non_null(r);
	getrusage(RUSAGE_SELF, &before);
	while ((res = od_reader_next(r, &rec, &err)) > 0) {
		rows += res == OD_ROW;
		bad += res == OD_BAD;
		if (res == OD_BAD)
			assert_string_equal(err.msg, "f:50002: 正文: not UTF-8 at byte 497 (a file "
						     "of mixed encodings?)");
	}
	getrusage(RUSAGE_SELF, &after);
	assert_int_equal(res, OD_END);
	assert_int_equal(rows, BIG_ROWS - 1);
	assert_int_equal(bad, 1);
	assert_int_equal(od_reader_offset(r), (int64_t)BIG_ROWS * BIG_ROW + 14);
#if !defined(__SANITIZE_ADDRESS__) && !defined(SANITIZED)
	assert_true(after.ru_maxrss - before.ru_maxrss < 4 * 1024);
#endif
	od_reader_free(r);
	close(fd);
	waitpid(child, NULL, 0);
}

/* --- rejects -------------------------------------------------------------------------------- */

static void csv_rejects(void **state)
{
	(void)state;
	check_rejects("标题 ,正文,reject_reason\n,\"a \"\"b\"\",\nc\",old\nx,,\n,,z\n",
		      "标题,正文,reject_reason\n,\"a \"\"b\"\",\nc\",why\n,,why\n");
	check_rejects("title;body\n\"\";\n;\"a;b\"\n",
		      "title;body;reject_reason\n\"\";;why\n;\"a;b\";why\n");
	check_rejects("title,body\na,b,c\n\"d\"e\n文,\"\xff\"\n",
		      "title,body,reject_reason\n,,\"why; the row was: a,b,c\"\n"
		      ",,\"why; the row was: \"\"d\"\"e\"\n文,\xef\xbf\xbd,why\n");
	/* A quote that is never closed; headings that are none leave nothing to mend. */
	check_rejects("title,body\n\"a,b\nc,d\n", "title,body,reject_reason\n"
						  ",,\"why; the row was: \"\"a,b\nc,d\"\n");
	check_rejects("title,标题\na,b\n", "");
}

#define BOM "\xef\xbb\xbf"

/* A spreadsheet opens them as it wrote what they came from, and takes no text for a formula. */
static void csv_rejects_for_a_spreadsheet(void **state)
{
	(void)state;
	check_rejects(BOM "title,body\r\n,文\r\n,'=1\r\n,'-1\r\n,'x\r\n",
		      BOM "title,body,reject_reason\r\n,文,why\r\n,'=1,why\r\n,'-1,why\r\n"
			  ",'x,why\r\n");
	/* 正文 in GB18030 */
	check_rejects("title,\xd5\xfd\xce\xc4\r\n,\"a\r\nb\"\r\n,+1\r\n",
		      BOM "title,正文,reject_reason\r\n,\"a\r\nb\",why\r\n,'+1,why\r\n");
	/* The mark is taken off again; in other files it is text like any other. */
	check(BOM "title,body\n'=a,'@b\n'a,''=b\n",
	      "2 title=[=a] body=[@b]\n3 title=['a] body=[''=b]\n");
	check("title,body\n'=a,'@b\n", "2 title=['=a] body=['@b]\n");
}

static void csv_reject_of_a_long_row(void **state)
{
	struct od_buf in = OD_BUF_INIT, want = OD_BUF_INIT;

	(void)state;
	od_buf_puts(&in, "title,body\na,b,");
	add_many(&in, 'x', 30000);
	od_buf_puts(&want, "title,body,reject_reason\n,,\"why; the row was: a,b,");
	add_many(&want, 'x', 16380);
	od_buf_puts(&want, " … (cut after 16384 bytes)\"\n");
	check_rejects(in.s, want.s);
	od_buf_free(&in);
	od_buf_free(&want);
}

static void json_rejects(void **state)
{
	(void)state;
	check_rejects("{ \"body\": 1.50, \"x\": {\"y\":[]} } \n{}\n{\"reject_reason\":\"old\"}\n",
		      "{ \"body\": 1.50, \"x\": {\"y\":[]} ,\"reject_reason\":\"why\"}\n"
		      "{\"reject_reason\":\"why\"}\n{\"reject_reason\":\"why\"}\n");
	check_rejects("{\"n\":12345678901234567890}\n"
		      "{\"reject_raw\":\"old\",\"n\":12345678901234567890,\"b\":0.5e3}\n",
		      "{\"n\":12345678901234567890,\"reject_reason\":\"why\"}\n"
		      "{\"n\":12345678901234567890,\"b\":0.5e3,\"reject_reason\":\"why\"}\n");
	check_rejects("{\"a\":\"\xff\"}\n{\"title\"\n",
		      "{\"a\":\"\xef\xbf\xbd\",\"reject_reason\":\"why\"}\n"
		      "{\"reject_reason\":\"why\",\"reject_raw\":\"{\\\"title\\\"\"}\n");
}

static void yaml_rejects(void **state)
{
	(void)state;
	check_rejects(
		"- {正文: 'a: b', unit: ~, tags: [c, d], count: '', x: {y: z}}\n"
		"- body: \"one\\ntwo\"\n  reject_reason: old\n- just text\n",
		"---\n正文: \"a: b\"\nunit:\ntags: c、d\ncount: \"\"\nx:\nreject_reason: why\n"
		"reject_raw: \"- {正文: 'a: b', unit: ~, tags: [c, d], count: '', x: {y: z}}\"\n"
		"---\nbody: |2-\n  one\n  two\nreject_reason: why\n"
		"---\nreject_reason: why\nreject_raw: \"- just text\"\n");
	check_rejects("note:\n- {body: a}\n", "---\nnote:\n- body: a\n  reject_reason: why\n");
	check_rejects("note:\n- {body: a}\n- body: &b a\n  title: c\n",
		      "---\nnote:\n- body: a\n  reject_reason: why\n"
		      "---\nnote:\n- body: a\n  title: c\n  reject_reason: why\n"
		      "  reject_raw: |2-\n    - body: &b a\n      title: c\n");
	check_rejects("--- [{title: 文}, {title: *x}, {title: &y b}]\n",
		      "---\ntitle:\nreject_reason: why\nreject_raw: \"{title: *x}\"\n"
		      "---\ntitle: b\nreject_reason: why\nreject_raw: \"{title: &y b}\"\n");
}

/* Where it breaks off, the record that was being read stands raw, and no other. */
static void yaml_rejects_what_is_broken(void **state)
{
	struct od_buf in = OD_BUF_INIT;

	(void)state;
	check_rejects("- title: 文\n- title: 甲\xff\n   body: 乙\n",
		      "---\nreject_reason: why\nreject_raw: |2-\n"
		      "  - title: 甲\xef\xbf\xbd\n     body: 乙\n");
	check_rejects("title: a\n---\ntitle: \"b\n", "---\nreject_reason: why\n"
						     "reject_raw: \"title: \\\"b\"\n");
	check_rejects("title: a\n---\ntitle: b\nbody: c\n d: e\n",
		      "---\nreject_reason: why\nreject_raw: |2-\n  title: b\n  body: c\n   d: e\n");
	check_rejects("title: a\n---\ntitle: b\n\x0b\n",
		      "---\nreject_reason: why\nreject_raw: \"title: b\"\n");
	/* What was read long before is not kept. */
	for (int i = 0; i < 9000; i++)
		od_buf_printf(&in, "- title: 第%d件，𠮷家岭\r\n", i);
	od_buf_puts(&in, "- title: 末\n  body: b\n   c: d\n");
	check_rejects(in.s, "---\nreject_reason: why\nreject_raw: |2-\n"
			    "  - title: 末\n    body: b\n     c: d\n");
	od_buf_free(&in);
}

static void nothing_to_reject(void **state)
{
	struct od_err err = OD_ERR_INIT;
	int fd = file_of("", 0);
	struct od_reader *r = od_reader_new(fd, "f", notes, &when, 0, &err);
	bool headed = false;

	(void)state;
	assert_non_null(r);
	assert_int_equal(od_reader_reject(r, stdout, &headed, "why", &err), -1);
	assert_int_equal(err.code, OD_EBUG);
	assert_string_equal(err.msg, "there is no record to reject");
	assert_false(headed);
	od_reader_free(r);
	close(fd);
}

/* Texts that are hard on every format. */
static void random_text(struct od_buf *b, unsigned int *seed)
{
	static const char *const parts[] = {
		"a",
		"Z",
		"0",
		" ",
		"  ",
		"\n",
		"\n\n",
		"\r",
		"\t",
		"\"",
		"'",
		",",
		";",
		":",
		": ",
		" #",
		"#",
		"-",
		"- ",
		"?",
		"|",
		">",
		"&",
		"*",
		"!",
		"%",
		"@",
		"`",
		"{",
		"}",
		"[",
		"]",
		"\\",
		"~",
		"null",
		"---",
		"一",
		"、，",
		"　",
		"𠀀",
		"é",
		"\xc2\x85",
		"\xe2\x80\xa8",
		"\xc2\xa0",
		"\xef\xbb\xbf",
		"...",
	};
	int n = rand_r(seed) % 8;

	for (int i = 0; i < n; i++)
		od_buf_puts(b, parts[(size_t)rand_r(seed) % OD_COUNT(parts)]);
}

/* The rows of in as the format gives them, and what it writes when each is rejected. */
static void read_rows(const struct od_format_ops *ops, const char *in, size_t n, struct od_buf *got,
		      struct od_buf *rejects)
{
	struct od_err err = OD_ERR_INIT;
	int fd = file_of(in, n);
	struct od_source *src = od_source_new(fd, "f", &err);
	struct od_rows *rows = ops->open(src, "f", &err);
	struct od_row row;
	bool heading = true;

	assert_non_null(rows);
	while (ops->next(rows, &row, &err) == OD_ROW) {
		for (size_t i = 0; i < row.n; i++) {
			const struct od_cell *c = &row.cell[i];

			if (!strcmp(c->name, "reject_reason"))
				continue;
			od_buf_printf(got, c->text ? "%s %zu " : "%s -", c->name, c->size);
			od_buf_add(got, c->text, c->size);
		}
		od_buf_putc(got, '\n');
		ops->reject(rows, &row, heading, "why", rejects);
		heading = false;
	}
	assert_string_equal(err.msg, "");
	ops->close(rows);
	od_source_free(src);
	close(fd);
}

static void put_csv(struct od_buf *b, const char *s)
{
	od_buf_putc(b, '"');
	for (; *s; s++) {
		if (*s == '"')
			od_buf_putc(b, '"');
		od_buf_putc(b, *s);
	}
	od_buf_putc(b, '"');
}

static void put_yaml(struct od_buf *b, const char *s)
{
	size_t n;

	od_buf_putc(b, '"');
	for (; *s; s += n)
		od_buf_printf(b, "\\U%08X", (unsigned int)od_utf8_get(s, &n));
	od_buf_putc(b, '"');
}

/* A file of random texts in one of the three formats. */
static void random_file(struct od_buf *in, int format, unsigned int *seed)
{
	struct od_buf text = OD_BUF_INIT;

	if (format == 0)
		od_buf_puts(in, "title,body,unit\n");
	for (int row = 0; row < 5; row++) {
		od_buf_puts(in, format == 0   ? "题,"
				: format == 1 ? "{\"title\":\"题\",\"body\":"
					      : "---\ntitle: 题\nbody: ");
		for (int f = 0; f < 2; f++) {
			od_buf_reset(&text);
			od_buf_puts(&text, "");
			random_text(&text, seed);
			if (format == 0)
				put_csv(in, text.s);
			else if (format == 1)
				od_json_quote(in, text.s);
			else
				put_yaml(in, text.s);
			if (f == 0)
				od_buf_puts(in, format == 0   ? ","
						: format == 1 ? ",\"unit\":"
							      : "\nunit: ");
		}
		od_buf_puts(in, format == 1 ? "}\n" : "\n");
	}
	od_buf_free(&text);
}

/* What was read and rejected reads again as the same, and once more. */
static void rejects_read_again(void **state)
{
	static const struct od_format_ops *const ops[] = { &od_csv_ops, &od_json_ops,
							   &od_yaml_ops };
	unsigned int seed = 20260302;

	(void)state;
	for (int i = 0; i < 6000; i++) {
		struct od_buf in = OD_BUF_INIT, got[3] = { OD_BUF_INIT, OD_BUF_INIT, OD_BUF_INIT },
			      out[3] = { OD_BUF_INIT, OD_BUF_INIT, OD_BUF_INIT };

		random_file(&in, i % 3, &seed);
		read_rows(ops[i % 3], in.s, in.n, &got[0], &out[0]);
		read_rows(ops[i % 3], out[0].s, out[0].n, &got[1], &out[1]);
		read_rows(ops[i % 3], out[1].s, out[1].n, &got[2], &out[2]);
		assert_string_equal(got[1].s, got[0].s);
		assert_string_equal(got[2].s, got[0].s);
		assert_string_equal(out[2].s, out[1].s);
		od_buf_free(&in);
		for (int k = 0; k < 3; k++) {
			od_buf_free(&got[k]);
			od_buf_free(&out[k]);
		}
	}
}

/* The reason takes no field's place, however many there are. */
static void rejects_of_the_most_fields(void **state)
{
	static const struct od_format_ops *const ops[] = { &od_csv_ops, &od_json_ops,
							   &od_yaml_ops };
	static const struct {
		const char *before, *field, *number, *after;
	} parts[] = { { "", "f", "", "\n" },
		      { "{", "\"f", "\":1", "}\n" },
		      { "note:\n-", " f", ": 1\n ", "\n" } };

	(void)state;
	for (size_t k = 0; k < OD_COUNT(ops); k++) {
		struct od_buf in = OD_BUF_INIT, got[2] = { OD_BUF_INIT, OD_BUF_INIT },
			      out[2] = { OD_BUF_INIT, OD_BUF_INIT };

		od_buf_puts(&in, parts[k].before);
		for (int i = 0; i < OD_FIELDS_MAX; i++) {
			od_buf_puts(&in, i && k < 2 ? "," : "");
			od_buf_printf(&in, "%s%d%s", parts[k].field, i, parts[k].number);
		}
		od_buf_puts(&in, parts[k].after);
		if (k == 0) {
			od_buf_putc(&in, '1');
			add_many(&in, ',', OD_FIELDS_MAX - 1);
		}
		read_rows(ops[k], in.s, in.n, &got[0], &out[0]);
		read_rows(ops[k], out[0].s, out[0].n, &got[1], &out[1]);
		assert_non_null(strstr(got[0].s, "f63"));
		assert_string_equal(got[1].s, got[0].s);
		od_buf_free(&in);
		for (int i = 0; i < 2; i++) {
			od_buf_free(&got[i]);
			od_buf_free(&out[i]);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_file_with_a_bad_byte), /* first: it looks at memory used */
		cmocka_unit_test(format_is_told_by_the_first_bytes),
		cmocka_unit_test(nothing_is_no_record),
		cmocka_unit_test(csv_cells),
		cmocka_unit_test(csv_lines_are_counted_as_they_stand),
		cmocka_unit_test(csv_separators),
		cmocka_unit_test(csv_headings),
		cmocka_unit_test(csv_too_many_headings),
		cmocka_unit_test(csv_rows_that_do_not_fit),
		cmocka_unit_test(csv_quote_never_closed),
		cmocka_unit_test(csv_long_cells),
		cmocka_unit_test(csv_field_of_the_largest_size),
		cmocka_unit_test(csv_spreadsheet_dates),
		cmocka_unit_test(fields_that_the_office_sets),
		cmocka_unit_test(unknown_fields),
		cmocka_unit_test(a_field_under_two_names),
		cmocka_unit_test(required_fields),
		cmocka_unit_test(all_faults_of_a_row_in_one_message),
		cmocka_unit_test(bytes_that_are_not_text),
		cmocka_unit_test(types_of_records),
		cmocka_unit_test(json_values),
		cmocka_unit_test(json_faults),
		cmocka_unit_test(json_limits),
		cmocka_unit_test(yaml_shapes),
		cmocka_unit_test(yaml_absent_and_empty),
		cmocka_unit_test(yaml_faults),
		cmocka_unit_test(yaml_lists_beside_fields),
		cmocka_unit_test(yaml_that_breaks_off),
		cmocka_unit_test(yaml_too_many_fields),
		cmocka_unit_test(charsets),
		cmocka_unit_test(charset_told_after_much_ascii),
		cmocka_unit_test(long_gb18030),
		cmocka_unit_test(files_that_are_no_text),
		cmocka_unit_test(what_cannot_be_read),
		cmocka_unit_test(slow_pipes),
		cmocka_unit_test(a_record_at_a_time),
		cmocka_unit_test(csv_rejects),
		cmocka_unit_test(csv_rejects_for_a_spreadsheet),
		cmocka_unit_test(csv_reject_of_a_long_row),
		cmocka_unit_test(json_rejects),
		cmocka_unit_test(yaml_rejects),
		cmocka_unit_test(yaml_rejects_what_is_broken),
		cmocka_unit_test(nothing_to_reject),
		cmocka_unit_test(rejects_read_again),
		cmocka_unit_test(rejects_of_the_most_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
