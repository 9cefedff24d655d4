/* sample.c - the small document that a rule's sample stands for.
 *
 * A line by itself is put into a document of the kind the rule is for, as its text or, where
 * the rule looks at other roles, as the first of those.  Lines "ROLE|TEXT" are taken as they
 * say, with "ROLE{east=黑体 size=32}|TEXT" for what a docx would tell, and "page|...",
 * "organ|...", "as-of|DATE", "issuer|NAME", "genre|WORD", "part|embedded" for what is of no
 * line.  Anything else is a text file. */
#include "sample.h"

/* --- attributes ----------------------------------------------------------------------------------------------- */

enum kind { NUMBER, SIZE, YES, WORD, ALIGN, COLOUR, LEVEL, UNIT };
struct attribute {
	const char *name;
	enum kind kind;
	size_t offset;
};
#define AT(m) offsetof(struct od_line, m)
static const struct attribute line_attributes[] = {
	{ "align", ALIGN, AT(align) },
	{ "first-indent", NUMBER, AT(first_indent) },
	{ "left-indent", NUMBER, AT(left_indent) },
	{ "right-indent", NUMBER, AT(right_indent) },
	{ "before", NUMBER, AT(before) },
	{ "after", NUMBER, AT(after) },
	{ "pitch", NUMBER, AT(pitch) },
	{ "pitch-exact", YES, AT(pitch_exact) },
	{ "pitch-least", YES, AT(pitch_least) },
	{ "page-break", YES, AT(page_break) },
	{ "table", NUMBER, AT(table) },
	{ "row", NUMBER, AT(row) },
	{ "place", NUMBER, AT(place) },
	{ "skipped", SIZE, AT(skipped) },
	{ NULL },
};
#undef AT
#define AT(m) offsetof(struct od_run, m)
static const struct attribute run_attributes[] = {
	{ "east", WORD, AT(east) },
	{ "west", WORD, AT(west) },
	{ "size", NUMBER, AT(size) },
	{ "bold", YES, AT(bold) },
	{ "italic", YES, AT(italic) },
	{ "underline", YES, AT(underline) },
	{ "colour", COLOUR, AT(colour) },
	{ "inserted", YES, AT(inserted) },
	{ "east-marks", YES, AT(east_marks) },
	{ NULL },
};
#undef AT
#define AT(m) offsetof(struct od_page_setup, m)
static const struct attribute page_attributes[] = {
	{ "width", NUMBER, AT(width) },
	{ "height", NUMBER, AT(height) },
	{ "top", NUMBER, AT(top) },
	{ "bottom", NUMBER, AT(bottom) },
	{ "left", NUMBER, AT(left) },
	{ "right", NUMBER, AT(right) },
	{ "header", NUMBER, AT(header) },
	{ "footer", NUMBER, AT(footer) },
	{ "grid-pitch", NUMBER, AT(grid_pitch) },
	{ "grid-lines", NUMBER, AT(grid_lines) },
	{ "grid-chars", NUMBER, AT(grid_chars) },
	{ "even-odd", YES, AT(even_odd) },
	{ "page-numbers", YES, AT(page_numbers) },
	{ NULL },
};
#undef AT
#define AT(m) offsetof(struct od_doc, m)
static const struct attribute doc_attributes[] = {
	{ "changes", NUMBER, AT(changes) },
	{ "comments", NUMBER, AT(comments) },
	{ NULL },
};
#undef AT
#define AT(m) offsetof(struct od_organ, m)
static const struct attribute organ_attributes[] = {
	{ "name", WORD, AT(name) },
	{ "kind", UNIT, AT(kind) },
	{ "level", LEVEL, AT(level) },
	{ "parent", WORD, AT(parent) },
	{ NULL },
};
#undef AT

static const char *const aligns[] = { "none", "left", "centre", "right", "both", NULL };
static const char *const levels[] = { "none", "city", "county", "township", NULL };
static const char *const units[] = { "body", "county", "department", "park", "other", NULL };

static int place_in(const char *const *words, const char *s)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], s))
			return i;
	return -1;
}

static int set(struct od_sample_doc *sd, const struct attribute *a, void *to, const char *s,
	       struct od_err *err)
{
	void *m = (char *)to + a->offset;
	int word = -1;

