/* check.h - private to check/: rules made ready, and one document being checked by them. */
#ifndef OD_CHECK_H
#define OD_CHECK_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "../document/shape.h"

/* --- what a pack may say, besides officedoc.h ---------------------------------------------
 *
 * id         letters and digits, F01; of an office: a letter, a dash and more, X-01.
 * pattern    PCRE2 with UTF; \p{Han} is Chinese characters alone.  A group named "mark" is what
 *            is marked, else group 1, unless the fix speaks of groups ($1): then the whole match
 *            is marked and replaced.
 * literal    one phrase, or several divided by | of which one must stand on the line.  If it is
 *            not given, it is told from the pattern (literal.c), which mostly does well.
 * guard      of patterns and words: where it matches over what was found, or from the same place
 *            on, nothing is found.  It sees 384 bytes before and behind.
 * message    %s is what was found, %r the right word; a right word that is neither said nor put
 *            in is added.
 * before, after of words: ^ and $ are the ends of the line.
 * exception  of an office's pack: {rule: W01, text: 示例帐房} or, for a rule of custom,
 *            {rule: T06, off: yes}; rule may be W*.
 * sample     a line by itself stands in a document of the kind that the rule is for, as body where
 *            the rule's roles have body (or are not given), else as the first of its roles.  Lines
 *            "title|关于……的通知" fix the roles of all lines; so do, for what a docx or an
 *            organisation would tell,
 *               page|width=11906 height=16838 top=2098 grid-lines=22 page-numbers=yes
 *               body{east=仿宋_GB2312 size=32 first-indent=640 align=both pitch=560}|text
 *               organ|示东区 kind=county level=county parent=中共示例市委
 *               as-of|2011-05-01    issuer|示例市人民政府    genre|notice
 *               part|embedded       (att-head begins a part too)
 *            Several lines without such words are a whole text file, roles as od_doc_roles()
 *            tells them.
 */

/* --- an office's own pack (office.c) ------------------------------------------------------------------ */

/* Type "exception" of an office's pack: text: where this stands (in these words) the rule finds
 * nothing; off: the rule is not run at all, which only rules of custom may be. */
struct od_rule_exception {
	char *rule, *text;
	bool off;
};
extern const struct od_rec_type od_rule_exception_type;

/* --- rules made ready (rules.c, words.c) ------------------------------------------------------------ */

struct od_checking;
/* A check that a pattern cannot say: one function, found by its name in a table (named.c). */
typedef int od_check_fn(struct od_checking *c, const struct od_rule *r, struct od_err *err);
struct od_named_check {
	const char *name;
	od_check_fn *fn;
	bool layout;        /* needs faces, sizes, page: docx and odt alone */
	bool organs;        /* needs an organisation */
	const char *params; /* the words that .params may give, divided by | ; NULL: none */
};
/* Tables of the files that hold the checks; each ends with .name == NULL. */
extern const struct od_named_check od_checks_title[], od_checks_form[], od_checks_structure[],
	od_checks_consistency[], od_checks_layout[], od_checks_route[];
const struct od_named_check *od_named_check(const char *name);

struct od_rule_ready { /* beside a rule, in the same order */
	const struct od_rule *rule;
	const struct od_named_check *named;
	uint64_t roles;     /* bits of enum od_line_role; 0: lines of text */
	unsigned int parts; /* bits of enum od_part_kind */
	uint32_t genres;    /* bits of enum od_genre; 0: any */
	bool quoted;
	pcre2_code *pattern,
		*guard; /* compiled when the pack is loaded, machine code when first run */
	int level;      /* as softened by an office */
	bool off;       /* whitelisted wholly */
};
const struct od_rule_ready *od_rules_ready(const struct od_rules *r, size_t *n);

/* --- the document being checked (check.c) ----------------------------------------------------------------- */

struct od_checking {
	const struct od_rules *rules;
	const struct od_doc *doc;
	const struct od_check_opts *o;
	const struct od_rule_ready *ready; /* of the rule that runs */
	int genre;                         /* as asked, else the title's */
	bool party, administrative;        /* the issuer's kind; both: not known */
	const char *issuer;
	od_date as_of;
	const uint8_t *const *mask; /* a byte a byte of each line's text: OD_MASK_... */
	struct od_found *found;     /* check.c's */
};
/* What stands in quotation (《》, “”), what is no prose (addresses, paths, standard numbers,
 * Latin paragraphs, comments), and figures (times, ratios, cells of a table that are figures
 * alone).  A phrase or pattern finds nothing that touches the former; inside figures nothing,
 * but round them it does. */
enum { OD_MASK_TITLE = 1, OD_MASK_QUOTE = 2, OD_MASK_CODE = 4, OD_MASK_FIGURE = 8 };

/* A finding of rule r: bytes from..to of line i (i past the last: of the document); what: put
 * for %s of the message (NULL: the marked text); fix: what is put in its place (NULL: none).
 * The same place twice is one finding.  Masks are the check's own matter; ignore comments and
 * an office's exceptions are looked after here. */
int od_found(struct od_checking *c, const struct od_rule *r, size_t i, size_t from, size_t to,
	     const char *what, const char *fix, struct od_err *err) OD_MUST_CHECK;
/* Does the rule that runs look at this line: its role and part? */
bool od_sees(const struct od_checking *c, size_t i);
/* The rule cannot run here; told once. */
int od_cannot(struct od_checking *c, const struct od_rule *r, const char *reason,
	      struct od_err *err) OD_MUST_CHECK;
/* The first line of a role in the main part (after i; SIZE_MAX: from the start), or SIZE_MAX. */
size_t od_line_of(const struct od_checking *c, int role, size_t after);
/* .params: "most=5000 genres=..." */
int64_t od_param_int(const struct od_rule *r, const char *name, int64_t fallback);
const char *od_param_text(const struct od_rule *r, const char *name,
			  size_t *n); /* NULL: not given */
/* The organ of a name in the organisation given, or NULL. */
const struct od_organ *od_organ_of(const struct od_checking *c, const char *name, size_t n);

#endif
