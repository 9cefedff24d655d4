#!/usr/bin/env bats
# circular.bats - the circular (信息工作情况通报) tells what is so: long names, papers of several units, days that are not
# over, one count for one thing; many classes; two authors of one report.
load common

# R2026-0001 甲一 of U1 (county), R2026-0002 乙一 of U2 (department), both printed as one item on 2026-12-04.
prepare() {
	office-db init
	cat >units.yaml <<-END
		unit:
		  - { code: U1, name: 示例一县, kind: county, sort: 1 }
		  - { code: U2, name: 示例二局, kind: department, sort: 2 }
	END
	office-db load units.yaml 2>said
	one=$(submit U1 甲一) two=$(submit U2 乙一)
	printf 'draft:\n  - { publication: daily, date: 2026-12-04 }\nitem:\n  - { title: 合写, text: 正文。, column: work, reports: [%s, %s] }\n  - { title: 另写, text: 正文。, column: work }\n' \
		"$one" "$two" >draft.yaml
	bulletin-build issue draft.yaml >said
}

submit() {
	report-submit --unit="$1" --category=work --title="$2" --body="$2写的正文。" --author="${3:-$2}" \
		--occurred-at="2026-12-04 08:00"
}

flat() { tr -s '\n ' '  '; }

@test "a name of any length is printed whole, in all of text, page, docx and PDF" {
	long=a$(printf '要%.0s' $(seq 99))
	bulletin-build upward add daily/2026-1/1 --to=省委办公厅 >said
	bulletin-build upward adopted W2026-0001 --in="《$long》"
	info-score --notice --month=12 >out
	iconv -f utf8 -t utf8 <out >same
	tr -d '\n ' <out >flat
	holds flat "在《$long》采用" || holds flat "《$long》"
	lacks flat '《《'
	info-score --notice --month=12 -o docx --output-file=n.docx
	unzip -p n.docx word/document.xml | xmllint --noout -
	info-score --notice --month=12 -o html --output-file=n.html
	iconv -f utf8 -t utf8 <n.html >same
	holds n.html "$long"
}

@test "of one class: what it has part in is counted and listed, whoever else has" {
	bulletin-build upward add daily/2026-1/1 --to=省委办公厅 >said
	bulletin-build upward adopted W2026-0001 --in=要情
	bulletin-build instruct daily/2026-1/1 --leader=市长 --text=好 >said
	for class in county department; do
		info-score --notice --month=12 --class=$class --language=en | flat >flat
		holds flat "Sent to higher offices: 1, adopted there: 1. Leaders wrote instructions on them: 1."
		holds flat '"合写", adopted by 省委办公厅 in "要情"'
		holds flat '"合写", instruction of a leader (2026-12-04).'
	done
}

@test "an instruction on two loose reports has a line a report" {
	bulletin-build instruct R2026-0001 R2026-0002 --leader=市长 --text=好 >said
	info-score --notice --month=12 --language=en | flat >flat
	holds flat "Leaders wrote instructions on them: 1."
	holds flat '示例一县: "甲一", instruction of a leader'
	holds flat '示例二局: "乙一", instruction of a leader'
}

@test "on an issue as a whole: said at entry, counted and listed; of one class neither" {
	status 0 bulletin-build instruct daily/2026-1 --leader=市长 --text=好
	same err <<<"bulletin-build: daily/2026-1 has 2 items: on the issue as a whole, the instruction counts for no unit; name the item that it is on, such as daily/2026-1/1"
	info-score --notice --month=12 --language=en | flat >flat
	holds flat "Leaders wrote instructions on them: 1."
	holds flat "每日汇报2026年第1期, the issue as a whole: instruction of a leader (2026-12-04)."
	info-score --notice --month=12 --class=county --language=en >out
	lacks out instruction
	# The item named, too: it is the item's, once.
	task-track instruct link I2026-0001 daily/2026-1/1
	info-score --notice --month=12 --language=en | flat >flat
	holds flat "Leaders wrote instructions on them: 1."
	lacks flat "as a whole"
	status 0 bulletin-build instruct daily/2026-1/1 --leader=书记 --text=好
	same err </dev/null
}

@test "an instruction on a report that was withdrawn is taken, with a word" {
	number=$(submit U1 丙)
	report-handle withdraw "$number" --reason=误报 >said
	status 0 bulletin-build instruct "$number" --leader=市长 --text=好
	same err <<<"bulletin-build: $number was withdrawn"
}

