/* Packs of rules: what is accepted, what is refused and how it is said; an office's own;
 * samples that are run. */
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/check/engine.h"

struct packs {
	char dir[64];
	struct od_err err;
	struct od_buf told;
	int problems;
};

static int setup(void **state)
{
	struct packs *p = calloc(1, sizeof(*p));

	*state = p;
	snprintf(p->dir, sizeof(p->dir), "/tmp/test-rules-XXXXXX");
	return mkdtemp(p->dir) ? 0 : -1;
}

static int teardown(void **state)
{
	struct packs *p = *state;
	char command[100];

	snprintf(command, sizeof(command), "rm -rf %s", p->dir);
	od_buf_free(&p->told);
	free(p);
	return system(command);
}

static const char *write_pack(struct packs *p, const char *name, const char *text)
{
	static char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return path;
}

#define RULE(id, more) \
	"- {id: " id ", name: n, gate: wording, basis: 某规定第一条, message: '“%s”', " more "}\n"
#define SAMPLES(id, hit, miss) \
	"- {rule: " id ", hit: '" hit "'}\n- {rule: " id ", miss: '" miss "'}\n"
#define WORD_RULE RULE("W01", "level: warning, strength: recommended, check: words")

static const char good[] = "rule:\n" WORD_RULE RULE(
	"F02",
	"level: error, strength: binding, check: pattern, pattern: '〕第(\\d+)号', fix: '〕$1号'") //
	"word:\n"
	"- {rule: W01, wrong: 其它, right: 其他, fix: yes}\n"
	"- {rule: W01, wrong: 按装, right: 安装, after: [机, 置]}\n"
	"sample:\n" SAMPLES("W01", "其它单位。", "其他单位。") //
	SAMPLES("W01", "按装设备。", "按装机容量。")           //
	"- {rule: F02, hit: 示办〔2026〕第3号, finding: 〕第3号, fixed: 示办〔2026〕3号}\n"
	"- {rule: F02, miss: 示办〔2026〕3号}\n";

static void problem(void *ctx, const char *text)
{
	struct packs *p = ctx;

	p->problems++;
	od_buf_puts(&p->told, text);
	od_buf_putc(&p->told, '\n');
}

static struct od_rules *load(struct packs *p)
{
	p->err = (struct od_err)OD_ERR_INIT;
	return od_rules_load(p->dir, &p->err);
}

static void test_good(void **state)
{
	struct packs *p = *state;
	const struct od_rule *const *all;
	struct od_rules *r;
	size_t samples;

	write_pack(p, "a.yaml", good);
	write_pack(p, "notes.txt", "no pack");
	r = load(p);
	assert_non_null(r);
	assert_int_equal(od_rules_all(r, &all), 3); /* and the engine's own */
	assert_string_equal(all[0]->id, "D01");
	assert_string_equal(od_rules_find(r, "F02")->fix, "〕$1号");
	assert_null(od_rules_find(r, "F99"));
	assert_int_equal(od_rules_self_test(r, problem, p, &samples, &p->err), 0);
	assert_int_equal(samples, 6);
	if (p->problems)
		fail_msg("%s", p->told.s);
	od_rules_free(r);
}

/* A pack across files: words and samples need not stand with their rule. */
static void test_across_files(void **state)
{
	struct packs *p = *state;
	struct od_rules *r;

	write_pack(p, "a.yaml", "sample:\n" SAMPLES("W01", "其它。", "其他。"));
	write_pack(p, "b.yaml", "word:\n- {rule: W01, wrong: 其它}\n");
	write_pack(p, "c.yaml", "rule:\n" WORD_RULE);
	r = load(p);
	assert_non_null(r);
	od_rules_free(r);
}

static void refused(struct packs *p, const char *pack, int code, const char *where, const char *why)
{
	struct od_rules *r;

	write_pack(p, "a.yaml", pack);
	r = load(p);
	assert_null(r);
	assert_int_equal(p->err.code, code);
	if (!strstr(p->err.msg, where) || !strstr(p->err.msg, why))
		fail_msg("wanted '%s' and '%s' in: %s", where, why, p->err.msg);
}

