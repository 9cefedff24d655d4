/* paper_docx_parts.c - the parts of a Word document beside its text: styles, settings, faces, footers, what it
 * says of itself.  No theme, no revision ids: nothing that would bring in a face of Word's own. */
#include "paper_docx.h"

/* --- styles ---------------------------------------------------------------------------------------------------- */

enum { BODY, HEAD, SUBHEAD, TITLE, NUMERALS };

static const char *face_of(const struct docx *x, int face)
{
	const char *const faces[] = { x->faces.body, x->faces.head, x->faces.subhead,
				      x->faces.title, x->faces.numerals };

	return faces[face];
}

/* One face for all: were .ascii another, digits and “ ” … — · would be set in it. */
static void put_face(const struct docx *x, struct od_buf *b, int face)
{
	static const char *const slots[] = { "ascii", "eastAsia", "hAnsi", "cs" };

	od_buf_puts(b, "<w:rFonts w:hint=\"eastAsia\"");
	for (size_t i = 0; i < OD_COUNT(slots); i++) {
		od_buf_printf(b, " w:%s=\"", slots[i]);
		od_docx_plain(b, face_of(x, face));
		od_buf_putc(b, '"');
	}
	od_buf_puts(b, "/>");
}

struct style {
	const char *id, *name;
	const char *alias; /* what an office calls a style of Word's own; NULL: the style is ours */
	const char *based, *next;
	const char *format; /* of paragraphs, in the order of the schema */
	int face, size;     /* half points */
	const char *colour;
	int spread; /* twips behind each character */
};

/* Twips behind each character of 16 points: 28 x 15.7 are 439.6 of the text's 442.2 points, and of the 440 that
 * LibreOffice makes of them. */
#define CLOSER       (-6)
#define MASTHEAD_TOP 1984 /* 35 mm */
#define RED          "FF0000"

/* clang-format off */
#define LEFT         "<w:jc w:val=\"left\"/>"
#define CENTRE       "<w:jc w:val=\"center\"/>"
#define RIGHT        "<w:jc w:val=\"right\"/>"
#define OUTLINE(n)   "<w:outlineLvl w:val=\"" n "\"/>"
#define EXACT(n)     "<w:spacing w:line=\"" n "\" w:lineRule=\"exact\"/>"
#define TWO_IN       "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
#define TAB(how, at) "<w:tabs><w:tab w:val=\"" how "\" w:pos=\"" at "\"/></w:tabs>"
#define RULE(side)   "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"6\" w:color=\"auto\"/>"
#define QUOTE(x)     #x
#define TWIPS(x)     QUOTE(x)
#define BEFORE       "w:beforeLines=\"200\" w:before=\"1158\""
#define AFTER        "w:afterLines=\"100\" w:after=\"579\""

/* Those of Word's own keep its names, so that its outline, its table of contents and its menus know them.  The red
 * rule stands 4 mm under its line (7.2.7) and is as wide as the text, because no indent is set. */
