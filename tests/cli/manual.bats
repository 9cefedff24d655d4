#!/usr/bin/env bats
# The manual is true: its options and verbs are those of the commands, its fields those of the records,
# and its examples print what they say.  After a wanted change of what commands print,
# MANUAL_UPDATE=1 bats tests/cli/manual.bats writes the new output into the pages; read the diff.

load common

commands="office-db unit-roster report-submit report-list report-handle report-due leave-log task-track bulletin-build info-score doc-check"
others="officedb.7 officedb-records.5 officedb-regime.5 doc-check-rules.5"

# Both languages' pages: man/X.1 and man/zh_CN/X.1.
pages() { for page in $others $(printf '%s.1 ' $commands); do echo "$top/man/$page" "$top/man/zh_CN/$page"; done; }

# Roff as text: escapes undone, comments, fonts and requests gone.
plain() {
	sed -E -e '/^\.\\"/d' -e "/^'\\\\\"/d" -e 's/\\f[BIRP]//g' -e 's/\\[&:]//g' -e 's/\\-/-/g' -e "s/\\\\\(aq/'/g" \
		-e 's/\\\(ga/`/g' -e 's/\\\(ha/^/g' -e 's/\\\(ti/~/g' -e 's/\\e/\\/g' "$@"
}

mentioned() { plain "$@" | grep -oE -e '(^|[^A-Za-z0-9-])--[a-z][a-z-]*' | grep -oE -e '--[a-z-]+' | sort -u; }
named() { sed 's/=$//' | sort -u; }

verbs() { case $1 in report-submit | report-list | doc-check | info-score) ;; *) "$1" --list-verbs ;; esac; }

# What COMMAND and all its verbs take.
options() {
	local verb
	{
		"$1" --list-options
		for verb in $(verbs "$1"); do "$1" "$verb" --list-options; done
	} | named
}

# The terms (lines after .TP) that begin with a dash: the options that a page documents.
documented() { awk 'term && /^\\f[BI]\\-/ { print } { term = $0 == ".TP" }' "$1" | mentioned; }

@test "each command has a page in both languages; so have the overview and the formats" {
	for page in $(pages); do
		[ -s "$page" ] || { echo "$page is missing"; return 1; }
	done
	[ "$(cd "$top/man" && ls *.[1-8])" = "$(cd "$top/man/zh_CN" && ls *.[1-8])" ]
}

@test "each page documents exactly the options of its command" {
	for command in $commands; do
		options "$command" >want
		for page in "$top/man/$command.1" "$top/man/zh_CN/$command.1"; do
			documented "$page" >have
			diff -u want have || { echo "$page"; return 1; }
		done
	done
}

@test "each verb is documented, with no option that it does not take" {
	for command in $commands; do
		for verb in $(verbs "$command"); do
			"$command" "$verb" --list-options | named >takes
			for page in "$top/man/$command.1" "$top/man/zh_CN/$command.1"; do
				plain "$page" | awk -v verb="$verb" 'term && ($1 == verb) { print } { term = $0 == ".TP" }' >term
				[ -s term ] || { echo "$page says nothing of $verb"; return 1; }
				mentioned term | comm -23 - takes >wrong
				same wrong </dev/null || { echo "$page: $verb"; return 1; }
			done
		done
	done
}

@test "no page mentions an option or a verb that does not exist" {
	for command in $commands; do options "$command"; done | sort -u >exist
	for page in $(pages); do
		mentioned "$page" | comm -23 - exist >wrong
		same wrong </dev/null || { echo "$page"; return 1; }
		for command in $commands; do
			[ -n "$(verbs "$command")" ] || continue
			"$command" --list-verbs | sort >exist-verbs
			# As the text has them, in bold, and as the examples do.
			{
				sed -E 's/\\-/-/g' "$page" | grep -oE "\\\\fB$command\\\\fR \\\\fB[a-z-]+" | sed 's/.*B//'
				blocks "$page" | sed -nE "s/.*(^|[\$|>(] )$command ([a-z-]+).*/\2/p"
			} | sort -u >said
			comm -23 said exist-verbs >wrong
			same wrong </dev/null || { echo "$page: $command"; return 1; }
		done
	done
}

