"""A report in Python and in a notebook: the names of report.json, and the outputs on demand."""

from __future__ import annotations

import datetime
import html
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from betahedge.books.faults import Unclear
from betahedge.books.how import How
from betahedge.books.market import Market
from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.books.text import escaped
from betahedge.report.case import Case
from betahedge.report.gathering import gather
from betahedge.report.markdown import report_md, write_state
from betahedge.report.numbers import amount, percent
from betahedge.report.pack import Pack, make_pack, write_pack
from betahedge.report.policy import Policy, policy_of
from betahedge.report.rows import Report
from betahedge.report.swapping import check_folder
from betahedge.xlsx.files import readable, write_new

Lines = Sequence[Line | Mapping[str, Any]]


class Result:
    """A report by the names of report.json: `result.totals.ratio`, `result.assets[0].net`."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def pack(self) -> Pack:
        """Make every output, once."""
        return make_pack(self._case)

    @cached_property
    def report(self) -> Report:
        """Give the whole report as the page shows it."""
        return self.pack.made.report

    def __getattr__(self, name: str) -> Any:
        """Give a part of the report by its name."""
        if name.startswith("_") or name not in {field.name for field in fields(Report)}:
            raise AttributeError(f"a report has no {name}")
        return getattr(self.report, name)

    def __dir__(self) -> list[str]:
        """Name the parts of the report beside the outputs."""
        return [*super().__dir__(), *(field.name for field in fields(Report))]

    def to_pdf(self, path: str | Path | None = None, *, force: bool = True) -> bytes:
        """Give the PDF, and write it where a path is given."""
        return self._written("report.pdf", path, force)

    def to_xlsx(self, path: str | Path | None = None, *, force: bool = True) -> bytes:
        """Give the calculated workbook, and write it where a path is given."""
        return self._written("report.xlsx", path, force)

    def to_json(self, path: str | Path | None = None, *, force: bool = True) -> bytes:
        """Give report.json, and write it where a path is given."""
        return self._written("report.json", path, force)

    def to_folder(self, path: str | Path, *, force: bool = False) -> None:
        """Write the whole pack."""
        check_folder(Path(path), set(self.pack.files), force=force)
        write_pack(self.pack, Path(path))

    def _written(self, name: str, path: str | Path | None, force: bool) -> bytes:
        data = self.pack.files[name]
        if path is not None:
            write_new(Path(path), data, force=force)
        return data

    def __repr__(self) -> str:
        """Show the page as text."""
        return report_md(self.report).decode()

    def _repr_html_(self) -> str:
        """Show the sentence, the decisions and the rows in a notebook."""
        return report_html(self.report)


def report(
    book: str | Path | Book | Lines,
    *,
    policy: Policy | str | Path | None = None,
    positions: Sequence[Position] | str | Path = (),
    market: Market | str | Path | None = None,
    prices: str | Path | None = None,
    entity: str = "",
    prepared: str = "",
    as_of: datetime.datetime | None = None,
    currency: str = "",
    how: How | None = None,
) -> Result:
    """Make a report of a file of holdings, a Book, or lines such as {"asset": "BTC", ...}."""
    said = {"entity": entity, "prepared": prepared, "as_of": as_of}
    if not isinstance(book, str | Path):
        return Result(_case(book, policy, positions, market, currency, said))
    given = {"policy": policy, "positions": positions or None, "market": market, "prices": prices}
    files = {role: Path(each) for role, each in given.items() if isinstance(each, str | Path)}
    case, _ = gather(Path(book), files, how or How(currency=currency), **said)
    if isinstance(policy, Policy):
        case = replace(case, policy=policy)
    if positions and not isinstance(positions, str | Path):
        case = replace(case, positions=tuple(positions))
    return Result(case)


def _case(
    book: Book | Lines,
    policy: Any,
    positions: Any,
    market: Any,
    currency: str,
    said: dict[str, Any],
) -> Case:
    if not isinstance(book, Book):
        book = Book(tuple(map(_line, book)), currency or "USD")
    if isinstance(policy, str | Path):
        policy = policy_of(str(policy), readable(Path(policy)))
    for name, each in (("positions", positions), ("market", market)):
        if isinstance(each, str | Path):
            raise Unclear(f"{name}: was a path; must be rows, or give the book as a path too")
    return Case(book, policy or Policy(), tuple(positions), market, **said)


def _line(given: Line | Mapping[str, Any]) -> Line:
    if isinstance(given, Line):
        return given
    known = {field.name for field in fields(Line)}
    strange = sorted(set(given) - known)
    if strange:
        raise Unclear(
            f"{escaped(strange[0])}: is no field of a line; there are {', '.join(sorted(known))}"
        )
    return Line(**given)


def report_html(report: Report) -> str:
    """Write the page as a table for a notebook; every text is text."""
    money = report.money
    rows = []
    totals = (*report.assets[: report.shown], *([report.other] if report.other else []))
    for row in totals:
        rows.append(_row(getattr(row, "asset", "Total"), row, money, getattr(row, "status", "")))
    rows.append(_row("Total", report.totals, money, ""))
    head = "".join(f"<th>{each}</th>" for each in
                   ("Asset", "Before", "Hedge", "After", "Now", "Ratio", "Status"))  # fmt: skip
    decisions = "".join(
        f"<li>{html.escape(each.text)} {html.escape(each.why)}</li>" for each in report.decisions
    )
    state = html.escape(write_state(report).replace("**", ""))
    return (
        f"<h3>{html.escape(report.headline)}</h3><p>{html.escape(report.entity)}, as of "
        f"{report.as_of_text}. {state}</p><ol>{decisions}</ol>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(name: str, row: Any, money: Any, status: str) -> str:
    sums = (amount(x, money) for x in (row.exposure, row.hedge_value, row.net))
    cells = (html.escape(name), *sums, percent(row.ratio_now), percent(row.ratio), status)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
