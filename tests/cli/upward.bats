#!/usr/bin/env bats
# bulletin-build upward, instruct: what is sent to higher offices, what becomes of it, the office's rank; leaders'
# instructions on issues and items, and the pipe to supervision.

load common

# Four reports of two counties and a department; number 1 of 每日汇报: R1, R2 (2 : 1) merged, R3 alone.
prepare() {
	sample_office
	for of in 青禾县/供水改造 云岫县/供水保障 卫健委/冬季义诊 青禾县/秋粮入库; do
		report-submit --unit="${of%/*}" --category=work --title="${of#*/}" --body=正文。 \
			--now="2026-12-04 09:00" >>reports
	done
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
	bulletin-build issue draft.yaml >issued || { cat issued; return 1; }
	[ "$(cat issued)" = daily/2026-1 ]
}

# csv COLUMNS [ARG...] - the list of what was sent upward
csv() { bulletin-build upward list -o csv --columns="$1" "${@:2}"; }

# --- add ------------------------------------------------------------------------------------------------

@test "an item by any name, reports; the same again is the same" {
	status 0 bulletin-build upward add daily/2026-1/1 --to=省委办公厅
	same out <<<W2026-0001
	same err </dev/null
	status 0 bulletin-build upward add "每日汇报 2026年第1期/1" --to=省委办公厅
	same out <<<W2026-0001
	same err <<<"bulletin-build: it is on file already as W2026-0001"
	status 0 bulletin-build upward add daily/2 --to=中央办公厅 --level=central --on=12-04 --title=义诊到村 -o json
	[ "$(jq -r '[.number,.level,.office,.title,.item,.reports[0],.sent_on,.status]|join(" ")' out)" = \
		"W2026-0002 central 中央办公厅 义诊到村 daily/2026-1/2 R2026-0003 2026-12-04 sent" ]
	status 0 bulletin-build upward add R2026-0004 R2026-0001 --to=省委办公厅 --external-id=SW-9 --note=加急
	same out <<<W2026-0003
	csv number,level,title,item,reports >out
	same out <<-END
	number,level,title,item,reports
	W2026-0001,province,两县联动抓供水,daily/2026-1/1,R2026-0001、R2026-0002
	W2026-0002,central,义诊到村,daily/2026-1/2,R2026-0003
	W2026-0003,province,秋粮入库,,R2026-0001、R2026-0004
	END
	office-db dump upward_on -o csv --columns=upward,report,weight >out
	same out <<-END
	upward,report,weight
	W2026-0001,R2026-0001,2
	W2026-0001,R2026-0002,1
	W2026-0002,R2026-0003,1
	W2026-0003,R2026-0001,1
	W2026-0003,R2026-0004,1
	END
	office-db verify
}

@test "what cannot be sent is refused, and nothing is kept" {
	refused() { # STATUS MESSAGE ARG...
		status "$1" bulletin-build upward add "${@:3}"
		same out </dev/null
		[ "$(head -1 err)" = "bulletin-build: $2" ] || { cat err; return 1; }
	}
	refused 64 "say where it was sent: --to=OFFICE" daily/2026-1/1
	refused 65 "item: daily/2026-1 has 2 items; say which, such as daily/2026-1/1" daily/2026-1 --to=省委办公厅
	refused 65 "item: daily/2026-1 has no item 3: it has 2" daily/2026-1/3 --to=省委办公厅
	refused 65 "reports: there is no R2026-0009" R2026-0009 --to=省委办公厅
	refused 65 "reports: R2026-0001 stands twice" R2026-0001 R2026-1 --to=省委办公厅
	refused 64 "'daily/2026-1/1' is not a number such as R2026-0123" R2026-0001 daily/2026-1/1 --to=省委办公厅
	refused 65 "sent_on: 2026-12-05 is still to come" daily/2026-1/1 --to=省委办公厅 --on=12-05
	refused 64 "level: 'town' is not one of: province, central, city" daily/2026-1/1 --to=省委办公厅 --level=town
	report-handle withdraw R2026-0004 --reason=有误
	refused 65 "reports: R2026-0004 is withdrawn: only what was received or accepted is sent upward" R2026-0004 --to=省委办公厅
	status 66 bulletin-build upward add daily/2026-7/1 --to=省委办公厅
	status 64 bulletin-build upward add --to=省委办公厅
	holds err "say what was sent: an item (daily/2026-341/3) or reports (R2026-0123)"
	status 64 bulletin-build upward ad R2026-0001
	holds err "'ad' is not one of: list, add, import, adopted, declined, rank, ranks"
	status 64 bulletin-build upward list --place=3
	holds err "--place is not for 'list'"
	status 64 bulletin-build upward list --dry-run
	holds err "--dry-run, --atomic, --rejects and --batch are for 'import'"
	bulletin-build withdraw daily/2026-1 --reason=有误
	refused 65 "item: daily/2026-1 was withdrawn" daily/2026-1/1 --to=省委办公厅
	csv number >out
	same out <<<number
}

