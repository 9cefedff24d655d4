/* test-pdf-paper.c - paper on pages, measured in the PDF as pdftotext sees it: GB/T 9704-2012. */
#include "pages.h"

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

#define CHARACTER (MM(156) / 28)

/* Below the text, not on its last line: who signs two characters from the right, the date beginning two right of the
 * name (7.3.5.2); and never on two pages. */
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
		near(who->right, MM(184) - 2 * CHARACTER, 1);
		near(on->left, who->left + 2 * CHARACTER, 1);
		near(on->top - who->top, (MM(225) - 16) / 21, 1);
		if (before <= 19)
			near(who->top - m.w[before - 1].top, 2 * (MM(225) - 16) / 21, 1);
		free(m.w);
		free(text);
	}
}

/* A date longer than the name stands two characters from the right itself, and the name gives way; one who signs
 * alone, and all but the last of several, stand two from the right; nothing runs off the text. */
static void long_dates_and_names(void **state)
{
	char *name = times("办", 26), *lines = times("办", 30);
	const char *const names[] = { "示例市", "示", name, lines };
	const struct word *on;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct words m;
		struct hand h;

		hand_init(&h);
		put(&h, OD_PAPER_SOURCE, "中共示例市委");
		put(&h, OD_PAPER_SOURCE, names[i]);
		put(&h, OD_PAPER_SOURCE, "2026年12月14日");
		put(&h, OD_PAPER_TEXT, "正文。");
		put(&h, OD_PAPER_SOURCE, "示例市委办公室");
		m = measure(&h.p, true);
		near(find(&m, 1, "中共示例市委")->right, MM(184) - 2 * CHARACTER, 1);
		on = find(&m, 1, "2026年12月14日");
		if (names[i] != name)
			near(on->right, MM(184) - 2 * CHARACTER, 1);
		if (names[i] == lines)
			assert_true(on_page(&m, 1, lines));
		else
			near(on->left, find(&m, 1, names[i])->left + 2 * CHARACTER, 1);
		if (names[i] == name)
			near(find(&m, 1, name)->left, MM(28), 1);
		near(find(&m, 1, "示例市委办公室")->right, MM(184) - 2 * CHARACTER, 1);
		free(m.w);
	}
	free(name);
	free(lines);
}

/* 版记 that has no room goes to a page of its own, which has a number: no blank page stands before it (7.5). */
static void imprint_alone_has_its_number(void **state)
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
	near(find(&m, 2, "2")->left, MM(28) + 14 + 14 + 7, 1);
	free(m.w);
	free(text);
}

/* Marks in a table do not hang: the rule beside the cell is free. */
static void marks_stay_in_their_cells(void **state)
{
	char *cell[2 * 4];
	struct words m;
	struct hand h;
	double middle;

	(void)state;
	for (int i = 0; i < 8; i++)
		cell[i] = times(i < 2 ? "单位" : "县区委，办公室》；市“人大”。",
				i < 2 ? 1 : 3 + i * 4);
	hand_init(&h);
	h.block[h.p.blocks++] = (struct od_paper_block){
		.kind = OD_PAPER_TABLE, .cell = cell, .rows = 4, .columns = 2
	};
	m = measure(&h.p, true);
	middle = MM(184);
	for (size_t i = 2; i < m.n; i++)
		if (m.w[i].left > MM(70) && m.w[i].left < middle)
			middle = m.w[i].left;
	for (size_t i = 2; i < m.n; i++) {
		const struct word *w = &m.w[i];
		size_t n;

		if (w->top > MM(262))
			continue;
		assert_true(w->right < (w->left < middle - 1 ? middle - 6 : MM(184) - 2));
		if (w->left < MM(28) + 6 || (w->left > middle - 1 && w->left < middle + 1))
			assert_false(among("，。；”》", od_utf8_get(w->text, &n)));
	}
	free(m.w);
	for (int i = 0; i < 8; i++)
		free(cell[i]);
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
		cmocka_unit_test(long_dates_and_names),
		cmocka_unit_test(imprint_alone_has_its_number),
		cmocka_unit_test(marks_stay_in_their_cells),
		cmocka_unit_test(table_repeats_its_head),
		cmocka_unit_test(odd_text_stays_inside),
		cmocka_unit_test(same_bytes_each_time),
	};

	return cmocka_run_group_tests(tests, read_fonts, free_fonts);
}
