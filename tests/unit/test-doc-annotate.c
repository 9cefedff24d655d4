/* Comments and tracked changes in a docx: what of its bytes changes, and that nothing else does. */
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/document/annotate.h"

#define SHARED SRCDIR "/../shared/corpus"
#define W      "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define R      "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define HEAD   "<w:document xmlns:w=\"" W "\"><w:body>"
#define TAIL   "<w:sectPr/></w:body></w:document>"
#define RELS \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define TYPES    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
#define WHO      "w:author=\"doc-check\" w:date=\"2026-12-04T18:00:00Z\""
#define REF(n)   "<w:r><w:commentReference w:id=\"" n "\"/></w:r>"
#define START(n) "<w:commentRangeStart w:id=\"" n "\"/>"
#define END(n)   "<w:commentRangeEnd w:id=\"" n "\"/>" REF(n)

/* --- packages ------------------------------------------------------------------------------------------------ */

static la_ssize_t take(struct archive *a, void *ctx, const void *s, size_t n)
{
	(void)a;
	od_buf_add(ctx, s, n);
	return (la_ssize_t)n;
}

static void add(struct archive *a, const char *name, const char *s)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_size(e, (la_int64_t)strlen(s));
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, s, strlen(s)), strlen(s));
	archive_entry_free(e);
}

/* document.xml, and more: name, bytes ... NULL. */
static struct od_buf package(const char *text, const char *const *more)
{
	struct od_buf b = OD_BUF_INIT;
	struct archive *a = archive_write_new();

	archive_write_set_format_zip(a);
	archive_write_set_bytes_per_block(a, 0);
	archive_write_open(a, &b, NULL, take, NULL);
	add(a, "[Content_Types].xml", TYPES "</Types>");
	add(a, "_rels/.rels",
	    RELS "<Relationship Id=\"r1\" Type=\"" R
		 "/officeDocument\" Target=\"word/document.xml\"/></Relationships>");
	add(a, "word/document.xml", text);
	for (; more && *more; more += 2)
		add(a, more[0], more[1]);
	archive_write_close(a);
	archive_write_free(a);
	return b;
}

static struct od_doc *read_package(const struct od_buf *b)
{
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("draft.docx", OD_DOC_DOCX, &err);

	if (od_doc_read_docx(d, b->s, b->n, &err) < 0)
		fail_msg("%s", err.msg);
	return d;
}

/* A part of a package, yours. */
static char *part(const struct od_buf *b, const char *name)
{
	struct od_err err = OD_ERR_INIT;
	struct od_package *p = od_package_open(b->s, b->n, &err);
	size_t n;
	const char *s = p ? od_package_part(p, name, &n, &err) : NULL;
	char *copy = s ? strndup(s, n) : NULL;

	od_package_close(p);
	return copy;
}

/* The annotation of this text where it stands first. */
static struct od_annotation on(const struct od_doc *d, const char *text, const char *fix)
{
	for (size_t i = 0; i < d->lines; i++) {
		const char *s = strstr(d->line[i].text, text);

		if (s) {
			size_t from = (size_t)(s - d->line[i].text);

			return (struct od_annotation){ i, from, from + strlen(text), "note", fix };
		}
	}
	fail_msg("'%s' is not there", text);
	return (struct od_annotation){ 0 };
}

static const struct od_annotate_opts opts = { .at = { 1796378400 } }; /* 2026-12-04 18:00 */

