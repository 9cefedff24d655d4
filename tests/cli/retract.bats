#!/usr/bin/env bats
# What was entered by mistake comes off the registers again: bulletin-build retract (a correction not
# printed, what was sent upward, a commission), info-score --unmark (a mark).

load common

# Four reports; number 1 of 每日汇报, R1 and R2 (2 : 1) merged, R3 alone; K1, K2, W1 of item 1, W2 of R4,
# Q1 of two counties, one of which has answered; M1.
prepare() {
	sample_office
	for of in 青禾县/供水改造 云岫县/供水保障 卫健委/冬季义诊 青禾县/秋粮入库; do
		report-submit --unit="${of%/*}" --category=work --title="${of#*/}" --body=正文。 \
			--now="2026-12-04 09:00"
	done >reports
	cat >draft.yaml <<-END
	draft:
	  - publication: daily
	    date: 2026-12-04
	item:
	  - column: work
	    title: 两县联动抓供水
	    reports: [R2026-0001, R2026-0002]
	    weights: [2, 1]
	    text: 两县联动抓供水。
	  - column: work
	    title: 市卫健委开展冬季义诊
	    reports: [R2026-0003]
	    text: 市卫健委开展冬季义诊。
	END
	cat >second.yaml <<-END
	draft:
	  - publication: daily
	    date: 2026-12-05
	item:
	  - column: work
	    title: 青禾县秋粮入库
	    reports: [R2026-0004]
	    text: 青禾县秋粮入库。
	END
	{
		bulletin-build issue draft.yaml &&
			bulletin-build correct daily/2026-1/1 --wrong=两县 --text=三县 &&
			bulletin-build correct daily/2026-1 --text=刊头日期有误 &&
			bulletin-build upward add daily/2026-1/1 --to=省委办公厅 &&
			bulletin-build upward add R2026-0004 --to=省委办公厅 &&
			bulletin-build commission add --topic=供水 --unit=青禾县,云岫县 --due="2026-12-10 18:00" &&
			bulletin-build commission answer Q2026-0001 R2026-0001 &&
			info-score --mark 青禾县 --kind concealed --reason=瞒报事故
	} >made 2>&1 || { cat made; return 1; }
	grep '^[A-Z]2026' made >numbers
	same numbers <<-END
	K2026-0001
	K2026-0002
	W2026-0001
	W2026-0002
	Q2026-0001
	M2026-0001
	END
}

# round - what is there holds together, and comes back the same from a dump.
round() {
	office-db verify 2>verified
	holds verified "problems 0"
	office-db dump >round.yaml
	rm -f copy.db
	office-db init --db=copy.db
	office-db load round.yaml --db=copy.db 2>/dev/null
	office-db verify --db=copy.db 2>verified
	holds verified "problems 0"
	office-db dump --db=copy.db >again.yaml
	same again.yaml <round.yaml
}

# rows TYPE - how many there are
rows() { office-db dump "$1" -o csv | tail -n +2 | wc -l; }

# points - what 青禾县 has points of, and how many
points() { info-score --explain 青禾县 --from=2026-12-01 --to=2026-12-31 -o csv --columns=record,points | tail -n +2; }

@test "a correction is not printed, its number not given again" {
	bulletin-build site site 2>err
	holds site/daily/2026/001.html 刊头日期有误
	status 0 bulletin-build retract K2026-0002 --reason=刊头无误
	same out <<<K2026-0002
	same err </dev/null
	bulletin-build site site 2>err
	holds site/daily/2026/001.html 三县
	lacks site/daily/2026/001.html 刊头日期有误
	status 0 bulletin-build correct daily/2026-1/2 --text=应为十二月
	same out <<<K2026-0003
	bulletin-build issue second.yaml --now="2026-12-05 18:00" >out
	bulletin-build show daily/2026-2 --corrections -o csv --columns=number,text >out
	bulletin-build render daily/2026-2 >text
	holds text 三县
	lacks text 刊头日期有误
	round
}

