#!/usr/bin/env python3
"""index.py DIR - the search index of a site, reckoned again from its texts in another way: the same pairs of characters with the
same items, each in the shard where search.js looks for it."""
import glob
import json
import os
import sys


def fold(text):
    out = []
    for c in text:
        if 0xFF01 <= ord(c) <= 0xFF5E:
            c = chr(ord(c) - 0xFEE0)
        out.append(c.lower() if c.isascii() else c)
    return "".join(out)


def is_word(c):
    n = ord(c)
    if n < 0x80:
        return c.isalnum()
    return n >= 0xC0 and not any(a <= n <= b for a, b in (
        (0x2000, 0x206F), (0x3000, 0x3004), (0x3008, 0x303F), (0xE000, 0xF8FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)))


def pairs(text):
    t = "".join(c if is_word(c) else " " for c in fold(text)) + " "
    return {(t[i], t[i + 1]) for i in range(len(t) - 1) if t[i] != " "}


def call(path):
    """The arguments of the one call in a script, as JSON."""
    with open(path, encoding="utf-8") as f:
        s = f.read()
    return json.loads("[" + s[s.index("(") + 1:s.rindex(")")] + "]")


def check(folder):
    name, head = call(os.path.join(folder, "set.js"))
    want, item = {}, 0
    for serial, _, n in head["issues"]:
        texts = call(os.path.join(folder, f"t{serial}.js"))[2]
        assert len(texts) in (0, n), (folder, serial)
        for k, t in enumerate(texts):
            for p in pairs(t[0]) | pairs(t[1]) | pairs(t[2]):
                want.setdefault(p, []).append(item + k)
        item += n
    have = {}
    for shard in range(head["shards"]):
        for first, entries in call(os.path.join(folder, f"{shard:02x}.js"))[2].items():
            assert ((ord(first) * 0x9E3779B1 & 0xFFFFFFFF) >> 16) & (head["shards"] - 1) == shard, (folder, first)
            for e in entries.split(";"):
                at, items = 0, []
                for d in e[1:].split(","):
                    at += int(d, 36)
                    items.append(at)
                have[first, e[0]] = items
    assert have == want, f"{name}: {len(have)} pairs, wanted {len(want)}"
    return len(want)


total = sum(check(f) for f in sorted(glob.glob(os.path.join(sys.argv[1], "search", "*", ""))))
print(f"{total} pairs")
