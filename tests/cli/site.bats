#!/usr/bin/env bats
# bulletin-build site: pages for the intranet - what is there, what is kept off it, what a rebuild touches, search and
# look in a real browser.  tests/site/run.sh does the same with thousands of issues.

load common

# Four issues of two publications out of loaded records, so that every word is known; reports R2026-0001 ... of the
# sample stand for those they were made of.
prepare() {
	sample_office
	for unit in BM05 BM05 BM06 BM07 BM08 BM05; do
		printf '  - { unit: %s, category: work, title: 报告%d, body: 正文%d }\n' $unit $((++n)) $n
	done | { echo report:; cat; } | report-submit -o json >submitted
	cat >issues.yaml <<-'END'
		issue:
		  - { issue: daily/2025-300, publication: daily, year: 2025, serial: 300, total: 900, date: 2025-12-30, form: digest, masthead: 每日汇报, office: 中共示例市委办公室, secrecy: none, status: issued, at: "2025-12-30T18:00:00+08:00", actor: editor }
		  - { issue: daily/2026-1, publication: daily, year: 2026, serial: 1, total: 901, date: 2026-12-02, form: digest, masthead: 每日汇报, office: 中共示例市委办公室, secrecy: none, status: issued, at: "2026-12-02T18:00:00+08:00", actor: editor }
		  - { issue: daily/2026-2, publication: daily, year: 2026, serial: 2, total: 902, date: 2026-12-03, form: digest, masthead: 每日汇报, office: 中共示例市委办公室, secrecy: none, status: issued, at: "2026-12-03T18:00:00+08:00", actor: editor }
		  - { issue: advice/2026-7, publication: advice, year: 2026, serial: 7, total: 7, date: 2026-12-03, form: article, masthead: 情况与建议, office: 中共示例市委办公室, secrecy: secret, term: 1年, status: issued, at: "2026-12-03T18:00:00+08:00", actor: editor }
		issue_item:
		  - { issue: daily/2025-300, item: 1, column: work, column_title: 工作动态, style: full, title: 城北供水管网年内完工, text: 城北供水管网改造工程年内完工。, source: 市水利局, secrecy: none }
		  - { issue: daily/2026-1, item: 1, column: work, column_title: 工作动态, style: full, title: 夜间公交延时, text: 夜间公交延时至二十三点，供水保障同步加强。, source: 市交通运输局, secrecy: none }
		  - { issue: daily/2026-1, item: 2, column: work, column_title: 工作动态, style: full, title: "<script>alert(1)</script>&引号", text: ＧＤＰ增长５．２％。𠮷野社区试点。, source: 市统计局, secrecy: none }
		  - { issue: daily/2026-2, item: 1, column: media, column_title: 媒体摘要, style: full, title: 省报刊发评论, text: 省报刊发评论员文章，供、水两字不相连。, source: 市委宣传部, secrecy: none }
		  - { issue: advice/2026-7, item: 1, style: full, title: 不宜公开的标题, text: 不宜公开的正文, source: 市财政局, secrecy: secret }
		adoption:
		  - { issue: daily/2025-300, item: 1, report: R2026-0001, weight: 1 }
		  - { issue: daily/2026-1, item: 1, report: R2026-0002, weight: 1 }
		  - { issue: daily/2026-1, item: 2, report: R2026-0003, weight: 1 }
		  - { issue: daily/2026-2, item: 1, report: R2026-0004, weight: 1 }
		  - { issue: advice/2026-7, item: 1, report: R2026-0005, weight: 1 }
	END
	status 0 office-db load issues.yaml
}

site() { status 0 bulletin-build site www --language=en "$@"; }
crawl() { python3 "$top/tests/site/crawl.py" "${1:-www}" >crawled || { cat crawled; return 1; }; }

# nowhere PATTERN - no file of the site has it
nowhere() { if grep -rE "$1" www; then return 1; fi; }

# browser FILE[?QUERY] - the page as a browser has it, to "page"; nothing may stand on its console.
browser() {
	command -v chromium >/dev/null || skip "chromium is not there: ./bootstrap installs it"
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
		--virtual-time-budget=8000 --enable-logging=stderr --v=0 --dump-dom "file://$PWD/www/$1" \
		>page 2>console || true
	lacks console CONSOLE
	[ -s page ]
}
# found QUERY - the links that the search finds, newest first, and what it says
found() {
	browser "search.html?q=$1"
	grep -o '<li><h2><a href="[^"]*"' page | sed 's/.*href="//; s/"//' >links || true
	sed -n 's/.*<p id="state"[^>]*>\([^<]*\)<.*/\1/p' page >said
}

