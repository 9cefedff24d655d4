/* drafts.h - what the tests of drafts and near duplicates share: an office with two publications, reports, files. */
#ifndef TEST_DRAFTS_H
#define TEST_DRAFTS_H

#include <sys/stat.h>

#include "../../lib/office/draft.h"
#include "supervision.h"

static const char publications[] =
	"category:\n"
	"  - { code: remark, name: 领导要论, desk: ducha, sort: 1, valid_from: 2020-01-01 }\n"
	"  - { code: work, name: 工作动态, desk: ducha, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: media, name: 媒体摘要, desk: ducha, sort: 3, valid_from: 2020-01-01 }\n"
	"  - { code: problem, name: 问题建议, desk: ducha, sort: 4, valid_from: 2020-01-01 }\n"
	"publication:\n"
	"  - { code: daily, name: 每日汇报, form: digest, rhythm: day, secrecy: secret, sort: 1, "
	"valid_from: 2020-01-01 }\n"
	"  - { code: advice, name: 情况与建议, form: article, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: roundup, name: 每日情况汇总, form: roundup, sort: 3, valid_from: 2020-01-01 }\n"
	"column:\n"
	"  - { publication: daily, code: remark, title: 领导要论, categories: [remark], sort: 1, "
	"valid_from: 2020-01-01 }\n"
	"  - { publication: daily, code: work, title: 工作动态, categories: [work, problem], sort: 2, "
	"valid_from: 2020-01-01 }\n"
	"  - { publication: daily, code: media, title: 媒体摘要, categories: [media], sort: 3, "
	"valid_from: 2020-01-01 }\n"
	"  - { publication: advice, code: article, title: 问题建议, categories: [problem], sort: 1, "
	"valid_from: 2020-01-01 }\n";

#define TODAY "2026-12-04 17:00"

static inline int setup_drafts(void **state)
{
	struct state *s;

	if (setup(state) < 0)
		return -1;
	s = *state;
	begin(s, "2026-12-01 09:00");
	OK(load_text(s, publications));
	commit(s);
	return 0;
}

/* One report, filed in the transaction that is open; its number. */
static inline int64_t file_report(struct state *s, const char *unit, const char *category,
				  const char *title, const char *body, int urgency, int secrecy)
{
	struct od_report r;
	enum od_taken taken;
	bool differs;
	int64_t number;

	od_rec_init(&od_report_type, &r);
	r.unit = strdup(unit);
	r.category = strdup(category);
	r.title = strdup(title);
	r.body = body ? strdup(body) : NULL;
	r.urgency = urgency;
	r.secrecy = secrecy;
	OK(od_report_submit(s->db, &r, OD_DUP_SKIP, &taken, &differs, &s->err));
	assert_int_equal(taken, OD_TAKEN);
	number = r.number;
	od_rec_clear(&od_report_type, &r);
	return number;
}

static inline int64_t file_one(struct state *s, const char *when, const char *category,
			       const char *title, const char *body)
{
	int64_t number;

	begin(s, when);
	number = file_report(s, "U1", category, title, body, 0, 0);
	commit(s);
	return number;
}

static inline od_instant instant(const char *text)
{
	struct od_err err = OD_ERR_INIT;
	od_instant t;

	assert_int_equal(od_instant_parse(text, &no_when, &t, &err), 0);
	return t;
}

/* The draft of a publication as text, in b. */
static inline void make_draft(struct state *s, const char *publication,
			      const struct od_draft_opts *o, struct od_buf *b)
{
	od_buf_reset(b);
	OK(od_draft_make(s->db, publication, o, b, &s->err));
}

static inline struct od_draft_opts on(const char *date)
{
	struct od_err err = OD_ERR_INIT;
	struct od_draft_opts o = { .since = OD_NOINSTANT, .near_days = 30 };

	assert_int_equal(od_date_parse(date, &no_when, &o.date, &err), 0);
	return o;
}

static inline void take_problem(void *ctx, const char *text)
{
	struct od_buf *b = ctx;

	od_buf_printf(b, "%s\n", text);
}

/* Bytes read as a draft called d.yaml; what is wrong with it goes to told, a line each. */
static inline struct od_draft_file *read_draft(struct state *s, const char *bytes, size_t n,
					       struct od_buf *told)
{
	struct od_draft_file *d;
	char path[96];
	FILE *f;
	int fd;

	snprintf(path, sizeof(path), "%s/draft", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
	fd = open(path, O_RDONLY);
	od_buf_reset(told);
	od_buf_puts(told, "");
	s->err = (struct od_err)OD_ERR_INIT;
	d = od_draft_read(s->db, fd, "d.yaml", instant(TODAY), take_problem, told, &s->err);
	close(fd);
	return d;
}

/* An issue with one item that was made of a report, as if it had been issued. */
static inline void put_issue(struct state *s, const char *publication, int serial, const char *date,
			     const char *made, int64_t report)
{
	static const char issue[] =
		"INSERT INTO issue (issue, publication, year, serial, total, date, status, form, "
		"masthead, office, secrecy, at, actor) VALUES (?1 || '/2026-' || ?2, ?1, 2026, ?2, ?2, "
		"?3, 'issued', 'digest', ?1, '-', 'none', ?4, 'tester')";
	static const char item[] = "INSERT INTO issue_item (issue, item, style, title, secrecy) "
				   "VALUES (?1 || '/2026-' || ?2, 3, 'full', '-', 'none')";
	static const char adoption[] = "INSERT INTO adoption (issue, item, report, weight) "
				       "VALUES (?1 || '/2026-' || ?2, 3, ?3, 1)";

	begin(s, made);
	OK(od_run(s->db, issue,
		  OD_VALS(od_v(publication), od_v(serial), od_v(date), od_v(instant(made))),
		  &s->err));
	OK(od_run(s->db, item, OD_VALS(od_v(publication), od_v(serial)), &s->err));
	OK(od_run(s->db, adoption, OD_VALS(od_v(publication), od_v(serial), od_v(report)),
		  &s->err));
	commit(s);
}

#endif
