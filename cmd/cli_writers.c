/* cli_writers.c - the writers of paper, and what reads and checks documents, loaded when the first is called.
 *
 * They stand in libofficedoc and libofficepdf, which bring libxml2, libarchive and pango: up to 5 ms of process start,
 * for which a command that prints a list, makes a draft or says its version has no use.  These functions have the
 * libraries' own names and pass on what they are given; the libraries are found where libofficedb is. */
#include <dlfcn.h>
#include <malloc.h>
#include <string.h>

#include "cli.h"

#define DOC "libofficedoc.so.0"
#define PDF "libofficepdf.so.0"

/* A library beside libofficedb, wherever that was found. */
static void *beside(const char *library)
{
	void *here = dlsym(RTLD_DEFAULT, "od_version");
	const char *slash;
	char path[4096];
	Dl_info at;

	if (!here || !dladdr(here, &at))
		return dlopen(library, RTLD_LAZY | RTLD_LOCAL);
	slash = strrchr(at.dli_fname, '/');
	if (!slash)
		return dlopen(library, RTLD_LAZY | RTLD_LOCAL);
	snprintf(path, sizeof(path), "%.*s/%s", (int)(slash - at.dli_fname), at.dli_fname, library);
	return dlopen(path, RTLD_LAZY | RTLD_LOCAL);
}

static void *function(const char *library, const char *name, struct od_err *err)
{
	void *lib = dlopen(library, RTLD_NOLOAD | RTLD_LAZY), *fn;

	if (!lib)
		lib = beside(library);
	fn = lib ? dlsym(lib, name) : NULL;
	if (!fn)
		od_fail(err, OD_EPART, _("cannot load what does this: %s"), dlerror());
	return fn; /* the library stays until the end */
}
#define REAL(name, library) __typeof__(&name) real = function(library, #name, err)
/* For what the library itself has made: it is there. */
#define LOADED(name) ((__typeof__(&name))function(DOC, #name, NULL))

int od_paper_text(const struct od_paper *p, int width, struct od_buf *out, struct od_err *err)
{
	REAL(od_paper_text, DOC);

	return real ? real(p, width, out, err) : -1;
}

int od_paper_html(const struct od_paper *p, const struct od_page_frame *frame, struct od_buf *out,
		  struct od_err *err)
{
	REAL(od_paper_html, DOC);

	return real ? real(p, frame, out, err) : -1;
}

int od_paper_docx(const struct od_paper *p, const struct od_faces *faces, struct od_buf *out,
		  struct od_err *err)
{
	REAL(od_paper_docx, DOC);

	return real ? real(p, faces, out, err) : -1;
}

int od_mail_write(const struct od_mail *m, struct od_buf *out, struct od_err *err)
{
	REAL(od_mail_write, DOC);

	return real ? real(m, out, err) : -1;
}

int od_paper_pdf(const struct od_paper *p, const struct od_pdf_opts *o, struct od_buf *out,
		 od_pdf_used_fn *fn, void *ctx, struct od_err *err)
{
	REAL(od_paper_pdf, PDF);

	/* Cairo copies each font whole, and twice: into memory that malloc keeps, rather than into fresh pages. */
	mallopt(M_MMAP_THRESHOLD, 32 << 20);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	return real ? real(p, o, out, fn, ctx, err) : -1;
}

/* --- documents ----------------------------------------------------------------------------------------------- */

struct od_doc *od_doc_read(int fd, const char *name, struct od_err *err)
{
	REAL(od_doc_read, DOC);

	return real ? real(fd, name, err) : NULL;
}

void od_doc_free(struct od_doc *d)
{
	if (d)
		LOADED(od_doc_free)(d);
}

int od_annotate(const char *s, size_t n, const struct od_doc *d, const struct od_annotation *a,
		size_t annotations, const struct od_annotate_opts *opts, struct od_buf *out,
		struct od_annotated *done, struct od_err *err)
{
	REAL(od_annotate, DOC);

	return real ? real(s, n, d, a, annotations, opts, out, done, err) : -1;
}

struct od_rules *od_rules_load(const char *dir, struct od_err *err)
{
	REAL(od_rules_load, DOC);

	return real ? real(dir, err) : NULL;
}

int od_rules_add(struct od_rules *r, const char *file, struct od_err *err)
{
	REAL(od_rules_add, DOC);

	return real ? real(r, file, err) : -1;
}

void od_rules_free(struct od_rules *r)
{
	if (r)
		LOADED(od_rules_free)(r);
}

size_t od_rules_all(const struct od_rules *r, const struct od_rule *const **rules)
{
	return LOADED(od_rules_all)(r, rules);
}

const struct od_rule *od_rules_find(const struct od_rules *r, const char *id)
{
	return LOADED(od_rules_find)(r, id);
}

int od_rules_self_test(const struct od_rules *r, void (*problem)(void *ctx, const char *text),
		       void *ctx, size_t *samples, struct od_err *err)
{
	REAL(od_rules_self_test, DOC);

	return real ? real(r, problem, ctx, samples, err) : -1;
}

struct od_checked *od_check(const struct od_rules *r, const struct od_doc *d,
			    const struct od_check_opts *opts, struct od_err *err)
{
	REAL(od_check, DOC);

	return real ? real(r, d, opts, err) : NULL;
}

void od_checked_free(struct od_checked *c)
{
	if (c)
		LOADED(od_checked_free)(c);
}

size_t od_checked_findings(const struct od_checked *c, const struct od_finding **findings)
{
	return LOADED(od_checked_findings)(c, findings);
}

size_t od_checked_skipped(const struct od_checked *c, const struct od_skipped **skipped)
{
	return LOADED(od_checked_skipped)(c, skipped);
}
