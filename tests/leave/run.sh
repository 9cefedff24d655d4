#!/bin/sh
# run.sh DIR [LEAVES] - random leaves, asked for, approved, extended, returned and cancelled by the commands, against
# an independent reckoning of who is away, who is overdue, annual leave and statistics.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1 leaves=${2:-5000}
export OFFICEDB="$dir/office.db" OFFICEDB_NOW="2026-12-04 18:00" LC_ALL=C.UTF-8
unset LANGUAGE OFFICEDB_LANGUAGE
plan() { python3 "$top/tests/leave/leave.py" "$@"; }
list() { leave-log list -o json --columns=number,external_id,status >"$dir/list.jsonl"; }
# What the rules warn of is not what is tested here.
quietly() { "$@" >/dev/null 2>"$dir/err" || { cat "$dir/err" >&2; exit 1; }; }

mkdir -p "$dir"
rm -rf "$dir"/office.db* "$dir"/*.jsonl "$dir/away" "$dir/balance"
mkdir "$dir/away" "$dir/balance"
plan make "$dir" --leaves="$leaves"
office-db init --now=2024-01-01
quietly office-db load "$dir/office.jsonl"
# Of the shipped rules only who approves matters: here, whoever of the desk.
office-db dump leave_rule -o json | sed 's/"valid_to":null/"valid_to":"1949-10-01"/' >"$dir/rules.jsonl"
quietly office-db load "$dir/rules.jsonl"
for k in 0 1 2 3; do
	plan say "$dir" request-$k ${list:+"$list"} >"$dir/request.jsonl"
	quietly leave-log import "$dir/request.jsonl"
	list
	list=$dir/list.jsonl
	for word in approve refuse; do
		plan say "$dir" $word-$k "$list" >"$dir/$word.jsonl"
		[ ! -s "$dir/$word.jsonl" ] || quietly leave-log $word <"$dir/$word.jsonl"
	done
	[ $k -gt 0 ] || for word in depart; do
		plan say "$dir" $word "$list" >"$dir/$word.jsonl"
		quietly leave-log $word <"$dir/$word.jsonl"
	done
done
for word in cancel return; do
	plan say "$dir" $word "$list" >"$dir/$word.jsonl"
	quietly leave-log $word <"$dir/$word.jsonl"
done
list
plan days "$dir" | while read -r i range now; do
	leave-log away "$range" --now="$now" -o json >"$dir/away/$i.jsonl"
done
leave-log overdue -o json >"$dir/overdue.jsonl"
for on in 2026-12-04 2026-12-31 2027-01-01 2027-02-15; do
	for year in 2025 2026 2027; do
		leave-log balance --year=$year --now="$on 09:00" -o json >"$dir/balance/$year@$on.jsonl"
	done
done
leave-log stats --by=month --from=2025-06-01 --to=2026-12-04 -o json >"$dir/stats.jsonl"
plan check "$dir" "$list"
