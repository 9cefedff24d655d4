#!/usr/bin/env bats
# task-track: leaders' instructions, special groups, site checks, evidence, reports that go up and out.  A matter's own
# life: task-track.bats.  The whole of the sample's matters is looked at here too.

load common

prepare() { sample_office; }

# matters - 25 matters of the sample city as they stand on 2026-12-04
matters() { office-db load "$top/share/sample/tasks.yaml" 2>loaded || { cat loaded; return 1; }; }

# --- instructions -----------------------------------------------------------------------------------------

@test "an instruction: numbered by leader and year, level by rank, linked to what it is about" {
	status 0 task-track instruct add --leader=沈望川 --date=12-03 --text=一周内报方案 --about=西岭供水 --document=专报第32期 --major
	same out <<<I2026-0001
	status 0 task-track instruct add --leader=沈望川 --text=继续抓 --about=西岭供水
	status 0 task-track instruct add --leader=省委领导 --leader-level=province --text=请核查 --about=水质舆情 --secrecy=secret
	status 0 task-track instruct list -o csv --columns=number,leader,leader_name,level,serial,given_on,major,secrecy
	same out <<-END
	number,leader,leader_name,level,serial,given_on,major,secrecy
	I2026-0001,P001,沈望川,city-chief,1,2026-12-03,yes,none
	I2026-0002,P001,沈望川,city-chief,2,2026-12-04,no,none
	I2026-0003,省委领导,省委领导,province,1,2026-12-04,no,secret
	END
	# The same again is the same.
	status 0 task-track instruct add --leader=沈望川 --date=12-03 --text=一周内报方案 --about=西岭供水 --document=专报第32期 --major
	same out <<<I2026-0001
	holds err "on file already as I2026-0001"
	status 0 task-track instruct list --leader=沈望川 --from=12-04 -o csv --columns=number
	same out <<<$'number\nI2026-0002'
	status 0 task-track instruct list --leader-level=province -o csv --columns=number
	same out <<<$'number\nI2026-0003'
	status 0 task-track instruct --text=方案 -o csv --columns=number
	same out <<<$'number\nI2026-0001'
	status 0 task-track instruct I2026-0002 -o json
	[ "$(jq -r .text out)" = 继续抓 ]
	status 66 task-track instruct I2026-0009
	status 65 task-track instruct add --leader=沈望川 --date=12-09 --text=x
	holds err "is still to come"
	status 65 task-track instruct add --text=x
	status 65 task-track instruct add --leader=沈望川
	status 0 task-track instruct add </dev/null # a pipe that holds nothing
	same out </dev/null
}

@test "a matter from an instruction: its source, basis, title, grade; both know of each other" {
	task-track instruct add --leader=沈望川 --date=12-03 --text=一周内报方案 --about=西岭供水情况 --document=专报第32期 --major
	status 0 task-track add --from-instruction=I2026-0001 --lead=BM23
	same out <<<T2026-0001
	status 0 task-track list T2026-0001 -o json
	[ "$(jq -r '[.title,.text,.source,.basis,.grade,.instructions[0]]|join("|")' out)" = \
		"西岭供水情况|一周内报方案|instruction|西岭供水情况（专报第32期）|major|I2026-0001" ]
	[ "$(task-track instruct list I2026-0001 -o json | jq -r .records)" = T2026-0001 ]
	# Major, and no day was given: a week.
	status 0 task-track assign T2026-0001
	[ "$(task-track list T2026-0001 -o json | jq -r .due_on)" = 2026-12-11 ]
	# Several on one, one on several.
	task-track instruct add --leader=顾云深 --text=抓紧 --about=西岭供水进展 >number
	status 0 task-track add --title=第二件 --from-instruction=I2026-0001,I2026-0002 --due=12-31
	[ "$(task-track list T2026-0002 -o json | jq -r '.instructions|join(" ")')" = "I2026-0001 I2026-0002" ]
	status 0 task-track instruct link I2026-0002 T2026-0001
	status 0 task-track instruct link I2026-0002 T2026-0001
	[ "$(task-track list T2026-0001 -o json | jq -r '.instructions|join(" ")')" = "I2026-0001 I2026-0002" ]
	[ "$(task-track list --instruction=I2026-0002 -o json | wc -l)" -eq 2 ]
	[ "$(task-track list --leader=顾云深 -o json | wc -l)" -eq 2 ]
	status 65 task-track instruct link I2026-0002 T2026-0099
	holds err "there is no T2026-0099"
	status 64 task-track instruct link I2026-0002
	status 0 task-track show T2026-0001
	holds out "I2026-0002 2026-12-04 顾云深: 抓紧"
	status 0 office-db verify
}

