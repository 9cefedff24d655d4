/* test-paper.c - paper as it is made: blocks, tables, 版记; an issue from what was frozen. */
#include "common.h"

#include <string.h>
#include <sys/mman.h>

/* --- by hand ---------------------------------------------------------------------------------- */

static void what_is_put_is_copied(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct od_paper *p = od_paper_new(&err);
	char text[] = "一、领导要论";

	(void)state;
	assert_non_null(p);
	assert_int_equal(od_paper_block(p, OD_PAPER_HEAD, text, &err), 0);
	text[0] = 'x';
	assert_int_equal(od_paper_block(p, OD_PAPER_TEXT, NULL, &err), 0);
	assert_int_equal(p->blocks, 1);
	assert_string_equal(p->block[0].text, "一、领导要论");
	assert_null(p->block[0].anchor);
	assert_false(od_instant_is(p->at));
	assert_string_equal(p->language, "en");
	od_paper_free(p);
}

static void each_line_is_a_paragraph(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct od_paper *p = od_paper_new(&err);

	(void)state;
	assert_int_equal(od_paper_prose(p, "　　第一段。\n\n \t\n　　第二段。  \n第三段", &err), 0);
	assert_int_equal(p->blocks, 3);
	assert_string_equal(p->block[0].text, "第一段。");
	assert_string_equal(p->block[1].text, "第二段。");
	assert_string_equal(p->block[2].text, "第三段");
	assert_int_equal(p->block[2].kind, OD_PAPER_TEXT);
	assert_int_equal(od_paper_prose(p, NULL, &err), 0);
	assert_int_equal(od_paper_prose(p, "\n\n", &err), 0);
	assert_int_equal(p->blocks, 3);
	od_paper_free(p);
}

static void many_blocks_stay_in_order(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct od_paper *p = od_paper_new(&err);
	char text[16];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		assert_int_equal(od_paper_block(p, OD_PAPER_TEXT, text, &err), 0);
		assert_int_equal(od_paper_send(p, text, "x", &err), 0);
	}
	assert_int_equal(p->blocks, 1000);
	assert_int_equal(p->sends, 1000);
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(atol(p->block[i].text), i);
		assert_int_equal(atol(p->send[i].label), i);
	}
	od_paper_free(p);
}

static void a_table_keeps_its_cells(void **state)
{
	static const char *const cell[] = { "单位", "条数", "示西区", NULL };
	struct od_err err = OD_ERR_INIT;
	struct od_paper *p = od_paper_new(&err);

	(void)state;
	assert_int_equal(od_paper_table(p, cell, 2, 2, "lr", &err), 0);
	assert_int_equal(p->block[0].kind, OD_PAPER_TABLE);
	assert_int_equal(p->block[0].rows, 2);
	assert_int_equal(p->block[0].columns, 2);
	assert_string_equal(p->block[0].align, "lr");
	assert_string_equal(p->block[0].cell[2], "示西区");
	assert_string_equal(p->block[0].cell[3], "");
	od_paper_free(p);
	od_paper_free(NULL);
}

static void a_member_is_set_anew(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct od_paper *p = od_paper_new(&err);

	(void)state;
	assert_int_equal(od_paper_set(&p->signer, "签发：甲", &err), 0);
	assert_int_equal(od_paper_set(&p->signer, "签发：乙", &err), 0);
	assert_string_equal(p->signer, "签发：乙");
	assert_int_equal(od_paper_set(&p->signer, NULL, &err), 0);
	assert_null(p->signer);
	od_paper_free(p);
}

/* --- an issue ------------------------------------------------------------------------------------ */

static const char front[] =
	"publication: [{code: daily, name: 每日汇报, form: digest, valid_from: 2026-01-01}]\n"
	"issue: [{issue: daily/2026-341, publication: daily, year: 2026, serial: 341, total: 1234,\n"
	"  date: 2026-12-04, status: issued, form: digest, masthead: 每日汇报, office: 示例市委办公室,\n"
	"  secrecy: highly-secret, term: 1年, signer: 甲, editor: 乙, phone: 0000-1, report_to: 市委常委,\n"
	"  send_to: 市委秘书长, copies: 60, note: \"请阅。\\n供参考。\", at: 2026-12-04T18:30:00+08:00,\n"
	"  actor: x}]\n";

