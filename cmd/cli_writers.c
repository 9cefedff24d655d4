/* cli_writers.c - the writers of paper, loaded when the first of them is called.
 *
 * They stand in libofficedoc and libofficepdf, which bring libxml2, libarchive and pango: 5 ms of process start, for
 * which a command that prints a list, makes a draft or issues it has no use.  These functions have the writers' own
 * names and pass on what they are given; the libraries are found where libofficedb is. */
#include <dlfcn.h>
#include <string.h>

#include "cli.h"

/* A library beside libofficedb, wherever that was found. */
static void *beside(const char *library)
{
	void *here = dlsym(RTLD_DEFAULT, "od_version");
	const char *slash;
	char path[4096];
	Dl_info at;

	if (!here || !dladdr(here, &at))
		return dlopen(library, RTLD_NOW | RTLD_LOCAL);
	slash = strrchr(at.dli_fname, '/');
	if (!slash)
		return dlopen(library, RTLD_NOW | RTLD_LOCAL);
	snprintf(path, sizeof(path), "%.*s/%s", (int)(slash - at.dli_fname), at.dli_fname, library);
	return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static void *writer(const char *library, const char *name, struct od_err *err)
{
	void *lib = beside(library), *fn = lib ? dlsym(lib, name) : NULL;

	if (!fn)
		od_fail(err, OD_EPART, _("cannot load what writes this: %s"), dlerror());
	return fn; /* the library stays until the end */
}
#define WRITER(name, library) __typeof__(&name) real = writer(library, #name, err)
#define DOC                   "libofficedoc.so.0"
#define PDF                   "libofficepdf.so.0"

int od_paper_text(const struct od_paper *p, int width, struct od_buf *out, struct od_err *err)
{
	WRITER(od_paper_text, DOC);

	return real ? real(p, width, out, err) : -1;
}

int od_paper_html(const struct od_paper *p, const struct od_page_frame *frame, struct od_buf *out,
		  struct od_err *err)
{
	WRITER(od_paper_html, DOC);

	return real ? real(p, frame, out, err) : -1;
}

int od_paper_docx(const struct od_paper *p, const struct od_faces *faces, struct od_buf *out,
		  struct od_err *err)
{
	WRITER(od_paper_docx, DOC);

	return real ? real(p, faces, out, err) : -1;
}

int od_mail_write(const struct od_mail *m, struct od_buf *out, struct od_err *err)
{
	WRITER(od_mail_write, DOC);

	return real ? real(m, out, err) : -1;
}

int od_paper_pdf(const struct od_paper *p, const struct od_pdf_opts *o, struct od_buf *out,
		 od_pdf_used_fn *fn, void *ctx, struct od_err *err)
{
	WRITER(od_paper_pdf, PDF);

	return real ? real(p, o, out, fn, ctx, err) : -1;
}
