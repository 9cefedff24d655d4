/* checks_form.c - number, header and record of issue.  Dates are in checks_dates.c. */
#include "facts.h"

/* --- what must stand beside what ------------------------------------------------------------- */

/* The first line of the main part in one of the roles (words divided by |), or SIZE_MAX. */
static size_t line_of(const struct od_checking *c, const char *list, size_t n)
{
	for (size_t at = 0; at < n;) {
		const char *sep = memchr(list + at, '|', n - at);
		size_t w = sep ? (size_t)(sep - list) - at : n - at;
		int role = od_role_named(list + at, w);
		size_t i = role < 0 ? SIZE_MAX : od_role_line(c, role, SIZE_MAX);

		if (i != SIZE_MAX)
			return i;
		at += w + 1;
	}
	return SIZE_MAX;
}

/* The year in a number's brackets, and where it stands; 0: none. */
static int docno_year(const struct od_line *l, size_t *from)
{
	size_t m;

	for (size_t at = 0; at < l->n; at += m) {
		od_utf8_get(l->text + at, &m);
		if (!od_char_in(l->text + at, "〔[（(［【﹝〖") || od_digits(l->text + at + m) != 4)
			continue;
		*from = at + m;
		return od_value_of(l->text + at + m, 4);
	}
	return 0;
}

/* Does a line above the text hold what would be a number but for its form: 示政发〔2026〕12? */
static bool numbered_above(const struct od_checking *c)
{
	size_t title = od_title_line(c, true), from;

	for (size_t i = 0; i < c->doc->lines && (title == SIZE_MAX ? i < 8 : i <= title); i++)
		if (c->doc->line[i].n <= 240 && docno_year(&c->doc->line[i], &from))
			return true;
	return false;
}

/* Does a line behind line i hold a whole date: an 印发 that lacks its word? */
static bool dated_below(const struct od_checking *c, size_t i)
{
	struct od_day_at d;

	for (i = od_next_line(c, i); i != SIZE_MAX; i = od_next_line(c, i)) {
		const struct od_line *l = &c->doc->line[i];
		size_t at = 0;

		while (l->n <= 150 && od_next_day(l->text, l->n, &at, &d))
			if (d.year && d.day)
				return true;
	}
	return false;
}

/* elements: with= one of these roles, but lacks= none of these, and unsaid= none of these
 * words in the main part (anywhere=yes: nor in its attachments); told at the line of mark=
 * (else of with=).  says=: words, one of which the document must hold to be looked at.
 * unnumbered=yes: nor a number above the text; undated=yes: nor a date below with=: another rule
 * says what is wrong with those. */
static int elements(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n, i = SIZE_MAX;
	int anywhere = od_param_text(r, "anywhere", &n) ? -1 : 0;
	const char *list = od_param_text(r, "with", &n);

	if (list && (i = line_of(c, list, n)) == SIZE_MAX)
		return 0;
	list = od_param_text(r, "lacks", &n);
	if (list && line_of(c, list, n) != SIZE_MAX)
		return 0;
	if (od_param_text(r, "unnumbered", &n) && numbered_above(c))
		return 0;
	if (od_param_text(r, "undated", &n) && i != SIZE_MAX && dated_below(c, i))
		return 0;
	list = od_param_text(r, "says", &n);
	if (list && !od_part_holds(c, 0, 0, list, n))
		return 0;
	list = od_param_text(r, "title", &n);
	if (list && (!c->doc->title || !od_holds_of(c->doc->title, strlen(c->doc->title), list, n)))
		return 0;
	list = od_param_text(r, "unsaid", &n);
	if (list && od_part_holds(c, anywhere, 0, list, n))
		return 0;
	list = od_param_text(r, "mark", &n);
	if (list)
		i = line_of(c, list, n);
	return i == SIZE_MAX ? 0 : od_found(c, r, i, 0, SIZE_MAX, NULL, NULL, err);
}

/* --- number ---------------------------------------------------------------------------------- */

/* A number of December may be on a letter of January. */
static int docno_date(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_DOCNO, SIZE_MAX), from = 0;
	int year, y, m, d;

	if (i == SIZE_MAX || !od_date_is(c->doc->date))
		return 0;
	year = docno_year(&c->doc->line[i], &from);
	od_date_split(c->doc->date, &y, &m, &d);
	if (!year || year == y || (m == 1 && year == y - 1))
		return 0;
	return od_found(c, r, i, from, from + 4, NULL, NULL, err);
}

/* Where the last character of n bytes begins. */
static size_t last_char(const char *s, size_t n)
{
	do
		n -= n > 0;
	while (n && ((unsigned char)s[n] & 0xc0) == 0x80);
	return n;
}

/* --- 主送, 抄送 ---------------------------------------------------------------------------------- */

static bool is_organ_name(const struct od_name *a)
{
	static const char *const ends[] = { "人民政府", "政府", "部门", "单位",      "局",
					    "委",       "办",   "厅",   "委员会",    "办公室",
					    "机构",     "企业", "院",   "部",        "办公厅",
					    "街道",     "公司", "学校", "街道办事处" };

	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_ends(a->s, a->n, ends[i]))
			return true;
	return false;
}

