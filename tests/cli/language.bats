#!/usr/bin/env bats
# Languages: what the catalogue must hold, and that it is found where cron gives no locale, where the
# locale asked for is not installed, and where a machine reads.

load common

prepare() {
	sample_office
	report-submit --unit=市应急局 --category=emergency --title=仓库起火 --place=城南 --body=已扑灭 \
		--occurred-at=今天 --urgency=urgent >/dev/null
	report-submit --unit=市委 --category=work --title=党建动态 --body=正文 --occurred-at=今天 >/dev/null
}

# in_chinese MSGID - its translation, to standard output.
in_chinese() {
	local text
	text=$(TEXTDOMAINDIR=$build/share/locale TEXTDOMAIN=officedb LC_ALL=C.UTF-8 LANGUAGE=zh_CN gettext -- "$1")
	[ "$text" != "$1" ] || { echo "po/zh_CN.po has no '$1'" >&2; return 1; }
	printf '%s\n' "$text"
}

# from_nothing COMMAND... - as cron would run it.
from_nothing() { env -i PATH="$PATH" OFFICEDB="$OFFICEDB" OFFICEDB_NOW="$OFFICEDB_NOW" "$@"; }

# Each line's last word begins in the same cell.
aligned() {
	python3 -c '
import sys, unicodedata
def cells(s): return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in s)
at = set()
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip("\n")
    at.add(cells(line[:len(line) - len(line.split("  ")[-1].lstrip())]))
sys.exit(len(at) != 1)
' "$1"
}

@test "with no locale at all: tables aligned, text in UTF-8, nothing escaped" {
	for none in "from_nothing" "env LC_ALL=C LANG=" "env LC_ALL=POSIX" "env -u LC_ALL -u LANG -u LANGUAGE LC_CTYPE=C"; do
		status 0 $none report-list --columns=number,title,status
		holds out "R2026-0001  仓库起火  received"
		lacks out '\\x|\?\?|\\[0-9]'
		aligned out
		status 0 $none unit-roster gaps --columns=unit_name,role,unit
		aligned out
		holds out 共青团示例市委员会
		status 0 $none bulletin-build roundup
		iconv -f UTF-8 -t UTF-8 out >/dev/null
		holds out "每日情况汇总"
		lacks out '\\x|\?\?'
		status 66 $none unit-roster contact 市应级局
		holds err "市应急局"
	done
	printf 'a  b\n市委  b\n' >control
	if aligned control; then return 1; fi
}

@test "the locale asked for gives its catalogue, installed or not" {
	word=$(in_chinese received)
	for how in "LANG=zh_CN.UTF-8" "LC_ALL=zh_CN.UTF-8" "LC_MESSAGES=zh_CN.UTF-8" "LANG=zh_CN" \
		"LANG=zh_CN.GB18030" "LC_ALL=C.UTF-8 LANGUAGE=zh_CN" "LANG=en_US.UTF-8 LANGUAGE=zh_CN:en" \
		"LANG=zh_CN.UTF-8 LANGUAGE=zh_CN"; do
		status 0 from_nothing env $how report-list --columns=number,status
		holds out "R2026-0001  $word" || { echo "with $how"; return 1; }
		aligned out
	done
	for how in "LANG=C" "LC_ALL=C LANG=zh_CN.UTF-8" "LANG=zh_CN.UTF-8 LANGUAGE=en" "LANG=fr_FR.UTF-8"; do
		status 0 from_nothing env $how report-list --columns=number,status
		holds out "R2026-0001  received" || { echo "with $how"; return 1; }
	done
}

@test "an empty LANGUAGE is no LANGUAGE" {
	word=$(in_chinese received)
	status 0 from_nothing env LANG=zh_CN.UTF-8 LANGUAGE= report-list --columns=number,status
	holds out "R2026-0001  $word"
}

@test "every command fails in Chinese where Chinese is asked for" {
	text=$(in_chinese "cannot open database '%s': %s; make one with 'office-db init --db=%s'")
	export LANGUAGE=zh_CN
	for command in "report-list" "report-submit --title=题" "report-handle accept R2026-0001" "unit-roster units" \
		"bulletin-build roundup" "office-db verify"; do
		status 78 $command --db=none.db
		holds err "${command%% *}: ${text%%\%s*}none.db"
	done
}

@test "--help of every command and verb is UTF-8 in both languages" {
	for command in report-list report-submit; do echo $command; done >all
	for command in office-db unit-roster report-handle leave-log task-track bulletin-build; do
		echo $command >>all
		$command --list-verbs | sed "s/^/$command /" >>all
	done
	[ "$(wc -l <all)" -gt 30 ]
	while read -r command; do
		LANGUAGE=zh_CN status 0 $command --help </dev/null
		iconv -f UTF-8 -t UTF-8 out >/dev/null
		mv out chinese
		status 0 $command --help </dev/null
		if cmp -s out chinese; then
			echo "$command --help is the same in both"
			return 1
		fi
	done <all
}

