#!/usr/bin/env bats
# bulletin-build render -o pdf: a real issue of the sample office, measured on the page against GB/T 9704-2012:
# where text and rules stand, lines, kinsoku, faces, what can be searched in it.

load common

# An issue of all that came in on the day, made once.
prepare() {
	command -v pdftotext >/dev/null || skip "poppler-utils is not there"
	if [ ! -e "$BATS_FILE_TMPDIR/issue.db" ]; then
		sample_office
		report-submit "$sample/returns.csv" >/dev/null 2>&1 || [ $? -eq 65 ]
		bulletin-build draft daily >draft.yaml
		sed -i '0,/^    title: /s//    title: 林喆堃、陈镕/' draft.yaml
		bulletin-build issue draft.yaml >/dev/null
		office-db backup "$BATS_FILE_TMPDIR/issue.db"
		bulletin-build render daily/2026-1 -o pdf --language=zh_CN \
			>"$BATS_FILE_TMPDIR/issue.pdf" 2>/dev/null
	fi
	cp "$BATS_FILE_TMPDIR/issue.db" "$OFFICEDB"
	pdf=$BATS_FILE_TMPDIR/issue.pdf
}

# The words of every page, in mm: page left top right bottom text.
words() {
	pdftotext -bbox "$pdf" - | python3 -c '
import re, sys, html
page = 0
for line in sys.stdin:
    page += "<page " in line
    m = re.match(r" *<word xMin=\"(.*?)\" yMin=\"(.*?)\" xMax=\"(.*?)\" yMax=\"(.*?)\">(.*)</word>", line)
    if m:
        print(page, *("%.2f" % (float(x) * 25.4 / 72) for x in m.groups()[:4]), html.unescape(m[5]), sep="\t")
'
}

# The rules drawn on a page: colour, thickness, left, right and height, all mm.
rules() {
	pdftocairo -svg -f "$1" -l "$1" "$pdf" - | python3 -c '
import re, sys
for path in re.findall(r"<path [^>]*>", sys.stdin.read()):
    d = re.search(r" d=\"M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) \"", path)
    w = re.search(r"stroke-width[:=]\"?([\d.]+)", path)
    if not d or not w:
        continue
    mm = 25.4 / 72
    red = "red" if re.search(r"stroke[:=]\"?rgb\((8\d|9\d)[.\d]*%, ?[0-9](\.\d+)?%", path) else "black"
    print(red, *("%.2f" % (v * mm) for v in (float(w[1]), float(d[1]), float(d[3]), float(d[2]))))
'
}

@test "A4; text 37 mm from the top and 28 from the left, 156 wide; 22 lines a page" {
	pdfinfo "$pdf" >info
	holds info '(A4)'
	words >words
	python3 - <<-'END'
		import collections
		pages = collections.defaultdict(list)
		for line in open("words"):
		    page, left, top, right, bottom, text = line.rstrip("\n").split("\t")
		    pages[int(page)].append((float(left), float(top), float(right), float(bottom), text))
		last = max(pages)
		assert last > 20
		for n, words in pages.items():
		    if n in (1, last):
		        continue
		    body = [w for w in words if w[3] < 263]
		    assert abs(min(w[1] for w in body) - 37) < 1, n
		    assert abs(min(w[0] for w in body) - 28) < 1, n
		    assert abs(max(w[3] for w in body) - 262) < 1 or len(set(round(w[1]) for w in body)) < 22
		    assert max(w[2] for w in body if w[4][-1] not in "，。、；：）》”") < 184.3, n
		    rows = sorted(set(round((w[1] - 37) / 10.445) for w in body))
		    assert rows[-1] <= 21 and len(rows) in (19, 20, 21, 22), (n, rows)
		assert sum(len(set(round((w[1] - 37) / 10.445) for w in pages[n] if w[3] < 263)) == 22
		           for n in range(2, last)) > last // 2
	END
}

