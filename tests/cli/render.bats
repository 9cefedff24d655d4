# render.bats - an issue as it was printed, again: text, page, docx, PDF, mail, records; the same bytes each time.

load common

prepare() {
	sample_office
	export LANGUAGE=zh_CN
	office-db load "$BATS_FILE_TMPDIR/issues.yaml" 2>/dev/null
}

setup_file() {
	cat >"$BATS_FILE_TMPDIR/issues.yaml" <<'END'
issue:
  - issue: daily/2026-341
    publication: daily
    year: 2026
    serial: 341
    total: 1234
    date: 2026-12-04
    status: issued
    form: digest
    masthead: 每日汇报
    office: 中共示例市委办公室
    secrecy: highly-secret
    term: 1年
    signer: 高明远
    editor: 林知秋
    phone: 0000-12345678
    report_to: 市委书记、副书记、常委，市人大常委会主任、市政府市长、市政协主席
    send_to: 市委秘书长、副秘书长
    issue_to: 各区市县委、市级各部门
    copies: 60
    note: 示西区的做法可供各地借鉴。
    at: 2026-12-04T18:30:00+08:00
    actor: root
  - issue: practice/2026-12
    publication: practice
    year: 2026
    serial: 12
    total: 88
    date: 2026-12-05
    status: withdrawn
    reason: 数据有误
    form: article
    masthead: 工作情况交流
    office: 中共示例市委办公室
    secrecy: none
    at: 2026-12-05T09:00:00+08:00
    actor: root
issue_item:
  - issue: daily/2026-341
    item: 1
    column: remark
    column_title: 领导要论
    style: full
    title: 市委书记强调：以更大力度推进项目建设
    text: 会议指出，要坚持问题导向、目标导向、结果导向，把“六稳”各项任务落到实处，<观摩>评分低于60的限期整改。
    source: 市委办公室
    secrecy: none
  - { issue: daily/2026-341, item: 2, column: work, column_title: 工作动态, style: full, title: 示西区抓实冬季防火, text: 设立检查站126个。, source: 示西区委办、市应急局, secrecy: none }
  - { issue: daily/2026-341, item: 3, column: work, column_title: 工作动态, style: brief, title: 示东县召开调度会, source: 示东县委办, secrecy: none }
  - { issue: practice/2026-12, item: 1, style: full, title: 示西区的实践与思考, text: "近年来有成效。\n一、主要做法\n（一）建机制\n一是抓早。", source: 示西区委办, secrecy: none }
correction:
  - { number: K2026-0001, issue: daily/2026-341, item: 2, wrong: 126个, text: 162个, printed_in: practice/2026-12, at: "2026-12-04T19:00:00+08:00", actor: root }
copy:
  - { record: daily/2026-341, copy: 1, recipient: 市委书记, recipient_name: 市委书记, way: report }
  - { record: daily/2026-341, copy: 2, recipient: 市委副书记, recipient_name: 市委副书记, way: report }
  - { record: daily/2026-341, copy: 12, recipient: 示西区委, recipient_name: 示西区委, way: issue }
END
}

# The same, where the issue is not classified.
unclassified() {
	rm "$OFFICEDB"
	sample_office
	sed 's/secrecy: highly-secret/secrecy: none/; /term: 1年/d' "$BATS_FILE_TMPDIR/issues.yaml" >open.yaml
	office-db load open.yaml 2>/dev/null
}

has_pdf() { bulletin-build render daily -o pdf >/dev/null 2>&1; }

