/* Checking a document: what is found where, what is left alone, which rules run, comments that
 * hold them back, and one pack used by many threads. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/check/engine.h"

struct bench {
	char dir[64];
	struct od_err err;
	struct od_rules *rules;
	struct od_check_opts o;
};

#define RULE(id, more) "- {id: " id ", name: n, basis: 某规定第一条, message: '“%s”', " more "}\n"
#define SAMPLES(id)    "- {rule: " id ", hit: a}\n- {rule: " id ", miss: b}\n"
#define HINT           "gate: wording, level: hint, strength: custom, check: pattern, "

static const char pack[] = "rule:\n"                                                      //
	RULE("W01", "gate: wording, level: warning, strength: recommended, check: words") //
	RULE("F01", "level: error, strength: binding, check: pattern, gate: format, "
		    "pattern: '[\\[［](20\\d\\d)[\\]］](\\d+)号', fix: '〔$1〕$2号'") //
	RULE("P02", HINT "pattern: '”、“', fix: ”“")                                  //
	RULE("P03", HINT "pattern: '》、《', quoted: 'yes'")                          //
	RULE("V01",
	     HINT "pattern: '超过\\d+[^，。]{0,5}(以上)', guard: '次高级以上', literal: 超过") //
	RULE("L01", HINT "precision: low, pattern: 进行")                                      //
	RULE("R01", HINT "pattern: 甲甲, roles: [title]")                                      //
	RULE("A01", HINT "pattern: 乙乙, parts: [attachment]")                                 //
	RULE("O01", HINT "pattern: 主题词, until: 2012-06-30")                                 //
	RULE("N01", HINT "pattern: 新词, since: 2012-07-01")                                   //
	RULE("G01", HINT "pattern: 请示语, genres: [request]")                                 //
	RULE("I01", HINT "pattern: 党语, issuers: [party]")                                    //
	RULE("I02", HINT "pattern: 政语, issuers: [administrative]")                           //
	RULE("N22", HINT "pattern: '(?:上午)?14:30'")                                          //
	RULE("H01", HINT "pattern: '(?<mark>\\p{Han})9', advice: 100%")                        //
	"word:\n"                                                                              //
	"- {rule: W01, wrong: 其它, right: 其他, fix: yes}\n"                                  //
	"- {rule: W01, wrong: 帐户, right: 账户}\n"                                            //
	"- {rule: W01, wrong: 帐户名, right: 账户名}\n"                                        //
	"- {rule: W01, wrong: 按装, right: 安装, after: [机, 置], before: [大, ^]}\n"          //
	"- {rule: W01, wrong: 进一部, right: 进一步, before: [引, 购], after: [$]}\n"          //
	"sample:\n"                                                                            //
	SAMPLES("W01") SAMPLES("F01") SAMPLES("P02") SAMPLES("P03") SAMPLES("V01") SAMPLES("L01")
		SAMPLES("R01") SAMPLES("A01") SAMPLES("O01") SAMPLES("N01") SAMPLES("G01")
			SAMPLES("I01") SAMPLES("I02") SAMPLES("H01") SAMPLES("N22");

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	char path[100];
	FILE *f;

	*state = b;
	snprintf(b->dir, sizeof(b->dir), "/tmp/test-check-XXXXXX");
	if (!mkdtemp(b->dir))
		return -1;
	snprintf(path, sizeof(path), "%s/a.yaml", b->dir);
	f = fopen(path, "w");
	if (!f || fputs(pack, f) < 0 || fclose(f) != 0)
		return -1;
	b->rules = od_rules_load(b->dir, &b->err);
	if (!b->rules)
		print_error("%s\n", b->err.msg);
	b->o = (struct od_check_opts){ .today = od_ymd(2026, 12, 4), .as_of = OD_NODATE };
	return b->rules ? 0 : -1;
}

static int teardown(void **state)
{
	struct bench *b = *state;
	char command[100];

	od_rules_free(b->rules);
	snprintf(command, sizeof(command), "rm -rf %s", b->dir);
	free(b);
	return system(command);
}

static struct od_doc *doc_of(const char *text)
{
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("draft.txt", OD_DOC_TEXT, &err);

	assert_int_equal(od_doc_read_text(d, text, strlen(text), &err), 0);
	assert_int_equal(od_doc_roles(d, &err), 0);
	return d;
}

/* "2:5 W01 其它>其他" for each finding, one a line. */
static void list_of(const struct od_checked *c, struct od_buf *got)
{
	const struct od_finding *f;
	size_t n = od_checked_findings(c, &f);

	for (size_t i = 0; i < n; i++) {
		od_buf_printf(got, "%d:%d %s %s", (int)f[i].line, (int)f[i].column, f[i].rule,
			      f[i].text ? f[i].text : "-");
		od_buf_puts(got, f[i].fix ? ">" : "");
		od_buf_puts(got, f[i].fix);
		od_buf_putc(got, '\n');
	}
}

