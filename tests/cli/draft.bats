#!/usr/bin/env bats
# bulletin-build draft, edit, check, near: a draft is made, edited in an editor, checked against what is on file and for
# its wording.

load common

# The sample office with three reports, filed at 18:00 of 4 December.
prepare() {
	sample_office
	report-submit --unit=市委 --category=remark --title="沈望川强调把民生实事办到群众心坎上" \
		--body="民生实事立项要问需于民、推进要公开透明、验收要群众评判。" --leaders=沈望川 >number
	report-submit --unit=示东区 --category=work --title='示东区: "一张表"减负' \
		--body="将14个部门的67张报表归并为一张表，由区数据部门统一回流、街道一次采集、部门按需取用。" >>number
	report-submit --unit=青禾县 --category=work --title="青禾县建立农机120" --urgency=urgent \
		--body="组建29支服务队，县级统一呼叫、乡镇就近派单。" >>number
}

# --- draft ---------------------------------------------------------------------------------------------

@test "draft: by column, urgent first, to edit" {
	status 0 bulletin-build draft daily
	same err </dev/null
	sed -n '/^draft:/,$p' out | grep -v '^$' >got
	same got <<-'END'
	draft:
	  - publication: daily
	    date: 2026-12-04
	    # 可另加 signer:（签发）、editor:（编辑）、note: |（编者按）
	item:
	  # ==== 领导要论 (column: remark) ====
	  # 2026-12-04 18:00收到
	  - column: remark
	    keep: yes
	    title: 沈望川强调把民生实事办到群众心坎上
	    reports: [R2026-0001]
	    unit: [SW] # 市委
	    original: 沈望川强调把民生实事办到群众心坎上
	    source:
	    text: |
	      民生实事立项要问需于民、推进要公开透明、验收要群众评判。
	  # ==== 领导活动动态 (column: activity) ====
	  # （无）
	  # ==== 重要接待 (column: reception) ====
	  # （无）
	  # ==== 工作动态 (column: work) ====
	  # 2026-12-04 18:00收到，加急
	  - column: work
	    keep: yes
	    title: 青禾县建立农机120
	    reports: [R2026-0003]
	    unit: [QX04] # 青禾县
	    original: 青禾县建立农机120
	    source:
	    text: |
	      组建29支服务队，县级统一呼叫、乡镇就近派单。
	  # 2026-12-04 18:00收到
	  - column: work
	    keep: yes
	    title: "示东区: \"一张表\"减负"
	    reports: [R2026-0002]
	    unit: [QX01] # 示东区
	    original: "示东区: \"一张表\"减负"
	    source:
	    text: |
	      将14个部门的67张报表归并为一张表，由区数据部门统一回流、街道一次采集、部门按需取用。
	  # ==== 媒体摘要 (column: media) ====
	  # （无）
	END
	grep '^#' out >head
	holds head "# 《每日汇报》2026-12-04待编稿：2026-12-03以来收到的候选稿件3件"
}

@test "draft: what was returned is not offered, what says the same is marked" {
	report-handle return R2026-0003 --reason=补数据
	report-submit --unit=示西区 --category=work --title="区里归并报表" --now="2026-12-04 19:00" \
		--body="将14个部门的67张报表归并为一张表，由区数据部门统一回流、街道一次采集、部门按需取用。"
	status 0 bulletin-build draft daily
	lacks out R2026-0003
	holds out '  # 疑似重复：R2026-0002《示东区: "一张表"减负》（示东区），文字约'
	holds out '  # 疑似重复：R2026-0004《区里归并报表》（示西区），文字约'
	# far from the day of the issue nothing is looked for
	status 0 bulletin-build draft daily --near-days=0 --date=2026-12-05
	lacks out 疑似
	status 0 bulletin-build near R2026-0002 -o csv --columns=number,title,issue
	same out <<-END
	number,title,issue
	R2026-0004,区里归并报表,
	END
	status 0 bulletin-build near R2026-0001 -o csv
	same out <<<number,alike,bits,title,issue
}

