/* mail.c - a mail as sendmail -t takes it: RFC 5322 with the MIME of RFC 2045 to 2047 and 2231, lines ended by \n.  The
 * same mail is the same bytes each time: boundaries and the Message-ID come from what is in it. */
#include <stdlib.h>

#include "paper.h"

#define LINE 76 /* characters of a line at most, without its end */

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64(struct od_buf *b, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t w = (uint32_t)u[i] << 16 | (i + 1 < n ? (uint32_t)u[i + 1] << 8 : 0) |
			     (i + 2 < n ? u[i + 2] : 0);
		char four[4] = { base64_digits[w >> 18], base64_digits[w >> 12 & 63],
				 i + 1 < n ? base64_digits[w >> 6 & 63] : '=',
				 i + 2 < n ? base64_digits[w & 63] : '=' };

		od_buf_add(b, four, 4);
	}
}

static void base64_lines(struct od_buf *b, const char *s, size_t n)
{
	const size_t step = LINE / 4 * 3;

	for (size_t i = 0; i < n; i += step) {
		base64(b, s + i, n - i < step ? n - i : step);
		od_buf_putc(b, '\n');
	}
}

/* --- headers ---------------------------------------------------------------------------------- */

static bool has_control(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return true;
	return false;
}

static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

/* s as encoded words, folded so that no line is longer than LINE and no character is split; at: where on the line the
 * first begins.  Where the last one ends. */
static size_t encoded_words(struct od_buf *b, const char *s, size_t n, size_t at)
{
	static const char open[] = "=?UTF-8?B?", close[] = "?=";
	const size_t around = sizeof(open) - 1 + sizeof(close) - 1;
	size_t took = 0;

	while (n) {
		size_t room = at + around + 4 < LINE ? (LINE - 1 - at - around) / 4 * 3 : 0, c;

		for (took = 0; took < n; took += c) {
			od_utf8_get(s + took, &c);
			if (took + c > room)
				break;
		}
		if (took) {
			od_buf_puts(b, open);
			base64(b, s, took);
			od_buf_puts(b, close);
			at += around + (took + 2) / 3 * 4;
		}
		s += took;
		n -= took;
		if (n) {
			od_buf_puts(b, "\n ");
			at = 1;
		}
	}
	return at;
}

static int subject(struct od_buf *b, const char *s, struct od_err *err)
{
	static const char name[] = "Subject: ";
	size_t n = strlen(s);

	if (has_control(s))
		return od_fail(err, OD_EUSAGE,
			       _("a subject of a mail is one line without control characters"));
	od_buf_puts(b, name);
	if (is_ascii(s, n) && n + sizeof(name) - 1 <= LINE && !strstr(s, "=?"))
		od_buf_puts(b, s);
	else
		encoded_words(b, s, n, sizeof(name) - 1);
	od_buf_putc(b, '\n');
	return 0;
}

/* --- addresses ----------------------------------------------------------------------------------- */

static int bad_address(const char *header, const char *s, size_t n, struct od_err *err)
{
	return od_fail(
		err, OD_EUSAGE,
		_("%s: '%.*s' is no mail address; write name@host or Name <name@host>, several "
		  "with commas between them"),
		header, (int)(n > 80 ? 80 : n), s);
}

/* name@host: of characters that need no quotes. */
static bool good_mailbox(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);

	if (!at || at == s || at == s + n - 1 || !is_ascii(s, n))
		return false;
	if (memchr(at + 1, '@', n - (size_t)(at + 1 - s)) || *s == '.' || s[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || strchr("()<>[]:;\\,\"", s[i]))
			return false;
	return true;
}

/* A name as it is written in front of <...>: in quotes it may hold any character. */
static size_t display_name(struct od_buf *b, const char *s, size_t n, size_t at)
{
	OD_CLEANUP(od_buf_freep) struct od_buf plain = OD_BUF_INIT, quoted = OD_BUF_INIT;
	bool atoms = true;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			continue;
		if (s[i] == '\\' && i + 1 < n)
			i++;
		atoms &= !strchr("()<>[]:;@\\,.\"", s[i]);
		od_buf_putc(&plain, s[i]);
		if (strchr("\"\\", s[i]))
			od_buf_putc(&quoted, '\\');
		od_buf_putc(&quoted, s[i]);
	}
	b->failed |= plain.failed || quoted.failed;
	if (b->failed)
		return at;
	if (!is_ascii(plain.s, plain.n) || strstr(plain.s, "=?") || quoted.n + 2 + at > LINE)
		return encoded_words(b, plain.s, plain.n, at);
	od_buf_printf(b, atoms ? "%s" : "\"%s\"", atoms ? plain.s : quoted.s);
	return at + quoted.n + (atoms ? 0 : 2);
}

