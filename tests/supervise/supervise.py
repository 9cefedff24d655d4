#!/usr/bin/env python3
"""Two simulated years of supervision, and what they come to, reckoned here in another way than the library does.

    supervise.py make DIR [--matters=N] [--seed=N]    writes DIR/office.jsonl, for "office-db load"
    supervise.py check DIR                            reads DIR/office.jsonl and what run.sh had printed there

The simulation plays units and clerks by dice and writes down, as a dump does, matters, their units' parts and
each step.  The check knows nothing of the state machine: what a part was on a day it reads off the steps taken
by then (the last return, the last finish after it ...), working days are counted by hand, and every light, day,
count and rate is compared with what was printed."""
import bisect
import collections
import datetime as dt
import glob
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = dt.timedelta(days=1)
BEGIN, NOW = dt.datetime(2024, 12, 5, 8, 0), dt.datetime(2026, 12, 4, 18, 0)
UNITS, GROUPS = 190, 12


def holidays():
    days = {}
    path = os.path.join(HERE, "../../share/calendar/china.yaml")
    for m in re.finditer(r"date: *\"?(\d{4}-\d\d-\d\d)\"?, *off: *(\w+)", open(path, encoding="utf8").read()):
        days[dt.date.fromisoformat(m.group(1))] = m.group(2) in ("yes", "true")
    return days


OFF = holidays()


def works(d):
    return not OFF[d] if d in OFF else d.weekday() < 5


WORKDAYS = [d for d in (dt.date(2023, 1, 1) + i * DAY for i in range(366 * 7)) if works(d)]


def between(a, b):
    """Working days after a up to b."""
    return max(0, bisect.bisect_right(WORKDAYS, b) - bisect.bisect_right(WORKDAYS, a))


def later(d, n):
    return WORKDAYS[bisect.bisect_right(WORKDAYS, d) + n - 1]


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def unstamp(s):
    return dt.datetime.fromisoformat(s).replace(tzinfo=None) if s else None


def date(s):
    return dt.date.fromisoformat(s) if s else None


# --- the dice ----------------------------------------------------------------------------------------

