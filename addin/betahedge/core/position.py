"""The position that a run of fills leaves: what is open, what it earned, what it cost.

Quantities are of fills: + bought, - sold, as a holding is + long.  Money is in the settlement
currency: the quote currency for linear contracts, coin for inverse and quanto ones.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from betahedge.core.contract import Kind

PositionMethod = Literal["average", "fifo"]

_DIGITS = ".15g"  # what a spreadsheet keeps: 0.1 + 0.2 - 0.3 is flat


class Position(NamedTuple):
    """What fills add up to; gains +, fees as a positive number that `realised` has lost already.

    average_price: of what is open, None when flat.  unrealised: None when open without a mark.
    """

    quantity: float
    average_price: float | None
    realised: float
    unrealised: float | None
    fees: float


class Run(NamedTuple):
    """Where a run of fills stands: what is open, at which worth, and the gains on the way."""

    held: Decimal
    average: float
    gain: float


def hedge_position(
    quantities: Sequence[float],
    prices: Sequence[float],
    method: PositionMethod = "average",
    mark: float | None = None,
    kind: Kind = "linear",
    contract_size: float = 1.0,
    fee_rate: float = 0.0,
) -> Position:
    """Run the fills of one contract, oldest first.

    average: additions average the entry, reductions leave it, a turn through zero starts anew.
    fifo: the oldest open fill closes first.  The average is harmonic for inverse contracts.
    fee_rate: of every fill's notional.  realised: price gains less all fees; so realised +
    unrealised + fees is the cash of the fills and of what is open at the mark.
    Source: nautilus_trader, Position.realized_pnl, for the average and the fees in it.
    """
    fills = _fills(quantities, prices, kind)
    held, average, gain = run_fifo(fills) if method == "fifo" else run_average(fills)
    fees = fee_rate * contract_size * math.fsum(abs(float(q) * w) for q, w in fills)
    open_gain: float | None = 0.0
    if held:
        open_gain = None if mark is None else float(held) * (worth(mark, kind) - average)
    return Position(
        float(held),
        priced(average, kind) if held else None,
        contract_size * gain - fees,
        None if open_gain is None else contract_size * open_gain,
        fees,
    )


def hedge_average_price(
    quantities: Sequence[float], prices: Sequence[float], kind: Kind = "linear"
) -> float:
    """Average the entry price of the position that fills leave open, oldest first.

    quantities: of one side + and of the other -, whichever is which.  Of additions: sum(q x p) /
    sum(q), or for inverse contracts, whose P&L runs on 1 / price, sum(q) / sum(q / p).  A position
    that ends at 0 divides by zero.
    Source: nautilus_trader, Position.avg_px_open.
    """
    held, average, _ = run_average(_fills(quantities, prices, kind))
    if not held:
        raise ZeroDivisionError("no position is left")
    return priced(average, kind)


def _fills(
    quantities: Sequence[float], prices: Sequence[float], kind: Kind
) -> list[tuple[Decimal, float]]:
    """Give each fill's quantity, to the digits that count, and its worth."""
    lines = zip(quantities, prices, strict=True)
    return [(Decimal(f"{q:{_DIGITS}}"), worth(price, kind)) for q, price in lines]


def worth(price: float, kind: Kind) -> float:
    """Tell on what the P&L of one contract bought runs: the price, or -1 / price for inverse."""
    return -1.0 / price if kind == "inverse" else price


def priced(average: float, kind: Kind) -> float:
    """Turn an average worth back into a price."""
    return -1.0 / average if kind == "inverse" else average


def run_average(fills: Iterable[tuple[Decimal, float]]) -> Run:
    """Run fills (quantity, worth) at the average of what is open."""
    held, average, gains = Decimal(0), 0.0, []
    for quantity, value in fills:
        before, held = held, held + quantity
        if before * quantity > 0:
            average += float(quantity / held) * (value - average)
            continue
        turned = abs(quantity) > abs(before)
        closed = before if turned else -quantity
        gains.append(float(closed) * (value - average))
        average = value if turned else average
    return Run(held, average, math.fsum(gains))


def run_fifo(fills: Iterable[tuple[Decimal, float]]) -> Run:
    """Run fills (quantity, worth) so that the oldest open one closes first."""
    lots: deque[tuple[Decimal, float]] = deque()
    gains = []
    for filled, value in fills:
        left = filled
        while left and lots and lots[0][0] * left < 0:
            opened, entry = lots.popleft()
            closed = opened if abs(opened) <= abs(left) else -left
            gains.append(float(closed) * (value - entry))
            left += closed
            if opened != closed:
                lots.appendleft((opened - closed, entry))
        if left:
            lots.append((left, value))
    held = sum((quantity for quantity, _ in lots), Decimal(0))
    shares = [float(quantity / held) * value for quantity, value in lots]
    return Run(held, math.fsum(shares), math.fsum(gains))
