/* officedb.h - the memory of a Party committee's general office.
 *
 * Rules that hold for every function here:
 *  - 0 (or a pointer) is success; -1 (or NULL) is failure and *err says why, complete and
 *    translated; the first cause wins.  _next() functions return 1 for a record, 0 at the end.
 *  - The library never prints, never exits, never reads the clock or the environment: the
 *    present instant, paths and the actor's name are arguments.
 *  - Text members of a record belong to the record; od_rec_clear() frees them.  Absent text is
 *    NULL, empty text is "": the two are never merged.
 *  - "const char *" returned is borrowed; what comes out through a pointer argument is yours.
 *  - A handle is freed by the _close() or _free() named beside it, all of which accept NULL;
 *    free iterators before their database.
 *  - A handle serves one thread at a time.
 */
#ifndef OFFICEDB_H
#define OFFICEDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#pragma GCC visibility push(default)

#define OD_CLEANUP(fn)  __attribute__((cleanup(fn)))
#define OD_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define OD_MUST_CHECK   __attribute__((warn_unused_result))

const char *od_version(void); /* "0.1.0" */

/* --- errors (base/err.c) ---------------------------------------------------------------- */

/* One code for each exit status of sysexits(3) that a command may end with. */
enum od_code {
	OD_OK = 0,
	OD_EUSAGE,  /* 64 asked for something senseless */
	OD_EDATA,   /* 65 a record or file does not hold together */
	OD_ENOENT,  /* 66 no such file, unit, report ... */
	OD_EPART,   /* 69 a needed part is missing (a data file, a catalogue) */
	OD_EBUG,    /* 70 the program is wrong */
	OD_ENOMEM,  /* 71 out of memory */
	OD_ECREATE, /* 73 a file cannot be created */
	OD_EIO,     /* 74 reading or writing failed */
	OD_EBUSY,   /* 75 someone else holds the database; try again */
	OD_EPERM,   /* 77 not permitted */
	OD_ESCHEMA, /* 78 not our database, older or newer than this program, or damaged */
};

struct od_err {
	enum od_code code;
	char msg[1024]; /* no trailing full stop, no trailing newline */
};
#define OD_ERR_INIT       \
	{                 \
		OD_OK, "" \
	}

/* Fill *err and return -1, so that callers write "return od_fail(err, ...)". */
int od_fail(struct od_err *err, enum od_code code, const char *fmt, ...) OD_PRINTF(3, 4);
/* Put "context: " in front of the message; returns -1. */
int od_fail_at(struct od_err *err, const char *fmt, ...) OD_PRINTF(2, 3);
int od_fail_nomem(struct od_err *err);

/* --- growing text (base/buf.c) ------------------------------------------------------------ */

/* Invariant: s is NULL or NUL-terminated at s[n].  Running out of memory is remembered in
 * .failed and nothing more is added: check once, at the end. */
struct od_buf {
	char *s;
	size_t n, room;
	bool failed;
};
#define OD_BUF_INIT               \
	{                         \
		NULL, 0, 0, false \
	}

void od_buf_add(struct od_buf *b, const char *s, size_t n);
void od_buf_puts(struct od_buf *b, const char *s); /* NULL adds nothing */
void od_buf_putc(struct od_buf *b, char c);
void od_buf_printf(struct od_buf *b, const char *fmt, ...) OD_PRINTF(2, 3);
void od_buf_reset(struct od_buf *b); /* empty, the room is kept */
void od_buf_free(struct od_buf *b);

/* --- text (base/text.c) ------------------------------------------------------------------- */

/* Offset of the first byte that is not well-formed UTF-8 (RFC 3629), or n. */
size_t od_utf8_bad(const char *s, size_t n);
/* The most bytes of s[0..n), at most max, that hold whole characters: where text is cut to fit. */
size_t od_utf8_cut(const char *s, size_t n, size_t max);
/* Characters in a well-formed string. */
size_t od_utf8_len(const char *s);
/* The character at s; *n is its length in bytes (1 for a bad byte, which gives U+FFFD). */
uint32_t od_utf8_get(const char *s, size_t *n);
/* Terminal cells: East Asian wide and full width 2, combining 0, ambiguous 1. */
int od_width(const char *s);
/* Bytes of s that make one line of at most width cells: broken at spaces in Latin text,
 * between any two Chinese characters, never so that the next line would begin with a closing
 * mark (，。、；：？！）》」』】〉”’…—%‰℃) nor this one end with an opening mark (（《「『【〈“‘).  A mark that
 * may not begin a line hangs over by at most two cells rather than that.  A newline ends the
 * line and is counted.  At least one character is taken from text that is not empty. */
size_t od_wrap(const char *s, int width);
/* A copy without white space (U+3000 and no-break spaces too) at either end; NULL: no memory. */
char *od_trim(const char *s, size_t n);
/* n as Chinese counts, 1 to 9999; any other in digits (base/chinese.c). */
enum od_chinese {
	OD_CHINESE,       /* 十二, 一百零一 */
	OD_CHINESE_LEGAL, /* 壹拾贰, 壹佰零壹 */
	OD_CHINESE_BARE,  /* 百一: no 一 before a unit, no 零 */
};
void od_chinese(struct od_buf *out, int n, enum od_chinese form);

/* --- dates and instants (base/date.c) ------------------------------------------------------ */

/* The office's zone is China's one legal time, UTC+8 without summer time since 1992. */
#define OD_ZONE_SECONDS (8 * 3600)

typedef struct {
	int32_t days; /* since 1970-01-01 */
} od_date;
#define OD_NODATE ((od_date){ INT32_MIN })

typedef struct {
	int64_t sec; /* UTC seconds since 1970-01-01T00:00:00Z */
} od_instant;
#define OD_NOINSTANT ((od_instant){ INT64_MIN })

static inline bool od_date_is(od_date d)
{
	return d.days != INT32_MIN;
}
static inline bool od_instant_is(od_instant t)
{
	return t.sec != INT64_MIN;
}

struct od_calendar;
/* What relative and incomplete dates are relative to. */
struct od_when {
	od_instant now;
	const struct od_calendar *calendar; /* NULL: +3w (working days) is refused */
};

/* The closed grammar, Chinese and English: 2026-12-05, 2026/12/5, 2026.12.5, 20261205, 2026年12月5日,
 * 12月5日, 12-05 (the year that puts it nearest to today), 今天 明天 后天 昨天 前天 today tomorrow
 * yesterday, +3d -3d, +3w (working days; needs when->calendar), 周五 星期五 (this week, Monday first),
 * 上周五 下周一, friday, next monday, last friday.  Anything else is OD_EDATA; years 1900-2199. */
int od_date_parse(const char *s, const struct od_when *when, od_date *out,
		  struct od_err *err) OD_MUST_CHECK;
/* A date as above, alone (00:00 of that day) or followed by a time of day after a space, T or
 * nothing: 14:30, 14:30:05, 14时30分, 14点, 9点半, 上午9时30分, 下午2点, 晚上8点; with T also Z or
 * +08:00.  A time of day alone is today's.  "now" / 现在 is the present instant. */
int od_instant_parse(const char *s, const struct od_when *when, od_instant *out,
		     struct od_err *err) OD_MUST_CHECK;
const char *od_date_str(od_date d, char buf[static 16]);       /* 2026-12-05 */
const char *od_date_str_zh(od_date d, char buf[static 40]);    /* 2026年12月5日 */
const char *od_instant_str(od_instant t, char buf[static 32]); /* RFC 3339, +08:00 */
/* For people: "2026-12-05 14:30", or the date alone at 00:00. */
const char *od_instant_str_short(od_instant t, char buf[static 32]);
od_date od_instant_date(od_instant t);        /* the office's calendar day */
od_instant od_date_start(od_date d);          /* 00:00 of that day in the office */
od_date od_ymd(int year, int month, int day); /* OD_NODATE if there is no such day */
void od_date_split(od_date d, int *year, int *month, int *day);
int od_weekday(od_date d); /* 1 Monday ... 7 Sunday */

/* --- working days (base/calendar.c) --------------------------------------------------------- */

/* Holidays and working weekends (调休) as announced by the State Council each year; a day that
 * no row names is a working day from Monday to Friday. */
struct od_calendar *od_calendar_new(void);
void od_calendar_free(struct od_calendar *c);
int od_calendar_add(struct od_calendar *c, od_date d, bool off) OD_MUST_CHECK; /* -1: no memory */
bool od_is_workday(const struct od_calendar *c, od_date d);
/* The n-th working day after (before, if n < 0) d, d itself not counted; n 0: d if it is a
 * working day, else the next one. */
od_date od_workday_add(const struct od_calendar *c, od_date d, int n);
/* Past the last year that has a row: the answer is provisional, say so. */
bool od_calendar_provisional(const struct od_calendar *c, od_date d);

/* --- digests (base/hash.c) ------------------------------------------------------------------- */

#define OD_SM3_SIZE 32 /* GB/T 32905-2016, by libnettle */
void od_hex(const uint8_t *bytes, size_t n, char *out /* 2n + 1 */);

/* --- record types (record/field.c) ------------------------------------------------------------ */

enum od_type {
	OD_TEXT, /* char * */
	OD_LIST, /* char *: elements joined by 、 (on input also , ， ; ； / or a real list) */
	OD_INT,  /* int64_t, OD_NOINT: absent */
	OD_BOOL, /* bool: yes/no, true/false, 1/0, 是/否 */
	OD_ENUM, /* int: place in .words; an absent field is 0 */
	OD_DATE, /* od_date */
	OD_INSTANT, /* od_instant */
	OD_NUMBER,  /* int64_t, OD_NOINT: absent: R2026-0123, letter in .letter (od_number()) */
};
#define OD_NOINT INT64_MIN

enum {
	OD_REQUIRED = 1 << 0,
	OD_READONLY = 1 << 1, /* set by the office: printed; on input known and ignored */
	OD_DERIVED = 1 << 2,  /* computed when read; not stored; on input known and ignored */
	OD_TABLE = 1 << 3,    /* shown by -o table when no --columns are named */
	OD_LONG = 1 << 4,     /* keeps its white space; never in a table unless asked for */
	OD_KEY = 1 << 5,      /* dated rows: identifies what the row is about */
	OD_ELSEWHERE =
		1 << 6, /* read and printed as others, but kept in another table: not bound, not
				* digested; the type's derive function fills it */
};

struct od_word {
	const char *word;    /* ASCII, permanent */
	const char *label;   /* N_(): for people */
	const char *aliases; /* other forms accepted, separated by spaces; or NULL */
};

/* One row of this table drives reading, checking, SQL binding and every output format; a
 * field is named here and in its SQL, nowhere else. */
struct od_field {
	const char *name; /* in records and --columns: ASCII, permanent */
	enum od_type type;
	size_t offset; /* of the member in the record's struct */
	unsigned int flags;
	const char *label;           /* N_(): heading for people */
	const char *aliases;         /* headings also accepted, separated by spaces; or NULL */
	const struct od_word *words; /* OD_ENUM: ends with .word == NULL */
	char letter;                 /* OD_NUMBER */
};

struct od_rec_type {
	const char *name;              /* "report" */
	size_t size;                   /* of the struct */
	const struct od_field *fields; /* ends with .name == NULL; at most 64 */
	const char *label;             /* N_() */
};

/* Every member absent: the state that reading a record starts from.  Frees nothing. */
void od_rec_init(const struct od_rec_type *type, void *rec);
/* Free the texts, then as od_rec_init(). */
void od_rec_clear(const struct od_rec_type *type, void *rec);
/* dst must be initialised or cleared. */
int od_rec_copy(const struct od_rec_type *type, void *dst, const void *src,
		struct od_err *err) OD_MUST_CHECK;
const struct od_field *od_field_find(const struct od_rec_type *type, const char *name);
/* Set one member from text as a person or file gives it; NULL text makes it absent.  The
 * message says what is wrong and what is accepted, not where. */
int od_field_set(const struct od_field *f, void *rec, const char *text, const struct od_when *when,
		 struct od_err *err) OD_MUST_CHECK;
/* Machine text of one member, or NULL when absent; borrowed from rec or put into buf. */
const char *od_field_str(const struct od_field *f, const void *rec, char buf[static 32]);
/* The same for people: enum labels translated, instants short, booleans yes/no. */
const char *od_field_label(const struct od_field *f, const void *rec, char buf[static 32]);

/* Numbers people can say on the telephone: year and serial in one integer. */
#define OD_SERIALS 100000000LL /* serials a year */
static inline int64_t od_number(int year, int64_t serial)
{
	return year * OD_SERIALS + serial;
}
const char *od_number_str(char letter, int64_t number, char buf[static 32]); /* R2026-0123 */
int od_number_parse(char letter, const char *s, int64_t *out, struct od_err *err) OD_MUST_CHECK;

/* --- reading (record/reader.c and a file a format) ---------------------------------------------- */

/* CSV (RFC 4180), YAML and JSON Lines, told by the first bytes; UTF-8, UTF-8 with BOM or GB18030,
 * told by the first bytes that are not ASCII.  Memory is bounded by the limits below. */
#define OD_FIELD_MAX (1024 * 1024)      /* bytes of one field */
#define OD_ROW_MAX   (4 * OD_FIELD_MAX) /* bytes of one record */

enum {
	OD_END = 0,
	OD_ROW = 1,
	OD_BAD = 2, /* this record is refused, *err says why with file, line and field; go on */
};
enum {
	OD_KEEP_READONLY = 1 << 0, /* READONLY fields are read too (for restoring a dump) */
	OD_LENIENT = 1 << 1,       /* fields the type does not know are passed over */
};

struct od_reader;
/* Reads fd from where it stands; does not close it.  name is for messages.  types ends with
 * NULL: with one type, records need not say theirs; with several, each record does by a field
 * "type", or by standing in a list under that name (YAML). */
struct od_reader *od_reader_new(int fd, const char *name, const struct od_rec_type *const *types,
				const struct od_when *when, unsigned int flags, struct od_err *err);
void od_reader_free(struct od_reader *r);
/* rec holds the largest of the types; it is cleared first as the type it last held (so it must
 * start as od_rec_init() of any of them made it, or all zero).  Returns OD_ROW, OD_BAD, OD_END,
 * or -1: nothing more can be read from here (*err says what and from which line on). */
int od_reader_next(struct od_reader *r, void *rec, struct od_err *err) OD_MUST_CHECK;
const struct od_rec_type *od_reader_type(const struct od_reader *r); /* of the last record */
unsigned int od_reader_line(const struct od_reader *r);              /* where it begins */
int64_t od_reader_offset(const struct od_reader *r);                 /* bytes read so far */
const char *od_reader_charset(const struct od_reader *r);            /* "UTF-8" or "GB18030" */
/* Was a field of this name given in the last record, even if null? */
bool od_reader_gave(const struct od_reader *r, const char *field);
/* Append the last record as it was read, with a field reject_reason, to out, in the format of
 * the input (a heading first where *headed is false); after a -1 with OD_EDATA, what was read of the record
 * at which the file broke off.  reject_reason is ignored when read. */