static void test_refused(void **state)
{
#define BOTH(id) "sample:\n" SAMPLES(id, "a", "b")
	static const struct {
		const char *pack, *where, *why;
	} cases[] = {
		{ "rule:\n" WORD_RULE "word:\n- {rule: W01, wrong: 其它}\n", "a.yaml:2: rule W01",
		  "sample" },
		{ "rule:\n" WORD_RULE BOTH("W01"), "a.yaml:2: rule W01", "no words" },
		{ "rule:\n" RULE("T01", "level: warning, strength: custom, check: words")
			  BOTH("T01"),
		  "rule T01", "level warning is above what its strength, custom, allows: hint" },
		{ "rule:\n" RULE("T01", "level: error, strength: general, check: words")
			  BOTH("T01"),
		  "rule T01", "above" },
		{ "rule:\n" RULE("T01", "level: hint, strength: custom, check: pattern, "
					"pattern: '(a'") BOTH("T01"),
		  "rule T01", "the pattern '(a' is not one" },
		{ "rule:\n" RULE("T01", "level: hint, strength: custom, check: pattern")
			  BOTH("T01"),
		  "rule T01", "go together" },
		{ "rule:\n" RULE("T01", "level: hint, strength: custom, check: no-such")
			  BOTH("T01"),
		  "rule T01", "no check 'no-such'" },
		{ "rule:\n" RULE("T01", "level: hint, strength: custom, check: words, "
					"roles: [titel]") BOTH("T01"),
		  "rule T01", "unknown word 'titel'" },
		{ "rule:\n" RULE("X-1", "level: hint, strength: custom, check: words") BOTH("X-1"),
		  "rule X-1", "letters and digits" },
		{ "rule:\n" WORD_RULE WORD_RULE "word:\n- {rule: W01, wrong: 其它}\n" BOTH("W01"),
		  "a.yaml:3: rule W01", "another rule of this id, at" },
		{ "rule:\n" WORD_RULE "word:\n- {rule: W02, wrong: 其它}\n" BOTH("W01"),
		  "a.yaml:4: rule W02", "no such rule" },
		{ "rule:\n" WORD_RULE
		  "word:\n- {rule: W01, wrong: 其它, right: 其它}\n" BOTH("W01"),
		  "rule W01", "right as it is" },
		{ "rule:\n" WORD_RULE "word:\n- {rule: W01, wrong: 其它}\nsample:\n"
		  "- {rule: W09, hit: a}\n",
		  "a.yaml:6: rule W09", "no such rule" },
		{ "rule:\n" WORD_RULE "word:\n- {rule: W01, wrong: 其它}\nsample:\n"
		  "- {rule: W01, hit: a, miss: b}\n",
		  "rule W01", "either hit or miss" },
		{ "rule:\n" WORD_RULE "exception:\n- {rule: W01, off: yes}\n", "a.yaml",
		  "exception" },
		{ "rule:\n- {id: W01, nmae: n}\n", "a.yaml:2", "nmae" },
	};

	for (size_t i = 0; i < OD_COUNT(cases); i++)
		refused(*state, cases[i].pack, OD_EDATA, cases[i].where, cases[i].why);
}

static void test_no_pack(void **state)
{
	struct packs *p = *state;
	struct od_err err = OD_ERR_INIT;

	assert_null(load(p));
	assert_int_equal(p->err.code, OD_EPART);
	assert_null(od_rules_load("/nonexistent/rules", &err));
	assert_int_equal(err.code, OD_EPART);
}

/* Samples that do not do what they should are told, each with its place. */
static void test_self_test_tells(void **state)
{
	struct packs *p = *state;
	struct od_rules *r;
	size_t samples;

	write_pack(p, "a.yaml",
		   "rule:\n" WORD_RULE "word:\n- {rule: W01, wrong: 其它, right: 其他, fix: yes}\n"
		   "sample:\n"
		   "- {rule: W01, hit: 其他单位}\n"
		   "- {rule: W01, miss: 其它单位}\n"
		   "- {rule: W01, hit: 其它单位, finding: 单位}\n"
		   "- {rule: W01, hit: 其它单位, fixed: 其它单位}\n"
		   "- {rule: W01, hit: 'nowhere|其它'}\n"
		   "- {rule: W01, hit: 'body{siez=3}|其它'}\n"
		   "- {rule: W01, hit: 其它单位, finding: 其它, fixed: 其他单位}\n");
	r = load(p);
	assert_non_null(r);
	assert_int_equal(od_rules_self_test(r, problem, p, &samples, &p->err), 0);
	assert_int_equal(samples, 7);
	assert_int_equal(p->problems, 5);
	assert_non_null(
		strstr(p->told.s, "a.yaml:6: W01: the sample must hit and does not: '其他单位'"));
	assert_non_null(strstr(p->told.s, "a.yaml:7: W01: the sample must miss and is hit"));
	assert_non_null(
		strstr(p->told.s, "a.yaml:8: W01: the sample hits, but marks something else"));
	assert_non_null(strstr(p->told.s, "a.yaml:9: W01: its fix makes something else"));
	assert_non_null(strstr(p->told.s, "a.yaml:11: W01: unknown attribute 'siez'"));
	od_rules_free(r);
}

