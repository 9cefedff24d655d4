/* issues.h - what the tests of issues and corrections share: an office with publications and four reports, drafts
 * that are issued. */
#ifndef TEST_ISSUES_H
#define TEST_ISSUES_H

#include "../../lib/office/bulletin.h"
#include "supervision.h"

static const char publications[] =
	"category:\n"
	"  - { code: work, name: 工作动态, desk: ducha, valid_from: 2020-01-01 }\n"
	"publication:\n"
	"  - { code: daily, name: 每日汇报, form: digest, sort: 1, valid_from: 2020-01-01 }\n"
	"  - { code: secret, name: 机要专报, masthead: 机 要 专 报, form: digest, secrecy: secret, "
	"term: 1年, numbered: yes, sort: 2, serial_before: 7, valid_from: 2026-01-01 }\n"
	"  - { code: page, name: 每日情况汇总, form: roundup, sort: 3, valid_from: 2020-01-01 }\n"
	"column:\n"
	"  - { publication: daily, code: first, title: 要论, categories: [work], sort: 1, "
	"valid_from: 2020-01-01 }\n"
	"  - { publication: daily, code: work, title: 工作动态, categories: [work], sort: 2, "
	"valid_from: 2020-01-01 }\n"
	"  - { publication: secret, code: work, title: 工作动态, categories: [work], sort: 1, "
	"valid_from: 2020-01-01 }\n"
	"distribution:\n"
	"  - { publication: secret, recipient: U2, way: issue, copies: 2, valid_from: 2020-01-01 }\n"
	"  - { publication: secret, recipient: P1, way: report, valid_from: 2020-01-01 }\n"
	"  - { publication: secret, recipient: 省委办公厅, way: report, sort: 1, "
	"valid_from: 2020-01-01 }\n";

#define REFUSED(want, text, call)                      \
	do {                                           \
		s->err = (struct od_err)OD_ERR_INIT;   \
		assert_int_equal((call), -1);          \
		assert_string_equal(s->err.msg, text); \
		assert_int_equal(s->err.code, (want)); \
		s->err = (struct od_err)OD_ERR_INIT;   \
	} while (0)

static inline od_date day(const char *text)
{
	struct od_err err = OD_ERR_INIT;
	od_date d;

	if (od_date_parse(text, &no_when, &d, &err) < 0)
		fail_msg("%s", err.msg);
	return d;
}

static inline void file_report(struct state *s, const char *unit, const char *title, int secrecy)
{
	struct od_report r;
	enum od_taken taken;
	bool differs;

	od_rec_init(&od_report_type, &r);
	r.unit = strdup(unit);
	r.category = strdup("work");
	r.title = strdup(title);
	r.secrecy = secrecy;
	OK(od_report_submit(s->db, &r, OD_DUP_SKIP, &taken, &differs, &s->err));
	od_rec_clear(&od_report_type, &r);
}

/* R2026-0001 甲一, 0002 甲二, 0003 乙一, 0004 丙一, secret. */
static inline int setup_issues(void **state)
{
	struct state *s;

	if (setup(state) < 0)
		return -1;
	s = *state;
	begin(s, "2026-12-01 09:00");
	OK(load_text(s, publications));
	file_report(s, "U1", "甲一", 0);
	file_report(s, "U1", "甲二", 0);
	file_report(s, "U2", "乙一", 0);
	file_report(s, "U3", "丙一", OD_SECRECY_SECRET);
	commit(s);
	return 0;
}

static inline void told(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
}

static inline struct od_draft_file *read_draft(struct state *s, const char *text)
{
	struct od_draft_file *d;
	char path[96];
	FILE *f;
	int fd;

	snprintf(path, sizeof(path), "%s/draft", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	fd = open(path, O_RDONLY);
	d = od_draft_read(s->db, fd, "draft", s->act.now, told, NULL, &s->err);
	if (!d)
		fail_msg("%s", s->err.msg);
	close(fd);
	return d;
}

#define DRAFT(publication, date, ...) \
	"draft:\n- { publication: " publication ", date: " date " }\nitem:\n" __VA_ARGS__
#define ITEM(column, reports, title) \
	"- { column: " column ", reports: [" reports "], title: " title ", text: 正文。 }\n"

/* Issue a draft, in a transaction of its own; its name. */
static inline const char *issue(struct state *s, const char *now, const char *text)
{
	static char name[64];
	struct od_draft_file *d;
	struct od_issue i;

	begin(s, now);
	d = read_draft(s, text);
	od_rec_init(&od_issue_type, &i);
	OK(od_issue_put(s->db, d, &i, &s->err));
	commit(s);
	snprintf(name, sizeof(name), "%s", i.issue);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(d);
	return name;
}

static inline int64_t count(struct state *s, const char *sql)
{
	int64_t n = -1;

	OK(od_query_int(s->db, sql, &n, OD_NOVALS, &s->err));
	return n;
}

#endif
