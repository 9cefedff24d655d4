#!/bin/sh
# run.sh WORK - real documents, then faults planted in clean ones.  doc-check is found in PATH.
# FAULTS: documents with faults (6000).  SEED: of the dice (1).  CORPUS: the real documents.
set -u
work=$1
here=$(cd "$(dirname "$0")" && pwd)
CORPUS=${CORPUS:-$here/../../../shared/corpus}
export OFFICEDB_NOW="2026-12-04 18:00"
unset OFFICEDB
status=0
mkdir -p "$work"
sh "$here/corpus.sh" "$CORPUS" "$work/corpus" || status=1
python3 "$here/faults.py" "$work/faults" --docs="$CORPUS/docs" --count="${FAULTS:-6000}" --seed="${SEED:-1}" || status=1
exit $status
