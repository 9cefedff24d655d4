/* paper_docx_body.c - the text of a Word document: the head over the red rule, blocks, tables, 版记 and the page.
 * Paragraphs carry the name of a style and no format of their own. */
#include "paper.h"
#include "paper_docx.h"

static void start(struct od_buf *b, const char *style)
{
	od_buf_printf(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
}

static void end(struct od_buf *b)
{
	od_buf_puts(b, "</w:p>");
}

static void paragraph(struct od_buf *b, const char *style, const char *text)
{
	start(b, style);
	od_docx_run_text(b, text);
	end(b);
}

static bool is(const char *s)
{
	return s && *s;
}

/* --- the head ---------------------------------------------------------------------------------------------------- */

/* 第341期（总第1234期） */
static void serial(const struct docx *x, struct od_buf *b)
{
	const struct od_paper *p = x->paper;

	if (!is(p->serial) && !is(p->total))
		return;
	start(b, "Serial");
	od_docx_run_text(b, p->serial);
	if (is(p->serial) && is(p->total)) {
		od_docx_run_text(b, x->chinese ? "（" : " (");
		od_docx_run_text(b, p->total);
		od_docx_run_text(b, x->chinese ? "）" : ")");
	} else {
		od_docx_run_text(b, p->total);
	}
	end(b);
}

/* Two texts, the second at the right. */
static void two_sides(struct od_buf *b, const char *style, const char *left, const char *right)
{
	start(b, style);
	od_docx_run_text(b, left);
	if (is(right)) {
		od_docx_run_text(b, "\t");
		od_docx_run_text(b, right);
	}
	end(b);
}

/* 份号, 密级, 紧急程度 at the left from above, as 7.2 has them. */
static void head(const struct docx *x, struct od_buf *b)
{
	const struct od_paper *p = x->paper;

	if (is(p->notice))
		paragraph(b, "Notice", p->notice);
	if (is(p->copy_no))
		paragraph(b, "CopyNumber", p->copy_no);
	if (is(p->secrecy))
		paragraph(b, "Secrecy", p->secrecy);
	if (is(p->urgency))
		paragraph(b, "Secrecy", p->urgency);
	if (is(p->masthead))
		paragraph(b, "Masthead", p->masthead);
	serial(x, b);
	if (is(p->masthead) || is(p->office) || is(p->date))
		two_sides(b, "HeadLine", p->office, p->date);
}

/* --- tables -------------------------------------------------------------------------------------------------------- */

static const char *cell_of(const struct od_paper_block *t, size_t row, size_t c)
{
	const char *s = t->cell[row * t->columns + c];

	return s ? s : "";
}

/* Cells of the longest line of a cell. */
static int longest(const char *s)
{
	int most = 0;

	while (*s) {
		size_t n = strcspn(s, "\n");
		char line[400];
		int w;

		snprintf(line, sizeof(line), "%.*s", n < 300 ? (int)n : 300, s);
		w = od_width(line);
		most = w > most ? w : most;
		s += n + (s[n] == '\n');
	}
	return most;
}

/* Cells of the longest line of each column, 2 at least. */
static void measure(const struct od_paper_block *t, int cells[static COLUMNS_MAX])
{
	for (size_t c = 0; c < t->columns; c++)
		cells[c] = 2;
	for (size_t row = 0; row < t->rows; row++)
		for (size_t c = 0; c < t->columns; c++) {
			int w = longest(cell_of(t, row, c));

			cells[c] = w > cells[c] ? w : cells[c];
		}
}

/* Twips: a cell is half a character, half / 4 points, and some Latin letters are wider; margins of 85, rules. */
static int wants(int cells, int half)
{
	return cells * half * 5 * 23 / 20 + 2 * 85 + 20;
}

const struct docx_size od_docx_table_sizes[3] = { { 24, "", "" },
						  { 21, "Small", "（五号）" },
						  { 18, "Tiny", "（小五）" } };

size_t od_docx_table_size(const struct od_paper_block *t)
{
	int cells[COLUMNS_MAX];
	size_t k;

	if (!t->cell || !t->rows)
		return 0;
	measure(t, cells);
	for (k = 0; k + 1 < OD_COUNT(od_docx_table_sizes); k++) {
		int64_t sum = 0;

		/* what is longer than seven characters may take several lines */
		for (size_t c = 0; c < t->columns; c++)
			sum += wants(cells[c] < 14 ? cells[c] : 14, od_docx_table_sizes[k].half);
		if (sum <= TEXT_WIDTH)
			break;
	}
	return k;
}

/* Columns that want no more than a fair share have what they want; what is left over is divided by what the
 * others want.  A table that wants less than the text's width is spread over it. */
static void share(const struct od_paper_block *t, int half, int width[static COLUMNS_MAX])
{
	int64_t wanted = 0, free = TEXT_WIDTH;
	size_t open = t->columns;
	bool fixed[COLUMNS_MAX] = { false }, again = true;
	int given = 0;

	measure(t, width);
	for (size_t c = 0; c < t->columns; c++) {
		width[c] = wants(width[c], half);
		wanted += width[c];
	}
	while (wanted > free && again) {
		again = false;
		for (size_t c = 0; c < t->columns; c++)
			if (!fixed[c] && open && width[c] <= free / (int64_t)open) {
				fixed[c] = again = true;
				wanted -= width[c];
				free -= width[c];
				open--;
			}
	}
	for (size_t c = 0; c < t->columns; c++) {
		if (!fixed[c] && wanted > 0)
			width[c] = (int)(width[c] * free / wanted);
		given += width[c];
	}
	width[t->columns - 1] += TEXT_WIDTH - given;
}

static const char *cell_style(const struct od_paper_block *t, size_t row, size_t c)
{
	char align = t->align && c < strlen(t->align) ? t->align[c] : 'l';

	if (row == 0)
		return "TableHead";
	return align == 'r' ? "TableRight" : align == 'c' ? "TableCentre" : "TableText";
}

static void table(struct od_buf *b, const struct od_paper_block *t)
{
	const struct docx_size *size = &od_docx_table_sizes[od_docx_table_size(t)];
	int width[COLUMNS_MAX];

	share(t, size->half, width);
	od_buf_printf(b,
		      "<w:tbl><w:tblPr><w:tblStyle w:val=\"OfficeTable\"/>"
		      "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
		      "<w:tblLook w:val=\"0620\" w:firstRow=\"1\" w:lastRow=\"0\" "
		      "w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>"
		      "</w:tblPr><w:tblGrid>",
		      TEXT_WIDTH);
	for (size_t c = 0; c < t->columns; c++)
		od_buf_printf(b, "<w:gridCol w:w=\"%d\"/>", width[c]);
	od_buf_puts(b, "</w:tblGrid>");
	for (size_t row = 0; row < t->rows; row++) {
		od_buf_puts(b, "<w:tr><w:trPr><w:cantSplit/>");
		od_buf_puts(b, row ? "</w:trPr>" : "<w:tblHeader/></w:trPr>");
		for (size_t c = 0; c < t->columns; c++) {
			char style[32];

			od_buf_printf(b,
				      "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>"
				      "<w:vAlign w:val=\"center\"/></w:tcPr>",
				      width[c]);
			snprintf(style, sizeof(style), "%s%s", cell_style(t, row, c), size->id);
			paragraph(b, style, cell_of(t, row, c));
			od_buf_puts(b, "</w:tc>");
		}
		od_buf_puts(b, "</w:tr>");
	}
	od_buf_puts(b, "</w:tbl>");
}

/* --- blocks ----------------------------------------------------------------------------------------------------------- */

static const char *const block_style[] = {
	[OD_PAPER_TITLE] = "Title",         [OD_PAPER_HEAD] = "Heading1",
	[OD_PAPER_SUBHEAD] = "Heading2",    [OD_PAPER_TEXT] = "BodyText",
	[OD_PAPER_SOURCE] = "Source",       [OD_PAPER_NOTE] = "EditorNote",
	[OD_PAPER_ADDRESSEE] = "Addressee",
};

static const char *style_of(const struct od_paper *p, size_t i)
{
	if (od_paper_signs(p, i))
		return od_paper_dates(p, i) ? "SignatureDate" : "Signature";
	return block_style[p->block[i].kind];
}

static void blocks(const struct docx *x, struct od_buf *b)
{
	bool after_table = false;

	for (size_t i = 0; i < x->paper->blocks; i++) {
		const struct od_paper_block *k = &x->paper->block[i];

		if (k->kind == OD_PAPER_TABLE) {
			if (!k->rows || !k->columns || !k->cell)
				continue;
			if (after_table) /* or Word makes one of the two */
				paragraph(b, "BetweenTables", NULL);
			table(b, k);
			after_table = true;
		} else if (k->kind >= 0 && (size_t)k->kind < OD_COUNT(block_style) && k->text) {
			if (od_paper_signs(x->paper, i) && od_paper_first(x->paper, i))
				paragraph(b, "SignatureGap", NULL);
			paragraph(b, style_of(x->paper, i), k->text);
			after_table = false;
		}
	}
	if (after_table)
		paragraph(b, "BetweenTables", NULL);
}

/* --- 版记 -------------------------------------------------------------------------------------------------------------- */

/* The table stands on the bottom of the text of the page where the last paragraph is.  It is placed from the edge of
 * the page, although that is where the margin is: LibreOffice lets a table as wide as the text stand among it
 * otherwise.  One that is longer than a page goes on where the text ends: what floats is not divided. */
static void record_start(const struct docx *x, struct od_buf *b)
{
	od_buf_puts(b, "<w:tbl><w:tblPr><w:tblStyle w:val=\"RecordTable\"/>");
	if (x->record_floats)
		od_buf_printf(b,
			      "<w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" "
			      "w:vertAnchor=\"margin\" w:horzAnchor=\"page\" w:tblpX=\"%d\" "
			      "w:tblpYSpec=\"bottom\"/><w:tblOverlap w:val=\"never\"/>",
			      PAGE_LEFT);
	od_buf_printf(b,
		      "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
		      "</w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/></w:tblGrid>",
		      TEXT_WIDTH, TEXT_WIDTH);
}

static void row_start(const struct docx *x, struct od_buf *b, bool *any)
{
	if (!*any)
		record_start(x, b);
	*any = true;
	od_buf_printf(b,
		      "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
		      "<w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>",
		      TEXT_WIDTH);
}

static void row_end(struct od_buf *b)
{
	od_buf_puts(b, "</w:tc></w:tr>");
}

/* 报：市委常委 */
static void sends(const struct docx *x, struct od_buf *b)
{
	for (size_t i = 0; i < x->paper->sends; i++) {
		const struct od_paper_send *s = &x->paper->send[i];

		start(b, "Record");
		if (is(s->label)) {
			int n = (od_width(s->label) + 1) / 2 + 1;

			od_docx_run_text(b, s->label);
			od_docx_run_text(b, x->chinese ? "：" : ":");
			if (n < x->label || !x->chinese)
				od_docx_run_text(b, "\t");
		}
		od_docx_run_text(b, s->text);
		end(b);
	}
}

/* 签发：…, 编辑：…, 电话：…: at the left, in the middle, at the right. */
static void people(struct od_buf *b, const struct od_paper *p)
{
	const char *const text[] = { p->signer, p->editor, p->phone };
	size_t n = 0, all = (size_t)is(p->signer) + is(p->editor) + is(p->phone);

	start(b, all == 3 ? "RecordThree" : "RecordLine");
	for (size_t i = 0; i < OD_COUNT(text); i++) {
		if (!is(text[i]))
			continue;
		if (n++)
			od_docx_run_text(b, "\t");
		od_docx_run_text(b, text[i]);
	}
	end(b);
}

static void record(const struct docx *x, struct od_buf *b)
{
	const struct od_paper *p = x->paper;
	bool any = false;

	if (p->sends) {
		row_start(x, b, &any);
		sends(x, b);
		row_end(b);
	}
	if (is(p->signer) || is(p->editor) || is(p->phone)) {
		row_start(x, b, &any);
		people(b, p);
		row_end(b);
	}
	if (is(p->footer)) {
		row_start(x, b, &any);
		paragraph(b, "RecordLine", p->footer);
		row_end(b);
	}
	if (is(p->printed_by) || is(p->printed_on)) {
		row_start(x, b, &any);
		two_sides(b, "RecordLine", p->printed_by, p->printed_on);
		row_end(b);
	}
	if (is(p->copies)) {
		row_start(x, b, &any);
		paragraph(b, "RecordRight", p->copies);
		row_end(b);
	}
	if (!any)
		return;
	od_buf_puts(b, "</w:tbl>");
	paragraph(b, "RecordEnd", NULL);
}

/* --- the page ------------------------------------------------------------------------------------------------------------ */

/* 28 characters are 156 mm: each stands 15.793 points from the next, 0.207 less than it is wide, of which charSpace
 * counts 4096 to the point. */
static void section(struct od_buf *b)
{
	od_buf_printf(
		b,
		"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
		"<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
		"<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" "
		"w:bottom=\"%d\" w:left=\"%d\" w:header=\"851\" w:footer=\"%d\" w:gutter=\"0\"/>"
		"<w:cols w:space=\"425\"/><w:docGrid w:type=\"linesAndChars\" "
		"w:linePitch=\"%d\" w:charSpace=\"-849\"/></w:sectPr>",
		PAGE_WIDTH, PAGE_HEIGHT, PAGE_TOP, PAGE_RIGHT, PAGE_BOTTOM, PAGE_LEFT, 1416,
		LINE_PITCH);
}

void od_docx_write_body(const struct docx *x, struct od_buf *b)
{
	size_t began;

	od_buf_puts(b, XML "<w:document " W_SPACE " " R_SPACE "><w:body>");
	began = b->n;
	head(x, b);
	blocks(x, b);
	record(x, b);
	if (b->n == began)
		paragraph(b, "BodyText", NULL); /* Word wants one */
	section(b);
	od_buf_puts(b, "</w:body></w:document>");
}
