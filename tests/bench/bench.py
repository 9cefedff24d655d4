#!/usr/bin/env python3
"""bench.py BUILD DIR - called by run.sh; measures officedb against named floors.

Each measure is a ratio of two things run in turn on the same machine, median of five (three for
an import of a million), because the machine may be shared and its clock of today is nobody's tomorrow.
The floors:
  .import      sqlite3's .import of ready rows into the report table with its indexes, nothing else
  C loop       insert-rows.c, the same with one prepared statement and a large cache
  bare insert  insert-one.c, which opens the same database, inserts one such row, commits, closes
  sqlite3      the shell running the SELECT that the command must run
  LIKE         the shell looking for the word by LIKE
  plain SELECT the shell printing the same leaves as JSON from their table, without anybody's name
  nothing      nothing.c, linked with libsqlite3
  task         Taskwarrior with the same tasks, its data in a directory of its own
  cat          reading the same files;  pandoc  turning the same docx into text
  hand scan    scan-words.c, which decodes the same files and looks for 5,000 words in them
  LibreOffice  turning the docx of the same issue into a PDF"""
import datetime
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
import bulletin  # noqa: E402
import documents  # noqa: E402
import generate  # noqa: E402
import paper  # noqa: E402

BUILD, DIR = sys.argv[1:3]
FULL = os.environ.get("BENCH_FULL", "") not in ("", "0")
WANTED = os.environ.get("BENCH", "import one herd query search start due leave task documents bulletin").split()
SIZES = [100_000, 1_000_000] if FULL else [100_000]
SECONDS = 30 if FULL else 10
RUNS, RUNS_MILLION = 5, 3
DATA, WORK, BIN = f"{DIR}/data", f"{DIR}/work", f"{DIR}/bin"
COMMANDS = ["bulletin-build", "doc-check", "info-score", "leave-log", "office-db", "report-due", "report-handle", "report-list",
            "report-submit", "task-track", "unit-roster"]
misses = 0


# --- running -------------------------------------------------------------------------------------

def cmd(name):
    return f"{BUILD}/bin/{name}"


def out(*argv, **kw):
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE, **kw).stdout


def sql(db, text, *options):
    return out("sqlite3", *options, db, text).decode()


class Times:
    """Of one command: seconds, KiB."""

    def __init__(self, line):
        median, p99, mean, rss, failed = (float(x) for x in line.split())
        self.median, self.p99, self.mean = median / 1e6, p99 / 1e6, mean / 1e6
        self.rss, self.failed = int(rss), int(failed)


def times(count, *commands, first=1):
    argv = [f"{BIN}/times", str(count), str(first)]
    for c in commands:
        argv += ["--", *c]
    got = [Times(line) for line in
           out(*argv, stderr=subprocess.DEVNULL).decode().splitlines()]
    for c, t in zip(commands, got):
        if t.failed:
            sys.exit(f"bench: {t.failed} of {count} runs failed: {' '.join(c)[:300]}")
    return got


def median(values):
    return statistics.median(values)


def remove(db):
    for end in ("", "-wal", "-shm", "-queue", "-journal"):
        if os.path.exists(db + end):
            os.remove(db + end)


def copy(source, db):
    remove(db)
    shutil.copyfile(source, db)
    os.sync()  # what an earlier run left to be written is not this one's


# --- telling -------------------------------------------------------------------------------------

def seconds(t):
    return f"{t:.2f} s" if t >= 1 else f"{t * 1e3:.1f} ms" if t >= 0.1 else f"{t * 1e3:.2f} ms"


def tell(name, candidate, floor, ratio, aim, met):
    """met: True, False, or None where there is no aim."""
    global misses
    misses += met is False
    word = {True: "met", False: "MISSED", None: "-"}[met]
    print(f"{name:<34} {candidate:>22} {floor:>24} {ratio:>8} {aim:>10}  {word}", flush=True)


def against(name, candidate, floor, most, floor_name):
    ratio = candidate / floor
    tell(name, seconds(candidate), f"{floor_name} {seconds(floor)}", f"{ratio:.2f}",
         f"<= {most}" if most else "-", ratio <= most if most else None)


# --- data ----------------------------------------------------------------------------------------

def office(db):
    """An empty sample office with 150 units."""
    remove(db)
    out(cmd("office-db"), "init", "--sample", f"--db={db}")
    out(cmd("office-db"), "load", f"--db={db}", f"{DATA}/units.jsonl", stderr=subprocess.DEVNULL)


def make_data(n):
    if os.path.exists(f"{DATA}/{n}.done"):
        return
    db = f"{WORK}/names.db"
    remove(db)
    out(cmd("office-db"), "init", "--sample", f"--db={db}")
    names = sql(db, "SELECT code, name, short_name FROM unit_row WHERE valid_to IS NULL "
                    "AND short_name IS NOT NULL ORDER BY sort", "-separator", "\t")
    remove(db)
    units, made = generate.unit_names([tuple(x.split("\t")) for x in names.splitlines()])
    generate.write_units(f"{DATA}/units.jsonl", made)
    generate.write_reports(DATA, n, units)
    open(f"{DATA}/{n}.done", "w", encoding="utf-8").close()


def same_schema(db):
    """Was db, kept from another run, made by this build's schema?"""
    fresh, every = f"{WORK}/fresh.db", "SELECT sql FROM sqlite_master ORDER BY name"
    remove(fresh)
    out(cmd("office-db"), "init", f"--db={fresh}")
    same = sql(fresh, every) == sql(db, every)
    remove(fresh)
    return same


def filled(n):
    """A database of n reports, indexed for search; made once."""
    db = f"{DATA}/{n}.db"
    if not os.path.exists(db) or not same_schema(db):
        make_data(n)
        office(db + ".new")
        out(cmd("report-submit"), f"--db={db}.new", f"{DATA}/{n}.jsonl", stderr=subprocess.DEVNULL)
        start = time.monotonic()
        out(cmd("office-db"), "reindex", f"--db={db}.new", stderr=subprocess.DEVNULL)
        took = time.monotonic() - start
        with open(f"{DATA}/{n}.reindex", "w", encoding="utf-8") as f:
            f.write(str(took))
        remove(db)
        os.rename(db + ".new", db)
        remove(db + ".new")
    return db


