#!/usr/bin/env bats
# Issues: a draft becomes one, gets its numbers, and stays as it is; withdrawing, correcting, numbered copies; many at
# once; whatever ends it, nothing is half-issued.

load common

# An office with 60 pieces of work news, R2026-0001 ..., all of them received.
prepare() {
	sample_office
	if [ ! -e "$BATS_FILE_TMPDIR/reports.db" ]; then
		for i in $(seq 60); do
			printf '{"unit":"BM%02d","category":"work","title":"第%d件事","body":"正文%d。","occurred_at":"2026-12-04 09:00"}\n' \
				$((i % 45 + 1)) "$i" "$i"
		done | report-submit >/dev/null 2>&1
		cp "$OFFICEDB" "$BATS_FILE_TMPDIR/reports.db"
	fi
	cp "$BATS_FILE_TMPDIR/reports.db" "$OFFICEDB"
}

# draft DATE NUMBER... - a draft of the daily with these reports, each by its serial.
draft() {
	printf 'draft:\n- {publication: %s, date: %s}\nitem:\n' "${publication:-daily}" "$1"
	shift
	for n; do
		printf -- '- {column: %s, reports: R2026-%04d, title: 第%d条, text: 正文。}\n' "${column:-work}" "$n" "$n"
	done
}

# issue DATE NUMBER... - issue them; the name goes to out.
issue() {
	draft "$@" >draft.yaml
	status 0 bulletin-build issue draft.yaml
}

# row TYPE RECORD - load one row of the regime.
row() {
	printf '%s:\n- %s\n' "$1" "$2" >row.yaml
	office-db load row.yaml 2>/dev/null
}

# --- issuing ------------------------------------------------------------------------------------------

@test "a draft becomes an issue: its name is printed, what it says is kept, whose it is is on file" {
	cat >draft.yaml <<-'END'
	draft:
	- {publication: 每日汇报, date: 2026-12-04, signer: 闻致远, note: 编者按一句。}
	item:
	- column: work
	  reports: [R2026-0012, R2026-0003]
	  weights: [2, 1]
	  title: 两局合力办成一件事
	  text: 第一段。
	- {column: 工作动态, reports: R2026-0004, title: 第4件事, text: 正文。, source: 示例市某局}
	- {column: work, reports: R2026-0005, title: 不用, keep: no}
	- {column: remark, reports: R2026-0006, title: 领导要论一则, text: 正文。}
	END
	status 0 bulletin-build issue draft.yaml
	same out <<-END
	daily/2026-1
	END
	same err </dev/null
	status 0 bulletin-build show daily/2026-1
	same out <<-END
	daily/2026-1: issued
	  Publication: 每日汇报
	  Issue no.: 1
	  Total no.: 1
	  Date: 2026-12-04
	  Office: 中共示例市委办公室
	  Signed by: 闻致远
	  Reported to: 市委书记、副书记、常委，市人大常委会主任、市政府市长、市政协主席
	  Copied to: 市委秘书长、副秘书长
	  Issued to: 各区市县委、市级各部门
	  Copies: 59
	  Editor's note: 编者按一句。

	Items:
	  1. [领导要论] 领导要论一则 (市委编办)
	     R2026-0006 中共示例市委机构编制委员会办公室: 第6件事
	  2. [工作动态] 两局合力办成一件事 (市教育局、市委统战部)
	     R2026-0012 示例市教育局 (2/3): 第12件事
	     R2026-0003 中共示例市委统一战线工作部 (1/3): 第3件事
	  3. [工作动态] 第4件事 (示例市某局)
	     R2026-0004 中共示例市委政法委员会: as reported
	END
	status 0 bulletin-build show daily --items -o json
	jq -c '[.item, .column, .source, .reports]' out >have
	same have <<-END
	[1,"remark","市委编办","R2026-0006"]
	[2,"work","市教育局、市委统战部","R2026-0012、R2026-0003"]
	[3,"work","示例市某局","R2026-0004"]
	END
	status 0 bulletin-build adopted -o csv --columns=issue,item,report,weight,unit,original
	same out <<-END
	issue,item,report,weight,unit,original
	daily/2026-1,1,R2026-0006,1,BM07,第6件事
	daily/2026-1,2,R2026-0012,2,BM13,第12件事
	daily/2026-1,2,R2026-0003,1,BM04,第3件事
	daily/2026-1,3,R2026-0004,1,BM05,第4件事
	END
	# What is printed was accepted; what was left out waits as before.
	report-list -o csv --columns=number,status | sed -n 4,8p >have
	same have <<-END
	R2026-0003,accepted
	R2026-0004,accepted
	R2026-0005,received
	R2026-0006,accepted
	R2026-0007,received
	END
	status 0 office-db verify
}

