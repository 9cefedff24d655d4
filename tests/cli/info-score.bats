#!/usr/bin/env bats
# info-score.bats - the ranking, accounts that explain themselves, the circular, charts and the register of marks.
load common

# Three units, November 2026: two reports, one merged of two units, sent upward; a commission of nobody.
office() {
	[ -e "$BATS_FILE_TMPDIR/november.db" ] || november
	cp "$BATS_FILE_TMPDIR/november.db" "$OFFICEDB"
}

november() {
	local one two three
	export OFFICEDB=$BATS_FILE_TMPDIR/november.db
	office-db init
	cat >units.yaml <<-END
		unit:
		  - { code: U1, name: 示例一中心, short_name: 一中心, kind: other, sort: 1 }
		  - { code: U2, name: 示例二中心, short_name: 二中心, kind: other, sort: 2 }
		  - { code: U3, name: 示例三中心, short_name: 三中心, kind: other, sort: 3 }
	END
	office-db load units.yaml 2>said
	one=$(submit U1 2026-11-02 甲一)
	two=$(submit U2 2026-11-03 乙一)
	three=$(submit U1 2026-11-04 甲二)
	submit U2 2026-11-05 乙一 >said
	printf 'draft:\n  - { publication: daily, date: 2026-11-06 }\nitem:\n  - { title: 两地协作, text: 正文。, column: work, reports: [%s, %s] }\n  - { title: 独家, text: 正文。, column: work, reports: [%s] }\n' \
		"$one" "$two" "$three" >draft.yaml
	bulletin-build issue draft.yaml --now="2026-11-06 17:00" >said
	bulletin-build upward add daily/2026-1/2 --to=省委办公厅 --level=province --on=2026-11-09 --now="2026-11-09 10:00" >said
	export OFFICEDB=$BATS_TEST_TMPDIR/office.db
}

submit() {
	report-submit --unit="$1" --category=work --title="$3在$2的信息" --body="$3写的正文。" --author="$3" \
		--occurred-at="$2 08:00" --now="$2 09:00"
}

@test "units are ranked within their class; what is equal shares a place" {
	office
	info-score --month=2026-11 >out
	same out <<-'END'
		Class       Standing  Name    Points  Submitted  Adopted  Adoption rate  Sent up  Adopted above  Instructed  Commissioned  Missed  Came late  Left out  Unreported  Errors
		other unit         1  一中心  5               2        2  100.0%               1              0           0             0       0          0         0           0       0
		other unit         2  二中心  1               2        1  50.0%                0              0           0             0       0          0         0           0       0
		other unit         3  三中心  0               0        0                       0              0           0             0       0          0         0           0       0
	END
	info-score --month=2026-10 --columns=place,name,points >out
	same out <<-'END'
		Standing  Name    Points
		       1  一中心  0
		       1  二中心  0
		       1  三中心  0
	END
}

@test "by person, by class; one unit keeps its place among all" {
	office
	info-score --month=11 --by=person --columns=place,of,name,points,submitted >out
	same out <<-'END'
		Standing  Of how many  Name           Points  Submitted
		       1            3  甲二 (一中心)  4               1
		       2            3  甲一 (一中心)  1               1
		       2            3  乙一 (二中心)  1               2
	END
	info-score --month=11 --by=class --columns=place,name,points,submitted,adopted >out
	same out <<-'END'
		Standing  Name        Points  Submitted  Adopted
		       1  other unit  6               4        3
	END
	info-score --month=11 --unit=二中心 -o tsv --columns=code,place,of,points >out
	same out <<-'END'
		code	place	of	points
		U2	2	3	1
	END
	status 66 info-score --class=一类
	same err <<-'END'
		info-score: nobody is of class '一类'
	END
}

@test "an account tells every point, and adds up" {
	office
	info-score --month=11 --explain=一中心 >out
	same out <<-'END'
		一中心, 2026-11-01 to 2026-11-30: 5 points, place 1 of 3 (other unit)

		Day         Rule              Points  How               Record          Title     Basis
		2026-11-06  《每日汇报》采用  1       2 × 1/2           daily/2026-1/1  两地协作  本办自定
		2026-11-06  《每日汇报》采用  2       2                 daily/2026-1/2  独家      本办自定
		2026-11-09  上报省级以上      2       2 counts 2 times  W2026-0001      独家      本办自定

		3 lines, together 5 points
	END
	info-score --month=11 --explain=U3 -o json >out
	[ ! -s out ]
	status 66 info-score --explain=九中心
}

