#!/usr/bin/env python3
"""faults.py WORK - plants faults in clean documents and asks doc-check to find them.

  --count=N     documents with faults (6000): half with one, half with two to four
  --seed=N      of the dice (1)
  --fixtures=DIR  our own documents, with units.yaml;  --docs=DIR  published ones (../shared/corpus/docs)
  --least=N     per cent that must be found (97);  --show  each fault missed and each false alarm

Asked of each: a finding with the rule's id on the line of the fault; and no finding that the untouched
document has not, on a line where nothing was planted.  DOC_CHECK is the command.  Exit 1: less was found,
or more."""
import argparse
import collections
import json
import os
import random
import shlex
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import catalogue  # noqa: E402
import document  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = [(f"{group}: {kind[0]} ({i + 1})", *kind) for group, kinds in catalogue.GROUPS.items()
         for i, kind in enumerate(kinds)]


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("work")
    p.add_argument("--count", type=int, default=6000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--fixtures", default=os.path.join(HERE, "../fixtures/documents"))
    p.add_argument("--docs", default="")
    p.add_argument("--least", type=float, default=97)
    p.add_argument("--show", action="store_true")
    return p.parse_args()


# --- asking --------------------------------------------------------------------------------------

def check(paths, units):
    """File -> findings.  Exit 1 is findings, more is a failure."""
    argv = shlex.split(os.environ.get("DOC_CHECK", "doc-check"))
    run = subprocess.run([*argv, "-o", "json", "--all", "--quiet", "--level=hint", f"--org={units}", "-T", "-"],
                         input="\n".join(paths) + "\n", stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode > 1 or run.returncode < 0:
        sys.exit(f"faults: doc-check ended with {run.returncode}")
    text = run.stdout.strip()
    rows = json.loads(text) if text.startswith("[") else [json.loads(x) for x in text.splitlines()]
    got = collections.defaultdict(list)
    for row in rows:
        got[row["file"]].append(row)
    return got


def rule_names():
    """Name -> ids, for kinds that give the name of a rule: @NAME."""
    argv = shlex.split(os.environ.get("DOC_CHECK", "doc-check"))
    out = subprocess.run([*argv, "-o", "json", "--list-rules"], stdout=subprocess.PIPE, text=True,
                         check=True).stdout.strip()
    rows = json.loads(out) if out.startswith("[") else [json.loads(x) for x in out.splitlines()]
    return {row["name"]: row["id"] for row in rows}


# --- planting ------------------------------------------------------------------------------------

def plant(doc, rng, kinds, wanted, names):
    """Faults of the kinds, in their order, until as many as wanted have found a place."""
    topics = set()
    for label, rules, topic, how in kinds:
        if len(doc.expected) == wanted:
            return
        if topics & set(topic.split()):
            continue
        lines = how(doc, rng)
        if lines:
            for line in lines:
                line.touched = True
            topics |= set(topic.split())
            ids = [names.get(r[1:], r) if r[0] == "@" else r for r in rules.split()]
            doc.expected.append((ids, lines, label))


def make(sources, options, names):
    """Faulty documents: each kind is the first in turn, so that each is planted often."""
    rng = random.Random(options.seed)
    made, misplaced = [], 0
    mine_only = [s for s in sources if s[3]]
    order = []
    while len(made) < options.count and misplaced < 20 * options.count:
        if not order:
            order = rng.sample(KINDS, len(KINDS))
        kinds = [order.pop()] + rng.sample(KINDS, 12)
        name, pairs, date, mine = rng.choice(mine_only if rng.random() < 0.5 else sources)
        doc = document.Document(name, pairs, date, mine)
        wanted = 1 if len(made) % 2 == 0 else rng.randint(2, 4)
        plant(doc, rng, kinds[:1] if wanted == 1 else kinds, wanted, names)
        if not doc.expected:
            misplaced += 1
            if rng.random() < 0.9:  # there was no place: try another document, seldom give up
                order.append(kinds[0])
            continue
        doc.number()
        doc.path = os.path.join(options.work, f"{len(made):05}-{name}")
        with open(doc.path, "w", encoding="utf-8") as f:
            f.write(doc.text())
        made.append(doc)
    return made


# --- judging -------------------------------------------------------------------------------------

def judge(doc, findings, clean, tally):
    at = collections.defaultdict(set)
    for f in findings:
        at[int(f["line"])].add(f["rule"])
    spoken = set()
    for ids, lines, label in doc.expected:
        numbers = {x.number for x in lines if x in doc.lines}
        spoken |= numbers
        hit = any(at[n] & set(ids) for n in numbers)
        tally[label][0] += 1
        tally[label][1] += hit
        if not hit:
            elsewhere = [f"{f['rule']}@{f['line']}" for f in findings if f["rule"] in ids]
            yield "missed", doc, label, f"lines {sorted(numbers)}", \
                " ".join(f"{n}:{','.join(sorted(at[n]))}" for n in sorted(numbers)) + " " + " ".join(elsewhere)
    before = {(f["rule"], int(f["line"])) for f in clean}
    for f in findings:
        line = doc.lines[int(f["line"]) - 1]
        if line.number not in spoken and (f["rule"], line.origin) not in before:
            yield "extra", doc, f["rule"], f"line {line.number}", f["text"] + " // " + \
                ", ".join(f"{label} {[x.number for x in lines]}" for _, lines, label in doc.expected)


def main():
    options = arguments()
    if not shutil.which(shlex.split(os.environ.get("DOC_CHECK", "doc-check"))[0]):
        sys.exit("faults: there is no doc-check in PATH")
    os.makedirs(options.work, exist_ok=True)
    for name in os.listdir(options.work):
        os.remove(os.path.join(options.work, name))
    names = rule_names()
    sources = list(document.fixtures(options.fixtures))
    if options.docs and os.path.isdir(options.docs):
        sources += document.published(options.docs)
    elif options.docs:
        print(f"faults: {options.docs} is not here: our own documents only")
    untouched = {}
    for name, pairs, _, _ in sources:
        path = os.path.join(options.work, "clean-" + name)
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(text + "\n" for text, _ in pairs))
        untouched[name] = path
    units = os.path.join(options.fixtures, "units.yaml")
    clean = check(list(untouched.values()), units)
    made = make(sources, options, names)
    found = check([d.path for d in made], units)
    tally = collections.defaultdict(lambda: [0, 0])
    problems = [p for d in made for p in judge(d, found[d.path], clean[untouched[d.name]], tally)]
    tell(options, sources, made, tally, problems)


def tell(options, sources, made, tally, problems):
    planted, hit = (sum(t[i] for t in tally.values()) for i in (0, 1))
    extra = [p for p in problems if p[0] == "extra"]
    if options.show:
        for what, doc, label, where, more in problems:
            print(f"{what}: {doc.path}: {label}: {where}: {more}")
    for label, (n, h) in sorted(tally.items()):
        if h < n:
            print(f"{label:<40} {h:>5} of {n}")
    never = [k[0] for k in KINDS if k[0] not in tally]
    if never and options.count > 10 * len(KINDS):
        print("never planted:", "; ".join(never))
    rate = 100 * hit / planted
    print(f"{len(sources)} clean documents, {len(made)} faulty ones, {len(tally)} kinds of fault: "
          f"{hit} of {planted} found ({rate:.2f} %), {len(extra)} findings elsewhere")
    sys.exit(1 if rate < options.least or extra or len(tally) < 60 else 0)


if __name__ == "__main__":
    main()
