/* The roles of a document's lines: small documents whole, and the published ones where they are at hand. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "common.h"

#include "../../lib/document/shape.h"

static struct od_doc *read_text(const char *s)
{
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("draft.txt", OD_DOC_TEXT, &err);

	assert_non_null(d);
	assert_int_equal(od_doc_read_text(d, s, strlen(s), &err), 0);
	assert_int_equal(od_doc_roles(d, &err), 0);
	return d;
}

/* Each line behind its role: "title|关于……的通知". */
static void roles_are(const char *const *want)
{
	struct od_buf text = OD_BUF_INIT;
	struct od_doc *d;
	size_t n = 0;

	for (const char *const *w = want; *w; w++)
		od_buf_printf(&text, "%s\n", strchr(*w, '|') + 1);
	d = read_text(text.s);
	for (const char *const *w = want; *w; w++, n++) {
		size_t len = strcspn(*w, "|");
		const char *got = od_line_roles[d->line[n].role].word;

		assert_true(n < d->lines);
		if (strlen(got) != len || strncmp(got, *w, len))
			fail_msg("line %zu is %s, wanted %s", n + 1, got, *w);
	}
	od_doc_free(d);
	od_buf_free(&text);
}

static void test_whole(void **state)
{
	static const char *const want[] = {
		"copy-no|000012",
		"secrecy|机密★1年",
		"urgency|特急",
		"mark|中共示例市委办公室文件",
		"docno|示委办〔2026〕12号",
		"title|中共示例市委办公室",
		"title|关于做好岁末年初值班工作的通知",
		"addressee|各区市县委、市直各部门党委（党组）：",
		"body|为做好岁末年初值班工作，现就有关事项通知如下。",
		"level1|一、明确责任",
		"level2|（一）领导带班。各单位要落实带班制度。",
		"level3|1.带班领导应当在岗。",
		"level4|（1）夜间同样如此。",
		"level1|二、加强检查",
		"body|市委办公室将进行抽查。",
		"att-note|附件：1.值班安排表",
		"att-note|2.联系电话",
		"signature|中共示例市委办公室",
		"date|2026年12月4日",
		"note|（联系人：方某，电话：0000-2100602）",
		"att-head|附件1",
		"att-title|值班安排表",
		"table|日期\t带班领导",
		"table|12月5日\t周某",
		"att-head|附件2",
		"att-title|联系电话",
		"body|值班室电话全天有人接听。",
		"cc|抄送：市人大常委会办公室，市政府办公室，市政协办公室。",
		"issue|中共示例市委办公室　2026年12月4日印发",
		NULL,
	};
	struct od_doc *d;

	(void)state;
	roles_are(want);
	d = read_text(
		"中共示例市委办公室关于做好值班工作的通知\n示委办〔2026〕12号\n各单位：\n"
		"请做好值班工作。\n中共示例市委办公室\n2026年12月4日\n附件\n值班表\n甲、乙。\n");
	assert_string_equal(d->title, "中共示例市委办公室关于做好值班工作的通知");
	assert_string_equal(d->docno, "示委办〔2026〕12号");
	assert_string_equal(d->issuer, "中共示例市委办公室");
	assert_int_equal(d->genre, OD_GENRE_NOTICE);
	assert_int_equal(d->date.days, od_ymd(2026, 12, 4).days);
	assert_int_equal(d->parts, 2);
	assert_int_equal(d->part[1].kind, OD_PART_ATTACHMENT);
	od_doc_free(d);
}