# --- what is there ---------------------------------------------------------------------------------

@test "every page is reached, every link leads somewhere; silent" {
	site
	same out </dev/null
	same err </dev/null
	crawl
	# front, search, units; two publications; their years; four issues; three units
	same crawled <<<"$((3 + 2 + 3 + 4 + 3)) pages"
	(cd www && ls daily/2026 daily/2025 advice/2026) >list
	same list <<-'END'
		advice/2026:
		007.html
		index.html

		daily/2025:
		300.html
		index.html

		daily/2026:
		001.html
		002.html
		index.html
	END
}

@test "an issue's page: the paper, where it belongs, its neighbours of the publication" {
	site
	holds www/daily/2026/001.html '<h3 class="sub" id="item-1">(1) 夜间公交延时</h3>'
	holds www/daily/2026/001.html '<a rel="prev" href="../../daily/2025/300.html">'
	holds www/daily/2026/001.html '<a rel="next" href="../../daily/2026/002.html">'
	holds www/daily/2026/001.html '&#60;script&#62;alert(1)&#60;/script&#62;&#38;引号'
	lacks www/daily/2026/001.html '<script>'
	lacks www/daily/2025/300.html 'rel="prev"'
	holds www/daily/2026/index.html '<time datetime="2026-12-02">'
	holds www/index.html 'daily/2026/002.html#item-1'
}

@test "in the regime's language, unless another is asked for" {
	status 0 bulletin-build site www
	holds www/index.html '<html lang="zh-CN">'
	site
	holds www/index.html '<html lang="en">'
}

@test "what of a unit was adopted, by year, with links to the items" {
	site
	sed -n '/<h2 /p; s/.*<a href="\(..\/daily[^"]*\)">\([^<]*\)<.*/\1 \2/p' "www/unit/BM05.html" >list
	same list <<-'END'
		<h2 id="y2026">Year 2026</h2>
		../daily/2026/001.html#item-1 夜间公交延时
		<h2 id="y2025">Year 2025</h2>
		../daily/2025/300.html#item-1 城北供水管网年内完工
	END
	holds "www/unit/BM05.html" '2 items adopted'
	holds www/unit/index.html "<a href=\"BM05.html\">"
}

@test "a unit whose code is index has a page of its own" {
	printf 'unit:\n  - {code: index, name: 指数局, kind: department, parent: SW, valid_from: 2024-01-01}\n' >unit.yaml
	office-db load unit.yaml 2>told
	report-submit --unit=index --category=work --title=指数发布 --body=文。 >number
	printf 'draft:\n  - {publication: practice, date: 2026-12-04}\nitem:\n  - {title: 指数发布, text: 文。, reports: [%s]}\n' "$(cat number)" >i.yaml
	bulletin-build issue i.yaml >issued
	site
	holds www/unit/_69ndex.html 指数发布
	holds www/unit/index.html '<a href="_69ndex.html">指数局</a>'
	holds www/unit/index.html '<a href="BM05.html">'
	cp www/unit/_69ndex.html before
	rm www/unit/_69ndex.html
	site
	cmp www/unit/_69ndex.html before
	crawl
}

# --- what is kept off it ------------------------------------------------------------------------------

@test "of a classified issue only number and mark" {
	site
	nowhere 不宜公开
	holds www/advice/2026/007.html '秘密★1年' || holds www/advice/2026/007.html 'secret★1年'
	holds www/advice/2026/007.html 'This issue is classified: its text is not shown here.'
	holds www/advice/2026/index.html '../../advice/2026/007.html'
	[ ! -e www/unit/BM08.html ]
}

@test "a withdrawn issue keeps its page and loses its text, everywhere" {
	site
	status 0 bulletin-build withdraw daily/2026-1 --reason=数字有误
	status 0 bulletin-build site www --language=en -v
	holds www/daily/2026/001.html 'This issue has been withdrawn.'
	holds www/daily/2026/index.html 'WITHDRAWN'
	nowhere '夜间公交|数字有误|野社区'
	crawl
	holds "www/unit/BM05.html" '1 item adopted'
	holds www/feed.xml 'This issue has been withdrawn.'
	holds out daily/2026/001.html
	lacks out 'daily/2026/002.html|daily/2025|style.css'
}