@test "what machines read does not change with the language" {
	for command in "report-list -o json" "report-list -o yaml" "report-list -o csv" "report-list -o tsv" \
		"office-db dump" "office-db journal -o json" "unit-roster contact 应急 -o csv" \
		"unit-roster gaps -o json" "bulletin-build roundup -o json" "bulletin-build roundup -o csv" \
		"report-submit --list-options" "office-db --list-verbs"; do
		$command >english
		LANGUAGE=zh_CN $command | cmp - english
		LANG=zh_CN.UTF-8 LC_ALL= LANGUAGE= $command | cmp - english
		LC_ALL=C $command | cmp - english
	done
	# And a file is read the same.
	printf '单位,类别,标题,内容,紧急程度,时间\n市教育局,工作动态,供暖,正文,加急,12月4日下午2点\n' >day.csv
	LANGUAGE=zh_CN status 0 report-submit --dry-run -o json day.csv
	mv out chinese
	status 0 report-submit --dry-run -o json day.csv
	cmp out chinese
	holds out '"urgency":"urgent"'
}

@test "the roundup speaks the regime's language whoever runs it, or the one asked for" {
	word=$(in_chinese "Items by unit")
	for how in "LANGUAGE=" "LANGUAGE=en LANG=en_US.UTF-8" "LC_ALL=C"; do
		status 0 env $how bulletin-build roundup
		holds out "$word"
		lacks out 'Items by unit|Friday|received|urgent'
		status 0 env $how bulletin-build roundup -o html
		holds out '<html lang="zh'
		holds out "$word"
	done
	status 0 bulletin-build roundup --language=en
	holds out "Items by unit"
	holds out "2026-12-04, Friday"
	echo 'setting: [{name: language, value: en, valid_from: 2026-12-04}]' >regime.yaml
	status 0 office-db load regime.yaml
	LANGUAGE=zh_CN status 0 bulletin-build roundup
	holds out "Items by unit"
	status 0 bulletin-build roundup --date=2026-12-03
	holds out "$(in_chinese Thursday)"
}

@test "the demo ends in the reader's language, with commands that work" {
	LANGUAGE= LC_ALL= LANG=C status 0 sh "$top/tests/demo.sh" "$PWD/demo"
	sed -n '/^The sample office/,$p' out >english
	for how in "LANGUAGE=zh_CN" "LANGUAGE= LC_ALL= LANG=zh_CN.UTF-8"; do
		status 0 env $how sh "$top/tests/demo.sh" "$PWD/demo"
		sed -n '/^样例办公室/,$p' out >chinese
		lacks out 'Try next|The sample office'
		# The commands are the same; what stands behind them is not.
		diff <(sed -n 's/^  \(.*[^ ]\)   .*/\1/p' chinese) <(sed -n 's/^  \(.*[^ ]\)   .*/\1/p' english)
		[ "$(wc -l <chinese)" = "$(wc -l <english)" ]
	done
	sed -n 's/^  \(export .*\)/\1/p; s/^  \(\(report-list\|unit-roster\|office-db\).*[^ ]\)   .*/\1/p' chinese >try.sh
	[ "$(wc -l <try.sh)" -eq 6 ]
	status 0 sh -e try.sh
}

# What "make po" would do, somewhere else.
@test "po/zh_CN.po is complete: nothing new, nothing untranslated, nothing fuzzy" {
	(
		cd "$top"
		xgettext --from-code=UTF-8 -k_ -kN_ -c --no-location -o "$BATS_TEST_TMPDIR/officedb.pot" \
			--package-name=officedb cmd/*.[ch] lib/*/*.c
	)
	cp "$top/po/zh_CN.po" zh_CN.po
	msgmerge -q --no-fuzzy-matching --no-location --backup=off -U zh_CN.po officedb.pot
	LC_ALL=C msgfmt --check --statistics -o zh_CN.mo zh_CN.po 2>said
	cat said
	msgattrib --untranslated zh_CN.po | grep '^msgid' | head -20
	lacks said 'untranslated|fuzzy'
	grep -qE '^[0-9]+ translated messages\.$' said
}

@test "translations keep the rules of messages: same ends, no Latin stop, quotes of a pair" {
	python3 - "$top/po/zh_CN.po" >wrong <<-'END'
	import ast, re, sys
	text = open(sys.argv[1], encoding="utf-8").read()
	pattern = r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)'
	join = lambda s: "".join(ast.literal_eval(line) for line in s.strip().split("\n"))
	seen = 0
	for match in re.finditer(pattern, text, re.M):
	    id, said = join(match[1]), join(match[2])
	    if not id or not said:
	        continue
	    seen += 1
	    if id.endswith("\n") != said.endswith("\n") or id.startswith("\r") != said.startswith("\r"):
	        print("line ends differ:", id)
	    if re.search(r"[\u4e00-\u9fff][,;?!]", said):
	        print("Latin mark after Chinese:", said)
	    if said.count("“") != said.count("”") or said.count("（") != said.count("）"):
	        print("an open pair:", said)
	if not seen:
	    print("no messages found")
	END
	same wrong </dev/null
}
