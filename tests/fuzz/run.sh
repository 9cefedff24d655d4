#!/bin/sh
# run.sh - each fuzz target (tests/fuzz/fuzz-*.c, libFuzzer with ASan and UBSan) for SECONDS seconds on its
# corpus; new finds are not kept, crashes stay in build-fuzz/.  Called by "make fuzz".
set -eu
cd "$(dirname "$0")/../.."
out=build-fuzz
mkdir -p "$out"
passed=0 failed=0

san="-g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined"
obj=
for src in lib/base/*.c lib/record/*.c; do
	o=$out/$(echo "$src" | tr / _ | sed 's/c$/o/')
	# shellcheck disable=SC2086
	$CLANG -std=gnu11 -D_GNU_SOURCE -DOFFICEDB_VERSION='"fuzz"' $LIB_CFLAGS $san -c -o "$o" "$src"
	obj="$obj $o"
done
for target in ${TARGETS:-tests/fuzz/fuzz-*.c}; do
	name=$(basename "$target" .c)
	# shellcheck disable=SC2086
	$CLANG -std=gnu11 -D_GNU_SOURCE $LIB_CFLAGS $san -fsanitize=fuzzer -o "$out/$name" "$target" \
		$obj $LIB_LIBS
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