@test "instructions from records: the bad ones are told; a classified one is shown by its number alone" {
	cat >pishi.csv <<-END
	批示领导,批示日期,批示内容,批示件,密级,关联
	沈望川,2026-12-01,抓紧办,专报第1期,,
	沈望川,2027-12-01,还没写,专报第2期,,
	顾云深,2026-12-02,机密内容在此,某件,秘密,
	END
	status 65 task-track instruct add <pishi.csv
	same out <<<$'I2026-0001\nI2026-0002'
	holds err "<stdin>:3: given_on: 2027-12-01 is still to come"
	task-track add --title=某事 --from-instruction=I2026-0002 --text=另行通知 --lead=BM05 --due=12-31
	[ "$(task-track list -o json | jq -r .secrecy)" = secret ]
	status 0 task-track show T2026-0001
	lacks out "机密内容在此"
	holds out "I2026-0002"
	status 0 task-track assign T2026-0001 --print
	lacks out "机密内容在此|另行通知|某事"
	holds out "T2026-0001"
}

# --- from reports -------------------------------------------------------------------------------------------

@test "matters from reports: title, text, unit, and the report's number" {
	for t in 一 二; do
		report-submit --unit=市教育局 --category=problem --title=问题$t --body=内容$t --phone=0000-1 --signer=某 >>numbers 2>said ||
			{ cat said; return 1; }
	done
	status 0 task-track add --from-report=R2026-0001,R2026-0002 --limit=10w --leaders=苏映雪
	same out <<<$'T2026-0001\nT2026-0002'
	[ "$(task-track list T2026-0002 -o json | jq -r '[.title,.text,.lead,.report,.limit]|join(" ")')" = "问题二 内容二 BM13 R2026-0002 10w" ]
	status 0 task-track add --from-report=R2026-0001 --title=换个题目 --lead=BM23
	[ "$(task-track list T2026-0003 -o json | jq -r '[.title,.lead]|join(" ")')" = "换个题目 BM23" ]
	# One that is not there: none is registered.
	status 66 task-track add --from-report=R2026-0001,R2026-0009
	[ "$(task-track list --closed -o json | wc -l)" -eq 3 ]
}

# --- special groups ------------------------------------------------------------------------------------------

@test "a special group: formed, changed, listed on a day, shown with its matters" {
	status 0 task-track group add --name=保供督查小组 --theme=供热 --head=闻致远 --members=戚明朗,丁一帆 --from=12-01 --to=12-31
	same out <<<G2026-0001
	status 0 task-track group change G2026-0001 --to=2027-03-15 --members=戚明朗
	status 0 task-track group list -o json
	[ "$(jq -r '[.name,.head,.members[0],.from_day,.to_day,.tasks]|join(" ")' out)" = "保供督查小组 P012 戚明朗 2026-12-01 2027-03-15 0" ]
	status 0 task-track group
	holds out "闻致远"
	task-track add --title=供热 --group=保供督查小组 --lead=BM37 --due=12-31
	status 0 task-track group show G2026-0001
	holds out "T2026-0001"
	holds out "供热"
	[ "$(task-track list --group=G2026-0001 -o json | wc -l)" -eq 1 ]
	status 0 task-track group list --on=2026-11-30 -o csv --columns=number
	same out <<<number
	status 65 task-track group add --name=保供督查小组
	holds err "is on file already as G2026-0001"
	status 66 task-track group show G2026-0009
	status 66 task-track group change G2026-0009 --to=12-31
	status 64 task-track group change
	printf 'name,theme\n营商环境小组,惠企\n' | task-track group add >out
	same out <<<G2026-0002
}

# --- site checks ------------------------------------------------------------------------------------------------

@test "a special group: empty text takes away what was there, but not its name" {
	task-track group add --name=甲组 --theme=安全 --head=市委书记 --members=张甲、李乙 --from=2026-12-01 --to=2026-12-30 \
		--note=每周一会
	for option in --theme= --head= --members= --from= --to= --note=; do
		status 0 task-track group change G2026-0001 "$option"
	done
	task-track group show G2026-0001 -o json >out
	[ "$(jq -rc '[.name,.theme,.head,.members,.from_day,.to_day,.note]' out)" = '["甲组",null,null,null,null,null,null]' ]
	status 65 task-track group change G2026-0001 --name=
	same err <<<"task-track: name is missing"
	status 0 office-db verify
}

