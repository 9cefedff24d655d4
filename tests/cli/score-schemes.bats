#!/usr/bin/env bats
# The ten sample schemes (share/regime/scores), each on an example that was reckoned by hand: what is added up
# stands beside it.  Where a scheme divides what is merged, or counts an item once, the example does too.

load common

# Two units without duties of their own, a chief and a deputy of the city, leaders of elsewhere by name.
office() {
	[ -e "$BATS_FILE_TMPDIR/plain.db" ] || {
		OFFICEDB=$BATS_FILE_TMPDIR/plain.db office-db init --now="2025-12-01 09:00" # from when on slots are owed
		# The shipped scheme would count beside the sample.
		OFFICEDB=$BATS_FILE_TMPDIR/plain.db office-db dump score_rule -o json |
			jq -c '.type = "score_rule" | .valid_to = "1949-12-31"' >shipped.jsonl
		cat >units.yaml <<-END
			unit:
			  - { code: U1, name: 示例一中心, short_name: 一中心, kind: other }
			  - { code: U2, name: 示例二中心, short_name: 二中心, kind: other }
			person:
			  - { code: L1, name: 沈望川, rank: city-chief }
			  - { code: L2, name: 顾云深, rank: city-deputy }
		END
		OFFICEDB=$BATS_FILE_TMPDIR/plain.db office-db load units.yaml shipped.jsonl 2>said
	}
	cp "$BATS_FILE_TMPDIR/plain.db" "$OFFICEDB"
	office-db load "$top/share/regime/scores/$1" 2>said
	export OFFICEDB_NOW="2026-01-05 09:00"
}

# report UNIT CATEGORY DATE - files one; its number is printed.
report() {
	local n
	echo "$1" >>filed
	n=$(wc -l <filed)
	report-submit --unit="$1" --category="$2" --title="事项$n" --body="第${n}件事项的情况。" --leaders=沈望川 \
		--occurred-at="$3 08:00" --now="$3 09:00"
}

# reports N UNIT DATE - so many, their numbers not told
reports() { for ((i = 0; i < $1; i++)); do report "$2" work "$3" >/dev/null; done; }

# printed PUBLICATION DATE NUMBER,... - an issue of one item made of them
printed() {
	printf 'draft:\n  - { publication: %s, date: %s }\nitem:\n  - { title: 一条, text: 正文。, column: %s, reports: [%s] }\n' \
		"$1" "$2" "${4:-article}" "$3" >draft.yaml
	bulletin-build issue draft.yaml --now="$2 17:00"
}

points() { # points UNIT OPTION... - the unit's points
	local unit=$1
	shift
	info-score --now="2027-01-10 09:00" -o tsv --columns=code,points,passed "$@" | awk -F'\t' -v u="$unit" '$1 == u { print $2, $3 }' | sed 's/ $//'
}

# An account adds up to what the table says.
adds_up() {
	local unit=$1 sum
	shift
	sum=$(info-score --now="2027-01-10 09:00" "$@" --explain="$unit" -o json | jq -s 'map(.points | tonumber * 1000) | add / 1000')
	[ "$(points "$unit" "$@" | cut -d' ' -f1)" = "$sum" ]
}

sent() { bulletin-build upward add "$1" --to="${4:-省委办公厅}" --level="$2" --on="$3" --now="$3 18:00"; }
taken() { bulletin-build upward adopted "$1" --on="$2" --in="${3:-信息快报}" --now="$2 18:30"; }
wrote() { bulletin-build instruct "$1" --leader="$2" --text=请阅 --on="$3" --now="$3 19:00" "${@:4}"; }

@test "01 衢州: once where it counts most, times two for the province, times five for the state, merged by halves" {
	office 01-quzhou.yaml
	a=$(report U1 work 2026-03-02) b=$(report U1 work 2026-03-02) c=$(report U1 work 2026-03-02)
	d=$(report U2 work 2026-03-02)
	printed qz-info 2026-03-02 "$a"
	printed qz-report 2026-03-03 "$a"
	sent "$a" province 2026-03-04
	item=$(printed qz-extra 2026-03-03 "$b,$d")
	wrote "$item/1" 沈望川 2026-03-05
	printed qz-info 2026-03-04 "$c"
	sent "$c" province 2026-03-05
	sent "$c" central 2026-03-06
	# a: 3, not 2 + 3; times 2 = 6.  b: 10 / 2 = 5, instruction 10 / 2 = 5.  c: 2 times 5 = 10, not times 2 and times 5.
	[ "$(points U1 --year=2026)" = 26 ]
	[ "$(points U2 --year=2026)" = 10 ]
	adds_up U1 --year=2026
}

