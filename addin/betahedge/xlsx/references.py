"""What a formula says by name, written out: tables, and defined names.

The engine (formualizer 0.13) reads no tables, and through a name it sees neither a call nor which
cells come first.  So its copy of a workbook has references instead: `Prices[Close]` becomes
`'Sheet1'!$B$2:$B$9`, and a name becomes what it stands for.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.formula.alike import OPAQUE, PART, SHEET, TEXT
from betahedge.formula.formulas import bare
from betahedge.formula.references import CELL, WORD, unquoted
from betahedge.formula.tokens import LONGEST
from betahedge.xlsx.package import WORKBOOK, Package, defined_names
from betahedge.xlsx.table_parts import Table
from betahedge.xlsx.xml import parse

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet; an address beyond its edge goes on at the other
_NAME = rf"(?:(?P<sheet>{SHEET}|{WORD}|\[0\])!)?(?P<name>{WORD})(?![\w.(!\[\\])"
_TOKEN = re.compile(
    rf"{TEXT}|(?P<table>{WORD})?(?P<part>{PART})(?![!\w])"
    rf"|(?<![\w.$!\\\]]){_NAME}|{SHEET}|{WORD}",
    re.DOTALL,
)
_WORD = re.compile(WORD)
_LETTERS = r"[A-Z]{1,3}"
_ONE = re.compile(rf"(?:(?:{SHEET}|{WORD})!)?{CELL}(?::{CELL})?")
_COLUMN = re.compile(_LETTERS, re.IGNORECASE)
_CALL = re.compile(r":\(*[A-Za-z_][\w.]*\(")
_UNQUALIFIED = re.compile(rf"(?<![\w.$!']){CELL}\)*:\Z", re.IGNORECASE)
_ADDRESS = re.compile(  # a cell, whole columns, whole rows
    rf"{OPAQUE}|(?<![\w.$\\])(?:"
    rf"(?P<fixed>\$?)(?P<column>{_LETTERS})(?P<set>\$?)(?P<row>[1-9]\d*)"
    rf"|(?P<a>\$?)(?P<first>{_LETTERS}):(?P<b>\$?)(?P<last>{_LETTERS})"
    r"|(?P<c>\$?)(?P<top>[1-9]\d*):(?P<d>\$?)(?P<bottom>[1-9]\d*))(?![\w.(!\[])",
    re.IGNORECASE,
)


@dataclass
class References:
    """The tables and the names of a workbook.

    tables: by name.  names: by sheet, "" for those of all sheets, and name; all in lower case.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    _meanings: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> "References":
        """Read them from a package."""
        found = cls()
        for table, sheet in package.tables().items():
            title, read = Table.read(sheet, parse(package.parts[table]))
            found.tables[title.lower()] = read
        for own, name in defined_names(parse(package.parts[WORKBOOK])):
            found.names[own.lower(), name.get("name", "").lower()] = name.text or ""
        found._find_meanings()
        return found

    def _find_meanings(self) -> None:
        """Write out the names, however many names lie between; what goes in a circle stays."""
        found = True
        while found:
            found = False
            for (own, name), text in self.names.items():
                whole = self.written_out(text, own)
                known = self._meanings.get((own, name))
                if whole != known and name not in self._names_in(whole) and is_whole(whole):
                    self._meanings[own, name] = whole
                    found = True

    def _names_in(self, formula: str) -> set[str]:
        return {(match["name"] or "").lower() for match in _TOKEN.finditer(formula)}

    def written_out(self, formula: str, sheet: str, ref: str = "") -> str:
        """Write the formula of a cell with ranges for tables, and calls for their names.

        Without a cell it is the text of a name; what is longer than a formula may be stays.
        """
        words = map(str.lower, _WORD.findall(formula)) if self._words else ()
        if "[" not in formula and self._words.isdisjoint(words):
            return formula
        place = coordinate_to_tuple(ref) if ref else None

        def reference(match: re.Match[str]) -> str:
            if match["part"]:
                found = self._table(match["table"], sheet, place)
                return (found and found.reference(match["part"], place and place[0])) or match[0]
            name = (match["name"] or "").lower()
            if name in self.tables and not match["sheet"]:
                return self.tables[name].reference("[#Data]", None) or match[0]
            meaning = self._meaning(match["sheet"] or "", name, sheet)
            if meaning is None:
                return match[0]
            # What a name stands for is stored as it is seen from A1.
            seen = shifted(meaning, place[0] - 1, place[1] - 1) if place else meaning
            before, after = formula[: match.start()], formula[match.end() :]
            if before.endswith(":") or after.startswith(":"):
                # The corner of a range, and no letters of whole columns; A1:last is A1:$C$9.
                corner = _ONE.fullmatch(seen) and not _COLUMN.fullmatch(name)
                here = unquoted(seen.rpartition("!")[0]) == sheet and _CALL.match(after)
                alone = here or _UNQUALIFIED.search(before)
                return (seen.rpartition("!")[2] if alone else seen) if corner else match[0]
            return seen if _ONE.fullmatch(seen) else f"({seen})"

        whole = _TOKEN.sub(reference, formula)
        return whole if len(whole) < LONGEST else formula

    @cached_property
    def _words(self) -> set[str]:
        return {*self.tables, *(name for _, name in self.names)}

    def _meaning(self, qualifier: str, name: str, sheet: str) -> str | None:
        """Give what a name stands for; the sheet's own comes before the workbook's."""
        own = unquoted(qualifier).lower()
        places = ("",) if own == "[0]" else (own or sheet.lower(), "")
        place = next((p for p in places if (p, name) in self.names), "")
        return self._meanings.get((place, name))

    def _table(self, name: str | None, sheet: str, place: tuple[int, int] | None) -> Table | None:
        """Find a table by its name, or the one that a cell is in."""
        if name:
            return self.tables.get(name.lower())
        around = (each for each in self.tables.values() if place and each.holds(sheet, *place))
        return next(around, None)


def shifted(formula: str, down: int, right: int) -> str:
    """Move the relative addresses of a formula, over the edge of the sheet to its other side."""

    def column(fixed: str, letters: str) -> str:
        place = column_index_from_string(letters) + (0 if fixed else right)
        return f"{fixed}{get_column_letter((place - 1) % COLUMNS + 1)}"

    def row(fixed: str, number: str) -> str:
        return f"{fixed}{(int(number) + (0 if fixed else down) - 1) % ROWS + 1}"

    def address(match: re.Match[str]) -> str:
        if match["row"]:
            return column(*match.group("fixed", "column")) + row(*match.group("set", "row"))
        if match["first"]:
            return f"{column(*match.group('a', 'first'))}:{column(*match.group('b', 'last'))}"
        if match["top"]:
            return f"{row(*match.group('c', 'top'))}:{row(*match.group('d', 'bottom'))}"
        return match[0]

    return _ADDRESS.sub(address, formula)


def is_whole(formula: str) -> bool:
    """Tell a text that can stand in a formula: not empty, no error, and its brackets closed."""
    text = bare(formula)
    closed = all(text.count(a) == text.count(b) for a, b in ("()", "{}", "[]"))
    return bool(formula) and closed and not set("\"'#") & set(text)


def unread(formula: str) -> bool:
    """Tell a formula in which a part of a table is still named."""
    return "[" in formula and any(match["part"] for match in _TOKEN.finditer(formula))
