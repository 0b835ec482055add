"""The command `betahedge watch`: for a schedule, and silent while all is well."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import A_FILE, AS_JSON, FAILED, main, print_json, refusing, say
from betahedge.cli.reading import (
    how_to_read,
    read_ratio,
    read_share,
    read_the_positions,
    reading_options_without_market,
)

if TYPE_CHECKING:
    from betahedge.market.limits import Limit


@main.command(answers=True, short_help="Say which limits of a book are broken since the last run.")
@click.argument("book", type=A_FILE)
@click.option("--market", "markets", type=A_FILE, multiple=True, required=True,
              help="A file of prices and funding; several may be given.")  # fmt: skip
@click.option("--positions", type=A_FILE, help="A file of the contracts held.")
@click.option("--hedge-ratio", default="100%", help="Of lines that have none of their own.  [100%]")
@click.option("--drift", default="5%", help="Most that a hedge may drift.  [5%]")
@click.option("--age", type=float, default=24.0, help="Most hours a price may be old.  [24]")
@click.option("--funding", default="10%", help="Most funding paid a year.  [10%]")
@click.option("--state", type=A_FILE, help="What was broken before.  [BOOK.watch.json]")
@reading_options_without_market
@AS_JSON
def watch(
    book: Path, markets: tuple[Path, ...], state: Path | None, as_json: bool, **words: Any
) -> None:
    """Check a book against the market: drift of each hedge, age of prices, funding paid.

    One line for each limit that is broken since the last run, and exit code 1; what was broken
    before is not said again until it was whole. For cron or the Task Scheduler.
    """
    from betahedge.market.state import compare, read_state, write_state

    with refusing():
        state = state or book.parent / f"{book.name}.watch.json"
        before = read_state(state)
        limits = _limits(book, markets, words)
    has_positions = words["positions"] is not None
    since, mended, broken = compare(limits, before, has_positions=has_positions)
    _show(since, mended, as_json)
    with refusing():  # what was not said is not noted as said
        write_state(state, broken)
    if since:
        sys.exit(FAILED)


def _limits(book: Path, markets: tuple[Path, ...], words: dict[str, Any]) -> tuple[Limit, ...]:
    """Read the files, and check every limit now."""
    from betahedge.books.faults import BadChoice
    from betahedge.books.holdings import read_holdings
    from betahedge.books.how import beside
    from betahedge.books.market import read_market, together
    from betahedge.market.limits import Bounds, check_limits

    age, drift, funding = (
        words["age"],
        read_share("--drift", words["drift"]),
        read_share("--funding", words["funding"]),
    )
    if not age >= 0:
        raise BadChoice(f"--age: was {age:g}; must be hours, 0 or more")
    how = how_to_read(words)
    ratio = read_ratio(words["hedge_ratio"], allow_over_hedge=how.allow_over_hedge)
    with beside("market"):
        found = [read_market(path, how.of("market")).accept() for path in markets]
    reading = read_holdings(book, how, together(found))
    holdings = reading.accept(skip_bad_lines=how.skip_bad_lines)
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    held = read_the_positions(words["positions"], how)
    return check_limits(holdings, found, Bounds(drift, age, funding), ratio, held, now)


def _show(since: list[Limit], mended: list[str], as_json: bool) -> None:
    """Print the limits that are broken since, and those that are whole again."""
    from betahedge.books.text import escaped

    if as_json:
        broken = [{"name": limit.name, "line": limit.line} for limit in since]
        print_json({"broken": broken, "whole_again": mended})
        return
    for limit in since:
        say(limit.line)
    for name in mended:
        say(f"whole again: {escaped(name)}")
