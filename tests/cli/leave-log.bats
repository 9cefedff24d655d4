#!/usr/bin/env bats
# leave-log: leave from request to return as a clerk does it: verbs, states, extensions, records in and
# out, batches, what is private, what cron sees.  The rules themselves: leave-rules.bats.

load common

# Friday evening.  P018 葛望津 is a deputy of 市人大常委会, P003 祁远山 its head, P012 the secretary-general, P001 the
# Party secretary; P019, P020 are deputies there too.
prepare() { sample_office; }

# ask PERSON FROM TO [OPTION...] - a leave asked for; its number goes to "number".
ask() {
	leave-log request "$1" --from="$2" --to="$3" --kind=年休假 --stand-in=雷云渡 "${@:4}" >number 2>told ||
		{ cat told; return 1; }
}

# approved NUMBER... - by the whole chain of a deputy of 市人大常委会
approved() {
	for by in 祁远山 闻致远 沈望川; do leave-log approve "$@" --by=$by 2>told || { cat told; return 1; }; done
}

# is NUMBER STATUS
is() {
	local got
	got=$(leave-log list "L2026-$1" -o csv --columns=status | tail -n1)
	[ "$got" = "$2" ] || { echo "L2026-$1 is $got, wanted $2"; return 1; }
}

# --- from request to return --------------------------------------------------------------------------

@test "request, approve link by link, depart, return" {
	status 0 leave-log request 葛望津 --kind=年休假 --from=12月14日 --to=12月16日上午 --stand-in=贺文竹 \
		--reach=province --place=云南 --phone=19000000001 --reason=休假 --itinerary=昆明、大理
	same out <<<L2026-0001
	same err <<<"leave-log: L2026-0001 waits for approval by head of the unit 祁远山"
	status 0 leave-log list -o json
	[ "$(jq -r '[.person,.kind,.from_day,.from_part,.to_day,.to_part,.reach,.place,.reason,.stand_in,.phone,.itinerary,.status,.days,.workdays,.due_at]|join(" ")' out)" = \
		"P018 annual 2026-12-14 morning 2026-12-16 morning province 云南 休假 P019 19000000001 昆明、大理 requested 2.5 2.5 2026-12-17T12:00:00+08:00" ]
	status 0 leave-log approve L2026-0001 --by=祁远山
	same out </dev/null
	same err <<<"leave-log: L2026-0001 waits for approval by secretary-general 闻致远"
	# It is another's turn.
	status 65 leave-log approve L2026-0001 --by=沈望川
	holds err "闻致远"
	is 0001 requested
	status 0 leave-log approve L2026-0001 --by=闻致远
	status 0 leave-log approve L2026-0001 --by=沈望川
	same err </dev/null
	is 0001 approved
	status 0 leave-log depart L2026-0001 --now="2026-12-14 08:00"
	is 0001 away
	status 0 leave-log return L2026-0001 --by=葛望津 --at="2026-12-16 14:00" --now="2026-12-16 15:00"
	is 0001 returned
	status 0 leave-log show L2026-0001 --steps -o csv --columns=step,action,by,happened_at,at
	same out <<-END
	step,action,by,happened_at,at
	1,request,,2026-12-04T18:00:00+08:00,2026-12-04T18:00:00+08:00
	2,approve,P003,2026-12-04T18:00:00+08:00,2026-12-04T18:00:00+08:00
	3,approve,P012,2026-12-04T18:00:00+08:00,2026-12-04T18:00:00+08:00
	4,approve,P001,2026-12-04T18:00:00+08:00,2026-12-04T18:00:00+08:00
	5,depart,,2026-12-14T08:00:00+08:00,2026-12-14T08:00:00+08:00
	6,return,P018,2026-12-16T14:00:00+08:00,2026-12-16T15:00:00+08:00
	END
	status 0 office-db verify
}

@test "a list for people: days with their part, who is next, late" {
	ask 葛望津 12月14日下午 12月16日上午
	leave-log late 贺文竹 --kind=因公外出 --from=12月3日 --to=12月3日 --stand-in=雷云渡 >number 2>told
	status 0 leave-log list
	same out <<-END
	Number      Person  Kind of leave  First day             Last day            Days  Status                       Waits for
	L2026-0002  贺文竹  因公外出       2026-12-03            2026-12-03          1     waiting for approval (late)  head of the unit 祁远山
	L2026-0001  葛望津  年休假         2026-12-14 afternoon  2026-12-16 morning  2     waiting for approval         head of the unit 祁远山
	END
}

