"""A report in Python and in a notebook: the names of report.json, and the outputs on demand."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from betahedge.books.faults import Unclear
from betahedge.books.field import highest_ratio
from betahedge.books.how import How
from betahedge.books.lines import Lines, book_of_lines
from betahedge.books.market import Market
from betahedge.books.model import Book, Reading
from betahedge.books.positions import Position
from betahedge.books.text import html_table, html_text
from betahedge.report.case import Case
from betahedge.report.gathering import gather
from betahedge.report.making import make_report
from betahedge.report.markdown import report_md, write_state
from betahedge.report.numbers import amount, percent
from betahedge.report.pack import Pack, make_pack, write_pack
from betahedge.report.policy import Policy, policy_of
from betahedge.report.rows import Money, Report
from betahedge.report.swapping import check_folder
from betahedge.xlsx.files import readable, write_new

Holdings = str | Path | Reading | Book | Lines


class Sized:
    """A sized book by the names of report.json: `sized.totals.ratio`, `sized.orders[0].contracts`.

    Money is in the book's currency, contracts are + sold short, ratios are decimals.
    """

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def report(self) -> Report:
        """Give everything that is known of the book, before any output is made."""
        return make_report(self._case).report

    def __getattr__(self, name: str) -> Any:
        """Give a part of the report by its name."""
        if name.startswith("_") or name not in {field.name for field in fields(Report)}:
            raise AttributeError(f"a report has no {name}")
        return getattr(self.report, name)

    def __dir__(self) -> list[str]:
        """Name the parts of the report beside what is declared here."""
        return [*super().__dir__(), *(field.name for field in fields(Report))]

    def __repr__(self) -> str:
        """Show the page as text."""
        return report_md(self.report).decode()

    def _repr_html_(self) -> str:
        """Show the sentence, the decisions and the rows in a notebook."""
        return report_html(self.report)


class Result(Sized):
    """A report: the sized book, and its outputs on demand."""

    @cached_property
    def pack(self) -> Pack:
        """Make every output, once."""
        return make_pack(self._case)

    @cached_property
    def report(self) -> Report:
        """Give the whole report as the page shows it, with the checks of its outputs."""
        return self.pack.made.report

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


def size(
    book: Holdings,
    *,
    hedge_ratio: float | None = None,
    policy: Policy | str | Path | None = None,
    positions: Sequence[Position] | str | Path = (),
    market: Market | str | Path | None = None,
    currency: str = "",
    as_of: datetime.datetime | None = None,
    how: How | None = None,
) -> Sized:
    """Size the hedge of a book: one order a contract, and what it leaves.

    book: a file of holdings, what `read` gave of one, a Book, lines such as {"asset": "BTC",
    "quantity": 3.0, "price": 65000.0, "contract": "CME:MBT"}, or a table of them.
    hedge_ratio: of lines that have none, in the place of the policy's; a decimal from 0 to 1.5, or
    to 10 where `how` allows to over-hedge.
    Raises InputError, with a line for each thing that is wrong.
    """
    said = {"as_of": as_of}
    case = _case(book, policy, positions, market, None, currency, how, said)
    if hedge_ratio is not None:
        most = highest_ratio(allow_over_hedge=how is not None and how.allow_over_hedge)
        if not 0 <= hedge_ratio <= most:
            raise Unclear(f"hedge_ratio: was {hedge_ratio:g}; must be from 0 to {most:g}")
        case = replace(case, policy=replace(case.policy, target=hedge_ratio))
    return Sized(case)


def report(
    book: Holdings,
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
    """Make a report of a book; its PDF, workbook and JSON are made when they are asked for.

    book: as `size` takes it.
    Raises InputError, with a line for each thing that is wrong.
    """
    said = {"entity": entity, "prepared": prepared, "as_of": as_of}
    return Result(_case(book, policy, positions, market, prices, currency, how, said))


def _case(
    book: Holdings,
    policy: Policy | str | Path | None,
    positions: Sequence[Position] | str | Path,
    market: Market | str | Path | None,
    prices: str | Path | None,
    currency: str,
    how: How | None,
    said: dict[str, Any],
) -> Case:
    how = how or How(currency=currency)
    if not isinstance(book, str | Path):
        _refuse_paths(positions=positions, market=market, prices=prices)
        return _case_of_lines(book, policy, positions, market, how, said)
    if isinstance(market, Market):
        raise Unclear("market: was rows; must be a path, as the book is one")
    given = {"policy": policy, "positions": positions or None, "market": market, "prices": prices}
    files = {role: Path(each) for role, each in given.items() if isinstance(each, str | Path)}
    case, _ = gather(Path(book), files, how, **said)
    if isinstance(policy, Policy):
        case = replace(case, policy=policy)
    if positions and not isinstance(positions, str | Path):
        case = replace(case, positions=tuple(positions))
    return case


def _refuse_paths(**given: object) -> None:
    for name, each in given.items():
        if isinstance(each, str | Path):
            raise Unclear(f"{name}: was a path; must be rows, or give the book as a path too")


def _case_of_lines(
    book: Reading | Book | Lines,
    policy: Any,
    positions: Any,
    market: Any,
    how: How,
    said: dict[str, Any],
) -> Case:
    if isinstance(policy, str | Path):
        allowed = how.allow_over_hedge
        policy = policy_of(str(policy), readable(Path(policy)), allow_over_hedge=allowed)
    if isinstance(book, Reading):
        book = book.accept(skip_bad_lines=how.skip_bad_lines)
    if not isinstance(book, Book):
        book = book_of_lines(book, how, market)
    return Case(book, policy or Policy(), tuple(positions), market, **said)


def report_html(report: Report) -> str:
    """Write the page as a table for a notebook; every text is text."""
    shown = (*report.assets[: report.shown], *([report.other] if report.other else []))
    rows = [
        _row(getattr(row, "asset", "Total"), row, report.money, getattr(row, "status", ""))
        for row in shown
    ]
    rows.append(_row("Total", report.totals, report.money, ""))
    heads = ("Asset", "Before", "Hedge", "After", "Now", "Ratio", "Status")
    decisions = "".join(
        f"<li>{html_text(each.text)} {html_text(each.why)}</li>" for each in report.decisions
    )
    state = write_state(report).replace("**", "")
    said = html_text(f"{report.entity}, as of {report.as_of_text}. {state}")
    return (
        f"<h3>{html_text(report.headline)}</h3><p>{said}</p><ol>{decisions}</ol>"
        f"{html_table(heads, rows)}"
    )


def _row(name: str, row: Any, money: Money, status: str) -> tuple[str, ...]:
    sums = (amount(x, money) for x in (row.exposure, row.hedge_value, row.net))
    return (name, *sums, percent(row.ratio_now), percent(row.ratio), status)
