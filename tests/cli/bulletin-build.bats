#!/usr/bin/env bats
# bulletin-build roundup: one day of a small office (tests/fixtures/roundup.yaml) as text, page and
# records; then the lines and the page of the whole sample day.

load common

# Made once: the day before, the day, what the desk did with five of its reports.
prepare() {
	if [ ! -e "$BATS_FILE_TMPDIR/day.db" ]; then
		sample_office
		report-submit --now="2026-12-03 18:00" --unit=市教育局 --category=work --title=昨天已报的动态 \
			--occurred-at=2026-12-03 --body=昨天 >/dev/null
		report-submit "$top/tests/fixtures/roundup.yaml" >/dev/null 2>&1
		report-handle return --reason=不清 R2026-0018
		report-handle reject --reason=不用 R2026-0019
		report-handle duplicate --of=R2026-0022 R2026-0020
		report-handle withdraw --reason=有误 R2026-0021
		report-handle accept R2026-0022
		office-db backup "$BATS_FILE_TMPDIR/day.db"
	else
		cp "$BATS_FILE_TMPDIR/day.db" "$OFFICEDB"
	fi
}

# 190 items of all columns and lengths.
whole_day() {
	if [ ! -e "$BATS_FILE_TMPDIR/whole.db" ]; then
		office-db init --sample --db="$BATS_FILE_TMPDIR/whole.db"
		report-submit --db="$BATS_FILE_TMPDIR/whole.db" "$sample"/returns.{csv,yaml,jsonl} >/dev/null 2>&1 ||
			[ $? -eq 65 ]
	fi
	cp "$BATS_FILE_TMPDIR/whole.db" "$OFFICEDB"
}

@test "the text, whole: columns in order, urgent first, leaders in protocol order, late ones marked" {
	status 0 bulletin-build roundup --language=en
	same err </dev/null
	sed 's/|$//' <<-END | same out
	                               中共示例市委办公室
	                                  每日情况汇总
	                               2026-12-04, Friday
	────────────────────────────────────────────────────────────────────────────────
	11 items from 10 units; urgent 2, late 2.

	1. 重大突发事件 (1)
	 1. 城南物流园仓库起火已扑灭 [市应急局, R2026-0002, urgent]
	    12月4日2时18分，城南物流园一处仓库起火，过火面积约60平方米，火情由市消防在
	    2026年12月4日3时05分扑灭，无人员伤亡，起火原因正在调查，情况专报随后报送至
	    12345热线平台。

	2. 领导要论 (2)
	 1. 沈望川强调把实事办实 [市委, R2026-0004]
	    市委书记沈望川指出，要把实事办实、好事办好。
	 2. 顾云深强调稳就业 [市政府, R2026-0003]
	    市长顾云深指出，就业是民生之本。

	3. 工作动态 (6)
	 1. 青石河水位超警戒 [市水利局, R2026-0007, top urgent]
	    青石河水位超警戒0.2米。
	 2. 基层党建 <观摩> & "互评" [市委组织部, R2026-0006]
	    组织12个乡镇开展观摩。
	    评分 < 60 的限期整改 & 通报。
	 3. 中小学冬季供暖检查完成 [市教育局, R2026-0005]
	    全市126所中小学供暖设施全部检查完毕。
	 4. classified; see the paper copy [市公安局, R2026-0008, secret]
	 5. 迟到两天的动态 [市民政局, R2026-0015, late: of 12-02]
	    12月2日的事。
	 6. 迟到七天的动态 [市民政局, R2026-0016, late: of 11-27]
	    11月27日的事。

	4. 问题建议 (1)
	 1. 采用的问题 [市司法局, R2026-0022]
	    采用

	5. 上报文件和会议方案 (1)
	 1. 关于2027年预算编制的请示 [市财政局, R2026-0010]

	6. 明日活动安排 (3)
	    14:30  沈望川  主持召开市委常委会会议 (市委一号会议室)
	    09:00  顾云深  调研重点项目 (示例经开区)
	    -      温若谷  走访政协委员

	7. Late or not reported (14)
	    市委          次日活动安排 (沈望川): late 1 min
	                  次日活动安排 (陆景行、闻致远): left out
	    市人大常委会  次日活动安排 (祁远山): left out
	    市政府        次日活动安排 (顾云深): late 1 min
	                  次日活动安排 (常守正、易行简、霍明川、苏映雪、骆景明、余海
	                  澜): left out
	    市政协        次日活动安排 (温若谷): late 1 min
	    市纪委监委    次日活动安排 (岳清和): left out
	    市委组织部    次日活动安排 (程思齐): left out
	    市委宣传部    次日活动安排 (柳知微): left out
	    市委统战部    次日活动安排 (简若水): left out
	    市委政法委    次日活动安排 (封怀远): left out
	    市应急局      一般突发事件电话报告: late 15 h 12 min
	                  突发事件上报主管部门: left out
	                  一般突发事件书面报告: late 9 h 42 min

	8. Items by unit (10 units)
	    市民政局     2  市委组织部   1  市教育局     1  市公安局     1
	    市司法局     1  市财政局     1  市水利局     1  市应急局     1
	    市委         1  市政府       1
	END
}