# --- what became of it --------------------------------------------------------------------------------------

@test "adopted, declined, told again; lists by level, status, days, unit" {
	bulletin-build upward add daily/2026-1/1 --to=省委办公厅 --on=12-01 >/dev/null
	bulletin-build upward add daily/2026-1/2 --to=省委办公厅 >/dev/null
	bulletin-build upward add R2026-0004 --to=中央办公厅 --level=central >/dev/null
	status 0 bulletin-build upward adopted W2026-0001 --in=《要情》 --on=12-03
	same out </dev/null
	status 0 bulletin-build upward declined W2026-0002 W2026-0003
	status 0 bulletin-build upward adopted W2026-0003 --in=综合
	csv number,status,adopted_on,adopted_in >out
	same out <<-END
	number,status,adopted_on,adopted_in
	W2026-0001,adopted,2026-12-03,《要情》
	W2026-0002,declined,,
	W2026-0003,adopted,2026-12-04,综合
	END
	csv number --level=central >out && same out <<<$'number\nW2026-0003'
	csv number --status=declined >out && same out <<<$'number\nW2026-0002'
	csv number --from=12-02 --to=12-04 >out && same out <<<$'number\nW2026-0002\nW2026-0003'
	csv number --to=12-02 >out && same out <<<$'number\nW2026-0001'
	csv number --unit=青禾 >out && same out <<<$'number\nW2026-0001\nW2026-0003'
	csv number W2026-0003 W2026-0001 >out && same out <<<$'number\nW2026-0003\nW2026-0001'
	status 64 bulletin-build upward adopted W2026-0001
	same err <<<"bulletin-build: say where it was adopted: --in=PUBLICATION"
	status 65 bulletin-build upward adopted W2026-0001 --in=要情 --on=11-30
	same err <<<"bulletin-build: W2026-0001: adopted_on: 2026-11-30 is before it was sent on 2026-12-01"
	# All or none.
	status 66 bulletin-build upward declined W2026-0001 W2026-0009
	same err <<<"bulletin-build: nothing was sent upward as W2026-0009"
	csv status W2026-0001 >out && same out <<<$'status\nadopted'
	status 66 bulletin-build upward list W2026-0009
	office-db journal W2026-0002 -o json >log
	[ "$(jq -sc '[.[]|.action]' log)" = '["create","change"]' ]
	office-db verify
}

