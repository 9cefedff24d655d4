#!/usr/bin/env bats
# What report-submit does with input that is wrong, and with a database that cannot take it: the row
# is refused with the reason, the good ones are taken, nothing else is harmed.

load common

prepare() { sample_office; }

# on_file TITLE... - exactly these are on file, in this order, and the database is sound.
on_file() {
	report-list -o json | jq -r .title >have
	printf '%s\n' "$@" | same have
	office-db verify >verified
}
nothing_on_file() {
	[ "$(sqlite3 "$OFFICEDB" "SELECT count(*) FROM report")" = 0 ]
	[ "$(sqlite3 "$OFFICEDB" "SELECT count(*) FROM batch")" = 0 ]
	office-db verify >verified
}

# lean MEGABYTES STATUS COMMAND... - as status, and it never held more than that in memory.
lean() {
	local most=$(($1 * 1024)) want=$2 peak=0 now got=0
	shift 2
	# The sanitizers' own memory is not ours.
	if grep -q __asan_init "$build"/lib/libofficedb.so; then most=$((most * 8)); fi
	"$@" >out 2>err &
	while now=$(awk '/^VmHWM/ { print $2 }' /proc/$!/status 2>/dev/null) && [ -n "$now" ]; do
		peak=$now
		sleep 0.02
	done
	wait $! || got=$?
	echo "status $got, at most $peak kB"
	cat err
	[ "$got" -eq "$want" ] && [ "$peak" -gt 0 ] && [ "$peak" -lt $most ]
}

# --- what a row says -------------------------------------------------------------------------------

@test "an unknown unit: the nearest names are offered" {
	cat >in.csv <<-END
	单位,类别,标题
	市应急司,其他,甲
	市应急局,其他,乙
	某某驻外机构,其他,丙
	局,其他,丁
	END
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: no unit '市应急司'; near it: 市应急局、应急局、市应急管理局
	report-submit: in.csv:4: no unit '某某驻外机构'; 'unit-roster units' lists them
	report-submit: in.csv:5: no unit '局'; 'unit-roster units' lists them
	report-submit: B2026-0001: read 4: taken 1, updated 0, duplicates 0, rejected 3
	END
	on_file 乙
}

@test "an unknown category: the known ones are listed" {
	cat >in.csv <<-END
	单位,类别,标题
	市应急局,趣闻,甲
	市应急局,其他,乙
	END
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: no category '趣闻'; there are: emergency 重大突发事件, remark 重要言论, activity 领导活动动态, reception 重要接待, work 工作动态, media 媒体摘要, experience 经验做法, problem 问题建议, document 上报文件, meeting-plan 会议方案, leader-report 领导干部工作报告, schedule 次日活动安排, personal 个人重大事项, personal-yearly 个人有关事项年度报告, leave 请销假, other 其他
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 乙
}

@test "a title, unit or category that is missing, empty or blank" {
	cat >in.csv <<-END
	单位,类别,标题
	市应急局,其他,
	市应急局,其他,""
	市应急局,其他,　
	,其他,无单位
	市应急局,,无类别
	市应急局,其他,乙
	END
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: 'title' is missing
	report-submit: in.csv:3: 'title' is missing
	report-submit: in.csv:4: 'title' is missing
	report-submit: in.csv:5: 'unit' is missing
	report-submit: in.csv:6: 'category' is missing
	report-submit: B2026-0001: read 6: taken 1, updated 0, duplicates 0, rejected 5
	END
	on_file 乙
	status 65 report-submit --unit=市应急局 --category=其他
	same err <<-END
	report-submit: title is missing
	END
}

