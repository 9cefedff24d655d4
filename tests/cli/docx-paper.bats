#!/usr/bin/env bats
# What Word and a printer make of paper: the order of a docx's elements (tests/docx-order.py), 版记 at the foot of its
# page, 28 characters on a line.

load common

order=$top/tests/docx-order.py

prepare() {
	sample_office
	export LANGUAGE=zh_CN
}

# full N - so many lines of 28 characters, the first two characters in.
full() { printf '测%.0s' $(seq $((28 * $1 - 2))); }

# issue NUMBER LINES RECIPIENTS - an issue of one item of so many lines, sent to these.
issue() {
	cat <<-END
	issue:
	- {issue: daily/2026-$1, publication: daily, year: 2026, serial: $1, total: 100$1, date: 2026-12-04, status: issued,
	  form: digest, masthead: 每日汇报, office: 中共示例市委办公室, secrecy: none, signer: 高明远, editor: 林知秋,
	  report_to: 市委常委, issue_to: $3, copies: 60, at: 2026-12-04T18:30:00+08:00, actor: root}
	issue_item:
	- {issue: daily/2026-$1, item: 1, column: work, column_title: 工作动态, style: full, title: 一件事,
	  text: $(full "$2"), source: 示西区委办, secrecy: none}
	END
}

@test "the order of elements in an issue, a roundup and a circular" {
	issue 1 30 各区市县委 >1.yaml
	office-db load 1.yaml 2>/dev/null
	report-submit "$sample/returns.yaml" "$sample/returns.jsonl" >/dev/null
	bulletin-build render daily/2026-1 -o docx >issue.docx
	bulletin-build render daily/2026-1 --language=en -o docx >english.docx
	bulletin-build roundup -o docx >roundup.docx
	info-score --notice --month=12 -o docx >circular.docx
	status 0 python3 "$order" issue.docx english.docx roundup.docx circular.docx
	same out </dev/null
}

@test "the order of elements where doc-check wrote comments and changes" {
	issue 1 30 各区市县委 | sed 's/测测测测/帐目，截止(一）今天/' >1.yaml
	office-db load 1.yaml 2>/dev/null
	bulletin-build render daily/2026-1 -o docx >issue.docx
	status 1 doc-check --type=通报 --level=hint --all --annotate=told.docx issue.docx
	python3 -c 'import zipfile; s = zipfile.ZipFile("told.docx").read("word/document.xml").decode(); assert "<w:ins " in s'
	status 0 python3 "$order" --any told.docx
	same out </dev/null
}

@test "the order: what is wrong is found" {
	issue 1 2 各区市县委 >1.yaml
	office-db load 1.yaml 2>/dev/null
	bulletin-build render daily/2026-1 -o docx >a.docx
	cat >spoil.py <<-'END'
	import sys, zipfile
	name, part, old, new = sys.argv[1:]
	z, o = zipfile.ZipFile("a.docx"), zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED)
	for n in z.namelist():
	    s = z.read(n).decode()
	    assert n != part or old in s, old
	    o.writestr(n, s.replace(old, new) if n == part else s)
	END
	# PART, OLD, NEW, what is said of it
	spoil() {
		python3 spoil.py b.docx "$1" "$2" "$3"
		status 1 python3 "$order" b.docx
		holds out "$1: $4"
	}
	spoil word/document.xml '<w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid>' '' 'a row of 1 cells in a table of 0 columns'
	spoil word/styles.xml '<w:keepNext/><w:tabs>' '<w:jc w:val="left"/><w:tabs>' 'w:tabs in w:pPr behind w:jc'
	spoil word/document.xml 'w:val="RecordLine"' 'w:val="None"' 'no style None'
	spoil word/document.xml 'w:hint="eastAsia"' 'w:hint="default"' 'a run whose marks may be set in a Latin face'
	spoil word/footer1.xml '"separate"' '"end"' "field ['PAGE']"
	spoil word/_rels/document.xml.rels 'footer2.xml' 'footer3.xml' 'footer3.xml is not there'
	spoil '[Content_Types].xml' '/word/fontTable.xml' '/word/fonts.xml' '/word/fonts.xml is not there'
	spoil word/document.xml '</w:tbl><w:p>' '</w:tbl><w:tbl></w:tbl><w:p>' 'two tables that become one'
}

# at_foot PDF PAGES - so many pages, 版记 at the foot of the last, nothing of the text among it.
at_foot() {
	pdftotext -bbox "$1" words
	python3 - "$2" <<-'END'
	import re, sys
	pages = open("words").read().split("<page ")[1:]
	assert len(pages) == int(sys.argv[1]), len(pages)
	words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', pages[-1])
	mm = lambda points: float(points) * 25.4 / 72
	last = [w for w in words if w[4].startswith("（共印") or w[4].endswith("份）")]
	assert last, words
	assert 250 < mm(last[-1][3]) < 263, mm(last[-1][3])    # 37 + 225 from above, less what is white about it
	first = [w for w in words if w[4].startswith("报：")]
	assert first, words
	for w in words: # nothing of the text stands among it
	    assert "测" not in w[4] or float(w[3]) < float(first[0][1]) + 1, w
	END
}

@test "LibreOffice: 版记 at the foot of the last page, alone on it, below text, on the only one, with many recipients" {
	command -v soffice >/dev/null || skip "no LibreOffice here"
	command -v pdftotext >/dev/null || skip "no poppler here"
	fc-list :lang=zh-cn | grep -q . || skip "no Chinese face here"
	many=$(printf '、市住房和城乡建设局%.0s' $(seq 60))
	issue 1 3 各区市县委 >1.yaml
	issue 2 11 各区市县委 >2.yaml
	issue 3 20 各区市县委 >3.yaml
	issue 4 3 "${many#、}" >4.yaml
	for i in 1 2 3 4; do
		office-db load $i.yaml 2>/dev/null
		bulletin-build render daily/2026-$i -o docx >$i.docx
	done
	HOME=$PWD timeout 120 soffice --headless --convert-to pdf ./?.docx >/dev/null 2>&1
	at_foot 1.pdf 1
	at_foot 2.pdf 2
	at_foot 3.pdf 2
	at_foot 4.pdf 2
}

@test "Chromium: 28 characters on a line, the masthead 35 mm down, 版记 at the foot of the only page" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	command -v pdftotext >/dev/null || skip "no poppler here"
	fc-list :lang=zh-cn | grep -q . || skip "no Chinese face here"
	issue 1 3 各区市县委 >1.yaml
	issue 2 30 各区市县委 >2.yaml
	for i in 1 2; do
		office-db load $i.yaml 2>/dev/null
		bulletin-build render daily/2026-$i -o html >$i.html
		timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/chromium" \
			--no-pdf-header-footer --print-to-pdf=$i.pdf "file://$PWD/$i.html" >/dev/null 2>&1
	done
	at_foot 1.pdf 1
	pdftotext -bbox 2.pdf words
	python3 - <<-'END'
	import re
	pages = open("words").read().split("<page ")[1:]
	words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', pages[1])
	full = [w for w in words if set(w[4]) == {"测"}]
	assert len(full) >= 10 and all(len(w[4]) == 28 for w in full[:-1]), full
	mast = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">每', pages[0])
	middle = (float(mast[0][0]) + float(mast[0][1])) / 2 * 25.4 / 72
	assert abs(middle - (37 + 35 + 9.5)) < 4, middle    # of characters 19 mm high
	END
}