@test "--dry-run does all of it and keeps nothing; --print prints it" {
	office-db dump >before
	draft 2026-12-04 1 2 >draft.yaml
	status 0 bulletin-build issue --dry-run draft.yaml
	same out </dev/null
	same err <<-END
	bulletin-build: this was tried only: it would be daily/2026-1 with 2 items; nothing was issued
	END
	office-db dump | cmp - before
	status 0 bulletin-build issue --print draft.yaml
	[ "$(head -1 out)" = daily/2026-1 ]
	holds out "每　日　汇　报"
	holds out "第1条"
}

@test "a draft comes through a pipe too, and nobody waits while it is being written" {
	mkfifo pipe
	bulletin-build issue - <pipe >piped 2>&1 3>&- &
	exec {to}>pipe
	draft 2026-12-04 1 >&$to
	issue 2026-12-04 2 # at once, though the other has not ended
	same out <<-END
	daily/2026-1
	END
	exec {to}>&-
	wait
	same piped <<-END
	daily/2026-2
	END
}

@test "what is in an issue already is refused with file and line; nothing is half-issued, the number is not used up" {
	issue 2026-12-04 1 2
	draft 2026-12-05 3 2 4 >draft.yaml
	office-db dump >before
	status 65 bulletin-build issue draft.yaml
	same out </dev/null
	holds err "draft.yaml:5: R2026-0002"
	holds err "daily/2026-1/2"
	office-db dump | cmp - before
	issue 2026-12-05 3 4
	same out <<-END
	daily/2026-2
	END
}

@test "another publication may have it too; a returned one nobody" {
	issue 2026-12-04 1
	row column '{publication: practice, code: article, title: 经验做法, categories: [work, experience], sort: 1, valid_from: 2026-01-01}'
	printf 'draft:\n- {publication: practice, date: 2026-12-04}\nitem:\n- {reports: R2026-0001, title: 一件事, text: 正文。}\n' >draft.yaml
	status 0 bulletin-build issue draft.yaml
	same out <<-END
	practice/2026-1
	END
	bulletin-build adopted -o csv --columns=issue,report >have
	same have <<-END
	issue,report
	daily/2026-1,R2026-0001
	practice/2026-1,R2026-0001
	END
	report-handle return R2026-0009 --reason=补正
	draft 2026-12-04 9 >draft.yaml
	status 65 bulletin-build issue draft.yaml
	holds err "draft.yaml:4: R2026-0009"
}

@test "an item of the editors' own is nobody's; an article publication prints one article" {
	printf 'draft:\n- {publication: daily, date: 2026-12-04}\nitem:\n- {column: work, title: 编者的话, text: 正文。}\n' >draft.yaml
	status 0 bulletin-build issue draft.yaml
	bulletin-build show daily --items -o json | jq -c '[.date, .item, .title, .source, .reports]' >have
	same have <<-END
	["2026-12-04",1,"编者的话",null,null]
	END
	[ "$(bulletin-build adopted -o csv | wc -l)" = 1 ]
	printf 'draft:\n- {publication: practice, date: 2026-12-04}\nitem:\n- {title: 一, text: 甲。}\n- {title: 二, text: 乙。}\n' >two.yaml
	status 65 bulletin-build issue two.yaml
	holds err two.yaml
	printf 'draft:\n- {publication: daily, date: 2026-12-04}\nitem:\n- {column: work, title: 一, text: 甲。, keep: no}\n' >none.yaml
	status 65 bulletin-build issue none.yaml
	holds err none.yaml
	for p in roundup schedule nothing; do
		printf 'draft:\n- {publication: %s, date: 2026-12-04}\nitem:\n- {column: work, title: 一, text: 甲。}\n' $p >bad.yaml
		status 65 bulletin-build issue bad.yaml
		holds err bad.yaml
	done
	bulletin-build list -o csv --columns=issue >have
	same have <<-END
	issue
	daily/2026-1
	END
	status 0 office-db verify
}

