/* Word documents: numbers, faces, tracked changes, tables, fields, page set-up - by small flat packages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common.h"

#include "../../lib/document/numeral.h"

#define W                                                                                  \
	"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "        \
	"xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "        \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " \
	"xmlns:v=\"urn:schemas-microsoft-com:vml\""
#define STRICT "xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\""

static struct od_doc *read_bytes(const char *s, size_t n, const char *name, struct od_err *err)
{
	int fd = memfd_create("test", 0);
	struct od_doc *d;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s, n), n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	d = od_doc_read(fd, name, err);
	close(fd);
	return d;
}

static void add_part(struct od_buf *b, const char *name, const char *element, const char *space,
		     const char *inside)
{
	if (inside)
		od_buf_printf(b,
			      "<pkg:part pkg:name=\"/word/%s\"><pkg:xmlData><w:%s %s>%s</w:%s>"
			      "</pkg:xmlData></pkg:part>",
			      name, element, space, inside, element);
}

struct parts {
	const char *body, *styles, *numbering, *settings, *footer, *comments, *space;
};

/* A flat package of these parts. */
static struct od_doc *read_parts(const struct parts *p)
{
	struct od_buf b = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	const char *space = p->space ? p->space : W;
	struct od_doc *d;

	od_buf_puts(&b, "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://"
			"schemas.microsoft.com/office/2006/xmlPackage\">");
	od_buf_puts(&b, "<pkg:part pkg:name=\"/word/_rels/document.xml.rels\"><pkg:xmlData>"
			"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
			"relationships\"><Relationship Id=\"f\" Type=\"x/footer\" "
			"Target=\"footer1.xml\"/><Relationship Id=\"c\" Type=\"x/comments\" "
			"Target=\"comments.xml\"/></Relationships></pkg:xmlData></pkg:part>");
	od_buf_printf(&b,
		      "<pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document %s>"
		      "<w:body>%s</w:body></w:document></pkg:xmlData></pkg:part>",
		      space, p->body);
	add_part(&b, "styles.xml", "styles", space, p->styles);
	add_part(&b, "numbering.xml", "numbering", space, p->numbering);
	add_part(&b, "settings.xml", "settings", space, p->settings);
	add_part(&b, "footer1.xml", "ftr", space, p->footer);
	add_part(&b, "comments.xml", "comments", space, p->comments);
	od_buf_puts(&b, "</pkg:package>");
	d = read_bytes(b.s, b.n, "draft.xml", &err);
	if (!d)
		fail_msg("%s", err.msg);
	od_buf_free(&b);
	return d;
}

static struct od_doc *read_body(const char *body)
{
	return read_parts(&(struct parts){ .body = body });
}

/* All lines, divided by |. */
static void lines_are(const struct od_doc *d, const char *want)
{
	struct od_buf b = OD_BUF_INIT;

	for (size_t i = 0; i < d->lines; i++)
		od_buf_printf(&b, "%s%s", i ? "|" : "", d->line[i].text);
	assert_string_equal(b.s ? b.s : "", want);
	od_buf_free(&b);
}

#define P(s) "<w:p><w:r><w:t>" s "</w:t></w:r></w:p>"
#define NUM(num, level, s)                                                        \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" num \
	"\"/></w:numPr></w:pPr><w:r><w:t>" s "</w:t></w:r></w:p>"
#define LVL(level, form, text)                                                      \
	"<w:lvl w:ilvl=\"" level "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" form \
	"\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"

static void test_numbers(void **state)
{
	static const char numbering[] = "<w:abstractNum w:abstractNumId=\"0\">" LVL(
		"0", "chineseCounting", "%1、") LVL("1", "chineseCountingThousand",
						    "（%2）") LVL("2", "decimal", "%3.")
		LVL("3", "decimal",
		    "%1.%3.%4") "</w:abstractNum>"
				"<w:abstractNum w:abstractNumId=\"1\">" LVL("0", "bullet", "*") LVL(
					"1", "upperRoman",
					"%2") "</w:abstractNum>"
					      "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
					      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">"
					      "<w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
					      "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num>";
	struct od_doc *d = read_parts(&(struct parts){
		.numbering = numbering,
		.body = NUM("1", "0", "a") NUM("1", "1", "b") NUM("1", "1", "c") NUM("1", "2", "d")
			NUM("1", "0", "e") NUM("1", "1", "f") NUM("1", "3", "g") NUM("2", "0", "h")
				NUM("0", "0", "i") NUM("3", "0", "j") NUM("3", "1", "k") });

	(void)state;
	lines_are(d, "一、a|（一）b|（二）c|1.d|二、e|（一）f|二.1.1 g|一、h|i|j|I k");
	assert_int_equal(d->line[0].numbered, strlen("一、"));
	assert_int_equal(d->line[0].run[0].paragraph, -1);
	assert_int_equal(d->line[0].run[1].from, strlen("一、"));
	assert_int_equal(d->line[8].numbered, 0);
	od_doc_free(d);
}

