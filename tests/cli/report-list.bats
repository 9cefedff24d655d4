#!/usr/bin/env bats
# report-list: every filter, search, and that what it prints is what report-submit takes.

load common

# A few reports whose every filter tells them apart, filed at three times by two imports.
prepare() {
	if [ ! -e "$BATS_FILE_TMPDIR/few.db" ]; then
		sample_office
		cat >one.yaml <<-END
		- {unit: 市应急局, category: emergency, title: 仓库起火, occurred_at: 2026-12-01 23:59, place: 城南, body: 已扑灭}
		- {unit: 市安监局, category: work, title: 安全检查, occurred_at: 2026-12-02, body: "查企业12家, ‘回头看’3家", leaders: [顾云深, 常守正]}
		- {unit: BM13, category: 动态, title: 教育动态, occurred_at: 2026-12-02 08:00, body: 正文}
		END
		cat >two.yaml <<-END
		- {unit: 市委, category: schedule, title: 常委会会议, occurred_at: 2026-12-05 09:00, leaders: [顾云深]}
		- {unit: 市应急局, category: document, title: 关于预案的请示, occurred_at: 2026-12-03}
		END
		report-submit --now="2026-12-02 09:00" --batch=早 one.yaml >/dev/null 2>&1
		report-submit --now="2026-12-03 17:00" --batch=晚 two.yaml >/dev/null 2>&1
		report-submit --unit=市教育局 --category=work --title=另一件 --body=正文 >/dev/null
		report-handle accept R2026-0002 R2026-0003
		report-handle reject --reason=不用 R2026-0003
		report-handle forward --to=ducha R2026-0005
		office-db backup "$BATS_FILE_TMPDIR/few.db"
	else
		cp "$BATS_FILE_TMPDIR/few.db" "$OFFICEDB"
	fi
}

# finds NUMBER... : OPTION... - report-list with the options lists these, in this order.
finds() {
	local want=number
	while [ "$1" != : ]; do
		want+=$'\n'R2026-$1
		shift
	done
	shift
	status 0 report-list -o csv --columns=number "$@"
	same out <<<"$want" || { echo "report-list $*"; return 1; }
}

@test "the table: newest last" {
	status 0 report-list
	same out <<-END
	Number      Unit              Category      Title           Occurred          Status    Desk
	R2026-0001  示例市应急管理局  重大突发事件  仓库起火        2026-12-01 23:59  received  信息处
	R2026-0002  示例市应急管理局  工作动态      安全检查        2026-12-02        accepted  信息处
	R2026-0003  示例市教育局      工作动态      教育动态        2026-12-02 08:00  rejected  信息处
	R2026-0004  中共示例市委员会  次日活动安排  常委会会议      2026-12-05 09:00  received  督查室
	R2026-0005  示例市应急管理局  上报文件      关于预案的请示  2026-12-03        received  督查室
	R2026-0006  示例市教育局      工作动态      另一件          2026-12-04 18:00  received  信息处
	END
	same err </dev/null
}

@test "a report shows the name its unit had on the day" {
	report-submit --unit=BM31 --category=work --title=当年的事 --body=正文 --occurred-at=2019-02-28 >/dev/null
	status 0 report-list --number=R2026-0007 -o csv --columns=unit,unit_name
	same out <<-END
	unit,unit_name
	BM31,示例市安全生产监督管理局
	END
}

@test "by time: occurred or received, a day, an instant, relative words" {
	finds 0002 0003 : --since=2026-12-02 --until=2026-12-02
	finds 0001 : --until=2026-12-01
	finds 0001 0002 : --until="2026-12-02 08:00"
	finds 0003 0004 0005 0006 : --since="2026-12-02 08:00"
	finds 0004 : --since=明天
	finds 0005 0006 : --since=昨天 --until=今天
	finds 0001 0002 0003 : --received --until=2026-12-02
	finds 0004 0005 : --received --since=2026-12-03 --until=2026-12-03
	finds 0006 : --received --since="2026-12-03 17:01"
	finds 0004 : --since=+1d
	finds : --since=+1w # Friday: the next working day is Monday
	finds : --since=2027-01-01
	status 64 report-list --since=坏
	holds err "--since: '坏' is not a date and time"
	script -qec "report-list --since=0:30 --until=下午2点" /dev/null </dev/null | tr -d '\r' | grep " is " >told
	same told <<-END
	report-list: '0:30' is 2026-12-04 00:30
	report-list: '下午2点' is 2026-12-04 14:00
	END
	status 64 report-list --until=2026-12-32
	holds err "--until: '2026-12-32' is not a day: December 2026 has 31"
	status 64 report-list --since=2026-13-01
	same out </dev/null
}