@test "a correction stands beside its item, with a link to where it was printed" {
	site
	status 0 bulletin-build correct daily/2026-1/1 --wrong=二十三点 --text=二十二点
	site -v
	holds out daily/2026/001.html
	sed -n '/id="item-1"/,/id="item-2"/p' www/daily/2026/001.html >item
	holds item '二十三点&#39; should read &#39;二十二点'
	lacks item 'site-see'
	cat >draft.yaml <<-'END'
		draft:
		  - { publication: daily, date: 2026-12-04 }
		item:
		  - { column: work, keep: yes, title: 又一条, reports: [R2026-0006], text: 又一条的正文。 }
	END
	status 0 bulletin-build issue draft.yaml
	same out <<<daily/2026-3
	site -v
	grep -E '^daily/' out | sort >list
	same list <<-'END'
		daily/2026/001.html
		daily/2026/002.html
		daily/2026/003.html
		daily/2026/index.html
		daily/index.html
	END
	holds www/daily/2026/001.html '<a class="site-see" href="../../daily/2026/003.html">'
	crawl
}

# --- rebuilding -------------------------------------------------------------------------------------------

@test "nothing new: nothing is written; what is gone is made again; --all writes no more" {
	site
	find www -type f -printf '%P %T@ %i\n' | sort >before
	site -v
	same out </dev/null
	site -v --all
	same out </dev/null
	find www -type f -printf '%P %T@ %i\n' | sort | diff before -
	cp -r www whole
	rm www/daily/2026/001.html www/search/daily-2026/set.js "www/unit/BM05.html" www/style.css
	site -v
	sort out >list
	{ echo daily/2026/001.html; echo search/daily-2026/set.js; echo style.css; echo "unit/BM05.html"; } | same list
	diff -r whole www
}

@test "what is built step by step is what is built at once" {
	site
	cat >draft.yaml <<-'END'
		draft:
		  - { publication: daily, date: 2026-12-04 }
		item:
		  - { column: work, keep: yes, title: 供水新条目, reports: [R2026-0006], text: 正文。 }
	END
	status 0 bulletin-build issue draft.yaml
	status 0 bulletin-build withdraw advice/2026-7 --reason=重复
	site
	status 0 bulletin-build site once --language=en
	diff -r www once
}

@test "--dry-run lists and writes nothing" {
	status 0 bulletin-build site www --dry-run
	holds out daily/2026/001.html
	[ ! -e www ]
}

@test "a folder with other files is refused, unless adopted; they stay" {
	mkdir www && echo mine >www/notes.txt
	status 73 bulletin-build site www
	same err <<<"bulletin-build: 'www' holds files that are not of this site; name an empty folder, or say --adopt to build among them"
	[ "$(ls www)" = notes.txt ]
	site --adopt
	site
	[ "$(cat www/notes.txt)" = mine ]
}

@test "two at once: the second waits as long as it is told, then says so" {
	site
	exec 9>www/.officedb-site.lock
	flock 9
	status 75 bulletin-build site www --wait=0
	same err <<<"bulletin-build: 'www' is being built by somebody else; try again"
	exec 9>&-
	site
}

@test "broken off in the middle: the next build completes it" {
	site
	for left in 1 5 20; do
		rm -rf half
		mkdir half && cp -r www/. half
		find half -type f ! -name '.*' | sort | tail -n +$left | xargs -r rm -f
		printf 'officedb-site 1\n' >half/.officedb-site
		echo torn >half/.officedb-site.new
		status 0 bulletin-build site half --language=en
		diff -r www half
	done
}

@test "usage: a folder, an address" {
	status 64 bulletin-build site
	status 64 bulletin-build site a b
	status 64 bulletin-build site www --base-url=intranet
	[ ! -e www ]
	status 73 bulletin-build site no/such/place
	holds err "cannot create 'no/such/place'"
}

# --- the feed -----------------------------------------------------------------------------------------------

@test "the feed is well-formed, links where the site stands, and its ids never change" {
	site --base-url=http://dzb.example
	python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse("www/feed.xml")'
	holds www/feed.xml '<link rel="alternate" href="http://dzb.example/daily/2026/002.html"/>'
	grep -o '<id>.*</id>' www/feed.xml | sort >ids
	[ "$(sort -u ids | wc -l)" = 5 ]
	[ "$(grep -cE '^<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}</id>$' ids)" = 5 ]
	status 0 bulletin-build withdraw daily/2026-1 --reason=错
	status 0 bulletin-build site other --base-url=https://elsewhere.example/x
	grep -o '<id>.*</id>' other/feed.xml | sort | diff ids -
	sed -n '/2026-1<\|001.html/,/updated/p' other/feed.xml | grep -o '<updated>.*</updated>' >at
	same at <<<'<updated>2026-12-04T18:00:00+08:00</updated>'
}

