/* test-pdf-paper.c - paper on pages, measured in the PDF as pdftotext sees it: GB/T 9704-2012. */
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

static char *slurp(FILE *f)
{
	struct od_buf b = OD_BUF_INIT;
	char room[4096];
	size_t n;

	while ((n = fread(room, 1, sizeof(room), f)) > 0)
		od_buf_add(&b, room, n);
	od_buf_putc(&b, '\0');
	return b.s;
}

static int read_fonts(void **state)
{
	FILE *f = fopen(SRCDIR "/share/print/fonts.conf", "r");

	(void)state;
	if (!f)
		return -1;
	fonts = slurp(f);
	fclose(f);
	return 0;
}

static int free_fonts(void **state)
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

static void hand_init(struct hand *h)
{
	memset(h, 0, sizeof(*h));
	h->p.block = h->block;
	h->p.at = (od_instant){ 1796378400 };
	h->p.title = (char *)"每日汇报 2026年第341期";
	snprintf(h->p.language, sizeof(h->p.language), "zh-CN");
}

static void put(struct hand *h, int kind, const char *text)
{
	assert_true(h->p.blocks < 64);
	h->block[h->p.blocks].kind = kind;
	h->block[h->p.blocks++].text = (char *)text;
}

static struct od_buf set(const struct od_paper *p, bool duplex, od_pdf_used_fn *fn, void *ctx)
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

static struct words measure(const struct od_paper *p, bool duplex)
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
static size_t lines_on(const struct words *m, int page)
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

static const struct word *find(const struct words *m, int page, const char *text)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->w[i].page == page && strcmp(m->w[i].text, text) == 0)
			return &m->w[i];
	fail_msg("'%s' is not on page %d", text, page);
	return NULL;
}

/* The words of a page, as a search goes through them. */
static bool on_page(const struct words *m, int page, const char *text)
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

static void near(double is, double should, double off)
{
	if (is < should - off || is > should + off)
		fail_msg("%.2f mm, should be %.2f", is * 25.4 / 72, should * 25.4 / 72);
}

/* n times text, to be freed. */
static char *times(const char *text, int n)
{
	struct od_buf b = OD_BUF_INIT;

	while (n-- > 0)
		od_buf_puts(&b, text);
	return b.s;
}

/* --- tests ---------------------------------------------------------------------------------------------------- */

static void page_of_22_lines_of_28_characters(void **state)
{
	char *text = times("国", 26 + 28 * 30);
	struct words m;
	struct hand h;

	(void)state;
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, text);
	m = measure(&h.p, true);
	assert_int_equal(m.pages, 2);
	near(m.width, MM(210), 0.1);
	near(m.height, MM(297), 0.1);
	assert_int_equal(lines_on(&m, 1), 22);
	assert_int_equal(lines_on(&m, 2), 9);
	near(m.w[0].left, MM(28) + 2 * MM(156) / 28, 0.3); /* two characters in */
	near(m.w[0].top, MM(37), MM(1));
	near(m.w[21].bottom, MM(37 + 225), MM(1));
	for (size_t i = 1; i < 22; i++) {
		assert_int_equal(od_utf8_len(m.w[i].text), 28);
		near(m.w[i].left, MM(28), MM(0.1));
		near(m.w[i].right, MM(28 + 156), MM(0.1));
		near(m.w[i].top - m.w[i - 1].top, (MM(225) - 16) / 21, 0.1);
	}
	free(m.w);
	free(text);
}

/* 7.5: 7 mm below the text, one character in, outside. */
static void page_numbers(void **state)
{
	char *text = times("国", 28 * 50);
	struct words m;
	struct hand h;
	const struct word *w;

	(void)state;
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, text);
	m = measure(&h.p, true);
	w = find(&m, 1, "1");
	near(w->right, MM(28 + 156) - 14 - 14 - 7, 1); /* one in, a dash, a space */
	near((w->top + w->bottom) / 2, MM(37 + 225 + 7), MM(2));
	near(find(&m, 2, "2")->left, MM(28) + 14 + 14 + 7, 1);
	free(m.w);
	m = measure(&h.p, false);
	w = find(&m, 2, "2");
	near((w->left + w->right) / 2, MM(28 + 78), 0.5);
	free(m.w);
	free(text);
}

