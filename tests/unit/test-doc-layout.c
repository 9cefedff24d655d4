/* The layout of a Word document: one as the standard wants it, and each deviation planted in it by itself. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common.h"

#include "../../lib/document/doc.h"

#define P(ppr, face, size, text)                                                                \
	"<w:p><w:pPr>" ppr "</w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"" face "\" w:hAnsi=\"" face \
	"\" w:eastAsia=\"" face "\"/><w:sz w:val=\"" size "\"/></w:rPr><w:t>" text              \
	"</w:t></w:r></w:p>"
#define PITCH  "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"
#define INDENT PITCH "<w:ind w:firstLine=\"640\"/>"
#define CENTRE PITCH "<w:jc w:val=\"center\"/>"
#define FS     "仿宋_GB2312"

static const char body[] = P(CENTRE, "方正小标宋简体", "44", "示例市人民政府关于加强值班工作的通知") P(
	PITCH, FS, "32",
	"各县（市、区）人民政府：") P(INDENT, FS, "32",
				      "为加强值班工作，确保政令畅通、信息灵敏，现就有关事项通知如下。")
	P(INDENT, "黑体", "32", "一、明确责任") P(INDENT, "楷体_GB2312", "32", "（一）落实带班制度") P(
		INDENT, FS, "32", "各单位要严格执行领导带班制度，带班领导应当在岗，不得离开本地。")
		P(INDENT, FS, "32", "附件：值班安排表") P(
			PITCH "<w:ind w:right=\"1280\"/><w:jc w:val=\"right\"/>", FS, "32",
			"示例市人民政府") P(PITCH
					    "<w:ind w:right=\"1280\"/><w:jc w:val=\"right\"/>",
					    FS, "32",
					    "2026年3月5日") P("<w:pageBreakBefore/>" PITCH, "黑体",
							      "32",
							      "附件") P(CENTRE, "方正小标宋简体",
									"44", "值班安排表")
			P(INDENT, FS, "32", "各单位值班安排另行通知。") P(
				PITCH, FS, "28",
				"抄送：市委办公室，市人大常委会办公室。") "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"f\"/>"
									  "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" "
									  "w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1587\"/></w:sectPr>";
static const char footer[] =
	"<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"宋体\" "
	"w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr><w:t>— </w:t></w:r>"
	"<w:fldSimple w:instr=\" PAGE \"><w:r><w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" "
	"w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple><w:r>"
	"<w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz "
	"w:val=\"28\"/></w:rPr><w:t> —</w:t></w:r></w:p>";
static const char settings[] = "<w:evenAndOddHeaders/>";

static const struct fault {
	const char *rule, *from, *to; /* the first place of from */
} faults[] = {
	{ "L01", "w:w=\"11906\" w:h=\"16838\"", "w:w=\"12240\" w:h=\"16838\"" },
	{ "L02", "w:top=\"2098\"", "w:top=\"1440\"" },
	{ "L03", "w:left=\"1588\" w:header", "w:left=\"1800\" w:header" },
	{ "L04", "w:bottom=\"1984\"", "w:bottom=\"1440\"" },
	{ "L09", "<w:sz w:val=\"32\"/></w:rPr><w:t>为加强",
	  "<w:sz w:val=\"30\"/></w:rPr><w:t>为加强" },
	{ "L10", "<w:sz w:val=\"32\"/></w:rPr><w:t>为加强",
	  "<w:color w:val=\"FF0000\"/><w:sz w:val=\"32\"/></w:rPr><w:t>为加强" },
	{ "L11", "w:eastAsia=\"方正小标宋简体\"", "w:eastAsia=\"宋体\"" },
	{ "L12", "w:val=\"44\"", "w:val=\"36\"" },
	{ "L13", "<w:jc w:val=\"center\"/>", "<w:jc w:val=\"left\"/>" },
	{ "L15", "w:eastAsia=\"黑体\"", "w:eastAsia=\"宋体\"" },
	{ "L16", "w:eastAsia=\"楷体_GB2312\"", "w:eastAsia=\"宋体\"" },
	{ "L28",
	  "<w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"" FS "\" w:hAnsi=\"" FS
	  "\" w:eastAsia=\"" FS "\"/><w:sz w:val=\"32\"/></w:rPr><w:t>2026",
	  "<w:jc w:val=\"left\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"" FS "\" w:hAnsi=\"" FS
	  "\" w:eastAsia=\"" FS "\"/><w:sz w:val=\"32\"/></w:rPr><w:t>2026" },
	{ "L30", "<w:pageBreakBefore/>", "" },
	{ "L36", "<w:sz w:val=\"28\"/></w:rPr><w:t>抄送", "<w:sz w:val=\"32\"/></w:rPr><w:t>抄送" },
	{ "L43", "<w:sz w:val=\"28\"/></w:rPr><w:t>1<", "<w:sz w:val=\"18\"/></w:rPr><w:t>1<" },
	{ "L45", "<w:t>— <", "<w:t>- <" },
	{ "L47", "<w:evenAndOddHeaders/>", "" },
};

static struct od_rules *rules;

static int load(void **state)
{
	struct od_err err = OD_ERR_INIT;

	(void)state;
	rules = od_rules_load(SRCDIR "/share/rules", &err);
	if (!rules)
		print_message("%s\n", err.msg);
	return rules ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	od_rules_free(rules);
	return 0;
}