	switch (a->kind) {
	case NUMBER:
		*(int *)m = (int)strtol(s, NULL, 10);
		return 0;
	case SIZE:
		*(size_t *)m = (size_t)strtoul(s, NULL, 10);
		return 0;
	case COLOUR:
		*(uint32_t *)m = (uint32_t)strtoul(s, NULL, 16);
		return 0;
	case YES:
		*(bool *)m = !strcmp(s, "yes");
		return 0;
	case WORD:
		*(const char **)m = od_doc_text(sd->doc, s, strlen(s), err);
		return *(const char **)m ? 0 : -1;
	case ALIGN:
		word = place_in(aligns, s);
		break;
	case LEVEL:
		word = place_in(levels, s);
		break;
	case UNIT:
		word = place_in(units, s);
		break;
	}
	if (word < 0)
		return od_fail(err, OD_EDATA, _("'%s' is no value of %s"), s, a->name);
	*(int *)m = word;
	return 0;
}

/* One "name=value"; tables[i] are of what to[i] points at. */
static int attribute(struct od_sample_doc *sd, const char *s, size_t n,
		     const struct attribute *const *tables, void *const *to, struct od_err *err)
{
	char word[128];
	char *value;

	snprintf(word, sizeof(word), "%.*s", (int)od_utf8_cut(s, n, sizeof(word) - 1), s);
	value = strchr(word, '=');
	if (value)
		*value++ = '\0';
	for (int t = 0; value && tables[t]; t++)
		for (const struct attribute *a = tables[t]; a->name; a++)
			if (!strcmp(a->name, word))
				return set(sd, a, to[t], value, err);
	return od_fail(err, OD_EDATA, _("unknown attribute '%s'"), word);
}

static int attributes(struct od_sample_doc *sd, const char *s, size_t n,
		      const struct attribute *const *tables, void *const *to, struct od_err *err)
{
	for (const char *end = s + n; s < end;) {
		size_t len = strcspn(s, " ");

		len = len < (size_t)(end - s) ? len : (size_t)(end - s);
		if (len && attribute(sd, s, len, tables, to, err) < 0)
			return -1;
		s += len + 1;
	}
	return 0;
}

/* --- lines ---------------------------------------------------------------------------------------------------------- */

static int role_of(const char *s, size_t n)
{
	for (int i = 0; od_line_roles[i].word; i++)
		if (strlen(od_line_roles[i].word) == n && !memcmp(od_line_roles[i].word, s, n))
			return i;
	return -1;
}

static struct od_line *add(struct od_sample_doc *sd, int role, const char *s, size_t n,
			   struct od_err *err)
{
	struct od_line *l = od_doc_line(sd->doc, s, n, err);

	if (!l)
		return NULL;
	l->role = role;
	l->part = (int)sd->doc->parts - 1;
	sd->doc->part[l->part].n++;
	return l;
}

