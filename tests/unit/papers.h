/* papers.h - what the tests of paper as Word documents share: papers made by hand, and what became of them. */
#ifndef TEST_PAPERS_H
#define TEST_PAPERS_H

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "common.h"

#include "../../lib/document/doc.h"

struct made {
	struct od_buf docx;
	struct od_package *package;
	struct od_doc *doc;
};

static inline struct od_paper *new_paper(void)
{
	struct od_err err = OD_ERR_INIT;
	struct od_paper *p = od_paper_new(&err);

	assert_non_null(p);
	snprintf(p->language, sizeof(p->language), "zh-CN");
	p->at = (od_instant){ 1796378400 }; /* 2026-12-04 18:00 */
	return p;
}

static inline void set(char **member, const char *text)
{
	struct od_err err = OD_ERR_INIT;

	assert_int_equal(od_paper_set(member, text, &err), 0);
}

static inline void block(struct od_paper *p, int kind, const char *text)
{
	struct od_err err = OD_ERR_INIT;

	assert_int_equal(od_paper_block(p, kind, text, &err), 0);
}

static inline void send(struct od_paper *p, const char *label, const char *text)
{
	struct od_err err = OD_ERR_INIT;

	assert_int_equal(od_paper_send(p, label, text, &err), 0);
}

static inline void table(struct od_paper *p, const char *const *cell, size_t rows, size_t columns,
			 const char *align)
{
	struct od_err err = OD_ERR_INIT;

	assert_int_equal(od_paper_table(p, cell, rows, columns, align, &err), 0);
}

static inline struct od_paper *sample(void)
{
	static const char *const cell[] = { "单位", "采用", "得分", "示西区委办", "12", "123.50" };
	struct od_paper *p = new_paper();

	set(&p->name, "daily/2026-341");
	set(&p->title, "每日汇报 2026年第341期");
	set(&p->masthead, "每日汇报");
	set(&p->serial, "第341期");
	set(&p->total, "总第1234期");
	set(&p->office, "示例市委办公室编");
	set(&p->date, "2026年12月4日");
	set(&p->copy_no, "000012");
	set(&p->secrecy, "机密★1年");
	set(&p->urgency, "特急");
	block(p, OD_PAPER_NOTE, "编者按：“三化”联动——示西区的做法值得一看。");
	block(p, OD_PAPER_HEAD, "工作动态");
	block(p, OD_PAPER_SUBHEAD, "示西区“三化”联动推进基层治理");
	block(p, OD_PAPER_TEXT, "办结率达98.6%……群众满意度——据测评——提升至96.3分·喆堃镕。");
	block(p, OD_PAPER_SOURCE, "（示西区委办）");
	table(p, cell, 2, 3, "lcr");
	send(p, "报", "市委书记、副书记、常委。");
	send(p, "发", "各区市县委、市级各部门。");
	set(&p->signer, "签发：某某");
	set(&p->printed_by, "示例市委办公室");
	set(&p->printed_on, "2026年12月4日印发");
	set(&p->copies, "共印60份");
	return p;
}

static inline struct od_doc *read_bytes(const struct od_buf *b)
{
	struct od_err err = OD_ERR_INIT;
	int fd = memfd_create("test", 0);
	struct od_doc *d;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, b->s, b->n), b->n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	d = od_doc_read(fd, "test.docx", &err);
	assert_string_equal(err.msg, "");
	assert_non_null(d);
	close(fd);
	return d;
}

/* What becomes of a paper, which is freed. */
static inline struct made make(struct od_paper *p, const struct od_faces *faces)
{
	struct od_err err = OD_ERR_INIT;
	struct made m = { OD_BUF_INIT, NULL, NULL };

	assert_int_equal(od_paper_docx(p, faces, &m.docx, &err), 0);
	m.package = od_package_open(m.docx.s, m.docx.n, &err);
	assert_non_null(m.package);
	m.doc = read_bytes(&m.docx);
	od_paper_free(p);
	return m;
}

static inline void drop(struct made *m)
{
	od_doc_free(m->doc);
	od_package_close(m->package);
	od_buf_free(&m->docx);
}

static inline const char *part(struct made *m, const char *name)
{
	struct od_err err = OD_ERR_INIT;
	size_t n;
	const char *s = od_package_part(m->package, name, &n, &err);

	assert_non_null(s);
	return s;
}

static inline size_t count(const char *s, const char *what)
{
	size_t n = 0;

	for (s = strstr(s, what); s; s = strstr(s + 1, what))
		n++;
	return n;
}

static inline const struct od_line *line_of(const struct made *m, const char *text)
{
	for (size_t i = 0; i < m->doc->lines; i++)
		if (!strcmp(m->doc->line[i].text, text))
			return &m->doc->line[i];
	fail_msg("no line \"%s\"", text);
	return NULL;
}

#endif
