#!/usr/bin/env bats
# task-track: a matter as a clerk leads it from registration to filing: verbs, states, more time, urging, records in and
# out, batches, two clerks at once, what cron sees.  Instructions, groups, checks, reports: supervision.bats.

load common

# Friday evening.  BM23 示例市住房和城乡建设局, BM25 示例市水利局, QX02 示例市示西区.
prepare() { sample_office; }

# add TITLE [OPTION...] - a matter; its number goes to "number".
add() {
	task-track add --title="$1" "${@:2}" >number 2>said || { cat said; return 1; }
}

# do_ ARGUMENT... - task-track must do it without a word.
do_() {
	status 0 task-track "$@"
	same out </dev/null
	same err </dev/null
}

# is NUMBER FIELD VALUE - of the matter
is() {
	local got
	got=$(task-track list "T2026-$1" -o json | jq -r ".$2")
	[ "$got" = "$3" ] || { echo "T2026-$1: $2 is $got, wanted $3"; return 1; }
}

# unit_is NUMBER UNIT FIELD VALUE
unit_is() {
	local got
	got=$(task-track show "T2026-$1" --units -o json | jq -r "select(.unit==\"$2\") | .$3")
	[ "$got" = "$4" ] || { echo "T2026-$1/$2: $3 is $got, wanted $4"; return 1; }
}

# --- from registration to filing ---------------------------------------------------------------------

@test "a matter of one unit: add, assign, sign, report, finish, verify, close, file" {
	status 0 task-track add --title=老旧小区加装电梯 --text=完成120部 --source=decision --basis=常务会议纪要22号 \
		--kind=民生实事 --grade=major --secrecy=none --lead=市住建局 --limit=15w --feedback=week --leaders=骆景明 \
		--external-id=ZD-7
	same out <<<T2026-0001
	same err </dev/null
	status 0 task-track list -o json
	[ "$(jq -r '[.number,.title,.text,.source,.basis,.kind,.grade,.lead,.limit,.feedback,.leaders[0],.external_id,.status,.version,.light]|join(" ")' out)" = \
		"T2026-0001 老旧小区加装电梯 完成120部 decision 常务会议纪要22号 民生实事 major BM23 15w week 骆景明 ZD-7 registered 1 grey" ]
	do_ assign T2026-0001
	is 0001 due_on 2026-12-25
	unit_is 0001 BM23 state assigned
	do_ sign T2026-0001 --by=办公室
	do_ report T2026-0001 --text=完成选址 --percent=30 --now="2026-12-08 10:00"
	unit_is 0001 BM23 percent 30
	do_ finish T2026-0001 --text=全部完工 --now="2026-12-24 10:00"
	do_ verify T2026-0001 --now="2026-12-24 11:00"
	do_ close T2026-0001 --now="2026-12-24 12:00"
	is 0001 light grey
	do_ file T2026-0001 --now="2026-12-30 09:00"
	is 0001 status filed
	status 0 task-track show T2026-0001 --events -o csv --columns=step,action,unit,percent,due_on,by,happened_at
	same out <<-END
	step,action,unit,percent,due_on,by,happened_at
	1,register,,,,,2026-12-04T18:00:00+08:00
	2,assign,BM23,,2026-12-25,,2026-12-04T18:00:00+08:00
	3,sign,BM23,,,办公室,2026-12-04T18:00:00+08:00
	4,report,BM23,30,,,2026-12-08T10:00:00+08:00
	5,finish,BM23,100,,,2026-12-24T10:00:00+08:00
	6,verify,BM23,,,,2026-12-24T11:00:00+08:00
	7,close,,,,,2026-12-24T12:00:00+08:00
	8,file,,,,,2026-12-30T09:00:00+08:00
	END
	status 0 office-db verify
	# Nobody looks for what is filed, unless asked.
	status 0 task-track list -o csv --columns=number
	same out <<<number
	status 0 task-track list --closed -o csv --columns=number
	same out <<<$'number\nT2026-0001'
}

@test "several units: each says which it is, each has its own state; the office verifies all at once" {
	add 西岭片区供水 --lead=BM23 --co=市水利局,QX02 --co=BM24 --due=12-31
	is 0001 'co_units|join(" ")' "BM24 BM25 QX02"
	do_ assign T2026-0001
	status 65 task-track sign T2026-0001
	holds err "task-track: T2026-0001 has several units; say which: --unit, of BM23、BM24、BM25、QX02"
	for unit in BM23 市水利局 QX02 BM24; do do_ sign T2026-0001 --unit=$unit; done
	do_ report T2026-0001 --unit=BM23 --percent=20 --text=进场
	status 65 task-track report T2026-0001 --unit=BM23 --percent=10 --text=返工
	holds err "say why (reason)"
	do_ report T2026-0001 --unit=BM23 --percent=10 --text=返工 --reason=管材不合格
	for unit in BM23 BM25; do do_ finish T2026-0001 --unit=$unit; done
	do_ verify T2026-0001
	unit_is 0001 BM23 state verified
	unit_is 0001 BM25 state verified
	unit_is 0001 QX02 state signed
	status 65 task-track close T2026-0001
	holds err "not finished are BM24 (signed for)、QX02 (signed for)"
	status 65 task-track close T2026-0001 --unfinished
	holds err "a reason is needed"
	do_ close T2026-0001 --unfinished --reason=并入明年任务
	is 0001 status closed
	is 0001 unfinished true
}