# --- in a browser ---------------------------------------------------------------------------------------------

@test "search: two characters, one, several words, exact, newest first" {
	site
	found 供水
	same links <<-'END'
		daily/2026/001.html#item-1
		daily/2025/300.html#item-1
	END
	same said <<<"2 found, newest first."
	holds page '<mark>供水</mark>'
	found 供
	[ "$(wc -l <links)" = 3 ]
	found '供水%20改造'
	same links <<<"daily/2025/300.html#item-1"
	found 水保障同步
	same links <<<"daily/2026/001.html#item-1"
	found '供水&y=2025'
	same links <<<"daily/2025/300.html#item-1"
	found 水利局
	same links <<<"daily/2025/300.html#item-1"
}

@test "the index holds each pair of characters of each text, and no other" {
	site
	status 0 python3 "$top/tests/site/index.py" www
	lacks out '^0 pairs'
}

@test "search: letters in any case and width, rare characters, marks; odd input is text" {
	site
	for q in gdp GDP %EF%BC%A7%EF%BC%A4%EF%BC%B0增长5 %F0%A0%AE%B7野 %3Cscript%3Ealert; do
		found "$q"
		same links <<<"daily/2026/001.html#item-2"
	done
	lacks page '<script>alert'
	for q in '%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E' __proto__ 没有这个词; do
		found "$q"
		same links </dev/null
		same said <<<"Nothing was found."
	done
	lacks page '<img'
	for q in '' %20 %EF%BC%8C; do
		found "$q"
		same said <<<"Type one or more words; two Chinese characters are enough."
	done
}

@test "pages in a browser: nothing on the console; printed without the site around" {
	site
	for p in index.html daily/index.html daily/2026/index.html daily/2026/001.html unit/index.html; do browser $p; done
	command -v pdftotext >/dev/null || skip "pdftotext is not there: ./bootstrap installs it"
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" --no-pdf-header-footer \
		--print-to-pdf=p.pdf "file://$PWD/www/daily/2026/001.html" 2>printed
	pdftotext p.pdf p.txt
	holds p.txt 每日汇报
	lacks p.txt 'Search|Publications|Home'
}

@test "--pdf: a PDF beside each page that shows a text" {
	site --pdf
	crawl
	(cd www && find . -name '*.pdf' | sort) >list
	same list <<-'END'
		./daily/2025/300.pdf
		./daily/2026/001.pdf
		./daily/2026/002.pdf
	END
	holds www/daily/2026/001.html 'href="001.pdf"'
	site --pdf -v
	same out </dev/null
	# that of a withdrawn issue goes, whether PDF is asked for or not
	status 0 bulletin-build withdraw daily/2026-1 --reason=错
	site -v
	holds out daily/2026/001.pdf
	[ ! -e www/daily/2026/001.pdf ]
	[ -e www/daily/2026/002.pdf ]
	crawl
}

@test "a unit's page is headed by what it is called now; errors are in the language of who builds" {
	site
	office-db dump unit -o json | jq -c 'select(.code == "BM05")' >unit.json
	old=$(jq -r '.short_name // .name' unit.json)
	jq -c '.name = "示例市改名局" | .short_name = "改名局" | .valid_from = "2026-12-04"' unit.json >renamed.json
	status 0 office-db load renamed.json
	site
	grep -q '<h1>[^<]*改名局</h1>' www/unit/BM05.html
	if grep -q "<h1>$old</h1>" www/unit/BM05.html; then return 1; fi
	grep -q '改名局' www/unit/index.html
	cp www/unit/BM05.html before.html
	site
	same before.html <www/unit/BM05.html
	rm -rf www/unit && touch www/unit
	status 74 bulletin-build site www --language=zh_CN
	holds err "cannot write 'www/unit/"
}

@test "--publication names publications that there are" {
	sample_office
	status 64 bulletin-build site web --publication=daily,nope
	holds err "no publication 'nope'; there are: daily 每日汇报, "
	[ ! -e web/index.html ]
}
