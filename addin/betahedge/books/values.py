"""The cells of a column as values of its field, with every fault of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from betahedge.books.coins import cash_codes, coin
from betahedge.books.dates import REMEDY, read_date
from betahedge.books.faults import NOTHING, Fault, Unclear
from betahedge.books.fields import DATE, HOURS, NAME, RATE, SHARE, SIDES, Field, Number, Words
from betahedge.books.grid import Grid
from betahedge.books.header import Header, Heading
from betahedge.books.numbers import COMMA, POINT, SIGNS, Amount, amount, is_simple
from betahedge.books.numbers import NOTHING as NO_AMOUNT
from betahedge.books.text import bad_name, escaped

WRITE_IT = "write it like 4000.5"
_OF_COINS = {"coins", "units", "tokens", "coin", "unit"}


@dataclass(slots=True)
class Columns:
    """What was read of a table: values by field, one a line; faults; what was said of money."""

    grid: Grid
    header: Header
    body: list[int]  # rows of the grid
    decimal: str = POINT
    values: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    currencies: dict[str, str] = field(default_factory=dict)  # to where each was met
    texts: dict[str, int] = field(default_factory=dict)  # texts of spreadsheets that are numbers
    units: dict[str, list[str]] = field(default_factory=dict)

    _rows: dict[int, int] = field(default_factory=dict)

    def row_of(self, number: int) -> int:
        """Give the row of the grid that has this number in the file."""
        if not self._rows:
            self._rows.update((self.grid.numbers[row], row) for row in self.body)
        return self._rows[number]

    def fault(self, row: int, name: str, value: object, must: str, remedy: str = "") -> None:
        """Note what is wrong with a cell."""
        number = self.grid.numbers[row]
        place = self.grid.place(number, self.header.columns.get(name))
        self.faults.append(Fault(place, number, name.replace("_", " "), value, must, remedy))


def cells(columns: Columns, name: str) -> list[Any]:
    """Give the cells of a field as the file has them."""
    place, rows = columns.header.columns[name], columns.grid.rows
    return [rows[i][place] if place < len(rows[i]) else None for i in columns.body]


def find_decimal(columns: Columns, fields: Sequence[Field]) -> str:
    """Tell which decimal sign the whole file proves, or ask."""
    proofs: dict[str, tuple[int, str, str]] = {}
    for each in fields:
        if isinstance(each.kind, Number) and each.name in columns.header.columns:
            for row, value in zip(columns.body, cells(columns, each.name)):
                if type(value) is str and value and not value.isdigit():
                    found = POINT if is_simple(value) else getattr(amount(value), "proves", "")
                    if is_simple(value) and "." not in value:
                        found = ""
                    if found and found not in proofs:
                        proofs[found] = (row, each.name, value)
    return _decide(columns, proofs)


def _decide(columns: Columns, proofs: dict[str, tuple[int, str, str]]) -> str:
    def told(proof: str) -> str:
        row, name, value = proofs[proof]
        number = columns.grid.numbers[row]
        place = columns.grid.place(number, columns.header.columns[name])
        return f"{place}, {name.replace('_', ' ')}: {escaped(value)[:40]}"

    shown = escaped(columns.grid.name)
    if POINT in proofs and COMMA in proofs:
        raise Unclear(
            f"{shown}: has a decimal point ({told(POINT)}) and a decimal comma ({told(COMMA)}); "
            "say --decimal . or --decimal , and mend the other"
        )
    if "?" in proofs and len(proofs) == 1:
        found = amount(proofs["?"][2])
        ways = f"{found.with_point:.15g} and {found.with_comma:.15g}" if found else ""
        raise Unclear(
            f"{shown}, {told('?')} can be {ways}, and nothing in the file says which; "
            "say --decimal . or --decimal ,"
        )
    return COMMA if COMMA in proofs else POINT


def read_column(columns: Columns, declared: Field) -> None:
    """Read the cells of a field; a cell that cannot be read is None, and a fault."""
    found = cells(columns, declared.name)
    kind = declared.kind
    if isinstance(kind, Number):
        columns.values[declared.name] = _numbers(columns, declared, kind, found)
    elif isinstance(kind, Words):
        columns.values[declared.name] = _words(columns, declared, kind, found)
    elif kind == DATE:
        columns.values[declared.name] = _dates(columns, declared, found)
    else:
        columns.values[declared.name] = _names(columns, declared, found)


def _numbers(
    columns: Columns, declared: Field, kind: Number, found: list[Any]
) -> list[float | None]:
    name, low, high = declared.name, kind.low, kind.high
    by_hundred = _per_cent(columns, declared, found)
    problems = columns.grid.problems
    out: list[float | None] = []
    point = columns.decimal == POINT
    for row, value in zip(columns.body, found):
        if problems and _problem(columns, row, name):
            out.append(None)
            continue
        if type(value) is float:
            number: float | None = value / by_hundred
        elif value is None or value == "":
            out.append(None)
            continue
        elif type(value) is str and (
            is_simple(value) if point else value.isdigit() and value.isascii()
        ):
            number = float(value) / by_hundred
            if columns.grid.is_sheet:
                columns.texts[name] = columns.texts.get(name, 0) + 1
        else:
            number = _slowly(columns, declared, row, value, by_hundred)
            if number is None:
                out.append(None)
                continue
        if not low < number < high and not _at_bound(kind, number):
            columns.fault(row, name, value, f"must be {kind.must}")
            number = None
        out.append(number)
    return out


def _at_bound(kind: Number, number: float) -> bool:
    return (number == kind.low and not kind.open_low) or (
        number == kind.high and not kind.open_high
    )


def _slowly(
    columns: Columns, declared: Field, row: int, value: Any, by_hundred: float
) -> float | None:
    """Read a cell that is no plain number, or say why it is none."""
    name, kind = declared.name, declared.kind
    must = f"must be {getattr(kind, 'must', '')}"
    if type(value) is int:
        return float(value) / by_hundred
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        shown = (
            value.date()
            if isinstance(value, datetime.datetime) and value.time() == datetime.time()
            else value
        )
        columns.fault(
            row,
            name,
            str(shown),
            "is a date; " + must,
            "give the cell a number format, and its number",
        )
        return None
    if not isinstance(value, str):
        columns.fault(row, name, value, must, WRITE_IT)
        return None
    if value in NO_AMOUNT:
        return 0.0 if name == "quantity" else None
    found = amount(value)
    number = found.value(columns.decimal) if found else None
    if found is None or number is None:
        other = f"must be a number with the decimal sign {columns.decimal}" if found else must
        columns.fault(row, name, value, other, WRITE_IT)
        return None
    wrong = _unit(columns, declared, row, found)
    if wrong:
        columns.fault(row, name, value, wrong, WRITE_IT)
        return None
    if columns.grid.is_sheet:
        columns.texts[name] = columns.texts.get(name, 0) + 1
    return number if found.per_cent else number / by_hundred


def _unit(columns: Columns, declared: Field, row: int, found: Amount) -> str:
    """Say why a number cannot have its unit; note the currency of money."""
    if found.per_cent and declared.kind not in (SHARE, RATE):
        return "must be a number, and no per cent"
    if not found.unit:
        return ""
    unit = SIGNS.get(found.unit, found.unit).upper()
    if declared.unit.startswith("money") and (unit in cash_codes() or found.unit in SIGNS):
        columns.currencies.setdefault(unit, columns.grid.place(columns.grid.numbers[row]))
        columns.units.setdefault(declared.name, []).append(unit)
        return ""
    if declared.unit.startswith(("coins", "any", "money")):
        for of in ("asset", "contract", "sent_asset", "received_asset"):
            place = columns.header.columns.get(of)
            owner = columns.grid.rows[row][place] if place is not None else ""
            own = coin(str(owner)).upper()
            if own == coin(found.unit).upper() or (of == "contract" and unit in own):
                return ""
        if declared.unit.startswith("coins") and found.unit.lower() in _OF_COINS:
            return ""
    if declared.kind is HOURS and found.unit.lower() in ("h", "hours", "hrs"):
        return ""
    if declared.name == "fee":
        return ""
    return f"has {escaped(found.unit)[:20]!r} beside it, which is not its unit"


def _per_cent(columns: Columns, declared: Field, found: list[Any]) -> float:
    """Give 100 where the heading says per cent and the numbers are without it, else 1."""
    head: Heading = columns.header.headings[columns.header.columns[declared.name]]
    if not head.per_cent or declared.kind not in (SHARE, RATE):
        return 1.0
    bare = [value for value in found if isinstance(value, float | int)]
    for value in found:
        each = amount(value) if isinstance(value, str) and value else None
        number = each.value(columns.decimal) if each and not each.per_cent else None
        bare += [number] if number is not None else []
    if (
        not bare
        or max(map(abs, bare)) > SHARE_AS_NUMBER
        or (declared.kind is RATE and not columns.grid.is_sheet)
    ):
        return 100.0
    raise Unclear(
        f"{escaped(columns.grid.name)}, {columns.header.text(declared.name)}: the heading says per cent, "
        f"and {bare[0]:.15g} can be {bare[0]:.15g}% or {bare[0] * 100:.15g}%; write the sign behind the numbers"
    )


SHARE_AS_NUMBER = 1.5


def _problem(columns: Columns, row: int, name: str) -> bool:
    """Note a cell whose value cannot be trusted."""
    where = (columns.grid.numbers[row], columns.header.columns[name])
    problem = columns.grid.problems.get(where)
    if problem:
        columns.fault(row, name, NOTHING, *problem)
    return problem is not None


def _words(columns: Columns, declared: Field, kind: Words, found: list[Any]) -> list[str | None]:
    out: list[str | None] = []
    for row, value in zip(columns.body, found):
        word = str(value).strip().lower() if value is not None and value != "" else ""
        word = SIDES.get(word, word) if declared.name == "side" else word
        if _problem(columns, row, declared.name):
            out.append(None)
        elif word and word not in kind.words:
            columns.fault(row, declared.name, value, kind.must)
            out.append(None)
        else:
            out.append(word or None)
    return out


def _dates(columns: Columns, declared: Field, found: list[Any]) -> list[datetime.datetime | None]:
    out: list[datetime.datetime | None] = []
    for row, value in zip(columns.body, found):
        date = None if value is None or value == "" else read_date(value)
        if (
            not _problem(columns, row, declared.name)
            and date is None
            and value not in (None, "", "-")
        ):
            columns.fault(
                row, declared.name, value, "must be a date that can be read in one way", REMEDY
            )
        out.append(date)
    return out


def _names(columns: Columns, declared: Field, found: list[Any]) -> list[str | None]:
    out: list[str | None] = []
    good: dict[Any, str] = {}
    for row, value in zip(columns.body, found):
        name = good.get(value) if type(value) is str else None
        if name is None:
            if columns.grid.problems and _problem(columns, row, declared.name):
                out.append(None)
                continue
            name = _name(value)
            wrong = bad_name(name) if declared.kind == NAME or name else ""
            if wrong or isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                columns.fault(row, declared.name, value, wrong or "must be a name")
                out.append(None)
                continue
            if type(value) is str:
                good[value] = name
        out.append(name or None)
    return out


def _name(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