@test "by unit: code, any of its names, part of one; unknown ones offer near names" {
	for unit in BM31 bm31 市应急局 示例市应急管理局 市安监局 应急; do
		finds 0001 0002 0005 : --unit=$unit
	done
	finds : --unit=BM01
	finds 0005 : --unit=BM31 --since=2026-12-03
	status 66 report-list --unit=市应级局
	holds err "no unit '市应级局'; near it: 市应急局"
	status 65 report-list --unit=局
	holds err "'局' may be any of 29 units: "
	same out </dev/null
}

@test "by category, desk, leader, status, batch, number" {
	finds 0002 0003 0006 : --category=work
	finds 0004 0005 : --desk=ducha
	finds 0002 0004 : --leader=顾云深
	finds 0002 : --leader=常守正
	finds : --leader=顾云
	finds 0002 : --status=accepted
	finds 0003 : --status=rejected
	finds : --status=withdrawn
	finds 0001 0002 0003 : --batch=早
	finds 0004 0005 : --batch=B2026-0002
	finds 0004 : --number=R2026-0004
	finds 0004 : --number=r2026-4
	finds : --number=R2026-9999
	finds 0002 : --category=work --unit=BM31 --status=accepted --leader=顾云深 --search=检查
	finds : --number=R2026-0004 --category=work
	status 64 report-list --status=采用
	holds err "'采用' is not one of: received, accepted, returned, rejected, duplicate, withdrawn"
	status 64 report-list --number=B2026-0001
	holds err "'B2026-0001' is not a number such as R2026-0123"
	status 66 report-list --batch=夜
	holds err "no batch '夜'; 'office-db batches' lists them"
	report-submit --batch=早 <<<'- {unit: 市委, category: other, title: 又一早}' >/dev/null 2>&1
	status 64 report-list --batch=早
	holds err "2 batches are called '早'; give the number"
	status 64 report-list R2026-0001
	holds err "'R2026-0001': filters are options; see --help"
}

@test "--limit: the newest so many, still newest last, after the other filters" {
	finds 0005 0006 : --limit=2
	finds 0003 0006 : --limit=2 --category=work
	finds 0002 0005 : --limit=2 --unit=市应急局
	finds 0003 : --limit=1 --until=2026-12-02
	finds 0001 0002 0003 0004 0005 0006 : --limit=100
	finds 0003 0006 : --limit=2 --search=正文
	status 64 report-list --limit=0
	status 64 report-list --limit=两个
}

@test "a category or desk that there is not is refused, not answered with an empty list" {
	status 64 report-list --category=wrok
	holds err wrok
	status 64 report-list --desk=信息部
	holds err 信息部
	finds 0002 0003 0006 : --category=工作动态
	finds 0004 0005 : --desk=督查室
}

@test "--search: one, two, more characters, marks, Latin; before and after the index" {
	for state in before after half; do
		[ $state = after ] && office-db reindex
		if [ $state = half ]; then
			report-submit --unit=市教育局 --category=work --title=教育后来 --body=起火预案 >/dev/null
		fi
		more=$([ $state != half ] || echo 0007)
		finds 0001 $more : --search=火
		finds 0001 $more : --search=起火
		finds 0001 : --search=仓库起
		finds 0001 : --search=仓库起火
		finds 0003 $more : --search=教育
		finds 0002 : --search='12家, ‘回'
		finds 0002 : --search=12
		finds 0002 : --search=,
		finds 0002 : --search='’3'
		finds 0003 0006 : --search=正文
		finds : --search=文正
		finds : --search=起火已扑灭 # the end of the title and the text do not meet
		finds : --search='"'
		finds : --search='OR'
		finds : --search='*'
		finds : --search=%
		finds : --search=_
	done
	status 64 report-list --search=
	holds err "nothing to search for"
}

