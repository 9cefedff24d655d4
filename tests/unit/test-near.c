/* test-near.c - what says nearly the same: the sketch of a text, how it is found again among many, and that it is the same
 * whether the search index has come to it or not. */
#include "drafts.h"

static const char story[] =
	"青禾县针对山区地块小、农机下不去的问题，组建29支“农机120”服务队，县级统一呼叫、乡镇就近派单、按亩补贴作业费，"
	"形成“一个电话、机到田头”的服务模式。今年完成代耕代种代收8.7万亩，农户亩均节约用工支出180元。主要做法：以小型"
	"机械更新补贴破解“无机可用”，以村集体入股破解“无人组织”，以服务积分抵扣破解“重建轻管”。";
/* A sentence cut, a phrase changed. */
static const char edited[] =
	"青禾县针对山区地块小、农机下不去的问题，组建29支“农机120”服务队，县级统一呼叫、乡镇就近派单、按亩补贴作业费，"
	"形成“一个电话、机到田头”的服务模式。主要做法是：以小型机械更新补贴破解“无机可用”，以村集体入股破解“无人组织”，"
	"以服务积分抵扣破解“重建轻管”。";
static const char other[] =
	"示东区针对社区反映强烈的多头报数问题，将14个部门的67张报表归并为一张“社区基础信息表”，由区数据部门统一回流、"
	"街道一次采集、部门按需取用。运行半年来，社区每月填表时间由人均38小时降到9小时，错漏率下降六成。主要体会：一是"
	"数出一门，凡能共享的不得再要；二是定期体检，新增表格须经区委办备案；三是闭环问效，由社区给部门打分。";

static int apart(const char *a, const char *b)
{
	return __builtin_popcountll(od_simhash(&a, 1) ^ od_simhash(&b, 1));
}

static void test_sketch(void **state)
{
	const char *none[] = { NULL, NULL };
	const char *two[] = { story, other };

	(void)state;
	assert_int_equal(od_simhash(none, 2), 0);
	/* marks, blanks, width and case say nothing */
	assert_int_equal(apart("全市ABC工作，会议召开。", "　全市ＡＢｃ 工作\n会议“召开”"), 0);
	assert_true(apart(story, edited) <= OD_NEAR_BITS);
	assert_true(apart(story, other) > OD_NEAR_BITS);
	assert_true(od_simhash(two, 1) != od_simhash(two, 2));
}

static int alike(const char *a, const char *b)
{
	struct od_pairs p;
	int n;

	assert_int_equal(od_pairs_make(&p, &a, 1), 0);
	n = od_pairs_alike(&p, &b, 1);
	assert_int_equal(od_pairs_alike(&p, &b, 1), n);
	od_pairs_free(&p);
	return n;
}

/* Of the shorter text, whichever is asked about. */
static void test_alike(void **state)
{
	(void)state;
	assert_int_equal(alike(story, story), 100);
	assert_true(alike(story, edited) >= 90);
	assert_true(alike(edited, story) >= 90);
	assert_true(alike(story, other) < 20);
	assert_int_equal(alike("示例市委办公室", "示例市委"), 100);
	assert_int_equal(alike("示例市委", "示例市委办公室"), 100);
	assert_int_equal(alike("", story), 0);
	assert_int_equal(alike("一", "一"), 0);
}

/* --- among many ---------------------------------------------------------------------------------------- */

static uint64_t random64(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	return *x ^= *x << 17;
}

#define MANY   5000
#define ASKING 400
struct seen {
	unsigned char times[ASKING][MANY];
};

static int see(void *ctx, size_t who, const struct od_sketch *near, int bits, struct od_err *err)
{
	struct seen *s = ctx;

	(void)bits;
	(void)err;
	s->times[who][near->number - 1]++;
	return 0;
}

/* Every one that is near enough is found, once, by the bands as by looking at all. */
static void test_bands(void **state)
{
	static uint64_t bits[MANY], asking[ASKING];
	static struct seen by_bands, by_all;
	struct state *s = *state;
	struct od_sketches *all;
	uint64_t x = 88172645463325252u;
	int found = 0;

	begin(s, "2026-12-04 09:00");
	for (int i = 0; i < MANY; i++) {
		bits[i] = i % 16 ? bits[i - i % 16] : random64(&x);
		for (int k = 0; k < i % 16; k++)
			bits[i] ^= UINT64_C(1) << (random64(&x) & 63);
		OK(od_run(
			s->db,
			"INSERT INTO report_sketch (received_at, number, sketch) VALUES (?1, ?2, ?3)",
			OD_VALS(od_v(1000 + i), od_v(i + 1), od_v((int64_t)bits[i])), &s->err));
	}
	commit(s);
	all = od_sketches_load(s->db, (od_instant){ 1000 }, &s->err);
	assert_non_null(all);
	for (int i = 0; i < ASKING; i++)
		asking[i] = bits[i * 7];
	OK(od_sketches_near(all, asking, ASKING, see, &by_bands, &s->err));
	for (int i = 0; i < ASKING; i += 40)
		OK(od_sketches_near(all, asking + i, 40, see,
				    (struct seen *)(void *)by_all.times[i], &s->err));
	for (int i = 0; i < ASKING; i++) {
		for (int k = 0; k < MANY; k++) {
			int near = __builtin_popcountll(asking[i] ^ bits[k]) <= OD_NEAR_BITS;

			assert_int_equal(by_bands.times[i][k], near);
			assert_int_equal(by_all.times[i][k], near);
			found += near;
		}
	}
	assert_true(found > 3000);
	od_sketches_free(all);
}