@test "the day before is a roundup of its own; the late items stay out of it" {
	status 0 bulletin-build roundup --date=昨天 -o csv --columns=section,place_in,title,supplement
	same out <<-END
	section,place_in,title,supplement
	work,1,昨天已报的动态,no
	END
}

@test "what the regime says decides how late is too late, and what the office is called" {
	cat >regime.yaml <<-END
	setting:
	- {name: supplement_days, value: "8", valid_from: 2026-12-04}
	- {name: roundup_title, value: 每日汇报, valid_from: 2026-12-04}
	END
	status 0 office-db load regime.yaml
	status 0 bulletin-build roundup --language=en
	holds out 每日汇报
	holds out "迟到八天的动态 [市民政局, R2026-0017, late: of 11-26]"
	status 0 bulletin-build roundup --language=en --date=2026-12-03
	holds out 每日情况汇总
}

@test "no form shows what is classified, personal, refused, or for the day after tomorrow" {
	for form in text html json yaml csv tsv table; do
		status 0 bulletin-build roundup -o $form
		holds out 迟到七天的动态
		holds out R2026-0008
		lacks out '绝不可见|秦砺锋|婚姻|R2026-0009'
		lacks out '退回的问题|退稿的问题|重复的问题|撤回的问题|后天的安排|迟到八天|昨天已报'
	done
}

@test "records: one object a line, the same in every format" {
	status 0 bulletin-build roundup -o json
	jq -r 'select(.section != "missed") | "\(.section) \(.place_in) \(.number) \(.secrecy) \(.supplement)"' out >some
	same some <<-END
	emergency 1 R2026-0002 none false
	remark 1 R2026-0004 none false
	remark 2 R2026-0003 none false
	work 1 R2026-0007 none false
	work 2 R2026-0006 none false
	work 3 R2026-0005 none false
	work 4 R2026-0008 secret false
	work 5 R2026-0015 none true
	work 6 R2026-0016 none true
	problem 1 R2026-0022 none false
	document 1 R2026-0010 none false
	tomorrow 1 R2026-0012 none false
	tomorrow 2 R2026-0011 none false
	tomorrow 3 R2026-0013 none false
	END
	sed -n 5p out | jq -c '[.title, .body, .unit, .unit_short, .leaders, .place]' >one
	same one <<-'END'
	["基层党建 <观摩> & \"互评\"","组织12个乡镇开展观摩。\n评分 < 60 的限期整改 & 通报。","BM02","市委组织部",null,null]
	END
	sed -n 7p out | jq -c '[.body, .leaders, .place]' >one
	same one <<<'[null,null,null]'
	status 0 bulletin-build roundup -o csv --columns=number,title,occurred_at,leaders
	sed -n '1p;3p;13p' out >some
	same some <<-END
	number,title,occurred_at,leaders
	R2026-0004,沈望川强调把实事办实,2026-12-04T00:00:00+08:00,沈望川
	R2026-0012,主持召开市委常委会会议,2026-12-05T14:30:00+08:00,沈望川
	END
	status 0 bulletin-build roundup -o yaml --columns=number,title,supplement
	[ "$(grep -c '^number: R' out)" -eq 14 ]
	head -n4 out >some
	same some <<-END
	---
	number: R2026-0002
	title: 城南物流园仓库起火已扑灭
	supplement: no
	END
	status 64 bulletin-build roundup -o json --columns=nmae
	status 64 bulletin-build roundup -o odt
}