@test "--search finds what instr() finds: 200 random pieces of the sample day" {
	office-db init --sample --db=day.db
	report-submit --db=day.db "$sample"/returns.{csv,yaml} >/dev/null 2>&1 || [ $? -eq 65 ]
	office-db reindex --db=day.db
	report-submit --db=day.db "$sample/returns.jsonl" >/dev/null 2>&1 # these stand after the mark
	sqlite3 day.db "SELECT title || coalesce(body, '') FROM report ORDER BY number" |
		python3 -c '
import random, sys
random.seed(20261204)
lines = [l.rstrip("\n") for l in sys.stdin if len(l) > 12]
for i in range(200):
    line = random.choice(lines)
    at = random.randrange(len(line) - 6)
    piece = line[at:at + random.choice((1, 2, 2, 2, 3, 4, 6))]
    if piece == piece.strip():
        print(piece)
' >pieces
	[ "$(wc -l <pieces)" -gt 190 ]
	nl pieces | sed "s/'/''/g" | while read -r n piece; do
		echo "SELECT '$n,' || printf('R2026-%04d', number - 202600000000) FROM report
			WHERE instr(title, '$piece') OR instr(body, '$piece') ORDER BY number;"
	done | sqlite3 day.db >all
	n=0
	while IFS= read -r piece; do
		n=$((n + 1))
		report-list --db=day.db --search="$piece" -o csv --columns=number | tail -n+2 >got
		sed -n "s/^$n,//p" all | cmp - got || { echo "searched: $piece"; return 1; }
	done <pieces
	[ "$(wc -l <all)" -gt 1000 ]
}

@test "the columns asked for, in that order; unknown ones are refused with the list" {
	status 0 report-list --number=R2026-0002 --columns=title,number,leaders
	same out <<-END
	Title     Number      Leaders
	安全检查  R2026-0002  顾云深、常守正
	END
	status 64 report-list --columns=title,nmae
	holds err "report-list: there is no column 'nmae'; there are: number, unit, unit_name, category, "
	same out </dev/null
	status 64 report-list --columns=
	status 64 report-list -o xml
	holds err "'xml' is not one of: table, yaml, json, csv, tsv"
}

@test "one report in each format" {
	status 0 report-list --number=R2026-0002 -o json
	jq -c 'del(.unit_name, .category_name, .desk_name, .copy_to)' out >some # what scripts are promised
	same some <<-'END'
	{"number":"R2026-0002","unit":"BM31","category":"work","title":"安全检查","body":"查企业12家, ‘回头看’3家","occurred_at":"2026-12-02T00:00:00+08:00","place":null,"leaders":["顾云深","常守正"],"author":null,"phone":null,"signer":null,"secrecy":"none","urgency":"none","external_id":null,"status":"accepted","undated":false,"desk":"xinxi","received_at":"2026-12-02T09:00:00+08:00","batch":"B2026-0001","ends_at":null,"accompanying":null,"event":null,"stage":"none","form":"written","grade":"none","learned_at":null,"dead":null,"injured":null,"missing":null,"measures":null,"superior_at":null,"taken_by":null,"told":null}
	END
	status 0 report-list --number=R2026-0002 -o yaml --columns=number,title,body,leaders,occurred_at
	same out <<-END
	---
	number: R2026-0002
	title: 安全检查
	body: 查企业12家, ‘回头看’3家
	leaders: [顾云深, 常守正]
	occurred_at: 2026-12-02T00:00:00+08:00
	END
	status 0 report-list --number=R2026-0002 -o csv --columns=number,body,leaders,place
	same out <<-END
	number,body,leaders,place
	R2026-0002,"查企业12家, ‘回头看’3家",顾云深、常守正,
	END
	status 0 report-list --number=R2026-0002 -o tsv --columns=number,body
	same out <<-END
	number	body
	R2026-0002	查企业12家, ‘回头看’3家
	END
}