static void finds(struct bench *b, const char *text, const char *want)
{
	struct od_buf got = OD_BUF_INIT;
	struct od_doc *d = doc_of(text);
	struct od_checked *c = od_check(b->rules, d, &b->o, &b->err);

	if (!c)
		fail_msg("%s", b->err.msg);
	list_of(c, &got);
	assert_string_equal(got.s ? got.s : "", want);
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&got);
}

static void test_words(void **state)
{
	finds(*state, "　　其它单位和其它人。\n", "1:3 W01 其它>其他\n1:8 W01 其它>其他\n");
	finds(*state, "设帐户名和帐户。\n", "1:2 W01 帐户名\n1:6 W01 帐户\n");
	finds(*state, "要按装机床，大按装不算，可按装设备。\n", "1:14 W01 按装\n");
	finds(*state, "按装设备。\n", "");
	finds(*state, "购进一部电话，进一部推进，再进一部\n", "1:8 W01 进一部\n");
}

static void test_patterns(void **state)
{
	finds(*state, "根据示办[2026]12号和示办［2025］3号执行。\n",
	      "1:5 F01 [2026]12号>〔2026〕12号\n1:17 F01 ［2025］3号>〔2025〕3号\n");
	finds(*state, "上午14:30到，14:30开始\n",
	      "1:1 N22 上午14:30\n"); /* round a time, not in it */
	finds(*state, "超过20株以上的。超过30次高级以上路面。\n", "1:6 V01 以上\n");
	finds(*state, "第9项，。9\n", "1:1 H01 第\n"); /* 。 is no \p{Han} */
}

static void test_masks(void **state)
{
	finds(*state, "落实《其它办法》和其它要求。\n", "1:10 W01 其它>其他\n");
	finds(*state, "他说“其它再说”，其它。\n", "1:10 W01 其它>其他\n");
	finds(*state, "他说“其它不再说，其它。\n", ""); /* not closed: to the end */
	finds(*state, "见https://x.example.cn/其它。\n", "1:23 W01 其它>其他\n");
	finds(*state, "“甲”、“乙”\n", "1:3 P02 ”、“>”“\n");
	finds(*state, "“《甲》、《乙》”\n", "1:4 P03 》、《\n"); /* quoted */
	finds(*state, "The office shall send one 其它 copy of it.\n", "");
}

static void masks_are(const char *text, bool table, const char *want)
{
	uint8_t mask[200] = { 0 };
	char got[200];
	size_t n = strlen(text), k = 0;

	od_mask(text, n, table, mask);
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			got[k++] = ".TQ3C567F"[mask[i]];
	got[k] = '\0';
	assert_string_equal(got, want);
}

static void test_what_is_masked(void **state)
{
	(void)state;
	masks_are("按9:30到", false, ".FFFF.");
	masks_are("比例1:500", false, "..FFFFF");
	masks_are("执行GB/T 9704—2012要求", false, "..CCCCCCCCCCCCCC..");
	masks_are("DB31/T 329-2014。", false, "CCCCCCCCCCCCCCC.");
	masks_are("发a.b@x.cn，", false, ".CCCCCCCC.");
	masks_are("在C:\\a\\b下", false, ".CCCCCC.");
	masks_are("在/etc/ssl下", false, ".CCCCCCCC.");
	masks_are("第1.5条", false, ".....");
	masks_are("甲乙,丙:丁", false, "......");
	masks_are("甲\t1,234.5\t乙", true, "..FFFFFFF..");
	masks_are("甲\t1,234.5\t乙", false, "...........");
	masks_are("《甲《乙》丙》丁", false, ".TTTTT..");
	masks_are("甲<!-- doc-check: ignore W01 -->", false, ".CCCCCCCCCCCCCCCCCCCCCCCCCCCCCC");
}

