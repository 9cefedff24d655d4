#!/usr/bin/env bats
# Schedules: clashes told by report-submit, the table of a day and the grid of a week from
# bulletin-build schedule.

load common

# file LEADERS FROM TO TITLE [OPTION...] - a schedule of the 7th (a Monday) or, with its day, of another.
file() {
	local leaders=$1 from=$2 to=$3 title=$4
	shift 4
	case $from in *-*) ;; *) from="2026-12-07 $from" ;; esac
	case $to in "" | *-*) ;; *) to="2026-12-07 $to" ;; esac
	report-submit --unit=市政府 --category=schedule --leaders="$leaders" --occurred-at="$from" \
		${to:+--ends-at="$to"} --title="$title" "$@"
}

prepare() { sample_office; }

# said - what the last "status 0 file ..." warned of, without the command's name.
said() { sed 's/^report-submit: //' err; }

@test "the same leader twice at a time: told at once, and filed all the same" {
	status 0 file 顾云深 09:00 11:00 调研重点项目 --place=示例经开区
	same err </dev/null
	status 0 file 顾云深、沈望川 10:30 12:00 看望老同志 --place=市委老干部局
	same out <<<R2026-0002
	said >some
	same some <<-END
	R2026-0002: 顾云深 is also at 示例经开区 2026-12-07 09:00-11:00 (R2026-0001, 次日活动安排)
	END
	status 0 file 沈望川 11:59 "" 座谈
	said >some
	same some <<-END
	R2026-0003: 沈望川 is also at 市委老干部局 2026-12-07 10:30-12:00 (R2026-0002, 次日活动安排)
	END
	# No end: two hours.
	status 0 file 沈望川 13:58 14:30 会见
	said >some
	same some <<-END
	R2026-0004: 沈望川 also has '座谈' 2026-12-07 11:59-13:59 (R2026-0003, 次日活动安排)
	END
}

@test "one after the other, another leader, another day, no time of day: no clash" {
	status 0 file 顾云深 09:00 11:00 甲
	status 0 file 顾云深 11:00 12:00 乙
	same err </dev/null
	status 0 file 顾云深 08:00 09:00 丙
	same err </dev/null
	status 0 file 常守正 09:00 11:00 丁
	same err </dev/null
	status 0 file 顾云深 "2026-12-08 09:00" "2026-12-08 11:00" 戊
	same err </dev/null
	status 0 file 顾云深 2026-12-07 "" 时间待定
	same err </dev/null
	status 0 file 顾云深 2026-12-07 "" 时间也待定
	same err </dev/null
	# A name within a name is another's.
	status 0 file 顾云 09:00 11:00 己
	same err </dev/null
}

@test "how long a schedule without an end lasts is the regime's" {
	echo 'setting: [{name: schedule_minutes, value: "30", valid_from: 2026-12-08}]' >regime.yaml
	status 0 office-db load regime.yaml
	status 0 file 顾云深 09:00 "" 甲
	status 0 file 顾云深 10:00 10:10 乙
	said | grep -q '甲.*09:00-11:00'
	status 0 file 顾云深 "2026-12-08 09:00" "" 丙
	status 0 file 顾云深 "2026-12-08 10:00" "" 丁
	same err </dev/null
}

@test "days alone: from the first to the last, both whole" {
	status 0 file 霍明川 2026-12-07 2026-12-09 赴京参加会议 --place=北京
	status 0 file 霍明川 "2026-12-09 23:00" "2026-12-09 23:30" 视频调度
	said >some
	same some <<-END
	R2026-0002: 霍明川 is also at 北京 2026-12-07 to 2026-12-09 (R2026-0001, 次日活动安排)
	END
	status 0 file 霍明川 "2026-12-10 00:30" "" 返程
	same err </dev/null
}

# on_leave NUMBER PERSON FROM TO [FIELD=TEXT...] - a row of the leave log.
on_leave() {
	jq -nc '$ARGS.positional | {type: "leave", number: .[0], person: .[1], from_day: .[2], to_day: .[3],
		kind: "official", status: "approved", requested_at: "2026-12-01 09:00"} +
		(.[4:] | map(split("=") | {(.[0]): .[1]}) | add // {})' --args "$@" | office-db load - 2>/dev/null
}

