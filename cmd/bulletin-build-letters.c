/* bulletin-build-letters.c - see cli.h: one text a unit, to standard output, into a folder, as mail. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "bulletin-build.h"

/* A name that no file system takes amiss: of what is not plain, '-'. */
static char *file_name(const struct cli_letters *l, const char *name, const char *code)
{
	char *path;

	if (asprintf(&path, "%s/%s-%s%s", l->dir, name, code, l->mail ? ".eml" : l->suffix) < 0)
		return NULL;
	for (char *s = path + strlen(l->dir) + 1; *s; s++)
		if (*s == '/' || *s == '\\' || *s == ':' || iscntrl((unsigned char)*s))
			*s = '-';
	return path;
}

/* {unit} in an address, wherever it stands, is the unit's code; no other braces belong there. */
static char *address(const char *to, const char *code, struct od_err *err)
{
	static const char mark[] = "{unit}";
	struct od_buf b = OD_BUF_INIT;

	while (*to) {
		size_t plain = strcspn(to, "{}");

		od_buf_add(&b, to, plain);
		to += plain;
		if (!*to)
			break;
		if (strncmp(to, mark, strlen(mark)) != 0) {
			od_fail(err, OD_EUSAGE,
				_("--mail-to: '%.*s' is not known; {unit} stands for the unit's "
				  "code"),
				(int)(strcspn(to, "}") + (strchr(to, '}') != NULL)), to);
			od_buf_free(&b);
			return NULL;
		}
		od_buf_puts(&b, code);
		to += strlen(mark);
	}
	if (b.failed)
		od_fail_nomem(err);
	return b.failed ? NULL : b.s ? b.s : strdup("");
}

static int make_mail(const struct cli_letters *l, const char *code, const char *subject,
		     const struct od_buf *text, struct od_buf *out, struct od_err *err)
{
	char *to = address(l->mail_to, code, err), *id = NULL;
	struct od_mail m = { .from = l->mail_from,
			     .to = to,
			     .subject = subject,
			     .text = text->s,
			     .at = l->cli->now };
	int r = -1;

	if (!to)
		return -1;
	if (asprintf(&id, "%s-%lld", code, (long long)l->cli->now.sec) < 0) {
		od_fail_nomem(err);
		id = NULL;
	} else {
		m.id = id;
		r = od_mail_write(&m, out, err);
	}
	free(to);
	free(id);
	return r;
}

static int put(struct cli_letters *l, const char *name, const char *code, const struct od_buf *b,
	       struct od_err *err)
{
	char *path;
	int r;

	if (b->failed)
		return od_fail_nomem(err);
	if (!l->dir) {
		if (l->made++ && fputs(l->mail ? "" : "\f", stdout) < 0)
			return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
		if (fwrite(b->s, 1, b->n, stdout) != b->n)
			return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(errno));
		return 0;
	}
	if (!l->made++ && mkdir(l->dir, 0777) < 0 && errno != EEXIST)
		return od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), l->dir,
			       strerror(errno));
	path = file_name(l, name, code);
	if (!path)
		return od_fail_nomem(err);
	r = cli_write_file(path, b->s, b->n, err);
	free(path);
	return r;
}

int cli_letter_put(struct cli_letters *l, struct od_db *db, const char *code, const char *subject,
		   const struct od_buf *text, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf mail = OD_BUF_INIT;
	const char *known = od_unit_name(db, code, od_instant_date(l->cli->now));
	char *name = strdup(known ? known : code);
	int r = 0;

	if (!name)
		return od_fail_nomem(err);
	if (l->mail && !l->dir && l->made)
		r = od_fail(err, OD_EUSAGE,
			    _("mails to several units: --dir keeps them apart, a file each"));
	if (r == 0 && l->mail)
		r = make_mail(l, code, subject, text, &mail, err);
	if (r == 0)
		r = put(l, name, code, l->mail ? &mail : text, err);
	free(name);
	return r;
}
