/* paper_docx.c - paper as a Word document: what its styles depend on, its parts, and the zip they are packed in.
 * The same paper gives the same bytes everywhere: nothing is taken from the clock or the zone. */
#include <archive.h>
#include <archive_entry.h>

#include "annotate.h"
#include "paper.h"
#include "paper_docx.h"

const struct od_faces od_faces_default = { .body = "仿宋_GB2312",
					   .head = "黑体",
					   .subhead = "楷体_GB2312",
					   .title = "方正小标宋简体",
					   .numerals = "宋体" };

/* --- text ------------------------------------------------------------------------------------------------- */

enum { PLAIN, TAB, BREAK, GONE, BAD };

/* What becomes of the character at s; *n its bytes. */
static int fate(const char *s, size_t *n)
{
	uint32_t c = (unsigned char)*s;

	*n = 1;
	if (c >= 0x20 && c < 0x7F)
		return PLAIN;
	switch (c) {
	case '\t':
		return TAB;
	case '\r': /* an end of line that \n stands behind */
		return s[1] == '\n' ? GONE : BREAK;
	case '\n':
	case '\v':
	case '\f':
		return BREAK;
	default:
		break;
	}
	if (c < 0x80)
		return GONE;
	c = od_utf8_get(s, n);
	if (c == 0xFFFD && *n == 1)
		return BAD;
	if (c == 0x2028 || c == 0x2029)
		return BREAK;
	return c < 0xA0 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF ? GONE : PLAIN;
}

void od_docx_plain(struct od_buf *b, const char *s)
{
	const char *from = s;
	size_t n;

	for (; s && *s; s += n) {
		int f = fate(s, &n);

		if (f == PLAIN)
			continue;
		od_xml_escape(b, from, (size_t)(s - from));
		from = s + n;
		if (f == BAD)
			od_buf_puts(b, "\xEF\xBF\xBD");
		else if (f != GONE)
			od_buf_putc(b, ' ');
	}
	if (s)
		od_xml_escape(b, from, (size_t)(s - from));
}

static void piece(struct od_buf *b, const char *s, size_t n)
{
	if (!n)
		return;
	od_buf_puts(b, "<w:t xml:space=\"preserve\">");
	od_xml_escape(b, s, n);
	od_buf_puts(b, "</w:t>");
}

void od_docx_run_text(struct od_buf *b, const char *s)
{
	const char *from = s;
	size_t n;

	if (!s || !*s)
		return;
	/* the hint: “ ” … — · are Chinese marks, wherever a style's faces are exchanged by hand */
	od_buf_puts(b, "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>");
	for (; *s; s += n) {
		int f = fate(s, &n);

		if (f == PLAIN)
			continue;
		piece(b, from, (size_t)(s - from));
		from = s + n;
		if (f == BAD)
			piece(b, "\xEF\xBF\xBD", 3);
		else if (f != GONE)
			od_buf_puts(b, f == TAB ? "<w:tab/>" : "<w:br/>");
	}
	piece(b, from, (size_t)(s - from));
	od_buf_puts(b, "</w:r>");
}

/* --- what the styles depend on ------------------------------------------------------------------------------ */

/* 62 points, the 22 mm that a mark is high at most; less if that is wider than the text, a fortieth of which is left
 * for who measures otherwise; a very long one takes two lines. */
static int masthead_size(const char *s)
{
	int cells = s ? od_width(s) : 0, size = 124, room = TEXT_WIDTH / 5 * 39 / 40;

	if (cells > 0 && size * cells > room)
		size = room / cells;
	return size < 52 ? 52 : size;
}

static int label_length(const struct od_paper *p)
{
	int most = 0;

	for (size_t i = 0; i < p->sends; i++) {
		int n = p->send[i].label ? (od_width(p->send[i].label) + 1) / 2 : 0;

		most = n > most ? n : most;
	}
	return most > 8 ? 9 : most + 1;
}

static int lines_of(const char *text, int cells)
{
	return 1 + (text ? od_width(text) / cells : 0);
}

/* 版记 stands on one page, its recipients closer together if they are very many; one that is longer yet does not
 * float. */
