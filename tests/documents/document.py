"""A document as its lines, each with what it is; faults are planted in it.  Used by faults.py."""
import json
import os
import re

GENRES = {"通知": "notice", "请示": "request", "报告": "report", "函": "letter", "通报": "circular",
          "意见": "opinion", "批复": "reply", "纪要": "minutes", "决定": "decision", "公告": "announcement"}
DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
HEADING = re.compile(r"^[一二三四五六七八九十]+、")
# Roles of ../shared/corpus/docs/meta by the names used here.
ROLES = {"signer": "signature", "att_note": "attnote", "att_head": "atthead", "att_title": "atttitle",
         "att_body": "attbody"}


class Line:
    def __init__(self, text, role, origin):
        self.text, self.role, self.origin, self.touched = text, role, origin, False
        self.number = 0


class Document:
    def __init__(self, name, pairs, date, own):
        self.name, self.date, self.own = name, date, own
        self.lines = [Line(text, role, i + 1) for i, (text, role) in enumerate(pairs)]
        title = re.sub(r"（[^）]*）$", "", self.first("title").text) if self.first("title") else ""
        self.genre = next((g for end, g in GENRES.items() if title.endswith(end)), None)
        self.expected = []  # (rules, lines any of which may bear it, kind)

    def first(self, *roles):
        return next((x for x in self.lines if x.role in roles), None)

    def all(self, *roles):
        return [x for x in self.lines if x.role in roles]

    def after(self, line, n=1):
        i = self.lines.index(line) + n
        return self.lines[i] if 0 <= i < len(self.lines) else None

    def insert(self, before, text, role):
        line = Line(text, role, None)
        line.touched = True
        self.lines.insert(self.lines.index(before) if before else len(self.lines), line)
        return line

    def number(self):
        for i, line in enumerate(self.lines):
            line.number = i + 1

    def text(self):
        return "".join(x.text + "\n" for x in self.lines)


def roles_of(texts):
    """Of the documents under tests/fixtures: plain in form, so told by little."""
    roles, state = [], "head"
    for i, t in enumerate(texts):
        s = t.strip("　 ")
        following = texts[i + 1].strip("　 ") if i + 1 < len(texts) else ""
        if s.startswith("抄送："):
            state, role = "end", "cc"
        elif s.endswith("印发"):
            state, role = "end", "issue"
        elif "\t" in t:
            role = "table"
        elif re.match(r"^附件\d*$", s):
            state, role = "attachment", "atthead"
        elif state == "attachment":
            role = "atttitle" if roles[-1] == "atthead" else "attbody"
        elif state == "head":
            role = "urgency" if s in ("加急", "特急") else "mark"
            if "〔" in s:
                role = "docno"
            elif roles and roles[-1] == "docno":
                state, role = "body", "title"
        elif DATE.match(s):
            role = "date"
        elif DATE.match(following):
            role = "signature"
        elif roles[-1] == "date":
            role = "note"
        elif roles[-1] == "title" and t.endswith("：") and not t.startswith("　"):
            role = "addressee"
        elif s.startswith("附件：") or roles[-1] == "attnote":
            role = "attnote"
        else:
            role = "body"
        roles.append(role)
    return roles


def fixtures(folder):
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".txt"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            texts = f.read().splitlines()
        roles = roles_of(texts)
        date = next(t for t, r in zip(texts, roles) if r == "date")
        y, m, d = re.findall(r"\d+", date)
        yield name, list(zip(texts, roles)), f"{y}-{int(m):02}-{int(d):02}", True


def quality_a(docs):
    with open(os.path.join(docs, "manifest.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\r\n").split("\t") for line in f]
    column = {name: i for i, name in enumerate(rows[0])}
    return [(r[column["id"]], r[column["date"]]) for r in rows[1:] if r[column["quality"]] == "A"]


def published(docs):
    """Texts of quality A with one title: what is inside a 转发 is somebody else's and not checked."""
    for ident, date in quality_a(docs):
        with open(f"{docs}/{ident}.txt", encoding="utf-8") as f:
            texts = f.read().splitlines()
        with open(f"{docs}/meta/{ident}.json", encoding="utf-8") as f:
            roles = [ROLES.get(r, r) for r in json.load(f)["roles"]]
        if roles.count("title") != 1 or len(roles) != len(texts):
            continue
        if re.search("转发|批转|印发", texts[roles.index("title")]):
            continue
        if "signature" in roles:  # what follows the signature is not the body's
            end = roles.index("signature")
            roles = [r if i < end or r != "body" else "attbody" for i, r in enumerate(roles)]
        yield ident + ".txt", list(zip(texts, roles)), date, False