@test "leave clashes by days, also with a schedule that has no time; two leaves do not" {
	on_leave L2026-0001 P013 2026-12-07 2026-12-08
	on_leave L2026-0002 P013 2026-12-08 2026-12-09 status=requested
	status 0 file 易行简 "2026-12-07 23:00" "" 夜查 # to one o'clock
	said >some
	same some <<-END
	R2026-0001: 易行简 is on leave 2026-12-07 to 2026-12-08 (L2026-0001, 请销假)
	R2026-0001: 易行简 is on leave 2026-12-08 to 2026-12-09 (L2026-0002, 请销假)
	END
	status 0 file 易行简 2026-12-09 "" 时间待定
	said >some
	same some <<<"R2026-0002: 易行简 is on leave 2026-12-08 to 2026-12-09 (L2026-0002, 请销假)"
	status 0 file 易行简 "2026-12-10 00:00" "2026-12-10 02:00" 值班
	same err </dev/null
	# What a unit reports of leave is compared with schedules, and is no leave until the log has it.
	status 0 report-submit --unit=市政府 --category=leave --title=外出 --leaders=易行简、霍明川 --occurred-at=2026-12-10
	said >some
	same some <<<"R2026-0004: 易行简 also has '值班' 2026-12-10 00:00-02:00 (R2026-0003, 次日活动安排)"
	status 0 file 霍明川 "2026-12-10 09:00" "" 调研
	same err </dev/null
	# Entered in the log it counts once.
	on_leave L2026-0003 P014 2026-12-10 2026-12-10 report=R2026-0004
	status 0 file 霍明川 "2026-12-10 15:00" "" 座谈
	said >some
	same some <<<"R2026-0006: 霍明川 is on leave 2026-12-10 (L2026-0003, 请销假)"
}

@test "leave of half days, that was cancelled, that ended early, of one who is renamed meanwhile" {
	on_leave L2026-0001 P013 2026-12-07 2026-12-08 from_part=afternoon to_part=morning
	status 0 file 易行简 09:00 12:00 上午
	same err </dev/null
	status 0 file 易行简 11:30 12:01 到午后
	said | grep leave >some
	same some <<<"R2026-0002: 易行简 is on leave 2026-12-07 12:00 to 2026-12-08 12:00 (L2026-0001, 请销假)"
	status 0 file 易行简 "2026-12-08 12:00" "" 下午
	same err </dev/null
	on_leave L2026-0002 P015 2026-12-07 2026-12-08 status=cancelled
	on_leave L2026-0003 P016 2026-12-03 2026-12-08 status=returned "returned_at=2026-12-04 09:00"
	status 0 file 苏映雪、骆景明 09:00 11:00 调研
	same err </dev/null
	on_leave L2026-0004 P002 2026-12-01 2026-12-20 kind=sick place=某医院
	echo 'person: [{code: P002, name: 顾远, unit: ZF, post: 市长, rank: city-chief, schedule: yes, sort: 20, valid_from: 2026-12-10}]' |
		office-db load -
	for day in 09 11; do
		status 0 file "$([ $day = 09 ] && echo 顾云深 || echo 顾远)" "2026-12-$day 09:00" "" 座谈
		said >some
		lacks some '医院|病'
		grep -c 'is on leave 2026-12-01 to 2026-12-20 (L2026-0004, 请销假)' some
	done
}

@test "a reception elsewhere clashes; one that is the scheduled thing does not" {
	receive() {
		report-submit --unit=市政府 --category=reception --body=正文 --leaders=顾云深 \
			--occurred-at="2026-12-07 09:30" "$@"
	}
	status 0 file 顾云深 09:00 11:00 会见客商 --place=示例宾馆
	status 0 receive --title=顾云深会见外地客商一行 --place=示例宾馆三楼会见厅
	same err </dev/null
	status 0 receive --title=市长顾云深会见客商
	lacks err 'R2026-0001'
	status 0 receive --title=陪同考察 --place=澜江古渡
	said | grep '次日' >some
	same some <<-END
	R2026-0004: 顾云深 is also at 示例宾馆 2026-12-07 09:00-11:00 (R2026-0001, 次日活动安排)
	END
	# A reception may be filed without saying when: nothing to compare.
	status 0 report-submit --unit=市政府 --category=reception --title=不知何时 --body=正文 --leaders=顾云深
	same err </dev/null
}

@test "what stands counts: returned does, rejected, duplicate and withdrawn do not" {
	status 0 file 顾云深 09:00 11:00 甲
	status 0 file 顾云深 09:00 11:00 乙
	status 0 file 顾云深 09:00 11:00 丙
	status 0 file 顾云深 09:00 11:00 丁
	report-handle return --reason=不清 R2026-0001
	report-handle reject --reason=不用 R2026-0002
	report-handle withdraw --reason=有误 R2026-0003
	report-handle duplicate --of=R2026-0001 R2026-0004
	status 0 file 顾云深 10:00 "" 戊
	said >some
	same some <<-END
	R2026-0005: 顾云深 also has '甲' 2026-12-07 09:00-11:00 (R2026-0001, 次日活动安排)
	END
}

@test "of what is classified only that there is something" {
	status 0 file 顾云深 09:00 11:00 绝不可见的活动 --place=绝不可见的地点 --secrecy=secret --accompanying=绝不可见的人
	status 0 file 顾云深 10:00 "" 座谈
	holds err "R2026-0002: 顾云深 also has 'classified; see the paper copy' 2026-12-07 09:00-11:00 (R2026-0001"
	for form in text html json csv yaml table; do
		status 0 bulletin-build schedule --date=2026-12-07 -o $form --columns=number,title,place,accompanying,contact,from
		holds out R2026-0001
		lacks out '绝不可见'
		lacks out '09:00'
	done
}

