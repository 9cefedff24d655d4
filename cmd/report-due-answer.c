/* report-due-answer.c - see cli.h: answers to slots, those named or those of records on standard input. */
#include <string.h>

#include "report-due.h"

/* What records give: slots as they are printed, and answers of their own. */
#define AT(m) offsetof(struct od_answer, m)
static const struct od_field given_fields[] = {
	{ "slot", OD_TEXT, AT(slot), OD_REQUIRED, N_("Slot"), "应报项" },
	{ "reason", OD_TEXT, AT(reason), 0, N_("Reason"), "原因 理由" },
	{ "allowed_by", OD_TEXT, AT(allowed_by), 0, N_("Allowed by"), "批准人 同意人" },
	{ NULL },
};
#undef AT
static const struct od_rec_type given_type = { "slot", sizeof(struct od_answer), given_fields,
					       N_("slot") };

static int replace(char **text, const char *with, struct od_err *err)
{
	char *copy = with ? strdup(with) : NULL;

	if (!with)
		return 0;
	if (!copy)
		return od_fail_nomem(err);
	free(*text);
	*text = copy;
	return 0;
}

struct answering {
	struct od_db *db;
	const struct cli_answers *how;
	struct cli_many *many;
};

/* One slot; what is refused is told, and the others go on.  An option stands for all records. */
static int answer(struct answering *g, struct od_answer *ans, const char *where, struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	int r;

	ans->kind = g->how->kind;
	ans->at = OD_NOINSTANT;
	if (replace(&ans->reason, g->how->reason, err) < 0 ||
	    replace(&ans->allowed_by, g->how->allowed_by, err) < 0)
		return -1;
	r = od_answer_put(g->db, ans, &why);
	free(ans->actor);
	ans->actor = NULL;
	return cli_tried(g->many, r, &why, where, err);
}

static int answer_named(struct answering *g, struct od_err *err)
{
	struct od_answer ans;
	int r = 0;

	od_rec_init(&given_type, &ans);
	for (char **slot = g->how->slots; r == 0 && *slot; slot++) {
		r = replace(&ans.slot, *slot, err);
		if (r == 0)
			r = answer(g, &ans, *slot, err);
		od_rec_clear(&given_type, &ans);
	}
	return r;
}

static int answer_record(void *ctx, void *rec, const char *where, struct od_err *err)
{
	return answer(ctx, rec, where, err);
}

int cli_answer(struct cli *cli, struct od_db *db, const struct cli_answers *how, struct cli_many *m,
	       struct od_err *err)
{
	struct answering g = { db, how, m };
	struct od_answer ans;

	if (how->slots)
		return answer_named(&g, err);
	return cli_each_record(cli, &given_type, &ans, m, answer_record, &g, err);
}
