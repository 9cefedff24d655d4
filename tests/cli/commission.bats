#!/usr/bin/env bats
# bulletin-build commission: topics that units are asked to write on (约稿), the letters, answers, excuses, who did not
# answer.

load common

# Friday evening.  R1, R2 of 青禾县, R3 of 示西区, R4 of 卫健委.
prepare() {
	sample_office
	for of in 青禾县/供水改造 青禾县/秋粮入库 示西区/燃气更新 卫健委/冬季义诊; do
		report-submit --unit="${of%/*}" --category=work --title="${of#*/}" --body=正文。 >>reports
	done
}

ask() { bulletin-build commission add --topic=冬季民生保障 --unit=示西区,青禾县,卫健委 --due="2026-12-10 17:30" "$@"; }

# states NOW - "QX04 answered, ..."
states() {
	bulletin-build commission show Q2026-0001 -o csv --columns=unit,state --now="$1" | sed 1d | tr ',\n' ' ,' |
		sed 's/,$//'
}

# refused STATUS MESSAGE ARG...
refused() {
	status "$1" bulletin-build commission "${@:3}"
	[ "$(head -1 err)" = "bulletin-build: $2" ] || { cat err; return 1; }
}

@test "add: units by any name, or all of a kind; a day alone is meant to its end" {
	status 0 ask
	same out <<<Q2026-0001
	status 0 bulletin-build commission add --topic=农田水利 --kind=county --due=12-11 --level=province \
		--publication=工作情况交流 --text=做法和成效 --note=急 -o json
	[ "$(jq -r '[.number,.topic,.level,.publication,.due_at,(.units|join("+")),.text,.note,.answered,.missed]|join(" ")' out)" = \
		"Q2026-0002 农田水利 province practice 2026-12-11T23:59:00+08:00 QX01+QX02+QX03+QX04+QX05+QX06 做法和成效 急 0 0" ]
	bulletin-build commission list -o csv --columns=number,topic,level,due_at,units >out
	same out <<-END
	number,topic,level,due_at,units
	Q2026-0001,冬季民生保障,office,2026-12-10T17:30:00+08:00,BM29、QX02、QX04
	Q2026-0002,农田水利,province,2026-12-11T23:59:00+08:00,QX01、QX02、QX03、QX04、QX05、QX06
	END
	office-db verify
}

@test "add: what does not hold is refused" {
	refused 64 "say what about, who and by when: --topic, --unit or --kind, --due" add --topic=甲 --due=12-10
	refused 64 "say what about, who and by when: --topic, --unit or --kind, --due" add --unit=示西区 --due=12-10
	refused 65 "units: '示西区委办' is named twice" add --topic=甲 --unit=示西区,示西区委办 --due=12-10
	refused 65 "units: 'QX02' is named twice" add --topic=甲 --unit=示西区 --kind=county --due=12-10
	refused 65 "due_at: 2026-12-03 23:59 is past" add --topic=甲 --unit=示西区 --due=12-03
	status 64 bulletin-build commission add --topic=甲 --unit=示西区 --due=下个月
	holds err "--due: '下个月'"
	refused 65 "there is no publication '日报'" add --topic=甲 --unit=示西区 --due=12-10 --publication=日报
	status 65 bulletin-build commission add --topic=甲 --unit=没有这个局 --due=12-10
	holds err "units: no unit '没有这个局'"
	status 64 bulletin-build commission add --topic=甲 --kind=village --due=12-10
	holds err "--kind"
	status 64 bulletin-build commission add --topic=甲 --unit=示西区 --due=12-10 --open
	holds err "--open is not for 'add'"
	status 64 bulletin-build commission forget Q2026-0001
	holds err "'forget' is not one of: list, add, letter, answer, excuse, show"
	bulletin-build commission list -o csv --columns=number >out
	same out <<<number
}

@test "open, answered, late, missed, excused: by the report, the excuse and the time" {
	ask >/dev/null
	[ "$(states "2026-12-04 18:00")" = "QX02 open,QX04 open,BM29 open" ]
	status 0 bulletin-build commission answer Q2026-0001 R2026-0001
	same out </dev/null
	status 0 bulletin-build commission answer Q2026-0001 R2026-0001
	status 0 bulletin-build commission excuse Q2026-0001 --unit=示西区 --reason=防汛
	[ "$(states "2026-12-10 17:30")" = "QX02 excused,QX04 answered,BM29 open" ]
	[ "$(states "2026-12-10 17:31")" = "QX02 excused,QX04 answered,BM29 missed" ]
	# What comes after the time limit is late; what is taken back is no answer any more, and another may be.
	export OFFICEDB_NOW="2026-12-11 09:00"
	report-submit --unit=卫健委 --category=work --title=迟到的稿 --body=正文。 >late
	status 0 bulletin-build commission answer Q2026-0001 "$(cat late)"
	report-handle withdraw R2026-0001 --reason=重写
	[ "$(states "2026-12-11 09:00")" = "QX02 excused,QX04 missed,BM29 late" ]
	status 0 bulletin-build commission answer Q2026-0001 R2026-0002
	[ "$(states "2026-12-11 09:00")" = "QX02 excused,QX04 answered,BM29 late" ]
	bulletin-build commission list -o csv --columns=number,answered,missed >out
	same out <<<$'number,answered,missed\nQ2026-0001,2,0'
	report-handle reject "$(cat late)" --reason=不用
	report-handle duplicate R2026-0002 --of=R2026-0003 2>/dev/null
	[ "$(states "2026-12-11 09:00")" = "QX02 excused,QX04 missed,BM29 missed" ]
	office-db verify
}

