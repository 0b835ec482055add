"""A file of a strategy's inputs, CSV or XLSX, read by what its sheet of inputs declares.

A line is a name and a value; market moves and the like have several.  A table begins with a line
that holds its name alone, then its heads, then its rows, and ends at a blank line; in an XLSX file
it may be a sheet of its own, called by its name.  The strategy's workbook, filled by hand, is a
file of its inputs too.  All faults are told at once, a line each.
"""

import csv
import datetime
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from betahedge.books.amounts import decide
from betahedge.books.dates import read_date
from betahedge.books.how import How
from betahedge.books.numbers import POINT, SHAPE, amount, plain, proof
from betahedge.books.text import bad_name
from betahedge.cells.kinds import is_blank, shown
from betahedge.errors import FaultyFile
from betahedge.report.inputs_rows import SHEETS, Row, read_rows
from betahedge.report.inputs_sheet import read_own_rows
from betahedge.sheets.blocks import Panel, Series, Table
from betahedge.sheets.items import Given, Rule
from betahedge.templates.strategies.strategy import ROOM, Strategy, input_blocks
from betahedge.xlsx.files import read_workbook, readable

HEADER = ("name", "value")


@dataclass(frozen=True, slots=True)
class Field:
    """An input: its item, what may stand in it, how many values, and whether it is a share."""

    item: str
    given: Given
    count: int = 1


def values_of(strategy: Strategy, path: Path | None, how: How | None = None) -> Mapping[str, Any]:
    """Read a file of inputs; without one, give the worked example.

    how: says the decimal sign, where the file leaves it open.
    """
    if path is None:
        return strategy.example
    spreadsheet = path.suffix.lower() in SHEETS
    data = read_workbook(path) if spreadsheet else readable(path)
    return read_inputs(path, data, strategy, how.decimal if how else "")


def same(text: object) -> str:
    """Write a name as it is compared: in small letters, its words parted by blanks."""
    return " ".join(str(text or "").casefold().replace("_", " ").split())


def fields_of(strategy: Strategy) -> dict[str, Field]:
    """List the inputs that are no table, by name."""
    found: dict[str, Field] = {}
    for block in input_blocks(strategy):
        if isinstance(block, Series):
            found[same(block.key)] = Field(block.key, block.given, block.count)
        for item in block.items if isinstance(block, Panel) else ():
            if isinstance(item.what, Given):
                found[same(item.name)] = Field(f"{block.key}.{item.key}", item.what)
    return found


def tables_of(strategy: Strategy) -> dict[str, Table]:
    """List the tables of inputs, by name."""
    return {same(b.key): b for b in input_blocks(strategy) if isinstance(b, Table)}


def read_inputs(path: Path, data: bytes, strategy: Strategy, decimal: str = "") -> dict[str, Any]:
    """Read the bytes of a file of inputs; give its values by item.

    decimal: the decimal sign of its texts; "" finds out, from all of them.
    """
    fields, tables = fields_of(strategy), tables_of(strategy)
    names = {*HEADER, *fields, *tables}
    own = read_own_rows(path, data, strategy) if path.suffix.lower() in SHEETS else None
    rows = own or list(
        read_rows(path, data, lambda values: sum(same(each) in names for each in values))
    )
    reading = Reading(fields, tables, decimal or POINT).of(rows)
    proofs = {sign: (at.removeprefix(f"{path}, "), x) for sign, (at, x) in reading.proofs.items()}
    found = decimal or decide(str(path), proofs)
    if found != reading.decimal:
        reading = Reading(fields, tables, found).of(rows)
    reading.finish(str(path))
    if reading.faults:
        raise FaultyFile(reading.faults)
    return reading.values