@test "days: a month, a quarter, a year, any days; only one way of saying it" {
	office
	for days in --month=2026-11 --month=11 --quarter=2026-4 --quarter=4 --year=2026 "--from=2026-11-01" \
		"--from=2026-11-06 --to=2026-11-09" ""; do
		info-score $days --unit=U1 -o csv --columns=points >out
		same out <<-'END'
			points
			5
		END
	done
	info-score --from=2026-11-07 --unit=U1 -o csv --columns=points >out # what multiplies counts when both are there
	holds out 2
	status 64 info-score --month=2026-13
	holds err "--month: '2026-13' is none; write 2026-12, or 12"
	status 64 info-score --quarter=5
	status 64 info-score --year=x
	status 64 info-score --from=2026-12-01 --to=2026-11-01
	holds err "2026-11-01 is before 2026-12-01"
	status 64 info-score --month=11 --year=2026
	status 64 info-score --notice --chart
	status 64 info-score --notice -o json
	status 64 info-score -o pdf
}

@test "marks: registered, listed, counted, proved; what counts for nothing is said" {
	office
	info-score --mark=一中心 --kind=error --reason=把人名写错 --report=R2026-0001 --on=2026-11-10 >out
	same out <<-'END'
		M2026-0001
	END
	info-score --mark=U3 --kind=bonus --reason=跟班学习 --points=2.5 --on=2026-11-30 >out
	info-score --marks --columns=number,unit_name,kind,day,points,reason >out
	same out <<-'END'
		Number      Unit        Kind     Day         Points given  Reason
		M2026-0001  示例一中心  mistake  2026-11-10                把人名写错
		M2026-0002  示例三中心  bonus    2026-11-30  2.5           跟班学习
	END
	info-score --month=11 -o csv --columns=code,points,errors >out
	same out <<-'END'
		code,points,errors
		U1,3,1
		U3,2.5,0
		U2,1,0
	END
	office-db verify
	office-db dump score_mark >marks.yaml
	office-db dump score_rule >rules.yaml
	office-db load marks.yaml rules.yaml 2>err
	status 65 info-score --mark=U1 --kind=error --reason=字 --points=2
	same err <<-'END'
		info-score: points: what 'error' costs, the score rules say; leave it out
	END
	status 65 info-score --mark=U1 --kind=bonus --reason=字
	status 65 info-score --mark=U2 --kind=error --reason=字 --report=R2026-0001
	same err <<-'END'
		info-score: report: R2026-0001 is of 'U1', not of 'U2'
	END
	status 64 info-score --mark=U1 --reason=字
	status 64 info-score --points=2
	status 66 info-score --mark=九中心 --kind=error --reason=字
	info-score --mark=U1 --kind=error --reason=早年 --on=1949-01-01 2>err
	same err <<-'END'
		info-score: no score rule of that day looks at 'error': it is registered, and counts for nothing
	END
}

@test "the same again is the same to the byte, and nothing is written" {
	office
	cp "$OFFICEDB" before.db
	for what in "" "--by=person" "--explain=U1" "--notice" "--notice -o docx" "--chart -o html"; do
		info-score --quarter=4 $what >one
		info-score --quarter=4 $what >two
		cmp one two
	done
	cmp before.db "$OFFICEDB"
}