/* The style says the list, the list says by its link which level; a paragraph switches it off. */
static void test_style_number(void **state)
{
	struct od_doc *d = read_parts(&(struct parts){
		.numbering =
			"<w:abstractNum w:abstractNumId=\"4\">"
			"<w:numStyleLink w:val=\"LS\"/></w:abstractNum>"
			"<w:abstractNum w:abstractNumId=\"5\"><w:styleLink w:val=\"LS\"/>"
			"<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"ideographTraditional\"/>"
			"<w:lvlText w:val=\"%1、\"/></w:lvl>"
			"<w:lvl w:ilvl=\"1\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/>"
			"<w:pStyle w:val=\"H2\"/><w:isLgl/><w:lvlText w:val=\"%1.%2\"/>"
			"<w:suff w:val=\"nothing\"/></w:lvl></w:abstractNum>"
			"<w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>"
			"<w:num w:numId=\"8\"><w:abstractNumId w:val=\"5\"/></w:num>",
		.styles = "<w:style w:type=\"numbering\" w:styleId=\"LS\"><w:pPr><w:numPr>"
			  "<w:numId w:val=\"8\"/></w:numPr></w:pPr></w:style>"
			  "<w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:pPr><w:numPr>"
			  "<w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>"
			  "<w:style w:type=\"paragraph\" w:styleId=\"H2b\">"
			  "<w:basedOn w:val=\"H2\"/></w:style>",
		.body = NUM(
			"7", "0",
			"a") "<w:p><w:pPr><w:pStyle w:val=\"H2\"/></w:pPr><w:r>"
			     "<w:t>b</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"H2b\"/></w:pPr>"
			     "<w:r><w:t>c</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"H2\"/><w:numPr>"
			     "<w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>d</w:t></w:r></w:p>" });

	(void)state;
	lines_are(d, "甲、a|1.3b|1.4c|d");
	od_doc_free(d);
}

static void test_faces(void **state)
{
	struct od_doc *d = read_parts(&(struct parts){
		.styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"A\" "
			  "w:eastAsia=\"宋体\"/><w:sz w:val=\"21\"/></w:rPr></w:rPrDefault>"
			  "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" "
			  "w:styleId=\"N\"><w:rPr><w:rFonts w:eastAsia=\"仿宋_GB2312\"/></w:rPr>"
			  "</w:style><w:style w:type=\"paragraph\" w:styleId=\"T\"><w:basedOn "
			  "w:val=\"N\"/><w:pPr><w:jc w:val=\"center\"/><w:spacing w:line=\"560\" "
			  "w:lineRule=\"exact\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"44\"/></w:rPr>"
			  "</w:style><w:style w:type=\"character\" w:styleId=\"C\"><w:rPr><w:b/>"
			  "</w:rPr></w:style>",
		.body = "<w:p><w:pPr><w:pStyle w:val=\"T\"/><w:ind w:firstLineChars=\"200\" "
			"w:firstLine=\"1\"/></w:pPr><w:r><w:t>甲</w:t></w:r><w:r><w:rPr>"
			"<w:rStyle w:val=\"C\"/><w:color w:val=\"FF0000\"/></w:rPr><w:t>乙</w:t>"
			"</w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>不见</w:t></w:r></w:p>" P(
				"丙") });
	const struct od_line *l = d->line;

	(void)state;
	lines_are(d, "甲乙|丙");
	assert_int_equal(l[0].runs, 2);
	assert_string_equal(l[0].run[0].east, "仿宋_GB2312");
	assert_string_equal(l[0].run[0].west, "A");
	assert_int_equal(l[0].run[0].size, 44);
	assert_true(l[0].run[0].bold);
	assert_false(l[0].run[1].bold); /* both styles name it: a toggle turned twice */
	assert_int_equal(l[0].run[1].colour, 0xFF0000);
	assert_int_equal(l[0].run[1].at, strlen("甲"));
	assert_int_equal(l[0].align, OD_ALIGN_CENTRE);
	assert_int_equal(l[0].first_indent, 880);
	assert_int_equal(l[0].pitch, 560);
	assert_true(l[0].pitch_exact);
	assert_int_equal(l[1].run[0].size, 21);
	assert_int_equal(l[1].pitch, INT_MIN);
	od_doc_free(d);
}

