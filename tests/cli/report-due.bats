#!/usr/bin/env bats
# report-due: what is owed, urged, answered and counted, through two days of three small units.

load common

# Thursday and Friday, 2026-12-03 and -04; working hours 09:00-12:00, 13:30-17:30.
regime() {
	cat <<-END
	unit:
	- {code: A, name: 示例市甲局, short_name: 甲局, kind: other, sort: 1, valid_from: 2026-01-01}
	- {code: B, name: 示例市乙局, short_name: 乙局, kind: other, sort: 2, valid_from: 2026-01-01}
	- {code: C, name: 示例市丙局, short_name: 丙局, kind: other, sort: 3, valid_from: 2026-01-01}
	person:
	- {code: P1, name: 王一, unit: A, sort: 1, valid_from: 2026-01-01}
	- {code: P2, name: 赵二, unit: B, sort: 2, valid_from: 2026-01-01}
	duty:
	- {code: plan, name: 明日安排, categories: [schedule], owed_by: person, units: [A, B], rhythm: workday, due: end-of-work, about: next, sort: 91, valid_from: 2026-12-03}
	- {code: daily, name: 每日动态, categories: [work], units: [A, B, C], rhythm: workday, due: "17:00", counted_by: received, grace: 10, clock: wall, sort: 92, valid_from: 2026-12-03}
	- {code: files, name: 每月文件, categories: [document], units: [C], rhythm: month, due: "24:00", counted_by: received, quota: 2, clock: wall, sort: 93, valid_from: 2026-11-01, valid_to: 2026-11-30}
	END
}

# Thursday: A in time, B within grace and its plan on Friday morning only, C silent; C's second file missing.
prepare() {
	if [ ! -e "$BATS_FILE_TMPDIR/thursday.db" ]; then
		office-db init --now="2026-11-01 08:00" # owed from that day on
		regime | office-db load -
		report-submit --now="2026-11-20 10:00" --unit=C --category=document --title=请示一件
		report-submit --now="2026-12-03 16:00" --unit=A --category=schedule --title=会见 \
			--leaders=王一 --occurred-at="2026-12-04 09:00"
		report-submit --now="2026-12-03 16:50" --unit=A --category=work --title=动态 --body=正文
		report-submit --now="2026-12-03 17:05" --unit=B --category=work --title=动态 --body=正文
		office-db backup "$BATS_FILE_TMPDIR/thursday.db"
	else
		cp "$BATS_FILE_TMPDIR/thursday.db" "$OFFICEDB"
	fi >/dev/null
	OFFICEDB_NOW="2026-12-04 08:30"
}

# at TIME - go on at that time of Friday.
at() { OFFICEDB_NOW="2026-12-04 $1"; }

# states OPTION... - "slot state" of each.
states() { report-due slots -o tsv --columns=slot,state "$@" | tail -n +2 | tr '\t' ' '; }

# Friday until the evening: urged at 08:30, the plan comes at 09:20, two answers, two reports.
friday() {
	at 08:30
	report-due urge
	at 09:20
	report-submit --unit=B --category=schedule --title=调研 --leaders=赵二 --occurred-at="2026-12-04 15:00"
	at 16:00
	report-due nil daily/A/2026-12-04
	report-submit --unit=A --category=schedule --title=在家 --leaders=王一 --occurred-at=2026-12-05
	at 17:00
	report-submit --unit=B --category=work --title=动态二 --body=正文二
	at 18:00
	report-due excuse --reason=出访 --allowed-by=秘书长 plan/P2/2026-12-04
	at 20:00
} >/dev/null

@test "in the morning: what is due today and tomorrow, what is overdue" {
	status 0 report-due today
	same out <<-END
	Due               Owed by     Duty      State  Delay  Report
	2026-12-04 17:00  示例市甲局  每日动态  open
	2026-12-04 17:00  示例市乙局  每日动态  open
	2026-12-04 17:00  示例市丙局  每日动态  open
	2026-12-04 17:30  王一        明日安排  open
	2026-12-04 17:30  赵二        明日安排  open
	END
	status 0 report-due overdue
	same out <<-END
	Due               Owed by     Duty      State     Delay        Report
	2026-11-30 24:00  示例市丙局  每月文件  left out  80 h 30 min  1/2
	2026-12-03 17:00  示例市丙局  每日动态  left out  15 h 30 min
	2026-12-03 17:30  赵二        明日安排  left out  1 min
	END
	status 0 report-due tomorrow # Saturday
	same out </dev/null
	same err </dev/null
}