# --- 1: import -----------------------------------------------------------------------------------

def bare_table(source, db):
    """The report table and its indexes, alone.  A CSV has no NULL: the empty text that .import puts into
    a column of numbers is refused by STRICT and is no NULL to report_event, which holds nothing here."""
    made = sql(source, "SELECT sql || ';' FROM sqlite_master WHERE tbl_name = 'report' "
                       "AND sql IS NOT NULL AND name <> 'report_event' ORDER BY type = 'index'")
    remove(db)
    sql(db, "PRAGMA journal_mode = WAL; " + made.replace(") STRICT;", ");"))


def ready_rows(n, db):
    """The rows that the import made, for those that only put them back."""
    order = "SELECT * FROM report ORDER BY number"
    with open(f"{WORK}/rows.csv", "wb") as f:
        subprocess.run(["sqlite3", "-csv", db, order], check=True, stdout=f)
    with open(f"{WORK}/rows.us", "wb") as f:
        subprocess.run(["sqlite3", "-separator", "\x1f", "-newline", "\x1f\x1e", db, order],
                       check=True, stdout=f)


def bench_import(n):
    make_data(n)
    empty, bare, db = f"{WORK}/empty.db", f"{WORK}/bare.db", f"{WORK}/import.db"
    floor_db = f"{WORK}/floor.db"
    office(empty)
    bare_table(empty, bare)
    runs = {"jsonl": [], "csv": [], "shell": [], "loop": []}
    rss = 0

    def submit(form):
        nonlocal rss
        copy(empty, db)
        t, = times(1, [cmd("report-submit"), f"--db={db}", f"{DATA}/{n}.{form}"])
        runs[form].append(t.median)
        rss = max(rss, t.rss)
        if int(sql(db, "SELECT count(*) FROM report")) != n:
            sys.exit("bench: the import did not take every report")

    def floor(name, *argv):
        copy(bare, floor_db)
        runs[name].append(times(1, argv)[0].median)
        if int(sql(floor_db, "SELECT count(*) FROM report")) != n:
            sys.exit(f"bench: the floor '{name}' did not take every row")

    for i in range(RUNS if n < 1_000_000 else RUNS_MILLION):
        submit("jsonl")
        if i == 0:
            ready_rows(n, db)
        floor("shell", "sqlite3", "-cmd", "PRAGMA synchronous = FULL", floor_db,
              f".import --csv {WORK}/rows.csv report")
        submit("csv")
        floor("loop", f"{BIN}/insert-rows", floor_db, f"{WORK}/rows.us")
    m = {k: median(v) for k, v in runs.items()}
    for form in ("jsonl", "csv"):
        against(f"import {n} {form}", m[form], m["shell"], 1.0, ".import")
        against(f"import {n} {form}, C loop", m[form], m["loop"], None, "C loop")
        tell(f"import {n} {form}, rate", f"{n / m[form]:,.0f} rows/s",
             f".import {n / m['shell']:,.0f}", "", "-", None)
    tell(f"import {n}, resident", f"{rss / 1024:.0f} MB", "", "", "<= 120 MB", rss <= 120 * 1024)
    for path in (db, floor_db, bare, empty):
        remove(path)
    for name in ("rows.csv", "rows.us"):
        os.remove(f"{WORK}/{name}")


# --- 2: one report, one process ------------------------------------------------------------------

def body():
    return next(generate.reports(60, [("SW", "SW", "SW")]))["body"]


def one_report(db, title):
    return [cmd("report-submit"), f"--db={db}", "--unit=市委", "--category=work",
            f"--title={title}", f"--body={body()}", "--author=甲", "--phone=0000-1",
            "--signer=乙"]


def bare_insert(db):
    """One row of the report table, by whatever columns it has: ?1 is its number."""
    known = {"number": "300000000000 + ?1", "unit": "'SW'", "category": "'work'", "desk": "'xinxi'",
             "title": "'逐件报送第' || ?1 || '件'", "body": f"'{body()}'", "author": "'甲'",
             "phone": "'0000-1'", "signer": "'乙'", "secrecy": "'none'", "urgency": "'none'",
             "status": "'received'", "occurred_at": "1796378400 + ?1", "received_at": "1796378400",
             "content_key": "?1 * 2654435761 % 4294967291 * 65537"}
    columns = [line.split("|") for line in sql(db, "PRAGMA table_info(report)").splitlines()]
    values = [known.get(c[1], c[4] or ("0" if c[3] == "1" else "NULL")) for c in columns]
    return f"INSERT INTO report VALUES ({', '.join(values)})"


def syncs(argv):
    """How often a run makes the disk sync; None: strace is not there."""
    if not shutil.which("strace"):
        return None
    log = f"{WORK}/strace"
    subprocess.run(["strace", "-f", "-o", log, "-e", "trace=fsync,fdatasync,sync_file_range,msync",
                    *argv], check=True, stdout=subprocess.DEVNULL)
    with open(log, encoding="utf-8") as f:
        return sum("sync" in line.split("(")[0] for line in f)


def one_pair(n):
    """The office with n reports, twice: for the candidate and for the floor."""
    db, floor_db = f"{WORK}/one-{n}.db", f"{WORK}/one-{n}-floor.db"
    if n:
        copy(filled(n), db)
    else:
        make_data(SIZES[0])
        office(db)
    copy(db, floor_db)
    return db, floor_db


