#!/usr/bin/env bats
# report-submit as units and desks use it: one report, many, again, by questions on a terminal.
# What it does with bad input stands in bad-input.bats.

load common

prepare() {
	sample_office
	fixtures=$top/tests/fixtures/submit
	# What scripts may rely on; a field added later changes nothing here.
	fields=number,unit,unit_name,category,category_name,title,body,occurred_at,place,leaders
	fields=$fields,author,phone,signer,secrecy,urgency,external_id,status,desk,desk_name,received_at,batch
}

# records FILE - every report on file as JSON, in FILE.
records() { report-list -o json --columns=$fields >"$1"; }

# asks COMMAND... - answers of standard input, see prompt.exp.
asks() {
	cat >answers
	expect "$fixtures/prompt.exp" answers "$@"
}

# --- one ------------------------------------------------------------------------------------------

@test "one report from options: its number alone on stdout, every field kept" {
	status 0 report-submit --unit=市应急局 --category=重大突发事件 --title=城东仓库火情已处置 \
		--body=4时扑灭，无人员伤亡。 --occurred-at="12月5日 3:20" --place=示东区东环路 \
		--leaders="霍明川，苏映雪" --author=毕清扬 --phone=0000-2114000 --signer=祁远山 \
		--secrecy=秘密 --urgency=特急 --external-id=YJ-2026-118
	same out <<-END
	R2026-0001
	END
	same err </dev/null
	records all
	same all <<-END
	{"number":"R2026-0001","unit":"BM31","unit_name":"示例市应急管理局","category":"emergency","category_name":"重大突发事件","title":"城东仓库火情已处置","body":"4时扑灭，无人员伤亡。","occurred_at":"2026-12-05T03:20:00+08:00","place":"示东区东环路","leaders":["霍明川","苏映雪"],"author":"毕清扬","phone":"0000-2114000","signer":"祁远山","secrecy":"secret","urgency":"top-urgent","external_id":"YJ-2026-118","status":"received","desk":"xinxi","desk_name":"信息处","received_at":"2026-12-04T18:00:00+08:00","batch":null}
	END
}

@test "--help says what is accepted where it matters" {
	report-submit --help | sed -n '/^      --/p' | sed '/--atomic/,$d' >have
	same have <<-END
	      --category=TEXT        category: code, name or alias (needed)
	      --title=TEXT           title (needed)
	      --unit=TEXT            unit: code, full or short name, alias (needed)
	      --author=TEXT          who reports it
	      --body=TEXT            text; - reads it from standard input
	      --external-id=TEXT     the unit's own number; known again by it
	      --leaders=TEXT         leaders, with 、 or , between them
	      --occurred-at=TEXT     when (now): 2026-12-05 14:30, 16:20, 昨天
	      --phone=TEXT           that one's telephone
	      --place=TEXT           where
	      --secrecy=TEXT         none, secret, highly-secret or top-secret
	      --signer=TEXT          who signed it
	      --urgency=TEXT         none, urgent or top-urgent
	      --accompanying=TEXT    who goes along, with 、 or , between them
	      --ends-at=TEXT         until when
	      --dead=TEXT            how many died
	      --event=TEXT           E2026-0001: further reports of that event
	      --form=TEXT            written, or telephone
	      --grade=TEXT           ordinary, larger, major, extraordinary
	      --injured=TEXT         how many are injured
	      --learned-at=TEXT      when the unit learned of it
	      --measures=TEXT        what has been done so far
	      --missing=TEXT         how many are missing
	      --stage=TEXT           first, follow-up (续报) or final (终报)
	      --superior-at=TEXT     when it told its superior department
	      --taken-by=TEXT        who in the office took the call
	      --told=TEXT            whom he told, with 、 between them
	END
}

@test "there is an option for every field that a unit gives, and for no other" {
	report-submit --list-options | grep -vxE -- '--(dry-run|rejects=|atomic|on-duplicate=|batch=)' |
		grep -vxE -- '--(output=|columns=|excel|db=|now=|wait=|as=|help|usage|version)' | sort >have
	same have <<-END
	--accompanying=
	--author=
	--body=
	--category=
	--dead=
	--ends-at=
	--event=
	--external-id=
	--form=
	--grade=
	--injured=
	--leaders=
	--learned-at=
	--measures=
	--missing=
	--occurred-at=
	--phone=
	--place=
	--secrecy=
	--signer=
	--stage=
	--superior-at=
	--taken-by=
	--title=
	--told=
	--unit=
	--urgency=
	END
}

@test "--body=- is standard input, without the line ends that close it" {
	printf '第一段。\n\n第二段。\n\n' >text
	status 0 report-submit --unit=BM11 --category=other --title=来信摘登 --body=- <text
	[ "$(records all && jq -r .body all)" = "$(printf '第一段。\n\n第二段。')" ]
}

