/* engine.h - private to check/: how rules are kept, found in a text and run.  Checks in C need
 * check.h alone. */
#ifndef OD_ENGINE_H
#define OD_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "check.h"

/* --- many phrases at once (words.c) -------------------------------------------------------------------- */

/* What ASCII a text holds besides digits and spaces. */
enum { OD_SAW_LETTER = 1, OD_SAW_MARK = 2 };
struct od_words;
typedef void od_words_fn(void *ctx, uint32_t what, size_t from, size_t to);
struct od_words *od_words_new(struct od_err *err);
void od_words_free(struct od_words *w);
/* n bytes of well-formed UTF-8, at least one character. */
int od_words_add(struct od_words *w, const char *s, size_t n, uint32_t what,
		 struct od_err *err) OD_MUST_CHECK;
/* Tells every occurrence of every phrase, overlapping ones too; s is well-formed.  Returns
 * OD_SAW_... */
unsigned int od_words_scan(const struct od_words *w, const char *s, size_t n, od_words_fn *fn,
			   void *ctx);

/* --- patterns (pattern.c, literal.c) -------------------------------------------------------------------- */

pcre2_code *od_pattern_compile(const char *pattern, struct od_err *err);
/* What of a match is marked: the group named "mark", else group 1 if there is one and the fix
 * does not speak of groups, else the whole. */
uint32_t od_pattern_mark(const pcre2_code *code, const char *fix);
/* $1 ... $9, $0 and $$ of fix, by the groups of the last match of s. */
void od_pattern_fix(struct od_buf *b, const char *fix, const char *s, pcre2_match_data *md);
/* Phrases of which every match of the pattern holds at least one, divided by | in b; nothing is
 * added where none can be told. */
void od_pattern_literals(const char *pattern, struct od_buf *b);

/* --- what is no prose (mask.c) ---------------------------------------------------------------------------- */

/* OD_MASK_... of each of the n bytes of s into mask, which is all zero. */
void od_mask(const char *s, size_t n, bool table, uint8_t *mask);
/* Where a comment to the checker ("doc-check: ...") stands in a line; false: it holds none. */
struct od_remark {
	size_t from, to;  /* with its brackets */
	size_t word, end; /* what it says after the colon */
	bool alone;       /* nothing else on the line */
};
bool od_remark(const char *s, size_t n, struct od_remark *out);

/* --- rules as they are kept (rules.c) -------------------------------------------------------------------- */

struct od_rule_row {
	struct od_rule rule;
	const char *file; /* NULL: the engine's own */
	unsigned int line;
	bool office, hit, miss; /* of an office; has samples that must */
	size_t words;
	char **phrase; /* of an office: no findings in these */
	size_t phrases;
	uint32_t mark;
	atomic_uint runs;
	_Atomic(pcre2_code *) fast; /* the pattern as machine code, once it ran often */
};
struct od_word_row {
	struct od_rule_word word;
	const char *file;
	unsigned int line;
	uint32_t rule;
	uint32_t wrong_n;
};
struct od_sample_row {
	struct od_rule_sample sample;
	const char *file;
	unsigned int line;
	uint32_t rule;
};
struct od_rules {
	struct od_rule_row **row;
	const struct od_rule **rule;
	struct od_rule_ready *ready;
	size_t n, room;
	struct od_word_row *word;
	size_t words, word_room;
	struct od_sample_row *sample;
	size_t samples, sample_room;
	char **file;
	size_t files, shipped; /* the first ones' samples are read when they are wanted */
	bool sampled, odd;     /* odd: they are to be read at once */
	struct od_words *scan; /* .word by index; literals of patterns as OD_LITERAL + rule */
	uint32_t *always;      /* rules whose pattern is tried on every line */
	size_t alwayses;
	pthread_mutex_t lock; /* of making machine code */
};
#define OD_LITERAL   UINT32_C(0x80000000)
#define OD_QUOTATION UINT32_C(0x7fffffff) /* a mark that begins a quotation */
#define OD_NO_RULE   UINT32_MAX

uint32_t od_rules_index(const struct od_rules *r, const char *id); /* OD_NO_RULE */
/* Is id one of a list such as "F01、W*", divided by marks or spaces?  whole: * does not count. */
bool od_rules_listed(const char *list, const char *id, bool whole);
int od_rules_fail(struct od_err *err, const char *file, unsigned int line, const char *id,
		  const char *fmt, ...) OD_PRINTF(5, 6);