@test "one list at 17:25: who has not come; then late, left out, unreported" {
	at 16:00
	report-due nil daily/A/2026-12-04
	report-submit --unit=A --category=schedule --title=在家 --leaders=王一 --occurred-at=2026-12-05 >/dev/null
	at 17:25
	status 0 report-due today --desk=ducha
	same out <<-END
	Due               Owed by  Duty      State    Delay  Report
	2026-12-04 17:30  王一     明日安排  on time         R2026-0005
	2026-12-04 17:30  赵二     明日安排  open
	END
	status 0 report-due today --state=open,left-out
	same out <<-END
	Due               Owed by     Duty      State     Delay   Report
	2026-12-04 17:00  示例市乙局  每日动态  left out  25 min
	2026-12-04 17:00  示例市丙局  每日动态  left out  25 min
	2026-12-04 17:30  赵二        明日安排  open
	END
	friday
	status 0 report-due slots --from=2026-11-30
	same out <<-END
	Due               Owed by     Duty      State              Delay       Report
	2026-11-30 24:00  示例市丙局  每月文件  unreported         92 h 0 min  1/2
	2026-12-03 17:00  示例市甲局  每日动态  on time                        R2026-0003
	2026-12-03 17:00  示例市乙局  每日动态  on time                        R2026-0004
	2026-12-03 17:00  示例市丙局  每日动态  unreported         27 h 0 min
	2026-12-03 17:30  王一        明日安排  on time                        R2026-0002
	2026-12-03 17:30  赵二        明日安排  late               20 min      R2026-0006
	2026-12-04 17:00  示例市甲局  每日动态  nothing to report
	2026-12-04 17:00  示例市乙局  每日动态  on time                        R2026-0007
	2026-12-04 17:00  示例市丙局  每日动态  left out           3 h 0 min
	2026-12-04 17:30  王一        明日安排  on time                        R2026-0005
	2026-12-04 17:30  赵二        明日安排  excused
	END
	same err </dev/null
}

@test "without a verb: slots; options may stand before the verb" {
	report-due slots --unit=B >want
	status 0 report-due --unit=B
	same out <want
	report-due today --unit=B -o csv >want
	status 0 report-due --unit=B -o csv today
	same out <want
	status 0 report-due --db "$OFFICEDB" --unit=B -o csv today
	same out <want
	status 64 report-due nonsense
	same err <<<"report-due: no verb 'nonsense'; --help lists them"
	status 64 report-due overdue nonsense
	holds err "'nonsense': filters are options"
	status 64 report-due --unit=B nonsense
	status 0 report-due --help
	holds out "overdue "
	status 0 report-due --version
	report-due --list-verbs | tr '\n' ' ' >verbs
	[ "$(cat verbs)" = "slots today tomorrow overdue urge urges nil excuse omission omissions ledger " ]
}

# finds SLOT... : OPTION... - report-due slots from November on lists these, in this order.
finds() {
	local want=slot
	while [ "$1" != : ]; do
		want+=$'\n'$1
		shift
	done
	shift
	status 0 report-due slots --from=2026-11-01 --to=2026-12-04 -o csv --columns=slot "$@"
	same out <<<"$want" || { echo "report-due $*"; return 1; }
}

@test "by days, desk, unit, matter, leader, state" {
	finds plan/P1/2026-12-03 plan/P1/2026-12-04 : --leader=王一
	finds plan/P1/2026-12-03 plan/P1/2026-12-04 : --leader=P1
	finds plan/P2/2026-12-04 : --leader=P2 --from=2026-12-04
	finds daily/B/2026-12-03 plan/P2/2026-12-03 daily/B/2026-12-04 plan/P2/2026-12-04 : --unit=乙局
	finds files/C/2026-11-30 : --to=2026-12-02 # due at 24:00 is due on the 30th
	finds files/C/2026-11-30 : --from=2026-11-30 --to=2026-11-30
	finds : --from=2026-12-01 --to=2026-12-02
	finds files/C/2026-11-30 : --desk=综合处
	finds files/C/2026-11-30 : --matter=document
	finds files/C/2026-11-30 : --matter=files
	finds files/C/2026-11-30 : --matter=每月文件
	finds files/C/2026-11-30 : --matter=上报文件
	finds daily/A/2026-12-04 daily/B/2026-12-04 daily/C/2026-12-04 : --matter=daily --state=open
	finds files/C/2026-11-30 daily/C/2026-12-03 : --state=left-out,unreported --unit=C
	status 64 report-due --matter=无
	same err <<<"report-due: no category or duty '无'; 'unit-roster categories' and 'office-db dump duty' list them"
	status 64 report-due --state=done
	holds err "'done' is not one of: open, met, late, left-out, unreported, nil, excused"
	status 64 report-due --from=2026-12-02 --to=2026-12-01
	same err <<<"report-due: --to is before --from"
	status 64 report-due --from=坏
	holds err "--from: '坏' is not a date"
	status 66 report-due --unit=无此
	status 66 report-due --leader=无此
	same out </dev/null
	# One of the two alone: the other is today, or the same day where that is beyond it.
	report-due slots --to=2026-12-03 --columns=slot -o tsv >one
	report-due slots --from=2026-12-03 --to=2026-12-03 --columns=slot -o tsv | same one
	report-due slots --from=2026-12-07 --columns=slot -o tsv >one
	report-due slots --from=2026-12-07 --to=2026-12-07 --columns=slot -o tsv | same one
}