@test "the text, whole" {
	status 0 bulletin-build render daily/2026-341
	same err </dev/null
	same out <<-'END'
	机密★1年
	                                 每　日　汇　报
	                             第341期（总第1234期）
	中共示例市委办公室编                                               2026年12月4日
	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

	────────────────────────────────────────────────────────────────────────────────
	    编者按：示西区的做法可供各地借鉴。
	────────────────────────────────────────────────────────────────────────────────

	    一、领导要论
	    （一）市委书记强调：以更大力度推进项目建设
	    会议指出，要坚持问题导向、目标导向、结果导向，把“六稳”各项任务落到实处，<
	观摩>评分低于60的限期整改。                                       （市委办公室）

	    二、工作动态
	    （一）示西区抓实冬季防火
	    设立检查站126个。                                   （示西区委办、市应急局）
	    （二）示东县召开调度会（示东县委办）

	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
	报：市委书记、副书记、常委，市人大常委会主任、市政府市长、市政协主席
	送：市委秘书长、副秘书长
	发：各区市县委、市级各部门
	────────────────────────────────────────────────────────────────────────────────
	签发：高明远    编辑：林知秋    电话：0000-12345678
	────────────────────────────────────────────────────────────────────────────────
	中共示例市委办公室                                             2026年12月4日印发
	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
	                                                                    （共印60份）
	END
}

# forty N - an issue of N items in one column.
forty() {
	printf 'draft:\n  - {publication: daily, date: 2026-12-05}\nitem:\n' >many.yaml
	for ((i = 1; i <= $1; i++)); do
		echo "  - {column: work, title: 题$i, text: 文$i}"
	done >>many.yaml
	bulletin-build issue --now="2026-12-05 18:00" many.yaml >issued
}

@test "from the 21st on items are counted as Chinese counts, elsewhere in digits" {
	forty 121
	bulletin-build render "$(cat issued)" >zh
	for of in （一）题1 （十九）题19 （二十）题20 （二十一）题21 （二十二）题22 （三十）题30 （九十九）题99 （一百）题100 \
		（一百零一）题101 （一百二十一）题121; do
		grep -qx " *　*$of *" zh || { echo "$of"; grep "题${of#*题}" zh; return 1; }
	done
	[ "$(grep -c '）题' zh)" = 121 ]
	[ "$(grep -o '（.*）题' zh | sort -u | wc -l)" = 121 ]
	status 0 bulletin-build render "$(cat issued)" -o html
	holds out （四十）题40
	LANGUAGE=C status 0 bulletin-build render "$(cat issued)" --language=en
	holds out "(20) 题20"
	holds out "(21) 题21"
	holds out "(121) 题121"
}

@test "what is no character and is on file already is not printed" {
	has_pdf || skip "built without PDF"
	forty 1
	sqlite3 "$OFFICEDB" "UPDATE issue_item SET title = '题' || char(65534) || '目', text = '文' || char(64976, 131071) || '字' WHERE
		issue = '$(cat issued)'; UPDATE issue SET office = '办' || char(65535) || '公室', send_to = '甲' || char(65535)
		WHERE issue = '$(cat issued)'"
	status 0 bulletin-build render "$(cat issued)" --output-file=o.pdf
	pdftotext o.pdf - >text
	holds text 题目
	status 0 bulletin-build render "$(cat issued)" -o html
	holds out 题目
	holds out 文字
	status 0 bulletin-build site --base-url=http://site/ web
	xmllint --noout web/feed.xml
	holds web/feed.xml 题目
}

@test "an article, withdrawn, with a correction of another issue" {
	status 0 bulletin-build render practice/2026-12 --width=40
	same out <<-'END'
	               【已撤回】

	         工　作　情　况　交　流
	           第12期（总第88期）
	中共示例市委办公室编       2026年12月5日
	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

	           示西区的实践与思考

	    近年来有成效。

	    一、主要做法
	    （一）建机制
	    一是抓早。            （示西区委办）

	────────────────────────────────────────
	    更正：《每日汇报》2026年第341期
	《示西区抓实冬季防火》一文“126个”应为
	“162个”。
	────────────────────────────────────────

	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
	中共示例市委办公室     2026年12月5日印发
	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
	END
}

@test "the issue goes by its name, the publication's, the last one" {
	bulletin-build render daily/2026-341 >want
	for issue in daily 每日汇报 "每日汇报 2026年第341期" "daily 341"; do
		status 0 bulletin-build render "$issue"
		cmp out want
	done
	status 66 bulletin-build render daily/2026-342
	status 64 bulletin-build render
	status 64 bulletin-build render daily practice
}

