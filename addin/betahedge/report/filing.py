"""What a finance team files or shows: derivatives, digital assets held, roll-forward, maturities.

Line items come with the book.  Nothing here is an accounting conclusion.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

from betahedge.books.coins import is_money
from betahedge.core.contract import Kind, hedge_futures_pnl
from betahedge.report.carrying import is_dated
from betahedge.report.cash import Line
from betahedge.report.period import Period
from betahedge.report.rows import Held, Report

INDICATIVE = "indicative test, not an accounting conclusion"
BUCKETS = (
    ("up to 1 month", 31), ("1 to 3 months", 92), ("3 to 6 months", 183),
    ("6 to 12 months", 366), ("more than 12 months", math.inf),
)  # fmt: skip
PERPETUAL, UNSAID = "no maturity (perpetual)", "maturity not given"
UNNAMED = "line item not given"


@dataclass(frozen=True, slots=True)
class Derivative:
    """Contracts of a coin, not designated: gross notional with long and short apart.

    assets, liabilities: fair values; None where an entry price is not known.
    """

    asset: str
    gross: float
    long: float
    short: float
    assets: float | None
    liabilities: float | None
    gain: float | None


@dataclass(frozen=True, slots=True)
class Holding:
    """A digital asset held, which money is not: units, cost basis, fair value and its line."""

    asset: str
    units: float
    cost_basis: float | None
    fair_value: float
    line_item: str


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll-forward of an asset's fair value; a gain or a loss by the net of the asset."""

    asset: str
    opening: float
    additions: float
    dispositions: float
    gains: float
    losses: float
    closing: float


@dataclass(frozen=True, slots=True)
class Filing:
    """The tables of a filing, and the line of the mismatch under IFRS."""

    derivatives: tuple[Derivative, ...]
    holdings: tuple[Holding, ...]
    rolls: tuple[Roll, ...]
    buckets: tuple[tuple[str, float, float], ...]
    futures_in_profit_or_loss: float | None
    coins_in_oci: float | None

    def numbers(self) -> dict[str, Any]:
        """Give all numbers by name."""
        return asdict(self)


def make_filing(report: Report, period: Period | None) -> Filing:
    """Make the tables; gains and the roll-forward where there is a period."""
    held = [each for each in report.held if each.held]
    gains = {line.asset: line for line in period.lines} if period else {}
    futures = coins = None
    if period:
        sums = period.sums()
        futures = sums["futures"] + sums["basis"]
        coins = math.fsum(line.spot for line in period.lines if not is_money(line.asset))
    return Filing(
        tuple(_derivatives(held, gains if period else None)),
        tuple(Holding(row.asset, row.quantity, row.cost_basis, row.spot_value,
                      row.line_item or UNNAMED) for row in report.assets
              if not is_money(row.asset)),
        tuple(roll(line) for line in period.lines if _is_rolled(line)) if period else (),
        tuple(_buckets(held, report.as_of)), futures, coins,
    )  # fmt: skip


def value_of(row: Held) -> float:
    """Give the notional of what is held, + short."""
    return row.held * row.size * (1.0 if row.kind == "inverse" else row.mark)


def fair_value(row: Held) -> float | None:
    """Give the unrealised P&L of what is held, in the book's currency; None without an entry.

    None, too, of an inverse contract at a price of 0.
    """
    if not row.entry or (row.kind == "inverse" and not row.mark):
        return None
    found = hedge_futures_pnl(row.held, row.size, row.entry, row.mark, cast(Kind, row.kind))
    return float(found * (row.mark if row.kind == "inverse" else 1.0))


def _derivatives(held: list[Held], gains: dict[str, Line] | None) -> Iterable[Derivative]:
    assets = sorted({row.asset for row in held} | _traded(gains))
    for asset in assets:
        rows = [row for row in held if row.asset == asset]
        long = math.fsum(-value_of(row) for row in rows if row.held < 0)
        short = math.fsum(value_of(row) for row in rows if row.held > 0)
        fair = [fair_value(row) for row in rows]
        known = [each for each in fair if each is not None]
        gained = math.fsum(each for each in known if each > 0)
        lost = math.fsum(-each for each in known if each < 0)
        is_known = len(known) == len(fair)
        line = gains.get(asset) if gains is not None else None
        gain = None if gains is None else (line.futures + line.basis if line else 0.0)
        yield Derivative(asset, long + short, long, short, gained if is_known else None,
                         lost if is_known else None, gain)  # fmt: skip


def _traded(gains: dict[str, Line] | None) -> set[str]:
    return {name for name, line in (gains or {}).items() if line.futures or line.basis}


def _is_rolled(line: Line) -> bool:
    moved = any((line.opening, line.bought, line.sold, line.moved, line.spot, line.closing))
    return moved and not is_money(line.asset)


def roll(line: Line) -> Roll:
    """Roll an asset forward: opening + additions + dispositions + gains + losses = closing."""
    arrived, left = max(line.moved, 0.0), min(line.moved, 0.0)
    return Roll(line.asset, line.opening, line.bought + arrived, line.sold + left,
                max(line.spot, 0.0), min(line.spot, 0.0), line.closing)  # fmt: skip


def _buckets(held: list[Held], as_of: str) -> Iterable[tuple[str, float, float]]:
    """Give the gross notional by maturity, long and short apart."""
    day = datetime.date.fromisoformat(as_of[:10])
    sums: dict[str, list[float]] = {name: [0.0, 0.0] for name, _ in BUCKETS}
    sums[PERPETUAL] = [0.0, 0.0]
    for row in held:
        name = UNSAID if is_dated(row.contract) else PERPETUAL
        if row.expiry:
            days = (datetime.date.fromisoformat(row.expiry) - day).days
            name = next(name for name, most in BUCKETS if days <= most)
        sums.setdefault(name, [0.0, 0.0])[row.held > 0] += abs(value_of(row))
    return [(name, long, short) for name, (long, short) in sums.items()]
