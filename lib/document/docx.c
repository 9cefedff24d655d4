/* docx.c - Word documents, zipped or flat, transitional or strict: which parts there are, theme and settings,
 * and the order in which parts become lines: the text, headers and footers, notes. */
#include <stdlib.h>

#include "docx.h"
#include "shape.h"

#define FACES_MAX 1000

/* --- faces ---------------------------------------------------------------------------------------------- */

const char *od_docx_face(struct od_docx *x, const char *s, size_t n, struct od_err *err)
{
	const char *kept, **grown;

	if (n > 120)
		n = 120;
	while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	for (size_t i = 0; i < x->faces; i++)
		if (!strncmp(x->face[i], s, n) && !x->face[i][n])
			return x->face[i];
	if (x->faces >= FACES_MAX) {
		od_fail(err, OD_EDATA, _("more than %d faces: no draft has"), FACES_MAX);
		return NULL;
	}
	if (x->faces == x->face_room) {
		size_t room = x->face_room ? x->face_room * 2 : 32;

		grown = reallocarray(x->face, room, sizeof(*grown));
		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		x->face = grown;
		x->face_room = room;
	}
	kept = od_doc_text(x->d, s, n, err);
	if (kept)
		x->face[x->faces++] = kept;
	return kept;
}

const char *od_docx_theme_face(const struct od_docx *x, const char *name)
{
	int slot = od_starts(name, "minor") ? OD_MINOR_WEST : OD_MAJOR_WEST;

	if (!*name)
		return NULL;
	if (strlen(name) > 5 && od_starts(name + 5, "EastAsia"))
		slot++;
	return x->theme[slot];
}

/* --- relations ------------------------------------------------------------------------------------------ */

static const struct {
	const char *type; /* what a relation's type ends with */
	size_t offset;    /* of the part's name in struct od_docx */
} part_types[] = {
	{ "/officeDocument", offsetof(struct od_docx, main) },
	{ "/theme", offsetof(struct od_docx, theme_part) },
	{ "/styles", offsetof(struct od_docx, styles_part) },
	{ "/numbering", offsetof(struct od_docx, numbering_part) },
	{ "/settings", offsetof(struct od_docx, settings_part) },
	{ "/footnotes", offsetof(struct od_docx, footnotes_part) },
	{ "/endnotes", offsetof(struct od_docx, endnotes_part) },
	{ "/comments", offsetof(struct od_docx, comments_part) },
};
#define PART_ROOM 200

static void running_part(struct od_docx *x, const struct od_xml_attrs *a, const char *target)
{
	struct od_docx_rel *r = &x->rel[x->rels];

	if (x->rels >= OD_DOCX_RELS)
		return;
	*r = (struct od_docx_rel){ .done = false };
	od_xml_str(a, "Id", r->id, sizeof(r->id));
	od_xml_target(x->folder, target, r->target, sizeof(r->target));
	x->rels++;
}

static int on_rel(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx *x = ctx;
	char target[PART_ROOM], type[200];
	size_t n;

	(void)err;
	if (tag != REL_ONE || od_xml_is(a, "TargetMode", "External"))
		return 0;
	od_xml_str(a, "Target", target, sizeof(target));
	od_xml_str(a, "Type", type, sizeof(type));
	n = strlen(type);
	if (od_ends(type, n, "/header") || od_ends(type, n, "/footer"))
		running_part(x, a, target);
	for (size_t i = 0; i < OD_COUNT(part_types); i++)
		if (od_ends(type, n, part_types[i].type))
			od_xml_target(x->folder, target, (char *)x + part_types[i].offset,
				      PART_ROOM);
	return 0;
}

static int on_end(void *ctx, int tag, struct od_err *err)
{
	(void)ctx, (void)tag, (void)err;
	return 0;
}

struct od_docx_rel *od_docx_rel(struct od_docx *x, const char *id)
{
	for (size_t i = 0; i < x->rels; i++)
		if (!strcmp(x->rel[i].id, id))
			return &x->rel[i];
	return NULL;
}

static int find_parts(struct od_docx *x, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_docx_names, on_rel, on_end, NULL };
	char rels[2 * PART_ROOM + 20];
	const char *base;

	snprintf(x->main, PART_ROOM, "word/document.xml");
	if (od_xml_read_if(&x->src, "_rels/.rels", &ops, x, err) < 0)
		return -1;
	base = strrchr(x->main, '/');
	base = base ? base + 1 : x->main;
	snprintf(x->folder, sizeof(x->folder), "%.*s", (int)(base - x->main), x->main);
	od_xml_target(x->folder, "styles.xml", x->styles_part, PART_ROOM);
	od_xml_target(x->folder, "numbering.xml", x->numbering_part, PART_ROOM);
	od_xml_target(x->folder, "settings.xml", x->settings_part, PART_ROOM);
	od_xml_target(x->folder, "theme/theme1.xml", x->theme_part, PART_ROOM);
	snprintf(rels, sizeof(rels), "%s_rels/%s.rels", x->folder, base);
	return od_xml_read_if(&x->src, rels, &ops, x, err);
}

/* --- theme and settings ----------------------------------------------------------------------------------- */

struct theme {
	struct od_docx *x;
	int slot; /* of the font scheme's part read, or -1 */
	const char *script;
};

