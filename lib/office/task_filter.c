/* task_filter.c - a filter of matters as a line, "light=red due=..+3w unit=BM01": saved views are written so. */
#include <stdlib.h>

#include "task.h"

/* What a line is read with.  Texts go to .keep, which may move: offsets until the end. */
enum { TEXT_UNIT, TEXT_LEAD, TEXT_LEADER, TEXT_TEXT, TEXTS };
struct reading {
	struct od_db *db;
	const struct od_when *when;
	struct od_task_query *q;
	struct od_buf *keep;
	size_t at[TEXTS]; /* in keep, plus one; 0: the query's own stays */
};

typedef int word_fn(struct reading *r, const char *value, int arg, struct od_err *err);

/* --- values -------------------------------------------------------------------------------------------------- */

static int keep_text(struct reading *r, int which, const char *text, struct od_err *err)
{
	r->at[which] = r->keep->n + 1;
	od_buf_add(r->keep, text, strlen(text) + 1);
	return r->keep->failed ? od_fail_nomem(err) : 0;
}

static int take_text(struct reading *r, const char *value, int which, struct od_err *err)
{
	return keep_text(r, which, value, err);
}

static int take_unit(struct reading *r, const char *value, int which, struct od_err *err)
{
	char *code;
	int rc = od_unit_resolve(r->db, value, true, &code, err);

	if (rc < 0)
		return -1;
	rc = keep_text(r, which, code, err);
	free(code);
	return rc;
}

/* A word, its label or another form of it, as the field of that name takes it. */
static int enum_of(const struct od_rec_type *type, const char *field, const char *text, int *out,
		   struct od_err *err)
{
	union {
		struct od_task t;
		struct od_task_unit u;
	} rec;
	const struct od_field *f = od_field_find(type, field);

	od_rec_init(type, &rec);
	if (od_field_set(f, &rec, text, NULL, err) < 0)
		return -1;
	*out = *(int *)od_member(f, &rec);
	return 0;
}

/* Of several words, divided by commas of any kind, a bit each. */
static int bits_of(const struct od_rec_type *type, const char *field, const char *value,
		   unsigned int *bits, struct od_err *err)
{
	static const char *const dividers[] = { ",", "，", "、", ";", "；", "|" };

	*bits = 0;
	while (*value) {
		size_t n = strlen(value), skip = 0;
		char *one;
		int k, rc;

		for (size_t i = 0; i < OD_COUNT(dividers); i++) {
			const char *end = strstr(value, dividers[i]);

			if (end && (size_t)(end - value) < n) {
				n = (size_t)(end - value);
				skip = strlen(dividers[i]);
			}
		}
		one = od_trim(value, n);
		if (!one)
			return od_fail_nomem(err);
		rc = enum_of(type, field, one, &k, err);
		free(one);
		if (rc < 0)
			return -1;
		*bits |= 1U << k;
		value += n + skip;
	}
	return 0;
}

static int take_light(struct reading *r, const char *value, int arg, struct od_err *err)
{
	(void)arg;
	return bits_of(&od_task_type, "light", value, &r->q->lights, err);
}

static int take_status(struct reading *r, const char *value, int arg, struct od_err *err)
{
	(void)arg;
	return bits_of(&od_task_type, "status", value, &r->q->statuses, err);
}

static int take_state(struct reading *r, const char *value, int arg, struct od_err *err)
{
	(void)arg;
	return bits_of(&od_task_unit_type, "state", value, &r->q->states, err);
}

static int take_source(struct reading *r, const char *value, int arg, struct od_err *err)
{
	(void)arg;
	return enum_of(&od_task_type, "source", value, &r->q->source, err);
}

static int take_grade(struct reading *r, const char *value, int arg, struct od_err *err)
{
	(void)arg;
	return enum_of(&od_task_type, "grade", value, &r->q->grade, err);
}

static int take_closed(struct reading *r, const char *value, int arg, struct od_err *err)
{
	const struct od_field *f = od_field_find(&od_task_type, "unfinished");
	struct od_task t;

	(void)arg;
	od_rec_init(&od_task_type, &t);
	if (od_field_set(f, &t, value, NULL, err) < 0)
		return -1;
	r->q->closed = t.unfinished;
	return 0;
}