@test "answers and excuses that do not hold are refused" {
	ask >/dev/null
	refused 66 "no report R2026-0099" answer Q2026-0001 R2026-0099
	refused 66 "R2026-0001: no commission Q2026-0009" answer Q2026-0009 R2026-0001
	report-submit --unit=云岫县 --category=work --title=没有约的 --body=正文。 >other
	refused 65 "R2026-0005: Q2026-0001 was not asked of 云岫县" answer Q2026-0001 R2026-0005
	report-handle reject R2026-0003 --reason=不用
	refused 65 "R2026-0003 is no answer: it was withdrawn, rejected or says what another says" answer Q2026-0001 R2026-0003
	bulletin-build commission answer Q2026-0001 R2026-0001
	refused 65 "Q2026-0001 was answered by this unit with R2026-0001 already" answer Q2026-0001 R2026-0002
	# All or none: the second is refused, so the first is not kept.
	refused 65 "Q2026-0001 was answered by this unit with R2026-0001 already" answer Q2026-0001 R2026-0004 R2026-0002
	[ "$(states "2026-12-04 18:00")" = "QX02 open,QX04 answered,BM29 open" ]
	refused 65 "Q2026-0001 was answered by this unit with R2026-0001 already" excuse Q2026-0001 --unit=青禾县 --reason=忙
	refused 65 "Q2026-0001 was not asked of 云岫县" excuse Q2026-0001 --unit=云岫县 --reason=忙
	refused 64 "say who and why: --unit and --reason" excuse Q2026-0001 --unit=青禾县
	refused 65 "say why the unit is excused" excuse Q2026-0001 --unit=示西区 --reason=
	refused 66 "no commission Q2026-0009" excuse Q2026-0009 --unit=示西区 --reason=忙
	refused 66 "no commission Q2026-0009" show Q2026-0009
	refused 64 "'R2026-0001' is not a number such as Q2026-0123" answer R2026-0001 R2026-0001
}

@test "who did not answer surfaces: --missed, --open, --check" {
	ask >/dev/null
	bulletin-build commission add --topic=农田水利 --unit=青禾县 --due=12-20 >/dev/null
	bulletin-build commission answer Q2026-0001 R2026-0001
	status 0 bulletin-build commission list --check
	status 0 bulletin-build commission list --missed --check
	export OFFICEDB_NOW="2026-12-11 09:00"
	status 1 bulletin-build commission list --missed --check -o csv --columns=number,unit,state
	same out <<-END
	number,unit,state
	Q2026-0001,QX02,missed
	Q2026-0001,BM29,missed
	END
	status 1 bulletin-build commission list --check -o csv --columns=number,answered,missed
	same out <<<$'number,answered,missed\nQ2026-0001,1,2\nQ2026-0002,0,0'
	status 1 bulletin-build commission show Q2026-0001 --check
	status 0 bulletin-build commission show Q2026-0002 --check
	status 0 bulletin-build commission list --open -o csv --columns=number,unit
	same out <<<$'number,unit\nQ2026-0002,QX04'
	status 0 bulletin-build commission list --unit=青禾 -o csv --columns=number,state
	same out <<<$'number,state\nQ2026-0001,answered\nQ2026-0002,open'
	status 0 bulletin-build commission list --from=12-11 --to=12-20 -o csv --columns=number
	same out <<<$'number\nQ2026-0002'
	status 64 bulletin-build commission list --open --missed
	same err <<<"bulletin-build: --open and --missed: one of them"
}