/* What is wrong with a line does not hide what it is. */
static void test_faulty(void **state)
{
	static const char *const upward[] = {
		"mark|示例市民政局文件",
		"docno|示民〔2026〕15号",
		"title|示例市民政局关于增加编制的请示。",
		"addressee|市人民政府。",
		"body|为加强工作，拟增加编制。妥否，请批示。",
		"signature|示例市民政局",
		"date|2026年  月  日",
		"note|此件公开发布",
		NULL,
	};
	static const char *const alone[] = {
		"att-head|附件1",
		"title|值班工作方案",
		"body|各单位要做好值班。",
		NULL,
	};
	struct od_doc *d = read_text(
		"000012\n示民〔2026〕15号　　　　签发人：王某\n示例市民政局关于增加编制的请示\n"
		"市人民政府：\n妥否，请批示。\n");

	(void)state;
	roles_are(upward);
	roles_are(alone);
	assert_int_equal(d->line[1].role, OD_LINE_DOCNO);
	assert_string_equal(d->line[1].text, "示民〔2026〕15号");
	assert_string_equal(d->docno, "示民〔2026〕15号");
	assert_int_equal(d->line[2].role, OD_LINE_SIGNED_BY);
	assert_string_equal(d->line[2].text, "签发人：王某");
	assert_int_equal(d->line[2].line, 2);
	assert_int_equal(od_doc_roles(d, &(struct od_err){ 0 }), 0); /* again: the same */
	assert_int_equal(d->line[2].role, OD_LINE_SIGNED_BY);
	assert_int_equal(d->line[3].role, OD_LINE_TITLE);
	od_doc_free(d);
}

/* A request inside the notice that forwards it is a document of its own, with its own signature. */
static void test_embedded(void **state)
{
	struct od_doc *d = read_text(
		"示例市人民政府办公室转发市教育局关于扩大招生规模的请示的通知\n示政办发〔2026〕3号\n"
		"各区人民政府：\n市教育局的请示已经市政府同意，现转发给你们。\n示例市人民政府办公室\n"
		"2026年3月2日\n关于扩大招生规模的请示\n市人民政府：\n为满足入学需要，拟扩大规模。\n"
		"妥否，请批示。\n示例市教育局\n2026年2月20日\n");

	(void)state;
	assert_int_equal(d->parts, 2);
	assert_int_equal(d->part[1].kind, OD_PART_EMBEDDED);
	assert_int_equal(d->part[1].genre, OD_GENRE_REQUEST);
	assert_string_equal(d->issuer, "示例市人民政府办公室");
	assert_int_equal(d->line[7].role, OD_LINE_ADDRESSEE);
	assert_int_equal(d->line[10].role, OD_LINE_SIGNATURE);
	od_doc_free(d);
}

static void test_shapes(void **state)
{
	static const struct {
		const char *s;
		bool docno;
	} numbers[] = {
		{ "示委办〔2026〕12号", true },
		{ "第706号", true },
		{ "示委办[2026]12号", true },
		{ "（第19号）", true },
		{ "示委办〔2026〕第12号", true },
		{ "根据示委办〔2026〕12号", true },
		{ "见示委办〔2026〕12号。", false },
		{ "12号", false },
		{ "2026年12号", false },
	};
	static const struct {
		const char *s;
		int y, m, d;
	} dates[] = {
		{ "2026年12月4日", 2026, 12, 4 },
		{ "二〇〇八年十二月二十一日", 2008, 12, 21 },
		{ "一九九六年七月十七日", 1996, 7, 17 },
		{ "2026.12.4", 2026, 12, 4 },
		{ "2026年 12月 4日", 2026, 12, 4 },
		{ "2026年12月", 0, 0, 0 },
		{ "2026年12月4日印发", 0, 0, 0 },
		{ "12月4日", 0, 0, 0 },
	};
	static const struct {
		const char *s;
		int genre;
	} titles[] = {
		{ "关于召开会议的通知", OD_GENRE_NOTICE },
		{ "信息公开办法（试行）", OD_GENRE_OTHER },
		{ "关于开展检查的通知（征求意见稿）", OD_GENRE_NOTICE },
		{ "市委常委会会议纪要", OD_GENRE_OLD_MINUTES },
		{ "示例市人民政府令", OD_GENRE_ORDER },
		{ "春天的消息", OD_GENRE_NONE },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(numbers); i++)
		assert_int_equal(od_is_docno(numbers[i].s, strlen(numbers[i].s)), numbers[i].docno);
	for (size_t i = 0; i < OD_COUNT(dates); i++) {
		od_date d = OD_NODATE;
		bool is = od_is_date_line(dates[i].s, strlen(dates[i].s), &d);

		assert_int_equal(is, dates[i].y > 0);
		if (is)
			assert_int_equal(d.days, od_ymd(dates[i].y, dates[i].m, dates[i].d).days);
	}
	for (size_t i = 0; i < OD_COUNT(titles); i++)
		assert_int_equal(od_genre_of(titles[i].s), titles[i].genre);
}

