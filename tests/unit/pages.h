/* pages.h - what the tests of PDF share: a paper made by hand, and where its words stand on the pages. */
#ifndef TEST_PAGES_H
#define TEST_PAGES_H

#include "common.h"

#include <string.h>

#include "../../lib/officedoc.h"

/* Cairo 1.16 loses some 400 bytes of each OpenType face that it cuts a subset out of. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libcairo.so";
}

#define MM(x) ((x)*72 / 25.4)

static char *fonts;

static inline char *slurp(FILE *f)
{
	struct od_buf b = OD_BUF_INIT;
	char room[4096];
	size_t n;

	while ((n = fread(room, 1, sizeof(room), f)) > 0)
		od_buf_add(&b, room, n);
	od_buf_putc(&b, '\0');
	return b.s;
}

static inline int read_fonts(void **state)
{
	FILE *f = fopen(SRCDIR "/share/print/fonts.conf", "r");

	(void)state;
	if (!f)
		return -1;
	fonts = slurp(f);
	fclose(f);
	return 0;
}

static inline int free_fonts(void **state)
{
	(void)state;
	free(fonts);
	return 0;
}

/* A paper made by hand; texts are borrowed. */
struct hand {
	struct od_paper p;
	struct od_paper_block block[64];
};

static inline void hand_init(struct hand *h)
{
	memset(h, 0, sizeof(*h));
	h->p.block = h->block;
	h->p.at = (od_instant){ 1796378400 };
	h->p.title = (char *)"每日汇报 2026年第341期";
	snprintf(h->p.language, sizeof(h->p.language), "zh-CN");
}

static inline void put(struct hand *h, int kind, const char *text)
{
	assert_true(h->p.blocks < 64);
	h->block[h->p.blocks].kind = kind;
	h->block[h->p.blocks++].text = (char *)text;
}

static inline struct od_buf set(const struct od_paper *p, bool duplex, od_pdf_used_fn *fn,
				void *ctx)
{
	struct od_pdf_opts o = { .fonts = fonts, .duplex = duplex };
	struct od_buf b = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;

	if (od_paper_pdf(p, &o, &b, fn, ctx, &err) < 0)
		fail_msg("%s", err.msg);
	return b;
}

/* --- what pdftotext -bbox finds ---------------------------------------------------------------------------- */

struct word {
	int page;
	double left, top, right, bottom;
	char text[400];
};
struct words {
	struct word *w;
	size_t n;
	int pages;
	double width, height; /* of the last page */
};

static inline struct words measure(const struct od_paper *p, bool duplex)
{
	char path[] = "/tmp/test-officepdf-XXXXXX", command[100], line[1000];
	struct od_buf b = set(p, duplex, NULL, NULL);
	struct words m = { calloc(4000, sizeof(struct word)), 0, 0, 0, 0 };
	int fd = mkstemp(path);
	FILE *f;

	assert_non_null(m.w);
	assert_int_equal(write(fd, b.s, b.n), b.n);
	close(fd);
	od_buf_free(&b);
	snprintf(command, sizeof(command), "pdftotext -bbox %s -", path);
	f = popen(command, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		struct word *w = &m.w[m.n];

		if (sscanf(line, " <page width=\"%lf\" height=\"%lf\"", &m.width, &m.height) == 2)
			m.pages++;
		if (m.n < 4000 &&
		    sscanf(line,
			   " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%399[^<]",
			   &w->left, &w->top, &w->right, &w->bottom, w->text) == 5) {
			w->page = m.pages;
			m.n++;
		}
	}
	assert_int_equal(pclose(f), 0);
	unlink(path);
	return m;
}

/* Words of the text area on a page; the page's number stands below it. */
static inline size_t lines_on(const struct words *m, int page)
{
	size_t n = 0;
	double last = 0;

	for (size_t i = 0; i < m->n; i++)
		if (m->w[i].page == page && m->w[i].bottom < MM(263) && m->w[i].top > last + 10) {
			last = m->w[i].top;
			n++;
		}
	return n;
}

static inline const struct word *find(const struct words *m, int page, const char *text)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->w[i].page == page && strcmp(m->w[i].text, text) == 0)
			return &m->w[i];
	fail_msg("'%s' is not on page %d", text, page);
	return NULL;
}

/* The words of a page, as a search goes through them. */
static inline bool on_page(const struct words *m, int page, const char *text)
{
	struct od_buf b = OD_BUF_INIT;
	bool found;

	for (size_t i = 0; i < m->n; i++)
		if (m->w[i].page == page)
			od_buf_puts(&b, m->w[i].text);
	found = b.s && strstr(b.s, text);
	od_buf_free(&b);
	return found;
}

static inline void near(double is, double should, double off)
{
	if (is < should - off || is > should + off)
		fail_msg("%.2f mm, should be %.2f", is * 25.4 / 72, should * 25.4 / 72);
}

/* n times text, to be freed. */
static inline char *times(const char *text, int n)
{
	struct od_buf b = OD_BUF_INIT;

	while (n-- > 0)
		od_buf_puts(&b, text);
	return b.s;
}

#endif