static uint32_t last_of(const char *s)
{
	uint32_t c = 0;
	size_t n;

	for (; *s; s += n)
		c = od_utf8_get(s, &n);
	return c;
}

static bool among(const char *set_, uint32_t c)
{
	for (size_t n; *set_; set_ += n)
		if (od_utf8_get(set_, &n) == c)
			return true;
	return false;
}

/* Marks at random: no line begins with a closing one nor ends with an opening one; full lines have a straight
 * right edge but for one mark that hangs. */
static void kinsoku(void **state)
{
	static const char *const some[] = {
		"市",   "委", "办", "，", "。",     "；", "“",  "”",  "《", "》",    "（", "）",
		"2026", "、", "文", "件", "Office", "会", "议", "？", "：", "98.5%", "的", "示"
	};
	struct od_buf b = OD_BUF_INIT;
	unsigned int seed = 7;
	struct words m;
	struct hand h;

	(void)state;
	for (int i = 0; i < 6000; i++) {
		seed = seed * 1103515245 + 12345;
		od_buf_puts(&b, some[seed / 65536 % 24]);
		if (i % 2)
			od_buf_puts(&b, "县区");
	}
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, b.s);
	m = measure(&h.p, true);
	assert_true(m.pages > 15);
	for (size_t i = 1; i + 1 < m.n; i++) {
		const struct word *w = &m.w[i];
		size_t n;

		if (w->top > MM(262) || strchr(w->text, '&'))
			continue;
		if (w->left < MM(28.5) && among("，。、；：）》”？！", od_utf8_get(w->text, &n)))
			fail_msg("a line begins %s", w->text);
		if (w->right < MM(183))
			continue;
		if (among("（《“", last_of(w->text)))
			fail_msg("a line ends %s", w->text);
		if (w->right > MM(184.5) && !among("，。、；：）》”？", last_of(w->text)))
			fail_msg("in the margin: %s", w->text);
		assert_true(w->right < MM(184) + 16.2);
	}
	free(m.w);
	od_buf_free(&b);
}

/* A mark hangs over rather than the line lose a character. */
static void full_line_keeps_28(void **state)
{
	char *first = times("国", 26), *rest = times("市", 28);
	struct od_buf b = OD_BUF_INIT;
	struct words m;
	struct hand h;

	(void)state;
	od_buf_printf(&b, "%s，%s。%s", first, rest, rest);
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, b.s);
	m = measure(&h.p, true);
	assert_int_equal(od_utf8_len(m.w[0].text), 27);
	assert_int_equal(od_utf8_len(m.w[1].text), 29);
	assert_int_equal(last_of(m.w[1].text), 0x3002);
	assert_int_equal(od_utf8_len(m.w[2].text), 28);
	free(m.w);
	od_buf_free(&b);
	free(first);
	free(rest);
}

static void no_heading_alone_at_the_end(void **state)
{
	(void)state;
	for (int before = 17; before < 24; before++) {
		char *text = times("国", 26 + 28 * (before - 1));
		struct words m;
		struct hand h;

		hand_init(&h);
		put(&h, OD_PAPER_TEXT, text);
		put(&h, OD_PAPER_HEAD, "一、领导要论");
		put(&h, OD_PAPER_SUBHEAD, "（一）会议");
		put(&h, OD_PAPER_TEXT, "正文");
		m = measure(&h.p, true);
		for (size_t i = 0; i < m.n; i++)
			if (strcmp(m.w[i].text, "一、领导要论") == 0)
				find(&m, m.w[i].page, "正文");
		free(m.w);
		free(text);
	}
}

/* A table as it is put behind others: a head of two cells, then rows of the same. */
static void put_table(struct hand *h, char **cell, size_t rows, const char *first, const char *last)
{
	for (size_t i = 0; i < rows; i++) {
		cell[2 * i] = (char *)(i == 0 ? "单位" : "示西区");
		cell[2 * i + 1] = (char *)(i == 0 ? "得分" : i == 1 ? first : last);
	}
	h->block[h->p.blocks++] = (struct od_paper_block){
		.kind = OD_PAPER_TABLE, .cell = cell, .rows = rows, .columns = 2
	};
}

