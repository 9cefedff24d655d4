/* correction.c - corrections (更正) of what was issued. */
#include <stdlib.h>

#include "bulletin.h"

#define AT(m) offsetof(struct od_correction, m)
static const struct od_field correction_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "更正号", NULL,
	  'K' },
	{ "issue", OD_TEXT, AT(issue), OD_REQUIRED | OD_TABLE, N_("Issue"), "期" },
	{ "item", OD_INT, AT(item), OD_TABLE, N_("Item"), "条" },
	{ "wrong", OD_TEXT, AT(wrong), OD_TABLE, N_("Wrong"), "误 原文" },
	{ "text", OD_TEXT, AT(text), OD_REQUIRED | OD_TABLE, N_("Correction"), "正 更正内容" },
	{ "printed_in", OD_TEXT, AT(printed_in), OD_READONLY | OD_TABLE, N_("Printed in"),
	  "刊登期" },
	{ "at", OD_INSTANT, AT(at), OD_READONLY, N_("When"), "登记时间" },
	{ "actor", OD_TEXT, AT(actor), OD_READONLY, N_("Who"), "经办人" },
	{ "title", OD_TEXT, AT(title), OD_DERIVED, N_("Title"), "标题" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_correction_type = { "correction", sizeof(struct od_correction),
						correction_fields, N_("correction") };

/* In the file, printed_in is each issue that carried it, the newest first: one that was withdrawn keeps what it printed,
 * and the next prints it again.  Who asks is told the one that stands. */
/* clang-format off */
#define COLUMNS(printed_in, title) \
	"SELECT x.number, x.issue, x.item, x.wrong, x.text, " printed_in " AS printed_in, " \
	"x.at, x.actor, " title " AS title FROM correction x "
#define STANDING "(SELECT p.issue FROM issue p WHERE p.status = 'issued' " \
	"AND p.issue = substr(x.printed_in, 1, instr(x.printed_in || '、', '、') - 1))"
#define CORRECTION_COLUMNS COLUMNS("x.printed_in", "NULL")
#define CORRECTION_TITLED COLUMNS(STANDING, "n.title") \
	"LEFT JOIN issue_item n ON n.issue = x.issue AND n.item = x.item "
/* Of a publication's issues up to a day. */
#define DUE "JOIN issue i ON i.issue = x.issue WHERE i.publication = ?1 " \
	"AND i.status = 'issued' AND i.date <= ?2 AND " STANDING " IS NULL "
/* clang-format on */
static void correction_name(const void *rec, struct od_buf *b)
{
	const struct od_correction *x = rec;
	char buf[32];

	od_buf_puts(b, od_number_str('K', x->number, buf));
}

static int check_printed_in(struct od_db *db, const char *list, struct od_err *err)
{
	size_t n;
	int r = 0;

	for (const char *s = list ? od_list_next(&list, &n) : NULL; s && r == 0;
	     s = od_list_next(&list, &n)) {
		char *issue = strndup(s, n);

		r = issue ? od_issue_there(db, issue, OD_NOINT, err) : od_fail_nomem(err);
		free(issue);
	}
	return r;
}

static int load_correction(struct od_db *db, void *rec, enum od_change *change, struct od_err *err)
{
	struct od_correction *x = rec;

	if (x->number == OD_NOINT || od_blank(x->text) || !od_instant_is(x->at) ||
	    od_blank(x->actor))
		return od_fail(
			err, OD_EDATA,
			_("a correction is loaded with its number, text, time and actor; make "
			  "new ones by bulletin-build correct"));
	if (od_issue_there(db, x->issue, x->item, err) < 0)
		return od_fail_at(err, "issue");
	if (check_printed_in(db, x->printed_in, err) < 0)
		return od_fail_at(err, "printed_in");
	if (od_number_taken(db, "K", x->number, err) < 0)
		return -1;
	return od_load_as_was(db, &od_correction_kind, CORRECTION_COLUMNS "WHERE x.number = ?1",
			      OD_VALS(od_v(x->number)), x, change, err);
}

const struct od_kind od_correction_kind = {
	.type = &od_correction_type,
	.load = load_correction,
	.all = CORRECTION_COLUMNS "ORDER BY x.number",
	.put = "INSERT INTO correction (number, issue, item, wrong, text, printed_in, at, "
	       "actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (number) DO "
	       "UPDATE SET issue = excluded.issue, item = excluded.item, wrong = "
	       "excluded.wrong, text = excluded.text, printed_in = excluded.printed_in, at ="
	       " excluded.at, actor = excluded.actor",
	.drop = "DELETE FROM correction WHERE number = ?1",
	.name = correction_name,
};

/* --- new ones -------------------------------------------------------------------------------------- */

/* What is said to be wrong was printed so; of an issue as a whole it may also stand on its front or back. */
static int check_wrong(struct od_db *db, const struct od_correction *c, struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM issue_item WHERE issue = ?1 AND item = ?2 AND "
		"(instr(title, ?3) > 0 OR instr(coalesce(text, ''), ?3) > 0 OR "
		"instr(coalesce(source, ''), ?3) > 0)";
	int64_t n = 0;

	if (c->item == OD_NOINT || od_blank(c->wrong))
		return 0;
	if (od_query_int(db, sql, &n, OD_VALS(od_v(c->issue), od_v(c->item), od_v(c->wrong)), err) <
	    0)
		return -1;
	return n ? 0
		 : od_fail(err, OD_EDATA, _("wrong: '%1$s' does not stand in %2$s/%3$lld"),
			   c->wrong, c->issue, (long long)c->item);
}

static int check_standing(struct od_db *db, const char *issue, struct od_err *err)
{
	int64_t standing = 0;

	if (od_query_int(db, "SELECT count(*) FROM issue WHERE issue = ?1 AND status = 'issued'",
			 &standing, OD_VALS(od_v(issue)), err) < 0)
		return -1;
	return standing ? 0
			: od_fail(err, OD_EDATA, _("%s was withdrawn: there is nothing to correct"),
				  issue);
}

/* Once is enough; the same again is a slip of the hand. */
static int check_new(struct od_db *db, const struct od_correction *c, struct od_err *err)
{
	static const char sql[] =
		"SELECT max(number) FROM correction WHERE issue = ?1 AND coalesce(item, 0) = ?2 "
		"AND coalesce(wrong, '') = ?3 AND text = ?4";
	int64_t number = 0;
	char name[32];
	int got = od_query_int(db, sql, &number,
			       OD_VALS(od_v(c->issue), od_v(c->item == OD_NOINT ? 0 : c->item),
				       od_v(c->wrong ? c->wrong : ""), od_v(c->text)),
			       err);

	if (got < 0)
		return -1;
	return !got ? 0
		    : od_fail(err, OD_EDATA, _("the same is on file as %s already"),
			      od_number_str('K', number, name));
}

int od_correction_add(struct od_db *db, struct od_correction *c, struct od_err *err)
{
	const struct od_act *act = od_db_act(db);

	if (od_need_tx(db, err) < 0)
		return -1;
	if (od_blank(c->text))
		return od_fail(err, OD_EDATA, _("say what is right: text is missing"));
	if (od_issue_there(db, c->issue, c->item, err) < 0 ||
	    check_standing(db, c->issue, err) < 0 || check_wrong(db, c, err) < 0 ||
	    check_new(db, c, err) < 0 || od_replace_text(&c->printed_in, NULL, err) < 0 ||
	    od_replace_text(&c->actor, act->actor, err) < 0)
		return -1;
	c->at = act->now;
	if (od_number_next(db, "K", &c->number, err) < 0)
		return -1;
	return od_kind_add(db, &od_correction_kind, c, err);
}

/* --- printing ------------------------------------------------------------------------------------------ */

static int print_in(struct od_db *db, const struct od_correction *was, const char *issue,
		    struct od_err *err)
{
	struct od_correction now = *was;
	struct od_buf in = OD_BUF_INIT;
	char name[32];
	int r;

	od_buf_printf(&in, "%s%s%s", issue, was->printed_in ? OD_LIST_SEP : "",
		      was->printed_in ? was->printed_in : "");
	now.printed_in = in.s;
	r = in.failed ? od_fail_nomem(err)
		      : od_run_rec(db, od_correction_kind.put, &od_correction_type, &now, OD_NOVALS,
				   err);
	if (r == 0)
		r = od_journal_change(db, "print", &od_correction_type,
				      od_number_str('K', was->number, name), was, &now, err);
	od_buf_free(&in);
	return r;
}

int od_correction_take(struct od_db *db, const struct od_issue *i, struct od_err *err)
{
	static const char sql[] = CORRECTION_COLUMNS DUE "AND i.issue <> ?3 ORDER BY x.number";
	struct od_correction *row = NULL;
	size_t n = 0;
	int r = od_iter_all(od_query(db, sql, &od_correction_type,
				     OD_VALS(od_v(i->publication), od_v(i->date), od_v(i->issue)),
				     err),
			    &row, &n, err);

	for (size_t k = 0; r >= 0 && k < n; k++)
		r = print_in(db, &row[k], i->issue, err);
	od_recs_free(&od_correction_type, row, n);
	return r < 0 ? -1 : 0;
}

static int take_secrecy(void *ctx, const char *const *text, struct od_err *err)
{
	int *secrecy = ctx, s = 0;

	(void)err;
	while (od_secrecies[s].word && strcmp(od_secrecies[s].word, text[0]) != 0)
		s++;
	if (s > *secrecy)
		*secrecy = s;
	return 0;
}

int od_correction_secrecy(struct od_db *db, const char *publication, od_date on, int *secrecy,
			  struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT coalesce((SELECT n.secrecy FROM issue_item n WHERE n.issue = x.issue "
		"AND n.item = x.item), i.secrecy) FROM correction x " DUE;
	/* clang-format on */

	return od_query_each(db, sql, OD_VALS(od_v(publication), od_v(on)), take_secrecy, secrecy,
			     err);
}

struct od_iter *od_correction_printed_in(struct od_db *db, const char *issue, struct od_err *err)
{
	return od_query(
		db,
		CORRECTION_TITLED
		"WHERE instr('、' || x.printed_in || '、', '、' || ?1 || '、') > 0 ORDER BY x.number",
		&od_correction_type, OD_VALS(od_v(issue)), err);
}

struct od_iter *od_correction_find(struct od_db *db, const char *issue, struct od_err *err)
{
	return od_query(db, CORRECTION_TITLED "WHERE ?1 IS NULL OR x.issue = ?1 ORDER BY x.number",
			&od_correction_type, OD_VALS(od_v(issue)), err);
}
