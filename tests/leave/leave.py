#!/usr/bin/env python3
"""Some thousand leaves, and who was away and what annual leave is left by them, reckoned here in another way than
the library does: days are walked one by one, and nothing is looked up in the database.

    leave.py make DIR [--leaves=N] [--seed=N]   DIR/office.jsonl for "office-db load", and the plan of what is done
    leave.py say DIR WHAT [LIST.jsonl]          records for the next command: request-K, approve-K, refuse-K (K: how
                                                many extensions on), depart, return, cancel; LIST: "leave-log list -o
                                                json", which has the numbers
    leave.py days DIR                           the days and ranges to ask "away" about, a line each
    leave.py check DIR LIST.jsonl               DIR/away, DIR/overdue, DIR/balance, DIR/stats: what the commands said

Leaves begin and end at any part of a day, run over holidays, working weekends and the year's end, are extended up
to three times, returned early (also before an extension began), in time, late or never, cancelled, refused, asked
for and not decided."""
import collections
import datetime as dt
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 12, 4, 18, 0)
FIRST, LAST = dt.date(2024, 3, 1), dt.date(2027, 2, 20)
PARTS = ("morning", "afternoon", "evening")
BEGINS = (0, 12, 18)
KINDS = {"annual": (True, False, "年休假"), "official": (False, False, "因公外出"), "sick": (False, True, "病假"),
         "personal": (False, True, "事假"), "study": (False, False, "学习培训")}
REACHES = ("none", "city", "province", "country")
PERSONS, UNITS = 200, 20


def holidays():
    days = {}
    path = os.path.join(HERE, "../../share/calendar/china.yaml")
    with open(path, encoding="utf8") as f:
        for m in re.finditer(r"date: *\"?(\d{4}-\d\d-\d\d)\"?, *off: *(\w+)", f.read()):
            days[dt.date.fromisoformat(m.group(1))] = m.group(2) in ("yes", "true")
    return days


OFF = holidays()


def works(d):
    return not OFF[d] if d in OFF else d.weekday() < 5


# --- parts of days: (day, 0 ... 2) ----------------------------------------------------------------------

def after(p):
    return (p[0], p[1] + 1) if p[1] < 2 else (p[0] + DAY, 0)


def part_at(t):
    return (t.date(), 0 if t.hour < 12 else 1 if t.hour < 18 else 2)


def begins(p):
    return dt.datetime(p[0].year, p[0].month, p[0].day, BEGINS[p[1]])


def forward(p, n):
    for _ in range(n):
        p = after(p)
    return p


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S+08:00")


# --- making ----------------------------------------------------------------------------------------------

def people(rnd):
    """Dated rows: some are renamed, some move to another unit, one in twenty has no first day of work."""
    rows = []
    for i in range(PERSONS):
        since = dt.date(1984, 1, 1) + dt.timedelta(days=rnd.randrange(42 * 365))
        if i % 40 == 7:
            since = dt.date(rnd.choice((2004, 2008, 2016, 2024)), 2, 29)
        if i % 20 == 13:
            since = None
        row = dict(code="P%03d" % i, name="某%03d" % i, unit="U%02d" % (i % UNITS), post="科员", rank="staff",
                   sort=(i * 7) % PERSONS if i % 11 else None, work_since=since, valid_from=dt.date(2020, 1, 1),
                   valid_to=None)
        rows.append(row)
        if i % 9 == 4:
            change = dt.date(2026, rnd.randrange(1, 13), rnd.randrange(1, 29))
            row["valid_to"] = change - DAY
            rows.append({**row, "valid_from": change, "valid_to": None, "name": row["name"] + "改",
                         "unit": "U%02d" % ((i + 3) % UNITS), "post": "副科长"})
    return rows


def ending(rnd, first, most):
    """A last part at least as late as the first, mostly at a day's end."""
    to = forward(first, rnd.randrange(most * 3))
    return (to[0], 2) if rnd.random() < 0.6 else to