@test "a time alone is today's; on a terminal it is told what it came to" {
	file="report-submit --unit=BM11 --category=other --title"
	status 0 $file=甲 --occurred-at=16:20
	same err </dev/null
	status 0 $file=乙 --occurred-at=上午10点
	status 0 $file=丙 --occurred-at=9点半 --now="2026-12-05 08:00"
	report-list --columns=number,occurred_at -o csv >have
	same have <<-END
	number,occurred_at
	R2026-0001,2026-12-04T16:20:00+08:00
	R2026-0002,2026-12-04T10:00:00+08:00
	R2026-0003,2026-12-05T09:30:00+08:00
	END
	for when in 16:20 上午10点 明天9时 +3w "2026-12-04 16:20"; do
		script -qec "$file=$when --dry-run --occurred-at='$when'" /dev/null
	done </dev/null | tr -d '\r' | grep " is " >have
	same have <<-END
	report-submit: '16:20' is 2026-12-04 16:20
	report-submit: '上午10点' is 2026-12-04 10:00
	report-submit: '明天9时' is 2026-12-05 09:00
	report-submit: '+3w' is 2026-12-09
	END
	status 65 $file=丁 --occurred-at=24:00
	same err <<<"report-submit: occurred_at: '24:00': for midnight write 00:00 of the day that begins then"
	# A day has no time in it.
	status 64 bulletin-build roundup --date=16:20
	holds err "'16:20' is not a date"
}

@test "a day without a year is the one nearest to today" {
	submit() { report-submit --unit=BM11 --category=other --title="$1" --occurred-at="$1" "${@:2}"; }
	submit 12月5日
	submit 昨天
	submit 12月3日下午2点
	submit 1月2日 --now="2026-12-31 18:00"
	submit 12月31日 --now="2027-01-01 08:00"
	report-list --columns=number,occurred_at -o csv >have
	same have <<-END
	number,occurred_at
	R2026-0001,2026-12-05T00:00:00+08:00
	R2026-0002,2026-12-03T00:00:00+08:00
	R2026-0003,2026-12-03T14:00:00+08:00
	R2026-0004,2027-01-02T00:00:00+08:00
	R2027-0001,2026-12-31T00:00:00+08:00
	END
}

@test "the same report again: the number it has, said so, nothing added" {
	report-submit --unit=市水利局 --category=other --title=冬修水利开工
	before=$(sqlite3 "$OFFICEDB" .sha3sum)
	status 0 report-submit --unit=BM25 --category=其他 --title=冬修水利开工
	same out <<-END
	R2026-0001
	END
	same err <<-END
	report-submit: it is on file already as R2026-0001
	END
	status 65 report-submit --unit=BM25 --category=其他 --title=冬修水利开工 --on-duplicate=error
	same out </dev/null
	same err <<-END
	report-submit: it is on file already as R2026-0001
	END
	[ "$before" = "$(sqlite3 "$OFFICEDB" .sha3sum)" ]
}

@test "the unit's own number with other content: skipped and said, refused, or written over" {
	again() { report-submit --unit=BM25 --category=other --title="$1" --external-id=SL-1 "${@:2}"; }
	again 冬修水利开工
	status 0 again 冬修水利完工
	same out <<-END
	R2026-0001
	END
	same err <<-END
	report-submit: R2026-0001 is on file with other content; --on-duplicate=update writes over it
	END
	status 65 again 冬修水利完工 --on-duplicate=error
	same err <<-END
	report-submit: it is on file already as R2026-0001
	END
	[ "$(report-list -o json | jq -r .title)" = 冬修水利开工 ]

	status 0 again 冬修水利完工 --on-duplicate=update
	same out <<-END
	R2026-0001
	END
	same err </dev/null
	[ "$(report-list -o json | jq -r .title)" = 冬修水利完工 ]
	office-db journal R2026-0001 -o json | jq -rc '[.action,.change]' >have
	same have <<-'END'
	["create",null]
	["update","{\"title\":[\"冬修水利开工\",\"冬修水利完工\"]}"]
	END
	office-db verify
}

@test "another unit's same number is another report" {
	report-submit --unit=BM25 --category=other --title=一 --external-id=1
	status 0 report-submit --unit=BM26 --category=other --title=一 --external-id=1
	same out <<-END
	R2026-0002
	END
}

@test "--dry-run of one: what it would be, and nothing kept" {
	cp "$OFFICEDB" before
	status 0 report-submit --dry-run --unit=BM25 --category=other --title=冬修水利开工
	same out <<-END
	R2026-0001
	END
	same err <<-END
	report-submit: dry run: nothing was kept
	END
	cmp before "$OFFICEDB"
	report-submit --unit=BM25 --category=other --title=冬修水利开工
	status 0 report-submit --dry-run --unit=BM25 --category=other --title=冬修水利开工
	same err <<-END
	report-submit: it is on file already as R2026-0001
	report-submit: dry run: nothing was kept
	END
}

@test "one report by -o: the record, as report-list gives it" {
	for o in json yaml csv; do
		report-submit --unit=BM25 --category=other --title="第 $o 件" -o $o >one
		report-list --search="第 $o 件" -o $o >listed
		cmp one listed
		[ -s one ]
	done
}