@test "a unit that comes later, with a day of its own; one that was not asked is refused" {
	add 冬季供热 --lead=BM37 --due=12-20
	do_ assign T2026-0001
	status 65 task-track report T2026-0001 --unit=BM25 --text=x
	holds err "'BM25' has no part in it; who has: BM37"
	do_ assign T2026-0001 --unit=BM25 --due=2027-01-10
	unit_is 0001 BM25 due_on 2027-01-10
	unit_is 0001 BM25 role co
	unit_is 0001 BM37 due_on 2026-12-20
}

@test "returned, reopened, cancelled: a reason is needed, and what the state allows is named" {
	add 农贸市场改造 --lead=BM27 --due=12-20
	status 65 task-track close T2026-0001
	holds err "which does not allow 'close'; it allows: assign, cancel"
	do_ assign T2026-0001
	do_ sign T2026-0001
	do_ finish T2026-0001
	status 65 task-track return T2026-0001
	holds err "a reason is needed for 'return'"
	do_ return T2026-0001 --reason=缺验收材料
	unit_is 0001 BM27 state returned
	status 65 task-track verify T2026-0001
	holds err "which does not allow 'verify'"
	do_ report T2026-0001 --text=材料已补
	do_ finish T2026-0001
	do_ verify T2026-0001
	do_ close T2026-0001
	status 65 task-track reopen T2026-0001
	do_ reopen T2026-0001 --reason=群众再次反映 --due=2027-01-15
	is 0001 status assigned
	unit_is 0001 BM27 state returned
	unit_is 0001 BM27 due_on 2027-01-15
	do_ cancel T2026-0001 --reason=并入其他事项
	is 0001 status cancelled
}

@test "more time: asking moves neither the day nor the light; approving does, refusing does not" {
	add 标准厂房交付 --lead=YQ02 --due=12-02
	status 65 task-track assign T2026-0001
	holds err "the due day 2026-12-02 is before the day it is assigned"
	add 厂房二期 --lead=YQ02 --due=12-08 --now="2026-11-20 09:00"
	do_ assign T2026-0002 --now="2026-11-20 09:30"
	do_ extend request T2026-0002 --until=12-25 --reason=管线迁改
	unit_is 0002 YQ02 due_on 2026-12-08
	unit_is 0002 YQ02 asked_until 2026-12-25
	status 65 task-track extend request T2026-0002 --until=12-26 --reason=x
	holds err "is asked for already"
	[ "$(task-track list T2026-0002 --now="2026-12-09 09:00" -o json | jq -r .light)" = red ]
	do_ extend refuse T2026-0002 --reason=理由不充分
	unit_is 0002 YQ02 asked_until null
	do_ extend request T2026-0002 --until=12-25 --reason=管线迁改
	do_ extend approve T2026-0002 --until=12-22 --by=闻致远
	unit_is 0002 YQ02 due_on 2026-12-22
	[ "$(task-track list T2026-0002 --now="2026-12-09 09:00" -o json | jq -r .light)" != red ]
	status 65 task-track extend approve T2026-0002
	holds err "no extension was asked for"
	status 64 task-track extend request T2026-0002 --reason=x
	status 64 task-track extend postpone T2026-0002
	holds err "'postpone' is not one of: request, approve, refuse"
}

@test "undo takes the last thing back by a step of its own; registering cannot be undone" {
	add 供水改造 --lead=BM25 --due=12-31
	status 65 task-track undo T2026-0001 --reason=x
	holds err "cannot be undone; cancel the matter"
	do_ assign T2026-0001
	do_ sign T2026-0001
	do_ report T2026-0001 --percent=80 --text=误填
	status 65 task-track undo T2026-0001
	do_ undo T2026-0001 --reason=填错
	unit_is 0001 BM25 state signed
	unit_is 0001 BM25 percent null
	[ "$(task-track show T2026-0001 --events -o json | jq -r 'select(.action=="undo")|"\(.step) \(.undoes) \(.reason)"')" = "5 4 填错" ]
	do_ report T2026-0001 --percent=20 --text=进场
	unit_is 0001 BM25 percent 20
	status 0 office-db verify
}

