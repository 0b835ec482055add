"""The command `betahedge read`: what a file holds, shown before anything is built of it."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    BAD_INPUT,
    FORCE,
    OneOf,
    main,
    print_json,
    refusing,
    say,
    tell,
)
from betahedge.cli.plain import plain_reading, plain_rows
from betahedge.cli.showing import show_orders, show_others, show_reading

if TYPE_CHECKING:
    from betahedge.books.how import How
    from betahedge.books.market import Market
    from betahedge.books.matching import Matched
    from betahedge.books.model import Book, Reading
    from betahedge.books.netting import NetOrder
    from betahedge.books.positions import Position

KINDS = ("holdings", "positions", "trades", "funding", "market", "prices")
DECIMAL = click.option(
    "--decimal", default="", help="The decimal sign, . or , where the file leaves it open."
)
_OPTIONS = (
    click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="FIELD=COLUMN",
        help="Which column is a field; positions.FIELD of that file.",
    ),
    click.option("--sheet", default="", help="Which sheet of a workbook.  [the one with a header]"),
    DECIMAL,
    click.option(
        "--coin", "coins", multiple=True, metavar="NAME=TICKER", help="What a name stands for."
    ),
    click.option(
        "--cash", multiple=True, metavar="CODE", help="What is cash, beside money and stablecoins."
    ),
    click.option(
        "--skip-bad-lines", is_flag=True, help="Go on without them; they go to rejected.csv."
    ),
    click.option("--allow-over-hedge", is_flag=True, help="Allow hedge ratios above 1.5."),
    click.option(
        "--market", type=A_FILE, help="A file of prices and funding, for what is not said."
    ),
)


def reading_options(command: Any) -> Any:
    """Give a command the options that say how a file of holdings is read."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reading_options_without_market(command: Any) -> Any:
    """Give them to a command that has a way of its own to say the market."""
    for option in reversed(_OPTIONS[:-1]):
        command = option(command)
    return command


def how_to_read(words: dict[str, Any], currency: str = "") -> How:
    """Turn the options into choices."""
    from betahedge.books.how import How, read_columns, read_pairs

    columns, beside = read_columns(words["columns"])
    return How(
        columns=columns,
        beside=beside,
        sheet=words["sheet"],
        decimal=words["decimal"],
        skip_bad_lines=words["skip_bad_lines"],
        allow_over_hedge=words["allow_over_hedge"],
        coins=read_pairs("--coin", words["coins"]),
        cash=frozenset(code.upper() for code in words["cash"]),
        currency=currency,
    )


def read_the_market(path: Path | None, how: How | None = None) -> Market | None:
    """Read the market file, if there is one; say if it is old."""
    from betahedge.books.how import beside
    from betahedge.books.market import read_market

    if path is None:
        return None
    with beside("market"):
        market = read_market(path, how and how.of("market")).accept()
    age = market.age()
    if age is not None and age.days >= 1:
        stamp = f"{market.as_of:%Y-%m-%d %H:%M} UTC"
        tell(f"warning: {path}: its oldest price is of {stamp}, {age.days:,} days ago")
    return market


def read_the_positions(path: Path | None, how: How) -> tuple[Position, ...]:
    """Read the file of contracts held, if there is one."""
    from betahedge.books.how import beside
    from betahedge.books.positions import read_positions

    with beside("positions"):
        return read_positions(path, how.of("positions")).accept() if path else ()


@main.command(answers=True, short_help="Show what a file of holdings, positions or prices holds.")
@click.argument("file", type=A_FILE)
@click.option("--as", "kind", type=OneOf(KINDS), help="What it holds.  [by its header]")
@click.option("--save", type=A_FILE, metavar="BOOK.csv", help="Write it plainly.")
@click.option("--hedge-ratio", help="Show the orders of the contracts at this ratio, 0.6 or 60%.")
@click.option("--positions", type=A_FILE, help="A file of the contracts held, for the orders.")
@click.option("--band", default="5%", help="Ratios off by no more are left.", show_default=True)
@click.option("--currency", default="", help="Quote currency.  [of the file]")
@reading_options
@AS_JSON
@FORCE
def read(
    file: Path,
    kind: str | None,
    save: Path | None,
    hedge_ratio: str | None,
    positions: Path | None,
    band: str,
    currency: str,
    as_json: bool,
    force: bool,
    **words: Any,
) -> None:
    """Show what a file holds: its lines, which column is what, what was ignored and added up.

    CSV, TSV, XLSX, XLS, ODS and Parquet; the columns of many venues are known. Faults are shown
    with their line, column, value and remedy.
    """
    from betahedge.books.holdings import read_holdings
    from betahedge.books.kinds import kinds_of
    from betahedge.books.matching import match_to_book
    from betahedge.books.table import read_bytes

    with refusing():
        how = how_to_read(words, currency)
        kind = kind or kinds_of(str(file), read_bytes(file), how)[0]
        if kind != "holdings":
            _show_others(file, kind, how, as_json, save, force)
            return
        allowed = how.allow_over_hedge
        share = read_ratio(hedge_ratio, allow_over_hedge=allowed) if hedge_ratio else None
        held, points = read_the_positions(positions, how), read_share("--band", band, 1.0)
        market = read_the_market(words["market"], how)
        _check_save(save, file, force)
        reading = read_holdings(file, how, market)
        if as_json:
            print_json(plain_reading(reading, _orders(reading.book, share, held, points)))
        else:
            show_reading(reading)
        with redirect_stdout(sys.stderr if as_json else sys.stdout):
            book = accept(reading, how, Path(), force)
            _save(save, kind, book, force)
        orders = _orders(book, share, held, points)
        if not as_json:
            show_orders(orders, points)
        tell_strangers(match_to_book(held, book))
        if share is not None:
            tell_coins_without(book, share)