@test "a date that runs backwards is refused, unless --backdate says that it is meant" {
	issue 2026-12-04 1
	draft 2026-12-03 2 >draft.yaml
	status 65 bulletin-build issue draft.yaml
	same err <<-END
	bulletin-build: draft.yaml: date: 2026-12-03 is before that of daily/2026-1 (2026-12-04); put a later one, or issue it with --backdate
	END
	status 0 bulletin-build issue --backdate draft.yaml
	same out <<-END
	daily/2026-2
	END
	draft 2027-12-04 3 >draft.yaml
	status 65 bulletin-build issue draft.yaml
	holds err "2027-12-04"
	# One that was withdrawn binds nobody.
	issue 2026-12-31 4
	bulletin-build withdraw daily --reason=日期有误 >/dev/null
	issue 2026-12-05 4
	same out <<-END
	daily/2026-4
	END
}

# --- numbers ----------------------------------------------------------------------------------------------

@test "期号 begins again each year, the masthead's; 总期号 goes on" {
	issue 2026-12-30 1
	issue 2026-12-31 2
	issue 2027-01-01 3 # dated by the masthead, though it is still December
	same out <<-END
	daily/2027-1
	END
	export OFFICEDB_NOW="2027-01-02 18:00"
	issue 2027-01-02 4
	draft 2026-12-31 5 >draft.yaml
	status 0 bulletin-build issue --backdate draft.yaml
	bulletin-build list -o csv --columns=issue,serial,total,date >have
	same have <<-END
	issue,serial,total,date
	daily/2026-1,1,1,2026-12-30
	daily/2026-2,2,2,2026-12-31
	daily/2026-3,3,5,2026-12-31
	daily/2027-1,1,3,2027-01-01
	daily/2027-2,2,4,2027-01-02
	END
	status 0 office-db verify
}

@test "numbers go on from what was printed before the office had this program" {
	row publication '{code: brief, name: 信息快报, form: digest, total_before: 5120, serial_before: 340, valid_from: 2026-06-01}'
	row column '{publication: brief, code: work, title: 工作动态, categories: [work], sort: 1}'
	publication=brief issue 2026-12-04 1
	publication=brief issue 2026-12-04 2
	publication=brief issue 2027-01-01 3
	bulletin-build list 信息快报 -o csv --columns=issue,total >have
	same have <<-END
	issue,total
	brief/2026-341,5121
	brief/2026-342,5122
	brief/2027-1,5123
	END
	printf 'publication:\n- {code: late, name: 晚报, form: digest, serial_before: 7}\n' >bad.yaml
	status 65 office-db load bad.yaml
	holds err "bad.yaml:2: serial_before counts in the year of valid_from: give that too"
	printf 'publication:\n- {code: a/b, name: 晚报, form: digest}\n' >bad.yaml
	status 65 office-db load bad.yaml
	holds err "bad.yaml:2: code: 'a/b'"
}

@test "a publication that gets another name in the middle of a year goes on; old issues keep the old one" {
	issue 2026-12-04 1
	row publication '{code: daily, name: 每日要情, form: digest, rhythm: day, sort: 1, valid_from: 2026-12-05}'
	issue 2026-12-05 2
	bulletin-build list -o csv --columns=issue,total,masthead >have
	same have <<-END
	issue,total,masthead
	daily/2026-1,1,每日汇报
	daily/2026-2,2,每日要情
	END
	# Either name finds either issue.
	for text in '每日汇报 2026年第1期' '《每日要情》2026年第1期' 'daily 1' daily/2026-1 每日要情第1期; do
		status 0 bulletin-build show "$text" -o csv --columns=issue
		[ "$(sed -n 2p out)" = daily/2026-1 ]
	done
	status 0 bulletin-build show daily -o csv --columns=issue
	[ "$(sed -n 2p out)" = daily/2026-2 ]
	for text in daily 每日汇报 每日要情; do
		[ "$(bulletin-build list $text -o csv --columns=issue | wc -l)" = 3 ]
	done
	status 66 bulletin-build show daily/2026-7
	same err <<-END
	bulletin-build: no issue daily/2026-7; 'bulletin-build list daily' lists them
	END
	status 64 bulletin-build show 明日汇报
	status 66 bulletin-build show practice
	same err <<-END
	bulletin-build: 'practice' has no issue yet
	END
}