/* Load records written as YAML; those after the front. */
static void load(struct state *s, const char *more)
{
	struct od_when when = { { 1796292000 }, NULL };
	struct od_act act = { .actor = "x", .command = "test", .now = { 1796292000 } };
	char rec[1024] = { 0 }; /* the largest of all types fits */
	enum od_change change;
	struct od_reader *r;
	int fd = memfd_create("yaml", 0), got;

	for (int i = 0; od_load_types[i]; i++)
		assert_true(od_load_types[i]->size <= sizeof(rec));
	assert_int_equal(write(fd, front, strlen(front)), strlen(front));
	assert_int_equal(write(fd, more, strlen(more)), strlen(more));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	r = od_reader_new(fd, "test", od_load_types, &when, OD_KEEP_READONLY, &s->err);
	assert_int_equal(od_begin(s->db, &act, &s->err), 0);
	while ((got = od_reader_next(r, rec, &s->err)) == OD_ROW)
		if (od_load(s->db, od_reader_type(r), rec, &change, &s->err) < 0)
			fail_msg("%s", s->err.msg);
	if (got != OD_END)
		fail_msg("%s", s->err.msg);
	assert_int_equal(od_commit(s->db, &s->err), 0);
	od_rec_clear(od_reader_type(r), rec);
	od_reader_free(r);
	close(fd);
}

static struct od_paper *paper(struct state *s, const char *issue, int64_t copy)
{
	struct od_paper *p = od_issue_paper(s->db, issue, copy, &s->err);

	if (!p)
		fail_msg("%s", s->err.msg);
	return p;
}

static void is(const struct od_paper *p, size_t i, int kind, const char *text, const char *anchor)
{
	assert_true(i < p->blocks);
	assert_string_equal(p->block[i].text, text);
	assert_int_equal(p->block[i].kind, kind);
	if (anchor)
		assert_string_equal(p->block[i].anchor, anchor);
	else
		assert_null(p->block[i].anchor);
}

#define ITEM "issue_item: [{issue: daily/2026-341, style: full, secrecy: none, "

static void a_digest_goes_by_columns(void **state)
{
	struct state *s = *state;
	struct od_paper *p;

	load(s, ITEM
	     "item: 1, column: a, column_title: 领导要论, title: 甲讲话, text: 正文一。, source: 示西区委办}]\n"
	     "---\n" ITEM
	     "item: 2, column: b, column_title: 工作动态, title: 乙调研, text: \"正文二。\\n又一段。\", source: 市水利局}]\n"
	     "---\n"
	     "issue_item: [{issue: daily/2026-341, style: brief, secrecy: none, item: 3, column: b, "
	     "column_title: 工作动态, title: 丙开会, text: 不印, source: （示东县委办）}]\n");
	p = paper(s, "daily/2026-341", 0);
	assert_int_equal(p->blocks, 12);
	is(p, 0, OD_PAPER_NOTE, "Editor's note: 请阅。", NULL);
	is(p, 1, OD_PAPER_NOTE, "供参考。", NULL);
	is(p, 2, OD_PAPER_HEAD, "1. 领导要论", NULL);
	is(p, 3, OD_PAPER_SUBHEAD, "(1) 甲讲话", "1");
	is(p, 4, OD_PAPER_TEXT, "正文一。", NULL);
	is(p, 5, OD_PAPER_SOURCE, "(示西区委办)", NULL);
	is(p, 6, OD_PAPER_HEAD, "2. 工作动态", NULL);
	is(p, 7, OD_PAPER_SUBHEAD, "(1) 乙调研", "2");
	is(p, 9, OD_PAPER_TEXT, "又一段。", NULL);
	is(p, 11, OD_PAPER_TEXT, "(2) 丙开会（示东县委办）", "3");
	od_paper_free(p);
}

static void front_and_back(void **state)
{
	struct state *s = *state;
	struct od_paper *p;

	load(s, "");
	p = paper(s, "daily/2026-341", 12);
	assert_string_equal(p->name, "daily/2026-341");
	assert_string_equal(p->title, "每日汇报 2026, no. 341");
	assert_string_equal(p->masthead, "每日汇报");
	assert_string_equal(p->serial, "No. 341");
	assert_string_equal(p->total, "no. 1234 in all");
	assert_string_equal(p->office, "edited by 示例市委办公室");
	assert_string_equal(p->date, "2026-12-04");
	assert_string_equal(p->copy_no, "000012");
	assert_string_equal(p->secrecy, "highly secret★1年");
	assert_null(p->urgency);
	assert_null(p->notice);
	assert_int_equal(p->sends, 2);
	assert_string_equal(p->send[0].label, "report to");
	assert_string_equal(p->send[1].text, "市委秘书长");
	assert_string_equal(p->signer, "Signed for issue: 甲");
	assert_string_equal(p->printed_by, "示例市委办公室");
	assert_string_equal(p->printed_on, "printed on 2026-12-04");
	assert_string_equal(p->copies, "(60 copies)");
	assert_int_equal(p->at.sec, 1796380200);
	od_paper_free(p);
	p = paper(s, "daily/2026-341", 0);
	assert_null(p->copy_no);
	od_paper_free(p);
}