/* Of 各省、自治区、直辖市人民政府 the second. */
static bool is_region(const struct od_name *a)
{
	return a->n <= 12 && (od_ends(a->s, a->n, "区") || od_ends(a->s, a->n, "市") ||
			      od_ends(a->s, a->n, "县") || od_ends(a->s, a->n, "省"));
}

/* Names alone, at least two or one that begins with 各: an addressee that lost its colon. */
static bool looks_addressed(const struct od_line *l)
{
	struct od_name a;
	size_t at = 0, names = 0;
	bool each = od_starts(l->text, "各");

	if (l->n > 300 || od_holds_any(l->text, l->n, "的|和|《|了|为|在|第|将|要"))
		return false;
	while (od_next_name(l, &at, &a)) {
		names++;
		each = each || od_starts(a.s, "各");
		if (!is_organ_name(&a) && !is_region(&a) && !(od_starts(a.s, "各") && a.n <= 12))
			return false;
	}
	return names && each;
}

static int addressee_colon(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_ADDRESSEE, SIZE_MAX), title = od_title_line(c, true), n;
	const struct od_line *l;
	const char *fix = "：";
	size_t last;

	if (i != SIZE_MAX) {
		l = &c->doc->line[i];
		n = od_chomp(l->text, l->n);
		return od_ends(l->text, n, "：")
			       ? 0
			       : od_found(c, r, i, last_char(l->text, n), n, NULL,
					  od_ends(l->text, n, ":") ? fix : NULL, err);
	}
	for (i = title == SIZE_MAX ? SIZE_MAX : od_next_line(c, title);
	     i != SIZE_MAX && c->doc->line[i].role != OD_LINE_BODY; i = od_next_line(c, i))
		if (c->doc->line[i].role != OD_LINE_DOCNO && c->doc->line[i].role != OD_LINE_PASSED)
			return 0;
	if (i == SIZE_MAX || !od_is_main(c, i) || !looks_addressed(&c->doc->line[i]) ||
	    od_next_line(c, i) == SIZE_MAX || c->doc->line[od_next_line(c, i)].role != OD_LINE_BODY)
		return 0;
	l = &c->doc->line[i];
	n = od_chomp(l->text, l->n);
	last = last_char(l->text, n);
	return od_found(c, r, i, last, n, NULL, od_is_stopped(l->text, n) ? fix : NULL, err);
}

/* The line that ends a 抄送: itself, or what goes on below it. */
static int cc_end(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_role_line(c, OD_LINE_CC, SIZE_MAX), next, n, last;
	const struct od_line *l;
	char fix[16];

	if (i == SIZE_MAX)
		return 0;
	for (next = od_next_line(c, i); next != SIZE_MAX; next = od_next_line(c, next)) {
		int role = c->doc->line[next].role;

		if (role == OD_LINE_ISSUE || role == OD_LINE_CC || role == OD_LINE_KEYWORDS)
			break;
		/* names that go on */
		if (c->doc->line[next].n > 300 ||
		    od_holds_any(c->doc->line[next].text, c->doc->line[next].n, "的|年|附件"))
			break;
		i = next;
	}
	l = &c->doc->line[i];
	n = od_chomp(l->text, l->n);
	if (n < 9 || od_ends(l->text, n, "。"))
		return 0;
	last = last_char(l->text, n);
	if (od_char_in(l->text + last, "；，、：;,:."))
		return od_found(c, r, i, last, n, NULL, "。", err);
	snprintf(fix, sizeof(fix), "%.*s。", (int)(n - last), l->text + last);
	return od_found(c, r, i, last, n, NULL, fix, err);
}

/* Is this one of the names of a line of the role before byte end of line i? */
static bool named_before(const struct od_checking *c, int role, size_t i, const struct od_name *a)
{
	for (size_t j = od_role_line(c, role, SIZE_MAX); j != SIZE_MAX && j <= i;
	     j = od_role_line(c, role, j)) {
		struct od_name b;
		size_t at = 0;

		while (od_next_name(&c->doc->line[j], &at, &b)) {
			if (j == i && b.from >= a->from)
				break;
			if (od_same_name(a, &b))
				return true;
		}
	}
	return false;
}