def bench_one():
    sizes = [0, *SIZES]
    pairs = [one_pair(n) for n in sizes]
    commands = []
    for db, floor_db in pairs:
        commands += [one_report(db, "逐件报送第{}件"),
                     [f"{BIN}/insert-one", floor_db, bare_insert(floor_db), "{}"]]
    times(2, *commands)  # these read the files into memory
    # All sizes in turn, so that "flat" compares what was measured together.
    rounds = [times(60, *commands, first=1000 * (k + 1)) for k in range(RUNS)]
    mine, his = ([median([r[2 * i + k].median for r in rounds]) for i in range(len(sizes))]
                 for k in (0, 1))
    for i, n in enumerate(sizes):
        against(f"one report into {n}", mine[i], his[i], 1.5, "bare insert")
        tell(f"one report into {n}, 99th of 100", seconds(median([r[2 * i].p99 for r in rounds])),
             f"bare insert {seconds(median([r[2 * i + 1].p99 for r in rounds]))}", "", "-", None)
        tell_syncs(n, *pairs[i])
        if n:
            one_behind(n, pairs[i][0])
    most = max(mine) / mine[0]
    tell("one report, flat", seconds(max(mine)), f"into 0 {seconds(mine[0])}", f"{most:.2f}",
         "<= 1.2", most <= 1.2)
    for db in sum(pairs, ()):
        remove(db)


def tell_syncs(n, db, floor_db):
    count = syncs(one_report(db, "另一件"))
    if count is None:
        tell(f"one report into {n}, syncs", "no strace", "", "", "<= 5", None)
        return
    floor = syncs([f"{BIN}/insert-one", floor_db, bare_insert(floor_db), "999999"])
    tell(f"one report into {n}, syncs", str(count), f"bare insert {floor}", "", "<= 5", count <= 5)


def one_behind(n, db):
    """While the search index is far behind, each takes a step for it after its own commit."""
    sql(db, "UPDATE search_mark SET mark = (SELECT min(number) FROM report)")
    t, = times(40, one_report(db, "索引落后第{}件"))
    tell(f"one report into {n}, index behind", seconds(t.median), "", "", "-", None)


# --- 3: many at once -----------------------------------------------------------------------------

def bench_herd():
    db, said = f"{WORK}/herd.db", f"{WORK}/herd"
    make_data(SIZES[0])
    office(db)
    shutil.rmtree(said, ignore_errors=True)
    os.mkdir(said)
    tallies = [tuple(map(int, line.split())) for line in
               out(f"{BIN}/herd", "64", str(SECONDS), said,
                   *one_report(db, "并发第{}件")).decode().splitlines()]
    good = [g for g, _ in tallies]
    refused = sum(b for _, b in tallies)
    numbers = []
    for i in range(64):
        with open(f"{said}/{i}", encoding="utf-8") as f:
            numbers += f.read().split()
    total, titles = (int(x) for x in
                     sql(db, "SELECT count(*), count(DISTINCT title) FROM report").split("|"))
    lost, doubled = sum(good) - titles, (total - titles) + len(numbers) - len(set(numbers))
    share = min(good) / max(good)
    tell("64 processes, filed", f"{sum(good) / SECONDS:,.0f}/s", f"{sum(good)} in {SECONDS} s", "",
         "-", None)
    tell("64 processes, refused", str(refused), "", "", "0", refused == 0)
    tell("64 processes, lost", str(lost), "", "", "0", lost == 0 and len(numbers) == sum(good))
    tell("64 processes, doubled", str(doubled), "", "", "0", doubled == 0)
    tell("64 processes, slowest / fastest", f"{min(good)} / {max(good)}", "", f"{share:.2f}",
         ">= 0.5", share >= 0.5)
    verify = subprocess.run([cmd("office-db"), "verify", f"--db={db}"], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, check=False).returncode
    tell("64 processes, verify after", f"exit {verify}", "", "", "0", verify == 0)
    remove(db)
    shutil.rmtree(said)


# --- 4: a day ------------------------------------------------------------------------------------

DAY = "2026-03-10"
DAY_SQL = ("SELECT number, unit, category, title, body, occurred_at, place, leaders, author, "
           "phone, signer, secrecy, urgency, external_id, status, undated, desk, received_at, "
           "batch "
           "FROM report WHERE occurred_at >= unixepoch('{0}', '-8 hours') "
           "AND occurred_at < unixepoch('{0}', '-8 hours', '+1 day') ORDER BY number")
ITEM_SQL = ("SELECT number, unit, category, title, body, occurred_at, received_at, place, leaders, "
            "secrecy, urgency FROM report "
            "WHERE occurred_at >= unixepoch('{0}', '-8 hours') "
            "AND occurred_at < unixepoch('{0}', '-8 hours', '+1 day') "
            "AND status IN ('received', 'accepted') "
            "ORDER BY category, urgency, unit, number")


def bench_query():
    n = SIZES[-1]
    db = filled(n)
    rows = int(sql(db, f"SELECT count(*) FROM ({DAY_SQL.format(DAY)})"))
    listed = len(out(cmd("report-list"), f"--db={db}", f"--since={DAY}", f"--until={DAY}",
                     "-o", "json").splitlines())
    if rows != listed:
        sys.exit(f"bench: report-list shows {listed} of the day's {rows}")
    for form in ("json", "csv"):
        mine, his = times(15, [cmd("report-list"), f"--db={db}", f"--since={DAY}", f"--until={DAY}",
                               "-o", form],
                          ["sqlite3", f"-{form}", db, DAY_SQL.format(DAY)])
        against(f"list a day ({rows} of {n}) {form}", mine.median, his.median, 2.0, "sqlite3")
    mine, his = times(15, [cmd("bulletin-build"), f"--db={db}", "roundup", f"--date={DAY}",
                           "-o", "json"],
                      ["sqlite3", "-json", db, ITEM_SQL.format(DAY)])
    against(f"roundup of a day ({n}) json", mine.median, his.median, 2.0, "sqlite3")


# --- 5: search -----------------------------------------------------------------------------------

LIKE_SQL = ("SELECT number FROM report WHERE title LIKE '%{0}%' OR body LIKE '%{0}%' "
            "ORDER BY number DESC{1}")
INSTR_SQL = ("SELECT number FROM report WHERE instr(title, '{0}') OR instr(body, '{0}') "
             "ORDER BY number")


def search(db, word, *options):
    return [cmd("report-list"), f"--db={db}", f"--search={word}", "--columns=number", "-o", "csv",
            *options]


