"""What a formula says by name, written out: defined names, and the parts of tables.

The engine (formulon 0.18) reads a name always as seen from A1, and takes some parts of tables for
others; a name such as `rate` hides the function from it.  Written out, neither is left.
"""

import re
from dataclasses import dataclass, field

from betahedge.formula.alike import PART, SHEET, fill, form_of
from betahedge.formula.references import reference, shifted
from betahedge.formula.tables import Table
from betahedge.formula.tokens import LONGEST, opens, tokens

_TWICE = re.compile(r"([A-Z]+\d+):\1(?!\d)")  # D1:D1, but for its signs
_CORNER = re.compile(rf"(?:{SHEET}|{PART}|[^:'\[])+")  # of a range, up to the colon
_DEEPEST = 20  # names within names
Place = tuple[int, int, int]  # sheet, row, column


@dataclass
class Meanings:
    """The defined names and the tables of a workbook.

    names: what they stand for, by sheet ("" for those of all sheets) and name.  tables: by name.
    All in lower case.
    """

    names: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    _forms: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False)

    def meaning(self, sheet: str, qualifier: str, name: str) -> str | None:
        """Give what a name stands for on a sheet, whose own come before the workbook's."""
        for place in (qualifier.lower() or sheet.lower(), ""):
            if (place, name.lower()) in self.names:
                return self.names[place, name.lower()]
        return None

    def write_out(self, formula: str, sheet: str, row: int, column: int) -> str:
        """Write a formula of a cell without names; what would be too long stays as it is.

        What is stored of a name is as it is seen from A1.  Names that go round in a circle stay.
        What is the same seen from two cells is worked out once for all formulas alike.
        """
        if "[" in formula or _TWICE.search(formula.replace("$", "")):
            return self._written(formula, sheet, row, column)
        form, cells = form_of(formula)
        if (form, sheet) not in self._forms:
            one, other = (self._written(form, sheet, place, place) for place in (1, 2))
            self._forms[form, sheet] = one if one == other else None
        alike = self._forms[form, sheet]
        if alike is None:
            return self._written(formula, sheet, row, column)
        written = fill(alike, cells)
        return written if len(written) < LONGEST else formula

    def _written(self, formula: str, sheet: str, row: int, column: int) -> str:
        """Write one formula of a cell without names."""
        written = formula
        for _ in range(_DEEPEST):
            before, pieces, length = written, [], 0
            for token in tokens(written):
                told = token.value
                if token.type == "OPERAND" and token.subtype == "RANGE":
                    told = self._corners(token.value, sheet, row, column)
                elif opens(token) and ":" in token.value:  # first:INDEX(
                    corner, _, function = token.value.rpartition(":")
                    told = f"{self._corners(corner, sheet, row, column)}:{function}"
                pieces.append(told)
                length += len(told)
                if length >= LONGEST:
                    return formula
            written = "".join(pieces) or written
            if written == before:
                break
        return written

    def _corners(self, operand: str, sheet: str, row: int, column: int) -> str:
        """Write what an operand stands for; of a range from name to name, what each corner does."""
        if operand.endswith("#"):  # as it is typed
            return f"_xlfn.ANCHORARRAY({self._corners(operand[:-1], sheet, row, column)})"
        if operand.startswith(":"):  # (A1):last
            return f":{self._corners(operand[1:], sheet, row, column)}"
        if operand.endswith(":"):  # first:(A1)
            return f"{self._corners(operand[:-1], sheet, row, column)}:"
        pieces = _CORNER.findall(operand)
        if reference(operand).area or len(pieces) < 2 or ":".join(pieces) != operand:
            return self._told(operand, sheet, row, column)
        told = [self._told(each, sheet, row, column) for each in pieces]
        place = told[0].rpartition("!")[0]
        return ":".join([told[0], *(each.removeprefix(f"{place}!") for each in told[1:])])

    def _told(self, operand: str, sheet: str, row: int, column: int) -> str:
        """Write what one operand stands for, if it is a name or a part of a table."""
        sign = "@" if operand.startswith("@") else ""
        found = reference(operand.removeprefix("@"))
        if found.area or found.of_file or not found.name:
            return _one_cell(operand)
        title, bracket, _ = found.name.partition("[")
        if bracket or title.lower() in self.tables:
            part = found.name[len(title) :] or "[#Data]"
            table = self._table(title, sheet, row, column)
            return sign + ((table and table.reference(part, row)) or operand)
        text = self.meaning(sheet, found.sheet, found.name)
        if not text or not tokens(text):
            return operand
        seen = shifted(text, row - 1, column - 1)
        return f"{sign}{seen}" if reference(seen).area else f"{sign}({seen})"

    def _table(self, title: str, sheet: str, row: int, column: int) -> Table | None:
        """Find a table by its name, or the one that a cell is in."""
        if title:
            return self.tables.get(title.lower())
        around = (each for each in self.tables.values() if each.holds(sheet, row, column))
        return next(around, None)


def _one_cell(operand: str) -> str:
    """Write D1:D1 as D1: of a range the engine makes an array; 1:1 and A:A are no cells."""
    first, _, last = operand.rpartition("!")[2].replace("$", "").partition(":")
    is_cell = first == last and any(map(str.isdigit, first)) and not first.isdigit()
    return operand.rpartition(":")[0] if is_cell else operand