/* Wherever a page ends: headings, the table's head and two of its rows stand together. */
static void headings_stay_with_their_table(void **state)
{
	static const char *const heights[] = { "最高", "两行高的一格\n两行高的一格", "三\n行\n高",
					       "六\n行\n高\n的\n一\n最高" };
	char *cell[2 * 3];

	(void)state;
	for (int before = 10; before < 24; before++) {
		for (size_t i = 0; i < sizeof(heights) / sizeof(heights[0]); i++) {
			char *text = times("国", 26 + 28 * (before - 1));
			const char *low = strrchr(heights[i], '\n');
			struct words m;
			struct hand h;
			int page;

			hand_init(&h);
			put(&h, OD_PAPER_TEXT, text);
			put(&h, OD_PAPER_HEAD, "十二、迟报漏报");
			put(&h, OD_PAPER_SUBHEAD, "（一）区县");
			put(&h, OD_PAPER_TEXT, "");
			put_table(&h, cell, 3, heights[i], "次高");
			m = measure(&h.p, true);
			page = on_page(&m, 1, "十二、迟报漏报") ? 1 : 2;
			if (i == 0)
				assert_int_equal(page, before <= 16 ? 1 : 2);
			find(&m, page, "得分");
			find(&m, page, low ? low + 1 : heights[i]);
			find(&m, page, "次高");
			free(m.w);
			free(text);
		}
	}
}

/* The edge of what stands lowest on a page, over its number. */
static double lowest(const struct words *m, int page)
{
	double bottom = 0;

	for (size_t i = 0; i < m->n; i++)
		if (m->w[i].page == page && m->w[i].bottom < MM(263) && m->w[i].bottom > bottom)
			bottom = m->w[i].bottom;
	return bottom;
}

/* A table is divided between its rows where the page ends, a row of many lines between these: no page is left
 * half empty. */
static void table_fills_its_pages(void **state)
{
	static const char *const rows[] = { "36.5", "四\n行\n高\n的", NULL };
	char *cell[2 * 60], *high = times("很\n", 20);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int before = 1; before < 20; before += 3) {
			char *text = times("国", 26 + 28 * (before - 1));
			struct words m;
			struct hand h;

			hand_init(&h);
			put(&h, OD_PAPER_TEXT, text);
			put(&h, OD_PAPER_HEAD, "一、得分和排名");
			put_table(&h, cell, 60, "36.5", rows[i] ? rows[i] : high);
			m = measure(&h.p, true);
			assert_true(m.pages >= 3);
			for (int page = 1; page < m.pages; page++) {
				double least = page == 1 ? 62 : 40;

				if (page > 1)
					find(&m, page, "得分");
				if (lowest(&m, page) < MM(262 - least))
					fail_msg("page %d ends %.0f mm too early", page,
						 262 - lowest(&m, page) * 25.4 / 72);
			}
			free(m.w);
			free(text);
		}
	free(high);
}

static void front_and_imprint(void **state)
{
	static struct od_paper_send send[] = { { (char *)"报", (char *)"市委常委" },
					       { (char *)"发",
						 (char *)"各县（市、区）党委办公室" } };
	const struct word *w;
	struct words m;
	struct hand h;

	(void)state;
	hand_init(&h);
	h.p.masthead = (char *)"每日汇报";
	h.p.serial = (char *)"第341期";
	h.p.total = (char *)"总第1234期";
	h.p.office = (char *)"示例市委办公室编";
	h.p.date = (char *)"2026年12月4日";
	h.p.copy_no = (char *)"000012";
	h.p.secrecy = (char *)"机密★1年";
	h.p.urgency = (char *)"特急";
	h.p.send = send;
	h.p.sends = 2;
	h.p.printed_by = (char *)"示例市委办公室";
	h.p.printed_on = (char *)"2026年12月4日印发";
	h.p.copies = (char *)"共印60份";
	put(&h, OD_PAPER_TEXT, "正文一段。");
	m = measure(&h.p, true);
	assert_int_equal(m.pages, 1);
	near(find(&m, 1, "000012")->top, MM(37), MM(1));
	near(find(&m, 1, "机密★1年")->left, MM(28), MM(0.5));
	near(find(&m, 1, "特急")->top - find(&m, 1, "000012")->top, 2 * (MM(225) - 16) / 21, 1);
	w = find(&m, 1, "第341期（总第1234期）");
	near((w->left + w->right) / 2, MM(28 + 78), 1);
	near(find(&m, 1, "示例市委办公室编")->left, MM(28) + 16, 0.5);
	near(find(&m, 1, "2026年12月4日")->right, MM(28 + 156) - 16, 1);
	near(find(&m, 1, "示例市委办公室")->left, MM(28) + 14, 0.5);
	near(find(&m, 1, "2026年12月4日印发")->right, MM(28 + 156) - 14, 1);
	near(find(&m, 1, "共印60份")->bottom, MM(37 + 225), MM(3));
	find(&m, 1, "发：各县（市、区）党委办公室");
	find(&m, 1, "1");
	free(m.w);
}

