/* task_text.c - texts of a list of matters, which belong to it as a whole: each unit's code and name once; words
 * and dates as columns give them. */
#include <stdlib.h>

#include "task_list.h"

/* --- texts and arrays -------------------------------------------------------------------------------- */

struct od_text_chunk {
	struct od_text_chunk *before;
	size_t n, room;
	char s[];
};

char *od_tasks_text(struct od_tasks *t, const char *s, size_t n, struct od_err *err)
{
	struct od_text_chunk *c = t->texts;
	char *copy;

	if (!c || c->room - c->n <= n) {
		size_t room = n < 65536 ? (size_t)1 << 18 : n + 1;

		c = malloc(sizeof(*c) + room);
		if (!c) {
			od_fail_nomem(err);
			return NULL;
		}
		*c = (struct od_text_chunk){ t->texts, 0, room };
		t->texts = c;
	}
	copy = c->s + c->n;
	memcpy(copy, s, n);
	copy[n] = '\0';
	c->n += n + 1;
	return copy;
}

int od_tasks_keep(struct od_tasks *t, char **out, const char *s, struct od_err *err)
{
	*out = s ? od_tasks_text(t, s, strlen(s), err) : NULL;
	return s && !*out ? -1 : 0;
}

void *od_tasks_grow(void *array, size_t n, size_t *room, size_t size, struct od_err *err)
{
	size_t more = *room ? 2 * *room : 256;
	void *grown = n < *room ? array : reallocarray(array, more, size);

	if (!grown)
		od_fail_nomem(err);
	else if (n == *room)
		*room = more;
	return grown;
}

static size_t hash(const char *s)
{
	size_t h = 5381;

	while (*s)
		h = h * 33 ^ (unsigned char)*s++;
	return h;
}

static struct od_unit_word *place_of(const struct od_tasks *t, const char *code)
{
	size_t i = hash(code) & (t->word_room - 1);

	while (t->word[i].code && strcmp(t->word[i].code, code) != 0)
		i = (i + 1) & (t->word_room - 1);
	return &t->word[i];
}

static int more_words(struct od_tasks *t, struct od_err *err)
{
	struct od_unit_word *old = t->word;
	size_t n = t->word_room;

	if (2 * t->words < t->word_room)
		return 0;
	t->word_room = n ? 2 * n : 512;
	t->word = calloc(t->word_room, sizeof(*t->word));
	if (!t->word) {
		t->word = old;
		t->word_room = n;
		return od_fail_nomem(err);
	}
	for (size_t i = 0; i < n; i++)
		if (old[i].code)
			*place_of(t, old[i].code) = old[i];
	free(old);
	return 0;
}

struct od_unit_word *od_tasks_word(struct od_tasks *t, const char *code, struct od_err *err)
{
	struct od_unit_word *w;

	if (more_words(t, err) < 0)
		return NULL;
	w = place_of(t, code);
	if (w->code)
		return w;
	w->code = od_tasks_text(t, code, strlen(code), err);
	if (!w->code)
		return NULL;
	t->words++;
	return w;
}

/* A unit that always had the same name need not be asked about again. */
int od_tasks_name_unit(struct od_tasks *t, struct od_unit_word *w, struct od_task_unit *u,
		       od_date on, struct od_err *err)
{
	const char *name = w->always;

	if (!name)
		name = od_name_memo(t->db, OD_NAMED_UNIT, u->unit, on, NULL, err);
	if (!name)
		return err->code ? -1 : 0;
	if (name != w->name_known) {
		w->name = od_tasks_text(t, name, strlen(name), err);
		w->name_known = w->name ? name : NULL;
		if (name == od_name_memo(t->db, OD_NAMED_UNIT, u->unit, od_ymd(1900, 1, 1), NULL,
					 err) &&
		    name == od_name_memo(t->db, OD_NAMED_UNIT, u->unit, od_ymd(2199, 12, 31), NULL,
					 err))
			w->always = name;
	}
	u->unit_name = od_lent(w->name);
	return w->name ? 0 : -1;
}

/* --- columns ------------------------------------------------------------------------------------------ */

int od_col_word(const struct od_cols *c, int i, const struct od_word *words, int *out,
		struct od_err *err)
{
	const char *s = od_col_text(c, i);

	for (int k = 0; s && words[k].word; k++)
		if (words[k].word[0] == s[0] && !strcmp(words[k].word, s)) {
			*out = k;
			return 0;
		}
	return od_fail(err, OD_ESCHEMA, _("'%s' stands in the database and is no word known here"),
		       s ? s : "");
}

int od_col_date(const struct od_cols *c, int i, od_date *out, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };
	const char *s = od_col_text(c, i);
	int digit[10];

	*out = OD_NODATE;
	if (!s)
		return 0;
	for (int k = 0; k < 10; k++) {
		digit[k] = s[k] - '0';
		if (k == 4 || k == 7 ? s[k] != '-' : digit[k] < 0 || digit[k] > 9)
			return od_date_parse(s, &none, out, err);
	}
	*out = od_ymd(1000 * digit[0] + 100 * digit[1] + 10 * digit[2] + digit[3],
		      10 * digit[5] + digit[6], 10 * digit[8] + digit[9]);
	return od_date_is(*out) ? 0 : od_date_parse(s, &none, out, err);
}

void od_tasks_free_texts(struct od_tasks *t)
{
	while (t->texts) {
		struct od_text_chunk *before = t->texts->before;

		free(t->texts);
		t->texts = before;
	}
	free(t->word);
}
