#!/usr/bin/env python3
"""A simulated year of duties, and what it comes to, reckoned here in another way than the library does.

    year.py make DIR [--units=N] [--seed=N] [--pad=N]
                     writes DIR/office.jsonl, for "office-db load"; pad: N reports more that no duty wants
    year.py check DIR SLOTS.jsonl             SLOTS: "report-due slots --from=... --to=... -o json"

Every slot that the rows of office.jsonl stand for is listed day by day, its state worked out minute by
minute from the raw rows alone, and compared with what report-due printed: none missing, none too many,
each with the same due instant, state, lateness and report."""
import bisect
import calendar as cal
import collections
import datetime as dt
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TZ = dt.timezone(dt.timedelta(hours=8))
YEAR = 2026
DAY = dt.timedelta(days=1)
NOW = dt.datetime(YEAR, 11, 20, 12, 0, 0)


def holidays():
    days = {}
    path = os.path.join(HERE, "../../share/calendar/china.yaml")
    for m in re.finditer(r"date: *\"?(\d{4}-\d\d-\d\d)\"?, *off: *(\w+)", open(path, encoding="utf8").read()):
        days[dt.date.fromisoformat(m.group(1))] = m.group(2) in ("yes", "true")
    return days


OFF = holidays()


def works(d):
    return not OFF[d] if d in OFF else d.weekday() < 5


def step(d, n):
    """The n-th working day after (before) d."""
    while n:
        d += DAY if n > 0 else -DAY
        if works(d):
            n -= 1 if n > 0 else -1
    return d


def at(d, h=0, m=0):
    return dt.datetime(d.year, d.month, d.day) + dt.timedelta(hours=h, minutes=m)


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def unstamp(s):
    return dt.datetime.fromisoformat(s).replace(tzinfo=None)


# --- hours: 2026-04-30 in the afternoon is off (a half day); summer hours from July to September ----------

def hours(d):
    am = (9 * 60, 12 * 60)
    pm = (13 * 60 + 30, 17 * 60 + 30)
    if dt.date(YEAR, 7, 1) <= d <= dt.date(YEAR, 9, 30):
        pm = (14 * 60 + 30, 18 * 60)
    if d == dt.date(YEAR, 4, 30):
        pm = None
    return [h for h in (am, pm) if h]


def work_end(d):
    return at(d, 0, hours(d)[-1][1])


def work_seconds(a, b):
    total, d = 0, a.date()
    while d <= b.date():
        if works(d):
            for x, y in hours(d):
                lo, hi = max(a, at(d, 0, x)), min(b, at(d, 0, y))
                total += max(0, int((hi - lo).total_seconds()))
        d += DAY
    return total


SETTINGS = [
    ("work_am", "09:00-12:00", None), ("work_pm", "13:30-17:30", None),
    ("work_pm", "-", dt.date(YEAR, 4, 30)), ("work_pm", "13:30-17:30", dt.date(YEAR, 5, 1)),
    ("work_pm", "14:30-18:00", dt.date(YEAR, 7, 1)), ("work_pm", "13:30-17:30", dt.date(YEAR, 10, 1)),
    ("urge_answer", "90", None), ("owed_from", "2026-01-01", None),
]

