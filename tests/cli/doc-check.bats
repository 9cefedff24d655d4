#!/usr/bin/env bats
# doc-check by its command line, with a small pack of rules (tests/fixtures/rules) in place of the shipped ones.

load common

# The program where its rules are ours: it looks beside itself.
prepare() {
	tree=$BATS_FILE_TMPDIR/tree
	if [ ! -e "$tree" ]; then
		mkdir -p "$tree/bin" "$tree/share/officedb"
		cp "$build/bin/doc-check" "$build/bin/office-db" "$tree/bin"
		ln -s "$build/lib" "$tree/lib"
		ln -s "$build/share/locale" "$tree/share/locale"
		ln -s "$build"/share/officedb/* "$tree/share/officedb"
		ln -sfn "$top/tests/fixtures/rules" "$tree/share/officedb/rules"
	fi
	PATH=$tree/bin:$PATH
	cat >a.txt <<-'END'
	示例市人民政府关于进一步做好防汛工作的通知

	示政发[2026]012号

	各区县人民政府：
	　　各单位登记帐号，参加会议约10余人。
	　　既使没有帐号，也要登记。

	　　　　　　　　示例市人民政府
	　　　　　　　　2026年12月4日
	END
}

# on_terminal COMMAND - as a terminal of 100 columns shows it, in screen.
on_terminal() { script -qec "stty cols 100; $1" /dev/null </dev/null | tr -d '\r' >screen; }

@test "a finding a line: place, level, message, rule, basis; exit status 1" {
	status 1 doc-check a.txt
	same out <<-'END'
	a.txt:3:4: error: 年份应当用六角括号，这里是“[2026]” [A01] (《示例格式》第一条)
	a.txt:6:8: warning: “帐号”应为“账号” [B01] (《示例规范》)
	a.txt:7:3: warning: “既使”应为“即使” [B01] (《示例规范》)
	a.txt:7:7: warning: “帐号”应为“账号” [B01] (《示例规范》)
	END
	same err <<-'END'
	doc-check: not run: C01 (faces, sizes and page are known of docx and odt only)
	END
	status 1 doc-check --quiet a.txt
	same err </dev/null
	echo 各单位： >clean.txt
	status 0 doc-check --quiet clean.txt
	same out </dev/null
	status 1 doc-check --quiet - <a.txt
	[ "$(head -c 12 out)" = "<stdin>:3:4:" ]
}

@test "levels, gates, rules" {
	status 1 doc-check -o csv --columns=rule --level=hint a.txt
	same out <<-'END'
	rule
	A01
	B01
	B02
	B01
	B01
	END
	status 1 doc-check -o csv --columns=rule,level --level=提示 --rule=b*,A01 --except=B01 a.txt
	same out <<-'END'
	rule,level
	A01,error
	B02,hint
	END
	status 1 doc-check -o csv --columns=rule --level=error a.txt
	same out <<<$'rule\nA01'
	status 0 doc-check --level=error --gate=文字关,issue a.txt
	status 1 doc-check -o csv --columns=rule --low --level=hint --rule='B*' --except=B01,B02 a.txt
	same out <<<$'rule\nB03'
	status 64 doc-check --rule=Z99 a.txt
	same err <<<"doc-check: no rule 'Z99'; --list-rules lists them"
	status 64 doc-check --gate=gate a.txt
}

@test "on a terminal: by gate, the text marked; colour only there and not with NO_COLOR" {
	on_terminal "doc-check --gate=format a.txt"
	grep -qF $'示政发\033[1;31m[2026]\033[0m012号' screen
	grep -qF $'\033[1;31merror\033[0m' screen
	export NO_COLOR=1
	on_terminal "doc-check --quiet --level=hint a.txt"
	same screen <<-'END'
	format gate (格式关)
	a.txt:3:4: error: 年份应当用六角括号，这里是“[2026]” [A01] (《示例格式》第一条)
	    示政发[2026]012号
	          ^^^^^^
	wording gate (文字关)
	a.txt:6:8: warning: “帐号”应为“账号” [B01] (《示例规范》)
	    各单位登记帐号，参加会议约10余人。
	              ^^^^
	a.txt:6:15: hint: “约10余人”：“约”与“余”只留一个 [B02] (实务惯例)
	    各单位登记帐号，参加会议约10余人。
	                            ^^^^^^^^
	a.txt:7:3: warning: “既使”应为“即使” [B01] (《示例规范》)
	    既使没有帐号，也要登记。
	    ^^^^
	a.txt:7:7: warning: “帐号”应为“账号” [B01] (《示例规范》)
	    既使没有帐号，也要登记。
	            ^^^^
	END
	on_terminal "doc-check a.txt 2>&1"
	holds screen "documents 1, errors 1, warnings 3, hints 0"
}

@test "nothing in a document commands the terminal" {
	printf '请登记\033]0;x\007帐号\xe2\x80\xae。\n' >evil.txt
	status 1 doc-check --quiet evil.txt
	on_terminal "NO_COLOR=1 doc-check --quiet evil.txt"
	lacks screen $'\033|\007'
	cat out screen >both
	lacks both $'\xe2\x80\xae'
	doc-check -o html evil.txt >page || true
	lacks page $'\033|\007|\xe2\x80\xae'
}

@test "three of one rule are spelled out, then a count; all with --all and as records" {
	for i in 1 2 3 4 5; do echo "第${i}个帐号。"; done >many.txt
	status 1 doc-check --quiet many.txt
	[ "$(grep -c 'B01.*示例规范' out)" = 3 ]
	tail -n 1 out >last
	same last <<<"many.txt: 2 more of [B01]; --all spells them out"
	status 1 doc-check --quiet --all many.txt
	[ "$(grep -c 'B01.*示例规范' out)" = 5 ]
	lacks out more
	status 1 doc-check -o json many.txt
	[ "$(wc -l <out)" = 5 ]
	status 1 doc-check -o html many.txt
	[ "$(grep -c '<mark>' out)" = 3 ]
	holds out "2 more of B01"
}

@test "records have every field of a finding; every format is itself" {
	status 1 doc-check -o json --rule=A01 a.txt
	jq -c . out >have
	same have <<<'{"file":"a.txt","line":3,"column":4,"level":"error","rule":"A01","gate":"format","message":"年份应当用六角括号，这里是“[2026]”","basis":"《示例格式》第一条","text":"[2026]","fix":"〔2026〕"}'
	status 1 doc-check -o csv --rule=A01 a.txt
	same out <<-'END'
	file,line,column,level,rule,gate,message,basis,text,fix
	a.txt,3,4,error,A01,format,年份应当用六角括号，这里是“[2026]”,《示例格式》第一条,[2026],〔2026〕
	END
	status 1 doc-check -o yaml a.txt
	[ "$(grep -c '^rule: B01' out)" = 3 ]
	status 1 doc-check -o tsv --columns=line,rule a.txt
	[ "$(sed -n 2p out)" = $'3\tA01' ]
	status 1 doc-check -o table a.txt
	holds out 六角括号
	status 1 doc-check --excel a.txt
	[ "$(head -c 3 out)" = $'\xef\xbb\xbf' ]
}

@test "SARIF 2.1.0: what its readers need" {
	mkdir 公 && cp a.txt "公/甲 乙.txt"
	status 1 doc-check -o sarif "公/甲 乙.txt"
	jq -e '.version == "2.1.0" and (."$schema" | test("sarif-2.1.0")) and (.runs | length == 1)' out
	jq -e '.runs[0].tool.driver | .name == "doc-check" and (.rules | length == 8)
		and all(.rules[]; .id and .shortDescription.text and .properties.basis and .defaultConfiguration.level)' out
	jq -e '.runs[0].results | length == 4 and all(.[]; (.level == "error" or .level == "warning") and .message.text)' out
	# Every result's index is its rule's, and its region what was marked.
	jq -e '.runs[0] as $r | all($r.results[]; .ruleId == $r.tool.driver.rules[.ruleIndex].id)' out
	jq -c '.runs[0].results[0].locations[0].physicalLocation' out >have
	same have <<<'{"artifactLocation":{"uri":"%E5%85%AC/%E7%94%B2%20%E4%B9%99.txt"},"region":{"startLine":3,"startColumn":4,"endColumn":10,"snippet":{"text":"[2026]"}}}'
	jq -e '.runs[0].results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text == "〔2026〕"' out
	jq -e '.runs[0].invocations[0] | .executionSuccessful and (.toolExecutionNotifications[0].message.text | test("C01"))' out
	status 0 doc-check -o sarif --rule=B03 a.txt
	jq -e '.runs[0].results == []' out
	status 65 doc-check -o sarif <(head -c 99 /dev/zero)
	jq -e '.runs[0].invocations[0].executionSuccessful == false' out
}

@test "the page: by document, by gate, what did not run; nothing from elsewhere" {
	cp a.txt '<b>.txt'
	head -c 99 /dev/zero >zero.txt
	status 65 doc-check -o html '<b>.txt' a.txt zero.txt
	holds out '<h3>&#60;b&#62;.txt</h3>'
	holds out '示政发<mark>[2026]</mark>012号'
	holds out 'zero.txt: this is no text'
	holds out '<code>C01</code>'
	holds out '@page{size:A4'
	lacks out '(src|href)="?(http|//)|url\(|<script'
	lacks out '<b>'
	# Every link leads somewhere, and the page is well-formed.
	grep -oE 'href="#[^"]+"' out | sed 's/.*#//;s/"//' | sort -u >links
	[ -s links ]
	while read -r id; do holds out "id=\"$id\""; done <links
	python3 - out <<-'END'
	import html.parser, sys
	class P(html.parser.HTMLParser):
	    open = []
	    def handle_starttag(self, tag, attrs):
	        if tag not in ("meta", "link"): self.open.append(tag)
	    def handle_endtag(self, tag):
	        assert self.open.pop() == tag, tag
	p = P(); p.feed(open(sys.argv[1]).read()); assert not p.open
	END
}

@test "files, folders, lists: in that order, whatever finishes first; hidden ones and others left out" {
	mkdir -p d/.hidden d/b d/empty
	for f in d/a.txt d/b/x.md d/.hidden/x.txt d/.x.txt d/z.pdf 'd/~$a.docx' d/c.TXT; do cp a.txt "$f"; done
	ln -s .. d/b/circle
	ln -s a.txt d/link.txt
	status 1 doc-check -j 3 -o csv --columns=file,rule --rule=A01 d a.txt
	same out <<-'END'
	file,rule
	d/a.txt,A01
	d/b/x.md,A01
	d/c.TXT,A01
	d/link.txt,A01
	a.txt,A01
	END
	printf 'd/c.TXT\r\n\nd/b\n' | status 1 doc-check -T - -o csv --columns=file --rule=A01
	same out <<<$'file\nd/c.TXT\nd/b/x.md'
	status 0 doc-check d/empty
	holds err "'d/empty': no documents"
	for i in $(seq 200); do
		if ((i % 10)); then echo 各单位： >"d/b/$i.txt"; else yes 帐号 | head -n 3000 >"d/b/$i.txt"; fi
	done
	doc-check -j 1 -o csv d >one || true
	doc-check -j 8 -o csv d >eight || true
	[ "$(wc -l <one)" -gt 5000 ]
	cmp one eight
}

@test "a file that is not there is 66, one that cannot be read 65; the others are checked" {
	head -c 99 /dev/zero >zero.txt
	status 66 doc-check --quiet none.txt a.txt
	same err <<<"doc-check: cannot open 'none.txt': No such file or directory"
	[ "$(wc -l <out)" = 4 ]
	status 65 doc-check --quiet zero.txt a.txt
	same err <<<"doc-check: zero.txt: this is no text: it holds a zero byte"
	[ "$(wc -l <out)" = 4 ]
	status 65 doc-check </dev/null
	on_terminal doc-check
	holds screen "name the documents to check"
	status 66 doc-check -o html none.txt
	holds out "cannot open &#39;none.txt&#39;"
	status 66 doc-check -o sarif none.txt
	jq -e '.runs[0].invocations[0].executionSuccessful == false' out
	status 66 doc-check -T none.txt
	status 64 doc-check -T - <<<-
	status 64 doc-check --explain A01 a.txt
}

@test "GB18030, BOM and CRLF are read; a name in GB18030 is printed as text" {
	iconv -f UTF-8 -t GB18030 a.txt >"$(printf '\xb1\xa8\xb8\xe6.txt')"
	status 1 doc-check -o csv --columns=file,line,column --rule=A01 *$'\xe6'.txt
	same out <<<$'file,line,column\n报告.txt,3,4'
	LC_ALL=C status 1 doc-check --quiet --rule=A01 *$'\xe6'.txt
	holds out 报告.txt:3:4:
	rm *$'\xe6'.txt
	{ printf '\xef\xbb\xbf' && sed 's/$/\r/' a.txt; } >bom.txt
	status 1 doc-check -o csv --columns=line,column --rule=A01 bom.txt
	same out <<<$'line,column\n3,4'
}

@test "--fix: a new file, a list, what is left; the second time nothing" {
	cp a.txt before.txt
	status 0 doc-check --fix --quiet a.txt
	same out <<-'END'
	a.txt:3:4: mended: '[2026]' is now '〔2026〕' [A01]
	a.txt:6:8: mended: '帐号' is now '账号' [B01]
	a.txt:7:3: mended: '既使' is now '即使' [B01]
	a.txt:7:7: mended: '帐号' is now '账号' [B01]
	a.txt:3:10: mended: '0' is now '' [A02]
	END
	cmp a.txt before.txt
	sed -e 's/\[2026\]012/〔2026〕12/' -e 's/帐号/账号/g' -e s/既使/即使/ a.txt | cmp - a.fixed.txt
	status 0 doc-check --fix --quiet a.fixed.txt
	same out </dev/null
	[ ! -e a.fixed.fixed.txt ]
	# What cannot be mended is told, of the new file.
	status 1 doc-check --fix --quiet --level=hint --rule=B* a.txt
	tail -n 1 out >last
	same last <<<"a.fixed.txt:6:15: hint: “约10余人”：“约”与“余”只留一个 [B02] (实务惯例)"
}

@test "--fix --in-place keeps NAME~, character set, ends of lines, mode" {
	{ sed 's/$/\r/' a.txt; printf '　　最后的帐号'; } | iconv -f UTF-8 -t GB18030 >gb.txt
	chmod 640 gb.txt
	cp gb.txt before.txt
	status 0 doc-check --fix --in-place --quiet gb.txt
	cmp gb.txt~ before.txt
	iconv -f GB18030 -t UTF-8 before.txt | sed -e 's/\[2026\]012/〔2026〕12/' -e 's/帐号/账号/g' -e s/既使/即使/ |
		iconv -f UTF-8 -t GB18030 | cmp - gb.txt
	[ "$(stat -c %a gb.txt)" = 640 ]
	rm gb.txt~
	status 0 doc-check --fix --in-place --quiet gb.txt
	[ ! -e gb.txt~ ]
	{ printf '\xef\xbb\xbf' && cat a.txt; } >bom.txt
	ln -s bom.txt link.txt
	status 0 doc-check --fix --in-place --quiet link.txt
	[ -L link.txt ] && [ "$(head -c 3 bom.txt)" = $'\xef\xbb\xbf' ]
	holds bom.txt 〔2026〕12
}

@test "--fix in Markdown leaves its marks alone" {
	cat >a.md <<-'END'
	## 一、登记`帐号`**帐号**

	- 先有[帐号](a.md)，既使没有
	| 帐号 | 甲 |
	END
	status 0 doc-check --fix --quiet --rule=B01 a.md
	holds a.fixed.md '`账号`**账号**'
	holds a.fixed.md '即使没有'
	holds a.fixed.md '[账号](a.md)'
	[ "$(sed -n 4p a.fixed.md)" = '| 账号 | 甲 |' ]
	# Which of two it is cannot be told: both stay, and the finding.
	echo '见[帐号](帐号.md)' >b.md
	status 1 doc-check --fix --quiet --rule=B01 b.md
	[ ! -e b.fixed.md ]
}

@test "--fix does not do what it cannot: standard input, a package" {
	status 64 doc-check --fix - <a.txt
	status 64 doc-check --in-place a.txt
	status 64 doc-check --fix -o json a.txt
	python3 - <<-'END'
	import zipfile
	z = zipfile.ZipFile("a.docx", "w")
	z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
	z.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
	           '<w:body><w:p><w:r><w:t>请登记帐号。</w:t></w:r></w:p></w:body></w:document>')
	z.close()
	END
	cp a.docx before.docx
	status 1 doc-check --fix --in-place --rule=B01 a.docx
	holds out '“帐号”应为“账号”'
	holds err "a.docx: fixes are put into text and Markdown only"
	cmp a.docx before.docx
	[ ! -e a.docx~ ]
}

@test "a baseline: what is known is left out, though lines move; what is new, or there once more, is told" {
	status 0 doc-check --baseline=known --write-baseline a.txt
	same out </dev/null
	holds err "known: 4 findings"
	status 0 doc-check --baseline=known --quiet a.txt
	sed -i '1i 示例市\n' a.txt
	status 0 doc-check --baseline=known --quiet a.txt
	sed -i 's/既使没有帐号/既使没有任何帐号/' a.txt
	status 1 doc-check --baseline=known -o csv --columns=line,rule a.txt
	same out <<<$'line,rule\n9,B01\n9,B01'
	echo '　　各单位登记帐号，参加会议约10余人。' >>a.txt
	status 1 doc-check --baseline=known -o csv --columns=line,rule a.txt
	same out <<<$'line,rule\n9,B01\n9,B01\n13,B01'
	# What is known is not mended either.
	status 0 doc-check --baseline=known --fix --quiet a.txt
	holds a.fixed.txt '[2026]'
	holds a.fixed.txt '即使没有任何账号'
	status 64 doc-check --write-baseline a.txt
	status 66 doc-check --baseline=none a.txt
}

@test "--as-of, --type, --issuer, --org: what rules ask for" {
	status 0 doc-check --rule=A01 --as-of=2011-03-05 a.txt
	status 64 doc-check --as-of=once a.txt
	status 64 doc-check --type=诗 a.txt
	sed -i '1,3d' a.txt
	sed -e '1i 示例市人民政府关于防汛的请示\n' -e '$a 抄送：市教育局。' a.txt >ask.txt
	export OFFICEDB=$PWD/none.db
	status 1 doc-check ask.txt
	holds err "not run: C02 (no organisation was given)"
	cat >units.yaml <<-'END'
	---
	type: unit
	code: ZF
	name: 示例市人民政府
	kind: body
	level: city
	valid_from: 2020-01-01
	---
	type: unit
	code: BM
	name: 示例市教育局
	aliases: [市教育局]
	kind: department
	level: city
	parent: ZF
	valid_from: 2020-01-01
	END
	status 1 doc-check --rule=C02 --org=units.yaml ask.txt
	same out <<<"ask.txt:10:4: error: 请示不得抄送下级机关“市教育局” [C02] (《示例条例》第十五条)"
	status 0 doc-check --rule=C02 --org=units.yaml --type=notice ask.txt
	status 0 doc-check --rule=C02 --org=units.yaml --issuer=示例市教育局 ask.txt
	status 66 doc-check --org=none.yaml ask.txt
}

@test "the organisation comes from the database if there is one; a database asked for must be there" {
	sample_office
	status 0 doc-check --rule=C02 a.txt
	same err </dev/null
	sed -e '1s/.*/示例市人民政府关于防汛的请示/' a.txt >ask.txt
	OFFICEDB=$PWD/none.db status 0 doc-check --rule=C02 ask.txt
	holds err "no organisation was given"
	status 0 doc-check --rule=C02 ask.txt
	same err </dev/null
	echo broken >broken.db
	OFFICEDB=$PWD/broken.db status 0 doc-check --rule=C02 ask.txt
	holds err "no organisation was given"
	status 78 doc-check --rule=C02 --db=none.db ask.txt
}

