/* What is set by its length on paper, as a Word document and as a page: titles (GB/T 9704-2012, 7.3.1), who signs and the
 * date (7.3.5.2), 版记 of few and of very many recipients (7.4). */
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/document/doc.h"
#include "../../lib/document/paper.h"

static struct od_err err = OD_ERR_INIT;

static struct od_paper *new_paper(void)
{
	struct od_paper *p = od_paper_new(&err);

	assert_non_null(p);
	snprintf(p->language, sizeof(p->language), "zh-CN");
	return p;
}

static void block(struct od_paper *p, int kind, const char *text)
{
	assert_int_equal(od_paper_block(p, kind, text, &err), 0);
}

/* A part of what becomes of a paper; the paper is freed. */
static char *part_of(struct od_paper *p, const char *name)
{
	struct od_buf b = OD_BUF_INIT;
	struct od_package *z;
	const char *s;
	char *copy;
	size_t n;

	assert_int_equal(od_paper_docx(p, NULL, &b, &err), 0);
	z = od_package_open(b.s, b.n, &err);
	assert_non_null(z);
	s = od_package_part(z, name, &n, &err);
	assert_non_null(s);
	copy = strdup(s);
	od_package_close(z);
	od_buf_free(&b);
	od_paper_free(p);
	return copy;
}

/* --- titles -------------------------------------------------------------------------------------- */

/* 20 characters of 22 points are a line. */
static void a_title_has_lines_of_like_length(void **state)
{
	static const struct {
		const char *title;
		int side;
	} known[] = {
		{ "关于信息工作情况的通报", (8844 - 11 * 440) / 2 },
		{ "二十个字的标题刚好占满一行因此不必缩进吧", 0 },
		{ "二十一个字的标题不缩进就会有一个字独占一行", (8844 - 12 * 440) / 2 },
		{ "自己分了行的标题照原样排印，不另缩进\n也不改变分行的地方", 0 },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(known); i++) {
		struct od_paper *p = new_paper();
		char wanted[80], *s;

		block(p, OD_PAPER_TITLE, known[i].title);
		s = part_of(p, "word/styles.xml");
		snprintf(wanted, sizeof(wanted), "<w:ind w:left=\"%d\" w:right=\"%d\"/>",
			 known[i].side, known[i].side);
		assert_non_null(strstr(strstr(s, "w:styleId=\"Title\""), wanted));
		free(s);
	}
}

/* --- who signs ------------------------------------------------------------------------------------ */

static struct od_paper *signed_by(const char *const *line)
{
	struct od_paper *p = new_paper();

	block(p, OD_PAPER_TEXT, "正文。");
	block(p, OD_PAPER_SOURCE, "（示西区委办）");
	block(p, OD_PAPER_TEXT, "正文。");
	for (; *line; line++)
		block(p, OD_PAPER_SOURCE, *line);
	return p;
}

static void the_date_begins_two_characters_right_of_the_name(void **state)
{
	static const struct {
		const char *line[4];
		int right[4]; /* cells */
	} known[] = {
		{ { "示例市委办公室", "2026年12月4日" }, { 4, 1 } },
		{ { "中共示例市委办公室", "2026年12月4日" }, { 4, 5 } },
		{ { "示例市委", "2026年12月4日" }, { 13, 4 } }, /* 2026... has two, the name 6.5 */
		{ { "示例市委", "示例市人民政府", "2026年12月4日" }, { 4, 4, 1 } },
		{ { "示例市委办公室" }, { 4 } },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(known); i++) {
		struct od_paper *p = signed_by(known[i].line);

		assert_false(od_paper_signs(p, 1));
		for (size_t k = 0; known[i].line[k]; k++) {
			const char *name = known[i].line[k];
			int right = od_paper_sign_right(p, 3 + k);

			assert_int_equal(right, known[i].right[k]);
			if (od_paper_dates(p, 3 + k)) /* where both begin */
				assert_int_equal(right + od_width(name) + 4,
						 known[i].right[k - 1] +
							 od_width(known[i].line[k - 1]));
		}
		od_paper_free(p);
	}
}