static void test_changes(void **state)
{
	struct od_doc *d = read_parts(&(struct parts){
		.comments = "<w:comment w:id=\"1\">" P("x") "</w:comment><w:comment w:id=\"2\"/>",
		.body = "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>前</w:t>"
			"</w:r><w:del w:id=\"2\"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
			"<w:p><w:ins w:id=\"3\"><w:r><w:t>加</w:t></w:r></w:ins><w:r><w:t>后</w:t>"
			"</w:r><w:moveFrom w:id=\"4\"><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"
			"<w:tbl><w:tr><w:trPr><w:del w:id=\"5\"/></w:trPr><w:tc>" P(
				"行") "</w:tc></w:tr></w:tbl>" P("末") });

	(void)state;
	lines_are(d, "前加后|末");
	assert_int_equal(d->changes, 5);
	assert_int_equal(d->comments, 2);
	assert_int_equal(d->line[0].runs, 3);
	assert_true(d->line[0].run[1].inserted);
	assert_int_equal(d->line[0].run[0].paragraph, 0);
	assert_int_equal(d->line[0].run[1].paragraph, 1);
	assert_int_equal(d->line[0].run[2].at, strlen("加"));
	assert_int_equal(d->line[1].paragraph, 3);
	od_doc_free(d);
}

static void test_tables(void **state)
{
	struct od_doc *d = read_body(
		"<w:tbl><w:tr><w:tc>" P("日期") "</w:tc><w:tc>" P("带") P("班") "</w:tc><w:tc>" P(
			"A1")
			P("B2") "</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>" P(
				"乙") "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl><w:tbl><w:tr><w:tc>" P("一行")
				P("两行") "</w:tc></w:tr></w:tbl>");

	(void)state;
	lines_are(d, "日期\t带班\tA1 B2|\t乙\t|一行|两行");
	assert_int_equal(d->line[1].table, 1);
	assert_int_equal(d->line[1].row, 2);
	assert_int_equal(d->line[3].table, 2);
	assert_int_equal(d->line[3].paragraph, 9);
	assert_int_equal(d->line[0].role, OD_LINE_TABLE);
	od_doc_free(d);
}

/* Text boxes once; results of fields, not their instructions; ruby's base; breaks. */
static void test_inline(void **state)
{
	struct od_doc *d = read_body(
		"<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent>" P("框") "</w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" P(
			"框") "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r>"
			      "<w:t>外</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/>"
			      "</w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar "
			      "w:fldCharType=\"separate\"/></w:r><w:r><w:t>今</w:t></w:r><w:r>"
			      "<w:fldChar w:fldCharType=\"end\"/></w:r><w:smartTag><w:hyperlink><w:r>"
			      "<w:t>天</w:t></w:r></w:hyperlink></w:smartTag><w:r><w:ruby><w:rt><w:r>"
			      "<w:t>hao</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>好</w:t></w:r>"
			      "</w:rubyBase></w:ruby></w:r><w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"
			      "</w:p><w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:br w:type=\"page\"/>"
			      "<w:t xml:space=\"preserve\">　　页 </w:t></w:r></w:p><w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr>"
			      "</w:sdtPr><w:sdtContent>" P("控件") "</w:sdtContent></w:sdt>");

	(void)state;
	lines_are(d, "框|外|今天好-|上|下|页|控件");
	assert_int_equal(d->line[0].place, OD_IN_TEXT_BOX);
	assert_int_equal(d->line[1].paragraph, 0);
	assert_int_equal(d->line[2].paragraph, 3); /* the box twice is two w:p */
	assert_false(d->line[4].page_break);
	assert_true(d->line[5].page_break);
	assert_int_equal(d->line[5].skipped, strlen("　　"));
	assert_int_equal(d->line[5].run[0].at, strlen("上.下.　　"));
	od_doc_free(d);
}