@test "an update and a dry run tell too; a repetition does not" {
	status 0 file 顾云深 09:00 11:00 甲 --external-id=1
	status 0 file 顾云深 14:00 15:00 乙 --external-id=2
	status 0 file 顾云深 10:00 15:00 乙 --external-id=2 --on-duplicate=update
	holds err "R2026-0002: 顾云深 also has '甲' 2026-12-07 09:00-11:00 (R2026-0001"
	status 0 file 顾云深 10:00 15:00 乙 --external-id=2
	lacks err 'also'
	status 0 file 顾云深 10:30 10:40 丙 --dry-run
	[ "$(grep -c also err)" -eq 2 ]
	holds err "dry run"
	status 0 report-list -o csv --columns=number
	[ "$(wc -l <out)" -eq 3 ]
}

rows() {
	echo "unit,category,title,leaders,occurred_at,ends_at"
	for i in $(seq "$1"); do echo "市政府,schedule,活动$i,顾云深,2026-12-07 09:00,2026-12-07 10:00"; done
}

@test "a batch tells each pair once, the first twenty, then how many more; of the past nothing" {
	rows 3 >three.csv
	status 0 report-submit three.csv
	[ "$(sed -n 1p err)" = "report-submit: B2026-0001: read 3: taken 3, updated 0, duplicates 0, rejected 0" ]
	sed 1d err | sed 's/^report-submit: //' >some
	same some <<-END
	R2026-0002: 顾云深 also has '活动1' 2026-12-07 09:00-10:00 (R2026-0001, 次日活动安排)
	R2026-0003: 顾云深 also has '活动1' 2026-12-07 09:00-10:00 (R2026-0001, 次日活动安排)
	R2026-0003: 顾云深 also has '活动2' 2026-12-07 09:00-10:00 (R2026-0002, 次日活动安排)
	END
	rows 7 >seven.csv # the three again, and four new: 3 + 4 + 5 + 6
	sed -i 's/活动/另外活动/' seven.csv
	status 0 report-submit --dry-run seven.csv # 7 x 3 with those on file, 21 among themselves
	[ "$(grep -c also err)" -eq 20 ]
	holds err "report-submit: and 22 clashes more"
	status 0 report-submit --now="2026-12-08 09:00" seven.csv
	lacks err 'also|clashes'
	# All or none: of what was not taken nothing is told.
	(rows 2 && echo "市政府,schedule,,顾云深,2026-12-07 09:00,") | sed 's/活动/又一/' >bad.csv
	status 65 report-submit --atomic bad.csv
	lacks err 'also'
}

# A Monday for the table: what is asked of the 17 leaders, and what came.
monday() {
	file 顾云深 14:00 "" 调研重点项目 --place=示例经开区 --accompanying=易行简、市发展改革委负责同志 \
		--author=乐书白 --phone=0000-2101480
	file 沈望川 09:00 11:30 主持召开市委常委会会议，研究全市冬季保供、安全生产和年终岁尾各项民生保障工作 --place=市委一号会议室
	file 顾云深、沈望川 11:00 12:00 会见省督导组 --external-id=X --place=示例宾馆
	file 顾云深、沈望川 11:00 12:00 会见省督导组一行 --external-id=X --place=示例宾馆 --on-duplicate=update
	file 霍明川 2026-12-07 2026-12-08 赴京参加会议
	file 秦砺锋 15:00 2026-12-08 接访
	file 某主任、另一主任 2026-12-07 "" 走访
	file 祁远山 09:00 "" 已退回的
	report-handle return --reason=不清 R2026-0007
	on_leave L2026-0001 P013 2026-12-06 2026-12-08 place=省城 stand_in=P014
	on_leave L2026-0002 P050 2026-12-07 2026-12-07 kind=sick to_part=morning place=绝不可见的医院
} >/dev/null 2>&1

@test "the table of a day: protocol order, times, marks, who is missing" {
	monday
	status 0 bulletin-build schedule --date=2026-12-07 --language=en --width=70
	same err </dev/null
	sed -n '1,18p' out >some
	same some <<-END
	                          中共示例市委办公室
	                          Leaders' schedules
	                          2026-12-07, Monday
	──────────────────────────────────────────────────────────────────────
	6 appointments of 6 leaders; missing 13, clashing 2, changed 1.

	沈望川    09:00-11:30  [clash] 主持召开市委常委会会议，研究全市冬季
	                       保供、安全生产和年终岁尾各项民生保障工作 (市
	                       委一号会议室)
	                       市政府 R2026-0002
	          11:00-12:00  [clash] [changed] 会见省督导组一行 (示例宾馆)
	                       市政府 R2026-0003
	顾云深    11:00-12:00  [changed] 会见省督导组一行 (示例宾馆)
	                       市政府 R2026-0003
	          14:00        调研重点项目 (示例经开区)
	                       Accompanying: 易行简、市发展改革委负责同志
	                       市政府 乐书白 0000-2101480 R2026-0001
	祁远山    returned for mending
	END
	# Those whose schedule is collected, then other people, then who is nobody's the office knows.
	sed -n '19,$p' out | sed '/^Away/,$d' | grep -E '^[^ ]' | cut -d' ' -f1 >order
	unit-roster people -o json | jq -r 'select(.schedule) | .name' | sed 1,3d >want
	printf '%s\n' 秦砺锋 另一主任 某主任 >>want
	cmp want order
	grep -A1 -E '^(霍明川|易行简|秦砺锋|某主任)' out | grep -v left >some
	same some <<-END
	易行简    on leave
	霍明川    all day      赴京参加会议
	                       市政府 R2026-0004
	--
	秦砺锋    15:00-24:00  接访
	                       市政府 R2026-0005
	--
	某主任    -            走访
	                       市政府 R2026-0006
	END
	# Below it who is away and who stands in; of a private kind not what for, nor where.
	sed -n '/^Away/,$p' out >some
	same some <<-END
	Away (2)
	 1. 易行简 (市委常委、副市长): 12-06 to 12-08, 因公外出, 省城;
	    stand-in: 霍明川 (副市长、市公安局局长)
	 2. 秦砺锋 (示西区委书记): 12-07 morning, leave
	END
}