@test "--check: what is late or overdue and exit 1; silent and 0 when all is well" {
	status 0 report-due today --check
	same out </dev/null
	status 0 report-due --check --state=open
	same out </dev/null
	status 1 report-due overdue --check --desk=ducha
	same out <<-END
	Due               Owed by  Duty      State     Delay  Report
	2026-12-03 17:30  赵二     明日安排  left out  1 min
	END
	status 0 report-due overdue --check --unit=A
	same out </dev/null
	at 17:10 # the grace still runs
	status 0 report-due today --check
	at 17:11
	status 1 report-due today --check --unit=A -o csv --columns=slot,state,late
	same out <<-END
	slot,state,late
	daily/A/2026-12-04,left-out,11
	END
	same err </dev/null
}

@test "explain: each line with its reckoning, as text and as records" {
	status 0 report-due overdue --explain --columns=slot,state
	sed -n '/^[^ ]/p' out >lines
	same lines <<-END
	Slot                State
	files/C/2026-11-30  left out
	daily/C/2026-12-03  left out
	plan/P2/2026-12-03  left out
	END
	[ "$(wc -L <out)" -le 80 ]
	sed -n '/^plan/,$p' out | tr -s ' \n' ' ' >why
	holds why "left out rule: duty plan (明日安排), valid from 2026-12-03; every working day, due end-of-work"
	holds why " late 1 min of working time, counted from due within working hours"
	status 0 report-due overdue --explain --unit=B
	[ "$(head -n 2 out | grep -c '^2026-12-03 17:30  赵二')" -eq 1 ]
	[ "$(grep -c '^    ' out)" -ge 3 ]
	report-due overdue --explain --unit=B -o json >slot.json
	holds slot.json '"why":"rule: duty plan (明日安排), valid from 2026-12-03; '
	report-due overdue --unit=B -o json >slot.json
	holds slot.json '"why":null'
}

# Leaves of the log: P1 and P3 not back, P2 back half an hour late, P3's next one asked for in time.
on_leave() {
	office-db load - <<-END
	person:
	- {code: P3, name: 孙三, unit: C, rank: county-chief, sort: 3, valid_from: 2026-01-01}
	leave:
	- {number: L2026-0001, person: P1, kind: official, from_day: 2026-12-01, to_day: 2026-12-02, requested_at: 2026-11-30 09:00, status: away}
	- {number: L2026-0002, person: P2, kind: official, from_day: 2026-12-01, to_day: 2026-12-02, requested_at: 2026-11-30 09:00, status: returned, returned_at: 2026-12-03 12:30}
	- {number: L2026-0003, person: P3, kind: sick, from_day: 2026-12-07, from_part: afternoon, to_day: 2026-12-08, requested_at: 2026-12-04 08:00, status: approved}
	- {number: L2026-0004, person: P3, kind: official, from_day: 2026-12-03, to_day: 2026-12-03, requested_at: 2026-11-25 08:00, status: away}
	END
} 2>/dev/null

@test "leave: notice before it and return after it are owed by who leaves" {
	on_leave
	status 0 report-due slots --from=2026-12-01 --to=2026-12-09 --matter=leave
	same out <<-END
	Due               Owed by  Duty          State     Delay        Report
	2026-12-03 12:00  王一     销假          left out  20 h 30 min  L2026-0001
	2026-12-03 12:00  赵二     销假          late      30 min       L2026-0002
	2026-12-04 12:00  孙三     销假          open                   L2026-0004
	2026-12-04 24:00  孙三     正职外出报备  on time                L2026-0003
	END
	status 0 report-due today --matter=leave-chief --explain --columns=slot,state
	sed 1,2d out | tr -s ' \n' ' ' >why
	holds why "due -3d, from when a leave begins; basis: 外出提前3天报备"
	holds why "2026-12-07 - 3 days; due 2026-12-04 24:00 L2026-0003 was asked for 2026-12-04 08:00"
	status 0 report-due slots --from=2026-12-03 --to=2026-12-03 --leader=赵二 --matter=销假 --explain -o json
	holds out 'the return from L2026-0002 was registered 2026-12-03 12:30\nlate 30 min by the clock'
	jq -c '[.slot, .report, .received_at, .event, .unit, .person, .desk, .count]' out >some
	same some <<<'["leave-return/P2/L2026-0002",null,"2026-12-03T12:30:00+08:00",null,"B","P2","ducha",1]'
	status 1 report-due overdue --check --matter=leave-return
	same out <<-END
	Due               Owed by  Duty  State     Delay        Report
	2026-12-03 12:00  王一     销假  left out  20 h 30 min  L2026-0001
	END
}