@test "--rules: an office's own, one file or a folder" {
	mkdir own
	cat >own/a.yaml <<-'END'
	---
	rule:
	  - { id: X-01, name: 简称, gate: wording, level: hint, strength: custom, basis: 本办规定, check: words, message: '“%s”' }
	word:
	  - { rule: X-01, wrong: 登记, right: 填报 }
	sample:
	  - { rule: X-01, hit: 请登记。 }
	  - { rule: X-01, miss: 请填报。 }
	exception:
	  - { rule: B01, text: 单位登记帐号 }
	END
	for rules in own own/a.yaml; do
		status 1 doc-check --rules=$rules --level=hint --rule=X-01,B01 -o csv --columns=line,rule a.txt
		same out <<<$'line,rule\n6,X-01\n7,B01\n7,B01\n7,X-01'
	done
	status 0 doc-check --rules=own --explain X-01
	holds out 请登记。
	status 0 doc-check --rules=own --self-test
	same out <<<"rules 9, samples 17, failed 0"
	status 66 doc-check --rules=none a.txt
	sed -i s/custom/binding/ own/a.yaml
	sed -i 's/hint, str/error, str/; s/请填报/请登记/' own/a.yaml
	status 70 doc-check --rules=own --self-test
	holds err "own/a.yaml:"
}