@test "what is missed, as records: by unit and matter, who owes it, by how much" {
	status 0 bulletin-build roundup -o json
	jq -c 'select(.section == "missed") | [.place_in, .unit, .category, .title, .leaders, .state, .late, .column]' out >some
	sed -n '1,2p;12,14p' some >few
	same few <<-'END'
	[1,"SW","schedule","次日活动安排",["沈望川"],"late",1,null]
	[2,"SW","schedule","次日活动安排",["陆景行","闻致远"],"left-out",1,null]
	[12,"BM31","emergency","一般突发事件电话报告",null,"late",912,null]
	[13,"BM31","emergency","突发事件上报主管部门",null,"left-out",822,null]
	[14,"BM31","emergency","一般突发事件书面报告",null,"late",582,null]
	END
	jq -c 'select(.section == "missed" and .place_in == 2) | [.ref, .occurred_at]' out >some
	same some <<-'END'
	[["schedule/P005/2026-12-04","schedule/P012/2026-12-04"],"2026-12-04T17:30:00+08:00"]
	END
	# What was excused, or answered in time, is not missed; what came in the evening after all is late.
	OFFICEDB_NOW="2026-12-04 17:00" report-due nil schedule/P007/2026-12-04
	report-due excuse --reason=出访 --allowed-by=秘书长 schedule/P008/2026-12-04
	report-submit --now="2026-12-04 19:40" --unit=市委组织部 --category=schedule --title=调研 --leaders=程思齐 \
		--occurred-at="2026-12-05 09:00" >/dev/null
	status 0 bulletin-build roundup --language=en --now="2026-12-04 20:00"
	lacks out '岳清和|柳知微'
	holds out "市委组织部    次日活动安排 (程思齐): late 1 min"
	status 0 bulletin-build roundup --language=en --now="2026-12-04 12:00" # not due yet
	lacks out '陆景行|祁远山'
}

# Q1 due at 17:00 on the day, of which one county answered in time, one late, one is excused; Q2 due at 24:00 the day before.
commissioned() {
	local at="2026-12-02 09:00"
	for unit in 青禾县 云岫县; do
		report-submit --now="2026-12-04 16:00" --unit=$unit --category=work --title=供水 --body=正文。 \
			--occurred-at=2026-12-01 >>answers
	done
	bulletin-build commission add --now="$at" --topic=冬季供水 --unit=青禾县,云岫县,示西区,示东区 --due="2026-12-04 15:00"
	bulletin-build commission add --now="$at" --topic='秋粮<收购>' --unit=示西区 --due="2026-12-04 00:00"
	bulletin-build commission answer Q2026-0001 "$(sed -n 1p answers)"
	bulletin-build commission excuse Q2026-0001 --unit=示东区 --reason=防汛
}