class Matter:
    """One matter's two years."""

    def __init__(self, rnd, opened, number, groups):
        self.rnd, self.t, self.number = rnd, opened, number
        source = rnd.choices(["decision", "instruction", "assigned", "complaint", "campaign", "check", "other"],
                             [30, 25, 15, 12, 8, 5, 5])[0]
        self.task = dict(number=number, title="事项" + number, source=source, opened_at=stamp(opened),
                         grade=rnd.choices(["ordinary", "major"], [85, 15])[0],
                         feedback=rnd.choices(["none", "week", "month", "quarter"], [50, 15, 25, 10])[0],
                         status="registered", unfinished="no", leaders="、".join(rnd.sample(["甲市长", "乙书记", "丙主任"], 1)),
                         group=rnd.choice(groups) if source == "campaign" or rnd.random() < 0.25 else None)
        codes = rnd.sample(range(UNITS), rnd.choices([1, 2, 3, 4, 5], [10, 25, 30, 25, 10])[0])
        self.units = [dict(number=number, unit="U%03d" % c, role="lead" if i == 0 else "co", state="assigned")
                      for i, c in enumerate(codes)]
        rnd.shuffle(self.units)
        self.events, self.asked = [], {}
        self.play()
        self.task["version"] = len(self.events)

    def now(self):
        return self.t < NOW

    def wait(self, hours):
        """Some working time goes by."""
        self.t += dt.timedelta(hours=self.rnd.expovariate(1 / hours))
        while not works(self.t.date()):
            self.t += DAY
        self.t = self.t.replace(hour=self.rnd.randrange(8, 19), minute=self.rnd.randrange(60)) if self.rnd.random() < 0.5 \
            else self.t

    def step(self, action, unit=None, **more):
        if not self.now():
            return False
        happened = self.t
        if unit and self.rnd.random() < 0.1:  # written down some hours after it happened
            happened = max(unstamp(self.task["opened_at"]), self.t - dt.timedelta(hours=self.rnd.randrange(1, 9)))
            if unit and unit.get("assigned_at"):
                happened = max(happened, unstamp(unit["assigned_at"]))
        self.events.append(dict(number=self.number, step=len(self.events) + 1, action=action,
                                unit=unit and unit["unit"], happened_at=stamp(happened), at=stamp(self.t), actor="clerk",
                                **more))
        self.t += dt.timedelta(seconds=self.rnd.randrange(1, 600))
        return True

    def play(self):
        rnd = self.rnd
        self.step("register")
        self.wait(20)
        if rnd.random() < 0.03:
            self.wait(60)
            if self.step("cancel", reason="重复立项"):
                self.task["status"] = "cancelled"
            return
        if rnd.random() < 0.02 or not self.now():
            return
        days = rnd.choice([3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 130])
        self.task["due_on"] = later(self.t.date(), days).isoformat()
        self.task["status"] = "assigned"
        if rnd.random() < 0.05 and len(self.units) > 1:  # one more is named only later, or never
            self.unnamed = self.units[-1] if self.units[-1]["role"] == "co" else None
        else:
            self.unnamed = None
        for u in self.units:
            if u is self.unnamed:
                continue
            own = later(self.t.date(), days + rnd.randrange(1, 6)).isoformat() if rnd.random() < 0.1 else None
            at = self.t
            if not self.step("assign", u, due_on=own or self.task["due_on"]):
                at = None
            if at:
                u["assigned_at"] = self.events[-1]["happened_at"]
                u["due_on"] = own or self.task["due_on"]
        if not any(u.get("assigned_at") for u in self.units):
            self.task["status"] = "registered"
            self.task.pop("due_on")
            return
        self.pace = rnd.lognormvariate(-0.35, 0.6)  # of the time given, so much is needed
        while self.now():
            left = [u for u in self.units if u.get("assigned_at") and u["state"] != "verified"]
            if not left:
                break
            span = max(1, between(self.t.date(), date(self.task["due_on"]))) if rnd.random() < 0.7 else 6
            self.wait(max(3, min(80, 7 * span * self.pace)) / len(left))
            if self.now():
                self.move(rnd.choice(left))
            if rnd.random() < 0.004 and self.now():
                if self.step("close", reason="情况变化"):
                    self.task.update(status="closed", unfinished="yes")
                return
            if rnd.random() < 0.003 and self.now():
                if self.step("cancel", reason="不再办理"):
                    self.task["status"] = "cancelled"
                return
        if not self.now():
            return
        if self.unnamed:
            if not self.step("close", reason="另行交办"):
                return
            self.task.update(status="closed", unfinished="yes")
        else:
            self.wait(15)
            if not self.step("close"):
                return
            self.task["status"] = "closed"
        if rnd.random() < 0.06 and not self.unnamed:
            self.reopen()
            return
        self.wait(200)
        if rnd.random() < 0.6 and self.step("file"):
            self.task["status"] = "filed"

    def reopen(self):
        self.wait(80)
        if not self.now():
            return
        due = later(self.t.date(), 10).isoformat() if self.rnd.random() < 0.7 else None
        at = self.t
        self.step("reopen", reason="群众不满意", due_on=due)
        self.task.update(status="assigned", unfinished="no")
        for u in self.units:
            self.t = at
            if not u.get("assigned_at"):
                continue
            self.step("reopen", u, reason="群众不满意", due_on=due)
            if due:
                u["due_on"] = due
            if u["state"] == "verified":
                u["state"] = "returned"
        for u in self.units:
            self.wait(30)
            if self.rnd.random() < 0.8 and u.get("assigned_at") and self.now():
                for action, state in (("report", "reported"), ("finish", "finished"), ("verify", "verified")):
                    self.wait(20)
                    if not self.do(action, u, state, percent=100 if action != "verify" else None):
                        return
                    if u["state"] != state:
                        break  # it was taken back
        if all(u["state"] == "verified" for u in self.units) and self.step("close"):
            self.task["status"] = "closed"

    def do(self, action, u, state, **more):
        before = dict(u)
        if not self.step(action, u, **{k: v for k, v in more.items() if v is not None}):
            return False
        u["state"] = state
        if more.get("percent") is not None:
            u["percent"] = more["percent"]
        if self.rnd.random() < 0.012 and self.now():  # a slip, taken back
            number = self.events[-1]["step"]
            if self.step("undo", reason="误操作", undoes=number):
                self.events[-1]["unit"] = u["unit"]
                u.clear()
                u.update(before)
        return True

    def move(self, u):
        rnd, state = self.rnd, u["state"]
        asked = self.asked.get(u["unit"])
        if asked and rnd.random() < 0.5:
            if rnd.random() < 0.7:
                until = asked if rnd.random() < 0.8 else later(date(asked), 3).isoformat()
                if self.step("extend-approve", u, due_on=until):
                    u["due_on"] = until
            else:
                self.step("extend-refuse", u, reason="不同意")
            self.asked.pop(u["unit"])
            return
        x = rnd.random()
        if state == "assigned":
            if x < 0.80:
                self.do("sign", u, "signed")
            elif x < 0.9:
                self.do("report", u, "reported", text="已开展", percent=rnd.randrange(0, 30))
            else:
                self.step("urge", u, level=rnd.randrange(1, 4))
        elif state in ("signed", "reported", "returned"):
            if x < 0.35 or state == "returned":
                percent = min(100, (u.get("percent") or 0) + rnd.randrange(5, 60))
                self.do("report", u, "reported", text="进展", percent=percent if rnd.random() < 0.9 else None)
            elif x < 0.41:
                self.step("urge", u, level=1)
            elif x < 0.47 and not asked:
                until = later(max(date(u["due_on"]), self.t.date()), rnd.randrange(3, 20)).isoformat()
                if self.step("extend-request", u, due_on=until, reason="协调中"):
                    self.asked[u["unit"]] = until
            elif x < 0.50 and state == "reported":
                self.do("return", u, "returned", reason="不具体")
            else:
                self.do("finish", u, "finished", percent=100)
        elif state == "finished":
            if x < 0.10:
                self.do("return", u, "returned", reason="未办结")
            else:
                self.do("verify", u, "verified")


