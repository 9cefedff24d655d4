/* fuzz-doc-check.c - text of any kind checked by a small pack of every sort of rule: findings
 * lie within their lines, in order, none twice. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../lib/check/engine.h"
#include "fuzz-dir.h"

#define RULE(id, more)                                                                          \
	"- {id: " id ", name: n, gate: wording, level: hint, strength: custom, basis: b, " more \
	"}\n"
#define SAMPLES(id) "- {rule: " id ", hit: a}\n- {rule: " id ", miss: b}\n"

static const char pack[] = "rule:\n"                                        //
	RULE("W01", "check: words, message: '“%s”作“%r”', guard: '其它们'") //
	RULE("F01", "check: pattern, message: m, fix: '〔$1〕$2号', "
		    "pattern: '[(\\[［](\\d+)[)\\]］](\\d*)号'") //
	RULE("P01", "check: pattern, message: '%s', quoted: 'yes', fix: '，', "
		    "pattern: '(?<=\\p{Han}),|,(?=\\p{Han})'")                                   //
	RULE("P02", "check: pattern, message: '%', pattern: '(.)\\1+$', guard: '。。'")          //
	RULE("P03", "check: pattern, message: m, pattern: '(?=年)|$'")                           //
	RULE("T01", "check: pattern, message: m, pattern: '的(的)?', roles: [title, att-title]") //
	"word:\n"                                                                                //
	"- {rule: W01, wrong: 其它, right: 其他, fix: yes, before: [与, ^], after: [物, $]}\n"   //
	"- {rule: W01, wrong: 其它的, right: 其他的}\n"                                          //
	"- {rule: W01, wrong: 的, right: 地}\n"                                                  //
	"sample:\n"                                                                              //
	SAMPLES("W01") SAMPLES("F01") SAMPLES("P01") SAMPLES("P02") SAMPLES("P03") SAMPLES("T01");

static void must(bool true_)
{
	if (!true_)
		abort();
}

static struct od_rules *load(void)
{
	char dir[64], path[80];
	struct od_err err = OD_ERR_INIT;
	struct od_rules *r;
	FILE *f;

	fuzz_dir(dir, sizeof(dir));
	snprintf(path, sizeof(path), "%s/a.yaml", dir);
	f = fopen(path, "w");
	must(f && fputs(pack, f) >= 0 && fclose(f) == 0);
	r = od_rules_load(dir, &err);
	must(r && unlink(path) == 0);
	rmdir(dir);
	return r;
}

static void look(const struct od_doc *d, const struct od_finding *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct od_line *l;

		must(f[i].at_line < d->lines);
		l = &d->line[f[i].at_line];
		must(f[i].from <= f[i].to && f[i].to <= l->n && f[i].line == l->line);
		must(f[i].column >= 1 && f[i].message && f[i].basis && f[i].rule && f[i].file);
		must(od_utf8_bad(f[i].message, strlen(f[i].message)) == strlen(f[i].message));
		must(!f[i].text || od_utf8_bad(f[i].text, strlen(f[i].text)) == strlen(f[i].text));
		must(od_utf8_bad(f[i].message, strlen(f[i].message)) == strlen(f[i].message));
		must(!f[i].fix || od_utf8_bad(f[i].fix, strlen(f[i].fix)) == strlen(f[i].fix));
		if (!i || f[i].at_line != f[i - 1].at_line)
			continue;
		must(f[i].from >= f[i - 1].from);
		must(f[i].from != f[i - 1].from || f[i].to != f[i - 1].to ||
		     strcmp(f[i].rule, f[i - 1].rule) != 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct od_rules *r;
	struct od_check_opts o = { .today = od_ymd(2026, 12, 4), .as_of = OD_NODATE };
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("fuzz.txt", OD_DOC_TEXT, &err);
	const struct od_finding *f;
	struct od_checked *c;
	char *text = malloc(n + 1);

	must(d && text);
	memcpy(text, bytes, n);
	text[n] = '\0';
	if (!r)
		r = load();
	if (od_doc_read_text(d, text, n, &err) == 0 && od_doc_roles(d, &err) == 0) {
		c = od_check(r, d, &o, &err);
		must(c != NULL);
		n = od_checked_findings(c, &f);
		look(d, f, n);
		od_checked_free(c);
	}
	od_doc_free(d);
	free(text);
	return 0;
}