/* What of a file is read. */
enum od_reading { OD_READ_SHIPPED, OD_READ_SAMPLES, OD_READ_OFFICE };
union od_pack_record {
	struct od_rule rule;
	struct od_rule_word word;
	struct od_rule_sample sample;
	struct od_rule_exception exception;
};
/* Takes over the texts of the record. */
int od_rules_take(struct od_rules *r, const struct od_rec_type *type, union od_pack_record *rec,
		  const char *file, unsigned int line, enum od_reading what,
		  struct od_err *err) OD_MUST_CHECK;
/* One file's records behind those that are there, not yet looked at; name lives as long as the
 * rules. */
int od_rules_read(struct od_rules *r, const char *name, enum od_reading what, struct od_buf *seen,
		  struct od_err *err) OD_MUST_CHECK;
char *od_rules_keep(struct od_rules *r, const char *file, struct od_err *err);
/* The samples of what was shipped, once; rules without both kinds are refused here or when they
 * were loaded. */
int od_rules_sampled(struct od_rules *r, struct od_err *err) OD_MUST_CHECK;
/* pack.c: a file's bytes; the same to read, without its samples; seen: what samples it has, for
 * od_pack_seen(). */
int od_pack_slurp(const char *file, struct od_buf *b, struct od_err *err) OD_MUST_CHECK;
int od_pack_open(const char *file, const struct od_buf *all, struct od_buf *seen,
		 struct od_err *err) OD_MUST_CHECK;
/* Past a list of samples, lines counted. */
const char *od_pack_samples(const char *s, const char *end, unsigned int *line,
			    struct od_buf *seen);
/* plain.c: all of a pack if it is written as packs mostly are; false: the reader is to read it,
 * what was added of it is to be cut. */
bool od_pack_plain(struct od_rules *r, const char *file, const struct od_buf *all,
		   struct od_buf *seen);
/* false: something is odd about them, they should be read. */
bool od_pack_seen(struct od_rules *r, const char *seen);
/* Leave only so many of each. */
void od_rules_cut(struct od_rules *r, size_t rules, size_t words, size_t samples);
int od_rules_except(struct od_rules *r, const struct od_rule_exception *e, const char *file,
		    unsigned int line, struct od_err *err) OD_MUST_CHECK;
#define OD_UNUSED_ID "D01"
const struct od_rule *od_rule_unused(void); /* an ignore comment that suppressed nothing */
int od_rules_prepare(struct od_rules *r, size_t from,
		     struct od_err *err) OD_MUST_CHECK; /* ready.c */
/* Samples to their rules. */
int od_rules_resolve(struct od_rules *r, struct od_err *err) OD_MUST_CHECK;

/* --- a document being checked (check.c, found.c, ignore.c) ------------------------------------------------- */

struct od_ignore {                /* a comment, or a stretch between off and on */
	size_t line, first, last; /* where it stands; the lines it is for */
	size_t from, to;          /* the comment */
	const char *ids;          /* borrowed from the line; n 0: all */
	size_t n;
	bool used;
};
struct od_checked {
	struct od_finding *finding;
	size_t n, room;
	struct od_skipped *skipped;
	size_t skips, skip_room;
};
struct od_word_hit {
	uint32_t word, rule;
	size_t from, to;
};
struct od_found {
	struct od_checked *out;
	bool *active;    /* of each rule: looks at this document */
	uint32_t *found; /* findings of each rule */
	bool *told;      /* that it could not run */
	bool *pending;   /* of each rule: its literal stands in the line */
	uint32_t *pend;  /* those rules */
	size_t pends;
	const uint8_t **mask; /* of each line */
	uint8_t *zero;        /* what unmasked lines share */
	struct od_word_hit *hit;
	size_t hits, hit_room;
	bool hit_failed;
	const char *right; /* of the word that is being reported */
	size_t line;
	bool quotation;
	const struct od_line *column_line; /* characters of it up to a byte */
	size_t column_at;
	int64_t column;
	struct od_ignore *ignore;
	uint32_t *notes; /* of each line: OD_NOTE_..., made when first asked for (notes.c) */
	size_t ignores;
	pcre2_match_data *match, *guard;
	pcre2_match_context *limits;
};
#define OD_FOUND_MAX 1000 /* findings of one rule in one document */

int od_ignore_read(struct od_checking *c, struct od_err *err) OD_MUST_CHECK;
/* Take out what is ignored, tell the comments that were for nothing. */
int od_ignore_apply(struct od_checking *c, struct od_err *err) OD_MUST_CHECK;
/* Sort, and drop what is there twice. */
void od_found_sort(struct od_checking *c);

#endif