@test "draft: an empty day is a file that says that nothing is kept" {
	status 0 bulletin-build draft daily --date=2026-01-01 --output-file=d.yaml
	same out </dev/null
	status 65 bulletin-build check d.yaml
	holds out ": no item is kept; let keep: yes stand with what is to be printed"
}

@test "draft: never over a file; unknown publication, senseless options" {
	echo edited >d.yaml
	status 73 bulletin-build draft daily --output-file=d.yaml
	same d.yaml <<<edited
	status 64 bulletin-build draft
	status 64 bulletin-build draft daily practice
	status 64 bulletin-build draft weekly
	holds err "no publication 'weekly'"
	status 64 bulletin-build draft roundup
	holds err "use 'bulletin-build roundup'"
	status 64 bulletin-build draft daily --date=someday
	status 64 bulletin-build draft daily --since=someday
	status 64 bulletin-build draft daily --since=2026-12-05
	holds err "--since: 2026-12-05 is still to come: nothing came in since"
	status 0 bulletin-build draft daily --since=2026-12-04
	status 64 bulletin-build draft daily --near-days=x
	status 64 bulletin-build near
	status 64 bulletin-build near X1
	status 66 bulletin-build near R2026-0099
}

@test "draft: of a classified publication it is nobody else's to read" {
	printf 'publication:\n  - {code: nei, name: 内参, form: digest, secrecy: secret, valid_from: 2026-01-01}\ncolumn:\n  - {publication: nei, code: work, title: 动态, categories: [work], valid_from: 2026-01-01}\n' >nei.yaml
	office-db load nei.yaml 2>told
	umask 022
	status 0 bulletin-build draft nei --output-file=nei.draft
	status 0 bulletin-build draft daily --output-file=daily.draft
	[ "$(stat -c %a nei.draft daily.draft | tr '\n' ' ')" = "640 644 " ]
}

@test "draft: other languages do not change what is read" {
	LC_ALL=C.UTF-8 LANGUAGE=zh_CN bulletin-build draft daily | grep -v '^ *#' | sed 's/ *#.*//' >a
	LANGUAGE= bulletin-build draft daily | grep -v '^ *#' | sed 's/ *#.*//' >b
	diff a b
}

# --- check ----------------------------------------------------------------------------------------------

@test "check: right, from a file and from a pipe" {
	report-handle reject R2026-0002 --reason=引号
	bulletin-build draft daily --output-file=d.yaml
	status 0 bulletin-build check d.yaml
	same out </dev/null
	same err </dev/null
	status 0 bulletin-build check - <d.yaml
}

@test "check: every problem with its line, in one pass" {
	bulletin-build draft daily | grep -v '^ *#' | grep -v '^$' >d.yaml
	sed -i 's/R2026-0001/R2026-0002/; s/column: work/column: wrok/' d.yaml
	status 65 bulletin-build check d.yaml
	same out <<-'END'
	d.yaml:9: unit is 'SW', but R2026-0002 is of QX01: put the number or the unit right
	d.yaml:10: original is '沈望川强调把民生实事办到群众心坎上', but R2026-0002 is 《示东区: "一张表"减负》 on file: put the number right, or, if the unit has sent it anew, the title
	d.yaml:14: 每日汇报 has no column 'wrok'; the nearest is 'work'; there are: remark 领导要论, activity 领导活动动态, reception 重要接待, work 工作动态, media 媒体摘要
	d.yaml:23: 每日汇报 has no column 'wrok'; the nearest is 'work'; there are: remark 领导要论, activity 领导活动动态, reception 重要接待, work 工作动态, media 媒体摘要
	d.yaml:26: R2026-0002 stands in two items, the other is on line 5; leave it in one, and let keep: no stand with the other
	END
	same err <<<"bulletin-build: 'd.yaml': 5 problems; nothing was done"
}

