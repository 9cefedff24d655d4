#!/usr/bin/env bats
# bulletin-build feedback: each unit is told what became of its items, in a text ready for mail.

load common

# file UNIT TITLE [ARG...]
file() { report-submit --unit="$1" --category=work --title="$2" --body=正文。 "${@:3}" >>reports; }

# Number 1 of 每日汇报: R1 of 青禾县 and R2 of 云岫县 (2 : 1), R3 of 青禾县.
prepare() {
	sample_office
	file 青禾县 青禾县供水改造加快推进 && file 云岫县 云岫县保障群众用水 && file 青禾县 青禾县秋粮入库
	file 青禾县 青禾县举办农民丰收节 && file 青禾县 青禾县基层治理见成效 && file 青禾县 一件机密的事 --secrecy=highly-secret
	file 青禾县 青禾县水价听证 && file 青禾县 青禾县发展冬季旅游
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
	    title: 青禾县秋粮入库
	    reports: [R2026-0003]
	    text: 青禾县秋粮入库。
	END
	bulletin-build issue draft.yaml >issued || { cat issued; return 1; }
}

# What the desks did with the others.
handled() {
	bulletin-build upward add daily/2026-1/1 --to=省委办公厅 >/dev/null
	bulletin-build upward adopted W2026-0001 --in=《要情》
	bulletin-build instruct daily/2026-1/1 --leader=沈望川 --text=两县做法可推广。 >/dev/null
	bulletin-build instruct R2026-0006 --leader=沈望川 --text=不得外传 >/dev/null
	report-handle return R2026-0004 --reason=缺少参加人数，请补充。
	report-handle reject R2026-0005 --reason=时效性不强
	report-handle duplicate R2026-0007 --of=R2026-0002
	bulletin-build commission add --topic=冬季民生保障 --unit=青禾县 --due="2026-12-04 20:00" >/dev/null
	export OFFICEDB_NOW="2026-12-05 09:00"
}

@test "the text, as an office writes it" {
	handled
	status 0 bulletin-build feedback --unit=青禾县 --from=12-01 --to=12-04
	same err </dev/null
	same out <<-END
	                            信息采用情况反馈
	                    （2026年12月1日至2026年12月4日）

	青禾县：
	　　现将你单位报送信息的处理和采用情况反馈如下。

	一、总体情况
	    报送信息6条，采用2条，采用率33.3%，上报1条，上级采用1条，获领导批
	    示2件，退回补正1条，退稿1条，另重复报送1条，待处理和待刊用2条；约
	    稿1次，未报送1次。

	二、采用情况（2项）
	 1. 《每日汇报》2026年第1期（12月4日）：两县联动抓供水（R2026-0001）；
	    原题：青禾县供水改造加快推进；由2条信息综合采用，计2/3。
	 2. 《每日汇报》2026年第1期（12月4日）：青禾县秋粮入库（R2026-0003）。

	三、上报情况（1项）
	 1. 报省委办公厅（12月4日）：两县联动抓供水（W2026-0001）；12月4日被
	    《要情》采用；计2/3。

	四、领导批示（2项）
	 1. 市委、市政府主要领导（12月4日）：两县联动抓供水（I2026-0001）；批
	    示：两县做法可推广。
	 2. 市委、市政府主要领导（12月4日）：[机密]（I2026-0002）。

	五、退回补正（1项）
	 1. 青禾县举办农民丰收节（R2026-0004）；12月4日；原因：缺少参加人数，
	    请补充；经办：信息处，电话0000-2100602。

	六、退稿（1项）
	 1. 青禾县基层治理见成效（R2026-0005）；12月4日；原因：时效性不强；经
	    办：信息处，电话0000-2100602。

	七、重复（1项）
	 1. 青禾县水价听证（R2026-0007）；12月4日；与R2026-0002《云岫县保障群
	    众用水》内容重复；经办：信息处，电话0000-2100602。

	八、待处理和待刊用（2项）
	 1. 青禾县发展冬季旅游（R2026-0008）；12月4日收到，待处理。
	 2. [机密]（R2026-0006）；12月4日收到，待处理。

	九、约稿（1项）
	 1. “冬季民生保障”（Q2026-0001），截止2026-12-04 20:00，未报送。

	　　退回补正的信息请抓紧修改重报，约稿请按要求报送。
	　　感谢对市委信息工作的支持，请继续及时、准确报送重要情况。
	　　联系处室：信息处，电话：0000-2100602。

	                                                      中共示例市委办公室
	                                                           2026年12月5日
	END
	lacks out '机密的事|外传'
	# The same again is the same.
	cp out before
	bulletin-build feedback --unit=青禾县 --from=12-01 --to=12-04 >again
	same again <before
	python3 - out <<-'END' >wide
	import sys, unicodedata
	for line in open(sys.argv[1], encoding="utf-8"):
	    if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n")) > 72:
	        print(line, end="")
	END
	same wide </dev/null
}