int od_reader_reject(struct od_reader *r, FILE *out, bool *headed, const char *reason,
		     struct od_err *err) OD_MUST_CHECK;

/* --- writing (record/out.c and a file a format) --------------------------------------------------- */

enum od_format { OD_FMT_TABLE, OD_FMT_YAML, OD_FMT_JSON, OD_FMT_CSV, OD_FMT_TSV };
extern const struct od_word od_formats[]; /* the words of --output */

struct od_out_opts {
	enum od_format format;
	const char *columns; /* field names separated by commas; NULL: the type's own choice */
	/* CSV: BOM, CRLF, ' before cells that begin with = + - @, headings in the reader's language where
	 * it is Chinese */
	bool excel;
	int width;   /* table: columns of the terminal; 0: as wide as it needs */
	bool tagged; /* yaml, json: a first field "type", for dumps of several types */
};

struct od_out;
struct od_out *od_out_new(FILE *out, const struct od_rec_type *type, const struct od_out_opts *opts,
			  struct od_err *err);
int od_out_add(struct od_out *o, const void *rec, struct od_err *err) OD_MUST_CHECK;
int od_out_end(struct od_out *o, struct od_err *err) OD_MUST_CHECK; /* flush, checked */
void od_out_free(struct od_out *o);
/* One JSON string with its quotes: the only place that escapes JSON. */
void od_json_quote(struct od_buf *b, const char *s);

/* --- database (store/) --------------------------------------------------------------------------------- */

enum od_mode { OD_READ, OD_WRITE };
struct od_db;
/* The file must be an officedb database of this program's schema: an older one is OD_ESCHEMA
 * and the message names "office-db migrate".  od_begin() waits its turn in a queue
 * (flock(2) on PATH-queue) until a signal that is caught ends the wait (commands set an alarm),
 * then up to wait_ms for SQLite's own lock; either way OD_EBUSY. */
struct od_db *od_open(const char *path, enum od_mode mode, int wait_ms, struct od_err *err);
void od_close(struct od_db *db);
/* A new file with the present schema and nothing in it; OD_ECREATE where the file exists.  Made
 * under another name and moved into place, so that a half-made one is never seen. */
int od_create(const char *path, struct od_err *err) OD_MUST_CHECK;
/* Bring an older file to the present schema; a dated copy PATH.vN.bak is made first.  *from is
 * the version it had (the present one: nothing was done). */
int od_migrate(const char *path, int wait_ms, int *from, struct od_err *err) OD_MUST_CHECK;
/* A verified copy at target, which must not exist: made by SQLite's backup while others write,
 * checked whole, synced, then named. */
int od_backup(struct od_db *db, const char *target, struct od_err *err) OD_MUST_CHECK;
/* Make path (which must not exist) from a backup, verified first. */
int od_restore(const char *backup, const char *path, struct od_err *err) OD_MUST_CHECK;

struct od_act {                 /* who does something, with which command, when */
	const char *actor;      /* login name or person's code */
	const char *acting_for; /* or NULL */
	const char *command;    /* "report-submit" */
	od_instant now;
};
/* A transaction of writing.  Everything in it is journalled as this act's; the texts of *act
 * must live until it ends. */
int od_begin(struct od_db *db, const struct od_act *act, struct od_err *err) OD_MUST_CHECK;
int od_commit(struct od_db *db, struct od_err *err) OD_MUST_CHECK; /* durable when it returns 0 */
void od_rollback(struct od_db *db);                                /* harmless outside one */

struct od_iter; /* rows of a query; the record type is fixed by the query */
int od_iter_next(struct od_iter *it, void *rec, struct od_err *err) OD_MUST_CHECK;
void od_iter_free(struct od_iter *it);

int od_schema_version(void);
/* Is the file on a network file system, where SQLite's WAL cannot be trusted? */
bool od_db_on_network(const struct od_db *db);

/* --- journal (store/journal.c) ---------------------------------------------------------------------------- */

struct od_journal_row {
	int64_t seq;
	od_instant at;
	char *actor, *acting_for, *command;
	char *action;        /* create, change, delete, or a duty's own word: accept, return ... */
	char *type, *record; /* "report", "R2026-0123"; "unit", "unit:BM01/2020-01-01" */
	char *change;        /* JSON of the fields before and after; NULL for a creation */
	char *digest;        /* creation: SM3 of the record's canonical form, hex */
	char *hash;          /* SM3 over the previous row's hash and this row, hex */
};
extern const struct od_rec_type od_journal_type;
/* record NULL: all.  "BM01" of a dated row is asked for as "unit:BM01".  limit 0: all; else the
 * newest limit rows.  Oldest first. */
struct od_iter *od_journal_find(struct od_db *db, const char *record, int64_t limit,
				struct od_err *err);

struct od_verify {
	int64_t journal_rows, records;                /* walked */
	void (*problem)(void *ctx, const char *text); /* called for each */
	void *ctx;
	int problems;
};
/* SQLite's integrity, foreign keys, the journal's chain, and each record against its journal.
 * 0: looked at everything (v->problems tells), -1: could not. */
int od_verify(struct od_db *db, struct od_verify *v, struct od_err *err) OD_MUST_CHECK;

/* --- organisation and regime: dated rows (office/org.c, office/regime.c) ------------------------------------ */

/* A dated row holds from valid_from to valid_to (both included; OD_NODATE: still).  Rows about the
 * same thing never overlap: loading a later one ends the one before it. */

