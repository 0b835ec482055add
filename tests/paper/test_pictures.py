"""The text of a picture says what the picture shows, with its numbers, to who cannot see it.

Oracle: what is pictured, made anew: the page of the report, and the workbooks as they are printed.
"""

import re
from pathlib import Path

import pytest

from documents import PAGES, ROOT
from paper.printing import pages_of
from report.pages import text_of

PICTURE = re.compile(r'!\[([^\]]*)\]\(([^)]*\.png)\)|<img src="([^"]*\.png)"[^>]* alt="([^"]*)"')
NUMBER = re.compile(r"[+\u2212-]?\d+(?:,\d{3})*(?:\.\d+)?%?")
SHOWN = {"mixed_portfolio": "Hedge", "transition": "Transition"}


def pictures():
    """Give each picture of the pages with its text."""
    for page in PAGES:
        for alt, path, source, text in PICTURE.findall(page.read_text("utf-8")):
            yield pytest.param((page.parent / (path or source)).resolve(), alt or text,
                               id=f"{page.name} {path or source}")  # fmt: skip


@pytest.mark.parametrize(("picture", "text"), list(pictures()))
def test_its_numbers_are_those_that_are_shown(picture, text, run, convert):
    assert picture.is_file()
    if picture.stem == "committee_page":
        examples = ROOT / "docs" / "examples"
        words = ("--policy", examples / "policy.toml", "--entity", "Treasury")
        run("report", examples / "treasury.csv", "-o", "p", *words, "--as-of", "2026-09-30T16:00")
        shown = text_of(Path("p/report.pdf").read_bytes(), 1)
    else:
        pages = pages_of(convert(picture.with_suffix(".xlsx"), "pdf"))
        shown = " ".join(
            t for name, boxes in pages if name == SHOWN[picture.stem] for t, _ in boxes
        )
    plain = shown.replace("\u2212", "-")
    numbers = [number.replace("\u2212", "-") for number in NUMBER.findall(text)]
    assert len(numbers) >= 10
    missing = [
        number
        for number in numbers
        if not re.search(rf"(?<![\d.,]){re.escape(number)}(?!,?\d|\.\d*[1-9])", plain)
    ]
    assert not missing