static void fit_record(struct docx *x)
{
	const struct od_paper *p = x->paper;
	int cells = TEXT_WIDTH / 140 -
		    4; /* two are a character of 14 points; one at each side is left */
	int others = 3 + (p->footer ? lines_of(p->footer, cells) : 0), lines = 1;
	int room = PAGE_HEIGHT - PAGE_TOP - PAGE_BOTTOM - others * RECORD_LINE - 160;

	for (size_t i = 0; i < p->sends; i++)
		lines += lines_of(p->send[i].text, cells - 2 * x->label - 2);
	x->record_pitch = room / lines < RECORD_LINE ? room / lines : RECORD_LINE;
	x->record_floats = x->record_pitch >= LINE_LEAST;
	if (!x->record_floats)
		x->record_pitch = LINE_LEAST;
}

/* What is blank at each side of titles, so that one of several lines has lines of like length (7.3.1) and no character
 * stands alone on the last. */
static int title_indent(const struct od_paper *p)
{
	int room = TEXT_WIDTH / 440, most = 0; /* characters of 22 points */

	for (size_t i = 0; i < p->blocks; i++) {
		const char *s = p->block[i].text;
		int n = p->block[i].kind == OD_PAPER_TITLE && s ? (od_width(s) + 1) / 2 : 0;
		int lines = (n + room - 1) / room;

		if (lines > 1) /* one more than a line has: marks do not begin one */
			n = strchr(s, '\n') ? room : (n + lines - 1) / lines + 1;
		most = n > most ? n : most;
	}
	return most && most < room ? (TEXT_WIDTH - most * 440) / 2 : 0;
}

/* Of several that sign, as the last. */
static void fit_signature(struct docx *x)
{
	const struct od_paper *p = x->paper;

	x->sign = x->sign_date = 640;
	for (size_t i = 0; i < p->blocks; i++) {
		int cells = od_paper_signs(p, i) ? od_paper_sign_right(p, i) : 0;
		int twips = cells < 40 ? cells * 160 : 40 * 160;

		if (od_paper_signs(p, i) && od_paper_dates(p, i))
			x->sign_date = twips;
		else if (od_paper_signs(p, i))
			x->sign = twips;
	}
}

static int prepare(struct docx *x, const struct od_paper *p, const struct od_faces *faces,
		   struct od_err *err)
{
	const struct od_faces *d = &od_faces_default;

	x->paper = p;
	x->faces = faces ? *faces : *d;
	x->faces.body = x->faces.body ? x->faces.body : d->body;
	x->faces.head = x->faces.head ? x->faces.head : d->head;
	x->faces.subhead = x->faces.subhead ? x->faces.subhead : d->subhead;
	x->faces.title = x->faces.title ? x->faces.title : d->title;
	x->faces.numerals = x->faces.numerals ? x->faces.numerals : d->numerals;
	x->chinese = !p->language[0] || !strncmp(p->language, "zh", 2);
	for (size_t i = 0; i < p->blocks; i++) {
		const struct od_paper_block *t = &p->block[i];

		if (t->kind != OD_PAPER_TABLE)
			continue;
		if (t->columns > COLUMNS_MAX)
			return od_fail(err, OD_EDATA,
				       _("a table of %zu columns: Word opens none of more than %d"),
				       t->columns, COLUMNS_MAX);
		x->tables |= 1u << od_docx_table_size(t);
	}
	x->masthead = masthead_size(p->masthead);
	x->label = label_length(p);
	fit_record(x);
	x->title = title_indent(p);
	fit_signature(x);
	return 0;
}

