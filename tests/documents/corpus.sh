#!/bin/sh
# corpus.sh CORPUS WORK - doc-check on real documents, where they are at hand: how often it speaks, each error
# and warning to be looked at, and that it reads whatever it is given.  DOC_CHECK is the command.
set -u
corpus=$1 work=$2
DOC_CHECK=${DOC_CHECK:-doc-check}
mkdir -p "$work"
failed=0

fail() {
	echo "corpus: $*"
	failed=1
}

# Published as they are (quality A): at most 0.05 errors and 0.3 warnings a document.
if [ -f "$corpus/docs/manifest.tsv" ]; then
	tr -d '\r' <"$corpus/docs/manifest.tsv" |
		awk -F '\t' -v dir="$corpus/docs" '$NF == "A" { print dir "/" $1 ".txt" }' >"$work/files"
	$DOC_CHECK --all --level=hint -o json -T - <"$work/files" >"$work/found" 2>"$work/said"
	[ $? -le 1 ] || fail "doc-check failed: $(head -3 "$work/said")"
	jq -c 'if type == "array" then .[] else . end' "$work/found" >"$work/rows"
	n=$(wc -l <"$work/files")
	jq -rn --argjson n "$n" '[inputs.level] | (map(select(. == "error")) | length) as $e
		| (map(select(. == "warning")) | length) as $w
		| "\($n) published documents: \($e) errors (\($e / $n * 1000 | round / 1000) each, at most 0.05), "
		+ "\($w) warnings (\($w / $n * 1000 | round / 1000) each, at most 0.3), \(length - $e - $w) hints",
		if $e > 0.05 * $n or $w > 0.3 * $n then "MORE" else empty end' "$work/rows" >"$work/sum"
	head -1 "$work/sum"
	grep -q MORE "$work/sum" && fail "more than is allowed on published documents"
	echo "each error and warning:"
	jq -r 'select(.level != "hint") | "  \(.file | split("/") | last):\(.line): \(.level): \(.rule) \(.text)"' \
		"$work/rows"
	echo "by rule:"
	jq -r '"\(.rule) \(.level)"' "$work/rows" | sort | uniq -c | sort -rn | sed 's/^/  /'
	# What more than one in twenty does is practice: a hint at most.
	jq -rn --argjson n "$n" '[inputs | select(.level != "hint") | {rule, file}] | unique
		| group_by(.rule)[] | select(length > $n / 20) | "\(.[0].rule) in \(length) of \($n) documents"' \
		"$work/rows" >"$work/common"
	[ -s "$work/common" ] && fail "common practice above hint: $(tr '\n' ' ' <"$work/common")"
	# Those that published documents do most, by whichever rule speaks of them.
	$DOC_CHECK --list-rules -o json | jq -c 'if type == "array" then .[] else . end' >"$work/rules"
	for rule in P02 P03 P21 S09 S24 T06 T07 Q02; do
		jq -e --arg r "$rule" 'select(.id == $r and .level != "hint")' "$work/rules" >/dev/null &&
			fail "$rule is common practice and above hint"
	done
else
	echo "corpus: $corpus/docs is not here: skipped"
fi

# Whatever offices have: read, or refused in one line.
for folder in office samples docx; do
	if [ ! -d "$corpus/$folder" ]; then
		echo "corpus: $corpus/$folder is not here: skipped"
		continue
	fi
	read=0 refused=0
	for f in "$corpus/$folder"/*; do
		timeout 60 $DOC_CHECK --quiet --level=hint "$f" >"$work/one" 2>"$work/said" </dev/null
		case $? in
		0 | 1) read=$((read + 1)) ;;
		6[4-9] | 7[0-8])
			refused=$((refused + 1))
			echo "  refused: $(sed "s|$corpus/||g" "$work/said" | head -2 | tr '\n' ' ')"
			[ "$(wc -l <"$work/said")" -eq 1 ] || fail "$f: not refused in one line"
			;;
		*) fail "$f: doc-check crashed: $(tail -2 "$work/said")" ;;
		esac
	done
	echo "$folder: $read read, $refused refused"
	[ "$read" -gt 0 ] || fail "nothing of $folder could be read"
done
exit $failed
