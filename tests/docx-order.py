#!/usr/bin/env python3
"""docx-order.py FILE... - what Word insists on and we cannot ask it: the order of elements, the parts of the package.

The sequences are those of ECMA-376 part 1 (transitional); an element that is not in its table is a fault.  One line a
fault, nothing when all is well."""

import re
import sys
import xml.etree.ElementTree as E
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/"
RPR = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
    webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
    eastAsianLayout specVanish oMath rPrChange"""
SIDES = "top start left bottom end right insideH insideV tl2br tr2bl"

# Where the schema says xsd:sequence.
SEQUENCE = {
    "document": "background body",
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
        snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    "rPr": "ins del moveFrom moveTo " + RPR,
    "pBdr": "top left bottom right between bar",
    "numPr": "ilvl numId numberingChange ins",
    "tbl": "tblPr tblGrid tr",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
        tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange""",
    "tblBorders": SIDES,
    "tblCellMar": SIDES,
    "tblGrid": "gridCol tblGridChange",
    "tr": "tblPrEx trPr tc",
    "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
        headers cellIns cellDel cellMerge tcPrChange""",
    "tcBorders": SIDES,
    "tcMar": SIDES,
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
        pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings
        sectPrChange""",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
        personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "font": """altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic
        embedBoldItalic""",
    "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
        displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
        embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
        bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState
        formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
        revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
        styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
        doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
        bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
        drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
        doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData
        noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter
        noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent
        alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt
        showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids
        mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures
        forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags
        decimalSymbol listSeparator""",
    "compat": """useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL noColumnBalance
        balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace
        doNotExpandShiftReturn spacingInWholePoints lineWrapLikeWord6 printBodyTextBeforeHeader printColBlack
        wpSpaceWidth showBreaksInFrames subFontBySize suppressBottomSpacing suppressTopSpacing
        suppressSpacingAtTopOfPage suppressTopSpacingWP suppressSpBfAfterPgBrk swapBordersFacingPages convMailMergeEsc
        truncateFontHeightsLikeWP6 mwSmallCaps usePrinterMetrics doNotSuppressParagraphBorders wrapTrailSpaces
        footnoteLayoutLikeWW8 shapeLayoutLikeWW8 alignTablesRowByRow forgetLastTabAlignment adjustLineHeightInTable
        autoSpaceLikeWord95 noSpaceRaiseLower doNotUseHTMLParagraphAutoSpacing layoutRawTableWidth
        layoutTableRowsApart useWord97LineBreakRules doNotBreakWrappedTables doNotSnapToGridInCell
        selectFldWithFirstOrLastChar applyBreakingRules doNotWrapTextWithPunct doNotUseEastAsianBreakRules
        useWord2002TableStyleRules growAutofit useFELayout useNormalStyleForList doNotUseIndentAsNumberingTabStop
        useAltKinsokuLineBreakRules allowSpaceOfSameStyleInTable doNotSuppressIndentation
        doNotAutofitConstrainedTables autofitToFirstFixedWidthCell underlineTabInNumList displayHangulFixedWidth
        splitPgBreakAndParaMark doNotVertAlignCellWithSp doNotBreakConstrainedForcedTable doNotVertAlignInTxbx
        useAnsiKerningPairs cachedColBalance compatSetting""",
}
# What may stand more than once in its sequence.
MANY = set("""tr tc gridCol headerReference footerReference style lvl lvlOverride activeWritingStyle attachedSchema
    smartTagType compatSetting tblStylePr""".split())
# What stands among others anywhere: marks of ranges.
MARKS = set("""bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd proofErr permStart permEnd moveFromRangeStart
    moveFromRangeEnd moveToRangeStart moveToRangeEnd""".split())
# Attributes that have to be there.
NEEDED = {
    "pgMar": "top right bottom left header footer gutter", "pStyle": "val", "gridCol": "w", "name": "val",
    "fldChar": "fldCharType", "comment": "id author", "ins": "id author", "del": "id author",
    "footerReference": "type", "font": "name", "compatSetting": "name uri val",
}
WHOLE = set("""sz szCs pos line before after left right top bottom firstLine hanging firstLineChars leftChars rightChars
    hangingChars beforeLines afterLines linePitch charSpace header footer gutter tblpX leftFromText rightFromText
    """.split())


def local(e):
    return e.tag.rpartition("}")[2]


def w(e, name):
    return e.get("{%s}%s" % (W, name))


class Document:
    def __init__(self, file):
        self.file, self.faults = file, []
        self.zip = zipfile.ZipFile(file)
        self.names = self.zip.namelist()
        self.xml = {}

    def fault(self, part, what):
        self.faults.append("%s: %s: %s" % (self.file, part, what))

    def check(self):
        self.package()
        self.relations()
        styles = self.styles()
        for part, root in self.xml.items():
            if part.startswith("word/") and not part.endswith(".rels"):
                self.orders(part, root)
                self.paragraphs(part, root, styles)
                self.fields(part, root)
                self.tables(part, root)
        self.dates()
        return self.faults

    # --- the package: parts, types, relations, ids --------------------------------------------------------------

    def package(self):
        if self.names[0] != "[Content_Types].xml":
            self.fault(self.names[0], "stands before [Content_Types].xml")
        for name in set(n.lower() for n in self.names):
            if sum(n.lower() == name for n in self.names) > 1:
                self.fault(name, "is there twice")
        for i in self.zip.infolist():
            if i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or i.flag_bits & 1:
                self.fault(i.filename, "is packed as Word does not read it")
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                self.xml[name] = E.fromstring(self.zip.read(name))
        types = self.xml["[Content_Types].xml"]
        default = {t.get("Extension").lower() for t in types if local(t) == "Default"}
        override = [t.get("PartName") for t in types if local(t) == "Override"]
        if len(override) != len(set(override)):
            self.fault("[Content_Types].xml", "a part twice")
        for name in override:
            if name.lstrip("/") not in self.names:
                self.fault("[Content_Types].xml", name + " is not there")
        for name in self.names[1:]:
            ours = name.startswith(("word/", "docProps/")) and name.endswith(".xml")
            if "/" + name not in override and (ours or name.rpartition(".")[2].lower() not in default):
                self.fault(name, "has no type")

    def relations(self):
        aimed = {"[Content_Types].xml"}
        for part, root in self.xml.items():
            if not part.endswith(".rels"):
                continue
            aimed.add(part)
            folder, _, leaf = part.rpartition("_rels/")
            ids = [r.get("Id") for r in root]
            if len(ids) != len(set(ids)):
                self.fault(part, "an Id twice")
            for r in root:
                if r.get("TargetMode") == "External":
                    continue
                target = r.get("Target")
                path = target[1:] if target.startswith("/") else folder + target
                if path not in self.names:
                    self.fault(part, target + " is not there")
                aimed.add(path)
            source = self.xml.get(folder + leaf[:-len(".rels")])
            for e in source.iter() if source is not None else ():
                for key, value in e.attrib.items():
                    if key.startswith("{%s}" % R) and value not in ids:
                        self.fault(part, "no " + value)
        for name in set(self.names) - aimed:
            self.fault(name, "nothing refers to it")

    def dates(self):
        core = self.xml.get("docProps/core.xml")
        for e in core if core is not None else ():
            if local(e) in ("created", "modified") and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", e.text or ""):
                self.fault("docProps/core.xml", local(e) + " " + str(e.text))
        kinds = [e.tag for e in core] if core is not None else []
        if len(kinds) != len(set(kinds)):
            self.fault("docProps/core.xml", "an element twice")

    # --- elements ------------------------------------------------------------------------------------------------

    def orders(self, part, root):
        for e in root.iter():
            if not e.tag.startswith("{%s}" % W):
                continue
            name = local(e)
            for key in NEEDED.get(name, "").split():
                if w(e, key) is None and not (name in ("ins", "del") and len(e) == 0):
                    self.fault(part, "w:%s without w:%s" % (name, key))
            for key, value in e.attrib.items():
                if key.startswith("{%s}" % W) and key.rpartition("}")[2] in WHOLE and not re.fullmatch(r"-?\d+", value):
                    self.fault(part, "w:%s %s=%s" % (name, key.rpartition("}")[2], value))
            if name not in SEQUENCE:
                continue
            want, last, seen = SEQUENCE[name].split(), -1, set()
            for c in e:
                child = local(c)
                if not c.tag.startswith("{%s}" % W) or child in MARKS:
                    continue
                if child not in want:
                    self.fault(part, "w:%s in w:%s" % (child, name))
                    continue
                at = want.index(child)
                if child == "footerReference": # either of the two, in any order
                    at = want.index("headerReference")
                if at < last:
                    self.fault(part, "w:%s in w:%s behind w:%s" % (child, name, want[last]))
                if child in seen and child not in MANY:
                    self.fault(part, "w:%s twice in w:%s" % (child, name))
                seen.add(child)
                last = max(at, last)

    def styles(self):
        root = self.xml["word/styles.xml"]
        ids = [w(s, "styleId") for s in root if local(s) == "style"]
        names = [w(s.find("{%s}name" % W), "val").lower() for s in root if local(s) == "style"]
        if len(ids) != len(set(ids)) or len(names) != len(set(names)):
            self.fault("word/styles.xml", "a style twice")
        for e in root.iter():
            if local(e) in ("basedOn", "next", "link") and w(e, "val") not in ids:
                self.fault("word/styles.xml", "no style " + w(e, "val"))
        return set(ids)

    def paragraphs(self, part, root, styles):
        ids = {}
        for e in root.iter():
            name = local(e)
            if name in ("pStyle", "rStyle", "tblStyle") and w(e, "val") not in styles:
                self.fault(part, "no style " + str(w(e, "val")))
            if name in ("ins", "del", "comment", "bookmarkStart", "commentRangeStart", "commentReference"):
                key = "change" if name in ("ins", "del") else name
                if w(e, "id") in ids.setdefault(key, set()):
                    self.fault(part, "w:%s %s twice" % (name, w(e, "id")))
                ids[key].add(w(e, "id"))
            if name in ("p", "r") and any(local(c) == name + "Pr" for c in list(e)[1:]):
                self.fault(part, "w:%sPr is not the first in w:%s" % (name, name))
            if name in ("t", "delText", "instrText") and (e.text or "") != (e.text or "").strip(" \t\r\n") and \
                    e.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                self.fault(part, "blanks around '%s' are lost" % e.text)
            if name == "t" and not e.text:
                self.fault(part, "an empty w:t")
        body = root.find("{%s}body" % W)
        if body is not None and local(body[-1]) != "sectPr":
            self.fault(part, "w:sectPr is not the last of w:body")

    def fields(self, part, root):
        for p in root.iter("{%s}p" % W):
            state = [w(e, "fldCharType") for e in p.iter("{%s}fldChar" % W)]
            code = [e.text.strip() for e in p.iter("{%s}instrText" % W)]
            if state != ["begin", "separate", "end"] * len(code):
                self.fault(part, "field %s: %s" % (code, state))

    def tables(self, part, root):
        for e in root.iter():
            rows = list(e)
            for a, b in zip(rows, rows[1:] + [None]):
                if local(a) != "tbl":
                    continue
                if b is not None and local(b) == "tbl":
                    self.fault(part, "two tables that become one")
                if b is None or local(b) not in ("p", "tbl"):
                    self.fault(part, "w:tbl is not followed by w:p in w:" + local(e))
            if local(e) == "tc" and (not len(e) or local(e[-1]) != "p"):
                self.fault(part, "the last of w:tc is not w:p")
            if local(e) == "tbl":
                self.grid(part, e)

    def grid(self, part, t):
        grid = t.find("{%s}tblGrid" % W)
        columns = len(grid) if grid is not None else 0
        for row in t.findall("{%s}tr" % W):
            have = 0
            for c in row.findall("{%s}tc" % W):
                span = c.find("{%s}tcPr/{%s}gridSpan" % (W, W))
                have += int(w(span, "val")) if span is not None else 1
            if have != columns:
                self.fault(part, "a row of %d cells in a table of %d columns" % (have, columns))


class Paper(Document):
    """What we promise beyond the standard: faces and words that are ours, in our styles."""

    def check(self):
        super().check()
        for part, root in self.xml.items():
            if part.startswith("word/") and not part.endswith(".rels"):
                self.faces(part, root)
        return self.faults

    def faces(self, part, root):
        if "heme" in self.zip.read(part).decode():
            self.fault(part, "a face of a theme")
        for r in root.iter("{%s}r" % W):
            face = r.find("{%s}rPr/{%s}rFonts" % (W, W))
            if face is None or w(face, "hint") != "eastAsia":
                self.fault(part, "a run whose marks may be set in a Latin face")
        for s in root.iter("{%s}style" % W):
            face = s.find("{%s}rPr/{%s}rFonts" % (W, W))
            if w(s, "type") != "paragraph":
                continue
            names = {w(face, k) for k in ("ascii", "eastAsia", "hAnsi", "cs")} if face is not None else set()
            if len(names) != 1 or None in names:
                self.fault(part, "style %s has faces %s" % (w(s, "styleId"), names))


def main():
    kind, files = Paper, sys.argv[1:]
    if files and files[0] == "--any":
        kind, files = Document, files[1:]
    faults = [f for file in files for f in kind(file).check()]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