static struct od_annotated annotate(const struct od_buf *b, const struct od_doc *d,
				    const struct od_annotation *a, size_t n, struct od_buf *out)
{
	struct od_err err = OD_ERR_INIT;
	struct od_annotated done;

	if (od_annotate(b->s, b->n, d, a, n, &opts, out, &done, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(done.comments, n);
	return done;
}

/* One annotation of text in paragraphs; what becomes of document.xml's body. */
static struct od_annotated becomes(const char *body, const char *text, const char *fix,
				   const char *want)
{
	struct od_buf all = OD_BUF_INIT, out = OD_BUF_INIT, b;
	struct od_annotation a;
	struct od_annotated done;
	struct od_doc *d;
	char *got;

	od_buf_printf(&all, "%s%s%s", HEAD, body, TAIL);
	b = package(all.s, NULL);
	d = read_package(&b);
	a = on(d, text, fix);
	done = annotate(&b, d, &a, 1, &out);
	got = part(&out, "word/document.xml");
	assert_non_null(got);
	assert_memory_equal(got, HEAD, strlen(HEAD));
	got[strlen(got) - strlen(TAIL)] = '\0';
	assert_string_equal(got + strlen(HEAD), want);
	free(got);
	od_doc_free(d);
	od_buf_free(&all);
	od_buf_free(&b);
	od_buf_free(&out);
	return done;
}

/* --- tests ---------------------------------------------------------------------------------------------------- */

static void test_comment(void **state)
{
	(void)state;
	becomes("<w:p w:rsidR=\"1\"><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r w:rsidR=\"2\"><w:rPr><w:b/>"
		"</w:rPr><w:t>甲乙丙</w:t></w:r></w:p>",
		"乙", NULL,
		"<w:p w:rsidR=\"1\"><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r w:rsidR=\"2\"><w:rPr><w:b/>"
		"</w:rPr><w:t>甲</w:t></w:r>" START(
			"0") "<w:r w:rsidR=\"2\"><w:rPr><w:b/></w:rPr>"
			     "<w:t xml:space=\"preserve\">乙</w:t></w:r>" END(
				     "0") "<w:r w:rsidR=\"2\"><w:rPr><w:b/>"
					  "</w:rPr><w:t xml:space=\"preserve\">丙</w:t></w:r></w:p>");
	/* a whole run is not cut; a space before a cut is kept; references count as one character */
	becomes("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>", "乙", NULL,
		"<w:p><w:r><w:t>甲</w:t></w:r>" START("0") "<w:r><w:t>乙</w:t></w:r>" END(
			"0") "</w:p>");
	becomes("<w:p><w:r><w:t>A &amp;&#x4e59; B</w:t></w:r></w:p>", "&乙", NULL,
		"<w:p><w:r><w:t xml:space=\"preserve\">A </w:t></w:r>" START("0") "<w:r><w:t xml:space=\"preserve\">&amp;&#x4e59;</w:t></w:r>" END(
			"0") "<w:r><w:t xml:space=\"preserve\"> B</w:t></w:r></w:p>");
}

static void test_change(void **state)
{
	struct od_annotated done;

	(void)state;
	/* only what differs goes; the new text looks like the old */
	done = becomes(
		"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>请登记帐号。</w:t></w:r></w:p>", "帐号",
		"账号",
		"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>请登记</w:t></w:r>" START(
			"0") "<w:del w:id=\"1\" " WHO "><w:r><w:rPr><w:b/></w:rPr>"
			     "<w:delText xml:space=\"preserve\">帐</w:delText></w:r></w:del>"
			     "<w:ins w:id=\"2\" " WHO "><w:r><w:rPr><w:b/></w:rPr>"
			     "<w:t xml:space=\"preserve\">账</w:t></w:r></w:ins>"
			     "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">号</w:t></w:r>" END(
				     "0") "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">。</w:t></w:r></w:p>");
	assert_int_equal(done.changes, 1);
	/* over two runs: one deletion */
	becomes("<w:p><w:r><w:t>甲乙</w:t></w:r><w:proofErr w:type=\"x\"/><w:r><w:t>丙</w:t></w:r></w:p>",
		"乙丙", "<丁>",
		"<w:p><w:r><w:t>甲</w:t></w:r>" START(
			"0") "<w:del w:id=\"1\" " WHO
			     "><w:r><w:delText xml:space=\"preserve\">乙</w:delText></w:r><w:proofErr w:type=\"x\"/>"
			     "<w:r><w:delText>丙</w:delText></w:r></w:del><w:ins w:id=\"2\" " WHO
			     "><w:r><w:t xml:space=\"preserve\">&lt;丁&gt;</w:t></w:r></w:ins>" END(
				     "0") "</w:p>");
	/* put in only, taken out only */
	becomes("<w:p><w:r><w:t>甲乙</w:t></w:r></w:p>", "乙", "乙。",
		"<w:p><w:r><w:t>甲</w:t></w:r>" START(
			"0") "<w:r><w:t xml:space=\"preserve\">乙</w:t></w:r><w:ins w:id=\"1\" " WHO
			     "><w:r><w:t xml:space=\"preserve\">。</w:t></w:r></w:ins>" END(
				     "0") "</w:p>");
	becomes("<w:p><w:r><w:t>甲</w:t><w:tab/></w:r><w:r><w:t>乙</w:t></w:r></w:p>", "\t", "",
		"<w:p><w:r><w:t>甲</w:t></w:r>" START(
			"0") "<w:del w:id=\"1\" " WHO
			     "><w:r><w:tab/></w:r></w:del>" END(
				     "0") "<w:r><w:t>乙</w:t></w:r></w:p>");
}

/* In what somebody inserted, the change is beside it; in links and fields. */
static void test_containers(void **state)
{
	struct od_annotated done;

	(void)state;
	done = becomes(
		"<w:p><w:ins w:id=\"7\" w:author=\"x\"><w:r><w:t>甲帐</w:t></w:r></w:ins></w:p>",
		"帐", "账",
		"<w:p><w:ins w:id=\"7\" w:author=\"x\"><w:r><w:t>甲</w:t></w:r>" START(
			"0") "<w:del w:id=\"8\" " WHO
			     "><w:r><w:delText xml:space=\"preserve\">帐</w:delText>"
			     "</w:r></w:del></w:ins><w:ins w:id=\"9\" " WHO "><w:r>"
			     "<w:t xml:space=\"preserve\">账</w:t></w:r></w:ins>"
			     "<w:ins w:id=\"10\" w:author=\"x\">" END("0") "</w:ins></w:p>");
	assert_int_equal(done.changes, 1);
	done = becomes("<w:p><w:hyperlink w:id=\"r9\"><w:r><w:t>帐</w:t></w:r></w:hyperlink></w:p>",
		       "帐", NULL,
		       "<w:p><w:hyperlink w:id=\"r9\">" START("0") "<w:r><w:t>帐</w:t></w:r>" END(
			       "0") "</w:hyperlink></w:p>");
	assert_int_equal(done.changes, 0);
	/* nor is one with a text in a text, which is no Word's */
#define NESTED "<w:r><w:t>甲<w:t>乙</w:t>丙</w:t></w:r>"
	done = becomes("<w:p>" NESTED "</w:p>", "乙", NULL,
		       "<w:p>" START("0") NESTED END("0") "</w:p>");
	assert_int_equal(done.changes, 0);
	/* properties behind text are for what follows alone: such a run is not cut */
#define LATE \
	"<w:r><w:t>甲</w:t><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r><w:r><w:t>丙</w:t></w:r>"
	done = becomes(
		"<w:p>" LATE "</w:p>", "甲", "申",
		"<w:p>" START("0") "<w:r><w:t>甲</w:t><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t>"
				   "</w:r>" END("0") "<w:r><w:t>丙</w:t></w:r></w:p>");
	assert_int_equal(done.refused, 1);
#define FIELD(s)                                                                               \
	"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>REF x</w:instrText>" \
	"</w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" s                           \
	"<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
	/* what Word makes anew is marked and not changed */
	done = becomes("<w:p>" FIELD("<w:r><w:t>帐</w:t></w:r>") "</w:p>", "帐", "账",
		       "<w:p>" FIELD(START("0") "<w:r><w:t>帐</w:t></w:r>" END("0")) "</w:p>");
	assert_int_equal(done.refused, 1);
	done = becomes(
		"<w:p><w:fldSimple w:instr=\"REF x\"><w:r><w:t>甲帐</w:t></w:r></w:fldSimple></w:p>",
		"帐", "账",
		"<w:p>" START("0") "<w:fldSimple w:instr=\"REF x\"><w:r><w:t>甲帐</w:t></w:r>"
				   "</w:fldSimple>" END("0") "</w:p>");
	assert_int_equal(done.refused, 1);
}

/* A box's comment stands on the paragraph that holds the box, once for both its forms. */
static void test_box(void **state)
{
#define BOX(s)                                                                                    \
	"<w:p><w:r><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/"            \
	"markup-compatibility/2006\"><mc:Choice><w:txbxContent>" s "</w:txbxContent></mc:Choice>" \
	"<mc:Fallback><w:txbxContent>" s "</w:txbxContent></mc:Fallback></mc:AlternateContent>"   \
	"</w:r></w:p>"
	static const char text[] = HEAD BOX(
		"<w:p><w:r><w:t>帐号</w:t></w:r></w:p>") "<w:p><w:r><w:t>既使</w:t></w:r></w:p>" TAIL;
	struct od_buf out = OD_BUF_INIT, b = package(text, NULL);
	struct od_doc *d = read_package(&b);
	struct od_annotation a[2] = { on(d, "帐号", "账号"), on(d, "既使", NULL) };
	struct od_annotated done = annotate(&b, d, a, 2, &out);
	char *got = part(&out, "word/document.xml"), *said = part(&out, "word/comments.xml");

	(void)state;
	assert_int_equal(done.apart, 1);
	assert_int_equal(done.refused, 1);
	assert_non_null(strstr(got, "<w:body><w:p>" START("0") "<w:r><mc:AlternateContent"));
	assert_non_null(strstr(got, "</w:r>" END("0") "</w:p><w:p>" START("1") "<w:r><w:t>既使"));
	assert_non_null(strstr(said, "In a text box: 帐号"));
	assert_non_null(strstr(said, "Put “账号” in its place."));
	free(got);
	free(said);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&out);
}

/* What belongs to no place, a line without text, a paragraph of one tag, two comments over each other. */
static void test_places(void **state)
{
	static const char text[] = HEAD "<w:p/><w:p><w:r><w:t>甲乙丙</w:t></w:r></w:p>" TAIL;
	struct od_buf out = OD_BUF_INIT, b = package(text, NULL);
	struct od_doc *d = read_package(&b);
	struct od_annotation a[] = { { d->lines, 0, 0, "all", NULL },
				     { 0, 0, 0, "none", NULL },
				     on(d, "甲乙", NULL),
				     on(d, "乙丙", NULL) };
	struct od_annotated done = annotate(&b, d, a, 4, &out);
	char *got = part(&out, "word/document.xml");

	(void)state;
	assert_string_equal(
		got,
		HEAD "<w:p>" START("0") END("0") START("1")
			END("1") "</w:p><w:p>" START("2") "<w:r><w:t>甲</w:t></w:r>" START("3") "<w:r><w:t xml:space=\"preserve\">乙</w:t></w:r>" END(
				"2") "<w:r><w:t xml:space=\"preserve\">丙</w:t></w:r>" END("3") "</w:p>" TAIL);
	assert_int_equal(done.apart, 1);
	free(got);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&out);
}