static const char whole[] = "中共示例市委办公室\n"
			    "关于甲甲的请示\n"
			    "省委办公厅：\n"
			    "甲甲，乙乙，主题词，新词，请示语，党语，政语，进行。\n"
			    "中共示例市委办公室\n"
			    "2026年12月4日\n"
			    "附件\n"
			    "名单\n"
			    "乙乙。\n";

static void test_which_rules(void **state)
{
	struct bench *b = *state;

	finds(b, whole,
	      "2:3 R01 甲甲\n4:11 N01 新词\n4:14 G01 请示语\n4:18 I01 党语\n9:1 A01 乙乙\n");
	b->o.as_of = od_ymd(2012, 6, 30);
	finds(b, whole,
	      "2:3 R01 甲甲\n4:7 O01 主题词\n4:14 G01 请示语\n4:18 I01 党语\n9:1 A01 乙乙\n");
	b->o.as_of = od_ymd(2012, 7, 1);
	b->o.issuer = "示例市人民政府";
	b->o.genre = OD_GENRE_NOTICE;
	finds(b, whole, "2:3 R01 甲甲\n4:11 N01 新词\n4:21 I02 政语\n9:1 A01 乙乙\n");
	b->o.issuer = "某公司"; /* not known: both */
	b->o.low = true;
	b->o.only = "I*、L01";
	finds(b, whole, "4:18 I01 党语\n4:21 I02 政语\n4:24 L01 进行\n");
	b->o.low = false;
	finds(b, whole, "4:18 I01 党语\n4:21 I02 政语\n4:24 L01 进行\n"); /* asked for by name */
	b->o.only = NULL;
	b->o.except = "I01, A* R01";
	finds(b, whole, "4:11 N01 新词\n4:21 I02 政语\n");
	b->o.least = OD_WARNING;
	finds(b, whole, "");
}

static void test_gates_and_levels(void **state)
{
	static const char text[] = "示办[2026]12号，其它“甲”、“乙”\n";
	struct bench *b = *state;

	finds(b, text, "1:3 F01 [2026]12号>〔2026〕12号\n1:13 W01 其它>其他\n1:17 P02 ”、“>”“\n");
	b->o.gates = 1u << OD_GATE_FORMAT;
	finds(b, text, "1:3 F01 [2026]12号>〔2026〕12号\n");
	b->o.gates = 0;
	b->o.least = OD_WARNING;
	finds(b, text, "1:3 F01 [2026]12号>〔2026〕12号\n1:13 W01 其它>其他\n");
}

/* Who issues it, by the name. */
static void test_issuers(void **state)
{
	static const struct {
		const char *name;
		bool party, state;
	} cases[] = {
		{ "中共示例市委办公室", true, false },
		{ "中共示例市委组织部", true, false },
		{ "示例市人民政府办公室", false, true },
		{ "示例市发展和改革委员会", false, true },
		{ "示例市财政局", false, true },
		{ "中共示例市委办公室 示例市人民政府办公室", true, true },
		{ "示例市委老干部局", true, false },
		{ "共青团示例市委员会", true, true }, /* neither: both sets */
		{ NULL, true, true },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < OD_COUNT(cases); i++) {
		char want[80];

		snprintf(want, sizeof(want), "%s%s", cases[i].party ? "1:1 I01 党语\n" : "",
			 cases[i].state ? "1:3 I02 政语\n" : "");
		b->o.issuer = cases[i].name;
		finds(b, "党语政语。\n", want);
	}
}