/* The length of the address at s: up to a comma that stands in no quotes. */
static size_t address_length(const char *s)
{
	bool quoted = false;
	size_t n;

	for (n = 0; s[n] && (quoted || s[n] != ','); n++) {
		if (s[n] == '\\' && s[n + 1])
			n++;
		else if (s[n] == '"')
			quoted = !quoted;
	}
	return n;
}

static int address(struct od_buf *b, const char *header, const char *s, size_t n, size_t *at,
		   struct od_err *err)
{
	const char *open = memrchr(s, '<', n), *box = open ? open + 1 : s;
	size_t box_n = open ? n - (size_t)(box - s) - 1 : n, name_n = open ? (size_t)(open - s) : 0;

	while (name_n && s[name_n - 1] == ' ')
		name_n--;
	if ((open && s[n - 1] != '>') || !good_mailbox(box, box_n))
		return bad_address(header, s, n, err);
	if (name_n) {
		*at = display_name(b, s, name_n, *at);
		if (*at + box_n + 4 > LINE) {
			od_buf_putc(b, '\n');
			*at = 0;
		}
		od_buf_printf(b, " <%.*s>", (int)box_n, box);
		*at += box_n + 3;
		return 0;
	}
	od_buf_add(b, box, box_n);
	*at += box_n;
	return 0;
}

/* "To: ..." of addresses as people write them. */
static int addresses(struct od_buf *b, const char *header, const char *s, struct od_err *err)
{
	size_t at = strlen(header) + 2, count = 0;

	if (has_control(s))
		return od_fail(
			err, OD_EUSAGE,
			_("%s: addresses are written on one line without control characters"),
			header);
	od_buf_printf(b, "%s: ", header);
	while (*s) {
		size_t n = address_length(s);
		char *one = od_trim(s, n);
		int done = one ? 0 : od_fail_nomem(err);

		if (one && *one) {
			if (count++) {
				bool fits =
					at + strlen(one) + 2 <= LINE && is_ascii(one, strlen(one));

				od_buf_puts(b, fits ? ", " : ",\n ");
				at = fits ? at + 2 : 1;
			}
			done = address(b, header, one, strlen(one), &at, err);
		}
		free(one);
		if (done < 0)
			return -1;
		s += n + (s[n] == ',');
	}
	od_buf_putc(b, '\n');
	return count ? 0 : bad_address(header, "", 0, err);
}

/* --- what makes it one of its own -------------------------------------------------------------------- */

/* FNV-1a: no secret, but the same for the same mail and hardly ever for another. */
static uint64_t mix(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return (h ^ 0xff) * UINT64_C(0x100000001b3);
}

static uint64_t digest(const struct od_mail *m)
{
	const char *const text[] = { m->from, m->to, m->cc, m->subject, m->text, m->html, m->id };
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < OD_COUNT(text); i++)
		h = mix(h, text[i] ? text[i] : "", text[i] ? strlen(text[i]) : 0);
	for (size_t i = 0; i < m->files; i++) {
		h = mix(h, m->file[i].name, strlen(m->file[i].name));
		h = mix(h, m->file[i].bytes, m->file[i].n);
	}
	return mix(h, (const char *)&m->at.sec, sizeof(m->at.sec));
}

/* The host of the sender's address. */
static void host_of(struct od_buf *b, const char *from)
{
	const char *at = from ? strrchr(from, '@') : NULL;

	if (at)
		od_buf_add(b, at + 1, strcspn(at + 1, "> ,"));
	else
		od_buf_puts(b, "officedb.invalid");
}

static void message_id(struct od_buf *b, const struct od_mail *m, uint64_t h)
{
	od_buf_puts(b, "Message-ID: <");
	for (const char *s = m->id ? m->id : ""; *s; s++) {
		bool fits = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
			    (*s >= 'A' && *s <= 'Z') || strchr("-_/+=", *s);

		od_buf_putc(b, fits ? *s : '_');
	}
	od_buf_printf(b, "%s%016llx@", m->id && *m->id ? "." : "", (unsigned long long)h);
	host_of(b, m->from);
	od_buf_puts(b, ">\n");
}

static void date(struct od_buf *b, od_instant at)
{
	static const char days[] = "MonTueWedThuFriSatSun",
			  months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	od_date d = od_instant_date(at);
	int year, month, day, sec = (int)(at.sec - od_date_start(d).sec);

	od_date_split(d, &year, &month, &day);
	od_buf_printf(b, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0800\n",
		      days + 3 * (od_weekday(d) - 1), day, months + 3 * (month - 1), year,
		      sec / 3600, sec / 60 % 60, sec % 60);
}

/* --- parts ---------------------------------------------------------------------------------------------- */