static const struct style styles[] = {
	{ "BodyText", "Body Text", "公文正文", "Normal", NULL, TWO_IN, BODY, 32 },
	{ "Heading1", "heading 1", "一级标题", "Normal", "BodyText",
	  "<w:keepNext/>" TWO_IN OUTLINE("0"), HEAD, 32 },
	{ "Heading2", "heading 2", "二级标题", "Normal", "BodyText",
	  "<w:keepNext/>" TWO_IN OUTLINE("1"), SUBHEAD, 32 },
	{ "Notice", "提示", NULL, "Normal", NULL, CENTRE, HEAD, 32, RED },
	{ "CopyNumber", "份号", NULL, "Normal", NULL, LEFT, BODY, 32 },
	{ "Secrecy", "密级和紧急程度", NULL, "Normal", NULL, LEFT, HEAD, 32 },
	{ "Serial", "期号", NULL, "Normal", NULL, CENTRE, BODY, 32 },
	{ "HeadLine", "报头行", NULL, "Normal", NULL,
	  "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"14\" w:space=\"8\" w:color=\"" RED "\"/></w:pBdr>"
	  TAB("right", "8524") "<w:spacing " AFTER "/><w:ind w:firstLineChars=\"100\" w:firstLine=\"320\"/>" LEFT,
	  BODY, 32 },
	{ "Source", "来源", NULL, "Normal", "BodyText", RIGHT, BODY, 32 },
	{ "Addressee", "主送机关", NULL, "Normal", "BodyText", LEFT, BODY, 32 },
	{ "EditorNote", "编者按", NULL, "Normal", "BodyText",
	  "<w:pBdr>" RULE("top") RULE("left") RULE("bottom") RULE("right") "</w:pBdr>"
	  "<w:spacing w:afterLines=\"50\" w:after=\"290\"/>"
	  "<w:ind w:left=\"160\" w:right=\"160\" w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:contextualSpacing/>",
	  SUBHEAD, 32 },
	{ "SignatureGap", "署名上空行", NULL, "Normal", NULL, "<w:keepNext/>" LEFT, BODY, 32 },
	{ "BetweenTables", "表间", NULL, "Normal", NULL, EXACT("240"), BODY, 24 },
	{ "RecordLine", "版记行", NULL, "Normal", NULL,
	  "<w:keepNext/>" TAB("right", "8564") EXACT(TWIPS(RECORD_LINE))
	  "<w:ind w:leftChars=\"100\" w:left=\"280\" w:rightChars=\"100\" w:right=\"280\"/>" LEFT, BODY, 28 },
	{ "RecordThree", "版记三栏行", NULL, "RecordLine", NULL, TAB("center", "4422"), BODY, 28 },
	{ "RecordRight", "版记行居右", NULL, "RecordLine", NULL, RIGHT, BODY, 28 },
	{ "RecordEnd", "版记末", NULL, "Normal", NULL, EXACT("10"), BODY, 2 },
	{ "Footer", "footer", "页脚", "Normal", NULL, EXACT("400"), NUMERALS, 28 },
	{ "PageOdd", "单页页码", NULL, "Footer", NULL,
	  "<w:ind w:rightChars=\"100\" w:right=\"280\"/>" RIGHT, NUMERALS, 28 },
	{ "PageEven", "双页页码", NULL, "Footer", NULL,
	  "<w:ind w:leftChars=\"100\" w:left=\"280\"/>" LEFT, NUMERALS, 28 },
};
/* clang-format on */

static void put_style(const struct docx *x, struct od_buf *b, const struct style *s)
{
	od_buf_printf(b, "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>",
		      s->alias ? "" : " w:customStyle=\"1\"", s->id, s->name);
	if (s->alias)
		od_buf_printf(b, "<w:aliases w:val=\"%s\"/>", s->alias);
	od_buf_printf(b, "<w:basedOn w:val=\"%s\"/>", s->based);
	if (s->next)
		od_buf_printf(b, "<w:next w:val=\"%s\"/>", s->next);
	od_buf_printf(b, "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>", s->format);
	put_face(x, b, s->face);
	if (s->colour)
		od_buf_printf(b, "<w:color w:val=\"%s\"/>", s->colour);
	od_buf_printf(b, "<w:spacing w:val=\"%d\"/>", s->size == 32 ? CLOSER : s->spread);
	od_buf_printf(b, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>", s->size,
		      s->size);
}

/* Red, as large as the width allows, its upper edge 35 mm below that of the text (7.2.4), an eighth of the size
 * being white above a character.  A short name is spread, and moved by what stands behind its last character. */
static void put_masthead(const struct docx *x, struct od_buf *b)
{
	const struct od_paper *p = x->paper;
	int cells = p->masthead ? od_width(p->masthead) : 0, spread = cells <= 10 ? 240 : 0;
	int above = (p->copy_no ? LINE_PITCH : 0) + (p->secrecy ? LINE_PITCH : 0) +
		    (p->urgency ? LINE_PITCH : 0) + (p->notice ? LINE_PITCH : 0);
	int before = MASTHEAD_TOP - above - x->masthead * 10 / 8;
	char format[300];
	struct style s = { "Masthead", "报头", NULL,        "Normal", NULL,
			   format,     TITLE,  x->masthead, RED,      spread };

	snprintf(format, sizeof(format),
		 "<w:spacing w:before=\"%d\" w:after=\"290\" w:line=\"%d\" w:lineRule=\"exact\"/>"
		 "<w:ind w:left=\"%d\"/><w:jc w:val=\"center\"/>",
		 before > 0 ? before : 0, x->masthead * 12, spread);
	put_style(x, b, &s);
}

static void put_title(const struct docx *x, struct od_buf *b)
{
	char format[300];
	struct style s = { "Title", "Title", "公文标题", "Normal", "BodyText", format, TITLE, 44 };

	snprintf(format, sizeof(format),
		 "<w:keepNext/><w:spacing " BEFORE " " AFTER " w:line=\"640\" "
		 "w:lineRule=\"exact\"/><w:ind w:left=\"%d\" w:right=\"%d\"/>" CENTRE,
		 x->title, x->title);
	put_style(x, b, &s);
}

