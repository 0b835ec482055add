"""A workbook as LibreOffice prints it and poppler reads it, and the charts in its file."""

import re
import shutil
import subprocess
import zipfile

import pytest
from lxml import etree

SMALLEST = 7.9  # points: 8, less the rounding of a PDF


def pages_of(pdf):
    """Give for each page its sheet, and its texts with the sizes of their characters."""
    if shutil.which("pdftohtml") is None:
        pytest.skip("pdftohtml (poppler-utils) is not installed")
    command = ["pdftohtml", "-xml", "-i", "-stdout", str(pdf)]
    root = etree.fromstring(subprocess.run(command, capture_output=True, check=True).stdout)
    pages, fonts = [], {}
    for page in root.iter("page"):
        fonts |= {font.get("id"): float(font.get("size")) for font in page.iter("fontspec")}
        scale = 842 / max(float(page.get("height")), float(page.get("width")))
        boxes = [("".join(text.itertext()), fonts[text.get("font")] * scale)
                 for text in page.iter("text")]  # fmt: skip
        name = next((m[1] for t, _ in boxes if (m := re.search(r"(\w+) · page \d+ of \d+", t))), "")
        pages.append((name, boxes))
    return pages


def texts_of(pages):
    """Give all texts of all pages; none is an error value or too wide for its cell."""
    texts = [text for _, boxes in pages for text, _ in boxes]
    bad = [text for text in texts if re.search(r"###|#(VALUE|REF|NAME|DIV|N/A|NUM)", text)]
    assert not bad
    return texts


def small_in(boxes):
    """Give the texts whose characters are too small."""
    return [(text, size) for text, size in boxes if text.strip() and size < SMALLEST]


def charts_are_plain(path, count):
    """Tell that a file has so many charts: no smooth line, no condition, of plain cells alone."""
    archive = zipfile.ZipFile(path)
    charts = [n for n in archive.namelist() if re.match(r"xl/charts/chart\d+\.xml", n)]
    assert len(charts) == count
    for name in charts:
        text = archive.read(name).decode()
        assert 'smooth val="1"' not in text
        assert 'tickLblPos val="low"' in text
        assert not re.search(r'formatCode="[^"]*\[', text), "no conditions"
        for place in re.findall(r"<(?:c:)?f>([^<]+)</", text):
            assert re.fullmatch(r"'?\w+'?!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", place), place
    return True
