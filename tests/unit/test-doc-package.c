/* Packages: zipped docx, odt and ofd; what is refused, in one line; the files at hand, all read. */
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common.h"

#include "../../lib/document/doc.h"

#define DOCX(body)                                                                              \
	"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">" \
	"<w:body>" body "</w:body></w:document>"

struct part {
	const char *name, *text;
	size_t n; /* 0: a string */
};

static size_t zip(const struct part *p, char *out, size_t room, const char *options)
{
	struct archive *a = archive_write_new();
	size_t used = 0;

	archive_write_set_format_zip(a);
	assert_int_equal(archive_write_set_options(a, options), ARCHIVE_OK);
	if (strstr(options, "encryption"))
		archive_write_set_passphrase(a, "secret");
	assert_int_equal(archive_write_open_memory(a, out, room, &used), ARCHIVE_OK);
	for (; p->name; p++) {
		struct archive_entry *e = archive_entry_new();
		size_t n = p->n ? p->n : strlen(p->text);

		archive_entry_set_pathname(e, p->name);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_size(e, (la_int64_t)n);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		assert_int_equal(archive_write_data(a, p->text, n), n);
		archive_entry_free(e);
	}
	archive_write_close(a);
	archive_write_free(a);
	return used;
}

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

static struct od_doc *read_zip(const struct part *p, const char *options, struct od_err *err)
{
	static char buf[1 << 20];

	*err = (struct od_err)OD_ERR_INIT;
	return read_bytes(buf, zip(p, buf, sizeof(buf), options), "draft.docx", err);
}

#define PLAIN "zip:compression=deflate"

static void refused(const struct part *p, const char *options, const char *why)
{
	struct od_err err;
	struct od_doc *d = read_zip(p, options, &err);

	assert_null(d);
	assert_int_equal(err.code, OD_EDATA);
	assert_null(strchr(err.msg, '\n'));
	if (!strstr(err.msg, why))
		fail_msg("'%s' does not say '%s'", err.msg, why);
}

static void test_zipped(void **state)
{
	const struct part docx[] = {
		{ "word/document.xml", DOCX("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"), 0 }, { NULL }
	};
	struct od_err err;
	struct od_doc *d = read_zip(docx, PLAIN, &err);

	(void)state;
	assert_non_null(d);
	assert_int_equal(d->format, OD_DOC_DOCX);
	assert_string_equal(d->line[0].text, "甲");
	od_doc_free(d);
	d = read_zip(docx, "zip:compression=store", &err);
	assert_non_null(d);
	od_doc_free(d);
}

static void test_refused(void **state)
{
	static char many[4000 * 5];
	static char bomb[50 << 20];
	struct od_buf deep = OD_BUF_INIT;

	(void)state;
	refused((struct part[]){ { "word/document.xml",
				   "<!DOCTYPE d [<!ENTITY a \"b\">]>" DOCX("&a;"), 0 },
				 { NULL } },
		PLAIN, "entities");
	refused((struct part[]){ { "word/document.xml", DOCX("<w:p>"), 0 }, { NULL } }, PLAIN,
		"damaged XML");
	refused((struct part[]){ { "word/document.xml", DOCX(""), 0 }, { NULL } },
		"zip:encryption=zipcrypt", "encrypted");
	refused((struct part[]){ { "content.xml", "x", 0 },
				 { "META-INF/manifest.xml", "<manifest:encryption-data/>", 0 },
				 { NULL } },
		PLAIN, "encrypted");
	refused((struct part[]){ { "xl/workbook.xml", "x", 0 }, { NULL } }, PLAIN, "none of docx");
	memset(bomb, ' ', sizeof(bomb));
	refused((struct part[]){ { "word/document.xml", bomb, sizeof(bomb) }, { NULL } }, PLAIN,
		"unfolds to more");
	for (int i = 0; i < 4000; i++)
		memcpy(many + i * 5, "<w:p>", 5);
	od_buf_printf(&deep, DOCX("%.*s"), (int)sizeof(many), many);
	refused((struct part[]){ { "word/document.xml", deep.s, 0 }, { NULL } }, PLAIN,
		"nest too deep");
	od_buf_free(&deep);
}

