/* test-draft.c - drafts: what is offered and in which order, that what is written reads back as it was, and every
 * problem of a draft that a hand spoiled. */
#include "drafts.h"

static const struct od_draft_item *items_of(const struct od_draft_file *d, size_t *n)
{
	const struct od_draft_item *items;

	*n = od_draft_items(d, &items, NULL);
	return items;
}

/* The titles of a draft's kept items, as read back. */
static void assert_titles(struct state *s, const struct od_buf *text, const char *want)
{
	struct od_buf told = OD_BUF_INIT, got = OD_BUF_INIT;
	struct od_draft_file *d = read_draft(s, text->s, text->n, &told);
	const struct od_draft_item *items;
	size_t n;

	assert_string_equal(told.s, "");
	assert_non_null(d);
	items = items_of(d, &n);
	od_buf_puts(&got, "");
	for (size_t i = 0; i < n; i++)
		od_buf_printf(&got, "%s%s:%s", i ? " " : "", items[i].column ? items[i].column : "",
			      items[i].title);
	assert_string_equal(got.s, want);
	od_draft_free(d);
	od_buf_free(&told);
	od_buf_free(&got);
}

/* --- what is offered ------------------------------------------------------------------------------- */

/* By column, then urgency, units, numbers; secrecy up to the publication's. */
static void test_order(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT;

	begin(s, "2026-12-04 10:00");
	file_report(s, "U3", "work", "丙", NULL, 0, 0);
	file_report(s, "U1", "media", "媒", NULL, 0, 0);
	file_report(s, "U2", "work", "乙", NULL, 0, OD_SECRECY_SECRET);
	file_report(s, "U2", "work", "密", NULL, 0, OD_SECRECY_HIGHLY_SECRET);
	file_report(s, "U3", "work", "急", NULL, 1, 0);
	file_report(s, "U3", "problem", "特急", NULL, 2, 0);
	file_report(s, "SW", "remark", "要", NULL, 0, 0);
	commit(s);
	make_draft(s, "每日汇报", &o, &b);
	assert_titles(s, &b, "remark:要 work:特急 work:急 work:乙 work:丙 media:媒");
	od_buf_free(&b);
}

/* Without an issue from the rhythm on; what occurs on the day whenever it came in; then from the day of the last
 * issue on, where what was there when it was made is offered but not kept. */
static void test_since(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT;
	int64_t first;

	file_one(s, "2026-12-02 23:59", "work", "前天", NULL);
	first = file_one(s, "2026-12-03 10:00", "work", "昨日", NULL);
	file_one(s, "2026-12-03 17:00", "work", "编发时", NULL);
	file_one(s, "2026-12-03 20:00", "work", "编发后", NULL);
	file_one(s, "2026-12-05 09:00", "work", "明天", NULL);
	make_draft(s, "daily", &o, &b);
	assert_titles(s, &b, "work:昨日 work:编发时 work:编发后");

	put_issue(s, "daily", 1, "2026-12-03", "2026-12-03 18:00", first);
	make_draft(s, "daily", &o, &b);
	assert_titles(s, &b, "work:编发后");
	assert_non_null(strstr(b.s, "    keep: no\n    title: 编发时\n"));
	assert_null(strstr(b.s, "昨日"));

	o.used = true;
	make_draft(s, "daily", &o, &b);
	assert_titles(s, &b, "work:编发后");
	assert_non_null(strstr(b.s, "; used in daily/2026-1/3\n"));
	assert_non_null(strstr(b.s, "    keep: no\n    title: 昨日\n"));

	o.used = false;
	o.since = instant("2026-12-01");
	make_draft(s, "daily", &o, &b);
	assert_titles(s, &b, "work:前天 work:编发时 work:编发后");
	od_buf_free(&b);
}

static void handle(struct state *s, const char *when, int64_t number, int action)
{
	struct od_handling h;

	begin(s, when);
	od_rec_init(&od_handling_type, &h);
	h.number = number;
	h.action = action;
	h.reason = strdup("缘由");
	OK(od_handle(s->db, &h, &s->err));
	od_rec_clear(&od_handling_type, &h);
	commit(s);
}

/* What could not be printed when the last issue was made, but can be now, is offered however old it is: reports that
 * were accepted since, or came back mended, and those of an issue that was withdrawn. */
