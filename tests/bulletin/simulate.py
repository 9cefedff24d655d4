#!/usr/bin/env python3
"""Two years of an information desk, and what must be true of them, reckoned here from the plan alone.

    simulate.py run DIR [--days=N] [--units=N] [--a-day=N] [--seed=N]
        plays the days by the commands (in PATH): returns come in, a draft is made and edited, the issue is printed;
        now and then an article, something sent upward, an instruction, a commission, a mark, an issue withdrawn.
        DIR/plan.json keeps what was done.
    simulate.py check DIR
        each number without gap or double; each adopted item in exactly one issue of a publication; every draft offered
        just what had come in and was not used; counts and points of every unit as reckoned here, in fractions.
"""
import argparse
import collections
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
from fractions import Fraction as F

DAY = dt.timedelta(days=1)
DAILY = ("remark", "activity", "reception", "work", "media")
COLUMN = {c: c for c in DAILY}
ARTICLE = {"practice": "experience", "advice": "problem"}
FIRST = dt.date(2025, 1, 2)
YEARS = (2025, 2026)

# Another scheme in each year: last year is judged by last year's.
RULES = {
    2025: """
  - { code: daily, name: 每日汇报采用, kind: points, measure: adopted, publications: [daily], points: "2", share: equal, sort: 1, %(v)s }
  - { code: practice, name: 交流采用, kind: points, measure: adopted, publications: [practice], points: "5", share: full, sort: 2, %(v)s }
  - { code: advice, name: 建议采用, kind: points, measure: adopted, publications: [advice], points: "8.5", share: weight, sort: 3, %(v)s }
  - { code: sent, name: 报省, kind: points, measure: upward-sent, levels: [province], points: "3", share: full, sort: 4, %(v)s }
  - { code: province, name: 省采用, kind: points, measure: upward-adopted, levels: [province], points: "15", share: half, sort: 5, %(v)s }
  - { code: chief, name: 主要领导批示, kind: points, measure: instructed, leaders: [city-chief], points: "10", share: full, sort: 6, %(v)s }
  - { code: error, name: 差错, kind: points, measure: error, points: "-2", sort: 7, %(v)s }
  - { code: month, name: 每月任务, kind: quota, measure: submitted, per: month, need: 20, points: "5", short: "0.25", sort: 8, %(v)s }
  - { code: cap, name: 每月封顶, kind: cap, per: month, of: [daily], points: "12", sort: 9, %(v)s }
""",
    2026: """
  - { code: daily, name: 每日汇报采用, kind: points, measure: adopted, publications: [daily], points: "3", share: full, sort: 1, %(v)s }
  - { code: practice, name: 交流采用, kind: points, measure: adopted, publications: [practice], points: "6", share: full, sort: 2, %(v)s }
  - { code: advice, name: 建议采用, kind: points, measure: adopted, publications: [advice], points: "7", share: half, sort: 3, %(v)s }
  - { code: central, name: 转报中央, kind: times, measure: upward-sent, levels: [central], points: "2", of: [daily, practice, advice], sort: 4, %(v)s }
  - { code: chief, name: 市领导批示, kind: plus-times, measure: instructed, leaders: [city-chief, city], points: "2", of: [daily, practice, advice], sort: 6, %(v)s }
  - { code: error, name: 差错, kind: points, measure: error, points: "-3.125", sort: 7, %(v)s }
  - { code: week, name: 每周任务, kind: quota, measure: submitted, per: week, need: 4, points: "1", over: "0.1", sort: 8, %(v)s }
  - { code: commission, name: 约稿, kind: points, measure: commissioned, points: "2", sort: 10, %(v)s }
  - { code: zero, name: 两次未完成约稿, kind: zero, measure: no-show, per: year, need: 2, sort: 11, %(v)s }
""",
}


def run(args, now=None, stdin=None, ok=(0,)):
    env = dict(os.environ)
    if now:
        env["OFFICEDB_NOW"] = now
    p = subprocess.run(args, env=env, input=stdin, capture_output=True, text=True)
    if p.returncode not in ok:
        sys.exit("%s: exit %d\n%s%s" % (" ".join(args), p.returncode, p.stdout[-2000:], p.stderr[-2000:]))
    return p


