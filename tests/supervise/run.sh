#!/bin/sh
# run.sh DIR [MATTERS] - two simulated years of supervision against an independent reckoning of every light, day,
# count and rate.  Called by "make check-supervise" (20,000 matters) and by tests/cli/supervise.bats (a few);
# the commands are in PATH, the library they run with in ../lib from there.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1 matters=${2:-20000}
export OFFICEDB="$dir/office.db" OFFICEDB_NOW="2026-12-04 18:00" LC_ALL=C.UTF-8
unset LANGUAGE OFFICEDB_LANGUAGE

mkdir -p "$dir"
rm -f "$dir"/office.db* "$dir"/*.jsonl
lib=$(cd "$(dirname "$(command -v office-db)")/../lib" && pwd)
san=
nm -D "$lib/libofficedb.so.0" | grep -q __asan_init && san="-fsanitize=address,undefined"
${CC:-cc} $san -std=gnu11 -O1 -I"$top/lib" -o "$dir/ask" "$top/tests/supervise/ask.c" -L"$lib" -lofficedb -Wl,-rpath,"$lib"
python3 "$top/tests/supervise/supervise.py" make "$dir" --matters="$matters"
office-db init
office-db load "$dir/office.jsonl"
# Weekends, days in long holidays, working weekends, a year's end; later days too, on which nothing was done yet.
for now in 20250127-1200 20250205-0900 20250930-2359 20251011-1000 20251231-1700 20260214-1200 20260630-2359 \
	20260701-0000 20260920-1200 20261010-1200 20261204-1800 20261205-0000 20261231-1700; do
	"$dir/ask" list "$OFFICEDB" "$(echo "$now" | sed 's/\(....\)\(..\)\(..\)-\(..\)\(..\)/\1-\2-\3 \4:\5/')" \
		"$dir/list-$now.jsonl" "$dir/units-$now.jsonl"
done
task-track list -o json >"$dir/order.jsonl"
task-track lights -o json >"$dir/lights.jsonl"
for span in 2024-12-01_2026-12-31 2025-01-01_2025-12-31 2026-02-01_2026-02-28 2026-07-01_2026-09-30 \
	2026-11-20_2026-12-04; do
	for by in unit source group month; do
		"$dir/ask" stats "$OFFICEDB" "$OFFICEDB_NOW" ${span%_*} ${span#*_} $by >"$dir/stats-${span}_$by.jsonl"
		# The command prints the same rows; as records without their total.
		sed '$d' "$dir/stats-${span}_$by.jsonl" >"$dir/rows"
		task-track stats --by=$by --from=${span%_*} --to=${span#*_} -o json | cmp - "$dir/rows"
	done
done
"$dir/ask" burn "$OFFICEDB" 2024-12-01 2026-12-04 1 >"$dir/burn.jsonl"
python3 "$top/tests/supervise/supervise.py" check "$dir"
# The totals of the statistics are the sums of their rows, and the same however matters are cut.
python3 - "$dir" <<'END'
import glob, json, sys
counts = "all open closed on_time due asked answered extended returned red yellow".split()
of = {}
for path in sorted(glob.glob(sys.argv[1] + "/stats-*.jsonl")):
    rows = [json.loads(line) for line in open(path, encoding="utf8")]
    for k in counts:
        if sum(r[k] for r in rows[:-1]) != rows[-1][k]:
            sys.exit("%s: the rows' %s do not add up to the total's" % (path, k))
    span, by = path.rsplit("_", 1)
    total = {k: rows[-1][k] for k in rows[-1] if k != "code"}
    if not by.startswith("unit") and of.setdefault(span, total) != total:
        sys.exit("%s: another total than by another cut" % path)
print("totals: the sums of their rows; by source, group and month the same")
END