static void test_given_back(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT;
	int64_t returned, refused, taken_back, anew, last;

	returned = file_one(s, "2026-11-20 09:00", "work", "补正", NULL);
	refused = file_one(s, "2026-11-20 09:00", "work", "退稿", NULL);
	taken_back = file_one(s, "2026-11-20 10:00", "work", "撤回", NULL);
	anew = file_one(s, "2026-11-20 11:00", "work", "另发", NULL);
	last = file_one(s, "2026-12-02 09:00", "work", "上期", NULL);
	handle(s, "2026-11-21 09:00", returned, OD_RETURN);
	handle(s, "2026-11-21 09:00", refused, OD_RETURN);
	put_issue(s, "daily", 1, "2026-11-20", "2026-11-20 18:00", taken_back);
	put_issue(s, "daily", 2, "2026-11-21", "2026-11-21 18:00", anew);
	begin(s, "2026-11-22 09:00");
	OK(od_issue_withdraw(s->db, "daily/2026-1", "有误", &s->err));
	OK(od_issue_withdraw(s->db, "daily/2026-2", "有误", &s->err));
	commit(s);
	put_issue(s, "daily", 3, "2026-11-23", "2026-11-23 18:00", anew);
	put_issue(s, "daily", 4, "2026-12-03", "2026-12-03 18:00", last);
	handle(s, "2026-12-04 10:00", returned, OD_ACCEPT);
	handle(s, "2026-12-04 10:00", refused, OD_REJECT);

	make_draft(s, "daily", &o, &b);
	assert_titles(s, &b, "work:补正");
	assert_non_null(strstr(b.s, "; was in daily/2026-1, which was withdrawn\n"
				    "  - column: work\n    keep: no\n    title: 撤回\n"));
	assert_null(strstr(b.s, "退稿"));
	assert_null(strstr(b.s, "另发"));
	assert_null(strstr(b.s, "上期"));
	/* It is not for an issue of a day before. */
	o = on("2026-12-03");
	make_draft(s, "daily", &o, &b);
	assert_null(strstr(b.s, "补正"));
	od_buf_free(&b);
}

static void test_article(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT;

	file_one(s, "2026-11-10 10:00", "problem", "甲", "一");
	file_one(s, "2026-11-11 10:00", "problem", "乙", "二");
	make_draft(s, "advice", &o, &b);
	assert_titles(s, &b, ":甲");
	s->err = (struct od_err)OD_ERR_INIT;
	assert_int_equal(od_draft_make(s->db, "roundup", &o, &b, &s->err), -1);
	assert_string_equal(s->err.msg,
			    "'roundup' (每日情况汇总) is made anew each time from what is on file "
			    "and has no draft; use 'bulletin-build roundup'");
	assert_int_equal(s->err.code, OD_EUSAGE);
	od_buf_free(&b);
}

/* A day without anything is a file that says so when it is read. */
static void test_empty_day(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT, told = OD_BUF_INIT;

	make_draft(s, "daily", &o, &b);
	assert_null(read_draft(s, b.s, b.n, &told));
	assert_string_equal(told.s,
			    "d.yaml:9: no item is kept; let keep: yes stand with what is to "
			    "be printed\n");
	assert_int_equal(s->err.code, OD_EDATA);
	/* and an item may be written under a heading of it */
	file_one(s, "2026-12-04 10:00", "work", "甲", "文");
	od_buf_puts(&b, "  - column: media\n    title: 自编\n    text: 文\n");
	assert_titles(s, &b, "media:自编");
	od_buf_free(&b);
	od_buf_free(&told);
}

/* --- there and back ----------------------------------------------------------------------------------- */

static const char *const nasty[][2] = {
	{ "平常", "一段。\n二段。" },
	{ "冒号: 后面", "键: 值\n- 项\n# 注" },
	{ "末尾冒号:", "第一行\n\n\n第四行" },
	{ "# 井号", "# 开头是井号" },
	{ "- 短横", "---\n...\n" },
	{ "\"双引号\"", "  前有空格\n后面没有" },
	{ "'单引号'", "\t前有制表符\n中\t间" },
	{ "它's \"引\" \\n 反斜线", "\n\n前有空行" },
	{ "[方括号]", "[a, b]: {c: d}" },
	{ "{花括号}", "末尾空格   \n中间   " },
	{ "&锚 *别名 !标签", "%YAML 1.1" },
	{ "| 竖线", "　　全角空格开头\n　　第二段" },
	{ "> 大于", "@at `backtick`" },
	{ "yes", "no" },
	{ "null", "null" },
	{ "~", "~" },
	{ "2026-12-04", "2026" },
	{ "0x1F", "1e5" },
	{ "𠮷𪚥𫞩 镕喆堃", "䶮㙓𬴂 生僻字" },
	{ "、，；。", "第一\342\200\250第二" },
	{ "？问号: x", "? 问\n: 答" },
	{ "= 等号", "<< 合并" },
	{ "，逗号，", "a # 不是注释\n  # 缩进的井号\n\tb" },
	{ "title: x", "text: |\n  title: y\nkeep: no" },
	{ "…… —— “”《》", "     \n  \n只剩这行" },
};

