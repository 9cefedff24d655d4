/* Paper as a Word document: its parts and bytes, what is read back of it - text, faces, page -, texts that XML
 * does not take, and papers that have nothing or very much. */
#include <libxml/parser.h>

#include "papers.h"

/* --- the package -------------------------------------------------------------------------------------------------- */

static const char *const names[] = {
	"[Content_Types].xml", "_rels/.rels",
	"word/document.xml",   "word/_rels/document.xml.rels",
	"word/styles.xml",     "word/settings.xml",
	"word/fontTable.xml",  "word/footer1.xml",
	"word/footer2.xml",    "docProps/core.xml",
	"docProps/app.xml",
};
#define NAMES (sizeof(names) / sizeof(names[0]))

static void test_parts(void **state)
{
	struct made m = make(sample(), NULL);
	const char *const *have;

	(void)state;
	assert_int_equal(od_package_names(m.package, &have), NAMES);
	for (size_t i = 0; i < NAMES; i++) {
		const char *s = part(&m, names[i]);
		xmlDocPtr x = xmlReadMemory(s, (int)strlen(s), names[i], NULL, XML_PARSE_NONET);

		assert_string_equal(have[i], names[i]);
		assert_non_null(x);
		xmlFreeDoc(x);
		assert_null(strstr(s, "heme"));
		assert_null(strstr(s, "rsid"));
		assert_null(strstr(s, "proofErr"));
	}
	drop(&m);
}

static void test_same_bytes(void **state)
{
	struct od_paper *p = sample();
	struct od_err err = OD_ERR_INIT;
	struct od_buf a = OD_BUF_INIT, b = OD_BUF_INIT;
	char *zone = getenv("TZ") ? strdup(getenv("TZ")) : NULL;

	(void)state;
	assert_int_equal(od_paper_docx(p, NULL, &a, &err), 0);
	setenv("TZ", "America/New_York", 1);
	od_buf_puts(&b, "before"); /* what stands in the buffer stays */
	assert_int_equal(od_paper_docx(p, NULL, &b, &err), 0);
	assert_memory_equal(b.s, "before", 6);
	assert_int_equal(b.n, a.n + 6);
	assert_memory_equal(b.s + 6, a.s, a.n);
	if (zone)
		setenv("TZ", zone, 1);
	else
		unsetenv("TZ");
	free(zone);
	od_buf_free(&a);
	od_buf_free(&b);
	od_paper_free(p);
}

