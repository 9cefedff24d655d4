/* checks_layout.c - faces, sizes and colours of a docx or odt against GB/T 9704-2012; places are in
 * checks_place.c, the page in checks_page.c. */
#include <stdarg.h>
#include <stdlib.h>

#include "layout.h"

#define RUNS_SEEN 100 /* of a line */
#define NOTES_MAX 30  /* lines below a table */

/* --- what a line looks like --------------------------------------------------------------------------------------- */

/* Bytes of Chinese characters of s; marks and figures are not counted. */
static size_t chinese(const char *s, size_t from, size_t to)
{
	size_t n = 0;

	for (; from < to; from++)
		n += (unsigned char)s[from] >= 0xe4 && (unsigned char)s[from] <= 0xe9;
	return n;
}

static bool same_face(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

void od_look_at(const struct od_line *l, size_t from, size_t to, struct od_look *out)
{
	size_t all = chinese(l->text, from, to), best = 0;
	size_t runs = l->runs < RUNS_SEEN ? l->runs : RUNS_SEEN;

	*out = (struct od_look){ .from = from, .to = to };
	for (size_t i = 0; i < runs; i++) {
		const struct od_run *r = &l->run[i];
		size_t n = 0;

		for (size_t k = 0; k < runs; k++) {
			const struct od_run *o = &l->run[k];
			size_t a = o->from > from ? o->from : from, b = o->to < to ? o->to : to;

			if (a < b && same_face(o->east, r->east) && o->size == r->size)
				n += chinese(l->text, a, b);
		}
		if (n <= best)
			continue;
		best = n;
		out->east = r->east;
		out->size = r->size;
		out->bold = r->bold;
		out->from = r->from > from ? r->from : from;
		out->to = r->to < to ? r->to : to;
	}
	if (best * 2 <= all || !all) {
		out->east = NULL;
		out->size = 0;
	}
}

size_t od_heading_end(const struct od_line *l)
{
	size_t number = 0, end, m;

	od_level_of(l->text, &number);
	for (end = number; end < l->n; end += m) {
		od_utf8_get(l->text + end, &m);
		if (od_starts(l->text + end, "。"))
			break;
	}
	if (end - number > 105 || od_holds_any(l->text + number, end - number, "，|；|："))
		return 0;
	return end;
}

bool od_is_face(const char *face, const char *words, size_t n)
{
	const char *end = words + n;

	while (words < end) {
		const char *sep = memchr(words, '|', (size_t)(end - words));
		size_t w = (size_t)((sep ? sep : end) - words);

		for (const char *s = face; w && strlen(s) >= w; s++)
			if (!strncasecmp(s, words, w))
				return true;
		words += w + 1;
	}
	return false;
}

bool od_is_official(const struct od_checking *c)
{
	if (c->genre >= OD_GENRE_RESOLUTION && c->genre <= OD_GENRE_OLD_MINUTES)
		return true;
	return c->genre != OD_GENRE_NONE &&
	       (c->doc->docno || od_line_of(c, OD_LINE_MARK, SIZE_MAX) != SIZE_MAX);
}

int od_not_official(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	return od_cannot(c, r,
			 _("by its title the document is of no kind that the standard of layout "
			   "is for; say its kind"),
			 err);
}

static bool begins_note(const char *s)
{
	size_t m = od_starts(s, "备注") || od_starts(s, "说明") ? 6 : od_char_in(s, "注");

	return m && od_char_in(s + m, "：:");
}

bool od_is_table_note(const struct od_checking *c, size_t i)
{
	bool first = false;

	if (c->doc->line[i].role != OD_LINE_BODY || c->doc->line[i].table)
		return false;
	for (size_t k = i + 1; k-- > 0 && i - k < NOTES_MAX;) {
		const struct od_line *l = &c->doc->line[k];

		if (!l->n)
			continue;
		if (l->table || l->role == OD_LINE_TABLE)
			return first;
		first = begins_note(l->text);
		if (!first && !od_char_in(l->text, "①②③④⑤⑥⑦⑧⑨⑩"))
			return false;
	}
	return false;
}

bool od_lays_out(const struct od_checking *c, size_t i)
{
	const struct od_line *l = &c->doc->line[i];

	/* a name or a date in a box is a seal's */
	if (l->place == OD_IN_TEXT_BOX && (l->role == OD_LINE_SIGNATURE || l->role == OD_LINE_DATE))
		return false;
	return l->n && od_sees(c, i) && (l->place == OD_IN_BODY || l->place == OD_IN_TEXT_BOX) &&
	       (!l->table || l->role != OD_LINE_BODY) && !od_is_table_note(c, i);
}

/* --- one finding of a kind --------------------------------------------------------------------------------------------- */

void od_tally_add(struct od_tally *t, size_t line, size_t from, size_t to, const char *fmt, ...)
{
	va_list ap;

	if (t->n++)
		return;
	t->line = line;
	t->from = from;
	t->to = to;
	va_start(ap, fmt);
	vsnprintf(t->what, sizeof(t->what), fmt, ap);
	va_end(ap);
	t->what[od_utf8_cut(t->what, strlen(t->what), sizeof(t->what))] = '\0';
}

int od_tally_tell(struct od_checking *c, const struct od_rule *r, const struct od_tally *t,
		  struct od_err *err)
{
	char what[220];

	if (!t->n)
		return 0;
	if (t->n == 1)
		return od_found(c, r, t->line, t->from, t->to, t->what, NULL, err);
	snprintf(what, sizeof(what), "%s（共%zu处）", t->what, t->n);
	return od_found(c, r, t->line, t->from, t->to, what, NULL, err);
}

/* --- faces and sizes ----------------------------------------------------------------------------------------------------- */

/* The stretch of a line that a rule on faces judges: a heading of its level, a sentence of the text, all of others. */
static bool stretch(const struct od_line *l, size_t *from, size_t *to)
{
	*from = 0;
	*to = od_chomp(l->text, l->n);
	if (l->role >= OD_LINE_LEVEL1 && l->role <= OD_LINE_LEVEL4) {
		*to = od_heading_end(l);
		return *to > 0;
	}
	/* lines of the text that are no sentences may be headings of some other kind */
	if (l->role == OD_LINE_BODY)
		return od_is_stopped(l->text, *to) && *to > 60;
	return true;
}

/* 16 points, as offices say it. */
static const char *size_word(int half, char buf[static 24])
{
	static const struct {
		int half;
		const char *word;
	} words[] = { { 84, "初号" }, { 72, "小初" }, { 52, "一号" }, { 48, "小一" },
		      { 44, "二号" }, { 36, "小二" }, { 32, "三号" }, { 30, "小三" },
		      { 28, "四号" }, { 24, "小四" }, { 21, "五号" }, { 18, "小五" } };

	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (words[i].half == half)
			return words[i].word;
	snprintf(buf, 24, half % 2 ? "%d.5磅" : "%d磅", half / 2);
	return buf;
}

/* faces=A|B: one of these; size=32: half points; with bold=no, not bold where it is one of the faces. */
static int face(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t faces_n = 0, n;
	const char *faces = od_param_text(r, "faces", &faces_n);
	int size = (int)od_param_int(r, "size", 0);
	bool light = od_param_text(r, "bold", &n) != NULL;
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		struct od_look look;
		size_t from, to;
		char word[24];

		if (!od_lays_out(c, i) || !stretch(l, &from, &to))
			continue;
		od_look_at(l, from, to, &look);
		if (size && look.size && look.size != size)
			od_tally_add(&t, i, look.from, look.to, "%s", size_word(look.size, word));
		/* 楷体_GB2312 of which only the end is left says nothing */
		if (!faces || !look.east || !strcmp(look.east, "GB2312"))
			continue;
		if (light ? look.bold && od_is_face(look.east, faces, faces_n)
			  : !od_is_face(look.east, faces, faces_n))
			od_tally_add(&t, i, look.from, look.to, "%s", look.east);
	}
	return od_tally_tell(c, r, &t, err);
}

