#!/usr/bin/env python3
"""crawl.py DIR - walk a site from its front page: every link leads to a file of the site, every #name to an id in it, every
page is reached, holds no id twice, fetches nothing from elsewhere and says its language.  Prints what is wrong."""
import os
import sys
import urllib.parse
from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.lang, self.h1 = [], [], None, 0

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "html":
            self.lang = a.get("lang")
        self.h1 += tag == "h1"
        if a.get("id"):
            self.ids.append(a["id"])
        for name in ("href", "src", "action"):
            if a.get(name) and not a[name].startswith("data:"):
                self.links.append(a[name])


def main(root):
    wrong, pages, todo, seen = [], {}, ["index.html"], {"index.html"}
    wanted = []
    while todo:
        path = todo.pop()
        p = Page()
        with open(os.path.join(root, path), encoding="utf-8") as f:
            p.feed(f.read())
        pages[path] = p
        if not p.lang:
            wrong.append(f"{path}: no language")
        if p.h1 != 1:
            wrong.append(f"{path}: {p.h1} headings of the first level")
        for i in {i for i in p.ids if p.ids.count(i) > 1}:
            wrong.append(f"{path}: id {i} twice")
        for link in p.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc or link.startswith("/"):
                wrong.append(f"{path}: {link} leads away")
                continue
            to = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(url.path))) if url.path else path
            if not os.path.isfile(os.path.join(root, to)):
                wrong.append(f"{path}: {link} leads nowhere")
                continue
            if url.fragment:
                wanted.append((path, link, to, urllib.parse.unquote(url.fragment)))
            if to.endswith(".html") and to not in seen:
                seen.add(to)
                todo.append(to)
    for path, link, to, name in wanted:
        if name not in pages[to].ids:
            wrong.append(f"{path}: {link}: no such place")
    for folder, _, files in os.walk(root):
        for f in files:
            path = os.path.relpath(os.path.join(folder, f), root)
            if path.endswith(".html") and path not in seen:
                wrong.append(f"{path}: nothing leads here")
    print("\n".join(sorted(wrong)) if wrong else f"{len(pages)} pages")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