/* --- the zip --------------------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	void (*write)(const struct docx *x, struct od_buf *b);
} parts[] = {
	{ "[Content_Types].xml", od_docx_write_types },
	{ "_rels/.rels", od_docx_write_package },
	{ "word/document.xml", od_docx_write_body },
	{ "word/_rels/document.xml.rels", od_docx_write_relations },
	{ "word/styles.xml", od_docx_write_styles },
	{ "word/settings.xml", od_docx_write_settings },
	{ "word/fontTable.xml", od_docx_write_fonts },
	{ "word/footer1.xml", od_docx_write_odd_footer },
	{ "word/footer2.xml", od_docx_write_even_footer },
	{ "docProps/core.xml", od_docx_write_core },
	{ "docProps/app.xml", od_docx_write_app },
};

static la_ssize_t take(struct archive *a, void *ctx, const void *s, size_t n)
{
	struct od_buf *b = ctx;

	(void)a;
	od_buf_add(b, s, n);
	return b->failed ? -1 : (la_ssize_t)n;
}

static bool add_part(struct archive *a, struct archive_entry *e, const char *name,
		     const struct od_buf *b)
{
	archive_entry_clear(e);
	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)b->n);
	return archive_write_header(a, e) == ARCHIVE_OK &&
	       archive_write_data(a, b->s, b->n) == (la_ssize_t)b->n;
}

static int pack(const struct docx *x, struct od_buf *out, struct od_err *err)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	struct od_buf b = OD_BUF_INIT;
	bool good = a && e && archive_write_set_format_zip(a) == ARCHIVE_OK &&
		    archive_write_zip_set_compression_deflate(a) == ARCHIVE_OK &&
		    archive_write_set_bytes_per_block(a, 0) == ARCHIVE_OK &&
		    archive_write_open(a, out, NULL, take, NULL) == ARCHIVE_OK;

	for (size_t i = 0; good && i < OD_COUNT(parts); i++) {
		od_buf_reset(&b);
		parts[i].write(x, &b);
		good = !b.failed && add_part(a, e, parts[i].name, &b);
	}
	good = good && archive_write_close(a) == ARCHIVE_OK;
	if (!good && (!a || !e || b.failed || out->failed))
		od_fail_nomem(err);
	else if (!good)
		od_fail(err, OD_EIO, _("the document cannot be packed: %s"),
			archive_error_string(a) ? archive_error_string(a) : "zip");
	od_buf_free(&b);
	archive_entry_free(e);
	if (a)
		archive_write_free(a);
	return good ? 0 : -1;
}

/* --- times in it ----------------------------------------------------------------------------------------------- */

/* As MS-DOS has them, which begin in 1980, by the office's clock. */
static uint32_t dos_time(od_instant at)
{
	int year, month, day;
	int64_t second;

	if (!od_instant_is(at) || at.sec < 315532800 || at.sec > INT64_C(4354732800))
		return 1 << 21 | 1 << 16; /* 1980-01-01 */
	od_date_split(od_instant_date(at), &year, &month, &day);
	second = (at.sec + OD_ZONE_SECONDS) % 86400;
	return (uint32_t)(year - 1980) << 25 | (uint32_t)month << 21 | (uint32_t)day << 16 |
	       (uint32_t)(second / 3600) << 11 | (uint32_t)(second / 60 % 60) << 5 |
	       (uint32_t)(second % 60 / 2);
}

static uint32_t get(const char *s, size_t n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | (unsigned char)s[n];
	return v;
}

static void put32(char *s, uint32_t v)
{
	for (size_t i = 0; i < 4; i++)
		s[i] = (char)(v >> 8 * i);
}

/* libarchive turns times by the zone of whoever runs it, so it is given none and they are put in here: offset 10
 * of each local header, 12 of each entry of the directory. */
static int set_times(struct od_buf *zip, size_t began, od_instant at, struct od_err *err)
{
	char *s = zip->s + began, *end = s + (zip->n - began) - 22, *entry;
	uint32_t stamp = dos_time(at);

	if (zip->n - began < 22 || memcmp(end, "PK\5\6", 4) || get(end + 16, 4) > zip->n - began)
		return od_fail(err, OD_EIO, _("the document cannot be packed: %s"), "zip");
	entry = s + get(end + 16, 4);
	while (end - entry >= 46 && !memcmp(entry, "PK\1\2", 4)) {
		uint32_t local = get(entry + 42, 4);

		put32(entry + 12, stamp);
		if (local < (size_t)(end - s))
			put32(s + local + 10, stamp);
		entry += 46 + get(entry + 28, 2) + get(entry + 30, 2) + get(entry + 32, 2);
	}
	return 0;
}

int od_paper_docx(const struct od_paper *p, const struct od_faces *faces, struct od_buf *out,
		  struct od_err *err)
{
	struct docx x = { NULL };
	size_t began = out->n;

	if (prepare(&x, p, faces, err) < 0 || pack(&x, out, err) < 0)
		return -1;
	return set_times(out, began, p->at, err);
}
