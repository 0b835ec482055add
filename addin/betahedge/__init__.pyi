"""The types of `import betahedge`; written by `python -m betahedge.cells.stub`."""

# fmt: off

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol, TypeAlias

from betahedge.cells.errors import ErrorValue as ErrorValue
from betahedge.errors import InputError as InputError

OWN_CHECK: bool  # true where the package itself is checked: no room may need the face
if not OWN_CHECK:
    from betahedge.face import calculate as calculate
    from betahedge.face import export as export
    from betahedge.face import read as read
    from betahedge.face import report as report
    from betahedge.face import size as size
    from betahedge.face import template as template

__version__: str

class Array(Protocol):
    """What holds values as NumPy does: an array, a column or a table of pandas or Polars."""

    def __array__(self) -> Any: ...

Range: TypeAlias = list[Any] | tuple[Any, ...] | Array  # rows of cells, or one row or column
Amount: TypeAlias = float | Decimal | date | ErrorValue | Range
Table: TypeAlias = list[list[Any]] | ErrorValue  # rows
Answer: TypeAlias = Any  # a number, a text or an ErrorValue; rows of them where a range was given

def HEDGE_ACTION(
    contracts: Amount,
) -> Answer:
    """The trade that a count of contracts stands for, in a word.

    contracts: contracts held: + sold short, - bought (contracts)
    Gives: "Short" (sell), "Long" (buy) or "None".
    """

def HEDGE_ATTRIBUTION(
    quantity: Amount,
    spot_entry: Amount,
    spot_exit: Amount,
    contracts: Amount,
    contract_size: Amount,
    futures_entry: Amount,
    futures_exit: Amount,
    funding: Amount | None = 0.0,
    fees: Amount | None = 0.0,
) -> Table:
    """P&L of a hedged holding by source: spot, futures at the spot price, basis, funding and fees.
    The parts sum to the total. Linear contracts: an inverse's or a quanto's dollars do not move
    so.

    quantity: coins held (coins)
    spot_entry: spot price at the start (quote currency)
    spot_exit: spot price at the end (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (coins)
    futures_entry: futures price at the start (quote currency)
    futures_exit: futures price at the end (quote currency)
    funding: funding cash: + received, - paid (quote currency)
    fees: fees and slippage, as a positive number (quote currency)
    Gives: spot, futures, basis, funding, fees and total with their labels; gains are +.
    """

def HEDGE_AVERAGE_PRICE(
    quantities: Amount,
    prices: Amount,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
) -> Answer:
    """Average entry price of the position that fills leave open, oldest first: additions average
    in (harmonically for inverse contracts), reductions leave it, and a turn through zero starts
    anew.

    quantities: contracts of each fill, oldest first: + sold, - bought (contracts)
    prices: price of each fill, oldest first (quote currency)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    Gives: quote currency; #DIV/0! where no position is left.
    """

def HEDGE_BASIS(
    futures_price: Amount,
    spot_price: Amount,
) -> Answer:
    """Basis: futures price minus spot price. A short hedge gains when it narrows.

    futures_price: futures price of one coin (quote currency)
    spot_price: spot price of one coin (quote currency)
    Gives: quote currency; + is contango, - backwardation.
    """

def HEDGE_BASIS_RATE(
    futures_price: Amount,
    spot_price: Amount,
    days: Amount,
    method: Literal["simple", "compounded", "continuous"] | Range | None = "simple",
) -> Answer:
    """Basis as a rate a year: what a short hedge of a dated future earns if held to expiry.

    futures_price: futures price of one coin (quote currency)
    spot_price: spot price of one coin (quote currency)
    days: days to expiry (days)
    method: "simple", "compounded" or "continuous" (word)
    Gives: decimal a year, act/365; + is contango.
    """

def HEDGE_BETA(
    asset: Amount,
    hedge: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
    method: Literal["ols", "ewma", "blume", "up", "down"] | Range | None = "ols",
    decay: Amount | None = 0.94,
) -> Answer:
    """Beta of an asset against the hedge instrument, from prices or returns, oldest first. For
    hedging with another coin's future. ewma weighs recent pairs more; up and down use only the
    pairs where the hedge rose or fell.

    asset: column of prices or returns of the asset, oldest first; blanks are missing (series)
    hedge: column of prices or returns of the hedge instrument, oldest first; blanks are missing
      (series)
    input_type: "prices" or "returns" (word)
    method: "ols", "ewma", "blume" (0.67 ols + 0.33), "up" or "down" (word)
    decay: weight of a pair against the next one, for ewma (decimal)
    Gives: number, 0 for a flat asset; #N/A with fewer than 3 pairs, #DIV/0! for a flat hedge.
    """