static int end_of(const struct reading *r, const char *s, size_t n, od_date *day,
		  struct od_err *err)
{
	char *text = od_trim(s, n);
	int rc;

	*day = OD_NODATE;
	if (!text)
		return od_fail_nomem(err);
	rc = *text ? od_date_parse(text, r->when, day, err) : 0;
	free(text);
	return rc;
}

/* "A..B", "A..", "..B", or one day. */
static int take_days(struct reading *r, const char *value, int opened, struct od_err *err)
{
	const char *dots = strstr(value, ".."), *second = dots ? dots + 2 : value;
	size_t first = dots ? (size_t)(dots - value) : strlen(value);
	char a[16], b[16];
	od_date from, to;

	if (end_of(r, value, first, &from, err) < 0 ||
	    end_of(r, second, strlen(second), &to, err) < 0)
		return -1;
	if (!od_date_is(from) && !od_date_is(to))
		return od_fail(
			err, OD_EDATA,
			_("'%s' is no day and no range; write DAY, FROM..TO, FROM.. or ..TO"),
			value);
	if (od_date_is(from) && od_date_is(to) && from.days > to.days)
		return od_fail(err, OD_EDATA, _("%s comes after %s"), od_date_str(from, a),
			       od_date_str(to, b));
	*(opened ? &r->q->opened_from : &r->q->due_from) = from;
	*(opened ? &r->q->opened_to : &r->q->due_to) = to;
	return 0;
}

static int take_number(struct reading *r, const char *value, int letter, struct od_err *err)
{
	int64_t *out = letter == 'T'   ? &r->q->parent
		       : letter == 'I' ? &r->q->instruction
				       : &r->q->batch;

	return od_number_parse((char)letter, value, out, err);
}

/* By its number or its name. */
static int take_group(struct reading *r, const char *value, int arg, struct od_err *err)
{
	struct od_err not_number = OD_ERR_INIT;
	int rc;

	(void)arg;
	if (od_number_parse('G', value, &r->q->group, &not_number) == 0)
		return 0;
	rc = od_query_int(r->db, "SELECT max(number) FROM task_group WHERE name = ?1", &r->q->group,
			  OD_VALS(od_v(value)), err);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return od_fail(err, OD_EDATA,
		       _("no special group '%s'; give its number (G2026-0001) or its whole name"),
		       value);
}

static int take_limit(struct reading *r, const char *value, int arg, struct od_err *err)
{
	char *end = NULL;
	long n = strtol(value, &end, 10);

	(void)arg;
	if (end == value || *end || n < 1)
		return od_fail(err, OD_EDATA, _("'%s' is no number above 0"), value);
	r->q->limit = n;
	return 0;
}

/* --- words ---------------------------------------------------------------------------------------------------- */

static const struct word {
	const char *name, *aliases;
	word_fn *take;
	int arg;
} words[] = {
	{ "unit", "单位 承办单位", take_unit, TEXT_UNIT },
	{ "lead", "牵头 牵头单位", take_unit, TEXT_LEAD },
	{ "light", "灯 亮灯", take_light, 0 },
	{ "due", "期限 到期", take_days, 0 },
	{ "source", "来源", take_source, 0 },
	{ "leader", "领导", take_text, TEXT_LEADER },
	{ "group", "小组 专项督查小组 督查组", take_group, 0 },
	{ "text", "文字 内容", take_text, TEXT_TEXT },
	{ "state", "办理状态", take_state, 0 },
	{ "status", "状态", take_status, 0 },
	{ "grade", "等级", take_grade, 0 },
	{ "opened", "立项 立项时间", take_days, 1 },
	{ "closed", "含办结", take_closed, 0 },
	{ "parent", "上级事项", take_number, 'T' },
	{ "instruction", "批示", take_number, 'I' },
	{ "batch", "批次", take_number, 'B' },
	{ "top", "limit 条数", take_limit, 0 },
};

static bool is_one_of(const char *list, const char *s, size_t n)
{
	while (*list) {
		size_t k = strcspn(list, " ");

		if (k == n && !memcmp(list, s, n))
			return true;
		list += k + (list[k] == ' ');
	}
	return false;
}

