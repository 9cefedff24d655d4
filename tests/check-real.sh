#!/bin/sh
# check-real.sh - hundreds of real short news items through the whole: an organisation made of their
# units, JSON Lines and GB18030 CSV in, a roundup of every day out; counts and lines are proved.
# B names the build directory, ITEMS another file of items.  Skips where there is none.
set -u
cd "$(dirname "$0")/.." || exit
items=${ITEMS:-../shared/data/items/items.jsonl}
case ${B:=build} in /*) ;; *) B=$PWD/$B ;; esac
if [ ! -e "$items" ]; then
	echo "check-real: there are no items at $items; skipped"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
case $items in /*) ;; *) items=$PWD/$items ;; esac
prove=$PWD/tests/check-real.py
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit
PATH=$B/bin:$PATH LC_ALL=C.UTF-8 LANGUAGE= TZ=Asia/Shanghai OFFICEDB=$dir/office.db
export PATH LC_ALL LANGUAGE TZ OFFICEDB
unset XDG_DATA_HOME COLUMNS NO_COLOR

passed=0 failed=0
check() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >check.out 2>&1; then
		passed=$((passed + 1))
		echo "ok $what"
	else
		failed=$((failed + 1))
		echo "not ok $what"
		sed 's/^/# /' check.out | head -20
	fi
}
equal() { [ "$1" = "$2" ] || { echo "$1, not $2"; return 1; }; }

# number WORD FILE - of a summary line "read 3: taken 3, ..."
number() { sed -n "s/.*\\b$1 \\([0-9][0-9]*\\).*/\\1/p" "$2" | tail -1; }
rows() { sqlite3 "$OFFICEDB" "SELECT count(*) FROM report"; }
digest() { sqlite3 "$1" .sha3sum; }

# units.jsonl, in.jsonl, in.csv (GB18030), in.csv.n, undated, dates, now
python3 "$prove" convert "$items" || exit
OFFICEDB_NOW="$(cat now) 08:00"
export OFFICEDB_NOW

# import DB FILE - and prove what it says of itself.
import() {
	OFFICEDB=$1
	office-db init >/dev/null && office-db load units.jsonl --type=unit 2>load.err || { cat load.err; exit 70; }
	report-submit --rejects="$2.rejects" "$2" >"$2.numbers" 2>"$2.err"
	status=$? wanted=65
	[ "$(number rejected "$2.err")" = 0 ] && wanted=0
	check "$2: exit 0 if all are taken or on file, else 65" equal $status $wanted
	read=$(number read "$2.err") taken=$(number taken "$2.err")
	told=$((taken + $(number duplicates "$2.err") + $(number rejected "$2.err")))
	echo "# $2: $(tail -1 "$2.err" | sed 's/^report-submit: //')"
	check "$2: every item is read" equal "$read" "$3"
	check "$2: read = taken + duplicates + rejected" equal "$read" "$told"
	check "$2: taken = numbers printed" equal "$taken" "$(wc -l <"$2.numbers" | tr -d ' ')"
	check "$2: taken = on file" equal "$taken" "$(rows)"
	report-list -o json >"$2.list"
	check "$2: taken = listed" equal "$taken" "$(wc -l <"$2.list" | tr -d ' ')"
	check "$2: none refused but those without a whole date, and these kept" \
		python3 "$prove" refused "$2.rejects" "$2.list"
	check "$2: verify" office-db verify
	before=$(digest "$1")
	report-submit "$2" >again 2>again.err
	check "$2 again: nothing taken" equal "$(number taken again.err) $(number updated again.err)" "0 0"
	check "$2 again: nothing added, not even a batch" equal "$(digest "$1")" "$before"
}

import "$dir/office.db" in.jsonl "$(wc -l <in.jsonl | tr -d ' ')"
taken_json=$taken
check "listed as they were given" python3 "$prove" listed in.jsonl in.jsonl.list

mkdir roundups
while read -r day; do
	bulletin-build roundup --date="$day" -o json --output-file="roundups/$day.json" &&
		bulletin-build roundup --date="$day" --output-file="roundups/$day.txt" &&
		bulletin-build roundup --date="$day" -o html --output-file="roundups/$day.html" ||
		echo "$day: status $?" >>roundup.err
done <dates
check "a roundup of every day, in three forms" [ ! -e roundup.err ]
check "taken = items in the roundups of all days" equal "$taken_json" "$(cat roundups/*.json | wc -l | tr -d ' ')"
check "each day's items are that day's reports" python3 "$prove" days in.jsonl.list roundups
check "the text has every title, once for each item" python3 "$prove" titles roundups
check "the page has as many items" python3 "$prove" pages roundups
check "no line of text is wider than 82 cells" python3 "$prove" widths roundups
check "no line of text begins with a closing mark" python3 "$prove" marks roundups

import "$dir/csv.db" in.csv "$(cat in.csv.n)"
check "read as GB18030" grep -q "in.csv: read as GB18030" in.csv.err
check "GB18030 CSV gives what JSON Lines gives" python3 "$prove" alike in.jsonl.list in.csv.list

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