@test "days: with a part in Chinese or English, run together or not; others are refused" {
	while read -r text day part; do
		status 0 leave-log request 葛望津 --kind=年休假 --stand-in=贺文竹 --from="${text//_/ }" --to=12月20日 --dry-run -o json
		[ "$(jq -r '.from_day + " " + .from_part' out)" = "$day $part" ] || { echo "$text: $(cat out)"; return 1; }
	done <<-END
	2026-12-14 2026-12-14 morning
	12月14日 2026-12-14 morning
	12月14日下午 2026-12-14 afternoon
	12月14日_晚上 2026-12-14 evening
	2026-12-14_afternoon 2026-12-14 afternoon
	2026-12-14_Evening 2026-12-14 evening
	12-14上午 2026-12-14 morning
	下周一下午 2026-12-07 afternoon
	+10d_afternoon 2026-12-14 afternoon
	+6w 2026-12-14 morning
	END
	status 0 leave-log list -o csv --columns=number
	[ "$(wc -l <out)" -eq 1 ] # dry runs
	for wrong in "" 下午 2026-12-14afternoon 2026-02-30 "2026-12-14 noon" "2026-12-14 14:00"; do
		status 64 leave-log request 葛望津 --kind=年休假 --from="$wrong" --to=12月20日
		holds err "leave-log: --from: "
	done
	status 0 leave-log request 葛望津 --kind=年休假 --stand-in=贺文竹 --from=12-14 --to="12-14 morning" --dry-run -o json
	[ "$(jq -r '.to_part + .days' out)" = morning0.5 ]
	status 0 leave-log request 葛望津 --kind=年休假 --stand-in=贺文竹 --from=12-14晚上 --to=12-14 --dry-run -o json
	[ "$(jq -r .days out)" = 0 ]
	status 65 leave-log request 葛望津 --kind=年休假 --from=12-14下午 --to=12-14上午
	holds err "before it begins"
}

@test "what is missing or unknown is told, and nothing filed" {
	status 64 leave-log request --kind=年休假 --from=12-14 --to=12-15
	holds err "say whose leave it is"
	status 65 leave-log request 葛望津 --from=12-14 --to=12-15
	holds err "kind"
	status 65 leave-log request 葛望津 --kind=年休假 --to=12-15
	holds err "from_day"
	status 65 leave-log request 葛望津 --kind=年休假 --from=12-14
	holds err "to_day"
	status 65 leave-log request 无此人 --kind=年休假 --from=12-14 --to=12-15
	holds err "no person '无此人'"
	status 65 leave-log request 葛望津 --kind=游山假 --from=12-14 --to=12-15
	holds err "游山假"
	holds err "年休假"
	status 65 leave-log request 葛望津 --kind=年休假 --from=12-14 --to=12-15 --reach=moon
	holds err "none (in the city), city"
	status 64 leave-log request 葛望津 贺文竹 --kind=年休假
	status 64 leave-log nonsense
	status 64 leave-log
	status 64 leave-log list --status=nonsense
	status 64 leave-log list --kind=nonsense
	holds err "annual 年休假"
	status 64 leave-log list R2026-0001
	status 66 leave-log list L2026-0001
	status 66 leave-log show L2026-0001
	status 64 leave-log show
	status 64 leave-log show 葛望津
	status 0 leave-log list -o csv --columns=number
	[ "$(wc -l <out)" -eq 1 ]
}

@test "the whole table: each step from each state is done, or refused naming what is allowed" {
	ask 葛望津 12-14 12-16
	cp office.db fresh.db
	while read -r from allowed; do
		for verb in approve refuse depart return cancel; do
			cp fresh.db office.db
			case $from in
			approved | away | returned) approved L2026-0001 ;;
			refused) leave-log refuse L2026-0001 --by=祁远山 --reason=忙 ;;
			cancelled) leave-log cancel L2026-0001 --reason=不去了 ;;
			esac
			case $from in away | returned) leave-log depart L2026-0001 --now="2026-12-14 08:00" ;; esac
			case $from in returned) leave-log return L2026-0001 --now="2026-12-16 18:00" ;; esac
			is 0001 $from
			if [[ ,$allowed, = *,$verb,* ]]; then
				status 0 leave-log $verb L2026-0001 --by=祁远山 --reason=由 --now="2026-12-16 18:30"
			else
				status 65 leave-log $verb L2026-0001 --by=祁远山 --reason=由 --now="2026-12-16 18:30"
				holds err "leave-log: L2026-0001: "
				holds err "leave-log: done 0, refused 1"
				is 0001 $from
			fi
		done
	done <<-END
	requested approve,refuse,cancel
	approved depart,return,cancel
	away return
	returned -
	refused -
	cancelled -
	END
	status 0 office-db verify
}

@test "to refuse needs a reason" {
	ask 葛望津 12-14 12-16
	status 65 leave-log refuse L2026-0001 --by=祁远山
	holds err "reason"
	is 0001 requested
}