@test "commissions without an answer are told in what is late, in every form, until they are answered or excused" {
	status 0 bulletin-build roundup --language=en
	lacks out commission
	commissioned >/dev/null
	status 0 bulletin-build roundup --language=en
	grep -A1 'commission "' out >some
	same some <<-'END'
	    示西区        commission "冬季供水" (Q2026-0001): not answered (due 15:00)
	                  commission "秋粮<收购>" (Q2026-0002): not answered (due
	                  12-03 24:00)
	    青禾县        commission "冬季供水" (Q2026-0001): answered late 1 h 0 min
	    云岫县        commission "冬季供水" (Q2026-0001): not answered (due 15:00)
	    市纪委监委    次日活动安排 (岳清和): left out
	END
	holds out "Late or not reported (18)"
	status 0 bulletin-build roundup -o json
	jq -c 'select(.category == "commission") | [.section, .place_in, .unit, .unit_short, .title, .state, .late, .occurred_at, .ref]' out >some
	same some <<-'END'
	["missed",7,"QX02","示西区","冬季供水","missed",180,"2026-12-04T15:00:00+08:00",["Q2026-0001"]]
	["missed",8,"QX02","示西区","秋粮<收购>","missed",1080,"2026-12-04T00:00:00+08:00",["Q2026-0002"]]
	["missed",9,"QX04","青禾县","冬季供水","late",60,"2026-12-04T15:00:00+08:00",["Q2026-0001"]]
	["missed",10,"QX05","云岫县","冬季供水","missed",180,"2026-12-04T15:00:00+08:00",["Q2026-0001"]]
	END
	for form in yaml csv tsv; do
		status 0 bulletin-build roundup -o $form
		[ "$(grep -c Q2026 out)" -eq 4 ]
	done
	status 0 bulletin-build roundup -o html --language=en
	holds out '<td>示西区</td><td>commission &#34;秋粮&#60;收购&#62;&#34; (Q2026-0002)</td><td></td><td>not answered (due 12-03 24:00)</td>'
	for form in docx "eml --to=a@example.org"; do
		status 0 bulletin-build roundup -o $form --language=en --output-file="r.${form%% *}"
	done
	python3 -c 'import zipfile; t = zipfile.ZipFile("r.docx").read("word/document.xml").decode(); assert t.count("Q2026-000") == 4 and "not answered (due 15:00)" in t'
	# Answered, excused, taken back: not told any more; the answer that is taken back is none.
	bulletin-build commission excuse Q2026-0001 --unit=示西区 --reason=防汛
	bulletin-build commission answer Q2026-0001 "$(sed -n 2p answers)"
	bulletin-build retract Q2026-0002 --reason=不再需要 >/dev/null
	report-handle withdraw "$(sed -n 1p answers)" --reason=有误
	bulletin-build roundup -o csv --columns=unit,state,ref | grep Q2026 >out
	same out <<-END
	QX04,missed,Q2026-0001
	QX05,late,Q2026-0001
	END
}

@test "a commission is told as long as late reports are taken; of a day gone by only what was due on it" {
	commissioned >/dev/null
	told() { bulletin-build roundup --language=en "$@" -o csv --columns=unit,state,ref | grep Q2026 | tr '\n' ' '; }
	bulletin-build roundup --now="2026-12-04 14:00" -o csv --columns=unit,state,ref | grep missed,Q >out # not due yet
	same out <<<QX02,missed,Q2026-0002
	[ "$(told --now="2026-12-05 18:00")" = "QX02,missed,Q2026-0001 QX02,missed,Q2026-0002 QX05,missed,Q2026-0001 " ]
	[ "$(told --now="2026-12-10 18:00")" = "QX02,missed,Q2026-0001 QX02,missed,Q2026-0002 QX05,missed,Q2026-0001 " ]
	[ "$(told --now="2026-12-11 18:00")" = "QX02,missed,Q2026-0001 QX05,missed,Q2026-0001 " ]
	[ -z "$(told --now="2026-12-12 18:00")" ]
	[ "$(told --now="2026-12-06 18:00" --date=2026-12-03)" = "QX02,missed,Q2026-0002 " ]
	[ "$(told --now="2026-12-06 18:00" --date=2026-12-04)" = "QX02,missed,Q2026-0001 QX04,late,Q2026-0001 QX05,missed,Q2026-0001 " ]
	[ -z "$(told --now="2026-12-06 18:00" --date=2026-12-07)" ]
	# Where nothing late is taken it is told on the next day, so that what fell due in the night is not missed.
	echo 'setting: [{name: supplement_days, value: "0", valid_from: 2026-12-12}]' | office-db load - 2>/dev/null
	bulletin-build commission add --topic=春运 --unit=示西区 --due="2026-12-12 23:00" >/dev/null
	[ "$(told --now="2026-12-13 18:00")" = "QX02,missed,Q2026-0003 " ]
	[ -z "$(told --now="2026-12-14 18:00")" ]
	bulletin-build retract Q2026-0003 --reason=完 >/dev/null
	# A day on which nothing else is late, and nothing was reported.
	status 0 bulletin-build roundup --language=en --now="2026-12-06 18:00"
	lacks out 'Nothing was reported'
	holds out "1. Late or not reported (3)"
	status 0 bulletin-build roundup --language=en --now="2026-12-13 18:00"
	holds out "Nothing was reported."
}