@test "what was sent upward goes with its reports, and counts no more; it may be sent again" {
	points >out
	holds out W2026-0001
	status 0 bulletin-build retract w2026-1 --reason=尚未报送
	same out <<<W2026-0001
	points >out
	lacks out W2026-0001
	holds out daily/2026-1/1
	office-db dump upward_on -o csv >out
	same out <<-END
	upward,report,weight
	W2026-0002,R2026-0004,1
	END
	status 0 bulletin-build upward add daily/2026-1/1 --to=省委办公厅
	same out <<<W2026-0003
	same err </dev/null
	round
}

@test "a commission goes with its units, answered or not" {
	points >out
	holds out Q2026-0001
	status 0 bulletin-build retract Q2026-0001 --reason=重复约稿
	same out <<<Q2026-0001
	points >out
	lacks out Q2026-0001
	[ "$(rows commission)" -eq 0 ]
	[ "$(rows commission_unit)" -eq 0 ]
	status 66 bulletin-build commission show Q2026-0001
	round
}

@test "the journal keeps what it was, who took it back and why" {
	bulletin-build retract W2026-0002 --reason="  误录，实未报送 " --as=P028 >out
	office-db journal W2026-0002 -o csv --columns=acting_for,action,type,change | tail -n +2 |
		sed "s/\"$(id -un)\"/\"ME\"/" >out
	same out <<-'END'
	,create,upward,
	P028,retract,upward,"{""reason"":[null,""误录，实未报送""]}"
	P028,delete,upward,"{""number"":[""W2026-0002"",null],""level"":[""province"",null],""office"":[""省委办公厅"",null],""title"":[""秋粮入库"",null],""sent_on"":[""2026-12-04"",null],""status"":[""sent"",null],""at"":[""2026-12-04T18:00:00+08:00"",null],""actor"":[""ME"",null]}"
	END
	office-db journal upward_on:W2026-0002 -o csv --columns=action,change | tail -n +2 >out
	same out <<-'END'
	create,
	delete,"{""upward"":[""W2026-0002"",null],""report"":[""R2026-0004"",null],""weight"":[""1"",null]}"
	END
}

@test "what is printed stays; withdrawn with its issue it need not" {
	bulletin-build issue second.yaml --now="2026-12-05 18:00" >out
	status 65 bulletin-build retract K2026-0001 --reason=错
	same err <<-END
	bulletin-build: K2026-0001 is printed in daily/2026-2; correct it by another one: bulletin-build correct daily/2026-1/1
	END
	status 65 bulletin-build retract K2026-0002 --reason=错
	holds err "bulletin-build correct daily/2026-1"
	bulletin-build withdraw daily/2026-2 --reason=有误 --now="2026-12-05 19:00" >out
	status 0 bulletin-build retract K2026-0001 --reason=错 --now="2026-12-05 19:00"
	round
}

@test "what an instruction was given on stays, and says by which" {
	task-track instruct add --leader=沈望川 --text=好 --record=W2026-0002 >out
	task-track instruct add --leader=沈望川 --text=很好 --record=W2026-0002 >>out
	status 65 bulletin-build retract W2026-0002 --reason=错
	same err <<-END
	bulletin-build: W2026-0002 is what an instruction was given on (I2026-0001, I2026-0002): it stays
	END
	[ "$(rows upward)" -eq 2 ]
}

@test "without a reason, a number or sense: refused" {
	status 64 bulletin-build retract K2026-0001
	holds err "say why: --reason=TEXT"
	status 64 bulletin-build retract K2026-0001 --reason=" "
	holds err "say why: --reason=TEXT"
	status 64 bulletin-build retract --reason=错
	holds err "say which: K2026-0001, W2026-0001 or Q2026-0001"
	status 64 bulletin-build retract R2026-0001 --reason=错
	same err <<-END
	bulletin-build: 'R2026-0001' is no number of a correction (K2026-0001), of what was sent upward (W), of a commission (Q) or of a mark (M)
	END
	status 64 bulletin-build retract "" --reason=错
	status 64 bulletin-build retract K1 --reason=错
	same err <<<"bulletin-build: 'K1' is not a number such as K2026-0123"
	status 65 bulletin-build retract K2026-0001 --reason=$'两\n行'
	same err <<<"bulletin-build: reason: a line break does not belong here"
	status 65 bulletin-build retract K2026-0001 --reason="$(printf '\xd5\xdf')"
	[ "$(rows correction)" -eq 2 ]
}

