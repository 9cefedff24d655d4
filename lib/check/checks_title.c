/* checks_title.c - the title: its kind, its words, its end, and whether the text calls
 * itself the same. */
#include "facts.h"

/* --- the words of a title -------------------------------------------------------------------- */

/* Bytes of the mark at the end of a title: 关于……的通知。 */
static size_t title_stop(const char *s, size_t n)
{
	return n < 3 ? 0 : od_char_in(s + n - 3, "。；：，！");
}

/* Without what stands in 《》: the titles of others; and without a mark at its end. */
static bool own_words(const char *title, struct od_buf *out)
{
	int depth = 0;
	size_t n = od_chomp(title, strlen(title));
	const char *end = title + n - title_stop(title, n);

	for (const char *s = title; s < end;) {
		size_t m;

		od_utf8_get(s, &m);
		if (od_starts(s, "《") || od_starts(s, "》"))
			depth += od_starts(s, "《") ? 1 : depth > 0 ? -1 : 0;
		else if (depth == 0)
			od_buf_add(out, s, m);
		s += m;
	}
	return !out->failed;
}

static size_t times(const char *s, size_t n, const char *word, size_t w)
{
	size_t found = 0;
	const char *end = s + n;

	while (w && (s = od_find(s, (size_t)(end - s), word, w))) {
		found++;
		s += w;
	}
	return found;
}

/* How often the words of a list (divided by |) stand in s; *hit: the first that does. */
static size_t count_of(const char *s, size_t n, const char *list, size_t list_n, const char **hit,
		       size_t *hit_n)
{
	size_t most = 0;

	for (size_t at = 0; at < list_n;) {
		const char *sep = memchr(list + at, '|', list_n - at);
		size_t w = sep ? (size_t)(sep - list) - at : list_n - at, found;

		found = times(s, n, list + at, w);
		if (found > most) {
			most = found;
			*hit = list + at;
			*hit_n = w;
		}
		at += w + 1;
	}
	return most;
}

static bool ends_of(const char *s, size_t n, const char *list, size_t list_n, const char **hit,
		    size_t *hit_n)
{
	for (size_t at = 0; at < list_n;) {
		const char *sep = memchr(list + at, '|', list_n - at);
		size_t w = sep ? (size_t)(sep - list) - at : list_n - at;

		if (w && n >= w && !memcmp(s + n - w, list + at, w)) {
			*hit = list + at;
			*hit_n = w;
			return true;
		}
		at += w + 1;
	}
	return false;
}

/* A finding on the part of the title that the word is; on its last line if it goes over two. */
static int title_found(struct od_checking *c, const struct od_rule *r, const char *word, size_t n,
		       struct od_err *err)
{
	char what[128];

	snprintf(what, sizeof(what), "%.*s", (int)(n < 120 ? n : 120), word);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		const char *at;

		if (!od_is_main(c, i) || l->role != OD_LINE_TITLE)
			continue;
		at = od_find(l->text, l->n, word, n);
		if (at)
			return od_found(c, r, i, (size_t)(at - l->text), (size_t)(at - l->text) + n,
					NULL, NULL, err);
	}
	return od_found(c, r, od_title_line(c, true), 0, SIZE_MAX, what, NULL, err);
}

/* Does the main part have a line of one of the roles of a parameter? */
static bool has_role(const struct od_checking *c, const char *list, size_t list_n)
{
	for (size_t at = 0; at < list_n;) {
		const char *sep = memchr(list + at, '|', list_n - at);
		size_t w = sep ? (size_t)(sep - list) - at : list_n - at;
		int role = od_role_named(list + at, w);

		if (role >= 0 && od_role_line(c, role, SIZE_MAX) != SIZE_MAX)
			return true;
		at += w + 1;
	}
	return false;
}

static bool asked(const struct od_checking *c, const struct od_rule *r)
{
	size_t n;
	const char *with = od_param_text(r, "with", &n);

	if (with && !has_role(c, with, n))
		return false;
	with = od_param_text(r, "without", &n);
	return !with || !has_role(c, with, n);
}

/* title: ends= one of these; starts= one; holds= one of these (count= so often); lacks= none
 * of these; with=, without= roles.  What is given must all be so. */
static int title(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf own = OD_BUF_INIT;
	const char *list, *hit = NULL;
	size_t n, hit_n = 0;

	if (!c->doc->title || !asked(c, r))
		return 0;
	if (!own_words(c->doc->title, &own) || !own.s)
		return own.failed ? od_fail_nomem(err) : 0;
	list = od_param_text(r, "lacks", &n);
	if (list && od_holds_of(own.s, own.n, list, n))
		return 0;
	list = od_param_text(r, "starts", &n);
	if (list && strncmp(own.s, list, n) != 0)
		return 0;
	if (list) {
		hit = list;
		hit_n = n;
	}
	list = od_param_text(r, "holds", &n);
	if (list &&
	    count_of(own.s, own.n, list, n, &hit, &hit_n) < (size_t)od_param_int(r, "count", 1))
		return 0;
	list = od_param_text(r, "ends", &n);
	if (list && !ends_of(own.s, own.n, list, n, &hit, &hit_n))
		return 0;
	if (hit)
		return title_found(c, r, hit, hit_n, err);
	return od_found(c, r, od_title_line(c, true), 0, SIZE_MAX, NULL, NULL, err);
}

