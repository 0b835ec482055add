"""The commands `betahedge snapshot` and `betahedge watch`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click

from betahedge.cli.group import (
    A_FILE,
    AS_JSON,
    FAILED,
    FORCE,
    main,
    print_json,
    progress,
    refusing,
    say,
    tell,
)


@main.command(short_help="Take prices, funding and contract terms from an exchange.")
@click.argument("symbols", nargs=-1, required=True)
@click.option("--exchange", required=True, help="Its name in ccxt: binance, okx, bybit, ...")
@click.option("-o", "--output", type=A_FILE, required=True, help="The market file to write.")
@click.option(
    "--funding", nargs=2, metavar="START END", help="Also what was paid between two days."
)
@click.option("--tiers", is_flag=True, help="Also the tiers of margin, where they are public.")
@click.option("--record", type=A_FILE, metavar="DIR", help="Keep the raw answers in a folder.")
@click.option("--replay", type=A_FILE, metavar="DIR", help="Read kept answers; no network.")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=10.0, help="Seconds.  [10]")
@AS_JSON
@FORCE
def snapshot(
    symbols: tuple[str, ...], output: Path, as_json: bool, force: bool, **words: Any
) -> None:
    """Write a row a symbol: spot, futures, mark and index price, funding, contract and fees.

    SYMBOLS are those of ccxt (BTC/USDT:USDT) or the exchange's own codes (BTCUSDT) of contracts.
    Public data only, no key. The file is a market file for --market. Exit code 1 where a row has
    no price.
    """
    from betahedge.errors import require
    from betahedge.market.exchange import Manners
    from betahedge.xlsx.files import check_target

    with refusing():
        require("ccxt", "market", "snapshot")
        from betahedge.market.recording import ABOUT, ANSWERS
        from betahedge.market.session import Wish
        from betahedge.market.session import snapshot as take

        span = _span(words["funding"]) if words["funding"] else None
        targets = _targets(output, words)
        kept = words["record"]
        answers = [kept / ANSWERS, kept / ABOUT] if kept and kept.is_dir() else []
        for path in (*targets.values(), *answers):
            check_target(path, force=force)
        wish = Wish(
            words["exchange"].lower(), symbols, span, words["tiers"], words["record"],
            words["replay"], Manners(timeout=words["timeout"]),
        )  # fmt: skip
        with progress() as advance:
            advance(f"asking {wish.exchange}")
            done = take(wish)
        for fault in done.faults:
            tell(fault)
        written = _write(done, targets, force)
    if as_json:
        print_json({"files": written, "rows": done.rows, "faults": done.faults})
    else:
        _show(written, done.rows)
    if any(row["status"] == "failed" for row in done.rows):
        sys.exit(FAILED)


def _targets(output: Path, words: dict[str, Any]) -> dict[str, Path]:
    more = [name for name in ("funding", "tiers") if words[name]]
    named = {name: output.parent / f"{output.stem}-{name}.csv" for name in more}
    return {"market": output} | named


def _write(done: Any, targets: dict[str, Path], force: bool) -> dict[str, Path]:
    """Write what came, and name the files; where nothing came, what was there before stays."""
    from betahedge.market import tiers
    from betahedge.market.files import as_csv
    from betahedge.market.session import FUNDING
    from betahedge.market.snapshot import COLUMNS
    from betahedge.xlsx.files import write_new

    if not done.has_prices:
        tell("no price came; nothing is written")
        return {}
    tables: dict[str, Any] = {
        "market": (COLUMNS, done.rows),
        "funding": (FUNDING, done.funding),
        "tiers": (tiers.COLUMNS, done.tiers),
    }
    came = {name: path for name, path in targets.items() if tables[name][1]}
    for name, path in came.items():
        write_new(path, as_csv(*tables[name]), force=force)
    for name, path in targets.items():
        if name not in came:
            tell(f"no {name} came; {path} is not written")
    return came


def _show(written: dict[str, Path], rows: list[dict[str, Any]]) -> None:
    for name, path in written.items():
        say(f"{name.capitalize()}: {path}")
    for row in rows:
        price = row["futures_price"] or row["spot_price"] or "-"
        note = f"  {row['note']}" if row["note"] else ""
        say(f"{row['symbol']:<24} {price:>14}  {row['status']}{note}")


def _span(days: tuple[str, str]) -> tuple[int, int]:
    """Read two days, in UTC, as milliseconds."""
    from betahedge.books.faults import BadChoice
    from betahedge.books.text import escaped

    try:
        start, end = (datetime.datetime.fromisoformat(day) for day in days)
    except ValueError:
        said = escaped(" ".join(days))
        raise BadChoice(f"--funding: was {said}; must be like 2026-01-01 2026-02-01") from None
    moments = [each if each.tzinfo else each.replace(tzinfo=datetime.UTC) for each in (start, end)]
    if moments[0] >= moments[1]:
        raise BadChoice("--funding: the first day must be before the second")
    return int(moments[0].timestamp() * 1000), int(moments[1].timestamp() * 1000)