@test "--excel: BOM, CRLF, Chinese, and no cell that Excel would take for a formula" {
	report-submit --unit=市教育局 --category=work --title='=1+1' --body='@SUM(A1)' --phone=-5 >/dev/null
	status 0 report-list --number=R2026-0007 --excel --columns=number,title,body,phone
	printf '\357\273\277number,title,body,phone\r\nR2026-0007,%s\r\n' "'=1+1,'@SUM(A1),'-5" >want
	cmp out want
	status 0 report-list --number=R2026-0001 --excel --columns=title
	printf '\357\273\277title\r\n仓库起火\r\n' >want
	cmp out want
	# BOM and CRLF do not keep it from being taken again.
	report-list --excel --until=2026-12-03 >all.csv
	office-db init --sample --db=other.db
	status 0 report-submit --db=other.db all.csv
	report-list --db=other.db -o csv --columns=unit,category,title,body,leaders >got
	report-list -o csv --columns=unit,category,title,body,leaders --until=2026-12-03 | cmp - got
}

@test "--excel in Chinese: Chinese headings, which report-submit reads back in any language" {
	report-submit --unit=市教育局 --category=work --title='=1+1' --body='@SUM(A1)' --phone=-5 --external-id=教7 >/dev/null
	LANGUAGE=zh_CN status 0 report-list --excel
	cp out all.csv
	head -n1 all.csv | cmp - <(printf '\357\273\277%s\r\n' 报告号,单位,单位名称,类别,类别名称,标题,正文,发生时间,地点,领导,报送人,电话,签发人,密级,紧急程度,来文编号,状态,未报时间,处室,处室名称,收到时间,批次,结束时间,陪同,事件,报次,方式,等级,获知时间,死亡,受伤,失踪,措施,上报主管部门时间,接报人,报告对象,抄送)
	LANGUAGE=zh_CN status 0 report-list --excel --columns=title,unit_name,unit
	head -n1 out | cmp - <(printf '\357\273\277%s\r\n' 标题,单位名称,单位)
	columns=unit,category,title,body,occurred_at,place,leaders,author,phone,signer,secrecy,urgency,external_id
	report-list -o csv --columns=$columns >want
	for reader in zh_CN ""; do
		rm -f other.db*
		office-db init --sample --db=other.db
		LANGUAGE=$reader status 0 report-submit --db=other.db all.csv
		report-list --db=other.db -o csv --columns=$columns | same want
	done
}

@test "what a whole office lists in yaml, json and csv another office takes, the same but for the numbers" {
	office-db init --sample --db=day.db
	report-submit --db=day.db "$sample"/returns.{csv,yaml,jsonl} >/dev/null 2>&1 || [ $? -eq 65 ]
	# Text that tries every writer: several lines, quotes, blanks at the ends, what looks like something else.
	report-submit --db=day.db --unit=市委 --category=other --title='"引号", 逗号; 分号: 冒号 # 井号' \
		--body=$'  第一行\n\n第三行\t制表 \\ 反斜杠\n- 像列表: 是的\n---\n...' --place=null --author=yes --phone=00123 \
		--signer='~' --external-id=2026-12-01 >/dev/null
	columns=unit,category,title,body,occurred_at,place,leaders,author,phone,signer,secrecy,urgency,external_id,status,desk
	report-list --db=day.db -o csv --columns=$columns >want
	for form in yaml json csv; do
		report-list --db=day.db -o $form >all
		office-db init --sample --db=$form.db
		status 0 report-submit --db=$form.db --now="2026-12-06 10:00" all
		holds err "read 336: taken 336, updated 0, duplicates 0, rejected 0"
		head -n1 out >first
		same first <<<R2026-0001
		report-list --db=$form.db -o csv --columns=$columns | cmp - want
		report-list --db=$form.db -o csv --columns=batch,received_at | sort | uniq -c | sed 's/^ *//' >got
		same got <<-END
		336 B2026-0001,2026-12-06T10:00:00+08:00
		1 batch,received_at
		END
		status 0 report-submit --db=$form.db all
		holds err "taken 0, updated 0, duplicates 336"
		status 0 office-db verify --db=$form.db
	done
}

@test "--history needs one report, and lists what was done to it" {
	status 0 report-list --history --number=R2026-0003 -o csv --columns=number,action,reason,at
	same out <<-END
	number,action,reason,at
	R2026-0003,accept,,2026-12-04T18:00:00+08:00
	R2026-0003,reject,不用,2026-12-04T18:00:00+08:00
	END
	status 64 report-list --history
	holds err "--history needs --number"
	status 66 report-list --history --number=R2026-9999
	holds err "no report R2026-9999"
}