/* 签发人：张三: the name behind the label. */
static int signer(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t faces_n = 0;
	const char *faces = od_param_text(r, "faces", &faces_n);
	struct od_tally t = { 0 };

	for (size_t i = 0; i < c->doc->lines && faces; i++) {
		const struct od_line *l = &c->doc->line[i];
		const char *at = od_find(l->text, l->n, "签发人", 9);
		struct od_look look;
		size_t from;

		if (!at || !od_lays_out(c, i) || !od_char_in(at + 9, "：:"))
			continue;
		from = (size_t)(at - l->text) + 9 + od_char_in(at + 9, "：:");
		od_look_at(l, from, l->n, &look);
		if (look.east && !od_is_face(look.east, faces, faces_n))
			od_tally_add(&t, i, look.from, look.to, "%s", look.east);
	}
	return od_tally_tell(c, r, &t, err);
}

/* --- colours -------------------------------------------------------------------------------------------------------------- */

static bool is_red(uint32_t rgb)
{
	return (rgb >> 16) > 0xa0 && (rgb >> 8 & 0xff) < 0x60 && (rgb & 0xff) < 0x60;
}
static bool is_black(uint32_t rgb)
{
	return (rgb >> 16) < 0x48 && (rgb >> 8 & 0xff) < 0x48 && (rgb & 0xff) < 0x48;
}

