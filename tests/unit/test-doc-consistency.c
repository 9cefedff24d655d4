/* A text against itself: one report with one fault planted at a time.  Each must be found by its rule at its line,
 * and nothing else above a hint; what only looks like a fault must not be found. */
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/check/consistency.h"

static const char report[] =
	"示例市人民政府办公室关于2025年信访工作情况的通报\n"
	"示政办发〔2026〕8号\n"
	"各县（市、区）人民政府，市政府各部门：\n"
	"现将2025年全市信访工作情况通报如下。\n"
	"一、基本情况\n"
	"全市共受理信访事项1500件，其中网上信访900件、来信400件。示东区办结500件、示西区办结600件、"
	"示南县办结300件，共1400件。从渠道看，网上占60%，来信占25%，来访占15%。\n"
	"接访点由120个增加到150个，增长25%。累计化解积案80件，占积案总数100件的80%。城乡结构比为61.2:38.8。\n"
	"二、主要做法\n"
	"（一）落实责任。各县（市、区）要把信访工作摆在重要位置，主要负责人每月接访不少于一次。\n"
	"（二）多方参与。在3个县（示东县、示西县、示南县）开展试点，示东县、示西县、示南县办结率分别为91%、"
	"92%、93%。\n"
	"（三）保障经费。安排专项经费人民币壹佰贰拾万元整（￥1200000），由示例市住房和城乡建设管理委员会负责。\n"
	"三、下一步要求\n"
	"按照《示例市人民政府关于加强信访工作的意见》（示政发〔2025〕3号）要求，抓好整改。各地贯彻"
	"《示例市人民政府关于加强信访工作的意见》（示政发〔2025〕3号）的情况，请于2026年4月10日前报送。\n"
	"业务培训时间为2026年5月8日至10日，每日9:00开始。抽查结果报示例市住房和城乡建设管理委员会。\n"
	"附件：办理情况表\n"
	"示例市人民政府办公室\n"
	"2026年3月5日\n"
	"附件\n"
	"办理情况表\n"
	"序号\t单位\t来信（件）\t来访（件）\t合计\n"
	"1\t示东区\t12\t8\t20\n"
	"2\t示西区\t15\t5\t20\n"
	"3\t示南县\t9\t1\t10\n"
	"\t合计\t36\t14\t50\n";

struct fault {
	const char *rule, *from, *to; /* from stands once in the report */
};
static const struct fault faults[] = {
	{ "S43", "其中网上信访900件", "其中网上信访1900件" },
	{ "S44", "共1400件", "共1420件" },
	{ "S45", "来访占15%", "来访占19%" },
	{ "S46", "61.2:38.8", "61.2:39.8" },
	{ "S47", "增长25%", "增长35%" },
	{ "S48", "占积案总数100件的80%", "占积案总数100件的85%" },
	{ "S18", "壹佰贰拾万元整", "壹佰贰拾壹万元整" },
	{ "S18", "（￥1200000）", "（￥1220000）" },
	{ "Q05", "意见》（示政发〔2025〕3号）的情况", "意见》（示政发〔2025〕13号）的情况" },
	{ "Q21", "《示例市人民政府关于加强信访工作的意见》（示政发〔2025〕3号）的情况",
	  "《示例市人民政府关于进一步加强值班工作的意见》（示政发〔2025〕3号）的情况" },
	{ "Q03", "《示例市人民政府关于加强信访工作的意见》（示政发〔2025〕3号）要求",
	  "示政函〔2027〕6号文件要求" },
	{ "S53", "2026年5月8日至10日", "2026年5月8日至6日" },
	{ "S54", "请于2026年4月10日前", "请于2026年2月10日前" },
	{ "S56", "每日9:00开始", "10日9:70开始" },
	{ "S57", "抽查结果报示例市住房和城乡", "抽查结果报示例市住房与城乡" },
	{ "S52", "三、下一步要求", "三、主要做法" },
	{ "S52", "（二）多方参与。", "（二）落实责任。" },
	{ "S17", "合计\t36\t", "合计\t37\t" },
	{ "S40", "\t12\t8\t20\n", "\t12\t8\t21\n" },
};