@test "pages refer to pages that exist, and are clean for man" {
	for page in $(pages); do
		LC_ALL=C.UTF-8 MANWIDTH=80 timeout 20 man --warnings -l "$page" >text 2>warnings
		same warnings </dev/null || { echo "$page"; return 1; }
		for width in 64 120; do # groff can fall into a loop over Chinese lists that it cannot break
			MANWIDTH=$width LC_ALL=C.UTF-8 timeout 20 man -l "$page" >/dev/null
		done
		# What commands print in the examples is as wide as it is.
		blocks "$page" | grep -v '^[$>] ' >printed
		awk '{ line = $0; sub(/^ */, "", line) } NR == FNR { printed[line]; next } !(line in printed)' printed text >lines
		[ "$(wc -L <lines)" -le 80 ] || {
			echo "$page: wider than 80:"
			while IFS= read -r line; do [ "$(wc -L <<<"$line")" -le 80 ] || echo "$line"; done <lines
			return 1
		}
		plain "$page" | grep -oE '\b(officedb[a-z-]*|[a-z]+-[a-z]+(-[a-z]+)?)\([1-8]\)' | tr '()' '. ' | sort -u >refers
		while read -r other; do
			[ -e "$top/man/$other" ] || { echo "$page: $other"; return 1; }
		done <refers
	done
}

@test "--help and --version: exit 0, standard output, no wider than 80, in both languages" {
	for language in C zh_CN; do
		export LANGUAGE=$language
		for command in $commands; do
			for verb in "" $(verbs "$command"); do
				status 0 "$command" $verb --help
				[ -s out ] && [ ! -s err ]
				[ "$(wc -L <out)" -le 80 ] || { echo "$command $verb: wider than 80"; cat out; return 1; }
			done
			status 0 "$command" --version
			holds out "$command (officedb) "
		done
	done
}

# fields_in SECTION - on standard input one name a line; each is the first cell of a table row there.
fields_in() {
	local page field
	cat >fields
	for page in "$top/man/officedb-records.5" "$top/man/zh_CN/officedb-records.5"; do
		plain "$page" | awk -v section="$1" '/^\.S[HS] / { on = index($0, section) > 0 }
			on && /\t/ { print $1 }' | tr -d '*+=' >cells
		[ -s cells ] || { echo "$page has no table in a section of $1"; return 1; }
		while read -r field; do
			grep -qxF "$field" cells || { echo "$page, $1: no field $field"; return 1; }
		done <fields
	done
}
heading() { head -n 1 | tr ',' '\n'; }

# Every type that is loaded and dumped, by what the commands themselves say.
types() { office-db dump nonsense 2>&1 | sed 's/.*: //' | tr -d ','; }

@test "officedb-records(5) names every field of every type" {
	local type
	sample_office
	[ "$(types | wc -w)" -ge 19 ]
	for type in $(types); do
		office-db dump "$type" -o csv | heading | fields_in "$type"
	done
	task-track stats -o csv | heading | fields_in task_count
	task-track stats --burn -o csv | heading | fields_in burn
	report-list -o csv | heading | fields_in report
	office-db journal --limit=1 -o csv | heading | fields_in journal
	unit-roster people -o csv | heading | fields_in person
	unit-roster contacts -o csv | heading | fields_in contact
	unit-roster secretaries -o csv | heading | fields_in secretary
	unit-roster secondments -o csv | heading | fields_in secondment
	unit-roster gaps -o csv | heading | fields_in gap
	unit-roster contact SW -o csv | heading | fields_in whom
	bulletin-build roundup -o csv | heading | fields_in item
	bulletin-build schedule -o csv | heading | fields_in appointment
	report-due slots -o csv | heading | fields_in slot
	report-due ledger -o csv | heading | fields_in ledger
	report-due urges -o csv | heading | fields_in urge
	report-due omissions -o csv | heading | fields_in omission
	report-list --tray --desk=ducha -o csv | heading | fields_in tray
	leave-log list -o csv | heading | fields_in leave
	leave-log away -o csv | heading | fields_in away
	leave-log balance -o csv | heading | fields_in balance
	leave-log stats -o csv | heading | fields_in leave_count
	leave-log request 闻致远 --kind=因公外出 --from=2026-12-21 --to=2026-12-22 --stand-in=陆景行 >number 2>said
	leave-log show L2026-0001 --chain -o csv | heading | fields_in leave_link
	leave-log show L2026-0001 --steps -o csv | heading | fields_in leave_step
	unit-roster pairs -o csv | heading | fields_in leave_pair
}