static void test_parts(void **state)
{
	static const char *const more[] = { "word/media/a.bin", "0123456789 0123456789 0123456789",
					    NULL };
	struct od_buf out = OD_BUF_INIT, again = OD_BUF_INIT;
	struct od_buf b = package(HEAD "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" TAIL, more);
	struct od_doc *d = read_package(&b);
	struct od_annotation a = on(d, "甲", NULL);
	const char *name = "word/media/a.bin", *first, *second;
	char *s;

	(void)state;
	a.text = "一 <1>\n二";
	annotate(&b, d, &a, 1, &out);
	annotate(&b, d, &a, 1, &again);
	assert_int_equal(out.n, again.n);
	assert_memory_equal(out.s, again.s, out.n);
	s = part(&out, "word/comments.xml");
	assert_string_equal(
		s,
		"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		"<w:comments xmlns:w=\"" W "\"><w:comment w:id=\"0\" " WHO
		" w:initials=\"DC\"><w:p><w:r>"
		"<w:annotationRef/></w:r><w:r><w:t xml:space=\"preserve\">一 &lt;1&gt;</w:t></w:r></w:p>"
		"<w:p><w:r><w:t xml:space=\"preserve\">二</w:t></w:r></w:p></w:comment></w:comments>");
	free(s);
	s = part(&out, "word/_rels/document.xml.rels");
	assert_non_null(
		strstr(s, "Id=\"rIdDocCheck\" Type=\"" R "/comments\" Target=\"comments.xml\""));
	free(s);
	s = part(&out, "[Content_Types].xml");
	assert_non_null(strstr(s, "<Override PartName=\"/word/comments.xml\""));
	free(s);
	/* the picture as it was packed: header, name and bytes */
	first = memmem(b.s, b.n, name, strlen(name));
	second = memmem(out.s, out.n, name, strlen(name));
	assert_non_null(second);
	assert_memory_equal(first - 30, second - 30, 30 + strlen(name) + 20);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&out);
	od_buf_free(&again);
}