@test "the circular: figures, places, what went far, who was late, what is asked for" {
	office
	info-score --mark=二中心 --kind=error --reason=写错 --on=2026-11-20 >said
	# The addressees at the margin, the text below two characters in (GB/T 9704-2012, 7.3.2).
	info-score --month=11 --notice --language=zh_CN >out
	grep -qx '各单位：' out
	info-score --month=11 --notice --language=en >out
	for line in "Circular on information work, 2026-11" \
		"I. Submission and adoption" "(1) other unit, 3 units" \
		"Counted: errors 1. None: late, left out, unreported." "Errors: 二中心 (1 time)." \
		"IV. What is asked for" "First: submit.  Nothing came from 三中心." \
		"Second: aim higher.  Nothing was adopted by higher offices"; do
		holds out "$line"
	done
	tr -s '\n ' '  ' <out >flat
	holds flat "Units submitted 4 reports; 3 were adopted, a rate of 75.0%. Adopted, by publication: 每日汇报 3 items."
	grep -qE '^ *1 +一中心 +5 +2 +2 +100.0% +0 +0$' out
	grep -qE '^ *2 +三中心 +0 +0 +0 +— +0 +0$' out
	grep -qE '^ *3 +二中心 +-1 +2 +1 +50.0% +0 +0$' out
	info-score --month=11 --notice -o html --output-file=n.html
	xmllint --html --noout n.html 2>/dev/null
	info-score --month=11 --notice -o docx --output-file=n.docx
	unzip -tqq n.docx
	status 64 info-score --month=11 --by=class --notice
}

@test "the circular as mail: python's strict parser reads it back, with its file" {
	office
	info-score --mark=二中心 --kind=error --reason=写错 --on=2026-11-20 >said
	status 0 info-score --month=11 --notice -o eml --language=zh_CN --mail-to='各单位 <units@example.org>, b@example.org' \
		--mail-cc='"李, 四" <c@example.org>' --mail-from='信息处 <xinxi@example.org>' --attach=docx
	lacks out '.{77}'
	for form in text html docx; do
		info-score --month=11 --notice --language=zh_CN -o $form >$form
	done
	python3 - <<-'END'
		import email, email.policy
		m = email.message_from_bytes(open("out", "rb").read(), policy=email.policy.default.clone(raise_on_defect=True))
		for part in m.walk():
		    assert not part.defects, part.defects
		assert m["Subject"] == "关于2026年11月信息工作情况的通报", m["Subject"]
		assert [(a.display_name, a.addr_spec) for a in m["To"].addresses] == [("各单位", "units@example.org"), ("", "b@example.org")]
		assert [(a.display_name, a.addr_spec) for a in m["Cc"].addresses] == [("李, 四", "c@example.org")]
		assert m["From"].addresses[0].display_name == "信息处"
		assert m["Date"].datetime.isoformat() == "2026-12-04T18:00:00+08:00", m["Date"]
		def text(kind):
		    return m.get_body((kind,)).get_content().replace("\r\n", "\n")
		assert text("plain") == open("text", encoding="utf-8").read()
		assert text("html") == open("html", encoding="utf-8").read()
		files = list(m.iter_attachments())
		assert [f.get_filename() for f in files] == ["关于2026年11月信息工作情况的通报.docx"], files
		assert files[0].get_content() == open("docx", "rb").read()
	END
	status 0 info-score --month=11 --notice -o eml --mail-to=a@example.org --output-file=n.eml
	same out </dev/null
	holds n.eml "To: a@example.org"
	status 64 info-score --month=11 --notice -o eml
	holds err "say to whom: --mail-to=ADDRESS"
	status 64 info-score --month=11 --notice --mail-to=a@example.org
	holds err "--mail-to, --mail-cc, --mail-from and --attach are for -o eml"
	status 64 info-score --month=11 --chart -o eml --mail-to=a@example.org
	status 64 info-score --month=11 -o eml --mail-to=a@example.org
	for to in $'a@example.org\nBcc: x@example.org' 'a b@example.org' 'a' ''; do
		status 64 info-score --month=11 --notice -o eml --mail-to="$to"
		same out </dev/null
	done
	status 64 info-score --month=11 --notice -o eml --mail-to=a@example.org --attach=exe
}