@test "who is away on the days: in every form, of half days, of those who came back or did not" {
	on_leave L2026-0001 P013 2026-12-05 2026-12-06 status=returned "returned_at=2026-12-06 15:00"
	on_leave L2026-0002 P014 2026-12-01 2026-12-02 status=away reach=city
	on_leave L2026-0003 P015 2026-12-07 2026-12-07 from_part=afternoon to_part=afternoon stand_in=P016
	on_leave L2026-0004 P002 2026-12-06 2026-12-08 kind=sick place=绝不可见的医院 reason=绝不可见的病
	on_leave L2026-0005 P003 2026-12-05 2026-12-06 status=requested
	on_leave L2026-0006 P004 2026-12-05 2026-12-06 status=refused
	export OFFICEDB_NOW="2026-12-06 18:00"
	status 0 bulletin-build schedule --date=2026-12-06 --language=en
	sed -n '/^Away/,$p' out >some
	same some <<-END
	Away (3)
	 1. 顾云深 (市委副书记、市长): 12-06 to 12-08, leave
	 2. 易行简 (市委常委、副市长): 12-05 to 12-06 morning, 因公外出; back
	 3. 霍明川 (副市长、市公安局局长): 12-01 to 12-02, 因公外出, leaves the city
	END
	for form in text html json csv yaml tsv table; do
		status 0 bulletin-build schedule --date=2026-12-07 -o $form
		holds out 苏映雪
		lacks out '绝不可见|病假|sick'
	done
	status 0 bulletin-build schedule --date=2026-12-07 -o json
	jq -c 'select(.missing == "away") | [.leader, .from[:16], .to[:16], .title, .place, .stand_in, .number]' out >some
	same some <<-'END'
	["顾云深","2026-12-06T00:00","2026-12-09T00:00",null,null,null,null]
	["苏映雪","2026-12-07T12:00","2026-12-07T18:00","因公外出",null,"骆景明",null]
	END
	status 0 bulletin-build schedule --date=2026-12-07 --language=en
	holds out " 2. 苏映雪 (副市长): 12-07 afternoon, 因公外出; stand-in: 骆景明 (副市长)"
	status 0 bulletin-build schedule --week --date=2026-12-07 --language=en
	holds out "Away (2)"
	status 0 bulletin-build schedule --week --date=2026-12-07 -o html --language=en
	holds out "<td>12-07 afternoon</td><td>因公外出</td><td class=\"nm\">骆景明</td>"
}

@test "who is on leave on all working days that it would be about owes no schedule; half a day does not do" {
	on_leave L2026-0001 P013 2026-12-07 2026-12-07                       # the working day; days off do not count
	on_leave L2026-0002 P014 2026-12-07 2026-12-07 from_part=afternoon   # here in the morning
	on_leave L2026-0003 P015 2026-12-05 2026-12-06                       # the days off alone
	on_leave L2026-0004 P016 2026-12-07 2026-12-08 status=requested
	on_leave L2026-0005 P017 2026-12-04 2026-12-07 status=returned "returned_at=2026-12-07 13:00"
	on_leave L2026-0006 P002 2026-12-07 2026-12-07 to_part=morning       # two leaves make a day
	on_leave L2026-0007 P002 2026-12-07 2026-12-07 from_part=afternoon
	status 0 report-due today --matter=schedule --now="2026-12-04 18:00" -o json
	jq -c 'select(.person == ("P002", "P013", "P014", "P015", "P016", "P017")) | [.person, .state, .reason]' out >some
	same some <<-'END'
	["P002","excused","on leave, L2026-0006"]
	["P013","excused","on leave, L2026-0001"]
	["P014","left-out",null]
	["P015","left-out",null]
	["P016","left-out",null]
	["P017","left-out",null]
	END
}