@test "check: a full-width colon, a tab, a missing blank are told as such" {
	printf 'draft:\n- publication: daily\n  date：2026-12-04\nitem: []\n' >a.yaml
	printf 'draft:\n- publication: daily\n\tdate: 2026-12-04\nitem: []\n' >b.yaml
	printf 'draft:\n- publication:daily\n  date: 2026-12-04\nitem: []\n' >c.yaml
	status 65 bulletin-build check a.yaml b.yaml c.yaml
	same out <<-'END'
	a.yaml:3: the colon behind 'date' is a full-width one; write ': ' in half width, with a space
	b.yaml:3: a tab in the indentation; use spaces
	c.yaml:2: a space is missing behind the colon of 'publication'
	END
}

@test "check: an item without text and a title that is none are doubts, where texts are printed" {
	{
		printf 'draft:\n- publication: daily\n  date: 2026-12-04\nitem:\n'
		printf -- '- {column: work, reports: R2026-0002, title: 甲, text: "　 "}\n'
		printf -- '- {column: work, title: %s, text: 文}\n' "$(printf '长%.0s' $(seq 101))"
		printf -- '- {column: media, title: %s, text: 文}\n' "$(printf '长%.0s' $(seq 100))"
	} >d.yaml
	status 1 bulletin-build check d.yaml
	grep -v '\[.*\]$' out >have
	same have <<-'END'
	d.yaml:5: this item has no text: its title alone is printed
	d.yaml:6: the title has 101 characters; more than 100 are hardly one
	END
}

@test "check: what YAML takes for a comment behind a title is a doubt; 稿件 are the reports" {
	cat >d.yaml <<-END
	draft:
	  - publication: daily
	    date: 2026-12-04
	item:
	  - column: work
	    title: 启用 #3机组
	    稿件: [R2026-0002]
	    source: 示东县 # 待核
	    text: 文。
	  - column: work
	    title: "启用 #4机组"
	    source:   # 缺省
	    text: |
	      文 #5。
	  - column: work
	    title: 启用5#机组、C#
	    text: 文。
	END
	status 1 bulletin-build check d.yaml
	cat out err >said
	holds said "d.yaml:6: what stands behind ' #' is a comment and is not printed; if it belongs to the text, put the whole into quotes"
	holds said "d.yaml:8: what stands behind ' #'"
	[ "$(grep -c ' #. is a comment' said)" = 2 ]
	lacks said 稿件
	status 0 bulletin-build issue d.yaml
	holds err "d.yaml:6: what stands behind ' #'"
	bulletin-build adopted --columns=report >out
	holds out R2026-0002
}

@test "check: what no column takes is not printed, another publication's is a doubt" {
	report-submit --category=个人重大事项 --title=个人事项登记 --unit=BM01 --leaders=闻致远 --occurred-at=今天 >/dev/null 2>&1
	report-submit --category=experience --title=做法 --unit=BM01 --body=文 >/dev/null 2>&1
	n=$(report-list -o csv --columns=number,title | sed -n 's/,个人事项登记$//p')
	m=$(report-list -o csv --columns=number,title | sed -n 's/,做法$//p')
	{
		printf 'draft:\n- publication: daily\n  date: 2026-12-04\nitem:\n'
		printf -- '- {column: work, reports: [%s], title: 甲, text: 文}\n' "$m" "$n"
	} >d.yaml
	status 65 bulletin-build check d.yaml
	same out <<-END
	d.yaml:6: $n is of category '个人重大事项', which no column of any publication takes; put the number right, or drop it (keep: no)
	END
	sed -i '$d' d.yaml
	status 1 bulletin-build check d.yaml
	grep -v '\[.*\]$' out >have
	same have <<-END
	d.yaml:5: it has a report of a category that no column of this publication takes
	END
}

@test "check: what the publication's own column of schedules takes is printed" {
	cat >week.yaml <<-END
	publication:
	  - {code: wk, name: 一周要情, form: digest, rhythm: week, valid_from: 2026-01-01}
	column:
	  - {publication: wk, code: plan, title: 活动安排, categories: [schedule], style: schedule, sort: 1, valid_from: 2026-01-01}
	END
	office-db load week.yaml 2>told
	report-submit --unit=青禾县 --category=schedule --leaders=书记 --title=书记调研 --occurred="2026-12-05 09:00" --body=下午调研。 >number
	status 0 bulletin-build draft wk --output-file=wk.yaml
	holds wk.yaml "$(cat number)"
	status 0 bulletin-build check wk.yaml
	status 0 bulletin-build issue wk.yaml
	bulletin-build render wk >text
	holds text 书记调研
	# Of other publications it is none.
	sed 's/publication: wk/publication: daily/; s/column: plan/column: work/' wk.yaml >daily.yaml
	status 65 bulletin-build check daily.yaml
	holds out "which no column of any publication takes"
}