@test "--explain, --list-rules, --self-test" {
	status 0 doc-check --explain a01
	same out <<-'END'
	A01  年份括号
	gate: format gate (格式关)
	level: error
	strength: binding (规定)
	precision: high
	basis: 《示例格式》第一条
	since: 2012-07-01
	roles: docno
	what is wrong: 年份应当用六角括号，这里是“%s”
	fix: 〔$1〕
	samples:
	  found: docno|示政发[2026]12号
	    → 示政发〔2026〕12号
	  not found: docno|示政发〔2026〕12号
	  not found:
	    as-of|2011-03-05
	    docno|示政发[2011]12号
	END
	status 64 doc-check --explain Z99
	status 0 doc-check --list-rules -o csv --columns=id,gate,level --gate=format
	same out <<-'END'
	id,gate,level
	A01,format,error
	A02,format,error
	C01,format,warning
	END
	status 0 doc-check --list-rules --rule=B* --level=warning -o json
	jq -r .id out >have
	same have <<<B01
	status 0 doc-check --list-rules
	holds out 年份括号
	status 0 doc-check --self-test
	same out <<<"rules 8, samples 15, failed 0"
}

@test "the shipped rules: all samples do what they should" {
	status 0 "$build/bin/doc-check" --self-test
	grep -q '^rules .* failed 0$' out
}

