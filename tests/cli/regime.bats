#!/usr/bin/env bats
# The regime as data: what is wrong with it is refused with its place and what to do, nothing of it is kept,
# and what is right comes back from a dump the same.

load common

prepare() { sample_office; }

# bad FILE - it is refused with what standard input says, the last line apart, and nothing is changed.
bad() {
	office-db dump >before
	status 65 office-db load "$@"
	sed '$d' err | sed 's/^office-db: //' >said
	diff -u - said
	tail -n 1 err | grep -q 'nothing was loaded$'
	office-db dump | cmp - before
}

# duty FIELDS MESSAGE - such a duty is refused so.
duty() {
	printf 'duty:\n- { code: x, name: 某项, %s }\n' "$1" >bad.yaml
	bad bad.yaml <<<"bad.yaml:2: $2" || { echo "$1"; return 1; }
}

# own FIELDS MESSAGE - such an own rule of a unit is refused so.
own() {
	printf 'override:\n- { %s }\n' "$1" >bad.yaml
	bad bad.yaml <<<"bad.yaml:2: $2" || { echo "$1"; return 1; }
}

# --- the shipped regime ---------------------------------------------------------------------------

@test "the shipped regime: every matter that has a day is somebody's duty, and says where its figure is from" {
	office-db dump duty -o json | jq -r '.categories[]' | sort -u >owed
	for matter in leave leader-report personal personal-yearly schedule emergency remark activity reception work \
		meeting-plan; do
		grep -qx "$matter" owed || { echo "nobody owes $matter"; return 1; }
	done
	# Each row stands right below its comment.
	awk '/^duty:/ { on = 1 } on && /^  - / && before !~ /^  #/ { print } { before = $0 }' \
		"$top/share/regime/default.yaml" >untold
	same untold </dev/null
	# Each kind of unit owes information, each grade of emergency a call and a text.
	for kind in body county department park; do
		[ "$(office-db dump duty -o json | jq --arg kind $kind \
			'select(.rhythm == "month" and .kinds == [$kind]) | .quota > 0')" = true ]
	done
	for form in telephone written; do
		for grade in ordinary larger major extraordinary; do
			[ "$(office-db dump duty -o json | jq -s --arg form $form --arg grade $grade \
				'[.[] | select(.form == $form and (.grades // [] | index($grade)))] | length')" -eq 1 ]
		done
	done
}

# --- dump and load ------------------------------------------------------------------------------------

rules() {
	cat >rules.yaml <<-END
	duty:
	- { code: brief, name: 每周要情, categories: [work, remark], desk: zonghe, kinds: [county, park], levels: [county],
	    units: [QX01, QX02, QX03], except: [QX02], rhythm: week, on: 周四, shift: previous, due: "-1w 16:30", about: next,
	    counted_by: received, quota: 2, grace: 15, clock: wall, lapse: +2w, consequence: 通报, basis: 自定,
	    sort: 90, valid_from: 2026-01-01, valid_to: 2026-06-30 }
	- { code: brief, name: 每周要情, categories: work, rhythm: week, due: 下班前, valid_from: 2026-07-01 }
	- { code: call, name: 电话, categories: [emergency], rhythm: event, due: 30分钟内, anchor: received, grades: [major, extraordinary],
	    form: telephone, stage: first }
	- { code: staff, name: 干部, categories: [other], owed_by: person, ranks: [county-chief], rhythm: year, on: 02-29, due: "24:00" }
	override:
	- { duty: schedule, unit: ZF, due: "16:30", grace: 10, basis: 市政府办实施细则 }
	- { duty: schedule, unit: ZF, exempt: yes, valid_from: 2027-01-01, valid_to: 2027-01-31 }
	- { duty: info-county, unit: QX05, on: 25, quota: 3 }
	- { duty: call, unit: BM31, due: +10m }
	END
}

