#!/usr/bin/env bats
# Issues as Word documents: packages that others open, the same each time, on the page as GB/T 9704 has it.

load common

# An office whose first issue, daily/2026-1, has every part of a page.
prepare() {
	sample_office
	if [ ! -e "$BATS_FILE_TMPDIR/issued.db" ]; then
		for i in 1 2; do
			printf '{"unit":"BM0%d","category":"work","title":"第%d件事","body":"正文。"}\n' $i $i
		done | report-submit >/dev/null
		cat >draft.yaml <<-END
		draft:
		- {publication: daily, date: 2026-12-04, signer: 闻致远, note: 编者按一句。}
		item:
		- {column: work, reports: R2026-0001, title: 示西区“三化”联动——基层治理, text: 办结率达98.6%……群众说好。}
		- {column: work, reports: R2026-0002, title: 写满几页, text: $(full 50)}
		END
		bulletin-build issue draft.yaml >/dev/null
		cp "$OFFICEDB" "$BATS_FILE_TMPDIR/issued.db"
	fi
	cp "$BATS_FILE_TMPDIR/issued.db" "$OFFICEDB"
	bulletin-build render daily/2026-1 -o docx --output-file=a.docx
}

# full N - so many lines of 28 characters.
full() { printf '测%.0s' $(seq $((28 * $1))); }

@test "the package is whole, in the order that Word writes, and all that is in it is XML" {
	python3 - <<-'END'
	import zipfile, xml.dom.minidom
	z = zipfile.ZipFile("a.docx")
	assert z.testzip() is None
	print(*z.namelist(), sep="\n", file=open("names", "w"))
	for i in z.infolist():
	    assert i.compress_type == zipfile.ZIP_DEFLATED, i
	    assert i.date_time >= (2026, 12, 4, 18, 0, 0), i
	    xml.dom.minidom.parseString(z.read(i))
	END
	same names <<-'END'
	[Content_Types].xml
	_rels/.rels
	word/document.xml
	word/_rels/document.xml.rels
	word/styles.xml
	word/settings.xml
	word/fontTable.xml
	word/footer1.xml
	word/footer2.xml
	docProps/core.xml
	docProps/app.xml
	END
}

@test "rendered again, in another zone and on another day, the bytes are the same" {
	sleep 1
	TZ=America/New_York OFFICEDB_NOW="2027-03-01 09:00" \
		bulletin-build render daily/2026-1 -o docx --output-file=b.docx
	cmp a.docx b.docx
}

@test "doc-check reads it, and finds nothing wrong with faces, marks or the page" {
	doc-check --level=hint --all -o json a.docx >found 2>err || true
	lacks found '"rule":"L'
	# As if the standard were for bulletins too: but for a red masthead in its own size, and 楷体 where bulletins have
	# it - titles of items, notes -, all is as it says.
	doc-check --type=通报 --level=hint --all -o json a.docx >found 2>err || true
	jq -r '.rule' found | grep '^L' >have
	grep -q L10 have
	lacks have '^L(0[^8]|1[^027]|[2-9])'
	lacks err 'L[0-9]'
}

@test "a numbered copy has its number and nothing else that others have not" {
	printf 'publication:\n- {code: secret, name: 机要专报, form: digest, secrecy: highly-secret, term: 1年, numbered: yes}\n' >p.yaml
	printf 'column:\n- {publication: secret, code: work, title: 工作动态, categories: [work]}\n' >>p.yaml
	printf 'distribution:\n- {publication: secret, recipient: 市委常委, way: report, copies: 12}\n' >>p.yaml
	office-db load p.yaml 2>/dev/null
	cat >draft.yaml <<-END
	draft:
	- {publication: secret, date: 2026-12-04}
	item:
	- {column: work, reports: R2026-0001, title: 一件事, text: 正文。}
	END
	bulletin-build issue draft.yaml
	bulletin-build render secret/2026-1 -o docx --output-file=a.docx
	bulletin-build render secret/2026-1 --copy=12 -o docx --output-file=b.docx
	python3 - <<-'END'
	import zipfile
	a, b = (zipfile.ZipFile(n).read("word/document.xml").decode() for n in ("a.docx", "b.docx"))
	assert "000012" in b and "000012" not in a
	start = b.index('<w:p><w:pPr><w:pStyle w:val="CopyNumber"/>')
	end = b.index("</w:p>", start) + len("</w:p>")
	assert b[:start] + b[end:] == a
	assert b.index("000012") < b.index("机要专报")
	END
}

@test "LibreOffice sets it on A4, 22 lines of 28 characters to a page, numbers outside" {
	command -v soffice >/dev/null || skip "no LibreOffice here"
	command -v pdftotext >/dev/null || skip "no poppler here"
	fc-list :lang=zh-cn | grep -q . || skip "no Chinese face here"
	HOME=$PWD timeout 120 soffice --headless --convert-to pdf a.docx >/dev/null 2>&1
	pdftotext -bbox a.pdf words
	python3 - <<-'END'
	import re
	pages = open("words").read().split("<page ")[1:]
	assert len(pages) >= 3, len(pages)
	assert re.match(r'width="595\.\d+" height="841\.\d+"', pages[1])
	words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', pages[1])
	full = [w for w in words if set(w[4]) == {"测"}]
	assert len(full) == 22, len(full)
	assert {len(w[4]) for w in full} == {28}
	mm = lambda points: float(points) * 25.4 / 72
	for w in full: # 版心: 28 and 184 from the left
	    assert abs(mm(w[0]) - 28) < 1 and abs(mm(w[2]) - 184) < 1, w
	assert abs((float(full[21][1]) - float(full[0][1])) / 21 - 28.95) < 0.05
	number = [w for w in words if w[4] == "2"]
	assert len(number) == 1 and 28 < mm(number[0][0]) < 45, number # the even page: at the left
	first = re.findall(r'xMin="([\d.]+)"[^>]*>1<', pages[0].split("测")[-1])
	assert 165 < mm(first[-1]) < 184, first
	END
}
