/* fuzz-warrior.c - bytes of any kind as Taskwarrior's JSON: each task that is taken holds together as one of our
 * records, each that is refused is told by file and line. */
#include "../../lib/office/warrior.h"
#include "fuzz-reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_text(const char *s)
{
	must(!s || od_utf8_bad(s, strlen(s)) == strlen(s));
}

static int take(void *ctx, struct od_task *t, od_instant ended, const char *where,
		struct od_err *err)
{
	unsigned int *last = ctx, line = (unsigned int)strtoul(strrchr(where, ':') + 1, NULL, 10);
	char uuid[OD_WARRIOR_UUID + 1];

	must(!od_instant_is(ended) || (t && t->status == OD_TASK_CLOSED));
	must(line >= *last && !strncmp(where, "fuzz:", 5));
	*last = line;
	if (!t) {
		must(err->code == OD_EDATA && !strncmp(err->msg, "fuzz:", 5));
		check_message(err);
		return 0;
	}
	must(t->title && *t->title);
	for (const struct od_field *f = od_task_type.fields; f->name; f++)
		if (f->type == OD_TEXT || f->type == OD_LIST)
			check_text(*(char **)od_member(f, t));
	must(t->status == OD_TASK_REGISTERED || t->status == OD_TASK_CLOSED ||
	     t->status == OD_TASK_CANCELLED);
	if (t->external_id) {
		od_warrior_uuid(t, uuid);
		must(od_warrior_is_uuid(uuid) &&
		     !strcmp(uuid, t->external_id + strlen(OD_WARRIOR_ID)));
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct od_err err = OD_ERR_INIT;
	unsigned int last = 1;
	int fd = file_of(bytes, n);

	if (od_warrior_read(fd, "fuzz", (od_instant){ 1796378400 }, take, &last, &err) < 0) {
		must(err.code == OD_EDATA);
		check_message(&err);
	}
	close(fd);
	return 0;
}
