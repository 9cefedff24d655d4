/* pdf.c - paper set on pages, by cairo; lines broken by pango's rules. */
#include <cairo-pdf.h>

#include "pdf.h"

static cairo_status_t write_bytes(void *out, const unsigned char *data, unsigned int n)
{
	od_buf_add(out, (const char *)data, n);
	return ((struct od_buf *)out)->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* The time is the paper's, so that the same paper is the same file. */
static void metadata(struct pdf *d)
{
	const struct od_paper *p = d->p;
	char at[32];

	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE,
				       p->title      ? p->title
				       : p->masthead ? p->masthead
						     : "");
	if (p->office || p->printed_by)
		cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_AUTHOR,
					       p->printed_by ? p->printed_by : p->office);
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATOR, "officedb");
	if (!od_instant_is(p->at))
		return;
	od_instant_str(p->at, at);
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_MOD_DATE, at);
}

static int set(struct pdf *d)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	/* We say where each glyph stands; OFF, cairo would load it once more, in the size of its design. */
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_ON);
	cairo_set_font_options(d->cr, o);
	cairo_font_options_destroy(o);
	d->page = 1;
	metadata(d);
	if (pdf_notice(d) < 0 || pdf_front(d) < 0 || pdf_body(d) < 0 || pdf_imprint(d) < 0)
		return -1;
	cairo_surface_show_page(d->surface);
	return 0;
}

int od_paper_pdf(const struct od_paper *p, const struct od_pdf_opts *o, struct od_buf *out,
		 od_pdf_used_fn *fn, void *ctx, struct od_err *err)
{
	struct pdf d = { .p = p, .duplex = o->duplex, .err = err };
	cairo_status_t status;
	int r;

	r = pdf_fonts_open(&d.fonts, o->fonts, err);
	if (r < 0)
		goto done;
	d.surface = cairo_pdf_surface_create_for_stream(write_bytes, out, PAGE_W, PAGE_H);
	cairo_pdf_surface_restrict_to_version(d.surface, CAIRO_PDF_VERSION_1_5);
	d.cr = cairo_create(d.surface);
	r = set(&d);
	status = cairo_status(d.cr);
	cairo_destroy(d.cr);
	cairo_surface_finish(d.surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(d.surface);
	cairo_surface_destroy(d.surface);
	if (r == 0 && (out->failed || status == CAIRO_STATUS_NO_MEMORY))
		r = od_fail_nomem(err);
	if (r == 0 && status != CAIRO_STATUS_SUCCESS)
		r = od_fail(err, OD_EBUG, _("cannot make the PDF: %s"),
			    cairo_status_to_string(status));
	if (r == 0)
		pdf_fonts_tell(&d.fonts, fn, ctx);
done:
	pdf_fonts_close(&d.fonts);
	return r;
}