@test "dates that are none" {
	cat >in.csv <<-END
	单位,类别,标题,时间
	市应急局,其他,甲,2026年2月30日
	市应急局,其他,乙,12月32日
	市应急局,其他,丙,昨日
	市应急局,其他,丁,yesterdy
	市应急局,其他,戊,13月1日
	市应急局,其他,己,12月4日25时
	市应急局,其他,庚,2028-01-01
	市应急局,其他,辛,昨天
	END
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: 时间: '2026年2月30日' is not a day: February 2026 has 28
	report-submit: in.csv:3: 时间: '12月32日' is not a day: December has 31
	report-submit: in.csv:4: 时间: '昨日' is not a date and time; write 2026-12-05 14:30, 12月5日下午2点, 2026-12-05, now, or 14:30 for today
	report-submit: in.csv:5: 时间: 'yesterdy' is not a date and time; write 2026-12-05 14:30, 12月5日下午2点, 2026-12-05, now, or 14:30 for today
	report-submit: in.csv:6: 时间: '13月1日' is not a day: months are 1 to 12
	report-submit: in.csv:7: 时间: '12月4日25时' is not a time of day: hours are 0 to 23, minutes and seconds 0 to 59
	report-submit: in.csv:8: occurred_at: 2028-01-01 is more than a year ahead
	report-submit: B2026-0001: read 8: taken 1, updated 0, duplicates 0, rejected 7
	END
	on_file 辛
}

@test "words that are no secrecy and no urgency, control characters, all faults of a row at once" {
	printf '%s\n' 单位,类别,标题,密级,紧急程度 市应急局,其他,甲,很密,火急 \
		$'市应急局,其他,乙\e[31m,,' 市应急局,其他,丙,秘密,加急 >in.csv
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: 密级: '很密' is not one of: none (unclassified), secret, highly-secret (highly secret), top-secret (top secret); 紧急程度: '火急' is not one of: none (ordinary), urgent, top-urgent (top urgent)
	report-submit: in.csv:3: 标题: the control character U+001B does not belong here
	report-submit: B2026-0001: read 3: taken 1, updated 0, duplicates 0, rejected 2
	END
	on_file 丙
}

# --- headings --------------------------------------------------------------------------------------

@test "what is no character is refused however it comes" {
	no=$(printf 'a\xef\xbf\xbeb')
	status 65 report-submit --unit=示西区 --category=work --title="$no" --body=文
	holds err "U+FFFE, which is no character, does not belong here"
	echo '{"unit":"示西区","category":"work","title":"题","body":"文\ufdd0文"}' >in.jsonl
	status 65 report-submit in.jsonl
	holds err "U+FDD0, which is no character, does not belong here"
	printf 'report:\n  - unit: 示西区\n    category: work\n    title: "题\\U0001FFFF"\n    body: 文\n' >in.yaml
	status 65 report-submit in.yaml
	holds err "U+1FFFF, which is no character, does not belong here"
	printf '单位,类别,标题,正文\n示西区,工作动态,题,文\xef\xbf\xbf\n' >in.csv
	status 65 report-submit in.csv
	holds err "U+FFFF, which is no character, does not belong here"
	status 0 report-submit --unit=示西区 --category=work --title="题？：；🙂" --body="文�，。"
}

@test "two headings for one field: the file is refused" {
	printf '单位,报送单位,类别,标题\nBM31,BM31,其他,甲\n' >in.csv
	status 65 report-submit in.csv
	same out </dev/null
	same err <<-END
	report-submit: in.csv:1: headings '单位' and '报送单位' both mean 'unit'
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	echo '{"unit":"BM31","类别":"其他","栏目":"other","title":"甲"}' >in.jsonl
	status 65 report-submit in.jsonl
	same err <<-END
	report-submit: in.jsonl:1: '类别' and '栏目' both mean 'category'
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	nothing_on_file
}

@test "a heading that nobody knows: the file is refused, the nearest names first" {
	printf '单位,类别,标题,正 文\nBM31,其他,甲,文\n' >in.csv
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:1: unknown heading '正 文'; known are: 正文, 单位, 类别, 标题, 时间, 地点, 领导, 报送人, …
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	printf 'unit,category,titel\nBM31,other,甲\n' >in.csv
	status 65 report-submit in.csv
	holds err "report-submit: in.csv:1: unknown heading 'titel'; known are: title, "
	nothing_on_file
	# In YAML and JSON Lines only the record is.
	printf '%s\n' '- {unit: BM31, category: other, titel: 甲}' '- {unit: BM31, category: other, title: 乙}' >in.yaml
	status 65 report-submit in.yaml
	same err <<-END
	report-submit: in.yaml:1: unknown field 'titel'; the nearest is 'title'; 'title' is missing
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 乙
}