@test "doc-check(1) names every field of a finding; doc-check-rules(5) every field of a rule" {
	local name
	echo >empty.txt
	for page in "$top/man" "$top/man/zh_CN"; do
		for name in $(doc-check --quiet -o csv empty.txt | heading); do
			grep -q "\\\\fB$name\\\\fR" "$page/doc-check.1" || { echo "$page: $name"; return 1; }
		done
		for name in $(doc-check --list-rules -o csv | heading); do
			grep -q "\\\\fB$name\\\\fR" "$page/doc-check-rules.5" || { echo "$page: $name"; return 1; }
		done
		for name in $(doc-check --type=x - 2>&1 | sed -n 's/.*one of: //p' | tr -d ','); do
			plain "$page/doc-check-rules.5" | grep -qE "(^|[^a-z-])$name([^a-z-]|$)" ||
				{ echo "$page: $name"; return 1; }
		done
	done
}

@test "officedb-records(5) names the words of every choice" {
	sample_office
	for page in "$top/man/officedb-records.5" "$top/man/zh_CN/officedb-records.5"; do
		plain "$page" | awk '/\t/ { print $1 }' >cells
		for field in secrecy urgency; do
			report-submit --unit=SW --category=other --title=x --$field=nonsense >out 2>&1 || true
			sed 's/.*one of: //' out | grep -oE '(^|, )[a-z-]+' | tr -d ', ' >words
			[ "$(wc -l <words)" -ge 3 ]
			while read -r word; do
				grep -qxF "$word" cells || { echo "$page: $field $word"; return 1; }
			done <words
		done
		for ask in "report-list --status=x" "leave-log list --status=x" "unit-roster units --kind=x" "unit-roster contacts --role=x"; do
			$ask >out 2>&1 || true
			sed -n 's/.*one of: //p' out | tr -d ',' | tr ' ' '\n' >words
			[ "$(wc -l <words)" -ge 3 ]
			while read -r word; do
				grep -qxF "$word" cells || { echo "$page: $ask $word"; return 1; }
			done <words
		done
	done
}

@test "officedb-regime(5) names every setting that the shipped regime has" {
	office-db init
	office-db dump setting -o csv --columns=name >settings
	[ -s settings ]
	for page in "$top/man/officedb-regime.5" "$top/man/zh_CN/officedb-regime.5"; do
		for name in $(tail -n +2 settings | cut -d, -f1); do
			grep -q "\\\\fB$name\\\\fR" "$page" || { echo "$page: $name"; return 1; }
		done
	done
}

# --- exit status ------------------------------------------------------------------------------

@test "the exit status table is what commands do" {
	sample_office
	status 64 report-list --nonsense
	status 64 office-db nonsense
	printf 'unit,category,title\nBM13,other,\n' >bad.csv
	status 65 report-submit bad.csv
	status 66 report-submit no-such-file
	status 66 report-list --unit=NOSUCH
	status 73 office-db init
	status 73 bulletin-build roundup --output-file=no/such/place
	status 74 sh -c 'report-list -o csv >/dev/full'
	flock "$OFFICEDB-queue" true # it is there after the first writer
	exec 9<>"$OFFICEDB-queue"
	flock 9
	status 75 report-submit --wait=0 --unit=SW --category=other --title=x 9>&-
	exec 9>&-
	echo "not a database" >other.db
	status 78 report-list --db=other.db
	for page in "$top/man/officedb.7" "$top/man/zh_CN/officedb.7"; do
		for code in 0 1 64 65 66 69 70 71 73 74 75 77 78; do
			grep -q "^\\\\fB$code\\\\fR" "$page" || { echo "$page: $code"; return 1; }
		done
	done
	# What a command's own page says may happen stands in the table.
	for command in $commands; do
		for page in "$top/man/$command.1" "$top/man/zh_CN/$command.1"; do
			awk 'term { print } { term = $0 == ".TP" }' "$page" | sed -nE 's/^\\fB([0-9]+)\\fR.*/\1/p' >codes
			[ "$(wc -l <codes)" -ge 2 ]
			while read -r code; do
				grep -q "^\\\\fB$code\\\\fR" "$top/man/officedb.7" || { echo "$page: $code"; return 1; }
			done <codes
		done
	done
}

