#!/usr/bin/env bats
# Emergencies: a chain of reports about each event, its rules, its timeline, other events that may be the
# same one; copies to contact secretaries; what lies on a desk.

load common

prepare() { sample_office; }

# fire NOW OPTION... - 示东区 reports the fire of 3:20.
fire() {
	report-submit --now="2026-12-$1" --unit=示东区 --category=突发事件 --title=东环路仓库火情 \
		--occurred-at="2026-12-04 3:20" --place=示东区东环路 "${@:2}"
}

# chain - the whole course: telephone, in writing, two follow-ups, the final report.
chain() {
	fire "04 03:40" --form=电话 --body=仓库起火。 --learned-at="2026-12-04 3:25" --grade=一般 --injured=2 \
		--missing=1 --author=毕清扬 --phone=0000-2114000 --taken-by=云知远 --told=祁远山，楼观澜
	fire "04 04:10" --stage=首报 --event=E2026-0001 --body=仓库起火，面积约300平方米。 --grade=较大 \
		--dead=1 --injured=3 --missing=0 --superior-at="2026-12-04 4:00"
	fire "04 09:10" --event=E2026-0001 --title=东环路仓库火情续报 --body=明火扑灭。 --dead=1 --injured=3 \
		--measures=明火已扑灭，留守监护。
	fire "05 09:00" --event=E2026-0001 --stage=follow-up --title=东环路仓库火情续报 --body=原因查明。 --dead=2 \
		--injured=2
	fire "07 09:00" --event=E2026-0001 --stage=终报 --title=东环路仓库火情处置情况 --body=善后完成。 --dead=2 --injured=2
}

# --- the chain -----------------------------------------------------------------------------------

@test "by telephone, in writing, follow-ups, the final report: one event, listed and told as it went" {
	chain >numbers 2>told
	seq -f R2026-000%g 5 | same numbers
	same told </dev/null
	status 0 report-list --event=E2026-0001
	same out <<-'END'
	Number      Received          Unit          Stage         Form          Grade           Title                   Status
	R2026-0001  2026-12-04 03:40  示例市示东区  first report  by telephone  ordinary grade  东环路仓库火情          received
	R2026-0002  2026-12-04 04:10  示例市示东区  first report  in writing    larger          东环路仓库火情          received
	R2026-0003  2026-12-04 09:10  示例市示东区  follow-up     in writing    none            东环路仓库火情续报      received
	R2026-0004  2026-12-05 09:00  示例市示东区  follow-up     in writing    none            东环路仓库火情续报      received
	R2026-0005  2026-12-07 09:00  示例市示东区  final report  in writing    none            东环路仓库火情处置情况  received
	END
	status 0 report-list --event=E2026-0001 --timeline
	same out <<-'END'
	E2026-0001 东环路仓库火情
	2026-12-04 03:20  occurred: 示东区东环路
	2026-12-04 03:25  示例市示东区 learned of it, 5 min after it occurred
	2026-12-04 03:40  R2026-0001 first report by telephone from 示例市示东区, 20 min after it occurred
	                  reported by 毕清扬 0000-2114000, taken by 云知远, told: 祁远山、楼观澜
	                  grade: ordinary grade, injured 2, missing 1
	2026-12-04 04:00  示例市示东区 told its superior department, 40 min after it occurred
	2026-12-04 04:10  R2026-0002 first report in writing from 示例市示东区, 50 min after it occurred
	                  grade: larger (was: ordinary grade), dead 1, injured 3 (+1), missing 0 (-1)
	2026-12-04 09:10  R2026-0003 follow-up 1 in writing from 示例市示东区, 5 h 50 min after it occurred
	                  东环路仓库火情续报
	                  dead 1, injured 3
	                  明火已扑灭，留守监护。
	2026-12-05 09:00  R2026-0004 follow-up 2 in writing from 示例市示东区, 29 h 40 min after it occurred
	                  东环路仓库火情续报
	                  dead 2 (+1), injured 2 (-1)
	2026-12-07 09:00  R2026-0005 final report in writing from 示例市示东区, 3 d 5 h 40 min after it occurred
	                  东环路仓库火情处置情况
	                  dead 2, injured 2
	closed by the final report R2026-0005
	END
	status 0 office-db verify
}

