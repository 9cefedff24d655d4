#!/usr/bin/env python3
"""many.py DB ISSUES ITEMS - issues of made-up text in a sample office, straight into its tables: for timing.
many.py DB --one - one more issue of the daily."""
import datetime
import random
import sqlite3
import sys

SUBJECTS = """供水 排涝 防汛 文旅 招商 引资 教育 医疗 养老 社保 就业 交通 治理 信访 环保 垃圾分类 老旧小区 乡村振兴 耕地 粮食
林长制 河长制 电商 数字化 营商环境 安全生产 消防 食品 药品 人才 创新 园区 项目 融资 财税 统战 宣传 纪检 组织 基层 党建 群团
民生 实事 应急 值守 舆情 督查 考核""".split()
ACTS = "启动 推进 部署 完善 强化 深化 完成 开展 召开 加快 落实 优化 建立 健全 探索 创新 做好 破解 整治 提升".split()
OBJECTS = """专项行动 工作机制 示范创建 现场推进会 集中攻坚 服务平台 联席会议 隐患排查 问题整改 三年计划 网格管理 智慧监管 试点工作
督导检查 综合改革 质量提升 能力建设 产业集群 惠民工程 重点项目""".split()
ENDS = """目前已完成投资{a}亿元，覆盖{b}个乡镇（街道），惠及群众{c}万人。
共排查隐患{a}处，整改{b}处，整改率达{c}%。
预计{b}月底前全面完成，届时日均处理能力将达{c}万吨。
有关部门将加强跟踪问效，确保各项举措落地见效。
群众反映良好，满意度达{c}.{b}%。
会议强调，要压实责任、细化措施、倒排工期，坚决守住安全底线。
下一步，将总结推广经验做法，形成长效机制。
该做法被省有关部门转发推广，增速保持在{b}.{a}%左右。""".split("\n")
COLUMNS = [("remark", "领导要论"), ("activity", "领导活动动态"), ("reception", "重要接待"), ("work", "工作动态"), ("media", "媒体摘要")]
BOOKS = [("daily", "每日汇报", "digest", 0.6), ("practice", "工作情况交流", "article", 0.2), ("advice", "情况与建议", "article", 0.2)]
LAST = datetime.date(2026, 12, 4)
r = random.Random(7)


def work():
    return r.choice(ACTS) + r.choice(SUBJECTS) + r.choice(OBJECTS)


def body(unit):
    end = [e.format(a=r.randint(1, 99), b=r.randint(1, 12), c=r.randint(10, 99)) for e in r.sample(ENDS, 3)]
    place = "".join(chr(r.randint(0x4E00, 0x6FFF)) for _ in range(2))
    return f"近日，{unit}{work()}，{work()}。{''.join(end)}{place}河治理同步推进。"


def issue(c, units, desk, book, serial, total, day, items, number):
    code, name, form, _ = book
    issue = f"{code}/{day.year}-{serial}"
    at = int(datetime.datetime(day.year, day.month, day.day, 10).timestamp())
    c.execute("INSERT INTO issue VALUES(" + ",".join("?" * 24) + ")",
              (issue, code, day.year, serial, total, day.isoformat(), "issued", None, form, name, "中共示例市委办公室", "none", None,
               "张三", "李四", "0000-1234567", None, "市委书记、副书记、常委", "市委秘书长、副秘书长", "各区市县委、市级各部门", 60, None, at, "many"))
    columns = sorted(r.choices(range(5), [1, 2, 1, 8, 2], k=items))
    for i in range(items):
        u = r.choice(units)
        title, text, report = u[1] + work(), body(u[1]), day.year * 100000000 + number + i
        column = COLUMNS[columns[i]] if form == "digest" else (None, None)
        c.execute("INSERT INTO issue_item VALUES(?,?,?,?,?,?,?,?,?)", (issue, i + 1, *column, "full", title, text, u[1], "none"))
        c.execute("""INSERT INTO report(number,unit,category,title,body,occurred_at,secrecy,urgency,status,undated,desk,received_at,
                     content_key) VALUES(?,?,'work',?,?,?,'none','none','accepted',0,?,?,?)""",
                  (report, u[0], title, text, at - 3600, desk, at - 3600, r.getrandbits(60)))
        c.execute("INSERT INTO adoption VALUES(?,?,?,1)", (issue, i + 1, report))


def main(db, issues, items=20):
    c = sqlite3.connect(db)
    units = c.execute("SELECT code, coalesce(short_name, name) FROM unit_row WHERE valid_to IS NULL").fetchall()
    desk = c.execute("SELECT code FROM desk").fetchone()[0]
    if issues == "--one":
        serial, total = c.execute("SELECT max(serial) FILTER (WHERE year = 2026), max(total) FROM issue WHERE publication = 'daily'").fetchone()
        r.seed(serial)
        issue(c, units, desk, BOOKS[0], serial + 1, total + 1, LAST, int(items), 90000000 + 100 * serial)
        c.commit()
        return
    numbers = {}
    for book in BOOKS:
        n = int(int(issues) * book[3])
        serials = {}
        for i in range(n):
            day = LAST - datetime.timedelta(days=(n - 1 - i) * 6 * 365 // max(n, 6 * 365))
            serials[day.year] = serials.get(day.year, 0) + 1
            first = numbers.get(day.year, 1)
            numbers[day.year] = first + int(items)
            issue(c, units, desk, book, serials[day.year], i + 1, day, int(items), first)
    c.commit()


main(*sys.argv[1:])
