#!/bin/sh
# run.sh WORK - the site of 5,000 issues of 20 items: built from nothing, with one issue more, broken off by kill -9 at
# several moments; times are told, not judged; all ways lead to the same files.  ISSUES may be set.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1
issues=${ISSUES:-5000}
rm -rf "$work"
mkdir -p "$work"
cd "$work"
OFFICEDB=$PWD/office.db OFFICEDB_NOW="2026-12-04 18:00"
export OFFICEDB OFFICEDB_NOW

now() { date +%s.%N; }
took() { # WHAT SINCE
	awk -v what="$1" -v from="$2" -v to="$(now)" 'BEGIN { printf "%-44s %6.2f s\n", what, to - from }'
}
same() { # WHAT DIR
	diff -r whole "$2" >differs || { echo "not ok: $1"; head -3 differs; exit 1; }
	echo "ok: $1"
}

office-db init --sample
python3 "$here/many.py" office.db "$issues" 20
start=$(now)
bulletin-build site steps
took "$issues issues, from nothing" "$start"
start=$(now)
bulletin-build site steps
took "nothing new" "$start"
python3 "$here/many.py" office.db --one
start=$(now)
bulletin-build site steps
took "one issue more" "$start"

bulletin-build site whole
same "built step by step is built at once" steps
for after in 0.05 0.4 1 1.6; do
	rm -rf broken
	bulletin-build site broken &
	builder=$!
	sleep $after
	kill -9 $builder 2>/dev/null || :
	wait $builder 2>/dev/null || :
	n=$(find broken -type f | wc -l)
	bulletin-build site broken
	same "killed after $after s with $n files, built again" broken
done
python3 "$here/crawl.py" whole
python3 "$here/index.py" whole
rm -rf steps whole broken
