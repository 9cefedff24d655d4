#!/usr/bin/env bats
# doc-check --annotate: a copy of the docx with comments and tracked changes.

load common

prepare() {
	tree=$BATS_FILE_TMPDIR/tree
	if [ ! -e "$tree" ]; then
		mkdir -p "$tree/bin" "$tree/share/officedb"
		cp "$build/bin/doc-check" "$tree/bin"
		ln -s "$build/lib" "$tree/lib"
		ln -s "$build/share/locale" "$tree/share/locale"
		ln -s "$build"/share/officedb/* "$tree/share/officedb"
		ln -sfn "$top/tests/fixtures/rules" "$tree/share/officedb/rules"
	fi
	PATH=$tree/bin:$PATH
	python3 - <<-'END'
	import zipfile
	W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
	P = 'http://schemas.openxmlformats.org/package/2006/'
	R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
	M = 'application/vnd.openxmlformats-officedocument.wordprocessingml.'
	def p(s, bold=False):
	    look = '<w:rPr><w:b/></w:rPr>' if bold else ''
	    return f'<w:p w:rsidR="00A1"><w:r>{look}<w:t>{s}</w:t></w:r></w:p>'
	body = (p('示例市人民政府关于进一步做好防汛工作的通知', True) + p('示政发[2026]12号')
	        + p('各区县人民政府：') + p('　　各单位登记帐号，参加会议约10余人。')
	        + p('　　既使没有帐号，也要登记。', True) + p('示例市人民政府') + p('2026年12月4日'))
	with zipfile.ZipFile('a.docx', 'w', zipfile.ZIP_DEFLATED) as z:
	    z.writestr('[Content_Types].xml', f'<Types xmlns="{P}content-types">'
	        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
	        '<Default Extension="xml" ContentType="application/xml"/>'
	        f'<Override PartName="/word/document.xml" ContentType="{M}document.main+xml"/></Types>')
	    z.writestr('_rels/.rels', f'<Relationships xmlns="{P}relationships"><Relationship Id="r1" '
	        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>')
	    z.writestr('word/document.xml', f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
	    z.writestr('word/media/seal.bin', b'seal' * 100)
	END
}

# text FILE accept|reject|marked - the text a paragraph a line, changes taken, undone, or (marked) what comments stand on.
text() {
	python3 - "$@" <<-'END'
	import sys, zipfile, xml.etree.ElementTree as E
	w = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
	z = zipfile.ZipFile(sys.argv[1])
	root = E.fromstring(z.read('word/document.xml'))
	how = sys.argv[2]
	def of(e):
	    if e.tag == w + ('del' if how == 'accept' else 'ins'): return ''
	    if e.tag in (w + 't', w + 'delText'): return e.text or ''
	    if e.tag == w + 'commentRangeStart' and how == 'marked': return '<'
	    if e.tag == w + 'commentRangeEnd' and how == 'marked': return '>'
	    return ''.join(of(c) for c in e)
	for p in root.iter(w + 'p'): print(of(p))
	END
}

@test "comments stand on what is marked, changes on what is mechanical; the draft stays" {
	cp a.docx before.docx
	status 1 doc-check --annotate=b.docx --quiet a.docx
	same out <<-'END'
	a.docx:2:4: error: 年份应当用六角括号，这里是“[2026]” [A01] (《示例格式》第一条)
	a.docx:4:8: warning: “帐号”应为“账号” [B01] (《示例规范》)
	a.docx:5:3: warning: “既使”应为“即使” [B01] (《示例规范》)
	a.docx:5:7: warning: “帐号”应为“账号” [B01] (《示例规范》)
	END
	cmp a.docx before.docx
	text b.docx marked >marked
	same marked <<-'END'
	示例市人民政府关于进一步做好防汛工作的通知
	示政发<[2026]>12号
	各区县人民政府：
	　　各单位登记<帐号>，参加会议约10余人。
	　　<既使>没有<帐号>，也要登记。
	示例市人民政府
	2026年12月4日
	END
	text b.docx accept | sed -n '2p;4,5p' >accepted
	same accepted <<-'END'
	示政发〔2026〕12号
	　　各单位登记账号，参加会议约10余人。
	　　即使没有账号，也要登记。
	END
	text a.docx accept >old
	text b.docx reject | diff old -
	unzip -p b.docx word/comments.xml >comments.xml
	[ "$(grep -o '<w:comment ' comments.xml | wc -l)" -eq 4 ]
	grep -q '“帐号”应为“账号” \[B01\] (《示例规范》)' comments.xml
	grep -q 'w:author="doc-check" w:date="2026-12-04T18:00:00Z" w:initials="DC"' comments.xml
	# what was mended is clean now
	status 0 doc-check --quiet b.docx
}

@test "told on standard error; the same twice; nothing found is the draft itself" {
	status 1 doc-check --annotate=b.docx a.docx
	grep -qx 'doc-check: b.docx: 4 comments, 4 tracked changes' err
	cp b.docx first.docx
	status 1 doc-check --annotate=b.docx a.docx
	cmp b.docx first.docx
	unset OFFICEDB_NOW
	SOURCE_DATE_EPOCH=86400 status 1 doc-check --annotate=b.docx --quiet a.docx
	unzip -p b.docx word/comments.xml | grep -q 'w:date="1970-01-02T08:00:00Z"'
	status 0 doc-check --annotate=c.docx --rule=A02 --as-of=2011-01-01 --gate=policy --quiet a.docx
	cmp c.docx a.docx
}

@test "only where findings stand are bytes other ones" {
	status 1 doc-check --annotate=b.docx --rule=A01 --quiet a.docx
	unzip -p a.docx word/document.xml >a.xml
	unzip -p b.docx word/document.xml >b.xml
	python3 - <<-'END'
	import zipfile
	a, b = open('a.xml', 'rb').read(), open('b.xml', 'rb').read()
	i = a.index('[2026]'.encode()); j = i + 6
	assert b.startswith(a[:i]) and b.endswith(a[j:]), b
	x, y = zipfile.ZipFile('a.docx'), zipfile.ZipFile('b.docx')
	assert y.testzip() is None
	def raw(name, z):
	    e = z.getinfo('word/media/seal.bin'); s = open(name, 'rb').read()
	    return s[e.header_offset:e.header_offset + 30 + len(e.filename) + e.compress_size]
	assert raw('a.docx', x) == raw('b.docx', y)
	END
}

@test "refused: another format, the draft itself, several, with --fix" {
	echo 各单位： >t.txt
	status 65 doc-check --annotate=b.docx t.txt
	grep -q 't.txt: comments can be put into a docx alone; save it as docx' err
	status 64 doc-check --annotate=a.docx a.docx
	ln -s a.docx link.docx
	status 64 doc-check --annotate=link.docx a.docx
	grep -q 'would write over the draft; name another file' err
	status 64 doc-check --annotate=b.docx a.docx t.txt
	status 64 doc-check --annotate=b.docx -
	status 64 doc-check --annotate=b.docx .
	status 64 doc-check --annotate=b.docx --fix a.docx
	status 64 doc-check --annotate=. a.docx
	status 73 doc-check --annotate=none/b.docx a.docx
	status 66 doc-check --annotate=b.docx none.docx
	[ ! -e b.docx ]
}

@test "LibreOffice opens it: all comments and changes are there" {
	command -v soffice >/dev/null || skip "no LibreOffice here"
	status 1 doc-check --annotate=b.docx --quiet a.docx
	HOME=$PWD timeout 120 soffice --headless --convert-to fodt b.docx >/dev/null 2>&1
	[ "$(grep -o '<office:annotation ' b.fodt | wc -l)" -eq 4 ]
	[ "$(grep -o '<office:annotation-end ' b.fodt | wc -l)" -eq 4 ]
	unzip -p b.docx word/document.xml >b.xml
	[ "$(grep -o '<text:changed-region' b.fodt | wc -l)" -eq \
		"$(grep -oE '<w:(del|ins) ' b.xml | wc -l)" ]
}