@test "the superior department that was not told is shown, by the name the roster has for it" {
	report-submit --unit=市应急局 --category=emergency --title=危化品泄漏 --body=一罐车泄漏。 --place=环城高速 \
		--occurred-at="2026-12-04 17:00" --form=telephone
	report-submit --unit=青禾县 --category=emergency --title=危化品泄漏 --body=泄漏。 --place=环城高速 --event=E2026-0001 \
		--occurred-at="2026-12-04 17:00" --stage=first --superior-at="2026-12-04 17:30"
	superior=$(unit-roster units BM31 -o json | jq -r .superior)
	[ -n "$superior" ]
	status 0 report-list --event=E2026-0001 --timeline
	tail -n 2 out >end
	same end <<-END
	示例市应急管理局: superior department ($superior) NOT told
	still open: no final report
	END
	holds out "2026-12-04 17:30  青禾县 told its superior department, 30 min after it occurred"
	# A report of its own that stands says so; one that was withdrawn says nothing.
	report-submit --unit=市应急局 --category=emergency --title=危化品泄漏 --body=二 --place=环城高速 --event=E2026-0001 \
		--occurred-at="2026-12-04 17:00" --superior-at="2026-12-04 17:20"
	report-list --event=E2026-0001 --timeline >out
	lacks out NOT
	holds out "2026-12-04 17:20  示例市应急管理局 told its superior department ($superior), 20 min after it occurred"
	report-handle withdraw --reason=有误 R2026-0003
	report-list --event=E2026-0001 --timeline >out
	holds out "示例市应急管理局: superior department ($superior) NOT told"
	holds out "                  withdrawn"
}

@test "a final report that was returned closes nothing; one after the final report is taken, and told so" {
	chain >numbers
	report-handle return --reason=缺伤亡核对 R2026-0005
	status 0 report-list --event=E2026-0001 --timeline
	holds out "still open: no final report"
	status 0 fire "08 09:00" --event=E2026-0001 --body=补充。
	same err </dev/null
	report-handle accept R2026-0005
	status 0 fire "08 10:00" --event=E2026-0001 --body=再补充。
	same out <<<R2026-0007
	same err <<<"report-submit: R2026-0007: E2026-0001 was closed by the final report R2026-0005 and stays so"
	status 0 report-list --event=E2026-0001 --timeline
	tail -n 1 out >end
	same end <<<"closed by the final report R2026-0005"
	holds out "R2026-0007 follow-up 4 in writing"
}

@test "no event of that number: an empty list, no timeline" {
	status 0 report-list --event=E2026-0009 -o csv --columns=number
	same out <<<number
	status 66 report-list --event=E2026-0009 --timeline
	same err <<<"report-list: no event E2026-0009"
	status 64 report-list --event=R2026-0001
	holds err "'R2026-0001' is not a number such as E2026-0123"
	for wrong in --timeline "--timeline --event=E2026-0001 --unit=SW" "--timeline --number=R2026-0001"; do
		status 64 report-list $wrong
		holds err "--timeline takes --event and no other filter"
	done
}

# --- rules at filing -----------------------------------------------------------------------------

@test "each event gets a number, which is not given twice" {
	fire "04 03:40" --body=一
	fire "04 03:50" --body=二 --title=另一起
	status 65 fire "04 04:00" --body=三 --stage=final
	fire "04 04:00" --body=四 --title=又一起 --now="2027-01-01 08:00"
	report-list -o csv --columns=number,event,stage >have
	same have <<-END
	number,event,stage
	R2026-0001,E2026-0001,first
	R2026-0002,E2026-0002,first
	R2027-0001,E2027-0001,first
	END
}

@test "without a stage it is the first report, or, where the event is named, a follow-up" {
	fire "04 03:40" --body=一
	fire "04 03:50" --body=二 --event=e2026-1
	report-list -o csv --columns=event,stage,form >have
	same have <<-END
	event,stage,form
	E2026-0001,first,written
	E2026-0001,follow-up,written
	END
}