@test ".doc and .wps go through LibreOffice, in a folder that is gone afterwards" {
	printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest' >old.doc
	mkdir bin tmp
	cat >bin/soffice <<-'END'
	#!/bin/sh
	while [ $# -gt 1 ]; do
		case $1 in --outdir) out=$2 ;; esac
		shift
	done
	[ "$out" ] && echo 请登记帐号。 >"$out/$(basename "$1" .doc).docx"
	END
	chmod +x bin/soffice
	TMPDIR=$PWD/tmp PATH=$PWD/bin:$PATH status 1 doc-check --quiet old.doc
	same out <<<"old.doc:1:4: warning: “帐号”应为“账号” [B01] (《示例规范》)"
	[ -z "$(ls tmp)" ]
	printf '#!/bin/sh\nexit 1\n' >bin/soffice
	TMPDIR=$PWD/tmp PATH=$PWD/bin:$PATH status 65 doc-check old.doc
	same err <<<"doc-check: old.doc: LibreOffice could not read it; save it as docx"
	[ -z "$(ls tmp)" ]
	PATH=$tree/bin status 69 doc-check old.doc
	same err <<<"doc-check: old.doc: an old binary document (.doc, .wps): install LibreOffice (soffice), or save it as docx"
	cp old.doc old.docx
	status 65 doc-check old.docx
	holds err "named .docx, but it is an old binary file"
}