static void package(struct od_buf *b)
{
	static const char w[] =
		"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
		"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

	od_buf_printf(b,
		      "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://"
		      "schemas.microsoft.com/office/2006/xmlPackage\">"
		      "<pkg:part pkg:name=\"/word/_rels/document.xml.rels\"><pkg:xmlData>"
		      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
		      "relationships\"><Relationship Id=\"f\" Type=\"x/footer\" "
		      "Target=\"footer1.xml\"/></Relationships></pkg:xmlData></pkg:part>"
		      "<pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document %s>"
		      "<w:body>%s</w:body></w:document></pkg:xmlData></pkg:part>",
		      w, body);
	od_buf_printf(b,
		      "<pkg:part pkg:name=\"/word/settings.xml\"><pkg:xmlData><w:settings %s>%s"
		      "</w:settings></pkg:xmlData></pkg:part><pkg:part "
		      "pkg:name=\"/word/footer1.xml\"><pkg:xmlData><w:ftr %s>%s</w:ftr>"
		      "</pkg:xmlData></pkg:part></pkg:package>",
		      w, settings, w, footer);
}

static struct od_checked *check(const struct od_buf *b, const char *only, struct od_doc **d)
{
	struct od_err err = OD_ERR_INIT;
	struct od_check_opts o = { .as_of = OD_NODATE, .today = od_ymd(2026, 12, 4), .only = only };
	int fd = memfd_create("test", 0);
	struct od_checked *c;

	assert_int_equal(write(fd, b->s, b->n), b->n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	*d = od_doc_read(fd, "draft.xml", &err);
	close(fd);
	if (!*d)
		fail_msg("%s", err.msg);
	c = od_check(rules, *d, &o, &err);
	if (!c)
		fail_msg("%s", err.msg);
	return c;
}

/* As the standard wants it: no finding at all of layout. */
static void test_standard(void **state)
{
	struct od_buf b = OD_BUF_INIT;
	struct od_doc *d;
	struct od_checked *c;
	const struct od_finding *f;

	(void)state;
	package(&b);
	c = check(&b, "L*", &d);
	assert_true(d->known_layout && d->page.page_numbers && d->page.even_odd);
	if (od_checked_findings(c, &f))
		fail_msg("line %d: %s %s '%s'", (int)f->line, f->rule, f->message,
			 f->text ? f->text : "");
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&b);
}

static void planted(const struct fault *f)
{
	struct od_buf b = OD_BUF_INIT, with = OD_BUF_INIT;
	const struct od_finding *got;
	struct od_doc *d;
	struct od_checked *c;
	const char *at;
	bool found = false;
	size_t n;

	package(&b);
	at = strstr(b.s, f->from);
	if (!at)
		fail_msg("%s: '%s' is not in the document", f->rule, f->from);
	od_buf_add(&with, b.s, (size_t)(at - b.s));
	od_buf_puts(&with, f->to);
	od_buf_puts(&with, at + strlen(f->from));
	c = check(&with, "L*", &d);
	n = od_checked_findings(c, &got);
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(got[i].rule, f->rule))
			found = true;
		else
			fail_msg("%s: %s too: %s", f->rule, got[i].rule, got[i].message);
	}
	if (!found)
		fail_msg("%s is not found", f->rule);
	assert_int_equal(n, 1);
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&with);
}

static void test_faults(void **state)
{
	(void)state;
	for (const struct fault *f = faults; f < faults + OD_COUNT(faults); f++)
		planted(f);
}

/* Every paragraph of the text in another face and size: two findings, the first place and how many. */
static void test_one_finding(void **state)
{
	struct od_buf b = OD_BUF_INIT, with = OD_BUF_INIT;
	const struct od_finding *f;
	struct od_doc *d;
	struct od_checked *c;
	const char *s, *at;

	(void)state;
	package(&b);
	for (s = b.s; (at = strstr(s, FS)); s = at + strlen(FS)) {
		od_buf_add(&with, s, (size_t)(at - s));
		od_buf_puts(&with, "宋体");
	}
	od_buf_puts(&with, s);
	c = check(&with, "L08", &d);
	assert_int_equal(od_checked_findings(c, &f), 1);
	assert_int_equal(f->line, 3);
	assert_non_null(strstr(f->message, "宋体"));
	assert_non_null(strstr(f->message, "2"));
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&with);
}

/* What is no 公文 is not measured by its standard, and that is said. */
static void test_other(void **state)
{
	struct od_buf b = OD_BUF_INIT, with = OD_BUF_INIT;
	static const char title[] = "示例市人民政府关于加强值班工作的通知";
	const struct od_finding *f;
	const struct od_skipped *s;
	struct od_doc *d;
	struct od_checked *c;
	const char *at;

	(void)state;
	package(&b);
	at = strstr(b.s, title);
	od_buf_add(&with, b.s, (size_t)(at - b.s));
	od_buf_puts(&with, "值班守则");
	od_buf_puts(&with, at + strlen(title));
	c = check(&with, "L01", &d);
	assert_int_equal(od_checked_findings(c, &f), 0);
	assert_int_equal(od_checked_skipped(c, &s), 1);
	assert_string_equal(s->rule, "L01");
	od_checked_free(c);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&with);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standard),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_one_finding),
		cmocka_unit_test(test_other),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
