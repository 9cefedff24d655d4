#!/bin/sh
# run.sh - each fuzz target (tests/fuzz/fuzz-*.c, libFuzzer with ASan and UBSan) for SECONDS seconds on its
# corpus; new finds are not kept, crashes stay in build-fuzz/.  Called by "make fuzz".
#
# With SEED and RUNS the same inputs are tried each time, so that a failure can be had again: so it runs
# in CI.  Without them each run tries others: so bugs are looked for.
set -eu
cd "$(dirname "$0")/../.."
out=build-fuzz
mkdir -p "$out"
passed=0 failed=0

# The whole library as the Makefile builds it; each target links what it calls, fuzz-doc-* documents too.
san="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined"
"${MAKE:-make}" -s B="$out" CC="$CLANG" CFLAGS='-g -O1' SAN="$san" "$out/lib/libofficedb.a" \
	"$out/lib/libofficedoc.a"
# where the same addresses are no matter of course, they are asked for
fixed=
[ -n "${SEED:-}" ] && setarch -R true 2>/dev/null && fixed='setarch -R'
for target in ${TARGETS:-tests/fuzz/fuzz-*.c}; do
	name=$(basename "$target" .c)
	case $name in
	fuzz-doc-*) doc=$out/lib/libofficedoc.a ;;
	*) doc= ;;
	esac
	# shellcheck disable=SC2086
	$CLANG -std=gnu11 -D_GNU_SOURCE $LIB_CFLAGS -g -O1 $san -fsanitize=fuzzer -o "$out/$name" \
		"$target" $doc "$out/lib/libofficedb.a" $LIB_LIBS
	rm -rf "$out/corpus/${name#fuzz-}"
	mkdir -p "$out/corpus/${name#fuzz-}"
	cp "tests/fuzz/corpus/${name#fuzz-}"/* "$out/corpus/${name#fuzz-}/"
	rm -rf "$out/tmp"
	mkdir "$out/tmp"
	# shellcheck disable=SC2086
	if FUZZ_DIR="$out/tmp" $fixed "$out/$name" -seed="${SEED:-0}" -runs="${RUNS:--1}" -max_total_time="$SECONDS" -max_len=65536 -rss_limit_mb=1024 -timeout=20 \
		-artifact_prefix="$out/$name-" -print_final_stats=1 "$out/corpus/${name#fuzz-}" \
		>"$out/$name.log" 2>&1; then
		passed=$((passed + 1))
		echo "$name: $(grep -o 'number_of_executed_units: .*' "$out/$name.log")"
	else
		failed=$((failed + 1))
		# where it failed, the input (in Base64 if it is short), what was tried
		grep -n -m1 -A28 '^==.*ERROR\|runtime error\|^SUMMARY' "$out/$name.log"
		tail -12 "$out/$name.log" | cut -c1-2000
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
