#!/usr/bin/env bats
# task-track and Taskwarrior: what one exports the other reads, both ways, as often as one likes.

load common

# A matter of two units, a major one, one that is done; Taskwarrior with data of its own.
prepare() {
	command -v task >/dev/null || skip "Taskwarrior is not installed"
	export TASKDATA=$BATS_TEST_TMPDIR/tw TASKRC=$BATS_TEST_TMPDIR/taskrc
	mkdir "$TASKDATA"
	printf '%s\n' "data.location=$TASKDATA" confirmation=off news.version=2.6.0 verbose=nothing >"$TASKRC"
	office-db init
	office-db load - 2>/dev/null <<-END
	unit:
	- {code: A, name: 示例市甲局, short_name: 甲局, kind: other, sort: 1, valid_from: 2026-01-01}
	- {code: B, name: 示例市乙局, short_name: 乙局, kind: other, sort: 2, valid_from: 2026-01-01}
	END
	OFFICEDB_NOW="2026-11-02 09:00" task-track add --title='供水"一期", 改造' --lead=甲局 --co=乙局 \
		--due=2026-12-18 --source=decision --kind=民生
	OFFICEDB_NOW="2026-11-02 09:00" task-track add --title=加装电梯 --lead=乙局 --due=2026-12-30 --grade=major
	OFFICEDB_NOW="2026-11-03 09:00" task-track assign T2026-0001 T2026-0002
	OFFICEDB_NOW="2026-11-20 09:00" task-track report T2026-0001 --unit=甲局 --percent=40 --text=开工
} >/dev/null

# field UUID NAME - what Taskwarrior has of it.
field() {
	task rc.verbose=nothing _get "$1.$2" 2>/dev/null
}

@test "Taskwarrior takes what we export, and a second time changes nothing" {
	task-track export --taskwarrior >ours.json
	task import ours.json >out 2>&1
	[ "$(task count 2>/dev/null)" = 2 ]
	one=$(sed -n 's/.*"uuid":"\([^"]*\)".*T2026-0001.*/\1/p' ours.json)
	[ "$(field "$one" description)" = '供水"一期", 改造' ]
	[ "$(field "$one" project)" = 示例市甲局 ]
	[ "$(field "$one" due)" = 2026-12-18T23:59:59 ]
	task "$one" export >one.json 2>/dev/null
	holds one.json '"officedb_number":"T2026-0001"'
	holds one.json '"officedb_percent":"40"'
	holds one.json '甲局'
	holds one.json '40%'
	holds one.json '"decision"'
	holds one.json '"民生"'
	task import ours.json >out 2>&1
	lacks out '^ (add|mod) '
	[ "$(task count 2>/dev/null)" = 2 ]
	# Its attributes may be configured too.
	printf 'uda.officedb_%s\n' percent.type=numeric number.type=string >>"$TASKRC"
	task import ours.json >out 2>&1
	lacks out '^ add '
	[ "$(field "$one" officedb_percent)" = 40 ]
	[ "$(field "$one" officedb_number)" = T2026-0001 ]
}

@test "what comes back is known, whatever was done to it there" {
	task-track export --taskwarrior | task import >out 2>&1
	task project:示例市甲局 annotate 电话问过 >out 2>&1
	task project:示例市乙局 modify 加装电梯二期 +urgent >out 2>&1
	task export >theirs.json 2>/dev/null
	task-track import --from-taskwarrior theirs.json 2>told
	holds told "taken 0"
	holds told "duplicates 2"
	task-track list --closed -o tsv --columns=number,title >out
	same out <<-'END'
	number	title
	T2026-0002	加装电梯
	T2026-0001	供水"一期", 改造
	END
}

@test "a task of theirs becomes a matter once, and goes back as the same task" {
	task add 新事 project:乙局 due:2026-12-25 priority:H +complaint +民生 >out 2>&1
	task add 家事 project:家里 >out 2>&1
	task add 旧事 >out 2>&1
	task 旧事 'done' >out 2>&1
	task 新事 annotate 去看过 >out 2>&1
	task export >theirs.json 2>/dev/null
	task-track import --from-taskwarrior theirs.json >numbers 2>told
	same numbers <<-'END'
	T2026-0003
	T2026-0004
	END
	task-track import --from-taskwarrior theirs.json 2>told
	holds told "taken 0"
	task-track show T2026-0003 -o yaml >out
	holds out "title: 新事"
	holds out "source: complaint"
	holds out "kind: 民生"
	holds out "grade: major"
	holds out "lead: B"
	holds out "due_on: 2026-12-25"
	holds out "去看过"
	task-track show T2026-0004 -o yaml >out
	holds out "basis: 家里"
	task-track export --taskwarrior | task import >out 2>&1
	[ "$(task status:pending count 2>/dev/null)" = 4 ]
}

@test "what is wrong is named by its line; the others are taken" {
	cat >bad.json <<-'END'
	[
	{"description":"一","status":"pending"},
	{"description":"二","due":"2026-12-18"},
	{"status":"pending"}
	]
	END
	status 65 task-track import --from-taskwarrior bad.json
	holds err "bad.json:3: 'due': '2026-12-18' is no instant"
	holds err "bad.json:4: 'description' is missing"
	holds err "taken 1"
	holds err "rejected 2"
	printf '[{"description":"三"},\n' >bad.json
	status 65 task-track import --from-taskwarrior bad.json
	holds err "bad.json:2: the array does not end"
	task-track list -o tsv --columns=title >out
	lacks out 三
}

