"""What a futures contract is worth and earns, and which contracts make up a hedge.

`contract_size` is coins per contract (linear), the fixed face in the quote currency
(inverse), or settlement coins per point of the price, the multiplier (quanto).  Contracts
are + sold short, - bought.
"""

import itertools
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Literal

from betahedge.core.rounding import DECIMALS, Rounding

Kind = Literal["linear", "inverse", "quanto"]

_DIGITS = ".15g"  # what a spreadsheet keeps: 0.30000000000000004 counts as 0.3
_FINEST = 100_000  # common steps in the smallest size, at most
_ENDLESS = itertools.repeat(None)
_PATIENCE = 200_000  # counts that are tried before sizes are called too unlike


class NoCommonStep(ValueError):  # noqa: N818 - not an error of the program: the answer
    """The contract sizes share no usable step, such as 1 and 1/3."""


def hedge_contract_value(
    price: Any,
    contract_size: Any,
    kind: Kind = "linear",
    settle_price: Any = 1.0,
    entry_price: Any = None,
) -> Any:
    """Value one contract, in the quote currency.

    linear: price x size.  inverse: the face, whatever the price; with an entry_price the value of
    a contract held since then, face x price / entry, for it holds face / entry coins whatever
    the price does.  An entry price of 0 divides by zero.  quanto: price x multiplier x price of
    the settlement coin; a settle_price of 1 leaves the value in that coin.
    Source: BitMEX, Futures Guide and Quanto Perpetuals Guide.
    """
    if kind == "inverse":
        return contract_size if entry_price is None else contract_size * price / entry_price
    if kind == "quanto":
        return price * contract_size * settle_price
    return price * contract_size


def hedge_contracts_beta(
    spot_value: Any,
    contract_value: Any,
    portfolio_beta: Any,
    target_beta: Any = 0.0,
    futures_beta: Any = 1.0,
) -> Any:
    """Count the contracts that move beta to its target: (b_p - b_t) / b_f x V / contract value.

    Returns contracts, + to sell; - to buy when the target is above the present beta.  A
    contract value or futures beta of 0 divides by zero.
    Source: Hull, Options, Futures, and Other Derivatives, section 3.5.
    """
    return (portfolio_beta - target_beta) / futures_beta * spot_value / contract_value


def notional(contracts: Any, contract_value: Any) -> Any:
    """Value a position: contracts x contract value, in the quote currency, + sold."""
    return contracts * contract_value


def coin_notional(contracts: Any, face: Any, price: Any) -> Any:
    """Value an inverse position in coin: contracts x face / price.  A price of 0 divides by zero.

    A short of X dollars entered at E against Q coins has a delta of Q - X / E coins.
    """
    return contracts * face / price


def tick_value(contract_size: Any, tick: Any) -> Any:
    """Value one tick of a linear contract: size x tick, in the quote currency."""
    return contract_size * tick


def hedge_futures_pnl(
    contracts: Any,
    contract_size: Any,
    entry_price: Any,
    exit_price: Any,
    kind: Kind = "linear",
) -> Any:
    """P&L of contracts sold, in the settlement currency; a fall in price is a gain.

    linear and quanto: n x size x (E - X), in the quote currency or the settlement coin.
    inverse: n x face x (1/X - 1/E), in coin; times X for dollars.  A price of 0 divides by
    zero there.
    """
    if kind == "inverse":
        return contracts * contract_size * (1.0 / exit_price - 1.0 / entry_price)
    return contracts * contract_size * (entry_price - exit_price)


def hedge_mix(
    units: float, contract_sizes: Iterable[float], rounding: Rounding = "nearest"
) -> list[int]:
    """Count whole contracts of each size, largest size first, that hedge a number of units.

    units: coins to sell, - to buy.  contract_sizes: coins per contract, all > 0.  The residual
    |sum of count x size - units| is the least there is; of equals the fewest contracts win,
    then the larger hedge, then the fewer of the smallest size.  "down" never over-hedges, "up"
    never under-hedges.  Every count has the sign of `units`.

    Exact: sizes are whole numbers of their greatest common step (read to 15 digits), and
    `units` is counted in those steps to 9 decimals.  `NoCommonStep` if the smallest size is
    over 100,000 steps, as 1/3 beside 1 is.  The work does not grow with `units`; it is a few
    steps for sizes that divide one another, and grows with the digits of those that do not.
    """
    parts, step = _common_step(contract_sizes)
    target = round(abs(Fraction(f"{units:{_DIGITS}}")) / step, DECIMALS)
    mixes: list[list[int]] = []
    patience = itertools.repeat(None, _PATIENCE)
    totals = _totals(target, rounding)
    while not mixes:
        mixes = [mix for total in next(totals) if (mix := _fewest(total, parts, patience=patience))]
    return [-count if units < 0 else count for count in min(mixes, key=sum)]


def _common_step(sizes: Iterable[float]) -> tuple[list[int], Fraction]:
    """Count sizes in whole numbers of their greatest common step, largest first."""
    exact = sorted((Fraction(f"{size:{_DIGITS}}") for size in sizes), reverse=True)
    base = math.lcm(*(size.denominator for size in exact))
    whole = [int(size * base) for size in exact]
    unit = math.gcd(*whole)
    parts = [size // unit for size in whole]
    if parts[-1] > _FINEST:
        raise NoCommonStep(f"a common step of {unit / base:g} is too fine")
    return parts, Fraction(unit, base)


def _totals(target: Fraction, rounding: Rounding) -> Iterator[list[int]]:
    """List whole numbers by their distance from the target; two as far come together.

    It never comes to those below 0: 0 itself is made up, of no contract.
    """
    high, low = math.ceil(target), math.floor(target)
    if rounding == "up":
        yield from ([total] for total in itertools.count(high))
    elif rounding == "down":
        yield from ([total] for total in itertools.count(low, -1))
    else:
        high += high == low
        while True:
            over, under = high - target, target - low
            yield [high] * (over <= under) + [low] * (under <= over)
            high, low = high + (over <= under), low - (under <= over)


def _fewest(
    total: int,
    sizes: list[int],
    limit: float = math.inf,
    patience: Iterator[None] = _ENDLESS,
) -> list[int] | None:
    """Make up a total exactly with the fewest contracts, fewer than `limit`; None if none do.

    total: a multiple of the sizes' greatest common divisor.  sizes: largest first.  The count of
    the smallest is fixed modulo what the others can make, and is below the number that a larger
    size replaces with fewer contracts.
    """
    *larger, smallest = sizes
    if not larger:
        return [total // smallest]
    reach = math.gcd(*larger)
    common = math.gcd(reach, smallest)
    stride = reach // common
    first = total // common * pow(smallest // common, -1, stride) % stride
    replaced = min(size // math.gcd(size, smallest) for size in larger)
    best = None
    for count in range(first, min(replaced, total // smallest + 1), stride):
        if next(patience, True):
            raise NoCommonStep("the sizes are too unlike to mix")
        left = total - count * smallest
        if count - (-left // larger[0]) >= limit:
            break
        mix = _fewest(left, larger, limit - count, patience)
        if mix:
            best = [*mix, count]
            limit = sum(best)
    return best