@test "what only an emergency has is refused elsewhere, naming the field" {
	submit() { report-submit --unit=SW --category=work --title=一 --body=一 "$@"; }
	for field in event=E2026-0001 stage=first form=telephone grade=major learned_at=today dead=0 injured=1 \
		missing=2 measures=无 superior_at=today taken_by=云知远 told=祁远山; do
		option=${field%%=*}
		status 65 submit "--${option//_/-}=${field#*=}"
		same err <<<"report-submit: $option: only an emergency has it; this is of category 'work'"
	done
	# What says nothing is no such field.
	status 0 submit --stage=none --form=written --grade=none --measures=
	[ "$(report-list -o json | wc -l)" = 1 ]
}

@test "a follow-up or final report needs an event that is on file" {
	for stage in follow-up final; do
		status 65 fire "04 09:00" --body=一 --stage=$stage
		same err <<<"report-submit: event: '$stage' needs the number of its event, such as E2026-0001; only a first report begins one"
		status 65 fire "04 09:00" --body=一 --stage=$stage --event=E2026-0007
		same err <<<"report-submit: event: no event E2026-0007; 'report-list --category=emergency --columns=event,unit_name,title' shows those on file"
	done
	report-list -o csv --columns=number >have
	same have <<<number
}

@test "a first report that names an event of elsewhere begins one here, and says so" {
	status 0 fire "04 03:40" --body=一 --stage=first --event=E2026-0077
	same out <<<R2026-0001
	same err <<<"report-submit: R2026-0001: no event E2026-0077 is on file here; it begins E2026-0001"
}

@test "a unit's second first report in the same form is a follow-up; a returned one does not count" {
	fire "04 03:40" --body=一 --form=telephone
	fire "04 04:00" --body=二 --stage=first --event=E2026-0001
	status 65 fire "04 04:10" --body=三 --stage=first --event=E2026-0001
	same err <<<"report-submit: stage: E2026-0001 has this unit's first report in writing already, R2026-0002; what comes after it is a follow-up"
	status 65 fire "04 04:10" --body=三 --stage=first --event=E2026-0001 --form=telephone
	holds err "first report by telephone already, R2026-0001"
	report-handle return --reason=缺签发人 R2026-0002
	status 0 fire "04 04:10" --body=三 --stage=first --event=E2026-0001
	# Another unit's is its own.
	status 0 fire "04 04:20" --body=四 --stage=first --event=E2026-0001 --unit=市应急局
}

@test "times and counts that cannot be are refused" {
	status 65 fire "04 03:40" --body=一 --learned-at="2026-12-04 3:19"
	same err <<<"report-submit: learned_at: 2026-12-04 03:19 is before it occurred (2026-12-04 03:20)"
	status 65 fire "04 03:40" --body=一 --superior-at="2026-12-03 4:00"
	same err <<<"report-submit: superior_at: 2026-12-03 04:00 is before it occurred (2026-12-04 03:20)"
	status 65 fire "04 03:40" --body=一 --injured=-1
	same err <<<"report-submit: injured: -1 is less than none"
	schedule() { report-submit --unit=SW --category=schedule --title=会议 --leaders=霍明川 --occurred-at="2026-12-05 9:00" "$@"; }
	status 65 schedule --ends-at="2026-12-05 8:30"
	same err <<<"report-submit: ends_at: 2026-12-05 08:30 is before it begins (2026-12-05 09:00)"
	status 0 schedule --ends-at="2026-12-05 9:00" --accompanying=苏映雪，顾云深
	report-list -o csv --columns=ends_at,accompanying >have
	same have <<-END
	ends_at,accompanying
	2026-12-05T09:00:00+08:00,苏映雪、顾云深
	END
}

@test "the same report again is known again, and its event gets no second number" {
	fire "04 03:40" --body=一
	before=$(sqlite3 "$OFFICEDB" .sha3sum)
	status 0 fire "04 05:00" --body=一
	same err <<<"report-submit: it is on file already as R2026-0001"
	status 0 fire "04 05:00" --body=一 --stage=first --event=E2026-0001
	same err <<<"report-submit: it is on file already as R2026-0001"
	[ "$before" = "$(sqlite3 "$OFFICEDB" .sha3sum)" ]
}

