# check-real.py WHAT FILE... - the parts of check-real.sh that look into text.
import csv
import datetime
import glob
import html
import json
import os
import re
import sys
import unicodedata

CLOSING = "，。、；：？！）》」』】〉〕”’…—%‰℃"


def read(name):
    with open(name, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def text_of(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def fail(*texts):
    print(*texts)
    sys.exit(1)


def bare(text):
    return re.sub(r"\s", "", text)


def unit_of(item):
    return item["unit"].strip() or item["region"].strip() or item["source"].split(":")[0]


def is_day(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def convert(name):
    items = read(name)
    units = sorted({unit_of(i) for i in items})
    with open("units.jsonl", "w", encoding="utf-8") as f:
        for n, unit in enumerate(units):
            json.dump({"code": "DW%03d" % (n + 1), "name": unit, "kind": "other", "sort": n + 1,
                       "valid_from": "2000-01-01"}, f, ensure_ascii=False)
            f.write("\n")
    fields = ("external_id", "unit", "category", "title", "body", "occurred_at")
    rows = [(i["id"], unit_of(i), i["kind"], i["title"], i["body"], i["date"]) for i in items]
    with open("in.jsonl", "w", encoding="utf-8") as f:
        for row in rows:
            json.dump(dict(zip(fields, row)), f, ensure_ascii=False)
            f.write("\n")
    n = 0
    with open("in.csv", "w", encoding="gb18030", newline="") as f:
        out = csv.writer(f)
        out.writerow(("编号", "报送单位", "类别", "标题", "内容", "日期"))
        for row in rows:
            try:
                "".join(row).encode("gb18030")
            except UnicodeEncodeError:
                continue
            out.writerow(row)
            n += 1
    days = sorted({i["date"] for i in items if is_day(i["date"])})
    undated = sorted(i["id"] for i in items if not is_day(i["date"]))
    for name, text in (("in.csv.n", n), ("dates", "\n".join(days)), ("undated", "\n".join(undated)),
                       ("now", datetime.date.fromisoformat(days[-1]) + datetime.timedelta(1))):
        with open(name, "w", encoding="utf-8") as f:
            f.write("%s\n" % text)


def refused(rejects, have):
    """The items without a whole date, and no other, stand in the rejects and not among the listed."""
    want = text_of("undated").split()
    got = []
    if rejects.endswith(".csv.rejects") and os.path.exists(rejects):
        with open(rejects, encoding="utf-8-sig", newline="") as f:
            got = [r["编号"] for r in csv.DictReader(f)]
    elif os.path.exists(rejects):
        got = [r["external_id"] for r in read(rejects)]
    if sorted(got) != want:
        fail("refused", sorted(got), "not", want)
    if any(r["external_id"] in want for r in read(have)):
        fail("taken without a day")


def listed(given, have):
    """Everything taken says what was given."""
    want = {i["external_id"]: i for i in read(given)}
    for r in read(have):
        i = want[r["external_id"]]
        if (r["unit_name"], r["title"], r["body"], r["occurred_at"][:10]) != (
                i["unit"], i["title"].strip(), i["body"], i["occurred_at"]):
            fail(r["number"], "is not", i["external_id"])


def alike(a, b):
    a, b = ({r["external_id"]: r for r in read(f)} for f in (a, b))
    for name, r in b.items():
        for key in ("unit", "category", "title", "body", "occurred_at"):
            if a[name][key] != r[key]:
                fail(r["number"], key, repr(r[key]), repr(a[name][key]))
    print(len(b))


def roundups(folder):
    for name in sorted(glob.glob(os.path.join(folder, "*.json"))):
        yield name[:-5], read(name)


def days(have, folder):
    want = {}
    for r in read(have):
        want.setdefault(r["occurred_at"][:10], set()).add(r["number"])
    for name, items in roundups(folder):
        day = os.path.basename(name)
        got = [i["number"] for i in items]
        if len(got) != len(set(got)) or set(got) != want.get(day, set()):
            fail(day, "has", len(got), "of", len(want.get(day, ())))


def titles(folder):
    for name, items in roundups(folder):
        text = bare(text_of(name + ".txt"))
        for i in items:
            # Between title, unit and number stand a bracket and a comma of the page's language.
            line = map(re.escape, (bare(i["title"]), bare(i["unit_short"]), i["number"]))
            if len(re.findall(".{0,2}".join(line), text)) != 1:
                fail(name, i["title"])


def pages(folder):
    for name, items in roundups(folder):
        page = text_of(name + ".html")
        n = len(re.findall(r'<(?:li|tr) class="item"', page))
        if n != len(items):
            fail(name, n, "items, not", len(items))
        page = bare(html.unescape(page))
        for i in items:
            if bare("<h3>" + i["title"] + "</h3>") not in page:
                fail(name, i["title"])


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def widths(folder):
    for name, _ in roundups(folder):
        for n, line in enumerate(text_of(name + ".txt").split("\n")):
            if width(line) > 82:
                fail("%s.txt:%d: %d cells: %s" % (name, n + 1, width(line), line))


def marks(folder):
    for name, items in roundups(folder):
        # A paragraph that its writer began so is not ours to change.
        own = tuple(p.strip() for i in items for p in (i["body"] or "").split("\n")
                    if p.strip() and p.strip()[0] in CLOSING)
        for n, line in enumerate(text_of(name + ".txt").split("\n")):
            line = line.strip()
            if line and line[0] in CLOSING and not any(p.startswith(line) for p in own):
                fail("%s.txt:%d: %s" % (name, n + 1, line))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