@test "02 常山: ten a month, less what is missing; both levels of the county and the city" {
	office 02-changshan.yaml
	reports 7 U1 2026-01-06
	a=$(report U1 work 2026-01-06)
	reports 5 U1 2026-02-06
	b=$(report U1 work 2026-02-06)
	printed cs-one 2026-02-09 "$a"
	printed cs-three 2026-02-10 "$b"
	taken "$(sent "$a" city 2026-02-11 市府办)" 2026-02-20 市信息二档
	# January 10, February 10 - 2 x 1.25 = 7.5, others 10 - 8 x 1.25 = 0; 5 + 30 + 50.
	[ "$(points U1 --year=2026)" = 102.5 ]
	[ "$(points U1 --month=2026-02)" = 92.5 ]
	[ "$(points U2 --year=2026)" = 0 ]
	adds_up U1 --year=2026
}

@test "03 六安: sending counts and adoption counts, level by level" {
	office 03-luan.yaml
	a=$(report U1 work 2026-03-02)
	printed la-main 2026-03-02 "$a"
	printed la-flash 2026-03-03 "$a"
	taken "$(sent "$a" province 2026-03-04)" 2026-03-20
	taken "$(sent "$a" central 2026-03-05 中办)" 2026-03-25
	wrote "$a" 沈望川 2026-03-26
	wrote "$a" 顾云深 2026-03-26
	# 10 + 5 + 5 + 40 + 30 + 80 + 30; of the other leader the scheme says no figure.
	[ "$(points U1 --year=2026)" = 200 ]
	adds_up U1 --year=2026
}

@test "04 石家庄: an instruction adds twice, from the State Council three times what the item has; 20 off each time" {
	office 04-shijiazhuang.yaml
	a=$(report U1 work 2026-03-02) b=$(report U1 experience 2026-03-02)
	printed sjz-info 2026-03-02 "$a"
	taken "$(sent "$a" province 2026-03-03)" 2026-03-10
	wrote "$a" 顾云深 2026-03-11
	printed sjz-study 2026-03-02 "$b"
	taken "$(sent "$b" central 2026-03-03 国办)" 2026-03-12
	wrote "$b" 国务院领导 2026-03-13 --level=central
	info-score --mark=U1 --kind=concealed --reason=瞒报事故 --on=2026-04-01 --now="2026-04-02 09:00"
	report-due omission --unit=U1 --category=emergency --title=未报事项 --occurred-at="2026-05-01 08:00" --now="2026-05-02 09:00"
	# a: 5 + 5 + 15 = 25, + 2 x 25 = 75.  b: 15 + 10 + 50 = 75, + 3 x 75 = 300.  - 20 - 20.
	[ "$(points U1 --year=2026)" = 335 ]
	adds_up U1 --year=2026
}

@test "05 钟楼: six to begin a quarter with, used up by what is missing and wrong, not below nothing; passed from six" {
	office 05-zhonglou.yaml
	a=$(report U1 work 2026-01-06)
	report U1 work 2026-01-07
	printed zl-info 2026-01-08 "$a"
	info-score --mark=U1 --kind=error --reason=数据差错 --on=2026-01-09 --now="2026-05-01 09:00"
	q=$(bulletin-build commission add --topic=冬季供暖 --unit=U1 --due="2026-01-12 18:00" --now="2026-01-06 09:00")
	bulletin-build commission answer "$q" "$a" --now="2026-01-08 09:00"
	wrote "$a" 区领导 2026-01-10 --level=other
	for i in 1 2; do info-score --mark=U2 --kind=error --reason=差错$i --on=2026-01-1$i --now="2026-05-01 09:00"; done
	# 6 - 1 (two of three) - 2 + 10 + 2 + 10; adoption is 1 of 2, not under 30 %.
	[ "$(points U1 --quarter=2026-1)" = "25 yes" ]
	# 6 - 3 - 4 is less than nothing: 0.
	[ "$(points U2 --quarter=2026-1)" = "0 no" ]
	adds_up U1 --quarter=2026-1
	adds_up U2 --quarter=2026-1
}

