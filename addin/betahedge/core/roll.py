"""Dated futures: what rolling a hedge to the next expiry brings, and when CME's expire."""

import datetime
from typing import Any, NamedTuple

from betahedge.core.carry import DAYS
from betahedge.core.operations import FLOATS, Operations

_FRIDAY = 4  # date.weekday()


class Roll(NamedTuple):
    """Cash of a roll in the quote currency, received +, and the same as a rate a year."""

    cash: Any
    rate: Any


def hedge_roll(
    contracts: Any,
    contract_size: Any,
    near_price: Any,
    far_price: Any,
    days: Any,
    fee_rate: Any = 0.0,
    ops: Operations = FLOATS,
) -> Roll:
    """Roll linear contracts sold: buy back the near future, sell the far one.

    cash: n x size x (far - near), less the fee_rate of both trades' notional; + is received, as
    by a short in contango.  rate: cash / (|n| x size x near) x 365 / days, simple; days: between
    the two expiries.  Without contracts the rate is a short's.
    Source: the simple forward rate between two expiries, (far / near - 1) x 365 / days.
    """
    side = ops.where(contracts < 0, -1.0, 1.0)
    each = side * (far_price - near_price) - fee_rate * (near_price + far_price)
    cash = ops.absolute(contracts) * contract_size * each
    return Roll(cash, each / near_price * DAYS / days)


def last_friday(year: int, month: int) -> datetime.date:
    """Give the last Friday of a month, on which CME's bitcoin and ether futures expire.

    Holidays are not known here: where that Friday is one, the venue takes the business day
    before.
    Source: CME, contract specifications of Bitcoin Futures, termination of trading.
    """
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = following - datetime.timedelta(days=1)
    return last - datetime.timedelta(days=(last.weekday() - _FRIDAY) % 7)