@test "options and a FILE together, and a word --on-duplicate does not know: 64" {
	status 64 report-submit --unit=BM25 "$fixtures/day.csv"
	same err <<-END
	report-submit: give a report by options or FILEs, not both
	Try \`report-submit --help' or \`report-submit --usage' for more information.
	END
	status 64 report-submit --on-duplicate=maybe "$fixtures/day.csv"
	same err <<-END
	report-submit: 'maybe' is not one of: skip, error, update
	Try \`report-submit --help' or \`report-submit --usage' for more information.
	END
	records all
	same all </dev/null
}

# --- categories -----------------------------------------------------------------------------------

@test "a personal matter is its kind and date: a text is refused with the reason" {
	submit() { report-submit --unit=BM19 --category=个人重大事项 --title=因私出国 --leaders=祝怀谷 "$@"; }
	status 65 submit --occurred-at=12月4日 --body=赴某国探亲
	same err <<-END
	report-submit: body: category 'personal' (个人重大事项) must not have it: 个人重大事项只登记事项类别和日期，不登记内容
	END
	status 65 submit --occurred-at=12月4日 --place=某国
	same err <<-END
	report-submit: place: category 'personal' (个人重大事项) must not have it: 个人重大事项只登记事项类别和日期，不登记内容
	END
	records all
	same all </dev/null
	status 0 submit --occurred-at=12月4日
}

@test "what each category wants must be there" {
	wants() {
		local line="report-submit: $2: category '$1' ($3) wants it"
		status 65 report-submit --unit=BM19 --title=缺项 "--category=$1" "${@:4}"
		echo "$line" | same err
	}
	wants emergency body 重大突发事件 --place=某处 --occurred-at=today
	wants emergency occurred_at 重大突发事件 --place=某处 --body=文
	wants emergency place 重大突发事件 --occurred-at=today --body=文
	wants remark body 重要言论 --leaders=沈望川
	wants remark leaders 重要言论 --body=文
	for c in activity:领导活动动态 reception:重要接待 work:工作动态 media:媒体摘要 \
		experience:经验做法 problem:问题建议; do
		wants ${c%:*} body ${c#*:}
	done
	wants meeting-plan occurred_at 会议方案
	wants leader-report leaders 领导干部工作报告
	wants schedule leaders 次日活动安排 --occurred-at=tomorrow
	wants schedule occurred_at 次日活动安排 --leaders=沈望川
	wants personal leaders 个人重大事项 --occurred-at=today
	wants personal occurred_at 个人重大事项 --leaders=沈望川
	status 0 report-submit --unit=BM19 --title=缺项 --category=document
	status 0 report-submit --unit=BM19 --title=缺项 --category=other
}

@test "a category by its code, its name or another name goes to its desk" {
	n=0
	while read -r code desk names; do
		for name in $code $names; do
			n=$((n + 1))
			place=某处 body=文
			case $code in personal) place= body= ;; esac
			echo "BM19,$name,第${n}件,$body,$place,沈望川,today"
			echo "$code,$desk,第${n}件" >>want
		done
	done >rows <<-END
	emergency xinxi 重大突发事件 突发事件 紧急信息
	remark xinxi 重要言论 领导要论 重要讲话
	activity xinxi 领导活动动态 活动动态 领导活动
	reception xinxi 重要接待 接待
	work xinxi 工作动态 动态
	media xinxi 媒体摘要 媒体
	experience xinxi 经验做法 经验 好经验好做法
	problem xinxi 问题建议 问题与建议 情况与建议 群众来信
	document zonghe 上报文件 文件
	meeting-plan zonghe 会议方案 会议
	leader-report ducha 领导干部工作报告 工作报告
	schedule ducha 次日活动安排 活动安排 次日安排
	personal ducha 个人重大事项 重大事项
	other xinxi 其他 其它 其他事项
	END
	sed '1i unit,category,title,body,place,leaders,occurred_at' rows |
		report-submit -o csv --columns=category,desk,title >have
	sed 1i'category,desk,title' want | same have
}

@test "a unit by its code, any name it ever had, and the city in front" {
	for u in BM31 bm31 示例市应急管理局 市应急局 应急局 示例市安全生产监督管理局 市安监局 示例市应急局; do
		report-submit --dry-run --unit="$u" --category=other --title=一 -o csv --columns=unit,unit_name
	done >have 2>err
	for i in 1 2 3 4 5 6 7 8; do printf 'unit,unit_name\nBM31,示例市应急管理局\n'; done | same have
}

# --- many -----------------------------------------------------------------------------------------

@test "CSV, YAML and JSON Lines say the same" {
	for form in csv yaml jsonl; do
		status 0 report-submit --dry-run -o json --columns=$fields "$fixtures/day.$form"
		same out <"$fixtures/day.expect"
		same err <<-END
		report-submit: read 3: taken 3, updated 0, duplicates 0, rejected 0
		report-submit: dry run: nothing was kept
		END
	done
	status 0 report-submit "$fixtures/day.csv"
	same out <<-END
	R2026-0001
	R2026-0002
	R2026-0003
	END
	same err <<-END
	report-submit: B2026-0001: read 3: taken 3, updated 0, duplicates 0, rejected 0
	END
	records all
	same all <"$fixtures/day.expect"
}

@test "CSV as Excel and others write it: GB18030, BOM, CRLF, tabs, semicolons" {
	day=$fixtures/day.csv
	iconv -t GB18030 "$day" >gb18030
	sed 's/$/\r/' "$day" | iconv -t GB18030 >gb18030-crlf
	printf '\357\273\277' | cat - "$day" >bom
	sed '1s/^/\xef\xbb\xbf/; s/$/\r/' "$day" >bom-crlf
	head -c -1 "$day" >no-line-end
	tr , '\t' <"$day" >tabs
	tr , ';' <"$day" >semicolons
	sed 's/$/,,/; 2s/,,$//' "$day" >wider
	printf ',,,\n\n,,\n' | cat "$day" - >blank-lines
	for form in gb18030 gb18030-crlf bom bom-crlf no-line-end tabs semicolons wider blank-lines; do
		status 0 report-submit --dry-run -o json --columns=$fields $form || { echo "$form"; return 1; }
		same out <"$fixtures/day.expect" || { echo "$form"; return 1; }
	done
	status 0 report-submit gb18030-crlf
	same err <<-END
	report-submit: gb18030-crlf: read as GB18030
	report-submit: B2026-0001: read 3: taken 3, updated 0, duplicates 0, rejected 0
	END
	# The character set is no difference.
	status 0 report-submit "$day"
	same err <<-END
	report-submit: read 3: taken 0, updated 0, duplicates 3, rejected 0
	END
}

@test "every heading units use, and the names of the fields" {
	row='市应急局,重大突发事件,火情,已扑灭,2026-12-04 03:20,东环路,霍明川,毕清扬,0000-1,祁远山,秘密,特急,YJ-1'
	try() { printf '%s\n%s\n' "$1" "$row" | report-submit --dry-run -o json 2>err; }
	try unit,category,title,body,occurred_at,place,leaders,author,phone,signer,secrecy,urgency,external_id >want
	holds want '"title":"火情","body":"已扑灭","occurred_at":"2026-12-04T03:20:00+08:00","place":"东环路","leaders":["霍明川"],"author":"毕清扬","phone":"0000-1","signer":"祁远山","secrecy":"secret","urgency":"top-urgent","external_id":"YJ-1"'
	try 单位,类别,标题,内容,时间,地点,领导,报送人,电话,签发人,密级,紧急程度,编号 | same want
	try 报送单位,栏目,标题,正文,发生时间,地点,领导,报送人,电话,签发人,密级,紧急程度,编号 | same want
	try "报送单位 , 栏目,标题,正文,日期,地点,领导,报送人,电话,签发人,密级,紧急程度,Unit's number" | same want
	try UNIT,Category,Title,Text,Occurred,Place,Leaders,Reported\ by,Telephone,Signed\ by,Secrecy,Urgency,external_id |
		same want
	printf '%s\n' '---' 单位:\ 市应急局 栏目:\ 重大突发事件 标题:\ 火情 正文:\ 已扑灭 日期:\ 2026-12-04\ 03:20 \
		地点:\ 东环路 领导:\ 霍明川 报送人:\ 毕清扬 电话:\ 0000-1 签发人:\ 祁远山 密级:\ 秘密 紧急程度:\ 特急 \
		编号:\ YJ-1 | report-submit --dry-run -o json 2>err | same want
	echo '{"报送单位":"市应急局","栏目":"重大突发事件","标题":"火情","内容":"已扑灭","发生时间":"2026-12-04 03:20","地点":"东环路","领导":["霍明川"],"报送人":"毕清扬","电话":"0000-1","签发人":"祁远山","密级":"秘密","紧急程度":"特急","编号":"YJ-1"}' |
		report-submit --dry-run -o json 2>err | same want
}

@test "several files are one batch, numbered in their order" {
	printf 'unit,category,title\nBM25,other,来自甲\n' >a.csv
	printf -- '- {unit: BM25, category: other, title: 来自乙}\n' >b.yaml
	echo '{"unit":"BM25","category":"other","title":"来自丙"}' >c.jsonl
	status 0 report-submit a.csv b.yaml c.jsonl
	same err <<-END
	report-submit: B2026-0001: read 3: taken 3, updated 0, duplicates 0, rejected 0
	END
	report-list -o csv --columns=number,title,batch >have
	same have <<-END
	number,title,batch
	R2026-0001,来自甲,B2026-0001
	R2026-0002,来自乙,B2026-0001
	R2026-0003,来自丙,B2026-0001
	END
	office-db batches -o csv --columns=number,name,taken >have
	same have <<-END
	number,name,taken
	B2026-0001,a.csv,3
	END
}

@test "standard input, by itself or as -, and --batch names what came" {
	printf 'unit,category,title\nBM25,other,一\n' | report-submit
	printf 'unit,category,title\nBM25,other,二\n' >more
	echo '{"unit":"BM25","category":"other","title":"三"}' | report-submit --batch=十二月四日晚 - more
	office-db batches -o csv --columns=number,name,taken >have
	same have <<-END
	number,name,taken
	B2026-0001,<stdin>,1
	B2026-0002,十二月四日晚,2
	END
	report-list --batch=十二月四日晚 -o csv --columns=title >have
	same have <<-END
	title
	三
	二
	END
}

@test "nothing on standard input is nothing done, and no failure" {
	status 0 report-submit </dev/null
	same out </dev/null
	same err </dev/null
	[ "$(sqlite3 "$OFFICEDB" "SELECT count(*) FROM batch")" = 0 ]
}

@test "-o gives what was taken as records, and nothing of the rest" {
	report-submit --unit=市水利局 --category=工作动态 --title=冬修水利开工 --body=开工率92% \
		--occurred-at=12月3日 --external-id=SL-1
	status 65 report-submit -o json --columns=number,title,external_id "$fixtures/mixed.csv"
	same out <<-END
	{"number":"R2026-0002","title":"水价改革试点","external_id":"SL-5"}
	END
	true
}

@test "-o yaml, json and csv of a batch are what report-list gives of it" {
	for o in yaml json csv; do
		cp "$BATS_FILE_TMPDIR/sample.db" $o.db
		report-submit --db=$o.db -o $o "$fixtures/day.yaml" >taken
		report-list --db=$o.db -o $o >listed
		cmp taken listed
		[ -s taken ]
	done
}

@test "what report-list prints, another office's report-submit takes" {
	report-submit "$fixtures/day.csv" "$sample/returns.yaml"
	report-list -o json | jq -c 'del(.batch, .undated)' >want
	[ "$(wc -l <want)" -gt 90 ]
	for o in yaml json csv "csv --excel"; do
		report-list -o $o >"list"
		cp "$BATS_FILE_TMPDIR/sample.db" other.db
		report-submit --db=other.db list >numbers || { echo "-o $o"; return 1; }
		report-list --db=other.db -o json | jq -c 'del(.batch, .undated)' | same want
	done
}

@test "the same file again adds nothing, not even a batch" {
	report-submit "$fixtures/day.csv"
	before=$(sqlite3 "$OFFICEDB" .sha3sum)
	for f in day.csv day.yaml day.jsonl; do
		status 0 report-submit "$fixtures/$f"
		same out </dev/null
		same err <<-END
		report-submit: read 3: taken 0, updated 0, duplicates 3, rejected 0
		END
	done
	[ "$before" = "$(sqlite3 "$OFFICEDB" .sha3sum)" ]
	# A report without a time got that of its arrival; on another day it is the same report still.
	status 0 report-submit --now="2026-12-06 08:00" "$fixtures/day.csv"
	holds err "taken 0, updated 0, duplicates 3"
}

@test "the same row twice in a file is taken once" {
	printf 'unit,category,title\nBM25,other,一\nBM25,other,一\n' >twice
	status 0 report-submit twice
	same err <<-END
	report-submit: B2026-0001: read 2: taken 1, updated 0, duplicates 1, rejected 0
	END
}

@test "--on-duplicate in a file: what differs is told by its line" {
	report-submit --unit=BM25 --category=other --title=冬修水利开工 --external-id=SL-1
	printf '单位,类别,标题,编号\nBM25,other,冬修水利完工,SL-1\n' >again.csv
	status 0 report-submit again.csv
	same err <<-END
	report-submit: again.csv:2: R2026-0001 is on file with other content; --on-duplicate=update writes over it
	report-submit: read 1: taken 0, updated 0, duplicates 1, rejected 0
	END
	status 65 report-submit --on-duplicate=error again.csv
	same err <<-END
	report-submit: again.csv:2: it is on file already as R2026-0001
	report-submit: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	status 0 report-submit --on-duplicate=update again.csv
	same err <<-END
	report-submit: B2026-0001: read 1: taken 0, updated 1, duplicates 0, rejected 0
	END
	[ "$(report-list -o json | jq -r .title)" = 冬修水利完工 ]
	status 0 report-submit --on-duplicate=update again.csv
	same err <<-END
	report-submit: read 1: taken 0, updated 0, duplicates 1, rejected 0
	END
	office-db verify
}

@test "a returned report that comes mended is received again" {
	report-submit --unit=BM25 --category=other --title=冬修水利开工 --external-id=SL-1
	report-handle return R2026-0001 --reason=缺开工率
	[ "$(report-list -o json | jq -r .status)" = returned ]
	report-submit --unit=BM25 --category=other --title=冬修水利开工率92% --external-id=SL-1 \
		--on-duplicate=update
	[ "$(report-list -o json | jq -r .status)" = received ]
}

# --- refused rows ---------------------------------------------------------------------------------

@test "good rows are taken, the others told by line and field: 65" {
	status 65 report-submit --rejects=rejects.csv "$fixtures/mixed.csv"
	same out <<-END
	R2026-0001
	R2026-0002
	END
	sed "s|$fixtures/||" err >told
	categories=$(unit-roster categories -o csv --columns=code,name | sed '1d; s/,/ /' | paste -sd, | sed 's/,/, /g')
	same told <<-END
	report-submit: mixed.csv:3: no unit '市水利司'; near it: 市水利局、水利局、市水务局
	report-submit: mixed.csv:4: no category '趣闻'; there are: $categories
	report-submit: mixed.csv:5: 'title' is missing
	report-submit: B2026-0001: read 5: taken 2, updated 0, duplicates 0, rejected 3
	END
}

@test "--rejects keeps the refused rows with the reason, and takes them once mended" {
	cp "$fixtures/mixed.csv" .
	status 65 report-submit --rejects=rejects.csv mixed.csv
	sed 's/; there are: [^"]*//' rejects.csv >shown
	same shown <<-END
	单位,栏目,标题,正文,日期,编号,reject_reason
	市水利司,工作动态,水库巡查,巡查31座,12月3日,SL-2,"mixed.csv:3: no unit '市水利司'; near it: 市水利局、水利局、市水务局"
	市水利局,趣闻,河边所见,一则,12月3日,SL-3,"mixed.csv:4: no category '趣闻'"
	市水利局,工作动态,,漏了标题,12月3日,SL-4,mixed.csv:5: 'title' is missing
	END
	sed -i '2s/司/局/; 3s/,趣闻,/,其他,/' rejects.csv
	status 65 report-submit --rejects=again.csv rejects.csv
	same err <<-END
	report-submit: rejects.csv:4: 'title' is missing
	report-submit: B2026-0002: read 3: taken 2, updated 0, duplicates 0, rejected 1
	END
	same again.csv <<-END
	单位,栏目,标题,正文,日期,编号,reject_reason
	市水利局,工作动态,,漏了标题,12月3日,SL-4,rejects.csv:4: 'title' is missing
	END
	report-list -o csv --columns=number,category,title,external_id >have
	same have <<-END
	number,category,title,external_id
	R2026-0001,work,冬修水利开工,SL-1
	R2026-0002,work,水价改革试点,SL-5
	R2026-0003,work,水库巡查,SL-2
	R2026-0004,other,河边所见,SL-3
	END
}

@test "with several files, --rejects keeps each one's format under .1 .2 .3" {
	cp "$fixtures/mixed.csv" a.csv
	cat >b.yaml <<-END
	- unit: BM25
	  category: other
	  title: 甲
	- unit: 市水利司
	  category: other
	  title: 乙
	  leaders: [沈望川, 顾云深]
	END
	cat >c.jsonl <<-END
	{"unit":"BM25","category":"other","title":"丙"}
	END
	cat >d.jsonl <<-END
	{"unit":"市水利司","category":"other","title":"丁","leaders":["沈望川"]}
	END
	status 65 report-submit --rejects=rejects a.csv b.yaml c.jsonl d.jsonl
	holds err "B2026-0001: read 9: taken 4, updated 0, duplicates 0, rejected 5"
	[ "$(ls rejects*)" = "$(printf 'rejects.1\nrejects.2\nrejects.4')" ]
	[ "$(wc -l <rejects.1)" = 4 ]
	same rejects.2 <<-END
	---
	unit: 市水利司
	category: other
	title: 乙
	leaders: 沈望川、顾云深
	reject_reason: "b.yaml:4: no unit '市水利司'; near it: 市水利局、水利局、市水务局"
	END
	same rejects.4 <<-END
	{"unit":"市水利司","category":"other","title":"丁","leaders":["沈望川"],"reject_reason":"d.jsonl:1: no unit '市水利司'; near it: 市水利局、水利局、市水务局"}
	END
	sed -i 's/unit: 市水利司/unit: 市水利局/' rejects.2
	sed -i 's/"unit":"市水利司"/"unit":"市水利局"/' rejects.4
	status 0 report-submit -o json --columns=number,unit,title,leaders rejects.2 rejects.4
	same out <<-END
	{"number":"R2026-0005","unit":"BM25","title":"乙","leaders":["沈望川","顾云深"]}
	{"number":"R2026-0006","unit":"BM25","title":"丁","leaders":["沈望川"]}
	END
}

@test "--rejects of GB18030 rows are readable, and taken once mended" {
	iconv -t GB18030 "$fixtures/mixed.csv" >mixed.csv
	status 65 report-submit --rejects=rejects.csv mixed.csv
	holds rejects.csv "市水利司,工作动态,水库巡查,巡查31座,12月3日,SL-2,"
	sed -i '2s/司/局/; 3s/,趣闻,/,其他,/; 4s/,工作动态,,/,工作动态,有了标题,/' rejects.csv
	status 0 report-submit rejects.csv
	same err <<-END
	report-submit: B2026-0002: read 3: taken 3, updated 0, duplicates 0, rejected 0
	END
}

@test "after a run, the rejects file holds what that run refused and no more" {
	cp "$fixtures/mixed.csv" .
	status 65 report-submit --rejects=rejects.csv mixed.csv
	[ -s rejects.csv ]
	status 0 report-submit --rejects=rejects.csv "$fixtures/day.csv"
	[ ! -s rejects.csv ]
}

@test "a rejects file that cannot be made: 73, and nothing is taken" {
	status 73 report-submit --rejects=none/rejects.csv "$fixtures/mixed.csv"
	holds err "report-submit: cannot create 'none/rejects.csv': No such file or directory"
	records all
	same all </dev/null
}

@test "--atomic takes all or none" {
	before=$(sqlite3 "$OFFICEDB" .sha3sum)
	status 65 report-submit --atomic --rejects=rejects.csv "$fixtures/mixed.csv"
	same out </dev/null
	tail -2 err >last
	same last <<-END
	report-submit: read 5: taken 2, updated 0, duplicates 0, rejected 3
	report-submit: --atomic: nothing was taken
	END
	[ "$(wc -l <rejects.csv)" = 4 ]
	[ "$before" = "$(sqlite3 "$OFFICEDB" .sha3sum)" ]
	status 65 report-submit --atomic "$fixtures/day.csv" "$fixtures/mixed.csv"
	[ "$before" = "$(sqlite3 "$OFFICEDB" .sha3sum)" ]
	status 0 report-submit --atomic "$fixtures/day.csv"
	same out <<-END
	R2026-0001
	R2026-0002
	R2026-0003
	END
}

@test "--dry-run tells the truth and leaves the database as it was, byte for byte" {
	report-submit --unit=市水利局 --category=工作动态 --title=冬修水利开工 --body=开工率92% \
		--occurred-at=12月3日 --external-id=SL-1
	cp "$OFFICEDB" before
	status 65 report-submit --dry-run -o json --rejects=dry.csv "$fixtures/mixed.csv" "$fixtures/day.yaml"
	cmp before "$OFFICEDB"
	[ ! -s "$OFFICEDB-wal" ]
	mv out dry.out
	tail -1 err >last
	same last <<-END
	report-submit: dry run: nothing was kept
	END
	sed '$d; s/B2026-0001: //' err >dry.err
	status 65 report-submit -o json --rejects=real.csv "$fixtures/mixed.csv" "$fixtures/day.yaml"
	cmp out dry.out
	sed 's/B2026-0001: //' err | same dry.err
	holds err "B2026-0001: read 8: taken 4, updated 0, duplicates 1, rejected 3"
	cmp real.csv.1 dry.csv.1
}

@test "what is refused of a file from Excel opens in Excel, and comes back mended" {
	printf '%s\r\n' 单位,类别,标题,正文,时间 市水利局,工作动态,甲,=甲,12月32日 市水利局,工作动态,乙,正文,12月3日 |
		iconv -t GB18030 >excel.csv
	status 65 report-submit --rejects=mend.csv excel.csv
	printf '\357\273\277%s\r\n' 单位,类别,标题,正文,时间,reject_reason >want
	printf '%s\r\n' "市水利局,工作动态,甲,'=甲,12月32日,excel.csv:2: 时间: '12月32日' is not a day: December has 31" >>want
	cmp mend.csv want
	sed -i s/12月32日/12月2日/ mend.csv
	status 0 report-submit mend.csv
	status 0 report-list --number=R2026-0002 -o csv --columns=unit,title,body,occurred_at
	same out <<-END
	unit,title,body,occurred_at
	BM25,甲,=甲,2026-12-02T00:00:00+08:00
	END
	# A file from elsewhere keeps its own ways.
	printf '%s\n' 单位,类别,标题,时间 市水利局,工作动态,丙,12月32日 >plain.csv
	status 65 report-submit --rejects=mend.csv plain.csv
	head -n1 mend.csv | cmp - <(echo 单位,类别,标题,时间,reject_reason)
}

# --- the sample's day -------------------------------------------------------------------------------

@test "the demo's three files: 340 read, 335 taken, 2 duplicates, 3 rejected; numbers without a gap" {
	cp -L "$sample"/returns.* .
	status 65 report-submit --rejects=rejects.csv --batch=2026-12-04 returns.csv returns.yaml returns.jsonl
	same err <<-END
	report-submit: returns.csv:40: no unit '市发展改个委'; near it: 市发展改革委、市发改委、发展改革委
	report-submit: returns.csv:102: 发生时间: '2026-11-31' is not a day: November 2026 has 30
	report-submit: returns.csv:153: 'title' is missing
	report-submit: returns.csv: read as GB18030
	report-submit: B2026-0001: read 340: taken 335, updated 0, duplicates 2, rejected 3
	END
	seq -f 'R2026-%04g' 335 | same out
	report-list -o csv --columns=number | sed 1d | same out
	[ "$(sed 1d rejects.csv.1 | wc -l)" = 3 ]
	status 65 report-submit returns.csv returns.yaml returns.jsonl
	same out </dev/null
	tail -1 err >last
	same last <<-END
	report-submit: read 340: taken 0, updated 0, duplicates 337, rejected 3
	END
	office-db verify
}

@test "two at once: neither loses a report, each one's numbers follow each other" {
	for who in BM25 BM26; do
		for i in $(seq 400); do echo "{\"unit\":\"$who\",\"category\":\"other\",\"title\":\"$who 第${i}件\"}"; done >$who.jsonl
	done
	report-submit BM25.jsonl >a 2>a.err &
	first=$!
	report-submit BM26.jsonl >b 2>b.err
	wait $first
	sort a b >both
	seq -f 'R2026-%04g' 800 | same both
	for f in a b; do
		[ "$(wc -l <$f)" = 400 ]
		start=$(head -1 $f)
		seq -f 'R2026-%04g' $((10#${start#R2026-})) $((10#${start#R2026-} + 399)) | same $f
	done
	[ "$(report-list --unit=BM25 -o json | wc -l)" = 400 ]
	office-db verify
}

@test "two people of one group share a database" {
	[ "$(id -u)" = 0 ] || skip "only root can be two others"
	elsewhere
	as() { setpriv --reuid="$1" --regid=65534 --clear-groups "$(command -v "$2")" "${@:3}"; }
	mkdir shared && chgrp 65534 shared && chmod 2770 shared
	umask 022
	as 65001 office-db init --sample --db="$PWD/shared/office.db"
	status 0 as 65001 report-submit --db="$PWD/shared/office.db" --unit=BM25 --category=other --title=一
	status 0 as 65002 report-submit --db="$PWD/shared/office.db" --unit=BM25 --category=other --title=二
	same out <<-END
	R2026-0002
	END
}

# --- questions on a terminal --------------------------------------------------------------------------

@test "asked on a terminal: one report, guided, looked over, filed" {
	status 0 asks report-submit <<-'END'
	Unit (code, name or part of it) => 局
	Unit (code, name or part of it) => 
	Unit (code, name or part of it) => 子虚乌有
	Unit (code, name or part of it) => 应急
	Category (number or name) => 趣闻
	Category (number or name) => 1
	Title => 
	Title => 城东仓库火情已处置
	Text (end with a line that holds only a full stop) => 3时20分接报。\n4时扑灭。\n.
	Occurred (2026-12-05 14:30, today 9:00 ...) => 12月32日
	Occurred (2026-12-05 14:30, today 9:00 ...) => 12月4日 3:20
	Place => 示东区东环路
	Leaders (Enter: none) => 霍明川，苏映雪
	Reported by (Enter: none) => 毕清扬
	Telephone (Enter: none) => 
	Signed by (Enter: none) => 
	Secrecy (none unclassified, secret secret, highly-secret highly secret, top-secret top secret; Enter: none) => 
	Urgency (none ordinary, urgent urgent, top-urgent top urgent; Enter: none) => 特急
	Unit's number (Enter: none) => YJ-1
	Event (E2026-0001; Enter: none) => 
	Stage (none none, first first report, follow-up follow-up, final final report; Enter: none) => 
	Form (written in writing, telephone by telephone; Enter: none) => 电话
	Grade ( => 较大
	Learned of (2026-12-05 14:30, today 9:00 ...; Enter: none) => 12月4日 3:25
	Dead (Enter: none) => 没有
	Dead (Enter: none) => 0
	Injured (Enter: none) => 2
	Missing people (Enter: none) => 
	Measures (end with a line that holds only a full stop) => 已扑灭。\n.
	Superior told (2026-12-05 14:30, today 9:00 ...; Enter: none) => 
	Taken by (Enter: none) => 云知远
	Told (Enter: none) => 祁远山，楼观澜
	File it? (y or n) => y
	END
	tr -d '\r' <screen >told
	# Several units fit: they are named.
	grep -qE "^report-submit: '局' may be any of [0-9]+ units: .*（[A-Z]+[0-9]+）" told
	holds told "report-submit: no unit '子虚乌有'; 'unit-roster units' lists them"
	holds told "  BM31 示例市应急管理局"
	holds told "   1 重大突发事件 (emergency)"
	grep -qE "^  [0-9]+ 其他 \\(other\\)" told
	holds told "report-submit: no such category"
	holds told "report-submit: this is needed"
	holds told "report-submit: '12月32日' is not a day: December has 31"
	sed -n '/^  Unit: BM31/,$p' told >seen
	same seen <<-END
	  Unit: BM31 示例市应急管理局
	  Category: emergency
	  Title: 城东仓库火情已处置
	  Text: 3时20分接报。
	4时扑灭。
	  Occurred: 2026-12-04 03:20
	  Place: 示东区东环路
	  Leaders: 霍明川、苏映雪
	  Reported by: 毕清扬
	  Secrecy: unclassified
	  Urgency: top urgent
	  Unit's number: YJ-1
	  Form: by telephone
	  Grade: larger
	  Learned of: 2026-12-04 03:25
	  Dead: 0
	  Injured: 2
	  Measures: 已扑灭。
	  Taken by: 云知远
	  Told: 祁远山、楼观澜
	File it? (y or n): y
	R2026-0001
	END
	records all
	same all <<-'END'
	{"number":"R2026-0001","unit":"BM31","unit_name":"示例市应急管理局","category":"emergency","category_name":"重大突发事件","title":"城东仓库火情已处置","body":"3时20分接报。\n4时扑灭。","occurred_at":"2026-12-04T03:20:00+08:00","place":"示东区东环路","leaders":["霍明川","苏映雪"],"author":"毕清扬","phone":null,"signer":null,"secrecy":"none","urgency":"top-urgent","external_id":"YJ-1","status":"received","desk":"xinxi","desk_name":"信息处","received_at":"2026-12-04T18:00:00+08:00","batch":null}
	END
}

@test "asked on a terminal: what a category refuses is not asked; a category by name; n files nothing" {
	status 64 asks report-submit <<-'END'
	Unit (code, name or part of it) => 财政
	Category (number or name) => 个人重大事项
	Title => 因私出国
	Occurred (2026-12-05 14:30, today 9:00 ...) => today
	Leaders => 祝怀谷
	Reported by (Enter: none) => 
	Telephone (Enter: none) => 
	Signed by (Enter: none) => 
	Secrecy (none unclassified, secret secret, highly-secret highly secret, top-secret top secret; Enter: none) => 
	Urgency (none ordinary, urgent urgent, top-urgent top urgent; Enter: none) => 
	Unit's number (Enter: none) => 
	File it? (y or n) => n
	END
	holds screen "given up; nothing was filed"
	lacks screen '^Text \('
	lacks screen '^Place \('
	records all
	same all </dev/null
}

@test "asked on a terminal: a category by another of its names" {
	status 64 asks report-submit <<-'END'
	Unit (code, name or part of it) => 财政
	Category (number or name) => 领导活动
	Title => <eof>
	END
}

@test "asked on a terminal: what only begins as a number is no category" {
	status 64 asks report-submit <<-'END'
	Unit (code, name or part of it) => 财政
	Category (number or name) => 14号
	Category (number or name) => <eof>
	END
	holds screen "report-submit: no such category"
}

@test "asked on a terminal: the end of input at any question files nothing" {
	status 64 asks report-submit <<-'END'
	Unit (code, name or part of it) => <eof>
	END
	holds screen "given up; nothing was filed"
	status 64 asks report-submit <<-'END'
	Unit (code, name or part of it) => 财政
	Category (number or name) => <eof>
	END
	status 64 asks report-submit <<-'END'
	Unit (code, name or part of it) => 财政
	Category (number or name) => 其他
	Title => 一
	Text (end with a line that holds only a full stop) => 写到一半\n<eof>
	END
	records all
	same all </dev/null
	[ "$(sqlite3 "$OFFICEDB" "SELECT coalesce(max(last), 0) FROM counter WHERE series = 'R'")" = 0 ]
}
