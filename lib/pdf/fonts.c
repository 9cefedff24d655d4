/* fonts.c - the faces that paper is set in: a role's families in the order of wish, a family's first file that is
 * there.  No folder is searched and no system's configuration read; a file is opened when the first character
 * asks for it. */
#include <cairo-ft.h>
#include <glib.h>
#include <hb-ft.h>
#include <stdlib.h>
#include <unistd.h>

#include "pdf.h"

struct outlined {
	cairo_font_face_t *face;
	hb_font_t *font;
	unsigned int upem;
};
static const cairo_user_data_key_t outlined_key;

/* Cairo copies a font whole to cut a subset out of it: not for a few characters of a large one. */
#define LARGE (8 << 20)

#define GETA 0x3013 /* 〓 stands where a character is that no face has */

int pdf_fonts_open(struct pdf_fonts *f, const char *conf, struct od_err *err)
{
	if (!conf)
		return od_fail(err, OD_EUSAGE, _("no fonts.conf was given"));
	return pdf_conf_read(f, conf, err);
}

static void free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

static void free_face(struct pdf_face *a)
{
	cairo_font_face_destroy(a->few);
	cairo_font_face_destroy(a->face);
	hb_font_destroy(a->font);
	free(a->loaded);
	free(a);
}

void pdf_fonts_close(struct pdf_fonts *f)
{
	for (int i = 0; i < OD_PDF_ROLES; i++) {
		free_list(f->role[i].wish, f->role[i].wishes);
		free(f->role[i].glyph);
		od_buf_free(&f->role[i].nobody);
	}
	while (f->family) {
		struct pdf_family *m = f->family;

		f->family = m->next;
		free_list(m->file, m->files);
		free(m->name);
		free(m);
	}
	while (f->face) {
		struct pdf_face *a = f->face;

		f->face = a->next;
		free_face(a);
	}
}

static void destroy_font(void *font)
{
	hb_font_destroy(font);
}

static unsigned int number(const char *s, size_t at, int bytes)
{
	unsigned int n = 0;

	while (bytes-- > 0)
		n = n << 8 | (unsigned char)s[at++];
	return n;
}

/* Put a character map that is empty (format 6) in the place of the font's: cairo would copy and search the map for
 * each glyph that it takes into a subset, to find the character which we tell it.  Only our own pages of the file are
 * changed. */
static void empty_map(hb_blob_t *blob, int index)
{
	static const char empty[] = "\0\0\0\1"             /* one subtable: */
				    "\0\0\0\3\0\0\0\14"    /* Unicode, 12 bytes in */
				    "\0\6\0\12\0\0\0\0\0"; /* that is 10 bytes long */
	unsigned int n = 0, dir = 0, tables;
	char *s = hb_blob_get_data_writable(blob, &n);

	if (n > 12 && memcmp(s, "ttcf", 4) == 0 && 16 + index * 4u <= n)
		dir = number(s, 12 + index * 4, 4);
	if (n < 12 || dir > n - 12)
		return;
	tables = number(s, dir + 4, 2);
	for (size_t at = dir + 12; tables > 0 && at + 16 <= n; at += 16, tables--) {
		size_t offset = number(s, at + 8, 4);

		if (memcmp(s + at, "cmap", 4) != 0 || number(s, at + 12, 4) < sizeof(empty) ||
		    offset + sizeof(empty) > n)
			continue;
		memcpy(s + offset, empty, sizeof(empty));
		memcpy(s + at + 12, "\0\0\0", 3); /* its length */
		s[at + 15] = sizeof(empty);
	}
}

/* The outlines for cairo, by the FreeType that is inside harfbuzz; a font apart from the one that is asked for
 * widths, because cairo sets its size.  Cairo keeps faces for some time after we gave them up. */
static cairo_font_face_t *outlines(const char *file, int index)
{
	static const cairo_user_data_key_t key;
	hb_blob_t *blob = hb_blob_create_from_file(file);
	cairo_font_face_t *made = NULL;
	hb_face_t *face;
	hb_font_t *font;
	FT_Face ft;

	empty_map(blob, index);
	face = hb_face_create(blob, index);
	font = hb_font_create(face);
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	hb_ft_font_set_funcs(font);
	ft = hb_ft_font_lock_face(font);
	if (ft) {
		made = cairo_ft_font_face_create_for_ft_face(ft, FT_LOAD_NO_HINTING);
		hb_ft_font_unlock_face(font);
	}
	if (made &&
	    cairo_font_face_set_user_data(made, &key, font, destroy_font) == CAIRO_STATUS_SUCCESS)
		return made;
	cairo_font_face_destroy(made);
	hb_font_destroy(font);
	return NULL;
}