@test "records: the issue, then its items, each with its type; a table has the items" {
	status 0 bulletin-build render daily -o json
	jq -r '[.type, .issue, .item // .serial, .title // .masthead] | join(" ")' out >some
	same some <<-'END'
	issue daily/2026-341 341 每日汇报
	issue_item daily/2026-341 1 市委书记强调：以更大力度推进项目建设
	issue_item daily/2026-341 2 示西区抓实冬季防火
	issue_item daily/2026-341 3 示东县召开调度会
	END
	status 0 bulletin-build render daily -o yaml --output-file=issue.yaml
	same out </dev/null
	[ "$(grep -c '^type: issue' issue.yaml)" -eq 4 ]
	status 0 bulletin-build render daily -o csv --columns=item,column,source
	same out <<-'END'
	item,column,source
	1,remark,市委办公室
	2,work,示西区委办、市应急局
	3,work,示东县委办
	END
}

@test "the page: headings and anchors, nothing from outside, dark text" {
	status 0 bulletin-build render daily -o html
	python3 - out <<-'END'
	import sys
	from html.parser import HTMLParser
	class Page(HTMLParser):
	    void = {"meta", "link"}
	    def __init__(self):
	        super().__init__()
	        self.open, self.seen = [], []
	    def handle_starttag(self, tag, attrs):
	        a = dict(attrs)
	        if tag not in self.void:
	            self.open.append(tag)
	        if tag in ("h1", "h2", "h3", "h4"):
	            self.seen.append((tag, a.get("id")))
	        assert tag != "script" and "src" not in a, tag
	        assert not a.get("href") or a["href"] == "data:,", a
	        if tag == "html":
	            assert a["lang"] == "zh-CN", a
	    def handle_endtag(self, tag):
	        assert self.open.pop() == tag, tag
	p = Page()
	p.feed(open(sys.argv[1], encoding="utf-8").read())
	assert p.open == [], p.open
	assert p.seen == [("h1", None), ("h2", None), ("h3", "item-1"), ("h2", None), ("h3", "item-2")], p.seen
	END
	holds out '<p id="item-3">（二）示东县召开调度会（示东县委办）</p>'
	holds out '&#60;观摩&#62;'
	lacks out 'https?:|url\(|@import'
	holds out '<title>每日汇报 2026年第341期</title>'
}

@test "Chromium: no word on the console, A4, what is printed" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	bulletin-build render daily --output-file=page.html
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/chromium" --enable-logging=stderr \
		--no-pdf-header-footer --print-to-pdf=page.pdf "file://$PWD/page.html" >/dev/null 2>log
	lacks log CONSOLE
	pdfinfo page.pdf >info
	holds info "(A4)"
	pdftotext page.pdf - | tr -d ' \n' >text
	holds text 第341期（总第1234期）
	holds text 2026年12月4日印发
}

@test "docx and PDF: whole files, never to a terminal, told by the name of the file" {
	status 0 bulletin-build render daily --output-file=issue.docx
	same out </dev/null
	python3 -c 'import zipfile, sys; z = zipfile.ZipFile("issue.docx"); assert z.testzip() is None; print("每日汇报" in z.read("word/document.xml").decode())' >some
	same some <<<True
	bulletin-build render daily -o docx >piped.docx
	cmp piped.docx issue.docx
	status 64 script -qec "bulletin-build render daily -o docx" /dev/null
	holds out "docx 不能输出到终端；请指定文件：--output-file=文件"
	has_pdf || skip "built without pango"
	status 0 bulletin-build render daily --output-file=issue.pdf
	[ "$(head -c5 issue.pdf)" = "%PDF-" ]
	bulletin-build render daily -o pdf >piped.pdf 2>/dev/null
	cmp piped.pdf issue.pdf
	status 64 script -qec "bulletin-build render daily -o pdf" /dev/null
}