@test "a file that is refused whole stops no other" {
	printf '单位,类别,标题,备注说明\nBM31,其他,甲,文\n' >a.csv
	printf '单位,类别,标题\nBM31,其他,乙\n' >b.csv
	status 65 report-submit a.csv b.csv
	same out <<-END
	R2026-0001
	END
	on_file 乙
}

# --- CSV ---------------------------------------------------------------------------------------------

@test "ragged rows" {
	cat >in.csv <<-END
	单位,类别,标题,正文
	BM31,其他,甲
	BM31,其他,乙,文,多
	BM31,其他,丙,文
	END
	status 65 report-submit --rejects=rejects.csv in.csv
	same err <<-END
	report-submit: in.csv:2: 3 cells, the heading has 4
	report-submit: in.csv:3: 5 cells, the heading has 4
	report-submit: B2026-0001: read 3: taken 1, updated 0, duplicates 0, rejected 2
	END
	same rejects.csv <<-END
	单位,类别,标题,正文,reject_reason
	,,,,"in.csv:2: 3 cells, the heading has 4; the row was: BM31,其他,甲"
	,,,,"in.csv:3: 5 cells, the heading has 4; the row was: BM31,其他,乙,文,多"
	END
	on_file 丙
}

@test "a quote that is never closed: what stood before is taken, where it was opened is told" {
	cat >in.csv <<-END
	单位,类别,标题,正文
	BM31,其他,甲,文
	BM31,其他,乙,"没有收尾
	BM31,其他,丙,文
	END
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:3: the quote opened here is never closed; the records from here on were not read
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 甲
	# The row is kept as it stood, and what else was not read is said not to be.
	status 65 report-submit --rejects=rejects.csv in.csv
	same err <<-END
	report-submit: in.csv:3: the quote opened here is never closed; the records from here on were not read
	report-submit: in.csv: what was not read is not in 'rejects.csv' either; mend the file itself and submit it again: what is on file already is passed over
	report-submit: read 2: taken 0, updated 0, duplicates 1, rejected 1
	END
	same rejects.csv <<-'END'
	单位,类别,标题,正文,reject_reason
	,,,,"in.csv:3: the quote opened here is never closed; the records from here on were not read; the row was: BM31,其他,乙,""没有收尾
	BM31,其他,丙,文"
	END
	status 65 report-submit --atomic in.csv
	holds err "report-submit: --atomic: nothing was taken"
	on_file 甲
}

@test "text after a closing quote" {
	printf '单位,类别,标题\nBM31,其他,"甲"乙\nBM31,其他,丙\n' >in.csv
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: text after the closing quote of column '标题'
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 丙
}

# --- bytes -------------------------------------------------------------------------------------------

@test "a NUL byte" {
	printf '单位,类别,标题\nBM31,其他,甲\0三\nBM31,其他,乙\n' >in.csv
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:2: 标题: holds a NUL byte
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 乙
	printf '%s\n' '{"unit":"BM31","category":"other","title":"甲\u0000三"}' >in.jsonl
	status 65 report-submit in.jsonl
	on_file 乙
	printf -- '- {unit: BM31, category: other, title: "甲\\0三"}\n' >in.yaml
	status 65 report-submit in.yaml
	on_file 乙
}

@test "broken UTF-8 in the middle of 100 MB: one row is lost, and memory stays small" {
	# 25,000 rows of 4 KB, of which number 12,500 has a byte too many.
	awk 'BEGIN {
		for (i = 0; i < 130; i++) text = text "全市统筹推进各项工作"
		print "unit,category,title,body"
		for (i = 1; i <= 26000; i++)
			print "BM31,work,第" i "件," (i == 13000 ? "\377" : "") text
	}' >big.csv
	[ "$(stat -c %s big.csv)" -gt 100000000 ]
	lean 150 65 report-submit big.csv
	same err <<-END
	report-submit: big.csv:13001: body: not UTF-8 at byte 1 (a file of mixed encodings?)
	report-submit: B2026-0001: read 26000: taken 25999, updated 0, duplicates 0, rejected 1
	END
	[ "$(wc -l <out)" = 25999 ]
	sqlite3 "$OFFICEDB" "PRAGMA quick_check; SELECT count(*) FROM report; SELECT count(*) FROM report WHERE title = '第13000件'" >have
	same have <<-END
	ok
	25999
	0
	END
}