/* Comments that are there stay; numbers go on, of comments and of changes. */
static void test_more_comments(void **state)
{
	static const char *const more[] = {
		"word/comments.xml",
		"<x:comments xmlns:x=\"" W "\"><x:comment x:id=\"4\" x:author=\"a\"/></x:comments>",
		"word/_rels/document.xml.rels",
		RELS "<Relationship Id=\"r2\" Type=\"" R
		     "/comments\" Target=\"comments.xml\"/></Relationships>",
		NULL,
	};
	static const char text[] =
		"<document xmlns=\"" W "\" xmlns:v=\"" W "\"><body><p><r><t>甲</t>"
		"<commentReference v:id=\"4\"/></r></p></body></document>";
	struct od_buf out = OD_BUF_INIT, b = package(text, more);
	struct od_doc *d = read_package(&b);
	struct od_annotation a = on(d, "甲", "乙");
	char *got, *rels;

	(void)state;
	annotate(&b, d, &a, 1, &out);
	got = part(&out, "word/comments.xml");
	assert_non_null(strstr(
		got, "<x:comment x:id=\"4\" x:author=\"a\"/><x:comment x:id=\"5\" x:author="));
	free(got);
	rels = part(&out, "word/_rels/document.xml.rels");
	assert_string_equal(rels, more[3]);
	free(rels);
	got = part(&out, "word/document.xml");
	assert_non_null(
		strstr(got, "<p><v:commentRangeStart v:id=\"5\"/><v:del v:id=\"5\" v:author="));
	assert_non_null(strstr(got, "<r><delText>甲</delText></r></v:del><v:ins v:id=\"6\""));
	free(got);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&out);
}

