/* evidence_file.c - size and digest of a file that proves something, read once from where it
 * stands to its end. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "office.h"

int od_evidence_digest(int fd, struct od_evidence *e, struct od_err *err)
{
	static const size_t room = 64 * 1024;
	char *buf = malloc(room), hex[2 * OD_SM3_SIZE + 1];
	uint8_t digest[OD_SM3_SIZE];
	struct od_sm3 h;
	ssize_t n = 1;

	if (!buf)
		return od_fail_nomem(err);
	od_sm3_init(&h);
	e->size = 0;
	while (n > 0) {
		n = read(fd, buf, room);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0) {
			od_sm3_add(&h, buf, (size_t)n);
			e->size += n;
		}
	}
	free(buf);
	if (n < 0)
		return od_fail(err, OD_EIO, _("cannot read '%s': %s"), e->file ? e->file : "-",
			       strerror(errno));
	od_sm3_end(&h, digest);
	od_hex(digest, sizeof(digest), hex);
	free(e->digest);
	e->digest = strdup(hex);
	return e->digest ? 0 : od_fail_nomem(err);
}