def lines(text):
    return [json.loads(x) for x in text.splitlines() if x.strip()]


# --- the play -----------------------------------------------------------------------------------------------

WORDS = ("供水 供热 河道 学校 医院 道路 园区 企业 农田 林场 社区 市场 渡口 桥梁 码头 粮库 車站 校车 电网 燃气 消防 防汛 巡查 整治 改造 "
         "扩建 检修 演练 培训 摸排 回访 验收 通车 开工 复工 招聘 义诊 普法 清淤 绿化 亮化 提升 便民 服务 窗口 热线").split()


def words(rng, n):
    return "".join(rng.choice(WORDS) for _ in range(n))


def by_number(number):
    return [int(x) for x in number[1:].split("-")]


class Play:
    def __init__(self, path, a):
        self.dir, self.rng = path, random.Random(a.seed)
        self.units = ["U%03d" % i for i in range(1, a.units + 1)]
        self.a = a
        self.serial = collections.Counter()
        self.reports = []  # dicts
        self.issues, self.upward, self.instructions, self.marks, self.commissions, self.offered = [], [], [], [], [], []
        self.count = collections.Counter()  # issues by (publication, year)

    def office(self):
        kinds = ("county", "department", "department", "department", "park")
        with open(self.dir + "/office.yaml", "w", encoding="utf8") as f:
            f.write("unit:\n")
            for i, u in enumerate(self.units):
                f.write("  - { code: %s, name: 示例第%d局, short_name: 第%d局, kind: %s, sort: %d }\n" %
                        (u, i + 1, i + 1, kinds[i % 5], i + 1))
            f.write("person:\n  - { code: L1, name: 沈望川, rank: city-chief }\n"
                    "  - { code: L2, name: 顾云深, rank: city-deputy }\n")
            f.write("score_rule:\n" + RULES[2025] % {"v": "valid_from: 2025-01-01, valid_to: 2025-12-31"} +
                    RULES[2026] % {"v": "valid_from: 2026-01-01"})
        run(["office-db", "init"])
        # The shipped scheme would count beside this one.
        shipped = lines(run(["office-db", "dump", "score_rule", "-o", "json"]).stdout)
        run(["office-db", "load", "-"], stdin="".join(
            json.dumps(dict(r, type="score_rule", valid_to="1949-12-31"), ensure_ascii=False) + "\n" for r in shipped))
        run(["office-db", "load", self.dir + "/office.yaml"])

    def returns(self, day):
        rng, path, new = self.rng, "%s/returns.jsonl" % self.dir, []
        with open(path, "w", encoding="utf8") as f:
            for i in range(self.a.a_day):
                unit, kind = rng.choice(self.units), rng.choice(DAILY + ("work", "work", "experience", "problem", "other"))
                at = "%s %02d:%02d" % (day, rng.randrange(7, 16), rng.randrange(60))
                body = words(rng, 40) + "。"
                if i and rng.random() < .03:  # much the same again, from another unit
                    body = new[-1]["body"][:-6] + words(rng, 2) + "。"
                r = {"unit": unit, "category": kind, "title": words(rng, 6), "body": body, "occurred_at": at,
                     "leaders": "沈望川", "external_id": "x%d" % (len(self.reports) + len(new)),
                     "author": "%s员" % unit}
                f.write(json.dumps(r, ensure_ascii=False) + "\n")
                self.serial[day.year] += 1
                new.append(dict(r, number="R%d-%04d" % (day.year, self.serial[day.year]), day=str(day), used={}))
        run(["report-submit", path], now="%s 16:00" % day)
        self.reports += new
        return new

    def issue(self, pub, day, items, now, bad=None):
        """items: (column or None, title, [reports], [weights] or None)"""
        path = "%s/%s.yaml" % (self.dir, pub)
        with open(path, "w", encoding="utf8") as f:
            f.write("draft:\n  - publication: %s\n    date: %s\nitem:\n" % (pub, day))
            for column, title, reports, weights in items:
                f.write("  - title: %s\n    reports: [%s]\n    text: |-\n      %s\n" %
                        (title, ", ".join(r["number"] for r in reports), words(self.rng, 30)))
                if column:
                    f.write("    column: %s\n" % column)
                if weights:
                    f.write("    weights: [%s]\n" % ", ".join(map(str, weights)))
        if bad:
            p = run(["bulletin-build", "issue", path], now=now, ok=(65,))
            if bad not in p.stderr:
                sys.exit("the message does not say %r: %s" % (bad, p.stderr))
            return None
        name = run(["bulletin-build", "issue", path], now=now).stdout.strip()
        self.count[pub, day.year] += 1
        want = "%s/%d-%d" % (pub, day.year, self.count[pub, day.year])
        if name != want:
            sys.exit("issued as %s, not as %s" % (name, want))
        for _, _, reports, _ in items:
            for r in reports:
                r["used"][pub] = name
        # What dividing leaves over is the first's by number.
        items = [(c, t, *zip(*sorted(zip(reports, w or [1] * len(reports)), key=lambda x: by_number(x[0]["number"]))))
                 for c, t, reports, w in items]
        self.issues.append({"issue": name, "publication": pub, "day": str(day), "withdrawn": False, "items":
                            [{"reports": [r["number"] for r in reports], "weights": list(weights)}
                             for _, _, reports, weights in items]})
        return name

    def merge(self, pool, n):
        """n reports of the pool, some of them as one item; weights now and then."""
        items, rng = [], self.rng
        picked = rng.sample(pool, min(n, len(pool)))
        while picked:
            k = min(len(picked), 1 if rng.random() < .75 else rng.randrange(2, 5))
            some = [picked.pop() for _ in range(k)]
            weights = [rng.randrange(1, 5) for _ in some] if k > 1 and rng.random() < .4 else None
            items.append((some[0]["category"], words(rng, 5), some, weights))
        return items

    def daily(self, day, new):
        rng = self.rng
        p = run(["bulletin-build", "draft", "daily", "--date=%s" % day], now="%s 17:00" % day)
        # What was there when the last issue was made, and was passed over, comes again with keep: no.
        offered = re.findall(r"^    keep: yes\n    title: .*\n    reports: \[(R\d{4}-\d+)\]$", p.stdout, re.M)
        pool = [r for r in new if r["category"] in DAILY]
        if sorted(offered) != sorted(r["number"] for r in pool):
            sys.exit("%s: the draft offers %d, came in %d: %s" %
                     (day, len(offered), len(pool), sorted(set(offered) ^ {r["number"] for r in pool})[:5]))
        items = self.merge(pool, self.a.items)
        by_column = sorted(items, key=lambda i: DAILY.index(i[0]))
        self.issue("daily", day, by_column, "%s 17:30" % day)

    def sometimes(self, day, new, i):
        rng = self.rng
        now = "%s 18:00" % day
        if i % 50 == 40:  # taken back: its items are free again, its number is not
            iss = [x for x in self.issues if x["publication"] == "daily"][-1]
            run(["bulletin-build", "withdraw", iss["issue"], "--reason=内容有误"], now=now)
            iss["withdrawn"] = True
            back = [r for r in new if r["used"].get("daily") == iss["issue"]]
            for r in back:
                del r["used"]["daily"]
            self.issue("daily", day, [(back[0]["category"], words(self.rng, 4), back[:1], None)], "%s 19:00" % day)
            self.issue("daily", day, [(back[0]["category"], words(self.rng, 4), back[:1], None)], "%s 19:30" % day, bad=back[0]["number"])
        for k, (pub, kind) in enumerate(ARTICLE.items()):
            pool = [r for r in new if r["category"] == kind]
            if (i + 3 * k) % 7 == 0 and len(pool) > 3:
                some = rng.sample(pool, rng.randrange(1, 4))
                weights = [rng.randrange(1, 4) for _ in some] if len(some) > 1 and rng.random() < .5 else None
                self.issue(pub, day, [(None, words(rng, 5), some, weights)], now)
        if i % 3 == 0:  # an item of the last issue goes upward
            iss = self.issues[-1]
            k = rng.randrange(len(iss["items"]))
            level = rng.choice(("province", "province", "central"))
            w = run(["bulletin-build", "upward", "add", "%s/%d" % (iss["issue"], k + 1), "--to=省委办公厅", "--level=" + level,
                     "--on=%s" % day], now=now).stdout.strip()
            u = {"number": w, "level": level, "sent": str(day), "item": [iss["issue"], k], "adopted": None}
            if rng.random() < .4:
                on = day + rng.randrange(0, 40) * DAY
                if on < dt.date(2027, 1, 1):
                    run(["bulletin-build", "upward", "adopted", w, "--on=%s" % on, "--in=信息快报"], now="%s 09:00" % (on + DAY))
                    u["adopted"] = str(on)
            self.upward.append(u)
        if i % 4 == 1:  # a leader's instruction on an item
            iss = rng.choice([x for x in self.issues[-5:] if not x["withdrawn"] and x["day"][:4] == str(day)[:4]])
            k = rng.randrange(len(iss["items"]))
            leader = rng.choice(("沈望川", "顾云深"))
            n = run(["bulletin-build", "instruct", "%s/%d" % (iss["issue"], k + 1), "--leader=" + leader, "--text=请阅处",
                     "--on=%s" % day], now=now).stdout.strip()
            self.instructions.append({"number": n, "level": "city-chief" if leader == "沈望川" else "city",
                                      "day": str(day), "item": [iss["issue"], k]})
        if i % 5 == 2:
            unit = rng.choice(self.units)
            run(["info-score", "--mark=" + unit, "--kind=error", "--reason=数字前后不一致", "--on=%s" % day], now=now)
            self.marks.append({"unit": unit, "day": str(day)})
        if i % 20 == 5:
            asked = rng.sample(self.units, min(10, len(self.units)))
            due = day + 3 * DAY
            q = run(["bulletin-build", "commission", "add", "--topic=" + words(rng, 4), "--unit=" + ",".join(asked),
                     "--due=%s 18:00" % due], now="%s 09:00" % day).stdout.strip()
            c = {"number": q, "due": str(due), "state": {u: "missed" for u in asked}}
            for u in asked:
                mine = [r for r in new if r["unit"] == u and r["category"] in ("experience", "problem", "work")]
                if mine:
                    run(["bulletin-build", "commission", "answer", q, mine[0]["number"]], now=now)
                    c["state"][u] = "answered"
            self.commissions.append(c)

    def play(self):
        self.office()
        day, i = FIRST, 0
        while i < self.a.days:
            if day.weekday() < 5 or self.a.days < 100:
                new = self.returns(day)
                self.daily(day, new)
                self.sometimes(day, new, i)
                i += 1
                if i % 50 == 0:
                    print("%s: %d issues" % (day, len(self.issues)), flush=True)
            day += DAY
        with open(self.dir + "/plan.json", "w", encoding="utf8") as f:
            json.dump({k: getattr(self, k) for k in ("units", "reports", "issues", "upward", "instructions", "marks",
                                                      "commissions")} | {"last": str(day)}, f, ensure_ascii=False)


