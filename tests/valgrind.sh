#!/bin/sh
# valgrind.sh UNIT-TEST... - the unit tests and a walk through the commands under memcheck; called by
# "make check-valgrind".
set -u
cd "$(dirname "$0")/.."
B=${B:-build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
OFFICEDB=$tmp/office.db OFFICEDB_NOW="2026-12-04 18:00"
export OFFICEDB OFFICEDB_NOW
share=$B/share/officedb/sample
passed=0 failed=0

# check STATUS COMMAND... - it ends so, with no error and no leak.
check() {
	want=$1
	shift
	valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite "$@" \
		>"$tmp/out" 2>"$tmp/err"
	got=$?
	if [ "$got" -eq "$want" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "status $got, wanted $want: $*"
		tail -40 "$tmp/err"
	fi
}

for t in "$@"; do check 0 "$t"; done
check 0 "$B/bin/office-db" init --sample
check 65 "$B/bin/report-submit" "$share/returns.csv" "$share/returns.yaml" "$share/returns.jsonl"
check 65 "$B/bin/report-submit" --unit=市发展改个委 --category=work --title=题
check 0 "$B/bin/report-handle" return R2026-0001 --reason=缺数据
check 0 "$B/bin/report-list" --search=民生 -o yaml
check 0 "$B/bin/report-list" --limit=20
check 0 "$B/bin/unit-roster" contact 市应急局 emergency
check 0 "$B/bin/bulletin-build" roundup
check 0 "$B/bin/bulletin-build" roundup -o html
check 0 "$B/bin/office-db" dump unit person
check 0 "$B/bin/office-db" verify
check 0 "$B/bin/office-db" reindex
check 65 "$B/bin/office-db" undo B2026-0001
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
