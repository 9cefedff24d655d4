/* search.c - text search by overlapping pairs of characters.
 *
 * Chinese words are mostly of two characters and no tokenizer at hand finds them, so a text is
 * indexed as its pairs: 市委办 becomes the tokens 市委 委办 办.  FTS5's ascii tokenizer takes every
 * byte over 0x7f as part of a token; ASCII marks and blanks, which it would split at, are written
 * as _ in text and query alike.  The index folds ASCII case and keeps no positions: what it finds
 * is a superset, which the caller narrows by instr(). */
#include "late.h"

static void put_char(struct od_buf *b, const char *s, size_t n)
{
	unsigned char c = *s;
	bool plain = c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');

	if (plain)
		od_buf_add(b, s, n);
	else
		od_buf_putc(b, '_');
}

/* Each pair of s through before, the pair, after; the last character alone too if alone. */
static void put_pairs(struct od_buf *b, const char *s, const char *before, const char *after,
		      bool alone)
{
	size_t n, m;

	for (; *s; s += n) {
		od_utf8_get(s, &n);
		if (!s[n] && !alone)
			return;
		od_buf_puts(b, before);
		put_char(b, s, n);
		if (s[n]) {
			od_utf8_get(s + n, &m);
			put_char(b, s + n, m);
		}
		od_buf_puts(b, after);
	}
}

static void put_texts(struct od_buf *b, const char *const text[OD_SEARCH_TEXTS])
{
	for (size_t i = 0; i < OD_SEARCH_TEXTS; i++)
		if (text[i])
			put_pairs(b, text[i], "", " ", true);
}

static int change(struct od_db *db, const char *sql, int64_t id,
		  const char *const text[OD_SEARCH_TEXTS], struct od_err *err)
{
	struct od_buf b = OD_BUF_INIT;
	int r;

	put_texts(&b, text);
	od_buf_puts(&b, "");
	r = b.failed ? od_fail_nomem(err)
		     : od_run(db, sql, OD_VALS(od_v(id), od_v(b.s ? b.s : "")), err);
	od_buf_free(&b);
	return r;
}

/* What the report says, as 64 bits beside the day it came in: near duplicates are looked for among those of some
 * days. */
static int put_sketch(struct od_db *db, int64_t id, od_instant received_at,
		      const char *const text[OD_SEARCH_TEXTS], struct od_err *err)
{
	static const char sql[] =
		"INSERT INTO report_sketch (received_at, number, sketch) VALUES (?1, ?2, ?3) "
		"ON CONFLICT (received_at, number) DO UPDATE SET sketch = excluded.sketch";

	return od_run(db, sql,
		      OD_VALS(od_v(received_at), od_v(id),
			      od_v((int64_t)od_simhash(text, OD_SEARCH_TEXTS))),
		      err);
}

int od_search_index(struct od_db *db, int64_t id, od_instant received_at,
		    const char *const text[OD_SEARCH_TEXTS], struct od_err *err)
{
	if (put_sketch(db, id, received_at, text, err) < 0)
		return -1;
	return change(db, "INSERT INTO report_search (rowid, pairs) VALUES (?1, ?2)", id, text,
		      err);
}

int od_search_unindex(struct od_db *db, int64_t id, od_instant received_at,
		      const char *const text[OD_SEARCH_TEXTS], struct od_err *err)
{
	if (od_run(db, "DELETE FROM report_sketch WHERE received_at = ?1 AND number = ?2",
		   OD_VALS(od_v(received_at), od_v(id)), err) < 0)
		return -1;
	return change(db,
		      "INSERT INTO report_search (report_search, rowid, pairs) "
		      "VALUES ('delete', ?1, ?2)",
		      id, text, err);
}

int od_search_mark(struct od_db *db, int64_t *mark, struct od_err *err)
{
	*mark = 0;
	if (od_late_mark(db, mark))
		return 0;
	return od_query_int(db, "SELECT mark FROM search_mark", mark, OD_NOVALS, err) < 0 ? -1 : 0;
}

int od_search_set_mark(struct od_db *db, int64_t mark, struct od_err *err)
{
	return od_run(db, "UPDATE search_mark SET mark = ?1", OD_VALS(od_v(mark)), err);
}

void od_search_expr(const char *words, struct od_buf *b)
{
	size_t n = 0;

	if (*words)
		od_utf8_get(words, &n);
	if (*words && !words[n]) { /* one character: every pair that begins with it, or it alone */
		od_buf_puts(b, "\"");
		put_char(b, words, n);
		od_buf_puts(b, "\" *");
		return;
	}
	put_pairs(b, words, "\"", "\" ", false);
}
