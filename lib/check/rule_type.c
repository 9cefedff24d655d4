/* rule_type.c - the records of a pack: rules, their words and their samples; an office's
 * exceptions. */
#include "check.h"

const struct od_word od_gates[] = {
	{ "policy", N_("policy gate (政策关)"), "政策关" },
	{ "approval", N_("approval gate (审批关)"), "审批关" },
	{ "format", N_("format gate (格式关)"), "格式关" },
	{ "wording", N_("wording gate (文字关)"), "文字关" },
	{ "issue", N_("issue gate (印发关)"), "印发关" },
	{ NULL },
};
const struct od_word od_severities[] = {
	{ "hint", N_("hint"), "提示" },
	{ "warning", N_("warning"), "警告" },
	{ "error", N_("error"), "错误" },
	{ NULL },
};
const struct od_word od_strengths[] = {
	{ "custom", N_("custom (实务)"), "实务" },
	{ "recommended", N_("recommended standard (推荐)"), "推荐" },
	{ "general", N_("general (一般)"), "一般" },
	{ "binding", N_("binding (规定)"), "规定" },
	{ NULL },
};
const struct od_word od_precisions[] = {
	{ "high", N_("high"), "高" },
	{ "medium", N_("medium"), "中" },
	{ "low", N_("low"), "低" },
	{ NULL },
};

#define AT(m) offsetof(struct od_rule, m)
static const struct od_field rule_fields[] = {
	{ "id", OD_TEXT, AT(id), OD_REQUIRED | OD_TABLE, N_("rule") },
	{ "name", OD_TEXT, AT(name), OD_REQUIRED | OD_TABLE, N_("name") },
	{ "gate", OD_ENUM, AT(gate), OD_REQUIRED | OD_TABLE, N_("gate"), NULL, od_gates },
	{ "level", OD_ENUM, AT(level), OD_REQUIRED | OD_TABLE, N_("level"), NULL, od_severities },
	{ "strength", OD_ENUM, AT(strength), OD_REQUIRED, N_("strength"), NULL, od_strengths },
	{ "precision", OD_ENUM, AT(precision), 0, N_("precision"), NULL, od_precisions },
	{ "basis", OD_TEXT, AT(basis), OD_REQUIRED | OD_TABLE, N_("basis") },
	{ "since", OD_DATE, AT(since), 0, N_("since") },
	{ "until", OD_DATE, AT(until), 0, N_("until") },
	{ "issuers", OD_LIST, AT(issuers), 0, N_("issuers") },
	{ "genres", OD_LIST, AT(genres), 0, N_("kinds of document") },
	{ "roles", OD_LIST, AT(roles), 0, N_("roles") },
	{ "parts", OD_LIST, AT(parts), 0, N_("parts") },
	{ "check", OD_TEXT, AT(check), OD_REQUIRED, N_("check") },
	{ "pattern", OD_TEXT, AT(pattern), OD_LONG, N_("pattern") },
	{ "literal", OD_TEXT, AT(literal), OD_LONG, N_("literal") },
	{ "guard", OD_TEXT, AT(guard), OD_LONG, N_("guard") },
	{ "quoted", OD_TEXT, AT(quoted), 0, N_("in quotations too") },
	{ "params", OD_TEXT, AT(params), 0, N_("parameters") },
	{ "message", OD_TEXT, AT(message), OD_REQUIRED, N_("message") },
	{ "fix", OD_TEXT, AT(fix), OD_LONG, N_("fix") },
	{ "advice", OD_TEXT, AT(advice), 0, N_("advice") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_rule_type = { "rule", sizeof(struct od_rule), rule_fields,
					  N_("Rules") };

#define AT(m) offsetof(struct od_rule_word, m)
static const struct od_word no_yes[] = { { "no", N_("no"), "否 false" },
					 { "yes", N_("yes"), "是 true" },
					 { NULL } };
static const struct od_field word_fields[] = {
	{ "rule", OD_TEXT, AT(rule), OD_REQUIRED | OD_TABLE, N_("rule") },
	{ "wrong", OD_TEXT, AT(wrong), OD_REQUIRED | OD_TABLE, N_("wrong") },
	{ "right", OD_TEXT, AT(right), OD_TABLE, N_("right") },
	{ "before", OD_LIST, AT(before), 0, N_("not after") },
	{ "after", OD_LIST, AT(after), 0, N_("not before") },
	{ "fix", OD_ENUM, AT(fix), 0, N_("fix"), NULL, no_yes },
	{ NULL },
};
#undef AT
const struct od_rec_type od_rule_word_type = { "word", sizeof(struct od_rule_word), word_fields,
					       N_("Words") };

#define AT(m) offsetof(struct od_rule_sample, m)
static const struct od_field sample_fields[] = {
	{ "rule", OD_TEXT, AT(rule), OD_REQUIRED | OD_TABLE, N_("rule") },
	{ "hit", OD_TEXT, AT(hit), OD_LONG, N_("must hit") },
	{ "miss", OD_TEXT, AT(miss), OD_LONG, N_("must miss") },
	{ "finding", OD_TEXT, AT(finding), OD_LONG, N_("what is marked") },
	{ "fixed", OD_TEXT, AT(fixed), OD_LONG, N_("as mended") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_rule_sample_type = { "sample", sizeof(struct od_rule_sample),
						 sample_fields, N_("Samples") };

#define AT(m) offsetof(struct od_rule_exception, m)
static const struct od_field exception_fields[] = {
	{ "rule", OD_TEXT, AT(rule), OD_REQUIRED | OD_TABLE, N_("rule") },
	{ "text", OD_TEXT, AT(text), OD_TABLE, N_("text") },
	{ "off", OD_BOOL, AT(off), OD_TABLE, N_("off") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_rule_exception_type = { "exception", sizeof(struct od_rule_exception),
						    exception_fields, N_("Exceptions") };