# --- the reckoning ------------------------------------------------------------------------------------------------

def milli(x):
    return F(x).limit_denominator(10 ** 9)


def rounded(x):
    """To thousandths, half away from nothing."""
    n, d = abs(x * 1000).numerator, abs(x * 1000).denominator
    r = (2 * n + d) // (2 * d)
    return F(r if x >= 0 else -r, 1000)


def split(points, weights):
    """Parts of points by weight that add up to it: rounded, the rest to the first."""
    parts = [rounded(points * w / sum(weights)) for w in weights]
    parts[0] += points - sum(parts)
    return parts


class Reckoning:
    def __init__(self, plan):
        self.plan = plan
        self.report = {r["number"]: r for r in plan["reports"]}
        self.item = {(i["issue"], k): (i, it) for i in plan["issues"] for k, it in enumerate(i["items"])}
        self.standing = [i for i in plan["issues"] if not i["withdrawn"]]

    def shares(self, points, it, share):
        """Of each report; a whole or a half is given to a unit once an item."""
        n = len(it["reports"])
        if share in ("full", "half") or n == 1:
            each = F(points) if share == "full" or n == 1 else rounded(F(points) / 2)
            units = [self.report[x]["unit"] for x in it["reports"]]
            return [each if u not in units[:k] else F(0) for k, u in enumerate(units)]
        return split(F(points), it["weights"] if share == "weight" else [1] * n)

    def adoption(self, year, table, lines):
        """lines: (unit, report, rule, day, points)"""
        for i in self.standing:
            if not i["day"].startswith(str(year)):
                continue
            points, share = table[i["publication"]]
            for it in i["items"]:
                for number, p in zip(it["reports"], self.shares(points, it, share)):
                    lines.append((self.report[number]["unit"], number, i["publication"], i["day"], p))

    def counts(self, year):
        c = collections.defaultdict(collections.Counter)
        y = str(year)
        for r in self.plan["reports"]:
            if r["day"].startswith(y):
                c[r["unit"]]["submitted"] += 1
        for i in self.standing:
            if i["day"].startswith(y):
                for it in i["items"]:
                    for number in it["reports"]:
                        c[self.report[number]["unit"]]["adopted"] += 1
        return c

    def submitted(self, year, key):
        c = collections.Counter()
        for r in self.plan["reports"]:
            if r["day"].startswith(str(year)):
                c[r["unit"], key(dt.date.fromisoformat(r["day"]))] += 1
        return c

    def year(self, year):
        lines, total = [], collections.defaultdict(F)
        y = str(year)
        table = {2025: {"daily": (2, "equal"), "practice": (5, "full"), "advice": ("8.5", "weight")},
                 2026: {"daily": (3, "full"), "practice": (6, "full"), "advice": (7, "half")}}[year]
        self.adoption(year, table, lines)
        base = collections.defaultdict(F)
        for unit, number, rule, day, p in lines:
            base[number] += p
        for u in self.plan["upward"]:
            _, it = self.item[u["item"][0], u["item"][1]]
            if year == 2025 and u["level"] == "province" and u["sent"].startswith(y):
                lines += [(self.report[n]["unit"], n, "sent", u["sent"], p)
                          for n, p in zip(it["reports"], self.shares(3, it, "full"))]
            if year == 2025 and u["level"] == "province" and (u["adopted"] or "").startswith(y):
                lines += [(self.report[n]["unit"], n, "province", u["adopted"], p)
                          for n, p in zip(it["reports"], self.shares(15, it, "half"))]
            if year == 2026 and u["level"] == "central" and u["sent"].startswith(y):
                lines += [(self.report[n]["unit"], n, "central", u["sent"], base[n]) for n in it["reports"]]
        for i in self.plan["instructions"]:
            _, it = self.item[i["item"][0], i["item"][1]]
            if not i["day"].startswith(y):
                continue
            if year == 2025 and i["level"] == "city-chief":
                lines += [(self.report[n]["unit"], n, "chief", i["day"], p)
                          for n, p in zip(it["reports"], self.shares(10, it, "full"))]
            if year == 2026:
                lines += [(self.report[n]["unit"], n, "chief", i["day"], 2 * base[n]) for n in it["reports"]]
        for m in self.plan["marks"]:
            if m["day"].startswith(y):
                lines.append((m["unit"], None, "error", m["day"], F(-2) if year == 2025 else F("-3.125")))
        for line in lines:
            total[line[0]] += line[4]
        if year == 2025:
            capped = collections.defaultdict(F)
            for unit, _, rule, day, p in lines:
                if rule == "daily":
                    capped[unit, day[:7]] += p
            for (unit, _), p in capped.items():
                total[unit] -= max(F(0), p - 12)
            done = self.submitted(2025, lambda d: d.month)
            for unit in self.plan["units"]:
                for month in range(1, 13):
                    missing = max(0, 20 - done[unit, month])
                    total[unit] += max(F(0), 5 - F(missing) / 4)
        else:
            first = dt.date(2026, 1, 1)
            # A week is of the year of its last day, and all of it counts.
            done = self.submitted(2025, lambda d: d - d.weekday() * DAY) + self.submitted(2026, lambda d: d - d.weekday() * DAY)
            monday = first - first.weekday() * DAY
            while monday + 6 * DAY < dt.date(2027, 1, 1):
                for unit in self.plan["units"]:
                    n = done[unit, monday]
                    if n >= 4:
                        total[unit] += 1 + F(n - 4) / 10
                monday += 7 * DAY
            missed = collections.Counter()
            for c in self.plan["commissions"]:
                for unit, state in c["state"].items():
                    if state == "answered" and c["due"].startswith(y):
                        total[unit] += 2
                    elif c["due"].startswith(y):
                        missed[unit] += 1
            for unit, n in missed.items():
                if n >= 2:
                    total[unit] = F(0)
        return total