@test "the circular of days on which nothing came, or nothing was adopted" {
	office
	info-score --from=2026-05-01 --to=2026-05-31 --notice --language=en | tr -s '\n ' '  ' >flat
	holds flat "I. Submission and adoption Units submitted no report. II. Points and places"
	holds flat "Nothing was late, left out or in error. IV. What is asked for First: submit. Nothing came from any unit. Second: keep"
	lacks flat 'adopted|aim higher|Commissions'
	info-score --from=2026-05-01 --to=2026-05-31 --notice --language=zh_CN | tr -d '\n ' >flat
	holds flat "各单位没有报送信息。二、"
	holds flat "切实增强报送意识。各单位均未报送信息，"
	lacks flat '采用此前报送的0条|加大上报力度'
	report-submit --unit=U1 --category=work --title=五月 --body=正文 --occurred-at=2026-05-06 --now="2026-05-06 09:00" >/dev/null
	info-score --from=2026-05-01 --to=2026-05-31 --notice --language=en | tr -s '\n ' '  ' >flat
	holds flat "Units submitted 1 report; none was adopted. II."
	holds flat "choose better. Nothing was adopted; write of"
	info-score --from=2026-05-01 --to=2026-05-31 --notice --class=没有 --language=en | tr -s '\n ' '  ' >flat
	holds flat "II. Points and places No unit is ranked. III."
}

@test "the circular against the month before; what is classified by its mark alone" {
	office
	info-score --month=11 --notice --language=en | tr -s '\n ' '  ' >flat
	lacks flat Against # before November there is nothing
	secret=$(report-submit --unit=U1 --category=work --title=不宜公开的题目 --body=正文 --secrecy=secret --occurred-at="2026-12-02 08:00")
	printf 'draft:\n  - { publication: daily, date: 2026-12-04 }\nitem:\n  - { title: 公开的题目, text: 正文。, column: work, reports: [%s] }\n' \
		"$(submit U1 2026-12-03 丙)" >draft.yaml
	bulletin-build issue draft.yaml --now="2026-12-04 17:00" >said
	for of in $secret daily/2026-2/1; do
		number=$(bulletin-build upward add $of --to=省委办公厅 --level=province --on=2026-12-04)
		bulletin-build upward adopted "$number" --in=要情 --on=2026-12-04
		bulletin-build instruct $of --leader=市长 --text=好 --on=2026-12-04 >said
	done
	info-score --month=12 --notice --language=en >part
	lacks part Against # December is not over
	info-score --month=12 --notice --language=en --now="2026-12-31 18:00" >out
	tr -s '\n ' '  ' <out >flat
	lacks flat 不宜公开
	holds flat "Against 2026-11: items adopted, 2 fewer; points of all, "
	holds flat '一中心: one item [secret], adopted by 省委办公厅 (2026-12-04).'
	holds flat '一中心: "公开的题目", adopted by 省委办公厅 in "要情" (2026-12-04).'
	holds flat '一中心: one item [secret], instruction of a leader (2026-12-04).'
	# Each paper once.
	holds flat "Sent to higher offices: 2, adopted there: 2. Leaders wrote instructions on them: 2."
}

@test "a month as people write it; by category of units" {
	office
	for days in --month=11月 --month=2026年11月 --month=11月份 --quarter=第4季度 --quarter=2026年第4季度; do
		info-score $days --unit=U1 -o csv --columns=points >out
		same out <<-'END'
			points
			5
		END
	done
	status 64 info-score --month=13月
	status 64 info-score --month=月
	info-score --month=11 --by=category -o csv --columns=name,points >out
	same out <<-'END'
		name,points
		other unit,6
	END
}

@test "codes that nobody knows are refused when rules are loaded" {
	office
	cat >rules.yaml <<-END
		score_rule:
		  - { code: x1, name: 甲, kind: points, measure: adopted, points: "1", publications: [dayly], categories: [wrk], units: [U1, U9], valid_from: 2026-01-01 }
		  - { code: x2, name: 乙, kind: cap, of: [x1, x3], points: "9", per: year, valid_from: 2026-01-01 }
	END
	status 65 office-db load rules.yaml
	for line in "rules.yaml:2: publications 'dayly' is not known" "rules.yaml:2: categories 'wrk' is not known" \
		"rules.yaml:2: units 'U9' is not known" "rules.yaml:3: of 'x3' is not known"; do
		holds err "$line; load it too, or name one that is there"
	done
	office-db dump score_rule >out
	lacks out 'x1|x2'
}