@test "the same again is told, and keeps its number" {
	ask 葛望津 12-14 12-16
	status 0 leave-log request 葛望津 --from=12-14 --to=12-16 --kind=年休假 --stand-in=雷云渡
	same out <<<L2026-0001
	holds err "it is on file already as L2026-0001"
	status 0 leave-log request 贺文竹 --from=12-14 --to=12-16 --kind=公差 --stand-in=雷云渡 --external-id=人大〔2026〕1号
	same out <<<L2026-0002
	status 0 leave-log request 贺文竹 --from=12-14 --to=12-17 --kind=公差 --stand-in=雷云渡 --external-id=人大〔2026〕1号
	same out <<<L2026-0002
}

# --- extension, change, return -----------------------------------------------------------------------------

@test "an extension follows its leave, which stays until it is approved; one return ends both" {
	ask 葛望津 12-14 12月16日上午 --place=云南 --reach=province
	approved L2026-0001
	export OFFICEDB_NOW="2026-12-16 08:30"
	status 0 leave-log extend L2026-0001 --to=12月18日 --reason=航班取消
	same out <<<L2026-0002
	status 0 leave-log list L2026-0002 -o csv --columns=parent,person,kind,place,reach,from_day,from_part,to_day,reason,stand_in
	same out <<-END
	parent,person,kind,place,reach,from_day,from_part,to_day,reason,stand_in
	L2026-0001,P018,annual,云南,province,2026-12-16,afternoon,2026-12-18,航班取消,P020
	END
	is 0001 approved
	# Approved after the first one's end: until then it is overdue.
	export OFFICEDB_NOW="2026-12-17 14:00"
	status 0 leave-log overdue -o csv --columns=number,overdue
	same out <<-END
	number,overdue
	L2026-0001,120
	END
	approved L2026-0002
	is 0001 extended
	is 0002 approved
	status 0 leave-log overdue -o csv --columns=number
	[ "$(wc -l <out)" -eq 1 ]
	status 0 leave-log return L2026-0001 --now="2026-12-18 17:00"
	is 0001 extended
	is 0002 returned
	status 0 leave-log show L2026-0001
	holds out "L2026-0002 until 2026-12-18: back from leave"
	status 64 leave-log extend L2026-0002
	holds err "say until when: --to=DAY"
	status 65 leave-log extend L2026-0002 --to=12-20
}

@test "a change: itinerary at once; a departure moved far needs a new approval" {
	ask 葛望津 12-14 12-16
	approved L2026-0001
	status 0 leave-log change L2026-0001 --itinerary=改乘高铁 --phone=19000000002 --reason=停航
	is 0001 approved
	status 0 leave-log show L2026-0001 --steps -o csv --columns=action,reason
	tail -n1 out >last
	same last <<<change,停航
	status 0 leave-log change L2026-0001 --from=12月28日 --to=12月30日
	holds err "L2026-0001 needs a new approval"
	holds err "waits for approval by head of the unit 祁远山"
	is 0001 requested
	status 64 leave-log change L2026-0001
	status 64 leave-log change L2026-0001 --reason=无
	status 66 leave-log change L2026-0009 --phone=1
}

@test "a change empties a field: by empty text, how far by none too; days and person stay" {
	ask 葛望津 12-14 12-16 --reach=city --place=省城 --phone=1 --itinerary=乘高铁 --reason=开会
	for option in --place= --phone= --itinerary= --stand-in= --reach=none; do
		status 0 leave-log change L2026-0001 "$option"
	done
	leave-log list L2026-0001 -o json >out
	[ "$(jq -r '[.reach//"none",.place,.phone,.itinerary,.stand_in,.reason,.from_day]|map(.//"-")|join(" ")' out)" = \
		"none - - - - 开会 2026-12-14" ]
	leave-log change L2026-0001 --reach=province --place=北京
	status 0 leave-log change L2026-0001 --reach= --phone=2
	leave-log list L2026-0001 -o json >out
	[ "$(jq -r '[.reach//"none",.place,.phone]|join(" ")' out)" = "none 北京 2" ]
	status 65 leave-log change L2026-0001 --reach=none
	holds err "says so already"
	status 64 leave-log change L2026-0001 --from=
	status 0 office-db verify
}

@test "back before the departure is a cancellation; back early counts only what was away" {
	ask 葛望津 12-14 12-18
	approved L2026-0001
	status 65 leave-log return L2026-0001 --now="2026-12-10 09:00"
	is 0001 approved
	status 0 leave-log return L2026-0001 --at="2026-12-16 13:00" --now="2026-12-16 14:00"
	status 0 leave-log balance 葛望津 -o csv --columns=used --now="2026-12-21 09:00"
	same out <<-END
	used
	2.5
	END
	status 65 leave-log return L2026-0001 --at="2026-12-20 13:00"
}

