#!/usr/bin/env bats
# The regime's rules of leave as who asks meets them: each refuses or warns, names its row and basis, and is
# passed over only on purpose; rules are data, dated; who approves by rank, length and destination.

load common

prepare() { sample_office; }

# ask STATUS PERSON FROM TO [OPTION...]
ask() {
	status "$1" leave-log request "$2" --from="$3" --to="$4" --kind=公差 "${@:5}"
}

# speaks CODE WORD - standard error holds a finding of that rule, refused or warning.
speaks() {
	grep -qE "^leave-log: $2: .* \[rule $1(; .*)?\]$" err || { echo "no '$2' of rule $1:"; cat err; return 1; }
}
silent() { lacks err "\[rule $1[];]"; }

# yes_all NUMBER PERSON... - approved by these, in order
yes_all() {
	local number=$1 by
	shift
	for by; do status 0 leave-log approve "$number" --by="$by" || return; done
}

# chain PERSON FROM TO [OPTION...] - the codes of who must approve, with commas
chain() {
	cp office.db before.db
	leave-log request "$1" --from="$2" --to="$3" --kind=公差 --stand-in=P040 --force=apart-chief,apart-city,pair "${@:4}" >number 2>err ||
		{ cat err; return 1; }
	leave-log show "$(cat number)" --chain -o csv --columns=person | tail -n +2 | paste -sd,
	cp before.db office.db
}

# --- who approves -----------------------------------------------------------------------------------------

@test "the chain follows rank, length and destination" {
	while read -r who from to reach want; do
		got=$(chain $who $from $to --reach=$reach) || { echo "$who: $got"; return 1; }
		[ "$got" = "$want" ] || { echo "$who $from $to $reach: $got, wanted $want"; return 1; }
	done <<-END
	顾云深 12-14 12-14 none P012,P001
	葛望津 12-14 12-14 none P003,P012,P001
	葛望津 12-14 12-20 country P003,P012,P001
	梁栖云 12-14 12-14 city P012
	梁栖云 12-14 12-15 city P012,P001
	梁栖云 12-14 12-14 province P012,P001
	范既明 12-14 12-14 none P046,P012
	傅稼轩 12-14 12-15 city P031,P012,P001
	邱叙白 12-14 12-14 city P046
	邱叙白 12-14 12-16 city P046,P012
	秦砺锋 12-14 12-14 city P028,P012
	贾书扬 12-14 12-17 city P050,P028,P012
	江予安 12-14 12-16 city P012
	江予安 12-14 12-17 city P012,P001
	丁一帆 12-14 12-16 none P028
	丁一帆 12-14 12-18 none P028,P012
	梁栖云 12-14上午 12-14上午 city P012
	END
}

@test "a row of the regime changes it, from its day on" {
	[ "$(chain 葛望津 12-21 12-22)" = P003,P012,P001 ]
	cat >rules.yaml <<-END
	leave_rule:
	- {code: approve-city-deputy, name: 市级副职请假, check: approver, ranks: [city-deputy], approvers: [unit-head, P005], sort: 4, valid_from: 2026-12-20}
	END
	status 0 office-db load rules.yaml
	[ "$(chain 葛望津 12-21 12-22)" = P003,P005 ]
	[ "$(chain 葛望津 12-18 12-19)" = P003,P012,P001 ]
}

@test "nobody holds a link: the setting to load is named; then it goes on" {
	cat >nobody.yaml <<-END
	setting:
	- {name: secretary_general, value: P999, valid_from: 2026-12-01}
	END
	office-db load nobody.yaml >loaded 2>&1 || true
	ask 0 葛望津 12-14 12-15 --stand-in=贺文竹
	if grep -q secretary err; then
		yes_all L2026-0001 祁远山
		status 65 leave-log approve L2026-0001 --by=闻致远
		holds err "secretary"
	fi
}

@test "the stand-in of who is away may approve for him; another may not" {
	ask 0 祁远山 12-14 12-18 --stand-in=贺文竹
	yes_all L2026-0001 闻致远 沈望川
	ask 0 葛望津 12-21 12-22 --stand-in=雷云渡
	status 65 leave-log approve L2026-0002 --by=贺文竹
	holds err "祁远山"
	export OFFICEDB_NOW="2026-12-15 09:00"
	status 65 leave-log approve L2026-0002 --by=雷云渡
	status 0 leave-log approve L2026-0002 --by=贺文竹
	status 0 leave-log list L2026-0002 -o csv --columns=waits_for
	holds out P012
}

# --- notice and leave asked for afterwards --------------------------------------------------------------------