static int on_theme(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct theme *t = ctx;
	char script[8];

	(void)err;
	if (tag == A_MAJOR || tag == A_MINOR)
		t->slot = tag == A_MAJOR ? OD_MAJOR_WEST : OD_MINOR_WEST;
	if (t->slot < 0)
		return 0;
	if (tag == A_LATIN)
		od_xml_str(a, "typeface", t->x->theme[t->slot], sizeof(t->x->theme[0]));
	if (tag == A_EA)
		od_xml_str(a, "typeface", t->x->theme[t->slot + 1], sizeof(t->x->theme[0]));
	if (tag == A_FONT && t->script &&
	    !strcmp(od_xml_str(a, "script", script, sizeof(script)), t->script))
		od_xml_str(a, "typeface", t->x->theme_script[t->slot + 1],
			   sizeof(t->x->theme_script[0]));
	return 0;
}

static int on_theme_end(void *ctx, int tag, struct od_err *err)
{
	struct theme *t = ctx;

	(void)err;
	if (tag == A_MAJOR || tag == A_MINOR)
		t->slot = -1;
	return 0;
}

static const char *script_of(const char *lang)
{
	static const struct {
		const char *lang, *script;
	} scripts[] = { { "zh-TW", "Hant" }, { "zh-HK", "Hant" }, { "zh-MO", "Hant" },
			{ "zh", "Hans" },    { "ja", "Jpan" },    { "ko", "Hang" } };

	for (size_t i = 0; i < OD_COUNT(scripts); i++)
		if (od_starts(lang, scripts[i].lang))
			return scripts[i].script;
	return NULL; /* which face Word takes then depends on the machine */
}

static int read_theme(struct od_docx *x, struct od_err *err)
{
	static const struct od_xml_ops ops = { od_docx_names, on_theme, on_theme_end, NULL };
	struct theme t = { .x = x, .slot = -1, .script = script_of(x->lang) };

	if (od_xml_read_if(&x->src, x->theme_part, &ops, &t, err) < 0)
		return -1;
	for (int i = 0; i < OD_THEME_FACES; i++)
		if (!*x->theme[i])
			memcpy(x->theme[i], x->theme_script[i], sizeof(x->theme[i]));
	return 0;
}

static int on_setting(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx *x = ctx;

	(void)err;
	if (tag == W_THEME_LANG)
		od_xml_str(a, "eastAsia", x->lang, sizeof(x->lang));
	if (tag == W_EVEN_ODD)
		x->d->page.even_odd = od_xml_on(a, "val", 1);
	return 0;
}

static int on_comment(void *ctx, int tag, const struct od_xml_attrs *a, struct od_err *err)
{
	struct od_docx *x = ctx;

	(void)a, (void)err;
	x->d->comments += tag == W_COMMENT;
	return tag == W_COMMENT ? OD_XML_SKIP : 0;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static int read_looks(struct od_docx *x, struct od_err *err)
{
	static const struct od_xml_ops settings = { od_docx_names, on_setting, on_end, NULL };
	static const struct od_xml_ops comments = { od_docx_names, on_comment, on_end, NULL };

	if (od_xml_read_if(&x->src, x->settings_part, &settings, x, err) < 0)
		return -1;
	if (*x->comments_part && od_xml_read_if(&x->src, x->comments_part, &comments, x, err) < 0)
		return -1;
	/* styles name slots of the theme; where settings do not say the language, their defaults may */
	return od_docx_styles(x, err) < 0 || read_theme(x, err) < 0 ? -1 : 0;
}

static int walk_if(struct od_docx *x, const char *part, int place, struct od_err *err)
{
	return *part && od_xml_has(&x->src, part) ? od_docx_walk(x, part, place, err) : 0;
}

static int read_parts(struct od_docx *x, struct od_err *err)
{
	if (find_parts(x, err) < 0 || read_looks(x, err) < 0 ||
	    od_docx_walk(x, x->main, OD_IN_BODY, err) < 0)
		return -1;
	for (size_t i = 0; i < x->rels; i++) {
		const struct od_docx_rel *r = &x->rel[i];

		if ((r->header || r->footer) &&
		    walk_if(x, r->target, r->header ? OD_IN_HEADER : OD_IN_FOOTER, err) < 0)
			return -1;
	}
	if (walk_if(x, x->footnotes_part, OD_IN_FOOTNOTE, err) < 0 ||
	    walk_if(x, x->endnotes_part, OD_IN_FOOTNOTE, err) < 0)
		return -1;
	x->d->known_layout = true;
	return 0;
}

/* Word 2003's one file: its text. */
static int read_2003(struct od_docx *x, struct od_err *err)
{
	od_docx_rpr_init(&x->r_defaults);
	od_docx_ppr_init(&x->p_defaults);
	return od_docx_walk(x, "XML", OD_IN_BODY, err);
}

int od_doc_read_docx(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	struct od_docx *x = calloc(1, sizeof(*x));
	bool zip = n >= 2 && !memcmp(s, "PK", 2);
	int r = -1;

	if (!x)
		return od_fail_nomem(err);
	x->d = d;
	x->src = (struct od_xml_source){ .s = s, .n = n };
	if (zip)
		x->src.package = od_package_open(s, n, err);
	else
		x->src.opc = memmem(s, n, "<pkg:package", 12) != NULL;
	if (zip && x->src.package)
		r = read_parts(x, err);
	else if (!zip)
		r = x->src.opc ? read_parts(x, err) : read_2003(x, err);
	od_package_close(x->src.package);
	od_docx_styles_free(x);
	od_docx_numbering_free(x);
	free(x->face);
	free(x);
	return r;
}