def make(folder, matters, seed):
    rnd = random.Random(seed)
    out = []
    put = lambda type_, **f: out.append({"type": type_, **{k: v for k, v in f.items() if v is not None}})

    put("setting", name="task_yellow_days", value="3", valid_from="2020-01-01")
    put("setting", name="task_yellow_days", value="5", valid_from="2026-07-01")
    put("setting", name="task_pace_margin", value="25", valid_from="2026-01-01")
    for d, off in sorted(OFF.items()):
        put("holiday", date=d.isoformat(), off="yes" if off else "no")
    for i in range(UNITS):
        code = "U%03d" % i
        put("unit", code=code, name="单位%d" % i, kind="department", sort=(i * 7) % UNITS, valid_from="2000-01-01",
            valid_to="2025-09-30" if i % 17 == 8 else "2026-03-31" if i % 29 == 3 else None)
        if i % 17 == 8:
            put("unit", code=code, name="新单位%d" % i, kind="department", sort=(i * 7) % UNITS, valid_from="2025-10-01")
    groups = ["G2024-%04d" % (i + 1) for i in range(GROUPS)]
    for i, g in enumerate(groups):
        put("task_group", number=g, name="专项组%d" % i, theme="主题", at=stamp(BEGIN), actor="clerk")
    when = sorted(BEGIN + dt.timedelta(seconds=rnd.randrange(int((NOW - BEGIN).total_seconds()))) for _ in range(matters))
    serial = collections.Counter()
    all_ = []
    for t in when:
        serial[t.year] += 1
        all_.append(Matter(rnd, t, "T%d-%04d" % (t.year, serial[t.year]), groups))
    for m in all_:
        put("task", **m.task)
    for m in all_:
        for u in m.units:
            put("task_unit", **u)
    for m in all_:
        for e in m.events:
            put("task_event", **e)
    n = 0
    for m in all_:
        if m.task["source"] != "instruction":
            continue
        for _ in range(rnd.choice([1, 1, 1, 2])):
            n += 1
            put("instruction", number="I2026-%04d" % n, leader=rnd.choice(["甲市长", "乙书记", "丁省长"]),
                level=rnd.choice(["other", "central", "province", "city-chief", "city", "office"]), serial=n,
                given_on="2026-01-01", major="no", at=stamp(BEGIN), actor="clerk", records=m.number)
    with open(os.path.join(folder, "office.jsonl"), "w", encoding="utf8") as f:
        for r in out:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    print("%d matters, %d parts, %d steps" % (len(all_), sum(len(m.units) for m in all_), sum(len(m.events) for m in all_)))


