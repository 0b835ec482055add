"""From a file to the columns of a declaration: opened, its header found, its cells read."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from betahedge.books.amounts import find_decimal
from betahedge.books.columns import Columns, cell
from betahedge.books.declared import DECLARED
from betahedge.books.delimited import read_text
from betahedge.books.faults import NOTHING, BadChoice, BadFile, Fault, Unclear
from betahedge.books.grid import MAX_BYTES, MAX_COLUMNS, Grid, check_size
from betahedge.books.header import (
    FIRST_ROWS,
    Header,
    find_column,
    find_header,
    is_meant,
    known_layout,
    score,
)
from betahedge.books.headings import headings
from betahedge.books.held import still_open
from betahedge.books.how import How
from betahedge.books.layout import LAST, TAKEN
from betahedge.books.ledger_fields import LEDGERS
from betahedge.books.no_header import no_header
from betahedge.books.sheet_html import is_page, read_page
from betahedge.books.tells import coins_in, margin_in, refuse_positions, refuse_scales
from betahedge.books.text import escaped, listed
from betahedge.books.totals import take_totals
from betahedge.books.transactions import check_lines, moves_in, refuse_moves
from betahedge.books.units import join_units
from betahedge.books.values import read_column

_PACKED = b"PK\x03\x04"
TEXTS = (".csv", ".tsv", ".txt")
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")


def read_bytes(path: Path) -> bytes:
    """Read a file of a book, up to the limit and no further."""
    shown = escaped(str(path))
    try:
        if path.is_dir():
            raise BadFile(f"{shown}: is a folder; must be a file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadFile(f"{shown}: there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no name of a file"
        raise BadFile(f"{shown}: cannot be read ({reason})") from None
    if not data:
        raise BadFile(f"{shown}: is empty")
    check_size(str(path), len(data))
    return data


def open_grids(name: str, data: bytes, kind: str, how: How) -> Iterator[Grid]:
    """Give the tables of a file: one, or one a sheet."""
    ending, fields = Path(name).suffix.lower(), DECLARED[kind][0]
    said = [column for column in how.columns.values() if column]

    def points(row: Sequence[Any]) -> int:
        found = headings(row[:MAX_COLUMNS]) if said else ()
        named = sum(find_column(found, column) is not None for column in said)
        return score(row, fields) + named

    if ending in SHEETS and not is_page(data) and not _is_text(data):
        from betahedge.books.spreadsheets import read_sheets

        yield from read_sheets(name, data, how.sheet)
        return
    if how.sheet:
        raise BadChoice(f"{escaped(name)}, --sheet: the file has no sheets")
    if ending in SHEETS and is_page(data):
        yield from read_page(name, data, points)
    elif ending in (*TEXTS, *SHEETS):
        if data.startswith(_PACKED):
            raise BadFile(f"{escaped(name)}: is a workbook by its content; name it .xlsx")
        yield read_text(name, data, points)
    elif ending == ".parquet":
        from betahedge.books.parquet import read_parquet

        yield read_parquet(name, data)
    else:
        known = ", ".join((*TEXTS, *SHEETS, ".parquet"))
        raise BadFile(f"{escaped(name)}: is none of {known}")


def _is_text(data: bytes) -> bool:
    """Tell a text under the name of a workbook, by its first line of several values."""
    line = data[:4096].partition(b"\n")[0]
    is_plain = not data.startswith(_PACKED) and b"\0" not in line
    return is_plain and re.search(b"[,;\t]", line) is not None


def find_table(name: str, data: bytes, kind: str, how: How) -> tuple[Grid, Header]:
    """Find the one table of a file that is of this kind."""
    how.check(kind)
    grids: list[Grid] = []
    found: list[tuple[Grid, Header]] = []
    for grid in open_grids(name, data, kind, how):
        header = _find_header(grid, kind, how)
        joined = join_units(grid, header, kind) if header else None
        if joined:
            grid, header = joined, find_header(joined, kind, how.columns)
        grids.append(grid)
        _blank_aside(grid, header)
        if header and _is_whole(header, kind) and not _is_other(header, kind):
            found.append((grid, header))
    if not any(grid.rows for grid in grids):
        raise BadFile(f"{escaped(name)}: has no lines")
    if len(found) > 1:
        names = [grid.sheet.strip("'") for grid, _ in found]
        raise Unclear(
            f"{escaped(name)}: sheets {listed(names, join=' and ')} could both be it; say --sheet"
        )
    if not found:
        _refuse_others(grids, kind, how)
        raise no_header([grid for grid in grids if grid.rows], kind, how.columns)
    return found[0]


def _find_header(grid: Grid, kind: str, how: How) -> Header | None:
    """Find the header; a list of transactions is told as one before it is asked about."""
    try:
        return find_header(grid, kind, how.columns)
    except Unclear:
        if not is_meant(kind, how.columns):
            refuse_moves(grid, kind)
        raise


def _blank_aside(grid: Grid, header: Header | None) -> None:
    """Blank what stands below the headings of other tables beside."""
    if header is None or not header.aside:
        return
    for row in range(header.row + 1, len(grid.rows)):
        kept = enumerate(grid.rows[row])
        grid.rows[row] = [None if n in header.aside else value for n, value in kept]


def _refuse_others(grids: list[Grid], kind: str, how: How) -> None:
    """Raise Unclear where a file is of another kind, as its first rows tell."""
    for grid in grids:
        rows = range(min(FIRST_ROWS, len(grid.rows)))
        if kind == "holdings":
            refuse_positions(grid, rows, "coins")
        layouts = (known_layout(headings(grid.rows[row])) for row in rows)
        layout = next((each for each in layouts if each and kind not in each.holds), None)
        if layout and not how.columns:
            raise Unclear(
                f"{escaped(grid.name)}: is known as {layout.name}, which has "
                f"{' and '.join(layout.holds)} and no {kind}"
            )
    if len(grids) == 1 and not is_meant(kind, how.columns):
        refuse_moves(grids[0], kind)


def _is_whole(header: Header, kind: str) -> bool:
    """Tell a header that has all that is needed; ledgers count in their own columns."""
    needed = DECLARED[kind][1]
    return header.layout is not None or all(name in header.columns for name in needed)


def _is_other(header: Header, kind: str) -> bool:
    """Tell a list of another kind than is wanted; columns that are named are right."""
    if is_meant(kind, header.mapped) or header.layout:
        return False
    if known_layout(header.headings) or moves_in(header.headings, kind):
        return True
    if kind == "positions":
        return coins_in(header.headings)
    return kind == "holdings" and bool(margin_in(header.headings))


def read_table(name: str, data: bytes, kind: str, how: How) -> Columns:
    """Read the columns of a file, with the faults of all cells."""
    grid, header = find_table(name, data, kind, how)
    refuse_scales(grid, range(header.row))
    _blank_repeated(grid, header.row)
    body = [row for row in range(header.row + 1, len(grid.rows)) if is_filled(grid.rows[row])]
    columns = Columns(grid, header, body)
    _check_widths(columns)
    if header.layout and header.layout.counted not in (LAST, TAKEN):
        header.columns.pop("as_of", None)  # the order of its lines does not matter
    declared = (*DECLARED[kind][0], *LEDGERS.get(kind, ()))
    fields = [each for each in declared if each.name in header.columns]
    columns.body = _of_kind(columns, kind)
    check_lines(columns, kind)
    if kind == "positions":
        columns.body = still_open(columns)
    totals = take_totals(columns)
    columns.decimal = how.decimal or find_decimal(columns, fields)
    for each in fields:
        read_column(columns, each)
    columns.values["#totals"] = totals
    return columns


def is_filled(row: list[object]) -> bool:
    """Tell a line that holds something."""
    return any(value is not None and value != "" for value in row)


def _blank_repeated(grid: Grid, at: int) -> None:
    """Blank the header where it stands again, as on each page of a list that was printed."""
    heads = grid.rows[at]
    for row in range(at + 1, len(grid.rows)):
        if grid.rows[row] == heads:
            grid.rows[row] = []


def _check_widths(columns: Columns) -> None:
    """Find lines with more values than the header, which have a delimiter too many."""
    grid, wide = columns.grid, len(columns.header.headings)
    if grid.is_sheet:
        return
    kept = []
    for row in columns.body:
        values = grid.rows[row]
        if len(values) > wide and is_filled(values[wide:]):
            number = grid.numbers[row]
            must = f"has {len(values)} values; the header has {wide}"
            fault = Fault(
                grid.place(number),
                number,
                "",
                NOTHING,
                must,
                "put a value with a delimiter in quotes",
            )
            columns.faults.append(fault)
        else:
            kept.append(row)
    columns.body = kept


def _of_kind(columns: Columns, kind: str) -> list[int]:
    """Keep the lines of a known file that are of this kind, each thing once."""
    layout, body = columns.header.layout, columns.body
    if not layout:
        return body
    if kind in layout.only:
        heading, words = layout.only[kind]
        said = _words_under(columns, heading, body)
        body = [row for row in body if said.get(row) in words]
    if kind in layout.never:
        heading, words = layout.never[kind]
        said = _words_under(columns, heading, body)
        body = [row for row in body if said.get(row) not in words]
    heading, levels = layout.levels
    said = _words_under(columns, heading, body)
    best = next((level for level in levels if level in said.values()), None)
    return [row for row in body if best is None or said[row] == best]


def _words_under(columns: Columns, heading: str, body: list[int]) -> dict[int, str]:
    """Give the words in a column in capitals, by their rows; none where it is not there."""
    place = find_column(columns.header.headings, heading) if heading else None
    return {} if place is None else {row: str(cell(columns, row, place)).upper() for row in body}
