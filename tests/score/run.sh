#!/bin/sh
# run.sh DIR [SEEDS] - random rules and two years of what happened, against an independent reckoning of the scores
# (score.py).  Called by "make check-score" (20 times) and by tests/cli/info-score.bats (once).
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1 seeds=${2:-20}
export OFFICEDB_NOW="2026-12-31 18:00" LC_ALL=C.UTF-8
unset LANGUAGE OFFICEDB_LANGUAGE

mkdir -p "$dir"
seed=1
make_office() {
	export OFFICEDB="$dir/office.db"
	rm -f "$dir"/office.db* "$dir"/*.json "$dir"/*.lines
	python3 "$top/tests/score/score.py" make "$dir" "$@"
	office-db init --now=2020-01-01
	# The shipped rules would count beside the random ones.
	office-db dump score_rule -o json | sed 's/"valid_to":null/"valid_to":"1949-10-01"/' >"$dir/none.jsonl"
	office-db load "$dir/none.jsonl" 2>"$dir/err" || { cat "$dir/err" >&2; exit 1; }
	office-db load "$dir/office.jsonl" 2>"$dir/err" || { cat "$dir/err" >&2; exit 1; }
	office-db verify >"$dir/verified"
}

while [ "$seed" -le "$seeds" ]; do
	make_office --seed="$seed"
	n=0
	while read -r from to; do
		n=$((n + 1))
		info-score --from="$from" --to="$to" -o json >"$dir/${from}_$to.json"
		[ $n -le 2 ] || continue # of these every line of every account
		jq -r .code "$dir/${from}_$to.json" | grep '^N' | while read -r unit; do
			info-score --from="$from" --to="$to" --explain="$unit" -o json
		done >"$dir/${from}_$to.lines"
	done <"$dir/ranges"
	echo "seed $seed: $(python3 "$top/tests/score/score.py" check "$dir" --seed="$seed")"
	seed=$((seed + 1))
done

# With one rule that looks at what others gave, the accounts of the months add up to that of all.
for one in 0 1 2 3; do
	make_office --seed="$((one + 51))" --one=$one
	read -r from to <"$dir/ranges"
	info-score --from="$from" --to="$to" -o json >"$dir/${from}_$to.json"
	for month in $(seq -f %02g 1 12); do
		info-score --month="2025-$month" -o json && info-score --month="2026-$month" -o json
	done >"$dir/months.json"
	echo "rule $one: $(python3 "$top/tests/score/score.py" check "$dir" --seed="$((one + 51))" --one=$one)"
done
