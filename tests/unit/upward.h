/* upward.h - what the tests of what is sent upward, commissions and feedback share: reports of three units, an issue
 * of two items made of some of them. */
#ifndef TEST_UPWARD_H
#define TEST_UPWARD_H

#include "supervision.h"

static const char upward_regime[] =
	"desk:\n"
	"  - { code: xinxi, name: 信息处, phone: 0000-54321, valid_from: 2020-01-01 }\n"
	"category:\n"
	"  - { code: work, name: 工作动态, desk: xinxi, valid_from: 2020-01-01 }\n"
	"  - { code: plan, name: 活动安排, desk: ducha, valid_from: 2020-01-01 }\n"
	"publication:\n"
	"  - { code: daily, name: 每日汇报, form: digest, rhythm: day, secrecy: secret, valid_from: 2020-01-01 }\n"
	"  - { code: advice, name: 情况与建议, form: article, valid_from: 2020-01-01 }\n"
	"column:\n"
	"  - { publication: daily, code: work, title: 工作动态, categories: [work], valid_from: 2020-01-01 }\n"
	"person:\n"
	"  - { code: P7, name: 楼观澜, unit: SW, rank: staff, login: tester, desk: xinxi, valid_from: "
	"2020-01-01 }\n";

/* Number 1 of daily: R1 and R2 (2 : 1) merged, R3 alone; number 1 of advice: R4. */
#define ISSUE(name, pub, title)                                                                          \
	"  - { issue: " name ", publication: " pub ", year: 2026, serial: 1, total: 1, date: "           \
	"2026-09-03, status: issued, form: digest, masthead: " title ", office: 示例市委办公室, " \
	"secrecy: none, at: 2026-09-03 17:00, actor: tester }\n"
#define ITEM(issue, n, title)                                                             \
	"  - { issue: " issue ", item: " n ", column: work, column_title: 工作动态, " \
	"title: " title ", text: 正文。, secrecy: none }\n"
static const char upward_issues[] = "issue:\n" ISSUE("daily/2026-1", "daily", "每日汇报") ISSUE(
	"advice/2026-1", "advice",
	"情况与建议") "issue_item:\n" ITEM("daily/2026-1", "1",
					   "两局联动抓供水") ITEM("daily/2026-1", "2",
								  "丙局改进服务")
	ITEM("advice/2026-1", "1",
	     "关于供水的建议") "adoption:\n"
			       "  - { issue: daily/2026-1, item: 1, report: R2026-0001, weight: 2 }\n"
			       "  - { issue: daily/2026-1, item: 1, report: R2026-0002, weight: 1 }\n"
			       "  - { issue: daily/2026-1, item: 2, report: R2026-0003, weight: 1 }\n"
			       "  - { issue: advice/2026-1, item: 1, report: R2026-0004, weight: 1 }\n";

static inline void submit(struct state *s, const char *fields)
{
	enum od_taken taken;
	struct od_report r;
	bool differs;

	od_rec_init(&od_report_type, &r);
	fill(&od_report_type, &r, fields);
	OK(od_report_submit(s->db, &r, OD_DUP_ERROR, &taken, &differs, &s->err));
	od_rec_clear(&od_report_type, &r);
}

static inline void handle(struct state *s, int64_t serial, int action, const char *reason,
			  const char *target)
{
	struct od_handling h;

	od_rec_init(&od_handling_type, &h);
	h.number = od_number(2026, serial);
	h.action = action;
	h.reason = reason ? strdup(reason) : NULL;
	h.target = target ? strdup(target) : NULL;
	OK(od_handle(s->db, &h, &s->err));
	od_rec_clear(&od_handling_type, &h);
}

/* R1 of U1, R2 of U2, R3 of U3, R4 to R8 of U1, of which R6 is classified. */
static inline int setup_upward(void **state)
{
	struct state *s;

	if (setup(state) < 0)
		return -1;
	s = *state;
	begin(s, "2026-09-02 09:00");
	OK(load_text(s, upward_regime));
	submit(s, "unit=U1|category=work|title=甲局抓供水");
	submit(s, "unit=U2|category=work|title=乙局抓供水");
	submit(s, "unit=U3|category=work|title=丙局改进服务");
	submit(s, "unit=U1|category=work|title=供水建议");
	submit(s, "unit=U1|category=work|title=管网改造");
	submit(s, "unit=U1|category=work|title=一件机密的事|secrecy=highly-secret");
	submit(s, "unit=U1|category=work|title=水价听证");
	submit(s, "unit=U1|category=plan|title=局长的安排");
	OK(load_text(s, upward_issues));
	commit(s);
	return 0;
}

#endif
