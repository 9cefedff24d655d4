/* test-doc-paper.c - paper as text, as a page, as a mail. */
#include "common.h"

#include <string.h>

#include "../../lib/officedoc.h"

static struct od_err err = OD_ERR_INIT;

static void must(int done)
{
	if (done < 0)
		fail_msg("%s", err.msg);
}

static struct od_paper *bulletin(void)
{
	static const char *const cell[] = {
		"单位", "报送", "采用", "示西区", "12", "3", "示例经济技术开发区", "7", "10"
	};
	struct od_paper *p = od_paper_new(&err);

	must(od_paper_set(&p->title, "每日汇报 2026年第341期", &err));
	must(od_paper_set(&p->masthead, "每日汇报", &err));
	must(od_paper_set(&p->serial, "第341期", &err));
	must(od_paper_set(&p->total, "总第1234期", &err));
	must(od_paper_set(&p->office, "示例市委办公室编", &err));
	must(od_paper_set(&p->date, "2026年12月4日", &err));
	must(od_paper_set(&p->secrecy, "机密★1年", &err));
	must(od_paper_block(p, OD_PAPER_NOTE, "编者按：请阅。", &err));
	must(od_paper_block(p, OD_PAPER_NOTE, "供参考。", &err));
	must(od_paper_block(p, OD_PAPER_HEAD, "一、领导要论", &err));
	must(od_paper_block(p, OD_PAPER_SUBHEAD, "（一）甲讲话", &err));
	must(od_paper_set(&p->block[p->blocks - 1].anchor, "1", &err));
	must(od_paper_prose(p, "会议指出，要坚持问题导向、目标导向、结果导向，把各项任务落到实处。",
			    &err));
	must(od_paper_block(p, OD_PAPER_SOURCE, "（示西区委办）", &err));
	must(od_paper_block(p, OD_PAPER_TEXT, "一句。", &err));
	must(od_paper_block(p, OD_PAPER_SOURCE, "（示西区委办）", &err));
	must(od_paper_block(p, OD_PAPER_SUBHEAD, "（一）只有题", &err));
	must(od_paper_block(p, OD_PAPER_SOURCE, "（示西区委办）", &err));
	must(od_paper_table(p, cell, 3, 3, "lrr", &err));
	must(od_paper_send(
		p, "报", "市委书记、副书记、常委，市人大常委会主任、市政府市长、市政协主席", &err));
	must(od_paper_send(p, "送", "市委秘书长", &err));
	must(od_paper_set(&p->signer, "签发：甲", &err));
	must(od_paper_set(&p->editor, "编辑：乙", &err));
	must(od_paper_set(&p->printed_by, "示例市委办公室", &err));
	must(od_paper_set(&p->printed_on, "2026年12月4日印发", &err));
	must(od_paper_set(&p->copies, "（共印60份）", &err));
	return p;
}

/* --- text ------------------------------------------------------------------------------------- */

static void text_as_it_is_printed(void **state)
{
	static const char want[] = "机密★1年\n"
				   "             每　日　汇　报\n"
				   "          第341期 (总第1234期)\n"
				   "示例市委办公室编           2026年12月4日\n"
				   "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
				   "\n"
				   "────────────────────────────────────────\n"
				   "    编者按：请阅。\n"
				   "    供参考。\n"
				   "────────────────────────────────────────\n"
				   "\n"
				   "    一、领导要论\n"
				   "    （一）甲讲话\n"
				   "    会议指出，要坚持问题导向、目标导向、\n"
				   "结果导向，把各项任务落到实处。\n"
				   "                          （示西区委办）\n"
				   "    一句。                （示西区委办）\n"
				   "\n"
				   "    （一）只有题\n"
				   "                          （示西区委办）\n"
				   "\n"
				   "单位                报送  采用\n"
				   "──────────────────────────────\n"
				   "示西区                12     3\n"
				   "示例经济技术开发区     7    10\n"
				   "\n"
				   "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
				   "报: 市委书记、副书记、常委，市人大常委\n"
				   "    会主任、市政府市长、市政协主席\n"
				   "送: 市委秘书长\n"
				   "────────────────────────────────────────\n"
				   "签发：甲    编辑：乙\n"
				   "────────────────────────────────────────\n"
				   "示例市委办公室         2026年12月4日印发\n"
				   "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
				   "                            （共印60份）\n";
	struct od_paper *p = bulletin();
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	must(od_paper_text(p, 40, &b, &err));
	assert_string_equal(b.s, want);
	od_buf_free(&b);
	od_paper_free(p);
}

