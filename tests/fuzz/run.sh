#!/bin/sh
# run.sh - each fuzz target (tests/fuzz/fuzz-*.c, libFuzzer with ASan and UBSan) for SECONDS seconds on its
# corpus; new finds are not kept, crashes stay in build-fuzz/.  Called by "make fuzz".
set -eu
cd "$(dirname "$0")/../.."
out=build-fuzz
mkdir -p "$out"
passed=0 failed=0

# The whole library as the Makefile builds it; each target links what it calls, fuzz-doc-* documents too.
san="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined"
"${MAKE:-make}" -s B="$out" CC="$CLANG" CFLAGS='-g -O1' SAN="$san" "$out/lib/libofficedb.a" \
	"$out/lib/libofficedoc.a"
for target in ${TARGETS:-tests/fuzz/fuzz-*.c}; do
	name=$(basename "$target" .c)
	case $name in
	fuzz-doc-*) doc=$out/lib/libofficedoc.a ;;
	*) doc= ;;
	esac
	# shellcheck disable=SC2086
	$CLANG -std=gnu11 -D_GNU_SOURCE $LIB_CFLAGS -g -O1 $san -fsanitize=fuzzer -o "$out/$name" \
		"$target" $doc "$out/lib/libofficedb.a" $LIB_LIBS
	mkdir -p "$out/corpus/${name#fuzz-}"
	cp "tests/fuzz/corpus/${name#fuzz-}"/* "$out/corpus/${name#fuzz-}/"
	if "$out/$name" -max_total_time="$SECONDS" -max_len=65536 -rss_limit_mb=1024 -timeout=20 \
		-artifact_prefix="$out/$name-" -print_final_stats=1 "$out/corpus/${name#fuzz-}" \
		>"$out/$name.log" 2>&1; then
		passed=$((passed + 1))
		echo "$name: $(grep -o 'number_of_executed_units: .*' "$out/$name.log")"
	else
		failed=$((failed + 1))
		tail -30 "$out/$name.log"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