@test "the default day is tomorrow; an undone update is no change" {
	status 0 file 顾云深 "2026-12-05 09:00" "" 明天的事 --external-id=1
	echo '{"unit":"市政府","category":"schedule","title":"改了的事","leaders":"顾云深","occurred_at":"2026-12-05 10:00","external_id":"1"}' >new.jsonl
	status 0 report-submit --on-duplicate=update new.jsonl
	status 0 bulletin-build schedule --language=en
	holds out "2026-12-05, Saturday"
	holds out "10:00        [changed] 改了的事"
	status 0 office-db undo B2026-0001
	status 0 bulletin-build schedule --language=en
	holds out "09:00        明天的事"
	lacks out 'changed\]'
	status 0 bulletin-build schedule --language=en --date=今天
	holds out "2026-12-04, Friday"
	status 0 bulletin-build schedule --language=en --date=2026-10-01
	holds out "2026-10-01, Thursday (国庆节)"
}

@test "who is missing follows the organisation of the day" {
	cat >org.yaml <<-END
	person:
	- {code: P017, name: 余海澜, unit: ZF, post: 副市长, rank: city-deputy, schedule: no, sort: 170, valid_from: 2026-12-08}
	- {code: P018, name: 新任者, unit: ZF, post: 副市长, rank: city-deputy, schedule: yes, sort: 15, valid_from: 2026-12-08}
	END
	status 0 office-db load org.yaml
	status 0 bulletin-build schedule --date=2026-12-07 -o csv --columns=leader
	holds out 余海澜
	lacks out 新任者
	# On the 7th, when the 8th's are due, the new one was not there yet.
	status 0 bulletin-build schedule --date=2026-12-08 -o csv --columns=leader
	lacks out '余海澜|新任者'
	status 0 bulletin-build schedule --date=2026-12-09 -o csv --columns=leader
	sed -n 3p out >some
	same some <<<新任者
}

@test "a regime that owes no schedules: of whom nothing came it is said so" {
	office-db dump duty -o csv >duties
	for duty in $(awk -F, '$3 == "schedule" { print $1 }' duties); do
		echo "duty: [{code: $duty, name: 停, categories: [other], owed_by: unit, rhythm: workday, due: end-of-work, valid_from: 2026-11-01}]" >stop.yaml
		status 0 office-db load stop.yaml
	done
	status 0 file 顾云深 09:00 "" 座谈
	status 0 bulletin-build schedule --date=2026-12-07 --language=en
	holds out "沈望川  not reported"
	[ "$(grep -c 'not reported' out)" -eq 16 ]
}

@test "records say the same in every language and format" {
	monday
	status 0 bulletin-build schedule --date=2026-12-07 -o json
	mv out english
	LANGUAGE=zh_CN status 0 bulletin-build schedule --date=2026-12-07 -o json
	cmp out english
	jq -r 'select(.number) | "\(.leader) \(.person) \(.from[11:16]) \(.number) \(.clash)"' out >some
	same some <<-END
	沈望川 P001 09:00 R2026-0002 true
	沈望川 P001 11:00 R2026-0003 true
	顾云深 P002 11:00 R2026-0003 false
	顾云深 P002 14:00 R2026-0001 false
	霍明川 P014 00:00 R2026-0004 false
	秦砺锋 P050 15:00 R2026-0005 false
	另一主任 null 00:00 R2026-0006 false
	某主任 null 00:00 R2026-0006 false
	END
	# Of everybody whose schedule is collected there is something.
	unit-roster people -o json | jq -r 'select(.schedule) | .code' | sort >collected
	jq -r '.person // empty' out | sort -u | comm -13 - collected >wanting
	same wanting </dev/null
	jq -r 'select(.missing) | "\(.leader) \(.missing)"' out | grep -E '易行简|祁远山' >some
	same some <<-END
	祁远山 returned
	易行简 leave
	易行简 away
	END
	for format in yaml csv tsv table; do
		status 0 bulletin-build schedule --date=2026-12-07 -o $format --columns=leader,number
		[ "$(grep -c R2026 out)" -eq 8 ]
	done
	status 64 bulletin-build schedule -o json --columns=nmae
	status 64 bulletin-build roundup --week
}

# Lines wider than WIDTH cells, that begin with a mark that may not, or end in blanks.
bad_lines() {
	python3 -c '
import sys, unicodedata
def cells(s):
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in s)
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip("\n")
    if cells(line) > int(sys.argv[2]) or line.strip()[:1] in tuple("，。、；：）》”！？") or line != line.rstrip():
        print(cells(line), line)
' "$1" "$2"
}

# Everything that came for the sample Saturday, and a week of the first three.
busy() {
	report-submit "$sample"/returns.{csv,yaml,jsonl} || [ $? -eq 65 ]
	for day in 07 08 09 10 11 12 13; do
		for leader in 沈望川 顾云深、陆景行; do
			file $leader "2026-12-$day 09:00" "2026-12-$day 11:30" "主持召开第$day次专题会议，研究“一件事”改革（含跨省通办）" --place=市委一号会议室
			file $leader "2026-12-$day 15:00" "" 调研，看望
		done
	done
	file 霍明川 2026-12-09 2026-12-11 赴京参加会议
} >/dev/null 2>&1