@test "duties and own rules come back from a dump the same, in every format" {
	rules
	status 0 office-db load rules.yaml
	holds err "read 8: added 8, changed 0"
	office-db dump >dump.yaml
	status 0 office-db load dump.yaml
	holds err "added 0, changed 0"
	status 0 office-db verify
	office-db dump -o json >dump.jsonl
	for type in duty override; do office-db dump $type -o csv >$type.csv; done
	for form in yaml json csv; do
		rm -f other.db*
		cp "$BATS_FILE_TMPDIR/sample.db" other.db
		case $form in
		yaml) status 0 office-db load --db=other.db dump.yaml ;;
		json) status 0 office-db load --db=other.db dump.jsonl ;;
		csv) for type in duty override; do status 0 office-db load --db=other.db --type=$type $type.csv; done ;;
		esac
		office-db dump --db=other.db | sed '/^type: \(counter\|batch\)/,/^---/d' >other.yaml
		sed '/^type: \(counter\|batch\)/,/^---/d' dump.yaml | cmp - other.yaml
		status 0 office-db verify --db=other.db
	done
	office-db dump override -o csv >own.csv
	same own.csv <<-END
	duty,unit,exempt,on,due,quota,grace,basis,valid_from,valid_to
	call,BM31,no,,+10m,,,,1949-10-01,
	info-county,QX05,no,25,,3,,,1949-10-01,
	schedule,ZF,no,,16:30,,10,市政府办实施细则,1949-10-01,2026-12-31
	schedule,ZF,yes,,,,,,2027-01-01,2027-01-31
	END
}

@test "Chinese headings and words load as the English ones" {
	cat >duty.csv <<-END
	代码,名称,类别,报告人,周期,日,遇假日,时限,所报期间,计入依据,计时,篇数
	zhou,每周要情,work,单位,每周,周四,提前,下班前,下期,收到时间,自然时间,2
	END
	status 0 office-db load --type=duty duty.csv
	office-db dump duty -o json | jq -c 'select(.code == "zhou") |
		[.owed_by, .rhythm, .on, .shift, .due, .about, .counted_by, .clock, .quota]' >out
	same out <<<'["unit","week","周四","previous","下班前","next","received","wall",2]'
}

# --- the same rule twice -------------------------------------------------------------------------------

@test "two rows of one rule and day in one load, unlike each other, are refused; alike, they are one" {
	cat >twice.yaml <<-END
	duty:
	- { code: brief, name: 每周要情, categories: [work], rhythm: week, due: end-of-work }
	- { code: long, name: 每季长篇, categories: [work], rhythm: quarter, due: end-of-work }
	- { code: brief, name: 每周要情, categories: [work], rhythm: week, due: "16:00" }
	setting:
	- { name: urge_answer, value: 90, valid_from: 2027-01-01 }
	- { name: urge_answer, value: 60, valid_from: 2027-01-01 }
	END
	bad twice.yaml <<-END
	twice.yaml:4: duty:brief/1949-10-01 stands in twice.yaml:2 already, with other content; leave one of them out, or give it another day
	twice.yaml:7: setting:urge_answer/2027-01-01 stands in twice.yaml:6 already, with other content; leave one of them out, or give it another day
	END
	# In two files of one load; a row that is on file as the first says it.
	echo 'desk: [{ code: ducha, name: 督查一室, valid_from: 2024-01-01 }]' >one.yaml
	echo 'desk: [{ code: ducha, name: 督查二室, valid_from: 2024-01-01 }]' >two.yaml
	bad one.yaml two.yaml <<<"two.yaml:1: desk:ducha/2024-01-01 stands in one.yaml:1 already, with other content; leave one of them out, or give it another day"
	status 0 office-db load one.yaml
	bad one.yaml two.yaml <<<"two.yaml:1: desk:ducha/2024-01-01 stands in one.yaml:1 already, with other content; leave one of them out, or give it another day"
	printf '日期,放假\n2027-01-01,是\n2027-01-02,是\n2027-01-01,否\n' >holiday.csv
	bad --type=holiday holiday.csv <<<"holiday.csv:4: holiday:2027-01-01 stands in holiday.csv:2 already, with other content; leave one of them out, or give it another day"
	# The same again says nothing new, and another load may change what this one said.
	status 0 office-db load one.yaml one.yaml
	status 0 office-db load two.yaml
	holds err "read 1: added 0, changed 1"
	# Two persons may hold one role, two days may have two rules.
	cat >good.yaml <<-END
	contact:
	- { unit: BM13, role: informant, slot: 2, name: 甲 }
	- { unit: BM13, role: informant, slot: 3, name: 乙 }
	override:
	- { duty: schedule, unit: ZF, due: "16:30" }
	- { duty: schedule, unit: ZF, due: "17:00", valid_from: 2027-01-01 }
	END
	status 0 office-db load good.yaml
}