/* A relation to comments that are not there: they are written where it points. */
static void test_lost_comments(void **state)
{
	static const char *const more[] = {
		"word/_rels/document.xml.rels",
		RELS "<Relationship Id=\"r2\" Type=\"" R
		     "/comments\" Target=\"/word/notes/c.xml\"/></Relationships>",
		NULL,
	};
	struct od_buf out = OD_BUF_INIT;
	struct od_buf b = package(HEAD "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" TAIL, more);
	struct od_doc *d = read_package(&b);
	struct od_annotation a = on(d, "甲", NULL);
	char *s;

	(void)state;
	annotate(&b, d, &a, 1, &out);
	s = part(&out, "word/_rels/document.xml.rels");
	assert_string_equal(s, more[1]);
	free(s);
	s = part(&out, "word/notes/c.xml");
	assert_non_null(strstr(s, "<w:comment w:id=\"0\""));
	free(s);
	s = part(&out, "[Content_Types].xml");
	assert_non_null(strstr(s, "PartName=\"/word/notes/c.xml\""));
	free(s);
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&out);
}

static void refused(const struct od_buf *b, const struct od_doc *d, const char *why)
{
	struct od_annotation a = { .text = "x" };
	struct od_buf out = OD_BUF_INIT;
	struct od_annotated done;
	struct od_err err = OD_ERR_INIT;

	assert_int_equal(od_annotate(b->s, b->n, d, &a, 1, &opts, &out, &done, &err), -1);
	assert_int_equal(err.code, OD_EDATA);
	if (!strstr(err.msg, why))
		fail_msg("%s", err.msg);
	od_buf_free(&out);
}

static void test_refused(void **state)
{
	struct od_buf b = package(HEAD TAIL, NULL), text = OD_BUF_INIT, cut = OD_BUF_INIT;
	struct od_doc *d = read_package(&b);

	(void)state;
	refused(&b, d, "no paragraph");
	od_buf_puts(&text, "<?xml version=\"1.0\"?><w:wordDocument/>");
	refused(&text, d, "a docx alone");
	od_buf_add(&cut, b.s, b.n / 2);
	refused(&cut, d, "zip");
	d->format = OD_DOC_TEXT;
	refused(&b, d, "a docx alone");
	od_doc_free(d);
	od_buf_free(&b);
	od_buf_free(&text);
	od_buf_free(&cut);
}

/* --- real documents, where they are at hand -------------------------------------------------------------------------- */

static void slurp(const char *path, struct od_buf *b)
{
	FILE *f = fopen(path, "r");
	char piece[8192];
	size_t n;

	assert_non_null(f);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		od_buf_add(b, piece, n);
	fclose(f);
}