/* Any width: no line is wider, none ends in blanks. */
static void text_of_any_width(void **state)
{
	static const char *const cell[] = {
		"事项",
		"承办单位",
		"进展情况说明",
		"地方政府专项债券项目推进",
		"市发展改革委、市财政局、市审计局",
		"已完成前期工作，正在办理用地手续，预计年底前开工建设。"
	};
	struct od_paper *p = bulletin();

	(void)state;
	must(od_paper_table(p, cell, 2, 3, "lll", &err));
	must(od_paper_block(
		p, OD_PAPER_TITLE,
		"关于进一步加强和改进全市党委系统信息报送工作的若干意见及有关事项的通知", &err));
	must(od_paper_block(
		p, OD_PAPER_TEXT,
		"标点、，。；：？！“引号”（括号）《书名》……——100%，CPI上涨2.5%，well known words。",
		&err));
	for (int width = 40; width <= 132; width++) {
		struct od_buf b = OD_BUF_INIT;
		char *rest, *line;

		must(od_paper_text(p, width, &b, &err));
		for (rest = b.s; (line = strsep(&rest, "\n"));) {
			size_t n = strlen(line);

			if (!n)
				continue;
			if (od_width(line) > width)
				fail_msg("%d: %s", width, line);
			assert_true(line[n - 1] != ' ');
			assert_true(n < 3 || strcmp(line + n - 3, "　") != 0);
		}
		od_buf_free(&b);
	}
	od_paper_free(p);
}

/* A heading is broken at its blanks, a cell between characters, a word only where nothing else helps. */
static void text_table_breaks_where_it_may(void **state)
{
	static const char *const cell[] = { "Standing", "Unit",          "Submitted",
					    "Adopted",  "Adoption rate", "Adopted above",
					    "1",        "市人大常委会",  "5",
					    "0",        "0.0%",          "0" };
	static const char wide[] =
		"\n"
		"Standing  Unit          Submitted  Adopted  Adoption   Adopted\n"
		"                                                rate     above\n"
		"──────────────────────────────────────────────────────────────\n"
		"1         市人大常委会          5        0      0.0%         0\n";
	static const char narrow[] = "\n"
				     "Standing Unit     Submitted Adopted Adoption Adopted\n"
				     "                                        rate   above\n"
				     "────────────────────────────────────────────────────\n"
				     "1        市人大常         5       0     0.0%       0\n"
				     "         委会\n";
	struct od_paper *p = od_paper_new(&err);
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	must(od_paper_table(p, cell, 2, 6, "llrrrr", &err));
	must(od_paper_text(p, 62, &b, &err));
	assert_string_equal(b.s, wide);
	od_buf_free(&b);
	must(od_paper_text(p, 52, &b, &err));
	assert_string_equal(b.s, narrow);
	od_buf_free(&b);
	od_paper_free(p);
}

/* A source in brackets may end the paragraph; who signs, and the date, stand below it. */
static void text_is_signed_below(void **state)
{
	struct od_paper *p = od_paper_new(&err);
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	must(od_paper_block(p, OD_PAPER_TEXT, "正文。", &err));
	must(od_paper_block(p, OD_PAPER_SOURCE, "示例市委办公室", &err));
	must(od_paper_block(p, OD_PAPER_SOURCE, "2026年12月4日", &err));
	must(od_paper_text(p, 40, &b, &err));
	assert_string_equal(b.s, "    正文。\n"
				 "\n"
				 "                      示例市委办公室\n"
				 "                       2026年12月4日\n");
	od_buf_free(&b);
	must(od_paper_html(p, NULL, &b, &err));
	assert_non_null(strstr(
		b.s, "<p>正文。</p>\n<p class=\"source sign first\">示例市委办公室</p>\n"
		     "<p class=\"source sign\" style=\"padding-right:0.5em\">2026年12月4日</p>"));
	od_buf_free(&b);
	od_paper_free(p);
}

static void text_obeys_no_control_character(void **state)
{
	struct od_paper *p = od_paper_new(&err);
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	must(od_paper_block(p, OD_PAPER_TEXT, "a\033[31mred\tb\177c", &err));
	must(od_paper_text(p, 80, &b, &err));
	assert_string_equal(b.s, "    a [31mred b c\n");
	od_buf_free(&b);
	assert_int_equal(od_paper_text(p, 39, &b, &err), -1);
	assert_int_equal(err.code, OD_EUSAGE);
	od_paper_free(p);
}

/* --- page --------------------------------------------------------------------------------------- */