@test "the rank among the peers: of a month, counted again" {
	status 0 bulletin-build upward rank --month=2026-10 --place=5 --of=17
	status 0 bulletin-build upward rank --month=2026年11月 --place=4 --of=17 --points=96.5
	status 0 bulletin-build upward rank --level=province --month=11月 --place=3 --of=17 --points=98
	status 0 bulletin-build upward ranks -o csv --columns=level,month,place,of,points
	same out <<-END
	level,month,place,of,points
	province,2026-10-01,5,17,
	province,2026-11-01,3,17,98
	END
	status 0 bulletin-build upward ranks --from=2026-11-01 --level=province -o csv --columns=place
	same out <<<$'place\n3'
	status 64 bulletin-build upward rank --place=3
	same err <<<"bulletin-build: say which month and place: --month=2026-11 --place=3 --of=17"
	status 64 bulletin-build upward rank --month=2026-13 --place=3
	same err <<<"bulletin-build: --month: '2026-13' is no month such as 2026-11"
	status 65 bulletin-build upward rank --month=2026-11 --place=18 --of=17
	same err <<<"bulletin-build: place 18 of 17: there are not so many"
	status 65 bulletin-build upward rank --month=2027-01 --place=1
	same err <<<"bulletin-build: month: 2027-01-01 is still to come"
	status 65 bulletin-build upward rank --month=2026-11 --place=1 --points=多
	same err <<<"bulletin-build: points: '多' is no number such as 96.5"
	office-db verify
}

# --- many ---------------------------------------------------------------------------------------------------

table() {
	cat >up.csv <<-END
	上报单位,层级,刊物条目,报告号,上报日期,采用日期,采用刊物,来源编号
	省委办公厅,省级,daily/2026-1/1,,2026-12-01,,,SW-1
	省委办公厅,,,R2026-0003、R2026-0004,2026-12-02,2026-12-03,《要情》,SW-2
	省委办公厅,,,R2026-0077,2026-12-02,,,SW-3
	,,,R2026-0001,2026-12-02,,,SW-4
	END
}

@test "import: rows that hold are taken once, by their own number; results follow; undone as one" {
	table
	status 65 bulletin-build upward import up.csv --dry-run
	holds err "dry run: nothing was kept"
	status 65 bulletin-build upward import up.csv --rejects=bad.csv
	same out <<<$'W2026-0001\nW2026-0002'
	same err <<-END
	bulletin-build: W2026-0001: sent on 2026-12-01, but daily/2026-1 is of 2026-12-04; if the date is wrong, retract W2026-0001 and add it again
	bulletin-build: W2026-0002: sent on 2026-12-02, but R2026-0003 is of 2026-12-04; if the date is wrong, retract W2026-0002 and add it again
	bulletin-build: up.csv:4: reports: there is no R2026-0077
	bulletin-build: up.csv:5: office (Higher office) is missing
	bulletin-build: B2026-0001: read 4: taken 2, updated 0, duplicates 0, rejected 2
	END
	[ "$(wc -l <bad.csv)" -eq 3 ]
	csv number,status,adopted_in,external_id >out
	same out <<-END
	number,status,adopted_in,external_id
	W2026-0001,sent,,SW-1
	W2026-0002,adopted,《要情》,SW-2
	END
	status 65 bulletin-build upward import up.csv
	holds err "read 4: taken 0, updated 0, duplicates 2, rejected 2"
	office-db undo B2026-0001 2>told
	csv number >out
	same out <<<number
	office-db dump upward_on -o csv >out
	[ "$(wc -l <out)" -le 1 ]
	status 65 bulletin-build upward import up.csv
	sed -i '2s/,,,SW-1/,2026-12-04,要情,SW-1/' up.csv
	status 65 bulletin-build upward import up.csv
	holds err "taken 0, updated 1, duplicates 1, rejected 2"
	csv number,status,adopted_on >out
	same out <<-END
	number,status,adopted_on
	W2026-0003,adopted,2026-12-04
	W2026-0004,adopted,2026-12-03
	END
	status 65 bulletin-build upward import up.csv --atomic
	holds err "--atomic: nothing was taken"
	office-db verify
}

