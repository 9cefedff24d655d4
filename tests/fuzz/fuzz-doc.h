/* fuzz-doc.h - what the targets for documents share: bytes into a document, its roles, and what must hold of
 * every line. */
#include <stdlib.h>

#include "../../lib/document/doc.h"

static inline void look_at(const struct od_doc *d)
{
	for (size_t i = 0; i < d->lines; i++) {
		const struct od_line *l = &d->line[i];

		if (l->text[l->n] || od_utf8_bad(l->text, l->n) != l->n || l->numbered > l->n)
			abort();
		for (size_t k = 0; k < l->runs; k++)
			if (l->run[k].from > l->run[k].to || l->run[k].to > l->n)
				abort();
	}
}

static inline void
fuzz_doc(int format, int (*read)(struct od_doc *d, const char *s, size_t n, struct od_err *err),
	 const void *bytes, size_t n)
{
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("fuzz", format, &err);
	char *s = malloc(n + 1);

	if (!d || !s)
		abort();
	if (n)
		memcpy(s, bytes, n);
	s[n] = '\0';
	if (read(d, s, n, &err) == 0 && od_doc_roles(d, &err) == 0)
		look_at(d);
	else if (!err.code || !*err.msg || strchr(err.msg, '\n'))
		abort();
	free(s);
	od_doc_free(d);
}
