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