static void signature_in_word(void **state)
{
	static const char *const line[] = { "示例市委办公室", "2026年12月4日", NULL };
	char *s = part_of(signed_by(line), "word/document.xml");
	char *at = strstr(s, "\"SignatureGap\""), *styles;

	(void)state;
	assert_non_null(at);
	assert_non_null(strstr(at, "\"Signature\""));
	assert_non_null(strstr(strstr(at, "\"Signature\""), "\"SignatureDate\""));
	assert_null(strstr(at + 1, "\"SignatureGap\""));
	free(s);
	styles = part_of(signed_by(line), "word/styles.xml");
	assert_non_null(strstr(styles, "<w:pPr><w:keepNext/><w:ind w:right=\"640\"/>"));
	assert_non_null(strstr(styles, "<w:pPr><w:ind w:right=\"160\"/>"));
	free(styles);
}

/* --- 版记 ------------------------------------------------------------------------------------------ */

static struct od_paper *sent_to(size_t units)
{
	struct od_paper *p = new_paper();
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < units; i++)
		od_buf_puts(&b, i ? "、市住房和城乡建设局" : "市住房和城乡建设局");
	block(p, OD_PAPER_TEXT, "正文。");
	assert_int_equal(od_paper_send(p, "报", "市委常委", &err), 0);
	assert_int_equal(od_paper_send(p, "发", b.s, &err), 0);
	assert_int_equal(od_paper_set(&p->printed_by, "示例市委办公室", &err), 0);
	assert_int_equal(od_paper_set(&p->printed_on, "2026年12月4日印发", &err), 0);
	od_buf_free(&b);
	return p;
}

/* Of the style of recipients: twips from line to line. */
static int pitch_of(size_t units)
{
	char *s = part_of(sent_to(units), "word/styles.xml");
	char *at = strstr(s, "w:styleId=\"Record\"");
	int pitch = 0;

	assert_non_null(at);
	at = strstr(at, "<w:spacing w:line=\"");
	assert_non_null(at);
	assert_int_equal(sscanf(at, "<w:spacing w:line=\"%d\"", &pitch), 1);
	free(s);
	return pitch;
}

/* From the edge of the page, where LibreOffice lets it float, as low as the text goes. */
static const char foot[] =
	"<w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:vertAnchor=\"margin\" "
	"w:horzAnchor=\"page\" w:tblpX=\"1588\" w:tblpYSpec=\"bottom\"/>";

static bool floats(size_t units)
{
	char *s = part_of(sent_to(units), "word/document.xml");
	bool at_foot = strstr(s, foot);

	assert_true(at_foot || !strstr(s, "<w:tblpPr "));
	assert_non_null(strstr(s, "\"RecordEnd\""));
	free(s);
	return at_foot;
}

static void many_recipients_stand_closer_on_one_page(void **state)
{
	(void)state;
	assert_int_equal(pitch_of(1), 490);
	assert_true(floats(1));
	assert_int_equal(pitch_of(50), 490);
	assert_in_range(pitch_of(60), 400, 470);
	assert_true(floats(60));
	/* what is longer than a page is divided, which nothing that floats is */
	assert_int_equal(pitch_of(200), 360);
	assert_false(floats(200));
}

/* --- as a page ---------------------------------------------------------------------------------------- */

/* 版记 is the other child of .paper, so that it can stand at the foot where all is on one page. */
static void the_page_keeps_its_foot_apart(void **state)
{
	struct od_paper *p = sent_to(1);
	struct od_buf b = OD_BUF_INIT;
	const char *text, *end;

	(void)state;
	assert_int_equal(od_paper_html(p, NULL, &b, &err), 0);
	text = strstr(b.s, "<main class=\"paper\">\n<div>\n");
	end = strstr(b.s, "</div>\n<footer>\n");
	assert_non_null(text);
	assert_non_null(end);
	assert_true(text < strstr(b.s, "<p>正文。</p>") && strstr(b.s, "<p>正文。</p>") < end);
	assert_string_equal(strstr(end, "</footer>"), "</footer>\n</main>\n</body>\n</html>\n");
	od_buf_free(&b);
	od_paper_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_title_has_lines_of_like_length),
		cmocka_unit_test(the_date_begins_two_characters_right_of_the_name),
		cmocka_unit_test(signature_in_word),
		cmocka_unit_test(many_recipients_stand_closer_on_one_page),
		cmocka_unit_test(the_page_keeps_its_foot_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
