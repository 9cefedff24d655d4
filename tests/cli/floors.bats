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
sqlite_in_store() { none 'sqlite3' "$1"/lib/base/*.[ch] "$1"/lib/record/*.[ch] "$1"/lib/office/*.[ch] "$1"/cmd/*.[ch]; }
private_headers() { none '#include "(\.\./(store/db|office/roundup)\.h|db\.h)"' "$1"/lib/office/*.[ch]; }
commands() { none '#include "[^"]*"' <(sed -E 's/#include "(cli|officedb)\.h"//' "$1"/cmd/*.[ch]); }
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

rules="floor_0 floor_1 floor_2 sqlite_in_store private_headers commands quiet_library banned \
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
	plant lib/office/report.c 'sqlite3_step(st);' sqlite_in_store
	plant lib/office/report.c '#include "../store/db.h"' private_headers
	plant cmd/report-list.c '#include "../lib/record/record.h"' commands
	plant lib/office/unit.c 'x = getenv("HOME");' quiet_library
	plant lib/office/unit.c 'fprintf(stderr, "x");' quiet_library
	plant cmd/cli.c 'sprintf(a, b);' banned
	plant cmd/report-list.c 'x = "SELECT 1";' no_sql_in_commands
	plant lib/office/unit.c 'x = "SELECT %d";' constant_sql
	plant lib/office/unit.c 'printf("u%04x");' one_json_escaper
}

@test "the shared library exports od_ names only, and all that officedb.h declares" {
	nm -D --defined-only "$build/lib/libofficedb.so" | awk '{print $3}' | grep -v '^od_' >other || true
	same other </dev/null
	nm -D --defined-only "$build/lib/libofficedb.so" | awk '{print $3}' | sort >have
	sed 's|/\*.*\*/||' "$top/lib/officedb.h" | grep -vE '^(static|typedef|#| \*|/\*)' |
		grep -oE '\bod_[a-z0-9_]+\(' | tr -d '(' | sort -u >want
	comm -13 have want >missing
	same missing </dev/null
}