def same_hits(db, kind, word):
    """All that instr() finds and nothing else; the first twenty are its newest."""
    hits = [f"R{x[:4]}-{x[4:].lstrip('0'):0>4}" for x in sql(db, INSTR_SQL.format(word)).split()]
    found = out(*search(db, word)).decode().split()[1:]
    first = out(*search(db, word, "--limit=20")).decode().split()[1:]
    tell(f"search, {kind} word, hits", f"{len(found)}", f"instr {len(hits)}", "", "the same",
         found == hits and first == hits[-20:])


def bench_search():
    n = SIZES[-1]
    db = filled(n)
    with open(f"{DATA}/{n}.reindex", encoding="utf-8") as f:
        took = float(f.read())
    tell(f"reindex {n}", f"{n / took:,.0f} rows/s", seconds(took), "", "-", None)
    aim = 50 if n >= 1_000_000 else None
    for kind, word in (("rare", generate.RARE), ("common", generate.COMMON)):
        same_hits(db, kind, word)
        mine, his = times(RUNS, search(db, word, "--limit=20"),
                          ["sqlite3", db, LIKE_SQL.format(word, "")])
        gain = his.median / mine.median
        tell(f"search {n}, {kind} word", seconds(mine.median), f"LIKE {seconds(his.median)}",
             f"{gain:.0f}x", f">= {aim}x" if aim else "-", gain >= aim if aim else None)
    mine, his = times(RUNS, search(db, generate.COMMON, "--limit=20"),
                      ["sqlite3", db, LIKE_SQL.format(generate.COMMON, " LIMIT 20")])
    against("search, common word, LIKE LIMIT 20", mine.median, his.median, None, "LIKE")


# --- 6: start ------------------------------------------------------------------------------------

def bench_start():
    argvs = [[f"{BIN}/nothing"], *([cmd(c), "--version"] for c in COMMANDS)]
    rounds = [times(60, *argvs) for _ in range(RUNS)]
    medians = [median([r[i].median for r in rounds]) for i in range(len(argvs))]
    for c, t in zip(COMMANDS, medians[1:]):
        against(f"{c} --version", t, medians[0], 1.5, "nothing")


# --- 7: what is owed ---------------------------------------------------------------------------------

READ_SQL = ("SELECT count(*), sum(received_at - occurred_at) FROM report INDEXED BY report_met "
            "WHERE category IN (SELECT DISTINCT category FROM report WHERE category NOT IN "
            "('activity', 'reception'))")


def bench_due():
    """A year of 190 units: some 140,000 slots, 500,000 reports (tests/year)."""
    db, year = f"{DATA}/year.db", f"{DATA}/year"
    if not (os.path.exists(db) and same_schema(db)):
        remove(db)
        out(sys.executable, "tests/year/year.py", "make", year, "--units=190", "--pad=382000")
        out(cmd("office-db"), "init", f"--db={db}", "--now=2026-01-01", stderr=subprocess.DEVNULL)
        out(cmd("office-db"), "load", f"--db={db}", f"{year}/office.jsonl", stderr=subprocess.DEVNULL)
    now = "--now=2026-11-20 12:00"
    slots = len(out(cmd("report-due"), "slots", f"--db={db}", now, "--from=2026-01-01",
                    "--to=2026-12-31", "-o", "csv", "--columns=slot").splitlines()) - 1
    reports = int(sql(db, "SELECT count(*) FROM report"))
    due, ledger, floor = times(
        15, [cmd("report-due"), "overdue", f"--db={db}", now, "-o", "csv", "--columns=slot,late"],
        [cmd("report-due"), "ledger", f"--db={db}", now, "--from=2026-01-01", "--to=2026-12-31",
         "-o", "csv"], ["sqlite3", db, READ_SQL])
    for name, t, most in (("overdue", due, 0.1), ("ledger of the year", ledger, 0.5)):
        tell(f"{name} ({slots} slots, {reports})", seconds(t.median),
             f"sqlite3 reads {seconds(floor.median)}", f"{t.median / floor.median:.2f}",
             f"<= {seconds(most)}", t.median <= most)


# --- 8: who is away ------------------------------------------------------------------------------------

LEAVES, LEAVE_PERSONS, TODAY = 100_000, 500, "2026-12-04"
AWAY_COLUMNS = ("SELECT number, person, kind, from_day, from_part, to_day, to_part, reach, place, stand_in, phone, "
                "parent, status, returned_at FROM leave WHERE ")
# Not back; back since the day began; gone on in an extension.  Each by its index.
AWAY_SQL = (AWAY_COLUMNS + "(status = 'approved' OR status = 'away') AND from_day <= '{0}' UNION ALL "
            + AWAY_COLUMNS + "status = 'returned' AND returned_at >= unixepoch('{0}', '-8 hours') "
            "AND from_day <= '{0}' UNION ALL "
            + AWAY_COLUMNS + "status = 'extended' AND to_day >= '{0}' AND from_day <= '{0}'")


