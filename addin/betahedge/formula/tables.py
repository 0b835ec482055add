"""Tables of a workbook, and what the parts of one are: columns, heads, totals, this row."""

import re
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from betahedge.formula.alike import COLUMN

_PART = re.compile(rf"(?:[^\[\]']|'.)*|\s*{COLUMN}(?:\s*[,:]\s*{COLUMN})*\s*", re.DOTALL)
_AREA = re.compile(r"\[\s*#")  # a column whose name begins so has an apostrophe before it
_BARE = re.compile(r"\[\[#This Row\],([^\[\]]+)\]", re.IGNORECASE)  # as XlsxWriter has [@Close]
_AREAS = {"#all", "#data", "#headers", "#totals", "#this row"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its sheet, its range, its columns, and how many rows its head and totals take."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int
    columns: tuple[str, ...]
    head: int = 1
    totals: int = 0

    def holds(self, sheet: str, row: int, column: int) -> bool:
        """Tell whether a cell is in the table."""
        inside = self.top <= row <= self.bottom and self.left <= column <= self.right
        return sheet == self.sheet and inside

    def reference(self, part: str, row: int | None) -> str | None:
        """Give the range of a part such as "[[#This Row],[Close]]", in a formula on a row."""
        part = _as_stored(part)
        if not _PART.fullmatch(part[1:-1]):
            return None
        words = re.findall(COLUMN, part[1:-1]) or [f"[{part[1:-1].strip()}]"]
        areas = {word[1:-1].strip().lower() for word in words if _AREA.match(word)}
        named = [_plain(word).lower() for word in words if word[1:-1] and not _AREA.match(word)]
        places = [name.lower() for name in self.columns]
        if not (places and areas <= _AREAS and len(named) <= 2 and set(named) <= set(places)):
            return None
        found = self._rows(areas or {"#data"}, row)
        if found is None or (len(named) == 2 and "]:[" not in part):
            return None
        first = places.index(named[0]) if named else 0
        last = places.index(named[-1]) if named else len(places) - 1
        columns = sorted((self.left + first, self.left + last))
        corners = [f"${get_column_letter(c)}${r}" for c, r in zip(columns, found, strict=True)]
        quoted = self.sheet.replace("'", "''")
        area = corners[0] if corners[0] == corners[1] else ":".join(corners)
        return f"'{quoted}'!{area}"

    def _rows(self, areas: set[str], row: int | None) -> tuple[int, int] | None:
        first, last = self.top + self.head, self.bottom - self.totals
        if areas == {"#this row"}:
            return (row, row) if row is not None and first <= row <= last else None
        spans = {
            "#all": (self.top, self.bottom),
            "#data": (first, last),
            "#headers": (self.top, self.top if self.head else 0),
            "#totals": (self.bottom if self.totals else 1, self.bottom if self.totals else 0),
        }
        if "#this row" in areas or any(spans[area][0] > spans[area][1] for area in areas):
            return None
        return min(spans[a][0] for a in areas), max(spans[a][1] for a in areas)


def _as_stored(part: str) -> str:
    """Write this row as Excel's files do where it is as it is typed: [@Close], [@[Open]:[Close]].

    XlsxWriter, and so Polars and pandas, leaves the column without brackets of its own.
    """
    bare = _BARE.fullmatch(part)
    if bare:
        return f"[[#This Row],[{bare[1].strip()}]]"
    if not part.startswith("[@"):
        return part
    named = part[2:-1].strip()
    columns = named if named.startswith("[") or not named else f"[{named}]"
    return f"[[#This Row],{columns}]" if columns else "[#This Row]"


def _plain(word: str) -> str:
    """Take a word out of its brackets; an apostrophe lets the next character stand for itself."""
    return re.sub(r"'(.)", r"\1", word[1:-1], flags=re.DOTALL)