/* --- published documents ------------------------------------------------------------------------- */

static const char *word_of(const struct od_doc *d, size_t i)
{
	static const char *const words[] = {
		[OD_LINE_TITLE] = "title",         [OD_LINE_DOCNO] = "docno",
		[OD_LINE_PASSED] = "passed",       [OD_LINE_ADDRESSEE] = "addressee",
		[OD_LINE_TABLE] = "table",         [OD_LINE_ATT_NOTE] = "att_note",
		[OD_LINE_SIGNATURE] = "signer",    [OD_LINE_DATE] = "date",
		[OD_LINE_NOTE] = "note",           [OD_LINE_ATT_HEAD] = "att_head",
		[OD_LINE_ATT_TITLE] = "att_title", [OD_LINE_CC] = "cc",
		[OD_LINE_ISSUE] = "issue",         [OD_LINE_KEYWORDS] = "keywords",
		[OD_LINE_MARK] = "header",         [OD_LINE_HEADER] = "header",
	};
	int role = d->line[i].role;
	const char *w = role < (int)OD_COUNT(words) ? words[role] : NULL;

	if (d->line[i].part && (!w || role == OD_LINE_ADDRESSEE || role == OD_LINE_DOCNO ||
				role == OD_LINE_PASSED || role == OD_LINE_ATT_NOTE))
		return "att_body";
	return w ? w : "body";
}

/* subhead is told from text by its look alone: not counted as another role. */
static bool alike(const char *want, const char *got)
{
	if (!strcmp(want, "subhead"))
		want = "body";
	return !strcmp(want, got) || (!strcmp(want, "body") && !strcmp(got, "att_body"));
}

static void count(const char *id, const char *docs, size_t *right, size_t *all)
{
	struct od_err err = OD_ERR_INIT;
	char path[600];
	json_t *meta, *roles;
	struct od_doc *d;
	int fd;

	snprintf(path, sizeof(path), "%s/meta/%s.json", docs, id);
	meta = json_load_file(path, 0, NULL);
	roles = json_object_get(meta, "roles");
	snprintf(path, sizeof(path), "%s/%s.txt", docs, id);
	fd = open(path, O_RDONLY);
	d = fd >= 0 ? od_doc_read(fd, path, &err) : NULL;
	if (d)
		for (size_t i = 0; i < d->lines && i < json_array_size(roles); i++) {
			++*all;
			*right += alike(json_string_value(json_array_get(roles, i)), word_of(d, i));
		}
	if (fd >= 0)
		close(fd);
	od_doc_free(d);
	json_decref(meta);
}

static void test_published(void **state)
{
	static const char docs[] = SRCDIR "/../shared/corpus/docs";
	DIR *dir = opendir(SRCDIR "/../shared/corpus/docs/meta");
	size_t right = 0, all = 0;

	(void)state;
	if (!dir) {
		print_message("no published documents at hand\n");
		skip();
	}
	for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
		size_t n = strlen(e->d_name);

		if (n > 5 && !strcmp(e->d_name + n - 5, ".json")) {
			e->d_name[n - 5] = '\0';
			count(e->d_name, docs, &right, &all);
		}
	}
	closedir(dir);
	print_message("%zu of %zu lines right\n", right, all);
	assert_true(all > 4000);
	assert_true(right * 100 >= all * 97);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),     cmocka_unit_test(test_faulty),
		cmocka_unit_test(test_embedded),  cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
