#!/usr/bin/env bats
# What was entered by mistake comes off the registers again: bulletin-build retract (a correction not
# printed, what was sent upward, an instruction, a commission), info-score --unmark (a mark), bulletin-build
# copies --unsign (a signature).

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

@test "an instruction goes with what it was linked to and its evidence, and counts no more; it may be recorded again" {
	points >before
	bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=很好 >out
	same out <<<I2026-0001
	points >out
	holds out "I2026-0001,13.333"
	cat >evidence.yaml <<-END
	evidence:
	- {record: I2026-0001, file: 批示件.pdf, size: 12, digest: "$(printf '0%.0s' $(seq 64))", at: "2026-12-04 18:00", actor: 甲}
	END
	office-db load evidence.yaml 2>/dev/null
	[ "$(rows evidence)" -eq 1 ]
	status 0 bulletin-build retract i2026-1 --reason=领导录错 --as=P028
	same out <<<I2026-0001
	same err </dev/null
	points >out
	same out <before
	[ "$(rows instruction)" -eq 0 ]
	[ "$(rows instruction_on)" -eq 0 ]
	[ "$(rows evidence)" -eq 0 ]
	bulletin-build show daily/2026-1 >out
	lacks out I2026-0001
	bulletin-build feedback --unit=青禾县 --from=2026-12-01 --language=en >out
	lacks out 沈望川
	office-db journal I2026-0001 -o csv --columns=acting_for,action,change | tail -n +2 | sed -n 2p >out
	same out <<-'END'
	P028,retract,"{""reason"":[null,""领导录错""]}"
	END
	status 66 bulletin-build retract I2026-0001 --reason=错
	holds err "I2026-0001 was retracted already"
	status 66 bulletin-build retract I2026-0009 --reason=错
	same err <<<"bulletin-build: no instruction I2026-0009"
	bulletin-build instruct daily/2026-1/1 --leader=陆景行 --text=很好 >out
	same out <<<I2026-0002
	round
}

@test "an instruction for which a matter was opened stays until that is cancelled" {
	bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=抓紧 >/dev/null
	task-track add --title=供水督办 --from-instruction=I2026-0001 --lead=青禾县 --limit=30d >/dev/null
	status 65 bulletin-build retract I2026-0001 --reason=错
	same err <<-END
	bulletin-build: I2026-0001 is what T2026-0001 is done for; cancel that first: task-track cancel T2026-0001 --reason=TEXT
	END
	[ "$(rows instruction)" -eq 1 ]
	task-track cancel T2026-0001 --reason=批示录错 >/dev/null
	status 0 bulletin-build retract I2026-0001 --reason=错
	task-track show T2026-0001 >out
	holds out "I2026-0001 2026-12-04 抓紧"
	round
}

@test "an instruction on which a closed matter stands stays; what an instruction was given on does too" {
	bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=抓紧 >/dev/null
	task-track add --title=供水督办 --from-instruction=I2026-0001 --lead=青禾县 --limit=30d >/dev/null
	task-track assign T2026-0001 >/dev/null
	task-track close T2026-0001 --unfinished --reason=另行办理 >/dev/null
	status 65 bulletin-build retract I2026-0001 --reason=错
	same err <<<"bulletin-build: I2026-0001 is what T2026-0001 was done for: it stays"
	task-track instruct add --leader=陆景行 --text=照办 --record=I2026-0001 >/dev/null
	status 65 bulletin-build retract I2026-0001 --reason=错
	same err <<<"bulletin-build: I2026-0001 is what an instruction was given on (I2026-0002): it stays"
	status 0 bulletin-build retract I2026-0002 --reason=错
}

# Four copies: 1 for 市委书记, 2 for P001, 3 and 4 for BM13, the last two signed for.
numbered() {
	cat >regime.yaml <<-END
	publication:
	- {code: secret, name: 机要专报, form: digest, secrecy: highly-secret, term: 1年, numbered: yes}
	column:
	- {publication: secret, code: work, title: 工作动态, categories: [work], sort: 1}
	distribution:
	- {publication: secret, recipient: BM13, way: issue, copies: 2}
	- {publication: secret, recipient: 市委书记, way: report}
	- {publication: secret, recipient: P001, way: send}
	END
	office-db load regime.yaml 2>/dev/null
	sed 's/daily/secret/' second.yaml >numbered.yaml
	bulletin-build issue numbered.yaml --now="2026-12-05 18:00" >/dev/null
	export OFFICEDB_NOW="2026-12-05 18:00"
	bulletin-build copies secret --sign=3 --by=王某 --at="2026-12-05 17:30"
	bulletin-build copies secret --sign=4 --by=李某
}