# --- examples -------------------------------------------------------------------------------------

# The blocks between .EX and .EE of a page, but those behind a line .\" no-test.
blocks() {
	awk '/^\.\\" no-test/ { skip = 1; next } /^\.EX/ { on = !skip; skip = 0; next } /^\.EE/ { on = 0 } on' "$1" | plain
}

# Run the commands ("$ ", gone on with by "> ") of a block's lines in one shell; commands and what
# they print come out as the page should have them.
play() {
	local line command="" shown=""
	play_one() {
		[ -n "$shown" ] || return 0
		printf '%s' "$shown"
		eval "$command" </dev/null 2>&1 || true
		shown=""
	}
	while IFS= read -r line; do
		case $line in
		"$ "*) play_one; command=${line#"$ "} shown=$line$'\n' ;;
		"> "*) command+=$'\n'${line#"> "} shown+=$line$'\n' ;;
		esac
	done
	play_one
}

# The page again, its blocks' output replaced by that of played.
updated() {
	awk -v played="$2" '
		function roff(s) {
			gsub(/\\/, "\\e", s); gsub(/-/, "\\-", s); gsub(/\047/, "\\(aq", s); gsub(/`/, "\\(ga", s)
			gsub(/\^/, "\\(ha", s); gsub(/~/, "\\(ti", s)
			return (s ~ /^\./ ? "\\\\&" : "") s
		}
		function out(   s) {
			while ((getline s <played) > 0) {
				if (s ~ /^\$ /) { held = s; return }
				if (s !~ /^> /) print roff(s)
			}
			held = ""
		}
		BEGIN { getline held <played }
		/^\.\\" no-test/ { skip = 1 }
		/^\.EX/ { on = !skip; skip = 0; print; next }
		/^\.EE/ { if (on && command) out(); on = command = 0; print; next }
		!on { print; next }
		/^\$ / { if (command) out(); command = 1; print; next }
		/^> / { print }' "$1"
}

@test "the examples of every page print what they say" {
	local language page dir
	sample_office
	for file in "$sample"/returns.*; do cp "$file" .; done
	report-submit returns.csv returns.yaml returns.jsonl >numbers 2>summary || [ $? -eq 65 ]
	office-db reindex
	[ -n "$(office-db batches -o csv)" ] # and the write-ahead log is in the file again
	for page in $(pages); do
		dir=play.$(basename "$(dirname "$page")").$(basename "$page")
		case $page in */zh_CN/*) language=zh_CN ;; *) language= ;; esac
		mkdir "$dir"
		cp office.db returns.* "$dir"
		blocks "$page" >"$dir.said"
		(
			cd "$dir"
			export OFFICEDB=$PWD/office.db LANGUAGE=$language
			play <"../$dir.said" >"../$dir.played"
		)
		[ "$(grep -c '^\$ ' "$dir.said")" -gt 0 ] || { echo "$page has no example"; return 1; }
		if [ -n "${MANUAL_UPDATE:-}" ]; then
			updated "$page" "$dir.played" >page.new
			cat page.new >"$page"
		else
			diff -u "$dir.said" "$dir.played" || { echo "$page"; return 1; }
		fi
	done
}

# --- completion --------------------------------------------------------------------------------

# complete WORD... - what is offered for the last word; the first is the command.
offered() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
	COMP_POINT=${#COMP_LINE}
	_officedb "$1" "${COMP_WORDS[$COMP_CWORD]}" ""
	printf '%s\n' "${COMPREPLY[@]}"
}

@test "completion: verbs, options, words, units, desks, categories, files" {
	sample_office
	bash --norc -c '. "$1" && complete -p report-list && complete -p office-db' - "$top/share/completion/officedb.bash" >out
	holds out "_officedb"
	. "$top/share/completion/officedb.bash"
	offered office-db "" | sort >have
	office-db --list-verbs | sed 's/$/ /' | sort | same have
	offered office-db re | sort >have
	printf '%s \n' reindex restore | same have
	offered report-list --un >have
	printf -- '--unit=\n--until=\n' | sort | diff - <(sort have)
	offered office-db load --dr >have
	same have <<<"--dry-run "
	offered bulletin-build roundup --w | sort >have
	printf -- '--wait=\n--width=\n' | same have
	# bash hands over "--status=acc" in three words.
	offered report-list --status = acc >have
	same have <<<"accepted "
	offered report-list -o j >have
	same have <<<"json "
	offered bulletin-build roundup --output = ht >have
	same have <<<"html "
	offered task-track list --light = red,y >have
	same have <<<"red,yellow "
	offered task-track report-out --output = ht >have
	same have <<<"html "
	offered task-track list --view = over >have
	same have <<<"overdue "
	offered task-track extend re | sort >have
	printf '%s \n' refuse request | same have
	offered task-track add --co = 市教 >have
	same have <<<"市教育局 "
	offered report-list --unit = 市教 >have
	same have <<<"市教育局 "
	offered report-list -u BM1 >have
	[ "$(wc -l <have)" -eq 10 ]
	offered report-submit --category = em >have
	same have <<<"emergency "
	offered report-handle forward --to = z >have
	same have <<<"zonghe "
	offered report-handle forward --to = "" | sort >have
	printf 'ducha \nxinxi \nzonghe \n' | same have
	offered unit-roster units --kind = "" | sort >have
	printf '%s \n' body county department other park | same have
	offered report-submit --on-duplicate = u >have
	same have <<<"update "
	offered unit-roster contact 市科 >have
	same have <<<"市科技局 "
	offered unit-roster contact 市科技局 meet >have
	same have <<<"meeting-plan "
	offered office-db dump hol >have
	same have <<<"holiday "
	offered office-db load --type = "" | tr -d ' ' | sort >have
	types | tr ' ' '\n' | sort | same have
	offered leave-log stats --by = "" | sort >have
	printf '%s \n' kind month person unit | same have
	offered leave-log list --status = app >have
	same have <<<"approved "
	offered leave-log request 葛 >have
	same have <<<"葛望津 "
	offered leave-log request --kind = an >have
	same have <<<"annual "
	offered leave-log calendar -o i >have
	same have <<<"ics "
	offered doc-check --gate = policy,f >have
	same have <<<"policy,format "
	offered doc-check --explain = F01 >have
	same have <<<"F01 "
	offered doc-check -o sa >have
	same have <<<"sarif "
	touch here.csv
	offered doc-check her >have
	same have <<<"here.csv"
	offered report-submit her >have
	same have <<<"here.csv"
	offered office-db backup --db = offi >have
	holds have "office.db"
	# Common options may stand before the verb, and --db says whose units are completed.
	offered office-db --wait = 3 ba | sort >have
	printf '%s \n' backup batches | same have
	mv office.db elsewhere.db
	offered report-list --db = elsewhere.db --unit = 市教 >have
	same have <<<"市教育局 "
	offered report-list --unit = 市教 >have
	[ "$(cat have)" = "" ]
}

# --- the nightly job ------------------------------------------------------------------------------

@test "the cron job: roundup as a page, index, backup; silent when all is well" {
	sample_office
	# The lines as cron and systemd run them: without their five fields and what they escape.
	grep -vE '^(#|[A-Z_]+=|$)' "$top/share/cron/officedb.cron" |
		sed -E -e 's/^([^ \t]+[ \t]+){5}//' -e 's/\\%/%/g' >cron
	sed -n 's/^ExecStart=//p' "$top/share/cron/officedb-roundup.service" | sed -e 's/%%/%/g' -e 's/\$\$/$/g' >systemd
	for by in cron systemd; do
		[ "$(wc -l <$by)" -ge 3 ]
		ROUNDUPS=$PWD/$by.pages BACKUPS=$PWD/$by.backups
		export ROUNDUPS BACKUPS
		mkdir "$ROUNDUPS" "$BACKUPS"
		while read -r line; do
			sh -c "$line" >out 2>&1 </dev/null || { echo "$line"; cat out; return 1; }
			same out </dev/null
		done <$by
		[ "$(ls "$ROUNDUPS"/*.html | wc -l)" -eq 1 ]
		status 0 office-db verify --db="$(ls "$BACKUPS"/*.db)"
	done
	grep -q '^OnCalendar=.*Asia/Shanghai' "$top/share/cron/officedb-roundup.timer"
}