/* Whoever signs, however many: nothing runs over its neighbour or off the text. */
static void long_names_in_the_imprint(void **state)
{
	(void)state;
	for (int n = 1; n < 60; n += 3) {
		struct od_buf who = OD_BUF_INIT;
		char *name = times("长", n), *by = times("办", n);
		struct words m;
		struct hand h;

		od_buf_printf(&who, "签发：%s", name);
		hand_init(&h);
		h.p.signer = who.s;
		h.p.editor = (char *)"编辑：李四、王五";
		h.p.phone = (char *)"电话：0000-12345678";
		h.p.printed_by = by;
		h.p.printed_on = (char *)"2026年12月4日印发";
		put(&h, OD_PAPER_TEXT, "正文。");
		m = measure(&h.p, true);
		for (size_t i = 0; i < m.n; i++) {
			assert_true(m.w[i].left > MM(27.5) && m.w[i].right < MM(184.5));
			for (size_t k = 0; k < i; k++)
				assert_true(m.w[k].right < m.w[i].left + 1 ||
					    m.w[i].right < m.w[k].left + 1 ||
					    m.w[k].bottom < m.w[i].top + 4 ||
					    m.w[i].bottom < m.w[k].top + 4);
		}
		find(&m, 1, "编辑：李四、王五");
		find(&m, 1, "2026年12月4日印发");
		free(m.w);
		free(name);
		free(by);
		od_buf_free(&who);
	}
}

/* Below the text, not on its last line, two characters from the right; and never on two pages. */
static void who_signs_and_the_date(void **state)
{
	(void)state;
	for (int before = 15; before < 24; before++) {
		char *text = times("国", 26 + 28 * (before - 2) + 3);
		const struct word *who, *on;
		struct words m;
		struct hand h;

		hand_init(&h);
		put(&h, OD_PAPER_TEXT, text);
		put(&h, OD_PAPER_SOURCE, "示例市委办公室");
		put(&h, OD_PAPER_SOURCE, "2026年12月4日");
		m = measure(&h.p, true);
		who = find(&m, before <= 19 ? 1 : 2, "示例市委办公室");
		on = find(&m, who->page, "2026年12月4日");
		near(who->right, MM(184) - 2 * MM(156) / 28, 1);
		near(on->right, MM(184) - 2 * MM(156) / 28, 1);
		near(on->top - who->top, (MM(225) - 16) / 21, 1);
		if (before <= 19)
			near(who->top - m.w[before - 1].top, 2 * (MM(225) - 16) / 21, 1);
		free(m.w);
		free(text);
	}
}

/* 版记 that has no room goes to a page of its own, which has no number. */
static void imprint_alone_has_no_number(void **state)
{
	char *text = times("国", 26 + 28 * 21);
	struct words m;
	struct hand h;

	(void)state;
	hand_init(&h);
	h.p.printed_by = (char *)"示例市委办公室";
	put(&h, OD_PAPER_TEXT, text);
	m = measure(&h.p, true);
	assert_int_equal(m.pages, 2);
	find(&m, 1, "1");
	find(&m, 2, "示例市委办公室");
	for (size_t i = 0; i < m.n; i++)
		assert_false(m.w[i].page == 2 && m.w[i].top > MM(263));
	free(m.w);
	free(text);
}

