"""betahedge in Python and in a notebook: what the commands do, with objects for results.

What is wrong with what was given raises an InputError, whose `lines` say each thing that is wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, overload

from betahedge.books.flows import Flow
from betahedge.books.holdings import read_holdings
from betahedge.books.how import How
from betahedge.books.kinds import READERS
from betahedge.books.lines import book_of_lines
from betahedge.books.market import Market
from betahedge.books.matching import match_to_book
from betahedge.books.model import Book, Reading
from betahedge.books.positions import Position, Trade
from betahedge.books.prices import Prices
from betahedge.books.rows import Rows
from betahedge.books.text import html_table, html_text
from betahedge.engine import Calculated
from betahedge.engine import calculate as calculate_bytes
from betahedge.errors import InputError
from betahedge.hosts.export import HOSTS, Wish, files_beside, neutralize
from betahedge.hosts.export import export as export_bytes
from betahedge.report.face import Holdings, Result, Sized, report, size
from betahedge.report.filling import fill_inputs
from betahedge.report.inputs_file import values_of
from betahedge.report.solving import Solved, solve_book
from betahedge.report.strategy import solve
from betahedge.templates.book import Policy, article
from betahedge.templates.strategies import NAMES, strategy_named
from betahedge.xlsx.files import read_workbook, write_new

__all__ = [
    "Result",
    "Sized",
    "Workbook",
    "calculate",
    "export",
    "read",
    "report",
    "size",
    "template",
]

MIXED = "mixed_portfolio"
Source = str | Path | bytes
Kind = Literal["holdings", "positions", "trades", "funding", "market", "prices"]
SHOWN = 20  # rows of a page in a notebook


class Workbook:
    """A calculated workbook: its file, its values, and what is wrong with it.

    `book["Hedge!G10"]` is a cell's value; of a workbook of ours `book["hedge.printed"]` is that of
    an item, a list where the item has rows.  result: everything that calculating it has found.
    failures: what its own proof and checks say, a line each.  warnings: of the book it was filled
    with, and of the positions that it does not count.
    """

    def __init__(
        self, result: Calculated, solved: Solved | None = None, warnings: Sequence[str] = ()
    ) -> None:
        self.result = result
        self.failures: list[str] = solved.failures if solved else []
        self.warnings = list(warnings)
        self._solved = solved

    @property
    def data(self) -> bytes:
        """Give the bytes of the .xlsx."""
        return self.result.data

    @property
    def check(self) -> str | None:
        """Give its master check, OK or FAIL; None where it has none."""
        return None if self.result.master_check is None else str(self.result.master_check)

    def __getitem__(self, name: str) -> Any:
        """Give the value at an address, or of an item."""
        places = self._solved.built.names.places if self._solved else {}
        if self._solved and name in places:
            place = places[name]
            return (self._solved.item if place.first == place.last else self._solved.column)(name)
        if self._solved and name in self._solved.built.given:
            return self._solved.built.given[name]
        return self.result.values[name]

    def to_xlsx(self, path: str | Path | None = None, *, force: bool = False) -> bytes:
        """Give the file, and write it where a path is given."""
        if path is not None:
            write_new(Path(path), self.data, force=force)
        return self.data

    def __repr__(self) -> str:
        """Say how many values it has, and what is wrong."""
        wrong = [f"{cell}: {error} {error.reason}" for cell, error in self.result.errors.items()]
        lines = [f"Workbook of {len(self.result.values):,} calculated values"]
        lines += [f"Warning: {each}" for each in self.warnings]
        lines += [f"Checks: {self.check}"] if self.check else []
        return "\n".join([*lines, *self.failures, *wrong[:SHOWN]])

    def _repr_html_(self) -> str:
        """Show the same in a notebook, with the functions that it calls."""
        calls = [(name, f"{count:,}") for name, count in sorted(self.result.functions.items())]
        lines = "".join(f"<p>{html_text(line)}</p>" for line in repr(self).splitlines())
        return lines + (html_table(("Function", "Cells"), calls) if calls else "")


@overload
def read(
    path: str | Path,
    kind: Literal["holdings"] = ...,
    *,
    how: How | None = ...,
    market: Market | None = ...,
) -> Reading: ...
@overload
def read(
    path: str | Path, kind: Literal["positions"], *, how: How | None = ...
) -> Rows[Position]: ...
@overload
def read(path: str | Path, kind: Literal["trades"], *, how: How | None = ...) -> Rows[Trade]: ...
@overload
def read(path: str | Path, kind: Literal["funding"], *, how: How | None = ...) -> Rows[Flow]: ...
@overload
def read(path: str | Path, kind: Literal["market"], *, how: How | None = ...) -> Market: ...
@overload
def read(path: str | Path, kind: Literal["prices"], *, how: How | None = ...) -> Prices: ...
def read(
    path: str | Path,
    kind: Kind = "holdings",
    *,
    how: How | None = None,
    market: Market | None = None,
) -> Any:
    """Read a file as a desk has it: CSV, TSV, XLSX, XLS, ODS or Parquet.

    kind: what it holds.  how: what is said about the file.  market: for holdings, prices and terms
    that the file does not say.  Faults of lines are in what is given; its `accept()` raises them.
    """
    if kind not in READERS:
        raise InputError(f"kind: was {kind}; must be one of {', '.join(READERS)}")
    given = (Path(path), how, market) if kind == "holdings" else (Path(path), how)
    return READERS[kind](*given)


def template(
    name: str = MIXED,
    book: Holdings | None = None,
    *,
    inputs: str | Path | None = None,
    positions: Sequence[Position] = (),
    prices: Prices | None = None,
    market: Market | None = None,
    policy: Policy | None = None,
    entity: str = "",
    as_of: datetime.date | None = None,
    how: How | None = None,
) -> Workbook:
    """Build, calculate and prove a template workbook.

    name: mixed_portfolio, of a book (as `size` takes it; without one, of the article's); or a
    strategy, single_asset, defensive, carry or transition, of a file of inputs (without one, of its
    worked example).
    """
    said = {"positions": positions, "prices": prices, "market": market, "policy": policy,
            "entity": entity, "as_of": as_of, "how": None if inputs else how}  # fmt: skip
    _check_words(name, book, inputs, said)
    solved: Solved
    warnings: list[str] = []
    if name in NAMES:
        solved = solve(strategy_named(name), values_of(strategy_named(name), _path(inputs), how))
    elif book is None:
        solved = solve_book(article())
    else:
        lines = _book(book, how or How(), market)
        filled = fill_inputs(
            lines, policy or Policy(), entity=entity, day=as_of, positions=positions, history=prices
        )
        warnings = [*lines.warnings, *map(str, match_to_book(positions, lines).strangers)]
        warnings += prices.until_day(filled.as_of).say_left_out(filled.as_of) if prices else []
        solved = solve_book(filled)
    return Workbook(solved.result, solved, warnings)


def _check_words(
    name: str, book: Holdings | None, inputs: str | Path | None, said: Mapping[str, object]
) -> None:
    """Refuse what does not go with a template."""
    if name not in (MIXED, *NAMES):
        raise InputError(f"name: was {name}; must be one of {', '.join((MIXED, *NAMES))}")
    if book is None:
        for each in (each for each, value in said.items() if value):
            raise InputError(f"{each}: goes with a book; there is none")
    if name in NAMES and book is not None:
        raise InputError(f"book: is not for {name}, which has inputs")
    if name == MIXED and inputs is not None:
        raise InputError(f"inputs: is not for {name}, which has a book")


def calculate(book: Source | Workbook) -> Workbook:
    """Calculate any .xlsx whose cells call HEDGE_ functions, without Excel.

    book: a path, or the bytes of the file.
    """
    return Workbook(calculate_bytes(_bytes(book)))


def export(
    book: Source | Workbook,
    host: str,
    path: str | Path | None = None,
    *,
    namespace: str = "",
    force: bool = False,
) -> bytes:
    """Make of a workbook the file that a spreadsheet host wants, with every value stored in it.

    host: calc, desktop, lite, server, lambda, native or values.  path: where it is written, with
    the files that go beside it.  namespace: of a server's manifest.
    """
    if host not in HOSTS:
        raise InputError(f"host: was {host}; must be one of {', '.join(HOSTS)}")
    now = datetime.datetime.now()  # the same for the values and for their proof
    wish = Wish(namespace, lambda native: calculate_bytes(native, now=now).values)
    data = export_bytes(calculate_bytes(neutralize(_bytes(book)), now=now).data, host, wish).data
    if path is not None:
        for name, text in files_beside(host).items():
            write_new(Path(path).parent / name, text, force=force)
        write_new(Path(path), data, force=force)
    return data


def _bytes(book: Source | Workbook) -> bytes:
    if isinstance(book, Workbook):
        return book.data
    return book if isinstance(book, bytes) else read_workbook(Path(book))


def _book(book: Holdings, how: How, market: Market | None) -> Book:
    if isinstance(book, str | Path):
        book = read_holdings(Path(book), how, market)
    if isinstance(book, Reading):
        book = book.accept(skip_bad_lines=how.skip_bad_lines)
    return book if isinstance(book, Book) else book_of_lines(book, how, market)


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)