/* Has the face that character?  Fills index and advance. */
static bool has(struct pdf_face *a, uint32_t ch, struct pdf_glyph *g)
{
	hb_codepoint_t index;

	if (!hb_font_get_nominal_glyph(a->font, ch, &index) || index == 0 || index >= a->glyphs)
		return false;
	g->index = index;
	g->advance = (double)hb_font_get_glyph_h_advance(a->font, index) / a->upem;
	return true;
}

/* As drawn: what old faces say of their glyphs' boxes is not to be relied on. */
void pdf_ink(const struct pdf_glyph *g, double *top, double *bottom)
{
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_glyph_t glyph = { g->index, 0, 0 };
	cairo_text_extents_t e = { 0 };
	cairo_scaled_font_t *font;
	cairo_matrix_t large, one;

	cairo_matrix_init_scale(&large, 100, 100);
	cairo_matrix_init_identity(&one);
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	font = cairo_scaled_font_create(g->face->face, &large, &one, o);
	cairo_scaled_font_glyph_extents(font, &glyph, 1, &e);
	*top = e.y_bearing / 100;
	*bottom = (e.y_bearing + e.height) / 100;
	cairo_scaled_font_destroy(font);
	cairo_font_options_destroy(o);
}

/* Faces put their characters at different heights over the base line: how far down this one is moved, so that they
 * all stand in the middle of their squares. */
static double drop(struct pdf_face *a)
{
	static const uint32_t tall[] = { 0x4e8b /* 事 */, 0x56fd /* 国 */, 0x5e02 /* 市 */,
					 0x5e38 /* 常 */, 0x610f /* 意 */, 0x8005 /* 者 */,
					 0x91cd /* 重 */, 0x9ad8 /* 高 */ };
	double top = 0, bottom = 0;

	for (size_t i = 0; i < OD_COUNT(tall); i++) {
		struct pdf_glyph g = { .face = a };
		double high, low;

		if (!has(a, tall[i], &g))
			return 0;
		pdf_ink(&g, &high, &low);
		top += high / OD_COUNT(tall);
		bottom += low / OD_COUNT(tall);
	}
	return 0.5 - ASCENT - (top + bottom) / 2;
}

/* A face of which a few characters are drawn as outlines: a Type 3 font, whose text can be searched all the same. */
static cairo_status_t draw_outline(cairo_scaled_font_t *font, unsigned long glyph, cairo_t *cr,
				   cairo_text_extents_t *e)
{
	struct outlined *o =
		cairo_font_face_get_user_data(cairo_scaled_font_get_font_face(font), &outlined_key);
	cairo_glyph_t g = { glyph, 0, 0 };

	if (glyph == 0) {
		e->x_advance = 0.5;
		return CAIRO_STATUS_SUCCESS;
	}
	cairo_set_font_face(cr, o->face);
	cairo_set_font_size(cr, 1);
	cairo_glyph_path(cr, &g, 1);
	cairo_fill(cr);
	e->x_advance = (double)hb_font_get_glyph_h_advance(o->font, glyph) / o->upem;
	return CAIRO_STATUS_SUCCESS;
}

static void free_outlined(void *data)
{
	struct outlined *o = data;

	cairo_font_face_destroy(o->face);
	hb_font_destroy(o->font);
	free(o);
}

static cairo_font_face_t *few(const struct pdf_face *a)
{
	cairo_font_face_t *made = cairo_user_font_face_create();
	struct outlined *o = calloc(1, sizeof(*o));

	if (!o) {
		cairo_font_face_destroy(made);
		return NULL;
	}
	*o = (struct outlined){ cairo_font_face_reference(a->face), hb_font_reference(a->font),
				a->upem };
	cairo_user_font_face_set_render_glyph_func(made, draw_outline);
	if (cairo_font_face_set_user_data(made, &outlined_key, o, free_outlined) ==
	    CAIRO_STATUS_SUCCESS)
		return made;
	free_outlined(o);
	cairo_font_face_destroy(made);
	return NULL;
}

static int open_face(struct pdf_face *a, const char *file, int index)
{
	hb_blob_t *blob = hb_blob_create_from_file(file);
	hb_face_t *face = hb_face_create(blob, index);

	if (hb_face_get_glyph_count(face) > 0) {
		a->font = hb_font_create(face);
		a->upem = hb_face_get_upem(face);
		a->glyphs = hb_face_get_glyph_count(face);
		a->loaded = calloc(a->glyphs, sizeof(*a->loaded));
		a->face = outlines(file, index);
		a->drop = drop(a);
		if (a->face && hb_blob_get_length(blob) > LARGE)
			a->few = few(a);
	}
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	return a->face && a->loaded ? 0 : -1;
}