@test "split: parts by options and by records, not later than the whole, which waits for them" {
	add 清理拖欠账款 --lead=BM15 --due=12-31 --source=campaign --leaders=顾云深 --secrecy=secret
	status 0 task-track split T2026-0001 --title=市属国企 --lead=BM33 --due=12-20
	same out <<<T2026-0002
	printf 'title,lead,due_on\n区县,BM19,2026-12-25\n园区,YQ01,2027-01-05\n没有单位,XX,\n' >parts.csv
	status 65 task-track split T2026-0001 <parts.csv
	same out <<<T2026-0003
	holds err "<stdin>:3: due_on: 2027-01-05 is later than 2026-12-31"
	holds err "<stdin>:4: no unit 'XX'"
	holds err "done 1, refused 2"
	[ "$(task-track list --parent=T2026-0001 --closed -o json | jq -r '"\(.number) \(.source) \(.secrecy) \(.leaders[0])"' | sort)" = \
		$'T2026-0002 campaign secret 顾云深\nT2026-0003 campaign secret 顾云深' ]
	# All or none.
	status 65 task-track split --atomic T2026-0001 <parts.csv
	same out </dev/null
	holds err "--atomic: nothing was done"
	[ "$(task-track list --parent=T2026-0001 -o json | wc -l)" -eq 2 ]
	do_ assign T2026-0001 T2026-0002 T2026-0003
	do_ sign T2026-0001
	do_ finish T2026-0001
	do_ verify T2026-0001
	status 65 task-track close T2026-0001
	holds err "T2026-0002、T2026-0003"
	status 0 task-track tree T2026-0001
	[ "$(grep -c '─ T2026' out)" -eq 2 ]
}

@test "change: what is said, by options and by records that were printed and edited" {
	add 村级卫生室 --lead=BM28 --co=BM19 --due=2027-02-26 --text=建设120所
	do_ change T2026-0001 --title=村级卫生室建设 --text= --leaders=余海澜 --co=BM24,BM19
	is 0001 title 村级卫生室建设
	is 0001 text null
	is 0001 'co_units|join(" ")' "BM19 BM24"
	status 0 task-track list T2026-0001 -o yaml
	sed -i 's/^title: .*/title: 村卫生室标准化建设/' out
	cp out edited.yaml
	status 0 task-track change <edited.yaml
	same err </dev/null
	is 0001 title 村卫生室标准化建设
	# An ordinary grade is said too, not only what differs from nothing.
	do_ change T2026-0001 --grade=major
	is 0001 grade major
	do_ change T2026-0001 --grade=ordinary
	is 0001 grade ordinary
	do_ change T2026-0001 --grade=major --feedback=month
	printf '{"number":"T2026-0001","grade":"ordinary","feedback":null}\n' | task-track change
	is 0001 grade ordinary
	is 0001 feedback none
	is 0001 title 村卫生室标准化建设
	# The version it was read with is not the present one any more.
	status 75 task-track change <edited.yaml
	holds err "T2026-0001 was changed meanwhile"
	status 64 task-track change T2026-0001
	status 64 task-track change --title=x </dev/null
	# Days of units that were assigned are moved by extensions alone.
	do_ assign T2026-0001
	status 65 task-track change T2026-0001 --due=2027-03-01
	holds err "moved by extensions"
	# Another leads; who led goes on assisting.
	do_ change T2026-0001 --lead=BM19
	is 0001 lead BM19
	is 0001 'co_units|join(" ")' "BM24 BM28"
	status 65 task-track change T2026-0001 --lead=BM19 --co=BM24
	holds err "BM28"
}

# --- looking ------------------------------------------------------------------------------------------

@test "change: each field that need not be there is emptied by empty text" {
	task-track group add --name=甲组 >out
	add 甲
	add 乙 --text=文 --source=decision --basis=纪要 --kind=民生 --grade=major --secrecy=secret --lead=市住建局 --co=市水利局 \
		--limit=15w --due=2026-12-25 --feedback=week --leaders=骆景明 --group=G2026-0001 --parent=T2026-0001 --external-id=Z
	for field in text source basis kind grade secrecy lead co limit due feedback leaders group parent external-id; do
		do_ change T2026-0002 --$field=
	done
	task-track list T2026-0002 -o json >out
	[ "$(jq -rc '[.source,.grade,.secrecy,.feedback]' out)" = '["other","ordinary","none","none"]' ]
	[ "$(jq -rc '[.text,.basis,.kind,.lead,.co_units,.limit,.due_on,.leaders,.group,.parent,.external_id]|unique' out)" = \
		"[null]" ]
	status 65 task-track change T2026-0002 --title=
	status 66 task-track change T2026-0002 --group=乙组
}

