#!/bin/sh
# run.sh DIR [UNITS] - a simulated year of duties against an independent reckoning of every slot, and of
# the ledger's sums.  Called by "make check-year" (190 units) and by tests/cli/year.bats (a few).
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1 units=${2:-190}
export OFFICEDB="$dir/office.db" OFFICEDB_NOW="2026-11-20 12:00" LC_ALL=C.UTF-8
unset LANGUAGE OFFICEDB_LANGUAGE

mkdir -p "$dir"
rm -f "$dir"/office.db* "$dir"/*.jsonl "$dir"/*.csv
python3 "$top/tests/year/year.py" make "$dir" --units="$units"
office-db init
office-db load "$dir/office.jsonl"
report-due slots --from=2026-01-01 --to=2026-12-31 -o json >"$dir/slots.jsonl"
python3 "$top/tests/year/year.py" check "$dir" "$dir/slots.jsonl"
# The ledger counts the same slots, however it is cut.
for by in unit matter desk; do
	report-due ledger --from=2026-01-01 --to=2026-12-31 --by=$by -o csv \
		--columns=owed,on_time,late,left_out,unreported,nil,excused,open >"$dir/$by.csv"
done
python3 - "$dir" <<'END'
import collections, csv, json, sys
dir_ = sys.argv[1]
states = collections.Counter(json.loads(line)["state"] for line in open(dir_ + "/slots.jsonl", encoding="utf8"))
names = {"on_time": "met", "left_out": "left-out"}
for by in ("unit", "matter", "desk"):
    rows = list(csv.DictReader(open(dir_ + "/%s.csv" % by, encoding="utf8")))
    for field in rows[0]:
        want = sum(states.values()) if field == "owed" else states[names.get(field, field)]
        got = sum(int(r[field]) for r in rows)
        if got != want:
            sys.exit("ledger by %s: %s is %d, the slots say %d" % (by, field, got, want))
print("ledger by unit, matter and desk: the sums are the slots'")
END