static void assert_same(const char *got, const char *want)
{
	size_t n = strlen(want);

	while (n && strchr(" \t\n", want[n - 1])) /* blanks at the end go */
		n--;
	if (!n) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_int_equal(strlen(got), n);
	assert_memory_equal(got, want, n);
}

static void test_round_trip(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT, told = OD_BUF_INIT;
	const struct od_draft_item *items;
	struct od_draft_file *d;
	int64_t first = 0;
	size_t n;

	begin(s, "2026-12-04 10:00");
	for (size_t i = 0; i < OD_COUNT(nasty); i++) {
		int64_t number = file_report(s, "U1", "work", nasty[i][0], nasty[i][1], 0, 0);

		first = i ? first : number;
	}
	commit(s);
	make_draft(s, "daily", &o, &b);
	d = read_draft(s, b.s, b.n, &told);
	assert_string_equal(told.s, "");
	assert_non_null(d);
	items = items_of(d, &n);
	assert_int_equal(n, OD_COUNT(nasty));
	for (size_t i = 0; i < n; i++) {
		char number[32];

		assert_string_equal(items[i].title, nasty[i][0]);
		assert_string_equal(items[i].original, nasty[i][0]);
		assert_same(items[i].text, nasty[i][1]);
		assert_string_equal(items[i].reports,
				    od_number_str('R', first + (int64_t)i, number));
		assert_string_equal(items[i].unit, "U1");
		assert_null(items[i].source);
		assert_true(items[i].keep);
	}
	od_draft_free(d);
	od_buf_free(&b);
	od_buf_free(&told);
}

/* 2,000 candidates, one of them with a megabyte of text. */
static void test_many(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT, told = OD_BUF_INIT, body = OD_BUF_INIT;
	const struct od_draft_item *items;
	struct od_draft_file *d;
	char title[64];
	size_t n;

	while (body.n < 1000000)
		od_buf_printf(&body, "第%zu段，讲的是第%zu件事。\n", body.n, body.n * 7);
	begin(s, "2026-12-04 10:00");
	for (int i = 0; i < 2000; i++) {
		snprintf(title, sizeof(title), "第%d号事项", i);
		file_report(s, "U2", "work", title, i == 1234 ? body.s : NULL, 0, 0);
	}
	commit(s);
	make_draft(s, "daily", &o, &b);
	d = read_draft(s, b.s, b.n, &told);
	assert_string_equal(told.s, "");
	items = items_of(d, &n);
	assert_int_equal(n, 2000);
	assert_string_equal(items[1234].title, "第1234号事项");
	assert_int_equal(strlen(items[1234].text), body.n - 1);
	assert_string_equal(items[1999].title, "第1999号事项");
	od_draft_free(d);
	od_buf_free(&b);
	od_buf_free(&told);
	od_buf_free(&body);
}

/* --- hands ----------------------------------------------------------------------------------------------- */

#define FRONT "draft:\n- publication: daily\n  date: 2026-12-04\nitem:\n"

/* R2026-0001 甲 of U1, 0002 乙 of U2, 0003 秘密, 0004 returned, 0005 rejected, 0006 withdrawn, 0007 duplicate of 0001,
 * 0008 used. */