@test "what is not there, or no more: 66" {
	status 66 bulletin-build retract K2026-0009 --reason=错
	same err <<<"bulletin-build: no correction K2026-0009"
	status 66 bulletin-build retract W2026-0009 --reason=错
	same err <<<"bulletin-build: nothing was sent upward as W2026-0009"
	status 66 bulletin-build retract Q2026-0009 --reason=错
	same err <<<"bulletin-build: no commission Q2026-0009"
	bulletin-build retract K2026-0001 --reason=错 >out
	status 66 bulletin-build retract K2026-0001 --reason=错
	same err <<-END
	bulletin-build: K2026-0001 was retracted already; 'office-db journal K2026-0001' says why
	END
}

@test "several: all or nothing, every problem told" {
	office-db dump >before.yaml
	status 64 bulletin-build retract K2026-0001 k2026-1 W2026-0009 M2026-0001 Q2026-0001 --reason=错
	same out </dev/null
	same err <<-END
	bulletin-build: k2026-1 is named twice
	bulletin-build: nothing was sent upward as W2026-0009
	bulletin-build: M2026-0001 is a mark: info-score --unmark=M2026-0001
	bulletin-build: nothing was retracted
	END
	status 66 bulletin-build retract Q2026-0009 K2026-0001 --reason=错
	office-db dump >after.yaml
	same after.yaml <before.yaml
	status 0 bulletin-build retract K2026-0001 W2026-0001 Q2026-0001 --reason=错
	same out <<<$'K2026-0001\nW2026-0001\nQ2026-0001'
	round
}

@test "an import of which a row was retracted says why it is not undone, and is taken again" {
	printf '上报单位,标题,报告号,来源编号\n省委办公厅,甲,R2026-0004,SW-1\n省委办公厅,乙,R2026-0003,SW-2\n' >up.csv
	bulletin-build upward import up.csv >out 2>err
	same out <<<$'W2026-0003\nW2026-0004'
	bulletin-build retract W2026-0004 --reason=未报送 >out
	status 65 office-db undo B2026-0001
	same err <<-END
	office-db: W2026-0004 was changed since
	office-db: upward_on:W2026-0004/R2026-0003 was changed since
	office-db: B2026-0001: 2 of its records were changed since; nothing was undone
	END
	bulletin-build upward import up.csv >out 2>err
	holds err "taken 1, updated 0, duplicates 1, rejected 0"
	bulletin-build upward list -o csv --columns=number,title >out
	same out <<-END
	number,title
	W2026-0001,两县联动抓供水
	W2026-0002,秋粮入库
	W2026-0003,甲
	W2026-0005,乙
	END
	office-db undo B2026-0002 2>err
	round
}

@test "a mark is taken back: the points too, and the journal knows" {
	points >out
	holds out "M2026-0001,-20"
	status 0 info-score --unmark=M2026-0001 --reason=单位认定有误 --as=P028
	same out <<<M2026-0001
	same err </dev/null
	points >out
	lacks out M2026-0001
	[ "$(rows score_mark)" -eq 0 ]
	office-db journal M2026-0001 -o csv --columns=acting_for,action,change | tail -n +2 | head -2 >out
	same out <<-'END'
	,create,
	P028,retract,"{""reason"":[null,""单位认定有误""]}"
	END
	info-score --mark 青禾县 --kind error --reason=错字 >out
	same out <<<M2026-0002
	round
}

@test "--unmark wants a mark and a reason, and nothing else" {
	status 64 info-score --unmark=M2026-0001
	holds err "say why: --reason=TEXT"
	status 64 info-score --unmark=M2026-0001 --reason=" "
	status 64 info-score --unmark=M2026-0001 --reason=错 --kind=error
	status 64 info-score --unmark=M2026-0001 --reason=错 --marks
	status 64 info-score --unmark=K2026-0001 --reason=错
	same err <<<"info-score: 'K2026-0001' is not a number such as M2026-0123"
	status 66 info-score --unmark=M2026-0009 --reason=错
	same err <<<"info-score: no mark M2026-0009"
	[ "$(rows score_mark)" -eq 1 ]
}