static void table_repeats_its_head(void **state)
{
	char *cell[2 * 80];
	struct words m;
	struct hand h;

	(void)state;
	for (int i = 0; i < 160; i++)
		cell[i] = (char *)(i == 0 ? "单位" : i == 1 ? "得分" : i % 2 ? "36.5" : "示西区");
	cell[20] = times("很长的一格要折行", 20);
	hand_init(&h);
	h.block[0] = (struct od_paper_block){ .kind = OD_PAPER_TABLE,
					      .cell = cell,
					      .rows = 80,
					      .columns = 2,
					      .align = (char *)"lr" };
	h.p.blocks = 1;
	m = measure(&h.p, true);
	assert_true(m.pages >= 3);
	for (int i = 1; i <= m.pages; i++)
		find(&m, i, "得分");
	for (size_t i = 0; i < m.n; i++) {
		assert_true(m.w[i].left > MM(28) && m.w[i].right < MM(184));
		assert_true(m.w[i].bottom < MM(262) || m.w[i].top > MM(263));
	}
	free(m.w);
	free(cell[20]);
}

/* Nothing is too odd to be set inside the text area: words longer than a line, marks only, blanks, no text. */
static void odd_text_stays_inside(void **state)
{
	char *word = times("Zeichenkette", 40), *marks = times("，。）", 60),
	     *open = times("（《", 60), *title = times("很长的标题", 50),
	     *cell[4] = { NULL, word, marks, (char *)"" };
	struct words m;
	struct hand h;

	(void)state;
	hand_init(&h);
	h.p.masthead = title;
	h.p.serial = (char *)"";
	put(&h, OD_PAPER_TITLE, title);
	put(&h, OD_PAPER_TITLE, "两行\n标题");
	put(&h, OD_PAPER_HEAD, word);
	put(&h, OD_PAPER_TEXT, word);
	put(&h, OD_PAPER_TEXT, marks);
	put(&h, OD_PAPER_TEXT, open);
	put(&h, OD_PAPER_TEXT, " \t \n\n　\n");
	put(&h, OD_PAPER_TEXT, NULL);
	put(&h, OD_PAPER_TEXT, "");
	put(&h, OD_PAPER_SOURCE, word);
	put(&h, OD_PAPER_NOTE, open);
	put(&h, OD_PAPER_TEXT, "零宽\xe2\x80\x8b字符\xef\xb8\x8f与\xc2\xa0空格");
	h.block[h.p.blocks++] = (struct od_paper_block){
		.kind = OD_PAPER_TABLE, .cell = cell, .rows = 2, .columns = 2
	};
	h.block[h.p.blocks++] = (struct od_paper_block){ .kind = OD_PAPER_TABLE };
	put(&h, OD_PAPER_HEAD, "一、没有正文的标题");
	m = measure(&h.p, true);
	assert_true(m.n > 20);
	for (size_t i = 0; i < m.n; i++)
		assert_true(m.w[i].left > MM(27.5) && m.w[i].right < MM(184) + 17);
	free(m.w);
	free(word);
	free(marks);
	free(open);
	free(title);
}

struct told {
	struct {
		int role;
		char wished[64], used[64];
		size_t missing;
	} used[OD_PDF_ROLES];
	size_t calls;
};

static void tell(void *ctx, const struct od_pdf_used *u)
{
	struct told *t = ctx;
	size_t i = t->calls++;

	assert_true(i < OD_PDF_ROLES);
	t->used[i].role = u->role;
	t->used[i].missing = u->missing;
	snprintf(t->used[i].wished, sizeof(t->used[i].wished), "%s", u->wished);
	snprintf(t->used[i].used, sizeof(t->used[i].used), "%s", u->used);
}