def HEDGE_BETA_STATS(
    asset: Amount,
    hedge: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
    confidence: Amount | None = 0.95,
    errors: Literal["ols", "hac"] | Range | None = "ols",
) -> Table:
    """Beta by least squares with its standard error and confidence interval, from prices or
    returns, oldest first.

    asset: column of prices or returns of the asset, oldest first; blanks are missing (series)
    hedge: column of prices or returns of the hedge instrument, oldest first; blanks are missing
      (series)
    input_type: "prices" or "returns" (word)
    confidence: confidence level, such as 0.95 (decimal)
    errors: "ols", or "hac" (Newey-West) where residuals follow one another or change in size
      (word)
    Gives: beta (0 for a flat asset, which has no R2), alpha per period, standard error, low, high,
      R2, pairs, each with its label.
    """

def HEDGE_BREAKEVEN(
    spot_value: Amount,
    hedge_ratio: Amount,
    cost: Amount,
    beta: Amount | None = 1.0,
) -> Answer:
    """The fall of the market at which the hedge has paid for itself.

    spot_value: market value of the spot book, + long, - short (quote currency)
    hedge_ratio: share of the exposure that is hedged (decimal)
    cost: cost of the hedge; below 0 it earns (quote currency)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    Gives: decimal: 0.01 is a fall of 1 %; below 0 the hedge earns without a fall.
    """

def HEDGE_CHECK(
    spot_value: Any,
    contract_value: Any,
    hedge_ratio: Any = 1.0,
    beta: Any = 1.0,
    lot_size: Any = 0.0,
    rounding: Any = "nearest",
) -> Answer:
    """"OK", or the one-line reason for which HEDGE_CONTRACTS would refuse its arguments.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    hedge_ratio: share of the exposure to hedge; above 1 is over-hedged (decimal)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    lot_size: contracts per lot; 0 leaves the count exact (contracts)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    Gives: text.
    """

def HEDGE_CONTRACTS(
    spot_value: Amount,
    contract_value: Amount,
    hedge_ratio: Amount | None = 1.0,
    beta: Amount | None = 1.0,
    lot_size: Amount | None = 0.0,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
) -> Answer:
    """Contracts to sell to hedge a share of a spot book; negative means buy.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    hedge_ratio: share of the exposure to hedge; above 1 is over-hedged (decimal)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    lot_size: contracts per lot; 0 leaves the count exact (contracts)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    Gives: contracts: + to sell, - to buy.
    """

def HEDGE_CONTRACTS_BETA(
    spot_value: Amount,
    contract_value: Amount,
    portfolio_beta: Amount,
    target_beta: Amount | None = 0.0,
    futures_beta: Amount | None = 1.0,
    lot_size: Amount | None = 0.0,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
) -> Answer:
    """Contracts to sell to move the beta of a book to a target; negative means buy.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    portfolio_beta: beta of the book as it is (number)
    target_beta: beta it should have (number)
    futures_beta: beta of the futures, 0.1 or more in size (number)
    lot_size: contracts per lot; 0 leaves the count exact (contracts)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    Gives: contracts: + to sell, - to buy (a target above the present beta).
    """

def HEDGE_CONTRACT_VALUE(
    price: Amount,
    contract_size: Amount,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
    settle_price: Amount | None = None,
    entry_price: Amount | None = None,
) -> Answer:
    """Value of one contract: price x size (linear), face (inverse; held since an entry: face x
    price / entry, what it moves like), price x multiplier x settlement coin's price (quanto, whose
    move with that coin is not counted).

    price: futures price, not the spot price (quote currency)
    contract_size: coins per contract (linear), face in quote currency (inverse), or multiplier
      (quanto) (coins or currency)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    settle_price: price of the settlement coin, for a quanto (quote currency)
    entry_price: average entry of an inverse position that is held; blank for one to be opened now.
      Its coins are face / entry, at any price (quote currency)
    Gives: quote currency.
    """