static int cc_names(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	for (size_t i = od_role_line(c, OD_LINE_CC, SIZE_MAX); i != SIZE_MAX;
	     i = od_role_line(c, OD_LINE_CC, i)) {
		struct od_name a;
		size_t at = 0;

		while (od_next_name(&c->doc->line[i], &at, &a)) {
			if (a.n < 9 || (!named_before(c, OD_LINE_ADDRESSEE, SIZE_MAX - 1, &a) &&
					!named_before(c, OD_LINE_CC, i, &a)))
				continue;
			if (od_found(c, r, i, a.from, a.from + a.n, NULL, NULL, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* --- organs that must be one ----------------------------------------------------------------- */

/* 示例市人民政府文件, 示例市人民政府办公室: an organ's name is in the mark, not 会议纪要. */
static bool is_mark_name(const struct od_line *l)
{
	struct od_name a = { l->text, od_chomp(l->text, l->n), 0 };

	return od_ends(a.s, a.n, "文件") ||
	       (is_organ_name(&a) && !od_holds_any(a.s, a.n, " |　|\t"));
}

/* The one signature of the main part is another's than the title's organ or the mark. */
static int signature_name(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_SIGNATURE, SIZE_MAX), mark;
	const struct od_line *l;
	const char *about = c->doc->title ? strstr(c->doc->title, "关于") : NULL;
	struct od_name a;
	size_t n;

	if (i == SIZE_MAX || od_line_of(c, OD_LINE_SIGNATURE, i) != SIZE_MAX)
		return 0;
	l = &c->doc->line[i];
	a = (struct od_name){ l->text, od_chomp(l->text, l->n), 0 };
	if (!is_organ_name(&a) || od_holds_any(a.s, a.n, " |　|\t"))
		return 0;
	n = about ? (size_t)(about - c->doc->title) : 0;
	if (n && !od_holds_any(c->doc->title, n, "《|转发"))
		return od_same_organ(c->doc->title, n, a.s, a.n)
			       ? 0
			       : od_found(c, r, i, 0, a.n, NULL, NULL, err);
	mark = od_line_of(c, OD_LINE_MARK, SIZE_MAX);
	if (mark == SIZE_MAX || od_line_of(c, OD_LINE_MARK, mark) != SIZE_MAX ||
	    !is_mark_name(&c->doc->line[mark]))
		return 0;
	return od_same_organ(c->doc->line[mark].text, c->doc->line[mark].n, a.s, a.n)
		       ? 0
		       : od_found(c, r, i, 0, a.n, NULL, NULL, err);
}

/* --- order, secrecy -------------------------------------------------------------------------- */

static size_t role_anywhere(const struct od_checking *c, int role)
{
	if (role != OD_LINE_ATT_HEAD)
		return od_role_line(c, role, SIZE_MAX);
	for (size_t i = 0; i < c->doc->lines; i++)
		if (c->doc->line[i].role == role)
			return i;
	return SIZE_MAX;
}

/* order: roles= words divided by | in the order they must come; told at the one that comes too
 * early, with tell=late at the other. */
static int order(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n, at = 0, last = SIZE_MAX;
	bool late = od_param_text(r, "tell", &n);
	const char *list = od_param_text(r, "roles", &n);

	while (list && at < n) {
		const char *sep = memchr(list + at, '|', n - at);
		size_t w = sep ? (size_t)(sep - list) - at : n - at;
		int role = od_role_named(list + at, w);
		size_t i = role < 0 ? SIZE_MAX : role_anywhere(c, role);

		at += w + 1;
		if (i == SIZE_MAX)
			continue;
		if (last != SIZE_MAX && i < last)
			return od_found(c, r, late ? last : i, 0, SIZE_MAX, NULL, NULL, err);
		last = i;
	}
	return 0;
}

/* More years than the law allows: 绝密 30, 机密 20, 秘密 10. */
static int secrecy_term(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	static const struct {
		const char *word;
		int years;
	} most[] = { { "绝密", 30 }, { "机密", 20 }, { "秘密", 10 } };
	size_t i = od_line_of(c, OD_LINE_SECRECY, SIZE_MAX);
	const struct od_line *l = i == SIZE_MAX ? NULL : &c->doc->line[i];
	const char *year = l ? od_find(l->text, l->n, "年", 3) : NULL;
	size_t at = year ? (size_t)(year - l->text) : 0, from = at;

	if (!year)
		return 0;
	while (from && l->text[from - 1] >= '0' && l->text[from - 1] <= '9')
		from--;
	for (size_t k = 0; k < OD_COUNT(most); k++)
		if (od_find(l->text, l->n, most[k].word, 6))
			return od_value_of(l->text + from, at - from) > most[k].years
				       ? od_found(c, r, i, from, at + 3, NULL, NULL, err)
				       : 0;
	return 0;
}

/* secrecy-side: side=right (the standard of 1999) where the layout is known. */
static int secrecy_side(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_SECRECY, SIZE_MAX);

	if (i == SIZE_MAX || c->doc->line[i].align == OD_ALIGN_RIGHT ||
	    c->doc->line[i].left_indent > 4000)
		return 0;
	return od_found(c, r, i, 0, SIZE_MAX, NULL, NULL, err);
}

const struct od_named_check od_checks_form[] = {
	{ "elements", elements,
	  .params = "with|lacks|says|title|unsaid|anywhere|mark|unnumbered|undated" },
	{ "docno-date", docno_date },
	{ "date-form", od_check_date_form, .params = "role" },
	{ "date-whole", od_check_date_whole },
	{ "date-valid", od_check_date_valid },
	{ "weekday", od_check_weekday },
	{ "issue-after", od_check_issue_after },
	{ "issue-word", od_check_issue_word },
	{ "addressee-colon", addressee_colon },
	{ "cc-end", cc_end },
	{ "cc-names", cc_names },
	{ "signature-name", signature_name },
	{ "order", order, .params = "roles|tell" },
	{ "secrecy-term", secrecy_term },
	{ "secrecy-side", secrecy_side, .layout = true },
	{ NULL },
};
