/* names.c - which field of a type a name from a file means: its own, an alias, its label. */
#include <stdlib.h>

#include "names.h"

#define KEY_ROOM 160 /* of a name to be looked up; nothing longer is known */

static size_t leading_space(const char *s)
{
	if (*s && strchr(" \t\r\n", *s))
		return 1;
	return !strncmp(s, "　", 3) ? 3 : 0;
}

/* Without white space around it, ASCII in lower case.  Its length; 0: empty, or too long. */
static size_t make_key(const char *name, char key[static KEY_ROOM])
{
	size_t n;

	while (leading_space(name))
		name += leading_space(name);
	for (n = 0; name[n] && n < KEY_ROOM - 1; n++)
		key[n] = (char)(name[n] >= 'A' && name[n] <= 'Z' ? name[n] + 32 : name[n]);
	if (name[n])
		return 0;
	for (bool more = true; more;) {
		more = n && strchr(" \t\r\n", key[n - 1]);
		n -= more;
		if (n >= 3 && !memcmp(key + n - 3, "　", 3)) {
			n -= 3;
			more = true;
		}
	}
	key[n] = '\0';
	return n;
}

static struct od_name_key *find(const struct od_names *t, const char *key)
{
	uint32_t h = 2166136261u;

	for (const char *s = key; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	for (size_t i = h;; i++) {
		struct od_name_key *k = &t->table[i & t->mask];

		if (!k->at || !strcmp(t->keys.s + k->at - 1, key))
			return k;
	}
}

/* The first that claims a name has it. */
static void add_name(struct od_names *t, const char *name, int means)
{
	char key[KEY_ROOM];
	size_t n = make_key(name, key);
	struct od_name_key *k;

	if (!n)
		return;
	k = find(t, key);
	if (k->at)
		return;
	*k = (struct od_name_key){ t->keys.n + 1, means };
	od_buf_add(&t->keys, key, n + 1);
}

static size_t count_words(const char *s)
{
	size_t n = s != NULL;

	for (; s && *s; s++)
		n += *s == ' ';
	return n;
}

static void add_aliases(struct od_names *t, const char *aliases, int means)
{
	char alias[KEY_ROOM];

	while (aliases && *aliases) {
		size_t n = strcspn(aliases, " ");

		if (n < sizeof(alias)) {
			memcpy(alias, aliases, n);
			alias[n] = '\0';
			add_name(t, alias, means);
		}
		aliases += n + (aliases[n] == ' ');
	}
}

int od_names_make(struct od_names *t, const struct od_rec_type *type, unsigned int flags)
{
	size_t n = 8, room = 16;

	t->type = type;
	for (const struct od_field *f = type->fields; f->name; f++)
		n += 2 + count_words(f->aliases);
	while (room < 2 * n)
		room *= 2;
	t->mask = room - 1;
	t->table = calloc(room, sizeof(*t->table));
	if (!t->table)
		return -1;
	od_buf_puts(&t->keys, ""); /* so that .s is there */
	for (int i = 0; type->fields[i].name; i++)
		add_name(t, type->fields[i].name, i);
	add_name(t, "type", OD_NAME_TYPE);
	for (int i = 0; type->fields[i].name; i++)
		add_aliases(t, type->fields[i].aliases, i);
	for (int i = 0; type->fields[i].name; i++) {
		const struct od_field *f = &type->fields[i];
		unsigned int pass =
			flags & OD_KEEP_READONLY ? OD_DERIVED : OD_DERIVED | OD_READONLY;

		if (f->label)
			add_name(t, _(f->label), i);
		if (f->flags & pass)
			t->passed_over |= UINT64_C(1) << i;
		else if (f->flags & OD_REQUIRED)
			t->required |= UINT64_C(1) << i;
	}
	return t->keys.failed ? -1 : 0;
}

int od_names_meaning(const struct od_names *t, const char *name)
{
	char key[KEY_ROOM];
	const struct od_name_key *k;

	if (!make_key(name, key))
		return OD_NAME_UNKNOWN;
	k = find(t, key);
	return k->at ? k->means : OD_NAME_UNKNOWN;
}

int od_names_meaning_in(struct od_names *t, size_t i, const char *name)
{
	size_t n;

	if (!strcmp(t->seen[i].name, name) && *name)
		return t->seen[i].means;
	n = strlen(name);
	if (n < OD_NAME_ROOM) {
		memcpy(t->seen[i].name, name, n + 1);
		t->seen[i].means = od_names_meaning(t, name);
		return t->seen[i].means;
	}
	return od_names_meaning(t, name);
}

/* --- names that are nearly right ---------------------------------------------------------- */

static bool is_ascii(const char *s)
{
	while (*s && !(*s & 0x80))
		s++;
	return !*s;
}

/* The form of a field's name that is nearest to text, of those in the same script. */
struct offer {
	unsigned int distance;
	int place; /* of the field in its table */
	char form[KEY_ROOM];
};

static void offer_form(struct offer *o, const char *form, size_t n, const char *text)
{
	char own[KEY_ROOM];
	unsigned int d;

	if (n >= sizeof(own))
		return;
	memcpy(own, form, n);
	own[n] = '\0';
	d = od_distance(own, text);
	if (is_ascii(own) != is_ascii(text))
		d += OD_DISTANCE_MAX; /* of the other script */
	if (d >= o->distance)
		return;
	o->distance = d;
	memcpy(o->form, own, n + 1);
}

static struct offer nearest_form(const struct od_field *f, const char *text)
{
	struct offer o = { .distance = UINT32_MAX };
	const char *label = f->label ? _(f->label) : "";

	offer_form(&o, f->name, strlen(f->name), text);
	if (!is_ascii(label))
		offer_form(&o, label, strlen(label), text);
	for (const char *a = f->aliases; a && *a; a += strcspn(a, " "), a += *a == ' ')
		offer_form(&o, a, strcspn(a, " "), text);
	return o;
}

static int by_distance(const void *a, const void *b)
{
	const struct offer *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return x->place - y->place;
}

void od_names_offer(const struct od_names *t, const char *text, size_t most, struct od_buf *b)
{
	struct offer *offers = calloc(OD_FIELDS_MAX, sizeof(*offers));
	size_t n = 0;

	if (!offers) {
		b->failed = true;
		return;
	}
	for (int i = 0; t->type->fields[i].name && n < OD_FIELDS_MAX; i++) {
		if (t->passed_over >> i & 1)
			continue;
		offers[n] = nearest_form(&t->type->fields[i], text);
		offers[n++].place = i;
	}
	qsort(offers, n, sizeof(*offers), by_distance);
	for (size_t i = 0; i < n && i < most; i++) {
		od_buf_puts(b, i ? _(", ") : "");
		od_buf_puts(b, offers[i].form);
	}
	if (n > most && most > 1)
		od_buf_puts(b, ", …");
	free(offers);
}

void od_names_free(struct od_names *t)
{
	od_buf_free(&t->keys);
	free(t->table);
}
