#!/bin/sh
# run.sh - the benchmarks, called by `make bench`: B names the build directory, CC the compiler.
#
#   BENCH="import one herd query search start due leave task documents bulletin"   only those
#   BENCH_FULL=1     a million reports as well as 100,000; 30 s of filing instead of 10
#   BENCH_DIR=DIR    work there (default: a directory of its own under $TMPDIR)
#   BENCH_KEEP=1     leave the data there: the next run in the same BENCH_DIR uses it again
#
# Ends with 0 when everything was measured, whether or not it met its aim; README says what is what.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
dir=${BENCH_DIR:-}
own=
[ -n "$dir" ] || { dir=$(mktemp -d "${TMPDIR:-/tmp}/officedb-bench.XXXXXX"); own=1; }
mkdir -p "$dir/bin"
for need in python3 sqlite3; do
	command -v $need >/dev/null || { echo "bench: $need is not installed; skipped"; exit 0; }
done
clean() {
	[ -z "${BENCH_KEEP:-}" ] || { echo "kept: $dir"; return; }
	rm -rf "$dir/data" "$dir/work" "$dir/bin"
	[ -z "$own" ] || rmdir "$dir"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP
for floor in tests/bench/*.c; do
	${CC:-cc} -std=gnu11 -D_GNU_SOURCE -O2 -o "$dir/bin/$(basename "$floor" .c)" "$floor" -lsqlite3
done
LC_ALL=C.UTF-8 TZ=Asia/Shanghai OFFICEDB_NOW='2026-12-04 18:00'
export LC_ALL TZ OFFICEDB_NOW
unset OFFICEDB LANGUAGE
python3 tests/bench/bench.py "$B" "$dir"