@test "a site check: what was found reopens a closed matter, with the evidence" {
	task-track add --title=危化品仓库整改 --lead=YQ03 --due=12-10 --now="2026-11-16 09:00" >number
	for step in assign sign finish verify close; do task-track $step T2026-0001 --now="2026-11-17 09:00"; done
	head -c 100000 /dev/zero >现场.jpg
	status 0 task-track check add --task=T2026-0001 --unit=临港园区 --place=2号仓库 --at="2026-12-04 10:00" --checkers=石砚秋,丁一帆 \
		--found=仍存放溶剂 --verdict=serious --follow-up=立即清空 --follow-up-by=12-11 --evidence=现场.jpg --reopen
	same out <<<C2026-0001
	status 0 task-track list T2026-0001 -o json
	[ "$(jq -r '[.status,.light]|join(" ")' out)" = "assigned green" ]
	[ "$(task-track show T2026-0001 --units -o json | jq -r '[.state,.due_on]|join(" ")')" = "returned 2026-12-11" ]
	[ "$(task-track show T2026-0001 --events -o json | jq -r 'select(.action=="checked" or .action=="reopen")|.action' | tr '\n' ' ')" = \
		"checked reopen reopen " ]
	status 0 task-track check show C2026-0001
	holds out "现场.jpg (100000, $(openssl dgst -sm3 -r 现场.jpg | cut -d' ' -f1))"
	status 0 task-track check -o json
	[ "$(jq -r '[.unit,.announced,.verdict]|join(" ")' out)" = "YQ03 false serious" ]
	status 0 task-track show T2026-0001
	holds out "C2026-0001"
	status 0 office-db verify
}

@test "what a check finds becomes a matter of its own; without a reason or a matter nothing is reopened" {
	status 0 task-track check add --unit=示西区 --place=政务大厅 --found=窗口空岗 --verdict=problem --follow-up=建立值守制度 \
		--follow-up-by=12-31 --announced --raise=政务窗口作风整改
	same out <<<$'C2026-0001\nT2026-0001'
	[ "$(task-track list -o json | jq -r '[.title,.text,.source,.basis,.lead,.due_on]|join(" ")')" = \
		"政务窗口作风整改 建立值守制度 check 明查暗访记录C2026-0001 QX02 2026-12-31" ]
	status 64 task-track check add --place=x --found=y --verdict=problem --reopen
	holds err "say which matter to reopen"
	status 65 task-track check add --place=x --found=y --task=T2026-0001 --verdict=problem --reopen
	holds err "which does not allow 'reopen'"
	status 66 task-track check add --place=x --found=y --evidence=nowhere.jpg
	status 65 task-track check add --unit=示西区 --verdict=problem
	holds err "say what was found"
	# Not one of those is on file.
	[ "$(task-track check list -o json | wc -l)" -eq 1 ]
	status 0 task-track check list --unit=示西 --from=12-01 --to=12-31 -o csv --columns=number
	same out <<<$'number\nC2026-0001'
	status 0 task-track check list --task=T2026-0001 -o csv --columns=number
	same out <<<number
	status 66 task-track check show C2026-0009
	printf '检查时间,地点,单位,发现情况,结论\n2026-12-03 09:00,大厅,示西区,正常,良好\n2026-12-09 09:00,大厅,示西区,正常,良好\n' >checks.csv
	status 65 task-track check add <checks.csv
	same out <<<C2026-0002
	holds err "is still to come"
}

# --- reports ----------------------------------------------------------------------------------------------------------

@test "a special report: its sections, figures with their formulas; classified matters by number alone" {
	matters
	status 0 task-track report-out
	holds out "督查专报"
	for section in 交办事由与批示 办理情况 办结率＝; do holds out "$section"; done
	lacks out "某专项工作落实情况"
	# Its figures are those of stats.
	rate=$(task-track stats -o json --columns=close_rate,all | jq -rs 'map(.all)|add')
	[ "$rate" -gt 0 ]
	holds out "$(task-track stats --columns=name,close_rate | sed -n 's/^Total *//p')"
	status 0 task-track report-out --group=G2026-0002
	holds out "T2026-0003"
	lacks out "T2026-0001"
	status 0 task-track report-out --language=en
	lacks out "办结率|^ *督查专报"
}

@test "a circular as a page: well-formed, nothing fetched from elsewhere, with pictures" {
	matters
	status 0 task-track report-out --kind=circular -o html --output-file=circular.html
	same out </dev/null
	holds circular.html "督查通报"
	holds circular.html "<svg"
	lacks circular.html '(src|href)="?(http|//)|<script|@import'
	python3 - circular.html <<-'END'
	import sys
	from html.parser import HTMLParser
	void = {"meta", "br", "hr", "img", "col", "input", "link"}
	class P(HTMLParser):
	    stack = []
	    def handle_starttag(self, tag, attrs):
	        if tag not in void: self.stack.append(tag)
	    def handle_startendtag(self, tag, attrs): pass
	    def handle_endtag(self, tag):
	        assert self.stack and self.stack[-1] == tag, (self.getpos(), tag, self.stack[-3:])
	        self.stack.pop()
	p = P()
	p.feed(open(sys.argv[1], encoding="utf-8").read())
	assert not p.stack, p.stack
	END
	status 73 task-track report-out --output-file=no/such/place
	status 64 task-track report-out --kind=novel
	status 64 task-track report-out -o pdf
}