# --- withdrawing, correcting ---------------------------------------------------------------------------------

@test "withdrawn: its number stays given, nothing else of it changes, its reports are free again" {
	issue 2026-12-04 1 2
	bulletin-build show daily -o json | jq 'del(.status, .reason)' >before
	status 64 bulletin-build withdraw daily/2026-1
	status 65 bulletin-build withdraw daily/2026-1 --reason=' '
	status 0 bulletin-build withdraw daily/2026-1 --reason=内容有误
	same out <<-END
	daily/2026-1
	END
	bulletin-build show daily -o json | jq 'del(.status, .reason)' | cmp - before
	bulletin-build list -o csv --columns=issue >have
	same have <<-END
	issue
	END
	bulletin-build list --withdrawn -o csv --columns=issue,status,reason >have
	same have <<-END
	issue,status,reason
	daily/2026-1,withdrawn,内容有误
	END
	bulletin-build adopted -o csv --columns=issue >have
	same have <<-END
	issue
	END
	status 65 bulletin-build withdraw daily/2026-1 --reason=再来
	same err <<-END
	bulletin-build: daily/2026-1 was withdrawn already: 内容有误
	END
	issue 2026-12-04 2 1
	same out <<-END
	daily/2026-2
	END
	status 0 office-db verify
	status 0 office-db journal daily/2026-1 -o json
	holds out '{\"status\":[\"issued\",\"withdrawn\"],\"reason\":[null,\"内容有误\"]}'
}

@test "what was issued is not issued again: correct and withdraw are named" {
	issue 2026-12-04 1
	status 64 bulletin-build reissue daily/2026-1
	holds err "bulletin-build correct daily/2026-1 --text=..."
	holds err "bulletin-build withdraw daily/2026-1 --reason=..."
}

@test "a correction has a number, says what is right, and is printed in the next issue" {
	issue 2026-12-04 1 2
	status 0 bulletin-build correct daily/2026-1/2 --text=第二条 --wrong=第2条
	same out <<-END
	K2026-0001
	END
	status 0 bulletin-build correct '每日汇报第1期' --text=签发人应为闻致远
	same out <<-END
	K2026-0002
	END
	status 65 bulletin-build correct daily/2026-1/2 --text=对 --wrong=没印过
	same err <<-END
	bulletin-build: wrong: '没印过' does not stand in daily/2026-1/2
	END
	status 65 bulletin-build correct daily/2026-1/3 --text=对
	same err <<-END
	bulletin-build: there is no item 3 in daily/2026-1: it has 2
	END
	status 64 bulletin-build correct daily/2026-1
	issue 2026-12-05 3
	issue 2026-12-06 4
	bulletin-build show daily/2026-1 --corrections -o csv --columns=number,item,wrong,text,printed_in >have
	same have <<-END
	number,item,wrong,text,printed_in
	K2026-0001,2,第2条,第二条,daily/2026-2
	K2026-0002,,,签发人应为闻致远,daily/2026-2
	END
	bulletin-build withdraw daily/2026-2 --reason=撤回 >/dev/null
	status 65 bulletin-build correct daily/2026-2 --text=对
	same err <<-END
	bulletin-build: daily/2026-2 was withdrawn: there is nothing to correct
	END
	status 0 office-db verify
}