enum od_unit_kind { OD_UNIT_BODY, OD_UNIT_COUNTY, OD_UNIT_DEPARTMENT, OD_UNIT_PARK, OD_UNIT_OTHER };
enum od_level { OD_LEVEL_NONE, OD_LEVEL_CITY, OD_LEVEL_COUNTY, OD_LEVEL_TOWNSHIP };
struct od_unit {
	char *code, *name, *short_name;
	char *aliases; /* list: other forms units write */
	int kind, level;
	char *parent;   /* code of the body it belongs to, or NULL */
	char *superior; /* name of the higher department it answers to, or NULL */
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_unit_type;

struct od_person {
	char *code, *name, *unit, *post;
	int rank;
	char *phone, *mobile, *login;
	bool schedule; /* is the next day's schedule collected? */
	int64_t sort;  /* protocol order */
	od_date valid_from, valid_to;
	od_date work_since; /* 参加工作时间: counts for annual leave */
	char *desk;         /* staff of the office: their desk's code, or NULL */
	char *unit_name;    /* derived */
};
extern const struct od_rec_type od_person_type;

struct od_desk {
	char *code, *name, *phone;
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_desk_type;

/* The six that every unit designates (requirements A2). */
enum od_role {
	OD_ROLE_LEADER,    /* 分管领导 */
	OD_ROLE_SECTION,   /* 责任科室 */
	OD_ROLE_INFORMANT, /* 信息员 */
	OD_ROLE_REPORTER,  /* 报告专人 */
	OD_ROLE_COURIER,   /* 机要收文员 */
	OD_ROLE_ARCHIVIST, /* 档案员 */
};
extern const struct od_word od_roles[];
struct od_contact {
	char *unit;
	int role;
	int64_t slot; /* 1, or 2 ... where a unit names several for one role */
	char *person; /* code, or NULL: then name, post, phone stand here */
	char *name, *post, *phone, *mobile;
	od_date valid_from, valid_to;
	char *unit_name; /* derived */
};
extern const struct od_rec_type od_contact_type;

enum od_secretary_kind { OD_SECRETARY_CONTACT, OD_SECRETARY_COVER };
struct od_secretary { /* contact secretary of a unit (联系秘书), and who covers when away */
	char *unit;
	int kind;
	char *person;
	od_date valid_from, valid_to;
	char *unit_name, *person_name, *post, *phone; /* derived */
};
extern const struct od_rec_type od_secretary_type;

struct od_secondment { /* 跟班学习 */
	char *person_name, *unit, *desk;
	od_date valid_from, valid_to;
	char *note;
	char *unit_name, *desk_name; /* derived */
};
extern const struct od_rec_type od_secondment_type;

struct od_category { /* what may be reported, to which desk it goes */
	char *code, *name;
	char *aliases; /* list */
	char *desk;
	char *wants;   /* list of fields that must be given, besides unit, category and title */
	char *refuses; /* list of fields that must not be given */
	char *refusal; /* why not: said to who gives one */
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_category_type;

enum od_column_style { OD_STYLE_FULL, OD_STYLE_BRIEF, OD_STYLE_SCHEDULE };
struct od_column { /* a publication's column and the categories that fill it */
	char *publication, *code, *title;
	char *categories; /* list of codes */
	int style; /* full: title and text; brief: title only; schedule: the next day's, a table */
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_column_type;

struct od_setting { /* office_name, city, language, working hours ...: officedb-regime(5) */
	char *name, *value;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_setting_type;

struct od_holiday {
	od_date date;
	bool off; /* no: a working day by 调休 */
	char *name;
};
extern const struct od_rec_type od_holiday_type;

struct od_counter { /* the last serial given out of a series in a year; not given again */
	char *series;
	int64_t year, last;
};
extern const struct od_rec_type od_counter_type;

/* Every type that "office-db load" takes and "dump" gives, in an order that loads; NULL ends. */
extern const struct od_rec_type *const od_load_types[];

/* Put one record of a loadable type.  *change says what it did. */
enum od_change { OD_SAME, OD_ADDED, OD_CHANGED };
int od_load(struct od_db *db, const struct od_rec_type *type, void *rec, enum od_change *change,
	    struct od_err *err) OD_MUST_CHECK;
/* After the last record: does every reference hold?  Calls problem for each that does not. */
int od_load_check(struct od_db *db, void (*problem)(void *ctx, const char *text), void *ctx,
		  struct od_err *err) OD_MUST_CHECK;
/* Every row of a loadable type, in the order of the dump. */
struct od_iter *od_dump(struct od_db *db, const struct od_rec_type *type, struct od_err *err);

/* Rows valid on a day, in the office's order.  unit, role: NULL or -1 for any; text: part of a name. */
struct od_iter *od_unit_find(struct od_db *db, od_date on, int kind, const char *text,
			     struct od_err *err);
struct od_iter *od_person_find(struct od_db *db, od_date on, const char *unit, const char *text,
			       struct od_err *err);
struct od_iter *od_contact_find(struct od_db *db, od_date on, const char *unit, int role,
				struct od_err *err);
struct od_iter *od_desk_find(struct od_db *db, od_date on, struct od_err *err);
struct od_iter *od_secretary_find(struct od_db *db, od_date on, const char *unit,
				  struct od_err *err);
struct od_iter *od_secondment_find(struct od_db *db, od_date on, const char *unit, const char *desk,
				   struct od_err *err);
struct od_iter *od_category_find(struct od_db *db, od_date on, struct od_err *err);
struct od_iter *od_column_find(struct od_db *db, od_date on, const char *publication,
			       struct od_err *err);

struct od_gap { /* a role that a unit leaves blank (A2: 不留空白) */
	char *unit, *unit_name;
	int role;
	od_date held_to; /* the last day somebody held it, or OD_NODATE: nobody ever did */
};
extern const struct od_rec_type od_gap_type;
struct od_iter *od_gap_find(struct od_db *db, od_date on, const char *unit, struct od_err *err);

struct od_whom { /* "whom do I call": a line a person */
	int what;
	char *name, *post, *phone, *mobile;
};
extern const struct od_rec_type od_whom_type;
/* The unit's responsible leader, section and clerk, its contact secretary (the cover while there
 * is one), and the desk: of category, or every desk if NULL. */
struct od_iter *od_whom_find(struct od_db *db, od_date on, const char *unit, const char *category,
			     struct od_err *err);

/* The unit that text means on a day: its code, full or short name of any time, an alias, and
 * (where only one unit fits) part of a name if *part.  code is yours to free.  OD_ENOENT: the message
 * offers the nearest names; OD_EDATA: it fits several, which are named. */
int od_unit_resolve(struct od_db *db, const char *text, bool part, char **code,
		    struct od_err *err) OD_MUST_CHECK;
/* The person that text means on a day: a code, a login or a whole name.  OD_ENOENT: nobody; OD_EDATA:
 * several of that name.  code is yours to free. */
int od_person_resolve(struct od_db *db, const char *text, od_date on, char **code,
		      struct od_err *err) OD_MUST_CHECK;
/* The same by login alone, where an unknown one is no failure: *code is NULL. */
int od_person_of_login(struct od_db *db, const char *login, od_date on, char **code,
		       struct od_err *err) OD_MUST_CHECK;
/* The code of a category or a desk that text means: its code, its name of any time, a category's alias.
 * OD_EUSAGE: none does; the message lists those of the day.  code is yours to free. */
int od_category_code(struct od_db *db, const char *text, od_date on, char **code,
		     struct od_err *err) OD_MUST_CHECK;
int od_desk_code(struct od_db *db, const char *text, od_date on, char **code,
		 struct od_err *err) OD_MUST_CHECK;
/* The name of a unit valid on a day (or, before the first row, the first); borrowed until the
 * next call on db; NULL: no such code. */
const char *od_unit_name(struct od_db *db, const char *code, od_date on);
/* A setting's value valid on a day; fallback where there is none.  Borrowed until the next call. */
const char *od_setting(struct od_db *db, const char *name, od_date on, const char *fallback);
/* The working-day calendar from the database; yours. */
struct od_calendar *od_calendar_load(struct od_db *db, struct od_err *err);

/* --- reports (office/report.c) ------------------------------------------------------------------------------ */

enum od_secrecy {
	OD_SECRECY_NONE,
	OD_SECRECY_SECRET,
	OD_SECRECY_HIGHLY_SECRET,
	OD_SECRECY_TOP_SECRET
};
enum od_status {
	OD_STATUS_RECEIVED,
	OD_STATUS_ACCEPTED,
	OD_STATUS_RETURNED, /* for mending (退回补正) */
	OD_STATUS_REJECTED, /* 退稿 */
	OD_STATUS_DUPLICATE,
	OD_STATUS_WITHDRAWN,
};

struct od_report {
	int64_t number;  /* R; od_report_submit() sets it */
	char *unit;      /* code; on input any form od_unit_resolve() knows but part of a name */
	char *unit_name; /* derived: valid on the day it occurred */
	char *category;  /* code; on input also the category's name or an alias */
	char *category_name; /* derived */
	char *title, *body;
	od_instant occurred_at; /* absent on input: when received */
	char *place;
	char *leaders; /* list */
	char *author, *phone, *signer;
	int secrecy, urgency;
	char *external_id; /* the unit's own number of it */
	int status;
	bool undated;    /* the unit gave no time; occurred_at is when it was received */
	char *desk;      /* code; from the category */
	char *desk_name; /* derived */
	od_instant received_at;
	int64_t batch; /* B, or OD_NOINT */
	/* schedules: when it ends, who goes along */
	od_instant ends_at;
	char *accompanying; /* list */
	/* emergencies: one report of the chain of an event */
	int64_t event;         /* E; absent on a first report: a new number is given */
	int stage, form;       /* OD_STAGE_..., OD_FORM_... */
	int grade;             /* OD_GRADE_... */
	od_instant learned_at; /* when the unit learned of it */
	int64_t dead, injured, missing;
	char *measures;         /* taken so far */
	od_instant superior_at; /* when the unit told its superior department (上报主管部门) */
	char *taken_by;         /* who at the office took the call; told: whom he told (list) */
	char *told;
	char *copy_to; /* derived: the unit's contact secretary, or the cover while there is one */
};
extern const struct od_rec_type od_report_type;

enum od_stage { OD_STAGE_NONE, OD_STAGE_FIRST, OD_STAGE_FOLLOW_UP, OD_STAGE_FINAL };
enum od_form { OD_FORM_WRITTEN, OD_FORM_TELEPHONE, OD_FORM_SUPERIOR /* duties only */ };
/* 一般, 较大, 重大, 特别重大 */
enum od_grade {
	OD_GRADE_NONE,
	OD_GRADE_ORDINARY,
	OD_GRADE_LARGER,
	OD_GRADE_MAJOR,
	OD_GRADE_EXTRAORDINARY
};
extern const struct od_word od_stages[], od_forms[], od_grades[];

enum od_duplicate { OD_DUP_SKIP, OD_DUP_ERROR, OD_DUP_UPDATE };
enum od_taken { OD_TAKEN, OD_DUPLICATED, OD_UPDATED };
/* File one report inside a transaction.  The members are resolved in place (unit and category
 * become codes, number, desk, received_at are set).  The same unit's same external_id, or,
 * without one, the very same content, is a duplicate: r->number becomes the number it already
 * has, *taken says so, and dup decides: skip and say so, refuse (OD_EDATA), or write the new
 * content over the old (which comes back as received if it had been returned).  *differs: a
 * skipped duplicate says something else than the report on file. */
int od_report_submit(struct od_db *db, struct od_report *r, enum od_duplicate dup,
		     enum od_taken *taken, bool *differs, struct od_err *err) OD_MUST_CHECK;

struct od_report_query { /* zero, NULL, OD_NOINT, OD_NOINSTANT members: any (OD_REPORT_QUERY_INIT) */
	int64_t number;
	od_instant since, until;                     /* since <= t < until */
	bool by_received;                            /* t is received_at, not occurred_at */
	const char *unit, *category, *desk, *leader; /* codes; a leader's name */
	int status;                                  /* -1: any */
	int64_t batch, event;
	const char *secretary; /* copied to this person (code) */
	const char *search;    /* characters that stand in the title or the body */
	int64_t limit;         /* the newest so many; 0: all */
};
#define OD_REPORT_QUERY_INIT                                                                      \
	{                                                                                         \
		.number = OD_NOINT, .since = { INT64_MIN }, .until = { INT64_MIN }, .status = -1, \
		.batch = OD_NOINT, .event = OD_NOINT                                              \
	}
struct od_iter *od_report_find(struct od_db *db, const struct od_report_query *q,
			       struct od_err *err); /* by number, newest last */
/* How many reports are not indexed for search yet, counted up to limit. */
int od_search_lag(struct od_db *db, int64_t limit, int64_t *lag, struct od_err *err) OD_MUST_CHECK;
/* Index at most rows of them, in a transaction of its own; not waiting, it does nothing while
 * somebody else writes. */
int od_search_catch_up(struct od_db *db, int64_t rows, bool wait, struct od_err *err) OD_MUST_CHECK;

/* --- handling (office/handling.c) -------------------------------------------------------------------------- */

enum od_action {
	OD_NO_ACTION,
	OD_ACCEPT,
	OD_RETURN,
	OD_REJECT,
	OD_DUPLICATE_OF,
	OD_FORWARD,
	OD_WITHDRAW,
	OD_RESUBMIT, /* written by od_report_submit() when a returned report comes back */
};
extern const struct od_word od_actions[];
struct od_handling {
	int64_t number; /* R */
	int64_t step;   /* 1, 2 ... of this report; od_handle() sets it */
	int action;
	char *reason; /* must be given to return, reject, withdraw */
	char *target; /* duplicate: the other's number; forward: the desk */
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_handling_type;
/* What a desk does to a report, inside a transaction.  What the state does not allow is OD_EDATA
 * and the message names what is allowed. */
int od_handle(struct od_db *db, struct od_handling *h, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_handling_find(struct od_db *db, int64_t number, struct od_err *err);

/* --- batches (office/batch.c) -------------------------------------------------------------------------------- */

struct od_batch {
	int64_t number; /* B */
	char *name;     /* --batch, or the file's name */
	char *command, *actor;
	od_instant at;
	int64_t taken, updated, duplicates, rejected;
	od_instant undone_at;
};
extern const struct od_rec_type od_batch_type;
/* Open a batch inside a transaction: reports filed from here on carry its number. */
int od_batch_begin(struct od_db *db, const char *name, int64_t *number,
		   struct od_err *err) OD_MUST_CHECK;
/* Its counts, before the commit. */
int od_batch_end(struct od_db *db, const struct od_batch *counts, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_batch_find(struct od_db *db, const char *name_or_number, struct od_err *err);
/* Take back all that a batch brought, inside a transaction.  OD_EDATA if any of it was changed
 * since: changed is called with each such record, and nothing is undone. */
int od_batch_undo(struct od_db *db, int64_t number, void (*changed)(void *ctx, const char *record),
		  void *ctx, int64_t *undone, struct od_err *err) OD_MUST_CHECK;

/* --- the nightly roundup (office/roundup.c, office/roundup_page.c) ----------------------------------------------- */

struct od_item {          /* one line of a roundup */
	char *section;    /* the column's code; or away, overdue, missed, matters */
	char *column;     /* its title; of the last four: absent */
	int64_t place_in; /* 1, 2 ... within the column */
	int64_t number;
	char *unit, *unit_name, *unit_short, *category, *title, *body;
	od_instant occurred_at, received_at;
	char *place, *leaders;
	int secrecy, urgency;
	bool supplement; /* occurred on an earlier day, came in after that day's roundup */
	/* Away, overdue: leaders is who; occurred_at to ends_at, the leave; title its kind, unless that is
	 * private.  Missed: title is the duty's name, leaders who owes it, occurred_at when it was due.
	 * Matters: unit is the lead unit, ends_at the end of the due day. */
	od_instant ends_at;
	char *stand_in; /* name */
	char *state;    /* the leave's status; missed: the slots' state; matters: the light */
	int64_t late;   /* minutes, of several slots the most; OD_NOINT */
	char *ref;      /* the leave's or matter's number; missed: the names of the slots, a list */
};
extern const struct od_rec_type od_item_type;

struct od_roundup;
/* The roundup of a day: by column, in the regime's order, the reports that occurred on it (received
 * or accepted; classified ones by number and mark only), those that came in on it from the days
 * before (regime: supplement_days), the next day's schedules, counts by unit.
 * Then, as of now, sections of its own: who is away on the day or the next, whose return is overdue,
 * what was due on the day and came late or not at all, which supervised matters are past due or due by the
 * next day. */
struct od_roundup *od_roundup_new(struct od_db *db, od_date day, od_instant now,
				  struct od_err *err);
void od_roundup_free(struct od_roundup *r);
size_t od_roundup_items(const struct od_roundup *r, const struct od_item **items);
int od_roundup_text(const struct od_roundup *r, int width, struct od_buf *out,
		    struct od_err *err) OD_MUST_CHECK;
int od_roundup_html(const struct od_roundup *r, struct od_buf *out,
		    struct od_err *err) OD_MUST_CHECK;

/* --- duties: who owes which report by when (office/duty.c, rule.c, hours.c) -------------------------------------- */

enum od_owed_by { OD_OWED_BY_UNIT, OD_OWED_BY_PERSON, OD_OWED_BY_SCHEDULED };
enum od_rhythm {
	OD_RHYTHM_WORKDAY,
	OD_RHYTHM_DAY,
	OD_RHYTHM_WEEK,
	OD_RHYTHM_MONTH,
	OD_RHYTHM_QUARTER,
	OD_RHYTHM_HALF_YEAR,
	OD_RHYTHM_YEAR,
	OD_RHYTHM_EVENT,
};
enum od_shift { OD_SHIFT_NONE, OD_SHIFT_NEXT, OD_SHIFT_PREVIOUS };
enum od_about { OD_ABOUT_SAME, OD_ABOUT_NEXT, OD_ABOUT_PREVIOUS };
enum od_counted_by { OD_BY_OCCURRED, OD_BY_RECEIVED };
/* The last two are of leaves in the leave log, not of reports: when the leave begins (its request meets
 * the slot), when it ends (its return does). */
enum od_anchor {
	OD_ANCHOR_OCCURRED,
	OD_ANCHOR_LEARNED,
	OD_ANCHOR_RECEIVED,
	OD_ANCHOR_DEPARTURE,
	OD_ANCHOR_RETURN
};
enum od_clock { OD_CLOCK_WORK, OD_CLOCK_WALL };

/* A dated row of the regime.  Lists hold words or codes; NULL: any.  See officedb-regime(5). */
struct od_duty {
	char *code, *name;
	char *categories; /* list: reports of these meet it */
	char *desk;       /* who watches over it; NULL: the first category's desk */
	int owed_by;
	char *kinds, *levels, *units, *except; /* which units (of persons: their units) */
	char *ranks;                           /* which persons */
	int rhythm;
	char *on;        /* the day within the period: od_on_parse() */
	int shift;       /* where that is no working day */
	char *due;       /* od_due_parse() */
	int about;       /* which period's reports meet it */
	int counted_by;  /* by which of a report's instants */
	int anchor;      /* event: what .due counts from */
	char *grades;    /* event: list */
	int form, stage; /* event: what kind of report meets it */
	int64_t quota;   /* reports a period; absent: 1 */
	int64_t grace;   /* minutes after due; absent: 0 */
	int clock;       /* lateness in working minutes or in minutes by the wall clock */
	char *lapse;     /* so long after due silence is 不报; NULL: only an unanswered urge is */
	char *consequence, *basis;
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_duty_type;

/* A unit's own rule (实施细则) in place of the duty's; absent members leave it as it is. */
struct od_override {
	char *duty, *unit;
	bool exempt;
	char *on, *due;
	int64_t quota, grace;
	char *basis;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_override_type;

/* Which day of a period: the last day where .on is NULL. */
struct od_on {
	bool workday; /* .day counts working days */
	int month;    /* of a quarter 1-3, half-year 1-6, year 1-12; 0: the last */
	int day;      /* 1 ... from the first, -1 ... from the last; week: 1 Monday ... 7 */
};
/* "5", "-1" or "last", "workday 3", "workday -2", "friday" or "周五", "01-31" (year), "2/15" (the 15th of
 * a quarter's or half-year's second month).  OD_EDATA: not of that rhythm, or no day it can be. */
int od_on_parse(const char *s, int rhythm, struct od_on *out, struct od_err *err) OD_MUST_CHECK;

/* When a report is due: so long after the anchor (the period's day, an event's instant). */
struct od_due {
	enum { OD_DUE_NOW, OD_DUE_MINUTES, OD_DUE_DAYS, OD_DUE_WORKDAYS } unit;
	int64_t n; /* may be negative */
	enum { OD_AT_MIDNIGHT_AFTER, OD_AT_CLOCK, OD_AT_WORK_END, OD_AT_WORK_START } at;
	int clock; /* OD_AT_CLOCK: seconds of the day */
};
/* "17:30", "end-of-work" (下班前), "start-of-work", "+30m", "+2h", "+30d", "+3w" (working days), "-2w",
 * and a day count with a time: "+1d 09:00", "-3w end-of-work".  Days without a time end at 24:00. */
int od_due_parse(const char *s, struct od_due *out, struct od_err *err) OD_MUST_CHECK;
/* "+30m" "+2h" "+3d" "+2w": for lapse; never negative, no time of day. */
int od_span_parse(const char *s, struct od_due *out, struct od_err *err) OD_MUST_CHECK;

/* The office's clock: its calendar and its working hours, each day's own (settings work_am, work_pm;
 * "-": none, which is how a half day is written). */
struct od_hours;
struct od_hours *od_hours_load(struct od_db *db, struct od_err *err);
void od_hours_free(struct od_hours *h);
const struct od_calendar *od_hours_calendar(const struct od_hours *h);
/* Seconds of the day: where work begins, where it ends; false: no hours that day.  Says nothing of
 * whether it is a working day. */
bool od_hours_of(const struct od_hours *h, od_date d, int *start, int *end);
/* Working seconds in [from, to); 0 where to <= from. */
int64_t od_work_seconds(const struct od_hours *h, od_instant from, od_instant to);
/* The instant a rule comes to from an anchor; OD_NOINSTANT: past the years that dates may have.
 * why, if not NULL, gets the reckoning in words: days counted, days skipped, hours. */
od_instant od_due_reckon(const struct od_hours *h, const struct od_due *due, od_instant anchor,
			 struct od_buf *why);
/* The day of the period that holds d. */
struct od_period {
	od_date from, to; /* both included */
	od_date on;       /* OD_NODATE: this period has no such day (workday 30) */
};
void od_period_of(const struct od_calendar *c, int rhythm, const struct od_on *on, int shift,
		  od_date d, struct od_period *out);

/* --- slots: what is owed, derived from duties, reports and answers (office/slot.c) ---------------------------------- */

enum od_slot_state {
	OD_SLOT_OPEN,       /* not due yet */
	OD_SLOT_MET,        /* on time */
	OD_SLOT_LATE,       /* 迟报: came after due and grace */
	OD_SLOT_LEFT_OUT,   /* 漏报: past due, nothing came, not urged or the urge still runs */
	OD_SLOT_UNREPORTED, /* 不报: nothing came in spite of an urge, or lapse has passed */
	OD_SLOT_NIL,        /* 零报告 in time */
	OD_SLOT_EXCUSED,
};
extern const struct od_word od_slot_states[];

struct od_slot {
	char *slot; /* its name: DUTY/UNIT-or-PERSON/REF; ref is the day, E..., R..., O... or L... */
	char *duty, *duty_name, *categories;
	char *desk, *desk_name;
	char *unit, *unit_name; /* a person's: the person's unit */
	char *person, *person_name;
	od_date day;      /* the period's; an event's */
	od_date from, to; /* reports about these days meet it; events: absent */
	int64_t event;
	od_instant due_at; /* without grace */
	int state;
	int64_t late; /* minutes by the duty's clock, so far or until it came; OD_NOINT: not late */
	int64_t report; /* that met it, or came and was returned */
	od_instant received_at;
	bool returned; /* it came and was returned for mending: as if nothing had come */
	int64_t quota, count;
	int64_t urges;
	od_instant urged_at; /* last */
	char *reason;        /* nil, excused: why; excused: who allowed it */
	char *consequence;
	bool provisional; /* beyond the last published year of the calendar */
	char *why;        /* asked for: the reckoning in words */
};
extern const struct od_rec_type od_slot_type;

struct od_slot_query {           /* zero and NULL members: any */
	od_instant since, until; /* due in [since, until) */
	od_instant now;
	const char *duty, *category, *unit, *desk, *person; /* codes */
	unsigned int states;                                /* bits 1 << state; 0: any */
	const char *slot;                                   /* this one only */
	bool explain;
};
struct od_slots;
/* By due, then the regime's order, then the office's order of units and persons.  A slot stands where
 * its duty's row and who owes it are valid on the day it is due. */
struct od_slots *od_slots_find(struct od_db *db, const struct od_slot_query *q, struct od_err *err);
void od_slots_free(struct od_slots *s);
size_t od_slots_rows(const struct od_slots *s, const struct od_slot **rows);

/* --- answers, urges, omissions (office/answer.c, urge.c, omission.c) ------------------------------------------------------ */

enum od_answer_kind { OD_ANSWER_NIL, OD_ANSWER_EXCUSE };
struct od_answer { /* to one slot; a later one of the same kind replaces it */
	char *slot;
	int kind;
	char *reason;     /* excuse: must be given */
	char *allowed_by; /* excuse: must be given */
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_answer_type;
/* Inside a transaction.  OD_ENOENT: no such slot; OD_EDATA: it was met already, or reason is missing. */
int od_answer_put(struct od_db *db, struct od_answer *a, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_answer_find(struct od_db *db, const char *slot, struct od_err *err);

enum od_channel { OD_CHANNEL_NOTICE, OD_CHANNEL_TELEPHONE, OD_CHANNEL_MESSAGE };
struct od_urge {                /* of one unit, for all it owes and was not urged for that day */
	int64_t number;         /* U */
	char *unit, *unit_name; /* the name is derived */
	char *slots;            /* list of their names */
	int channel;
	char *note;
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_urge_type;
/* Log an urge for each unit that has past-due slots of the query without an answer (left out,
 * unreported, returned), inside a transaction.  What it was urged for today already is passed over
 * unless again, so that a unit is told of each matter once a day.  OD_EDATA in quiet hours (setting quiet_hours) unless the channel is a notice that is
 * only printed, or again.  fn gets each urge with its slots. */
typedef int od_urge_fn(void *ctx, const struct od_urge *u, const struct od_slot *const *slots,
		       size_t n, struct od_err *err);
int od_urge(struct od_db *db, const struct od_slot_query *q, int channel, const char *note,
	    bool again, od_urge_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_urge_find(struct od_db *db, const char *unit, od_instant since, od_instant until,
			     struct od_err *err);
/* The notice a unit gets, as text in the language in force. */
int od_urge_notice(struct od_db *db, const struct od_urge *u, const struct od_slot *const *slots,
		   size_t n, struct od_buf *out, struct od_err *err) OD_MUST_CHECK;

struct od_omission {            /* a matter the office learned of otherwise: 漏报 by event */
	int64_t number;         /* O */
	char *unit, *unit_name; /* the name is derived */
	char *category, *title;
	od_instant occurred_at, learned_at; /* by the office */
	char *source;                       /* from whom */
	char *note;
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_omission_type;
int od_omission_put(struct od_db *db, struct od_omission *o, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_omission_find(struct od_db *db, const char *unit, od_instant since,
				 od_instant until, struct od_err *err);

/* --- the ledger (office/ledger.c) --------------------------------------------------------------------------------- */

enum od_ledger_by { OD_LEDGER_UNIT, OD_LEDGER_MATTER, OD_LEDGER_DESK };
struct od_ledger_row {
	char *code, *name;
	int64_t owed, on_time, late, left_out, unreported, nil, excused, open;
	char *rate;      /* on time of what was due, "98.4%"; NULL: nothing was */
	int64_t longest; /* lateness in minutes; OD_NOINT */
	int64_t rank; /* 1 best: fewest unreported, left out, late; then the rate; ties share it */
};
extern const struct od_rec_type od_ledger_type;
struct od_ledger;
/* Counts of slots; owed = on_time + late + left_out + unreported + nil + excused + open. */
struct od_ledger *od_ledger_new(const struct od_slots *slots, int by, struct od_err *err);
void od_ledger_free(struct od_ledger *l);
/* In order of rank; *total is their sum. */
size_t od_ledger_rows(const struct od_ledger *l, const struct od_ledger_row **rows,
		      const struct od_ledger_row **total);
/* A 通报 in the language in force: figures, ranking, each late, left-out and unreported one. */
int od_ledger_notice(struct od_db *db, const struct od_ledger *l, const struct od_slots *slots,
		     od_date from, od_date to, struct od_buf *out,
		     struct od_err *err) OD_MUST_CHECK;

/* --- schedules (office/schedule.c) ------------------------------------------------------------------------------------ */

/* Another thing the same leader has at that time: the schedule, reception or leave it clashes with.  Leave
 * is that of the leave log, asked for or approved. */
struct od_clash {
	int64_t number, other; /* R; of leave OD_NOINT, and then: */
	int64_t leave;         /* L */
	char *leader, *category, *title, *place;
	od_instant from, to; /* of the other */
};
extern const struct od_rec_type od_clash_type;
/* Each clash of a report on file with those of its leaders; a schedule without an end lasts the regime's
 * schedule_minutes (120). */
typedef int od_clash_fn(void *ctx, const struct od_clash *c, struct od_err *err);
int od_schedule_clashes(struct od_db *db, int64_t number, od_clash_fn *fn, void *ctx,
			struct od_err *err) OD_MUST_CHECK;

struct od_appointment { /* a line of the table of a day or a week */
	od_date day;
	char *person, *leader, *post; /* code: NULL where the name is nobody's the office knows */
	od_instant from, to;
	char *title, *place, *accompanying, *unit_name,
		*contact; /* contact: who reported, telephone */
	int64_t number;
	bool clash, changed; /* changed: since it was first filed */
	char *missing;  /* set: no schedule came for this leader; the state in words.  away: a line
			      * after the table, about a leave that holds within its days */
	char *stand_in; /* away: the name */
};
extern const struct od_rec_type od_appointment_type;
struct od_schedule;
/* By leader in protocol order (whose schedule is collected first), then time; days from..to.  Then a line
 * for each who is away on any of them. */
struct od_schedule *od_schedule_new(struct od_db *db, od_date from, od_date to, od_instant now,
				    struct od_err *err);
void od_schedule_free(struct od_schedule *s);
size_t od_schedule_rows(const struct od_schedule *s, const struct od_appointment **rows);
/* One day: a table by leader; several: a grid of leaders and days. */
int od_schedule_text(const struct od_schedule *s, int width, struct od_buf *out,
		     struct od_err *err) OD_MUST_CHECK;
int od_schedule_html(const struct od_schedule *s, struct od_buf *out,
		     struct od_err *err) OD_MUST_CHECK;

/* --- emergencies and trays (office/event.c, office/tray.c) ------------------------------------------------------------- */

/* Reports of other events that may be the same one: near in time (event_near_hours) and alike in place
 * or words; likeness in percent, best first. */
struct od_suspect {
	int64_t number, event; /* R, E */
	char *unit_name, *title, *place;
	od_instant occurred_at;
	int64_t likeness;
};
extern const struct od_rec_type od_suspect_type;
typedef int od_suspect_fn(void *ctx, const struct od_suspect *s, struct od_err *err);
int od_event_suspects(struct od_db *db, int64_t report, od_suspect_fn *fn, void *ctx,
		      struct od_err *err) OD_MUST_CHECK;
/* A person decided: this report belongs to that event.  Inside a transaction. */
int od_event_join(struct od_db *db, int64_t report, int64_t event,
		  struct od_err *err) OD_MUST_CHECK;
/* The chain of one event as a timeline in words. */
int od_event_text(struct od_db *db, int64_t event, struct od_buf *out,
		  struct od_err *err) OD_MUST_CHECK;

/* What lies on a desk. */
enum od_tray_what { OD_TRAY_NEW, OD_TRAY_BACK, OD_TRAY_RETURNED, OD_TRAY_OVERDUE };
struct od_tray {
	int what;       /* new; come back mended; returned and not come back; a slot past due */
	int64_t number; /* R; OD_NOINT for a slot */
	char *slot;
	char *unit, *unit_name, *category, *title;
	od_instant since; /* received, returned, due */
};
extern const struct od_rec_type od_tray_type;
typedef int od_tray_fn(void *ctx, const struct od_tray *t, struct od_err *err);
int od_tray_each(struct od_db *db, const char *desk, od_instant now, od_tray_fn *fn, void *ctx,
		 struct od_err *err) OD_MUST_CHECK;

/* --- leave: from request to return (office/leave.c, leave_step.c, leave_rule.c) ------------------------------------------- */

struct od_leave_kind { /* a dated row of the regime: 年休假, 病假, 因公外出 ... */
	char *code, *name;
	char *aliases; /* list */
	int counts;    /* what is counted as taken: working days, calendar days */
	bool annual;   /* counts against the annual leave (od_balance) */
	bool private_; /* field "private": reason and kind are for the desk that handles leave alone */
	char *basis;
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_leave_kind_type;

/* What a rule looks at.  See officedb-regime(5). */
enum od_leave_check {
	OD_CHECK_APPROVER, /* who must approve: the chain in .approvers; the first fitting row by sort */
	OD_CHECK_NOTICE, /* so many .days before departure; late: so many after it (补假) */
	OD_CHECK_APART, /* of one unit, persons of .ranks and of .others are not both away: so many of
			    * .others (.stay) must stay in; .stay absent: all of them */
	OD_CHECK_PAIR,     /* A角 and B角 (od_leave_pair) not both away */
	OD_CHECK_STAND_IN, /* a stand-in is named, is somebody else, and is not away himself */
	OD_CHECK_OVERLAP,  /* the person's other leave */
	OD_CHECK_SCHEDULE, /* schedules and receptions on file for the person */
	OD_CHECK_BLOCKED, /* .from_day to .to_day (全会, 防汛): only .approvers' last may pass */
	OD_CHECK_WEEKEND, /* leaving the city on rest days alone: .approvers is the chain */
	OD_CHECK_RUN,     /* at most .days calendar days away in one run, adjacent leave included */
	OD_CHECK_RENOTICE, /* a change that moves departure by more than .days needs a new approval */
};
enum od_leave_act { OD_LEAVE_REFUSE, OD_LEAVE_WARN };
struct od_leave_rule { /* a dated row of the regime */
	char *code, *name;
	int check;
	int act;         /* refuse or warn */
	char *kinds;     /* list of leave kinds; NULL: any */
	char *ranks;     /* list; NULL: any */
	char *others;    /* apart: list of ranks */
	char *units;     /* list of unit codes; NULL: any */
	char *reaches;   /* list of how far; NULL: any */
	int64_t over;    /* only leaves of more than so many calendar days; OD_NOINT: any */
	int64_t upto;    /* ... of at most so many; OD_NOINT: any */
	char *approvers; /* list in order: unit-head, contact-secretary, secretary-general,
				       * party-secretary, or a person's code */
	int64_t days;    /* notice, run, renotice */
	bool workdays;   /* .days are working days */
	int64_t stay;    /* apart */
	od_date from_day, to_day; /* blocked */
	char *basis;
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_leave_rule_type;
extern const struct od_word od_leave_checks[];

struct od_leave_pair { /* A角 and B角, each other's stand-in; a dated row */
	char *person, *partner;
	od_date valid_from, valid_to;
	char *person_name, *partner_name; /* derived */
};
extern const struct od_rec_type od_leave_pair_type;

enum od_part { OD_PART_MORNING, OD_PART_AFTERNOON, OD_PART_EVENING };
/* The last part of a leave: words in the other order, because a leave without one lasts all day. */
enum od_to_part { OD_TO_EVENING, OD_TO_AFTERNOON, OD_TO_MORNING };
enum od_reach {
	OD_REACH_NONE,
	OD_REACH_CITY,
	OD_REACH_PROVINCE,
	OD_REACH_COUNTRY
}; /* what is left */
enum od_leave_status {
	OD_LEAVE_REQUESTED, /* waits for approval */
	OD_LEAVE_APPROVED,
	OD_LEAVE_AWAY,     /* departed */
	OD_LEAVE_RETURNED, /* 已销假 */
	OD_LEAVE_EXTENDED, /* goes on in an approved child, which is returned instead */
	OD_LEAVE_REFUSED,
	OD_LEAVE_CANCELLED,
};
extern const struct od_word od_parts[], od_to_parts[], od_reaches[], od_leave_statuses[];

struct od_leave {
	int64_t number;           /* L; od_leave_request() sets it */
	char *person;             /* code; on input what od_person_resolve() knows */
	char *person_name, *post; /* derived, of the first day */
	char *unit, *unit_name;   /* derived: the person's on the first day */
	char *kind;               /* code; on input also name or alias */
	char *kind_name;          /* derived */
	od_date from_day;         /* first day away */
	int from_part;            /* absent: morning */
	od_date to_day;           /* last day away */
	int to_part;              /* OD_TO_...; absent: evening */
	int reach;
	char *place, *reason;
	char *stand_in;      /* code; on input what od_person_resolve() knows */
	char *stand_in_name; /* derived */
	char *phone, *itinerary;
	int64_t parent;          /* L: of which leave this is the extension (续假) */
	int64_t report;          /* R: the report it came by */
	char *external_id;       /* idempotent import: unique of a person */
	bool late;               /* 补假: asked for after it began */
	od_instant requested_at; /* when the office was told; absent on input: now */
	int status;              /* READONLY from here on, but for a restored dump */
	int64_t batch;
	od_instant departed_at, returned_at;
	/* derived */
	char *waits_for;       /* whose approval is next: role and name; NULL: nobody's */
	char *days, *workdays; /* of the request: "3.5"; an evening counts nothing */
	od_instant due_at;     /* when the return is to be registered: the duty's rule */
};
extern const struct od_rec_type od_leave_type;

enum od_leave_action {
	OD_LEAVE_NO_ACTION,
	OD_LEAVE_DO_REQUEST,
	OD_LEAVE_DO_APPROVE, /* one link of the chain, or the last */
	OD_LEAVE_DO_REFUSE,
	OD_LEAVE_DO_EXTEND, /* on the parent, when the child is approved */
	OD_LEAVE_DO_CHANGE,
	OD_LEAVE_DO_DEPART,
	OD_LEAVE_DO_RETURN,
	OD_LEAVE_DO_CANCEL,
};
extern const struct od_word od_leave_actions[];
struct od_leave_step {  /* append-only history of a leave */
	int64_t number; /* L */
	int64_t step;   /* 1, 2 ...; set by the library */
	int action;
	char *by; /* person's code: who decided, who came back to register; input: od_person_resolve() */
	char *role; /* approve: the link of the chain that it fulfils; set by the library */
	char *reason;
	od_instant happened_at; /* when it was decided, left, came back; absent: now */
	od_instant at;          /* when it was written down */
	char *actor;
};
extern const struct od_rec_type od_leave_step_type;

/* What a rule found: told to who asks, kept nowhere. */
struct od_leave_finding {
	int act;    /* refuse or warn */
	char *rule; /* code of the row */
	char *text; /* what is wrong and what to do, with the reckoning */
	char *basis;
};
typedef int od_leave_finding_fn(void *ctx, const struct od_leave_finding *f, struct od_err *err);

/* Ask for a leave, inside a transaction.  Members are resolved in place.  Every rule of the regime is
 * tried; each that speaks is told to fn (which may be NULL); one that refuses makes it OD_EDATA, unless it
 * is in force, a list of rule codes passed over on purpose (kept as the step's reason).  The same person's
 * same external_id, or the very same content, is a duplicate (*taken): r->number becomes its number. */
int od_leave_request(struct od_db *db, struct od_leave *l, const char *force,
		     od_leave_finding_fn *fn, void *ctx, enum od_taken *taken,
		     struct od_err *err) OD_MUST_CHECK;
/* What the rules say of a leave that is not on file (--dry-run, checks of a draft). */
int od_leave_check(struct od_db *db, const struct od_leave *l, od_leave_finding_fn *fn, void *ctx,
		   struct od_err *err) OD_MUST_CHECK;
/* The chain of approval of a leave: for each link its role, who holds it (code and name, NULL: nobody is
 * on file), and the step that fulfilled it. */
struct od_leave_link {
	char *role, *role_name, *person, *person_name, *rule;
	int64_t step; /* OD_NOINT: not yet */
	od_instant at;
};
extern const struct od_rec_type od_leave_link_type;
typedef int od_leave_link_fn(void *ctx, const struct od_leave_link *k, struct od_err *err);
int od_leave_chain(struct od_db *db, const struct od_leave *l, od_leave_link_fn *fn, void *ctx,
		   struct od_err *err) OD_MUST_CHECK;
/* What is done to a leave, inside a transaction: approve, refuse, depart, return, cancel.  The state table
 * is one; what it does not allow is OD_EDATA and the message names what it does.  The rules apart, pair,
 * stand-in and overlap are tried again at approval, because others may have left meanwhile. */
int od_leave_do(struct od_db *db, struct od_leave_step *s, const char *force,
		od_leave_finding_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;
/* Change a leave that has not ended: members that l gives (others absent) replace the old; empty text takes
 * the old away, an enum's first word is not given.  An approved leave whose departure moves by more than the
 * rule renotice allows goes back to requested: *again.  od_leave_replace(): l is the whole record as
 * od_leave_find() gave it, with what was changed; what is absent is taken away. */
int od_leave_change(struct od_db *db, struct od_leave *l, const char *reason, const char *force,
		    od_leave_finding_fn *fn, void *ctx, bool *again,
		    struct od_err *err) OD_MUST_CHECK;
int od_leave_replace(struct od_db *db, struct od_leave *l, const char *reason, const char *force,
		     od_leave_finding_fn *fn, void *ctx, bool *again,
		     struct od_err *err) OD_MUST_CHECK;

struct od_leave_query { /* zero, NULL, OD_NOINT, OD_NODATE members: any (OD_LEAVE_QUERY_INIT) */
	int64_t number;
	od_date since, until;             /* leaves that touch since..until, both included */
	const char *person, *unit, *kind; /* codes */
	const char *waits_for;            /* whose approval is next: a person's code */
	int status;                       /* -1: any */
	int64_t batch;
};
#define OD_LEAVE_QUERY_INIT                                                                       \
	{                                                                                         \
		.number = OD_NOINT, .since = { INT32_MIN }, .until = { INT32_MIN }, .status = -1, \
		.batch = OD_NOINT                                                                 \
	}
struct od_iter *od_leave_find(struct od_db *db, const struct od_leave_query *q,
			      struct od_err *err); /* by first day */
struct od_iter *od_leave_steps(struct od_db *db, int64_t number, struct od_err *err);
/* May who acts see the reason of a private leave: the desk that handles leave (the category leave's), the
 * person himself, and who approves? */
int od_leave_may_see(struct od_db *db, const struct od_leave *l, const char *actor, bool *may,
		     struct od_err *err) OD_MUST_CHECK;

/* --- who is away, balance, statistics (office/leave_away.c, leave_balance.c, leave_stats.c, leave_calendar.c) -------------- */

struct od_away {        /* somebody away on a day of the range, in the office's order */
	int64_t number; /* L */
	char *person, *person_name, *post, *unit, *unit_name;
	char *kind, *kind_name; /* of private kinds: NULL, and the common word for leave */
	od_date from_day;
	int from_part;
	od_date to_day;
	int to_part;
	int reach;
	char *place; /* NULL of private kinds */
	char *stand_in, *stand_in_name, *stand_in_post, *phone;
	int status;
	od_instant due_at;
	int64_t overdue; /* minutes past due_at by the duty's clock, as of now; OD_NOINT */
};
extern const struct od_rec_type od_away_type;
/* Approved leaves that hold from..to (both included): a returned one until it was returned, one past its end
 * and not returned until now. */
typedef int od_away_fn(void *ctx, const struct od_away *a, struct od_err *err);
int od_away_each(struct od_db *db, od_date from, od_date to, od_instant now, const char *unit,
		 od_away_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;
/* Who should be back and is not: the slots of duties anchored at a leave's return, longest first. */
int od_leave_overdue(struct od_db *db, od_instant now, od_away_fn *fn, void *ctx,
		     struct od_err *err) OD_MUST_CHECK;

struct od_balance { /* annual leave of a person in a year (职工带薪年休假条例); days as text "2.5" */
	char *person, *person_name, *unit, *unit_name;
	int64_t year, service; /* full years of service on the day asked */
	char *entitled, *carried, *used, *planned, *left, *lapsed;
	char *note; /* why not entitled, what is missing */
};
extern const struct od_rec_type od_balance_type;
typedef int od_balance_fn(void *ctx, const struct od_balance *b, struct od_err *err);
int od_balance_each(struct od_db *db, int year, od_date on, const char *person, const char *unit,
		    od_balance_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;

struct od_leave_count { /* statistics: a line a unit, person, kind or month */
	char *code, *name;
	int64_t leaves, short_notice, late, extended, overdue, open;
	char *days, *workdays;
};
extern const struct od_rec_type od_leave_count_type;
enum od_leave_by { OD_LEAVE_BY_UNIT, OD_LEAVE_BY_PERSON, OD_LEAVE_BY_KIND, OD_LEAVE_BY_MONTH };
typedef int od_leave_count_fn(void *ctx, const struct od_leave_count *c, bool total,
			      struct od_err *err);
int od_leave_stats(struct od_db *db, od_date from, od_date to, od_instant now, int by,
		   od_leave_count_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;

/* A grid of persons and days, a week or a month, as text of so many cells, as a page, as iCalendar (RFC 5545). */
struct od_leave_calendar;
struct od_leave_calendar *od_leave_calendar_new(struct od_db *db, od_date from, od_date to,
						od_instant now, const char *unit,
						struct od_err *err);
void od_leave_calendar_free(struct od_leave_calendar *c);
int od_leave_calendar_text(const struct od_leave_calendar *c, int width, struct od_buf *out,
			   struct od_err *err) OD_MUST_CHECK;
int od_leave_calendar_html(const struct od_leave_calendar *c, struct od_buf *out,
			   struct od_err *err) OD_MUST_CHECK;
int od_leave_calendar_ics(const struct od_leave_calendar *c, struct od_buf *out,
			  struct od_err *err) OD_MUST_CHECK;

/* --- supervision: matters and their units (office/task.c, task_unit.c, task_event.c) ---------------------------------------- */

enum od_task_source { /* where a matter comes from (立项来源, requirements D1) */
		      OD_SOURCE_OTHER,
		      OD_SOURCE_DECISION,    /* 决策部署, 会议议定 */
		      OD_SOURCE_INSTRUCTION, /* 领导批示 */
		      OD_SOURCE_ASSIGNED,    /* 领导交办 */
		      OD_SOURCE_COMPLAINT,   /* 群众反映 */
		      OD_SOURCE_CAMPAIGN,    /* 专项督查 */
		      OD_SOURCE_CHECK,       /* 明查暗访 */
};
enum od_task_grade { OD_TASK_ORDINARY, OD_TASK_MAJOR };
enum od_feedback { OD_FEEDBACK_NONE, OD_FEEDBACK_WEEK, OD_FEEDBACK_MONTH, OD_FEEDBACK_QUARTER };
enum od_task_status {                     /* of the matter; what its units do stands with them */
		      OD_TASK_REGISTERED, /* 立项 */
		      OD_TASK_ASSIGNED,   /* 交办 */
		      OD_TASK_CLOSED,     /* 办结 */
		      OD_TASK_FILED,      /* 归档 */
		      OD_TASK_CANCELLED,  /* 撤销 */
};
enum od_light { OD_LIGHT_GREEN, OD_LIGHT_YELLOW, OD_LIGHT_RED, OD_LIGHT_GREY };
extern const struct od_word od_task_sources[], od_task_grades[], od_feedbacks[], od_task_statuses[],
	od_lights[];

struct od_task {        /* 督查事项 */
	int64_t number; /* T; od_task_add() sets it */
	char *title, *text;
	int source;
	char *basis; /* document, meeting, letter: its title and number */
	char *kind;  /* the office's own sorting, free text */
	int grade, secrecy;
	char *lead; /* ELSEWHERE: code of the lead unit (牵头单位); on input what od_unit_resolve() knows */
	char *co_units; /* ELSEWHERE: list of codes (协办单位) */
	char *limit; /* time given, from the day it is assigned: "15w" working days, "30d" days; or NULL */
	od_date due_on; /* given, or reckoned from limit when it is assigned; units' own are in od_task_unit */
	int feedback;   /* how often its units report progress */
	char *leaders;  /* list of names: who watches (阅知领导, 分管领导) */
	int64_t parent; /* T: split off from */
	int64_t group;  /* G */
	int64_t report; /* R: the report it came from */
	char *external_id;
	od_instant opened_at; /* registered; absent on input: now */
	int status;           /* READONLY from here on, but for a restored dump */
	bool unfinished;      /* closed although a unit had not finished (未办结而销号) */
	int64_t version;      /* 1, 2 ...: counts every change of the matter and its units */
	int64_t batch;
	/* derived */
	char *lead_name;
	char *instructions; /* list of I numbers it answers */
	int light;          /* of its open units the worst, as of the query's now */
	int64_t days_left; /* working days to the nearest open unit's due day, negative: past; OD_NOINT */
	int64_t percent; /* of the lead unit */
	char *urgency;   /* a number, greater is more urgent; "12.4" */
	char *why;       /* asked for: light and urgency in words */
};
extern const struct od_rec_type od_task_type;

enum od_task_role { OD_TASK_LEAD, OD_TASK_CO };
enum od_unit_state {
	OD_TU_ASSIGNED, /* 待签收 */
	OD_TU_SIGNED,   /* 已签收, 承办中 */
	OD_TU_REPORTED, /* 已反馈 */
	OD_TU_RETURNED, /* 退回重办 */
	OD_TU_FINISHED, /* 已报结 */
	OD_TU_VERIFIED, /* 审核通过 */
};
extern const struct od_word od_task_roles[], od_unit_states[];
struct od_task_unit {           /* one unit's part of a matter */
	int64_t number;         /* T */
	char *unit, *unit_name; /* the name is derived, of the day it was assigned */
	int role, state;
	od_date due_on; /* now in force for this unit */
	int64_t percent;
	od_instant assigned_at;
	/* derived from the events */
	od_instant signed_at, reported_at, finished_at, urged_at;
	int64_t urges;
	od_date asked_until; /* an extension asked for and not decided */
	int light;
	int64_t days_left;
};
extern const struct od_rec_type od_task_unit_type;

enum od_task_action {
	OD_TASK_NO_ACTION,
	OD_TASK_DO_REGISTER,
	OD_TASK_DO_ASSIGN, /* all units at once, or one more: 交办 */
	OD_TASK_DO_SIGN,   /* 签收 */
	OD_TASK_DO_REPORT, /* 反馈 */
	OD_TASK_DO_URGE,   /* 催办; by the library for those that are silent or were returned */
	OD_TASK_DO_EXTEND_REQUEST, /* 申请延期: moves nothing */
	OD_TASK_DO_EXTEND_APPROVE, /* 同意延期: the unit's due day becomes due_on */
	OD_TASK_DO_EXTEND_REFUSE,
	OD_TASK_DO_RETURN, /* 退回重办 */
	OD_TASK_DO_FINISH, /* 报结 */
	OD_TASK_DO_VERIFY, /* 审核通过 */
	OD_TASK_DO_CLOSE,  /* 办结销号: the matter from here on */
	OD_TASK_DO_REOPEN,
	OD_TASK_DO_FILE,
	OD_TASK_DO_CANCEL,
	OD_TASK_DO_CHANGE,     /* fields of the matter, a unit's role */
	OD_TASK_DO_SPLIT,      /* on the parent */
	OD_TASK_DO_CHECKED,    /* a site check was made of it */
	OD_TASK_DO_INSTRUCTED, /* an instruction was linked to it */
	OD_TASK_DO_UNDO, /* a compensating event: takes the last one back as far as it can be */
};
extern const struct od_word od_task_actions[];
struct od_task_event {  /* append-only: what was done to a matter */
	int64_t number; /* T */
	int64_t step;   /* 1, 2 ... of this matter; set by the library */
	int action;
	char *unit;      /* code, where it is a unit's; NULL: the matter's */
	char *text;      /* report: progress; finish: result */
	char *reason;    /* return, extend, close --unfinished, reopen, cancel */
	int64_t percent; /* report */
	od_date due_on;  /* extend: asked, granted; assign: the unit's */
	int64_t level;   /* urge: 1 the unit, 2 its leader in charge, 3 通报 (三色督查单) */
	char *by;        /* who of the unit, which leader, who approved: text */
	od_instant happened_at; /* absent: now */
	od_instant at;
	char *actor;
	char *was; /* what undo goes back to: of the unit and the matter, before and after (task_undo.c) */
	int64_t undoes; /* undo: the step it takes back, which counts no more */
};
extern const struct od_rec_type od_task_event_type;

/* Register a matter, inside a transaction; with units (lead, co_units) it is not assigned yet.  The same
 * external_id is a duplicate, as od_report_submit() does it. */
int od_task_add(struct od_db *db, struct od_task *t, enum od_duplicate dup, enum od_taken *taken,
		struct od_err *err) OD_MUST_CHECK;
/* od_task_add() of a record that an office printed, perhaps another, which called it theirs (OD_NOINT: it says no
 * number, and its numbers are this office's).  Its parent must have come by the same numbers, which keep what each
 * became here, and becomes that; a group or a report of theirs is refused. */
struct od_task_numbers;
struct od_task_numbers *od_task_numbers_new(struct od_err *err);
void od_task_numbers_clear(struct od_task_numbers *numbers); /* for another file */
void od_task_numbers_free(struct od_task_numbers *numbers);
int od_task_import(struct od_db *db, struct od_task *t, int64_t theirs,
		   struct od_task_numbers *numbers, enum od_duplicate dup, enum od_taken *taken,
		   struct od_err *err) OD_MUST_CHECK;
/* What is done to a matter or to one unit's part (event->unit; NULL with an action of units: all that may,
 * assign: all of them), inside a transaction.  One state table; what it does not allow is OD_EDATA and the
 * message names what it does.  version: OD_NOINT, or what the matter must still have, else OD_EBUSY. */
int od_task_do(struct od_db *db, struct od_task_event *e, int64_t version,
	       struct od_err *err) OD_MUST_CHECK;
/* close: although units have not finished; the event's reason must say why. */
int od_task_close_unfinished(struct od_db *db, struct od_task_event *e, int64_t version,
			     struct od_err *err) OD_MUST_CHECK;
/* Members that t gives replace the old ones (its version, if given, must still be right); empty text takes
 * the old away, an enum's first word is not given.  od_task_replace(): t is the whole record as od_task_get()
 * gave it, edited: what it does not say is taken away. */
int od_task_change(struct od_db *db, struct od_task *t, const char *reason,
		   struct od_err *err) OD_MUST_CHECK;
int od_task_replace(struct od_db *db, struct od_task *t, const char *reason,
		    struct od_err *err) OD_MUST_CHECK;
int od_task_get(struct od_db *db, int64_t number, struct od_task *t,
		struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_task_events(struct od_db *db, int64_t number, struct od_err *err);

/* --- lights, filters, statistics (office/task_find.c, task_light.c, task_stats.c) ------------------------------------------- */

struct od_task_query { /* zero, NULL, OD_NOINT, OD_NODATE members: any (OD_TASK_QUERY_INIT) */
	od_instant now;
	int64_t number, parent, group, batch, instruction;
	const char *unit, *lead; /* codes */
	unsigned int lights, statuses,
		states; /* bits; 0: any.  states: some unit's; statuses 0: open ones */
	bool closed;    /* closed, filed and cancelled ones too */
	od_date due_from, due_to;
	od_date opened_from, opened_to;
	int source, grade;  /* -1: any */
	const char *leader; /* a name among .leaders, or of an instruction's leader */
	const char *text;   /* characters in title, text or basis */
	bool explain;
	bool by_number; /* else by urgency, the most urgent first */
	int64_t limit;
};
#define OD_TASK_QUERY_INIT                                                                         \
	{                                                                                          \
		.now = { INT64_MIN }, .number = OD_NOINT, .parent = OD_NOINT, .group = OD_NOINT,   \
		.batch = OD_NOINT, .instruction = OD_NOINT, .due_from = { INT32_MIN },             \
		.due_to = { INT32_MIN }, .opened_from = { INT32_MIN }, .opened_to = { INT32_MIN }, \
		.source = -1, .grade = -1                                                          \
	}
struct od_tasks;
struct od_tasks *od_tasks_find(struct od_db *db, const struct od_task_query *q, struct od_err *err);
void od_tasks_free(struct od_tasks *t);
size_t od_tasks_rows(const struct od_tasks *t, const struct od_task **rows);
/* The units of row i, lead first. */
size_t od_tasks_units(const struct od_tasks *t, size_t i, const struct od_task_unit **units);

/* A filter as a line, "light=red due=..+3w unit=BM01 text=供水": the words are those of the command's
 * options.  Used by saved views.  Texts are kept in *keep, which the query borrows from. */
int od_task_filter(struct od_db *db, const char *line, const struct od_when *when,
		   struct od_task_query *q, struct od_buf *keep, struct od_err *err) OD_MUST_CHECK;
struct od_task_view { /* a saved view: a dated row of the regime */
	char *code, *name, *filter;
	int64_t sort;
	od_date valid_from, valid_to;
};
extern const struct od_rec_type od_task_view_type;
struct od_iter *od_task_view_find(struct od_db *db, od_date on, struct od_err *err);

enum od_task_by { OD_TASK_BY_UNIT, OD_TASK_BY_SOURCE, OD_TASK_BY_GROUP, OD_TASK_BY_MONTH };
struct od_task_count { /* statistics of unit parts (by unit) or matters (else) of a period */
	char *code, *name;
	int64_t all, open, closed, on_time, due, asked, answered, extended, returned, red, yellow;
	char *close_rate;    /* 办结率: closed / (all - not due yet and open) */
	char *on_time_rate;  /* 按期办结率: on_time / due */
	char *feedback_rate; /* 反馈率: answered in time / asked */
	char *extend_rate, *return_rate;
	char *mean_days; /* working days from assignment to close, "12.5" */
};
extern const struct od_rec_type od_task_count_type;
struct od_task_stats;
/* Of the matters among (NULL: all). */
struct od_task_stats *od_task_stats_new(struct od_db *db, const struct od_tasks *among,
					od_date from, od_date to, od_instant now, int by,
					struct od_err *err);
void od_task_stats_free(struct od_task_stats *s);
size_t od_task_stats_rows(const struct od_task_stats *s, const struct od_task_count **rows,
			  const struct od_task_count **total);
/* The formulas in words, one a line, in the language in force. */
int od_task_formulas(struct od_buf *out, struct od_err *err) OD_MUST_CHECK;
struct od_burn { /* open matters at the end of each day or week */
	od_date day;
	int64_t open, red, closed;
};
extern const struct od_rec_type od_burn_type;
typedef int od_burn_fn(void *ctx, const struct od_burn *b, struct od_err *err);
int od_task_burn(struct od_db *db, od_date from, od_date to, int step_days, od_burn_fn *fn,
		 void *ctx, struct od_err *err) OD_MUST_CHECK;

/* --- urging, notices, reports, other programs (office/task_urge.c, task_notice.c, task_report.c, task_ics.c,
 * task_warrior.c) ----------------------------------------------------------------------------------------- */

/* Urge the units of the query's matters that are silent (nothing since they were assigned, or since the last
 * feedback day of their rhythm) or were returned and have not come back; each once a day unless again. */
typedef int od_task_urge_fn(void *ctx, const struct od_task_event *e, struct od_err *err);
int od_task_urge(struct od_db *db, const struct od_task_query *q, int64_t level, bool again,
		 od_task_urge_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;
/* 督查（交办）通知单 of one unit; 催办单 or 三色督查单 of an urge. */
int od_task_notice(struct od_db *db, int64_t number, const char *unit, struct od_buf *out,
		   struct od_err *err) OD_MUST_CHECK;
int od_task_urge_notice(struct od_db *db, const struct od_task_event *e, struct od_buf *out,
			struct od_err *err) OD_MUST_CHECK;
/* The life of a matter in words; the tree of a matter and its parts. */
int od_task_timeline(struct od_db *db, int64_t number, struct od_buf *out,
		     struct od_err *err) OD_MUST_CHECK;
int od_task_tree(struct od_db *db, int64_t number, od_instant now, int width, struct od_buf *out,
		 struct od_err *err) OD_MUST_CHECK;
/* 督查专报 (about a query's matters) or 督查通报 (with the ranking of units): figures with formulas, finished,
 * under way, overdue, problems. */
enum od_task_report_kind { OD_TASK_SPECIAL, OD_TASK_CIRCULAR };
int od_task_report_text(struct od_db *db, const struct od_tasks *t, const struct od_task_stats *s,
			int kind, od_date from, od_date to, od_instant now, struct od_buf *out,
			struct od_err *err) OD_MUST_CHECK;
int od_task_report_html(struct od_db *db, const struct od_tasks *t, const struct od_task_stats *s,
			int kind, od_date from, od_date to, od_instant now, struct od_buf *out,
			struct od_err *err) OD_MUST_CHECK;
/* iCalendar (RFC 5545) of the due days. */
int od_tasks_ics(const struct od_tasks *t, od_instant now, struct od_buf *out,
		 struct od_err *err) OD_MUST_CHECK;
/* Taskwarrior's JSON, as "task export" prints and "task import" reads it. */
int od_warrior_write(const struct od_tasks *t, struct od_buf *out,
		     struct od_err *err) OD_MUST_CHECK;
/* Called for each task, with when it was completed and where it stands, "FILE:LINE"; t NULL: it is refused and *err says why (FILE:LINE in
 * front): 0 goes on with the next, -1 ends the reading. */
typedef int od_warrior_fn(void *ctx, struct od_task *t, od_instant ended, const char *where,
			  struct od_err *err);
int od_warrior_read(int fd, const char *name, od_instant now, od_warrior_fn *fn, void *ctx,
		    struct od_err *err) OD_MUST_CHECK;
/* od_task_add() of what od_warrior_read() gave, inside a transaction: its project (in .basis) becomes the group or
 * the unit of that name, if there is one; a matter of ours that comes back (.number) is a duplicate whatever was
 * edited there.  What was completed there (.status closed) is registered and closed by the steps that lead there;
 * one that is no unit's, and what was deleted there (.status cancelled), is passed over unless it is on file:
 * OD_DUPLICATED, and .number is OD_NOINT. */
int od_warrior_add(struct od_db *db, struct od_task *t, od_instant ended, enum od_duplicate dup,
		   enum od_taken *taken, struct od_err *err) OD_MUST_CHECK;

/* --- instructions, special groups, site checks (office/instruction.c, task_group.c, site_check.c, evidence.c) --------------- */

enum od_leader_level {
	OD_LEADER_OTHER,
	OD_LEADER_CENTRAL,
	OD_LEADER_PROVINCE,
	OD_LEADER_CITY_CHIEF, /* 市委、市政府主要领导 */
	OD_LEADER_CITY,       /* 其他市领导 */
	OD_LEADER_OFFICE,     /* 两办领导 */
};
extern const struct od_word od_leader_levels[];
struct od_instruction {    /* 领导批示 */
	int64_t number;    /* I */
	char *leader;      /* a person's code, or the name of somebody outside the organisation */
	char *leader_name; /* derived */
	int level;
	int64_t serial; /* 1, 2 ... of this leader in that year; set by the library if absent */
	od_date given_on;
	char *text;
	char *about;    /* on what: title of the document, issue or report */
	char *document; /* its number: 文号, 期号 */
	int64_t report; /* R */
	bool major;     /* 重大批示件: a report within the regime's task_major_days */
	int secrecy;
	char *records; /* ELSEWHERE: list of what it is linked to: T..., R..., D..., publication/issue/item */
	char *external_id;
	od_instant at;
	char *actor;
	int64_t batch;
};
extern const struct od_rec_type od_instruction_type;
int od_instruction_add(struct od_db *db, struct od_instruction *i, enum od_taken *taken,
		       struct od_err *err) OD_MUST_CHECK;
int od_instruction_link(struct od_db *db, int64_t number, const char *record,
			struct od_err *err) OD_MUST_CHECK;
struct od_instruction_query { /* OD_INSTRUCTION_QUERY_INIT */
	int64_t number;
	const char *leader, *text, *record;
	od_date from, to;
	int level; /* -1: any */
};
#define OD_INSTRUCTION_QUERY_INIT                                                           \
	{                                                                                   \
		.number = OD_NOINT, .from = { INT32_MIN }, .to = { INT32_MIN }, .level = -1 \
	}
struct od_iter *od_instruction_find(struct od_db *db, const struct od_instruction_query *q,
				    struct od_err *err);

struct od_task_group {  /* 专项督查小组 */
	int64_t number; /* G */
	char *name, *theme;
	char *head;    /* a person's code or a name */
	char *members; /* list */
	od_date from_day, to_day;
	char *note;
	od_instant at;
	char *actor;
	int64_t tasks, open; /* derived */
};
extern const struct od_rec_type od_task_group_type;
/* A new group, or where it has a number that one changed: members that are absent stay as they were, empty text
 * takes away what was there.  od_task_group_replace(): g is the whole group, what is absent is taken away. */
int od_task_group_put(struct od_db *db, struct od_task_group *g, struct od_err *err) OD_MUST_CHECK;
int od_task_group_replace(struct od_db *db, struct od_task_group *g,
			  struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_task_group_find(struct od_db *db, int64_t number, od_date on,
				   struct od_err *err);

enum od_verdict { OD_VERDICT_NONE, OD_VERDICT_SOUND, OD_VERDICT_PROBLEM, OD_VERDICT_SERIOUS };
struct od_site_check {  /* 明查暗访 */
	int64_t number; /* C */
	od_instant checked_at;
	char *place, *unit, *unit_name; /* the name is derived */
	bool announced;                 /* 明查, else 暗访 */
	char *checkers;                 /* list of names */
	int64_t group, task;            /* G, T */
	char *found;
	int verdict;
	char *follow_up;
	od_date follow_up_by;
	char *evidence; /* derived: list of "file (size, SM3)" */
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_site_check_type;
int od_site_check_put(struct od_db *db, struct od_site_check *c, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_site_check_find(struct od_db *db, int64_t number, int64_t task, const char *unit,
				   od_date from, od_date to, struct od_err *err);
struct od_evidence {  /* a file by its digest: the file itself stays where it is */
	char *record; /* C2026-0001, T2026-0045/3 (matter and step) */
	char *file;
	int64_t size;
	char *digest; /* SM3, hex */
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_evidence_type;
/* size and digest as od_evidence_digest() reckons them from an open file. */
int od_evidence_digest(int fd, struct od_evidence *e, struct od_err *err) OD_MUST_CHECK;
int od_evidence_put(struct od_db *db, struct od_evidence *e, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_evidence_find(struct od_db *db, const char *record, struct od_err *err);

/* --- publications (office/publication.c) ------------------------------------------------------------------- */

enum od_publication_form { OD_PUB_DIGEST, OD_PUB_ARTICLE, OD_PUB_ROUNDUP, OD_PUB_SCHEDULE };
enum od_publication_rhythm {
	OD_EVERY_NONE,
	OD_EVERY_DAY,
	OD_EVERY_WORKDAY,
	OD_EVERY_WEEK,
	OD_EVERY_MONTH
};
enum od_way { OD_WAY_REPORT /* 报 */, OD_WAY_SEND /* 送 */, OD_WAY_ISSUE /* 发 */ };
extern const struct od_word od_publication_forms[];
extern const struct od_word od_publication_rhythms[];
extern const struct od_word od_ways[];
struct od_publication { /* a publication (C1); a dated row of the regime */
	char *code;
	char *name;
	char *masthead; /* on paper; NULL: the name */
	int form;
	int rhythm;
	int64_t total_before; /* issues printed before the first one here: 总期号 goes on from it */
	int64_t serial_before; /* the same of 期号, in the year of valid_from */
	int secrecy; /* the most secret item it may hold; an issue bears the mark of its own items: what is no secret must not be marked so */
	char *term;  /* "1年", or NULL */
	bool numbered; /* copies carry 份号 and are signed for */
	char *signer;
	char *editor;
	char *phone;
	char *footer;
	int64_t sort;
	od_date valid_from;
	od_date valid_to;
};
extern const struct od_rec_type od_publication_type;
struct od_distribution { /* who gets a publication (报、送、发), with how many copies; a dated row */
	char *publication;
	char *recipient; /* a unit's or person's code, or a name as it is printed */
	int way;
	int64_t copies; /* absent: 1 */
	int64_t sort;
	od_date valid_from;
	od_date valid_to;
};
extern const struct od_rec_type od_distribution_type;
struct od_iter *od_publication_find(struct od_db *db, od_date on, struct od_err *err);
/* The publication that text means on a day: its code or name.  OD_EUSAGE: none; the message lists those there
 * are.  p must be initialised or cleared. */
int od_publication_get(struct od_db *db, const char *text, od_date on, struct od_publication *p,
		       struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_distribution_find(struct od_db *db, const char *publication, od_date on,
				     struct od_err *err);

/* --- drafts: one plain file that an editor works on (office/draft*.c) ---------------------------------------- */

/* The front of a draft; list "draft" of the file, one record. */
struct od_draft {
	char *publication;
	od_date date;
	char *signer, *editor; /* NULL: the publication's */
	char *note;            /* 编者按, in front */
};
extern const struct od_rec_type od_draft_type;
/* An item of a draft; list "item" of the file, in the order of the issue within each column. */
struct od_draft_item {
	char *column;  /* code or title; NULL in an article publication */
	bool keep;     /* a file that does not say so: yes */
	char *title;   /* edited */
	char *reports; /* list of R...: several are merged (综合采用) */
	char *weights; /* list of whole numbers, one a report: of the credit; NULL: alike */
	char *unit;    /* units' codes, and ... */
	char *original; /* ... their titles, as the draft was made with them: what does not agree is refused */
	char *source; /* as printed; NULL: the units' short names */
	char *text;
};
extern const struct od_rec_type od_draft_item_type;

struct od_draft_opts {
	od_date date; /* of the issue */
	od_instant
		since; /* what came in from then on; OD_NOINSTANT: since the last issue, or the rhythm says */
	bool used;     /* also what an earlier issue of this publication has */
	int near_days; /* so far back near duplicates are looked for: 30 */
};
/* What may go into the next issue of a publication, as the text of a draft (YAML): candidates by column, received or
 * accepted, no more secret than the publication; near duplicates (SimHash of pairs of characters, office/near.c)
 * are marked in comments: suspected, a person decides. */
int od_draft_make(struct od_db *db, const char *publication, const struct od_draft_opts *o,
		  struct od_buf *out, struct od_err *err) OD_MUST_CHECK;

struct od_draft_file;
/* Read a draft and hold it against the database: every problem is told, "FILE:LINE: ...", and then NULL with
 * OD_EDATA.  A number twice, an unknown or edited number, what an issue of the publication has already, an item
 * more secret than the publication, a column that it has not, a title that is empty, weights that do not fit. */
typedef void od_draft_problem_fn(void *ctx, const char *text);
struct od_draft_file *od_draft_read(struct od_db *db, int fd, const char *name, od_instant now,
				    od_draft_problem_fn *fn, void *ctx, struct od_err *err);
void od_draft_free(struct od_draft_file *d);
const struct od_draft *od_draft_front(const struct od_draft_file *d);
/* Kept ones, in the order of columns; *line: where each begins. */
size_t od_draft_items(const struct od_draft_file *d, const struct od_draft_item **items,
		      const unsigned int **line);
/* What may be meant, but hardly is - an item without text where texts are printed, a title of more than 100
 * characters, a report whose category is of another publication's columns: each is told, "FILE:LINE: ..."; how many, -1. */
int od_draft_doubts(const struct od_draft_file *d, od_draft_problem_fn *fn, void *ctx,
		    struct od_err *err) OD_MUST_CHECK;
/* Its wording as plain text, title and text of each item, for a checker; line[i] of the text is of the file's line
 * (*lines of them, yours to free). */
int od_draft_wording(const struct od_draft_file *d, struct od_buf *out, unsigned int **line,
		     size_t *lines, struct od_err *err) OD_MUST_CHECK;

/* 64 bits of a text's pairs of characters (SimHash, base/simhash.c); texts that say nearly the same differ in few
 * bits. */
uint64_t od_simhash(const char *const *text, size_t n);
/* So many or fewer: suspected to say the same.  On 376 published news items this finds 99 of 100 with a sentence
 * cut or a tenth of the text changed, 93 with a fifth changed, 97 with another title and a tenth changed; of 74,691
 * pairs of different items it takes two.  (8 would find 82, 73, 36 and 56.) */
#define OD_NEAR_BITS 14
/* And so many of a hundred pairs of the shorter text stand in the other: this is looked at last, in the texts.  Of the
 * same items 74 and more in 99 of 100 that were edited, under 34 in 999 of 1,000 different pairs. */
#define OD_NEAR_ALIKE 60
struct od_near {
	int64_t number; /* R */
	int64_t bits;   /* that differ */
	int64_t alike; /* of a hundred pairs of characters of the shorter text, those that the other has */
	char *title, *issue; /* issue: the item that it went into, or NULL */
};
extern const struct od_rec_type od_near_type;
/* Reports received from since on that say nearly what report number says; itself left out. */
struct od_iter *od_near_find(struct od_db *db, int64_t number, od_instant since,
			     struct od_err *err);

/* --- issues (office/issue*.c, correction.c, copy.c) ------------------------------------------------------------- */

enum od_issue_status { OD_ISSUE_ISSUED, OD_ISSUE_WITHDRAWN };
extern const struct od_word od_issue_statuses[];
struct od_issue {    /* an issue: what its front and back say is frozen when it is issued */
	char *issue; /* "daily/2026-341": publication, year, 期号 */
	char *publication;
	int64_t year;
	int64_t serial; /* 期号, from 1 in each year */
	int64_t total;  /* 总期号 */
	od_date date;
	int status;
	char *reason; /* why it was withdrawn */
	int form;
	char *masthead;
	char *office;
	int secrecy;
	char *term;
	char *signer;
	char *editor;
	char *phone;
	char *footer;
	char *report_to; /* as printed */
	char *send_to;
	char *issue_to;
	int64_t copies;
	char *note; /* the editor's note in front */
	od_instant at;
	char *actor;
	int64_t items;       /* derived */
	int64_t corrections; /* derived */
};
extern const struct od_rec_type od_issue_type;
struct od_issue_item { /* an item as printed */
	char *issue;
	int64_t item; /* 1, 2 ... through the issue */
	char *column; /* NULL: an article */
	char *column_title;
	int style;
	char *title; /* as edited; the original one is the report's */
	char *text;
	char *source; /* units as printed */
	int secrecy;
	char *reports; /* derived; list of R... */
	od_date date;  /* derived */
};
extern const struct od_rec_type od_issue_item_type;
struct od_adoption { /* which report an item was made of, and the credit for it */
	char *issue;
	int64_t item;
	int64_t report;  /* R */
	int64_t weight;  /* of the credit, against the other reports of the item */
	char *unit;      /* derived */
	char *unit_name; /* derived */
	char *original;  /* derived */
	char *title;     /* derived */
	od_date date;    /* derived */
};
extern const struct od_rec_type od_adoption_type;
struct od_correction {  /* a 更正 of an item that was issued; the issue itself stays as it is */
	int64_t number; /* K */
	char *issue;
	int64_t item; /* OD_NOINT: the issue as a whole */
	char *wrong;
	char *text;
	char *printed_in; /* the issue that carries it; NULL: none yet, or it was withdrawn */
	od_instant at;
	char *actor;
	char *title; /* derived: the item's, as printed */
};
extern const struct od_rec_type od_correction_type;
struct od_copy {      /* a numbered copy (份号) and who signed for it */
	char *record; /* an issue */
	int64_t copy;
	char *recipient;
	char *recipient_name; /* as it was then */
	int way;
	char *signed_by;
	od_instant signed_at;
	char *note;
};
extern const struct od_rec_type od_copy_type;

/* Issue a draft, inside a transaction: it is checked once more, gets the next 期号 of its year and the next 总期号,
 * its adoptions and numbered copies are recorded, corrections not printed yet are taken along; i (initialised)
 * is filled.  Dated before the last one it is refused, unless i->date says that same day: on purpose. */
int od_issue_put(struct od_db *db, const struct od_draft_file *d, struct od_issue *i,
		 struct od_err *err) OD_MUST_CHECK;
/* The number stays given; its items may go into another issue. */
int od_issue_withdraw(struct od_db *db, const char *issue, const char *reason,
		      struct od_err *err) OD_MUST_CHECK;
/* The permanent name of the issue that text means: "daily/2026-341", "每日汇报 2026年第341期", "daily 341" (this
 * year), "daily" (the last one); yours. */
int od_issue_resolve(struct od_db *db, const char *text, od_date today, char **issue,
		     struct od_err *err) OD_MUST_CHECK;
int od_issue_get(struct od_db *db, const char *issue, struct od_issue *i,
		 struct od_err *err) OD_MUST_CHECK;
struct od_issue_query { /* OD_ISSUE_QUERY_INIT; NULL, OD_NODATE: any */
	const char *publication, *issue;
	od_date from, to; /* of the date on the masthead */
	const char *unit; /* one of whose reports is in it */
	const char *text; /* characters in an item's title or text */
	bool withdrawn;   /* these too */
	int64_t limit;    /* the newest; 0: all */
};
#define OD_ISSUE_QUERY_INIT                                \
	{                                                  \
		.from = { INT32_MIN }, .to = { INT32_MIN } \
	}
struct od_iter *od_issue_find(struct od_db *db, const struct od_issue_query *q, struct od_err *err);
struct od_iter *od_issue_items(struct od_db *db, const char *issue, struct od_err *err);
/* issue, unit NULL: any; report OD_NOINT: any; of issues not withdrawn, by the date on the masthead. */
struct od_iter *od_adoption_find(struct od_db *db, const char *issue, const char *unit,
				 int64_t report, od_date from, od_date to, struct od_err *err);
int od_correction_add(struct od_db *db, struct od_correction *c, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_correction_find(struct od_db *db, const char *issue, struct od_err *err);
struct od_iter *od_copy_find(struct od_db *db, const char *record, bool unsigned_only,
			     struct od_err *err);
/* copy OD_NOINT: all those of recipient (a code or name). */
int od_copy_sign(struct od_db *db, const char *record, int64_t copy, const char *recipient,
		 const char *by, od_instant at, struct od_err *err) OD_MUST_CHECK;
/* A signature noted down by mistake is taken back: the journal keeps it, who took it back and why; the copy can be
 * signed for again.  recipient: all of theirs that were signed for.  OD_EUSAGE: no reason. */
int od_copy_unsign(struct od_db *db, const char *record, int64_t copy, const char *recipient,
		   const char *reason, struct od_err *err) OD_MUST_CHECK;

/* --- upward, commissions, feedback (office/upward.c, peer_rank.c, commission.c, feedback.c) ------------------------ */

enum od_upward_level { OD_UPWARD_PROVINCE, OD_UPWARD_CENTRAL, OD_UPWARD_CITY };
enum od_upward_status { OD_UPWARD_SENT, OD_UPWARD_ADOPTED, OD_UPWARD_DECLINED };
extern const struct od_word od_upward_levels[];
extern const struct od_word od_upward_statuses[];
struct od_upward {      /* what was sent to a higher office (C3), and what became of it */
	int64_t number; /* W */
	int level;
	char *office; /* 省委办公厅 */
	char *title;
	char *item;    /* "daily/2026-341/3", or NULL */
	char *reports; /* ELSEWHERE; list of R...; of an item: those it was made of */
	od_date sent_on;
	int status;
	od_date adopted_on;
	char *adopted_in;
	char *note;
	char *external_id;
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_upward_type;
struct od_upward_on {   /* a report that was sent upward */
	int64_t upward; /* W */
	int64_t report; /* R */
	int64_t weight;
};
extern const struct od_rec_type od_upward_on_type;
struct od_peer_rank { /* how the office stood among its peers in a higher office's count of a month (C3) */
	int level;
	od_date month; /* its first day */
	int64_t place;
	int64_t of;
	char *points;
	char *note;
	od_instant at;
	char *actor;
};
extern const struct od_rec_type od_peer_rank_type;
/* An item ("daily/2026-341/3") or reports; the title is the item's or the first report's unless given.  1:
 * it is on file already, as u->number.  What is given as adopted (status, or adopted_on and adopted_in) or declined is
 * on file as that. */
int od_upward_add(struct od_db *db, struct od_upward *u, struct od_err *err) OD_MUST_CHECK;
/* 1: its day is before the issue was printed or a report received that it was made of: which, and when. */
int od_upward_early(struct od_db *db, const struct od_upward *u, char **of, od_date *since,
		    struct od_err *err) OD_MUST_CHECK;
/* What became of it: adopted (on, in) or declined. */
int od_upward_result(struct od_db *db, int64_t number, int status, od_date on, const char *in,
		     struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_upward_find(struct od_db *db, int64_t number, int level /* -1 */,
			       int status /* -1 */, od_date from, od_date to, struct od_err *err);
int od_peer_rank_put(struct od_db *db, struct od_peer_rank *r, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_peer_rank_find(struct od_db *db, int level /* -1 */, od_date from, od_date to,
				  struct od_err *err);

enum od_commission_level { OD_COMMISSION_OFFICE, OD_COMMISSION_PROVINCE, OD_COMMISSION_CENTRAL };
enum od_commission_state {
	OD_COMMISSION_OPEN,
	OD_COMMISSION_ANSWERED,
	OD_COMMISSION_LATE,
	OD_COMMISSION_MISSED,
	OD_COMMISSION_EXCUSED
};
extern const struct od_word od_commission_levels[];
extern const struct od_word od_commission_states[];
struct od_commission {  /* 约稿 (C5): a topic that units were asked to write on */
	int64_t number; /* Q */
	char *topic;
	char *text;
	char *publication;
	int level; /* who wants it in the end */
	od_instant asked_at;
	od_instant due_at;
	char *units; /* ELSEWHERE; list of codes */
	char *note;
	od_instant at;
	char *actor;
	int64_t answered; /* derived */
	int64_t missed;   /* derived */
};
extern const struct od_rec_type od_commission_type;
struct od_commission_unit { /* what became of a commission at one unit */
	int64_t number;     /* Q */
	char *unit;
	int64_t report; /* R */
	char *excuse;
	char *unit_name;        /* derived */
	char *topic;            /* derived */
	od_instant due_at;      /* derived */
	od_instant received_at; /* derived */
	int state;              /* derived */
};
extern const struct od_rec_type od_commission_unit_type;
/* 1: the same topic was asked of the same units by the same time already, as c->number. */
int od_commission_add(struct od_db *db, struct od_commission *c, struct od_err *err) OD_MUST_CHECK;
/* Its answer: a report of that unit. */
int od_commission_answer(struct od_db *db, int64_t number, int64_t report,
			 struct od_err *err) OD_MUST_CHECK;
int od_commission_excuse(struct od_db *db, int64_t number, const char *unit, const char *reason,
			 struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_commission_find(struct od_db *db, int64_t number, od_date from, od_date to,
				   od_instant now, struct od_err *err);
/* number OD_NOINT, unit NULL, state -1: any; from, to: of the due day. */
struct od_iter *od_commission_units(struct od_db *db, int64_t number, const char *unit, int state,
				    od_date from, od_date to, od_instant now, struct od_err *err);
/* 约稿函 of one unit, as a text of OD_NOTICE_WIDTH. */
int od_commission_letter(struct od_db *db, int64_t number, const char *unit, struct od_buf *out,
			 struct od_err *err) OD_MUST_CHECK;
/* To one unit: which of its reports of those days were adopted (where, credit), sent upward, instructed on, returned
 * or rejected and why, which wait; commissions; what it owed.  A text ready for mail; the language in force.  1: there
 * is nothing to tell. */
int od_feedback_text(struct od_db *db, const char *unit, od_date from, od_date to, od_instant now,
		     struct od_buf *out, struct od_err *err) OD_MUST_CHECK;
/* What was entered by mistake - a correction (K) that no standing issue printed, what was sent upward (W), an
 * instruction (I) on which no matter stands, a commission (Q), a score mark (M) - is taken off the registers with
 * its parts; the journal keeps what it was, who did it and why, and the number is not given again.  OD_ENOENT: there
 * is none; OD_EDATA: it is printed, an instruction was given on it, or a matter stands on it; OD_EUSAGE: no such
 * number, or no reason. */
int od_retract(struct od_db *db, const char *number, const char *reason,
	       struct od_err *err) OD_MUST_CHECK;

/* --- paper: what is set, shown and printed (office/paper.c, issue_paper.c; writers: libofficedoc) ---------------------- */

enum od_paper_kind {
	OD_PAPER_TITLE,   /* of an article: centred, 2号小标宋 */
	OD_PAPER_HEAD,    /* first level, a column: 黑体 */
	OD_PAPER_SUBHEAD, /* second level, an item's title: 楷体 */
	OD_PAPER_TEXT,    /* a paragraph: 仿宋, two characters in */
	OD_PAPER_SOURCE,  /* at the right: （示西区委办） */
	OD_PAPER_NOTE,    /* 编者按, 更正: 楷体, a frame of rules */
	OD_PAPER_TABLE,
	OD_PAPER_ADDRESSEE, /* 主送机关: as body text, at the margin (GB/T 9704-2012, 7.3.2) */
};
struct od_paper_block {
	int kind;
	char *text;
	char *anchor; /* of pages: "3", or NULL */
	/* tables: cells by rows, the first row is the head; align of each column: 'l', 'c', 'r' */
	char **cell;
	size_t rows, columns;
	char *align;
};
struct od_paper_send {
	char *label, *text; /* 报, 市委常委 */
};
struct od_paper {             /* texts are printed as they are; NULL: not there */
	char *name;           /* "daily/2026-341" */
	char *title;          /* of the file: 每日汇报 2026年第341期 */
	char *masthead;       /* red */
	char *serial, *total; /* 第341期, 总第1234期 */
	char *office, *date; /* the line over the red rule: 示例市委办公室编　2026年12月4日 */
	char *copy_no;       /* 000012 */
	char *secrecy, *urgency; /* 机密★1年, 特急 */
	char *notice;            /* over everything: 已撤回 */
	struct od_paper_block *block;
	size_t blocks;
	struct od_paper_send *send; /* 版记: 报, 送, 发 */
	size_t sends;
	char *signer, *editor, *phone; /* 签发：, 编辑：, 电话： with their labels */
	char *footer;
	char *printed_by, *printed_on; /* 示例市委办公室, 2026年12月4日印发 */
	char *copies;                  /* 共印60份 */
	char language[16];             /* "zh-CN", "en" */
	od_instant at;                 /* for what carries a time: docx, PDF, mail */
};
struct od_paper *od_paper_new(struct od_err *err);
void od_paper_free(struct od_paper *p);
/* Append; texts are copied.  od_paper_block(): NULL text adds nothing. */
int od_paper_block(struct od_paper *p, int kind, const char *text,
		   struct od_err *err) OD_MUST_CHECK;
/* Each line of a text is a paragraph; blanks around it go. */
int od_paper_prose(struct od_paper *p, const char *text, struct od_err *err) OD_MUST_CHECK;
int od_paper_table(struct od_paper *p, const char *const *cell, size_t rows, size_t columns,
		   const char *align, struct od_err *err) OD_MUST_CHECK;
int od_paper_send(struct od_paper *p, const char *label, const char *text,
		  struct od_err *err) OD_MUST_CHECK;
/* Put text (copied; NULL: none) in place of a member. */
int od_paper_set(char **member, const char *text, struct od_err *err) OD_MUST_CHECK;
/* An issue as paper, from what was frozen alone, so that it is the same each time; copy_no 0: none. */
struct od_paper *od_issue_paper(struct od_db *db, const char *issue, int64_t copy_no,
				struct od_err *err);
/* The roundup of a day as gathered. */
struct od_paper *od_roundup_paper(const struct od_roundup *r, struct od_err *err);
/* The leaders' schedules as gathered: a table a day. */
struct od_paper *od_schedule_paper(const struct od_schedule *s, struct od_err *err);
/* & < > " ' as character references: the only place that escapes HTML. */
void od_escape(struct od_buf *b, const char *s);

/* --- scores (office/score*.c) ------------------------------------------------------------------------------------------ */

enum od_score_mark_for { OD_FOR_ERROR, OD_FOR_CONCEALED, OD_FOR_BONUS, OD_FOR_DEDUCTION };
extern const struct od_word od_mark_kinds[];
struct od_score_mark { /* what counts for or against a unit and stands in no other register: 差错, 瞒报, 加分, 扣分 */
	int64_t number; /* M */
	char *unit;
	int kind;
	od_date day;
	int64_t report; /* R */
	char *points;   /* bonus, deduction: how many ("2.5"); else the rule says */
	char *reason;
	od_instant at;
	char *actor;
	char *unit_name; /* derived */
};
extern const struct od_rec_type od_score_mark_type;
int od_score_mark_add(struct od_db *db, struct od_score_mark *m, struct od_err *err) OD_MUST_CHECK;
struct od_iter *od_score_mark_find(struct od_db *db, const char *unit, od_date from, od_date to,
				   struct od_err *err);

/* What a rule does, officedb-regime(5):
 *   points      each event of .measure gives .points; of merged items a .share of them
 *   times       the item of the event counts .points times what rules .of gave it: adds (points - 1) times that,
 *               once, however often it happened to the item
 *   plus-times  adds .points times what rules .of gave the item (原分加2倍), once
 *   quota       each .per: .points where .need events are reached; less .short for each that is missing (not under 0;
 *               without .points it is a deduction), more .over for each beyond; without .short nothing where it is
 *               not reached
 *   rate        each .per in which adopted / submitted is under .need per cent: .points
 *   best        of what rules .of gave one report only the highest stands
 *   zero        each .per in which .measure occurred .need times or more, what rules .of gave is taken back
 *   cap         each .per at most .points from rules .of
 *   floor       what rules .of gave in each .per is at least .points
 *   pass        what rules .of gave in each .per must reach .points: said, not counted
 * .of NULL: all rules.  In this order of kinds, within one by .sort; but best comes right behind the last of the rules
 * that it looks at, so that times multiplies what is left.  A rule of classes, units is for these alone.
 *
 * A .per stands on its last day, by the rule of that day: quota and rate are told in the span of days in which it
 * lies, once it is over, and count, as zero does, its events from its first day on.  zero, cap and floor look at all
 * points of the .per so far, and what they took or gave before the days asked for is not told again: accounts of parts
 * of a .per add up to that of the whole, as long as one such rule looks at them and not best or times besides.  pass
 * judges those that begin in the days asked for.  What times and best do to an item counts on the day when both of
 * what they compare were there, as far as a year back. */
enum od_score_kind {
	OD_SCORE_POINTS,
	OD_SCORE_TIMES,
	OD_SCORE_PLUS_TIMES,
	OD_SCORE_QUOTA,
	OD_SCORE_RATE,
	OD_SCORE_BEST,
	OD_SCORE_ZERO,
	OD_SCORE_CAP,
	OD_SCORE_FLOOR,
	OD_SCORE_PASS
};
enum od_score_measure {
	OD_OF_NONE,
	OD_OF_SUBMITTED,
	OD_OF_ADOPTED,
	OD_OF_UPWARD_SENT,
	OD_OF_UPWARD_ADOPTED,
	OD_OF_INSTRUCTED,
	OD_OF_COMMISSIONED,
	OD_OF_NO_SHOW,
	OD_OF_LATE,
	OD_OF_LEFT_OUT,
	OD_OF_UNREPORTED,
	OD_OF_CONCEALED,
	OD_OF_ERROR,
	OD_OF_MARK,
	OD_OF_MEASURES
};
enum od_score_per { OD_PER_NONE, OD_PER_WEEK, OD_PER_MONTH, OD_PER_QUARTER, OD_PER_YEAR };
enum od_score_share { OD_SHARE_WEIGHT, OD_SHARE_EQUAL, OD_SHARE_FULL, OD_SHARE_HALF };
enum od_score_merged { OD_MERGED_ANY, OD_MERGED_ALONE, OD_MERGED_ONLY };
extern const struct od_word od_score_kinds[];
extern const struct od_word od_score_measures[];
extern const struct od_word od_score_pers[];
extern const struct od_word od_score_shares[];
extern const struct od_word od_score_merged[];
struct od_score_class { /* in which class a unit is ranked (分类考核); without one: its kind; a dated row */
	char *unit;
	char *class_;
	int64_t sort;
	od_date valid_from;
	od_date valid_to;
};
extern const struct od_rec_type od_score_class_type;
struct od_score_rule { /* how units are scored (C6); a dated row: an event is judged by the rules of its day */
	char *code;
	char *name;
	int kind;
	int measure;
	char *points; /* decimal, up to three places; of times and plus-times: how many times */
	char *publications;
	char *categories;
	char *levels;  /* upward: od_upward_levels; commissioned: od_commission_levels */
	char *offices; /* upward: part of .office or .adopted_in */
	char *leaders; /* instructed: od_leader_levels */
	char *grades;  /* of the reports: od_grade words */
	int merged;
	int share;
	char *classes;
	char *units;
	char *of; /* codes of rules that times, best, zero, cap look at; NULL: all */
	int per;
	int64_t need; /* quota, zero: how many; rate: per cent */
	char *short_;
	char *over;
	char *basis;
	int64_t sort;
	od_date valid_from;
	od_date valid_to;
};
extern const struct od_rec_type od_score_rule_type;
/* Every rule that holds on some day from..to. */
struct od_iter *od_score_rule_find(struct od_db *db, od_date from, od_date to, struct od_err *err);
/* "2.5" as thousandths; OD_EDATA.  And back, without needless zeros. */
int od_points_parse(const char *text, int64_t *milli, struct od_err *err) OD_MUST_CHECK;
const char *od_points_str(int64_t milli, char buf[static 32]);

struct od_score_line { /* one line of an account: its points, and why */
	char *unit, *unit_name, *rule, *rule_name, *measure;
	od_date day;  /* of the event; of what is counted per period, its last day */
	char *record; /* R..., W..., I..., M..., daily/2026-341/3, a slot */
	char *title;  /* of the report or item */
	char *person; /* the report's author */
	char *points; /* decimal */
	char *how;    /* "10 × 1/3", in the language in force */
	char *basis;
	int64_t milli; /* the same as points; derived */
};
extern const struct od_rec_type od_score_line_type;
enum od_score_by { OD_SCORE_BY_UNIT, OD_SCORE_BY_PERSON, OD_SCORE_BY_CLASS };
struct od_score {          /* one of a ranking */
	char *code, *name; /* person: code is the unit's, name "姓名（单位）" */
	char *class_;      /* the word of a kind of unit, or a class of score_class */
	char *class_name;  /* in the language in force */
	int64_t submitted, adopted, upward, upward_adopted, instructed, commissioned, no_shows,
		late, left_out, unreported, errors;
	char *adoption_rate; /* "31.2%", of the submitted; NULL: none was */
	char *points;
	int64_t place, of; /* within the class, equal points share a place */
	char *passed;      /* "yes", "no", NULL: no rule says */
	int64_t milli;     /* the same as points; derived */
};
extern const struct od_rec_type od_score_type;
struct od_score_query {
	od_date from, to;   /* both included */
	const char *unit;   /* code; NULL: all */
	const char *class_; /* NULL: all */
	int by;
	od_instant now; /* what is not due by then is not missed */
};
struct od_scores;
/* Nothing is stored: reckoned from what is on file, each event by the rules of its day.  Units without any event are
 * there with their zeros. */
struct od_scores *od_scores_new(struct od_db *db, const struct od_score_query *q,
				struct od_err *err);
void od_scores_free(struct od_scores *s);
/* By class, then place. */
size_t od_scores_rows(const struct od_scores *s, const struct od_score **rows);
/* unit NULL: all, by unit.  Their points add up to the unit's. */
size_t od_scores_lines(const struct od_scores *s, const char *unit,
		       const struct od_score_line **rows);
struct od_score_month { /* points of a month, for trends */
	od_date month;
	char *unit; /* NULL: all that are asked for together */
	int64_t adopted, milli;
};
size_t od_scores_months(const struct od_scores *s, const char *unit,
			const struct od_score_month **rows);
/* 信息工作情况通报: counts, ranking by class, adoption, who was late; a month, a quarter, a year or any days. */
struct od_paper *od_scores_paper(struct od_db *db, const struct od_scores *s, struct od_err *err);
/* Bars of the ranking and the trend by month: as text for a terminal of so many cells, as one page with SVG. */
int od_scores_chart_text(const struct od_scores *s, int width, struct od_buf *out,
			 struct od_err *err) OD_MUST_CHECK;
int od_scores_chart_html(struct od_db *db, const struct od_scores *s, struct od_buf *out,
			 struct od_err *err) OD_MUST_CHECK;

#pragma GCC visibility pop

/* --- cleanup helpers: OD_CLEANUP(od_closep) struct od_db *db = NULL; ---------------------------------------------- */

static inline void od_closep(struct od_db **p)
{
	od_close(*p);
}
static inline void od_iter_freep(struct od_iter **p)
{
	od_iter_free(*p);
}
static inline void od_out_freep(struct od_out **p)
{
	od_out_free(*p);
}
static inline void od_reader_freep(struct od_reader **p)
{
	od_reader_free(*p);
}
static inline void od_buf_freep(struct od_buf *b)
{
	od_buf_free(b);
}
static inline void od_calendar_freep(struct od_calendar **p)
{
	od_calendar_free(*p);
}
static inline void od_hours_freep(struct od_hours **p)
{
	od_hours_free(*p);
}
static inline void od_slots_freep(struct od_slots **p)
{
	od_slots_free(*p);
}
static inline void od_ledger_freep(struct od_ledger **p)
{
	od_ledger_free(*p);
}
static inline void od_schedule_freep(struct od_schedule **p)
{
	od_schedule_free(*p);
}
static inline void od_roundup_freep(struct od_roundup **p)
{
	od_roundup_free(*p);
}

static inline void od_leave_calendar_freep(struct od_leave_calendar **p)
{
	od_leave_calendar_free(*p);
}

static inline void od_tasks_freep(struct od_tasks **p)
{
	od_tasks_free(*p);
}
static inline void od_draft_freep(struct od_draft_file **p)
{
	od_draft_free(*p);
}
static inline void od_paper_freep(struct od_paper **p)
{
	od_paper_free(*p);
}
static inline void od_scores_freep(struct od_scores **p)
{
	od_scores_free(*p);
}
static inline void od_task_stats_freep(struct od_task_stats **p)
{
	od_task_stats_free(*p);
}

#endif