@test "days of notice by rank: a chief three, a deputy one; short notice is told and kept" {
	while read -r who from now rule; do
		cp office.db before.db
		OFFICEDB_NOW="2026-12-${now/_/ }" ask 0 $who $from $from --stand-in=P040 --force=apart-chief
		if [ "$rule" = - ]; then silent '(leave-(chief|deputy)|notice-staff)'; else speaks $rule warning; fi
		cp before.db office.db
	done <<-END
	梁栖云 12-08 05_23:59 -
	梁栖云 12-08 06_00:01 leave-chief
	葛望津 12-08 07_23:59 -
	葛望津 12-08 08_00:01 leave-deputy
	丁一帆 12-08 07_23:59 -
	丁一帆 12-08 08_00:01 notice-staff
	END
}

@test "leave that has begun is asked for as late, in time or told" {
	status 65 leave-log request 葛望津 --kind=公差 --from=12-03 --to=12-04 --stand-in=贺文竹
	holds err "late"
	status 0 leave-log late 葛望津 --kind=公差 --from=12-03 --to=12-03 --stand-in=贺文竹
	silent notice
	status 0 leave-log request 雷云渡 --late --kind=公差 --from=12-01 --to=12-01 --stand-in=贺文竹
	speaks notice warning
	status 0 leave-log list -o csv --columns=number,late
	holds out L2026-0001,yes
}

# --- not both away ----------------------------------------------------------------------------------------------

@test "two chiefs of one county are not both away, to the half day; of two counties they may be" {
	ask 0 梁栖云 12-14上午 12-15上午 --stand-in=邱叙白
	ask 65 范既明 12-15上午 12-15 --stand-in=邱叙白
	speaks apart-chief refused
	holds err 梁栖云
	holds err "nothing was done: a rule refuses it"
	ask 0 范既明 12-15下午 12-15 --stand-in=邱叙白
	silent apart-chief
	ask 0 邹沐风 12-14 12-15 --stand-in=贾书扬
	silent apart-chief
}

@test "A and B role are not both away; on purpose they are, and it is kept" {
	ask 0 苏映雪 12-14 12-16 --stand-in=易行简
	ask 65 骆景明 12-16晚上 12-17 --stand-in=易行简
	speaks pair refused
	ask 0 骆景明 12-17 12-17 --stand-in=易行简
	ask 0 骆景明 12-16 12-16 --stand-in=易行简 --force=pair
	speaks pair warning
	status 0 leave-log show L2026-0003 --steps -o csv --columns=action,reason
	tail -n1 out >last
	holds last pair
	# Who is refused, has cancelled or is back stands in nobody's way.
	leave-log cancel L2026-0001 --reason=不去
	ask 0 骆景明 12-14 12-15 --stand-in=易行简
	silent pair
}

@test "approval looks again: meanwhile the other has left" {
	ask 0 骆景明 12-16 12-16 --stand-in=易行简
	ask 0 苏映雪 12-16 12-16 --stand-in=易行简 --force=pair
	for by in 顾云深 闻致远 沈望川; do status 0 leave-log approve L2026-0001 --by=$by; done
	status 65 leave-log approve L2026-0002 --by=顾云深
	holds err "leave-log: L2026-0002: refused: "
	holds err "[rule pair; "
	for by in 顾云深 闻致远 沈望川; do status 0 leave-log approve L2026-0002 --by=$by --force=pair; done
}

# --- the stand-in -------------------------------------------------------------------------------------------------

@test "a stand-in is named, somebody else, and there: a chief must, a deputy is told" {
	ask 65 梁栖云 12-14 12-15
	speaks stand-in refused
	ask 65 梁栖云 12-14 12-15 --stand-in=梁栖云
	ask 0 葛望津 12-14 12-15
	speaks stand-in-deputy warning
	ask 65 梁栖云 12-14 12-15 --stand-in=无此人
	ask 0 邱叙白 12-15 12-15 --stand-in=P049
	ask 65 梁栖云 12-14 12-15 --stand-in=邱叙白
	speaks stand-in refused
	holds err 邱叙白
	ask 0 梁栖云 12-16 12-17 --stand-in=邱叙白
}

# --- what else the person has ------------------------------------------------------------------------------------

