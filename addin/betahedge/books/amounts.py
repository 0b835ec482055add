"""The cells of a column as numbers: which decimal sign the file has, which units stand beside."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any

from betahedge.books.coins import cash_codes, coin
from betahedge.books.columns import Columns, cell, cells, has_problem
from betahedge.books.faults import Unclear
from betahedge.books.field import HOURS, RATE, SHARE, Field
from betahedge.books.headings import Heading
from betahedge.books.numbers import (
    COMMA,
    POINT,
    SHAPE,
    SIGNS,
    Amount,
    amount,
    proof,
    quick_numbers,
    shapes,
)
from betahedge.books.numbers import NOTHING as NO_AMOUNT
from betahedge.books.text import escaped
from betahedge.cells.kinds import Number

WRITE_IT = "write it like 4000.5"
OF_CONTRACTS = {"cont", "contract", "contracts", "lot", "lots"}
_SCALES = {"k", "thsd", "tsd", "m", "mm", "mn", "mln", "mio", "b", "bn", "mrd", "bio"}
_OF_COINS = {"coins", "units", "tokens", "coin", "unit"}
SHARE_AS_NUMBER = 1.5  # under a heading with a per cent sign: is 1.2 a number or per cent?


def find_decimal(columns: Columns, fields: Sequence[Field]) -> str:
    """Tell which decimal sign the whole file proves, or ask."""
    proofs: dict[str, tuple[str, str]] = {}
    for each in fields:
        if not isinstance(each.kind, Number) or each.name not in columns.header.columns:
            continue
        found = cells(columns, each.name)
        texts = [value for value in found if type(value) is str]
        for shape in dict.fromkeys(shapes(texts)):
            sign = proof(shape)
            if sign and sign not in proofs:
                row, text = next(
                    (row, value)
                    for row, value in zip(columns.body, found)
                    if type(value) is str and value.translate(SHAPE) == shape
                )
                number, column = columns.grid.numbers[row], columns.header.columns[each.name]
                place = f"{columns.grid.place(number, column)}, {each.name.replace('_', ' ')}"
                proofs[sign] = (place, text)
    return decide(columns.grid.name, proofs)


def decide(name: str, proofs: Mapping[str, tuple[str, str]]) -> str:
    """Tell which decimal sign a file has, or ask.

    proofs: by what it proves, as `Amount.proves` says it, the place of a text and the text.
    """

    def told(proof: str) -> str:
        place, value = proofs[proof]
        return f"{place}: {escaped(value)[:40]}"

    shown = escaped(name)
    if POINT in proofs and COMMA in proofs:
        raise Unclear(
            f"{shown}: has a decimal point ({told(POINT)}) and a decimal comma ({told(COMMA)}); "
            "say --decimal . or --decimal , and mend the other"
        )
    if "?" in proofs and len(proofs) == 1:
        found = amount(proofs["?"][1])
        ways = f"{found.with_point:.15g} and {found.with_comma:.15g}" if found else ""
        raise Unclear(
            f"{shown}, {told('?')} can be {ways}, and nothing in the file says which; "
            "say --decimal . or --decimal ,"
        )
    return COMMA if COMMA in proofs else POINT


def read_numbers(columns: Columns, declared: Field, kind: Number) -> list[float | None]:
    """Read the cells of a field as numbers; None where there is none, or a fault."""
    name, found = declared.name, cells(columns, declared.name)
    by_hundred = _per_cent(columns, declared, found)
    numbers = _quickly(found, columns.decimal, by_hundred)
    problems, texts = columns.grid.problems, 0
    counted = columns.grid.is_sheet and str in set(map(type, found))  # texts that are numbers
    if not problems and not counted and _all_within(kind, numbers):
        return numbers
    for k, (row, value) in enumerate(zip(columns.body, found)):
        number = numbers[k]
        if problems and has_problem(columns, row, name):
            number = None
        elif value is None or value == "":
            continue
        elif number is None:
            number = _slowly(columns, declared, row, value, by_hundred)
        texts += number is not None and type(value) is str
        if number is not None and not kind.low < number < kind.high and not _at_bound(kind, number):
            columns.fault(row, name, value, f"must be {kind.must}")
            number = None
        numbers[k] = number
    if texts and columns.grid.is_sheet:
        columns.texts[name] = texts
    return numbers


def _all_within(kind: Number, numbers: list[float | None]) -> bool:
    """Tell, fast, that every cell is a number within bounds."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or not known or not math.isfinite(sum(known)):
        return False
    return kind.low < min(known) and max(known) < kind.high


def _quickly(found: list[Any], decimal: str, by_hundred: float) -> list[float | None]:
    """Read the cells that are plain numbers, or texts of them; None for the others."""
    read = iter(quick_numbers([value for value in found if type(value) is str], decimal))
    numbers = [
        next(read) if type(value) is str else value if type(value) is float else None
        for value in found
    ]
    if by_hundred == 1.0:
        return numbers
    return [None if number is None else number / by_hundred for number in numbers]


def _at_bound(kind: Number, number: float) -> bool:
    low, high = number == kind.low and not kind.open_low, number == kind.high and not kind.open_high
    return math.isfinite(number) and (low or high)