@test "no line is wider than asked for, begins with a closing mark, or ends in blanks" {
	busy
	printf '，甲 \n' >control
	[ -n "$(bad_lines control 80)" ]
	for width in 40 60 80 100 160 400; do
		for what in "--date=2026-12-05" "--week --date=2026-12-10" "--week"; do
			status 0 bulletin-build schedule $what --width=$width
			[ "$(wc -l <out)" -gt 25 ]
			bad_lines out $width >bad
			same bad </dev/null
		done
	done
}

@test "the week: Monday to Sunday of the date, leaders by days" {
	busy
	status 0 bulletin-build schedule --week --date=2026-12-13 --language=en --width=120
	holds out "2026-12-07, Monday to 2026-12-13, Sunday"
	holds out "29 appointments of 4 leaders"
	sed -n 7,14p out >some
	same some <<-'END'
	Leader  12-07           12-08           12-09           12-10           12-11           12-12           12-13
	        Mon             Tue             Wed             Thu             Fri             Sat             Sun

	沈望川  09:00-11:30     09:00-11:30     09:00-11:30     09:00-11:30     09:00-11:30     09:00-11:30     09:00-11:30
	        主持召开第07次  主持召开第08次  主持召开第09次  主持召开第10次  主持召开第11次  主持召开第12次  主持召开第13次
	        专题会议，研究  专题会议，研究  专题会议，研究  专题会议，研究  专题会议，研究  专题会议，研究  专题会议，研究
	        “一件事”改革    “一件事”改革    “一件事”改革    “一件事”改革    “一件事”改革    “一件事”改革    “一件事”改革
	        （含跨省通办）  （含跨省通办）  （含跨省通办）  （含跨省通办）  （含跨省通办）  （含跨省通办）  （含跨省通办）
	END
	tail -n 2 out >some
	same some <<-'END'
	霍明川                                  all day         all day         all day
	                                        赴京参加会议    赴京参加会议    赴京参加会议
	END
	# Too narrow for a grid: one day after another.
	status 0 bulletin-build schedule --week --date=2026-12-07 --language=en --width=70
	grep -E '^2026' out >some
	[ "$(wc -l <some)" -eq 7 ]
	bulletin-build schedule --week --date=2026-12-07 -o csv --columns=day | sed 1d | sort | uniq -c >days
	[ "$(wc -l <days)" -eq 7 ]
	# What is not due yet is not shown as missing.
	status 0 bulletin-build schedule --week --date=2027-02-01 --language=en
	holds out "Nothing is on file for these days."
}

# paper FILE - the blocks of a docx: paragraphs, and the rows of tables with a bar between their cells.
paper() {
	python3 - "$1" <<-'END'
	import sys, zipfile
	from xml.etree import ElementTree
	w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
	def text(at):
	    return "".join("/" if e.tag == w + "br" else "\t" if e.tag == w + "tab" else e.text or ""
	                   for e in at.iter() if e.tag in (w + "t", w + "br", w + "tab"))
	body = ElementTree.fromstring(zipfile.ZipFile(sys.argv[1]).read("word/document.xml")).find(w + "body")
	for block in body:
	    if block.tag == w + "p" and text(block):
	        print(text(block))
	    for row in block.iter(w + "tr"):
	        print("|".join(text(cell) for cell in row.iter(w + "tc")))
	END
}

@test "the day as paper: a table of what came, then of whom nothing came, who is away, as of when" {
	monday
	status 0 bulletin-build schedule --date=2026-12-07 --language=en -o docx --output-file=day.docx
	same out </dev/null
	same err </dev/null
	paper day.docx >all
	sed 's/^left out: .*/left out: .../' all >some
	same some <<-'END'
	Leaders' schedules
	edited by 中共示例市委办公室	2026-12-07, Monday
	6 appointments of 6 leaders; missing 13, clashing 2, changed 1.
	Leader|Time|Activity|Place|Accompanying, contact
	沈望川|09:00-11:30|[clash] 主持召开市委常委会会议，研究全市冬季保供、安全生产和年终岁尾各项民生保障工作|市委一号会议室|Contact: 市政府/R2026-0002
	沈望川|11:00-12:00|[clash] [changed] 会见省督导组一行|示例宾馆|Contact: 市政府/R2026-0003
	顾云深|11:00-12:00|[changed] 会见省督导组一行|示例宾馆|Contact: 市政府/R2026-0003
	顾云深|14:00|调研重点项目|示例经开区|易行简、市发展改革委负责同志/Contact: 市政府/乐书白/0000-2101480
	霍明川|all day|赴京参加会议||Contact: 市政府/R2026-0004
	秦砺锋|15:00-24:00|接访||Contact: 市政府/R2026-0005
	另一主任|-|走访||Contact: 市政府/R2026-0006
	某主任|-|走访||Contact: 市政府/R2026-0006
	returned for mending: 祁远山
	left out: ...
	on leave: 易行简
	Away (2)
	Leader|Post|Time|Leave|Stand-in
	易行简|市委常委、副市长|12-06 to 12-08|因公外出, 省城|霍明川
	秦砺锋|示西区委书记|12-07 morning|leave|
	(as of 2026-12-04, 18:00)
	END
	# The same leaders as the records have, in their order.
	sed -n 's/^left out: //p' all | sed 's/, /\n/g' >have
	bulletin-build schedule --date=2026-12-07 -o json | jq -r 'select(.missing == "left-out") | .leader' >want
	[ "$(wc -l <want)" -eq 12 ]
	cmp want have
}