/* Who signs stays with the text and the date with who signs. */
static void put_signature(const struct docx *x, struct od_buf *b)
{
	static const char *const id[] = { "Signature", "SignatureDate" }, *const name[] = {
		"署名", "成文日期"
	};
	const int right[] = { x->sign, x->sign_date };

	for (size_t i = 0; i < OD_COUNT(id); i++) {
		char format[160];
		struct style s = { id[i], name[i], NULL, "Normal", NULL, format, BODY, 32 };

		snprintf(format, sizeof(format), "%s<w:ind w:right=\"%d\"/><w:jc w:val=\"right\"/>",
			 i ? "" : "<w:keepNext/>", right[i]);
		put_style(x, b, &s);
	}
}

/* 报：, 送：, 发：: what goes on stands below what follows the colon. */
static void put_record(const struct docx *x, struct od_buf *b)
{
	char format[320];
	struct style s = { "Record", "版记", NULL, "Normal", NULL, format, BODY, 28, NULL };
	int n = x->label, twips = 280;

	snprintf(format, sizeof(format),
		 "<w:keepNext/><w:spacing w:line=\"%d\" w:lineRule=\"exact\"/>"
		 "<w:ind w:leftChars=\"%d\" w:left=\"%d\" w:rightChars=\"100\" "
		 "w:right=\"%d\" w:hangingChars=\"%d\" w:hanging=\"%d\"/><w:jc w:val=\"left\"/>",
		 x->record_pitch, 100 * (n + 1), twips * (n + 1), twips, 100 * n, twips * n);
	put_style(x, b, &s);
}

/* Those of paragraphs in tables, in one size. */
static void put_cell_styles(const struct docx *x, struct od_buf *b, const struct docx_size *size)
{
	static const struct style cell[] = {
		{ "TableText", "表格", NULL, "Normal", NULL, LEFT, BODY },
		{ "TableCentre", "表格居中", NULL, "Normal", NULL, CENTRE, BODY },
		{ "TableRight", "表格居右", NULL, "Normal", NULL, RIGHT, BODY },
		{ "TableHead", "表头", NULL, "Normal", NULL, CENTRE, HEAD },
	};

	for (size_t i = 0; i < OD_COUNT(cell); i++) {
		struct style s = cell[i];
		char id[32], name[64], format[160];

		snprintf(id, sizeof(id), "%s%s", s.id, size->id);
		snprintf(name, sizeof(name), "%s%s", s.name, size->name);
		snprintf(format, sizeof(format),
			 "%s<w:spacing w:line=\"%d\" w:lineRule=\"exact\"/>%s",
			 s.face == HEAD ? "<w:keepNext/>" : "", 17 * size->half, s.format);
		s.id = id;
		s.name = name;
		s.format = format;
		s.size = size->half;
		put_style(x, b, &s);
	}
}