def check(path):
    with open(path + "/plan.json", encoding="utf8") as f:
        plan = json.load(f)
    wrong, compared = [], 0

    def same(what, have, want):
        nonlocal compared
        compared += 1
        if have != want:
            wrong.append("%s: %s, not %s" % (what, have, want))

    # Numbers are those of the plan.
    have = {r["external_id"]: r["number"] for r in lines(run(["report-list", "-o", "json",
                                                              "--columns=number,external_id"]).stdout)}
    for r in plan["reports"]:
        same(r["external_id"], have.get(r["external_id"]), r["number"])
    # 期号 and 总期号.
    issues = lines(run(["bulletin-build", "list", "--withdrawn", "-o", "json"]).stdout)
    same("issues", sorted(i["issue"] for i in issues), sorted(i["issue"] for i in plan["issues"]))
    by = collections.defaultdict(list)
    for i in sorted(issues, key=lambda i: (i["publication"], i["total"])):
        by[i["publication"]].append(i)
    for pub, rows in by.items():
        same("总期号 of " + pub, [i["total"] for i in rows], list(range(1, len(rows) + 1)))
        for year in YEARS:
            of = [i["serial"] for i in rows if i["year"] == year]
            same("期号 of %s %d" % (pub, year), of, list(range(1, len(of) + 1)))
    # Adoption.
    adopted = lines(run(["bulletin-build", "adopted", "-o", "json"]).stdout)
    seen = collections.Counter((a["issue"].split("/")[0], a["report"]) for a in adopted)
    same("reports in two issues of a publication", [k for k, n in seen.items() if n > 1], [])
    want = sorted((i["issue"], k + 1, n, w) for i in plan["issues"] if not i["withdrawn"]
                  for k, it in enumerate(i["items"]) for n, w in zip(it["reports"], it["weights"]))
    same("adoptions", sorted((a["issue"], a["item"], a["report"], a["weight"]) for a in adopted), want)
    compared += len(want)
    # Scores.
    rk = Reckoning(plan)
    for year in YEARS:
        now = "2027-02-01 09:00"
        rows = lines(run(["info-score", "--year=%d" % year, "-o", "json"], now=now).stdout)
        again = lines(run(["info-score", "--year=%d" % year, "-o", "json"], now=now).stdout)
        same("recomputed", rows, again)
        counts, points = rk.counts(year), rk.year(year)
        same("units", sorted(r["code"] for r in rows), sorted(plan["units"]))
        for r in rows:
            for k in ("submitted", "adopted"):
                same("%d %s %s" % (year, r["code"], k), r[k], counts[r["code"]][k])
            same("%d %s points" % (year, r["code"]), F(r["points"]), points[r["code"]])
        for cls in {r["class"] for r in rows}:
            ranked = [r for r in rows if r["class"] == cls]
            for r in ranked:
                same("%d %s place" % (year, r["code"]), r["place"],
                     1 + sum(F(o["points"]) > F(r["points"]) for o in ranked))
        for r in rows[:8]:
            account = lines(run(["info-score", "--year=%d" % year, "--explain", r["code"], "-o", "json"], now=now).stdout)
            same("%d %s adds up" % (year, r["code"]), sum(F(x["points"]) for x in account), F(r["points"]))
    run(["office-db", "verify"])
    for w in wrong[:20]:
        print(w)
    print("%d reports, %d issues, %d adoptions: %d comparisons, %d differ" %
          (len(plan["reports"]), len(plan["issues"]), len(want), compared, len(wrong)))
    return 1 if wrong else 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("what", choices=("run", "check"))
    p.add_argument("dir")
    p.add_argument("--days", type=int, default=500)
    p.add_argument("--units", type=int, default=200)
    p.add_argument("--a-day", type=int, default=240)
    p.add_argument("--items", type=int, default=40)
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    if a.what == "run":
        Play(a.dir, a).play()
        return 0
    return check(a.dir)


if __name__ == "__main__":
    sys.exit(main())