@test "rows that overlap in time are refused with the row they meet" {
	cat >overlap.yaml <<-END
	duty:
	- { code: brief, name: 每周要情, categories: [work], rhythm: week, due: end-of-work, valid_from: 2026-01-01, valid_to: 2026-12-31 }
	- { code: brief, name: 每周要情, categories: [work], rhythm: week, due: "16:00", valid_from: 2026-07-01 }
	override:
	- { duty: schedule, unit: ZF, due: "16:30", valid_from: 2026-07-01 }
	- { duty: schedule, unit: ZF, due: "16:00", valid_from: 2026-01-01, valid_to: 2026-07-01 }
	END
	bad overlap.yaml <<-END
	overlap.yaml:3: overlaps the row valid from 2026-01-01 to 2026-12-31; give a valid_from after it, or end it first
	overlap.yaml:6: overlaps the row valid from 2026-07-01 to ...; give a valid_from after it, or end it first
	END
	duty 'categories: [work], rhythm: week, due: "16:00", valid_from: 2026-07-01, valid_to: 2026-06-30' \
		"valid_to is before valid_from"
}

# --- what is not there ------------------------------------------------------------------------------------

@test "unknown desks, categories, units, duties: refused where they stand" {
	cat >refer.yaml <<-END
	duty:
	- code: x
	  name: 某项
	  categories: [work, tide]
	  desk: chaoxi
	  units: [BM13, BM99]
	  except: [BM98]
	  rhythm: day
	  due: "17:30"
	- { code: y, name: 又一项, categories: [new], rhythm: day, due: "17:30" }
	category:
	- { code: new, name: 新类别, desk: wu }
	override:
	- { duty: z, unit: BM97, exempt: yes }
	- { duty: y, unit: BM13, exempt: yes }
	END
	bad refer.yaml <<-END
	refer.yaml:12: desk 'wu' is not known; load it too, or name one that is there
	refer.yaml:2: desk 'chaoxi' is not known; load it too, or name one that is there
	refer.yaml:14: duty 'z' is not known; load it too, or name one that is there
	refer.yaml:14: unit 'BM97' is not known; load it too, or name one that is there
	refer.yaml:2: categories 'tide' is not known; load it too, or name one that is there
	refer.yaml:2: units 'BM99' is not known; load it too, or name one that is there
	refer.yaml:2: except 'BM98' is not known; load it too, or name one that is there
	END
	sed -i 's/BM9[0-9]/BM14/; s/tide/media/; s/chaoxi/xinxi/; s/wu/xinxi/; s/duty: z/duty: y/' refer.yaml
	status 0 office-db load refer.yaml
	status 0 office-db verify
}

@test "unknown ranks, kinds, levels, grades and words: refused with those there are" {
	duty 'categories: [other], owed_by: person, ranks: [county-chief, boss], rhythm: day, due: "17:30"' \
		"ranks: no 'boss'; there are: none, city-chief, city-deputy, county-chief, county-deputy, section-chief, section-deputy, staff"
	duty 'categories: [other], kinds: [firm], rhythm: day, due: "17:30"' \
		"kinds: no 'firm'; there are: body, county, department, park, other"
	duty 'categories: [other], levels: [village], rhythm: day, due: "17:30"' \
		"levels: no 'village'; there are: none, city, county, township"
	duty 'categories: [emergency], grades: [huge], rhythm: event, due: +30m' \
		"grades: no 'huge'; there are: none, ordinary, larger, major, extraordinary"
	duty 'categories: [other], rhythm: fortnight, due: "17:30"' \
		"rhythm: 'fortnight' is not one of: workday (every working day), day (every day), week (every week), month (every month), quarter (every quarter), half-year (every half-year), year (every year), event (on each event)"
	duty 'categories: [other], rhythm: day, due: "17:30", dew: 1' \
		"dew: a duty has no such field; 'due' was perhaps meant"
	duty 'categories: [other], rhythm: day' "'due' is missing"
	duty 'rhythm: day, due: "17:30"' "'categories' is missing"
}

