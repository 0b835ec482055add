"""What a report says, by name: one class a part of report.json, in the order in which it stands.

Money is in the book's currency: exposure + long, a hedge - short; P&L and cash received +.
Contracts are + sold short.  Ratios, rates and moves are decimals.  None is not available.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from betahedge.report.judgements import Breach, Checks, Decision, Limit, Source

SCHEMA = "betahedge.report/1"


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are written: divided by `scale`, under `label`, with `decimals`."""

    scale: float
    label: str
    decimals: int


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """The policy that the page quotes; `file` is "" for the package's own."""

    target: float | None
    band: float
    min_distance: float
    rounding: str
    file: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of all assets, and the book's ratios."""

    spot_value: float
    exposure: float
    held_value: float
    order_value: float
    hedge_value: float
    net: float
    ratio_now: float | None
    ratio: float | None
    target: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Asset:
    """A coin: its exposure before and after, its ratios against the band, and its order.

    held, order: contracts, of one that several coins share (`shared`) this coin's part.
    ticket: the contract as in an order.
    """

    asset: str
    quantity: float
    price: float
    beta: float
    spot_value: float
    exposure: float
    held_value: float
    order_value: float
    hedge_value: float
    net: float
    ratio_now: float | None
    ratio: float | None
    target: float
    low: float
    high: float
    held: float
    order: float
    contract: str
    venue: str
    contract_value: float
    lot: float
    shared: bool
    cash: bool
    cost_basis: float | None
    line_item: str
    wallets: tuple[str, ...]
    status: str
    why: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Other:
    """The assets that page one has no room for, added up; `status` is the worst of theirs."""

    asset: str
    exposure: float
    hedge_value: float
    net: float
    ratio_now: float | None
    ratio: float | None
    target: float | None
    low: float | None
    high: float | None
    orders: int
    breaches: int
    status: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order a contract: contracts, notional and cost are positive; `side` is Sell or Buy.

    ticket: the contract as a page names it: its code, with the venue where that is a coin's name.
    """

    asset: str
    venue: str
    contract: str
    side: str
    contracts: float
    exact: float
    lots: float
    price: float
    notional: float
    fee: float
    slippage: float
    ratio_now: float | None
    ticket: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a contract before the orders: contracts, + sold short, and its prices.

    spot: of its coin, where the book has one.
    """

    asset: str
    contract: str
    kind: str
    size: float
    held: float
    entry: float | None
    mark: float
    spot: float | None
    expiry: str


@dataclass(frozen=True, slots=True)
class Position:
    """What is held of a contract after the orders: its carry and its margin.

    collateral: with what the order gains or loses by closing a part.  lacking: the collateral that
    it lacks to be as far from its liquidation as the policy asks.  word: RECEIVE, PAY or NONE, and
    n.a. where neither funding nor basis is known.
    """

    asset: str
    venue: str
    contract: str
    kind: str
    contracts: float
    notional: float
    collateral: float | None
    maintenance: float
    maintenance_rate: float
    entry: float
    mark: float
    liquidation: float | None
    distance: float | None
    funding_rate: float | None
    interval_hours: float | None
    funding_year: float | None
    basis_year: float | None
    days: float | None
    funding_cash: float
    basis_cash: float
    cash: float
    word: str
    status: str
    lacking: float

    @property
    def move(self) -> float | None:
        """Give the move of the price that liquidates: a rise +, or a fall -; None where none."""
        return None if self.liquidation is None else self.liquidation / self.mark - 1.0


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the ladder: the market's move, and what it does."""

    move: float
    unhedged: float
    futures: float
    hedged: float
    final: float


@dataclass(frozen=True, slots=True)
class CarryLine:
    """A part of the carry: cash received +, paid -."""

    item: str
    cash: float
    word: str
    basis: str


@dataclass(frozen=True, slots=True)
class Carry:
    """What the hedge earns and costs over the horizon; `turned` with every funding rate negated."""

    lines: tuple[CarryLine, ...]
    net: float
    word: str
    net_year: float | None
    turned: float
    breakeven: float | None


@dataclass(frozen=True, slots=True)
class Rally:
    """The collateral that a rally needs, against what is posted; of what was bought, a fall."""

    rally: float
    need: float
    held: float
    lacking: float


@dataclass(frozen=True, slots=True)
class Margin:
    """Collateral of all positions; `half`: the rise at which half of the hedge is liquidated."""

    collateral: float
    maintenance: float
    notional: float
    nearest: Position | None
    half: float | None
    survival: tuple[Rally, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.  period, history, filing: tables of their own, where they were asked for."""

    schema: str
    made_with: str
    entity: str
    as_of: str
    as_of_text: str
    currency: str
    money: Money
    horizon_days: float
    inputs_hash: str
    prepared: str
    policy: PolicyShown
    totals: Totals
    assets: tuple[Asset, ...]
    shown: int
    other: Other | None
    orders: tuple[Order, ...]
    held: tuple[Held, ...]
    positions: tuple[Position, ...]
    scenario: tuple[Move, ...]
    stress: Move
    carry: Carry
    margin: Margin
    limits: tuple[Limit, ...]
    breaches: tuple[Breach, ...]
    checks: Checks
    sources: tuple[Source, ...]
    headline: str
    decisions: tuple[Decision, ...]
    changes: str = ""
    warnings: tuple[str, ...] = ()
    period: dict[str, Any] | None = None
    history: dict[str, Any] | None = None
    filing: dict[str, Any] | None = None
    names: dict[str, str] = field(default_factory=dict)
