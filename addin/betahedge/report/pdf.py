"""The page: report.json laid out by typst, from memory; PDF/A-3a that carries the numbers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from betahedge.errors import BetahedgeError
from betahedge.report.assets import count_shown, make_other
from betahedge.report.numbers import shorter
from betahedge.report.policy import Policy
from betahedge.report.rows import Report
from betahedge.report.schema import report_json

PARTS = ("style.typ", "charts.typ", "appendix.typ")
FEW = 8  # assets on page one where more do not fit
_NO_FONT = re.compile(r"could not be displayed|no font could be found|not supported by")
_NO_ROOM = "does not fit on one page"


class NoPage(BetahedgeError):  # noqa: N818 - the page refuses
    """The page cannot be made; the message is one line that says why."""


Made = tuple[bytes, Report, str]
Compile = Callable[[Report, bool], bytes]


def make_pdf(report: Report, policy: Policy) -> Made:
    """Make the PDF.  Gives its bytes, the report that it shows, and which fonts it took.

    A character that the bundled font lacks is taken from the system's fonts; one that none has
    replaces its name by a number.  Where twelve assets do not fit, eight are shown.
    """
    try:
        return _with_fonts(report)
    except NoPage as error:
        if _NO_ROOM not in str(error):
            raise
    few = count_shown(report.assets, FEW)
    other = make_other(report.assets, few, policy)
    return _with_fonts(replace(report, shown=few, other=other))


def _with_fonts(report: Report) -> Made:
    try:
        return compile_page(report, False), report, "bundled"
    except NoPage as error:
        if not _NO_FONT.search(str(error)):
            raise
    try:
        return compile_page(report, True), report, "system"
    except NoPage as error:
        if not _NO_FONT.search(str(error)):
            raise
    named = replace_names(report)
    return compile_page(named, True), named, "names replaced"


def compile_page(report: Report, system: bool) -> bytes:
    """Compile a report; raises NoPage with what typst says."""
    import typst

    main: Any = {name: _part(name) for name in PARTS}
    main |= {"main": _part("report.typ"), "report.json": report_json(report)}
    with as_file(files("betahedge.report") / "fonts") as fonts:
        try:
            page: Any = typst.compile(
                main,
                format="pdf",
                sys_inputs={"data": "report.json"},
                pdf_standards=["a-3a"],
                font_paths=[str(fonts)],
                ignore_system_fonts=not system,
                timestamp=_stamp(report),
            )
        except typst.TypstError as error:
            raise NoPage(f"report.pdf: {' '.join(str(error).split())}") from None
    return bytes(page)


def _stamp(report: Report) -> datetime.datetime:
    """Date the document as of the report, so that the same inputs give the same bytes."""
    return datetime.datetime.fromisoformat(report.as_of.replace("Z", "+00:00"))


@cache
def _part(name: str) -> bytes:
    return (files("betahedge.report") / "page" / name).read_bytes()


def replace_names(report: Report) -> Report:
    """Put a number in the place of each name that may have no font; report.names says which."""
    names = {row.asset: f"asset {n}" for n, row in enumerate(report.assets, 1)
             if not _is_common(row.asset)}  # fmt: skip
    texts = {short: new for name, new in names.items() for short in (name, shorter(name))}

    def change(value: Any) -> Any:
        if isinstance(value, str):
            for text in sorted(texts, key=len, reverse=True):
                value = value.replace(text, texts[text])
            return value if _is_common(value) else _ascii(value)
        if isinstance(value, tuple | list):
            return type(value)(map(change, value))
        if isinstance(value, dict):
            return {name: change(each) for name, each in value.items()}
        if hasattr(value, "__dataclass_fields__"):
            parts = {name: change(getattr(value, name)) for name in value.__dataclass_fields__}
            return replace(value, **parts)
        return value

    shown: Report = change(report)
    return replace(shown, names={new: old for old, new in names.items()})


def _is_common(text: str) -> bool:
    """Tell letters that Carlito has: Latin, Greek and Cyrillic, and the page's own signs."""
    return all(
        ord(each) < 0x530 or each in "\N{MINUS SIGN}\N{HORIZONTAL ELLIPSIS}" for each in text
    )


def _ascii(text: str) -> str:
    return "".join(each if _is_common(each) else "?" for each in text)
