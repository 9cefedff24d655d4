/* none.c - PDF, where this was built without pango: it is refused. */
#include "../base/base.h"
#include "../officedoc.h"

int od_paper_pdf(const struct od_paper *p, const struct od_pdf_opts *o, struct od_buf *out,
		 od_pdf_used_fn *fn, void *ctx, struct od_err *err)
{
	(void)p;
	(void)o;
	(void)out;
	(void)fn;
	(void)ctx;
	return od_fail(
		err, OD_EPART,
		_("built without pango, so there is no PDF; take -o docx, or build with it"));
}
