#!/usr/bin/env bats
# year.bats - a simulated year of duties of a few units; "make check-year" does it with 190.
load common

@test "a year of slots is what an independent reckoning says, and so is the ledger" {
	sh "$top/tests/year/run.sh" "$PWD/year" 26 >out
	grep -q "; 0 differ$" out
	grep -q "the sums are the slots'$" out
}