@test "no line begins with a closing mark or ends with an opening one; full lines have 28 characters" {
	words >words
	python3 - <<-'END'
		full = 0
		for line in open("words"):
		    page, left, top, right, bottom, text = line.rstrip("\n").split("\t")
		    if float(bottom) > 263:
		        continue
		    if float(left) < 29:
		        assert text[0] not in "，。、；：）》”？！", text
		    if float(right) > 183:
		        assert text[-1] not in "（《“", text
		        han = all(ord(c) > 0x2e80 for c in text)
		        if float(left) < 29 and han:
		            assert len(text) in (26, 27, 28, 29), text  # a number that goes down takes its width with it
		            full += len(text) >= 28
		assert full > 50, full
	END
}

@test "page numbers 7 mm below the text, right on odd pages and left on even ones" {
	words >words
	python3 - <<-'END'
		seen = set()
		for line in open("words"):
		    page, left, top, right, bottom, text = line.rstrip("\n").split("\t")
		    if float(top) > 263 and text != "—":
		        assert text == page, line
		        seen.add(page)
		        middle = (float(top) + float(bottom)) / 2
		        assert 267 < middle < 271, line
		        assert float(left) > 160 if int(page) % 2 else float(right) < 60, line
		assert len(seen) > 20
	END
}

@test "the red rule is as wide as the text; the imprint ends on the text's lower edge" {
	rules 1 >first
	awk '$1 == "red" && $3 > 27.9 && $3 < 28.1 && $4 > 183.9 && $4 < 184.1 && $5 > 70 && $5 < 130' first >red
	[ "$(wc -l <red)" -eq 1 ]
	rules "$(pdfinfo "$pdf" | awk '/^Pages/ { print $2 }')" >last
	awk '{ print $1, $2 }' last | sed -n '1p;2p;$p' >thick
	same thick <<-END
		black 0.35
		black 0.25
		black 0.35
	END
	awk 'END { exit !($5 > 261.8 && $5 < 262.2) }' last
}