@test "overlap with the person's own leave, by halves: a table" {
	ask 0 葛望津 12-14下午 12-16上午 --stand-in=贺文竹
	while read -r from to want; do
		cp office.db before.db
		ask $want 葛望津 $from $to --stand-in=贺文竹
		[ $want -eq 0 ] || speaks overlap refused
		cp before.db office.db
	done <<-END
	12-13 12-14上午 0
	12-14上午 12-14上午 0
	12-14上午 12-14下午 65
	12-14下午 12-14下午 65
	12-14晚上 12-14 65
	12-15 12-15 65
	12-16上午 12-16 65
	12-16下午 12-16 0
	12-16晚上 12-17 0
	12-10 12-20 65
	12-17 12-18 0
	END
	status 65 leave-log extend L2026-0001 --to=12-15
}

@test "schedules on file are told, with the report; another's are not" {
	report-submit --unit=市人大 --category=schedule --leaders=葛望津 --title=调研 --occurred-at="2026-12-15 09:00" --place=青禾县 2>err
	report-submit --unit=市人大 --category=schedule --leaders=雷云渡 --title=开会 --occurred-at="2026-12-15 09:00"
	ask 0 葛望津 12-15上午 12-15上午 --stand-in=贺文竹
	speaks schedule warning
	holds err 调研
	lacks err 开会
	ask 0 葛望津 12-15下午 12-15 --stand-in=贺文竹
	silent schedule
}

# --- blocked days, days off, long runs ------------------------------------------------------------------------------

@test "blocked days: refused; passed on purpose, the one named must approve too" {
	ask 65 梁栖云 12-24 12-24 --stand-in=邱叙白 --reach=city
	speaks plenum-2026 refused
	holds err 沈望川
	ask 0 梁栖云 12-23 12-23 --stand-in=邱叙白 --reach=city
	ask 0 丁一帆 12-24 12-24 --stand-in=戚明朗
	silent plenum-2026
	ask 0 梁栖云 12-25 12-25 --stand-in=邱叙白 --reach=city --force=plenum-2026
	speaks plenum-2026 warning
	number=$(cat out)
	status 0 leave-log show $number --chain -o csv --columns=person
	holds out P001
}

@test "out of the city on days off alone: a chain of its own, told" {
	ask 0 梁栖云 2026-12-12 2026-12-13 --stand-in=邱叙白 --reach=city
	speaks weekend-chief warning
	ask 0 范既明 2026-12-19 2026-12-21 --stand-in=邱叙白 --reach=city
	silent weekend-chief
}

@test "the longest run counts what is adjacent, over weekends" {
	ask 0 葛望津 2027-01-04 2027-01-22 --stand-in=贺文竹
	silent run
	ask 0 葛望津 2027-01-25 2027-02-05 --stand-in=贺文竹
	speaks run warning
}

@test "a departure moved by more days than the rule says needs a new approval; by fewer it does not" {
	ask 0 葛望津 12-14 12-15 --stand-in=贺文竹
	yes_all L2026-0001 祁远山 闻致远 沈望川
	status 0 leave-log change L2026-0001 --from=12-17 --to=12-18
	status 0 leave-log list L2026-0001 -o csv --columns=status
	holds out approved
	status 0 leave-log change L2026-0001 --from=12-28 --to=12-29
	status 0 leave-log list L2026-0001 -o csv --columns=status
	holds out requested
}

# --- persons move -------------------------------------------------------------------------------------------------

@test "renamed or moved to another unit while away: the leave is his, of the unit of its first day" {
	ask 0 葛望津 12-14 12-18 --stand-in=贺文竹
	yes_all L2026-0001 祁远山 闻致远 沈望川
	cat >moved.yaml <<-END
	person:
	- {code: P018, name: 葛望京, unit: ZX, post: 市政协副主席, rank: city-deputy, sort: 205, valid_from: 2026-12-16}
	END
	status 0 office-db load moved.yaml
	status 0 leave-log list --person=P018 -o csv --columns=person_name,unit
	holds out 葛望津,RD
	status 0 leave-log away 12-15 -o csv --columns=person_name,unit
	holds out 葛望津,RD
	status 0 leave-log return L2026-0001 --now="2026-12-18 18:00" --by=葛望京
	status 0 leave-log balance P018 -o csv --columns=used --now="2026-12-31 09:00"
	holds out 0
	ask 65 葛望津 12-28 12-29 --now="2026-12-20 09:00"
	status 0 office-db verify
}

@test "an unknown word in a rule is refused when it is loaded" {
	while read -r row want; do
		printf 'leave_rule:\n- {code: x, name: x, %s}\n' "$row" | sed 's,:_,: ,g; s=,_=, =g' >rule.yaml
		status 65 office-db load rule.yaml
		holds err "$want"
	done <<-END
	check:_nonsense nonsense
	check:_run days
	check:_approver approvers
	check:_blocked,_from_day:_2026-12-02,_to_day:_2026-12-01 from_day
	END
}