@test "import: what a list says of the result is taken, of what is on file too; nonsense is refused" {
	cp "$OFFICEDB" other.db
	cat >up.csv <<-END
	上报单位,标题,报告号,上报日期,采用日期,采用刊物,状态
	省委办公厅,甲,R2026-0001,2026-12-04,2026-12-04,要情,已采用
	省委办公厅,乙,R2026-0002,2026-12-04,,,未采用
	省委办公厅,丙,R2026-0003,2026-12-04,,,胡写
	省委办公厅,丁,R2026-0003,2026-12-04,,,已采用
	省委办公厅,戊,R2026-0003,2026-12-04,,,已报送
	省委办公厅,己,R2026-0003,2026-12-04,2026-12-04,要情,未采用
	END
	status 65 bulletin-build upward import up.csv
	holds err "up.csv:4: "
	holds err "胡写"
	holds err "up.csv:5: adopted_on is missing"
	holds err "up.csv:7: adopted_on and adopted_in are of what was adopted"
	holds err "taken 3, updated 0, duplicates 0, rejected 3"
	csv number,title,status,adopted_in >out
	same out <<-END
	number,title,status,adopted_in
	W2026-0001,甲,adopted,要情
	W2026-0002,乙,declined,
	W2026-0003,戊,sent,
	END
	sed -i '5,6s/丁,/戊,/; 6s/已报送/未采用/; 4,5d; 7d' up.csv
	status 0 bulletin-build upward import up.csv
	holds err "taken 0, updated 1, duplicates 2, rejected 0"
	csv status W2026-0003 >out && same out <<<$'status\ndeclined'
	# Of what is on file as adopted the contrary is asked for by name.
	sed -i '2s/2026-12-04,要情,已采用/,,未采用/' up.csv
	status 65 bulletin-build upward import up.csv
	holds err "up.csv:2: status: W2026-0001 is on file as adopted; if it was not, say so by bulletin-build upward declined W2026-0001"
	# Out of one office and into another.
	bulletin-build upward list -o yaml >list.yaml
	status 0 bulletin-build upward import list.yaml --db=other.db
	csv title,status,adopted_in --db=other.db >out
	same out <<-END
	title,status,adopted_in
	甲,adopted,要情
	乙,declined,
	戊,declined,
	END
	office-db verify
}

@test "sent before there was anything to send: taken, with a word" {
	status 0 bulletin-build upward add daily/2026-1/1 --to=省委办公厅 --on=2020-01-01
	same out <<<W2026-0001
	same err <<-END
	bulletin-build: W2026-0001: sent on 2020-01-01, but daily/2026-1 is of 2026-12-04; if the date is wrong, retract W2026-0001 and add it again
	END
	status 0 bulletin-build upward add R2026-0004 R2026-0003 --to=省委办公厅 --on=12-03
	holds err "W2026-0002: sent on 2026-12-03, but R2026-0003 is of 2026-12-04"
	status 0 bulletin-build upward add R2026-0004 --to=省委办公厅 --on=12-04
	same err </dev/null
	printf '上报单位,报告号,上报日期\n中央办公厅,R2026-0004,2025-12-04\n' >up.csv
	status 0 bulletin-build upward import up.csv
	holds err "W2026-0004: sent on 2025-12-04, but R2026-0004 is of 2026-12-04"
}

@test "what is printed is read back; a dump comes back the same" {
	table
	bulletin-build upward import up.csv >/dev/null 2>told || true
	bulletin-build upward add daily/2026-1/2 --to=省委办公厅 >/dev/null
	bulletin-build upward rank --month=2026-11 --place=3 --of=17
	bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=好 >/dev/null
	for format in yaml json csv; do
		bulletin-build upward list -o $format >all.$format
		status 0 bulletin-build upward import all.$format
		holds err "taken 0, updated 0, duplicates 3, rejected 0"
	done
	types="publication issue issue_item adoption instruction instruction_on upward upward_on peer_rank"
	office-db dump $types >dump.yaml
	office-db dump >all.yaml
	office-db init --db=copy.db
	office-db load --db=copy.db all.yaml 2>told || { cat told; return 1; }
	office-db dump $types --db=copy.db >again.yaml
	same again.yaml <dump.yaml
	office-db verify --db=copy.db
	# The next number goes on.
	status 0 bulletin-build upward add R2026-0004 --to=别处 --db=copy.db
	same out <<<W2026-0004
}