/* Characters that the first face lacks stand in the text, and are counted once each. */
static void substitution_is_told(void **state)
{
	struct told with = { 0 }, without = { 0 };
	struct od_buf b;
	struct words m;
	struct hand h;

	(void)state;
	hand_init(&h);
	put(&h, OD_PAPER_TEXT, "市委书记到会讲话。");
	b = set(&h.p, false, tell, &without);
	od_buf_free(&b);
	put(&h, OD_PAPER_TEXT, "喆堃镕喆，𠮷㛃\xf4\x8f\xbf\xbd。");
	b = set(&h.p, false, tell, &with);
	od_buf_free(&b);
	assert_int_equal(without.calls, 2); /* body, and the page number's */
	assert_int_equal(without.used[0].role, OD_PDF_BODY);
	assert_string_equal(without.used[0].wished, "仿宋_GB2312");
	assert_int_equal(without.used[0].missing, 0);
	assert_true(with.used[0].missing >= 1); /* nobody has U+10FFFD */
	if (strcmp(with.used[0].used, "FandolFang") == 0)
		assert_int_equal(with.used[0].missing, 6);
	m = measure(&h.p, false);
	assert_true(on_page(&m, 1, "喆堃镕喆，𠮷㛃\xf4\x8f\xbf\xbd。"));
	free(m.w);
}

static void same_bytes_each_time(void **state)
{
	struct od_buf a, b;
	struct hand h;

	(void)state;
	hand_init(&h);
	h.p.masthead = (char *)"每日汇报";
	put(&h, OD_PAPER_HEAD, "一、领导要论");
	put(&h, OD_PAPER_TEXT, "正文。");
	a = set(&h.p, true, NULL, NULL);
	b = set(&h.p, true, NULL, NULL);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.s, b.s, a.n);
	assert_memory_equal(a.s, "%PDF-1.5", 8);
	od_buf_free(&a);
	od_buf_free(&b);
}

static void refused(const char *conf, enum od_code code, const char *message)
{
	struct od_pdf_opts o = { .fonts = conf };
	struct od_buf b = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	struct hand h;

	hand_init(&h);
	put(&h, OD_PAPER_TEXT, "正文。");
	assert_int_equal(od_paper_pdf(&h.p, &o, &b, NULL, NULL, &err), -1);
	assert_int_equal(err.code, code);
	if (message)
		assert_string_equal(err.msg, message);
	od_buf_free(&b);
}

static void bad_fonts_conf(void **state)
{
#define ROLE(r) "<alias><family>" r "</family><prefer><family>仿宋</family></prefer></alias>"
#define ROLES   ROLE("od-body") ROLE("od-head") ROLE("od-subhead") ROLE("od-title")
	static const char none[] = "<fontconfig>" ROLES ROLE("od-numerals") "</fontconfig>";
	static const char text_file[] = "<fontconfig>" ROLES ROLE(
		"od-numerals") "<match><test name=\"family\"><string>仿宋"
			       "</string></test><edit name=\"file\"><string>" SRCDIR
			       "/Makefile</string></edit>"
			       "</match></fontconfig>";
	static const char message[] =
		"no font is there for 'od-body' (wished: 仿宋): install fonts-noto-cjk, or name the "
		"files of your own in fonts.conf";

	(void)state;
	refused("<fontconfig>", OD_EDATA, NULL);
	refused("<fontconfig>" ROLES "</fontconfig>", OD_EDATA,
		"fonts.conf: no family for 'od-numerals'");
	refused(none, OD_EPART, message);
	refused(text_file, OD_EPART, message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_of_22_lines_of_28_characters),
		cmocka_unit_test(page_numbers),
		cmocka_unit_test(kinsoku),
		cmocka_unit_test(full_line_keeps_28),
		cmocka_unit_test(no_heading_alone_at_the_end),
		cmocka_unit_test(headings_stay_with_their_table),
		cmocka_unit_test(table_fills_its_pages),
		cmocka_unit_test(front_and_imprint),
		cmocka_unit_test(long_names_in_the_imprint),
		cmocka_unit_test(who_signs_and_the_date),
		cmocka_unit_test(imprint_alone_has_no_number),
		cmocka_unit_test(table_repeats_its_head),
		cmocka_unit_test(odd_text_stays_inside),
		cmocka_unit_test(substitution_is_told),
		cmocka_unit_test(same_bytes_each_time),
		cmocka_unit_test(bad_fonts_conf),
	};

	return cmocka_run_group_tests(tests, read_fonts, free_fonts);
}