@test "the letter to a unit, as the office writes it" {
	ask --publication=practice --text=$'重点写供暖供气、困难群众救助。\n字数不超过1500字。' >/dev/null
	status 0 bulletin-build commission letter Q2026-0001 --unit=青禾县
	same out <<-END
	                               约　稿　函
	                                                              Q2026-0001
	青禾县：

	　　因信息工作需要，现就“冬季民生保障”向你单位约稿，请组织力量认真撰写。

	一、内容要求
	    重点写供暖供气、困难群众救助。
	    字数不超过1500字。

	二、报送要求
	    1. 请于2026年12月10日17时30分前报送，逾期报送的不计完成约稿。
	    2. 请按信息报送渠道报送，并注明约稿编号Q2026-0001。
	    3. 因故不能按时报送的，请在截止前说明原因；无故未报送的，计为未完
	    成约稿。
	    4. 来稿拟供《工作情况交流》选用，请参照其体例撰写。

	　　联系处室：信息处，电话：0000-2100602。

	                                                      中共示例市委办公室
	                                                           2026年12月4日
	END
	status 0 bulletin-build commission letter Q2026-0001 --dir=letters
	same out </dev/null
	ls letters >out
	same out <<-END
	示例市卫生健康委员会-BM29.txt
	示例市示西区-QX02.txt
	青禾县-QX04.txt
	END
	holds letters/示例市示西区-QX02.txt 示例市示西区：
	status 0 bulletin-build commission letter Q2026-0001 --unit=青禾县 --language=en
	holds out "Request for an article"
	status 66 bulletin-build commission letter Q2026-0001 --unit=云岫县
	same err <<<"bulletin-build: Q2026-0001 was not asked of 云岫县"
	awk 'length > 200' letters/* >wide
	same wide </dev/null
}

@test "two answer at once: one is told; a dump comes back the same" {
	ask >/dev/null
	for n in 1 2; do
		(
			r=0
			bulletin-build commission answer Q2026-0001 R2026-000$n 2>told.$n || r=$?
			echo $r >got.$n
		) &
	done
	wait
	[ "$(cat got.1 got.2 | sort | tr '\n' ' ')" = "0 65 " ]
	cat told.1 told.2 | grep -c "was answered by this unit with R2026-000. already" >n
	same n <<<1
	bulletin-build commission excuse Q2026-0001 --unit=示西区 --reason=防汛
	office-db verify
	office-db dump >all.yaml
	office-db dump commission commission_unit >dump.yaml
	office-db init --db=copy.db
	office-db load --db=copy.db all.yaml 2>told || { cat told; return 1; }
	office-db dump commission commission_unit --db=copy.db >again.yaml
	same again.yaml <dump.yaml
	office-db verify --db=copy.db
	status 0 bulletin-build commission add --topic=下一个 --unit=示西区 --due=12-10 --db=copy.db
	same out <<<Q2026-0002
}

@test "why a unit is excused is one line of text, so that a dump loads again" {
	ask >/dev/null
	for reason in $'甲\n乙' $'甲\a乙' "$(printf '防汛' | iconv -t gb18030)"; do
		status 65 bulletin-build commission excuse Q2026-0001 --unit=示西区 --reason="$reason"
		holds err "excuse: "
	done
	office-db dump commission_unit >out
	lacks out "甲|防汛"
}

@test "what came in before it was asked for is taken, with a word" {
	report-submit --unit=示西区 --category=work --title=早到的稿 --body=正文。 --now="2026-11-30 09:00" >early
	ask >/dev/null
	status 0 bulletin-build commission answer Q2026-0001 "$(cat early)"
	holds err "$(cat early) came in at 2026-11-30 09:00, before it was asked for ("
	[ "$(states "2026-12-04 18:00")" = "QX02 answered,QX04 open,BM29 open" ]
}

@test "the same again is on file already; another time, level or unit is another" {
	status 0 ask
	status 0 bulletin-build commission add --topic=冬季民生保障 --unit=卫健委,示西区,青禾县 --due="2026-12-10 17:30" --note=再
	same out <<<Q2026-0001
	same err <<<"bulletin-build: it is on file already as Q2026-0001"
	status 0 bulletin-build commission add --topic=冬季民生保障 --unit=示西区,青禾县 --due="2026-12-10 17:30"
	same out <<<Q2026-0002
	status 0 bulletin-build commission add --topic=冬季民生保障 --unit=示西区,青禾县 --due="2026-12-10 17:31"
	same out <<<Q2026-0003
	status 0 ask --level=province
	same out <<<Q2026-0004
	bulletin-build retract Q2026-0001 --reason=误发 >said
	status 0 ask
	same out <<<Q2026-0005
}

@test "a unit that is no more is not asked" {
	printf 'unit:\n  - { code: QX04, name: 青禾县, kind: county, valid_from: 2024-01-01, valid_to: 2026-12-03 }\n' >end.yaml
	status 0 office-db load end.yaml
	refused 65 "units: '青禾县' is no unit on 2026-12-04; name the one that does its work now" \
		add --topic=冬季民生保障 --unit=青禾县 --due="2026-12-10 17:30"
	status 0 bulletin-build commission add --topic=冬季民生保障 --unit=青禾县 --due="2026-12-10 17:30" --now="2026-12-03 18:00"
}