# --- by which report; questions; records -------------------------------------------------------------------

@test "as a report of leave says: a leave for each of its leaders" {
	export OFFICEDB_NOW="2026-12-05 11:00"
	report-submit --unit=市人大 --category=leave --leaders=葛望津、雷云渡 --title=赴省参会 --body=$'参加会议\n住省城' \
		--place=省城 --occurred-at="2026-12-10 14:00" --ends-at="2026-12-11 12:00" --now="2026-12-05 10:00"
	report-submit --unit=市人大 --category=work --title=无关 --body=文
	report-submit --unit=市人大 --category=leave --leaders=陶之然 --title=离市 --occurred-at=2026-12-12 --ends-at=2026-12-13
	status 0 leave-log request --from-report=R2026-0001 --kind=公差 --stand-in=贺文竹
	same out <<-END
	L2026-0001
	L2026-0002
	END
	status 0 leave-log list -o csv --columns=person,from_day,from_part,to_day,to_part,place,reason,report,requested_at
	same out <<-END
	person,from_day,from_part,to_day,to_part,place,reason,report,requested_at
	P018,2026-12-10,afternoon,2026-12-11,morning,省城,参加会议 住省城,R2026-0001,2026-12-05T10:00:00+08:00
	P020,2026-12-10,afternoon,2026-12-11,morning,省城,参加会议 住省城,R2026-0001,2026-12-05T10:00:00+08:00
	END
	status 65 leave-log request --from-report=R2026-0002 --kind=公差
	holds err "not of leave"
	status 66 leave-log request --from-report=R2026-0009 --kind=公差
	status 64 leave-log request --from-report=X --kind=公差
	# A day without a time is meant whole.
	status 0 leave-log request --from-report=R2026-0003 --kind=公差 --stand-in=白望舒 -o json
	[ "$(jq -r '.from_part + .to_day + .to_part' out)" = morning2026-12-13evening ]
	# What is given goes before what the report says.
	status 0 leave-log request 白望舒 --from-report=R2026-0003 --kind=公差 --to=12-12 --reason=公务 --stand-in=尹知秋 --dry-run -o json
	[ "$(jq -r '.person + .to_day + .reason' out)" = P0222026-12-12公务 ]
}

@test "what is printed is read: list to approve, by pipe; a leave's reason is not the step's" {
	ask 葛望津 12-14 12-16 --reason=休假
	ask 陶之然 12-14 12-16
	for format in json yaml csv; do
		cp office.db before.db
		leave-log list --waits-for=祁远山 -o $format >waiting
		status 0 leave-log approve --by=祁远山 <waiting
		status 0 leave-log show L2026-0001 --steps -o csv --columns=action,by,reason
		tail -n1 out >last
		same last <<<approve,P003,
		is 0002 requested
		cp before.db office.db
	done
	# Steps of one's own.
	cat >decided.csv <<-END
	请假号,审批人,意见,时间
	L2026-0001,祁远山,同意,2026-12-04 09:30
	L2026-0002,温若谷,,
	L2026-0003,温若谷,,
	END
	status 65 leave-log approve <decided.csv
	holds err "leave-log: <stdin>:4: no leave L2026-0003"
	holds err "leave-log: done 2, refused 1"
	status 0 leave-log show L2026-0001 --steps -o csv --columns=action,by,reason,happened_at
	tail -n1 out >last
	same last <<<approve,P003,同意,2026-12-04T09:30:00+08:00
	status 65 leave-log approve --atomic --by=闻致远 L2026-0001 L2026-0009
	holds err "--atomic: nothing was done"
	status 0 leave-log list --waits-for=闻致远 -o csv --columns=number
	same out <<-END
	number
	L2026-0001
	L2026-0002
	END
	status 0 leave-log approve --by=闻致远 </dev/null
	same err </dev/null
}

@test "lists come back: what one database prints another asks for" {
	ask 葛望津 12-14 12月16日上午 --place=云南 --reach=province --reason=休假 --phone=1 --itinerary=大理
	ask 陶之然 12月21日晚上 12-23
	fields=person,kind,from_day,from_part,to_day,to_part,reach,place,reason,stand_in,phone,itinerary,requested_at
	leave-log list -o csv --columns=$fields >want
	for format in json yaml csv; do
		leave-log list -o $format >leaves
		rm -f other.db
		office-db init --sample --db=other.db
		status 0 leave-log import --db=other.db leaves
		leave-log list --db=other.db -o csv --columns=$fields >have
		cmp want have
		status 0 leave-log import --db=other.db leaves
		holds err "taken 0, updated 0, duplicates 2, rejected 0"
	done
	LANGUAGE=zh_CN leave-log list --excel >leaves.csv
	rm other.db && office-db init --sample --db=other.db
	status 0 leave-log import --db=other.db leaves.csv
	leave-log list --db=other.db -o csv --columns=$fields >have
	cmp want have
}