@test "output that cannot be written: 74; a reader that goes away is no news" {
	for format in text json csv table html sarif; do
		status 74 sh -c 'exec doc-check --quiet -o "$1" a.txt >/dev/full' - $format
		holds err "No space left on device"
		status 74 sh -c 'exec doc-check --quiet -o "$1" a.txt >&-' - $format
	done
	yes a.txt | head -n 3000 >list
	doc-check --quiet -j 4 -T list 2>err | head -n 1 >out
	[ -s out ]
	same err </dev/null
}

@test "progress over a folder, on a terminal, after a second" {
	mkdir d bin
	printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest' >d/a.doc
	cp a.txt d/b.txt
	printf '#!/bin/sh\nsleep 2\nexit 1\n' >bin/soffice
	chmod +x bin/soffice
	PATH=$PWD/bin:$PATH
	on_terminal "doc-check --quiet -j 1 d >/dev/null"
	holds screen "1 of 2 documents"
	status 65 doc-check -j 1 --quiet d
	lacks err documents
	on_terminal "doc-check --quiet d/b.txt >/dev/null"
	same screen </dev/null
}

@test "messages in Chinese" {
	LANGUAGE=zh_CN status 1 doc-check a.txt
	holds out "a.txt:3:4: error:" # for programs the same in every language
	LANGUAGE=zh_CN status 66 doc-check none.txt
	holds err "无法打开"
}

@test "an empty pack holds no rules, and is no fault" {
	: >empty.yaml
	printf '示例市民政局关于报送情况的报告\n市人民政府：\n工作已经完成。\n示例市民政局\n2026年2月3日\n' >draft.txt
	status 0 doc-check --quiet --rules=empty.yaml draft.txt
	same out </dev/null
	doc-check --list-rules -o csv >all
	doc-check --rules=empty.yaml --list-rules -o csv | cmp - all
}

@test "a document without text is not called clean" {
	: >empty.txt
	printf '\n \n' >blank.md
	status 65 doc-check empty.txt blank.md
	holds err "empty.txt: there is no text in it"
	holds err "blank.md: there is no text in it"
}
