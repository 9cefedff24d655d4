#!/usr/bin/env bats
# year.bats - a simulated year of duties of a few units, and random leaves; "make check-year" does it with 190
# units, "make check-leave" with 5,000 leaves.
load common

@test "a year of slots is what an independent reckoning says, and so is the ledger" {
	sh "$top/tests/year/run.sh" "$PWD/year" 26 >out
	grep -q "; 0 differ$" out
	grep -q "the sums are the slots'$" out
}

@test "who is away, annual leave and statistics of random leaves are what an independent reckoning says" {
	sh "$top/tests/leave/run.sh" "$PWD/leave" 150 >out
	grep -q " 0 differ" out || { cat out; false; }
}