@test "import: good rows in, bad ones apart with the reason, the batch undone" {
	iconv -t GB18030 >leave.csv <<-END
	请假人,假别,开始日期,开始时段,结束日期,结束时段,代主持工作,外出范围
	葛望津,年假,2026-12-14,下午,2026-12-16,上午,贺文竹,离省
	无此人,年假,2026-12-14,,2026-12-16,,,
	雷云渡,年假,2026-12-16,,2026-12-14,,,
	葛望津,事假,2026-12-16,上午,2026-12-16,,贺文竹,
	雷云渡,事假,2026-12-16,早饭,2026-12-16,,,
	END
	status 65 leave-log import --rejects=bad.csv --batch=十二月 leave.csv
	same out <<<L2026-0001
	holds err "leave-log: leave.csv:3: "
	holds err "no person '无此人'"
	holds err "leave-log: leave.csv:4: "
	holds err "leave-log: leave.csv:5: refused by rule overlap"
	holds err "leave-log: leave.csv:6: 开始时段: '早饭' is not one of"
	holds err "leave-log: leave.csv: read as GB18030"
	holds err "leave-log: B2026-0001: read 5: taken 1, updated 0, duplicates 0, rejected 4"
	[ "$(wc -l <bad.csv)" -eq 5 ]
	status 65 leave-log import leave.csv
	holds err "taken 0, updated 0, duplicates 1, rejected 4"
	status 65 leave-log import --atomic leave.csv
	holds err "--atomic: nothing was taken"
	status 0 leave-log list --batch=B2026-0001 -o csv --columns=number,from_part,to_part,reach,batch
	same out <<-END
	number,from_part,to_part,reach,batch
	L2026-0001,afternoon,morning,province,B2026-0001
	END
	# On purpose a rule is passed over; what is mended comes in by standard input.
	grep -e 请假人 -e 事假,2026-12-16,上午 bad.csv | status 0 leave-log import --force=overlap
	holds out L2026-0002
	status 66 leave-log import no-such-file
	status 0 office-db batches -o csv --columns=number,command,taken
	holds out "B2026-0001,leave-log,1"
	status 0 office-db undo B2026-0001
	status 66 leave-log list L2026-0001
	status 0 leave-log list -o csv --columns=number
	holds out L2026-0002
	status 0 office-db verify
}

@test "standard input without options is a batch too" {
	printf '%s\n' '{"person":"葛望津","kind":"年休假","from_day":"2026-12-14","to_day":"2026-12-15","stand_in":"贺文竹"}' >one.jsonl
	status 0 leave-log request <one.jsonl
	same out <<<L2026-0001
	status 0 leave-log request --dry-run <one.jsonl
	holds err "dry run: nothing was kept"
	status 0 leave-log request </dev/null
	same out </dev/null
}

@test "on a terminal a request is asked for, with a look at each day; Enter leaves out" {
	cat >answers <<-'END'
	Person => 无此人
	Person => 葛望津
	Kind of leave => 4
	First day => 某天
	First day => 12月14日下午
	Last day => 12-16
	How far => province
	Place => 云南
	Reason => 
	Telephone while away => 
	Itinerary => 昆明\n大理\n.
	Stand-in => 贺文竹
	File it? => y
	END
	status 0 expect "$top/tests/fixtures/submit/prompt.exp" answers leave-log request
	holds screen "2026-12-14 afternoon"
	holds screen "waits for approval by head of the unit 祁远山"
	# Given up, nothing is filed.
	printf '%s\n' "Person => 陶之然" "Kind of leave => 病假" "First day => <eof>" >answers
	status 64 expect "$top/tests/fixtures/submit/prompt.exp" answers leave-log request
	holds screen "given up; nothing was filed"
	status 0 leave-log list -o csv --columns=person,kind,from_day,from_part,to_day,to_part,reach,place,stand_in
	same out <<-END
	person,kind,from_day,from_part,to_day,to_part,reach,place,stand_in
	P018,annual,2026-12-14,afternoon,2026-12-16,evening,province,云南,P019
	END
}

# --- looking ------------------------------------------------------------------------------------------------