@test "leave: what a duty of the leave log cannot be is refused" {
	duty() {
		echo "duty: [{code: l, name: 假, categories: [leave], rhythm: event, valid_from: 2026-12-01, $1}]" >duty.yaml
		status 65 office-db load duty.yaml
		holds err "$2"
	}
	duty 'anchor: departure, due: -3d' "anchor: a leave is its person's; give owed_by: person"
	duty 'anchor: return, owed_by: unit, due: +1w' "anchor: a leave is its person's"
	duty 'anchor: return, owed_by: person, due: +2h' "due: '+2h' counts from an instant, and a return is counted from a day"
	duty 'anchor: return, owed_by: person, due: +1w, grades: [major]' "grades, stage and form belong to a unit's chain"
	echo 'duty: [{code: l, name: 假, categories: [leave], owed_by: person, rhythm: month, due: "17:30", anchor: return}]' >duty.yaml
	status 65 office-db load duty.yaml
	holds err "anchor belong to rhythm 'event' only"
	echo 'override: [{duty: leave-return, unit: A, due: +3h}]' >own.yaml
	status 65 office-db load own.yaml
	holds err "due: '+3h' counts from an instant, and a return is counted from a day"
	echo 'override: [{duty: leave-return, unit: A, due: 次日17:00前}]' | status 0 office-db load -
}

@test "leave: urged with its days, excused, counted; no nil answer meets it" {
	on_leave
	at 12:01
	status 0 report-due urge --matter=leave --print --language=en
	holds out " 1. 销假 (王一), L2026-0001 2026-12-01—2026-12-02; due 2026-12-03"
	[ "$(grep -c '^ 1\.' out)" -eq 2 ]
	status 65 report-due nil leave-return/P1/L2026-0001
	sed -n 1p err >some
	same some <<-END
	report-due: leave-return/P1/L2026-0001: slot 'leave-return/P1/L2026-0001' is of a leave, which no report meets; register the return with 'leave-log return L2026-0001'
	END
	status 0 report-due excuse --reason=病重 --allowed-by=秘书长 leave-return/P1/L2026-0001 leave-return/P2/L2026-0002
	status 65 report-due excuse --reason=病重 --allowed-by=秘书长 leave-chief/P3/L2026-0003
	holds err "slot 'leave-chief/P3/L2026-0003' was met already, by L2026-0003"
	at 14:02 # the urge was not heeded
	report-due slots --from=2026-12-01 --to=2026-12-05 --matter=leave -o csv --columns=slot,state,urges >out
	same out <<-END
	slot,state,urges
	leave-return/P1/L2026-0001,excused,1
	leave-return/P2/L2026-0002,excused,0
	leave-return/P3/L2026-0004,unreported,1
	leave-chief/P3/L2026-0003,met,0
	END
	status 0 leave-log return L2026-0004
	status 0 report-due ledger --from=2026-12-01 --to=2026-12-04 --matter=leave -o csv --columns=code,owed,on_time,late,excused
	same out <<-END
	code,owed,on_time,late,excused
	C,2,1,1,0
	A,1,0,0,1
	B,1,0,0,1
	END
	status 0 report-due ledger --notice --language=en --from=2026-12-01 --to=2026-12-07 --matter=leave
	tr -s ' \n' ' ' <out >some
	holds some "丙局: 销假 (孙三), L2026-0004; due 2026-12-04 12:00; registered 2026-12-04 14:02; late by 2 h 2 min; urges: 1."
}

@test "urge: the silent only, one a unit, logged" {
	at 09:00
	status 0 report-due urge --dry-run
	same out <<-END
	Number      Unit        Channel         Slots
	U2026-0001  示例市乙局  printed notice  plan/P2/2026-12-03
	U2026-0002  示例市丙局  printed notice  files/C/2026-11-30、daily/C/2026-12-03
	END
	same err <<<"report-due: dry run: nothing was kept"
	report-due urges -o csv | tail -n +2 >log
	same log </dev/null
	status 0 report-due urge --channel=telephone --note=老刘接
	same out <<-END
	Number      Unit        Channel       Slots
	U2026-0001  示例市乙局  by telephone  plan/P2/2026-12-03
	U2026-0002  示例市丙局  by telephone  files/C/2026-11-30、daily/C/2026-12-03
	END
	same err </dev/null
	status 0 report-due urges --unit=丙局 -o csv --columns=number,unit,slots,channel,note,at
	same out <<-END
	number,unit,slots,channel,note,at
	U2026-0002,C,files/C/2026-11-30、daily/C/2026-12-03,telephone,老刘接,2026-12-04T09:00:00+08:00
	END
	status 0 report-due urges --to=2026-12-03 -o csv --columns=number
	same out <<<"number"
	status 0 report-due urge -o csv --columns=number # they were urged today
	same out <<<"number"
	status 0 report-due urge --again --unit=B -o json --columns=number,unit,slots,channel
	same out <<-END
	{"number":"U2026-0003","unit":"B","slots":"plan/P2/2026-12-03","channel":"notice"}
	END
	at 17:12 # what has come due since
	status 0 report-due urge --unit=C -o csv --columns=slots
	same out <<-END
	slots
	daily/C/2026-12-04
	END
}

