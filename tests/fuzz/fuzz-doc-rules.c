/* fuzz-doc-rules.c - bytes of any kind as a pack: what is loaded passes its own samples' run
 * without a fault. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../lib/check/engine.h"
#include "fuzz-dir.h"

static void problem(void *ctx, const char *text)
{
	if (!text[0] || od_utf8_bad(text, strlen(text)) != strlen(text))
		abort();
	++*(int *)ctx;
}

static void must(bool true_)
{
	if (!true_)
		abort();
}

static void check_message(const struct od_err *err)
{
	size_t n = strlen(err->msg);

	must(err->code != OD_OK && n && n < sizeof(err->msg) && od_utf8_bad(err->msg, n) == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static char dir[64], path[80];
	struct od_err err = OD_ERR_INIT;
	struct od_rules *r;
	size_t samples;
	int told = 0;
	FILE *f;

	if (!path[0]) {
		fuzz_dir(dir, sizeof(dir));
		snprintf(path, sizeof(path), "%s/a.yaml", dir);
	}
	f = fopen(path, "w");
	must(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
	r = od_rules_load(dir, &err);
	if (!r) {
		check_message(&err);
		return 0;
	}
	/* samples are read now, and may be refused */
	if (od_rules_self_test(r, problem, &told, &samples, &err) < 0)
		check_message(&err);
	if (od_rules_add(r, path, &err) < 0) /* the same ids again, or ids that are no office's */
		check_message(&err);
	err = (struct od_err)OD_ERR_INIT;
	if (od_rules_self_test(r, problem, &told, &samples, &err) < 0)
		check_message(&err);
	od_rules_free(r);
	return 0;
}