@test "filters" {
	ask 葛望津 12-14 12-16
	ask 陶之然 12-21 12-23 --kind=公差
	approved L2026-0001
	while read -r want filter; do
		leave-log list $filter -o csv --columns=number | tail -n +2 | tr '\n' ',' >have
		[ "$(cat have)" = "${want//none/}" ] || { echo "$filter: $(cat have)"; return 1; }
	done <<-END
	L2026-0001, --person=葛望津
	L2026-0001, --unit=市人大
	L2026-0002, --kind=因公外出
	L2026-0001, --kind=年假
	L2026-0001, --status=approved
	L2026-0002, --waits-for=温若谷
	none --waits-for=祁远山
	L2026-0002, --since=12-17
	L2026-0001, --until=12-20
	L2026-0001,L2026-0002, --since=12-16 --until=12-21
	none --since=12-17 --until=12-20
	L2026-0002,L2026-0001, L2026-0002 L2026-0001
	END
	status 66 leave-log list --unit=无此单位
	status 66 leave-log list --person=无此人
	status 64 leave-log list --since=某天
}

@test "away: on a day, in a range, to the half; the stand-in; until when" {
	ask 葛望津 12-14下午 12月16日上午 --place=云南 --reach=province --phone=1
	ask 陶之然 12-14 12-16
	approved L2026-0001 # the other one is only asked for
	for day in 2026-12-13 12-17; do
		status 0 leave-log away $day -o csv --columns=number
		[ "$(wc -l <out)" -eq 1 ]
	done
	for day in 2026-12-14 12-15 12-16 12-01..12-14 12-16..12-31 12-01..12-31; do
		status 0 leave-log away $day -o csv --columns=number,person_name,from_part,to_part,place,stand_in_name,phone
		same out <<-END
		number,person_name,from_part,to_part,place,stand_in_name,phone
		L2026-0001,葛望津,afternoon,morning,云南,雷云渡,1
		END
	done
	status 0 leave-log away 12-15
	same out <<-END
	Number      Person  Post                First day             Last day            Where  Stand-in  Telephone  Overdue
	L2026-0001  葛望津  市人大常委会副主任  2026-12-14 afternoon  2026-12-16 morning  云南   雷云渡    1
	END
	status 0 leave-log away 12-15 --unit=市政协 -o csv --columns=number
	[ "$(wc -l <out)" -eq 1 ]
	status 64 leave-log away 12-16..12-15
	status 64 leave-log away 某天
	status 64 leave-log away 12-14 12-15
}

@test "overdue: silent and 0 with --check while nobody is, 1 when somebody is" {
	ask 葛望津 12-14 12-16
	approved L2026-0001
	for now in "2026-12-16 20:00" "2026-12-17 12:00"; do
		status 0 leave-log overdue --check --now="$now"
		same out </dev/null
		same err </dev/null
	done
	status 1 leave-log overdue --check --now="2026-12-17 12:01"
	holds out L2026-0001
	status 0 leave-log overdue --now="2026-12-21 14:30"
	same out <<-END
	Number      Person  Post                Last day    Return due        Overdue  Telephone
	L2026-0001  葛望津  市人大常委会副主任  2026-12-16  2026-12-17 12:00  4 d 2 h
	END
	status 0 leave-log overdue --check --unit=市政协 --now="2026-12-21 14:30"
	status 0 leave-log away 12-21 --now="2026-12-21 14:30" -o csv --columns=number,overdue
	same out <<-END
	number,overdue
	L2026-0001,5910
	END
}

@test "show: all of it, who is next, what the rules say" {
	ask 葛望津 12-14 12月16日上午 --reason=休假
	leave-log approve L2026-0001 --by=祁远山 --reason=同意 2>told
	status 0 leave-log show L2026-0001 --explain
	sed '/^Steps:/,/^$/d' out >shown
	same shown <<-END
	L2026-0001: waiting for approval
	  Person: 葛望津
	  Post: 市人大常委会副主任
	  Unit: 示例市人民代表大会常务委员会
	  Kind of leave: 年休假
	  First day: 2026-12-14
	  Last day: 2026-12-16 morning
	  Days: 2.5
	  Working days: 2.5
	  Reason for leave: 休假
	  Stand-in: 雷云渡
	  Asked for: 2026-12-04 18:00
	  Waits for: secretary-general 闻致远

	Approval:
	  1. head of the unit 祁远山: approved 2026-12-04 18:00 [rule approve-city-deputy]
	  2. secretary-general 闻致远: next [rule approve-city-deputy]
	  3. Party secretary 沈望川 [rule approve-city-deputy]

	Rules:
	  none speaks against it
	END
	holds out "  2. 2026-12-04 18:00 approve, by 祁远山: 同意"
	status 0 leave-log show L2026-0001 --chain -o csv --columns=person,step
	same out <<-END
	person,step
	P003,2
	P012,
	P001,
	END
	status 0 leave-log show L2026-0001 -o json
	leave-log list L2026-0001 -o json | cmp - out
}