@test "a mended report stays in its event; another event that it names is another" {
	fire "04 03:40" --body=一 --external-id=SD-1 --title=另一起
	fire "04 03:50" --body=二 --external-id=SD-2
	fire "04 09:00" --body=三 --external-id=SD-3 --event=E2026-0002
	report-handle return --reason=缺数字 R2026-0003
	status 0 fire "04 10:00" --body=三，伤2人 --injured=2 --external-id=SD-3 --on-duplicate=update
	report-list -o csv --columns=event,stage,body,status >have
	same have <<-END
	event,stage,body,status
	E2026-0001,first,一,received
	E2026-0002,first,二,received
	E2026-0002,follow-up,三，伤2人,received
	END
	status 0 fire "04 10:00" --body=三，伤2人 --injured=2 --external-id=SD-3 --event=E2026-0001
	same err <<<"report-submit: R2026-0003 is on file with other content; --on-duplicate=update writes over it"
	status 65 fire "04 10:00" --body=三，伤2人 --injured=2 --external-id=SD-3 --event=E2026-0008 --on-duplicate=update
	holds err "event: no event E2026-0008"
	status 0 fire "04 10:00" --body=三，伤2人 --injured=2 --external-id=SD-3 --event=E2026-0001 --on-duplicate=update
	[ "$(report-list --number=R2026-0003 -o json | jq -r .event)" = E2026-0001 ]
	status 0 office-db verify
}

# --- many ---------------------------------------------------------------------------------------

# The whole course as a unit's table, filed into an office that holds nothing (its indexes are put off).
table() {
	cat <<-'END'
	报送单位,类别,标题,内容,发生时间,地点,事件,报次,报送方式,事件等级,获知时间,死亡人数,受伤人数,失联人数,已采取措施,上报主管部门时间,接报人,报告对象,编号
	示东区,突发事件,东环路仓库火情,仓库起火。,2026-12-04 3:20,示东区东环路,,初报,电话,一般,2026-12-04 3:25,,2,1,,,云知远,祁远山、楼观澜,SD-1
	示东区,突发事件,东环路仓库火情,仓库起火，约300平方米。,2026-12-04 3:20,示东区东环路,E2026-0001,首报,书面,三级,,1,3,0,,2026-12-04 4:00,,,SD-2
	示东区,突发事件,东环路仓库火情续报,明火扑灭。,2026-12-04 3:20,示东区东环路,E2026-0001,,,,,1,3,,明火已扑灭。,,,,SD-3
	示东区,突发事件,东环路仓库火情,再报。,2026-12-04 3:20,示东区东环路,E2026-0001,首报,电话,,,,,,,,,,SD-4
	示东区,突发事件,另一起,续报。,2026-12-04 3:20,示东区东环路,E2026-0005,续报,,,,,,,,,,,SD-5
	示东区,工作动态,不是突发事件,正文。,,,,,,,,3,,,,,,,SD-6
	示东区,突发事件,东环路仓库火情,善后。,2026-12-04 3:20,示东区东环路,E2026-0001,终报,书面,特大,,2,2,0,,,,,SD-7
	END
}

@test "a table with Chinese headings: taken and refused as one by one, into an empty office and a full one" {
	table >sd.csv
	for office in empty full; do
		cp "$OFFICEDB" $office.db
		first=R2026-0001
		if [ $office = full ]; then
			report-submit --db=full.db --unit=SW --category=other --title=先有一件
			first=R2026-0002
		fi
		status 65 report-submit --db=$office.db sd.csv
		same err <<-END
		report-submit: sd.csv:5: stage: E2026-0001 has this unit's first report by telephone already, $first; what comes after it is a follow-up
		report-submit: sd.csv:6: event: no event E2026-0005; 'report-list --category=emergency --columns=event,unit_name,title' shows those on file
		report-submit: sd.csv:7: dead: only an emergency has it; this is of category 'work'
		report-submit: B2026-0001: read 7: taken 4, updated 0, duplicates 0, rejected 3
		END
		report-list --db=$office.db --event=E2026-0001 -o csv --columns=stage,form,grade,learned_at,dead,injured,missing,measures,superior_at,taken_by,told >have
		same have <<-'END'
		stage,form,grade,learned_at,dead,injured,missing,measures,superior_at,taken_by,told
		first,telephone,ordinary,2026-12-04T03:25:00+08:00,,2,1,,,云知远,祁远山、楼观澜
		first,written,larger,,1,3,0,,2026-12-04T04:00:00+08:00,,
		follow-up,written,none,,1,3,,明火已扑灭。,,,
		final,written,extraordinary,,2,2,0,,,,
		END
		status 65 report-submit --db=$office.db sd.csv
		holds err "read 7: taken 0, updated 0, duplicates 4, rejected 3"
		status 0 office-db verify --db=$office.db
	done
}