@test "a correction printed in an issue that was withdrawn is due again, and show tells which item by its title" {
	issue 2026-12-04 1 2
	bulletin-build correct daily/2026-1/2 --text=第二条 --wrong=第2条 >/dev/null
	issue 2026-12-05 3
	status 0 bulletin-build show daily/2026-1
	holds out "  K2026-0001, item 2 \"第2条\", printed '第2条': 第二条 (in daily/2026-2)"
	bulletin-build withdraw daily/2026-2 --reason=撤回 >/dev/null
	status 0 bulletin-build show daily/2026-1
	holds out "  K2026-0001, item 2 \"第2条\", printed '第2条': 第二条 (not printed yet)"
	issue 2026-12-06 4
	status 0 bulletin-build show daily/2026-1
	holds out "(in daily/2026-3)"
	status 0 office-db verify
}

@test "what a dump could not be read back with is not taken: line breaks in a correction, a reason, a signature" {
	issue 2026-12-04 1 2
	status 65 bulletin-build correct daily/2026-1/2 --text="一
	二"
	same err <<-END
	bulletin-build: text: a line break does not belong here
	END
	status 65 bulletin-build withdraw daily/2026-1 --reason="一
	二"
	same err <<-END
	bulletin-build: reason: a line break does not belong here
	END
}

@test "an item without text, a title that is none: said, and issued" {
	draft 2026-12-04 1 2 3 | sed '4s/正文。//; 5s/第2条/'"$(printf '长%.0s' $(seq 101))"'/' >draft.yaml
	status 0 bulletin-build issue draft.yaml
	same err <<-END
	bulletin-build: draft.yaml:4: this item has no text: its title alone is printed
	bulletin-build: draft.yaml:5: the title has 101 characters; more than 100 are hardly one
	END
	same out <<-END
	daily/2026-1
	END
}

# --- copies ---------------------------------------------------------------------------------------------------

@test "numbered copies: one a copy in the order of the back page, signed for one by one or all of one recipient" {
	row publication '{code: secret, name: 机要专报, form: digest, secrecy: highly-secret, term: 1年, numbered: yes}'
	row column '{publication: secret, code: work, title: 工作动态, categories: [work], sort: 1}'
	for r in 'recipient: BM13, way: issue, copies: 2' 'recipient: 市委书记, way: report' 'recipient: P001, way: send'; do
		row distribution "{publication: secret, $r}"
	done
	report-submit --unit=BM13 --category=work --title=涉密一件 --body=正文 --secrecy=secret >/dev/null
	publication=secret issue 2026-12-04 61 2
	bulletin-build show secret -o json | jq -c '[.secrecy, .term, .report_to, .issue_to, .copies]' >have
	same have <<-END
	["secret","1年","市委书记","示例市教育局",4]
	END
	bulletin-build copies secret -o csv --columns=copy,recipient,way >have
	same have <<-END
	copy,recipient,way
	1,市委书记,report
	2,P001,send
	3,BM13,issue
	4,BM13,issue
	END
	status 0 bulletin-build copies secret --sign=3 --by=王某 --at="2026-12-04 17:30"
	status 65 bulletin-build copies secret --sign=3 --by=李某
	same err <<-END
	bulletin-build: secret/2026-1: copy 3 of secret/2026-1 was signed for by 王某 on 2026-12-04 17:30 already
	END
	status 0 bulletin-build copies secret --recipient=市教育局 --by=李某
	status 65 bulletin-build copies secret --recipient=BM13 --by=李某
	status 65 bulletin-build copies secret --sign=5 --by=李某
	status 65 bulletin-build copies secret --sign=1 --by=李某 --at="2026-12-05 09:00"
	status 64 bulletin-build copies secret --sign=1
	bulletin-build copies secret --unsigned -o csv --columns=copy >have
	same have <<-END
	copy
	1
	2
	END
	bulletin-build copies secret -o csv --columns=copy,signed_by,signed_at | sed -n 4,5p >have
	same have <<-END
	3,王某,2026-12-04T17:30:00+08:00
	4,李某,2026-12-04T18:00:00+08:00
	END
	status 0 bulletin-build show secret
	holds out "Numbered copies: 4, signed for 2, not yet 2"
	holds out "  Secrecy: secret"
	holds out "  Secrecy period: 1年"
	# What is more secret than a publication may hold stays out of it.
	draft 2026-12-04 61 >draft.yaml
	status 65 bulletin-build issue draft.yaml
	holds err "draft.yaml:4: R2026-0061"
	issue 2026-12-04 1
	status 65 bulletin-build copies daily --sign=1 --by=王某
	same err <<-END
	bulletin-build: daily/2026-1: its copies are not numbered
	END
	status 0 office-db verify
}

