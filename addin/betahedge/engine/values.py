"""What an engine gives: the values of cells, the ranges that formulas fill, and constants."""

import re
from dataclasses import dataclass, field

from betahedge.xlsx.cells import Value

Place = tuple[int, int, int]  # sheet from 0, row and column from 1
_NUMBER = re.compile(r"([+-]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(%?)")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')


@dataclass
class Values:
    """The values of a calculated workbook, by place.

    cells: what formulas give, in their own cells and in those that they fill; constants may be
    among them.  extents: the ranges of those formulas that fill more cells than their own.
    """

    cells: dict[Place, Value] = field(default_factory=dict)
    extents: dict[Place, str] = field(default_factory=dict)


def literal(text: str) -> object:
    """Read an argument that is a number, a text, a truth value, or nothing; ... means none."""
    if not text:
        return None
    number = _NUMBER.fullmatch(text)
    if number:
        value = float(number[1].replace(" ", ""))
        return value / 100 if number[2] else value
    quoted = _TEXT.fullmatch(text)
    if quoted:
        return quoted[1].replace('""', '"')
    return {"TRUE": True, "FALSE": False}.get(text.upper(), ...)
