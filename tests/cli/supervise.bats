#!/usr/bin/env bats
# supervise.bats - two simulated years of supervision, a few matters; "make check-supervise" does it with 20,000.
load common

@test "lights, counts and rates of two years are what an independent reckoning says" {
	sh "$top/tests/supervise/run.sh" "$PWD/two-years" 400 >out
	grep -q "; 0 differ$" out
	grep -q "^totals: the sums of their rows" out
}