static void test_page(void **state)
{
	static const char sect[] =
		"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"f\"/><w:pgSz w:w=\"11906\" "
		"w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" "
		"w:left=\"1587\" w:header=\"851\" w:footer=\"992\"/><w:docGrid "
		"w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"-842\"/></w:sectPr>";
	struct od_buf body = OD_BUF_INIT;
	struct od_doc *d;

	(void)state;
	od_buf_printf(&body,
		      "<w:p><w:pPr>%s</w:pPr><w:r><w:t>一</w:t></w:r></w:p>" P("二") "<w:sectPr/>",
		      sect);
	d = read_parts(&(struct parts){
		.body = body.s,
		.styles = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"N\"><w:rPr>"
			  "<w:sz w:val=\"32\"/></w:rPr></w:style>",
		.settings = "<w:evenAndOddHeaders/>",
		.footer =
			"<w:p><w:r><w:t>— </w:t></w:r><w:r><w:fldChar "
			"w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText>"
			"</w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t>"
			"</w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>" });
	lines_are(d, "一|二|— 1");
	assert_int_equal(d->line[2].place, OD_IN_FOOTER);
	assert_false(d->line[0].page_break);
	assert_true(d->line[1].page_break); /* a section begins */
	assert_int_equal(d->page.width, 11906);
	assert_int_equal(d->page.top, 2098);
	assert_int_equal(d->page.grid_lines, 22);
	assert_int_equal(d->page.grid_chars, 28);
	assert_true(d->page.even_odd);
	assert_true(d->page.page_numbers);
	assert_true(d->known_layout);
	od_doc_free(d);
	od_buf_free(&body);
}

static void test_strict(void **state)
{
	struct od_doc *d = read_parts(&(struct parts){
		.space = STRICT,
		.body = "<w:p><w:pPr><w:ind w:start=\"12pt\"/><w:jc w:val=\"end\"/></w:pPr><w:r><w:rPr>"
			"<w:sz w:val=\"16pt\"/></w:rPr><w:t>严格</w:t></w:r></w:p><w:sectPr><w:pgSz "
			"w:w=\"210mm\" w:h=\"297mm\"/></w:sectPr>" });

	(void)state;
	lines_are(d, "严格");
	assert_int_equal(d->line[0].run[0].size, 32);
	assert_int_equal(d->line[0].left_indent, 240);
	assert_int_equal(d->line[0].align, OD_ALIGN_RIGHT);
	assert_int_equal(d->page.width, 11906);
	od_doc_free(d);
}

static void test_numerals(void **state)
{
	static const struct {
		const char *form;
		int n;
		const char *want;
	} cases[] = {
		{ "chineseCounting", 10, "十" },
		{ "chineseCounting", 12, "十二" },
		{ "chineseCounting", 99, "九十九" },
		{ "chineseCounting", 100, "一〇〇" },
		{ "taiwaneseCounting", 112, "一一二" },
		{ "chineseCountingThousand", 101, "一百零一" },
		{ "chineseCountingThousand", 110, "一百一十" },
		{ "japaneseCounting", 110, "百十" },
		{ "chineseLegalSimplified", 10, "壹拾" },
		{ "ideographDigital", 10, "一〇" },
		{ "ideographTraditional", 3, "丙" },
		{ "ideographZodiac", 12, "亥" },
		{ "decimalEnclosedCircleChinese", 3, "③" },
		{ "decimalEnclosedParen", 20, "⒇" },
		{ "decimalEnclosedFullstop", 1, "⒈" },
		{ "ideographEnclosedCircle", 2, "㊁" },
		{ "decimalFullWidth", 12, "１２" },
		{ "decimalZero", 3, "03" },
		{ "upperRoman", 1994, "MCMXCIV" },
		{ "lowerLetter", 27, "aa" },
		{ "upperLetter", 26, "Z" },
		{ "bullet", 1, "" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(cases); i++) {
		struct od_buf b = OD_BUF_INIT;

		od_numeral_add(&b, od_numeral_word(cases[i].form), cases[i].n);
		assert_string_equal(b.s ? b.s : "", cases[i].want);
		od_buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numerals),     cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_style_number), cmocka_unit_test(test_faces),
		cmocka_unit_test(test_changes),      cmocka_unit_test(test_tables),
		cmocka_unit_test(test_inline),       cmocka_unit_test(test_page),
		cmocka_unit_test(test_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