@test "the list for people: lights, days left, the most urgent first; --explain adds it up" {
	add 一般事项 --lead=BM23 --due=2027-03-31 --now="2026-11-16 09:00"
	add 逾期事项 --lead=BM25 --due=12-02 --now="2026-11-16 09:00"
	add 临期事项 --lead=QX02 --due=12-08 --grade=major --now="2026-11-16 09:00"
	add 未交办 --lead=BM24
	do_ assign T2026-0001 T2026-0002 T2026-0003 --now="2026-11-16 09:30"
	for n in 1 2 3; do do_ sign T2026-000$n --now="2026-11-17 09:30"; done
	status 0 task-track list
	same out <<-END
	Light   Number      Title     Lead unit               Status      Due day     Left  %  How urgent
	red     T2026-0002  逾期事项  示例市水利局            assigned    2026-12-02  -2       12.4
	yellow  T2026-0003  临期事项  示例市示西区            assigned    2026-12-08  2        10.4
	grey    T2026-0004  未交办    示例市交通运输局        registered                       1.0
	green   T2026-0001  一般事项  示例市住房和城乡建设局  assigned    2027-03-31  83       0.0
	END
	status 0 task-track list T2026-0002 --explain
	[ "$(sed -n '/^T2026/,$p' out)" = "T2026-0002 逾期事项
  示例市水利局: red light: due 2026-12-02, 2 working days ago (0 days off not counted)
  urgency 12.4
    +12.0  past its due day
    +0.4  2 working days late, 0.2 each, at most 6" ]
	# As records with all of it.
	status 0 task-track list --explain --top=1 -o json
	[ "$(jq -r .why out | grep -c +)" -ge 1 ]
}

@test "filters compose; a saved view is a filter, and others narrow it; what nobody knows is told" {
	add 供水管网 --lead=BM25 --co=QX02 --due=12-10 --source=instruction --leaders=骆景明 --basis=专报第1期
	add 供热管网 --lead=BM37 --co=QX02 --due=12-30 --source=complaint
	add 学校拥堵 --lead=BM16 --due=2027-01-20
	do_ assign T2026-0001 T2026-0002
	list() { task-track list -o csv --columns=number "$@" | tail -n +2 | sed 's/T2026-000//' | sort | tr -d '\n'; }
	[ "$(list)" = 123 ]
	[ "$(list --unit=示西区)" = 12 ]
	[ "$(list --unit=示西区 --lead=BM37)" = 2 ]
	[ "$(list --due=..+10w)" = 1 ]
	[ "$(list --due=12-20..2027-01-31)" = 23 ]
	[ "$(list --source=instruction)" = 1 ]
	[ "$(list --leader=骆景明)" = 1 ]
	[ "$(list --text=管网)" = 12 ]
	[ "$(list --text='专报"第')" = "" ]
	[ "$(list --status=registered)" = 3 ]
	[ "$(list --state=assigned)" = 12 ]
	[ "$(list --light=grey)" = 3 ]
	[ "$(list --view=complaints)" = 2 ]
	[ "$(list --view=群众反映 --due=..12-20)" = "" ]
	[ "$(list --opened=12-01.. --grade=ordinary)" = 123 ]
	[ "$(list --top=2 | wc -c)" -eq 2 ]
	status 64 task-track list --light=blue
	holds err "green (green light), yellow (yellow light), red (red light), grey (grey light)"
	status 64 task-track list --due=tomorrowish
	status 64 task-track list --view=nonsense
	holds err "no view 'nonsense'; there are: overdue, warned, week"
	status 66 task-track list --unit=没有这个局
	status 66 task-track list T2026-0099
	holds err "no matter T2026-0099"
	status 64 task-track list 7
	status 0 task-track views -o csv --columns=code,filter
	holds out "overdue,light=red"
}

@test "lights by unit, worst first; --check for cron" {
	add a --lead=BM23 --co=BM25 --due=12-02 --now="2026-11-16 09:00"
	add b --lead=BM23 --due=2027-03-31
	do_ assign T2026-0001 --now="2026-11-16 09:30"
	do_ assign T2026-0002
	status 0 task-track lights
	same out <<-END
	Unit                    Red  Yellow  Green  All
	示例市住房和城乡建设局    1       0      1    2
	示例市水利局              1       0      0    1
	all units                 2       0      1    3

	Matters: 1 red, 0 yellow, 1 green, 0 grey
	END
	status 1 task-track lights --check
	[ -s out ]
	status 66 task-track lights --check --unit=BM99
	status 0 task-track lights --check --text=没有这几个字
	same out </dev/null
	status 0 task-track lights -o json --unit=BM25
	[ "$(jq -c . out)" = '{"unit":"BM25","unit_name":"示例市水利局","red":1,"yellow":0,"green":0,"all":1}' ]
}

@test "statistics: totals are the sums of rows, formulas below the table, rows alone in records" {
	add a --lead=BM23 --due=12-02 --now="2026-11-16 09:00"
	add b --lead=BM25 --due=12-03 --now="2026-11-16 09:00"
	do_ assign T2026-0001 T2026-0002 --now="2026-11-16 09:30"
	do_ sign T2026-0002 --now="2026-11-17 09:00"
	do_ finish T2026-0002 --now="2026-12-01 09:00"
	do_ verify T2026-0002 --now="2026-12-01 10:00"
	do_ close T2026-0002 --now="2026-12-01 11:00"
	status 0 task-track stats --columns=name,all,open,closed,on_time,due,close_rate
	sed -n 1,4p out >rows
	same rows <<-END
	Name                    All  Under way  Done  In time  Were due  Done, rate
	示例市住房和城乡建设局    1          1     0        0         1  0.0%
	示例市水利局              1          0     1        1         1  100.0%
	Total                     2          1     1        1         2  50.0%
	END
	holds out "in time, rate = "
	status 0 task-track stats -o json
	[ "$(wc -l <out)" -eq 2 ]
	[ "$(jq -s 'map(.all)|add' out)" = 2 ]
	for by in source group month; do
		status 0 task-track stats --by=$by -o json
		[ "$(jq -s 'map(.all)|add' out)" = 2 ]
	done
	status 0 task-track stats --burn --from=12-01 --to=12-04 -o csv
	same out <<-END
	day,open,red,closed
	2026-12-01,1,0,1
	2026-12-02,1,0,0
	2026-12-03,1,1,0
	2026-12-04,1,1,0
	END
	status 64 task-track stats --from=12-04 --to=12-01
	status 64 task-track stats --by=moon
}

@test "show: fields, units, steps, and what proves them" {
	echo 验收报告 >yanshou.txt
	add 加装电梯 --lead=BM23 --due=12-31 --text=完成120部
	do_ assign T2026-0001
	do_ sign T2026-0001
	do_ report T2026-0001 --text=已验收 --percent=90 --evidence=yanshou.txt --evidence=number
	status 0 task-track show T2026-0001
	holds out "T2026-0001 加装电梯"
	holds out "What is to be done: 完成120部"
	holds out "file yanshou.txt (13 bytes)"
	status 0 task-track show T2026-0001 --evidence -o csv --columns=record,file,size
	same out <<-END
	record,file,size
	T2026-0001/4,number,11
	T2026-0001/4,yanshou.txt,13
	END
	[ "$(task-track show T2026-0001 --evidence -o json | jq -r 'select(.file=="yanshou.txt").digest')" = \
		"$(openssl dgst -sm3 -r yanshou.txt | cut -d' ' -f1)" ]
	status 66 task-track show T2026-0007
	status 64 task-track show
	# A file that is not there: nothing was done.
	status 66 task-track report T2026-0001 --text=x --evidence=nowhere.txt
	holds err "cannot open 'nowhere.txt'"
	[ "$(task-track show T2026-0001 --events -o json | wc -l)" -eq 4 ]
}

# --- notices ----------------------------------------------------------------------------------------------

@test "assign --print: a notice for each unit in the office's language; to a file, whole or not at all" {
	add 供水管网 --lead=BM25 --co=QX02 --due=12-31 --basis=专报第1期
	status 0 task-track assign T2026-0001 --print
	[ "$(grep -c 通知单 out)" -eq 2 ]
	holds out "示例市水利局："
	holds out "示例市示西区："
	holds out "2026年12月31日"
	status 0 task-track show T2026-0001 --notice
	[ "$(grep -c 通知单 out)" -eq 2 ]
	status 0 task-track show T2026-0001 --notice --language=en
	lacks out "通知单"
	add 供热管网 --lead=BM37 --due=12-31
	status 73 task-track assign T2026-0002 --print --output-file=no/such/place
	is 0002 status registered
	status 0 task-track assign T2026-0002 --print --output-file=notice.txt
	same out </dev/null
	holds notice.txt "通知单"
	is 0002 status assigned
	# Trying it leaves nothing.
	add 第三件 --lead=BM37 --due=12-31
	status 0 task-track assign T2026-0003 --print --output-file=third.txt --dry-run
	[ ! -e third.txt ]
	is 0003 status registered
}

@test "urge: silent and returned units alone, once a day, a level higher each time; notices" {
	add 供水 --lead=BM25 --co=QX02 --due=12-31 --now="2026-12-01 09:00"
	do_ assign T2026-0001 --now="2026-12-01 09:00"
	do_ sign T2026-0001 --unit=QX02 --now="2026-12-01 10:00"
	status 0 task-track urge
	same out <<-END
	Number      Unit          Urged at level  Title
	T2026-0001  示例市水利局               1  供水
	END
	status 0 task-track urge -o csv --columns=number
	same out <<<number
	status 0 task-track urge --now="2026-12-07 09:00" --print
	holds out "示例市水利局"
	holds out "督查催办单"
	[ "$(task-track show T2026-0001 --events -o json | jq -r 'select(.action=="urge").level' | tr '\n' ' ')" = "1 2 " ]
	# A matter by its number, at a level.
	status 0 task-track urge T2026-0001 --level=3 --again --now="2026-12-07 10:00" -o json
	[ "$(jq -r .level out | sort -u)" = 3 ]
	status 66 task-track urge T2026-0044
	# Not at night.
	status 65 task-track urge --now="2026-12-08 23:00"
	status 64 task-track urge --level=4
}

# --- records in and out -------------------------------------------------------------------------------------

@test "steps from records: what list prints, what somebody typed; the good ones are done" {
	add a --lead=BM23 --due=12-31
	add b --lead=BM25 --due=12-31
	task-track list -o yaml >list.yaml
	status 0 task-track assign <list.yaml
	is 0001 status assigned
	is 0002 status assigned
	cat >said.csv <<-END
	事项号,单位,进展,进度,经手人
	T2026-0001,市住建局,完成选址,30,张三
	T2026-0002,BM23,不是我们的,,
	T2026-0009,BM25,没有这件,,
	T2026-0002,BM25,水源切换,百分之五,
	T2026-0002,BM25,水源切换,50,李四
	END
	status 65 task-track report <said.csv
	holds err "<stdin>:3: T2026-0002: 'BM23' has no part in it"
	holds err "<stdin>:4: no matter T2026-0009"
	holds err "<stdin>:5:"
	holds err "done 2, refused 3"
	unit_is 0001 BM23 percent 30
	unit_is 0002 BM25 percent 50
	[ "$(task-track show T2026-0002 --events -o json | jq -r 'select(.action=="report")|"\(.text) \(.by)"')" = "水源切换 李四" ]
	# The text, day and percent of a printed matter are not the step's.
	task-track list -o json | task-track finish
	[ "$(task-track show T2026-0001 --events -o json | jq -r 'select(.action=="finish")|"\(.text) \(.percent)"')" = "null 100" ]
	task-track show T2026-0001 --units -o csv | task-track verify
	unit_is 0001 BM23 state verified
	status 0 task-track sign </dev/null
}

@test "what is printed reads back in another office, in every format, and says the same" {
	add 供水管网 --lead=BM25 --co=QX02,BM23 --due=12-10 --source=instruction --leaders=骆景明,沈望川 --basis='专报"第1期"' \
		--text=$'第一条\n第二条，含逗号' --kind=民生 --grade=major --secrecy=secret --feedback=month --external-id=A-1
	add 供热管网 --lead=BM37 --limit=30d --external-id=A-2
	fields=title,text,source,basis,kind,grade,secrecy,lead,co_units,limit,due_on,feedback,leaders,external_id
	task-track export -o json --columns=$fields >want
	for format in yaml json csv; do
		office-db init --sample --db=other.$format.db
		task-track export -o $format >printed
		status 0 task-track import --db=other.$format.db printed
		task-track export -o json --columns=$fields --db=other.$format.db | same want
		# Again: known by their numbers elsewhere.
		status 0 task-track import --db=other.$format.db printed
		holds err "taken 0, updated 0, duplicates 2, rejected 0"
	done
	task-track export --excel >printed
	office-db init --sample --db=excel.db
	status 0 task-track import --db=excel.db printed
	task-track export -o json --columns=$fields --db=excel.db | same want
}

@test "import: a batch from GB18030 with Chinese headings; bad rows apart; undone as a whole" {
	cat >list.utf8 <<-END
	标题,来源,牵头单位,协办单位,期限,反馈周期,密级
	老旧小区改造,会议议定,市住建局,示西区、市水利局,2026-12-31,每月,无
	没有单位的,会议议定,市没有局,,2026-12-31,,
	没有日期的,会议议定,BM23,,2026-02-30,,
	END
	iconv -f UTF-8 -t GB18030 list.utf8 >list.csv
	status 65 task-track import --rejects=mend.csv --batch=十二月立项 list.csv
	same out <<<T2026-0001
	holds err "list.csv:3: no unit '市没有局'"
	holds err "list.csv:4: 期限: "
	holds err "taken 1, updated 0, duplicates 0, rejected 2"
	[ "$(wc -l <mend.csv)" -eq 3 ]
	is 0001 'co_units|join(" ")' "BM25 QX02"
	is 0001 feedback month
	[ "$(task-track list --batch=B2026-0001 -o json | jq -r .number)" = T2026-0001 ]
	status 0 office-db undo B2026-0001
	status 66 task-track list T2026-0001
	status 0 office-db verify
	# On standard input, with add too.
	printf 'title,lead\nx,BM23\n' | task-track add >out 2>err
	same out <<<T2026-0002
	status 65 task-track import --atomic list.csv
	same out </dev/null
	status 66 task-track import nowhere.csv
}

@test "Taskwarrior's JSON: what it exports is registered, what we export it can read; bad ones are told" {
	cat >tw.json <<-'END'
	[
	{"uuid":"11111111-1111-4111-8111-111111111111","description":"修路","status":"pending","entry":"20261101T010000Z","due":"20261220T155959Z"},
	{"uuid":"22222222-2222-4222-8222-222222222222","description":"供水","status":"pending","entry":"20261102T010000Z"}
	]
	END
	status 0 task-track import --from-taskwarrior tw.json
	same out <<<$'T2026-0001\nT2026-0002'
	holds err "taken 2"
	is 0001 title 修路
	is 0001 due_on 2026-12-20
	status 0 task-track import --from-taskwarrior tw.json
	holds err "duplicates 2"
	status 0 task-track export --taskwarrior
	[ "$(jq -r '.[].description' out | tr '\n' ' ')" = "修路 供水 " ]
	[ "$(jq -r '.[0].uuid' out)" = 11111111-1111-4111-8111-111111111111 ]
	echo 'not json' >bad.json
	status 65 task-track import --from-taskwarrior bad.json
	status 0 office-db undo B2026-0001
	status 0 task-track list --closed -o csv --columns=number
	same out <<<number
}

@test "ics: an event a due day, valid for other calendars" {
	add 供水 --lead=BM25 --due=12-31
	add 无期限 --lead=BM25 --limit=10w
	status 0 task-track ics
	[ "$(grep -c '^BEGIN:VEVENT' out)" -eq 1 ]
	[ "$(head -n1 out | tr -d '\r')" = BEGIN:VCALENDAR ]
	holds out "DTSTART;VALUE=DATE:20261231"
	[ "$(grep -c $'\r$' out)" -eq "$(wc -l <out)" ]
	status 0 task-track ics --output-file=due.ics
	same out </dev/null
	cmp -s due.ics <(task-track ics)
}

# --- two at once -----------------------------------------------------------------------------------------------

@test "two clerks at once: of ten who change one version one wins, the others get 75, nothing is lost" {
	add 供水 --lead=BM25 --due=12-31
	do_ assign T2026-0001
	for i in 0 1 2 3 4 5 6 7 8 9; do
		(
			r=0
			task-track report T2026-0001 --if-version=2 --percent=1$i --text=第$i人 >out.$i 2>err.$i || r=$?
			echo $r >rc.$i
		) &
	done
	wait
	[ "$(cat rc.* | sort | uniq -c | awk '{ print $2 ":" $1 }' | tr '\n' ' ')" = "0:1 75:9 " ]
	[ "$(cat err.* | grep -c 'was changed meanwhile (version 2, now 3)')" -eq 9 ]
	[ "$(task-track show T2026-0001 --events -o json | jq -r 'select(.action=="report").text' | wc -l)" -eq 1 ]
	is 0001 version 3
	status 0 office-db verify
}

@test "without a version all ten are done, one after another, none over another" {
	add 供水 --lead=BM25 --due=12-31
	do_ assign T2026-0001
	for i in 0 1 2 3 4 5 6 7 8 9; do task-track report T2026-0001 --text=第$i人 & done
	wait
	[ "$(task-track show T2026-0001 --events -o json | jq -r 'select(.action=="report").text' | sort -u | wc -l)" -eq 10 ]
	is 0001 version 12
	status 0 office-db verify
}

@test "a printed list that has grown old: its versions stop it, and nothing at all is done" {
	add a --lead=BM23 --due=12-31
	add b --lead=BM25 --due=12-31
	do_ assign T2026-0001 T2026-0002
	task-track list -o json | sort >old.json
	do_ sign T2026-0002
	status 75 task-track sign <old.json
	holds err "T2026-0002 was changed meanwhile (version 2, now 3)"
	unit_is 0001 BM23 state assigned
}

@test "a database that somebody holds: 75 after --wait" {
	add a --lead=BM23 --due=12-31
	exec 9<>"$OFFICEDB-queue"
	flock 9
	status 75 task-track assign T2026-0001 --wait=0 9>&-
	exec 9>&-
	do_ assign T2026-0001
}

# --- bad input, other surroundings ---------------------------------------------------------------------------------

@test "bad input is refused with one message, and changes nothing" {
	add a --lead=BM23 --due=12-31
	refused() {
		local want=$1
		shift
		status "$want" task-track "$@" </dev/null
		[ "$(wc -l <err)" -ge 1 ] && [ "$(wc -l <err)" -le 3 ]
		same out </dev/null
	}
	refused 64 add --title=x --source=nonsense
	refused 64 add --title=x --due=2026-02-30
	refused 64 add --title=x --parent=R2026-0001
	refused 65 add --title=x --limit=banana
	refused 65 add --title=x --lead=BM23 --co=BM23
	refused 65 add --lead=BM23 --due=12-31
	refused 66 add --title=x --group=没有这个组
	refused 66 add --from-report=R2026-9999
	refused 64 add --from-report=T2026-0001
	refused 66 add --from-instruction=I2026-0009
	refused 64 add extra --title=x
	refused 64 assign 0001
	refused 64 assign T2026-0001 --due=someday
	refused 65 assign T2026-0099
	refused 65 assign T2026-0001 --due=12-01
	refused 64 report T2026-0001 --percent=101
	refused 64 report T2026-0001 --percent=half
	refused 65 report T2026-0001 --text=x
	refused 65 sign T2026-0001
	refused 64 sign T2026-0001 --at=whenever
	refused 64 sign T2026-0001 --if-version=0
	refused 64 nonsense
	refused 64 list --nonsense
	refused 64 split
	refused 66 split T2026-0077 --title=x
	refused 64 instruct nonsense
	refused 64 group nonsense
	refused 64 check nonsense
	is 0001 version 1
	[ "$(task-track list --closed -o json | wc -l)" -eq 1 ]
	status 0 office-db verify
}

@test "what happened later than now, or before it began, is refused" {
	add a --lead=BM23 --due=12-31 --now="2026-12-01 09:00"
	do_ assign T2026-0001 --now="2026-12-02 09:00"
	status 65 task-track sign T2026-0001 --at="2026-12-05 09:00"
	holds err "is still to come"
	status 65 task-track sign T2026-0001 --at="2026-11-30 09:00"
	holds err "before it began"
	do_ sign T2026-0001 --at="2026-12-03 09:00"
	unit_is 0001 BM23 signed_at 2026-12-03T09:00:00+08:00
}

@test "as cron runs it: LC_ALL=C, no terminal, Chinese in and out; a full disk is noticed" {
	export LC_ALL=C
	unset LANG LANGUAGE
	add 供水管网改造 --lead=市水利局 --due=12-31
	status 0 task-track assign T2026-0001 --print
	holds out "通知单"
	status 0 task-track list
	holds out "供水管网改造"
	status 0 task-track lights --check
	same out </dev/null
	same err </dev/null
	status 74 sh -c 'task-track list >/dev/full'
	status 74 sh -c 'task-track export -o json >/dev/full'
	status 74 sh -c 'task-track ics >/dev/full'
}

@test "in Chinese: the list, the refusals, the timeline as a clerk reads them" {
	export LANGUAGE=zh_CN
	add 供水管网改造 --lead=市水利局 --co=示西区 --due=12-31
	do_ assign T2026-0001
	status 0 task-track list
	same out <<-END
	亮灯  编号        标题          牵头单位      状态    办结期限    剩余  %  紧迫度
	绿    T2026-0001  供水管网改造  示例市水利局  已交办  2026-12-31  19       1.0
	END
	status 65 task-track close T2026-0001
	holds err "T2026-0001 不能办结"
	status 65 task-track sign T2026-0001
	same err <<-END
	task-track: T2026-0001 有几个单位，请用 --unit 写明哪一个：BM25、QX02
	task-track: 已办 0 条，未办 1 条
	END
	status 0 task-track show T2026-0001
	sed -i 's/〔[^〕]*〕//' out # who wrote it down, by login
	lacks out '[A-Za-z]{4,}'
	status 0 task-track stats
	lacks out '[A-Za-z]{4,}'
	status 0 task-track lights
	lacks out '[A-Za-z]{4,}'
}

@test "guided: the questions on a terminal, a unit by part of its name, one assisting after another" {
	cat >talk.exp <<-'END'
	set timeout 20
	spawn -noecho task-track add
	expect "Title" { send "供水管网改造\r" }
	expect "What is to be done" { send "更换管网\r.\r" }
	expect "Source" { send "instruction\r" }
	expect "Basis" { send "专报第1期\r" }
	expect "Grade" { send "\r" }
	expect "Lead unit" { send "没有这个局\r" }
	expect "Lead unit" { send "水利\r" }
	expect "BM25" {}
	expect "Assisting unit" { send "示西\r" }
	expect "Assisting unit" { send "\r" }
	expect "Due day" { send "2026-12-31\r" }
	expect "Feedback" { send "month\r" }
	expect "Watching" { send "骆景明\r" }
	expect "File it" { send "y\r" }
	expect "T2026-0001" {}
	expect eof
	END
	command -v expect >/dev/null || skip "expect is not here"
	expect talk.exp >out
	is 0001 title 供水管网改造
	is 0001 lead BM25
	is 0001 'co_units|join(" ")' QX02
	is 0001 due_on 2026-12-31
	is 0001 feedback month
}
