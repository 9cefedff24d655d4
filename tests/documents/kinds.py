"""The kinds of fault and how each is planted: KINDS.  Used by faults.py.

A kind is (rules, topic, plant): plant(document, rng) changes one place and returns the lines any of which
may bear the finding, or None where there is no place for it.  Two kinds of one topic are not planted in
one document.  Faults that take away or change what stands there come first, then sentences put in."""
import re

from document import HEADING

NEW = "2012-07-01"  # from here the rules of 2012
NUMERALS = "一二三四五六七八九十"


# --- where ---------------------------------------------------------------------------------------

def masked(text):
    """Stretches of others' words: in 《》 and “”."""
    return [m.span() for m in re.finditer(r"《[^》]*》|“[^”]*”|〔[^〕]*〕", text)]


def places(line, pattern, inside=False):
    hidden = [] if inside else masked(line.text)
    return [m for m in re.finditer(pattern, line.text)
            if all(m.end() <= a or m.start() >= b for a, b in hidden)]


def put(line, m, new):
    line.text = line.text[:m.start()] + m.expand(new) + line.text[m.end():]
    line.touched = True
    return [line]


def change(doc, rng, pattern, new, roles=("body",), inside=False):
    found = [(x, m) for x in doc.all(*roles) if not x.touched for m in places(x, pattern, inside)]
    return put(*rng.choice(found), new) if found else None


def swap(pattern, new, roles=("body",), inside=False, since=None, genre=None):
    def plant(doc, rng):
        if (since and doc.date < since) or (genre and doc.genre not in genre.split()):
            return None
        return change(doc, rng, pattern, new, roles, inside)
    return plant


def paragraphs(doc):
    """Of the body, those that are prose: a sentence can be put into them."""
    return [x for x in doc.all("body") if not x.touched and x.text.endswith("。") and len(x.text) > 40]


def say(*sentences, since=None, genre=None):
    """One of the sentences, after a full stop of the body."""
    def plant(doc, rng):
        if (since and doc.date < since) or (genre and doc.genre not in genre.split()):
            return None
        found = [(x, m) for x in paragraphs(doc) for m in places(x, r"。(?![”’）」])", inside=False)]
        if not found:
            return None
        line, m = rng.choice(found)
        return put(line, m, "。" + rng.choice(sentences).replace("\\", "\\\\"))
    return plant


def line_after_body(text, genre=None, since=NEW):
    """A closing line of its own."""
    def plant(doc, rng):
        body = doc.all("body")
        last = body[-1] if body else None
        if not doc.own or doc.date < since or (genre and doc.genre not in genre.split()) or last.touched:
            return None
        return [doc.insert(doc.after(last), "　　" + text, "body")]
    return plant


# Faults of form are planted in our own documents, whose form is whole.

def own(plant):
    def only(doc, rng):
        return plant(doc, rng) if doc.own else None
    return only


def form(role, pattern, new, genre=None):
    return own(swap(pattern, new, (role,), inside=True, genre=genre))


def drop(role, genre=None, borne=("title",)):
    def plant(doc, rng):
        line = doc.first(role)
        if not doc.own or not line or line.touched or (genre and doc.genre not in genre.split()):
            return None
        i = doc.lines.index(line)
        near = [x for x in (doc.after(line, -1), doc.after(line)) if x]
        del doc.lines[i]
        return near + doc.all(*borne)
    return plant


def add(text, role, before=None, borne=None):
    """A line of the head, in its first place, or of the tail."""
    def plant(doc, rng):
        there = doc.first(before) if before else doc.lines[0]
        if not doc.own or not there or doc.first(role):
            return None
        line = doc.insert(there, text, role)
        return [line] + (doc.all(*borne) if borne else [])
    return plant


# --- those that need more than a pattern -----------------------------------------------------------

def bump(pattern, by=1, roles=("body",)):
    """A figure that is one too high: group 1."""
    def plant(doc, rng):
        found = [(x, m) for x in doc.all(*roles) if not x.touched for m in re.finditer(pattern, x.text)]
        if not doc.own or not found:
            return None
        line, m = rng.choice(found)
        line.text = line.text[:m.start(1)] + str(int(m.group(1)) + by) + line.text[m.end(1):]
        line.touched = True
        return [line]
    return plant


def ordinal_gap(doc, rng):
    """A 三、 that says 四、 and so on; never the first of its row."""
    found = [(x, m) for x in doc.all("body") if not x.touched
             for m in [re.match(r"^(　*)([二三四五六七八])、", x.text)] if m]
    if not doc.own or not found:
        return None
    line, m = rng.choice(found)
    number = NUMERALS[NUMERALS.index(m.group(2)) + 1]
    follow = doc.lines[doc.lines.index(line) + 1:]
    after = next((x for x in follow if re.match(r"^　*[二三四五六七八九]、", x.text)), None)
    line.text = f"{m.group(1)}{number}、{line.text[m.end():]}"
    line.touched = True
    return [line] + ([after] if after else [])


