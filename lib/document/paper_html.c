/* paper_html.c - paper as one page of HTML that needs no other file: on a screen it looks as it is printed, and it
 * prints on A4 with the margins of GB/T 9704-2012.  No script, nothing is fetched. */
#include <stdlib.h>

#include "paper.h"

/* Faces are the reader's: the ones that offices have, then those of free systems.  None is made bold or slanted by
 * reckoning (font-synthesis), which spoils 小标宋.  28 characters of 16 pt are 448 pt, the text is 156 mm = 442.2 pt wide:
 * hence the letter-spacing, after the last one too.  The upper edge of the masthead stands 35 mm below that of the text
 * (7.2.4), the red rule 4 mm below its line (7.2.7), of which half of what is white between lines is there already.
 * Where a browser prints all on one page, 版记 is at its foot. */
static const char style[] =
	":root{--red:#c7000b;--ink:#111;--thin:.25mm;--thick:.35mm;\n"
	"--song:FZXiaoBiaoSong-B05S,方正小标宋简体,方正小标宋_GBK,STZhongsong,华文中宋,\"Noto Serif CJK SC\","
	"\"Source Han Serif SC\",SimSun,serif;\n"
	"--fang:FangSong_GB2312,仿宋_GB2312,FangSong,仿宋,STFangsong,华文仿宋,FandolFang,\"Noto Serif CJK SC\","
	"\"Source Han Serif SC\",SimSun,serif;\n"
	"--kai:KaiTi_GB2312,楷体_GB2312,KaiTi,楷体,STKaiti,华文楷体,\"AR PL KaitiM GB\",FandolKai,\"Noto Serif CJK SC\","
	"serif;\n"
	"--hei:SimHei,黑体,STHeiti,\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\","
	"sans-serif}\n"
	"*{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%}\n"
	"body{margin:0;background:#e9e7e2;color:var(--ink)}\n"
	".paper{position:relative;max-width:210mm;min-height:297mm;margin:24px auto;padding:37mm 26mm 35mm 28mm;"
	"background:#fff;box-shadow:0 1px 5px rgba(0,0,0,.2);font:16pt/28.95pt var(--fang);letter-spacing:-.22pt;"
	"font-synthesis:none;overflow-wrap:anywhere;line-break:strict;text-align:justify}\n"
	".paper p,.paper h1,.paper h2,.paper h3,.paper h4{margin:0;font-size:16pt;font-weight:400}\n"
	".paper p{text-indent:2em}\n"
	".paper header p{text-indent:0}\n"
	".marks{font-family:var(--hei)}.marks .no{font-family:SimSun,var(--song)}.marks.over{height:0}\n"
	".paper h1.mast{font:700 54pt/1.25 var(--song);color:var(--red);text-align:center;letter-spacing:.1em;"
	"text-indent:.1em;margin:calc(35mm - .15em) 0 10pt;text-align-last:center}\n"
	".paper h1.m2{font-size:42pt}.paper h1.m3{font-size:30pt;letter-spacing:0;text-indent:0}\n"
	".serial{text-align:center}\n"
	".paper p.line{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em;padding:0 1em 1.7mm;"
	"margin:8pt 0 28.95pt;border-bottom:.6mm solid var(--red)}\n"
	".paper .title{font:700 22pt/32pt var(--song);text-align:center;text-wrap:balance;margin:20pt 0 24pt}\n"
	".paper .head{font-family:var(--hei);text-indent:2em;margin-top:10pt}\n"
	".paper .sub{font-family:var(--kai);text-indent:2em}\n"
	".paper p.source{text-align:right;text-indent:0}\n"
	".paper p.addressee{text-indent:0}\n"
	".paper p.sign{padding-right:2em}.paper p.first{padding-top:1.5em}\n"
	".paper p.end{display:flow-root}.paper .end .source{float:right;text-indent:0;padding-left:.5em}\n"
	".note{font-family:var(--kai);border:var(--thin) solid #555;padding:4pt 8pt;margin:10pt 0 14pt}\n"
	".wide{overflow-x:auto;margin:8pt 0}\n"
	".paper table{border-collapse:collapse;width:100%;font-size:12pt;line-height:1.4;letter-spacing:0;"
	"text-align:left}\n"
	".paper th,.paper td{border:var(--thin) solid #444;padding:2pt 5pt;vertical-align:top}\n"
	".paper th{font-family:var(--hei);font-weight:400;text-align:center}\n"
	".paper .r{text-align:right;font-variant-numeric:tabular-nums}.paper .c{text-align:center}\n"
	".back{margin-top:28pt;border:solid var(--ink);border-width:var(--thick) 0;font-size:14pt;line-height:1.6;"
	"letter-spacing:0}\n"
	".paper .back p{font-size:14pt;text-indent:0;padding:0 14pt}\n"
	".back>*+*{border-top:var(--thin) solid var(--ink)}\n"
	".back .sends,.back .staff{padding:2pt 0}\n"
	".paper .back .sends p{padding-left:42pt;text-indent:-28pt}\n"
	".back .staff p,.back .by{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em}\n"
	".back .copies{text-align:right}\n"
	".paper .notice{position:fixed;inset:0;display:grid;place-items:center;z-index:9;pointer-events:none;"
	"font:700 96pt/1 var(--hei);letter-spacing:.1em;text-indent:0;color:rgba(199,0,11,.22);"
	"transform:rotate(-28deg)}\n"
	"@media screen and (max-width:820px){.paper{margin:0;padding:28px 20px;min-height:0;box-shadow:none;"
	"font-size:18px;line-height:1.8}.paper p,.paper h2,.paper h3,.paper h4{font-size:18px}"
	".paper .marks.over{height:auto}.paper h1.mast{font-size:min(11.5vw,54pt);margin:6pt 0 10pt}"
	".paper p.line{margin:8pt 0 14pt;padding:0 .5em 1mm}"
	".paper h1.m2{font-size:min(8.5vw,42pt)}.paper h1.m3{font-size:min(6.5vw,30pt)}"
	".paper .title{font-size:24px;line-height:1.5}.paper .notice{font-size:20vw}}\n"
	"@page{size:A4;margin:37mm 26mm 35mm 28mm}\n"
	"@page:right{@bottom-right{content:\"— \" counter(page) \" —\";font:14pt SimSun,\"Noto Serif CJK SC\",serif;"
	"margin-right:14pt;vertical-align:top;padding-top:7mm}}\n"
	"@page:left{@bottom-left{content:\"— \" counter(page) \" —\";font:14pt SimSun,\"Noto Serif CJK SC\",serif;"
	"margin-left:14pt;vertical-align:top;padding-top:7mm}}\n"
	"@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{background:#fff}"
	".paper{max-width:none;min-height:0;margin:0;padding:0;box-shadow:none}"
	".wide{overflow:visible}.paper .head{margin-top:0}h1,h2,h3,h4{break-after:avoid;break-inside:avoid}p{orphans:2;widows:2}"
	"p.source{break-before:avoid}thead{display:table-header-group}tr,.back,.note{break-inside:avoid}"
	"body>.paper:only-child{display:flex;flex-direction:column;justify-content:space-between;min-height:224mm}}\n";

