#!/usr/bin/env python3
"""generate.py DIR COUNT - invented returns of ~700 bytes, the same ones each time.

Writes DIR/units.jsonl (units to make the sample office's up to 150), DIR/COUNT.jsonl and
DIR/COUNT.csv.  Units are written by code, name or short name in turn; the days are the 1,153 before
2026-12-04, in order, so that a million gives some 867 a day; RARE stands in the text of 12 reports
of any COUNT, COMMON in about one in three."""
import csv
import json
import random
import sys

RARE, COMMON = "鹮鹄", "企业"
DAYS = 1153
LAST = 20791  # 2026-12-04, in days since 1970
UNITS = 150

WORDS = (
    "全市 重点 项目 建设 推进 会议 召开 部署 落实 责任 群众 服务 窗口 办理 事项 材料 审批 流程 压缩 时限 "
    "企业 用工 需求 对接 岗位 招聘 技能 培训 就业 社区 网格 走访 排查 隐患 整改 闭环 台账 督查 通报 考核 "
    "河道 治理 水质 断面 达标 绿化 造林 面积 亩产 小麦 长势 田间 管理 农机 补贴 发放 合作社 产销 电商 物流 "
    "学校 食堂 安全 检查 教师 轮岗 课后 延时 医院 门诊 预约 分级 诊疗 疫苗 接种 养老 助餐 日间 照料 残疾人 "
    "交通 拥堵 信号 优化 停车 泊位 公交 线路 客流 道路 养护 降雪 应急 预案 演练 物资 储备 供热 管网 改造 "
    "财政 预算 执行 支出 进度 税收 减免 贷款 授信 担保 投资 完成 增长 同比 下降 签约 开工 竣工 投产 园区 "
    "文化 展览 场次 旅游 接待 人次 收入 非遗 传承 体育 赛事 志愿者 宣讲 理论 学习 党员 支部 干部 队伍 作风 "
    "消防 电动车 充电 燃气 报警器 入户 工地 扬尘 噪声 投诉 受理 回访 满意率 数据 共享 平台 上线 运行 稳定 "
    "矛盾 调解 仲裁 法律 援助 普法 执法 案件 查处 信访 化解 积案 下沉 包联 夜间 巡逻 视频 监控 反诈 预警"
).split()
PLACES = "市民中心 会议中心 高新区 经开区 云岫县 青禾县 示东区 澜江区 松坪市 市政府一楼会议室".split()
CATEGORIES = "work work work work problem experience media document other 工作动态 问题建议".split()
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def unit_names(office):
    """Every way each unit may be written; office: (code, name, short name) of the sample."""
    made = [(f"DW{i:03}", f"示例市第{i}联系单位", f"第{i}单位") for i in range(1, UNITS + 1 - len(office))]
    return office + made, made


def write_units(path, made):
    with open(path, "w", encoding="utf-8") as out:
        for n, (code, name, short) in enumerate(made):
            out.write(json.dumps({"type": "unit", "code": code, "name": name, "short_name": short,
                                  "kind": "other", "level": "city", "sort": 5000 + n,
                                  "valid_from": "2020-01-01"}, ensure_ascii=False) + "\n")


def sentence(rnd):
    words = rnd.choices(WORDS, k=rnd.randint(7, 11))
    words.insert(rnd.randint(2, 5), f"{rnd.randint(2, 980)}个")
    words.insert(4, "，")
    return "".join(words) + "。"


def reports(count, units, first=0):
    rnd = random.Random(20261204 + first)
    rare = {count * i // 12 + count // 30 for i in range(12)}
    for i in range(count):
        unit = units[rnd.randrange(len(units))]
        day = LAST - DAYS + 1 + i * DAYS // count
        y, m, d = civil(day)
        body = "".join(sentence(rnd) for _ in range(rnd.randint(6, 8)))
        if i in rare:
            body = body[:30] + RARE + body[30:]
        title = "".join(rnd.choices(WORDS, k=5)) + f"第{i}期"
        yield {
            "unit": unit[i % 3],
            "category": rnd.choice(CATEGORIES),
            "title": title,
            "body": body,
            "occurred_at": f"{y}-{m:02}-{d:02} {rnd.randint(8, 17):02}:{rnd.randint(0, 59):02}",
            "place": rnd.choice(PLACES),
            "leaders": f"{rnd.choice(SURNAMES)}某某、{rnd.choice(SURNAMES)}某",
            "author": f"{rnd.choice(SURNAMES)}某",
            "phone": f"0000-{rnd.randint(2100000, 2199999)}",
            "signer": f"{rnd.choice(SURNAMES)}某某",
            "urgency": "urgent" if i % 40 == 0 else "none",
            "external_id": f"{unit[0]}-{y}-{i:07}",
        }


def civil(days):
    """Days since 1970 to year, month, day."""
    z = days + 719468
    era, doe = divmod(z, 146097)
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    m = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) // 5 + 1


def write_reports(directory, count, units):
    with open(f"{directory}/{count}.jsonl", "w", encoding="utf-8") as lines, \
            open(f"{directory}/{count}.csv", "w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        for i, r in enumerate(reports(count, units)):
            if not i:
                rows.writerow(r.keys())
            lines.write(json.dumps(r, ensure_ascii=False) + "\n")
            rows.writerow(r.values())


if __name__ == "__main__":
    sample = [tuple(line.rstrip("\n").split("\t")) for line in sys.stdin]
    all_units, new_units = unit_names(sample)
    write_units(f"{sys.argv[1]}/units.jsonl", new_units)
    write_reports(sys.argv[1], int(sys.argv[2]), all_units)