@test "undone, an import leaves its numbers used" {
	table | sed -n '1,2p' >sd.csv
	report-submit sd.csv
	status 0 office-db undo B2026-0001
	status 0 office-db verify
	report-submit sd.csv
	[ "$(report-list -o json | jq -r '.number + .event')" = R2026-0002E2026-0002 ]
}

@test "a dump of such reports loads the same, and goes on with the next numbers" {
	chain >numbers
	fire "08 10:00" --title=另一起 --body=一 >>numbers
	office-db dump >dump.yaml
	office-db init --db=copy.db
	status 0 office-db load --db=copy.db dump.yaml
	office-db dump --db=copy.db | cmp - dump.yaml
	for o in json yaml csv; do report-list -o $o | cmp - <(report-list --db=copy.db -o $o); done
	report-list --event=E2026-0001 --timeline | cmp - <(report-list --db=copy.db --event=E2026-0001 --timeline)
	status 0 office-db verify --db=copy.db
	# What was filed once is known again; an event begun now gets the next number.
	status 0 fire "08 11:00" --title=另一起 --body=一 --db=copy.db
	same err <<<"report-submit: it is on file already as R2026-0006"
	fire "08 11:00" --title=第三起 --body=一 --db=copy.db >out 2>err
	[ "$(report-list --db=copy.db --number=R2026-0007 -o json | jq -r .event)" = E2026-0003 ]
}

# --- events that may be the same one ---------------------------------------------------------------

# other NOW OPTION... - another unit reports what may be the same fire.
other() {
	report-submit --now="2026-12-$1" --unit=市应急局 --category=emergency --title=东环路一仓库发生火灾 \
		--occurred-at="2026-12-04 3:15" --place=东环路18号 --body=接报。 "${@:2}"
}

@test "an event that another unit reports too is told as suspected, never decided" {
	fire "04 03:40" --body=一
	status 0 other "04 03:50"
	same out <<<R2026-0002
	same err <<-'END'
	report-submit: R2026-0002: may be the same event as E2026-0001: R2026-0001, 示例市示东区, 东环路仓库火情, 示东区东环路, 2026-12-04 03:20 (alike by 33 %)
	report-submit: if it is: report-handle same-event R2026-0002 --event=E2026-0001
	END
	[ "$(report-list --number=R2026-0002 -o json | jq -r .event)" = E2026-0002 ]
	# Who names the event is not asked.
	status 0 other "04 03:55" --stage=first --event=E2026-0001 --body=再报。
	same err </dev/null
	# A place within the other's is enough; the county's name alone is not.
	status 0 other "04 04:00" --title=供水管道爆裂抢修及应急供水情况 --place=示东区东环路18号门前
	holds err "R2026-0004: may be the same event as E2026-0001: R2026-0001"
	status 0 other "04 04:10" --title=供水管道爆裂抢修及应急供水情况 --place=示东区 --body=另
	lacks err E2026-0001
}

@test "what is far in time, or unlike, or taken back is no suspect" {
	fire "04 03:40" --body=一
	status 0 other "05 03:50" --occurred-at="2026-12-05 3:21"
	same err </dev/null
	status 0 other "05 03:50" --occurred-at="2026-12-05 3:20" --body=二
	grep -c "may be the same event as E2026-0001" err
	report-handle withdraw --reason=误报 R2026-0001 R2026-0002 R2026-0003
	status 0 other "04 03:50" --title=危化品泄漏 --place=环城高速
	status 0 other "04 03:50"
	same err </dev/null
	# How near is the regime's to say.
	office-db load - <<<"- {type: setting, name: event_near_hours, value: '2', valid_from: 2026-12-01}"
	status 0 other "04 06:00" --body=三 --occurred-at="2026-12-04 5:16"
	same err </dev/null
	status 0 other "04 06:00" --body=四 --occurred-at="2026-12-04 5:15"
	grep -c "may be the same event" err
}

