/* finding.c - findings, and rules that could not run, as records that every format prints. */
#include "check.h"

#define AT(m) offsetof(struct od_finding, m)
static const struct od_field finding_fields[] = {
	{ "file", OD_TEXT, AT(file), OD_TABLE, N_("file") },
	{ "line", OD_INT, AT(line), OD_TABLE, N_("line") },
	{ "column", OD_INT, AT(column), OD_TABLE, N_("Character") },
	{ "level", OD_ENUM, AT(level), OD_TABLE, N_("level"), NULL, od_severities },
	{ "rule", OD_TEXT, AT(rule), OD_TABLE, N_("rule") },
	{ "gate", OD_ENUM, AT(gate), 0, N_("gate"), NULL, od_gates },
	{ "message", OD_TEXT, AT(message), OD_TABLE, N_("What is wrong") },
	{ "basis", OD_TEXT, AT(basis), OD_TABLE, N_("basis") },
	{ "text", OD_TEXT, AT(text), OD_LONG, N_("text") },
	{ "fix", OD_TEXT, AT(fix), OD_LONG, N_("fix") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_finding_type = { "finding", sizeof(struct od_finding), finding_fields,
					     N_("Findings") };

#define AT(m) offsetof(struct od_skipped, m)
static const struct od_field skipped_fields[] = {
	{ "rule", OD_TEXT, AT(rule), OD_TABLE, N_("rule") },
	{ "reason", OD_TEXT, AT(reason), OD_TABLE, N_("reason") },
	{ NULL },
};
const struct od_rec_type od_skipped_type = { "skipped", sizeof(struct od_skipped), skipped_fields,
					     N_("Rules that did not run") };
