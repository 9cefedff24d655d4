#!/usr/bin/env bats
# doc-check on whole documents: nothing said of clean ones, planted faults found.  `make check-documents` does
# this at length, with real documents where they are at hand.

load common

@test "nothing is said of eight clean documents" {
	status 0 doc-check --all --level=hint --quiet --org="$top/tests/fixtures/documents/units.yaml" \
		"$top"/tests/fixtures/documents/*.txt
	same out </dev/null
}

@test "planted faults: 97 of 100 are found on their line, and nothing elsewhere" {
	run python3 "$top/tests/documents/faults.py" faults --count=800 --seed=2
	echo "$output" | tail -30
	[ "$status" -eq 0 ]
}