static void test_damaged(void **state)
{
	/* an odt of "<a/>" that says it unfolds to five bytes: the zip library ends its message with a line end */
	static const char wrong_size[] =
		"PK\003\004\024\000\000\000\010\000\000\000!\134\324\034\321\001\006\000\000\000\005\000"
		"\000\000\013\000\000\000content.xml\263I\324\267\003\000P"
		"K\001\002\024\003\024\000\000\000\010\000\000\000!\134\324\034\321\001\006\000\000\000\005"
		"\000\000\000\013\000\000\000\000\000\000\000\000\000\000\000\200\001\000\000\000\000con"
		"tent.xmlPK\005\006\000\000\000\000\001\000\001\0009\000\000\000"
		"/\000\000\000\000\000";
	static char buf[4096];
	const struct part docx[] = { { "word/document.xml", DOCX("<w:p/>"), 0 }, { NULL } };
	size_t n = zip(docx, buf, sizeof(buf), PLAIN);
	struct od_err err;

	(void)state;
	for (size_t cut = 1; cut + 4 < n; cut++) { /* cut off anywhere */
		struct od_doc *d;

		err = (struct od_err)OD_ERR_INIT;
		d = read_bytes(buf, n - cut, "draft.docx", &err);
		if (d) {
			od_doc_free(d);
			continue;
		}
		assert_int_equal(err.code, OD_EDATA);
		assert_null(strchr(err.msg, '\n'));
	}
	assert_null(read_bytes(wrong_size, sizeof(wrong_size) - 1, "draft.odt", &err));
	assert_int_equal(err.code, OD_EDATA);
	assert_null(strchr(err.msg, '\n'));
	assert_null(read_bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ole", 12, "a.docx", &err));
	assert_int_equal(err.code, OD_EDATA);
	assert_null(read_bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ole", 12, "a.doc", &err));
	assert_int_equal(err.code, OD_EPART);
}

#define OFFICE                                                               \
	"xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" " \
	"xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "   \
	"xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "     \
	"xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "   \
	"xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""
#define STYLES                                                                                    \
	"<office:styles><style:style style:name=\"S\" style:family=\"paragraph\">"                \
	"<style:paragraph-properties fo:line-height=\"28pt\" fo:text-indent=\"32pt\"/>"           \
	"<style:text-properties style:font-family-asian=\"仿宋_GB2312\" "                       \
	"style:font-size-asian=\"16pt\"/></style:style><text:list-style style:name=\"L\">"        \
	"<text:list-level-style-number text:level=\"1\" style:num-format=\"一, 二, 三, ...\" " \
	"style:num-suffix=\"、\"/></text:list-style></office:styles>"
#define LAYOUT                                                                                              \
	"<office:automatic-styles><style:style style:name=\"MP1\" style:family=\"paragraph\" "              \
	"style:parent-style-name=\"S\"><style:paragraph-properties fo:text-align=\"end\"/>"                 \
	"</style:style><style:style style:name=\"MT1\" style:family=\"text\">"                              \
	"<style:text-properties fo:font-size=\"14pt\" style:font-size-asian=\"14pt\"/>"                     \
	"</style:style><style:page-layout style:name=\"pm\">"                                               \
	"<style:page-layout-properties fo:page-width=\"21cm\" fo:margin-top=\"37mm\"/>"                     \
	"</style:page-layout></office:automatic-styles><office:master-styles><style:master-page "           \
	"style:name=\"Standard\" style:page-layout-name=\"pm\"><style:footer>"                              \
	"<text:p text:style-name=\"MP1\"><text:span text:style-name=\"MT1\">第"                            \
	"<text:page-number>1</text:page-number>页</text:span></text:p></style:footer></style:master-page>" \
	"</office:master-styles>"
#define TEXT                                                                                            \
	"<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion>"          \
	"<text:p>删</text:p></text:deletion></text:changed-region></text:tracked-changes>"             \
	"<text:p text:style-name=\"P\">标<text:s/>题\n  一<text:change-start/>二<text:change-end/>" \
	"</text:p><text:list text:style-name=\"L\"><text:list-item><text:p>甲</text:p><text:p>续"     \
	"</text:p></text:list-item><text:list-item><text:p>乙</text:p></text:list-item>"               \
	"</text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p>"                \
	"</table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"                    \
	"</table:table-row></table:table></office:text></office:body>"
#define AUTO                                                                                 \
	"<office:automatic-styles><style:style style:name=\"P\" style:family=\"paragraph\" " \
	"style:parent-style-name=\"S\"><style:paragraph-properties "                         \
	"fo:text-align=\"center\"/></style:style></office:automatic-styles>"

/* The text's own automatic styles, which may have the names of those of the footers. */
#define CLASH                                                                                  \
	"<office:automatic-styles><style:style style:name=\"MP1\" style:family=\"paragraph\">" \
	"<style:paragraph-properties fo:text-align=\"center\"/></style:style>"                 \
	"<style:style style:name=\"MT1\" style:family=\"text\"><style:text-properties "        \
	"style:font-size-asian=\"9pt\"/></style:style></office:automatic-styles>"

static void odt_is(const struct od_doc *d)
{
	static const char *const want[] = {
		"标 题 一二", "一、甲", "续", "二、乙", "a\tb", "第1页"
	};

	assert_int_equal(d->format, OD_DOC_ODT);
	assert_int_equal(d->lines, OD_COUNT(want));
	for (size_t i = 0; i < d->lines; i++)
		assert_string_equal(d->line[i].text, want[i]);
	assert_int_equal(d->line[0].align, OD_ALIGN_CENTRE);
	assert_int_equal(d->line[0].pitch, 560);
	assert_true(d->line[0].pitch_exact);
	assert_int_equal(d->line[0].first_indent, 640);
	assert_string_equal(d->line[0].run[0].east, "仿宋_GB2312");
	assert_int_equal(d->line[0].run[0].size, 32);
	assert_true(d->line[0].run[1].inserted);
	assert_int_equal(d->line[1].numbered, strlen("一、"));
	assert_int_equal(d->line[4].table, 1);
	assert_int_equal(d->line[5].place, OD_IN_FOOTER);
	assert_int_equal(d->line[5].align, OD_ALIGN_RIGHT);
	assert_int_equal(d->line[5].pitch, 560);
	assert_int_equal(d->line[5].run[0].size, 28);
	assert_int_equal(d->changes, 1);
	assert_int_equal(d->page.width, 11906);
	assert_int_equal(d->page.top, 2098);
	assert_true(d->page.page_numbers);
}

static void test_odt(void **state)
{
	static const char flat[] = "<?xml version=\"1.0\"?><office:document " OFFICE
				   ">" STYLES LAYOUT AUTO TEXT "</office:document>";
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = read_bytes(flat, strlen(flat), "draft.fodt", &err);

	(void)state;
	assert_non_null(d);
	odt_is(d);
	od_doc_free(d);
	d = read_zip((struct part[]){ { "styles.xml",
					"<office:document-styles " OFFICE ">" STYLES LAYOUT
					"</office:document-styles>",
					0 },
				      { "content.xml",
					"<office:document-content " OFFICE ">" CLASH AUTO TEXT
					"</office:document-content>",
					0 },
				      { NULL } },
		     PLAIN, &err);
	assert_non_null(d);
	odt_is(d);
	od_doc_free(d);
}

/* A seal or another shape with text, within a paragraph: a box of its own. */
static void test_odt_shape(void **state)
{
	static const char flat[] =
		"<?xml version=\"1.0\"?><office:document " OFFICE
		" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:"
		"drawing:1.0\"><office:body><office:text><text:p>前<draw:custom-shape><text:p>印"
		"</text:p></draw:custom-shape>后</text:p><text:p>终</text:p></office:text>"
		"</office:body></office:document>";
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = read_bytes(flat, strlen(flat), "draft.fodt", &err);

	(void)state;
	assert_non_null(d);
	assert_int_equal(d->lines, 3);
	assert_string_equal(d->line[0].text, "印");
	assert_int_equal(d->line[0].place, OD_IN_TEXT_BOX);
	assert_string_equal(d->line[1].text, "前后");
	assert_int_equal(d->line[1].place, OD_IN_BODY);
	od_doc_free(d);
}

#define OFD "xmlns:o=\"http://www.ofdspec.org/2016\""
#define CODE(x, y, w, s)                                                                       \
	"<o:TextObject Boundary=\"" x " " y " 150 6\" Size=\"5\"><o:TextCode X=\"0\" Y=\"5\" " \
	"DeltaX=\"g " w " 5\">" s "</o:TextCode></o:TextObject>"

/* Pieces in any order become lines; a full line goes on at the edge, an indented one begins anew. */
static void test_ofd(void **state)
{
	struct od_err err;
	struct od_doc *d = read_zip(
		(struct part[]){
			{ "OFD.xml",
			  "<o:OFD " OFD "><o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:OFD>", 0 },
			{ "Doc_0/Document.xml",
			  "<o:Document " OFD "><o:PhysicalBox>0 0 210 297</o:PhysicalBox>"
			  "<o:Page BaseLoc=\"Pages/P.xml\"/></o:Document>",
			  0 },
			{ "Doc_0/Pages/P.xml",
			  "<o:Page " OFD ">" CODE("20", "60", "1", "下去") CODE(
				  "20", "50", "9", "值班工作的要求继续说")
				  CODE("30", "40", "1", "为做") CODE("40", "40", "5", "好岁末年初")
					  CODE("30", "70", "1", "新段")
						  CODE("100", "280", "2", "-2-") "</o:Page>",
			  0 },
			{ NULL } },
		PLAIN, &err);

	(void)state;
	if (!d)
		fail_msg("%s", err.msg);
	assert_int_equal(d->format, OD_DOC_OFD);
	assert_int_equal(d->lines, 3);
	assert_string_equal(d->line[0].text, "为做好岁末年初值班工作的要求继续说下去");
	assert_int_equal(d->line[1].place, OD_IN_FOOTER);
	assert_string_equal(d->line[2].text, "新段");
	od_doc_free(d);
}

/* Every file at hand is read, or refused in one line. */
static void read_folder(const char *folder)
{
	char path[600];
	DIR *dir;
	struct dirent *e;

	snprintf(path, sizeof(path), SRCDIR "/../shared/corpus/%s", folder);
	dir = opendir(path);
	if (!dir) {
		print_message("%s is not at hand: not read\n", path);
		return;
	}
	while ((e = readdir(dir))) {
		struct od_err err = OD_ERR_INIT;
		struct od_doc *d;
		int fd;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), SRCDIR "/../shared/corpus/%s/%s", folder, e->d_name);
		fd = open(path, O_RDONLY);
		d = od_doc_read(fd, e->d_name, &err);
		close(fd);
		if (!d && (!*err.msg || strchr(err.msg, '\n') ||
			   (err.code != OD_EPART && !strstr(err.msg, "OLE2"))))
			fail_msg("%s: %s", e->d_name, err.msg);
		if (d)
			assert_true(d->lines > 0);
		od_doc_free(d);
	}
	closedir(dir);
}

static void test_real(void **state)
{
	(void)state;
	read_folder("docx");
	read_folder("office");
	read_folder("samples");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zipped),    cmocka_unit_test(test_refused),
		cmocka_unit_test(test_damaged),   cmocka_unit_test(test_odt),
		cmocka_unit_test(test_odt_shape), cmocka_unit_test(test_ofd),
		cmocka_unit_test(test_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