@test "two send the same at once: one number; two import the same number once" {
	table
	sed -i 3,5d up.csv
	for n in 1 2 3 4; do
		bulletin-build upward add daily/2026-1/2 --to=省委办公厅 >add.$n 2>told.$n &
		bulletin-build upward import up.csv >import.$n 2>counts.$n &
	done
	wait
	cat add.? | sort -u | wc -l >n
	same n <<<1
	cat counts.? >counts
	[ "$(grep -c 'taken 1, updated 0, duplicates 0' counts)" -eq 1 ]
	[ "$(grep -c 'taken 0, updated 0, duplicates 1' counts)" -eq 3 ]
	[ "$(csv number | wc -l)" -eq 3 ]
	office-db verify
}

# --- instructions ---------------------------------------------------------------------------------------------

@test "an instruction on an item: its title, the issue, and in task-track's list" {
	status 0 bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=请两县总结。
	same out <<<I2026-0001
	status 0 task-track instruct list -o csv --columns=number,leader_name,level,about,document,text,records
	same out <<-END
	number,leader_name,level,about,document,text,records
	I2026-0001,沈望川,city-chief,两县联动抓供水,每日汇报2026年第1期,请两县总结。,daily/2026-1/1
	END
	status 0 bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=请两县总结。
	same out <<<I2026-0001
	holds err "it is on file already as I2026-0001"
	# An issue as a whole; a report; what was sent upward is its item.
	status 0 bulletin-build instruct "daily 1" --leader=P001 --text=本期办得好 -o json
	[ "$(jq -r '[.number,.records,.document]|join(" ")' out)" = "I2026-0002 daily/2026-1 每日汇报2026年第1期" ]
	status 0 bulletin-build instruct R2026-0004 --leader=省领导某 --level=province --text=请关注 --on=12-03 --major -o json
	[ "$(jq -r '[.level,.given_on,.major,.records,.report,.about]|join(" ")' out)" = \
		"province 2026-12-03 true R2026-0004 R2026-0004 秋粮入库" ]
	# As secret as what it is on, at least.
	report-submit --unit=青禾县 --category=work --title=机密的事 --body=正文。 --secrecy=highly-secret >/dev/null
	status 0 bulletin-build instruct R2026-0005 --leader=P001 --text=不外传 --secrecy=secret -o json
	[ "$(jq -r .secrecy out)" = highly-secret ]
	bulletin-build upward add daily/2026-1/2 --to=省委办公厅 >/dev/null
	status 0 bulletin-build instruct W2026-0001 --leader=省领导某 --level=province --text=可推广 -o json
	[ "$(jq -r .records out)" = daily/2026-1/2 ]
	office-db verify
}

@test "an instruction goes on into supervision by pipe" {
	bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=请一周内报方案。 |
		xargs -I{} task-track add --from-instruction={} --lead=青禾县 --due=2026-12-11 >out 2>err
	same out <<<T2026-0001
	status 0 task-track list -o json
	[ "$(jq -r '[.source,.title,.basis,.instructions[0]?]|join(" ")' out)" = \
		"instruction 两县联动抓供水 两县联动抓供水（每日汇报2026年第1期） I2026-0001" ]
}

@test "an instruction is not older than the issue it stands on: the same day is right, the day before refused" {
	for on in daily/2026-1 daily/2026-1/2; do
		status 65 bulletin-build instruct $on --leader=沈望川 --text=好 --on=2026-12-03
		same out </dev/null
		tail -n 1 err >last
		same last <<-END
		bulletin-build: the instruction is dated 2026-12-03, but daily/2026-1 was printed on 2026-12-04; say the day on which it was written, or the issue on which it was
		END
	done
	bulletin-build upward add daily/2026-1/1 --to=省委办公厅 >/dev/null
	status 65 bulletin-build instruct W2026-0001 --leader=省领导 --text=好 --on=2026-12-03
	status 0 bulletin-build instruct daily/2026-1/2 --leader=沈望川 --text=好 --on=2026-12-04
	same out <<<I2026-0001
	status 0 bulletin-build instruct daily/2026-1/2 --leader=沈望川 --text=很好 --on=2026-12-05 --now="2026-12-05 09:00"
	# On a report that no issue has printed, any day that is not to come.
	status 0 bulletin-build instruct R2026-0004 --leader=沈望川 --text=好 --on=2026-12-03
	same out <<<I2026-0003
}