def ordinal_twice(doc, rng):
    found = [(x, m) for x in doc.all("body") if not x.touched
             for m in [re.match(r"^(　*)（([二三四五])）", x.text)] if m]
    if not doc.own or not found:
        return None
    line, m = rng.choice(found)
    number = NUMERALS[NUMERALS.index(m.group(2)) - 1]
    follow = doc.lines[doc.lines.index(line) + 1:]
    after = next((x for x in follow[:4] if re.match(r"^　*（[三四五六]）", x.text)), None)
    line.text = f"{m.group(1)}（{number}）{line.text[m.end():]}"
    line.touched = True
    return [line] + ([after] if after else [])


def item_dropped(doc, rng):
    """以下三项, and two follow."""
    for x in doc.all("body"):
        if re.search(r"以下[三四]", x.text) and x.text.endswith("：") and not x.touched:
            gone, n = doc.after(x), 0
            while re.match(r"^　*\d\.", doc.after(x, n + 1).text):
                n += 1
            gone = doc.after(x, n)
            if n < 2 or gone.touched:
                return None
            doc.lines.remove(gone)
            before = doc.after(x, n - 1)
            before.text = before.text[:-1] + "。"
            before.touched = x.touched = True
            return [x]
    return None


def table_sum(doc, rng):
    rows = [x for x in doc.all("table") if x.text.startswith("合计") and not x.touched]
    if not rows or not doc.own:
        return None
    line = rng.choice(rows)
    cells = line.text.split("\t")
    cells[-1] = str(int(cells[-1]) + rng.choice((3, 10, 100)))
    line.text, line.touched = "\t".join(cells), True
    return [line]


def table_cell(doc, rng):
    """A figure inside: its row no longer adds up, nor its column."""
    rows = [x for x in doc.all("table") if len(x.text.split("\t")) > 4 and not x.touched
            and re.match(r"^(20\d\d年|\d\t)", x.text)]
    if not rows or doc.name not in ("letter.txt", "request.txt"):
        return None
    line = rng.choice(rows)
    cells = line.text.split("\t")
    cells[-2] = str(int(cells[-2]) + rng.choice((7, 30)))
    line.text, line.touched = "\t".join(cells), True
    return [line] + [x for x in doc.all("table") if x.text.startswith("合计")]


def serial_gap(doc, rng):
    rows = [x for x in doc.all("table") if re.match(r"^[2-8]\t", x.text) and not x.touched]
    if not rows or not doc.own:
        return None
    line = rng.choice(rows)
    line.text, line.touched = str(int(line.text[0]) + 1) + line.text[1:], True
    following = doc.after(line)
    return [line] + ([following] if following else [])


def paragraph_twice(doc, rng):
    found = [x for x in paragraphs(doc) if not HEADING.match(x.text.strip("　"))
             and not re.match(r"^　*[（\d]", x.text)]
    if not doc.own or not found:
        return None
    line = rng.choice(found)
    last = doc.all("body")[-1]
    if last.touched:
        return None
    copy = doc.insert(doc.after(last), line.text, "body")
    line.touched = True
    return [line, copy]


def weekday(doc, rng):
    found = [(x, m) for x in doc.all("body") if not x.touched
             for m in re.finditer(r"（星期([一二三四五六日])）", x.text)]
    if not found or not doc.own:
        return None
    line, m = rng.choice(found)
    wrong = rng.choice([d for d in "一二三四五六日" if d != m.group(1)])
    line.text = line.text[:m.start(1)] + wrong + line.text[m.end(1):]
    line.touched = True
    return [line]


def title_in_two(doc, rng):
    title = doc.first("title")
    if not doc.own or title.touched or not title.text.endswith("的" + title.text[-2:]):
        return None
    tail = doc.insert(doc.after(title), title.text[-3:], "title")
    title.text, title.touched = title.text[:-3], True
    return [title, tail]


def attachment_renamed(doc, rng):
    titles = [x for x in doc.all("atttitle") if not x.touched]
    if not doc.own or not titles:
        return None
    line = rng.choice(titles)
    line.text, line.touched = line.text.replace("表", "一览").replace("说明", "解释").replace("分工", "安排"), True
    return [line] + doc.all("attnote", "atthead")


def attachment_heads(pattern, new, borne=("atthead", "attnote", "atttitle")):
    def plant(doc, rng):
        heads = [x for x in doc.all("atthead") if re.match(pattern, x.text) and not x.touched]
        if not doc.own or not heads:
            return None
        for head in heads:
            head.text, head.touched = re.sub(pattern, new, head.text), True
        return doc.all(*borne)
    return plant