/* Is this line (n bytes) the title of a legal kind but for the mark of m bytes at its end?
 * certain: its role says so. */
static bool is_stopped_title(const char *s, size_t n, size_t m, bool certain)
{
	char bare[400];
	int genre;

	if (!m || n < 12 || n >= sizeof(bare))
		return false;
	snprintf(bare, sizeof(bare), "%.*s", (int)(n - m), s);
	genre = od_genre_of(bare);
	if (genre == OD_GENRE_NONE || genre == OD_GENRE_OTHER)
		return false;
	return certain || (n >= 30 && strstr(bare, "关于") &&
			   !od_holds_any(bare, n - m, "。|；|，|现将|根据"));
}

/* The first line below the header. */
static size_t below_header(const struct od_checking *c)
{
	size_t i = SIZE_MAX;

	do
		i = od_next_line(c, i);
	while (i != SIZE_MAX && c->doc->line[i].role >= OD_LINE_HEADER &&
	       c->doc->line[i].role <= OD_LINE_SIGNED_BY);
	return i;
}

/* 关于……的通知。: the title, or a line that would be it but for that mark. */
static int title_tail(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = c->doc->title ? od_title_line(c, true) : below_header(c), m, n;

	if (i == SIZE_MAX || !od_is_main(c, i))
		return 0;
	n = od_chomp(c->doc->line[i].text, c->doc->line[i].n);
	m = title_stop(c->doc->line[i].text, n);
	if (!is_stopped_title(c->doc->line[i].text, n, m, c->doc->title))
		return 0;
	return od_found(c, r, i, n - m, n, NULL, "", err);
}

/* --- the text's word for itself -------------------------------------------------------------- */

static const struct {
	const char *word;
	int genre;
} formulas[] = {
	{ "通知", OD_GENRE_NOTICE },       { "通报", OD_GENRE_CIRCULAR },
	{ "报告", OD_GENRE_REPORT },       { "请示", OD_GENRE_REQUEST },
	{ "公告", OD_GENRE_ANNOUNCEMENT }, { "通告", OD_GENRE_PUBLIC_NOTICE },
	{ "批复", OD_GENRE_REPLY },
};

/* The word before 如下 at byte at, if the sentence began with 现将 or the like. */
static int formula_before(const char *s, size_t at)
{
	size_t from = at;

	for (size_t i = 0; i < OD_COUNT(formulas); i++) {
		size_t w = strlen(formulas[i].word);

		if (at < w || memcmp(s + at - w, formulas[i].word, w) != 0)
			continue;
		while (from >= 3 && memcmp(s + from - 3, "。", 3) && memcmp(s + from - 3, "；", 3))
			from--;
		from = from >= 3 ? from : 0;
		return od_holds_any(s + from, at - from, "现将|现就|兹将|特作") ? (int)i : -1;
	}
	return -1;
}

/* 现将情况报告如下 in a 请示, 现将情况通报如下 in a 通知: what is done, not what it is. */
static bool is_verb(int said, int genre)
{
	if (said == OD_GENRE_CIRCULAR)
		return genre == OD_GENRE_NOTICE || genre == OD_GENRE_LETTER;
	return said == OD_GENRE_REPORT &&
	       (genre == OD_GENRE_REQUEST || genre == OD_GENRE_OPINION || genre == OD_GENRE_LETTER);
}

/* 现将……通知如下 in a 公告. */
static int title_phrase(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	if (c->genre == OD_GENRE_NONE || c->genre >= OD_GENRE_OLD_MINUTES)
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		const char *at = od_find(l->text, l->n, "如下", 6);
		size_t to = at ? (size_t)(at - l->text) : 0;
		int f;

		if (!at || !od_is_main(c, i) || l->role != OD_LINE_BODY || od_is_quoted(c, i, to))
			continue;
		f = formula_before(l->text, to);
		if (f < 0)
			continue;
		if (formulas[f].genre == c->genre || is_verb(formulas[f].genre, c->genre))
			return 0;
		return od_found(c, r, i, to - strlen(formulas[f].word), to, NULL, NULL, err);
	}
	return 0;
}

/* 议案 of another than a government. */
static int title_motion(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	if (!c->issuer ||
	    od_holds_any(c->issuer, strlen(c->issuer), "政府|国务院|代表|省长|市长|县长|区长"))
		return 0;
	return od_found(c, r, od_title_line(c, true), 0, SIZE_MAX, c->issuer, NULL, err);
}

const struct od_named_check od_checks_title[] = {
	{ "title", title, .params = "ends|starts|holds|lacks|count|with|without" },
	{ "title-tail", title_tail },
	{ "title-phrase", title_phrase },
	{ "title-motion", title_motion },
	{ NULL },
};