static void element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	if (!text)
		return;
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

/* --- front ------------------------------------------------------------------------------------- */

static void begin(struct od_buf *b, const struct od_paper *p, const struct od_page_frame *frame)
{
	element(b, "<!DOCTYPE html>\n<html lang=\"", p->language,
		"\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
	element(b, "<title>", p->title ? p->title : p->masthead ? p->masthead : "", "</title>\n");
	/* Else a browser asks for /favicon.ico. */
	od_buf_puts(b, "<link rel=\"icon\" href=\"data:,\">\n<style>\n");
	od_buf_puts(b, style);
	od_buf_puts(b, "</style>\n");
	od_buf_puts(b, frame ? frame->head : NULL);
	od_buf_puts(b, "</head>\n<body>\n");
	od_buf_puts(b, frame ? frame->before : NULL);
	od_buf_puts(b, "<main class=\"paper\">\n");
}

static void marks(struct od_buf *b, const struct od_paper *p)
{
	if (!p->copy_no && !p->secrecy && !p->urgency)
		return;
	od_buf_puts(b, p->masthead ? "<div class=\"marks over\">\n" : "<div class=\"marks\">\n");
	element(b, "<p class=\"no\">", p->copy_no, "</p>\n");
	element(b, "<p>", p->secrecy, "</p>\n");
	element(b, "<p>", p->urgency, "</p>\n");
	od_buf_puts(b, "</div>\n");
}

/* A long name is set smaller, so that it stays on one line. */
static void masthead(struct od_buf *b, const char *s)
{
	size_t n = od_utf8_len(s);

	element(b,
		n <= 6   ? "<h1 class=\"mast\">"
		: n <= 9 ? "<h1 class=\"mast m2\">"
			 : "<h1 class=\"mast m3\">",
		s, "</h1>\n");
}

static void serial(struct od_buf *b, const struct od_paper *p)
{
	OD_CLEANUP(od_buf_freep) struct od_buf total = OD_BUF_INIT;

	if (!p->serial && !p->total)
		return;
	if (p->total)
		od_buf_printf(&total, p->serial ? _(" (%s)") : "%s", p->total);
	b->failed |= total.failed;
	element(b, "<p class=\"serial\">", p->serial ? p->serial : "", "");
	element(b, "", total.s, "");
	od_buf_puts(b, "</p>\n");
}

static void front(struct od_buf *b, const struct od_paper *p)
{
	element(b, "<p class=\"notice\" role=\"note\">", p->notice, "</p>\n");
	if (!p->masthead && !p->office && !p->date && !p->serial && !p->copy_no && !p->secrecy &&
	    !p->urgency)
		return;
	od_buf_puts(b, "<header>\n");
	marks(b, p);
	if (p->masthead)
		masthead(b, p->masthead);
	serial(b, p);
	if (p->masthead || p->office || p->date) {
		element(b, "<p class=\"line\"><span>", p->office ? p->office : "", "</span>");
		element(b, "<span>", p->date ? p->date : "", "</span></p>\n");
	}
	od_buf_puts(b, "</header>\n");
}

/* --- blocks ---------------------------------------------------------------------------------------- */

/* Of headings: h1 is the masthead, or a title without one; below articles columns go down a step. */
struct levels {
	int title, head, sub;
};

static struct levels levels_of(const struct od_paper *p)
{
	int at = p->masthead ? 2 : 1;
	bool titles = false;

	for (size_t i = 0; i < p->blocks; i++)
		titles |= p->block[i].kind == OD_PAPER_TITLE;
	return (struct levels){ at, at + titles, at + titles + 1 };
}

static void heading(struct od_buf *b, const struct od_paper_block *k, int level, const char *class)
{
	od_buf_printf(b, "<h%d class=\"%s\"", level, class);
	element(b, " id=\"item-", k->anchor, "\"");
	element(b, ">", k->text, "");
	od_buf_printf(b, "</h%d>\n", level);
}

static void paragraph(struct od_buf *b, const struct od_paper_block *k, const char *class)
{
	od_buf_puts(b, "<p");
	od_buf_puts(b, class);
	element(b, " id=\"item-", k->anchor, "\"");
	element(b, ">", k->text, "</p>\n");
}

/* The source stands on the last line if there is room, else below it at the right. */
static void paragraph_with_source(struct od_buf *b, const struct od_paper_block *k,
				  const struct od_paper_block *source)
{
	od_buf_puts(b, "<p class=\"end\"");
	element(b, " id=\"item-", k->anchor, "\"");
	element(b, ">", k->text, "");
	element(b, "<span class=\"source\">", source->text, "</span></p>\n");
}

static void source(struct od_buf *b, const struct od_paper *p, size_t i)
{
	int right = od_paper_sign_right(p, i);
	char class[80];

	if (od_paper_goes_on(p, i))
		return;
	if (!od_paper_signs(p, i)) {
		paragraph(b, &p->block[i], " class=\"source\"");
		return;
	}
	snprintf(class, sizeof(class), " class=\"source sign%s\"",
		 od_paper_first(p, i) ? " first" : "");
	if (right != 4) /* else as the style has it */
		snprintf(class + strlen(class), sizeof(class) - strlen(class),
			 " style=\"padding-right:%d.%dem\"", right / 2, right % 2 * 5);
	paragraph(b, &p->block[i], class);
}

static void cells(struct od_buf *b, const struct od_paper_block *t, size_t row)
{
	od_buf_puts(b, "<tr>");
	for (size_t c = 0; c < t->columns; c++) {
		const char *open = !row ? "<th scope=\"col\">" : "<td>";

		if (row && t->align[c] == 'r')
			open = "<td class=\"r\">";
		else if (row && t->align[c] == 'c')
			open = "<td class=\"c\">";
		element(b, open, t->cell[row * t->columns + c], row ? "</td>" : "</th>");
	}
	od_buf_puts(b, "</tr>\n");
}

static void table(struct od_buf *b, const struct od_paper_block *t)
{
	od_buf_puts(b, "<div class=\"wide\"><table>\n");
	for (size_t r = 0; r < t->rows; r++) {
		if (r < 2)
			od_buf_puts(b, r ? "<tbody>\n" : "<thead>\n");
		cells(b, t, r);
		if (r == 0)
			od_buf_puts(b, "</thead>\n");
	}
	od_buf_puts(b, t->rows > 1 ? "</tbody>\n</table></div>\n" : "</table></div>\n");
}

static void block(struct od_buf *b, const struct od_paper *p, size_t i, const struct levels *at)
{
	const struct od_paper_block *k = &p->block[i];

	switch (k->kind) {
	case OD_PAPER_TITLE:
		heading(b, k, at->title, "title");
		break;
	case OD_PAPER_HEAD:
		heading(b, k, at->head, "head");
		break;
	case OD_PAPER_SUBHEAD:
		heading(b, k, at->sub, "sub");
		break;
	case OD_PAPER_SOURCE:
		source(b, p, i);
		break;
	case OD_PAPER_NOTE:
		od_buf_puts(b, od_paper_first(p, i) ? "<aside class=\"note\">\n" : NULL);
		paragraph(b, k, "");
		od_buf_puts(b, od_paper_last(p, i) ? "</aside>\n" : NULL);
		break;
	case OD_PAPER_TABLE:
		table(b, k);
		break;
	case OD_PAPER_ADDRESSEE:
		paragraph(b, k, " class=\"addressee\"");
		break;
	default:
		if (od_paper_goes_on(p, i + 1))
			paragraph_with_source(b, k, k + 1);
		else
			paragraph(b, k, "");
		break;
	}
}

/* --- back ------------------------------------------------------------------------------------------- */

static void sends(struct od_buf *b, const struct od_paper *p)
{
	if (!p->sends)
		return;
	od_buf_puts(b, "<div class=\"sends\">\n");
	for (size_t i = 0; i < p->sends; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		/* Translators: a label and what follows it. */
		od_buf_printf(&line, _("%1$s: %2$s"), p->send[i].label, p->send[i].text);
		b->failed |= line.failed;
		element(b, "<p>", line.s, "</p>\n");
	}
	od_buf_puts(b, "</div>\n");
}

static void staff(struct od_buf *b, const struct od_paper *p)
{
	if (!p->signer && !p->editor && !p->phone && !p->footer)
		return;
	od_buf_puts(b, "<div class=\"staff\">\n");
	if (p->signer || p->editor || p->phone) {
		od_buf_puts(b, "<p>");
		element(b, "<span>", p->signer, "</span>");
		element(b, "<span>", p->editor, "</span>");
		element(b, "<span>", p->phone, "</span>");
		od_buf_puts(b, "</p>\n");
	}
	element(b, "<p>", p->footer, "</p>\n");
	od_buf_puts(b, "</div>\n");
}

static void back(struct od_buf *b, const struct od_paper *p)
{
	if (!od_paper_has_back(p))
		return;
	od_buf_puts(b, "<footer>\n<div class=\"back\">\n");
	sends(b, p);
	staff(b, p);
	if (p->printed_by || p->printed_on) {
		element(b, "<p class=\"by\"><span>", p->printed_by ? p->printed_by : "", "</span>");
		element(b, "<span>", p->printed_on ? p->printed_on : "", "</span></p>\n");
	}
	element(b, "<p class=\"copies\">", p->copies, "</p>\n");
	od_buf_puts(b, "</div>\n</footer>\n");
}

int od_paper_html(const struct od_paper *p, const struct od_page_frame *frame, struct od_buf *out,
		  struct od_err *err)
{
	struct levels at = levels_of(p);

	begin(out, p, frame);
	od_buf_puts(out, "<div>\n");
	front(out, p);
	for (size_t i = 0; i < p->blocks; i++)
		block(out, p, i, &at);
	od_buf_puts(out, "</div>\n");
	back(out, p);
	od_buf_puts(out, "</main>\n");
	od_buf_puts(out, frame ? frame->after : NULL);
	od_buf_puts(out, "</body>\n</html>\n");
	return out->failed ? od_fail_nomem(err) : 0;
}
