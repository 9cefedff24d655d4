#!/bin/sh
# demo.sh DIR - a sample office in DIR, one day's returns, the roundup; called by "make demo".
set -eu
dir=$1
share=$(dirname "$(command -v office-db)")/../share/officedb/sample
OFFICEDB=$dir/office.db OFFICEDB_NOW="2026-12-04 18:00"
export OFFICEDB OFFICEDB_NOW

rm -rf "$dir"
mkdir -p "$dir"
office-db init --sample

# Three files as units send them: from Excel (GB18030, Chinese headings), YAML, JSON Lines.  Some rows
# of the first are wrong on purpose: they are told, and kept apart with the reason.
report-submit --rejects="$dir/rejects.csv" --batch="2026-12-04" \
	"$share/returns.csv" "$share/returns.yaml" "$share/returns.jsonl" >"$dir/numbers" || [ $? -eq 65 ]
office-db reindex

bulletin-build roundup
bulletin-build roundup -o html --output-file="$dir/roundup.html"

cat <<END

The sample office is $dir/office.db; the roundup as a page: $dir/roundup.html;
the refused rows with their reasons: $dir/rejects.csv*.  Try next:

  export PATH=$(cd "$(dirname "$(command -v office-db)")" && pwd):\$PATH OFFICEDB=$dir/office.db OFFICEDB_NOW="$OFFICEDB_NOW"
  report-list --desk=xinxi --limit=5          the newest at the information desk
  report-list --search=民生                   any Chinese words in title or text
  unit-roster gaps                            duties for which a unit has nobody
  unit-roster contact 市应急局 emergency      whom to call
  report-submit                               file one report, guided
  office-db journal R2026-0001                who did what to it
END