@test "the masthead 35 mm below the text's edge, white under it for the line below; the red rule 4 mm under that" {
	pdftoppm -r 144 -f 1 -l 1 -singlefile "$pdf" first
	python3 - <<-'END'
		import re
		data = open("first.ppm", "rb").read()
		head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
		width, height = int(head[1]), int(head[2])
		red, black = [], []
		for y in range(height // 2):
		    row = data[head.end() + 3 * width * y:head.end() + 3 * width * (y + 1)]
		    dots = list(zip(row[0::3], row[1::3], row[2::3]))
		    if any(r > 160 and g < 90 for r, g, b in dots):
		        red.append(y)
		    if any(r < 100 for r, g, b in dots):
		        black.append(y)
		mm = 25.4 / 144
		mast = next(y for y in red if y + 1 not in red)
		rule = next(y for y in red if y > mast)
		line = [y for y in black if mast < y < rule]
		assert abs(red[0] * mm - 72) < 0.5, red[0] * mm
		assert 10 < (line[0] - mast) * mm < 11.7, (line[0] - mast) * mm  # a line of the text's, and white in the line
		assert 3.8 < (rule - line[-1]) * mm < 5, (rule - line[-1]) * mm
	END
}

@test "every face is in the file; its text comes out in order, names of rare characters too" {
	pdffonts "$pdf" | sed 1,2d >fonts
	[ "$(wc -l <fonts)" -ge 5 ]
	grep -vE ' yes (yes|no ) yes ' fonts >rest || true # in the file, and it can be searched
	same rest </dev/null
	lacks fonts 'CJK(jp|kr|tc|hk)'
	pdftotext -layout "$pdf" text
	holds text 林喆堃、陈镕
	tr -d ' \n' <text >flat
	python3 - <<-'END'
		flat, at = open("flat").read(), 0
		heads = [h for h in ("一、领导要论", "二、领导活动动态", "三、重要接待", "四、工作动态", "五、媒体摘要")]
		for h in heads:
		    at = flat.index(h, at)
	END
}

@test "who it is by, when it was issued, and an outline of columns and items" {
	pdfinfo "$pdf" >info
	holds info '每日汇报'
	holds info '中共示例市委办公室'
	holds info 'Creator:         officedb'
	holds info '2026'
	pdftohtml -i -xml -stdout "$pdf" >outline
	holds outline '<outline>'
	holds outline '领导活动动态</item>'
	holds outline '林喆堃、陈镕'
}

@test "the same issue is the same file, whenever and in whatever language it is asked for" {
	bulletin-build render daily/2026-1 -o pdf --language=zh_CN --now="2027-06-01 08:00" >again.pdf 2>/dev/null
	cmp "$pdf" again.pdf
	LANGUAGE=en TZ=UTC bulletin-build render daily/2026-1 -o pdf --language=zh_CN >again.pdf 2>/dev/null
	cmp "$pdf" again.pdf
}

@test "an office's own fonts.conf; one that names no font there is says so" {
	cat >own.conf <<-END
		<fontconfig>
		$(for role in body head subhead title numerals; do
			echo "<alias><family>od-$role</family><prefer><family>本单位的字体</family></prefer></alias>"
		done)
		<match><test name="family"><string>本单位的字体</string></test><edit name="file">
			<string>$PWD/none.ttf</string></edit></match>
		</fontconfig>
	END
	status 69 bulletin-build render daily/2026-1 -o pdf --fonts=own.conf
	grep -E "od-title.*本单位的字体.*fonts-noto-cjk" err
	same out </dev/null
	face=$(sed -n 's|.*<string>\(/.*NotoSerifCJK-Regular.ttc\)</string>.*|\1|p' "$top/share/print/fonts.conf" |
		while read -r f; do [ -e "$f" ] && echo "$f" && break; done)
	[ -n "$face" ] || skip "Noto Serif CJK is not there"
	sed -i "s|$PWD/none.ttf|$face</string></edit><edit name=\"index\"><int>2</int></edit><edit name=\"file\"><string>x|" own.conf
	status 0 bulletin-build render daily/2026-1 -o pdf --fonts=own.conf
	mv out own.pdf
	pdffonts own.pdf | sed 1,2d >fonts
	holds fonts NotoSerifCJKsc
	lacks fonts 'Fandol|GBZenKai|GBSN'
	echo '<fontconfig>' >own.conf
	status 65 bulletin-build render daily/2026-1 -o pdf --fonts=own.conf
	grep -E 'fonts\.conf(: |：)' err
}

@test "a font that is damaged is passed over for the next" {
	face=$(sed -n 's|.*<string>\(/.*NotoSerifCJK-Regular.ttc\)</string>.*|\1|p' "$top/share/print/fonts.conf" |
		while read -r f; do [ -e "$f" ] && echo "$f" && break; done)
	[ -n "$face" ] || skip "Noto Serif CJK is not there"
	python3 - "$face" <<-'END'
		import struct, sys
		head = open(sys.argv[1], "rb").read(1 << 20)
		first = struct.unpack(">I", head[20:24])[0]  # the directory of face 2
		def put(name, data):
		    open(name, "wb").write(data)
		put("empty.ttf", b"")
		put("short.ttf", head[:10])
		put("far.ttf", head[:20] + b"\xff\xff\xff\xf0" + head[24:4096])  # the directory lies beyond the end
		put("cut.ttf", head[:first + 40])
		put("many.ttf", b"\0\1\0\0\xff\xff" + head[6:4096])  # 65535 tables
		put("map.ttf", b"OTTO\0\1" + bytes(6) + b"cmap\0\0\0\0\xff\xff\xff\xf8\0\0\xff\xff")
	END
	cat >own.conf <<-END
		<fontconfig>
		$(for role in body head subhead title numerals; do
			echo "<alias><family>od-$role</family><prefer><family>坏</family><family>好</family></prefer></alias>"
		done)
		<match><test name="family"><string>好</string></test><edit name="index"><int>2</int></edit>
			<edit name="file"><string>$face</string></edit></match>
		<match><test name="family"><string>坏</string></test><edit name="index"><int>2</int></edit>
			<edit name="file"><string>NAME</string></edit></match>
		</fontconfig>
	END
	for bad in empty short far cut many map; do
		sed "s|NAME|$PWD/$bad.ttf|" own.conf >bad.conf
		status 0 bulletin-build render daily/2026-1 -o pdf --fonts=bad.conf
		mv out own.pdf
		pdffonts own.pdf | sed 1,2d >fonts
		holds fonts NotoSerifCJKsc
	done
}