# --- all of it ----------------------------------------------------------------------------------------------------------

@test "the sample's matters: a dump loads again and is the same; the journal proves it" {
	matters
	status 0 office-db verify
	office-db dump -o yaml >all.yaml
	office-db init --db=again.db
	office-db load all.yaml --db=again.db 2>loaded || { cat loaded; return 1; }
	task-track export -o json >want
	task-track export -o json --db=again.db | same want
	[ "$(wc -l <want)" -eq 25 ]
	for n in 0002 0011 0022; do
		task-track show T2026-$n >want
		task-track show T2026-$n --db=again.db | same want
	done
	status 0 office-db verify --db=again.db
}

@test "what lights and stats count is what list lists" {
	matters
	for light in red yellow green grey; do
		task-track list --light=$light -o json | wc -l
	done | tr '\n' ' ' >listed
	task-track lights | sed -nE 's/^Matters: ([0-9]+) red, ([0-9]+) yellow, ([0-9]+) green, ([0-9]+) grey$/\1 \2 \3 \4 /p' | tr -d '\n' >counted
	cmp listed counted
	[ "$(task-track list --view=overdue -o json | jq -r .number | sort)" = "$(task-track list --light=red -o json | jq -r .number | sort)" ]
	# Each view of the regime is a filter that holds.
	for view in $(task-track views -o csv --columns=code | tail -n +2); do status 0 task-track list --view=$view; done
	[ "$(task-track stats -o json | jq -s 'map(.red)|add')" = "$(task-track lights -o json | jq -s 'map(.red)|add')" ]
}

@test "Chromium prints a circular: who signs and the date on one page with text, nothing below them" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	matters
	task-track report-out --kind=circular -o html --output-file=circular.html
	# Its last lines again and again, each time lower on a page.
	python3 - <<-'END'
		import re
		page = open("circular.html", encoding="utf-8").read()
		end = re.search(r"<h3 class=\"part\">(?!.*<h3).*(?=</main>)", page, re.S)
		again = "".join("<main style=\"break-before:page;padding-top:%dpt\"><section>%s</main>" %
		                (280 + 4 * i, "<p>正文</p>" * 10 + end[0]) for i in range(36))
		open("again.html", "w", encoding="utf-8").write(page.replace("</main>", "</main>" + again))
	END
	chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update \
		--disable-sync --no-first-run --user-data-dir="$BATS_TEST_TMPDIR/c" --no-pdf-header-footer \
		--print-to-pdf=again.pdf "file://$PWD/again.html" 2>log
	pdftotext -layout again.pdf text
	python3 - <<-'END'
		signed = divided = 0
		for page in open("text", encoding="utf-8").read().split("\f")[:-1]:
		    lines = [line.strip() for line in page.split("\n") if line.strip()]
		    if "2026年12月4日" not in lines:
		        divided += signed > 0
		        continue
		    signed += 1
		    assert lines[-2:] == ["中共示例市委办公室", "2026年12月4日"], page
		    assert len(lines) > 2, page
		assert signed == 37 and 5 < divided < 36, (signed, divided)
	END
}

@test "report-out: the figures are of the matters that the filters leave" {
	task-track add --title=供水 --lead=市水利局 --due=2026-12-10 --now="2026-11-20 09:00" >/dev/null
	task-track add --title=修路 --lead=市交通局 --due=2026-12-02 --now="2026-11-20 09:00" >/dev/null
	task-track assign --now="2026-11-20 10:00" T2026-0001 T2026-0002 >/dev/null
	task-track sign --now="2026-11-21 10:00" T2026-0001
	task-track finish --now="2026-12-01 10:00" --text=通水 T2026-0001
	task-track verify --now="2026-12-01 11:00" T2026-0001
	task-track close --now="2026-12-01 12:00" T2026-0001
	rates() { grep -E '^办结率|^按期办结率' out | tr -s ' '; }
	status 0 task-track report-out
	rates | same /dev/stdin <<-'END'
	办结率 1 50.0%
	按期办结率 1 / 2 50.0%
	END
	status 0 task-track report-out --unit=市交通局
	rates | same /dev/stdin <<-'END'
	办结率 0 0.0%
	按期办结率 0 / 1 0.0%
	END
	lacks out 供水
	lacks out 市水利局
	status 0 task-track report-out --unit=市水利局 --language=en
	lacks out 修路
	lacks out 市交通运输局
}