# on_leave NUMBER PERSON FROM TO [FIELD=TEXT...] - a row of the leave log.
on_leave() {
	jq -nc '$ARGS.positional | {type: "leave", number: .[0], person: .[1], from_day: .[2], to_day: .[3],
		kind: "official", status: "approved", requested_at: "2026-12-01 09:00"} +
		(.[4:] | map(split("=") | {(.[0]): .[1]}) | add // {})' --args "$@" | office-db load - 2>/dev/null
}

@test "who is away on the day and the next, who should be back" {
	on_leave L2026-0001 P014 2026-12-05 2026-12-08 from_part=afternoon reach=province place=北京 stand_in=P015
	on_leave L2026-0002 P002 2026-12-03 2026-12-04 to_part=morning kind=sick place=绝不可见的医院 reason=绝不可见的病
	on_leave L2026-0003 P006 2026-11-30 2026-12-02 status=away reach=city
	on_leave L2026-0004 P018 2026-12-04 2026-12-04 to_part=morning status=returned "returned_at=2026-12-04 14:00"
	on_leave L2026-0005 P003 2026-12-04 2026-12-05 status=requested
	on_leave L2026-0006 P004 2026-12-06 2026-12-07
	echo 'setting: [{name: owed_from, value: 2026-11-01}]' | office-db load - 2>/dev/null
	status 0 bulletin-build roundup --language=en
	sed -n '/^7\. /,/^9\. /p' out >some
	same some <<-END
	7. Away (3)
	 1. 顾云深 (市委副书记、市长): 12-03 to 12-04 morning, leave
	 2. 霍明川 (副市长、市公安局局长): 12-05 afternoon to 12-08, 因公外出, 北京;
	    stand-in: 苏映雪 (副市长)
	 3. 葛望津 (市人大常委会副主任): 12-04 morning, 因公外出; back

	8. Returns overdue (1)
	 1. 常守正 (市委常委、常务副市长): 11-30 to 12-02, 因公外出, leaves the city;
	    return due 2026-12-03 12:00; overdue by 30 h 0 min

	9. Late or not reported (13)
	END
	for form in text html json yaml csv tsv "table --columns=leaders,title,place"; do
		status 0 bulletin-build roundup -o $form
		holds out 葛望津
		lacks out '绝不可见|病假|sick'
	done
	status 0 bulletin-build roundup -o json
	jq -c 'select(.section == "away" or .section == "overdue") | [.section, .place_in, .number, .leaders[0],
		.occurred_at[:16], .ends_at[:16], .title, .place, .stand_in, .state, .late, .ref[0]]' out >some
	same some <<-'END'
	["away",1,null,"顾云深","2026-12-03T00:00","2026-12-04T12:00",null,null,null,"approved",null,"L2026-0002"]
	["away",2,null,"霍明川","2026-12-05T12:00","2026-12-09T00:00","因公外出","北京","苏映雪","approved",null,"L2026-0001"]
	["away",3,null,"葛望津","2026-12-04T00:00","2026-12-04T12:00","因公外出",null,null,"returned",null,"L2026-0004"]
	["overdue",1,null,"常守正","2026-11-30T00:00","2026-12-03T00:00","因公外出",null,null,"away",1800,"L2026-0003"]
	END
	grep -E '"(away|overdue|missed)"' out >some
	[ "$(wc -l <some)" -eq 17 ]
	LANGUAGE=zh_CN bulletin-build roundup -o json | grep -E '"(away|overdue|missed)"' | cmp - some
	# Of another day: as it was then, and of what is to come only who will be away.
	status 0 bulletin-build roundup --language=en --date=2026-12-03
	lacks out '霍明川 \(副'
	holds out "return due 2026-12-03 12:00; overdue by 12 h 0 min"
	status 0 bulletin-build roundup --language=en --date=2026-12-05
	holds out "温若谷 (市政协主席): 12-06 to 12-07, 因公外出"
	lacks out 'overdue|Late or not'
	# When he is back, nothing is overdue.
	status 0 leave-log return L2026-0003
	status 0 bulletin-build roundup --language=en
	lacks out 'Returns overdue'
	grep -A1 ' 2. 常守正' out >some
	same some <<-END
	 2. 常守正 (市委常委、常务副市长): 11-30 to 12-04 afternoon, 因公外出, leaves
	    the city; back
	END
}