/* is=red or is=black: of Chinese characters; addresses may be blue. */
static int colour(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n;
	const char *is = od_param_text(r, "is", &n);
	bool red = is && n == 3;
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t last = SIZE_MAX;

		for (size_t k = 0; od_lays_out(c, i) && k < l->runs; k++) {
			const struct od_run *run = &l->run[k];

			if (!chinese(l->text, run->from, run->to) || last == i)
				continue;
			if (red ? is_red(run->colour) : is_black(run->colour))
				continue;
			od_tally_add(&t, i, run->from, run->to, "#%06X", run->colour);
			last = i;
		}
	}
	return od_tally_tell(c, r, &t, err);
}

/* Italics, underlines: what=italic|underline. */
static int decorated(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n;
	const char *what = od_param_text(r, "what", &n);
	bool italic = what && n == 6;
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		for (size_t k = 0; od_lays_out(c, i) && k < l->runs; k++) {
			const struct od_run *run = &l->run[k];

			if (!(italic ? run->italic : run->underline) ||
			    !chinese(l->text, run->from, run->to))
				continue;
			od_tally_add(&t, i, run->from, run->to, "%s", italic ? "斜体" : "下划线");
			break;
		}
	}
	return od_tally_tell(c, r, &t, err);
}

const struct od_named_check od_checks_layout[] = {
	{ "face", face, .layout = true, .params = "faces|size|bold" },
	{ "signer-face", signer, .layout = true, .params = "faces" },
	{ "colour", colour, .layout = true, .params = "is" },
	{ "decorated", decorated, .layout = true, .params = "what" },
	{ "indent", od_check_indent, .layout = true, .params = "chars" },
	{ "indent-spaces", od_check_spaces, .layout = true },
	{ "align", od_check_align, .layout = true, .params = "is" },
	{ "new-page", od_check_new_page, .layout = true },
	{ "date-right", od_check_date_right, .layout = true, .params = "far" },
	{ "pitch", od_check_pitch, .layout = true },
	{ "lines-a-page", od_check_lines, .layout = true, .params = "least|most" },
	{ "paper", od_check_paper, .layout = true },
	{ "margin", od_check_margin, .layout = true, .params = "side|mm|slack" },
	{ "text-area", od_check_area, .layout = true, .params = "width|height|slack" },
	{ "chars-a-line", od_check_grid_chars, .layout = true, .params = "least|most" },
	{ "page-numbers", od_check_page_numbers, .layout = true },
	{ "page-number-form", od_check_page_number_form, .layout = true, .params = "what|faces" },
	{ "page-number-sides", od_check_page_sides, .layout = true },
	{ "left-over", od_check_left_over, .layout = true, .params = "what" },
	{ NULL },
};