# --- rules that can never be met ------------------------------------------------------------------------------

@test "a day that no such period has is refused" {
	month="write 1 to 31, last, -1 (from the end), workday 1 to 23 or workday -1"
	duty 'categories: [work], rhythm: month, on: 32, due: end-of-work' "on: '32' can be no day of a month; $month"
	duty 'categories: [work], rhythm: month, on: 0, due: end-of-work' "on: '0' can be no day of a month; $month"
	duty 'categories: [work], rhythm: month, on: workday 24, due: end-of-work' "on: 'workday 24' can be no day of a month; $month"
	duty 'categories: [work], rhythm: month, on: friday, due: end-of-work' "on: 'friday' can be no day of a month; $month"
	duty 'categories: [work], rhythm: week, on: 8, due: end-of-work' \
		"on: '8' can be no day of a week; write monday to sunday (周一), 1 to 7, last, or workday 1 to 5"
	duty 'categories: [work], rhythm: quarter, on: 4/1, due: end-of-work' \
		"on: '4/1' can be no day of a quarter; write 2/15 (the 15th of its second month, of 3), last, workday 1 to 23 or workday -1"
	for day in 02-30 13-01 04-31; do
		duty "categories: [work], rhythm: year, on: $day, due: end-of-work" \
			"on: '$day' can be no day of a year; write a day that a year has, such as 01-31, last, workday 1 to 23 or workday -1"
	done
	for rhythm in workday day; do
		duty "categories: [work], rhythm: $rhythm, on: friday, due: end-of-work" \
			"on: 'friday': only a week, month, quarter, half-year or year has a day to choose; leave it out"
	done
}

@test "a time limit that its rhythm can never reach is refused" {
	duty 'categories: [work], rhythm: workday, due: +2h' \
		"due: '+2h' counts from an instant, which only an event has; give a time of day, such as 17:30 or end-of-work"
	duty 'categories: [emergency], rhythm: event, due: "17:30"' \
		"due: '17:30' says no time after the event; give one, such as +2h or +30d"
	words="write 17:30, end-of-work (下班前), start-of-work, +30m, +2h, +30d, +3w (working days), or days with a time: +1d 09:00, -3w end-of-work"
	for due in 25:00 tomorrow 3d +2y "17:30 +1d"; do
		duty "categories: [work], rhythm: day, due: '$due'" "due: '$due' is no time limit; $words"
	done
	duty 'categories: [work], rhythm: day, due: +9999d' "due: '+9999d' is too far; a time limit is at most 3660 days"
	duty 'categories: [work], rhythm: day, due: "17:30", lapse: -1d' \
		"lapse: '-1d' goes back; a span goes forward: +30m, +2h, +3d or +2w"
	duty 'categories: [work], rhythm: day, due: "17:30", lapse: soon' \
		"lapse: 'soon' is no span of time; write +30m, +2h, +3d or +2w (working days)"
}

@test "what only an event has, or never has, is refused" {
	duty 'categories: [work], rhythm: event, due: +1d, on: 1' \
		"on: '1': only a week, month, quarter, half-year or year has a day to choose; leave it out"
	duty 'categories: [work], rhythm: event, due: +1d, quota: 2' "quota: an event has none; leave it out"
	duty 'categories: [work], rhythm: event, due: +1d, owed_by: scheduled' \
		"owed_by: an event is reported by its unit, or owed by the persons that the report names; give 'unit' or 'person'"
	duty 'categories: [work], rhythm: event, due: +1d, owed_by: person, stage: final' \
		"grades, stage and form belong to a unit's chain of reports (owed_by: unit)"
	for field in "grades: [major]" "stage: final" "form: telephone" "anchor: learned"; do
		duty "categories: [work], rhythm: day, due: '17:30', $field" \
			"grades, stage, form and anchor belong to rhythm 'event' only"
	done
	duty 'categories: [work], rhythm: day, due: "17:30", ranks: [staff]' "ranks: only persons have one (owed_by: person)"
	for field in "quota: 0" "grace: -5"; do
		duty "categories: [work], rhythm: day, due: '17:30', $field" "quota is 1 or more, grace 0 or more"
	done
	sed -i 's/code: x/code: a\/b/; s/grace: -5/grace: 5/' bad.yaml
	bad bad.yaml <<<"bad.yaml:2: code: '/' may not stand in it"
}

