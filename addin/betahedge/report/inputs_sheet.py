"""The lines of a strategy's own workbook, filled by hand: what stands on its sheet of inputs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from betahedge.cells.kinds import is_blank
from betahedge.report.inputs_rows import Row, open_book
from betahedge.sheets.blocks import Panel, Series, Table
from betahedge.sheets.checks import BELOW
from betahedge.sheets.items import Given
from betahedge.sheets.layout import Place
from betahedge.templates.strategies.strategy import Strategy, input_blocks


def read_own_rows(path: Path, data: bytes, strategy: Strategy) -> list[Row] | None:
    """Read a workbook that `betahedge template` has made of a strategy; None if it is no such one.

    data: the bytes of an .xlsx.  Inputs stand where the strategy lays them out.
    """
    book = open_book(path, data)
    built = strategy.build(strategy.example)
    if book.sheetnames != [sheet.name for sheet in built.sheets]:
        return None
    name = strategy.input_sheet.name
    return list(_rows(f"{path}, sheet {name}", book[name], strategy, built.names.places))


def _rows(
    where: str, sheet: Worksheet, strategy: Strategy, places: dict[str, Place]
) -> Iterator[Row]:
    for block in input_blocks(strategy):
        if isinstance(block, Panel):
            for item in block.items:
                if isinstance(item.what, Given):
                    yield _line(where, sheet, item.name, places[f"{block.key}.{item.key}"])
        elif isinstance(block, Series):
            yield _line(where, sheet, block.key, places[block.key])
        elif isinstance(block, Table):
            yield from _table(where, sheet, block, places)


def _line(where: str, sheet: Worksheet, name: str, place: Place) -> Row:
    columns = range(place.column, (place.until or place.column) + 1)
    values = (_value(sheet, place.first, column) for column in columns)
    return Row(f"{where}, cell {place.letter}{place.first}", (name, *values))


def _table(where: str, sheet: Worksheet, table: Table, places: dict[str, Place]) -> Iterator[Row]:
    columns = [c for c in table.columns if isinstance(c.what, Given)]
    found = [places[f"{table.key}.{column.key}"] for column in columns]
    yield Row(where, (table.key,))
    yield Row(where, tuple(column.key for column in columns))
    last = min(sheet.max_row, found[0].last + BELOW)
    for number in range(found[0].first, last + 1):
        values = tuple(_value(sheet, number, place.column) for place in found)
        if not all(map(is_blank, values)):
            yield Row(f"{where}, line {number}", values)
    yield Row(where, ())


def _value(sheet: Worksheet, row: int, column: int) -> Any:
    value = sheet.cell(row, column).value
    return value.strip() if isinstance(value, str) else value