DUTIES = [
    dict(code="y-zero", name="每日零报告", categories="work", rhythm="workday", due="end-of-work", grace=10,
         lapse="+3d"),
    dict(code="y-digest", name="舆情日报", categories="media", rhythm="day", due="09:00", about="previous",
         clock="wall"),
    dict(code="y-schedule", name="次日活动安排", categories="schedule", owed_by="scheduled", rhythm="workday",
         due="end-of-work", about="next"),
    dict(code="y-weekly", name="每周要情", categories="experience", rhythm="week", on="friday", shift="previous",
         due="12:00"),
    dict(code="y-monthly", name="月度信息", categories="problem、other", rhythm="month", on="5", shift="next",
         due="17:30", about="previous", quota=3, lapse="+5w"),
    dict(code="y-quarterly", name="季度文件", categories="document", rhythm="quarter", on="workday -2",
         due="end-of-work", counted_by="received", levels="county"),
    dict(code="y-monthly-new", name="月末小结", categories="remark", rhythm="month", on="31", due="end-of-work",
         valid_from=dt.date(YEAR, 3, 15), valid_to=dt.date(YEAR, 8, 31)),
    dict(code="y-yearly", name="个人事项集中报告", categories="personal", owed_by="person",
         ranks="county-chief、county-deputy", rhythm="year", on="01-31", due="+0d", counted_by="received",
         clock="wall", lapse="+2d"),
    dict(code="y-phone", name="突发事件电话报告", categories="emergency", rhythm="event", due="+30m",
         form="telephone", clock="wall"),
    dict(code="y-paper", name="突发事件书面报告", categories="emergency", rhythm="event", due="+60m",
         anchor="learned", clock="wall", grades="larger、major、extraordinary"),
    dict(code="y-final", name="突发事件终报", categories="emergency", rhythm="event", due="+7d", stage="final"),
    dict(code="y-outing", name="外出报告", categories="outing", rhythm="event", due="-3d", owed_by="person",
         ranks="city-chief、county-chief", clock="wall"),
    dict(code="y-notice", name="正职外出报备", categories="leave", rhythm="event", due="-3d", owed_by="person",
         anchor="departure", ranks="city-chief、county-chief", clock="wall"),
    dict(code="y-notice-hours", name="外出前两小时报备", categories="leave", rhythm="event", due="-2h", owed_by="person",
         anchor="departure", ranks="section-chief"),
    dict(code="y-return", name="销假", categories="leave", rhythm="event", due="+1w 12:00", owed_by="person",
         anchor="return", grace=5, lapse="+6w"),
    dict(code="y-meeting", name="会议方案", categories="meeting-plan", rhythm="event", due="-3w end-of-work"),
]
OVERRIDES = {
    # duty, i-th unit: what, from, to
    ("y-zero", 3): [dict(due="16:00", frm=dt.date(YEAR, 1, 1), to=dt.date(YEAR, 6, 30)),
                  dict(exempt=True, frm=dt.date(YEAR, 7, 1), to=None)],
    ("y-zero", 4): [dict(grace=0, frm=dt.date(YEAR, 5, 10), to=None)],
    ("y-weekly", 5): [dict(on="thursday", frm=dt.date(YEAR, 4, 1), to=None)],
    ("y-monthly", 6): [dict(on="10", quota=1, frm=dt.date(YEAR, 2, 1), to=None)],
    ("y-phone", 7): [dict(due="+15m", frm=dt.date(YEAR, 1, 1), to=None)],
    ("y-return", 2): [dict(due="+2w end-of-work", frm=dt.date(YEAR, 3, 1), to=dt.date(YEAR, 8, 31)),
                      dict(exempt=True, frm=dt.date(YEAR, 9, 1), to=None)],
}
DEFAULTS = dict(owed_by="unit", about="same", counted_by="occurred", clock="work", quota=1, grace=0, shift="none",
                anchor="occurred", form="written", stage="none")
PARTS = ["morning", "afternoon", "evening"]
RANKS = ["city-chief", "city-deputy", "county-chief", "county-deputy", "section-chief"]