@test "urge by state: a reminder of what is open; in the evening, silence" {
	at 17:00
	status 0 report-due urge --state=open --matter=plan --from=today --channel=message -o csv --columns=unit,slots
	same out <<-END
	unit,slots
	A,plan/P1/2026-12-04
	B,plan/P2/2026-12-04
	END
	status 64 report-due urge --state=met
	same err <<<"report-due: none of these states is urged"
	at 21:30
	status 65 report-due urge --channel=telephone
	holds err "it is quiet hours (21:00-08:00)"
	status 0 report-due urge --channel=telephone --again --unit=C -o csv --columns=unit
	same out <<<$'unit\nC'
	status 64 report-due urge --channel=pigeon
	holds err "'pigeon' is not one of: notice, telephone, message"
}

@test "urge --print: a notice a unit, a page each; with -o the records" {
	at 09:00
	status 0 report-due urge --print --language=en
	tr '\f' '%' <out >pages
	same pages <<-END
	                             Urging notice
	                                                              U2026-0001
	示例市乙局:
	As of 2026-12-04 09:00 the following is owed by you and has not come.
	Report it at once; where there is nothing to report, answer so; where
	there is a reason, state it.

	 1. 明日安排 (赵二), 2026-12-04; due 2026-12-03 17:30; late by 1 min
	    of working time; to 督查室.

	What is still not answered 120 minutes from now counts as unreported.

	                                                              市委办公室
	                                                              2026-12-04
	%                             Urging notice
	                                                              U2026-0002
	示例市丙局:
	As of 2026-12-04 09:00 the following is owed by you and has not come.
	Report it at once; where there is nothing to report, answer so; where
	there is a reason, state it.

	 1. 每月文件, 2026-11-01 to 2026-11-30; due 2026-11-30 24:00; late by
	    3 d 9 h; 2 wanted, 1 came; to 综合处.
	 2. 每日动态, 2026-12-03; due 2026-12-03 17:00; late by 16 h 0 min; to
	    信息处.

	What is still not answered 120 minutes from now counts as unreported.

	                                                              市委办公室
	                                                              2026-12-04
	END
	status 0 report-due urge --again --print -o csv --columns=number
	same out <<-END
	number
	U2026-0003
	U2026-0004
	END
}

@test "nil and excuse: by name, by the records that slots prints, in every format" {
	status 0 report-due nil daily/A/2026-12-04 daily/B/2026-12-04 --reason=无事
	same out </dev/null
	same err </dev/null
	status 0 report-due slots --state=nil -o csv --columns=slot,state,reason
	same out <<-END
	slot,state,reason
	daily/A/2026-12-04,nil,无事
	daily/B/2026-12-04,nil,无事
	END
	for format in "-o json" "-o yaml" "-o csv" --excel; do
		cp "$OFFICEDB" again.db
		report-due slots --state=open $format >open
		status 0 report-due excuse --db=again.db --reason=全市停报 --allowed-by=秘书长 <open
		same out </dev/null
		same err </dev/null
		report-due slots --db=again.db --state=excused -o csv --columns=slot,reason >out
		same out <<-END
		slot,reason
		daily/C/2026-12-04,全市停报 (allowed by 秘书长)
		plan/P1/2026-12-04,全市停报 (allowed by 秘书长)
		plan/P2/2026-12-04,全市停报 (allowed by 秘书长)
		END
		rm again.db
	done
	# A record's own words stand where no option does.
	echo '{"slot": "plan/P2/2026-12-04", "reason": "请假", "allowed_by": "穆主任"}' >own.json
	status 0 report-due excuse <own.json
	states --leader=P2 >out
	same out <<<"plan/P2/2026-12-04 excused"
	report-due slots --leader=P2 -o csv --columns=reason | tail -n +2 >out
	same out <<<"请假 (allowed by 穆主任)"
}

@test "nil and excuse: what is refused is named, the others go on, or none with --atomic" {
	status 65 report-due nil daily/A/2026-12-03 nonsense daily/A/2026-12-04
	same out </dev/null
	same err <<-END
	report-due: daily/A/2026-12-03: slot 'daily/A/2026-12-03' was met already, by R2026-0003
	report-due: nonsense: no slot 'nonsense'; 'report-due slots --columns=slot' names them
	report-due: done 1, refused 2
	END
	states --unit=A --matter=daily >out
	same out <<<"daily/A/2026-12-04 nil"
	status 65 report-due excuse plan/P1/2026-12-04
	holds err "an excuse needs a reason"
	status 65 report-due excuse --reason=事 plan/P1/2026-12-04
	holds err "say who allowed the excuse"
	status 65 report-due nil --atomic daily/B/2026-12-04 nonsense
	holds err "--atomic: nothing was done"
	holds err "done 0, refused 1"
	status 0 report-due nil --dry-run daily/B/2026-12-04
	same err <<<"report-due: dry run: nothing was kept"
	states --unit=B --matter=daily >out
	same out <<<"daily/B/2026-12-04 open"
	printf 'slot,reason\ndaily/B/2026-12-04,无事\n,空\n' >answers.csv
	status 65 report-due nil <answers.csv
	holds err "<stdin>:3"
	states --unit=B --matter=daily >out
	same out <<<"daily/B/2026-12-04 nil"
}

