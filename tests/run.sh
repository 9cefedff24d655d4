#!/bin/sh
# run.sh UNIT-TEST... - the unit tests, then every tests/cli/*.bats; TAP in, one closing line out.
# B names the build directory.  TESTS="a.bats b.bats" runs only those; LIMIT=quick leaves out the
# files that say "# slow" (under the sanitizers they say nothing new).
set -u
cd "$(dirname "$0")/.."
B=${B:-build}
export B
log=$B/check.tap
: >"$log"

run() {
	name=$1
	shift
	"$@" >"$B/one.tap" 2>"$B/one.err"
	status=$?
	# What cmocka skips it calls "not ok N # SKIP NAME".
	sed -i 's/^not ok \([0-9]*\) # SKIP \(.*\)/ok \1 - \2 # skip/' "$B/one.tap"
	sed "s|^\(not \)\{0,1\}ok \([0-9]*\)|\1ok $name \2|" "$B/one.tap" >>"$log"
	if [ $status -ne 0 ] || grep -q '^not ok' "$B/one.tap"; then
		grep -v '^ok' "$B/one.tap"
		cat "$B/one.err"
		# A program that dies says no "not ok": that is a failure too.
		grep -q '^not ok' "$B/one.tap" || echo "not ok $name ended with status $status" | tee -a "$log"
	fi
}

for t in "$@"; do
	run "$(basename "$t")" env CMOCKA_MESSAGE_OUTPUT=TAP "$t"
done
for t in ${TESTS:-tests/cli/*.bats}; do
	[ "${LIMIT:-}" = quick ] && grep -q '^# slow' "$t" && continue
	run "$(basename "$t" .bats)" bats --tap "$t"
done

passed=$(grep -c '^ok' "$log")
failed=$(grep -c '^not ok' "$log")
skipped=$(grep -c '^ok.*# skip' "$log")
grep '^ok.*# skip' "$log" | sed 's/^/# /'
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
