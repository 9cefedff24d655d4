/* page.c - what the pages for the intranet share: escaping, the look, the head. */
#include "page.h"

/* Fonts are the reader's; the red masthead and rule are those of official papers.  On paper the office stands in the
 * head alone: at the foot it would often be all of a last page. */
static const char style[] =
	":root{--red:#c7000b;--ink:#1d1d1f;--soft:#6b6b70;--line:#e3e0da}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:#f3f1ec;color:var(--ink);"
	"font:16px/1.75 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif}\n"
	"main{max-width:860px;margin:24px auto;background:#fff;padding:44px 56px 36px;"
	"box-shadow:0 1px 4px rgba(0,0,0,.12)}\n"
	"header{text-align:center;border-bottom:3px solid var(--red);padding-bottom:14px}\n"
	"header p{margin:0}\n"
	".office{color:var(--red);font-size:20px;letter-spacing:.16em;text-indent:.16em}\n"
	"h1{margin:6px 0 10px;color:var(--red);font:700 38px/1.3 \"Noto Serif CJK SC\",\"Source Han Serif SC\","
	"\"STZhongsong\",SimSun,serif;letter-spacing:.2em;text-indent:.2em}\n"
	".sum{color:var(--soft);font-size:14px;margin:12px 0 0}\n"
	"nav{margin:14px 0 0;font-size:14px;display:flex;flex-wrap:wrap;gap:4px 18px;justify-content:center}\n"
	"nav a{color:var(--red);text-decoration:none}nav a:hover{text-decoration:underline}\n"
	"nav span{color:var(--soft)}\n"
	"h2{margin:34px 0 10px;padding-left:12px;border-left:5px solid var(--red);font-size:20px;line-height:1.4}\n"
	"h2 small{font-weight:400;color:var(--soft);font-size:14px;margin-left:6px}\n"
	"ol{margin:0;padding-left:2em}\n"
	"li{margin:0 0 14px}li::marker{color:var(--soft)}\n"
	"h3{margin:0;font-size:16px;font-weight:700;display:inline}\n"
	".src{color:var(--soft);font-size:13px;margin-left:.5em;white-space:nowrap}\n"
	"li p{margin:2px 0 0;text-align:justify;overflow-wrap:anywhere}\n"
	".mark{display:inline-block;border:1px solid var(--red);color:var(--red);font-size:12px;line-height:1.5;"
	"padding:0 5px;margin-right:6px;border-radius:2px}\n"
	"table{border-collapse:collapse;width:100%;font-size:15px}\n"
	"th,td{border:1px solid var(--line);padding:5px 10px;text-align:left;vertical-align:top}\n"
	"th{background:#faf8f4;font-weight:600;white-space:nowrap}\n"
	"td.n,th.n{text-align:right;width:5em}\n"
	".units{columns:2;column-gap:28px;margin:0;padding:0;list-style:none}\n"
	".units li{display:flex;justify-content:space-between;border-bottom:1px dotted var(--line);margin:0;"
	"break-inside:avoid}\n"
	"footer{margin-top:36px;border-top:1px solid var(--line);padding-top:10px;color:var(--soft);font-size:13px;"
	"text-align:right}\n"
	"@media (max-width:640px){main{margin:0;padding:24px 18px}.units{columns:1}h1{font-size:28px}}\n"
	"@page{size:A4;margin:22mm 20mm 20mm}\n"
	"@media print{body{background:#fff;font-size:11.5pt;line-height:1.6}main{max-width:none;margin:0;padding:0;"
	"box-shadow:none}nav,footer{display:none}h2{break-after:avoid}li{break-inside:avoid}"
	"thead{display:table-header-group}tr{break-inside:avoid}}\n";

/* XML may hold no noncharacter. */
void od_escape(struct od_buf *b, const char *s)
{
	for (; *s; s++) {
		size_t plain = strcspn(s, "&<>\"'\xef\xf0\xf1\xf2\xf3\xf4"), n;

		od_buf_add(b, s, plain);
		s += plain;
		if (!*s)
			return;
		if ((unsigned char)*s < 0x80) {
			od_buf_printf(b, "&#%d;", *s);
			continue;
		}
		od_utf8_get(s, &n);
		if (od_noncharacter(s, n) == n)
			od_buf_add(b, s, n);
		s += n - 1;
	}
}

void od_element(struct od_buf *b, const char *open, const char *text, const char *close)
{
	od_buf_puts(b, open);
	od_escape(b, text);
	od_buf_puts(b, close);
}

void od_page_begin(struct od_buf *b, const struct od_page *p)
{
	od_buf_printf(b,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
		      _("en"));
	od_element(b, "<title>", p->title, " ");
	od_escape(b, p->day);
	od_buf_puts(b, "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n");
	od_buf_puts(b, style);
	od_buf_puts(b, p->style);
	od_buf_puts(b, "</style>\n</head>\n<body>\n<main>\n");
	od_element(b, "<header>\n<p class=\"office\">", p->office, "</p>\n");
	od_element(b, "<h1>", p->title, "</h1>\n");
	od_element(b, "<p>", p->day, "</p>\n");
	od_element(b, "<p class=\"sum\">", p->sum, "</p>\n");
}

void od_page_end(struct od_buf *b, const char *office)
{
	od_element(b, "<footer>", office, "</footer>\n</main>\n</body>\n</html>\n");
}