@test "of an import the rows that are older than their issue are refused whole; a link afterwards too" {
	cat >rows.jsonl <<-END
	{"leader":"沈望川","text":"甲","given_on":"2026-12-03","records":"daily/2026-1/2"}
	{"leader":"沈望川","text":"乙","given_on":"2026-12-04","records":"daily/2026-1/2"}
	{"leader":"沈望川","text":"丙","given_on":"2026-12-03","records":"daily/2026-1/9"}
	END
	status 65 task-track instruct add <rows.jsonl
	same out <<<I2026-0001
	holds err "<stdin>:1: the instruction is dated 2026-12-03, but daily/2026-1 was printed on 2026-12-04; say the day on which it was written, or the issue on which it was"
	holds err "<stdin>:3: records: daily/2026-1 has no item 9: it has 2"
	office-db dump instruction -o csv --columns=number,text,records >out
	same out <<-END
	number,text,records
	I2026-0001,乙,daily/2026-1/2
	END
	task-track instruct add --leader=沈望川 --text=丁 --date=2026-12-03 >out
	status 65 task-track instruct link I2026-0002 daily/2026-1
	holds err "the instruction is dated 2026-12-03, but daily/2026-1 was printed on 2026-12-04"
	status 0 task-track instruct link I2026-0001 daily/2026-1
	# What an older program took comes back from its dump.
	office-db dump >dump.yaml
	sed -i 's/given_on: .*2026-12-04.*/given_on: 2026-12-01/' dump.yaml
	office-db init --db=copy.db
	status 0 office-db load dump.yaml --db=copy.db
	office-db dump instruction --db=copy.db -o csv --columns=given_on,records >out
	holds out "2026-12-01,daily/2026-1、daily/2026-1/2"
}

@test "an issue dated ahead can be written on from the day on which it was issued" {
	sed 's/2026-12-04/2026-12-06/; s/R2026-0001, R2026-0002/R2026-0004/; /weights/d; /冬季义诊/,$d' draft.yaml | head -n 7 >ahead.yaml
	echo "    text: 正文。" >>ahead.yaml
	bulletin-build issue ahead.yaml >out
	same out <<<daily/2026-2
	status 65 bulletin-build instruct daily/2026-2 --leader=沈望川 --text=好 --on=2026-12-03
	holds err "but daily/2026-2 was printed on 2026-12-04"
	status 0 bulletin-build instruct daily/2026-2 --leader=沈望川 --text=好
}

@test "an instruction on what is not there, or by nobody, is refused" {
	status 64 bulletin-build instruct daily/2026-1/1 --text=好
	holds err "say who wrote it: --leader=NAME"
	status 64 bulletin-build instruct --leader=P001 --text=好
	holds err "say on what: an issue (daily/2026-341), an item (daily/2026-341/3) or reports (R2026-0123)"
	status 66 bulletin-build instruct daily/2026-1/9 --leader=P001 --text=好
	same err <<<"bulletin-build: daily/2026-1 has no item 9: it has 2"
	status 66 bulletin-build instruct R2026-0099 --leader=P001 --text=好
	same err <<<"bulletin-build: no report R2026-0099"
	status 66 bulletin-build instruct W2026-0001 --leader=P001 --text=好
	same err <<<"bulletin-build: nothing was sent upward as W2026-0001"
	status 65 bulletin-build instruct daily/2026-1/1 --leader=P001 --text=好 --on=12-05
	same err <<<"bulletin-build: given_on: 2026-12-05 is still to come"
	status 65 task-track instruct add --leader=P001 --text=好 --record=daily/2026-1/9
	same err <<<"task-track: daily/2026-1 has no item 9: it has 2"
	status 65 task-track instruct add --leader=P001 --text=好 --record=daily/2026-9
	holds err "there is no issue daily/2026-9"
	task-track instruct -o csv --columns=number >out
	same out <<<number
}