def make(folder, n_units, seed, pad):
    rnd = random.Random(seed)
    out = []
    put = lambda type_, **f: out.append({"type": type_, **{k: v for k, v in f.items() if v is not None}})
    iso = lambda d: d.isoformat() if d else None

    for name, value, frm in SETTINGS:
        put("setting", name=name, value=value, valid_from=iso(frm))
    put("desk", code="xinxi", name="信息处")
    for c in ("activity reception work media schedule experience problem other document remark personal emergency meeting-plan outing").split():
        put("category", code=c, name="类别" + c, desk="xinxi")
    for d, off in sorted(OFF.items()):
        put("holiday", date=iso(d), off="yes" if off else "no")

    units = []
    for i in range(n_units):
        code = "U%03d" % i
        kind, level = [("county", "county"), ("department", "city"), ("park", "county")][i % 3]
        rows = [dict(name="单位%d" % i, frm=dt.date(2000, 1, 1), to=None)]
        if i % 17 == 8:  # renamed in mid-year
            rows = [dict(name="单位%d" % i, frm=dt.date(2000, 1, 1), to=dt.date(YEAR, 6, 14)),
                    dict(name="新单位%d" % i, frm=dt.date(YEAR, 6, 15), to=None)]
        if i % 19 == 9:  # merged away
            rows = [dict(name="单位%d" % i, frm=dt.date(2000, 1, 1), to=dt.date(YEAR, 9, 11))]
        if i % 23 == 11:  # new
            rows = [dict(name="单位%d" % i, frm=dt.date(YEAR, 2, 10), to=None)]
        for r in rows:
            put("unit", code=code, name=r["name"], kind=kind, level=level, sort=i, valid_from=iso(r["frm"]),
                valid_to=iso(r["to"]))
        units.append(code)
    persons = []
    for i in range(max(4, n_units // 3)):
        put("person", code="P%03d" % i, name="某%d" % (i // 2 if i in (2, 3) else i + 100), unit=units[i % n_units],
            rank=RANKS[i % 5], schedule="yes" if i % 5 < 3 else "no", sort=i)
        persons.append("P%03d" % i)
    for d in DUTIES:
        put("duty", **{k: iso(v) if isinstance(v, dt.date) else v for k, v in d.items()})
    for (duty, i), rows in OVERRIDES.items():
        if i < n_units:
            for o in rows:
                put("override", duty=duty, unit=units[i], valid_from=iso(o["frm"]), valid_to=iso(o["to"]),
                    **{k: ("yes" if v is True else v) for k, v in o.items() if k not in ("frm", "to")})

    data = Office(out)
    serial = 0
    reports, answers, urges = [], [], []
    unit_of = {p["code"]: p["unit"] for p in data.rows["person"]}
    name_of = {p["code"]: p["name"] for p in data.rows["person"]}

    def report(unit, category, occurred, received, status="accepted", **more):
        reports.append(dict(unit=unit, category=category, title="事项", occurred_at=occurred, received_at=received,
                            status=status, desk="xinxi", **more))

    def somewhen(slot):
        """An arrival: mostly in time, sometimes on the very second, sometimes late."""
        due, grace = slot["due"], dt.timedelta(minutes=slot["grace"])
        x = rnd.random()
        if x < 0.80:
            return due - dt.timedelta(seconds=rnd.randrange(1, 6 * 3600))
        if x < 0.83:
            return due + grace
        if x < 0.86:
            return due + grace + dt.timedelta(seconds=1)
        if x < 0.95:
            return due + grace + dt.timedelta(seconds=rnd.randrange(1, 8 * 3600))
        return due + grace + dt.timedelta(seconds=rnd.randrange(1, 40 * 86400))

    for slot in data.periodic():
        duty, who = slot["duty"], slot["who"]
        x = rnd.random()
        unit = unit_of.get(who, who)
        leaders = name_of.get(who)
        cats = duty["categories"].split("、")
        name = "%s/%s/%s" % (duty["code"], who, slot["day"].isoformat())
        arrivals = [] if x < 0.06 else [somewhen(slot) for _ in range(duty["quota"])]
        if x > 0.97:
            arrivals = arrivals[:-1]
        for when in arrivals:
            span = (slot["to"] - slot["from"]).days + 1
            about = at(slot["from"]) + dt.timedelta(days=rnd.randrange(span), minutes=rnd.randrange(1440))
            if duty["counted_by"] == "received":
                about = when
            if when > NOW:
                continue
            status = rnd.choices(["accepted", "received", "rejected", "returned", "withdrawn", "duplicate"],
                                 [70, 20, 4, 3, 2, 1])[0]
            report(unit, rnd.choice(cats), about, when, status, leaders=leaders)
        if 0.04 < x < 0.10 and duty["code"] == "y-zero":
            when = somewhen(slot)
            if when <= NOW:
                answers.append(dict(slot=name, kind="nil", at=when))
        if 0.03 < x < 0.035:
            answers.append(dict(slot=name, kind="excuse", reason="停电", allowed_by="P000", at=min(NOW, slot["due"])))
        if x < 0.03 and slot["due"] < NOW:
            when = slot["due"] + dt.timedelta(minutes=rnd.randrange(20, 3000))
            if when <= NOW:
                urges.append(dict(unit=unit, slots=name, at=when))

    for e in range(1, 6 * n_units):  # emergencies
        unit = rnd.choice(units)
        occurred = at(dt.date(YEAR, 1, 1)) + dt.timedelta(seconds=rnd.randrange(300 * 86400))
        learned = occurred + dt.timedelta(minutes=rnd.randrange(0, 90)) if rnd.random() < 0.6 else None
        grade = rnd.choice(["none", "ordinary", "larger", "major", "extraordinary"])
        t = (learned or occurred) + dt.timedelta(minutes=rnd.randrange(1, 45))
        event = "E%d-%04d" % (YEAR, e)
        if rnd.random() < 0.8:
            report(unit, "emergency", occurred, t, event=event, stage="first", form="telephone", grade=grade,
                   learned_at=learned)
        for k in range(rnd.randrange(0, 3)):
            t += dt.timedelta(minutes=rnd.randrange(1, 60))
            report(unit, "emergency", occurred, t, rnd.choice(["accepted"] * 9 + ["returned"]), event=event,
                   stage="first" if k == 0 else "follow-up", form="written", grade=grade if k == 0 else "none")
        if rnd.random() < 0.7:
            t += dt.timedelta(hours=rnd.randrange(1, 200))
            report(unit, "emergency", occurred, t, event=event, stage="final", form="written")
    for _ in range(4 * n_units):  # meeting plans
        unit = rnd.choice(units)
        meeting = at(dt.date(YEAR, 1, 20) + dt.timedelta(days=rnd.randrange(280)), rnd.randrange(8, 18))
        report(unit, "meeting-plan", meeting, meeting - dt.timedelta(hours=rnd.randrange(1, 240)),
               rnd.choice(["accepted"] * 8 + ["returned", "withdrawn"]))

    for _ in range(3 * len(persons)):  # outings reported, of one or of two together
        who = rnd.sample(persons, rnd.randrange(1, 3))
        away = at(dt.date(YEAR, 1, 20) + dt.timedelta(days=rnd.randrange(280)), rnd.randrange(8, 18))
        report(unit_of[who[0]], "outing", away, away - dt.timedelta(hours=rnd.randrange(1, 200)),
               rnd.choice(["accepted"] * 8 + ["returned"]), leaders="、".join(name_of[w] for w in who))
    for i in range(pad):
        when = at(dt.date(YEAR, 1, 1)) + dt.timedelta(seconds=i * 320 * 86400 // pad)
        report(units[i % n_units], ("activity", "reception")[i % 2], when, when + dt.timedelta(hours=1))
    reports.sort(key=lambda r: r["received_at"])
    for r in reports:
        if r["received_at"] > NOW:
            continue
        serial += 1
        put("report", number="R%d-%04d" % (YEAR if r["received_at"].year == YEAR else r["received_at"].year, serial),
            **{k: stamp(v) if isinstance(v, dt.datetime) else v for k, v in r.items()})
    put("leave_kind", code="y-trip", name="外出", counts="days")
    for i in range(40 * len(persons)):  # the leave log
        who = rnd.choice(persons)
        a = dt.date(YEAR, 1, 6) + DAY * rnd.randrange(330)
        b = a + DAY * rnd.choice([0, 0, 1, 2, 4, 9])
        part, last = rnd.choice(PARTS), rnd.choice(PARTS)
        if a == b and PARTS.index(last) < PARTS.index(part):
            last = part
        begins = at(a, 6 * PARTS.index(part) + (6 if part != "morning" else 0))
        asked = begins - dt.timedelta(seconds=rnd.choice([rnd.randrange(-7200, 6 * 3600), rnd.randrange(6 * 86400)]))
        if asked > NOW:
            continue
        status = "requested" if begins > NOW and rnd.random() < 0.5 else \
            rnd.choices(["approved", "away", "returned", "refused", "cancelled"], [5, 5, 80, 5, 5])[0]
        back = None
        if status == "returned":
            back = at(step(b, 1), 12) + dt.timedelta(seconds=rnd.choice([0, 300, 301, rnd.randrange(-86400, 3 * 86400)]))
            if back <= begins or back > NOW:
                back, status = None, "approved"
        number = "L%d-%04d" % (YEAR, i + 1)
        child = status in ("approved", "away", "returned") and rnd.random() < 0.15
        put("leave", number=number, person=who, kind="y-trip", from_day=iso(a), from_part=part, to_day=iso(b),
            to_part=last, requested_at=stamp(asked), status="extended" if child else status,
            returned_at=None if child or not back else stamp(back))
        if child:  # gone on with: the return is the extension's, which owes no notice
            put("leave", number="L%d-%04d" % (YEAR, 40 * len(persons) + i + 1), person=who, kind="y-trip",
                from_day=iso(b + DAY), to_day=iso(b + 2 * DAY), parent=number, requested_at=stamp(asked), status=status,
                returned_at=back and stamp(back))
        for duty in ("y-return", "y-notice") if rnd.random() < 0.06 else ():
            answers.append(dict(slot="%s/%s/%s" % (duty, who, number), kind="excuse", reason="病重", allowed_by="P000",
                                at=NOW))
        if status in ("approved", "away") and rnd.random() < 0.3 and at(b + 2 * DAY) < NOW:
            urges.append(dict(unit=unit_of[who], slots="y-return/%s/%s" % (who, number),
                              at=NOW - dt.timedelta(minutes=rnd.randrange(0, 300))))
    for a in answers:
        put("answer", actor="clerk", **{k: stamp(v) if isinstance(v, dt.datetime) else v for k, v in a.items()})
    for i, u in enumerate(sorted(urges, key=lambda u: u["at"])):
        put("urge", number="U%d-%04d" % (YEAR, i + 1), channel="telephone", actor="clerk",
            **{k: stamp(v) if isinstance(v, dt.datetime) else v for k, v in u.items()})
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "office.jsonl"), "w", encoding="utf8") as f:
        for row in out:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
    print("%d rows, %d reports" % (len(out), serial))


class Office:
    """The rows, and the slots they stand for."""

    def __init__(self, rows):
        self.rows = collections.defaultdict(list)
        for r in rows:
            self.rows[r["type"]].append(r)
        self.duties = []
        for d in self.rows["duty"]:
            d = {**DEFAULTS, **d}
            d["frm"] = dt.date.fromisoformat(d.get("valid_from", "1949-10-01"))
            d["till"] = dt.date.fromisoformat(d.get("valid_to", "2199-12-31"))
            self.duties.append(d)
        self.own = collections.defaultdict(list)
        for o in self.rows["override"]:
            self.own[o["duty"], o["unit"]].append(o)

    def holds(self, row, day):
        return row.get("valid_from", "1949-10-01") <= day.isoformat() <= row.get("valid_to", "2199-12-31")

    def unit_on(self, code, day):
        for u in self.rows["unit"]:
            if u["code"] == code and self.holds(u, day):
                return u
        return None

    def rule(self, duty, unit, day):
        for o in self.own.get((duty["code"], unit), ()):
            if self.holds(o, day):
                return o
        return {}

    # periods: (from, to) of the one that holds a day, by rhythm
    @staticmethod
    def period(rhythm, d):
        if rhythm == "week":
            a = d - DAY * d.weekday()
            return a, a + 6 * DAY
        n = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[rhythm]
        m = (d.month - 1) // n * n + 1
        a = dt.date(d.year, m, 1)
        last = m + n - 1
        return a, dt.date(d.year, last, cal.monthrange(d.year, last)[1])

    @staticmethod
    def day_in(rhythm, on, shift, a, b):
        if rhythm == "week":
            d = a + DAY * ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].index(on)
        elif on.startswith("workday "):
            n = int(on.split()[1])
            d = step(a - DAY, n) if n > 0 else step(b + DAY, n)
        elif "-" in on:
            m, n = map(int, on.split("-"))
            d = dt.date(a.year, m, n)
        else:
            d = dt.date(a.year, a.month, min(int(on), b.day))
        if shift == "next":
            while not works(d):
                d += DAY
        if shift == "previous":
            while not works(d):
                d -= DAY
        return d

    @staticmethod
    def due(text, day):
        if text == "end-of-work":
            return work_end(day)
        if text == "+0d":
            return at(day + DAY)
        h, m = text.split(":")
        return at(day, int(h), int(m))

    def periodic(self):
        first, last = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
        for duty in self.duties:
            rhythm = duty["rhythm"]
            if rhythm == "event":
                continue
            spans = []
            d = first - 40 * DAY if rhythm != "year" else first
            while d <= last + 40 * DAY:
                if rhythm in ("workday", "day"):
                    if rhythm == "day" or works(d):
                        nxt = step(d, 1) if rhythm == "workday" else d + DAY
                        prv = step(d, -1) if rhythm == "workday" else d - DAY
                        about = {"same": (d, nxt - DAY), "next": (d + DAY, nxt), "previous": (prv, d - DAY)}
                        spans.append((d, d, d) + about[duty["about"]])
                    d += DAY
                    continue
                a, b = self.period(rhythm, d)
                x, y = a, b
                if duty["about"] == "previous":
                    x, y = self.period(rhythm, a - DAY)
                if duty["about"] == "next":
                    x, y = self.period(rhythm, b + DAY)
                spans.append((a, b, self.day_in(rhythm, duty["on"], duty["shift"], a, b), x, y))
                d = b + DAY
            who = self.rows["unit" if duty["owed_by"] == "unit" else "person"]
            for w in who:
                for a, b, day, x, y in spans:
                    unit = w["code"] if duty["owed_by"] == "unit" else w["unit"]
                    own = self.rule(duty, unit, day)
                    if own.get("exempt"):
                        continue
                    real = day
                    if "on" in own:
                        real = self.day_in(rhythm, own["on"], duty["shift"], a, b)
                    due = self.due(own.get("due", duty["due"]), real)
                    due_day = (due - dt.timedelta(seconds=1)).date()
                    if not first <= due_day <= last or not duty["frm"] <= due_day <= duty["till"]:
                        continue
                    if not self.holds(w, due_day):
                        continue
                    if duty["owed_by"] == "scheduled" and w["schedule"] != "yes":
                        continue
                    if "ranks" in duty and w["rank"] not in duty["ranks"].split("、"):
                        continue
                    if "levels" in duty and w["level"] not in duty["levels"].split("、"):
                        continue
                    yield {"duty": duty, "who": w["code"], "unit": unit, "day": day, "from": x, "to": y, "due": due,
                           "quota": own.get("quota", duty["quota"]), "grace": own.get("grace", duty["grace"]),
                           "ref": day.isoformat()}

    def named(self, r, day):
        """The persons a report names, each told from another of the same name by the unit."""
        for name in (r.get("leaders") or "").split("、"):
            found = [p for p in self.rows["person"] if p["name"] == name and self.holds(p, day)]
            if len(found) > 1:
                found = [p for p in found if p["unit"] == r["unit"]]
            for p in found[:1]:
                yield p

    def leaves(self, duty):
        """Notice counts from the hour at which the leave begins, its return from its last day."""
        persons = {p["code"]: p for p in self.rows["person"]}
        for l in self.rows["leave"]:
            p, status = persons[l["person"]], l["status"]
            a, b = dt.date.fromisoformat(l["from_day"]), dt.date.fromisoformat(l["to_day"])
            begins = at(a, {"morning": 0, "afternoon": 12, "evening": 18}[l.get("from_part", "morning")])
            day, came = (a, l["requested_at"]) if duty["anchor"] == "departure" else (b, l.get("returned_at"))
            if "ranks" in duty and p["rank"] not in duty["ranks"].split("、"):
                continue
            if status in ("refused", "cancelled") or (duty["anchor"] == "departure" and "parent" in l):
                continue
            if duty["anchor"] == "return" and (status in ("requested", "extended") or (not came and begins > NOW)):
                continue
            own = self.rule(duty, p["unit"], day)
            if own.get("exempt"):
                continue
            due = {"-3d": at(a - 2 * DAY), "-2h": begins - dt.timedelta(hours=2), "+1w 12:00": at(step(b, 1), 12),
                   "+2w end-of-work": work_end(step(b, 2))}[own.get("due", duty["due"])]
            if (due - dt.timedelta(seconds=1)).year != YEAR:
                continue
            yield {"duty": duty, "who": p["code"], "unit": p["unit"], "day": day, "due": due, "quota": 1,
                   "grace": own.get("grace", duty["grace"]), "ref": l["number"],
                   "came": [{"received_at": came, "number": None}] if came else []}

    def away(self, s):
        """On leave on every working morning and afternoon that the schedule would be about."""
        if not hasattr(self, "gone"):
            self.gone = set()
            for l in self.rows["leave"]:
                if l["status"] in ("requested", "refused", "cancelled"):
                    continue
                d, last = dt.date.fromisoformat(l["from_day"]), dt.date.fromisoformat(l["to_day"])
                first_at = at(d, {"morning": 0, "afternoon": 12, "evening": 18}[l.get("from_part", "morning")])
                end = at(last, {"morning": 12, "afternoon": 18, "evening": 24}[l.get("to_part", "evening")])
                back = unstamp(l["returned_at"]) if l.get("returned_at") else None
                while d <= last:
                    for begins, ends in ((at(d), at(d, 12)), (at(d, 12), at(d, 18))):
                        if begins >= first_at and ends <= end and not (back and l["status"] == "returned" and back < ends):
                            self.gone.add((l["person"], begins))
                    d += DAY
        days = [s["from"] + i * DAY for i in range((s["to"] - s["from"]).days + 1)]
        halves = [at(d, h) for d in days if works(d) for h in (0, 12)]
        return bool(halves) and all((s["who"], h) in self.gone for h in halves)

    def events(self):
        order = ["none", "ordinary", "larger", "major", "extraordinary"]
        told = [r for r in self.rows["report"] if r["status"] not in ("withdrawn", "duplicate")]
        for duty in self.duties:
            if duty["rhythm"] != "event":
                continue
            if duty["anchor"] in ("departure", "return"):
                yield from self.leaves(duty)
                continue
            if duty["owed_by"] == "person":
                for r in told:
                    if r["category"] not in duty["categories"].split("、"):
                        continue
                    anchor = unstamp(r["occurred_at"])
                    due = at(anchor.date() + int(duty["due"][:-1]) * DAY + DAY)
                    for p in self.named(r, anchor.date()):
                        own = self.rule(duty, p["unit"], anchor.date())
                        if p["rank"] not in duty["ranks"].split("、") or (due - DAY).year != YEAR:
                            continue
                        yield {"duty": duty, "who": p["code"], "unit": p["unit"], "day": anchor.date(), "due": due,
                               "quota": 1, "grace": own.get("grace", duty["grace"]), "ref": r["number"],
                               "came": [r] if r["status"] != "returned" else []}
                continue
            chains = collections.OrderedDict()
            for r in told:
                if r["category"] in duty["categories"].split("、"):
                    chains.setdefault((r["unit"], r.get("event", r["number"])), []).append(r)
            for (unit, ref), chain in chains.items():
                grade = next((r["grade"] for r in chain if r.get("grade", "none") != "none"), "ordinary")
                if "grades" in duty and grade not in duty["grades"].split("、"):
                    continue
                occurred = unstamp(chain[0]["occurred_at"])
                learned = min((unstamp(r["learned_at"]) for r in chain if "learned_at" in r), default=occurred)
                anchor = {"occurred": occurred, "learned": learned}[duty["anchor"]]
                own = self.rule(duty, unit, anchor.date())
                text = own.get("due", duty["due"])
                m = re.fullmatch(r"([+-]\d+)([mdw])( end-of-work)?", text)
                n, u = int(m.group(1)), m.group(2)
                if u == "m":
                    due = anchor + dt.timedelta(minutes=n)
                else:
                    day = anchor.date() + n * DAY if u == "d" else step(anchor.date(), n)
                    due = work_end(day) if m.group(3) else at(day + DAY)
                due_day = (due - dt.timedelta(seconds=1)).date()
                u = self.unit_on(unit, anchor.date())
                if not u or due_day.year != YEAR or not self.unit_on(unit, due_day):
                    continue
                good = [r for r in chain if (duty["stage"] == "none" or r.get("stage") == duty["stage"]) and
                        (duty["form"] == "telephone" or r.get("form", "written") == "written")]
                came = [r for r in good if r["status"] != "returned"]
                yield {"duty": duty, "who": unit, "unit": unit, "day": anchor.date(), "due": due, "quota": 1,
                       "grace": own.get("grace", duty["grace"]), "ref": ref, "came": came}

    def state(self, s, names, index):
        """(state, minutes late or None, report or None), from the raw rows."""
        duty = s["duty"]
        if "came" in s:
            came = s["came"]
        else:
            lo, hi = at(s["from"]), at(s["to"] + DAY)
            rows = index[duty["code"]].get(s["who"], [])
            a = bisect.bisect_left(rows, (lo,))
            came = []
            while a < len(rows) and rows[a][0] < hi:
                came.append(rows[a][2])
                a += 1
            came = [r for r in came if r["status"] != "returned"]
            came.sort(key=lambda r: (r["received_at"], r["number"]))
        key = "%s/%s/%s" % (duty["code"], s["who"], s["ref"])
        deadline = s["due"] + dt.timedelta(minutes=s["grace"])
        got = came[s["quota"] - 1] if len(came) >= s["quota"] else None
        when = unstamp(got["received_at"]) if got else None
        number = got["number"] if got else None
        if when and when <= deadline:
            return "met", None, number
        given = names["answer"].get(key, {})
        if "excuse" in given or (duty["owed_by"] == "scheduled" and self.away(s)):
            return "excused", None, number
        if not when and "nil" in given:
            when = unstamp(given["nil"]["at"])
        if when and when <= deadline:
            return "nil", None, number
        end = when or NOW
        if not when and NOW <= deadline:
            return "open", None, None
        seconds = work_seconds(s["due"], end) if duty["clock"] == "work" else int((end - s["due"]).total_seconds())
        late = max(1, -(-seconds // 60))
        if when:
            return "late", late, number
        asked = names["urge"].get(key)
        if asked and NOW > min(asked) + dt.timedelta(minutes=90):
            return "unreported", late, None
        m = re.fullmatch(r"\+(\d+)([dw])", duty.get("lapse", ""))
        if m:
            last = (s["due"] - dt.timedelta(seconds=1)).date()
            day = last + int(m.group(1)) * DAY if m.group(2) == "d" else step(last, int(m.group(1)))
            if NOW > at(day + DAY):
                return "unreported", late, None
        return "left-out", late, None

    def expected(self):
        names = {"answer": collections.defaultdict(dict), "urge": collections.defaultdict(list)}
        for a in self.rows["answer"]:
            names["answer"][a["slot"]][a["kind"]] = a
        for u in self.rows["urge"]:
            for one in u["slots"].split("、"):
                names["urge"][one].append(unstamp(u["at"]))
        index = {}
        by_name = collections.defaultdict(list)
        for p in self.rows["person"]:
            by_name[p["name"]].append(p)
        for duty in self.duties:
            mine = collections.defaultdict(list)
            cats = duty["categories"].split("、")
            for r in self.rows["report"]:
                if r["category"] not in cats or r["status"] in ("withdrawn", "duplicate"):
                    continue
                when = unstamp(r["occurred_at" if duty["counted_by"] == "occurred" else "received_at"])
                if duty["owed_by"] == "unit":
                    mine[r["unit"]].append((when, r["number"], r))
                    continue
                for name in (r.get("leaders") or "").split("、"):
                    found = by_name.get(name, [])
                    if len(found) > 1:
                        found = [p for p in found if p["unit"] == r["unit"]]
                    for p in found:
                        mine[p["code"]].append((when, r["number"], r))
            for rows in mine.values():
                rows.sort(key=lambda x: x[:2])
            index[duty["code"]] = mine
        for s in list(self.periodic()) + list(self.events()):
            yield "%s/%s/%s" % (s["duty"]["code"], s["who"], s["ref"]), stamp(s["due"]), self.state(s, names, index)


def check(folder, slots):
    rows = [json.loads(line) for line in open(os.path.join(folder, "office.jsonl"), encoding="utf8")]
    want = {name: (due,) + tuple(state) for name, due, state in Office(rows).expected()}
    bad, seen, states = 0, set(), collections.Counter()
    for line in open(slots, encoding="utf8"):
        r = json.loads(line)
        if not r["duty"].startswith("y-"):
            continue  # of the shipped regime
        got = (r["due_at"], r["state"], r.get("late"), r.get("report") if r["state"] != "open" else None)
        expect = want.get(r["slot"])
        if r.get("returned"):
            got = got[:3] + (expect[3] if expect else None,)
        if r["slot"] in seen:
            bad += 1
            print("twice: %s" % r["slot"])
        seen.add(r["slot"])
        states[r["state"]] += 1
        if expect is None:
            bad += 1
            if bad < 20:
                print("not owed: %s %s" % (r["slot"], got))
        elif expect[1] in ("left-out", "unreported", "open"):
            if got[:3] != expect[:3]:
                bad += 1
                if bad < 20:
                    print("%s: printed %s, reckoned %s" % (r["slot"], got, expect))
        elif got != expect:
            bad += 1
            if bad < 20:
                print("%s: printed %s, reckoned %s" % (r["slot"], got, expect))
    for name in want.keys() - seen:
        bad += 1
        if bad < 20:
            print("left away: %s %s" % (name, want[name]))
    print("%d slots: %s; %d differ" % (len(want), ", ".join("%s %d" % x for x in sorted(states.items())), bad))
    return 1 if bad or not want else 0


def main():
    options = dict(a[2:].split("=") for a in sys.argv[1:] if a.startswith("--"))
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    if words[:1] == ["make"]:
        make(words[1], int(options.get("units", "190")), int(options.get("seed", "1")), int(options.get("pad", "0")))
        return 0
    return check(words[1], words[2])


if __name__ == "__main__":
    sys.exit(main())