def HEDGE_COST(
    contracts: Amount,
    contract_value: Amount,
    days: Amount,
    fee_rate: Amount | None = 0.0,
    slippage_rate: Amount | None = 0.0,
    funding_rate: Amount | None = 0.0,
    interval_hours: Amount | None = 8.0,
    basis: Amount | None = 0.0,
    margin_rate: Amount | None = 0.0,
    capital_rate: Amount | None = 0.0,
) -> Answer:
    """Total cost of a hedge over its days: fees (a rate a side, twice), slippage (a rate for the
    whole trip, once) and capital, less funding received and basis earned. Negative when the hedge
    earns.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    days: days held or to expiry; a year has 365 (days)
    fee_rate: fee a side, as a venue quotes it; it is paid twice, in and out; below 0 is a rebate
      (decimal)
    slippage_rate: slippage of the whole trip, in and out together; it is counted once (decimal)
    funding_rate: funding of one interval; above 0 a short receives (decimal)
    interval_hours: hours between stamps (hours)
    basis: (futures - spot) / futures, as it converges over the days (decimal)
    margin_rate: margin tied up, as a share of the notional (decimal)
    capital_rate: cost of that capital (decimal a year)
    Gives: quote currency: + costs, - earns.
    """

def HEDGE_DELTA(
    coins: Amount,
    contracts: Amount,
    contract_size: Amount,
    entry_price: Amount,
    kind: Literal["linear", "inverse"] | Range | None = "linear",
) -> Answer:
    """Coins left exposed beside a hedge: + long, 0 fully hedged, - short. A short of an inverse
    contract is short its face over the entry price, whatever the price now.

    coins: coins held (coins)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract, or face for inverse (coins or currency)
    entry_price: average entry price; counts for inverse only (quote currency)
    kind: "linear" or "inverse" (word)
    Gives: coins: + long, - short.
    """

def HEDGE_DRIFT(
    spot_value: Amount,
    contracts: Amount,
    contract_value: Amount,
    hedge_ratio: Amount,
    beta: Amount | None = 1.0,
) -> Answer:
    """Drift: the hedge ratio that a position achieves, less the target. An inverse position held
    since its entry counts at face x price / entry a contract.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    hedge_ratio: ratio the hedge should have (decimal)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    Gives: decimal: + is over-hedged, - is under-hedged.
    """

def HEDGE_EFFECTIVENESS(
    spot: Amount,
    futures: Amount,
    hedge_ratio: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
    method: Literal["variance", "r2", "dollar_offset"] | Range | None = "variance",
    materiality: Amount | None = 0.0,
) -> Answer:
    """Share of the risk of the spot that one future, or several together, take away. Rows oldest
    first. Indicative test, not an accounting conclusion.

    spot: column of prices or returns of the spot, oldest first; blanks are missing (series)
    futures: prices or returns of the futures, a column each, oldest first; blanks are missing
      (series)
    hedge_ratio: sold of the future as a share of the spot value, below 0 bought; one for each
      column (decimal)
    input_type: "prices" or "returns" (word)
    method: "variance", "r2" or "dollar_offset" (word)
    materiality: change of the spot, as a share of its first value, below which a dollar offset is
      not meaningful and #N/A (decimal)
    Gives: decimal: 1 is all of it; below 0 the hedge adds risk.
    """

def HEDGE_ES(
    returns: Amount,
    confidence: Amount | None = 0.95,
    method: Literal["historical", "parametric"] | Range | None = "historical",
) -> Answer:
    """Expected shortfall of one period, as a share of the value: the mean loss of the worst 1 -
    confidence of the periods, the last one by its fraction. Of returns, never of prices.

    returns: column of simple returns, never prices, oldest first; blanks are missing (series)
    confidence: share of the periods in which less is lost: 0.95, not 0.05 (decimal)
    method: "historical" or "parametric" (normal) (word)
    Gives: decimal, a loss is +; no less than the value at risk.
    """

def HEDGE_EXPIRY(
    year: Amount,
    month: Amount,
) -> Answer:
    """Last trading day of CME's bitcoin and ether futures: the last Friday of the month, as a
    date. Holidays are not counted: where it is one, the venue takes the business day before.

    year: year (year)
    month: month (month)
    Gives: date, as the number of its day: format the cell as a date.
    """

def HEDGE_FAIR_PRICE(
    spot_price: Amount,
    rate: Amount,
    days: Amount,
    income: Amount | None = 0.0,
) -> Answer:
    """Fair price of a dated future by its cost of carry. The rate is continuous and net of any
    yield; income is the present value of what the coin pays until expiry.

    spot_price: spot price of one coin (quote currency)
    rate: interest rate, net of any yield (decimal a year)
    days: days held or to expiry; a year has 365 (days)
    income: present value of income until expiry (quote currency)
    Gives: quote currency, never below 0.
    """