@test "nil, then a report after all; a returned report is as if it had not come, and urged" {
	report-due nil daily/A/2026-12-04
	at 17:20
	report-submit --unit=A --category=work --title=还是有事 --body=正文 >/dev/null
	report-submit --unit=B --category=work --title=动态 --body=要改 >/dev/null
	states --matter=daily --state=late >out
	same out <<-END
	daily/A/2026-12-04 late
	daily/B/2026-12-04 late
	END
	report-handle return --reason=缺数据 R2026-0005 R2026-0006
	status 0 report-due today --matter=daily
	same out <<-END
	Due               Owed by     Duty      State              Delay   Report
	2026-12-04 17:00  示例市甲局  每日动态  nothing to report          R2026-0005 returned
	2026-12-04 17:00  示例市乙局  每日动态  left out           20 min  R2026-0006 returned
	2026-12-04 17:00  示例市丙局  每日动态  left out           20 min
	END
	report-due urge --unit=B --from=today -o csv --columns=slots >out
	same out <<<$'slots\ndaily/B/2026-12-04'
}

@test "omission: learned of otherwise, left out" {
	at 10:00
	status 0 report-due omission --unit=甲局 --category=work --title=夜间停电 \
		--occurred-at="2026-12-03 23:00" --learned-at="2026-12-04 09:40" --source=群众来电 --note=核实
	same out <<<"O2026-0001"
	same err </dev/null
	status 0 report-due omissions
	same out <<-END
	Number      Unit        Category  Title     Occurred          Learned of        Source
	O2026-0001  示例市甲局  work      夜间停电  2026-12-03 23:00  2026-12-04 09:40  群众来电
	END
	status 0 report-due slots --state=left-out --unit=A --columns=slot,due_at,state,reason -o csv
	same out <<-END
	slot,due_at,state,reason
	daily/A/O2026-0001,2026-12-04T09:40:00+08:00,left-out,夜间停电
	END
	status 0 report-due omissions --to=昨天 -o csv --columns=number
	same out <<<"number"
	status 65 report-due omission --unit=A --category=work --title=无时间
	holds err "occurred_at is missing"
	status 65 report-due omission --category=work --title=无单位 --occurred-at=昨天
	holds err "unit is missing"
	status 65 report-due omission --unit=A --category=work --title=坏 --occurred-at=坏
	holds err "occurred_at: "
	status 66 report-due omission --unit=无此 --category=work --title=x --occurred-at=昨天
	same out </dev/null
	status 0 report-due ledger --notice --language=en --unit=A --from=2026-12-04
	tr -s ' \n' ' ' <out >line
	holds line "示例市甲局: 每日动态, O2026-0001 '夜间停电', learned of otherwise 2026-12-04 09:40."
}

@test "ledger: by unit, matter and desk; the sum in the table only" {
	friday
	status 0 report-due ledger --from=2026-11-30
	same out <<-END
	Standing  Name        Owed  On time  Nil  Came late  Left out  Unreported  Excused  Open  Rate    Longest, min
	       1  示例市甲局     4        3    1          0         0           0        0     0  100.0%
	       2  示例市乙局     4        2    0          1         0           0        1     0  66.7%             20
	       3  示例市丙局     3        0    0          0         1           2        0     0  0.0%
	          total         11        5    1          1         1           2        1     0  60.0%             20
	END
	status 0 report-due ledger --from=2026-11-30 --by=matter -o csv
	same out <<-END
	rank,code,name,owed,on_time,nil,late,left_out,unreported,excused,open,rate,longest
	1,plan,明日安排,4,2,0,1,0,0,1,0,66.7%,20
	2,files,每月文件,1,0,0,0,0,1,0,0,0.0%,
	3,daily,每日动态,6,3,1,0,1,1,0,0,66.7%,
	END
	status 0 report-due ledger --by=desk -o json # since the 1st
	same out <<-END
	{"rank":1,"code":"ducha","name":"督查室","owed":4,"on_time":2,"nil":0,"late":1,"left_out":0,"unreported":0,"excused":1,"open":0,"rate":"66.7%","longest":20}
	{"rank":2,"code":"xinxi","name":"信息处","owed":6,"on_time":3,"nil":1,"late":0,"left_out":1,"unreported":1,"excused":0,"open":0,"rate":"66.7%","longest":null}
	END
	status 0 report-due ledger --by=desk --unit=C --from=2026-12-04 --to=2026-12-04 -o yaml
	same out <<-END
	---
	rank: 1
	code: xinxi
	name: 信息处
	owed: 1
	on_time: 0
	nil: 0
	late: 0
	left_out: 1
	unreported: 0
	excused: 0
	open: 0
	rate: 0.0%
	END
	status 0 report-due ledger --from=2026-12-05 --to=2026-12-06
	same out <<-END
	END
	status 64 report-due ledger --by=day
	holds err "'day' is not one of: unit, matter, desk"
}