static void what_is_more_secret_than_the_issue_is_not_shown(void **state)
{
	struct state *s = *state;
	struct od_paper *p;

	load(s, "issue_item: [{issue: daily/2026-341, style: full, item: 1, secrecy: top-secret, "
		"title: 绝不可印, text: 更不可印, source: 某局}]\n---\n"
		"issue_item: [{issue: daily/2026-341, style: full, item: 2, secrecy: secret, "
		"title: 可印, text: 也可印}]\n");
	p = paper(s, "daily/2026-341", 0);
	is(p, 2, OD_PAPER_SUBHEAD, "(1) top secret", "1");
	is(p, 3, OD_PAPER_SOURCE, "(某局)", NULL);
	is(p, 4, OD_PAPER_SUBHEAD, "(2) 可印", "2");
	is(p, 5, OD_PAPER_TEXT, "也可印", NULL);
	assert_int_equal(p->blocks, 6);
	od_paper_free(p);
}

static const char article[] =
	"issue: [{issue: daily/2026-342, publication: daily, year: 2026, serial: 342, total: 1235, date: 2026-12-05,\n"
	"  status: withdrawn, reason: 有误, form: article, masthead: 每日汇报, office: 市委办, secrecy: none,\n"
	"  at: 2026-12-05T18:30:00+08:00, actor: x}]\n"
	"issue_item: [{issue: daily/2026-341, item: 1, style: full, secrecy: none, title: 旧条},\n"
	" {issue: daily/2026-341, item: 2, style: full, secrecy: secret, title: 密件},\n"
	" {issue: daily/2026-342, item: 1, style: full, secrecy: none, title: 示西区的做法, source: 示西区委办,\n"
	"  text: \"引言。\\n一、主要做法\\n（一）建机制\\n一是抓早。\\n（二）强保障。各地要落实。\\n十二、打算\\n一、这是一段话，\\n"
	"一般情况\"}]\n"
	"correction: [{number: K2026-0001, issue: daily/2026-341, item: 1, wrong: 126个, text: 162个,\n"
	"  printed_in: daily/2026-342, at: 2026-12-05T08:00:00+08:00, actor: x},\n"
	" {number: K2026-0002, issue: daily/2026-341, text: 应加注“初步统计”。,\n"
	"  printed_in: daily/2026-342, at: 2026-12-05T08:00:00+08:00, actor: x},\n"
	" {number: K2026-0003, issue: daily/2026-341, item: 2, wrong: 甲, text: 乙,\n"
	"  printed_in: daily/2026-342, at: 2026-12-05T08:00:00+08:00, actor: x}]\n";

static void an_article_has_headings_of_its_own(void **state)
{
	struct state *s = *state;
	struct od_paper *p;

	load(s, article);
	p = paper(s, "daily/2026-342", 0);
	is(p, 0, OD_PAPER_TITLE, "示西区的做法", "1");
	is(p, 1, OD_PAPER_TEXT, "引言。", NULL);
	is(p, 2, OD_PAPER_HEAD, "一、主要做法", NULL);
	is(p, 3, OD_PAPER_SUBHEAD, "（一）建机制", NULL);
	is(p, 4, OD_PAPER_TEXT, "一是抓早。", NULL);
	is(p, 5, OD_PAPER_TEXT, "（二）强保障。各地要落实。", NULL);
	is(p, 6, OD_PAPER_HEAD, "十二、打算", NULL);
	is(p, 7, OD_PAPER_TEXT, "一、这是一段话，", NULL);
	is(p, 8, OD_PAPER_TEXT, "一般情况", NULL);
	is(p, 9, OD_PAPER_SOURCE, "(示西区委办)", NULL);
	is(p, 10, OD_PAPER_NOTE, "Correction: our no. 341, \"旧条\": for \"126个\" read \"162个\".",
	   NULL);
	is(p, 11, OD_PAPER_NOTE, "Correction: our no. 341: 应加注“初步统计”。", NULL);
	/* A title that is more secret than this issue is not shown here either. */
	is(p, 12, OD_PAPER_NOTE, "Correction: our no. 341, item 2: for \"甲\" read \"乙\".", NULL);
	assert_int_equal(p->blocks, 13);
	assert_string_equal(p->notice, "WITHDRAWN");
	assert_null(p->secrecy);
	assert_null(p->signer);
	assert_null(p->copies);
	od_paper_free(p);
}

static void an_unknown_issue(void **state)
{
	struct state *s = *state;

	assert_null(od_issue_paper(s->db, "daily/2026-999", 0, &s->err));
	assert_int_equal(s->err.code, OD_ENOENT);
	assert_non_null(strstr(s->err.msg, "daily/2026-999"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_is_copied),
		cmocka_unit_test(each_line_is_a_paragraph),
		cmocka_unit_test(many_blocks_stay_in_order),
		cmocka_unit_test(a_table_keeps_its_cells),
		cmocka_unit_test(a_member_is_set_anew),
		cmocka_unit_test_setup_teardown(a_digest_goes_by_columns, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(front_and_back, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(what_is_more_secret_than_the_issue_is_not_shown,
						setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(an_article_has_headings_of_its_own, setup_db,
						teardown_db),
		cmocka_unit_test_setup_teardown(an_unknown_issue, setup_db, teardown_db),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