def HEDGE_FUNDING(
    contracts: Amount,
    contract_value: Amount,
    funding_rate: Amount,
    stamps: Amount | None = 1.0,
) -> Answer:
    """Funding cash of a perpetual over a number of stamps. A short hedge receives a positive rate.
    At one contract value for all stamps; an inverse or quanto pays it in coin.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    funding_rate: funding of one interval; above 0 a short receives (decimal)
    stamps: funding stamps held through (stamps)
    Gives: quote currency: + received, - paid.
    """

def HEDGE_FUNDING_HISTORY(
    contracts: Amount,
    contract_size: Amount,
    stamps: Amount,
    rates: Amount,
    marks: Amount,
    start: Amount,
    finish: Amount,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
) -> Answer:
    """Funding received (+) or paid (-) over the stamps from start to finish, both included, at the
    rate and mark price of each. A short receives a positive rate.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (linear), face in quote currency (inverse), or multiplier
      (quanto) (coins or currency)
    stamps: times of the stamps, as dates (days)
    rates: funding rate at each stamp (decimal)
    marks: mark price at each stamp (quote currency)
    start: from this time on; a stamp at it counts (days)
    finish: up to this time; a stamp at it counts (days)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    Gives: settlement currency: + received, - paid; 0 with no stamp in between.
    """

def HEDGE_FUNDING_RATE(
    funding_rate: Amount,
    interval_hours: Amount | None = 8.0,
) -> Answer:
    """Funding as a rate a year, not compounded.

    funding_rate: funding of one interval; above 0 a short receives (decimal)
    interval_hours: hours between stamps (hours)
    Gives: decimal a year; + is received by a short hedge.
    """

def HEDGE_FUTURES_PNL(
    contracts: Amount,
    contract_size: Amount,
    entry_price: Amount,
    exit_price: Amount,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
) -> Answer:
    """P&L of contracts sold between two prices, in the settlement currency: coin for inverse,
    another coin for a quanto. What that coin's own price does to its dollars is not counted.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (linear), face in quote currency (inverse), or multiplier
      (quanto) (coins or currency)
    entry_price: price at which they were sold (quote currency)
    exit_price: price now, or at which they were bought back (quote currency)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    Gives: quote currency (linear), coin (inverse), settlement coin (quanto); a gain is +.
    """

def HEDGE_IMPACT(
    spot_value: Amount,
    contracts: Amount,
    contract_value: Amount,
    spot_return: Amount,
    futures_return: Amount | None = None,
) -> Table:
    """The impact table of one price move: spot, futures and net, each before and after. Of a
    quanto, what its settlement coin's price does is not counted.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    spot_return: simple return of the spot book: -0.1 is a fall of 10 % (decimal)
    futures_return: simple return of the futures price: -0.1 is a fall of 10 % (decimal)
    Gives: component, initial, change, final, in the quote currency, under a header.
    """

def HEDGE_LIQUIDATION(
    entry_price: Amount,
    leverage: Amount,
    maintenance_rate: Amount,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
    method: Literal["mark", "mark_fee", "entry"] | Range | None = "mark",
    taker_fee: Amount | None = 0.0,
    maintenance_amount: Amount | None = 0.0,
    contracts: Amount | None = 1.0,
    contract_size: Amount | None = 1.0,
    collateral: Amount | None = None,
) -> Answer:
    """Price at which a position is liquidated: collateral plus P&L falls to the maintenance
    margin, on the mark price, on the mark with the closing fee, or on the entry price. Isolated:
    the hedged spot is no collateral. A quanto's is in its coin.

    entry_price: average entry price (quote currency)
    leverage: notional / collateral (number)
    maintenance_rate: maintenance margin as a share of the notional (decimal)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    method: "mark", "mark_fee" or "entry" (word)
    taker_fee: fee of the closing trade, for mark_fee (decimal)
    maintenance_amount: maintenance amount of the venue's tier (money)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (linear), face in quote currency (inverse), or multiplier
      (quanto) (coins or currency)
    collateral: wallet of the position, in coin for inverse (quote currency or coin)
    Gives: quote currency; #N/A where no price liquidates it.
    """