# own_faces PREFER DEFAULT - own.conf: of every role, families in the order of wish; only Noto is in a file.
own_faces() {
	local noto
	noto=$(sed -n 's|.*<string>\(/.*NotoSerifCJK-Regular.ttc\)</string>.*|\1|p' "$top/share/print/fonts.conf" |
		while read -r f; do if [ -e "$f" ]; then echo "$f" && break; fi; done)
	[ -n "$noto" ] || skip "Noto Serif CJK is not there"
	{
		echo '<fontconfig>'
		for role in body head subhead title numerals; do
			echo "<alias><family>od-$role</family><prefer>$1</prefer><default>$2</default></alias>"
		done
		echo "<match><test name=\"family\"><string>Noto</string></test><edit name=\"index\"><int>2</int></edit>"
		echo "<edit name=\"file\"><string>$noto</string></edit></match>"
		echo '</fontconfig>'
	} >own.conf
}

@test "PDF: a face of the kind that is wished for is well, whoever made it: nothing is said" {
	has_pdf || skip "built without pango"
	own_faces '<family>仿宋_GB2312</family><family>Noto</family>' ''
	status 0 bulletin-build render daily -o pdf --fonts=own.conf
	same err </dev/null
	status 0 bulletin-build render practice -o eml --to=a@example.org --attach=pdf --fonts=own.conf
	same err </dev/null
	# The same of those that come with Debian.
	if [ -e /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf ]; then
		status 0 bulletin-build render daily -o pdf
		same err </dev/null
	fi
}

@test "PDF: what is set for want of any such face is told once, in the reader's language" {
	has_pdf || skip "built without pango"
	own_faces '<family>仿宋_GB2312</family><family>FandolFang</family>' '<family>Noto</family>'
	status 0 bulletin-build render daily -o pdf --fonts=own.conf
	head -n1 err >some
	same some <<-END
	bulletin-build: 正文：没有“仿宋_GB2312”，也没有同类字体，暂用“Noto”：请安装（如 texlive-lang-chinese），或在 --fonts 所指的文件中写明本单位的字体文件
	END
	[ "$(wc -l <err)" -eq 5 ]
	mkdir copies
	status 0 bulletin-build render daily -o pdf --fonts=own.conf --copies --output-dir=copies
	[ "$(wc -l <err)" -eq 5 ]
	LANGUAGE=en status 0 bulletin-build render daily -o pdf --fonts=own.conf
	holds err "body: neither '仿宋_GB2312' nor one like it is there; 'Noto' was set"
	lacks err 正文
	LANGUAGE=en status 0 bulletin-build render daily --language=zh_CN -o pdf --fonts=own.conf --say-fonts
	[ "$(wc -l <err)" -eq 5 ]
	holds err "body: '仿宋_GB2312' is not there; 'Noto' was set, 0 characters from elsewhere"
}

@test "PDF: characters that no face has are told, and stand as 〓" {
	has_pdf || skip "built without pango"
	own_faces '<family>Noto</family>' ''
	rm "$OFFICEDB"
	sample_office
	sed 's/设立检查站126个/由甲'$'\xf0\xad\x80\x80''某负责/' "$BATS_FILE_TMPDIR/issues.yaml" >rare.yaml
	office-db load rare.yaml 2>/dev/null
	status 0 bulletin-build render daily -o pdf --fonts=own.conf
	same err <<-END
	bulletin-build: 正文：没有字体收有“$(printf '\xf0\xad\x80\x80')”，已用“〓”代替：请在 --fonts 所指的文件中添上收有该字的字体
	END
}

@test "PDF: what goes wrong is told in the reader's language, whatever the paper's" {
	has_pdf || skip "built without pango"
	own_faces '<family>仿宋_GB2312</family>' ''
	LANGUAGE=en status 69 bulletin-build render daily -o pdf --fonts=own.conf
	holds err "bulletin-build: no font is there for 'od-head' (wished: 仿宋_GB2312)"
	LANGUAGE=en status 66 bulletin-build render daily -o pdf --fonts=none.conf
	holds err "cannot open 'none.conf'"
	SOURCE_DATE_EPOCH=x LANGUAGE=en status 64 bulletin-build render daily
	holds err "seconds since 1970-01-01"
	status 66 bulletin-build render daily --language=en -o pdf --fonts=none.conf
	holds err "打不开'none.conf'"
}