/* What is told of a sample is whole characters, wherever a long word or date was cut to be shown. */
static void test_told_in_whole_characters(void **state)
{
	struct packs *p = *state;
	struct od_buf b = OD_BUF_INIT;
	struct od_rules *r;
	size_t samples;

	od_buf_puts(&b, "rule:\n" WORD_RULE
			"word:\n- {rule: W01, wrong: 其它, right: 其他, fix: yes}\nsample:\n"
			"- {rule: W01, hit: 其它单位}\n- {rule: W01, miss: 其他单位}\n");
	for (int shift = 0; shift < 4; shift++)
		for (int date = 0; date < 2; date++) {
			od_buf_printf(&b, "- {rule: W01, hit: '%s%.*s", date ? "as-of|" : "body{",
				      shift, "xxxx");
			for (int i = 0; i < 100; i++)
				od_buf_puts(&b, i % 2 ? "、" : "\U0002000b");
			od_buf_puts(&b, date ? "'}\n" : "}|其它'}\n");
		}
	write_pack(p, "a.yaml", b.s);
	od_buf_free(&b);
	r = load(p);
	assert_non_null(r);
	assert_int_equal(od_rules_self_test(r, problem, p, &samples, &p->err), 0);
	assert_int_equal(p->problems, 8);
	assert_int_equal(od_utf8_bad(p->told.s, p->told.n), p->told.n);
	od_rules_free(r);
}

/* Rules that look at other roles, other kinds, other days than a plain notice's of today. */
static void test_frames(void **state)
{
	struct packs *p = *state;
	struct od_rules *r;
	size_t samples;

	write_pack(p, "a.yaml",
		   "rule:\n" //
		   RULE("T01", "level: hint, strength: custom, check: pattern, pattern: 的的, "
			       "roles: [title]") //
		   RULE("F01", "level: error, strength: binding, check: pattern, pattern: 主题词, "
			       "since: 2012-07-01, roles: [keywords]") //
		   RULE("F02", "level: error, strength: binding, check: pattern, pattern: 急件, "
			       "until: 2012-06-30, roles: [urgency]") //
		   RULE("E01", "level: hint, strength: custom, check: pattern, pattern: 特此通知, "
			       "genres: [request]") //
		   RULE("G01", "level: hint, strength: custom, check: pattern, pattern: 我府, "
			       "issuers: [administrative]") //
		   RULE("S01", "level: hint, strength: custom, check: pattern, pattern: 丙丙, "
			       "parts: [embedded]")                                      //
		   "sample:\n"                                                           //
		   SAMPLES("T01", "关于防汛的的通知", "关于防汛的通知")                  //
		   "- {rule: T01, miss: 'body|的的'}\n"                                  //
		   SAMPLES("F01", "主题词：防汛", "关键词：防汛")                        //
		   SAMPLES("F02", "急件", "特急")                                        //
		   SAMPLES("E01", "特此通知。", "妥否，请批示。")                        //
		   "- {rule: E01, miss: \"title|关于防汛的通知\\nbody|特此通知。\"}\n"   //
		   SAMPLES("G01", "我府认为，", "我市认为，")                            //
		   "- {rule: G01, miss: \"issuer|中共示例市委\\nbody|我府认为\"}\n"      //
		   "- {rule: F01, miss: \"as-of|2011-01-01\\nkeywords|主题词：防汛\"}\n" //
		   "- {rule: S01, hit: \"title|某通知\\npart|embedded\\nbody|丙丙\"}\n"  //
		   "- {rule: S01, miss: \"title|某通知\\nbody|丙丙\"}\n");
	r = load(p);
	if (!r)
		fail_msg("%s", p->err.msg);
	assert_int_equal(od_rules_self_test(r, problem, p, &samples, &p->err), 0);
	if (p->problems)
		fail_msg("%s", p->told.s);
	od_rules_free(r);
}