@test "rows of another encoding in a UTF-8 file" {
	{
		printf '单位,类别,标题\nBM31,其他,甲乙丙丁\n'
		echo 'BM31,其他,水利动态' | iconv -t GB18030
		printf 'BM31,其他,戊己庚辛\n'
	} >in.csv
	status 65 report-submit in.csv
	same err <<-END
	report-submit: in.csv:3: 类别: not UTF-8 at byte 1 (a file of mixed encodings?); 标题: not UTF-8 at byte 3 (a file of mixed encodings?)
	report-submit: B2026-0001: read 3: taken 2, updated 0, duplicates 0, rejected 1
	END
	on_file 甲乙丙丁 戊己庚辛
}

@test "rows of UTF-8 in a GB18030 file are not taken as rubbish" {
	{
		printf '单位,类别,标题\n市水利局,其他,甲乙丙丁\n' | iconv -t GB18030
		printf '市应急局,其他,应急动态\n'
		printf 'BM31,other,应急动态\n'
		printf 'BM31,other,全市工作\n'
		printf 'BM31,other,市委书记调研\n'
		printf '市水利局,其他,戊己庚辛\n' | iconv -t GB18030
	} >in.csv
	status 65 report-submit in.csv
	on_file 甲乙丙丁 戊己庚辛
}

@test "UTF-16 that is no table: save it as UTF-8, with a mark in front or none" {
	printf 'report:\n  - {unit: BM31, category: other, title: 甲}\n' >plain
	for as in UTF-16 UTF-16LE UTF-16BE; do
		iconv -t $as plain >in.yaml
		status 65 report-submit in.yaml
		[ "$(head -1 err)" = "report-submit: 'in.yaml' is UTF-16 text; save it as UTF-8" ] || { cat err; return 1; }
	done
	printf 'unit,category,title\nBM31,other,x\n' | iconv -t UTF-16LE >in.csv
	status 65 report-submit in.csv
	holds err "'in.csv' is UTF-16 text; save it as \"CSV UTF-8\""
	printf 'draft:\n' | iconv -t UTF-16 >d.yaml
	status 65 bulletin-build check d.yaml
	cat out err >said
	holds said "'d.yaml' is UTF-16 text; save it as UTF-8"
}

@test "UTF-16 and workbooks: what they are and what to do" {
	printf '单位,类别,标题\nBM31,其他,甲\n' | iconv -t UTF-16 >in.csv
	status 65 report-submit in.csv
	same err <<-END
	report-submit: 'in.csv' is UTF-16 text; save it as "CSV UTF-8"
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	{ printf '\376\377'; printf '单位,类别,标题\nBM31,其他,甲\n' | iconv -t UTF-16BE; } >in.csv
	status 65 report-submit in.csv
	holds err "report-submit: 'in.csv' is UTF-16 text; save it as \"CSV UTF-8\""
	printf 'PK\3\4\24\0\6\0[Content_Types].xml' >in.xlsx
	status 65 report-submit in.xlsx
	same err <<-END
	report-submit: 'in.xlsx' is an Excel workbook (.xlsx) or another archive; save it as "CSV UTF-8"
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	printf '\320\317\21\340\241\261\32\341' >in.xls
	status 65 report-submit in.xls
	holds err "report-submit: 'in.xls' is an old Excel workbook (.xls); save it as \"CSV UTF-8\""
	nothing_on_file
}

@test "a field of 50 MB: the limit is told, the next row taken, memory stays small" {
	text() { yes 文文文文文文文文文文文文文文文文 | tr -d '\n' | head -c 50000000 | head -c -2; }
	{ printf 'unit,category,title,body\nBM31,other,甲,'; text; printf '\nBM31,other,乙,短\n'; } >in.csv
	lean 60 65 report-submit --rejects=rejects in.csv
	same err <<-END
	report-submit: in.csv:2: column 'body' is longer than 1048576 bytes
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	[ "$(stat -c %s rejects)" -lt 20000 ]
	{
		printf '{"unit":"BM31","category":"other","title":"丙","body":"'
		text
		printf '"}\n{"unit":"BM31","category":"other","title":"丁"}\n'
	} >in.jsonl
	lean 60 65 report-submit in.jsonl
	same err <<-END
	report-submit: in.jsonl:1: the line is longer than 4194304 bytes
	report-submit: B2026-0002: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	{
		printf -- '- {unit: BM31, category: other, title: 戊}\n- unit: BM31\n  category: other\n  title: 己\n  body: '
		text
		printf '\n'
	} >in.yaml
	lean 60 65 report-submit in.yaml
	same err <<-END
	report-submit: in.yaml:5: no end within 4194304 bytes; the records from here on were not read
	report-submit: B2026-0003: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 乙 丁 戊
}