@test "an empty day, a holiday, a day worked in exchange" {
	status 0 bulletin-build roundup --date=2026-12-09 --language=en
	same out <<-END
	                               中共示例市委办公室
	                                  每日情况汇总
	                             2026-12-09, Wednesday
	────────────────────────────────────────────────────────────────────────────────
	0 items from 0 units; urgent 0, late 0.

	Nothing was reported.
	END
	status 0 bulletin-build roundup --date=2026-10-01 --language=en
	holds out "2026-10-01, Thursday (国庆节)"
	status 0 bulletin-build roundup --date=2026-10-10 --language=en
	holds out "2026-10-10, Saturday (working day in exchange, 国庆节)"
	status 0 bulletin-build roundup --date=2026-12-09 -o json
	same out </dev/null
	status 0 bulletin-build roundup --date=2026-12-09 -o html
	well_formed out
	status 64 bulletin-build roundup --date=2026-02-29
	holds err "'2026-02-29' is not a day: February 2026 has 28"
}

# Lines wider than WIDTH cells, and lines that begin with a mark that may not.
bad_lines() {
	python3 -c '
import sys, unicodedata
def cells(s):
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in s)
for n, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    line = line.rstrip("\n")
    if cells(line) > int(sys.argv[2]):
        print(n, cells(line), line)
    if line.strip()[:1] and line.strip()[0] in "，。、；：）》”！？":
        print(n, "begins so:", line)
    if line != line.rstrip():
        print(n, "ends in blanks")
' "$1" "$2"
}

@test "no line is wider than asked for" {
	whole_day
	for width in 80 60 100; do
		status 0 bulletin-build roundup --width=$width
		[ "$(wc -l <out)" -gt 900 ]
		bad_lines out $width | grep -v 'begins so' >bad || true
		same bad </dev/null
	done
}

@test "no line begins with a closing mark, ends in blanks, or has lost a character" {
	whole_day
	printf '，甲\n' >control
	[ -n "$(bad_lines control 80)" ]
	for width in 80 79 60 61 120; do
		status 0 bulletin-build roundup --width=$width
		bad_lines out 999 >bad
		same bad </dev/null
		tr -d ' \n' <out >flat
		report-list --since=2026-12-04 --until=2026-12-04 --category=experience -o json |
			jq -r .body | tr -d ' ' >bodies
		[ "$(wc -l <bodies)" -gt 20 ]
		while read -r body; do
			grep -qF -e "$body" flat || { echo "cut at width $width: $body"; return 1; }
		done <bodies
	done
}