def _orders(
    book: Book, share: float | None, held: tuple[Position, ...], band: float
) -> tuple[NetOrder, ...]:
    """Give the orders of a book where a ratio or what is held asks for them."""
    from betahedge.books.netting import net_orders

    if share is None and not held:
        return ()
    return net_orders(book, 1.0 if share is None else share, positions=held, band=band)


def tell_coins_without(book: Book, share: float, so: str = "so there is no order") -> None:
    """Say which coins name no contract, what comes of it, and which contracts they may name."""
    from betahedge.books.contracts import examples
    from betahedge.books.netting import coins_without
    from betahedge.books.text import listed

    coins = coins_without(book, share)
    if coins:
        known = examples(coins)
        remedy = f"; the column contract may say {known}" if known else ""
        tell(f"warning: {listed(coins)}: no contract is named, {so}{remedy}")


def tell_strangers(held: Matched) -> None:
    """Say which of the contracts held no order counts."""
    for stranger in held.strangers:
        tell(f"warning: {stranger}")


def _check_save(save: Path | None, file: Path, force: bool, kind: str = "holdings") -> None:
    from betahedge.books.faults import BadChoice
    from betahedge.books.writing import OF_ROWS
    from betahedge.xlsx.files import check_target

    if save and kind not in ("holdings", *OF_ROWS):
        kinds = " or ".join((", ".join(list(OF_ROWS)[:-1]), list(OF_ROWS)[-1]))
        raise BadChoice(f"--save: is for holdings, {kinds}; {file} was read as {kind}")
    if save and save.suffix.lower() != ".csv":
        raise BadChoice(f"{save}: must be the name of a .csv file")
    if save:
        check_target(save, force=force, source=file)


def _save(save: Path | None, kind: str, found: Any, force: bool) -> None:
    from betahedge.books.writing import book_csv, rows_csv
    from betahedge.xlsx.files import write_new

    if save:
        data = book_csv(found) if kind == "holdings" else rows_csv(kind, found)
        write_new(save, data, force=force)
        say(f"{'Book' if kind == 'holdings' else kind.capitalize()}: {save}")


def read_share(option: str, text: str, most: float = 10.0, more: str = "") -> float:
    """Read a share of the command line, 0.6 or 60%.  more: how the most may be gone beyond."""
    from betahedge.books.faults import BadChoice
    from betahedge.books.numbers import POINT, amount
    from betahedge.books.text import escaped

    found = amount(text)
    value = found.value(POINT) if found and not found.unit else None
    if value is None or not 0 <= value <= most:
        must = f"must be like 0.6 or 60%, up to {most:.0%}{more}"
        raise BadChoice(f"{option}: was {escaped(text)}; {must}")
    return value


def read_ratio(text: str, *, allow_over_hedge: bool) -> float:
    """Read what --hedge-ratio says, held to the bound of a line's own ratio."""
    from betahedge.books.field import highest_ratio
    from betahedge.templates.book import HIGHEST_RATIO

    most = highest_ratio(allow_over_hedge=allow_over_hedge)
    more = "" if allow_over_hedge else f", or {HIGHEST_RATIO:.0%} with --allow-over-hedge"
    return read_share("--hedge-ratio", text, most, more)


def accept(reading: Reading, how: How, folder: Path, force: bool) -> Book:
    """Give the book of a reading; lines left out are counted, and written to rejected.csv."""
    from betahedge.books.writing import rejected_csv
    from betahedge.xlsx.files import write_new

    book = reading.accept(skip_bad_lines=how.skip_bad_lines)
    if reading.faults:
        target = folder / "rejected.csv"
        write_new(target, rejected_csv(reading), force=force)
        for fault in reading.left_out:
            tell(f"left out: {fault}")
        counts = reading.counts
        say(
            f"Lines: {counts.read:,} read = {counts.good:,} good + {counts.rejected:,} "
            f"rejected ({target})"
        )
    return book


def _show_others(
    file: Path, kind: str, how: How, as_json: bool, save: Path | None, force: bool
) -> None:
    """Show a file that is no holdings, a row a line, and write it plainly where that is asked."""
    from betahedge.books.kinds import READERS

    _check_save(save, file, force, kind)
    found = READERS[kind](file, how)
    if as_json:
        print_json(plain_rows(kind, str(file), found))
    else:
        show_others(kind, found)
    for fault in found.faults:
        tell(f"{file}, {fault}")
    if found.faults and not how.skip_bad_lines:
        sys.exit(BAD_INPUT)
    with redirect_stdout(sys.stderr if as_json else sys.stdout):
        _save(save, kind, found, force)