# Completed there: late, without a due day, due before it was entered, as no unit's; thrown away; three that are wrong.
completed() {
	cat >done.json <<-'END'
	[
	{"uuid":"00000000-0000-4000-8000-000000000001","description":"旧路灯","status":"completed","entry":"20261102T010000Z","due":"20261118T155959Z","end":"20261120T080000Z","project":"乙局","officedb_units":"A"},
	{"uuid":"00000000-0000-4000-8000-000000000002","description":"旧井盖","status":"completed","entry":"20261102T010000Z","end":"20261110T080000Z","project":"乙局"},
	{"uuid":"00000000-0000-4000-8000-000000000003","description":"旧围挡","status":"completed","entry":"20261102T010000Z","due":"20261020T155959Z","end":"20261102T080000Z","officedb_lead":"B"},
	{"uuid":"00000000-0000-4000-8000-000000000004","description":"家事","status":"completed","entry":"20261102T010000Z","end":"20261110T080000Z","project":"家里"},
	{"uuid":"00000000-0000-4000-8000-000000000005","description":"不要了","status":"deleted","entry":"20261102T010000Z","end":"20261110T080000Z","project":"乙局"}
	]
	END
}

@test "what was completed there is a closed matter, by a person's steps on its days; who has no unit is told" {
	completed
	task import done.json >out 2>&1
	task export >theirs.json 2>/dev/null
	status 0 task-track import --from-taskwarrior theirs.json
	same out <<<$'T2026-0003\nT2026-0004\nT2026-0005'
	same err <<-'END'
	task-track: passed over 2: completed but of no unit 1 (a matter is closed through its unit; give the task its project or officedb_lead), deleted 1
	task-track: B2026-0001: read 5: taken 3, updated 0, duplicates 0, rejected 0
	END
	task-track list --closed -o csv --columns=number,title,due_on,status,unfinished,batch T2026-0003 T2026-0004 T2026-0005 | sort >out
	same out <<-END
	T2026-0003,旧路灯,2026-11-18,closed,no,B2026-0001
	T2026-0004,旧井盖,2026-11-10,closed,no,B2026-0001
	T2026-0005,旧围挡,2026-10-20,closed,no,B2026-0001
	number,title,due_on,status,unfinished,batch
	END
	task-track show T2026-0003 --events -o csv --columns=action,unit,percent,due_on,happened_at >out
	same out <<-END
	action,unit,percent,due_on,happened_at
	register,,,,2026-11-02T09:00:00+08:00
	assign,B,,2026-11-18,2026-11-02T09:00:00+08:00
	assign,A,,2026-11-18,2026-11-02T09:00:00+08:00
	sign,B,,,2026-11-20T16:00:00+08:00
	sign,A,,,2026-11-20T16:00:00+08:00
	finish,B,100,,2026-11-20T16:00:00+08:00
	finish,A,100,,2026-11-20T16:00:00+08:00
	verify,B,,,2026-11-20T16:00:00+08:00
	verify,A,,,2026-11-20T16:00:00+08:00
	close,,,,2026-11-20T16:00:00+08:00
	END
	# The unit's due day is not before the day it had it.
	task-track show T2026-0005 --units -o csv --columns=unit,state,due_on >out
	same out <<<$'unit,state,due_on\nB,verified,2026-11-02'
	status 0 office-db verify
}

@test "completed ones again are known, go back as the same tasks, and an import is taken back whole" {
	completed
	task import done.json >out 2>&1
	task export >theirs.json 2>/dev/null
	task-track import --from-taskwarrior theirs.json >out 2>&1
	status 0 task-track import --from-taskwarrior theirs.json
	same out </dev/null
	holds err "read 5: taken 0, updated 0, duplicates 3"
	task-track export --taskwarrior | task import >out 2>&1
	[ "$(task status:completed count 2>/dev/null)" = 4 ]
	[ "$(field 00000000-0000-4000-8000-000000000001 end)" = 2026-11-20T16:00:00 ]
	status 0 office-db undo B2026-0001
	status 66 task-track list T2026-0003
	status 0 office-db verify
	# Whoever goes on with one keeps the import from being taken back.
	task-track import --from-taskwarrior theirs.json >number 2>told
	task-track file "$(head -n1 number)"
	status 65 office-db undo B2026-0002
}

@test "completed without an end, before it was entered or still to come: refused by its line, nothing of it kept" {
	cat >bad.json <<-'END'
	[
	{"description":"一","status":"completed","entry":"20261102T010000Z","project":"乙局"},
	{"description":"二","status":"completed","entry":"20261102T010000Z","end":"20261101T010000Z","project":"乙局"},
	{"description":"三","status":"completed","entry":"20261102T010000Z","end":"20261205T010000Z","project":"乙局"},
	{"description":"四","status":"completed","entry":"20261102T010000Z","end":"20261103T010000Z","project":"乙局"},
	{"description":"五","status":"completed","end":"20261103T010000Z","project":"乙局"}
	]
	END
	status 65 task-track import --from-taskwarrior bad.json
	same out <<<$'T2026-0003\nT2026-0004'
	[ "$(task-track list T2026-0004 -o json | jq -r .opened_at)" = 2026-11-03T09:00:00+08:00 ]
	holds err "bad.json:2: 'end' is missing, the day it was completed"
	holds err "bad.json:3: 'end': 2026-11-01 09:00 is before it was entered, on 2026-11-02 09:00"
	holds err "bad.json:4: 'end': 2026-12-05 09:00 is still to come"
	task-track list --closed -o tsv --columns=title >out
	lacks out '^(一|二|三)$'
	status 0 office-db verify
	status 65 task-track import --from-taskwarrior --atomic bad.json
	same out </dev/null
}