static const struct word *find_word(const char *s, size_t n)
{
	for (size_t i = 0; i < OD_COUNT(words); i++)
		if ((strlen(words[i].name) == n && !memcmp(words[i].name, s, n)) ||
		    is_one_of(words[i].aliases, s, n))
			return &words[i];
	return NULL;
}

static int no_word(const char *s, size_t n, struct od_err *err)
{
	struct od_buf all OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;

	for (size_t i = 0; i < OD_COUNT(words); i++)
		od_buf_printf(&all, "%s%s", i ? _(", ") : "", words[i].name);
	return od_fail(err, OD_EDATA, _("filter: '%.*s' is no word of a filter; there are: %s"),
		       (int)n, s, all.s ? all.s : "");
}

static int take_word(struct reading *r, const char *name, size_t n, const char *value,
		     struct od_err *err)
{
	const struct word *w = find_word(name, n);

	if (!w)
		return no_word(name, n, err);
	if (!*value)
		return od_fail(err, OD_EDATA, _("filter: '%s' has no value"), w->name);
	if (w->take(r, value, w->arg, err) < 0)
		return od_fail_at(err, _("filter: %s"), w->name);
	return 0;
}

/* --- a line ------------------------------------------------------------------------------------------------------ */

static size_t spaces(const char *s)
{
	size_t n = strspn(s, " \t\r\n");

	return n || strncmp(s, "　", 3) ? n : 3;
}

/* A value ends at a space, or, where it begins with a quotation mark, at the next one.  *end: after it. */
static int value_of(const char *s, char **value, const char **end, struct od_err *err)
{
	const char *close = *s == '"' || *s == '\'' ? strchr(s + 1, *s) : NULL;
	size_t n = 0;

	if ((*s == '"' || *s == '\'') && !close)
		return od_fail(err, OD_EDATA, _("filter: the quotation mark at '%s' is not closed"),
			       s);
	if (close) {
		*value = strndup(s + 1, (size_t)(close - s) - 1);
		*end = close + 1;
	} else {
		while (s[n] && !spaces(s + n))
			n++;
		*value = strndup(s, n);
		*end = s + n;
	}
	return *value ? 0 : od_fail_nomem(err);
}

/* One NAME=VALUE; *line moves behind it. */
static int take_pair(struct reading *r, const char **line, struct od_err *err)
{
	const char *name = *line, *end = name;
	size_t n = 0;
	char *value;
	int rc;

	while (name[n] && name[n] != '=' && !spaces(name + n))
		n++;
	if (name[n] != '=')
		return od_fail(err, OD_EDATA, _("filter: '%.*s' is not written as NAME=VALUE"),
			       (int)n, name);
	if (value_of(name + n + 1, &value, &end, err) < 0)
		return -1;
	rc = take_word(r, name, n, value, err);
	free(value);
	*line = end;
	return rc;
}

static int take_line(struct reading *r, const char *line, struct od_err *err)
{
	for (;;) {
		size_t skip = spaces(line);

		if (skip)
			line += skip;
		else if (!*line)
			return 0;
		else if (take_pair(r, &line, err) < 0)
			return -1;
	}
}

int od_task_filter(struct od_db *db, const char *line, const struct od_when *when,
		   struct od_task_query *q, struct od_buf *keep, struct od_err *err)
{
	struct reading r = { .db = db, .when = when, .q = q, .keep = keep };
	const char **text[TEXTS] = { &q->unit, &q->lead, &q->leader, &q->text };
	uintptr_t old = (uintptr_t)keep->s, old_end = old + keep->n;

	/* Texts of an earlier line stand in keep already and move with it. */
	for (int i = 0; i < TEXTS; i++)
		if (old && (uintptr_t)*text[i] >= old && (uintptr_t)*text[i] < old_end)
			r.at[i] = (uintptr_t)*text[i] - old + 1;
	if (take_line(&r, line, err) < 0) {
		for (int i = 0; i < TEXTS; i++)
			*text[i] = r.at[i] ? NULL : *text[i];
		return -1;
	}
	for (int i = 0; i < TEXTS; i++)
		if (r.at[i])
			*text[i] = keep->s + r.at[i] - 1;
	return 0;
}