def due_of(to):
    d = to[0] + DAY
    while not works(d):
        d += DAY
    return dt.datetime(d.year, d.month, d.day, 12)


def come_back(rnd, absence, last):
    """When: early (perhaps before an extension began), in time, on the second, late, or never yet."""
    rows = absence["rows"][:last + 1]
    first, to = rows[0]["from"], rows[-1]["to"]
    x, start = rnd.random(), begins(first)
    if x < 0.3:
        span = int((begins(after(to)) - start).total_seconds())
        return start + dt.timedelta(seconds=rnd.randrange(max(1, span)))
    if x < 0.8:
        end, due = begins(after(to)), due_of(to)
        return end + dt.timedelta(seconds=rnd.randrange(int((due - end).total_seconds()) + 1))
    if x < 0.83:
        return due_of(to)
    if x < 0.86:
        return due_of(to) + dt.timedelta(seconds=1)
    return due_of(to) + dt.timedelta(minutes=rnd.randrange(1, 9 * 1440))


def make_absence(rnd, person, first, serial):
    rows, begin = [], first
    for k in range(rnd.choices((1, 2, 3, 4), (86, 9, 3, 2))[0]):
        kind = rnd.choices(list(KINDS), (45, 20, 15, 12, 8))[0]
        to = ending(rnd, begin, rnd.choice((1, 2, 3, 5, 9, 16)))
        asked = min(begins(begin) - dt.timedelta(hours=rnd.randrange(1, 200)), NOW)
        rows.append({"id": "X%05d-%d" % (serial, k), "kind": kind, "from": begin, "to": to,
                     "reach": rnd.choice(REACHES), "place": rnd.choice((None, "北京市", "省城")),
                     "stand_in": rnd.choice((None, "P%03d" % rnd.randrange(PERSONS))),
                     "phone": rnd.choice((None, "000-%d" % serial)), "requested_at": asked, "status": "approved"})
        if k:  # what an extension does not say it has of the leave before it
            for field in ("place", "stand_in", "phone"):
                rows[k][field] = rows[k][field] or rows[k - 1][field]
            if rows[k]["reach"] == "none":
                rows[k]["reach"] = rows[k - 1]["reach"]
        begin = after(to)
    a = {"person": person, "rows": rows, "departed": None, "back": None, "cancel": None}
    decide(rnd, a)
    return a


def decide(rnd, a):
    """What becomes of it: the status of each row in the end."""
    rows, x = a["rows"], rnd.random()
    last = len(rows) - 1
    if last and rows[last]["from"][0] > NOW.date() + DAY and x < 0.3:
        a["cancel"] = last  # an extension that has not begun: the leave before it stands again
        rows[last]["status"] = "cancelled"
        last -= 1
    elif x < 0.05:
        rows[last]["status"] = rnd.choice(("requested", "refused"))
        last -= 1
    elif not last and x < 0.1:
        a["cancel"] = 0
        rows[0]["status"] = "cancelled"
        return
    if last < 0:
        return
    for r in rows[:last]:
        r["status"] = "extended"
    if rnd.random() < 0.5 and begins(rows[0]["from"]) <= NOW:
        start = begins(rows[0]["from"])
        a["departed"] = start + dt.timedelta(minutes=rnd.randrange(0, 30))
        rows[last]["status"] = "away"
    back = come_back(rnd, a, last)
    if rnd.random() < 0.01 or rows[-1]["status"] == "requested":
        return  # never registered
    if a["departed"] and back < a["departed"]:
        back = a["departed"]
    if back > NOW:
        return
    a["back"] = back
    while last > 0 and part_at(back) < rows[last]["from"]:
        rows[last]["status"] = "cancelled"
        last -= 1
    rows[last]["status"] = "returned"
    rows[last]["returned_at"] = back