@test "PDF: every role's face is told when it is asked for" {
	has_pdf || skip "built without pango"
	status 0 bulletin-build render daily -o pdf --say-fonts
	[ "$(wc -l <err)" -eq 5 ]
	holds err "bulletin-build: 正文："
	holds err "bulletin-build: 报头和标题："
	status 0 bulletin-build render daily -o text
	same err </dev/null
}

@test "mail: python's strict parser reads it back, with its files" {
	unclassified
	status 0 bulletin-build render daily -o eml --to='市委办 <office@example.org>, b@example.org' \
		--cc='"李, 四" <c@example.org>' --from='信息处 <xinxi@example.org>' --attach=docx
	lacks out '.{77}'
	bulletin-build render daily >text
	bulletin-build render daily -o html >html
	bulletin-build render daily -o docx >docx
	python3 - <<-'END'
	import email, email.policy
	m = email.message_from_bytes(open("out", "rb").read(), policy=email.policy.strict)
	for part in m.walk():
	    assert not part.defects, part.defects
	assert m["Subject"] == "每日汇报 2026年第341期", m["Subject"]
	assert [(a.display_name, a.addr_spec) for a in m["To"].addresses] == [("市委办", "office@example.org"), ("", "b@example.org")]
	assert [(a.display_name, a.addr_spec) for a in m["Cc"].addresses] == [("李, 四", "c@example.org")]
	assert m["From"].addresses[0].display_name == "信息处"
	assert m["Date"].datetime.isoformat() == "2026-12-04T18:30:00+08:00", m["Date"]
	assert m["Message-ID"].startswith("<daily/2026-341.") and m["Message-ID"].endswith("@example.org>")
	assert m.get_content_type() == "multipart/mixed"
	def text(kind):
	    return m.get_body((kind,)).get_content().replace("\r\n", "\n")
	assert text("plain") == open("text", encoding="utf-8").read()
	assert text("html") == open("html", encoding="utf-8").read()
	files = list(m.iter_attachments())
	assert [f.get_filename() for f in files] == ["每日汇报 2026年第341期.docx"], files
	assert files[0].get_content() == open("docx", "rb").read()
	END
}

@test "mail: nobody smuggles a header in" {
	unclassified
	status 64 bulletin-build render daily -o eml
	for to in $'a@example.org\nBcc: x@example.org' 'a b@example.org' 'a' 'a@b@c' ''; do
		status 64 bulletin-build render daily -o eml --to="$to"
		same out </dev/null
	done
	status 64 bulletin-build render daily -o eml --to=a@example.org --attach=exe
}

@test "mail: a classified issue does not go by it" {
	status 77 bulletin-build render daily -o eml --to=a@example.org
	same out </dev/null
	same err <<-END
	bulletin-build: daily/2026-341 是涉密件，不得用邮件传送；请印成纸质件（-o pdf、docx 或 text）
	END
	status 77 bulletin-build render daily --output-file=x.eml --to=a@example.org
	[ ! -e x.eml ]
	status 0 bulletin-build render practice -o eml --to=a@example.org
}

@test "the same bytes a year later, the office renamed, whatever the locale and the zone" {
	unclassified
	for form in text html docx eml; do
		bulletin-build render daily -o $form --to=a@example.org >"then.$form"
	done
	if has_pdf; then bulletin-build render daily -o pdf >then.pdf 2>/dev/null; fi
	cat >renamed.yaml <<-'END'
	setting: [{ name: office_name, value: 改名后的办公室, valid_from: 2026-12-05 }]
	publication: [{ code: daily, name: 每日要情, form: digest, rhythm: day, signer: 别人, valid_from: 2026-12-05 }]
	column: [{ publication: daily, code: remark, title: 改了名的栏目, categories: [remark], valid_from: 2026-12-05 }]
	END
	office-db load renamed.yaml 2>/dev/null
	export OFFICEDB_NOW="2027-12-31 23:59" TZ=America/New_York LC_ALL=C LANGUAGE=en
	for form in text html docx eml pdf; do
		[ -e "then.$form" ] || continue
		bulletin-build render daily/2026-341 -o $form --to=a@example.org >now 2>/dev/null
		cmp now "then.$form"
	done
	export LC_ALL=C.UTF-8 TZ=UTC LANGUAGE=zh_CN
	bulletin-build render daily/2026-341 >now
	cmp now then.text
}