/* --- an office's own ------------------------------------------------------------------------------------------- */

static size_t findings(struct od_rules *r, const char *line)
{
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("draft.txt", OD_DOC_TEXT, &err);
	struct od_check_opts o = { .today = od_ymd(2026, 12, 4), .as_of = OD_NODATE };
	const struct od_finding *f;
	struct od_checked *c;
	size_t n;

	assert_int_equal(od_doc_read_text(d, line, strlen(line), &err), 0);
	assert_int_equal(od_doc_roles(d, &err), 0);
	c = od_check(r, d, &o, &err);
	assert_non_null(c);
	n = od_checked_findings(c, &f);
	od_checked_free(c);
	od_doc_free(d);
	return n;
}

static struct od_rules *office_base(struct packs *p)
{
	struct od_rules *r;

	write_pack(
		p, "a.yaml",
		"rule:\n" WORD_RULE //
			RULE("T06",
			     "level: hint, strength: custom, check: pattern, pattern: 大力推进") //
		"word:\n- {rule: W01, wrong: 台帐, right: 台账}\n"                               //
		"sample:\n" SAMPLES("W01", "台帐", "台账") SAMPLES("T06", "大力推进。", "推进。"));
	r = load(p);
	assert_non_null(r);
	return r;
}

static void test_office(void **state)
{
	struct packs *p = *state;
	struct od_rules *r = office_base(p);
	const char *own;

	assert_int_equal(findings(r, "大力推进示例台帐，再立台帐，俺们。\n"), 3);
	own = write_pack(p, "own",
			 "rule:\n" RULE("X-01", "level: hint, strength: custom, check: words") //
			 "word:\n- {rule: X-01, wrong: 俺们}\n"                                //
			 "sample:\n" SAMPLES("X-01", "俺们", "我们")                           //
			 "exception:\n"                                                        //
			 "- {rule: W*, text: 示例台帐}\n"                                      //
			 "- {rule: T06, off: yes}\n");
	if (od_rules_add(r, own, &p->err) < 0)
		fail_msg("%s", p->err.msg);
	assert_int_equal(findings(r, "大力推进示例台帐，再立台帐，俺们。\n"), 2);
	assert_int_equal(findings(r, "大力推进示例台帐。\n"), 0);
	od_rules_free(r);
}

static void not_added(struct packs *p, const char *pack, const char *why)
{
	struct od_rules *r = office_base(p);
	struct od_err err = OD_ERR_INIT;

	assert_int_equal(od_rules_add(r, write_pack(p, "own", pack), &err), -1);
	assert_int_equal(err.code, OD_EDATA);
	if (!strstr(err.msg, why))
		fail_msg("wanted '%s' in: %s", why, err.msg);
	/* what was there is as it was */
	assert_int_equal(findings(r, "大力推进台帐，俺们。\n"), 2);
	od_rules_free(r);
}

static void test_office_refused(void **state)
{
	not_added(*state, "exception:\n- {rule: W01, off: yes}\n", "only a rule of custom");
	not_added(*state, "exception:\n- {rule: W77, text: a}\n", "no such rule");
	not_added(*state, "exception:\n- {rule: W01}\n", "either a text or off");
	not_added(*state,
		  "rule:\n" RULE("W90", "level: hint, strength: custom, check: words") //
		  "word:\n- {rule: W90, wrong: 俺们}\n"                                //
		  "sample:\n" SAMPLES("W90", "俺们", "我们"),
		  "a letter, a dash");
	not_added(*state,
		  "rule:\n" RULE("X-2", "level: hint, strength: custom, check: words") //
		  "word:\n- {rule: X-2, wrong: 俺们}\n",
		  "sample");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_good, setup, teardown),
		cmocka_unit_test_setup_teardown(test_across_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_pack, setup, teardown),
		cmocka_unit_test_setup_teardown(test_self_test_tells, setup, teardown),
		cmocka_unit_test_setup_teardown(test_told_in_whole_characters, setup, teardown),
		cmocka_unit_test_setup_teardown(test_frames, setup, teardown),
		cmocka_unit_test_setup_teardown(test_office, setup, teardown),
		cmocka_unit_test_setup_teardown(test_office_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