static void prepare(struct state *s)
{
	static const struct {
		const char *number;
		int action;
		const char *target;
	} done[] = {
		{ "R2026-0004", OD_RETURN, NULL },
		{ "R2026-0005", OD_REJECT, NULL },
		{ "R2026-0006", OD_WITHDRAW, NULL },
		{ "R2026-0007", OD_DUPLICATE_OF, "R2026-0001" },
	};

	begin(s, "2026-12-04 10:00");
	file_report(s, "U1", "work", "甲", "甲文", 0, 0);
	file_report(s, "U2", "work", "乙、甲", "乙文", 0, 0);
	file_report(s, "U2", "work", "密", "密文", 0, OD_SECRECY_TOP_SECRET);
	file_report(s, "U2", "work", "退", "退文", 0, 0);
	file_report(s, "U2", "work", "不用", "不用文", 0, 0);
	file_report(s, "U2", "work", "撤", "撤文", 0, 0);
	file_report(s, "U2", "work", "重", "重文", 0, 0);
	file_report(s, "U2", "work", "已用", "已用文", 0, 0);
	for (size_t i = 0; i < OD_COUNT(done); i++) {
		struct od_handling h;

		od_rec_init(&od_handling_type, &h);
		OK(od_number_parse('R', done[i].number, &h.number, &s->err));
		h.action = done[i].action;
		h.reason = strdup("缘由");
		h.target = done[i].target ? strdup(done[i].target) : NULL;
		OK(od_handle(s->db, &h, &s->err));
		od_rec_clear(&od_handling_type, &h);
	}
	commit(s);
	put_issue(s, "daily", 12, "2026-12-03", "2026-12-04 11:00", 202600000008);
	put_issue(s, "advice", 1, "2026-12-03", "2026-12-04 11:00", 202600000001);
}