# signed - copy and who signed, of each
signed() { bulletin-build copies secret -o csv --columns=copy,signed_by | tail -n +2 | tr '\n' ' '; }

@test "a signature is taken back, and the copy signed for again; the journal keeps both and why" {
	numbered
	[ "$(signed)" = "1, 2, 3,王某 4,李某 " ]
	status 0 bulletin-build copies secret --unsign=3 --reason="  登错份号 " --as=P028
	same out </dev/null
	same err </dev/null
	[ "$(signed)" = "1, 2, 3, 4,李某 " ]
	bulletin-build copies secret --unsigned -o csv --columns=copy >out
	same out <<<$'copy\n1\n2\n3'
	bulletin-build show secret/2026-1 >out
	holds out "Numbered copies: 4, signed for 1, not yet 3"
	status 0 bulletin-build copies secret --sign=3 --by=张某
	office-db journal copy:secret/2026-1/3 -o csv --columns=acting_for,action,record,change | tail -n +2 >out
	same out <<-'END'
	,create,copy:secret/2026-1/3,
	,sign,copy:secret/2026-1/3,"{""signed_by"":[null,""王某""],""signed_at"":[null,""2026-12-05T17:30:00+08:00""]}"
	P028,retract,copy:secret/2026-1/3/sign,"{""reason"":[null,""登错份号""]}"
	P028,unsign,copy:secret/2026-1/3,"{""signed_by"":[""王某"",null],""signed_at"":[""2026-12-05T17:30:00+08:00"",null]}"
	,sign,copy:secret/2026-1/3,"{""signed_by"":[null,""张某""],""signed_at"":[null,""2026-12-05T18:00:00+08:00""]}"
	END
	round
}

@test "the signatures of one recipient are taken back together" {
	numbered
	status 0 bulletin-build copies secret --unsign=市教育局 --reason=尚未送达
	[ "$(signed)" = "1, 2, 3, 4, " ]
	status 65 bulletin-build copies secret --unsign=BM13 --reason=错
	same err <<<"bulletin-build: secret/2026-1: 'BM13' has signed for no copy"
	round
}

@test "a signature that is not there, no reason, no sense: refused" {
	numbered
	status 65 bulletin-build copies secret --unsign=1 --reason=错
	same err <<<"bulletin-build: secret/2026-1: nobody has signed for copy 1 of secret/2026-1"
	status 65 bulletin-build copies secret --unsign=9 --reason=错
	same err <<<"bulletin-build: secret/2026-1: there is no copy 9: the last is 4"
	status 65 bulletin-build copies secret --unsign=市水利局 --reason=错
	holds err "no copy is for"
	status 65 bulletin-build copies daily --unsign=1 --reason=错
	same err <<<"bulletin-build: daily/2026-1: its copies are not numbered"
	status 65 bulletin-build copies secret --unsign=3 --reason=$'两\n行'
	same err <<<"bulletin-build: secret/2026-1: reason: a line break does not belong here"
	status 64 bulletin-build copies secret --unsign=3
	holds err "say why: --reason=TEXT"
	status 64 bulletin-build copies secret --unsign=3 --reason=" "
	status 64 bulletin-build copies secret --unsign=3 --reason=错 --by=王某
	holds err "--unsign goes with --reason alone"
	status 64 bulletin-build copies secret --sign=1 --by=王某 --reason=错
	holds err "--reason is for --unsign"
	status 64 bulletin-build copies secret --unsign=0 --reason=错
	status 65 bulletin-build copies secret --unsign= --reason=错
	same err <<<"bulletin-build: say which copy, or whose"
	[ "$(signed)" = "1, 2, 3,王某 4,李某 " ]
}

@test "without a reason, a number or sense: refused" {
	status 64 bulletin-build retract K2026-0001
	holds err "say why: --reason=TEXT"
	status 64 bulletin-build retract K2026-0001 --reason=" "
	holds err "say why: --reason=TEXT"
	status 64 bulletin-build retract --reason=错
	holds err "say which: K2026-0001, W2026-0001, I2026-0001 or Q2026-0001"
	status 64 bulletin-build retract R2026-0001 --reason=错
	same err <<-END
	bulletin-build: 'R2026-0001' is no number of a correction (K2026-0001), of what was sent upward (W), of an instruction (I), of a commission (Q) or of a mark (M)
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