@test "ledger: its counts are those of the slots" {
	friday
	for by in unit/unit matter/duty desk/desk; do
		report-due slots --from=2026-11-30 -o tsv --columns=${by#*/},state | tail -n +2 |
			awk -F'\t' '{ owed[$1]++; n[$1, $2]++ }
				END { for (c in owed) print c, owed[c], n[c, "met"] + 0, n[c, "nil"] + 0, n[c, "late"] + 0,
					n[c, "left-out"] + 0, n[c, "unreported"] + 0, n[c, "excused"] + 0, n[c, "open"] + 0 }' |
			sort >want
		report-due ledger --from=2026-11-30 --by=${by%/*} -o tsv \
			--columns=code,owed,on_time,nil,late,left_out,unreported,excused,open | tail -n +2 |
			tr '\t' ' ' | sort >have
		[ -s want ]
		same have <want
	done
}

@test "ledger: equals share a standing; what is open or excused is not ranked" {
	status 0 report-due ledger --from=2026-12-04 -o csv --columns=rank,code,owed,open,rate
	same out <<-END
	rank,code,owed,open,rate
	,A,2,2,
	,B,2,2,
	,C,1,1,
	END
	report-due ledger --from=2026-12-03 --to=2026-12-03 -o csv --columns=rank,code,late,left_out,rate >out
	same out <<-END
	rank,code,late,left_out,rate
	1,A,0,0,100.0%
	2,B,0,1,50.0%
	3,C,0,1,0.0%
	END
	report-submit --now="2026-12-03 17:12" --unit=C --category=work --title=晚了 --body=正文 >/dev/null
	report-due ledger --matter=daily --from=2026-12-03 --to=2026-12-03 -o csv --columns=rank,code,late,longest,rate >out
	same out <<-END
	rank,code,late,longest,rate
	1,A,0,,100.0%
	1,B,0,,100.0%
	3,C,1,12,0.0%
	END
}

@test "ledger --notice: figures, ranking, each one" {
	friday
	status 0 report-due ledger --from=2026-11-30 --notice --language=en
	same out <<-END
	                    Notice on the reporting of work
	                       (2026-11-30 to 2026-12-04)

	Owed 11: on time 5, nothing to report 1, late 1, left out 1,
	unreported 2, excused 1, not due yet 0.  On time: 60.0% of what was
	due.  The longest delay: 20 min.

	1. Ranking
	Standing  Unit  Owed  On time   Nil  Came late  Left out  Unreported    Rate
	       1  甲局     4        3     1          0         0           0  100.0%
	       2  乙局     4        2     0          1         0           0   66.7%
	       3  丙局     3        0     0          0         1           2    0.0%

	2. Unreported: 2
	 1. 示例市丙局: 每月文件; due 2026-11-30 24:00; 2 wanted, 1 came;
	    overdue by 92 h 0 min; urges: 1.
	 2. 示例市丙局: 每日动态; due 2026-12-03 17:00; overdue by 27 h 0 min;
	    urges: 1.

	3. Left out: 1
	 1. 示例市丙局: 每日动态; due 2026-12-04 17:00; overdue by 3 h 0 min.

	4. Came late: 1
	 1. 示例市乙局: 明日安排 (赵二); due 2026-12-03 17:30; R2026-0005 came
	    2026-12-04 09:20; late by 20 min of working time; urges: 1.

	Rate: on time and nothing to report, of what was owed without what is
	excused or not due yet.  Rank: fewest unreported, then left out, then
	late, then the rate.  Lateness runs from the time limit; a minute
	begun counts.

	                                                              市委办公室
	END
	status 0 report-due ledger --from=2026-12-05 --to=2026-12-06 --notice --language=en
	same out <<-END
	                    Notice on the reporting of work
	                       (2026-12-05 to 2026-12-06)

	Owed 0: on time 0, nothing to report 0, late 0, left out 0, unreported
	0, excused 0, not due yet 0.

	Rate: on time and nothing to report, of what was owed without what is
	excused or not due yet.  Rank: fewest unreported, then left out, then
	late, then the rate.  Lateness runs from the time limit; a minute
	begun counts.

	                                                              市委办公室
	END
}

@test "in Chinese" {
	export LANGUAGE=zh_CN
	friday
	status 0 report-due slots --from=2026-11-30
	same out <<-END
	时限              报告人      制度      状态    迟报时长        报告号
	2026-11-30 24:00  示例市丙局  每月文件  不报    92 小时 0 分钟  1/2
	2026-12-03 17:00  示例市甲局  每日动态  按时                    R2026-0003
	2026-12-03 17:00  示例市乙局  每日动态  按时                    R2026-0004
	2026-12-03 17:00  示例市丙局  每日动态  不报    27 小时 0 分钟
	2026-12-03 17:30  王一        明日安排  按时                    R2026-0002
	2026-12-03 17:30  赵二        明日安排  迟报    20 分钟         R2026-0005
	2026-12-04 17:00  示例市甲局  每日动态  零报告
	2026-12-04 17:00  示例市乙局  每日动态  按时                    R2026-0007
	2026-12-04 17:00  示例市丙局  每日动态  漏报    3 小时 0 分钟
	2026-12-04 17:30  王一        明日安排  按时                    R2026-0006
	2026-12-04 17:30  赵二        明日安排  准免
	END
	status 0 report-due ledger --from=2026-11-30
	same out <<-END
	名次  名称        应报  按时  零报告  迟报  漏报  不报  准免  未到期  按时率  最长迟报（分）
	   1  示例市甲局     4     3       1     0     0     0     0       0  100.0%
	   2  示例市乙局     4     2       0     1     0     0     1       0  66.7%               20
	   3  示例市丙局     3     0       0     0     1     2     0       0  0.0%
	      合计          11     5       1     1     1     2     1       0  60.0%               20
	END
	status 0 report-due ledger --from=2026-11-30 --notice
	same out <<-END
	                     关于工作报告制度执行情况的通报
	                   （2026年11月30日至2026年12月4日）

	　　本期应报 11 项：按时 5 项，零报告 1 项，迟报 1 项，漏报 1 项，不报
	2 项，准免 1 项，未到期 0 项。按时率 60.0%。最长迟报 20 分钟。

	一、排名
	名次  单位  应报  按时  零报告  迟报  漏报  不报  按时率
	   1  甲局     4     3       1     0     0     0  100.0%
	   2  乙局     4     2       0     1     0     0   66.7%
	   3  丙局     3     0       0     0     1     2    0.0%

	二、不报（2项）
	 1. 示例市丙局：每月文件，应于 2026-11-30 24:00 前报送；应报 2 件，已
	    报 1 件，至今逾期 92 小时 0 分钟，催报 1 次。
	 2. 示例市丙局：每日动态，应于 2026-12-03 17:00 前报送，至今逾期 27 小
	    时 0 分钟，催报 1 次。

	三、漏报（1项）
	 1. 示例市丙局：每日动态，应于 2026-12-04 17:00 前报送，至今逾期 3 小
	    时 0 分钟。

	四、迟报（1项）
	 1. 示例市乙局：明日安排（赵二），应于 2026-12-03 17:30 前报送，
	    R2026-0005 于 2026-12-04 09:20 收到，逾期 20 分钟（工作时间），催
	    报 1 次。

	注：按时率＝（按时＋零报告）÷（应报－准免－未到期）。名次依次比较不报、
	漏报、迟报项数（少者在前）和按时率，相同者并列。迟报自时限起算，不足一
	分钟按一分钟计。

	                                                              市委办公室
	END
	status 64 report-due --matter=无
	same err <<<"report-due: 没有类别或制度“无”；用 unit-roster categories 和 office-db dump duty 查看"
}

@test "completion: verbs, matters, states one after another, slots that can be answered" {
	. "$top/share/completion/officedb.bash"
	offered() {
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
		COMP_POINT=${#COMP_LINE}
		_officedb report-due "${COMP_WORDS[$COMP_CWORD]}" ""
		printf '%s\n' "${COMPREPLY[@]}" >have
	}
	offered report-due o
	same have <<<$'overdue \nomission \nomissions '
	offered report-due --stat
	same have <<<"--state="
	offered report-due --state = l
	same have <<<$'late \nleft-out '
	offered report-due --state = open,le
	same have <<<"open,left-out "
	offered report-due overdue --matter = fil
	same have <<<"files "
	offered report-due ledger --by = m
	same have <<<"matter "
	offered report-due slots --to = ""
	same have <<<""
	offered report-due nil plan/
	same have <<<$'plan/P1/2026-12-04 \nplan/P2/2026-12-04 '
}

@test "under the C locale the same bytes" {
	friday
	report-due slots --from=2026-11-30 >want
	LC_ALL=C report-due slots --from=2026-11-30 | same want
	report-due ledger --notice >want
	LC_ALL=C report-due ledger --notice | same want
}

@test "notices speak the office's language, whoever runs the command: cron has none" {
	at 09:00
	LC_ALL=C report-due urge --print --dry-run | grep -q '催报通知$'
	LC_ALL=C report-due ledger --notice --from=2026-11-30 | grep -q '关于工作报告制度执行情况的通报$'
	report-due ledger --notice --from=2026-11-30 --language=en | grep -q 'Notice on the reporting of work$'
	office-db load - <<<'setting: [{name: language, value: en}]' 2>/dev/null
	LANGUAGE=zh_CN report-due urge --print --dry-run | grep -q 'Urging notice$'
}

@test "what cannot be written, and a database that is not there" {
	status 74 sh -c 'report-due slots --from=2026-11-30 -o csv >/dev/full'
	status 74 sh -c 'report-due ledger --notice >/dev/full'
	status 78 report-due --db=none.db
}
