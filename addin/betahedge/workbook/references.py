"""What a formula says by name, written out: tables, and names that stand for a call of the add-in.

The engine (formualizer 0.13) reads neither, so its copy of a workbook has references instead:
`Prices[Close]` becomes `Sheet1!$B$2:$B$9`, and a name becomes what it stands for, in brackets.
"""

import posixpath
import re
from dataclasses import dataclass, field

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from betahedge.workbook.formulas import calls
from betahedge.workbook.package import RELATIONS, Package, parse, tag

_TEXT = r'"(?:[^"]|"")*"'
_SHEET = r"'(?:[^']|'')*'"
_INNER = r"\[(?:[^\[\]']|'.)*\]"
_WORD = r"[^\W\d][\w.\\]*|\\[\w.\\]*"
_TOKEN = re.compile(
    rf"{_TEXT}|{_SHEET}|(?P<table>{_WORD})?(?P<part>\[(?:[^\[\]']|'.|{_INNER})*\])(?![!\w])"
    rf"|(?<![\w.$!\\])(?P<name>{_WORD})(?![\w.(!\[\\])",
    re.DOTALL,
)
_AREAS = {"#all", "#data", "#headers", "#totals", "#this row"}
DEEPEST = 9  # names within names


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

    def reference(self, part: str, row: int) -> str | None:
        """Give the range of a part such as "[[#This Row],[Close]]", in a formula on a row."""
        words = [_plain(each) for each in re.findall(_INNER, part[1:-1])] or [_plain(part)]
        areas = {word.lower() for word in words if word.startswith("#")}
        named = [word.lower() for word in words if not word.startswith("#") and word]
        places = [name.lower() for name in self.columns]
        if not areas <= _AREAS or len(named) > 2 or not set(named) <= set(places):
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

    def _rows(self, areas: set[str], row: int) -> tuple[int, int] | None:
        first, last = self.top + self.head, self.bottom - self.totals
        if areas == {"#this row"}:
            return (row, row) if first <= row <= last else None
        spans = {
            "#all": (self.top, self.bottom),
            "#data": (first, last),
            "#headers": (self.top, self.top if self.head else 0),
            "#totals": (self.bottom if self.totals else 1, self.bottom if self.totals else 0),
        }
        if "#this row" in areas or any(spans[area][0] > spans[area][1] for area in areas):
            return None
        return min(spans[a][0] for a in areas), max(spans[a][1] for a in areas)


def _plain(word: str) -> str:
    """Take a word out of its brackets; an apostrophe lets the next character stand for itself."""
    return re.sub(r"'(.)", r"\1", word.strip()[1:-1].strip())


@dataclass
class References:
    """The tables and the names of a workbook."""

    tables: dict[str, Table] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(
        default_factory=dict
    )  # by sheet, "" for all, and name

    @classmethod
    def of(cls, package: Package) -> "References":
        """Read them from a package."""
        found = cls()
        for sheet, part in package.sheets().items():
            for table in _table_parts(package, part):
                found._add_table(sheet, package.parts[table])
        book = parse(package.parts["xl/workbook.xml"])
        sheets = [sheet.get("name", "") for sheet in book.iter(tag("sheet"))]
        for name in book.iter(tag("definedName")):
            local = name.get("localSheetId")
            own = sheets[int(local)] if local and int(local) < len(sheets) else ""
            found.names[own.lower(), name.get("name", "").lower()] = name.text or ""
        return found

    def _add_table(self, sheet: str, data: bytes) -> None:
        root = parse(data)
        left, top, right, bottom = (
            int(bound or 0) for bound in range_boundaries(root.get("ref", ""))
        )
        columns = tuple(each.get("name", "") for each in root.iter(tag("tableColumn")))
        head, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
        table = Table(sheet, left, top, right, bottom, columns, head, totals)
        self.tables[root.get("displayName", "").lower()] = table

    def _around(self, sheet: str, row: int, column: int) -> Table | None:
        """Find the table that a cell is in."""
        for table in self.tables.values():
            inside = table.top <= row <= table.bottom and table.left <= column <= table.right
            if table.sheet == sheet and inside:
                return table
        return None

    def written_out(self, formula: str, sheet: str, ref: str, depth: int = 0) -> str:
        """Write the formula of a cell with ranges for tables, and calls for their names."""
        if not self.tables and not self.names:
            return formula
        row, column = coordinate_to_tuple(ref)

        def reference(match: re.Match[str]) -> str:
            if match["part"]:
                named = match["table"]
                table = (
                    self.tables.get(named.lower()) if named else self._around(sheet, row, column)
                )
                return (table and table.reference(match["part"], row)) or match[0]
            word = (match["name"] or "").lower()
            if word in self.tables:
                return self.tables[word].reference("[#Data]", row) or match[0]
            text = self.names.get((sheet.lower(), word)) or self.names.get(("", word), "")
            if not text or depth > DEEPEST:
                return match[0]
            whole = self.written_out(seen_from(text, ref), sheet, ref, depth + 1)
            return f"({whole})" if calls(whole) else match[0]

        return _TOKEN.sub(reference, formula)


def seen_from(definition: str, ref: str) -> str:
    """Give what a name stands for in a cell: relative addresses in it are stored as from A1."""
    return str(Translator(f"={definition}", "A1").translate_formula(ref)).removeprefix("=")


def unread(formula: str) -> bool:
    """Tell a formula in which a part of a table is still named."""
    return any(match["part"] for match in _TOKEN.finditer(formula))


def _table_parts(package: Package, part: str) -> list[str]:
    folder, name = posixpath.split(part)
    data = package.parts.get(f"{folder}/_rels/{name}.rels")
    targets = [
        posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        for each in (parse(data) if data else ())
        if each.get("Type") == f"{RELATIONS}/table"
    ]
    return [target for target in targets if target in package.parts]