static const char *after(const char *s, const char *what)
{
	const char *at = strstr(s, what);

	if (!at)
		fail_msg("'%s' is not in: %.400s", what, s);
	return at + strlen(what);
}

static void a_page_has_real_headings(void **state)
{
	struct od_paper *p = bulletin();
	struct od_buf b = OD_BUF_INIT;
	const char *s;

	(void)state;
	must(od_paper_html(p, NULL, &b, &err));
	s = after(b.s, "<!DOCTYPE html>\n<html lang=\"en\">");
	s = after(s, "<title>每日汇报 2026年第341期</title>");
	s = after(s, "@page{size:A4;margin:37mm 26mm 35mm 28mm}");
	s = after(s, "<h1 class=\"mast\">每日汇报</h1>");
	s = after(s, "<p class=\"serial\">第341期 (总第1234期)</p>");
	s = after(s, "<aside class=\"note\">\n<p>编者按：请阅。</p>\n<p>供参考。</p>\n</aside>");
	s = after(s, "<h2 class=\"head\">一、领导要论</h2>");
	s = after(s, "<h3 class=\"sub\" id=\"item-1\">（一）甲讲话</h3>");
	s = after(s, "<p class=\"end\">一句。<span class=\"source\">（示西区委办）</span></p>");
	s = after(s, "<h3 class=\"sub\">（一）只有题</h3>\n<p class=\"source\">（示西区委办）</p>");
	s = after(s, "<thead>\n<tr><th scope=\"col\">单位</th>");
	s = after(s, "<td>示西区</td><td class=\"r\">12</td>");
	s = after(s, "<p>报: 市委书记");
	after(s, "</main>\n</body>\n</html>\n");
	assert_null(strstr(b.s, "<script"));
	assert_null(strstr(b.s, "http"));
	assert_null(strstr(b.s, "url("));
	od_buf_free(&b);
	od_paper_free(p);
}

/* Without a masthead the article's title is the page's first heading; with one its columns go a step down. */
static void headings_go_down_by_steps(void **state)
{
	struct od_paper *p = od_paper_new(&err);
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	must(od_paper_block(p, OD_PAPER_TITLE, "通报", &err));
	must(od_paper_block(p, OD_PAPER_HEAD, "一、情况", &err));
	must(od_paper_html(p, NULL, &b, &err));
	after(after(b.s, "<h1 class=\"title\">通报</h1>"), "<h2 class=\"head\">一、情况</h2>");
	od_buf_reset(&b);
	must(od_paper_set(&p->masthead, "工作情况交流", &err));
	must(od_paper_html(p, NULL, &b, &err));
	after(after(b.s, "<h2 class=\"title\">通报</h2>"), "<h3 class=\"head\">一、情况</h3>");
	od_buf_free(&b);
	od_paper_free(p);
}

static void a_page_escapes_what_it_holds(void **state)
{
	struct od_page_frame frame = { "<meta name=\"x\">\n", "<nav>前</nav>\n", "<p>后</p>\n" };
	struct od_paper *p = od_paper_new(&err);
	struct od_buf b = OD_BUF_INIT;
	const char *s;

	(void)state;
	must(od_paper_set(&p->title, "</title><script>1</script>", &err));
	must(od_paper_block(p, OD_PAPER_SUBHEAD, "A&B <i>\"c\"", &err));
	must(od_paper_set(&p->block[0].anchor, "\"><b>", &err));
	must(od_paper_html(p, &frame, &b, &err));
	assert_null(strstr(b.s, "<script"));
	assert_null(strstr(b.s, "<b>"));
	s = after(b.s, "<meta name=\"x\">\n</head>\n<body>\n<nav>前</nav>\n<main");
	s = after(s, "A&#38;B &#60;i&#62;&#34;c&#34;");
	after(s, "</main>\n<p>后</p>\n</body>");
	od_buf_free(&b);
	od_paper_free(p);
}

/* --- mail ---------------------------------------------------------------------------------------- */