def make_plan(rnd, count):
    plan, serial, cursor = [], 0, {}
    made = 0
    while made < count:
        i = rnd.randrange(PERSONS)
        first = cursor.get(i, (FIRST + dt.timedelta(days=rnd.randrange(60)), 0))
        first = forward(first, rnd.choice((1, 2, 3, 4, 5, 9, 20, 40, 90)))
        if first[0] > LAST:
            cursor[i] = (FIRST, rnd.randrange(3))  # once through the years again
            continue
        serial += 1
        a = make_absence(rnd, "P%03d" % i, first, serial)
        end = a["rows"][-1]["to"]
        if a["back"]:
            end = max(end, part_at(a["back"]))
        cursor[i] = after(end)
        made += len(a["rows"])
        plan.append(a)
    return plan


def plain(x):
    if isinstance(x, dt.datetime):
        return stamp(x)
    if isinstance(x, dt.date):
        return x.isoformat()
    if isinstance(x, tuple):
        return [plain(x[0]), x[1]]
    raise TypeError(x)


def read_plan(folder):
    with open(os.path.join(folder, "plan.json"), encoding="utf8") as f:
        d = json.load(f)
    part = lambda p: (dt.date.fromisoformat(p[0]), p[1])
    when = lambda s: s and dt.datetime.fromisoformat(s).replace(tzinfo=None)
    day = lambda s: s and dt.date.fromisoformat(s)
    for p in d["people"]:
        for k in ("work_since", "valid_from", "valid_to"):
            p[k] = day(p[k])
    for a in d["plan"]:
        a["back"], a["departed"] = when(a["back"]), when(a["departed"])
        for r in a["rows"]:
            r["from"], r["to"], r["requested_at"] = part(r["from"]), part(r["to"]), when(r["requested_at"])
            r["returned_at"] = when(r.get("returned_at"))
    return d["people"], d["plan"]


def put_lines(path, rows):
    with open(path, "w", encoding="utf8") as f:
        for row in rows:
            row = {k: v for k, v in row.items() if v is not None}
            f.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")


def make(folder, count, seed):
    rnd = random.Random(seed)
    staff = people(rnd)
    plan = make_plan(rnd, count)
    rows = [{"type": "unit", "code": "U%02d" % i, "name": "单位%d" % i, "kind": "department", "level": "city", "sort": i}
            for i in range(UNITS)]
    rows += [{"type": "person", **p} for p in staff]
    rows.append({"type": "person", "code": "D1", "name": "经办人", "rank": "staff", "desk": "ducha", "sort": 999})
    rows += [{"type": "holiday", "date": d, "off": "yes" if off else "no"} for d, off in sorted(OFF.items())]
    # Nobody's approval but the desk's, and the return's duty for the years before the shipped one too.
    rows.append({"type": "setting", "name": "owed_from", "value": "2024-01-01", "valid_from": "1949-10-01"})
    rows.append({"type": "duty", "code": "leave-return", "name": "销假", "categories": "leave", "owed_by": "person",
                 "rhythm": "event", "due": "+1w 12:00", "anchor": "return", "clock": "wall",
                 "valid_from": "2020-01-01", "valid_to": "2025-12-31"})
    os.makedirs(folder, exist_ok=True)
    put_lines(os.path.join(folder, "office.jsonl"), rows)
    with open(os.path.join(folder, "plan.json"), "w", encoding="utf8") as f:
        json.dump({"people": staff, "plan": plan}, f, ensure_ascii=False, default=plain)
    states = collections.Counter(r["status"] for a in plan for r in a["rows"])
    print("%d leaves: %s" % (sum(states.values()), ", ".join("%s %d" % x for x in sorted(states.items()))))


# --- what is done, in order --------------------------------------------------------------------------------

def read_lines(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(line) for line in f]


def numbers_of(path):
    return {r["external_id"]: r["number"] for r in read_lines(path)}


def request(a, k, numbers):
    r = a["rows"][k]
    return {"person": a["person"], "kind": r["kind"], "from_day": r["from"][0], "from_part": PARTS[r["from"][1]],
            "to_day": r["to"][0], "to_part": PARTS[r["to"][1]], "reach": r["reach"], "place": r["place"],
            "stand_in": r["stand_in"], "phone": r["phone"], "external_id": r["id"],
            "requested_at": r["requested_at"], "parent": numbers[a["rows"][k - 1]["id"]] if k else None}