@test "a field of just the limit is taken, one byte more is not" {
	body() { head -c "$1" /dev/zero | tr '\0' x; }
	for n in 1048576 1048577; do
		echo "{\"unit\":\"BM31\",\"category\":\"other\",\"title\":\"$n\",\"body\":\"$(body $n)\"}"
	done >in.jsonl
	status 65 report-submit in.jsonl
	same err <<-END
	report-submit: in.jsonl:2: body: longer than 1048576 bytes
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 1048576
	body 1048577 >text
	status 65 report-submit --unit=BM31 --category=other --title=一 --body=- <text
	same err <<-END
	report-submit: body: longer than 1048576 bytes
	END
}

# --- YAML --------------------------------------------------------------------------------------------

@test "a YAML bomb: aliases are refused before they unfold" {
	{
		echo 'a: &a [笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑]'
		for c in ab bc cd de ef fg gh hi; do
			p=*${c:0:1}
			echo "${c:1}: &${c:1} [$p, $p, $p, $p, $p, $p, $p, $p, $p]"
		done
	} >bomb.yaml
	lean 60 65 timeout 5 report-submit --rejects=rejects bomb.yaml
	same err <<-END
	report-submit: bomb.yaml:1: anchors (&a) are not read; write the value out
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	[ "$(stat -c %s rejects)" -lt 10000 ]
	nothing_on_file
	cat >in.yaml <<-'END'
	- unit: BM31
	  category: other
	  title: &t 甲
	- unit: BM31
	  category: other
	  title: *t
	- unit: BM31
	  category: other
	  title: 乙
	END
	status 65 report-submit in.yaml
	same err <<-'END'
	report-submit: in.yaml:3: anchors (&t) are not read; write the value out
	report-submit: in.yaml:6: aliases (*t) are not read; write the value out
	report-submit: B2026-0001: read 3: taken 1, updated 0, duplicates 0, rejected 2
	END
	on_file 乙
}

@test "YAML with wrong indentation: what stood before is taken, the line is told" {
	cat >in.yaml <<-'END'
	- unit: BM31
	  category: other
	  title: 甲
	- unit: BM31
	   category: other
	  title: 乙
	- unit: BM31
	  category: other
	  title: 丙
	END
	status 65 report-submit in.yaml
	same err <<-END
	report-submit: in.yaml:5: a ':' where no field may begin; let the fields of a record begin in one column, and put text that holds ': ' in quotes; the records from here on were not read
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	on_file 甲
	status 65 report-submit --rejects=rejects.yaml in.yaml
	holds err "in.yaml: what was not read is not in 'rejects.yaml' either; mend the file itself and submit it again: what is on file already is passed over"
	same rejects.yaml <<-'END'
	---
	reject_reason: "in.yaml:5: a ':' where no field may begin; let the fields of a record begin in one column, and put text that holds ': ' in quotes; the records from here on were not read"
	reject_raw: |2-
	  - unit: BM31
	     category: other
	    title: 乙
	  - unit: BM31
	    category: other
	    title: 丙
	END
	# A list below a field by mistake: that record alone is refused, and kept as it stood.
	printf '%s\n' '- unit: BM31' '  category: other' '  title:' '    甲: 乙' \
		'- {unit: BM31, category: other, title: 丁}' >in.yaml
	status 65 report-submit --rejects=rejects.yaml in.yaml
	same err <<-'END'
	report-submit: in.yaml:4: 'title': a mapping inside a record is not read; give text or a list
	report-submit: B2026-0002: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	same rejects.yaml <<-'END'
	---
	unit: BM31
	category: other
	title:
	reject_reason: "in.yaml:4: 'title': a mapping inside a record is not read; give text or a list"
	reject_raw: |2-
	  - unit: BM31
	    category: other
	    title:
	      甲: 乙
	END
	on_file 甲 丁
}