@test "no locale, no language: the same Chinese, byte for byte" {
	bulletin-build roundup >want
	env -u LANG -u LANGUAGE -u LC_ALL bulletin-build roundup >got
	cmp want got
	LC_ALL=C LANG= bulletin-build roundup >got
	cmp want got
	LC_ALL=C bulletin-build roundup -o html >got
	bulletin-build roundup -o html | cmp - got
	iconv -f UTF-8 -t UTF-8 got >/dev/null
	# Who runs it does not change what leaves the office.
	LC_ALL=en_US.UTF-8 LANGUAGE=en bulletin-build roundup | cmp - want
}

@test "--output-file: silent, whole, the same bytes" {
	bulletin-build roundup -o html >want
	echo old >page.html
	chmod 640 page.html
	status 0 bulletin-build roundup -o html --output-file=page.html
	same out </dev/null
	same err </dev/null
	cmp page.html want
	status 0 bulletin-build roundup --output-file=new.txt
	[ "$(stat -c %a new.txt)" = "$(touch like && stat -c %a like)" ]
	status 73 bulletin-build roundup --language=en --output-file=nowhere/page.html
	holds err "cannot create 'nowhere/page.html': No such file or directory"
}

@test "what goes wrong is said in the language of who runs it, not of the page" {
	status 73 bulletin-build roundup --output-file=nowhere/page.html
	same err <<-END
	bulletin-build: cannot create 'nowhere/page.html': No such file or directory
	END
}

@test "--output-file: when writing fails the old page stays and nothing is left beside it" {
	echo old >page.html
	(
		trap '' XFSZ
		ulimit -f 1
		status 74 bulletin-build roundup -o html --language=en --output-file=page.html
	)
	holds err "cannot write 'page.html': File too large"
	same page.html <<<old
	ls | grep page.html >some
	same some <<<page.html
	# Killed in the middle: the target is still the old one.
	if (ulimit -f 1; exec bulletin-build roundup -o html --output-file=page.html) 2>/dev/null; then return 1; fi
	same page.html <<<old
}

@test "--output-file: where nothing may be made, nothing is" {
	elsewhere # bats' own directory is closed to others
	mkdir sealed
	echo old >sealed/page.html
	status 73 as_nobody bulletin-build roundup -o html --language=en --output-file=sealed/page.html
	holds err "cannot create 'sealed/page.html': Permission denied"
	same sealed/page.html <<<old
	ls sealed >some
	same some <<<page.html
}

# libxml2 knows no HTML 5; whatever else it says is ours.
well_formed() {
	xmllint --html --noout "$1" 2>said || true
	grep error said | grep -vE 'Tag (main|header|nav|section|footer) invalid' >wrong || true
	same wrong </dev/null
}

@test "the page is well-formed, holds all of it, and asks for nothing from outside" {
	status 0 bulletin-build roundup -o html --language=en
	well_formed out
	lacks out '(src|href|url|@import)[ =(]+"?[^"#d)]'
	lacks out 'https?:|//[a-z]|<script'
	echo '<p>a<b></p><img src="http://a/b">' >control
	if well_formed control >said || lacks control '(src|href)="[^#d]' >said; then return 1; fi
	grep -o '<title>[^<]*' out >some
	same some <<<"<title>每日情况汇总 2026-12-04, Friday"
	grep -oE '<h2>[^<]*<small>[0-9]+' out | sed 's/<[a-z0-9]*>/ /g' >some
	same some <<-END
	 1. 重大突发事件 1
	 2. 领导要论 2
	 3. 工作动态 6
	 4. 问题建议 1
	 5. 上报文件和会议方案 1
	 6. 明日活动安排 3
	 7. Late or not reported 14
	 8. Items by unit 10
	END
	[ "$(grep -c 'class="item"' out)" -eq 28 ]
	lacks out '<观摩>'
	holds out "<p>评分 &#60; 60 的限期整改 &#38; 通报。</p>"
}