@test "a batch tells of suspects too, the later of two of its own" {
	fire "04 03:40" --body=一
	cat >two.yaml <<-'END'
	- {unit: 市应急局, category: emergency, title: 东环路一仓库发生火灾, body: 二, occurred_at: 2026-12-04 03:15, place: 东环路18号}
	- {unit: 市公安局, category: emergency, title: 示东区东环路仓库火灾, body: 三, occurred_at: 2026-12-04 03:18, place: 示东区东环路}
	END
	status 0 report-submit two.yaml --dry-run
	sed '/dry run/d; s/read 2/B2026-0001: read 2/' err | sort >dry
	status 0 report-submit two.yaml
	sort err | same dry
	grep -o 'R2026-000.: may be the same event as E2026-000.' err | sort >pairs
	same pairs <<-'END'
	R2026-0002: may be the same event as E2026-0001
	R2026-0003: may be the same event as E2026-0001
	R2026-0003: may be the same event as E2026-0002
	END
}

@test "same-event: a person decides; the change is journalled, the number stays used" {
	fire "04 03:40" --body=一
	other "04 03:50" 2>/dev/null
	status 0 report-handle same-event R2026-0002 --event=E2026-0001
	same out </dev/null
	same err </dev/null
	report-list --event=E2026-0001 -o csv --columns=number,stage >have
	same have <<-END
	number,stage
	R2026-0001,first
	R2026-0002,first
	END
	status 0 office-db journal R2026-0002 -o csv --columns=action,change
	same out <<-'END'
	action,change
	create,
	same-event,"{""event"":[""E2026-0002"",""E2026-0001""]}"
	END
	status 0 office-db verify
	fire "04 10:00" --body=二 --title=第三起 --place=他处
	[ "$(report-list --number=R2026-0003 -o json | jq -r .event)" = E2026-0003 ]
	# The unit's file sent again still knows it.
	status 0 other "04 11:00"
	same err <<<"report-submit: it is on file already as R2026-0002"
}

@test "same-event: what cannot be is refused" {
	fire "04 03:40" --body=一
	report-submit --unit=SW --category=other --title=不是
	status 64 report-handle same-event R2026-0001
	holds err "say which event: --event=E2026-0001"
	status 64 report-handle same-event R2026-0001 --event=R2026-0001
	holds err "--event: 'R2026-0001' is not a number such as E2026-0123"
	status 65 report-handle same-event --event=E2026-0001 R2026-0001 R2026-0002 R2026-0009
	same err <<-'END'
	report-handle: R2026-0001: R2026-0001 belongs to E2026-0001 already
	report-handle: R2026-0002: R2026-0002 is no emergency: it is of category 'other'
	report-handle: R2026-0009: no report R2026-0009
	report-handle: done 0, refused 3
	END
	status 65 report-handle same-event --event=E2026-0009 R2026-0001
	holds err "R2026-0001: no event E2026-0009; 'report-list --category=emergency --columns=event,unit_name,title' shows those on file"
	fire "04 04:40" --body=二 --title=二 --place=他处
	status 65 report-handle same-event --atomic --event=E2026-0001 R2026-0003 R2026-0002
	holds err "--atomic: nothing was done"
	report-list --event=E2026-0002 -o json | report-handle same-event --event=E2026-0001 --dry-run
	[ "$(report-list --event=E2026-0001 -o json | wc -l)" = 1 ]
	report-list --event=E2026-0002 -o json | report-handle same-event --event=E2026-0001
	[ "$(report-list --event=E2026-0001 -o json | wc -l)" = 2 ]
}

# --- copies to contact secretaries ---------------------------------------------------------------------

