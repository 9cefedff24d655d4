/* Tables of paper in a Word document: their columns, sizes and edges. */
#include "papers.h"

static int width_sum(const char *xml, int *least)
{
	int sum = 0, w;

	*least = INT_MAX;
	for (xml = strstr(xml, "<w:gridCol "); xml; xml = strstr(xml + 1, "<w:gridCol ")) {
		assert_int_equal(sscanf(xml, "<w:gridCol w:w=\"%d\"/>", &w), 1);
		sum += w;
		*least = w < *least ? w : *least;
	}
	return sum;
}

static void test_table(void **state)
{
	struct made m = make(sample(), NULL);
	const char *s = strstr(part(&m, "word/document.xml"), "OfficeTable");
	const struct od_line *l = line_of(&m, "示西区委办\t12\t123.50");

	(void)state;
	assert_non_null(s);
	assert_int_equal(count(s, "<w:tblHeader/>"), 1); /* the head stands on each page again */
	assert_int_equal(l->role, OD_LINE_TABLE);
	assert_string_equal(line_of(&m, "单位\t采用\t得分")->run[0].east, "黑体");
	assert_non_null(strstr(s,
			       "\"TableRight\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>"
			       "</w:rPr><w:t xml:space=\"preserve\">123.50<"));
	assert_non_null(
		strstr(s, "\"TableCentre\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>"
			  "</w:rPr><w:t xml:space=\"preserve\">12<"));
	drop(&m);
}

/* The columns are as wide as the text, whatever is in them; two tables do not become one. */
static void test_table_widths(void **state)
{
	static const char *const cells[][4] = {
		{ "", "", "", "" },
		{ "甲", "乙", "丙", "丁" },
		{ "序号", "单位", "得分",
		  "一个很长很长的标题，它讲的事情要说上三四十个字才说得完，因此这一栏应当宽些，别的窄些" },
		{ "一个很长很长的标题，它讲的事情要说上三四十个字才说得完",
		  "一个很长很长的标题，它讲的事情要说上三四十个字才说得完",
		  "一个很长很长的标题，它讲的事情要说上三四十个字才说得完", "1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		struct od_paper *p = new_paper();
		struct made m;
		int least;

		table(p, cells[i], 1, 4, "llll");
		m = make(p, NULL);
		assert_int_equal(width_sum(part(&m, "word/document.xml"), &least), 8844);
		assert_true(least >= 350); /* a character and its margins */
		drop(&m);
	}
}

/* 小四; smaller where many columns want it, not because one text is long. */
static void test_table_sizes(void **state)
{
	static const struct {
		size_t columns;
		const char *cell;
		int size;
	} known[] = {
		{ 3, "一个很长很长的标题，它讲的事情要说上三四十个字才说得完，因此这一栏应当宽些",
		  24 },
		{ 5, "五个字以内", 24 },
		{ 6, "五个字以内", 21 },
		{ 9, "六个字的单位", 18 },
		{ 20, "甲", 21 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct od_paper *p = new_paper();
		const char *cell[40];
		struct made m;

		for (size_t c = 0; c < 2 * known[i].columns; c++)
			cell[c] = known[i].cell;
		table(p, cell, 2, known[i].columns, "");
		m = make(p, NULL);
		assert_int_equal(m.doc->line[0].run[0].size, known[i].size);
		assert_string_equal(m.doc->line[0].run[0].east, "黑体");
		assert_int_equal(m.doc->line[1].run[0].size, known[i].size);
		assert_string_equal(m.doc->line[1].run[0].east, "仿宋_GB2312");
		drop(&m);
	}
}

static void test_table_edges(void **state)
{
	static const char *const cell[63] = { "甲", NULL, "乙\t丙\n丁" };
	struct od_err err = OD_ERR_INIT;
	struct od_buf b = OD_BUF_INIT;
	struct od_paper *p = new_paper();
	const char *many[64] = { NULL };
	struct made m;
	int least;

	(void)state;
	table(p, cell, 0, 3, "lll"); /* nothing */
	table(p, cell, 3, 0, "");
	table(p, cell, 1, 3, ""); /* no align: left */
	table(p, cell, 3, 1, "r");
	table(p, cell, 1, 63, "c");
	free(p->block[2].cell[1]);
	p->block[2].cell[1] = NULL;
	free(p->block[2].align);
	p->block[2].align = NULL;
	m = make(p, NULL);
	assert_int_equal(count(part(&m, "word/document.xml"), "<w:tbl>"), 3);
	assert_int_equal(count(part(&m, "word/document.xml"), "\"BetweenTables\""), 3);
	assert_int_equal(width_sum(part(&m, "word/document.xml"), &least), 3 * 8844);
	assert_true(least > 0);
	drop(&m);

	p = new_paper();
	table(p, many, 1, 64, "");
	assert_int_equal(od_paper_docx(p, NULL, &b, &err), -1);
	assert_int_equal(err.code, OD_EDATA);
	assert_string_equal(err.msg, "a table of 64 columns: Word opens none of more than 63");
	od_paper_free(p);
	od_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_table_widths),
		cmocka_unit_test(test_table_edges),
		cmocka_unit_test(test_table_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