def write_leaves(path):
    """Ten years of 500 persons: some two hundred leaves each, 1 to 6 days, one in twenty extended, one in fifty
    registered late; those of these days not back."""
    rnd = random.Random(20261204)
    first, today = datetime.date(2017, 1, 1), datetime.date(2026, 12, 4)
    kinds = ["annual", "official", "personal", "sick", "study"]
    with open(path, "w", encoding="utf-8") as out:
        def put(**fields):
            out.write(json.dumps(fields, ensure_ascii=False, default=str) + "\n")
        for i in range(LEAVE_PERSONS):
            put(type="person", code=f"L{i:03}", name=f"某{i:03}", unit=["SW", "ZF", "RD", "ZX"][i % 4], post="处长",
                rank="county-deputy", sort=5000 + i, valid_from="2010-01-01", work_since="1999-07-01")
        for n in range(1, LEAVES + 1):
            person, round_ = n % LEAVE_PERSONS, n // LEAVE_PERSONS
            day = first + datetime.timedelta(days=round_ * 3640 // (LEAVES // LEAVE_PERSONS) + rnd.randrange(8))
            to = day + datetime.timedelta(days=rnd.randrange(6))
            back = datetime.datetime(to.year, to.month, to.day, 9) + datetime.timedelta(
                days=rnd.randrange(3, 9) if rnd.random() < 0.02 else rnd.randrange(2))
            row = {"type": "leave", "number": f"L{day.year}-{n:06}", "person": f"L{person:03}",
                   "kind": rnd.choice(kinds), "from_day": day, "to_day": to, "reach": "city", "place": "省城",
                   "stand_in": f"L{(person + 1) % LEAVE_PERSONS:03}", "phone": f"0000-{n}",
                   "requested_at": f"{day - datetime.timedelta(days=4)} 09:00", "status": "returned",
                   "returned_at": str(back)}
            if back.date() > today:
                row["status"] = "away" if day <= today else "approved"
                del row["returned_at"]
            if row["status"] == "returned" and n % 20 == 0:
                more = to + datetime.timedelta(days=3)
                put(**{**row, "status": "extended", "returned_at": None})
                put(**{**row, "number": f"L{day.year}-{n + LEAVES:06}", "parent": row["number"],
                       "from_day": to + datetime.timedelta(days=1), "to_day": more,
                       "returned_at": f"{more} 15:00"})
                continue
            put(**row)


def bench_leave():
    """100,000 leaves: who is away today, and on a day long past."""
    db = f"{DATA}/leave.db"
    if not (os.path.exists(db) and same_schema(db)):
        make_data(SIZES[0])
        office(db + ".new")
        write_leaves(f"{DATA}/leaves.jsonl")
        out(cmd("office-db"), "load", f"--db={db}.new", f"{DATA}/leaves.jsonl", stderr=subprocess.DEVNULL)
        remove(db)
        os.rename(db + ".new", db)
        remove(db + ".new")
    leaves = int(sql(db, "SELECT count(*) FROM leave"))
    for day in (TODAY, "2022-03-10"):
        away = [json.loads(x) for x in out(cmd("leave-log"), "away", day, f"--db={db}", "-o", "json").splitlines()]
        rows = sql(db, f"SELECT person FROM ({AWAY_SQL.format(day)})").split()
        if not {a["person"] for a in away} <= set(rows) or len(away) < len(rows) // 2:
            sys.exit(f"bench: away tells of {len(away)}, the plain SELECT of {len(rows)}")
        mine, his = times(40, [cmd("leave-log"), f"--db={db}", "away", day, "-o", "json"],
                          ["sqlite3", "-json", db, AWAY_SQL.format(day)])
        against(f"away {day} ({len(away)} of {leaves})", mine.median, his.median, 2.0, "plain SELECT")
    for name, argv in (("overdue", ["overdue"]), ("calendar of the month", ["calendar", "--month"]),
                       ("balance of one", ["balance", "L007"]), ("balance of all", ["balance"]),
                       ("stats of the year", ["stats"])):
        mine, = times(5, [cmd("leave-log"), f"--db={db}", *argv])
        tell(f"leave-log {name}", seconds(mine.median), "", "", "-", None)


# --- 8: matters under supervision ------------------------------------------------------------------------

TASKS, TASK_UNITS = 50_000, 190


def write_tasks(ours, theirs):
    """Open matters of some 190 units, 60 days overdue to 200 ahead: as our dump, and as Taskwarrior's JSON."""
    rnd, today = random.Random(7), datetime.date(2026, 12, 4)
    units, events = [], []
    with open(ours, "w", encoding="utf-8") as f, open(theirs, "w", encoding="utf-8") as g:
        def put(type_, **fields):
            f.write(json.dumps({"type": type_, **fields}, ensure_ascii=False) + "\n")
        for i in range(TASK_UNITS):
            put("unit", code=f"U{i:03d}", name=f"单位{i}", kind="department", sort=i, valid_from="2000-01-01")
        for i in range(1, TASKS + 1):
            number, unit = f"T2026-{i:04d}", f"U{rnd.randrange(TASK_UNITS):03d}"
            due = today + datetime.timedelta(days=rnd.randrange(-60, 200))
            begun = today - datetime.timedelta(days=rnd.randrange(61, 300))
            title, source = f"督查事项第{i}件：落实会议议定的供水管网改造", rnd.choice(["decision", "assigned", "complaint"])
            major = rnd.random() < 0.3
            put("task", number=number, title=title, source=source, due_on=str(due), opened_at=str(begun),
                grade="major" if major else "ordinary", status="assigned", version=2)
            units.append(dict(number=number, unit=unit, role="lead", state="assigned", due_on=str(due),
                              assigned_at=str(begun)))
            events.append(dict(number=number, step=1, action="assign", unit=unit, happened_at=str(begun),
                               at=str(begun), actor="clerk"))
            g.write(json.dumps({
                "uuid": str(uuid.UUID(int=rnd.getrandbits(128))), "status": "pending", "description": title,
                "project": unit, "tags": [source], "priority": "H" if major else "L",
                "entry": begun.strftime("%Y%m%dT000000Z"), "due": due.strftime("%Y%m%dT000000Z")},
                ensure_ascii=False) + "\n")
        for kind, rows in (("task_unit", units), ("task_event", events)):
            for row in rows:
                put(kind, **row)


def both_filled():
    """Our database and the command of Taskwarrior with its own, both with all tasks; None: it is not there."""
    found = shutil.which("task")
    if not found:
        return None, None
    db, home = f"{DATA}/task.db", f"{DATA}/taskwarrior"
    warrior = ["env", f"TASKRC={home}/rc", f"TASKDATA={home}/data", found, "rc.verbose=nothing"]
    if not (os.path.exists(db) and same_schema(db) and os.path.exists(f"{home}/done")):
        remove(db)
        shutil.rmtree(home, ignore_errors=True)
        os.makedirs(f"{home}/data")
        with open(f"{home}/rc", "w", encoding="utf-8") as f:
            f.write("confirmation=off\n")
        write_tasks(f"{WORK}/task.jsonl", f"{WORK}/warrior.jsonl")
        out(cmd("office-db"), "init", f"--db={db}", stderr=subprocess.DEVNULL)
        out(cmd("office-db"), "load", f"--db={db}", f"{WORK}/task.jsonl", stderr=subprocess.DEVNULL)
        out(*warrior, "import", f"{WORK}/warrior.jsonl", stderr=subprocess.DEVNULL)
        open(f"{home}/done", "w", encoding="utf-8").close()
    return db, warrior


def bench_task():
    db, warrior = both_filled()
    if not db:
        tell("tasks", "no Taskwarrior", "", "", "-", None)
        return
    ours = [cmd("task-track"), "--now=2026-12-04 18:00"]
    where = [f"--db={db}", "--unit=U001"]
    some = {r["title"] for r in map(json.loads, out(*ours, "export", *where, "-o", "json").splitlines())}
    same = some == {r["description"] for r in json.loads(out(*warrior, "project:U001", "export", stderr=subprocess.DEVNULL))}
    rows = len(out(*ours, "list", f"--db={db}", "-o", "csv", "--columns=number").splitlines()) - 1
    theirs = int(out(*warrior, "status:pending", "count", stderr=subprocess.DEVNULL))
    tell("tasks, the same in both", f"{rows}, {len(some)} of a unit", f"task {theirs}", "", "the same",
         same and rows == theirs == TASKS)
    for name, mine, his, aim in (
            ("list, table", ["list", f"--db={db}"], ["list"], 20),
            ("list, csv", ["list", f"--db={db}", "-o", "csv"], ["list"], None),
            ("list, the first 50", ["list", f"--db={db}", "--top=50"], ["limit:50", "list"], None),
            ("export of a unit", ["export", *where, "-o", "json"], ["project:U001", "export"], 30),
            ("export of a unit, by due day", ["export", *where, "--due=..2026-12-24", "-o", "json"],
             ["project:U001", "due.before:2026-12-25", "export"], 30)):
        a, b = times(RUNS, [*ours, *mine], [*warrior, *his])
        gain = b.median / a.median
        tell(f"{TASKS} tasks: {name}", seconds(a.median), f"task {seconds(b.median)}", f"{gain:.1f}x",
             f">= {aim}x" if aim else "-", gain >= aim if aim else None)


# --- 9: documents ------------------------------------------------------------------------------------

def lint(*argv):
    """doc-check with every rule, told to say all: it ends with 1 where it found something."""
    return ["sh", "-c", '"$@"; [ $? -le 1 ]', "sh", cmd("doc-check"), "--quiet", "--level=hint", "-o", "json",
            *argv]


def bench_documents():
    if not os.path.exists(cmd("doc-check")):
        print("documents: no doc-check here: skipped")
        return
    folder, fixtures, count = f"{DATA}/documents", f"{HERE}/../fixtures/documents", 5000
    paths = documents.make_texts(folder, fixtures, count, 10_000)
    size = sum(os.path.getsize(p) for p in paths)
    for name, some in (("all", paths), ("tenth", paths[::10])):
        with open(f"{WORK}/{name}", "w", encoding="utf-8") as f:
            f.write("\n".join(some) + "\n")
    many(size, count)
    one_text(paths)
    one_docx(fixtures)
    if not os.environ.get("BENCH_KEEP"):
        shutil.rmtree(folder)


def many(size, count):
    documents.make_words(f"{WORK}/words", f"{HERE}/../fixtures/documents", 5000)
    cat = ["sh", "-c", f"xargs cat <{WORK}/all"]
    one, two, scan, cat, tenth = times(
        RUNS, lint("-j1", "-T", f"{WORK}/all"), lint("-j2", "-T", f"{WORK}/all"),
        [f"{BIN}/scan-words", f"{WORK}/words", f"{WORK}/all"], cat, lint("-j1", "-T", f"{WORK}/tenth"))
    rate = size / 1e6 / one.median
    tell(f"{size / 1e6:.0f} MB in {count} files, one thread", f"{rate:.1f} MB/s",
         f"hand scan {size / 1e6 / scan.median:,.0f} MB/s", f"{one.median / scan.median:.1f}", ">= 40 MB/s",
         rate >= 40)
    tell("  beside reading", seconds(one.median), f"cat {seconds(cat.median)}", f"{one.median / cat.median:.1f}",
         "-", None)
    spent = processor_time(lint("-j1", "-T", f"{WORK}/all"))
    tell("  of processor time", f"{size / 1e6 / spent:.1f} MB/s", seconds(spent), "", "-", None)
    gain = one.median / two.median
    tell("  two threads / one", f"{size / 1e6 / two.median:.1f} MB/s", f"one thread {rate:.1f}",
         f"{gain:.2f}", ">= 1.8", gain >= 1.8)
    flat = one.rss / tenth.rss
    tell("  resident, 5,000 files / 500", f"{one.rss / 1024:.1f} MB", f"500: {tenth.rss / 1024:.1f} MB",
         f"{flat:.2f}", "<= 1.1", flat <= 1.1)


def processor_time(argv):
    """What a busy neighbour does not lengthen, or not as much."""
    before = paper.processor()
    out(*argv, stderr=subprocess.DEVNULL)
    return paper.processor() - before


def one_text(paths):
    """The first in which nothing is found: so that nothing stands between start and exit."""
    clean = next((p for p in paths if subprocess.run(
        [cmd("doc-check"), "--quiet", "--level=hint", p], stdout=subprocess.DEVNULL, check=False).returncode == 0),
        paths[0])
    mine, cat = times(60, [cmd("doc-check"), "--quiet", clean], ["cat", clean])
    most = 5 * cat.median + 0.010
    tell(f"one text of {os.path.getsize(clean) / 1000:.0f} KB", seconds(mine.median), f"cat {seconds(cat.median)}",
         f"{mine.median / cat.median:.1f}", f"<= {seconds(most)}", mine.median <= most)


def one_docx(fixtures):
    path = f"{WORK}/hundred.docx"
    documents.make_docx(path, fixtures, 100)
    mine, = times(15, lint(path))
    tell("docx of 100 pages", seconds(mine.median), "", "", "<= 150 ms", mine.median <= 0.15)
    if not shutil.which("pandoc"):
        tell("docx of 100 pages, pandoc", "not installed", "", "", ">= 10x", None)
        return
    mine, his = times(RUNS, lint(path), ["pandoc", "-f", "docx", "-t", "plain", path])
    tell("docx of 100 pages, pandoc", seconds(mine.median), f"pandoc {seconds(his.median)}",
         f"{his.median / mine.median:.1f}x", ">= 10x", his.median >= 10 * mine.median)


# --- 10: the information desk's day -----------------------------------------------------------------

KEPT = 40
LAST_DAY, NEXT_DAY = "2026-12-03", "2026-12-04"
# What a draft of NEXT_DAY is made of: what came in since the day of the last issue.
DRAFT_SQL = ("SELECT number, unit, category, title, body, occurred_at, received_at, leaders, secrecy, urgency, status "
             f"FROM report WHERE received_at >= unixepoch('{LAST_DAY}', '-8 hours') "
             f"AND received_at < unixepoch('{NEXT_DAY}', '-8 hours', '+1 day') AND status IN ('received', 'accepted')")
# All were filed at once: here each came in an hour after it happened, and its sketch says so too.
RECEIVED_SQL = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
UPDATE report SET received_at = occurred_at + 3600;
CREATE TEMP TABLE k AS SELECT r.received_at, number, sketch FROM report_sketch JOIN report r USING (number)
ORDER BY 1, 2;
DELETE FROM report_sketch;
INSERT INTO report_sketch SELECT * FROM k"""
SUBMITTED_SQL = "SELECT unit, count(*) FROM report WHERE occurred_at >= {0} AND occurred_at < {1} GROUP BY unit;"
ADOPTED_SQL = ("SELECT r.unit, count(*) FROM issue JOIN adoption USING (issue) JOIN report r ON r.number = report "
               "WHERE date LIKE '2026-%' AND issue.status = 'issued' GROUP BY 1;")


def ready(name, make):
    """DATA/name.db, kept or made by make(path)."""
    db = f"{DATA}/{name}.db"
    if not (os.path.exists(db) and same_schema(db)):
        remove(db + ".new")
        make(db + ".new")
        remove(db)
        os.rename(db + ".new", db)
        remove(db + ".new")
    return db


def days_of_returns(db):
    copy(filled(SIZES[-1]), db)
    sql(db, RECEIVED_SQL)


def only(draft, count):
    """The editor's work: some of the items kept, out of all columns alike."""
    at = [m.start() for m in re.finditer(r"(?m)^    keep: (yes|no)$", draft)]
    if len(at) < count:
        sys.exit(f"bench: the draft has {len(at)} items, not {count}")
    kept = {at[i * len(at) // count] for i in range(count)}
    return re.sub(r"(?m)^    keep: (yes|no)$",
                  lambda m: "    keep: yes" if m.start() in kept else "    keep: no", draft)


class Desk:
    """One who drafts, edits, issues and prints by the commands."""

    def __init__(self, db):
        self.db, self.spent, self.processor, self.issue = db, {}, [], None

    def run(self, *argv, now=NEXT_DAY):
        start = time.monotonic()
        got = out(cmd("bulletin-build"), *argv, f"--db={self.db}", f"--now={now} 18:00", stderr=subprocess.DEVNULL)
        self.spent.setdefault(" ".join(a for a in argv if not a.startswith(("/", "daily/"))), []).append(
            time.monotonic() - start)
        return got

    def day(self, now=NEXT_DAY):
        path, before = f"{WORK}/draft.yaml", paper.processor()
        draft = self.run("draft", "daily", now=now).decode()
        with open(path, "w", encoding="utf-8") as f:
            f.write(only(draft, KEPT))
        self.issue = self.run("issue", path, now=now).decode().split()[0]
        for form in ("text", "html"):
            self.run("render", self.issue, "-o", form, now=now)
        self.processor.append(paper.processor() - before)

    def withdraw(self):
        out(cmd("bulletin-build"), "withdraw", self.issue, "--reason=again", f"--db={self.db}", f"--now={NEXT_DAY} 19:00")


def bench_day():
    """Each round is the same: what was issued is withdrawn after it, and yesterday's issue stands."""
    n = SIZES[-1]
    db = f"{WORK}/days.db"
    copy(ready(f"{n}-days", days_of_returns), db)
    desk = Desk(db)
    desk.day(LAST_DAY)
    desk.day()  # reads the file into memory
    desk.withdraw()
    desk.spent, desk.processor, floor, starts = {}, [], [], []
    for _ in range(15):
        desk.day()
        items = int(sql(db, f"SELECT count(*) FROM issue_item WHERE issue = '{desk.issue}'"))
        if items != KEPT:
            sys.exit(f"bench: {desk.issue} has {items} items, not {KEPT}")
        desk.withdraw()
        start = time.monotonic()
        rows = out("sqlite3", "-json", db, DRAFT_SQL)
        floor.append(time.monotonic() - start)
        start = time.monotonic()
        for _ in range(4):
            out(f"{BIN}/nothing")
        starts.append(time.monotonic() - start)
    remove(db)
    count = len(json.loads(rows))
    whole = median([sum(x) for x in zip(*desk.spent.values())])
    read = median(floor) + median(starts) * 3 / 4
    tell(f"{KEPT} items of {n}: draft to HTML", seconds(whole), f"sqlite3 + 3 starts {seconds(read)}",
         f"{whole / read:.2f}", "<= 150 ms", whole <= 0.15)
    tell("  of processor time", seconds(median(desk.processor)), "", "", "-", None)
    for name, spent in desk.spent.items():
        draft = name.startswith("draft")
        told = f"sqlite3 {seconds(median(floor))}" if draft else f"nothing {seconds(median(starts) / 4)}"
        m = median(spent)
        tell(f"  {name}" + (f", {count} came in" if draft else ""), seconds(m), told,
             f"{m / median(floor):.2f}" if draft else f"{m / median(starts) * 4:.1f}", "<= 60 ms" if draft else "-",
             m <= 0.06 if draft else None)


def bench_paper():
    folder = f"{WORK}/paper"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    if not shutil.which("pdfinfo"):
        tell("PDF", "no pdfinfo to count its pages", "", "", "-", None)
        return
    for wanted, pages, (ours, own), theirs, (docx, _) in paper.measure(BUILD, folder):
        aim = paper.AIMS[wanted]
        tell(f"PDF of {pages} pages", seconds(ours), "", "", f"<= {seconds(aim)}", ours <= aim)
        if theirs is None:
            tell("  of the docx", "not installed", "LibreOffice", "", f">= {paper.LIBREOFFICE}x", None)
        else:
            gain = theirs[0] / ours
            tell("  LibreOffice of the docx", seconds(ours), f"LibreOffice {seconds(theirs[0])}", f"{gain:.1f}x",
                 f">= {paper.LIBREOFFICE}x", gain >= paper.LIBREOFFICE)
            tell("  of processor time", seconds(own), f"LibreOffice {seconds(theirs[1])}", f"{theirs[1] / own:.1f}x",
                 "-", None)
        tell("  the docx", seconds(docx), "", "", "-", None)
    shutil.rmtree(folder)


def year_of_issues(db):
    out(cmd("office-db"), "init", f"--db={db}", "--now=2026-01-01")
    bulletin.write_year(f"{WORK}/scores.jsonl", 60_000, 250, KEPT)
    out(cmd("office-db"), "load", f"--db={db}", f"{WORK}/scores.jsonl", stderr=subprocess.DEVNULL)
    os.remove(f"{WORK}/scores.jsonl")


def bench_scores():
    db = ready("scores", year_of_issues)
    plain = (SUBMITTED_SQL.format("unixepoch('2026-01-01', '-8 hours')", "unixepoch('2027-01-01', '-8 hours')")
             + ADOPTED_SQL)
    score = [cmd("info-score"), f"--db={db}", "--now=2027-01-20 18:00", "--year=2026"]
    rows = [json.loads(x) for x in out(*score, "-o", "json").splitlines()]
    submitted, adopted = sum(r["submitted"] for r in rows), sum(r["adopted"] for r in rows)
    slots = len(out(cmd("report-due"), "slots", f"--db={db}", "--now=2027-01-20 18:00", "--from=2026-01-01",
                    "--to=2026-12-31", "-o", "csv", "--columns=slot").splitlines()) - 1
    tell("a year's scores, counted", f"{submitted} / {adopted}", "60000 / 10000", "", "the same",
         (len(rows), submitted, adopted) == (bulletin.UNITS, 60_000, 250 * KEPT))
    mine, one, his = times(15, [*score, "-o", "csv"], [*score, "--explain=U007", "-o", "csv"], ["sqlite3", db, plain])
    tell(f"a year's scores, {slots} slots", seconds(mine.median), f"sqlite3 counts {seconds(his.median)}",
         f"{mine.median / his.median:.2f}", "<= 500 ms", mine.median <= 0.5)
    tell("  of processor time", seconds(median([processor_time([*score, "-o", "csv"]) for _ in range(5)])), "", "", "-",
         None)
    tell("  one unit explained", seconds(one.median), "", "", "-", None)


def archive(db):
    out(cmd("office-db"), "init", f"--db={db}")
    bulletin.write_archive(f"{WORK}/archive.jsonl", f"{DATA}/one-issue.jsonl", 5000, 20)
    out(cmd("office-db"), "load", f"--db={db}", f"{WORK}/archive.jsonl", stderr=subprocess.DEVNULL)
    os.remove(f"{WORK}/archive.jsonl")


def bench_site():
    """From nothing, with nothing new, with one new issue; all of it three times."""
    source, db, folder = ready("archive", archive), f"{WORK}/site.db", f"{WORK}/site"
    spent = {"from nothing": [], "nothing new": [], "one new issue": []}

    def build(name):
        start = time.monotonic()
        out(cmd("bulletin-build"), "site", folder, f"--db={db}", "--now=2026-12-04 18:00", stderr=subprocess.DEVNULL)
        spent[name].append(time.monotonic() - start)

    for _ in range(3):
        copy(source, db)
        shutil.rmtree(folder, ignore_errors=True)
        build("from nothing")
        build("nothing new")
        out(cmd("office-db"), "load", f"--db={db}", f"{DATA}/one-issue.jsonl", stderr=subprocess.DEVNULL)
        build("one new issue")
    sizes = [os.path.getsize(os.path.join(at, f)) for at, _, files in os.walk(folder) for f in files]
    start = time.monotonic()
    out("sh", "-c", f"find {folder} -type f -exec cat {{}} + >/dev/null")
    read = time.monotonic() - start
    for name, aim in (("one new issue", 5), ("nothing new", None), ("from nothing", None)):
        m = median(spent[name])
        tell(f"site of 5,000 issues: {name}", seconds(m), f"cat {seconds(read)}", f"{m / read:.2f}",
             f"<= {aim} s" if aim else "-", m <= aim if aim else None)
    tell("  pages", f"{sum(sizes) / 1e6:.0f} MB", f"{len(sizes)} files", "", "-", None)
    shutil.rmtree(folder)
    remove(db)


def bench_bulletin():
    for part in (bench_day, bench_paper, bench_scores, bench_site):
        part()


def main():
    os.makedirs(DATA, exist_ok=True)
    os.makedirs(WORK, exist_ok=True)
    print(f"{'measure':<34} {'candidate':>22} {'floor':>24} {'ratio':>8} {'aim':>10}")
    for name in WANTED:
        if name == "import":
            for n in SIZES:
                bench_import(n)
        else:
            {"one": bench_one, "herd": bench_herd, "query": bench_query,
             "search": bench_search, "start": bench_start, "due": bench_due, "leave": bench_leave,
             "task": bench_task, "documents": bench_documents, "bulletin": bench_bulletin}[name]()
    print(f"{misses} missed")


if __name__ == "__main__":
    main()
