/* roles_line.c - what single lines say they are, by their looks and their next ones; nothing is changed here. */
#include "roles.h"

const struct od_word od_line_roles[] = {
	{ "body", N_("text"), "正文" },
	{ "header", N_("header"), "版头" },
	{ "copy-no", N_("copy number"), "份号" },
	{ "secrecy", N_("secrecy"), "密级" },
	{ "urgency", N_("urgency"), "紧急程度" },
	{ "mark", N_("issuer's mark"), "发文机关标志" },
	{ "docno", N_("document number"), "发文字号" },
	{ "signed-by", N_("signed by"), "签发人" },
	{ "title", N_("title"), "标题" },
	{ "passed", N_("adoption note"), "题注" },
	{ "addressee", N_("addressee"), "主送机关 主送" },
	{ "level1", N_("level 1"), "一级标题" },
	{ "level2", N_("level 2"), "二级标题" },
	{ "level3", N_("level 3"), "三级标题" },
	{ "level4", N_("level 4"), "四级标题" },
	{ "subhead", N_("heading"), "小标题" },
	{ "table", N_("table row"), "表格" },
	{ "att-note", N_("attachments named"), "附件说明" },
	{ "signature", N_("signature"), "署名" },
	{ "date", N_("date"), "成文日期" },
	{ "note", N_("note"), "附注" },
	{ "att-head", N_("attachment's head"), "附件序号" },
	{ "att-title", N_("attachment's title"), "附件标题" },
	{ "att-sub", N_("attachment's subtitle"), "附件副标题" },
	{ "att-body", N_("attachment's text"), "附件正文" },
	{ "cc", N_("copies to"), "抄送" },
	{ "issue", N_("issue"), "印发" },
	{ "keywords", N_("subject words"), "主题词" },
	{ "page-no", N_("page number"), "页码" },
	{ "blank", N_("blank"), "空行" },
	{ NULL },
};

/* Where tables are known, a TAB is no more than a TAB. */
bool od_role_table(const struct scan *s, const struct od_line *l)
{
	return l->table || (!s->d->known_layout && memchr(l->text, '\t', l->n));
}

/* --- the header, the record at the end ------------------------------------------------------------------ */

static bool is_secrecy(const struct od_line *l)
{
	const char *s = l->text;

	if (l->n > 60)
		return false;
	if (od_starts(s, "密级"))
		return true;
	return (od_starts(s, "绝密") || od_starts(s, "机密") || od_starts(s, "秘密")) &&
	       (l->n == 6 || od_char_in(s + 6, "★*☆") || od_starts(s + 6, "　"));
}

static bool is_urgency(const struct od_line *l)
{
	static const char *const words[] = {
		"特急", "加急", "特提", "平急", "急件", "紧急", "火急"
	};

	for (size_t i = 0; i < OD_COUNT(words); i++)
		if (!strcmp(l->text, words[i]))
			return true;
	return od_starts(l->text, "紧急程度") && l->n <= 60;
}

bool od_role_signed_by(const struct od_line *l)
{
	const char *s = memmem(l->text, l->n, "签发人", 9);
	size_t skip = s ? strspn(s + 9, " ") : 0;

	return s && l->n <= 240 && od_char_in(s + 9 + skip, "：:");
}

/* 抄送 and the like, wherever they stand. */
int od_role_record(const struct od_line *l)
{
	od_date d;
	size_t n = l->n;

	if (od_starts(l->text, "抄送") && od_char_in(l->text + 6, "：:"))
		return OD_LINE_CC;
	if (od_starts(l->text, "抄报") && od_char_in(l->text + 6, "：:"))
		return OD_LINE_CC;
	if (od_starts(l->text, "主题词") && od_char_in(l->text + 9, "：:"))
		return OD_LINE_KEYWORDS;
	if (od_ends(l->text, n, "印发") && n <= 150) {
		for (size_t i = 0; i < n; i++) {
			size_t m = od_char_in(l->text + i, " 　\t");
			char rest[160];

			if (i && !m)
				continue;
			i += i ? m : 0;
			snprintf(rest, sizeof(rest), "%.*s", (int)(n - 6 - i), l->text + i);
			if (od_is_date_line(rest, strlen(rest), &d))
				return OD_LINE_ISSUE;
			if (i)
				i--;
		}
	}
	return -1;
}