static struct pdf_face *face_of_file(struct pdf_fonts *f, const char *file, int index)
{
	struct pdf_face *a;

	for (a = f->face; a; a = a->next)
		if (a->index == index && strcmp(a->file, file) == 0)
			return a;
	if (access(file, R_OK) < 0)
		return NULL;
	a = calloc(1, sizeof(*a));
	if (!a)
		return NULL;
	a->file = file;
	a->index = index;
	if (open_face(a, file, index) < 0) {
		free_face(a);
		return NULL;
	}
	a->next = f->face;
	f->face = a;
	return a;
}

/* The face of a family, opened at most once; NULL: none of its files is there, or none can be read. */
static struct pdf_face *face_of(struct pdf_fonts *f, const char *family)
{
	struct pdf_family *m;

	for (m = f->family; m; m = m->next)
		if (strcmp(m->name, family) == 0)
			break;
	if (!m || m->tried)
		return m ? m->face : NULL;
	m->tried = true;
	for (size_t i = 0; !m->face && i < m->files; i++)
		m->face = face_of_file(f, m->file[i], m->index);
	return m->face;
}

static size_t place(const struct pdf_role *r, uint32_t ch)
{
	size_t i = ch * UINT32_C(2654435761) & (r->room - 1);

	while (r->glyph[i].ch && r->glyph[i].ch != ch)
		i = (i + 1) & (r->room - 1);
	return i;
}

static int grow(struct pdf_role *r, struct od_err *err)
{
	struct pdf_role old = *r;

	if (r->glyphs * 2 < r->room)
		return 0;
	r->room = r->room ? r->room * 2 : 512;
	r->glyph = calloc(r->room, sizeof(*r->glyph));
	if (!r->glyph) {
		*r = old;
		return od_fail_nomem(err);
	}
	for (size_t i = 0; i < old.room; i++)
		if (old.glyph[i].ch)
			r->glyph[place(r, old.glyph[i].ch)] = old.glyph[i];
	free(old.glyph);
	return 0;
}

/* The first face that is there, and what it lacks from those after it. */
static int find(struct pdf_fonts *f, struct pdf_role *r, uint32_t ch, struct pdf_glyph *g,
		struct od_err *err)
{
	bool any = false;

	for (size_t i = 0; i < r->wishes; i++) {
		struct pdf_face *a = face_of(f, r->wish[i]);

		if (!a)
			continue;
		if (!any) {
			r->first = i;
			a->whole |= r != &f->role[OD_PDF_TITLE];
		}
		g->face = a;
		if (has(a, ch, g)) {
			r->missing += any && ch != GETA;
			return 1;
		}
		any = true;
	}
	if (any)
		return 0;
	return od_fail(err, OD_EPART,
		       _("no font is there for '%s' (wished: %s): install fonts-noto-cjk, or name "
			 "the files of your own in fonts.conf"),
		       pdf_role_name(r - f->role), r->wish[0]);
}

int pdf_glyph_get(struct pdf_fonts *f, int role, uint32_t ch, struct pdf_glyph *g,
		  struct od_err *err)
{
	struct pdf_role *r = &f->role[role];
	struct pdf_glyph found = { .ch = ch };
	char utf8[6];
	int n;

	if (grow(r, err) < 0)
		return -1;
	*g = r->glyph[place(r, ch)];
	if (g->ch)
		return 0;
	r->used = true;
	n = find(f, r, ch, &found, err);
	if (n < 0)
		return -1;
	if (n == 0) {
		r->missing++;
		od_buf_add(&r->nobody, utf8, g_unichar_to_utf8(ch, utf8));
		if (r->nobody.failed)
			return od_fail_nomem(err);
		if (find(f, r, GETA, &found, err) < 0)
			return -1;
	}
	r->glyph[place(r, ch)] = found;
	r->glyphs++;
	*g = found;
	return 0;
}

void pdf_fonts_tell(const struct pdf_fonts *f, od_pdf_used_fn *fn, void *ctx)
{
	for (int i = 0; fn && i < OD_PDF_ROLES; i++) {
		const struct pdf_role *r = &f->role[i];
		struct od_pdf_used u = { .role = i, .missing = r->missing };

		if (!r->used)
			continue;
		u.wished = r->wish[0];
		u.used = r->wish[r->first];
		u.resort = r->kind > 0 && r->first >= r->kind;
		u.nobody = r->nobody.s;
		fn(ctx, &u);
	}
}