static int add_part(struct od_sample_doc *sd, int kind, struct od_err *err)
{
	struct od_doc *d = sd->doc;
	struct od_doc_part *grown = reallocarray(d->part, d->parts + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	d->part = grown;
	d->part[d->parts++] = (struct od_doc_part){ .kind = kind, .first = d->lines };
	d->store->part_room = d->parts;
	return 0;
}

static int add_organ(struct od_sample_doc *sd, const char *s, size_t n, struct od_err *err)
{
	static const struct attribute *const tables[] = { organ_attributes, NULL };
	struct od_organ *grown = reallocarray(sd->organ, sd->organs + 1, sizeof(*grown));
	size_t name = strcspn(s, " \n");
	void *to[1];

	if (!grown)
		return od_fail_nomem(err);
	sd->organ = grown;
	grown += sd->organs++;
	*grown = (struct od_organ){ .name = od_doc_text(sd->doc, s, name < n ? name : n, err) };
	to[0] = grown;
	if (!grown->name)
		return -1;
	return name < n ? attributes(sd, s + name + 1, n - name - 1, tables, to, err) : 0;
}

static int set_date(const char *s, size_t n, od_date *out, struct od_err *err)
{
	static const struct od_when when = { { 0 }, NULL };
	char text[40];

	snprintf(text, sizeof(text), "%.*s", (int)od_utf8_cut(s, n, sizeof(text) - 1), s);
	return od_date_parse(text, &when, out, err);
}

/* Lines that are of no line: 1 if it is one, 0 if not. */
static int of_no_line(struct od_sample_doc *sd, const char *word, size_t w, const char *s, size_t n,
		      struct od_err *err)
{
	static const struct attribute *const tables[] = { page_attributes, doc_attributes, NULL };
	void *to[2] = { &sd->doc->page, sd->doc };
	int r = 1;

	if (w == 4 && !memcmp(word, "page", 4)) {
		sd->doc->known_layout = true;
		r = attributes(sd, s, n, tables, to, err);
	} else if (w == 5 && !memcmp(word, "organ", 5)) {
		r = add_organ(sd, s, n, err);
	} else if (w == 5 && !memcmp(word, "as-of", 5)) {
		r = set_date(s, n, &sd->as_of, err);
	} else if (w == 6 && !memcmp(word, "issuer", 6)) {
		sd->issuer = od_doc_text(sd->doc, s, n, err);
		r = sd->issuer ? 0 : -1;
	} else if (w == 5 && !memcmp(word, "genre", 5)) {
		for (int i = 0; od_genres[i].word; i++)
			if (strlen(od_genres[i].word) == n && !memcmp(od_genres[i].word, s, n))
				sd->genre = i;
		r = 0;
	} else if (w == 4 && !memcmp(word, "part", 4)) {
		r = add_part(sd, n == 8 ? OD_PART_EMBEDDED : OD_PART_ATTACHMENT, err);
	}
	return r < 0 ? -1 : r == 0;
}

static int told_line(struct od_sample_doc *sd, const char *s, size_t n, struct od_err *err)
{
	static const struct attribute *const tables[] = { line_attributes, run_attributes, NULL };
	const char *bar = memchr(s, '|', n), *brace = memchr(s, '{', n);
	size_t text, word;
	struct od_run run = { .paragraph = -1 };
	struct od_line *l;
	void *to[2];
	int role;

	if (!bar)
		return od_fail(err, OD_EDATA, _("'%.*s' has no role before a |"), (int)n, s);
	word = brace && brace < bar ? (size_t)(brace - s) : (size_t)(bar - s);
	text = (size_t)(bar - s) + 1;
	role = of_no_line(sd, s, word, s + text, n - text, err);
	if (role)
		return role < 0 ? -1 : 0;
	role = role_of(s, word);
	if (role < 0)
		return od_fail(err, OD_EDATA, _("'%.*s' is no role"), (int)word, s);
	if (role == OD_LINE_ATT_HEAD && add_part(sd, OD_PART_ATTACHMENT, err) < 0)
		return -1;
	l = add(sd, role, s + text, n - text, err);
	if (!l)
		return -1;
	if (word == (size_t)(bar - s) || bar == brace + 1)
		return 0;
	to[0] = l;
	to[1] = &run;
	run.to = l->n;
	sd->doc->known_layout = true;
	if (attributes(sd, s + word + 1, (size_t)(bar - s) - word - 2, tables, to, err) < 0)
		return -1;
	return run.east || run.west || run.size || run.bold || run.italic || run.underline ||
			       run.colour || run.inserted
		       ? od_doc_runs(sd->doc, l, &run, 1, err)
		       : 0;
}

/* --- what the roles say, as od_doc_roles() would --------------------------------------------------------------- */

static int keep(char **to, const char *s, size_t n, struct od_err *err)
{
	free(*to);
	*to = strndup(s, n);
	return *to ? 0 : od_fail_nomem(err);
}

static int sum_up(struct od_doc *d, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf title = OD_BUF_INIT;
	const struct od_line *mark = NULL;
	int r = 0;

	for (size_t i = 0; i < d->part[0].n && r == 0; i++) {
		const struct od_line *l = &d->line[i];

		if (l->role == OD_LINE_TITLE)
			od_buf_add(&title, l->text, l->n);
		else if (l->role == OD_LINE_MARK)
			mark = l;
		else if (l->role == OD_LINE_DOCNO && !d->docno)
			r = keep(&d->docno, l->text, l->n, err);
		else if (l->role == OD_LINE_SIGNATURE)
			r = keep(&d->issuer, l->text, l->n, err);
		else if (l->role == OD_LINE_DATE && !od_is_date_line(l->text, l->n, &d->date))
			d->date = OD_NODATE;
	}
	if (r == 0 && !d->issuer && mark)
		r = keep(&d->issuer, mark->text,
			 mark->n - (od_ends(mark->text, mark->n, "文件") ? 6 : 0), err);
	if (r == 0 && title.n)
		r = keep(&d->title, title.s, title.n, err);
	if (title.n && d->title)
		d->genre = d->part[0].genre = od_genre_of(d->title);
	for (size_t i = 0; i < d->lines; i++)
		if (d->line[i].role == OD_LINE_ATT_TITLE)
			d->part[d->line[i].part].genre = od_genre_of(d->line[i].text);
	return r;
}

/* --- a line in its frame ----------------------------------------------------------------------------------------- */

static int first_of(uint64_t bits)
{
	return bits ? __builtin_ctzll(bits) : 0;
}

static int frame_role(const struct od_rule_ready *ready)
{
	const char *first = ready->rule->roles;
	size_t n = first ? strcspn(first, "\xe3") : 0; /* up to the 、 */
	int role = first ? role_of(first, n) : 0;

	if (!ready->roles || ready->roles & 1u << OD_LINE_BODY)
		return OD_LINE_BODY;
	return role < 0 ? first_of(ready->roles) : role;
}

static const char *genre_name(const struct od_rule_ready *ready)
{
	int genre = first_of(ready->genres);

	if (!ready->genres || ready->genres & 1u << OD_GENRE_NOTICE)
		return "通知";
	return od_genres[genre].aliases ? od_genres[genre].aliases : "方案";
}

/* The day that the rule holds and the frame is dated. */
static od_date frame_date(const struct od_rule *r)
{
	od_date d = od_ymd(2026, 12, 4);

	if (od_date_is(r->until) && r->until.days < d.days)
		d = r->until;
	if (od_date_is(r->since) && r->since.days > d.days)
		d = r->since;
	return d;
}

static int framed(struct od_sample_doc *sd, const struct od_rule_ready *ready, const char *s,
		  size_t n, struct od_err *err)
{
	const struct od_rule *r = ready->rule;
	bool state = r->issuers && !strstr(r->issuers, "party");
	const char *issuer = state ? "示例市人民政府办公室" : "中共示例市委办公室";
	int role = frame_role(ready), place = role == OD_LINE_BODY ? OD_LINE_SUBHEAD : role;
	OD_CLEANUP(od_buf_freep) struct od_buf title = OD_BUF_INIT;
	char date[40];
	struct {
		int role;
		const char *text;
	} frame[] = {
		{ OD_LINE_TITLE, NULL },
		{ OD_LINE_ADDRESSEE, "各有关单位：" },
		{ OD_LINE_BODY, "现就有关事项通知如下。" },
		{ OD_LINE_SIGNATURE, issuer },
		{ OD_LINE_DATE, NULL },
	};
	bool done = false;

	od_buf_printf(&title, "%s关于做好有关工作的%.*s", issuer,
		      (int)strcspn(genre_name(ready), " "), genre_name(ready));
	if (title.failed)
		return od_fail_nomem(err);
	frame[0].text = title.s;
	frame[4].text = od_date_str_zh(frame_date(r), date);
	for (size_t i = 0; i <= OD_COUNT(frame); i++) {
		int here = i < OD_COUNT(frame) ? frame[i].role : OD_LINE_BLANK;

		if (!done && here != OD_LINE_BODY && place <= here) {
			sd->first = sd->doc->lines;
			sd->n = 1;
			done = true;
			if (!add(sd, role, s, n, err))
				return -1;
			if (place == here)
				continue;
		}
		if (i < OD_COUNT(frame) &&
		    !add(sd, here, frame[i].text, strlen(frame[i].text), err))
			return -1;
	}
	return sum_up(sd->doc, err);
}

/* --- all ------------------------------------------------------------------------------------------------------------- */

static bool is_told(const char *s)
{
	size_t n = strcspn(s, "|{\n");
	static const char *const others[] = { "page",  "organ", "as-of", "issuer",
					      "genre", "part",  NULL };

	if (s[n] != '|' && s[n] != '{')
		return false;
	if (role_of(s, n) >= 0)
		return true;
	for (int i = 0; others[i]; i++)
		if (strlen(others[i]) == n && !memcmp(others[i], s, n))
			return true;
	return false;
}

static int told(struct od_sample_doc *sd, const char *s, struct od_err *err)
{
	for (size_t n; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		if (n && told_line(sd, s, n, err) < 0)
			return -1;
	}
	sd->n = sd->doc->lines;
	return sum_up(sd->doc, err);
}

void od_sample_clear(struct od_sample_doc *sd)
{
	od_doc_free(sd->doc);
	free(sd->organ);
	*sd = (struct od_sample_doc){ 0 };
}

int od_sample_doc(const struct od_rule_ready *ready, const char *text, struct od_sample_doc *sd,
		  struct od_err *err)
{
	size_t n = od_chomp(text, strlen(text));
	int r;

	*sd = (struct od_sample_doc){ .as_of = OD_NODATE, .today = frame_date(ready->rule) };
	sd->doc = od_doc_new("sample", OD_DOC_TEXT, err);
	if (!sd->doc)
		return -1;
	if (!is_told(text) && memchr(text, '\n', n)) {
		r = od_doc_read_text(sd->doc, text, strlen(text), err);
		r = r == 0 ? od_doc_roles(sd->doc, err) : r;
		sd->n = sd->doc->lines;
	} else {
		r = add_part(sd, OD_PART_MAIN, err);
		if (r == 0 && is_told(text))
			r = told(sd, text, err);
		else if (r == 0)
			r = framed(sd, ready, text, n, err);
	}
	if (r < 0)
		od_sample_clear(sd);
	return r;
}

const char *od_sample_text(const char *line)
{
	return is_told(line) ? strchr(line, '|') + 1 : line;
}