# browse ARGUMENT... - headless Chromium; what pages say to the console goes to console.
browse() {
	chromium --headless --no-sandbox --disable-gpu --disable-background-networking \
		--disable-component-update --disable-sync --no-first-run \
		--user-data-dir="$BATS_TEST_TMPDIR/c" --enable-logging=stderr "$@" 2>log
	grep CONSOLE log >console || true
}

@test "Chromium shows the page: title, columns, items, no word on the console; prints on A4" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	whole_day
	bulletin-build roundup -o html --language=en --output-file=page.html
	browse --dump-dom "file://$PWD/page.html" >dom
	same console </dev/null
	bulletin-build roundup -o json >items
	grep -o '<title>[^<]*' dom >some
	same some <<<"<title>每日情况汇总 2026-12-04, Friday"
	[ "$(grep -o 'class="item"' dom | wc -l)" -eq "$(wc -l <items)" ]
	[ "$(wc -l <items)" -gt 300 ]
	jq -r .section items | uniq | sed 's/^/id="s-/' >want
	grep -o 'id="s-[a-z]*' dom | cmp - want
	# The same eyes do see a page that goes wrong.
	sed 's|<footer>|<script>throw new Error("bad")</script><footer>|' page.html >wrong.html
	browse --dump-dom "file://$PWD/wrong.html" >/dev/null
	holds console bad
}

@test "the page prints on A4" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	bulletin-build roundup -o html --output-file=page.html
	browse --no-pdf-header-footer --print-to-pdf=page.pdf "file://$PWD/page.html"
	pdfinfo page.pdf >info
	holds info "(A4)"
	pages=$(sed -n 's/^Pages: *//p' info)
	[ "$pages" -ge 1 ] && [ "$pages" -le 3 ]
	pdftotext page.pdf - | tr -d ' \n' >text
	holds text 迟到七天的动态
	holds text 主持召开市委常委会会议
}

@test "supervised matters past due, due today and tomorrow; classified ones by number and mark" {
	add() { task-track add --now="2026-11-20 09:00" "$@" >/dev/null; }
	add --title=西岭供水整改 --lead=市水利局 --due=2026-12-02
	add --title=道路维修 --lead=市交通局 --due=2026-12-04
	add --title=校园安全 --lead=市教育局 --due=2026-12-05
	add --title=绝不可见的事项 --lead=市公安局 --due=2026-12-05 --secrecy=secret
	add --title=明年的事项 --lead=市教育局 --due=2026-12-08
	add --title=办完的事项 --lead=市教育局 --due=2026-12-01
	task-track assign --now="2026-11-20 10:00" T2026-000{1,2,3,4,5,6} >/dev/null
	task-track cancel --reason=撤销 --now="2026-11-21 10:00" T2026-0006 >/dev/null
	status 0 bulletin-build roundup --language=en
	sed -n '/Supervised matters/,/^$/p' out | sed '/^$/d' >some
	same some <<-END
	8. Supervised matters due or overdue (4)
	 1. T2026-0001 西岭供水整改 (市水利局): due 2026-12-02, 2 days past due
	 2. T2026-0002 道路维修 (市交通运输局): due 2026-12-04, today
	 3. T2026-0003 校园安全 (市教育局): due 2026-12-05, tomorrow
	 4. T2026-0004 secret (市公安局): due 2026-12-05, tomorrow
	END
	for form in html json csv yaml text; do
		status 0 bulletin-build roundup -o $form
		holds out T2026-0001
		lacks out '绝不可见|明年的事项|办完的事项'
	done
	status 0 bulletin-build roundup -o json
	jq -c 'select(.section == "matters") | [.unit, .title, .ends_at[:16], .state, .secrecy, .ref]' out >some
	head -n1 some | same /dev/stdin <<-'END'
	["BM25","西岭供水整改","2026-12-03T00:00","red","none",["T2026-0001"]]
	END
	status 0 bulletin-build roundup --date=2026-12-03 --language=en # of a day gone by: not as they stand now
	lacks out Supervised
}