@dataclass
class Reading:
    """What was read of a file, and what is wrong in it."""

    fields: Mapping[str, Field]
    tables: Mapping[str, Table]
    decimal: str
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    table: Table | None = None
    heads: list[str] | None = None
    lines: dict[str, str] = field(default_factory=dict)  # where each name stands
    proofs: dict[str, tuple[str, str]] = field(default_factory=dict)  # of a decimal sign

    def of(self, rows: Iterable[Row]) -> "Reading":
        """Read all lines."""
        for row in rows:
            self.take(row)
        return self

    def take(self, row: Row) -> None:
        """Read a line."""
        values = row.values
        while values and is_blank(values[-1]):
            values = values[:-1]
        if row.sheet:
            self.table, self.heads = self.tables.get(same(row.sheet)), None
            self._begin(row.place)
        elif not values:
            if self.heads is not None:
                self.table = self.heads = None
        elif self.table is not None and self.heads is None:
            self._heads(row.place, values)
        elif self.table is not None:
            self._row(row.place, values)
        elif len(values) == 1 and same(values[0]) in self.tables:
            self.table = self.tables[same(values[0])]
            self._begin(row.place)
        else:
            self._line(row.place, values)

    def fault(self, text: str) -> None:
        """Note what is wrong."""
        self.faults.append(text)

    def _begin(self, place: str) -> None:
        if self.table is None:
            return
        first = self.lines.setdefault(self.table.key, place)
        if first != place:
            self.fault(f"{place}: the table {self.table.key} is there twice")
        for column in self.table.columns:
            self.values.setdefault(f"{self.table.key}.{column.key}", [])

    def _line(self, place: str, values: tuple[Any, ...]) -> None:
        name, given = same(values[0]), values[1:]
        if (name, *map(same, given)) == HEADER:
            return
        known = self.fields.get(name)
        if known is None:
            self.fault(f"{place}: {shown(str(values[0]))} is no input{self._closest(name)}")
        elif name in self.lines:
            self.fault(f"{place}: {name} is there twice, see {self.lines[name]}")
        else:
            self.lines[name] = place
            self._field(f"{place}, {name}", known, given)

    def _closest(self, name: str) -> str:
        near = get_close_matches(name, [*self.fields, *self.tables], n=1)
        return f"; is it {near[0]}?" if near else ""

    def _field(self, place: str, known: Field, given: tuple[Any, ...]) -> None:
        rule = known.given.rule
        if not given:
            if rule.required and known.given.default is None:
                self.fault(f"{place}: is missing; must be {rule.says}")
            return
        if len(given) != known.count:
            self.fault(f"{place}: has {len(given)} values; must have {known.count}")
            return
        read = tuple(self._value(place, value, rule) for value in given)
        self.values[known.item] = read if known.count > 1 else read[0]

    def _value(self, place: str, value: Any, rule: Rule) -> Any:
        if (
            isinstance(value, str)
            and rule.kind == "number"
            and (sign := proof(value.translate(SHAPE)))
        ):
            self.proofs.setdefault(sign, (place, value))
        try:
            return read_value(value, rule, self.decimal)
        except ValueError as error:
            form = ", as 2026-09-30" if rule.kind == "date" else ""
            self.fault(f"{place}: was {shown(error.args[0])}; must be {rule.says}{form}")
        return None

    def _heads(self, place: str, values: tuple[Any, ...]) -> None:
        assert self.table is not None  # noqa: S101 - asked for by `take`
        names = {same(c.heading): c.key for c in self.table.columns}
        names |= {same(c.key): c.key for c in self.table.columns}
        self.heads = []
        for value in values:
            key = names.get(same(value), "")
            if not key or key in self.heads:
                must = ", ".join(same(c.key) for c in self.table.columns)
                twice = "is there twice" if key else f"is no column; there are {must}"
                self.fault(f"{place}: {shown(str(value))} {twice}")
            self.heads.append(key)

    def _row(self, place: str, values: tuple[Any, ...]) -> None:
        assert self.table is not None and self.heads is not None  # noqa: S101 - as above
        if len(values) > len(self.heads):
            self.fault(f"{place}: has {len(values)} values; there are {len(self.heads)} columns")
        line = dict(zip(self.heads, values))
        for column in self.table.columns:
            value = line.get(column.key)
            rule = column.what.rule if isinstance(column.what, Given) else Rule()
            name = f"{place}, {same(column.key)}"
            if is_blank(value) and rule.required:
                self.fault(f"{name}: is missing; must be {rule.says}")
            read = None if is_blank(value) else self._value(name, value, rule)
            self.values[f"{self.table.key}.{column.key}"].append(read)

    def finish(self, path: str) -> None:
        """Say what is missing, and fill what has a default."""
        for name, known in self.fields.items():
            if self.values.get(known.item) is None:
                if known.given.default is not None:
                    self.values[known.item] = known.given.default
                elif known.given.rule.required and name not in self.lines:
                    self.fault(f"{path}: has no {name}; must be {known.given.rule.says}")
        for key, table in self.tables.items():
            room = max(table.room, ROOM)
            count = len(self.values.get(f"{table.key}.{table.columns[0].key}", ()))
            if not count:
                self.fault(f"{path}: has no {key}; must have a row or more")
            elif count > room:
                self.fault(f"{path}: has {count} rows of {key}; a page has room for {room}")


def read_value(value: Any, rule: Rule, decimal: str) -> Any:
    """Read a value by its rule; a ValueError holds what it was."""
    if rule.kind == "date":
        return _date(value)
    if rule.kind in ("text", "list"):
        text = f"{value:g}" if isinstance(value, float) else str(value)
        if rule.kind == "list":
            text = text.casefold()
            if text not in rule.words.strip('"').split(","):
                raise ValueError(text)
        if bad_name(text):
            raise ValueError(text)
        return text
    number = _number(value, decimal) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise ValueError(str(value))
    low, high = rule.minimum, rule.maximum
    below = low is not None and (number <= low if rule.above else number < low)
    if below or (high is not None and number > high):
        raise ValueError(number)
    return float(number)


def _number(text: str, decimal: str) -> float | None:
    """Read a number as people write it, 4,000.5 or 60%."""
    found = amount(text)
    return found.value(decimal) if found and not found.unit else None


def _date(value: Any) -> datetime.date:
    found = read_date(value)
    if found is None:
        raise ValueError(str(value))
    return found.date()


def example_file(strategy: Strategy) -> str:
    """Write the worked example as a file of inputs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for name, known in fields_of(strategy).items():
        value = strategy.example.get(known.item, known.given.default)
        many = value if known.count > 1 else (value,)
        writer.writerow([name, *map(_text, many)])
    for name, table in tables_of(strategy).items():
        columns = [c for c in table.columns if f"{table.key}.{c.key}" in strategy.example]
        writer.writerows([[], [name], [same(c.key) for c in columns]])
        rows = zip(*(strategy.example[f"{table.key}.{c.key}"] for c in columns), strict=True)
        writer.writerows([list(map(_text, row)) for row in rows])
    return out.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, float) else str(value)