@test "YAML that is none: what is wrong and what to do, in the reader's language" {
	broken() {
		printf -- "$1" >in.yaml
		status 65 report-submit in.yaml
		sed -n 's/^report-submit: in.yaml:\(.*\); the records from here on were not read$/\1/p' err >>said
		LANGUAGE=zh_CN status 65 report-submit in.yaml
		grep '^report-submit: in.yaml:[0-9]*: ' err | grep -E '[a-z]{3,} [a-z]{2,}' && return 1
		return 0
	}
	broken '- unit: BM31\n category: other\n'
	broken '- unit: BM31\n  category: other\n - unit: BM31\n'
	broken '- unit: BM31\n  category\n  title: 甲\n'
	broken '- unit: BM31\n\tcategory: other\n'
	broken '- unit: @BM31\n'
	broken '- unit: "BM31\n  title: 甲\n- unit: BM31\n'
	broken '- {unit: BM31, title: 甲\n- unit: BM31\n'
	broken '- unit: BM31\n  leaders: [甲, 乙\n  title: 甲\n'
	broken '- unit: "BM31\\q"\n'
	broken '- unit: - BM31\n'
	broken 'unit: BM31\n- title: 甲\n'
	same said <<-'END'
	2: the indentation does not fit; let the records of a list begin with '- ' in one column and their fields in another
	3: the indentation does not fit; let the records of a list begin with '- ' in one column and their fields in another
	2: a field's name without ':' behind it; if this goes on with the text before, indent it
	2: a tab in the indentation; use spaces
	1: a tab in the indentation, or text that begins with @, ` or %; use spaces, or quotes around the text
	1: the quote opened here is never closed
	1: the '{' here is never closed, or a ',' is missing behind it
	2: the '[' here is never closed, or a ',' is missing behind it
	1: a \ in double quotes that YAML does not know; write \\, or use single quotes
	1: '- ' where no list may begin; begin the list on the next line, or put the text in quotes
	2: the indentation does not fit; let the fields of a record begin in one column
	END
}

@test "a file that is refused before its first record leaves no rejects file" {
	printf '单位,报送单位,类别,标题\nBM31,BM31,其他,甲\n' >in.csv
	status 65 report-submit --rejects=rejects.csv in.csv
	same err <<-END
	report-submit: in.csv:1: headings '单位' and '报送单位' both mean 'unit'
	report-submit: in.csv: what was not read is not in 'rejects.csv' either; mend the file itself and submit it again: what is on file already is passed over
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	[ ! -e rejects.csv ]
}

@test "YAML nested without end" {
	{ printf 'unit: BM31\ntitle: '; head -c 100000 /dev/zero | tr '\0' '['; } >in.yaml
	status 65 report-submit in.yaml
	holds err "rejected 1"
	nothing_on_file
}

# --- JSON --------------------------------------------------------------------------------------------

@test "surrogate pairs are characters; half of one is refused" {
	cat >in.jsonl <<-'END'
	{"unit":"BM31","category":"other","title":"\ud842\udfb7家岭\ud83d\ude00"}
	{"unit":"BM31","category":"other","title":"\ud842家岭"}
	{"unit":"BM31","category":"other","title":"家岭\udfb7"}
	{"unit":"BM31","category":"other","title":"\udfb7\ud842"}
	{"unit":"BM31","category":"other","title":"𠮷家岭"}
	END
	status 65 report-submit in.jsonl
	sed 's/column [0-9]*/column N/' err >told
	same told <<-'END'
	report-submit: in.jsonl:2: column N: invalid Unicode '\uD842' near '"\ud842家岭"'
	report-submit: in.jsonl:3: column N: invalid Unicode '\uDFB7' near '"家岭\udfb7"'
	report-submit: in.jsonl:4: column N: invalid Unicode '\uDFB7' near '"\udfb7\ud842"'
	report-submit: B2026-0001: read 5: taken 2, updated 0, duplicates 0, rejected 3
	END
	on_file 𠮷家岭😀 𠮷家岭
}

@test "JSON that is no JSON Lines" {
	status 65 report-submit <<<'[{"unit":"BM31","category":"other","title":"甲"}]'
	same err <<-END
	report-submit: <stdin>:1: a JSON array; give one object a line (jq -c '.[]')
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	status 65 report-submit <<<$'{\n  "unit": "BM31"\n}'
	holds err "report-submit: <stdin>:1: an object over several lines; give one object a line (jq -c .)"
	status 65 report-submit <<<$'{"unit":"BM31","category":"other","title":"甲"\n{"unit":"BM31","category":"other","title":"乙"}'
	holds err "taken 1, updated 0, duplicates 0, rejected 1"
	on_file 乙
}

# --- what is no file of records ----------------------------------------------------------------------

@test "an empty file, one of blanks, one of headings alone" {
	: >empty.csv
	printf '\n \n\n' >blank.csv
	printf '\357\273\277' >bom.csv
	printf '单位,类别,标题\n' >headings.csv
	for f in empty blank bom headings; do
		status 65 report-submit $f.csv
		same out </dev/null
		same err <<-END
		report-submit: $f.csv: holds no records
		END
	done
	nothing_on_file
}

@test "a directory, a file that is not there: 66, nothing done" {
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	mkdir returns
	status 66 report-submit good.csv returns
	same out </dev/null
	same err <<-END
	report-submit: 'returns' is a directory; name the files in it
	END
	status 66 report-submit good.csv missing.csv
	same out </dev/null
	same err <<-END
	report-submit: cannot open 'missing.csv': No such file or directory
	END
	nothing_on_file
}

@test "a FIFO is read like a file, as slowly as it comes" {
	mkfifo pipe
	{
		printf '单位,类别,标题\nBM31,其'
		sleep 0.1
		printf '他,甲\nBM31,其他,'
		sleep 0.1
		printf '乙\n'
	} >pipe &
	status 0 report-submit pipe
	wait
	same err <<-END
	report-submit: B2026-0001: read 2: taken 2, updated 0, duplicates 0, rejected 0
	END
	on_file 甲 乙
}

@test "stdout that cannot be written: 74, and told; what was committed is on file" {
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	got=0
	report-submit good.csv 2>err >/dev/full || got=$?
	[ $got = 74 ]
	same err <<-END
	report-submit: B2026-0001: read 1: taken 1, updated 0, duplicates 0, rejected 0
	report-submit: cannot write output: No space left on device
	END
	on_file 甲
	got=0
	report-submit --unit=BM31 --category=other --title=乙 2>err >/dev/full || got=$?
	[ $got = 74 ]
	same err <<-END
	report-submit: cannot write output: No space left on device
	END
	on_file 甲 乙
}

@test "records that cannot be written: 74, told once, and that they are on file" {
	for o in json yaml csv; do
		got=0
		report-submit --unit=BM31 --category=other --title=$o -o $o 2>err >/dev/full || got=$?
		[ $got = 74 ]
		same err <<-END
		report-submit: cannot write output: No space left on device
		END
		got=0
		report-list -o $o 2>err >/dev/full || got=$?
		[ $got = 74 ]
		same err <<-END
		report-list: cannot write output: No space left on device
		END
	done
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	got=0
	report-submit -o json good.csv 2>err >/dev/full || got=$?
	[ $got = 74 ]
	same err <<-END
	report-submit: B2026-0001: read 1: taken 1, updated 0, duplicates 0, rejected 0
	report-submit: cannot write output: No space left on device
	END
	on_file json yaml csv 甲
}

@test "a rejects file that cannot be written: 74, and nothing is taken" {
	printf '单位,类别,标题\nBM31,其他,甲\nBM31,趣闻,乙\n' >in.csv
	status 74 report-submit --rejects=/dev/full in.csv
	same out </dev/null
	holds err "report-submit: cannot write '/dev/full': No space left on device; nothing was taken"
	nothing_on_file
}

# --- a database that cannot take it --------------------------------------------------------------------

@test "locked by another process: 75 after --wait; readers are not kept out" {
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	coproc SQL { exec sqlite3 "$OFFICEDB" 3>&-; }
	exec {to}>&"${SQL[1]}" # a subshell has it too
	echo "BEGIN IMMEDIATE; SELECT 'held';" >&"$to"
	read -r held <&"${SQL[0]}"
	[ "$held" = held ]
	for wait in 0 1; do
		start=$(date +%s%N)
		status 75 report-submit --wait=$wait good.csv
		took=$((($(date +%s%N) - start) / 1000000))
		[ $took -ge $((wait * 1000)) ] && [ $took -lt $((wait * 1000 + 900)) ]
		same out </dev/null
		same err <<-END
		report-submit: $OFFICEDB: the database is busy; try again
		END
	done
	status 75 report-submit --wait=1 --unit=BM31 --category=other --title=甲
	status 0 report-list
	# It waits while there is time.
	{ sleep 0.5; echo "COMMIT;" >&"$to"; } 3>&- &
	status 0 report-submit --wait=9 good.csv
	exec {to}>&- {SQL[1]}>&-
	wait
	on_file 甲
}

@test "the writers' queue held by another: 75 after --wait" {
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	touch "$OFFICEDB-queue"
	exec {queue}<"$OFFICEDB-queue"
	flock $queue
	for wait in 0 1; do
		start=$(date +%s%N)
		status 75 report-submit --wait=$wait good.csv
		took=$((($(date +%s%N) - start) / 1000000))
		[ $took -ge $((wait * 1000)) ] && [ $took -lt $((wait * 1000 + 900)) ]
		same err <<-END
		report-submit: $OFFICEDB: the database is busy; try again
		END
	done
	status 0 report-list
	nothing_on_file
	{ sleep 0.5; flock -u $queue; } 3>&- &
	status 0 report-submit --wait=9 good.csv
	wait
	exec {queue}<&-
	on_file 甲
}

@test "a database that may not be written: 77" {
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	elsewhere
	cp "$BATS_TEST_TMPDIR/good.csv" .
	chmod 644 good.csv
	chmod 444 "$OFFICEDB"
	status 77 as_nobody report-submit good.csv
	same out </dev/null
	holds err "report-submit: cannot open database '$OFFICEDB': '"
	holds err "' may not write it; its owner can allow that (chmod g+rw)"
	status 77 as_nobody report-submit --unit=BM31 --category=other --title=甲
	chmod u+w "$OFFICEDB"
	nothing_on_file
}

@test "what is no database, another's, a newer one's, none at all: 78" {
	printf '单位,类别,标题\nBM31,其他,甲\n' >good.csv
	status 78 report-submit --db=good.csv good.csv
	same err <<-END
	report-submit: good.csv: the file is not a database
	END
	sqlite3 other.db 'CREATE TABLE t (x)'
	status 78 report-submit --db=other.db good.csv
	same err <<-END
	report-submit: 'other.db' is not an officedb database
	END
	: >empty.db
	status 78 report-submit --db=empty.db good.csv
	same err <<-END
	report-submit: 'empty.db' is not an officedb database
	END
	status 78 report-submit --db=missing.db good.csv
	same err <<-END
	report-submit: cannot open database 'missing.db': No such file or directory; make one with 'office-db init --db=missing.db'
	END
	[ ! -e missing.db ]
	knows=$(sqlite3 "$OFFICEDB" 'PRAGMA user_version')
	cp "$OFFICEDB" newer.db
	sqlite3 newer.db 'PRAGMA user_version = 99'
	before=$(sqlite3 newer.db .sha3sum)
	status 78 report-submit --db=newer.db good.csv
	same err <<-END
	report-submit: database 'newer.db' has schema 99, this program knows up to $knows; use the program that made it, or a newer one
	END
	[ "$before" = "$(sqlite3 newer.db .sha3sum)" ]
	printf '单位,类别,标题\nBM31,其他,甲\n' | same good.csv
}

@test "a damaged database: 78 or refused, never a silent success" {
	report-submit --unit=BM31 --category=other --title=甲
	sqlite3 "$OFFICEDB" 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
	# Rubbish over the page that numbers are taken from.
	page=$(sqlite3 "$OFFICEDB" "SELECT rootpage FROM sqlite_schema WHERE name = 'report'")
	size=$(sqlite3 "$OFFICEDB" 'PRAGMA page_size')
	yes rubbish | dd of="$OFFICEDB" bs="$size" seek=$((page - 1)) count=1 conv=notrunc iflag=fullblock 2>dd
	status 78 report-submit --unit=BM31 --category=other --title=乙
	same err <<-END
	report-submit: $OFFICEDB: the database is damaged; restore it from a backup
	END
}