@test "what changes is told anew: an issue withdrawn, a report that came back, days" {
	handled
	bulletin-build withdraw daily/2026-1 --reason=有误
	bulletin-build feedback --unit=云岫县 --from=12-01 --to=12-04 >out
	holds out "报送信息1条，采用0条，采用率0.0%"
	lacks out 采用情况（
	report-handle accept R2026-0004 R2026-0005
	bulletin-build feedback --unit=青禾县 --from=12-01 --to=12-04 >out
	lacks out '退回补正（|退稿（'
	bulletin-build feedback --unit=青禾县 --from=12-05 --to=12-05 >out
	holds out "报送信息0条，采用0条。"
	lacks out '三、'
	bulletin-build feedback --unit=青禾县 --language=en >out
	holds out "What became of your reports"
}

@test "an item told as adopted is told again when its issue is withdrawn, in those days alone" {
	handled
	bulletin-build withdraw daily/2026-1 --reason=误发
	LANGUAGE=C bulletin-build feedback --unit=云岫县 --from=12-05 --to=12-05 --language=en >out
	tr -s '\n ' '  ' <out >flat
	holds flat "2. Adopted items withdrawn: 1 1. '每日汇报' 2026 no. 1 (12-04): 两县联动抓供水 (R2026-0002); the issue was withdrawn, the item does not count as adopted."
	bulletin-build feedback --from=12-05 --to=12-05 --dir=out.d
	[ -e out.d/云岫县-QX05.txt ]
	bulletin-build feedback --unit=云岫县 --from=12-01 --to=12-04 --language=en >out
	lacks out withdrawn
}

@test "a unit that ended is told what there is to tell of it" {
	handled
	printf 'unit:\n  - {code: QX04, name: 青禾县, kind: county, valid_from: 2024-01-01, valid_to: 2026-12-05}\n' >end.yaml
	office-db load end.yaml 2>told || { cat told; return 1; }
	export OFFICEDB_NOW="2026-12-08 09:00"
	status 0 bulletin-build feedback --from=12-01 --dir=out.d
	[ -e out.d/青禾县-QX04.txt ]
	# Behind its end: what was printed of it later, and nothing else.
	status 0 bulletin-build feedback --from=12-07 --dir=late.d --all
	[ ! -e late.d/青禾县-QX04.txt ]
	printf 'draft:\n  - {publication: daily, date: 2026-12-08}\nitem:\n  - {column: work, title: 冬季旅游, text: 文。, reports: [R2026-0008]}\n' >late.yaml
	bulletin-build issue late.yaml >issued
	status 0 bulletin-build feedback --from=12-07 --dir=late2.d
	holds late2.d/青禾县-QX04.txt 冬季旅游
	[ "$(ls late2.d | grep -c QX04)" = 1 ]
}

@test "what is counted is what the ranking counts, of merged items too: a paper is one" {
	handled
	file 青禾县 一件事之一 && file 青禾县 一件事之二 && file 云岫县 一件事之三
	printf 'draft:\n  - { publication: daily, date: 2026-12-05 }\nitem:\n  - { column: work, title: 一件事, text: 一件事。, reports: [R2026-0009, R2026-0010, R2026-0011] }\n' >two.yaml
	bulletin-build issue two.yaml >/dev/null
	bulletin-build upward add daily/2026-2/1 --to=省委办公厅 >/dev/null
	bulletin-build upward adopted W2026-0002 --in=要情
	bulletin-build instruct W2026-0002 --leader=沈望川 --text=好。 >/dev/null
	for unit in 青禾县 云岫县; do
		for days in "12-01 12-04" "12-05 12-05" "12-01 12-05"; do
			bulletin-build feedback --unit=$unit --from=${days% *} --to=${days#* } --language=en >text
			{ tr -s '\n ' '  ' <text && echo; } >flat
			for words in reported ', adopted' '(RATE' 'sent upward' 'adopted above' 'instructed on'; do
				case $words in
				'(RATE') sed -n 's/.*, adopted [0-9]* (\([0-9.]*\) %).*/\1%/p' flat ;;
				*) sed -n "s/.*reported [0-9]*, adopted.*/&/; s/.*$words \([0-9][0-9]*\).*/\1/p; t; s/.*/0/p" flat ;;
				esac
			done | tr '\n' , | sed 's/,$/\n/' >told
			info-score --unit=$unit --from=2026-${days% *} --to=2026-${days#* } -o csv \
				--columns=submitted,adopted,adoption_rate,upward,upward_adopted,instructed | sed 1d >ranked
			same told <ranked
		done
	done
	same ranked <<<"2,2,100.0%,2,2,2"
}