def HEDGE_LIQUIDATION_SHARED(
    entry_price: Amount,
    contracts: Amount,
    contract_size: Amount,
    maintenance_rate: Amount,
    cash: Amount,
    coins: Amount,
    collateral_ratio: Amount | None = 1.0,
    other_pnl: Amount | None = 0.0,
    other_maintenance: Amount | None = 0.0,
    maintenance_amount: Amount | None = 0.0,
) -> Answer:
    """Liquidation price of a linear position that coins and cash back together, as in a cross or
    portfolio margin account. For a short with coins behind it, a rally's; #N/A if there is none.

    entry_price: average entry price (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (coins)
    maintenance_rate: maintenance margin as a share of the notional (decimal)
    cash: wallet in quote currency; below 0 is borrowed (quote currency)
    coins: coins of the same kind in the account (coins)
    collateral_ratio: share of the coins' value that counts (decimal)
    other_pnl: unrealised P&L of the other positions (quote currency)
    other_maintenance: maintenance of the other positions (quote currency)
    maintenance_amount: maintenance amount of the venue's tier (quote currency)
    Gives: quote currency; #N/A where no price liquidates it.
    """

def HEDGE_LIQUIDATION_TIERED(
    entry_price: Amount,
    contracts: Amount,
    contract_size: Amount,
    collateral: Amount,
    floors: Amount,
    rates: Amount,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
) -> Answer:
    """Liquidation price under a venue's tiers: that of the tier in which the notional lies at the
    price itself. Collateral is in coin for inverse contracts, and so are the tiers.

    entry_price: average entry price (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (linear), face in quote currency (inverse), or multiplier
      (quanto) (coins or currency)
    collateral: wallet of the position; for cross margin with the others' P&L less their
      maintenance (settlement currency)
    floors: notional from which each tier holds, ascending from 0; coin for inverse (settlement
      currency)
    rates: maintenance rate of each tier (decimal)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    Gives: quote currency; #N/A where no price liquidates it.
    """

def HEDGE_MAINTENANCE(
    notional: Amount,
    floors: Amount,
    rates: Amount,
) -> Answer:
    """Maintenance margin of a notional under a venue's tiers: each slice of it at its own tier's
    rate, so that the margin does not jump where a tier begins.

    notional: value of the position, of either sign (quote currency)
    floors: notional from which each tier holds, ascending from 0; coin for inverse (settlement
      currency)
    rates: maintenance rate of each tier (decimal)
    Gives: the notional's currency, never below 0.
    """

def HEDGE_MARGIN(
    contracts: Amount,
    contract_value: Amount,
    rate: Amount,
    deduction: Amount | None = 0.0,
) -> Answer:
    """Initial or maintenance margin of a position, long or short: of any kind, in the unit of its
    contract value (an inverse's or quanto's in coin, from its value in coin). A negative one is
    #NUM!: the deduction is of another tier.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    rate: margin as a share of the notional; 1 / leverage for initial (decimal)
    deduction: maintenance amount of the venue's tier (quote currency)
    Gives: unit of the contract value, never below 0.
    """

def HEDGE_MARGIN_CALLS(
    contracts: Amount,
    contract_size: Amount,
    entry_price: Amount,
    settlements: Amount,
    initial: Amount,
    maintenance: Amount,
) -> Table:
    """The margin account of a linear position day by day: gain, balance before the call, and the
    call that brings a balance under the maintenance margin back to the initial one.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (coins)
    entry_price: price at which the position was opened (quote currency)
    settlements: settlement prices, oldest first (quote currency)
    initial: initial margin of the whole position (quote currency)
    maintenance: maintenance margin of the whole position (quote currency)
    Gives: settlement, gain, balance and call, in the quote currency, under a header; a blank day
      is a blank line.
    """

def HEDGE_MINVAR(
    spot: Amount,
    futures: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
) -> Answer:
    """Minimum-variance hedge ratio of one future, or of several held together: one ratio for each
    column of futures. Rows oldest first, 20 columns at most.

    spot: column of prices or returns of the spot, oldest first; blanks are missing (series)
    futures: prices or returns of the futures, a column each, oldest first; blanks are missing
      (series)
    input_type: "prices" or "returns" (word)
    Gives: decimal of the spot value to sell; a row of them for several futures.
    """

def HEDGE_MINVAR_PORTFOLIO(
    values: Amount,
    assets: Amount,
    futures: Amount,
    contract_values: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
    lot_sizes: Amount | None = 0.0,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
) -> Table:
    """Contracts that hedge a basket with one or several futures held together, at minimum
    variance, with standard errors. Futures that are near twins give wild ratios: see the error.

    values: market value of each asset, + long, - short (quote currency)
    assets: columns of prices or returns, one for each asset, oldest first (series)
    futures: prices or returns of the futures, a column each, oldest first; blanks are missing
      (series)
    contract_values: value of one contract of each future: its price x contract size (quote
      currency)
    input_type: "prices" or "returns" (word)
    lot_sizes: contracts per lot; 0 leaves the count exact (contracts)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    Gives: a line a future: ratio of the book's value, its standard error, contracts (+ to sell),
      contracts in lots; then R2.
    """