def say(folder, what, path):
    _, plan = read_plan(folder)
    numbers = numbers_of(path) if path else {}
    out = []
    word, _, level = what.partition("-")
    k = int(level or "0")
    for a in plan:
        rows = a["rows"]
        if word in ("request", "approve", "refuse"):
            if k >= len(rows):
                continue
            r = rows[k]
            if word == "request":
                out.append(request(a, k, numbers))
            elif (word == "refuse") == (r["status"] == "refused") and r["status"] != "requested":
                out.append({"number": numbers[r["id"]], "by": "D1", "reason": "人手不够" if word == "refuse" else None})
        elif word == "depart" and a["departed"]:
            out.append({"number": numbers[rows[0]["id"]], "happened_at": a["departed"]})
        elif word == "return" and a["back"]:
            out.append({"number": numbers[rows[0]["id"]], "happened_at": a["back"]})
        elif word == "cancel" and a["cancel"] is not None:
            out.append({"number": numbers[rows[a["cancel"]]["id"]], "reason": "不去了"})
    for row in out:
        print(json.dumps({x: v for x, v in row.items() if v is not None}, ensure_ascii=False, default=plain))


# --- reckoning ----------------------------------------------------------------------------------------------

def lasted(r, now):
    """The parts of days that a row was away for, one after another."""
    parts, p = [], r["from"]
    if r["status"] == "returned":
        back = part_at(r["returned_at"])
        in_time = r["returned_at"] <= due_of(r["to"])
        while not parts or (p <= r["to"] if back > r["to"] and in_time else p < back):
            parts.append(p)
            p = after(p)
        return parts
    while p <= r["to"] or (r["status"] in ("approved", "away") and p <= part_at(now)):
        parts.append(p)
        p = after(p)
    return parts


STOOD = ("approved", "away", "returned", "extended")


