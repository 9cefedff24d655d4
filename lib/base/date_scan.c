/* date_scan.c - what is read as a day or an instant, made plain, and as it may stand in a message. */
#include "date_scan.h"
#include "text.h"

static uint32_t plain_char(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFF01 - '!';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool od_scan_plain(struct od_scan *sc)
{
	const char *s = sc->typed;
	size_t n, put = 0;
	bool space = false;

	for (; *s; s += n) {
		uint32_t c = plain_char(od_utf8_get(s, &n));

		if (od_char_is_space(c)) {
			space = put > 0;
			continue;
		}
		if (put + 1 + n >= sizeof(sc->plain))
			return false;
		if (space)
			sc->plain[put++] = ' ';
		space = false;
		if (c < 0x80) {
			sc->plain[put++] = (char)c;
		} else {
			memcpy(sc->plain + put, s, n);
			put += n;
		}
	}
	sc->plain[put] = '\0';
	sc->at = sc->plain;
	return true;
}

static bool is_printable(uint32_t c)
{
	return (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c != 0xFFFD);
}

const char *od_scan_quote(const struct od_scan *sc, struct od_quote *q)
{
	static const char more[] = "…";
	const char *s = sc->typed;
	size_t n, put = 0, end = 0;

	while (*s && od_char_is_space(od_utf8_get(s, &n)))
		s += n;
	for (; *s; s += n) {
		uint32_t c = od_utf8_get(s, &n);

		if (put + n + sizeof(more) > sizeof(q->s)) {
			memcpy(q->s + end, more, sizeof(more));
			return q->s;
		}
		if (is_printable(c)) {
			memcpy(q->s + put, s, n);
			put += n;
		} else {
			q->s[put++] = '?';
		}
		if (!od_char_is_space(c))
			end = put;
	}
	q->s[end] = '\0';
	return q->s;
}