@test "check: wording by doc-check, with the lines of the draft" {
	cat >d.yaml <<-'END'
	draft:
	- publication: daily
	  date: 2026-12-04
	item:
	- column: media
	  title: 后
	  text: |
	    一切都好。
	    各单位要按装到位。
	- column: work
	  title: 先按装
	  text: 好。
	END
	status 1 bulletin-build check d.yaml
	same out <<-'END'
	d.yaml:11: warning: “按装”有错字，应为“安装” [W30]
	d.yaml:9: warning: “按装”有错字，应为“安装” [W30]
	END
}

@test "check: without doc-check it says so" {
	mkdir bin
	cp "$(command -v bulletin-build)" bin/
	printf 'draft:\n- {publication: daily, date: 2026-12-04}\nitem:\n- {column: work, title: 按装, text: 文}\n' >d.yaml
	LD_LIBRARY_PATH=$build/lib PATH=/usr/bin:/bin status 0 bin/bulletin-build check d.yaml
	same err <<<"bulletin-build: d.yaml: wording was not checked: there is no doc-check"
}

# --- edit -------------------------------------------------------------------------------------------------

@test "edit: the editor is opened, then the draft is checked" {
	report-handle reject R2026-0002 --reason=引号
	bulletin-build draft daily --output-file=d.yaml
	VISUAL='sed -i s/R2026-0003/R2026-0099/' EDITOR=false status 65 bulletin-build edit d.yaml
	holds out "there is no report R2026-0099"
	VISUAL='' EDITOR='sed -i s/R2026-0099/R2026-0003/' status 0 bulletin-build edit d.yaml
	same out </dev/null
	status 66 bulletin-build edit nothing.yaml
	holds err "make one with 'bulletin-build draft PUBLICATION --output-file=nothing.yaml'"
	VISUAL=false status 69 bulletin-build edit d.yaml
	status 64 bulletin-build edit
}

@test "edit: what an editor lost is kept" {
	bulletin-build draft daily --output-file=d.yaml
	cp d.yaml before
	VISUAL='truncate -s0' status 65 bulletin-build edit d.yaml
	holds err "'d.yaml' is empty or gone; what it held is kept in 'd.yaml~'"
	cmp before d.yaml~
	cp before d.yaml
	VISUAL='rm' status 66 bulletin-build edit d.yaml
	cmp before d.yaml~
}

@test "edit: a file that cannot be written is not opened" {
	bulletin-build draft daily >d.yaml
	elsewhere
	cp "$BATS_TEST_TMPDIR/d.yaml" d.yaml
	chmod 444 d.yaml
	VISUAL='touch opened' status 77 as_nobody bulletin-build edit d.yaml
	holds err "'d.yaml' cannot be written"
	[ ! -e opened ]
}

@test "edit: at a terminal it is asked whether to edit again" {
	bulletin-build draft daily --output-file=d.yaml
	cat >editor <<-'END'
	#!/bin/sh
	n=$(cat count 2>/dev/null || echo 0)
	echo $((n + 1)) >count
	case $n in
	0) sed -i 's/^    column: work/    column: wrok/; s/- column: work/- column: wrok/' "$1" ;;
	*) sed -i 's/wrok/work/' "$1" ;;
	esac
	END
	chmod +x editor
	cat >talk <<-'END'
	set timeout 10
	spawn env VISUAL=./editor bulletin-build edit d.yaml
	expect "has no column 'wrok'"
	expect "edit again"
	send "e\r"
	expect {
		"edit again" { send "k\r"; exp_continue }
		eof
	}
	END
	expect talk >log
	same count <<<2
	lacks d.yaml wrok
}
