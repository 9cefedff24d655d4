/* Titles, numbers, dates, ordinals, attachments, routes: whole documents with one fault
 * each.  The fault must be found by its rule at its line, and nothing else above a hint. */
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/document/shape.h"

static const char notice[] =
	"000012\n"
	"机密★1年\n"
	"特急\n"
	"示例市人民政府文件\n"
	"示政发〔2026〕12号\n"
	"示例市人民政府关于做好防汛工作的通知\n"
	"各县（市、区）人民政府，市政府各部门：\n"
	"为做好今年防汛工作，现将有关事项通知如下。\n"
	"一、加强领导\n"
	"（一）落实责任。各县（市、区）人民政府要落实防汛责任制，物资见附件2。\n"
	"（二）完善预案。重点做好以下三项工作：\n"
	"1.修订方案。\n"
	"2.备足物资。\n"
	"3.组织演练。演练定于2026年6月5日（星期五）进行。\n"
	"二、做好保障\n"
	"（一）保障队伍。一是抽调骨干；二是加强培训；三是落实经费。\n"
	"（二）保障物资。各地要备足防汛物资。\n"
	"附件：1.防汛责任表\n"
	"2.物资清单\n"
	"示例市人民政府\n"
	"2026年3月5日\n"
	"（此件发至县级）\n"
	"附件1\n"
	"防汛责任表\n"
	"第一条　各县（市、区）人民政府负责本地防汛。\n"
	"第二条　各部门各负其责。\n"
	"第三条　市水利局负责解释。\n"
	"附件2\n"
	"物资清单\n"
	"编织袋、铁锹若干。\n"
	"抄送：市委办公室，市人大常委会办公室。\n"
	"示例市人民政府办公室　2026年3月6日印发\n";

static const char request[] = "示例县人民政府文件\n"
			      "示县政〔2026〕3号　　　签发人：张某\n"
			      "示例县人民政府关于增设防汛机构的请示\n"
			      "示例市人民政府：\n"
			      "为做好防汛工作，我县拟增设防汛机构。\n"
			      "妥否，请批示。\n"
			      "示例县人民政府\n"
			      "2026年3月5日\n"
			      "（联系人：王某，电话：12345678）\n"
			      "抄送：示例市水利局。\n";

static const char report[] = "示例县人民政府关于防汛工作情况的报告\n"
			     "示例市人民政府：\n"
			     "现将我县防汛工作情况报告如下。\n"
			     "一、基本情况\n"
			     "全县共转移群众120人。\n"
			     "二、下一步打算\n"
			     "继续做好防汛工作。\n"
			     "特此报告。\n"
			     "示例县人民政府\n"
			     "2026年3月5日\n";

static const char department[] = "示例市水利局关于做好防汛工作的通知\n"
				 "各县（市、区）水利局：\n"
				 "现将有关事项通知如下。\n"
				 "请认真贯彻执行。\n"
				 "示例市水利局\n"
				 "2026年3月5日\n";

static const char old[] = "示例市人民政府关于做好防汛工作的通知\n"
			  "示政发〔2009〕12号\n"
			  "各县（市、区）人民政府：\n"
			  "现将有关事项通知如下。\n"
			  "请认真贯彻执行。\n"
			  "示例市人民政府\n"
			  "二〇〇九年三月五日\n";

static const char undated[] = "示例市人民政府关于做好防汛工作的通知\n"
			      "示政发〔2009〕12号\n"
			      "各县（市、区）人民政府：\n"
			      "现将有关事项通知如下。\n"
			      "请认真贯彻执行。\n"
			      "示例市人民政府\n";

static const char minutes[] = "示例市人民政府办公室\n"
			      "示政纪〔2026〕11号\n"
			      "示例市防汛工作专题会议纪要\n"
			      "2026年11月6日，副市长张某主持召开会议。\n"
			      "会议研究了防汛工作，将于11月20日（星期五）开展检查。\n"
			      "示例市人民政府办公室\n"
			      "2026年11月9日\n";

#define N(s) (char *)(uintptr_t)(s)

struct fault {
	const char *rule, *doc, *from, *to;
	const char *at;   /* the line it is found at holds this; NULL: where it was planted */
	const char *also; /* rules that may find it too */
};

