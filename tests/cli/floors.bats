#!/usr/bin/env bats
# Who may include, call and contain what (HACKING, "Floors").  Each rule is proved by a planted
# violation: a copy of the tree with one bad line must fail it.

load common

# none PATTERN FILE... - no line matches; say where one does.
none() {
	local pattern=$1
	shift
	! grep -nE -e "$pattern" "$@" /dev/null
}

floor_0() { none '#include "(\.\./)*(record|store|office)/|#include "(record|store|office|db)\.h"' "$1"/lib/base/*.[ch]; }
floor_1() { none '#include "(\.\./)*(store|office)/|#include "(store|office|db)\.h"' "$1"/lib/record/*.[ch]; }
floor_2() { none '#include "(\.\./)*office/|#include "office\.h"' "$1"/lib/store/*.[ch]; }
# The second library, of documents: officedb.h, officedoc.h, base.h and its own; reading does not know checking.
floor_document() { none '#include "(\.\./)*(record|store|office|check|cmd)/|#include "(record|store|office|check|engine|cli)\.h"' "$1"/lib/document/*.[ch]; }
floor_check() { none '#include "(\.\./)*(record|store|office|cmd)/|#include "(record|store|office|db|cli)\.h"' "$1"/lib/check/*.[ch]; }
# The third, of PDF, knows no documents either; it alone sets pages (harfbuzz and glib are pango's).
floor_pdf() { none '#include (<(sqlite3|libxml|archive|pcre2|yaml|jansson)|"(\.\./)+(record|store|office|document|check|\.\./cmd)/)|#include "(record|store|office|db|doc|cli)\.h"' "$1"/lib/pdf/*.[ch]; }
pango_in_pdf() { none '#include <(pango|cairo|hb|glib|fontconfig|ft2build)' "$1"/lib/{base,record,store,office,document,check}/*.[ch] "$1"/cmd/*.[ch]; }
no_pdf_below() { none '#include "(\.\./)*pdf/' "$1"/lib/{base,record,store,office,document,check}/*.[ch]; }
no_documents_below() { none 'officedoc\.h|#include "(\.\./)*(document|check)/' "$1"/lib/{base,record,store,office}/*.[ch] "$1"/lib/officedb.h; }
xml_in_document() { none '#include <(libxml/|archive)' "$1"/lib/{base,record,store,office,check}/*.[ch] "$1"/cmd/*.[ch]; }
pcre_in_check() { none '#include <pcre2' "$1"/lib/{base,record,store,office,document}/*.[ch] "$1"/cmd/*.[ch]; }
sqlite_in_store() { none 'sqlite3' "$1"/lib/{base,record,office,document,check}/*.[ch] "$1"/cmd/*.[ch]; }
private_headers() { none '#include "(\.\./(store/db|office/roundup)\.h|db\.h)"' "$1"/lib/office/*.[ch]; }
# NAME.h is for NAME.c and NAME-*.[ch] alone.
commands() {
	local f name
	for f in "$1"/cmd/*.[ch]; do
		name=$(basename "$f" | sed 's/\.[ch]$//')
		! sed -nE 's/^ *#include "(.*)\.h"$/\1/p' "$f" | grep -vxE 'cli|officedb|officedoc' |
			while read -r own; do
				case $name in "$own" | "$own"-*) ;; *) echo "$f: $own.h" ;; esac
			done | grep . || return 1
	done
}
quiet_library() {
	none '\b(exit|abort|getenv|setenv|time|clock_gettime|gettimeofday|localtime(_r)?|printf|puts|perror) ?\(|\bstd(err|out)\b' \
		"$1"/lib/*/*.c
}
banned() {
	none '\b(v?sprintf|strcpy|strcat|strncpy|strncat|strtok|atoi|atol|gets|gmtime|ctime) ?\(' \
		"$1"/lib/*/*.c "$1"/cmd/*.c
}
no_sql_in_commands() { none '"(SELECT|INSERT|UPDATE|DELETE|PRAGMA|BEGIN) ' "$1"/cmd/*.[ch] "$1"/lib/record/*.c "$1"/lib/base/*.c; }
constant_sql() { none '"[^"]*\b(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM)\b[^"]*%[a-z]' "$1"/lib/*/*.c; }
one_json_escaper() { none 'u%04' $(ls "$1"/lib/*/*.c "$1"/cmd/*.c | grep -v out_text.c); }
no_machine_paths() { none '(^|[^A-Za-z0-9_.])/(work|home|root)/' $(git -C "$1" ls-files 2>/dev/null | sed "s|^|$1/|" | grep -v 'floors.bats'); }

rules="floor_0 floor_1 floor_2 floor_document floor_check floor_pdf pango_in_pdf no_pdf_below no_documents_below xml_in_document pcre_in_check sqlite_in_store private_headers commands quiet_library banned \
no_sql_in_commands constant_sql one_json_escaper"

@test "the floors hold" {
	for rule in $rules; do
		$rule "$top" || { echo "$rule does not hold"; return 1; }
	done
	no_machine_paths "$top"
}

# plant FILE LINE RULE - with LINE added to FILE, RULE fails.
plant() {
	rm -rf tree && mkdir tree && cp -r "$top/lib" "$top/cmd" tree
	echo "$2" >>"tree/$1"
	if $3 "$PWD/tree" >/dev/null; then
		echo "$3 lets pass in $1: $2"
		return 1
	fi
}

@test "each rule finds a planted violation" {
	plant lib/base/date.c '#include "../record/record.h"' floor_0
	plant lib/record/csv.c '#include "../store/store.h"' floor_1
	plant lib/store/tx.c '#include "../office/office.h"' floor_2
	plant lib/document/text.c '#include "../record/record.h"' floor_document
	plant lib/document/text.c '#include "../check/check.h"' floor_document
	plant lib/check/words.c '#include "../store/store.h"' floor_check
	plant lib/check/words.c '#include "../../cmd/cli.h"' floor_check
	plant lib/pdf/text.c '#include "../document/doc.h"' floor_pdf
	plant lib/pdf/text.c '#include "../record/record.h"' floor_pdf
	plant lib/pdf/page.c '#include <sqlite3.h>' floor_pdf
	plant lib/pdf/page.c '#include "../../cmd/cli.h"' floor_pdf
	plant lib/document/text.c '#include <cairo.h>' pango_in_pdf
	plant cmd/bulletin-build.c '#include <pango/pangocairo.h>' pango_in_pdf
	plant lib/office/unit.c '#include "../pdf/pdf.h"' no_pdf_below
	plant lib/office/unit.c '#include "../officedoc.h"' no_documents_below
	plant cmd/doc-check.c '#include <libxml/parser.h>' xml_in_document
	plant lib/document/text.c '#include <pcre2.h>' pcre_in_check
	plant lib/check/words.c 'sqlite3_step(st);' sqlite_in_store
	plant cmd/doc-check.c '#include "../lib/check/check.h"' commands
	plant lib/check/words.c 'x = time(NULL);' quiet_library
	plant lib/office/report.c 'sqlite3_step(st);' sqlite_in_store
	plant lib/office/report.c '#include "../store/db.h"' private_headers
	plant cmd/report-list.c '#include "../lib/record/record.h"' commands
	plant cmd/report-list.c '#include "task-track.h"' commands
	plant lib/office/unit.c 'x = getenv("HOME");' quiet_library
	plant lib/office/unit.c 'fprintf(stderr, "x");' quiet_library
	plant cmd/cli.c 'sprintf(a, b);' banned
	plant cmd/report-list.c 'x = "SELECT 1";' no_sql_in_commands
	plant lib/office/unit.c 'x = "SELECT %d";' constant_sql
	plant lib/office/unit.c 'printf("u%04x");' one_json_escaper
}

# exports LIBRARY HEADER - the library exports od_ names only, and all that the header declares.
exports() {
	nm -D --defined-only "$build/lib/$1.so" | awk '{print $3}' | sort >have
	grep -v '^od_' have >other || true
	same other </dev/null
	sed 's|/\*.*\*/||' "$top/lib/$2" | grep -vE '^(static|typedef|#| \*|/\*)' |
		grep -oE '\bod_[a-z0-9_]+\(' | tr -d '(' | sort -u >want
	[ "$(wc -l <want)" -ge 8 ]
	comm -13 have want | grep -vx "${3:-}" >missing || true
	same missing </dev/null
}

@test "the shared libraries export od_ names only, and all that officedb.h and officedoc.h declare" {
	exports libofficedb officedb.h
	nm -D --defined-only "$build/lib/libofficepdf.so" | awk '{print $3}' >have
	same have <<<od_paper_pdf
	exports libofficedoc officedoc.h od_paper_pdf
}

@test "no command starts with the other libraries, or with what they bring; these know no database" {
	for command in "$build"/bin/*; do
		readelf -d "$command" >needs
		lacks needs 'libofficedoc|libofficepdf|libxml2|libarchive|libpcre2|libcairo'
	done
	for library in doc pdf; do
		readelf -d "$build/lib/liboffice$library.so" >needs
		holds needs libofficedb.so.0
		lacks needs 'sqlite|yaml|jansson'
	done
}