/* A number, its 号 forgotten perhaps. */
static bool is_number(const struct od_line *l)
{
	return od_is_docno(l->text, l->n) ||
	       (od_holds_any(l->text, l->n, "〔|[") && od_is_like_docno(l->text, l->n));
}

int od_role_head(const struct od_line *l)
{
	if (l->n == 6 && od_digits(l->text) == 6)
		return OD_LINE_COPY_NO;
	if (od_starts(l->text, "份号") && l->n <= 40)
		return OD_LINE_COPY_NO;
	if (is_secrecy(l))
		return OD_LINE_SECRECY;
	if (is_urgency(l))
		return OD_LINE_URGENCY;
	if (od_role_signed_by(l))
		return OD_LINE_SIGNED_BY;
	if (is_number(l))
		return OD_LINE_DOCNO;
	return -1;
}

/* --- the title ------------------------------------------------------------------------------------------ */

bool od_role_may_title(const struct scan *s, const struct od_line *l)
{
	size_t number;

	return l->n && chars(l) <= 120 && !od_ends(l->text, l->n, "。") &&
	       !od_ends(l->text, l->n, "：") && !od_ends(l->text, l->n, ":") &&
	       !od_ends(l->text, l->n, "；") && !od_role_table(s, l) &&
	       od_level_of(l->text, &number) == OD_LINE_BODY && !od_is_bracketed(l->text, l->n);
}

/* Can this line go on with a title? */
static bool may_go_on(const struct scan *s, const struct od_line *l)
{
	od_date d;

	return od_role_may_title(s, l) && chars(l) <= 40 && !od_is_docno(l->text, l->n) &&
	       !od_is_date_line(l->text, l->n, &d) && !od_is_att_head(l->text, l->n) &&
	       !od_is_subhead(l->text, l->n) && od_role_record(l) < 0;
}

/* How many of the lines from i on are one title: up to the line that ends it with a kind of document. */
size_t od_role_title_lines(const struct scan *s, size_t i)
{
	size_t n = 1, j = i;
	bool whole = od_genre_of(at(s, i)->text) != OD_GENRE_NONE;

	for (size_t k = 2; k <= 5; k++) {
		const struct od_line *l;
		int genre;

		j = next_text(s, j + 1);
		if (j >= s->d->lines || at(s, j)->line > at(s, i)->line + 6)
			break;
		l = at(s, j);
		if (!may_go_on(s, l))
			break;
		genre = od_genre_of(l->text);
		/* "... 的意见" is whole, but "的通知" may still follow; a heading does not */
		if (whole && (genre == OD_GENRE_NONE || chars(l) > 24 || chars(at(s, i)) > 40))
			break;
		if (genre == OD_GENRE_NONE)
			continue;
		n = j - i + 1;
		whole = true;
	}
	return n;
}

/* A line of a header that is an organ's mark: "... 文件", or an organ's name above the number. */
bool od_role_mark(const struct scan *s, size_t i)
{
	const struct od_line *l = at(s, i);
	size_t next = next_text(s, i + 1);

	if (chars(l) > 40 || od_is_stopped(l->text, l->n) || od_is_bracketed(l->text, l->n))
		return false;
	if (od_ends(l->text, l->n, "文件"))
		return true;
	return next < s->d->lines && od_genre_of(l->text) == OD_GENRE_NONE &&
	       is_number(at(s, next)) && !od_holds_any(l->text, l->n, "关于|的");
}

/* A title that somebody closed with a full stop: below a number or a mark, by its kind. */
bool od_role_stopped_title(const struct scan *s, const struct od_line *l)
{
	char text[256];

	if (!s->headed || l->n >= sizeof(text) || !od_ends(l->text, l->n, "。"))
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)l->n - 3, l->text);
	return !memmem(text, l->n - 3, "。", 3) && od_genre_of(text) != OD_GENRE_NONE;
}