# --- own rules of units -------------------------------------------------------------------------------------------

@test "an own rule that contradicts itself or its duty is refused" {
	own 'duty: schedule, unit: SW, exempt: yes, due: "16:00"' \
		"a unit that is exempt owes nothing at any time; give exempt, or on, due, quota and grace"
	own 'duty: schedule, unit: SW, basis: 另有规定' "it changes nothing; give exempt, on, due, quota or grace"
	own 'duty: emergency, unit: BM13, quota: 2' "quota: an event has none; leave it out"
	own 'duty: emergency, unit: BM13, on: 3' "on: an event has none; leave it out"
	own 'duty: emergency, unit: BM13, due: "17:00"' \
		"due: '17:00' says no time after the event; give one, such as +2h or +30d"
	own 'duty: schedule, unit: SW, due: +2h' \
		"due: '+2h' counts from an instant, which only an event has; give a time of day, such as 17:30 or end-of-work"
	own 'duty: schedule, unit: SW, on: friday' \
		"on: 'friday': only a week, month, quarter, half-year or year has a day to choose; leave it out"
	own 'duty: info-county, unit: QX01, on: 40' \
		"on: '40' can be no day of a month; write 1 to 31, last, -1 (from the end), workday 1 to 23 or workday -1"
	own 'duty: info-county, unit: QX01, quota: 0' "quota is 1 or more, grace 0 or more"
	own 'duty: info-county, unit: QX99, quota: 4' "unit 'QX99' is not known; load it too, or name one that is there"
	own 'duty: info-none, unit: QX01, quota: 4' "duty 'info-none' is not known; load it too, or name one that is there"
}

@test "an own rule that its duty's next row contradicts is refused with that row, and named by the journal's name" {
	printf 'override: [{ duty: info-county, unit: QX01, quota: 4 }]\n' >own.yaml
	status 0 office-db load own.yaml
	# It stands in no file of this load, so it is named as the journal names it.
	cat >event.yaml <<-END
	duty:
	- { code: info-county, name: 区市县信息, categories: [work], rhythm: event, due: +1d, valid_from: 2027-01-01 }
	END
	bad event.yaml <<<"override:info-county/QX01/1949-10-01: quota: an event has none; leave it out"
	# Ended before, it contradicts nothing.
	printf 'override: [{ duty: info-county, unit: QX01, quota: 4, valid_to: 2026-12-31 }]\n' >own.yaml
	status 0 office-db load own.yaml event.yaml
}

# --- an office from before there were duties ----------------------------------------------------------------------

@test "a file of schema 1 is migrated, proves its rows, takes the shipped duties, and is not touched twice" {
	rm -f office.db*
	sqlite3 office.db ".read $top/tests/fixtures/schema-1.sql" ".read $top/tests/fixtures/rows-1.sql" \
		"PRAGMA application_id = $((0x4f444231))" "PRAGMA user_version = 1"
	status 78 report-list
	holds err "office-db migrate"
	status 0 office-db migrate
	head -n 1 err >first
	same first <<<"office-db: schema 1 is now 5; the old file is $OFFICEDB.v1.bak"
	holds err "what is new in the shipped regime (of schema 5 publications, score rules) is not loaded; take it from"
	status 0 office-db verify
	same err <<<"office-db: journal rows 22, records 18: problems 0"
	status 0 report-list -o csv --columns=number,status,title
	same out <<-END
	number,status,title
	R2026-0001,accepted,示江大道交通事故
	R2026-0002,returned,秋季开学检查
	R2026-0003,received,校园安全排查
	R2026-0004,received,冬季演练
	R2026-0005,received,冬季运动会
	END
	status 0 office-db migrate
	same err </dev/null
	status 0 office-db load "$top/share/regime/default.yaml"
	[ "$(office-db dump duty -o json | wc -l)" -ge 20 ]
	status 0 report-submit --unit=BM31 --category=work --title=新报一条 --body=正文
	status 0 office-db verify
}