static void a_mail_as_it_goes_out(void **state)
{
	static const char want[] = "From: =?UTF-8?B?5biC5aeU5Yqe?= <office@example.org>\n"
				   "To: a@example.org,\n =?UTF-8?B?546L5LqU?= <b@example.org>\n"
				   "Subject: Note\n"
				   "Date: Fri, 04 Dec 2026 18:30:05 +0800\n"
				   "Message-ID: <daily/2026-341.6f8d1f0d7f3f4f60@example.org>\n"
				   "MIME-Version: 1.0\n"
				   "Content-Type: text/plain; charset=\"utf-8\"\n"
				   "Content-Transfer-Encoding: base64\n"
				   "\n"
				   "55SyDQrkuZkNCg==\n";
	struct od_mail m = { .from = "市委办 <office@example.org>",
			     .to = "a@example.org, 王五 <b@example.org>",
			     .subject = "Note",
			     .text = "甲\n乙\n",
			     .at = { 1796380205 },
			     .id = "daily/2026-341" };
	struct od_buf b = OD_BUF_INIT;
	char *id;

	(void)state;
	must(od_mail_write(&m, &b, &err));
	id = strstr(b.s, "341.");
	assert_non_null(id);
	memcpy(id + 4, "6f8d1f0d7f3f4f60", 16); /* the digest of it all */
	assert_string_equal(b.s, want);
	od_buf_free(&b);
}

static void long_headers_are_folded_between_characters(void **state)
{
	struct od_mail m = { .to = "x@example.org",
			     .text = "",
			     .at = OD_NOINSTANT,
			     .subject = "关于进一步加强和改进全市党委系统信息报送工作的若干意见"
					"（2026年第341期，总第1234期）的通知𠮷a" };
	struct od_mail_file f = { "关于进一步加强和改进全市党委系统信息报送工作的若干意见.pdf",
				  "application/pdf", "%PDF", 4 };
	struct od_buf b = OD_BUF_INIT;
	char *rest;

	(void)state;
	m.file = &f;
	m.files = 1;
	must(od_mail_write(&m, &b, &err));
	for (rest = b.s; rest;)
		assert_true(strlen(strsep(&rest, "\n")) <= 76);
	od_buf_free(&b);
}

/* The same mail is the same bytes; another one has another mark. */
static void the_same_mail_is_the_same_bytes(void **state)
{
	struct od_mail m = { .to = "x@example.org", .subject = "s", .text = "t", .html = "<p>t" };
	struct od_buf one = OD_BUF_INIT, two = OD_BUF_INIT, three = OD_BUF_INIT;

	(void)state;
	must(od_mail_write(&m, &one, &err));
	must(od_mail_write(&m, &two, &err));
	assert_string_equal(one.s, two.s);
	m.text = "u";
	must(od_mail_write(&m, &three, &err));
	assert_string_not_equal(strstr(one.s, "Message-ID:"), strstr(three.s, "Message-ID:"));
	od_buf_free(&one);
	od_buf_free(&two);
	od_buf_free(&three);
}

static void no_header_is_smuggled_in(void **state)
{
	static const char *const bad[] = { "",
					   "a@example.org\nBcc: c@example.org",
					   "a@example.org\r\nX: y",
					   "a",
					   "a@",
					   "@example.org",
					   "a@b@c",
					   "a b@example.org",
					   "王@example.org",
					   "王 <a@example.org",
					   "<>",
					   "x <a@example.org> y",
					   "\"a\nb\" <a@example.org>" };
	struct od_mail m = { .subject = "s", .text = "t" };
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		m.to = bad[i];
		if (od_mail_write(&m, &b, &err) == 0)
			fail_msg("taken: %s", bad[i]);
		assert_int_equal(err.code, OD_EUSAGE);
		assert_int_equal(b.n, 0);
	}
	m.to = "a@example.org";
	m.subject = "s\nBcc: c@example.org";
	assert_int_equal(od_mail_write(&m, &b, &err), -1);
	assert_int_equal(b.n, 0);
	m.subject = "s";
	m.from = "x@example.org\nX: y";
	assert_int_equal(od_mail_write(&m, &b, &err), -1);
	m.from = NULL;
	m.cc = "y";
	assert_int_equal(od_mail_write(&m, &b, &err), -1);
	assert_int_equal(b.n, 0);
	od_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_as_it_is_printed),
		cmocka_unit_test(text_of_any_width),
		cmocka_unit_test(text_table_breaks_where_it_may),
		cmocka_unit_test(text_is_signed_below),
		cmocka_unit_test(text_obeys_no_control_character),
		cmocka_unit_test(a_page_has_real_headings),
		cmocka_unit_test(headings_go_down_by_steps),
		cmocka_unit_test(a_page_escapes_what_it_holds),
		cmocka_unit_test(a_mail_as_it_goes_out),
		cmocka_unit_test(long_headers_are_folded_between_characters),
		cmocka_unit_test(the_same_mail_is_the_same_bytes),
		cmocka_unit_test(no_header_is_smuggled_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