/* --- signatures ----------------------------------------------------------------------------------------- */

/* May this line be a signature: an organ's name, a post and a name? */
static bool may_sign(const struct scan *s, const struct od_line *l)
{
	size_t number;

	if (!counts(l) || chars(l) > 50 || od_role_table(s, l) || od_is_stopped(l->text, l->n) ||
	    od_level_of(l->text, &number) != OD_LINE_BODY || od_digits(l->text) ||
	    od_is_att_head(l->text, l->n) || od_is_att_note(l->text, l->n) ||
	    od_is_subhead(l->text, l->n))
		return false;
	return !od_holds_any(l->text, l->n, "。|；|？|《|特此|此复|附件");
}

bool od_role_organ(const struct scan *s, const struct od_line *l)
{
	static const char *const ends[] = {
		"政府", "办公厅", "办公室", "委员会", "局",   "厅",   "部",   "委",   "院",
		"会",   "处",     "中心",   "公司",   "学校", "人大", "政协", "小组", "指挥部"
	};

	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_ends(l->text, l->n, ends[i]))
			return may_sign(s, l) && !od_holds_any(l->text, l->n, "，|、|的");
	return false;
}

/* Signatures from i on that a date follows: how many lines with the date, 0 if it is none. */
size_t od_role_signed_lines(const struct scan *s, size_t i)
{
	size_t j = i, names = 0;
	od_date d;

	for (; j < s->d->lines && names <= 12; j = next_text(s, j + 1)) {
		if (od_is_date_line(at(s, j)->text, at(s, j)->n, &d) ||
		    (names && od_is_part_of_date(at(s, j)->text, at(s, j)->n)))
			return names ? j - i + 1 : 0;
		if (!may_sign(s, at(s, j)))
			return 0;
		/* a long row of names, only if they look like organs */
		if (++names > 3 && !od_role_organ(s, at(s, j)))
			return 0;
	}
	return 0;
}

/* --- below the title ------------------------------------------------------------------------------------ */

/* An organ's name right below the title, whatever mark is behind it. */
bool od_role_bare_addressee(const struct od_line *l)
{
	static const char *const ends[] = { "人民政府", "政府", "委员会", "办公厅", "办公室", "厅",
					    "局",       "委",   "院",     "部",     "中心" };
	static const char *const marks[] = { "，", "。", "；", "、" };
	size_t n = l->n;

	for (size_t i = 0; i < OD_COUNT(marks); i++)
		if (od_ends(l->text, n, marks[i]))
			n -= strlen(marks[i]);
	if (chars(l) > 60 || od_holds_any(l->text, n, "。|；|：|《|关于|的|为|现|将|是"))
		return false;
	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_ends(l->text, n, ends[i]))
			return true;
	return false;
}

bool od_role_addressee(const struct od_line *l)
{
	size_t number;

	if (!od_ends(l->text, l->n, "：") && !od_ends(l->text, l->n, ":"))
		return false;
	if (chars(l) > 400 || od_level_of(l->text, &number) != OD_LINE_BODY)
		return false;
	return !od_holds_any(l->text, l->n, "。|；|如下|现将|根据|以下|下列|通知要求|附件|为了|？");
}

/* 此件公开发布, its brackets forgotten. */
bool od_role_bare_note(const struct od_line *l)
{
	return chars(l) <= 30 && (od_starts(l->text, "此件") || od_starts(l->text, "本文有删减"));
}

/* A line that only speaks to the checker is no line of the document. */
bool od_role_remark(const struct od_line *l)
{
	static const char *const fronts[] = { "<!-- doc-check:", "# doc-check:", "// doc-check:",
					      "〔doc-check:" };

	for (size_t i = 0; i < OD_COUNT(fronts); i++)
		if (od_starts(l->text, fronts[i]))
			return true;
	return false;
}