static void text_part(struct od_buf *b, const char *type, const char *s)
{
	OD_CLEANUP(od_buf_freep)
	struct od_buf crlf = OD_BUF_INIT; /* RFC 2045, 6.8: before it is encoded */

	for (; *s; s++) {
		if (*s == '\n')
			od_buf_putc(&crlf, '\r');
		if (*s != '\r' || s[1] != '\n')
			od_buf_putc(&crlf, *s);
	}
	b->failed |= crlf.failed;
	od_buf_printf(b,
		      "Content-Type: %s; charset=\"utf-8\"\n"
		      "Content-Transfer-Encoding: base64\n\n",
		      type);
	if (crlf.s)
		base64_lines(b, crlf.s, crlf.n);
}

/* RFC 2231: the bytes of a name as %XX, in pieces where they do not fit on a line. */
static void file_name(struct od_buf *b, const char *name)
{
	static const char plain[] = "-_.", hex[] = "0123456789ABCDEF";
	OD_CLEANUP(od_buf_freep) struct od_buf all = OD_BUF_INIT;
	const size_t piece = 48;
	int part = 0;

	od_buf_puts(&all, "UTF-8''");
	for (const unsigned char *s = (const unsigned char *)name; *s; s++) {
		bool fits = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
			    (*s >= 'A' && *s <= 'Z') || strchr(plain, *s);

		if (fits)
			od_buf_putc(&all, (char)*s);
		else
			od_buf_add(&all, (const char[]){ '%', hex[*s >> 4], hex[*s & 15] }, 3);
	}
	b->failed |= all.failed;
	if (all.n <= piece + 8) {
		od_buf_printf(b, ";\n filename*=%s", all.s ? all.s : "");
		return;
	}
	for (size_t i = 0, n; i < all.n; i += n) {
		n = all.n - i < piece ? all.n - i : piece;
		while (n < all.n - i && (all.s[i + n - 1] == '%' || all.s[i + n - 2] == '%'))
			n--;
		od_buf_printf(b, ";\n filename*%d*=%.*s", part++, (int)n, all.s + i);
	}
}

static int file_part(struct od_buf *b, const struct od_mail_file *f, struct od_err *err)
{
	const char *type = f->type ? f->type : "application/octet-stream";

	if (has_control(type) || !is_ascii(type, strlen(type)) || !strchr(type, '/'))
		return od_fail(err, OD_EUSAGE, _("'%s' is no media type, as in application/pdf"),
			       type);
	od_buf_printf(b, "Content-Type:%s%s\nContent-Transfer-Encoding: base64\n",
		      strlen(type) + sizeof("Content-Type:") > LINE ? "\n " : " ", type);
	od_buf_puts(b, "Content-Disposition: attachment");
	file_name(b, f->name);
	od_buf_puts(b, "\n\n");
	base64_lines(b, f->bytes, f->n);
	return 0;
}

/* Text, and the same as a page: who reads chooses. */
static void bodies(struct od_buf *b, const struct od_mail *m, uint64_t h)
{
	unsigned long long mark = h;

	if (!m->html) {
		text_part(b, "text/plain", m->text ? m->text : "");
		return;
	}
	od_buf_printf(b, "Content-Type: multipart/alternative;\n boundary=\"=_alt_%016llx\"\n\n",
		      mark);
	od_buf_printf(b, "--=_alt_%016llx\n", mark);
	text_part(b, "text/plain", m->text ? m->text : "");
	od_buf_printf(b, "--=_alt_%016llx\n", mark);
	text_part(b, "text/html", m->html);
	od_buf_printf(b, "--=_alt_%016llx--\n", mark);
}

static int headers(struct od_buf *b, const struct od_mail *m, uint64_t h, struct od_err *err)
{
	if ((m->from && addresses(b, "From", m->from, err) < 0) ||
	    addresses(b, "To", m->to ? m->to : "", err) < 0 ||
	    (m->cc && addresses(b, "Cc", m->cc, err) < 0) ||
	    subject(b, m->subject ? m->subject : "", err) < 0)
		return -1;
	if (od_instant_is(m->at))
		date(b, m->at);
	message_id(b, m, h);
	od_buf_puts(b, "MIME-Version: 1.0\n");
	return 0;
}

int od_mail_write(const struct od_mail *m, struct od_buf *out, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	uint64_t h = digest(m);
	unsigned long long mark = h;

	if (headers(&b, m, h, err) < 0)
		return -1;
	if (m->files)
		od_buf_printf(&b,
			      "Content-Type: multipart/mixed;\n boundary=\"=_mix_%016llx\"\n\n"
			      "--=_mix_%016llx\n",
			      mark, mark);
	bodies(&b, m, h);
	for (size_t i = 0; i < m->files; i++) {
		od_buf_printf(&b, "--=_mix_%016llx\n", mark);
		if (file_part(&b, &m->file[i], err) < 0)
			return -1;
	}
	if (m->files)
		od_buf_printf(&b, "--=_mix_%016llx--\n", mark);
	if (!b.failed)
		od_buf_add(out, b.s, b.n);
	return b.failed || out->failed ? od_fail_nomem(err) : 0;
}
