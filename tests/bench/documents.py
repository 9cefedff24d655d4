"""Documents for the bench, the same each time: made of the clauses of tests/fixtures/documents, so that they
read like documents and what is in them has been met before only as clauses."""
import os
import random
import re
import zipfile

ONES = "一二三四五六七八九"
TOPICS = ["防汛抗旱", "安全生产", "养老服务", "城市更新", "乡村民宿", "信息报送", "物流园区", "道路改造"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def clauses(folder):
    got = set()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for line in f:
                line = re.sub(r"^　*(（[一二三四五六七八九]）|\d\.|[一二三四五六七八九]、)?", "", line.strip())
                if len(line) > 30 and "\t" not in line and "：" not in line:
                    got.update(c for c in re.split("[，；。]", line) if 6 <= len(c) <= 40 and not
                               re.search(r"合计|其中|以下|附件|星期|分别|[”》）]$|^[”》）]|共\d|以上|[一二三]是|贵|^你", c))
    return sorted(c for c in got if c.count("“") == c.count("”") and c.count("（") == c.count("）"))


def numeral(n):
    tens, ones = divmod(n, 10)
    return (ONES[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (ONES[ones - 1] if ones else "")


class Writer:
    def __init__(self, folder, seed):
        self.clauses, self.rng = clauses(folder), random.Random(seed)

    def sentence(self):
        return "，".join(self.rng.sample(self.clauses, self.rng.randint(2, 4))) + "。"

    def paragraph(self):
        return "".join(self.sentence() for _ in range(self.rng.randint(2, 4)))

    def lines(self, size, number):
        """A whole notice of about so many bytes."""
        topic = self.rng.choice(TOPICS)
        title = f"示例市人民政府办公室关于做好{topic}工作的通知"
        yield "mark", "示例市人民政府办公室文件"
        yield "docno", f"示政办发〔2026〕{number}号"
        yield "title", title
        yield "addressee", "各县（区）人民政府，市政府各部门、各直属机构："
        yield "body", f"为做好{topic}工作，经市政府同意，现就有关事项通知如下："
        done, one = 400, 0
        headings = self.rng.sample(self.clauses, 99)
        while done < size and one < len(headings):
            yield "level1", f"{numeral(one + 1)}、{headings[one][:14]}"
            for two in range(self.rng.randint(4, 7)):
                text = self.paragraph()
                done += 3 * len(text)
                yield "level2", f"（{numeral(two + 1)}）{text}"
                if done >= size:
                    break
            one += 1
        yield "signature", "示例市人民政府办公室"
        yield "date", "2026年3月5日"


def make_texts(folder, fixtures, count, size):
    os.makedirs(folder, exist_ok=True)
    writer, paths = Writer(fixtures, 1), []
    for i in range(count):
        path = f"{folder}/{i:04}.txt"
        with open(path, "w", encoding="utf-8") as f:
            for role, text in writer.lines(size, i + 1):
                f.write(("　　" if role in ("body", "level1", "level2") else "") + text + "\n")
        paths.append(path)
    return paths


def make_words(path, fixtures, count):
    """Words of two to four characters for the floor; some are there."""
    rng, letters = random.Random(3), sorted(set("".join(clauses(fixtures))))
    letters = [c for c in letters if "一" <= c <= "鿿"]
    words = set()
    while len(words) < count:
        words.add("".join(rng.choice(letters) for _ in range(rng.randint(2, 4))))
    with open(path, "w", encoding="utf-8") as f:
        f.write("".join(w + "\n" for w in sorted(words)))


# --- docx ----------------------------------------------------------------------------------------

FACES = {"title": ("方正小标宋简体", 44, "center"), "level1": ("黑体", 32, "both"),
         "signature": ("仿宋_GB2312", 32, "right"), "date": ("仿宋_GB2312", 32, "right")}


def paragraph_xml(role, text):
    """As Word writes it: a run here and there for no reason, its face said in each."""
    face, size, align = FACES.get(role, ("仿宋_GB2312", 32, "both"))
    said = (f'<w:rPr><w:rFonts w:ascii="{face}" w:eastAsia="{face}" w:hAnsi="{face}" w:hint="eastAsia"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>')
    runs = "".join(f'<w:r w:rsidRPr="00A1{i:04X}">{said}<w:t xml:space="preserve">{text[i:i + 20]}</w:t></w:r>'
                   for i in range(0, len(text), 20))
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if role in ("body", "level1", "level2") else ""
    return (f'<w:p w:rsidR="00A10000"><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>{indent}'
            f'<w:jc w:val="{align}"/>{said}</w:pPr>{runs}</w:p>')


def make_docx(path, fixtures, pages):
    """One notice of so many pages of 22 lines of 28 characters."""
    body, lines = [], 0
    for role, text in Writer(fixtures, 2).lines(10_000 * pages, 1):
        if lines < 22 * pages or not role.startswith("level"):
            body.append(paragraph_xml(role, text))
            lines += 1 + (len(text) + 2) // 28
    document = (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}"><w:body>'
                + "".join(body) + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" '
                'w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1400" w:gutter="0"/>'
                '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>'
                '</w:body></w:document>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override '
        'PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.styles+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{head}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts '
        'w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman"/><w:sz w:val="32"/></w:rPr>'
        '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="Normal"/></w:style></w:styles>',
        "word/document.xml": document}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(zipfile.ZipInfo(name, (2026, 3, 5, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