def HEDGE_MIX(
    units: Amount,
    contract_sizes: Amount,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
) -> Table:
    """Whole contracts of each size that hedge a number of units with the least residual, then with
    the fewest contracts.

    units: coins to sell; negative to buy (coins)
    contract_sizes: coins per contract, each size once (coins)
    rounding: "nearest", "down" (never over-hedge) or "up" (never under-hedge) (word)
    Gives: contracts of each size, largest size first, in a row.
    """

def HEDGE_PNL(
    spot_value: Amount,
    contracts: Amount,
    contract_value: Amount,
    spot_return: Amount,
    futures_return: Amount | None = None,
    funding: Amount | None = 0.0,
    costs: Amount | None = 0.0,
) -> Answer:
    """P&L of a spot book hedged with contracts sold, funding and costs included. Of a quanto, what
    its settlement coin's price does is not counted; an inverse position's coins are part of the
    spot value.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    spot_return: simple return of the spot book: -0.1 is a fall of 10 % (decimal)
    futures_return: simple return of the futures price: -0.1 is a fall of 10 % (decimal)
    funding: funding cash: + received, - paid (quote currency)
    costs: fees and slippage, as a positive number (quote currency)
    Gives: quote currency, a gain is +.
    """

def HEDGE_POSITION(
    quantities: Amount,
    prices: Amount,
    method: Literal["average", "fifo"] | Range | None = "average",
    mark: Amount | None = None,
    kind: Literal["linear", "inverse", "quanto"] | Range | None = "linear",
    contract_size: Amount | None = 1.0,
    fee_rate: Amount | None = 0.0,
) -> Table:
    """What a run of fills leaves: open quantity, average entry, realised P&L after fees,
    unrealised P&L at the mark, and fees. Fills are oldest first, + bought and - sold, as a holding
    is + long.

    quantities: contracts of each fill: + bought, - sold (contracts)
    prices: price of each fill (quote currency)
    method: "average" or "fifo" (the oldest closes first) (word)
    mark: price at which the open quantity is valued (quote currency)
    kind: "linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the
      coin) or "quanto" (settled in another coin) (word)
    contract_size: coins per contract (linear), face in quote currency (inverse), or multiplier
      (quanto) (coins or currency)
    fee_rate: fee of one trade; below 0 is a rebate (decimal)
    Gives: open quantity (+ long), average entry, realised, unrealised and fees with their labels;
      coin for inverse; #N/A for the average of a flat position and without a mark.
    """

def HEDGE_RATIO(
    spot_value: Amount,
    contracts: Amount,
    contract_value: Amount,
    beta: Amount | None = 1.0,
) -> Answer:
    """The hedge ratio that a position of contracts achieves. An inverse position held since its
    entry counts at face x price / entry a contract, as HEDGE_CONTRACT_VALUE gives it.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    Gives: decimal: 0.5 hedges half, above 1 is over-hedged, below 0 adds exposure.
    """

def HEDGE_REBALANCE(
    spot_value: Amount,
    contracts: Amount,
    contract_value: Amount,
    hedge_ratio: Amount,
    band: Amount | None = 0.05,
    lot_size: Amount | None = 0.0,
    beta: Amount | None = 1.0,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
    trade_to: Literal["target", "edge"] | Range | None = "target",
) -> Answer:
    """Contracts to trade to bring a hedge back: none inside the band, else to the target or to the
    band's edge. The position is rounded to lots, not the trade, and nothing is traded that does
    not bring the ratio nearer. New contracts count like those held.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    hedge_ratio: ratio the hedge should have (decimal)
    band: drift that is left alone, either way (decimal)
    lot_size: contracts per lot; 0 leaves the count exact (contracts)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    trade_to: "target", or "edge": only to the edge of the band, which trades less (word)
    Gives: contracts: + sell more, - buy back, 0 inside the band.
    """

def HEDGE_RETURNS(
    spot: Amount,
    futures: Amount,
    hedge_ratio: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
) -> Table:
    """Returns of the hedged book: the spot's less the hedge ratio times the futures'. Feed them to
    HEDGE_VAR, HEDGE_ES or HEDGE_TRACKING_ERROR.

    spot: column of prices or returns of the spot, oldest first; blanks are missing (series)
    futures: prices or returns of the futures, a column each, oldest first; blanks are missing
      (series)
    hedge_ratio: share of the spot value sold, one a column of futures (decimal)
    input_type: "prices" or "returns" (word)
    Gives: a column of decimals; a blank text where one is missing; from prices, a row less.
    """