static const struct fault faults[] = {
	{ "T01", notice, "防汛工作的通知", "防汛工作" },
	{ "T02", department, "的通知", "安排", NULL, "F32" },
	{ "T03", request, "防汛机构的请示", "防汛机构的请示报告", NULL, "E02" },
	{ "T05", report, "情况的报告\n", "情况的报告。\n" },
	{ "T05", minutes, "纪要\n", "纪要。\n" },
	{ "T10", department, "事项通知如下", "事项通告如下" },
	{ "T14", notice, "防汛工作的通知", "防汛工作\n的通知", "的通知" },
	{ "F01", notice, "〔2026〕", "[2026]" },
	{ "F01", notice, "〔2026〕", "（2026）" },
	{ "F02", notice, "〕12号", "〕第12号" },
	{ "F03", notice, "〕12号", "〕012号" },
	{ "F04", notice, "〔2026〕", "〔26〕" },
	{ "F05", notice, "〕12号", "〕12" },
	{ "F05", request, "〕3号", "〕3" },
	{ "F01", undated, "〔2009〕", "[2026]", NULL, "F32" },
	{ "F06", notice, "〔2026〕", "〔2024〕" },
	{ "F07", notice, "\n2026年3月5日\n", "\n二〇二六年三月五日\n", "二〇二六年" },
	{ "F07", notice, "\n2026年3月5日\n", "\n2026年03月05日\n", "2026年03" },
	{ "F07", notice, "\n2026年3月5日\n", "\n2026.3.5\n", "2026.3.5" },
	{ "F08", notice, "\n2026年3月5日\n", "\n2026年2月30日\n", "2026年2" },
	{ "F08", notice, "2026年6月5日（星期五）", "6月31日" },
	{ "F09", notice, "星期五", "星期三" },
	{ "F09", minutes, "星期五", "星期六" }, /* as it will be in 2027 */
	{ "F10", notice, "2026年3月6日印发", "2026年3月4日印发" },
	{ "F11", notice, "各部门：", "各部门:", NULL, "P24" },
	{ "F11", notice, "各部门：", "各部门" },
	{ "F12", notice, "常委会办公室。", "常委会办公室" },
	{ "F12", request, "市水利局。", "市水利局；" },
	{ "F13", request, "　　　签发人：张某", "", "增设防汛机构的请示" },
	{ "F14", notice, "000012", "0012", NULL, "F25" },
	{ "F15", notice, "★1年", "★一年" },
	{ "F16", notice, "特急", "急件" },
	{ "F17", request, "（联系人：王某，电话：12345678）", "(联系人：王某，电话：12345678)",
	  NULL, "P26" },
	{ "F18", notice, "日印发", "日" },
	{ "F19", department, "\n示例市水利局\n", "\n示例市教育局\n", "示例市教育局" },
	{ "F19", minutes, "\n示例市人民政府办公室\n", "\n示例市统计局\n", "示例市统计局" },
	{ "F20", request, "抄送：示例市水利局。", "抄送：示例市水利局，示例市人民政府。" },
	{ "F21", notice, "抄送：", "主题词：防汛　通知\n抄送：" },
	{ "F23", department, "2026年3月5日", "2026年3月", NULL, "F32" },
	{ "F23", notice, "\n2026年3月5日\n", "\n2026年3月\n", "2026年3月\n" },
	{ "F25", notice, "000012\n", "", "机密" },
	{ "F26", notice, "★1年", "" },
	{ "F27", notice, "★1年", "★50年" },
	{ "F29", notice, "（此件发至县级）", "此件发至县级", NULL, "S29 S31" },
	{ "F30", request, "签发人：", "签发人:", NULL, "P24" },
	{ "F31", request, "签发人：张某", "签发人：" },
	{ "F33", notice, "机密★1年\n特急\n", "特急\n机密★1年\n", "特急" },
	{ "F36", notice, "2026年3月6日印发", "2026年03月06日印发" },
	{ "F37", notice, "抄送：", "抄送:", NULL, "P24" },
	{ "F38", request, "抄送：", "抄报：" },
	{ "F43", notice, "（此件发至县级）", "（此页无正文）" },
	{ "F46", notice, "（此件发至县级）", "（此件公开发布）", "机密" },
	{ "F48", department, "2026年3月5日\n", "2026年3月5日\n附件：防汛责任表\n", "附件：" },
	{ "S01", notice, "1.修订方案。\n2.备足物资。\n3.组织",
	  "（1）修订方案。\n（2）备足物资。\n（3）组织" },
	{ "S02", notice, "3.组织演练", "4.组织演练", NULL, "S15" },
	{ "S02", notice, "二、做好保障", "三、做好保障" },
	{ "S02", notice, "（二）保障物资", "（四）保障物资" },
	{ "S02", notice, "（二）保障物资", "（一）保障物资" },
	{ "S03", notice, "（二）保障", "（二）、保障" },
	{ "S38", notice, "2.备足", "2、备足" },
	{ "S05", notice, "二、做好", "二.做好" },
	{ "S06", notice, "一是抽调", "首先、抽调" },
	{ "S07", notice, "（二）保障", "(二)保障" },
	{ "S10", notice, "物资清单\n示例", "物资清单。\n示例" },
	{ "S11", notice, "附件：1.防汛", "附件：1、防汛" },
	{ "S12", notice, "\n物资清单\n编织", "\n车辆一览\n编织", "车辆" },
	{ "S13", notice, "见附件2", "见附件5" },
	{ "S14", notice, "第三条", "第四条" },
	{ "S15", notice, "以下三项", "以下四项" },
	{ "S26", notice, "附件：1", "附件:1", NULL, "P24" },
	{ "S29", notice, "\n附件2\n", "\n附件3\n", "附件3" },
	{ "S28", notice, "\n附件1\n防汛", "\n附件一\n防汛", "附件一" },
	{ "S30", notice, "\n附件2\n", "\n附件\n", "附件\n物" },
	{ "S34", notice, "1.修订方案。\n2.备足物资。\n3.组织",
	  "1.修订方案。\n（1）、制定。\n2.备足物资。\n3.组织", "（1）、" },
	{ "S31", notice, "2.物资清单\n示例", "示例", "附件：1", "S13" },
	{ "R151", request, "示例市人民政府：", "示例市人民政府、示例市委编办：" },
	{ "R154", request, "防汛机构。\n", "防汛机构。另请示增加编制。\n" },
	{ "R155", request, "示例市人民政府：", "张市长：" },
	{ "R156", request, "\n示例县人民政府\n2026", "\n示例县县长　张某\n2026", "县长" },
	{ "R158", request, "抄送：", "抄送：县政府各科室，" },
	{ "R159", report, "特此报告。", "恳请市政府拨付资金。" },
	{ "R162", department, "各县（市、区）水利局：", "各县（市、区）人民政府：" },
	{ "R173", department, "\n示例市水利局\n", "\n示例市水利局人事科\n", "人事科", "F19" },
	{ "R173", notice, "\n示例市人民政府\n2026", "\n示例市人民政府法制科\n2026", "法制科",
	  "F19" },
	{ "E02", report, "特此报告。", "以上妥否，请批示。", NULL, "E01" },
	{ "H01", old, "二〇〇九年三月五日", "2009年3月5日" },
	{ "H02", old, "二〇〇九", "二ＯＯ九" },
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

static struct od_checked *check_text(const char *s, struct od_doc **d)
{
	struct od_err err = OD_ERR_INIT;
	struct od_check_opts o = { .as_of = OD_NODATE,
				   .today = od_ymd(2026, 12, 4),
				   .least = OD_WARNING };
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

static void test_clean(void **state)
{
	static const char *const docs[] = { notice, request, report, department,
					    old,    undated, minutes };

	(void)state;
	for (size_t i = 0; i < OD_COUNT(docs); i++) {
		struct od_doc *d;
		struct od_checked *c = check_text(docs[i], &d);
		const struct od_finding *f;

		if (od_checked_findings(c, &f))
			fail_msg("document %zu line %d: %s %s", i, (int)f->line, f->rule,
				 f->message);
		od_checked_free(c);
		od_doc_free(d);
	}
}

static unsigned int line_of(const char *text, size_t at)
{
	unsigned int n = 1;

	for (size_t i = 0; i < at; i++)
		n += text[i] == '\n';
	return n;
}

/* What is wrong with what was found of one fault, or true. */
static bool found_as(const struct fault *f, const char *text, size_t planted)
{
	struct od_doc *d;
	struct od_checked *c = check_text(text, &d);
	const struct od_finding *got;
	size_t n = od_checked_findings(c, &got);
	unsigned int line = line_of(text, f->at ? (size_t)(strstr(text, f->at) - text) : planted);
	bool hit = false, good = true;

	for (size_t i = 0; i < n; i++) {
		if (!strcmp(got[i].rule, f->rule) && got[i].line == (int64_t)line) {
			hit = true;
		} else if (strcmp(got[i].rule, f->rule) != 0 &&
			   !(f->also && strstr(f->also, got[i].rule))) {
			print_message("%s '%s': also line %d: %s %s\n", f->rule, f->to,
				      (int)got[i].line, got[i].rule, got[i].message);
			good = false;
		}
	}
	if (!hit) {
		print_message("%s '%s': not found at line %u\n", f->rule, f->to, line);
		for (size_t i = 0; i < d->lines; i++)
			print_message("  %s|%s\n", od_line_roles[d->line[i].role].word,
				      d->line[i].text);
	}
	od_checked_free(c);
	od_doc_free(d);
	return hit && good;
}

static void test_faults(void **state)
{
	size_t bad = 0;

	(void)state;
	for (const struct fault *f = faults; f < faults + OD_COUNT(faults); f++) {
		const char *at = strstr(f->doc, f->from);
		struct od_buf b = OD_BUF_INIT;

		assert_non_null(at);
		od_buf_add(&b, f->doc, (size_t)(at - f->doc));
		od_buf_puts(&b, f->to);
		od_buf_puts(&b, at + strlen(f->from));
		assert_false(b.failed);
		bad += !found_as(f, b.s, (size_t)(at - f->doc));
		od_buf_free(&b);
	}
	assert_int_equal(bad, 0);
}

/* What is common practice, and what only looks like a fault. */
static void test_innocent(void **state)
{
	static const struct {
		const char *doc, *from, *to;
	} same[] = {
		{ notice, "（一）保障队伍。一是抽调骨干；二是加强培训；三是落实经费。\n（二）",
		  "（三）保障队伍。\n（四）" }, /* runs on across 一、二、 */
		{ notice, "1.修订方案。\n2.备足物资。\n3.组织演练。",
		  "（一）修订。（二）备足。（三）组织演练。" },
		{ notice, "以下三项", "以下几项" },
		{ notice, "2026年6月5日（星期五）", "6月5日（星期五）" },
		{ notice, "示政发〔2026〕12号", "示例市人民政府令第12号" },
		{ notice, "见附件2", "见《示例市防汛办法》附件5" },
		{ notice, "附件1\n防汛责任表\n", "附件1\n防汛责任表（试行）\n" },
		{ request, "示例市人民政府：", "示例市（筹）人民政府：" },
		{ report, "特此报告。", "以上报告，请审阅。" },
		{ report, "特此报告。", "方案将报请市政府审批。" },
		{ department, "水利局：", "水利局、各有关单位：" },
		{ department, "现将", "经市人民政府同意，现将" },
		{ old, "〔2009〕", "[2009]" },
		{ undated, "〔2009〕", "[2009]" },
		{ minutes, "\n示例市人民政府办公室\n2026", "\n示例市政府办公室\n2026" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(same); i++) {
		const char *at = strstr(same[i].doc, same[i].from);
		struct od_buf b = OD_BUF_INIT;
		const struct od_finding *f;
		struct od_checked *c;
		struct od_doc *d;

		assert_non_null(at);
		od_buf_add(&b, same[i].doc, (size_t)(at - same[i].doc));
		od_buf_puts(&b, same[i].to);
		od_buf_puts(&b, at + strlen(same[i].from));
		c = check_text(b.s, &d);
		if (od_checked_findings(c, &f))
			fail_msg("'%s' line %d: %s %s", same[i].to, (int)f->line, f->rule,
				 f->message);
		od_checked_free(c);
		od_doc_free(d);
		od_buf_free(&b);
	}
}

/* More than 5000 characters: of what is sent since the rules of 2024, and is not
 * comprehensive. */
static void test_length(void **state)
{
	static const struct {
		const char *title, *date;
		size_t lines, findings;
	} docs[] = {
		{ "示例市人民政府关于做好防汛工作的通知", "2026年3月5日", 99, 1 },
		{ "示例市人民政府关于做好防汛工作的通知", "2026年3月5日", 98, 0 },
		{ "示例市人民政府关于做好防汛工作的通知", "2023年3月5日", 101, 0 },
		{ "示例市关于国民经济计划执行情况的报告", "2026年3月5日", 101, 0 },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(docs); i++) {
		struct od_check_opts o = { .as_of = OD_NODATE,
					   .today = od_ymd(2026, 12, 4),
					   .only = "S22" };
		struct od_buf b = OD_BUF_INIT;
		struct od_err err = OD_ERR_INIT;
		const struct od_finding *f;
		struct od_checked *c;
		struct od_doc *d;

		od_buf_printf(&b, "%s\n各县（市、区）人民政府：\n", docs[i].title);
		for (size_t k = 0; k < docs[i].lines; k++)
			od_buf_puts(
				&b,
				"做好防汛各项工作，落实各级责任，备足抢险物资，加强值班值守，及时报告险情灾情，"
				"妥善安置群众。确保安全。\n");
		od_buf_printf(&b, "示例市人民政府\n%s\n", docs[i].date);
		od_checked_free(check_text(b.s, &d));
		c = od_check(rules, d, &o, &err);
		assert_int_equal(od_checked_findings(c, &f), docs[i].findings);
		od_checked_free(c);
		od_doc_free(d);
		od_buf_free(&b);
	}
}

/* Routes that need the organisation are told as not run without it, and run with it. */
static void test_organisation(void **state)
{
	/* a row for each name of an organ */
	static struct od_organ organs[] = {
		{ N("示例市人民政府"), OD_UNIT_BODY, OD_LEVEL_CITY, NULL },
		{ N("市人民政府"), OD_UNIT_BODY, OD_LEVEL_CITY, NULL },
		{ N("示例县人民政府"), OD_UNIT_COUNTY, OD_LEVEL_COUNTY, N("示例市人民政府") },
		{ N("示例县水利局"), OD_UNIT_DEPARTMENT, OD_LEVEL_COUNTY, N("示例县人民政府") },
		{ N("示例镇人民政府"), OD_UNIT_BODY, OD_LEVEL_TOWNSHIP, N("示例县人民政府") },
	};
	static const char text[] =
		"示例县水利局关于增设机构的请示\n示例市人民政府：\n妥否，请批示。\n示例县水利局\n2026年3月5日\n";
	struct od_check_opts o = { .as_of = OD_NODATE,
				   .today = od_ymd(2026, 12, 4),
				   .only = "R14" };
	struct od_err err = OD_ERR_INIT;
	const struct od_finding *f;
	const struct od_skipped *s;
	struct od_checked *c;
	struct od_doc *d;

	(void)state;
	od_checked_free(check_text(text, &d));
	c = od_check(rules, d, &o, &err);
	assert_int_equal(od_checked_findings(c, &f), 0);
	assert_int_equal(od_checked_skipped(c, &s), 1);
	assert_string_equal(s->rule, "R14");
	od_checked_free(c);
	o.organ = organs;
	o.organs = OD_COUNT(organs);
	c = od_check(rules, d, &o, &err);
	assert_int_equal(od_checked_findings(c, &f), 1);
	assert_string_equal(f->text, "示例市人民政府");
	od_checked_free(c);
	od_doc_free(d);
	od_checked_free(check_text(
		"示例县水利局关于增设机构的请示\n市人民政府：\n妥否，请批示。\n示例县水利局\n2026年3月5日\n",
		&d));
	o.only = "R14 T11";
	c = od_check(rules, d, &o, &err);
	assert_int_equal(od_checked_findings(c, &f), 1);
	assert_string_equal(f->rule, "R14");
	od_checked_free(c);
	od_doc_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),        cmocka_unit_test(test_faults),
		cmocka_unit_test(test_innocent),     cmocka_unit_test(test_length),
		cmocka_unit_test(test_organisation),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