class Reckoning:
    def __init__(self, folder, list_path):
        self.people, self.plan = read_plan(folder)
        self.numbers = numbers_of(list_path)
        self.rows_of = collections.defaultdict(list)
        for p in self.people:
            self.rows_of[p["code"]].append(p)
        self.parts = {}

    def person(self, code, day):
        rows = [p for p in self.rows_of[code] if p["valid_from"] <= day]
        return rows[-1] if rows else self.rows_of[code][0]

    def chain(self, a):
        return [r for r in a["rows"] if r["status"] in STOOD]

    def walked(self, r, now):
        """A leave that is over is walked once."""
        key = (r["id"], None if r["status"] in ("returned", "extended") else now)
        if key not in self.parts:
            self.parts[key] = lasted(r, now)
        return self.parts[key]

    def away(self, since, until, now):
        out = []
        for a in self.plan:
            chain = self.chain(a)
            if not chain or chain[0]["from"][0] > until:
                continue
            on = [r for r in chain if self.walked(r, now)[-1][0] >= since and r["from"][0] <= until]
            if not on:
                continue
            r, last = on[0], chain[-1]
            day = max(since, r["from"][0])
            who = self.person(a["person"], day)
            end = self.walked(last, now)[-1] if last["status"] == "returned" else last["to"]
            annual, private, name = KINDS[r["kind"]]
            overdue = None
            due = due_of(last["to"])
            if last["status"] in ("approved", "away") and now > due and last["from"] <= part_at(now):
                overdue = max(1, -int((due - now).total_seconds() // 60))
            order = self.person(a["person"], since)
            key = (order["sort"] is None, order["sort"] or 0, a["person"], r["from"])
            out.append((key, {
                "number": self.numbers[last["id"]], "person": a["person"], "person_name": who["name"],
                "post": who["post"], "unit": who["unit"], "unit_name": "单位%d" % int(who["unit"][1:]),
                "kind": None if private else r["kind"], "kind_name": None if private else name,
                "from_day": chain[0]["from"][0].isoformat(), "from_part": PARTS[chain[0]["from"][1]],
                "to_day": end[0].isoformat(), "to_part": PARTS[end[1]], "reach": r["reach"],
                "place": None if private else r["place"], "stand_in": r["stand_in"], "phone": r["phone"],
                "status": last["status"], "due_at": stamp(due), "overdue": overdue}))
        out.sort(key=lambda x: x[0] + (x[1]["number"],))
        return [row for _, row in out]

    # annual leave, in halves of a day

    def entitled(self, since, on):
        """Month by month from the first day of work; a step holds from the month after its years are full."""
        days, months, y, m = 0, 0, since.year, since.month
        while True:
            m, y = (1, y + 1) if m == 12 else (m + 1, y)
            if dt.date(y, m, 1) > on:
                return days
            if months % 12 == 0 and months:
                years = months // 12
                days = 30 if years >= 20 else 20 if years >= 10 else 10
            months += 1

    def service(self, since, on):
        years, d = 0, since
        while d < on:
            d += DAY
            full = (d.month, d.day) == (since.month, since.day)
            if (since.month, since.day) == (2, 29) and d.month == 2 and (d + DAY).month == 3:
                full = True
            years += full
        return years

    def taken(self, person, on):
        """Of each year: used up to a day, planned after it."""
        used, planned = collections.Counter(), collections.Counter()
        now = dt.datetime(on.year, on.month, on.day, 23, 59, 59)
        for a in self.plan:
            if a["person"] != person:
                continue
            for r in self.chain(a):
                if not KINDS[r["kind"]][0]:
                    continue
                for d, part in self.walked(r, now):
                    if part < 2 and works(d):
                        (used if d <= on else planned)[d.year] += 1
        return used, planned

    def balance(self, year, on):
        first = min(r["from"][0].year for a in self.plan for r in self.chain(a) if KINDS[r["kind"]][0])
        day = min(max(on, dt.date(year, 1, 1)), dt.date(year, 12, 31))
        out = {}
        for p in self.people:
            if not p["valid_from"] <= day <= (p["valid_to"] or dt.date.max):
                continue
            used, planned = self.taken(p["code"], on)
            row = {"used": used[year], "planned": planned[year], "service": None, "entitled": None, "carried": None,
                   "left": None, "lapsed": None}
            since = p["work_since"]
            if since:
                carried = 0
                for y in range(first, year):
                    own = self.entitled(since, dt.date(y, 12, 31))
                    for _ in range(used[y] + planned[y]):  # each half day from what was carried, then from the own
                        if carried > 0:
                            carried -= 1
                        else:
                            own -= 1
                    carried = max(0, own)
                entitled = self.entitled(since, day)
                lapsed = max(0, carried - used[year]) if on >= dt.date(year, 12, 31) else 0
                row.update(service=self.service(since, day), entitled=entitled, carried=carried, lapsed=lapsed,
                           left=entitled + carried - lapsed - used[year] - planned[year])
            out[p["code"]] = row
        return out

    def stats(self, since, until, now):
        """By month: leaves, extensions, open, overdue, halves of days, of working days."""
        months = collections.defaultdict(lambda: [0] * 6)
        for a in self.plan:
            chain = self.chain(a)
            before = False
            for i, r in enumerate(chain):
                parts = [p for p in self.walked(r, now) if since <= p[0] <= until]
                if not parts:
                    before = False
                    continue
                m = months[parts[0][0].strftime("%Y-%m")]
                m[0] += not before
                m[1] += i > 0
                m[2] += r["status"] in ("approved", "away") and begins(r["from"]) <= now
                if r["status"] in ("approved", "away"):
                    m[3] += now > due_of(r["to"]) and begins(r["from"]) <= now
                elif r["status"] == "returned":
                    m[3] += r["returned_at"] > due_of(r["to"])
                for d, part in parts:
                    if part < 2:
                        months[d.strftime("%Y-%m")][4] += 1
                        months[d.strftime("%Y-%m")][5] += works(d)
                before = True
        return dict(months)


# --- comparing ----------------------------------------------------------------------------------------------

class Tally:
    def __init__(self):
        self.bad = self.rows = 0

    def same(self, what, got, want):
        self.rows += 1
        if got == want:
            return
        self.bad += 1
        if self.bad < 20:
            print("%s:\n  printed  %s\n  reckoned %s" % (what, got, want))


def questions(seed=7):
    """Ranges of days to ask about, and when."""
    rnd = random.Random(seed)
    out = []
    for i in range(250):
        d = FIRST + dt.timedelta(days=rnd.randrange((LAST - FIRST).days + 40))
        n = rnd.choice((0, 0, 0, 0, 1, 6, 30))
        now = NOW if i % 3 else NOW + dt.timedelta(minutes=rnd.randrange(60 * 1440))
        out.append((d, d + n * DAY, now))
    return out


def days(folder):
    del folder
    for i, (since, until, now) in enumerate(questions()):
        print("%d %s..%s %s" % (i, since, until, now.strftime("%Y-%m-%d %H:%M")))


def halves(text):
    return None if text is None else int(2 * float(text))


def check_away(r, folder, t):
    for i, (since, until, now) in enumerate(questions()):
        got = read_lines(os.path.join(folder, "away", "%d.jsonl" % i))
        want = r.away(since, until, now)
        t.same("away %s..%s: how many" % (since, until), len(got), len(want))
        for g, w in zip(got, want):
            t.same("away %s..%s at %s" % (since, until, now), {k: g[k] for k in w}, w)


def check_overdue(r, folder, t):
    got = read_lines(os.path.join(folder, "overdue.jsonl"))
    want = [w for w in r.away(NOW.date(), NOW.date(), NOW) if w["overdue"]]
    want.sort(key=lambda w: (-w["overdue"], w["due_at"], w["number"]))
    t.same("overdue", [(g["number"], g["overdue"]) for g in got], [(w["number"], w["overdue"]) for w in want])


def check_balance(r, folder, t):
    for name in sorted(os.listdir(os.path.join(folder, "balance"))):
        year, on = name[:-6].split("@")
        got = {g["person"]: g for g in read_lines(os.path.join(folder, "balance", name)) if g["person"] != "D1"}
        want = r.balance(int(year), dt.date.fromisoformat(on))
        t.same("balance of %s on %s: who" % (year, on), sorted(got), sorted(want))
        for code, w in want.items():
            g = got.get(code, {})
            mine = {k: halves(g.get(k)) if k != "service" else g.get(k) for k in w}
            t.same("balance of %s, %s on %s (halves)" % (code, year, on), mine, w)


def check_stats(r, folder, t):
    got = {}
    for g in read_lines(os.path.join(folder, "stats.jsonl")):
        got[g["code"]] = [g["leaves"], g["extended"], g["open"], g["overdue"], halves(g["days"]), halves(g["workdays"])]
    want = r.stats(dt.date(2025, 6, 1), dt.date(2026, 12, 4), NOW)
    got.pop(None, None)  # the total
    t.same("stats by month", got, want)


def check(folder, list_path):
    r, t = Reckoning(folder, list_path), Tally()
    have = {g["external_id"]: g["status"] for g in read_lines(list_path)}
    want = {row["id"]: row["status"] for a in r.plan for row in a["rows"]}
    for i, status in want.items():
        t.same("status of %s" % i, have.get(i), status)
    check_away(r, folder, t)
    check_overdue(r, folder, t)
    check_balance(r, folder, t)
    check_stats(r, folder, t)
    print("%d leaves, %d comparisons; %d differ" % (len(want), t.rows, t.bad))
    return 1 if t.bad or not want else 0


def main():
    options = dict(a[2:].split("=") for a in sys.argv[1:] if a.startswith("--"))
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    if words[0] == "make":
        make(words[1], int(options.get("leaves", "5000")), int(options.get("seed", "1")))
    elif words[0] == "say":
        say(words[1], words[2], words[3] if len(words) > 3 else None)
    elif words[0] == "days":
        days(words[1])
    else:
        return check(words[1], words[2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