@test "another language when it is asked for" {
	status 0 bulletin-build render daily --language=en
	holds out "Signed for issue: 高明远"
	holds out "printed on 2026-12-04"
	status 0 bulletin-build render daily --language=en -o html
	holds out '<html lang="en">'
}

@test "SOURCE_DATE_EPOCH stands for the time of issuing; a bad one is refused" {
	unclassified
	export SOURCE_DATE_EPOCH=1700000000
	status 0 bulletin-build render daily -o eml --to=a@example.org
	holds out "Date: Wed, 15 Nov 2023 06:13:20 +0800"
	for bad in x 1x -1 " 1" 99999999999999999999 0x10; do
		SOURCE_DATE_EPOCH=$bad status 64 bulletin-build render daily
		holds err "SOURCE_DATE_EPOCH：'$bad'"
	done
}

@test "numbered copies: one, all of them, one that there is not" {
	status 0 bulletin-build render daily --copy=12
	[ "$(head -n1 out)" = 000012 ]
	status 66 bulletin-build render daily --copy=13
	holds err "daily/2026-341：没有第 13 份；共 3 份"
	status 66 bulletin-build render practice/2026-12 --copy=1
	holds err "各份没有编号"
	mkdir copies
	status 0 bulletin-build render daily -o html --copies --output-dir=copies
	ls copies >some
	same some <<-END
	daily-2026-341-000001.html
	daily-2026-341-000002.html
	daily-2026-341-000012.html
	END
	holds copies/daily-2026-341-000002.html '<p class="no">000002</p>'
	# Nobody else on the machine reads what is classified.
	(umask 022 && bulletin-build render daily -o html --copies --output-dir=copies && bulletin-build render daily --output-file=one.txt)
	[ "$(stat -c %a copies/* one.txt | sort -u)" = 640 ]
	(umask 022 && bulletin-build render practice --output-file=open.txt)
	[ "$(stat -c %a open.txt)" = 644 ]
	status 73 bulletin-build render daily --copies --output-dir=nowhere
	status 64 bulletin-build render daily --copies
	status 64 bulletin-build render daily --output-dir=copies
	status 64 bulletin-build render daily --copies --copy=1 --output-dir=copies
	status 64 bulletin-build render daily --copy=1 -o json
	status 64 bulletin-build render daily --copy=0
}

@test "what cannot be written is said" {
	for form in text html json docx; do
		got=0
		bulletin-build render daily -o $form >/dev/full 2>err || got=$?
		[ "$got" -eq 74 ]
		[ "$(wc -l <err)" -eq 1 ]
	done
	status 73 bulletin-build render daily --output-file=nowhere/x.html
	: >there
	status 64 bulletin-build render daily -o odt --output-file=there
	[ ! -s there ]
	bulletin-build render daily 2>err | head -n1 >some
	same err </dev/null
}

@test "the roundup as docx and mail" {
	status 65 report-submit "$sample/returns.csv"
	status 0 bulletin-build roundup --output-file=r.docx -o docx
	python3 -c 'import zipfile; t = zipfile.ZipFile("r.docx").read("word/document.xml").decode(); assert "每日情况汇总" in t and "各单位报送情况" in t'
	status 0 bulletin-build roundup -o eml --to=a@example.org
	cp out one
	status 0 bulletin-build roundup -o eml --to=a@example.org
	cmp out one
}