@test "a file a unit, whole or not at all; those without anything are left out unless --all" {
	handled
	status 0 bulletin-build feedback --from=12-01 --to=12-04 --dir=out.d
	same out </dev/null
	[ -e out.d/青禾县-QX04.txt ]
	[ -e out.d/云岫县-QX05.txt ]
	grep -L "报送信息[1-9]\|迟报\|漏报\|不报" out.d/* >empty || true
	same empty </dev/null
	ls out.d | wc -l >some
	bulletin-build feedback --unit=青禾县 --from=12-01 --to=12-04 >one
	same out.d/青禾县-QX04.txt <one
	status 0 bulletin-build feedback --from=12-01 --to=12-04 --dir=all.d --all
	[ "$(ls all.d | wc -l)" -gt "$(cat some)" ]
	ls -A out.d all.d | grep -v 'txt$\|^$\|:$' >other || true
	same other </dev/null
	# To standard output they stand on pages of their own.
	status 0 bulletin-build feedback --unit=青禾县 --unit=云岫县 --from=12-01 --to=12-04
	[ "$(grep -c $'\f' out)" -eq 1 ]
	[ "$(grep -c 信息采用情况反馈 out)" -eq 2 ]
	touch notadir
	status 73 bulletin-build feedback --from=12-01 --to=12-04 --dir=notadir
	status 73 bulletin-build feedback --from=12-01 --to=12-04 --dir=no/such/place
	holds err "cannot create 'no/such/place'"
}

@test "as mail, for sendmail -t" {
	handled
	status 0 bulletin-build feedback --unit=青禾县 --from=12-01 --to=12-04 --eml --mail-to='{unit}@units.example' \
		--mail-from=xinxi@office.example
	python3 - out <<-'END' >mail
	import email, email.policy, sys
	m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
	print(m["from"], m["to"], m["subject"], m.defects)
	sys.stdout.write(m.get_content().replace("\r\n", "\n"))
	END
	head -1 mail >first
	same first <<<"xinxi@office.example QX04@units.example 信息采用情况反馈（2026年12月1日至2026年12月4日） []"
	bulletin-build feedback --unit=青禾县 --from=12-01 --to=12-04 >text
	sed 1d mail >body
	same body <text
	status 0 bulletin-build feedback --from=12-01 --to=12-04 --eml --mail-to='{unit}@units.example' --dir=mails
	holds mails/云岫县-QX05.eml "To: QX05@units.example"
	status 64 bulletin-build feedback --unit=青禾县 --unit=云岫县 --from=12-01 --to=12-04 --eml --mail-to=a@b.example
	same err <<<"bulletin-build: mails to several units: --dir keeps them apart, a file each"
	status 0 bulletin-build feedback --unit=青禾县 --eml --mail-to='{unit}@{unit}.example'
	holds out "To: QX04@QX04.example"
	for to in '{Unit}@x.example' '{foo}@x.example' 'a@{x' '}a@x.example'; do
		status 64 bulletin-build feedback --unit=青禾县 --eml --mail-to="$to"
		holds err "is not known; {unit} stands for the unit's code"
		same out </dev/null
	done
	status 64 bulletin-build feedback --unit=青禾县 --eml
	holds err "say to whom: --mail-to=ADDRESS, {unit} in it is the code"
	status 64 bulletin-build feedback --unit=青禾县 --mail-to=a@b.example
	holds err "--mail-to and --mail-from are for --eml"
}

@test "asked for wrongly: a unit that is not there, days the wrong way round" {
	status 66 bulletin-build feedback --unit=没有这个局
	holds err "no unit '没有这个局'"
	status 64 bulletin-build feedback --from=12-04 --to=12-01
	same err <<<"bulletin-build: --from=2026-12-04 is after --to=2026-12-01"
	status 64 bulletin-build feedback --from=某天
	holds err "--from: "
}