static struct od_rules *rules;

static int load(void **state)
{
	struct od_err err = OD_ERR_INIT;

	(void)state;
	rules = od_rules_load(SRCDIR "/share/rules", &err);
	if (!rules)
		print_message("%s\n", err.msg);
	return rules ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	od_rules_free(rules);
	return 0;
}

static struct od_checked *check_text(const char *s, int least, struct od_doc **d)
{
	struct od_err err = OD_ERR_INIT;
	struct od_check_opts o = { .as_of = OD_NODATE,
				   .today = od_ymd(2026, 12, 4),
				   .least = least };
	struct od_checked *c;

	*d = od_doc_new("draft.txt", OD_DOC_TEXT, &err);
	assert_non_null(*d);
	assert_int_equal(od_doc_read_text(*d, s, strlen(s), &err), 0);
	assert_int_equal(od_doc_roles(*d, &err), 0);
	c = od_check(rules, *d, &o, &err);
	if (!c)
		fail_msg("%s", err.msg);
	return c;
}

static unsigned int line_of(const char *text, const char *at)
{
	unsigned int n = 1;

	for (; text < at; text++)
		n += *text == '\n';
	return n;
}

/* Nothing above a hint in what is right. */
static void nothing_in(const char *text)
{
	struct od_doc *d;
	struct od_checked *c = check_text(text, OD_WARNING, &d);
	const struct od_finding *f;

	if (od_checked_findings(c, &f))
		fail_msg("line %d: %s %s '%s'", (int)f->line, f->rule, f->message,
			 f->text ? f->text : "");
	od_checked_free(c);
	od_doc_free(d);
}

static void with(const char *from, const char *to, struct od_buf *b)
{
	const char *at = strstr(report, from);

	if (!at || strstr(at + 1, from))
		fail_msg("'%s' does not stand once in the report", from);
	od_buf_add(b, report, (size_t)(at - report));
	od_buf_puts(b, to);
	od_buf_puts(b, at + strlen(from));
}

/* A long title that is told is cut between characters: an output of half a character is no JSON. */
static void test_long_title_is_told_whole(void **state)
{
	struct od_buf b = OD_BUF_INIT;
	const struct od_finding *f;
	struct od_checked *c;
	struct od_doc *d;
	size_t n;

	(void)state;
	od_buf_puts(&b,
		    "关于整改情况的通报\n各县（市、区）人民政府：\n按照《示例市人民政府关于加强");
	for (int i = 0; i < 30; i++)
		od_buf_puts(&b, "城乡供水");
	od_buf_puts(&b,
		    "工作的意见》（示政发〔2025〕3号）要求，抓好整改。贯彻《示例市人民政府关于做好"
		    "值班备勤和信息报送有关工作的通知》（示政发〔2025〕3号）的情况另报。\n");
	c = check_text(b.s, OD_HINT, &d);
	n = od_checked_findings(c, &f);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(od_utf8_bad(f[i].message, strlen(f[i].message)),
				 strlen(f[i].message));
		if (!strcmp(f[i].rule, "Q21") && strstr(f[i].message, "城乡供水城乡供水"))
			break;
		if (i + 1 == n)
			fail_msg("no Q21");
	}
	assert_in_range(n, 1, 20);
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&b);
}

static void test_clean(void **state)
{
	(void)state;
	nothing_in(report);
}

static void test_faults(void **state)
{
	(void)state;
	for (const struct fault *f = faults; f < faults + OD_COUNT(faults); f++) {
		struct od_buf b = OD_BUF_INIT;
		struct od_doc *d;
		struct od_checked *c;
		const struct od_finding *got;
		unsigned int line = line_of(report, strstr(report, f->from));
		bool found = false;
		size_t n;

		with(f->from, f->to, &b);
		c = check_text(b.s, OD_WARNING, &d);
		n = od_checked_findings(c, &got);
		for (size_t i = 0; i < n; i++) {
			/* a cell that is wrong is wrong in its row and in its column */
			if (!strcmp(got[i].rule, f->rule) && got[i].line == line)
				found = true;
			else if (strcmp(got[i].rule, "S40") && strcmp(got[i].rule, "S17"))
				fail_msg("'%s': %s at line %d too: %s", f->to, got[i].rule,
					 (int)got[i].line, got[i].message);
		}
		if (!found)
			fail_msg("'%s' is not found by %s", f->to, f->rule);
		od_checked_free(c);
		od_doc_free(d);
		od_buf_free(&b);
	}
}