static const struct {
	const char *text, *told;
} spoiled[] = {
	/* right: merged with weights, an item of the editors' own, one dropped that would be wrong */
	{ FRONT
	  "- {column: 工作动态, title: 合, reports: [R2026-0001, R2026-0002], weights: [2, 1], "
	  "unit: [U2, U1], original: 乙、甲、甲}\n"
	  "- {column: media, title: 自编, text: 文}\n"
	  "- {column: nix, keep: no, title: '', reports: [R2026-9999]}\n",
	  "" },
	{ FRONT "- column: work\n  title: 甲\n  reports: r2026-1\n", "" },
	{ FRONT "- 栏目: work\n  标题: 甲\n  报告号: [R2026-0001]\n  单位: [甲局]\n", "" },
	{ FRONT "- {column: work, title: 甲, reports: [R2026-0001, R2026-0002, R2026-0001]}\n",
	  "d.yaml:5: R2026-0001 stands twice in this item; once is enough\n" },
	{ FRONT
	  "- column: work\n  title: 甲\n  reports: [R2026-0001]\n- column: work\n  title: 乙\n"
	  "  reports: [R2026-0001]\n",
	  "d.yaml:10: R2026-0001 stands in two items, the other is on line 5; leave it in one, and let "
	  "keep: no stand with the other\n" },
	{ FRONT
	  "- column: work\n  keep: no\n  title: 甲\n  reports: [R2026-0001]\n- column: work\n  "
	  "title: 乙\n  reports: [R2026-0001]\n",
	  "" },
	{ FRONT "- column: work\n  title: 甲\n  reports:\n  - R2026-0099\n  - 1234\n",
	  "d.yaml:7: reports: '1234' is not a number such as R2026-0123\n"
	  "d.yaml:7: there is no report R2026-0099; 'report-list --search TEXT' finds its number\n" },
	{ FRONT
	  "- column: work\n  title: 甲\n  reports: [R2026-0002]\n  unit: [U1]\n  original: 甲\n",
	  "d.yaml:8: unit is 'U1', but R2026-0002 is of U2: put the number or the unit right\n"
	  "d.yaml:9: original is '甲', but R2026-0002 is 《乙、甲》 on file: put the number right, or, if "
	  "the unit has sent it anew, the title\n" },
	{ FRONT "- column: work\n  title: 密\n  reports: [R2026-0003]\n",
	  "d.yaml:7: R2026-0003 is top secret, more secret than 每日汇报 may hold (secret); drop it (keep: "
	  "no)\n" },
	{ FRONT "- {column: work, title: 一, reports: [R2026-0004]}\n"
		"- {column: work, title: 二, reports: [R2026-0005]}\n"
		"- {column: work, title: 三, reports: [R2026-0006]}\n"
		"- {column: work, title: 四, reports: [R2026-0007]}\n"
		"- {column: work, title: 五, reports: [R2026-0008]}\n",
	  "d.yaml:5: R2026-0004 was returned for mending; drop it (keep: no), or wait until it comes "
	  "back\n"
	  "d.yaml:6: R2026-0005 was rejected; drop it (keep: no), or take it after all with "
	  "'report-handle accept R2026-0005'\n"
	  "d.yaml:7: R2026-0006 was withdrawn by its unit; drop it (keep: no)\n"
	  "d.yaml:8: R2026-0007 was marked as a duplicate; drop it (keep: no), or give the number of the "
	  "report it repeats\n"
	  "d.yaml:9: R2026-0008 was used already, in daily/2026-12/3; drop it (keep: no), or withdraw "
	  "that issue\n" },
	{ FRONT "- title: 甲\n  column: wrok\n  text: 文\n- title: 乙\n  text: 文\n",
	  "d.yaml:6: 每日汇报 has no column 'wrok'; the nearest is 'work'; there are: remark 领导要论, work "
	  "工作动态, media 媒体摘要\n"
	  "d.yaml:8: column is missing; 每日汇报 has: remark 领导要论, work 工作动态, media 媒体摘要\n" },
	{ FRONT "- column: work\n  title:\n  text: 文\n- column: work\n  title: 空\n",
	  "d.yaml:6: the title is empty; give one, or drop the item (keep: no)\n"
	  "d.yaml:8: neither reports nor text: an item of the editors' own needs its text\n" },
	{ FRONT
	  "- column: work\n  title: 甲\n  reports: [R2026-0001, R2026-0002]\n  weights: [1]\n",
	  "d.yaml:8: 2 reports but 1 weights; give one for each, or none at all\n" },
	{ FRONT
	  "- column: work\n  title: 甲\n  reports: [R2026-0001, R2026-0002]\n  weights: 0、1.5\n",
	  "d.yaml:8: weights are whole numbers from 1 on, such as [2, 1]; here is '0、1.5'\n" },
	{ FRONT "- column: work\n  titel: 甲\n  reports: [R2026-0001]\n",
	  "d.yaml:6: unknown field 'titel'; the nearest is 'title'\n" },
	{ FRONT "- column: work\n  keep:\n  title: 甲\n  reports: [R2026-0001]\n",
	  "d.yaml:6: keep: say yes or no\n" },
	{ FRONT "- column: work\n  keep: 对\n  title: 甲\n",
	  "d.yaml:6: keep: '对' is neither yes nor no\n" },
	{ FRONT "- column: work\n  keep: no\n  title: 甲\n",
	  "d.yaml:2: no item is kept; let keep: yes stand with what is to be printed\n" },
	{ "draft:\n- publication: nix\n  date: 2026-12-04\nitem:\n- {title: 甲, text: 文}\n",
	  "d.yaml:2: no publication 'nix'; there are: daily 每日汇报, advice 情况与建议, roundup "
	  "每日情况汇总\n" },
	{ "draft:\n- publication: daily\nitem:\n- {column: work, title: 甲, text: 文}\n",
	  "d.yaml:2: 'date' is missing\n" },
	{ "item:\n- {column: work, title: 甲, text: 文}\n",
	  "d.yaml:1: there is no 'draft:' in front, which says publication and date\n" },
	{ "draft:\n- publication: advice\n  date: 2026-12-04\nitem:\n- {title: 甲, text: 文}\n- title: "
	  "乙\n  text: 文\n",
	  "d.yaml:6: 情况与建议 prints one article an issue, and 2 items are kept; let keep: no stand with "
	  "the others\n" },
	/* what YAML does not take */
	{ FRONT
	  "- column: work\n  title：甲\n  reports: [R2026-0001]\n- column：work\n  title: 乙\n",
	  "d.yaml:6: the colon behind 'title' is a full-width one; write ': ' in half width, with a "
	  "space\n"
	  "d.yaml:8: the colon behind 'column' is a full-width one; write ': ' in half width, with a "
	  "space\n" },
	{ FRONT
	  "- column: work\n  标题:甲\n  text: |\n    标题：这是正文\n  reports: [R2026-0001]\n",
	  "d.yaml:6: a space is missing behind the colon of '标题'\n" },
	{ FRONT "- column: work\n\ttitle: 甲\n",
	  "d.yaml:6: a tab in the indentation; use spaces\n" },
	{ FRONT "- column: work\n  title: '甲\n  text: 乙\n",
	  "d.yaml:6: the quote opened here is never closed; the records from here on were "
	  "not read\n" },
	{ "# x\ndraft:\n  publication: daily\n  date: 2026-12-04\nitem:\n- {column: work, title: 甲, text: "
	  "文}\n",
	  "d.yaml:2: what is below is a list: begin each entry with '- ', such as '- publication: "
	  "daily'\n" },
	{ "", "d.yaml:1: there is no 'draft:' in front, which says publication and date\n" },
};

static void test_spoiled(void **state)
{
	struct state *s = *state;
	struct od_buf told = OD_BUF_INIT;

	prepare(s);
	for (size_t i = 0; i < OD_COUNT(spoiled); i++) {
		struct od_draft_file *d =
			read_draft(s, spoiled[i].text, strlen(spoiled[i].text), &told);

		assert_string_equal(told.s, spoiled[i].told);
		assert_int_equal(d != NULL, !told.n);
		if (!d)
			assert_int_equal(s->err.code, OD_EDATA);
		od_draft_free(d);
	}
	od_buf_free(&told);
}