static void put_table_styles(const struct docx *x, struct od_buf *b)
{
	for (size_t i = 0; i < OD_COUNT(od_docx_table_sizes); i++)
		if (x->tables & 1u << i)
			put_cell_styles(x, b, &od_docx_table_sizes[i]);
	od_buf_puts(b,
		    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
		    "<w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
		    "<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
		    "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
		    "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/>"
		    "</w:tblCellMar></w:tblPr></w:style>"
		    "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"OfficeTable\">"
		    "<w:name w:val=\"公文表格\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>"
		    "<w:tblBorders>");
	for (size_t i = 0; i < 6; i++) {
		static const char *const side[] = { "top",   "left",    "bottom",
						    "right", "insideH", "insideV" };

		od_buf_printf(b,
			      "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
			      side[i]);
	}
	/* rules of 版记: 0.35 mm above and below, 0.25 mm between (7.4.1) */
	od_buf_puts(
		b,
		"</w:tblBorders><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/>"
		"<w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"40\" w:type=\"dxa\"/>"
		"<w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
		"<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"RecordTable\">"
		"<w:name w:val=\"版记表\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>"
		"<w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>"
		"<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>"
		"<w:insideH w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>"
		"</w:tblBorders><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>"
		"<w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
}

/* Lines are broken as Chinese is (kinsoku), a mark may hang over, and no space of Word's own comes between Chinese
 * and figures, so that 28 characters stay 28.  They are set closer by the styles, not by the grid that the page
 * has all the same: LibreOffice gives a character that is wider than a cell two of them. */
void od_docx_write_styles(const struct docx *x, struct od_buf *b)
{
	od_buf_puts(b, XML "<w:styles " W_SPACE "><w:docDefaults><w:rPrDefault><w:rPr>");
	put_face(x, b, BODY);
	od_buf_printf(
		b,
		"<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" "
		"w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault>"
		"<w:pPr><w:widowControl w:val=\"0\"/><w:kinsoku/><w:wordWrap/><w:overflowPunct/>"
		"<w:topLinePunct w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/>"
		"<w:autoSpaceDN w:val=\"0\"/><w:adjustRightInd w:val=\"0\"/><w:snapToGrid w:val=\"0\"/>"
		"<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"exact\"/>"
		"<w:jc w:val=\"both\"/></w:pPr></w:pPrDefault></w:docDefaults>"
		"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
		"<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:autoSpaceDE w:val=\"0\"/>"
		"<w:autoSpaceDN w:val=\"0\"/></w:pPr><w:rPr>",
		LINE_PITCH);
	put_face(x, b, BODY);
	od_buf_printf(b,
		      "<w:spacing w:val=\"%d\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr>"
		      "</w:style>",
		      CLOSER);
	for (size_t i = 0; i < OD_COUNT(styles); i++)
		put_style(x, b, &styles[i]);
	put_masthead(x, b);
	put_title(x, b);
	put_signature(x, b);
	put_record(x, b);
	put_table_styles(x, b);
	od_buf_puts(b, "</w:styles>");
}

/* --- the package --------------------------------------------------------------------------------------------------- */

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PKG  "http://schemas.openxmlformats.org/package/2006/"

void od_docx_write_types(const struct docx *x, struct od_buf *b)
{
	static const char *const override[][2] = {
		{ "/word/document.xml", WORD "document.main+xml" },
		{ "/word/styles.xml", WORD "styles+xml" },
		{ "/word/settings.xml", WORD "settings+xml" },
		{ "/word/fontTable.xml", WORD "fontTable+xml" },
		{ "/word/footer1.xml", WORD "footer+xml" },
		{ "/word/footer2.xml", WORD "footer+xml" },
		{ "/docProps/core.xml",
		  "application/vnd.openxmlformats-package.core-properties+xml" },
		{ "/docProps/app.xml",
		  "application/vnd.openxmlformats-officedocument.extended-properties+xml" },
	};

	(void)x;
	od_buf_puts(b,
		    XML "<Types xmlns=\"" PKG "content-types\"><Default Extension=\"rels\" "
			"ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
			"<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
	for (size_t i = 0; i < OD_COUNT(override); i++)
		od_buf_printf(b, "<Override PartName=\"%s\" ContentType=\"%s\"/>", override[i][0],
			      override[i][1]);
	od_buf_puts(b, "</Types>");
}

static void put_relations(struct od_buf *b, const char *const rel[][2], size_t n)
{
	od_buf_puts(b, XML "<Relationships xmlns=\"" PKG "relationships\">");
	for (size_t i = 0; i < n; i++)
		od_buf_printf(b, "<Relationship Id=\"rId%zu\" Type=\"%s\" Target=\"%s\"/>", i + 1,
			      rel[i][0], rel[i][1]);
	od_buf_puts(b, "</Relationships>");
}

void od_docx_write_package(const struct docx *x, struct od_buf *b)
{
	static const char *const rel[][2] = {
		{ REL "officeDocument", "word/document.xml" },
		{ PKG "relationships/metadata/core-properties", "docProps/core.xml" },
		{ REL "extended-properties", "docProps/app.xml" },
	};

	(void)x;
	put_relations(b, rel, OD_COUNT(rel));
}

/* rId4 and rId5 are the footers: the section names them. */
void od_docx_write_relations(const struct docx *x, struct od_buf *b)
{
	static const char *const rel[][2] = {
		{ REL "styles", "styles.xml" },       { REL "settings", "settings.xml" },
		{ REL "fontTable", "fontTable.xml" }, { REL "footer", "footer1.xml" },
		{ REL "footer", "footer2.xml" },
	};

	(void)x;
	put_relations(b, rel, OD_COUNT(rel));
}

void od_docx_write_settings(const struct docx *x, struct od_buf *b)
{
	static const char mode[] = "http://schemas.microsoft.com/office/word";

	(void)x;
	od_buf_printf(b,
		      XML
		      "<w:settings " W_SPACE "><w:zoom w:percent=\"100\"/>"
		      "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
		      "<w:defaultTabStop w:val=\"640\"/><w:evenAndOddHeaders/>"
		      "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
		      "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
		      "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
		      "<w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"%s\" "
		      "w:val=\"15\"/></w:compat></w:settings>",
		      mode);
}

/* A face that is not there is looked for by its other name before Word takes what it likes. */
void od_docx_write_fonts(const struct docx *x, struct od_buf *b)
{
	static const char *const other[][2] = {
		{ "仿宋_GB2312", "仿宋" }, { "楷体_GB2312", "楷体" },
		{ "仿宋", "FangSong" },    { "楷体", "KaiTi" },
		{ "黑体", "SimHei" },      { "方正小标宋简体", "方正小标宋_GBK" },
		{ "宋体", "SimSun" },
	};

	od_buf_puts(b, XML "<w:fonts " W_SPACE ">");
	for (int i = BODY; i <= NUMERALS; i++) {
		const char *name = face_of(x, i);
		bool again = false;

		for (int k = BODY; k < i; k++)
			again |= !strcmp(face_of(x, k), name);
		if (again)
			continue;
		od_buf_puts(b, "<w:font w:name=\"");
		od_docx_plain(b, name);
		od_buf_puts(b, "\">");
		for (size_t k = 0; k < OD_COUNT(other); k++)
			if (!strcmp(other[k][0], name))
				od_buf_printf(b, "<w:altName w:val=\"%s\"/>", other[k][1]);
		od_buf_puts(b, "<w:charset w:val=\"86\"/><w:family w:val=\"auto\"/></w:font>");
	}
	od_buf_puts(b, "</w:fonts>");
}

/* --- footers: — 1 — ------------------------------------------------------------------------------------------------- */

static void put_footer(struct od_buf *b, const char *style)
{
	static const char run[] = "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>";

	od_buf_printf(b,
		      XML "<w:ftr " W_SPACE "><w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>"
			  "%s<w:t xml:space=\"preserve\">— </w:t></w:r>"
			  "%s<w:fldChar w:fldCharType=\"begin\"/></w:r>"
			  "%s<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
			  "%s<w:fldChar w:fldCharType=\"separate\"/></w:r>%s<w:t>%d</w:t></w:r>"
			  "%s<w:fldChar w:fldCharType=\"end\"/></w:r>"
			  "%s<w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
		      style, run, run, run, run, run, strcmp(style, "PageOdd") ? 2 : 1, run, run);
}

void od_docx_write_odd_footer(const struct docx *x, struct od_buf *b)
{
	(void)x;
	put_footer(b, "PageOdd");
}

void od_docx_write_even_footer(const struct docx *x, struct od_buf *b)
{
	(void)x;
	put_footer(b, "PageEven");
}

/* --- what it says of itself ---------------------------------------------------------------------------------------------- */

static void put_element(struct od_buf *b, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	od_buf_printf(b, "<%s>", name);
	od_docx_plain(b, text);
	od_buf_printf(b, "</%s>", name);
}

static void put_time(struct od_buf *b, const char *name, od_instant at)
{
	int64_t sec = at.sec, days;
	int year, month, day, s;

	if (!od_instant_is(at) || sec < 315532800 || sec > INT64_C(4354732800))
		sec = 315532800;
	days = sec / 86400;
	s = (int)(sec % 86400);
	od_date_split((od_date){ (int32_t)days }, &year, &month, &day);
	od_buf_printf(b,
		      "<dcterms:%s xsi:type=\"dcterms:W3CDTF\">%04d-%02d-%02dT%02d:%02d:%02dZ"
		      "</dcterms:%s>",
		      name, year, month, day, s / 3600, s / 60 % 60, s % 60, name);
}

void od_docx_write_core(const struct docx *x, struct od_buf *b)
{
	const struct od_paper *p = x->paper;

	od_buf_puts(b, XML "<cp:coreProperties xmlns:cp=\"" PKG "metadata/core-properties\" "
			   "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
			   "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
			   "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
	put_element(b, "dc:title", p->title ? p->title : p->masthead);
	put_element(b, "dc:creator", p->printed_by ? p->printed_by : p->office);
	put_time(b, "created", p->at);
	put_time(b, "modified", p->at);
	put_element(b, "dc:language", p->language);
	put_element(b, "dc:identifier", p->name);
	od_buf_puts(b, "</cp:coreProperties>");
}

void od_docx_write_app(const struct docx *x, struct od_buf *b)
{
	od_buf_puts(b,
		    XML "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
			"extended-properties\"><Application>officedb</Application>");
	put_element(b, "Company", x->paper->printed_by);
	od_buf_puts(b, "</Properties>");
}