/* Every character of every line is marked, and a letter put behind it: read again, that is all there is. */
static void mark_all(const char *path, size_t *marks)
{
	struct od_err err = OD_ERR_INIT;
	struct od_buf b = OD_BUF_INIT, out = OD_BUF_INIT;
	int fd = open(path, O_RDONLY);
	struct od_doc *d = od_doc_read(fd, path, &err), *again;
	struct od_annotation *a;
	struct od_annotated done;

	close(fd);
	if (!d)
		return; /* another kind of file under this name */
	slurp(path, &b);
	a = calloc(d->lines + 1, sizeof(*a));
	for (size_t i = 0; i < d->lines; i++)
		a[i] = (struct od_annotation){ i, 0, d->line[i].n, "all", NULL };
	done = annotate(&b, d, a, d->lines, &out);
	again = read_package(&out);
	assert_int_equal(again->lines, d->lines);
	for (size_t i = 0; i < d->lines; i++) {
		const struct od_line *l = &d->line[i];

		assert_string_equal(again->line[i].text, l->text);
		assert_int_equal(again->line[i].paragraph, l->paragraph);
		/* a run that the map does not find would put its comment on the whole paragraph */
		for (size_t k = 0; k < l->runs && l->place == OD_IN_BODY; k++)
			*marks += l->run[k].paragraph >= 0;
	}
	assert_int_equal(again->comments, d->comments + (int)done.comments);
	od_doc_free(again);
	od_doc_free(d);
	free(a);
	od_buf_free(&b);
	od_buf_free(&out);
}

/* What the map reads is what the reader reads. */
static void same_text(const char *path, size_t *bytes)
{
	struct od_err err = OD_ERR_INIT;
	struct od_buf b = OD_BUF_INIT;
	int fd = open(path, O_RDONLY);
	struct od_doc *d = od_doc_read(fd, path, &err);
	struct od_docx *x;
	struct od_docx_map m;
	size_t n;
	const char *s;

	close(fd);
	if (!d)
		return;
	slurp(path, &b);
	x = calloc(1, sizeof(*x));
	x->d = od_doc_new("", OD_DOC_DOCX, &err);
	x->src.package = od_package_open(b.s, b.n, &err);
	snprintf(x->styles_part, sizeof(x->styles_part), "word/styles.xml");
	assert_int_equal(od_docx_styles(x, &err), 0);
	s = od_package_part(x->src.package, "word/document.xml", &n, &err);
	if (s && od_docx_map(&m, x, s, n, &err) == 0) {
		for (size_t i = 0; i < d->lines; i++) {
			const struct od_line *l = &d->line[i];

			for (size_t k = 0; k < l->runs && l->place != OD_IN_HEADER &&
					   l->place != OD_IN_FOOTER && l->place != OD_IN_FOOTNOTE;
			     k++) {
				const struct od_run *r = &l->run[k];

				if (r->paragraph < 0)
					continue;
				*bytes += r->to - r->from;
				if (!od_docx_reads(&m, r->paragraph, r->at, l->text + r->from,
						   r->to - r->from))
					fail_msg("%s: line %zu: another text", path, i + 1);
			}
		}
		od_docx_map_free(&m);
	}
	od_docx_styles_free(x);
	od_docx_numbering_free(x);
	od_package_close(x->src.package);
	od_doc_free(x->d);
	free(x->face);
	free(x);
	od_doc_free(d);
	od_buf_free(&b);
}

static void test_corpus(void **state)
{
	static const char *const dirs[] = { SHARED "/docx", SHARED "/office", SHARED "/samples" };
	size_t files = 0, marks = 0, bytes = 0;

	(void)state;
	for (size_t i = 0; i < OD_COUNT(dirs); i++) {
		DIR *dir = opendir(dirs[i]);
		struct dirent *e;

		if (!dir)
			continue;
		while ((e = readdir(dir)) != NULL) {
			char path[1000];
			size_t n = strlen(e->d_name);

			if (n < 6 || strcmp(e->d_name + n - 5, ".docx") != 0)
				continue;
			snprintf(path, sizeof(path), "%s/%s", dirs[i], e->d_name);
			same_text(path, &bytes);
			mark_all(path, &marks);
			files++;
		}
		closedir(dir);
	}
	if (!files) {
		print_message("no documents in ../shared/corpus: skipped\n");
		skip();
	}
	print_message("%zu documents, %zu runs marked, %zu bytes of text found\n", files, marks,
		      bytes);
	assert_true(bytes > 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comment),       cmocka_unit_test(test_change),
		cmocka_unit_test(test_containers),    cmocka_unit_test(test_box),
		cmocka_unit_test(test_places),        cmocka_unit_test(test_parts),
		cmocka_unit_test(test_more_comments), cmocka_unit_test(test_lost_comments),
		cmocka_unit_test(test_refused),       cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
