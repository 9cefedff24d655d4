/* notes.c - what stands in each line, told in one walk, so that each check need not search all
 * lines for its own word. */
#include "engine.h"

#include "consistency.h"

static const struct {
	const char *chars;
	uint32_t note;
} marks[] = {
	{ "其", OD_NOTE_OF },        { "共计", OD_NOTE_TOTAL },       { "占", OD_NOTE_SHARE },
	{ "构", OD_NOTE_STRUCTURE }, { "别", OD_NOTE_APART },         { "》", OD_NOTE_TITLE },
	{ "〔", OD_NOTE_NUMBER },    { "拾佰仟圆", OD_NOTE_CAPITAL }, { "（", OD_NOTE_OPEN },
	{ "月", OD_NOTE_MONTH },     { "时：", OD_NOTE_CLOCK },       { "与及", OD_NOTE_JOIN },
	{ "局厅员", OD_NOTE_ORGAN },
};

/* By the hash of a character: the factor keeps all of these apart (a new mark may need another). */
#define SLOTS 512
struct slot {
	uint32_t c, note;
};

static uint32_t char_of(const char *s)
{
	return (uint32_t)(unsigned char)s[0] << 16 | (uint32_t)(unsigned char)s[1] << 8 |
	       (unsigned char)s[2];
}
static uint32_t slot_of(uint32_t c)
{
	return c * UINT32_C(34913) >> 23;
}

static void fill(struct slot *slot)
{
	for (size_t i = 0; i < OD_COUNT(marks); i++)
		for (const char *s = marks[i].chars; *s; s += 3) {
			struct slot *t = &slot[slot_of(char_of(s))];

			t->c = char_of(s);
			t->note = marks[i].note;
		}
}

static uint32_t of_line(const struct slot *slot, const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	uint32_t notes = 0;

	for (size_t i = 0; i < n;) {
		if (s[i] >= 0xe0 && i + 2 < n) {
			uint32_t c = char_of(text + i);
			const struct slot *t = &slot[slot_of(c)];

			notes |= t->note & -(uint32_t)(t->c == c);
			i += 3 + (s[i] >= 0xf0);
			continue;
		}
		if (s[i] >= '0' && s[i] <= '9')
			notes |= OD_NOTE_FIGURE;
		else if (s[i] == '%')
			notes |= OD_NOTE_PERCENT;
		else if (s[i] == ':')
			notes |= OD_NOTE_CLOCK;
		i++;
	}
	return notes;
}

const uint32_t *od_notes(struct od_checking *c, struct od_err *err)
{
	const struct od_doc *d = c->doc;
	struct slot slot[SLOTS] = { 0 };

	if (c->found->notes)
		return c->found->notes;
	c->found->notes = reallocarray(NULL, d->lines + 1, sizeof(*c->found->notes));
	if (!c->found->notes) {
		od_fail_nomem(err);
		return NULL;
	}
	fill(slot);
	for (size_t i = 0; i < d->lines; i++)
		c->found->notes[i] = of_line(slot, d->line[i].text, d->line[i].n);
	return c->found->notes;
}