/* In the zip by the office's clock, as MS-DOS counts from 1980; in core.xml as UTC. */
static void test_times(void **state)
{
	static const struct {
		int64_t sec;
		uint32_t dos;
		const char *text;
	} known[] = {
		{ 1796378400, (46u << 9 | 12 << 5 | 4) << 16 | 18 << 11, ">2026-12-04T10:00:00Z<" },
		{ 0, (1u << 5 | 1) << 16, ">1980-01-01T00:00:00Z<" },
		{ INT64_MIN, (1u << 5 | 1) << 16, ">1980-01-01T00:00:00Z<" },
		{ INT64_MAX, (1u << 5 | 1) << 16, ">1980-01-01T00:00:00Z<" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct od_paper *p = sample();
		struct made m;
		uint32_t dos;

		p->at.sec = known[i].sec;
		m = make(p, NULL);
		memcpy(&dos, m.docx.s + 10, 4);
		assert_int_equal(dos, known[i].dos);
		assert_int_equal(count(part(&m, "docProps/core.xml"), known[i].text), 2);
		drop(&m);
	}
}

/* --- what is read back -------------------------------------------------------------------------------------------- */

static void test_faces(void **state)
{
	static const struct {
		const char *text, *face;
		int size, align;
	} known[] = {
		{ "000012", "仿宋_GB2312", 32, OD_ALIGN_LEFT },
		{ "机密★1年", "黑体", 32, OD_ALIGN_LEFT },
		{ "特急", "黑体", 32, OD_ALIGN_LEFT },
		{ "每日汇报", "方正小标宋简体", 124, OD_ALIGN_CENTRE },
		{ "第341期（总第1234期）", "仿宋_GB2312", 32, OD_ALIGN_CENTRE },
		{ "示例市委办公室编\t2026年12月4日", "仿宋_GB2312", 32, OD_ALIGN_LEFT },
		{ "编者按：“三化”联动——示西区的做法值得一看。", "楷体_GB2312", 32, OD_ALIGN_BOTH },
		{ "工作动态", "黑体", 32, OD_ALIGN_BOTH },
		{ "示西区“三化”联动推进基层治理", "楷体_GB2312", 32, OD_ALIGN_BOTH },
		{ "办结率达98.6%……群众满意度——据测评——提升至96.3分·喆堃镕。", "仿宋_GB2312", 32,
		  OD_ALIGN_BOTH },
		{ "（示西区委办）", "仿宋_GB2312", 32, OD_ALIGN_RIGHT },
		{ "报：市委书记、副书记、常委。", "仿宋_GB2312", 28, OD_ALIGN_LEFT },
		{ "签发：某某", "仿宋_GB2312", 28, OD_ALIGN_LEFT },
		{ "示例市委办公室\t2026年12月4日印发", "仿宋_GB2312", 28, OD_ALIGN_LEFT },
		{ "共印60份", "仿宋_GB2312", 28, OD_ALIGN_RIGHT },
		{ "— 1 —", "宋体", 28, OD_ALIGN_RIGHT },
		{ "— 2 —", "宋体", 28, OD_ALIGN_LEFT },
	};
	struct made m = make(sample(), NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const struct od_line *l = line_of(&m, known[i].text);

		assert_int_equal(l->align, known[i].align);
		assert_true(l->runs > 0);
		for (size_t k = 0; k < l->runs; k++) {
			assert_string_equal(l->run[k].east, known[i].face);
			assert_string_equal(l->run[k].west, known[i].face);
			assert_int_equal(l->run[k].size, known[i].size);
			assert_true(l->run[k].east_marks);
		}
	}
	assert_int_equal(line_of(&m, "每日汇报")->run[0].colour, 0xFF0000);
	drop(&m);
}

/* No run of any line, table and footer too, has a face that was not asked for. */
static void test_other_faces(void **state)
{
	const struct od_faces faces = { "仿宋", "黑体A", "楷体", "标宋 A", NULL };
	struct made m = make(sample(), &faces);
	size_t runs = 0;

	(void)state;
	for (size_t i = 0; i < m.doc->lines; i++)
		for (size_t k = 0; k < m.doc->line[i].runs; k++, runs++) {
			const struct od_run *r = &m.doc->line[i].run[k];

			if (!r->east && m.doc->line[i].text[r->from] == '\t')
				continue; /* what divides the cells of a row */
			assert_string_equal(r->east, r->west);
			assert_true(!strcmp(r->east, "仿宋") || !strcmp(r->east, "黑体A") ||
				    !strcmp(r->east, "楷体") || !strcmp(r->east, "宋体") ||
				    !strcmp(r->east, "标宋 A"));
		}
	assert_true(runs > 20);
	drop(&m);
	m = make(sample(), &(struct od_faces){ .title = "标<\"&" });
	assert_non_null(strstr(part(&m, "word/fontTable.xml"), "w:name=\"标&lt;&quot;&amp;\""));
	drop(&m);
}

static void test_page(void **state)
{
	struct made m = make(sample(), NULL);
	const struct od_page_setup *p = &m.doc->page;

	(void)state;
	assert_int_equal(p->width, 11906);
	assert_int_equal(p->height, 16838);
	assert_int_equal(p->top, 2098);
	assert_int_equal(p->bottom, 1984);
	assert_int_equal(p->left, 1588);
	assert_int_equal(p->right, 1474);
	assert_int_equal(p->grid_lines, 22);
	assert_int_equal(p->grid_chars, 28);
	assert_true(p->even_odd);
	assert_true(p->page_numbers);
	drop(&m);
}

static void test_paragraphs(void **state)
{
	struct made m = make(sample(), NULL);
	const struct od_line *text =
		line_of(&m, "办结率达98.6%……群众满意度——据测评——提升至96.3分·喆堃镕。");

	(void)state;
	assert_int_equal(text->first_indent, 640); /* two characters */
	assert_int_equal(text->pitch, 579);        /* 28.95 points: 22 lines in 225 mm */
	assert_true(text->pitch_exact);
	assert_int_equal(line_of(&m, "工作动态")->first_indent, 640);
	assert_int_equal(line_of(&m, "— 1 —")->right_indent, 280);
	assert_int_equal(line_of(&m, "— 2 —")->left_indent, 280);
	/* one character from the edge, and what goes on below what follows 报： */
	assert_int_equal(line_of(&m, "发：各区市县委、市级各部门。")->left_indent, 840);
	assert_int_equal(line_of(&m, "发：各区市县委、市级各部门。")->first_indent, -560);
	drop(&m);
}

/* Every paragraph names a style, every style that is named is there, and no paragraph has a format of its own. */
static void test_styles(void **state)
{
	struct made m = make(sample(), NULL);
	const char *s = part(&m, "word/document.xml"), *styles = part(&m, "word/styles.xml");
	size_t paragraphs = count(s, "<w:p>");
	char id[48], wanted[80];

	(void)state;
	assert_true(paragraphs > 15);
	assert_int_equal(count(s, "<w:pPr>"), paragraphs);
	for (s = strstr(s, "<w:pPr>"); s; s = strstr(s + 1, "<w:pPr>")) {
		int whole = 0;

		sscanf(s, "<w:pPr><w:pStyle w:val=\"%40[A-Za-z0-9]\"/></w:pPr>%n", id, &whole);
		assert_true(whole > 0);
		snprintf(wanted, sizeof(wanted), "w:styleId=\"%s\"", id);
		assert_non_null(strstr(styles, wanted));
	}
	assert_non_null(
		strstr(styles, "<w:name w:val=\"heading 1\"/><w:aliases w:val=\"一级标题\"/>"));
	assert_non_null(strstr(styles, "<w:outlineLvl w:val=\"0\"/>"));
	assert_non_null(strstr(styles, "<w:outlineLvl w:val=\"1\"/>"));
	assert_non_null(strstr(styles, "<w:kinsoku/>"));
	drop(&m);
}

/* --- texts --------------------------------------------------------------------------------------------------------- */

static void test_texts(void **state)
{
	static const struct {
		const char *in, *xml;
	} known[] = {
		{ "a < b & \"c\"", ">a &lt; b &amp; &quot;c&quot;</w:t>" },
		{ "  前后  ", "<w:t xml:space=\"preserve\">  前后  </w:t>" },
		{ "甲\t乙", ">甲</w:t><w:tab/><w:t xml:space=\"preserve\">乙<" },
		{ "甲\n乙\r\n丙\r丁", ">甲</w:t><w:br/><w:t xml:space=\"preserve\">乙</w:t><w:br/>"
				      "<w:t xml:space=\"preserve\">丙</w:t><w:br/>"
				      "<w:t xml:space=\"preserve\">丁<" },
		{ "甲\x01\x1f\x7f\xC2\x85乙", ">甲</w:t><w:t xml:space=\"preserve\">乙<" },
		{ "甲\xEF\xBF\xBE\xEF\xBF\xBF乙", ">甲乙<" }, /* the paper holds none */
		{ "甲\xED\xA0\x80乙", ">甲</w:t><w:t xml:space=\"preserve\">\xEF\xBF\xBD<" },
		{ "𠮷\xF0\x9F\x98\x80", ">𠮷\xF0\x9F\x98\x80<" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct od_paper *p = new_paper();
		struct made m;

		block(p, OD_PAPER_TEXT, known[i].in);
		set(&p->title, known[i].in);
		m = make(p, NULL);
		assert_non_null(strstr(part(&m, "word/document.xml"), known[i].xml));
		drop(&m);
	}
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void put_char(struct od_buf *b, uint32_t c)
{
	if (c < 0x80) {
		od_buf_putc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		od_buf_putc(b, (char)(0xC0 | c >> 6));
	} else {
		if (c < 0x10000) {
			od_buf_putc(b, (char)(0xE0 | c >> 12));
		} else {
			od_buf_putc(b, (char)(0xF0 | c >> 18));
			od_buf_putc(b, (char)(0x80 | (c >> 12 & 0x3F)));
		}
		od_buf_putc(b, (char)(0x80 | (c >> 6 & 0x3F)));
	}
	od_buf_putc(b, (char)(0x80 | (c & 0x3F)));
}

/* Characters of every plane, and 10,000 paragraphs of them: each is read back as it went in. */
static void test_random(void **state)
{
	struct od_paper *p = new_paper();
	struct od_buf b = OD_BUF_INIT;
	struct made m;
	uint32_t seed = 7;
	size_t k = 0;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		od_buf_reset(&b);
		od_buf_printf(&b, "%d：", i);
		for (int n = 0; n < 20; n++) {
			uint32_t c = next_random(&seed) % (n % 2 ? 0x110000 : 0x10000);

			if (c < 0xA1 || (c >= 0xD800 && c < 0xE000) || (c & 0xFFFE) == 0xFFFE ||
			    c == 0x2028 || c == 0x2029 || c == 0xFEFF)
				c = 0x4E00 + c % 0x5000;
			put_char(&b, c);
		}
		od_buf_puts(&b, "。");
		block(p, OD_PAPER_TEXT, b.s);
	}
	m = make(p, NULL);
	seed = 7;
	for (size_t i = 0; i < m.doc->lines; i++)
		k += atoll(m.doc->line[i].text) == (long long)k &&
		     m.doc->line[i].place == OD_IN_BODY;
	assert_int_equal(k, 10000);
	assert_string_equal(m.doc->line[9999].text, b.s);
	od_buf_free(&b);
	drop(&m);
}

/* Bytes of any kind are never a reason to fail, nor to make what is not XML. */
static void test_any_bytes(void **state)
{
	uint32_t seed = 11;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct od_paper *p = new_paper();
		char text[64];
		struct made m;

		for (size_t n = 0; n + 1 < sizeof(text); n++)
			text[n] = (char)(next_random(&seed) % 255 + 1);
		text[sizeof(text) - 1] = '\0';
		set(&p->title, text);
		set(&p->masthead, text + 50);
		set(&p->office, text + 20);
		set(&p->footer, text + 10);
		block(p, (int)(next_random(&seed) % OD_PAPER_TABLE), text);
		send(p, text + 58, text);
		m = make(p, NULL);
		assert_non_null(part(&m, "docProps/core.xml"));
		drop(&m);
	}
}

/* --- little and much --------------------------------------------------------------------------------------------------- */

static void test_empty(void **state)
{
	struct od_paper zero = { .blocks = 0 };
	struct od_err err = OD_ERR_INIT;
	struct od_buf b = OD_BUF_INIT;
	struct od_paper_block none[8] = { { .kind = 0 } };
	struct od_paper_send to[1] = { { NULL, NULL } };
	struct od_doc *d;

	(void)state;
	assert_int_equal(od_paper_docx(&zero, NULL, &b, &err), 0);
	d = read_bytes(&b);
	assert_int_equal(d->page.grid_lines, 22);
	od_doc_free(d);
	/* blocks of every kind and one of none, without a text; to whom it goes is not told */
	for (int i = 0; i < 8; i++)
		none[i].kind = i;
	zero.block = none;
	zero.blocks = 8;
	zero.send = to;
	zero.sends = 1;
	od_buf_reset(&b);
	assert_int_equal(od_paper_docx(&zero, &(struct od_faces){ NULL }, &b, &err), 0);
	od_doc_free(read_bytes(&b));
	od_buf_free(&b);
}

/* Each member alone, and each but one. */
static void test_members(void **state)
{
	(void)state;
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 18; i++) {
			struct od_paper *p = new_paper();
			char **const member[] = { &p->name,       &p->title,      &p->masthead,
						  &p->serial,     &p->total,      &p->office,
						  &p->date,       &p->copy_no,    &p->secrecy,
						  &p->urgency,    &p->notice,     &p->signer,
						  &p->editor,     &p->phone,      &p->footer,
						  &p->printed_by, &p->printed_on, &p->copies };
			char text[40];
			struct made m;

			for (size_t k = 0; k < 18; k++) {
				snprintf(text, sizeof(text), "成员%zu号", k);
				if ((k == i) == !round)
					set(member[k], text);
			}
			m = make(p, NULL);
			for (size_t k = 2; k < 18; k++) {
				snprintf(text, sizeof(text), "成员%zu号", k);
				assert_int_equal(!!strstr(part(&m, "word/document.xml"), text),
						 (k == i) == !round);
			}
			drop(&m);
		}
}

/* The longer, the smaller, down to 26 points. */
static void test_masthead(void **state)
{
	static const struct {
		const char *text;
		int size;
	} known[] = { { "简报", 124 },
		      { "工作情况交流专刊", 107 },
		      { "示例市委办公室信息工作情况通报", 57 },
		      { "示例市委办公室关于全市党委系统信息报送工作情况的通报专刊", 52 } };

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct od_paper *p = new_paper();
		struct made m;

		set(&p->masthead, known[i].text);
		m = make(p, NULL);
		assert_int_equal(line_of(&m, known[i].text)->run[0].size, known[i].size);
		drop(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),       cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_times),       cmocka_unit_test(test_faces),
		cmocka_unit_test(test_other_faces), cmocka_unit_test(test_page),
		cmocka_unit_test(test_paragraphs),  cmocka_unit_test(test_styles),
		cmocka_unit_test(test_texts),       cmocka_unit_test(test_random),
		cmocka_unit_test(test_any_bytes),   cmocka_unit_test(test_empty),
		cmocka_unit_test(test_members),     cmocka_unit_test(test_masthead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
