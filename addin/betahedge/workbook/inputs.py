"""What a template workbook is filled with: the blue cells."""

import datetime
from dataclasses import dataclass, field

from betahedge.core.rounding import Rounding

FIRST_DAY = datetime.date(2000, 1, 1)  # of which a workbook may be
HIGHEST_RATIO = 10.0  # above it a per cent sign was forgotten
ROOM = 50  # rows a template has for holdings, at the least
SHOCKS = (-0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A line of the holdings; None leaves the cell blank, and the sheet takes its default.

    quantity: coins, + held.  price, futures_price: quote currency per coin; the futures price
    defaults to the spot price.  contract_size: coins per contract.  lot_size: contracts per lot,
    0 for exact counts.
    """

    asset: str
    quantity: float
    price: float
    futures_price: float | None = None
    contract_size: float | None = None
    lot_size: float | None = None
    beta: float | None = None
    hedge_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The defaults of a holding that says nothing itself, and the limits of the checks."""

    hedge_ratio: float = 0.6
    beta: float = 1.0
    contract_size: float = 1.0
    lot_size: float = 0.0
    rounding: Rounding = "nearest"
    band: float = 0.05
    price_age: float = 1.0


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The article's one position and one price move, on the Impact sheet."""

    quantity: float = 5.0
    price: float = 65_000.0
    contract_size: float = 1.0
    ratio: float = 0.5
    price_return: float = -0.1


EXAMPLE = WorkedExample()


@dataclass(frozen=True, slots=True)
class BookInputs:
    """All inputs of the mixed-portfolio workbook."""

    holdings: tuple[HoldingRow, ...]
    as_of: datetime.date
    priced_on: datetime.date
    entity: str = ""
    price_source: str = ""
    quote_currency: str = "USD"
    policy: Policy = field(default_factory=Policy)
    shocks: tuple[float, ...] = SHOCKS


def article() -> BookInputs:
    """Give the article's portfolio, on contracts that can be traded: 0.1 coin, whole lots."""
    day = datetime.date(2025, 10, 5)  # the day of the article
    return BookInputs(
        holdings=(
            HoldingRow("BTC", 3.0, 65_000.0, contract_size=0.1),
            HoldingRow("ETH", 40.0, 3_500.0, contract_size=0.1),
        ),
        as_of=day,
        priced_on=day,
        entity="Mixed portfolio of the article",
        price_source="The Beta Hedge, 5 October 2025",
        policy=Policy(lot_size=1.0, rounding="down"),
    )