/* What is kept of an item that was merged: its numbers and weights as lists, its column as a code. */
static void test_merged(void **state)
{
	struct state *s = *state;
	struct od_buf told = OD_BUF_INIT;
	const unsigned int *line;
	const struct od_draft_item *items;
	struct od_draft_file *d;

	prepare(s);
	d = read_draft(s, spoiled[0].text, strlen(spoiled[0].text), &told);
	assert_int_equal(od_draft_items(d, &items, &line), 2);
	assert_string_equal(items[0].reports, "R2026-0001、R2026-0002");
	assert_string_equal(items[0].weights, "2、1");
	assert_string_equal(items[0].column, "work");
	assert_int_equal(line[0], 5);
	assert_null(items[1].reports);
	assert_int_equal(line[1], 6);
	assert_string_equal(od_draft_front(d)->publication, "daily");
	od_draft_free(d);
	od_buf_free(&told);
}

/* As editors on Windows leave files. */
static void test_windows(void **state)
{
	static const char crlf[] =
		"draft:\r\n- publication: daily\r\n  date: 2026-12-04\r\nitem:\r\n"
		"- column: work\r\n  title: 甲\r\n  text: |\r\n    一\r\n    二\r\n";
	static const char gbk[] =
		"draft:\n- publication: daily\n  date: 2026-12-04\nitem:\n- column: work\n  title: "
		"\xbc\xd7\xbd\xad\xd6\xae\n  text: |\n    \xd2\xbb\n    \x97\x7e\xb6\xfe\n";
	struct state *s = *state;
	struct od_buf told = OD_BUF_INIT, bom = OD_BUF_INIT;
	struct od_draft_file *d;
	size_t n;

	d = read_draft(s, crlf, strlen(crlf), &told);
	assert_string_equal(told.s, "");
	assert_string_equal(items_of(d, &n)->text, "一\n二");
	od_draft_free(d);
	od_buf_printf(&bom, "\xef\xbb\xbf%s", crlf);
	d = read_draft(s, bom.s, bom.n, &told);
	assert_string_equal(told.s, "");
	assert_string_equal(items_of(d, &n)->title, "甲");
	od_draft_free(d);
	d = read_draft(s, gbk, strlen(gbk), &told);
	assert_string_equal(told.s, "");
	assert_string_equal(items_of(d, &n)->title, "甲江之");
	assert_string_equal(items_of(d, &n)->text, "一\n梸二");
	od_draft_free(d);
	od_buf_free(&told);
	od_buf_free(&bom);
}

/* Each line of what is checked knows its line in the file. */
static void test_wording(void **state)
{
	static const char text[] =
		"draft:\n- publication: daily\n  date: 2026-12-04\n  note: |\n    按语\nitem:\n"
		"# 注\n- column: media\n  title: \"后\"\n  text: |\n    三\n\n    四\n"
		"- column: work\n  keep: no\n  title: 丢\n  text: 丢\n"
		"- text: >\n    一\n    续\n\n    二\n  column: work\n  title: 先\n";
	struct state *s = *state;
	struct od_buf told = OD_BUF_INIT, out = OD_BUF_INIT, lines = OD_BUF_INIT;
	struct od_draft_file *d = read_draft(s, text, strlen(text), &told);
	unsigned int *line;
	size_t n;

	assert_non_null(d);
	OK(od_draft_wording(d, &out, &line, &n, &s->err));
	assert_string_equal(out.s, "按语\n\n先\n一 续\n二\n\n后\n三\n\n四\n");
	for (size_t i = 0; i < n; i++)
		od_buf_printf(&lines, "%u ", line[i]);
	/* folded lines are not found one by one: they are of the field's line */
	assert_string_equal(lines.s, "5 5 24 18 22 22 9 11 11 13 ");
	free(line);
	od_draft_free(d);
	od_buf_free(&told);
	od_buf_free(&out);
	od_buf_free(&lines);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_drafts, teardown_db)
	const struct CMUnitTest tests[] = {
		TEST(test_order),   TEST(test_since),     TEST(test_given_back),
		TEST(test_article), TEST(test_empty_day), TEST(test_round_trip),
		TEST(test_many),    TEST(test_spoiled),   TEST(test_merged),
		TEST(test_windows), TEST(test_wording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