static void test_message(void **state)
{
	struct bench *b = *state;
	struct od_doc *d = doc_of("开帐户，第9项，其它。\n");
	struct od_checked *c = od_check(b->rules, d, &b->o, &b->err);
	const struct od_finding *f;

	assert_int_equal(od_checked_findings(c, &f), 3);
	assert_string_equal(f[0].message, "“帐户”（账户）"); /* not mended: said */
	assert_string_equal(f[1].message, "“第”；100%");
	assert_string_equal(f[2].message, "“其它”");
	assert_string_equal(f[2].basis, "某规定第一条");
	assert_string_equal(f[2].file, "draft.txt");
	assert_int_equal(f[2].level, OD_WARNING);
	assert_int_equal(f[2].gate, OD_GATE_WORDING);
	od_checked_free(c);
	od_doc_free(d);
}

static void test_ignore(void **state)
{
	struct bench *b = *state;

	finds(b, "其它。〔doc-check: ignore W01〕\n其它。\n", "2:1 W01 其它>其他\n");
	finds(b, "<!-- doc-check: ignore W01 -->\n其它。\n其它。\n", "3:1 W01 其它>其他\n");
	finds(b, "# doc-check: ignore\n\n其它。\n其它。\n", "4:1 W01 其它>其他\n");
	finds(b, "# doc-check: off W01\n其它，第9项。\n其它。\n# doc-check: on W01\n其它。\n",
	      "2:4 H01 第\n5:1 W01 其它>其他\n");
	finds(b, "# doc-check: off\n其它。\n其它。\n", "");
	finds(b, "其它。〔doc-check: ignore F01〕\n",
	      "1:1 W01 其它>其他\n1:4 D01 〔doc-check: ignore F01〕\n");
	finds(b, "他在这里说doc-check: ignore W01，其它。\n",
	      "1:28 W01 其它>其他\n"); /* no comment */
	finds(b, "<!-- doc-check: ignore W99 -->\n对。\n",
	      "1:1 D01 <!-- doc-check: ignore W99 -->\n");
	b->o.only = "F*、D01"; /* W01 did not run: the comment may have its use */
	finds(b, "其他。〔doc-check: ignore W01〕\n", "");
	b->o.only = NULL;
	b->o.except = "D01";
	finds(b, "其他。〔doc-check: ignore W01〕\n", "");
}

/* A text of nothing but faults: so many are told, and that there were more. */
static void test_too_many(void **state)
{
	struct bench *b = *state;
	struct od_buf text = OD_BUF_INIT;
	const struct od_skipped *s;
	const struct od_finding *f;
	struct od_checked *c;
	struct od_doc *d;

	for (int i = 0; i < 5000; i++)
		od_buf_puts(&text, i % 100 ? "其它" : "其它\n");
	d = doc_of(text.s);
	c = od_check(b->rules, d, &b->o, &b->err);
	assert_int_equal(od_checked_findings(c, &f), OD_FOUND_MAX);
	assert_int_equal(od_checked_skipped(c, &s), 1);
	assert_string_equal(s[0].rule, "W01");
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&text);
}

static void test_empty(void **state)
{
	finds(*state, "", "");
	finds(*state, "\n\n", "");
}

#define THREADS 8
struct thread {
	pthread_t id;
	struct bench *b;
	size_t found;
};

static void *check_often(void *ctx)
{
	struct thread *t = ctx;

	for (int i = 0; i < 50; i++) {
		struct od_err err = OD_ERR_INIT;
		struct od_doc *d = doc_of("示办[2026]12号，其它“甲”、“乙”超过20株以上\n");
		struct od_checked *c = od_check(t->b->rules, d, &t->b->o, &err);
		const struct od_finding *f;

		t->found += c ? od_checked_findings(c, &f) : 0;
		od_checked_free(c);
		od_doc_free(d);
	}
	return NULL;
}

static void test_threads(void **state)
{
	struct thread t[THREADS] = { 0 };

	for (int i = 0; i < THREADS; i++) {
		t[i].b = *state;
		assert_int_equal(pthread_create(&t[i].id, NULL, check_often, &t[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i].id, NULL);
		assert_int_equal(t[i].found, 50 * 4);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_words),          TEST(test_patterns),    TEST(test_masks),
		TEST(test_what_is_masked), TEST(test_which_rules), TEST(test_gates_and_levels),
		TEST(test_issuers),        TEST(test_message),     TEST(test_ignore),
		TEST(test_too_many),       TEST(test_empty),       TEST(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
