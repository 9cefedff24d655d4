/* score.h - what the tests of scores share: reports, items and the like put straight into the tables, rules from
 * YAML, and an account as lines of text. */
#ifndef TEST_SCORE_H
#define TEST_SCORE_H

#include "../../lib/office/bulletin.h"
#include "supervision.h"

#define RUN(sql, ...)                                                   \
	do {                                                            \
		static const char text[] = sql;                         \
		OK(od_run(s->db, text, OD_VALS(__VA_ARGS__), &s->err)); \
	} while (0)

#define R(n) od_number(2026, n)

static inline int teardown_score(void **state)
{
	return teardown_db(state);
}

static inline od_date day(const char *text)
{
	struct od_err err = OD_ERR_INIT;
	od_date d;

	if (od_date_parse(text, &no_when, &d, &err) < 0)
		fail_msg("%s", err.msg);
	return d;
}

static inline void rules(struct state *s, const char *yaml)
{
	begin(s, "2026-12-04 18:00");
	OK(load_text(s, yaml));
	commit(s);
}

static inline int setup_score(void **state)
{
	struct state *s;

	if (setup(state) < 0)
		return -1;
	s = *state;
	rules(s,
	      "category:\n"
	      "  - { code: work, name: 工作动态, desk: ducha, valid_from: 2020-01-01 }\n"
	      "  - { code: idea, name: 问题建议, desk: ducha, valid_from: 2020-01-01 }\n"
	      "publication:\n"
	      "  - { code: daily, name: 每日汇报, form: digest, rhythm: day, valid_from: 2020-01-01 }\n"
	      "  - { code: study, name: 调研专报, form: article, rhythm: none, valid_from: 2020-01-01 }\n");
	return 0;
}

static inline void report(struct state *s, int64_t n, const char *unit, const char *on,
			  const char *author)
{
	int64_t at = od_date_start(day(on)).sec + 9 * 3600;

	RUN("INSERT INTO report (number, unit, category, title, occurred_at, author, secrecy, urgency, status, "
	    "undated, desk, received_at, content_key) VALUES (?1, ?2, CASE WHEN ?1 % 2 = 1 THEN 'work' ELSE "
	    "'idea' END, '报告' || (?1 % 1000), ?3, ?4, 'none', 'none', 'received', 0, 'ducha', ?3, ?1)",
	    od_v(R(n)), od_v(unit), od_v(at), od_v(author));
}

/* An issue, its items made of reports: "1 2+3*2": item 1 of report 1, item 2 of reports 2 and 3, 3 weighing 2. */
static inline void issue(struct state *s, const char *publication, int64_t serial, const char *on,
			 const char *items)
{
	char name[64];
	int64_t year = on[3] - '0' + 2020, item = 0;

	snprintf(name, sizeof(name), "%s/%lld-%lld", publication, (long long)year,
		 (long long)serial);
	RUN("INSERT INTO issue (issue, publication, year, serial, total, date, status, form, masthead, office, "
	    "secrecy, at, actor) VALUES (?1, ?2, ?3, ?4, ?3 * 1000 + ?4, ?5, 'issued', 'digest', '-', '-', 'none', "
	    "0, '-')",
	    od_v((const char *)name), od_v(publication), od_v(year), od_v(serial), od_v(on));
	while (*items) {
		item++;
		RUN("INSERT INTO issue_item (issue, item, style, title, secrecy) VALUES (?1, ?2, 'full', "
		    "'条目' || ?2, 'none')",
		    od_v((const char *)name), od_v(item));
		for (;;) {
			char *end;
			int64_t n = strtoll(items, &end, 10),
				weight = *end == '*' ? strtoll(end + 1, &end, 10) : 1;

			RUN("INSERT INTO adoption (issue, item, report, weight) VALUES (?1, ?2, ?3, ?4)",
			    od_v((const char *)name), od_v(item), od_v(R(n)), od_v(weight));
			items = end + (*end != '\0');
			if (*end != '+')
				break;
		}
	}
}

