#!/usr/bin/env python3
"""Random units, rules and two years of what happened, and the scores that come of it, reckoned here in another way
than the library does: in fractions, each range of days from scratch, nothing looked up in the database.

    score.py make DIR [--seed=N] [--units=N] [--reports=N]   DIR/office.jsonl for "office-db load", DIR/ranges
    score.py check DIR [--seed=N] ...                         DIR/FROM_TO.json, DIR/FROM_TO.lines: what info-score said

A range's scores are compared with what is reckoned here; and its lines must add up to them."""
import collections
import datetime as dt
import json
import os
import random
import sys
from fractions import Fraction

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
TODAY = dt.date(2026, 12, 31)
NOW = dt.datetime(2026, 12, 31, 18, 0)
PUBS = ("pa", "pb", "pc")
CATS = ("work", "media", "problem")
PERS = ("week", "month", "quarter", "year")
LEADERS = ("other", "central", "province", "city-chief", "city", "office")


def stamp(d, hour=9):
    return f"{d.isoformat()}T{hour:02}:00:00+08:00"


def number(letter, year, n):
    return f"{letter}{year}-{n:04}"


class World:
    def __init__(self, seed, units, reports):
        self.rnd = random.Random(seed)
        self.units = [f"N{i:02}" for i in range(units)]
        self.cls = {u: self.rnd.choice(("甲类", "乙类", "丙类")) for u in self.units}
        # One changes its class in mid-year.
        self.moved, self.was, self.move = self.units[3], "甲类" if self.cls[self.units[3]] != "甲类" else "乙类", \
            dt.date(2025, 8, 14)
        self.since = {u: dt.date(2020, 1, 1) for u in self.units}
        self.since[self.units[-1]] = dt.date(2026, 3, 10)
        self.until = {u: dt.date(9999, 1, 1) for u in self.units}
        self.until[self.units[-2]] = dt.date(2026, 2, 10)
        self.make_reports(reports)
        self.make_issues()
        self.make_upward()
        self.make_instructions()
        self.make_commissions()
        self.make_marks()
        self.make_rules()

    def day(self, first=FIRST, last=LAST):
        return first + DAY * self.rnd.randrange((last - first).days + 1)

    # --- what happened ---

    def make_reports(self, n):
        self.report = {}
        days = sorted(self.day() for _ in range(n))
        serial = collections.Counter()
        for d in days:
            serial[d.year] += 1
            name = number("R", d.year, serial[d.year])
            self.report[name] = {
                "day": d, "unit": self.rnd.choice(self.units), "category": self.rnd.choice(CATS),
                "status": self.rnd.choice(("received", "accepted", "accepted", "returned", "rejected", "duplicate",
                                           "withdrawn"))}

    def make_issues(self):
        self.issue, self.item = {}, {}
        serial = collections.Counter()
        names = list(self.report)
        for pub, every in (("pa", 4), ("pb", 15), ("pc", 40)):
            d = FIRST + DAY * self.rnd.randrange(every)
            while d <= LAST:
                serial[pub, d.year] += 1
                issue = f"{pub}/{d.year}-{serial[pub, d.year]}"
                self.issue[issue] = {"pub": pub, "day": d, "withdrawn": self.rnd.random() < 0.05}
                for i in range(1, self.rnd.choice((1, 2, 5)) + 1):
                    n = self.rnd.choice((1, 1, 1, 2, 3, 4))
                    reports = sorted(self.rnd.sample(names, n))
                    self.item[f"{issue}/{i}"] = [(r, self.rnd.choice((1, 1, 2, 3))) for r in reports]
                d += DAY * every

    def make_upward(self):
        self.upward = {}
        items, names = list(self.item), list(self.report)
        for i in range(1, 121):
            d = self.day()
            adopted = self.rnd.choice((None, d + DAY * self.rnd.randrange(40)))
            if adopted and adopted > LAST:
                adopted = None
            item = self.rnd.choice(items) if self.rnd.random() < 0.7 else None
            reports = self.item[item] if item else [(r, 1) for r in sorted(self.rnd.sample(names, 2))]
            self.upward[number("W", d.year, i)] = {
                "level": self.rnd.choice(("province", "central", "city")), "sent": d, "adopted": adopted,
                "item": item, "reports": reports}

    def make_instructions(self):
        self.instruction = {}
        items, names, issues = list(self.item), list(self.report), list(self.issue)
        for i in range(1, 121):
            on = [self.rnd.choice((self.rnd.choice(items), self.rnd.choice(names), self.rnd.choice(issues)))
                  for _ in range(self.rnd.choice((1, 1, 2)))]
            if self.rnd.random() < 0.2 and on[0] in self.item:  # the item and a report it was made of
                on.append(self.item[on[0]][0][0])
            d = self.day()
            self.instruction[number("I", d.year, i)] = {"day": d, "level": self.rnd.choice(LEADERS),
                                                        "on": sorted(set(on))}

    def make_commissions(self):
        self.commission = {}
        by_unit = collections.defaultdict(list)
        for name, r in self.report.items():
            by_unit[r["unit"]].append(name)
        for i in range(1, 41):
            d = self.day()
            units = {}
            for u in sorted(self.rnd.sample(self.units, 6)):
                answer = self.rnd.choice((None, self.rnd.choice(by_unit[u]) if by_unit[u] else None))
                excuse = not answer and self.rnd.random() < 0.3
                units[u] = (answer, excuse)
            self.commission[number("Q", d.year, i)] = {"due": d, "units": units,
                                                       "level": self.rnd.choice(("office", "province"))}

    def make_marks(self):
        self.mark = {}
        for i in range(1, 81):
            kind = self.rnd.choice(("error", "concealed", "bonus", "deduction"))
            d = self.day()
            self.mark[number("M", d.year, i)] = {
                "unit": self.rnd.choice(self.units), "kind": kind, "day": d,
                "points": self.decimal(1, 9) if kind in ("bonus", "deduction") else None}

    # --- rules ---

    def decimal(self, low, high):
        return self.rnd.choice((str(self.rnd.randint(low, high)), f"{self.rnd.randint(low, high)}.5",
                                f"{self.rnd.randint(low, high)}.125"))

    def some(self, words):
        return sorted(self.rnd.sample(words, self.rnd.randint(1, len(words))))

    def filters(self, rule):
        m = rule.get("measure")
        r = self.rnd.random
        if m in ("adopted", "upward-sent", "upward-adopted", "instructed") and r() < 0.4:
            rule["publications"] = self.some(PUBS)
        if m in ("submitted", "adopted", "upward-sent", "instructed", "commissioned") and r() < 0.3:
            rule["categories"] = self.some(CATS)
        if m in ("upward-sent", "upward-adopted") and r() < 0.5:
            rule["levels"] = self.some(("province", "central", "city"))
        if m in ("commissioned", "no-show") and r() < 0.3:
            rule["levels"] = ["office"]
        if m == "instructed" and r() < 0.6:
            rule["leaders"] = self.some(LEADERS)
        if m in ("adopted", "instructed", "upward-sent") and r() < 0.25:
            rule["merged"] = self.rnd.choice(("alone", "merged"))
        return rule

    def scoped(self, rule):
        if self.rnd.random() < 0.2:
            rule["classes"] = self.some(("甲类", "乙类", "丙类"))
        if self.rnd.random() < 0.1:
            rule["units"] = self.some(self.units)
        return rule

    def make_rules(self):
        self.rules, rnd = [], self.rnd
        plain = []
        measures = ("submitted", "adopted", "adopted", "adopted", "upward-sent", "upward-adopted", "instructed",
                    "instructed", "commissioned", "no-show", "error", "concealed", "mark")
        for i, m in enumerate(measures):
            rule = {"code": f"a{i:02}", "kind": "points", "measure": m}
            if m != "mark":
                minus = "-" if m in ("no-show", "error", "concealed") else ""
                rule["points"] = minus + self.decimal(1, 20)
            if m in ("adopted", "upward-sent", "upward-adopted", "instructed"):
                rule["share"] = rnd.choice(("equal", "full", "half", "weight"))
            plain.append(rule["code"])
            self.rules.append(self.scoped(self.filters(rule)))
        items = [r["code"] for r in self.rules if r["measure"] in ("adopted", "upward-adopted")]
        for i in range(3):
            m = rnd.choice(("upward-sent", "instructed", "adopted", "upward-adopted"))
            rule = {"code": f"b{i}", "kind": rnd.choice(("times", "plus-times")), "measure": m,
                    "points": self.decimal(1, 4)}
            rule["of"] = rnd.choice((None, self.some(items)))
            self.rules.append(self.scoped(self.filters(rule)))
        for i in range(4):
            rule = {"code": f"c{i}", "kind": "quota", "measure": rnd.choice(("submitted", "adopted", "no-show")),
                    "per": PERS[i], "need": (1, 3, 8, 30)[i] * rnd.randint(0, 1)}
            for key in ("points", "short", "over"):
                if rnd.random() < 0.7:
                    rule[key] = self.decimal(0, 3)
            if not any(k in rule for k in ("points", "short", "over")):
                rule["points"] = "3"
            self.rules.append(self.scoped(self.filters(rule)))
        self.rules.append({"code": "d0", "kind": "rate", "per": rnd.choice(PERS[1:]), "need": 40, "points": "-2.5"})
        adopted = [r["code"] for r in self.rules if r["kind"] == "points" and r["measure"] == "adopted"]
        best = {"code": "e0", "kind": "best", "of": adopted}
        self.rules.append(self.scoped(best))
        self.rules.append({"code": "f0", "kind": "zero", "measure": "no-show", "need": rnd.randint(1, 2),
                           "per": rnd.choice(PERS[1:]), "of": rnd.choice((None, self.some(plain)))})
        for i, per in enumerate(("month", "year")):
            self.rules.append(self.scoped({"code": f"g{i}", "kind": "cap", "per": per, "points": (25, 140)[i],
                                           "of": rnd.choice((None, self.some(plain)))}))
        self.rules.append({"code": "h0", "kind": "floor", "per": "quarter", "points": "-4",
                           "of": rnd.choice((None, self.some(plain)))})
        self.rules.append({"code": "i0", "kind": "pass", "per": "quarter", "points": "6", "of": None})
        dated = []
        for rule in self.rules:
            rule["sort"] = rnd.randint(1, 99)
            rule["name"] = rule["code"]
            if rnd.random() < 0.3 and "points" in rule:  # another from 2026 on
                later = dict(rule, **{"from": dt.date(2026, 1, 1)})
                later["points"] = ("-" if str(rule["points"]).startswith("-") else "") + self.decimal(1, 5)
                dated.append(dict(rule, **{"from": dt.date(2020, 1, 1), "to": dt.date(2025, 12, 31)}))
                dated.append(later)
            else:
                dated.append(dict(rule, **{"from": dt.date(2020, 1, 1)}))
        self.rules = dated

    def only_one(self, n):
        """Of the rules that look at what others gave only one.  Of several the months need not add up: what zero takes
        back a cap of an earlier month has not taken any more, and what best took times does not multiply."""
        kinds = ("zero", "cap", "floor")
        keep = sorted({r["code"] for r in self.rules if r["kind"] in kinds})[n]
        kinds += ("best", "times", "plus-times")
        self.rules = [r for r in self.rules if r["kind"] not in kinds or r["code"] == keep]

    def ranges(self):
        out = [(FIRST, LAST), (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
               (dt.date(2026, 1, 1), dt.date(2026, 12, 31)), (dt.date(2026, 1, 1), dt.date(2026, 6, 30))]
        for _ in range(6):
            a, b = sorted((self.day(), self.day()))
            out.append((a, b))
        return out


# --- for office-db load ---------------------------------------------------------------------------------

def records(w):
    yield {"type": "setting", "name": "score_categories", "value": "、".join(CATS), "valid_from": "1949-10-02"}
    for p in PUBS:
        yield {"type": "publication", "code": p, "name": p.upper(), "form": "digest", "valid_from": "2020-01-01"}
    for u in w.units:
        yield {"type": "unit", "code": u, "name": f"单位{u}", "kind": "other", "valid_from": str(w.since[u]),
               "valid_to": None if w.until[u].year > 9000 else str(w.until[u])}
        if u == w.moved:
            yield {"type": "score_class", "unit": u, "class": w.was, "valid_from": "2020-01-01",
                   "valid_to": str(w.move - DAY)}
        yield {"type": "score_class", "unit": u, "class": w.cls[u],
               "valid_from": str(w.move) if u == w.moved else "2020-01-01"}
    for r in w.rules:
        out = {k: v for k, v in r.items() if k not in ("from", "to") and v is not None}
        out.update(type="score_rule", valid_from=str(r["from"]), valid_to=str(r["to"]) if "to" in r else None)
        yield out
    for name, r in w.report.items():
        yield {"type": "report", "number": name, "unit": r["unit"], "category": r["category"], "title": f"标题{name}",
               "body": f"正文{name}。", "occurred_at": stamp(r["day"], 8), "leaders": "某人", "status": r["status"],
               "desk": "xinxi", "received_at": stamp(r["day"])}
    total = collections.Counter()
    for name, i in w.issue.items():
        total[i["pub"]] += 1
        year, serial = name.split("/")[1].split("-")
        yield {"type": "issue", "issue": name, "publication": i["pub"], "year": int(year), "serial": int(serial),
               "total": total[i["pub"]], "date": str(i["day"]), "form": "digest", "masthead": i["pub"],
               "status": "withdrawn" if i["withdrawn"] else "issued", "reason": "错" if i["withdrawn"] else None,
               "office": "办公室", "at": stamp(i["day"], 17), "actor": "root"}
    for name in w.item:
        issue, item = name.rsplit("/", 1)
        yield {"type": "issue_item", "issue": issue, "item": int(item), "style": "full", "title": f"条目{name}"}
    for name, reports in w.item.items():
        issue, item = name.rsplit("/", 1)
        for r, weight in reports:
            yield {"type": "adoption", "issue": issue, "item": int(item), "report": r, "weight": weight}
    for name, u in w.upward.items():
        yield {"type": "upward", "number": name, "level": u["level"], "office": "上级", "title": f"上报{name}",
               "item": u["item"], "sent_on": str(u["sent"]), "status": "adopted" if u["adopted"] else "sent",
               "adopted_on": str(u["adopted"]) if u["adopted"] else None,
               "adopted_in": "上级刊物" if u["adopted"] else None, "at": stamp(u["sent"]), "actor": "root"}
        for r, weight in u["reports"]:
            yield {"type": "upward_on", "upward": name, "report": r, "weight": weight}
    for n, (name, i) in enumerate(w.instruction.items()):
        yield {"type": "instruction", "number": name, "leader": f"领导{n}", "level": i["level"], "serial": 1,
               "given_on": str(i["day"]), "text": "阅", "at": stamp(i["day"]), "actor": "root"}
        for on in i["on"]:
            yield {"type": "instruction_on", "instruction": name, "record": on}
    for name, c in w.commission.items():
        yield {"type": "commission", "number": name, "topic": f"约稿{name}", "level": c["level"],
               "asked_at": stamp(c["due"] - DAY * 20), "due_at": stamp(c["due"], 17),
               "at": stamp(c["due"] - DAY * 20), "actor": "root"}
        for u, (answer, excuse) in c["units"].items():
            yield {"type": "commission_unit", "number": name, "unit": u, "report": answer,
                   "excuse": "另有安排" if excuse else None}
    for name, m in w.mark.items():
        yield {"type": "score_mark", "number": name, "unit": m["unit"], "kind": m["kind"], "day": str(m["day"]),
               "points": m["points"], "reason": "某事", "at": stamp(m["day"]), "actor": "root"}


# --- the other reckoning ---------------------------------------------------------------------------------------

def milli(text):
    return int(Fraction(str(text)) * 1000)


def half_up(f):
    f = Fraction(f)
    n = (abs(f.numerator) * 2 + f.denominator) // (2 * f.denominator)
    return -n if f < 0 else n


def span(per, d):
    if per == "week":
        a = d - DAY * d.weekday()
        return a, a + DAY * 6
    size = {"month": 1, "quarter": 3, "year": 12}[per]
    first = (d.month - 1) // size * size + 1
    a = dt.date(d.year, first, 1)
    after = dt.date(d.year + (first + size - 1) // 12, (first + size - 1) % 12 + 1, 1)
    return a, after - DAY


def spans(per, a, b):
    while a <= b:
        yield span(per, a)
        a = span(per, a)[1] + DAY


def happened(w):
    """Every event of the two years: a dict each; parts: the reports of its item with their weights."""
    for name, r in w.report.items():
        if r["status"] not in ("duplicate", "withdrawn"):
            yield {"m": "submitted", "day": r["day"], "report": name, "item": None, "parts": [(name, 1)]}
    for name, reports in w.item.items():
        i = w.issue[name.rsplit("/", 1)[0]]
        for r, _ in reports if not i["withdrawn"] else ():
            yield {"m": "adopted", "day": i["day"], "report": r, "item": name, "pub": i["pub"], "parts": reports}
    for paper, u in w.upward.items():
        for m, d in (("upward-sent", u["sent"]), ("upward-adopted", u["adopted"])):
            for r, _ in u["reports"] if d else ():
                yield {"m": m, "day": d, "report": r, "item": u["item"], "level": u["level"], "paper": paper,
                       "pub": u["item"].split("/")[0] if u["item"] else None, "parts": u["reports"]}
    for paper, i in w.instruction.items():
        counted = set()
        items = [on for on in i["on"] if on in w.item]
        items += [f"{on}/1" for on in i["on"] if on in w.issue and f"{on}/2" not in w.item]
        for item in sorted(items, key=lambda x: (x not in i["on"], x)):
            for r, _ in w.item[item]:
                if r not in counted:
                    yield {"m": "instructed", "day": i["day"], "report": r, "item": item, "leader": i["level"], "paper": paper,
                           "pub": item.split("/")[0], "parts": w.item[item]}
            counted |= {r for r, _ in w.item[item]}
        for r in i["on"]:
            if r in w.report and r not in counted:
                yield {"m": "instructed", "day": i["day"], "report": r, "item": None, "leader": i["level"], "paper": paper,
                       "parts": [(r, 1)]}
    for c in w.commission.values():
        for u, (answer, excuse) in c["units"].items():
            there = answer and w.report[answer]["status"] not in ("withdrawn", "rejected", "duplicate")
            if there and stamp(w.report[answer]["day"]) <= stamp(c["due"], 17):
                yield {"m": "commissioned", "day": c["due"], "unit": u, "report": answer, "item": None,
                       "clevel": c["level"], "parts": [(answer, 1)]}
            elif not there and not excuse:
                yield {"m": "no-show", "day": c["due"], "unit": u, "report": None, "item": None,
                       "clevel": c["level"], "parts": [(None, 1)]}
    for m in w.mark.values():
        kind = {"error": "error", "concealed": "concealed"}.get(m["kind"], "mark")
        own = milli(m["points"]) if m["points"] else 0
        yield {"m": kind, "day": m["day"], "unit": m["unit"], "report": None, "item": None, "parts": [(None, 1)],
               "own": -own if m["kind"] == "deduction" else own}


class Reckoning:
    def __init__(self, w, a, b):
        self.w, self.a, self.b = w, a, b
        self.events = []
        for e in happened(w):
            e.setdefault("unit", w.report[e["report"]]["unit"] if e["report"] else None)
            e["cat"] = w.report[e["report"]]["category"] if e["report"] else None
            if e["day"] <= b and w.since[e["unit"]] <= b:
                self.events.append(e)
        self.units = [u for u in w.units if w.since[u] <= b]
        # One that ended before is told of if something happened all the same.
        busy = {e["unit"] for e in self.events if e["day"] >= a}
        self.told_of = [u for u in self.units if w.until[u] >= a or u in busy]
        self.lines = []
        self.verdict = {}
        # Where a cap's (a floor's, a zero's) month, quarter or year begins before, all is reckoned from there on.
        self.start = min([a] + [span(r["per"], a)[0] for r in w.rules if r["kind"] in ("zero", "cap", "floor")])
        order = ["points", "best", "times", "plus-times", "quota", "rate", "zero", "cap", "floor", "pass"]
        for r in sorted(w.rules, key=lambda r: (order.index(r["kind"]), r["sort"], r["code"], r["from"])):
            getattr(self, r["kind"].replace("-", "_"))(r)
        self.lines = [x for x in self.lines if x["day"] >= a]

    def fits(self, r, e):
        if r.get("publications") and e.get("pub") not in r["publications"]:
            return False
        if r.get("categories") and e["cat"] not in r["categories"]:
            return False
        level = e.get("clevel") if e["m"] in ("commissioned", "no-show") else e.get("level")
        if r.get("levels") and level not in r["levels"]:
            return False
        if r.get("leaders") and e.get("leader") not in r["leaders"]:
            return False
        return {"alone": len(e["parts"]) == 1, "merged": len(e["parts"]) > 1}.get(r.get("merged"), True)

    def concerns(self, r, u, day):
        cls = self.w.was if u == self.w.moved and day < self.w.move else self.w.cls[u]
        return (not r.get("units") or u in r["units"]) and (not r.get("classes") or cls in r["classes"])

    @staticmethod
    def holds(r, d):
        return r["from"] <= d <= r.get("to", dt.date(9999, 1, 1))

    @staticmethod
    def looks_at(r, code):
        return r.get("of") is None or code in r["of"]

    def back(self):
        return self.start - DAY * 366

    def line(self, r, unit, day, n, left=None, **more):
        self.lines.append(dict(more, row=id(r), rule=r["code"], kind=r["kind"], unit=unit, day=day, milli=n,
                               left=n if left is None else left))
        return self.lines[-1]

    @staticmethod
    def part(e, share, points):
        n = len(e["parts"])
        if n == 1 or share == "full":
            return points
        if share == "half":
            return half_up(Fraction(points, 2))
        weights = [w if share == "weight" else 1 for _, w in e["parts"]]
        parts = [half_up(Fraction(points * x, sum(weights))) for x in weights]
        parts[0] += points - sum(parts)
        return parts[[r for r, _ in e["parts"]].index(e["report"])]

    def points(self, r):
        given = set()
        for e in self.events:
            if e["m"] == r["measure"] and e["day"] >= self.back() and self.holds(r, e["day"]) and \
                    self.concerns(r, e["unit"], e["day"]) and self.fits(r, e):
                item = (r["code"], r["from"], e["unit"], e["day"], e.get("paper"), e["item"])
                if len(e["parts"]) > 1 and r.get("share") in ("full", "half"):
                    if item in given:  # a unit gets an item once
                        continue
                    given.add(item)
                n = e["own"] if e["m"] == "mark" else self.part(e, r.get("share", "weight"), milli(r["points"]))
                self.line(r, e["unit"], e["day"], n, report=e["report"], item=e["item"])

    def times(self, r):
        factor = Fraction(milli(r["points"]), 1000) - (1 if r["kind"] == "times" else 0)
        given = [x for x in self.lines if x["kind"] == "points" and x["report"] and self.looks_at(r, x["rule"])]
        for e in sorted(self.events, key=lambda e: e["day"]):
            if e["m"] != r["measure"] or not e["report"] or e["day"] < self.back() or \
                    not self.holds(r, e["day"]) or not self.concerns(r, e["unit"], e["day"]) or not self.fits(r, e):
                continue
            for x in given:
                same = e["m"] == "adopted" or not e["item"] or not x["item"] or e["item"] == x["item"] or \
                    self.w.issue[e["item"].rsplit("/", 1)[0]]["withdrawn"]
                day, taken = max(e["day"], x["day"]), x.get("taken")
                of = x["milli"] if taken and taken > day else x["left"]
                if x["report"] == e["report"] and x["unit"] == e["unit"] and same and of and \
                        x.get("by") != r["code"]:  # once, however often it happened
                    x["by"] = r["code"]
                    n = half_up(of * factor)
                    self.line(r, e["unit"], day, n, left=0 if taken else n, report=e["report"])
                    if taken:  # goes with what it multiplied
                        self.line(r, e["unit"], taken, -n, left=0, report=e["report"])

    plus_times = times

    def best(self, r):
        groups = collections.defaultdict(list)
        for x in self.lines:
            if x["kind"] == "points" and x["report"] and self.looks_at(r, x["rule"]) and x["left"] > 0 and \
                    self.concerns(r, x["unit"], x["day"]) and self.holds(r, x["day"]):
                groups[x["unit"], x["report"]].append(x)
        for (unit, _), xs in groups.items():
            xs.sort(key=lambda x: (x["day"], self.lines.index(x)))
            top = xs[0]
            for x in xs[1:]:
                lower = x if x["left"] <= top["left"] else top
                top = top if lower is x else x
                self.line(r, unit, x["day"], -lower["left"], left=0, report=None)
                lower["left"] = 0
                lower["taken"] = x["day"]

    def count(self, r, m, a, b):
        return collections.Counter(e["unit"] for e in self.events
                                   if e["m"] == m and a <= e["day"] <= b and self.fits(r, e))

    def told(self, r):
        return [(a, b) for a, b in spans(r["per"], self.start, self.b)
                if b <= min(self.b, TODAY) and self.holds(r, b)]

    def quota(self, r):
        points, short, over = (milli(r.get(k) or 0) for k in ("points", "short", "over"))
        for a, b in self.told(r):
            n = self.count(r, r["measure"], a, b)
            for u in self.units:
                if not self.concerns(r, u, b) or not self.w.since[u] <= b <= self.w.until[u]:
                    continue
                missing = r["need"] - n[u]
                got = 0
                if missing <= 0:
                    got = points - missing * over
                elif "short" in r and self.w.since[u] <= a:
                    got = points - missing * short
                    if "points" in r:
                        got = max(got, 0)
                self.line(r, u, b, got, report=None)

    def rate(self, r):
        for a, b in self.told(r):
            sent = self.count(r, "submitted", a, b)
            taken = collections.defaultdict(set)
            for e in self.events:
                if e["m"] == "adopted" and a <= e["day"] <= b:
                    taken[e["unit"]].add(e["report"])
            for u in self.units:
                if sent[u] and Fraction(len(taken[u]), sent[u]) < Fraction(r["need"], 100):
                    self.line(r, u, b, milli(r["points"]), report=None)

    def each(self, r):
        """Each span, unit by unit; one that begins before the days asked for until these, then as a whole: with
        what the rule took or gave in the first part."""
        for a, b in spans(r["per"], self.start, self.b):
            last = min(b, self.b)
            if not self.holds(r, last):
                continue
            given = collections.Counter()
            parts = [last] if r["kind"] == "pass" or not a < self.a <= last else [self.a - DAY, last]
            for end in parts:
                for u in self.units:
                    xs = [x for x in self.lines if x["unit"] == u and a <= x["day"] <= end and x["row"] != id(r) and
                          self.looks_at(r, x["rule"])]
                    there = self.w.since[u] <= end and self.w.until[u] >= a
                    if self.concerns(r, u, end) and (there or xs):
                        n = len(self.lines)
                        yield a, b, end, u, xs, sum(x["left"] for x in xs), given[u]
                        given[u] += sum(x["milli"] for x in self.lines[n:])

    def zero(self, r):
        for a, _, end, u, xs, left, given in self.each(r):
            if self.count(r, r["measure"], a, end)[u] < r["need"]:
                continue
            n = -max(0, left - given) - given
            if n:
                self.line(r, u, end, n, left=max(n, 0), report=None)
            for x in xs if n < 0 else ():
                x["left"] = 0

    def cap(self, r):
        for _, _, end, u, xs, left, given in self.each(r):
            total = left - given
            n = min(0, milli(r["points"]) - total) - given
            if n:
                self.line(r, u, end, n, left=max(n, 0), report=None)
            # What came last goes first: by day, then by rule (sorting keeps the order of what is equal).
            much = max(0, -n)
            for x in sorted(reversed(xs), key=lambda x: x["day"], reverse=True):
                goes = max(0, min(x["left"], much))
                x["left"] -= goes
                much -= goes

    def floor(self, r):
        for _, _, end, u, _, total, given in self.each(r):
            n = max(0, milli(r["points"]) - total) - given
            if n:
                self.line(r, u, end, n, report=None)

    def pass_(self, r):
        for a, b, _, u, _, total, _ in self.each(r):
            over = b <= min(self.b, TODAY)
            if a >= self.a and (over or total >= milli(r["points"])):
                self.verdict[u] = self.verdict.get(u, True) and total >= milli(r["points"])


setattr(Reckoning, "pass", Reckoning.pass_)


# --- comparing ---------------------------------------------------------------------------------------------------

def lines_of(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(x) for x in f if x.strip()]


def compare(w, directory, a, b):
    mine = Reckoning(w, a, b)
    want = collections.Counter({u: 0 for u in mine.units})
    for x in mine.lines:
        want[x["unit"]] += x["milli"]
    said = {r["code"]: r for r in lines_of(f"{directory}/{a}_{b}.json") if r["code"] in w.since}
    wrong = 0
    if set(said) != set(mine.told_of):
        print(f"{a} {b}: units {sorted(set(said) ^ set(mine.told_of))}")
        wrong += 1
    for u in mine.told_of:
        passed = {None: None, True: "yes", False: "no"}[mine.verdict.get(u)]
        if u in said and (milli(said[u]["points"]) != want[u] or said[u]["passed"] != passed):
            print(f"{a} {b} {u}: {said[u]['points']} {said[u]['passed']}, reckoned {want[u] / 1000} {passed}")
            by = collections.Counter()
            for x in mine.lines:
                if x["unit"] == u:
                    by[x["rule"]] += x["milli"]
            print("  ", {k: v / 1000 for k, v in sorted(by.items()) if v})
            wrong += 1
    sums = collections.Counter()
    explained = os.path.exists(f"{directory}/{a}_{b}.lines")
    for x in lines_of(f"{directory}/{a}_{b}.lines") if explained else ():
        sums[x["unit"]] += milli(x["points"])
    for u in said if explained else ():
        if sums[u] != milli(said[u]["points"]):
            print(f"{a} {b} {u}: lines add up to {sums[u] / 1000}, not to {said[u]['points']}")
            wrong += 1
    places = collections.defaultdict(list)
    for r in said.values():
        places[r["class"]].append(r)
    for rows in places.values():
        for r in rows:
            place = 1 + sum(milli(x["points"]) > milli(r["points"]) for x in rows)
            if r["place"] != place or r["of"] != len(rows):
                print(f"{a} {b} {r['code']}: place {r['place']} of {r['of']}, reckoned {place} of {len(rows)}")
                wrong += 1
    return wrong, len(said), len(mine.lines)


def add_up(directory, new):
    """Points and counts of each unit's 24 months against those of the two years."""
    keys = ("submitted", "adopted", "upward", "upward_adopted", "instructed", "commissioned", "no_shows")
    sums = collections.defaultdict(collections.Counter)
    for x in lines_of(f"{directory}/months.json"):
        sums[x["code"]].update({k: x[k] for k in keys}, points=milli(x["points"]))
    wrong = 0
    for x in lines_of(f"{directory}/{FIRST}_{LAST}.json"):
        if x["code"] == new:  # its reports of before it was there are of no month
            continue
        whole = dict({k: x[k] for k in keys}, points=milli(x["points"]))
        if any(sums[x["code"]][k] != n for k, n in whole.items()):
            print(f"{x['code']}: months {dict(sums[x['code']])}, both years {whole}")
            wrong += 1
    return wrong


def main():
    words = dict(x[2:].split("=") for x in sys.argv[3:] if x.startswith("--"))
    directory = sys.argv[2]
    w = World(int(words.get("seed", 1)), int(words.get("units", 30)), int(words.get("reports", 1500)))
    if "one" in words:
        w.only_one(int(words["one"]))
    if sys.argv[1] == "make":
        with open(f"{directory}/office.jsonl", "w", encoding="utf8") as f:
            for r in records(w):
                f.write(json.dumps(r, ensure_ascii=False) + "\n")
        with open(f"{directory}/ranges", "w", encoding="utf8") as f:
            for a, b in w.ranges():
                f.write(f"{a} {b}\n")
        return 0
    if "one" in words:
        wrong = add_up(directory, w.units[-1])
        print(f"months against both years: {wrong} wrong")
        return 1 if wrong else 0
    wrong = units = lines = 0
    with open(f"{directory}/ranges", encoding="utf8") as f:
        for x in f:
            a, b = (dt.date.fromisoformat(y) for y in x.split())
            bad, n, m = compare(w, directory, a, b)
            wrong, units, lines = wrong + bad, units + n, lines + m
    print(f"{units} accounts of {lines} lines: {wrong} wrong")
    return 1 if wrong or not units else 0


if __name__ == "__main__":
    sys.exit(main())