@test "06 某县: merged three, alone five, twice as study; fifteen a year or nothing" {
	office 06-county.yaml
	a=$(report U1 work 2026-03-02) b=$(report U1 work 2026-03-02) d=$(report U1 work 2026-03-02)
	c=$(report U2 work 2026-03-02)
	reports 12 U1 2026-04-01
	printed xc-info 2026-03-03 "$a"
	printed xc-study 2026-03-04 "$a"
	printed xc-info 2026-03-05 "$b,$c"
	printed xc-brief 2026-03-05 "$d"
	taken "$(sent "$a" central 2026-03-06 国办)" 2026-03-20 国办信息
	q=$(bulletin-build commission add --topic=春耕 --unit=U1 --due="2026-03-12 18:00" --now="2026-03-01 09:00")
	bulletin-build commission answer "$q" "$b" --now="2026-03-03 09:00"
	wrote "$a" 秘书长 2026-03-21 --level=office
	# 50 + (5 x 2) + 3 + 3 + 30 + 10 + 20.
	[ "$(points U1 --year=2026)" = 126 ]
	[ "$(points U2 --year=2026)" = 3 ]
	adds_up U1 --year=2026
}

@test "07 嵊州: four classes, each with its own task" {
	office 07-shengzhou.yaml
	printf 'score_class:\n  - { unit: U1, class: 一类 }\n  - { unit: U2, class: 四类 }\n' >classes.yaml
	office-db load classes.yaml
	reports 5 U1 2026-01-06
	a=$(report U1 work 2026-01-06)
	reports 3 U1 2026-02-06
	b=$(report U1 work 2026-02-06)
	c=$(report U2 work 2026-02-06)
	printed sz-info 2026-02-09 "$a"
	printed sz-info 2026-02-10 "$b"
	# January 6 of 6, February 6 - 2, two adopted: 6 + 4 + 10.  U2: 2 - 1.
	[ "$(points U1 --year=2026)" = "20 no" ]
	[ "$(points U2 --year=2026)" = "1 no" ]
	info-score --now="2027-01-10 09:00" --year=2026 -o tsv --columns=code,class,place,of | grep '^U' | sort >have
	printf 'U1\t一类\t1\t1\nU2\t四类\t1\t1\n' | same have
	adds_up U1 --year=2026
}

@test "08 每周2篇: a point for two, one for each more, nothing in a week in which something was left out" {
	office 08-weekly.yaml
	reports 3 U1 2026-01-05
	reports 2 U1 2026-01-12
	report U1 work 2026-01-19
	report-due omission --unit=U1 --category=emergency --title=未报事项 --occurred-at="2026-01-13 08:00" --learned-at="2026-01-14 08:00" \
		--now="2026-01-14 09:00"
	# 1 + 1; 1 - 1; 0.
	[ "$(points U1 --from=2026-01-05 --to=2026-01-25)" = 2 ]
	adds_up U1 --from=2026-01-05 --to=2026-01-25
}

@test "09 约稿: who twice did not write what was asked has nothing in that year" {
	office 09-commission.yaml
	a=$(report U1 work 2026-03-02) b=$(report U1 work 2026-03-02) c=$(report U2 work 2026-03-02)
	printf 'draft:\n  - { publication: daily, date: 2026-03-03 }\nitem:\n' >draft.yaml
	for r in "$a" "$b" "$c"; do printf '  - { column: work, title: 一条, text: 正文。, reports: [%s] }\n' "$r"; done >>draft.yaml
	bulletin-build issue draft.yaml --now="2026-03-03 17:00"
	bulletin-build commission add --topic=甲 --unit=U1,U2 --due="2026-03-12 18:00" --now="2026-03-01 09:00"
	[ "$(points U1 --year=2026)" = 10 ]
	bulletin-build commission add --topic=乙 --unit=U1 --due="2026-04-12 18:00" --now="2026-04-01 09:00"
	# 5 + 5, and twice asked in vain; 5, and once.
	[ "$(points U1 --year=2026)" = 0 ]
	[ "$(points U2 --year=2026)" = 5 ]
	adds_up U1 --year=2026
}

@test "10 舞阳: one point, five in a special issue" {
	office 10-wuyang.yaml
	a=$(report U1 work 2026-03-02) b=$(report U1 work 2026-03-02) c=$(report U2 work 2026-03-02)
	printf 'draft:\n  - { publication: wy-info, date: 2026-03-03 }\nitem:\n  - { column: info, title: 甲, text: 正文。, reports: [%s] }\n  - { column: info, title: 乙, text: 正文。, reports: [%s, %s] }\n' \
		"$a" "$b" "$c" >draft.yaml
	bulletin-build issue draft.yaml --now="2026-03-03 17:00"
	printed wy-special 2026-03-04 "$a"
	# 1 + 1 + 5; 1.
	[ "$(points U1 --year=2026)" = 7 ]
	[ "$(points U2 --year=2026)" = 1 ]
	adds_up U1 --year=2026
}