@test "calendar: text, page, iCalendar, a file whole; in the office's language" {
	ask 葛望津 12-14 12月16日上午
	approved L2026-0001
	status 0 leave-log calendar 12-15
	holds out 葛望津
	holds out 中共示例市委办公室
	status 0 leave-log calendar 12-15 --language=en
	holds out "2026-12-14"
	[ "$(wc -L <out)" -le 80 ]
	status 0 leave-log calendar --month 2026-12-14
	cp out whole
	for month in 2026-12 12月 2026年12月; do leave-log calendar --month $month | cmp - whole; done
	status 64 leave-log calendar 2026-12
	status 0 leave-log calendar --month -o html
	holds out "<html"
	status 0 leave-log calendar --month --ics
	holds out BEGIN:VEVENT
	status 0 leave-log calendar --month -o ics --output-file=away.ics
	same out </dev/null
	leave-log calendar --month --ics | cmp - away.ics
	status 73 leave-log calendar --output-file=no/such/place
	status 64 leave-log calendar -o json
}

@test "stats: a line a unit, person, kind or month; the table ends with the sum" {
	ask 葛望津 12-14 12月16日上午
	ask 陶之然 12-21 12-23 --kind=公差
	approved L2026-0001
	leave-log approve L2026-0002 --by=温若谷 2>told
	leave-log approve L2026-0002 --by=闻致远 2>told
	leave-log approve L2026-0002 --by=沈望川
	while read -r by want; do
		leave-log stats --by=$by --to=2026-12-31 -o csv --columns=name,leaves,days | tail -n +2 | tr '\n' ' ' >have
		[ "$(cat have)" = "$want " ] || { echo "$by: $(cat have)"; return 1; }
	done <<-END
	person 葛望津,1,2.5 陶之然,1,3
	kind 因公外出,1,3 年休假,1,2.5
	END
	status 0 leave-log stats --to=2026-12-31 --columns=name,leaves
	tail -n1 out >last
	grep -qE '^Total +2$' last
	status 64 leave-log stats --from=2026-12-31 --to=2026-01-01
}

# --- what is private ----------------------------------------------------------------------------------------

# as LOGIN COMMAND... - the person of that login is made the user's: whoever runs the tests.
login_of() {
	office-db dump person -o json | jq -c "select(.code == \"$1\") | .login = \"$(id -un)\" | .valid_from = \"2026-01-01\"" |
		office-db load --type=person - >loaded 2>&1 || { cat loaded; return 1; }
}

@test "kind, place and reason of a private leave: to the desk, the person, who approves; to others not" {
	ask 葛望津 12-14 12-16 --kind=病假 --reason=住院 --place=省城 --itinerary=某医院
	cp office.db asked.db
	for format in table csv json yaml; do
		status 0 leave-log list -o $format
		lacks out '病假|住院|省城|某医院|sick'
	done
	status 0 leave-log list
	holds out "葛望津  leave "
	status 0 leave-log show L2026-0001
	lacks out '病假|住院|省城|某医院|sick'
	holds out "for the desk that handles leave"
	for who in P037 P018 P003; do # a clerk of the desk, the person, who approves
		cp asked.db office.db
		login_of $who
		status 0 leave-log list -o csv --columns=kind,reason,place
		tail -n1 out >last
		same last <<<sick,住院,省城 || { echo $who; return 1; }
		status 0 leave-log show L2026-0001
		holds out 病假
	done
	cp asked.db office.db
	login_of P039 # another desk's
	status 0 leave-log list -o csv --columns=kind,reason,place
	tail -n1 out >last
	same last <<<,,
}

@test "what machines read does not change with the language, nor with none" {
	ask 葛望津 12-14 12-16 --kind=病假
	ask 陶之然 12-14 12-16
	for command in "leave-log list -o json" "leave-log list -o csv" "leave-log away 12-15 -o json" \
		"leave-log show L2026-0001 --chain -o json --columns=role,person,step" "leave-log balance 葛望津 -o csv --columns=person,used"; do
		$command >english
		LANGUAGE=zh_CN $command | cmp - english
		LC_ALL=C $command | cmp - english
	done
}

# --- cron, two at once, records of change ----------------------------------------------------------------

@test "as cron has it: no locale, no terminal, silent unless there is something" {
	ask 葛望津 12-14 12-16
	approved L2026-0001
	from_nothing() { env -i PATH="$PATH" OFFICEDB="$OFFICEDB" OFFICEDB_NOW="$OFFICEDB_NOW" "$@"; }
	status 0 from_nothing leave-log overdue --check
	same out </dev/null
	same err </dev/null
	status 0 from_nothing env LC_ALL=C leave-log away 12-15
	holds out "葛望津  市人大常委会副主任"
	status 0 from_nothing env LC_ALL=C leave-log calendar 12-15 -o html --output-file=week.html
	iconv -f UTF-8 -t UTF-8 week.html >/dev/null
	holds week.html 葛望津
	OFFICEDB_NOW="2026-12-18 08:00" status 1 from_nothing env LC_ALL=C leave-log overdue --check
	holds out 葛望津
}