# --- lists -----------------------------------------------------------------------------------------------------

@test "issues by publication, days, unit and words; the newest of them" {
	issue 2026-12-04 1
	issue 2026-12-05 2
	issue 2026-12-06 3
	list() { bulletin-build list -o csv --columns=issue "$@" | sed 1d | tr '\n' ' '; }
	[ "$(list)" = "daily/2026-1 daily/2026-2 daily/2026-3 " ]
	[ "$(list 每日汇报)" = "daily/2026-1 daily/2026-2 daily/2026-3 " ]
	[ "$(list practice)" = "" ]
	[ "$(list --from=2026-12-05)" = "daily/2026-2 daily/2026-3 " ]
	[ "$(list --to=2026-12-05)" = "daily/2026-1 daily/2026-2 " ]
	[ "$(list --limit=2)" = "daily/2026-2 daily/2026-3 " ]
	[ "$(list --unit=市委宣传部)" = "daily/2026-2 " ]
	[ "$(list --search=第3条)" = "daily/2026-3 " ]
	status 64 bulletin-build list nothing
	holds err "no publication 'nothing'; there are: daily 每日汇报"
	status 64 bulletin-build list --from=2026-12-05 --to=2026-12-04
	[ "$(bulletin-build adopted --unit=BM03 -o csv --columns=report | sed 1d)" = R2026-0002 ]
	[ "$(bulletin-build adopted --issue='daily 3' -o csv --columns=report | sed 1d)" = R2026-0003 ]
	[ "$(bulletin-build adopted --from=2026-12-06 -o csv --columns=report | sed 1d)" = R2026-0003 ]
}

# --- dump -------------------------------------------------------------------------------------------------------

@test "a dump loaded into a new office gives the same issues, and the next number is the next" {
	issue 2026-12-04 1 2
	issue 2026-12-05 3
	bulletin-build correct daily/2026-1 --text=更正 >/dev/null
	bulletin-build withdraw daily/2026-2 --reason=撤回 >/dev/null
	issue 2027-01-01 4
	office-db dump >dump.yaml
	grep -c '^type: issue$' dump.yaml >have
	same have <<-END
	3
	END
	office-db init --db=new.db
	status 0 office-db load --db=new.db dump.yaml
	office-db dump --db=new.db | cmp - dump.yaml
	status 0 office-db verify --db=new.db
	for db in office.db new.db; do bulletin-build show daily/2026-1 --db=$db >show.$db; done
	cmp show.office.db show.new.db
	draft 2026-12-06 5 >draft.yaml
	status 0 bulletin-build issue --backdate --db=new.db draft.yaml
	same out <<-END
	daily/2026-3
	END
	# A dump that was tampered with.
	sed 's|^issue: daily/2026-1$|issue: daily/2026-8|' dump.yaml >bad.yaml
	office-db init --db=third.db
	status 65 office-db load --db=third.db bad.yaml
	holds err "issue 'daily/2026-8' is not what its publication, date and numbers make: 'daily/2026-1'"
}

@test "an import whose reports were printed is not undone" {
	printf '{"unit":"BM13","category":"work","title":"进过汇报","body":"正文"}\n' >in.jsonl
	report-submit in.jsonl >/dev/null 2>&1
	issue 2026-12-04 61
	last=$(office-db batches -o csv --columns=number | tail -1)
	status 65 office-db undo "$last"
	holds err R2026-0061
	status 0 office-db verify
}

# --- many at once ---------------------------------------------------------------------------------------------

