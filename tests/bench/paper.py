"""PDF of an issue of about 4 and of about 8 pages beside LibreOffice making one of the docx of the same issue, in
turn in one run.  As a program: paper.py BUILD DIR."""
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

AIMS = {4: 0.073, 8: 0.2}  # seconds
ITEMS = {4: 10, 8: 24}
LIBREOFFICE = 10  # times as fast


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(argv, **more):
    """Of the clock, of a processor."""
    start, before = time.monotonic(), processor()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    return time.monotonic() - start, processor() - before


def medians(pairs):
    return tuple(statistics.median(x) for x in zip(*pairs))


def first_items(draft, count):
    """The draft with its first items kept, the others not."""
    front, *items = re.split(r"(?m)^(?=  - column: )", draft)
    return front + "".join(item if i < count else item.replace("keep: yes", "keep: no", 1)
                           for i, item in enumerate(items))


def issue(build, folder, env, pages):
    run = lambda *argv: subprocess.run(argv, check=True, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       text=True).stdout
    draft = f"{folder}/draft.yaml"
    text = run(f"{build}/bin/bulletin-build", "draft", "daily")
    with open(draft, "w", encoding="utf-8") as f:
        f.write(first_items(text, ITEMS[pages]))
    return run(f"{build}/bin/bulletin-build", "issue", draft).split()[0]


def measure(build, folder):
    """Yields pages wanted, pages set, our seconds, LibreOffice's (None: it is not there), ours for the docx:
    each of the clock, of a processor."""
    env = dict(os.environ, OFFICEDB=f"{folder}/office.db", OFFICEDB_NOW="2026-12-04 18:00", LANGUAGE="zh_CN",
               PATH=f"{build}/bin:" + os.environ["PATH"])
    subprocess.run(["office-db", "init", "--sample"], check=True, env=env)
    subprocess.run(["report-submit", f"{build}/share/officedb/sample/returns.csv"], env=env,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for pages in ITEMS:
        name = issue(build, folder, env, pages)
        pdf, docx = f"{folder}/{pages}.pdf", f"{folder}/{pages}.docx"
        render = ["bulletin-build", "render", name, "-o", "pdf", f"--output-file={pdf}"]
        write = render[:4] + ["docx", f"--output-file={docx}"]
        subprocess.run(write, check=True, env=env)
        office = ["soffice", f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", "pdf",
                  "--outdir", f"{folder}/lo-out", docx]
        there = shutil.which("soffice")
        ours, theirs, written = [], [], []
        for turn in range(4):
            times = [seconds(render, env=env) for _ in range(5)]
            words = [seconds(write, env=env) for _ in range(5)]
            other = seconds(office) if there else None
            if turn > 0:  # the first makes LibreOffice's profile and fills the caches
                ours += times
                theirs.append(other)
                written += words
        info = subprocess.run(["pdfinfo", pdf], stdout=subprocess.PIPE, text=True, check=True).stdout
        yield (pages, int(re.search(r"Pages: *(\d+)", info)[1]), medians(ours),
               medians(theirs) if there else None, medians(written))


def report(build, folder, out=sys.stdout):
    for pages, got, (ours, own), theirs, (docx, _) in measure(build, folder):
        said = "met" if ours <= AIMS[pages] else "MISSED"
        out.write(f"PDF, {got} pages: {ours * 1000:.0f} ms, aim {AIMS[pages] * 1000:.0f} ms, {said}\n")
        if theirs:
            said = "met" if theirs[0] >= LIBREOFFICE * ours else "MISSED"
            out.write(f"  LibreOffice, docx of the same: {theirs[0]:.2f} s, {theirs[0] / ours:.1f}x, "
                      f"aim {LIBREOFFICE}x, {said}; of processor time {theirs[1] / own:.1f}x\n")
        out.write(f"  the docx: {docx * 1000:.0f} ms\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as work:
        report(os.path.abspath(sys.argv[1]), work)