def last_note_dropped(doc, rng):
    """Two attachments, one of them named."""
    notes = doc.all("attnote")
    if not doc.own or len(notes) < 2 or any(x.touched for x in notes):
        return None
    doc.lines.remove(notes[-1])
    notes[0].touched = True
    return notes[:-1] + doc.all("atthead")


def tail_order(doc, rng):
    cc, issue = doc.first("cc"), doc.first("issue")
    if not doc.own or not cc or not issue or cc.touched or issue.touched:
        return None
    i = doc.lines.index(cc)
    doc.lines[i], doc.lines[i + 1] = issue, cc
    cc.touched = issue.touched = True
    return [cc, issue]


def issue_before(doc, rng):
    issue, date = doc.first("issue"), doc.first("date")
    if not doc.own or not issue or issue.touched or date.touched:
        return None
    issue.text, issue.touched = re.sub(r"\d+月\d+日印发", "1月2日印发", issue.text), True
    return [issue]


def cc_twice(doc, rng):
    cc = doc.first("cc")
    if not doc.own or not cc or cc.touched:
        return None
    names = cc.text[3:-1].split("，")
    cc.text, cc.touched = cc.text[:-1] + "，" + rng.choice(names) + "。", True
    return [cc]


def level_skipped(doc, rng):
    """（一） and then （1）, where 1. is due."""
    rows = [x for x in doc.all("body") if re.match(r"^　*\d\.", x.text)]
    before = doc.after(rows[0], -1) if rows else None
    if not doc.own or not rows or any(x.touched for x in rows) or not before.text.startswith("　　（"):
        return None
    for x in rows:
        x.text, x.touched = re.sub(r"^(　*)(\d)\.", r"\1（\2）", x.text), True
    return rows


def cited_two_ways(doc, rng):
    """The same title with another number further on."""
    full = r"(《[^》]+》（[^〔）]+〔\d{4}〕)(\d+)(号）)"
    found = [(x, m) for x in doc.all("body") for m in re.finditer(full, x.text)]
    room = [x for x in paragraphs(doc) if not re.search(full, x.text)]
    if not doc.own or not found or not room:
        return None
    line, m = found[0]
    later = rng.choice([x for x in room if doc.lines.index(x) > doc.lines.index(line)] or room)
    later.text += f"要严格执行{m.group(1)}{int(m.group(2)) + 10}{m.group(3)}。"
    later.touched = line.touched = True
    return [line, later]


def other_signature(doc, rng):
    line = doc.first("signature")
    if not doc.own or not line or line.touched:
        return None
    line.text, line.touched = "示例市统计局", True
    return [line, doc.first("mark"), doc.first("title")] + doc.all("addressee")  # and a bureau may not


def date_in_characters(doc, rng):
    line = doc.first("date")
    if not doc.own or not line or line.touched:
        return None
    year, month, day = re.findall(r"\d+", line.text)
    line.text = ("".join("〇一二三四五六七八九"[int(c)] for c in year)
                 + f"年{in_characters(int(month))}月{in_characters(int(day))}日")
    line.touched = True
    return [line]


def in_characters(n):
    tens, ones = divmod(n, 10)
    return ((NUMERALS[tens - 1] if tens > 1 else "") + "十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def signer_dropped(doc, rng):
    line = doc.first("docno")
    if not doc.own or not line or line.touched or "签发人" not in line.text:
        return None
    line.text, line.touched = re.sub("　+签发人：.*$", "", line.text), True
    return [line, doc.first("title")]


def two_genres(doc, rng):
    """A 请示报告; whose 妥否，请批示 is then a request in a report as well."""
    line = doc.first("title")
    if not doc.own or line.touched or doc.genre != "request":
        return None
    line.text, line.touched = line.text + "报告", True
    return [line] + [x for x in doc.all("body") if "请批示" in x.text]


def organ_dropped(doc, rng):
    """A title without its organ, under no mark."""
    title, mark = doc.first("title"), doc.first("mark")
    if doc.name != "letter.txt" or title.touched or mark.touched:
        return None
    doc.lines.remove(mark)
    title.text, title.touched = title.text[title.text.index("关于"):], True
    return [title]


def renamed(doc, old, new):
    """Another issuer, wherever it is named."""
    lines = [x for x in doc.lines if old in x.text]
    if any(x.touched for x in lines):
        return False
    for x in lines:
        x.text, x.touched = x.text.replace(old, new), True
    return True


def over_level(doc, rng):
    """A home of the bureau's asks the government."""
    if doc.name != "request.txt" or not renamed(doc, "示例市民政局", "示例市社会福利院"):
        return None
    return [doc.first("addressee")]


def by_department(doc, rng):
    """A bureau tells a county's government what to do."""
    to = doc.first("addressee")
    if doc.name != "circular.txt" or to.touched or not renamed(doc, "示例市安全生产委员会", "示例市交通运输局"):
        return None
    to.text, to.touched = "河口县人民政府：", True
    return [to]
