"""Offices as records for "office-db load": a year of returns and issues, and the issues of many years.  The same each
time."""
import datetime
import json
import random

import generate

COLUMNS = [("remark", "领导要论"), ("activity", "领导活动动态"), ("reception", "重要接待"), ("work", "工作动态"),
           ("media", "媒体摘要")]
KINDS = ("county", "department", "department", "department", "park")
UNITS = 200


class Office:
    """Writes records to a file; numbers of reports and issues go on from one to the next."""

    def __init__(self, out, seed):
        self.out, self.rnd = out, random.Random(seed)
        self.reports, self.serial, self.total = {}, {}, 0

    def put(self, type_, **fields):
        self.out.write(json.dumps({"type": type_, **fields}, ensure_ascii=False, default=str) + "\n")

    def units(self):
        for i in range(UNITS):
            self.put("unit", code=f"U{i:03}", name=f"示例第{i}局", short_name=f"第{i}局", kind=KINDS[i % len(KINDS)],
                     sort=i, valid_from="2000-01-01")

    def words(self, count):
        return "".join(self.rnd.choices(generate.WORDS, k=count))

    def text(self, count):
        return "".join(generate.sentence(self.rnd) for _ in range(count))

    def report(self, day, category, adopted, sentences):
        year = day.year
        self.reports[year] = self.reports.get(year, 0) + 1
        number = f"R{year}-{self.reports[year]:04}"
        hour, minute = self.rnd.randrange(8, 16), self.rnd.randrange(60)
        self.put("report", number=number, unit=f"U{self.rnd.randrange(UNITS):03}", category=category, desk="xinxi",
                 title=self.words(5), body=self.text(sentences), occurred_at=f"{day} {hour:02}:{minute:02}",
                 received_at=f"{day} {hour + 1:02}:{minute:02}", status="accepted" if adopted else "received",
                 author="甲", phone="0000-1", signer="乙")
        return number

    def issue(self, day, items):
        """items: (column, text, number of the report)"""
        year = day.year
        self.serial[year] = self.serial.get(year, 0) + 1
        self.total += 1
        name = f"daily/{year}-{self.serial[year]}"
        self.put("issue", issue=name, publication="daily", year=year, serial=self.serial[year], total=self.total,
                 date=day, status="issued", form="digest", masthead="每日汇报", office="中共示例市委办公室",
                 secrecy="none", signer="闻致远", report_to="市委常委", send_to="市委副秘书长", copies=40,
                 at=f"{day} 17:30", actor="clerk")
        for i, (column, text, number) in enumerate(sorted(items, key=lambda x: x[0]), 1):
            code, title = COLUMNS[column]
            self.put("issue_item", issue=name, item=i, column=code, column_title=title, style="full",
                     title=self.words(5), text=text, source=f"第{i}局", secrecy="none")
            self.put("adoption", issue=name, item=i, report=number, weight=1)
        return name


def workdays(first):
    day = first
    while True:
        if day.weekday() < 5:
            yield day
        day += datetime.timedelta(days=1)


def write_year(path, reports, issues, items):
    """A year: of the returns of each day the first become an issue; every third issue an item goes to the province,
    half of these are adopted there, every fourth a leader writes on one."""
    with open(path, "w", encoding="utf-8") as out:
        o = Office(out, 2026)
        o.units()
        o.put("person", code="L1", name="某书记", rank="city-chief", sort=1, valid_from="2020-01-01")
        for n, day in zip(range(issues), workdays(datetime.date(2026, 1, 1))):
            chosen = []
            for i in range(reports // issues):
                column = o.rnd.randrange(len(COLUMNS))
                number = o.report(day, COLUMNS[column][0], i < items, 7)
                if i < items:
                    chosen.append((column, o.text(4), number))
            name = o.issue(day, chosen)
            first = sorted(chosen, key=lambda x: x[0])[0][2]
            if n % 3 == 0:
                taken = {"status": "adopted", "adopted_on": day, "adopted_in": "信息"} if n % 2 else {"status": "sent"}
                o.put("upward", number=f"W2026-{n + 1:04}", level="province", office="省委办公厅", title="上报",
                      item=f"{name}/1", reports=[first], sent_on=day, at=f"{day} 18:00", actor="clerk", **taken)
            if n % 4 == 0:
                o.put("instruction", number=f"I2026-{n + 1:04}", leader="某书记", level="city-chief", serial=n + 1,
                      given_on=day, text="请阅处。", report=first, major=False, secrecy="none", at=f"{day} 19:00",
                      actor="clerk")


def write_archive(path, more, issues, items):
    """The issues of some twenty years to "path"; one later to "more"."""
    with open(path, "w", encoding="utf-8") as out:
        o = Office(out, 5000)
        o.units()
        for n, day in zip(range(issues + 1), workdays(datetime.date(2007, 1, 1))):
            if n == issues:
                o.out = open(more, "w", encoding="utf-8")
            chosen = []
            for _ in range(items):
                column = o.rnd.randrange(len(COLUMNS))
                chosen.append((column, o.text(4), o.report(day, COLUMNS[column][0], True, 4)))
            o.issue(day, chosen)
        o.out.close()
