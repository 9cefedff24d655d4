#!/bin/sh
# run.sh DIR [DAYS UNITS A-DAY] - two simulated years of the information desk, played by the commands, against an
# independent reckoning: numbers, adoption, drafts, scores.  Called by "make check-bulletin" (500 days, 200 units,
# 240 returns a day) and by tests/cli/bulletin-year.bats (a few); the commands are in PATH.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1
export OFFICEDB="$dir/office.db" OFFICEDB_NOW="2025-01-01 09:00" LC_ALL=C.UTF-8
unset LANGUAGE OFFICEDB_LANGUAGE

mkdir -p "$dir"
rm -f "$dir"/office.db* "$dir"/*.jsonl "$dir"/*.yaml "$dir"/plan.json
PYTHONDONTWRITEBYTECODE=1 python3 "$top/tests/bulletin/simulate.py" run "$dir" --days="${2:-500}" --units="${3:-200}" --a-day="${4:-240}"
PYTHONDONTWRITEBYTECODE=1 python3 "$top/tests/bulletin/simulate.py" check "$dir"