@test "two clerks at once: each request has its own number, none is lost" {
	for i in 1 2 3 4 5 6 7 8; do
		leave-log request $(sed -n ${i}p <<-END
		葛望津
		贺文竹
		陶之然
		白望舒
		纪明达
		尹知秋
		施文渊
		江予安
		END
		) --kind=公差 --from=12-14 --to=12-14 --force=pair,stand-in,apart-chief >number.$i 2>told.$i &
	done
	wait
	cat number.* | sort -u >numbers
	[ "$(wc -l <numbers)" -eq 8 ] || { cat told.*; return 1; }
	status 0 office-db verify
}

@test "two clerks approve the same link at once: one does, the other is told; two return one leave" {
	ask 葛望津 12-14 12-16
	for i in 1 2 3 4; do leave-log approve L2026-0001 --by=祁远山 >out.$i 2>err.$i & done
	wait
	[ "$(leave-log show L2026-0001 --steps -o csv --columns=action | grep -c approve)" -eq 1 ]
	[ "$(cat err.* | grep -c "it is for secretary-general 闻致远 to approve now, not for 祁远山")" -eq 3 ]
	for by in 闻致远 沈望川; do leave-log approve L2026-0001 --by=$by 2>told; done
	export OFFICEDB_NOW="2026-12-16 18:00"
	for i in 1 2 3 4; do leave-log return L2026-0001 --by=葛望津 >out.$i 2>err.$i & done
	wait
	[ "$(leave-log show L2026-0001 --steps -o csv --columns=action | grep -c return)" -eq 1 ]
	status 0 office-db verify
}

@test "input that is none: told, nothing done" {
	ask 葛望津 12-14 12-16
	printf 'number\nL2026-0001\nX\n' >bad.csv
	status 65 leave-log approve --by=祁远山 --atomic <bad.csv
	holds err "leave-log: <stdin>:3: number: 'X' is not a number such as L2026-0123"
	holds err "--atomic: nothing was done"
	is 0001 requested
	printf '\377\376' >bad.bin
	status 65 leave-log approve --by=祁远山 <bad.bin
	status 65 leave-log import bad.bin
	printf '{"number":"L2026-0001"' >bad.json
	status 65 leave-log approve --by=祁远山 <bad.json
	printf '姓名,假别,开始日期,结束日期\n葛\0望津,年假,2026-12-28,2026-12-28\n' >nul.csv
	status 65 leave-log import nul.csv
	holds err "NUL"
	printf '姓名,假别,开始日期,结束日期,备注\n葛望津,年假,2026-12-28,2026-12-28,x\n' >heading.csv
	status 65 leave-log import heading.csv
	holds err "unknown heading '备注'"
	printf '姓名,假别,开始日期,结束日期,事由\n葛望津,年假,2026-12-28,2026-12-28,%s\n' "$(head -c 1100000 /dev/zero | tr '\0' x)" >long.csv
	status 65 leave-log import long.csv
	status 65 leave-log import /dev/null
	status 66 leave-log import .
	status 74 sh -c 'leave-log list -o csv >/dev/full'
	status 75 flock "$OFFICEDB-queue" leave-log approve L2026-0001 --by=祁远山 --wait=0
	status 78 leave-log list --db=none.db
	is 0001 requested
	status 0 office-db verify
}

@test "two requests that race for one pair: one is refused" {
	for round in 1 2 3; do
		rm -f ok.*
		for who in 苏映雪 骆景明; do
			{
				leave-log request $who --kind=公差 --from=12-1$round --to=12-1$round --stand-in=易行简 >n.$who 2>e.$who && : >ok.$who
			} &
		done
		wait
		[ "$(ls ok.* | wc -l)" -eq 1 ] || { cat e.*; return 1; }
		cat e.* >errs
		holds errs "[rule pair"
	done
}

@test "everything is in the journal, and the dump holds it" {
	ask 葛望津 12-14 12-16
	approved L2026-0001
	leave-log return L2026-0001 --now="2026-12-16 17:00"
	status 0 office-db journal L2026-0001 -o csv --columns=action,command
	for action in create approve return; do holds out "$action,leave-log"; done
	office-db dump >dump.yaml
	office-db init --db=other.db
	status 0 office-db load --db=other.db dump.yaml
	for verb in list "show L2026-0001 --steps" "balance 葛望津"; do
		leave-log $verb -o csv >want
		leave-log $verb -o csv --db=other.db | cmp - want || { echo "$verb"; return 1; }
	done
	status 0 office-db verify --db=other.db
}