def HEDGE_ROLL(
    contracts: Amount,
    contract_size: Amount,
    near_price: Amount,
    far_price: Amount,
    days: Amount,
    fee_rate: Amount | None = 0.0,
) -> Table:
    """Rolling a hedge to the next expiry: buy back the near future, sell the far one. The cash of
    it, + received, and the same as a rate a year; a short receives it in contango.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_size: coins per contract (coins)
    near_price: price of the future that is held (quote currency)
    far_price: price of the future to roll into (quote currency)
    days: between the two expiries (days)
    fee_rate: fee of one trade; below 0 is a rebate (decimal)
    Gives: cash in the quote currency and a decimal a year, with their labels; + received.
    """

def HEDGE_ROLLING_BETA(
    asset: Amount,
    hedge: Amount,
    window: Amount,
    input_type: Literal["prices", "returns"] | Range | None = "prices",
    method: Literal["ols", "ewma", "blume", "up", "down"] | Range | None = "ols",
) -> Table:
    """Beta of each run of returns, a line a row: #N/A until there is a window. Shows how a hedge's
    beta wanders.

    asset: column of prices or returns of the asset, oldest first; blanks are missing (series)
    hedge: column of prices or returns of the hedge instrument, oldest first; blanks are missing
      (series)
    window: returns in a run (rows)
    input_type: "prices" or "returns" (word)
    method: "ols", "ewma" (0.94), "blume" (0.67 ols + 0.33), "up" or "down" (word)
    Gives: a column beside the series; #N/A before the first window, with fewer than 3 pairs and
      for a flat hedge.
    """

def HEDGE_ROUND(
    contracts: Amount,
    lot_size: Amount,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
) -> Answer:
    """Contracts in whole lots. The quotient of lots is settled to 9 decimals first, and to 15
    significant digits.

    contracts: contracts held: + sold short, - bought (contracts)
    lot_size: contracts per lot; 0 leaves the count exact (contracts)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    Gives: contracts, with the sign they came with.
    """

def HEDGE_SCENARIOS(
    spot_value: Amount,
    contracts: Amount,
    contract_value: Amount,
    returns: Amount,
    beta: Amount | None = 1.0,
    basis_change: Amount | None = 0.0,
) -> Table:
    """A ladder of market moves. The returns move the hedge's market; the book moves by beta times
    the return. Of a quanto, what its settlement coin's price does is not counted.

    spot_value: market value of the spot book, + long, - short (quote currency)
    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract: futures price x contract size; of an inverse position
      held, face x price / entry (HEDGE_CONTRACT_VALUE gives each) (quote currency)
    returns: returns of the hedge's market: -0.1 is a fall of 10 % (decimal)
    beta: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    basis_change: widening of the basis as a share of the contract's value; a short hedge loses it
      (decimal)
    Gives: return, unhedged P&L, futures P&L, hedged P&L, final value, under a header.
    """

def HEDGE_SPEC(
    contract: str | Amount,
    field: Literal["venue", "code", "underlying", "kind", "contract_size", "size_unit",
        "settlement", "lot_size", "tick", "initial_margin_rate",
        "maintenance_margin_rate", "maker_fee", "taker_fee", "source", "as_of",
        "type", "expiry", "funding_interval_hours", "funding_price",
        "settlement_index", "status", "note"] | Range | None = "contract_size",
) -> Answer:
    """A field of a contract in the register: contract size, lot size, tick, margin rates, fees,
    and the source of it all. A code that two venues use needs its venue, BYBIT:BTCUSDT.

    contract: code, or "VENUE:CODE" (text)
    field: underlying, kind, contract_size, size_unit, settlement, lot_size, tick,
      initial_margin_rate, maintenance_margin_rate, maker_fee, taker_fee, source, as_of, type,
      expiry, funding_interval_hours, funding_price, settlement_index, status, note (word)
    Gives: number or text; #N/A if the contract, or this field of it, is not known.
    """

def HEDGE_SURVIVAL(
    contracts: Amount,
    contract_value: Amount,
    rally: Amount,
    maintenance_rate: Amount,
    collateral: Amount | None = 0.0,
    kind: Literal["linear", "inverse"] | Range | None = "linear",
    price: Amount | None = None,
) -> Answer:
    """Collateral that a short hedge still needs to survive a rally: the loss, plus maintenance at
    its top, less what is there. The spot's gain is not counted. Knows linear contracts (in the
    quote currency) and inverse ones (in coin), not quantos.

    contracts: contracts held: + sold short, - bought (contracts)
    contract_value: value of one contract before the rally: futures price x size; the face for
      inverse (quote currency)
    rally: rise of the futures price: 0.3 is 30 % (decimal)
    maintenance_rate: maintenance margin as a share of the notional (decimal)
    collateral: collateral there is, in coin for inverse (quote currency or coin)
    kind: "linear" or "inverse" (word)
    price: futures price before the rally, for inverse (quote currency)
    Gives: quote currency (linear) or coin (inverse), never below 0.
    """