def _slowly(
    columns: Columns, declared: Field, row: int, value: Any, by_hundred: float
) -> float | None:
    """Read a cell that is no plain number, or say why it is none."""
    name, must = declared.name, f"must be {getattr(declared.kind, 'must', '')}"
    if type(value) is int:
        return float(value) / by_hundred
    if not isinstance(value, str):
        _no_text(columns, row, name, value, must)
        return None
    if value in NO_AMOUNT:
        return 0.0 if name == "quantity" else None
    found = amount(value)
    number = found.value(columns.decimal) if found else None
    if found is None:
        columns.fault(row, name, value, must, _write_it(must))
    elif number is None:
        sign = f"{must}, with the decimal sign {columns.decimal}"
        columns.fault(row, name, value, sign, _write_it(must))
    elif wrong := _unit(columns, declared, row, found):
        remedy = "" if declared.unit == "contracts" else _write_it(must)
        columns.fault(row, name, value, wrong, remedy)
        number = None
    return number if number is None or (found and found.per_cent) else number / by_hundred


def _write_it(must: str) -> str:
    """Give an example of a number, where what it must be has none."""
    return "" if " like " in must else WRITE_IT


def _no_text(columns: Columns, row: int, name: str, value: Any, must: str) -> None:
    """Say that a date, a time or TRUE is no number."""
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        shown = str(value).removesuffix(" 00:00:00")
        remedy = "give the cell a number format, and its number"
        columns.fault(row, name, shown, f"is a date; {must}", remedy)
    else:
        columns.fault(row, name, value, must, _write_it(must))


def _unit(columns: Columns, declared: Field, row: int, found: Amount) -> str:
    """Say why a number cannot have its unit; note the currency of money."""
    if found.per_cent and declared.kind not in (SHARE, RATE):
        return "must be a number, and no per cent"
    if not found.unit:
        return ""
    if found.unit.lower().split()[0].rstrip(".") in _SCALES:
        return f"is cut short, by {escaped(found.unit)[:20]!r} beside it; must be in full"
    unit = SIGNS.get(found.unit, found.unit).upper()
    if declared.unit.startswith("money") and (unit in cash_codes() or found.unit in SIGNS):
        columns.currencies.setdefault(unit, columns.grid.place(columns.grid.numbers[row]))
        columns.units.setdefault(declared.name, []).append(unit)
        return ""
    if declared.unit.startswith(("coins", "any")):
        for of in ("asset", "contract", "sent_asset", "received_asset"):
            place = columns.header.columns.get(of)
            owner = cell(columns, row, place) if place is not None else ""
            own = coin(str(owner or "")).upper()
            if own == coin(found.unit).upper() or (of == "contract" and unit in own):
                return ""
        known = _OF_COINS | (OF_CONTRACTS if "contracts" in declared.unit else set())
        if declared.unit.startswith("coins") and found.unit.lower() in known:
            return ""
    if declared.unit == "contracts":
        is_good = found.unit.lower() in OF_CONTRACTS or declared.name == "position"
        return "" if is_good else no_contracts(found.unit)
    if declared.kind is HOURS and found.unit.lower() in ("h", "hours", "hrs"):
        return ""
    if declared.name == "fee":
        return ""
    return f"has {escaped(found.unit)[:20]!r} beside it, which is not its unit"


def no_contracts(unit: str) -> str:
    """Say that a count has another unit than contracts."""
    return f"has {escaped(unit)[:20]!r} beside it; must be contracts"


def _shown_as_share(columns: Columns, declared: Field) -> bool:
    """Tell a column of a workbook whose numbers are all shown with a per cent sign."""
    grid, place = columns.grid, columns.header.columns[declared.name]
    rows = [row for row in columns.body if isinstance(cell(columns, row, place), float)]
    return bool(rows) and all(grid.formats.get((grid.numbers[row], place)) == "%" for row in rows)


def _per_cent(columns: Columns, declared: Field, found: list[Any]) -> float:
    """Give 100 where the heading says per cent and the numbers are without it, else 1."""
    head: Heading = columns.header.headings[columns.header.columns[declared.name]]
    if (
        not head.per_cent
        or declared.kind not in (SHARE, RATE)
        or _shown_as_share(columns, declared)
    ):
        return 1.0
    bare = [value for value in found if isinstance(value, float | int)]
    for value in found:
        each = amount(value) if isinstance(value, str) and value else None
        number = each.value(columns.decimal) if each and not each.per_cent else None
        bare += [number] if number is not None else []
    doubtful = [number for number in bare if 0 < abs(number) <= SHARE_AS_NUMBER]
    if declared.kind is RATE and (not columns.grid.is_sheet or len(doubtful) < len(bare)):
        doubtful = []  # rates of 0.01 % are usual, and shares of 1 % are not
    if not doubtful:
        return 100.0
    number = doubtful[0]
    raise Unclear(
        f"{escaped(columns.grid.name)}, {columns.header.text(declared.name)}: the heading "
        f"says per cent, and {number:.15g} can be {number:.15g}% or {number * 100:.15g}%; write "
        "the sign behind the numbers"
    )
