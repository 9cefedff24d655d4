/* sample.h - private to check/: a rule's sample as a document. */
#ifndef OD_SAMPLE_H
#define OD_SAMPLE_H

#include "engine.h"

struct od_sample_doc {
	struct od_doc *doc;
	size_t first, n; /* the sample's own lines */
	od_date as_of, today;
	const char *issuer;
	int genre;
	struct od_organ *organ;
	size_t organs;
};
int od_sample_doc(const struct od_rule_ready *ready, const char *text, struct od_sample_doc *sd,
		  struct od_err *err) OD_MUST_CHECK;
void od_sample_clear(struct od_sample_doc *sd);
/* A line of a sample behind its role. */
const char *od_sample_text(const char *line);

#endif