def HEDGE_TABLE(
    assets: str | Amount,
    quantities: Amount,
    prices: Amount,
    contract_sizes: Amount,
    hedge_ratio: Amount | None = 1.0,
    betas: Amount | None = 1.0,
    lot_sizes: Amount | None = 0.0,
    rounding: Literal["nearest", "down", "up"] | Range | None = "nearest",
    futures_prices: Amount | None = None,
) -> Table:
    """The mixed-portfolio table: a line an asset, with a header and the total of what is held. An
    Order column is added where there are lot sizes; blank lines are left out. Linear contracts.

    assets: names of the assets held (text)
    quantities: coins held, + long, - short (coins)
    prices: price of one coin (quote currency)
    contract_sizes: coins per contract (coins)
    hedge_ratio: share of the exposure to hedge; above 1 is over-hedged (decimal)
    betas: beta of the book against the hedge instrument, where that is another coin's future; 1
      where a future hedges its own coin (number)
    lot_sizes: contracts per lot; 0 leaves the count exact (contracts)
    rounding: "nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)
      (word)
    futures_prices: price of the future, at which its contract is valued; blank takes the price of
      the coin (quote currency)
    Gives: asset, spot value, contract value, 100 % hedge, hedge, action; contracts + to sell.
    """

def HEDGE_TAILED(
    contracts: Amount,
    rate: Amount,
    days: Amount,
    method: Literal["compounded", "continuous"] | Range | None = "compounded",
) -> Answer:
    """Contracts after tailing the hedge: fewer, because daily settlement earns interest.

    contracts: contracts held: + sold short, - bought (contracts)
    rate: interest rate (decimal a year)
    days: days held or to expiry; a year has 365 (days)
    method: "compounded" or "continuous" (word)
    Gives: contracts, exact, with the sign they came with.
    """

def HEDGE_TRACKING_ERROR(
    a: Amount,
    b: Amount,
    periods: Amount | None = 365.0,
) -> Answer:
    """Tracking error of two series of returns: the standard deviation of their difference, a year.

    a: column of returns; blanks are missing (series)
    b: column of returns to compare with (series)
    periods: periods in a year: 365 for days, 12 for months (a year)
    Gives: decimal a year, 0 or above; #N/A with fewer than 2 pairs.
    """

def HEDGE_TRANSITION(
    quantity: Amount,
    hedged_fraction: Amount,
    sold_fraction: Amount,
) -> Table:
    """What selling part of a hedged holding asks of its short: the fraction of it to buy back, and
    the coins left long once that is done.

    quantity: coins held before (coins)
    hedged_fraction: share of the coins that is sold short (decimal)
    sold_fraction: share of the coins that is sold (decimal)
    Gives: fraction of the original short to buy back, and net exposure in coins, with labels.
    """

def HEDGE_VAR(
    returns: Amount,
    confidence: Amount | None = 0.95,
    method: Literal["historical", "parametric"] | Range | None = "historical",
) -> Answer:
    """Value at risk of one period, as a share of the value: the loss that is not exceeded with the
    given confidence. Of returns, never of prices.

    returns: column of simple returns, never prices, oldest first; blanks are missing (series)
    confidence: share of the periods in which less is lost: 0.95, not 0.05 (decimal)
    method: "historical" or "parametric" (normal) (word)
    Gives: decimal, a loss is +.
    """

def HEDGE_VAR_COMPONENTS(
    returns: Amount,
    weights: Amount,
    confidence: Amount | None = 0.95,
) -> Table:
    """Normal value at risk of a book by asset: the parts add up to it, and one below 0 hedges the
    others.

    returns: columns of returns, one for each asset (series)
    weights: share or value of each asset, + long, - short (decimal or money)
    confidence: share of the periods in which less is lost: 0.95, not 0.05 (decimal)
    Gives: a line an asset and the total, with labels, in the unit of the weights; losses +.
    """

def HEDGE_VERSION() -> Answer:
    """The version of the add-in; an error here means that it is not loaded.

    Gives: text.
    """