/* --- reports ---------------------------------------------------------------------------------------------- */

/* "R2026-0002 93 title issue" of each. */
static void assert_near(struct state *s, int64_t number, const char *since, const char *want)
{
	struct od_iter *it = od_near_find(s->db, number, instant(since), &s->err);
	struct od_buf b = OD_BUF_INIT;
	struct od_near n;
	char name[32];

	od_rec_init(&od_near_type, &n);
	assert_non_null(it);
	od_buf_puts(&b, "");
	while (od_iter_next(it, &n, &s->err) > 0)
		od_buf_printf(&b, "%s %d %s %s\n", od_number_str('R', n.number, name),
			      (int)n.alike / 10 * 10, n.title, n.issue ? n.issue : "-");
	assert_string_equal(b.s, want);
	od_rec_clear(&od_near_type, &n);
	od_iter_free(it);
	od_buf_free(&b);
}

#define ALL_NEAR                   \
	"R2026-0004 90 同文 -\n" \
	"R2026-0002 90 又一个标题 daily/2026-7/3\n"

static void test_reports(void **state)
{
	struct state *s = *state;
	int64_t lag;

	file_one(s, "2026-11-01 09:00", "work", "早先的", story);
	file_one(s, "2026-12-01 09:00", "work", "又一个标题", edited);
	file_one(s, "2026-12-02 09:00", "work", "别的事", other);
	file_one(s, "2026-12-03 09:00", "work", "同文", story);
	file_one(s, "2026-12-04 09:00", "work", "山区农机", story);
	put_issue(s, "daily", 7, "2026-12-01", "2026-12-01 18:00", 202600000002);
	/* before the index has come to them, and after */
	assert_near(s, 202600000005, "2026-11-20", ALL_NEAR);
	OK(od_search_catch_up(s->db, 3, true, &s->err));
	assert_near(s, 202600000005, "2026-11-20", ALL_NEAR);
	OK(od_search_catch_up(s->db, 100, true, &s->err));
	OK(od_search_lag(s->db, 10, &lag, &s->err));
	assert_int_equal(lag, 0);
	assert_rows("SELECT count(*) FROM report_sketch", "5");
	assert_near(s, 202600000005, "2026-11-20", ALL_NEAR);
	assert_near(s, 202600000005, "2026-10-20",
		    "R2026-0004 90 同文 -\nR2026-0001 90 早先的 -\n"
		    "R2026-0002 90 又一个标题 daily/2026-7/3\n");
	/* a database from before there were sketches */
	begin(s, "2026-12-04 10:00");
	OK(od_run(s->db, "DELETE FROM report_sketch WHERE number <> 4", OD_NOVALS, &s->err));
	commit(s);
	assert_near(s, 202600000005, "2026-11-20", ALL_NEAR);
	assert_near(s, 202600000003, "2026-11-20", "");
	s->err = (struct od_err)OD_ERR_INIT;
	assert_null(od_near_find(s->db, 202600000099, instant("2026-11-20"), &s->err));
	assert_int_equal(s->err.code, OD_ENOENT);
}

/* What a unit sends anew is sketched anew. */
static void test_changed(void **state)
{
	struct state *s = *state;
	static const char *const bodies[] = { story, other };

	file_one(s, "2026-12-01 09:00", "work", "山区农机", edited);
	for (int i = 0; i < 2; i++) {
		struct od_report r;
		enum od_taken taken;
		bool differs;

		begin(s, "2026-12-02 09:00");
		od_rec_init(&od_report_type, &r);
		r.unit = strdup("U2");
		r.category = strdup("work");
		r.title = strdup("标题");
		r.body = strdup(bodies[i]);
		r.external_id = strdup("X-1");
		OK(od_report_submit(s->db, &r, OD_DUP_UPDATE, &taken, &differs, &s->err));
		od_rec_clear(&od_report_type, &r);
		commit(s);
		OK(od_search_catch_up(s->db, 100, true, &s->err));
		assert_rows("SELECT count(*) FROM report_sketch", "2");
		assert_near(s, 202600000001, "2026-11-20", i ? "" : "R2026-0002 90 标题 -\n");
	}
}

/* In a draft: the nearest three, what was used said so, what was withdrawn left out. */
static void test_marked(void **state)
{
	struct state *s = *state;
	struct od_draft_opts o = on("2026-12-04");
	struct od_buf b = OD_BUF_INIT;

	for (int i = 0; i < 6; i++) {
		char title[32];

		snprintf(title, sizeof(title), "第%d稿", i);
		file_one(s, "2026-11-20 09:00", "media", title, i == 4 ? edited : story);
	}
	put_issue(s, "advice", 2, "2026-11-20", "2026-11-20 18:00", 202600000006);
	file_one(s, "2026-12-04 09:00", "work", "山区农机: \"120\"", story);
	make_draft(s, "daily", &o, &b);
	assert_non_null(strstr(b.s, "  # perhaps a duplicate of R2026-0001: 第0稿 (甲局), 9"));
	assert_non_null(strstr(b.s, "  # ... and of 3 more\n  - column: work\n"));
	assert_null(strstr(b.s, "第4稿"));
	o.near_days = 5;
	make_draft(s, "daily", &o, &b);
	assert_null(strstr(b.s, "perhaps"));
	od_buf_free(&b);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_drafts, teardown_db)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sketch),
		cmocka_unit_test(test_alike),
		TEST(test_bands),
		TEST(test_reports),
		TEST(test_changed),
		TEST(test_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