@test "the week as paper: a table a day, its heads on every page" {
	busy
	status 0 bulletin-build schedule --week --date=2026-12-09 --language=en -o docx --output-file=week.docx
	paper week.docx >all
	head -n 4 all >some
	same some <<-END
	Leaders' schedules, by day
	edited by 中共示例市委办公室	2026-12-07 to 12-13
	29 appointments of 4 leaders; missing 0, clashing 0, changed 0.
	2026-12-07, Monday
	END
	grep '^2026-12' all >some
	same some <<-END
	2026-12-07, Monday
	2026-12-08, Tuesday
	2026-12-09, Wednesday
	2026-12-10, Thursday
	2026-12-11, Friday
	2026-12-12, Saturday (day off)
	2026-12-13, Sunday (day off)
	END
	[ "$(grep -c '^Leader|Time|' all)" -eq 7 ]
	[ "$(grep -c '^霍明川|all day|赴京参加会议|' all)" -eq 3 ]
	[ "$(unzip -p week.docx word/document.xml | grep -o '<w:tblHeader/>' | wc -l)" -eq 7 ]
	# Over New Year both years are said.
	status 0 bulletin-build schedule --week --date=2026-12-31 --language=en -o docx --output-file=new.docx
	paper new.docx >all
	holds all "2026-12-28 to 2027-01-03"
	holds all "Nothing is on file for these days."
}

@test "the paper of a holiday, of a day worked in exchange, of Chinese" {
	status 0 bulletin-build schedule --date=2026-10-01 --language=en -o docx --output-file=day.docx
	paper day.docx >all
	holds all "Holiday: 国庆节. 0 appointments"
	status 0 bulletin-build schedule --date=2026-10-10 --language=en -o docx --output-file=day.docx
	paper day.docx >all
	holds all "Working day in exchange, 国庆节. 0 appointments"
	status 0 bulletin-build schedule --date=2026-10-10 -o docx --output-file=day.docx
	paper day.docx >all
	holds all 领导同志活动安排
}

@test "the schedule as PDF: every activity, the heads on each page" {
	busy
	bulletin-build schedule -o pdf >some.pdf 2>/dev/null || skip "built without pango"
	status 0 bulletin-build schedule --week --date=2026-12-09 --language=zh_CN -o pdf --output-file=week.pdf
	pages=$(pdfinfo week.pdf | sed -n 's/^Pages: *//p')
	[ "$pages" -gt 2 ]
	grep -qE '^Page size: *59[45].* 84[12]' <(pdfinfo week.pdf)
	for ((i = 1; i <= pages; i++)); do
		pdftotext -f $i -l $i -raw week.pdf - | tr -d ' \n' >text
		[ "$i" -eq "$pages" ] || holds text 领导时间活动地点
	done
	pdftotext -raw week.pdf - | tr -d ' \n' >text
	[ "$(grep -o 09:00-11:30 text | wc -l)" -eq 21 ]
	# Its five columns stand between six rules.
	pdftoppm -gray -r 72 -f 2 -l 2 week.pdf page
	python3 - page-*.pgm >rules <<-'END'
	import re, sys
	data = open(sys.argv[1], "rb").read()
	head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
	width, height, pixels = int(head[1]), int(head[2]), data[head.end():]
	def longest(x):
	    most = run = 0
	    for y in range(height):
	        run = run + 1 if pixels[y * width + x] < 200 else 0
	        most = max(most, run)
	    return most
	ruled = [longest(x) > 90 for x in range(width)]
	print(sum(here and not before for here, before in zip(ruled[1:], ruled)))
	END
	same rules <<<6
	status 0 bulletin-build schedule --week --date=2026-12-09 -o pdf
	cmp out <(bulletin-build schedule --week --date=2026-12-09 -o pdf)
}

@test "mail: python's strict parser reads the schedule back; it is dated when it was made" {
	monday
	status 0 bulletin-build schedule --date=2026-12-07 --language=en -o eml --to='值班室 <duty@example.org>' \
		--from=a@example.org --attach=docx
	bulletin-build schedule --date=2026-12-07 --language=en -o docx >docx
	python3 - <<-'END'
	import email, email.policy
	m = email.message_from_bytes(open("out", "rb").read(), policy=email.policy.default.clone(raise_on_defect=True))
	for part in m.walk():
	    assert not part.defects, part.defects
	assert m["Subject"] == "Leaders' schedules 2026-12-07", m["Subject"]
	assert [(a.display_name, a.addr_spec) for a in m["To"].addresses] == [("值班室", "duty@example.org")]
	assert m["Date"].datetime.isoformat() == "2026-12-04T18:00:00+08:00", m["Date"]
	text = m.get_body(("plain",)).get_content()
	assert "沈望川" in text and "0000-2101480" in text and "Away (2)" in text, text
	assert "<td>示例经开区</td>" in m.get_body(("html",)).get_content()
	files = list(m.iter_attachments())
	assert [f.get_filename() for f in files] == ["Leaders' schedules 2026-12-07.docx"]
	assert files[0].get_content() == open("docx", "rb").read()
	END
	status 64 bulletin-build schedule -o eml
	status 0 bulletin-build schedule --week -o eml --to=a@example.org
	holds out "Message-ID: <schedule/2026-11-30/2026-12-06."
}