/* adopted NULL: not (yet); report 0: those of the item. */
static inline void upward(struct state *s, int64_t n, const char *level, const char *item,
			  int64_t of_report, const char *sent, const char *adopted)
{
	RUN("INSERT INTO upward (number, level, office, title, item, sent_on, status, adopted_on, adopted_in, at, "
	    "actor) VALUES (?1, ?2, '省委办公厅', '上报' || (?1 % 1000), ?3, ?4, CASE WHEN ?5 IS NULL THEN 'sent' "
	    "ELSE 'adopted' END, ?5, '省委每日要情', 0, '-')",
	    od_v(R(n)), od_v(level), od_v(item), od_v(sent), od_v(adopted));
	if (of_report)
		RUN("INSERT INTO upward_on VALUES (?1, ?2, 1)", od_v(R(n)), od_v(R(of_report)));
	else
		RUN("INSERT INTO upward_on SELECT ?1, report, weight FROM adoption WHERE issue || '/' || item = ?2",
		    od_v(R(n)), od_v(item));
}

/* records: "daily/2026-1/2 R2026-0003" */
static inline void instruct(struct state *s, int64_t n, const char *level, const char *on,
			    const char *records)
{
	RUN("INSERT INTO instruction (number, leader, level, serial, given_on, major, secrecy, at, actor) VALUES "
	    "(?1, '某领导', ?2, ?1 % 1000, ?3, 0, 'none', 0, '-')",
	    od_v(R(n)), od_v(level), od_v(on));
	while (*records) {
		size_t len = strcspn(records, " ");
		char one[64];

		snprintf(one, sizeof(one), "%.*s", (int)len, records);
		RUN("INSERT INTO instruction_on VALUES (?1, ?2)", od_v(R(n)),
		    od_v((const char *)one));
		records += len + (records[len] == ' ');
	}
}

static inline void commission(struct state *s, int64_t n, const char *unit, const char *due,
			      int64_t answer)
{
	int64_t at = od_date_start(day(due)).sec + 17 * 3600;

	RUN("INSERT INTO commission (number, topic, level, asked_at, due_at, at, actor) VALUES "
	    "(?1, '约稿' || (?1 % 1000), 'office', 0, ?2, 0, '-')",
	    od_v(R(n)), od_v(at));
	RUN("INSERT INTO commission_unit (number, unit, report) VALUES (?1, ?2, nullif(?3, 0))",
	    od_v(R(n)), od_v(unit), od_v(answer ? R(answer) : 0));
}

static inline struct od_scores *scores(struct state *s, const char *from, const char *to, int by)
{
	struct od_score_query q = { .from = day(from), .to = day(to), .by = by };
	struct od_scores *x;

	OK(od_instant_parse("2027-01-31 18:00", &no_when, &q.now, &s->err));
	x = od_scores_new(s->db, &q, &s->err);
	if (!x)
		fail_msg("%s", s->err.msg);
	return x;
}

/* "day rule points (how) record", a line each, then the sum, which is the sum of the lines. */
static inline void account(struct state *s, const char *from, const char *to, const char *unit,
			   const char *want)
{
	struct od_scores *x = scores(s, from, to, OD_SCORE_BY_UNIT);
	struct od_buf b = OD_BUF_INIT;
	const struct od_score_line *l;
	const struct od_score *row;
	size_t n = od_scores_lines(x, unit, &l), rows = od_scores_rows(x, &row);
	int64_t sum = 0;
	char buf[32];

	for (size_t i = 0; i < n; i++) {
		od_buf_printf(&b, "%s %s %s (%s)", od_date_str(l[i].day, buf) + 5, l[i].rule,
			      l[i].points, l[i].how);
		od_buf_printf(&b, "%s%s\n", l[i].record ? " " : "", l[i].record ? l[i].record : "");
		sum += l[i].milli;
	}
	for (size_t i = 0; i < rows; i++)
		if (!strcmp(row[i].code, unit)) {
			od_buf_printf(&b, "= %s", row[i].points);
			assert_int_equal(row[i].milli, sum);
		}
	assert_string_equal(b.s, want);
	od_buf_free(&b);
	od_scores_free(x);
}

#endif