# --- the reckoning ------------------------------------------------------------------------------------

def natural(number):
    return int(number[1:5]), int(number[6:])


class Part:
    def __init__(self, row, matter):
        self.row, self.matter, self.steps = row, matter, []
        self.assigned_at = unstamp(row.get("assigned_at"))
        self.assigned = self.assigned_at.date() if self.assigned_at else None


class Office:
    def __init__(self, path):
        self.rows = collections.defaultdict(list)
        for line in open(path, encoding="utf8"):
            r = json.loads(line)
            self.rows[r["type"]].append(r)
        self.matters, self.names = {}, collections.defaultdict(list)
        for u in self.rows["unit"]:
            self.names[u["code"]].append((date(u["valid_from"]), u["name"], date(u.get("valid_to")), u["sort"]))
        for t in self.rows["task"]:
            self.matters[t["number"]] = dict(row=t, parts=[], own=[], instructions=[])
        for u in self.rows["task_unit"]:
            self.matters[u["number"]]["parts"].append(Part(u, self.matters[u["number"]]))
        gone = {(e["number"], e["undoes"]) for e in self.rows["task_event"] if e["action"] == "undo"}
        for e in self.rows["task_event"]:
            if e["action"] == "undo" or (e["number"], e["step"]) in gone:
                continue
            e["t"] = unstamp(e["happened_at"])
            e["d"] = e["t"].date()
            m = self.matters[e["number"]]
            (m["own"] if not e.get("unit") else next(p for p in m["parts"] if p.row["unit"] == e["unit"]).steps).append(e)
        for i in self.rows["instruction"]:
            self.matters[i["records"]]["instructions"].append(i)
        for m in self.matters.values():
            m["parts"].sort(key=lambda p: (p.row["role"] != "lead", p.row["unit"]))
            for p in m["parts"]:
                p.last_due = [e for e in p.steps if e["action"] in ("extend-approve", "reopen") and e.get("due_on")]
                p.first_due = next((e["due_on"] for e in p.steps if e["action"] == "assign"), None)
        settings = collections.defaultdict(list)
        for s in self.rows["setting"]:
            settings[s["name"]].append((date(s["valid_from"]), int(s["value"])))
        self.settings = settings

    def setting(self, name, day, default):
        rows = [v for f, v in sorted(self.settings[name]) if f <= day]
        return rows[-1] if rows else default

    def name(self, code, day):
        rows = sorted(self.names[code])
        return ([n for f, n, _, _ in rows if f <= day] or [rows[0][1]])[-1]

    # What a part is after the steps taken by an instant, read off them.
    def part_at(self, p, end):
        done = [e for e in p.steps if e["t"] <= end]
        marks = [e for e in done if e["action"] in ("sign", "report", "return", "finish", "verify", "reopen")]
        last = marks[-1]["action"] if marks else "assign"
        if last == "reopen":  # back if it had been verified; else as before
            before = [e["action"] for e in marks if e["action"] != "reopen"]
            last = "return" if before and before[-1] == "verify" else before[-1] if before else "assign"
        state = {"assign": "assigned", "sign": "signed", "report": "reported", "return": "returned",
                 "finish": "finished", "verify": "verified"}[last]
        dues = [e["due_on"] for e in p.last_due if e["t"] <= end]
        percents = [e["percent"] for e in done if "percent" in e]
        return dict(state=state, due=date(dues[-1] if dues else p.first_due),
                    percent=percents[-1] if percents else None,
                    finished=next((e["d"] for e in reversed(done) if e["action"] == "finish"), None)
                    if state in ("finished", "verified") else None,
                    ended=next(e["d"] for e in reversed(done) if e["action"] == "verify") if state == "verified" else None,
                    extended=any(e["action"] == "extend-approve" for e in done),
                    returned=any(e["action"] == "return" for e in done),
                    words=[e["d"] for e in done if e["action"] in ("report", "finish")])

    @staticmethod
    def matter_at(m, end):
        """(status, day closed) of an assigned matter."""
        over = [e for e in m["own"] if e["t"] <= end and e["action"] in ("close", "reopen", "file", "cancel")]
        if not over or over[-1]["action"] == "reopen":
            return "assigned", None
        if over[-1]["action"] == "cancel":
            return "cancelled", None
        return "closed", [e["d"] for e in over if e["action"] == "close"][-1]

    # (light, days left, why) of a part.
    def light(self, status, state, assigned, due, percent, finished, today):
        if status not in ("registered", "assigned") or state == "verified" or not assigned:
            return "grey", None, None
        if state == "finished":
            return ("red" if finished and finished > due else "green"), None, None
        if due < today:
            return "red", -max(1, between(due, today)), None
        left = between(today, due)
        if left <= self.setting("task_yellow_days", today, 3):
            return "yellow", left, None
        gone, total = between(assigned, today), between(assigned, due)
        if gone >= 3 and total and (percent or 0) < 100 * gone / total - self.setting("task_pace_margin", today, 20) - 1e-9:
            return "yellow", left, "pace"
        return "green", left, None

    @staticmethod
    def worst(status, lights):
        if status != "assigned":
            return "grey"
        return next((x for x in ("red", "yellow") if x in lights), "green")

    # --- a list as of an instant: what stands on file, on that day

    def listed(self, now):
        today = now.date()
        for number, m in self.matters.items():
            t, status = m["row"], m["row"]["status"]
            units, lights, lefts, urgent = [], [], [], 0
            states = set()
            for p in m["parts"]:
                r = p.row
                all_ = collections.defaultdict(list)
                for e in p.steps:
                    all_[e["action"]].append(e)
                top = lambda *a: max((e["t"] for x in a for e in all_[x]), default=None)
                finished = top("finish")
                light, left, why = self.light(status, r["state"], p.assigned, date(r.get("due_on")), r.get("percent"),
                                              finished and finished.date(), today)
                asked = [e for e in p.steps if e["action"].startswith("extend-")]
                until = asked[-1]["due_on"] if asked and asked[-1]["action"] == "extend-request" else None
                signed = min((e["t"] for x in ("sign", "report") for e in all_[x]), default=None)
                units.append(dict(number=number, unit=r["unit"], role=r["role"], state=r["state"],
                                  unit_name=self.name(r["unit"], p.assigned or dt.date(2199, 1, 1)), due_on=r.get("due_on"),
                                  percent=r.get("percent"), light=light, days_left=left, urges=len(all_["urge"]),
                                  signed_at=signed and stamp(signed), asked_until=until,
                                  reported_at=top("report") and stamp(top("report")),
                                  finished_at=finished and stamp(finished), urged_at=top("urge") and stamp(top("urge"))))
                lights.append(light)
                if left is not None:
                    lefts.append(left)
                if p.assigned and status == "assigned":
                    states.add(r["state"])
                    if why:
                        states.add(why)
                    if until and r["state"] not in ("finished", "verified"):
                        states.add("asked")
            left = min(lefts, default=None)
            if status == "registered" and t.get("due_on"):
                left = between(today, date(t["due_on"])) if date(t["due_on"]) >= today else \
                    -max(1, between(date(t["due_on"]), today))
            if status in ("registered", "assigned"):
                if left is not None and left < 0:
                    urgent += 120 + min(60, -2 * left)
                elif left is not None:
                    urgent += 8 * max(0, 10 - left)
                urgent += 30 * ("pace" in states) + 40 * (t["grade"] == "major") + 20 * ("returned" in states)
                urgent += 20 * ("finished" in states) + 10 * ("asked" in states) + 10 * ("assigned" in states)
                urgent += 10 * (status == "registered")
                levels = {i["level"] for i in m["instructions"]}
                if levels & {"central", "province", "city-chief"}:
                    urgent += 30
                elif levels or t["source"] == "instruction":
                    urgent += 15
            lead = m["parts"][0]
            yield dict(number=number, status=status, light=self.worst(status, lights), days_left=left,
                       percent=lead.row.get("percent"), urgency="%d.%d" % divmod(urgent, 10), lead=lead.row["unit"],
                       co_units="、".join(p.row["unit"] for p in m["parts"][1:]) or None,
                       lead_name=self.name(lead.row["unit"], lead.assigned or dt.date(2199, 1, 1)),
                       instructions="、".join(sorted((i["number"] for i in m["instructions"]), key=natural)) or None), units

    # --- statistics of a period

    def feedback(self, m, p, at, came_due, lo, hi, running, end):
        kind, asked, answered = m["row"]["feedback"], 0, 0
        due = at["due"]
        if kind == "none":
            if came_due and due >= lo:
                return 1, int(any(p.assigned <= w <= due for w in at["words"]))
            return 0, 0
        period = {"week": lambda d: d.isocalendar()[:2], "month": lambda d: (d.year, d.month),
                  "quarter": lambda d: (d.year, (d.month - 1) // 3)}[kind]
        i = bisect.bisect_left(WORKDAYS, max(lo, p.assigned + DAY))
        while WORKDAYS[i] <= hi and WORKDAYS[i] < running:
            day = WORKDAYS[i]
            i += 1
            if period(WORKDAYS[i]) == period(day):
                continue  # not the last of its period
            night = dt.datetime.combine(day + DAY, dt.time()) - dt.timedelta(seconds=1)
            then = self.part_at(p, night)
            if then["state"] in ("finished", "verified") or self.matter_at(m, night)[0] != "assigned":
                continue
            asked += 1
            answered += any(period(w) == period(day) and w <= day for w in at["words"])
        return asked, answered

    def stats(self, lo, hi, now, by):
        running, end = now.date(), now
        if hi < now.date():
            running, end = hi + DAY, dt.datetime.combine(hi + DAY, dt.time()) - dt.timedelta(seconds=1)
        rows = collections.defaultdict(collections.Counter)

        def count(key, assigned, at, closed, light, asked, answered):
            due, ended = at["due"], at["ended"]
            if ended and ended < lo and not lo <= due <= hi:
                return
            came = due <= hi and (due < running or ended is not None)
            r = rows[key]
            for name, n in (("all", 1), ("open", not ended), ("closed", closed), ("due", came),
                            ("on_time", came and at["finished"] is not None and at["finished"] <= due),
                            ("asked", asked), ("answered", answered), ("extended", at["extended"]),
                            ("returned", at["returned"]), ("red", not ended and light == "red"),
                            ("yellow", not ended and light == "yellow"), ("early", not ended and not came),
                            ("days", between(assigned, ended) if closed else 0)):
                r[name] += n
        for m in self.matters.values():
            parts = [p for p in m["parts"] if p.assigned_at and p.assigned_at <= end]
            status, over = self.matter_at(m, end)
            if not parts or status == "cancelled":
                continue
            seen = []
            for p in parts:
                at = self.part_at(p, end)
                verified = at["ended"] is not None
                if not verified:
                    at["ended"] = over
                light = self.light(status, at["state"], p.assigned, at["due"], at["percent"], at["finished"], end.date())[0]
                came = at["due"] <= hi and (at["due"] < running or at["ended"] is not None)
                asked, answered = self.feedback(m, p, at, came, lo, hi, running, end)
                if by == "unit":
                    count(p.row["unit"], p.assigned, at, verified, light, asked, answered)
                seen.append((p, at, light, asked, answered))
            if by == "unit":
                continue
            finished = [at["finished"] for _, at, _, _, _ in seen]
            whole = dict(due=seen[0][1]["due"], ended=over, finished=None if None in finished else max(finished),
                         extended=any(at["extended"] for _, at, _, _, _ in seen),
                         returned=any(at["returned"] for _, at, _, _, _ in seen))
            assigned = min(p.assigned for p in parts)
            key = {"source": m["row"]["source"], "group": m["row"].get("group", "-"), "month": str(assigned)[:7]}[by]
            count(key, assigned, whole, over is not None, self.worst(status, [x[2] for x in seen]),
                  sum(x[3] for x in seen), sum(x[4] for x in seen))
        total = collections.Counter()
        for r in rows.values():
            total.update(r)
        return {**{k: self.printed(r) for k, r in rows.items()}, "": self.printed(total)}

    COUNTS = "all open closed on_time due asked answered extended returned red yellow".split()

    def printed(self, r):
        def rate(a, b):
            if not b:
                return None
            n = (2000 * a + b) // (2 * b)
            n = 999 if n == 1000 and a < b else 1 if n == 0 and a else n
            return "%d.%d%%" % divmod(n, 10)
        row = {k: r[k] for k in self.COUNTS}
        mean = None
        if r["closed"]:
            mean = "%d.%d" % divmod((20 * r["days"] + r["closed"]) // (2 * r["closed"]), 10)
        row.update(close_rate=rate(r["closed"], r["all"] - r["early"]), on_time_rate=rate(r["on_time"], r["due"]),
                   feedback_rate=rate(r["answered"], r["asked"]), extend_rate=rate(r["extended"], r["all"]),
                   return_rate=rate(r["returned"], r["all"]), mean_days=mean)
        return row

    # --- open matters by day: each matter asked on each day on which something was done to it

    def burn(self, lo, hi):
        n = (hi - lo).days + 1
        open_, red, closed = [0] * (n + 1), [0] * (n + 1), [0] * n
        for m in self.matters.values():
            days = sorted({e["d"] for e in m["own"]} | {e["d"] for p in m["parts"] for e in p.steps} |
                          {date(p.row["due_on"]) + DAY for p in m["parts"] if p.row.get("due_on")} |
                          {date(e["due_on"]) + DAY for p in m["parts"] for e in p.steps if e.get("due_on")} |
                          {date(m["row"]["opened_at"][:10])})
            days.append(hi + DAY)
            for d, next_ in zip(days, days[1:]):
                night = dt.datetime.combine(d + DAY, dt.time()) - dt.timedelta(seconds=1)
                a, b = max(d, lo), min(next_, hi + DAY)
                if a >= b or date(m["row"]["opened_at"][:10]) > d:
                    continue
                status = self.matter_at(m, night)[0]
                if status != "assigned":
                    continue
                is_red = False
                for p in m["parts"]:
                    if not p.assigned or p.assigned > d:
                        continue
                    at = self.part_at(p, night)
                    if at["state"] == "verified":
                        continue
                    is_red |= at["finished"] > at["due"] if at["state"] == "finished" else d > at["due"]
                for which, yes in ((open_, True), (red, is_red)):
                    which[(a - lo).days] += yes
                    which[(b - lo).days] -= yes
            for e in m["own"]:
                if e["action"] == "close" and lo <= e["d"] <= hi:
                    closed[(e["d"] - lo).days] += 1
        out, o, r = [], 0, 0
        for i in range(n):
            o, r = o + open_[i], r + red[i]
            out.append(dict(day=(lo + i * DAY).isoformat(), open=o, red=r, closed=closed[i]))
        return out


# --- comparing ------------------------------------------------------------------------------------------

class Tally:
    def __init__(self):
        self.compared = self.bad = 0

    def same(self, what, got, want):
        self.compared += 1
        if got != want:
            self.bad += 1
            if self.bad <= 20:
                print("%s: printed %s, reckoned %s" % (what, got, want))


def lines(path):
    rows = [json.loads(line) for line in open(path, encoding="utf8")]
    return [{k: "、".join(v) if isinstance(v, list) else v for k, v in r.items()} for r in rows]


def check(folder):
    office, tally = Office(os.path.join(folder, "office.jsonl")), Tally()
    colours = collections.Counter()
    for path in sorted(glob.glob(os.path.join(folder, "list-*.jsonl"))):
        now = dt.datetime.strptime(os.path.basename(path)[5:-6], "%Y%m%d-%H%M")
        got = {r["number"]: r for r in lines(path)}
        units = {(u["number"], u["unit"]): u for u in lines(path.replace("list-", "units-"))}
        for want, wanted in office.listed(now):
            have = got.pop(want["number"], {})
            tally.same("%s %s" % (now, want["number"]), {k: have.get(k) for k in want}, want)
            colours[want["light"]] += 1
            for u in wanted:
                have = units.pop((u["number"], u["unit"]), {})
                tally.same("%s %s/%s" % (now, u["number"], u["unit"]), {k: have.get(k) for k in u}, u)
        tally.same("%s: too many" % now, len(got) + len(units), 0)
    # The order: the most urgent first, then by number.
    got = lines(os.path.join(folder, "order.jsonl"))
    want = sorted((t for t, _ in office.listed(NOW) if t["status"] in ("registered", "assigned")),
                  key=lambda t: (-float(t["urgency"]), natural(t["number"])))
    tally.same("the order of what is open", [t["number"] for t in got], [t["number"] for t in want])
    lit = collections.defaultdict(collections.Counter)
    for _, wanted in office.listed(NOW):
        for u in wanted:
            lit[u["unit"]][u["light"]] += 1
    want = {code: [n[x] for x in ("red", "yellow", "green")] for code, n in lit.items() if set(n) - {"grey"}}
    tally.same("lights by unit", {r["unit"]: [r["red"], r["yellow"], r["green"]]
                                  for r in lines(os.path.join(folder, "lights.jsonl"))}, want)
    for path in sorted(glob.glob(os.path.join(folder, "stats-*.jsonl"))):
        lo, hi, by = os.path.basename(path)[6:-6].split("_")
        want = office.stats(date(lo), date(hi), NOW, by)
        for r in lines(path):
            expect = want.pop(r["code"] or "", {})
            tally.same("statistics %s..%s %s" % (lo, hi, r.get("code")), {k: r.get(k) for k in expect}, expect)
        tally.same("statistics %s..%s left away" % (lo, hi), list(want), [])
    got = lines(os.path.join(folder, "burn.jsonl"))
    for have, want in zip(got, office.burn(date(got[0]["day"]), date(got[-1]["day"]))):
        tally.same("burn", {k: have[k] for k in want}, want)
    print("lights: %s" % ", ".join("%s %d" % x for x in sorted(colours.items())))
    print("%d compared; %d differ" % (tally.compared, tally.bad))
    return 1 if tally.bad or not tally.compared else 0


def main():
    options = dict(a[2:].split("=") for a in sys.argv[1:] if a.startswith("--"))
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    if words[:1] == ["make"]:
        make(words[1], int(options.get("matters", "20000")), int(options.get("seed", "1")))
        return 0
    return check(words[1])


if __name__ == "__main__":
    sys.exit(main())