@test "20 processes issue 20 drafts at once: 20 numbers without gap or double" {
	for i in $(seq 20); do draft 2026-12-04 $((i * 2)) $((i * 2 + 1)) >"draft.$i"; done
	for i in $(seq 20); do
		bulletin-build issue "draft.$i" >"out.$i" 2>"err.$i" 3>&- &
	done
	wait
	cat err.* >told
	same told </dev/null
	sort -t- -k2n out.* >numbers
	seq -f 'daily/2026-%g' 20 | same numbers
	# Each was told the number that its own items have.
	for i in 1 7 20; do
		bulletin-build show "$(cat "out.$i")" --items -o csv --columns=reports | sed 1d >have
		printf 'R2026-%04d\nR2026-%04d\n' $((i * 2)) $((i * 2 + 1)) | same have
	done
	[ "$(bulletin-build list -o csv --columns=total | sed 1d | sort -n | tr '\n' ' ')" = "$(seq -s ' ' 20) " ]
	status 0 office-db verify
}

@test "20 processes want the same report: one gets it, the others are told, file and line; no number is lost" {
	for i in $(seq 20); do draft 2026-12-04 $((i + 1)) 1 >"draft.$i"; done
	for i in $(seq 20); do
		{
			got=0
			bulletin-build issue "draft.$i" >"out.$i" 2>"err.$i" 3>&- || got=$?
			echo $got >"got.$i"
		} &
	done
	wait
	sort got.* | uniq -c | sed 's/^ *//' >have
	same have <<-END
	1 0
	19 65
	END
	cat out.* >have
	same have <<-END
	daily/2026-1
	END
	for i in $(seq 20); do
		[ "$(cat "got.$i")" = 0 ] || holds "err.$i" "draft.$i:5: R2026-0001"
	done
	bulletin-build adopted -o csv --columns=report | grep -c R2026-0001 >have
	same have <<-END
	1
	END
	issue 2026-12-04 40
	same out <<-END
	daily/2026-2
	END
	status 0 office-db verify
}

# --- whatever ends it ----------------------------------------------------------------------------------------

# Nothing of an issue is there.
nothing_issued() {
	sqlite3 "$OFFICEDB" "PRAGMA quick_check;
		SELECT (SELECT count(*) FROM issue) + (SELECT count(*) FROM issue_item) + (SELECT count(*) FROM adoption)
		+ (SELECT count(*) FROM journal WHERE type IN ('issue', 'issue_item', 'adoption'))
		+ (SELECT count(*) FROM counter WHERE series LIKE 'issue:%')" >left
	same left <<-END
	ok
	0
	END
}

@test "kill -9 at 60 points of issuing: wholly or not at all, and the number is then given to the next" {
	draft 2026-12-04 $(seq 60) >whole.yaml
	cp "$OFFICEDB" fresh.db
	start=$(date +%s%N)
	bulletin-build issue whole.yaml >out
	took=$((($(date +%s%N) - start) / 1000))
	RANDOM=$$
	echo "issuing takes $took us; seed $$"
	killed=0 whole=0
	for i in $(seq 60); do
		rm -f "$OFFICEDB"*
		cp fresh.db "$OFFICEDB"
		bulletin-build issue whole.yaml >out 2>&1 3>&- &
		pid=$!
		sleep "$(printf '0.%06d' $(((RANDOM * 32768 + RANDOM) % took)))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || killed=$((killed + 1))
		if [ "$(sqlite3 "$OFFICEDB" 'SELECT count(*) FROM issue')" = 1 ]; then
			whole=$((whole + 1))
			[ "$(sqlite3 "$OFFICEDB" 'SELECT count(*) FROM adoption')" = 60 ]
		else
			nothing_issued
			issue 2026-12-04 1
			same out <<-END
			daily/2026-1
			END
		fi
		if [ $((i % 10)) = 0 ]; then office-db verify; fi
	done
	echo "$killed killed, $whole whole"
	[ $killed -ge 15 ] # else this has shown nothing
}

@test "no room while issuing: 74 or killed, nothing issued; with room the same draft gets the first number" {
	draft 2026-12-04 $(seq 60) >draft.yaml
	for ignore in '' XFSZ; do
		got=0
		(
			trap '' $ignore
			ulimit -f 40
			exec bulletin-build issue draft.yaml
		) >out 2>err || got=$?
		[ $got = 74 ] || [ $got = $((128 + 25)) ] || { echo "status $got"; cat err; return 1; }
		same out </dev/null
		nothing_issued
	done
	status 0 bulletin-build issue draft.yaml
	same out <<-END
	daily/2026-1
	END
	status 0 office-db verify
}