@test "paper hides what the text hides" {
	on_leave L2026-0001 P050 2026-12-07 2026-12-07 kind=sick place=绝不可见的医院 reason=绝不可见的病
	file 顾云深 09:00 11:00 绝不可见的活动 --place=绝不可见的地点 --secrecy=secret --accompanying=绝不可见的人 \
		--author=绝不可见者 --phone=0000-绝不可见 >/dev/null 2>&1
	for week in "" --week; do
		status 0 bulletin-build schedule $week --date=2026-12-07 --language=en -o docx --output-file=day.docx
		paper day.docx >all
		holds all "顾云深|-|classified; see the paper copy||Contact: 市政府/R2026-0001"
		holds all "秦砺锋|示西区委书记|12-07|leave|"
		unzip -p day.docx >flat
		lacks all '绝不可见|09:00|sick|病假'
		lacks flat '绝不可见|09:00|sick|病假'
		status 0 bulletin-build schedule $week --date=2026-12-07 -o eml --to=a@example.org
		python3 >flat <<-'END'
		import email, email.policy
		m = email.message_from_bytes(open("out", "rb").read(), policy=email.policy.default)
		print(*(p.get_content() for p in m.walk() if not p.is_multipart()))
		END
		holds flat R2026-0001
		lacks flat '绝不可见|09:00|sick|病假'
	done
}

# libxml2 knows no HTML 5; whatever else it says is ours.
well_formed() {
	xmllint --html --noout "$1" 2>said || true
	grep error said | grep -vE 'Tag (main|header|nav|section|footer) invalid' >wrong || true
	same wrong </dev/null
}

@test "the page: well-formed, escaped, of one file, the same lines as the records" {
	busy
	file 常守正 "2026-12-05 09:30" "" '<b>粗</b> & "引"' --place='<i>' --author='<u>' >/dev/null 2>&1
	for what in "" "--week" "--week --date=2026-12-09"; do
		status 0 bulletin-build schedule $what -o html --language=en
		well_formed out
		lacks out '(src|href|url|@import)[ =(]+"?[^"#d)]'
		lacks out 'https?:|//[a-z]|<script|<b>粗|<i>|<u>'
		bulletin-build schedule $what -o json >items
		[ "$(grep -o 'class="[a-z ]*item[a-z ]*"' out | wc -l)" -eq "$(wc -l <items)" ]
		holds out "size:A4 landscape"
	done
	status 0 bulletin-build schedule -o html
	holds out '<html lang="zh'
}

@test "the page of a week: days on which nobody has anything are narrow" {
	file 常守正 "2026-12-07 09:30" "" 周一的会 >/dev/null 2>&1
	file 常守正 "2026-12-09 09:30" "" 周三的会 >/dev/null 2>&1
	bulletin-build schedule --week --date=2026-12-07 -o html --language=en >page
	grep -o '<th[^>]*>12-[0-9]*' page >heads
	same heads <<-'END'
	<th>12-07
	<th class="bare">12-08
	<th>12-09
	<th class="bare">12-10
	<th class="bare">12-11
	<th class="bare off">12-12
	<th class="bare off">12-13
	END
	holds page 'th.bare{width:'
}

@test "--output-file: silent, whole, and the language of who reads it" {
	monday
	env -u LANG -u LANGUAGE -u LC_ALL bulletin-build schedule -o html >want
	LC_ALL=en_US.UTF-8 LANGUAGE=en bulletin-build schedule -o html | cmp - want
	echo old >page.html
	status 0 bulletin-build schedule -o html --output-file=page.html
	same out </dev/null
	same err </dev/null
	cmp page.html want
	status 73 bulletin-build schedule --output-file=nowhere/page.html
	holds err "bulletin-build: cannot create 'nowhere/page.html': No such file or directory"
	(
		trap '' XFSZ
		ulimit -f 1
		status 74 bulletin-build schedule -o html --output-file=page.html
	)
	cmp page.html want
}

@test "Chromium prints the page across A4, without a word on the console" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	busy
	bulletin-build schedule --week --date=2026-12-09 -o html --output-file=page.html
	chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update \
		--disable-sync --no-first-run --user-data-dir="$BATS_TEST_TMPDIR/c" --enable-logging=stderr \
		--no-pdf-header-footer --print-to-pdf=page.pdf "file://$PWD/page.html" 2>log
	grep CONSOLE log >console || true
	same console </dev/null
	pdfinfo page.pdf >info
	holds info "(A4)"
	grep -qE '^Page size: *84[12]\.[0-9]* x 59[45]' info
	pdftotext page.pdf - | tr -d ' \n' >text
	holds text 赴京参加会议
}