@test "the circular of one unit is refused" {
	status 64 info-score --notice --unit=U1
	holds err "the circular is of all units, or of a class; of one unit tell info-score --explain and bulletin-build feedback"
	status 64 info-score --notice --unit=U1 -o docx --output-file=n.docx
	[ ! -e n.docx ]
}

@test "days that are not over are told as far as they went" {
	info-score --notice --quarter=4 --language=en | flat >flat
	holds flat "The information work of 2026 Q4, up to 2026-12-04, is made known as follows."
	info-score --notice --quarter=4 --language=en --now="2026-12-31 09:00" | flat >flat
	holds flat "The information work of 2026 Q4 is made known as follows."
	info-score --notice --language=en | flat >flat
	lacks flat "up to"
	info-score --notice --month=12 --language=zh_CN >out
	holds out "现将2026年12月（截至2026年12月4日）信息工作情况通报如下。"
}

@test "one count for one thing; of what had come before, no rate" {
	submit U1 丙 >said
	submit U2 丁 >said
	report-submit --unit=U1 --category=work --title=新 --body=新写的正文。 --occurred-at="2027-01-05 08:00" \
		--now="2027-01-05 09:00" >said
	printf 'draft:\n  - { publication: daily, date: 2027-01-05 }\nitem:\n  - { title: 丙, text: 正文。, column: work, reports: [R2026-0003] }\n  - { title: 丁, text: 正文。, column: work, reports: [R2026-0004] }\n' >d.yaml
	bulletin-build issue d.yaml --now="2027-01-05 18:00" >said
	printf 'draft:\n  - { publication: practice, date: 2027-01-06 }\nitem:\n  - { title: 丙, text: 正文。, column: article, reports: [R2026-0003] }\n' >d.yaml
	bulletin-build issue d.yaml --now="2027-01-06 18:00" >said
	# Two reports each month, though one of them was printed twice.
	info-score --notice --month=2027-01 --language=en --now="2027-01-31 18:00" | flat >flat
	holds flat "Units submitted 1 report; 2 were adopted, with those that had come before."
	holds flat "Against 2026-12: items adopted, the same; points of all, "
	info-score --month=2027-01 --now="2027-01-31 18:00" -o csv --columns=code,submitted,adopted,adoption_rate >out
	same out <<-'END'
		code,submitted,adopted,adoption_rate
		U1,1,2,100.0%
		U2,0,1,
	END
	report-submit --unit=U2 --category=work --title=再 --body=再写的正文。 --occurred-at="2027-01-07 08:00" \
		--now="2027-01-07 09:00" >said
	submit U2 戊 >said
	printf 'draft:\n  - { publication: daily, date: 2027-01-07 }\nitem:\n  - { title: 戊, text: 正文。, column: work, reports: [R2026-0005] }\n' >d.yaml
	bulletin-build issue d.yaml --now="2027-01-07 18:00" >said
	info-score --month=2027-01 --now="2027-01-31 18:00" -o csv --columns=code,submitted,adopted,adoption_rate >out
	same out <<-'END'
		code,submitted,adopted,adoption_rate
		U1,1,2,100.0%
		U2,1,2,
	END
}

@test "classes beyond the tenth have their numbers" {
	{
		echo unit:
		for i in $(seq 10 21); do echo "  - { code: V$i, name: 单位$i, kind: other, sort: $i }"; done
		echo score_class:
		for i in $(seq 10 21); do echo "  - { unit: V$i, class: 类$i, sort: $i, valid_from: 2026-01-01 }"; done
	} >more.yaml
	office-db load more.yaml 2>said
	info-score --notice --month=12 --language=zh_CN >out
	for say in （一） （十）类 （十一）类 （十二）类; do
		holds out $say
	done
	info-score --notice --month=12 --language=en >out
	holds out "(12) 类"
}

@test "two authors of one report: each is told with all of it; blanks within a name are none" {
	three=$(submit U1 丁 "张三、李 四") four=$(submit U1 戊 "张　三,张三") five=$(submit U1 己 "John Smith; 王五")
	printf 'draft:\n  - { publication: daily, date: 2026-12-04 }\nitem:\n  - { title: 丁, text: 正文。, column: work, reports: [%s] }\n' "$three" >d.yaml
	bulletin-build issue d.yaml >said
	info-score --by=person --month=12 -o csv --columns=name,submitted,adopted,points | sort >out
	same out <<-'END'
		John Smith (示例一县),1,0,0
		name,submitted,adopted,points
		乙一 (示例二局),1,1,1
		张三 (示例一县),2,1,2
		李四 (示例一县),1,1,2
		王五 (示例一县),1,0,0
		甲一 (示例一县),1,1,1
	END
}
