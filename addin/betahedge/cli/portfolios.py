"""The command `betahedge batch`: many portfolios at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    FAILED,
    FORCE,
    QUIET,
    VERBOSE,
    OneOf,
    main,
    note,
    print_json,
    refusing,
    say,
    tell,
    tell_step,
    wants,
)
from betahedge.cli.reading import read_ratio, read_share, read_the_market

if TYPE_CHECKING:
    from betahedge.batch.policy import Policy
    from betahedge.batch.run import Done

SHOWN = 3  # reasons why lines are rejected


@main.command(short_help="Size the hedges of many portfolios at once.")
@click.argument("positions")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="The folder of results.")
@click.option("--engine", type=OneOf(["polars", "spark"]), help="What works it out.  [polars]")
@click.option("--spark", metavar="sc://HOST:PORT", help="The Spark Connect server.")
@click.option("--hedge-ratio", default="100%", help="Of lines that have none of their own, 0.6 or "
              "60%.  [100%]")  # fmt: skip
@click.option("--rounding", type=OneOf(["nearest", "down", "up"]), default="nearest",
              help="How orders become whole lots.  [nearest]")  # fmt: skip
@click.option("--band", default="5%", help="Ratios off by no more are left.", show_default=True)
@click.option("--currency", default="USD", help="Of all prices.  [USD]")
@click.option("--cash", multiple=True, metavar="CODE", help="What is cash, beside stablecoins.")
@click.option("--allow-over-hedge", is_flag=True, help="Allow hedge ratios above 1.5.")
@click.option("--market", type=A_FILE, help="A file of prices, for what the lines do not say.")
@AS_JSON
@FORCE
def batch(
    positions: str,
    output: str,
    engine: str | None,
    spark: str | None,
    as_json: bool,
    force: bool,
    **words: Any,
) -> None:
    """Size the hedges of many portfolios: lines, sums, orders, and what was rejected.

    POSITIONS is Parquet or CSV, or a folder of them: the columns of a book, and portfolio. Into
    the folder go lines, portfolios (sums in millionths), orders, rejected.csv and batch.json.
    With Spark both are paths of the server. Exit code 1 where no line is good.
    """
    from betahedge.books.faults import BadChoice

    with refusing():
        if spark and engine == "polars":
            raise BadChoice("--spark: is for --engine spark")
        policy, market = _policy(words), read_the_market(words["market"])
        if spark or engine == "spark":
            from betahedge.batch.spark_run import batch_by_address

            address = spark or "sc://localhost:15002"
            done = batch_by_address(address, positions, output, policy, market, force=force)
        else:
            from betahedge.batch.run import batch as by_polars

            with counting() as advance:
                done = by_polars(
                    Path(positions), Path(output), policy, market, force=force, advance=advance
                )
    if as_json:
        print_json({"folder": done.folder, "counts": done.counts, "ignored": done.ignored})
    else:
        _show(done)
    if done.counts["rejected"]:
        _say_why(done)
    if not done.counts["good"]:
        sys.exit(FAILED)


def _policy(words: dict[str, Any]) -> Policy:
    from betahedge.batch.policy import Policy

    allowed = words["allow_over_hedge"]
    return Policy(
        hedge_ratio=read_ratio(words["hedge_ratio"], allow_over_hedge=allowed),
        rounding=words["rounding"],
        band=read_share("--band", words["band"], 1.0),
        currency=words["currency"].upper(),
        cash=frozenset(words["cash"]),
        allow_over_hedge=allowed,
    )


def _show(done: Done) -> None:
    from betahedge.books.text import listed

    counts = done.counts
    if done.ignored:
        tell(f"columns that are no fields, and in no sum: {listed(list(done.ignored))}")
    if counts["unclear_orders"]:
        tell(
            f"{counts['unclear_orders']:,} lines of orders have no order, for a contract has two "
            "prices or sizes"
        )
    unnamed = counts["without_contract"]
    if unnamed:
        names, them = ("line names", "it") if unnamed == 1 else ("lines name", "them")
        tell(f"warning: {unnamed:,} {names} no contract, so there is no order for {them}")
    say(
        f"Lines: {counts['read']:,} read = {counts['good']:,} good + "
        f"{counts['rejected']:,} rejected"
    )
    say(f"Portfolios: {counts['portfolios']:,}, orders: {counts['orders']:,}")
    say(f"Results: {done.folder}")


def _say_why(done: Done) -> None:
    """Say why lines are rejected: what most of them lack, and where the rest stands."""
    rejected, what = done.counts["rejected"], "no line is good, and nothing is sized"
    if done.counts["good"]:
        are, their = ("is", "its") if rejected == 1 else ("are", "their")
        what = f"{rejected:,} line{'s' * (rejected != 1)} {are} rejected, so {their} portfolio"
        what += " is incomplete" if rejected == 1 else "s are incomplete"
    tell(f"{what}; {done.folder / 'rejected.csv'} has the reason of each")
    most = sorted(done.why.items(), key=lambda reason: (-reason[1], reason[0]))
    note(f"{lines:,} line{'s' * (lines != 1)}, {why}" for why, lines in most[:SHOWN])
    if len(most) > SHOWN:
        note(["and other reasons"])


@contextmanager
def counting() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how much is done, and the time that is left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<8}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True, no_color=True)
    hidden = not console.is_terminal or wants(QUIET) or wants(VERBOSE)
    step = tell_step(time.perf_counter())
    bar = Progress(*columns, console=console, transient=True)
    tasks: dict[str, Any] = {}

    def advance(what: str, more: int, whole: int) -> None:
        if what not in tasks:
            if wants(VERBOSE):
                step(what)
            tasks[what] = bar.add_task(what, total=whole or None)
        bar.advance(tasks[what], more)

    with nullcontext() if hidden else bar:  # older releases end a hidden bar with a line
        yield advance