@test "charts: blocks, or plain signs where the locale has no others; a page that needs no other" {
	office
	info-score --quarter=4 --chart --language=en --width=60 >out
	same out <<-'END'
		Scores of information work, 2026 Q4

		other unit
		  1 一中心  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 5
		  2 二中心  ▇▇▇▇▇▇▇ 1
		  3 三中心  0

		Points by month
		2026-10  0, adopted 0
		2026-11  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 6, adopted 3
		2026-12  0, adopted 0
	END
	LC_ALL=C info-score --month=11 --chart --language=en --width=60 >out
	grep -q '#### 5$' out
	info-score --month=11 --chart --language=en -o html >page.html
	xmllint --html --noout page.html 2>/dev/null
	lacks page.html '(src|href)="http'
	grep -q '<polyline' page.html
}

@test "without rules nobody is ranked, and that is said" {
	office
	office-db dump score_rule -o json | jq -c '.valid_to = "2025-12-31"' >none.jsonl
	office-db load none.jsonl 2>err
	info-score --month=11 -o csv --columns=code,points,adopted >out 2>err
	same err <<-'END'
		info-score: there are no score rules for these days; load some (score_rule)
	END
	same out <<-'END'
		code,points,adopted
		U1,0,2
		U2,0,1
		U3,0,0
	END
}

@test "rules that do not hold together are refused with their line" {
	office
	cat >rules.yaml <<-END
		score_rule:
		  - { code: x1, name: 甲, kind: points, measure: adopted, points: 很多 }
		  - { code: x2, name: 乙, kind: quota, measure: submitted, need: 3, points: "1" }
		  - { code: x3, name: 丙, kind: points, measure: late, points: "-1", share: full }
	END
	status 65 office-db load rules.yaml
	holds err "rules.yaml:2: points: '很多' is no number of points; write 10, -2 or 2.5, with at most three places"
	holds err "rules.yaml:3: per: kind 'quota' needs it"
	holds err "rules.yaml:4: share: what is counted as 'late' has none; leave it out"
}

@test "two years of random rules and events are what an independent reckoning says" {
	sh "$top/tests/score/run.sh" "$PWD/random" 1 >out
	grep -q "^seed 1: 297 accounts of [0-9]* lines: 0 wrong$" out
}

@test "in January 12月 is last year's; days that begin after today are refused" {
	office-db init
	export OFFICEDB_NOW="2027-01-05 09:00"
	info-score --notice --month=12 >out
	grep -q '关于2026年12月信息工作情况的通报' out
	info-score --notice --quarter=4 >out
	grep -q '关于2026年第4季度信息工作情况的通报' out
	status 64 info-score --month=2027-12
	same err <<<"info-score: the days asked for begin on 2027-12-01: that is still to come"
	status 64 info-score --from=2027-01-06
	info-score --month=1 --by=class >out
}

@test "without -o a circular or chart is what its file's name says" {
	office-db init
	info-score --notice --output-file=a.docx
	[ "$(head -c 2 a.docx)" = PK ]
	info-score --notice --output-file=a.HTML
	grep -qi '<html' a.HTML
	info-score --chart --output-file=c.html
	grep -q '<svg' c.html
	status 64 info-score --chart --output-file=c.pdf
	bulletin-build roundup --output-file=r.html
	grep -qi '<html' r.html
}

@test "records for programs are the same whoever runs the command: the class is its code" {
	office-db init --sample
	LC_ALL=C info-score --class=county -o json --columns=code,class >plain
	LC_ALL=C.UTF-8 LANGUAGE=zh_CN info-score --class=county -o json --columns=code,class >chinese
	cmp plain chinese
	[ "$(jq -r .class plain | sort -u)" = county ]
	LC_ALL=C.UTF-8 LANGUAGE=zh_CN info-score --class=county -o csv --columns=class_name | sed -n 2p >name
	same name <<<"区县"
}

@test "options that do not go together are refused, not passed over" {
	office-db init
	status 64 info-score --mark=A --mark=B --kind=error --reason=x
	grep -q "one at a time, once" err
	status 64 info-score --explain=A --unit=B
	grep -q "names the unit" err
	status 64 info-score --mark=A --kind=error --reason=x --month=12
	grep -q "are of no days" err
}

@test "words of options are taken in Chinese too" {
	office-db init --sample
	info-score --mark=市科技局 --kind=差错 --reason=错字
	LC_ALL=C info-score --marks -o csv --columns=kind | sed -n 2p >kind
	same kind <<<error
}