/* Rounding, years, other units, overlapping shares: none of it is a fault. */
static void test_innocent(void **state)
{
	static const struct {
		const char *from, *to;
	} same[] = {
		{ "其中网上信访900件", "其中比上年增加1900件" },
		{ "其中网上信访900件", "其中涉及群众1900人" },
		{ "网上占60%，来信占25%，来访占15%", "网上占80%，农村占65%，重复占35%" },
		{ "网上占60%，来信占25%，来访占15%", "网上占33.4%，来信占33.3%，来访占33.4%" },
		{ "61.2:38.8", "61.3:38.8" },
		{ "增长25%", "年均增长8%" },
		{ "由120个增加到150个，增长25%", "由1.2万件增加到1.5万件，增长26%" },
		{ "2026年5月8日至10日", "2026年11月8日至2027年1月10日" },
		{ "2026年5月8日至10日", "11月15日至次年3月15日" },
		{ "请于2026年4月10日前", "请于2027年1月10日前" },
		{ "（￥1200000）", "（120万元）" },
		{ "在3个县（示东县、示西县、示南县）", "在12个县（示东县、示西县等）" },
		{ "（二）多方参与。", "（二）抓好落实。" },
		{ "\t12\t8\t20\n", "\t12\t8\t20\n\t其中：积案\t2\t1\t3\n" },
		{ "每日9:00开始", "每日20:00—8:00值班" },
		{ "每日9:00开始", "图纸比例1:75" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(same); i++) {
		struct od_buf b = OD_BUF_INIT;

		with(same[i].from, same[i].to, &b);
		nothing_in(b.s);
		od_buf_free(&b);
	}
}

static void amount_is(const char *s, double value, int decimals, const char *unit)
{
	struct od_amount a;
	size_t at = 0;

	assert_true(od_next_amount(s, strlen(s), &at, &a));
	assert_true(a.value > value - 1e-6 && a.value < value + 1e-6);
	assert_int_equal(a.decimals, decimals);
	assert_int_equal(a.to - a.unit, strlen(unit));
	assert_memory_equal(s + a.unit, unit, strlen(unit));
}

static void test_amounts(void **state)
{
	static const char *const none[] = { "第12条", "〔2026〕号",  "GB9704",       "一二三",
					    "1.2.3",  "3至5",        "电话2100-602", "12:30开始",
					    "A4",     "附件（见表）" };
	struct od_amount a;
	size_t at;

	(void)state;
	amount_is("投资12.5万元", 12.5, 1, "万元");
	amount_is("共1,234,567.8 元", 1234567.8, 1, "元");
	amount_is("面积3平方公里", 3, 0, "平方公里");
	amount_is("增长8%", 8, 0, "%");
	amount_is("建成30", 30, 0, "");
	for (size_t i = 0; i < OD_COUNT(none); i++) {
		at = 0;
		while (od_next_amount(none[i], strlen(none[i]), &at, &a))
			if (a.to > a.unit)
				fail_msg("'%s': %g", none[i], a.value);
	}
	assert_true(od_cell_amount(" 1,234.50 ", 10, &a));
	assert_true(a.value > 1234.49 && a.value < 1234.51);
	assert_true(od_cell_amount("-3.2%", 5, &a));
	assert_true(a.value < -3.19);
	assert_true(od_cell_amount("12人", 5, &a));
	assert_false(od_cell_amount("12人等", 8, &a));
	assert_false(od_cell_amount("约12", 5, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),   cmocka_unit_test(test_long_title_is_told_whole),
		cmocka_unit_test(test_faults),  cmocka_unit_test(test_innocent),
		cmocka_unit_test(test_amounts),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
