/* score_words.c - the figures of a circular in sentences: none, one and many are each said as an office says them. */
#include "score.h"
#include "score_words.h"

void od_score_say_reports(struct od_buf *b, int64_t submitted, int64_t adopted)
{
	int64_t mille = submitted ? od_score_half_up(adopted * 1000, submitted) : 0;

	if (!submitted && !adopted) {
		od_buf_puts(b, _("Units submitted no report. "));
		return;
	}
	if (!submitted) {
		od_buf_printf(
			b,
			dngettext(
				"officedb",
				"Units submitted no report; %lld that had come before was adopted. ",
				"Units submitted no report; %lld that had come before were adopted. ",
				adopted),
			(long long)adopted);
		return;
	}
	/* Translators: the sentence goes on with how many were adopted. */
	od_buf_printf(b,
		      dngettext("officedb", "Units submitted %lld report",
				"Units submitted %lld reports", submitted),
		      (long long)submitted);
	if (!adopted)
		od_buf_puts(b, _("; none was adopted. "));
	else if (adopted > submitted) /* a rate over 100 per cent would say nothing */
		od_buf_printf(b, _("; %lld were adopted, with those that had come before. "),
			      (long long)adopted);
	else
		od_buf_printf(
			b,
			dngettext("officedb", "; %1$lld was adopted, a rate of %2$lld.%3$lld%%. ",
				  "; %1$lld were adopted, a rate of %2$lld.%3$lld%%. ", adopted),
			(long long)adopted, (long long)mille / 10, (long long)mille % 10);
}

void od_score_say_publication(struct od_buf *b, const char *name, int64_t n)
{
	/* Translators: a publication, how many times. */
	od_buf_printf(b, dngettext("officedb", "%1$s %2$lld item", "%1$s %2$lld items", n), name,
		      (long long)n);
}

void od_score_say_upward(struct od_buf *b, int64_t sent, int64_t adopted)
{
	if (sent && adopted)
		od_buf_printf(b, _("Sent to higher offices: %1$lld, adopted there: %2$lld. "),
			      (long long)sent, (long long)adopted);
	else if (sent)
		od_buf_printf(b, _("Sent to higher offices: %lld; none was adopted there yet. "),
			      (long long)sent);
	else if (adopted)
		od_buf_printf(b, _("Adopted by higher offices of what was sent before: %lld. "),
			      (long long)adopted);
}

void od_score_say_instructed(struct od_buf *b, int64_t n, bool any)
{
	if (n && any)
		od_buf_printf(b, _("Leaders wrote instructions on them: %lld. "), (long long)n);
	else if (n)
		od_buf_printf(b, _("Leaders wrote instructions on what had come before: %lld. "),
			      (long long)n);
}

void od_score_say_commissions(struct od_buf *b, int64_t answered, int64_t no_shows)
{
	if (answered && no_shows)
		od_buf_printf(b, _("Answered in time: %1$lld; not answered: %2$lld."),
			      (long long)answered, (long long)no_shows);
	else if (answered)
		od_buf_printf(b, _("Answered in time: %lld; none was left unanswered."),
			      (long long)answered);
	else if (no_shows)
		od_buf_printf(b, _("Not answered: %lld; none was answered in time."),
			      (long long)no_shows);
}

/* --- what went wrong ------------------------------------------------------------------------------ */

void od_score_say_wrong(struct od_buf *b, const struct od_score *all)
{
	const struct {
		int64_t n;
		const char *name;
	} kinds[] = {
		{ all->late, N_("late") },
		{ all->left_out, N_("left out") },
		{ all->unreported, N_("unreported") },
		{ all->errors, N_("errors") },
	};
	OD_CLEANUP(od_buf_freep) struct od_buf some = OD_BUF_INIT, none = OD_BUF_INIT;

	for (size_t i = 0; i < OD_COUNT(kinds); i++) {
		struct od_buf *to = kinds[i].n ? &some : &none;

		if (to->n)
			od_buf_puts(to, _(", "));
		if (kinds[i].n)
			/* Translators: late, left out ..., how many times. */
			od_buf_printf(to, _("%1$s %2$lld"), _(kinds[i].name),
				      (long long)kinds[i].n);
		else
			od_buf_puts(to, _(kinds[i].name));
	}
	b->failed |= some.failed || none.failed;
	if (b->failed)
		return;
	if (!some.n)
		od_buf_puts(b, _("Nothing was late, left out or in error."));
	else if (!none.n)
		/* Translators: "late 2, errors 1, ..." */
		od_buf_printf(b, _("Counted: %s."), some.s);
	else
		/* Translators: "late 2, errors 1", and what there was none of: "left out, unreported". */
		od_buf_printf(b, _("Counted: %1$s. None: %2$s."), some.s, none.s);
}

void od_score_say_times(struct od_buf *b, const char *name, int64_t n)
{
	/* Translators: a unit, how many times. */
	od_buf_printf(b, dngettext("officedb", "%1$s (%2$lld time)", "%1$s (%2$lld times)", n),
		      name, (long long)n);
}

void od_score_say_class(struct od_buf *b, const char *ordinal, const char *class_, size_t units)
{
	/* Translators: an ordinal, a class of units, how many. */
	od_buf_printf(b,
		      dngettext("officedb", "(%1$s) %2$s, %3$zu unit", "(%1$s) %2$s, %3$zu units",
				units),
		      ordinal, class_, units);
}