@test "a copy goes to the contact secretary of the day it was received, or to the cover" {
	# 青禾县 has a cover from the 1st to the 10th.
	contact=$(unit-roster secretaries --on=2026-11-30 -o json | jq -r 'select(.unit == "QX04").person_name')
	cover=$(unit-roster secretaries --on=2026-12-04 -o json | jq -r 'select(.unit == "QX04" and .kind == "cover").person_name')
	[ -n "$contact" ] && [ -n "$cover" ] && [ "$contact" != "$cover" ]
	submit() { report-submit --now="$1" --unit="${3:-青禾县}" --category=other --title="$2" >>numbers; }
	submit "2026-11-30 23:59" 前一日
	submit "2026-12-01 00:00" 代联系首日
	submit "2026-12-10 23:59" 代联系末日
	submit "2026-12-11 00:00" 后一日
	submit "2026-12-04 10:00" 无联系秘书 市教育局
	report-list -o csv --columns=title,copy_to >have
	same have <<-END
	title,copy_to
	前一日,$contact
	代联系首日,$cover
	代联系末日,$cover
	后一日,$contact
	无联系秘书,
	END
	report-list --secretary="$contact" -o csv --columns=title >have
	printf '%s\n' title 前一日 后一日 | same have
	report-list --secretary="$cover" --unit=青禾县 -o csv --columns=title >have
	printf '%s\n' title 代联系首日 代联系末日 | same have
	status 66 report-list --secretary=子虚乌有
	holds err "no person '子虚乌有'; 'unit-roster people' lists them"
}

# --- the desk's tray ----------------------------------------------------------------------------------

@test "a tray: new, come back mended, returned and not come back" {
	for i in 1 2 3 4 5; do
		report-submit --unit=市应急局 --category=work --title=第${i}件 --body=文 --external-id=$i --now="2026-12-04 0$i:00"
	done >numbers
	report-handle return --reason=缺 R2026-0002 R2026-0003 --now="2026-12-04 10:00"
	report-submit --unit=市应急局 --category=work --title=第2件 --body=补 --external-id=2 --on-duplicate=update --now="2026-12-04 11:00"
	report-handle accept R2026-0004
	report-handle forward --to=ducha R2026-0005 --now="2026-12-04 12:00"
	tray() { report-list --desk=$1 --tray -o csv --columns=what,number,unit_name,title,since | grep -v ^overdue; }
	tray xinxi >have
	same have <<-'END'
	what,number,unit_name,title,since
	new,R2026-0001,示例市应急管理局,第1件,2026-12-04T01:00:00+08:00
	back,R2026-0002,示例市应急管理局,第2件,2026-12-04T11:00:00+08:00
	returned,R2026-0003,示例市应急管理局,第3件,2026-12-04T10:00:00+08:00
	END
	tray 督查室 >have
	same have <<-'END'
	what,number,unit_name,title,since
	new,R2026-0005,示例市应急管理局,第5件,2026-12-04T12:00:00+08:00
	END
	for wrong in --tray "--tray --desk=xinxi --unit=SW" "--tray --desk=xinxi --limit=1"; do
		status 64 report-list $wrong
		holds err "--tray takes --desk and no other filter"
	done
}

@test "a tray: what should have come by now, until it comes" {
	cat >duty.yaml <<-'END'
	- {type: duty, code: ev-daily, name: 每日一报, categories: work, desk: zonghe, owed_by: unit, units: BM31、BM25, rhythm: workday, due: "12:00", valid_from: 2026-12-03}
	- {type: setting, name: owed_from, value: "2026-12-01", valid_from: 1949-10-01}
	END
	status 0 office-db load duty.yaml
	report-submit --unit=市应急局 --category=work --title=已报 --body=文 --now="2026-12-04 11:00"
	tray() { report-list --desk=zonghe --tray -o csv --columns=what,slot,unit_name,title,since "$@" | grep ev-daily; }
	tray --now="2026-12-04 12:30" >have
	same have <<-'END'
	overdue,ev-daily/BM25/2026-12-03,示例市水利局,每日一报,2026-12-03T12:00:00+08:00
	overdue,ev-daily/BM31/2026-12-03,示例市应急管理局,每日一报,2026-12-03T12:00:00+08:00
	overdue,ev-daily/BM25/2026-12-04,示例市水利局,每日一报,2026-12-04T12:00:00+08:00
	END
	# A month back, unless the regime says otherwise.
	office-db load - <<<"- {type: setting, name: tray_days, value: '1', valid_from: 2026-12-01}"
	tray --now="2026-12-04 12:30" >have
	same have <<-'END'
	overdue,ev-daily/BM25/2026-12-04,示例市水利局,每日一报,2026-12-04T12:00:00+08:00
	END
}
