"""What the main workbook is filled with: holdings and their market, contracts, prices, policy."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from betahedge.core.rounding import Rounding
from betahedge.core.running import BAND

FIRST_DAY = datetime.date(2000, 1, 1)  # of which a workbook may be
HIGHEST_SHARE = 1.5  # a hedge ratio above it was mistyped, or is meant and allowed
HIGHEST_RATIO = 10.0  # and above this is never meant
ROOM = 50  # rows a template has for holdings, at the least
MOVES = (-0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
RALLIES = (0.1, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A line of the holdings; None leaves the cell blank, and the sheet takes its default.

    quantity: coins, + held.  price, futures_price, entry_price: quote currency per coin; the
    futures price defaults to the spot price.  contract: VENUE:CODE, or "none"; None is one of the
    user's own, of contract_size coins in lots of lot_size.  expiry_days: of a dated contract.
    funding_rate: of a stamp.  held: contracts, + sold short.  collateral: in the quote currency.
    """

    asset: str
    quantity: float
    price: float
    futures_price: float | None = None
    contract_size: float | None = None
    lot_size: float | None = None
    beta: float | None = None
    hedge_ratio: float | None = None
    contract: str | None = None
    expiry_days: float | None = None
    funding_rate: float | None = None
    funding_hours: float | None = None
    held: float | None = None
    entry_price: float | None = None
    collateral: float | None = None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A line of the contracts: what one is, what margin it asks, where that is from."""

    contract: str
    venue: str = ""
    code: str = ""
    underlying: str = ""
    kind: str = "linear"
    size: float = 1.0
    unit: str = ""
    lot: float = 0.0
    initial: float | None = None
    maintenance: float | None = None
    fee: float | None = None
    as_of: str = ""
    source: str = ""
    held: float | None = None  # of a part of a mix


@dataclass(frozen=True, slots=True)
class Policy:
    """The defaults of a holding that says nothing itself, the limits, horizon and costs."""

    hedge_ratio: float = 0.6
    band: float = BAND
    rounding: Rounding = "nearest"
    beta: float = 1.0
    price_age: float = 1.0
    rise: float = 0.25
    materiality: float = 0.001
    horizon: float = 30.0
    fee: float = 0.0005
    slippage: float = 0.0002
    capital: float = 0.05
    stress: float = -0.2


@dataclass(frozen=True, slots=True)
class Prices:
    """The history that betas are estimated from: dates, and a column a coin."""

    coins: tuple[str, ...] = ()
    dates: tuple[datetime.date, ...] = ()
    rows: tuple[tuple[float | None, ...], ...] = ()
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of a picture: a value a day, or None.  colour: navy, copper or slate."""

    name: str
    values: tuple[float | None, ...]
    colour: str = "navy"


@dataclass(frozen=True, slots=True)
class Picture:
    """Curves over the days of a history; share: of the book, else plain numbers."""

    title: str
    note: str
    curves: tuple[Curve, ...]
    share: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What a report has found in past prices, by day."""

    days: tuple[datetime.date, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class BookInputs:
    """All inputs of the main workbook; contracts: the user's own, beside the register's.

    past: of a report; without it there is no sheet of it.  failed: the checks of a report's page
    that do not hold; they fail in its workbook too.
    """

    holdings: tuple[HoldingRow, ...]
    as_of: datetime.date
    priced_on: datetime.date
    entity: str = ""
    price_source: str = ""
    quote_currency: str = "USD"
    policy: Policy = field(default_factory=Policy)
    contracts: tuple[ContractRow, ...] = ()
    prices: Prices = field(default_factory=Prices)
    moves: tuple[float, ...] = MOVES
    rallies: tuple[float, ...] = RALLIES
    demonstration: bool = False
    past: Past | None = None
    failed: tuple[str, ...] = ()


def largest_amount(*amounts: Sequence[float]) -> float:
    """Give the largest amount of a book, by which the decimals of its money are chosen.

    amounts: the values of its holdings, their exposures and more, each in money.
    """
    sums = (abs(sum(some)) for some in amounts)
    return max(*sums, *(abs(amount) for some in amounts[1:] for amount in some), 0.0)


def article() -> BookInputs:
    """Give the article's portfolio, on contracts that can be traded: 0.1 coin, whole lots."""
    from betahedge.templates.sample import prices

    day = datetime.date(2025, 10, 5)  # the day of the article
    coins = (("BTC", 3.0, 65_000.0, 40_950.0), ("ETH", 40.0, 3_500.0, 29_400.0))
    source = "a sample; its own terms are in force"
    return BookInputs(
        holdings=tuple(
            HoldingRow(
                coin, quantity, price, contract=f"SAMPLE:{coin}-0.1", funding_rate=0.0001,
                funding_hours=8.0, collateral=collateral,
            )
            for coin, quantity, price, collateral in coins
        ),
        contracts=tuple(
            ContractRow(f"SAMPLE:{coin}-0.1", "SAMPLE", f"{coin}-0.1", coin, "linear", 0.1, coin,
                        1.0, 0.01, 0.005, 0.0005, day.isoformat(), source)
            for coin, *_ in coins
        ),
        as_of=day,
        priced_on=day,
        entity="Mixed portfolio of the article",
        price_source="The Beta Hedge, 5 October 2025",
        policy=Policy(rounding="down"),
        prices=prices(day),
        demonstration=True,
    )  # fmt: skip
