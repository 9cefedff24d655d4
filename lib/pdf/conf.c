/* conf.c - fonts.conf: which families a role wishes for, and in which files they may be.
 *
 * Of fontconfig's language what this needs: <alias> gives a role its families - those of its kind as <prefer>, what
 * else has Chinese characters as <default> -, <match> with <test name="family"> gives a family its files
 * (<edit name="file">) and its place in them (<edit name="index">). */
#include <glib.h>
#include <stdlib.h>

#include "pdf.h"

static const char *const role_names[OD_PDF_ROLES] = { "od-body", "od-head", "od-subhead",
						      "od-title", "od-numerals" };

const char *pdf_role_name(int role)
{
	return role_names[role];
}

enum edit { EDIT_NONE, EDIT_FILE, EDIT_INDEX };
struct reading {
	struct pdf_fonts *f;
	int role;                  /* of the alias; -1: none of ours */
	struct pdf_family *family; /* of the match */
	enum edit edit;
	char text[512]; /* of the element */
	size_t n;
	bool failed;
};

static bool parent_is(GMarkupParseContext *c, const char *name)
{
	const GSList *stack = g_markup_parse_context_get_element_stack(c);

	return stack && stack->next && strcmp(stack->next->data, name) == 0;
}

static const char *attribute(const char *name, const char **names, const char **values)
{
	for (; *names; names++, values++)
		if (strcmp(*names, name) == 0)
			return *values;
	return "";
}

static void on_start(GMarkupParseContext *c, const char *element, const char **names,
		     const char **values, void *ctx, GError **error)
{
	struct reading *r = ctx;
	const char *name = attribute("name", names, values);

	(void)c;
	(void)error;
	r->n = 0;
	if (strcmp(element, "alias") == 0)
		r->role = -1;
	if (strcmp(element, "match") == 0)
		r->family = NULL;
	if (strcmp(element, "edit") == 0)
		r->edit = strcmp(name, "file") == 0    ? EDIT_FILE
			  : strcmp(name, "index") == 0 ? EDIT_INDEX
						       : EDIT_NONE;
}

static void on_text(GMarkupParseContext *c, const char *text, gsize n, void *ctx, GError **error)
{
	struct reading *r = ctx;

	(void)c;
	(void)error;
	n = MIN(n, sizeof(r->text) - 1 - r->n);
	memcpy(r->text + r->n, text, n);
	r->n += n;
}

static void append(struct reading *r, char ***list, size_t *n, const char *text)
{
	char **more = realloc(*list, (*n + 1) * sizeof(*more));

	if (more)
		*list = more;
	if (!more || !(more[*n] = strdup(text)))
		r->failed = true;
	else
		++*n;
}

static void family_of_match(struct reading *r, const char *name)
{
	struct pdf_family *m;

	for (m = r->f->family; m; m = m->next)
		if (strcmp(m->name, name) == 0) {
			r->family = m;
			return;
		}
	m = calloc(1, sizeof(*m));
	r->family = m;
	if (!m || !(m->name = strdup(name))) {
		r->failed = true;
		free(m);
		r->family = NULL;
		return;
	}
	m->next = r->f->family;
	r->f->family = m;
}

static void on_end(GMarkupParseContext *c, const char *element, void *ctx, GError **error)
{
	struct reading *r = ctx;
	char *text;

	(void)error;
	r->text[r->n] = '\0';
	text = g_strstrip(r->text);
	r->n = 0;
	if (strcmp(element, "family") == 0 && parent_is(c, "alias")) {
		for (int i = 0; i < OD_PDF_ROLES; i++)
			if (strcmp(text, role_names[i]) == 0)
				r->role = i;
	} else if (strcmp(element, "family") == 0 && r->role >= 0 &&
		   (parent_is(c, "prefer") || parent_is(c, "default"))) {
		struct pdf_role *role = &r->f->role[r->role];

		append(r, &role->wish, &role->wishes, text);
		if (parent_is(c, "prefer"))
			role->kind = role->wishes;
	} else if (strcmp(element, "string") == 0 && parent_is(c, "test")) {
		family_of_match(r, text);
	} else if (strcmp(element, "string") == 0 && r->edit == EDIT_FILE && r->family) {
		append(r, &r->family->file, &r->family->files, text);
	} else if (strcmp(element, "int") == 0 && r->edit == EDIT_INDEX && r->family) {
		r->family->index = (int)strtol(text, NULL, 10);
	}
}

int pdf_conf_read(struct pdf_fonts *f, const char *conf, struct od_err *err)
{
	static const GMarkupParser parser = { on_start, on_end, on_text, NULL, NULL };
	struct reading r = { .f = f, .role = -1 };
	GMarkupParseContext *c = g_markup_parse_context_new(&parser, 0, &r, NULL);
	GError *error = NULL;
	int status = 0;

	if (!g_markup_parse_context_parse(c, conf, -1, &error) ||
	    !g_markup_parse_context_end_parse(c, &error))
		status = od_fail(err, OD_EDATA, _("fonts.conf: %s"), error->message);
	g_clear_error(&error);
	g_markup_parse_context_free(c);
	if (r.failed)
		return od_fail_nomem(err);
	for (int i = 0; status == 0 && i < OD_PDF_ROLES; i++)
		if (f->role[i].wishes == 0)
			status = od_fail(err, OD_EDATA, _("fonts.conf: no family for '%s'"),
					 role_names[i]);
	return status;
}
